//! A program that is killed loses nothing that it said was kept.
//!
//! The child writes articles and marks, and says after each on its standard output that it is kept; it is killed at a
//! moment of its own choosing. Set `NUTGRAF_KILLS` to kill more often.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

mod killed;

use std::time::Duration;

use killed::{run_and_kill, say};
use nutgraf::{
    library::{Arrival, Library},
    loader::{Hint, load},
    shelf::{ArticleKey, Filter, Order, Shelf},
};

/// Not a test of its own: what the test below starts and kills.
#[test]
fn writes_until_it_is_killed() {
    let Some((folder, from)) = killed::to_do() else { return };
    let library = Library::open(&folder).unwrap();
    for i in from.. {
        let url = format!("https://wire.example/{i}");
        let text =
            format!("The ferry number {i} left the harbor of Marlow{i} at dawn, the port authority said on day {i}.");
        let hint = Hint { path: url.clone(), url: Some(url.clone()), media_type: None };
        let mut article = load(text.as_bytes(), &hint).unwrap().remove(0);
        article.url = Some(url);
        library.put(&[Arrival { article, ..Arrival::default() }], &|| true).unwrap();
        say(format_args!("kept {i}"));
        let key = ArticleKey(i64::try_from(i + 1).unwrap());
        library.set_read(key, true).unwrap();
        library.set_starred(key, i % 3 == 0).unwrap();
        say(format_args!("marked {i}"));
    }
}

#[test]
fn what_was_acknowledged_outlives_a_kill_at_any_moment() {
    let kills = killed::kills(12) as u64;
    let folder = tempfile::tempdir().unwrap();
    let mut articles = 0;
    let mut marked = Vec::new();
    for round in 0..kills {
        // Moments spread over opening, the first writes and later ones.
        let after = Duration::from_millis(5 + round * 7_919 % 120);
        let said = run_and_kill("writes_until_it_is_killed", folder.path(), articles, after);
        let numbers = |what: &str| -> Vec<usize> {
            said.iter().filter_map(|l| l.strip_prefix(what)?.trim().parse().ok()).collect()
        };
        let kept = numbers("kept ");
        marked.extend(numbers("marked "));

        let library = Library::open(folder.path()).unwrap();
        library.check().unwrap();
        let page = library.page(Order::Time, &Filter::default(), 0..1).unwrap();
        let rows = killed::all_of(&library);
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
