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
    let (a, b) = (key(a), key(b));
    !a.is_empty() && a == b
}

/// A text with case, punctuation and white space set aside.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a line is one of those that stand in articles and belong to the page.
pub(super) fn is_boilerplate(line: &str) -> bool {
    const STARTS: &[&str] = &[
        "read more",
        "read also",
        "also read",
        "read next",
        "more:",
        "related:",
        "see also",
        "sign up",
        "subscribe",
        "advertisement",
        "click here",
        "share this",
        "follow us",
        "photo:",
        "image:",
        "video:",
        "watch:",
        "listen:",
        "credit:",
        "copyright",
        "©",
        "(c) ",
        "all rights reserved",
        "get the latest",
        "don't miss",
        "recommended",
        "newsletter",
        "story continues below",
        "article continues below",
        "loading",
        "the post ",
        "this article was originally",
        "for more stories",
        "continue reading",
        "skip to",
        "download the",
        "mehr zum thema",
        "lesen sie auch",
        "lesen sie mehr",
        "anzeige",
        "werbung",
        "lire aussi",
        "à lire aussi",
        "lee también",
        "leer más",
        "les også",
        "läs också",
        "læs også",
        "leggi anche",
        "lees ook",
    ];
    if line.len() > 240 {
        return false;
    }
    let lower: String = line.chars().take(40).flat_map(char::to_lowercase).collect::<String>().replace('’', "'");
    let hit = STARTS.iter().any(|s| lower.starts_with(s));
    hit && (line.len() < 120
        || lower.starts_with("sign up")
        || lower.starts_with("subscribe")
        || lower.starts_with("get the latest"))
}
