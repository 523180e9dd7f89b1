//! Opposite parts of one thing: "the north face", "the south face".

use super::{
    Clash, ConflictKind, Sides,
    likeness::likeness,
    opposites::{self, Kinship},
    places::definite,
    reading::Reading,
};
use crate::language::{Relation, Tag};

/// The probability of a link from which opposite words said of one noun may part two accounts.
const PARTED: f32 = 0.01;
/// "the north face", "the south face": words that are opposites said of one noun.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < PARTED {
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
                && (one_side(sides, t, u) || one_clause(sides, (t, noun), (u, other)))
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

/// Words for one part of what has an opposite one.
const SIDES: [&str; 16] = [
    "east",
    "eastern",
    "left",
    "lower",
    "north",
    "northern",
    "northbound",
    "right",
    "south",
    "southern",
    "southbound",
    "upper",
    "west",
    "western",
    "eastbound",
    "westbound",
];

/// Whether two words name opposite parts, of which neither account knows the other's.
fn one_side(sides: &Sides<'_, '_>, left: usize, right: usize) -> bool {
    let part = |r: &Reading<'_>, t: usize| SIDES.contains(&r.lemmas[t].as_str());
    let alone = |r: &Reading<'_>, t: usize, side: usize| r.concepts[t].is_some_and(|c| !sides.texts.stands_on(side, c));
    part(sides.left, left) && part(sides.right, right) && alone(sides.left, left, 1) && alone(sides.right, right, 0)
}

/// Whether two nouns with their adjectives are told of in one way: what else their clauses say is for the most part the same.
fn one_clause(sides: &Sides<'_, '_>, a: (usize, usize), b: (usize, usize)) -> bool {
    let range = |(x, y): (usize, usize)| x.min(y)..x.max(y) + 1;
    let verbs = sides.left.verb_of(a.1).zip(sides.right.verb_of(b.1));
    verbs.is_some_and(|(x, y)| {
        let alike = likeness(sides, (x, &range(a)), (y, &range(b)));
        alike.is_one_claim() || sides.one_word(x, y) && alike.count >= 1
    })
}
