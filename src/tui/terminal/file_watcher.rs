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
    // Not its own: the library ends with the viewer.
    let shelf = Arc::downgrade(shelf);
    let _ = thread::Builder::new().name("library".into()).spawn(move || {
        loop {
            match shelf.upgrade().filter(|s| s.watches()).map(|s| s.look_again()) {
                Some(Ok(news)) if news == News::default() => {}
                Some(Ok(news)) if to.send(Event::LibraryChanged(news)).is_ok() => {}
                // The library cannot be written, or the viewer is gone.
                _ => return,
            }
            thread::sleep(LIBRARY_EVERY);
        }
    });
}

fn dates(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let themes = fs::read_dir(folder.join("themes")).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let mut files: Vec<PathBuf> = ["config.toml", "keymap.toml"].iter().map(|n| folder.join(n)).chain(themes).collect();
    files.sort();
    files.into_iter().map(|f| (f.clone(), fs::metadata(&f).and_then(|m| m.modified()).ok())).collect()
}
