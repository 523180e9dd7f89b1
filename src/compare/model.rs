//! The learned combination of features: how likely two sentences report the same.
//!
//! A logistic regression, kept as a small table of text that says what each feature counts for. The program that learned
//! it is `examples/learn_alignment.rs`.

use std::{fmt::Write as _, sync::LazyLock};

use super::features::{COUNT, Features, NAMES};

/// The weights that the program uses.
static LEARNED: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("../../assets/compare/alignment.txt")).unwrap_or_default());

/// Weights of the features, each centred and scaled.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The probability from which two sentences count as linked.
    pub threshold: f32,
    bias: f32,
    centre: Features,
    scale: Features,
    weight: Features,
}

impl Default for Model {
    fn default() -> Self {
        Self { threshold: 0.5, bias: 0.0, centre: [0.0; COUNT], scale: [1.0; COUNT], weight: [0.0; COUNT] }
    }
}

impl Model {
    /// The weights that were learned and are part of the program.
    #[must_use]
    pub fn learned() -> &'static Self {
        &LEARNED
    }

    /// The probability that the two sentences report the same.
    #[must_use]
    pub fn probability(&self, features: &Features) -> f32 {
        let sum: f32 = (0..COUNT).map(|k| (features[k] - self.centre[k]) / self.scale[k] * self.weight[k]).sum();
        1.0 / (1.0 + (-(self.bias + sum)).exp())
    }

    /// Reads what [`Self::print`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut model = Self::default();
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
            let mut fields = line.split_whitespace();
            let name = fields.next()?;
            let mut number = || fields.next()?.parse::<f32>().ok();
            match name {
                "threshold" => model.threshold = number()?,
                "bias" => model.bias = number()?,
                _ => {
                    let k = NAMES.iter().position(|n| *n == name)?;
                    (model.centre[k], model.scale[k], model.weight[k]) = (number()?, number()?, number()?);
                }
            }
        }
        Some(model)
    }

    /// The model as text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = format!("threshold {}\nbias {}\n# feature centre scale weight\n", self.threshold, self.bias);
        for (k, name) in NAMES.iter().enumerate() {
            let _ = writeln!(out, "{name} {} {} {}", self.centre[k], self.scale[k], self.weight[k]);
        }
        out
    }
}
