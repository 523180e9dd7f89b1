//! Which words answer one question alike, and which the opposite way.

use std::sync::LazyLock;

use foldhash::HashMap;

use crate::{
    language::{Parse, Relation},
    text::words::Stemmer,
};

/// Questions with the words of their two answers; written for this project.
const TABLE: &str = include_str!("../../../assets/compare/opposites.txt");

/// The answer that a word gives to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Answer {
    question: u16,
    second: bool,
}

struct Opposites {
    words: HashMap<&'static str, Vec<Answer>>,
    /// The same by the words' stems: for verbs whose dictionary form spelling does not tell.
    stems: HashMap<String, Vec<Answer>>,
    /// Phrases by their first word: the words that follow, with the answer.
    phrases: HashMap<&'static str, Vec<(Vec<&'static str>, Answer)>>,
}

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::for_language("en"));

static OPPOSITES: LazyLock<Opposites> = LazyLock::new(|| {
    let mut out = Opposites { words: HashMap::default(), stems: HashMap::default(), phrases: HashMap::default() };
    let lines = TABLE.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    for (question, line) in (0..).zip(lines) {
        for (second, side) in [false, true].into_iter().zip(line.split('|')) {
            let answer = Answer { question, second };
            for entry in side.split_whitespace() {
                let mut parts = entry.split('_');
                let first = parts.next().unwrap_or_default();
                let rest: Vec<&str> = parts.collect();
                if rest.is_empty() {
                    out.words.entry(first).or_default().push(answer);
                    out.stems.entry(STEMMER.stem(first).into_owned()).or_default().push(answer);
                } else {
                    out.phrases.entry(first).or_default().push((rest, answer));
                }
            }
        }
    }
    out
});

/// How many words may stand between a verb and the particle that goes with it: "turned the plan down".
const PARTICLE_REACH: usize = 5;

/// What a word of a sentence answers, with its dictionary form given: phrases that it begins go before the bare word.
pub(super) fn answers(parse: &Parse, token: usize, lemmas: &[String]) -> Vec<Answer> {
    let Some(lemma) = lemmas.get(token) else { return Vec::new() };
    let table = &*OPPOSITES;
    let mut out: Vec<Answer> = Vec::new();
    for (rest, answer) in table.phrases.get(lemma.as_str()).into_iter().flatten() {
        if is_together(lemmas, token, rest) || is_apart(parse, token, rest, lemmas) {
            out.push(*answer);
        }
    }
    // "cut out", "called off" and the like say something else than their verb.
    let turned = |c: usize| parse.tokens[c].relation == Relation::Particle && TURNING.contains(&lemmas[c].as_str());
    if out.is_empty() && !parse.children(token).any(turned) {
        let stem = || STEMMER.stem(&parse.lower(token)).into_owned();
        let doubled = || lemma.chars().next_back().and_then(|c| table.words.get(format!("{lemma}{c}").as_str()));
        let own = table.words.get(lemma.as_str());
        let spelled = || doubled().or_else(|| table.stems.get(&stem()));
        let own = own.or_else(|| parse.tokens[token].tag.is_verb().then(spelled).flatten());
        out.extend(own.into_iter().flatten());
    }
    out
}

/// Particles that make another verb of one.
const TURNING: [&str; 7] = ["away", "in", "off", "on", "out", "over", "through"];

/// Whether a word begins a phrase that answers a question: "out of control".
pub(super) fn begins_phrase(parse: &Parse, token: usize, lemmas: &[String]) -> bool {
    let Some(lemma) = lemmas.get(token) else { return false };
    let mut phrases = OPPOSITES.phrases.get(lemma.as_str()).into_iter().flatten();
    phrases.any(|(rest, _)| is_together(lemmas, token, rest) || is_apart(parse, token, rest, lemmas))
}

/// The word that hangs on a verb and makes a phrase of it that answers a question: the noun of "gave the go-ahead", the
/// preposition of "voted against".
pub(super) fn in_phrase(parse: &Parse, verb: usize, lemmas: &[String]) -> Option<usize> {
    let phrases = OPPOSITES.phrases.get(lemmas.get(verb)?.as_str())?;
    let whole = |c: usize, rest: &[&str]| match rest {
        [_] => is_last(c, rest, lemmas),
        [before, word] => {
            lemmas.get(c).is_some_and(|l| l == word)
                && parse.children(c).any(|m| lemmas.get(m).is_some_and(|l| l == before))
        }
        _ => false,
    };
    parse.children(verb).find(|&c| phrases.iter().any(|(rest, _)| whole(c, rest)))
}

fn is_last(token: usize, rest: &[&str], lemmas: &[String]) -> bool {
    let last = rest.last().and_then(|w| w.rsplit('-').next());
    last.is_some_and(|w| lemmas.get(token).is_some_and(|l| l == w))
}

/// Whether the words of a phrase follow its first.
fn is_together(lemmas: &[String], token: usize, rest: &[&str]) -> bool {
    let next = lemmas.get(token + 1..token + 1 + rest.len());
    next.is_some_and(|n| n.iter().zip(rest).all(|(a, b)| a == b))
}

/// Whether the words of a phrase hang on its first: "gave the plan the go-ahead", "the bodies were recovered", "took her into
/// custody".
fn is_apart(parse: &Parse, token: usize, rest: &[&str], lemmas: &[String]) -> bool {
    // "go-ahead" is three tokens
    let hyphened = |t: usize, word: &str| {
        let (first, last) = word.split_once('-')?;
        let before = t.checked_sub(2)?;
        Some(lemmas.get(t)? == last && lemmas.get(before)? == first)
    };
    let is = |t: usize, word: &str| lemmas.get(t).is_some_and(|l| l == word) || hyphened(t, word) == Some(true);
    let near =
        |c: &usize| *c > token && *c <= token + PARTICLE_REACH || parse.tokens[*c].relation == Relation::PassiveSubject;
    match rest {
        [word] => parse.children(token).any(|c| near(&c) && is(c, word)),
        [before, word] => parse.children(token).any(|c| {
            // "took her into custody", "gave the scheme the green light"
            c > token && is(c, before) && parse.child(c, Relation::PrepositionObject).is_some_and(|o| is(o, word))
                || near(&c) && is(c, word) && parse.children(c).any(|m| m < c && is(m, before))
        }),
        _ => false,
    }
}

/// What two words are to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kinship {
    /// They answer a question alike.
    Alike,
    /// They answer a question the opposite way, and none alike.
    Opposite,
    /// They have no question in common.
    None,
}

/// What two words are to one another by their answers.
pub(super) fn kinship(a: &[Answer], b: &[Answer]) -> Kinship {
    let mut found = Kinship::None;
    for x in a {
        for y in b.iter().filter(|y| y.question == x.question) {
            if x.second == y.second {
                return Kinship::Alike;
            }
            found = Kinship::Opposite;
        }
    }
    found
}

/// Whether one word is the other with a syllable before it that denies it: "safe", "unsafe".
pub(super) fn denies_by_prefix(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() > 3 && ["un", "in", "im", "non", "dis", "non-"].iter().any(|p| long.strip_prefix(p) == Some(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse_sentence;

    fn of(text: &str, word: &str) -> Vec<Answer> {
        let parse = parse_sentence(text);
        let lemmas: Vec<String> = (0..parse.tokens.len()).map(|t| parse.lemma(t)).collect();
        let token = lemmas.iter().position(|l| l == word).expect("the word stands there");
        answers(&parse, token, &lemmas)
    }

    #[test]
    fn words_and_phrases_answer_alike_or_the_opposite_way() {
        let approve = of("The council approved the plan.", "approve");
        assert_eq!(kinship(&approve, &of("The council turned the plan down.", "turn")), Kinship::Opposite);
        assert_eq!(kinship(&approve, &of("The council accepted the plan.", "accept")), Kinship::Alike);
        assert_eq!(kinship(&approve, &of("The council sang the plan.", "sing")), Kinship::None);
        assert_eq!(kinship(&of("Prices rose.", "rise"), &of("Prices went down.", "go")), Kinship::Opposite);
        assert!(denies_by_prefix("unsafe", "safe") && !denies_by_prefix("under", "der"));
    }
}
