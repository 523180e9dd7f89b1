//! A fetch of all subscriptions: what is new comes in, what fails is told once, the rest goes on.

use std::{
    fs,
    num::NonZero,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, UNIX_EPOCH},
};

use super::{
    Arrival, FullText, Kind, Library, LibraryError, Result, Subscription, Tally,
    fetch::{Answer, Document, FetchError, Fetcher, Wanted},
    lock, now, store,
};
use crate::{
    article::Article,
    inputs,
    loader::{self, Hint},
    shelf::Step,
    text::sanitize,
};

/// Subscriptions asked at once, all hosts together.
const AT_ONCE: usize = 8;
/// An item of fewer words may be a summary.
const SUMMARY_WORDS: usize = 160;
/// Pages fetched for one feed at a time, the newest: the others keep their summaries.
const PAGES: usize = 40;
/// The first wait after a server refused; it doubles with every failure in a row …
const FIRST_WAIT: i64 = 5 * 60;
/// … to this.
const LAST_WAIT: i64 = 12 * 60 * 60;

/// What a fetch came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What came in.
    pub tally: Tally,
    /// Subscriptions that failed.
    pub failed: usize,
    /// Subscriptions that were not asked, because they asked to wait.
    pub waiting: usize,
}

/// How one subscription came out.
enum Ended {
    Done(Tally),
    /// Done, with something to tell.
    Partly(Tally, String),
    Waiting(String),
    Failed(String),
}

impl Library {
    /// Updates all subscriptions, or those named. `tell` hears of every step and answers whether to go on; it is called
    /// from several threads.
    ///
    /// # Errors
    /// When the library cannot be read or written; a source that fails is told by a [`Step`].
    pub fn update(
        &self,
        fetcher: &Fetcher,
        only: Option<&[i64]>,
        tell: &(dyn Fn(Step) -> bool + Sync),
    ) -> Result<Report> {
        if let Some(error) = self.read_only() {
            return Err(error.clone());
        }
        let mut wanted = self.subscriptions()?;
        wanted.retain(|s| only.is_none_or(|ids| ids.contains(&s.id)));
        let total = wanted.len();
        let queue = Mutex::new(wanted);
        let (done, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let report = Mutex::new(Report::default());
        let broken = Mutex::new(None);
        let step = |what: String, failed: bool, arrived: usize| {
            let done = done.load(Relaxed);
            if !tell(Step { done, total, what, failed, arrived }) {
                stop.store(true, Relaxed);
            }
        };
        let work = || {
            while !stop.load(Relaxed) {
                let Some(mut s) = next(&queue, fetcher) else { break };
                let name = s.title.clone();
                step(format!("waiting for {name}"), false, 0);
                let ended = match self.update_one(fetcher, &mut s, &|| !stop.load(Relaxed)) {
                    Ok(ended) => ended,
                    // The library itself fails: going on would only say so once more for each source.
                    Err(error) => {
                        stop.store(true, Relaxed);
                        lock(&broken).get_or_insert(error);
                        break;
                    }
                };
                done.fetch_add(1, Relaxed);
                let (told, failed, tally) = match ended {
                    Ended::Done(tally) => (name, false, tally),
                    Ended::Partly(tally, what) => (format!("{name}: {what}"), false, tally),
                    Ended::Waiting(what) => {
                        lock(&report).waiting += 1;
                        (format!("{name}: {what}"), false, Tally::default())
                    }
                    Ended::Failed(what) => (format!("{name} ({}): {what}", s.address), true, Tally::default()),
                };
                {
                    let mut report = lock(&report);
                    report.failed += usize::from(failed);
                    report.tally.new += tally.new;
                    report.tally.changed += tally.changed;
                }
                step(told, failed, tally.new);
            }
        };
        let threads = AT_ONCE.min(total).min(4 * thread::available_parallelism().map_or(1, NonZero::get));
        thread::scope(|scope| (0..threads).for_each(|_| _ = scope.spawn(work)));
        if let Some(error) = lock(&broken).take() {
            return Err(error);
        }
        self.tidy(&|| !stop.load(Relaxed))?;
        let report = *lock(&report);
        Ok(report)
    }

    fn update_one(&self, fetcher: &Fetcher, s: &mut Subscription, go_on: &dyn Fn() -> bool) -> Result<Ended> {
        let started = now();
        if s.next_check > started {
            let minutes = (s.next_check - started + 59) / 60;
            return Ok(Ended::Waiting(format!("asked to wait; will be asked again in {minutes} min")));
        }
        let outcome =
            if s.kind == Kind::Folder { self.update_folder(s, go_on) } else { self.update_document(fetcher, s, go_on) };
        let ended = match outcome {
            Ok(ended) => {
                // Stopped half-way it was not checked: what is left of a folder must be read the next time.
                s.checked = if go_on() { Some(started) } else { s.checked };
                (s.next_check, s.failures, s.failure) = (0, 0, None);
                ended
            }
            Err(Trouble::Library(error)) => return Err(error),
            Err(Trouble::Source(what, wait)) => {
                s.failures = s.failures.saturating_add(1);
                s.next_check = match wait {
                    Wait::Not => 0,
                    Wait::Asked(d) => started.saturating_add(i64::try_from(d.as_secs()).unwrap_or(LAST_WAIT)),
                    Wait::Longer => started + (FIRST_WAIT << s.failures.clamp(1, 9).saturating_sub(1)).min(LAST_WAIT),
                };
                s.failure = Some(what.clone());
                Ended::Failed(what)
            }
        };
        self.note_check(s)?;
        Ok(ended)
    }

    fn update_document(
        &self,
        fetcher: &Fetcher,
        s: &mut Subscription,
        go_on: &dyn Fn() -> bool,
    ) -> std::result::Result<Ended, Trouble> {
        let wanted = Wanted { url: &s.address, etag: s.etag.as_deref(), last_modified: s.last_modified.as_deref() };
        let document = match fetcher.fetch(&wanted)? {
            Answer::Unchanged => return Ok(Ended::Done(Tally::default())),
            Answer::Document(document) => document,
        };
        let articles = load(&document, s.kind)?;
        let (tally, missing) = match s.kind {
            Kind::Feed => self.put_items(fetcher, s, articles, go_on)?,
            Kind::Page | Kind::Folder => {
                let raw = Some((document.bytes.clone(), document.media_type.clone()));
                let arrivals: Vec<Arrival> = articles
                    .into_iter()
                    .take(1)
                    .map(|article| Arrival { article, subscription: Some(s.id), given: 0, raw: raw.clone() })
                    .collect();
                (self.put(&arrivals, go_on)?, None)
            }
        };
        if s.kind == Kind::Feed {
            self.keep_document(s.id, &document)?;
        }
        // Only once everything is kept: had it failed before, the server must not say "not changed" next time.
        if go_on() {
            (s.etag, s.last_modified) = (document.etag, document.last_modified);
        }
        if let Some(moved) = document.moved {
            s.address = moved;
        }
        Ok(match missing {
            Some(what) => Ended::Partly(tally, what),
            None => Ended::Done(tally),
        })
    }

    /// Puts the items of a feed in, the oldest first, each with its full text where that is wanted.
    fn put_items(
        &self,
        fetcher: &Fetcher,
        s: &Subscription,
        mut articles: Vec<Article>,
        go_on: &dyn Fn() -> bool,
    ) -> std::result::Result<(Tally, Option<String>), Trouble> {
        // Feeds list the newest first.
        articles.reverse();
        let mut tally = Tally::default();
        let (mut asked, mut failed, mut reason) = (0_usize, 0_usize, None);
        let unknown: Vec<(i64, Article)> = articles
            .into_iter()
            .map(|a| (store::text_hash(&a), a))
            .filter_map(|(given, a)| match self.has(&a, s.id, given) {
                Ok(true) => None,
                Ok(false) => Some(Ok((given, a))),
                Err(e) => Some(Err(e)),
            })
            .collect::<Result<_>>()?;
        let wants_page = |a: &Article| {
            a.url.is_some() && (s.full_text == FullText::Always || s.full_text == FullText::Auto && is_summary(a))
        };
        let pages = unknown.iter().filter(|(_, a)| wants_page(a)).count();
        let mut skip = pages.saturating_sub(PAGES);
        // A few at a time: the list fills as they arrive.
        let mut waiting = Vec::new();
        for (given, mut article) in unknown {
            if !go_on() {
                break;
            }
            let mut raw = None;
            if wants_page(&article) {
                if skip > 0 {
                    skip -= 1;
                } else {
                    asked += 1;
                    match full_text(fetcher, &article) {
                        Ok(Some((full, document))) => {
                            article = full;
                            raw = Some((document.bytes, document.media_type));
                        }
                        Ok(None) => {}
                        Err(error) => {
                            failed += 1;
                            article.notices.push(format!("Only the summary: the page was not had, {error}"));
                            reason = Some(error);
                        }
                    }
                }
            }
            let is_page = raw.is_some();
            waiting.push(Arrival { article, subscription: Some(s.id), given, raw });
            if waiting.len() >= 32 || is_page && waiting.len() >= 4 {
                let some = self.put(&waiting, go_on)?;
                tally.new += some.new;
                tally.changed += some.changed;
                waiting.clear();
            }
        }
        let some = self.put(&waiting, &|| true)?;
        tally.new += some.new;
        tally.changed += some.changed;
        let missing = reason.map(|r| format!("{failed} of {asked} pages were not had, their summaries are kept ({r})"));
        Ok((tally, missing))
    }

    fn update_folder(&self, s: &Subscription, go_on: &dyn Fn() -> bool) -> std::result::Result<Ended, Trouble> {
        let (files, problems) = inputs::find(&[Path::new(&s.address).to_owned()]);
        if let Some(problem) = problems.first() {
            return Err(Trouble::Source(problem.message.clone(), Wait::Not));
        }
        let mut tally = Tally::default();
        let (mut unread, mut first) = (0_usize, None);
        for file in files {
            if !go_on() {
                break;
            }
            if s.checked.is_some_and(|checked| modified(&file.path).is_some_and(|at| at < checked - 1)) {
                continue;
            }
            let hint = Hint { path: file.path.clone(), ..Hint::default() };
            let loaded = file.read().map_err(|e| e.to_string());
            let loaded = loaded.and_then(|document| match loader::load(&document.bytes, &hint) {
                // A folder may hold pictures beside its articles.
                Err(e) if e.is_no_article() => Ok(Vec::new()),
                other => other.map_err(|e| e.to_string()),
            });
            match loaded {
                Ok(articles) => {
                    let arrivals: Vec<Arrival> = articles
                        .into_iter()
                        .map(|article| Arrival { article, subscription: Some(s.id), ..Arrival::default() })
                        .collect();
                    let some = self.put(&arrivals, go_on)?;
                    tally.new += some.new;
                    tally.changed += some.changed;
                }
                Err(reason) => {
                    unread += 1;
                    first.get_or_insert(format!("{}: {reason}", file.path));
                }
            }
        }
        Ok(match first {
            Some(first) => Ended::Partly(tally, format!("{unread} files are no articles ({first})")),
            None => Ended::Done(tally),
        })
    }

    /// Keeps the last document of a subscription.
    fn keep_document(&self, id: i64, document: &Document) -> Result<()> {
        let raw = store::squeeze(&document.bytes);
        self.write(|t| {
            t.execute(
                "INSERT OR REPLACE INTO document (subscription, raw, media_type)
                 SELECT id, ?2, ?3 FROM subscription WHERE id = ?1",
                rusqlite::params![id, raw, document.media_type],
            )
        })?;
        Ok(())
    }
}

/// What keeps a subscription from being updated.
enum Trouble {
    Source(String, Wait),
    Library(LibraryError),
}

/// How long a source is left alone.
enum Wait {
    Not,
    Asked(Duration),
    Longer,
}

impl From<LibraryError> for Trouble {
    fn from(error: LibraryError) -> Self {
        Self::Library(error)
    }
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        let wait = match &error {
            FetchError::Later { after, .. } => Wait::Asked(*after),
            e if e.is_answer() => Wait::Longer,
            _ => Wait::Not,
        };
        Self::Source(error.to_string(), wait)
    }
}

/// The next subscription, one whose host is free before one that would have to wait.
fn next(queue: &Mutex<Vec<Subscription>>, fetcher: &Fetcher) -> Option<Subscription> {
    let mut queue = lock(queue);
    let free = queue.iter().position(|s| !fetcher.is_busy(&s.address)).unwrap_or(0);
    (!queue.is_empty()).then(|| queue.remove(free))
}

fn load(document: &Document, kind: Kind) -> std::result::Result<Vec<Article>, Trouble> {
    if kind == Kind::Feed && !matches!(loader::load_feed(&document.bytes, &Hint::default()), Ok(Some(_))) {
        let what = document.media_type.as_deref().unwrap_or("no declared type");
        let what = format!("the answer is no feed ({})", sanitize::clean_line(what));
        return Err(Trouble::Source(what, Wait::Not));
    }
    let hint =
        Hint { path: document.url.clone(), url: Some(document.url.clone()), media_type: document.media_type.clone() };
    loader::load(&document.bytes, &hint).map_err(|e| Trouble::Source(e.to_string(), Wait::Not))
}

/// Whether an item looks like a summary of its page.
fn is_summary(item: &Article) -> bool {
    let end = item.sentences.last().map_or("", |s| s.text.as_str()).trim_end_matches([']', ')', '.', ' ', '>', '»']);
    let end = end.to_lowercase();
    item.words() < SUMMARY_WORDS
        || ["…", "[&hellip;", "read more", "continue reading", "weiterlesen", "lire la suite", "leer más"]
            .iter()
            .any(|tail| end.ends_with(tail))
}

/// The article of an item's page, with what the item says of it; none where the page tells no more than the item.
fn full_text(fetcher: &Fetcher, item: &Article) -> std::result::Result<Option<(Article, Document)>, String> {
    let url = item.url.as_deref().unwrap_or_default();
    let answer = fetcher.fetch(&Wanted { url, ..Wanted::default() }).map_err(|e| e.to_string())?;
    let Answer::Document(document) = answer else { return Ok(None) };
    let hint =
        Hint { path: item.path.clone(), url: Some(document.url.clone()), media_type: document.media_type.clone() };
    let page = loader::load(&document.bytes, &hint).map_err(|e| e.to_string())?.into_iter().next();
    let Some(page) = page.filter(|p| p.words() > item.words()) else { return Ok(None) };
    let titled = !item.title_derived;
    let article = Article {
        path: item.path.clone(),
        source: item.source.clone(),
        title: if titled { item.title.clone() } else { page.title },
        title_derived: if titled { false } else { page.title_derived },
        authors: if item.authors.is_empty() { page.authors } else { item.authors.clone() },
        published: item.published.or(page.published),
        url: item.url.clone(),
        language: page.language.or_else(|| item.language.clone()),
        ..page
    };
    Ok(Some((article, document)))
}

fn modified(path: &str) -> Option<i64> {
    let at = fs::metadata(path).ok()?.modified().ok()?;
    i64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()
}
