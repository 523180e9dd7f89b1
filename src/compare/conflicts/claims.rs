//! What two sentences both claim: one event with the same who and what, or the same words hanging on one another.
//!
//! Two sentences of one story share names and topics whatever they tell. That both tell one thing shows in their grammar: the
//! same verb, or one that answers the same question, of the same people and things; or heads with the same dependents.

use super::{
    Sides,
    opposites::{self, Kinship},
    reading::{Event, Reading},
};
use crate::{
    compare::prepared::TermId,
    language::{Parse, Relation, Tag},
};

/// What two sentences claim in common.
#[derive(Clone, Copy, Debug)]
pub(in crate::compare) struct Common {
    /// How much, by the weight of the words that do so; 0 where grammar shows nothing.
    pub(in crate::compare) weight: f32,
    /// What each chiefly tells is told by the other too, and nothing goes the opposite way.
    pub(in crate::compare) whole: bool,
}

/// What two sentences claim in common.
pub(super) fn common(sides: &Sides<'_, '_>) -> Common {
    let weight = one_event(sides).max(dependencies(sides));
    let told = |own: &Reading<'_>, of: &[&Event], other: &Reading<'_>, turned: bool| {
        main_verb(own).is_none_or(|v| {
            own.concepts[v].is_some_and(|c| other.concepts.contains(&Some(c)))
                || of.iter().filter(|e| e.token == v).any(|e| {
                    e.light
                        || other
                            .events
                            .iter()
                            .any(|f| if turned { sides.one_event(f, e) } else { sides.one_event(e, f) })
                })
        })
    };
    let events = [sides.left, sides.right].map(|r| r.events.iter().collect::<Vec<_>>());
    let opposite = events[0].iter().any(|a| {
        events[1].iter().any(|b| a.negated == b.negated && sides.opposite(a, b) && !sides.one_word(a.token, b.token))
    });
    let whole = told(sides.left, &events[0], sides.right, false) && told(sides.right, &events[1], sides.left, true);
    Common { weight, whole: whole && !opposite }
}

/// The verb of what a sentence chiefly tells: under the verb that says whose word it is.
fn main_verb(reading: &Reading<'_>) -> Option<usize> {
    let parse = reading.parse;
    let mut verb = parse.roots().next().filter(|&r| parse.tokens[r].tag.is_verb())?;
    for _ in 0..parse.tokens.len() {
        let clause = parse.child(verb, Relation::ClausalComplement).filter(|_| reading.is_saying(verb));
        verb = match clause {
            Some(clause) if parse.tokens[clause].tag.is_verb() => clause,
            Some(_) => return None,
            None => break,
        };
    }
    Some(verb)
}

/// The most that one event of both has in common: its own word and whoever and whatever takes part in it.
fn one_event(sides: &Sides<'_, '_>) -> f32 {
    let weight = |t: TermId| sides.texts.weight(t);
    let told = |r: &Reading<'_>, e: &Event| !r.is_saying(e.token);
    let mut best = 0.0f32;
    for a in sides.left.events.iter().filter(|e| told(sides.left, e)) {
        for b in sides.right.events.iter().filter(|e| told(sides.right, e)) {
            let answer = opposites::kinship(&a.answers, &b.answers) != Kinship::None;
            let same = sides.one_word(a.token, b.token) && !a.light && !b.light;
            if !answer && !same {
                continue;
            }
            let word = a.concept.map_or(0.0, weight).min(b.concept.map_or(0.0, weight));
            let parts = a.about.iter().filter(|t| Some(**t) != a.concept && b.about.binary_search(t).is_ok());
            let parts: f32 = parts.map(|&t| weight(t)).sum();
            if parts > 0.0 {
                best = best.max(word + parts);
            }
        }
    }
    best
}

/// What the words that hang on one another in both come to. A name has its own words in whatever sentence it stands.
fn dependencies(sides: &Sides<'_, '_>) -> f32 {
    let (own, other) = (pairs(sides.left), pairs(sides.right));
    let shared: Vec<_> = own.iter().filter(|p| other.binary_search(p).is_ok()).collect();
    if shared.len() < FEWEST {
        return 0.0;
    }
    shared.iter().map(|(a, b)| (sides.texts.weight(*a) * sides.texts.weight(*b)).sqrt()).sum()
}

/// Heads with dependents that two sentences share, at least: one may be a turn of phrase.
const FEWEST: usize = 2;

/// The concepts of heads with those of their dependents, prepositions left out, each pair in the order of its numbers.
fn pairs(reading: &Reading<'_>) -> Vec<(TermId, TermId)> {
    let parse = reading.parse;
    let meant = |t: usize| reading.concepts[t].into_iter().chain(reading.stands_for[t].iter().copied());
    let in_one_name = |a: usize, b: usize| parse.span_at(a).is_some_and(|s| s.tokens.contains(&b));
    let mut out = Vec::new();
    for t in 0..parse.tokens.len() {
        let Some(head) = head(parse, t).filter(|&h| !in_one_name(t, h)) else { continue };
        for a in meant(t) {
            out.extend(meant(head).filter(|&b| b != a).map(|b| (a.min(b), a.max(b))));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The word that another tells something of: past prepositions, and past the first of several that are joined.
fn head(parse: &Parse, token: usize) -> Option<usize> {
    let mut at = token;
    for _ in 0..parse.tokens.len() {
        let head = parse.head(at)?;
        let t = &parse.tokens[at];
        let through = t.relation == Relation::Conjunct
            || matches!(parse.tokens[head].tag, Tag::Preposition | Tag::To)
                && matches!(t.relation, Relation::PrepositionObject | Relation::PrepositionComplement);
        if !through {
            return (!matches!(t.relation, Relation::Determiner | Relation::Punctuation)).then_some(head);
        }
        at = head;
    }
    None
}
