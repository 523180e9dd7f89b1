//! Where the viewer's stories come from: one trait, held by what was opened in memory ([`Opened`]) and by the library.
//!
//! The viewer asks for one screenful of rows at a time and for an article only when it is opened, so that starting
//! costs the same over ten articles and a hundred thousand. Every call may be made from a worker thread.

use std::{
    fmt,
    ops::Range,
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::article::{Article, Briefing, Published};

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
    /// How many independent voices tell it; reprints of one text count once.
    pub independent: usize,
    /// The names and terms that put the articles together.
    pub shared_terms: Vec<String>,
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
    fn article(&self, key: ArticleKey) -> Result<Article>;

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

    /// What was remembered.
    fn recall(&self, _name: &str) -> Option<String> {
        None
    }

    /// Puts two stories together, for good: what the reader put together is not parted again.
    ///
    /// # Errors
    /// When one is not there or that cannot be kept.
    fn merge(&self, _into: StoryKey, _other: StoryKey) -> Result<()> {
        Err(ShelfError("stories can be put together in the library only; these were opened from files".into()))
    }

    /// Takes an article out of its story into one of its own, for good.
    ///
    /// # Errors
    /// When it is not there or that cannot be kept.
    fn split(&self, _key: ArticleKey) -> Result<StoryKey> {
        Err(ShelfError("stories can be parted in the library only; these were opened from files".into()))
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

    /// Whether folders are subscribed to, which are to be looked at while the viewer is open.
    fn watches(&self) -> bool {
        false
    }

    /// Takes in what is new in the folders subscribed to; answers how many articles came or changed.
    ///
    /// # Errors
    /// When the shelf cannot be read or written.
    fn look_again(&self) -> Result<usize> {
        Ok(0)
    }

    /// Updates the subscriptions. `tell` hears of every step and answers whether to go on.
    ///
    /// # Errors
    /// When the shelf has no subscriptions or cannot be written; a source that fails is told by a [`Step`] instead.
    fn fetch(&self, _tell: &(dyn Fn(Step) -> bool + Sync)) -> Result<()> {
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

/// A briefing held in memory: what `nutgraf FILE …` opens. Read and starred state last as long as it does.
pub struct Opened {
    briefing: Briefing,
    marks: Mutex<Vec<(bool, bool)>>,
}

impl Opened {
    /// A shelf over a briefing.
    #[must_use]
    pub fn new(briefing: Briefing) -> Self {
        let marks = Mutex::new(vec![(false, false); briefing.articles.len()]);
        Self { briefing, marks }
    }

    /// The briefing.
    #[must_use]
    pub fn briefing(&self) -> &Briefing {
        &self.briefing
    }

    fn index(&self, key: ArticleKey) -> Result<usize> {
        usize::try_from(key.0)
            .ok()
            .filter(|&i| i < self.briefing.articles.len())
            .ok_or_else(|| ShelfError("this article is no longer open".into()))
    }

    fn row(&self, i: usize, carries: Option<usize>) -> ArticleRow {
        let a = &self.briefing.articles[i];
        let (read, starred) = self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i];
        ArticleRow {
            key: key(i),
            source: a.source.clone(),
            group: None,
            title: a.title.clone(),
            published: a.published,
            carries: carries.map(key),
            read,
            starred,
        }
    }

    fn story_row(&self, i: usize) -> StoryRow {
        let s = &self.briefing.stories[i];
        let carriers = s.carriers();
        let articles: Vec<_> = s.articles.iter().map(|&a| self.row(a, carriers.get(&a).copied())).collect();
        let independent = articles.iter().filter(|a| a.carries.is_none()).count();
        StoryRow {
            key: StoryKey(i64::try_from(i).unwrap_or(i64::MAX)),
            headline: s.headline.clone(),
            articles,
            independent,
            shared_terms: s.shared_terms.clone(),
        }
    }
}

fn key(index: usize) -> ArticleKey {
    ArticleKey(i64::try_from(index).unwrap_or(i64::MAX))
}

impl Shelf for Opened {
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> Result<Page> {
        let mut rows: Vec<StoryRow> = (0..self.briefing.stories.len()).map(|i| self.story_row(i)).collect();
        rows.retain(|s| {
            (!filter.unread || s.articles.iter().any(|a| !a.read))
                && (!filter.starred || s.articles.iter().any(|a| a.starred))
                && filter.source.as_ref().is_none_or(|f| s.articles.iter().any(|a| a.source == *f))
        });
        let newest = |s: &StoryRow| s.articles.iter().filter_map(|a| a.published).map(Published::first_day).max();
        match order {
            Order::Shelf => {}
            Order::Time => rows.sort_by_key(|s| std::cmp::Reverse(newest(s))),
            Order::Coverage => rows.sort_by_key(|s| std::cmp::Reverse(s.independent)),
            Order::Source => rows.sort_by_cached_key(|s| s.articles.first().map(|a| a.source.to_lowercase())),
        }
        let articles = rows.iter().map(|s| s.articles.len()).sum();
        let unread = rows.iter().flat_map(|s| &s.articles).filter(|a| !a.read).count();
        let stories = rows.len();
        let rows = rows.into_iter().skip(range.start).take(range.len()).collect();
        Ok(Page { stories, articles, unread, rows })
    }

    fn story(&self, key: StoryKey) -> Result<StoryRow> {
        let i = usize::try_from(key.0).ok().filter(|&i| i < self.briefing.stories.len());
        i.map(|i| self.story_row(i)).ok_or_else(|| ShelfError("this story is no longer open".into()))
    }

    fn article(&self, key: ArticleKey) -> Result<Article> {
        self.index(key).map(|i| self.briefing.articles[i].clone())
    }

    fn set_read(&self, key: ArticleKey, read: bool) -> Result<()> {
        let i = self.index(key)?;
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i].0 = read;
        Ok(())
    }

    fn set_starred(&self, key: ArticleKey, starred: bool) -> Result<()> {
        let i = self.index(key)?;
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i].1 = starred;
        Ok(())
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let wanted: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let stories = self.briefing.stories.iter().enumerate();
        let articles = stories.flat_map(|(s, story)| story.articles.iter().map(move |&i| (s, i)));
        let found = articles.filter_map(|(s, i)| {
            let passage = passage(&self.briefing.articles[i], &wanted)?;
            Some(Hit {
                article: self.row(i, None),
                story: StoryKey(i64::try_from(s).unwrap_or(i64::MAX)),
                snippet: marked(passage, &wanted),
            })
        });
        Ok(found.take(limit).collect())
    }
}

/// The sentence of an article that holds most of the words looked for, the first of such, or the headline; none where a
/// word stands nowhere in the article.
fn passage<'a>(article: &'a Article, words: &[String]) -> Option<&'a str> {
    let mut missing: Vec<&String> = words.iter().collect();
    let mut held = |text: &str| {
        let text = text.to_lowercase();
        missing.retain(|w| !text.contains(*w));
        words.iter().filter(|w| text.contains(*w)).count()
    };
    held(&article.title);
    let mut best: (usize, &str) = (0, &article.title);
    for sentence in &article.sentences {
        let count = held(&sentence.text);
        if count > best.0 {
            best = (count, &sentence.text);
        }
        if count == words.len() {
            break;
        }
    }
    missing.is_empty().then_some(best.1)
}

/// A passage in runs, those that are words looked for marked: longest first where several start at one place.
fn marked(passage: &str, words: &[String]) -> Vec<(String, bool)> {
    let length_at = |at: usize| -> Option<usize> {
        let rest = &passage[at..];
        let lengths = words.iter().filter_map(|w| {
            let mut wanted = w.chars();
            let mut next = wanted.next();
            for (i, c) in rest.char_indices() {
                if next.is_none() {
                    return Some(i);
                }
                for folded in c.to_lowercase() {
                    if next != Some(folded) {
                        return None;
                    }
                    next = wanted.next();
                }
            }
            next.is_none().then_some(rest.len())
        });
        lengths.filter(|&n| n > 0).max()
    };
    let (mut runs, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = passage[at..].chars().next() {
        if let Some(length) = length_at(at) {
            runs.push((passage[from..at].to_owned(), false));
            runs.push((passage[at..at + length].to_owned(), true));
            at += length;
            from = at;
        } else {
            at += c.len_utf8();
        }
    }
    runs.push((passage[from..].to_owned(), false));
    runs.retain(|(text, _)| !text.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_looked_for_are_marked_whatever_their_case() {
        let words: Vec<String> = ["ferry", "ran"].map(str::to_owned).to_vec();
        let runs = marked("The Ferry RAN aground", &words);
        let text: String = runs.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(text, "The Ferry RAN aground");
        let found: Vec<&str> = runs.iter().filter(|(_, m)| *m).map(|(t, _)| t.as_str()).collect();
        assert_eq!(found, ["Ferry", "RAN"]);
        assert_eq!(marked("İstanbul", &["i\u{307}s".to_owned()])[0], ("İs".to_owned(), true));
        assert!(marked("", &words).is_empty());
    }

    #[test]
    fn a_search_wants_every_word_and_shows_the_sentence_that_holds_most() {
        let hint = crate::loader::Hint { path: "wire.txt".into(), ..Default::default() };
        let text = "The harbor\n\nThe ferry waits for rain. A FERRY ran aground at noon. The ferry ran late again.\n";
        let opened = Opened::new(crate::briefing::of_articles(
            crate::loader::load(text.as_bytes(), &hint).unwrap(),
            crate::summarizer::Options::default(),
        ));
        let found = |query: &str, limit| -> Vec<String> {
            let hits = opened.search(query, limit).unwrap();
            hits.into_iter().map(|h| h.snippet.into_iter().map(|(t, _)| t).collect()).collect()
        };
        assert_eq!(found("ran Ferry", 9), ["A FERRY ran aground at noon."]);
        assert_eq!(found("waits noon", 9), ["The ferry waits for rain."], "words may stand in several sentences");
        assert_eq!(found("harbor", 9).len(), 1);
        assert!(found("ferry bridge", 9).is_empty() && found(" \t", 9).is_empty() && found("f", 0).is_empty());
    }
}
