//! A headline for an article that has none, made from its first sentence.

use crate::article::{Article, BlockKind};

/// From this many words on clauses are left out that the sentence can do without.
const MOST_WORDS: usize = 14;
/// A clause of so many words stands whole: the verb or the place that tells the news may be its last.
const MOST_WHOLE: usize = 24;

/// The first sentence as a headline: without its attribution, its subordinate tail and its full stop.
pub(super) fn derive(article: &Article) -> String {
    let says = |text: &&str| text.contains(char::is_alphanumeric);
    let paragraphs = article.blocks().filter(|b| b.kind == BlockKind::Paragraph);
    let first = paragraphs.flat_map(crate::article::Block::ids).map(|id| article.sentence(id)).find(says);
    let first = first.or_else(|| article.sentences.iter().map(|s| s.text.as_str()).find(says)).unwrap_or_default();
    let headline = shorten(first);
    if headline.contains(char::is_alphanumeric) { headline } else { first.to_owned() }
}

fn shorten(sentence: &str) -> String {
    let mut text = sentence.trim();
    text = without_attribution(text);
    let words = |s: &str| s.split_whitespace().count();
    // Clause by clause from the end, while what stays is still a headline's worth of words.
    while words(text) > MOST_WORDS {
        match clause_end(text).map(|at| text[..at].trim_end()) {
            Some(shorter) if words(shorter) >= 6 => text = shorter,
            _ => break,
        }
    }
    let mut out = text.trim_end_matches(['.', ',', ';', ':', '。', ' ', '-', '–', '—']).to_owned();
    if words(&out) > MOST_WHOLE {
        // What is cut within a clause says less than the sentence, and shows it.
        let shorter = cut(&out);
        out = if shorter.len() < out.len() { shorter + "…" } else { shorter };
    }
    let abbreviation = text.ends_with('.') && text.rsplit(' ').next().is_some_and(|w| w.matches('.').count() > 1);
    if abbreviation && !out.ends_with('…') {
        out.push('.');
    }
    balance(&out)
}

/// Cuts `…, Blinken said on Friday.` and `…, according to police.`; a quotation keeps its speaker.
fn without_attribution(text: &str) -> &str {
    let Some(comma) = text.rfind(", ") else { return text };
    let tail = &text[comma + 2..];
    let has = |word: &str| tail.split(|c: char| !c.is_alphanumeric()).any(|w| w.eq_ignore_ascii_case(word));
    let attributes = ["said", "says", "announced", "reported", "told", "confirmed", "sources"].iter().any(|w| has(w))
        || tail.starts_with("according to ");
    if attributes && tail.split_whitespace().count() <= 14 && !text[..comma].contains(['"', '“', '„', '«']) {
        &text[..comma]
    } else {
        text
    }
}

/// Where the last clause starts that the sentence can do without.
fn clause_end(text: &str) -> Option<usize> {
    const TAILS: &[&str] = &[
        ", which ",
        ", who ",
        ", whose ",
        ", where ",
        ", when ",
        ", while ",
        ", after ",
        ", as ",
        ", but ",
        ", and ",
        ", amid ",
        ", with ",
        ", according ",
        " -- ",
        " — ",
        " – ",
        "; ",
        ", in ",
        ", a ",
        ", the ",
        ", ending ",
        ", saying ",
        ", one ",
        ", at ",
        ", on ",
        ", including ",
    ];
    TAILS.iter().filter_map(|t| text.rfind(t)).max().filter(|at| *at > 0)
}

/// The first words: up to a phrase that the sentence can do without, or up to a word that can end a line.
fn cut(text: &str) -> String {
    const HANGING: &[&str] = &[
        "a", "an", "the", "of", "to", "in", "on", "at", "for", "and", "or", "but", "with", "by", "from", "that",
        "which", "who", "is", "was", "are", "were", "be", "has", "have", "had", "its", "his", "her", "their", "as",
        "into", "not", "more", "than", "will", "would",
    ];
    const PHRASES: &[&str] = &[
        "to", "that", "after", "as", "for", "in", "inside", "during", "because", "while", "when", "with", "by", "from",
        "over", "amid",
    ];
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS + 3).collect();
    let hangs = |w: &str| HANGING.contains(&w.to_lowercase().as_str());
    let phrase = (8..words.len()).rev().find(|k| PHRASES.contains(&words[*k]) && !hangs(words[k - 1]));
    if let Some(k) = phrase {
        return words[..k].join(" ").trim_end_matches([',', ';', ':', '-', '–', '—', ' ']).to_owned();
    }
    let mut words = words;
    words.truncate(MOST_WORDS);
    while words.len() > 6 && words.last().is_some_and(|w| hangs(w)) {
        words.pop();
    }
    // Scripts without spaces: one "word" can be the whole sentence.
    let short: String = words.join(" ").chars().take(120).collect();
    format!("{}…", short.trim_end_matches([',', ';', ':', '-', '–', '—', ' ']))
}

/// Drops a quotation mark or bracket whose partner was cut away.
fn balance(text: &str) -> String {
    let mut out = text.to_owned();
    for (open, close) in [('“', '”'), ('(', ')'), ('„', '“'), ('«', '»')] {
        if out.matches(open).count() > out.matches(close).count()
            && let Some(at) = out.rfind(open)
        {
            out.remove(at);
        }
    }
    if out.matches('"').count() % 2 == 1
        && let Some(at) = out.rfind('"')
    {
        out.remove(at);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_is_short_and_ends_without_attribution() {
        for (sentence, want) in [
            ("The council closed the bridge on Tuesday, the mayor said.", "The council closed the bridge on Tuesday"),
            (
                "The council, which met for nine hours, voted 7 to 2 to close the old bridge for repairs next spring, according to two people in the room.",
                "The council, which met for nine hours, voted 7 to 2 to close the old bridge for repairs next spring",
            ),
            ("\"We will rebuild,\" she said.", "\"We will rebuild,\" she said"),
            ("It happened in the U.S.", "It happened in the U.S."),
            (
                "A capsule with the largest sample ever taken from a comet came down in the desert near Skarn on Sunday, ending a trip of nine years.",
                "A capsule with the largest sample ever taken from a comet came down in the desert near Skarn on Sunday",
            ),
        ] {
            assert_eq!(shorten(sentence), want);
        }
    }
}
