//! The words that tell who speaks: titles, pronouns and small words, of the languages that are read but not parsed.

use std::sync::LazyLock;

use foldhash::HashSet;

use crate::language::entities::Gender;
pub(super) use crate::text::quotations::is_saying;

type Words = LazyLock<HashSet<&'static str>>;

fn set(text: &'static str) -> HashSet<&'static str> {
    text.split_whitespace().collect()
}

static PRONOUNS: Words = LazyLock::new(|| set("er sie il elle ils han hun hon él ella lui lei ele ela hij zij"));

static ARTICLES: Words = LazyLock::new(|| set("der die das le la el den det"));

static PREPOSITIONS: Words = LazyLock::new(|| set("am im bei dem der zu à en dans lors in i til på om af av"));

static AUXILIARIES: Words = LazyLock::new(|| set("hat habe a"));

static JOINS: Words = LazyLock::new(|| set("und aber doch dass et mais que y pero og och men"));

static PARTICLES: Words = LazyLock::new(|| set("de van von al bin der la del di da ibn den"));

static DAYS: Words = LazyLock::new(|| set("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag"));

static TITLES: Words = LazyLock::new(|| {
    set(
        "Dr Prof Professor Sir Lord Lady President Senator Minister Premier General Admiral Präsident Präsidentin Kanzler \
        Ministerin Herr Frau M Mme Monsieur Madame Señor Don",
    )
});

/// What German offices end with, before "-in": "Einsatzleiterin", "Polizeisprecher".
const OFFICES: [&str; 11] = [
    "leiter",
    "sprecher",
    "minister",
    "meister",
    "präsident",
    "kanzler",
    "chef",
    "direktor",
    "kommissar",
    "anwalt",
    "vorsitzende",
];

/// Whether a folded word stands for somebody.
pub(super) fn is_pronoun(word: &str) -> bool {
    PRONOUNS.contains(word)
}

/// He or she, where a folded pronoun tells.
pub(super) fn pronoun_gender(word: &str) -> Option<Gender> {
    match word {
        "er" | "il" | "han" | "él" | "lui" | "ele" | "hij" => Some(Gender::Male),
        "sie" | "elle" | "hun" | "hon" | "ella" | "lei" | "ela" | "zij" => Some(Gender::Female),
        _ => None,
    }
}

/// Whether a folded word opens a phrase that stands for somebody without a name: "der Rat".
pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(word)
}

/// Whether a word ends the noun phrase before it: "Lee *in* Prag", "Lee *am* Freitag".
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(word) || is_day(word)
}

/// Whether a word may stand between a speaker and the verb of saying: "Lee *hat* gesagt".
pub(super) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(word)
}

/// Whether a word joins what stands before it to another phrase: "der Plan *und* …".
pub(super) fn is_join(word: &str) -> bool {
    JOINS.contains(word)
}

/// Whether a small word may stand inside a name: "Ana van der Lee".
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word is a day of the week.
pub(super) fn is_day(word: &str) -> bool {
    DAYS.contains(word)
}

/// Whether a word is a title or an office: "Dr.", "Senator", "CFO".
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',']);
    TITLES.contains(bare)
        || matches!(bare.as_bytes(), [b'C', b'A'..=b'Z', b'O'])
        || OFFICES.iter().any(|office| bare.strip_suffix("in").unwrap_or(bare).ends_with(office))
}

/// Whether a word has a capital.
pub(super) fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
