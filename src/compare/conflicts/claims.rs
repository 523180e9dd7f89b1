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
    /// Whether the right tells what the left chiefly tells, and the left what the right does: as surely, of the same people in
    /// the same parts, with nothing that goes the opposite way.
    pub(in crate::compare) told: [bool; 2],
}

/// What two sentences claim in common.
pub(super) fn common(sides: &Sides<'_, '_>) -> Common {
    let weight = one_event(sides).max(dependencies(sides));
    let [left, right] = [sides.left, sides.right];
    let opposite = left.events.iter().any(|a| {
        right.events.iter().any(|b| a.negated == b.negated && sides.opposite(a, b) && !sides.one_word(a.token, b.token))
    });
    if opposite || names_replaced(sides) {
        return Common { weight, told: [false; 2] };
    }
    let ours = told(left, right, |e, f| (sides.one_event(e, f), sides.is_turned(e, f)));
    let theirs = told(right, left, |e, f| (sides.one_event(f, e), sides.is_turned(f, e)));
    Common { weight, told: [ours, theirs] }
}

/// Whether one sentence tells what another chiefly tells. `compare` says of two events whether they are one by what they say,
/// and whether each does to the other what is done to it.
fn told(own: &Reading<'_>, other: &Reading<'_>, compare: impl Fn(&Event, &Event) -> (bool, bool)) -> bool {
    let Some(verb) = main_verb(own) else { return true };
    let Some(event) = own.events.iter().find(|e| e.token == verb) else { return true };
    if leaves_out_a_bound(own, verb, other) {
        return false;
    }
    let alike: Vec<(&Event, bool)> = (other.events.iter())
        .filter_map(|f| {
            let (one, turned) = compare(event, f);
            one.then_some((f, turned))
        })
        .collect();
    if alike.is_empty() {
        return event.light || own.concepts[verb].is_some_and(|c| other.concepts.contains(&Some(c)));
    }
    // "may resign" is not "resigned", and who sued was not sued.
    alike.iter().any(|(f, turned)| f.negated == event.negated && f.open.is_some() == event.open.is_some() && !turned)
}

/// Whether a sentence says until when or on what condition something holds, and another has no word of that: "stay in port until
/// they are examined".
fn leaves_out_a_bound(own: &Reading<'_>, verb: usize, other: &Reading<'_>) -> bool {
    let parse = own.parse;
    let bounds = |t: usize| matches!(own.lemmas[t].as_str(), "until" | "till" | "unless" | "if");
    let bound = |c: usize| {
        parse.tokens[c].relation == Relation::AdverbialClause
            && parse.children_by(c, Relation::Mark).chain(parse.children_by(c, Relation::Adverb)).any(bounds)
    };
    let clauses = parse.subtree(verb).filter(|&c| bound(c));
    let told = |c: usize| {
        let mut words = parse.subtree(c).filter_map(|t| own.concepts[t]).peekable();
        words.peek().is_none() || words.any(|t| other.concepts.contains(&Some(t)))
    };
    clauses.into_iter().any(|c| !told(c))
}

/// Whether each sentence has a name that the other account does not know: one put in the place of the other.
fn names_replaced(sides: &Sides<'_, '_>) -> bool {
    let unknown = |r: &Reading<'_>, side: usize| {
        let owners = r.according_tokens();
        let said_by: Vec<TermId> =
            r.events.iter().filter_map(|e| e.owner.as_ref()).flat_map(|o| o.concepts.iter().copied()).collect();
        (0..r.concepts.len()).filter(|t| !owners.contains(t)).any(|t| {
            r.concepts[t].is_some_and(|c| {
                sides.texts.terms[c as usize].name && !sides.texts.stands_on(side, c) && !said_by.contains(&c)
            })
        })
    };
    unknown(sides.left, 1) && unknown(sides.right, 0)
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
fn pairs<'r>(reading: &'r Reading<'_>) -> &'r [(TermId, TermId)] {
    reading.once.pairs.get_or_init(|| pairs_of(reading))
}

fn pairs_of(reading: &Reading<'_>) -> Vec<(TermId, TermId)> {
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
