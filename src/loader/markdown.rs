//! Markdown, with front matter.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{
    Hint,
    build::Draft,
    draft_block::{DraftBlock, RawPicture},
    front_matter,
};
use crate::article::BlockKind;

/// Reads Markdown.
pub(super) fn read(text: &str, hint: &Hint) -> Draft {
    let mut draft = Draft::new("Markdown", hint);
    let body = front_matter::take(text, &mut draft);
    draft.pieces = pieces(body);
    if draft.title.is_empty()
        && let Some(first) = draft.pieces.first()
        && first.heading == Some(1)
    {
        draft.title = draft.pieces.remove(0).text;
    }
    draft
}

/// The pieces of a Markdown text.
fn pieces(text: &str) -> Vec<DraftBlock> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    reader.flush();
    reader.pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<DraftBlock>,
    open: DraftBlock,
    /// The next number of each list we are in; `None` in an unordered one.
    lists: Vec<Option<u64>>,
    quotes: u32,
    /// Where the words of the link we are in start, and where it leads.
    link: Option<(usize, String)>,
    /// Inside a block of code, each line of which is a block of its own.
    code: bool,
    /// Inside a row of a table.
    row: bool,
    /// Inside a picture, whose words are its own and not the article's.
    hidden: u32,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => {
                for line in text.lines() {
                    self.text(line);
                    self.flush();
                }
            }
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.text("\n"),
            Event::Rule => self.flush(),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.text("\n"),
            Event::Html(html) => self.html(&html),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let (is_code, is_row) = (matches!(tag, Tag::CodeBlock(_)), matches!(tag, Tag::TableRow | Tag::TableHead));
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.open.heading = Some(level as u8);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::List(number) => {
                self.flush();
                self.lists.push(number);
            }
            Tag::Item => {
                self.flush();
                if let Some(Some(next)) = self.lists.last_mut() {
                    self.open.number = u32::try_from(*next).ok();
                    *next = next.saturating_add(1);
                }
            }
            Tag::Link { dest_url, .. } => self.link = Some((self.open.text.len(), dest_url.into_string())),
            Tag::Image { dest_url, .. } => {
                self.hidden += 1;
                self.open.pictures.push(RawPicture { url: dest_url.into_string(), alt: String::new() });
            }
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::TableRow
            | Tag::TableHead
            | Tag::FootnoteDefinition(_)
                if !(self.open.text.is_empty() && self.open.number.is_some()) =>
            {
                self.flush();
            }
            _ => {}
        }
        self.code |= is_code;
        self.row |= is_row;
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Link => {
                if let Some((start, url)) = self.link.take() {
                    self.open.links.push((start..self.open.text.len(), url));
                }
            }
            TagEnd::Image => self.hidden = self.hidden.saturating_sub(1),
            TagEnd::TableCell => self.text(" "),
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableRow
            | TagEnd::TableHead => {
                self.flush();
                (self.code, self.row) = (false, false);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden == 0 {
            self.open.text.push_str(text);
        } else if let Some(picture) = self.open.pictures.last_mut() {
            picture.alt.push_str(text);
        }
    }

    /// A block of HTML: its words without its tags.
    fn html(&mut self, html: &str) {
        if html.trim_start().starts_with("<!--") {
            return;
        }
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.text(&rest[..at]);
            rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
        }
        self.text(rest);
    }

    /// Ends the block we are in.
    fn flush(&mut self) {
        let mut piece = std::mem::take(&mut self.open);
        if let Some((start, _)) = &mut self.link {
            *start = 0;
        }
        if piece.text.trim().is_empty() {
            self.open.number = piece.number;
            self.open.pictures = piece.pictures;
            return;
        }
        let depth = |n: usize| u8::try_from(n.saturating_sub(1)).unwrap_or(u8::MAX);
        if piece.heading.is_none() {
            if self.code || self.row {
                piece.kind = if self.code { BlockKind::Code } else { BlockKind::Row };
            } else if !self.lists.is_empty() {
                piece.kind = BlockKind::ListItem;
                piece.depth = depth(self.lists.len());
            } else if self.quotes > 0 {
                piece.kind = BlockKind::Quote;
                piece.depth = depth(self.quotes as usize);
            } else if super::plain::has_list(&piece.text) {
                // "• one" lines, which Markdown takes for running text
                super::plain::add_lines(&piece.text, &mut self.pieces);
                return;
            }
        }
        self.pieces.push(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_is_kept() {
        let draft = read(
            "# The bridge\n\nIt closed, [officials](https://example.org/x) said.\n\n## Why\n\n> It is old.\n\n1. one\n2. two\n   - deep\n\n• a\n• b\n",
            &Hint::default(),
        );
        assert_eq!(draft.title, "The bridge");
        let kinds: Vec<_> = draft.pieces.iter().map(|p| (p.heading, p.kind, p.depth, p.number)).collect();
        assert_eq!(
            kinds,
            [
                (None, BlockKind::Paragraph, 0, None),
                (Some(2), BlockKind::Paragraph, 0, None),
                (None, BlockKind::Quote, 0, None),
                (None, BlockKind::ListItem, 0, Some(1)),
                (None, BlockKind::ListItem, 0, Some(2)),
                (None, BlockKind::ListItem, 1, None),
                (None, BlockKind::ListItem, 0, None),
                (None, BlockKind::ListItem, 0, None),
            ]
        );
        let (range, url) = &draft.pieces[0].links[0];
        assert_eq!((&draft.pieces[0].text[range.clone()], url.as_str()), ("officials", "https://example.org/x"));
    }

    #[test]
    fn code_and_tables_keep_their_kind() {
        let draft = read(
            "It closed.\n\n```sh\nclose --bridge\nopen it. Now.\n```\n\n| Pier | Cracks |\n| --- | --- |\n| First | 12 |\n\nIt opened.\n",
            &Hint::default(),
        );
        let kinds: Vec<_> = draft.pieces.iter().map(|p| p.kind).collect();
        use BlockKind::{Code, Paragraph, Row};
        assert_eq!(kinds, [Paragraph, Code, Code, Row, Row, Paragraph]);
        assert_eq!(draft.pieces[3].text.trim(), "Pier Cracks");
    }
}
