//! Quotations that differ by one word, wherever in two articles they stand.

use foldhash::HashMap;

use super::{SELDOM, Speakers, said};
use crate::{
    article::Quotation,
    compare::prepared::{Prepared, TermId},
};

/// Quotations of which all words but one stand in the other in their order, wherever they are told: sentences that share small
/// words only are no candidates.
pub(super) fn one_word_apart<'q>(
    left: &'q [Quotation],
    right: &'q [Quotation],
    texts: &Prepared,
) -> Vec<(&'q Quotation, &'q Quotation)> {
    const RUN: usize = 3;
    let words = |side: usize, q: &Quotation| -> Vec<TermId> {
        texts.sides[side]
            .lines
            .get(q.sentence.index())
            .map_or_else(Vec::new, |line| said(line, q).iter().map(|t| t.word).collect())
    };
    let of_right: Vec<Vec<TermId>> = right.iter().map(|q| words(1, q)).collect();
    let mut places: HashMap<&[TermId], Vec<usize>> = HashMap::default();
    for (k, own) in of_right.iter().enumerate() {
        own.windows(RUN).for_each(|run| places.entry(run).or_default().push(k));
    }
    let mut out = Vec::new();
    for x in left {
        let own = words(0, x);
        let mut near: Vec<usize> = own
            .windows(RUN)
            .filter_map(|run| places.get(run))
            .filter(|list| list.len() <= SELDOM as usize)
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let apart =
            |other: &[TermId]| own.len() == other.len() && own.iter().zip(other).filter(|(a, b)| a != b).count() == 1;
        for k in near.into_iter().filter(|&k| apart(&of_right[k])) {
            let least = match Speakers::of(x, &right[k]) {
                Speakers::Same => SAME_VOICE,
                Speakers::Unknown => ANY_VOICE,
                Speakers::Other => continue,
            };
            if own.len() >= least {
                out.push((x, &right[k]));
            }
        }
    }
    out
}

/// Words of a quotation from which one that differs by a word is the same altered, where one person says both.
const SAME_VOICE: usize = 5;
/// The same where it is not known who says them.
const ANY_VOICE: usize = 8;
