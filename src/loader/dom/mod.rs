//! HTML → a tree, for reading and never for writing back.
//!
//! A small parser of our own, because what an article's door needs differs from what a browser needs: time and memory
//! that grow with the input alone (the standard's algorithm is quadratic in nesting), text that borrows from the page, and no
//! way to fail. It closes what the standard closes by itself (`p`, `li`, table cells, …), ignores end tags that match nothing,
//! and past [`parse::MAX_DEPTH`] lets elements stand beside each other that claim to be nested.

mod elements;
mod parse;

use std::borrow::Cow;

use self::elements::is_raw;
pub(super) use self::elements::{heading_level, is_block};
use super::entities;

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
        parse::parse(html)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
            ("<svg><title/><path></path></svg><p>a", "#root(svg(title()path())p(a))"),
            ("<svg><title>a<p>b</svg>c", "#root(svg(title(ap(b)))c)"),
            ("<html><head><meta><title>a</title><div>b</div></html>", "#root(html(head(meta()title(a))div(b)))"),
            ("<iframe>a<p>b", "#root(iframe()ap(b))"),
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
        assert!(depth <= parse::MAX_DEPTH + 1, "{depth}");
    }

    /// The words of a page in order, each with the paragraph-like element it stands in: what reading it rests on.
    fn placed(html: &str) -> Vec<(String, String)> {
        let dom = Dom::parse(html);
        let mut out = Vec::new();
        for id in dom.all().filter(|id| dom.is_text(*id)) {
            let around = || std::iter::successors(dom.parent(id), |id| dom.parent(*id)).map(|id| dom.name(id));
            place(&dom.text(id), around().map(str::to_owned), &mut out);
        }
        out
    }

    /// The same as the standard's own algorithm has it.
    fn placed_by_the_standard(html: &str) -> Vec<(String, String)> {
        let document = dom_query::Document::from(html);
        let mut out = Vec::new();
        for node in document.root().descendants_it().filter(dom_query::NodeRef::is_text) {
            let around = node.ancestors_it(None).filter_map(|n| n.node_name()).map(|name| name.to_string());
            place(&node.text(), around, &mut out);
        }
        out
    }

    fn place(text: &str, mut around: impl Iterator<Item = String>, out: &mut Vec<(String, String)>) {
        let holds = |name: &String| {
            matches!(
                name.as_str(),
                "p" | "li" | "td" | "th" | "dd" | "dt" | "blockquote" | "title" | "h2" | "h3" | "pre"
            )
        };
        let holder = around.find(holds).unwrap_or_default();
        out.extend(text.split_whitespace().map(|word| (word.to_owned(), holder.clone())));
    }

    #[test]
    fn pages_as_they_are_found_are_read_as_browsers_read_them() {
        for html in [
            "<!doctype html><html><head><title>a</title><meta charset=utf-8><body><p>b<p>c<div>d</div>e</html>",
            "<head><title>a</title><link rel=x><div>no body <p>b</div>c",
            "<svg><title>drawn</title><path d=x /></svg><p>a<b>b</p>c",
            "<ul><li>a<li>b<ol><li>c</ol>d</ul>e<dl><dt>f<dd>g<dt>h</dl>",
            "<table><tbody><tr><td>a<td>b<tr><th>c</table>d",
            "<p>a<a href=x>b<a href=y>c</a></p><blockquote>d<p>e</blockquote>f",
            "<p>a<span>b<h2>c</h2>d</span><p>e<hr>f<pre>g</pre>",
            "<p>a &amp; b &copy; c &hellip; &#8217;d</p><!-- x --><p title='>'>e",
            "a<br>b<img src=x>c<input>d</br>e",
            "<section><p>a</section>b<aside><p>c</aside><main><p>d</main>",
        ] {
            assert_eq!(placed(html), placed_by_the_standard(html), "{html}");
        }
    }

    /// A tag or words; cells stand in tables.
    fn piece() -> impl Strategy<Value = &'static str> {
        const PIECES: &[&str] = &[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<ul>",
            "</ul>",
            "<ol>",
            "</ol>",
            "<li>",
            "</li>",
            "<dl>",
            "</dl>",
            "<dt>",
            "</dt>",
            "<dd>",
            "</dd>",
            "<blockquote>",
            "</blockquote>",
            "<h2>",
            "</h2>",
            "<h3>",
            "</h3>",
            "<b>",
            "</b>",
            "<em>",
            "</em>",
            "<a href=x>",
            "</a>",
            "<span>",
            "</span>",
            "<section>",
            "</section>",
            "<pre>",
            "</pre>",
            "<form>",
            "</form>",
            "<figure>",
            "</figure>",
            "<center>",
            "</center>",
            "<address>",
            "</address>",
            "<br>",
            "<hr>",
            "<img>",
            "<table><tr><td>",
            "</table>",
            "<table><tbody><tr><td>a<td>b<tr><th>c</table>",
            "<!-- d -->",
            "</q>",
        ];
        prop_oneof![prop::sample::select(PIECES), Just(" w "), Just("x &amp; y ")]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn tags_in_any_order_leave_words_where_browsers_have_them(pieces in prop::collection::vec(piece(), 1..14)) {
            let html = format!("<!doctype html><body>{}", pieces.concat());
            prop_assert_eq!(placed(&html), placed_by_the_standard(&html), "{}", html);
        }
    }
}
