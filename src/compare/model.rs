//! The learned combination of features: how likely two sentences report the same.
//!
//! Two logistic regressions. The first sees the words of two sentences ([`features::NAMES`]), the second what the first
//! made of them and found around them ([`around::NAMES`]). Both see each feature twice, as it is and as its
//! [`root`]. They are kept as a table of text that says what each feature counts for; `examples/learn_alignment.rs`
//! learns it.

use std::{fmt::Write as _, sync::LazyLock};

use super::{
    align::Link,
    around,
    candidates::Candidate,
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

/// The two regressions and the threshold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The probability from which two sentences count as linked.
    pub threshold: f32,
    /// On the words alone.
    pub first: Regression,
    /// On the first pass, of the sentences themselves and around them.
    pub second: Regression,
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
        let mut model = Self::default();
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        model.threshold = lines.next()?.strip_prefix("threshold ")?.parse().ok()?;
        for (regression, names) in [(&mut model.first, &NAMES[..]), (&mut model.second, &around::NAMES[..])] {
            regression.bias = lines.next()?.strip_prefix("bias ")?.parse().ok()?;
            for name in names {
                let mut fields = lines.next()?.split_whitespace();
                if fields.next() != Some(name) {
                    return None;
                }
                let mut number = || fields.next()?.parse::<f32>().ok();
                let mut term = || Some(Term { centre: number()?, scale: number()?, weight: number()? });
                regression.terms.push([term()?, term()?]);
            }
        }
        Some(model)
    }

    /// The model as text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::from(
            "# Written by examples/learn_alignment.rs: feature, mean, standard deviation, weight, and those of its root.\n",
        );
        let _ = writeln!(out, "threshold {:.2}", self.threshold);
        let passes =
            [("on the words", &self.first, &NAMES[..]), ("on the first pass", &self.second, &around::NAMES[..])];
        for (pass, regression, names) in passes {
            let _ = writeln!(out, "# {pass}\nbias {:.4}", regression.bias);
            for (name, terms) in names.iter().zip(&regression.terms) {
                let number = |t: &Term| format!(" {:.4} {:.4} {:.4}", t.centre, t.scale, t.weight);
                let _ = writeln!(out, "{name}{}{}", number(&terms[0]), number(&terms[1]));
            }
        }
        out
    }

    /// The probability of every candidate; they are ordered by left, then right.
    pub(super) fn score(&self, texts: &Prepared, candidates: &[Candidate]) -> Vec<Link> {
        let (first, second) = (Slopes::of(&self.first), Slopes::of(&self.second));
        let mut links = features::of_all(texts, candidates, |c, f| Link {
            left: c.left,
            right: c.right,
            probability: logistic(first.base + first.sum(f)),
        });
        let probabilities = around::of_all(texts, &links, |_, c| logistic(second.base + second.sum(c)));
        for (link, probability) in links.iter_mut().zip(probabilities) {
            link.probability = probability;
            let (a, b) = (&texts.sides[0].lines[link.left as usize], &texts.sides[1].lines[link.right as usize]);
            let unsaid = if a.unsaid && b.unsaid { UNSAID } else { 1.0 };
            let stated = if texts.states_alone(a, b) || texts.states_alone(b, a) { STATED } else { 1.0 };
            let odds = link.probability / (1.0 - link.probability).max(f32::EPSILON) * unsaid / stated;
            link.probability = odds / (1.0 + odds);
        }
        links
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

fn logistic(odds: f32) -> f32 {
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

/// What the second pass sees, given the first's probabilities of the candidates of [`measure`].
#[must_use]
pub fn context(left: &Article, right: &Article, measured: &Measured, first: &[f32]) -> Vec<around::Context> {
    let texts = Prepared::new(left, right);
    let link = |(c, &probability): (&(u32, u32, features::Features), &f32)| Link { left: c.0, right: c.1, probability };
    let links: Vec<Link> = measured.candidates.iter().zip(first).map(link).collect();
    around::of_all(&texts, &links, |_, c| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_learned_weights_are_read_whole_and_written_as_they_stand() {
        let text = include_str!("../../assets/compare/alignment.txt");
        let model = Model::parse(text).expect("the table names every feature in order");
        assert_eq!(model.print(), text);
        assert!((0.1..0.9).contains(&model.threshold));
    }
}
