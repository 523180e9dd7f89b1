//! What the server calls our articles.
//!
//! A server may hold a hundred times what is here, and tells an item's address with its whole text only. So each feed that
//! both sides have is asked for what is no older than our articles of it, the newest first, until all of those are found or
//! some hundred items in a row are none of them.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    super::{Library, Result, store, timeline::DAY},
    ITEMS,
    feeds::comparable,
    remote::{ALL, Remote},
    wire::{Item, RemoteFeed, long},
};

/// So many times in a row none of them may be ours.
const IN_VAIN: usize = 3;
/// The memory's name for the last article outside the common feeds that was looked for.
pub(super) const LOOKED_FOR: &str = "sync-looked-for";

/// Articles here that are not known on the server yet.
struct Missing {
    count: usize,
    /// The oldest, in seconds since 1970.
    oldest: i64,
    /// The number of the last.
    last: i64,
}

impl Library {
    /// Finds out what the server calls our articles, and gives how many of the common feeds were not found there.
    pub(super) fn learn_items(&self, remote: &Remote<'_>, theirs: &[RemoteFeed]) -> Result<usize> {
        let ours: HashMap<String, i64> =
            self.subscribed()?.into_iter().map(|s| (comparable(&s.address).to_owned(), s.id)).collect();
        let mut common = Vec::new();
        for feed in theirs {
            if let Some(&id) = ours.get(comparable(&feed.subscription.address)) {
                common.push(id);
                let missing = self.read(|c| missing(c, "a.subscription = ?1", id))?;
                self.look_for(remote, &feed.id, &missing, Some(id))?;
            }
        }
        // Articles of no common feed may be there all the same; the newest are looked for, once.
        let listed = serde_json::json!(common).to_string();
        let elsewhere = "coalesce(a.subscription, 0) NOT IN (SELECT value FROM json_each(?1))";
        let looked_for = self.read(|c| {
            let kept = c.query_row("SELECT value FROM memory WHERE name = ?1", [LOOKED_FOR], |r| r.get::<_, i64>(0));
            Ok(kept.optional()?.unwrap_or(0))
        })?;
        let others = self.read(|c| missing(c, elsewhere, &listed))?;
        if others.last > looked_for {
            let last = others.last;
            self.look_for(remote, ALL, &others, None)?;
            self.write(|t| {
                t.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)", params![LOOKED_FOR, last])
            })?;
        }
        let common = "a.subscription IN (SELECT value FROM json_each(?1))";
        Ok(self.read(|c| missing(c, common, &listed))?.count)
    }

    /// Looks for our articles among the items of a stream.
    fn look_for(&self, remote: &Remote<'_>, stream: &str, missing: &Missing, subscription: Option<i64>) -> Result<()> {
        if missing.count == 0 {
            return Ok(());
        }
        let listed = remote.ids(stream, None, Some(missing.oldest - DAY))?.in_order;
        let unknown = self.read(|c| {
            let mut known = c.prepare("SELECT 1 FROM remote_item WHERE item = ?1")?;
            let mut unknown = Vec::new();
            for id in listed {
                if !known.exists([&id])? {
                    unknown.push(id);
                }
            }
            Ok(unknown)
        })?;
        let (mut left, mut in_vain) = (missing.count, 0);
        let mut rest = unknown.as_slice();
        while !rest.is_empty() && left > 0 && in_vain < IN_VAIN {
            let (some, more) = rest.split_at(ITEMS.min(rest.len()));
            let items = remote.items(some)?;
            let found = self.write(|t| keep(t, &items, subscription))?;
            in_vain = if found == 0 { in_vain + 1 } else { 0 };
            left = left.saturating_sub(found);
            rest = more;
        }
        // What is left of a feed is none of ours, and is not asked for again.
        if subscription.is_some() {
            self.write(|t| {
                let mut pass = t.prepare("INSERT OR IGNORE INTO remote_item (item, identity) VALUES (?1, '')")?;
                rest.iter().try_for_each(|id| pass.execute([id]).map(|_| ()))
            })?;
        }
        Ok(())
    }
}

/// The articles that a condition names and that no item of the server is known for.
fn missing(c: &Connection, condition: &str, value: impl rusqlite::ToSql) -> rusqlite::Result<Missing> {
    let sql = format!(
        "SELECT count(*), coalesce(min(a.time), 0), coalesce(max(a.id), 0) FROM article a
         WHERE {condition} AND NOT EXISTS (SELECT 1 FROM remote_item r WHERE r.identity = a.identity)"
    );
    c.prepare(&sql)?.query_row([value], |r| Ok(Missing { count: r.get(0)?, oldest: r.get(1)?, last: r.get(2)? }))
}

/// Keeps what the server calls items; gives how many of them are articles of ours.
fn keep(t: &Transaction<'_>, items: &[Item], subscription: Option<i64>) -> rusqlite::Result<usize> {
    let mut found = 0;
    for (item, identity) in items.iter().zip(identities(t, items, subscription)?) {
        let there =
            |identity: &String| t.prepare_cached("SELECT 1 FROM article WHERE identity = ?1")?.exists([identity]);
        found += usize::from(!identity.is_empty() && there(&identity)?);
        t.prepare_cached("INSERT OR REPLACE INTO remote_item (item, identity) VALUES (?1, ?2)")?
            .execute([&item.id, &identity])?;
    }
    Ok(found)
}

/// By what the articles of items are known here: by the number that the server gave those that came through it, by their
/// titles and dates, by their addresses; empty where none of that tells them.
pub(super) fn identities(
    t: &Transaction<'_>,
    items: &[Item],
    subscription: Option<i64>,
) -> rusqlite::Result<Vec<String>> {
    let (mut seen, mut shared) = (HashSet::new(), HashSet::new());
    for address in items.iter().filter_map(|i| store::of_address(&i.url)) {
        if !seen.insert(address.clone()) {
            shared.insert(address);
        }
    }
    let identity = |item: &Item| {
        let by_address = store::of_address(&item.url).filter(|a| !shared.contains(a));
        let Some(subscription) = subscription else { return Ok(by_address.unwrap_or_default()) };
        let by_number = t
            .prepare_cached("SELECT identity FROM article WHERE subscription = ?1 AND item = ?2")?
            .query_row(params![subscription, long(&item.id)], |r| r.get(0))
            .optional()?;
        let by_title = || by_title(t, item, subscription);
        Ok(by_number.map_or_else(by_title, |found| Ok(Some(found)))?.or(by_address).unwrap_or_default())
    };
    items.iter().map(identity).collect()
}

/// The one article of a feed with an item's title and date: items that share a link, or have none, are known by nothing
/// else.
fn by_title(t: &Transaction<'_>, item: &Item, subscription: i64) -> rusqlite::Result<Option<String>> {
    let Some(published) = item.published.filter(|_| !item.title.is_empty()) else { return Ok(None) };
    let mut found = t.prepare_cached(
        "SELECT identity FROM article
         WHERE subscription = ?1 AND time BETWEEN ?2 - 60 AND ?2 + 60 AND title = ?3 LIMIT 2",
    )?;
    let found: Vec<String> = found
        .query_map(params![subscription, published, item.title], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    })
}
