//! Number words, magnitudes, units and currencies.

use std::cmp::Ordering;

use super::FigureKind;

/// A unit named after a number.
pub(super) struct Unit {
    pub(super) kind: FigureKind,
    /// Base units in one.
    pub(super) factor: f64,
    /// Words that name it.
    pub(super) words: usize,
}

pub(super) fn small_number(word: &str) -> Option<f64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    WORDS.iter().zip(0u8..).find(|(w, _)| **w == word).map(|(_, n)| f64::from(n))
}

pub(super) fn tens(word: &str) -> Option<f64> {
    const WORDS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    WORDS.iter().zip(2u8..).find(|(w, _)| **w == word).map(|(_, n)| 10.0 * f64::from(n))
}

pub(super) fn magnitude(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "mln" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

/// What letters behind digits multiply by; nothing if they make another word of it ("16th").
pub(super) fn suffix(letters: &str) -> Option<f64> {
    Some(match letters {
        "k" => 1e3,
        "m" | "mn" | "mln" => 1e6,
        "b" | "bn" => 1e9,
        "tn" => 1e12,
        _ => return None,
    })
}

/// The unit that a word names, or it and the next.
pub(super) fn named(word: &str, after: Option<&str>) -> Option<Unit> {
    use FigureKind::{Distance, Duration, Money, Percent};
    const DAY: f64 = 86_400.0;
    let (kind, factor) = match word {
        "percent" | "pct" => (Percent, 1.0),
        "per" if after == Some("cent") => return Some(Unit { kind: Percent, factor: 1.0, words: 2 }),
        "percentage" if matches!(after, Some("point" | "points")) => {
            return Some(Unit { kind: Percent, factor: 1.0, words: 2 });
        }
        "second" | "seconds" => (Duration, 1.0),
        "minute" | "minutes" => (Duration, 60.0),
        "hour" | "hours" => (Duration, 3600.0),
        "day" | "days" => (Duration, DAY),
        "week" | "weeks" => (Duration, 7.0 * DAY),
        "month" | "months" => (Duration, 30.44 * DAY),
        "year" | "years" => (Duration, 365.25 * DAY),
        "decade" | "decades" => (Duration, 3652.5 * DAY),
        "century" | "centuries" => (Duration, 36_525.0 * DAY),
        "mile" | "miles" => (Distance, 1609.344),
        "kilometre" | "kilometres" | "kilometer" | "kilometers" | "km" => (Distance, 1000.0),
        "metre" | "metres" | "meter" | "meters" => (Distance, 1.0),
        "centimetre" | "centimetres" | "centimeter" | "centimeters" | "cm" => (Distance, 0.01),
        "millimetre" | "millimetres" | "millimeter" | "millimeters" | "mm" => (Distance, 0.001),
        "foot" | "feet" | "ft" => (Distance, 0.3048),
        "yard" | "yards" => (Distance, 0.9144),
        "inch" | "inches" => (Distance, 0.0254),
        "cent" | "cents" => (Money, 0.01),
        _ => (Money, currency_named(word).map(|_| 1.0)?),
    };
    Some(Unit { kind, factor, words: 1 })
}

/// The currency that a word names.
pub(super) fn currency_named(word: &str) -> Option<&'static str> {
    Some(match word {
        "dollar" | "dollars" | "cent" | "cents" | "usd" => "usd",
        "euro" | "euros" | "eur" => "eur",
        "pounds" | "gbp" => "gbp",
        "yen" => "jpy",
        "yuan" => "cny",
        "rupees" => "inr",
        "rubles" | "roubles" => "rub",
        "francs" => "chf",
        _ => return None,
    })
}

/// The currency sign that ends a text: its bytes and its currency.
pub(super) fn currency_before(text: &str) -> Option<(usize, &'static str)> {
    [("US$", "usd"), ("A$", "aud"), ("C$", "cad"), ("$", "usd"), ("£", "gbp"), ("€", "eur"), ("¥", "jpy"), ("₹", "inr")]
        .into_iter()
        .find(|(sign, _)| text.ends_with(sign))
        .map(|(sign, currency)| (sign.len(), currency))
}

/// How many bytes at the end of what stands before a number say that it is not exact: "about ", "more than ".
pub(super) fn qualifier(before: &str) -> usize {
    const QUALIFIERS: [&str; 32] = [
        "a little over",
        "a little under",
        "about",
        "almost",
        "approximately",
        "around",
        "as many as",
        "as much as",
        "at least",
        "close to",
        "estimated",
        "fewer than",
        "in excess of",
        "just over",
        "just short of",
        "just under",
        "less than",
        "more than",
        "nearly",
        "no fewer than",
        "no less than",
        "no more than",
        "not more than",
        "over",
        "roughly",
        "slightly less than",
        "slightly more than",
        "some",
        "up to",
        "upward of",
        "upwards of",
        "well over",
    ];
    let words = before.trim_end_matches(' ');
    let ends = |q: &&&str| {
        words.len().checked_sub(q.len()).is_some_and(|at| {
            words.is_char_boundary(at)
                && words[at..].eq_ignore_ascii_case(q)
                && !words[..at].ends_with(char::is_alphanumeric)
        })
    };
    let longest = QUALIFIERS.iter().filter(ends).map(|q| q.len()).max();
    longest.map_or(0, |len| len + before.len() - words.len())
}

/// Which way a qualifier leaves a number open.
pub(super) fn direction(qualifier: &str) -> Option<Ordering> {
    let words = qualifier.trim_end().to_lowercase();
    Some(match words.as_str() {
        "" => return None,
        "a little over" | "at least" | "in excess of" | "just over" | "more than" | "no fewer than"
        | "no less than" | "over" | "slightly more than" | "upward of" | "upwards of" | "well over" => {
            Ordering::Greater
        }
        "a little under" | "almost" | "as many as" | "as much as" | "fewer than" | "just short of" | "just under"
        | "less than" | "nearly" | "no more than" | "not more than" | "slightly less than" | "up to" => Ordering::Less,
        _ => Ordering::Equal,
    })
}
