//! A canvas: text by cell and role. Everything outside the screen is cut off.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, widgets::Widget};
use ratatui_image::{Image, protocol::Protocol, sliced::SlicedImage};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    glyphs::Glyphs,
    styles::{Depth, Styles, reduced},
};
use crate::{
    config::theme::Role,
    text::width::{cells, width},
    tui::worker::pictures::{DrawnPicture, Form},
};

/// Cells that are a link, where the terminal can show it as one (OSC 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hyperlink {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) cells: u16,
    pub(crate) url: String,
}

/// What a frame has besides its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrameExtras {
    /// Where the cursor is to stand, if it is to be seen.
    pub(crate) cursor: Option<(u16, u16)>,
    pub(crate) hyperlinks: Vec<Hyperlink>,
}

/// The longest address that a link may have: terminals drop longer ones.
const LONGEST_URL: usize = 2000;

/// A screen to paint on. Everything outside it is cut off.
pub(crate) struct Canvas<'a> {
    pub(crate) buffer: &'a mut Buffer,
    pub(crate) styles: &'a Styles,
    pub(crate) glyphs: &'a Glyphs,
    pub(crate) hyperlinks: Vec<Hyperlink>,
    /// The colours that the terminal can show.
    pub(crate) depth: Depth,
    /// Something will lie over the view.
    pub(crate) covered: bool,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(buffer: &'a mut Buffer, styles: &'a Styles, glyphs: &'a Glyphs) -> Self {
        Self { buffer, styles, glyphs, hyperlinks: Vec::new(), depth: Depth::default(), covered: false }
    }
}

impl Canvas<'_> {
    /// Paints a text from a cell on, at most `room` cells; answers with the column after it.
    pub(crate) fn put(&mut self, x: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        self.put_styled(x, y, text, room, self.styles.of(role))
    }

    pub(crate) fn put_styled(&mut self, x: u16, y: u16, text: &str, room: u16, style: Style) -> u16 {
        let area = *self.buffer.area();
        if room == 0 || x >= area.right() || y >= area.bottom() {
            return x;
        }
        let end = area.right().min(x.saturating_add(room));
        let mut x = x;
        for cluster in text.graphemes(true).filter(|c| !c.contains(char::is_control)) {
            let Some(cells) = u16::try_from(cells(cluster)).ok().filter(|&n| n > 0) else { continue };
            if x.saturating_add(cells) > end {
                break;
            }
            // All cells that the cluster takes in any terminal are its own; those after the first are left free.
            for i in 0..cells {
                let symbol = if i == 0 { cluster } else { " " };
                if let Some(cell) = self.buffer.cell_mut((x + i, y)) {
                    cell.set_symbol(symbol).set_style(style);
                }
            }
            x += cells;
        }
        x
    }

    /// Like [`Self::put`], with a mark at the end of what did not fit.
    pub(crate) fn put_cut(&mut self, x: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        if width(text) <= usize::from(room) {
            return self.put(x, y, text, room, role);
        }
        let (kept, _) = cut(text, usize::from(room.saturating_sub(1)));
        let end = self.put(x, y, kept.trim_end(), room.saturating_sub(1), role);
        self.put(end, y, self.glyphs.more, room.min(1), role)
    }

    /// Paints a text that ends at a column (exclusive); answers with the column it starts at.
    pub(crate) fn put_right(&mut self, end: u16, y: u16, text: &str, room: u16, role: Role) -> u16 {
        let cells = u16::try_from(width(text)).unwrap_or(u16::MAX);
        if cells > room || cells > end {
            return end;
        }
        self.put(end - cells, y, text, cells, role);
        end - cells
    }

    /// Makes cells that were painted a link to a web address.
    pub(crate) fn link(&mut self, x: u16, y: u16, cells: u16, url: &str) {
        // It goes into an escape sequence: nothing but plain characters of an address.
        let plain = url.starts_with("https://") || url.starts_with("http://");
        if plain && cells > 0 && url.len() <= LONGEST_URL && url.bytes().all(|b| b.is_ascii_graphic()) {
            self.hyperlinks.push(Hyperlink { x, y, cells, url: url.to_owned() });
        }
    }

    /// Paints rows of a picture, from one of its rows on. Where something is to lie over it, and it is more than cells, it
    /// is left out: what covered it could not be taken away again.
    pub(crate) fn picture(&mut self, area: Rect, picture: &DrawnPicture, first: u16) {
        let area = area.intersection(*self.buffer.area());
        let cells = |row: &Protocol| matches!(row, Protocol::Halfblocks(_));
        match &picture.form {
            Form::Rows(rows) => {
                let shown = rows.iter().skip(usize::from(first)).zip(area.top()..area.bottom());
                for (row, y) in shown.filter(|(row, _)| cells(row) || !self.covered) {
                    Image::new(row).render(Rect::new(area.x, y, area.width, 1), self.buffer);
                }
            }
            Form::Whole(whole) if !self.covered => {
                let above = i16::try_from(first).unwrap_or(i16::MAX);
                SlicedImage::new(whole, (0, -above).into()).render(area, self.buffer);
            }
            Form::Whole(_) => {}
        }
        if self.depth != Depth::True && matches!(&picture.form, Form::Rows(rows) if rows.iter().all(cells)) {
            for position in area.positions() {
                if let Some(cell) = self.buffer.cell_mut(position) {
                    (cell.fg, cell.bg) = (reduced(cell.fg), reduced(cell.bg));
                }
            }
        }
    }

    /// Lays a role over an area.
    pub(crate) fn style_area(&mut self, area: Rect, role: Role) {
        let area = area.intersection(*self.buffer.area());
        self.buffer.set_style(area, self.styles.of(role));
    }

    /// Empties an area and lays a role over it.
    pub(crate) fn clear(&mut self, area: Rect, role: Role) {
        let area = area.intersection(*self.buffer.area());
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
        self.buffer.set_style(area, self.styles.of(role));
    }

    /// A line across.
    pub(crate) fn rule(&mut self, x: u16, y: u16, cells: u16, role: Role) {
        let line = self.glyphs.horizontal.repeat(usize::from(cells));
        self.put(x, y, &line, cells, role);
    }

    /// A line down.
    pub(crate) fn vertical_rule(&mut self, x: u16, top: u16, bottom: u16, role: Role) {
        for y in top..bottom {
            self.put(x, y, self.glyphs.vertical, 1, role);
        }
    }
}

/// The longest beginning of a text that takes at most `cells`, and how many it takes.
pub(crate) fn cut(text: &str, most: usize) -> (&str, usize) {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let w = width(cluster);
        if used + w > most {
            return (&text[..at], used);
        }
        used += w;
    }
    (text, used)
}

/// A text with a mark at the end if it does not fit.
pub(crate) fn shortened(text: &str, cells: usize, more: &str) -> String {
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
    fn only_a_plain_web_address_becomes_a_link() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        let (styles, glyphs) = (Styles::default(), crate::tui::widgets::glyphs::UNICODE);
        let mut canvas = Canvas::new(&mut buffer, &styles, &glyphs);
        for url in ["javascript:x", "https://a\u{1b}[2J", "https://a b", "https://a\u{7}", "file:///etc/passwd", ""] {
            canvas.link(0, 0, 3, url);
        }
        assert!(canvas.hyperlinks.is_empty(), "{:?}", canvas.hyperlinks);
        canvas.link(0, 0, 3, "https://example.org/?a=1");
        assert_eq!(canvas.hyperlinks.len(), 1);
    }

    proptest::proptest! {
        /// Whatever a terminal makes of a cluster, all cells it may take are its own and the next text starts after them.
        #[test]
        fn no_cluster_is_wider_than_its_cells(text in "(\\PC|👩‍👩‍👧|ស្ត្រី|❤️|🇳🇱|日|e\u{301}){0,20}", room in 0u16..30) {
            use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
            let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
            let (styles, glyphs) = (Styles::default(), crate::tui::widgets::glyphs::UNICODE);
            let mut canvas = Canvas::new(&mut buffer, &styles, &glyphs);
            let end = canvas.put(0, 0, &text, room, Role::Text);
            proptest::prop_assert!(end <= room);
            let mut x = 0;
            while x < end {
                let symbol = buffer[(x, 0)].symbol();
                let parts: usize = symbol.chars().map(|c| c.width().unwrap_or(0)).sum();
                // A mark that only older terminals give a cell of its own stands in one all the same.
                let taken = u16::try_from(symbol.width().max(parts)).unwrap().max(1);
                proptest::prop_assert!(!symbol.is_empty());
                for i in 1..taken {
                    proptest::prop_assert_eq!(buffer[(x + i, 0)].symbol(), " ");
                }
                x += taken;
            }
            proptest::prop_assert_eq!(x, end);
        }
    }
}
