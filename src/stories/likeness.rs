//! How alike two articles are, and how alike they must be to report one event.

use super::signature::{Days, Signature, Term};
use crate::text::sparse;

/// Articles at large that the background shares stand for, against those counted: a briefing of two articles has no
/// statistics of its own, one of a thousand has better ones.
const BACKGROUND_ARTICLES: f32 = 100.0;
/// Likeness halves with every week between two articles …
const HALF_LIFE_DAYS: f32 = 7.0;
/// … and ends here.
pub(super) const WINDOW_DAYS: i32 = 10;
/// Articles this many days around one compete for being taken for its story.
pub const RIVAL_DAYS: i32 = 3;

/// In how many articles each term was seen.
///
/// Counts are kept in hashed slots: two terms in one slot only make each other look more common.
#[derive(Clone, Debug)]
pub struct Rarity {
    slots: Vec<u32>,
    articles: u32,
}

impl Rarity {
    /// Room for about so many articles.
    #[must_use]
    pub fn with_room(articles: usize) -> Self {
        let slots = (articles.saturating_mul(256)).next_power_of_two().clamp(1 << 12, 1 << 18);
        Self { slots: vec![0; slots], articles: 0 }
    }

    /// Counts an article.
    pub fn count(&mut self, signature: &Signature) {
        self.articles += 1;
        for term in &signature.terms {
            let slot = self.slot(term.hash);
            self.slots[slot] += 1;
        }
    }

    /// Halves all counts once they are of so many articles, so that they follow the news.
    pub fn follow(&mut self, articles: u32) {
        if self.articles > articles {
            self.articles /= 2;
            self.slots.iter_mut().for_each(|n| *n /= 2);
        }
    }

    /// The counts as the library keeps them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        std::iter::once(self.articles).chain(self.slots.iter().copied()).flat_map(u32::to_le_bytes).collect()
    }

    /// The counts that [`Self::to_bytes`] wrote; none when the bytes are of anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let numbers: Vec<u32> = bytes.as_chunks::<4>().0.iter().map(|&c| u32::from_le_bytes(c)).collect();
        let (&articles, slots) = numbers.split_first()?;
        slots.len().is_power_of_two().then(|| Self { slots: slots.to_vec(), articles })
    }

    /// Inverse document frequency: the logarithm of one over the share of articles that hold the term.
    #[must_use]
    pub fn of(&self, term: &Term) -> f32 {
        let seen = self.slots[self.slot(term.hash)] as f32;
        let share = (seen + BACKGROUND_ARTICLES * term.background) / (self.articles as f32 + BACKGROUND_ARTICLES);
        -share.min(1.0).ln()
    }

    fn slot(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }
}

/// Terms with their weights, by hash: an article's has the length 1, a story's is the sum of its articles'.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector(Vec<(u32, f32)>);

impl Vector {
    /// The vector of an article.
    #[must_use]
    pub fn new(signature: &Signature, rarity: &Rarity) -> Self {
        let mut v: Vec<(u32, f32)> = signature.terms.iter().map(|t| (t.hash, t.weight * rarity.of(t))).collect();
        let length = v.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            v.iter_mut().for_each(|(_, w)| *w /= length);
        }
        Self(v)
    }

    /// Its terms and weights, by hash.
    #[must_use]
    pub fn terms(&self) -> &[(u32, f32)] {
        &self.0
    }

    /// The sum of the products of the weights of shared terms.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        sparse::dot(&self.0, &other.0)
    }

    /// The sum of two vectors, cut to the `most` heaviest terms.
    #[must_use]
    pub fn plus(&self, other: &Self, most: usize) -> Self {
        let (a, b) = (&self.0, &other.0);
        let mut out = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut k) = (0, 0);
        while i < a.len() || k < b.len() {
            let (x, y) = (a.get(i), b.get(k));
            match (x, y) {
                (Some(x), Some(y)) if x.0 == y.0 => {
                    out.push((x.0, x.1 + y.1));
                    i += 1;
                    k += 1;
                }
                (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                    out.push(*x);
                    i += 1;
                }
                (_, Some(y)) => {
                    out.push(*y);
                    k += 1;
                }
                _ => break,
            }
        }
        if out.len() > most {
            out.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            out.truncate(most);
            out.sort_unstable_by_key(|t| t.0);
        }
        Self(out)
    }

    /// Divides every weight.
    #[must_use]
    pub fn scaled(mut self, by: f32) -> Self {
        self.0.iter_mut().for_each(|(_, w)| *w *= by);
        self
    }
}

/// How alike two articles are: 0 to 1.
#[must_use]
pub fn alike(a: (&Vector, Option<Days>), b: (&Vector, Option<Days>)) -> f32 {
    match apart(a.1, b.1) {
        0.0 => 0.0,
        near => near * a.0.dot(b.0),
    }
}

/// What the time between two articles leaves of their likeness: 1 on one day or where a date is missing, 0 outside
/// the window.
#[must_use]
pub fn apart(a: Option<Days>, b: Option<Days>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => match a.gap(b) {
            gap if gap > WINDOW_DAYS => 0.0,
            gap => (-(gap as f32) / HALF_LIFE_DAYS).exp2(),
        },
        _ => 1.0,
    }
}

/// How alike two articles must be when so many compete within [`RIVAL_DAYS`]: the more there are, the more alike the
/// most alike of unrelated ones are.
#[must_use]
pub fn needed(rivals: usize) -> f32 {
    0.105 + 0.016 * (rivals.max(1) as f32).ln()
}

/// The terms that all articles share, the weightiest first.
#[must_use]
pub fn shared(vectors: &[&Vector], most: usize) -> Vec<u32> {
    let mut all: Vec<(u32, f32)> = vectors.iter().flat_map(|v| v.0.iter().copied()).collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut scored: Vec<(f32, u32)> = all
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|same| same.len() == vectors.len())
        .map(|same| (same.len() as f32 * same.iter().map(|t| t.1).sum::<f32>(), same[0].0))
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(most).map(|(_, hash)| hash).collect()
}
