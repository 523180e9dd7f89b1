//! RSS and Atom: from XML, valid or not, to items.
//!
//! Elements are told by their namespace and by the element they stand in. Inside a field nothing is a field: what stands
//! there is its text, or its markup where it has elements of its own. A field ends at its own end tag or at its item's.

mod elements;

use std::{ops::Range, sync::Arc};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use url::Url;

use super::{
    item::{Field, Item},
    names::Space,
    value::Written,
};
use crate::loader::entities;

/// Elements nested deeper than this are passed over.
const MAX_DEPTH: usize = 64;
/// So many breaks of a feed are read past.
const MAX_BREAKS: usize = 64;

/// What a feed says of itself, and how whole it is.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) head: Item,
    /// It ends before its last element does, or was stopped.
    pub(super) cut: bool,
    /// Places that are no XML: what stood there is lost.
    pub(super) breaks: usize,
}

/// What holds where an item begins, so that it can be read again by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    spaces: Vec<(Box<str>, Space)>,
    base: Option<Arc<str>>,
    atom: bool,
}

impl Context {
    /// What holds at the start of a feed at an address.
    pub(super) fn at(address: Option<&Url>) -> Self {
        Self { base: address.map(|url| url.as_str().into()), ..Self::default() }
    }
}

/// An item and where it stands.
pub(super) struct Found {
    pub(super) item: Item,
    pub(super) at: Range<usize>,
    pub(super) context: Arc<Context>,
}

/// Reads a feed: each item goes to `done`, until that says to stop. `bodies`: whether the texts are wanted.
pub(super) fn read(text: &str, context: &Context, bodies: bool, done: &mut dyn FnMut(Found) -> bool) -> Read {
    let mut walk = Walk::new(text, context, bodies);
    let (mut from, mut breaks) = (0, 0);
    loop {
        match walk.run(from, done) {
            End::Stopped => return Read { head: walk.head, cut: true, breaks },
            End::Whole => break,
            End::Broken(at) => {
                breaks += 1;
                let Some(next) = walk.next_item(at.max(from + 1)).filter(|_| breaks < MAX_BREAKS) else {
                    walk.root_open = true;
                    break;
                };
                walk.leave_item(next, at);
                from = next;
            }
        }
    }
    let cut = walk.root_open;
    walk.leave_item(text.len(), text.len());
    for found in walk.finished.drain(..) {
        if !done(found) {
            return Read { head: walk.head, cut: true, breaks };
        }
    }
    Read { head: walk.head, cut, breaks }
}

/// Why reading ended.
enum End {
    Whole,
    Stopped,
    Broken(usize),
}

/// What an element is to the feed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Root,
    Head,
    Item,
    /// The feed that an item was taken from.
    Source,
    Person,
}

struct Frame<'t> {
    name: &'t str,
    role: Role,
    /// So many namespaces were known before it.
    spaces: usize,
    base: Option<Arc<str>>,
}

/// The element being read that holds no other of the feed's.
struct Open<'t> {
    name: &'t str,
    /// None where it is passed over.
    field: Option<Field>,
    written: Written,
    /// Elements of its own name that are open in it.
    nested: usize,
    text: String,
    /// Where its content starts.
    from: usize,
    /// It holds elements.
    children: bool,
    /// The prefix of its XHTML.
    prefix: Option<&'t str>,
    spaces: usize,
    base: Option<Arc<str>>,
}

/// Where in a feed we are.
struct Walk<'t> {
    text: &'t str,
    bodies: bool,
    atom: bool,
    root_open: bool,
    spaces: Vec<(Box<str>, Space)>,
    base: Option<Arc<str>>,
    frames: Vec<Frame<'t>>,
    open: Option<Open<'t>>,
    /// The person being read, if only text stood there: some feeds write `<author>Ana Lee</author>` in Atom.
    person: String,
    head: Item,
    item: Option<(Item, usize)>,
    context: Arc<Context>,
    /// The namespaces or the base changed outside items.
    stale: bool,
    finished: Vec<Found>,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str, context: &Context, bodies: bool) -> Self {
        Self {
            text,
            bodies,
            atom: context.atom,
            root_open: false,
            spaces: context.spaces.clone(),
            base: context.base.clone(),
            frames: Vec::new(),
            open: None,
            person: String::new(),
            head: Item::default(),
            item: None,
            context: Arc::new(context.clone()),
            stale: false,
            finished: Vec::new(),
        }
    }

    fn run(&mut self, from: usize, done: &mut dyn FnMut(Found) -> bool) -> End {
        let mut reader = Reader::from_str(self.text.get(from..).unwrap_or_default());
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let length = self.text.len();
        let mut before = from;
        loop {
            let event = reader.read_event();
            let after = usize::try_from(reader.buffer_position()).map_or(length, |at| from + at);
            match event {
                Ok(Event::Start(e)) => self.start(&e, before..after, false),
                Ok(Event::Empty(e)) => self.start(&e, before..after, true),
                Ok(Event::End(e)) => self.end(e.name().as_ref(), before..after),
                Ok(Event::Text(t)) => self.words(t.as_ref()),
                Ok(Event::CData(t)) => self.words(t.as_ref()),
                Ok(Event::GeneralRef(r)) => {
                    if self.listens() {
                        let reference = format!("&{};", &*r);
                        self.words(&entities::decode(&reference));
                    }
                }
                Ok(Event::Eof) => return End::Whole,
                Ok(_) => {}
                // What never ends is told at the end of the feed: where it began is what counts.
                Err(_) => {
                    let began = usize::try_from(reader.error_position()).map_or(before, |at| from + at);
                    return End::Broken(began.clamp(before.min(after), after));
                }
            }
            before = after;
            for found in self.finished.drain(..) {
                if !done(found) {
                    return End::Stopped;
                }
            }
        }
    }

    /// Where the next item begins from a place on.
    fn next_item(&self, from: usize) -> Option<usize> {
        let name = self.frames.iter().find(|f| f.role == Role::Item).map(|f| f.name);
        let name = name.unwrap_or(if self.atom { "entry" } else { "item" });
        let rest = self.text.as_bytes().get(from..)?;
        memchr::memmem::find_iter(rest, name).map(|at| from + at).find_map(|at| {
            let after = self.text.as_bytes().get(at + name.len())?;
            let opens = self.text.as_bytes().get(at.checked_sub(1)?) == Some(&b'<');
            (opens && (after.is_ascii_whitespace() || matches!(after, b'>' | b'/'))).then(|| at - 1)
        })
    }

    /// Ends the item being read, if any, and all that is open in it.
    fn leave_item(&mut self, end: usize, text_end: usize) {
        self.close_open(text_end);
        if let Some(at) = self.frames.iter().position(|f| f.role == Role::Item) {
            self.pop_to(at);
        }
        if let Some((item, begin)) = self.item.take() {
            self.finished.push(Found { item, at: begin..end, context: Arc::clone(&self.context) });
        }
    }

    /// Whether text is wanted where we are.
    fn listens(&self) -> bool {
        match &self.open {
            Some(open) => open.field.is_some_and(|f| self.bodies || !is_body(f)) && !open.children,
            None => self.frames.last().is_some_and(|f| f.role == Role::Person),
        }
    }

    fn words(&mut self, text: &str) {
        if !self.listens() {
            return;
        }
        match &mut self.open {
            Some(open) => open.text.push_str(text),
            None => self.person.push_str(text),
        }
    }

    fn start(&mut self, e: &BytesStart<'_>, at: Range<usize>, empty: bool) {
        let qname = e.name();
        let length = qname.as_ref().len();
        let Some(name) = self.text.get(at.start + 1..at.start + 1 + length) else { return };
        let (prefix, local) = name.split_once(':').map_or(("", name), |(prefix, local)| (prefix, local));
        let may_be_item = matches!(local, "item" | "entry");
        if let Some(open) = &mut self.open
            && !(may_be_item && open.written != Written::Markup && self.item.is_some())
        {
            if !open.children {
                open.children = true;
                let space = space_of(&self.spaces, self.atom, prefix);
                open.prefix = Some(prefix).filter(|p| !p.is_empty() && (space == Space::Xhtml || *p == "xhtml"));
            }
            open.nested += usize::from(!empty && name == open.name);
            return;
        }
        let known = self.spaces.len();
        let (spaced, base) = self.declare(e);
        let space = if self.frames.is_empty() && !may_be_item {
            self.root(local, prefix)
        } else {
            space_of(&self.spaces, self.atom, prefix)
        };
        self.stale |= self.item.is_none() && (spaced || base.is_some());
        if may_be_item && space.is_feed() {
            // The one before may not have ended.
            self.leave_item(at.start, at.start);
            self.begin_item(name, at.start, known, base, e);
        } else if self.open.is_some() {
            self.spaces.truncate(known);
            return;
        } else {
            self.element(name, local, space, e, &at, known, base);
        }
        if empty {
            self.end(name, at.end..at.end);
        }
    }

    /// Takes up the namespaces and the base address that an element declares.
    fn declare(&mut self, e: &BytesStart<'_>) -> (bool, Option<Arc<str>>) {
        let raw: &str = e.as_ref();
        if !raw.contains("xml") {
            return (false, None);
        }
        let (mut spaced, mut base) = (false, None);
        for attribute in e.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            if key == "xml:base" {
                base = Some(self.joined(&entities::decode(attribute.value.as_ref())));
            } else if let Some(prefix) = key.strip_prefix("xmlns") {
                let prefix = prefix.strip_prefix(':').unwrap_or_default();
                let space = Space::at(&attribute.value).unwrap_or_else(|| match prefix {
                    "" if self.frames.is_empty() => Space::Rss,
                    "" => Space::Other,
                    prefix => Space::of_prefix(prefix),
                });
                self.spaces.push((prefix.into(), space));
                spaced = true;
            }
        }
        (spaced, base)
    }

    /// A base address relative to the one around it, where that is known.
    fn joined(&self, base: &str) -> Arc<str> {
        let outer = self.base().and_then(|outer| Url::parse(&outer).ok());
        outer
            .and_then(|outer| outer.join(base.trim()).ok())
            .map_or_else(|| base.trim().into(), |url| url.as_str().into())
    }

    fn base(&self) -> Option<Arc<str>> {
        self.frames.last().and_then(|f| f.base.clone()).or_else(|| self.base.clone())
    }

    /// Learns what kind of feed it is from its first element.
    fn root(&mut self, local: &str, prefix: &str) -> Space {
        self.atom = local == "feed";
        self.root_open = true;
        self.stale = true;
        let own = if self.atom { Space::Atom } else { Space::Rss };
        match self.spaces.iter_mut().rev().find(|(p, _)| &**p == prefix) {
            Some((_, space)) if *space == Space::Rdf => return Space::Rdf,
            // A feed in a namespace of its own invention, or in the other kind's.
            Some((_, space)) if !space.is_feed() || prefix.is_empty() => *space = own,
            _ => {}
        }
        own
    }

    fn begin_item(&mut self, name: &'t str, at: usize, known: usize, base: Option<Arc<str>>, e: &BytesStart<'_>) {
        if self.stale {
            self.stale = false;
            let spaces = self.spaces[..known.min(self.spaces.len())].to_vec();
            self.context = Arc::new(Context { spaces, base: self.base(), atom: self.atom });
        }
        let base = base.or_else(|| self.base());
        let mut item = Item::default();
        if let Some(language) = attribute(e, "xml:lang") {
            item.add_text(Field::Language, &language);
        }
        self.item = Some((item, at));
        self.frames.push(Frame { name, role: Role::Item, spaces: known, base });
    }
}

fn is_body(field: Field) -> bool {
    matches!(field, Field::Content | Field::Summary | Field::OtherSummary)
}

/// The namespace of a prefix where we are.
fn space_of(spaces: &[(Box<str>, Space)], atom: bool, prefix: &str) -> Space {
    let declared = spaces.iter().rev().find(|(p, _)| &**p == prefix).map(|(_, space)| *space);
    declared.unwrap_or_else(|| match prefix {
        "" if atom => Space::Atom,
        "" => Space::Rss,
        prefix => Space::of_prefix(prefix),
    })
}

/// The value of an attribute with its references replaced.
fn attribute(e: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = e.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == key)?;
    Some(entities::decode(found.value.as_ref()).into_owned())
}
