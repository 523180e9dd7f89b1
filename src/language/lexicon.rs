//! What is known of a language by list: one data file a language, `assets/language/LANGUAGE.txt`.
//!
//! A file is sections: `[class]` and the words of the class between white space, an underscore for a space within one, `#`
//! for a comment to the end of the line. Only closed classes and small open ones stand there; what can be seen from a
//! sentence's grammar is asked of the parse.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};

use super::entities::Gender;

/// One language's word classes.
#[derive(Debug, Default)]
pub struct Lexicon {
    classes: HashMap<&'static str, HashSet<&'static str>>,
    /// An inflected form and the form a dictionary lists it under.
    lemmas: HashMap<&'static str, &'static str>,
    /// A shortened title and the word it is short for.
    expansions: HashMap<&'static str, &'static str>,
    /// A name and the common name of what it names.
    aliases: HashMap<&'static str, &'static str>,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("../../assets/language/en.txt")));

/// English, the language that the analyser parses.
#[must_use]
pub fn english() -> &'static Lexicon {
    &ENGLISH
}

/// German, of which first names are known.
#[must_use]
pub fn german() -> &'static Lexicon {
    static GERMAN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(include_str!("../../assets/language/de.txt")));
    &GERMAN
}

impl Lexicon {
    /// Reads a data file. A line that no section precedes is passed over.
    fn read(text: &'static str) -> Self {
        let mut lexicon = Self::default();
        let mut class = "";
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            let pairs = || line.split_whitespace().filter_map(|pair| pair.split_once(':'));
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                class = name;
            } else if class == "lemmas" {
                lexicon.lemmas.extend(pairs());
            } else if class == "aliases" {
                lexicon.aliases.extend(pairs());
            } else if class == "expansions" {
                lexicon.expansions.extend(pairs());
            } else {
                lexicon.classes.entry(class).or_default().extend(line.split_whitespace());
            }
        }
        lexicon
    }

    /// Whether a lower-case word is of a class.
    #[must_use]
    pub fn has(&self, class: &str, word: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.contains(word))
    }

    /// A word in lower case that people are called by.
    #[must_use]
    pub fn is_first_name(&self, word: &str) -> bool {
        self.has("male_names", word) || self.has("female_names", word)
    }

    /// He or she, where a first name in lower case is borne by one of the two alone: "ana", and "jean-luc" by its first part.
    #[must_use]
    pub fn gender_of_first_name(&self, name: &str) -> Option<Gender> {
        let first = name.split('-').next().unwrap_or(name);
        match (self.has("male_names", first), self.has("female_names", first)) {
            (true, false) => Some(Gender::Male),
            (false, true) => Some(Gender::Female),
            _ => None,
        }
    }

    /// The dictionary form of a lower-case irregular form.
    #[must_use]
    pub fn irregular(&self, word: &str) -> Option<&'static str> {
        self.lemmas.get(word).copied()
    }

    /// What a shortened title is short for: "sen" is "senator".
    #[must_use]
    pub fn expansion(&self, title: &str) -> Option<&'static str> {
        self.expansions.get(title).copied()
    }

    /// The common name of what goes by several: "united_states" and "america" both give "us".
    #[must_use]
    pub fn alias(&self, name: &str) -> Option<&'static str> {
        self.aliases.get(name).copied()
    }

    /// Whether a token keeps its full stop: "Mr.", "J.", "U.S.".
    #[must_use]
    pub fn is_abbreviation(&self, token: &str) -> bool {
        if !token.ends_with('.') || token.len() < 2 {
            return false;
        }
        let letters = token.chars().enumerate().all(|(i, c)| {
            if i % 2 == 1 { c == '.' } else { c.is_ascii_uppercase() || token.len() > 2 && c.is_ascii_lowercase() }
        });
        letters && token.len().is_multiple_of(2) || self.has("abbreviations", &token.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries of a data file, class by class, as they stand.
    fn entries(text: &str) -> Vec<(&str, &str)> {
        let mut class = "";
        let mut out = Vec::new();
        for line in text.lines().map(|l| l.split('#').next().unwrap_or("").trim()) {
            match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                Some(name) => class = name,
                None => out.extend(line.split_whitespace().map(|word| (class, word))),
            }
        }
        out
    }

    #[test]
    fn each_entry_stands_once_and_can_be_met() {
        for text in [include_str!("../../assets/language/en.txt"), include_str!("../../assets/language/de.txt")] {
            let (mut met, mut never) = (HashSet::default(), Vec::new());
            for (class, entry) in entries(text) {
                let word = entry.split_once(':').map_or(entry, |(form, _)| form);
                assert!(met.insert((class, word)), "{entry} stands twice in {class}");
                assert_eq!(word, word.to_lowercase(), "{class}");
                // endings are no words, and the words of an alias are joined
                let token = || crate::language::tokens::tokenize(word, english()).len() == 1;
                if !matches!(class, "silent_e" | "no_silent_e" | "halved" | "aliases") && !token() {
                    never.push((class, entry));
                }
            }
            assert_eq!(never, [], "entries that no token of a text is");
        }
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        for token in ["Mr.", "J.", "U.S.", "p.m.", "Calif.", "sgt."] {
            assert!(english().is_abbreviation(token), "{token}");
        }
        for token in [".", "said.", "Lee", "II.", "..."] {
            assert!(!english().is_abbreviation(token), "{token}");
        }
    }
}
