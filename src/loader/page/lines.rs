//! A tree laid out as lines: the blocks of text that a reader sees, in order, each with the element it stands in.

use super::signs;
use crate::{
    article::BlockKind,
    loader::{
        dom::{Dom, Id, heading_level, is_block},
        draft_block::DraftBlock,
    },
};

/// The most letters of a heading that ends as a sentence does.
const LONGEST_HEADING: usize = 110;

/// The most letters of a table's row: what is longer was laid out in a table.
const LONGEST_ROW: usize = 240;

/// One block of text.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) piece: DraftBlock,
    /// The block element that holds it.
    pub(super) node: Id,
    /// Letters and digits in it, and how many of them are words of links.
    pub(super) size: usize,
    pub(super) linked: usize,
    /// All of it is bold, or italic.
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// It stands in a `p`, list item, quotation or heading, not bare in a `div`.
    pub(super) marked_up: bool,
    /// It is a row of a table, or a part of one.
    pub(super) table: bool,
    /// How many cells of the row say something.
    cells: u32,
}

/// The lines below an element. `skip` says which subtrees are not the reader's.
pub(super) fn of(dom: &Dom<'_>, root: Id, skip: &dyn Fn(Id) -> bool) -> Vec<Line> {
    laid_out(dom, root, false, skip)
}

/// The same for a text that stands by itself: formulas, drawings' words and captions are read too.
pub(super) fn all_of(dom: &Dom<'_>, root: Id, skip: &dyn Fn(Id) -> bool) -> Vec<Line> {
    laid_out(dom, root, true, skip)
}

fn laid_out(dom: &Dom<'_>, root: Id, all: bool, skip: &dyn Fn(Id) -> bool) -> Vec<Line> {
    let mut layout = Layout {
        dom,
        all,
        skip,
        lines: Vec::new(),
        open: Line::new(root),
        lists: Vec::new(),
        quotes: 0,
        captions: 0,
        code: None,
        bold: 0,
        italic: 0,
        bolds: 0,
        italics: 0,
        link: None,
    };
    layout.inside(root, root);
    layout.flush(root);
    layout.lines
}

struct Layout<'d, 't> {
    dom: &'d Dom<'t>,
    /// What only a page has is read as well.
    all: bool,
    captions: u32,
    /// The element of code that we are in: each of its lines is a block.
    code: Option<Id>,
    skip: &'d dyn Fn(Id) -> bool,
    lines: Vec<Line>,
    open: Line,
    /// The next number of each list we are in.
    lists: Vec<Option<u32>>,
    quotes: u32,
    bold: u32,
    italic: u32,
    /// Letters of the open line that are bold, and that are italic.
    bolds: usize,
    italics: usize,
    link: Option<String>,
}

impl Line {
    fn new(node: Id) -> Self {
        Self {
            piece: DraftBlock::default(),
            node,
            size: 0,
            linked: 0,
            bold: false,
            italic: false,
            marked_up: false,
            table: false,
            cells: 0,
        }
    }
}

impl Layout<'_, '_> {
    /// Lays out the children of `id`. `block`: the nearest block element.
    fn inside(&mut self, id: Id, block: Id) {
        let dom = self.dom;
        for child in dom.children(id) {
            if dom.is_text(child) {
                self.text(&dom.text(child));
            } else if (!self.is_unread(dom.name(child))
                || dom.name(child) == "button" && signs::heads_panel(dom, child))
                && !(self.skip)(child)
            {
                self.element(child, block);
            }
        }
    }

    fn is_unread(&self, name: &str) -> bool {
        const READ: &[&str] = &["svg", "math", "map", "label", "button", "title", "head", "object", "dialog", "xmp"];
        is_unread(name) && !(self.all && READ.contains(&name))
    }

    fn element(&mut self, id: Id, block: Id) {
        match self.dom.name(id) {
            "br" => {
                // Two breaks end a paragraph.
                if self.open.piece.text.trim_end_matches([' ', '\t']).ends_with('\n') {
                    self.flush(block);
                } else {
                    self.open.piece.text.push('\n');
                }
            }
            // A bare `<a name=…>` is a place, not a link; one to the page itself leads nowhere else.
            "a" if self.dom.raw_attribute(id, "href").is_some_and(|href| !href.trim_start().starts_with('#')) => {
                let url = self.dom.attribute(id, "href").map(std::borrow::Cow::into_owned).unwrap_or_default();
                let from = self.open.piece.text.len();
                let lines = self.lines.len();
                let outer = self.link.replace(url);
                self.inside(id, block);
                let url = std::mem::replace(&mut self.link, outer);
                let from = if self.lines.len() == lines { from } else { 0 };
                let to = self.open.piece.text.len();
                if let Some(url) = url.filter(|u| (self.all || u.starts_with("http")) && from < to) {
                    self.open.piece.links.push((from..to, url));
                }
            }
            "b" | "strong" => {
                self.bold += 1;
                self.inside(id, block);
                self.bold -= 1;
            }
            "em" | "i" => {
                self.italic += 1;
                self.inside(id, block);
                self.italic -= 1;
            }
            "q" => {
                self.text("“");
                self.inside(id, block);
                self.text("”");
            }
            "td" | "th" => {
                self.open.table = true;
                let before = self.open.size;
                self.inside(id, block);
                self.open.cells += u32::from(self.open.size > before);
                self.open.piece.text.push(' ');
            }
            name if is_block(name) => self.block(id, name, block),
            _ => self.inside(id, block),
        }
    }

    fn block(&mut self, id: Id, name: &str, outer: Id) {
        self.flush(outer);
        match name {
            "ul" | "ol" | "menu" => {
                let start = self.dom.raw_attribute(id, "start").and_then(|s| s.parse().ok()).unwrap_or(1);
                self.lists.push((name == "ol").then_some(start));
                self.inside(id, id);
                self.flush(id);
                self.lists.pop();
            }
            "li" => {
                if let Some(Some(next)) = self.lists.last_mut() {
                    self.open.piece.number = Some(*next);
                    *next = next.saturating_add(1);
                }
                self.inside(id, id);
                self.flush(id);
                self.open.piece.number = None;
            }
            "figcaption" if self.all => {
                self.captions += 1;
                self.inside(id, id);
                self.flush(id);
                self.captions -= 1;
            }
            "pre" if signs::is_code(self.dom, id) => {
                let outer = self.code.replace(id);
                self.inside(id, id);
                self.flush(id);
                self.code = outer;
            }
            "blockquote" => {
                self.quotes += 1;
                self.inside(id, id);
                self.flush(id);
                self.quotes -= 1;
            }
            _ => {
                self.open.piece.heading = heading_level(name);
                self.inside(id, id);
                self.flush(id);
                self.open.piece.heading = None;
            }
        }
    }

    fn text(&mut self, text: &str) {
        let Some(code) = self.code else { return self.words(text) };
        for (k, line) in text.split('\n').enumerate() {
            if k > 0 {
                self.flush(code);
            }
            self.words(line);
        }
    }

    fn words(&mut self, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.open.size += letters;
        if self.link.is_some() {
            self.open.linked += letters;
        }
        if self.bold > 0 {
            self.bolds += letters;
        }
        if self.italic > 0 {
            self.italics += letters;
        }
        self.open.piece.text.push_str(text);
    }

    /// Ends the line we are in.
    fn flush(&mut self, node: Id) {
        let fresh = Line::new(node);
        let mut line = std::mem::replace(&mut self.open, fresh);
        if line.size == 0 {
            self.open.piece.heading = line.piece.heading;
            self.open.piece.number = line.piece.number;
            return;
        }
        line.node = node;
        // A list of pictures may have its paragraphs in headings.
        if line.size > LONGEST_HEADING && line.piece.text.trim_end().ends_with(['.', '!', '?', '”', '"']) {
            line.piece.heading = None;
        }
        (line.bold, line.italic) = (self.bolds == line.size, self.italics == line.size);
        (self.bolds, self.italics) = (0, 0);
        let name = self.dom.name(node);
        line.marked_up =
            matches!(name, "p" | "li" | "blockquote" | "dd" | "dt" | "pre") || heading_level(name).is_some();
        let depth = |n: usize| u8::try_from(n.saturating_sub(1)).unwrap_or(u8::MAX);
        if line.piece.heading.is_none() {
            if self.code.is_some() {
                line.piece.kind = BlockKind::Code;
            } else if line.cells > 1 && line.size < LONGEST_ROW {
                line.piece.kind = BlockKind::Row;
            } else if self.captions > 0 {
                line.piece.kind = BlockKind::Caption;
            } else if self.quotes > 0 {
                line.piece.kind = BlockKind::Quote;
                line.piece.depth = depth(self.quotes as usize);
            } else if !self.lists.is_empty() {
                line.piece.kind = BlockKind::ListItem;
                line.piece.depth = depth(self.lists.len());
            }
        }
        self.lines.push(line);
    }
}

/// Elements without words for a reader.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "svg"
            | "iframe"
            | "button"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "template"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "head"
            | "title"
            | "map"
            | "math"
            | "label"
            | "dialog"
            | "progress"
            | "xmp"
            | "noembed"
            | "noframes"
            | "link"
            | "meta"
    )
}
