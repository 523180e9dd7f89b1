//! Dates as pages, feeds and people write them → [`Published`], never more precise than what stands there.

use jiff::{Timestamp, civil::Date, tz::Offset};

use crate::article::Published;

/// The first date a text holds, whatever form it is written in.
///
/// Day before month where the separator is a full stop. Where both orders are possible nothing is guessed: `03/04/2024`
/// gives only the year.
pub(super) fn parse(text: &str) -> Option<Published> {
    let text = text.trim();
    if text.is_empty() || text.len() > 200 {
        return None;
    }
    exact(text)
        .or_else(|| iso(text))
        .or_else(|| mail(text))
        .or_else(|| numeric(text))
        .or_else(|| worded(text))
        .filter(plausible)
}

/// Newspapers are not older than the printing press, and a year beyond 2200 is a number that only looks like one.
fn plausible(date: &Published) -> bool {
    (1500..2200).contains(&date.first_day().year())
}

fn exact(text: &str) -> Option<Published> {
    text.parse().ok()
}

/// `2024-05-31 14:02:00 +0200`, `2024-05-31T14:02:00.000+0000`, `20240531`, `2024/05/31`, with anything after the day.
fn iso(text: &str) -> Option<Published> {
    let b = text.as_bytes();
    let number = |r: std::ops::Range<usize>| -> Option<i32> {
        let part = b.get(r)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |n, d| n * 10 + i32::from(d - b'0')))
    };
    if b.len() >= 8 && b[..8].iter().all(u8::is_ascii_digit) && !b.get(8).is_some_and(u8::is_ascii_digit) {
        return day(number(0..4)?, number(4..6)?, number(6..8)?);
    }
    let separator = *b.get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') || b.get(7) != Some(&separator) {
        return None;
    }
    let date = day(number(0..4)?, number(5..7)?, number(8..10)?)?;
    Some(clock(text.get(10..)?).and_then(|(time, offset)| at(date, time, offset?)).unwrap_or(date))
}

/// RFC 2822, with or without the weekday: `Fri, 31 May 2024 14:02:00 GMT`.
fn mail(text: &str) -> Option<Published> {
    let parsed = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Published::Instant(parsed.timestamp(), parsed.offset()))
}

/// `31.05.2024`, `31/05/2024`, `05/31/2024`, `31-05-2024`.
fn numeric(text: &str) -> Option<Published> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let mut parts = [0; 3];
    let mut rest = &text[at..];
    let mut separator = None;
    for (k, part) in parts.iter_mut().enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        *part = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        if k < 2 {
            let c = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
            if *separator.get_or_insert(c) != c {
                return None;
            }
            rest = rest[1..].trim_start();
        }
    }
    let [a, b, year] = parts;
    let year = if year < 100 { 2000 + year } else { year };
    match (a, b) {
        (13.., _) => day(year, b, a),
        (_, 13..) => day(year, a, b),
        _ if separator == Some('.') || a == b => day(year, b, a),
        _ => Some(Published::Year(i16::try_from(year).ok()?)),
    }
}

/// `May 31, 2024`, `31 May 2024 at 14:02 BST`, `31. Mai 2024`, `31 de mayo de 2024`, `May 2024`.
fn worded(text: &str) -> Option<Published> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == ':' || c == '\u{301}')).filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| month(w).is_some())?;
    let month = month(words[at])?;
    let number = |w: &&str| -> Option<i32> {
        let digits = w.trim_end_matches(|c: char| c.is_alphabetic() || c == 'º' || c == '°');
        (!digits.is_empty() && digits.len() <= 4).then(|| digits.parse().ok())?
    };
    let is_year = |n: &i32| (1500..2200).contains(n);
    let is_day = |n: &i32| (1..=31).contains(n);
    let skip_particle = |w: &&&str| !matches!(w.to_lowercase().as_str(), "de" | "del" | "of" | "the");
    let after: Vec<i32> = words[at + 1..].iter().filter(skip_particle).map_while(number).take(2).collect();
    let before = words[..at].iter().rev().find(skip_particle).and_then(number).filter(is_day);
    let year_after = after.iter().copied().find(is_year);
    let year = year_after.or_else(|| words.iter().filter_map(number).find(is_year))?;
    let number = before.or_else(|| after.first().copied().filter(is_day));
    let Some(number) = number else {
        return Some(Published::Month(i16::try_from(year).ok()?, i8::try_from(month).ok()?));
    };
    let date = day(year, month, number)?;
    let zoned = words.iter().position(|w| w.contains(':')).and_then(|k| text.find(words[k]));
    Some(zoned.and_then(|k| clock(&text[k..])).and_then(|(time, offset)| at_time(date, time, offset)).unwrap_or(date))
}

fn at_time(date: Published, time: jiff::civil::Time, offset: Option<Offset>) -> Option<Published> {
    at(date, time, offset?)
}

fn day(year: i32, month: i32, day: i32) -> Option<Published> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Published::Day(date))
}

fn at(date: Published, time: jiff::civil::Time, offset: Offset) -> Option<Published> {
    let civil = date.day()?.to_datetime(time);
    let instant: Timestamp = offset.to_timestamp(civil).ok()?;
    Some(Published::Instant(instant, offset))
}

/// A clock time and its offset where one is named: `T14:02:00+02:00`, ` 2:02 p.m. EDT`.
fn clock(text: &str) -> Option<(jiff::civil::Time, Option<Offset>)> {
    let text = text.trim_start_matches(|c: char| c == 'T' || c == 't' || c == ',' || c.is_whitespace());
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let n = digits(text);
    let mut hour: i8 = text.get(..n).filter(|_| (1..=2).contains(&n))?.parse().ok()?;
    let rest = text[n..].strip_prefix([':', '.'])?;
    let minute: i8 = rest.get(..2).filter(|_| digits(rest) == 2)?.parse().ok()?;
    let mut rest = &rest[2..];
    if let Some(seconds) = rest.strip_prefix(':') {
        rest = &seconds[digits(seconds)..];
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = &fraction[digits(fraction)..];
    }
    let rest = rest.trim_start().to_lowercase().replace('.', "");
    let rest = match (rest.strip_prefix("pm"), rest.strip_prefix("am")) {
        (Some(rest), _) => {
            hour += if hour < 12 { 12 } else { 0 };
            rest
        }
        (_, Some(rest)) => {
            hour -= if hour == 12 { 12 } else { 0 };
            rest
        }
        _ => &rest,
    };
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    Some((time, offset(rest.trim_start_matches(|c: char| c == ',' || c == '(' || c.is_whitespace()))))
}

/// `z`, `+02:00`, `-0500`, `gmt`, `edt`. Names that mean several zones (`ist`) are left out.
fn offset(text: &str) -> Option<Offset> {
    let name: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let named = match name.as_str() {
        "z" | "gmt" | "utc" => Some(0),
        "bst" | "cet" | "mez" => Some(60),
        "cest" | "mesz" | "eet" => Some(120),
        "edt" => Some(-240),
        "est" | "cdt" => Some(-300),
        "cst" | "mdt" => Some(-360),
        "mst" | "pdt" => Some(-420),
        "pst" => Some(-480),
        _ => None,
    };
    let minutes = match named {
        Some(minutes) => minutes,
        None => {
            let sign = match text.bytes().next()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits: String =
                text[1..].chars().filter(|c| *c != ':').take_while(char::is_ascii_digit).take(4).collect();
            let (hours, minutes) = match digits.len() {
                2 => (digits.parse::<i32>().ok()?, 0),
                4 => (digits[..2].parse().ok()?, digits[2..].parse::<i32>().ok()?),
                _ => return None,
            };
            sign * (hours * 60 + minutes)
        }
    };
    Offset::from_seconds(minutes * 60).ok()
}

/// The number of a month by its name or abbreviation in the languages that newsrooms in Latin script write.
pub(super) fn month(word: &str) -> Option<i32> {
    const NAMES: [&[&str]; 12] = [
        &[
            "jan", "january", "januar", "jänner", "janvier", "janv", "enero", "ene", "januari", "janeiro", "gennaio",
            "gen", "ocak", "styczeń", "stycznia",
        ],
        &[
            "feb",
            "february",
            "februar",
            "feber",
            "février",
            "févr",
            "fév",
            "febrero",
            "februari",
            "fevereiro",
            "fev",
            "febbraio",
            "şubat",
            "lutego",
        ],
        &["mar", "march", "märz", "mär", "mars", "marzo", "marts", "maart", "mrt", "março", "mart", "marca"],
        &["apr", "april", "avril", "avr", "abril", "abr", "aprile", "nisan", "kwietnia"],
        &["may", "mai", "mayo", "maj", "mei", "maio", "maggio", "mag", "mayıs", "maja"],
        &["jun", "june", "juni", "juin", "junio", "junho", "giugno", "giu", "haziran", "czerwca"],
        &["jul", "july", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug", "temmuz", "lipca"],
        &["aug", "august", "août", "agosto", "ago", "augusti", "augustus", "ağustos", "sierpnia"],
        &["sep", "sept", "september", "septembre", "septiembre", "setembro", "set", "settembre", "eylül", "września"],
        &[
            "oct",
            "october",
            "oktober",
            "okt",
            "octobre",
            "octubre",
            "outubro",
            "out",
            "ottobre",
            "ott",
            "ekim",
            "października",
        ],
        &["nov", "november", "novembre", "noviembre", "novembro", "kasım", "listopada"],
        &[
            "dec",
            "december",
            "dezember",
            "dez",
            "décembre",
            "déc",
            "diciembre",
            "dic",
            "desember",
            "des",
            "dezembro",
            "dicembre",
            "aralık",
            "grudnia",
        ],
    ];
    if word.len() < 3 || !word.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let lower = word.to_lowercase();
    NAMES.iter().zip(1..).find(|(names, _)| names.contains(&lower.as_str())).map(|(_, n)| n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_the_forms_newsrooms_write() {
        for (text, want) in [
            ("2024-05", "2024-05"),
            ("2024-05-31", "2024-05-31"),
            ("2024-05-31T14:02:00.000+0200", "2024-05-31T14:02:00+02:00"),
            ("2024-05-31 14:02:00", "2024-05-31"),
            ("2024-05-31 14:02:00 -0500", "2024-05-31T14:02:00-05:00"),
            ("20240531", "2024-05-31"),
            ("Fri, 31 May 2024 14:02:00 GMT", "2024-05-31T14:02:00+00:00"),
            ("Friday, May 31, 2024", "2024-05-31"),
            ("Published May 31, 2024 at 2:02 p.m. EDT", "2024-05-31T14:02:00-04:00"),
            ("31 May 2024", "2024-05-31"),
            ("31st May, 2024", "2024-05-31"),
            ("31. Mai 2024, 14:02 Uhr", "2024-05-31"),
            ("31 de mayo de 2024", "2024-05-31"),
            ("le 31 août 2024", "2024-08-31"),
            ("31.05.2024", "2024-05-31"),
            ("05/31/2024", "2024-05-31"),
            ("May 2024", "2024-05"),
            ("14:11 EST, 25 October 2013", "2013-10-25T14:11:00-05:00"),
            ("03/04/2024", "2024"),
        ] {
            assert_eq!(parse(text).map(|d| d.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "yesterday", "may be", "31 monkeys", "99999999", "0000-00-00", "5:00"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
