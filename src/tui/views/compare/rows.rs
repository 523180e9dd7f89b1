//! A comparison arranged into rows for the screen: in the order of one side, with stubs for what is told elsewhere.

use crate::{
    article::{Article, SentenceId},
    compare::{Comparison, Pair, QuotationMatch, Relation, Side},
};

/// What a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// Both sides: an index into [`Comparison::pairs`].
    Pair(usize),
    /// A sentence of one side.
    Only(Side, SentenceId),
    /// The place of a moved pair on the side that does not lead.
    Stub(usize),
    /// So many more sentences of one side, folded.
    More(Side, usize),
}

/// Runs of one-sided sentences longer than this are folded.
const LONG_RUN: usize = 10;
/// What of a folded run shows.
const SHOWN_OF_RUN: usize = 4;

/// Folds long runs of sentences that only one side has.
pub(crate) fn folded(rows: &[Row]) -> Vec<Row> {
    let mut out = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(|a, b| matches!((a, b), (Row::Only(s, _), Row::Only(t, _)) if s == t)) {
        match run {
            [Row::Only(side, _), ..] if run.len() > LONG_RUN => {
                out.extend_from_slice(&run[..SHOWN_OF_RUN]);
                out.push(Row::More(*side, run.len() - SHOWN_OF_RUN));
            }
            _ => out.extend_from_slice(run),
        }
    }
    out
}

/// In which order rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReadingOrder {
    /// As the left tells it.
    #[default]
    Left,
    /// As the right tells it.
    Right,
    /// What differs most first.
    Differences,
}

impl ReadingOrder {
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Differences,
            Self::Differences => Self::Left,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Left => "in the order of the left",
            Self::Right => "in the order of the right",
            Self::Differences => "differences first",
        }
    }
}

/// The sentences of a pair on a side.
pub(crate) fn of(pair: &Pair, side: Side) -> &[SentenceId] {
    match side {
        Side::Left => &pair.left,
        Side::Right => &pair.right,
    }
}

/// Arranges a comparison. Every pair and every one-sided sentence is in one row; a moved pair leaves a stub besides.
pub(crate) fn arrange(comparison: &Comparison, order: ReadingOrder) -> Vec<Row> {
    match order {
        ReadingOrder::Left => led_by(comparison, Side::Left),
        ReadingOrder::Right => led_by(comparison, Side::Right),
        ReadingOrder::Differences => {
            let mut rows = led_by(comparison, Side::Left);
            rows.retain(|r| !matches!(r, Row::Stub(_)));
            rows.sort_by_key(|&r| weight(comparison, r));
            rows
        }
    }
}

/// Rows in the order of one side. What only the other side has follows what it follows there, as far as that stands
/// in its place: the pair before it that is not moved.
fn led_by(comparison: &Comparison, lead: Side) -> Vec<Row> {
    let pairs = &comparison.pairs;
    let (own, others) = match lead {
        Side::Left => (&comparison.only_left, &comparison.only_right),
        Side::Right => (&comparison.only_right, &comparison.only_left),
    };
    let follow = lead.other();
    let mut behind: Vec<(SentenceId, Option<usize>)> = others.iter().map(|&id| (id, None)).collect();
    behind.extend(pairs.iter().enumerate().filter_map(|(k, p)| of(p, follow).first().map(|&id| (id, Some(k)))));
    behind.sort_unstable();
    // What follows each pair; the first list stands before everything.
    let mut after: Vec<Vec<Row>> = vec![Vec::new(); pairs.len() + 1];
    let mut at = 0;
    for (id, pair) in behind {
        match pair {
            Some(k) if pairs[k].moved => after[at].push(Row::Stub(k)),
            Some(k) => at = k + 1,
            None => after[at].push(Row::Only(follow, id)),
        }
    }
    let mut ahead: Vec<(SentenceId, Option<usize>)> = own.iter().map(|&id| (id, None)).collect();
    ahead.extend(pairs.iter().enumerate().filter_map(|(k, p)| of(p, lead).first().map(|&id| (id, Some(k)))));
    ahead.sort_unstable();
    let mut rows = std::mem::take(&mut after[0]);
    for (id, pair) in ahead {
        match pair {
            Some(k) => {
                rows.push(Row::Pair(k));
                rows.append(&mut after[k + 1]);
            }
            None => rows.push(Row::Only(lead, id)),
        }
    }
    rows
}

/// What differs most comes first: altered words and figures, then what one side lacks, then rewording.
fn weight(comparison: &Comparison, row: Row) -> u8 {
    match row {
        Row::Pair(k) if quoted_as(comparison, k, QuotationMatch::Altered) => 0,
        Row::Only(..) | Row::More(..) => 1,
        Row::Pair(k) => match comparison.pairs[k].relation {
            Relation::Contradicts => 0,
            Relation::Overlaps => 2,
            Relation::Related => 3,
            Relation::Reworded => 4,
            Relation::Same => 5,
        },
        Row::Stub(_) => 6,
    }
}

/// A quotation in the pair stands to the other side's in this way.
pub(crate) fn quoted_as(comparison: &Comparison, pair: usize, kind: QuotationMatch) -> bool {
    let pair = &comparison.pairs[pair];
    comparison.quotations.iter().any(|q| {
        q.kind == kind
            && q.left.as_ref().is_some_and(|l| pair.left.contains(&l.sentence))
            && q.right.as_ref().is_some_and(|r| pair.right.contains(&r.sentence))
    })
}

/// The sentences of a side, joined as the word changes join them.
pub(crate) fn joined(article: &Article, ids: &[SentenceId]) -> String {
    ids.iter().map(|&id| article.sentence(id)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[u32]) -> Vec<SentenceId> {
        ids.iter().copied().map(SentenceId).collect()
    }

    fn pair(left: &[u32], right: &[u32], moved: bool) -> Pair {
        Pair {
            left: ids(left),
            right: ids(right),
            relation: Relation::Reworded,
            similarity: 0.5,
            words: Vec::new(),
            moved,
        }
    }

    fn told(comparison: &Comparison, order: ReadingOrder) -> Vec<String> {
        arrange(comparison, order)
            .into_iter()
            .map(|row| match row {
                Row::Pair(k) => format!("{}={}", comparison.pairs[k].left[0].0, comparison.pairs[k].right[0].0),
                Row::Only(Side::Left, id) => format!("{}<", id.0),
                Row::Only(Side::Right, id) => format!(">{}", id.0),
                Row::More(side, n) => format!("{side:?}+{n}"),
                Row::Stub(k) => format!("({}={})", comparison.pairs[k].left[0].0, comparison.pairs[k].right[0].0),
            })
            .collect()
    }

    fn example() -> Comparison {
        Comparison {
            pairs: vec![pair(&[0, 2], &[3], false), pair(&[3], &[1], true)],
            only_left: ids(&[1, 4]),
            only_right: ids(&[0, 2, 4]),
            ..Comparison::default()
        }
    }

    #[test]
    fn one_sided_sentences_stand_where_they_are_told_and_a_moved_pair_leaves_a_stub() {
        let c = example();
        assert_eq!(told(&c, ReadingOrder::Left), [">0", "(3=1)", ">2", "0=3", ">4", "1<", "3=1", "4<"]);
        assert_eq!(told(&c, ReadingOrder::Right), [">0", "3=1", ">2", "0=3", "1<", "(3=1)", "4<", ">4"]);
        assert_eq!(told(&c, ReadingOrder::Differences).len(), 7);
        assert!(told(&Comparison::default(), ReadingOrder::Left).is_empty());
    }

    #[test]
    fn a_long_run_of_one_side_is_folded() {
        let only = |n: u32| (0..n).map(|i| Row::Only(Side::Left, SentenceId(i))).collect::<Vec<_>>();
        assert_eq!(folded(&only(10)).len(), 10);
        let rows = folded(&only(11));
        assert_eq!((rows.len(), rows.last()), (5, Some(&Row::More(Side::Left, 7))));
    }
}
