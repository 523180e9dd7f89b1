//! Syncing with a server that speaks the Google Reader API, as FreshRSS (`p/api/greader.php`) and Miniflux
//! (`internal/googlereader`) answer: the mock is as strict as each of them, and where they differ, as both.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

mod web;

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    sync::{Arc, Mutex},
};

use nutgraf::{
    library::{
        Arrival, Library,
        fetch::{Fetcher, Limits},
        sync::{Account, Synced},
    },
    loader::{Hint, load},
    shelf::{ArticleKey, Filter, Order, Shelf, SyncSummary},
};
use web::{Seen, Server, send};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Its API lies below a path, signing in is answered in lines, an item's id is the microsecond it came.
    FreshRss,
    /// Its API is at the root, signing in is answered in JSON, ids are small, and a decimal one is read as hexadecimal.
    Miniflux,
}

/// What the server holds: the articles 1 to 3, which of them are read and starred; and which token is good.
#[derive(Default)]
struct State {
    read: BTreeSet<u64>,
    starred: BTreeSet<u64>,
    token: usize,
    /// Posts until the token expires.
    lasts: Option<usize>,
}

impl Kind {
    fn base(self) -> &'static str {
        if self == Self::FreshRss { "/api/greader.php" } else { "" }
    }

    /// The id of the article `https://wire.example/N`.
    fn id(self, n: u64) -> u64 {
        if self == Self::FreshRss { 1_717_156_800_000_000 + n } else { 10 + n }
    }

    /// The article that an id in a form is.
    fn article(self, id: &str) -> u64 {
        let hex = |h: &str| u64::from_str_radix(h, 16).unwrap();
        let number = match (id.strip_prefix("tag:google.com,2005:reader/item/"), self) {
            (Some(h), _) => {
                assert_eq!(h.len(), 16);
                hex(h)
            }
            (None, Self::FreshRss) if !id.starts_with('0') => id.parse().unwrap(),
            (None, _) => hex(id),
        };
        number.checked_sub(self.id(0)).unwrap()
    }

    fn token(self, state: &State) -> String {
        if self == Self::FreshRss { format!("{:Z<57}", format!("token{}", state.token)) } else { "reader/key".into() }
    }
}

fn server(kind: Kind) -> (Server, Arc<Mutex<State>>) {
    let state: Arc<Mutex<State>> = Arc::default();
    let own = Arc::clone(&state);
    let server = Server::new(move |seen, stream| {
        let state = &mut *own.lock().unwrap();
        let path = seen.path.split('?').next().unwrap_or_default();
        let Some(path) = path.strip_prefix(kind.base()) else { return send(stream, "404 Not Found", "", b"") };
        if path == "/accounts/ClientLogin" {
            let known = seen.form("Passwd") == ["s3cret"] && seen.form("Email") == ["reader"];
            return match (known, kind) {
                (true, Kind::FreshRss) => send(stream, "200 OK", "", b"SID=reader/key\nLSID=null\nAuth=reader/key\n"),
                (true, Kind::Miniflux) => {
                    let body = br#"{"SID":"reader/key","LSID":"reader/key","Auth":"reader/key"}"#;
                    send(stream, "200 OK", "Content-Type: application/json\r\n", body);
                }
                (false, Kind::FreshRss) => {
                    send(stream, "401 Unauthorized", "Google-Bad-Token: true\r\n", b"Unauthorized!");
                }
                (false, Kind::Miniflux) => {
                    send(stream, "401 Unauthorized", "", br#"{"error_message":"Access Unauthorized"}"#);
                }
            };
        }
        let bad_token = "X-Reader-Google-Bad-Token: true\r\n";
        if seen.headers.get("authorization").map(String::as_str) != Some("GoogleLogin auth=reader/key") {
            return send(stream, "401 Unauthorized", bad_token, b"Unauthorized");
        }
        if !seen.body.is_empty() {
            if state.lasts.is_some_and(|n| n == 0) {
                (state.token, state.lasts) = (state.token + 1, None);
            }
            state.lasts = state.lasts.map(|n| n - 1);
            if seen.form("T") != [kind.token(state)] {
                return send(stream, "401 Unauthorized", bad_token, b"Unauthorized");
            }
        }
        let Some(body) = path.strip_prefix("/reader/api/0/").and_then(|path| answer(kind, state, path, seen)) else {
            return send(stream, "400 Bad Request", "", b"Bad Request!");
        };
        send(stream, "200 OK", "Content-Type: application/json\r\n", body.as_bytes());
    });
    (server, state)
}

fn answer(kind: Kind, state: &mut State, path: &str, seen: &Seen) -> Option<String> {
    Some(match path {
        "token" => kind.token(state) + "\n",
        "subscription/list" if seen.query("output") == ["json"] => {
            r#"{"subscriptions":[{"id":"feed/52","title":"Harbor Wire",
            "categories":[{"id":"user/-/label/World","label":"World"}],"url":"https://wire.example/feed",
            "htmlUrl":"https://wire.example/","iconUrl":""}]}"#
                .to_owned()
        }
        "stream/items/ids" if seen.query("output") == ["json"] => {
            let stream = seen.query("s").concat();
            let without_read = seen.query("xt") == ["user/-/state/com.google/read"];
            let mut all: Vec<u64> = (1..4).rev().collect();
            match stream.as_str() {
                "user/-/state/com.google/starred" => all.retain(|i| state.starred.contains(i)),
                "user/-/state/com.google/reading-list" => all.retain(|i| !without_read || !state.read.contains(i)),
                _ => return None,
            }
            ids(kind, &all, &seen.query("c").concat(), seen.query("n").concat().parse().ok()?)
        }
        "stream/items/contents" if seen.form("output") == ["json"] => {
            let items = seen.form("i").into_iter().map(|i| kind.article(&i)).map(|n| {
                let long = format!("tag:google.com,2005:reader/item/{:016x}", kind.id(n));
                let href = format!("https://wire.example/{n}");
                format!(r#"{{"id":"{long}","title":"Item","canonical":[{{"href":"{href}"}}],"alternate":[{{"href":"{href}"}}]}}"#)
            });
            let items: Vec<String> = items.collect();
            format!(r#"{{"id":"user/-/state/com.google/reading-list","updated":1,"items":[{}]}}"#, items.join(","))
        }
        "edit-tag" => {
            edit(kind, state, seen);
            "OK".to_owned()
        }
        _ => return None,
    })
}

/// A page of ids, two at the most so that there are pages, and where the next one starts: after an id, or at an offset.
fn ids(kind: Kind, all: &[u64], from: &str, n: usize) -> String {
    let from = match kind {
        _ if from.is_empty() => 0,
        Kind::FreshRss => all.iter().position(|&i| kind.id(i).to_string() == from).unwrap() + 1,
        Kind::Miniflux => from.parse().unwrap(),
    };
    let page = &all[from..(from + n.min(2)).min(all.len())];
    let refs: Vec<String> = page.iter().map(|&i| format!(r#"{{"id":"{}"}}"#, kind.id(i))).collect();
    let next = match (page.last(), kind) {
        // FreshRSS names a next page whenever this one is full.
        (Some(&last), Kind::FreshRss) if page.len() == 2 => Some(kind.id(last).to_string()),
        (Some(_), Kind::Miniflux) if from + page.len() < all.len() => Some((from + page.len()).to_string()),
        _ => None,
    };
    let next = next.map_or_else(String::new, |n| format!(r#","continuation":"{n}""#));
    format!(r#"{{"itemRefs":[{}]{next}}}"#, refs.join(","))
}

fn edit(kind: Kind, state: &mut State, seen: &Seen) {
    for (field, on) in [("a", true), ("r", false)] {
        for tag in seen.form(field) {
            let set = if tag.ends_with("/read") { &mut state.read } else { &mut state.starred };
            for id in seen.form("i") {
                let id = kind.article(&id);
                if on {
                    set.insert(id)
                } else {
                    set.remove(&id)
                };
            }
        }
    }
}

/// Articles 1, 2 and 9: the last one only here.
fn library(folder: &tempfile::TempDir) -> Library {
    let library = Library::open(folder.path()).unwrap();
    for i in [1, 2, 9] {
        let text = format!("The harbor ferry number {i} leaves at dawn, says authority {i}.");
        let mut article = load(text.as_bytes(), &Hint { path: "a.txt".into(), ..Hint::default() }).unwrap().remove(0);
        article.url = Some(format!("https://wire.example/{i}?utm_source=feed"));
        library.put(&[Arrival { article, ..Arrival::default() }], &|| true).unwrap();
    }
    library
}

fn account(folder: &tempfile::TempDir, server: &Server, kind: Kind) -> Account {
    let password = folder.path().join("password");
    fs::write(&password, "s3cret\n").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let text = format!(
        "server = \"{}\"\nuser = \"reader\"\npassword-file = \"{}\"\n",
        server.url(kind.base()),
        password.display()
    );
    fs::write(folder.path().join("sync.toml"), text).unwrap();
    Account::load(folder.path()).unwrap()
}

fn marks(library: &Library) -> Vec<(i64, bool, bool)> {
    let page = library.page(Order::Time, &Filter::default(), 0..99).unwrap();
    let mut all: Vec<_> = page.rows.iter().flat_map(|s| &s.articles).map(|a| (a.key.0, a.read, a.starred)).collect();
    all.sort_unstable();
    all
}

#[test]
fn marks_travel_both_ways_and_the_later_change_has_its_way() {
    for kind in [Kind::FreshRss, Kind::Miniflux] {
        marks_travel(kind);
    }
}

fn marks_travel(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let (server, state) = server(kind);
    let (library, account) = (library(&folder), account(&folder, &server, kind));
    let fetcher = Fetcher::new(Limits::default());
    let sync = |feeds| library.sync(&fetcher, &account, feeds, &|_| true).unwrap();

    library.set_read(ArticleKey(1), true).unwrap();
    state.lock().unwrap().starred.insert(2);
    assert_eq!(
        sync(true),
        Synced {
            shared: 2,
            summary: SyncSummary { taken: 1, given: 1, subscribed: 1, ..SyncSummary::default() },
            ..Synced::default()
        }
    );
    assert_eq!(marks(&library), [(1, true, false), (2, false, true), (3, false, false)]);
    assert_eq!(state.lock().unwrap().read, BTreeSet::from([1]));
    assert_eq!(library.subscriptions().unwrap()[0].path, ["World"]);

    assert_eq!(sync(true), Synced { shared: 2, ..Synced::default() });

    library.set_read(ArticleKey(1), false).unwrap();
    state.lock().unwrap().starred.clear();
    state.lock().unwrap().read.insert(2);
    assert_eq!(
        sync(false),
        Synced {
            shared: 2,
            summary: SyncSummary { taken: 2, given: 1, ..SyncSummary::default() },
            ..Synced::default()
        }
    );
    assert_eq!(marks(&library), [(1, false, false), (2, true, false), (3, false, false)]);
    assert_eq!(state.lock().unwrap().read, BTreeSet::from([2]));
    library.check().unwrap();
}

#[test]
fn a_password_is_neither_kept_nor_told() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = server(Kind::FreshRss);
    let library = library(&folder);
    let mut account = account(&folder, &server, Kind::FreshRss);
    let fetcher = Fetcher::new(Limits::default());
    library.sync(&fetcher, &account, false, &|_| true).unwrap();
    account.user = "somebody else".into();
    let error = library.sync(&fetcher, &account, false, &|_| true).unwrap_err().to_string();
    assert!(error.contains("401") && !error.contains("s3cret"), "{error}");
    drop(library);
    for file in fs::read_dir(folder.path()).unwrap().flatten().filter(|f| f.file_name() != "password") {
        let bytes = fs::read(file.path()).unwrap();
        for secret in ["s3cret", "reader/key"] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{:?}", file.path());
        }
    }
    account.user = "reader".into();
    account.password_file = None;
    account.password_command = Some("printf s3cret".into());
    let library = Library::open(folder.path()).unwrap();
    library.sync(&fetcher, &account, false, &|_| true).unwrap();
    account.password_command = Some("exit 3".into());
    assert!(
        library.sync(&fetcher, &account, false, &|_| true).unwrap_err().to_string().contains("password-command failed")
    );
}

#[test]
fn an_account_that_is_not_safe_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = server(Kind::FreshRss);
    let mut safe = account(&folder, &server, Kind::FreshRss);
    let path = safe.password_file.take().unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    safe.password_file = Some(path);
    let error =
        library(&folder).sync(&Fetcher::new(Limits::default()), &safe, false, &|_| true).unwrap_err().to_string();
    assert!(error.contains("chmod 600"), "{error}");
    for (text, says) in [
        ("server = \"http://rss.example\"\nuser = \"a\"\npassword-command = \"b\"\n", "unencrypted"),
        ("server = \"http://rss.example\"\nuser = \"a\"\npassword-command = \"b\"\nunencrypted = true", "unencrypted"),
        ("server = \"http://192.168.1.7\"\nuser = \"a\"\npassword-command = \"b\"\n", "unencrypted = true"),
        ("server = \"https://rss.example\"\nuser = \"a\"\n", "must come from"),
        ("server = \"https://rss.example\"\nuser = \"a\"\npassword = \"b\"\n", "line 3"),
    ] {
        fs::write(folder.path().join("sync.toml"), text).unwrap();
        let error = Account::load(folder.path()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    for server in ["http://192.168.1.7/api", "http://nas.local", "http://nas:8080", "http://rss.lan"] {
        let text = format!("server = \"{server}\"\nuser = \"a\"\npassword-command = \"b\"\nunencrypted = true\n");
        fs::write(folder.path().join("sync.toml"), text).unwrap();
        assert!(Account::load(folder.path()).is_ok(), "{server}");
    }
}

#[test]
fn a_token_that_expired_is_had_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (server, state) = server(Kind::FreshRss);
    let (library, account) = (library(&folder), account(&folder, &server, Kind::FreshRss));
    library.set_read(ArticleKey(1), true).unwrap();
    // It is good for asking for the items and not for marking them.
    state.lock().unwrap().lasts = Some(1);
    library.sync(&Fetcher::new(Limits::default()), &account, false, &|_| true).unwrap();
    {
        let state = state.lock().unwrap();
        assert_eq!((state.token, state.read.len()), (1, 1));
    }
    assert_eq!(server.paths().iter().filter(|p| p.ends_with("/token")).count(), 2);
}

/// Runs `nutgraf sync` in a folder; the exit status and all that it said.
fn nutgraf_sync(folder: &tempfile::TempDir) -> (i32, String) {
    let output = assert_cmd::Command::cargo_bin("nutgraf")
        .unwrap()
        .arg("sync")
        .env("NUTGRAF_DATA_DIR", folder.path())
        .env("NUTGRAF_CONFIG_DIR", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    for secret in ["s3cret", "wr0ng", "reader/key", "token0"] {
        assert!(!said.contains(secret), "{said}");
    }
    (output.status.code().unwrap(), said)
}

#[test]
fn the_command_says_what_it_did_or_why_not_and_never_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let (status, said) = nutgraf_sync(&folder);
    assert!(status == 2 && said.contains("sync.toml") && said.contains("nutgraf sync --help"), "{status} {said}");
    let (server, _) = server(Kind::Miniflux);
    drop(library(&folder));
    let account = account(&folder, &server, Kind::Miniflux);
    assert_eq!(nutgraf_sync(&folder), (0, "2 articles in common; 0 marks taken over, 0 given\n".into()));
    let password = account.password_file.unwrap();
    fs::write(&password, "wr0ng\n").unwrap();
    let (status, said) = nutgraf_sync(&folder);
    assert_eq!((status, said.lines().count()), (1, 1), "{said}");
    assert!(said.contains("not accepted") && said.contains("Integrations"), "{said}");
    fs::set_permissions(&password, fs::Permissions::from_mode(0o644)).unwrap();
    let (status, said) = nutgraf_sync(&folder);
    assert_eq!((status, said.lines().count()), (2, 1), "{said}");
    assert!(said.contains("chmod 600"), "{said}");
}

/// A FreshRSS with many items: ids as it makes them, pages as long as they are asked for, `ot` and streams of one feed.
struct Large {
    /// By feed: how many items, the newest last.
    feeds: Vec<u64>,
    state: Mutex<State>,
    /// Bytes of contents that were sent, and edits that were taken.
    sent: std::sync::atomic::AtomicUsize,
    edits: std::sync::atomic::AtomicUsize,
    fails_after: usize,
}

/// The moment of the first item, and the seconds from one to the next.
const FIRST: u64 = 1_717_156_800;
const APART: u64 = 60;

impl Large {
    fn id(number: u64) -> u64 {
        (FIRST + number * APART) * 1_000_000
    }

    fn number(id: &str) -> u64 {
        let id = id
            .strip_prefix("tag:google.com,2005:reader/item/")
            .map_or_else(|| id.parse::<u64>().unwrap(), |hex| u64::from_str_radix(hex, 16).unwrap());
        (id / 1_000_000 - FIRST) / APART
    }

    /// Items are dealt out to the feeds in turn.
    fn feed(&self, number: u64) -> u64 {
        number % self.feeds.len() as u64
    }

    fn count(&self) -> u64 {
        self.feeds.iter().sum()
    }

    fn answer(&self, path: &str, seen: &Seen) -> Option<String> {
        use std::sync::atomic::Ordering::SeqCst;
        Some(match path {
            "token" => "token".to_owned(),
            "subscription/list" => {
                let feed =
                    |f: usize| format!(r#"{{"id":"feed/{f}","title":"F{f}","url":"https://f{f}.example/feed"}}"#);
                let all: Vec<String> = (0..self.feeds.len()).map(feed).collect();
                format!(r#"{{"subscriptions":[{}]}}"#, all.join(","))
            }
            "stream/items/ids" => {
                let state = self.state.lock().unwrap();
                let stream = seen.query("s").concat();
                let since: u64 = seen.query("ot").concat().parse().unwrap_or(0);
                let before: u64 = seen.query("c").concat().parse().unwrap_or(u64::MAX);
                let n: usize = seen.query("n").concat().parse().unwrap();
                let unread = !seen.query("xt").is_empty();
                let feed: Option<u64> = stream.strip_prefix("feed/").map(|f| f.parse().unwrap());
                let starred = stream.ends_with("/starred");
                let wanted = |i: &u64| {
                    let id = Self::id(*i);
                    id < before
                        && id >= since * 1_000_000
                        && !(unread && state.read.contains(i))
                        && (!starred || state.starred.contains(i))
                        && feed.is_none_or(|f| self.feed(*i) == f)
                };
                let page: Vec<u64> = (0..self.count()).rev().filter(wanted).take(n).collect();
                let refs: Vec<String> = page.iter().map(|i| format!(r#"{{"id":"{}"}}"#, Self::id(*i))).collect();
                let next = page.last().filter(|_| page.len() == n);
                let next = next.map_or_else(String::new, |i| format!(r#","continuation":"{}""#, Self::id(*i)));
                format!(r#"{{"itemRefs":[{}]{next}}}"#, refs.join(","))
            }
            "stream/items/contents" => {
                let text = "A ferry left. ".repeat(300);
                let item = |i: String| {
                    let n = Self::number(&i);
                    // Some share a link, some have none.
                    let href = match n % 50 {
                        7 => "https://f.example/live".to_owned(),
                        8 => String::new(),
                        _ => format!("https://f.example/{n}"),
                    };
                    format!(
                        r#"{{"id":"tag:google.com,2005:reader/item/{:016x}","title":"Ferry {n}","published":{},"canonical":[{{"href":"{href}"}}],"summary":{{"content":"{text}"}}}}"#,
                        Self::id(n),
                        FIRST + n * APART
                    )
                };
                let items: Vec<String> = seen.form("i").into_iter().map(item).collect();
                let body = format!(r#"{{"items":[{}]}}"#, items.join(","));
                self.sent.fetch_add(body.len(), SeqCst);
                body
            }
            "edit-tag" => {
                if self.edits.fetch_add(1, SeqCst) >= self.fails_after {
                    return None;
                }
                let mut state = self.state.lock().unwrap();
                for id in seen.form("i") {
                    let number = Self::number(&id);
                    let set =
                        if seen.form("a").concat().ends_with("/read") { &mut state.read } else { &mut state.starred };
                    set.insert(number);
                }
                "OK".to_owned()
            }
            _ => return None,
        })
    }

    fn serve(self: &Arc<Self>) -> Server {
        let own = Arc::clone(self);
        Server::new(move |seen, stream| {
            let path = seen.path.split('?').next().unwrap_or_default();
            // At the root is a page that leads to a form, as FreshRSS has it.
            let Some(path) = path.strip_prefix("/api/greader.php") else {
                return send(stream, "302 Found", "Location: /i/\r\n", b"");
            };
            if path == "/accounts/ClientLogin" {
                return send(stream, "200 OK", "", b"SID=reader/key\nLSID=null\nAuth=reader/key\n");
            }
            match path.strip_prefix("/reader/api/0/").and_then(|path| own.answer(path, seen)) {
                Some(body) => send(stream, "200 OK", "Content-Type: application/json\r\n", body.as_bytes()),
                None => send(stream, "500 Internal Server Error", "", b""),
            }
        })
    }
}

fn large(feeds: Vec<u64>) -> Large {
    let none = || std::sync::atomic::AtomicUsize::new(0);
    Large { feeds, state: Mutex::default(), sent: none(), edits: none(), fails_after: usize::MAX }
}

/// A library with the newest items of some of the server's feeds; the server's root is all that is named.
fn with_newest(
    folder: &tempfile::TempDir,
    server: &Server,
    large: &Large,
    feeds: u64,
    newest: u64,
) -> (Library, Account) {
    use nutgraf::{article::Published, library::Subscription};
    let library = Library::open(folder.path()).unwrap();
    let mut arrivals = Vec::new();
    for feed in 0..feeds {
        let wanted = Subscription { address: format!("http://www.f{feed}.example/feed/"), ..Subscription::default() };
        let id = library.subscribe(&wanted).unwrap().subscription.id;
        for n in (large.count() - newest..large.count()).filter(|n| large.feed(*n) == feed) {
            let text = format!("The harbor ferry number {n} leaves at dawn, says authority {n}.");
            let mut article = load(text.as_bytes(), &Hint::default()).unwrap().remove(0);
            (article.title, article.title_derived) = (format!("Ferry {n}"), false);
            let at = jiff::Timestamp::from_second(i64::try_from(FIRST + n * APART).unwrap()).unwrap();
            article.published = Some(Published::Instant(at, jiff::tz::Offset::UTC));
            article.url = match n % 50 {
                7 => Some("https://f.example/live".to_owned()),
                8 => None,
                _ => Some(format!("https://f.example/{n}")),
            };
            let apart = n % 50 == 7;
            arrivals.push(Arrival {
                article,
                subscription: Some(id),
                id: Some(n.to_string()),
                apart,
                ..Arrival::default()
            });
        }
    }
    library.put(&arrivals, &|| true).unwrap();
    let mut account = account(folder, server, Kind::Miniflux);
    account.server.clone_from(&server.address);
    (library, account)
}

#[test]
fn of_a_large_server_no_more_is_had_than_is_here_and_every_article_is_known() {
    use std::sync::atomic::Ordering::SeqCst;
    let large = Arc::new(large(vec![1_000; 4]));
    let server = large.serve();
    let folder = tempfile::tempdir().unwrap();
    let (library, account) = with_newest(&folder, &server, &large, 2, 600);
    let here = library.size().unwrap().articles;
    assert_eq!(here, 300);
    {
        let mut state = large.state.lock().unwrap();
        state.read = (0..large.count()).filter(|n| n.is_multiple_of(3)).collect();
        state.starred = (0..large.count()).filter(|n| n % 10 == 7).collect();
    }
    let fetcher = Fetcher::new(Limits::default());
    let done = library.sync(&fetcher, &account, false, &|_| true).unwrap();
    assert_eq!((done.shared, done.summary.not_found, done.summary.cut), (here, 0, false));
    let item = 4_400;
    assert!(large.sent.load(SeqCst) < 500 * item, "{}", large.sent.load(SeqCst));
    let page = library.page(Order::Time, &Filter::default(), 0..9_999).unwrap();
    for a in page.rows.iter().flat_map(|s| &s.articles) {
        let n: u64 = a.title.strip_prefix("Ferry ").unwrap().parse().unwrap();
        assert_eq!((a.read, a.starred), (n.is_multiple_of(3), n % 10 == 7), "{n}");
    }
    let sent = large.sent.load(SeqCst);
    assert_eq!(
        library.sync(&fetcher, &account, false, &|_| true).unwrap(),
        Synced { shared: here, ..Synced::default() }
    );
    assert_eq!(large.sent.load(SeqCst), sent, "nothing is asked for twice");
}

#[test]
fn what_was_given_is_remembered_where_the_rest_fails() {
    use std::sync::atomic::Ordering::SeqCst;
    let large = Arc::new(Large { fails_after: 1, ..large(vec![300]) });
    let server = large.serve();
    let folder = tempfile::tempdir().unwrap();
    let (library, account) = with_newest(&folder, &server, &large, 1, 250);
    for row in library.page(Order::Time, &Filter::default(), 0..999).unwrap().rows.iter().flat_map(|s| &s.articles) {
        library.set_read(row.key, true).unwrap();
    }
    let fetcher = Fetcher::new(Limits::default());
    assert!(library.sync(&fetcher, &account, false, &|_| true).is_err());
    assert_eq!(large.state.lock().unwrap().read.len(), 100);
    // Unread again on the server, which has its way: what was given is known to have been the same on both sides.
    large.state.lock().unwrap().read.clear();
    assert!(library.sync(&fetcher, &account, false, &|_| true).is_err(), "the other marks are still to be given");
    let read = file_says(&folder, "SELECT count(*) FROM remote_item WHERE read");
    assert_eq!((read, large.edits.load(SeqCst)), (100, 3));
}

fn file_says(folder: &tempfile::TempDir, sql: &str) -> i64 {
    rusqlite::Connection::open(folder.path().join(Library::FILE)).unwrap().query_row(sql, [], |r| r.get(0)).unwrap()
}

#[test]
fn where_there_is_no_api_what_was_tried_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::new(|_, stream| send(stream, "404 Not Found", "", b""));
    let library = library(&folder);
    let mut account = account(&folder, &server, Kind::Miniflux);
    account.server = server.url("/api/");
    let error = library.sync(&Fetcher::new(Limits::default()), &account, false, &|_| true).unwrap_err().to_string();
    assert!(error.contains("tried") && error.contains("/api/greader.php") && error.contains("404"), "{error}");
}
