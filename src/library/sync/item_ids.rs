//! What the server calls our articles.
//!
//! A server may hold a hundred times what is here, and tells an item's address with its whole text only. So each feed that
//! both sides have is asked for what is no older than our articles of it, the newest first, until all of those are found or
//! some hundred items in a row are none of them. For an article that is marked the search goes on at the next sync, where it
//! stopped: its mark is not lost, however many items of the server's stand before it.

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
/// The memory's name for the last article that was looked for outside the common feeds; with a subscription's number behind it,
/// of that feed.
pub(super) const LOOKED_FOR: &str = "sync-looked-for";

/// Articles here that are not known on the server, and are worth asking it for: those that were never looked for, and those
/// that are marked.
struct Missing {
    count: usize,
    /// How many of them were never looked for.
    new: usize,
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
                let name = format!("{LOOKED_FOR}-{id}");
                self.look_for(remote, &feed.id, &name, "a.subscription = ?1", id, Some(id))?;
            }
        }
        // Articles of no common feed may be there all the same.
        let listed = serde_json::json!(common).to_string();
        let elsewhere = "coalesce(a.subscription, 0) NOT IN (SELECT value FROM json_each(?1))";
        self.look_for(remote, ALL, LOOKED_FOR, elsewhere, &listed, None)?;
        let common = "a.subscription IN (SELECT value FROM json_each(?1))";
        Ok(self.read(|c| missing(c, common, &listed, -1))?.count)
    }

    /// Looks for the articles that a condition names among the items of a stream. `name`: what the memory calls the last one
    /// that was looked for.
    fn look_for(
        &self,
        remote: &Remote<'_>,
        stream: &str,
        name: &str,
        condition: &str,
        value: impl rusqlite::ToSql,
        subscription: Option<i64>,
    ) -> Result<()> {
        let missing = self.read(|c| {
            let last = c.query_row("SELECT value FROM memory WHERE name = ?1", [name], |r| r.get(0)).optional()?;
            missing(c, condition, value, last.unwrap_or(0))
        })?;
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
        // A search that goes on for the sake of marks alone goes on in small steps.
        let patience = if missing.new > 0 { IN_VAIN } else { 1 };
        let (mut left, mut in_vain) = (missing.count, 0);
        for some in unknown.chunks(ITEMS) {
            if left == 0 || in_vain == patience {
                break;
            }
            let items = remote.items(some)?;
            let found = self.write(|t| keep(t, &items, subscription))?;
            in_vain = if found == 0 { in_vain + 1 } else { 0 };
            left = left.saturating_sub(found);
        }
        self.write(|t| {
            t.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)", params![name, missing.last])
        })?;
        Ok(())
    }
}

/// The articles that a condition names and that no item of the server is known for, if they came behind the article numbered
/// `last` or are marked.
fn missing(c: &Connection, condition: &str, value: impl rusqlite::ToSql, last: i64) -> rusqlite::Result<Missing> {
    let sql = format!(
        "SELECT count(*), coalesce(sum(a.id > ?2), 0), coalesce(min(a.time), 0), max(coalesce(max(a.id), 0), ?2)
         FROM article a
         WHERE {condition} AND (a.id > ?2 OR a.read OR a.starred)
           AND NOT EXISTS (SELECT 1 FROM remote_item r WHERE r.identity = a.identity)"
    );
    c.prepare(&sql)?.query_row(params![value, last], |r| {
        Ok(Missing { count: r.get(0)?, new: r.get(1)?, oldest: r.get(2)?, last: r.get(3)? })
    })
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
