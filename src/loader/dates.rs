//! Dates as pages, feeds and people write them → [`Published`], never more precise than what stands there.

use std::{collections::HashMap, sync::LazyLock};

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
        .or_else(|| epoch(text))
        .or_else(|| counted(text))
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
    Some(clock(text.get(10..)?).and_then(|clock| clock.on(date)).unwrap_or(date))
}

/// Seconds, or thousandths of a second, since 1970: a number of ten or thirteen digits and nothing else.
fn epoch(text: &str) -> Option<Published> {
    let number: i64 = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1_000,
        _ => return None,
    };
    Some(Published::Instant(Timestamp::from_second(seconds).ok()?, Offset::UTC))
}

/// `2024年5月31日`, `2024년 5월 31일`.
fn counted(text: &str) -> Option<Published> {
    let number = |text: &str| -> Option<(i32, usize)> {
        let n = text.bytes().take_while(u8::is_ascii_digit).count();
        Some((text.get(..n).filter(|_| (1..=4).contains(&n))?.parse().ok()?, n))
    };
    let year_ends = text.find(['年', '년'])?;
    let year_starts = text[..year_ends].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (year, _) = text.get(year_starts..year_ends).and_then(number)?;
    let rest = text[year_ends..].trim_start_matches(['年', '년', ' ']);
    let (month, n) = number(rest)?;
    let rest = rest[n..].trim_start().strip_prefix(['月', '월'])?.trim_start();
    match number(rest).filter(|(_, n)| rest[*n..].trim_start().starts_with(['日', '일'])) {
        Some((number, _)) => day(year, month, number),
        None => Some(Published::Month(i16::try_from(year).ok()?, i8::try_from(month).ok()?)),
    }
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
    if a > 31 {
        return day(a, b, year);
    }
    let year = if year < 100 { 2000 + year } else { year };
    match (a, b) {
        (13.., _) => day(year, b, a),
        (_, 13..) => day(year, a, b),
        _ if separator == Some('.') || a == b => day(year, b, a),
        _ => Some(Published::Year(i16::try_from(year).ok()?)),
    }
}

/// `May 31, 2024`, `31 May 2024 at 14:02 BST`, `Fri, 31 May 24 14:02:00 +0200`, `31. Mai 2024`, `31 de mayo de 2024`,
/// `May 2024`.
fn worded(text: &str) -> Option<Published> {
    let words: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == ':' || c == '\u{301}')).filter(|w| !w.is_empty()).collect();
    let mut at = words.iter().position(|w| month(w).is_some())?;
    // "mar" is Tuesday in four languages: before "28 mag 2024" it is no month.
    if at == 0 {
        at = words.iter().take(4).skip(1).position(|w| month(w).is_some()).map_or(0, |k| k + 1);
    }
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
    let time = words.iter().position(|w| w.contains(':')).and_then(|k| text.find(words[k]));
    let year_after = after.iter().copied().find(is_year);
    let short = || short_year(&after, before).filter(|_| time.is_some());
    let year = year_after.or_else(|| words.iter().filter_map(number).find(is_year)).or_else(short)?;
    let number = before.or_else(|| after.first().copied().filter(is_day));
    let Some(number) = number else {
        return Some(Published::Month(i16::try_from(year).ok()?, i8::try_from(month).ok()?));
    };
    let date = day(year, month, number)?;
    Some(time.and_then(|k| clock(&text[k..])).and_then(|clock| clock.on(date)).unwrap_or(date))
}

/// A year of two digits behind day and month: RFC 2822 has 00 to 49 mean this century.
fn short_year(after: &[i32], before: Option<i32>) -> Option<i32> {
    let year = if before.is_some() { after.first() } else { after.get(1) };
    year.copied().filter(|y| (0..100).contains(y)).map(|y| if y < 50 { 2000 + y } else { 1900 + y })
}

fn day(year: i32, month: i32, day: i32) -> Option<Published> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Published::Day(date))
}

/// A time of day, and what it is ahead of Greenwich where that is said and known.
struct Clock {
    time: jiff::civil::Time,
    /// `24:00`: it is the next day's first moment.
    next_day: bool,
    offset: Option<Offset>,
}

impl Clock {
    /// The instant of it on a day; none where it does not say which it is: then only the day is known.
    fn on(&self, date: Published) -> Option<Published> {
        let mut day = date.day()?;
        if self.next_day {
            day = day.tomorrow().ok()?;
        }
        let (civil, offset) = (day.to_datetime(self.time), self.offset?);
        Some(Published::Instant(offset.to_timestamp(civil).ok()?, offset))
    }
}

/// A clock time and its offset where one is named: `T14:02:00+02:00`, ` 2:02 p.m. EDT`.
fn clock(text: &str) -> Option<Clock> {
    let text = text.trim_start_matches(|c: char| c == 'T' || c == 't' || c == ',' || c.is_whitespace());
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let n = digits(text);
    let mut hour: i8 = text.get(..n).filter(|_| (1..=2).contains(&n))?.parse().ok()?;
    let rest = text[n..].strip_prefix([':', '.'])?;
    let minute: i8 = rest.get(..2).filter(|_| digits(rest) == 2)?.parse().ok()?;
    let mut rest = &rest[2..];
    let mut second = 0_i8;
    if let Some(seconds) = rest.strip_prefix(':') {
        second = seconds.get(..2).and_then(|s| s.parse().ok()).unwrap_or(0);
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
    let next_day = (hour, minute) == (24, 0);
    // A leap second is told as the one before it.
    let time = jiff::civil::Time::new(if next_day { 0 } else { hour }, minute, second.min(59), 0).ok()?;
    let offset = offset(rest.trim_start_matches(|c: char| c == ',' || c == '(' || c.is_whitespace()));
    Some(Clock { time, next_day, offset })
}

/// `z`, `+02:00`, `-0500`, `gmt`, `edt`, `utc+2`. Names that mean several zones (`ist`) are left out.
fn offset(text: &str) -> Option<Offset> {
    let name: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let rest = &text[name.len()..];
    if name.is_empty() || matches!(name.as_str(), "gmt" | "utc" | "z") && rest.starts_with(['+', '-']) {
        return signed(rest);
    }
    // "europe/berlin" and "et" name places, whose clocks are not known here.
    if rest.starts_with(['/', '_']) {
        return None;
    }
    let minutes = match name.as_str() {
        "z" | "gmt" | "utc" | "ut" | "wet" => 0,
        "bst" | "cet" | "mez" | "west" => 60,
        "cest" | "mesz" | "eet" | "sast" => 120,
        "eest" | "msk" => 180,
        "pkt" => 300,
        "npt" => 345,
        "hkt" | "sgt" | "awst" => 480,
        "jst" | "kst" => 540,
        "acst" => 570,
        "aest" => 600,
        "acdt" => 630,
        "aedt" => 660,
        "nzst" => 720,
        "nzdt" => 780,
        "brt" | "adt" => -180,
        "edt" | "ast" => -240,
        "est" | "cdt" => -300,
        "cst" | "mdt" => -360,
        "mst" | "pdt" => -420,
        "pst" | "akdt" => -480,
        "akst" => -540,
        "hst" => -600,
        _ => return None,
    };
    Offset::from_seconds(minutes * 60).ok()
}

/// `+02:00`, `+0200`, `-5`, `+5:30`.
fn signed(text: &str) -> Option<Offset> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let rest: String = text.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').take(5).collect();
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() > 2 => rest.split_at(rest.len() - 2),
        None => (rest.as_str(), "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()
}

/// The number of a month by its name or abbreviation, in the languages of the newsrooms that were read.
pub(super) fn month(word: &str) -> Option<i32> {
    static NAMES: LazyLock<HashMap<&str, i32>> = LazyLock::new(|| {
        let lines = include_str!("../../assets/months.txt").lines();
        let numbered = lines.filter_map(|line| {
            let (number, names) = line.split_once(' ')?;
            Some((number.parse::<i32>().ok()?, names))
        });
        numbered.flat_map(|(number, names)| names.split(' ').map(move |name| (name, number))).collect()
    });
    if word.len() < 3 || word.len() > 24 || !word.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    NAMES.get(word.to_lowercase().as_str()).copied()
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
            ("Tue, May 28 2024 04:45:26 +0000", "2024-05-28T04:45:26+00:00"),
            ("mar, 28 mag 2024 18:55:07 GMT", "2024-05-28T18:55:07+00:00"),
            ("Tue, 28 May 24 12:39:07 -0700", "2024-05-28T12:39:07-07:00"),
            ("Sat, 28 May 2024 06:00:00 UT", "2024-05-28T06:00:00+00:00"),
            ("Tue, 28 May 2024 24:00:00 +0000", "2024-05-29T00:00:00+00:00"),
            ("1716876000", "2024-05-28T06:00:00+00:00"),
            ("1716876000123", "2024-05-28T06:00:00+00:00"),
            ("Вт, 28 май 2024 10:00:00 +0300", "2024-05-28T10:00:00+03:00"),
            ("28 травня 2024", "2024-05-28"),
            ("Τρί, 28 Μαΐ 2024 10:00:00 EEST", "2024-05-28T10:00:00+03:00"),
            ("2024年5月28日", "2024-05-28"),
            ("2024년 5월 28일", "2024-05-28"),
            ("Tue, 28 May 2024 10:00:00 +5:30", "2024-05-28T10:00:00+05:30"),
            ("Tue,28 May 2024 10:00:00GMT", "2024-05-28T10:00:00+00:00"),
            ("2024-05-28T10:00:00 +02:00", "2024-05-28T10:00:00+02:00"),
            ("28 May 2024 10:00 UTC+2", "2024-05-28T10:00:00+02:00"),
            ("2024-5-7", "2024-05-07"),
            // What names no zone, or more than one, is no instant.
            ("Tue, 28 May 2024 10:00:00 IST", "2024-05-28"),
            ("Tue, 28 May 2024 10:00:00 XYZT", "2024-05-28"),
            ("Tue, 28 May 2024 10:00:00 Europe/Berlin", "2024-05-28"),
            ("Tue, 28 May 2024 10:00:00 CEST", "2024-05-28T10:00:00+02:00"),
            ("Tue, 28 May 2024 10:00:00 MSK", "2024-05-28T10:00:00+03:00"),
        ] {
            assert_eq!(parse(text).map(|d| d.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "yesterday", "may be", "31 monkeys", "99999999", "0000-00-00", "5:00"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
