//! How much of a story's headline a claim tells.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, claims::Claim};
use crate::article::{Article, Story};

/// The telling words of a story's headline, where an editor wrote one.
pub(super) struct Headline {
    /// Story-wide terms with their weight; a figure weighs like a rare word.
    terms: BTreeMap<u32, f32>,
    whole: f32,
}

impl Headline {
    pub(super) fn new(story: &Story, sources: &[Source<'_>], articles: &[Article]) -> Self {
        let derived = |k: &usize| articles.get(*k).is_none_or(|a| a.title_derived);
        let mut terms = BTreeMap::new();
        if !story.articles.first().is_none_or(derived) {
            for source in sources {
                for t in source.reading.terms_of(&story.headline).into_iter().flatten() {
                    let term = &source.reading.terms[t as usize];
                    if !term.stop {
                        let weight = if term.number { 4.0 } else { 0.1 + term.rarity };
                        terms.insert(source.shared[t as usize], weight);
                    }
                }
            }
        }
        let whole = terms.values().sum();
        Self { terms, whole }
    }

    /// The share of the headline's weight that a claim has.
    pub(super) fn covered(&self, claim: &Claim) -> f32 {
        self.share(&claim.terms.iter().map(|t| t.0).collect())
    }

    /// The share that a sentence has.
    pub(super) fn covered_by(&self, source: &Source<'_>, text: &str) -> f32 {
        self.share(&source.reading.terms_of(text).into_iter().flatten().map(|t| source.shared[t as usize]).collect())
    }

    fn share(&self, terms: &BTreeSet<u32>) -> f32 {
        terms.iter().filter_map(|t| self.terms.get(t)).sum::<f32>() / self.whole.max(f32::MIN_POSITIVE)
    }
}
