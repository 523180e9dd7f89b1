//! Two quantities that cannot both be so: what is counted must be the same, of the same event, with nothing that tells of
//! another case; then two values that neither rounding, units nor bounds reconcile are a conflict.

use super::{
    Account, Clash, Conflict, ConflictKind, Event, Passage, Sides,
    dates::in_a_range,
    likeness::{Likeness, likeness},
    opposites,
    quantities::{Measure, Quantity, around, counted},
    reading::{Reading, shared},
};
use crate::{
    article::SentenceId,
    compare::{evidence::Link, prepared::TermId},
    language::{Relation, SpanKind, Tag},
    text::{
        figures::{self, FigureKind},
        words,
    },
};

/// How many times as much the larger of two may be: what is further apart is of two things.
const MOST_APART: f64 = 2.5;
/// The same where two clauses are alike but for the figures: a digit more is a slip that accounts do make.
const SLIP: f64 = 12.0;
/// How alike they are then.
const ALL_ALIKE: f32 = 0.7;

/// Quantities of two sentences that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, accounts: [&Account<'_>; 2], link: &Link, out: &mut Vec<Clash>) {
    let none = Vec::new();
    let ours = accounts[0].quantities.get(&link.left).unwrap_or(&none);
    let theirs = accounts[1].quantities.get(&link.right).unwrap_or(&none);
    if moved_on(sides) {
        return;
    }
    for a in ours {
        for b in theirs {
            if a.measure != b.measure || sides.other_case(a.tokens.start, b.tokens.start) || a.agrees(b) {
                continue;
            }
            let elsewhere = (theirs.iter().find(|y| a.agrees(y)), ours.iter().find(|x| x.agrees(b)));
            match elsewhere {
                (None, None) => {}
                (Some(y), Some(x)) if swapped(sides, [a, x], [b, y], link.probability) => {
                    let (left, right) = (a.tokens.clone(), b.tokens.clone());
                    out.push(Clash { kind: ConflictKind::Figure, left, right, weight: link.probability + 0.5 });
                    continue;
                }
                _ => continue,
            }
            let known = |q: &Quantity, k: usize| *q.known.get_or_init(|| q.stands_in(accounts[k]));
            let alone = !known(a, 1) && !known(b, 0);
            if let Some(weight) = weigh(sides, accounts, (a, b), (link.probability, alone)) {
                out.push(Clash { kind: ConflictKind::Figure, left: a.tokens.clone(), right: b.tokens.clone(), weight });
            }
        }
    }
}

/// The probability of a link from which its counts may have changed places.
const SWAPPED: f32 = 0.5;

/// Whether two counts of each sentence have changed places: "killed 17 and injured 30", "killed 30 and injured 17". The first
/// of each two are of one event, and so are the second.
fn swapped(sides: &Sides<'_, '_>, ours: [&Quantity; 2], theirs: [&Quantity; 2], probability: f32) -> bool {
    let number = |q: &Quantity| matches!(q.measure, Measure::Of(FigureKind::Number, _));
    let events = [0, 1].map(|k| (event(sides.left, ours[k]), event(sides.right, theirs[k])));
    let one = |(a, b): (Option<&Event>, Option<&Event>)| matches!((a, b), (Some(a), Some(b)) if sides.one_event(a, b) && a.negated == b.negated);
    let apart = |r: &Reading<'_>, list: [&Quantity; 2]| {
        let tokens = list.map(|q| event(r, q).map(|e| e.token));
        tokens[0] != tokens[1]
    };
    probability >= SWAPPED
        && ours.iter().chain(&theirs).all(|q| number(q))
        && events.into_iter().all(one)
        && apart(sides.left, ours)
        && apart(sides.right, theirs)
}

/// How sure two quantities that differ count one thing; nothing where it is not sure enough.
fn weigh(
    sides: &Sides<'_, '_>,
    accounts: [&Account<'_>; 2],
    (a, b): (&Quantity, &Quantity),
    (probability, alone): (f32, bool),
) -> Option<f32> {
    let near = shared(&a.around, &b.around);
    let ratio = (a.to / b.to).max(b.to / a.to);
    let counted = shared(&a.counted, &b.counted);
    let events = (event(sides.left, a), event(sides.right, b));
    if matches!(events, (Some(x), Some(y)) if sides.opposite(x, y)) || only_one_has_a_year(sides, events) {
        return None;
    }
    let amounts = matches!(a.measure, Measure::Of(kind, _) if kind != FigureKind::Number);
    if amounts && (two_things(sides, a.tokens.start, b.tokens.start) || add_up(a, b)) {
        return None;
    }
    let one_event = matches!(events, (Some(x), Some(y)) if sides.one_event(x, y));
    let one_theme = matches!(events, (Some(x), Some(y)) if shared(&x.theme.concepts, &y.theme.concepts) > 0);
    if sides.differ_in_name(&a.around, &b.around) && a.measure != Measure::Age && !(one_event && one_theme) {
        return None;
    }
    let alike = if alone { clauses(sides, a, b) } else { Likeness::default() };
    let one_claim = alike.is_one_claim()
        || alone
            && (one_value(sides, a, b)
                || one_measured(sides, a, b, probability)
                || probability >= DEAL && ratio <= DEAL_APART && one_price(sides, a, b));
    let people = a.of_people && b.of_people;
    // "injuring 26", "38 people were hurt"
    let befallen = |r: &Reading<'_>, q: &Quantity| {
        let relation = r.parse.tokens[r.parse.head_of(q.tokens.clone())].relation;
        q.counted.is_empty() && (relation.is_subject() || relation == Relation::Object)
    };
    let bare = |r: &Reading<'_>, q: &Quantity, o: &Quantity| befallen(r, q) && (o.of_people || o.counted.is_empty());
    let people = people || one_event && (bare(sides.left, a, b) || bare(sides.right, b, a));
    let most_apart = if one_event && alike.is_one_claim() && alike.share >= ALL_ALIKE { SLIP } else { MOST_APART };
    // "Two thousand homes were without electricity", "power was cut to 5,000 homes": no other homes are counted
    let sole = || {
        let told = |list: &[TermId]| {
            list.iter().filter(|t| !sides.texts.terms[**t as usize].name && b.around.binary_search(t).is_ok()).count()
        };
        alone
            && counted > 0
            && probability >= SOLE
            && told(&a.around) > counted
            && is_sole(accounts[0], a)
            && is_sole(accounts[1], b)
    };
    let sole = sole();
    let likely = match &a.measure {
        Measure::Rank => {
            (counted > 0 || one_thing(sides, a, b) || one_noun(sides, a, b))
                && (probability >= 0.3 && near >= 1 || alone && it_is(sides.left, a) && it_is(sides.right, b))
        }
        Measure::Age => probability >= 0.6 && one_person(sides, a, b),
        Measure::Of(FigureKind::Number, _) => {
            ratio <= most_apart
                && (sole
                    || counted > 0 && ((one_event || near > counted) && probability >= 0.5 || one_claim)
                    || people && alike.is_one_claim())
        }
        Measure::Of(kind, _) => {
            let of_one = *kind == FigureKind::Percent && counted > 0 && probability >= 0.6 && alone;
            let of_one = of_one && is_sole(accounts[0], a) && is_sole(accounts[1], b);
            let sole = sole || of_one || alone && probability >= SAME_CLAIM && are_only_amounts(sides, a, b);
            let near = one_event && (near >= 2 || a.figure.is_none() || b.figure.is_none()) || near >= 3;
            // "20 cents a liter"
            let each = alone && counted > 0 && a.figure.as_ref().is_some_and(|f| f.kind == FigureKind::Money);
            ratio <= most_apart && ((near || each) && probability >= 0.6 || one_claim || sole)
        }
    };
    let sure = probability + 0.1 * near as f32 + alike.share;
    (likely && !other_time(sides)).then_some(sure + if one_event { 0.5 } else { 0.0 })
}

/// The probability of a link from which the only counts of a thing in two accounts are one count.
const SOLE: f32 = 0.3;

/// Whether an account counts what a quantity counts nowhere else.
fn is_sole(account: &Account<'_>, q: &Quantity) -> bool {
    let all = account.quantities.values().flatten().filter(|o| shared(&o.counted, &q.counted) > 0);
    all.count() == 1
}

/// The probability of a link whose sentences are of one claim whatever their words.
const SAME_CLAIM: f32 = 0.9;

/// Whether two sums are the only ones of their sentences, and what they are told of is not told by two nouns.
fn are_only_amounts(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let (Measure::Of(FigureKind::Money, _), Measure::Of(FigureKind::Money, _)) = (&a.measure, &b.measure) else {
        return false;
    };
    let only = |r: &Reading<'_>| {
        figures::find(&r.parse.text, None).iter().filter(|f| f.kind == FigureKind::Money).count() == 1
    };
    let of = |r: &Reading<'_>, q: &Quantity| {
        let verb = r.verb_of(r.parse.head_of(q.tokens.clone()))?;
        let subject = r.parse.subject(verb).filter(|s| !q.tokens.contains(s) && r.parse.tokens[*s].tag == Tag::Noun)?;
        r.concepts[subject]
    };
    let differ = matches!((of(sides.left, a), of(sides.right, b)), (Some(x), Some(y)) if x != y);
    only(sides.left) && only(sides.right) && !differ
}

/// The probability of a link from which the only sums of two sentences that name the same two parties are of one deal.
const DEAL: f32 = 0.35;
/// How many times as much the larger of such sums may be.
const DEAL_APART: f64 = 1.5;

/// Whether two sums are the only ones of two sentences that name the same two: what one pays the other.
fn one_price(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let money = |q: &Quantity| matches!(q.measure, Measure::Of(FigureKind::Money, _));
    let only = |r: &Reading<'_>| {
        figures::find(&r.parse.text, None).iter().filter(|f| f.kind == FigureKind::Money).count() == 1
    };
    let names = |r: &Reading<'_>| -> Vec<TermId> {
        let mut out: Vec<TermId> = r.concepts.iter().flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    money(a)
        && money(b)
        && only(sides.left)
        && only(sides.right)
        && sides.shared_names(&names(sides.left), &names(sides.right)) >= 2
}

/// How alike the clauses are that two quantities stand in.
fn clauses(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> Likeness {
    let verb = |r: &Reading<'_>, q: &Quantity| r.verb_of(r.parse.head_of(q.tokens.clone()));
    let verbs = verb(sides.left, a).zip(verb(sides.right, b));
    verbs.map(|(x, y)| likeness(sides, (x, &a.tokens), (y, &b.tokens))).unwrap_or_default()
}

/// Whether two words for what is counted answer one question alike: "the third accident", "the fifth crash".
fn one_thing(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let answers = |r: &Reading<'_>, q: &Quantity| opposites::answers(r.parse, q.tokens.end - 1, &r.lemmas);
    opposites::kinship(&answers(sides.left, a), &answers(sides.right, b)) == opposites::Kinship::Alike
}

/// "the third quarter", "the second quarter": one noun, though a stretch of time is no word of a claim.
fn one_noun(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let noun = |r: &Reading<'_>, q: &Quantity| r.lemmas.get(q.tokens.end - 1).cloned();
    let stretch = |n: &String| matches!(n.as_str(), "half" | "quarter" | "round" | "term");
    noun(sides.left, a).filter(stretch).is_some_and(|n| noun(sides.right, b) == Some(n))
}

/// "It was the third death."
fn it_is(reading: &Reading<'_>, q: &Quantity) -> bool {
    let parse = reading.parse;
    let head = parse.head_of(q.tokens.clone());
    parse.tokens[head].relation == Relation::Attribute && parse.head(head).is_some_and(|be| reading.lemmas[be] == "be")
}

/// Whether two quantities are what one thing is: "turnout was 61 percent", "turnout fell to 52 percent".
fn one_value(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let of = |r: &Reading<'_>, q: &Quantity| -> Option<(TermId, Vec<TermId>)> {
        let parse = r.parse;
        let head = parse.head_of(q.tokens.clone());
        let above = parse.head(head)?;
        let verb = match parse.tokens[head].relation {
            Relation::Attribute if r.lemmas[above] == "be" => above,
            Relation::PrepositionObject if matches!(r.lemmas[above].as_str(), "to" | "at") => {
                let verb = parse.head(above)?;
                // "estimated the damage at"
                if let Some(object) = parse.child(verb, Relation::Object) {
                    return Some((r.concepts[object]?, r.party(object).concepts));
                }
                verb
            }
            Relation::Object if matches!(r.lemmas[above].as_str(), "total" | "reach" | "cost" | "exceed" | "hit") => {
                above
            }
            _ => return None,
        };
        let subject = parse.subject(verb).filter(|_| parse.tokens[verb].tag.is_verb())?;
        Some((r.concepts[subject]?, r.party(subject).concepts))
    };
    let (Some((x, own)), Some((y, other))) = (of(sides.left, a), of(sides.right, b)) else { return false };
    x == y && 2 * shared(&own, &other) >= own.len().max(other.len())
}

/// The probability of a link from which one word that both tell of their only amount makes it one.
const MEASURED: f32 = 0.2;

/// Whether two amounts are the only ones of their sentences and tell of one thing: "repairs will cost", "the cost of mending".
fn one_measured(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity, probability: f32) -> bool {
    /// Words above an amount that say what it is of, at most.
    const UP: usize = 3;
    let Measure::Of(kind, _) = &a.measure else { return false };
    let only = |r: &Reading<'_>| figures::find(&r.parse.text, None).iter().filter(|f| f.kind == *kind).count() == 1;
    if *kind == FigureKind::Number || *kind == FigureKind::Date || !only(sides.left) || !only(sides.right) {
        return false;
    }
    let of = |r: &Reading<'_>, q: &Quantity| -> Vec<TermId> {
        let parse = r.parse;
        let mut out = Vec::new();
        let mut add = |t: usize| {
            if !q.tokens.contains(&t) && !r.is_saying(t) {
                out.extend(r.concepts[t]);
            }
        };
        for t in parse.ancestors(parse.head_of(q.tokens.clone())).take(UP) {
            add(t);
            for c in parse.children(t) {
                let relation = parse.tokens[c].relation;
                if relation.is_subject() || relation == Relation::Object {
                    add(c);
                    let of = parse.children_by(c, Relation::Preposition).filter(|&p| r.lemmas[p] == "of");
                    of.for_each(|p| parse.children(p).for_each(&mut add));
                }
            }
            if parse.tokens[t].tag.is_verb() {
                break;
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    };
    let (own, other) = (of(sides.left, a), of(sides.right, b));
    let common = shared(&own, &other);
    common >= 2 || common == 1 && probability >= MEASURED
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether only one of two events is told of a year: "in 1971 some 9,000 people had booed".
fn only_one_has_a_year(sides: &Sides<'_, '_>, events: (Option<&Event>, Option<&Event>)) -> bool {
    let has = |r: &Reading<'_>, e: &Event| {
        let parse = r.parse;
        let mut within = parse.children_by(e.token, Relation::Preposition).filter(|&p| r.lemmas[p] == "in");
        within.any(|p| parse.child(p, Relation::PrepositionObject).is_some_and(|o| is_year(r.parse.word(o))))
    };
    let subject = |r: &Reading<'_>, e: &Event| {
        // "Cyclone Petra, in 2011, made landfall": told beside the subject
        let parse = r.parse;
        let near = parse.subject(e.token).map(|s| parse.subtree_without(s, &[Relation::RelativeClause]));
        near.is_some_and(|mut range| {
            range.any(|t| is_year(parse.word(t)) && parse.head(t).is_some_and(|p| r.lemmas[p] == "in"))
        })
    };
    matches!(events, (Some(x), Some(y)) if
        (has(sides.left, x) || subject(sides.left, x)) != (has(sides.right, y) || subject(sides.right, y)))
}

/// Whether each sentence tells of another year or month.
fn other_time(sides: &Sides<'_, '_>) -> bool {
    const WEEK: f64 = 7.0;
    let of = |r: &Reading<'_>| -> Vec<String> {
        let text = &r.parse.text;
        let dates = figures::find(text, None).into_iter().filter(|f| f.kind == FigureKind::Date);
        let wide = dates.filter(|f| f.tolerance >= WEEK).filter_map(|f| text.get(f.span));
        let mut out: Vec<String> = wide.map(|t| words::fold(t).into_owned()).collect();
        // "from 2007 through 2014"
        out.extend((0..r.lemmas.len()).map(|t| r.parse.word(t)).filter(|w| is_year(w)).map(ToOwned::to_owned));
        out.sort_unstable();
        out.dedup();
        out
    };
    let (own, other) = (of(sides.left), of(sides.right));
    let lacks =
        |own: &[String], other: &[String]| own.iter().any(|x| !other.iter().any(|y| x.contains(y) || y.contains(x)));
    !own.is_empty() && !other.is_empty() && (lacks(&own, &other) || lacks(&other, &own))
}

/// Whether two shares make up the whole: 54 percent against, 46 percent for.
fn add_up(a: &Quantity, b: &Quantity) -> bool {
    let percent = |q: &Quantity| matches!(q.measure, Measure::Of(FigureKind::Percent, _));
    percent(a) && percent(b) && (a.to + b.to - 100.0).abs() < 1.0
}

/// Whether two amounts go for two things: "4 million for pumps", "5 million for the quay".
fn two_things(sides: &Sides<'_, '_>, x: usize, y: usize) -> bool {
    let goes_for = |r: &Reading<'_>, number: usize| -> Vec<TermId> {
        let parse = r.parse;
        let verb = r.verb_of(number);
        let near = std::iter::once(number).chain(parse.ancestors(number)).take_while(|t| Some(*t) != verb).chain(verb);
        let fors = near.flat_map(|t| parse.children_by(t, Relation::Preposition)).filter(|&p| r.lemmas[p] == "for");
        fors.filter_map(|p| parse.child(p, Relation::PrepositionObject)).filter_map(|o| r.concepts[o]).collect()
    };
    let (a, b) = (goes_for(sides.left, x), goes_for(sides.right, y));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|t| b.contains(t))
}

fn event<'a>(reading: &'a Reading<'_>, q: &Quantity) -> Option<&'a Event> {
    reading.event_of(reading.parse.head_of(q.tokens.clone()))
}

/// Whether one sentence says that it tells a later state than another: "up from", "more than twice the first estimate", or
/// each says as of when.
fn moved_on(sides: &Sides<'_, '_>) -> bool {
    let says = |r: &Reading<'_>| {
        r.lemmas.windows(2).any(|w| {
            matches!(w[0].as_str(), "first" | "early" | "initial" | "previous")
                && matches!(w[1].as_str(), "estimate" | "count" | "figure" | "report" | "toll")
                || w[0] == "up" && w[1] == "from"
                || w[0] == "down" && w[1] == "from"
        })
    };
    let as_of = |r: &Reading<'_>| {
        (0..r.lemmas.len()).find_map(|t| {
            (r.lemmas[t] == "by" && r.parse.tokens[t].relation == Relation::Preposition)
                .then(|| r.parse.child(t, Relation::PrepositionObject))
                .flatten()
                .filter(|&o| r.parse.span_at(o).is_some_and(|s| s.kind == SpanKind::Date))
                .map(|o| r.parse.slice(r.parse.subtree(o)).to_lowercase())
        })
    };
    let dated = |r: &Reading<'_>| r.parse.spans.iter().any(|s| s.kind == SpanKind::Date);
    // "30 by Sunday", "reached 52 on Thursday"
    let reached = |r: &Reading<'_>| {
        let reach = |t: usize| {
            matches!(r.lemmas[t].as_str(), "climb" | "reach" | "rise" | "stand") && r.parse.tokens[t].tag.is_verb()
        };
        (0..r.lemmas.len()).any(reach) && dated(r)
    };
    let later = |own: &Reading<'_>, other: &Reading<'_>| as_of(own).is_some() && reached(other);
    says(sides.left)
        || says(sides.right)
        || later(sides.left, sides.right)
        || later(sides.right, sides.left)
        || as_of(sides.left).zip(as_of(sides.right)).is_some_and(|(a, b)| a != b)
}

/// Whether two ages may be of one person: named alike, or not named and told of in one place of the sentence.
fn one_person(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let bearer = |r: &Reading<'_>, q: &Quantity| {
        let parse = r.parse;
        let head = parse.head_of(q.tokens.clone());
        let noun = std::iter::once(head).chain(parse.ancestors(head)).find(|&t| {
            !q.tokens.contains(&t) && parse.tokens[t].tag.is_noun() && !matches!(r.lemmas[t].as_str(), "old" | "year")
        });
        noun.map(|n| r.party(n)).unwrap_or_default()
    };
    let (x, y) = (bearer(sides.left, a), bearer(sides.right, b));
    let named = [&x, &y].map(|p| sides.has_name(p));
    shared(&x.concepts, &y.concepts) > 0 || named == [false, false] && sides.in_common() >= 2
}

/// Whether grammar tells apart what two figures count that seem to differ by the words around them alone.
pub(super) fn told_apart(
    sides: &Sides<'_, '_>,
    accounts: [&Account<'_>; 2],
    conflict: &Conflict,
    kind: FigureKind,
) -> bool {
    if moved_on(sides) || kind != FigureKind::Date && other_time(sides) {
        return true;
    }
    let meant = |account: &Account<'_>, p: &Passage| {
        let end = p.start + words::span(0..p.text.len()).end;
        let inside = |q: &&Quantity| {
            q.figure
                .as_ref()
                .is_some_and(|f| words::span(f.span.clone()).start < end && words::span(f.span.clone()).end > p.start)
        };
        account.quantities.get(&p.sentence.0)?.iter().find(inside).cloned()
    };
    let ranges = |r: &Reading<'_>, p: &Passage| {
        let from = r.parse.tokens.partition_point(|t| t.end <= p.start);
        in_a_range(r, &(from..from + 1))
    };
    if kind == FigureKind::Date && (ranges(sides.left, &conflict.left) || ranges(sides.right, &conflict.right)) {
        return true;
    }
    let quantities = meant(accounts[0], &conflict.left).zip(meant(accounts[1], &conflict.right));
    // "drew 130 people, not the 80 given out at first": who gives the other's figure as well knows of it
    let gives = |account: &Account<'_>, sentence: SentenceId, q: &Quantity| {
        account
            .quantities
            .get(&sentence.0)
            .is_some_and(|own| own.iter().any(|o| o.measure == q.measure && (o.from, o.to) == (q.from, q.to)))
    };
    if quantities.as_ref().is_some_and(|(a, b)| {
        gives(accounts[1], conflict.right.sentence, a) || gives(accounts[0], conflict.left.sentence, b)
    }) {
        return true;
    }
    // "up to 1.6 million", "as many as 1.5 million"
    if quantities.is_some_and(|(a, b)| a.allows(&b) || b.allows(&a)) {
        return true;
    }
    let of = |r: &Reading<'_>, p: &Passage| {
        let end = p.start + words::span(0..p.text.len()).end;
        let from = r.parse.tokens.partition_point(|t| t.end <= p.start);
        let to = r.parse.tokens.partition_point(|t| t.start < end);
        let number = (from..to).find(|&t| r.parse.tokens[t].tag == Tag::Number)?;
        Some((around(r, &(number..number + 1)), counted(r, &(number..number + 1)), number))
    };
    let (Some((near, own, x)), Some((beside, other, y))) =
        (of(sides.left, &conflict.left), of(sides.right, &conflict.right))
    else {
        return false;
    };
    let events = (sides.left.event_of(x), sides.right.event_of(y));
    if kind != FigureKind::Number && two_things(sides, x, y)
        || kind == FigureKind::Number && only_one_has_a_year(sides, events)
    {
        return true;
    }
    matches!(events, (Some(x), Some(y)) if sides.opposite(x, y))
        || sides.other_case(x, y)
        || sides.differ_in_name(&near, &beside) && shared(&own, &other) == 0 && sides.shared_names(&near, &beside) < 2
        || kind == FigureKind::Number
            && !own.is_empty()
            && !other.is_empty()
            && shared(&own, &other) == 0
            && shared(&near, &beside) < 3
}
