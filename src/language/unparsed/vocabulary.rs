//! The words that tell who speaks: titles, pronouns and small words, of the languages that we read.

use std::sync::LazyLock;

use foldhash::HashSet;

pub(super) use crate::text::quotations::is_saying;

type Words = LazyLock<HashSet<&'static str>>;

fn set(text: &'static str) -> HashSet<&'static str> {
    text.split_whitespace().collect()
}

static PRONOUNS: Words = LazyLock::new(|| {
    set("he she they it who i we you er sie il elle ils han hun hon él ella lui lei ele ela hij zij which")
});

static FILLERS: Words = LazyLock::new(|| {
    set("the a an in on at but and when while after as for there this that these those if what so yet still also \
        meanwhile however then now what's here with from to of not its their some many most all no one asked be is \
        was")
});

static ARTICLES: Words = LazyLock::new(|| set("the a an his her one police officials der die das le la el den det"));

static PREPOSITIONS: Words = LazyLock::new(|| {
    set("in on at during after before while who when to as about by with from last this that and but am im bei dem \
        der zu à en dans lors i til på om af av")
});

static OPENINGS: Words = LazyLock::new(|| {
    set("in on at after before during back later earlier last despite since as when while meanwhile but and for from \
        asked speaking")
});

static AUXILIARIES: Words = LazyLock::new(|| {
    set("has had also then later once often long have is was even would will does did not hat habe a")
});

static PARTICLES: Words = LazyLock::new(|| set("de van von al bin der la del di da of for and the ibn den"));

static DAYS: Words = LazyLock::new(|| set("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"));

static TITLES: Words = LazyLock::new(|| {
    set("Mr Mrs Ms Miss Dr Prof Professor Sir Lord Lady Dame Sen Rep Gov Gen Col Lt Sgt Capt Cmdr Maj Adm Rev \
        President Vice Secretary State Senator Congressman Congresswoman Representative Governor Mayor Minister \
        Prime Chancellor Chairman Chairwoman Chair Chief Director Leader Speaker Judge Justice Attorney General \
        Officer Sheriff Detective Sergeant Captain Colonel Lieutenant Commander Admiral Ambassador King Queen Prince \
        Princess Pope Bishop Archbishop Cardinal Coach Manager Spokesman Spokeswoman Spokesperson Administrator \
        Commissioner Superintendent Inspector Deputy Undersecretary Treasurer Astronaut Republican Democrat \
        Democratic Executive Premier Councilman Councilwoman Präsident Präsidentin Kanzler Ministerin Herr Frau M \
        Mme Monsieur Madame Señor Don")
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

/// Whether a folded word can open a sentence and names nobody.
pub(super) fn is_filler(word: &str) -> bool {
    FILLERS.contains(word)
}

/// Whether a folded word opens a phrase that stands for somebody without a name: "the mayor", "police".
pub(super) fn is_article(word: &str) -> bool {
    ARTICLES.contains(word)
}

/// Whether a word ends the noun phrase before it: "Lee *in* Prague", "Lee *on* Friday", "Lee *Friday*".
pub(super) fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(word) || is_day(word)
}

/// Whether a folded word opens what stands before a sentence's subject: "On Sunday, Lee …".
pub(super) fn is_opening(word: &str) -> bool {
    OPENINGS.contains(word)
}

/// Whether a word may stand between a speaker and the verb of saying: "Lee *has also* said".
pub(super) fn is_auxiliary(word: &str) -> bool {
    word.ends_with("ly") || AUXILIARIES.contains(word)
}

/// Whether a small word may stand inside a name: "Ana van der Lee", "Bank of Skarn".
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Whether a word is a day of the week.
pub(super) fn is_day(word: &str) -> bool {
    DAYS.contains(word)
}

/// Whether a word is a title or an office: "Mr.", "Senator", "CFO".
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
