//! The library as a [`Shelf`]: a screen of the list is one indexed query, a body is read when it is opened.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, atomic::Ordering::SeqCst},
};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter, types::Value};

use super::{
    Facts, Kind, Library, LibraryError, Report,
    conditions::Conditions,
    fetch::{Fetcher, Limits},
    ready, search, store,
};
use crate::{
    article::Article,
    shelf::{
        ArticleKey, ArticleRow, FetchSummary, Filter, Hit, News, Order, Outlet, Page, Result, Shelf, ShelfError,
        Sources, Split, Step, StoryKey, StoryRow,
    },
};

/// Articles listed of one story; more are of no use on a screen.
const LISTED: usize = 500;

/// Stories that are sorted rather than looked for in the order of an index.
const FEW: usize = 2000;

const STORY_COLUMNS: &str = "id, headline, shared_terms, independent";
pub(super) const ARTICLE_COLUMNS: &str = "id, source, title, published, carries, read, starred";

impl Shelf for Library {
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> Result<Page> {
        let since = filter.since.is_some();
        let filter = Conditions::new(self, filter)?;
        let page = self.read(|c| {
            let (stories, articles, unread) = filter.totals(c)?;
            let order = match order {
                Order::Shelf | Order::Time => "newest DESC, id DESC",
                // Of a few stories of the last days it is quicker to sort those than to look for them among all, which the
                // plus keeps SQLite from: the front page does not cost more the more there is in the library.
                Order::Coverage if since && stories <= FEW => "+independent DESC, newest DESC, id DESC",
                Order::Coverage => "independent DESC, newest DESC, id DESC",
                Order::Source => "source COLLATE NOCASE, newest DESC, id DESC",
            };
            let sql =
                format!("SELECT {STORY_COLUMNS} FROM story {} ORDER BY {order} LIMIT ? OFFSET ?", filter.clause());
            let mut values = filter.values.clone();
            values.extend([number(range.len()), number(range.start)]);
            let mut found = c.prepare_cached(&sql)?;
            let found = found.query_map(params_from_iter(values), story_head)?.collect::<rusqlite::Result<Vec<_>>>()?;
            let whole = |s| with_articles(c, s, self.facts(), filter.hidden.as_deref());
            let rows = found.into_iter().map(whole).collect::<rusqlite::Result<_>>()?;
            Ok(Page { stories, articles, unread, rows })
        })?;
        Ok(page)
    }

    fn story(&self, key: StoryKey) -> Result<StoryRow> {
        let hidden = self.hidden()?;
        let story = self.read(|c| {
            let sql = format!("SELECT {STORY_COLUMNS} FROM story WHERE id = ?1");
            let head = c.prepare_cached(&sql)?.query_row([key.0], story_head).optional()?;
            head.map(|s| with_articles(c, s, self.facts(), hidden.as_deref())).transpose()
        })?;
        story.ok_or_else(story_not_there)
    }

    fn article(&self, key: ArticleKey) -> Result<Arc<Article>> {
        let mut article = self.read(|c| store::article_of(c, key.0))?.ok_or_else(not_there)?;
        if let Some(name) = self.facts().of(&article.source).and_then(|f| f.name.clone()) {
            article.source = name;
        }
        Ok(Arc::new(article))
    }

    fn set_read(&self, key: ArticleKey, read: bool) -> Result<()> {
        self.mark(key, "read", "unread", read)
    }

    fn set_starred(&self, key: ArticleKey, starred: bool) -> Result<()> {
        self.mark(key, "starred", "starred", starred)
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let query = search::Query::parse(query, self.now()).map_err(ShelfError)?;
        Ok(self.find(&query, limit)?)
    }

    fn versions(&self, key: ArticleKey) -> Result<Vec<Article>> {
        let found = self.read(|c| {
            c.prepare_cached("SELECT content FROM version WHERE article = ?1 ORDER BY replaced DESC, rowid DESC")?
                .query_map([key.0], |r| r.get::<_, Vec<u8>>(0))?
                // A damaged version costs that version.
                .filter_map(|content| content.map(|c| ready::unpack(&c).ok()).transpose())
                .collect::<rusqlite::Result<_>>()
        })?;
        Ok(found)
    }

    fn keeps(&self) -> bool {
        true
    }

    fn remember(&self, name: &str, value: &str) -> Result<()> {
        self.write(|t| {
            t.prepare_cached("INSERT OR REPLACE INTO memory (name, value) VALUES ('reader:' || ?1, ?2)")?
                .execute(params![name, value])
        })?;
        Ok(())
    }

    fn newest(&self) -> Option<ArticleKey> {
        self.last_article().ok().map(ArticleKey)
    }

    fn recall(&self, name: &str) -> Option<String> {
        self.read(|c| {
            c.prepare_cached("SELECT value FROM memory WHERE name = 'reader:' || ?1")?
                .query_row([name], |r| r.get(0))
                .optional()
        })
        .ok()
        .flatten()
    }

    fn merge(&self, into: StoryKey, other: StoryKey) -> Result<Vec<ArticleKey>> {
        self.merge_stories(into, other)
    }

    fn unmerge(&self, articles: &[ArticleKey], held: &[ArticleKey]) -> Result<()> {
        self.unmerge_stories(articles, held)
    }

    fn split(&self, key: ArticleKey) -> Result<Split> {
        self.split_story(key)
    }

    fn unsplit(&self, split: &Split) -> Result<()> {
        self.unsplit_story(split)
    }

    fn note(&self, key: ArticleKey) -> Result<Option<String>> {
        Ok(self.read(|c| {
            c.prepare_cached("SELECT text FROM note WHERE article = ?1")?.query_row([key.0], |r| r.get(0)).optional()
        })?)
    }

    fn set_note(&self, key: ArticleKey, text: &str) -> Result<()> {
        let there = self.write(|t| {
            if text.trim().is_empty() {
                t.execute("DELETE FROM note WHERE article = ?1", [key.0])?;
                return Ok(true);
            }
            let keep = "INSERT OR REPLACE INTO note (article, text) SELECT id, ?2 FROM article WHERE id = ?1";
            Ok(t.execute(keep, params![key.0, text])? > 0)
        })?;
        there.then_some(()).ok_or_else(not_there)
    }

    fn labels(&self, key: ArticleKey) -> Result<Vec<String>> {
        Ok(self.read(|c| {
            c.prepare_cached("SELECT name FROM label WHERE article = ?1 ORDER BY name COLLATE NOCASE")?
                .query_map([key.0], |r| r.get(0))?
                .collect()
        })?)
    }

    fn outlet(&self, source: &str) -> Option<Outlet> {
        Sources::outlet(self.facts(), source)
    }

    fn groups(&self) -> Vec<String> {
        Sources::groups(self.facts())
    }

    fn fetches(&self) -> bool {
        true
    }

    fn watches(&self) -> bool {
        self.read_only().is_none()
    }

    fn look_again(&self) -> Result<News> {
        let elsewhere = self.changed_elsewhere()?;
        let (articles, problem) = self.look_into_folders()?;
        Ok(News { articles, problem, elsewhere })
    }

    fn sync(&self, tell: &(dyn Fn(Step) -> bool + Sync)) -> Result<FetchSummary> {
        let done = Library::sync(self, &Fetcher::new(Limits::default()), self.account()?, false, tell)?;
        let arrived = done.arrived;
        Ok(FetchSummary {
            new: arrived.new,
            changed: arrived.changed,
            partly: done.partly,
            problem: done.problem.clone(),
            sync: Some(done.summary),
            ..FetchSummary::default()
        })
    }

    fn fetch(&self, tell: &(dyn Fn(Step) -> bool + Sync)) -> Result<FetchSummary> {
        if self.source_server().is_none() && self.subscribed()?.is_empty() {
            return Err(ShelfError("nothing to fetch: add a feed with `nutgraf add URL`".into()));
        }
        let report = self.update(&Fetcher::new(Limits::default()), None, tell)?;
        let Report {
            tally,
            updated,
            partly,
            without_pages: _,
            failed,
            server_failed,
            problem,
            waiting,
            deleted,
            clock: _,
            synced,
        } = report;
        Ok(FetchSummary {
            new: tally.new,
            changed: tally.changed,
            updated,
            partly,
            failed,
            waiting,
            deleted,
            server_failed,
            problem,
            sync: synced.map(|s| s.summary),
        })
    }
}

impl Library {
    /// Takes in what is new in the folders subscribed to; what could not be read of it.
    fn look_into_folders(&self) -> Result<(usize, Option<String>)> {
        let folders = self.subscribed()?.into_iter().filter(|s| s.kind == Kind::Folder);
        let news: Vec<i64> = folders.filter(|s| s.has_news(self.now())).map(|s| s.id).collect();
        if news.is_empty() {
            return Ok((0, None));
        }
        let report = self.update(&Fetcher::new(Limits::default()), Some(&news), &|_| true)?;
        Ok((report.tally.new + report.tally.changed, report.problem))
    }

    /// Whether another program has written to the library since this was asked the last time.
    fn changed_elsewhere(&self) -> std::result::Result<bool, LibraryError> {
        let now = self.alone(|c| c.pragma_query_value(None, "data_version", |r| r.get::<_, i64>(0)))?;
        let before = self.data_version.swap(now, SeqCst);
        Ok(before != 0 && before != now)
    }

    /// The sources that the reader hides, as [`list`] writes them; none where all are shown.
    pub(super) fn hidden(&self) -> std::result::Result<Option<String>, LibraryError> {
        let facts = self.facts();
        if !facts.any_hidden() {
            return Ok(None);
        }
        let outlets = self.outlets()?;
        let hidden: Vec<&String> = outlets.iter().filter(|s| facts.hides(s)).collect();
        Ok((!hidden.is_empty()).then(|| list(hidden.into_iter())))
    }

    /// Sets a mark of an article and counts it in its story.
    fn mark(&self, key: ArticleKey, column: &str, counted: &str, on: bool) -> Result<()> {
        let there = self.write(|t| {
            let changed = mark(t, key.0, column, counted, on)?;
            Ok(changed || t.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?.exists([key.0])?)
        })?;
        if !there {
            return Err(not_there());
        }
        self.push_soon(key.0);
        Ok(())
    }
}

/// Sets a mark of an article and counts it in its story; whether it was set otherwise before.
pub(super) fn mark(t: &Transaction<'_>, article: i64, column: &str, counted: &str, on: bool) -> rusqlite::Result<bool> {
    let sql = format!("UPDATE article SET {column} = ?2 WHERE id = ?1 AND {column} <> ?2");
    let changed = t.prepare_cached(&sql)?.execute(params![article, on])? > 0;
    if changed {
        // Unread ones are counted, not read ones.
        let by = if on == (column == "read") { -1 } else { 1 };
        let sql =
            format!("UPDATE story SET {counted} = {counted} + ?2 WHERE id = (SELECT story FROM article WHERE id = ?1)");
        t.prepare_cached(&sql)?.execute(params![article, by])?;
    }
    Ok(changed)
}

pub(super) fn not_there() -> ShelfError {
    ShelfError("this article is no longer in the library".into())
}

pub(super) fn story_not_there() -> ShelfError {
    ShelfError("this story is no longer in the library; its articles moved to another".into())
}

/// Where a list of names is bound, as [`list`] writes it: one value, however many names there are.
pub(super) const LIST: &str = "(SELECT value FROM json_each(?))";

/// Names as one value.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a String>) -> String {
    serde_json::json!(names.collect::<Vec<_>>()).to_string()
}

fn number(n: usize) -> Value {
    Value::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

fn story_head(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
    let terms: String = row.get(2)?;
    Ok(StoryRow {
        key: StoryKey(row.get(0)?),
        headline: row.get(1)?,
        articles: Vec::new(),
        independent: row.get(3)?,
        shared_terms: serde_json::from_str(&terms).unwrap_or_default(),
    })
}

fn with_articles(
    c: &Connection,
    mut story: StoryRow,
    facts: &Facts,
    hidden: Option<&str>,
) -> rusqlite::Result<StoryRow> {
    let shown = hidden.map_or_else(String::new, |_| format!("AND source NOT IN {LIST}"));
    let sql = format!(
        "SELECT {ARTICLE_COLUMNS}, (SELECT max(replaced) FROM version WHERE version.article = article.id)
         FROM article WHERE story = ? {shown} ORDER BY leads DESC, time, id LIMIT {LISTED}"
    );
    let values = std::iter::once(Value::Integer(story.key.0)).chain(hidden.map(|h| Value::Text(h.to_owned())));
    let mut articles = c.prepare_cached(&sql)?;
    let articles = articles
        .query_map(params_from_iter(values), |r| Ok(ArticleRow { changed: r.get(7)?, ..article_row(r, facts)? }))?;
    story.articles = articles.collect::<rusqlite::Result<_>>()?;
    if hidden.is_some() || facts.any_agency() {
        credit(&mut story, facts);
    }
    Ok(story)
}

/// Says anew whose text each article is, by what the reader says about sources: a text that several give is its agency's,
/// and one whose first copy is hidden is the next one's. An agency's article stands for a story that one of its reprints
/// stood for.
fn credit(story: &mut StoryRow, facts: &Facts) {
    let mut copies: BTreeMap<ArticleKey, Vec<usize>> = BTreeMap::new();
    for (i, article) in story.articles.iter().enumerate() {
        copies.entry(article.carries.unwrap_or(article.key)).or_default().push(i);
    }
    for (first, copies) in &copies {
        let is = |wanted: &dyn Fn(&ArticleRow) -> bool| copies.iter().copied().find(|&i| wanted(&story.articles[i]));
        let of_agency = is(&|a| facts.of(&a.source).is_some_and(|f| f.agency));
        let Some(own) = of_agency.or_else(|| is(&|a| a.key == *first)).or_else(|| copies.first().copied()) else {
            continue;
        };
        let key = story.articles[own].key;
        for &i in copies {
            story.articles[i].carries = (i != own).then_some(key);
        }
    }
    if story.articles.len() < LISTED {
        story.independent = copies.len();
    }
    let own = story.articles.first().and_then(|a| a.carries);
    if let Some(own) = story.articles.iter().position(|a| Some(a.key) == own) {
        story.articles[..=own].rotate_right(1);
    }
    if let Some(first) = story.articles.first() {
        story.headline.clone_from(&first.title);
    }
}

pub(super) fn article_row(row: &Row<'_>, facts: &Facts) -> rusqlite::Result<ArticleRow> {
    let source: String = row.get(1)?;
    Ok(ArticleRow {
        key: ArticleKey(row.get(0)?),
        group: facts.group(&source).map(str::to_owned),
        source: facts.shown(&source).to_owned(),
        title: row.get(2)?,
        published: row.get::<_, Option<String>>(3)?.and_then(|p| p.parse().ok()),
        carries: row.get::<_, Option<i64>>(4)?.map(ArticleKey),
        read: row.get(5)?,
        starred: row.get(6)?,
        changed: None,
    })
}
