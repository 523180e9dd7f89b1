//! Read and starred state, the same on both sides.
//!
//! The lists of the server say how items are marked there, and each side's changes since the last time win over the other's
//! old state; where there was no last time, what either side marked is marked. What was exchanged is remembered a few marks
//! at a time.

use rusqlite::{Transaction, params};

use super::{
    super::{Library, Result, shelf, timeline::DAY},
    ITEMS, Synced,
    remote::{ALL, READ, Remote, STARRED},
};

/// The two states that are kept the same: what the server calls each, its column, and what a story counts of it.
pub(super) const STATES: [(&str, &str, &str); 2] = [(READ, "read", "unread"), (STARRED, "starred", "starred")];

/// An article that both sides have.
pub(super) struct Shared {
    item: String,
    pub(super) article: i64,
    /// Read and starred: here, there as far as that is known, and on both sides the last time.
    here: [bool; 2],
    there: [Option<bool>; 2],
    before: [Option<bool>; 2],
}

impl Library {
    /// The articles that both sides have, with how they are marked.
    pub(super) fn shared(&self, remote: &Remote<'_>, synced: &mut Synced) -> Result<Vec<Shared>> {
        let (mut shared, oldest) = self.read(|c| {
            let mut found = c.prepare(
                "SELECT r.item, a.id, a.read, a.starred, r.read, r.starred, a.time
                 FROM remote_item r JOIN article a ON a.identity = r.identity ORDER BY r.item",
            )?;
            let mut oldest = i64::MAX;
            let rows = found.query_map([], |r| {
                oldest = oldest.min(r.get(6)?);
                Ok(Shared {
                    item: r.get(0)?,
                    article: r.get(1)?,
                    here: [r.get(2)?, r.get(3)?],
                    there: [None; 2],
                    before: [r.get(4)?, r.get(5)?],
                })
            })?;
            let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok((rows, oldest))
        })?;
        if shared.is_empty() {
            return Ok(shared);
        }
        // A server has no item before it was published.
        let since = Some(oldest - DAY);
        // In this order: an item that comes meanwhile is in no list but the unread ones, and counts as nothing.
        let all = remote.ids(ALL, None, since)?;
        let unread = remote.ids(ALL, Some(READ), since)?;
        let starred = remote.ids(STARRED, None, None)?;
        synced.summary.cut |= !(all.whole && unread.whole && starred.whole);
        for s in &mut shared {
            let (listed, is_starred) = (all.has(&s.item), starred.has(&s.item));
            // Only what is in the full list, and not among all that is unread there, is read there.
            s.there[0] = if unread.has(&s.item) { Some(false) } else { (listed && unread.whole).then_some(true) };
            s.there[1] = if is_starred { Some(true) } else { (listed && starred.whole).then_some(false) };
        }
        Ok(shared)
    }

    /// Gives and takes the two states, and remembers it a few marks at a time: what was given is not given again
    /// when the next few fail.
    pub(super) fn exchange(&self, remote: &Remote<'_>, shared: &[Shared], synced: &mut Synced) -> Result<()> {
        (0..STATES.len()).try_for_each(|state| self.exchange_one(remote, shared, state, synced))
    }

    fn exchange_one(&self, remote: &Remote<'_>, shared: &[Shared], state: usize, synced: &mut Synced) -> Result<()> {
        let (tag, column, counted) = STATES[state];
        let known = || shared.iter().filter_map(|s| Some((s, s.there[state]?, agreed(s, state)?)));
        for on in [true, false] {
            let give: Vec<&Shared> =
                known().filter(|&(_, there, agreed)| agreed == on && there != on).map(|(s, ..)| s).collect();
            for some in give.chunks(ITEMS) {
                remote.mark(some.iter().map(|s| s.item.as_str()), tag, on)?;
                self.write(|t| some.iter().try_for_each(|s| remember(t, &s.item, column, on)))?;
                synced.summary.given += some.len();
            }
        }
        let taken: Vec<(&Shared, bool)> = known()
            .filter(|&(s, there, agreed)| {
                there == agreed && (s.here[state] != agreed || s.before[state] != Some(agreed))
            })
            .map(|(s, _, agreed)| (s, agreed))
            .collect();
        for some in taken.chunks(ITEMS) {
            synced.summary.taken += self.write(|t| {
                let mut count = 0;
                for (s, on) in some {
                    if s.here[state] != *on {
                        count += usize::from(shelf::mark(t, s.article, column, counted, *on)?);
                    }
                    remember(t, &s.item, column, *on)?;
                }
                Ok(count)
            })?;
        }
        Ok(())
    }
}

/// What both sides should have: the side that changed since the last time has its way. None where it is not known what the
/// server has.
fn agreed(s: &Shared, state: usize) -> Option<bool> {
    let (here, there) = (s.here[state], s.there[state]?);
    Some(match s.before[state] {
        Some(before) if here != before => here,
        Some(_) => there,
        None => here || there,
    })
}

/// Remembers how an item is marked on both sides.
pub(super) fn remember(t: &Transaction<'_>, item: &str, column: &str, on: bool) -> rusqlite::Result<()> {
    t.prepare_cached(&format!("UPDATE remote_item SET {column} = ?2 WHERE item = ?1"))?.execute(params![item, on])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_that_changed_has_its_way() {
        let case = |here, there, before| {
            let there = [Some(there); 2];
            let s = Shared { item: String::new(), article: 0, here: [here; 2], there, before: [before; 2] };
            agreed(&s, 0).unwrap()
        };
        assert!(case(true, false, None) && case(false, true, None) && !case(false, false, None));
        assert!(case(true, false, Some(false)), "marked here");
        assert!(!case(false, true, Some(true)), "unmarked here");
        assert!(case(false, true, Some(false)), "marked there");
        assert!(!case(true, false, Some(true)), "unmarked there");
    }
}
