//! `nutgraf compare`: how two articles differ.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, anyhow};

use super::{Format, show};
use crate::{article::Article, briefing, compare, inputs, report};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first article
    left: PathBuf,
    /// The second article
    right: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 when they differ
    #[arg(long)]
    exit_code: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let left = one(&args.left)?;
    let right = one(&args.right)?;
    let comparison = compare::compare(&left, &right);
    show(&report::json::compare(&comparison, &left, &right))?;
    let same = comparison.only_left.is_empty()
        && comparison.only_right.is_empty()
        && comparison.pairs.iter().all(|p| p.relation == compare::Relation::Same);
    Ok(if args.exit_code && !same { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The first article of an input.
fn one(path: &PathBuf) -> anyhow::Result<Article> {
    let (found, problems) = inputs::find(std::slice::from_ref(path));
    if let Some(p) = problems.first() {
        return Err(anyhow!("{}: {}", p.path, p.message));
    }
    let input = found.first().with_context(|| format!("{}: no article in this folder", path.display()))?;
    let articles = briefing::load(input).map_err(|p| anyhow!("{}: {}", p.path, p.message))?;
    articles.into_iter().next().with_context(|| format!("{}: no article found", path.display()))
}
