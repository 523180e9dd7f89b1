//! Times, and what is made of them.

use std::time::Instant;

use super::Outcome;

/// Milliseconds that something takes.
pub(crate) fn once<T>(run: impl FnOnce() -> Outcome<T>) -> Outcome<f64> {
    let start = Instant::now();
    run()?;
    Ok(start.elapsed().as_secs_f64() * 1e3)
}

/// The middle of several times.
pub(crate) fn median(rounds: usize, mut run: impl FnMut() -> Outcome<f64>) -> Outcome<f64> {
    let times = (0..rounds.max(1)).map(|_| run()).collect::<Outcome<Vec<f64>>>()?;
    Ok(middle(times))
}

/// The middle of times that are there.
pub(crate) fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A row of the table: what was done, in how many milliseconds, and by what else in how many, where that was found.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) own: f64,
    pub(crate) other: Option<(&'static str, Option<f64>)>,
}

impl Row {
    pub(crate) fn new(what: String, own: f64, other: Option<(&'static str, Option<f64>)>) -> Self {
        Self { what, own, other }
    }
}

/// Milliseconds by size.
pub(crate) struct Series {
    pub(crate) what: &'static str,
    pub(crate) unit: &'static str,
    /// Newsboat's, not Nutgraf's.
    pub(crate) other: bool,
    pub(crate) points: Vec<(usize, f64)>,
}

impl Series {
    pub(crate) fn new(what: &'static str, unit: &'static str, other: bool) -> Self {
        Self { what, unit, other, points: Vec::new() }
    }

    pub(crate) fn add(&mut self, size: usize, time: f64) {
        self.points.push((size, time));
    }
}
