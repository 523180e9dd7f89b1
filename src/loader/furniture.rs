//! Lines that stand among an article's paragraphs and are not the story: its title again, bylines, "Read more".

use super::{labels, piece::Piece};
use crate::article::{Article, BlockKind};

/// Drops what is not the story; what a line tells about the article goes into its fields.
pub(super) fn tidy(pieces: &mut Vec<Piece>, article: &mut Article) {
    if let Some(first) = pieces.first()
        && same_words(&first.text, &article.title)
    {
        pieces.remove(0);
    }
    for piece in pieces.iter_mut() {
        if piece.is(BlockKind::Paragraph) && labels::is_section_head(&piece.text) {
            piece.heading = Some(2);
        }
    }
}

/// Equal once case, punctuation and white space are set aside.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    let key = |s: &'_ str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (key(a), key(b));
    !a.is_empty() && a == b
}
