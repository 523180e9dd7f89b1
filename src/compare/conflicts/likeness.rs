//! Whether two sentences tell one thing but for one place in each: when, who, where or how much.
//!
//! The words of a clause without those that fill the place are its frame. Two frames that share most of what the shorter one
//! says ask for the same; what then stands in the place differs, or does not.

use std::ops::Range;

use super::{
    Sides,
    opposites::{self, Kinship},
    reading::Reading,
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, Tag},
};

/// Words of a frame that hardly says more than what it is about.
const FEW: usize = 4;

/// How alike two frames are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Likeness {
    /// The share of the shorter frame that the other has, by weight.
    pub(super) share: f32,
    /// How many words they share.
    pub(super) count: usize,
    /// Neither frame says much.
    pub(super) short: bool,
    /// They share more than names: who is in both sentences says nothing of what is done.
    pub(super) says: bool,
    /// Both tell of what there is one of: the first, the last.
    pub(super) of_one: bool,
}

impl Likeness {
    /// Whether the frames ask for one thing: most of the shorter one is in the other.
    pub(super) fn is_one_claim(self) -> bool {
        self.count >= 2 && self.share >= 0.5 && self.says
    }
}

/// The words of the clause that some tokens stand in, these left out.
fn words(reading: &Reading<'_>, verb: usize, filler: &Range<usize>) -> Vec<TermId> {
    let fills = |t: &TermId| filler.clone().any(|k| reading.concepts.get(k) == Some(&Some(*t)));
    let mut out: Vec<TermId> = clause(reading, verb);
    out.retain(|t| !fills(t));
    // Whose word it is says nothing of what it is.
    let owners = reading.according_tokens();
    out.retain(|t| !owners.clone().any(|k| reading.concepts[k] == Some(*t)));
    out.sort_unstable();
    out.dedup();
    out
}

/// A verb with all that hangs on it, what it completes and what completes it: "was the last to leave the ship".
fn clause(reading: &Reading<'_>, verb: usize) -> Vec<TermId> {
    /// Clauses above one another that tell one thing at most.
    const UP: usize = 3;
    let parse = reading.parse;
    let mut out = reading.about(verb);
    out.extend(reading.concepts[verb]);
    let mut at = verb;
    for _ in 0..UP {
        let t = &parse.tokens[at];
        let Some(head) = parse.head(at) else { break };
        let one = match t.relation {
            Relation::OpenComplement
            | Relation::RelativeClause
            | Relation::AdjectivalClause
            | Relation::AdjectivalComplement => true,
            Relation::AdverbialClause => t.tag == Tag::VerbIng,
            _ => false,
        };
        let above = reading.verb_of(head).filter(|&v| one && !reading.is_saying(v));
        let Some(above) = above else { break };
        out.extend(reading.about(above));
        out.extend(reading.concepts[above]);
        at = above;
    }
    let completes = |c: &usize| {
        matches!(parse.tokens[*c].relation, Relation::OpenComplement | Relation::AdjectivalClause)
            || matches!(parse.tokens[*c].relation, Relation::AdverbialClause | Relation::RelativeClause)
                && reading.is_infinitive(*c)
    };
    let near = || std::iter::once(verb).chain(parse.children(verb));
    for c in near().flat_map(|t| parse.children(t).filter(completes)) {
        out.extend(reading.about(c));
        out.extend(reading.concepts[c]);
    }
    out
}

/// How alike two clauses are, told by their verbs, without what fills the place in question.
pub(super) fn likeness(
    sides: &Sides<'_, '_>,
    (x, left): (usize, &Range<usize>),
    (y, right): (usize, &Range<usize>),
) -> Likeness {
    let (own, other) = (words(sides.left, x, left), words(sides.right, y, right));
    let weight = |t: &TermId| sides.texts.weight(*t);
    let sum = |list: &[TermId]| list.iter().map(weight).sum::<f32>();
    let mut shared: Vec<TermId> = own.iter().copied().filter(|t| other.binary_search(t).is_ok()).collect();
    // "opens", "is to begin"
    let answers = |r: &Reading<'_>, t: usize| opposites::answers(r.parse, t, &r.lemmas);
    let (a, b) = (sides.left.concepts[x], sides.right.concepts[y]);
    let alike = || opposites::kinship(&answers(sides.left, x), &answers(sides.right, y)) == Kinship::Alike;
    if a != b && (sides.one_word(x, y) || alike()) {
        shared.extend(a.or(b));
    }
    // "was the first to notice it", "the first person to spot it": there is one first.
    let first = |r: &Reading<'_>, verb: usize| {
        r.clause_tokens(verb)
            .find(|&t| {
                matches!(r.lemmas[t].as_str(), "first" | "last" | "only") && r.parse.tokens[t].tag != Tag::Adverb
            })
            .map(|t| r.lemmas[t].clone())
    };
    let of_one = first(sides.left, x).is_some_and(|f| first(sides.right, y) == Some(f));
    let least = sum(&own).min(sum(&other)).max(f32::EPSILON);
    Likeness {
        share: (sum(&shared) / least).min(1.0),
        count: shared.len() + usize::from(of_one),
        short: own.len().max(other.len()) <= FEW,
        says: of_one || shared.iter().any(|t| !sides.texts.terms[*t as usize].name),
        of_one,
    }
}
