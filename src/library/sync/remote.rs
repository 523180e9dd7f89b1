//! A server that speaks the Google Reader API: signing in, what it subscribes to, what is read and starred there.

use std::{cell::RefCell, collections::HashSet};

use serde::Deserialize;
use url::Url;

use super::{
    Account,
    wire::{Contents, Ids, Item, RemoteFeed, Subscriptions, Tags, long, short},
};
use crate::{
    library::{
        LibraryError, Result,
        fetch::{FetchError, Fetcher},
    },
    text::sanitize,
};

pub(super) const READ: &str = "user/-/state/com.google/read";
pub(super) const STARRED: &str = "user/-/state/com.google/starred";
pub(super) const ALL: &str = "user/-/state/com.google/reading-list";
/// Ids asked for at once, and pages of them at the most.
const IDS: usize = 10_000;
const PAGES: usize = 100;

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

    /// What the requests are made with.
    pub(super) fn fetcher(&self) -> &'a Fetcher {
        self.fetcher
    }

    /// The server's name for people: its host.
    pub(super) fn name(&self) -> String {
        let host = Url::parse(&self.base).ok().and_then(|u| u.host_str().map(str::to_owned));
        sanitize::clean_line(host.as_deref().unwrap_or("the server"))
    }

    /// Where the server's API is.
    pub(super) fn base(&self) -> &str {
        &self.base
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

    /// What the server subscribes to.
    pub(super) fn subscriptions(&self) -> Result<Vec<RemoteFeed>> {
        Ok(self.json::<Subscriptions>("subscription/list", &[])?.feeds())
    }

    /// The labels that items have there: the stream of each, and its name.
    pub(super) fn labels(&self) -> Result<Vec<(String, String)>> {
        Ok(self.json::<Tags>("tag/list", &[])?.labels().collect())
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
        Ok(self.parse::<Contents>(&self.post("stream/items/contents", &form)?)?.items().collect())
    }

    /// Sets a mark of items, or takes it away.
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
