//! Shares told in words: "half of the boats", "by a third", "two thirds of them".

use super::{Figure, FigureKind, Word, units::small_number};
use crate::text::words;

/// What a share in words has for a unit: it is told with what it is a share of, and says little alone.
pub const UNIT: &str = "share";

/// Percent by which a share in words may be off: "a third" is 33 percent.
const OPEN: f64 = 1.0;

/// The shares that an English sentence tells in words, as percentages.
///
/// ```
/// use nutgraf::text::figures::shares;
/// let told = |text: &str| shares(text).iter().map(|f| f.value.round()).collect::<Vec<_>>();
/// assert_eq!(told("Half of the boats sank, two-thirds of them at sea."), [50.0, 67.0]);
/// assert_eq!(told("Lund scored in the second half, after half an hour."), [0.0; 0]);
/// ```
#[must_use]
pub fn shares(sentence: &str) -> Vec<Figure> {
    let read = |(at, text)| Word { at, text, folded: words::fold(text).into_owned(), value: None };
    let words: Vec<Word<'_>> = words::words(sentence).map(read).collect();
    (0..words.len()).filter_map(|k| share(&words, k)).collect()
}

fn share(words: &[Word<'_>], k: usize) -> Option<Figure> {
    let part = match words[k].folded.as_str() {
        "half" => 50.0,
        "third" | "thirds" => 100.0 / 3.0,
        "quarter" | "quarters" => 25.0,
        "fifth" | "fifths" => 20.0,
        "tenth" | "tenths" => 10.0,
        _ => return None,
    };
    let word = |k: Option<usize>| k.and_then(|k| words.get(k)).map_or("", |w| w.folded.as_str());
    let before = word(k.checked_sub(1));
    let times = match before {
        "a" | "one" => Some(1.0),
        count => small_number(count).filter(|n| (2.0..10.0).contains(n)),
    };
    // "the second half", "the third of May": a place in a row.
    let whole = word(k.checked_sub(if times.is_some() { 2 } else { 1 })) == "by";
    let after = word(Some(k + 1));
    let told_of = after == "of" || part == 50.0 && matches!(after, "the" | "its" | "their" | "his" | "her" | "all");
    // "a year and a half of repairs" is no share of them
    let added = word(k.checked_sub(if times.is_some() { 2 } else { 1 })) == "and";
    let is = if added {
        false
    } else if part == 50.0 {
        told_of && !matches!(before, "first" | "second" | "and") || whole
    } else {
        times.is_some() && (told_of || whole)
    };
    let from = if times.is_some() { k - 1 } else { k };
    let value = part * times.unwrap_or(1.0);
    (is && value < 100.0).then(|| Figure {
        kind: FigureKind::Percent,
        span: words[from].at..words[k].end(),
        value,
        tolerance: OPEN,
        grain: 0.0,
        unit: UNIT.to_owned(),
    })
}
