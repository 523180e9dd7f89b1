//! A name that stands whole in one sentence and was found in pieces, or short by a word, in another.

use foldhash::{HashSet, HashSetExt};

use super::names::NameSpan;
use crate::{
    article::SentenceId,
    language::{
        Analysis,
        labels::{Relation, SpanKind, Tag},
        parse::Parse,
    },
};

/// The longest name that is put together, in tokens.
const LONGEST: usize = 8;

/// The names with those put together that the article has as one name elsewhere.
pub(super) fn complete(analysis: &Analysis, found: Vec<(SentenceId, NameSpan)>) -> Vec<(SentenceId, NameSpan)> {
    let mut known: HashSet<String> = HashSet::new();
    for (sentence, name) in found.iter().filter(|(_, n)| n.kind.is_some() && n.tokens.len() > 1) {
        known.insert(words(analysis.sentence(*sentence), name.tokens.clone()));
    }
    let mut out: Vec<(SentenceId, NameSpan)> = Vec::with_capacity(found.len());
    for (sentence, mut name) in found {
        let parse = analysis.sentence(sentence);
        let is_known = |tokens: std::ops::Range<usize>| {
            (2..=LONGEST).contains(&tokens.len()) && known.contains(&words(parse, tokens))
        };
        let before = out.last().filter(|(s, _)| *s == sentence).map(|(_, n)| n.tokens.clone());
        if let Some(before) = before.clone().filter(|b| is_known(b.start..name.tokens.end))
            && let Some((_, last)) = out.last_mut()
        {
            last.tokens.end = name.tokens.end;
            last.with_title = last.with_title.start.min(before.start)..name.tokens.end;
            last.opens = false;
            continue;
        }
        let left = name.tokens.start.checked_sub(1).filter(|l| before.is_none_or(|b| b.end <= *l));
        if let Some(left) = left.filter(|l| is_known(*l..name.tokens.end)) {
            name.tokens.start = left;
            name.with_title.start = name.with_title.start.min(left);
            name.opens = false;
        }
        out.push((sentence, name));
    }
    surnames(analysis, &mut out);
    out
}

/// "Link said …", "Lien stressed …": a surname that the tagger takes for a word of any sort, where it is the subject of its
/// verb.
fn surnames(analysis: &Analysis, found: &mut Vec<(SentenceId, NameSpan)>) {
    let mut known: HashSet<String> = HashSet::new();
    let mut taken: HashSet<(SentenceId, usize)> = HashSet::new();
    for (sentence, name) in found.iter() {
        if name.kind == Some(SpanKind::Person) && name.tokens.len() > 1 {
            known.insert(analysis.sentence(*sentence).word(name.tokens.end - 1).to_owned());
        }
        taken.extend(name.tokens.clone().map(|t| (*sentence, t)));
    }
    let mut more = Vec::new();
    for (i, parse) in analysis.sentences.iter().enumerate() {
        let sentence = SentenceId::from(i);
        for (t, token) in parse.tokens.iter().enumerate() {
            let word = parse.word(t);
            let bare = parse.children(t).all(|c| parse.tokens[c].tag == Tag::PossessiveEnding);
            let role = matches!(token.relation, Relation::Subject | Relation::PassiveSubject | Relation::Possessor);
            if role
                && bare
                && word.chars().next().is_some_and(char::is_uppercase)
                && known.contains(word)
                && !taken.contains(&(sentence, t))
            {
                let kind = Some(SpanKind::Person);
                more.push((
                    sentence,
                    NameSpan { tokens: t..t + 1, with_title: t..t + 1, kind, told: None, opens: t == 0, titled: None },
                ));
            }
        }
    }
    found.append(&mut more);
    found.sort_by_key(|(s, n)| (*s, n.tokens.start));
}

fn words(parse: &Parse, tokens: std::ops::Range<usize>) -> String {
    tokens.map(|t| parse.word(t)).collect::<Vec<_>>().join(" ")
}
