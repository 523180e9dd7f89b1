//! Who and where: two names that fill one place in one event.
//!
//! Most places have room for several: two people are hurt, three are endorsed, many met in Lund. So two names clash only where
//! one is asked for (the winner, the lead, the place of one concert), and only where neither account knows the other's name.

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    likeness::{Likeness, likeness},
    opposite_parts,
    places::{self, BY_ONE, Place, Placed, definite},
    reading::Reading,
    seats,
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind},
    text::words,
};

/// The probability of a link from which the place of what somebody was brought to is one place.
const HELD: f32 = 0.6;

/// Verbs of what is in one place and no other.
const HOMES: [&str; 6] = ["base", "bear", "bury", "live", "register", "reside"];

/// Verbs of what several may do at once, or each by himself: what one did, another may have done too.
const BY_MANY: [&str; 43] = [
    "ask",
    "attend",
    "back",
    "believe",
    "call",
    "carry",
    "come",
    "consider",
    "criticize",
    "describe",
    "endorse",
    "expect",
    "fear",
    "feel",
    "get",
    "go",
    "have",
    "hear",
    "help",
    "hope",
    "include",
    "join",
    "know",
    "like",
    "live",
    "look",
    "meet",
    "need",
    "oppose",
    "praise",
    "say",
    "see",
    "show",
    "speak",
    "support",
    "think",
    "urge",
    "visit",
    "vote",
    "want",
    "watch",
    "welcome",
    "write",
];

/// Names of two sentences that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    opposite_parts::find(sides, probability, out);
    seats::origins(sides, probability, out);
    seats::seats(sides, probability, out);
    let (ours, theirs) = (places::of(sides.left), places::of(sides.right));
    for a in ours.iter().filter(|a| unknown(sides, &a.words, 1)) {
        for b in theirs.iter().filter(|b| unknown(sides, &b.words, 0)) {
            // Where something is needs no kind: an unknown town may be taken for anything.
            let who = [a.place, b.place].iter().all(|p| matches!(p, Place::Doer | Place::Is | Place::Chosen));
            let comparable = if who { a.person && b.person || by_one(sides, a, b) } else { a.place == b.place };
            if !comparable || is_variant(sides, &a.tokens, &b.tokens) {
                continue;
            }
            if let Some(weight) = weigh(sides, a, b, probability) {
                out.push(Clash { kind: ConflictKind::Name, left: a.tokens.clone(), right: b.tokens.clone(), weight });
            }
        }
    }
}

/// Whether an account has none of the words of a name.
pub(super) fn unknown(sides: &Sides<'_, '_>, words: &[TermId], side: usize) -> bool {
    words.iter().all(|&t| !sides.texts.stands_on(side, t))
}

/// Whether both do what one does alone: a firm may lead and found as a person may.
fn by_one(sides: &Sides<'_, '_>, a: &Placed, b: &Placed) -> bool {
    let one = |r: &Reading<'_>, p: &Placed| p.place == Place::Doer && BY_ONE.contains(&r.lemmas[p.verb].as_str());
    one(sides.left, a) && one(sides.right, b)
}

/// Whether one name is the other in another spelling: "Muammar", "Moammar".
pub(super) fn is_variant(sides: &Sides<'_, '_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let parts = |r: &Reading<'_>, tokens: &Range<usize>| -> Vec<String> {
        tokens.clone().map(|t| words::fold(r.parse.word(t)).into_owned()).collect()
    };
    let near = |x: &String, y: &String| {
        let apart = strsim::levenshtein(x, y);
        x.chars().next() == y.chars().next() && 3 * apart <= x.chars().count().max(y.chars().count())
    };
    let (x, y) = (parts(sides.left, a), parts(sides.right, b));
    x.iter().filter(|w| w.chars().count() > 3).any(|w| y.iter().any(|v| near(w, v)))
}

fn weigh(sides: &Sides<'_, '_>, a: &Placed, b: &Placed, probability: f32) -> Option<f32> {
    let (l, r) = (sides.left, sides.right);
    if sides.other_case(a.tokens.start, b.tokens.start) || sides.other_case(a.verb, b.verb) {
        return None;
    }
    // "Sunday's stage": one of several, where only one sentence says which.
    if of_a_day(l) != of_a_day(r) {
        return None;
    }
    let may_be_many = |r: &Reading<'_>, p: &Placed| {
        let verb = r.lemmas[p.verb].as_str();
        matches!(p.place, Place::Doer | Place::At) && (r.is_saying(p.verb) || BY_MANY.contains(&verb)) && verb != "live"
    };
    if may_be_many(l, a) || may_be_many(r, b) {
        return None;
    }
    let event = |r: &Reading<'_>, verb: usize| r.events.iter().find(|e| e.token == verb).cloned();
    let (Some(e), Some(f)) = (event(l, a.verb), event(r, b.verb)) else { return None };
    if e.negated || f.negated || e.open.is_some() || f.open.is_some() {
        return None;
    }
    let alike = likeness(sides, (a.verb, &a.phrase), (b.verb, &b.phrase));
    let one_event = sides.one_event(&e, &f);
    let one_theme = sides.one_theme(&e, &f);
    let least = match a.place {
        // "was won by Abdi Nur", "the winner was Daniel Kiptoo"
        _ if a.place != b.place => alike.is_one_claim() && alike.share >= 0.7 || alike.of_one && alike.count >= 2,
        Place::Is => alike.is_one_claim(),
        Place::Chosen => one_event && alike.is_one_claim() && alike.count >= 2,
        Place::Doer => {
            one_event && alike.count + usize::from(one_role(sides, a, b)) >= 2
                || e.light && f.light && one_theme && alike.share >= 0.7
        }
        // Where something is, and where it goes, is told of many things: what it is must be the same.
        Place::At | Place::To | Place::From => {
            (one_event || one_theme && alike.share >= 0.7) && alike.is_one_claim()
                || alike.count >= 3 && alike.share >= 0.6
        }
    };
    let home = |e: &super::Event, r: &Reading<'_>| HOMES.contains(&r.lemmas[e.token].as_str());
    if a.place == Place::At && home(&e, l) && home(&f, r) && one_event && alike.count >= 2 {
        return Some(probability + alike.share);
    }
    // "was taken to a hospital in Lund", "was flown to a hospital in Skarn"
    if a.holder.is_some()
        && a.holder == b.holder
        && probability >= HELD
        && (one_event || one_theme || !e.theme.is_known() || !f.theme.is_known())
    {
        return Some(probability);
    }
    let told = least && alike.share >= 0.4 && asks_for_one(sides, a, b, alike);
    told.then_some(probability + alike.share + 0.2 * alike.count as f32)
}

/// The day that a noun is said to be of.
fn of_a_day(reading: &Reading<'_>) -> Option<String> {
    let parse = reading.parse;
    let day = |t: &usize| {
        parse.tokens[*t].relation == Relation::Possessor && parse.span_at(*t).is_some_and(|s| s.kind == SpanKind::Date)
    };
    (0..parse.tokens.len()).find(day).map(|t| reading.lemmas[t].clone())
}

/// Whether two names are said to be the same: "a restorer".
fn one_role(sides: &Sides<'_, '_>, a: &Placed, b: &Placed) -> bool {
    let role = |r: &Reading<'_>, p: &Placed| -> Vec<TermId> {
        p.phrase.clone().filter(|t| !p.tokens.contains(t)).filter_map(|t| r.concepts[t]).collect()
    };
    let other = role(sides.right, b);
    role(sides.left, a).iter().any(|t| other.contains(t))
}

/// Whether what two names are told of is one and known: "the decision", "his last concert".
fn asks_for_one(sides: &Sides<'_, '_>, a: &Placed, b: &Placed, alike: Likeness) -> bool {
    let known = |r: &Reading<'_>, p: &Placed| -> Vec<TermId> {
        let parse = r.parse;
        let noun = |t: usize| parse.tokens[t].tag.is_noun() && !p.phrase.contains(&t);
        let whole = r.clause_tokens(p.verb);
        let mut out: Vec<TermId> = whole.filter(|&t| noun(t) && definite(r, t)).filter_map(|t| r.concepts[t]).collect();
        out.sort_unstable();
        out
    };
    let (x, y) = (known(sides.left, a), known(sides.right, b));
    let name = |t: &TermId| sides.texts.terms[*t as usize].name;
    // Talks have one chair, though there are many of them.
    let one = by_one(sides, a, b) && alike.is_one_claim();
    one || alike.of_one
        || x.iter().any(|t| !name(t) && y.binary_search(t).is_ok())
        || a.person && one_role(sides, a, b)
        || alike.count >= 3 && alike.share >= 0.7
}
