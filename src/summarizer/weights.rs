//! What each feature of a sentence is worth: learned numbers, read from `assets/summarizer/weights.txt`.
//!
//! Two sums over the features of a sentence. The softmax of the one over an article's sentences is the share of the news that
//! each tells (a conditional logit, McFadden 1974); the logistic function of the other is how likely a reader understands the
//! sentence alone. `examples/learn_summarizer` learns the numbers.

use std::sync::LazyLock;

use super::features::{Features, NAMES};

/// One number a feature, and one for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    values: [f32; NAMES.len()],
    bias: f32,
}

impl Linear {
    /// Numbers as given, in the order of [`NAMES`].
    #[must_use]
    pub fn new(values: [f32; NAMES.len()], bias: f32) -> Self {
        Self { values, bias }
    }

    /// Reads the lines `SECTION.NAME VALUE`; what is not given counts nothing.
    #[must_use]
    pub fn read(text: &str, section: &str) -> Self {
        let mut read = Self { values: [0.0; NAMES.len()], bias: 0.0 };
        for line in text.lines() {
            let Some((name, value)) = line.split_once(' ') else { continue };
            let name = name.strip_prefix(section).and_then(|n| n.strip_prefix('.'));
            let (Some(name), Ok(value)) = (name, value.trim().parse()) else { continue };
            match NAMES.iter().position(|n| *n == name) {
                Some(at) => read.values[at] = value,
                None => read.bias = value,
            }
        }
        read
    }

    /// The numbers as the lines that [`Self::read`] reads.
    #[must_use]
    pub fn lines(&self, section: &str) -> String {
        let named = NAMES.iter().zip(&self.values).chain(std::iter::once((&"bias", &self.bias)));
        named.map(|(name, value)| format!("{section}.{name} {value:.4}\n")).collect()
    }

    /// The sum for a sentence.
    #[must_use]
    pub fn value(&self, features: &Features) -> f32 {
        features.values().iter().zip(&self.values).map(|(f, w)| f * w).sum::<f32>() + self.bias
    }
}

/// The numbers for articles of one kind of language.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// What makes a sentence tell the news.
    pub news: Linear,
    /// What makes it understood alone; nothing is known of that without grammar.
    pub alone: Option<Linear>,
}

static LEARNED: LazyLock<[Weights; 2]> = LazyLock::new(|| {
    let text = include_str!("../../assets/summarizer/weights.txt");
    [
        Weights { news: Linear::read(text, "unparsed"), alone: None },
        Weights { news: Linear::read(text, "parsed"), alone: Some(Linear::read(text, "alone")) },
    ]
});

impl Weights {
    /// The numbers that ship, for articles that are parsed or for others.
    #[must_use]
    pub fn learned(parsed: bool) -> &'static Self {
        &LEARNED[usize::from(parsed)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight_and_every_weight_a_feature() {
        let text = include_str!("../../assets/summarizer/weights.txt");
        for section in ["parsed", "unparsed", "alone"] {
            let of_section = |l: &&str| l.starts_with(&format!("{section}."));
            let kept: String = text.lines().filter(of_section).map(|l| format!("{l}\n")).collect();
            assert_eq!(Linear::read(text, section).lines(section), kept);
        }
    }
}
