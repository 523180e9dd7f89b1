//! The reader's own server (FreshRSS, Miniflux, any that speaks the Google Reader API): the way past one machine.
//!
//! [`account`] is what `sync.toml` says, [`remote`] the server as this program speaks to it, [`wire`] what it writes. In any
//! case [`marks`] keeps read and starred state the same on both sides. Beyond that there are two ways:
//!
//! - Marks alone: the articles come from the web, and [`item_ids`] finds out what the server calls them.
//! - The server is a source (`articles = true`): [`feeds`] takes over what it subscribes to, [`articles`] what is new there,
//!   [`labels`] how that is labelled, and [`push`] gives it marks as they are made.
//!
//! The password is asked for when it is needed and is never kept, shown or logged.

mod account;
mod articles;
mod feeds;
mod item_ids;
mod labels;
mod marks;
mod push;
mod remote;
mod wire;

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::{ArticleCounts, Library, LibraryError, Result, fetch::Fetcher, timeline::DAY};
use crate::shelf::{Step, SyncSummary};
pub use account::Account;
pub(super) use push::Pusher;
use remote::{ALL, Remote};

/// Items that are asked for, or marked, at once.
const ITEMS: usize = 100;
/// The memory's name for the server that its item numbers are of.
const SERVER: &str = "sync-server";
/// The memory's name for when articles were last taken over from it.
const TAKEN: &str = "sync-taken";

/// What a sync came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Articles that came in.
    pub arrived: ArticleCounts,
    /// Subscriptions of whose new articles some came without their full text.
    pub partly: usize,
    /// What could not be had first.
    pub problem: Option<String>,
    /// Articles that both sides have.
    pub shared: usize,
    /// What it came to besides its articles.
    pub summary: SyncSummary,
}

impl Library {
    /// Makes read and starred state the same here and on the server. With `feeds`, subscribes to what the server does; where
    /// the account makes the server a source, takes over its subscriptions, articles and labels. `tell` hears of every step
    /// and answers whether to go on.
    ///
    /// # Errors
    /// When the server refuses or cannot be reached, or the library cannot be written. What was made the same stays so.
    pub fn sync(
        &self,
        fetcher: &Fetcher,
        account: &Account,
        feeds: bool,
        tell: &(dyn Fn(Step) -> bool + Sync),
    ) -> Result<Synced> {
        if let Some(error) = self.read_only() {
            return Err(error.clone());
        }
        let remote = Remote::sign_in(fetcher, account)?;
        self.meet(&format!("{}\n{}", remote.base(), account.user))?;
        let mut synced = Synced::default();
        let theirs = remote.subscriptions()?;
        if account.articles {
            (synced.summary.subscribed, synced.summary.ended) = self.follow(&theirs)?;
            self.take_new(&remote, account, &theirs, tell, &mut synced)?;
        } else {
            if feeds {
                for feed in &theirs {
                    synced.summary.subscribed += usize::from(!self.subscribe(&feed.subscription)?.known);
                }
            }
            synced.summary.not_found = self.learn_items(&remote, &theirs)?;
        }
        let shared = self.shared(&remote, &mut synced)?;
        synced.shared = shared.iter().map(|s| s.article).collect::<HashSet<_>>().len();
        self.exchange(&remote, &shared, &mut synced)?;
        if account.articles {
            self.take_labels(&remote)?;
        }
        Ok(synced)
    }

    /// Takes over the articles that the server had since the last time, and no older ones than the account says.
    fn take_new(
        &self,
        remote: &Remote<'_>,
        account: &Account,
        theirs: &[wire::RemoteFeed],
        tell: &(dyn Fn(Step) -> bool + Sync),
        synced: &mut Synced,
    ) -> Result<()> {
        let begun = self.now();
        let last: Option<i64> = self.memory(TAKEN)?;
        let horizon = begun.saturating_sub(i64::from(account.days).saturating_mul(DAY));
        // Who was away for longer than that misses nothing.
        let since = last.map_or(horizon, |last| horizon.min(last - DAY));
        let went_on = self.take_articles(remote, since, tell, synced)?;
        if last.is_none() {
            // What was here before the server became a source.
            synced.summary.not_found = self.learn_items(remote, theirs)?;
        }
        if went_on { self.remember_number(TAKEN, begun) } else { Ok(()) }
    }

    /// What another server, or another reader, calls items is forgotten: its numbers mean nothing here.
    fn meet(&self, server: &str) -> Result<()> {
        let before: Option<String> = self.memory(SERVER)?;
        if before.as_deref() == Some(server) {
            return Ok(());
        }
        self.write(|t| {
            if before.is_some() {
                t.execute("DELETE FROM remote_item", [])?;
                t.execute("DELETE FROM label", [])?;
                t.execute("UPDATE subscription SET remote = NULL", [])?;
                let looked_for = format!("{}*", item_ids::LOOKED_FOR);
                t.execute("DELETE FROM memory WHERE name GLOB ?1 OR name = ?2", [looked_for.as_str(), TAKEN])?;
            }
            t.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)", [SERVER, server])
        })?;
        Ok(())
    }

    fn memory<T: rusqlite::types::FromSql>(&self, name: &str) -> Result<Option<T>> {
        self.read(|c| c.query_row("SELECT value FROM memory WHERE name = ?1", [name], |r| r.get(0)).optional())
    }

    fn remember_number(&self, name: &str, value: i64) -> Result<()> {
        self.write(|t| t.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)", params![name, value]))?;
        Ok(())
    }

    /// The same with what `sync.toml` says; an error in it is told when the server is wanted.
    #[must_use]
    pub fn with_account(mut self, account: Result<Option<Account>>) -> Self {
        self.account = account.transpose();
        self
    }

    /// The account to sync with.
    ///
    /// # Errors
    /// When there is none, or `sync.toml` cannot be understood.
    pub fn account(&self) -> Result<&Account> {
        match &self.account {
            Some(Ok(account)) => Ok(account),
            Some(Err(error)) => Err(error.clone()),
            None => Err(LibraryError::Configuration(
                "there is no server to sync with: `nutgraf sync --help` says how sync.toml names one".into(),
            )),
        }
    }

    /// The account of the server that is a source, where one is.
    pub fn source_server(&self) -> Option<&Account> {
        self.account.as_ref()?.as_ref().ok().filter(|account| account.articles)
    }
}
