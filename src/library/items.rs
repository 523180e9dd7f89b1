//! The items of a feed into the library: what is known is passed over, a summary is replaced by its page.
//!
//! One pass, the oldest first, an article at a time: a feed of ten thousand items takes the memory of its text. Items whose
//! page is wanted wait to the end, the newest of them only, so that the list fills before the slow part begins.

use std::{
    borrow::Cow,
    collections::{HashSet, VecDeque},
    mem,
    sync::{
        Condvar, Mutex, PoisonError,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
    time::Instant,
};

use super::{
    Arrival, ArticleCounts, FullText, Library, Result, Subscription,
    fetch::{Answer, FetchError, Fetcher, Wanted, address},
    lock,
    ready::Ready,
    store::{self, Standing},
    update::SourceOutcome,
};
use crate::{
    article::Article,
    loader::{self, Feed, Hint},
    text::links,
};

/// An item of fewer words may be a summary, where its feed does not say that it is the content.
const SUMMARY_WORDS: usize = 160;
/// Pages fetched for one feed at a time, the newest: the others keep their summaries.
const PAGES: usize = 40;
/// Pages of one feed fetched at once; of one host no more than any other two requests.
const PAGES_AT_ONCE: usize = 4;
/// The most bytes of such a page.
const PAGE_BYTES: u64 = 8 << 20;
/// Items put in at once …
pub(super) const TOGETHER: usize = 256;
/// … and so many, where each had to wait for its page.
const TOGETHER_WITH_PAGES: usize = 4;

/// Who is told of what a feed brings, and asked whether to go on.
pub(super) struct Progress<'a> {
    /// Whether to go on.
    pub(super) go_on: &'a (dyn Fn() -> bool + Sync),
    /// So many articles came in since the last time.
    pub(super) arrived: &'a (dyn Fn(usize) + Sync),
    /// So many pages were had, or not had, of so many.
    pub(super) pages: &'a (dyn Fn(usize, usize) + Sync),
    /// Sources whose items are read at once.
    pub(super) reading: &'a Slots,
}

/// What a source came to.
pub(super) struct Taken {
    /// What came in.
    pub(super) tally: ArticleCounts,
    /// What to tell about what was not had.
    pub(super) missing: Option<String>,
    /// All that it gave was read.
    pub(super) whole: bool,
}

impl Taken {
    /// How a subscription to a feed came out.
    pub(super) fn outcome(self) -> SourceOutcome {
        match self.missing {
            Some(what) if self.whole => SourceOutcome::WithoutPages(self.tally, what),
            Some(what) => SourceOutcome::Partly(self.tally, what),
            None => SourceOutcome::Done(self.tally),
        }
    }
}

impl Library {
    /// Puts in the items of a feed that are new or changed; the turn to read ends with its items, before their pages.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub(super) fn put_items(
        &self,
        fetcher: &Fetcher,
        s: &Subscription,
        feed: &Feed<'_>,
        until: Instant,
        (progress, turn): (&Progress<'_>, Slot<'_>),
    ) -> Result<Taken> {
        let (tally, missing) = self.take_in(progress, |intake| {
            let with_page = self.put_whole_items(s, feed, progress, intake)?;
            drop(turn);
            let asked = with_page.len();
            let (mut done, mut failed, mut reason) = (0_usize, 0_usize, None);
            let mut pages = Pages { fetcher, source: s, until, wanted: Mutex::new(with_page), go_on: progress.go_on };
            pages.fetch(|mut arrival, page| {
                done += 1;
                match page {
                    Ok(Some(full)) => arrival.article = full,
                    Ok(None) => {}
                    Err(error) => {
                        failed += 1;
                        // Feeds give summaries and whole texts alike: several paragraphs are more than a summary.
                        let several = arrival.article.blocks().filter(|b| b.kind.tells()).nth(1).is_some();
                        arrival.article.notices.push(if several {
                            format!("The page could not be fetched; this is the feed's text ({error})")
                        } else {
                            format!("Only the summary is here: the full text could not be fetched ({error})")
                        });
                        reason = Some(error);
                    }
                }
                intake.add(Some(arrival), TOGETHER_WITH_PAGES)?;
                (progress.pages)(done, asked);
                Ok(())
            })?;
            Ok(reason.map(|r| format!("{failed} of {done} full texts could not be fetched, the feed's are kept: {r}")))
        })?;
        Ok(Taken { tally, missing, whole: true })
    }

    /// Puts in the items that need no page, and gives those that do.
    fn put_whole_items(
        &self,
        s: &Subscription,
        feed: &Feed<'_>,
        progress: &Progress<'_>,
        intake: &mut Intake<'_>,
    ) -> Result<VecDeque<Arrival>> {
        let mut with_page: VecDeque<Arrival> = VecDeque::new();
        let shared = Shared::of(feed);
        // Feeds list the newest first.
        for item in (0..feed.len()).rev() {
            if !(progress.go_on)() || !intake.is_open() {
                break;
            }
            let Some(arrival) = arrival(feed, item, s, &shared) else { continue };
            match self.standing(&arrival)? {
                Standing::Same(_) | Standing::LetGo => {}
                Standing::New | Standing::Changed(_) if wants_page(s, feed, item, &arrival.article) => {
                    with_page.push_back(arrival);
                    if with_page.len() > PAGES {
                        intake.add(with_page.pop_front(), TOGETHER)?;
                    }
                }
                Standing::New | Standing::Changed(_) | Standing::Orphan(_) => intake.add(Some(arrival), TOGETHER)?,
            }
        }
        intake.put()?;
        Ok(with_page)
    }
}

fn wants_page(s: &Subscription, feed: &Feed<'_>, item: usize, article: &Article) -> bool {
    // An item may link to a file or a mail address: nothing is to be fetched there.
    article.url.as_deref().is_some_and(|url| address(url) != Err(FetchError::Address))
        && match s.full_text {
            FullText::Always => true,
            FullText::Auto => breaks_off(article) || article.words() < SUMMARY_WORDS && !feed.gives_content(item),
            FullText::Never => false,
        }
}

/// Pages of items on their way, a few side by side.
struct Pages<'a> {
    fetcher: &'a Fetcher,
    source: &'a Subscription,
    /// When they are given up.
    until: Instant,
    wanted: Mutex<VecDeque<Arrival>>,
    go_on: &'a (dyn Fn() -> bool + Sync),
}

/// What a page came to: the whole article where it tells more than the item, or why it was not had.
type PageFetched = std::result::Result<Option<Article>, String>;

impl Pages<'_> {
    /// Fetches them all and hands each over as it comes.
    fn fetch(&mut self, mut take: impl FnMut(Arrival, PageFetched) -> Result<()>) -> Result<()> {
        let threads = PAGES_AT_ONCE.min(lock(&self.wanted).len());
        let (send, received) = mpsc::channel();
        let pages = &*self;
        thread::scope(|scope| {
            for _ in 0..threads {
                let send = send.clone();
                scope.spawn(move || {
                    while let Some(arrival) = pages.next() {
                        let page = pages.full_text(&arrival.article);
                        if send.send((arrival, page)).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(send);
            received.into_iter().try_for_each(|(arrival, page)| take(arrival, page))
        })
    }

    fn next(&self) -> Option<Arrival> {
        if (self.go_on)() { lock(&self.wanted).pop_front() } else { None }
    }

    /// The article of an item's page, with what the item says of it; none where the page tells no more than the item.
    fn full_text(&self, item: &Article) -> PageFetched {
        let url = links::without_tracking(item.url.as_deref().unwrap_or_default());
        let wanted = Wanted {
            url: &url,
            named_by: Some(&self.source.address),
            until: Some(self.until),
            most: Some(PAGE_BYTES),
            ..Wanted::default()
        };
        let answer = self.fetcher.fetch(&wanted).map_err(|e| e.to_string())?;
        let Answer::Document(document) = answer else { return Ok(None) };
        let hint = Hint { path: item.path.clone(), url: Some(document.url), media_type: document.media_type };
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
        Ok(Some(article))
    }
}

/// Room for so many at once.
pub(super) struct Slots {
    free: Mutex<usize>,
    freed: Condvar,
}

/// One of them, given back when it is dropped.
pub(super) struct Slot<'a>(&'a Slots);

impl Slots {
    pub(super) fn new(count: usize) -> Self {
        Self { free: Mutex::new(count.max(1)), freed: Condvar::new() }
    }

    pub(super) fn take(&self) -> Slot<'_> {
        let mut free = lock(&self.free);
        while *free == 0 {
            free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        Slot(self)
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *lock(&self.0.free) += 1;
        self.0.freed.notify_one();
    }
}

/// Articles on their way in: made ready here, a batch at a time, while another thread writes those before.
pub(super) struct Intake<'a> {
    library: &'a Library,
    waiting: Vec<Arrival>,
    ready: SyncSender<Vec<Ready<'static>>>,
    /// Nobody takes what is made ready: the reader stopped it, or the library fails.
    closed: bool,
}

impl Library {
    /// Takes in what `read` gives, and counts it.
    pub(super) fn take_in<T>(
        &self,
        progress: &Progress<'_>,
        read: impl FnOnce(&mut Intake<'_>) -> Result<T>,
    ) -> Result<(ArticleCounts, T)> {
        let (ready, batches) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            let writing = scope.spawn(move || self.put_batches(&batches, progress));
            let mut intake = Intake { library: self, waiting: Vec::new(), ready, closed: false };
            let read = read(&mut intake).and_then(|value| intake.put().map(|()| value));
            drop(intake);
            let tally = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok((tally, read?))
        })
    }

    fn put_batches(&self, batches: &Receiver<Vec<Ready<'static>>>, progress: &Progress<'_>) -> Result<ArticleCounts> {
        let mut tally = ArticleCounts::default();
        while let Ok(batch) = batches.recv()
            && (progress.go_on)()
        {
            let some = self.put_ready(batch)?;
            tally.add(some);
            if some.new > 0 {
                (progress.arrived)(some.new);
            }
        }
        Ok(tally)
    }
}

impl Intake<'_> {
    /// Adds articles, and passes them on once there are so many.
    pub(super) fn add(&mut self, arrivals: impl IntoIterator<Item = Arrival>, together: usize) -> Result<()> {
        self.waiting.extend(arrivals);
        if self.waiting.len() >= together { self.put() } else { Ok(()) }
    }

    /// Whether more is wanted.
    pub(super) fn is_open(&self) -> bool {
        !self.closed
    }

    /// Passes on what waits.
    pub(super) fn put(&mut self) -> Result<()> {
        if !self.closed && !self.waiting.is_empty() {
            let ready = self.library.make_ready(Cow::Owned(mem::take(&mut self.waiting)))?;
            self.closed = self.ready.send(ready).is_err();
        }
        Ok(())
    }
}

/// What several items of a feed give alike: it does not tell them apart, whatever it is called.
#[derive(Default)]
struct Shared {
    ids: HashSet<String>,
    addresses: HashSet<String>,
}

impl Shared {
    fn of(feed: &Feed<'_>) -> Self {
        let items = || 0..feed.len();
        Self {
            ids: twice(items().filter_map(|item| feed.id(item).map(str::to_owned))),
            addresses: twice(items().filter_map(|item| store::of_address(feed.address(item)?))),
        }
    }
}

fn twice(all: impl Iterator<Item = String>) -> HashSet<String> {
    let (mut seen, mut twice) = (HashSet::new(), HashSet::new());
    for one in all {
        if let Some(again) = seen.replace(one) {
            twice.insert(again);
        }
    }
    twice
}

fn arrival(feed: &Feed<'_>, item: usize, s: &Subscription, shared: &Shared) -> Option<Arrival> {
    let article = feed.article(item)?;
    let address = article.url.as_deref();
    let apart = address.and_then(store::of_address).is_some_and(|a| shared.addresses.contains(&a));
    let own = feed.id(item).filter(|id| !shared.ids.contains(*id)).map(str::to_owned);
    // An item without an id of its own is told apart by its address, by the part of a page that it links to, by its title.
    let id = own.or_else(|| match address {
        Some(address) if !apart || address.contains('#') => Some(address.to_owned()),
        _ if !article.title_derived => Some(format!("{}\n{}", address.unwrap_or_default(), article.title)),
        _ => Some(format!("{:x}", store::text_hash(&article))),
    });
    Some(Arrival {
        given: store::text_hash(&article),
        subscription: Some(s.id),
        id,
        apart,
        article,
        ..Arrival::default()
    })
}

/// Whether an item ends as a summary of its page does.
fn breaks_off(item: &Article) -> bool {
    let end = item.sentences.last().map_or("", |s| s.text.as_str()).trim_end_matches([']', ')', '.', ' ', '>', '»']);
    let end = end.to_lowercase();
    ["…", "[&hellip;", "read more", "continue reading", "weiterlesen", "lire la suite", "leer más"]
        .iter()
        .any(|tail| end.ends_with(tail))
}
