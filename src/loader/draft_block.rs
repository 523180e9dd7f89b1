//! What every format's reader hands to [`super::build`]: the article's parts in reading order, not yet sentences.

use std::ops::Range;

use crate::{article::BlockKind, text::sanitize};

/// A heading or a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DraftBlock {
    /// A heading and its level, 1 the outermost; `None` for a block.
    pub(super) heading: Option<u8>,
    /// What kind of block it is, where it is one.
    pub(super) kind: BlockKind,
    /// Nesting of a list item or block quote.
    pub(super) depth: u8,
    /// The number of an item in an ordered list.
    pub(super) number: Option<u32>,
    /// Its words. Raw until [`DraftBlock::clean`].
    pub(super) text: String,
    /// Links: where their words stand in `text`, in bytes, and where they lead.
    pub(super) links: Vec<(Range<usize>, String)>,
    /// Pictures that stand before it.
    pub(super) pictures: Vec<RawPicture>,
}

/// A picture as a page names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawPicture {
    pub(super) url: String,
    pub(super) alt: String,
}

impl DraftBlock {
    #[cfg(test)]
    pub(super) fn heading(level: u8, text: impl Into<String>) -> Self {
        Self { heading: Some(level), text: text.into(), ..Self::default() }
    }

    pub(super) fn block(kind: BlockKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), ..Self::default() }
    }

    pub(super) fn paragraph(text: impl Into<String>) -> Self {
        Self::block(BlockKind::Paragraph, text)
    }

    /// Whether it is a block of this kind.
    pub(super) fn is(&self, kind: BlockKind) -> bool {
        self.heading.is_none() && self.kind == kind
    }

    /// Makes the text safe and folds its white space to single spaces; links move along. Gives how many characters had
    /// to be replaced.
    pub(super) fn clean(&mut self) -> usize {
        let mut folded = Folded::with_capacity(self.text.len());
        let mut from = 0;
        for (range, _) in &mut self.links {
            folded.push(self.text.get(from..range.start).unwrap_or_default());
            let start = folded.text.len() + usize::from(folded.space && !folded.text.is_empty());
            folded.push(self.text.get(range.clone()).unwrap_or_default());
            from = range.end.max(from);
            *range = start.min(folded.text.len())..folded.text.len();
        }
        folded.push(self.text.get(from..).unwrap_or_default());
        self.text = folded.text;
        for (_, url) in &mut self.links {
            *url = sanitize::clean_line(url);
        }
        self.links.retain(|(range, url)| !range.is_empty() && super::is_web_address(url));
        folded.replaced
    }

    /// Drops the first `n` bytes of a cleaned text; links move along.
    pub(super) fn cut_front(&mut self, n: usize) {
        let Some(rest) = self.text.get(n..) else { return };
        let n = n + rest.len() - rest.trim_start().len();
        self.text.drain(..n);
        self.links.retain_mut(|(range, _)| {
            *range = range.start.saturating_sub(n)..range.end.saturating_sub(n);
            range.start < range.end
        });
    }
}

/// Text with its white space folded to single spaces as it grows.
struct Folded {
    text: String,
    space: bool,
    replaced: usize,
}

impl Folded {
    fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), space: false, replaced: 0 }
    }

    fn push(&mut self, raw: &str) {
        let clean = sanitize::clean(raw);
        self.replaced += clean.replaced;
        let text: &str = &clean.text;
        self.space |= text.starts_with(char::is_whitespace);
        for word in text.split_whitespace() {
            if self.space && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(word);
            self.space = true;
        }
        // What follows the last word without a space goes on with it.
        self.space &= text.is_empty() || text.ends_with(char::is_whitespace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_their_words_when_white_space_folds() {
        let mut piece = DraftBlock::paragraph("  See\n\n the  report  here .");
        piece.links.push((7..20, "https://example.org/a".into()));
        assert_eq!(&piece.text[7..20], " the  report ");
        piece.clean();
        assert_eq!(piece.text, "See the report here .");
        assert_eq!(&piece.text[piece.links[0].0.clone()], "the report");
        piece.cut_front(4);
        assert_eq!(&piece.text[piece.links[0].0.clone()], "the report");
    }
}
