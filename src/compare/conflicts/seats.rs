//! Where named things are and where people come from: what has a name is in one place.

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    names::{is_variant, unknown},
    places::definite,
    reading::Reading,
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, Span, SpanKind},
};

/// The probability of a link from which those who come from two places may be the same.
const FROM: f32 = 0.2;
/// The probability of a link from which what has a name is in one place.
const SEATED: f32 = 0.6;

/// "killed two peacekeepers from Bangladesh", "the two peacekeepers killed were from Nepal".
pub(super) fn origins(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < FROM {
        return;
    }
    let origins = |r: &Reading<'_>| -> Vec<(usize, Range<usize>, Vec<TermId>)> {
        let parse = r.parse;
        let origin = |span: &Span| {
            let name = parse.head_of(span.tokens.clone());
            let from = parse.head(name).filter(|&p| r.lemmas[p] == "from")?;
            let above = parse.head(from)?;
            let noun = if r.lemmas[above] == "be" { parse.subject(above)? } else { above };
            let words: Vec<TermId> = span.tokens.clone().filter_map(|t| r.concepts[t]).collect();
            (parse.tokens[noun].tag.is_noun() && !words.is_empty()).then(|| (noun, span.tokens.clone(), words))
        };
        parse.spans.iter().filter(|s| s.kind.is_name() && s.kind != SpanKind::Person).filter_map(origin).collect()
    };
    let number =
        |r: &Reading<'_>, noun: usize| r.parse.child(noun, Relation::NumberModifier).map(|n| r.lemmas[n].clone());
    for (x, a, own) in origins(sides.left) {
        for (y, b, other) in origins(sides.right) {
            let counted = number(sides.left, x).is_some() && number(sides.left, x) == number(sides.right, y);
            let one = definite(sides.left, x) && definite(sides.right, y) || counted;
            if sides.one_word(x, y)
                && one
                && !sides.other_case(x, y)
                && unknown(sides, &own, 1)
                && unknown(sides, &other, 0)
                && !is_variant(sides, &a, &b)
            {
                out.push(Clash { kind: ConflictKind::Name, left: a.clone(), right: b, weight: probability + 0.5 });
            }
        }
    }
}

/// "the Lindqvist Museum in Aalst", "the Lindqvist Museum in Ghent": what has a name is in one place.
pub(super) fn seats(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    /// Words of a name from which it is of one thing: there is a "Senate" in many places.
    const NAMED: usize = 2;
    if probability < SEATED {
        return;
    }
    for a in sides.left.once.seats.get_or_init(|| seats_of(sides.left)) {
        for b in sides.right.once.seats.get_or_init(|| seats_of(sides.right)) {
            let one = a.holder.len() >= NAMED && a.holder == b.holder;
            if one
                && unknown(sides, &a.words, 1)
                && unknown(sides, &b.words, 0)
                && !is_variant(sides, &a.tokens, &b.tokens)
            {
                let (left, right) = (a.tokens.clone(), b.tokens.clone());
                out.push(Clash { kind: ConflictKind::Name, left, right, weight: probability + 0.8 });
            }
        }
    }
}

/// The place of something that has a name.
pub(super) struct Seat {
    tokens: Range<usize>,
    words: Vec<TermId>,
    /// The words of what is there, ascending.
    holder: Vec<TermId>,
}

fn seats_of(r: &Reading<'_>) -> Vec<Seat> {
    let parse = r.parse;
    let seat = |place: &Span| {
        let head = parse.head_of(place.tokens.clone());
        let within = parse.head(head).filter(|&p| matches!(r.lemmas[p].as_str(), "in" | "at"))?;
        let holder = parse.head(within).filter(|&h| parse.tokens[h].tag.is_noun())?;
        let name = parse.span_at(holder).filter(|s| s.kind.is_name() && s.kind != SpanKind::Person)?;
        let of = |tokens: Range<usize>| tokens.filter_map(|t| r.concepts[t]).collect::<Vec<_>>();
        let mut holder = of(name.tokens.clone());
        holder.sort_unstable();
        Some(Seat { tokens: place.tokens.clone(), words: of(place.tokens.clone()), holder })
    };
    parse.spans.iter().filter(|s| s.kind.is_name() && s.kind != SpanKind::Person).filter_map(seat).collect()
}
