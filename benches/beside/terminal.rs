//! A program at a terminal: when it first shows something, and how long a key takes to show.

use std::{
    ffi::OsString,
    io::{Read, Write},
    num::NonZero,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use vt100::Parser;

use super::{Outcome, measure::middle};

const PATIENCE: Duration = Duration::from_secs(60);

/// Milliseconds from the start to the first screen that shows what was asked for, and from a key to what it changes.
pub(crate) struct Screen {
    pub(crate) first: f64,
    pub(crate) key: f64,
}

/// A program, its arguments, and variables of its surroundings.
type Start = (OsString, Vec<OsString>, Vec<(OsString, OsString)>);

pub(crate) fn measure(rounds: usize, start: impl Fn() -> Start, shows: &str) -> Outcome<Screen> {
    let (mut firsts, mut keys) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        one(start(), shows, &mut firsts, &mut keys)?;
    }
    Ok(Screen { first: middle(firsts), key: middle(keys) })
}

fn one((program, arguments, variables): Start, shows: &str, firsts: &mut Vec<f64>, keys: &mut Vec<f64>) -> Outcome<()> {
    let pty = native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() })?;
    let mut command = CommandBuilder::new(program);
    command.args(arguments);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    variables.into_iter().for_each(|(name, value)| command.env(name, value));
    let begun = Instant::now();
    let mut child = pty.slave.spawn_command(command)?;
    let mut output = pty.master.try_clone_reader()?;
    let (to, from) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(n @ 1..) = output.read(&mut bytes) {
            if to.send((Instant::now(), bytes[..n].to_vec())).is_err() {
                return;
            }
        }
    });
    let mut input = pty.master.take_writer()?;
    let (rows, columns) = (NonZero::new(40).ok_or("no rows")?, NonZero::new(120).ok_or("no columns")?);
    let mut seen = Parser::new(rows, columns, 0);
    loop {
        let (when, bytes) = from.recv_timeout(PATIENCE)?;
        seen.process(&bytes);
        if seen.screen().contents().contains(shows) {
            firsts.push((when - begun).as_secs_f64() * 1e3);
            break;
        }
    }
    still(&from, Duration::from_millis(500));
    for key in ["j", "j", "j", "k", "k", "j", "j", "k", "j", "k"] {
        let pressed = Instant::now();
        input.write_all(key.as_bytes())?;
        input.flush()?;
        if let Ok((when, _)) = from.recv_timeout(Duration::from_secs(2)) {
            keys.push((when - pressed).as_secs_f64() * 1e3);
        }
        still(&from, Duration::from_millis(60));
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Waits until nothing has come for a while.
fn still(from: &Receiver<(Instant, Vec<u8>)>, quiet: Duration) {
    while !matches!(from.recv_timeout(quiet), Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) {}
}
