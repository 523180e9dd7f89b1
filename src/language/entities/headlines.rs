//! Lines in which each word has a capital, as headlines have: where a name ends is not to be seen there, and another sentence
//! has to show it.

use std::ops::Range;

use foldhash::{HashSet, HashSetExt};

use super::names::NameSpan;
use crate::{
    article::SentenceId,
    language::{Analysis, Parse},
};

/// Words of four letters or more that a line has at least.
const WORDS: usize = 5;

/// The names without those of headlines that stand nowhere else; a name that is part of one stays: "Harbor Wire" of "Harbor Wire
/// Opens Branch".
pub(super) fn confirmed(analysis: &Analysis, found: Vec<(SentenceId, NameSpan)>) -> Vec<(SentenceId, NameSpan)> {
    let headlines: HashSet<SentenceId> =
        (0..analysis.sentences.len()).map(SentenceId::from).filter(|s| is_headline(analysis.sentence(*s))).collect();
    if headlines.is_empty() {
        return found;
    }
    let mut known: HashSet<&str> = HashSet::new();
    for (sentence, name) in found.iter().filter(|(s, _)| !headlines.contains(s)) {
        known.insert(analysis.sentence(*sentence).slice(name.tokens.clone()));
    }
    let within = |sentence: SentenceId, tokens: Range<usize>| -> Option<Range<usize>> {
        let parse = analysis.sentence(sentence);
        let parts = |length: usize| (tokens.start..=tokens.end - length).map(move |start| start..start + length);
        (1..=tokens.len()).rev().flat_map(parts).find(|part| known.contains(parse.slice(part.clone())))
    };
    let confirm = |(sentence, mut name): (SentenceId, NameSpan)| {
        if headlines.contains(&sentence) {
            let part = within(sentence, name.tokens.clone())?;
            if part != name.tokens {
                name.with_title = part.clone();
                name.tokens = part;
            }
        }
        Some((sentence, name))
    };
    found.into_iter().filter_map(confirm).collect()
}

/// All words but small ones have a capital, and no stop ends it. A row of names parted by commas is none.
fn is_headline(parse: &Parse) -> bool {
    let words = || (1..parse.tokens.len()).map(|t| parse.word(t)).filter(|w| w.chars().count() >= 4);
    let letters = |w: &str| w.starts_with(char::is_alphabetic);
    let (mut all, mut small) = (0, 0);
    for word in words().filter(|w| letters(w)) {
        all += 1;
        small += usize::from(!word.starts_with(char::is_uppercase));
    }
    let count = parse.tokens.len();
    let stops = (count.saturating_sub(2)..count).any(|t| matches!(parse.word(t), "." | "!" | "?"));
    let commas = (0..count).filter(|t| parse.word(*t) == ",").count();
    all >= WORDS && small * 8 <= all && !stops && commas < 2
}
