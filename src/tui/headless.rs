//! The viewer without a terminal: keys go in, screens come out. For benchmarks, pictures and tests.

use std::sync::mpsc;

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    app::App,
    event::Event,
    view::{Effect, Environment, Opener},
};
use crate::config::{
    Config,
    keys::{NoKey, chord},
};

/// A viewer whose work is done on the spot and whose screen is kept in memory.
pub struct Headless {
    app: App,
    screen: Buffer,
}

impl Headless {
    /// Opens what is to be read at a screen of a size, in columns and rows.
    #[must_use]
    pub fn new(opener: Opener, config: Config, environment: Environment, size: (u16, u16)) -> Self {
        let mut viewer = Self { app: App::new(opener, config, environment, size), screen: Buffer::default() };
        viewer.settle();
        viewer
    }

    /// One that has just begun to open, and which keys are pressed meanwhile.
    #[cfg(test)]
    pub(crate) fn with_early_keys(
        opener: Opener,
        config: Config,
        environment: Environment,
        size: (u16, u16),
        keys: &str,
    ) -> Self {
        let mut viewer = Self { app: App::new(opener, config, environment, size), screen: Buffer::default() };
        for key in chord(keys).unwrap_or_default() {
            viewer.app.update(Event::Key(key));
        }
        viewer.settle();
        viewer.draw();
        viewer
    }

    /// Presses keys, written as keymaps write them, and draws a frame after each.
    ///
    /// # Errors
    /// [`NoKey`] for the first that is none.
    pub fn press(&mut self, keys: &str) -> Result<(), NoKey> {
        for key in chord(keys)? {
            self.app.update(Event::Key(key));
            self.settle();
            self.draw();
        }
        Ok(())
    }

    /// Gives the screen another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.app.update(Event::Resize(columns, rows));
        self.settle();
        self.draw();
    }

    /// Draws a frame and answers with how many cells are not as the frame before had them.
    pub fn draw(&mut self) -> usize {
        let area = Rect::new(0, 0, self.app.cx.size.0, self.app.cx.size.1);
        self.app.layout();
        let mut next = Buffer::empty(area);
        self.app.draw(&mut next);
        let changed = if self.screen.area == area {
            self.screen.content().iter().zip(next.content()).filter(|(a, b)| a != b).count()
        } else {
            next.content().len()
        };
        self.screen = next;
        changed
    }

    /// The screen as lines of text.
    #[must_use]
    pub fn text(&self) -> String {
        let width = usize::from(self.screen.area.width).max(1);
        let lines = self.screen.content().chunks(width).map(|cells| {
            let line: String = cells.iter().map(ratatui::buffer::Cell::symbol).collect();
            line.trim_end().to_owned() + "\n"
        });
        lines.collect()
    }

    /// The cells of the last frame.
    #[cfg(test)]
    pub(crate) fn buffer(&self) -> &Buffer {
        &self.screen
    }

    fn settle(&mut self) {
        let (to, from) = mpsc::channel();
        loop {
            self.app.layout();
            let mut idle = true;
            for effect in std::mem::take(&mut self.app.cx.effects) {
                if let Effect::Work(_, work) | Effect::Background(work) = effect {
                    idle = false;
                    if let Some(msg) = work(&to) {
                        self.app.update(msg);
                    }
                }
            }
            while let Ok(msg) = from.try_recv() {
                self.app.update(msg);
            }
            if idle {
                return;
            }
        }
    }
}
