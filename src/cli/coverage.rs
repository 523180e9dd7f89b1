//! `nutgraf coverage`: who reports what, story by story.

use std::{path::PathBuf, process::ExitCode};

use super::{brief::status, opening, output::Printing, tell_of_stdin};
use crate::{compare, report::Report, summarizer};

/// The widest matrix that a terminal's width is followed to.
const WIDEST: usize = 160;

const EXAMPLES: &str = "\
Examples:
  nutgraf coverage                             your library's latest stories, or the bundled ones
  nutgraf coverage articles/
  nutgraf coverage wire.txt courier.html radio.md
  nutgraf coverage --format json articles/ | jq '.stories[0].claims[] | select(.conflict)'";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, folders, addresses (http, https), or - for standard input; without any, the library or the bundled briefings
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    printing: Printing,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let briefing = opening::briefing(&args.paths, summarizer::Options::default())?;
    let coverages: Vec<_> = briefing.stories.iter().map(|s| compare::coverage(s, &briefing.articles)).collect();
    args.printing.print(&Report::Coverage { briefing: &briefing, coverages: &coverages }, WIDEST)?;
    tell_of_stdin(&args.paths, "coverage ");
    Ok(status(&briefing))
}
