//! Gives what is open to another program.

use std::{
    io::Write,
    process::{Command, Stdio},
    sync::Arc,
};

use super::export::Document;
use crate::{
    report::Format,
    text::sanitize,
    tui::{phrases, view::ViewContext, worker::requests::notice},
};

/// Gives a document, as text, to a command of the reader's; says what the command says.
pub(crate) fn pipe(cx: &mut ViewContext, document: Document, command: &str) {
    let Some(shelf) = cx.shelf.clone().filter(|_| !command.is_empty()) else { return };
    let (command, options) = (command.to_owned(), cx.summarizer_options());
    cx.say(format!("running {command}"));
    cx.request_in_background(move |_| {
        let text = document.bytes(Format::Text, Arc::as_ref(&shelf), options);
        Some(match text.and_then(|text| run(&command, &text)) {
            Ok(said) if said.is_empty() => notice(&format!("{command}: done"), false),
            Ok(said) => notice(&said, false),
            Err(e) => notice(&e, true),
        })
    });
}

/// The most of a line that is shown, in bytes.
const LONGEST: usize = 4096;

/// Runs a command line of the reader's with a text as its input; answers with the first line it says.
fn run(command: &str, text: &[u8]) -> Result<String, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{shell} cannot be started: {e}"))?;
    let text = text.to_vec();
    let feeder = child.stdin.take().map(|mut stdin| {
        // A command that reads only the beginning is no failure.
        std::thread::spawn(move || {
            let _ = stdin.write_all(&text);
        })
    });
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if let Some(feeder) = feeder {
        let _ = feeder.join();
    }
    let first = |bytes: &[u8]| {
        let mut lines = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let first = lines.next().unwrap_or_default();
        let first = sanitize::clean_line(&String::from_utf8_lossy(&first[..first.len().min(LONGEST)]));
        match lines.count() {
            0 => first,
            1 => format!("{first} (and 1 more line)"),
            more => format!("{first} (and {more} more lines)"),
        }
    };
    if output.status.success() {
        Ok(first(&output.stdout))
    } else {
        let why = format!("{} {}", output.status, first(&output.stderr));
        Err(phrases::reason_first(why.trim_end(), command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_command_gets_the_text_and_its_first_line_comes_back() {
        assert_eq!(run("wc -c | tr -d ' '", b"12345").unwrap(), "5");
        assert_eq!(run("true", &vec![b'x'; 1 << 20]).unwrap(), "");
        assert!(run("echo no >&2; exit 3", b"").unwrap_err().contains("no"));
        assert_eq!(run("seq 2", b"").unwrap(), "1 (and 1 more line)");
        assert_eq!(run("seq 5000", b"").unwrap(), "1 (and 4999 more lines)", "however long it is");
    }
}
