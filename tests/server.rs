//! A server as a source: what is subscribed to, read and labelled there, taken over; marks given as they are made.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

mod freshrss;
mod reader;
mod web;

use std::{
    collections::BTreeMap,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use freshrss::{FreshRss, State};
use nutgraf::{
    library::{
        Library, Subscription,
        fetch::{Fetcher, Limits},
        sync::{Account, Synced},
    },
    shelf::{ArticleRow, Filter, Order, Shelf},
};
use reader::Reader;

const DAY: u64 = 24 * 60 * 60;

fn now() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
}

/// Two accounts of one event.
const WIRE: &str = "<p>A fire broke out in the harbor of Marlow Bay early on Tuesday and destroyed two warehouses, the port \
                    authority said. Nobody was hurt. Some 140 firefighters fought the flames in Marlow Bay until noon.</p>";
const POST: &str = "<p>Two warehouses in Marlow Bay burned down on Tuesday. Firefighters were called to the harbor before dawn; \
                    140 of them had the flames under control by noon. The port authority knows of nobody hurt.</p>";

/// Two feeds in two folders, and what they had yesterday.
fn served() -> FreshRss {
    let server = FreshRss::start();
    fill(&mut server.state.lock().unwrap());
    server
}

fn fill(state: &mut State) {
    state.feed(1, "Harbor Wire", "World");
    state.feed(2, "Marlow Post", "Local");
    let at = now() - DAY;
    state.item(1, at, "Fire destroys two warehouses in Marlow Bay", WIRE);
    let read = state.item(2, at + 60, "Warehouses burn in Marlow Bay harbor", POST);
    let starred =
        state.item(2, at + 120, "Council votes on a new library", "<p>The council of Elmtown votes on Monday.</p>");
    state.items.get_mut(&read).unwrap().read = true;
    state.items.get_mut(&starred).unwrap().starred = true;
    state.labels.insert("Later".into(), [starred].into());
    state.labels.insert("Fires".into(), [read, starred].into());
}

fn library(folder: &Path, account: &Account) -> Library {
    Library::open(folder).unwrap().with_account(Ok(Some(account.clone())))
}

fn sync(library: &Library, account: &Account) -> Synced {
    library.sync(&Fetcher::new(Limits::default()), account, false, &|_| true).unwrap()
}

fn articles(library: &Library) -> BTreeMap<String, ArticleRow> {
    let page = library.page(Order::Time, &Filter::default(), 0..1_000_000).unwrap();
    page.rows.into_iter().flat_map(|s| s.articles).map(|a| (a.title.clone(), a)).collect()
}

/// Waits until something holds.
fn soon(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_subscribed_to_read_and_labelled_there_is_taken_over_once() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(folder.path(), "articles = true");
    let library = library(folder.path(), &account);
    let done = sync(&library, &account);
    assert_eq!(
        (done.arrived.new, done.summary.subscribed, done.shared, done.summary.taken, done.summary.given),
        (3, 2, 3, 0, 0)
    );
    let subscribed: Vec<_> = library
        .subscriptions()
        .unwrap()
        .into_iter()
        .map(|s| (s.title, s.path.concat(), s.articles, s.unread))
        .collect();
    assert_eq!(
        subscribed,
        [("Marlow Post".into(), "Local".into(), 2, 1), ("Harbor Wire".into(), "World".into(), 1, 1)]
    );

    let all = articles(&library);
    let marks: Vec<_> = all.values().map(|a| (a.title.as_str(), a.source.as_str(), a.read, a.starred)).collect();
    assert_eq!(
        marks,
        [
            ("Council votes on a new library", "Marlow Post", false, true),
            ("Fire destroys two warehouses in Marlow Bay", "Harbor Wire", false, false),
            ("Warehouses burn in Marlow Bay harbor", "Marlow Post", true, false),
        ]
    );
    assert_eq!(library.labels(all["Council votes on a new library"].key).unwrap(), ["Fires", "Later"]);
    // They are put into stories like any others.
    let page = library.page(Order::Coverage, &Filter::default(), 0..9).unwrap();
    assert_eq!((page.stories, page.rows[0].articles.len(), page.rows[0].independent), (2, 2, 2));

    // The next time nothing is given again, and what comes between is all that comes.
    let new =
        server.state.lock().unwrap().item(1, now() - 60, "Ferry runs again", "<p>The ferry to Elmtown runs again.</p>");
    assert_eq!(sync(&library, &account).arrived.new, 1);
    let state = server.state.lock().unwrap();
    assert!(state.given.values().all(|n| *n == 1) && state.given.contains_key(&new), "{:?}", state.given);
    assert!(state.edits.is_empty());
    library.check().unwrap();
}

#[test]
fn what_is_unsubscribed_renamed_or_moved_there_follows_here() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(folder.path(), "articles = true");
    let library = library(folder.path(), &account);
    let own =
        Subscription { address: "https://own.example/feed".into(), title: "Own".into(), ..Subscription::default() };
    library.subscribe(&own).unwrap();
    // One that was there before comes through the server from now on.
    let both = Subscription { address: "http://www.feed1.example/feed/".into(), title: "Old".into(), ..own.clone() };
    library.subscribe(&both).unwrap();
    assert_eq!(sync(&library, &account).summary.subscribed, 1);
    let error = library.remove("Harbor Wire", false).unwrap_err().to_string();
    assert!(error.contains("unsubscribe there"), "{error}");
    {
        let state = &mut *server.state.lock().unwrap();
        state.feeds.remove(&2);
        state.items.retain(|_, i| i.feed != 2);
        let feed = state.feeds.get_mut(&1).unwrap();
        (feed.title, feed.folder) = ("The Wire".into(), "News".into());
    }
    assert_eq!(sync(&library, &account).summary.ended, 1);
    let subscribed: Vec<_> = library.subscriptions().unwrap().into_iter().map(|s| (s.title, s.path.concat())).collect();
    assert_eq!(subscribed, [("Own".into(), String::new()), ("The Wire".into(), "News".into())]);
    assert_eq!(articles(&library).len(), 3, "articles stay");
    // A server that lists nothing is ill, or new: nothing ends by that.
    server.state.lock().unwrap().feeds.clear();
    assert_eq!(sync(&library, &account).summary.ended, 0);
}

#[test]
fn a_mark_is_given_as_it_is_made_and_waits_while_the_server_is_away() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(folder.path(), "articles = true");
    let held = |f: &dyn Fn(&State) -> bool| f(&server.state.lock().unwrap());
    {
        let library = library(folder.path(), &account);
        sync(&library, &account);
        let all = articles(&library);
        library.set_read(all["Council votes on a new library"].key, true).unwrap();
        library.set_read(all["Warehouses burn in Marlow Bay harbor"].key, false).unwrap();
        let as_here = |s: &State| {
            s.items.values().map(|i| (i.read, i.starred)).eq([(false, false), (false, false), (true, true)])
        };
        soon("given", || held(&as_here));

        server.state.lock().unwrap().down = true;
        library.set_starred(all["Fire destroys two warehouses in Marlow Bay"].key, true).unwrap();
        library.set_read(all["Fire destroys two warehouses in Marlow Bay"].key, true).unwrap();
        let seen = server.server.paths().len();
        soon("tried", || server.server.paths().len() > seen);
    }
    assert!(held(&|s| s.items.values().next().is_some_and(|i| !i.starred)));
    server.state.lock().unwrap().down = false;
    // Another run: with the next mark what waited is given as well, at the latest when the program ends.
    let library = library(folder.path(), &account);
    let all = articles(&library);
    library.set_read(all["Warehouses burn in Marlow Bay harbor"].key, true).unwrap();
    drop(library);
    assert!(held(&|s| s.items.values().map(|i| (i.read, i.starred)).eq([(true, true), (true, false), (true, true)])));
    assert_eq!(sync(&Library::open(folder.path()).unwrap(), &account), Synced { shared: 3, ..Synced::default() });
}

#[test]
fn old_articles_are_left_there_but_starred_ones_and_those_of_a_holiday() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(folder.path(), "articles = true\ndays = 7");
    {
        let state = &mut *server.state.lock().unwrap();
        state.item(1, now() - 20 * DAY, "Too old", "<p>An old ferry sank.</p>");
        let starred = state.item(1, now() - 400 * DAY, "Old and starred", "<p>An old bridge was closed.</p>");
        let item = state.items.get_mut(&starred).unwrap();
        (item.starred, item.read) = (true, true);
    }
    let at = |days: u64| {
        let clock = i64::try_from(now() + days * DAY).unwrap();
        Library::open(folder.path()).unwrap().with_clock(move || clock)
    };
    assert_eq!(sync(&at(0), &account).arrived.new, 4);
    let all = articles(&at(0));
    assert!(all["Old and starred"].starred && all["Old and starred"].read && !all.contains_key("Too old"));
    server.state.lock().unwrap().item(1, now() + 2 * DAY, "Of the first day away", "<p>The pier was opened.</p>");
    assert_eq!(sync(&at(20), &account).arrived.new, 1);
}

#[test]
fn a_fetch_goes_through_the_server_and_a_failure_is_one_sentence() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(folder.path(), "articles = true");
    let library = library(folder.path(), &account);
    let report = library.update(&Fetcher::new(Limits::default()), None, &|_| true).unwrap();
    assert_eq!((report.tally.new, report.failed), (3, 0));
    assert!(server.server.paths().iter().all(|p| p.starts_with("/api/greader.php") || p.starts_with("/accounts")));
    server.state.lock().unwrap().down = true;
    let told = std::sync::Mutex::new(Vec::new());
    let report = library.update(&Fetcher::new(Limits::default()), None, &|step| {
        told.lock().unwrap().extend(step.failed.then_some(step.what));
        true
    });
    let report = report.unwrap();
    assert_eq!((report.server_failed, report.failed, report.updated), (true, 0, 0), "the server is no subscription");
    let told = told.into_inner().unwrap();
    assert!(told.len() == 1 && told[0].contains("turned off") && told[0].contains("503"), "{told:?}");
    let error = Shelf::sync(&library, &|_| true).unwrap_err().to_string();
    assert!(error.contains("503") && !error.contains('\n'), "{error}");
    let error = Shelf::sync(&Library::open(folder.path()).unwrap(), &|_| true).unwrap_err().to_string();
    assert!(error.contains("nutgraf sync --help"), "{error}");
}

#[test]
fn another_server_has_numbers_of_its_own() {
    let (folder, first, second) = (tempfile::tempdir().unwrap(), served(), FreshRss::start());
    sync(&Library::open(folder.path()).unwrap(), &first.account(folder.path(), "articles = true"));
    // The same numbers, of other articles, all of them read.
    {
        let (state, other) = (first.state.lock().unwrap(), &mut *second.state.lock().unwrap());
        other.feed(7, "Elsewhere", "World");
        for (n, id) in state.items.keys().enumerate() {
            let new = other.item(7, now() - DAY, &format!("Elsewhere {n}"), "<p>Something else went on.</p>");
            let mut item = other.items.remove(&new).unwrap();
            (item.read, item.href) = (true, format!("https://feed7.example/{n}"));
            other.items.insert(*id, item);
        }
    }
    let library = Library::open(folder.path()).unwrap();
    let done = sync(&library, &second.account(folder.path(), "articles = true"));
    assert_eq!((done.arrived.new, done.summary.taken, done.summary.given), (3, 0, 0));
    for (title, article) in articles(&library) {
        let read = title.starts_with("Elsewhere") || title.starts_with("Warehouses");
        assert_eq!(article.read, read, "{title}");
    }
}

#[test]
fn no_page_is_asked_for_where_the_settings_forbid_it_whichever_command_fetches() {
    let pages = web::Server::new(|_, stream| {
        let text = "The ferry to Elmtown runs again and carries lorries. The first left at dawn with 40 people aboard.";
        web::send(stream, "200 OK", "Content-Type: text/plain\r\n", text.as_bytes());
    });
    for (settings, asked) in [("", 1), ("full_text = \"never\"\n", 0)] {
        for command in ["sync", "fetch"] {
            let (folder, server) = (tempfile::tempdir().unwrap(), FreshRss::start());
            {
                let state = &mut *server.state.lock().unwrap();
                state.feed(1, "Harbor Wire", "World");
                state.feeds.get_mut(&1).unwrap().url = pages.url("/feed");
                let item = state.item(1, now() - 60, "Ferry runs again", "<p>The ferry to Elmtown runs again and…</p>");
                state.items.get_mut(&item).unwrap().href = pages.url("/ferry");
            }
            server.account(folder.path(), "articles = true");
            std::fs::write(folder.path().join("config.toml"), settings).unwrap();
            let before = pages.paths().len();
            let said = reader::nutgraf(folder.path(), &[command]);
            assert!(said.contains("1 new article"), "{command}: {said}");
            assert_eq!(pages.paths().len() - before, asked, "{command} with {settings:?}");
        }
    }
}

#[test]
fn the_command_takes_all_over_and_says_so() {
    let (folder, server) = (tempfile::tempdir().unwrap(), served());
    server.account(folder.path(), "articles = true");
    let run = |args: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("nutgraf")
            .unwrap()
            .args(args)
            .env("NUTGRAF_DATA_DIR", folder.path())
            .env("NUTGRAF_CONFIG_DIR", folder.path())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    };
    let said = run(&["sync"]);
    assert_eq!(said, "3 new articles; 3 articles in common; 0 marks taken over, 0 given; 2 feeds subscribed to\n");
    assert_eq!(run(&["fetch"]), "0 new articles, 0 changed, 0 marks taken over, 0 given\n");
    assert!(run(&["sources"]).contains("through your server"));
}

/// A server of 150,000 items of 300 feeds, every third read and every hundredth starred, some of them as old as a year.
fn many(items: u64) -> FreshRss {
    let server = FreshRss::start();
    {
        let state = &mut *server.state.lock().unwrap();
        for feed in 0..300 {
            state.feed(feed, &format!("Feed {feed}"), ["World", "Local", "Sports"][feed as usize % 3]);
        }
        let apart = 365 * DAY / items;
        let text = "<p>The ferry left the harbor at dawn, the port authority said on Tuesday.</p>".repeat(12);
        for n in 0..items {
            let at = now() - (items - n) * apart - 60;
            let id = state.item(n % 300, at, &format!("Item {n}"), &format!("<p>Ferry {n} left Marlow{n}.</p>{text}"));
            let item = state.items.get_mut(&id).unwrap();
            (item.read, item.starred) = (n % 3 == 0, n % 100 == 0);
        }
    }
    server
}

/// Articles here whose marks are other than the server's.
fn wrong(server: &FreshRss, library: &Library) -> usize {
    let there: BTreeMap<String, (bool, bool)> = {
        let state = server.state.lock().unwrap();
        state.items.values().map(|i| (i.title.clone(), (i.read, i.starred))).collect()
    };
    articles(library).values().filter(|a| there.get(&a.title).is_some_and(|m| *m != (a.read, a.starred))).count()
}

/// A library's worth of marks, three times over.
#[test]
fn of_150_000_items_none_is_marked_wrongly() {
    let (folder, server) = (tempfile::tempdir().unwrap(), many(150_000));
    let account = server.account(folder.path(), "articles = true\ndays = 20");
    let library = library(folder.path(), &account);
    for round in 0..3_u64 {
        let begun = Instant::now();
        let done = sync(&library, &account);
        let (sent, given) = {
            let mut state = server.state.lock().unwrap();
            let all = (std::mem::take(&mut state.sent), state.given.values().filter(|n| **n > 1).count());
            // Meanwhile others are read, and unread again, and starred there.
            for (n, item) in state.items.values_mut().enumerate() {
                item.read ^= (n as u64).is_multiple_of(7 + round);
                item.starred ^= (n as u64).is_multiple_of(211 + round);
            }
            all
        };
        eprintln!("{round}: {done:?}, {:.1} MB, {:?}, {given} given twice", sent as f64 / 1e6, begun.elapsed());
        // And here.
        for (n, article) in articles(&library).values().enumerate().filter(|(n, _)| n % 13 == 0) {
            library.set_read(article.key, n % 2 == 0).unwrap();
        }
    }
    sync(&library, &account);
    assert_eq!(wrong(&server, &library), 0);
}

/// 50,000 items there, 3,000 of them here already, marks alone.
#[test]
fn a_first_sync_of_marks_asks_for_no_more_than_20_mb() {
    let (folder, server) = (tempfile::tempdir().unwrap(), many(50_000));
    let account = server.account(folder.path(), "articles = true\ndays = 21");
    sync(&library(folder.path(), &account), &account);
    // The same articles as if they had come from their feeds.
    let file = rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap();
    file.execute_batch(
        "DELETE FROM remote_item; UPDATE subscription SET remote = NULL; DELETE FROM memory WHERE name LIKE 'sync-%';
         UPDATE article SET read = 0, starred = 0, item = id;
         DELETE FROM article WHERE id NOT IN (SELECT id FROM article ORDER BY time DESC LIMIT 3000)",
    )
    .unwrap();
    drop(file);
    let account = server.account(folder.path(), "");
    let library = Library::open(folder.path()).unwrap();
    server.state.lock().unwrap().sent = 0;
    let begun = Instant::now();
    let done = sync(&library, &account);
    let sent = server.state.lock().unwrap().sent;
    eprintln!("{done:?}, {:.1} MB, {:?}", sent as f64 / 1e6, begun.elapsed());
    assert_eq!((done.summary.not_found, wrong(&server, &library)), (0, 0));
    assert!(done.shared >= 3_000 && sent < 20_000_000);
}

#[test]
fn a_key_syncs_and_what_another_program_brought_is_shown() {
    let (home, server) = (tempfile::tempdir().unwrap(), served());
    let account = server.account(home.path(), "articles = true");
    sync(&Library::open(home.path()).unwrap(), &account);
    let folder = home.path().to_owned();
    let arrives = |title: &str| {
        let text = format!("<p>{title} after {} days.</p>", title.len());
        server.state.lock().unwrap().item(1, now() - 60, title, &text)
    };
    let mut r = Reader::start_in(home, 110, 32, &[]);
    r.wait_for("Marlow Bay");
    r.press("\x1b");
    r.wait_for("BRIEFINGS");
    arrives("Pier reopens");
    r.press("Y");
    r.wait_for("synced: 1 new article");
    r.wait_for("Pier reopens");
    // By its name, too.
    arrives("Tram stops");
    r.press(":");
    r.press("sync with\r");
    r.wait_for("Tram stops");
    // What another program brings comes by itself.
    arrives("Bakery moves");
    sync(&Library::open(&folder).unwrap(), &account);
    r.wait_for("Bakery moves");
    server.state.lock().unwrap().down = true;
    r.press("Y");
    r.wait_for("does not serve now");
    r.press("q");
    assert_eq!(r.status(), 0);
}

/// The journey at a real server, with six unread items of two feeds: `tests/real/freshrss.sh` sets one up.
#[test]
#[ignore = "needs a server: tests/real/freshrss.sh"]
fn a_real_server_gives_and_takes_as_the_stand_in_does() {
    let Ok(server) = std::env::var("NUTGRAF_FRESHRSS") else { return };
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let text = "user = 'reader'\npassword-command = 'echo s3cret'\narticles = true\n";
    std::fs::write(one.path().join("sync.toml"), format!("server = '{server}'\n{text}")).unwrap();
    let account = Account::load(one.path()).unwrap();
    let (here, there) = (library(one.path(), &account), library(other.path(), &account));
    for library in [&here, &there] {
        let done = sync(library, &account);
        assert_eq!((done.arrived.new, done.summary.subscribed, done.shared, done.summary.cut), (6, 2, 6, false));
    }
    assert!(here.subscriptions().unwrap().iter().all(|s| s.path.concat() == format!("{} folder", s.title)));
    // Two readers of one server: what one marks, the other has after its next sync.
    let all = articles(&here);
    here.set_read(all["Harbor ferry 1"].key, true).unwrap();
    here.set_starred(all["Marlow ferry 2"].key, true).unwrap();
    sync(&here, &account);
    assert_eq!(sync(&there, &account).summary.taken, 2);
    let all = articles(&there);
    assert!(all["Harbor ferry 1"].read && all["Marlow ferry 2"].starred && !all["Marlow ferry 2"].read);
    there.set_read(all["Harbor ferry 1"].key, false).unwrap();
    drop(there);
    assert_eq!(sync(&here, &account).summary.taken, 1);
    assert!(!articles(&here)["Harbor ferry 1"].read);
}
