//! `nutgraf fetch`: updates the subscriptions. A progress line on a terminal, one line a failure.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
    sync::Mutex,
};

use super::{complain, output::show, usage::number_in};
use crate::{
    library::{
        self, Library,
        fetch::{Fetcher, Limits},
    },
    shelf::Step,
    text::{sanitize, width},
};

const EXAMPLES: &str = "\
Examples:
  nutgraf fetch
  nutgraf fetch 3 7       two subscriptions, as `nutgraf sources` numbers them

Exit status 1 where a subscription failed, or a part of it could not be had; the others are updated all the same.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only these subscriptions: numbers, as `nutgraf sources` lists them
    #[arg(value_name = "NUMBER", value_parser = number_in("`nutgraf sources`"), allow_negative_numbers = true)]
    only: Vec<i64>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = Library::open_own_as_it_is()?;
    let known = library.subscriptions()?;
    if known.is_empty() && library.source_server().is_none() {
        complain("nothing is subscribed to; add a feed with `nutgraf add URL`");
        return Ok(if args.only.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if let Some(number) = args.only.iter().find(|n| known.iter().all(|s| s.id != **n)) {
        anyhow::bail!("{number}: no subscription has this number; `nutgraf sources` lists them");
    }
    let progress = Progress::new();
    let only = (!args.only.is_empty()).then_some(args.only.as_slice());
    let result = library.update(&Fetcher::new(Limits::default()), only, &|step| progress.tell(&step));
    progress.wipe();
    let report = result?;
    let mut line = format!("{}, {} changed", articles(report.tally.new), report.tally.changed);
    if report.failed > 0 {
        line.push_str(&format!(", {} failed", report.failed));
    }
    if report.partly > 0 {
        line.push_str(&format!(", {} came only in part", report.partly));
    }
    if report.waiting > 0 {
        line.push_str(&format!(", {} asked to wait", report.waiting));
    }
    if let Some(synced) = &report.synced {
        line.push_str(&format!(", {} marks taken over, {} given", synced.summary.taken, synced.summary.given));
    }
    if report.deleted > 0 {
        line.push_str(&format!(", {}", library::deleted(report.deleted)));
    }
    if let Some(jump) = report.clock {
        complain(&jump.to_string());
    }
    show(|out| writeln!(out, "{line}"))?;
    Ok(if report.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// "3 new articles".
pub(super) fn articles(n: usize) -> String {
    if n == 1 { "1 new article".into() } else { format!("{n} new articles") }
}

/// One line of a terminal that says how far it is and what it waits for.
pub(super) struct Progress {
    columns: Option<usize>,
    last: Mutex<usize>,
}

impl Progress {
    pub(super) fn new() -> Self {
        let terminal = io::stderr().is_terminal();
        let columns = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(w, _)| usize::from(w.0));
        Self { columns: terminal.then_some(columns), last: Mutex::new(0) }
    }

    /// Failures stay; the rest is overwritten.
    pub(super) fn tell(&self, step: &Step) -> bool {
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if step.failed {
            self.wipe();
            complain(&step.what);
        }
        *last = (*last).max(step.done);
        if let Some(columns) = self.columns {
            let bar = bar(*last, step.total);
            let line = sanitize::clean_line(&format!("{bar} {}/{} {}", *last, step.total, step.what));
            let first = width::wrap(&line, columns.saturating_sub(1)).into_iter().next().unwrap_or_default();
            let line = &line[first];
            let _ = write!(io::stderr().lock(), "\r\x1b[K{line}");
        }
        true
    }

    pub(super) fn wipe(&self) {
        if self.columns.is_some() {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

fn bar(done: usize, total: usize) -> String {
    const CELLS: usize = 16;
    let full = (done * CELLS).checked_div(total).unwrap_or(CELLS).min(CELLS);
    format!("{}{}", "█".repeat(full), "░".repeat(CELLS - full))
}
