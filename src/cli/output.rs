//! Standard output: which format, how wide, in colour or not, and a reader that goes away.

use std::{
    env,
    ffi::OsString,
    io::{self, BufWriter, IsTerminal, Write},
};

use anyhow::anyhow;
use clap::{ValueEnum, builder::PossibleValue};

use super::usage::whole_number;
use crate::{
    article::Published,
    inputs,
    report::{Format, Look, Report},
    text::sanitize,
};

/// The options of every command that prints a report.
#[derive(Debug, clap::Args)]
pub(super) struct Printing {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Columns a line of text may take [default: the terminal's, else 80]
    #[arg(long, value_name = "N", value_parser = whole_number::<u16>(20, Some(1000)), allow_negative_numbers = true)]
    width: Option<u16>,
    /// When to colour text
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    color: When,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Text => ("text", "For reading"),
            Self::Markdown => ("markdown", "For a forge, a wiki or notes"),
            Self::Json => ("json", "One document, for programs"),
            Self::Html => ("html", "One self-contained page, for a browser"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// The forms of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Plain {
    /// For reading
    #[default]
    Text,
    /// One document, for programs
    Json,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set; CLICOLOR_FORCE colours a pipe as well
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Printing {
    /// Whether any of the options was given.
    pub(super) fn is_asked_for(&self) -> bool {
        self.format != Format::default() || self.width.is_some() || self.color != When::default()
    }

    /// Writes a result to standard output as the options say.
    pub(super) fn print(&self, report: &Report<'_>, most: usize) -> anyhow::Result<()> {
        show(|out| self.format.write(report, self.look(most), out))
    }

    /// What the options, the environment and the terminal come to. `most` caps a width that nobody asked for: a line of
    /// prose that runs across a wide screen is hard to read.
    fn look(&self, most: usize) -> Look {
        let terminal = io::stdout().is_terminal();
        let measured = || {
            let columns = env::var("COLUMNS").ok().and_then(|c| c.trim().parse().ok()).filter(|&c: &usize| c > 0);
            let screen = || terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0));
            columns.or_else(screen).unwrap_or(80).clamp(20, most.max(20))
        };
        Look {
            width: self.width.map_or_else(measured, usize::from),
            color: colored(self.color, terminal, |name| env::var_os(name)),
        }
    }
}

/// Whether to colour, by <https://no-color.org> and <https://bixense.com/clicolors>.
fn colored(when: When, terminal: bool, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let set = |name| variable(name).is_some_and(|v| !v.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if set("CLICOLOR_FORCE") && variable("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
        When::Auto => terminal && variable("TERM").is_none_or(|t| t != "dumb"),
    }
}

/// Writes a result to standard output. A reader that went away (`| head`) is no failure.
pub(super) fn show(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer would be tried again on drop.
            let _ = out.into_parts();
            Ok(())
        }
        other => other.map_err(|e| anyhow!("standard output cannot be written: {}", inputs::said(&e))),
    }
}

/// [`show`] of what stands in the library or comes from a server: no part of it acts on the terminal, whoever wrote it.
pub(super) fn show_safely(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    show(|out| write(&mut Safely(out)))
}

/// Writes text through [`sanitize::clean`]. Pieces are whole: they are cut between characters by whoever writes them.
struct Safely<'a>(&'a mut dyn Write);

impl Write for Safely<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.write_all(sanitize::clean(&String::from_utf8_lossy(piece)).text.as_bytes())?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The day of an article, or as much of it as is known.
pub(super) fn day(published: Option<Published>) -> String {
    published.map(|p| p.day().map_or_else(|| p.to_string(), |d| d.to_string())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_the_option_s_then_the_environment_s_then_the_terminal_s() {
        let with = |when, terminal, set: &[(&str, &str)]| {
            colored(when, terminal, |name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| OsString::from(v)))
        };
        assert!(with(When::Auto, true, &[]));
        assert!(!with(When::Auto, false, &[]));
        assert!(!with(When::Auto, true, &[("NO_COLOR", "1")]));
        assert!(with(When::Auto, true, &[("NO_COLOR", "")]), "an empty NO_COLOR is not set");
        assert!(with(When::Auto, false, &[("CLICOLOR_FORCE", "1")]));
        assert!(!with(When::Auto, false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!with(When::Auto, true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
        assert!(!with(When::Auto, true, &[("TERM", "dumb")]));
        assert!(with(When::Always, false, &[("NO_COLOR", "1")]));
        assert!(!with(When::Never, true, &[("CLICOLOR_FORCE", "1")]));
    }
}
