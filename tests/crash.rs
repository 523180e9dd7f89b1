//! A program that is killed while it does everything at once loses nothing that it said was done, and its counts agree.
//!
//! The child fetches a feed whose old articles are deleted, imports, marks and syncs, each in a thread of its own, and says
//! what it has done. Set `NUTGRAF_KILLS` to kill more often than a test run can wait for.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking; its helpers are not known as tests to the lint"
)]

mod killed;
mod web;

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use killed::{run_and_kill, say};
use nutgraf::{
    library::{
        Arrival, Library, Subscription,
        fetch::{Fetcher, Limits},
        sync::Account,
    },
    loader::{Hint, load},
    shelf::{self, ArticleRow, Filter, Order, Shelf},
};
use web::{Seen, Server, send};

/// Items that the feed has, and articles of it that are kept.
const LISTED: usize = 60;
const KEPT: u32 = 150;
/// Kills that one library sees.
const LIVES: usize = 25;
/// The server calls an article by its number and this.
const FIRST_ID: u64 = 1_717_156_800_000_000;

fn text(n: usize) -> String {
    format!("The ferry number {n} left the harbor of Marlow{n} at dawn, the port authority said on day {n}.")
}

/// Fetches a feed that lists other items each time; the oldest articles of it are deleted.
fn fetch(library: &Library, fetcher: &Fetcher, folder: &Path, from: usize) {
    let file = folder.join("feed.xml");
    let mut first = from;
    loop {
        let mut xml = String::from("<rss version='2.0'><channel><title>Ferries</title>");
        for n in (first..first + LISTED).rev() {
            write!(xml, "<item><title>fetched {n}</title><link>https://wire.example/{n}</link>").unwrap();
            write!(xml, "<guid>{n}</guid><description>{}</description></item>", text(n)).unwrap();
        }
        fs::write(&file, xml + "</channel></rss>").unwrap();
        let report = library.update(fetcher, None, &|_| true).unwrap();
        assert_eq!(report.failed, 0);
        first += LISTED;
        say(format_args!("upto fetched {first}"));
    }
}

/// Puts articles in.
fn import(library: &Library, from: usize) {
    let article = |n: usize| {
        let url = format!("https://archive.example/{n}");
        let hint = Hint { path: url.clone(), url: Some(url.clone()), media_type: None };
        let mut article = load(text(n).as_bytes(), &hint).unwrap().remove(0);
        (article.url, article.title, article.title_derived) = (Some(url), format!("imported {n}"), false);
        Arrival { article, ..Arrival::default() }
    };
    // A library that grew without end would take long to check.
    for first in (from..from + 400).step_by(40) {
        library.put(&(first..first + 40).map(article).collect::<Vec<_>>(), &|| true).unwrap();
        say(format_args!("upto imported {}", first + 40));
    }
}

/// Marks articles that are there.
fn mark(library: &Library, from: usize) {
    for turn in from.. {
        let rows = rows(library);
        let Some(row) = rows.get(turn * 7_919 % rows.len().max(1)) else { continue };
        if !is_kept(library.set_read(row.key, true)) {
            continue;
        }
        say(format_args!("read {}", row.title));
        if turn % 5 == 0 && is_kept(library.set_starred(row.key, true)) {
            library.set_note(row.key, &row.title).unwrap();
            say(format_args!("starred {}", row.title));
        }
    }
}

/// Whether a mark was kept. Of an article that was deleted meanwhile none is.
fn is_kept(marked: shelf::Result<()>) -> bool {
    match marked {
        Ok(()) => true,
        Err(error) if error.to_string().contains("no longer in the library") => false,
        Err(error) => panic!("{error}"),
    }
}

fn rows(library: &Library) -> Vec<ArticleRow> {
    let page = library.page(Order::Time, &Filter::default(), 0..1_000_000).unwrap();
    page.rows.into_iter().flat_map(|s| s.articles).collect()
}

/// Not a test of its own: what the test below starts and kills.
#[test]
fn does_everything_until_it_is_killed() {
    let Some((folder, from)) = killed::to_do() else { return };
    let folder = folder.as_path();
    let library = Library::open(folder).unwrap();
    let fetcher = Fetcher::new(Limits::default());
    let account = Account::load(folder).unwrap();
    thread::scope(|scope| {
        scope.spawn(|| fetch(&library, &fetcher, folder, from));
        scope.spawn(|| import(&library, from));
        scope.spawn(|| mark(&library, from));
        scope.spawn(|| {
            loop {
                library.sync(&fetcher, &account, false, &|_| true).unwrap();
                say("synced");
                thread::sleep(Duration::from_millis(20));
            }
        });
    });
}

/// What the server holds: how many items, which are read and starred.
#[derive(Default)]
struct Held {
    items: usize,
    read: BTreeSet<u64>,
    starred: BTreeSet<u64>,
}

fn server(held: &Arc<Mutex<Held>>) -> Server {
    let held = Arc::clone(held);
    Server::new(move |seen, stream| {
        let held = &mut *held.lock().unwrap();
        let path = seen.path.split('?').next().unwrap_or_default();
        let path = path.trim_start_matches("/api/greader.php").trim_start_matches("/reader/api/0");
        match answer(held, path, seen) {
            Some(body) => send(stream, "200 OK", "Content-Type: application/json\r\n", body.as_bytes()),
            None => send(stream, "404 Not Found", "", b""),
        }
    })
}

fn answer(held: &mut Held, path: &str, seen: &Seen) -> Option<String> {
    let number = |id: &str| match id.strip_prefix("tag:google.com,2005:reader/item/") {
        Some(hex) => u64::from_str_radix(hex, 16).unwrap() - FIRST_ID,
        None => id.parse::<u64>().unwrap() - FIRST_ID,
    };
    Some(match path {
        "/accounts/ClientLogin" => "SID=reader/key\nLSID=null\nAuth=reader/key\n".into(),
        "/token" => "token".into(),
        "/subscription/list" => r#"{"subscriptions":[]}"#.into(),
        "/stream/items/ids" => {
            let starred = seen.query("s").concat().ends_with("starred");
            let unread = !seen.query("xt").is_empty();
            let listed = (0..held.items as u64)
                .rev()
                .filter(|n| !starred || held.starred.contains(n))
                .filter(|n| !unread || !held.read.contains(n));
            let listed: Vec<String> = listed.map(|n| format!(r#"{{"id":"{}"}}"#, FIRST_ID + n)).collect();
            format!(r#"{{"itemRefs":[{}]}}"#, listed.join(","))
        }
        "/stream/items/contents" => {
            let item = |id: String| {
                let n = number(&id);
                let id = format!("tag:google.com,2005:reader/item/{:016x}", FIRST_ID + n);
                let href = format!("https://wire.example/{n}");
                format!(r#"{{"id":"{id}","title":"fetched {n}","canonical":[{{"href":"{href}"}}]}}"#)
            };
            let items: Vec<String> = seen.form("i").into_iter().map(item).collect();
            format!(r#"{{"items":[{}]}}"#, items.join(","))
        }
        "/edit-tag" => {
            for tag in seen.form("a") {
                let set = if tag.ends_with("/read") { &mut held.read } else { &mut held.starred };
                set.extend(seen.form("i").iter().map(|id| number(id)));
            }
            "OK".into()
        }
        _ => return None,
    })
}

#[test]
fn nothing_acknowledged_is_lost_when_fetching_importing_marking_letting_go_and_syncing_are_killed() {
    let kills = killed::kills(6);
    let moments: Vec<u64> = (0..kills as u64).collect();
    let synced: usize = moments.chunks(LIVES).map(kill_at).sum();
    assert!(kills < 50 || synced > 0, "nothing was ever synced: the moments are too early");
}

/// Kills what works on one library at several moments; how often it had synced.
fn kill_at(moments: &[u64]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let held: Arc<Mutex<Held>> = Arc::default();
    let server = server(&held);
    let password = folder.path().join("password");
    fs::write(&password, "s3cret\n").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let account = format!(
        "server = \"{}\"\nuser = \"reader\"\npassword-file = \"{}\"\n",
        server.url("/api/greader.php"),
        password.display()
    );
    fs::write(folder.path().join("sync.toml"), account).unwrap();
    let address = url::Url::from_file_path(folder.path().join("feed.xml")).unwrap().to_string();
    let wanted = Subscription { address, keep_articles: Some(KEPT), ..Subscription::default() };
    Library::open(folder.path()).unwrap().subscribe(&wanted).unwrap();

    let mut from = 0;
    let (mut said, mut synced) = (BTreeSet::new(), 0);
    for &round in moments {
        // Moments spread over opening, the first writes and later ones.
        let after = Duration::from_millis(60 + round * 7_919 % 900);
        let lines = run_and_kill("does_everything_until_it_is_killed", folder.path(), from, after);
        synced += lines.iter().filter(|l| *l == "synced").count();
        said.extend(lines.into_iter().filter(|l| l.contains("fetched ") || l.contains("imported ")));
        from = verify(folder.path(), &said, &format!("round {round}"));
        let mut held = held.lock().unwrap();
        // What the server has, and how it is marked there, changes as well.
        held.items = from;
        held.starred.insert(round * 31 % (from as u64).max(1));
    }
    let library = Library::open(folder.path()).unwrap();
    let account = Account::load(folder.path()).unwrap();
    // An article behind hundreds of items that are not here is found step by step: each sync looks a hundred items further.
    let steps = 2 + held.lock().unwrap().items / 100;
    let agree = || {
        library.sync(&Fetcher::new(Limits::default()), &account, false, &|_| true).unwrap();
        differs(&library, &held.lock().unwrap()).is_none()
    };
    let agreed = (0..steps).any(|_| agree());
    verify(folder.path(), &said, "at the end");
    assert!(agreed, "after {steps} syncs {:?}", differs(&library, &held.lock().unwrap()));
    assert!(from > 0, "nothing was ever written: the moments are too early");
    synced
}

/// The first article that is marked here and otherwise on the server, and how it is there. What is marked nowhere needs not be
/// known on both sides.
fn differs(library: &Library, held: &Held) -> Option<(String, bool, bool)> {
    killed::all_of(library).into_iter().filter(|r| r.title.starts_with("fetched ")).find_map(|row| {
        let n: u64 = row.title["fetched ".len()..].parse().unwrap();
        let (read, starred) = (held.read.contains(&n), held.starred.contains(&n));
        let lost = row.read && !read || row.starred && !starred;
        (lost && n < held.items as u64).then_some((row.title, read, starred))
    })
}

/// Whether the library is sound and holds what was said; the number after the last article.
fn verify(folder: &Path, said: &BTreeSet<String>, when: &str) -> usize {
    let library = Library::open(folder).unwrap();
    library.check().unwrap();
    let page = library.page(Order::Time, &Filter::default(), 0..1).unwrap();
    let rows = killed::all_of(&library);
    assert_eq!((page.articles, page.unread), (rows.len(), rows.iter().filter(|a| !a.read).count()), "{when}");
    let by_title = |title: &str| rows.iter().find(|r| r.title == title);
    let gone: BTreeSet<String> = library.gone().unwrap().into_iter().map(|g| g.title).collect();
    for line in said {
        let (what, title) = line.split_once(' ').unwrap();
        let row = by_title(title);
        match what {
            "starred" => {
                let row = row.unwrap_or_else(|| panic!("{when}: {title} is starred and gone"));
                assert!(row.starred, "{when}: {line}");
                assert_eq!(library.note(row.key).unwrap().as_deref(), Some(title), "{when}");
            }
            "read" => assert!(row.map_or(gone.contains(title), |r| r.read), "{when}: {line}"),
            _ => {
                let (how, end) = title.split_once(' ').unwrap();
                let last = format!("{how} {}", end.parse::<usize>().unwrap() - 1);
                assert!(by_title(&last).is_some() || gone.contains(&last), "{when}: {last} is lost");
            }
        }
    }
    let numbers = rows.iter().filter_map(|r| r.title.split_once(' ')?.1.parse::<usize>().ok());
    numbers.max().map_or(0, |n| n + 1)
}
