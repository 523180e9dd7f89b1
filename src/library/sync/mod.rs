//! Read and starred state kept the same here and on a server that speaks the Google Reader API (FreshRSS, Miniflux, and
//! others): the way past one machine.
//!
//! Each side's changes since the last time win over the other's old state; where there was no last time, what either side
//! marked is marked. The password is asked for when it is needed and is never kept, shown or logged.

mod account;
mod remote;

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Library, LibraryError, Result, fetch::Fetcher, store};
pub use account::Account;
use remote::{ALL, READ, Remote, STARRED};

/// Items whose addresses are asked for, or that are marked, at once.
const ITEMS: usize = 100;

/// What a sync came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Articles that both sides have.
    pub shared: usize,
    /// Marks taken over from the server.
    pub taken: usize,
    /// Marks given to the server.
    pub given: usize,
    /// Subscriptions taken over.
    pub subscribed: usize,
}

/// An article that both sides have.
struct Shared {
    item: String,
    article: i64,
    /// Read and starred: here, there, and on both sides the last time.
    here: [bool; 2],
    there: [bool; 2],
    before: [Option<bool>; 2],
}

impl Library {
    /// Makes read and starred state the same here and on the server; with `feeds`, subscribes to what the server does.
    ///
    /// # Errors
    /// When the server refuses or cannot be reached, or the library cannot be written. What was made the same stays so.
    pub fn sync(&self, fetcher: &Fetcher, account: &Account, feeds: bool) -> Result<Synced> {
        let remote = Remote::sign_in(fetcher, account)?;
        let mut synced = Synced::default();
        if feeds {
            for subscription in remote.subscriptions()? {
                synced.subscribed += usize::from(!self.subscribe(&subscription)?.known);
            }
        }
        let all = remote.ids(ALL, None)?;
        let unread: HashSet<String> = remote.ids(ALL, Some(READ))?.into_iter().collect();
        let starred: HashSet<String> = remote.ids(STARRED, None)?.into_iter().collect();
        let mut seen: HashSet<&str> = HashSet::new();
        let all: Vec<&String> = all.iter().chain(&starred).filter(|id| seen.insert(id)).collect();
        self.learn_addresses(&remote, &all)?;
        let shared = self.shared(&all, &unread, &starred)?;
        synced.shared = shared.len();
        for (state, tag) in [READ, STARRED].into_iter().enumerate() {
            for on in [true, false] {
                let wanted = |s: &&Shared| agreed(s, state) == on;
                let give: Vec<&Shared> = shared.iter().filter(wanted).filter(|s| s.there[state] != on).collect();
                for some in give.chunks(ITEMS) {
                    remote.mark(some.iter().map(|s| s.item.as_str()), tag, on)?;
                }
                synced.given += give.len();
                let take: Vec<&Shared> = shared.iter().filter(wanted).filter(|s| s.here[state] != on).collect();
                for s in &take {
                    self.mark_from_sync(s.article, state, on)?;
                }
                synced.taken += take.len();
            }
        }
        self.write(|t| shared.iter().try_for_each(|s| remember(t, s)))?;
        Ok(synced)
    }

    /// Asks for the addresses of items that are new to us.
    fn learn_addresses(&self, remote: &Remote<'_>, all: &[&String]) -> Result<()> {
        let unknown: Vec<&str> = self.read(|c| {
            let mut known = c.prepare("SELECT 1 FROM remote_item WHERE item = ?1")?;
            let mut out = Vec::new();
            for id in all {
                if !known.exists([id])? {
                    out.push(id.as_str());
                }
            }
            Ok(out)
        })?;
        for some in unknown.chunks(ITEMS) {
            let found = remote.addresses(some)?;
            self.write(|t| {
                for (item, url) in &found {
                    t.prepare_cached("INSERT OR IGNORE INTO remote_item (item, identity) VALUES (?1, ?2)")?
                        .execute([item.as_str(), &store::of_address(url).unwrap_or_default()])?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn shared(&self, all: &[&String], unread: &HashSet<String>, starred: &HashSet<String>) -> Result<Vec<Shared>> {
        self.read(|c| {
            let mut find = c.prepare(
                "SELECT a.id, a.read, a.starred, r.read, r.starred
                 FROM remote_item r JOIN article a ON a.identity = r.identity WHERE r.item = ?1",
            )?;
            let mut out = Vec::new();
            for id in all {
                let there = [!unread.contains(*id), starred.contains(*id)];
                let row = find.query_row([id], |r| {
                    Ok(Shared {
                        item: (*id).clone(),
                        article: r.get(0)?,
                        here: [r.get(1)?, r.get(2)?],
                        there,
                        before: [r.get(3)?, r.get(4)?],
                    })
                });
                out.extend(row.optional()?);
            }
            Ok(out)
        })
    }

    fn mark_from_sync(&self, article: i64, state: usize, on: bool) -> Result<()> {
        use crate::shelf::{ArticleKey, Shelf};
        let marked = match state {
            0 => self.set_read(ArticleKey(article), on),
            _ => self.set_starred(ArticleKey(article), on),
        };
        marked.map_err(|e| LibraryError::Wrong(e.to_string()))
    }
}

/// What both sides should have: the side that changed since the last time has its way.
fn agreed(s: &Shared, state: usize) -> bool {
    let (here, there) = (s.here[state], s.there[state]);
    match s.before[state] {
        Some(before) if here != before => here,
        Some(_) => there,
        None => here || there,
    }
}

fn remember(t: &Transaction<'_>, s: &Shared) -> rusqlite::Result<()> {
    t.prepare_cached("UPDATE remote_item SET read = ?2, starred = ?3 WHERE item = ?1")?.execute(params![
        s.item,
        agreed(s, 0),
        agreed(s, 1)
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_that_changed_has_its_way() {
        let case = |here, there, before| {
            let s = Shared { item: String::new(), article: 0, here: [here; 2], there: [there; 2], before: [before; 2] };
            agreed(&s, 0)
        };
        assert!(case(true, false, None) && case(false, true, None) && !case(false, false, None));
        assert!(case(true, false, Some(false)), "marked here");
        assert!(!case(false, true, Some(true)), "unmarked here");
        assert!(case(false, true, Some(false)), "marked there");
        assert!(!case(true, false, Some(true)), "unmarked there");
    }
}
