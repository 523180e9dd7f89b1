//! `nutgraf restore`: brings back deleted articles.

use std::{collections::BTreeSet, process::ExitCode};

use super::{complain, output::show_safely, usage::number_in};
use crate::{library::Library, text::sanitize};

const EXAMPLES: &str = "\
Examples:
  nutgraf restore --list      what can be restored, what was deleted last first
  nutgraf restore             restore all of it
  nutgraf restore 3 7         two articles, as --list numbers them

An article is deleted when it is older than its subscription keeps articles, when there are too many, or by \
`nutgraf remove --with-articles`. For 60 days it can be restored, with its read mark and its former texts.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only these articles: numbers, as --list gives them
    #[arg(value_name = "NUMBER", conflicts_with = "list", value_parser = number_in("`nutgraf restore --list`"), allow_negative_numbers = true)]
    only: Vec<i64>,
    /// List what can be restored
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = Library::open_own_as_it_is()?;
    let gone = library.gone()?;
    if args.list {
        if gone.is_empty() {
            complain("there is nothing to restore");
        }
        show_safely(|out| {
            gone.iter().try_for_each(|a| {
                let (source, title) = (sanitize::clean_line(&a.source), sanitize::clean_line(&a.title));
                writeln!(out, "{:>6}  {title}  {source}, deleted {} ago", a.id, days(a.days))
            })
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(number) = args.only.iter().find(|n| gone.iter().all(|a| a.id != **n)) {
        anyhow::bail!("{number}: no deleted article has this number; `nutgraf restore --list` lists them");
    }
    // One that is named twice is one.
    let which: BTreeSet<i64> =
        if args.only.is_empty() { gone.iter().map(|a| a.id).collect() } else { args.only.iter().copied().collect() };
    let which: Vec<i64> = which.into_iter().collect();
    if which.is_empty() {
        complain("there is nothing to restore");
        return Ok(ExitCode::SUCCESS);
    }
    let back = library.restore(&which)?;
    let articles = if back == 1 { "article" } else { "articles" };
    show_safely(|out| writeln!(out, "{back} {articles} restored"))?;
    match which.len().saturating_sub(back) {
        0 => return Ok(ExitCode::SUCCESS),
        1 => complain("1 article could not be restored: what is kept of it is damaged"),
        n => complain(&format!("{n} articles could not be restored: what is kept of them is damaged")),
    }
    Ok(ExitCode::FAILURE)
}

fn days(n: i64) -> String {
    if n == 1 { "1 day".into() } else { format!("{n} days") }
}
