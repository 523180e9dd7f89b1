//! A server that speaks the Google Reader API: signing in, what it subscribes to, what is read and starred there.

use std::{cell::RefCell, collections::HashSet};

use serde::Deserialize;
use url::Url;

use super::Account;
use crate::{
    library::{
        Kind, LibraryError, Result, Subscription,
        fetch::{FetchError, Fetcher, address},
    },
    text::sanitize,
};

pub(super) const READ: &str = "user/-/state/com.google/read";
pub(super) const STARRED: &str = "user/-/state/com.google/starred";
pub(super) const ALL: &str = "user/-/state/com.google/reading-list";
/// Ids asked for at once, and pages of them at the most.
const IDS: usize = 10_000;
const PAGES: usize = 100;

/// A feed that the server subscribes to.
pub(super) struct RemoteFeed {
    /// What the server calls it.
    pub(super) id: String,
    pub(super) subscription: Subscription,
}

/// The ids of a stream, the newest first.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) in_order: Vec<String>,
    set: HashSet<String>,
    /// They are all there are.
    pub(super) whole: bool,
}

impl Listed {
    pub(super) fn has(&self, id: &str) -> bool {
        self.set.contains(id)
    }
}

/// What a server tells of an item.
pub(super) struct Item {
    pub(super) id: String,
    /// The address of its article; empty where it has none.
    pub(super) url: String,
    pub(super) title: String,
    /// In seconds since 1970.
    pub(super) published: Option<i64>,
}

/// A server, signed in to.
pub(super) struct Remote<'a> {
    fetcher: &'a Fetcher,
    base: String,
    authorization: String,
    /// What a request that changes something must carry; it expires.
    token: RefCell<String>,
}

impl<'a> Remote<'a> {
    /// Signs in at the address that the account names, or where servers have their API below it.
    pub(super) fn sign_in(fetcher: &'a Fetcher, account: &Account) -> Result<Self> {
        let named = account.server.trim_end_matches('/').to_owned();
        let mut remote = Self { fetcher, base: named.clone(), authorization: String::new(), token: RefCell::default() };
        let password = account.password()?;
        let form = [("Email", account.user.as_str()), ("Passwd", password.as_str()), ("output", "json")];
        let mut failed: Option<LibraryError> = None;
        let tried = bases(&named);
        for base in &tried {
            remote.base.clone_from(base);
            let answer = fetcher.post(&format!("{base}/accounts/ClientLogin"), &[], &form);
            let answer = match answer {
                Ok(answer) => String::from_utf8_lossy(&answer).into_owned(),
                Err(error) => {
                    // Another address is tried where there is no API at this one, not where it refuses.
                    let elsewhere = matches!(error, FetchError::Status { status: 300..400 | 400 | 404 | 405 });
                    let error = remote.refused(&error);
                    if !elsewhere {
                        return Err(error);
                    }
                    failed.get_or_insert(error);
                    continue;
                }
            };
            // Lines by the documentation; JSON where the server heeds `output`.
            let json: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
            let auth = json["Auth"].as_str().or_else(|| answer.lines().find_map(|l| l.strip_prefix("Auth=")));
            if let Some(auth) = auth {
                remote.authorization = format!("GoogleLogin auth={auth}");
                remote.renew_token()?;
                return Ok(remote);
            }
            failed.get_or_insert(remote.wrong("signing in gave no key"));
        }
        let failed = failed.unwrap_or_else(|| remote.wrong("no address to sign in at"));
        Err(if tried.len() > 1 { LibraryError::Wrong(format!("{failed}; tried {}", tried.join(", "))) } else { failed })
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

    pub(super) fn subscriptions(&self) -> Result<Vec<RemoteFeed>> {
        let found: Subscriptions = self.json("subscription/list", &[])?;
        let feeds = found.subscriptions.into_iter().filter_map(|f| {
            let url = f.url.or_else(|| f.id.strip_prefix("feed/").map(str::to_owned))?;
            let label = f.categories.into_iter().map(|c| sanitize::clean_line(&c.label)).find(|l| !l.is_empty());
            let subscription = Subscription {
                kind: Kind::Feed,
                address: address(&url).ok()?.into(),
                title: sanitize::clean_line(&f.title),
                site: f.site.filter(|s| address(s).is_ok()),
                path: label.into_iter().collect(),
                ..Subscription::default()
            };
            Some(RemoteFeed { id: f.id, subscription })
        });
        Ok(feeds.collect())
    }

    /// The ids of a stream, but for those with a tag and those that the server had before a moment.
    pub(super) fn ids(&self, stream: &str, without: Option<&str>, since: Option<i64>) -> Result<Listed> {
        let count = IDS.to_string();
        let since = since.filter(|&at| at > 0).map(|at| at.to_string());
        let mut out = Listed::default();
        let mut from: Option<String> = None;
        for _ in 0..PAGES {
            let mut query = vec![("s", stream), ("n", count.as_str())];
            query.extend(without.map(|tag| ("xt", tag)));
            query.extend(since.as_deref().map(|at| ("ot", at)));
            query.extend(from.as_deref().map(|c| ("c", c)));
            let page: Ids = self.json("stream/items/ids", &query)?;
            let before = out.in_order.len();
            for id in page.refs.into_iter().map(|r| short(&r.id)) {
                if out.set.insert(id.clone()) {
                    out.in_order.push(id);
                }
            }
            match page.continuation.filter(|c| !c.is_empty() && out.in_order.len() > before) {
                Some(next) => from = Some(next),
                None => {
                    out.whole = true;
                    break;
                }
            }
        }
        Ok(out)
    }

    /// What the server tells of items.
    pub(super) fn items(&self, ids: &[String]) -> Result<Vec<Item>> {
        let ids: Vec<String> = ids.iter().map(|id| long(id)).collect();
        let mut form = vec![("output", "json")];
        form.extend(ids.iter().map(|id| ("i", id.as_str())));
        let found: Contents = self.parse(&self.post("stream/items/contents", &form)?)?;
        let url =
            |i: &RemoteItem| i.canonical.first().or(i.alternate.first()).map(|h| h.href.clone()).unwrap_or_default();
        let item = |i: RemoteItem| Item {
            id: short(&i.id),
            url: url(&i),
            title: sanitize::clean_line(&i.title),
            published: i.published.filter(|&at| at > 0),
        };
        Ok(found.items.into_iter().map(item).collect())
    }

    pub(super) fn mark<'b>(&self, items: impl Iterator<Item = &'b str>, tag: &str, on: bool) -> Result<()> {
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

/// Where a server may have its API, from what the reader named: as it stands, and below it where FreshRSS has it.
fn bases(named: &str) -> Vec<String> {
    let mut all = vec![named.to_owned()];
    if !named.ends_with(".php") {
        let site = named.trim_end_matches("/api").trim_end_matches('/');
        all.extend([format!("{site}/api/greader.php"), format!("{site}/p/api/greader.php")]);
    }
    all
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
    items: Vec<RemoteItem>,
}

#[derive(Deserialize)]
struct RemoteItem {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    published: Option<i64>,
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
    subscriptions: Vec<ListedFeed>,
}

#[derive(Deserialize)]
struct ListedFeed {
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
}
