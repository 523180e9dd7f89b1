//! Who is named in a language that writes every noun with a capital: a first name that is known, and the surname behind it.

use crate::language::{entities::Gender, lexicon};

/// Small words between a first name and a surname.
const PARTICLES: [&str; 7] = ["von", "zu", "van", "der", "den", "de", "al"];

/// The people of a sentence, in order. Nouns, bodies and places cannot be told from one another there and are left out.
///
/// ```
/// use nutgraf::language::unparsed::people;
/// let text = "Die Skarner Feuerwehr rettete zwölf Menschen, sagte Einsatzleiterin Maria Schulz.";
/// assert_eq!(people(text), ["Maria Schulz"]);
/// ```
#[must_use]
pub fn people(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut out = Vec::new();
    let mut k = 0;
    while k < words.len() {
        let first = bare(words[k]);
        if !is_first_name(&first) || !goes_on(words[k]) {
            k += 1;
            continue;
        }
        let mut name = vec![first];
        k += 1;
        while k < words.len() && PARTICLES.contains(&words[k]) && name.len() < 4 {
            name.push(words[k].to_owned());
            k += 1;
        }
        while k < words.len() && name.len() < 5 {
            let word = bare(words[k]);
            if !word.chars().next().is_some_and(char::is_uppercase) || word.chars().all(char::is_uppercase) {
                break;
            }
            let more = is_first_name(&word) && goes_on(words[k]);
            name.push(word);
            k += 1;
            // one surname; a second first name is followed by it
            if !more {
                break;
            }
        }
        let surname = name.last().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase));
        if name.len() > 1 && surname {
            out.push(name.join(" "));
        }
    }
    out
}

/// He or she by the first name of a whole name.
pub(super) fn gender_of(name: &str) -> Option<Gender> {
    let first = name.split(' ').next()?.to_lowercase();
    lexicon::german().gender_of_first_name(&first).or_else(|| lexicon::english().gender_of_first_name(&first))
}

/// No mark behind the word ends the name.
fn goes_on(word: &str) -> bool {
    word.ends_with(char::is_alphanumeric)
}

fn is_first_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    let listed = lexicon::english().is_first_name(&lower) || lexicon::german().is_first_name(&lower);
    word.chars().next().is_some_and(char::is_uppercase) && listed
}
