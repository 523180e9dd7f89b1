//! Word-for-word copies, as agency reports are reprinted: told by the runs of words that two texts share.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use foldhash::HashMap;

use super::signature;

/// Words in a run: long enough that two writers do not hit on it, short enough to survive an editor.
const RUN: usize = 8;
/// Runs kept: those of the lowest hashes, so that two texts keep the same ones.
const KEPT: usize = 64;
/// Two texts are one when the shorter shares this part of its runs with the longer.
const SHARED: f64 = 0.5;
/// Fewer runs than this are no evidence.
const FEWEST: usize = 8;

/// A sample of the word runs of a text, as ascending hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(pub Vec<u32>);

impl Shingles {
    /// Whether two texts are the same copy, each cut and trimmed as it may be.
    #[must_use]
    pub fn same_copy(&self, other: &Self) -> bool {
        let (a, b) = (&self.0, &other.0);
        // The lowest hashes stand for all only below the lower of the two upper ends.
        let end = match (a.len() >= KEPT, b.len() >= KEPT) {
            (false, false) => u32::MAX,
            _ => a.last().copied().unwrap_or(0).min(b.last().copied().unwrap_or(0)),
        };
        let (a, b) = (&a[..a.partition_point(|&h| h <= end)], &b[..b.partition_point(|&h| h <= end)]);
        let shorter = a.len().min(b.len());
        let common = a.iter().filter(|h| b.binary_search(h).is_ok()).count();
        shorter >= FEWEST && common as f64 >= SHARED * shorter as f64
    }
}

/// Collects [`Shingles`] word by word.
#[derive(Default)]
pub(super) struct Shingler {
    window: VecDeque<u32>,
    found: Vec<u32>,
}

impl Shingler {
    /// Takes the next word, as the hash of its folded form.
    pub(super) fn word(&mut self, word: u32) {
        if self.window.len() == RUN {
            self.window.pop_front();
        }
        self.window.push_back(word);
        if self.window.len() == RUN {
            let hash = signature::hash(self.window.iter().flat_map(|h| h.to_le_bytes()));
            self.found.push(hash);
        }
    }

    pub(super) fn finish(mut self) -> Shingles {
        // Four times as many as are kept leave enough once those that stand twice are gone, in any text but a refrain.
        let some = 4 * KEPT;
        if self.found.len() > 2 * some {
            let mut lowest = self.found.clone();
            lowest.select_nth_unstable(some);
            lowest.truncate(some);
            lowest.sort_unstable();
            lowest.dedup();
            if lowest.len() >= KEPT {
                lowest.truncate(KEPT);
                return Shingles(lowest);
            }
        }
        self.found.sort_unstable();
        self.found.dedup();
        self.found.truncate(KEPT);
        Shingles(self.found)
    }
}

/// Texts looked at behind one run of words: a run of more texts is a phrase of their genre.
const BEHIND: usize = 64;

/// Groups of two or more texts that are one copy, as indices; the order is kept.
#[must_use]
pub fn groups(texts: &[&Shingles]) -> Vec<Vec<usize>> {
    let mut by_first: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    // The first texts of groups by the runs that they have.
    let mut behind: HashMap<u32, Vec<usize>> = HashMap::default();
    for (i, text) in texts.iter().enumerate() {
        let near: BTreeSet<usize> = text.0.iter().filter_map(|run| behind.get(run)).flatten().copied().collect();
        let first = near.into_iter().find(|&k| texts[k].same_copy(text)).unwrap_or(i);
        by_first.entry(first).or_default().push(i);
        if first == i {
            for &run in &text.0 {
                let list = behind.entry(run).or_default();
                if list.len() < BEHIND {
                    list.push(i);
                }
            }
        }
    }
    by_first.into_values().filter(|g| g.len() > 1).collect()
}
