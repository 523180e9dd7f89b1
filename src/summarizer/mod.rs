//! Article → bullets, each traceable to the sentences it rests on; a story's articles → the story's bullets.
//!
//! An article's way: [`reading`] counts its words once, [`candidates`] makes of every sentence what could be a bullet
//! ([`trim`] shortens, [`refer`] resolves, [`flags`] says what its wording shows and
//! [`leans`] what it lacks), [`score`] weighs them, [`choose`] takes
//! the best that do not repeat one another. [`publisher`] finds what a publisher's own bullets rest on, [`story`] what
//! several articles agree on, [`spread`] where their figures differ.

pub mod candidates;
pub mod choose;
pub mod flags;
mod introduce;
mod leans;
mod lexicon;
mod publisher;
pub mod reading;
mod refer;
pub mod score;
mod spread;
mod story;
pub mod trim;
mod wording;

use crate::article::{Article, Bullet, Bullets, Origin, Story, StoryBullet};
use choose::Proposal;
use reading::Reading;
use score::Weights;

/// Articles of a story that are asked what they say, at most.
const VOICES: usize = 1 << 9;

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

/// An article that was read, with everything it could say: what its own bullets and its story's are made from.
struct Read<'a> {
    article: &'a Article,
    reading: Reading<'a>,
    proposal: Proposal,
}

impl<'a> Read<'a> {
    fn new(article: &'a Article, weights: &Weights) -> Self {
        let reading = Reading::new(article);
        let proposal = choose::propose(&reading, weights);
        Self { article, reading, proposal }
    }

    fn bullets(&self, count: usize, weights: &Weights) -> Vec<Bullet> {
        let chosen = choose::choose(&self.proposal, &self.reading, weights, count);
        let candidates = chosen.into_iter().map(|i| &self.proposal.candidates[i]);
        let mut bullets: Vec<Bullet> = candidates
            .map(|c| Bullet { text: c.text(&self.reading), sentences: c.sentences() })
            .filter(|b| b.text.chars().any(char::is_alphanumeric))
            .collect();
        introduce::people(self.article, &mut bullets);
        bullets
    }
}

/// The bullets of one article: the publisher's as they stand, otherwise built ones.
#[must_use]
pub fn bullets(article: &Article, options: Options) -> Bullets {
    own(article, options).unwrap_or_else(|| Bullets {
        origin: Origin::Generated,
        items: generated(article, options.count, &score::LEARNED),
    })
}

/// The publisher's bullets, where there are some and they are wanted.
fn own(article: &Article, options: Options) -> Option<Bullets> {
    let own = article.publisher_bullets.as_ref().filter(|_| !options.generated)?;
    Some(Bullets { origin: Origin::Publisher, items: publisher::bullets(article, &own.items) })
}

/// Bullets built from the article's own sentences.
#[must_use]
pub fn generated(article: &Article, count: usize, weights: &Weights) -> Vec<Bullet> {
    Read::new(article, weights).bullets(count, weights)
}

/// The bullets of a story: what most independent sources report first. `articles` are all articles of the briefing;
/// the story says which are its own and which are reprints of one text.
#[must_use]
pub fn story_bullets(story: &Story, articles: &[Article], options: Options) -> Vec<StoryBullet> {
    let own = asked(story).into_iter().filter_map(|k| Some((k, articles.get(k)?)));
    let voices = story::voices(own.map(|(k, a)| (k, a, Reading::new(a), None)));
    story::bullets(story, articles, voices, options.count, &score::LEARNED)
}

/// The articles of a story that are asked what they say, in its order: all, or of a great many those that carry no other's
/// text before those that do.
fn asked(story: &Story) -> Vec<usize> {
    let carriers = story.carriers();
    let mut places: Vec<usize> = (0..story.articles.len()).collect();
    places.sort_by_key(|&place| carriers.contains_key(&story.articles[place]));
    places.truncate(VOICES);
    places.sort_unstable();
    places.into_iter().map(|place| story.articles[place]).collect()
}

/// The bullets of each of a story's articles, in the story's order, and of the story: every article is read once.
#[must_use]
pub fn story(story: &Story, articles: &[Article], options: Options) -> (Vec<(usize, Bullets)>, Vec<StoryBullet>) {
    let weights = &*score::LEARNED;
    let mut of_articles = Vec::with_capacity(story.articles.len());
    let mut read = Vec::with_capacity(story.articles.len());
    for (k, article) in story.articles.iter().filter_map(|&k| Some((k, articles.get(k)?))) {
        let one = Read::new(article, weights);
        let bullets = own(article, options)
            .unwrap_or_else(|| Bullets { origin: Origin::Generated, items: one.bullets(options.count, weights) });
        of_articles.push((k, bullets));
        read.push((k, article, one.reading, Some(one.proposal)));
    }
    let of_story = story::bullets(story, articles, story::voices(read.into_iter()), options.count, weights);
    (of_articles, of_story)
}
