//! What the server subscribes to, taken over: new feeds, their names and folders, and that one is there no more.

use rusqlite::{Transaction, params};

use super::{
    super::{
        Library, Result,
        subscriptions::{clean_name, groups},
    },
    wire::RemoteFeed,
};

impl Library {
    /// Makes the subscriptions those of the server, besides those that were made here. How many came, and how many ended:
    /// their articles stay.
    pub(super) fn follow(&self, theirs: &[RemoteFeed]) -> Result<(usize, usize)> {
        let before = self.subscribed()?;
        self.write(|t| {
            let mut new = 0;
            for feed in theirs {
                let by_name = before.iter().find(|s| s.remote.as_deref() == Some(&feed.id));
                let address = comparable(&feed.subscription.address);
                // One that was made here is taken over: its articles come through the server from now on.
                let by_address = || before.iter().find(|s| s.remote.is_none() && comparable(&s.address) == address);
                match by_name.or_else(by_address) {
                    Some(s) => take_over(t, s.id, feed)?,
                    None => new += insert(t, feed)?,
                }
            }
            // A server that lists nothing at all may be ill.
            if theirs.is_empty() {
                return Ok((new, 0));
            }
            let listed = serde_json::json!(theirs.iter().map(|f| &f.id).collect::<Vec<_>>()).to_string();
            let ended = t.execute(
                "DELETE FROM subscription WHERE remote IS NOT NULL AND remote NOT IN (SELECT value FROM json_each(?1))",
                [listed],
            )?;
            Ok((new, ended))
        })
    }
}

fn take_over(t: &Transaction<'_>, id: i64, feed: &RemoteFeed) -> rusqlite::Result<()> {
    let s = &feed.subscription;
    t.prepare_cached(
        "UPDATE subscription SET remote = ?2, title = coalesce(nullif(?3, ''), title), path = ?4,
           site = coalesce(?5, site), next_check = 0, failures = 0, failure = NULL
         WHERE id = ?1",
    )?
    .execute(params![id, feed.id, clean_name(&s.title), groups(&s.path), s.site])?;
    // Its new address may be another subscription's: then it keeps the old.
    t.prepare_cached("UPDATE OR IGNORE subscription SET address = ?2 WHERE id = ?1 AND address <> ?2")?
        .execute(params![id, s.address])?;
    Ok(())
}

fn insert(t: &Transaction<'_>, feed: &RemoteFeed) -> rusqlite::Result<usize> {
    let s = &feed.subscription;
    let title = if s.title.is_empty() { &s.address } else { &s.title };
    t.prepare_cached(
        "INSERT INTO subscription (kind, address, title, site, path, remote) VALUES ('feed', ?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (address) DO NOTHING",
    )?
    .execute(params![s.address, clean_name(title), s.site, groups(&s.path), feed.id])
}

/// An address of a feed as far as both sides write it alike.
pub(super) fn comparable(address: &str) -> &str {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    address.trim_start_matches("www.").trim_end_matches('/')
}
