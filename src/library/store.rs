//! Articles into the library: new ones, changed ones, and those it knows.

use std::{
    borrow::Cow,
    collections::{HashSet, VecDeque},
    mem,
};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    Library, Result,
    grouping::{self, Grouper},
    lock,
    ready::{self, Ready},
    timeline::Timeline,
};
use crate::{
    article::{Article, Published},
    shelf::ArticleKey,
    text::{hash::fnv1a, links},
};

/// An article as a source gave it.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// The article.
    pub article: Article,
    /// The subscription that brought it.
    pub subscription: Option<i64>,
    /// What the source calls it: then it is known again when its address changes.
    pub id: Option<String>,
    /// Another article of the same source has the same address: the id tells them apart.
    pub apart: bool,
    /// The id names a place, a file, in which another article may stand some day.
    pub in_place: bool,
    /// A hash of what the source gave; 0 to take the article's own text. An item's full text may come from its page:
    /// then the item says whether anything changed, not the page.
    pub given: i64,
}

/// What became of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    New(ArticleKey),
    /// Its text changed; the former one was kept.
    Changed(ArticleKey),
    /// It is there already.
    Known(ArticleKey),
    /// It was there and was deleted.
    LetGo,
}

/// Outcomes, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArticleCounts {
    /// New articles.
    pub new: usize,
    /// Changed articles.
    pub changed: usize,
}

impl ArticleCounts {
    pub(super) fn add(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
    }
}

/// An article of which one sentence in so many stayed was edited; where fewer did, another took its place.
const EDITED: usize = 3;

/// Articles put in one transaction; fewer where a reader waits to set a mark.
const BATCH: usize = 256;

impl Library {
    /// Puts articles in, the older ones first, and groups them into stories. What was put is kept whatever happens
    /// next; `go_on` is asked between batches.
    ///
    /// # Errors
    /// When the library cannot be written. Batches before the failure are kept.
    pub fn put(&self, arrivals: &[Arrival], go_on: &dyn Fn() -> bool) -> Result<ArticleCounts> {
        let mut tally = ArticleCounts::default();
        for batch in arrivals.chunks(BATCH) {
            if !go_on() {
                break;
            }
            tally.add(self.put_ready(self.make_ready(Cow::Borrowed(batch))?)?);
        }
        Ok(tally)
    }

    /// Puts in articles that are ready.
    pub(super) fn put_ready(&self, ready: Vec<Ready<'_>>) -> Result<ArticleCounts> {
        let mut tally = ArticleCounts::default();
        let mut waiting = VecDeque::from(ready);
        while !waiting.is_empty() {
            self.give_way();
            tally.add(self.write_grouped(|t, grouper| self.put_some(t, grouper, &mut waiting))?);
        }
        Ok(tally)
    }

    /// Puts in what waits, or some of it where a reader waits for a turn to write.
    fn put_some(
        &self,
        t: &Transaction<'_>,
        grouper: &mut Grouper,
        waiting: &mut VecDeque<Ready<'_>>,
    ) -> rusqlite::Result<ArticleCounts> {
        let moment = Moment { clock: self.now(), timeline: Timeline::load(t, self.now())? };
        let (mut tally, mut written) = (ArticleCounts::default(), Vec::new());
        while let Some(mut ready) = waiting.pop_front() {
            match put(t, grouper, &mut ready, &moment)? {
                Outcome::New(key) => {
                    tally.new += 1;
                    written.push((key.0, ready));
                }
                Outcome::Changed(key) => {
                    tally.changed += 1;
                    written.push((key.0, ready));
                }
                Outcome::Known(_) | Outcome::LetGo => {}
            }
            if self.is_waited_for() {
                break;
            }
        }
        index(t, &written)?;
        Ok(tally)
    }

    /// Writes all of it or nothing, with what puts articles into stories.
    pub(super) fn write_grouped<T>(
        &self,
        f: impl FnOnce(&Transaction<'_>, &mut Grouper) -> rusqlite::Result<T>,
    ) -> Result<T> {
        // One grouper for all threads: a batch is one writer's turn anyway.
        let mut slot = lock(&self.grouper);
        let mut grouper = match slot.take() {
            Some(grouper) => grouper,
            None => self.read(Grouper::load)?,
        };
        // On failure the grouper is dropped: what it counted was rolled back.
        let value = self.write_much(|t| {
            grouper.catch_up(t)?;
            let value = f(t, &mut grouper)?;
            grouper.save_at_times(t)?;
            Ok(value)
        })?;
        *slot = Some(grouper);
        Ok(value)
    }

    /// Keeps what was counted of the articles that came last.
    pub(super) fn save_counts(&self) -> Result<()> {
        match lock(&self.grouper).as_mut() {
            Some(grouper) if grouper.has_counted() => self.write_much(|t| grouper.save(t)),
            _ => Ok(()),
        }
    }

    /// What the library knows of an arrival.
    pub(super) fn standing(&self, arrival: &Arrival) -> Result<Standing> {
        self.read(|c| standing(c, arrival))
    }
}

/// What the library knows of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    New,
    /// It is there as it was given.
    Same(i64),
    /// It is there as it was given, and the subscription that brought it ended.
    Orphan(i64),
    /// It is there with another text.
    Changed(i64),
    /// It was there and was deleted.
    LetGo,
}

fn standing(c: &Connection, arrival: &Arrival) -> rusqlite::Result<Standing> {
    type Found = (i64, i64, Option<i64>);
    let read = |r: &rusqlite::Row<'_>| -> rusqlite::Result<Found> { Ok((r.get(0)?, r.get(1)?, r.get(2)?)) };
    let mut found = None;
    if let (Some(subscription), Some(id)) = (arrival.subscription, &arrival.id) {
        found = c
            .prepare_cached("SELECT id, given, subscription FROM article WHERE subscription = ?1 AND item = ?2")?
            .query_row(params![subscription, id], read)
            .optional()?;
        if arrival.in_place
            && let Some((former, before, _)) = found
            && before != given(arrival)
            && !is_edited(c, former, &arrival.article)
        {
            found = None;
        }
    }
    let identity = identity(arrival);
    if found.is_none() {
        found = c
            .prepare_cached("SELECT id, given, subscription FROM article WHERE identity = ?1")?
            .query_row([&identity], read)
            .optional()?;
    }
    Ok(match found {
        None if is_gone(c, &identity)? => Standing::LetGo,
        None => Standing::New,
        // Two feeds of one outlet word the same article differently: the one that brought it has its say.
        Some((id, _, Some(owner))) if arrival.subscription.is_some_and(|s| s != owner) => Standing::Same(id),
        Some((id, before, owner)) if before == given(arrival) => {
            let orphan = owner.is_none() && arrival.subscription.is_some();
            if orphan { Standing::Orphan(id) } else { Standing::Same(id) }
        }
        Some((id, ..)) => Standing::Changed(id),
    })
}

/// Whether a text is an article's with some of it changed, and no other article. What is damaged cannot say.
fn is_edited(c: &Connection, id: i64, article: &Article) -> bool {
    let Ok(Some(former)) = article_of(c, id) else { return true };
    let known: HashSet<&str> = former.sentences.iter().map(|s| s.text.as_str()).collect();
    let kept = article.sentences.iter().filter(|s| known.contains(s.text.as_str())).count();
    former.title == article.title || kept * EDITED >= former.sentences.len().min(article.sentences.len())
}

fn given(arrival: &Arrival) -> i64 {
    if arrival.given == 0 { text_hash(&arrival.article) } else { arrival.given }
}

/// When articles come in.
struct Moment {
    /// By the computer's clock.
    clock: i64,
    /// In the library's own time.
    timeline: Timeline,
}

/// Puts one article in. The words of one that is new or changed are indexed by [`index`].
fn put(
    t: &Transaction<'_>,
    grouper: &mut Grouper,
    ready: &mut Ready<'_>,
    moment: &Moment,
) -> rusqlite::Result<Outcome> {
    let arrival = &*ready.arrival;
    match standing(t, arrival)? {
        Standing::New => {}
        Standing::Same(id) => return Ok(Outcome::Known(ArticleKey(id))),
        Standing::Orphan(id) => {
            t.prepare_cached("UPDATE article SET subscription = ?2, item = coalesce(?3, item) WHERE id = ?1")?
                .execute(params![id, arrival.subscription, arrival.id])?;
            return Ok(Outcome::Known(ArticleKey(id)));
        }
        Standing::Changed(id) => return change(t, id, ready, moment),
        Standing::LetGo => return Ok(Outcome::LetGo),
    }
    if arrival.in_place {
        t.prepare_cached("UPDATE article SET item = NULL WHERE subscription = ?1 AND item = ?2")?
            .execute(params![arrival.subscription, arrival.id])?;
    }
    let Moment { clock, timeline } = moment;
    let time = arrival.article.published.map_or(timeline.today(*clock), |p| timeline.place(p, *clock));
    Ok(Outcome::New(ArticleKey(insert(t, grouper, ready, [time, timeline.now])?)))
}

/// Puts an article in and into a story, at its place in time and with the library's own time of its arrival. Its words are
/// indexed by [`index`].
pub(super) fn insert(
    t: &Transaction<'_>,
    grouper: &mut Grouper,
    ready: &mut Ready<'_>,
    [time, arrived]: [i64; 2],
) -> rusqlite::Result<i64> {
    let Ready { arrival, made } = ready;
    let article = &arrival.article;
    let place = grouper.place(t, mem::take(&mut made.signature), mem::take(&mut made.spelled))?;
    t.prepare_cached(
        "INSERT INTO article
           (identity, subscription, item, story, source, title, url, published, time, arrived, words, carries, given,
            derived)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        made.identity,
        arrival.subscription,
        arrival.id,
        place.story,
        article.source,
        article.title,
        article.url,
        article.published.map(|p| p.to_string()),
        time,
        arrived,
        made.words,
        place.carries,
        made.given,
        article.title_derived,
    ])?;
    let id = t.last_insert_rowid();
    write_body(t, id, ready)?;
    grouper.settle(t, id, place)?;
    Ok(id)
}

/// Keeps the former text and puts the new one in its place. Read and starred state and the story stay.
fn change(t: &Transaction<'_>, id: i64, ready: &Ready<'_>, moment: &Moment) -> rusqlite::Result<Outcome> {
    let Ready { arrival, made } = ready;
    let article = &arrival.article;
    // A damaged text is replaced like any other.
    if let Ok(Some(former)) = article_of(t, id)
        && text_hash(&former) == made.text_hash
    {
        t.execute("UPDATE article SET given = ?2 WHERE id = ?1", params![id, made.given])?;
        return Ok(Outcome::Known(ArticleKey(id)));
    }
    t.execute(
        "INSERT INTO version (article, replaced, content) SELECT article, ?2, content FROM body WHERE article = ?1",
        params![id, moment.clock],
    )?;
    let published = article.published.map(|p| p.to_string());
    t.execute(
        "UPDATE article SET title = ?2, url = ?3, words = ?4, given = ?5, published = coalesce(?6, published),
           subscription = coalesce(subscription, ?7), item = coalesce(?8, item), derived = ?9
         WHERE id = ?1",
        params![
            id,
            article.title,
            article.url,
            made.words,
            made.given,
            published,
            arrival.subscription,
            arrival.id,
            article.title_derived,
        ],
    )?;
    // Its new address may be another article's already: then it goes by the old one.
    t.execute("UPDATE OR IGNORE article SET identity = ?2 WHERE id = ?1", params![id, made.identity])?;
    grouping::lead(t, t.query_row("SELECT story FROM article WHERE id = ?1", [id], |r| r.get(0))?)?;
    write_body(t, id, ready)?;
    Ok(Outcome::Changed(ArticleKey(id)))
}

fn write_body(t: &Transaction<'_>, id: i64, ready: &Ready<'_>) -> rusqlite::Result<()> {
    t.prepare_cached("INSERT OR REPLACE INTO body (article, content) VALUES (?1, ?2)")?
        .execute(params![id, ready.made.content])?;
    Ok(())
}

/// Puts the words of articles into the index, all in a row: any other statement between them would make the index write
/// what it has gathered.
pub(super) fn index(t: &Transaction<'_>, written: &[(i64, Ready<'_>)]) -> rusqlite::Result<()> {
    let mut insert =
        t.prepare_cached("INSERT OR REPLACE INTO search (rowid, title, body, source) VALUES (?1, ?2, ?3, ?4)")?;
    for (id, ready) in written {
        let article = &ready.arrival.article;
        insert.execute(params![id, article.title, ready.made.searched, article.source])?;
    }
    Ok(())
}

/// The article of a row, whole; none when the row is not there.
pub(super) fn article_of(c: &Connection, id: i64) -> rusqlite::Result<Option<Article>> {
    let content = c
        .prepare_cached("SELECT content FROM body WHERE article = ?1")?
        .query_row([id], |r| r.get::<_, Vec<u8>>(0))
        .optional()?;
    content.map(|bytes| ready::unpack(&bytes)).transpose()
}

fn is_gone(c: &Connection, identity: &str) -> rusqlite::Result<bool> {
    c.prepare_cached("SELECT 1 FROM gone WHERE identity = ?1")?.exists([identity])
}

/// What makes an article the same on every fetch, besides what its source calls it: its address without what trackers
/// add, and that name where articles share the address; where it has no address, its source, title and date.
pub(super) fn identity(arrival: &Arrival) -> String {
    let Arrival { article, subscription, .. } = arrival;
    match (article.url.as_deref().and_then(of_address), &arrival.id) {
        (Some(address), Some(id)) if arrival.apart => format!("{address}\n{id}"),
        (Some(address), _) => address,
        (None, _) => {
            let date = article.published.map(|p| p.to_string()).unwrap_or_default();
            let from = subscription.map_or_else(|| article.path.clone(), |s| s.to_string());
            format!("{from}\n{}\n{}\n{date}", article.source, article.title)
        }
    }
}

/// The identity of the article at an address.
pub(super) fn of_address(url: &str) -> Option<String> {
    let mut url = url::Url::parse(url).ok()?;
    url.set_fragment(None);
    if url.query().is_some() {
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !links::is_tracking(name))
            .map(|(n, v)| (n.into_owned(), v.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
    }
    Some(url.into())
}

/// A hash of what an article says: title and sentences.
pub(super) fn text_hash(article: &Article) -> i64 {
    let texts = std::iter::once(article.title.as_str()).chain(article.sentences.iter().map(|s| s.text.as_str()));
    let hash = fnv1a(texts.flat_map(|t| t.bytes().chain([0])));
    // 0 means "not known".
    hash.max(1).cast_signed()
}

/// Seconds since 1970 that a date stands for in a list: noon where only the day is known.
pub(super) fn moment(date: Published) -> i64 {
    if let Published::Instant(t, _) = date {
        return t.as_second();
    }
    let noon = date.first_day().at(12, 0, 0, 0);
    jiff::tz::Offset::UTC.to_timestamp(noon).map_or(0, jiff::Timestamp::as_second)
}
