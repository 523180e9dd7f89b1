//! Articles of the server's feeds: the text of each is taken over once.
//!
//! The server lists the numbers of what it had since a moment, page by page; the text is asked for of those that are not
//! known, the oldest first, a round at a time. What is told of a feed's items is written as a JSON Feed and goes the way of
//! any other feed from there: it is cleaned, put into a story, indexed, and its page fetched where it breaks off.

use std::{
    collections::{BTreeMap, HashSet},
    mem,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Instant,
};

use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::json;

use super::{
    super::{
        ArticleCounts, FullText, Library, Result, Subscription,
        fetch::Fetcher,
        items::{Progress, Slots},
        lock, shelf,
    },
    ALL, ITEMS, Synced,
    item_ids::identities,
    marks::STATES,
    remote::{Remote, STARRED},
    wire::{Item, long},
};
use crate::{
    loader::{self, Hint},
    shelf::Step,
};

/// Items whose text is asked for before it is put in: what stands in memory at once.
const ROUND: usize = 1_000;
/// Feeds put in side by side, for where pages are waited for.
const AT_ONCE: usize = 8;

impl Library {
    /// Takes over what the server had since a moment, and what is starred there. Whether it came to the end.
    pub(super) fn take_articles(
        &self,
        remote: &Remote<'_>,
        since: i64,
        tell: &(dyn Fn(Step) -> bool + Sync),
        synced: &mut Synced,
    ) -> Result<bool> {
        let mut listed = remote.ids(STARRED, None, None)?.in_order;
        let all = remote.ids(ALL, None, Some(since))?;
        synced.summary.cut |= !all.whole;
        listed.extend(all.in_order.into_iter().rev());
        let wanted = self.unknown(&listed)?;
        let feeds: BTreeMap<String, Subscription> =
            self.to_fetch()?.into_iter().filter_map(|s| Some((s.remote.clone()?, s))).collect();
        let what = format!("reading what is new on {}", remote.name());
        let rounds = wanted.chunks(ROUND);
        let (last, mut done) = (rounds.len(), 0);
        for (k, round) in rounds.enumerate() {
            let mut by_feed: BTreeMap<String, Vec<Item>> = BTreeMap::new();
            for some in round.chunks(ITEMS) {
                let what = what.clone();
                if !tell(Step { done, total: wanted.len(), what, failed: false, arrived: 0 }) {
                    return Ok(false);
                }
                let mut told: HashSet<String> = HashSet::new();
                for item in remote.items(some)? {
                    told.insert(item.id.clone());
                    by_feed.entry(item.feed.clone()).or_default().push(item);
                }
                self.pass_over(some.iter().filter(|id| !told.contains(*id)))?;
                done += some.len();
            }
            let go_on = AtomicBool::new(true);
            let arrived = |new: usize| {
                let what = what.clone();
                let step = Step { done, total: wanted.len(), what, failed: false, arrived: new };
                go_on.fetch_and(tell(step), Relaxed);
            };
            let missing = Mutex::default();
            let round = Round {
                library: self,
                fetcher: remote.fetcher(),
                feeds: &feeds,
                pages: k + 1 == last,
                missing: &missing,
                go_on: &go_on,
            };
            let tally = round.put(by_feed, &arrived)?;
            synced.arrived.add(tally);
            for what in mem::take(&mut *lock(&missing)) {
                synced.partly += 1;
                synced.problem.get_or_insert_with(|| what.clone());
                tell(Step { done, total: wanted.len(), what, failed: true, arrived: 0 });
            }
            if !go_on.load(Relaxed) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Those that nothing is known of, in their order, each once.
    fn unknown(&self, listed: &[String]) -> Result<Vec<String>> {
        let mut seen = HashSet::new();
        self.read(|c| {
            let mut known = c.prepare("SELECT 1 FROM remote_item WHERE item = ?1")?;
            let mut unknown = Vec::new();
            for id in listed {
                if seen.insert(id) && !known.exists([id])? {
                    unknown.push(id.clone());
                }
            }
            Ok(unknown)
        })
    }

    /// Items that were listed, and of which nothing was told, are not asked for again.
    fn pass_over<'a>(&self, mut items: impl Iterator<Item = &'a String>) -> Result<()> {
        self.write(|t| {
            let mut pass = t.prepare_cached("INSERT OR IGNORE INTO remote_item (item, identity) VALUES (?1, '')")?;
            items.try_for_each(|id| pass.execute([id]).map(|_| ()))
        })
    }
}

/// Items on their way in, feed by feed.
struct Round<'a> {
    library: &'a Library,
    fetcher: &'a Fetcher,
    feeds: &'a BTreeMap<String, Subscription>,
    /// Pages are fetched for the newest items alone.
    pages: bool,
    /// What could not be had of which feed.
    missing: &'a Mutex<Vec<String>>,
    go_on: &'a AtomicBool,
}

impl Round<'_> {
    fn put(&self, by_feed: BTreeMap<String, Vec<Item>>, arrived: &(dyn Fn(usize) + Sync)) -> Result<ArticleCounts> {
        let reading = Slots::new(thread::available_parallelism().map_or(2, Into::into));
        let threads = AT_ONCE.min(by_feed.len());
        let (queue, outcome) = (Mutex::new(by_feed), Mutex::new(Ok(ArticleCounts::default())));
        let work = || {
            let go_on = || self.go_on.load(Relaxed);
            let progress = Progress { go_on: &go_on, arrived, pages: &|_, _| (), reading: &reading };
            while go_on() {
                let Some((feed, items)) = lock(&queue).pop_first() else { break };
                let put = self.put_feed(&feed, &items, &progress);
                let mut outcome = lock(&outcome);
                match (&mut *outcome, put) {
                    (Ok(sum), Ok(tally)) => sum.add(tally),
                    (Ok(_), Err(error)) => {
                        self.go_on.store(false, Relaxed);
                        *outcome = Err(error);
                    }
                    (Err(_), _) => {}
                }
            }
        };
        thread::scope(|scope| (0..threads).for_each(|_| _ = scope.spawn(work)));
        outcome.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Puts in the items of one feed, and notes what the server calls them and how they are marked there.
    fn put_feed(&self, feed: &str, items: &[Item], progress: &Progress<'_>) -> Result<ArticleCounts> {
        let mut tally = ArticleCounts::default();
        let Some(s) = self.feeds.get(feed) else {
            // Of a feed that is hidden there, or not subscribed to any more.
            self.library.pass_over(items.iter().map(|i| &i.id))?;
            return Ok(tally);
        };
        let full_text = if self.pages { s.full_text } else { FullText::Never };
        let source = Subscription { full_text, ..s.clone() };
        let document = document(s, items);
        let hint = Hint { path: s.address.clone(), url: Some(s.address.clone()), ..Hint::default() };
        if let Ok(Some(read)) = loader::load_feed(document.as_bytes(), &hint) {
            let until = Instant::now() + self.fetcher.limits().source;
            let turn = progress.reading.take();
            let taken = self.library.put_items(self.fetcher, &source, &read, until, (progress, turn))?;
            tally = taken.tally;
            lock(self.missing).extend(taken.missing.map(|what| format!("{}: {what}", s.title)));
        }
        if (progress.go_on)() {
            self.library.write(|t| note(t, items, s.id))?;
        }
        Ok(tally)
    }
}

/// Items as a JSON Feed, the newest first as feeds have them.
fn document(s: &Subscription, items: &[Item]) -> String {
    let items = items.iter().rev().map(|item| {
        let published = item.published.and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.to_string());
        let authors: Vec<_> = (!item.author.is_empty()).then(|| json!({"name": item.author})).into_iter().collect();
        let url = (!item.url.is_empty()).then_some(&item.url);
        json!({
            "id": long(&item.id), "url": url, "title": item.title, "content_html": item.html, "date_published": published,
            "authors": authors,
        })
    });
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": s.title, "home_page_url": s.site,
        "items": items.collect::<Vec<_>>(),
    })
    .to_string()
}

/// Notes what the server calls articles. One that nothing was done with here is marked as it is there; of the others the
/// exchange of marks decides.
fn note(t: &Transaction<'_>, items: &[Item], subscription: i64) -> rusqlite::Result<()> {
    for (item, identity) in items.iter().zip(identities(t, items, Some(subscription))?) {
        t.prepare_cached("INSERT OR REPLACE INTO remote_item (item, identity) VALUES (?1, ?2)")?
            .execute([&item.id, &identity])?;
        let here = t
            .prepare_cached("SELECT id, read, starred FROM article WHERE identity = ?1")?
            .query_row([&identity], |r| Ok((r.get::<_, i64>(0)?, [r.get::<_, bool>(1)?, r.get::<_, bool>(2)?])))
            .optional()?;
        let Some((article, here)) = here else { continue };
        for (((_, column, counted), here), there) in STATES.iter().zip(here).zip([item.read, item.starred]) {
            if here && !there {
                continue;
            }
            shelf::mark(t, article, column, counted, there)?;
            t.prepare_cached(&format!("UPDATE remote_item SET {column} = ?2 WHERE item = ?1"))?
                .execute(params![item.id, there])?;
        }
    }
    Ok(())
}
