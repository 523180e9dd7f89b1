//! The learned combination of features: how likely two sentences report the same.
//!
//! A logistic regression on what is measured on two sentences ([`features::NAMES`]), each feature as it is and as its
//! [`root`], and two thresholds. They are kept as a table of text that says what each feature counts for;
//! `examples/learn_alignment.rs` learns it.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    candidates::Candidate,
    evidence::Link,
    features::{self, NAMES},
    prepared::Prepared,
};
use crate::article::Article;

/// The weights that the program uses.
static LEARNED: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("../../assets/compare/alignment.txt")).unwrap_or_default());

/// By how much the odds grow where both sentences tell of something that somebody did not say. Set by hand: too few pairs
/// that were annotated have such sentences to learn it, and their other words seldom agree.
const UNSAID: f32 = 10.0;

/// By how much the odds shrink where one sentence says that something is so much and the other gives no number: what it
/// tells is that number, whatever else both name. Set by hand: no such sentence of the annotated pairs is linked, but they
/// are few.
const STATED: f32 = 30.0;

/// By how much the odds grow where both sentences say that one thing is one other: that the move is a change. Set by hand: too
/// few of the annotated pairs do to learn it.
const EQUATED: f32 = 5.0;

/// The regression and its thresholds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The probability from which a sentence is linked with its likeliest partner.
    pub threshold: f32,
    /// The probability from which it is linked with others too.
    pub further: f32,
    /// What the features count for.
    pub weights: Regression,
}

/// A logistic regression on features that are centred and scaled first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regression {
    /// The log odds of an average candidate.
    pub bias: f32,
    /// For each feature what it counts for as it is, then what its root does.
    pub terms: Vec<[Term; 2]>,
}

/// What one feature, or its root, counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Term {
    /// The mean of the feature.
    pub centre: f32,
    /// Its standard deviation.
    pub scale: f32,
    /// What one standard deviation adds to the log odds.
    pub weight: f32,
}

impl Regression {
    /// The probability for features in the order of the terms.
    #[must_use]
    pub fn probability(&self, features: &[f32]) -> f32 {
        let slopes = Slopes::of(self);
        logistic(slopes.base + slopes.sum(features))
    }
}

/// The square root of a feature with the feature's sign: most are near nothing for most candidates, and there a little
/// more says much, while twice as much of plenty says little.
#[must_use]
pub fn root(feature: f32) -> f32 {
    feature.abs().sqrt().copysign(feature)
}

impl Model {
    /// The weights that were learned and are part of the program.
    #[must_use]
    pub fn learned() -> &'static Self {
        &LEARNED
    }

    /// Reads what [`Self::print`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.trim().parse::<f32>().ok();
        let (threshold, further, bias) = (value("threshold")?, value("further")?, value("bias")?);
        let mut weights = Regression { bias, terms: Vec::new() };
        for name in NAMES {
            let mut fields = lines.next()?.split_whitespace();
            if fields.next() != Some(name) {
                return None;
            }
            let mut number = || fields.next()?.parse::<f32>().ok();
            let mut term = || Some(Term { centre: number()?, scale: number()?, weight: number()? });
            weights.terms.push([term()?, term()?]);
        }
        Some(Self { threshold, further, weights })
    }

    /// The model as text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::from(
            "# Written by examples/learn_alignment.rs: feature, mean, standard deviation, weight, and those of its root.\n",
        );
        let Self { threshold, further, weights } = self;
        let _ = writeln!(out, "threshold {threshold:.2}\nfurther {further:.2}\nbias {:.4}", weights.bias);
        for (name, terms) in NAMES.iter().zip(&weights.terms) {
            let number = |t: &Term| format!(" {:.4} {:.4} {:.4}", t.centre, t.scale, t.weight);
            let _ = writeln!(out, "{name}{}{}", number(&terms[0]), number(&terms[1]));
        }
        out
    }

    /// Which candidates (left, right, probability) are linked: one sentence's likeliest partner on less evidence than its
    /// others, since most sentences that report something of the other account report it of one sentence.
    #[must_use]
    pub fn draw(&self, candidates: &[(u32, u32, f32)]) -> Vec<bool> {
        let mut best: [Vec<f32>; 2] = Default::default();
        let raise = |best: &mut Vec<f32>, at: u32, p: f32| {
            best.resize(best.len().max(at as usize + 1), 0.0);
            best[at as usize] = best[at as usize].max(p);
        };
        for &(i, j, p) in candidates {
            raise(&mut best[0], i, p);
            raise(&mut best[1], j, p);
        }
        let likeliest = |i: u32, j: u32, p: f32| p >= best[0][i as usize].min(best[1][j as usize]);
        candidates.iter().map(|&(i, j, p)| p > self.further || p > self.threshold && likeliest(i, j, p)).collect()
    }

    /// The probability of every candidate; they are ordered by left, then right.
    pub(super) fn score(&self, texts: &Prepared, candidates: &[Candidate]) -> Vec<Link> {
        let slopes = Slopes::of(&self.weights);
        features::of_all(texts, candidates, |c, f| {
            let (a, b) = (&texts.sides[0].lines[c.left as usize], &texts.sides[1].lines[c.right as usize]);
            let unsaid = if a.unsaid && b.unsaid { UNSAID } else { 1.0 };
            let stated = if texts.states_alone(a, b) || texts.states_alone(b, a) { STATED } else { 1.0 };
            let equated = if a.equates.iter().any(|s| b.equates.binary_search(s).is_ok()) { EQUATED } else { 1.0 };
            let probability = logistic(slopes.base + slopes.sum(f) + (unsaid * equated / stated).ln());
            Link { left: c.left, right: c.right, probability }
        })
    }
}

/// A regression with the scaling worked into its weights.
struct Slopes {
    base: f32,
    /// Of each feature, then of its root.
    slopes: Vec<[f32; 2]>,
}

impl Slopes {
    fn of(regression: &Regression) -> Self {
        let slopes: Vec<[f32; 2]> = regression.terms.iter().map(|t| t.map(|t| t.weight / t.scale)).collect();
        let centre: f32 = regression.terms.iter().flatten().map(|t| t.centre * t.weight / t.scale).sum();
        Self { base: regression.bias - centre, slopes }
    }

    /// What features add to the log odds.
    fn sum(&self, features: &[f32]) -> f32 {
        self.slopes.iter().zip(features).map(|([plain, rooted], &x)| plain * x + rooted * root(x)).sum()
    }
}

pub(super) fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The candidates of two articles, measured: what the learner sees.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Left and right sentence and their features.
    pub candidates: Vec<(u32, u32, features::Features)>,
}

/// Measures two articles.
#[must_use]
pub fn measure(left: &Article, right: &Article) -> Measured {
    let texts = Prepared::new(left, right);
    let (found, _) = super::candidates::find(&texts);
    Measured { candidates: features::of_all(&texts, &found, |c, f| (c.left, c.right, *f)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_learned_weights_are_read_whole_and_written_as_they_stand() {
        let text = include_str!("../../assets/compare/alignment.txt");
        let model = Model::parse(text).expect("the table names every feature in order");
        assert_eq!(model.print(), text);
        assert!((0.1..0.9).contains(&model.threshold) && model.threshold <= model.further);
    }

    #[test]
    fn a_second_partner_needs_more_than_the_first() {
        let model = Model { threshold: 0.3, further: 0.5, ..Model::default() };
        let drawn = model.draw(&[(0, 0, 0.4), (0, 1, 0.35), (1, 1, 0.45), (1, 2, 0.55), (2, 3, 0.2)]);
        assert_eq!(drawn, [true, false, true, true, false]);
    }
}
