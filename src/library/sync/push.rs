//! Marks given to the server as they are made.
//!
//! The library itself is the queue: a mark waits as long as an article is marked otherwise than what was remembered of both
//! sides the last time. So what could not be given, offline or because the program ended, is given with the next mark or
//! the next sync.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::{
        Mutex,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use super::{
    super::{
        Library, Result,
        fetch::{Fetcher, Limits},
        lock,
    },
    Account, ITEMS,
    marks::{STATES, remember},
    remote::Remote,
};

/// Marks that follow each other so soon are given together.
const QUIET: Duration = Duration::from_millis(300);
/// How long what could not be given waits, where no other mark is made.
const RETRY: Duration = Duration::from_secs(120);
/// How long the program waits for the last marks when it ends.
const AT_THE_END: Duration = Duration::from_secs(1);

/// A thread that gives marks to the server.
pub(in crate::library) struct Pusher {
    /// The articles that were marked; none once there are no more.
    marked: Option<Sender<i64>>,
    done: Mutex<Receiver<()>>,
}

impl Pusher {
    pub(in crate::library) fn start(folder: PathBuf, account: Account) -> Self {
        let (marked, articles) = mpsc::channel();
        let (end, done) = mpsc::channel();
        let _ = thread::Builder::new().name("marks".into()).spawn(move || {
            give(&folder, &account, &articles);
            let _ = end.send(());
        });
        Self { marked: Some(marked), done: Mutex::new(done) }
    }

    /// An article was marked.
    pub(in crate::library) fn tell(&self, article: i64) {
        // Where the thread is gone the mark waits for the next sync.
        let _ = self.marked.as_ref().map(|marked| marked.send(article));
    }
}

impl Drop for Pusher {
    fn drop(&mut self) {
        self.marked = None;
        let _ = lock(&self.done).recv_timeout(AT_THE_END);
    }
}

/// Gives marks until no more can come.
fn give(folder: &std::path::Path, account: &Account, articles: &Receiver<i64>) {
    let fetcher = Fetcher::new(Limits::default());
    let mut remote: Option<Remote<'_>> = None;
    // The first time, what waits from before is given as well.
    let (mut marked, mut from_before, mut failed) = (HashSet::new(), true, false);
    loop {
        let first = if failed {
            articles.recv_timeout(RETRY)
        } else {
            articles.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let mut more = match first {
            Ok(article) => {
                marked.insert(article);
                true
            }
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        while more {
            match articles.recv_timeout(QUIET) {
                Ok(article) => _ = marked.insert(article),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => more = false,
            }
        }
        let only: Vec<i64> = marked.iter().copied().collect();
        let pushed = (|| {
            // Opened anew each time: it must not keep another program from tidying the file up.
            let library = Library::open(folder)?;
            let signed_in = match remote.take() {
                Some(remote) => remote,
                None => Remote::sign_in(&fetcher, account)?,
            };
            library.push(&signed_in, (!from_before).then_some(&only))?;
            Ok::<_, super::LibraryError>(signed_in)
        })();
        failed = pushed.is_err();
        if let Ok(signed_in) = pushed {
            remote = Some(signed_in);
            marked.clear();
            from_before = false;
        }
        if !more {
            return;
        }
    }
}

impl Library {
    /// Tells the server, where it is a source, that an article was marked.
    pub(in crate::library) fn push_soon(&self, article: i64) {
        if let (Some(account), Some(folder)) = (self.source_server(), self.path.parent()) {
            self.pusher.get_or_init(|| Pusher::start(folder.to_owned(), account.clone())).tell(article);
        }
    }

    /// Gives the marks that wait, of all articles or of those named. A mark that was never known on both sides waits for the
    /// next sync, which knows what the server has.
    fn push(&self, remote: &Remote<'_>, only: Option<&Vec<i64>>) -> Result<()> {
        for (tag, column, _) in STATES {
            let which = only.map_or("1", |_| "a.id IN (SELECT value FROM json_each(?1))");
            let sql = format!(
                "SELECT r.item, a.{column} FROM article a JOIN remote_item r ON r.identity = a.identity
                 WHERE {which} AND r.{column} <> a.{column} AND ?1 IS NOT NULL"
            );
            let named = serde_json::json!(only).to_string();
            let waiting: Vec<(String, bool)> =
                self.read(|c| c.prepare(&sql)?.query_map([named], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())?;
            for on in [true, false] {
                let items: Vec<&String> = waiting.iter().filter(|(_, o)| *o == on).map(|(item, _)| item).collect();
                for some in items.chunks(ITEMS) {
                    remote.mark(some.iter().map(|i| i.as_str()), tag, on)?;
                    self.write(|t| some.iter().try_for_each(|item| remember(t, item, column, on)))?;
                }
            }
        }
        Ok(())
    }
}
