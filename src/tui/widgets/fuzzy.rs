//! Words typed loosely, as in `harbr wir`: which texts match them, and where.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{CaseMatching, Normalization, Pattern},
};

/// Words typed loosely, ready to be looked for in any number of texts.
pub(crate) struct FuzzyQuery {
    all: Wanted,
    words: Vec<Wanted>,
    matcher: Matcher,
    chars: Vec<char>,
}

/// A pattern, and the score from which on it matches.
struct Wanted {
    pattern: Pattern,
    least: u32,
}

impl Wanted {
    fn new(text: &str) -> Self {
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        Self {
            pattern: Pattern::parse(text, CaseMatching::Smart, Normalization::Smart),
            // Letters scattered over a whole headline are no match: each has to bring about what it brings in a word.
            least: 17 * u32::try_from(letters).unwrap_or(u32::MAX / 17),
        }
    }
}

impl FuzzyQuery {
    /// Nothing where nothing is typed.
    pub(crate) fn new(typed: &str) -> Option<Self> {
        (!typed.trim().is_empty()).then(|| Self {
            all: Wanted::new(typed),
            words: typed.split_whitespace().map(Wanted::new).collect(),
            matcher: Matcher::new(Config::DEFAULT),
            chars: Vec::new(),
        })
    }

    /// How well all the words match a text; nothing where they do not.
    fn score(&mut self, text: &str) -> Option<u32> {
        let score = self.all.pattern.score(Utf32Str::new(text, &mut self.chars), &mut self.matcher);
        score.filter(|&s| s >= self.all.least)
    }

    /// Where a text has what was typed, word by word: positions among its characters, sorted.
    pub(crate) fn spots(&mut self, text: &str) -> Vec<usize> {
        let mut spots = Vec::new();
        for word in &self.words {
            let mut found = Vec::new();
            let text = Utf32Str::new(text, &mut self.chars);
            let score = word.pattern.indices(text, &mut self.matcher, &mut found);
            if score.is_some_and(|s| s >= word.least) {
                spots.extend(found.into_iter().map(|i| i as usize));
            }
        }
        spots.sort_unstable();
        spots
    }
}

/// Which texts match words typed loosely, the best first; all in their order where nothing is typed.
pub(crate) fn fuzzy(typed: &str, texts: &[String]) -> Vec<usize> {
    let Some(mut query) = FuzzyQuery::new(typed) else { return (0..texts.len()).collect() };
    let mut found: Vec<(u32, usize)> =
        texts.iter().enumerate().filter_map(|(i, t)| query.score(t).map(|score| (score, i))).collect();
    found.sort_by_key(|&(score, i)| (std::cmp::Reverse(score), i));
    found.into_iter().map(|(_, i)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_in_a_word_and_not_across_a_headline() {
        let mut query = FuzzyQuery::new("ferr skarn").unwrap();
        let text = "Ferry aground off Skarn";
        let found: String = query.spots(text).into_iter().map(|i| text.chars().nth(i).unwrap()).collect();
        assert_eq!(found, "FerrSkarn");
        assert!(FuzzyQuery::new("ferry").unwrap().spots("Half of it leaves your party").is_empty(), "scattered");
        assert!(FuzzyQuery::new(" ").is_none());
        let texts = [
            "Washington loosens the leash: Kyiv may fire at Russia, but only near Kharkiv The Continental Harbor Wire",
            "Skarn ferry hits the Sow Harbor Wire",
            "Ferry aground Kaskarn Post",
        ];
        let texts = texts.map(str::to_owned);
        assert_eq!(fuzzy("skarn", &texts), [1, 2]);
        assert_eq!(fuzzy("harbr wir", &texts), [0, 1], "a letter left out");
        assert!([1, 2].iter().all(|i| fuzzy("karn", &texts).contains(i)), "within a word");
    }
}
