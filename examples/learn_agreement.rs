//! Learns when two linked sentences make one claim and when one tells all of the other, and writes the table that the program
//! reads:
//!
//! ```text
//! cargo run --release --example learn_agreement -- PAIRS.jsonl > assets/compare/agreement.txt
//! ```
//!
//! Each line is one pair of articles: `{"id": "event:left:right", "left": [{"t": sentence, "p": paragraph}], "right": […],
//! "judged": [[i, j, "fp"]]}`. Of each judged pair of sentences the first letter says how much of the left the right tells (`f`
//! all of substance, `p` a part, `n` nothing), the second how much of the right the left does. What it measures goes to standard
//! error: precision and recall on events that were not learned from, and the thresholds that reach the precision asked for.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod learn;

use std::fs;

use anyhow::{Context as _, Result};
use learn::{Line, article, solve};
use nutgraf::compare::agreement::{Judge, Question, measure};
use serde::Deserialize;

/// Events are dealt into so many folds.
const FOLDS: usize = 10;
/// The penalty on squared weights of numbers that are scaled to one standard deviation.
const RIDGE: f64 = 3.0;
/// What share of the answers is to be right: a false row costs trust, a missing one little.
const PRECISION: f64 = 0.92;
/// Steps of a threshold.
const STEP: f32 = 0.01;

#[derive(Deserialize)]
struct Annotated {
    id: String,
    left: Vec<Line>,
    right: Vec<Line>,
    judged: Vec<(u32, u32, String)>,
}

/// One question about two sentences: its event, what was measured, and the readers' answer.
struct Sample<const N: usize> {
    event: String,
    numbers: [f32; N],
    truth: bool,
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("usage: learn_agreement PAIRS.jsonl")?;
    let (mut claims, mut wholes) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(&path).context(path)?.lines() {
        let pair: Annotated = serde_json::from_str(line)?;
        let event = pair.id.rsplitn(3, ':').last().unwrap_or_default();
        let measured = measure(&article(&pair.left), &article(&pair.right));
        for (i, j, judged) in &pair.judged {
            let Some(m) = measured.iter().find(|m| (m.left, m.right) == (*i, *j)) else { continue };
            claims.push(Sample { event: event.into(), numbers: m.claim, truth: !judged.starts_with('n') });
            // Where grammar does not find what a sentence chiefly tells, the answer is no.
            for ((numbers, letter), _) in m.whole.into_iter().zip(judged.chars()).zip(m.chiefly).filter(|s| s.1) {
                wholes.push(Sample { event: event.into(), numbers, truth: letter == 'f' });
            }
        }
    }
    let judge = Judge { claim: learned("one claim", &claims), whole: learned("all of it", &wholes) };
    print!("{}", judge.print());
    Ok(())
}

/// The answer to a question, learned from all samples, with the threshold that reaches [`PRECISION`] on those held out.
fn learned<const N: usize>(what: &str, samples: &[Sample<N>]) -> Question<N> {
    let mut events: Vec<&str> = samples.iter().map(|s| s.event.as_str()).collect();
    events.sort_unstable();
    events.dedup();
    let fold = |s: &Sample<N>| events.iter().position(|e| *e == s.event).map_or(0, |k| k % FOLDS);
    let mut held_out: Vec<(f32, bool)> = Vec::new();
    for k in 0..FOLDS {
        let (test, train): (Vec<&Sample<N>>, Vec<&Sample<N>>) = samples.iter().partition(|s| fold(s) == k);
        let question = regression(&train);
        held_out.extend(test.iter().map(|s| (question.probability(&s.numbers), s.truth)));
    }
    let scores = |t: f32| {
        let drawn = held_out.iter().filter(|h| h.0 >= t);
        let (drawn, right) = drawn.fold((0, 0), |(n, r), h| (n + 1, r + usize::from(h.1)));
        let all = held_out.iter().filter(|h| h.1).count();
        (right as f64 / f64::from(drawn.max(1)), right as f64 / all.max(1) as f64)
    };
    let thresholds = || (50..99).map(|t| t as f32 * STEP);
    // Averaged with its neighbours, so that no lucky spike is taken.
    let smooth = |t: f32| (-2..=2).map(|d: i8| scores(t + STEP * f32::from(d)).0).sum::<f64>() / 5.0;
    let threshold = thresholds().find(|t| smooth(*t) >= PRECISION).unwrap_or(0.99);
    eprintln!("{what}: {} samples, {} yes", samples.len(), samples.iter().filter(|s| s.truth).count());
    for t in thresholds().step_by(4).chain([threshold]) {
        let (precision, recall) = scores(t);
        eprintln!("  threshold {t:.2}: precision {precision:.3} recall {recall:.3}");
    }
    Question { threshold, ..regression(&samples.iter().collect::<Vec<_>>()) }
}

/// Logistic regression with a ridge, by Newton's method, on scaled numbers; the scales are worked into the weights.
fn regression<const N: usize>(samples: &[&Sample<N>]) -> Question<N> {
    let count = samples.len().max(1) as f64;
    let column = |c: usize| samples.iter().map(move |s| f64::from(s.numbers[c]));
    let scales: Vec<(f64, f64)> = (0..N)
        .map(|c| {
            let mean = column(c).sum::<f64>() / count;
            let variance = column(c).map(|x| (x - mean).powi(2)).sum::<f64>() / count;
            (mean, variance.sqrt().max(1e-6))
        })
        .collect();
    let row = |s: &Sample<N>| -> Vec<f64> {
        let scaled = s.numbers.iter().zip(&scales).map(|(&x, (mean, scale))| (f64::from(x) - mean) / scale);
        std::iter::once(1.0).chain(scaled).collect()
    };
    let rows: Vec<(Vec<f64>, f64)> = samples.iter().map(|s| (row(s), f64::from(u8::from(s.truth)))).collect();
    let mut weights = vec![0.0; N + 1];
    for _ in 0..12 {
        let (mut gradient, mut curvature) = (vec![0.0; N + 1], vec![vec![0.0; N + 1]; N + 1]);
        for (x, truth) in &rows {
            let p = 1.0 / (1.0 + (-x.iter().zip(&weights).map(|(a, b)| a * b).sum::<f64>()).exp());
            for a in 0..=N {
                gradient[a] += (truth - p) * x[a];
                curvature[a].iter_mut().zip(&x[..=a]).for_each(|(c, &y)| *c += p * (1.0 - p) * x[a] * y);
            }
        }
        for a in 1..=N {
            gradient[a] -= RIDGE * weights[a];
            curvature[a][a] += RIDGE;
        }
        weights.iter_mut().zip(solve(curvature, gradient)).for_each(|(w, step)| *w += step);
    }
    let mut question = Question::default();
    let mut bias = weights[0];
    for (c, (mean, scale)) in scales.iter().enumerate() {
        let weight = weights[c + 1] / scale;
        bias -= weight * mean;
        question.weights[c] = weight as f32;
    }
    question.bias = bias as f32;
    question
}
