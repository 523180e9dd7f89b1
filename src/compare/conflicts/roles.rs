//! Two names for one part that only one can have: "the captain, Ines Corvo", "Captain Pedro Almas".

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    likeness::likeness,
    names::{is_variant, unknown},
    reading::Reading,
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag},
};

/// A name with the part that it has.
pub(super) struct Role {
    /// The noun that says the part.
    noun: usize,
    tokens: Range<usize>,
    phrase: Range<usize>,
    words: Vec<TermId>,
    /// What says which one: "deputy", "of the ferry".
    which: Vec<TermId>,
    verb: usize,
}

/// Parts that one person has at a time.
const PARTS: [&str; 33] = [
    "ambassador",
    "bishop",
    "boss",
    "captain",
    "ceo",
    "chair",
    "chairman",
    "chairwoman",
    "chief",
    "coach",
    "commander",
    "conductor",
    "coroner",
    "director",
    "editor",
    "executive",
    "founder",
    "gunman",
    "head",
    "headmaster",
    "judge",
    "leader",
    "manager",
    "mayor",
    "minister",
    "owner",
    "pilot",
    "premier",
    "president",
    "principal",
    "skipper",
    "superintendent",
    "winner",
];

/// Parts that several people have in one story.
const SEVERAL: [&str; 34] = [
    "actor",
    "advocate",
    "analyst",
    "attorney",
    "author",
    "congressman",
    "critic",
    "deputy",
    "doctor",
    "economist",
    "expert",
    "farmer",
    "journalist",
    "lawmaker",
    "lawyer",
    "member",
    "neighbor",
    "officer",
    "official",
    "player",
    "politician",
    "professor",
    "reporter",
    "representative",
    "researcher",
    "resident",
    "scientist",
    "senator",
    "spokesman",
    "spokeswoman",
    "student",
    "teacher",
    "witness",
    "worker",
];

fn of(reading: &Reading<'_>) -> Vec<Role> {
    let spans = reading.parse.spans.iter().filter(|s| s.kind.is_name());
    spans.filter_map(|s| role(reading, s.tokens.clone())).collect()
}

fn role(reading: &Reading<'_>, tokens: Range<usize>) -> Option<Role> {
    let parse = reading.parse;
    let name = parse.head_of(tokens.clone());
    // "the chief investment officer"
    let chief =
        |t: usize| reading.lemmas[t] == "officer" && parse.children(t).any(|c| c < t && reading.lemmas[c] == "chief");
    // "the teller, Maria Quintero": whoever is called so, where one tells of nobody's words
    let known = |t: usize| parse.children(t).any(|c| reading.lemmas[c] == "the");
    let one = |t: usize| {
        parse.tokens[t].tag == Tag::Noun
            && known(t)
            && !SEVERAL.contains(&reading.lemmas[t].as_str())
            && parse.span_at(name).is_some_and(|s| s.kind == SpanKind::Person)
            && parse.head(name) == Some(t)
            && reading.verb_of(t).is_some_and(|v| !reading.is_saying(v))
    };
    let part = |t: usize| !tokens.contains(&t) && (PARTS.contains(&reading.lemmas[t].as_str()) || chief(t) || one(t));
    let above = parse.head(name).filter(|_| parse.tokens[name].relation == Relation::Apposition);
    let beside =
        above.filter(|&n| part(n)).or_else(|| parse.children_by(name, Relation::Apposition).find(|&c| part(c)));
    // "Captain Marta Ellin", be the title a part of the name or not
    let titled = || {
        let first = tokens.clone().next().filter(|&t| tokens.len() > 1 && PARTS.contains(&reading.lemmas[t].as_str()));
        first.or_else(|| parse.children_by(name, Relation::Compound).find(|&c| part(c)))
    };
    let title = titled().filter(|_| beside.is_none());
    let noun = beside.or(title)?;
    // "the captain", "its captain": one that is known
    let known =
        parse.children(noun).any(|c| reading.lemmas[c] == "the" || parse.tokens[c].relation == Relation::Possessor);
    if title.is_none() && !known || reading.quoted[name] {
        return None;
    }
    let tokens = tokens.start + usize::from(title == Some(tokens.start))..tokens.end;
    let top = if parse.head(name) == Some(noun) { noun } else { name };
    let phrase = parse.subtree_without(top, &[Relation::RelativeClause]);
    // What stands before a title, or hangs on the noun beside a name.
    let telling: Vec<usize> = match title {
        Some(_) => (phrase.start..tokens.start).collect(),
        None => parse.children(noun).filter(|&c| tells_which(reading, c)).flat_map(|c| parse.subtree(c)).collect(),
    };
    let telling = telling.into_iter().filter(|t| !tokens.contains(t) && *t != noun);
    let mut which: Vec<TermId> = telling.filter_map(|t| reading.concepts[t]).collect();
    which.sort_unstable();
    which.dedup();
    let words: Vec<TermId> = tokens.clone().filter_map(|t| reading.concepts[t]).collect();
    let verb = reading.verb_of(top)?;
    (!words.is_empty()).then_some(Role { noun, tokens, phrase, words, which, verb })
}

/// Whether a word that hangs on the noun for a part says which one it is: "sporting director", "mayor of Lund".
fn tells_which(reading: &Reading<'_>, token: usize) -> bool {
    let relation = reading.parse.tokens[token].relation;
    matches!(relation, Relation::Adjective | Relation::Compound | Relation::Possessor)
        || relation == Relation::Preposition && reading.lemmas[token] == "of"
}

/// Names of two sentences for one part of one claim, of which neither account knows the other's.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    let ours = sides.left.once.roles.get_or_init(|| of(sides.left));
    if ours.is_empty() {
        return;
    }
    let theirs = sides.right.once.roles.get_or_init(|| of(sides.right));
    for a in ours.iter().filter(|a| unknown(sides, &a.words, 1)) {
        for b in theirs.iter().filter(|b| unknown(sides, &b.words, 0)) {
            let one_part = sides.one_word(a.noun, b.noun) && one_case(sides, a, b);
            // "the sporting director": of a part that is told so closely there is one in a story.
            let close = || is_close(sides, a, b);
            if one_part
                && !sides.other_case(a.noun, b.noun)
                && !is_variant(sides, &a.tokens, &b.tokens)
                && (close()
                    || is_only_one(sides, a, b, probability)
                    || likeness(sides, (a.verb, &a.phrase), (b.verb, &b.phrase)).is_one_claim())
            {
                let (left, right) = (a.tokens.clone(), b.tokens.clone());
                out.push(Clash { kind: ConflictKind::Name, left, right, weight: probability + 0.8 });
            }
        }
    }
}

/// The probability of a link from which "the teller" of two sentences is one.
const ONE: f32 = 0.1;

/// Whether both tell of somebody by a noun that is no office and has nothing beside it: "the teller".
fn is_only_one(sides: &Sides<'_, '_>, a: &Role, b: &Role, probability: f32) -> bool {
    let bare = |r: &Reading<'_>, role: &Role| {
        role.which.is_empty() && !PARTS.contains(&r.lemmas[role.noun].as_str()) && r.lemmas[role.noun] != "officer"
    };
    probability >= ONE && bare(sides.left, a) && bare(sides.right, b)
}

/// Whether both say alike which one it is, by more than a name: "sporting director", "finance minister", "chief executive".
fn is_close(sides: &Sides<'_, '_>, a: &Role, b: &Role) -> bool {
    let plain = |r: &Role| r.which.iter().any(|t| !sides.texts.terms[*t as usize].name);
    let former = |r: &Reading<'_>, role: &Role| {
        role.phrase.clone().any(|t| {
            matches!(
                r.lemmas[t].as_str(),
                "acting" | "assistant" | "deputy" | "ex" | "former" | "interim" | "vice" | "then"
            )
        })
    };
    plain(a) && plain(b) && !former(sides.left, a) && !former(sides.right, b)
}

/// Whether what says which one of several it is does not differ: "the deputy mayor", "the mayor of Lund".
fn one_case(sides: &Sides<'_, '_>, a: &Role, b: &Role) -> bool {
    let name = |t: &TermId| sides.texts.terms[*t as usize].name;
    let plain = |list: &[TermId]| -> Vec<TermId> { list.iter().copied().filter(|t| !name(t)).collect() };
    plain(&a.which) == plain(&b.which) && !sides.differ_in_name(&a.which, &b.which)
}
