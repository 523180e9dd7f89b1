//! Words that carry no meaning of their own, for the languages that have a stemmer: `assets/stop_words/`, a file each.

use std::sync::LazyLock;

/// The list of a language by its two-letter code, sorted; empty for a language that has none.
pub(crate) fn of(language: &str) -> &'static [&'static str] {
    let language = if matches!(language, "nb" | "nn") { "no" } else { language };
    LISTS.iter().find(|(code, _)| *code == language).map_or(&[], |(_, words)| words)
}

macro_rules! lists {
    ($($code:literal)*) => {
        const CODES: &[&str] = &[$($code,)*];
        static LISTS: [(&str, LazyLock<Vec<&'static str>>); CODES.len()] =
            [$(($code, LazyLock::new(|| sorted(include_str!(concat!("../../assets/stop_words/", $code, ".txt")))))),*];
    };
}

lists! { "en" "de" "fr" "es" "it" "pt" "nl" "da" "sv" "no" "fi" "hu" "ro" "ru" "el" "tr" "ar" "ta" }

fn sorted(text: &'static str) -> Vec<&'static str> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there_and_sorted_for_the_search() {
        for language in CODES {
            assert!(of(language).is_sorted() && of(language).len() > 30, "{language}");
        }
        assert_eq!(of("nb"), of("no"));
        assert!(of("tlh").is_empty());
    }
}
