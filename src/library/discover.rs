//! What an address leads to: a feed, the feeds that a page names, or a page.

use std::{collections::BTreeSet, time::Instant};

use url::Url;

use super::{
    fetch::{Answer, Document, FetchError, Fetcher, Wanted, address},
    subscriptions::Kind,
};
use crate::loader::{self, FeedLink, Hint};

/// Where feeds commonly are on a site whose pages name none.
const COMMON: &[&str] = &["/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"];

/// The most feeds of a page that are looked at; a blog names two or three.
const MAX_NAMED: usize = 16;

/// What can be subscribed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) site: Option<String>,
    pub(super) others: Vec<(String, String)>,
}

/// Looks at an address: a feed as it stands; else the first feed that the page names, or one where feeds commonly are.
pub(super) fn discover(fetcher: &Fetcher, url: &str, as_page: bool) -> Result<Found, NothingFound> {
    let until = Instant::now() + fetcher.limits().source;
    let document = get(fetcher, &Wanted { url, ..Wanted::default() })?;
    let look = |candidate: &str| {
        let wanted = Wanted { url: candidate, named_by: Some(url), until: Some(until), ..Wanted::default() };
        get(fetcher, &wanted).ok().as_ref().and_then(feed)
    };
    if let Some(found) = feed(&document) {
        return Ok(found);
    }
    let base = address(&document.url)?;
    let page = loader::page_links(&document.bytes, &hint(&document));
    let title = page.title;
    let title = if title.is_empty() { base.host_str().unwrap_or_default().to_owned() } else { title };
    if as_page {
        return Ok(Found { kind: Kind::Page, address: document.url, title, ..Found::default() });
    }
    // What a page says its links are relative to governs.
    let links_from = page.base.as_deref().and_then(|own| base.join(own).ok()).unwrap_or_else(|| base.clone());
    let named = named(page.feeds, &links_from);
    for (k, (candidate, _)) in named.iter().enumerate() {
        if let Some(mut found) = look(candidate) {
            found.others = named.iter().skip(k + 1).cloned().collect();
            found.site = Some(document.url);
            return Ok(found);
        }
    }
    for path in COMMON {
        if let Ok(candidate) = base.join(path)
            && let Some(found) = look(candidate.as_str())
        {
            return Ok(Found { site: Some(document.url), ..found });
        }
    }
    Err(NothingFound::NoFeed)
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NothingFound {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("no feed found there; name the feed itself, or add the page with --page")]
    NoFeed,
}

fn get(fetcher: &Fetcher, wanted: &Wanted<'_>) -> Result<Document, FetchError> {
    match fetcher.fetch(wanted)? {
        Answer::Document(document) => Ok(document),
        Answer::Unchanged => Err(FetchError::Status { status: 304 }),
    }
}

/// A document as a feed, where it is one.
fn feed(document: &Document) -> Option<Found> {
    let title = loader::load_feed(&document.bytes, &hint(document)).ok()??.title();
    let host = || Url::parse(&document.url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default();
    let address = document.moved.clone().unwrap_or_else(|| document.url.clone());
    let title = if title.is_empty() { host() } else { title };
    Some(Found { kind: Kind::Feed, address, title, ..Found::default() })
}

fn hint(document: &Document) -> Hint {
    Hint { path: document.url.clone(), url: None, media_type: document.media_type.clone() }
}

/// The feeds that a page names, feeds of comments last.
fn named(feeds: Vec<FeedLink>, base: &Url) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<(bool, String, String)> = Vec::new();
    for FeedLink { href, title } in feeds {
        let Ok(url) = base.join(&href) else { continue };
        let comments = title.to_lowercase().contains("comment") || url.path().contains("comment");
        if address(url.as_str()).is_ok() && seen.insert(url.as_str().to_owned()) {
            found.push((comments, url.into(), title));
        }
    }
    found.sort_by_key(|f| f.0);
    found.into_iter().take(MAX_NAMED).map(|(_, url, title)| (url, title)).collect()
}
