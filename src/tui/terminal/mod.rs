//! The terminal: taken over on the way in, given back on every way out, drawn on in whole frames.

pub(super) mod background_color;
pub(super) mod file_watcher;
pub(super) mod input;
pub(super) mod signals;

use std::{
    io::{self, BufWriter, Stdout, Write},
    panic,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crossterm::{
    cursor,
    event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture},
    queue,
    style::ResetColor,
    terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::Buffer,
    layout::Rect,
};

/// Whether the terminal is ours at the moment: leaving twice would write into the reader's shell.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The screen: what is shown, and what is to be shown next.
pub(in crate::tui) struct Screen {
    out: CrosstermBackend<BufWriter<Stdout>>,
    shown: Buffer,
    next: Buffer,
    /// What is shown is not known: the next frame draws all of it.
    unknown: bool,
    mouse: bool,
    /// Where the cursor stands, if it is seen.
    cursor: Option<(u16, u16)>,
}

impl Screen {
    /// Takes the terminal over.
    pub(in crate::tui) fn enter() -> io::Result<Self> {
        let mut screen = Self {
            out: CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())),
            shown: Buffer::default(),
            next: Buffer::default(),
            unknown: true,
            mouse: false,
            cursor: None,
        };
        screen.take()?;
        Ok(screen)
    }

    fn take(&mut self) -> io::Result<()> {
        terminal::enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        queue!(self.out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            queue!(self.out, EnableMouseCapture)?;
        }
        self.unknown = true;
        io::Write::flush(&mut self.out)
    }

    /// Switches the mouse.
    pub(in crate::tui) fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        if on {
            queue!(self.out, EnableMouseCapture)?;
        } else {
            queue!(self.out, DisableMouseCapture)?;
        }
        io::Write::flush(&mut self.out)
    }

    /// The next frame draws all of the screen.
    pub(in crate::tui) fn forget(&mut self) {
        self.unknown = true;
    }

    /// Paints a frame and sends what changed. `paint` answers with where the cursor is to stand, if it is to be seen.
    pub(in crate::tui) fn draw(
        &mut self,
        size: (u16, u16),
        paint: impl FnOnce(&mut Buffer) -> Option<(u16, u16)>,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        if self.next.area != area {
            self.next = Buffer::empty(area);
            self.unknown = true;
        } else {
            self.next.reset();
        }
        let cursor = paint(&mut self.next);
        if !self.unknown && cursor == self.cursor && self.shown.diff_iter(&self.next).next().is_none() {
            return Ok(());
        }
        self.cursor = cursor;
        queue!(self.out, BeginSynchronizedUpdate, cursor::Hide)?;
        if self.unknown {
            queue!(self.out, ResetColor, terminal::Clear(terminal::ClearType::All))?;
            self.shown = Buffer::empty(area);
            self.unknown = false;
        }
        self.out.draw(self.shown.diff_iter(&self.next))?;
        if let Some((x, y)) = cursor {
            queue!(self.out, cursor::MoveTo(x, y), cursor::Show)?;
        }
        queue!(self.out, EndSynchronizedUpdate)?;
        io::Write::flush(&mut self.out)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Puts a text into the clipboard, by way of the terminal (OSC 52).
    pub(in crate::tui) fn copy(&mut self, text: &str) -> io::Result<()> {
        use base64::Engine;
        let coded = base64::engine::general_purpose::STANDARD.encode(text);
        write!(self.out, "\x1b]52;c;{coded}\x07")?;
        io::Write::flush(&mut self.out)
    }

    /// Gives the terminal back, stops the process as Ctrl-Z does, and takes it over again when it goes on.
    #[cfg(unix)]
    pub(in crate::tui) fn suspend(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.take()
    }

    /// There is no suspending here.
    #[cfg(not(unix))]
    pub(in crate::tui) fn suspend(&mut self) -> io::Result<()> {
        self.unknown = true;
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back as it was. Does nothing the second time; whatever fails, the rest is tried.
pub(in crate::tui) fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = queue!(
            out,
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            ResetColor,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = out.flush();
        let _ = terminal::disable_raw_mode();
    }
}

/// Gives the terminal back before a panic of the screen's own thread is told. A worker's panic is not told here: it
/// becomes a message on the screen.
pub(in crate::tui) fn guard_panics() {
    let ours = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == ours {
            leave();
            before(info);
        } else if !TAKEN.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}
