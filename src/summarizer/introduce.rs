//! Gives a person the whole name where a bullet names him for the first time.
//!
//! A newsroom introduces a person once and goes on with the surname. Bullets come from anywhere in the article: "Lorne
//! resigned" leaves a reader asking who Lorne is, and "Ada Lorne resigned" says so in the article's own words.

use std::ops::Range;

use super::lexicon;
use crate::{
    article::{Article, Bullet, SentenceId},
    text::{
        names,
        words::{self, without_possessive},
    },
};

/// Makes the first mention of each person in the bullets a whole name. The sentence that the name is from is cited.
pub(super) fn people(article: &Article, bullets: &mut [Bullet]) {
    // Other languages put names and titles in ways of their own.
    if article.primary_language() != "en" {
        return;
    }
    let mut told: Vec<String> = Vec::new();
    for bullet in bullets {
        let whole = names::find(&bullet.text);
        told.extend(whole.iter().filter_map(|n| Some(n.text.rsplit_once(' ')?.1.to_owned())));
        let mut from = 0;
        while let Some(bare) = bare_name(&bullet.text, from) {
            from = bare.end;
            let surname = bullet.text[bare.clone()].to_owned();
            if told.contains(&surname) {
                continue;
            }
            told.push(surname.clone());
            let main = bullet.sentences.last().map_or(0, |id| id.index());
            if let Some((given, id)) = given_names(article, &surname).filter(|(_, id)| id.index() <= main) {
                bullet.text.insert_str(bare.start, &given);
                from += given.len();
                if let Err(at) = bullet.sentences.binary_search(&id) {
                    bullet.sentences.insert(at, id);
                }
            }
        }
    }
}

/// The next capitalised word that stands alone, outside quotation marks, and may be a surname.
fn bare_name(text: &str, from: usize) -> Option<Range<usize>> {
    let all: Vec<(usize, &str)> = words::words(text).collect();
    let joined =
        |k: usize| all.get(k + 1).is_some_and(|n| matches!(&text[all[k].0 + all[k].1.len()..n.0], " " | "-" | ". "));
    let capital = |k: usize| all[k].1.starts_with(char::is_uppercase);
    (0..all.len()).find_map(|k| {
        let (at, word) = all[k];
        let surname = without_possessive(word);
        let letters = surname.chars().count() > 2 && surname.chars().all(char::is_alphabetic);
        let mixed = surname.chars().skip(1).any(char::is_lowercase);
        let led = k > 0
            && joined(k - 1)
            && (capital(k - 1) || lexicon::classes(&words::fold(all[k - 1].1)).has(lexicon::DETERMINERS));
        let goes_on = word.len() == surname.len() && joined(k) && capital(k + 1);
        let fits = at >= from && letters && mixed && capital(k) && !led && !goes_on && !quoted(text, at);
        fits.then_some(at..at + surname.len())
    })
}

/// Whether a place stands between quotation marks.
fn quoted(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let straight = before.matches('"').count() % 2 == 1;
    straight || before.matches(['“', '„']).count() > before.matches('”').count()
}

/// The given names that the article puts before a surname, with a space behind, and the first sentence that does; none where
/// it names two people of that surname, or nothing tells that the name is a person's.
fn given_names(article: &Article, surname: &str) -> Option<(String, SentenceId)> {
    let mut found: Option<(String, SentenceId)> = None;
    let mut a_person = false;
    for (k, sentence) in article.sentences.iter().enumerate() {
        let text = sentence.text.as_str();
        if !text.contains(surname) {
            continue;
        }
        a_person = a_person || speaks(text, surname);
        if !follows_capital(text, surname) {
            continue;
        }
        for name in names::find(text) {
            let Some(given) = name.text.strip_suffix(surname).filter(|g| g.ends_with(' ')) else { continue };
            // "Battle of Skarn" is no Battle of the Skarns.
            let named = given.split(' ').all(|w| w.is_empty() || w.starts_with(char::is_uppercase));
            if name.doubtful || !named || given.split(' ').count() > 3 || given.len() < 3 {
                continue;
            }
            // "Ada Lorne, 46,": an age follows a person's name only.
            a_person |=
                text[name.span.end..].strip_prefix(", ").is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
            match &found {
                None => found = Some((given.to_owned(), SentenceId::from(k))),
                Some((known, _)) if known == given => {}
                Some(_) => return None,
            }
        }
    }
    found.filter(|_| a_person)
}

/// Whether a capitalised word stands before the surname somewhere: looking for names costs more than most sentences need.
fn follows_capital(text: &str, surname: &str) -> bool {
    text.match_indices(surname).any(|(at, _)| {
        let before = text[..at].strip_suffix(' ').and_then(|t| t.rsplit(' ').next());
        before.is_some_and(|w| w.starts_with(char::is_uppercase))
    })
}

/// Whether a sentence has somebody of that name alone speak: "Lorne said", "said Lorne", but not "Radio Skarn said".
fn speaks(text: &str, surname: &str) -> bool {
    let all: Vec<&str> = words::words(text).map(|(_, w)| w).collect();
    let says = |w: Option<&&str>| w.is_some_and(|w| lexicon::classes(&w.to_lowercase()).has(lexicon::SAYING));
    let alone = |k: usize| k == 0 || !all[k - 1].starts_with(char::is_uppercase);
    (0..all.len())
        .filter(|&k| all[k] == surname && alone(k))
        .any(|k| says(all.get(k + 1)) || k > 0 && says(all.get(k - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sentence;

    /// The bullets of an article once its people are introduced, with the sentences they cite.
    fn introduced(sentences: &[&str], bullets: &[(&str, u32)]) -> Vec<(String, Vec<u32>)> {
        let sentence = |s: &&str| Sentence { text: (*s).to_owned(), tight: false };
        let article = Article { sentences: sentences.iter().map(sentence).collect(), ..Article::default() };
        let bullet = |(text, id): &(&str, u32)| Bullet { text: (*text).to_owned(), sentences: vec![SentenceId(*id)] };
        let mut bullets: Vec<Bullet> = bullets.iter().map(bullet).collect();
        people(&article, &mut bullets);
        bullets.into_iter().map(|b| (b.text, b.sentences.iter().map(|id| id.0).collect())).collect()
    }

    const FERRY: [&str; 4] = [
        "The ferry's captain, Ada Lorne, steered by hand, Radio Skarn reported.",
        "Lorne said the rudder had failed off Skarn.",
        "Radio Skarn said nobody drowned.",
        "Lorne's crew stayed aboard in Skarn.",
    ];

    #[test]
    fn a_person_is_introduced_once_and_cited() {
        let told = introduced(&FERRY, &[(FERRY[1], 1), (FERRY[3], 3)]);
        let first = ("Ada Lorne said the rudder had failed off Skarn.".to_owned(), vec![0, 1]);
        assert_eq!(told, [first, (FERRY[3].to_owned(), vec![3])]);
        assert_eq!(introduced(&FERRY, &[(FERRY[3], 3)])[0].0, "Ada Lorne's crew stayed aboard in Skarn.");
    }

    #[test]
    fn what_is_named_whole_or_is_nobody_stays() {
        for sentence in [FERRY[0], FERRY[2], "“Lorne did well,” said the owner of Skarn."] {
            assert_eq!(introduced(&FERRY, &[(sentence, 0)])[0].0, sentence);
        }
        // Two people of one surname.
        let two = [FERRY[0], FERRY[1], "Her brother Bo Lorne sailed with her."];
        assert_eq!(introduced(&two, &[(FERRY[1], 1)])[0].0, FERRY[1]);
    }
}
