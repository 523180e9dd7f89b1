//! On what occasion it was said, and on which day. Who said it stays.

use std::ops::Range;

use super::{super::lexicon, Cut, Kind, View};

/// "said *in a statement*", "said *at a news conference*".
pub(super) fn occasion(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let end = view.chunks.end;
    let opens = matches!(view.word(k + 1), "in" | "at" | "during") && matches!(view.word(k + 2), "a" | "an" | "the");
    let noun = (k + 3..end.min(k + 7)).find(|&n| {
        matches!(view.word(n), "statement" | "interview" | "conference" | "release" | "briefing" | "tweet" | "email")
    });
    if let Some(n) = noun.filter(|_| opens)
        && (n + 1 == end || view.word(n + 1) == "that" || view.raw(n).ends_with([',', '.']))
    {
        out.push(Cut { range: k + 1..n + 1, kind: Kind::Occasion });
    }
}

/// "on Tuesday night", "Tuesday": a day of the week where nothing hangs on it ("since Tuesday", "Black Friday").
pub(super) fn day(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if view.word(k).len() < view.reading.chunks[k].core.len() || view.raw(k).contains(['\'', '’', '-']) {
        return;
    }
    let before = view.word(k - 1);
    let mut from = k;
    if before == "on" {
        from = k - 1;
        // "early on Monday" would leave "early".
        if from > start && matches!(view.word(from - 1), "early" | "late" | "earlier" | "later" | "only" | "even") {
            return;
        }
    } else if view.capital(k - 1) && k - 1 > start
        || view.is(k - 1, lexicon::HOLD_DAYS)
        || view.raw(k - 1).ends_with([',', ':', ';'])
        || view.dash(k - 1)
    {
        return;
    }
    let mut to = k + 1;
    if matches!(view.word(to), "morning" | "afternoon" | "evening" | "night") && !view.raw(k).ends_with(',') {
        to += 1;
    }
    let after = view.word(to);
    let hangs = matches!(after, "and" | "or" | "to" | "through" | "until" | "after" | "before" | "when" | "at")
        || (to < end && view.capital(to) && !view.raw(to - 1).ends_with([',', ';']));
    // "On Thursday, a day before the vote" explains the day.
    let hangs = hangs || view.comma(to - 1) && (to..end.min(to + 3)).any(|m| view.is(m, lexicon::DATING));
    // "In the report released Tuesday, he said": "released" needs its day.
    let hangs = hangs || (to == end || view.stops(to - 1)) && view.is(from.saturating_sub(1), lexicon::ISSUED);
    let opens = view.raw(from.saturating_sub(1)).ends_with(['.', ',', ';', ':', '?', '!']);
    if from > start && !hangs && !opens && view.closed(from) && view.closed(to) {
        out.push(Cut { range: from..to, kind: Kind::Occasion });
    }
}
