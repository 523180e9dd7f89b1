//! The viewer: source list, article, comparison, coverage.
//!
//! One thread owns the screen: it receives a message, drains what else waits, updates the state, and draws once if
//! something changed. Input, signals and workers send messages; nothing is drawn on a timer.
//!
//! - [`app`] is the state: the reading view below, other views over it. [`view`] says what a view is and what it may ask
//!   for; [`views`] has them, a folder or a file each. [`frame`] paints one frame.
//! - [`event`] is what the loop receives: from the [`terminal`], which is taken over and given back there, and from
//!   [`worker`]s, whose responses come in by [`inbox`].
//! - [`prompt`] is the line to type into, [`prompt_input`] what becomes of it; [`status_bar`] is that line otherwise.
//! - [`pictures`] keeps those of the article that is read.
//! - [`actions`] reach beyond the screen: files, browser, clipboard, other programs, what is remembered.
//! - [`widgets`] is what views are drawn with. [`headless`] is the viewer without a terminal.

mod actions;
mod app;
mod event;
mod frame;
mod headless;
mod inbox;
mod phrases;
mod pictures;
mod prompt;
mod prompt_input;
mod status_bar;
mod terminal;
#[cfg(test)]
mod tests;
mod view;
mod views;
mod widgets;
mod worker;

use std::{
    env, io,
    process::ExitCode,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use self::{
    app::App,
    event::Event,
    terminal::{Screen, capabilities, file_watcher, input, signals},
    view::Effect,
    worker::{
        pool::{self, Pool},
        responses::Response,
    },
};
pub use self::{
    headless::Headless,
    view::{Environment, Opener},
    widgets::styles::Depth,
    worker::{
        cache::Opening,
        pictures::{Graphics, GraphicsProtocol, MAX_BYTES as MAX_PICTURE, PictureFetcher},
    },
};
use crate::config::{Config, keys::Key};

/// How long a frame may wait for what is being worked out, so that a half-empty one is not seen.
const GRACE: Duration = Duration::from_millis(40);

/// How long the first frame may wait for its list: what is on its way then comes in the next.
const FIRST_GRACE: Duration = Duration::from_millis(10);

/// How long after the beginning of a chord its continuations are shown.
const CHORD_TIMEOUT: Duration = Duration::from_millis(250);

/// How the viewer ended.
pub struct Outcome {
    /// The exit status.
    pub code: ExitCode,
    /// What could not be kept after the screen was gone, for people.
    pub not_kept: Vec<String>,
}

/// Runs the viewer until the reader leaves. `fetch_picture` is asked for pictures of the web that the reader allows.
///
/// # Errors
/// When the terminal cannot be read or written.
pub fn run(opener: Opener, config: Config, fetch_picture: PictureFetcher) -> io::Result<Outcome> {
    terminal::guard_panics();
    let mut screen = Screen::enter()?;
    let (to, from) = channel();
    let pool = Pool::start(&to);
    let size = crossterm::terminal::size()?;
    // Opening goes on while the terminal is asked for its background.
    let mut app = App::new(opener, config, environment(), size);
    app.cx.pictures.fetch = Some(fetch_picture);
    perform(&mut app, &mut screen, &pool, &to)?;
    signals::listen(to.clone());
    if !app.cx.environment.no_colour {
        let reply = capabilities::ask();
        app.cx.environment.light = reply.light.or(app.cx.environment.light);
        app.cx.environment.graphics = capabilities::graphics(&reply, |name| env::var(name).unwrap_or_default());
        app.cx.apply_appearance();
        for c in reply.typed.chars() {
            let _ = to.send(Event::Key(Key::char(c)));
        }
    }
    input::listen(to.clone());
    input::watch_for_hangup(to.clone());
    if let Some(folder) = app.cx.config.folder.clone() {
        file_watcher::watch_config(folder, to.clone());
    }
    let ended = run_loop(&mut app, &mut screen, &pool, &to, &from);
    // First the terminal: what was marked last may have to wait for another program.
    drop(screen);
    let left = pool.finish();
    let mut not_kept = not_kept(&from);
    if left > 0 {
        let changes = if left == 1 { "change was".into() } else { format!("{left} changes were") };
        not_kept.push(format!("the last {changes} not written: the library did not answer in time"));
    }
    ended.map(|code| Outcome { code, not_kept })
}

/// What workers could not keep and nobody was told of, each reason once.
fn not_kept(from: &Receiver<Event>) -> Vec<String> {
    let mut told = Vec::new();
    for event in from.try_iter() {
        if let Event::Response(response) = event
            && let Response::NotKept { why, .. } = *response
            && !told.contains(&why)
        {
            told.push(why);
        }
    }
    told.iter_mut().for_each(|why| *why = format!("what you changed last was not kept: {why}"));
    told
}

/// The loop: receive, drain, update, do, draw.
fn run_loop(
    app: &mut App,
    screen: &mut Screen,
    pool: &Pool,
    to: &Sender<Event>,
    from: &Receiver<Event>,
) -> io::Result<ExitCode> {
    let mut changed = true;
    let mut since = Instant::now();
    let mut grace = FIRST_GRACE;
    loop {
        let waits = if grace == FIRST_GRACE { app.is_empty() } else { app.is_loading() };
        if changed && !(waits && since.elapsed() < grace) {
            app.layout();
            screen.set_title(&app.title())?;
            screen.draw(app.cx.size, |buffer| app.draw(buffer))?;
            changed = false;
            grace = GRACE;
        }
        let Some(first) = next(app, from, changed.then(|| grace.saturating_sub(since.elapsed()))) else { continue };
        if !changed {
            since = Instant::now();
        }
        changed |= app.update(first);
        app.layout();
        while let Ok(event) = from.try_recv() {
            changed |= app.update(event);
            app.layout();
        }
        if let Some(code) = perform(app, screen, pool, to)? {
            return Ok(code);
        }
    }
}

/// The next message. Nothing when a frame has waited for its content as long as it may.
fn next(app: &App, from: &Receiver<Event>, frame_waits: Option<Duration>) -> Option<Event> {
    if let Some(longest) = frame_waits {
        return from.recv_timeout(longest).ok();
    }
    if !app.pending.keys.is_empty() && !app.pending.hint {
        return match from.recv_timeout(CHORD_TIMEOUT) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => Some(Event::ChordTimeout),
            Err(RecvTimeoutError::Disconnected) => Some(Event::InputLost),
        };
    }
    Some(from.recv().unwrap_or(Event::InputLost))
}

/// Does what update asked for. Answers with the exit status when the reader leaves.
fn perform(app: &mut App, screen: &mut Screen, pool: &Pool, to: &Sender<Event>) -> io::Result<Option<ExitCode>> {
    for effect in std::mem::take(&mut app.cx.effects) {
        match effect {
            Effect::Work(priority, work) => pool.run(priority, work),
            Effect::Background(work) => pool::background(to, work),
            Effect::WatchLibrary(shelf) => file_watcher::watch_library(&shelf, to.clone()),
            Effect::Copy(text) => screen.copy(&text)?,
            Effect::Mouse(on) => screen.set_mouse(on)?,
            Effect::Suspend => {
                screen.suspend()?;
                app.cx.size = crossterm::terminal::size()?;
            }
            Effect::Redraw => screen.forget(),
            Effect::Quit(code) => return Ok(Some(code)),
        }
    }
    Ok(None)
}

/// What the environment says of the terminal.
fn environment() -> Environment {
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
    Environment {
        // The terminal's own answer goes before it.
        light: set("COLORFGBG").and_then(|colours| capabilities::light_by_variable(&colours)),
        no_colour: set("NO_COLOR").is_some(),
        ascii,
        depth,
        clock: Some(|| jiff::Timestamp::now().as_second()),
        folder: env::current_dir().unwrap_or_default(),
        graphics: Graphics::default(),
    }
}
