//! What a number counts.

use super::{Word, dates};
use crate::text::words;

/// Plurals without an s.
pub(super) const PLURALS: [&str; 17] = [
    "aircraft",
    "alumni",
    "cattle",
    "children",
    "clergy",
    "crew",
    "deer",
    "fish",
    "folk",
    "men",
    "people",
    "personnel",
    "police",
    "sheep",
    "staff",
    "troops",
    "women",
];
/// What people and things are said to be after they are counted.
const STATES: [&str; 10] =
    ["aboard", "ago", "alive", "dead", "died", "hurt", "injured", "killed", "missing", "wounded"];

pub(super) fn is_plural(noun: &str) -> bool {
    noun.ends_with('s') || PLURALS.contains(&noun)
}

/// Whether a hyphen joins a word to the next.
fn is_hyphened(sentence: &str, word: &Word<'_>) -> bool {
    sentence[word.end()..].starts_with('-')
}

/// The noun counted: the first plural within a short reach and the same phrase, what the counted are said to be ("17 dead"), or
/// what a hyphen joins to the number. Empty where there is none: in "the two met" and "13 respectively" nothing is counted.
pub(super) fn noun(sentence: &str, number: &Word<'_>, rest: &[Word<'_>]) -> String {
    let mut end = number.end();
    // "1 vote", "the 900 block".
    let named = number.text.starts_with(|c: char| c.is_ascii_digit()) && sentence[..number.at].ends_with("the ");
    let singular = number.folded == "1" || named;
    let mut chained = true;
    for (k, word) in rest.iter().take(3).enumerate() {
        let gap = &sentence[end..word.at];
        if !matches!(gap, " " | "-" | "\u{a0}")
            || words::is_stop_word(&word.folded, "en")
            || dates::month(word.text).is_some()
            || word.text.starts_with(|c: char| c.is_ascii_digit())
        {
            break;
        }
        // An age is nobody's count, nor does a page count indictments: "18-year-old student", "48-page indictment".
        chained &= gap == "-";
        let compound = chained && !is_hyphened(sentence, word);
        let state = k == 0 && STATES.contains(&word.folded.as_str());
        // A plural closes the noun: "people live" counts people.
        if word.folded == "old" || compound || state || singular || is_plural(&word.folded) {
            return word.folded.clone();
        }
        end = word.end();
    }
    String::new()
}
