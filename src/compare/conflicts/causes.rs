//! What brought it about: two causes of one thing.

use std::ops::Range;

use super::{Clash, ConflictKind, Sides, reading::Reading};
use crate::{compare::prepared::TermId, language::Relation};

/// A cause that a sentence gives.
pub(super) struct Cause {
    tokens: Range<usize>,
    /// The concept of the noun that heads it.
    head: TermId,
    /// The noun for what it brought about; none where the sentence leaves that to the one before.
    effect: Option<TermId>,
}

/// The probability of a link from which two causes of what neither sentence names may be of one thing.
const LIKELY: f32 = 0.2;

/// Verbs that say what brought something about.
const CAUSING: [&str; 6] = ["cause", "ignite", "provoke", "spark", "start", "trigger"];
/// Nouns for what brought something about.
const CAUSES: [&str; 3] = ["cause", "culprit", "reason"];

fn of(reading: &Reading<'_>) -> Vec<Cause> {
    let parse = reading.parse;
    let told = |verb: usize| {
        reading.events.iter().find(|e| e.token == verb).is_none_or(|e| !e.negated && e.open.is_none() && !e.future)
    };
    let found = (0..parse.tokens.len()).filter_map(|t| {
        let (verb, cause, effect) = stated(reading, t)?;
        let head = reading.concepts[cause]?;
        if !told(verb) || effect == Some(cause) {
            return None;
        }
        let effect = effect.and_then(|e| reading.concepts[e]);
        let tokens = parse.subtree_without(cause, &[Relation::RelativeClause]);
        Some(Cause { tokens, head, effect })
    });
    found.collect()
}

/// The verb that says so, the cause and what it brought about, if a word states a cause.
fn stated(reading: &Reading<'_>, token: usize) -> Option<(usize, usize, Option<usize>)> {
    let parse = reading.parse;
    let lemma = reading.lemmas[token].as_str();
    let object_of = |t: usize, word: &str| {
        let preposition = parse.children(t).find(|&c| reading.lemmas[c] == word)?;
        parse.child(preposition, Relation::PrepositionObject)
    };
    let verb = parse.tokens[token].tag.is_verb();
    if verb && CAUSING.contains(&lemma) {
        if reading.is_passive(token) {
            let by = parse.child(token, Relation::Agent)?;
            return Some((token, parse.child(by, Relation::PrepositionObject)?, parse.subject(token)));
        }
        return Some((token, parse.subject(token)?, Some(parse.child(token, Relation::Object)?)));
    }
    if verb && lemma == "blame" {
        let object = parse.child(token, Relation::Object);
        return match object_of(token, "on") {
            Some(cause) => Some((token, cause, object)),
            None if reading.is_infinitive(token) => {
                let be = parse.head(token)?;
                Some((be, parse.subject(be)?, object_of(token, "for")))
            }
            None => Some((token, object?, object_of(token, "for"))),
        };
    }
    // "the cause was a spark", "a spark was the cause"
    if CAUSES.contains(&lemma) {
        let be = parse.head(token).filter(|&b| reading.lemmas[b] == "be")?;
        let effect = object_of(token, "of");
        return match parse.tokens[token].relation {
            Relation::Subject => Some((be, parse.child(be, Relation::Attribute)?, effect)),
            Relation::Attribute => Some((be, parse.subject(be).filter(|&s| s != token)?, effect)),
            _ => None,
        };
    }
    None
}

/// Causes of one thing that two sentences give and that have no word in common, nor does either account know the other's.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    for a in sides.left.once.causes.get_or_init(|| of(sides.left)) {
        for b in sides.right.once.causes.get_or_init(|| of(sides.right)) {
            let known = |head: TermId, side: usize| sides.texts.stands_on(side, head);
            // What is not named is what the account tells of.
            let one_effect = match (a.effect, b.effect) {
                (Some(x), Some(y)) => x == y,
                (Some(x), None) => known(x, 1) || probability >= LIKELY,
                (None, Some(y)) => known(y, 0) || probability >= LIKELY,
                (None, None) => probability >= LIKELY,
            };
            if one_effect && !known(a.head, 1) && !known(b.head, 0) && !sides.other_case(a.tokens.start, b.tokens.start)
            {
                out.push(Clash {
                    kind: ConflictKind::Name,
                    left: a.tokens.clone(),
                    right: b.tokens.clone(),
                    weight: probability + 0.5,
                });
            }
        }
    }
}
