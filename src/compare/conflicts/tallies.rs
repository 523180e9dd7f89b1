//! How a vote, a match or a ruling came out: "by 7 to 4", "8 votes to 4", "won 3-1". A tally is two numbers that stand for one
//! thing; which of them is named first depends on whose side the sentence takes.

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    contests::marks,
    opposites::{self, Kinship},
    reading::{Reading, shared},
    tokens_of,
};
use crate::text::figures::{self, Figure, FigureKind};

/// A tally of a sentence.
pub(super) struct Tally {
    pub(super) tokens: Range<usize>,
    /// The larger number, then the smaller.
    counts: [u32; 2],
    verb: Option<usize>,
}

/// What a tally is a tally of, or what is done by one.
const CONTESTED: [&str; 34] = [
    "approve", "back", "ballot", "beat", "bill", "decide", "decision", "defeat", "draw", "edge", "endorse", "judge",
    "lead", "lose", "loss", "majority", "margin", "overcome", "overturn", "pass", "reject", "rule", "ruling", "score",
    "thrash", "tie", "trail", "uphold", "verdict", "victory", "vote", "win", "adopt", "clear",
];

/// What each number of a tally may count.
const COUNTED: [&str; 10] = ["vote", "votes", "point", "points", "goal", "goals", "run", "runs", "seat", "seats"];

/// The most that a tally counts: the voters of a country are told in words of their own.
const MOST: f64 = 2_000.0;

/// The tallies of a sentence.
pub(super) fn of<'r>(reading: &'r Reading<'_>) -> &'r [Tally] {
    reading.once.tallies.get_or_init(|| {
        if !reading.lemmas.iter().any(|l| CONTESTED.contains(&l.as_str())) {
            return Vec::new();
        }
        let found = figures::find(&reading.parse.text, None);
        found.windows(2).filter_map(|two| tally(reading, &two[0], &two[1])).collect()
    })
}

fn tally(reading: &Reading<'_>, a: &Figure, b: &Figure) -> Option<Tally> {
    let text = reading.parse.text.as_ref();
    let count = |f: &Figure| {
        let whole = f.kind == FigureKind::Number && !f.is_time() && f.value.fract() == 0.0 && f.tolerance == 0.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (whole && (0.0..=MOST).contains(&f.value)).then_some(f.value as u32)
    };
    let (first, second) = (count(a)?, count(b)?);
    let between: Vec<&str> =
        text.get(a.span.end..b.span.start)?.split([' ', '-', '–', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let parted = match between.as_slice() {
        [] => text.get(a.span.end..b.span.start).is_some_and(|gap| matches!(gap, "-" | "–")),
        ["to"] => true,
        [noun, "to"] => COUNTED.contains(noun),
        _ => false,
    };
    // "7 to 4 people", "from 4 to 7": a range.
    let of_votes = |f: &Figure| f.unit.is_empty() || COUNTED.contains(&f.unit.as_str());
    let tokens = tokens_of(reading, a).start..tokens_of(reading, b).end;
    let before = tokens.start.checked_sub(1).map(|t| reading.lemmas[t].as_str());
    let a_range = matches!(before, Some("from" | "between" | "about" | "age" | "aged"));
    let apart = !parted || a_range || !(of_votes(b) || between.len() == 2);
    let verb = reading.verb_of(reading.parse.head_of(tokens.clone()));
    let counts = [first.max(second), first.min(second)];
    (!apart && !reading.quoted[tokens.start]).then_some(Tally { tokens, counts, verb })
}

/// The probability of a link whose sentences tell of one vote or match where they share more than a few words.
const LIKELY: f32 = 0.5;
/// Words that they share then.
const SHARED: usize = 3;

/// Tallies of two sentences that cannot both be so. Of the sets of a match none stands for the whole.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    let ([ours], [theirs]) = (of(sides.left), of(sides.right)) else { return };
    if ours.counts == theirs.counts || !may_be_one(sides, ours, theirs) {
        return;
    }
    let event = |r: &Reading<'_>, t: &Tally| t.verb.and_then(|v| r.events.iter().find(|e| e.token == v).cloned());
    let one = match (event(sides.left, ours), event(sides.right, theirs)) {
        (Some(a), Some(b)) => {
            if sides.differ_in_name(&a.about, &b.about) || a.negated != b.negated {
                return;
            }
            sides.one_event(&a, &b) && shared(&a.about, &b.about) >= 1
        }
        _ => false,
    };
    if one || probability >= LIKELY && sides.in_common() >= SHARED {
        let (left, right) = (ours.tokens.clone(), theirs.tokens.clone());
        out.push(Clash { kind: ConflictKind::Figure, left, right, weight: probability + 1.0 });
    }
}

/// Whether nothing tells the two votes or matches apart: the day, the round, who voted.
fn may_be_one(sides: &Sides<'_, '_>, a: &Tally, b: &Tally) -> bool {
    let (days, others) = (marks(sides.left), marks(sides.right));
    let apart = !days.is_empty()
        && !others.is_empty()
        && !days.iter().any(|m| others.iter().any(|n| m.contains(n.as_str()) || n.contains(m.as_str())));
    !apart && !sides.other_case(a.tokens.start, b.tokens.start) && one_body(sides, a, b)
}

/// Whether those who voted or played may be the same: not the House and the Senate.
fn one_body(sides: &Sides<'_, '_>, a: &Tally, b: &Tally) -> bool {
    let subject = |r: &Reading<'_>, t: &Tally| t.verb.and_then(|v| r.subject(v));
    let (Some(x), Some(y)) = (subject(sides.left, a), subject(sides.right, b)) else { return true };
    let (Some(of_x), Some(of_y)) = (sides.left.concepts[x], sides.right.concepts[y]) else { return true };
    let (own, other) = (&sides.left.lemmas[x], &sides.right.lemmas[y]);
    // "The council", "councilors"; not "commission", "committee".
    let shorter = own.chars().count().min(other.chars().count());
    let kin = shorter >= KIN && own.chars().zip(other.chars()).take_while(|(a, b)| a == b).count() == shorter;
    let answers = |r: &Reading<'_>, t: usize| opposites::answers(r.parse, t, &r.lemmas);
    let alike = opposites::kinship(&answers(sides.left, x), &answers(sides.right, y)) == Kinship::Alike;
    of_x == of_y
        || kin
        || alike
        || sides.right.concepts.contains(&Some(of_x))
        || sides.left.concepts.contains(&Some(of_y))
}

/// Letters of the shorter of two words for one body, at least: the longer begins with it.
const KIN: usize = 5;
