//! Which articles share the heaviest terms of a new one: an inverted index in memory, the newest first.
//!
//! A term's postings are a chain from the newest article back, so that adding one writes in one place however many there
//! are. On the disk each article's terms stand in a row of its own: an index by terms there would be written to all over, and
//! cost the more the more it holds.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};
use rusqlite::{Connection, Transaction, params};

use crate::stories::{self, Days};

/// Articles looked at behind one term, the newest of those near in time …
const NEWEST: usize = 64;
/// … for as many steps: behind these no nearer ones are looked for.
const STEPS: usize = 256;
/// Articles compared with a new one.
const COMPARED: usize = 32;
/// Articles that compete with a new one at the least: a library that is only starting does not know its rivals yet.
const FEWEST_RIVALS: usize = 30;
/// The end of a chain.
const NONE: u32 = u32::MAX;

/// What leads from a new article to those it may share a story with.
#[derive(Default)]
pub(super) struct TermIndex {
    /// Each term's newest posting.
    newest: HashMap<u32, u32>,
    postings: Vec<Posting>,
    articles: Vec<(i64, Option<Days>)>,
    /// The last article read from the library.
    last: i64,
    /// Articles a day, for how many compete.
    days: BTreeMap<i32, usize>,
    undated: usize,
}

struct Posting {
    /// Its place among the articles.
    article: u32,
    /// The same term's posting before it.
    before: u32,
}

impl TermIndex {
    /// Reads what was added since the last time, by this program or another.
    pub(super) fn catch_up(&mut self, c: &Connection) -> rusqlite::Result<()> {
        let mut added =
            c.prepare_cached("SELECT article, first, last, terms FROM lead WHERE article > ?1 ORDER BY article")?;
        let mut added = added.query([self.last])?;
        while let Some(row) = added.next()? {
            let days = row.get::<_, Option<i32>>(1)?.zip(row.get(2)?).map(|(first, last)| Days { first, last });
            let terms = row.get_ref(3)?.as_bytes().unwrap_or_default();
            let terms = terms.as_chunks::<4>().0.iter().map(|&t| u32::from_be_bytes(t));
            self.add(row.get(0)?, days, terms);
        }
        Ok(())
    }

    /// Adds an article, here and in the library.
    pub(super) fn put(
        &mut self,
        t: &Transaction<'_>,
        id: i64,
        days: Option<Days>,
        terms: &[(u32, f32)],
    ) -> rusqlite::Result<()> {
        let packed: Vec<u8> = terms.iter().flat_map(|(hash, _)| hash.to_be_bytes()).collect();
        t.prepare_cached("INSERT OR REPLACE INTO lead (article, first, last, terms) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![id, days.map(|d| d.first), days.map(|d| d.last), packed])?;
        self.add(id, days, terms.iter().map(|&(hash, _)| hash));
        Ok(())
    }

    fn add(&mut self, id: i64, days: Option<Days>, terms: impl Iterator<Item = u32>) {
        let article = self.articles.len() as u32;
        self.articles.push((id, days));
        self.last = self.last.max(id);
        for term in terms {
            let posting = self.postings.len() as u32;
            let before = self.newest.insert(term, posting).unwrap_or(NONE);
            self.postings.push(Posting { article, before });
        }
        match days {
            Some(days) => *self.days.entry(days.first).or_default() += 1,
            None => self.undated += 1,
        }
    }

    /// The articles that share the most of some weighted terms and are near in time, those that share the most first.
    pub(super) fn candidates(&self, terms: &[(u32, f32)], days: Option<Days>) -> Vec<i64> {
        let mut shared: HashMap<u32, f32> = HashMap::with_capacity(terms.len() * 8);
        for (term, weight) in terms {
            let mut next = self.newest.get(term).copied().unwrap_or(NONE);
            let mut left = NEWEST;
            for _ in 0..STEPS {
                let Some(&Posting { article, before }) = self.postings.get(next as usize) else { break };
                if stories::apart(days, self.articles[article as usize].1) > 0.0 {
                    *shared.entry(article).or_default() += weight;
                    left -= 1;
                }
                if left == 0 {
                    break;
                }
                next = before;
            }
        }
        let mut shared: Vec<(f32, i64)> = shared.into_iter().map(|(a, w)| (w, self.articles[a as usize].0)).collect();
        let most = |a: &(f32, i64), b: &(f32, i64)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        if shared.len() > COMPARED {
            shared.select_nth_unstable_by(COMPARED, most);
            shared.truncate(COMPARED);
        }
        shared.sort_unstable_by(most);
        shared.into_iter().map(|(_, id)| id).collect()
    }

    /// How many articles compete for being of the story of one with these days, itself included.
    pub(super) fn rivals(&self, days: Option<Days>) -> usize {
        let dated: usize = match days {
            Some(d) => {
                let near = d.first.saturating_sub(stories::RIVAL_DAYS)..=d.last.saturating_add(stories::RIVAL_DAYS);
                self.days.range(near).map(|(_, n)| n).sum()
            }
            None => self.days.values().sum(),
        };
        (dated + self.undated + 1).max(FEWEST_RIVALS)
    }
}
