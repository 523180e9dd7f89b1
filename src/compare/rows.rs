//! A comparison as rows to read from top to bottom: how text, pages and the screen lay it out.

use super::{Comparison, Pair};
use crate::article::SentenceId;

/// One row: what stands side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Row<'a> {
    /// Both sides, aligned.
    Both(&'a Pair),
    /// Only the left has it.
    Left(SentenceId),
    /// Only the right has it.
    Right(SentenceId),
}

/// The rows in the order of the left article; what only the right has follows the row that its predecessor on the right
/// stands in. Every pair and every one-sided sentence is in exactly one row.
#[must_use]
pub fn rows(comparison: &Comparison) -> Vec<Row<'_>> {
    let pairs = &comparison.pairs;
    let mut right: Vec<(SentenceId, Option<usize>)> = comparison.only_right.iter().map(|&id| (id, None)).collect();
    right.extend(pairs.iter().enumerate().flat_map(|(k, p)| p.right.iter().map(move |&id| (id, Some(k)))));
    // A sentence that stands in several pairs is followed where it is not moved.
    right.sort_by_key(|&(id, pair)| (id, pair.map(|k| (pairs[k].moved, k))));
    right.dedup_by_key(|(id, _)| *id);
    // What only the right has, by the pair it follows; the first list stands before everything.
    let mut after: Vec<Vec<SentenceId>> = vec![Vec::new(); pairs.len() + 1];
    let mut at = 0;
    for (id, pair) in right {
        match pair {
            Some(k) => at = k + 1,
            None => after[at].push(id),
        }
    }
    let mut left: Vec<(SentenceId, Option<usize>)> = comparison.only_left.iter().map(|&id| (id, None)).collect();
    left.extend(pairs.iter().enumerate().filter_map(|(k, p)| p.left.first().map(|&id| (id, Some(k)))));
    left.sort_unstable();
    let mut out: Vec<Row<'_>> = after[0].iter().copied().map(Row::Right).collect();
    for (id, pair) in left {
        match pair {
            Some(k) => {
                out.push(Row::Both(&pairs[k]));
                out.extend(after[k + 1].iter().copied().map(Row::Right));
            }
            None => out.push(Row::Left(id)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Relation;

    #[test]
    fn what_only_one_side_has_stands_where_it_is_told() {
        let ids = |ids: &[u32]| ids.iter().copied().map(SentenceId).collect::<Vec<_>>();
        let pair = |left: &[u32], right: &[u32]| Pair {
            left: ids(left),
            right: ids(right),
            relation: Relation::Reworded,
            similarity: 0.5,
            words: Vec::new(),
            moved: false,
        };
        let comparison = Comparison {
            pairs: vec![pair(&[0, 2], &[3]), pair(&[3], &[1])],
            only_left: ids(&[1, 4]),
            only_right: ids(&[0, 2, 4]),
            ..Comparison::default()
        };
        let told: Vec<String> = rows(&comparison)
            .into_iter()
            .map(|row| match row {
                Row::Both(p) => format!("{}={}", p.left[0].0, p.right[0].0),
                Row::Left(id) => format!("{}<", id.0),
                Row::Right(id) => format!(">{}", id.0),
            })
            .collect();
        assert_eq!(told, [">0", "0=3", ">4", "1<", "3=1", ">2", "4<"]);
        assert!(rows(&Comparison::default()).is_empty());
    }
}
