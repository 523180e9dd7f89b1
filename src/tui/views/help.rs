//! All keys, as the keymap in force has them, and the marks of the view it was opened from; narrowed down by words.

use ratatui::layout::Rect;

use crate::{
    config::{
        action::Action,
        keys::{Keymap, Place},
        theme::Role,
    },
    text::width::{width, wrap},
    tui::{
        view::{Flow, View, ViewContext},
        widgets::canvas::Canvas,
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
    /// The screen's cells across.
    width: u16,
    /// The place help was asked from: its keys come first.
    place: Option<Place>,
    /// The marks of the view it was asked from.
    marks: Vec<(&'static str, &'static str)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    Heading(&'static str),
    Keys(String, &'static str, &'static str),
    /// A mark of the screen, and what it means.
    Mark(&'static str, &'static str),
}

impl View for HelpView {
    fn context(&self) -> Place {
        Place::Pages
    }

    fn layout(&mut self, area: Rect, cx: &ViewContext) {
        // The last line says how to come to what is below.
        self.height = usize::from(area.height.saturating_sub(3));
        self.columns = usize::from(area.width / 58).clamp(1, 3);
        if self.width != area.width {
            self.width = area.width;
            let (query, top) = (std::mem::take(&mut self.query), self.top);
            self.narrow(&query, &cx.config.keymap);
            self.top = top;
        }
        self.scroll_lines(0);
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        self.paint(canvas, area, cx);
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
            other => cx.refuse(Place::Pages, other, "does nothing here: {back} closes help"),
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
    pub(crate) fn new(place: Place, marks: Vec<(&'static str, &'static str)>, keymap: &Keymap) -> Self {
        let mut help = Self { place: Some(place), marks, ..Self::default() };
        help.narrow("", keymap);
        help
    }

    /// Shows only what has the words in it.
    fn narrow(&mut self, query: &str, keymap: &Keymap) {
        query.clone_into(&mut self.query);
        let wanted = query.to_lowercase();
        self.entries.clear();
        self.top = 0;
        let mut heading = None;
        // What only the view has stands first; what holds everywhere is soon known.
        let own = self.place.map(|place| (place, in_place(place)));
        let own = |action| own.filter(|(place, _)| keymap.is_own(*place, action)).map(|(_, title)| title);
        let mut actions: Vec<Action> = Action::ALL.to_vec();
        actions.sort_by_key(|&a| (own(a).is_none(), a.group()));
        for action in actions {
            let keys = keys_of(keymap, action, self.place);
            let text = format!("{keys} {} {}", action.name(), action.does()).to_lowercase();
            if !text.contains(&wanted) {
                continue;
            }
            let title = own(action).unwrap_or(action.group().title());
            if heading != Some(title) {
                heading = Some(title);
                self.entries.push(Entry::Heading(title));
            }
            let mut lines = self.wrapped(action.does()).into_iter();
            self.entries.push(Entry::Keys(keys, lines.next().unwrap_or_default(), action.name()));
            self.entries.extend(lines.map(|line| Entry::Mark("", line)));
        }
        let marks = self.marks.clone();
        let told = |(mark, means): &&(&str, &str)| format!("{mark} {means}").to_lowercase().contains(&wanted);
        let marks_shown: Vec<_> = marks.iter().filter(told).collect();
        if !marks_shown.is_empty() {
            self.entries.push(Entry::Heading("Marks"));
            for &(mark, means) in marks_shown {
                let lines = self.wrapped(means).into_iter().enumerate();
                self.entries.extend(lines.map(|(i, line)| Entry::Mark(if i == 0 { mark } else { "" }, line)));
            }
        }
    }

    /// A text in lines for the room beside keys and marks.
    fn wrapped(&self, text: &'static str) -> Vec<&'static str> {
        let (cells, key_room) = self.cells();
        let room = usize::from(cells.saturating_sub(key_room + 4));
        if room == 0 { vec![text] } else { wrap(text, room).into_iter().map(|line| &text[line]).collect() }
    }

    /// Cells of a column, and those of it for keys.
    fn cells(&self) -> (u16, u16) {
        let cells = self.width / u16::try_from(self.columns.max(1)).unwrap_or(1);
        (cells, if cells >= 76 { 20 } else { 12.min(cells / 3) })
    }

    fn scroll_lines(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.rows().saturating_sub(self.height));
    }

    fn rows(&self) -> usize {
        self.entries.len().div_ceil(self.columns.max(1))
    }

    /// Paints help.
    fn paint(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        let at = canvas.put(
            area.x + 1,
            area.y,
            if self.marks.is_empty() { "KEYS" } else { "KEYS AND MARKS" },
            area.width.saturating_sub(1),
            Role::Label,
        );
        let room = usize::from(area.right().saturating_sub(at + 2));
        let notes = [
            "as they are in force; {find} narrows down, {back} goes back",
            "{find} narrows down, {back} goes back",
            "{find} narrows down",
        ];
        let note = if self.query.is_empty() {
            let mut notes = notes.iter().map(|note| cx.keyed(Place::Pages, note));
            notes.find(|note| width(note) <= room).unwrap_or_default()
        } else {
            format!("with “{}”; {} shows all", self.query, cx.way_to(Place::Pages, Action::Back))
        };
        canvas.put_cut(at + 2, area.y, &note, area.right().saturating_sub(at + 2), Role::Dim);
        let rows = self.rows();
        let below = rows.saturating_sub(self.top + self.height);
        if below > 0 && area.height > 3 {
            let mut more = format!("{} {below} more", canvas.glyphs.down);
            if !self.marks.is_empty() {
                more.push_str(&format!(
                    " {} {} what the marks mean",
                    canvas.glyphs.dot,
                    cx.way_to(Place::Pages, Action::Bottom)
                ));
            }
            canvas.put_cut(area.x + 1, area.bottom() - 1, &more, area.width.saturating_sub(1), Role::Message);
        }
        let columns = self.columns.max(1);
        let (cells, key_room) = self.cells();
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
            Entry::Mark(mark, means) => {
                let own = u16::try_from(width(mark)).unwrap_or(key_room).min(key_room);
                canvas.put(x + 1 + key_room - own, y, mark, own, Role::Key);
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

/// The heading over what only a place has.
fn in_place(place: Place) -> &'static str {
    match place {
        Place::Everywhere => "Everywhere",
        Place::Reading => "In the list and the article",
        Place::Comparing => "In the comparison",
        Place::Coverage => "In who reports what",
        Place::Pages => "On this page",
    }
}

/// The keys of an action where one is, or wherever it has some.
pub(crate) fn keys_of(keymap: &Keymap, action: Action, place: Option<Place>) -> String {
    let places = place.into_iter().chain(Place::ALL.iter().copied());
    let found = places.map(|p| keymap.keys_of(p, action)).find(|k| !k.is_empty());
    found.unwrap_or_default().join("  ")
}
