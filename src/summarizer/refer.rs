//! What a sentence's opening pronoun stands for, where that is beyond doubt.

use std::ops::Range;

use super::{
    candidates::{Candidate, Resolved},
    lexicon::{self, has},
    trim::View,
};

/// A pronoun comes before anything it could refer to inside the kept words.
pub(super) fn dangles(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    if !view.closed(first) || view.opens_quote(first) {
        return false;
    }
    let head = view.word(first);
    match head {
        "it" | "it's" | "it’s" => return !expletive(view, first),
        "its" => return false,
        // "This is", not "this week".
        // "That's when": a word leaves its "'s" out.
        "this" | "that" | "these" | "those" | "both" => {
            return view.finite(first + 1)
                || view.raw(first).ends_with(['s', 't']) && view.raw(first).contains(['\'', '’']);
        }
        _ if has(lexicon::PRONOUNS, head.split(['\'', '’']).next().unwrap_or(head)) => return true,
        _ => {}
    }
    // "Both were", "One is", "None of them".
    if view.is(first, lexicon::COUNTS)
        && (view.finite(first + 1) && !view.is(first + 1, lexicon::SAYING)
            || view.word(first + 1) == "of" && matches!(view.word(first + 2), "them" | "these" | "those"))
    {
        return true;
    }
    if before_its_name(view, keep) {
        return true;
    }
    // "A day earlier it", "One of them".
    let dating = |k: usize| {
        view.is(k, lexicon::RECENT)
            || view.is(k, lexicon::DATING)
            || matches!(view.word(k), "a" | "an" | "few" | "one" | "some" | "of")
    };
    if let Some(k) =
        (first + 1..view.chunks.end.min(first + 5)).find(|&k| matches!(view.word(k), "it" | "them" | "they"))
        && (first..k).all(dating)
    {
        return true;
    }
    // "Police said he": no one has been named whom it could mean.
    let named = view.known_name(first) || view.is(first, lexicon::DETERMINERS) || view.capital(first + 1);
    let early =
        (first + 1..view.chunks.end.min(first + 5)).find(|&k| matches!(view.word(k), "he" | "she" | "him" | "her"));
    if !named && early.is_some_and(|k| !(first + 1..k).any(|m| view.capital(m))) {
        return true;
    }
    // "When he arrived", "Earlier this year he said": a pronoun in what opens the sentence, no name before it.
    if !view.is(first, lexicon::SUBORDINATORS)
        && !view.adverb(first)
        && !matches!(head, "now" | "then" | "once" | "soon")
    {
        return false;
    }
    for k in keep.iter().cloned().flatten().take(12).skip(1) {
        if view.capital(k) {
            return false;
        }
        if matches!(view.word(k), "he" | "she" | "they" | "his" | "her" | "their" | "him" | "them") {
            return !names_after(view, k);
        }
    }
    false
}

/// "A former minister, he was", "Supporters of his party": whose or who comes before anyone was named.
fn before_its_name(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    let mut someone = view.known_name(first);
    let mut opened = false;
    for k in keep.iter().cloned().flatten().take(16) {
        someone |= k > first && view.capital(k) && !view.is(k, lexicon::RECENT) && !view.is(k, lexicon::DATING);
        if someone || !view.closed(k) {
            return false;
        }
        match view.word(k) {
            "he" | "she" if k > first && view.comma(k - 1) => return true,
            "his" | "her" if !opened || view.comma(k - 1) => return !names_after(view, k),
            _ => {}
        }
        opened |= view.finite(k) || matches!(view.word(k), "a" | "an" | "the" | "this" | "that");
    }
    false
}

/// "In his speech, Mr Hale said" names him after all.
fn names_after(view: &View<'_, '_>, k: usize) -> bool {
    (k + 1..view.chunks.end.min(k + 10)).any(|m| view.capital(m))
}

/// "Fulfilled that promise", "officials said so", "questions about it", "“He has …”": what a word points to is not there.
pub(super) fn leans(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    if view.opens_quote(first)
        && matches!(
            view.word(first),
            "he" | "she"
                | "it"
                | "it's"
                | "it’s"
                | "they"
                | "this"
                | "that"
                | "that's"
                | "that’s"
                | "he's"
                | "he’s"
                | "she's"
                | "she’s"
                | "his"
                | "her"
                | "their"
                | "its"
        )
    {
        return true;
    }
    let ends = |k: usize| view.stops(k) || k + 1 == view.chunks.end;
    let does = |k: usize| matches!(view.word(k), "do" | "does" | "did" | "done" | "doing");
    let mut thing = false;
    let mut before: Option<usize> = None;
    for k in keep.iter().cloned().flatten() {
        let word = view.word(k);
        let leaning = match word {
            // "The heart of that country's capital".
            "that" if before.is_some_and(|b| matches!(view.word(b), "of" | "for" | "from" | "with" | "at" | "on")) => {
                view.raw(k + 1).trim_end_matches([',', '.']).ends_with(['s', '’', '\''])
                    || !(k + 1..view.chunks.end.min(k + 5)).any(|m| view.finite(m))
            }
            "that" => pointing(view, k) && !view.place(k),
            "these" => view.word(k + 1) != "days",
            "this" if view.is(k + 1, lexicon::ANAPHORS) => true,
            "one" if before.is_some_and(|b| view.word(b) == "the") => {
                matches!(view.word(k + 1), "that" | "who" | "which")
            }
            "two" | "pair" | "duo" | "trio" if before.is_some_and(|b| view.word(b) == "the") => {
                (view.finite(k + 1) || ends(k)) && (first + 1..k).filter(|&m| view.capital(m)).count() < 2
            }
            "so" => before.is_some_and(|b| view.is(b, lexicon::SAYING) || k < first + 8 && does(b)),
            "this" => before.is_some_and(|b| view.is(b, lexicon::SUBORDINATORS)) && (view.finite(k + 1) || ends(k)),
            "it" if ends(k) => {
                before.is_some_and(|b| !thing && view.is(b, lexicon::SUBORDINATORS) || k < first + 8 && does(b))
            }
            _ => false,
        };
        if leaning {
            return true;
        }
        thing |= view.is(k, lexicon::DETERMINERS) && word != "that";
        before = Some(k);
    }
    false
}

/// "That promise.": one or two words without a verb, then a stop; a clause after "that" would have its verb.
fn pointing(view: &View<'_, '_>, k: usize) -> bool {
    let ends = |m: &usize| view.stops(*m) || m + 1 == view.chunks.end || matches!(view.word(m + 1), "or" | "nor");
    let end = (k + 1..view.chunks.end.min(k + 3)).find(ends);
    end.is_some_and(|m| !view.clause(k + 1..m + 1) && !view.capital(k + 1) && !view.stops(k))
}

/// "It is the second time that", "It took a week to": the sentence says itself what "it" is.
fn expletive(view: &View<'_, '_>, first: usize) -> bool {
    let by = (first + 1..view.chunks.end.min(first + 6)).any(|k| view.word(k) == "by");
    let says = (first + 2..view.chunks.end.min(first + 10))
        .any(|k| matches!(view.word(k), "that" | "to" | "time" | "whether" | "how" | "when" | "who"));
    says && !by
}

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
    (!rival && !(start..end).any(|k| other.contains(&view.word(k)))).then_some(start..end)
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
