//! What stands at either end of a sentence: datelines, openers, labels and leads; tails and the second thing a subject did.

use std::ops::Range;

use super::{
    super::{candidates::WORDS, lexicon},
    Cut, Kind, View,
};

/// "WASHINGTON —", "HALDEN, Tarn (AP) —" at the head.
pub(super) fn dateline(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start + 1..end.min(start + 7)).find(|&k| view.dash(k)) else { return };
    let shouts = |m: usize| {
        let core = view.reading.core(view.line, m);
        core.len() > 2 && core.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    };
    if shouts(start) && (start..k).all(|m| view.capital(m) || view.opens_bracket(m)) && end - k > 5 {
        out.push(Cut { range: start..k + 1, kind: Kind::Loose });
    }
}

/// "But", "Meanwhile,", "On Friday,".
pub(super) fn opener(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !view.closed(start + 1) {
        return;
    }
    let mut from = start;
    let bare = view.is(from, lexicon::BARE_CONNECTIVES) && !matches!(view.word(from + 1), "for" | "not" | "if" | "so")
        || view.word(from) == "so"
            && matches!(view.word(from + 1), "his" | "her" | "he" | "she" | "the" | "they" | "their");
    if bare || (view.is(from, lexicon::CONNECTIVES) && view.comma(from)) {
        from += 1;
    }
    let phrase: Vec<&str> = (from..end.min(from + 4)).map(|k| view.word(k)).collect();
    let known = [
        &["in", "addition"][..],
        &["in", "fact"],
        &["of", "course"],
        &["for", "example"],
        &["for", "instance"],
        &["as", "a", "result"],
        &["at", "the", "same", "time"],
        &["in", "the", "meantime"],
        &["on", "top", "of", "this"],
        &["what", "is", "more"],
        &["on", "the", "other", "hand"],
        &["in", "other", "words"],
        &["even", "so"],
        &["after", "all"],
        &["first"],
        &["second"],
        &["third"],
        &["finally"],
        &["not", "only", "that"],
        &["more", "than", "that"],
        &["to", "begin", "with"],
        &["all", "told"],
    ];
    if let Some(k) = known.iter().find(|p| phrase.starts_with(p)).map(|p| from + p.len())
        && view.comma(k - 1)
    {
        from = k;
    }
    if let Some(comma) = (from..end.min(from + 4)).find(|&k| view.comma(k))
        && (from..=comma).all(|k| view.is(k, lexicon::RECENT))
        && !(spans(view, from..comma + 1) && counts(view, comma + 1..end))
    {
        from = comma + 1;
    }
    if from > start && end - from >= 5 && view.closed(from) {
        out.push(Cut { range: start..from, kind: Kind::Loose });
    }
}

/// "Over the weekend", "this week": a time in which things are counted, not the day of one.
fn spans(view: &View<'_, '_>, phrase: Range<usize>) -> bool {
    view.word(phrase.start) == "over" || phrase.into_iter().any(|k| matches!(view.word(k), "week" | "weekend"))
}

fn counts(view: &View<'_, '_>, mut clause: Range<usize>) -> bool {
    clause.any(|k| view.word(k).starts_with(|c: char| c.is_ascii_digit()))
}

/// "Reward:" before what a caption says.
pub(super) fn label(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start..end.min(start + 4)).find(|&k| view.raw(k).ends_with(':')) else { return };
    let says = (start..=k).any(|m| view.finite(m));
    if !says
        && end - k > 8
        && view.capital(k + 1)
        && view.closed(k + 1)
        && !view.opens_quote(k + 1)
        && view.clause(k + 1..end)
    {
        out.push(Cut { range: start..k + 1, kind: Kind::Loose });
    }
}

/// "*After a night of talks,* the ministers agreed": the main clause names its own subject, and the phrase holds no
/// date, without which what follows would seem to be of today.
pub(super) fn lead(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !view.is(start, lexicon::LEADS) {
        return;
    }
    let Some(k) = (start + 1..end.min(start + 18)).find(|&k| view.comma(k) && view.closed(k + 1)) else { return };
    // "While the one waits, the other works" sets two things against each other: neither is the whole.
    if view.word(start) == "while" && (view.clause(start..k + 1) || !view.word(start + 1).ends_with("ing")) {
        return;
    }
    let dated = (start..=k).any(|m| view.word(m).contains(|c: char| c.is_ascii_digit()) || view.is(m, lexicon::DATING));
    let word = view.word(k + 1);
    let subject = view.is(k + 1, lexicon::DETERMINERS)
        || !(view.is(k + 1, lexicon::PRONOUNS)
            || view.dependent(k + 1)
            || view.finite(k + 1)
            || word.ends_with("ly")
            || matches!(word, "and" | "or" | "but" | "not" | "then" | "there" | "i" | "we" | "you"));
    let verb = (k + 2..end.min(k + 9)).find(|&m| view.finite(m));
    let listed = verb.is_some_and(|v| (k + 1..v).any(|m| view.comma(m)));
    if !dated && subject && verb.is_some() && !listed && end - k > 7 {
        out.push(Cut { range: start..k + 1, kind: Kind::Lead });
    }
}

/// ", leaving him one under", ", while others went on", ", including two children".
pub(super) fn tail(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let word = view.word(k + 1);
    let participle =
        word.len() > 4 && word.ends_with("ing") && !view.is(k + 1, lexicon::NOT_PARTICIPLES) && !view.capital(k + 1);
    // "burglary, kidnapping, fraud" is a list, "this sweating, sprawling city" two words before one noun.
    let listed =
        view.comma(k + 1) || k > start && view.word(k).ends_with("ing") && view.is(k - 1, lexicon::DETERMINERS);
    // So are "two crimes: taking a boat, selling its load".
    let from = (start..k).rev().find(|&m| view.comma(m) || view.raw(m).ends_with(':')).map_or(start, |m| m + 1);
    let listed = listed || participle && view.word(from).len() > 4 && view.word(from).ends_with("ing");
    // What someone took a step further by "saying" is in what was said, unless all is far too long.
    let said = word == "saying" && end - start <= WORDS.end() + 10;
    let opens = participle && !listed && !said || view.is(k + 1, lexicon::TAILS) && !holds_on(view, from, k);
    // A verb after a later comma may be the main one.
    let goes_on = view.closing(k, end).is_some() || view.goes_on(k + 1..end);
    // "Were, ironically, talking": what is thrown in parts a verb from its own.
    let parted = from > start && view.finite(from - 1) || view.is(k, lexicon::AUXILIARIES);
    let bound =
        parted || k < start + 6 || view.dependent(start) || matches!(view.word(k), "and" | "but" | "or" | "that");
    if opens && !goes_on && !bound && view.whole(start..k + 1) {
        out.push(Cut { range: k + 1..end, kind: Kind::Tail });
    }
}

/// What opens after the comma at `k` belongs to the words before it, of which the part between commas begins at `from`.
fn holds_on(view: &View<'_, '_>, from: usize, k: usize) -> bool {
    let Range { start, end } = view.chunks;
    let place = || (from..=k).all(|m| view.capital(m));
    match view.word(k + 1) {
        // "As of January".
        "as" if view.word(k + 2) == "of" => return true,
        // "From the pier, to the reef", "chosen to sail, to fish, and to trade".
        "to" if (start..k).any(|m| view.word(m) == "from")
            || (k + 2..end).any(|m| view.word(m) == "to" && matches!(view.word(m - 1), "and" | "or")) =>
        {
            return true;
        }
        // When it was: what was then is not told as if it were now.
        "in" if (k + 2..end).any(|m| {
            view.is(m, lexicon::DATING) || view.word(m).len() == 4 && view.word(m).bytes().all(|b| b.is_ascii_digit())
        }) =>
        {
            return true;
        }
        // "Such as the reef, to be marked": the example ends, the clause goes on.
        "such" | "including" | "like" | "especially" | "particularly"
            if (k + 2..end.saturating_sub(1))
                .any(|m| view.comma(m) && (view.is(m + 1, lexicon::SUBORDINATORS) || view.finite(m + 1))) =>
        {
            return true;
        }
        _ => {}
    }
    // "Was followed, hours later, by a storm": what stands between the commas was thrown in.
    from > start && k - from < 6 && !place() && !view.clause(from..k + 1) && !view.is(k + 1, lexicon::EXAMPLES)
}

/// "The figures were presented on Friday *and total more than 60 million*": only where all is too long.
pub(super) fn also(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let verb = view.is(k + 1, lexicon::FINITE) && !view.capital(k + 1);
    // "Were shot and killed" is one thing, and so is the third of three.
    let joined = k > start && (view.finite(k - 1) || view.is(k - 1, lexicon::PARTICIPLES))
        || (start + 1..k).any(|m| view.comma(m) && view.finite(m + 1));
    // "And was released": how it ended.
    let ends = (k + 1..end).any(|m| view.is(m, lexicon::OUTCOMES));
    let nested = joined
        || ends
        || (start..k).any(|m| {
            matches!(
                view.word(m),
                "who"
                    | "which"
                    | "that"
                    | "whose"
                    | "where"
                    | "when"
                    | "both"
                    | "either"
                    | "to"
                    | "will"
                    | "would"
                    | "can"
                    | "could"
            )
        });
    if verb && !nested && end - start > *WORDS.end() && k >= start + 7 && view.whole(start..k) && !view.dependent(start)
    {
        out.push(Cut { range: k..end, kind: Kind::Also });
    }
}
