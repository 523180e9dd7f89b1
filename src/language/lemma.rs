//! The dictionary form of an English word, by its tag: a list of irregular forms, then the rules of spelling.

use super::{labels::Tag, lexicon};

/// The dictionary form in lower case.
#[must_use]
pub fn of(word: &str, tag: Tag) -> String {
    let lower = word.to_lowercase();
    if tag.is_name() {
        return lower;
    }
    if let Some(irregular) = lexicon::english().irregular(&lower)
        // "found" as a verb is "find"; nouns and adjectives that look like a verb's form stay
        && (tag.is_verb() || tag.is_plural() || matches!(tag, Tag::Modal | Tag::Adverb | Tag::Comparative | Tag::Superlative))
    {
        return irregular.to_owned();
    }
    match tag {
        Tag::NounPlural => without_plural(&lower),
        Tag::VerbThird => without_plural(&lower),
        Tag::VerbPast | Tag::VerbParticiple => without(&lower, "ed"),
        Tag::VerbIng => without(&lower, "ing"),
        _ => lower,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn without_plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("men").filter(|s| s.len() > 2) {
        return format!("{stem}man");
    }
    if word.len() > 4
        && let Some(stem) = word.strip_suffix("ies")
    {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes", "oes"] {
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
    if last == before && !matches!(last, 'l' | 's' | 'z' | 'e' | 'o') {
        return stem[..stem.len() - last.len_utf8()].to_owned();
    }
    // Endings that English rarely leaves bare: "forc-e", "argu-e", "creat-e", "settl-e"; the list of forms has the others.
    let vowel_before = is_vowel(before);
    let closed = tail.len() == 3 && vowel_before && !is_vowel(tail[2]);
    let single = stem.chars().filter(|c| is_vowel(*c)).count() == 1;
    let one_vowel = tail.len() < 3 || !is_vowel(tail[2]);
    let bare = matches!(last, 'c' | 'v' | 'u' | 's' | 'z') && last != before
        || matches!((before, last), ('d' | 'r' | 'a' | 'n', 'g') | ('i', 'b'))
        || one_vowel
            && matches!(
                (before, last),
                ('a' | 'u', 't')
                    | ('i' | 'u' | 'a' | 'o', 'r')
                    | ('i' | 'u' | 'o' | 'a' | 'e', 'd')
                    | ('i' | 'u', 'n' | 'm')
                    | ('o', 'k')
                    | ('a', 'p')
                    | ('i', 'l')
            )
        || stem.ends_with("iat")
        || stem.ends_with("uat")
        || last == 'l' && !vowel_before && matches!(before, 'b' | 't' | 'g' | 'd' | 'p' | 'k' | 'f' | 'c');
    let short = closed && single && !matches!(last, 'w' | 'x' | 'y');
    if short || bare { format!("{stem}e") } else { stem.to_owned() }
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
        ] {
            assert_eq!(of(word, tag), want, "{word}");
        }
    }
}
