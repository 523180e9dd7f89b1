//! The dictionary form of an English word, by its tag: a list of irregular forms, then the rules of spelling.

use super::{labels::Tag, lexicon};

/// The dictionary form in lower case.
#[must_use]
pub fn of(word: &str, tag: Tag) -> String {
    let lower = word.to_lowercase();
    if tag.is_name() {
        return lower;
    }
    // "lives" and "leaves" are irregular as nouns alone
    let is_regular = tag == Tag::VerbThird && lower.ends_with("ves");
    if let Some(irregular) = lexicon::english().irregular(&lower).filter(|_| !is_regular)
        // "found" as a verb is "find"; nouns and adjectives that look like a verb's form stay
        && (tag.is_verb() || tag.is_plural() || matches!(tag, Tag::Modal | Tag::Adverb | Tag::Comparative | Tag::Superlative))
    {
        return irregular.to_owned();
    }
    match tag {
        Tag::NounPlural | Tag::VerbThird => without_plural(&lower),
        Tag::VerbPast | Tag::VerbParticiple => without(&lower, "ed"),
        Tag::VerbIng => without(&lower, "ing"),
        _ => lower,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn without_plural(word: &str) -> String {
    for (ending, singular) in [("children", "child"), ("women", "woman"), ("men", "man")] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.len() > 1) {
            return format!("{stem}{singular}");
        }
    }
    if word.len() > 4
        && let Some(stem) = word.strip_suffix("ies")
    {
        return format!("{stem}y");
    }
    for ending in ["sses", "uses", "shes", "ches", "xes", "zzes", "oes"] {
        if word.ends_with(ending) && word.len() > ending.len() {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Without "ed" or "ing": doubled consonants are halved and a silent e comes back ("stopping", "hoped", "agreed").
fn without(word: &str, ending: &str) -> String {
    let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 1 && s.chars().any(is_vowel)) else {
        return word.to_owned();
    };
    if ending == "ed" && stem.ends_with('i') {
        return format!("{}y", &stem[..stem.len() - 1]);
    }
    if ending == "ed" && stem.ends_with('e') {
        return stem.to_owned() + "e";
    }
    let tail: Vec<char> = stem.chars().rev().take(3).collect();
    let (last, before) = (tail[0], tail[1]);
    if last == before {
        let stays = matches!(last, 'l' | 's' | 'z' | 'e' | 'o' | 'f') && !lexicon::english().has("halved", stem);
        return if stays { stem.to_owned() } else { stem[..stem.len() - last.len_utf8()].to_owned() };
    }
    // a consonant, a vowel, a consonant that is not doubled: "hop-e"
    let one_syllable = || {
        stem.chars().filter(|c| is_vowel(*c)).count() == 1
            && is_vowel(before)
            && !is_vowel(last)
            && !matches!(last, 'w' | 'x' | 'y')
            && tail.get(2).is_some_and(|c| !is_vowel(*c))
    };
    if had_silent_e(stem).unwrap_or_else(one_syllable) { format!("{stem}e") } else { stem.to_owned() }
}

/// What the endings of the data file say of a stem, the longest that it has; nothing where it has none of them.
fn had_silent_e(stem: &str) -> Option<bool> {
    let (lexicon, marked) = (lexicon::english(), format!("^{stem}"));
    marked.char_indices().find_map(|(at, _)| {
        let ending = &marked[at..];
        let silent = lexicon.has("silent_e", ending);
        (silent || lexicon.has("no_silent_e", ending)).then_some(silent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_nouns_find_their_dictionary_form() {
        for (word, tag, want) in [
            ("said", Tag::VerbPast, "say"),
            ("stopped", Tag::VerbPast, "stop"),
            ("hoped", Tag::VerbPast, "hope"),
            ("rejected", Tag::VerbParticiple, "reject"),
            ("approved", Tag::VerbPast, "approve"),
            ("denied", Tag::VerbPast, "deny"),
            ("agreed", Tag::VerbPast, "agree"),
            ("killing", Tag::VerbIng, "kill"),
            ("evacuated", Tag::VerbParticiple, "evacuate"),
            ("charged", Tag::VerbParticiple, "charge"),
            ("announced", Tag::VerbPast, "announce"),
            ("closes", Tag::VerbThird, "close"),
            ("passes", Tag::VerbThird, "pass"),
            ("countries", Tag::NounPlural, "country"),
            ("women", Tag::NounPlural, "woman"),
            ("bus", Tag::Noun, "bus"),
            ("injured", Tag::VerbParticiple, "injure"),
            ("Lees", Tag::NamePlural, "lees"),
            ("does", Tag::VerbThird, "do"),
            ("visited", Tag::VerbPast, "visit"),
            ("explained", Tag::VerbPast, "explain"),
            ("including", Tag::VerbIng, "include"),
            ("added", Tag::VerbPast, "add"),
            ("contributed", Tag::VerbPast, "contribute"),
            ("describing", Tag::VerbIng, "describe"),
            ("becoming", Tag::VerbIng, "become"),
            ("compared", Tag::VerbParticiple, "compare"),
            ("appeared", Tag::VerbPast, "appear"),
            ("controlled", Tag::VerbPast, "control"),
            ("called", Tag::VerbPast, "call"),
            ("created", Tag::VerbPast, "create"),
            ("treated", Tag::VerbPast, "treat"),
            ("encouraged", Tag::VerbPast, "encourage"),
            ("managing", Tag::VerbIng, "manage"),
            ("hanging", Tag::VerbIng, "hang"),
            ("used", Tag::VerbPast, "use"),
            ("lives", Tag::VerbThird, "live"),
            ("lives", Tag::NounPlural, "life"),
            ("gunmen", Tag::NounPlural, "gunman"),
            ("grandchildren", Tag::NounPlural, "grandchild"),
            ("viruses", Tag::NounPlural, "virus"),
            ("causes", Tag::NounPlural, "cause"),
        ] {
            assert_eq!(of(word, tag), want, "{word}");
        }
    }
}
