//! Deleted articles, restored.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    Arrival, Library, Result,
    grouping::Grouper,
    ready::{self, Ready},
    retention::LAST_REPLACED,
    shelf, store,
    timeline::{DAY, Timeline},
};

/// Articles restored in one transaction.
const BATCH: usize = 32;

/// A deleted article that can be restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetGo {
    /// Its number among those.
    pub id: i64,
    /// Who published it.
    pub source: String,
    /// Its headline.
    pub title: String,
    /// For how many days it has been gone, in the library's own time.
    pub days: i64,
}

impl Library {
    /// What was deleted and can be restored, what went last first.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn gone(&self) -> Result<Vec<LetGo>> {
        let clock = self.now();
        self.read(|c| {
            let now = Timeline::load(c, clock)?.now;
            c.prepare("SELECT id, source, title, at FROM let_go ORDER BY at DESC, id DESC")?
                .query_map([], |r| {
                    let days = (now - r.get::<_, i64>(3)?) / DAY;
                    Ok(LetGo { id: r.get(0)?, source: r.get(1)?, title: r.get(2)?, days })
                })?
                .collect()
        })
    }

    /// Restores deleted articles, with their marks and former texts, and gives how many came back. They count
    /// as arrived today, so that they are kept as long as any other. One that came again meanwhile gets what was kept of it.
    /// What is damaged stays where it is and does not count.
    ///
    /// # Errors
    /// When the library cannot be read or written. Batches before the failure are back.
    pub fn restore(&self, which: &[i64]) -> Result<usize> {
        let mut back = 0;
        for batch in which.chunks(BATCH) {
            let kept: Vec<Kept> = self.read(|c| {
                let found = batch.iter().map(|id| kept(c, *id)).collect::<rusqlite::Result<Vec<_>>>()?;
                Ok(found.into_iter().flatten().collect())
            })?;
            back += self.write_grouped(|t, grouper| {
                let now = Timeline::load(t, self.now())?.now;
                let (mut taken, mut written) = (0, Vec::new());
                for k in &kept {
                    let Ok(ready) = self.make_one_ready(&k.arrival) else { continue };
                    written.extend(take_back(t, grouper, k, ready, now)?);
                    taken += 1;
                }
                store::index(t, &written)?;
                Ok(taken)
            })?;
        }
        Ok(back)
    }
}

/// What is kept of one.
struct Kept {
    id: i64,
    identity: String,
    arrival: Arrival,
    time: i64,
    read: bool,
}

/// What is kept of an article; none where there is nothing, or nothing that can be read.
fn kept(c: &Connection, id: i64) -> rusqlite::Result<Option<Kept>> {
    let row = c
        .prepare_cached(
            "SELECT identity, content, given, item, time, read,
               (SELECT id FROM subscription WHERE id = let_go.subscription)
             FROM let_go WHERE id = ?1",
        )?
        .query_row([id], |r| {
            let arrival = Arrival { given: r.get(2)?, id: r.get(3)?, subscription: r.get(6)?, ..Arrival::default() };
            let kept = Kept { id, identity: r.get(0)?, arrival, time: r.get(4)?, read: r.get(5)? };
            Ok((kept, r.get::<_, Vec<u8>>(1)?))
        })
        .optional()?;
    let Some((mut kept, content)) = row else { return Ok(None) };
    let Ok(article) = ready::unpack(&content) else { return Ok(None) };
    kept.arrival.article = article;
    Ok(Some(kept))
}

/// Takes one article back, and gives it where its words are to be indexed. One that came again meanwhile is there already: its
/// read mark and its former texts are given to it, and the text that was deleted becomes one where it is another.
fn take_back<'a>(
    t: &Transaction<'_>,
    grouper: &mut Grouper,
    kept: &'a Kept,
    mut ready: Ready<'a>,
    now: i64,
) -> rusqlite::Result<Option<(i64, Ready<'a>)>> {
    ready.made.identity.clone_from(&kept.identity);
    let there: Option<i64> = t
        .prepare_cached("SELECT id FROM article WHERE identity = ?1")?
        .query_row([&kept.identity], |r| r.get(0))
        .optional()?;
    let article = match there {
        Some(article) => article,
        None => store::insert(t, grouper, &mut ready, [kept.time, now])?,
    };
    if kept.read {
        shelf::mark(t, article, "read", "unread", true)?;
    }
    t.prepare_cached(
        "INSERT INTO version (article, replaced, content)
         SELECT ?1, replaced, content FROM let_go_version WHERE let_go = ?2 ORDER BY replaced, rowid",
    )?
    .execute(params![article, kept.id])?;
    if there.is_some() {
        t.prepare_cached(&format!(
            "INSERT INTO version (article, replaced, content)
             SELECT b.article, {LAST_REPLACED}, l.content FROM let_go l JOIN body b ON b.article = ?1
             WHERE l.id = ?2 AND l.content <> b.content"
        ))?
        .execute(params![article, kept.id])?;
    }
    t.prepare_cached("DELETE FROM gone WHERE identity = ?1")?.execute([&kept.identity])?;
    t.prepare_cached("DELETE FROM let_go WHERE id = ?1")?.execute([kept.id])?;
    Ok(there.is_none().then_some((article, ready)))
}
