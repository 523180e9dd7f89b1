//! Days, months and years, written out or counted from the day of publishing.

use jiff::civil::Date;

use super::{
    Figure, FigureKind, Word, joined,
    units::{self, magnitude},
};
use crate::{article::Published, text::MONTHS};

const DAYS_OF_MONTH: f64 = 15.0;
const DAYS_OF_YEAR: f64 = 182.5;
/// Words before a year.
const ANNOUNCING: [&str; 13] =
    ["after", "before", "between", "by", "during", "early", "from", "in", "late", "of", "since", "through", "until"];
/// The days of the week in English, Monday first.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The date that starts at a word, and the word after it.
pub(super) fn at(
    sentence: &str,
    words: &[Word<'_>],
    k: usize,
    published: Option<Published>,
) -> Option<(Figure, usize)> {
    let written =
        || written(sentence, words, k, published).map(|(value, tolerance, next)| (value, tolerance, "", next));
    let (value, tolerance, unit, next) = written()
        .or_else(|| yearless(sentence, words, k).map(|(value, next)| (value, 0.0, "yearless", next)))
        .or_else(|| {
            let (value, tolerance, relative, next) = counted(words, k, published)?;
            Some((value, tolerance, if relative { "relative" } else { "" }, next))
        })?;
    let last = &words[next - 1];
    // "Friday's" is Friday.
    let owned = ["'s", "’s"].iter().find(|end| last.text.ends_with(*end)).map_or(0, |end| end.len());
    let span = words[k].at..last.end() - owned;
    Some((Figure { kind: FigureKind::Date, span, value, tolerance, grain: 0.0, unit: unit.to_owned() }, next))
}

/// "May 31", "31 May" where no year is known: the day in a leap year, and the next word.
fn yearless(sentence: &str, words: &[Word<'_>], k: usize) -> Option<(f64, usize)> {
    let next = words.get(k + 1).filter(|w| near_date(sentence, &words[k], w))?;
    let of = |m: &Word<'_>, d: &Word<'_>| Date::new(1972, month(m.text)?, day(&d.folded)?).ok();
    let day_first = || of(next, &words[k]).filter(|_| !counts_days(sentence, words, k));
    of(&words[k], next).or_else(day_first).map(|date| (number(date), k + 2))
}

/// Whether the month after a number has a day of its own: "the 19 Sept. 11 hijackers".
fn counts_days(sentence: &str, words: &[Word<'_>], k: usize) -> bool {
    let of_month = words.get(k + 1).zip(words.get(k + 2)).filter(|(m, d)| near_date(sentence, m, d));
    of_month.is_some_and(|(_, d)| d.text.len() <= 2 && day(&d.folded).is_some())
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
    if let Some(d) = day(&words[k].folded).filter(|_| !counts_days(sentence, words, k))
        && let Some(m) = near(k + 1).and_then(|w| month(w.text))
    {
        let y = year_at(k + 2);
        let date = Date::new(y.or(default)?, m, d).ok()?;
        return Some((number(date), 0.0, k + 2 + usize::from(y.is_some())));
    }
    let before = k.checked_sub(1).map(|b| words[b].folded.as_str());
    let announced = before.is_some_and(|w| ANNOUNCING.contains(&w));
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
pub(super) fn month(text: &str) -> Option<i8> {
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

/// Whether four digits at a word count or measure something: "2000 people", "$1900", "1900 GMT"; "the 2012 attacks" and
/// "2016 elections" do not: whoever counts attacks writes "2,012".
fn counts(sentence: &str, words: &[Word<'_>], k: usize) -> bool {
    let (before, after) = (&sentence[..words[k].at], &sentence[words[k].end()..]);
    let sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let next = words.get(k + 1).filter(|w| joined(sentence, &words[k], w));
    let noun = super::counted::noun(sentence, &words[k], &words[k + 1..]);
    let last = k.checked_sub(1).map(|b| words[b].folded.as_str());
    let owned = ["'s", "’s", "s'", "s’"].iter().any(|end| before.trim_end().ends_with(end));
    let definite = words[k].text >= "1900" && (owned || last.is_some_and(|w| DEFINITE.contains(&w)));
    let round = words[k].text.ends_with("00");
    before.ends_with(|c| sign(c) && !matches!(c, '(' | '“' | '"' | '‘' | '—' | '–'))
        || after.starts_with(['%', '-', '/', ':'])
        || units::qualifier(before) > 0
        || (noun.is_empty() && !definite && !joins_years(words, k))
        || super::counted::PLURALS.contains(&noun.as_str())
        || (super::counted::is_plural(&noun) && !definite && (round || words[k].text < "1900"))
        || next.is_some_and(|w| {
            magnitude(&w.folded).is_some()
                || units::named(&w.folded, None).is_some()
                || matches!(w.folded.as_str(), "gmt" | "utc" | "et" | "local")
        })
}

/// Words that name one thing, which a year may tell from others of its kind.
const DEFINITE: [&str; 12] = ["a", "an", "her", "his", "its", "my", "our", "that", "the", "their", "this", "your"];

/// "between 2009 and 2016": one of two years.
fn joins_years(words: &[Word<'_>], k: usize) -> bool {
    let is = |k: Option<usize>, list: &[&str]| {
        k.and_then(|k| words.get(k)).is_some_and(|w| list.contains(&w.folded.as_str()))
    };
    let two_back = k.checked_sub(2).and_then(|b| words.get(b));
    is(k.checked_sub(1), &["and", "or", "through", "to"]) && two_back.is_some_and(|w| year(w.text).is_some())
}

/// Whether two words may belong to one date: "May 31, 2024", "Sept. 11".
fn near_date(sentence: &str, a: &Word<'_>, b: &Word<'_>) -> bool {
    joined(sentence, a, b) || matches!(&sentence[a.end()..b.at], ", " | ". ")
}

#[cfg(test)]
mod tests {
    use super::{super::find, FigureKind};
    use crate::article::Published;
    use crate::text::figures;

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
        for year in [
            "after the 2016 presidential election",
            "2016 elections are over",
            "the 2016 floods of Lund",
            "Skarn's 2016 ferry disasters",
            "a 2016 law",
        ] {
            assert_eq!(day(year), day("in 2016"), "{year}");
        }
        let both = find("between 2009 and 2016 it rained", Some(saturday));
        assert!(both.len() == 2 && both.iter().all(|f| f.kind == FigureKind::Date), "{both:?}");
        for count in [
            "some 2000 people came",
            "2016 women came",
            "the 2016 people who came",
            "the 1800 soldiers",
            "2000 houses burnt",
            "more than 2016 houses burnt",
            "2,016 houses burnt",
            "2016 of them",
            "it cost $2016 a head",
            "at 1900 GMT",
            "2000 million",
        ] {
            assert!(find(count, Some(saturday)).iter().all(|f| f.kind != FigureKind::Date), "{count}");
        }
    }

    #[test]
    fn without_a_date_of_publishing_days_count_from_an_unknown_one() {
        let friday = &find("on Friday", None)[0];
        assert_eq!((friday.unit.as_str(), friday.value), ("relative", 1004.0));
        let own_year = &find("on May 31", None)[0];
        assert_eq!((own_year.kind, own_year.unit.as_str()), (FigureKind::Date, "yearless"));
        assert!(figures::same(own_year, &find("on 31 May", None)[0]));
        assert!(!figures::same(own_year, &find("in 1972", None)[0]));
        let counted = find("the 19 Sept. 11 hijackers", None);
        assert_eq!((counted[0].value, counted[1].kind), (19.0, FigureKind::Date));
        let early: Published = "2024-05".parse().unwrap();
        assert_eq!(find("on Friday", Some(early))[0].unit, "relative");
    }
}
