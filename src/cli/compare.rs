//! `nutgraf compare`: how two articles differ.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{Usage, opening, output::Printing};
use crate::{
    compare::{self, Comparison, Relation},
    report::Report,
};

/// The widest page that a terminal's width is followed to: two columns of prose.
const WIDEST: usize = 180;

const EXAMPLES: &str = "\
Examples:
  nutgraf compare left.txt right.txt
  nutgraf compare feed.xml#1 feed.xml#3         two articles of one feed
  nutgraf compare --format html a.html b.html > differences.html
  nutgraf compare --exit-code old.txt new.txt   1 when the articles differ";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The first article: a file, FILE#N for the Nth of a feed, an address, or - for standard input
    #[arg(value_name = "LEFT")]
    left: PathBuf,
    /// The second article
    #[arg(value_name = "RIGHT")]
    right: PathBuf,
    /// Exit with 1 when they differ
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    printing: Printing,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let is_stdin = |path: &PathBuf| path.as_path() == Path::new("-");
    if is_stdin(&args.left) && is_stdin(&args.right) {
        return Err(Usage("-: standard input can be read only once; name a file for one side".into()).into());
    }
    let (left, right) = (opening::article(&args.left)?, opening::article(&args.right)?);
    let comparison = compare::compare(&left, &right);
    args.printing.print(&Report::Comparison { comparison: &comparison, left: &left, right: &right }, WIDEST)?;
    Ok(if args.exit_code && differ(&comparison) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn differ(c: &Comparison) -> bool {
    let all_same = c.pairs.iter().all(|p| p.relation == Relation::Same && !p.moved);
    !(c.only_left.is_empty() && c.only_right.is_empty() && all_same)
}
