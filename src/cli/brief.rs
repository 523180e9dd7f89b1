//! `nutgraf brief`: each story's bullets, then each article's.

use std::{path::PathBuf, process::ExitCode};

use super::{Usage, opening, output::Printing, tell_of_stdin};
use crate::{article::Briefing, config::Config, report::Report, summarizer};

/// The widest line of prose that a terminal's width is followed to.
const MEASURE: usize = 100;

const EXAMPLES: &str = "\
Examples:
  nutgraf brief                             your library's latest stories, or the bundled ones
  nutgraf brief articles/ more.html         a folder and a file
  nutgraf brief --bullets 3 --generated a.txt
  nutgraf brief --format json articles/ | jq -r '.stories[].headline'";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, folders, addresses (http, https), or - for standard input; without any, the library or the bundled briefings
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Bullets a story and an article, at the most [default: what config.toml says, else 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=50))]
    bullets: Option<u8>,
    /// Build bullets even where the publisher gave some
    #[arg(long)]
    generated: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Args {
    /// What was named.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// How many bullets were asked for.
    pub(super) fn bullets(&self) -> Option<u16> {
        self.bullets.map(u16::from)
    }

    /// Whether an option was given that only a printed briefing can heed.
    pub(super) fn asks_for_print(&self) -> bool {
        self.generated || self.printing.is_asked_for()
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let config = Config::load().map_err(|e| Usage(e.to_string()))?;
    let count = args.bullets().unwrap_or(config.bullets);
    let options = summarizer::Options { count: usize::from(count), generated: args.generated };
    let briefing = opening::briefing(&args.paths, options)?;
    args.printing.print(&Report::Briefing(&briefing), MEASURE)?;
    tell_of_stdin(&args.paths, "brief ");
    Ok(status(&briefing))
}

/// 0 when everything that was named could be read and holds an article.
pub(super) fn status(briefing: &Briefing) -> ExitCode {
    let done = briefing.problems.is_empty() && !briefing.articles.is_empty();
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
