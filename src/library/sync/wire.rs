//! What a server that speaks the Google Reader API writes: items, feeds, labels, and ids in two forms.

use serde::Deserialize;

use crate::{
    library::{Kind, Subscription, fetch::address},
    text::sanitize,
};

/// What an item's id in its long form starts with.
const LONG: &str = "tag:google.com,2005:reader/item/";

/// An item's id in its short, decimal form; the long one writes the same number in hexadecimal.
pub(super) fn short(id: &str) -> String {
    let hex = id.strip_prefix(LONG);
    // The decimal form is signed.
    let number = hex.and_then(|h| u64::from_str_radix(h, 16).ok()).map(u64::cast_signed);
    number.map_or_else(|| sanitize::clean_line(id), |n| n.to_string())
}

/// An item's id in its long form: the one that no server takes for another. Miniflux, up to 2.2, read decimal ones as
/// hexadecimal.
pub(super) fn long(id: &str) -> String {
    id.parse::<i64>().map_or_else(|_| id.to_owned(), |n| format!("{LONG}{:016x}", n.cast_unsigned()))
}

/// A run of ids, and where the next one starts.
#[derive(Deserialize)]
pub(super) struct Ids {
    #[serde(default, rename = "itemRefs")]
    pub(super) refs: Vec<Ref>,
    #[serde(default)]
    pub(super) continuation: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Ref {
    pub(super) id: String,
}

/// What is told of items.
#[derive(Deserialize)]
pub(super) struct Contents {
    #[serde(default)]
    items: Vec<Told>,
}

impl Contents {
    pub(super) fn items(self) -> impl Iterator<Item = Item> {
        self.items.into_iter().map(Item::from)
    }
}

#[derive(Deserialize)]
struct Told {
    id: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    published: Option<i64>,
    #[serde(default)]
    canonical: Vec<Href>,
    #[serde(default)]
    alternate: Vec<Href>,
    #[serde(default)]
    content: Option<Html>,
    #[serde(default)]
    summary: Option<Html>,
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(default)]
    categories: Vec<String>,
}

#[derive(Deserialize)]
struct Href {
    href: String,
}

#[derive(Deserialize)]
struct Html {
    #[serde(default)]
    content: Option<String>,
}

#[derive(Deserialize)]
struct Origin {
    #[serde(default, rename = "streamId")]
    stream: String,
}

/// What a server tells of an item.
pub(super) struct Item {
    /// Its id in its short form.
    pub(super) id: String,
    /// What the server calls its feed; empty where it does not say.
    pub(super) feed: String,
    /// The address of its article; empty where it has none.
    pub(super) url: String,
    pub(super) title: String,
    pub(super) author: String,
    /// In seconds since 1970.
    pub(super) published: Option<i64>,
    /// Its text, as HTML.
    pub(super) html: String,
    pub(super) read: bool,
    pub(super) starred: bool,
}

impl From<Told> for Item {
    fn from(told: Told) -> Self {
        let href = told.canonical.into_iter().next().or(told.alternate.into_iter().next());
        // FreshRSS gives the text as a summary, Miniflux as both.
        let html = told.content.and_then(|c| c.content).or(told.summary.and_then(|s| s.content));
        // Written with `-` or with the reader's number: `user/-/state/com.google/read`.
        let is = |state: &str| told.categories.iter().any(|c| c.starts_with("user/") && c.ends_with(state));
        Self {
            read: is("/state/com.google/read"),
            starred: is("/state/com.google/starred"),
            id: short(&told.id),
            feed: told.origin.map(|o| o.stream).unwrap_or_default(),
            url: href.map(|h| h.href).unwrap_or_default(),
            title: sanitize::clean_line(&told.title.unwrap_or_default()),
            author: told.author.unwrap_or_default(),
            published: told.published.filter(|&at| at > 0),
            html: html.unwrap_or_default(),
        }
    }
}

/// What is subscribed to.
#[derive(Deserialize)]
pub(super) struct Subscriptions {
    #[serde(default)]
    subscriptions: Vec<ListedFeed>,
}

#[derive(Deserialize)]
struct ListedFeed {
    id: String,
    #[serde(default)]
    title: Option<String>,
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

/// A feed that the server subscribes to.
pub(super) struct RemoteFeed {
    /// What the server calls it.
    pub(super) id: String,
    pub(super) subscription: Subscription,
}

impl Subscriptions {
    /// Those that can be subscribed to here.
    pub(super) fn feeds(self) -> Vec<RemoteFeed> {
        let feeds = self.subscriptions.into_iter().filter_map(|f| {
            let url = f.url.or_else(|| f.id.strip_prefix("feed/").map(str::to_owned))?;
            let label = f.categories.into_iter().map(|c| sanitize::clean_line(&c.label)).find(|l| !l.is_empty());
            let subscription = Subscription {
                kind: Kind::Feed,
                address: address(&url).ok()?.into(),
                title: sanitize::clean_line(&f.title.unwrap_or_default()),
                site: f.site.filter(|s| address(s).is_ok()),
                path: label.into_iter().collect(),
                ..Subscription::default()
            };
            Some(RemoteFeed { id: f.id, subscription })
        });
        feeds.collect()
    }
}

/// Folders and labels, which are named alike.
#[derive(Deserialize)]
pub(super) struct Tags {
    #[serde(default)]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
struct Tag {
    id: String,
    /// `folder` or `tag`; Miniflux has folders alone.
    #[serde(default, rename = "type")]
    kind: Option<String>,
}

impl Tags {
    /// The labels that items have: the stream of each, and its name.
    pub(super) fn labels(self) -> impl Iterator<Item = (String, String)> {
        let labels = self.tags.into_iter().filter(|t| t.kind.as_deref() == Some("tag"));
        labels.filter_map(|t| {
            let name = sanitize::clean_line(t.id.split_once("/label/")?.1);
            (!name.is_empty()).then_some((t.id, name))
        })
    }
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
