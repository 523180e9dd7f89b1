//! What a sentence's opening pronoun stands for, where that is beyond doubt.

use std::ops::Range;

use super::{
    candidates::{Candidate, Resolved},
    lexicon,
    trim::View,
};

/// The person whom the pronoun at the head of a candidate names: the subject of the sentence before, if that names one
/// person and nothing speaks against it.
pub(super) fn resolve(view: &View<'_, '_>, c: &Candidate) -> Option<Resolved> {
    let first = c.keep.first()?.start;
    let (male, possessive) = match view.word(first) {
        "he" => (true, false),
        "she" => (false, false),
        "his" => (true, true),
        "her" => (false, true),
        _ => return None,
    };
    let reading = view.reading();
    if reading.chunk(c.line, first).contains(['\'', '’']) {
        // "He's": is it "is" or "has"?
        return None;
    }
    // "He said, the ministers agreed": words of his, not about him.
    if view.is(first + 1, lexicon::SAYING) && view.comma(first + 1) {
        return None;
    }
    // The second half of a sentence looks at the first half; others at up to two sentences before.
    if first > view.chunks.start + 3 {
        return subject(view, male).map(|chunks| Resolved { line: c.line, chunks, possessive });
    }
    for back in 1..=2 {
        let line = c.line.checked_sub(back)?;
        if reading.lines[line].block != reading.lines[c.line].block && back > 1 {
            return None;
        }
        let before = View::new(reading, line);
        if let Some(chunks) = subject(&before, male) {
            return Some(Resolved { line, chunks, possessive });
        }
        let again = if male { "he" } else { "she" };
        if before.word(before.chunks.start) != again {
            return None;
        }
    }
    None
}

/// The name that is the subject of a sentence: it opens with it, a verb or an aside follows, and no one else is named.
fn subject(view: &View<'_, '_>, male: bool) -> Option<Range<usize>> {
    let start = view.chunks.start;
    let mut end = start;
    while end < view.chunks.end.min(start + 7) && view.capital(end) && view.closed(end) && !view.opens_quote(end) {
        end += 1;
        if view.stops(end - 1) {
            break;
        }
    }
    let opener = [lexicon::DETERMINERS, lexicon::SUBORDINATORS, lexicon::PRONOUNS, lexicon::CONNECTIVES]
        .iter()
        .any(|class| view.is(start, *class));
    if end == start || opener || end > start + 5 {
        return None;
    }
    if end == start + 1 && !view.known_name(start) || !person(view, start..end) {
        return None;
    }
    // "Lorne's plan failed" is about Lorne; "Lorne's lawyer spoke" is not.
    let owner = view.raw(end - 1).ends_with("'s") || view.raw(end - 1).ends_with("’s");
    if owner && (end..view.chunks.end.min(end + 3)).any(|k| view.is(k, lexicon::PEOPLE)) {
        return None;
    }
    // "Skarn's Danish striker" is no whole name: a verb follows one, or an adverb and a verb, or an aside.
    let between = |k: usize| view.adverb(k) || view.is(k, lexicon::HINGES);
    let verb = (end..view.chunks.end.min(end + 3)).find(|&k| !between(k)).is_some_and(|k| view.finite(k));
    if !verb && !owner && !view.stops(end - 1) {
        return None;
    }
    // Another person or the other sex in the same sentence leaves a doubt.
    let other = if male { ["she", "her", "mrs", "ms", "woman"] } else { ["he", "his", "mr", "him", "man"] };
    let rival = (end..view.chunks.end).any(|k| {
        other.contains(&view.word(k)) || (view.capital(k) && view.capital(k + 1) && !view.stops(k) && !view.place(k))
    });
    // "Wife Ada" is not he.
    let kin = if male { lexicon::WOMEN } else { lexicon::MEN };
    (!rival && !(start..end).any(|k| other.contains(&view.word(k)) || view.is(k, kin))).then_some(start..end)
}

/// A name that often follows "the" is a body's or a place's: "the Guardian", "the Skarn Council".
fn person(view: &View<'_, '_>, name: Range<usize>) -> bool {
    let titled = name.clone().any(|k| view.is(k, lexicon::TITLES));
    let reading = view.reading();
    let bodily = |k: usize| {
        view.tokens(k).iter().any(|&t| {
            let term = &reading.terms[t as usize];
            term.articled * 3 >= term.capitals.max(1)
        })
    };
    titled || !name.clone().any(bodily)
}
