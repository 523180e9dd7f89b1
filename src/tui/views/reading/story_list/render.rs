//! How the source list is painted.

use std::ops::Range;

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use super::{HEAD, INDENT, ListLine, ListState, StoryList};
use crate::{
    config::theme::Role,
    shelf::{ArticleRow, StoryRow},
    text::width::{width, wrap},
    tui::{
        phrases::{self, Precision},
        widgets::{canvas::Canvas, fuzzy::FuzzyQuery},
    },
};

impl StoryList {
    /// Paints the list.
    pub(crate) fn render(&self, canvas: &mut Canvas<'_>, area: Rect, state: &ListState) {
        let right = area.right();
        let name = if area.width >= 24 { "BRIEFINGS" } else { "" };
        let end = canvas.put(area.x + 1, area.y, name, area.width.saturating_sub(1), Role::Label);
        let room = right.saturating_sub(end + 2);
        let forms = self.head_forms(state);
        let fits = |text: &&String| width(text) <= usize::from(room);
        let head = forms.iter().find(fits).or(forms.last()).map_or("", String::as_str);
        canvas.put_right(right.saturating_sub(1), area.y, head, room, Role::Dim);
        if self.rows.is_empty() && !state.loading {
            let what = state.nothing_matches.as_deref().unwrap_or("nothing to read yet");
            let room = area.width.saturating_sub(3);
            for (i, part) in wrap(what, usize::from(room).max(1)).into_iter().enumerate() {
                let y = area.y + HEAD + u16::try_from(i).unwrap_or(u16::MAX);
                if y < area.bottom() {
                    canvas.put(area.x + 2, y, &what[part], room, Role::Dim);
                }
            }
        }
        let shown = usize::from(area.height.saturating_sub(HEAD));
        let lines = || self.lines.iter().skip(self.top).take(shown);
        let mut painter =
            Painter { canvas, list: self, area, state, query: FuzzyQuery::new(&self.fuzzy), precision: Precision::Day };
        painter.precision = lines().map(|line| painter.precision_of(line)).max().unwrap_or_default();
        for (i, line) in lines().enumerate() {
            painter.line(area.y + HEAD + u16::try_from(i).unwrap_or(u16::MAX), line);
        }
    }

    /// What the list holds, in words: the whole first, then what is left of it where there is less room.
    fn head_forms(&self, state: &ListState) -> Vec<String> {
        if state.loading && self.rows.is_empty() {
            return vec!["opening".into()];
        }
        if state.failed {
            return vec!["not opened".into()];
        }
        if state.nothing_matches.is_some() {
            return vec!["no match".into()];
        }
        let [stories, _, unread] = self.totals;
        let stories = phrases::count(stories, "story", "stories");
        let only = [
            self.filter.group.as_ref().map(|g| format!("group {g}")),
            self.filter.blindspot.as_ref().map(|g| format!("not in {g}")),
            self.filter.source.clone(),
        ];
        let only: Vec<String> = only.into_iter().flatten().collect();
        // The second part alone says more than the first.
        let seconds = match (self.filter.unread, self.filter.starred, unread) {
            _ if !self.fuzzy.is_empty() => vec![format!("matching “{}”", self.fuzzy)],
            _ if !only.is_empty() => vec![only.join(", ")],
            (true, _, _) => vec!["unread only".into()],
            (_, true, _) => vec!["starred only".into()],
            (_, _, 0) => vec!["all read".into()],
            _ => vec![format!("{} unread", phrases::count(unread, "article", "articles")), format!("{unread} unread")],
        };
        let whole = seconds.iter().map(|second| format!("{stories} · {second}"));
        whole.chain(seconds.iter().cloned()).collect()
    }

    /// Cells that a story's coverage takes: the bar, and the number of sources.
    pub(super) fn counts_width(&self) -> u16 {
        if self.columns >= 34 { 6 } else { 2 }
    }
}

/// What a line is painted with.
struct Painter<'a, 'b> {
    canvas: &'a mut Canvas<'b>,
    list: &'a StoryList,
    area: Rect,
    state: &'a ListState,
    /// What is typed into the filter.
    query: Option<FuzzyQuery>,
    /// How precise dates of other years are: as far as each has room, so that all are written alike.
    precision: Precision,
}

/// Cells of a source's name before which its date becomes less precise.
const NAME: usize = 12;

impl Painter<'_, '_> {
    fn line(&mut self, y: u16, line: &ListLine) {
        let row = &self.list.rows[line.story];
        if (line.story, line.source) == (self.list.story, self.list.source) {
            let role = if self.state.focused { Role::Cursor } else { Role::CursorAway };
            self.canvas.style_area(Rect::new(self.area.x, y, self.area.width, 1), role);
            self.canvas.put(self.area.x, y, self.canvas.glyphs.cursor, self.area.width, Role::Unread);
        }
        match line.source {
            None if line.more > 0 => {
                let source = row.articles.first().map_or("", |a| a.source.as_str());
                let text = format!("+{} more from {source}", line.more);
                let room = self.area.width.saturating_sub(INDENT + 1);
                self.canvas.put_cut(self.area.x + INDENT, y, &text, room, Role::Dim);
            }
            None => self.story(y, row, line),
            Some(s) => self.source(y, &row.articles[s], row),
        }
    }

    fn story(&mut self, y: u16, row: &StoryRow, line: &ListLine) {
        let area = self.area;
        let x = area.x + INDENT;
        let mut room = area.width.saturating_sub(INDENT + 1);
        if line.first {
            let glyphs = self.canvas.glyphs;
            let glyph = if self.list.is_folded(row.key) { glyphs.folded } else { glyphs.open };
            self.canvas.put(area.x + 1, y, glyph, area.width.saturating_sub(1), Role::Dim);
            self.counts(y, row);
            room = room.saturating_sub(self.list.counts_width() + 1);
        }
        let unread = row.articles.iter().any(|a| !a.read);
        let role = if unread { Role::Title } else { Role::Text };
        self.canvas.put_cut(x, y, &row.headline[line.part.clone()], room, role);
        self.found(x, y, room, &row.headline, line.part.clone());
    }

    /// A story's coverage: a bar of independent articles, which six fill, and the number of sources.
    fn counts(&mut self, y: u16, row: &StoryRow) {
        let (right, room) = (self.area.right().saturating_sub(1), self.list.counts_width());
        self.canvas.put_right(right, y, &row.sources().to_string(), room, Role::Dim);
        if room >= 6 {
            let eighths = if row.articles.is_empty() { 0 } else { (row.independent * 4).min(24) };
            let glyphs = self.canvas.glyphs.eighths;
            let rest = (eighths % 8).checked_sub(1).map_or("", |i| glyphs[i]);
            self.canvas.put(
                right.saturating_sub(6),
                y,
                &format!("{}{rest}", glyphs[7].repeat(eighths / 8)),
                3,
                Role::Bar,
            );
        }
    }

    /// How precise a date may be in a line.
    fn precision_of(&self, line: &ListLine) -> Precision {
        let row = &self.list.rows[line.story];
        let Some(article) = line.source.and_then(|s| row.articles.get(s)) else { return Precision::Day };
        let Some(published) = article.published else { return Precision::Day };
        let room =
            usize::from(self.area.width.saturating_sub(INDENT + 4)).saturating_sub(width(&article.source).min(NAME));
        phrases::precision_within(published, self.state.year, room)
    }

    fn source(&mut self, y: u16, article: &ArticleRow, story: &StoryRow) {
        let (area, g) = (self.area, self.canvas.glyphs);
        let (glyph, role) = if article.read { (g.read, Role::Dim) } else { (g.unread, Role::Unread) };
        let mut x = area.x + INDENT;
        self.canvas.put(x, y, glyph, area.width.saturating_sub(4), role);
        for (is, sign) in [
            (self.state.marked == Some(article.key), g.marked),
            (article.starred, g.star),
            (article.changed.is_some(), g.changed),
        ] {
            if is {
                x += 1;
                self.canvas.put(x, y, sign, area.width.saturating_sub(5), Role::Star);
            }
        }
        let date =
            article.published.map(|p| phrases::list_date(p, self.state.year, self.precision)).unwrap_or_default();
        let from = self.canvas.put_right(area.right().saturating_sub(1), y, &date, area.width / 2, Role::Dim);
        let room = from.saturating_sub(x + 3);
        let role = if article.read { Role::Dim } else { Role::Text };
        let end = self.canvas.put_cut(x + 2, y, &article.source, room, role);
        self.found(x + 2, y, room, &article.source, 0..article.source.len());
        let carried = article.carries.and_then(|k| story.articles.iter().find(|a| a.key == k));
        if let Some(first) = carried {
            let room = from.saturating_sub(end + 2);
            if room >= 8 {
                self.canvas.put_cut(end + 1, y, &format!("= {}", first.source), room, Role::Dim);
            }
        }
    }

    /// Marks what the filter's words found in a part of a text that stands on the screen.
    fn found(&mut self, x: u16, y: u16, room: u16, text: &str, part: Range<usize>) {
        let Some(query) = &mut self.query else { return };
        let before = text[..part.start].graphemes(true).count();
        let spots = query.spots(text);
        let mut at: u16 = 0;
        for (i, cluster) in text[part].graphemes(true).enumerate() {
            let cells = u16::try_from(width(cluster)).unwrap_or(0);
            if at.saturating_add(cells) >= room {
                return;
            }
            if spots.binary_search(&(before + i)).is_ok() {
                self.canvas.style_area(Rect::new(x + at, y, cells, 1), Role::Found);
            }
            at += cells;
        }
    }
}
