//! Notices when a file of the reader's configuration changes, so that themes and keys take hold at once.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    thread,
    time::{Duration, SystemTime},
};

use super::Msg;

/// How often the files are looked at. Only their dates are read.
const EVERY: Duration = Duration::from_secs(1);

/// Starts to watch a folder; does nothing where it is not there.
pub(super) fn start(folder: PathBuf, to: Sender<Msg>) {
    if !folder.is_dir() {
        return;
    }
    let _ = thread::Builder::new().name("watch".into()).spawn(move || {
        let mut before = dates(&folder);
        loop {
            thread::sleep(EVERY);
            let now = dates(&folder);
            if now != before && to.send(Msg::ConfigChanged).is_err() {
                return;
            }
            before = now;
        }
    });
}

fn dates(folder: &Path) -> Vec<(PathBuf, Option<SystemTime>)> {
    let themes = fs::read_dir(folder.join("themes")).into_iter().flatten().filter_map(|e| e.ok().map(|e| e.path()));
    let mut files: Vec<PathBuf> = ["config.toml", "keymap.toml"].iter().map(|n| folder.join(n)).chain(themes).collect();
    files.sort();
    files.into_iter().map(|f| (f.clone(), fs::metadata(&f).and_then(|m| m.modified()).ok())).collect()
}
