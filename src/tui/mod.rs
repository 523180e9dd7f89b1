//! The viewer: source list, article, comparison, coverage.
//!
//! One thread owns the screen: it receives a message, drains what else waits, updates the state, and draws once if
//! something changed. Input, signals and workers send messages; nothing is drawn on a timer.
//!
//! - [`terminal`] takes the terminal over and gives it back; [`background`] asks it what its background is.
//! - [`input`] turns what the reader does into messages; [`jobs`] does the work that takes longer than a frame.
//! - [`app`] is the state and [`draw`] paints it. [`update`] takes messages in and gives them on: keys in the text and the
//!   list to [`reading`], where accounts meet to [`accounts`], what is typed to [`typing`], what workers found to
//!   [`answers`]. [`asking`] asks workers, [`keeping`] has notes and stories changed, [`doing`] reaches beyond the
//!   screen. [`rehearsal`] does without a terminal.
//! - [`typeset`] sets text into lines once a width, [`look`] knows colours and glyphs, [`loose`] words typed loosely; [`views`] has a file a view.

mod accounts;
mod answers;
mod app;
mod asking;
mod background;
mod doing;
mod draw;
#[cfg(test)]
mod fixture;
mod input;
mod jobs;
mod keeping;
mod look;
mod loose;
mod reading;
mod rehearsal;
#[cfg(test)]
mod screens;
mod store;
mod terminal;
mod typeset;
mod typing;
mod update;
mod views;
mod watch;
mod words;

use std::{
    env, io,
    process::ExitCode,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use self::{
    answers::Answer,
    app::{App, Effect},
    input::Pointer,
    jobs::Pool,
    terminal::Screen,
};
pub use self::{
    app::{Opener, Surroundings},
    look::Depth,
    rehearsal::Rehearsal,
    store::Opening,
};
use crate::config::{Config, keys::Key};

/// What the screen's thread is told.
pub(crate) enum Msg {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
    /// The screen has another size, in columns and rows.
    Resize(u16, u16),
    /// The mouse did something.
    Mouse(Pointer),
    /// A worker is done.
    Answer(Box<Answer>),
    /// A worker panicked.
    Broke(String),
    /// So many articles came in from folders that are watched.
    Arrived(usize),
    /// The process is asked to stop, as by Ctrl-Z.
    Stop,
    /// The process goes on after it was stopped.
    GoesOn,
    /// The process is asked to end, by a signal.
    End(i32),
    /// The terminal is gone.
    InputLost,
    /// Nothing came for a while after a chord was begun.
    Paused,
    /// A file of the reader's configuration is another.
    ConfigChanged,
}

/// How long a frame may wait for what is being worked out, so that a half-empty one is not seen.
const GRACE: Duration = Duration::from_millis(40);

/// How long after the beginning of a chord its continuations are shown.
const PAUSE: Duration = Duration::from_millis(600);

/// Runs the viewer until the reader leaves.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn run(opener: Opener, config: Config) -> io::Result<ExitCode> {
    terminal::guard_panics();
    let mut screen = Screen::enter()?;
    let (to, from) = channel();
    let pool = Pool::start(&to);
    let size = crossterm::terminal::size()?;
    // Opening goes on while the terminal is asked for its background.
    let mut app = App::new(opener, config, surroundings(), size);
    perform(&mut app, &mut screen, &pool, &to)?;
    input::hear_signals(to.clone());
    if app.around.light.is_none() && app.config.theme.is_none() && !app.around.no_colour {
        let answer = background::ask();
        app.around.light = answer.light;
        app.dress();
        for c in answer.typed.chars() {
            let _ = to.send(Msg::Key(Key::char(c)));
        }
    }
    input::listen(to.clone());
    if let Some(folder) = app.config.folder.clone() {
        watch::start(folder, to.clone());
    }
    let outcome = turn(&mut app, &mut screen, &pool, &to, &from);
    pool.finish();
    drop(screen);
    outcome
}

/// The loop: receive, drain, update, do, draw.
fn turn(
    app: &mut App,
    screen: &mut Screen,
    pool: &Pool,
    to: &Sender<Msg>,
    from: &Receiver<Msg>,
) -> io::Result<ExitCode> {
    let mut changed = true;
    let mut since = Instant::now();
    loop {
        if changed && !(app.waits() && since.elapsed() < GRACE) {
            app.lay();
            screen.draw(app.size, |buffer| app.draw(buffer))?;
            changed = false;
        }
        let Some(first) = next(app, from, changed, since) else { continue };
        if !changed {
            since = Instant::now();
        }
        changed |= app.update(first);
        app.lay();
        while let Ok(msg) = from.try_recv() {
            changed |= app.update(msg);
            app.lay();
        }
        if let Some(code) = perform(app, screen, pool, to)? {
            return Ok(code);
        }
    }
}

/// The next message. Nothing when a frame has waited for its content long enough.
fn next(app: &App, from: &Receiver<Msg>, changed: bool, since: Instant) -> Option<Msg> {
    if changed {
        return from.recv_timeout(GRACE.saturating_sub(since.elapsed())).ok();
    }
    if !app.pending.keys.is_empty() && !app.pending.hint {
        return match from.recv_timeout(PAUSE) {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => Some(Msg::Paused),
            Err(RecvTimeoutError::Disconnected) => Some(Msg::InputLost),
        };
    }
    Some(from.recv().unwrap_or(Msg::InputLost))
}

/// Does what update asked for. Answers with the exit status when the reader leaves.
fn perform(app: &mut App, screen: &mut Screen, pool: &Pool, to: &Sender<Msg>) -> io::Result<Option<ExitCode>> {
    for effect in std::mem::take(&mut app.effects) {
        match effect {
            Effect::Work(rank, work) => pool.run(rank, work),
            Effect::Aside(work) => jobs::aside(to, work),
            Effect::Watch(shelf) => watch::folders(shelf, to.clone()),
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(on) => screen.set_mouse(on)?,
            Effect::Suspend => {
                screen.suspend()?;
                app.size = crossterm::terminal::size()?;
            }
            Effect::Redraw => screen.forget(),
            Effect::Quit(code) => return Ok(Some(code)),
        }
    }
    Ok(None)
}

/// What the environment says of the terminal.
fn surroundings() -> Surroundings {
    let set = |name: &str| env::var(name).ok().filter(|v| !v.is_empty());
    let term = set("TERM").unwrap_or_default();
    let many = ["COLORTERM"].iter().filter_map(|n| set(n)).any(|v| v == "truecolor" || v == "24bit");
    let depth = if many || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256") || ["alacritty", "kitty", "ghostty", "foot"].iter().any(|t| term.contains(t)) {
        Depth::Many
    } else {
        Depth::Sixteen
    };
    // The first that is set decides, as it does for the C library; where none is set the terminal is taken at its word.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|n| set(n));
    let ascii = term == "linux"
        || locale.is_some_and(|l| {
            let l = l.to_lowercase();
            !l.contains("utf") && !matches!(l.as_str(), "c" | "posix")
        });
    Surroundings {
        light: None,
        no_colour: set("NO_COLOR").is_some(),
        ascii,
        depth,
        year: Some(jiff::Zoned::now().year()),
        folder: env::current_dir().unwrap_or_default(),
    }
}
