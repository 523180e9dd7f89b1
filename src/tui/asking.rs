//! What is asked of workers.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
    mpsc::Sender,
};

use super::{
    Msg,
    answers::Answer,
    app::{App, Effect},
    jobs::{JobId, Rank},
    loose::fuzzy,
    store,
};
use crate::shelf::{ArticleKey, Page, Step, StoryRow};

/// Stories that a filter looks through.
const MOST_FILTERED: usize = 20_000;

impl App {
    /// Begins to open what is to be read.
    pub(crate) fn open(&mut self) {
        let id = self.jobs.number();
        self.jobs.opening = Some(id);
        self.stop.store(false, Ordering::SeqCst);
        let (opener, stop) = (Arc::clone(&self.opener), Arc::clone(&self.stop));
        self.effects.push(Effect::Aside(Box::new(move |to| {
            Some(Msg::Answer(Box::new(Answer::Opened(id, opener(&teller(to, id, stop))))))
        })));
    }

    /// Updates the subscriptions where there are some; otherwise opens the files anew.
    pub(crate) fn reload(&mut self) {
        if self.progress.is_some() || self.jobs.opening.is_some() || self.jobs.fetch.is_some() {
            return self.say("still at it; esc stops it");
        }
        let Some(shelf) = self.shelf.clone().filter(|s| s.fetches()) else {
            self.say("reading again …");
            return self.open();
        };
        let id = self.jobs.number();
        self.jobs.fetch = Some(id);
        self.stop.store(false, Ordering::SeqCst);
        let stop = Arc::clone(&self.stop);
        self.effects.push(Effect::Aside(Box::new(move |to| {
            let result = shelf.fetch(&teller(to, id, stop)).map_err(|e| e.to_string());
            Some(Msg::Answer(Box::new(Answer::Fetched(id, result))))
        })));
    }

    /// Asks for the list anew: sorted and filtered as it is to be.
    pub(crate) fn ask_list(&mut self) {
        let range = self.list.here();
        self.ask_page(range);
    }

    pub(crate) fn ask_page(&mut self, range: std::ops::Range<usize>) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.jobs.number();
        self.jobs.page = Some(id);
        let (order, filter, fuzzy_text) = (self.list.order, self.list.filter.clone(), self.list.fuzzy.clone());
        self.ask(Rank::Now, move |_| {
            let first = if fuzzy_text.is_empty() { range.start } else { 0 };
            let wanted = if fuzzy_text.is_empty() { range } else { 0..MOST_FILTERED };
            let page = shelf.page(order, &filter, wanted).map(|p| narrowed(p, &fuzzy_text));
            Some(Msg::Answer(Box::new(Answer::Page(id, first, page.map_err(|e| e.to_string())))))
        });
    }

    pub(crate) fn ask_article(&mut self, key: ArticleKey, rank: Rank) {
        if self.store.articles.contains_key(&key) || (rank == Rank::Soon && self.jobs.articles.contains(&key)) {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.jobs.articles.insert(key);
        let options = self.options();
        self.ask(rank, move |_| {
            Some(Msg::Answer(Box::new(Answer::Article(key, store::read(shelf.as_ref(), key, options)))))
        });
    }

    /// Compares ahead of the key that asks for it, unless that would be a long job.
    pub(crate) fn ask_comparison_ahead(&mut self, left: ArticleKey, right: ArticleKey) {
        const LONG: usize = 4000;
        let short = |key| self.store.articles.get(&key).is_some_and(|r| r.words < LONG);
        if self.store.comparisons.contains_key(&(left, right)) || !short(left) || !short(right) {
            return;
        }
        if self.jobs.comparisons.insert((left, right)) {
            self.ask_comparison(left, right, Rank::Soon);
        }
    }

    pub(crate) fn ask_comparison(&mut self, left: ArticleKey, right: ArticleKey, rank: Rank) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.ask(rank, move |_| {
            let result = store::compared(shelf.as_ref(), left, right).map(Box::new);
            Some(Msg::Answer(Box::new(Answer::Compared((left, right), result))))
        });
    }

    /// The bullets of a long article, which is shown without them in the meantime.
    pub(crate) fn ask_bullets(&mut self, key: ArticleKey, article: Arc<crate::article::Article>) {
        let options = self.options();
        self.ask(Rank::Soon, move |_| {
            Some(Msg::Answer(Box::new(Answer::Bullets(key, crate::summarizer::bullets(&article, options)))))
        });
    }

    pub(crate) fn ask_story(&mut self, row: StoryRow, rank: Rank) {
        let known = self.store.stories.get(&row.key).is_some_and(|s| s.row.articles.len() == row.articles.len());
        if known || self.jobs.stories.contains(&row.key) {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.jobs.stories.insert(row.key);
        let options = self.options();
        self.ask(rank, move |_| {
            let key = row.key;
            Some(Msg::Answer(Box::new(Answer::Story(key, store::brief(shelf.as_ref(), row, options)))))
        });
    }
}

/// Tells the screen every step of long work, and the work whether to go on.
fn teller(to: &Sender<Msg>, id: JobId, stop: Arc<AtomicBool>) -> impl Fn(Step) -> bool + Sync {
    // Several threads tell; a sender alone is not theirs to share.
    let to = Mutex::new(to.clone());
    move |step| {
        if let Ok(to) = to.lock() {
            let _ = to.send(Msg::Answer(Box::new(Answer::Step(id, step))));
        }
        !stop.load(Ordering::SeqCst)
    }
}

/// Leaves in a page what matches words typed loosely.
fn narrowed(page: Page, text: &str) -> Page {
    if text.is_empty() {
        return page;
    }
    let texts: Vec<String> = page
        .rows
        .iter()
        .map(|r| {
            let sources: Vec<&str> = r.articles.iter().map(|a| a.source.as_str()).collect();
            format!("{} {}", r.headline, sources.join(" "))
        })
        .collect();
    let rows: Vec<StoryRow> = fuzzy(text, &texts).into_iter().map(|i| page.rows[i].clone()).collect();
    Page {
        stories: rows.len(),
        articles: rows.iter().map(|r| r.articles.len()).sum(),
        unread: rows.iter().flat_map(|r| &r.articles).filter(|a| !a.read).count(),
        rows,
    }
}
