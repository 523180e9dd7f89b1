//! Where a sentence of two facts falls into two that can each stand.

use std::ops::Range;

use super::{super::lexicon, View};

/// Where a sentence falls into two that can each stand: the chunk that joins them ("and"), which neither keeps.
pub(in crate::summarizer) fn joint(view: &View<'_, '_>) -> Option<(usize, usize)> {
    let Range { start, end } = view.chunks;
    // Who says it may say both.
    if view.attributes(start..end) {
        return None;
    }
    let told = (start..end).find(|&k| matches!(view.word(k), "that" | "whether" | "if")).unwrap_or(end);
    (start + 6..end.saturating_sub(7)).take_while(|&k| k < told).find_map(|k| {
        let after = if view.raw(k).ends_with(';') {
            k + 1
        } else if view.comma(k) && view.word(k + 1) == "and" {
            k + 2
        } else {
            return None;
        };
        // "Many would" has no noun.
        let subject = view.is(after, lexicon::DETERMINERS) && !view.finite(after + 1)
            || view.capital(after)
            || matches!(view.word(after), "he" | "she");
        let verb = (after + 1..end.min(after + 5)).find(|&m| view.finite(m))?;
        let listed = (after..verb).any(|m| view.comma(m));
        (subject && !listed && view.closed(after) && !view.dependent(start) && view.whole(start..k + 1))
            .then_some((k + 1, after))
    })
}

/// What is told of someone in passing, as a sentence of its own: "Hale, who steered the ferry for years, said" holds
/// "Hale steered the ferry for years". The chunks of the subject and of what it did.
pub(in crate::summarizer) fn aside(view: &View<'_, '_>) -> Option<[Range<usize>; 2]> {
    let Range { start, end } = view.chunks;
    let k = (start..end).find(|&k| {
        view.comma(k) && matches!(view.word(k + 1), "who" | "which") && view.finite(k + 2) && view.word(k + 3) != "also"
    })?;
    // The subject opens the sentence: nothing before it can be what "who" or "which" speaks of, or who says so.
    let subject = view.is(start, lexicon::DETERMINERS) || view.capital(start) && view.known_name(start);
    let plain = (start..=k).all(|m| {
        !view.finite(m) && !view.is(m, lexicon::SUBORDINATORS) && !matches!(view.word(m), "and" | "or" | "but")
    });
    let m = view.closing(k, 24).filter(|&m| !(start..k).chain(k + 1..m).any(|c| view.comma(c)))?;
    let range = k + 2..m + 1;
    let sound = view.whole_marks(&(start..m + 1)) && !view.opens_quote(start) && !view.attributes(range.clone());
    (subject && plain && sound && k < start + 6 && range.len() >= 6).then_some([start..k + 1, range])
}
