//! Denials and opposite outcomes: one account says that it is so, the other that it is not.

use super::{
    Clash, ConflictKind, Sides,
    opposites::{self, Kinship},
    reading::{Event, Party, Reading, shared},
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag, lexicon},
};

/// The probability of a link from which two events with the same bearer may contradict one another.
const ALIKE: f32 = 0.3;
/// The same where the bearer has a name.
const NAMED: f32 = 0.2;
/// The same where they befall one that is known and has no name.
const KNOWN: f32 = 0.1;
/// The same where it is not told, or told with other words, whom they befall.
const SURE: f32 = 0.6;

/// The same where a noun tells one of them and nobody is named: "no arrests were made".
const NOUN: f32 = 0.5;

/// The same where one says it of nobody at all.
const ANYBODY: f32 = 0.05;

/// Verbs of what comes back to what it was: they say that the opposite was so before.
const AGAIN: [&str; 9] =
    ["reconnect", "recover", "reinstate", "rejoin", "reopen", "restart", "restore", "resume", "return"];

/// Verbs of having: who does so with a thing is not without it.
const HAVING: [&str; 7] = ["carry", "get", "have", "receive", "take", "use", "wear"];

/// What two sentences say that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    none_and_some(sides, probability, out);
    confirmed_and_denied(sides, probability, out);
    there_and_not(sides, probability, out);
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

/// "no accidents", "seven crashes": one is said to be without what the other counts.
fn none_and_some(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < NOUN {
        return;
    }
    let denied = |r: &Reading<'_>| -> Vec<usize> {
        let parse = r.parse;
        let none = |t: &usize| {
            parse.tokens[*t].tag.is_noun()
                && !r.quoted[*t]
                && parse.children_by(*t, Relation::Determiner).any(|d| r.lemmas[d] == "no")
                && r.events.iter().any(|e| e.token == *t && e.negated && e.open.is_none())
        };
        (0..parse.tokens.len()).filter(none).collect()
    };
    let counted = |r: &Reading<'_>| -> Vec<usize> {
        let parse = r.parse;
        let some = |t: &usize| {
            let told = || r.event_of(*t).is_none_or(|e| !e.negated && e.open.is_none());
            parse.tokens[*t].tag.is_noun()
                && !r.quoted[*t]
                && parse.child(*t, Relation::NumberModifier).is_some_and(|n| r.lemmas[n] != "zero")
                && told()
        };
        (0..parse.tokens.len()).filter(some).collect()
    };
    let one = |l: usize, r: usize| {
        let answers = |r: &Reading<'_>, t: usize| opposites::answers(r.parse, t, &r.lemmas);
        !sides.other_case(l, r)
            && (sides.one_word(l, r)
                || opposites::kinship(&answers(sides.left, l), &answers(sides.right, r)) == Kinship::Alike)
    };
    let phrase =
        |r: &Reading<'_>, t: usize| r.parse.subtree_without(t, &[Relation::RelativeClause, Relation::Preposition]);
    let told = |r: &Reading<'_>, t: usize| r.event_of(t).map(|e| e.about.clone()).unwrap_or_default();
    let mut clash = |l: usize, r: usize| {
        if one(l, r) && !sides.differ_in_name(&told(sides.left, l), &told(sides.right, r)) {
            let (left, right) = (phrase(sides.left, l), phrase(sides.right, r));
            out.push(Clash { kind: ConflictKind::Polarity, left, right, weight: probability });
        }
    };
    let (ours, theirs) = (counted(sides.left), counted(sides.right));
    denied(sides.left).iter().for_each(|&l| theirs.iter().for_each(|&r| clash(l, r)));
    denied(sides.right).iter().for_each(|&r| ours.iter().for_each(|&l| clash(l, r)));
}

/// "was on the bridge", "was not on the bridge": somebody is said to be, and not to be, in one place.
fn there_and_not(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < SURE {
        return;
    }
    struct There {
        verb: usize,
        subject: usize,
        preposition: usize,
        place: TermId,
        negated: bool,
    }
    let all = |r: &Reading<'_>| -> Vec<There> {
        let parse = r.parse;
        let there = |verb: usize| {
            let subject = parse.subject(verb)?;
            let preposition = parse.children_by(verb, Relation::Preposition).find(|p| *p > verb)?;
            let place = r.concepts[parse.child(preposition, Relation::PrepositionObject)?]?;
            let whole = parse.child(verb, Relation::Attribute).or(parse.child(verb, Relation::AdjectivalComplement));
            let sure = r.truth(verb).open.is_none();
            let plain = sure && whole.is_none() && parse.child(verb, Relation::Expletive).is_none() && !r.quoted[verb];
            let negated = parse.child(verb, Relation::Negation).is_some();
            plain.then_some(There { verb, subject, preposition, place, negated })
        };
        (0..parse.tokens.len())
            .filter(|&t| r.lemmas[t] == "be" && parse.tokens[t].tag.is_finite())
            .filter_map(there)
            .collect()
    };
    let days = |r: &Reading<'_>| -> Vec<String> {
        let dates = r.parse.spans.iter().filter(|s| s.kind == SpanKind::Date);
        dates.map(|s| r.parse.slice(s.tokens.clone()).to_lowercase()).collect()
    };
    let (ours, theirs) = (days(sides.left), days(sides.right));
    // Who was there on Monday need not have been on Tuesday.
    if !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|d| theirs.contains(d)) {
        return;
    }
    let there = all(sides.right);
    for a in all(sides.left) {
        for b in there.iter().filter(|b| b.negated != a.negated) {
            let (who, whom) = (sides.left.party(a.subject), sides.right.party(b.subject));
            let one = a.place == b.place
                && sides.left.lemmas[a.preposition] == sides.right.lemmas[b.preposition]
                && shared(&who.concepts, &whom.concepts) > 0
                && !sides.differ_in_name(&who.concepts, &whom.concepts)
                && !sides.other_case(a.verb, b.verb);
            if one {
                let words = |r: &Reading<'_>, t: &There| t.verb..r.parse.subtree(t.preposition).end;
                let (left, right) = (words(sides.left, &a), words(sides.right, b));
                out.push(Clash { kind: ConflictKind::Polarity, left, right, weight: probability });
            }
        }
    }
}

/// "confirmed that it plans to close the plant", "denied that it has any plan to shut the works".
fn confirmed_and_denied(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    const CONFIRMING: [&str; 5] = ["acknowledge", "admit", "concede", "confess", "confirm"];
    const DENYING: [&str; 2] = ["deny", "refute"];
    if probability < NAMED {
        return;
    }
    let given = |r: &Reading<'_>, verbs: &[&str]| -> Vec<(usize, Vec<TermId>)> {
        let clause = |e: &Event| {
            let clause = r.parse.child(e.token, Relation::ClausalComplement)?;
            let plain =
                !e.negated && e.open.is_none() && !r.quoted[e.token] && verbs.contains(&r.lemmas[e.token].as_str());
            let mut words: Vec<TermId> = r.parse.subtree(clause).filter_map(|t| r.concepts[t]).collect();
            words.sort_unstable();
            words.dedup();
            plain.then_some((e.token, words))
        };
        r.events.iter().filter_map(clause).collect()
    };
    let mut clash = |(l, own): (usize, Vec<TermId>), (r, other): (usize, Vec<TermId>)| {
        let sum = |list: &mut dyn Iterator<Item = &TermId>| list.map(|t| sides.texts.weight(*t)).sum::<f32>();
        let shared = sum(&mut own.iter().filter(|t| other.binary_search(t).is_ok()));
        if shared >= 0.5 * sum(&mut own.iter()).min(sum(&mut other.iter())) && shared > 0.0 {
            let (left, right) = (sides.left.parse.subtree(l), sides.right.parse.subtree(r));
            let (left, right) = (l..left.end, r..right.end);
            out.push(Clash { kind: ConflictKind::Polarity, left, right, weight: probability });
        }
    };
    let (l, r) = (sides.left, sides.right);
    for a in given(l, &CONFIRMING) {
        given(r, &DENYING).into_iter().for_each(|b| clash(a.clone(), b));
    }
    for a in given(l, &DENYING) {
        given(r, &CONFIRMING).into_iter().for_each(|b| clash(a.clone(), b));
    }
}

/// Whether a sentence says what an event of the other says as well, be it of something else.
fn said_too(reading: &Reading<'_>, event: &Event) -> bool {
    // "was pulled out alive but died": what comes last holds.
    let overtaken = |o: &Event| {
        reading.events.iter().any(|later| {
            later.token > o.token
                && later.negated == o.negated
                && opposites::kinship(&later.answers, &o.answers) == Kinship::Opposite
                && reading.lemmas[o.token..later.token].iter().any(|l| l == "but")
        })
    };
    reading.events.iter().filter(|o| !overtaken(o)).any(|o| {
        let alike = event.concept.is_some() && event.concept == o.concept
            || opposites::kinship(&event.answers, &o.answers) == Kinship::Alike;
        alike && o.negated == event.negated
    })
}

/// Whether a verb gives a clause as somebody's words: "said that he left", not "would appeal".
fn gives_words(reading: &Reading<'_>, verb: usize) -> bool {
    let parse = reading.parse;
    let clause = |c: usize| matches!(parse.tokens[c].relation, Relation::ClausalComplement | Relation::Parataxis);
    let worded = lexicon::english().has("saying", &reading.lemmas[verb])
        && (parse.tokens[verb].relation == Relation::Parataxis || parse.children(verb).any(clause));
    reading.is_saying(verb) && worded
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
        || gives_words(sides.left, a.token)
        || gives_words(sides.right, b.token)
    {
        return None;
    }
    let one_word = sides.one_word(a.token, b.token);
    let [x, y] = [&sides.left.lemmas[a.token], &sides.right.lemmas[b.token]];
    let kinship = opposites::kinship(&a.answers, &b.answers);
    // What was shut and what is open again are one and the same.
    let again = |r: &Reading<'_>, e: &Event| {
        AGAIN.contains(&r.lemmas[e.token].as_str()) && opposites::in_phrase(r.parse, e.token, &r.lemmas).is_none()
    };
    let until = |r: &Reading<'_>, e: &Event| {
        r.parse.children_by(e.token, Relation::Preposition).any(|p| matches!(r.lemmas[p].as_str(), "until" | "till"))
    };
    let parted = until(sides.left, a) != until(sides.right, b);
    // What remains shut is not open again.
    let persists = |r: &Reading<'_>, e: &Event| {
        let parse = r.parse;
        parse.head(e.token).is_some_and(|h| matches!(r.lemmas[h].as_str(), "remain" | "stay"))
            || parse.children(e.token).any(|c| r.lemmas[c] == "still")
            || parse.head(e.token).is_some_and(|h| parse.children(h).any(|c| r.lemmas[c] == "still"))
    };
    let back = again(sides.left, a) && !persists(sides.right, b) || again(sides.right, b) && !persists(sides.left, a);
    if kinship == Kinship::Opposite && (back || parted) {
        return None;
    }
    if (kinship == Kinship::Opposite || opposites::denies_by_prefix(x, y)) && x != y {
        return (!a.negated && !b.negated).then_some(ConflictKind::Outcome);
    }
    // "without oxygen", "was using oxygen"
    let has = |none: &Event, r: &Reading<'_>, some: &Event| {
        none.negated
            && none.concept.is_some()
            && HAVING.contains(&r.lemmas[some.token].as_str())
            && some.theme.head.and_then(|h| r.concepts[h]) == none.concept
    };
    let alike = one_word || kinship == Kinship::Alike || has(a, sides.right, b) || has(b, sides.left, a);
    (alike && a.negated != b.negated).then_some(ConflictKind::Polarity)
}

/// Whether all that is told of two events beside the clash lets them be one.
fn agrees_otherwise(sides: &Sides<'_, '_>, a: &Event, b: &Event, kind: ConflictKind, probability: f32) -> bool {
    if sides.by_two_people(a, b) {
        return false;
    }
    // Whose word it is is asked elsewhere.
    let told = |r: &Reading<'_>, e: &Event| -> Vec<TermId> {
        let owner = |t: &TermId| e.owner.as_ref().is_some_and(|o| o.concepts.contains(t));
        let by = r.according_tokens();
        let named = |t: &TermId| by.clone().any(|k| r.concepts[k] == Some(*t));
        e.about.iter().copied().filter(|t| !owner(t) && !named(t)).collect()
    };
    if sides.differ_in_number(a, b) || sides.differ_in_name(&told(sides.left, a), &told(sides.right, b)) {
        return false;
    }
    let about = shared(&a.about, &b.about);
    let meet = |x: &Party, y: &Party| shared(&x.concepts, &y.concepts) > 0;
    let theme = meet(&a.theme, &b.theme);
    // "had no map", "had a map": what one is said to be without is what the other has.
    let had = |none: &Event, r: &Reading<'_>, some: &Event| {
        none.negated
            && none.concept.is_some()
            && some.light
            && some.theme.head.and_then(|h| r.concepts[h]) == none.concept
    };
    if (had(a, sides.right, b) || had(b, sides.left, a)) && kind == ConflictKind::Polarity {
        return probability >= SURE;
    }
    if a.light || b.light {
        return theme && a.concept == b.concept && probability >= ALIKE;
    }
    // Two who do the opposite with one thing may both have done it.
    let doers = a.agent.is_known() && b.agent.is_known() && !meet(&a.agent, &b.agent);
    let named = [&a.agent, &b.agent].map(|p| sides.has_name(p));
    if doers && (named == [true, true] || named == [false, false] && kind == ConflictKind::Outcome) {
        return false;
    }
    // "legal protection for immigrants", "illegal immigrants": said of two things
    let beside = |r: &Reading<'_>, e: &Event| r.parse.tokens[e.token].relation == Relation::Adjective;
    if (beside(sides.left, a) || beside(sides.right, b)) && !sides.one_theme(a, b) {
        return false;
    }
    if theme || meet(&a.theme, &b.agent) || meet(&a.agent, &b.theme) {
        let named = sides.shared_names(&a.theme.concepts, &b.theme.concepts) > 0;
        // "the watchman": one that is known, and the only one of whom both tell.
        let known = theme && sides.one_theme(a, b) && is_known(sides.left, a) && is_known(sides.right, b);
        return probability
            >= match kind {
                ConflictKind::Outcome if known => KNOWN,
                ConflictKind::Outcome if named => NAMED,
                _ => ALIKE,
            };
    }
    // "Nobody was hurt": of whomever the other account tells.
    let anybody = |r: &Reading<'_>, e: &Event| {
        e.theme.head.is_some_and(|h| {
            let whoever = matches!(r.lemmas[h].as_str(), "nobody" | "none" | "anyone" | "anybody")
                || r.lemmas[h] == "one" && r.is_denied_noun(h);
            whoever && r.parse.tokens[h].relation.is_subject() && r.parse.child(h, Relation::Preposition).is_none()
        })
    };
    let several = |r: &Reading<'_>, e: &Event| {
        // "noticing": told beside, of nobody in particular
        if r.parse.tokens[e.token].tag == Tag::VerbIng {
            return false;
        }
        let head = e.theme.head.filter(|&h| r.parse.tokens[h].relation.is_subject());
        head.is_some_and(|h| r.parse.tokens[h].tag.is_plural() || r.parse.child(h, Relation::NumberModifier).is_some())
    };
    let none_and_some =
        anybody(sides.left, a) && several(sides.right, b) || anybody(sides.right, b) && several(sides.left, a);
    if kind == ConflictKind::Polarity && none_and_some {
        return probability >= ANYBODY && !other_place(sides, a, b);
    }
    // "All of the patients had been vaccinated", "none of those infected had"
    let whole = |r: &Reading<'_>, e: &Event, words: &[&str]| {
        e.theme.head.is_some_and(|h| {
            r.parse.tokens[h].relation.is_subject()
                && r.parse.child(h, Relation::Preposition).is_some()
                && words.contains(&r.lemmas[h].as_str())
        })
    };
    let (all, none) = (["all", "both", "most", "half"], ["none", "neither"]);
    let parted = whole(sides.left, a, &none) && (whole(sides.right, b, &all) || several(sides.right, b))
        || whole(sides.right, b, &none) && (whole(sides.left, a, &all) || several(sides.left, a));
    if kind == ConflictKind::Polarity && parted && probability >= ALIKE {
        return true;
    }
    // "No arrests had been made", "police arrested two men"
    let bare = |r: &Reading<'_>, x: &Event, y: &Event| {
        r.parse.tokens[x.token].tag.is_noun() && !x.theme.is_known() && x.concept.is_some() && x.concept == y.concept
    };
    if kind == ConflictKind::Polarity && (bare(sides.left, a, b) || bare(sides.right, b, a)) {
        return probability >= NOUN;
    }
    // "There will be no appeal, his lawyers said": those who say it are those who do not.
    let by = |x: &Event, y: &Event| {
        !x.theme.is_known()
            && !x.agent.is_known()
            && x.owner.as_ref().is_some_and(|o| meet(o, &y.theme) || meet(o, &y.agent))
    };
    if by(a, b) || by(b, a) {
        return true;
    }
    // What somebody notices is told by the clause, not by the verb.
    let gives = |r: &Reading<'_>, e: &Event| r.parse.child(e.token, Relation::ClausalComplement).is_some();
    if gives(sides.left, a) != gives(sides.right, b) {
        return false;
    }
    probability >= SURE && about >= if a.theme.is_known() && b.theme.is_known() { 3 } else { 1 }
}

/// Whether each of two events is told with a noun or name that the other's sentence lacks: "in the fire", "in the crash".
fn other_place(sides: &Sides<'_, '_>, a: &Event, b: &Event) -> bool {
    let within = |r: &Reading<'_>, e: &Event| -> Vec<TermId> {
        let parse = r.parse;
        let places = parse.children_by(e.token, Relation::Preposition);
        let nouns = places.filter_map(|p| parse.child(p, Relation::PrepositionObject));
        nouns.filter_map(|n| r.concepts[n]).collect()
    };
    let lacks = |own: &[TermId], other: &Reading<'_>| own.iter().any(|t| !other.concepts.contains(&Some(*t)));
    let (x, y) = (within(sides.left, a), within(sides.right, b));
    lacks(&x, sides.right) && lacks(&y, sides.left)
}

/// Whether what an event befalls is one and no part of a number: "the watchman", "a night watchman who had been trapped".
fn is_known(reading: &Reading<'_>, event: &Event) -> bool {
    let parse = reading.parse;
    event.theme.head.is_some_and(|h| {
        !parse.tokens[h].tag.is_plural()
            && parse.child(h, Relation::NumberModifier).is_none()
            && !parse.children(h).any(|c| matches!(reading.lemmas[c].as_str(), "another" | "other" | "second" | "one"))
    })
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
