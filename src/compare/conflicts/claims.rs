//! What grammar shows of two sentences' claims: one event with the same who and what, on whose word, and whether each tells
//! what the other chiefly tells.
//!
//! Two sentences of one story share names and topics whatever they tell. That both tell one thing shows in their grammar: the
//! same verb, or one that answers the same question, of the same people and things.

use super::{
    Sides,
    opposites::{self, Kinship},
    reading::{Event, Reading, shared},
};
use crate::{compare::prepared::TermId, language::Relation};

/// What grammar shows of two sentences.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::compare) struct Common {
    /// The most that one event of both has in common, by the weight of its words and of those that take part in it.
    pub(in crate::compare) event: f32,
    /// Whose word the likeliest event of both is: 1 for the same speaker's, -1 for two people's, 0 where that is not known.
    pub(in crate::compare) owner: f32,
    /// Whether the right tells what the left chiefly tells, and the left what the right does: as surely, of the same people in
    /// the same parts, with nothing that goes the opposite way.
    pub(in crate::compare) told: [bool; 2],
}

/// What grammar shows of two sentences.
pub(super) fn common(sides: &Sides<'_, '_>) -> Common {
    let [left, right] = [sides.left, sides.right];
    let (event, owner) = common_event(sides);
    let opposite = left.events.iter().any(|a| {
        right.events.iter().any(|b| a.negated == b.negated && sides.opposite(a, b) && !sides.one_word(a.token, b.token))
    });
    if opposite || names_replaced(sides) {
        return Common { event, owner, told: [false; 2] };
    }
    let ours = told(left, right, |e, f| (sides.one_event(e, f), sides.is_turned(e, f)));
    let theirs = told(right, left, |e, f| (sides.one_event(f, e), sides.is_turned(f, e)));
    Common { event, owner, told: [ours, theirs] }
}

/// Whether one sentence tells what another chiefly tells. `compare` says of two events whether they are one by what they say,
/// and whether each does to the other what is done to it.
fn told(own: &Reading<'_>, other: &Reading<'_>, compare: impl Fn(&Event, &Event) -> (bool, bool)) -> bool {
    let Some(verb) = main_verb(own) else { return true };
    let Some(event) = own.events.iter().find(|e| e.token == verb) else { return true };
    if leaves_out_a_bound(own, verb, other) {
        return false;
    }
    let mut alike = (other.events.iter())
        .filter_map(|f| {
            let (one, turned) = compare(event, f);
            one.then_some((f, turned))
        })
        .peekable();
    if alike.peek().is_none() {
        return event.light || own.concepts[verb].is_some_and(|c| other.concepts.contains(&Some(c)));
    }
    // "may resign" is not "resigned", and who sued was not sued.
    alike.any(|(f, turned)| f.negated == event.negated && f.open.is_some() == event.open.is_some() && !turned)
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

/// The most that one event of both has in common, by its own word and whoever and whatever takes part in it; and whether the one
/// with most takers-part in common is told on one speaker's word: 1, or -1 on two people's.
fn common_event(sides: &Sides<'_, '_>) -> (f32, f32) {
    fn told<'r>(r: &'r Reading<'_>) -> impl Iterator<Item = &'r Event> {
        r.events.iter().filter(|e| !r.is_saying(e.token))
    }
    let weight = |t: TermId| sides.texts.weight(t);
    let mut most = 0.0f32;
    let mut owned: Option<(f32, &Event, &Event)> = None;
    for a in told(sides.left) {
        for b in told(sides.right) {
            let answer = opposites::kinship(&a.answers, &b.answers) != Kinship::None;
            let same = sides.one_word(a.token, b.token) && !a.light && !b.light;
            let one = sides.one_event(a, b);
            if !answer && !same && !one {
                continue;
            }
            let parts = |own: Option<TermId>| -> f32 {
                let both = a.about.iter().filter(|t| Some(**t) != own && b.about.binary_search(t).is_ok());
                both.map(|&t| weight(t)).sum()
            };
            let beside = parts(a.concept);
            if (answer || same) && beside > 0.0 {
                most = most.max(a.concept.map_or(0.0, weight).min(b.concept.map_or(0.0, weight)) + beside);
            }
            let all = parts(None);
            if one && owned.is_none_or(|o| all > o.0) {
                owned = Some((all, a, b));
            }
        }
    }
    let owner = match owned.and_then(|(_, a, b)| a.owner.as_ref().zip(b.owner.as_ref())) {
        Some((x, y)) if x.is_known() && y.is_known() && shared(&x.concepts, &y.concepts) > 0 => 1.0,
        Some((x, y)) if x.is_known() && y.is_known() => -1.0,
        _ => 0.0,
    };
    (most, owner)
}
