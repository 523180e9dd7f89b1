//! All keys, as the keymap in force has them; narrowed down by words.

use ratatui::layout::Rect;

use crate::{
    config::{
        action::Action,
        keys::{Keymap, Place},
        theme::Role,
    },
    text::width::width,
    tui::{
        phrases,
        view::{Flow, View, ViewContext},
        widgets::{canvas::Canvas, glyphs::Glyphs},
    },
};

/// Help on the screen.
#[derive(Default)]
pub(crate) struct HelpView {
    top: usize,
    query: String,
    entries: Vec<Entry>,
    height: usize,
    columns: usize,
    /// The place help was asked from: its keys come first.
    place: Option<Place>,
    signs: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Heading(&'static str),
    Keys(String, &'static str, &'static str),
    /// A sign of the screen, and what it means.
    Sign(&'static str, &'static str),
}

impl View for HelpView {
    fn context(&self) -> Place {
        Place::Pages
    }

    fn layout(&mut self, area: Rect, _cx: &ViewContext) {
        self.height = usize::from(area.height.saturating_sub(2));
        self.columns = usize::from(area.width / 58).clamp(1, 3);
        self.scroll_lines(0);
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, _cx: &ViewContext) {
        self.paint(canvas, area);
    }

    fn act(&mut self, action: Action, n: isize, cx: &mut ViewContext) -> Flow {
        let screen = isize::try_from(self.height.saturating_sub(2).max(1)).unwrap_or(1);
        match action {
            Action::Down | Action::Next => self.scroll_lines(n),
            Action::Up | Action::Previous => self.scroll_lines(-n),
            Action::PageDown | Action::HalfDown => self.scroll_lines(screen * n),
            Action::PageUp | Action::HalfUp => self.scroll_lines(-screen * n),
            Action::Top => self.scroll_lines(isize::MIN / 2),
            Action::Bottom => self.scroll_lines(isize::MAX / 2),
            Action::Back if !self.query.is_empty() => self.narrow("", &cx.config.keymap),
            Action::Back | Action::Help => return Flow::Close,
            other => cx.refuse(other, "does nothing here: esc closes help"),
        }
        Flow::Stay
    }

    fn hints(&self, _cx: &ViewContext) -> &'static [(Action, &'static str)] {
        &[(Action::Find, "find a key"), (Action::Down, "down"), (Action::Back, "back"), (Action::Quit, "quit")]
    }

    fn scroll(&mut self, by: isize, _at: (u16, u16), _cx: &mut ViewContext) {
        self.scroll_lines(by);
    }

    fn find(&mut self, query: &str, cx: &mut ViewContext) -> bool {
        self.narrow(query, &cx.config.keymap);
        true
    }

    fn can_find(&self) -> bool {
        true
    }
}

impl HelpView {
    pub(crate) fn new(place: Place, keymap: &Keymap, glyphs: &Glyphs) -> Self {
        let mut help = Self { place: Some(place), signs: signs(glyphs), ..Self::default() };
        help.narrow("", keymap);
        help
    }

    /// Shows only what has the words in it.
    fn narrow(&mut self, query: &str, keymap: &Keymap) {
        query.clone_into(&mut self.query);
        let wanted = query.to_lowercase();
        self.entries.clear();
        self.top = 0;
        let mut group = None;
        let mut actions: Vec<Action> = Action::ALL.to_vec();
        actions.sort_by_key(|a| a.group());
        for action in actions {
            let keys = keys_of(keymap, action, self.place);
            let text = format!("{keys} {} {}", action.name(), action.does()).to_lowercase();
            if !text.contains(&wanted) {
                continue;
            }
            if group != Some(action.group()) {
                group = Some(action.group());
                self.entries.push(Entry::Heading(action.group().title()));
            }
            self.entries.push(Entry::Keys(keys, action.does(), action.name()));
        }
        let signs: Vec<_> = self
            .signs
            .iter()
            .filter(|(sign, means)| format!("{sign} {means}").to_lowercase().contains(&wanted))
            .collect();
        if !signs.is_empty() {
            self.entries.push(Entry::Heading("Signs"));
            self.entries.extend(signs.into_iter().map(|&(sign, means)| Entry::Sign(sign, means)));
        }
    }

    fn scroll_lines(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.rows().saturating_sub(self.height));
    }

    fn rows(&self) -> usize {
        self.entries.len().div_ceil(self.columns.max(1))
    }

    /// Paints help.
    fn paint(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let at = canvas.put(area.x + 1, area.y, "KEYS", area.width.saturating_sub(1), Role::Label);
        let note = if self.query.is_empty() {
            "as they are in force; / narrows down, esc goes back".to_owned()
        } else {
            format!("with “{}”; esc shows all", self.query)
        };
        canvas.put_cut(at + 2, area.y, &note, area.right().saturating_sub(at + 2), Role::Dim);
        let rows = self.rows();
        if self.top + self.height < rows {
            let more = format!("{} more below", phrases::count(rows - self.top - self.height, "line", "lines"));
            canvas.put_right(
                area.right().saturating_sub(1),
                area.y,
                &more,
                area.right().saturating_sub(at + 60),
                Role::Message,
            );
        }
        let columns = self.columns.max(1);
        let cells = area.width / u16::try_from(columns).unwrap_or(1);
        let key_room = if cells >= 76 { 20 } else { 12.min(cells / 2) };
        for column in 0..columns {
            let x = area.x + cells * u16::try_from(column).unwrap_or(0);
            for i in 0..self.height {
                let Some(entry) = self.entries.get(column * rows + self.top + i) else { break };
                if self.top + i >= rows {
                    break;
                }
                let y = area.y + 2 + u16::try_from(i).unwrap_or(0);
                self.draw_entry(canvas, entry, x, y, cells, key_room);
            }
        }
    }

    fn draw_entry(&self, canvas: &mut Canvas<'_>, entry: &Entry, x: u16, y: u16, cells: u16, key_room: u16) {
        match entry {
            Entry::Heading(title) => {
                canvas.put(x + 1, y, title, cells.saturating_sub(2), Role::Heading);
            }
            Entry::Sign(sign, means) => {
                let own = u16::try_from(width(sign)).unwrap_or(key_room).min(key_room);
                canvas.put(x + 1 + key_room - own, y, sign, own, Role::Key);
                canvas.put_cut(x + key_room + 3, y, means, cells.saturating_sub(key_room + 4), Role::Text);
            }
            Entry::Keys(keys, does, name) => {
                // As many whole keys as there is room for; the first is the one to learn.
                let mut keys = keys.as_str();
                while width(keys) > usize::from(key_room)
                    && let Some((fewer, _)) = keys.rsplit_once("  ")
                {
                    keys = fewer;
                }
                let own = u16::try_from(width(keys)).unwrap_or(key_room).min(key_room);
                canvas.put_cut(x + 1 + key_room - own, y, keys, own, Role::Key);
                let at = x + key_room + 3;
                let room = (x + cells).saturating_sub(at + 1);
                let end = canvas.put_cut(at, y, does, room, Role::Text);
                let left = (x + cells).saturating_sub(end + 3);
                if usize::from(left) >= width(name) + 2 && cells >= 76 {
                    canvas.put_right(x + cells - 2, y, name, left, Role::Dim);
                }
            }
        }
    }
}

/// What the signs of the screen mean.
fn signs(g: &Glyphs) -> Vec<(&'static str, &'static str)> {
    vec![
        (g.unread, "an article that is not read"),
        (g.read, "an article that is read"),
        (g.star, "starred"),
        (g.marked, "marked for comparison"),
        (g.changed, "its text changed after it came in"),
        ("4", "beside a story: its sources"),
        (g.eighths[7], "a story's bar: its independent articles"),
        ("=", "side by side: the same words"),
        (g.reworded, "side by side: the same in other words"),
        ("~", "side by side: each adds something"),
        ("<", "only the left has it"),
        (">", "only the right has it"),
        (g.moved, "told at another place on the other side"),
        ("\"!", "a quotation that was altered"),
        ("\"-", "a quotation that was cut"),
        ("#!", "figures that contradict each other"),
        (g.tick, "at the edge: where a difference or a place found is"),
    ]
}

/// The keys of an action where one is, or wherever it has some.
pub(crate) fn keys_of(keymap: &Keymap, action: Action, place: Option<Place>) -> String {
    let places = place.into_iter().chain(Place::ALL.iter().copied());
    let found = places.map(|p| keymap.keys_of(p, action)).find(|k| !k.is_empty());
    found.unwrap_or_default().join("  ")
}
