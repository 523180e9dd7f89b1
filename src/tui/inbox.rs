//! What workers send back: into the cache, and then to every view that is open.

use std::sync::{Arc, atomic::Ordering};

use super::{
    actions::session,
    app::App,
    phrases,
    view::{Effect, View},
    views::{
        compare::CompareView,
        front_page::{self, FrontPageView},
    },
    worker::{
        cache::{ComparedArticles, Opening},
        responses::{Edited, Response},
    },
};
use crate::{
    compare::Side,
    library,
    shelf::{ArticleKey, FetchSummary, News, SyncSummary},
};

impl App {
    /// Takes a response in. Answers whether anything looks otherwise now.
    pub(crate) fn respond(&mut self, response: &Response) -> bool {
        if self.is_stale(response) {
            return false;
        }
        self.take_in(response);
        if let Response::Version(key, back, found) = response {
            self.show_version(*key, *back, found.clone());
        }
        let mut changed = !matches!(
            response,
            Response::Article(..) | Response::Bullets(..) | Response::Story(..) | Response::Coverage(..)
        );
        changed |= self.reading.receive(response, &mut self.cx) && self.views.is_empty();
        for view in &mut self.views {
            changed |= view.receive(response, &mut self.cx);
        }
        changed
    }

    /// It answers a request in whose place there is a later one.
    fn is_stale(&self, response: &Response) -> bool {
        let waits = &self.cx.in_flight;
        match response {
            Response::Opened(id, _) => waits.opening != Some(*id),
            Response::Progress(id, _) => waits.opening != Some(*id) && waits.fetch != Some(*id),
            Response::Page(id, ..) => waits.page != Some(*id),
            Response::SearchHits(id, _) => waits.search != Some(*id),
            Response::Fetched(id, _) => waits.fetch != Some(*id),
            _ => false,
        }
    }

    /// Keeps what was found in the cache, and says what there is to say.
    fn take_in(&mut self, response: &Response) {
        let cx = &mut self.cx;
        match response {
            Response::Opened(_, result) => self.opened(result),
            Response::Progress(_, step) => {
                if step.failed {
                    cx.fail(&step.what);
                }
                if step.arrived > 0 {
                    cx.cache.stories.clear();
                    cx.cache.coverages.clear();
                }
                cx.progress = Some(step.clone());
            }
            Response::Page(_, _, result) => {
                cx.in_flight.page = None;
                if let Err(e) = result {
                    cx.fail(e);
                }
            }
            Response::Article(key, result) => {
                cx.in_flight.articles.remove(key);
                if let Ok(read) = result {
                    cx.cache.trim(self.reading.pane.article());
                    cx.cache.articles.insert(*key, read.clone());
                    if read.bullets.is_none() {
                        cx.request_bullets(*key, Arc::clone(&read.article));
                    }
                }
            }
            Response::Picture(id, number, picture) => cx.pictures.take(*id, *number, picture),
            Response::Bullets(key, bullets) => {
                if let Some(read) = cx.cache.articles.get_mut(key) {
                    read.bullets = Some(Arc::new(bullets.clone()));
                }
            }
            Response::Story(key, result) => {
                cx.in_flight.stories.remove(key);
                match result {
                    Ok(brief) => {
                        cx.cache.stories.insert(*key, Arc::clone(brief));
                    }
                    Err(e) => cx.fail(e),
                }
            }
            Response::Compared(keys, Ok(compared)) => {
                cx.cache.comparisons.insert(*keys, Arc::clone(compared));
            }
            Response::Coverage(key, result) => {
                cx.in_flight.coverages.remove(key);
                if let Ok(coverage) = result {
                    cx.cache.coverages.insert(*key, Arc::clone(coverage));
                }
            }
            Response::Edited(Edited::Note(key, note)) => {
                cx.say(if note.is_some() { "note kept" } else { "no note any more" });
                cx.drafts.remove(key);
                if let Some(read) = cx.cache.articles.get_mut(key) {
                    read.note.clone_from(note);
                }
            }
            Response::Edited(Edited::Stories(said)) => {
                cx.cache.stories.clear();
                cx.cache.coverages.clear();
                cx.say(*said);
            }
            Response::Fetched(_, result) => self.fetched(result),
            Response::NotKept { why, .. } => cx.fail(why),
            Response::Notice(notice) => cx.notice = Some(notice.clone()),
            Response::Compared(_, Err(_))
            | Response::Version(..)
            | Response::SearchHits(..)
            | Response::FrontPage(_) => {}
        }
    }

    fn opened(&mut self, result: &Result<Opening, String>) {
        let cx = &mut self.cx;
        cx.in_flight.opening = None;
        cx.progress = None;
        let again = cx.shelf.is_some();
        match result {
            Ok(opening) => {
                if again {
                    cx.say("read again");
                }
                if opening.shelf.fetches() {
                    cx.effects.push(Effect::WatchLibrary(Arc::clone(&opening.shelf)));
                }
                cx.shelf = Some(Arc::clone(&opening.shelf));
                session::recall_theme(cx);
                cx.cache.clear();
                // What one opens in the morning is what came in; files that were named are opened as they are.
                if !again && opening.shelf.fetches() {
                    session::note_visit(cx);
                    front_page::open(cx);
                }
                if let Some(hint) = opening.hint.clone().filter(|_| !again) {
                    cx.say(hint);
                }
                if let Some(first) = opening.problems.first() {
                    let more = match opening.problems.len() {
                        1 => String::new(),
                        n => format!(" (and {} more)", n - 1),
                    };
                    cx.fail(&format!("{}{more}", phrases::reason_first(&first.message, &first.path)));
                }
            }
            Err(e) if again => cx.fail(e),
            Err(e) => cx.not_opened = Some(e.clone()),
        }
    }

    fn fetched(&mut self, result: &Result<FetchSummary, String>) {
        let cx = &mut self.cx;
        cx.in_flight.fetch = None;
        cx.progress = None;
        match result {
            Err(e) => cx.fail(e),
            Ok(summary) => match told(summary, cx.stop.load(Ordering::SeqCst)) {
                (line, true) => cx.fail(&line),
                (line, false) => cx.say(line),
            },
        }
        cx.cache.clear();
    }

    /// Articles came in from folders that are watched, or another program wrote to the library: the list is asked for anew
    /// and keeps its place.
    pub(crate) fn library_changed(&mut self, news: &News) {
        self.cx.cache.stories.clear();
        self.cx.cache.coverages.clear();
        self.reading.pane.invalidate();
        self.reading.request_list(&mut self.cx);
        if self.view_mut::<FrontPageView>().is_some() {
            self.cx.request_front_page();
        }
        if news.articles > 0 {
            let articles = phrases::count(news.articles, "article", "articles");
            self.cx.say(format!("{articles} new or changed in your folders"));
        }
        if let Some(problem) = &news.problem {
            self.cx.fail(problem);
        }
    }

    /// Opens an article beside a former text of it, in the place of another such comparison; or says that none is kept.
    fn show_version(&mut self, key: ArticleKey, back: usize, found: Result<Option<Arc<ComparedArticles>>, String>) {
        match found {
            Ok(Some(compared)) => {
                let story = self.reading.list.story_of(key).cloned();
                let mut view = CompareView::new(key, key, story.into_iter().collect());
                view.version = Some((back, Side::Left));
                view.take(compared);
                self.close_views(|c: &CompareView| c.version.is_some());
                self.cx.open(view);
            }
            Ok(None) if back > 0 => self.cx.say("this is the oldest text that is kept"),
            Ok(None) => self.cx.say("no former text of this article is kept: it has not changed since it came in"),
            Err(e) => self.cx.fail(&e),
        }
    }

    /// A worker panicked: whatever waits must not wait forever.
    pub(crate) fn worker_panicked(&mut self, what: &str) {
        self.cx.fail(what);
        self.cx.in_flight.clear();
        self.cx.progress = None;
        for view in &mut self.views {
            view.worker_panicked(what);
        }
    }
}

/// What an update came to, in one line, and whether that is a failure: "3 subscriptions updated: 2 new articles, 1 must
/// wait". What was not asked is not called updated, nor what came in part.
fn told(summary: &FetchSummary, stopped: bool) -> (String, bool) {
    let FetchSummary { updated, partly, failed, waiting, server_failed, problem, sync, .. } = summary;
    let subscriptions = |n: usize| phrases::count(n, "subscription", "subscriptions");
    let mut details = Vec::new();
    let head = if *server_failed {
        details.extend((*failed > 0).then(|| format!("{} failed", subscriptions(*failed))));
        "the server could not be synced with".to_owned()
    } else if *failed > 0 {
        format!("{failed} of {} failed", subscriptions(updated + partly + failed))
    } else if *partly > 0 {
        format!("{} came only in part", subscriptions(*partly))
    } else if stopped {
        "stopped before everything was updated".into()
    } else if sync.is_some() {
        "synced".into()
    } else if *updated == 0 && *waiting > 0 {
        return (format!("nothing was fetched: {} must wait, as the server asked", subscriptions(*waiting)), false);
    } else {
        format!("{} updated", subscriptions(*updated))
    };
    if *partly > 0 && (*server_failed || *failed > 0) {
        details.push(format!("{partly} only in part"));
    }
    details.extend(arrivals(summary));
    if *waiting > 0 {
        details.push(format!("{waiting} must wait"));
    }
    if summary.deleted > 0 {
        details.push(library::deleted(summary.deleted));
    }
    details.extend(sync.iter().flat_map(exchanged));
    let details = details.join(", ");
    match problem {
        Some(problem) if *server_failed || *failed > 0 || *partly > 0 => {
            (format!("{head}: {problem} ({details})"), true)
        }
        _ => (format!("{head}: {details}"), *server_failed || *failed > 0 || *partly > 0),
    }
}

/// "3 new articles", "1 changed".
fn arrivals(summary: &FetchSummary) -> Vec<String> {
    let new = match summary.new {
        0 => "nothing new".to_owned(),
        n => phrases::count(n, "new article", "new articles"),
    };
    let changed = (summary.changed > 0).then(|| format!("{} changed", summary.changed));
    std::iter::once(new).chain(changed).collect()
}

/// What else came of a sync: "2 marks taken over", "0 given".
fn exchanged(sync: &SyncSummary) -> Vec<String> {
    let taken = phrases::count(sync.taken, "mark", "marks");
    let mut told = vec![format!("{taken} taken over"), format!("{} given", sync.given)];
    if sync.subscribed > 0 {
        told.push(format!("{} subscribed to", phrases::count(sync.subscribed, "feed", "feeds")));
    }
    if sync.ended > 0 {
        told.push(format!("{} ended, as on the server", sync.ended));
    }
    if sync.not_found > 0 {
        told.push(format!("{} not found on the server", phrases::count(sync.not_found, "article", "articles")));
    }
    if sync.cut {
        told.push("the server lists more than was asked for: marks beyond stay as they are".into());
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_told_as_it_was() {
        let line = |summary: FetchSummary| told(&summary, false);
        let of = FetchSummary::default;
        let plain = FetchSummary { updated: 3, new: 2, ..of() };
        assert_eq!(line(plain.clone()), ("3 subscriptions updated: 2 new articles".into(), false));
        let waiting = FetchSummary { waiting: 1, ..plain.clone() };
        assert_eq!(line(waiting).0, "3 subscriptions updated: 2 new articles, 1 must wait");
        let idle = FetchSummary { waiting: 2, ..of() };
        assert_eq!(line(idle), ("nothing was fetched: 2 subscriptions must wait, as the server asked".into(), false));
        let deleted = FetchSummary { deleted: 4, ..plain.clone() };
        assert!(line(deleted).0.contains("4 old articles deleted (`nutgraf restore`"));
        let problem = Some("Wire: no such folder".to_owned());
        let part = FetchSummary { partly: 1, problem: problem.clone(), ..plain.clone() };
        assert_eq!(
            line(part),
            ("1 subscription came only in part: Wire: no such folder (2 new articles)".into(), true)
        );
        let failed = FetchSummary { failed: 1, partly: 1, problem: problem.clone(), ..plain.clone() };
        let says = "1 of 5 subscriptions failed: Wire: no such folder (1 only in part, 2 new articles)";
        assert_eq!(line(failed), (says.into(), true));
        let server = FetchSummary { server_failed: true, problem, ..plain.clone() };
        let says = "the server could not be synced with: Wire: no such folder (2 new articles)";
        assert_eq!(line(server), (says.into(), true));
        assert!(told(&plain, true).0.starts_with("stopped before everything was updated: 2 new articles"));
        let sync = SyncSummary { taken: 1, ended: 2, not_found: 3, cut: true, ..SyncSummary::default() };
        let synced = line(FetchSummary { sync: Some(sync), ..of() }).0;
        for part in ["synced: nothing new, 1 mark taken over", "2 ended", "3 articles not found", "lists more"] {
            assert!(synced.contains(part), "{synced} lacks {part}");
        }
    }
}
