//! Roles as the screen's styles, glyphs for screens with and without Unicode, and a canvas that paints with both.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
};

use crate::{
    config::theme::{Colour, Look, Role, Theme},
    text::width::width,
};

/// A theme as styles, one a role.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks(Vec<Style>);

/// The colours that a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen.
    Sixteen,
    /// 256 of them.
    Many,
    /// All.
    #[default]
    True,
}

impl Looks {
    pub(super) fn new(theme: &Theme, depth: Depth) -> Self {
        Self(Role::ALL.iter().map(|&role| style(theme.look(role), depth)).collect())
    }

    pub(super) fn of(&self, role: Role) -> Style {
        self.0.get(role as usize).copied().unwrap_or_default()
    }
}

/// The nearest of the 216 colours of the cube and the 24 greys.
fn nearest(r: u8, g: u8, b: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let far = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    let step = |v: u8| (0..6u8).min_by_key(|&i| far(v, STEPS[usize::from(i)])).unwrap_or(0);
    let (x, y, z) = (step(r), step(g), step(b));
    let distance = |c: [u8; 3]| far(r, c[0]) + far(g, c[1]) + far(b, c[2]);
    let cube = distance([x, y, z].map(|i| STEPS[usize::from(i)]));
    let grey = |i: u8| 8 + 10 * i;
    let shade = (0..24u8).min_by_key(|&i| distance([grey(i); 3])).unwrap_or(0);
    if distance([grey(shade); 3]) < cube { 232 + shade } else { 16 + 36 * x + 6 * y + z }
}

fn style(look: Look, depth: Depth) -> Style {
    let colour = |c: Colour| match c {
        Colour::Default => Color::Reset,
        Colour::Indexed(n) => Color::Indexed(n),
        Colour::Rgb(r, g, b) if depth != Depth::True => Color::Indexed(nearest(r, g, b)),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    let mut style = Style { fg: look.fg.map(colour), bg: look.bg.map(colour), ..Style::default() };
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// What is drawn beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyphs {
    pub(super) unread: &'static str,
    pub(super) read: &'static str,
    pub(super) star: &'static str,
    pub(super) marked: &'static str,
    pub(super) open: &'static str,
    pub(super) folded: &'static str,
    pub(super) cursor: &'static str,
    pub(super) bar: &'static str,
    pub(super) vertical: &'static str,
    pub(super) horizontal: &'static str,
    pub(super) thumb: &'static str,
    pub(super) dot: &'static str,
    pub(super) more: &'static str,
    pub(super) reworded: &'static str,
    pub(super) moved: &'static str,
    pub(super) full: &'static str,
    pub(super) part: &'static str,
    pub(super) reprint: &'static str,
    pub(super) nothing: &'static str,
    pub(super) leads: &'static str,
    pub(super) first: &'static str,
    pub(super) tick: &'static str,
    pub(super) dash: &'static str,
    /// A bar of one to eight eighths of a cell.
    pub(super) eighths: [&'static str; 8],
}

/// Unicode glyphs, each one cell wide in every terminal that was tried.
pub(super) const UNICODE: Glyphs = Glyphs {
    unread: "●",
    read: "○",
    star: "★",
    marked: "◆",
    open: "▾",
    folded: "▸",
    cursor: "▌",
    bar: "┃",
    vertical: "│",
    horizontal: "─",
    thumb: "┃",
    dot: "·",
    more: "…",
    reworded: "≈",
    moved: "⇄",
    full: "●",
    part: "◐",
    reprint: "◌",
    nothing: "○",
    leads: "¹",
    first: "†",
    tick: "▪",
    dash: "–",
    eighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
};

/// ASCII alone.
pub(super) const ASCII: Glyphs = Glyphs {
    unread: "*",
    read: " ",
    star: "+",
    marked: "#",
    open: "v",
    folded: ">",
    cursor: ">",
    bar: "|",
    vertical: "|",
    horizontal: "-",
    thumb: "#",
    dot: "-",
    more: "~",
    reworded: "%",
    moved: "^",
    full: "X",
    part: "/",
    reprint: "c",
    nothing: ".",
    leads: "1",
    first: "+",
    tick: "-",
    dash: "-",
    eighths: ["#", "#", "#", "#", "#", "#", "#", "#"],
};

/// A screen to paint on. Everything outside it is cut off.
pub(super) struct Canvas<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) looks: &'a Looks,
    pub(super) glyphs: &'a Glyphs,
}

impl Canvas<'_> {
    /// Paints a text from a cell on, at most `room` cells; answers with the column after it.
    pub(super) fn put(&mut self, x: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        self.put_styled(x, y, text, room, self.looks.of(role))
    }

    pub(super) fn put_styled(&mut self, x: u16, y: u16, text: &str, room: u16, style: Style) -> u16 {
        let area = *self.buffer.area();
        if room == 0 || x >= area.right() || y >= area.bottom() {
            return x;
        }
        self.buffer.set_stringn(x, y, text, usize::from(room), style).0
    }

    /// Like [`Self::put`], with a mark at the end of what did not fit.
    pub(super) fn put_cut(&mut self, x: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        if width(text) <= usize::from(room) {
            return self.put(x, y, text, room, role);
        }
        let (kept, _) = cut(text, usize::from(room.saturating_sub(1)));
        let end = self.put(x, y, kept.trim_end(), room.saturating_sub(1), role);
        self.put(end, y, self.glyphs.more, room.min(1), role)
    }

    /// Paints a text that ends at a column (exclusive); answers with the column it starts at.
    pub(super) fn put_right(&mut self, end: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        let cells = u16::try_from(width(text)).unwrap_or(u16::MAX);
        if cells > room || cells > end {
            return end;
        }
        self.put(end - cells, y, text, cells, role);
        end - cells
    }

    /// Lays a role over an area.
    pub(super) fn lay(&mut self, area: Rect, role: Role) {
        let area = area.intersection(*self.buffer.area());
        self.buffer.set_style(area, self.looks.of(role));
    }

    /// Empties an area and lays a role over it.
    pub(super) fn clear(&mut self, area: Rect, role: Role) {
        let area = area.intersection(*self.buffer.area());
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        self.buffer.set_style(area, self.looks.of(role));
    }

    /// A line across.
    pub(super) fn rule(&mut self, x: u16, y: u16, cells: u16, role: Role) {
        let line = self.glyphs.horizontal.repeat(usize::from(cells));
        self.put(x, y, &line, cells, role);
    }

    /// A line down.
    pub(super) fn post(&mut self, x: u16, top: u16, bottom: u16, role: Role) {
        for y in top..bottom {
            self.put(x, y, self.glyphs.vertical, 1, role);
        }
    }
}

/// The longest beginning of a text that takes at most `cells`, and how many it takes.
pub(super) fn cut(text: &str, cells: usize) -> (&str, usize) {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let w = width(cluster);
        if used + w > cells {
            return (&text[..at], used);
        }
        used += w;
    }
    (text, used)
}

/// A text with a mark at the end if it does not fit.
pub(super) fn shortened(text: &str, cells: usize, more: &str) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    format!("{}{more}", cut(text, cells.saturating_sub(1)).0.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_a_cluster() {
        assert_eq!(cut("日本語", 3), ("日", 2));
        assert_eq!(cut("👩‍👩‍👧x", 1).0, "");
        assert_eq!(shortened("a long headline", 7, "…"), "a long…");
    }

    #[test]
    fn colours_are_brought_down_to_the_nearest() {
        assert_eq!(nearest(0, 0, 0), 16);
        assert_eq!(nearest(255, 255, 255), 231);
        assert_eq!(nearest(0x8a, 0x8a, 0x8a), 245);
        assert_eq!(nearest(255, 175, 95), 215);
    }

    #[test]
    fn every_glyph_is_one_cell() {
        for g in [UNICODE, ASCII] {
            for glyph in [
                g.unread,
                g.read,
                g.star,
                g.marked,
                g.open,
                g.folded,
                g.cursor,
                g.bar,
                g.vertical,
                g.horizontal,
                g.thumb,
                g.dot,
                g.more,
                g.reworded,
                g.moved,
                g.full,
                g.part,
                g.reprint,
                g.nothing,
                g.leads,
                g.first,
                g.tick,
                g.dash,
            ] {
                assert_eq!(width(glyph), 1, "{glyph}");
            }
        }
    }
}
