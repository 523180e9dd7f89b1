//! Stories, one article at a time: a new article joins a story or starts one without being compared with everything.
//!
//! The rarest terms of an article lead to the newest articles that share them; those are compared by their signatures,
//! story by story. Signatures are kept of recent articles only, since an older article cannot be of a new one's story.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, LazyLock},
};

use foldhash::HashMap;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::term_index::TermIndex;
use crate::stories::{self, Days, Rarity, Shingles, Signature, Term, Vector};

/// Terms of an article that lead to others: its rarest.
const LEADS: usize = 16;
/// Stories compared with a new article.
const STORIES: usize = 4;
/// Members of a story compared with a new article, the newest.
const MEMBERS: usize = 16;
/// Signatures kept in memory: those used since so many others were, and the same number before them.
const CACHED: usize = 8_192;
/// Counts are halved beyond so many articles, so that they follow the news.
const FOLLOWED: u32 = 20_000;
/// Words remembered for the reasons of stories.
const REMEMBERED_WORDS: usize = 50_000;
/// What was counted is kept after so many articles.
const SAVED_AFTER: usize = 4_096;
/// The memory's name for how rare terms are.
const RARITY: &str = "rarity";

/// Puts articles into stories.
pub(super) struct Grouper {
    /// How terms are spelled, by hash.
    spelling: HashMap<u32, Arc<str>>,
    rarity: Rarity,
    terms: TermIndex,
    /// Signatures used last, and before those.
    recent: HashMap<i64, Arc<Known>>,
    before: HashMap<i64, Arc<Known>>,
    /// Articles counted since that was kept.
    unsaved: usize,
}

/// An article to compare with.
struct Known {
    vector: Vector,
    days: Option<Days>,
    shingles: Shingles,
}

/// Articles of a story with their ids.
type Members = Vec<(i64, Arc<Known>)>;

/// Where a new article goes.
pub(super) struct Place {
    /// The story it joins or starts.
    pub(super) story: i64,
    /// The article whose text it reprints.
    pub(super) carries: Option<i64>,
    signature: Signature,
    vector: Vector,
    shared_terms: Option<Vec<String>>,
    /// A story that the article shows to be of the same event as the one it joins.
    same: Option<i64>,
}

impl Grouper {
    /// What the library knows of earlier articles.
    pub(super) fn load(c: &Connection) -> rusqlite::Result<Self> {
        let kept: Option<Vec<u8>> =
            c.query_row("SELECT value FROM memory WHERE name = ?1", [RARITY], |r| r.get(0)).optional()?;
        let rarity = kept.as_deref().and_then(Rarity::from_bytes).unwrap_or_else(|| Rarity::with_room(256));
        let mut terms = TermIndex::default();
        terms.catch_up(c)?;
        let (spelling, recent, before) = Default::default();
        Ok(Self { spelling, rarity, terms, recent, before, unsaved: 0 })
    }

    /// Reads what another program added.
    pub(super) fn catch_up(&mut self, c: &Connection) -> rusqlite::Result<()> {
        self.terms.catch_up(c)
    }

    /// Keeps what it counted, once that is worth it.
    pub(super) fn save_at_times(&mut self, t: &Transaction<'_>) -> rusqlite::Result<()> {
        if self.unsaved >= SAVED_AFTER { self.save(t) } else { Ok(()) }
    }

    /// Whether it counted anything that is not kept yet.
    pub(super) fn has_counted(&self) -> bool {
        self.unsaved > 0
    }

    /// Keeps what it counted.
    pub(super) fn save(&mut self, t: &Transaction<'_>) -> rusqlite::Result<()> {
        t.prepare_cached("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)")?
            .execute(params![RARITY, self.rarity.to_bytes()])?;
        self.unsaved = 0;
        Ok(())
    }

    /// Finds the story of a new article, or starts one. Nothing is written but the new story.
    pub(super) fn place(
        &mut self,
        t: &Transaction<'_>,
        signature: Signature,
        spelled: Vec<Option<Arc<str>>>,
    ) -> rusqlite::Result<Place> {
        if self.spelling.len() > REMEMBERED_WORDS {
            self.spelling.clear();
        }
        for (term, word) in signature.terms.iter().zip(spelled) {
            if let Some(word) = word {
                self.spelling.entry(term.hash).or_insert(word);
            }
        }
        self.unsaved += 1;
        self.rarity.count(&signature);
        self.rarity.follow(FOLLOWED);
        let vector = Vector::new(&signature, &self.rarity);
        let needed = stories::needed(self.terms.rivals(signature.days));
        let mut by_story: BTreeMap<i64, f32> = BTreeMap::new();
        for id in self.terms.candidates(&heaviest(&vector), signature.days) {
            let Some(known) = self.known(t, id)? else { continue };
            let alike = stories::alike((&vector, signature.days), (&known.vector, known.days)) / needed;
            // Few come so far: the others' stories are not asked for.
            if alike >= 0.5
                && let Some(story) = story_of(t, id)?
            {
                let best = by_story.entry(story).or_default();
                *best = best.max(alike);
            }
        }
        let mut near: Vec<(i64, f32)> = by_story.into_iter().collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(STORIES);
        let mut best: Vec<(f32, i64, Members)> = Vec::new();
        for (story, _) in near {
            let members = self.members(t, story)?;
            let sum: f32 =
                members.iter().map(|(_, m)| stories::alike((&vector, signature.days), (&m.vector, m.days))).sum();
            let alike = sum / members.len().max(1) as f32 / needed;
            if alike >= 1.0 {
                best.push((alike, story, members));
            }
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some((_, story, members)) = best.first() else {
            t.prepare_cached("INSERT INTO story DEFAULT VALUES")?.execute([])?;
            let story = t.last_insert_rowid();
            return Ok(Place { story, carries: None, signature, vector, shared_terms: None, same: None });
        };
        let copy = members.iter().find(|(_, m)| m.shingles.same_copy(&signature.shingles)).map(|&(id, _)| id);
        // A copy of a copy is a copy of the first.
        let carries = copy
            .map(|id| {
                t.prepare_cached("SELECT coalesce(carries, id) FROM article WHERE id = ?1")?
                    .query_row([id], |r| r.get(0))
            })
            .transpose()?;
        let all: Vec<&Vector> = members.iter().map(|(_, m)| &m.vector).chain([&vector]).collect();
        let words = stories::shared(&all, stories::SHARED_TERMS);
        let words = words.into_iter().filter_map(|hash| self.spelling.get(&hash).map(ToString::to_string)).collect();
        let same = best.get(1).filter(|(_, _, others)| linked(members, others) >= needed).map(|&(_, other, _)| other);
        Ok(Place { story: *story, carries, signature, vector, shared_terms: Some(words), same })
    }

    /// Keeps the signature of an article that is in its place now, and counts it in its story.
    pub(super) fn settle(&mut self, t: &Transaction<'_>, id: i64, place: Place) -> rusqlite::Result<()> {
        let Place { story, carries, signature, vector, shared_terms, same } = place;
        t.prepare_cached(
            "INSERT INTO signature (article, first, last, words, terms, shingles) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id,
            signature.days.map(|d| d.first),
            signature.days.map(|d| d.last),
            signature.words,
            pack_terms(&signature.terms),
            pack_hashes(&signature.shingles.0),
        ])?;
        self.terms.put(t, id, signature.days, &heaviest(&vector))?;
        // The one that has stood for the story so far was before all others: the new one is compared with it alone.
        let foremost = format!(
            "SELECT id = ?2 FROM article WHERE id IN (?2, (SELECT id FROM article WHERE story = ?1 AND leads = 1))
             ORDER BY {FOREMOST} LIMIT 1"
        );
        if t.prepare_cached(&foremost)?.query_row([story, id], |r| r.get(0))? {
            t.prepare_cached("UPDATE article SET leads = 0 WHERE story = ?1 AND leads = 1")?.execute([story])?;
            t.prepare_cached("UPDATE article SET leads = 1 WHERE id = ?1")?.execute([id])?;
            t.prepare_cached(BEAR)?.execute([story])?;
        }
        t.prepare_cached(
            "UPDATE story SET articles = articles + 1, unread = unread + 1, independent = independent + ?2,
               newest = max(newest, (SELECT time FROM article WHERE id = ?3)),
               shared_terms = coalesce(?4, shared_terms)
             WHERE id = ?1",
        )?
        .execute(params![
            story,
            carries.is_none(),
            id,
            shared_terms.map(|w| serde_json::json!(w).to_string())
        ])?;
        let known = Known { vector, days: signature.days, shingles: signature.shingles };
        self.remember(id, Arc::new(known));
        if let Some(other) = same
            && !has_pinned(t, story)?
            && !has_pinned(t, other)?
        {
            merge(t, story, other)?;
        }
        Ok(())
    }

    /// What an article is compared by; none where its signature is not kept any more.
    fn known(&mut self, t: &Transaction<'_>, id: i64) -> rusqlite::Result<Option<Arc<Known>>> {
        if let Some(known) = self.recent.get(&id) {
            return Ok(Some(Arc::clone(known)));
        }
        if let Some(known) = self.before.remove(&id) {
            self.remember(id, Arc::clone(&known));
            return Ok(Some(known));
        }
        let row = t
            .prepare_cached("SELECT first, last, terms, shingles FROM signature WHERE article = ?1")?
            .query_row([id], |r| {
                let days = r.get::<_, Option<i32>>(0)?.zip(r.get::<_, Option<i32>>(1)?);
                Ok((days, r.get::<_, Vec<u8>>(2)?, r.get::<_, Vec<u8>>(3)?))
            })
            .optional()?;
        let Some((days, terms, shingles)) = row else { return Ok(None) };
        let days = days.map(|(first, last)| Days { first, last });
        let signature = Signature { terms: unpack_terms(&terms), days, ..Signature::default() };
        let known = Arc::new(Known {
            vector: Vector::new(&signature, &self.rarity),
            days,
            shingles: Shingles(unpack_hashes(&shingles)),
        });
        self.remember(id, Arc::clone(&known));
        Ok(Some(known))
    }

    /// The newest members of a story, the eldest of them first.
    fn members(&mut self, t: &Transaction<'_>, story: i64) -> rusqlite::Result<Members> {
        let ids: Vec<i64> = t
            .prepare_cached(&format!("SELECT id FROM article WHERE story = ?1 ORDER BY id DESC LIMIT {MEMBERS}"))?
            .query_map([story], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut members = Vec::new();
        for id in ids.into_iter().rev() {
            if let Some(known) = self.known(t, id)? {
                members.push((id, known));
            }
        }
        Ok(members)
    }

    fn remember(&mut self, id: i64, known: Arc<Known>) {
        if self.recent.len() >= CACHED {
            self.before = mem::take(&mut self.recent);
        }
        self.recent.insert(id, known);
    }
}

/// How alike two stories are: their members on average.
fn linked(a: &[(i64, Arc<Known>)], b: &[(i64, Arc<Known>)]) -> f32 {
    let pairs = (a.len() * b.len()).max(1) as f32;
    let sum: f32 = a
        .iter()
        .flat_map(|(_, x)| b.iter().map(move |(_, y)| stories::alike((&x.vector, x.days), (&y.vector, y.days))))
        .sum();
    sum / pairs
}

fn story_of(t: &Transaction<'_>, article: i64) -> rusqlite::Result<Option<i64>> {
    t.prepare_cached("SELECT story FROM article WHERE id = ?1")?.query_row([article], |r| r.get(0)).optional()
}

fn has_pinned(t: &Transaction<'_>, story: i64) -> rusqlite::Result<bool> {
    t.prepare_cached("SELECT 1 FROM article WHERE story = ?1 AND pinned")?.exists([story])
}

/// Moves all articles of one story into another.
pub(super) fn merge(t: &Transaction<'_>, into: i64, other: i64) -> rusqlite::Result<()> {
    t.execute("UPDATE article SET story = ?1 WHERE story = ?2", [into, other])?;
    recount(t, into)?;
    t.execute("DELETE FROM story WHERE id = ?1", [other])?;
    Ok(())
}

/// Counts a story anew from its articles; a story without articles goes.
pub(super) fn recount(t: &Transaction<'_>, story: i64) -> rusqlite::Result<()> {
    // The eldest reprint of an article that is in another story speaks for itself, and for the other reprints.
    let orphan = "story = ?1 AND carries IS NOT NULL AND carries NOT IN (SELECT id FROM article WHERE story = ?1)";
    let eldest = "(SELECT min(b.id) FROM article b WHERE b.story = ?1 AND b.carries = article.carries)";
    t.execute(&format!("UPDATE article SET carries = {eldest} WHERE {orphan} AND id > {eldest}"), [story])?;
    t.execute(&format!("UPDATE article SET carries = NULL WHERE {orphan}"), [story])?;
    lead(t, story)?;
    t.execute(
        "UPDATE story SET
           (newest, articles, unread, starred, independent) =
             (SELECT max(time), count(*), sum(NOT read), sum(starred), sum(carries IS NULL)
              FROM article WHERE story = ?1)
         WHERE id = ?1 AND EXISTS (SELECT 1 FROM article WHERE story = ?1)",
        [story],
    )?;
    t.execute("DELETE FROM story WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM article WHERE story = ?1)", [story])?;
    Ok(())
}

/// Which article of a story stands for it and gives its headline: one that tells it itself, under a headline that its source
/// gave, at the greatest length; the eldest of such. It follows from the articles that are there, in whatever order they came.
const FOREMOST: &str = "carries IS NOT NULL, derived, words DESC, id";
/// Gives a story the headline of the article that stands for it.
const BEAR: &str = "UPDATE story SET (headline, source) = (SELECT title, source FROM article WHERE story = ?1 AND leads) WHERE id = ?1";

/// Chooses anew which article stands for a story that has any.
pub(super) fn lead(t: &Transaction<'_>, story: i64) -> rusqlite::Result<()> {
    let first = format!("SELECT id FROM article WHERE story = ?1 ORDER BY {FOREMOST} LIMIT 1");
    t.execute(
        &format!("UPDATE article SET leads = (id = ({first})) WHERE story = ?1 AND leads <> (id = ({first}))"),
        [story],
    )?;
    t.execute(&format!("{BEAR} AND EXISTS ({first})"), [story])?;
    Ok(())
}

/// The heaviest terms of a vector: in an article's vector weight is rarity times how much it speaks of the term.
fn heaviest(vector: &Vector) -> Vec<(u32, f32)> {
    let mut terms = vector.terms().to_vec();
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(LEADS);
    terms
}

/// Six bytes a term: hash, weight in 32nds, background as 16ths of its negative logarithm.
fn pack_terms(terms: &[Term]) -> Vec<u8> {
    let byte = |x: f32| x.round().clamp(0.0, 255.0) as u8;
    terms
        .iter()
        .flat_map(|t| {
            let [a, b, c, d] = t.hash.to_le_bytes();
            [a, b, c, d, byte(t.weight * 32.0), byte(-t.background.ln() * 16.0)]
        })
        .collect()
}

/// What a packed background stands for.
static BACKGROUNDS: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|byte| (-(byte as f32) / 16.0).exp()));

fn unpack_terms(bytes: &[u8]) -> Vec<Term> {
    bytes
        .as_chunks::<6>()
        .0
        .iter()
        .map(|&[a, b, c, d, weight, background]| Term {
            hash: u32::from_le_bytes([a, b, c, d]),
            weight: f32::from(weight) / 32.0,
            background: BACKGROUNDS[usize::from(background)],
        })
        .collect()
}

fn pack_hashes(hashes: &[u32]) -> Vec<u8> {
    hashes.iter().flat_map(|h| h.to_le_bytes()).collect()
}

fn unpack_hashes(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|&c| u32::from_le_bytes(c)).collect()
}
