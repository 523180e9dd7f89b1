//! What a candidate leans on that is not in it: a pronoun before its name, "that promise", "the second", "here".

use std::ops::Range;

use super::{
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
    if before_its_name(view, keep) || before_its_thing(view, keep) {
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
    // "When they arrived", "Earlier this year they said": a pronoun in what opens the sentence, no name before it.
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
        if matches!(view.word(k), "they" | "their" | "them") {
            return !names_after(view, k);
        }
    }
    false
}

/// "A former minister, he was", "The way she ended it": whose or who comes before anyone was named.
fn before_its_name(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    let mut opening = view.is(first, lexicon::SUBORDINATORS);
    for k in keep.iter().cloned().flatten().take(24) {
        let name = view.capital(k) && !view.is(k, lexicon::RECENT) && !view.is(k, lexicon::DATING);
        if matches!(view.word(k), "he" | "she" | "his" | "her" | "him") {
            // "In his speech, Mr Hale said" names him after all.
            let after = opening || k < first + 3 && matches!(view.word(k), "his" | "her");
            return view.closed(k) && !(after && names_after(view, k));
        }
        if (if k > first { name } else { view.known_name(k) }) || someone(view, k) || !view.closed(k) {
            return false;
        }
        opening &= !view.comma(k);
    }
    false
}

/// The chunk ends a phrase for someone: "the heir", "mother"; not "the way" nor "the song" of "the song she wrote".
fn someone(view: &View<'_, '_>, k: usize) -> bool {
    let thing = [lexicon::ANAPHORS, lexicon::DATING, lexicon::RECENT, lexicon::NOBODY].iter().any(|c| view.is(k, *c));
    let from = (k.saturating_sub(3)..k).find(|&m| matches!(view.word(m), "the" | "a" | "an"));
    let phrase = from.is_some_and(|m| !(m..k).any(|d| view.is(d, lexicon::DATING)))
        && (view.comma(k) || view.finite(k + 1) || view.is(k + 1, lexicon::SUBORDINATORS));
    // "A former pilot, he": the phrase says what he was, not who.
    if view.comma(k) && matches!(view.word(k + 1), "he" | "she" | "his" | "her") {
        return false;
    }
    // "Supporters of his": several are not whom "he" stands for.
    view.is(k, lexicon::PEOPLE) && !view.word(k).ends_with('s')
        || phrase && !thing && view.word(k + 1) != "than" && !view.is(k, lexicon::SUBORDINATORS) && !view.finite(k)
}

fn names_after(view: &View<'_, '_>, k: usize) -> bool {
    (k + 1..view.chunks.end.min(k + 16)).any(|m| view.capital(m))
}

/// "A year later, crews do not know where it sank", "According to the owner, it is": nothing was named that "it" could be.
fn before_its_thing(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    // Who says it is not what is spoken of.
    let from = if view.word(first) == "according" {
        (first..view.chunks.end.min(first + 9)).find(|&k| view.comma(k)).map_or(first, |k| k + 1)
    } else {
        first
    };
    for k in keep.iter().cloned().flatten().skip_while(|&k| k < from).take(14) {
        let noun = |m: usize| !view.is(m, lexicon::DATING) && !view.is(m, lexicon::RECENT) && !view.stops(m - 1);
        let thing = view.is(k, lexicon::DETERMINERS)
            && view.word(k) != "no"
            && noun(k + 1)
            && !view.is(k + 1, lexicon::DETERMINERS);
        if thing || !view.closed(k) || k > first && view.capital(k) || view.known_name(k) {
            return false;
        }
        if view.word(k) == "it" && k > first {
            return !expletive(view, k);
        }
    }
    false
}

/// "Fulfilled that promise", "officials said so", "questions about it", "“He has …”": what a word points to is not there.
pub(super) fn leans(view: &View<'_, '_>, keep: &[Range<usize>]) -> bool {
    let Some(first) = keep.first().map(|r| r.start) else { return false };
    let word = view.word(first).split(['\'', '’']).next().unwrap_or_default();
    // "In response, they rallied": to what?
    let second = view.word(first + 1);
    let answers =
        word == "in" && matches!(second, "response" | "return" | "turn" | "contrast") && view.word(first + 2) != "to"
            || word == "but" && second == "not";
    if answers {
        return true;
    }
    if view.opens_quote(first) && (view.is(first, lexicon::PRONOUNS) || has(lexicon::PRONOUNS, word))
        || view.opens_quote(first) && matches!(word, "this" | "that")
    {
        return true;
    }
    let mut thing = false;
    let mut before: Option<usize> = None;
    for k in keep.iter().cloned().flatten() {
        if points(view, k, before, first, thing) {
            return true;
        }
        thing |= view.is(k, lexicon::DETERMINERS) && view.word(k) != "that";
        before = Some(k);
    }
    false
}

/// The word points to something told elsewhere. `before`: the kept word before it; `thing`: a noun was named.
fn points(view: &View<'_, '_>, k: usize, before: Option<usize>, first: usize, thing: bool) -> bool {
    let ends = |k: usize| view.stops(k) || k + 1 == view.chunks.end;
    let does = |k: usize| matches!(view.word(k), "do" | "does" | "did" | "done" | "doing");
    let after = |word: &str| before.is_some_and(|b| view.word(b) == word && !view.stops(b));
    let opener = before.is_some_and(|b| view.is(b, lexicon::SUBORDINATORS));
    let told = view.closed(k);
    match view.word(k) {
        // "The heart of that country's capital".
        "that" if ["of", "for", "from", "with", "at", "on"].into_iter().any(after) => {
            view.raw(k + 1).trim_end_matches([',', '.']).ends_with(['s', '’', '\''])
                || !(k + 1..view.chunks.end.min(k + 5)).any(|m| view.finite(m))
        }
        "that" if view.word(k + 1) == "same" => true,
        "that" => pointing(view, k) && !view.place(k),
        // "The cause is not known yet, she said": nobody that she could be.
        "he" | "she" | "they" if k > first && view.comma(k - 1) && view.is(k + 1, lexicon::SAYING) => {
            !(first..k).any(|m| m > first && view.capital(m) || view.known_name(m) || view.is(m, lexicon::PEOPLE))
        }
        "these" => view.word(k + 1) != "days",
        // "For those talks", not "for those who talk".
        "those" => opener && told && !view.is(k + 1, lexicon::SUBORDINATORS) && (view.finite(k + 2) || ends(k + 1)),
        "this" if opener && (view.finite(k + 1) || ends(k)) => true,
        "this" => {
            let near = view.is(k + 1, lexicon::RECENT) || view.is(k + 1, lexicon::DATING);
            told && k > first && !(near && view.word(k + 1) != "time") && view.word(k + 1) != "page"
        }
        "here" => told && !ends(k + 1),
        "similar" => {
            told && ["a", "many", "some", "several"].into_iter().any(after)
                && view.word(k + 2) != "to"
                && view.word(k + 2) != "as"
        }
        "other" | "others" => {
            told && k < first + 6 && after("the") && !matches!(view.word(k + 1), "side" | "day" | "hand" | "way")
        }
        "one" if after("the") => matches!(view.word(k + 1), "that" | "who" | "which"),
        "two" | "pair" | "duo" | "trio" if after("the") => {
            (view.finite(k + 1) || ends(k)) && (first + 1..k).filter(|&m| view.capital(m)).count() < 2
        }
        "so" => before.is_some_and(|b| view.is(b, lexicon::SAYING) || k < first + 8 && does(b)),
        "its" if k == first => true,
        "them" if k < first + 8 => {
            told && !(first..k).any(|m| view.word(m).ends_with('s') && !view.finite(m) || view.word(m) == "people")
        }
        "it" if ends(k) => !thing && opener || k < first + 8 && before.is_some_and(does),
        // "Joined the project.": of a project that the article comes to speak of late.
        _ if after("the") && k > first + 1 && view.is(k, lexicon::ANAPHORS) => told && ends(k) && view.late(k),
        _ => false,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Article, Sentence},
        summarizer::reading::Reading,
    };

    /// The last of some sentences lacks something, taken whole.
    fn lacks(sentences: &[&str]) -> bool {
        let sentences = sentences.iter().map(|s| Sentence { text: (*s).to_owned(), tight: false }).collect();
        let article = Article { sentences, ..Article::default() };
        let reading = Reading::new(&article);
        let view = View::new(&reading, reading.lines.len() - 1);
        let whole = [view.chunks.clone()];
        dangles(&view, &whole) || leans(&view, &whole)
    }

    #[test]
    fn what_points_out_of_the_sentence_is_told_from_what_stands_alone() {
        for sentence in [
            "Both were taken to the hospital of Skarn.",
            "None of them had seen the lamp of Skarn go out.",
            "Many would see the island again within days.",
            "A former pilot, he was one of the council's loudest critics.",
            "In a letter published Tuesday, he told the council of Skarn to go.",
            "The way she ended the debate was as bold as what she said.",
            "Supporters of his party met at the pier.",
            "A year later, crews have no clue as to where it sank.",
            "According to owner Jan Hale, it might just be the best boat of all.",
            "The lamp shone in the heart of that country's capital.",
            "The council has been silent about why it met for those talks.",
            "Three young men were held here as they made for the reef.",
            "Jan Hale, a pilot, was of a similar view.",
            "The cause of the fire is not known yet, she said.",
            "A quiet pilot more than twenty years his junior, she left the island.",
            "Its old name was the lamp of Skarn.",
            "Hale saw them again in May and took a boat.",
            "The council has made many similar claims about the reef.",
            "The mayor cannot count on that same love of the island.",
            "At a week old, doctors gave up his hand.",
            "Two of the other divers are Jan Hale and Orla Finch.",
            "The mayor will not take part in this.",
            "\"Her boat was the best of the island,\" Jan Hale said.",
        ] {
            assert!(lacks(&["The mayor met the divers of Skarn.", sentence]), "{sentence}");
        }
        for sentence in [
            "Both the mayor and the pilot were taken to the hospital.",
            "Many of the divers would see the island again.",
            "In his speech, Mayor Jan Hale called the pier rotten.",
            "The pilot was told that he might never sail again.",
            "It was the first time that the lamp of Skarn went out.",
            "The mayor of Skarn said it was too late.",
            "The boats were meant for those who had lost their own.",
            "The council meets this week, for the last time this year.",
            "The pier is higher than the others in the strait.",
            "Jan Hale and Orla Finch left; the two were married in May.",
        ] {
            assert!(!lacks(&["The mayor met the divers of Skarn.", sentence]), "{sentence}");
        }
        let late = "Jan Hale has just joined the project.";
        let about = ["The film studio of Skarn planned a project.", "It has no name.", late];
        assert!(!lacks(&about));
        assert!(lacks(&[
            "The film studio of Skarn planned a film.",
            "It has no name.",
            "A project of Halden has.",
            late
        ]));
    }
}
