//! Learns the weights by which sentences of two articles are aligned, and writes them as the table that the program reads:
//!
//! ```text
//! cargo run --release --example learn_alignment -- PAIRS.jsonl > assets/compare/alignment.txt
//! ```
//!
//! Each line of PAIRS.jsonl is one annotated pair of articles: `{"left": [{"t": sentence, "p": paragraph}], "right": […],
//! "sure": [[i, j]], "possible": [[i, j]]}`; `sure` are the links that all annotators drew, `possible` those that any drew.
//! What it measures goes to standard error: precision (of the possible links), recall (of the sure ones) and F1, on pairs
//! that neither pass has learned from, with the threshold chosen on the others.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{collections::BTreeSet, fs};

use anyhow::{Context as _, Result};
use nutgraf::{
    article::{Article, Block, BlockKind, Quotation, Section, Sentence, SentenceId},
    compare::model::{Measured, Model, Regression, Term, context, measure, root},
    text::{quotations, words},
};
use serde::Deserialize;

/// Pairs are dealt into so many folds.
const FOLDS: usize = 7;
/// They are dealt so many times: what one deal reaches differs from another's by 0.01.
const DEALS: u64 = 5;
/// Penalties on squared weights of the first and the second pass, in candidates.
const RIDGES: [f64; 2] = [25.0, 10.0];

#[derive(Deserialize)]
struct Annotated {
    left: Vec<Line>,
    right: Vec<Line>,
    sure: BTreeSet<(u32, u32)>,
    possible: BTreeSet<(u32, u32)>,
}

#[derive(Deserialize)]
struct Line {
    t: String,
    p: Option<u32>,
}

/// A pair of articles, measured.
struct Sample {
    left: Article,
    right: Article,
    measured: Measured,
    sure: usize,
    possible: usize,
    /// For each candidate 1 where its link is sure, 0.5 where it is possible.
    truth: Vec<f64>,
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("usage: learn_alignment PAIRS.jsonl")?;
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    let samples: Vec<Sample> =
        text.lines().map(|l| Ok(Sample::new(&serde_json::from_str(l)?))).collect::<Result<_>>()?;

    let words: Vec<Rows> = samples.iter().map(Sample::features).collect();
    let deals: Vec<[HeldOut; 2]> =
        (0..DEALS).map(|deal| hold_out(&samples, &words, &deal_out(samples.len(), deal))).collect();
    report("first pass", &samples, &deals.iter().map(|d| &d[0]).collect::<Vec<_>>());
    let threshold = report("second pass", &samples, &deals.iter().map(|d| &d[1]).collect::<Vec<_>>());
    let all: Vec<usize> = (0..samples.len()).collect();
    let [first, second] = learn_both(&samples, &words, &all);
    print!("{}", Model { threshold, first, second }.print());
    Ok(())
}

/// The fold of each pair: in turn at first, then at random, the same whenever it runs.
fn deal_out(count: usize, deal: u64) -> Vec<usize> {
    let draw =
        |k: usize| (deal << 32 | k as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(deal);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&k| draw(k));
    let mut folds = vec![0; count];
    order.iter().enumerate().for_each(|(n, &k)| folds[k] = n % FOLDS);
    folds
}

/// The probabilities of every pair's candidates by a model that has not seen the pair, and the pairs' folds.
struct HeldOut {
    folds: Vec<usize>,
    probabilities: Vec<Vec<f32>>,
}

/// What both passes make of each pair when they have learned from the other folds.
fn hold_out(samples: &[Sample], words: &[Rows], folds: &[usize]) -> [HeldOut; 2] {
    let mut out = [vec![Vec::new(); samples.len()], vec![Vec::new(); samples.len()]];
    for fold in 0..FOLDS {
        let (test, train): (Vec<usize>, Vec<usize>) = (0..samples.len()).partition(|&k| folds[k] == fold);
        let [first, second] = learn_both(samples, words, &train);
        for k in test {
            out[0][k] = judge(&first, &words[k]);
            out[1][k] = judge(&second, &samples[k].context(&out[0][k]));
        }
    }
    out.map(|probabilities| HeldOut { folds: folds.to_vec(), probabilities })
}

/// The features of every candidate of a pair.
type Rows = Vec<Vec<f32>>;

fn judge(model: &Regression, rows: &Rows) -> Vec<f32> {
    rows.iter().map(|f| model.probability(f)).collect()
}

/// Both passes on some samples; the second sees what a first pass makes of samples that it has not learned from, nor has
/// either seen any other sample: even its probabilities of samples that it was not tested on would tell of them.
fn learn_both(samples: &[Sample], words: &[Rows], which: &[usize]) -> [Regression; 2] {
    let mut around = vec![Rows::new(); samples.len()];
    for fold in 0..FOLDS {
        let (test, train): (Vec<(usize, usize)>, Vec<_>) =
            which.iter().copied().enumerate().partition(|(n, _)| n % FOLDS == fold);
        let first = learn(samples, words, &train.into_iter().map(|(_, k)| k).collect::<Vec<_>>(), RIDGES[0]);
        for (_, k) in test {
            around[k] = samples[k].context(&judge(&first, &words[k]));
        }
    }
    [learn(samples, words, which, RIDGES[0]), learn(samples, &around, which, RIDGES[1])]
}

/// Logistic regression with a ridge, by Newton's method. A link that is only possible counts half.
fn learn(samples: &[Sample], features: &[Rows], which: &[usize], ridge: f64) -> Regression {
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
            gradient[a] -= ridge * weights[a];
            curvature[a][a] += ridge;
        }
        for (w, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *w += step;
        }
    }
    let terms: Vec<Term> = terms.iter().zip(&weights[1..]).map(|(t, &w)| Term { weight: w as f32, ..*t }).collect();
    let terms = terms.chunks_exact(2).map(|t| [t[0], t[1]]).collect();
    Regression { bias: weights[0] as f32, terms }
}

/// Solves a symmetric positive system given by its lower triangle (Cholesky).
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..n {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..n).rev() {
        b[i] = (b[i] - (i + 1..n).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
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
        for (&p, &truth) in probabilities.iter().zip(&sample.truth) {
            if p > threshold {
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
            if which(fold) {
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
fn best_threshold(samples: &[Sample], deals: &[&HeldOut], without: Option<usize>) -> f32 {
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
    let judged = samples.iter().zip(&held_out.probabilities);
    let mut all: Vec<(f32, bool)> =
        judged.flat_map(|(s, p)| p.iter().copied().zip(s.truth.iter().map(|&t| t > 0.0))).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut sum) = (0.0, 0.0);
    for (n, _) in all.iter().enumerate().filter(|(_, a)| a.1) {
        right += 1.0;
        sum += right / (n + 1) as f64;
    }
    sum / samples.iter().map(|s| s.possible).sum::<usize>().max(1) as f64
}

/// Tells how well the links above a threshold agree, the threshold chosen on other folds; gives the best on all.
fn report(name: &str, samples: &[Sample], deals: &[&HeldOut]) -> f32 {
    let mut nested = Counts::default();
    for &deal in deals {
        for fold in 0..FOLDS {
            let threshold = best_threshold(samples, &[deal], Some(fold));
            nested.add_all(samples, deal, threshold, &|f| f == fold);
        }
    }
    let threshold = best_threshold(samples, deals, None);
    let mut all = Counts::default();
    deals.iter().for_each(|d| all.add_all(samples, d, threshold, &|_| true));
    for (how, (p, r, f1)) in [("nested threshold", nested.scores()), ("one threshold", all.scores())] {
        eprintln!("{name}, {how}: precision {p:.4} recall {r:.4} F1 {f1:.4}");
    }
    let precision = deals.iter().map(|d| average_precision(samples, d)).sum::<f64>() / deals.len().max(1) as f64;
    eprintln!("{name}: average precision {precision:.4}, threshold {threshold:.2}");
    threshold
}

impl Sample {
    fn new(annotated: &Annotated) -> Self {
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
        Self {
            truth: truth.collect(),
            left,
            right,
            measured,
            sure: annotated.sure.len(),
            possible: annotated.possible.len(),
        }
    }

    fn features(&self) -> Rows {
        self.measured.candidates.iter().map(|c| c.2.to_vec()).collect()
    }

    /// What the second pass sees, given the first's probabilities.
    fn context(&self, first: &[f32]) -> Rows {
        context(&self.left, &self.right, &self.measured, first).iter().map(|c| c.to_vec()).collect()
    }
}

/// The article of annotated sentences.
fn article(lines: &[Line]) -> Article {
    let mut paragraphs: Vec<(Option<u32>, Vec<String>)> = Vec::new();
    for line in lines {
        let text = line.t.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut() {
            Some((number, sentences)) if number.is_some() && *number == line.p => sentences.push(text),
            _ => paragraphs.push((line.p, vec![text])),
        }
    }
    let texts: Vec<Vec<&str>> = paragraphs.iter().map(|p| p.1.iter().map(String::as_str).collect()).collect();
    let mut article = Article { sections: vec![Section::default()], ..Article::default() };
    for (sentences, found) in texts.iter().zip(quotations::find(&texts)) {
        let first = article.sentences.len();
        article.sentences.extend(sentences.iter().map(|s| Sentence { text: (*s).to_owned(), tight: false }));
        article.sections[0].blocks.push(Block {
            kind: BlockKind::Paragraph,
            sentences: words::span(first..article.sentences.len()),
            depth: 0,
            number: None,
        });
        article.quotations.extend(found.into_iter().map(|q| Quotation {
            sentence: SentenceId::from(first + q.sentence),
            text: sentences[q.sentence][q.span.clone()].to_owned(),
            span: words::span(q.span),
            speaker: q.speaker,
        }));
    }
    article
}
