//! `nutgraf sources`: the subscriptions, and how much the library holds.

use std::{collections::BTreeSet, io::Write, process::ExitCode};

use serde_json::json;

use super::{
    complain,
    output::{Plain, show_safely},
};
use crate::{
    library::{FullText, Library, Size, Subscription},
    shelf::{Outlet, Shelf},
    text::{counts::count, sanitize},
};

const EXAMPLES: &str = "\
What you say about a source stands in sources.toml in the configuration folder (`nutgraf config` names it), under the \
name that its articles show. It is shown, filtered by, and never guessed; every line may be left out:
  [\"Harbor Wire\"]
  name = \"The Harbor Wire\"     # how to show it
  group = \"agencies\"           # for stories --group and --blindspot
  country = \"NL\"
  lean = \"centre\"
  owner = \"a foundation\"
  agency = true                # a text that others print too is its own
  hidden = true                # leave its articles out
  pictures = true              # fetch its pictures as its articles are read";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Plain,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = Library::open_own_as_it_is()?;
    let (subscriptions, size) = (library.subscriptions()?, library.size()?);
    for unknown in unknown_sources(&library)? {
        complain(&format!("sources.toml: the library has no article of “{unknown}” (yet)"));
    }
    match args.format {
        Plain::Json => show_safely(|out| writeln!(out, "{:#}", json(&library, &subscriptions, size)))?,
        Plain::Text => show_safely(|out| text(out, &library, &subscriptions, size))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Sources of which the reader says something and that no article is of: a name is soon misspelt.
fn unknown_sources(library: &Library) -> anyhow::Result<Vec<String>> {
    let there: BTreeSet<String> = library.outlets()?.iter().map(|s| s.to_lowercase()).collect();
    let unknown = |s: &&String| !there.contains(&s.trim().to_lowercase());
    Ok(library.facts().sources().iter().filter(unknown).cloned().collect())
}

fn text(out: &mut dyn Write, library: &Library, all: &[Subscription], size: Size) -> std::io::Result<()> {
    let mut group: Option<&[String]> = None;
    for s in all {
        if group != Some(&s.path) && !s.path.is_empty() {
            writeln!(out, "{}", s.path.join(" / "))?;
        }
        group = Some(&s.path);
        writeln!(out, "{:>4}  {}  {} unread of {}", s.id, s.title, s.unread, count(s.articles, "article", "articles"))?;
        writeln!(out, "      {} {}", s.kind, s.shown_address())?;
        if s.remote.is_some() && library.source_server().is_some() {
            writeln!(out, "      through your server")?;
        }
        if s.full_text != FullText::Auto {
            writeln!(out, "      full text: {}", s.full_text.name())?;
        }
        if let Some(kept) = kept(s) {
            writeln!(out, "      kept: {kept}")?;
        }
        if let Some(outlet) = library.outlet(&s.title) {
            writeln!(out, "      {outlet}")?;
        }
        if let Some(failure) = &s.failure {
            writeln!(out, "      ! {failure} (failed {} in a row)", s.failures)?;
        }
    }
    if all.is_empty() {
        writeln!(out, "nothing is subscribed to; add a feed with `nutgraf add URL`")?;
    }
    writeln!(
        out,
        "{}: {}, {}, {} unread, {}",
        named(library),
        count(size.stories, "story", "stories"),
        count(size.articles, "article", "articles"),
        size.unread,
        bytes(size.bytes)
    )
}

/// How long and how many of its articles are kept: "30 days, 200 articles". None where nothing is set.
fn kept(s: &Subscription) -> Option<String> {
    let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let most = [
        s.keep_days.map(|n| count(number(n), "day", "days")),
        s.keep_articles.map(|n| count(number(n), "article", "articles")),
    ];
    let most: Vec<String> = most.into_iter().flatten().collect();
    (!most.is_empty()).then(|| most.join(", "))
}

fn json(library: &Library, all: &[Subscription], size: Size) -> serde_json::Value {
    let sources: Vec<_> = all
        .iter()
        .map(|s| {
            json!({
                "id": s.id, "kind": s.kind.to_string(), "address": s.shown_address(), "title": s.title, "site": s.site,
                "full_text": s.full_text.name(),
                "through_server": s.remote.is_some() && library.source_server().is_some(),
                "group": s.path, "articles": s.articles, "unread": s.unread,
                "checked": s.checked.and_then(|t| jiff::Timestamp::from_second(t).ok()).map(|t| t.to_string()),
                "failures": s.failures, "failure": s.failure, "facts": library.outlet(&s.title).map(facts),
            })
        })
        .collect();
    json!({
        "schema": "nutgraf/sources/1", "library": named(library), "stories": size.stories,
        "articles": size.articles, "unread": size.unread, "bytes": size.bytes, "sources": sources,
    })
}

fn facts(outlet: Outlet) -> serde_json::Value {
    let Outlet { group, country, lean, owner, agency, pictures: _ } = outlet;
    json!({"group": group, "country": country, "lean": lean, "owner": owner, "agency": agency})
}

fn named(library: &Library) -> String {
    sanitize::clean_line(&library.path().to_string_lossy())
}

/// A size for people.
fn bytes(n: u64) -> String {
    match n {
        0..=9_999 => format!("{n} bytes"),
        10_000..=9_999_999 => format!("{} kB", n / 1_000),
        _ => format!("{} MB", n / 1_000_000),
    }
}
