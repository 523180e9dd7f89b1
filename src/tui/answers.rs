//! What workers found comes in.

use std::sync::Arc;

use super::{
    app::{App, Effect, View},
    jobs::JobId,
    store::{Briefed, Compared, Covered, Opening, Read},
    views::{footer::Note, reader::Subject},
};
use crate::{
    article::Bullets,
    shelf::{ArticleKey, Hit, Page, Step, StoryKey},
};

/// What a worker found.
pub(crate) enum Answer {
    /// What is to be read is there.
    Opened(JobId, Result<Opening, String>),
    /// How far work in the background is.
    Step(JobId, Step),
    /// A run of the list.
    Page(JobId, usize, Result<Page, String>),
    /// An article.
    Article(ArticleKey, Result<Read, String>),
    /// The bullets of a long article, which is shown already.
    Bullets(ArticleKey, Bullets),
    /// A story's bullets.
    Story(StoryKey, Result<Briefed, String>),
    /// A comparison.
    Compared((ArticleKey, ArticleKey), Result<Box<Compared>, String>),
    /// A coverage.
    Covered(StoryKey, Result<Box<Covered>, String>),
    /// What the reader arranged is kept.
    Arranged(Arranged),
    /// The article beside a former text of it; none where none is kept.
    Former(ArticleKey, usize, Result<Option<Box<Compared>>, String>),
    /// What a search found.
    Hits(JobId, Result<Vec<Hit>, String>),
    /// The subscriptions are updated.
    Fetched(JobId, Result<(), String>),
    /// Something was done, or could not be.
    Told(Note),
}

/// What the library has kept.
pub(crate) enum Arranged {
    /// The note of an article, or that it has none any more.
    Note(ArticleKey, Option<String>),
    /// Other articles stand together; and what that is called.
    Stories(&'static str),
}

impl App {
    pub(crate) fn answer(&mut self, answer: Answer) -> bool {
        match answer {
            Answer::Opened(id, result) if self.jobs.opening == Some(id) => self.opened(result),
            Answer::Step(id, step) if self.jobs.opening == Some(id) || self.jobs.fetch == Some(id) => {
                let arrived = step.arrived > 0;
                if step.failed {
                    self.fail(&step.what.clone());
                }
                self.progress = Some(step);
                if arrived && self.jobs.fetch == Some(id) {
                    self.store.stories.clear();
                    self.store.coverages.clear();
                    self.ask_list();
                }
            }
            Answer::Page(id, first, result) if self.jobs.page == Some(id) => {
                self.jobs.page = None;
                match result {
                    Ok(page) => {
                        self.list.take(first, page);
                        self.restore();
                        self.show_under_cursor();
                    }
                    Err(e) => self.fail(&e),
                }
            }
            Answer::Hits(id, result) if self.jobs.search == Some(id) => {
                if let Some(View::Search(r)) = self.views.iter_mut().rev().find(|v| matches!(v, View::Search(_))) {
                    match result {
                        Ok(hits) => (r.hits, r.failed) = (Some(hits), None),
                        Err(e) => r.failed = Some(e),
                    }
                }
            }
            Answer::Fetched(id, result) if self.jobs.fetch == Some(id) => {
                self.jobs.fetch = None;
                let last = self.progress.take();
                match (result, last) {
                    (Err(e), _) => self.fail(&e),
                    (Ok(()), Some(step)) => self.say(format!("updated {} of {} subscriptions", step.done, step.total)),
                    (Ok(()), None) => self.say("nothing new"),
                }
                self.store.clear();
                self.reader.forget_setting();
                self.ask_list();
            }
            // The answer to a question that nobody asks any more.
            Answer::Opened(..) | Answer::Step(..) | Answer::Page(..) | Answer::Hits(..) | Answer::Fetched(..) => {
                return false;
            }
            Answer::Article(key, result) => {
                self.jobs.articles.remove(&key);
                let shown = self.reader.article() == Some(key);
                match result {
                    Ok(read) => {
                        self.store.trim(self.reader.article());
                        let long = read.bullets.is_none();
                        let article = Arc::clone(&read.article);
                        self.store.articles.insert(key, read);
                        if self.current_article().is_some_and(|here| here == key || self.other_voice(here) == Some(key))
                        {
                            self.read_ahead();
                        }
                        if long {
                            self.ask_bullets(key, article);
                        }
                    }
                    Err(e) if shown => self.fail(&e),
                    Err(_) => {}
                }
                return shown;
            }
            Answer::Bullets(key, bullets) => {
                if let Some(read) = self.store.articles.get_mut(&key) {
                    read.bullets = Some(Arc::new(bullets));
                }
                let shown = self.reader.article() == Some(key);
                if shown {
                    self.reader.forget_setting();
                }
                return shown;
            }
            Answer::Story(key, result) => {
                self.jobs.stories.remove(&key);
                match result {
                    Ok(briefed) => {
                        self.store.stories.insert(key, Arc::new(briefed));
                    }
                    Err(e) => self.fail(&e),
                }
                return self.reader.subject == Some(Subject::Story(key));
            }
            Answer::Compared(keys, result) => self.compared(keys, result),
            Answer::Covered(key, result) => self.covered(key, result),
            Answer::Arranged(done) => self.arranged(done),
            Answer::Former(key, back, found) => self.former(key, back, found),
            Answer::Told(note) => self.note = Some(note),
        }
        true
    }

    pub(crate) fn opened(&mut self, result: Result<Opening, String>) {
        self.jobs.opening = None;
        self.progress = None;
        match result {
            Ok(opening) => {
                if opening.shelf.fetches() {
                    self.effects.push(Effect::Watch(Arc::clone(&opening.shelf)));
                }
                self.shelf = Some(opening.shelf);
                self.recall_theme();
                self.store.clear();
                self.trail.clear();
                self.reader.forget_setting();
                if let Some(first) = opening.problems.first() {
                    let more = match opening.problems.len() {
                        1 => String::new(),
                        n => format!(" (and {} more)", n - 1),
                    };
                    self.fail(&format!("{}: {}{more}", first.path, first.message));
                }
                self.ask_list();
            }
            Err(e) => self.fail(&e),
        }
    }

    /// Articles came in from folders that are watched: the list is asked for anew and keeps its place.
    pub(crate) fn arrived(&mut self, articles: usize) {
        self.store.stories.clear();
        self.store.coverages.clear();
        self.ask_list();
        self.say(format!("{} new or changed in your folders", super::words::count(articles, "article", "articles")));
    }

    pub(crate) fn compared(&mut self, keys: (ArticleKey, ArticleKey), result: Result<Box<Compared>, String>) {
        let done = result.map(Arc::<Compared>::from);
        if let Ok(c) = &done {
            self.store.comparisons.insert(keys, Arc::clone(c));
        }
        for view in &mut self.views {
            if let View::Comparing(c) = view
                && c.keys == Some(keys)
                && c.compared.is_none()
            {
                match &done {
                    Ok(compared) => c.take(Arc::clone(compared)),
                    Err(e) => c.failed = Some(e.clone()),
                }
            }
        }
    }

    pub(crate) fn covered(&mut self, key: StoryKey, result: Result<Box<Covered>, String>) {
        let done = result.map(Arc::<Covered>::from);
        if let Ok(c) = &done {
            self.store.coverages.insert(key, Arc::clone(c));
        }
        for view in &mut self.views {
            if let View::Coverage(m) = view
                && m.story == Some(key)
            {
                match &done {
                    Ok(covered) => m.take(Arc::clone(covered)),
                    Err(e) => m.failed = Some(e.clone()),
                }
            }
        }
    }

    /// A worker panicked: whatever waits must not wait forever.
    pub(crate) fn broke(&mut self, what: &str) {
        self.fail(what);
        self.jobs.articles.clear();
        self.jobs.stories.clear();
        self.jobs.page = None;
        self.jobs.opening = None;
        self.jobs.fetch = None;
        self.progress = None;
        for view in &mut self.views {
            match view {
                View::Comparing(c) if c.compared.is_none() => c.failed = Some(what.to_owned()),
                View::Coverage(m) if m.covered.is_none() => m.failed = Some(what.to_owned()),
                View::Search(r) if r.hits.is_none() => r.failed = Some(what.to_owned()),
                _ => {}
            }
        }
    }
}
