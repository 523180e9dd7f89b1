//! What the reader says of stories: two are one, an article is none of it; and each of that taken back.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};

use super::{
    Library, grouping,
    shelf::{not_there, story_not_there},
};
use crate::shelf::{ArticleKey, Result, ShelfError, Split, StoryKey};

impl Library {
    /// Joins two stories for good; which articles are held together only since.
    pub(super) fn merge_stories(&self, into: StoryKey, other: StoryKey) -> Result<Vec<ArticleKey>> {
        if into == other {
            return Ok(Vec::new());
        }
        let held = self.write(|t| {
            let both: i64 =
                t.query_row("SELECT count(*) FROM story WHERE id IN (?1, ?2)", [into.0, other.0], |r| r.get(0))?;
            if both != 2 {
                return Ok(None);
            }
            let held = t
                .prepare_cached("SELECT id FROM article WHERE story IN (?1, ?2) AND NOT pinned")?
                .query_map([into.0, other.0], |r| Ok(ArticleKey(r.get(0)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            t.execute("UPDATE article SET pinned = 1 WHERE story IN (?1, ?2)", [into.0, other.0])?;
            grouping::merge(t, into.0, other.0)?;
            Ok(Some(held))
        })?;
        held.ok_or_else(|| ShelfError("one of these stories is no longer in the library".into()))
    }

    /// Takes a join back: these articles are a story of their own again.
    pub(super) fn unmerge_stories(&self, articles: &[ArticleKey], held: &[ArticleKey]) -> Result<()> {
        Ok(self.write(|t| {
            t.execute("INSERT INTO story DEFAULT VALUES", [])?;
            let story = t.last_insert_rowid();
            let mut former = BTreeSet::new();
            for article in articles {
                let of = "SELECT story FROM article WHERE id = ?1";
                former.extend(t.prepare_cached(of)?.query_row([article.0], |r| r.get::<_, i64>(0)).optional()?);
                t.prepare_cached("UPDATE article SET story = ?2 WHERE id = ?1")?.execute([article.0, story])?;
            }
            for article in held {
                t.prepare_cached("UPDATE article SET pinned = 0 WHERE id = ?1")?.execute([article.0])?;
            }
            former.into_iter().chain([story]).try_for_each(|story| grouping::recount(t, story))
        })?)
    }

    /// Makes an article a story of its own for good.
    pub(super) fn split_story(&self, key: ArticleKey) -> Result<Split> {
        let split = self.write(|t| {
            let found = t
                .prepare_cached("SELECT story, pinned FROM article WHERE id = ?1")?
                .query_row([key.0], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            let Some((former, pinned)) = found else { return Ok(None) };
            let reprints = t
                .prepare_cached("SELECT id, carries FROM article WHERE story = ?1 AND carries IS NOT NULL")?
                .query_map([former], |r| Ok((ArticleKey(r.get(0)?), ArticleKey(r.get(1)?))))?
                .collect::<rusqlite::Result<_>>()?;
            t.execute("INSERT INTO story DEFAULT VALUES", [])?;
            let story = t.last_insert_rowid();
            t.execute("UPDATE article SET story = ?2, pinned = 1, carries = NULL WHERE id = ?1", [key.0, story])?;
            grouping::recount(t, story)?;
            grouping::recount(t, former)?;
            Ok(Some(Split { article: key, story: StoryKey(story), former: StoryKey(former), pinned, reprints }))
        })?;
        split.ok_or_else(not_there)
    }

    /// Takes a split back.
    pub(super) fn unsplit_story(&self, split: &Split) -> Result<()> {
        let Split { article, former, pinned, .. } = *split;
        self.write(|t| {
            let now = "SELECT story FROM article WHERE id = ?1";
            let now: Option<i64> = t.prepare_cached(now)?.query_row([article.0], |r| r.get(0)).optional()?;
            let Some(now) = now else { return Ok(Err(not_there())) };
            if !t.prepare_cached("SELECT 1 FROM story WHERE id = ?1")?.exists([former.0])? {
                return Ok(Err(story_not_there()));
            }
            t.prepare_cached("UPDATE article SET story = ?2, pinned = ?3 WHERE id = ?1")?
                .execute(params![article.0, former.0, pinned])?;
            // As far as both are still of this story.
            let mut reprint = t.prepare_cached(
                "UPDATE article SET carries = ?2 WHERE id = ?1 AND story = ?3
                   AND EXISTS (SELECT 1 FROM article WHERE id = ?2 AND story = ?3)",
            )?;
            for (copy, first) in &split.reprints {
                reprint.execute([copy.0, first.0, former.0])?;
            }
            grouping::recount(t, now)?;
            grouping::recount(t, former.0)?;
            Ok(Ok(()))
        })?
    }
}
