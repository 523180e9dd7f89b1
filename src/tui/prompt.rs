//! One line to type into: find, filter, search, the palette, a file to write, a command to pipe to.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    config::{
        action::Action,
        keys::{Code, Key, Keymap, Place},
        theme::Role,
    },
    shelf::ArticleKey,
    text::{sanitize, width::width},
    tui::{
        views::help::keys_of,
        widgets::{canvas::Canvas, fuzzy::fuzzy},
    },
};

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Words in what is shown.
    Find,
    /// Words of stories and sources.
    Filter,
    /// Words in all articles.
    Search,
    /// An action by its name.
    Palette,
    /// A file to write to.
    Export,
    /// A command to pipe to.
    Pipe,
    /// A note on an article.
    Note(ArticleKey),
}

/// The most bytes that a line takes: a paste of a megabyte is a mistake.
const MOST: usize = 1000;

/// The palette shows the names of actions from this width on.
const NAMED: u16 = 60;

/// The line.
pub(crate) struct Prompt {
    pub(crate) purpose: Purpose,
    pub(crate) text: String,
    /// Where the next character goes, in bytes.
    at: usize,
    /// Actions that match, in the palette.
    pub(crate) actions: Vec<Action>,
    pub(crate) chosen: usize,
}

/// What a key came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// The text is another.
    Changed,
    /// Only the cursor is elsewhere.
    Moved,
    /// It is to be done.
    Submitted,
    /// It is to be left.
    Cancelled,
    /// Nothing.
    Ignored,
}

impl Prompt {
    pub(crate) fn new(purpose: Purpose, text: &str) -> Self {
        let mut prompt = Self { purpose, text: text.to_owned(), at: text.len(), actions: Vec::new(), chosen: 0 };
        prompt.match_actions();
        prompt
    }

    /// Types a key.
    pub(crate) fn key(&mut self, key: Key) -> Typed {
        match (key.code, key.ctrl, key.alt) {
            (Code::Named("enter"), ..) => Typed::Submitted,
            (Code::Named("esc"), ..) | (Code::Char('c' | 'g'), true, _) => Typed::Cancelled,
            (Code::Named("backspace"), ..) | (Code::Char('h'), true, _) => {
                if self.text.is_empty() {
                    return Typed::Cancelled;
                }
                let before = self.before();
                self.text.replace_range(before..self.at, "");
                self.at = before;
                self.changed()
            }
            (Code::Named("delete"), ..) | (Code::Char('d'), true, _) => {
                let after = self.after();
                self.text.replace_range(self.at..after, "");
                self.changed()
            }
            (Code::Char('u'), true, _) => {
                self.text.replace_range(..self.at, "");
                self.at = 0;
                self.changed()
            }
            (Code::Char('k'), true, _) => {
                self.text.truncate(self.at);
                self.changed()
            }
            (Code::Char('w'), true, _) => {
                let kept = self.text[..self.at].trim_end();
                let from = kept.rfind(char::is_whitespace).map_or(0, |i| i + 1);
                self.text.replace_range(from..self.at, "");
                self.at = from;
                self.changed()
            }
            (Code::Named("left"), ..) | (Code::Char('b'), true, _) => self.moved(self.before()),
            (Code::Named("right"), ..) | (Code::Char('f'), true, _) => self.moved(self.after()),
            (Code::Named("home"), ..) | (Code::Char('a'), true, _) => self.moved(0),
            (Code::Named("end"), ..) | (Code::Char('e'), true, _) => self.moved(self.text.len()),
            (Code::Named("up"), ..) | (Code::Char('p'), true, _) | (Code::Named("backtab"), ..) => {
                self.chosen = self.chosen.saturating_sub(1);
                Typed::Moved
            }
            (Code::Named("down" | "tab"), ..) | (Code::Char('n'), true, _) => {
                self.chosen = (self.chosen + 1).min(self.actions.len().saturating_sub(1));
                Typed::Moved
            }
            (Code::Named("space"), false, false) => self.insert(" "),
            (Code::Char(c), false, false) => self.insert(c.encode_utf8(&mut [0; 4])),
            _ => Typed::Ignored,
        }
    }

    /// Types a text: what was pasted, made one clean line.
    pub(crate) fn paste(&mut self, text: &str) -> Typed {
        let room = MOST.saturating_sub(self.text.len());
        let mut end = room.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.insert(&sanitize::clean_line(&text[..end]))
    }

    fn insert(&mut self, text: &str) -> Typed {
        if self.text.len() + text.len() > MOST {
            return Typed::Ignored;
        }
        self.text.insert_str(self.at, text);
        self.at += text.len();
        self.changed()
    }

    fn changed(&mut self) -> Typed {
        self.match_actions();
        Typed::Changed
    }

    fn moved(&mut self, to: usize) -> Typed {
        self.at = to;
        Typed::Moved
    }

    fn before(&self) -> usize {
        self.text[..self.at].grapheme_indices(true).next_back().map_or(0, |(i, _)| i)
    }

    fn after(&self) -> usize {
        self.text[self.at..].graphemes(true).next().map_or(self.at, |g| self.at + g.len())
    }

    fn match_actions(&mut self) {
        if self.purpose != Purpose::Palette {
            return;
        }
        self.chosen = 0;
        let names: Vec<String> =
            Action::ALL.iter().map(|a| format!("{} {}", a.name().replace('_', " "), a.does())).collect();
        let wanted = self.text.replace('_', " ");
        self.actions = fuzzy(&wanted, &names).into_iter().map(|i| Action::ALL[i]).collect();
    }

    fn label(&self) -> &'static str {
        match self.purpose {
            Purpose::Find => "find: ",
            Purpose::Filter => "filter titles, sources: ",
            Purpose::Search => "search all: ",
            Purpose::Palette => ": ",
            Purpose::Export => "write to: ",
            Purpose::Pipe => "pipe to: ",
            Purpose::Note(_) => "note: ",
        }
    }

    /// Paints the line, the actions of the palette above it; answers with the cursor's place.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, y: u16, keymap: &Keymap, note: &str) -> (u16, u16) {
        if self.purpose == Purpose::Palette {
            self.draw_actions(canvas, area, y, keymap);
        }
        canvas.clear(Rect::new(area.x, y, area.width, 1), Role::Message);
        let x = canvas.put(area.x + 1, y, self.label(), area.width.saturating_sub(2), Role::Label);
        // What is typed goes before what is said beside it.
        let free = area.right().saturating_sub(x + 1);
        let notes = u16::try_from(width(note)).unwrap_or(0) + 2;
        let beside = usize::from(notes) + width(&self.text) < usize::from(free);
        let room = if beside { free - notes } else { free };
        // The end of a long text is what is being typed.
        let mut start = 0;
        let before = &self.text[..self.at];
        while width(&before[start..]) >= usize::from(room).max(1) {
            let next = before[start..].graphemes(true).next().map_or(1, str::len);
            start += next;
            if start >= before.len() {
                break;
            }
        }
        canvas.put(x, y, &self.text[start..], room, Role::Message);
        if beside {
            canvas.put_right(area.right().saturating_sub(1), y, note, notes, Role::Dim);
        }
        let cursor = x + u16::try_from(width(&before[start..])).unwrap_or(0);
        (cursor.min(area.right().saturating_sub(1)), y)
    }

    fn draw_actions(&self, canvas: &mut Canvas<'_>, area: Rect, bottom: u16, keymap: &Keymap) {
        let shown = usize::from((bottom.saturating_sub(area.y)).min(12)).min(self.actions.len().max(1));
        let top = bottom - u16::try_from(shown).unwrap_or(0);
        let from = (self.chosen + 1).saturating_sub(shown);
        canvas.clear(Rect::new(area.x, top, area.width, bottom - top), Role::Popup);
        if self.actions.is_empty() {
            canvas.put(area.x + 2, top, "no action of this name", area.width.saturating_sub(2), Role::Dim);
        }
        for (i, &action) in self.actions.iter().enumerate().skip(from).take(shown) {
            let y = top + u16::try_from(i - from).unwrap_or(0);
            if i == self.chosen {
                canvas.style_area(Rect::new(area.x, y, area.width, 1), Role::Cursor);
                canvas.put(area.x, y, canvas.glyphs.cursor, 1, Role::Unread);
            }
            let x = area.x + 2;
            let keys = keys_of(keymap, action, Some(Place::Reading));
            let room = area.width / 4;
            // The first key at least; on a narrow screen what an action does says more than its name.
            let first = keys.split("  ").next().unwrap_or_default();
            let keys = if width(&keys) <= usize::from(room) { keys.as_str() } else { first };
            let end = canvas.put_right(area.right().saturating_sub(1), y, keys, room, Role::Dim);
            let mut does = x;
            if area.width >= NAMED {
                canvas.put(x, y, action.name(), 16, Role::Key);
                does = x + 17;
            }
            canvas.put_cut(does, y, action.does(), end.saturating_sub(does + 2), Role::Text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_by_clusters() {
        let mut p = Prompt::new(Purpose::Find, "");
        for c in "añ👩‍👧".chars() {
            p.key(Key::char(c));
        }
        p.key(Key::named("backspace"));
        assert_eq!(p.text, "añ");
        p.key(Key::named("left"));
        p.key(Key::char('x'));
        assert_eq!(p.text, "axñ");
        assert_eq!(p.key(Key::named("enter")), Typed::Submitted);
    }

    #[test]
    fn a_paste_is_one_short_clean_line() {
        let mut p = Prompt::new(Purpose::Find, "");
        p.paste(&"é\u{1b}[2J\n".repeat(200_000));
        assert!(p.text.len() <= MOST + 8 && !p.text.contains('\n') && !p.text.contains('\u{1b}'));
    }

    #[test]
    fn the_palette_finds_actions_by_what_they_do() {
        let mut p = Prompt::new(Purpose::Palette, "");
        assert_eq!(p.actions.len(), Action::ALL.len());
        p.paste("swap sides");
        assert_eq!(p.actions.first(), Some(&Action::Swap));
    }
}
