//! Who won: two accounts of one match, vote or case that give it to two sides.
//!
//! "Lund beat Vell", "Vell lost to Lund" and "Lund won the final" say one thing with three verbs, so winner and loser are told
//! by the place of each in its sentence and then set against the other account's.

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    reading::{Reading, shared},
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind},
};

/// One contest as a clause tells it.
pub(super) struct Contest {
    verb: usize,
    winner: Option<Named>,
    loser: Option<Named>,
    /// What is won or lost, where that is told: the final, the seat.
    prize: Option<TermId>,
    /// What somebody was elected to, where that is told: "chairman", "to the post".
    office: Option<TermId>,
    /// Words that make another office of one: "vice chairman".
    ranks: Vec<String>,
    /// What the clause says beside the two: the final, the seat, the town.
    about: Vec<TermId>,
    /// Days, rounds and ordinals that tell one contest from another.
    marks: Vec<String>,
}

/// A side of a contest that has a name.
struct Named {
    tokens: Range<usize>,
    names: Vec<TermId>,
}

/// Who does so to another has won.
const BEATING: [&str; 10] =
    ["beat", "defeat", "edge", "oust", "outplay", "outpoint", "overcome", "thrash", "topple", "unseat"];

/// What can be won and lost by one alone.
const CONTESTS: [&str; 26] = [
    "battle",
    "bout",
    "case",
    "championship",
    "contest",
    "cup",
    "derby",
    "election",
    "fight",
    "final",
    "game",
    "lawsuit",
    "leg",
    "match",
    "mayoralty",
    "presidency",
    "primary",
    "race",
    "referendum",
    "runoff",
    "seat",
    "semifinal",
    "title",
    "tournament",
    "trophy",
    "vote",
];

/// Words that make another office of one.
const RANKS: [&str; 7] = ["acting", "assistant", "associate", "deputy", "interim", "junior", "vice"];

/// Words that number a contest among others.
const ORDINALS: [&str; 14] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "opening", "last",
    "next", "previous",
];

fn of(sides: &Sides<'_, '_>, reading: &Reading<'_>) -> Vec<Contest> {
    let told =
        reading.events.iter().filter(|e| !e.negated && e.open.is_none() && !e.future && !reading.quoted[e.token]);
    told.filter_map(|e| contest(sides, reading, e.token)).collect()
}

fn contest(sides: &Sides<'_, '_>, reading: &Reading<'_>, verb: usize) -> Option<Contest> {
    let parse = reading.parse;
    if !parse.tokens[verb].tag.is_verb() {
        return None;
    }
    // "had won primaries in his district": told of another time, or of several.
    let before = parse.children_by(verb, Relation::Auxiliary).any(|c| parse.lower(c) == "had");
    if before {
        return None;
    }
    let lemma = reading.lemmas[verb].as_str();
    // A name right after the verb is whom it tells of, whatever the score behind it makes of the parse.
    let next =
        Some(verb + 1).filter(|&t| parse.head(t) == Some(verb) && parse.span_at(t).is_some_and(|s| s.kind.is_name()));
    let object = parse.child(verb, Relation::Object).or(next);
    let contested =
        object.is_some_and(|o| CONTESTS.contains(&reading.lemmas[o].as_str()) && !parse.tokens[o].tag.is_plural());
    let after = |words: &[&str]| {
        let preposition = parse.children(verb).find(|&c| words.contains(&reading.lemmas[c].as_str()))?;
        parse.child(preposition, Relation::PrepositionObject)
    };
    let subject = reading.subject(verb);
    let passive = reading.is_passive(verb);
    let by = || parse.child(verb, Relation::Agent).and_then(|by| parse.child(by, Relation::PrepositionObject));
    let (winner, loser) = match lemma {
        _ if BEATING.contains(&lemma) && passive => (by(), subject),
        _ if BEATING.contains(&lemma) => (doer(reading, verb), Some(object?)),
        "lose" if !passive && (contested || object.is_none()) => (after(&["to", "against"]), subject),
        "win" if passive => (by(), None),
        "win" if contested || object.is_none() => (subject, after(&["over", "against"])),
        "elect" | "reelect" if passive => (subject, None),
        _ => return None,
    };
    let named = |head: Option<usize>| {
        let head = head?;
        let names: Vec<TermId> =
            reading.party(head).concepts.into_iter().filter(|&t| sides.texts.terms[t as usize].name).collect();
        let tokens = parse.subtree_without(head, &[Relation::RelativeClause, Relation::Preposition]);
        (!names.is_empty()).then_some(Named { tokens, names })
    };
    let (winner, loser) = (named(winner), named(loser));
    if winner.is_none() && loser.is_none() {
        return None;
    }
    let mut about = reading.about(verb);
    about.retain(|t| [&winner, &loser].iter().all(|p| p.as_ref().is_none_or(|p| !p.names.contains(t))));
    let prize = object.filter(|_| contested).and_then(|o| reading.concepts[o]);
    let office = matches!(lemma, "elect" | "reelect").then(|| office(reading, verb)).flatten();
    let clause = parse.subtree_without(verb, &[Relation::Subject, Relation::PassiveSubject, Relation::RelativeClause]);
    let ranks = clause.map(|t| reading.lemmas[t].clone()).filter(|l| RANKS.contains(&l.as_str())).collect();
    Some(Contest { verb, winner, loser, prize, office, ranks, about, marks: marks(reading) })
}

/// "elected chairman", "re-elected to the post", "elected as mayor".
fn office(reading: &Reading<'_>, verb: usize) -> Option<TermId> {
    let parse = reading.parse;
    let told = [Relation::ObjectPredicate, Relation::Attribute].into_iter().find_map(|r| parse.child(verb, r));
    let to = || parse.children(verb).find(|&c| matches!(reading.lemmas[c].as_str(), "to" | "as"));
    let behind = || to().and_then(|c| parse.child(c, Relation::PrepositionObject));
    reading.concepts[told.or_else(behind)?]
}

/// Who does what a verb tells, be it in a clause beside another: "won the final, defeating Vell".
fn doer(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let above = || reading.parse.head(verb).and_then(|v| reading.subject(v));
    reading.subject(verb).or_else(above)
}

/// What tells a contest of a sentence from others of the same two.
pub(super) fn marks(reading: &Reading<'_>) -> Vec<String> {
    let parse = reading.parse;
    let ordinal = (0..reading.lemmas.len()).filter(|&t| ORDINALS.contains(&reading.lemmas[t].as_str()));
    let mut out: Vec<String> = ordinal.map(|t| reading.lemmas[t].clone()).collect();
    let day = |s: &&crate::language::Span| s.kind == SpanKind::Date && !parse.slice(s.tokens.clone()).contains("year");
    out.extend(parse.spans.iter().filter(day).map(|s| parse.slice(s.tokens.clone()).to_lowercase()));
    out.sort_unstable();
    out.dedup();
    out
}

/// Contests of two sentences that are won by two sides.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    let ours = sides.left.once.contests.get_or_init(|| of(sides, sides.left));
    if ours.is_empty() {
        return;
    }
    let theirs = sides.right.once.contests.get_or_init(|| of(sides, sides.right));
    for a in ours {
        for b in theirs.iter().filter(|b| may_be_one(sides, a, b)) {
            let one = |x: &Option<Named>, y: &Option<Named>| match (x, y) {
                (Some(x), Some(y)) => shared(&x.names, &y.names) > 0,
                _ => false,
            };
            if one(&a.winner, &b.winner) || one(&a.loser, &b.loser) {
                continue;
            }
            if one(&a.winner, &b.loser) || one(&a.loser, &b.winner) {
                let clause = |r: &Reading<'_>, c: &Contest| {
                    r.parse.subtree_without(c.verb, &[Relation::Preposition, Relation::AdverbialClause])
                };
                let (left, right) = (clause(sides.left, a), clause(sides.right, b));
                out.push(Clash { kind: ConflictKind::Outcome, left, right, weight: probability + 1.0 });
            } else if let (Some(x), Some(y)) = (&a.winner, &b.winner)
                && shared(&a.about, &b.about) >= ONE_CONTEST
                && !sides.differ_in_name(&a.about, &b.about)
            {
                let (left, right) = (x.tokens.clone(), y.tokens.clone());
                out.push(Clash { kind: ConflictKind::Name, left, right, weight: probability + 0.5 });
            }
        }
    }
}

/// Words beside the winners that two clauses of one contest share, at least, where only the winners are told.
const ONE_CONTEST: usize = 2;

/// Whether nothing tells two contests apart.
fn may_be_one(sides: &Sides<'_, '_>, a: &Contest, b: &Contest) -> bool {
    let apart = !a.marks.is_empty()
        && !b.marks.is_empty()
        && !a.marks.iter().any(|m| b.marks.iter().any(|n| m.contains(n.as_str()) || n.contains(m.as_str())));
    // A year tells of another time than the one in hand.
    let dated = |c: &Contest| {
        c.marks.iter().any(|m| m.split(' ').any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit())))
    };
    // Who won the primary may have lost the election.
    let other = matches!((a.prize, b.prize), (Some(x), Some(y)) if x != y);
    // A vice chairman is no chairman.
    let office = matches!((a.office, b.office), (Some(x), Some(y)) if x != y) || a.ranks != b.ranks;
    !apart && !other && !office && dated(a) == dated(b) && !sides.other_case(a.verb, b.verb)
}
