//! `nutgraf add`: subscribes to feeds, pages and folders.

use std::process::ExitCode;

use super::{Usage, complain, output::show_safely, usage::whole_number};
use crate::library::{
    Adjustment, FullText, Library, Subscription,
    fetch::{Fetcher, Limits},
};

const EXAMPLES: &str = "\
Examples:
  nutgraf add https://example.com/feed.xml           a feed
  nutgraf add https://example.com/                   a page that names its feed
  nutgraf add --page https://example.com/live        the page itself, watched for changes
  nutgraf add ~/articles                             a folder
  nutgraf add --group News/World https://example.com/feed.xml";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Addresses of feeds, or of pages that name one; folders of articles
    #[arg(value_name = "URL|PATH", value_hint = clap::ValueHint::AnyPath)]
    what: Vec<String>,
    /// Watch the page itself, not a feed that it names
    #[arg(long)]
    page: bool,
    /// File it under a group; nested with /
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// What to call it [default: what it calls itself]
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// When to fetch an item's page for its full text [default: as full_text in config.toml says, else auto]
    #[arg(long, value_name = "WHEN", value_enum)]
    full_text: Option<FullText>,
    /// Delete articles after so many days; what you starred, annotated or put into a story stays
    #[arg(long, value_name = "DAYS", value_parser = whole_number::<u32>(1, None), allow_negative_numbers = true)]
    keep_days: Option<u32>,
    /// Keep at most so many articles; what you starred, annotated or put into a story stays
    #[arg(long, value_name = "N", value_parser = whole_number::<u32>(1, None), allow_negative_numbers = true)]
    keep: Option<u32>,
    /// Subscribe without fetching the first articles
    #[arg(long)]
    no_fetch: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.what.is_empty() {
        let begin = "name what to subscribe to: the address of a news site (`nutgraf add https://example.com/`), \
                     a feed, or a folder; `nutgraf import FILE.opml` takes over another reader's subscriptions";
        return Err(Usage(begin.into()).into());
    }
    let library = Library::open_own()?;
    // What is wrong with the settings is said before anything is subscribed to.
    library.full_text()?;
    let fetcher = Fetcher::new(Limits::default());
    let path = args
        .group
        .as_deref()
        .map(|group| group.split('/').map(str::trim).filter(|g| !g.is_empty()).map(str::to_owned).collect::<Vec<_>>());
    let adjustment = Adjustment {
        title: args.title.clone().filter(|title| !title.trim().is_empty()),
        path: path.clone(),
        full_text: args.full_text,
        keep_days: args.keep_days,
        keep_articles: args.keep,
    };
    let wished = Subscription {
        title: args.title.clone().unwrap_or_default(),
        path: path.unwrap_or_default(),
        full_text: args.full_text.unwrap_or_default(),
        keep_days: args.keep_days,
        keep_articles: args.keep,
        ..Subscription::default()
    };
    let mut failed = false;
    for what in &args.what {
        let added = match library.add(&fetcher, what, &wished, args.page) {
            Ok(added) => added,
            Err(error) => {
                complain(&error.to_string());
                failed = true;
                continue;
            }
        };
        let s = &added.subscription;
        let mut line = if !added.known {
            format!("subscribed: {s}")
        } else if adjustment == Adjustment::default() {
            format!("already subscribed: {s}")
        } else {
            match library.adjust(s.id, &adjustment) {
                Ok(s) => format!("already subscribed, and now as you say: {s}"),
                Err(error) => {
                    complain(&error.to_string());
                    failed = true;
                    continue;
                }
            }
        };
        if !added.known && !args.no_fetch {
            let report = library.update(&fetcher, Some(&[s.id]), &|step| {
                if step.failed {
                    complain(&step.what);
                }
                true
            })?;
            failed |= !report.has_all_articles();
            line.push_str(&format!(", {}", super::fetch::articles(report.tally.new)));
        }
        show_safely(|out| writeln!(out, "{line}"))?;
        for (address, title) in &added.others {
            complain(&format!("the page names another feed: {address} {title}"));
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
