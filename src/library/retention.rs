//! Old articles go, by age and count; starred ones stay, and so does what was told of an article that went: that a feed
//! which still lists it does not bring it back.

use rusqlite::{Transaction, params};

use super::{Kind, Library, Result, Subscription, grouping, now};

/// How long a feed's articles are kept where the reader set nothing; those of pages and folders are kept for good.
const KEPT_DAYS: u32 = 365;
/// How many articles of a feed are kept where the reader set nothing.
const KEPT_ARTICLES: u32 = 20_000;
/// Articles let go in one transaction.
const BATCH: usize = 200;
/// Days for which articles are compared with new ones, after which their signatures go.
const COMPARED_DAYS: i64 = 45;
/// Days for which fetched pages are kept beside what was read from them.
const RAW_DAYS: i64 = 30;
/// Days for which it is remembered that an article went: by then no feed lists it any more.
const GONE_DAYS: i64 = 400;
/// The file is written anew when so much of it, and so many bytes, would be freed.
const WASTED_SHARE: f64 = 0.25;
const WASTED_BYTES: i64 = 16 << 20;

const DAY: i64 = 24 * 60 * 60;

impl Library {
    /// Lets go what is too old or too much, by each subscription's own limits, and gives the number of articles. `go_on`
    /// is asked between batches.
    ///
    /// # Errors
    /// When the library cannot be written. Batches before the failure are done.
    pub fn tidy(&self, go_on: &dyn Fn() -> bool) -> Result<usize> {
        let now = now();
        let mut gone = 0;
        for s in self.subscribed()? {
            while go_on() {
                match self.write(|t| let_go(t, &s, now))? {
                    0 => break,
                    some => gone += some,
                }
            }
        }
        self.write(|t| {
            t.execute("DELETE FROM gone WHERE at < ?1", [now - GONE_DAYS * DAY])?;
            let old = now - COMPARED_DAYS * DAY;
            let table = "SELECT s.article FROM signature s JOIN article a ON a.id = s.article WHERE a.arrived < ?1";
            t.execute(&format!("DELETE FROM posting WHERE article IN ({table})"), [old])?;
            t.execute(&format!("DELETE FROM signature WHERE article IN ({table})"), [old])?;
            t.execute(
                "UPDATE body SET raw = NULL, media_type = NULL WHERE raw IS NOT NULL AND article IN
                   (SELECT id FROM article WHERE arrived < ?1 AND NOT starred)",
                [now - RAW_DAYS * DAY],
            )
        })?;
        self.shrink()?;
        Ok(gone)
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

/// One batch of articles of a subscription beyond its limits. Age counts from the day an article came in: an archive that
/// was added today is not old.
fn let_go(t: &Transaction<'_>, s: &Subscription, now: i64) -> rusqlite::Result<usize> {
    let (days, articles) = match s.kind {
        Kind::Feed => (s.keep_days.or(Some(KEPT_DAYS)), s.keep_articles.or(Some(KEPT_ARTICLES))),
        Kind::Page | Kind::Folder => (s.keep_days, s.keep_articles),
    };
    let mut gone: Vec<(i64, i64)> = Vec::new();
    if let Some(days) = days {
        gone = t
            .prepare_cached(
                "SELECT id, story FROM article WHERE subscription = ?1 AND arrived < ?2 AND NOT starred
                 ORDER BY arrived LIMIT ?3",
            )?
            .query_map(params![s.id, now - i64::from(days) * DAY, BATCH], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
    }
    if let (Some(articles), true) = (articles, gone.is_empty()) {
        gone = t
            .prepare_cached(
                "SELECT id, story FROM article WHERE subscription = ?1 AND NOT starred
                 ORDER BY time DESC, id DESC LIMIT ?2 OFFSET ?3",
            )?
            .query_map(params![s.id, BATCH, articles], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
    }
    for (id, _) in &gone {
        t.prepare_cached("INSERT OR REPLACE INTO gone (identity, at) SELECT identity, ?2 FROM article WHERE id = ?1")?
            .execute([*id, now])?;
        t.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([*id])?;
    }
    let mut stories: Vec<i64> = gone.iter().map(|(_, story)| *story).collect();
    stories.sort_unstable();
    stories.dedup();
    stories.into_iter().try_for_each(|story| grouping::recount(t, story))?;
    Ok(gone.len())
}
