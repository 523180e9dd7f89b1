//! How a comparison is painted.

use ratatui::layout::Rect;

use super::{
    CompareView,
    panel::{self, Tab},
    row_text::{self, RowText},
    rows::Row,
};
use crate::{
    article::{Article, Published},
    compare::Relation,
    config::{keys::Place, theme::Role},
    text::width::width,
    tui::{
        phrases,
        view::ViewContext,
        widgets::{
            canvas::Canvas,
            glyphs::Glyphs,
            styled_lines::{self, Highlights},
        },
        worker::cache::ComparedArticles,
    },
};

impl CompareView {
    pub(super) fn paint(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        let Some(compared) = &self.compared else {
            let text = self.failed.as_deref().unwrap_or("comparing …");
            canvas.put(area.x + 1, area.y, text, area.width.saturating_sub(1), Role::Dim);
            return;
        };
        self.draw_head(canvas, compared);
        self.draw_rows(canvas, compared);
        if let Some(legend) = self.layout.legend {
            draw_legend(canvas, legend);
        }
        if let Some(area) = self.layout.panel {
            self.draw_panel(canvas, area, cx);
        }
    }

    /// Where the sides start, and the gutter between them.
    fn columns(&self) -> (u16, u16, u16, u16) {
        let form = self.layout.form;
        let side = form.map_or(1, |f| u16::try_from(f.side).unwrap_or(1));
        let x = self.layout.body.x + 1;
        if form.is_some_and(|f| f.stacked) {
            return (x + self.layout.gutter, x + self.layout.gutter, x, side);
        }
        // Text, a free cell, the gutter, a free cell, text.
        (x, x + side + 2 + self.layout.gutter, x + side + 1, side)
    }

    fn draw_head(&self, canvas: &mut Canvas<'_>, compared: &ComparedArticles) {
        let head = self.layout.head;
        if head.height == 0 {
            return;
        }
        let (left, right, _, side) = self.columns();
        let stacked = self.layout.form.is_some_and(|f| f.stacked);
        // A low screen has no line for the counts: there the contradictions stand beside the sources.
        let conflicts = compared.comparison.conflicts.len();
        let low = if head.height < 3 && conflicts > 0 {
            format!("{} {conflicts}", canvas.glyphs.conflict)
        } else {
            String::new()
        };
        let taken = canvas.put_right(head.right().saturating_sub(1), head.y, &low, head.width, Role::Altered);
        let room = if low.is_empty() { self.layout.body.width } else { taken.saturating_sub(head.x + 1) };
        if stacked {
            let half = room.saturating_sub(4) / 2;
            let end = draw_source(canvas, head.x + 1, head.y, half, "<", &compared.left, Role::Left);
            draw_source(canvas, end + 3, head.y, room.saturating_sub(end + 3), ">", &compared.right, Role::Right);
        } else {
            draw_source(canvas, left, head.y, side, "<", &compared.left, Role::Left);
            let side = side.min(taken.saturating_sub(right));
            draw_source(canvas, right, head.y, side, ">", &compared.right, Role::Right);
        }
        let mut y = head.y + 1;
        if head.height >= 3 {
            let mut x = head.x + 1;
            for (i, (text, role)) in panel::summary(compared).into_iter().enumerate() {
                let needs = u16::try_from(width(&text) + 3).unwrap_or(u16::MAX);
                if i > 0 && x + needs > head.right() + 1 {
                    break;
                }
                if i > 0 {
                    x = canvas.put(x, y, &format!(" {} ", canvas.glyphs.dot), 3, Role::Dim);
                }
                x = canvas.put_cut(x, y, &text, needs.min(head.right().saturating_sub(x)), role);
            }
            y += 1;
        }
        if head.height >= 4 {
            self.draw_strip(canvas, compared, Rect::new(head.x + 1, y, room.saturating_sub(2), 1));
            y += 1;
        }
        if head.height >= 2 && y < head.bottom() {
            canvas.rule(head.x, y, head.width, Role::Rule);
        }
    }

    /// The whole comparison in one line: a glyph a row, what shows is underlined.
    fn draw_strip(&self, canvas: &mut Canvas<'_>, compared: &ComparedArticles, area: Rect) {
        let n = self.rows.len();
        let cells = usize::from(area.width);
        if n == 0 || cells == 0 {
            return;
        }
        let height = usize::from(self.layout.body.height);
        let first = self.starts.partition_point(|&s| s < self.top);
        let last = self.starts.partition_point(|&s| s < self.top + height);
        let used = n.min(cells);
        for cell in 0..used {
            let (from, to) = (cell * n / used, ((cell + 1) * n / used).max(cell * n / used + 1));
            let shows = from < last && to > first;
            let here = (from..to).contains(&self.current);
            let row = (from..to).map(|i| self.rows[i]).max_by_key(|&r| loudness(compared, r));
            let Some(row) = row else { continue };
            let (glyph, role) = row_text::glyph(compared, row, canvas.glyphs);
            let x = area.x + u16::try_from(cell).unwrap_or(u16::MAX);
            let role = if shows { role } else { Role::Dim };
            canvas.put(x, area.y, glyph, 1, role);
            if here {
                canvas.style_area(Rect::new(x, area.y, 1, 1), Role::Cursor);
            }
        }
    }

    fn draw_rows(&self, canvas: &mut Canvas<'_>, compared: &ComparedArticles) {
        let body = self.layout.body;
        let (_, _, gutter, _) = self.columns();
        let stacked = self.layout.form.is_some_and(|f| f.stacked);
        if !stacked && self.layout.gutter >= 4 {
            canvas.vertical_rule(gutter, body.top(), body.bottom(), Role::Rule);
            canvas.vertical_rule(
                (gutter + self.layout.gutter).saturating_sub(1),
                body.top(),
                body.bottom(),
                Role::Rule,
            );
        }
        let height = usize::from(body.height);
        let mut i = self.starts.partition_point(|&s| s <= self.top).saturating_sub(1);
        while let (Some(&start), Some(row)) = (self.starts.get(i), self.texts.get(i)) {
            if start >= self.top + height {
                break;
            }
            self.draw_row(canvas, i, row, start);
            i += 1;
        }
        if self.rows.is_empty() {
            canvas.put(body.x + 1, body.y, "nothing to compare", body.width, Role::Dim);
        }
        let marks: Vec<(usize, Role)> = self
            .rows
            .iter()
            .zip(&self.starts)
            .filter(|(r, _)| self.differs(**r))
            .map(|(r, &s)| (s, row_text::glyph(compared, *r, canvas.glyphs).1))
            .filter(|(_, role)| *role != Role::Text)
            .collect();
        styled_lines::bar(canvas, body, self.top, self.total(), &marks);
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, i: usize, row: &RowText, start: usize) {
        let body = self.layout.body;
        let (left, right, gutter, side) = self.columns();
        let stacked = self.layout.form.is_some_and(|f| f.stacked);
        let over = Highlights {
            found: self.finding.as_ref().map_or(&[], |f| &f.matches),
            here: self.finding.as_ref().and_then(|f| f.here),
            lit: None,
            links: &[],
        };
        let at = |line: usize| {
            let y = (start + line).checked_sub(self.top)?;
            (y < usize::from(body.height)).then(|| body.y + u16::try_from(y).unwrap_or(u16::MAX))
        };
        let tall = row.height.saturating_sub(1);
        if i == self.current && !self.in_panel {
            for y in (0..tall).filter_map(at) {
                let x = if stacked { gutter } else { gutter + 1 };
                let cells =
                    if stacked { self.layout.gutter.saturating_sub(1) } else { self.layout.gutter.saturating_sub(2) };
                canvas.style_area(Rect::new(x, y, cells, 1), Role::Cursor);
                canvas.put(body.x, y, canvas.glyphs.cursor, 1, Role::Unread);
            }
        }
        for (n, (mark, role)) in row.gutter.iter().enumerate().take(row.height) {
            if let Some(y) = at(n) {
                let cells = u16::try_from(width(mark)).unwrap_or(1);
                let inset = if stacked { 0 } else { self.layout.gutter.saturating_sub(cells) / 2 };
                canvas.put(gutter + inset, y, mark, self.layout.gutter, *role);
            }
        }
        for (n, line) in row.left.iter().enumerate() {
            if let Some(y) = at(n) {
                if stacked && !(row.right.is_empty() && matches!(self.rows[i], Row::Pair(_))) {
                    let mark = if n == 0 && matches!(self.rows[i], Row::Pair(_)) { "<" } else { canvas.glyphs.bar };
                    canvas.put(left.saturating_sub(2), y, mark, 1, Role::Left);
                }
                styled_lines::line(canvas, left, y, side, line, &over);
            }
        }
        for (n, line) in row.right.iter().enumerate() {
            let first = n == 0;
            let n = if stacked { n + row.left.len() } else { n };
            if let Some(y) = at(n) {
                if stacked {
                    let mark = if first && matches!(self.rows[i], Row::Pair(_)) { ">" } else { canvas.glyphs.vertical };
                    canvas.put(right.saturating_sub(2), y, mark, 1, Role::Right);
                }
                styled_lines::line(canvas, right, y, side, line, &over);
            }
        }
    }

    fn draw_panel(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        let beside = area.width == super::PANEL && area.height == self.layout.body.height;
        if beside {
            canvas.vertical_rule(area.x.saturating_sub(1), area.top(), area.bottom(), Role::Rule);
        }
        let tab = self.tab.unwrap_or_default();
        let mut x = area.x + 1;
        let mut tabs = Tab::ALL.to_vec();
        if tab == Tab::Nearest {
            tabs.insert(0, tab);
        }
        // The open tab by its full name, the others by their key and as much of the name as fits.
        let brief = area.width < 60;
        for t in tabs {
            let key = cx.key_of(Place::Comparing, t.action()).unwrap_or_default();
            let text = if t == tab {
                format!("{key} {}", t.title())
            } else if brief {
                key
            } else {
                format!("{key} {}", t.title())
            };
            let role = if t == tab { Role::Label } else { Role::Dim };
            x = canvas.put(x, area.y, &text, area.right().saturating_sub(x), role) + 2;
        }
        let room = usize::from(area.height.saturating_sub(1));
        let heights: Vec<usize> = self.items.iter().map(|i| i.lines.len() + usize::from(i.lines.len() > 1)).collect();
        let before: usize = heights[..self.item.min(heights.len())].iter().sum();
        let own = heights.get(self.item).copied().unwrap_or(0);
        // An entry that is taller than the panel shows from its beginning.
        let skip = if self.in_panel { (before + own).saturating_sub(room).min(before) } else { 0 };
        let mut at = 0usize;
        for (i, item) in self.items.iter().enumerate() {
            for line in &item.lines {
                if at >= skip && at - skip < room {
                    let y = area.y + 1 + u16::try_from(at - skip).unwrap_or(u16::MAX);
                    if self.in_panel && i == self.item {
                        canvas.style_area(Rect::new(area.x, y, area.width, 1), Role::Cursor);
                        canvas.put(area.x, y, canvas.glyphs.cursor, 1, Role::Unread);
                    }
                    styled_lines::line(
                        canvas,
                        area.x + 1,
                        y,
                        area.width.saturating_sub(2),
                        line,
                        &Highlights::default(),
                    );
                }
                at += 1;
            }
            at += usize::from(item.lines.len() > 1);
        }
    }
}

/// How much a row of several that share a cell of the strip should be the one that shows.
fn loudness(compared: &ComparedArticles, row: Row) -> u8 {
    match row {
        Row::Only(..) | Row::More(..) => 3,
        Row::Pair(k) => match compared.comparison.pairs[k].relation {
            Relation::Overlaps => 2,
            Relation::Related => 1,
            Relation::Contradicts => 3,
            Relation::Reworded => 1,
            Relation::Same => 0,
        },
        Row::Stub(_) => 0,
    }
}

fn draw_source(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, mark: &str, article: &Article, role: Role) -> u16 {
    let end = canvas.put(x, y, mark, room, role);
    let name = canvas.put_cut(end + 1, y, &article.source, room.saturating_sub(2), role);
    canvas.style_area(Rect::new(end + 1, y, name.saturating_sub(end + 1), 1), Role::Title);
    let Some(published) = article.published else { return name };
    let left = (x + room).saturating_sub(name);
    // Where the time of day does not fit, the day alone.
    let dates = [Some(published), published.day().map(Published::Day)].into_iter().flatten();
    let mut texts = dates.map(|date| format!(" {} {}", canvas.glyphs.dot, phrases::long_date(date)));
    let fitting = texts.find(|text| width(text) <= usize::from(left));
    fitting.map_or(name, |text| canvas.put(name, y, &text, left, Role::Dim))
}

/// What the marks of a comparison mean, for help.
pub(super) fn marks(g: &Glyphs) -> Vec<(&'static str, &'static str)> {
    vec![
        ("=", "the same words"),
        (g.reworded, "the same in other words"),
        ("~", "overlapping: one claim in common, and each adds something"),
        (g.dot, "related: no claim in common is shown"),
        (g.conflict, "a contradiction: not both can be so"),
        ("<", "only the left has it; stacked: the left's words"),
        (">", "only the right has it; stacked: the right's words"),
        (g.moved, "told at another place on the other side"),
        (row_text::ALTERED, "a quotation whose words are others on the other side"),
        (row_text::CUT, "a quotation of which one side gives a part"),
        ("[- -]", "in a quotation: words that only the left has"),
        ("{+ +}", "in a quotation: words that only the right has"),
        (g.bar, "stacked: more lines of the left"),
        (g.vertical, "stacked: more lines of the right"),
        (g.cursor, "the row that the keys act on"),
        (g.tick, "at the right edge: where a difference or a place found is"),
        (g.thumb, "at the right edge: the part that shows"),
    ]
}

/// The longest words that fit into one line of the legend; the shortest where none do.
fn legend_words(columns: u16, g: &Glyphs) -> [(&'static str, &'static str, Role); 10] {
    let signs = [
        ("=", Role::Both),
        (g.reworded, Role::Text),
        ("~", Role::Text),
        (g.dot, Role::Dim),
        ("<", Role::Left),
        (">", Role::Right),
        (g.moved, Role::Dim),
        (row_text::ALTERED, Role::Altered),
        (row_text::CUT, Role::Altered),
        (g.conflict, Role::Altered),
    ];
    let wordings = [
        [
            "same words",
            "reworded",
            "overlapping: each adds something",
            "related: no claim in common shown",
            "only left",
            "only right",
            "told elsewhere",
            "quotation altered",
            "quotation cut",
            "contradiction",
        ],
        [
            "same words",
            "reworded",
            "overlapping",
            "related",
            "only left",
            "only right",
            "told elsewhere",
            "altered",
            "cut",
            "contradicts",
        ],
        ["same", "reworded", "overlapping", "related", "left", "right", "elsewhere", "altered", "cut", "contradicts"],
    ];
    let entries = |words: &[&'static str; 10]| std::array::from_fn(|i| (signs[i].0, words[i], signs[i].1));
    let fits = |words: &&[&'static str; 10]| legend_places(&entries(words), columns).last().is_some_and(|p| p.1 == 0);
    entries(wordings.iter().find(fits).unwrap_or(&wordings[2]))
}

/// Where each entry of the legend stands: column and line.
fn legend_places(entries: &[(&str, &str, Role)], columns: u16) -> Vec<(u16, u16)> {
    let (mut x, mut y) = (1, 0);
    let place = |(glyph, means, _): &(&str, &str, Role)| {
        let needs = u16::try_from(width(glyph) + width(means) + 1).unwrap_or(u16::MAX);
        if x > 1 && x + needs > columns {
            (x, y) = (1, y + 1);
        }
        let at = (x, y);
        x += needs + 2;
        at
    };
    entries.iter().map(place).collect()
}

/// Lines that the legend takes.
pub(super) fn legend_lines(columns: u16, g: &Glyphs) -> u16 {
    legend_places(&legend_words(columns, g), columns).last().map_or(0, |(_, y)| y + 1)
}

/// What the glyphs of the gutter mean, all of them at every width.
fn draw_legend(canvas: &mut Canvas<'_>, area: Rect) {
    let entries = legend_words(area.width, canvas.glyphs);
    for ((glyph, means, role), (x, y)) in entries.iter().zip(legend_places(&entries, area.width)) {
        let (x, y) = (area.x + x, area.y + y);
        let next = canvas.put(x, y, glyph, area.right().saturating_sub(x), *role) + 1;
        canvas.put(next, y, means, area.right().saturating_sub(next), Role::Dim);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        article::SentenceId,
        compare::Side,
        tui::{tests::invented::comparison, widgets::glyphs::UNICODE},
    };

    #[test]
    fn help_and_legend_know_every_mark_of_a_row() {
        let mut comparison = comparison();
        let pair = comparison.pairs[0].clone();
        let relations =
            [Relation::Same, Relation::Reworded, Relation::Overlaps, Relation::Contradicts, Relation::Related];
        comparison.pairs = relations.map(|relation| crate::compare::Pair { relation, ..pair.clone() }).to_vec();
        let (left, right) = (Arc::new(Article::default()), Arc::new(Article::default()));
        let compared = ComparedArticles { left, right, comparison };
        let only = [Row::Only(Side::Left, SentenceId(0)), Row::More(Side::Right, 3), Row::Stub(0)];
        let drawn = (0..5).map(Row::Pair).chain(only).map(|row| row_text::glyph(&compared, row, &UNICODE).0);
        let legend = legend_words(80, &UNICODE);
        for mark in drawn.chain([row_text::ALTERED, row_text::CUT, UNICODE.moved, UNICODE.conflict]) {
            assert!(marks(&UNICODE).iter().any(|(sign, _)| *sign == mark), "{mark}");
            assert!(legend.iter().any(|(sign, ..)| *sign == mark), "{mark}");
        }
    }
}
