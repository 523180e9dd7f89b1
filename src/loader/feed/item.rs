//! One item of a feed, field by field, whatever kind of feed it stood in.

use std::sync::Arc;

use url::Url;

use crate::loader::{dom::Dom, entities, is_web_address};

/// What an element of a feed says. Those named `Other…` are said by an extension, and count where the feed says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    OtherTitle,
    Link,
    /// An alternate address that is no page: another format, as its `type` says.
    OtherLink,
    /// An id that is an address as well.
    Permalink,
    Id,
    Content,
    Summary,
    OtherSummary,
    Author,
    OtherAuthor,
    SourceTitle,
    SourceAuthor,
    Published,
    Created,
    Updated,
    Language,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// As it is read.
    Text,
    /// HTML.
    Html,
    /// RSS does not say: text, or HTML.
    Either,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) markup: Markup,
    pub(super) text: Box<str>,
    /// What relative addresses in it are relative to, where the feed says so itself.
    pub(super) base: Option<Arc<str>>,
}

impl Value {
    /// As a line: its tags dropped, its references replaced.
    pub(super) fn line(&self) -> String {
        let words = |html: &str| Dom::parse(html).words(0);
        match self.markup {
            Markup::Text => self.text.to_string(),
            Markup::Html => words(&self.text),
            Markup::Either => {
                let text = entities::decode(&self.text);
                match text.contains('<').then(|| words(&text)) {
                    // What seems nothing but a tag was meant as text, unless it says something to a browser.
                    Some(empty) if empty.is_empty() && !text.contains('=') => text.into_owned(),
                    Some(words) => words,
                    None => entities::decode(&text).into_owned(),
                }
            }
        }
    }

    /// Whether it has markup to be read.
    pub(super) fn is_html(&self) -> bool {
        match self.markup {
            Markup::Text => false,
            Markup::Html => true,
            Markup::Either => has_tags(&self.text),
        }
    }
}

/// The fields of an item in the order they stood: few enough that looking through them beats a map.
#[derive(Clone, Debug, Default)]
pub(super) struct Item(Vec<(Field, Value)>);

impl Item {
    pub(super) fn add(&mut self, field: Field, value: Value) {
        if !value.text.is_empty() {
            self.0.push((field, value));
        }
    }

    /// Adds plain text.
    pub(super) fn add_text(&mut self, field: Field, text: &str) {
        self.add(field, Value { markup: Markup::Text, text: text.trim().into(), base: None });
    }

    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &Value> {
        self.0.iter().filter(move |(name, _)| *name == field).map(|(_, value)| value)
    }

    /// The first of these fields that says something, as a line.
    pub(super) fn line(&self, fields: &[Field]) -> Option<String> {
        let lines = fields.iter().flat_map(|field| self.all(*field)).map(Value::line);
        lines.map(|line| line.trim().to_owned()).find(|line| !line.is_empty())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The address of its page. `base`: the feed's own address, where its fields do not say what they are relative to.
    pub(super) fn address(&self, base: Option<&Url>) -> Option<String> {
        let relative = [Field::Link, Field::OtherLink].into_iter().flat_map(|f| self.all(f));
        let found = relative.filter_map(|link| resolve(&link.line(), link.base.as_deref(), base)).next();
        // An id is an address only where it is a whole one.
        found.or_else(|| self.all(Field::Permalink).map(Value::line).find(|u| is_web_address(u)))
    }

    /// The longest of its bodies: full content where it has it, else its summary.
    pub(super) fn body(&self) -> Option<&Value> {
        let longest = |field| self.all(field).max_by_key(|c| c.text.len());
        let (content, summary) = (longest(Field::Content), longest(Field::Summary));
        let whole = content.filter(|c| summary.is_none_or(|s| c.text.len() * 2 >= s.text.len()));
        whole.or(summary).or(content).or_else(|| longest(Field::OtherSummary))
    }
}

/// An address, whole (RFC 3986, 5): relative to what its element says, and that to the feed's.
pub(super) fn resolve(link: &str, own: Option<&str>, base: Option<&Url>) -> Option<String> {
    let link = link.trim();
    if is_web_address(link) {
        return Some(link.to_owned());
    }
    if link.is_empty() {
        return None;
    }
    let own = own.and_then(|own| base.map_or_else(|| Url::parse(own), |base| base.join(own)).ok());
    let found = own.as_ref().or(base).map_or_else(|| Url::parse(link), |base| base.join(link)).ok()?;
    matches!(found.scheme(), "http" | "https").then(|| found.into())
}

/// Whether a text has tags.
pub(super) fn has_tags(text: &str) -> bool {
    let tag = |b: &[u8]| match b {
        [b'/', letter, ..] | [letter, ..] if letter.is_ascii_alphabetic() => memchr::memchr(b'>', b).is_some(),
        [b'!', b'-', b'-', ..] | [b'!', b'[', ..] => true,
        _ => false,
    };
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| tag(&text.as_bytes()[at + 1..]))
}
