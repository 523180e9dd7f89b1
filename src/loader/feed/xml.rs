//! RSS and Atom: from XML, valid or not, to items.

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::item::Item;
use crate::loader::entities;

/// Elements nested deeper than this are passed over.
const MAX_DEPTH: usize = 64;

/// What a feed says of itself, and the items being read, field by field, still escaped as HTML where the feed had it so.
#[derive(Debug, Default)]
struct Fields {
    head: Item,
    items: Vec<Item>,
}

/// The field that an element of an item or of the feed's head fills.
fn field(local: &[u8], prefixed: bool) -> Option<&'static str> {
    Some(match local {
        b"title" if !prefixed => "title",
        b"link" => "link",
        b"guid" | b"id" if !prefixed => "id",
        b"encoded" | b"content" => "content",
        b"description" | b"summary" | b"subtitle" => "summary",
        b"creator" | b"author" => "author",
        b"pubDate" | b"published" | b"date" | b"issued" => "published",
        b"updated" | b"modified" => "updated",
        b"source" => "source",
        b"language" => "language",
        _ => return None,
    })
}

/// Reads a feed: each item goes to `done` with where it stands, until that says to stop. Gives what the feed says of
/// itself and whether it breaks off or was stopped.
pub(super) fn read(text: &str, done: &mut dyn FnMut(Item, Range<usize>) -> bool) -> (Item, bool) {
    let mut feed = Fields::default();
    let mut cut = false;
    let mut begin = 0;
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk::default();
    let position = |reader: &Reader<&[u8]>| usize::try_from(reader.buffer_position()).unwrap_or(text.len());
    loop {
        let (before, open) = (position(&reader), feed.items.len());
        match reader.read_event() {
            Ok(Event::Start(e)) => {
                let name = e.name();
                let prefixed = name.prefix().is_some_and(|p| !matches!(p.as_ref(), "rss" | "atom"));
                let after = position(&reader);
                walk.start(&mut feed, name.local_name().as_ref(), prefixed, &|key| attribute(&e, key), after);
            }
            Ok(Event::Empty(e)) => {
                let alternate = || attribute(&e, "rel").is_none_or(|r| r == "alternate");
                if e.name().local_name().as_ref() == "link"
                    && let Some(href) = attribute(&e, "href").filter(|_| alternate())
                {
                    walk.item(&mut feed).add("link", &href);
                }
            }
            Ok(Event::Text(t)) => walk.text(t.as_ref()),
            Ok(Event::CData(t)) => walk.text(t.as_ref()),
            Ok(Event::GeneralRef(r)) => {
                let reference = format!("&{};", &*r);
                walk.text(&entities::decode(&reference));
            }
            Ok(Event::End(e)) => {
                walk.end(&mut feed, e.name().local_name().as_ref(), text, position(&reader));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => {
                cut = true;
                break;
            }
        }
        // An item is done where it ends, or where the next one begins.
        let another = feed.items.len() > open;
        let item = if another && open > 0 {
            Some((feed.items.remove(0), begin..before))
        } else if walk.item.is_none() {
            feed.items.pop().map(|item| (item, begin..position(&reader)))
        } else {
            None
        };
        if another {
            begin = before;
        }
        if let Some((item, at)) = item
            && !done(item, at)
        {
            return (feed.head, true);
        }
    }
    if let Some(last) = feed.items.pop() {
        cut |= !done(last, begin..text.len());
    }
    (feed.head, cut)
}

/// The value of an attribute with its references replaced.
fn attribute(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == key)?;
    Some(entities::decode(found.value.as_ref()).into_owned())
}

/// Where in a feed we are.
#[derive(Default)]
struct Walk {
    depth: usize,
    /// Depth of the item we are in.
    item: Option<usize>,
    /// The field being read: its name, its depth, its text.
    open: Option<(&'static str, usize, String)>,
    /// Where the markup of an `xhtml` field starts in the feed's text.
    markup: Option<usize>,
    image: Option<usize>,
}

impl Walk {
    fn item<'f>(&self, feed: &'f mut Fields) -> &'f mut Item {
        match (self.item, feed.items.last_mut()) {
            (Some(_), Some(item)) => item,
            _ => &mut feed.head,
        }
    }

    fn start(
        &mut self,
        feed: &mut Fields,
        local: &str,
        prefixed: bool,
        attribute: &dyn Fn(&str) -> Option<String>,
        after: usize,
    ) {
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.markup.is_some() || self.image.is_some() {
            return;
        }
        if matches!(local, "item" | "entry") && !prefixed {
            feed.items.push(Item::default());
            self.item = Some(self.depth);
            self.open = None;
            return;
        }
        if matches!(local, "image" | "textInput" | "cloud") {
            self.image = Some(self.depth);
            return;
        }
        if self.open.as_ref().is_some_and(|(name, ..)| *name == "author" || *name == "source") {
            // `author` and `source` of Atom hold elements of their own; their names count, not their addresses.
            if let Some((_, _, text)) = &mut self.open {
                text.clear();
            }
            return;
        }
        if self.open.is_some() {
            return;
        }
        let Some(name) = field(local.as_bytes(), prefixed) else { return };
        if name == "link" && attribute("rel").is_some_and(|r| r != "alternate") {
            return;
        }
        if let Some(href) = attribute("href").filter(|_| name == "link") {
            self.item(feed).add("link", &href);
            return;
        }
        if attribute("type").is_some_and(|t| t == "xhtml") {
            self.markup = Some(after);
        }
        self.open = Some((name, self.depth, String::new()));
    }

    fn text(&mut self, text: &str) {
        if let Some((_, _, open)) = &mut self.open
            && self.markup.is_none()
        {
            open.push_str(text);
        }
    }

    fn end(&mut self, feed: &mut Fields, local: &str, source: &str, position: usize) {
        if self.image == Some(self.depth) {
            self.image = None;
        }
        let in_person = self
            .open
            .as_ref()
            .is_some_and(|(name, depth, _)| matches!(*name, "author" | "source") && *depth < self.depth);
        if in_person {
            // The first of `name`, `title` that holds something is the name.
            if let Some((name, _, text)) = &mut self.open {
                let (name, text) = (*name, std::mem::take(text));
                if matches!(local, "name" | "title") {
                    self.item(feed).add(name, &text);
                }
            }
        } else if let Some((name, depth, text)) = self.open.take() {
            if depth == self.depth {
                let markup = self.markup.take().and_then(|from| source.get(from..position));
                // The end tag itself stands at the end of the markup; the reader of HTML ignores it.
                self.item(feed).add(name, markup.unwrap_or(&text));
            } else {
                self.open = Some((name, depth, text));
            }
        }
        if self.item == Some(self.depth) {
            self.item = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }
}
