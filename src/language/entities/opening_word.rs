//! A sentence's first word, whose capital says nothing: what it is without.

use super::names::is_first_name;
use crate::{
    language::{labels::Tag, parse::Parse},
    text::words,
};

/// A word of the language, and not one that only names have.
pub(super) fn is_known_word(parse: &Parse, token: usize) -> bool {
    words::rarity(&parse.lower(token), "en") < 1.0
}

/// Whether the sentence's first word is a noun like any other that only its place capitalizes: "Writer Ana Lee said …".
pub(super) fn opens_with_common_noun(parse: &Parse) -> bool {
    !is_first_name(parse, 0)
        && opens_as(parse, |t| matches!(t, Tag::Noun | Tag::NounPlural | Tag::VerbThird | Tag::Adjective))
}

/// What the sentence's first word is without its capital.
pub(super) fn opens_as(parse: &Parse, wanted: impl Fn(Tag) -> bool) -> bool {
    let end = parse.tokens.len().min(12);
    let mut text = parse.slice(0..end).to_owned();
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    let again = crate::language::parse_sentence(&text);
    again.tokens.first().is_some_and(|t| wanted(t.tag))
}
