//! Keys, pastes, the mouse and resizes as events.

use std::{
    sync::mpsc::Sender,
    thread,
    time::{Duration, Instant},
};

use crossterm::event::{
    self, Event as TerminalEvent, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::{
    super::event::{Event, Pointer},
    capabilities,
};
use crate::config::keys::{Code, Key};

/// Reads the terminal until it is gone.
pub(in crate::tui) fn listen(to: Sender<Event>) {
    let _ = thread::Builder::new().name("input".into()).spawn(move || {
        let mut late_reply = LateReply::new();
        loop {
            let msg = match event::read() {
                Ok(event) => translate(event),
                Err(_) => Some(Event::InputLost),
            };
            let Some(msg) = msg.and_then(|m| late_reply.sort(m)) else { continue };
            let lost = matches!(msg, Event::InputLost);
            if to.send(msg).is_err() || lost {
                return;
            }
        }
    });
}

/// Says that the terminal is gone when it is. A process that is not of the terminal's session gets no signal then, and a read
/// finds an end of file that never ends.
#[cfg(unix)]
pub(in crate::tui) fn watch_for_hangup(to: Sender<Event>) {
    use std::{fs::File, io::IsTerminal, os::fd::AsFd};

    use rustix::event::{PollFd, PollFlags, poll};

    let _ = thread::Builder::new().name("hangup".into()).spawn(move || {
        let stdin = std::io::stdin();
        let tty = if stdin.is_terminal() { None } else { File::open("/dev/tty").ok() };
        let mut polled =
            [PollFd::from_borrowed_fd(tty.as_ref().map_or(stdin.as_fd(), AsFd::as_fd), PollFlags::empty())];
        let gone = loop {
            match poll(&mut polled, None) {
                Err(rustix::io::Errno::INTR) => {}
                outcome => break outcome.is_ok() && polled[0].revents().contains(PollFlags::HUP),
            }
        };
        if gone && to.send(Event::InputLost).is_ok() {
            super::end_by_force(1);
        }
    });
}

/// There is no such thing here.
#[cfg(not(unix))]
pub(in crate::tui) fn watch_for_hangup(_: Sender<Event>) {}

fn translate(event: TerminalEvent) -> Option<Event> {
    match event {
        TerminalEvent::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Event::Key),
        TerminalEvent::Paste(text) => Some(Event::Paste(text)),
        TerminalEvent::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
        TerminalEvent::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Pointer::Press(x, y)),
                MouseEventKind::Drag(MouseButton::Left) => Some(Pointer::Drag(x, y)),
                MouseEventKind::Up(_) => Some(Pointer::Release),
                MouseEventKind::ScrollDown => Some(Pointer::Wheel(3, x, y)),
                MouseEventKind::ScrollUp => Some(Pointer::Wheel(-3, x, y)),
                _ => None,
            }
            .map(Event::Mouse)
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

/// A terminal that answers too late what it was asked types its answers at us: `alt-]`, then `11;rgb:…` for its background,
/// `alt-_`, then `Gi=31;OK` for kitty's pictures. They are read as the answers they are; their letters would act as keys.
struct LateReply {
    until: Instant,
    /// The answer that is being typed.
    text: String,
    /// All answers so far.
    heard: String,
}

/// The longest answer, in characters.
const LONGEST_REPLY: usize = 48;

impl LateReply {
    fn new() -> Self {
        Self { until: Instant::now() + Duration::from_secs(5), text: String::new(), heard: String::new() }
    }

    /// Lets an event pass, keeps it as a part of an answer, or gives back what the whole answer says.
    fn sort(&mut self, event: Event) -> Option<Event> {
        let Event::Key(key) = event else { return Some(event) };
        let Code::Char(c) = key.code else { return Some(event) };
        if self.text.is_empty() {
            if !(key.alt && matches!(c, ']' | '_' | 'P') && Instant::now() < self.until) {
                return Some(event);
            }
            self.text = format!("\x1b{c}");
            return None;
        }
        if key.alt && c == '\\' || key.ctrl && c == 'g' {
            self.heard = format!("{}{}\x1b\\", self.heard, std::mem::take(&mut self.text));
            let (light, graphics) = capabilities::late(&self.heard);
            return (light.is_some() || graphics.is_some()).then_some(Event::Capabilities(light, graphics));
        }
        self.text.push(c);
        if self.text.len() > LONGEST_REPLY {
            self.text.clear();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_of_the_terminal_is_not_taken_for_keys() {
        let mut late_reply = LateReply::new();
        let alt = |c| Event::Key(Key { code: Code::Char(c), ctrl: false, alt: true });
        let mut answer = |kind: char, text: &str| {
            assert!(matches!(late_reply.sort(Event::Key(Key::char('j'))), Some(Event::Key(_))));
            assert!(late_reply.sort(alt(kind)).is_none());
            for c in text.chars() {
                assert!(late_reply.sort(Event::Key(Key::char(c))).is_none(), "{c}");
            }
            late_reply.sort(alt('\\'))
        };
        let light = answer(']', "11;rgb:fefe/fefe/fefe");
        assert!(matches!(light, Some(Event::Capabilities(Some(true), None))));
        let nothing_new = answer('_', "Gi=31;ENOENT");
        assert!(matches!(nothing_new, Some(Event::Capabilities(Some(true), None))));
        assert!(matches!(late_reply.sort(Event::Key(Key::char('j'))), Some(Event::Key(_))));
    }
}
