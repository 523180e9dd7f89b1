//! What is asked of workers. A request is noted as in flight, so that it is not made twice and a stale response is known.

use std::{
    collections::BTreeSet,
    ops::Range,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
};

use super::{
    cache,
    pool::{Priority, RequestId},
    responses::{Edited, Response},
};
use crate::{
    article::Article,
    config::keys::Place,
    shelf::{self, ArticleKey, FetchSummary, Filter, FrontPage, Order, Page, Shelf, Step, StoryKey, StoryRow},
    summarizer,
    text::sanitize,
    tui::{
        event::Event,
        status_bar::Notice,
        view::{Effect, ViewContext},
        widgets::fuzzy::fuzzy,
    },
};

/// Stories that a filter looks through.
const MOST_FILTERED: usize = 20_000;

/// Articles with more words than this are not compared ahead of the key that asks for it.
const LONG: usize = 4000;

/// The most articles that a search lists.
const MOST_HITS: usize = 200;

/// Requests whose responses are waited for; others are dropped.
#[derive(Default)]
pub(crate) struct InFlight {
    last: RequestId,
    pub(crate) opening: Option<RequestId>,
    pub(crate) page: Option<RequestId>,
    pub(crate) search: Option<RequestId>,
    pub(crate) fetch: Option<RequestId>,
    /// Articles, and stories, that are being loaded.
    pub(crate) articles: BTreeSet<ArticleKey>,
    pub(crate) stories: BTreeSet<StoryKey>,
    /// Comparisons that were asked for ahead.
    pub(crate) comparisons: BTreeSet<(ArticleKey, ArticleKey)>,
    /// Coverages that are being worked out.
    pub(crate) coverages: BTreeSet<StoryKey>,
}

impl InFlight {
    pub(crate) fn number(&mut self) -> RequestId {
        self.last += 1;
        self.last
    }

    /// Nothing is waited for any more.
    pub(crate) fn clear(&mut self) {
        *self = Self { last: self.last, ..Self::default() };
    }
}

/// What a page of the list is asked for by.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageRequest {
    pub(crate) order: Order,
    pub(crate) filter: Filter,
    /// Words typed loosely, which headlines and sources have to match.
    pub(crate) fuzzy: String,
    pub(crate) range: Range<usize>,
}

impl ViewContext {
    /// Asks a worker for something.
    pub(crate) fn request(
        &mut self,
        priority: Priority,
        work: impl FnOnce(&Sender<Event>) -> Option<Response> + Send + 'static,
    ) {
        self.effects.push(Effect::Work(priority, Box::new(move |to| work(to).map(event))));
    }

    /// The same on a thread of its own: it may take minutes.
    pub(crate) fn request_in_background(
        &mut self,
        work: impl FnOnce(&Sender<Event>) -> Option<Response> + Send + 'static,
    ) {
        self.effects.push(Effect::Background(Box::new(move |to| work(to).map(event))));
    }

    /// Begins to open what is to be read.
    pub(crate) fn request_opening(&mut self) {
        let id = self.in_flight.number();
        self.in_flight.opening = Some(id);
        self.not_opened = None;
        self.stop.store(false, Ordering::SeqCst);
        let (opener, stop) = (Arc::clone(&self.opener), Arc::clone(&self.stop));
        self.request_in_background(move |to| Some(Response::Opened(id, opener(&on_progress(to, id, stop)))));
    }

    /// Says that something else goes on, where that is so.
    fn is_busy(&mut self) -> bool {
        let busy = self.in_flight.opening.is_some() || self.in_flight.fetch.is_some() || self.progress.is_some();
        if self.in_flight.opening.is_some() {
            self.say_keyed(Place::Reading, "articles are being opened; {back} stops it");
        } else if busy {
            self.say_keyed(Place::Reading, "an update is running; {back} stops it");
        }
        busy
    }

    /// Updates the subscriptions where there are some; otherwise opens the files anew.
    pub(crate) fn request_reload(&mut self) {
        if self.is_busy() {
            return;
        }
        let Some(shelf) = self.shelf.clone().filter(|s| s.fetches()) else {
            self.say("reading again …");
            return self.request_opening();
        };
        self.request_update(move |tell| shelf.fetch(tell));
    }

    /// Syncs with the reader's server.
    pub(crate) fn request_sync(&mut self) {
        if self.is_busy() {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.say("syncing …");
        self.request_update(move |tell| shelf.sync(tell));
    }

    fn request_update(
        &mut self,
        update: impl FnOnce(&(dyn Fn(Step) -> bool + Sync)) -> shelf::Result<FetchSummary> + Send + 'static,
    ) {
        let id = self.in_flight.number();
        self.in_flight.fetch = Some(id);
        self.stop.store(false, Ordering::SeqCst);
        let stop = Arc::clone(&self.stop);
        self.request_in_background(move |to| {
            let result = update(&on_progress(to, id, stop)).map_err(|e| e.to_string());
            Some(Response::Fetched(id, result))
        });
    }

    /// Asks for a run of the list, sorted and filtered.
    pub(crate) fn request_page(&mut self, wanted: PageRequest) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.in_flight.number();
        self.in_flight.page = Some(id);
        self.request(Priority::Now, move |_| {
            let PageRequest { order, filter, fuzzy, range } = wanted;
            let first = if fuzzy.is_empty() { range.start } else { 0 };
            let range = if fuzzy.is_empty() { range } else { 0..MOST_FILTERED };
            let page = shelf.page(order, &filter, range).map(|p| narrowed(p, &fuzzy));
            Some(Response::Page(id, first, page.map_err(|e| e.to_string())))
        });
    }

    pub(crate) fn request_article(&mut self, key: ArticleKey, priority: Priority) {
        let asked = priority == Priority::Soon && self.in_flight.articles.contains(&key);
        if self.cache.articles.contains_key(&key) || asked {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.in_flight.articles.insert(key);
        let options = self.summarizer_options();
        self.request(priority, move |_| {
            Some(Response::Article(key, cache::load_article(shelf.as_ref(), key, options)))
        });
    }

    /// Asks for the bullets of a long article, which is shown without them in the meantime.
    pub(crate) fn request_bullets(&mut self, key: ArticleKey, article: Arc<Article>) {
        let options = self.summarizer_options();
        self.request(Priority::Soon, move |_| Some(Response::Bullets(key, summarizer::bullets(&article, options))));
    }

    pub(crate) fn request_story(&mut self, row: StoryRow, priority: Priority) {
        let known = self.cache.stories.get(&row.key).is_some_and(|s| s.row.articles.len() == row.articles.len());
        if known || self.in_flight.stories.contains(&row.key) {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.in_flight.stories.insert(row.key);
        let options = self.summarizer_options();
        self.request(priority, move |_| {
            let key = row.key;
            let brief = cache::summarize_story(shelf.as_ref(), row, options);
            Some(Response::Story(key, brief.map(Arc::new)))
        });
    }

    pub(crate) fn request_comparison(&mut self, left: ArticleKey, right: ArticleKey, priority: Priority) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.request(priority, move |_| {
            let compared = cache::compare_articles(shelf.as_ref(), left, right);
            Some(Response::Compared((left, right), compared.map(Arc::new)))
        });
    }

    /// Compares ahead of the key that asks for it, unless that would be a long job.
    pub(crate) fn request_comparison_ahead(&mut self, left: ArticleKey, right: ArticleKey) {
        let short = |key| self.cache.articles.get(&key).is_some_and(|r| r.words < LONG);
        if self.cache.comparisons.contains_key(&(left, right)) || !short(left) || !short(right) {
            return;
        }
        if self.in_flight.comparisons.insert((left, right)) {
            self.request_comparison(left, right, Priority::Soon);
        }
    }

    /// Asks for a coverage; nothing where it is being worked out already.
    pub(crate) fn request_coverage(&mut self, row: StoryRow, priority: Priority) {
        let Some(shelf) = self.shelf.clone() else { return };
        if self.in_flight.coverages.insert(row.key) || priority == Priority::Now {
            self.request(priority, move |_| {
                let key = row.key;
                Some(Response::Coverage(key, cache::cover_story(shelf.as_ref(), row).map(Arc::new)))
            });
        }
    }

    /// Works a coverage out ahead of the key that asks for it, where the story has several articles: reprints, too, have one.
    pub(crate) fn request_coverage_ahead(&mut self, row: StoryRow) {
        if row.articles.len() > 1 && !self.cache.coverages.contains_key(&row.key) {
            self.request_coverage(row, Priority::Soon);
        }
    }

    /// Lays an article beside a former text of it: the latest, or one further back.
    pub(crate) fn request_version(&mut self, key: ArticleKey, back: usize) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.request(Priority::Now, move |_| {
            let former = cache::compare_with_version(shelf.as_ref(), key, back);
            Some(Response::Version(key, back, former.map(|found| found.map(Arc::new))))
        });
    }

    /// Asks for the stories of the day.
    pub(crate) fn request_front_page(&mut self) {
        let Some(shelf) = self.shelf.clone() else { return };
        let (now, last_visit) = (self.environment.now().unwrap_or_default(), self.last_visit);
        self.request(Priority::Now, move |_| {
            Some(Response::FrontPage(FrontPage::of(shelf.as_ref(), now, last_visit).map_err(|e| e.to_string())))
        });
    }

    pub(crate) fn request_search(&mut self, query: &str) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.in_flight.number();
        self.in_flight.search = Some(id);
        let query = query.to_owned();
        self.request(Priority::Now, move |_| {
            Some(Response::SearchHits(id, shelf.search(&query, MOST_HITS).map_err(|e| e.to_string())))
        });
    }

    /// Has the shelf keep something small of the viewer's own; a failure is told.
    pub(crate) fn keep(&mut self, change: impl FnOnce(&dyn Shelf) -> shelf::Result<()> + Send + 'static) {
        self.write(Vec::new(), |shelf| change(shelf).map(|()| None));
    }

    /// Has the shelf remember what need not be told where it is lost, after all else is written.
    pub(crate) fn remember(&mut self, change: impl FnOnce(&dyn Shelf) + Send + 'static) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.request(Priority::Remember, move |_| {
            change(shelf.as_ref());
            None
        });
    }

    /// Has the shelf keep marks of articles of these stories; where it cannot, the response says how they are marked.
    pub(crate) fn mark(
        &mut self,
        stories: Vec<StoryKey>,
        change: impl FnOnce(&dyn Shelf) -> shelf::Result<()> + Send + 'static,
    ) -> RequestId {
        self.write(stories, |shelf| change(shelf).map(|()| None))
    }

    /// Has the library change what is told when it is done: a note, stories joined or parted.
    pub(crate) fn edit(
        &mut self,
        change: impl FnOnce(&dyn Shelf) -> shelf::Result<Edited> + Send + 'static,
    ) -> RequestId {
        self.write(Vec::new(), |shelf| change(shelf).map(|done| Some(Response::Edited(done))))
    }

    /// Has something written in its turn. The number is that of the response if it fails.
    fn write(
        &mut self,
        stories: Vec<StoryKey>,
        change: impl FnOnce(&dyn Shelf) -> shelf::Result<Option<Response>> + Send + 'static,
    ) -> RequestId {
        let id = self.in_flight.number();
        let Some(shelf) = self.shelf.clone() else { return id };
        self.request(Priority::Write, move |_| {
            change(shelf.as_ref()).unwrap_or_else(|e| {
                let why = sanitize::clean_line(&e.to_string());
                let stories = stories.into_iter().filter_map(|key| shelf.story(key).ok()).collect();
                Some(Response::NotKept { id, why, stories })
            })
        });
        id
    }
}

fn event(response: Response) -> Event {
    Event::Response(Box::new(response))
}

/// Something for the last line.
pub(crate) fn notice(text: &str, error: bool) -> Response {
    Response::Notice(Notice { text: sanitize::clean_line(text), error })
}

/// Tells the screen every step of long work, and the work whether to go on.
fn on_progress(to: &Sender<Event>, id: RequestId, stop: Arc<AtomicBool>) -> impl Fn(Step) -> bool + Sync {
    // Several threads tell; a sender alone is not theirs to share.
    let to = Mutex::new(to.clone());
    move |step| {
        if let Ok(to) = to.lock() {
            let _ = to.send(event(Response::Progress(id, step)));
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
