//! Article → bullets, each traceable to the sentences it rests on; a story's articles → the story's bullets.
//!
//! An article's way: [`reading`] counts its words and has its grammar, [`features`] counts what tells a sentence that matters,
//! [`weights`] says what that is worth, [`defects`] what no bullet should be. [`references`] finds what a sentence leans on and
//! what would stand alone instead, [`compression`] what a long one can do without. [`selection`] takes the sentences that
//! together tell most, [`realization`] puts their words together. `repeats` knows an event that is told twice, `narrator` an
//! author who says "I". [`publisher_bullets`] finds what a publisher's own bullets
//! rest on, [`multi_document`] what several articles agree on, [`figure_conflicts`] where their figures differ.

pub mod compression;
mod credit;
pub mod defects;
pub mod evidence;
pub mod features;
mod figure_conflicts;
#[cfg(test)]
mod fixture;
mod multi_document;
mod narrator;
mod publisher_bullets;
pub mod reading;
pub mod realization;
pub mod references;
mod repeats;
pub mod selection;
pub mod weights;

pub use narrator::is_told_in_first_person;

use crate::article::{Article, Bullet, Bullets, Origin, Story, StoryBullet};
use evidence::Evidence;
use reading::Reading;
use selection::Proposal;
use weights::Weights;

/// Articles of a story that are asked what they say, at most.
const SOURCES: usize = 1 << 9;

/// What a reader may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many bullets at the most.
    pub count: usize,
    /// Build bullets even where the publisher gave some.
    pub generated: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { count: 4, generated: false }
    }
}

/// Everything an article could say, by the weights given or by those learned for its language.
fn propose(reading: &Reading<'_>, weights: Option<&Weights>) -> Proposal {
    selection::propose(reading, weights.unwrap_or_else(|| Weights::learned(reading.analysis.parsed)))
}

/// The bullets of one article: the publisher's as they stand, otherwise built ones.
#[must_use]
pub fn bullets(article: &Article, options: Options) -> Bullets {
    own(article, options)
        .unwrap_or_else(|| Bullets { origin: Origin::Generated, items: generated(article, options.count, None) })
}

/// The publisher's bullets, where there are some and they are wanted.
fn own(article: &Article, options: Options) -> Option<Bullets> {
    let own = article.publisher_bullets.as_ref().filter(|_| !options.generated)?;
    Some(Bullets { origin: Origin::Publisher, items: publisher_bullets::bullets(article, &own.items) })
}

/// Bullets built from the article's own sentences, by the weights given or by those learned for its language.
#[must_use]
pub fn generated(article: &Article, count: usize, weights: Option<&Weights>) -> Vec<Bullet> {
    let reading = Reading::new(article);
    let proposal = propose(&reading, weights);
    proposal.bullets(&reading, &proposal.choose(count))
}

/// The bullets of a story: what most independent sources report first. `articles` are all articles of the briefing;
/// the story says which are its own and which are reprints of one text, `evidence` what a comparison shows of their sentences.
#[must_use]
pub fn story_bullets(story: &Story, articles: &[Article], evidence: &Evidence, options: Options) -> Vec<StoryBullet> {
    let own = asked(story).into_iter().filter_map(|k| Some((k, articles.get(k)?)));
    let sources = multi_document::sources(own.map(|(k, a)| (k, a, Reading::new(a), None)));
    multi_document::bullets(story, articles, sources, evidence, options.count)
}

/// The articles of a story that are asked what they say, in its order: all, or of a great many those that carry no other's
/// text before those that do.
fn asked(story: &Story) -> Vec<usize> {
    let carriers = story.carriers();
    let mut places: Vec<usize> = (0..story.articles.len()).collect();
    places.sort_by_key(|&place| carriers.contains_key(&story.articles[place]));
    places.truncate(SOURCES);
    places.sort_unstable();
    places.into_iter().map(|place| story.articles[place]).collect()
}

/// The bullets of each of a story's articles, in the story's order, and of the story: every article is read once.
#[must_use]
pub fn story(
    story: &Story,
    articles: &[Article],
    evidence: &Evidence,
    options: Options,
) -> (Vec<(usize, Bullets)>, Vec<StoryBullet>) {
    let mut of_articles = Vec::with_capacity(story.articles.len());
    let mut read = Vec::with_capacity(story.articles.len());
    for (k, article) in story.articles.iter().filter_map(|&k| Some((k, articles.get(k)?))) {
        let reading = Reading::new(article);
        let proposal = propose(&reading, None);
        let bullets = own(article, options).unwrap_or_else(|| Bullets {
            origin: Origin::Generated,
            items: proposal.bullets(&reading, &proposal.choose(options.count)),
        });
        of_articles.push((k, bullets));
        read.push((k, article, reading, Some(proposal)));
    }
    let sources = multi_document::sources(read.into_iter());
    let of_story = multi_document::bullets(story, articles, sources, evidence, options.count);
    (of_articles, of_story)
}
