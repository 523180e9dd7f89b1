//! Where a sentence says who speaks: after the quoted words or before them, and the noun phrases that stand there.

use super::vocabulary::{is_auxiliary, is_join, is_preposition, is_saying, starts_upper};

/// The words after a quotation that say who spoke: `sagte Ana Lee am Freitag`, `erklärte Lee, die Bürgermeisterin`.
pub(super) fn after_quote(tail: &str) -> Option<&str> {
    let tail = tail.trim_start_matches(|c: char| !c.is_alphanumeric());
    let clause = &tail[..clause_end(tail)];
    if let Some(rest) = ["laut ", "selon ", "según "].iter().find_map(|w| clause.strip_prefix(w)) {
        return Some(first_phrase(rest));
    }
    let first = clause.split(' ').next().unwrap_or("");
    if is_saying(first.trim_end_matches(|c: char| !c.is_alphabetic())) {
        return Some(first_phrase(clause[first.len()..].trim_start())).filter(|p| !p.is_empty());
    }
    // Up to eight words, then the verb.
    let mut at = 0;
    for (n, word) in clause.split(' ').enumerate() {
        if n > 9 {
            break;
        }
        if n > 0 && is_saying(word.trim_matches(|c: char| !c.is_alphabetic())) {
            return Some(without_adverbs(&clause[..at]));
        }
        at += word.len() + 1;
    }
    // `Lee, die Bürgermeisterin, sagte`: the verb stands after an aside.
    if clause.len() < tail.len() {
        let rest = &tail[clause.len()..];
        let aside = rest.trim_start_matches([',', ' ']);
        let after = aside.split_once(',').map(|(_, after)| after.trim_start())?;
        let verb = after.split(' ').next()?;
        if is_saying(verb.trim_end_matches(|c: char| !c.is_alphabetic()))
            && starts_upper(clause)
            && clause.split(' ').count() <= 6
        {
            return Some(clause);
        }
    }
    None
}

/// The words before a quotation that say who speaks: `Ana Lee sagte:`, `Lee, die Bürgermeisterin, sagte:`.
pub(super) fn before_quote(head: &str) -> Option<&str> {
    let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut end = head.len();
    let mut verb = None;
    for (n, word) in head.rsplit(' ').enumerate() {
        if n > 14 {
            break;
        }
        let start = end - word.len();
        if is_saying(word.trim_matches(|c: char| !c.is_alphabetic())) {
            verb = Some(start);
            break;
        }
        end = start.saturating_sub(1);
    }
    let before = head[..verb?].trim_end();
    if let Some(aside) = before.strip_suffix(',') {
        // an aside between the name and its verb
        return Some(last_phrase(&before[..aside.rfind(',')?]));
    }
    let phrase = without_adverbs(last_phrase(before));
    Some(if starts_upper(phrase) { first_phrase(phrase) } else { phrase })
}

/// The noun phrase that a text starts with.
fn first_phrase(text: &str) -> &str {
    let mut at = 0;
    for (n, word) in text.split(' ').enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if n > 0 && (is_preposition(bare) || n > 8) {
            return text[..at.min(text.len())].trim_end();
        }
        at += word.len() + 1;
        if word.ends_with([',', ';', ':', '?', '!']) || (word.ends_with('.') && at_sentence_end(bare)) {
            return text[..at - 1].trim_end_matches([',', ';', ':', '.', '?', '!']);
        }
    }
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// The noun phrase that a text ends with: what follows the last comma or joining word.
fn last_phrase(text: &str) -> &str {
    let start = text
        .rfind([',', ';', ':', '"', '”', '“', '(', '—'])
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let part = text[start..].trim();
    let mut end = part.len();
    for word in part.rsplit(' ') {
        if is_join(word) {
            return part[end..].trim();
        }
        end -= word.len() + usize::from(end > word.len());
    }
    part
}

fn without_adverbs(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((rest, word)) = text.rsplit_once(' ') {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if is_auxiliary(word) {
            text = rest.trim_end();
        } else {
            break;
        }
    }
    text
}

fn clause_end(text: &str) -> usize {
    text.char_indices()
        .find(|(at, c)| {
            matches!(c, ',' | ';' | ':' | '!' | '?' | '"' | '“' | '„' | '«' | '—')
                || (*c == '.' && text[at + 1..].starts_with(' ') && at_sentence_end(&text[..*at]))
        })
        .map_or(text.len(), |(at, _)| at)
}

/// A full stop after more than an initial or a title ends a clause.
fn at_sentence_end(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or("");
    word.chars().count() > 4 || word.chars().all(char::is_lowercase)
}
