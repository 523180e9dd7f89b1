//! `nutgraf brief`: each story's bullets, then each article's.

use std::{path::PathBuf, process::ExitCode};

use super::{Usage, opening, output::Printing, tell_of_stdin, usage::whole_number};
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
    #[command(flatten)]
    options: Options,
}

/// How a briefing is made and printed, whatever it is of.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Bullets for a story and for an article, at the most [default: what config.toml says, else 4]
    #[arg(long, value_name = "N", value_parser = whole_number::<u8>(1, Some(50)), allow_negative_numbers = true)]
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

    /// How it is made and printed.
    pub(super) fn options(&self) -> &Options {
        &self.options
    }
}

impl Options {
    /// How many bullets were asked for.
    pub(super) fn bullets(&self) -> Option<u16> {
        self.bullets.map(u16::from)
    }

    /// Whether an option was given that only a printed briefing can heed.
    pub(super) fn asks_for_print(&self) -> bool {
        self.generated || self.printing.is_asked_for()
    }

    /// Prints the briefing that is made as they say.
    pub(super) fn print(
        &self,
        make: impl FnOnce(summarizer::Options) -> anyhow::Result<Briefing>,
    ) -> anyhow::Result<ExitCode> {
        let config = Config::load().map_err(|e| Usage(e.to_string()))?;
        let count = self.bullets().unwrap_or(config.bullets);
        let briefing = make(summarizer::Options { count: usize::from(count), generated: self.generated })?;
        self.printing.print(&Report::Briefing(&briefing), MEASURE)?;
        Ok(status(&briefing))
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let status = args.options.print(|options| opening::briefing(&args.paths, options))?;
    tell_of_stdin(&args.paths, "brief ");
    Ok(status)
}

/// 0 when everything that was named could be read and holds an article.
pub(super) fn status(briefing: &Briefing) -> ExitCode {
    let done = briefing.problems.is_empty() && !briefing.articles.is_empty();
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
