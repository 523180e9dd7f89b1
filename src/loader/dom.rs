//! HTML → a tree, for reading and never for writing back.
//!
//! A small parser of our own, because what an article's door needs differs from what a browser needs: time and memory
//! that grow with the input alone (the standard's algorithm is quadratic in nesting), text that borrows from the page, and no
//! way to fail. It closes what the standard closes by itself (`p`, `li`, table cells, …), ignores end tags that match nothing,
//! and past [`MAX_DEPTH`] lets elements stand beside each other that claim to be nested.

use std::borrow::Cow;

use super::entities;

/// The deepest nesting kept; real pages stay below 100.
const MAX_DEPTH: usize = 200;
/// The most nodes of a page.
const MAX_NODES: usize = 1_500_000;
/// The most attributes kept of an element.
const MAX_ATTRIBUTES: usize = 64;

/// A node's place in its [`Dom`].
pub(super) type Id = usize;

/// The tree. Node 0 is the root; ids grow in document order.
#[derive(Debug)]
pub(super) struct Dom<'t> {
    nodes: Vec<Node<'t>>,
    attributes: Vec<(&'t str, &'t str)>,
    /// The page had more nodes than are read.
    pub(super) cut: bool,
}

#[derive(Debug, Clone, Copy)]
struct Node<'t> {
    /// The element's name in lower case; empty for text.
    name: &'t str,
    /// The text of a text node, references not yet replaced.
    text: &'t str,
    attributes: (u32, u32),
    parent: u32,
    next: u32,
    first: u32,
    last: u32,
}

const NONE: u32 = u32::MAX;

impl<'t> Dom<'t> {
    /// Parses a page or a fragment.
    pub(super) fn parse(html: &'t str) -> Self {
        let root =
            Node { name: "#root", text: "", attributes: (0, 0), parent: NONE, next: NONE, first: NONE, last: NONE };
        let mut builder = Builder { dom: Dom { nodes: vec![root], attributes: Vec::new(), cut: false }, open: vec![0] };
        builder.run(html);
        builder.dom
    }

    /// The name of an element in lower case; empty for text.
    pub(super) fn name(&self, id: Id) -> &'t str {
        self.nodes[id].name
    }

    /// Whether a node is text.
    pub(super) fn is_text(&self, id: Id) -> bool {
        self.nodes[id].name.is_empty()
    }

    /// The text of a text node with its references replaced; empty for an element.
    pub(super) fn text(&self, id: Id) -> Cow<'t, str> {
        let parent = self.nodes[id].parent;
        if parent != NONE && is_raw(self.nodes[parent as usize].name) {
            return Cow::Borrowed(self.nodes[id].text);
        }
        entities::decode(self.nodes[id].text)
    }

    /// The text of a text node as it stands in the page.
    pub(super) fn raw_text(&self, id: Id) -> &'t str {
        self.nodes[id].text
    }

    /// The value of an attribute, with its references replaced.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'t, str>> {
        self.raw_attribute(id, name).map(entities::decode)
    }

    /// The value of an attribute as it stands in the page.
    pub(super) fn raw_attribute(&self, id: Id, name: &str) -> Option<&'t str> {
        let (from, to) = self.nodes[id].attributes;
        let found = self.attributes[from as usize..to as usize].iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }

    /// The node it stands in.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        Some(self.nodes[id].parent).filter(|p| *p != NONE).map(|p| p as Id)
    }

    /// What stands in it, in order.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let step = |n: u32| (n != NONE).then_some(n as Id);
        std::iter::successors(step(self.nodes[id].first), move |id| step(self.nodes[*id].next))
    }

    /// All nodes below it, in document order.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        // Ids grow in document order, so that a subtree is a run of them.
        let end = self.end(id);
        id + 1..end
    }

    /// One past the last node of a subtree.
    pub(super) fn end(&self, id: Id) -> Id {
        let mut at = id;
        loop {
            if self.nodes[at].next != NONE {
                return self.nodes[at].next as Id;
            }
            if self.nodes[at].parent == NONE {
                return self.nodes.len();
            }
            at = self.nodes[at].parent as Id;
        }
    }

    /// All nodes.
    pub(super) fn all(&self) -> std::ops::Range<Id> {
        0..self.nodes.len()
    }

    /// The text below a node, white space folded.
    pub(super) fn words(&self, id: Id) -> String {
        self.gather(id, usize::MAX)
    }

    /// The text below a node, white space folded; `None` where it is longer than `most` bytes. It costs no more than that, so
    /// that it can be asked of each of many nested elements.
    pub(super) fn words_within(&self, id: Id, most: usize) -> Option<String> {
        Some(self.gather(id, most)).filter(|words| words.len() <= most)
    }

    /// The first words of the text below a node, up to the one that goes beyond `enough` bytes.
    pub(super) fn first_words(&self, id: Id, enough: usize) -> String {
        self.gather(id, enough)
    }

    /// The words below a node up to the one that goes beyond `enough` bytes.
    fn gather(&self, id: Id, enough: usize) -> String {
        let mut out = String::new();
        for id in std::iter::once(id).chain(self.below(id)).filter(|id| self.is_text(*id)) {
            if self.nodes[id].parent != NONE
                && matches!(self.nodes[self.nodes[id].parent as usize].name, "script" | "style")
            {
                continue;
            }
            for word in self.text(id).split_whitespace() {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(word);
                if out.len() > enough {
                    return out;
                }
            }
        }
        out
    }
}

/// Elements whose content is text up to their own end tag, references untouched.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "xmp" | "iframe" | "noembed" | "noframes")
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that end an open `p` and that an inline end tag does not reach across.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "dd"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "search"
            | "caption"
            | "#root"
    )
}

struct Builder<'t> {
    dom: Dom<'t>,
    open: Vec<Id>,
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
        if is_raw(name) || matches!(name, "title" | "textarea") {
            return self.raw(html, after, name);
        }
        after
    }

    /// Takes the text of a raw element up to its end tag.
    fn raw(&mut self, html: &'t str, from: usize, name: &str) -> usize {
        let bytes = html.as_bytes();
        let mut at = from;
        loop {
            let Some(n) = memchr::memmem::find(&bytes[at..], b"</") else {
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

    fn text(&mut self, text: &'t str) {
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
        self.imply_ends(name);
        let narrow = |n: usize| u32::try_from(n).unwrap_or(NONE);
        let attributes = (narrow(first_attribute), narrow(self.dom.attributes.len()));
        let id = self.push(name, "", attributes);
        // `<svg …/>` and custom elements close themselves; `<div/>` does not.
        let closes = closed
            && !is_block(name)
            && !matches!(
                name,
                "a" | "span" | "p" | "b" | "i" | "em" | "strong" | "script" | "style" | "title" | "textarea"
            );
        if !is_void(name) && !closes && id != 0 && self.open.len() < MAX_DEPTH {
            self.open.push(id);
        }
    }

    /// Closes what a start tag closes by itself.
    fn imply_ends(&mut self, name: &str) {
        match name {
            "li" => self.close(&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl"]),
            "tr" => self.close(&["tr"], &["table"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => self.close(&["tbody", "thead", "tfoot"], &["table"]),
            "option" => self.close(&["option"], &["select"]),
            "a" => self.close(&["a"], &["td", "li", "table", "div", "p", "ul", "section", "article"]),
            "body" => self.close(&["head"], &[]),
            _ if heading_level(name).is_some() && self.in_heading() => {
                self.open.pop();
            }
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
    }

    fn in_heading(&self) -> bool {
        self.open.last().is_some_and(|id| heading_level(self.dom.name(*id)).is_some())
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
        let block = is_block(name);
        for k in (1..self.open.len()).rev() {
            let open = self.dom.name(self.open[k]);
            if open == name || (heading_level(name).is_some() && heading_level(open).is_some()) {
                self.open.truncate(k);
                return;
            }
            let table = matches!(open, "td" | "th" | "table")
                && !matches!(name, "table" | "tr" | "tbody" | "thead" | "tfoot" | "td" | "th" | "body" | "html");
            if table || (!block && is_block(open) && !name.contains('-')) {
                return;
            }
        }
    }
}

/// The level of `h1` to `h6`.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
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

/// A name in lower case: known ones by a shared copy; unknown ones stand as they are.
fn intern(name: &str) -> &str {
    const KNOWN: &str = "a address article aside b base blockquote body br button caption cite dd div dl dt em figcaption figure \
        font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input li link main meta nav noscript \
        ol p picture pre q script section select small source span strong style sub sup svg table tbody td \
        template textarea tfoot th thead time title tr u ul video";
    if !name.bytes().any(|b| b.is_ascii_uppercase()) {
        return name;
    }
    KNOWN.split(' ').find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree as nested names and texts.
    fn show(html: &str) -> String {
        fn node(dom: &Dom<'_>, id: Id, out: &mut String) {
            if dom.is_text(id) {
                out.push_str(&dom.text(id));
                return;
            }
            out.push_str(dom.name(id));
            out.push('(');
            for child in dom.children(id) {
                node(dom, child, out);
            }
            out.push(')');
        }
        let dom = Dom::parse(html);
        let mut out = String::new();
        node(&dom, 0, &mut out);
        out
    }

    #[test]
    fn what_the_standard_closes_by_itself_is_closed() {
        for (html, want) in [
            ("<p>a<p>b", "#root(p(a)p(b))"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "#root(ul(li(a)li(bul(li(c))))d)"),
            ("<p>a<b>b</p>c", "#root(p(ab(b))c)"),
            ("<p>a<div>b</div>c</p>", "#root(p(a)div(b)c)"),
            ("<DIV><BR>a<img src=x>b</DIV>", "#root(div(br()aimg()b))"),
            ("<b><p>a</b>b</p>", "#root(b(p(ab)))"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "#root(table(tr(td(a)td(b))tr(td(c)))d)"),
            ("a</div>b</p>c", "#root(abc)"),
            ("a < b <3 &lt;i&gt;", "#root(a < b <3 <i>)"),
            ("<script>if (a<b) '</p>'</script>c", "#root(script(if (a<b) '</p>')c)"),
            ("<!-- <p>x --><!doctype html>a<!", "#root(a)"),
            ("<title>a <b> c</title>d", "#root(title(a <b> c)d)"),
        ] {
            assert_eq!(show(html), want, "{html}");
        }
    }

    #[test]
    fn attributes_in_every_form() {
        let dom = Dom::parse("<a HREF='x?a=1&amp;b=2' b=c d e = \"f g\">t</a>");
        assert_eq!(dom.attribute(1, "href").as_deref(), Some("x?a=1&b=2"));
        assert_eq!(dom.attribute(1, "b").as_deref(), Some("c"));
        assert_eq!(dom.attribute(1, "d").as_deref(), Some(""));
        assert_eq!(dom.attribute(1, "e").as_deref(), Some("f g"));
        assert_eq!(dom.words(1), "t");
    }

    #[test]
    fn nesting_is_bounded() {
        let html = "<div>".repeat(5_000);
        let dom = Dom::parse(&html);
        assert_eq!(dom.all().len(), 5_001);
        let depth = std::iter::successors(Some(5_000), |id| dom.parent(*id)).count();
        assert!(depth <= MAX_DEPTH + 1, "{depth}");
    }
}
