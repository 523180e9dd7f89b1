//! `nutgraf remove`: ends subscriptions.

use std::process::ExitCode;

use super::{complain, output::show_safely};
use crate::library::Library;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Addresses, names or numbers, as `nutgraf sources` lists them
    #[arg(required = true, value_name = "SUBSCRIPTION")]
    what: Vec<String>,
    /// Delete its articles as well, but for those you starred, annotated or put into a story; `nutgraf restore` brings them back
    #[arg(long)]
    with_articles: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let library = Library::open_own_as_it_is()?;
    let mut failed = false;
    for what in &args.what {
        match library.remove(what, args.with_articles) {
            Ok(s) => show_safely(|out| writeln!(out, "no longer subscribed: {s}"))?,
            Err(error) => {
                complain(&error.to_string());
                failed = true;
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
