//! How a coverage is painted: the matrix, and the panel with the claim under the cursor.

use ratatui::layout::Rect;

use super::{
    COLUMN, CoverageView,
    order::{Only, reporting_sources},
};
use crate::{
    compare::{Reports, note},
    config::theme::Role,
    text::width::{width, wrap},
    tui::{
        phrases,
        widgets::{canvas::Canvas, glyphs::Glyphs},
        worker::cache::StoryCoverage,
    },
};

/// The mark of a source's part in a claim.
pub(super) fn mark_of(state: Reports, g: &Glyphs) -> (&'static str, Role) {
    match state {
        Reports::Full => (g.full, Role::Text),
        Reports::Part => (g.part, Role::Text),
        Reports::Reprint => (g.reprint, Role::Dim),
        Reports::Related => (g.dot, Role::Dim),
        Reports::Nothing => (g.nothing, Role::Dim),
    }
}

/// What the marks of a coverage mean, for help.
pub(super) fn marks(g: &Glyphs) -> Vec<(&'static str, &'static str)> {
    vec![
        (g.full, "the source reports the whole claim"),
        (g.part, "it reports a part, or otherwise"),
        (g.reprint, "it carries the text of another source, word for word"),
        (g.dot, "it speaks of the same; that it reports the claim is not shown"),
        (g.nothing, "nothing was found in it"),
        (g.conflict, "the sources contradict one another in this claim"),
        ("12", "a figure, day or name beside a mark: what this source gives"),
        (note::OTHERWISE, "it says that it is not so, or that it went another way"),
        (note::ALTERED, "it quotes the same words otherwise"),
        (note::CUT, "it gives a part of the quotation"),
        (g.leads, "its first sentence tells it"),
        (g.first, "published before all others that report it"),
        ("< >", "more sources on that side"),
        (g.cursor, "the claim that the keys act on"),
    ]
}

impl CoverageView {
    /// Paints the matrix.
    pub(super) fn paint(&self, canvas: &mut Canvas<'_>) {
        let area = self.area;
        let Some(c) = &self.covered else {
            let text = self.failed.as_deref().unwrap_or("working out who reports what …");
            canvas.put(area.x + 1, area.y, text, area.width.saturating_sub(1), Role::Dim);
            return;
        };
        let n = c.coverage.columns.len();
        // What matters most stands first: a narrow screen cuts the end.
        let conflicts = c.coverage.claims.iter().filter(|claim| claim.conflict).count();
        let contradictions = phrases::count(conflicts, "contradiction", "contradictions");
        let mut line = match conflicts {
            0 => c.row.told_by(),
            n if area.width < 32 => format!("{} {n}", canvas.glyphs.conflict),
            _ if area.width < 60 => contradictions,
            _ => format!("{contradictions} · {}", c.row.told_by()),
        };
        if self.only != Only::All {
            line = format!("{line}; {}", self.only.says());
        }
        if let Some(notice) = c.coverage.notices.first() {
            line = format!("{line}; {notice}");
        }
        let hint = self.more_sources();
        let room = area.width.saturating_sub(u16::try_from(width(&hint) + 2).unwrap_or(0));
        let at = canvas.put_cut(
            area.x + 1,
            area.y,
            &c.row.headline,
            room.saturating_sub(4 + u16::try_from(width(&line)).unwrap_or(0)),
            Role::Title,
        );
        canvas.put_cut(at + 2, area.y, &line, room.saturating_sub(at + 2), Role::Dim);
        let start = area.x + 4 + self.claim_room();
        let shown = self.shown_columns();
        // The legend stands there; a low screen has no room for all heads above it.
        let bottom = area.bottom().saturating_sub(self.legend_height());
        let mut group_before = None;
        for (i, &at) in self.order.iter().enumerate().skip(self.first_column).take(shown) {
            let x = start + COLUMN * u16::try_from(i - self.first_column).unwrap_or(0);
            let article = c.coverage.columns.get(at).and_then(|column| c.row.articles.get(column.article));
            let name = article.map_or("", |a| a.source.as_str());
            let group = article.and_then(|a| a.group.as_deref()).unwrap_or_default();
            if self.grouped && group_before != Some(group) && area.y + 1 < bottom {
                canvas.put_cut(x, area.y + 1, group, COLUMN - 1, Role::Heading);
            }
            group_before = Some(group);
            let role = if i == self.column { Role::Title } else { Role::Dim };
            let lines = wrap(name, usize::from(COLUMN - 1));
            for (k, part) in lines.iter().take(2).enumerate() {
                let y = area.y + self.head() - 2 + u16::try_from(k).unwrap_or(0);
                if y >= bottom {
                    break;
                }
                let shown = if k == 1 { &name[part.start..] } else { &name[part.clone()] };
                canvas.put_cut(x, y, shown, COLUMN - 1, role);
            }
        }
        canvas.put_right(area.right().saturating_sub(1), area.y, &hint, area.width, Role::Message);
        if self.first_column > 0 && area.y + 1 < bottom {
            canvas.put(start.saturating_sub(2), area.y + 1, "<", 1, Role::Dim);
        }
        if self.first_column + shown < n && area.y + 1 < bottom {
            canvas.put(area.right().saturating_sub(1), area.y + 1, ">", 1, Role::Dim);
        }
        self.draw_claims(canvas, c, start, shown);
        if self.detail() > 0 {
            self.draw_detail(canvas);
        }
        for (y, line) in (bottom..).zip(&self.legend) {
            canvas.put(area.x + 1, y, line, area.width.saturating_sub(1), Role::Dim);
        }
    }

    fn draw_claims(&self, canvas: &mut Canvas<'_>, c: &StoryCoverage, start: u16, shown: usize) {
        let area = self.area;
        let mut y = area.y + self.head();
        let end = y + self.rows_height();
        if c.coverage.claims.is_empty() {
            canvas.put(area.x + 1, y, "no claims were found", area.width, Role::Dim);
        }
        let rows = self.shown.iter().map(|&i| (i, &c.coverage.claims[i]));
        for (row, (i, claim)) in rows.enumerate().skip(self.top) {
            let Some(lines) = self.claims.get(row) else { break };
            if self.alone_from == Some(row) && y < end {
                let room = self.claim_room();
                let fits = |text: &&str| width(text) <= usize::from(room);
                let heading = [
                    "in one text only, with its reprints, or not surely in others",
                    "in one text only, or not surely in others",
                    "not surely in more than one",
                    "not surely shared",
                ]
                .into_iter()
                .find(fits)
                .unwrap_or("unsure");
                canvas.put_cut(area.x + 1, y, heading, room, Role::Heading);
                y += 1;
            }
            if y >= end {
                break;
            }
            let here = row == self.claim;
            let height = u16::try_from(lines.len()).unwrap_or(1).min(end - y);
            if here {
                canvas.style_area(Rect::new(area.x, y, area.width, height), Role::CursorAway);
                canvas.put(area.x, y, canvas.glyphs.cursor, 1, Role::Unread);
            }
            let role = if reporting_sources(claim) == 1 && !here { Role::Dim } else { Role::Text };
            for (k, part) in lines.iter().enumerate().take(usize::from(height)) {
                let room = self.claim_room();
                canvas.put_cut(area.x + 1, y + u16::try_from(k).unwrap_or(0), &claim.text[part.clone()], room, role);
            }
            if claim.conflict {
                canvas.put(start.saturating_sub(2), y, canvas.glyphs.conflict, 1, Role::Altered);
            }
            let cells = self.order.iter().map(|&at| claim.cells.get(at)).enumerate();
            for (k, cell) in cells.skip(self.first_column).take(shown) {
                let Some(cell) = cell else { continue };
                let x = start + COLUMN * u16::try_from(k - self.first_column).unwrap_or(0);
                let g = canvas.glyphs;
                let (mark, role) = mark_of(cell.state, g);
                if here && k == self.column {
                    canvas.style_area(Rect::new(x, y, COLUMN - 1, 1), Role::Cursor);
                }
                let mut x = canvas.put(x, y, mark, COLUMN - 1, role);
                let first = c.firsts.get(i).copied().flatten() == self.order.get(k).copied();
                let leads = self.order.get(k).is_some_and(|&column| c.coverage.leads(claim, column));
                for (is, sign) in [(leads, g.leads), (first, g.first)] {
                    if is {
                        x = canvas.put(x, y, sign, 1, Role::Dim);
                    }
                }
                if let Some(note) = &cell.note {
                    let role = if claim.conflict { Role::Altered } else { Role::Dim };
                    // Up to the free cell before the next column, however many signs stand before.
                    let column = start + COLUMN * u16::try_from(k - self.first_column).unwrap_or(0);
                    canvas.put_cut(x + 1, y, note, (column + COLUMN - 1).saturating_sub(x + 1), role);
                }
            }
            y += height;
        }
    }

    /// The claim in full, and the sentences that the cell under the cursor rests on.
    fn draw_detail(&self, canvas: &mut Canvas<'_>) {
        let area = self.area;
        let mut y = area.bottom().saturating_sub(self.legend_height() + self.detail());
        canvas.rule(area.x, y, area.width, Role::Rule);
        y += 1;
        let end = area.bottom().saturating_sub(self.legend_height());
        for (whose, text) in self.passages() {
            let lines = self.passage_lines(&whose, &text);
            for (i, line) in lines.iter().enumerate() {
                if y >= end {
                    return;
                }
                let x = area.x + 3 + u16::try_from(width(&whose)).unwrap_or(0);
                if i == 0 {
                    canvas.put(area.x + 1, y, &whose, area.width.saturating_sub(1), Role::Label);
                }
                let more = y + 1 == end && i + 1 < lines.len();
                let shown = if more { &text[line.start..] } else { &text[line.clone()] };
                canvas.put_cut(x, y, shown, area.right().saturating_sub(x + 1), Role::Text);
                y += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::glyphs::UNICODE;

    #[test]
    fn help_knows_every_mark_and_note_of_a_cell() {
        let states = [Reports::Full, Reports::Part, Reports::Reprint, Reports::Related, Reports::Nothing];
        let states = states.map(|state| mark_of(state, &UNICODE).0);
        let others = [UNICODE.conflict, UNICODE.leads, UNICODE.first, note::OTHERWISE, note::ALTERED, note::CUT];
        for mark in states.into_iter().chain(others) {
            assert!(marks(&UNICODE).iter().any(|(sign, _)| *sign == mark), "{mark}");
        }
    }
}
