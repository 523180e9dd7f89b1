//! Denials and opposite outcomes: one account says that it is so, the other that it is not.

use super::{
    Clash, ConflictKind, Sides,
    opposites::{self, Kinship},
    reading::{Event, Party, Reading, shared},
};
use crate::language::Relation;

/// The probability of a link from which two events with the same bearer may contradict one another.
const ALIKE: f32 = 0.3;
/// The same where it is not told, or told with other words, whom they befall.
const SURE: f32 = 0.6;

/// What two sentences say that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < ALIKE {
        return;
    }
    for a in &sides.left.events {
        for b in &sides.right.events {
            if let Some(kind) = opposed(sides, a, b)
                && !sides.other_case(a.token, b.token)
                && !said_too(sides.right, a)
                && !said_too(sides.left, b)
                && agrees_otherwise(sides, a, b, kind, probability)
            {
                let text = |r: &Reading<'_>, e: &Event| wording(r, e);
                out.push(Clash { kind, left: text(sides.left, a), right: text(sides.right, b), weight: probability });
            }
        }
    }
}

/// Whether a sentence says what an event of the other says as well, be it of something else.
fn said_too(reading: &Reading<'_>, event: &Event) -> bool {
    reading.events.iter().any(|o| {
        let alike = event.concept.is_some() && event.concept == o.concept
            || opposites::kinship(&event.answers, &o.answers) == Kinship::Alike;
        alike && o.negated == event.negated
    })
}

/// Whether two events cannot both be so, if they are of one thing.
fn opposed(sides: &Sides<'_, '_>, a: &Event, b: &Event) -> Option<ConflictKind> {
    let operator = |r: &Reading<'_>, e: &Event| e.open.map(|t| r.lemmas[t].clone());
    // Two quotations are set against one another as quotations, and who says something does not do it.
    let (quoted, theirs) = (sides.left.quoted[a.token], sides.right.quoted[b.token]);
    if operator(sides.left, a) != operator(sides.right, b)
        || a.future != b.future && !(if a.future { a } else { b }).negated
        || quoted
        || theirs
        || sides.left.is_saying(a.token)
        || sides.right.is_saying(b.token)
    {
        return None;
    }
    let one_word = a.concept.is_some() && a.concept == b.concept;
    let [x, y] = [&sides.left.lemmas[a.token], &sides.right.lemmas[b.token]];
    let kinship = opposites::kinship(&a.answers, &b.answers);
    if (kinship == Kinship::Opposite || opposites::denies_by_prefix(x, y)) && x != y {
        return (!a.negated && !b.negated).then_some(ConflictKind::Outcome);
    }
    let alike = one_word || kinship == Kinship::Alike;
    (alike && a.negated != b.negated).then_some(ConflictKind::Polarity)
}

/// Whether all that is told of two events beside the clash lets them be one.
fn agrees_otherwise(sides: &Sides<'_, '_>, a: &Event, b: &Event, kind: ConflictKind, probability: f32) -> bool {
    if sides.by_two_people(a, b) {
        return false;
    }
    if sides.differ_in_number(a, b) || sides.differ_in_name(&a.about, &b.about) {
        return false;
    }
    let about = shared(&a.about, &b.about);
    let meet = |x: &Party, y: &Party| shared(&x.concepts, &y.concepts) > 0;
    let theme = meet(&a.theme, &b.theme);
    if a.light || b.light {
        return theme && a.concept == b.concept && probability >= ALIKE;
    }
    // Two who do the opposite with one thing may both have done it.
    let doers = a.agent.is_known() && b.agent.is_known() && !meet(&a.agent, &b.agent);
    let named = [&a.agent, &b.agent].map(|p| sides.has_name(p));
    if doers && (named == [true, true] || named == [false, false] && kind == ConflictKind::Outcome) {
        return false;
    }
    if theme || meet(&a.theme, &b.agent) || meet(&a.agent, &b.theme) {
        return probability >= ALIKE;
    }
    probability >= SURE && about >= if a.theme.is_known() && b.theme.is_known() { 3 } else { 1 }
}

/// The words that clash: the verb with what denies it.
fn wording(reading: &Reading<'_>, event: &Event) -> std::ops::Range<usize> {
    let parse = reading.parse;
    let (mut from, mut to) = (event.token, event.token + 1);
    for c in parse.children(event.token) {
        let t = &parse.tokens[c];
        let near = matches!(
            t.relation,
            Relation::Negation | Relation::Auxiliary | Relation::PassiveAuxiliary | Relation::Particle
        );
        let empty = t.relation.is_subject() || t.relation == Relation::Object || t.relation == Relation::Determiner;
        let none = empty && (reading.lemmas[c] == "no" || reading.is_denied_noun(c));
        if near || none || t.relation == Relation::Object {
            let range = if near { c..c + 1 } else { parse.subtree_without(c, &[Relation::RelativeClause]) };
            from = from.min(range.start);
            to = to.max(range.end);
        }
    }
    if let Some(head) = parse.head(event.token)
        && (reading.is_saying(head) || reading.lemmas[head] == "decide" || reading.lemmas[head] == "fail")
        && head < from
        && from - head <= 6
    {
        from = head;
    }
    from..to
}
