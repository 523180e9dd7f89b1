//! The command line: one file a subcommand, thin.

mod brief;
mod compare;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand, ValueEnum};

/// A terminal news-briefing viewer.
#[derive(Debug, Parser)]
#[command(name = "nutgraf", version, about, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: brief::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print each story's bullets, then each article's
    Brief(brief::Args),
    /// Print how two articles differ
    Compare(compare::Args),
}

/// The forms a result is printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    #[default]
    Text,
    /// Markdown
    Markdown,
    /// JSON, one document
    Json,
    /// One self-contained HTML page
    Html,
}

/// Runs the program on the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Some(Command::Brief(args)) => brief::run(&args),
        Some(Command::Compare(args)) => compare::run(&args),
        None => brief::run(&cli.open),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Writes a result to standard output. A reader that went away (`| head`) is no failure.
fn show(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes one line to standard error. There is nobody left to tell when that fails.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "nutgraf: {}", crate::text::sanitize::clean_line(line));
}
