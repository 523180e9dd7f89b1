//! Whom a phrase or a sentence names.

use super::vocabulary::{is_article, is_day, is_particle, is_pronoun, is_saying, is_title, starts_upper};

/// The person or body that a phrase names, without title: the last run of capitalized words.
pub(super) fn person(phrase: &str) -> Option<String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
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
        // "die Ministerin": the title is all there is
        run = &words[start..end];
    }
    while run.len() > 1 && is_article(&run[0].to_lowercase()) {
        run = &run[1..];
    }
    let name = run.iter().map(|w| bare(w)).collect::<Vec<_>>().join(" ");
    (run.len() <= 6
        && !name.is_empty()
        && !is_day(&name)
        && !is_pronoun(&name.to_lowercase())
        && !is_article(&name.to_lowercase()))
    .then_some(name)
}

/// The person that a sentence without quotation is about: the name it starts with. `known`: whether a word is the last name of
/// somebody.
pub(super) fn subject(sentence: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let mut words = Vec::new();
    for word in sentence.split(' ').take(8) {
        let last = word.ends_with([',', '.', ';']) && !is_title(word) && word.chars().count() > 3;
        let article = words.is_empty() && is_article(&word.to_lowercase());
        if !article && starts_upper(word) || !words.is_empty() && is_particle(word) {
            words.push(word.trim_end_matches([',', ';']));
        } else if !article {
            break;
        }
        if last {
            break;
        }
    }
    if is_pronoun(&words.first()?.to_lowercase()) {
        return None;
    }
    let titled = words.iter().any(|w| is_title(w));
    let name = person(&words.join(" "))?;
    // One capital word at the start of a sentence is a name only by chance; two, or one after a title, are likely one.
    let likely = known(name.trim_end_matches(','))
        || titled
        || name.contains(' ')
        || sentence.split(' ').nth(1).is_some_and(|w| is_saying(w.trim_matches(',')));
    likely.then_some(name)
}
