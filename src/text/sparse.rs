//! Sparse vectors: the terms that a text has, with their weights, sorted by term.

use std::cmp::Ordering;

/// The sum of the products of the weights of shared terms. Both sides are sorted by term, each term once.
///
/// ```
/// # use nutgraf::text::sparse::dot;
/// assert_eq!(dot(&[(1, 0.5), (4, 1.0)], &[(2, 1.0), (4, 0.25)]), 0.25);
/// ```
#[must_use]
pub fn dot(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut k, mut sum) = (0, 0, 0.0);
    while let (Some((term, weight)), Some((other, others))) = (a.get(i), b.get(k)) {
        match term.cmp(other) {
            Ordering::Less => i += 1,
            Ordering::Greater => k += 1,
            Ordering::Equal => {
                sum += weight * others;
                i += 1;
                k += 1;
            }
        }
    }
    sum
}
