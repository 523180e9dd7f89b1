//! What comes from the reader: keys, pastes, the mouse, resizes and signals, as messages.

use std::{
    sync::mpsc::Sender,
    thread,
    time::{Duration, Instant},
};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};

use super::Msg;
use crate::config::keys::{Code, Key};

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pointer {
    /// Pressed at a column and row.
    Press(u16, u16),
    /// Moved with the button down.
    Drag(u16, u16),
    /// Released.
    Release,
    /// The wheel, down positive, in lines, at a column and row.
    Wheel(i32, u16, u16),
}

/// Reads the terminal until it is gone.
pub(super) fn listen(to: Sender<Msg>) {
    let _ = thread::Builder::new().name("input".into()).spawn(move || {
        let mut stray = Stray::new();
        loop {
            let msg = match event::read() {
                Ok(event) => message(event),
                Err(_) => Some(Msg::InputLost),
            };
            let Some(msg) = msg.filter(|m| !stray.swallows(m)) else { continue };
            let lost = matches!(msg, Msg::InputLost);
            if to.send(msg).is_err() || lost {
                return;
            }
        }
    });
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Msg::Key),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
        Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Press(x, y)),
                MouseEventKind::Drag(MouseButton::Left) => Some(Pointer::Drag(x, y)),
                MouseEventKind::Up(_) => Some(Pointer::Release),
                MouseEventKind::ScrollDown => Some(Pointer::Wheel(3, x, y)),
                MouseEventKind::ScrollUp => Some(Pointer::Wheel(-3, x, y)),
                _ => None,
            }
            .map(Msg::Mouse)
        }
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(' ') => Code::Named("space"),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(n) => Code::F(n),
        KeyCode::Enter => Code::Named("enter"),
        KeyCode::Esc => Code::Named("esc"),
        KeyCode::Tab => Code::Named("tab"),
        KeyCode::BackTab => Code::Named("backtab"),
        KeyCode::Backspace => Code::Named("backspace"),
        KeyCode::Delete => Code::Named("delete"),
        KeyCode::Insert => Code::Named("insert"),
        KeyCode::Up => Code::Named("up"),
        KeyCode::Down => Code::Named("down"),
        KeyCode::Left => Code::Named("left"),
        KeyCode::Right => Code::Named("right"),
        KeyCode::Home => Code::Named("home"),
        KeyCode::End => Code::Named("end"),
        KeyCode::PageUp => Code::Named("pgup"),
        KeyCode::PageDown => Code::Named("pgdn"),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match code {
        Code::Char(c) if ctrl => Code::Char(c.to_ascii_lowercase()),
        other => other,
    };
    Some(Key { code, ctrl, alt })
}

/// A terminal that answers the question for its background too late types the answer at us: `alt-]`, then `11;rgb:…`.
/// That is swallowed up to its end; otherwise its letters would act as keys.
struct Stray {
    until: Instant,
    inside: usize,
}

impl Stray {
    fn new() -> Self {
        Self { until: Instant::now() + Duration::from_secs(5), inside: 0 }
    }

    fn swallows(&mut self, msg: &Msg) -> bool {
        let Msg::Key(key) = msg else { return false };
        if self.inside > 0 {
            let ends =
                matches!(key.code, Code::Char('\\') if key.alt) || matches!(key.code, Code::Char('g') if key.ctrl);
            self.inside = if ends { 0 } else { self.inside - 1 };
            return true;
        }
        if key.alt && key.code == Code::Char(']') && Instant::now() < self.until {
            self.inside = 32;
            return true;
        }
        false
    }
}

/// Hears the signals that ask the program to end, to stop, or tell it that it goes on.
#[cfg(unix)]
pub(super) fn hear_signals(to: Sender<Msg>) {
    use signal_hook::{
        consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP},
        iterator::Signals,
    };
    let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]) else { return };
    let _ = thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in &mut signals {
            let msg = match signal {
                SIGTSTP => Msg::Stop,
                SIGCONT => Msg::GoesOn,
                _ => Msg::End(signal),
            };
            let ends = matches!(msg, Msg::End(_));
            if to.send(msg).is_err() {
                return;
            }
            if ends {
                // The screen's thread may be stuck in a write to a terminal that is gone.
                let _ = thread::Builder::new().spawn(move || {
                    thread::sleep(Duration::from_millis(1500));
                    std::process::exit(128 + signal);
                });
            }
        }
    });
}

/// There are no such signals here.
#[cfg(not(unix))]
pub(super) fn hear_signals(_: Sender<Msg>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_of_the_terminal_is_not_taken_for_keys() {
        let mut stray = Stray::new();
        let alt = |c| Msg::Key(Key { code: Code::Char(c), ctrl: false, alt: true });
        assert!(!stray.swallows(&Msg::Key(Key::char('j'))));
        assert!(stray.swallows(&alt(']')));
        for c in "11;rgb:1e1e/1e1e/1e1e".chars() {
            assert!(stray.swallows(&Msg::Key(Key::char(c))), "{c}");
        }
        assert!(stray.swallows(&alt('\\')));
        assert!(!stray.swallows(&Msg::Key(Key::char('j'))));
    }
}
