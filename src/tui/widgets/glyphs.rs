//! What is drawn beside words, on screens with and without Unicode.

/// What is drawn beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyphs {
    pub(crate) unread: &'static str,
    pub(crate) read: &'static str,
    pub(crate) star: &'static str,
    pub(crate) marked: &'static str,
    pub(crate) changed: &'static str,
    pub(crate) open: &'static str,
    pub(crate) folded: &'static str,
    pub(crate) cursor: &'static str,
    pub(crate) bar: &'static str,
    pub(crate) vertical: &'static str,
    pub(crate) horizontal: &'static str,
    pub(crate) thumb: &'static str,
    pub(crate) dot: &'static str,
    pub(crate) more: &'static str,
    pub(crate) down: &'static str,
    pub(crate) reworded: &'static str,
    /// Two that cannot both be so.
    pub(crate) conflict: &'static str,
    pub(crate) moved: &'static str,
    pub(crate) full: &'static str,
    pub(crate) part: &'static str,
    pub(crate) reprint: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) leads: &'static str,
    pub(crate) first: &'static str,
    pub(crate) tick: &'static str,
    pub(crate) dash: &'static str,
    /// A bar of one to eight eighths of a cell.
    pub(crate) eighths: [&'static str; 8],
}

/// Unicode glyphs, each one cell wide in every terminal that was tried.
pub(crate) const UNICODE: Glyphs = Glyphs {
    unread: "●",
    read: "○",
    star: "★",
    marked: "◆",
    changed: "±",
    open: "▾",
    folded: "▸",
    cursor: "▌",
    bar: "┃",
    vertical: "│",
    horizontal: "─",
    thumb: "┃",
    dot: "·",
    more: "…",
    down: "↓",
    reworded: "≈",
    conflict: "≠",
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
pub(crate) const ASCII: Glyphs = Glyphs {
    unread: "*",
    read: " ",
    star: "+",
    marked: "#",
    changed: "$",
    open: "v",
    folded: ">",
    cursor: ">",
    bar: "|",
    vertical: "|",
    horizontal: "-",
    thumb: "#",
    dot: "-",
    more: "~",
    down: "v",
    reworded: "%",
    conflict: "!",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::width;

    #[test]
    fn every_glyph_is_one_cell() {
        for g in [UNICODE, ASCII] {
            for glyph in [
                g.unread,
                g.read,
                g.star,
                g.marked,
                g.changed,
                g.open,
                g.folded,
                g.cursor,
                g.bar,
                g.vertical,
                g.horizontal,
                g.thumb,
                g.dot,
                g.more,
                g.down,
                g.reworded,
                g.conflict,
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
