//! Read and starred state kept the same here and on a server that speaks the Google Reader API (FreshRSS, Miniflux, and
//! others): the way past one machine.
//!
//! Each side's changes since the last time win over the other's old state; where there was no last time, what either side
//! marked is marked. The password is asked for when it is needed and is never kept, shown or logged.

use std::{
    cell::RefCell,
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use rusqlite::{OptionalExtension, Transaction, params};
use serde::Deserialize;
use url::Url;

use super::{
    Kind, Library, LibraryError, Result, Subscription,
    fetch::{FetchError, Fetcher, address},
    store,
};
use crate::text::sanitize;

const READ: &str = "user/-/state/com.google/read";
const STARRED: &str = "user/-/state/com.google/starred";
const ALL: &str = "user/-/state/com.google/reading-list";
/// Ids asked for at once, and pages of them at the most.
const IDS: usize = 1_000;
const PAGES: usize = 100;
/// Items whose addresses are asked for, or that are marked, at once.
const ITEMS: usize = 100;

/// Where to sync with (`sync.toml`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Account {
    /// The address of the API: `https://rss.example/api/greader.php` for FreshRSS, `https://rss.example` for Miniflux.
    pub server: String,
    /// The name to sign in with.
    pub user: String,
    /// A command that prints the password.
    pub password_command: Option<String>,
    /// A file that holds the password, readable by its owner alone.
    pub password_file: Option<PathBuf>,
}

impl Account {
    /// The file's name in the folder of settings.
    pub const FILE: &str = "sync.toml";

    /// Reads the file.
    ///
    /// # Errors
    /// When there is none, or it cannot be understood: says what is accepted.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        let accepted =
            "accepted: server = \"https://…\", user = \"…\", and password-command = \"…\" or password-file = \"…\"";
        let wrong = |what: String| LibraryError::Configuration(format!("{}: {what}; {accepted}", path.display()));
        let text = fs::read_to_string(&path).map_err(|e| wrong(e.to_string()))?;
        let account: Self = toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            wrong(format!("line {line}: {}", e.message().replace('\n', " ")))
        })?;
        if account.password_command.is_some() == account.password_file.is_some() {
            return Err(wrong("the password must come from a command or from a file".into()));
        }
        let server = address(&account.server).map_err(|e| wrong(format!("server: {e}")))?;
        let here = matches!(server.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if server.scheme() != "https" && !here {
            return Err(wrong("server: the password would travel unencrypted; use https".into()));
        }
        if let Some(file) = &account.password_file {
            own_file(file)
                .map_err(|e| LibraryError::Configuration(format!("password-file {}: {e}", file.display())))?;
        }
        Ok(account)
    }

    fn password(&self) -> Result<String> {
        let wrong = |what: String| LibraryError::Wrong(format!("{}: {what}", Self::FILE));
        let text = match (&self.password_command, &self.password_file) {
            (Some(command), _) => {
                let output = Command::new("sh")
                    .args(["-c", command])
                    .output()
                    .map_err(|e| wrong(format!("password-command: {e}")))?;
                if !output.status.success() {
                    return Err(wrong(format!("password-command failed ({})", output.status)));
                }
                String::from_utf8(output.stdout).map_err(|_| wrong("password-command printed no text".into()))?
            }
            (None, Some(path)) => {
                own_file(path).map_err(|e| wrong(format!("password-file {}: {e}", path.display())))?;
                fs::read_to_string(path).map_err(|e| wrong(format!("password-file {}: {e}", path.display())))?
            }
            (None, None) => String::new(),
        };
        let password = text.lines().next().unwrap_or_default().to_owned();
        if password.is_empty() { Err(wrong("the password is empty".into())) } else { Ok(password) }
    }
}

/// Refuses a file that others can read.
#[cfg(unix)]
fn own_file(path: &Path) -> std::result::Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| e.to_string())?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(format!("others can read it; run chmod 600 {}", path.display())) }
}

#[cfg(not(unix))]
fn own_file(_: &Path) -> std::result::Result<(), String> {
    Ok(())
}

/// What a sync came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Articles that both sides have.
    pub shared: usize,
    /// Marks taken over from the server.
    pub taken: usize,
    /// Marks given to the server.
    pub given: usize,
    /// Subscriptions taken over.
    pub subscribed: usize,
}

/// A server, signed in to.
struct Remote<'a> {
    fetcher: &'a Fetcher,
    base: String,
    authorization: String,
    /// What a request that changes something must carry; it expires.
    token: RefCell<String>,
}

/// An article that both sides have.
struct Shared {
    item: String,
    article: i64,
    /// Read and starred: here, there, and on both sides the last time.
    here: [bool; 2],
    there: [bool; 2],
    before: [Option<bool>; 2],
}

impl Library {
    /// Makes read and starred state the same here and on the server; with `feeds`, subscribes to what the server does.
    ///
    /// # Errors
    /// When the server refuses or cannot be reached, or the library cannot be written. What was made the same stays so.
    pub fn sync(&self, fetcher: &Fetcher, account: &Account, feeds: bool) -> Result<Synced> {
        let remote = Remote::sign_in(fetcher, account)?;
        let mut synced = Synced::default();
        if feeds {
            for subscription in remote.subscriptions()? {
                synced.subscribed += usize::from(!self.subscribe(&subscription)?.known);
            }
        }
        let all = remote.ids(ALL, None)?;
        let unread: HashSet<String> = remote.ids(ALL, Some(READ))?.into_iter().collect();
        let starred: HashSet<String> = remote.ids(STARRED, None)?.into_iter().collect();
        let mut seen: HashSet<&str> = HashSet::new();
        let all: Vec<&String> = all.iter().chain(&starred).filter(|id| seen.insert(id)).collect();
        self.learn_addresses(&remote, &all)?;
        let shared = self.shared(&all, &unread, &starred)?;
        synced.shared = shared.len();
        for (state, tag) in [READ, STARRED].into_iter().enumerate() {
            for on in [true, false] {
                let wanted = |s: &&Shared| agreed(s, state) == on;
                let give: Vec<&Shared> = shared.iter().filter(wanted).filter(|s| s.there[state] != on).collect();
                for some in give.chunks(ITEMS) {
                    remote.mark(some.iter().map(|s| s.item.as_str()), tag, on)?;
                }
                synced.given += give.len();
                let take: Vec<&Shared> = shared.iter().filter(wanted).filter(|s| s.here[state] != on).collect();
                for s in &take {
                    self.mark_from_sync(s.article, state, on)?;
                }
                synced.taken += take.len();
            }
        }
        self.write(|t| shared.iter().try_for_each(|s| remember(t, s)))?;
        Ok(synced)
    }

    /// Asks for the addresses of items that are new to us.
    fn learn_addresses(&self, remote: &Remote<'_>, all: &[&String]) -> Result<()> {
        let unknown: Vec<&str> = self.read(|c| {
            let mut known = c.prepare("SELECT 1 FROM remote_item WHERE item = ?1")?;
            let mut out = Vec::new();
            for id in all {
                if !known.exists([id])? {
                    out.push(id.as_str());
                }
            }
            Ok(out)
        })?;
        for some in unknown.chunks(ITEMS) {
            let found = remote.addresses(some)?;
            self.write(|t| {
                for (item, url) in &found {
                    t.prepare_cached("INSERT OR IGNORE INTO remote_item (item, identity) VALUES (?1, ?2)")?
                        .execute([item.as_str(), &store::of_address(url).unwrap_or_default()])?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    fn shared(&self, all: &[&String], unread: &HashSet<String>, starred: &HashSet<String>) -> Result<Vec<Shared>> {
        self.read(|c| {
            let mut find = c.prepare(
                "SELECT a.id, a.read, a.starred, r.read, r.starred
                 FROM remote_item r JOIN article a ON a.identity = r.identity WHERE r.item = ?1",
            )?;
            let mut out = Vec::new();
            for id in all {
                let there = [!unread.contains(*id), starred.contains(*id)];
                let row = find.query_row([id], |r| {
                    Ok(Shared {
                        item: (*id).clone(),
                        article: r.get(0)?,
                        here: [r.get(1)?, r.get(2)?],
                        there,
                        before: [r.get(3)?, r.get(4)?],
                    })
                });
                out.extend(row.optional()?);
            }
            Ok(out)
        })
    }

    fn mark_from_sync(&self, article: i64, state: usize, on: bool) -> Result<()> {
        use crate::shelf::{ArticleKey, Shelf};
        let marked = match state {
            0 => self.set_read(ArticleKey(article), on),
            _ => self.set_starred(ArticleKey(article), on),
        };
        marked.map_err(|e| LibraryError::Wrong(e.to_string()))
    }
}

/// What both sides should have: the side that changed since the last time has its way.
fn agreed(s: &Shared, state: usize) -> bool {
    let (here, there) = (s.here[state], s.there[state]);
    match s.before[state] {
        Some(before) if here != before => here,
        Some(_) => there,
        None => here || there,
    }
}

fn remember(t: &Transaction<'_>, s: &Shared) -> rusqlite::Result<()> {
    t.prepare_cached("UPDATE remote_item SET read = ?2, starred = ?3 WHERE item = ?1")?.execute(params![
        s.item,
        agreed(s, 0),
        agreed(s, 1)
    ])?;
    Ok(())
}

#[derive(Deserialize)]
struct Ids {
    #[serde(default, rename = "itemRefs")]
    refs: Vec<Ref>,
    #[serde(default)]
    continuation: Option<String>,
}

#[derive(Deserialize)]
struct Ref {
    id: String,
}

#[derive(Deserialize)]
struct Contents {
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(default)]
    canonical: Vec<Href>,
    #[serde(default)]
    alternate: Vec<Href>,
}

#[derive(Deserialize)]
struct Href {
    href: String,
}

#[derive(Deserialize)]
struct Subscriptions {
    #[serde(default)]
    subscriptions: Vec<RemoteFeed>,
}

#[derive(Deserialize)]
struct RemoteFeed {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default, rename = "htmlUrl")]
    site: Option<String>,
    #[serde(default)]
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct Category {
    #[serde(default)]
    label: String,
}

impl<'a> Remote<'a> {
    fn sign_in(fetcher: &'a Fetcher, account: &Account) -> Result<Self> {
        let base = account.server.trim_end_matches('/').to_owned();
        let mut remote = Self { fetcher, base, authorization: String::new(), token: RefCell::default() };
        let password = account.password()?;
        let form = [("Email", account.user.as_str()), ("Passwd", password.as_str()), ("output", "json")];
        let answer = fetcher.post(&format!("{}/accounts/ClientLogin", remote.base), &[], &form);
        let answer = answer.map_err(|e| remote.refused(&e))?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        // Lines by the documentation; JSON where the server heeds `output`.
        let json: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
        let auth = json["Auth"].as_str().or_else(|| answer.lines().find_map(|l| l.strip_prefix("Auth=")));
        let auth = auth.ok_or_else(|| remote.wrong("signing in gave no key"))?;
        remote.authorization = format!("GoogleLogin auth={auth}");
        remote.renew_token()?;
        Ok(remote)
    }

    fn renew_token(&self) -> Result<()> {
        let token = self.get("token", &[])?;
        String::from_utf8_lossy(&token).trim().clone_into(&mut self.token.borrow_mut());
        Ok(())
    }

    /// Why signing in failed: what the two servers answer, and what a person can do about it.
    fn refused(&self, error: &FetchError) -> LibraryError {
        let FetchError::Status { status } = error else { return self.told(error) };
        let advice = match status {
            400 | 401 | 403 => {
                "the name or the password is not accepted; the API has a password of its own: FreshRSS sets it in the \
                 profile, Miniflux under Integrations, Google Reader"
            }
            404 => {
                "no Google Reader API at this address; server = \"https://HOST/api/greader.php\" is FreshRSS's, \
                 server = \"https://HOST\" Miniflux's"
            }
            503 => {
                "the server does not serve now, or its API is turned off (FreshRSS: Authentication, Allow API access)"
            }
            _ => return self.told(error),
        };
        self.wrong(&format!("{advice} (status {status})"))
    }

    fn subscriptions(&self) -> Result<Vec<Subscription>> {
        let found: Subscriptions = self.json("subscription/list", &[])?;
        let feeds = found.subscriptions.into_iter().filter_map(|f| {
            let url = f.url.or_else(|| f.id.strip_prefix("feed/").map(str::to_owned))?;
            let label = f.categories.into_iter().map(|c| sanitize::clean_line(&c.label)).find(|l| !l.is_empty());
            Some(Subscription {
                kind: Kind::Feed,
                address: address(&url).ok()?.into(),
                title: sanitize::clean_line(&f.title),
                site: f.site.filter(|s| address(s).is_ok()),
                path: label.into_iter().collect(),
                ..Subscription::default()
            })
        });
        Ok(feeds.collect())
    }

    /// The ids of a stream, but for those with a tag.
    fn ids(&self, stream: &str, without: Option<&str>) -> Result<Vec<String>> {
        let count = IDS.to_string();
        let mut out = Vec::new();
        let mut from: Option<String> = None;
        for _ in 0..PAGES {
            let mut query = vec![("s", stream), ("n", count.as_str())];
            query.extend(without.map(|tag| ("xt", tag)));
            query.extend(from.as_deref().map(|c| ("c", c)));
            let page: Ids = self.json("stream/items/ids", &query)?;
            let empty = page.refs.is_empty();
            out.extend(page.refs.into_iter().map(|r| short(&r.id)));
            match page.continuation.filter(|c| !c.is_empty() && !empty) {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        Ok(out)
    }

    /// Items with the addresses of their articles.
    fn addresses(&self, ids: &[&str]) -> Result<Vec<(String, String)>> {
        let ids: Vec<String> = ids.iter().map(|id| long(id)).collect();
        let mut form = vec![("output", "json")];
        form.extend(ids.iter().map(|id| ("i", id.as_str())));
        let found: Contents = self.parse(&self.post("stream/items/contents", &form)?)?;
        let url = |i: &Item| i.canonical.first().or(i.alternate.first()).map(|h| h.href.clone()).unwrap_or_default();
        Ok(found.items.iter().map(|i| (short(&i.id), url(i))).collect())
    }

    fn mark<'b>(&self, items: impl Iterator<Item = &'b str>, tag: &str, on: bool) -> Result<()> {
        let items: Vec<String> = items.map(long).collect();
        let mut form = vec![(if on { "a" } else { "r" }, tag)];
        form.extend(items.iter().map(|id| ("i", id.as_str())));
        self.post("edit-tag", &form).map(|_| ())
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, path: &str, query: &[(&str, &str)]) -> Result<T> {
        let mut query = query.to_vec();
        query.push(("output", "json"));
        self.parse(&self.get(path, &query)?)
    }

    fn parse<T: for<'de> Deserialize<'de>>(&self, bytes: &[u8]) -> Result<T> {
        serde_json::from_slice(bytes).map_err(|e| self.wrong(&format!("an answer is not understood ({e})")))
    }

    fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Vec<u8>> {
        let mut url = Url::parse(&self.address(path)).map_err(|e| self.wrong(&e.to_string()))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.fetcher.get(url.as_str(), &[("Authorization", &self.authorization)]).map_err(|e| self.told(&e))
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<Vec<u8>> {
        match self.try_post(path, form) {
            // A token is good for half an hour or so; then the servers answer 401 and `…Google-Bad-Token: true`.
            Err(FetchError::Status { status: 401 }) => {
                self.renew_token()?;
                self.try_post(path, form)
            }
            other => other,
        }
        .map_err(|e| self.told(&e))
    }

    fn try_post(&self, path: &str, form: &[(&str, &str)]) -> std::result::Result<Vec<u8>, FetchError> {
        let headers = [("Authorization", self.authorization.as_str())];
        let token = self.token.borrow();
        let mut all = vec![("T", token.as_str())];
        all.extend(form);
        self.fetcher.post(&self.address(path), &headers, &all)
    }

    fn address(&self, path: &str) -> String {
        format!("{}/reader/api/0/{path}", self.base)
    }

    fn told(&self, error: &FetchError) -> LibraryError {
        self.wrong(&error.to_string())
    }

    fn wrong(&self, what: &str) -> LibraryError {
        LibraryError::Wrong(format!("{}: {}", self.base, sanitize::clean_line(what)))
    }
}

/// What an item's id in its long form starts with.
const LONG: &str = "tag:google.com,2005:reader/item/";

/// An item's id in its short, decimal form; the long one writes the same number in hexadecimal.
fn short(id: &str) -> String {
    let hex = id.strip_prefix(LONG);
    // The decimal form is signed.
    let number = hex.and_then(|h| u64::from_str_radix(h, 16).ok()).map(u64::cast_signed);
    number.map_or_else(|| sanitize::clean_line(id), |n| n.to_string())
}

/// An item's id in its long form: the one that no server takes for another. Miniflux, up to 2.2, read decimal ones as
/// hexadecimal.
fn long(id: &str) -> String {
    id.parse::<i64>().map_or_else(|_| id.to_owned(), |n| format!("{LONG}{:016x}", n.cast_unsigned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_same_in_both_forms() {
        assert_eq!(long("31"), "tag:google.com,2005:reader/item/000000000000001f");
        assert_eq!(short(&long("-1")), "-1");
        assert_eq!(long("00157a17b192950b65be3791"), "00157a17b192950b65be3791");
        assert_eq!(short("tag:google.com,2005:reader/item/000000000000001f"), "31");
        assert_eq!(short("tag:google.com,2005:reader/item/ffffffffffffffff"), "-1");
        assert_eq!(short("31"), "31");
    }

    #[test]
    fn the_side_that_changed_has_its_way() {
        let case = |here, there, before| {
            let s = Shared { item: String::new(), article: 0, here: [here; 2], there: [there; 2], before: [before; 2] };
            agreed(&s, 0)
        };
        assert!(case(true, false, None) && case(false, true, None) && !case(false, false, None));
        assert!(case(true, false, Some(false)), "marked here");
        assert!(!case(false, true, Some(true)), "unmarked here");
        assert!(case(false, true, Some(false)), "marked there");
        assert!(!case(true, false, Some(true)), "unmarked there");
    }
}
