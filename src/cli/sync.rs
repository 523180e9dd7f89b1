//! `nutgraf sync`: read and starred state, the same here and on a server; or all that is there, taken over.

use std::process::ExitCode;

use super::{complain, fetch, output::show_safely};
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
  articles = true                         # the server is a source, see below
  days = 30                               # with that: nothing older is taken over, but for stars

Without articles = true, the articles come from the feeds, as ever, and their marks are kept the same here and there. With \
it, the server's subscriptions, folders, articles and labels are taken over by `nutgraf sync`, `nutgraf fetch` and the \
viewer's R; what is unsubscribed, renamed or moved there follows here; marks are given as you make them, and wait while you \
are offline. What you subscribe to with `nutgraf add` is fetched as ever.

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
    let progress = fetch::Progress::new();
    let done = library.sync(&Fetcher::new(Limits::default()), &account, args.feeds, &|step| progress.tell(&step));
    progress.wipe();
    let done = done?;
    let mut line = format!(
        "{} articles in common; {} marks taken over, {} given",
        done.shared, done.summary.taken, done.summary.given
    );
    if done.summary.not_found > 0 {
        line.push_str(&format!("; {} of feeds that both have were not found on the server", done.summary.not_found));
    }
    if account.articles {
        line = format!("{}; {line}", fetch::articles(done.arrived.new));
    }
    if args.feeds || done.summary.subscribed > 0 {
        line.push_str(&format!("; {} feeds subscribed to", done.summary.subscribed));
    }
    if done.summary.ended > 0 {
        line.push_str(&format!("; {} ended, as on the server", done.summary.ended));
    }
    show_safely(|out| writeln!(out, "{line}"))?;
    if done.summary.subscribed > 0 && !account.articles {
        complain("`nutgraf fetch` gets their articles; the next sync takes over their marks");
    }
    if done.summary.cut {
        complain("the server lists more items than were asked for; marks of those beyond were left as they are");
    }
    Ok(if done.partly > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
