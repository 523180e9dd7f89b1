//! Where the viewer's stories come from: one trait, held by what was opened in memory ([`Opened`]) and by the library.
//!
//! The viewer asks for one screenful of rows at a time and for an article only when it is opened, so that starting
//! costs the same over ten articles and a hundred thousand. Every call may be made from a worker thread.

mod opened;

use std::{collections::BTreeSet, fmt, ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

pub use opened::{Marks, Opened};

use crate::{
    article::{Article, Published},
    text::counts,
};

/// A story's key on its shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoryKey(pub i64);

/// An article's key on its shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleKey(pub i64);

/// A story as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryRow {
    /// Its key.
    pub key: StoryKey,
    /// Its headline.
    pub headline: String,
    /// Its articles, the one that stands for the story first.
    pub articles: Vec<ArticleRow>,
    /// How many of them are independent; reprints of one text count once.
    pub independent: usize,
    /// The names and terms that put the articles together.
    pub shared_terms: Vec<String>,
}

impl StoryRow {
    /// How many sources tell it, each counted once.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.articles.iter().map(|a| &a.source).collect::<BTreeSet<_>>().len()
    }

    /// "4 sources, 3 independent".
    #[must_use]
    pub fn told_by(&self) -> String {
        counts::told_by(self.articles.len(), self.sources(), self.independent)
    }
}

/// An article as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleRow {
    /// Its key.
    pub key: ArticleKey,
    /// The outlet.
    pub source: String,
    /// The reader's group for the outlet, where one is set.
    pub group: Option<String>,
    /// The headline.
    pub title: String,
    /// When it was published.
    pub published: Option<Published>,
    /// The article (of the same story) whose text it reprints.
    pub carries: Option<ArticleKey>,
    /// Read.
    pub read: bool,
    /// Starred.
    pub starred: bool,
    /// When its text was last replaced by another, in seconds since 1970; none where it never was.
    pub changed: Option<i64>,
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As the shelf gives it: for opened files the most covered and latest first, for the library the latest first.
    #[default]
    Shelf,
    /// The latest first.
    Time,
    /// The most independent sources first.
    Coverage,
    /// By source name.
    Source,
}

/// What the list leaves in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only stories with an unread article.
    pub unread: bool,
    /// Only stories with a starred article.
    pub starred: bool,
    /// Only stories with an article of this source.
    pub source: Option<String>,
    /// Only stories with an article of this group of sources.
    pub group: Option<String>,
    /// Only the blind spots of this group of sources: stories that another group covers and this one does not.
    pub blindspot: Option<String>,
    /// Only stories with an article of this moment or later, in seconds since 1970.
    pub since: Option<i64>,
}

/// What the reader says about an outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlet {
    /// The group that lists and blind spots are made by.
    pub group: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Where it leans.
    pub lean: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// It is an agency: a text that others print too is its own.
    pub agency: bool,
    /// Its pictures are fetched, or never shown; none where nothing is said.
    pub pictures: Option<bool>,
}

impl fmt::Display for Outlet {
    /// "agencies · NL · leans centre · owned by a foundation · agency"; nothing where nothing is said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.group.clone(),
            self.country.clone(),
            self.lean.as_ref().map(|l| format!("leans {l}")),
            self.owner.as_ref().map(|o| format!("owned by {o}")),
            self.agency.then(|| "agency".to_owned()),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }
}

/// What the reader says about sources (`sources.toml`), by the names that articles give.
pub trait Sources: Send + Sync {
    /// The name to show a source under, where it is another than its own.
    fn shown(&self, source: &str) -> Option<String>;
    /// Its articles are not shown.
    fn is_hidden(&self, source: &str) -> bool;
    /// What is said about it besides; none where nothing is.
    fn outlet(&self, source: &str) -> Option<Outlet>;
    /// The groups that sources were put into, in order.
    fn groups(&self) -> Vec<String>;
}

/// An article that was taken out of its story, and what it takes to put it back as if it had never left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The article.
    pub article: ArticleKey,
    /// The story of its own that it has now.
    pub story: StoryKey,
    /// The story that it was taken out of …
    pub former: StoryKey,
    /// … where the reader had put it.
    pub pinned: bool,
    /// Whose text the articles of that story reprinted: those that did, each with the other's key.
    pub reprints: Vec<(ArticleKey, ArticleKey)>,
}

/// What an update of the subscriptions came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchSummary {
    /// Articles that came in.
    pub new: usize,
    /// Articles whose text changed.
    pub changed: usize,
    /// Subscriptions that gave all they have.
    pub updated: usize,
    /// Subscriptions of which a part could not be had.
    pub partly: usize,
    /// Subscriptions that failed.
    pub failed: usize,
    /// Subscriptions that were not asked, because they asked to wait.
    pub waiting: usize,
    /// Old articles that were deleted.
    pub deleted: usize,
    /// The reader's server, where articles come from, could not be synced with.
    pub server_failed: bool,
    /// Why the first failed; where none did, what could not be had first.
    pub problem: Option<String>,
    /// What a sync with the reader's server came to; none where it was not asked, or failed.
    pub sync: Option<SyncSummary>,
}

/// What a sync with the reader's server came to, besides its articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SyncSummary {
    /// Marks taken over from the server.
    pub taken: usize,
    /// Marks given to the server.
    pub given: usize,
    /// Subscriptions taken over.
    pub subscribed: usize,
    /// Subscriptions that ended, because the server has them no more.
    pub ended: usize,
    /// Articles here, of feeds that both sides have, that were not found on the server.
    pub not_found: usize,
    /// The server has more items than it was asked for: marks of those beyond were left as they are.
    pub cut: bool,
}

/// What came into a library while it is open, but for what the reader asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Articles of folders that came or changed.
    pub articles: usize,
    /// What could not be read of the folders.
    pub problem: Option<String>,
    /// Another program wrote to it: a sync, a fetch.
    pub elsewhere: bool,
}

/// A run of rows and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Stories that the filter leaves in, all pages together.
    pub stories: usize,
    /// Articles of those stories.
    pub articles: usize,
    /// Unread articles of those stories.
    pub unread: usize,
    /// The rows asked for.
    pub rows: Vec<StoryRow>,
}

/// One article that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: ArticleRow,
    /// Its story.
    pub story: StoryKey,
    /// The passage that matched, in runs; `true` marks the words that were asked for.
    pub snippet: Vec<(String, bool)>,
}

/// The stories of the day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontPage {
    /// They are of the last day; otherwise nothing is, and these are the latest.
    pub today: bool,
    /// The reader was here before: what is new since then is counted.
    pub visited: bool,
    /// The stories that most independent sources tell first.
    pub stories: Vec<FrontStory>,
}

/// A story of the front page.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontStory {
    /// The story.
    pub row: StoryRow,
    /// Articles that came in since the reader was here.
    pub new: usize,
    /// Older articles whose text changed since then.
    pub changed: usize,
}

/// When the reader was here, and what was there then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The moment, in seconds since 1970.
    pub at: i64,
    /// The article that came in last: those that came later have higher keys, whatever any clock said.
    pub newest: ArticleKey,
}

/// The most stories of a front page.
const FRONT_STORIES: usize = 60;

impl FrontPage {
    /// Draws up the front page: the stories of the day before a moment, both in seconds since 1970.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    pub fn of(shelf: &dyn Shelf, now: i64, last_visit: Option<Visit>) -> Result<Self> {
        const DAY: i64 = 24 * 60 * 60;
        let filter = Filter { since: Some(now - DAY), ..Filter::default() };
        let mut rows = shelf.page(Order::Coverage, &filter, 0..FRONT_STORIES)?.rows;
        let today = !rows.is_empty();
        if !today {
            rows = shelf.page(Order::Shelf, &Filter::default(), 0..FRONT_STORIES / 2)?.rows;
        }
        let is_new = |a: &ArticleRow| last_visit.is_some_and(|visit| a.key > visit.newest);
        let has_changed = |a: &ArticleRow| a.changed.zip(last_visit).is_some_and(|(at, visit)| at > visit.at);
        let stories = rows.into_iter().map(|row| {
            let new = row.articles.iter().filter(|a| is_new(a)).count();
            let changed = row.articles.iter().filter(|a| !is_new(a) && has_changed(a)).count();
            FrontStory { row, new, changed }
        });
        Ok(Self { today, visited: last_visit.is_some(), stories: stories.collect() })
    }
}

/// What went wrong, in one sentence for people: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ShelfError(pub String);

/// A result of a shelf.
pub type Result<T> = std::result::Result<T, ShelfError>;

/// Where stories and articles come from.
pub trait Shelf: Send + Sync {
    /// The rows `range` of the list.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> Result<Page>;

    /// One story, by its key.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn story(&self, key: StoryKey) -> Result<StoryRow>;

    /// One article, whole.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn article(&self, key: ArticleKey) -> Result<Arc<Article>>;

    /// Marks an article read or unread.
    ///
    /// # Errors
    /// When that cannot be kept.
    fn set_read(&self, key: ArticleKey, read: bool) -> Result<()>;

    /// Stars an article or takes the star away.
    ///
    /// # Errors
    /// When that cannot be kept.
    fn set_starred(&self, key: ArticleKey, starred: bool) -> Result<()>;

    /// The articles that match a query, the best first.
    ///
    /// # Errors
    /// When the query cannot be understood or the shelf not be read.
    fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>>;

    /// Former texts of an article, the latest first; empty where none is kept.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn versions(&self, _key: ArticleKey) -> Result<Vec<Article>> {
        Ok(Vec::new())
    }

    /// Something small to remember between runs (where the reader was), by name.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn remember(&self, _name: &str, _value: &str) -> Result<()> {
        Ok(())
    }

    /// The article that came in last; none where nothing comes in.
    fn newest(&self) -> Option<ArticleKey> {
        None
    }

    /// What was remembered.
    fn recall(&self, _name: &str) -> Option<String> {
        None
    }

    /// Puts two stories together, for good: what the reader put together is not parted again. Answers with the articles
    /// that are held where they are now and were not before.
    ///
    /// # Errors
    /// When one is not there or that cannot be kept.
    fn merge(&self, _into: StoryKey, _other: StoryKey) -> Result<Vec<ArticleKey>> {
        Err(ShelfError("stories can be put together in the library only; these were opened from files".into()))
    }

    /// Takes a merge back: the articles of the story that was merged into another are a story again, and those that the
    /// merge held are held no longer.
    ///
    /// # Errors
    /// When that cannot be kept.
    fn unmerge(&self, _articles: &[ArticleKey], _held: &[ArticleKey]) -> Result<()> {
        Err(ShelfError("stories can be parted in the library only; these were opened from files".into()))
    }

    /// Takes an article out of its story into one of its own, for good.
    ///
    /// # Errors
    /// When it is not there or that cannot be kept.
    fn split(&self, _key: ArticleKey) -> Result<Split> {
        Err(ShelfError("stories can be parted in the library only; these were opened from files".into()))
    }

    /// Takes a split back: the article is in its former story again, held there no more than before.
    ///
    /// # Errors
    /// When the article or the story is not there any more, or that cannot be kept.
    fn unsplit(&self, _split: &Split) -> Result<()> {
        Err(ShelfError("stories can be put together in the library only; these were opened from files".into()))
    }

    /// The reader's note on an article.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn note(&self, _key: ArticleKey) -> Result<Option<String>> {
        Ok(None)
    }

    /// Keeps a note on an article; an empty one takes it away.
    ///
    /// # Errors
    /// When that cannot be kept.
    fn set_note(&self, _key: ArticleKey, _text: &str) -> Result<()> {
        Err(ShelfError("notes are kept in the library only; this article was opened from a file".into()))
    }

    /// Whether what the reader marks and notes is kept between runs.
    fn keeps(&self) -> bool {
        false
    }

    /// What the reader says about an outlet, by the name that rows show; none where nothing is said.
    fn outlet(&self, _source: &str) -> Option<Outlet> {
        None
    }

    /// The groups that the reader put outlets into, in order: what [`Filter::group`] and [`Filter::blindspot`] accept.
    fn groups(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether there are subscriptions to update. Where there are none, what was opened is opened anew instead.
    fn fetches(&self) -> bool {
        false
    }

    /// Whether anything may come in while the viewer is open.
    fn watches(&self) -> bool {
        false
    }

    /// Takes in what is new in the folders subscribed to, and looks whether another program wrote.
    ///
    /// # Errors
    /// When the shelf cannot be read or written.
    fn look_again(&self) -> Result<News> {
        Ok(News::default())
    }

    /// Makes marks, and what else the reader's server keeps, the same there and here. `tell` hears of every step and answers
    /// whether to go on.
    ///
    /// # Errors
    /// When there is no server, or it refuses or cannot be reached.
    fn sync(&self, _tell: &(dyn Fn(Step) -> bool + Sync)) -> Result<FetchSummary> {
        Err(ShelfError("only a library is synced with a server; these articles were opened from files".into()))
    }

    /// The labels that an article has on the reader's server.
    ///
    /// # Errors
    /// When the shelf cannot be read.
    fn labels(&self, _key: ArticleKey) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// Updates the subscriptions. `tell` hears of every step and answers whether to go on.
    ///
    /// # Errors
    /// When the shelf has no subscriptions or cannot be written; a source that fails is told by a [`Step`] instead.
    fn fetch(&self, _tell: &(dyn Fn(Step) -> bool + Sync)) -> Result<FetchSummary> {
        Err(ShelfError(
            "nothing to fetch: these articles were opened from files; add a feed with `nutgraf add URL`".into(),
        ))
    }
}

/// A step of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Subscriptions done.
    pub done: usize,
    /// Subscriptions in all.
    pub total: usize,
    /// What it is doing or waiting for, or what failed.
    pub what: String,
    /// A failure of one subscription, or of some of what it lists: to be kept in view.
    pub failed: bool,
    /// Articles that arrived with this step.
    pub arrived: usize,
}
