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
    shelf::{ArticleKey, Filter, Order, Shelf},
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
    let sync = |feeds| library.sync(&fetcher, &account, feeds).unwrap();

    library.set_read(ArticleKey(1), true).unwrap();
    state.lock().unwrap().starred.insert(2);
    assert_eq!(sync(true), Synced { shared: 2, taken: 1, given: 1, subscribed: 1 });
    assert_eq!(marks(&library), [(1, true, false), (2, false, true), (3, false, false)]);
    assert_eq!(state.lock().unwrap().read, BTreeSet::from([1]));
    assert_eq!(library.subscriptions().unwrap()[0].path, ["World"]);

    assert_eq!(sync(true), Synced { shared: 2, taken: 0, given: 0, subscribed: 0 });

    library.set_read(ArticleKey(1), false).unwrap();
    state.lock().unwrap().starred.clear();
    state.lock().unwrap().read.insert(2);
    assert_eq!(sync(false), Synced { shared: 2, taken: 2, given: 1, subscribed: 0 });
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
    library.sync(&fetcher, &account, false).unwrap();
    account.user = "somebody else".into();
    let error = library.sync(&fetcher, &account, false).unwrap_err().to_string();
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
    library.sync(&fetcher, &account, false).unwrap();
    account.password_command = Some("exit 3".into());
    assert!(library.sync(&fetcher, &account, false).unwrap_err().to_string().contains("password-command failed"));
}

#[test]
fn an_account_that_is_not_safe_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (server, _) = server(Kind::FreshRss);
    let mut safe = account(&folder, &server, Kind::FreshRss);
    let path = safe.password_file.take().unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    safe.password_file = Some(path);
    let error = library(&folder).sync(&Fetcher::new(Limits::default()), &safe, false).unwrap_err().to_string();
    assert!(error.contains("chmod 600"), "{error}");
    for (text, says) in [
        ("server = \"http://rss.example\"\nuser = \"a\"\npassword-command = \"b\"\n", "unencrypted"),
        ("server = \"https://rss.example\"\nuser = \"a\"\n", "must come from"),
        ("server = \"https://rss.example\"\nuser = \"a\"\npassword = \"b\"\n", "line 3"),
    ] {
        fs::write(folder.path().join("sync.toml"), text).unwrap();
        let error = Account::load(folder.path()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
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
    library.sync(&Fetcher::new(Limits::default()), &account, false).unwrap();
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
    assert!(status == 2 && said.contains("sync.toml") && said.contains("password-command"), "{status} {said}");
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
