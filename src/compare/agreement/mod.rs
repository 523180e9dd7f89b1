//! What two linked sentences say alike: whether both make one claim, and whether one tells all of substance that the other does.
//!
//! Two logistic regressions on a few numbers ([`CLAIM`], [`WHOLE`]) with a threshold each, kept as a table of text that says
//! what each number counts for; `examples/learn_agreement` learns it from pairs of sentences that readers judged. A
//! sentence tells all of another only where grammar finds what that one chiefly tells.

mod linked;

use std::{fmt::Write as _, sync::LazyLock};

pub(super) use self::linked::{Linked, joined};
use super::{evidence::Evidence, model::logistic, prepared::Prepared};
use crate::article::Article;

/// What tells whether two sentences make one claim: the log odds of their link, the square root of what one event of both has
/// in common, whether both quote the same words, whose word the event is, how many of the two give the other's figures, denial
/// and quoted words, and how many terms they share.
pub const CLAIM: [&str; 6] = ["link", "event", "quoted", "owner", "demands", "terms"];

/// What tells whether another sentence tells all of one: the log odds of their link, the share of its content that the other
/// holds, the weight of what the other lacks, and whether the other gives its figures, its denial and its quoted words.
pub const WHOLE: [&str; 4] = ["link", "held", "lacked", "demand"];

/// The two regressions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judge {
    /// Whether two sentences make one claim.
    pub claim: Question<{ CLAIM.len() }>,
    /// Whether one tells all that the other does.
    pub whole: Question<{ WHOLE.len() }>,
}

/// A question, answered by what each of some numbers adds to the log odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<const N: usize> {
    /// The probability from which the answer is yes.
    pub threshold: f32,
    /// The log odds where all numbers are 0.
    pub bias: f32,
    /// What one of each number adds.
    pub weights: [f32; N],
}

impl<const N: usize> Default for Question<N> {
    fn default() -> Self {
        Self { threshold: 1.0, bias: 0.0, weights: [0.0; N] }
    }
}

impl<const N: usize> Question<N> {
    /// How likely the answer is yes.
    #[must_use]
    pub fn probability(&self, numbers: &[f32; N]) -> f32 {
        let odds: f32 = self.weights.iter().zip(numbers).map(|(w, x)| w * x).sum();
        logistic(self.bias + odds)
    }

    /// Whether the answer is yes, as sure as the threshold asks.
    #[must_use]
    pub fn answer(&self, numbers: &[f32; N]) -> bool {
        self.probability(numbers) >= self.threshold
    }

    fn parse<'t>(lines: &mut impl Iterator<Item = &'t str>, names: [&str; N]) -> Option<Self> {
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ')?.trim().parse::<f32>().ok();
        let (threshold, bias) = (value("threshold")?, value("bias")?);
        let mut weights = [0.0; N];
        for (weight, name) in weights.iter_mut().zip(names) {
            *weight = value(name)?;
        }
        Some(Self { threshold, bias, weights })
    }

    fn print(&self, out: &mut String, names: [&str; N]) {
        let _ = writeln!(out, "threshold {:.2}\nbias {:.4}", self.threshold, self.bias);
        for (name, weight) in names.iter().zip(self.weights) {
            let _ = writeln!(out, "{name} {weight:.4}");
        }
    }
}

/// The table that the program uses.
static LEARNED: LazyLock<Judge> =
    LazyLock::new(|| Judge::parse(include_str!("../../../assets/compare/agreement.txt")).unwrap_or_default());

impl Judge {
    /// The table that was learned and is part of the program.
    #[must_use]
    pub fn learned() -> &'static Self {
        &LEARNED
    }

    /// Reads what [`Self::print`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|l| !l.starts_with('#'));
        Some(Self { claim: Question::parse(&mut lines, CLAIM)?, whole: Question::parse(&mut lines, WHOLE)? })
    }

    /// The table as text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = String::from("# Written by examples/learn_agreement. Whether two sentences make one claim:\n");
        self.claim.print(&mut out, CLAIM);
        out.push_str("# Whether one tells all that the other does:\n");
        self.whole.print(&mut out, WHOLE);
        out
    }
}

/// Two sentences of two articles, measured: what the learner sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The left sentence, by its number.
    pub left: u32,
    /// The right sentence, by its number.
    pub right: u32,
    /// What tells whether they make one claim.
    pub claim: [f32; CLAIM.len()],
    /// What tells whether the right tells all of the left, and the left all of the right.
    pub whole: [[f32; WHOLE.len()]; 2],
    /// Whether grammar finds what each chiefly tells in the other; without it neither tells all.
    pub chiefly: [bool; 2],
}

/// Measures the linked sentences of two articles.
#[must_use]
pub fn measure(left: &Article, right: &Article) -> Vec<Measured> {
    let texts = Prepared::new(left, right);
    let evidence = Evidence::gather(left, right, &texts);
    let linked = Linked::new(left, right, &texts, &evidence);
    evidence.drawn.iter().map(|l| linked.measured(l)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_learned_table_is_read_whole_and_written_as_it_stands() {
        let text = include_str!("../../../assets/compare/agreement.txt");
        let judge = Judge::parse(text).expect("the table names every number in order");
        assert_eq!(judge.print(), text);
        assert!((0.5..1.0).contains(&judge.claim.threshold) && (0.5..1.0).contains(&judge.whole.threshold));
    }

    #[test]
    fn what_the_other_sentence_lacks_speaks_against_its_telling_all() {
        let whole = &Judge::learned().whole;
        let told = |held: f32, lacked: f32, demand: f32| whole.probability(&[1.0, held, lacked, demand]);
        assert!(told(0.9, 2.0, 1.0) > told(0.5, 2.0, 1.0));
        assert!(told(0.9, 2.0, 1.0) > told(0.9, 20.0, 1.0));
        assert!(told(0.9, 2.0, 1.0) > told(0.9, 2.0, 0.0));
    }
}
