//! The library's own time: what age is counted in, so that no clock makes an article old.
//!
//! It goes forward as the computer's clock does from fetch to fetch, and stands still while the clock shows an earlier time
//! than before, and where it jumps by more than a month. After such a jump forward it follows the dates of the articles
//! instead, as far as those went forward too: a reader who was away for half a year finds the news half a year on, a reader
//! whose clock is wrong does not.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{Library, Result, store};
use crate::article::Published;

pub(super) const DAY: i64 = 24 * 60 * 60;
/// From one fetch to the next a clock is believed for so long.
const BELIEVED: i64 = 31 * DAY;
/// The most that one fetch adds, whatever dates the articles give.
const LONGEST_STEP: i64 = 120 * DAY;
/// The newest article dates that are passed over: a few may be wrong, or lie in the future.
const PASSED_OVER: i64 = 9;
/// No clock is right that shows an earlier time than this: 2026-01-01.
const EARLIEST: i64 = 1_767_225_600;
/// The memory's name for it.
const NAME: &str = "timeline";

/// Where the library's own time stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Timeline {
    /// The library's own time, in seconds: near those since 1970, less the time for which the clock was not believed.
    pub(super) now: i64,
    /// What the clock showed at the last fetch …
    clock: i64,
    /// … and up to which moment its time is counted.
    counted: i64,
}

/// A clock that was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockJump {
    /// What it showed at the fetch before, in seconds since 1970.
    pub from: i64,
    /// What it shows now.
    pub to: i64,
}

impl std::fmt::Display for ClockJump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let day = |at| Timestamp::from_second(at).map_or_else(|_| "?".into(), |t| t.strftime("%Y-%m-%d").to_string());
        let (from, to) = (day(self.from), day(self.to));
        write!(f, "the computer's clock showed {from} at the last fetch and shows {to} now; no article ages by that")
    }
}

impl Timeline {
    fn starting_at(clock: i64) -> Self {
        Self { now: clock.max(EARLIEST), clock, counted: clock }
    }

    /// What the library remembers; where it remembers nothing, its time starts with the last arrival, or now.
    pub(super) fn load(c: &Connection, clock: i64) -> rusqlite::Result<Self> {
        let kept: Option<Vec<u8>> =
            c.prepare_cached("SELECT value FROM memory WHERE name = ?1")?.query_row([NAME], |r| r.get(0)).optional()?;
        if let Some(timeline) = kept.and_then(|json| serde_json::from_slice(&json).ok()) {
            return Ok(timeline);
        }
        let newest: Option<i64> =
            c.query_row("SELECT max(arrived) FROM article WHERE arrived BETWEEN ?1 AND ?2", [EARLIEST, clock], |r| {
                r.get(0)
            })?;
        Ok(Self::starting_at(newest.unwrap_or(clock)))
    }

    fn save(&self, t: &Transaction<'_>) -> rusqlite::Result<()> {
        let json = serde_json::to_vec(self).unwrap_or_default();
        t.execute("INSERT OR REPLACE INTO memory (name, value) VALUES (?1, ?2)", params![NAME, json])?;
        Ok(())
    }

    /// Goes forward to what the clock shows, as far as that is believed. `news` says how much newer the articles' dates
    /// became since the fetch before; it is asked after a jump only.
    fn advance(
        &mut self,
        clock: i64,
        news: impl FnOnce() -> rusqlite::Result<Option<i64>>,
    ) -> rusqlite::Result<Option<ClockJump>> {
        let passed = clock.saturating_sub(self.clock);
        let jump = ClockJump { from: self.clock, to: clock };
        self.clock = clock;
        // A clock set back a little and forward again counts no day twice.
        if (-BELIEVED..=BELIEVED).contains(&passed) {
            self.now += clock.saturating_sub(self.counted).clamp(0, BELIEVED);
            self.counted = self.counted.max(clock);
            return Ok(None);
        }
        self.counted = clock;
        if passed < 0 {
            return Ok(Some(jump));
        }
        let shown = news()?.unwrap_or_default().clamp(0, passed);
        self.now += shown.min(LONGEST_STEP);
        Ok((shown < passed - BELIEVED).then_some(jump))
    }

    /// Today as far as the clock and the library know: what a date in the future is told by, and where an article
    /// without a date is put.
    pub(super) fn today(&self, clock: i64) -> i64 {
        if clock < self.clock - DAY { self.clock.max(EARLIEST) } else { clock.max(EARLIEST) }
    }

    /// The place in time of an article that gives a date: a date in the future counts as today, unless the clock is known
    /// to be wrong.
    pub(super) fn place(&self, published: Published, clock: i64) -> i64 {
        let at = store::moment(published);
        if clock < EARLIEST { at } else { at.min(self.today(clock)) }
    }
}

impl Library {
    /// What the computer's clock shows, in seconds since 1970.
    pub(super) fn now(&self) -> i64 {
        (self.clock)()
    }

    /// The number that the next article will go beyond: articles above it came with this fetch.
    pub(super) fn last_article(&self) -> Result<i64> {
        self.read(|c| c.query_row("SELECT coalesce(max(id), 0) FROM article", [], |r| r.get(0)))
    }

    /// Brings the library's own time up to date after a fetch that brought the articles above a number.
    pub(super) fn advance(&self, above: i64) -> Result<Option<ClockJump>> {
        let clock = self.now();
        self.save_counts()?;
        self.write(|t| {
            let mut timeline = Timeline::load(t, clock)?;
            let first = !t.prepare_cached("SELECT 1 FROM memory WHERE name = ?1")?.exists([NAME])?;
            let jump = timeline.advance(clock, || {
                Ok(newest(t, i64::MAX, clock)?.zip(newest(t, above, clock)?).map(|(now, then)| now - then))
            })?;
            t.execute("UPDATE article SET arrived = ?1 WHERE id > ?2", [timeline.now, above])?;
            if first {
                // What a wrong clock wrote before the library had a time of its own makes nothing old.
                let wrong = "UPDATE article SET arrived = ?1 WHERE arrived > ?1 OR arrived < 1262304000";
                t.execute(wrong, [timeline.now])?;
            }
            timeline.save(t)?;
            Ok(jump)
        })
    }

    /// Where the library's own time stands.
    pub(super) fn timeline(&self) -> Result<Timeline> {
        self.read(|c| Timeline::load(c, self.now()))
    }
}

/// The newest date that articles up to a number give, but for a few and for those after today.
fn newest(c: &Connection, up_to: i64, clock: i64) -> rusqlite::Result<Option<i64>> {
    // By day as it is written: each form of a date begins with it.
    let tomorrow = Timestamp::from_second(clock.saturating_add(DAY)).map(|t| t.strftime("%Y-%m-%d").to_string());
    let text: Option<String> = c
        .query_row(
            "SELECT published FROM article WHERE id <= ?1 AND published < ?2
             ORDER BY published DESC LIMIT 1 OFFSET ?3",
            params![up_to, tomorrow.unwrap_or_else(|_| "9999".into()), PASSED_OVER],
            |r| r.get(0),
        )
        .optional()?;
    Ok(text.and_then(|t| t.parse().ok()).map(store::moment))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = EARLIEST + 300 * DAY;

    /// How far the library's own time went, in days, over what the clock showed and how many days newer the news became.
    fn days(fetches: &[(i64, i64)]) -> i64 {
        let mut timeline = Timeline::starting_at(START);
        for &(clock, news) in fetches {
            timeline.advance(START + clock * DAY, || Ok(Some(news * DAY))).unwrap();
        }
        (timeline.now - START) / DAY
    }

    #[test]
    fn time_goes_on_with_a_clock_that_is_right_and_stands_still_with_one_that_jumps() {
        assert_eq!(days(&[(1, 1), (2, 1), (30, 28)]), 30);
        assert_eq!(days(&[(400, 0)]), 0, "ahead");
        assert_eq!(days(&[(400, 0), (1, 0), (2, 1)]), 1, "ahead, and right again");
        assert_eq!(days(&[(-400, 0), (1, 1)]), 1, "behind, and right again: the news say a day");
        assert_eq!(days(&[(27_000, 0), (27_001, 1), (27_002, 1)]), 2, "ahead for good");
        assert_eq!(days(&[(-20_600, 0), (0, 0), (-20_600, 0), (1, 1)]), 1, "1970 at every start");
        assert_eq!(days(&[(-20, 0), (0, 0), (-20, 0), (1, 0)]), 1, "a few days to and fro");
        assert_eq!(days(&[(90, 90)]), 90, "a reader who was away");
        assert_eq!(days(&[(5_000, 5_000)]), 120, "whatever dates are given, a step has an end");
    }
}
