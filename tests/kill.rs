//! A program that is killed loses nothing that it said was kept.
//!
//! The child writes articles and marks, and says after each on its standard output that it is kept; it is killed at a
//! moment of its own choosing. Set `NUTGRAF_KILLS` to kill more often.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use nutgraf::{
    library::{Arrival, Library},
    loader::{Hint, load},
    shelf::{ArticleKey, Filter, Order, Shelf},
};

const FOLDER: &str = "NUTGRAF_KILL_FOLDER";
const FROM: &str = "NUTGRAF_KILL_FROM";

/// Not a test of its own: what the test below starts and kills.
#[test]
fn writes_until_it_is_killed() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let from: usize = env::var(FROM).unwrap().parse().unwrap();
    let library = Library::open(Path::new(&folder)).unwrap();
    let mut out = std::io::stdout();
    for i in from.. {
        let url = format!("https://wire.example/{i}");
        let text =
            format!("The ferry number {i} left the harbor of Marlow{i} at dawn, the port authority said on day {i}.");
        let hint = Hint { path: url.clone(), url: Some(url.clone()), media_type: None };
        let mut article = load(text.as_bytes(), &hint).unwrap().remove(0);
        article.url = Some(url);
        library.put(&[Arrival { article, ..Arrival::default() }], &|| true).unwrap();
        writeln!(out, "\nkept {i}").unwrap();
        let key = ArticleKey(i64::try_from(i + 1).unwrap());
        library.set_read(key, true).unwrap();
        library.set_starred(key, i % 3 == 0).unwrap();
        writeln!(out, "\nmarked {i}").unwrap();
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill_at_any_moment() {
    let kills: u64 = env::var("NUTGRAF_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let folder = tempfile::tempdir().unwrap();
    let mut articles = 0;
    let mut marked = Vec::new();
    for round in 0..kills {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "writes_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder.path())
            .env(FROM, articles.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reader = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
        // Moments spread over opening, the first writes and later ones.
        thread::sleep(Duration::from_millis(5 + round * 7_919 % 120));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = reader.join().unwrap();
        let numbers = |what: &str| -> Vec<usize> {
            said.iter().filter_map(|l| l.strip_prefix(what)?.trim().parse().ok()).collect()
        };
        let kept = numbers("kept ");
        marked.extend(numbers("marked "));

        let library = Library::open(folder.path()).unwrap();
        library.check().unwrap();
        let page = library.page(Order::Time, &Filter::default(), 0..100_000).unwrap();
        let rows: Vec<_> = page.rows.iter().flat_map(|s| &s.articles).collect();
        assert_eq!((page.articles, page.unread), (rows.len(), rows.iter().filter(|a| !a.read).count()));
        assert!(kept.last().is_none_or(|&last| rows.len() > last), "round {round}: {} of {kept:?}", rows.len());
        for &i in &marked {
            let key = ArticleKey(i64::try_from(i + 1).unwrap());
            let row = rows.iter().find(|a| a.key == key).unwrap();
            assert!(row.read && row.starred == (i % 3 == 0), "round {round}: article {i}");
        }
        articles = rows.len();
    }
    assert!(articles > 0, "nothing was ever written: the moments are too early");
}
