//! A fetch of all subscriptions: what is new comes in, what fails is told once, the rest goes on.

use std::{
    mem,
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use url::Url;

use super::{
    Arrival, ArticleCounts, ClockJump, Kind, Library, LibraryError, Result, Subscription,
    fetch::{Answer, Document, FetchError, Fetcher, Wanted},
    items::{Progress, Slot, Slots, Taken},
    lock,
    sync::{Account, Synced},
};
use crate::{
    inputs,
    loader::{self, Hint, LoadError},
    shelf::Step,
    text::sanitize,
};

/// Subscriptions asked at once, all hosts together: most of them wait for their servers, and some for ones that never answer.
const AT_ONCE: usize = 48;
/// Names told of those that are waited for.
const NAMED: usize = 2;
/// The first wait after a server refused; it doubles with every failure in a row …
const FIRST_WAIT: i64 = 5 * 60;
/// … to this.
const LAST_WAIT: i64 = 12 * 60 * 60;

/// What a fetch came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What came in.
    pub tally: ArticleCounts,
    /// Subscriptions that gave all they have.
    pub updated: usize,
    /// Subscriptions of which a part could not be had: a file, some pages, the end of a feed.
    pub partly: usize,
    /// Of these, the ones of which nothing is missing but pages of articles that the feed itself gives.
    pub without_pages: usize,
    /// Subscriptions that failed.
    pub failed: usize,
    /// The server that is a source could not be synced with.
    pub server_failed: bool,
    /// Why the first failed; where none did, what could not be had first.
    pub problem: Option<String>,
    /// Subscriptions that were not asked, because they asked to wait.
    pub waiting: usize,
    /// Old articles that were deleted.
    pub deleted: usize,
    /// The computer's clock jumped and was not believed.
    pub clock: Option<ClockJump>,
    /// What the sync with the server came to, where that is a source.
    pub synced: Option<Synced>,
}

impl Report {
    /// Whether all that was asked gave all it has.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.failed == 0 && self.partly == 0 && !self.server_failed
    }

    /// The articles of all that was asked are there, be it with the feed's text in place of their page's.
    #[must_use]
    pub fn has_all_articles(&self) -> bool {
        self.failed == 0 && self.partly == self.without_pages && !self.server_failed
    }
}

/// What to say of articles that were deleted.
#[must_use]
pub fn deleted(n: usize) -> String {
    let articles = if n == 1 { "1 old article".into() } else { format!("{n} old articles") };
    format!("{articles} deleted (`nutgraf restore` brings them back)")
}

/// How one subscription came out.
pub(super) enum SourceOutcome {
    Done(ArticleCounts),
    /// A folder with nothing in it: one that another is mounted on at times, maybe, with files older than today.
    Empty,
    /// Done, with something to tell.
    Partly(ArticleCounts, String),
    /// All items are there, and pages of some could not be fetched.
    WithoutPages(ArticleCounts, String),
    Waiting(String),
    Failed(String),
}

impl Report {
    /// Counts how a subscription came out. Gives how many articles arrived, what to say of it, and whether that is a failure.
    fn count(&mut self, ended: SourceOutcome, s: &Subscription) -> (usize, String, bool) {
        let name = &s.title;
        self.without_pages += usize::from(matches!(ended, SourceOutcome::WithoutPages(..)));
        let (tally, what, failed) = match ended {
            SourceOutcome::Done(tally) => {
                self.updated += 1;
                (tally, name.clone(), false)
            }
            SourceOutcome::Empty => {
                self.updated += 1;
                (ArticleCounts::default(), name.clone(), false)
            }
            SourceOutcome::Partly(tally, what) | SourceOutcome::WithoutPages(tally, what) => {
                let what = format!("{name}: {what}");
                self.partly += 1;
                self.problem.get_or_insert_with(|| what.clone());
                (tally, what, true)
            }
            SourceOutcome::Waiting(what) => {
                self.waiting += 1;
                (ArticleCounts::default(), format!("{name}: {what}"), false)
            }
            SourceOutcome::Failed(what) => {
                let what = format!("{name} ({}): {what}", s.shown_address());
                if self.failed == 0 && !self.server_failed {
                    self.problem = Some(what.clone());
                }
                self.failed += 1;
                (ArticleCounts::default(), what, true)
            }
        };
        self.tally.new += tally.new;
        self.tally.changed += tally.changed;
        (tally.new, what, failed)
    }
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
        let mut wanted = self.to_fetch()?;
        wanted.retain(|s| only.is_none_or(|ids| ids.contains(&s.id)));
        let last = self.last_article()?;
        let server = self.source_server().filter(|_| only.is_none() || wanted.iter().any(|s| s.remote.is_some()));
        if self.source_server().is_some() {
            wanted.retain(|s| s.remote.is_none());
        }
        let total = wanted.len();
        let queue = Mutex::new(wanted);
        let (done, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let report = Mutex::new(self.update_from(server, fetcher, tell)?);
        let broken = Mutex::new(None);
        let step = |what: String, failed: bool, arrived: usize| {
            let done = done.load(Relaxed);
            if !tell(Step { done, total, what, failed, arrived }) {
                stop.store(true, Relaxed);
            }
        };
        let waiting = Waiting::default();
        let reading = Slots::new(thread::available_parallelism().map_or(2, NonZero::get));
        let work = || {
            while !stop.load(Relaxed) {
                let Some(mut s) = next(&queue, fetcher) else { break };
                let name = s.title.clone();
                waiting.begin(s.id, &name);
                step(waiting.told(), false, 0);
                let told = AtomicUsize::new(0);
                let arrived = |n: usize| {
                    told.fetch_add(n, Relaxed);
                    step(format!("reading {name}"), false, n);
                };
                let pages = |done: usize, of: usize| step(format!("reading {name}: page {done} of {of}"), false, 0);
                let go_on = || !stop.load(Relaxed);
                let progress = Progress { go_on: &go_on, arrived: &arrived, pages: &pages, reading: &reading };
                let ended = match self.update_one(fetcher, &mut s, &progress) {
                    Ok(ended) => ended,
                    // The library itself fails: going on would only say so once more for each source.
                    Err(error) => {
                        stop.store(true, Relaxed);
                        lock(&broken).get_or_insert(error);
                        break;
                    }
                };
                waiting.end(s.id);
                done.fetch_add(1, Relaxed);
                let (arrived, what, failed) = lock(&report).count(ended, &s);
                let what = if failed { what } else { waiting.told_after(what) };
                step(what, failed, arrived.saturating_sub(told.into_inner()));
            }
        };
        let threads = AT_ONCE.min(total);
        thread::scope(|scope| (0..threads).for_each(|_| _ = scope.spawn(work)));
        if let Some(error) = lock(&broken).take() {
            return Err(error);
        }
        let mut report = mem::take(&mut *lock(&report));
        report.clock = self.advance(last)?;
        // One source that is added, or a folder with a new file, is no occasion to delete others' articles.
        if only.is_none() {
            let tidied = self.tidy(&|| !stop.load(Relaxed), &mut report.deleted);
            if report.deleted > 0 {
                step(deleted(report.deleted), tidied.is_err(), 0);
            }
            tidied?;
        }
        Ok(report)
    }

    /// Takes over what is new on the server that is a source; where it fails, that is told and the rest goes on.
    fn update_from(
        &self,
        server: Option<&Account>,
        fetcher: &Fetcher,
        tell: &(dyn Fn(Step) -> bool + Sync),
    ) -> Result<Report> {
        let mut report = Report::default();
        let Some(account) = server else { return Ok(report) };
        match self.sync(fetcher, account, false, tell) {
            Ok(synced) => {
                report.tally.add(synced.arrived);
                report.partly = synced.partly;
                report.problem.clone_from(&synced.problem);
                report.synced = Some(synced);
            }
            Err(LibraryError::Wrong(what)) => {
                report.server_failed = true;
                report.problem = Some(what.clone());
                tell(Step { done: 0, total: 1, what, failed: true, arrived: 0 });
            }
            Err(error) => return Err(error),
        }
        Ok(report)
    }

    fn update_one(&self, fetcher: &Fetcher, s: &mut Subscription, progress: &Progress<'_>) -> Result<SourceOutcome> {
        let started = self.now();
        if s.next_check > started {
            let minutes = (s.next_check - started + 59) / 60;
            return Ok(SourceOutcome::Waiting(format!("asked to wait; will be asked again in {minutes} min")));
        }
        let outcome = if s.kind == Kind::Folder {
            self.update_folder(s, progress)
        } else {
            self.update_document(fetcher, s, progress)
        };
        let ended = match outcome {
            Ok(ended) => {
                // Stopped half-way it was not checked: what is left of a folder must be read the next time.
                if (progress.go_on)() && !matches!(ended, SourceOutcome::Empty) {
                    s.checked = Some(started);
                }
                (s.next_check, s.failures, s.failure) = (0, 0, None);
                ended
            }
            Err(Trouble::Library(error)) => return Err(error),
            Err(Trouble::Source(what, wait)) => {
                // A server may have its word in it: the names of its certificate.
                let what = sanitize::clean_line(&what);
                s.failures = s.failures.saturating_add(1);
                s.next_check = match wait {
                    Wait::Not => 0,
                    Wait::Asked(d) => started.saturating_add(i64::try_from(d.as_secs()).unwrap_or(LAST_WAIT)),
                    Wait::Longer => started + (FIRST_WAIT << s.failures.clamp(1, 9).saturating_sub(1)).min(LAST_WAIT),
                };
                s.failure = Some(what.clone());
                SourceOutcome::Failed(what)
            }
        };
        self.note_check(s)?;
        Ok(ended)
    }

    fn update_document(
        &self,
        fetcher: &Fetcher,
        s: &mut Subscription,
        progress: &Progress<'_>,
    ) -> std::result::Result<SourceOutcome, Trouble> {
        if let Some(path) = Url::parse(&s.address).ok().filter(|url| url.scheme() == "file") {
            return self.update_file(fetcher, s, &path, progress);
        }
        let limits = fetcher.limits();
        let begun = Instant::now();
        let wanted = Wanted {
            url: &s.address,
            etag: s.etag.as_deref(),
            last_modified: s.last_modified.as_deref(),
            ..Wanted::default()
        };
        let document = match fetcher.fetch(&wanted)? {
            Answer::Unchanged => return Ok(SourceOutcome::Done(ArticleCounts::default())),
            Answer::Document(document) => document,
        };
        // A source that waited for its turn has some time for its pages all the same.
        let until = (begun + limits.source).max(Instant::now() + limits.source.saturating_sub(limits.time));
        let taken = match s.kind {
            Kind::Feed => self.take_feed(fetcher, s, &document, until, (progress, progress.reading.take()))?,
            Kind::Page | Kind::Folder => {
                let article = loader::load(&document.bytes, &hint(&document)).map_err(|e| unreadable(&e))?;
                let page = article.into_iter().next().map(|article| Arrival {
                    article,
                    subscription: Some(s.id),
                    ..Arrival::default()
                });
                Taken { tally: self.put(page.as_slice(), progress.go_on)?, missing: None, whole: true }
            }
        };
        // Only once everything is kept: had it failed before, the server must not say "not changed" next time.
        if (progress.go_on)() && taken.whole {
            (s.etag, s.last_modified) = (document.etag, document.last_modified);
        }
        if let Some(moved) = document.moved {
            s.address = moved;
        }
        Ok(taken.outcome())
    }

    /// Takes the items of a feed that stands in a file.
    fn update_file(
        &self,
        fetcher: &Fetcher,
        s: &Subscription,
        address: &Url,
        progress: &Progress<'_>,
    ) -> std::result::Result<SourceOutcome, Trouble> {
        let wrong = |what: String| Trouble::Source(what, Wait::Not);
        let path = address.to_file_path().map_err(|()| wrong("no file has this name".into()))?;
        // Not before its turn: of many files only those that are read stand in memory.
        let turn = progress.reading.take();
        let read = inputs::at(&path).map_err(|e| wrong(inputs::said(&e)))?;
        let document = Document::at_hand(s.address.clone(), read.bytes);
        let until = Instant::now() + fetcher.limits().source;
        Ok(self.take_feed(fetcher, s, &document, until, (progress, turn))?.outcome())
    }

    /// Puts in the items of a feed.
    fn take_feed(
        &self,
        fetcher: &Fetcher,
        s: &Subscription,
        document: &Document,
        until: Instant,
        turn: (&Progress<'_>, Slot<'_>),
    ) -> std::result::Result<Taken, Trouble> {
        let feed = loader::load_feed(&document.bytes, &hint(document)).map_err(|e| unreadable(&e))?;
        let Some(feed) = feed else {
            let what = document.media_type.as_deref().unwrap_or("no declared type");
            let what = format!("the answer is no feed ({})", sanitize::clean_line(what));
            return Err(Trouble::Source(what, Wait::Not));
        };
        let mut taken = self.put_items(fetcher, s, &feed, until, turn)?;
        if feed.is_cut() {
            let what = "the feed breaks off, or lists too many items; what stands before that was read";
            (taken.missing, taken.whole) = (Some(what.into()), false);
        }
        Ok(taken)
    }
}

/// The subscriptions that are waited for.
#[derive(Default)]
struct Waiting(Mutex<Vec<(i64, String)>>);

impl Waiting {
    fn begin(&self, id: i64, name: &str) {
        lock(&self.0).push((id, name.to_owned()));
    }

    fn end(&self, id: i64) {
        lock(&self.0).retain(|(other, _)| *other != id);
    }

    /// "waiting for Harbor Wire, The Post and 3 more": those that are waited for the longest.
    fn told(&self) -> String {
        let all = lock(&self.0);
        let named: Vec<&str> = all.iter().take(NAMED).map(|(_, name)| name.as_str()).collect();
        let more = all.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("waiting for {}{more}", named.join(", "))
    }

    /// What is waited for once something is done; that itself where nothing is.
    fn told_after(&self, done: String) -> String {
        if lock(&self.0).is_empty() { done } else { self.told() }
    }
}

/// What keeps a subscription from being updated.
pub(super) enum Trouble {
    Source(String, Wait),
    Library(LibraryError),
}

/// How long a source is left alone.
pub(super) enum Wait {
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

fn hint(document: &Document) -> Hint {
    Hint { path: document.url.clone(), url: Some(document.url.clone()), media_type: document.media_type.clone() }
}

fn unreadable(error: &LoadError) -> Trouble {
    Trouble::Source(error.to_string(), Wait::Not)
}
