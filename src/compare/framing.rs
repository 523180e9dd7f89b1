//! What can be counted about how an article tells its story; nothing is judged.

use std::collections::BTreeMap;

use super::Framing;
use crate::{
    article::{Article, SentenceId},
    text::words,
};

/// Words that keep a claim at arm's length, wherever they stand.
const HEDGES: &[&str] = &[
    "alleged",
    "allegedly",
    "apparent",
    "apparently",
    "claimed",
    "purported",
    "purportedly",
    "reportedly",
    "rumored",
    "so-called",
    "supposedly",
    "suspected",
    "unconfirmed",
    "unverified",
];

/// Counts an article.
pub(super) fn count(article: &Article) -> Framing {
    let length = |t: &str| t.split_whitespace().count();
    let mut speakers: BTreeMap<&str, usize> = BTreeMap::new();
    for q in &article.quotations {
        if let Some(speaker) = &q.speaker {
            *speakers.entry(speaker).or_default() += length(&q.text);
        }
    }
    let mut speakers = by_person(&speakers);
    speakers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Framing {
        words: article.words(),
        quoted_words: article.quotations.iter().map(|q| length(&q.text)).sum(),
        speakers,
        hedges: hedges(article),
    }
}

/// The words of each person, under the longest form of the name: "Ruiz" is Ana Ruiz where no other Ruiz speaks.
fn by_person(speakers: &BTreeMap<&str, usize>) -> Vec<(String, usize)> {
    let mut people: BTreeMap<&str, usize> = BTreeMap::new();
    for (&name, words) in speakers {
        let mut longer = speakers.keys().filter(|other| other.strip_suffix(name).is_some_and(|r| r.ends_with(' ')));
        let person = longer.next().filter(|_| longer.next().is_none()).copied().unwrap_or(name);
        *people.entry(person).or_default() += words;
    }
    people.into_iter().map(|(name, words)| (name.to_owned(), words)).collect()
}

/// The hedges outside quotations: those of the newsroom.
fn hedges(article: &Article) -> Vec<(SentenceId, String)> {
    let mut quoted: BTreeMap<SentenceId, Vec<std::ops::Range<u32>>> = BTreeMap::new();
    for q in &article.quotations {
        quoted.entry(q.sentence).or_default().push(q.span.clone());
    }
    let mut out = Vec::new();
    for (k, s) in article.sentences.iter().enumerate() {
        let id = SentenceId::from(k);
        let words: Vec<(usize, &str)> = words::words(&s.text).collect();
        for (n, &(at, word)) in words.iter().enumerate() {
            let at = words::span(at..at).start;
            let newsroom = quoted.get(&id).is_none_or(|spans| spans.iter().all(|r| !r.contains(&at)));
            let before = n.checked_sub(1).map(|n| words[n].1);
            if newsroom && is_hedge(word, before, words.get(n + 1).map(|w| w.1)) {
                out.push((id, word.to_owned()));
            }
        }
    }
    out
}

/// "The reported deal" is held at arm's length; what "the paper reported" and what "was supposed to open" are not.
fn is_hedge(word: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let folded = words::fold(word);
    match folded.as_ref() {
        "reported" => before.is_some_and(|w| {
            DETERMINERS.contains(&words::fold(w).as_ref())
                || ["'s", "’s", "s’", "s'"].iter().any(|end| w.ends_with(end))
        }),
        "supposed" => after.is_none_or(|w| words::fold(w) != "to"),
        folded => HEDGES.binary_search(&folded).is_ok(),
    }
}

/// What stands before a word that tells of what kind a thing is.
const DETERMINERS: [&str; 9] = ["a", "an", "any", "her", "his", "its", "such", "the", "their"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Quotation, Sentence};

    #[test]
    fn a_surname_is_the_one_person_of_that_name() {
        let told = |names: &[(&'static str, usize)]| by_person(&names.iter().copied().collect());
        assert_eq!(told(&[("Ruiz", 4), ("Ana Ruiz", 3)]), [("Ana Ruiz".to_owned(), 7)]);
        assert_eq!(told(&[("Ruiz", 4), ("Ana Ruiz", 3), ("Bo Ruiz", 2)]).len(), 3);
    }

    #[test]
    fn a_report_is_no_hedge_and_a_reported_thing_is_one() {
        let text = "The paper first reported the deal, which was supposed to stay secret. The mayor’s reported visit to the \
                    supposed owner followed.";
        let article = Article { sentences: vec![Sentence { text: text.into(), tight: false }], ..Article::default() };
        let found: Vec<String> = count(&article).hedges.into_iter().map(|h| h.1).collect();
        assert_eq!(found, ["reported", "supposed"]);
    }

    #[test]
    fn hedges_are_the_newsrooms_own_and_the_list_is_sorted() {
        assert!(HEDGES.is_sorted());
        let text = "He allegedly ran. “Reportedly so,” she said.";
        let article = Article {
            sentences: vec![Sentence { text: text.into(), tight: false }],
            quotations: vec![Quotation {
                sentence: SentenceId(0),
                text: "Reportedly so,".into(),
                span: 21..35,
                speaker: Some("Ames".into()),
            }],
            ..Article::default()
        };
        let framing = count(&article);
        assert_eq!(framing.hedges, [(SentenceId(0), "allegedly".to_owned())]);
        assert_eq!(framing.speakers, [("Ames".to_owned(), 2)]);
        assert_eq!((framing.words, framing.quoted_words), (7, 2));
    }
}
