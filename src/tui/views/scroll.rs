//! Lines painted from a place on, with what lies over them, and the bar that shows where one is.

use ratatui::layout::Rect;

use crate::{
    config::theme::Role,
    text::width::width,
    tui::{
        look::Canvas,
        typeset::{Line, MARGIN, Margin, NO_KEY, Piece, TextKey},
    },
};

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) key: TextKey,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What lies over lines: places found (sorted), the one that one is at, a text that is lit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Overlay<'a> {
    pub(crate) found: &'a [Spot],
    pub(crate) here: Option<usize>,
    pub(crate) lit: Option<TextKey>,
}

/// Paints one line at a place; `room` is what the line may take from there, its indent included.
pub(crate) fn line(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, line: &Line, over: &Overlay<'_>) {
    margin(canvas, x, y, room, line);
    let mut at = x.saturating_add(line.indent);
    let end = x.saturating_add(room);
    for piece in &line.pieces {
        at = self::piece(canvas, at, y, end, line, piece, over);
    }
    if !line.aside.is_empty() {
        let room = end.saturating_sub(at + 1);
        canvas.put_right(end, y, &line.aside, room, Role::Dim);
    }
}

fn margin(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, line: &Line) {
    let g = canvas.glyphs;
    match &line.margin {
        Margin::Free => {}
        Margin::Bar(number) => {
            if let Some(n) = number {
                canvas.put_right(x + MARGIN - 1, y, &n.to_string(), MARGIN, Role::Dim);
            }
            canvas.put(x + MARGIN, y, g.bar, room.saturating_sub(MARGIN), Role::Bar);
        }
        Margin::Supports(numbers) => {
            let room = MARGIN - 1;
            let all = numbers.join(",");
            let shown = match numbers.as_slice() {
                // Where several do not fit the first stands, and that there are more.
                [first, _, ..] if width(&all) > usize::from(room) => format!("{first}+"),
                _ => all,
            };
            canvas.put_right(x + MARGIN - 1, y, &shown, room, Role::Dim);
        }
        Margin::Item(mark) => {
            let cells = u16::try_from(width(mark)).unwrap_or(1) + 1;
            canvas.put((x + line.indent).saturating_sub(cells), y, mark, room, Role::Dim);
        }
        Margin::Quote => {
            canvas.put((x + line.indent).saturating_sub(2), y, g.vertical, room, Role::Rule);
        }
    }
}

fn piece(canvas: &mut Canvas<'_>, x: u16, y: u16, end: u16, line: &Line, piece: &Piece, over: &Overlay<'_>) -> u16 {
    let text = &line.text[piece.range.start as usize..piece.range.end as usize];
    let base = canvas.looks.of(piece.role);
    let lit = over.lit.is_some_and(|k| k == piece.key && k != NO_KEY);
    let style = if lit { base.patch(canvas.looks.of(Role::Lit)) } else { base };
    let next = canvas.put_styled(x, y, text, end.saturating_sub(x), style);
    let (from, to) = (piece.at, piece.at + (piece.range.end - piece.range.start));
    let first = over.found.partition_point(|s| (s.key, s.end) <= (piece.key, from));
    for (i, spot) in over.found.iter().enumerate().skip(first) {
        if spot.key != piece.key || spot.start >= to {
            break;
        }
        let (a, b) = ((spot.start.max(from) - from) as usize, (spot.end.min(to) - from) as usize);
        let (Some(before), Some(found)) = (text.get(..a), text.get(a..b)) else { continue };
        let skip = u16::try_from(width(before)).unwrap_or(u16::MAX);
        let role = if over.here == Some(i) { Role::FoundHere } else { Role::Found };
        let style = base.patch(canvas.looks.of(role));
        let at = x.saturating_add(skip);
        canvas.put_styled(at, y, found, end.saturating_sub(at), style);
    }
    next
}

/// The bar at the right of a scrolled area: a thumb for what shows, marks (lines and roles) beside it.
pub(crate) fn bar(canvas: &mut Canvas<'_>, area: Rect, top: usize, total: usize, marks: &[(usize, Role)]) {
    let height = usize::from(area.height);
    if total <= height || area.width == 0 || height == 0 {
        return;
    }
    let x = area.right() - 1;
    let cell = |line: usize| u16::try_from(line * height / total).unwrap_or(u16::MAX).min(area.height - 1);
    let (from, to) = (cell(top), cell((top + height).min(total) - 1));
    let glyph = canvas.glyphs.thumb;
    for y in from..=to {
        canvas.put(x, area.y + y, glyph, 1, Role::Rule);
    }
    let glyph = canvas.glyphs.tick;
    for &(line, role) in marks {
        canvas.put(x, area.y + cell(line.min(total - 1)), glyph, 1, role);
    }
}
