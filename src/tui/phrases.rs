//! Small phrases of the screen: dates, counts, minutes.

use unicode_segmentation::UnicodeSegmentation;

pub(super) use crate::text::{counts::count, dates::long as long_date};
use crate::{
    article::Published,
    text::{dates::month, width::width},
};

/// Words a minute that a reader is taken to read.
const PACE: usize = 230;

/// The first three letters of a month.
fn short_month(number: i8) -> &'static str {
    month(number).get(..3).unwrap_or("")
}

/// How precise the dates of a list are where they are not of this year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    #[default]
    Day,
    Month,
    Year,
    /// There is no room for any.
    Nothing,
}

/// A date for the list: "May 31"; of another year "May 31 2024", "May 2024" or "2024", as there is room in the list.
pub(super) fn list_date(published: Published, this_year: Option<i16>, precision: Precision) -> String {
    let day = published.first_day();
    let (month, year) = (short_month(day.month()), day.year());
    let own = match published {
        Published::Year(_) => Precision::Year,
        Published::Month(..) => Precision::Month,
        Published::Day(_) | Published::Instant(..) => Precision::Day,
    };
    // A day of this year is the shortest of all.
    if own == Precision::Day && this_year == Some(year) && precision < Precision::Nothing {
        return format!("{month} {}", day.day());
    }
    match own.max(precision) {
        Precision::Day => format!("{month} {} {year}", day.day()),
        Precision::Month => format!("{month} {year}"),
        Precision::Year => year.to_string(),
        Precision::Nothing => String::new(),
    }
}

/// How precise a date may be in so many cells.
pub(super) fn precision_within(published: Published, this_year: Option<i16>, room: usize) -> Precision {
    let fits = |p: &Precision| list_date(published, this_year, *p).len() <= room;
    [Precision::Day, Precision::Month, Precision::Year].into_iter().find(fits).unwrap_or(Precision::Nothing)
}

/// How long it takes to read some words.
pub(super) fn minutes(words: usize) -> String {
    format!("{} min", words.div_ceil(PACE).max(1))
}

/// How long it takes to read what is left, no more than it will take.
pub(super) fn left(words: usize) -> String {
    match words / PACE {
        0 => "<1 min left".into(),
        n => format!("{n} min left"),
    }
}

/// Cells that a message may take on the last line of a screen of 80.
const LINE: usize = 78;

/// Why something failed, then what it was, a path or a command: the reason is never cut, the other is shortened in its
/// middle.
pub(super) fn reason_first(why: &str, name: &str) -> String {
    let room = LINE.saturating_sub(width(why) + 2).max(12);
    format!("{why}: {}", shortened_in_the_middle(name, room))
}

/// A text in at most so many cells: its beginning and its end, which name the folder and the file.
fn shortened_in_the_middle(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let room = cells.saturating_sub(1);
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let within = |most: usize| {
        let mut taken = 0;
        move |cluster: &&&str| {
            taken += width(cluster);
            taken <= most
        }
    };
    let ahead = clusters.iter().take_while(within(room / 2)).count();
    let behind = clusters.iter().rev().take_while(within(room - room / 2)).count();
    format!("{}…{}", clusters[..ahead].concat(), clusters[clusters.len() - behind..].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_as_precise_as_it_is() {
        let long = |t: &str| long_date(t.parse().unwrap());
        assert_eq!(long("2024"), "2024");
        assert_eq!(long("2024-05"), "May 2024");
        assert_eq!(long("2024-05-31"), "May 31, 2024");
        assert_eq!(long("2024-05-31T14:02:00-04:00"), "May 31, 2024, 14:02");
        let short = |t: &str, year| list_date(t.parse().unwrap(), year, Precision::Day);
        assert_eq!(short("2024-05-31", Some(2024)), "May 31");
        assert_eq!(short("2024-05-31", Some(2025)), "May 31 2024");
        assert_eq!(short("2024-05", Some(2024)), "May 2024");
        assert_eq!(short("2024-05", None), "May 2024");
        let within = |t: &str, room| {
            let published = t.parse().unwrap();
            list_date(published, Some(2025), precision_within(published, Some(2025), room))
        };
        assert_eq!(
            [11, 10, 8, 7, 3].map(|room| within("2024-05-31", room)),
            ["May 31 2024", "May 2024", "May 2024", "2024", ""]
        );
        assert_eq!([within("2025-05-31", 6), within("2025-05-31", 5)], ["May 31", ""]);
    }

    #[test]
    fn what_is_left_is_rounded_down() {
        assert_eq!(left(PACE * 2 + PACE - 1), "2 min left");
        assert_eq!(left(PACE - 1), "<1 min left");
    }

    #[test]
    fn the_reason_stands_first_and_whole() {
        assert_eq!(reason_first("no space is left", "a.md"), "no space is left: a.md");
        let long = format!("/{}/日本.md", "folder".repeat(20));
        let told = reason_first("there is a file of this name already; choose another", &long);
        assert_eq!(told, "there is a file of this name already; choose another: /folderfold…lder/日本.md");
        assert!(width(&told) <= LINE);
    }
}
