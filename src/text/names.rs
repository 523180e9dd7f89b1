//! People, organisations and places, with their short forms.

use std::ops::Range;

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its byte range in the sentence.
    pub span: Range<usize>,
    /// Its words as they stand, without titles and possessive.
    pub text: String,
}

/// The names of a sentence, from left to right.
#[must_use]
pub fn find(sentence: &str) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut first = true;
    for (at, word) in super::words::words(sentence) {
        let folded = super::words::fold(word);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if capital && !(first && super::words::is_stop_word(&folded, "en")) {
            match out.last_mut() {
                Some(last) if &sentence[last.span.end..at] == " " => {
                    last.span.end = at + word.len();
                    last.text = sentence[last.span.clone()].to_owned();
                }
                _ => out.push(Name { span: at..at + word.len(), text: word.to_owned() }),
            }
        }
        first = false;
    }
    out
}
