//! What stands inside a sentence beside its clause: brackets, dashes, relative clauses, appositions, words thrown in; and
//! which of them narrow the noun before them and so must stay.

use std::ops::Range;

use super::{
    super::{candidates::WORDS, lexicon},
    Cut, Kind, View,
};

/// An insert that narrows the noun before it: "all people detained — *and later found to have no papers* —". What
/// describes a name may go; what may tell which of a kind are meant stays.
pub(super) fn limits(view: &View<'_, '_>, range: &Range<usize>) -> bool {
    let Some(noun) = range.start.checked_sub(1).filter(|&k| k > view.chunks.start) else { return false };
    let from = if view.dash(range.start) { range.start + 1 } else { range.start };
    let bracket = view.opens_bracket(range.start);
    if from >= range.end || (!bracket && from == range.start && !view.comma(noun)) {
        return false;
    }
    let head = view.word(from);
    if matches!(head, "and" | "or" | "but" | "if" | "unless" | "except" | "only" | "that" | "not" | "provided")
        || matches!(head, "had" | "were" | "should")
    {
        return true;
    }
    // What it is called, or where it is in a picture, narrows nothing.
    let told = matches!(head, "pictured" | "seen" | "shown" | "called" | "named" | "known" | "dubbed" | "nicknamed");
    if told || view.named(noun) {
        return false;
    }
    let narrows = |k: usize| matches!(view.word(k), "who" | "whom" | "whose" | "that") || participle(view, k);
    (from..range.end.min(from + 2)).any(narrows)
}

/// "Arrested", "found", "held".
fn participle(view: &View<'_, '_>, k: usize) -> bool {
    let word = view.word(k);
    !view.capital(k) && (view.is(k, lexicon::PARTICIPLES) || word.len() > 4 && word.ends_with("ed"))
}

/// "(pictured)", "(left)", "(he was 40 at the time)"; what may belong to a name ("(USA)", "(R-Ala.)") stays.
pub(super) fn brackets(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    // "20 naira (10 cents)": of a list of such sums some would go and some stay. "(41)" is an age.
    let figures =
        |r: Range<usize>| r.len() > 1 && r.into_iter().any(|k| view.raw(k).contains(|c: char| c.is_ascii_digit()));
    let figured = |k: usize| {
        (k.saturating_sub(2).max(view.chunks.start)..k).any(|m| view.raw(m).contains(|c: char| c.is_ascii_digit()))
    };
    let mut k = view.chunks.start;
    while k < view.chunks.end {
        if view.raw(k).starts_with('(') && view.closed(k) {
            // "(above with Orla Finch)" tells what a picture shows, whoever it names.
            let picture = matches!(
                view.word(k),
                "pictured" | "seen" | "shown" | "above" | "below" | "left" | "right" | "centre" | "center" | "inset"
            );
            let reach = if picture { 16 } else { 9 };
            let close = (k..view.chunks.end.min(k + reach)).find(|&m| view.raw(m).contains(')'));
            if let Some(m) = close
                && view.raw(m).trim_end_matches(['.', ',', ';', ':']).ends_with(')')
                && view.sound(&(k..m + 1))
                && !matches!(
                    view.word(k),
                    "kind" | "sort" | "of" | "almost" | "nearly" | "mostly" | "partly" | "maybe" | "perhaps"
                )
                // "34 kg (push) and 35 kg (pull)" tells two figures apart.
                && !figured(k)
                && (picture || ((m > k || !view.capital(k)) && !view.capital(m) && !figures(k..m + 1)))
            {
                out.push(Cut { range: k..m + 1, kind: Kind::Loose });
                k = m;
            }
        }
        k += 1;
    }
}

/// A stop that a line's end left between words: "Adams . has denied".
pub(super) fn stray(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let stray = (start + 1..end.saturating_sub(1)).filter(|&k| view.raw(k) == ".");
    out.extend(stray.map(|k| Cut { range: k..k + 1, kind: Kind::Loose }));
}

/// " -- known as the least of weasels -- ", and what follows a single dash.
pub(super) fn dashes(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let at: Vec<usize> = (start + 1..end).filter(|&k| view.dash(k) && view.closed(k)).collect();
    match at.as_slice() {
        [a, b] if b - a <= 16 => out.push(Cut { range: *a..b + 1, kind: Kind::Dash }),
        // "-- from the banker to the owner from keeping": the dash that closes it is missing.
        // "Boats, crews and a pier -- those filled the day": the clause is what follows. "-- for losing it": the reason.
        [a] if !matches!(view.word(a + 1), "from" | "for" | "those" | "these" | "all" | "this" | "that" | "such")
            && *a >= start + 7
            && view.whole(start..*a)
            && !view.dependent(start) =>
        {
            out.push(Cut { range: *a..end, kind: Kind::Dash });
        }
        _ => {}
    }
}

/// ", who has a history of fainting,".
pub(super) fn relative(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !matches!(view.word(k + 1), "who" | "which" | "whose" | "where" | "whom") {
        return;
    }
    // "Boats made for the strait, which also sail well": one description of two parts.
    if view.dependent(start) || view.word(k + 2) == "also" {
        return;
    }
    // With an earlier comma open, the closing one may be that one's as well; a later one may open what it closes.
    let nested = (start..k).any(|m| view.comma(m));
    let closing =
        view.closing(k, 20).filter(|&m| !nested && !(k + 1..m).any(|c| view.comma(c)) && !introduces(view, k, m));
    if let Some(m) = closing {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Relative });
    } else if k >= start + 4
        && view.whole(start..k + 1)
        && view.closing(k, end).is_none()
        && !view.goes_on(k + 1..end)
        // "Unlike the first, which sank, “Skarn” floats".
        && !(k + 1..end.saturating_sub(1)).any(|m| {
            view.raw(m).trim_end_matches(['"', '”']).ends_with(',') && view.opens_quote(m + 1)
        })
    {
        // The main clause stands before it: the rest goes.
        out.push(Cut { range: k + 1..end, kind: Kind::Relative });
    }
}

/// The insert from `k` to `m` tells who the one that speaks is, whom no sentence before has named.
fn introduces(view: &View<'_, '_>, k: usize, m: usize) -> bool {
    let named_now = view.tokens(k).last().is_some_and(|&t| view.reading.terms[t as usize].first as usize >= view.line);
    // What is too long must lose something.
    let long = view.chunks.len() > WORDS.end() + 4;
    view.is(m + 1, lexicon::SAYING) && view.capital(k) && named_now && !long
}

/// ", a 34-year-old father of two,", ", known for his sermons,".
pub(super) fn apposition(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if view.dependent(start) || view.adverb(start) {
        return;
    }
    let word = view.word(k + 1);
    let article = matches!(word, "a" | "an" | "the" | "his" | "her" | "its" | "their" | "former" | "one");
    // Only the subject has been named so far: whatever stands between its commas describes it.
    let nested = (start..k).any(|m| view.comma(m));
    // "A day later, the mayor" and "Instead, the mayor" name no one yet; "a man, four women and a boy" is a list.
    let head = !(start..=k).any(|m| view.is(m, lexicon::DATING) || matches!(view.word(m), "later" | "earlier"))
        && (k > start || view.known_name(k));
    let describes = article
        || view.is(k + 1, lexicon::SUBORDINATORS)
        || view.is(k + 1, lexicon::PARTICIPLES)
        || word.ends_with("ed")
        || word.ends_with("ing")
        || view.raw(k + 1).starts_with(|c: char| c.is_ascii_digit())
        || view.capital(k) && !(k + 1..end).take_while(|&m| !view.comma(m)).any(|m| view.word(m) == "and");
    let subject =
        head && describes && !view.clause(start..k + 1) && (view.is(start, lexicon::DETERMINERS) || view.capital(k));
    if let Some(m) = view.closing(k, 14)
        && !nested
        && !introduces(view, k, m)
        // "Native to the reef, the bird, known to few, is": the second comma may part the subject from its own insert.
        && !(view.is(k + 1, lexicon::DETERMINERS) && (k + 1..m).any(|c| view.comma(c)))
        && ((article && view.capital(k) && !view.clause(k + 1..m + 1)) || (subject && m > k + 1))
    {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Apposition });
    } else if matches!(word, "a" | "an")
        && view.capital(k)
        && end - k < 16
        && k >= start + 5
        && view.whole(start..k + 1)
        && !view.clause(k + 1..end)
        && !(k + 1..end).any(|m| view.comma(m))
        // "Said Orla Finch, a pilot": who speaks keeps the office.
        && !view.attributes(k.saturating_sub(5).max(start)..k + 1)
    {
        out.push(Cut { range: k + 1..end, kind: Kind::Apposition });
    }
}

/// ", however,", ", meanwhile,".
pub(super) fn inserted(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    if view.comma(k + 1)
        && matches!(view.word(k + 1), "however" | "meanwhile" | "too" | "also" | "moreover" | "therefore" | "then")
        // "In Skarn, however, the mayor": without its comma what opens the sentence runs into the subject.
        && view.finite(k + 2)
        && view.closed(k + 1)
        && view.closed(k + 2)
    {
        out.push(Cut { range: k + 1..k + 2, kind: Kind::Loose });
    }
}

/// "The talks went on*, though*", "the mayor *though* said".
pub(super) fn though(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let last = k + 1 == end && k > start + 4 && view.comma(k - 1);
    let between = k > start && !view.comma(k - 1) && !view.comma(k) && view.finite(k + 1) && !view.clause(start..k);
    if (last || between) && view.closed(k) && view.closed(k + 1) {
        out.push(Cut { range: k..k + 1, kind: Kind::Loose });
    }
}

/// ", pictured right,", ", pictured above with his wife": a word to whoever sees the picture.
pub(super) fn shown(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let end = view.chunks.end;
    if view.word(k + 1) != "pictured" || k < view.chunks.start + 1 {
        return;
    }
    let close = (k + 1..end.min(k + 9)).find(|&m| view.comma(m) || m + 1 == end);
    if let Some(m) = close.filter(|&m| view.sound(&(k + 1..m + 1))) {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Loose });
    }
}
