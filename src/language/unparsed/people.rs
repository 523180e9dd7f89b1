//! Whom a phrase or a sentence names.

use foldhash::HashSet;

use super::{
    clauses::after_opening,
    vocabulary::{is_day, is_filler, is_particle, is_pronoun, is_saying, is_title, starts_upper},
};

/// The person or body that a phrase names, without title: the last run of capitalized words.
pub(super) fn person(phrase: &str) -> Option<String> {
    let words: Vec<&str> = person_before_house(phrase).split_whitespace().collect();
    let bare = |w: &str| w.trim_end_matches(['\'', '’', ',']).trim_end_matches("'s").trim_end_matches("’s").to_owned();
    let end = words.iter().rposition(|w| starts_upper(w.trim_start_matches(['(', '"', '“'])))? + 1;
    let mut start = end;
    while start > 0 {
        let w = words[start - 1];
        let particle = start > 1 && start < end && is_particle(w);
        if (starts_upper(w) && !w.ends_with([',', ':', ';']))
            || start == end
            || (particle && starts_upper(words[start - 2]))
        {
            start -= 1;
        } else {
            break;
        }
    }
    let title = words[start..end].iter().rposition(|w| is_title(w)).map_or(0, |k| k + 1);
    let mut run = &words[start + title..end];
    if run.is_empty() {
        // "the Secretary of State": the title is all there is
        run = &words[start..end];
    }
    while run.first().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "the" | "of" | "and" | "for" | "but" | "in" | "on" | "as" | "when" | "state"
        )
    }) && run.len() > 1
    {
        run = &run[1..];
    }
    let name = run.iter().map(|w| bare(w)).collect::<Vec<_>>().join(" ");
    (run.len() <= 6
        && !name.is_empty()
        && !is_day(&name)
        && !is_pronoun(&name.to_lowercase())
        && !is_filler(&name.to_lowercase()))
    .then_some(name)
}

/// Leaves out whom a person speaks for: `Ana Lee of the University of Skarn`, `Ana Lee from the coast guard`.
fn person_before_house(phrase: &str) -> &str {
    let house = [" of the ", " from the ", " at the ", " with the "].iter().filter_map(|p| phrase.find(p)).min();
    let Some(at) = house else { return phrase };
    let names = phrase[..at].split_whitespace().rev().take_while(|w| starts_upper(w) && !is_title(w)).count();
    if names >= 2 { &phrase[..at] } else { phrase }
}

/// The person that a sentence without quotation is about: the name it starts with.
pub(super) fn subject(sentence: &str, known: &HashSet<String>) -> Option<String> {
    let sentence = after_opening(sentence);
    let mut words = Vec::new();
    for word in sentence.split(' ').take(8) {
        let last = word.ends_with([',', '.', ';']) && !is_title(word) && word.chars().count() > 3;
        if starts_upper(word) || (!words.is_empty() && matches!(word, "of" | "de" | "van" | "von" | "al" | "bin")) {
            words.push(word.trim_end_matches([',', ';']));
        } else if !words.is_empty() || !matches!(word, "the" | "The") {
            break;
        }
        if last {
            break;
        }
    }
    let lower = words.first()?.to_lowercase();
    if is_pronoun(&lower) || is_filler(&lower) {
        return None;
    }
    let titled = words.iter().any(|w| is_title(w));
    let name = person(&words.join(" "))?;
    // One capital word at the start of a sentence is a name only by chance; two, or one after a title, are likely one.
    let likely = known.contains(name.trim_end_matches(','))
        || titled
        || name.contains(' ')
        || sentence.split(' ').nth(1).is_some_and(|w| is_saying(w.trim_matches(',')));
    likely.then_some(name)
}
