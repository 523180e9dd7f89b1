//! Old articles go, by age and count, a few at each fetch, and can be restored for a while. What the reader starred, wrote a
//! note on or put into a story stays; and it is remembered what went, so that a feed which still lists it does not bring it
//! back.
//!
//! Age counts in the library's own time, from the fetch that brought an article: an archive that was added today is not old,
//! and no clock makes anything old.

use rusqlite::{Transaction, params};

use super::{Kind, Library, Result, Subscription, grouping, timeline::DAY};

/// How long a feed's articles are kept where the reader set nothing; those of pages and folders are kept for good.
const KEPT_DAYS: u32 = 365;
/// How many articles of a feed are kept where the reader set nothing.
const KEPT_ARTICLES: u32 = 20_000;
/// Articles deleted at one fetch, at the least …
const STEP: usize = 500;
/// … and where the library is large, one in so many.
const STEP_SHARE: usize = 40;
/// Articles deleted in one transaction.
const BATCH: usize = 100;
/// Days for which articles are compared with new ones, after which their signatures go.
const COMPARED_DAYS: i64 = 45;
/// Days for which what was deleted can be restored.
const RESTORED_DAYS: i64 = 60;
/// Days for which it is remembered that an article went: by then no feed lists it any more.
const GONE_DAYS: i64 = 400;
/// The file is written anew when so much of it, and so many bytes, would be freed.
const WASTED_SHARE: f64 = 0.25;
const WASTED_BYTES: i64 = 16 << 20;

/// What no limit lets go: what the reader starred, put where it is, or wrote a note on.
pub(super) const NOT_THE_READERS: &str =
    "NOT starred AND NOT pinned AND NOT EXISTS (SELECT 1 FROM note WHERE note.article = article.id)";

/// When the text of a deleted article was replaced by that of the same article come again: no earlier than its former texts,
/// which have their time from the clock.
pub(super) const LAST_REPLACED: &str =
    "max(l.at, coalesce((SELECT max(v.replaced) FROM let_go_version v WHERE v.let_go = l.id), l.at))";

impl Library {
    /// Lets go what is too old or too much, by each subscription's own limits, and counts the articles in `gone`; what is
    /// left over at the end of a step goes at the next fetch. `go_on` is asked between batches.
    ///
    /// # Errors
    /// When the library cannot be written. Batches before the failure are done, and counted.
    pub fn tidy(&self, go_on: &dyn Fn() -> bool, gone: &mut usize) -> Result<()> {
        let now = self.timeline()?.now;
        let most = STEP.max(self.size()?.articles / STEP_SHARE);
        for s in self.subscribed()? {
            while go_on() && *gone < most {
                match self.write(|t| let_go_batch(t, &s, now, BATCH.min(most - *gone)))? {
                    0 => break,
                    some => *gone += some,
                }
            }
        }
        self.write(|t| {
            t.execute("DELETE FROM gone WHERE at < ?1", [now - GONE_DAYS * DAY])?;
            t.execute("DELETE FROM let_go WHERE at < ?1", [now - RESTORED_DAYS * DAY])?;
            let old = now - COMPARED_DAYS * DAY;
            let table = "SELECT s.article FROM signature s JOIN article a ON a.id = s.article WHERE a.arrived < ?1";
            t.execute(&format!("DELETE FROM lead WHERE article IN ({table})"), [old])?;
            t.execute(&format!("DELETE FROM signature WHERE article IN ({table})"), [old])
        })?;
        self.shrink()
    }

    /// Writes the file anew where that frees much.
    fn shrink(&self) -> Result<()> {
        let (free, pages, size): (i64, i64, i64) = self.read(|c| {
            let ask = |name| c.pragma_query_value(None, name, |r| r.get(0));
            Ok((ask("freelist_count")?, ask("page_count")?, ask("page_size")?))
        })?;
        if free * size >= WASTED_BYTES && free as f64 >= WASTED_SHARE * pages as f64 {
            self.alone(|c| c.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"))?;
        }
        Ok(())
    }
}

/// One batch of articles of a subscription beyond its limits.
fn let_go_batch(t: &Transaction<'_>, s: &Subscription, now: i64, most: usize) -> rusqlite::Result<usize> {
    let (days, articles) = match s.kind {
        Kind::Feed => (s.keep_days.or(Some(KEPT_DAYS)), s.keep_articles.or(Some(KEPT_ARTICLES))),
        Kind::Page | Kind::Folder => (s.keep_days, s.keep_articles),
    };
    let mut gone: Vec<i64> = Vec::new();
    if let Some(days) = days {
        gone = t
            .prepare_cached(&format!(
                "SELECT id FROM article WHERE subscription = ?1 AND arrived < ?2 AND {NOT_THE_READERS}
                 ORDER BY arrived, time LIMIT ?3"
            ))?
            .query_map(params![s.id, now - i64::from(days) * DAY, most], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
    }
    if let (Some(articles), true) = (articles, gone.is_empty()) {
        // What came last stays: by the fetch that brought it, whose time no clock sets back, and then by date.
        gone = t
            .prepare_cached(&format!(
                "SELECT id FROM article WHERE subscription = ?1 AND {NOT_THE_READERS}
                 ORDER BY arrived DESC, time DESC, id DESC LIMIT ?2 OFFSET ?3"
            ))?
            .query_map(params![s.id, most, articles], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
    }
    let mut stays_away =
        t.prepare_cached("INSERT OR REPLACE INTO gone (identity, at) SELECT identity, ?2 FROM article WHERE id = ?1")?;
    for id in &gone {
        stays_away.execute([*id, now])?;
    }
    delete(t, &gone, now)?;
    Ok(gone.len())
}

/// Deletes articles so that they can be restored: the only place that deletes any. One that was deleted before and came again
/// is kept once, with the texts of both times.
pub(super) fn delete(t: &Transaction<'_>, articles: &[i64], now: i64) -> rusqlite::Result<()> {
    let mut stories: Vec<i64> = Vec::new();
    for id in articles {
        t.prepare_cached(&format!(
            "INSERT INTO let_go_version (let_go, replaced, content)
             SELECT l.id, {LAST_REPLACED}, l.content FROM article a
             JOIN let_go l ON l.identity = a.identity JOIN body b ON b.article = a.id
             WHERE a.id = ?1 AND l.content <> b.content"
        ))?
        .execute([*id])?;
        t.prepare_cached(
            "INSERT INTO let_go (identity, at, subscription, item, source, title, time, read, given, content)
             SELECT identity, ?2, subscription, item, source, title, time, read, given, content
             FROM article JOIN body ON body.article = article.id WHERE id = ?1
             ON CONFLICT (identity) DO UPDATE SET
               (at, subscription, item, source, title, time, read, given, content) =
               (excluded.at, excluded.subscription, excluded.item, excluded.source, excluded.title, excluded.time,
                max(read, excluded.read), excluded.given, excluded.content)",
        )?
        .execute([*id, now])?;
        t.prepare_cached(
            "INSERT INTO let_go_version (let_go, replaced, content)
             SELECT l.id, v.replaced, v.content FROM article a
             JOIN let_go l ON l.identity = a.identity JOIN version v ON v.article = a.id
             WHERE a.id = ?1 ORDER BY v.replaced, v.rowid",
        )?
        .execute([*id])?;
        stories.extend(
            t.prepare_cached("DELETE FROM article WHERE id = ?1 RETURNING story")?
                .query_map([*id], |r| r.get::<_, i64>(0))?
                .collect::<rusqlite::Result<Vec<_>>>()?,
        );
    }
    stories.sort_unstable();
    stories.dedup();
    stories.into_iter().try_for_each(|story| grouping::recount(t, story))
}
