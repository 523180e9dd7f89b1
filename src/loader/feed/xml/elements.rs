//! What an element of a feed fills: a field of its item, of the feed, or of the feed that an item was taken from.

use std::{ops::Range, sync::Arc};

use quick_xml::events::BytesStart;

use super::{
    super::{
        item::{Field, Markup, Value},
        names::{self, Space},
        value::{self, Written},
    },
    Frame, MAX_DEPTH, Open, Role, Walk, attribute, is_body,
};

impl<'t> Walk<'t> {
    /// Takes up an element that is no item.
    #[expect(clippy::too_many_arguments, reason = "an element is all of these, and is taken up in one place")]
    pub(super) fn element(
        &mut self,
        name: &'t str,
        local: &str,
        space: Space,
        e: &BytesStart<'_>,
        at: &Range<usize>,
        known: usize,
        base: Option<Arc<str>>,
    ) {
        let outer = self.frames.last().map(|f| f.role);
        let base = base.or_else(|| self.base());
        let role = match (outer, space, local) {
            (None, ..) => Some(Role::Root),
            (_, Space::Rss | Space::Rdf, "channel") => Some(Role::Head),
            (Some(Role::Item), Space::Atom, "source") => Some(Role::Source),
            (_, Space::Atom, "author") => Some(Role::Person),
            _ => None,
        };
        if let Some(role) = role.filter(|_| self.frames.len() < MAX_DEPTH) {
            if let Some(language) = attribute(e, "xml:lang").filter(|_| matches!(role, Role::Root | Role::Head)) {
                self.head.add_text(Field::Language, &language);
            }
            self.person.clear();
            self.frames.push(Frame { name, role, spaces: known, base });
            return;
        }
        let mut field = self.field(outer, space, local);
        if space.is_feed() && local == "link" {
            let plain = is_page(attribute(e, "type").as_deref());
            let alternate = attribute(e, "rel").is_none_or(|rel| is_alternate(&rel));
            field = field.filter(|_| alternate).map(|_| if plain { Field::Link } else { Field::OtherLink });
            if let Some(href) = attribute(e, "href") {
                self.spaces.truncate(known);
                let text = href.trim().into();
                return self.add(field, Value { markup: Markup::Text, text, base });
            }
        }
        // These have no text, and some feeds do not close them.
        if matches!(local, "enclosure" | "thumbnail") {
            self.spaces.truncate(known);
            return;
        }
        let mut written = Written::of(space == Space::Atom, |key| attribute(e, key));
        if space == Space::Xhtml {
            written = Written::Markup;
        }
        if field == Some(Field::Id)
            && local == "guid"
            && attribute(e, "isPermaLink").is_some_and(|is| is.trim() == "false")
        {
            written = Written::NoAddress;
        }
        self.open = Some(Open {
            name,
            field,
            written,
            nested: 0,
            text: String::new(),
            from: at.end,
            children: false,
            prefix: None,
            spaces: known,
            base,
        });
    }

    /// The field that an element fills where it stands.
    fn field(&self, outer: Option<Role>, space: Space, local: &str) -> Option<Field> {
        let field = names::field(space, local);
        match outer? {
            Role::Source => match field? {
                Field::Title => Some(Field::SourceTitle),
                _ => None,
            },
            Role::Person => {
                let within = self.frames.iter().any(|f| f.role == Role::Source);
                (local == "name").then_some(if within { Field::SourceAuthor } else { Field::Author })
            }
            // A feed's own `body` or `div` is no element of it.
            Role::Root | Role::Head | Role::Item => field,
        }
    }

    pub(super) fn end(&mut self, name: &str, at: Range<usize>) {
        if let Some(open) = &mut self.open {
            if name == open.name {
                if open.nested > 0 {
                    open.nested -= 1;
                } else {
                    self.close_open(at.start);
                }
                return;
            }
            // What ends an element of the feed ends the field that was left open in it.
            let ends = |f: &Frame<'_>| f.name == name && matches!(f.role, Role::Item | Role::Head | Role::Root);
            if !self.frames.iter().any(ends) {
                return;
            }
            self.close_open(at.start);
        }
        let Some(found) = self.frames.iter().rposition(|f| f.name == name) else { return };
        if self.frames[found..].iter().any(|f| f.role == Role::Item) {
            self.leave_item(at.end, at.start);
        }
        self.pop_to(found);
        self.root_open &= !self.frames.is_empty();
    }

    pub(super) fn pop_to(&mut self, length: usize) {
        while self.frames.len() > length {
            let Some(frame) = self.frames.pop() else { return };
            self.spaces.truncate(frame.spaces);
            self.stale |= !self.frames.iter().any(|f| f.role == Role::Item) && frame.role != Role::Item;
            if frame.role == Role::Person && !self.person.trim().is_empty() {
                let text = std::mem::take(&mut self.person);
                let within = self.frames.iter().any(|f| f.role == Role::Source);
                let field = if within { Field::SourceAuthor } else { Field::Author };
                self.add(Some(field), Value { markup: Markup::Either, text: text.trim().into(), base: None });
            }
        }
    }

    /// Ends the open element: its text or markup fills its field.
    pub(super) fn close_open(&mut self, end: usize) {
        let Some(open) = self.open.take() else { return };
        self.spaces.truncate(open.spaces);
        let Some(field) = open.field else { return };
        if !self.bodies && is_body(field) {
            // Only whether it says something counts.
            let text = self.text.get(open.from..end).unwrap_or_default();
            let text = if text.trim().is_empty() { "" } else { "…" };
            return self.add(Some(field), Value { markup: Markup::Text, text: text.into(), base: None });
        }
        let markup = open.children || open.written == Written::Markup;
        let text = match self.text.get(open.from..end).filter(|_| markup) {
            Some(inside) => value::unprefixed(inside, open.prefix),
            None => std::borrow::Cow::Owned(open.text),
        };
        let (markup, text) = value::read(&text, open.written, markup);
        let text: Box<str> = text.trim().into();
        if field == Field::Id && open.written != Written::NoAddress {
            self.add(Some(Field::Permalink), Value { markup, text: text.clone(), base: None });
        }
        self.person.clear();
        self.add(Some(field), Value { markup, text, base: open.base });
    }

    fn add(&mut self, field: Option<Field>, value: Value) {
        let Some(field) = field else { return };
        match &mut self.item {
            Some((item, _)) => item.add(field, value),
            None => self.head.add(field, value),
        }
    }
}

/// Whether a relation leads to the page itself, not to another resource about it.
fn is_alternate(rel: &str) -> bool {
    let rel = rel.trim();
    rel.is_empty() || rel == "alternate" || rel.ends_with("/relation/alternate") || rel.ends_with("#permalink")
}

/// Whether a declared type is a page's.
fn is_page(kind: Option<&str>) -> bool {
    kind.is_none_or(|kind| {
        let kind = kind.trim().to_ascii_lowercase();
        kind.is_empty() || kind.contains("html") || kind.starts_with("text/plain")
    })
}
