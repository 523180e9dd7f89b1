//! Who said it: the name beside a verb of saying, or what an earlier one stands for.

mod clauses;
mod people;
mod vocabulary;

pub(in crate::text) use vocabulary::is_saying;

use foldhash::HashSet;

use clauses::{after_quote, before_quote};
use people::{person, subject};
use vocabulary::{is_article, is_filler, is_pronoun, starts_upper};

use super::Found;

/// What is remembered from paragraph to paragraph.
#[derive(Default)]
pub(super) struct Speakers {
    /// The person named last: whom "he" or "she" stands for.
    person: Option<String>,
    /// Last names of all whom the text has named: alone at the start of a sentence each is a name again.
    known: HashSet<String>,
    /// Who spoke the last quotation of the paragraph before, if that ended with one.
    carried: Option<String>,
    /// Whether the paragraph before ended with a quotation that named or kept its speaker.
    ended_quoted: bool,
}

impl Speakers {
    /// Names the speakers of one paragraph's quotations. `goes_on`: it continues a quotation of the paragraph before.
    pub(super) fn name(&mut self, sentences: &[&str], found: &mut [Found], goes_on: bool) {
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
        if let Some(person) = subject(sentence, &self.known) {
            self.remember(person);
        }
    }

    fn remember(&mut self, person: String) {
        if let Some((_, last)) = person.rsplit_once(' ') {
            self.known.insert(last.to_owned());
        }
        self.person = Some(person);
    }

    /// A sentence that is nothing but quoted words is spoken by who spoke beside it.
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
        // Words that open a paragraph and are attributed further on: “It is. I know it,” she said.
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
        // What follows words that run on into the sentence is no attribution: an “unprofessional” workplace and said …
        let closed = |(f, part): (&Found, &&str)| {
            let last = sentence[f.span.clone()].chars().next_back();
            last.is_some_and(|c| !c.is_alphanumeric())
                || part.trim_start_matches(is_mark).starts_with([',', '.', ';', '—', '–', '-'])
        };
        let tails = found.iter().zip(&outside[1..]);
        let after = tails.filter(|&(f, part)| closed((f, part))).find_map(|(_, part)| after_quote(part));
        let who = after
            .or_else(|| before_quote(outside[0]))
            .or_else(|| outside[1..].iter().find_map(|part| before_quote(part)))?;
        // "Lee denied it, but she called it “odd”": whom the sentence itself is about comes before whom the last was about.
        let singular = is_pronoun(&who.to_lowercase()) && !matches!(who, "they" | "it" | "we" | "you" | "I");
        let own = if singular { subject(outside[0], &self.known) } else { None };
        own.or_else(|| self.resolve(who))
    }

    /// A noun phrase as a name; a pronoun as whom it stands for.
    fn resolve(&self, phrase: &str) -> Option<String> {
        let phrase = phrase.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim();
        let lower = phrase.to_lowercase();
        let first = lower.split_whitespace().next()?;
        if matches!(first, "they" | "ils" | "it" | "we" | "you" | "i") {
            return None;
        }
        if is_pronoun(first) {
            return (!lower.contains(' ') || lower.split_whitespace().count() <= 3)
                .then(|| self.person.clone())
                .flatten();
        }
        person(phrase).or_else(|| {
            let words = phrase.split_whitespace().count();
            let article = is_article(first);
            let several = lower.ends_with('s') && lower.split_whitespace().all(|w| !is_filler(w) && !is_saying(w));
            (words <= 6
                && (article || words <= 3 && several)
                && phrase.chars().any(char::is_alphabetic)
                && !lower.starts_with("that")
                && (article || !is_filler(first)))
            .then(|| phrase.to_owned())
        })
    }
}

/// Whether quoted words are the name of a work or a programme, which nobody says: `NBC's “Today”`.
fn is_work(words: &str) -> bool {
    let small = |w: &str| matches!(w, "of" | "the" | "and" | "in" | "on" | "a" | "for" | "to" | "with");
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
