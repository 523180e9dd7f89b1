//! RSS and Atom, and JSON Feed: one article an item, its full content before its summary.
//!
//! Reads what real feeds hold rather than what is valid: names by their local part, content in any of the elements that
//! carry it, dates in any form. A feed that breaks off gives the items before the break.
//!
//! A feed may hold many thousand items of which all but a few are known: [`Feed`] keeps where each item stands, and makes
//! an article of one when it is asked for.

mod item;
mod json;
mod xml;

use std::{borrow::Cow, ops::Range};

use serde_json::Value;

use self::item::{Item, line};
use super::{Hint, LoadError, build::Draft, dates, entities, page, people, piece::Piece, plain};
use crate::{article::Article, text::sanitize};

/// The most items read of a feed.
const MAX_ITEMS: usize = 50_000;
/// The most bytes of the title of an item that has nothing else.
const MAX_TITLE: usize = 1 << 10;

/// A feed, read; each item becomes an article when it is asked for.
#[derive(Debug, Default)]
pub struct Feed<'t> {
    hint: Hint,
    format: &'static str,
    text: Cow<'t, str>,
    head: Item,
    entries: Vec<Entry>,
    cut: bool,
}

/// What is known of an item before it is asked for.
#[derive(Debug)]
struct Entry {
    id: Option<Box<str>>,
    address: Option<Box<str>>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// Where it stands in the feed's text: read again when it is asked for.
    At(Range<usize>),
    Read(Item),
}

impl<'t> Feed<'t> {
    pub(super) fn of_xml(text: impl Into<Cow<'t, str>>, hint: &Hint) -> Self {
        let text = text.into();
        let mut entries = Vec::new();
        let (head, cut) = xml::read(&text, &mut |item, at| {
            let room = entries.len() < MAX_ITEMS;
            if room {
                entries.push(Entry::new(&item, Body::At(at)));
            }
            room
        });
        let mut feed = Self { hint: hint.clone(), format: "feed", text, head, entries, cut };
        // Where it broke off an item may have begun and said nothing.
        while feed.cut && !feed.is_empty() && feed.item(feed.len() - 1).is_none_or(|last| last.is_empty()) {
            feed.entries.pop();
        }
        feed
    }

    pub(super) fn of_json(text: &str, hint: &Hint) -> Result<Self, LoadError> {
        let format = "JSON Feed";
        let value: Value =
            serde_json::from_str(text).map_err(|e| LoadError::Malformed { format, reason: e.to_string() })?;
        let all = value.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let items = all.iter().take(MAX_ITEMS).map(json::item);
        let entries = items.map(|item| Entry { body: Body::Read(item.clone()), ..Entry::new(&item, Body::At(0..0)) });
        let (head, cut) = (json::item(&value), all.len() > MAX_ITEMS);
        Ok(Self { hint: hint.clone(), format, text: Cow::Borrowed(""), head, entries: entries.collect(), cut })
    }

    /// What an item says.
    fn item(&self, item: usize) -> Option<Cow<'_, Item>> {
        match &self.entries.get(item)?.body {
            Body::Read(item) => Some(Cow::Borrowed(item)),
            Body::At(at) => {
                let mut found = None;
                xml::read(self.text.get(at.clone())?, &mut |item, _| {
                    found.get_or_insert(item);
                    false
                });
                found.map(Cow::Owned)
            }
        }
    }

    /// Its name; empty where it has none.
    #[must_use]
    pub fn title(&self) -> String {
        sanitize::clean_line(&self.head.first("title").map(line).unwrap_or_default())
    }

    /// How many items it lists.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it lists nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the feed calls an item (`guid`, `id`), so that it knows it again when its address or text changes.
    #[must_use]
    pub fn id(&self, item: usize) -> Option<&str> {
        self.entries.get(item)?.id.as_deref()
    }

    /// The address of an item's page.
    #[must_use]
    pub fn address(&self, item: usize) -> Option<&str> {
        self.entries.get(item)?.address.as_deref()
    }

    /// Whether it breaks off before its end.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether an item gives its content as such (`content:encoded`, `content`, `content_html`), not as a summary.
    #[must_use]
    pub fn gives_content(&self, item: usize) -> bool {
        self.item(item).is_some_and(|item| item.all("content").any(|c| !c.trim().is_empty()))
    }

    /// The article of an item; none where the item says nothing.
    #[must_use]
    pub fn article(&self, item: usize) -> Option<Article> {
        let fields = self.item(item)?;
        let path = format!("{}#{}", self.hint.path, item + 1);
        let bare = || Draft { path: path.clone(), ..self.draft(&fields) };
        let body = fields.body().unwrap_or_default();
        let pieces = if item::is_html(body) {
            page::fragment(body)
        } else {
            plain::read(&entities::decode(body), &self.hint).pieces
        };
        let mut article = Draft { pieces, ..bare() }.finish().or_else(|_| announced(bare())).ok()?;
        if self.cut && item + 1 == self.len() {
            article.notices.push("the feed breaks off, or is longer, after this article".to_owned());
        }
        Some(article)
    }

    /// All articles.
    ///
    /// # Errors
    /// When no item gives one.
    pub(super) fn articles(&self) -> Result<Vec<Article>, LoadError> {
        let all: Vec<Article> = (0..self.len()).filter_map(|i| self.article(i)).collect();
        if all.is_empty() { Err(LoadError::NoArticle { format: self.format }) } else { Ok(all) }
    }

    /// What it says of an item besides its text.
    fn draft(&self, item: &Item) -> Draft {
        let head = &self.head;
        let mut draft = Draft::new(self.format, &self.hint);
        draft.url = item.address();
        draft.title = item.first("title").map(line).unwrap_or_default();
        draft.source = item.first("source").or(head.first("title")).map(line).unwrap_or_default();
        let people = |item: &Item| item.all("author").flat_map(|a| people::names(&line(a))).collect::<Vec<_>>();
        draft.authors = people(item);
        if draft.authors.is_empty() {
            draft.authors = people(head);
        }
        draft.published = item.all("published").chain(item.all("updated")).find_map(dates::parse);
        draft.language = item.first("language").or(head.first("language")).map(str::to_owned);
        draft
    }
}

impl Entry {
    fn new(item: &Item, body: Body) -> Self {
        let id =
            item.first("id").map(|id| sanitize::clean_line(&line(id)).into_boxed_str()).filter(|id| !id.is_empty());
        Self { id, address: item.address().map(String::into_boxed_str), body }
    }
}

/// An item without text announces an article: its title is what is known of it, and is kept, not lost.
fn announced(mut draft: Draft) -> Result<Article, LoadError> {
    let title = std::mem::take(&mut draft.title);
    draft.pieces = vec![Piece::paragraph(title.as_str())];
    draft.notices = vec!["the feed has only the title of this article".to_owned()];
    let mut article = draft.finish()?;
    article.title = sanitize::clean_line(sanitize::prefix(&title, MAX_TITLE));
    article.title_derived = false;
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint() -> Hint {
        Hint { path: "feed.xml".into(), ..Hint::default() }
    }

    #[test]
    fn rss_gives_one_article_an_item() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="c" xmlns:dc="d"><channel><title>Harbor Wire</title>
            <image><title>Logo</title><link>http://example.org/logo</link></image><language>en-us</language>
            <item><title>The bridge &amp;#8217;s closed</title><link>https://example.org/1</link><dc:creator>Ana Lee</dc:creator>
            <pubDate>Fri, 31 May 2024 14:02:00 GMT</pubDate><description>Short.</description>
            <content:encoded><![CDATA[<p>The bridge is closed.</p><p>It is <a href="https://example.org/x">old</a>.</p>]]></content:encoded></item>
            <item><title>Two</title><description>&lt;p&gt;It rained &amp;amp; poured.&lt;/p&gt;</description></item>
            <item><title>No text</title></item></channel></rss>"#;
        let found = Feed::of_xml(rss, &hint()).articles().unwrap();
        assert_eq!(found.len(), 3);
        let first = &found[0];
        assert_eq!(
            (first.title.as_str(), first.source.as_str(), first.path.as_str()),
            ("The bridge ’s closed", "Harbor Wire", "feed.xml#1")
        );
        assert_eq!((first.authors.as_slice(), first.sentences.len()), (&["Ana Lee".to_owned()][..], 2));
        assert_eq!(first.published.map(|d| d.to_string()).as_deref(), Some("2024-05-31T14:02:00+00:00"));
        assert_eq!((first.url.as_deref(), first.links.len()), (Some("https://example.org/1"), 1));
        assert_eq!(found[1].sentences[0].text, "It rained & poured.");
        assert_eq!((found[2].title.as_str(), found[2].sentences[0].text.as_str()), ("No text", "No text"));
        assert_eq!(found[2].notices, ["the feed has only the title of this article"]);
    }

    #[test]
    fn atom_in_its_three_kinds_of_content() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor</title><author><name>Bo Dahl</name><email>b@example.org</email></author>
            <entry><title type="html">A &lt;b&gt;bridge&lt;/b&gt;</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/a"/>
            <updated>2024-05-31T14:02:00Z</updated><content type="xhtml"><div xmlns="x"><p>It &amp; they closed.</p><p>It rained.</p></div></content></entry>
            <entry><title>B</title><author><name>Ana Lee</name></author><summary>It closed.</summary></entry></feed>"#;
        let found = Feed::of_xml(atom, &hint()).articles().unwrap();
        assert_eq!((found[0].title.as_str(), found[0].url.as_deref()), ("A bridge", Some("https://example.org/a")));
        assert_eq!(
            found[0].sentences.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(),
            ["It & they closed.", "It rained."]
        );
        assert_eq!((found[0].authors[0].as_str(), found[1].authors[0].as_str()), ("Bo Dahl", "Ana Lee"));
    }

    #[test]
    fn json_feeds() {
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Harbor", "items": [
            {"id": "1", "url": "https://example.org/1", "title": "A < B", "content_text": "It closed. 1 < 2.", "authors": [{"name": "Ana Lee"}], "date_published": "2024-05-31"}]}"#;
        let found = Feed::of_json(json, &hint()).unwrap().articles().unwrap();
        assert_eq!((found[0].title.as_str(), found[0].authors.len(), found[0].sentences.len()), ("A < B", 1, 2));
        assert_eq!(found[0].sentences[1].text, "1 < 2.");
    }

    #[test]
    fn a_feed_that_breaks_off_gives_what_it_had() {
        let found = Feed::of_xml("<rss><channel><title>H</title><item><title>A</title><description>It closed.</description></item><item><desc", &hint()).articles().unwrap();
        assert_eq!((found.len(), found[0].notices.len()), (1, 1));
    }

    #[test]
    fn an_item_read_again_says_what_it_said() {
        // Unclosed, of its own language, with markup of its own; the second begins where the first did not end.
        let text = "<feed><title>H</title><entry><title>A</title><id>1</id><content type='xhtml'><div><p>It closed.</p></div>\
            </content></entry><entry><id>2</id><title>B</title><summary>It &amp; rained.</summary>\
            <entry><id>3</id><title>C</title><summary><![CDATA[<p>It <b>poured</b>.</p>]]></summary></entry></feed>";
        let feed = Feed::of_xml(text, &hint());
        let ids: Vec<_> = (0..feed.len()).filter_map(|i| feed.id(i)).collect();
        let found = feed.articles().unwrap();
        let said: Vec<_> = found.iter().map(|a| (a.title.as_str(), a.sentences[0].text.as_str())).collect();
        assert_eq!(ids, ["1", "2", "3"]);
        assert_eq!(said, [("A", "It closed."), ("B", "It & rained."), ("C", "It poured.")]);
    }

    #[test]
    fn an_item_is_known_by_its_id_and_address_before_it_is_an_article() {
        let rss = "<rss><channel><title>Harbor &amp;amp; Sea</title><item><guid isPermaLink=\"false\">h-1</guid><link>https://example.org/1</link>\
            <description>It closed.</description></item><item></item></channel></rss>";
        let feed = Feed::of_xml(rss, &hint());
        assert_eq!((feed.title().as_str(), feed.len()), ("Harbor & Sea", 2));
        assert_eq!((feed.id(0), feed.address(0)), (Some("h-1"), Some("https://example.org/1")));
        assert_eq!(feed.article(0).unwrap().path, "feed.xml#1");
        assert_eq!((feed.id(1), feed.article(1), feed.article(2)), (None, None, None));
    }
}
