//! Asks the terminal once what it is: its background (OSC 11), the size of its cells (XTWINOPS 16), what it is called
//! (XTVERSION), whether it knows kitty's pictures, and last its attributes (DA1), which every terminal answers. Waits no
//! longer than 50 ms, and hardly longer than for that last answer: what does not come with it does not come.

use std::time::Duration;

use crate::tui::worker::pictures::{Graphics, GraphicsProtocol};

/// How long to wait for the answers, and for one that comes after the last.
const PATIENCE: Duration = Duration::from_millis(50);
#[cfg(unix)]
const LATE: Duration = Duration::from_millis(8);

/// The questions.
#[cfg(unix)]
const QUESTIONS: &[u8] = b"\x1b]11;?\x1b\\\x1b[16t\x1b[>q\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[c";

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Reply {
    /// The background is light; nothing if the terminal did not say.
    pub(in crate::tui) light: Option<bool>,
    /// A cell's width and height in pixels.
    cell: Option<(u16, u16)>,
    kitty: bool,
    /// It is a kitty that does not know placeholders yet.
    old_kitty: bool,
    /// It told its attributes; and sixels are one of them.
    attributes: bool,
    sixel: bool,
    /// What was typed in the meantime.
    pub(in crate::tui) typed: String,
}

/// Whether the background is light by what some terminals put into COLORFGBG: the colours of text and background, by their
/// numbers among the sixteen ("0;15", or "0;default;15").
pub(in crate::tui) fn light_by_variable(colours: &str) -> Option<bool> {
    let (_, background) = colours.rsplit_once(';')?;
    match background.parse().ok()? {
        7 | 9..=15 => Some(true),
        0..=6 | 8 => Some(false),
        _ => None,
    }
}

/// Asks and waits. The terminal must be in raw mode.
pub(in crate::tui) fn ask() -> Reply {
    let reply = answers();
    Reply { cell: reply.cell.or_else(cell_of_window), ..reply }
}

/// What an answer that came too late says of the background and of pictures.
pub(in crate::tui) fn late(text: &str) -> (Option<bool>, Option<Graphics>) {
    let reply = Reply { cell: cell_of_window(), ..read(text) };
    let graphics = reply.kitty.then(|| graphics(&reply, |name| std::env::var(name).unwrap_or_default()));
    (reply.light, graphics)
}

/// A cell's size by what the system knows of the window; many terminals tell it there.
fn cell_of_window() -> Option<(u16, u16)> {
    let window = crossterm::terminal::window_size().ok()?;
    window.width.checked_div(window.columns).zip(window.height.checked_div(window.rows))
}

#[cfg(unix)]
fn answers() -> Reply {
    use std::{
        fs::OpenOptions,
        io::{Read, Write},
        time::Instant,
    };

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    // A console prints what it does not know.
    if std::env::var("TERM").is_ok_and(|term| matches!(term.as_str(), "" | "linux" | "dumb")) {
        return Reply::default();
    }
    let Ok(mut tty) = OpenOptions::new().read(true).write(true).open("/dev/tty") else { return Reply::default() };
    if tty.write_all(QUESTIONS).is_err() {
        return Reply::default();
    }
    let (mut got, mut until) = (Vec::new(), Instant::now() + PATIENCE);
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        let timeout = Timespec { tv_sec: 0, tv_nsec: left.subsec_nanos().into() };
        let mut polled = [PollFd::new(&tty, PollFlags::IN)];
        match poll(&mut polled, Some(&timeout)) {
            Ok(1..) => {}
            _ => break,
        }
        let mut chunk = [0; 256];
        match tty.read(&mut chunk) {
            Ok(n) if n > 0 => got.extend_from_slice(&chunk[..n]),
            _ => break,
        }
        let answer = read(&String::from_utf8_lossy(&got));
        if answer.light.is_some() && answer.attributes || got.len() > 4096 {
            return answer;
        }
        if answer.attributes {
            until = until.min(Instant::now() + LATE);
        }
    }
    read(&String::from_utf8_lossy(&got))
}

/// Terminals elsewhere are not asked.
#[cfg(not(unix))]
fn answers() -> Reply {
    let _ = PATIENCE;
    Reply::default()
}

/// How the terminal shows pictures, by its answers and what the environment calls it.
pub(in crate::tui) fn graphics(reply: &Reply, variable: impl Fn(&str) -> String) -> Graphics {
    let program = variable("TERM_PROGRAM");
    let multiplexed = variable("TERM").starts_with("tmux") || variable("TERM").starts_with("screen");
    let inline = ["iTerm", "WezTerm", "mintty", "rio"].iter().any(|name| program.contains(name))
        || variable("LC_TERMINAL").contains("iTerm");
    // Konsole, WezTerm and kitty before 0.28 know the protocol without its placeholders.
    let placeholders = !inline && !reply.old_kitty && variable("KONSOLE_VERSION").is_empty();
    let Some(cell) = reply.cell.filter(|c| c.0 > 1 && c.1 > 1) else { return Graphics::default() };
    let protocol = match reply {
        _ if multiplexed => GraphicsProtocol::HalfBlocks,
        _ if inline => GraphicsProtocol::Iterm2,
        Reply { kitty: true, .. } if placeholders => GraphicsProtocol::Kitty,
        Reply { sixel: true, .. } => GraphicsProtocol::Sixel,
        _ => GraphicsProtocol::HalfBlocks,
    };
    Graphics { protocol, cell }
}

/// Takes the answers out of what came; what stands around them was typed.
fn read(text: &str) -> Reply {
    let mut reply = Reply::default();
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        reply.typed.extend(rest[..at].chars().filter(|c| !c.is_control()));
        let body = &rest[at + 1..];
        rest = match body.chars().next() {
            Some('[') => {
                let end = body[1..].find(|c: char| ('@'..='~').contains(&c)).map_or(body.len(), |e| e + 2);
                reply.control(&body[1..end]);
                &body[end..]
            }
            Some(kind @ (']' | '_' | 'P')) => {
                let end = body.find(['\x07', '\x1b']).unwrap_or(body.len());
                reply.string(kind, &body[1..end]);
                body[end..].strip_prefix("\x1b\\").or_else(|| body[end..].strip_prefix('\x07')).unwrap_or(&body[end..])
            }
            Some(other) => &body[other.len_utf8()..],
            None => "",
        };
    }
    reply.typed.extend(rest.chars().filter(|c| !c.is_control()));
    reply
}

impl Reply {
    /// `?62;4;22c` are attributes, `6;HEIGHT;WIDTHt` the size of a cell.
    fn control(&mut self, body: &str) {
        if let Some(attributes) = body.strip_prefix('?').and_then(|b| b.strip_suffix('c')) {
            self.attributes = true;
            self.sixel = attributes.split(';').skip(1).any(|a| a == "4");
        } else if let Some(size) = body.strip_prefix("6;").and_then(|b| b.strip_suffix('t')) {
            let (high, wide) = size.split_once(';').unwrap_or_default();
            self.cell = wide.parse().ok().zip(high.parse().ok());
        }
    }

    /// `11;rgb:RRRR/GGGG/BBBB` is the background, `>|kitty(0.26.5)` a name, `Gi=31;OK` kitty's yes.
    fn string(&mut self, kind: char, body: &str) {
        match (kind, body.strip_prefix("11;")) {
            (']', Some(colour)) => self.light = is_light(colour),
            ('P', _) => self.old_kitty |= is_old_kitty(body),
            ('_', _) => self.kitty |= body.starts_with("Gi=31") && body.ends_with(";OK"),
            _ => {}
        }
    }
}

/// Whether a name is that of kitty before 0.28, which does not know placeholders.
fn is_old_kitty(name: &str) -> bool {
    let version = name.strip_prefix(">|kitty(").and_then(|v| v.strip_suffix(')'));
    let version = version.and_then(|v| v.split('.').map(|n| n.parse().ok()).collect());
    version.is_some_and(|v: Vec<u32>| v < vec![0, 28])
}

/// Whether `rgb:RR/GG/BB` (one to four digits each) is nearer to white, as the eye weighs colours.
fn is_light(spec: &str) -> Option<bool> {
    let (_, colours) = spec.split_once(':')?;
    let mut parts = colours.split('/').map(|p| {
        let digits = i32::try_from(p.len()).ok().filter(|d| (1..=4).contains(d))?;
        let value = f64::from(u32::from_str_radix(p, 16).ok()?);
        Some(value / (16f64.powi(digits) - 1.0))
    });
    let (r, g, b) = (parts.next()??, parts.next()??, parts.next()??);
    Some(0.299 * r + 0.587 * g + 0.114 * b > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_told_from_what_was_typed() {
        let light = |t: &str| read(t).light;
        assert_eq!(light("\x1b]11;rgb:ffff/ffff/ffff\x1b\\"), Some(true));
        assert_eq!(light("\x1b]11;rgb:1e1e/1e1e/2e2e\x07"), Some(false));
        assert_eq!(light("\x1b]11;rgb:fa/fb/fc\x07"), Some(true));
        assert_eq!(light("\x1b]11;rgb:1e1e/1e"), None);
        assert_eq!(light("jj"), None);
        assert_eq!(light("\x1b]11;rgb:é/ /\x07"), None);
        assert_eq!(read("jj\x1b]11;rgb:0/0/0\x07d").typed, "jjd");
    }

    #[test]
    fn the_environment_says_how_light_it_is_where_the_terminal_does_not() {
        let told = ["0;15", "15;0", "0;default;7", "12;8", "15;default", "15", ";", "0;16"].map(light_by_variable);
        assert_eq!(told, [Some(true), Some(false), Some(true), Some(false), None, None, None, None]);
    }

    #[test]
    fn a_terminal_says_how_it_shows_pictures() {
        let of = |text: &str, program: &str| {
            let reply = read(text);
            assert_eq!(reply.typed, "j");
            graphics(&reply, |name| if name == "TERM_PROGRAM" { program.into() } else { String::new() }).protocol
        };
        let (cell, kitty) = ("\x1b[6;20;10t", "\x1b_Gi=31;OK\x1b\\");
        assert_eq!(of(&format!("{cell}{kitty}j\x1b[?62;4c"), ""), GraphicsProtocol::Kitty);
        let named = |version| format!("\x1bP>|kitty({version})\x1b\\{cell}{kitty}j\x1b[?62;c");
        assert_eq!(of(&named("0.26.5"), ""), GraphicsProtocol::HalfBlocks);
        assert_eq!(of(&named("0.28.1"), ""), GraphicsProtocol::Kitty);
        assert_eq!(of(&named("1.0"), ""), GraphicsProtocol::Kitty);
        assert_eq!(of(&format!("{cell}j\x1b[?62;4;22c"), ""), GraphicsProtocol::Sixel);
        assert_eq!(of(&format!("{cell}\x1b[?64;1cj"), "iTerm.app"), GraphicsProtocol::Iterm2);
        assert_eq!(of(&format!("j{cell}\x1b[?62;22c"), ""), GraphicsProtocol::HalfBlocks);
        assert_eq!(of("j\x1b[?62;4c", ""), GraphicsProtocol::HalfBlocks, "the size of a cell is not known");
    }

    proptest::proptest! {
        #[test]
        fn no_answer_is_too_odd_to_be_read(text in "(\u{1b}|\\[|\\]|_|11;|6;|é|c|t|\\?|;|[0-9]|\u{7}|\\\\){0,40}") {
            let _ = read(&text);
        }
    }
}
