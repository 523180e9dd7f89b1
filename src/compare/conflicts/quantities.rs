//! Counts, amounts and measures: what is counted must be the same, of the same event, with nothing that tells of another
//! case; then two values that neither rounding, units nor bounds reconcile are a conflict.

use std::{cmp::Ordering, ops::Range};

use super::{
    Account, Clash, Conflict, ConflictKind, Passage, Sides,
    dates::in_a_range,
    frame::{Likeness, likeness},
    reading::{Reading, shared},
    tokens_of,
};
use crate::{
    article::Published,
    compare::{align::Link, prepared::TermId},
    language::{Relation, SpanKind, Tag},
    text::{
        figures::{self, Figure, FigureKind},
        words,
    },
};

/// What a quantity measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// A count or amount, by its kind and unit.
    Of(FigureKind, String),
    /// Somebody's age.
    Age,
    /// A place in a row: "the third accident".
    Rank,
}

/// A quantity of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    pub(super) tokens: Range<usize>,
    pub(super) measure: Measure,
    /// The least and the most that it gives: one value but for a range.
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) figure: Option<Figure>,
    bound: Option<Ordering>,
    /// The concepts of what is counted.
    pub(super) counted: Vec<TermId>,
    /// It counts people, whoever they are.
    of_people: bool,
    /// The concepts of the words near it.
    around: Vec<TermId>,
}

/// The quantities of a sentence, in order; dates are none.
pub(super) fn of(reading: &Reading<'_>, published: Option<Published>) -> Vec<Quantity> {
    let text = reading.parse.text.as_ref();
    let mut out: Vec<Quantity> = Vec::new();
    for figure in figures::find(text, published) {
        if figure.kind == FigureKind::Date || figure.is_time() {
            continue;
        }
        let tokens = tokens_of(reading, &figure);
        // "8 to 12 percent" is one quantity.
        if let Some(last) = out.last_mut()
            && is_range(reading, &last.tokens, &tokens)
            && matches!(&last.measure, Measure::Of(FigureKind::Number, unit) if unit.is_empty())
        {
            let mut low = last.from;
            while low > 0.0 && low * 1000.0 <= figure.value {
                low *= 1000.0;
            }
            let start = last.tokens.start;
            *last = quantity(reading, figure, start..tokens.end);
            last.from = low.min(last.to);
            continue;
        }
        out.push(quantity(reading, figure, tokens));
    }
    out.extend((0..reading.parse.tokens.len()).filter_map(|t| rank(reading, t)));
    out.extend((0..reading.parse.tokens.len()).filter_map(|t| bare_age(reading, t, &out)).collect::<Vec<_>>());
    out.extend((0..reading.parse.tokens.len()).filter_map(|t| fraction(reading, t)).collect::<Vec<_>>());
    out
}

fn is_range(reading: &Reading<'_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let between: Vec<&str> = (a.end..b.start).map(|t| reading.lemmas[t].as_str()).collect();
    match between.as_slice() {
        ["to" | "-" | "–" | "or"] => true,
        ["and"] => a.start.checked_sub(1).is_some_and(|t| reading.lemmas[t] == "between"),
        _ => false,
    }
}

fn quantity(reading: &Reading<'_>, figure: Figure, tokens: Range<usize>) -> Quantity {
    // "34-year-old", "34 years old"
    let follows = reading.parse.text.get(figure.span.start..).unwrap_or_default();
    let mut parts = follows.split(['-', ' ']).skip(1);
    let age = matches!(figure.kind, FigureKind::Duration | FigureKind::Number)
        && parts.next().is_some_and(|w| matches!(w, "year" | "years"))
        && parts.next().is_some_and(|w| w.starts_with("old"));
    let years = 365.25 * 86_400.0;
    let value = if age && figure.kind == FigureKind::Duration { figure.value / years } else { figure.value };
    Quantity {
        measure: if age { Measure::Age } else { Measure::Of(figure.kind, unit(&figure)) },
        from: value,
        to: value,
        bound: figures::bound(&reading.parse.text, &figure),
        counted: counted(reading, &tokens),
        of_people: counted_noun(reading, &tokens).is_some_and(|n| PEOPLE.contains(&reading.lemmas[n].as_str())),
        around: around(reading, &tokens),
        figure: (!age).then_some(figure),
        tokens,
    }
}

fn unit(figure: &Figure) -> String {
    if figure.kind == FigureKind::Money { figure.unit.clone() } else { String::new() }
}

/// Words for people of whom no more is said.
const PEOPLE: [&str; 6] = ["people", "person", "resident", "inhabitant", "individual", "man"];

/// The phrase that a number counts: the noun it hangs on with what tells it from others.
fn counted(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<TermId> {
    counted_noun(reading, tokens).map(|n| own_words(reading, n)).unwrap_or_default()
}

fn counted_noun(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    let parse = reading.parse;
    let head = parse.head_of(tokens.clone());
    match parse.tokens[head].relation {
        Relation::NumberModifier | Relation::Adjective | Relation::Compound => parse.head(head),
        _ if tokens.len() > 1 => Some(head),
        _ => parse.child(head, Relation::Preposition).and_then(|of| parse.child(of, Relation::PrepositionObject)),
    }
}

/// A noun with its compounds and adjectives.
fn own_words(reading: &Reading<'_>, noun: usize) -> Vec<TermId> {
    let parse = reading.parse;
    let near =
        parse.children(noun).filter(|&c| matches!(parse.tokens[c].relation, Relation::Compound | Relation::Adjective));
    let mut out: Vec<TermId> = std::iter::once(noun).chain(near).filter_map(|t| reading.concepts[t]).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The words of the event that a quantity stands in.
fn around(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<TermId> {
    const REACH: usize = 8;
    let head = reading.parse.head_of(tokens.clone());
    let near = tokens.start.saturating_sub(REACH)..(tokens.end + REACH).min(reading.concepts.len());
    let mut out: Vec<TermId> = near.filter_map(|t| reading.concepts[t]).collect();
    if let Some(verb) = reading.verb_of(head) {
        out.extend(reading.concepts[verb]);
        if let Some(event) = reading.events.iter().find(|e| e.token == verb) {
            out.extend(&event.about);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

const RANKS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// "the third accident".
fn rank(reading: &Reading<'_>, token: usize) -> Option<Quantity> {
    let parse = reading.parse;
    let value = RANKS.iter().position(|r| *r == reading.lemmas[token])? as f64 + 1.0;
    let noun = parse.head(token).filter(|_| parse.tokens[token].relation == Relation::Adjective)?;
    // "for the first time in weeks" counts nothing.
    if matches!(reading.lemmas[noun].as_str(), "time" | "place" | "step") {
        return None;
    }
    Some(Quantity {
        tokens: token..noun.max(token) + 1,
        measure: Measure::Rank,
        from: value,
        to: value,
        figure: None,
        bound: None,
        counted: own_words(reading, noun).into_iter().filter(|t| Some(*t) != reading.concepts[token]).collect(),
        of_people: false,
        around: around(reading, &(token..token + 1)),
    })
}

/// "who is 43", ", 51,", "aged 9".
fn bare_age(reading: &Reading<'_>, token: usize, known: &[Quantity]) -> Option<Quantity> {
    let parse = reading.parse;
    let value: f64 = parse.word(token).parse().ok().filter(|v| (1.0..120.0).contains(v))?;
    if known.iter().any(|q| q.measure == Measure::Age && q.tokens.contains(&token)) {
        return None;
    }
    let relation = parse.tokens[token].relation;
    let dated = parse.span_at(token).is_some_and(|s| s.kind == SpanKind::Date && s.tokens.len() == 1);
    let person = |t: usize| parse.span_at(t).is_some_and(|s| s.kind == SpanKind::Person);
    let beside = relation == Relation::Apposition && parse.head(token).is_some_and(person);
    let is = relation == Relation::Attribute
        && parse.head(token).is_some_and(|v| parse.tokens[v].relation == Relation::RelativeClause);
    let aged = token.checked_sub(1).is_some_and(|t| parse.lower(t) == "aged");
    (beside || dated && is || aged).then(|| Quantity {
        tokens: token..token + 1,
        measure: Measure::Age,
        from: value,
        to: value,
        figure: None,
        bound: None,
        counted: Vec::new(),
        of_people: false,
        around: around(reading, &(token..token + 1)),
    })
}

/// "cut by a third", "halve": a share of what is cut.
fn fraction(reading: &Reading<'_>, token: usize) -> Option<Quantity> {
    let parse = reading.parse;
    let share = |word: &str| {
        Some(match word {
            "half" => 50.0,
            "third" => 100.0 / 3.0,
            "quarter" => 25.0,
            "fifth" => 20.0,
            "tenth" => 10.0,
            _ => return None,
        })
    };
    let value = match reading.lemmas[token].as_str() {
        "halve" => 50.0,
        word if parse.tokens[token].relation == Relation::PrepositionObject
            && parse.head(token).is_some_and(|h| reading.lemmas[h] == "by") =>
        {
            share(word)?
        }
        // "a third of them", "half of the flats"
        word => {
            let of = parse.child(token, Relation::Preposition).filter(|&p| reading.lemmas[p] == "of");
            let a = parse.child(token, Relation::Determiner).is_some_and(|d| reading.lemmas[d] == "a");
            share(word).filter(|_| of.is_some() && (a || word == "half"))?
        }
    };
    Some(Quantity {
        tokens: token..token + 1,
        measure: Measure::Of(FigureKind::Percent, String::new()),
        from: value,
        to: value,
        figure: None,
        bound: None,
        counted: Vec::new(),
        of_people: false,
        around: around(reading, &(token..token + 1)),
    })
}

impl Quantity {
    /// Whether two give the same, as exactly as each cares to.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        if self.measure != other.measure {
            return false;
        }
        if let (Some(a), Some(b)) = (&self.figure, &other.figure)
            && (figures::same(a, b) || figures::rounded(a, b))
        {
            return true;
        }
        let approximate = |q: &Self| if q.bound.is_some() { 0.1 * q.to } else { 0.0 };
        let room = approximate(self).max(approximate(other)) + 1e-9;
        let apart = (self.from - other.to).max(other.from - self.to);
        apart <= room || self.allows(other) || other.allows(self)
    }

    /// Whether an article gives it, be it of something else.
    fn stands_in(&self, account: &Account<'_>) -> bool {
        // A small number stands in every article: of something else it tells nothing.
        const SMALL: f64 = 20.0;
        let one_thing = |o: &Self| {
            self.to >= SMALL || self.counted.is_empty() || o.counted.is_empty() || shared(&self.counted, &o.counted) > 0
        };
        account.quantities.values().flatten().any(|o| self.agrees(o) && one_thing(o))
    }

    /// Whether its bound leaves room for the other: "less than 400,000" for 398,700.
    fn allows(&self, other: &Self) -> bool {
        match self.bound {
            Some(Ordering::Greater) => other.to >= self.from && other.to <= 2.0 * self.from,
            Some(Ordering::Less) => other.from <= self.to && other.from >= 0.5 * self.to,
            _ => false,
        }
    }
}

/// How many times as much the larger of two may be: what is further apart is of two things.
const MOST_APART: f64 = 2.5;

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
            if a.measure != b.measure
                || sides.other_case(a.tokens.start, b.tokens.start)
                || a.agrees(b)
                || theirs.iter().any(|y| a.agrees(y))
                || ours.iter().any(|x| x.agrees(b))
            {
                continue;
            }
            let alone = !a.stands_in(accounts[1]) && !b.stands_in(accounts[0]);
            if let Some(weight) = weigh(sides, a, b, (link.probability, alone)) {
                out.push(Clash { kind: ConflictKind::Figure, left: a.tokens.clone(), right: b.tokens.clone(), weight });
            }
        }
    }
}

/// How sure two quantities that differ count one thing; nothing where it is not sure enough.
fn weigh(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity, (probability, alone): (f32, bool)) -> Option<f32> {
    let near = shared(&a.around, &b.around);
    let ratio = (a.to / b.to).max(b.to / a.to);
    let counted = shared(&a.counted, &b.counted);
    let events = (event(sides.left, a), event(sides.right, b));
    if matches!(events, (Some(x), Some(y)) if sides.opposite(x, y)) {
        return None;
    }
    let one_event = matches!(events, (Some(x), Some(y)) if sides.one_event(x, y));
    let one_theme = matches!(events, (Some(x), Some(y)) if shared(&x.theme.concepts, &y.theme.concepts) > 0);
    if sides.differ_in_name(&a.around, &b.around) && a.measure != Measure::Age && !(one_event && one_theme) {
        return None;
    }
    let alike = if alone { clauses(sides, a, b) } else { Likeness::default() };
    let one_claim = alike.is_one_claim() || alone && one_value(sides, a, b);
    let people = a.of_people && b.of_people;
    let likely = match &a.measure {
        Measure::Rank => {
            counted > 0 && (probability >= 0.3 && near >= 1 || alone && it_is(sides.left, a) && it_is(sides.right, b))
        }
        Measure::Age => probability >= 0.6 && one_person(sides, a, b),
        Measure::Of(FigureKind::Number, _) => {
            ratio <= MOST_APART
                && (counted > 0 && ((one_event || near > counted) && probability >= 0.5 || one_claim)
                    || people && alike.is_one_claim())
        }
        Measure::Of(..) => {
            let near = one_event && (near >= 2 || a.figure.is_none() || b.figure.is_none()) || near >= 3;
            // "20 cents a liter"
            let each = alone && counted > 0 && a.figure.as_ref().is_some_and(|f| f.kind == FigureKind::Money);
            ratio <= MOST_APART && ((near || each) && probability >= 0.6 || one_claim)
        }
    };
    let sure = probability + 0.1 * near as f32 + alike.share;
    (likely && !other_time(sides)).then_some(sure + if one_event { 0.5 } else { 0.0 })
}

/// How alike the clauses are that two quantities stand in.
fn clauses(sides: &Sides<'_, '_>, a: &Quantity, b: &Quantity) -> Likeness {
    let verb = |r: &Reading<'_>, q: &Quantity| r.verb_of(r.parse.head_of(q.tokens.clone()));
    let verbs = verb(sides.left, a).zip(verb(sides.right, b));
    verbs.map(|(x, y)| likeness(sides, (x, &a.tokens), (y, &b.tokens))).unwrap_or_default()
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

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
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

fn event<'a>(reading: &'a Reading<'_>, q: &Quantity) -> Option<&'a super::Event> {
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
    says(sides.left) || says(sides.right) || as_of(sides.left).zip(as_of(sides.right)).is_some_and(|(a, b)| a != b)
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
    matches!(events, (Some(x), Some(y)) if sides.opposite(x, y))
        || sides.other_case(x, y)
        || sides.differ_in_name(&near, &beside) && shared(&own, &other) == 0 && sides.shared_names(&near, &beside) < 2
        || kind == FigureKind::Number
            && !own.is_empty()
            && !other.is_empty()
            && shared(&own, &other) == 0
            && shared(&near, &beside) < 3
}
