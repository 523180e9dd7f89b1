//! `nutgraf search`: full-text search over the library.

use std::{io::Write, process::ExitCode};

use serde_json::json;

use super::{
    Usage, complain, opening,
    output::{Plain, day, show_safely},
    usage::whole_number,
};
use crate::{
    library::{self, Library},
    shelf::{Hit, Shelf},
    text::sanitize,
};

const EXAMPLES: &str = "\
Examples:
  nutgraf search bridge toll
  nutgraf search '\"expansion joints\" -toll since:7d'
  nutgraf search source:harbor unread:
  nutgraf search --format json bridge | jq -r '.hits[].url'

Nothing found is no failure: it is said on standard error, and the exit status is 0.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Words, "phrases", prefixes*, -without, title:, source:, since:7d, starred:, unread:
    #[arg(required = true)]
    query: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Plain,
    /// Articles at the most
    #[arg(long, value_name = "N", value_parser = whole_number::<usize>(0, None), default_value_t = 20, allow_negative_numbers = true)]
    limit: usize,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // An argument with a blank in it was quoted: it is one phrase. The blank at the end says that nothing is being typed.
    let words = args.query.iter().map(|w| {
        let phrase = args.query.len() > 1 && w.contains(' ') && !w.contains('"') && !w.contains(':');
        if phrase { format!("\"{w}\"") } else { w.clone() }
    });
    let query = words.collect::<Vec<_>>().join(" ") + " ";
    if query.trim().is_empty() {
        return Err(Usage("name a word to look for: `nutgraf search bridge`".into()).into());
    }
    library::check_query(&query).map_err(Usage)?;
    let library = Library::open_own_as_it_is()?;
    let hits = library.search(&query, args.limit)?;
    if hits.is_empty() {
        complain(opening::nothing_yet(&library)?.unwrap_or("no article matches"));
    }
    match args.format {
        Plain::Json => {
            let urls = hits.iter().map(|h| library.address(h.article.key)).collect::<library::Result<Vec<_>>>()?;
            show_safely(|out| writeln!(out, "{:#}", json(query.trim(), &hits, &urls)))?;
        }
        Plain::Text => show_safely(|out| hits.iter().try_for_each(|hit| text(out, hit)))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn text(out: &mut dyn Write, hit: &Hit) -> std::io::Result<()> {
    let a = &hit.article;
    let date = day(a.published);
    writeln!(out, "{}\n  {}{}{date}", a.title, a.source, if date.is_empty() { "" } else { " · " })?;
    let passage: String =
        hit.snippet.iter().map(|(text, hit)| if *hit { format!("*{text}*") } else { text.clone() }).collect();
    writeln!(out, "  {passage}\n")
}

fn json(query: &str, hits: &[Hit], urls: &[Option<String>]) -> serde_json::Value {
    let hits: Vec<_> = hits
        .iter()
        .zip(urls)
        .map(|(hit, url)| {
            let a = &hit.article;
            json!({
                "article": a.key, "story": hit.story, "source": a.source, "title": a.title, "published": a.published,
                "url": url, "read": a.read, "starred": a.starred,
                "snippet": hit.snippet.iter().map(|(text, hit)| json!({"text": text, "match": hit})).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({"schema": "nutgraf/search/1", "query": sanitize::clean_line(query), "hits": hits})
}
