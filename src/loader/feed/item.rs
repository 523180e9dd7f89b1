//! One item of a feed, field by field, whatever kind of feed it stood in.

use crate::loader::{dom::Dom, entities, is_web_address};

/// The fields of an item in the order they stood: few enough that looking through them beats a map.
#[derive(Clone, Debug, Default)]
pub(super) struct Item(Vec<(&'static str, Box<str>)>);

impl Item {
    pub(super) fn add(&mut self, field: &'static str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.push((field, value.into()));
        }
    }

    pub(super) fn first(&self, field: &'static str) -> Option<&str> {
        self.all(field).next()
    }

    pub(super) fn all(&self, field: &'static str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(name, _)| *name == field).map(|(_, value)| &**value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address of its page.
    pub(super) fn address(&self) -> Option<String> {
        self.all("link").chain(self.all("id")).map(line).find(|u| is_web_address(u))
    }

    /// The longest of its bodies: full content where it has it, else its summary.
    pub(super) fn body(&self) -> Option<&str> {
        let content = self.all("content").max_by_key(|c| c.len());
        let summary = self.all("summary").max_by_key(|c| c.len());
        content.filter(|c| summary.is_none_or(|s| c.len() * 2 >= s.len())).or(summary).or(content)
    }
}

/// A field of one line: its tags dropped, its references replaced.
pub(super) fn line(raw: &str) -> String {
    let text = entities::decode(raw);
    if !text.contains('<') {
        return entities::decode(&text).into_owned();
    }
    let dom = Dom::parse(&text);
    let words = dom.words(0);
    if words.is_empty() { text.into_owned() } else { words }
}

/// Whether a body has markup.
pub(super) fn is_html(body: &str) -> bool {
    let tag = |b: &[u8]| b.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/' || *b == b'!');
    memchr::memchr_iter(b'<', body.as_bytes()).any(|at| tag(&body.as_bytes()[at + 1..]))
}
