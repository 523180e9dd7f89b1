//! `nutgraf stories`: the library's stories.

use std::{io::Write, process::ExitCode};

use serde_json::json;

use super::{
    Usage,
    output::{Plain, show},
};
use crate::{
    library::{self, Library},
    shelf::{ArticleRow, Filter, Order, Shelf, StoryRow},
};

/// Stories read at a time.
const CHUNK: usize = 200;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only stories with an article since then: today, yesterday, 12h, 7d, 2w, 3m, 2024-05-31
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
    /// Only stories that this group of your sources (sources.toml) does not cover and another does
    #[arg(long, value_name = "GROUP")]
    blindspot: Option<String>,
    /// The most covered first, not the latest
    #[arg(long)]
    by_coverage: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Plain,
    /// Stories at the most
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let now = jiff::Timestamp::now().as_second();
    let since = args.since.as_deref().map(|s| library::since(s, now)).transpose().map_err(Usage)?;
    let library = Library::open_own()?;
    let groups = library.facts().groups();
    if let Some(group) = args.blindspot.as_deref().filter(|g| !groups.contains(g)) {
        let known = if groups.is_empty() { "none is set".into() } else { groups.join(", ") };
        return Err(Usage(format!("no group {group} in sources.toml; groups: {known}")).into());
    }
    let filter =
        Filter { unread: args.unread, starred: args.starred, source: args.source.clone(), since, ..Filter::default() };
    let order = if args.by_coverage { Order::Coverage } else { Order::Time };
    let mut rows: Vec<StoryRow> = Vec::new();
    let mut from = 0;
    while rows.len() < args.limit {
        let page = library.page(order, &filter, from..from + CHUNK)?;
        let last = page.rows.len() < CHUNK;
        from += CHUNK;
        rows.extend(page.rows.into_iter().filter(|s| args.blindspot.as_deref().is_none_or(|g| is_blind(s, g))));
        if last {
            break;
        }
    }
    rows.truncate(args.limit);
    match args.format {
        Plain::Json => show(|out| writeln!(out, "{:#}", json(&rows)))?,
        Plain::Text => show(|out| rows.iter().try_for_each(|s| text(out, s)))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Another group covers it and this one does not.
fn is_blind(story: &StoryRow, group: &str) -> bool {
    let mut groups = story.articles.iter().filter_map(|a| a.group.as_deref());
    let others = groups.clone().any(|g| g != group);
    others && groups.all(|g| g != group)
}

fn day(a: &ArticleRow) -> String {
    a.published.map(|p| p.day().map_or_else(|| p.to_string(), |d| d.to_string())).unwrap_or_default()
}

fn text(out: &mut dyn Write, story: &StoryRow) -> std::io::Result<()> {
    let voices = if story.independent == 1 { "1 voice".into() } else { format!("{} voices", story.independent) };
    writeln!(out, "{}  ({voices})", story.headline)?;
    for a in &story.articles {
        let mark = if a.read { "✓" } else { "●" };
        let star = if a.starred { " *" } else { "" };
        let copy = if a.carries.is_some() { " (same text)" } else { "" };
        writeln!(out, "  {mark} {}  {}{star}{copy}", a.source, day(a))?;
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
