//! What a search over all articles found.

use ratatui::layout::Rect;

use crate::{
    config::theme::Role,
    shelf::{ArticleKey, Hit, StoryKey},
    text::width::{width, wrap},
    tui::{look::Canvas, words},
};

/// Search results on the screen.
#[derive(Default)]
pub(crate) struct Results {
    pub(crate) query: String,
    pub(crate) hits: Option<Vec<Hit>>,
    pub(crate) failed: Option<String>,
    pub(crate) at: usize,
    /// The words are still being typed.
    pub(crate) typing: bool,
    top: usize,
    height: usize,
}

/// Lines a hit takes.
const LINES: usize = 4;

impl Results {
    pub(crate) fn new(query: String) -> Self {
        Self { query, ..Self::default() }
    }

    /// Asks for other words; what was found stays until there is an answer.
    pub(crate) fn ask(&mut self, query: &str) {
        query.clone_into(&mut self.query);
        (self.failed, self.at) = (None, 0);
    }

    pub(crate) fn step(&mut self, by: isize) {
        let n = self.hits.as_ref().map_or(0, Vec::len);
        self.at = self.at.saturating_add_signed(by).min(n.saturating_sub(1));
    }

    pub(crate) fn end(&mut self, last: bool) {
        self.step(if last { isize::MAX / 2 } else { isize::MIN / 2 });
    }

    pub(crate) fn screen(&self) -> isize {
        isize::try_from(self.height / LINES).unwrap_or(1).max(1)
    }

    /// The article under the cursor.
    pub(crate) fn target(&self) -> Option<(StoryKey, ArticleKey)> {
        self.hits.as_ref()?.get(self.at).map(|h| (h.story, h.article.key))
    }

    pub(crate) fn lay(&mut self, area: Rect) {
        self.height = usize::from(area.height.saturating_sub(2));
        let shown = (self.height / LINES).max(1);
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(shown));
    }

    /// Paints the results.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let at = canvas.put(area.x + 1, area.y, "SEARCH", area.width.saturating_sub(1), Role::Label);
        let count = match (&self.failed, &self.hits) {
            // What is half typed need not be understood yet.
            (Some(what), _) if !self.typing => what.clone(),
            (_, None) => "searching …".to_owned(),
            (_, Some(h)) if h.is_empty() => format!("nothing found for “{}”", self.query),
            (_, Some(h)) => format!("{} for “{}”", words::count(h.len(), "article", "articles"), self.query),
        };
        canvas.put_cut(at + 2, area.y, &count, area.right().saturating_sub(at + 2), Role::Dim);
        let hits = self.hits.as_deref().unwrap_or_default();
        for (i, hit) in hits.iter().enumerate().skip(self.top).take(self.height / LINES + 1) {
            let y = area.y + 2 + u16::try_from((i - self.top) * LINES).unwrap_or(u16::MAX);
            if y < area.bottom() {
                draw_hit(canvas, area, y, hit, i == self.at);
            }
        }
    }
}

fn draw_hit(canvas: &mut Canvas<'_>, area: Rect, y: u16, hit: &Hit, here: bool) {
    if here {
        canvas.lay(Rect::new(area.x, y, area.width, 1), Role::Cursor);
        canvas.put(area.x, y, canvas.glyphs.cursor, 1, Role::Unread);
    }
    let date = hit.article.published.map(|p| words::short_date(p, None)).unwrap_or_default();
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
