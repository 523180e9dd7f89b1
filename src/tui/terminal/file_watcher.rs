//! Notices when a file of the reader's configuration changes, so that themes and keys take hold at once, and when a
//! folder that is subscribed to has something new.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc::Sender},
    thread,
    time::{Duration, SystemTime},
};

use super::super::event::Event;
use crate::shelf::Shelf;

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

/// How often folders that are subscribed to are looked at. Only the dates of their files are read.
const FOLDERS_EVERY: Duration = Duration::from_secs(5);

/// Starts to look into the folders subscribed to.
pub(in crate::tui) fn watch_folders(shelf: Arc<dyn Shelf>, to: Sender<Event>) {
    let _ = thread::Builder::new().name("folders".into()).spawn(move || {
        while shelf.watches() {
            thread::sleep(FOLDERS_EVERY);
            match shelf.look_again() {
                Ok(0) => {}
                Ok(articles) if to.send(Event::FolderChanged(articles)).is_ok() => {}
                // The library cannot be written, or the viewer is gone.
                _ => return,
            }
        }
    });
}

fn dates(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let themes = fs::read_dir(folder.join("themes")).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let mut files: Vec<PathBuf> = ["config.toml", "keymap.toml"].iter().map(|n| folder.join(n)).chain(themes).collect();
    files.sort();
    files.into_iter().map(|f| (f.clone(), fs::metadata(&f).and_then(|m| m.modified()).ok())).collect()
}
