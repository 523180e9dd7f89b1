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
        "click ",
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
        "this article was originally",
        "this article originally appeared",
        "for more stories",
        "continue reading",
        "skip to",
        "download the",
        "don't have an account",
        "create an account",
        "more about",
        "more on this",
        "topics:",
        "tags:",
        "filed under",
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
        "doi:",
        "reporting by",
        "(reporting by",
        "writing by",
        "editing by",
        "with files from",
        "our standards: the thomson",
        "opens new tab",
    ];
    const ANYWHERE: &[&str] = &[
        "contributed to this report",
        "contributed to this story",
        "contributed reporting",
        "contributed to this article",
    ];
    if line.len() > 400 {
        return false;
    }
    let lower = line.to_lowercase().replace('’', "'");
    let starts = STARTS.iter().any(|s| lower.starts_with(s));
    let asks = lower.contains("newsletter")
        && ["sign up", "signing up", "subscribe", "inbox"].iter().any(|w| lower.contains(w));
    (starts && line.len() < 140)
        || asks
        || (lower.starts_with("reporting by") || lower.starts_with("(reporting by"))
        || ANYWHERE.iter().any(|a| lower.contains(a))
        || shouts(line)
}

/// `WATCH | The mayor speaks`: capitals and a bar lead to something else.
fn shouts(line: &str) -> bool {
    let Some((head, _)) = line.split_once('|') else { return false };
    line.len() < 200 && head.len() > 2 && head.len() < 40 && head.chars().all(|c| c.is_uppercase() || c.is_whitespace())
}

/// Whether a short line says who wrote the article, when, or how long it takes to read.
pub(super) fn is_signature(line: &str) -> bool {
    let lower = line.to_lowercase();
    let by = [
        "by ",
        "von ",
        "par ",
        "por ",
        "av ",
        "af ",
        "door ",
        "autor:",
        "text:",
        "author:",
        "foto:",
        "photograph:",
        "words by",
        "story by",
        "published",
        "updated",
        "last updated",
        "veröffentlicht",
        "publié",
        "publicado",
        "first published",
    ];
    let minutes = ["min read", "minute read", "minutes read", "lesezeit", "min de lecture", "min. lesezeit"];
    line.len() < 120
        && (by.iter().any(|b| lower.starts_with(b))
            || minutes.iter().any(|m| lower.contains(m))
            || (line.len() < 80 && super::dates::parse(line).is_some_and(|d| d.day().is_some())))
}

/// Whether a heading or label opens what comes after the story.
pub(super) fn ends_story(line: &str) -> bool {
    const HEADS: &[&str] = &[
        "about the author",
        "about the authors",
        "related",
        "related stories",
        "related articles",
        "related content",
        "related topics",
        "read more",
        "read next",
        "most read",
        "most popular",
        "comments",
        "leave a comment",
        "leave a reply",
        "recommended",
        "you may also like",
        "you might also like",
        "more stories",
        "more from",
        "more on this story",
        "more on this",
        "more about",
        "trending",
        "share this",
        "share",
        "topics",
        "tags",
        "sign up",
        "newsletter",
        "latest news",
        "top stories",
        "mehr zum thema",
        "das könnte sie auch interessieren",
        "kommentare",
        "à lire aussi",
        "más información",
        "sur le même sujet",
        "sources",
        "notes",
        "references",
        "footnotes",
    ];
    let lower = line.trim().trim_end_matches([':', '.', '…']).to_lowercase();
    HEADS.contains(&lower.as_str())
        || (lower.len() < 40
            && (lower.starts_with("more from ")
                || lower.starts_with("more on ")
                || lower.starts_with("about the author")
                || (lower.starts_with("more ") && lower.split(' ').count() == 2)))
}

/// Whether a line introduces one of the article's authors: `Ana Lee is a reporter for …`.
pub(super) fn is_author_note(line: &str, authors: &[String]) -> bool {
    const TRADES: &[&str] = &[
        "reporter",
        "correspondent",
        "editor",
        "writer",
        "journalist",
        "columnist",
        "covers",
        "author of",
        "redakteur",
        "korrespondent",
        "autor",
        "is a ",
        "is an ",
        "journaliste",
        "twitter",
        "follow ",
    ];
    let lower = line.to_lowercase();
    authors.iter().any(|a| a.contains(' ') && lower.starts_with(&a.to_lowercase()))
        && TRADES.iter().any(|t| lower.contains(t))
}
