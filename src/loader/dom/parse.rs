//! From the text of a page to its tree.

use super::{
    Dom, Id, NONE, Node,
    elements::{heading_level, intern, is_block, is_raw, is_void},
};

/// The deepest nesting kept; real pages stay below 100.
pub(super) const MAX_DEPTH: usize = 200;
/// The most nodes of a page.
const MAX_NODES: usize = 1_500_000;
/// The most attributes kept of an element.
const MAX_ATTRIBUTES: usize = 64;

/// Parses a page or a fragment.
pub(super) fn parse(html: &str) -> Dom<'_> {
    let root = Node { name: "#root", text: "", attributes: (0, 0), parent: NONE, next: NONE, first: NONE, last: NONE };
    let mut builder = Builder {
        dom: Dom { nodes: vec![root], attributes: Vec::new(), cut: false },
        open: vec![0],
        unclosed: Vec::new(),
    };
    builder.run(html);
    builder.dom
}

/// The tree as far as it is built, and the elements that are open, the innermost last.
struct Builder<'t> {
    dom: Dom<'t>,
    open: Vec<Id>,
    /// Raw elements whose end tag stands nowhere in the rest of the page.
    unclosed: Vec<&'t str>,
}

impl<'t> Builder<'t> {
    fn run(&mut self, html: &'t str) {
        let bytes = html.as_bytes();
        let mut at = 0;
        while at < bytes.len() && !self.dom.cut {
            let lt = memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len(), |n| at + n);
            // A `<` that opens nothing is text; take it together with what follows it.
            let mut end = lt;
            while end < bytes.len() && !opens(&bytes[end..]) {
                end = memchr::memchr(b'<', &bytes[end + 1..]).map_or(bytes.len(), |n| end + 1 + n);
            }
            if end > at {
                self.text(&html[at..end]);
            }
            if end >= bytes.len() {
                return;
            }
            at = self.markup(html, end);
        }
    }

    /// Reads the tag, comment or declaration at a `<`; gives where it ends.
    fn markup(&mut self, html: &'t str, at: usize) -> usize {
        let rest = &html[at..];
        let to_end = |n: Option<usize>, len: usize| n.map_or(html.len(), |n| at + n + len);
        if let Some(comment) = rest.strip_prefix("<!--") {
            if comment.starts_with('>') {
                return at + 5;
            }
            return to_end(memchr::memmem::find(&rest.as_bytes()[4..], b"-->").map(|n| n + 4), 3);
        }
        if rest.starts_with("<![CDATA[") {
            return match memchr::memmem::find(rest.as_bytes(), b"]]>") {
                Some(n) => {
                    self.text(&rest[9..n.max(9)]);
                    at + n + 3
                }
                None => html.len(),
            };
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return to_end(memchr::memchr(b'>', rest.as_bytes()), 1);
        }
        if let Some(end) = rest.strip_prefix("</") {
            let name = tag_name(end);
            self.end(intern(name));
            return to_end(memchr::memchr(b'>', rest.as_bytes()), 1);
        }
        let name = intern(tag_name(&rest[1..]));
        let first = self.dom.attributes.len();
        let (used, closed) = attributes(&rest[1 + name.len()..], &mut self.dom.attributes);
        let after = at + 1 + name.len() + used;
        self.start(name, first, closed);
        let raw = is_raw(name) || matches!(name, "title" | "textarea");
        if raw && !self.unclosed.contains(&name) && (matches!(name, "script" | "style") || !self.in_drawing()) {
            return self.raw(html, after, name);
        }
        after
    }

    /// Takes the text of a raw element up to its end tag.
    fn raw(&mut self, html: &'t str, from: usize, name: &'t str) -> usize {
        let bytes = html.as_bytes();
        let mut at = from;
        loop {
            let Some(n) = memchr::memmem::find(&bytes[at..], b"</") else {
                // Nothing ends it. A frame without its end tag loses no text; a script's is not for reading.
                self.unclosed.push(name);
                if !matches!(name, "script" | "style") {
                    self.end(name);
                    return from;
                }
                at = html.len();
                break;
            };
            at += n;
            let tag = &bytes[at + 2..];
            if tag.len() >= name.len()
                && tag[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && !tag.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            {
                break;
            }
            at += 2;
        }
        if at > from {
            self.text(&html[from..at]);
        }
        at
    }

    fn push(&mut self, name: &'t str, text: &'t str, attributes: (u32, u32)) -> Id {
        let id = self.dom.nodes.len();
        if id >= MAX_NODES {
            self.dom.cut = true;
            return 0;
        }
        let parent = self.open.last().copied().unwrap_or(0);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(NONE);
        self.dom.nodes.push(Node {
            name,
            text,
            attributes,
            parent: narrow(parent),
            next: NONE,
            first: NONE,
            last: NONE,
        });
        let last = self.dom.nodes[parent].last;
        if last == NONE {
            self.dom.nodes[parent].first = narrow(id);
        } else {
            self.dom.nodes[last as usize].next = narrow(id);
        }
        self.dom.nodes[parent].last = narrow(id);
        id
    }

    /// Whether we are in a drawing or formula, whose `title` is an element like any other.
    fn in_drawing(&self) -> bool {
        self.open.iter().any(|id| matches!(self.dom.name(*id), "svg" | "math"))
    }

    /// Leaves the head where what comes cannot stand in it: many pages open no `body`.
    fn leave_head(&mut self) {
        if self.open.last().is_some_and(|id| self.dom.name(*id) == "head") {
            self.open.pop();
        }
    }

    fn text(&mut self, text: &'t str) {
        if !text.trim_ascii().is_empty() {
            self.leave_head();
        }
        self.push("", text, (0, 0));
    }

    fn start(&mut self, name: &'t str, first_attribute: usize, closed: bool) {
        if matches!(name, "html" | "body")
            && self.open.len() > 1
            && self.open.iter().any(|id| self.dom.name(*id) == name)
        {
            self.dom.attributes.truncate(first_attribute);
            return;
        }
        // No form stands in another.
        if name == "form" && self.open.iter().any(|id| self.dom.name(*id) == "form") {
            self.dom.attributes.truncate(first_attribute);
            return;
        }
        if !stands_in_head(name) {
            self.leave_head();
        }
        self.imply_ends(name);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(NONE);
        let attributes = (narrow(first_attribute), narrow(self.dom.attributes.len()));
        let id = self.push(name, "", attributes);
        // `<svg …/>` and custom elements close themselves; `<div/>` does not.
        let closes = closed
            && !is_block(name)
            && !matches!(name, "a" | "span" | "p" | "b" | "i" | "em" | "strong" | "script" | "style" | "textarea")
            && (name != "title" || self.in_drawing());
        if !is_void(name) && !closes && id != 0 && self.open.len() < MAX_DEPTH {
            self.open.push(id);
        }
    }

    /// Closes what a start tag closes by itself.
    fn imply_ends(&mut self, name: &str) {
        match name {
            "li" => self.close_item(&["li"]),
            "dt" | "dd" => self.close_item(&["dt", "dd"]),
            "tr" => self.close(&["tr"], &["table"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => self.close(&["tbody", "thead", "tfoot"], &["table"]),
            "option" => self.close(&["option"], &["select"]),
            "a" => self.close_link(),
            "button" => self.close(&["button"], &["td", "th", "table", "caption", "object", "template"]),
            "body" => self.close(&["head"], &[]),
            _ => {}
        }
        if is_block(name) {
            self.close(
                &["p"],
                &[
                    "button",
                    "td",
                    "th",
                    "table",
                    "caption",
                    "object",
                    "template",
                    "li",
                    "div",
                    "section",
                    "article",
                    "blockquote",
                ],
            );
        }
        if heading_level(name).is_some() && self.in_heading() {
            self.open.pop();
        }
    }

    fn in_heading(&self) -> bool {
        self.open.last().is_some_and(|id| heading_level(self.dom.name(*id)).is_some())
    }

    /// Closes an open item, unless a block has begun in it that holds items of its own.
    fn close_item(&mut self, names: &[&str]) {
        for k in (1..self.open.len()).rev() {
            let name = self.dom.name(self.open[k]);
            if names.contains(&name) {
                self.open.truncate(k);
                return;
            }
            let holds = is_block(name) || matches!(name, "button" | "object" | "template");
            if holds && !matches!(name, "div" | "p" | "address") {
                return;
            }
        }
    }

    /// Closes an open link, unless a block has begun in it: the block goes on, as browsers have it.
    fn close_link(&mut self) {
        for k in (1..self.open.len()).rev() {
            let name = self.dom.name(self.open[k]);
            if name == "a" {
                self.open.truncate(k);
            }
            if name == "a" || is_block(name) {
                return;
            }
        }
    }

    /// Closes the nearest open element of these names, unless one of `stops` is nearer.
    fn close(&mut self, names: &[&str], stops: &[&str]) {
        for k in (1..self.open.len()).rev() {
            let name = self.dom.name(self.open[k]);
            if names.contains(&name) {
                self.open.truncate(k);
                return;
            }
            if stops.contains(&name) {
                return;
            }
        }
    }

    fn end(&mut self, name: &str) {
        // What stands behind these goes on in the open elements, as browsers have it: a document that was put into a page
        // ends with them too.
        if matches!(name, "body" | "html") {
            return;
        }
        let block = is_block(name) || matches!(name, "svg" | "math" | "button");
        for k in (1..self.open.len()).rev() {
            let open = self.dom.name(self.open[k]);
            if open == name && name == "form" {
                // What has begun in it goes on, but for paragraphs and items.
                while self
                    .open
                    .last()
                    .is_some_and(|id| matches!(self.dom.name(*id), "p" | "li" | "dd" | "dt" | "option"))
                {
                    self.open.pop();
                }
                self.open.remove(k);
                return;
            }
            if open == name || (heading_level(name).is_some() && heading_level(open).is_some()) {
                self.open.truncate(k);
                return;
            }
            let table = matches!(open, "td" | "th" | "table")
                && !matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th" | "body" | "html");
            let holds = match name {
                "p" => open == "button",
                "li" => matches!(open, "ul" | "ol" | "menu"),
                _ => false,
            };
            if table || holds || (!block && is_block(open) && !name.contains('-')) {
                return;
            }
        }
    }
}

/// Elements that do not end a head.
fn stands_in_head(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "title"
            | "meta"
            | "link"
            | "base"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "html"
            | "basefont"
            | "bgsound"
    )
}

/// Whether bytes that start with `<` open a tag, comment or declaration.
fn opens(bytes: &[u8]) -> bool {
    match bytes.get(1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => bytes.get(2).is_some_and(u8::is_ascii_alphabetic),
        Some(b) => b.is_ascii_alphabetic(),
        None => false,
    }
}

fn tag_name(text: &str) -> &str {
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(text.len());
    &text[..end]
}

/// Reads attributes up to the `>` that ends a tag: the bytes used, and whether it ends with `/>`.
fn attributes<'t>(text: &'t str, out: &mut Vec<(&'t str, &'t str)>) -> (usize, bool) {
    let bytes = text.as_bytes();
    let first = out.len();
    let mut at = 0;
    let mut closed = false;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (at + 1, closed),
            b'/' => {
                closed = true;
                at += 1;
                continue;
            }
            b if b.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            _ => {}
        }
        closed = false;
        let name_from = at;
        at += 1;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'>' | b'/') {
            at += 1;
        }
        let name = &text[name_from..at];
        let space = bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let mut value = "";
        if bytes.get(at + space) == Some(&b'=') {
            at += space + 1;
            at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            match bytes.get(at) {
                Some(quote @ (b'"' | b'\'')) => {
                    let from = at + 1;
                    let end = memchr::memchr(*quote, &bytes[from..]).map_or(bytes.len(), |n| from + n);
                    value = &text[from..end];
                    at = (end + 1).min(bytes.len());
                }
                _ => {
                    let from = at;
                    while at < bytes.len() && !bytes[at].is_ascii_whitespace() && bytes[at] != b'>' {
                        at += 1;
                    }
                    value = &text[from..at];
                }
            }
        }
        if out.len() - first < MAX_ATTRIBUTES {
            out.push((name, value));
        }
    }
    (bytes.len(), closed)
}
