//! How rare a stem is in news at large.

use std::{collections::HashMap, sync::LazyLock};

/// Lines `stem documents`; the first line is the number of documents counted.
const COUNTS: &str = include_str!("../../assets/compare/df.txt");

static IDF: LazyLock<(HashMap<&'static str, f32>, f32)> = LazyLock::new(|| {
    let mut lines = COUNTS.lines();
    let total: f32 = lines.next().and_then(|l| l.parse().ok()).unwrap_or(1.0);
    let map = lines
        .filter_map(|l| l.split_once(' '))
        .filter_map(|(stem, n)| Some((stem, ((total + 1.0) / (n.parse::<f32>().ok()? + 0.5)).ln())))
        .collect();
    (map, ((total + 1.0) / 1.5).ln())
});

/// The inverse document frequency of a stem, the highest for one never counted.
pub(super) fn idf(stem: &str) -> f32 {
    IDF.0.get(stem).copied().unwrap_or(IDF.1)
}
