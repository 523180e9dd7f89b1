//! Where a candidate stands among the others of its sentences: what says little between two long articles says much where
//! nothing else comes near.

use crate::compare::candidates::Candidate;

/// Where a candidate stands among the others of its row or column.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) rank: f32,
    pub(super) share: f32,
    pub(super) margin: f32,
    pub(super) rivals: f32,
}

/// The places of all candidates among those of one side's sentences: of `count` of them, `of` tells a candidate's.
pub(super) fn places(candidates: &[Candidate], count: usize, of: fn(&Candidate) -> u32) -> Vec<Place> {
    // The candidates of one sentence after those of another.
    let mut starts = vec![0usize; count + 1];
    candidates.iter().for_each(|c| starts[of(c) as usize + 1] += 1);
    (0..count).for_each(|k| starts[k + 1] += starts[k]);
    let mut next = starts.clone();
    let mut order = vec![0usize; candidates.len()];
    for (k, c) in candidates.iter().enumerate() {
        order[next[of(c) as usize]] = k;
        next[of(c) as usize] += 1;
    }
    let mut out = vec![Place::default(); candidates.len()];
    for group in starts.windows(2) {
        let members = &mut order[group[0]..group[1]];
        members.sort_unstable_by(|&a, &b| candidates[b].cosine.total_cmp(&candidates[a].cosine).then(a.cmp(&b)));
        let Some(&best) = members.first() else { continue };
        let top = candidates[best].cosine.max(f32::EPSILON);
        let second = members.get(1).map_or(0.0, |&k| candidates[k].cosine);
        let rivals = members.iter().filter(|&&m| candidates[m].cosine > 0.15).count() as f32;
        for (rank, &k) in members.iter().enumerate() {
            let own = candidates[k].cosine;
            let margin = own - if rank == 0 { second } else { top };
            out[k] = Place { rank: (rank as f32).min(10.0), share: own / top, margin, rivals };
        }
    }
    out
}
