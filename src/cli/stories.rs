//! `nutgraf stories`: the library's stories.

use std::{io::Write, process::ExitCode};

use serde_json::json;

use super::{
    Usage, complain, opening,
    output::{Plain, day, show_safely},
    usage::whole_number,
};
use crate::{
    library::{self, Library},
    shelf::{Filter, Order, Shelf, StoryRow},
};

const EXAMPLES: &str = "\
Examples:
  nutgraf stories --since yesterday --by-coverage
  nutgraf stories --blindspot agencies          what other groups cover and the agencies do not
  nutgraf stories --format json | jq -r '.stories[].headline'

Groups are yours to make: `nutgraf sources --help` says how.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only stories with an article published since then (come in since then, where it gives no date): today, yesterday,
    /// 12h, 7d, 2w, 3m, 1y, 2024-05-31, 2024-05
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Only stories with an unread article
    #[arg(long)]
    unread: bool,
    /// Only stories with a starred article
    #[arg(long)]
    starred: bool,
    /// Only stories with an article of this source
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Only stories with an article of this group of your sources
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// Only stories that this group of your sources does not cover and another does
    #[arg(long, value_name = "GROUP")]
    blindspot: Option<String>,
    /// The most covered first, not the latest
    #[arg(long)]
    by_coverage: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Plain,
    /// Stories at the most
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>(0, None), default_value_t = 100, allow_negative_numbers = true)]
    limit: usize,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let now = jiff::Timestamp::now().as_second();
    let since = args.since.as_deref().map(|s| library::since(s, now)).transpose();
    // The search writes it as since:7d.
    let since = since.map_err(|wrong| Usage(wrong.replacen("since:", "--since ", 1)))?;
    let library = Library::open_own_as_it_is()?;
    let groups = library.groups();
    if let Some(group) = [&args.group, &args.blindspot].into_iter().flatten().find(|g| !groups.contains(g)) {
        let known = if groups.is_empty() { "none is set".into() } else { groups.join(", ") };
        let wrong =
            format!("no group {group} in sources.toml; groups: {known}; `nutgraf sources --help` says how to set one");
        return Err(Usage(wrong).into());
    }
    let filter = Filter {
        unread: args.unread,
        starred: args.starred,
        source: args.source.clone(),
        group: args.group.clone(),
        blindspot: args.blindspot.clone(),
        since,
    };
    let order = if args.by_coverage { Order::Coverage } else { Order::Time };
    let rows = library.page(order, &filter, 0..args.limit)?.rows;
    if rows.is_empty() {
        complain(opening::nothing_yet(&library)?.unwrap_or("no story matches"));
    }
    match args.format {
        Plain::Json => show_safely(|out| writeln!(out, "{:#}", json(&rows)))?,
        Plain::Text => show_safely(|out| rows.iter().try_for_each(|s| text(out, s)))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(out: &mut dyn Write, story: &StoryRow) -> std::io::Result<()> {
    writeln!(out, "{}  ({})", story.headline, story.told_by())?;
    for a in &story.articles {
        let mark = if a.read { "✓" } else { "●" };
        let star = if a.starred { " *" } else { "" };
        let copy = if a.carries.is_some() { " (same text)" } else { "" };
        writeln!(out, "  {mark} {}  {}{star}{copy}", a.source, day(a.published))?;
    }
    writeln!(out)
}

fn json(rows: &[StoryRow]) -> serde_json::Value {
    let stories: Vec<_> = rows
        .iter()
        .map(|s| {
            let articles: Vec<_> = s
                .articles
                .iter()
                .map(|a| {
                    json!({
                        "article": a.key, "source": a.source, "group": a.group, "title": a.title,
                        "published": a.published, "carries": a.carries, "read": a.read, "starred": a.starred,
                    })
                })
                .collect();
            json!({
                "story": s.key, "headline": s.headline, "independent": s.independent,
                "shared_terms": s.shared_terms, "articles": articles,
            })
        })
        .collect();
    json!({"schema": "nutgraf/stories/1", "stories": stories})
}
