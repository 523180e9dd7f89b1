//! Syncing with a server that speaks the Google Reader API, as FreshRSS and Miniflux document it.

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

/// What the server holds: items 1 to 3, which of them are read and starred.
#[derive(Default)]
struct State {
    read: BTreeSet<u32>,
    starred: BTreeSet<u32>,
}

fn server() -> (Server, Arc<Mutex<State>>) {
    let state: Arc<Mutex<State>> = Arc::default();
    let own = Arc::clone(&state);
    let server = Server::new(move |seen, stream| {
        let mut state = own.lock().unwrap();
        let path = seen.path.split('?').next().unwrap_or_default();
        if path == "/api/accounts/ClientLogin" {
            if seen.form("Passwd") == ["s3cret"] && seen.form("Email") == ["reader"] {
                return send(stream, "200 OK", "", b"SID=x\nLSID=null\nAuth=reader/key\n");
            }
            return send(stream, "401 Unauthorized", "", b"Error=BadAuthentication");
        }
        if seen.headers.get("authorization").map(String::as_str) != Some("GoogleLogin auth=reader/key") {
            return send(stream, "401 Unauthorized", "", b"");
        }
        let ids = |ids: &mut dyn Iterator<Item = u32>| {
            let refs: Vec<String> = ids.map(|i| format!("{{\"id\":\"{i}\"}}")).collect();
            format!("{{\"itemRefs\":[{}]}}", refs.join(","))
        };
        let body = match path {
            "/api/reader/api/0/token" => "token57\n".to_owned(),
            "/api/reader/api/0/subscription/list" => r#"{"subscriptions":[{"id":"feed/52","title":"Harbor Wire",
                "categories":[{"id":"user/-/label/World","label":"World"}],"url":"https://wire.example/feed",
                "htmlUrl":"https://wire.example/","iconUrl":""}]}"#
                .to_owned(),
            "/api/reader/api/0/stream/items/ids" if seen.path.contains("starred") => {
                ids(&mut state.starred.iter().copied())
            }
            "/api/reader/api/0/stream/items/ids" if seen.path.contains("xt=") => {
                ids(&mut (1..4).filter(|i| !state.read.contains(i)))
            }
            // Two pages.
            "/api/reader/api/0/stream/items/ids" if seen.path.contains("c=next") => ids(&mut (3..4)),
            "/api/reader/api/0/stream/items/ids" => ids(&mut (1..3)).replace("]}", "],\"continuation\":\"next\"}"),
            "/api/reader/api/0/stream/items/contents" => {
                let items: Vec<String> = seen
                    .form("i")
                    .iter()
                    .map(|i| {
                        let long = format!("tag:google.com,2005:reader/item/{:016x}", i.parse::<u32>().unwrap());
                        format!(
                            "{{\"id\":\"{long}\",\"title\":\"Item {i}\",\"canonical\":[{{\"href\":\"https://wire.example/{i}\"}}]}}"
                        )
                    })
                    .collect();
                format!("{{\"id\":\"user/-/state/com.google/reading-list\",\"items\":[{}]}}", items.join(","))
            }
            "/api/reader/api/0/edit-tag" => {
                assert_eq!(seen.form("T"), ["token57"]);
                edit(&mut state, seen);
                "OK".to_owned()
            }
            _ => return send(stream, "404 Not Found", "", b""),
        };
        send(stream, "200 OK", "Content-Type: application/json\r\n", body.as_bytes());
    });
    (server, state)
}

fn edit(state: &mut State, seen: &Seen) {
    for (field, on) in [("a", true), ("r", false)] {
        for tag in seen.form(field) {
            let set = if tag.ends_with("/read") { &mut state.read } else { &mut state.starred };
            for id in seen.form("i") {
                let id = id.parse().unwrap();
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

fn account(folder: &tempfile::TempDir, server: &Server) -> Account {
    let password = folder.path().join("password");
    fs::write(&password, "s3cret\n").unwrap();
    fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
    let text =
        format!("server = \"{}/api\"\nuser = \"reader\"\npassword-file = \"{}\"\n", server.address, password.display());
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
    let folder = tempfile::tempdir().unwrap();
    let (server, state) = server();
    let (library, account) = (library(&folder), account(&folder, &server));
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
    let (server, _) = server();
    let library = library(&folder);
    let mut account = account(&folder, &server);
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
    let (server, _) = server();
    let mut safe = account(&folder, &server);
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
