//! Days, months and years, written out or counted from the day of publishing.

use jiff::civil::Date;

use super::{
    Figure, FigureKind, Word, joined,
    units::{self, magnitude},
};
use crate::{article::Published, text::MONTHS};

const DAYS_OF_MONTH: f64 = 15.0;
const DAYS_OF_YEAR: f64 = 182.5;
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The date that starts at a word, and the word after it.
pub(super) fn at(
    sentence: &str,
    words: &[Word<'_>],
    k: usize,
    published: Option<Published>,
) -> Option<(Figure, usize)> {
    let (value, tolerance, relative, next) = written(sentence, words, k, published)
        .map(|(value, tolerance, next)| (value, tolerance, false, next))
        .or_else(|| counted(words, k, published))?;
    let span = words[k].at..words[next - 1].end();
    let unit = if relative { "relative".to_owned() } else { String::new() };
    Some((Figure { kind: FigureKind::Date, span, value, tolerance, grain: 0.0, unit }, next))
}

/// "May 31", "31 May 2024", "May 2024", "in 2024": middle, half width in days, next word.
fn written(sentence: &str, words: &[Word<'_>], k: usize, published: Option<Published>) -> Option<(f64, f64, usize)> {
    let near = |n: usize| words.get(n).filter(|w| near_date(sentence, &words[n - 1], w));
    let year_at = |n: usize| near(n).and_then(|w| year(w.text));
    let default = published.map(|p| p.first_day().year());
    if let Some(m) = month(words[k].text) {
        if let Some(d) = near(k + 1).and_then(|w| day(&w.folded)) {
            let y = year_at(k + 2);
            let date = Date::new(y.or(default)?, m, d).ok()?;
            return Some((number(date), 0.0, k + 2 + usize::from(y.is_some())));
        }
        let y = year_at(k + 1)?;
        return Some((number(Date::new(y, m, 15).ok()?), DAYS_OF_MONTH, k + 2));
    }
    if let Some(d) = day(&words[k].folded)
        && let Some(m) = near(k + 1).and_then(|w| month(w.text))
    {
        let y = year_at(k + 2);
        let date = Date::new(y.or(default)?, m, d).ok()?;
        return Some((number(date), 0.0, k + 2 + usize::from(y.is_some())));
    }
    let before = k.checked_sub(1).map(|b| words[b].folded.as_str());
    let announced =
        matches!(before, Some("in" | "since" | "by" | "until" | "of" | "from" | "during" | "before" | "after"));
    let y = year(words[k].text).filter(|_| announced || !counts(sentence, words, k))?;
    Some((number(Date::new(y, 7, 2).ok()?), DAYS_OF_YEAR, k + 1))
}

/// "Friday", "last month", "yesterday": middle, half width, whether it is counted from an unknown day, next word.
fn counted(words: &[Word<'_>], k: usize, published: Option<Published>) -> Option<(f64, f64, bool, usize)> {
    let today = published.and_then(Published::day);
    let from = |days: f64| today.map_or((days, true), |t| (number(t) + days, false));
    let word = words[k].folded.as_str();
    if let Some(weekday) = WEEKDAYS.iter().position(|d| *d == word) {
        // The latest such day up to the day of publishing: news tells what happened.
        let back = today.map_or(weekday as f64, |t| {
            let now = f64::from(t.weekday().to_monday_zero_offset());
            -(now - weekday as f64).rem_euclid(7.0)
        });
        let (value, relative) = if today.is_some() { from(back) } else { (1000.0 + back, true) };
        return Some((value, 0.0, relative, k + 1));
    }
    let near = match word {
        "yesterday" => Some(-1.0),
        "tomorrow" => Some(1.0),
        _ => None,
    };
    if let Some(days) = near {
        let (value, relative) = from(days);
        return Some((value, 0.0, relative, k + 1));
    }
    let sign = match word {
        "last" => -1.0,
        "next" => 1.0,
        _ => return None,
    };
    let (days, width) = match words.get(k + 1)?.folded.as_str() {
        "week" => (7.0, 3.5),
        "month" => (30.0, DAYS_OF_MONTH),
        "year" => (365.0, DAYS_OF_YEAR),
        _ => return None,
    };
    let (value, relative) = from(sign * days);
    Some((value, width, relative, k + 2))
}

/// Days since 1970-01-01.
fn number(date: Date) -> f64 {
    let epoch = Date::constant(1970, 1, 1);
    f64::from((date - epoch).get_days())
}

/// A month's name or its abbreviation, capitalised ("may" is a verb).
fn month(text: &str) -> Option<i8> {
    if !text.starts_with(char::is_uppercase) {
        return None;
    }
    let named = |full: &str| [Some(full), full.get(..3)].into_iter().flatten().any(|m| m.eq_ignore_ascii_case(text));
    let found = MONTHS.iter().zip(1i8..).find(|(full, _)| named(full)).map(|(_, n)| n);
    found.or_else(|| text.eq_ignore_ascii_case("sept").then_some(9))
}

fn day(folded: &str) -> Option<i8> {
    let digits = folded.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &folded[digits.len()..];
    if digits.len() > 2 || !matches!(ending, "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4).then(|| text.parse().ok()).flatten().filter(|y| (1800..=2100).contains(y))
}

/// Whether four digits at a word count or measure something: "2000 people", "$1900", "1900 GMT"; "the 2016 election" does not.
fn counts(sentence: &str, words: &[Word<'_>], k: usize) -> bool {
    let (before, after) = (&sentence[..words[k].at], &sentence[words[k].end()..]);
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let next = words.get(k + 1).filter(|w| joined(sentence, &words[k], w));
    let noun = super::counted(sentence, &words[k], &words[k + 1..]);
    before.ends_with(|c| sign(c) && !matches!(c, '(' | '“' | '"' | '‘' | '—' | '–'))
        || after.starts_with(['%', '-', '/', ':'])
        || noun.is_empty()
        || super::is_plural(&noun)
        || next.is_some_and(|w| {
            magnitude(&w.folded).is_some()
                || units::named(&w.folded, None).is_some()
                || matches!(w.folded.as_str(), "gmt" | "utc" | "et" | "local")
        })
}

/// Whether two words may belong to one date: "May 31, 2024", "Sept. 11".
fn near_date(sentence: &str, a: &Word<'_>, b: &Word<'_>) -> bool {
    joined(sentence, a, b) || matches!(&sentence[a.end()..b.at], ", " | ". ")
}

#[cfg(test)]
mod tests {
    use super::{super::find, FigureKind};
    use crate::article::Published;

    #[test]
    fn days_are_found_however_they_are_written() {
        let saturday: Published = "2024-06-01".parse().unwrap();
        let day = |text: &str| find(text, Some(saturday)).remove(0).value;
        assert_eq!(day("He said on Friday that"), day("On May 31, he said"));
        assert_eq!(day("on 31 May 2024"), day("on May 31, 2024"));
        assert_eq!(day("yesterday it rained"), day("It rained Friday"));
        assert_eq!(day("on Saturday"), day("June 1st"));
        let month = &find("it was last month", Some(saturday))[0];
        assert!((month.value - day("May 2")).abs() <= month.tolerance);
        assert!(find("we may march", Some(saturday)).is_empty());
        assert_eq!(day("after the 2016 presidential election"), day("in 2016"));
        for count in ["some 2000 people came", "2016 of them", "it cost $2016 a head", "at 1900 GMT", "2000 million"] {
            assert!(find(count, Some(saturday)).iter().all(|f| f.kind != FigureKind::Date), "{count}");
        }
    }

    #[test]
    fn without_a_date_of_publishing_days_count_from_an_unknown_one() {
        let friday = &find("on Friday", None)[0];
        assert_eq!((friday.unit.as_str(), friday.value), ("relative", 1004.0));
        assert!(find("on May 31", None).first().is_none_or(|f| f.unit.is_empty()));
        let early: Published = "2024-05".parse().unwrap();
        assert_eq!(find("on Friday", Some(early))[0].unit, "relative");
    }
}
