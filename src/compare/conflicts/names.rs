//! Who and where: two names that fill one place in one event.

use super::{
    Clash, ConflictKind, Sides, WORTH,
    opposites::{self, Kinship},
    reading::{Reading, shared},
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag},
};

/// A name in its place.
struct Placed {
    tokens: std::ops::Range<usize>,
    kind: SpanKind,
    words: Vec<TermId>,
    verb: usize,
    place: Place,
}

/// The place of a name in an event.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    /// Who does it.
    Doer,
    /// Whom it befalls.
    Bearer,
    /// What a preposition joins to it.
    By(String),
}

fn of(reading: &Reading<'_>) -> Vec<Placed> {
    let parse = reading.parse;
    let kinds = [SpanKind::Person, SpanKind::Place];
    let spans = parse.spans.iter().filter(|s| kinds.contains(&s.kind));
    spans
        .filter_map(|span| {
            let mut head = parse.head_of(span.tokens.clone());
            while parse.tokens[head].relation == Relation::Apposition {
                head = parse.head(head)?;
            }
            let above = parse.head(head)?;
            let (place, verb) = match parse.tokens[head].relation {
                Relation::Subject => (Place::Doer, above),
                Relation::PassiveSubject | Relation::Object => (Place::Bearer, above),
                Relation::PrepositionObject if parse.tokens[above].relation == Relation::Agent => {
                    (Place::Doer, parse.head(above)?)
                }
                Relation::PrepositionObject => (Place::By(reading.lemmas[above].clone()), reading.verb_of(above)?),
                _ => return None,
            };
            if !parse.tokens[verb].tag.is_verb() {
                return None;
            }
            let words = span.tokens.clone().filter_map(|t| reading.concepts[t]).collect();
            Some(Placed { tokens: span.tokens.clone(), kind: span.kind, words, verb, place })
        })
        .collect()
}

/// Names of two sentences that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    opposite_parts(sides, probability, out);
    let (ours, theirs) = (of(sides.left), of(sides.right));
    for a in &ours {
        for b in &theirs {
            if a.kind != b.kind || a.place != b.place {
                continue;
            }
            // Each name must be missing on the other side.
            let missing = |own: &Placed, other: &Reading<'_>| {
                !own.words.is_empty() && own.words.iter().all(|t| !other.concepts.contains(&Some(*t)))
            };
            if !missing(a, sides.right) || !missing(b, sides.left) {
                continue;
            }
            if let Some(weight) = weigh(sides, a, b, probability) {
                out.push(Clash { kind: ConflictKind::Name, left: a.tokens.clone(), right: b.tokens.clone(), weight });
            }
        }
    }
}

fn weigh(sides: &Sides<'_, '_>, a: &Placed, b: &Placed, probability: f32) -> Option<f32> {
    if sides.other_case(a.tokens.start, b.tokens.start) {
        return None;
    }
    if sides.left.is_saying(a.verb) && a.place == Place::Doer || sides.right.is_saying(b.verb) && b.place == Place::Doer
    {
        return None;
    }
    let event = |r: &Reading<'_>, verb: usize| r.events.iter().find(|e| e.token == verb).cloned();
    let (e, f) = (event(sides.left, a.verb), event(sides.right, b.verb));
    let about = |r: &Reading<'_>, verb: usize, event: &Option<super::Event>, own: &Placed| -> Vec<TermId> {
        let list = match event {
            Some(e) => e.about.clone(),
            None => r.party(verb).concepts,
        };
        list.into_iter().filter(|t| !own.words.contains(t)).collect()
    };
    let shared = shared(&about(sides.left, a.verb, &e, a), &about(sides.right, b.verb, &f, b));
    let one_event = matches!((&e, &f), (Some(e), Some(f)) if sides.one_event(e, f) && e.negated == f.negated);
    (one_event && shared >= 1).then_some(probability + 0.2 * shared as f32)
}

/// "the north face", "the south face": words that are opposites said of one noun.
fn opposite_parts(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < WORTH {
        return;
    }
    let adjectives = |r: &Reading<'_>| -> Vec<(usize, usize)> {
        let parse = r.parse;
        (0..parse.tokens.len())
            .filter(|&t| !r.quoted[t])
            .filter(|&t| parse.tokens[t].relation == Relation::Adjective && parse.tokens[t].tag == Tag::Adjective)
            .filter_map(|t| Some((t, parse.head(t)?)))
            .collect()
    };
    for (t, noun) in adjectives(sides.left) {
        for (u, other) in adjectives(sides.right) {
            let one = sides.left.concepts[noun].is_some() && sides.left.concepts[noun] == sides.right.concepts[other];
            let words = |r: &Reading<'_>, t| opposites::answers(r.parse, t, &r.lemmas);
            if one
                && opposites::kinship(&words(sides.left, t), &words(sides.right, u)) == Kinship::Opposite
                && !sides.other_case(t, u)
                && definite(sides.left, noun)
                && definite(sides.right, other)
            {
                let range = |a: usize, b: usize| a.min(b)..a.max(b) + 1;
                out.push(Clash {
                    kind: ConflictKind::Name,
                    left: range(t, noun),
                    right: range(u, other),
                    weight: probability,
                });
            }
        }
    }
}

/// "the north face": one that is known.
fn definite(reading: &Reading<'_>, noun: usize) -> bool {
    let parse = reading.parse;
    !parse.tokens[noun].tag.is_plural()
        && parse.children(noun).any(|c| reading.lemmas[c] == "the" || parse.tokens[c].relation == Relation::Possessor)
}
