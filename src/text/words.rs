//! Words, their folded forms and stems, stop words.

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use rust_stemmers::Algorithm;
use unicode_segmentation::UnicodeSegmentation;

use super::{hash, stop_words};

/// The words of a text with their byte ranges: Unicode words, so that "U.S." loses only its last stop and Chinese
/// falls into characters.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// A word as comparisons see it: lower case, straight apostrophes, no possessive.
///
/// ```
/// assert_eq!(nutgraf::text::words::fold("Ukraine’s"), "ukraine");
/// ```
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    let mut lower = word.to_lowercase().replace('’', "'");
    if let Some(base) = lower.strip_suffix("'s") {
        lower.truncate(base.len());
    }
    Cow::Owned(lower)
}

/// A word as it stands, without its possessive.
#[must_use]
pub fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// A word as it is shown alone: without its possessive, and an abbreviation with the last stop that [`words()`] leaves out.
///
/// ```
/// use nutgraf::text::words::alone;
/// assert_eq!((alone("Ukraine’s"), alone("U.S")), ("Ukraine".to_owned(), "U.S.".to_owned()));
/// ```
#[must_use]
pub fn alone(word: &str) -> String {
    let word = without_possessive(word);
    let abbreviated = word.contains('.') && word.split('.').all(is_letter);
    if abbreviated { format!("{word}.") } else { word.to_owned() }
}

/// The letters and digits of a text in lower case, with the marks that make another number of one: texts with the same are
/// the same words, whatever their case, punctuation and white space.
///
/// ```
/// use nutgraf::text::words::letters;
/// assert_eq!(letters("“The U.S. won’t.”"), letters("the US won't"));
/// assert_eq!(letters("1,500 boats"), letters("1500 boats"));
/// assert_ne!(letters("$1.5m"), letters("$15m"));
/// assert_ne!(letters("$5m"), letters("€5m"));
/// assert_ne!(letters("fell 3%, 5 times"), letters("fell 35 times"));
/// ```
#[must_use]
pub fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let digit = rest.starts_with(|n: char| n.is_ascii_digit());
        if c.is_alphanumeric() {
            // "1 5" are two numbers.
            if c.is_ascii_digit() && !before.is_alphanumeric() && out.ends_with(|o: char| o.is_ascii_digit()) {
                out.push(' ');
            }
            out.extend(c.to_lowercase());
        } else {
            match c {
                '.' | ',' if before.is_ascii_digit() && digit => {
                    if c == '.' || !is_thousand(rest) {
                        out.push('.');
                    }
                    // What follows belongs to the same number.
                    before = '0';
                    continue;
                }
                '$' | '€' | '£' | '¥' | '₹' if digit => out.push(c),
                '%' | '€' if before.is_ascii_digit() => out.push(c),
                '-' | '−' if digit && before.is_whitespace() && at > 0 => out.push('-'),
                _ => {}
            }
        }
        before = c;
    }
    out
}

/// Whether three digits follow and no fourth.
fn is_thousand(rest: &str) -> bool {
    rest.bytes().take_while(u8::is_ascii_digit).count() == 3
}

fn is_letter(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Stems words of one language; leaves words of a language without a stemmer as they are.
pub struct Stemmer {
    code: &'static str,
    snowball: Option<rust_stemmers::Stemmer>,
}

/// The languages that Snowball stems.
const SNOWBALL: [(&str, Algorithm); 18] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("nl", Algorithm::Dutch),
    ("en", Algorithm::English),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("es", Algorithm::Spanish),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// Words kept at the most.
const KNOWN_WORDS: usize = 40_000;

/// What a folded word is in a language.
#[derive(Clone, Debug)]
pub struct Known {
    /// The word.
    pub form: Arc<str>,
    /// Its stem; the word itself where it is a stop word.
    pub stem: Arc<str>,
    /// It carries no meaning of its own.
    pub stop: bool,
    /// How rare it is in news: see [`rarity`]; 0 for a stop word.
    pub rarity: f32,
}

type Stems = foldhash::HashMap<Box<str>, Box<str>>;

/// Stems found so far, by language and word. Every stage that reads an article stems its words, articles share most of
/// them, and Snowball took a sixth of a briefing's time; what is known changes no result. Of all threads, because
/// those of one stage end with it.
static STEMS: LazyLock<RwLock<HashMap<&'static str, Stems>>> = LazyLock::new(RwLock::default);

thread_local! {
    /// What was found out so far about words of the language read last.
    static WORDS: RefCell<(String, foldhash::HashMap<Arc<str>, Known>)> = RefCell::default();
}

/// What a folded word is in a language: found out once a thread.
#[must_use]
pub fn look_up(folded: &str, language: &str, stemmer: &Stemmer) -> Known {
    WORDS.with_borrow_mut(|(of, words)| {
        if of != language || words.len() >= KNOWN_WORDS {
            words.clear();
            language.clone_into(of);
        }
        if let Some(known) = words.get(folded) {
            return known.clone();
        }
        let form: Arc<str> = folded.into();
        let stop = is_stop_word(folded, language);
        let stem = if stop { Cow::Borrowed(folded) } else { stemmer.stem(folded) };
        let stem = if stem == folded { form.clone() } else { stem.as_ref().into() };
        let known = Known { form: form.clone(), stem, stop, rarity: if stop { 0.0 } else { rarity(folded, language) } };
        words.insert(form, known.clone());
        known
    })
}

impl Stemmer {
    /// The stemmer for a two-letter language code.
    #[must_use]
    pub fn for_language(code: &str) -> Self {
        let code = if matches!(code, "nb" | "nn") { "no" } else { code };
        match SNOWBALL.iter().find(|known| known.0 == code) {
            Some(&(code, algorithm)) => Self { code, snowball: Some(rust_stemmers::Stemmer::create(algorithm)) },
            None => Self { code: "", snowball: None },
        }
    }

    /// The stem of a folded word.
    #[must_use]
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        let Some(snowball) = &self.snowball else { return Cow::Borrowed(folded) };
        let known = STEMS.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(stem) = known.get(self.code).and_then(|stems| stems.get(folded)) {
            return Cow::Owned(stem.to_string());
        }
        drop(known);
        let stem = snowball.stem(folded);
        let mut known = STEMS.write().unwrap_or_else(PoisonError::into_inner);
        let stems = known.entry(self.code).or_default();
        if stems.len() >= KNOWN_WORDS {
            stems.clear();
        }
        stems.insert(folded.into(), stem.as_ref().into());
        stem
    }
}

/// Whether a folded word carries no meaning of its own in a language.
#[must_use]
pub fn is_stop_word(folded: &str, language: &str) -> bool {
    stop_words::of(language).binary_search(&folded).is_ok()
}

/// How rare a folded word is in news of a language: 0 for one that every article has, 1 for one that hardly any has.
///
/// Only English is counted; every word of another language is half rare.
#[must_use]
pub fn rarity(folded: &str, language: &str) -> f32 {
    if language != "en" {
        return 0.5;
    }
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        return 0.6;
    }
    frequency_class(folded).map_or(1.0, |class| 1.0 - f32::from(class) / 10.0)
}

/// A line a word, sorted: the word and a digit, 9 for the most frequent.
const FREQUENCIES: &str = include_str!("../../assets/summarizer/frequencies.txt");

/// Asked for every word of every article: a binary search over the text took a tenth of a briefing's time.
fn frequency_class(word: &str) -> Option<u8> {
    static CLASSES: LazyLock<HashMap<&str, u8, BuildHasherDefault<Fnv>>> = LazyLock::new(|| {
        // Room at once and no search for the blank: a short comparison took longer to build this than to do its
        // work.
        let mut classes = HashMap::with_capacity_and_hasher(FREQUENCIES.len() / 8, BuildHasherDefault::default());
        for line in FREQUENCIES.lines() {
            if let Some((word, [b' ', class @ b'0'..=b'9'])) =
                line.split_at_checked(line.len().saturating_sub(2)).map(|(w, c)| (w, c.as_bytes()))
            {
                classes.insert(word, class - b'0');
            }
        }
        classes
    });
    CLASSES.get(word).copied()
}

/// FNV-1a: short words, a table that is the program's own.
#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = hash::step(self.0, byte);
        }
    }

    fn finish(&self) -> u64 {
        // The table takes its index from the low bits and its tag from the high ones.
        self.0 ^ (self.0 >> 32)
    }
}

/// A byte range as the articles store it.
#[must_use]
pub fn span(range: Range<usize>) -> Range<u32> {
    let narrow = |n| u32::try_from(n).unwrap_or(u32::MAX);
    narrow(range.start)..narrow(range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_those_of_the_language() {
        assert!(is_stop_word("which", "en") && is_stop_word("welche", "de"));
        assert!(!is_stop_word("welche", "en") && !is_stop_word("which", "ja"));
    }

    #[test]
    fn a_word_is_as_rare_as_it_is_seldom() {
        assert!(rarity("the", "en") < rarity("bridge", "en"));
        assert!(rarity("bridge", "en") < rarity("zyxomma", "en"));
        assert!(FREQUENCIES.lines().all(|l| frequency_class(l.split(' ').next().unwrap()).is_some()));
    }
}
