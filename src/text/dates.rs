//! Dates as people write them, no more precise than they are known.

use super::MONTHS;
use crate::article::Published;

/// A month by its number; nothing for one that there is not.
#[must_use]
pub fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|i| MONTHS.get(i)).copied().unwrap_or("")
}

/// "2024", "May 2024", "May 31, 2024", and the time where it is known: "May 31, 2024, 14:02".
#[must_use]
pub fn long(published: Published) -> String {
    let day = published.first_day();
    let whole = || format!("{} {}, {}", month(day.month()), day.day(), day.year());
    match published {
        Published::Year(year) => format!("{year:04}"),
        Published::Month(year, of_year) => format!("{} {year}", month(of_year)),
        Published::Day(_) => whole(),
        Published::Instant(time, offset) => format!("{}, {}", whole(), offset.to_datetime(time).strftime("%H:%M")),
    }
}
