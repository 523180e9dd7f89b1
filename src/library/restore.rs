//! Articles that were let go, taken back.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    Arrival, Library, Result,
    grouping::Grouper,
    store,
    timeline::{DAY, Timeline},
};

/// Articles taken back in one transaction.
const BATCH: usize = 32;

/// An article that was let go and can be taken back.
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
    /// What was let go and can be taken back, what went last first.
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

    /// Takes articles back that were let go, with their marks and former texts, and gives how many came back. They count
    /// as arrived today, so that they are kept as long as any other. What is damaged stays where it is.
    ///
    /// # Errors
    /// When the library cannot be read or written. Batches before the failure are back.
    pub fn restore(&self, which: &[i64]) -> Result<usize> {
        let mut back = 0;
        for batch in which.chunks(BATCH) {
            back += self.write_grouped(true, |t, grouper| {
                let now = Timeline::load(t, self.now())?.now;
                batch.iter().try_fold(0, |n, id| Ok(n + usize::from(take_back(t, grouper, *id, now)?)))
            })?;
        }
        Ok(back)
    }
}

/// Takes one article back; whether there was one to take back. One that came again meanwhile is there already.
fn take_back(t: &Transaction<'_>, grouper: &mut Grouper, id: i64, now: i64) -> rusqlite::Result<bool> {
    let row = t
        .prepare_cached(
            "SELECT identity, content, given, item, time, read,
               (SELECT id FROM subscription WHERE id = let_go.subscription)
             FROM let_go WHERE id = ?1",
        )?
        .query_row([id], |r| {
            let arrival = Arrival { given: r.get(2)?, id: r.get(3)?, subscription: r.get(6)?, ..Arrival::default() };
            Ok((r.get::<_, String>(0)?, r.get::<_, Vec<u8>>(1)?, arrival, r.get::<_, i64>(4)?, r.get::<_, bool>(5)?))
        })
        .optional()?;
    let Some((identity, content, mut arrival, time, read)) = row else { return Ok(false) };
    let Ok(article) = store::unpack(&content) else { return Ok(false) };
    arrival.article = article;
    let there = t.prepare_cached("SELECT 1 FROM article WHERE identity = ?1")?.exists([&identity])?;
    if !there {
        let article = store::insert(t, grouper, &arrival, &identity, [time, now])?;
        if read {
            t.prepare_cached("UPDATE article SET read = 1 WHERE id = ?1")?.execute([article])?;
            let story = "UPDATE story SET unread = unread - 1 WHERE id = (SELECT story FROM article WHERE id = ?1)";
            t.prepare_cached(story)?.execute([article])?;
        }
        t.prepare_cached(
            "INSERT INTO version (article, replaced, content)
             SELECT ?1, replaced, content FROM let_go_version WHERE let_go = ?2 ORDER BY replaced, rowid",
        )?
        .execute(params![article, id])?;
    }
    t.prepare_cached("DELETE FROM gone WHERE identity = ?1")?.execute([&identity])?;
    t.prepare_cached("DELETE FROM let_go WHERE id = ?1")?.execute([id])?;
    Ok(!there)
}
