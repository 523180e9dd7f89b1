//! Notices when a file of the reader's configuration changes, so that themes and keys take hold at once, when a
//! folder that is subscribed to has something new, and when another program wrote to the library.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::Sender},
    thread,
    time::{Duration, SystemTime},
};

use super::super::event::Event;
use crate::shelf::{News, Shelf};

/// How often the files are looked at. Only their dates are read.
const EVERY: Duration = Duration::from_secs(1);

/// Starts to watch a folder; does nothing where it is not there.
pub(in crate::tui) fn watch_config(folder: PathBuf, to: Sender<Event>) {
    if !folder.is_dir() {
        return;
    }
    let _ = thread::Builder::new().name("watch".into()).spawn(move || {
        let mut before = dates(&folder);
        loop {
            thread::sleep(EVERY);
            let now = dates(&folder);
            if now != before && to.send(Event::ConfigChanged).is_err() {
                return;
            }
            before = now;
        }
    });
}

/// How often folders that are subscribed to are looked at, and whether another program wrote. Only dates are read.
const LIBRARY_EVERY: Duration = Duration::from_secs(5);

/// Starts to look for what comes in while the viewer is open.
pub(in crate::tui) fn watch_library(shelf: &Arc<dyn Shelf>, to: Sender<Event>) {
    look_every(LIBRARY_EVERY, shelf, to);
}

fn look_every(every: Duration, shelf: &Arc<dyn Shelf>, to: Sender<Event>) {
    // Not its own: the library ends with the viewer.
    let shelf = Arc::downgrade(shelf);
    let _ = thread::Builder::new().name("library".into()).spawn(move || {
        loop {
            // The viewer is gone, or the library cannot be written.
            let Some(open) = shelf.upgrade().filter(|s| s.watches()) else { return };
            // What fails now, because another program writes, may not the next time.
            if let Ok(news) = open.look_again()
                && news != News::default()
                && to.send(Event::LibraryChanged(news)).is_err()
            {
                return;
            }
            drop(open);
            thread::sleep(every);
        }
    });
}

fn dates(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let themes = fs::read_dir(folder.join("themes")).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let mut files: Vec<PathBuf> = ["config.toml", "keymap.toml"].iter().map(|n| folder.join(n)).chain(themes).collect();
    files.sort();
    files.into_iter().map(|f| (f.clone(), fs::metadata(&f).and_then(|m| m.modified()).ok())).collect()
}

#[cfg(test)]
mod tests {
    use std::{
        ops::Range,
        sync::{
            atomic::{AtomicUsize, Ordering::SeqCst},
            mpsc::channel,
        },
    };

    use super::*;
    use crate::{
        article::Article,
        shelf::{self, ArticleKey, Filter, Hit, Order, Page, ShelfError, StoryKey, StoryRow},
    };

    /// A shelf that can be looked at every second time.
    #[derive(Default)]
    struct Busy(AtomicUsize);

    fn no<T>() -> shelf::Result<T> {
        Err(ShelfError("another Nutgraf is writing to the library".into()))
    }

    impl Shelf for Busy {
        fn page(&self, _: Order, _: &Filter, _: Range<usize>) -> shelf::Result<Page> {
            no()
        }

        fn story(&self, _: StoryKey) -> shelf::Result<StoryRow> {
            no()
        }

        fn article(&self, _: ArticleKey) -> shelf::Result<Arc<Article>> {
            no()
        }

        fn set_read(&self, _: ArticleKey, _: bool) -> shelf::Result<()> {
            no()
        }

        fn set_starred(&self, _: ArticleKey, _: bool) -> shelf::Result<()> {
            no()
        }

        fn search(&self, _: &str, _: usize) -> shelf::Result<Vec<Hit>> {
            no()
        }

        fn watches(&self) -> bool {
            true
        }

        fn look_again(&self) -> shelf::Result<News> {
            let even = self.0.fetch_add(1, SeqCst).is_multiple_of(2);
            if even { no() } else { Ok(News { articles: 1, ..News::default() }) }
        }
    }

    #[test]
    fn one_failure_does_not_end_the_watch() {
        let (to, from) = channel();
        let shelf: Arc<dyn Shelf> = Arc::new(Busy::default());
        look_every(Duration::from_millis(1), &shelf, to);
        for _ in 0..2 {
            let event = from.recv_timeout(Duration::from_secs(20)).unwrap();
            assert!(matches!(event, Event::LibraryChanged(news) if news.articles == 1));
        }
        drop(shelf);
        while from.recv_timeout(Duration::from_secs(20)).is_ok() {}
    }
}
