//! Articles → stories: which of them report the same event.
//!
//! An article is read once into a [`Signature`]: its most telling terms, its date, and a sample of its word runs. Two
//! signatures are as alike as the weighted terms they share, less so the further apart their dates are. Articles that
//! are alike enough are put together by [`cluster`], bottom up; [`reprints`] finds the word-for-word copies in a story.
//! Candidates come from an inverted index over terms, so the cost of an article does not grow with their number.
//!
//! The library uses the same signatures, likeness and threshold to add one article at a time.

mod cluster;
mod likeness;
mod reprints;
mod signature;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

pub use likeness::{RIVAL_DAYS, Rarity, Vector, alike, apart, needed, shared};
pub use reprints::{Shingles, groups as reprint_groups};
pub use signature::{Days, Reader, Signature, Term};

use crate::{
    article::{Article, Published, Story},
    parallel,
    text::words,
};

/// Terms of all its articles that tell which of them stands for a story, at most: the heaviest.
const CENTRE_TERMS: usize = 1 << 12;

/// Terms named as the reason why articles are together.
pub const SHARED_TERMS: usize = 8;

/// Groups articles by the event they report. Every article is in exactly one story; the most covered and latest story
/// comes first.
#[must_use]
pub fn group(articles: &[Article]) -> Vec<Story> {
    let (reader, signatures) = read(articles);
    let (clusters, vectors) = cluster::cluster(&signatures);
    let mut stories: Vec<Story> =
        clusters.into_iter().map(|members| tell(members, articles, &signatures, &vectors, &reader)).collect();
    let newest = |s: &Story| s.articles.iter().filter_map(|&i| articles[i].published).map(Published::first_day).max();
    stories.sort_by_cached_key(|s| {
        let independent = s.articles.len() - s.reprints.iter().map(|r| r.len() - 1).sum::<usize>();
        (Reverse(independent), Reverse(newest(s)), s.articles.iter().min().copied())
    });
    stories
}

/// The article that the others of a group reprint comes first: the agency whose name another signs with, else the
/// earliest; of those, the one that stands for the story before the others.
fn with_origin_first(mut group: Vec<usize>, articles: &[Article]) -> Vec<usize> {
    let mut signing: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for article in group.iter().map(|&i| &articles[i]) {
        for name in article.agency.iter().chain(&article.authors) {
            signing.entry(name.to_ascii_lowercase()).or_default().insert(&article.source);
        }
    }
    group.sort_by_cached_key(|&i| {
        let source = articles[i].source.as_str();
        let signed = signing.get(&source.to_ascii_lowercase()).is_some_and(|by| by.iter().any(|&s| s != source));
        (!signed, articles[i].published.map(Published::first_day))
    });
    group
}

/// Reads all articles, a part on each core. Parts are of one size on every machine, so that the result is too; a few at a
/// time, since each remembers all its words until it is done.
fn read(articles: &[Article]) -> (Reader, Vec<Signature>) {
    const PART: usize = 64;
    const TOGETHER: usize = 16;
    let (mut all, mut signatures) = (Reader::default(), Vec::with_capacity(articles.len()));
    for some in articles.chunks(PART * TOGETHER) {
        let parts: Vec<&[Article]> = some.chunks(PART).collect();
        let read = parallel::map(&parts, |part| {
            let mut reader = Reader::default();
            let signatures: Vec<Signature> = part.iter().map(|a| reader.read(a)).collect();
            (reader, signatures)
        });
        for (reader, part) in read {
            all.learn_spelling(reader);
            signatures.extend(part);
        }
    }
    (all, signatures)
}

/// Terms that are looked at for those that articles share: of some no form stands in all.
const LOOKED_AT: usize = 4 * SHARED_TERMS;

/// Of some words those that stand in every article as they are: "bridge" is not shared with one that only has "bridges".
fn standing_in_all<'a>(mut terms: Vec<String>, articles: impl Iterator<Item = &'a Article>) -> Vec<String> {
    for article in articles {
        let texts = std::iter::once(&article.title).chain(article.sentences.iter().map(|s| &s.text));
        let own: BTreeSet<String> = texts.flat_map(|t| words::words(t)).map(|(_, w)| words::alone(w)).collect();
        terms.retain(|t| own.contains(t));
    }
    terms.truncate(SHARED_TERMS);
    terms
}

/// A story of its members: who stands for it, who reprints whom, why they are together.
fn tell(
    mut members: Vec<usize>,
    articles: &[Article],
    signatures: &[Signature],
    vectors: &[Vector],
    reader: &Reader,
) -> Story {
    let members_len = members.len() as f32;
    let centre = members.iter().fold(Vector::default(), |sum, &i| sum.plus(&vectors[i], CENTRE_TERMS));
    members.sort_by_cached_key(|&i| {
        // A hundredth of likeness is nothing between two accounts: of those equally central the longer tells more.
        let central = (centre.dot(&vectors[i]) / members_len * 100.0).round() as i32;
        (articles[i].title_derived, Reverse(central), Reverse(signatures[i].words), i)
    });
    let reprints = reprints::groups(&members.iter().map(|&i| &signatures[i].shingles).collect::<Vec<_>>())
        .into_iter()
        .map(|group| with_origin_first(group.into_iter().map(|k| members[k]).collect(), articles))
        .collect();
    let shared_terms = match members.as_slice() {
        [] | [_] => Vec::new(),
        several => {
            let all: Vec<&Vector> = several.iter().map(|&i| &vectors[i]).collect();
            let terms = likeness::shared(&all, LOOKED_AT).into_iter().filter_map(|t| Some(reader.word(t)?.to_string()));
            standing_in_all(terms.collect(), several.iter().map(|&i| &articles[i]))
        }
    };
    let headline = members.first().map(|&i| articles[i].title.clone()).unwrap_or_default();
    Story { headline, articles: members, reprints, shared_terms }
}
