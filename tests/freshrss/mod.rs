//! A stand-in for FreshRSS 1.25 on this machine: its Google Reader API as far as it is asked for, as that was seen to answer.
//!
//! Ids are the microsecond an item came in; lists are asked for by stream, `n`, `xt`, `ot` (by when an item came, not by when
//! it was published) and `c`, and name a next page whenever one is full; forms are read no further than 1 MiB.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "every test file compiles its own copy and uses a part"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, Mutex},
};

use nutgraf::library::sync::Account;
use serde_json::json;

use crate::web::{Seen, Server, send};

/// A feed as it is subscribed to there.
#[derive(Clone, Debug)]
pub struct Feed {
    pub title: String,
    pub url: String,
    pub folder: String,
}

/// An item.
#[derive(Clone, Debug, Default)]
pub struct Item {
    pub feed: u64,
    pub title: String,
    pub href: String,
    pub html: String,
    /// When it was published, in seconds since 1970.
    pub published: u64,
    pub read: bool,
    pub starred: bool,
}

/// What the server holds.
#[derive(Default)]
pub struct State {
    pub feeds: BTreeMap<u64, Feed>,
    /// By id.
    pub items: BTreeMap<u64, Item>,
    /// By name: the items.
    pub labels: BTreeMap<String, BTreeSet<u64>>,
    /// It answers nothing but 503.
    pub down: bool,
    /// How often the text of an item was given.
    pub given: BTreeMap<u64, usize>,
    /// Bytes sent.
    pub sent: usize,
    /// Edits that were taken: the tag, whether it was added, how many items.
    pub edits: Vec<(String, bool, usize)>,
}

impl State {
    pub fn feed(&mut self, id: u64, title: &str, folder: &str) {
        let url = format!("https://feed{id}.example/feed");
        self.feeds.insert(id, Feed { title: title.into(), url, folder: folder.into() });
    }

    /// Adds an item that came in at a second, and gives its id.
    pub fn item(&mut self, feed: u64, at: u64, title: &str, html: &str) -> u64 {
        let id = at * 1_000_000 + self.items.len() as u64;
        let href = format!("https://feed{feed}.example/{id}");
        let item = Item { feed, title: title.into(), href, html: html.into(), published: at, ..Item::default() };
        self.items.insert(id, item);
        id
    }
}

/// A running stand-in.
pub struct FreshRss {
    pub state: Arc<Mutex<State>>,
    pub server: Server,
}

const LONG: &str = "tag:google.com,2005:reader/item/";
const TOKEN: &str = "tokenZZZ";

impl FreshRss {
    pub fn start() -> Self {
        let state: Arc<Mutex<State>> = Arc::default();
        let own = Arc::clone(&state);
        let server = Server::new(move |seen, stream| {
            let state = &mut *own.lock().unwrap();
            if state.down {
                return send(stream, "503 Service Unavailable", "", b"Service Unavailable!");
            }
            let path = seen.path.split('?').next().unwrap_or_default();
            let Some(path) = path.strip_prefix("/api/greader.php") else {
                return send(stream, "302 Found", "Location: /i/\r\n", b"");
            };
            if path == "/accounts/ClientLogin" {
                let known = seen.form("Passwd") == ["s3cret"] && seen.form("Email") == ["reader"];
                return if known {
                    send(stream, "200 OK", "", b"SID=reader/key\nLSID=null\nAuth=reader/key\n");
                } else {
                    send(stream, "401 Unauthorized", "", b"Unauthorized!");
                };
            }
            if seen.headers.get("authorization").map(String::as_str) != Some("GoogleLogin auth=reader/key") {
                return send(stream, "401 Unauthorized", "", b"Unauthorized!");
            }
            match path.strip_prefix("/reader/api/0/").and_then(|path| state.answer(path, seen)) {
                Some(body) => {
                    state.sent += body.len();
                    send(stream, "200 OK", "Content-Type: application/json\r\n", body.as_bytes());
                }
                None => send(stream, "400 Bad Request", "", b"Bad Request!"),
            }
        });
        Self { state, server }
    }

    /// The account at it, as `sync.toml` in a folder names it.
    pub fn account(&self, folder: &Path, more: &str) -> Account {
        let password = folder.join("password");
        fs::write(&password, "s3cret\n").unwrap();
        fs::set_permissions(&password, fs::Permissions::from_mode(0o600)).unwrap();
        let server = self.server.url("");
        let text = format!("server = '{server}'\nuser = 'reader'\npassword-file = '{}'\n{more}\n", password.display());
        fs::write(folder.join("sync.toml"), text).unwrap();
        Account::load(folder).unwrap()
    }
}

impl State {
    fn answer(&mut self, path: &str, seen: &Seen) -> Option<String> {
        let as_json = seen.query("output") == ["json"];
        Some(match path {
            "token" => format!("{TOKEN}\n"),
            "subscription/list" if as_json => {
                let feed = |(id, f): (&u64, &Feed)| {
                    json!({
                        "id": format!("feed/{id}"), "title": f.title, "url": f.url, "htmlUrl": "", "iconUrl": "",
                        "categories": [{"id": format!("user/-/label/{}", f.folder), "label": f.folder}],
                    })
                };
                json!({"subscriptions": self.feeds.iter().map(feed).collect::<Vec<_>>()}).to_string()
            }
            "tag/list" if as_json => {
                let mut tags = vec![json!({"id": "user/-/state/com.google/starred"})];
                let folders: BTreeSet<&String> = self.feeds.values().map(|f| &f.folder).collect();
                tags.extend(folders.iter().map(|f| json!({"id": format!("user/-/label/{f}"), "type": "folder"})));
                let label = |l: &String| json!({"id": format!("user/-/label/{l}"), "type": "tag", "unread_count": 0});
                tags.extend(self.labels.keys().map(label));
                json!({ "tags": tags }).to_string()
            }
            "stream/items/ids" => self.ids(seen),
            "stream/items/contents" => {
                let ids: Vec<u64> = forms(seen).iter().map(|id| number(id)).collect();
                for id in &ids {
                    *self.given.entry(*id).or_default() += 1;
                }
                let items: Vec<_> = ids.iter().rev().filter_map(|id| self.content(*id)).collect();
                json!({"id": "user/-/state/com.google/reading-list", "updated": 1, "items": items}).to_string()
            }
            "edit-tag" if seen.form("T") == [TOKEN] => {
                self.edit(seen);
                "OK".into()
            }
            _ => return None,
        })
    }

    fn ids(&self, seen: &Seen) -> String {
        let stream = seen.query("s").concat();
        let n: usize = seen.query("n").concat().parse().unwrap_or(20);
        let since = seen.query("ot").concat().parse().unwrap_or(0) * 1_000_000;
        let from: u64 = seen.query("c").concat().parse().unwrap_or(u64::MAX);
        let unread = seen.query("xt") == ["user/-/state/com.google/read"];
        let feed: Option<u64> = stream.strip_prefix("feed/").map(|id| id.parse().unwrap());
        let label = stream.strip_prefix("user/-/label/").map(|l| self.labels.get(l));
        let wanted = |(id, item): &(&u64, &Item)| {
            !(unread && item.read)
                && feed.is_none_or(|f| item.feed == f)
                && (!stream.ends_with("/starred") || item.starred)
                && label.is_none_or(|items| items.is_some_and(|items| items.contains(id)))
        };
        // The element that a continuation names is counted and then left out.
        let skip = usize::from(from != u64::MAX);
        let range = if since > from { self.items.range(0..0) } else { self.items.range(since..=from) };
        let page: Vec<u64> = range.rev().filter(wanted).map(|(id, _)| *id).take(n + skip).skip(skip).collect();
        let refs: Vec<_> = page.iter().map(|id| json!({"id": id.to_string()})).collect();
        let mut answer = json!({ "itemRefs": refs });
        if let Some(last) = page.last().filter(|_| page.len() >= n) {
            answer["continuation"] = json!(last.to_string());
        }
        answer.to_string()
    }

    fn content(&self, id: u64) -> Option<serde_json::Value> {
        let item = self.items.get(&id)?;
        let feed = self.feeds.get(&item.feed)?;
        let mut categories =
            vec!["user/-/state/com.google/reading-list".into(), format!("user/-/label/{}", feed.folder)];
        categories.extend(item.read.then(|| "user/-/state/com.google/read".to_owned()));
        categories.extend(item.starred.then(|| "user/-/state/com.google/starred".to_owned()));
        Some(json!({
            "id": format!("{LONG}{id:016x}"), "crawlTimeMsec": (id / 1_000).to_string(), "timestampUsec": id.to_string(),
            "published": item.published, "title": item.title, "author": "", "categories": categories,
            "canonical": [{"href": item.href}], "alternate": [{"href": item.href}],
            "origin": {"streamId": format!("feed/{}", item.feed), "htmlUrl": "", "title": feed.title},
            "summary": {"content": item.html},
        }))
    }

    fn edit(&mut self, seen: &Seen) {
        let ids: Vec<u64> = forms(seen).iter().map(|id| number(id)).collect();
        for (field, on) in [("a", true), ("r", false)] {
            for tag in seen.form(field) {
                self.edits.push((tag.rsplit('/').next().unwrap().to_owned(), on, ids.len()));
                for id in &ids {
                    let Some(item) = self.items.get_mut(id) else { continue };
                    let mark = if tag.ends_with("/read") { &mut item.read } else { &mut item.starred };
                    *mark = on;
                }
            }
        }
    }
}

/// The items that a form names.
fn forms(seen: &Seen) -> Vec<String> {
    assert!(seen.body.len() <= 1 << 20, "no more of a form is read");
    seen.form("i")
}

/// An id in either form: a decimal one, or one in hexadecimal behind what says so.
fn number(id: &str) -> u64 {
    let is_decimal = id.bytes().all(|b| b.is_ascii_digit()) && !id.starts_with('0');
    if is_decimal { id.parse().unwrap() } else { u64::from_str_radix(id.rsplit('/').next().unwrap(), 16).unwrap() }
}
