//! Small phrases of the screen: dates, counts, minutes.

pub(super) use crate::text::counts::count;
use crate::{article::Published, text::MONTHS};

/// Words a minute that a reader is taken to read.
const PACE: usize = 230;

/// A month by its number; nothing for one that there is not.
fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or("")
}

/// Its first three letters.
fn short_month(number: i8) -> &'static str {
    month(number).get(..3).unwrap_or("")
}

/// A date for the list: "May 31", with the year where it is not this one.
pub(super) fn short_date(published: Published, this_year: Option<i16>) -> String {
    let day = published.first_day();
    let year = if this_year == Some(day.year()) { String::new() } else { format!(" {}", day.year()) };
    match published {
        Published::Year(y) => y.to_string(),
        Published::Month(y, m) => format!("{} {y}", short_month(m)),
        Published::Day(_) | Published::Instant(..) => format!("{} {}{year}", short_month(day.month()), day.day()),
    }
}

/// A date for the list in so many cells: less precise where the day does not fit, nothing where the year does not.
pub(super) fn date_within(published: Published, this_year: Option<i16>, room: usize) -> String {
    let day = published.first_day();
    let month = format!("{} {}", short_month(day.month()), day.year());
    let coarser = match published {
        Published::Year(_) => None,
        _ if this_year == Some(day.year()) => None,
        _ => Some([month, day.year().to_string()]),
    };
    let all = std::iter::once(short_date(published, this_year)).chain(coarser.into_iter().flatten());
    all.into_iter().find(|date| date.len() <= room).unwrap_or_default()
}

/// A date for a headline: "May 31, 2024" and the time where it is known.
pub(super) fn long_date(published: Published) -> String {
    let day = published.first_day();
    let whole = || format!("{} {}, {}", month(day.month()), day.day(), day.year());
    match published {
        Published::Year(y) => y.to_string(),
        Published::Month(y, m) => format!("{} {y}", month(m)),
        Published::Day(_) => whole(),
        Published::Instant(t, offset) => format!("{}, {}", whole(), offset.to_datetime(t).strftime("%H:%M")),
    }
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
        let short = |t: &str, year| short_date(t.parse().unwrap(), year);
        assert_eq!(short("2024-05-31", Some(2024)), "May 31");
        assert_eq!(short("2024-05-31", Some(2025)), "May 31 2024");
        assert_eq!(short("2024-05", Some(2024)), "May 2024");
        assert_eq!(short("2024-05", None), "May 2024");
        let within = |t: &str, room| date_within(t.parse().unwrap(), Some(2025), room);
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
}
