//! Lines painted from a place on, with what lies over them, and the bar that shows where one is.

use ratatui::layout::Rect;

use super::{
    canvas::Canvas,
    text_layout::{MARGIN, Margin, NO_KEY, Segment, StyledLine, TextKey},
};
use crate::{config::theme::Role, text::width::width};

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TextMatch {
    pub(crate) key: TextKey,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// What lies over lines: places found (sorted), the one that one is at, a text that is lit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Highlights<'a> {
    pub(crate) found: &'a [TextMatch],
    pub(crate) here: Option<usize>,
    pub(crate) lit: Option<TextKey>,
    /// Links: text, where they start in it, address; sorted.
    pub(crate) links: &'a [(TextKey, u32, String)],
}

/// Paints one line at a place; `room` is what the line may take from there, its indent included.
pub(crate) fn line(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, line: &StyledLine, over: &Highlights<'_>) {
    margin(canvas, x, y, room, line);
    let mut at = x.saturating_add(line.indent);
    let end = x.saturating_add(room);
    for segment in &line.segments {
        at = self::segment(canvas, at, y, end, line, segment, over);
    }
    if !line.aside.is_empty() {
        let room = end.saturating_sub(at + 1);
        canvas.put_right(end, y, &line.aside, room, Role::Dim);
    }
}

fn margin(canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, line: &StyledLine) {
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

fn segment(
    canvas: &mut Canvas<'_>,
    x: u16,
    y: u16,
    end: u16,
    line: &StyledLine,
    segment: &Segment,
    over: &Highlights<'_>,
) -> u16 {
    let text = &line.text[segment.range.start as usize..segment.range.end as usize];
    let base = canvas.styles.of(segment.role);
    let lit = over.lit.is_some_and(|k| k == segment.key && k != NO_KEY);
    let style = if lit { base.patch(canvas.styles.of(Role::Lit)) } else { base };
    let next = canvas.put_styled(x, y, text, end.saturating_sub(x), style);
    if segment.role == Role::Link {
        // A link that is wrapped goes on in the next line: it is the last that starts at or before the segment.
        let found = over.links.partition_point(|(key, at, _)| (*key, *at) <= (segment.key, segment.at));
        if let Some((_, _, url)) = over.links[..found].last().filter(|(key, ..)| *key == segment.key) {
            canvas.link(x, y, next.saturating_sub(x), url);
        }
    }
    let (from, to) = (segment.at, segment.at + (segment.range.end - segment.range.start));
    let first = over.found.partition_point(|s| (s.key, s.end) <= (segment.key, from));
    for (i, spot) in over.found.iter().enumerate().skip(first) {
        if spot.key != segment.key || spot.start >= to {
            break;
        }
        let (a, b) = ((spot.start.max(from) - from) as usize, (spot.end.min(to) - from) as usize);
        let (Some(before), Some(found)) = (text.get(..a), text.get(a..b)) else { continue };
        let skip = u16::try_from(width(before)).unwrap_or(u16::MAX);
        let role = if over.here == Some(i) { Role::FoundHere } else { Role::Found };
        let style = base.patch(canvas.styles.of(role));
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
