//! `nutgraf remove`: ends subscriptions.

use std::process::ExitCode;

use super::{complain, output::show_safely};
use crate::library::{Library, Removed};

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
            Ok(removed) => {
                let line = told(&removed, args.with_articles);
                show_safely(|out| writeln!(out, "{line}"))?;
            }
            Err(error) => {
                complain(&error.to_string());
                failed = true;
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn told(removed: &Removed, with_articles: bool) -> String {
    let Removed { subscription, deleted, kept } = removed;
    let articles = |n: usize| if n == 1 { "1 article".into() } else { format!("{n} articles") };
    let mut line = format!("no longer subscribed: {subscription}");
    if !with_articles {
        match kept {
            0 => {}
            1 => line.push_str("; its article stays"),
            n => line.push_str(&format!("; its {n} articles stay")),
        }
        return line;
    }
    line.push_str(&format!("; {} deleted", articles(*deleted)));
    if *deleted > 0 {
        line.push_str(" (`nutgraf restore` brings them back)");
    }
    if *kept > 0 {
        line.push_str(&format!(", {kept} kept: starred, annotated or put into a story"));
    }
    line
}
