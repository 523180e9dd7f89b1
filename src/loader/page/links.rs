//! What a page says of the feeds it has: its title and its `<link rel="alternate">` elements.

use crate::{
    loader::{Hint, dom::Dom, encoding},
    text::sanitize,
};

/// A page's title, and the feeds that it names in its order, as it names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PageLinks {
    pub(crate) title: String,
    /// What its links are relative to, where it says so itself (`<base href>`).
    pub(crate) base: Option<String>,
    pub(crate) feeds: Vec<FeedLink>,
}

/// A feed that a page names: its address, relative to the page or not, and its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FeedLink {
    pub(crate) href: String,
    pub(crate) title: String,
}

/// Reads them; nothing where the bytes are no text.
pub(crate) fn page_links(bytes: &[u8], hint: &Hint) -> PageLinks {
    let Some(text) = encoding::decode(bytes, hint) else { return PageLinks::default() };
    let dom = Dom::parse(sanitize::prefix(&text, super::MAX_PAGE));
    let mut found = PageLinks::default();
    for id in dom.all() {
        match dom.name(id) {
            // An `svg` may have a title too; the page's stands first.
            "title" if found.title.is_empty() => found.title = sanitize::clean_line(&dom.words(id)),
            "base" if found.base.is_none() => {
                found.base = dom.attribute(id, "href").map(|href| href.trim().to_owned());
            }
            "link" => found.feeds.extend(feed(&dom, id)),
            _ => {}
        }
    }
    found
}

fn feed(dom: &Dom<'_>, id: usize) -> Option<FeedLink> {
    let alternate = |rel: &str| rel.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("alternate"));
    dom.attribute(id, "rel").filter(|rel| alternate(rel))?;
    let kind = dom.attribute(id, "type")?.to_ascii_lowercase();
    if !["rss", "atom", "feed+json"].iter().any(|k| kind.contains(k)) {
        return None;
    }
    let href = dom.attribute(id, "href")?.trim().to_owned();
    let title = sanitize::clean_line(&dom.attribute(id, "title").unwrap_or_default());
    (!href.is_empty()).then_some(FeedLink { href, title })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds_in_its_order() {
        let page = "<html><head><TITLE>Harbor &amp; Wire</title><base target=_top><base href=' /news/ '><link rel=stylesheet type=text/css href=a.css>\
            <link REL='Alternate home' type='application/RSS+xml' href=' /feed?a=1&amp;b=2 ' title='News'>\
            <link rel=alternate hreflang=de href=/de><link rel=alternate type=application/atom+xml href=>\
            <link rel=alternate type=application/feed+json href=https://example.org/f.json></head><body><svg><title>Logo</title></svg>";
        let found = page_links(page.as_bytes(), &Hint::default());
        let link = |href: &str, title: &str| FeedLink { href: href.into(), title: title.into() };
        assert_eq!((found.title.as_str(), found.base.as_deref()), ("Harbor & Wire", Some("/news/")));
        assert_eq!(found.feeds, [link("/feed?a=1&b=2", "News"), link("https://example.org/f.json", "")]);
    }
}
