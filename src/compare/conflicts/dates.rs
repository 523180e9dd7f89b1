//! Days, years and times of day of one event.

use std::cell::OnceCell;

use super::{
    Account, Clash, ConflictKind, Sides,
    likeness::likeness,
    reading::{Reading, shared},
    tokens_of,
};
use crate::{
    article::Published,
    compare::evidence::Link,
    language::{Relation, Tag},
    text::{
        MONTHS,
        figures::{self, Figure, FigureKind},
    },
};

/// How exact a date is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Exactness {
    Clock,
    Weekday,
    Day,
    Month,
    Season,
    Year,
}

pub(super) struct Dated {
    figure: Figure,
    exactness: Exactness,
    tokens: std::ops::Range<usize>,
    /// The verbs that it may belong to, the nearest first.
    verbs: Vec<usize>,
    /// Whether the other account gives it anywhere; found when first asked for.
    known: OnceCell<bool>,
}

fn of<'r>(reading: &'r Reading<'_>, published: Option<Published>) -> &'r [Dated] {
    reading.once.dates.get_or_init(|| all(reading, published))
}

fn all(reading: &Reading<'_>, published: Option<Published>) -> Vec<Dated> {
    let found = figures::find(&reading.parse.text, published);
    let dates = found.into_iter().filter(|f| f.kind == FigureKind::Date || f.is_time());
    let mut out: Vec<Dated> = dates
        .filter(|f| says_when(reading, &tokens_of(reading, f), f.is_time()))
        .map(|figure| {
            let tokens = tokens_of(reading, &figure);
            let exactness = if figure.is_time() {
                Exactness::Clock
            } else if figure.tolerance >= 180.0 {
                Exactness::Year
            } else if figure.tolerance >= 3.0 {
                Exactness::Month
            } else if figure.unit == "relative" {
                Exactness::Weekday
            } else {
                Exactness::Day
            };
            let verbs = verbs(reading, reading.parse.head_of(tokens.clone()));
            Dated { figure, exactness, tokens, verbs, known: OnceCell::new() }
        })
        .collect();
    let known: Vec<std::ops::Range<usize>> = out.iter().map(|d| d.tokens.clone()).collect();
    let free = |t: &usize| known.iter().all(|k| !k.contains(t));
    out.extend((0..reading.lemmas.len()).filter(free).filter_map(|t| season(reading, t)));
    out
}

/// "in spring", "in the autumn", "in March": a part of a year that is not said.
fn season(reading: &Reading<'_>, token: usize) -> Option<Dated> {
    let parse = reading.parse;
    let value = match reading.lemmas[token].as_str() {
        "spring" => 0.0,
        "summer" => 1.0,
        "autumn" | "fall" => 2.0,
        "winter" => 3.0,
        _ => {
            let month = MONTHS.iter().position(|m| *m == parse.word(token))?;
            MONTH + month as f64
        }
    };
    let own = parse.subtree(token);
    let alone = own.clone().all(|t| t == token || matches!(reading.lemmas[t].as_str(), "the" | "this" | "next"));
    let when = parse.tokens[token].tag.is_noun()
        && parse.tokens[token].relation == Relation::PrepositionObject
        && parse.head(token).is_some_and(|p| reading.lemmas[p] == "in");
    let span = parse.tokens[token].start as usize..parse.tokens[token].end as usize;
    let unit = if value < MONTH { SEASON } else { "month" }.to_owned();
    let figure = Figure { kind: FigureKind::Date, value, unit, tolerance: 0.0, grain: 0.0, span };
    (alone && when).then(|| Dated {
        figure,
        exactness: Exactness::Season,
        tokens: token..token + 1,
        verbs: verbs(reading, token),
        known: OnceCell::new(),
    })
}

/// From where on the value of a part of a year is that of a month.
const MONTH: f64 = 10.0;

/// The unit of seasons among dates.
const SEASON: &str = "season";

/// Dates of two sentences that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, accounts: [&Account<'_>; 2], link: &Link, out: &mut Vec<Clash>) {
    let (ours, theirs) = (of(sides.left, accounts[0].published), of(sides.right, accounts[1].published));
    for a in ours {
        for b in theirs {
            let comparable = a.exactness == b.exactness
                && a.figure.unit == b.figure.unit
                && !is_listed(sides.left, &a.tokens)
                && !is_listed(sides.right, &b.tokens);
            let same = |x: &Dated, y: &Dated| x.exactness == y.exactness && figures::same(&x.figure, &y.figure);
            // "Thursday" of two weeks, in sentences that say the same: which is meant, the words do not tell.
            let said = |r: &Reading<'_>, d: &Dated| r.parse.slice(d.tokens.clone()).to_lowercase();
            if !comparable
                || said(sides.left, a) == said(sides.right, b)
                || theirs.iter().any(|y| same(a, y))
                || ours.iter().any(|x| same(x, b))
            {
                continue;
            }
            // Neither date is told anywhere in the other account.
            let told = |account: &Account<'_>, r: &Reading<'_>, d: &Dated| {
                let season = || d.exactness == Exactness::Season && account.has_word(&r.lemmas[d.tokens.start]);
                *d.known.get_or_init(|| account.tells(&d.figure) || season())
            };
            let alone = !told(accounts[1], sides.left, a) && !told(accounts[0], sides.right, b);
            if let Some(weight) = weigh(sides, a, b, (link.probability, alone, sole_beginnings(accounts))) {
                out.push(Clash { kind: ConflictKind::Date, left: a.tokens.clone(), right: b.tokens.clone(), weight });
            }
        }
    }
}

/// Whether each account has one sentence in which something begins.
fn sole_beginnings(accounts: [&Account<'_>; 2]) -> bool {
    accounts.iter().all(|a| {
        let begins = |r: &Reading<'_>| r.lemmas.iter().any(|l| matches!(l.as_str(), "begin" | "start" | "commence"));
        a.readings.iter().flatten().filter(|r| begins(r)).count() <= 1
    })
}

fn weigh(sides: &Sides<'_, '_>, a: &Dated, b: &Dated, sure: (f32, bool, bool)) -> Option<f32> {
    let pairs = a.verbs.iter().flat_map(|&x| b.verbs.iter().map(move |&y| (x, y)));
    pairs.filter_map(|(x, y)| of_one_event(sides, (a, x), (b, y), sure)).reduce(f32::max)
}

/// How sure it is that two dates, as dates of two verbs, are of one event.
fn of_one_event(
    sides: &Sides<'_, '_>,
    (a, x): (&Dated, usize),
    (b, y): (&Dated, usize),
    (probability, alone, sole_beginnings): (f32, bool, bool),
) -> Option<f32> {
    // When something was said tells nothing of when it happened.
    // "begins on Monday" says nothing, though "begins" may be a verb of saying.
    let said = |r: &Reading<'_>, verb: usize| r.is_saying(verb) && r.lemmas[verb] != "begin";
    if said(sides.left, x) || said(sides.right, y) || as_of(sides.left, a) || as_of(sides.right, b) {
        return None;
    }
    let (e, f) = (sides.left.events.iter().find(|e| e.token == x), sides.right.events.iter().find(|f| f.token == y));
    // Who beat whom on Sunday may have been beaten on Friday.
    let turned = |e: &super::Event, f: &super::Event| {
        sides.shared_names(&e.theme.concepts, &f.agent.concepts) > 0
            && sides.shared_names(&e.agent.concepts, &f.theme.concepts) > 0
    };
    if matches!((e, f), (Some(e), Some(f)) if turned(e, f)) {
        return None;
    }
    let about = |r: &Reading<'_>, verb: usize, event: Option<&super::Event>| {
        let mut out: Vec<_> = event.map(|e| e.about.clone()).unwrap_or_default();
        if event.is_none() {
            out = r.party(verb).concepts;
            out.extend(r.parse.subject(verb).map(|s| r.party(s).concepts).unwrap_or_default());
        }
        out.extend(r.concepts[verb]);
        out.sort_unstable();
        out.dedup();
        out
    };
    let (own, other) = (about(sides.left, x, e), about(sides.right, y, f));
    // The date itself is no name that tells two cases apart.
    let without = |list: &[u32], r: &Reading<'_>, tokens: &std::ops::Range<usize>| -> Vec<u32> {
        list.iter().copied().filter(|t| !tokens.clone().any(|k| r.concepts[k] == Some(*t))).collect()
    };
    let (own, other) = (without(&own, sides.left, &a.tokens), without(&other, sides.right, &b.tokens));
    if sides.differ_in_name(&own, &other) || sides.other_case(a.tokens.start, b.tokens.start) || sides.other_case(x, y)
    {
        return None;
    }
    // What the two verbs say is asked apart.
    let verbs = [sides.left.concepts[x], sides.right.concepts[y]];
    let own_rest: Vec<u32> = own.iter().copied().filter(|t| !verbs.contains(&Some(*t))).collect();
    let shared = shared(&own_rest, &other);
    let opposite = matches!((e, f), (Some(e), Some(f)) if sides.opposite(e, f));
    // What is closed until Sunday opens on Sunday.
    if opposite && until(sides.left, a) == until(sides.right, b) {
        return None;
    }
    let one_event = opposite || matches!((e, f), (Some(e), Some(f)) if sides.one_event(e, f));
    let one_theme = matches!((e, f), (Some(e), Some(f)) if sides.one_theme(e, f));
    // "arrested a cook", "arrested a stoker"
    // "The ban takes effect", "the rule comes into force": one thing by two words is still one.
    let heads = e.and_then(|e| e.theme.head).zip(f.and_then(|f| f.theme.head));
    let begins = |r: &Reading<'_>, v: usize| matches!(r.lemmas[v].as_str(), "begin" | "start" | "open" | "commence");
    // "The campaign starts on November 4", "vaccinations begin on November 14": the only beginnings of which they tell
    let sole = probability >= RENAMED
        && alone
        && a.exactness != Exactness::Weekday
        && begins(sides.left, x)
        && begins(sides.right, y)
        && sole_beginnings;
    let renamed =
        sole || probability >= RENAMED && alone && heads.is_some_and(|(l, r)| sides.are_two_words_for_one(l, r));
    if one_event && sides.differ_in_theme(e, f) && !renamed {
        return None;
    }
    let alike = likeness(sides, (x, &a.tokens), (y, &b.tokens));
    let least = match (one_event, shared) {
        (true, _) if sole => RENAMED,
        _ if alone && alike.is_one_claim() && (one_event || alike.share >= 0.6 || alike.count >= 3) => 0.0,
        _ if alone && alike.is_one_claim() => 0.45,
        // Of two short sentences hardly more than what happens is left.
        (true, _) if alone && alike.count >= 1 && alike.share >= 0.6 => 0.1,
        _ if alone && alike.short && alike.count >= 1 && alike.share >= 0.4 => 0.25,
        _ if alone && alike.count >= 1 && a.exactness != Exactness::Weekday => 0.8,
        _ if alone && one_theme && alike.share >= 0.6 => 0.1,
        // Two arrests on two days: what they befall must not differ.
        (true, 1..) if one_theme || alone => 0.1,
        (true, _) if renamed => RENAMED,
        (true, 1..) => 0.3,
        (true, _) => 0.5,
        (false, _) if alone && only_dates(sides) && told_alike(sides) => 0.8,
        // Two sentences that are all but one.
        // every report has its weekdays
        (false, 2..) if a.exactness == Exactness::Weekday && !alike.is_one_claim() => return None,
        (false, 3..) => 0.7,
        (false, 2) => 0.8,
        (false, _) => return None,
    };
    (probability >= least).then_some(probability + 0.2 * shared as f32 + alike.share)
}

/// The probability of a link from which what an event befalls may be one thing by two words.
const RENAMED: f32 = 0.25;

/// Whether each of two sentences gives one date and no more: what is told alike in both is told of it.
fn only_dates(sides: &Sides<'_, '_>) -> bool {
    let count = |r: &Reading<'_>| {
        figures::find(&r.parse.text, None).iter().filter(|f| f.kind == FigureKind::Date && !f.is_time()).count()
    };
    count(sides.left) == 1 && count(sides.right) == 1
}

/// Whether most of the shorter of two sentences stands in the other.
fn told_alike(sides: &Sides<'_, '_>) -> bool {
    const MOST: f32 = 0.6;
    const FEWEST: usize = 3;
    let words = |r: &Reading<'_>| -> Vec<u32> {
        let mut out: Vec<u32> = r.concepts.iter().flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    let (own, other) = (words(sides.left), words(sides.right));
    let sum = |list: &[u32]| list.iter().map(|t| sides.texts.weight(*t)).sum::<f32>();
    let common: Vec<u32> = own.iter().copied().filter(|t| other.binary_search(t).is_ok()).collect();
    common.len() >= FEWEST && sum(&common) >= MOST * sum(&own).min(sum(&other))
}

/// "By Friday noon", "from 2007 to 2014": how far things had come by then, not when they happened.
fn as_of(reading: &Reading<'_>, date: &Dated) -> bool {
    reading
        .parse
        .ancestors(reading.parse.head_of(date.tokens.clone()))
        .take(2)
        .any(|t| matches!(reading.lemmas[t].as_str(), "between" | "by" | "through"))
        || in_a_range(reading, &date.tokens)
}

/// "on 14 and 15 August": one of several days.
fn is_listed(reading: &Reading<'_>, tokens: &std::ops::Range<usize>) -> bool {
    let number = |t: Option<usize>| {
        t.and_then(|t| reading.parse.tokens.get(t).map(|_| t))
            .is_some_and(|t| reading.parse.word(t).parse::<u8>().is_ok_and(|d| d <= 31))
    };
    let joins = |t: Option<usize>| {
        t.and_then(|t| reading.lemmas.get(t))
            .is_some_and(|l| matches!(l.as_str(), "and" | "or" | "to" | "-" | "–" | "through"))
    };
    let before = |n: usize| tokens.start.checked_sub(n);
    joins(before(1)) && number(before(2)) || joins(Some(tokens.end)) && number(Some(tokens.end + 1))
}

/// "from 2007 to 2014": neither says when it was.
pub(super) fn in_a_range(reading: &Reading<'_>, tokens: &std::ops::Range<usize>) -> bool {
    const REACH: usize = 4;
    let lemma = |t: usize, words: &[&str]| reading.lemmas.get(t).is_some_and(|l| words.contains(&l.as_str()));
    let from = (tokens.start.saturating_sub(REACH)..tokens.start).any(|t| lemma(t, &["from"]));
    let ends = tokens.start.checked_sub(1).is_some_and(|t| lemma(t, &["to", "through", "until"]));
    from && (ends || lemma(tokens.end, &["to", "through", "until"]))
}

/// "closed until Sunday"; what does not begin until Sunday begins then.
fn until(reading: &Reading<'_>, date: &Dated) -> bool {
    let verb = date.verbs.first().and_then(|&v| reading.events.iter().find(|e| e.token == v));
    if verb.is_some_and(|e| e.negated) {
        return false;
    }
    let above = reading.parse.ancestors(reading.parse.head_of(date.tokens.clone()));
    above.take(2).any(|t| matches!(reading.lemmas[t].as_str(), "until" | "till"))
}

/// Whether a date says when something was: not "the 2016 election".
fn says_when(reading: &Reading<'_>, tokens: &std::ops::Range<usize>, clock: bool) -> bool {
    let parse = reading.parse;
    let head = parse.head_of(tokens.clone());
    let whole = parse.span_at(head).map_or(tokens.clone(), |s| s.tokens.clone());
    let head = parse.head_of(whole);
    // A time of day says when, unless it tells which: "the 6:15 train".
    let noun = || parse.head(head).is_some_and(|h| parse.tokens[h].tag.is_noun());
    if clock && !noun() {
        return true;
    }
    let relation = parse.tokens.get(head).map(|t| t.relation);
    relation.is_some_and(|r| {
        matches!(r, Relation::PrepositionObject | Relation::NounAsAdverb | Relation::Adverb | Relation::Apposition)
    })
}

/// The verb that a word hangs on, and those that this is only told beside: "found by two cyclists sheltering in 2019".
fn verbs(reading: &Reading<'_>, token: usize) -> Vec<usize> {
    let parse = reading.parse;
    let mut out = Vec::new();
    let mut at = token;
    for _ in 0..parse.tokens.len() {
        if parse.tokens[at].tag.is_verb() {
            out.push(at);
            let beside = matches!(parse.tokens[at].relation, Relation::AdjectivalClause | Relation::AdverbialClause)
                && parse.tokens[at].tag == Tag::VerbIng;
            if !beside {
                break;
            }
        }
        let Some(head) = parse.head(at) else { break };
        at = head;
    }
    // "took up position at seven, when the blockade began"
    let when = |c: &usize| parse.children(*c).any(|w| reading.lemmas[w] == "when");
    let last = out.last().copied();
    out.extend(last.into_iter().flat_map(|v| parse.children_by(v, Relation::AdverbialClause)).filter(when));
    out
}
