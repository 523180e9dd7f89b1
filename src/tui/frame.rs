//! A frame: the view that shows, the last line, and how a chord can go on. Reads state, changes none.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    app::App,
    phrases,
    prompt::Purpose,
    status_bar::{self, Notice},
    widgets::canvas::{Canvas, FrameExtras},
};
use crate::{
    config::{
        action::Action,
        keys::{Place, spelled},
        theme::Role,
    },
    text::width::width,
};

impl App {
    /// Paints a frame; answers with what it has besides its cells.
    pub(super) fn draw(&self, buffer: &mut Buffer) -> FrameExtras {
        let area = *buffer.area();
        let mut canvas = Canvas::new(buffer, &self.cx.styles, &self.cx.glyphs);
        canvas.depth = self.cx.environment.depth;
        let said = self.cx.notice.as_ref();
        canvas.covered = self.pending.hint || self.prompt.is_some() || status_bar::is_above(said, self.cx.size);
        if area.width == 0 || area.height == 0 {
            return FrameExtras::default();
        }
        canvas.style_area(area, Role::Text);
        self.top().render(&mut canvas, self.body(), &self.cx);
        let cursor = self.draw_last_line(&mut canvas, area);
        if self.pending.hint {
            self.draw_chord(&mut canvas);
        }
        // For a screen reader the terminal's cursor stands where the reading is.
        let cursor = cursor.or_else(|| self.cx.config.screen_reader.then(|| self.top().cursor()));
        // What lies over the view is no link.
        let hyperlinks = if canvas.covered { Vec::new() } else { canvas.hyperlinks };
        FrameExtras { cursor, hyperlinks }
    }

    /// The line to type into, or the status bar.
    fn draw_last_line(&self, canvas: &mut Canvas<'_>, area: Rect) -> Option<(u16, u16)> {
        let y = area.bottom() - 1;
        if let Some(prompt) = &self.prompt {
            let note = match prompt.purpose {
                Purpose::Find => self.top().status(&self.cx),
                Purpose::Filter => phrases::count(self.reading.list.totals[0], "story", "stories"),
                Purpose::Palette => phrases::count(prompt.actions.len(), "action", "actions"),
                Purpose::Search | Purpose::Export | Purpose::Pipe => "enter: go, esc: leave".into(),
                Purpose::Note(_) => "enter: keep, esc: leave".into(),
            };
            return Some(prompt.draw(canvas, self.body(), y, &self.cx.config.keymap, &note));
        }
        if area.height < 3 {
            return None;
        }
        let progress = self.cx.progress.as_ref().map(|step| Notice {
            text: match (step.total, self.cx.way_to(Place::Reading, Action::Back)) {
                (0, key) => format!("{} …  {key} stops", step.what),
                (total, key) => format!("{} of {total}: {}  ({key} stops)", step.done, step.what),
            },
            error: false,
        });
        let status = match (&self.pending.count, self.pending.keys.is_empty()) {
            (Some(n), true) => n.to_string(),
            (Some(n), false) => format!("{n} {}", spelled(&self.pending.keys)),
            (None, false) => spelled(&self.pending.keys),
            (None, true) => self.top().status(&self.cx),
        };
        let (hints, place) = (self.top().hints(&self.cx), self.top().context());
        let line = Rect::new(area.x, y, area.width, 1);
        // A message longer than the line stands above it, and leaves it to the keys; how far an update is never does.
        let notice = match self.cx.notice.as_ref() {
            Some(notice) => Some(notice).filter(|notice| !status_bar::draw_above(canvas, line, notice)),
            None => progress.as_ref(),
        };
        status_bar::draw(canvas, line, notice, &status, hints, &self.cx.config.keymap, place);
        None
    }

    /// How a chord that was begun can go on.
    fn draw_chord(&self, canvas: &mut Canvas<'_>) {
        let body = self.body();
        let ways = self.cx.config.keymap.continuations(self.top().context(), &self.pending.keys);
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
}
