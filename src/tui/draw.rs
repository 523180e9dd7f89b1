//! A frame: reads the state and paints it, nothing else.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    app::{App, Focus, View},
    look::Canvas,
    views::{
        compare::panel::Tab,
        footer,
        list::Around,
        prompt::Purpose,
        reader::{PaneLook, Subject, story_line},
    },
    words,
};
use crate::{
    config::{action::Action, keys::spelled, theme::Role},
    text::width::width,
};

impl App {
    /// Paints a frame; answers with where the cursor is to stand, if it is to be seen.
    pub(super) fn draw(&self, buffer: &mut Buffer) -> Option<(u16, u16)> {
        let area = *buffer.area();
        let mut canvas = Canvas { buffer, looks: &self.looks, glyphs: &self.glyphs };
        if area.width == 0 || area.height == 0 {
            return None;
        }
        canvas.lay(area, Role::Text);
        match self.views.last() {
            None => self.draw_reading(&mut canvas),
            Some(View::Comparing(c)) => c.draw(&mut canvas, self.layout.body, &|tab| self.tab_key(tab)),
            Some(View::Coverage(m)) => m.draw(&mut canvas),
            Some(View::Search(r)) => r.draw(&mut canvas, self.layout.body),
            Some(View::Help(h)) => h.draw(&mut canvas, self.layout.body),
        }
        let cursor = self.draw_footer(&mut canvas, area);
        if self.pending.hint {
            self.draw_chord(&mut canvas);
        }
        cursor.or_else(|| self.reading_cursor())
    }

    fn tab_key(&self, tab: Tab) -> String {
        let action = match tab {
            Tab::Quotations => Action::Quotations,
            Tab::Figures => Action::Figures,
            Tab::Names => Action::Names,
            Tab::Changes => Action::Changes,
            Tab::Nearest => Action::Nearest,
        };
        self.config.keymap.keys_of(self.place(), action).into_iter().next().unwrap_or_default()
    }

    fn draw_reading(&self, canvas: &mut Canvas<'_>) {
        if let Some(area) = self.layout.list {
            let around = Around {
                focused: self.focus == Focus::List && self.prompt.is_none(),
                loading: self.shelf.is_none() || self.jobs.page.is_some(),
                marked: self.mark,
            };
            self.list.draw(canvas, area, &around);
        }
        if let Some(divider) = self.layout.divider {
            canvas.post(divider.x, divider.top(), divider.bottom(), Role::Rule);
        }
        if let Some(head) = self.layout.head {
            self.draw_head(canvas, head);
        }
        if let Some(pane) = self.layout.pane {
            let look = PaneLook { measure: self.config.measure, align: self.config.align };
            self.reader.draw(canvas, pane, &look, &self.empty());
            if self.reader.hints {
                self.draw_hints(canvas, pane);
            }
        }
    }

    /// What stands in the pane while there is nothing else.
    fn empty(&self) -> String {
        if let (None, Some(why)) = (self.reader.subject, self.list.nothing_matches()) {
            return why;
        }
        let what = match self.reader.subject {
            _ if self.shelf.is_none() && self.jobs.opening.is_some() => "opening …",
            None => "nothing is open; name files or folders: nutgraf FILE FOLDER …",
            Some(Subject::Article(..)) => "reading …",
            Some(Subject::Story(..)) => "drawing up the bullets …",
        };
        what.to_owned()
    }

    /// The line above the pane: whose article it is, and which of the story's sources.
    fn draw_head(&self, canvas: &mut Canvas<'_>, head: Rect) {
        let x = head.x + super::typeset::MARGIN;
        let right = head.right().saturating_sub(2);
        let row = self.list.row();
        match self.reader.subject {
            Some(Subject::Article(_, key)) => {
                let at = row.and_then(|r| Some((r.articles.iter().position(|a| a.key == key)?, r.articles.len())));
                let which = at.map(|(i, n)| format!("{} of {}", i + 1, words::count(n, "source", "sources")));
                let which = which.unwrap_or_default();
                let end = canvas.put_right(right, head.y, &which, head.width, Role::Dim);
                let Some(article) = self.list.article(key) else { return };
                let room = end.saturating_sub(x + 1);
                let x = canvas.put_cut(x, head.y, &article.source, room, Role::Label);
                // Once the headline is out of sight it stands here.
                if self.reader.top > 0 {
                    let room = end.saturating_sub(x + 3);
                    canvas.put_cut(x + 2, head.y, &article.title, room, Role::Dim);
                }
            }
            Some(Subject::Story(_)) => {
                let end = canvas.put(x, head.y, "STORY", head.width, Role::Label);
                if let Some(r) = row {
                    canvas.put_cut(end + 2, head.y, &story_line(r), right.saturating_sub(end + 2), Role::Dim);
                }
            }
            None => {}
        }
    }

    /// The links with their letters, over the end of the pane.
    fn draw_hints(&self, canvas: &mut Canvas<'_>, pane: Rect) {
        let hints = self.hints();
        let height = u16::try_from(hints.len() + 1).unwrap_or(u16::MAX).min(pane.height);
        let area = Rect::new(pane.x, pane.bottom() - height, pane.width, height);
        canvas.clear(area, Role::Popup);
        canvas.put(
            area.x + 1,
            area.y,
            "follow a link: press its letter, any other key leaves",
            area.width,
            Role::Label,
        );
        for (i, (letter, link)) in hints.iter().enumerate().take(usize::from(height.saturating_sub(1))) {
            let y = area.y + 1 + u16::try_from(i).unwrap_or(0);
            let x = canvas.put(area.x + 2, y, &letter.to_string(), 1, Role::Key) + 2;
            let x = canvas.put_cut(x, y, &link.text, area.width / 2, Role::Text) + 2;
            canvas.put_cut(x, y, &link.url, area.right().saturating_sub(x + 1), Role::Dim);
        }
    }

    fn draw_footer(&self, canvas: &mut Canvas<'_>, area: Rect) -> Option<(u16, u16)> {
        if let Some(prompt) = &self.prompt {
            let y = area.bottom() - 1;
            let note = match prompt.purpose {
                Purpose::Find => self.position(),
                Purpose::Filter => words::count(self.list.totals[0], "story", "stories"),
                Purpose::Palette => words::count(prompt.actions.len(), "action", "actions"),
                Purpose::Search | Purpose::Export | Purpose::Pipe => "enter: go, esc: leave".into(),
                Purpose::Note(_) => "enter: keep, esc: leave".into(),
            };
            return Some(prompt.draw(canvas, self.layout.body, y, &self.config.keymap, &note));
        }
        let footer = self.layout.footer?;
        let progress = self.progress.as_ref().map(|step| footer::Note {
            text: match step.total {
                0 => format!("{} …  esc stops", step.what),
                total => format!("{} of {total}: {}  (esc stops)", step.done, step.what),
            },
            error: false,
        });
        let waiting = match (&self.pending.count, self.pending.keys.is_empty()) {
            (Some(n), true) => n.to_string(),
            (Some(n), false) => format!("{n} {}", spelled(&self.pending.keys)),
            (None, false) => spelled(&self.pending.keys),
            (None, true) => self.position(),
        };
        let note = self.note.as_ref().or(progress.as_ref());
        footer::draw(canvas, footer, note, &waiting, self.keys_here(), &self.config.keymap, self.place());
        None
    }

    /// Where one is, for the right of the last line.
    fn position(&self) -> String {
        match self.views.last() {
            Some(View::Comparing(c)) => match &c.finding {
                Some(f) => match f.here {
                    Some(here) => format!("{} of {} “{}”", here + 1, f.spots.len(), f.query),
                    None => format!("no “{}” here", f.query),
                },
                None => match c.position() {
                    (_, 0) => String::new(),
                    (at, all) => format!("difference {at} of {all}"),
                },
            },
            Some(View::Coverage(m)) => match &m.covered {
                Some(c) if !c.coverage.claims.is_empty() => {
                    format!("claim {} of {}", m.claim + 1, c.coverage.claims.len())
                }
                _ => String::new(),
            },
            Some(View::Search(r)) => match &r.hits {
                Some(h) if !h.is_empty() => format!("{} of {}", r.at + 1, h.len()),
                _ => String::new(),
            },
            Some(View::Help(_)) => String::new(),
            None if self.layout.pane.is_none() => String::new(),
            None => self.reader.position(),
        }
    }

    /// The keys that matter here.
    fn keys_here(&self) -> &'static [(Action, &'static str)] {
        use Action as A;
        match self.views.last() {
            Some(View::Comparing(c)) if c.in_panel => &[
                (A::Open, "go there"),
                (A::Right, "next tab"),
                (A::Back, "close"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Down, "next"),
            ],
            Some(View::Comparing(_)) => &[
                (A::Next, "next difference"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Back, "back"),
                (A::Previous, "previous"),
                (A::Swap, "swap"),
                (A::Quotations, "quotations"),
                (A::Figures, "figures"),
                (A::Open, "open"),
                (A::PickOther, "other source"),
                (A::Stacked, "stacked"),
                (A::Nearest, "nearest"),
                (A::Coverage, "coverage"),
            ],
            Some(View::Coverage(_)) => &[
                (A::Open, "open the sentence"),
                (A::Right, "next source"),
                (A::Back, "back"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Next, "where they part"),
                (A::Compare, "compare"),
            ],
            Some(View::Search(r)) if r.hits.as_ref().is_none_or(Vec::is_empty) => {
                &[(A::Search, "search again"), (A::Back, "back"), (A::Help, "help"), (A::Quit, "quit")]
            }
            Some(View::Search(_)) => &[
                (A::Open, "open"),
                (A::Down, "next"),
                (A::Search, "search again"),
                (A::Back, "back"),
                (A::Help, "help"),
                (A::Quit, "quit"),
            ],
            Some(View::Help(_)) => &[(A::Find, "find a key"), (A::Down, "down"), (A::Back, "back"), (A::Quit, "quit")],
            None if self.reader.bullet.is_some() => &[
                (A::Down, "next bullet"),
                (A::Open, "its sentence"),
                (A::Copy, "copy"),
                (A::Back, "leave"),
                (A::Help, "help"),
                (A::Quit, "quit"),
            ],
            None if self.focus == Focus::List => &[
                (A::Open, "read"),
                (A::Help, "help"),
                (A::Bullets, "bullets"),
                (A::Compare, "compare"),
                (A::Quit, "quit"),
                (A::NextSource, "next source"),
                (A::Coverage, "who reports what"),
                (A::Mark, "mark"),
                (A::Filter, "filter"),
                (A::Search, "search"),
            ],
            None if self.trail.last().is_some_and(|l| self.reader.article() == Some(l.to)) => &[
                (A::Back, "back to where you were"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Compare, "compare"),
                (A::Bullets, "bullets"),
            ],
            None => &[
                (A::Bullets, "bullets"),
                (A::Compare, "compare"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::NextSource, "next source"),
                (A::Find, "find"),
                (A::Left, "list"),
                (A::Coverage, "who reports what"),
            ],
        }
    }

    /// How a chord that was begun can go on.
    fn draw_chord(&self, canvas: &mut Canvas<'_>) {
        let body = self.layout.body;
        let ways = self.config.keymap.continuations(self.place(), &self.pending.keys);
        let height = u16::try_from(ways.len() + 1).unwrap_or(u16::MAX).min(body.height);
        let widest = ways.iter().map(|(k, a)| width(k) + width(a.does()) + 5).max().unwrap_or(0);
        let cells = u16::try_from(widest).unwrap_or(u16::MAX).max(20).min(body.width);
        let area = Rect::new(body.right() - cells, body.bottom() - height, cells, height);
        canvas.clear(area, Role::Popup);
        canvas.put(area.x + 1, area.y, &format!("{} …", spelled(&self.pending.keys)), cells, Role::Label);
        for (i, (keys, action)) in ways.iter().enumerate().take(usize::from(height.saturating_sub(1))) {
            let y = area.y + 1 + u16::try_from(i).unwrap_or(0);
            let x = canvas.put(area.x + 2, y, keys, cells, Role::Key) + 2;
            canvas.put_cut(x, y, action.does(), area.right().saturating_sub(x), Role::Text);
        }
    }

    /// For a screen reader the terminal's cursor stands where the reading is.
    fn reading_cursor(&self) -> Option<(u16, u16)> {
        if !self.config.screen_reader {
            return None;
        }
        match (self.layout.pane, self.layout.list) {
            (Some(pane), _) if self.views.is_empty() => Some((pane.x, pane.y)),
            (None, Some(list)) if self.views.is_empty() => Some((list.x, self.list.cursor_line(list))),
            _ => Some((0, 0)),
        }
    }
}
