//! The items of a feed into the library: what is known is passed over, a summary is replaced by its page.
//!
//! One pass, the oldest first, an article at a time: a feed of ten thousand items takes the memory of its text. Items whose
//! page is wanted wait to the end, the newest of them only, so that the list fills before the slow part begins.

use std::collections::{HashSet, VecDeque};

use super::{
    Arrival, FullText, Library, Result, Subscription, Tally,
    fetch::{Answer, Document, Fetcher, Wanted},
    store::{self, Standing},
};
use crate::{
    article::Article,
    loader::{self, Feed, Hint},
};

/// An item of fewer words may be a summary.
const SUMMARY_WORDS: usize = 160;
/// Pages fetched for one feed at a time, the newest: the others keep their summaries.
const PAGES: usize = 40;
/// Items put in at once …
pub(super) const TOGETHER: usize = 256;
/// … and so many, where each had to wait for its page.
const TOGETHER_WITH_PAGES: usize = 4;

/// Who is told of what a feed brings, and asked whether to go on.
pub(super) struct Progress<'a> {
    /// Whether to go on.
    pub(super) go_on: &'a dyn Fn() -> bool,
    /// So many articles came in since the last time.
    pub(super) arrived: &'a dyn Fn(usize),
}

/// What a feed came to: what came in, and what to tell about pages that were not had.
pub(super) type Taken = (Tally, Option<String>);

impl Library {
    /// Puts in the items of a feed that are new or changed.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub(super) fn put_items(
        &self,
        fetcher: &Fetcher,
        s: &Subscription,
        feed: &Feed<'_>,
        progress: &Progress<'_>,
    ) -> Result<Taken> {
        let mut intake = Intake::new(self, progress);
        let mut with_page: VecDeque<Arrival> = VecDeque::new();
        let shared = shared_addresses(feed);
        // Feeds list the newest first.
        for item in (0..feed.len()).rev() {
            if !(progress.go_on)() {
                break;
            }
            let Some(arrival) = arrival(feed, item, s, &shared) else { continue };
            match self.standing(&arrival)? {
                Standing::Same(_) | Standing::LetGo => {}
                Standing::New | Standing::Changed(_) if wants_page(s, &arrival.article) => {
                    with_page.push_back(arrival);
                    if with_page.len() > PAGES {
                        intake.add(with_page.pop_front(), TOGETHER)?;
                    }
                }
                Standing::New | Standing::Changed(_) | Standing::Orphan(_) => intake.add(Some(arrival), TOGETHER)?,
            }
        }
        intake.put()?;
        let (mut asked, mut failed, mut reason) = (0_usize, 0_usize, None);
        for mut arrival in with_page {
            if !(progress.go_on)() {
                break;
            }
            asked += 1;
            match full_text(fetcher, &arrival.article) {
                Ok(Some((full, document))) => {
                    arrival.article = full;
                    arrival.raw = Some((document.bytes, document.media_type));
                }
                Ok(None) => {}
                Err(error) => {
                    failed += 1;
                    arrival.article.notices.push(format!("Only the summary: the page was not had, {error}"));
                    reason = Some(error);
                }
            }
            intake.add(Some(arrival), TOGETHER_WITH_PAGES)?;
        }
        intake.put()?;
        let missing = reason.map(|r| format!("{failed} of {asked} pages were not had, their summaries are kept ({r})"));
        Ok((intake.tally(), missing))
    }
}

/// Articles on their way in, put a few at a time.
pub(super) struct Intake<'a> {
    library: &'a Library,
    progress: &'a Progress<'a>,
    ready: Vec<Arrival>,
    tally: Tally,
}

impl<'a> Intake<'a> {
    pub(super) fn new(library: &'a Library, progress: &'a Progress<'a>) -> Self {
        Self { library, progress, ready: Vec::new(), tally: Tally::default() }
    }

    pub(super) fn add(&mut self, arrivals: impl IntoIterator<Item = Arrival>, together: usize) -> Result<()> {
        self.ready.extend(arrivals);
        if self.ready.len() >= together { self.put() } else { Ok(()) }
    }

    /// What came in.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Puts in what waits.
    pub(super) fn put(&mut self) -> Result<()> {
        let some = self.library.put(&self.ready, self.progress.go_on)?;
        self.ready.clear();
        self.tally.new += some.new;
        self.tally.changed += some.changed;
        if some.new > 0 {
            (self.progress.arrived)(some.new);
        }
        Ok(())
    }
}

/// The addresses that several items of a feed give: there, the address does not tell them apart.
fn shared_addresses(feed: &Feed<'_>) -> HashSet<String> {
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    for identity in (0..feed.len()).filter_map(|item| store::of_address(feed.address(item)?)) {
        if let Some(again) = seen.replace(identity) {
            shared.insert(again);
        }
    }
    shared
}

fn arrival(feed: &Feed<'_>, item: usize, s: &Subscription, shared: &HashSet<String>) -> Option<Arrival> {
    let article = feed.article(item)?;
    let address = article.url.as_deref();
    Some(Arrival {
        given: store::text_hash(&article),
        subscription: Some(s.id),
        // An item without an id of its own may still be told apart by the part of its page that it links to.
        id: feed.id(item).or(address).map(str::to_owned),
        apart: address.and_then(store::of_address).is_some_and(|a| shared.contains(&a)),
        article,
        ..Arrival::default()
    })
}

fn wants_page(s: &Subscription, item: &Article) -> bool {
    item.url.is_some()
        && match s.full_text {
            FullText::Always => true,
            FullText::Auto => is_summary(item),
            FullText::Never => false,
        }
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
