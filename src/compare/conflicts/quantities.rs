//! Counts, amounts and measures of a sentence, each with what it counts.

use std::{cell::OnceCell, cmp::Ordering, ops::Range};

use super::{
    Account,
    reading::{Reading, shared},
    tallies, tokens_of,
};
use crate::{
    article::Published,
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag},
    text::figures::{self, Figure, FigureKind},
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
    pub(super) bound: Option<Ordering>,
    /// The concepts of what is counted.
    pub(super) counted: Vec<TermId>,
    /// It counts people, whoever they are.
    pub(super) of_people: bool,
    /// It says how high a penalty is.
    is_of_penalty: bool,
    /// The concepts of the words near it.
    pub(super) around: Vec<TermId>,
    /// Whether it stands in the other account; found when first asked for.
    pub(super) known: OnceCell<bool>,
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
        // "two in five", "eight of 20": a share, which neither number tells alone
        if is_of_a_share(reading, &tokens) {
            continue;
        }
        // "won by 7 to 4" counts no 4 of anything.
        if tallies::of(reading).iter().any(|t| t.tokens.start < tokens.end && tokens.start < t.tokens.end) {
            continue;
        }
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

/// Whether a number is one of two that tell a share: "two in five of the posts", "eight out of 20 posts".
fn is_of_a_share(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let number = |t: usize| reading.parse.tokens.get(t).is_some_and(|k| k.tag == Tag::Number);
    let lemma = |t: usize| reading.lemmas.get(t).map_or("", String::as_str);
    // "killed 12 in 2019", "5,000 in 24 hours": when, and in how long
    let when = |t: usize| {
        let year = lemma(t).len() == 4 && (lemma(t).starts_with("19") || lemma(t).starts_with("20"));
        let span = ["second", "minute", "hour", "day", "week", "month", "year"].contains(&lemma(t + 1));
        year || span
    };
    let joins = |t: usize| match lemma(t) {
        "in" if when(t + 1) => 0,
        "in" | "of" => 1,
        "out" if lemma(t + 1) == "of" => 2,
        _ => 0,
    };
    let ahead = joins(tokens.end);
    let behind = |n: usize| tokens.start > n && joins(tokens.start - n) == n && number(tokens.start - n - 1);
    ahead > 0 && number(tokens.end + ahead) || behind(1) || behind(2)
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
        is_of_penalty: is_of_penalty(reading, &tokens),
        of_people: counted_noun(reading, &tokens).is_some_and(|n| PEOPLE.contains(&reading.lemmas[n].as_str())),
        around: around(reading, &tokens),
        known: OnceCell::new(),
        figure: (!age).then_some(figure),
        tokens,
    }
}

/// Whether an amount or a span of time hangs on a word for a penalty.
fn is_of_penalty(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    const PENALTIES: [&str; 8] =
        ["fine", "imprisonment", "jail", "penalty", "prison", "punish", "sentence", "suspension"];
    let head = reading.parse.head_of(tokens.clone());
    let above = reading.parse.ancestors(head).take(3);
    above
        .chain([tokens.end, tokens.end + 1])
        .any(|t| reading.lemmas.get(t).is_some_and(|l| PENALTIES.contains(&l.as_str())))
}

fn unit(figure: &Figure) -> String {
    if figure.kind == FigureKind::Money { figure.unit.clone() } else { String::new() }
}

/// Words for people of whom no more is said.
const PEOPLE: [&str; 6] = ["people", "person", "resident", "inhabitant", "individual", "man"];

/// The phrase that a number counts: the noun it hangs on with what tells it from others.
pub(super) fn counted(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<TermId> {
    counted_noun(reading, tokens).map(|n| own_words(reading, n)).unwrap_or_default()
}

fn counted_noun(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    if let Some(job) = out_of_a_job(reading, tokens) {
        return Some(job);
    }
    let parse = reading.parse;
    let head = parse.head_of(tokens.clone());
    match parse.tokens[head].relation {
        Relation::NumberModifier | Relation::Adjective | Relation::Compound => parse.head(head),
        _ if tokens.len() > 1 => Some(head),
        _ => parse.child(head, Relation::Preposition).and_then(|of| parse.child(of, Relation::PrepositionObject)),
    }
}

/// "putting 460 people out of a job", "some 460 will lose their jobs": what is counted are jobs.
fn out_of_a_job(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<usize> {
    const REACH: usize = 7;
    let near = tokens.end..(tokens.end + REACH).min(reading.lemmas.len());
    let job = near.clone().find(|&t| matches!(reading.lemmas[t].as_str(), "job" | "livelihood"))?;
    let lost = (tokens.end..job).any(|t| {
        reading.lemmas[t] == "lose"
            || reading.lemmas[t] == "out" && reading.lemmas.get(t + 1).is_some_and(|l| l == "of")
    });
    (lost && (tokens.end..job).all(|t| reading.parse.tokens[t].tag != Tag::Number)).then_some(job)
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
pub(super) fn around(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<TermId> {
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
        is_of_penalty: false,
        around: around(reading, &(token..token + 1)),
        known: OnceCell::new(),
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
    let before = |n: usize| token.checked_sub(n).map(|t| reading.lemmas[t].as_str());
    // "aged 81", "at the age of 83"
    let aged = token.checked_sub(1).is_some_and(|t| parse.lower(t) == "aged")
        || before(1) == Some("of") && before(2) == Some("age");
    (beside || dated && is || aged).then(|| Quantity {
        tokens: token..token + 1,
        measure: Measure::Age,
        from: value,
        to: value,
        figure: None,
        bound: None,
        counted: Vec::new(),
        of_people: false,
        is_of_penalty: false,
        around: around(reading, &(token..token + 1)),
        known: OnceCell::new(),
    })
}

/// Percent by which a fraction in words may be off.
const ROUND: f64 = 1.0;
/// The same where it is said to be near: "nearly a third" for 31 percent.
const ROUGH: f64 = 4.0;

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
    let of = parse
        .child(token, Relation::Preposition)
        .filter(|&p| reading.lemmas[p] == "of")
        .and_then(|p| parse.child(p, Relation::PrepositionObject));
    // "nearly a third", "more than half"
    let before = |n: usize| token.checked_sub(n).map(|t| reading.lemmas[t].as_str());
    let near = |words: &[&str]| [1, 2].into_iter().any(|n| before(n).is_some_and(|w| words.contains(&w)));
    let below = if near(&["nearly", "almost", "about", "around", "roughly"]) { ROUGH } else { ROUND };
    let above = if near(&["over", "than", "about", "around", "roughly"]) { ROUGH } else { ROUND };
    Some(Quantity {
        tokens: token..token + 1,
        measure: Measure::Of(FigureKind::Percent, String::new()),
        // "a third" is 33 percent.
        from: value - below,
        to: value + above,
        figure: None,
        bound: None,
        counted: of.map(|n| own_words(reading, n)).unwrap_or_default(),
        of_people: false,
        is_of_penalty: false,
        around: around(reading, &(token..token + 1)),
        known: OnceCell::new(),
    })
}

impl Quantity {
    /// Whether two are the most that a penalty comes to: "fines of up to 5,000", "can be fined as much as 8,000".
    fn are_maxima(&self, other: &Self) -> bool {
        self.is_of_penalty && other.is_of_penalty && [self, other].iter().all(|q| q.bound == Some(Ordering::Less))
    }

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
        if self.are_maxima(other) {
            return self.to == other.to;
        }
        let approximate = |q: &Self| if q.bound.is_some() { 0.1 * q.to } else { 0.0 };
        let room = approximate(self).max(approximate(other)) + 1e-9;
        let apart = (self.from - other.to).max(other.from - self.to);
        apart <= room || self.allows(other) || other.allows(self)
    }

    /// Whether an article gives it, be it of something else.
    pub(super) fn stands_in(&self, account: &Account<'_>) -> bool {
        // A small number stands in every article: of something else it tells nothing.
        const SMALL: f64 = 20.0;
        // Nor do "2,000 homes" and "2,000 tons of salt" tell of one another: what is round comes up by chance.
        let round = |v: f64| v > 0.0 && (v / 10f64.powf(v.log10().floor())).fract().abs() < 1e-9;
        let tells = self.to >= SMALL && !round(self.to);
        let one_thing = |o: &Self| {
            tells || self.counted.is_empty() || o.counted.is_empty() || shared(&self.counted, &o.counted) > 0
        };
        account.near(self).any(|o| self.agrees(o) && one_thing(o))
    }

    /// Whether its bound leaves room for the other: "less than 400,000" for 398,700.
    pub(super) fn allows(&self, other: &Self) -> bool {
        match self.bound {
            Some(Ordering::Greater) => other.to >= self.from && other.to <= 2.0 * self.from,
            Some(Ordering::Less) => other.from <= self.to && other.from >= 0.5 * self.to,
            _ => false,
        }
    }
}
