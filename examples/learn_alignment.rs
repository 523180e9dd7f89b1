//! Learns the weights by which sentences of two articles are aligned, and writes them as the table that the program reads:
//!
//! ```text
//! cargo run --release --example learn_alignment -- PAIRS.jsonl [MORE.jsonl] > assets/compare/alignment.txt
//! ```
//!
//! Each line is one annotated pair of articles: `{"id": "event:left:right", "left": [{"t": sentence, "p": paragraph}],
//! "right": […], "sure": [[i, j]], "possible": [[i, j]]}`; `sure` are the links that all annotators drew, `possible` those that
//! any drew. PAIRS.jsonl is learned from and measured on, MORE.jsonl only learned from: pairs annotated with less care.
//! What it measures goes to standard error: precision (of the possible links), recall (of the sure ones) and F1, on pairs of
//! events that it has not learned from, with the threshold chosen on the others.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod learn;

use std::{collections::BTreeSet, fs};

use anyhow::{Context as _, Result};
use learn::{Line, article, solve};
use nutgraf::compare::model::{Measured, Model, Regression, Term, measure, root};
use serde::Deserialize;

/// Pairs are dealt into so many folds.
const FOLDS: usize = 7;
/// They are dealt so many times: what one deal reaches differs from another's by 0.01.
const DEALS: u64 = 5;
/// The penalty on squared weights, in candidates.
const RIDGE: f64 = 12.0;
/// How much likelier a further partner of a sentence must be than its likeliest: 0.06 to 0.14 reach the same.
const FURTHER: f32 = 0.10;

#[derive(Deserialize)]
struct Annotated {
    id: String,
    left: Vec<Line>,
    right: Vec<Line>,
    sure: BTreeSet<(u32, u32)>,
    possible: BTreeSet<(u32, u32)>,
}

/// A pair of articles, measured.
struct Sample {
    /// Pairs of one event are never learned from where one of them is measured on.
    event: String,
    /// Whether it is measured on, or only learned from.
    counts: bool,
    measured: Measured,
    sure: usize,
    possible: usize,
    /// For each candidate 1 where its link is sure, 0.5 where it is possible.
    truth: Vec<f64>,
}

fn main() -> Result<()> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    anyhow::ensure!(!paths.is_empty(), "usage: learn_alignment PAIRS.jsonl [MORE.jsonl]");
    let mut samples: Vec<Sample> = Vec::new();
    for (k, path) in paths.iter().enumerate() {
        let text = fs::read_to_string(path).with_context(|| path.clone())?;
        for line in text.lines() {
            samples.push(Sample::new(&serde_json::from_str(line)?, k == 0));
        }
    }

    let words: Vec<Rows> = samples.iter().map(Sample::features).collect();
    let deals: Vec<HeldOut> = (0..DEALS).map(|deal| hold_out(&samples, &words, deal_out(&samples, deal))).collect();
    // Where probabilities are true, F1 is highest at the threshold of half of what it reaches (Lipton et al. 2014); the one
    // that happens to be best on few pairs wanders.
    let threshold = (report(&samples, &deals) * 50.0).round() as f32 / 100.0;
    let all: Vec<usize> = (0..samples.len()).collect();
    let weights = learn(&samples, &words, &all);
    print!("{}", Model { weights, ..thresholds(threshold) }.print());
    Ok(())
}

/// A model without weights that draws links from a threshold.
fn thresholds(threshold: f32) -> Model {
    Model { threshold, further: threshold + FURTHER, ..Model::default() }
}

/// The fold of each pair, those of one event together: in turn at first, then at random, the same whenever it runs.
fn deal_out(samples: &[Sample], deal: u64) -> Vec<usize> {
    let draw =
        |k: usize| (deal << 32 | k as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(deal);
    let mut events: Vec<&str> = Vec::new();
    for sample in samples {
        if !events.contains(&sample.event.as_str()) {
            events.push(&sample.event);
        }
    }
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|&k| draw(k));
    let mut folds = vec![0; events.len()];
    order.iter().enumerate().for_each(|(n, &k)| folds[k] = n % FOLDS);
    samples.iter().map(|s| events.iter().position(|e| *e == s.event).map_or(0, |k| folds[k])).collect()
}

/// The probabilities of every pair's candidates by a model that has not seen the pair, and the pairs' folds.
struct HeldOut {
    folds: Vec<usize>,
    probabilities: Vec<Vec<f32>>,
}

/// What is made of each pair by weights that were learned from the other folds.
fn hold_out(samples: &[Sample], words: &[Rows], folds: Vec<usize>) -> HeldOut {
    let mut probabilities = vec![Vec::new(); samples.len()];
    for fold in 0..FOLDS {
        let (test, train): (Vec<usize>, Vec<usize>) = (0..samples.len()).partition(|&k| folds[k] == fold);
        let weights = learn(samples, words, &train);
        for k in test {
            probabilities[k] = words[k].iter().map(|f| weights.probability(f)).collect();
        }
    }
    HeldOut { folds, probabilities }
}

/// The features of every candidate of a pair.
type Rows = Vec<Vec<f32>>;

/// Logistic regression with a ridge, by Newton's method. A link that is only possible counts half.
fn learn(samples: &[Sample], features: &[Rows], which: &[usize]) -> Regression {
    let rows: Vec<(Vec<f32>, f64)> = which
        .iter()
        .flat_map(|&k| features[k].iter().zip(samples[k].truth.iter().copied()))
        .map(|(f, truth)| (f.iter().flat_map(|&x| [x, root(x)]).collect(), truth))
        .collect();
    let n = rows.len() as f64;
    let columns = rows.first().map_or(0, |r| r.0.len());
    let terms: Vec<Term> = (0..columns)
        .map(|c| {
            let mean = rows.iter().map(|r| f64::from(r.0[c])).sum::<f64>() / n;
            let variance = rows.iter().map(|r| (f64::from(r.0[c]) - mean).powi(2)).sum::<f64>() / n;
            let scale = if variance > 1e-12 { variance.sqrt() } else { 1.0 };
            Term { centre: mean as f32, scale: scale as f32, weight: 0.0 }
        })
        .collect();
    let scaled: Vec<Vec<f64>> = rows
        .iter()
        .map(|r| {
            let x = r.0.iter().zip(&terms).map(|(x, t)| f64::from((x - t.centre) / t.scale));
            std::iter::once(1.0).chain(x).collect()
        })
        .collect();
    let mut weights = vec![0.0; columns + 1];
    for _ in 0..8 {
        let (mut gradient, mut curvature) = (vec![0.0; columns + 1], vec![vec![0.0; columns + 1]; columns + 1]);
        for (x, (_, truth)) in scaled.iter().zip(&rows) {
            let p = 1.0 / (1.0 + (-x.iter().zip(&weights).map(|(a, b)| a * b).sum::<f64>()).exp());
            let (label, counts) = (f64::from(u8::from(*truth > 0.0)), if *truth == 0.5 { 0.5 } else { 1.0 });
            for a in 0..=columns {
                gradient[a] += counts * (label - p) * x[a];
                let slope = counts * p * (1.0 - p) * x[a];
                curvature[a].iter_mut().zip(&x[..=a]).for_each(|(c, &y)| *c += slope * y);
            }
        }
        for a in 1..=columns {
            gradient[a] -= RIDGE * weights[a];
            curvature[a][a] += RIDGE;
        }
        for (w, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *w += step;
        }
    }
    let terms: Vec<Term> = terms.iter().zip(&weights[1..]).map(|(t, &w)| Term { weight: w as f32, ..*t }).collect();
    let terms = terms.chunks_exact(2).map(|t| [t[0], t[1]]).collect();
    Regression { bias: weights[0] as f32, terms }
}

/// Links counted at a threshold: drawn, possible among them, sure among them, sure in all.
#[derive(Clone, Copy, Default)]
struct Counts {
    drawn: usize,
    right: usize,
    found: usize,
    sure: usize,
}

impl Counts {
    fn add(&mut self, sample: &Sample, probabilities: &[f32], threshold: f32) {
        let candidates = sample.measured.candidates.iter().zip(probabilities).map(|(c, &p)| (c.0, c.1, p));
        let drawn = thresholds(threshold).draw(&candidates.collect::<Vec<_>>());
        for (drawn, &truth) in drawn.into_iter().zip(&sample.truth) {
            if drawn {
                self.drawn += 1;
                self.right += usize::from(truth > 0.0);
                self.found += usize::from(truth == 1.0);
            }
        }
        self.sure += sample.sure;
    }

    /// The pairs of some folds.
    fn add_all(&mut self, samples: &[Sample], held_out: &HeldOut, threshold: f32, which: &dyn Fn(usize) -> bool) {
        for ((sample, probabilities), &fold) in samples.iter().zip(&held_out.probabilities).zip(&held_out.folds) {
            if sample.counts && which(fold) {
                self.add(sample, probabilities, threshold);
            }
        }
    }

    /// Precision, recall and F1.
    fn scores(self) -> (f64, f64, f64) {
        let p = self.right as f64 / self.drawn.max(1) as f64;
        let r = self.found as f64 / self.sure.max(1) as f64;
        (p, r, 2.0 * p * r / (p + r).max(1e-9))
    }
}

/// How much less than the highest F1 a threshold may reach.
const FLAT: f64 = 0.003;

/// The lowest threshold about the highest F1 on all folds but one: it is flat over a wide range, and each link that is not
/// drawn may call two sentences one-sided that are not.
fn best_threshold(samples: &[Sample], deals: &[HeldOut], without: Option<usize>) -> f32 {
    let f1 = |t: f32| {
        let mut counts = Counts::default();
        deals.iter().for_each(|d| counts.add_all(samples, d, t, &|fold| Some(fold) != without));
        counts.scores().2
    };
    let thresholds = (15..60).map(|t| t as f32 / 100.0);
    // Averaged with its neighbours, so that no lucky spike is taken.
    let smooth = |t: f32| (-2..=2).map(|d: i8| f1(t + 0.01 * f32::from(d))).sum::<f64>() / 5.0;
    let reached: Vec<(f32, f64)> = thresholds.map(|t| (t, smooth(t))).collect();
    let best = reached.iter().map(|r| r.1).fold(0.0, f64::max);
    reached.iter().find(|r| r.1 >= best - FLAT).map_or(0.5, |r| r.0)
}

/// How high the right links stand among all, whatever the threshold: the mean of the precision at each of them.
fn average_precision(samples: &[Sample], held_out: &HeldOut) -> f64 {
    let judged = samples.iter().zip(&held_out.probabilities).filter(|(s, _)| s.counts);
    let mut all: Vec<(f32, bool)> =
        judged.flat_map(|(s, p)| p.iter().copied().zip(s.truth.iter().map(|&t| t > 0.0))).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut sum) = (0.0, 0.0);
    for (n, _) in all.iter().enumerate().filter(|(_, a)| a.1) {
        right += 1.0;
        sum += right / (n + 1) as f64;
    }
    sum / samples.iter().filter(|s| s.counts).map(|s| s.possible).sum::<usize>().max(1) as f64
}

/// Tells how well the links above a threshold agree; gives the F1 with the threshold chosen on other folds.
fn report(samples: &[Sample], deals: &[HeldOut]) -> f64 {
    let mut nested = Counts::default();
    for deal in deals {
        for fold in 0..FOLDS {
            let threshold = best_threshold(samples, std::slice::from_ref(deal), Some(fold));
            nested.add_all(samples, deal, threshold, &|f| f == fold);
        }
    }
    let threshold = best_threshold(samples, deals, None);
    let mut all = Counts::default();
    deals.iter().for_each(|d| all.add_all(samples, d, threshold, &|_| true));
    for (how, (p, r, f1)) in [("nested threshold", nested.scores()), ("one threshold", all.scores())] {
        eprintln!("{how}: precision {p:.4} recall {r:.4} F1 {f1:.4}");
    }
    let precision = deals.iter().map(|d| average_precision(samples, d)).sum::<f64>() / deals.len().max(1) as f64;
    eprintln!("average precision {precision:.4}, best threshold {threshold:.2}");
    nested.scores().2
}

impl Sample {
    fn new(annotated: &Annotated, counts: bool) -> Self {
        let (left, right) = (article(&annotated.left), article(&annotated.right));
        let measured = measure(&left, &right);
        let truth = measured.candidates.iter().map(|&(i, j, _)| {
            let link = (i, j);
            if annotated.sure.contains(&link) {
                1.0
            } else if annotated.possible.contains(&link) {
                0.5
            } else {
                0.0
            }
        });
        let event = annotated.id.rsplitn(3, ':').last().unwrap_or_default();
        Self {
            event: event.to_owned(),
            counts,
            truth: truth.collect(),
            measured,
            sure: annotated.sure.len(),
            possible: annotated.possible.len(),
        }
    }

    fn features(&self) -> Rows {
        self.measured.candidates.iter().map(|c| c.2.to_vec()).collect()
    }
}
