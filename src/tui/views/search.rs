//! What a search over all articles found.

use ratatui::layout::Rect;

use crate::{
    config::{action::Action, keys::Place, theme::Role},
    shelf::Hit,
    text::width::{width, wrap},
    tui::{
        phrases::{self, Precision},
        view::{Destination, Flow, View, ViewContext},
        widgets::{canvas::Canvas, glyphs::Glyphs},
        worker::responses::Response,
    },
};

/// Search results on the screen.
#[derive(Default)]
pub(crate) struct SearchView {
    pub(crate) query: String,
    hits: Option<Vec<Hit>>,
    failed: Option<String>,
    at: usize,
    /// The words are still being typed.
    pub(crate) typing: bool,
    top: usize,
    height: usize,
}

/// Lines a hit takes.
const LINES: usize = 4;

impl View for SearchView {
    fn context(&self) -> Place {
        Place::Pages
    }

    fn layout(&mut self, area: Rect, _cx: &ViewContext) {
        self.height = usize::from(area.height.saturating_sub(2));
        let shown = (self.height / LINES).max(1);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(shown));
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        self.paint(canvas, area, cx.environment.year());
    }

    fn act(&mut self, action: Action, n: isize, cx: &mut ViewContext) -> Flow {
        let screen = isize::try_from(self.height / LINES).unwrap_or(1).max(1);
        match action {
            Action::Down | Action::Next => self.step(n),
            Action::Up | Action::Previous => self.step(-n),
            Action::PageDown | Action::HalfDown => self.step(screen * n),
            Action::PageUp | Action::HalfUp => self.step(-screen * n),
            Action::Top => self.step(isize::MIN / 2),
            Action::Bottom => self.step(isize::MAX / 2),
            Action::Open | Action::Right => {
                if let Some(hit) = self.hits.as_ref().and_then(|h| h.get(self.at)) {
                    let query = Some(first_word(&self.query));
                    let (story, article) = (hit.story, Some(hit.article.key));
                    return Flow::Leave(Destination { story, article, sentence: None, query });
                }
            }
            Action::Back | Action::Left => return Flow::Close,
            other => cx.refuse(Place::Pages, other, "does nothing here: {open} opens the article"),
        }
        Flow::Stay
    }

    fn hints(&self, _cx: &ViewContext) -> &'static [(Action, &'static str)] {
        use Action as A;
        if self.hits.as_ref().is_none_or(Vec::is_empty) {
            return &[(A::Search, "search again"), (A::Help, "help"), (A::Quit, "quit"), (A::Back, "back")];
        }
        &[
            (A::Open, "open"),
            (A::Help, "help"),
            (A::Quit, "quit"),
            (A::Back, "back"),
            (A::Down, "next"),
            (A::Search, "search again"),
        ]
    }

    fn marks(&self, glyphs: &Glyphs) -> Vec<(&'static str, &'static str)> {
        vec![(glyphs.cursor, "the article that the keys act on")]
    }

    fn status(&self, _cx: &ViewContext) -> String {
        match &self.hits {
            Some(h) if !h.is_empty() => format!("{} of {}", self.at + 1, h.len()),
            _ => String::new(),
        }
    }

    fn is_loading(&self, _cx: &ViewContext) -> bool {
        self.hits.is_none() && self.failed.is_none()
    }

    fn scroll(&mut self, by: isize, _at: (u16, u16), _cx: &mut ViewContext) {
        self.step(by.signum());
    }

    fn receive(&mut self, response: &Response, _cx: &mut ViewContext) -> bool {
        let Response::SearchHits(_, result) = response else { return false };
        match result {
            Ok(hits) => (self.hits, self.failed) = (Some(hits.clone()), None),
            Err(e) => self.failed = Some(e.clone()),
        }
        true
    }

    fn worker_panicked(&mut self, what: &str) {
        if self.hits.is_none() {
            self.failed = Some(what.to_owned());
        }
    }
}

impl SearchView {
    pub(crate) fn new(query: &str, typing: bool) -> Self {
        Self { query: query.to_owned(), typing, ..Self::default() }
    }

    /// Asks for other words; what was found stays until there is an answer.
    pub(crate) fn ask(&mut self, query: &str, typing: bool) {
        query.clone_into(&mut self.query);
        self.typing = typing;
        (self.failed, self.at) = (None, 0);
    }

    fn step(&mut self, by: isize) {
        let n = self.hits.as_ref().map_or(0, Vec::len);
        self.at = self.at.saturating_add_signed(by).min(n.saturating_sub(1));
    }

    /// Paints the results.
    fn paint(&self, canvas: &mut Canvas<'_>, area: Rect, year: Option<i16>) {
        let at = canvas.put(area.x + 1, area.y, "SEARCH", area.width.saturating_sub(1), Role::Label);
        let count = match (&self.failed, &self.hits) {
            // What is half typed need not be understood yet.
            (Some(what), _) if !self.typing => what.clone(),
            (_, None) => "searching …".to_owned(),
            (_, Some(h)) if h.is_empty() => format!("nothing found for “{}”", self.query),
            (_, Some(h)) => format!("{} for “{}”", phrases::count(h.len(), "article", "articles"), self.query),
        };
        canvas.put_cut(at + 2, area.y, &count, area.right().saturating_sub(at + 2), Role::Dim);
        let hits = self.hits.as_deref().unwrap_or_default();
        for (i, hit) in hits.iter().enumerate().skip(self.top).take(self.height / LINES + 1) {
            let y = area.y + 2 + u16::try_from((i - self.top) * LINES).unwrap_or(u16::MAX);
            if y < area.bottom() {
                draw_hit(canvas, Rect { y, height: area.bottom() - y, ..area }, hit, i == self.at, year);
            }
        }
    }
}

fn draw_hit(canvas: &mut Canvas<'_>, at: Rect, hit: &Hit, here: bool, year: Option<i16>) {
    let (area, y) = (at, at.y);
    if here {
        canvas.style_area(Rect::new(area.x, y, area.width, 1), Role::Cursor);
        canvas.put(area.x, y, canvas.glyphs.cursor, 1, Role::Unread);
    }
    // On a narrow screen the title needs the room of the date.
    let published = hit.article.published.filter(|_| area.width >= 60);
    let date = published.map(|p| phrases::list_date(p, year, Precision::Day)).unwrap_or_default();
    let end = canvas.put_right(area.right().saturating_sub(1), y, &date, area.width / 3, Role::Dim);
    let x = canvas.put_cut(area.x + 1, y, &hit.article.source, (end - area.x) / 3, Role::Label);
    canvas.put_cut(x + 2, y, &hit.article.title, end.saturating_sub(x + 3), Role::Title);
    let text: String = hit.snippet.iter().map(|(t, _)| t.as_str()).collect();
    let room = usize::from(area.width.saturating_sub(4)).clamp(1, 110);
    for (k, line) in wrap(&text, room).into_iter().take(LINES - 2).enumerate() {
        let y = y + 1 + u16::try_from(k).unwrap_or(0);
        if y >= area.bottom() {
            return;
        }
        canvas.put(area.x + 3, y, &text[line.clone()], area.width.saturating_sub(4), Role::Text);
        let mut at = 0;
        for (run, marked) in &hit.snippet {
            let (from, to) = (at.max(line.start), (at + run.len()).min(line.end));
            at += run.len();
            if *marked && from < to {
                let x = area.x + 3 + u16::try_from(width(&text[line.start..from])).unwrap_or(0);
                canvas.put(x, y, &text[from..to], area.right().saturating_sub(x), Role::Found);
            }
        }
    }
}

/// The first word of a question that can stand in a text: neither a field (`source:`) nor what is not wanted (`-word`).
fn first_word(query: &str) -> String {
    let plain = |w: &&str| !w.contains(':') && !w.starts_with('-');
    let word = query.split_whitespace().find(plain).unwrap_or_default();
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
