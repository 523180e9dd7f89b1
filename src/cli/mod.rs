//! The command line: one file a subcommand, thin.
//!
//! A subcommand is a `clap::Args` struct and a `run` that answers with an exit status: 0 done, 1 something failed (or
//! differs under `--exit-code`), 2 wrong usage or configuration ([`Usage`]). Results go to standard output, everything
//! else to standard error, one line each.

mod brief;
mod compare;
mod completions;
mod coverage;
mod man;
mod opening;
mod output;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand, error::ErrorKind};

use crate::text::sanitize;

const EXAMPLES: &str = "\
Examples:
  nutgraf                                    read the bundled briefings, or your library
  nutgraf article.html notes.md folder/      read your own articles
  nutgraf brief folder/                      print what you need to know
  nutgraf compare left.txt right.txt         print where two accounts part
  curl -s https://example.com/a | nutgraf -  read what another program gives

Exit status: 0 done; 1 something failed, or differs under --exit-code; 2 wrong usage or configuration";

/// A terminal news-briefing viewer: what you need to know, source by source, and how two accounts of one event differ
#[derive(Debug, Parser)]
#[command(name = "nutgraf", version, about, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
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
    /// Print who reports what: a story's claims down, its sources across
    Coverage(coverage::Args),
    /// Print what a shell needs to complete a command line
    Completions(completions::Args),
    /// Print the manual
    Man(man::Args),
}

impl Cli {
    fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.command {
            Some(Command::Brief(args)) => brief::run(args),
            Some(Command::Compare(args)) => compare::run(args),
            Some(Command::Coverage(args)) => coverage::run(args),
            Some(Command::Completions(args)) => completions::run(args),
            Some(Command::Man(args)) => man::run(args),
            None => brief::run(&self.open),
        }
    }
}

/// Wrong usage or configuration: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Runs the program on the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return explain(&error),
    };
    cli.run().unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::FAILURE }
    })
}

/// Prints help and version to standard output; what is wrong with the arguments to standard error.
fn explain(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // There is nobody left to tell when standard output is closed.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // An argument is quoted as it was given: it passes the same door as article text.
    let text = error.render().to_string();
    let text = sanitize::clean(text.trim_start_matches("error: ").trim_end()).text.into_owned();
    let lead = if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand { "" } else { "nutgraf: " };
    let _ = writeln!(io::stderr().lock(), "{lead}{text}");
    ExitCode::from(2)
}

/// Writes one line to standard error. There is nobody left to tell when that fails.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "nutgraf: {}", sanitize::clean_line(line));
}
