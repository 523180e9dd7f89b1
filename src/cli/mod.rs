//! The command line: one file a subcommand, thin.
//!
//! A subcommand is a `clap::Args` struct and a `run` that answers with an exit status: 0 done, 1 something failed (or
//! differs under `--exit-code`), 2 wrong usage or configuration ([`Usage`]). Results go to standard output, everything
//! else to standard error, one line each.

mod add;
mod brief;
mod compare;
mod completions;
mod config;
mod coverage;
mod demo;
mod export;
mod fetch;
mod import;
mod keys;
mod man;
mod open;
mod opening;
mod output;
mod remove;
mod restore;
mod search;
mod sources;
mod stories;
mod sync;
mod themes;
mod usage;

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    sync::LazyLock,
};

use clap::{Parser, Subcommand};

use self::usage::{Usage, mistyped};
use crate::{
    article::Problem,
    config::Config,
    inputs,
    library::LibraryError,
    text::{links, sanitize},
};

const EXAMPLES: &str = "\
Examples:
  nutgraf                                    read your library, or what is bundled while it is empty
  nutgraf demo                               read the bundled briefings
  nutgraf article.html notes.md folder/      read your own articles
  nutgraf brief folder/                      print what you need to know
  nutgraf compare left.txt right.txt         print where two accounts part
  curl -s https://example.com/a | nutgraf -  read what another program gives

Exit status: 0 done; 1 something failed, or differs under --exit-code; 2 wrong usage or configuration";

/// The version, with the commit where the environment of the build gave one: `NUTGRAF_COMMIT=… cargo build`.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    option_env!("NUTGRAF_COMMIT").map_or(version.to_owned(), |commit| format!("{version} ({commit})"))
});

/// A terminal news-briefing viewer: what you need to know, source by source, and how two accounts of one event differ
#[derive(Debug, Parser)]
#[command(name = "nutgraf", version = VERSION.as_str(), about, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
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
    /// Open the bundled briefings, whatever your library holds
    Demo(demo::Args),
    /// Subscribe to feeds, pages and folders
    Add(add::Args),
    /// End subscriptions
    Remove(remove::Args),
    /// List what is subscribed to, and how much the library holds
    Sources(sources::Args),
    /// Update the subscriptions
    Fetch(fetch::Args),
    /// Bring back deleted articles
    Restore(restore::Args),
    /// Search the library
    Search(search::Args),
    /// Print the library's stories
    Stories(stories::Args),
    /// Subscribe to everything in an OPML file
    Import(import::Args),
    /// Print the subscriptions as OPML
    Export(export::Args),
    /// Keep marks the same as on a server (FreshRSS, Miniflux), or take over all that is there
    Sync(sync::Args),
    /// Print what the keys do
    Keys(keys::Args),
    /// Print the settings in force and where they come from, or write a file of them
    Config(config::Args),
    /// List the themes
    Themes(themes::Args),
    /// Print a script that completes command lines in your shell
    Completions(completions::Args),
    /// Print the manual page of the program or of a command
    Man(man::Args),
}

impl Cli {
    fn run(&self, arguments: &[OsString]) -> anyhow::Result<ExitCode> {
        self.check_settings()?;
        match &self.command {
            Some(Command::Brief(args)) => brief::run(args),
            Some(Command::Compare(args)) => compare::run(args),
            Some(Command::Coverage(args)) => coverage::run(args),
            Some(Command::Demo(args)) => demo::run(args),
            Some(Command::Add(args)) => add::run(args),
            Some(Command::Remove(args)) => remove::run(args),
            Some(Command::Sources(args)) => sources::run(args),
            Some(Command::Fetch(args)) => fetch::run(args),
            Some(Command::Restore(args)) => restore::run(args),
            Some(Command::Search(args)) => search::run(args),
            Some(Command::Stories(args)) => stories::run(args),
            Some(Command::Import(args)) => import::run(args),
            Some(Command::Export(args)) => export::run(args),
            Some(Command::Sync(args)) => sync::run(args),
            Some(Command::Keys(args)) => keys::run(args),
            Some(Command::Config(args)) => config::run(args),
            Some(Command::Themes(args)) => themes::run(args),
            Some(Command::Completions(args)) => completions::run(args),
            Some(Command::Man(args)) => man::run(args),
            None => {
                if let Some(typed) = self.open.paths().first().and_then(|p| mistyped(p, arguments)) {
                    return Err(typed.into());
                }
                open::run(&self.open)
            }
        }
    }

    /// Says what is wrong with the reader's files before anything is done, whatever of them the command heeds. Not asked are
    /// commands that help to write those files, or that heed none of them.
    fn check_settings(&self) -> anyhow::Result<()> {
        match &self.command {
            Some(
                Command::Config(_) | Command::Keys(_) | Command::Themes(_) | Command::Completions(_) | Command::Man(_),
            ) => {}
            _ => {
                Config::load().map_err(|e| Usage(e.to_string()))?;
                opening::said_of_sources()?;
            }
        }
        Ok(())
    }
}

/// Runs the program on the process's own arguments.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return explain(&error, &arguments),
    };
    cli.run(&arguments).unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        let of_settings = matches!(error.downcast_ref(), Some(LibraryError::Configuration(_)));
        if error.is::<Usage>() || of_settings { ExitCode::from(2) } else { ExitCode::FAILURE }
    })
}

/// Prints help and version to standard output; what is wrong with the arguments to standard error.
fn explain(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        // There is nobody left to tell when standard output is closed.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    complain(&usage::sentence(error, arguments));
    ExitCode::from(2)
}

/// Says what could not be read.
fn tell(problems: &[Problem]) {
    for problem in problems {
        complain(&format!("{}: {}", problem.path, problem.message));
    }
}

/// Says what to do where something was piped in and nothing named: without a path the library is opened, for what runs the
/// program may leave a pipe open that nobody writes to. Said last, where it is seen.
fn tell_of_stdin(paths: &[PathBuf], command: &str) {
    if paths.is_empty() && inputs::is_left_on_stdin() {
        complain(&format!("standard input was not read; name it to read it: … | nutgraf {command}-"));
    }
}

/// Writes one line to standard error. There is nobody left to tell when that fails.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "nutgraf: {}", links::without_passwords(&sanitize::clean_line(line)));
}
