//! A conditional logit over the sentences of an article, fitted by Adam (Kingma and Ba 2015).

use nutgraf::summarizer::{
    features::NAMES,
    weights::{Linear, Weights},
};

use crate::data::Article;

/// Rounds over all articles.
const ROUNDS: usize = 300;
/// How far a step goes at first.
const STEP: f32 = 0.05;
/// What large numbers cost, for features of unit spread.
const RIDGE: f32 = 0.002;
/// Features that need no parse, from the first to this.
const WITHOUT_GRAMMAR: &str = "new_words";
/// Others that need none.
const ALSO_WITHOUT: [&str; 7] = ["quoted", "mostly_quoted", "quotes", "question", "stopless", "capitals", "colon"];

/// The numbers that fit, with features of grammar or without.
pub(crate) fn learn(articles: &[&Article], parsed: bool) -> Weights {
    let last = NAMES.iter().position(|n| *n == WITHOUT_GRAMMAR).unwrap_or(NAMES.len());
    let used: Vec<bool> =
        NAMES.iter().enumerate().map(|(k, n)| parsed || k <= last || ALSO_WITHOUT.contains(n)).collect();
    let spread = spread(articles);
    let total: f32 = articles.iter().map(|a| a.weight).sum();
    let news = descend(&spread, &used, |w, _, gradient| {
        for article in articles {
            of_article(gradient, article, w, &spread, article.weight / total);
        }
        0.0
    });
    let rows = || articles.iter().flat_map(|a| a.rows.iter().filter_map(|r| Some((&r.features, r.alone?))));
    let count = rows().count().max(1) as f32;
    let alone = descend(&spread, &used, |w, bias, gradient| {
        let mut of_bias = 0.0;
        for (row, alone) in rows() {
            let value = bias + (0..w.len()).map(|k| row[k] / spread[k] * w[k]).sum::<f32>();
            let off = (1.0 / (1.0 + (-value).exp()) - f32::from(u8::from(alone))) / count;
            of_bias += off;
            for k in 0..w.len() {
                gradient[k] += off * row[k] / spread[k];
            }
        }
        of_bias
    });
    Weights { news, alone: parsed.then_some(alone) }
}

/// Goes down a slope: `slope` adds to the gradient at some numbers and gives that of the bias.
fn descend(spread: &[f32], used: &[bool], slope: impl Fn(&[f32], f32, &mut [f32]) -> f32) -> Linear {
    let n = spread.len();
    let (mut w, mut m, mut v) = (vec![0.0_f32; n + 1], vec![0.0; n + 1], vec![0.0; n + 1]);
    for round in 1..=ROUNDS {
        let mut gradient: Vec<f32> = w.iter().map(|w| RIDGE * w).collect();
        gradient[n] = slope(&w[..n], w[n], &mut gradient[..n]);
        let step = STEP * (1.0 - round as f32 / (ROUNDS + 1) as f32);
        for k in (0..=n).filter(|k| *k == n || used[*k]) {
            m[k] = 0.9 * m[k] + 0.1 * gradient[k];
            v[k] = 0.999 * v[k] + 0.001 * gradient[k] * gradient[k];
            let first = m[k] / (1.0 - 0.9_f32.powi(round as i32));
            let second = v[k] / (1.0 - 0.999_f32.powi(round as i32));
            w[k] -= step * first / (second.sqrt() + 1e-8);
        }
    }
    let mut values = [0.0; NAMES.len()];
    for k in 0..n {
        values[k] = w[k] / spread[k];
    }
    Linear::new(values, w[n])
}

/// How far each feature spreads over all sentences.
fn spread(articles: &[&Article]) -> Vec<f32> {
    let rows = || articles.iter().flat_map(|a| &a.rows);
    let n = rows().count().max(1) as f32;
    (0..NAMES.len())
        .map(|k| {
            let mean = rows().map(|r| r.features[k]).sum::<f32>() / n;
            (rows().map(|r| (r.features[k] - mean).powi(2)).sum::<f32>() / n).sqrt().max(0.02)
        })
        .collect()
}

/// Adds what an article asks for: the softmax less the share that each sentence should have.
fn of_article(gradient: &mut [f32], article: &Article, w: &[f32], spread: &[f32], weight: f32) {
    let whole: f32 = article.rows.iter().map(|r| r.share).sum();
    if whole <= 0.0 {
        return;
    }
    let value = |r: &[f32]| (0..w.len()).map(|k| r[k] / spread[k] * w[k]).sum::<f32>();
    let values: Vec<f32> = article.rows.iter().map(|r| value(&r.features)).collect();
    let highest = values.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = values.iter().map(|v| (v - highest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    for (row, power) in article.rows.iter().zip(&powers) {
        let off = weight * (power / sum - row.share / whole);
        for k in 0..w.len() {
            gradient[k] += off * row.features[k] / spread[k];
        }
    }
}
