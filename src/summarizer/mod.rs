//! Article → bullets, each traceable to the sentences it rests on; a story's articles → the story's bullets.
//!
//! An article's way: [`reading`] counts its words once, [`candidates`] makes of every sentence what could be a bullet
//! ([`trim`] shortens, [`refer`] resolves), [`score`] weighs them, [`choose`] takes the best that do not repeat one
//! another. [`publisher`] finds what a publisher's own bullets rest on, [`story`] what several articles agree on.

pub mod candidates;
pub mod choose;
mod lexicon;
mod publisher;
pub mod reading;
mod refer;
pub mod score;
mod story;
pub mod trim;

use crate::article::{Article, Bullet, Bullets, Origin, Story, StoryBullet};

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

/// The bullets of one article: the publisher's as they stand, otherwise built ones.
#[must_use]
pub fn bullets(article: &Article, options: Options) -> Bullets {
    match &article.publisher_bullets {
        Some(own) if !options.generated => {
            Bullets { origin: Origin::Publisher, items: publisher::bullets(article, &own.items) }
        }
        _ => Bullets { origin: Origin::Generated, items: generated(article, options.count, &score::LEARNED) },
    }
}

/// Bullets built from the article's own sentences.
#[must_use]
pub fn generated(article: &Article, count: usize, weights: &score::Weights) -> Vec<Bullet> {
    let reading = reading::Reading::new(article);
    let proposal = choose::propose(&reading, weights);
    choose::choose(&proposal, &reading, weights, count)
        .into_iter()
        .map(|i| &proposal.candidates[i])
        .map(|c| Bullet { text: c.text(&reading), sentences: c.sentences() })
        .filter(|b| b.text.chars().any(char::is_alphanumeric))
        .collect()
}

/// The bullets of a story: what most independent sources report first. `articles` are all articles of the briefing;
/// the story says which are its own and which are reprints of one text.
#[must_use]
pub fn story_bullets(story: &Story, articles: &[Article], options: Options) -> Vec<StoryBullet> {
    story::bullets(story, articles, options.count, &score::LEARNED)
}
