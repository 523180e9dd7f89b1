//! Asks the terminal once what its background is (OSC 11), and waits no longer than 50 ms for the answer.

use std::time::Duration;

/// How long to wait for the answer.
const PATIENCE: Duration = Duration::from_millis(50);

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Reply {
    /// The background is light; nothing if the terminal did not say.
    pub(in crate::tui) light: Option<bool>,
    /// What was typed in the meantime.
    pub(in crate::tui) typed: String,
}

/// Asks and waits. The terminal must be in raw mode.
#[cfg(unix)]
pub(in crate::tui) fn ask() -> Reply {
    use std::{
        fs::OpenOptions,
        io::{Read, Write},
        time::Instant,
    };

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let Ok(mut tty) = OpenOptions::new().read(true).write(true).open("/dev/tty") else { return Reply::default() };
    if tty.write_all(b"\x1b]11;?\x1b\\").is_err() {
        return Reply::default();
    }
    let (mut got, start) = (Vec::new(), Instant::now());
    while let Some(left) = PATIENCE.checked_sub(start.elapsed()) {
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
        if answer.light.is_some() || got.len() > 4096 {
            return answer;
        }
    }
    read(&String::from_utf8_lossy(&got))
}

/// Terminals elsewhere are not asked.
#[cfg(not(unix))]
pub(in crate::tui) fn ask() -> Reply {
    let _ = PATIENCE;
    Reply::default()
}

/// Finds `ESC ] 11 ; rgb:RRRR/GGGG/BBBB` ended by BEL or ESC \; what stands around it was typed.
fn read(text: &str) -> Reply {
    let typed = |t: &str| t.chars().filter(|c| !c.is_control()).collect::<String>();
    let Some((before, rest)) = text.split_once("\x1b]11;") else {
        return Reply { light: None, typed: typed(text) };
    };
    let Some(end) = rest.find(['\x07', '\x1b']) else { return Reply { light: None, typed: typed(before) } };
    let after = rest[end..].strip_prefix("\x1b\\").unwrap_or(&rest[end + 1..]);
    Reply { light: is_light(&rest[..end]), typed: typed(before) + &typed(after) }
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
}
