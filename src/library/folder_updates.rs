//! Folders subscribed to: what of their files came or changed.

use std::path::Path;

use super::{
    Arrival, Library, Subscription,
    items::{Progress, TOGETHER},
    update::{SourceOutcome, Trouble, Wait},
};
use crate::{article::Article, briefing, inputs, parallel};

/// Files of a folder that are read before what they hold is put in.
const FILES: usize = 64;

impl Library {
    /// Takes in what came or changed in a folder.
    pub(super) fn update_folder(
        &self,
        s: &Subscription,
        progress: &Progress<'_>,
    ) -> std::result::Result<SourceOutcome, Trouble> {
        let path = Path::new(&s.address);
        if !path.is_dir() {
            return Err(Trouble::Source("no such folder; was it moved?".into(), Wait::Not));
        }
        let (mut files, mut problems) = inputs::within(path);
        if files.is_empty() && problems.is_empty() {
            return Ok(SourceOutcome::Empty);
        }
        files.retain(|file| s.may_have_changed(file.changed()));
        let (tally, ()) = self.take_in(progress, |intake| {
            for some in files.chunks(FILES) {
                if !(progress.go_on)() || !intake.is_open() {
                    break;
                }
                for loaded in parallel::map(some, briefing::load) {
                    match loaded {
                        Ok(articles) => {
                            let alone = articles.len() == 1;
                            let arrival = |article: Article| Arrival {
                                subscription: Some(s.id),
                                id: alone.then(|| article.path.clone()),
                                in_place: alone,
                                article,
                                ..Arrival::default()
                            };
                            intake.add(articles.into_iter().map(arrival), TOGETHER)?;
                        }
                        Err(problem) => problems.push(problem),
                    }
                }
            }
            Ok(())
        })?;
        let first = problems.first().map(|p| format!("{}: {}", p.path, p.message));
        Ok(match (first, problems.len().saturating_sub(1)) {
            (None, _) => SourceOutcome::Done(tally),
            (Some(first), 0) => SourceOutcome::Partly(tally, first),
            (Some(first), more) => SourceOutcome::Partly(tally, format!("{first} (and {more} more)")),
        })
    }
}

impl Subscription {
    /// Whether a file of this folder came or changed since the folder was read. Where that cannot be told, or lies in the
    /// future, it waits for the next fetch: looked at time and again, it would be news time and again.
    pub(super) fn has_news(&self, now: i64) -> bool {
        let is_news = |at: i64| at <= now && self.may_have_changed(Some(at));
        let (files, _) = inputs::within(Path::new(&self.address));
        files.iter().any(|f| f.changed().is_some_and(is_news))
    }

    /// Whether a file of this folder that changed then may not have been read yet.
    fn may_have_changed(&self, at: Option<i64>) -> bool {
        // A file may change in the second in which it was read.
        self.checked.zip(at).is_none_or(|(checked, at)| at >= checked - 1)
    }
}
