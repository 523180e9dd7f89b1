//! A write that fails, at any place: what was kept is whole, and what happened is one sentence.
//!
//! The system's limit on the size of a file stands in for a disk that fails: the write that would go beyond it fails.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

use std::{fmt::Write, fs, path::Path, process::Command};

use nutgraf::{
    library::Library,
    shelf::{ArticleRow, Filter, Order, Shelf},
};

/// Items of the feed; they take some 300 kB.
const ITEMS: usize = 200;

fn feed() -> String {
    let mut xml = String::from("<rss version='2.0'><channel><title>Ferries</title>");
    for n in 0..ITEMS {
        let text = (0..40).fold(String::new(), |mut text, k| {
            write!(text, "Ferry {n} left pier {k} of Marlow{} at dawn. ", n * 31 + k * 7).unwrap();
            text
        });
        write!(xml, "<item><title>Ferry {n}</title><link>https://f.example/{n}</link><guid>{n}</guid>").unwrap();
        write!(xml, "<description>{text}</description></item>").unwrap();
    }
    xml + "</channel></rss>"
}

/// Runs `nutgraf fetch` where no file may grow beyond so many blocks of 512 bytes; how it ended and what it said.
fn fetch(home: &Path, blocks: Option<u32>) -> (bool, String) {
    let limit = blocks.map_or_else(|| "unlimited".to_owned(), |n| n.to_string());
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; exec \"$0\" fetch", env!("CARGO_BIN_EXE_nutgraf"), &limit])
        .env("NUTGRAF_DATA_DIR", home)
        .env("NUTGRAF_CONFIG_DIR", home)
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn what_is_kept_is_whole_whichever_write_fails() {
    let mut failed = 0;
    for blocks in [40, 100, 200, 300, 420, 560, 800, 1_100] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("feed.xml"), feed()).unwrap();
        let library = Library::open(home.path()).unwrap();
        let address = url::Url::from_file_path(home.path().join("feed.xml")).unwrap().to_string();
        library.subscribe(&nutgraf::library::Subscription { address, ..Default::default() }).unwrap();
        drop(library);
        let (done, said) = fetch(home.path(), Some(blocks));
        assert!(done || (said.lines().count() == 1 && said.starts_with("nutgraf: ")), "{blocks}: {said}");
        assert!(!said.contains("panicked"), "{said}");
        failed += usize::from(!done);
        let library = Library::open(home.path()).unwrap();
        library.check().unwrap();
        let page = library.page(Order::Time, &Filter::default(), 0..ITEMS).unwrap();
        let rows: Vec<&ArticleRow> = page.rows.iter().flat_map(|s| &s.articles).collect();
        assert_eq!((page.articles, page.unread), (rows.len(), rows.len()), "{blocks}");
        rows.iter().for_each(|row| assert!(!library.article(row.key).unwrap().sentences.is_empty()));
        drop(library);
        // With a disk that works again, the rest comes.
        assert!(fetch(home.path(), None).0, "{blocks}");
        assert_eq!(Library::open(home.path()).unwrap().size().unwrap().articles, ITEMS, "{blocks}");
    }
    assert!(failed >= 3, "only {failed} of the limits stopped a write");
}
