//! `nutgraf brief`: each story's bullets, then each article's.

use std::{path::PathBuf, process::ExitCode};

use super::{Format, complain, show};
use crate::{briefing, inputs, report, summarizer};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders, or - for standard input
    paths: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Bullets a story and an article
    #[arg(long, default_value_t = 4)]
    bullets: usize,
    /// Build bullets even where the publisher gave some
    #[arg(long)]
    generated: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (found, problems) =
        if args.paths.is_empty() { (inputs::bundled(), Vec::new()) } else { inputs::find(&args.paths) };
    let mut briefing = briefing::brief(&found, summarizer::Options { count: args.bullets, generated: args.generated });
    briefing.problems.splice(0..0, problems);
    for p in &briefing.problems {
        complain(&format!("{}: {}", p.path, p.message));
    }
    show(&report::json::brief(&briefing))?;
    Ok(if briefing.problems.is_empty() && !briefing.articles.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
