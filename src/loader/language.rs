//! The language of an article: declared, or told from its commonest words.

use std::sync::LazyLock;

use foldhash::{HashMap, HashMapExt};

use crate::{
    article::Article,
    text::{stop_words, words},
};

/// A declared language as a BCP 47 tag: `en_US` → `en-US`, `EN` → `en`. `None` for what is no tag.
pub(super) fn tag(declared: &str) -> Option<String> {
    let mut parts = declared.trim().split(['-', '_']);
    let primary = parts.next()?;
    if !(2..=3).contains(&primary.len())
        || !primary.bytes().all(|b| b.is_ascii_alphabetic())
        || primary.eq_ignore_ascii_case("und")
    {
        return None;
    }
    let mut tag = primary.to_ascii_lowercase();
    for part in parts.take(3) {
        if !(2..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

/// Words that are frequent in one language and rare in the others listed here; those of the lists of stop words count as well.
const MARKERS: &[(&str, &[&str])] = &[
    ("en", &["the", "and", "of", "to", "was", "that", "said", "with", "is", "for"]),
    ("de", &["der", "und", "die", "das", "nicht", "ist", "den", "mit", "sich", "ein", "auch"]),
    ("fr", &["le", "les", "et", "des", "est", "dans", "une", "pour", "qui", "du", "pas"]),
    ("es", &["el", "los", "las", "que", "una", "por", "con", "del", "para", "su", "más"]),
    ("it", &["il", "che", "di", "della", "per", "non", "gli", "sono", "nel", "è", "alla"]),
    ("pt", &["os", "uma", "não", "com", "para", "do", "da", "em", "ao", "são", "dos"]),
    ("nl", &["het", "een", "van", "niet", "dat", "zijn", "voor", "ook", "met", "aan", "wordt"]),
    ("da", &["og", "af", "ikke", "det", "til", "har", "er", "som", "blev", "efter", "kan"]),
    ("no", &["og", "av", "ikke", "det", "til", "har", "er", "som", "ble", "etter", "på"]),
    ("sv", &["och", "av", "inte", "det", "till", "har", "är", "som", "att", "för", "på"]),
    ("fi", &["ja", "on", "ei", "että", "mutta", "oli", "myös", "joka", "hän", "ovat", "kun"]),
    ("hu", &["és", "hogy", "nem", "egy", "az", "is", "volt", "meg", "csak", "szerint"]),
    ("ro", &["și", "că", "nu", "din", "pentru", "care", "este", "mai", "au", "sau", "prin"]),
    ("tr", &["ve", "bir", "bu", "için", "ile", "olarak", "olan", "daha", "çok", "göre"]),
    ("pl", &["nie", "się", "że", "jest", "w", "z", "oraz", "który", "przez", "jak"]),
];

/// The bit of English, which stands first in [`MARKERS`].
const ENGLISH: u32 = 1;

/// The languages (by their place in [`MARKERS`], a bit each) that a word speaks for.
static VOTES: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut votes: HashMap<&str, u32> = HashMap::new();
    for (language, (code, words)) in MARKERS.iter().enumerate() {
        for word in words.iter().chain(stop_words::of(code)) {
            *votes.entry(*word).or_default() |= 1 << language;
        }
    }
    votes
});

/// The language that most of the first few hundred words speak for, those of the title too; `None` where they do not agree, or
/// are too few to tell.
pub(super) fn detect(article: &Article) -> Option<String> {
    const ENOUGH: usize = 300;
    /// The first language has so many words more than the next: one word may be a name, or quoted.
    const LEAD: usize = 2;
    /// One word of three is on the list of its language; one of so many is asked for, and of a language that has markers alone
    /// one of more.
    const SPARSEST: usize = 8;
    const WITHOUT_LIST: usize = 20;
    /// So rare a word is English too, whatever other language lists it: "men", "over".
    const FREQUENT: f32 = 0.45;
    let mut votes = [0_usize; MARKERS.len()];
    let (mut only_english, mut only_foreign) = (0, 0);
    let mut scripts = Scripts::default();
    let mut seen = 0;
    let mut lower = String::new();
    let texts = article.sentences.iter().map(|s| s.text.as_str()).chain([article.title.as_str()]);
    for word in texts.flat_map(str::split_whitespace).take(ENOUGH) {
        seen += 1;
        scripts.count(word);
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.len() > 12 {
            continue;
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        let spoken_for = VOTES.get(lower.as_str()).copied().unwrap_or_default();
        only_english += usize::from(spoken_for == ENGLISH);
        only_foreign +=
            usize::from(spoken_for != 0 && spoken_for & ENGLISH == 0 && words::rarity(&lower, "en") > FREQUENT);
        for (language, vote) in votes.iter_mut().enumerate().filter(|_| spoken_for != 0) {
            *vote += usize::from(spoken_for & (1 << language) != 0);
        }
    }
    if let Some(code) = scripts.language() {
        return Some(code.to_owned());
    }
    let (best, most) = votes.iter().enumerate().max_by_key(|(k, v)| (**v, usize::MAX - k))?;
    let second = votes.iter().enumerate().filter(|(k, _)| *k != best).map(|(_, v)| *v).max().unwrap_or(0);
    let code = MARKERS[best].0;
    let sparsest = if stop_words::of(code).is_empty() { WITHOUT_LIST } else { SPARSEST };
    if *most * sparsest >= seen && *most >= second + LEAD {
        return Some(code.to_owned());
    }
    // "Two men were held over theft at museum.": each small word is English, and one is nothing else
    let english = only_english > 0 && only_foreign == 0 && votes[0] * SPARSEST >= seen;
    english.then(|| MARKERS[0].0.to_owned())
}

/// Letters of scripts that tell the language by themselves.
#[derive(Default)]
struct Scripts {
    latin: usize,
    kana: usize,
    han: usize,
    hangul: usize,
    arabic: usize,
    greek: usize,
    cyrillic: usize,
    /// Letters that Ukrainian has of the languages listed here, and those of others: Belarusian, Macedonian, Serbian.
    ukrainian: usize,
    neighbours: usize,
    /// `ъ`, which is frequent in Bulgarian, and `ы`, which Bulgarian has not.
    hard_signs: usize,
    yeries: usize,
    hebrew: usize,
    tamil: usize,
    devanagari: usize,
    thai: usize,
}

impl Scripts {
    fn count(&mut self, word: &str) {
        if word.is_ascii() {
            self.latin += word.len();
            return;
        }
        for c in word.chars() {
            match c {
                'і' | 'ї' | 'є' | 'ґ' => self.ukrainian += 1,
                'ў' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' | 'ѓ' | 'ќ' | 'ѕ' | 'џ' => self.neighbours += 1,
                'ъ' => self.hard_signs += 1,
                'ы' => self.yeries += 1,
                _ => {}
            }
            *match c {
                '\u{3040}'..='\u{30ff}' => &mut self.kana,
                '\u{4e00}'..='\u{9fff}' => &mut self.han,
                '\u{ac00}'..='\u{d7af}' => &mut self.hangul,
                '\u{600}'..='\u{6ff}' => &mut self.arabic,
                '\u{370}'..='\u{3ff}' => &mut self.greek,
                '\u{400}'..='\u{4ff}' => &mut self.cyrillic,
                '\u{590}'..='\u{5ff}' => &mut self.hebrew,
                '\u{b80}'..='\u{bff}' => &mut self.tamil,
                '\u{900}'..='\u{97f}' => &mut self.devanagari,
                '\u{e00}'..='\u{e7f}' => &mut self.thai,
                _ => &mut self.latin,
            } += 1;
        }
    }

    fn cyrillic_language(&self) -> Option<&'static str> {
        /// A word of the neighbour's may be quoted: its letters are less than one of so many.
        const QUOTED: usize = 60;
        match () {
            () if self.neighbours * QUOTED > self.cyrillic => None,
            () if self.ukrainian * QUOTED > self.cyrillic => Some("uk"),
            () if self.hard_signs > self.yeries => Some("bg"),
            () => Some("ru"),
        }
    }

    fn language(&self) -> Option<&'static str> {
        if self.kana > 0 && self.kana + self.han > self.latin {
            return Some("ja");
        }
        if self.cyrillic > self.latin {
            return self.cyrillic_language();
        }
        let of = [
            (self.han, "zh"),
            (self.hangul, "ko"),
            (self.arabic, "ar"),
            (self.greek, "el"),
            (self.hebrew, "he"),
            (self.tamil, "ta"),
            (self.devanagari, "hi"),
            (self.thai, "th"),
        ];
        of.into_iter().filter(|(n, _)| *n > self.latin).max_by_key(|(n, _)| *n).map(|(_, code)| code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sentence;

    #[test]
    fn tags_are_put_in_order() {
        for (declared, want) in [
            ("en_US", Some("en-US")),
            ("DE", Some("de")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("english please", None),
            ("", None),
        ] {
            assert_eq!(tag(declared).as_deref(), want, "{declared}");
        }
    }

    #[test]
    fn the_commonest_words_tell_the_language() {
        for (text, want) in [
            ("The council of the town voted and the mayor said that it was time.", Some("en")),
            ("Der Rat hat die Brücke geschlossen, und das ist nicht alles.", Some("de")),
            ("Le conseil a fermé le pont et les habitants ne sont pas contents dans la ville.", Some("fr")),
            ("Rådet lukkede broen, og det er ikke det første, der blev lukket af byen.", Some("da")),
            ("Rådet stengte broen, og det er ikke det første som ble stengt av byen.", Some("no")),
            ("市議会は火曜日に橋を閉鎖した。", Some("ja")),
            // One sentence is enough where its small words are one language's.
            ("The bridge was closed after a storm.", Some("en")),
            ("Die Brücke wurde nach einem Sturm gesperrt.", Some("de")),
            ("El puente fue cerrado tras una tormenta.", Some("es")),
            ("Il ponte è stato chiuso dopo una tempesta.", Some("it")),
            ("De brug is na een storm afgesloten.", Some("nl")),
            // Languages without a list, and words that are too few.
            ("Most byl po bouři uzavřen a řidiči jezdí údolím.", None),
            ("El pont es va tancar després d'una tempesta i els conductors van per la vall.", None),
            ("Tiltas po audros uždarytas, o vairuotojai važiuoja per slėnį.", None),
            ("Mayor resigns", None),
            // "men", "over" and "at" are words of other languages as well, and "were" is of none
            ("Two men were held over theft at museum.", Some("en")),
            ("Manden kom over broen.", None),
            ("Мост закрыли после бури.", Some("ru")),
            ("Міст закрили після бурі, і водії їдуть долиною.", Some("uk")),
            ("Мостът беше затворен след буря.", Some("bg")),
            ("Мост је затворен после олује, а возачи иду долином.", None),
            ("Xyzzy plugh.", None),
        ] {
            let article =
                Article { sentences: vec![Sentence { text: text.into(), tight: false }], ..Article::default() };
            assert_eq!(detect(&article).as_deref(), want, "{text}");
        }
    }
}
