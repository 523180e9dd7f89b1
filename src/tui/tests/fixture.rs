//! A reader without a terminal, over invented articles: keys go in, a screen of text comes out.
//!
//! What the stages would work out is given by hand here, so that the screens change only when the viewer does.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, Mutex, mpsc},
};

use ratatui::{buffer::Buffer, layout::Rect, style::Modifier};

use super::super::{
    app::App,
    event::Event,
    view::{Effect, Environment, Opener},
    widgets::styles::Depth,
    worker::{
        cache::{ComparedArticles, Opening, StoryBrief, StoryCoverage},
        responses::Response,
    },
};
use super::invented::{briefing, bullets, comparison, coverage, story_bullets};
use crate::{
    article::Article,
    compare::Comparison,
    config::{Config, keys::chord},
    shelf::{self, ArticleKey, Filter, Hit, Opened, Order, Outlet, Page, Shelf, Split, StoryKey, StoryRow},
};

/// A reader at a screen of some size.
pub(crate) struct Reader {
    pub(crate) app: App,
    /// What was to be done outside: copied texts, and whether it was left.
    pub(crate) copied: Vec<String>,
    pub(crate) left: bool,
}

impl Reader {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, Config::default())
    }

    pub(crate) fn with(columns: u16, rows: u16, config: Config) -> Self {
        let environment = Environment {
            light: Some(false),
            no_colour: true,
            ascii: false,
            depth: Depth::True,
            clock: Some(|| 1_709_942_400),
            folder: std::env::temp_dir(),
            graphics: Default::default(),
        };
        let opener: Opener =
            Arc::new(|_| Ok(Opening { shelf: Arc::new(Kept::new()), problems: Vec::new(), hint: None }));
        let mut reader =
            Self { app: App::new(opener, config, environment, (columns, rows)), copied: Vec::new(), left: false };
        reader.settle();
        reader
    }

    /// One for whom nothing can be opened.
    pub(crate) fn unopened(columns: u16, rows: u16, why: &str) -> Self {
        let mut reader = Self::new(columns, rows);
        let (config, environment) = (Config::default(), reader.app.cx.environment.clone());
        let why = why.to_owned();
        let opener: Opener = Arc::new(move |_| Err(why.clone()));
        reader.app = App::new(opener, config, environment, (columns, rows));
        reader.settle();
        reader
    }

    /// Presses keys, written as keymaps write them.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in chord(keys).unwrap() {
            self.tell(Event::Key(key));
        }
        self
    }

    pub(crate) fn type_in(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.tell(Event::Key(crate::config::keys::Key::char(c)));
        }
        self
    }

    pub(crate) fn tell(&mut self, msg: Event) {
        self.app.update(msg);
        self.settle();
    }

    /// Does what was asked for, on the spot.
    fn settle(&mut self) {
        let (to, from) = mpsc::channel();
        self.app.layout();
        loop {
            let mut idle = true;
            for effect in std::mem::take(&mut self.app.cx.effects) {
                match effect {
                    Effect::Work(_, work) | Effect::Background(work) => {
                        if let Some(msg) = work(&to) {
                            self.app.update(by_hand(msg));
                        }
                        idle = false;
                    }
                    Effect::Copy(text) => self.copied.push(text),
                    Effect::Quit(_) => self.left = true,
                    Effect::Mouse(_) | Effect::Suspend | Effect::Redraw | Effect::WatchLibrary(_) => {}
                }
            }
            while let Ok(msg) = from.try_recv() {
                self.app.update(msg);
            }
            self.app.layout();
            if idle {
                return;
            }
        }
    }

    fn buffer(&mut self) -> Buffer {
        self.app.layout();
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.cx.size.0, self.app.cx.size.1));
        self.app.draw(&mut buffer);
        buffer
    }

    /// The screen as text.
    pub(crate) fn screen(&mut self) -> String {
        lines(&self.buffer(), |buffer, x, y| buffer[(x, y)].symbol().to_owned())
    }

    /// What is painted in the colour that it stands on.
    pub(crate) fn hidden(&mut self) -> Vec<String> {
        let buffer = self.buffer();
        let cells = buffer.content().iter().filter(|c| c.symbol() != " " && c.fg == c.bg);
        cells.filter(|c| c.fg != ratatui::style::Color::Reset).map(|c| c.symbol().to_owned()).collect()
    }

    /// The screen's looks: B bold, _ underlined, # reversed, : dim, / italic, a letter for more than one.
    pub(crate) fn looks(&mut self) -> String {
        lines(&self.buffer(), |buffer, x, y| {
            let m = buffer[(x, y)].modifier;
            let has = |w| m.contains(w);
            let sign = if has(Modifier::REVERSED) {
                "#"
            } else if has(Modifier::BOLD | Modifier::UNDERLINED) {
                "U"
            } else if has(Modifier::BOLD) {
                "B"
            } else if has(Modifier::UNDERLINED) {
                "_"
            } else if has(Modifier::DIM) {
                ":"
            } else if has(Modifier::ITALIC) {
                "/"
            } else {
                " "
            };
            sign.to_owned()
        })
    }
}

fn lines(buffer: &Buffer, cell: impl Fn(&Buffer, u16, u16) -> String) -> String {
    use unicode_width::UnicodeWidthStr;
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            line.push_str(&cell(buffer, x, y));
            x += u16::try_from(buffer[(x, y)].symbol().width()).unwrap().max(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Puts what is given by hand in place of what a stage worked out.
fn by_hand(msg: Event) -> Event {
    let Event::Response(answer) = msg else { return msg };
    Event::Response(Box::new(match *answer {
        Response::Article(key, Ok(mut read)) => {
            read.bullets = Some(Arc::new(bullets(&read.article)));
            Response::Article(key, Ok(read))
        }
        Response::Story(key, Ok(brief)) => {
            let bullets = story_bullets(brief.row.articles.len());
            Response::Story(key, Ok(Arc::new(StoryBrief { bullets, row: brief.row.clone() })))
        }
        Response::Compared(keys, Ok(compared)) => {
            let comparison = if compared.left.source == "Harbor Wire" { comparison() } else { Comparison::default() };
            Response::Compared(keys, Ok(Arc::new(ComparedArticles { comparison, ..(*compared).clone() })))
        }
        Response::Coverage(key, Ok(covered)) => {
            let coverage = coverage(covered.row.articles.len());
            Response::Coverage(key, Ok(Arc::new(StoryCoverage { coverage, ..(*covered).clone() })))
        }
        other => other,
    }))
}

/// Articles in memory, with what a library adds: notes, a former text of the first article, stories arranged.
struct Kept {
    opened: Opened,
    notes: Mutex<BTreeMap<ArticleKey, String>>,
}

impl Kept {
    fn new() -> Self {
        Self { opened: Opened::new(briefing()), notes: Mutex::default() }
    }
}

impl Shelf for Kept {
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> shelf::Result<Page> {
        // Its sources are in no group; what a group leaves in is for other tests.
        let filter = Filter { group: None, blindspot: None, ..filter.clone() };
        self.opened.page(order, &filter, range)
    }

    fn story(&self, key: StoryKey) -> shelf::Result<StoryRow> {
        self.opened.story(key)
    }

    fn article(&self, key: ArticleKey) -> shelf::Result<Arc<Article>> {
        self.opened.article(key)
    }

    fn set_read(&self, key: ArticleKey, read: bool) -> shelf::Result<()> {
        self.opened.set_read(key, read)
    }

    fn set_starred(&self, key: ArticleKey, starred: bool) -> shelf::Result<()> {
        self.opened.set_starred(key, starred)
    }

    fn search(&self, query: &str, limit: usize) -> shelf::Result<Vec<Hit>> {
        self.opened.search(query, limit)
    }

    fn outlet(&self, source: &str) -> Option<Outlet> {
        let country = (source == "Radio 北").then(|| "JP".to_owned());
        country.is_some().then(|| Outlet { country, lean: Some("centre".into()), ..Outlet::default() })
    }

    fn groups(&self) -> Vec<String> {
        vec!["agencies".into(), "local".into()]
    }

    fn versions(&self, key: ArticleKey) -> shelf::Result<Vec<Article>> {
        let mut former = Arc::unwrap_or_clone(self.article(key)?);
        former.sentences.pop();
        Ok(if key == ArticleKey(0) { vec![former] } else { Vec::new() })
    }

    fn merge(&self, _into: StoryKey, _other: StoryKey) -> shelf::Result<Vec<ArticleKey>> {
        Ok(Vec::new())
    }

    fn split(&self, article: ArticleKey) -> shelf::Result<Split> {
        Ok(Split { article, story: StoryKey(0), former: StoryKey(0), pinned: false, reprints: Vec::new() })
    }

    fn unsplit(&self, _split: &Split) -> shelf::Result<()> {
        Ok(())
    }

    fn keeps(&self) -> bool {
        true
    }

    fn note(&self, key: ArticleKey) -> shelf::Result<Option<String>> {
        Ok(self.notes.lock().unwrap().get(&key).cloned())
    }

    fn set_note(&self, key: ArticleKey, text: &str) -> shelf::Result<()> {
        let mut notes = self.notes.lock().unwrap();
        if text.is_empty() {
            notes.remove(&key)
        } else {
            notes.insert(key, text.to_owned())
        };
        Ok(())
    }
}
