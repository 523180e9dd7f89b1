//! Numbers, money, percentages, dates, durations and distances, with a value that can be compared.

mod clock;
mod counted;
mod dates;
mod numerals;
mod shares;
mod units;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use self::{
    dates::WEEKDAYS,
    shares::{UNIT as SHARE, shares},
};

use self::{
    numerals::Numeral,
    units::{Unit, magnitude, small_number, tens},
};
use super::words;
use crate::article::Published;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// A plain count.
    Number,
    /// An amount of money.
    Money,
    /// A share.
    Percent,
    /// A day, month or year.
    Date,
    /// A span of time.
    Duration,
    /// A length.
    Distance,
}

/// A figure in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it counts.
    pub kind: FigureKind,
    /// Its byte range, unit included.
    pub span: Range<usize>,
    /// Its value in the kind's base unit: as counted, the currency's unit, percent, days since 1970-01-01, seconds, metres.
    pub value: f64,
    /// Half the width of what the wording leaves open, in the same unit: 0 for "19", 300 for "about 3,000", 15 for a month.
    pub tolerance: f64,
    /// What one step of its last digit is, in the same unit: 1609 for "19 miles", 1e8 for "$2.7 billion"; 0 for a date.
    pub grain: f64,
    /// The thing counted or the currency, folded ("people", "usd"); empty where the text names none; `clock` for a time of
    /// day, which is in minutes, followed by its time zone where that is named. Of a date it is `relative` where the day of
    /// publishing is not known: its value is then days from that day; and `yearless` where the year is not known.
    pub unit: String,
}

impl Figure {
    /// Whether it is a time of day.
    #[must_use]
    pub fn is_time(&self) -> bool {
        self.unit.split(' ').next() == Some(clock::UNIT)
    }
}

/// A word of the sentence.
struct Word<'a> {
    at: usize,
    text: &'a str,
    folded: String,
    /// What it is worth as a number word of another language than English.
    value: Option<f64>,
}

impl Word<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The figures of a sentence, from left to right, none overlapping. `published` resolves "Friday" and "last month".
///
/// ```
/// use nutgraf::text::figures::{FigureKind, find};
/// let found = find("About 1.2 million people live 186 miles away.", None);
/// assert_eq!((found[0].value, found[0].unit.as_str()), (1_200_000.0, "people"));
/// assert_eq!(found[1].kind, FigureKind::Distance);
/// ```
#[must_use]
pub fn find(sentence: &str, published: Option<Published>) -> Vec<Figure> {
    find_in("en", sentence, published)
}

/// The figures of a sentence in a language, given by its primary subtag: number words are read in its own.
///
/// ```
/// use nutgraf::text::figures::find_in;
/// let found = find_in("de", "Zwölf Menschen wurden gerettet, einundzwanzig verletzt.", None);
/// assert_eq!(found.iter().map(|f| f.value).collect::<Vec<_>>(), [12.0, 21.0]);
/// ```
#[must_use]
pub fn find_in(language: &str, sentence: &str, published: Option<Published>) -> Vec<Figure> {
    let read = |(at, text)| {
        let folded = words::fold(text).into_owned();
        match numerals::find(language, &folded) {
            Some(Numeral::Value(value)) => Word { at, text, folded, value: Some(value) },
            Some(Numeral::Magnitude(english)) => Word { at, text, folded: english.to_owned(), value: None },
            None => Word { at, text, folded, value: None },
        }
    };
    let words: Vec<Word<'_>> = words::words(sentence).map(read).collect();
    let mut out = Vec::new();
    let mut k = 0;
    while k < words.len() {
        let found = dates::at(sentence, &words, k, published)
            .or_else(|| clock::at(sentence, &words, k))
            .or_else(|| number_at(sentence, &words, k));
        match found {
            Some((figure, next)) => {
                out.push(figure);
                k = next.max(k + 1);
            }
            None => k += 1,
        }
    }
    out
}

/// Whether two figures give the same value of the same kind, units converted and rounding allowed for.
///
/// ```
/// use nutgraf::text::figures::{find, same};
/// let first = |text: &str| find(text, None).remove(0);
/// assert!(same(&first("19 miles"), &first("30 kilometres")));
/// assert!(!same(&first("$2.7bn"), &first("$2.8 billion")));
/// ```
#[must_use]
pub fn same(a: &Figure, b: &Figure) -> bool {
    let currency = a.kind != FigureKind::Money || a.unit == b.unit;
    let reckoned = |f: &Figure| (f.kind == FigureKind::Date || f.is_time()).then(|| f.unit.clone());
    let dated = reckoned(a) == reckoned(b);
    let size = a.value.abs().max(b.value.abs());
    // One of the two is within what the other leaves open: $2.7bn and $2.8bn are both rounded and yet not the same.
    let open = a.tolerance.max(b.tolerance).max(converted(a, b).min(MOST_CONVERTED * size)) + 1e-9 * size;
    a.kind == b.kind && currency && dated && (a.value - b.value).abs() <= open
}

/// The most by which rounding changes a figure.
const MOST_ROUNDED: f64 = 0.05;
/// The most by which rounding in another unit changes a figure.
const MOST_CONVERTED: f64 = 0.05;

/// How far a figure may be from itself in another unit, where it is rounded again: 186 miles are "300 kilometres", two years "24
/// months".
fn converted(a: &Figure, b: &Figure) -> f64 {
    let measured = matches!(a.kind, FigureKind::Distance | FigureKind::Duration);
    if !measured || a.is_time() || b.is_time() || a.grain == 0.0 || b.grain == 0.0 {
        return 0.0;
    }
    let steps = (a.grain / b.grain).log10();
    if (steps - steps.round()).abs() < 1e-6 { 0.0 } else { (a.grain + b.grain) / 2.0 }
}

/// Whether one figure is the other, rounded: "$43,000" and "$43,350". The accounts agree, if one is less exact.
///
/// ```
/// use nutgraf::text::figures::{find, rounded};
/// let first = |text: &str| find(text, None).remove(0);
/// assert!(rounded(&first("a $43,000 watch"), &first("a $43,350 watch")));
/// assert!(rounded(&first("36 percent"), &first("35.7 percent")) && !rounded(&first("36 percent"), &first("35.2 percent")));
/// assert!(!rounded(&first("40 percent"), &first("44 percent")));
/// assert!(!rounded(&first("300 dead"), &first("302 dead")) && !rounded(&first("$2.7bn"), &first("$2.8bn")));
/// ```
#[must_use]
pub fn rounded(a: &Figure, b: &Figure) -> bool {
    // A count that small is seldom rounded, and each one of it tells.
    const LARGE: f64 = 10_000.0;
    const MOST: f64 = 0.01;
    let counted = matches!(a.kind, FigureKind::Number | FigureKind::Money);
    let (apart, size) = ((a.value - b.value).abs(), a.value.abs().max(b.value.abs()));
    // "$43 million" of 43,885,310: what comes after is left out, not rounded.
    let (less, more) = if a.grain < b.grain { (a, b) } else { (b, a) };
    let cut =
        more.grain >= 1e6 && less.grain * 10.0 <= more.grain && (0.0..more.grain).contains(&(less.value - more.value));
    // "36 percent" for 35.7
    if a.kind == FigureKind::Percent
        && b.kind == FigureKind::Percent
        && more.grain <= 1.0
        && more.grain >= 10.0 * less.grain
    {
        return apart <= more.grain / 2.0 + 1e-9;
    }
    let coarser = (a.grain - b.grain).abs() > 1e-9 * size && apart < a.grain.max(b.grain);
    counted && a.kind == b.kind && a.unit == b.unit && size >= LARGE && (coarser && apart <= MOST * size || cut)
}

/// What the words before a figure say of its value: that it is more (`Greater`), less, or about so much; nothing where they say
/// nothing.
#[must_use]
pub fn bound(sentence: &str, figure: &Figure) -> Option<std::cmp::Ordering> {
    let before = sentence.get(..figure.span.start).unwrap_or_default();
    let words = &before[before.len() - units::qualifier(before)..];
    units::direction(words)
}

/// A figure's byte range with the words before it that say how exact it is: "more than $600 million".
#[must_use]
pub fn qualified(sentence: &str, figure: &Figure) -> Range<usize> {
    let before = sentence.get(..figure.span.start).unwrap_or_default();
    figure.span.start - units::qualifier(before)..figure.span.end
}

/// The number that starts at a word, with what it counts, and the word after it.
fn number_at(sentence: &str, words: &[Word<'_>], k: usize) -> Option<(Figure, usize)> {
    // "three-quarters of a million": what stands before tells the value
    let before = |n: usize| k.checked_sub(n).map_or("", |b| words[b].folded.as_str());
    let part = ["half", "third", "thirds", "quarter", "quarters", "fifth", "fifths"]
        .contains(&before(2).rsplit('-').next().unwrap_or_default());
    if is_article(&words[k].folded) && before(1) == "of" && part {
        return None;
    }
    let (mut value, grain, mut next) = value_at(sentence, words, k)?;
    let mut start = words[k].at;
    let spelled = !words[k].text.starts_with(|c: char| c.is_ascii_digit());
    if in_a_name(sentence, &words[k], k) || in_a_fraction(sentence, &words[k]) || is_rank(sentence, words, k) {
        return None;
    }
    let mut kind = FigureKind::Number;
    let mut unit = String::new();
    let mut factor = 1.0;
    if let Some((symbol, currency)) = units::currency_before(&sentence[..start]) {
        start -= symbol;
        (kind, unit) = (FigureKind::Money, currency.to_owned());
    } else if sentence[words[next - 1].end()..].starts_with('%') {
        kind = FigureKind::Percent;
    } else if let Some(word) = words.get(next) {
        let old = words.get(next + 1).is_some_and(|w| w.folded == "old");
        match units::named(&word.folded, words.get(next + 1).map(|w| w.folded.as_str())) {
            Some(Unit { kind: of, factor: by, words: taken }) if joined(sentence, &words[next - 1], word) && !old => {
                (kind, factor) = (of, by);
                if of == FigureKind::Money {
                    unit = units::currency_named(&word.folded).unwrap_or_default().to_owned();
                }
                next += taken;
                if and_a_half(words, next) {
                    value += 0.5;
                    next += 3;
                }
            }
            _ => unit = counted::noun(sentence, &words[next - 1], &words[next..]),
        }
    }
    // "one" counts only where something is measured by it; otherwise it is a pronoun.
    if spelled && value == 1.0 && kind == FigureKind::Number {
        return None;
    }
    let mut end = words[next - 1].end();
    if kind == FigureKind::Percent && sentence[end..].starts_with('%') {
        end += 1;
    }
    let rough = units::qualifier(&sentence[..start]) > 0;
    // "13.6 million" is rounded, "13,600,000" may be a count.
    let rounded = if grain.abs() < 1.0 || spelled || value < 1e5 || !sentence[start..end].contains(char::is_alphabetic)
    {
        0.0
    } else {
        // "$1 million" leaves less open than its only digit does.
        (grain / 2.0).min(MOST_ROUNDED * value)
    };
    let tolerance = factor * if rough { (grain / 2.0).clamp(value * 0.05, value * 0.1) } else { rounded };
    Some((Figure { kind, span: start..end, value: value * factor, tolerance, grain: grain.abs() * factor, unit }, next))
}

/// Whether a number word is part of a name: "the Big Ten", "Zero Dark Thirty".
fn in_a_name(sentence: &str, word: &Word<'_>, k: usize) -> bool {
    let before = sentence[..word.at].trim_end_matches(' ');
    k > 0
        && word.value.is_none()
        && word.text.starts_with(char::is_uppercase)
        && before.ends_with(char::is_alphanumeric)
}

/// Whether a number is a place in a row and counts nothing: "the No. 2 Republican", "number 40".
fn is_rank(sentence: &str, words: &[Word<'_>], k: usize) -> bool {
    let before = k.checked_sub(1).map(|b| (&words[b], &sentence[words[b].end()..words[k].at]));
    before.is_some_and(|(w, gap)| match w.folded.as_str() {
        "no" => gap.starts_with('.'),
        "number" | "nr" => true,
        _ => gap.ends_with('#'),
    })
}

/// Whether a number stands beside a slash or ends a run of years: "9/11", "24/7", "5/31/2024", "1950-53".
fn in_a_fraction(sentence: &str, word: &Word<'_>) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, after) = (&sentence[..word.at], &sentence[word.end()..]);
    let digits_before = |rest: &str| rest.bytes().rev().take_while(u8::is_ascii_digit).count();
    after.strip_prefix('/').is_some_and(|rest| digit(rest.chars().next()))
        || before.strip_suffix('/').is_some_and(|rest| digit(rest.chars().next_back()))
        || (word.text.len() == 2 && before.strip_suffix(['-', '–']).is_some_and(|rest| digits_before(rest) == 4))
}

/// Whether only a space or a hyphen parts two words.
fn joined(sentence: &str, a: &Word<'_>, b: &Word<'_>) -> bool {
    matches!(&sentence[a.end()..b.at], " " | "-" | "\u{a0}" | "")
}

/// The value that starts at a word, the place of its last digit given, and the word after it.
fn value_at(sentence: &str, words: &[Word<'_>], k: usize) -> Option<(f64, f64, usize)> {
    let word = &words[k];
    let near = |a: usize, b: usize| words.get(b).is_some_and(|w| joined(sentence, &words[a], w));
    let mut next = k + 1;
    let (mut value, mut grain) = if word.text.starts_with(|c: char| c.is_ascii_digit()) {
        let (digits, suffix) = split_suffix(&word.folded);
        let plain: String = digits.chars().filter(|&c| c != ',').collect();
        let value: f64 = plain.parse().ok()?;
        let decimals = plain.split_once('.').map_or(0, |p| p.1.len());
        let zeros = if decimals == 0 { plain.bytes().rev().take_while(|&b| b == b'0').count() } else { 0 };
        let exponent = i32::try_from(zeros).unwrap_or(0) - i32::try_from(decimals).unwrap_or(0);
        let by = match suffix {
            "" => 1.0,
            _ => units::suffix(suffix)?,
        };
        (value * by, 10f64.powi(exponent) * by)
    } else if let Some(value) = word.value {
        // "soixante-dix", "treinta y dos": a number of several words, which is not read
        let and = words.get(next).filter(|w| matches!(w.folded.as_str(), "y" | "e" | "et"));
        let more = and.map_or(next, |_| next + 1);
        if words.get(more).is_some_and(|w| w.value.is_some()) && near(k, next) {
            return None;
        }
        (value, 1.0)
    } else if let Some(ten) = tens(&word.folded) {
        let one = words.get(next).filter(|_| near(k, next)).and_then(|w| small_number(&w.folded)).filter(|&n| n < 10.0);
        if one.is_some() {
            next += 1;
        }
        (ten + one.unwrap_or(0.0), 1.0)
    } else if let Some(n) = small_number(&word.folded) {
        (n, 1.0)
    } else if matches!(word.folded.as_str(), "a" | "half") && words.get(next).is_some_and(|w| is_counter(&w.folded)) {
        (if word.folded == "half" { 0.5 } else { 1.0 }, 1.0)
    } else if word.folded == "half"
        && words.get(next).is_some_and(|w| is_article(&w.folded))
        && (measures(words, next + 1) || words.get(next + 1).is_some_and(|w| is_counter(&w.folded)))
    {
        next += 1;
        (0.5, 1.0)
    } else if is_article(&word.folded) && (spans(words, next) || measures(words, next) && !is_rate(words, k)) {
        (1.0, 1.0)
    } else {
        return None;
    };
    if and_a_half(words, next) {
        value += 0.5;
        next += 3;
    }
    while near(next - 1, next)
        && let Some(by) = magnitude(&words[next].folded)
    {
        value *= by;
        grain *= by;
        next += 1;
    }
    value.is_finite().then_some((value, grain, next))
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an")
}

/// Whether a word names a stretch that "an" measures: "an hour", "half a mile", "a decade".
fn measures(words: &[Word<'_>], k: usize) -> bool {
    const STRETCHES: [&str; 6] = ["hour", "minute", "mile", "kilometre", "kilometer", "decade"];
    words.get(k).is_some_and(|w| STRETCHES.contains(&w.folded.as_str()))
}

/// Whether a unit and a half begins at a word: "a year and a half".
fn spans(words: &[Word<'_>], k: usize) -> bool {
    and_a_half(words, k + 1) && words.get(k).is_some_and(|w| units::named(&w.folded, None).is_some())
}

/// Whether "an hour" at a word says how fast or how dear something is: "60 miles an hour", "$15 an hour".
fn is_rate(words: &[Word<'_>], k: usize) -> bool {
    let before = k.checked_sub(1).map(|b| words[b].folded.as_str());
    before.is_some_and(|w| {
        w.ends_with(|c: char| c.is_ascii_digit()) || units::named(w, None).is_some() || w.ends_with('s')
    }) || before.is_some_and(|w| matches!(w, "once" | "twice" | "cents" | "half" | "million" | "thousand" | "hundred"))
}

/// "and a half".
fn and_a_half(words: &[Word<'_>], k: usize) -> bool {
    let is = |k: usize, text: &str| words.get(k).is_some_and(|w| w.folded == text);
    is(k, "and") && is(k + 1, "a") && is(k + 2, "half")
}

/// Words that "a" makes a number: "a dozen", "a million".
fn is_counter(word: &str) -> bool {
    matches!(word, "dozen" | "hundred" | "thousand" | "million" | "billion" | "trillion")
}

fn split_suffix(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(FigureKind, &str, f64, String)> {
        find(text, Some("2024-06-01".parse().unwrap()))
            .into_iter()
            .map(|f| (f.kind, &text[f.span], f.value, f.unit))
            .collect()
    }

    #[test]
    fn figures_are_read_with_their_units() {
        use FigureKind::{Distance, Duration, Money, Number, Percent};
        for (text, kind, written, value, unit) in [
            ("It cost $1.2 million.", Money, "$1.2 million", 1.2e6, "usd"),
            ("It cost €650m then.", Money, "€650m", 6.5e8, "eur"),
            ("It cost 30 euros.", Money, "30 euros", 30.0, "eur"),
            ("Some 35.7 percent agreed.", Percent, "35.7 percent", 35.7, ""),
            ("Some 12% agreed.", Percent, "12%", 12.0, ""),
            ("It is 19 miles off.", Distance, "19 miles", 30_577.536, ""),
            ("A 300-kilometre range.", Distance, "300-kilometre", 300_000.0, ""),
            ("After five weeks he left.", Duration, "five weeks", 3_024_000.0, ""),
            ("A nine-hour session.", Duration, "nine-hour", 32_400.0, ""),
            ("It took an hour and a half.", Duration, "an hour and a half", 5400.0, ""),
            ("It took two and a half hours.", Duration, "two and a half hours", 9000.0, ""),
            ("It took half an hour.", Duration, "half an hour", 1800.0, ""),
            ("It took a year and a half.", Duration, "a year and a half", 47_336_400.0, ""),
            ("It took a year and a half of repairs.", Duration, "a year and a half", 47_336_400.0, ""),
            ("It took a decade.", Duration, "a decade", 315_576_000.0, ""),
            ("It took an hour.", Duration, "an hour", 3600.0, ""),
            ("It cost 3 and a half million euros.", Money, "3 and a half million euros", 3.5e6, "eur"),
            ("It did 60 miles an hour.", Distance, "60 miles", 96_560.64, ""),
            ("Some two dozen boats sank.", Number, "two dozen", 24.0, "boats"),
            ("Twenty-one boats sank.", Number, "Twenty-one", 21.0, "boats"),
            ("They counted 55,000 pages.", Number, "55,000", 55_000.0, "pages"),
            ("An 18-year-old student left.", Number, "18", 18.0, "old"),
            ("They passed 16 House-backed measures.", Number, "16", 16.0, "measures"),
            ("It left 17 dead.", Number, "17", 17.0, "dead"),
            ("They live on the 900 block.", Number, "900", 900.0, "block"),
            ("A 48-page indictment.", Number, "48", 48.0, "page"),
        ] {
            assert_eq!(read(text), [(kind, written, value, unit.to_owned())], "{text}");
        }
        for none in ["No one said so, and one of them left.", "It was the No. 2 Republican on page number 40."] {
            assert!(read(none).is_empty(), "{none}");
        }
        for bare in ["The two met in Lund.", "They are 16 and 13 respectively.", "The vote was 63 to 36."] {
            assert!(read(bare).iter().all(|f| f.3.is_empty()), "{bare}");
        }
    }

    #[test]
    fn miles_are_kilometres_and_about_leaves_room() {
        let first = |text: &str| find(text, None).remove(0);
        assert!(same(&first("186 miles"), &first("300 kilometers")));
        assert!(same(&first("about 3,000 people"), &first("3,120 people")));
        assert!(!same(&first("3,000 people"), &first("3,120 people")));
        assert!(!same(&first("$30"), &first("€30")));
        assert!(same(&first("19 miles"), &first("30 km")) && same(&first("5 miles"), &first("8 km")));
        assert!(!same(&first("5 miles"), &first("10 km")) && !same(&first("19 miles"), &first("20 miles")));
        assert!(same(&first("$2.7bn"), &first("$2.7 billion")) && !same(&first("$2.7bn"), &first("$2.8 billion")));
        assert!(same(&first("13.6 million"), &first("13,580,000")));
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_apart(text in "[0-9.,$%€ a-cMay一-三-]{0,40}") {
            let mut end = 0;
            for f in find(&text, None) {
                prop_assert!(f.span.start >= end && f.span.start < f.span.end && text.get(f.span.clone()).is_some());
                prop_assert!(f.value.is_finite() && f.tolerance >= 0.0);
                end = f.span.end;
            }
        }
    }
}
