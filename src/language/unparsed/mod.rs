//! What is said of an article in a language that is not parsed: who speaks, by the name beside a verb of saying or what an
//! earlier one stands for; who is named, by first names.

mod clauses;
mod names;
mod people;
mod vocabulary;

use foldhash::HashMap;

pub use names::people;

use clauses::{after_quote, before_quote};
use names::gender_of;
use people::{person, subject};
use vocabulary::{is_article, is_pronoun, pronoun_gender, starts_upper};

use std::ops::Range;

use super::entities::Gender;
use crate::article::Article;

/// A quotation of one paragraph.
struct Found {
    /// The sentence (index into the paragraph's sentences) it stands in.
    sentence: usize,
    /// Its byte range there, marks excluded.
    span: Range<usize>,
    speaker: Option<String>,
}

/// The speakers of an article's quotations.
pub(super) fn speakers(article: &Article) -> Vec<Option<String>> {
    let mut speakers = Speakers::default();
    let mut out = vec![None; article.quotations.len()];
    let mut goes_on = false;
    for block in article.blocks() {
        let sentences: Vec<&str> = block.ids().map(|id| article.sentence(id)).collect();
        let from = article.quotations.partition_point(|q| q.sentence.0 < block.sentences.start);
        let here = article.quotations[from..].iter().take_while(|q| q.sentence.0 < block.sentences.end);
        let mut found: Vec<Found> = here
            .map(|q| Found {
                sentence: (q.sentence.0 - block.sentences.start) as usize,
                span: q.span.start as usize..q.span.end as usize,
                speaker: None,
            })
            .collect();
        speakers.name(&sentences, &mut found, goes_on);
        // no mark closes the last one
        goes_on = found
            .last()
            .is_some_and(|f| f.sentence + 1 == sentences.len() && f.span.end == sentences[f.sentence].trim_end().len());
        for (speaker, found) in out[from..].iter_mut().zip(found) {
            *speaker = found.speaker;
        }
    }
    out
}

/// What is remembered from paragraph to paragraph.
#[derive(Default)]
struct Speakers {
    /// The person named last: whom "he" or "she" stands for.
    person: Option<String>,
    /// All whom the text has named, by their last names: alone at the start of a sentence each is a name again.
    known: HashMap<String, String>,
    /// Who spoke the last quotation of the paragraph before, if that ended with one.
    carried: Option<String>,
    /// Whether the paragraph before ended with a quotation that named or kept its speaker.
    ended_quoted: bool,
}

impl Speakers {
    /// Names the speakers of one paragraph's quotations. `goes_on`: it continues a quotation of the paragraph before.
    fn name(&mut self, sentences: &[&str], found: &mut [Found], goes_on: bool) {
        if found.is_empty() {
            for sentence in sentences {
                self.hear(sentence);
            }
            self.ended_quoted = false;
            return;
        }
        let mut at = 0;
        for (k, sentence) in sentences.iter().enumerate() {
            let count = found[at..].iter().take_while(|f| f.sentence == k).count();
            if count == 0 {
                self.hear(sentence);
                continue;
            }
            let here = &mut found[at..at + count];
            let named = self.attribution(sentence, here);
            if let Some(speaker) = &named {
                if starts_upper(speaker) {
                    self.remember(speaker.clone());
                }
                for f in here.iter_mut().filter(|f| !is_work(&sentence[f.span.clone()])) {
                    f.speaker = Some(speaker.clone());
                }
            }
            at += count;
        }
        self.spread(sentences, found, goes_on);
        let last = found.last().filter(|f| ends_with_it(sentences, f));
        self.ended_quoted = last.is_some();
        self.carried = last.and_then(|f| f.speaker.clone());
    }

    /// Notes whom a sentence without quotation is about.
    fn hear(&mut self, sentence: &str) {
        if let Some(person) = self.subject(sentence) {
            self.remember(person);
        }
    }

    fn subject(&self, sentence: &str) -> Option<String> {
        subject(sentence, |last| self.known.contains_key(last))
    }

    fn remember(&mut self, person: String) {
        if let Some((_, last)) = person.rsplit_once(' ') {
            self.known.insert(last.to_owned(), person.clone());
        }
        self.person = Some(person);
    }

    /// A sentence that is nothing but quoted words is spoken by whoever spoke beside it.
    fn spread(&self, sentences: &[&str], found: &mut [Found], goes_on: bool) {
        let bare: Vec<bool> = found.iter().map(|f| is_bare(sentences[f.sentence], f)).collect();
        let mut last: Option<String> =
            self.carried.clone().filter(|_| goes_on || (self.ended_quoted && bare.iter().all(|b| *b)));
        for (f, bare) in found.iter_mut().zip(&bare) {
            match (&f.speaker, bare) {
                (None, true) => f.speaker = last.clone(),
                (Some(speaker), _) => last = Some(speaker.clone()),
                (None, false) => {}
            }
        }
        // Words that open a paragraph and are attributed further on: „Es hält. Ich weiß es“, sagte sie.
        let mut next: Option<String> = None;
        for (f, bare) in found.iter_mut().zip(&bare).rev() {
            match (&f.speaker, bare) {
                (None, true) => f.speaker = next.clone(),
                (Some(speaker), _) => next = Some(speaker.clone()),
                (None, false) => next = None,
            }
        }
    }

    /// Who speaks in a sentence, by its words outside the quotation marks.
    fn attribution(&self, sentence: &str, found: &[Found]) -> Option<String> {
        let mut outside = Vec::new();
        let mut from = 0;
        for f in found {
            outside.push(&sentence[from..f.span.start.max(from)]);
            from = f.span.end;
        }
        let tail = &sentence[from.min(sentence.len())..];
        outside.push(tail);
        // What follows words that run on into the sentence is no attribution: der „gute“ Plan, sagte …
        let closed = |(f, part): (&Found, &&str)| {
            let last = sentence[f.span.clone()].chars().next_back();
            last.is_some_and(|c| !c.is_alphanumeric())
                || part
                    .trim_start_matches(|c| is_mark(c) || c == ' ' || c == '\u{a0}')
                    .starts_with([',', '.', ';', '—', '–', '-'])
        };
        let tails = found.iter().zip(&outside[1..]);
        let after = tails.filter(|&(f, part)| closed((f, part))).find_map(|(_, part)| after_quote(part));
        let who = after
            .or_else(|| before_quote(outside[0]))
            .or_else(|| outside[1..].iter().find_map(|part| before_quote(part)))?;
        self.resolve(who)
    }

    /// A first name that was given tells that somebody is he or she.
    fn is_called(&self, person: &str, gender: Gender) -> bool {
        gender_of(self.known.get(person).map_or(person, String::as_str)) == Some(gender)
    }

    /// A noun phrase as a name; a pronoun as whom it stands for: the one named last, if that one is he or she.
    fn resolve(&self, phrase: &str) -> Option<String> {
        let phrase = phrase.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let lower = phrase.to_lowercase();
        let first = lower.split_whitespace().next()?;
        let words = phrase.split_whitespace().count();
        if is_pronoun(first) {
            let gender = pronoun_gender(first).filter(|_| words <= 3)?;
            return self.person.clone().filter(|person| self.is_called(person, gender));
        }
        person(phrase).or_else(|| (words <= 6 && is_article(first)).then(|| phrase.to_owned()))
    }
}

/// Whether quoted words are the name of a work or a programme, which nobody says: „Das Boot“.
fn is_work(words: &str) -> bool {
    let small = |w: &str| {
        matches!(
            w,
            "der" | "die" | "das" | "und" | "von" | "im" | "in" | "am" | "an" | "auf" | "de" | "la" | "le" | "et" | "y"
        )
    };
    let all: Vec<&str> = words.split_whitespace().collect();
    (1..=5).contains(&all.len())
        && !words.ends_with([',', '!', '?'])
        && starts_upper(all[0])
        && all.iter().all(|w| small(w) || starts_upper(w))
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '«' | '»')
}

/// Whether a sentence holds nothing but its quotation.
fn is_bare(sentence: &str, f: &Found) -> bool {
    let outside = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    outside(&sentence[..f.span.start]) + outside(&sentence[f.span.end..]) == 0
}

fn ends_with_it(sentences: &[&str], f: &Found) -> bool {
    f.sentence + 1 == sentences.len() && !sentences[f.sentence][f.span.end..].chars().any(char::is_alphanumeric)
        || f.sentence + 1 == sentences.len() && f.speaker.is_some()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::loader::{self, Hint};

    /// Each quotation of a text in paragraphs with its speaker.
    fn texts(paragraphs: &[Vec<&str>]) -> Vec<(String, Option<String>)> {
        let text = paragraphs.iter().map(|p| p.join(" ")).collect::<Vec<_>>().join("\n\n");
        let hint = Hint { path: "test.txt".into(), ..Hint::default() };
        let article = loader::load(format!("Harbour news\n\n{text}").as_bytes(), &hint).unwrap().remove(0);
        article.quotations.iter().map(|q| q.text.clone()).zip(speakers(&article)).collect()
    }

    #[test]
    fn speakers_are_named_as_the_text_names_them() {
        for (sentences, want) in [
            (&["„Es hält“, sagte Ana Lee am Freitag."][..], "Ana Lee"),
            (&["„Es hält“, sagte Ana Lee, die Bürgermeisterin."], "Ana Lee"),
            (&["„Es hält“, erklärte Ministerin Ana Lee am Freitag."], "Ana Lee"),
            (&["„Es hält“, sagte Einsatzleiterin Ana Lee."], "Ana Lee"),
            (&["„Es hält“, laut Ana Lee."], "Ana Lee"),
            (&["Ana Lee sagte: „Es hält.“"], "Ana Lee"),
            (&["Ana Lee, die Bürgermeisterin, sagte: „Es hält.“"], "Ana Lee"),
            (&["Die Ministerin Maria Schulz eröffnete die Brücke.", "„Es hält“, sagte sie."], "Maria Schulz"),
            (&["Jürgen Schulz eröffnete die Brücke.", "„Es hält“, sagte er."], "Jürgen Schulz"),
            (&["„Es hält“, sagte Ana Lee.", "„Es hielt immer.“"], "Ana Lee"),
            (&["« Il tient », affirme Ana Lee dans une lettre."], "Ana Lee"),
        ] {
            let found = texts(&[sentences.to_vec()]);
            assert!(!found.is_empty(), "{sentences:?}");
            for (_, speaker) in found {
                assert_eq!(speaker.as_deref(), Some(want), "{sentences:?}");
            }
        }
    }

    #[test]
    fn what_is_not_certain_names_nobody() {
        for sentences in [
            // whom the text named last is no man
            &["Maria Schulz eröffnete die Brücke.", "„Sie hält“, sagte er."][..],
            // nor is anybody named whose first name is not known
            &["Uvo Schulz eröffnete die Brücke.", "„Sie hält“, sagte er."],
            &["Die Brücke wurde eröffnet.", "„Sie hält“, sagte sie."],
            // words that run on into the sentence are not attributed by what follows them
            &["Der „gute“ Plan und sagte Regeln stehen."],
        ] {
            let found = texts(&[sentences.to_vec()]);
            assert!(!found.is_empty() && found.iter().all(|(_, speaker)| speaker.is_none()), "{found:?}");
        }
    }

    #[test]
    fn a_last_name_alone_is_a_name_once_it_was_given_in_full() {
        let found = texts(&[
            vec!["Ana Lee trat zurück, sagte Jürgen Dahl."],
            vec!["„Es hält“, sagte Jürgen Dahl."],
            vec!["Lee bestritt das."],
            vec!["„Es hält nicht“, sagte sie."],
        ]);
        let said: Vec<_> = found.iter().map(|(_, s)| s.as_deref()).collect();
        assert_eq!(said, [Some("Jürgen Dahl"), Some("Lee")]);
    }

    #[test]
    fn a_word_in_marks_has_no_speaker_of_its_own() {
        assert_eq!(texts(&[vec!["Die sogenannte „Brücke“ wurde gesperrt."]])[0].1, None);
    }
}
