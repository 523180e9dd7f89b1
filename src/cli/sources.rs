//! `nutgraf sources`: the subscriptions, and how much the library holds.

use std::{io::Write, process::ExitCode};

use serde_json::json;

use super::output::{Plain, show};
use crate::library::{Library, Size, Subscription};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Plain,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = Library::open_own()?;
    let (subscriptions, size) = (library.subscriptions()?, library.size()?);
    match args.format {
        Plain::Json => show(|out| writeln!(out, "{:#}", json(&library, &subscriptions, size)))?,
        Plain::Text => show(|out| text(out, &library, &subscriptions, size))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(out: &mut dyn Write, library: &Library, all: &[Subscription], size: Size) -> std::io::Result<()> {
    let mut group: Option<&[String]> = None;
    for s in all {
        if group != Some(&s.path) && !s.path.is_empty() {
            writeln!(out, "{}", s.path.join(" / "))?;
        }
        group = Some(&s.path);
        writeln!(out, "{:>4}  {}  {} unread of {}", s.id, s.title, s.unread, s.articles)?;
        writeln!(out, "      {} {}", s.kind, s.address)?;
        if let Some(failure) = &s.failure {
            writeln!(out, "      ! {failure} (failed {} in a row)", s.failures)?;
        }
    }
    if all.is_empty() {
        writeln!(out, "nothing is subscribed to; add a feed with `nutgraf add URL`")?;
    }
    writeln!(
        out,
        "{}: {} stories, {} articles, {} unread, {}",
        library.path().display(),
        size.stories,
        size.articles,
        size.unread,
        bytes(size.bytes)
    )
}

fn json(library: &Library, all: &[Subscription], size: Size) -> serde_json::Value {
    let sources: Vec<_> = all
        .iter()
        .map(|s| {
            json!({
                "id": s.id, "kind": s.kind.to_string(), "address": s.address, "title": s.title, "site": s.site,
                "group": s.path, "articles": s.articles, "unread": s.unread,
                "checked": s.checked.and_then(|t| jiff::Timestamp::from_second(t).ok()).map(|t| t.to_string()),
                "failures": s.failures, "failure": s.failure,
            })
        })
        .collect();
    json!({
        "schema": "nutgraf/sources/1", "library": library.path().display().to_string(), "stories": size.stories,
        "articles": size.articles, "unread": size.unread, "bytes": size.bytes, "sources": sources,
    })
}

/// A size for people.
fn bytes(n: u64) -> String {
    match n {
        0..=9_999 => format!("{n} bytes"),
        10_000..=9_999_999 => format!("{} kB", n / 1_000),
        _ => format!("{} MB", n / 1_000_000),
    }
}
