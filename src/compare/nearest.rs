//! For sentences with nothing found on the other side, the closest ones there.

use foldhash::HashMap;

use super::{Nearest, Side, evidence::Link};
use crate::article::SentenceId;

/// Candidates shown for a sentence.
const SHOWN: usize = 3;

/// The closest sentences for each one-sided one, those of the left first.
pub(super) fn of(links: &[Link], only_left: &[SentenceId], only_right: &[SentenceId]) -> Vec<Nearest> {
    let mut out = side(Side::Left, only_left, links.iter().map(|l| (l.left, l.right, l.probability)));
    out.extend(side(Side::Right, only_right, links.iter().map(|l| (l.right, l.left, l.probability))));
    out
}

fn side(side: Side, alone: &[SentenceId], links: impl Iterator<Item = (u32, u32, f32)>) -> Vec<Nearest> {
    let mut rows: HashMap<u32, Vec<(SentenceId, f32)>> = alone.iter().map(|s| (s.0, Vec::new())).collect();
    for (own, other, probability) in links {
        if let Some(row) = rows.get_mut(&own) {
            row.push((SentenceId(other), probability));
        }
    }
    let nearest = |&sentence: &SentenceId| {
        let mut candidates = rows.remove(&sentence.0).filter(|c| !c.is_empty())?;
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(SHOWN);
        Some(Nearest { side, sentence, candidates })
    };
    alone.iter().filter_map(nearest).collect()
}
