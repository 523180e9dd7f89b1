//! For sentences with nothing found on the other side, the closest ones there.

use std::collections::BTreeMap;

use super::{Nearest, Side, align::Link};
use crate::article::SentenceId;

/// Candidates shown for a sentence.
const SHOWN: usize = 3;

/// The closest sentences for each one-sided one, those of the left first.
pub(super) fn of(links: &[Link], only_left: &[SentenceId], only_right: &[SentenceId]) -> Vec<Nearest> {
    let mut rows: BTreeMap<(bool, u32), Vec<(SentenceId, f32)>> = BTreeMap::new();
    for l in links {
        rows.entry((false, l.left)).or_default().push((SentenceId(l.right), l.probability));
        rows.entry((true, l.right)).or_default().push((SentenceId(l.left), l.probability));
    }
    let lefts = only_left.iter().map(|&s| (Side::Left, s));
    let rights = only_right.iter().map(|&s| (Side::Right, s));
    let mut out = Vec::new();
    for (side, sentence) in lefts.chain(rights) {
        let Some(mut candidates) = rows.remove(&(side == Side::Right, sentence.0)) else { continue };
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(SHOWN);
        out.push(Nearest { side, sentence, candidates });
    }
    out
}
