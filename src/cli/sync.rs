//! `nutgraf sync`: read and starred state, the same here and on a server.

use std::process::ExitCode;

use super::{complain, output::show_safely};
use crate::library::{
    Library, config_folder,
    fetch::{Fetcher, Limits},
    sync::Account,
};

const EXAMPLES: &str = "\
The account stands in sync.toml in the configuration folder (`nutgraf config` names it):
  server = \"https://rss.example\"          # FreshRSS or Miniflux; its API is found
  user = \"me\"
  password-command = \"pass show rss\"     # or password-file = \"/home/me/.rss\", chmod 600
  unencrypted = true                      # only for http:// in your own network

The password is that of the API: FreshRSS sets it in the profile, Miniflux under Integrations, Google Reader.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Also subscribe to the feeds that the server subscribes to
    #[arg(long)]
    feeds: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let account = Account::load(&config_folder()?)?;
    let library = Library::open_own()?;
    let done = library.sync(&Fetcher::new(Limits::default()), &account, args.feeds)?;
    let mut line = format!("{} articles in common; {} marks taken over, {} given", done.shared, done.taken, done.given);
    if done.not_found > 0 {
        line.push_str(&format!("; {} of feeds that both have were not found on the server", done.not_found));
    }
    if args.feeds {
        line.push_str(&format!("; {} feeds subscribed to", done.subscribed));
    }
    show_safely(|out| writeln!(out, "{line}"))?;
    if done.subscribed > 0 {
        complain("`nutgraf fetch` gets their articles; the next sync takes over their marks");
    }
    if done.cut {
        complain("the server lists more items than were asked for; marks of those beyond were left as they are");
    }
    Ok(ExitCode::SUCCESS)
}
