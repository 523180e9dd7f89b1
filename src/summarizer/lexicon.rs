//! The word lists behind the trims and the choice: closed classes of English, read from `assets/summarizer/english.txt`.
//!
//! A word is looked up once and answers with all its classes, because the rules ask for many classes of each word.

use std::sync::LazyLock;

use foldhash::HashMap;

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

impl Classes {
    /// Whether it holds every class of another set.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $name:ident = $label:literal, $bit:literal;)+) => {
        $($(#[doc = $doc])+ pub(super) const $name: Classes = Classes(1 << $bit);)+

        /// Every class with the name it has in the file.
        const NAMED: &[(&str, Classes)] = &[$(($label, $name)),+];
    };
}

classes! {
    /// Third-person pronouns that can open a sentence and leave a reader asking who.
    PRONOUNS = "pronouns", 0;
    /// Openers that tie a sentence to the one before it: they go with their comma, or without one where the flag says so.
    CONNECTIVES = "connectives", 1;
    /// Connectives that go even without a comma.
    BARE_CONNECTIVES = "bare_connectives", 2;
    /// Words that a cut must never take away: negations, denials, conditions, contrasts, doubts about the whole.
    GUARDS = "guards", 3;
    /// Words that, alone before a verb, speak of some told before: "both were".
    COUNTS = "counts", 4;
    /// Verbs that report speech.
    SAYING = "saying", 5;
    /// Words that open a clause or phrase which cannot stand alone.
    SUBORDINATORS = "subordinators", 6;
    /// Words that open a noun phrase.
    DETERMINERS = "determiners", 7;
    /// Words of a date so near that a reader of the day's news can do without.
    RECENT = "recent", 8;
    /// Days by name.
    WEEKDAYS = "weekdays", 9;
    /// Speakers that a common noun names.
    SPEAKERS = "speakers", 10;
    /// Words in -ing that are no participle.
    NOT_PARTICIPLES = "not_participles", 11;
    /// Verb forms that make a clause, beside those in -ed.
    FINITE = "finite", 12;
    /// Words that open a phrase at the end which a sentence can do without.
    TAILS = "tails", 13;
    /// Words that open a phrase at the head which a sentence can do without: occasions, no scopes ("in", "for", "when").
    LEADS = "leads", 14;
    /// Words that date a phrase.
    DATING = "dating", 15;
    /// Words that a day of the week hangs on.
    HOLD_DAYS = "hold_days", 16;
    /// Words that, after "the", speak of something told before.
    ANAPHORS = "anaphors", 17;
    /// The writer's own voice.
    FIRST_PERSON = "first_person", 18;
    /// Words to whoever sees the picture.
    SHOWN = "shown", 19;
    /// Small words that a cut may begin with.
    HINGES = "hinges", 20;
    /// Past participles that do not end in -ed.
    PARTICIPLES = "participles", 21;
    /// Words that tell how a thing ended.
    OUTCOMES = "outcomes", 22;
    /// Words that open an example, a part of what was named, or an occasion.
    EXAMPLES = "examples", 23;
    /// Words that no sentence ends with.
    UNFINISHED = "unfinished", 24;
    /// Ranks of whom a name is always a person's.
    TITLES = "titles", 25;
    /// People by what they are to someone.
    PEOPLE = "people", 26;
    /// Words that are never someone, however a pronoun follows.
    NOBODY = "nobody", 27;
    /// What a court or the police say of someone.
    CHARGES = "charges", 28;
    /// What was done with a thing on a day.
    ISSUED = "issued", 29;
    /// Verbs that wait for another: "had, in fact, gone".
    AUXILIARIES = "auxiliaries", 30;
    /// What is said of those who say nothing: "declined to comment".
    REFUSALS = "refusals", 31;
    /// Women by what they are.
    WOMEN = "women", 32;
    /// Men by what they are.
    MEN = "men", 33;
}

static WORDS: LazyLock<HashMap<&'static str, Classes>> =
    LazyLock::new(|| read(include_str!("../../assets/summarizer/english.txt")).unwrap_or_default());

/// The classes of a lower-case word.
pub(super) fn classes(word: &str) -> Classes {
    WORDS.get(word).copied().unwrap_or_default()
}

/// Whether a lower-case word is of a class.
pub(super) fn has(class: Classes, word: &str) -> bool {
    classes(word).has(class)
}

fn read(text: &'static str) -> Option<HashMap<&'static str, Classes>> {
    let mut words: HashMap<&str, Classes> = HashMap::default();
    let mut class = Classes::default();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            class = NAMED.iter().find(|n| n.0 == name)?.1;
        } else {
            for word in line.split_whitespace() {
                words.entry(word).or_default().0 |= class.0;
            }
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_file_is_known_and_every_class_has_words() {
        for (name, class) in NAMED {
            assert!(WORDS.values().any(|c| c.has(*class)), "{name}");
        }
        assert!(has(SAYING, "said") && !has(SAYING, "dog"));
        assert!(WORDS.keys().all(|w| *w == w.to_lowercase()));
    }
}
