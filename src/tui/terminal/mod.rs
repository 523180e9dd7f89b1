//! The terminal: taken over on the way in, given back on every way out, drawn on in whole frames.

pub(super) mod capabilities;
pub(super) mod file_watcher;
pub(super) mod input;
pub(super) mod signals;

use std::{
    io::{self, BufWriter, Stdout, Write},
    panic,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use super::{widgets::canvas::FrameExtras, worker::pictures};
use crate::text::{sanitize, width};
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

/// Puts the window's title onto the terminal's stack, and takes it from there (XTWINOPS).
const SAVE_TITLE: &str = "\x1b[22;2t";
const RESTORE_TITLE: &str = "\x1b[23;2t";

/// The longest title, in characters.
const LONGEST_TITLE: usize = 120;

/// Whether the terminal has a title: a console prints what it does not know.
fn has_title() -> bool {
    std::env::var("TERM").is_ok_and(|term| !matches!(term.as_str(), "" | "linux" | "dumb" | "vt100" | "vt220"))
}

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
    /// Where the cursor stands and which cells are links.
    extras: FrameExtras,
    /// What the window is called, where the terminal has a title.
    title: Option<String>,
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
            extras: FrameExtras::default(),
            title: has_title().then(String::new),
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
        if let Some(title) = &mut self.title {
            title.clear();
            write!(self.out, "{SAVE_TITLE}")?;
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

    /// Calls the window by a title: made one short line of plain characters, for it goes into an escape sequence.
    pub(in crate::tui) fn set_title(&mut self, title: &str) -> io::Result<()> {
        let clean = sanitize::clean_line(title);
        let wanted: String = clean.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect();
        match &mut self.title {
            Some(shown) if *shown != wanted => {
                queue!(self.out, terminal::SetTitle(&wanted))?;
                *shown = wanted;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The next frame draws all of the screen.
    pub(in crate::tui) fn forget(&mut self) {
        self.unknown = true;
    }

    /// Paints a frame and sends what changed. `paint` answers with what the frame has besides its cells.
    pub(in crate::tui) fn draw(
        &mut self,
        size: (u16, u16),
        paint: impl FnOnce(&mut Buffer) -> FrameExtras,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, size.0, size.1);
        if self.next.area != area {
            self.next = Buffer::empty(area);
            self.unknown = true;
        } else {
            self.next.reset();
        }
        let extras = paint(&mut self.next);
        if !self.unknown && extras == self.extras && self.shown.diff_iter(&self.next).next().is_none() {
            return Ok(());
        }
        let before = std::mem::replace(&mut self.extras, extras);
        queue!(self.out, BeginSynchronizedUpdate, cursor::Hide)?;
        if self.unknown {
            queue!(self.out, ResetColor, terminal::Clear(terminal::ClearType::All))?;
            self.shown = Buffer::empty(area);
            self.unknown = false;
        }
        // Where terminals disagree on how far a cluster moves the cursor, the next cell is told its place.
        let mut run = Vec::new();
        for cell in self.shown.diff_iter(&self.next) {
            let is_ambiguous = width::is_ambiguous(cell.2.symbol());
            run.push(cell);
            if is_ambiguous {
                self.out.draw(run.drain(..))?;
            }
        }
        self.out.draw(run.into_iter())?;
        self.draw_links(&before)?;
        if let Some((x, y)) = self.extras.cursor {
            queue!(self.out, cursor::MoveTo(x, y), cursor::Show)?;
        }
        queue!(self.out, EndSynchronizedUpdate)?;
        io::Write::flush(&mut self.out)?;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }

    /// Sends the cells of links again, as links; those that were links before and are none any more as what they are now.
    fn draw_links(&mut self, before: &FrameExtras) -> io::Result<()> {
        if self.title.is_none() {
            return Ok(());
        }
        let gone = before.hyperlinks.iter().filter(|l| !self.extras.hyperlinks.contains(l));
        for (link, is_one) in gone.map(|l| (l, false)).chain(self.extras.hyperlinks.iter().map(|l| (l, true))) {
            let cells = (link.x..link.x.saturating_add(link.cells))
                .filter_map(|x| Some((x, link.y, self.next.cell((x, link.y))?)));
            // The cell after a wide one is covered by it.
            let mut covered = 0;
            let cells: Vec<_> = cells
                .filter(|(_, _, cell)| {
                    let is_free = covered == 0;
                    covered = if is_free { width::width(cell.symbol()).saturating_sub(1) } else { covered - 1 };
                    is_free
                })
                .collect();
            if is_one {
                write!(self.out, "\x1b]8;;{}\x1b\\", link.url)?;
            }
            self.out.draw(cells.into_iter())?;
            if is_one {
                write!(self.out, "\x1b]8;;\x1b\\")?;
            }
        }
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
        let _ = out.write_all(pictures::let_go().as_bytes());
        let _ = queue!(
            out,
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            ResetColor,
            LeaveAlternateScreen,
            cursor::Show
        );
        if has_title() {
            let _ = write!(out, "{RESTORE_TITLE}");
        }
        let _ = out.flush();
        let _ = terminal::disable_raw_mode();
    }
}

/// Gives the terminal back while the screen's thread may be stuck in a write that holds standard output: waits only a
/// moment for that, and sets the terminal's mode back in any case.
pub(in crate::tui) fn leave_by_force() {
    let left = thread::Builder::new().spawn(leave);
    thread::sleep(std::time::Duration::from_millis(200));
    if left.is_ok_and(|thread| !thread.is_finished()) {
        let _ = terminal::disable_raw_mode();
    }
}

/// Ends the program if it does not end by itself in a moment: the screen's thread may be stuck in a write to a terminal that is
/// gone.
#[cfg(unix)]
pub(in crate::tui) fn end_by_force(status: i32) {
    thread::sleep(std::time::Duration::from_millis(1500));
    leave_by_force();
    std::process::exit(status);
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
