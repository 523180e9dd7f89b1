//! Who and where: two names that fill one place in one event.
//!
//! Most places have room for several: two people are hurt, three are endorsed, many met in Lund. So two names clash only where
//! one is asked for (the winner, the lead, the place of one concert), and only where neither account knows the other's name.

use std::ops::Range;

use super::{
    Clash, ConflictKind, Sides,
    likeness::{Likeness, likeness},
    opposites::{self, Kinship},
    reading::Reading,
};
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag},
    text::words,
};

/// A name in its place.
pub(super) struct Placed {
    tokens: Range<usize>,
    /// With all that is said of it: "the captain, Erik Solheim".
    phrase: Range<usize>,
    person: bool,
    words: Vec<TermId>,
    verb: usize,
    place: Place,
    /// The noun that it is the place of: "a hospital in Lund".
    holder: Option<TermId>,
}

/// The place of a name in an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Who does it.
    Doer,
    /// Who or what it is: "the winner is".
    Is,
    /// Who is chosen for what one has alone: "was appointed head".
    Chosen,
    /// Where it is.
    At,
    /// Where it goes.
    To,
    /// Where it comes from.
    From,
}

/// The probability of a link from which opposite words said of one noun may part two accounts.
const PARTED: f32 = 0.01;
/// The probability of a link from which those who come from two places may be the same.
const FROM: f32 = 0.2;
/// The probability of a link from which the place of what somebody was brought to is one place.
const HELD: f32 = 0.6;

/// Nouns for kinds of places that stand before their names: "the town of Lund".
const KINDS: [&str; 13] = [
    "borough", "city", "county", "district", "harbor", "island", "port", "province", "resort", "state", "suburb",
    "town", "village",
];

/// Verbs of what is in one place and no other.
const HOMES: [&str; 6] = ["base", "bear", "bury", "live", "register", "reside"];

/// Verbs of what one does alone, be it a person or a body.
const BY_ONE: [&str; 10] = ["build", "buy", "chair", "direct", "discover", "found", "head", "lead", "own", "win"];

/// Verbs of choosing one for a part that one has alone.
const CHOOSING: [&str; 9] = ["appoint", "choose", "crown", "elect", "name", "nominate", "pick", "promote", "select"];

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

fn of<'r>(reading: &'r Reading<'_>) -> &'r [Placed] {
    let spans = || reading.parse.spans.iter().filter(|s| s.kind.is_name());
    let all = || {
        let told = spans().filter_map(|span| placed(reading, span.tokens.clone(), span.kind));
        told.chain(spans().filter_map(|span| beside(reading, span.tokens.clone(), span.kind))).collect()
    };
    reading.once.names.get_or_init(all)
}

fn placed(reading: &Reading<'_>, tokens: Range<usize>, kind: SpanKind) -> Option<Placed> {
    let parse = reading.parse;
    let mut head = parse.head_of(tokens.clone());
    // "the restorer Iwan Petrescu, who": whatever the name alone seems to be
    let who = |c: usize| parse.children(c).any(|s| reading.lemmas[s] == "who");
    let role = |c: usize| parse.tokens[c].tag == Tag::Noun && !tokens.contains(&c);
    let person = kind == SpanKind::Person
        || tokens.len() > 1
            && (parse.children_by(head, Relation::RelativeClause).any(who)
                || parse.children_by(head, Relation::Compound).any(role));
    // "It was the minister, Nora Bast, who took the decision."
    let cleft = |head: usize| {
        let clause = parse.child(head, Relation::RelativeClause)?;
        let be = parse.ancestors(head).find(|&t| reading.lemmas[t] == "be")?;
        let it = parse.subject(be).is_some_and(|s| reading.lemmas[s] == "it");
        it.then_some(clause)
    };
    let mut named = head;
    while parse.tokens[head].relation == Relation::Apposition {
        head = parse.head(head)?;
    }
    // "the port of Quill" is Quill
    if let Some(kind) = kind_of(reading, head) {
        head = kind;
        named = kind;
    }
    // "the Old Brewery" and "St. Olaf's Church" end in what they are
    if !person && matches!(parse.tokens[head].relation, Relation::Compound | Relation::Possessor) {
        head = parse.head(head)?;
        named = head;
    }
    // One of several.
    let listed = |t: usize| {
        parse.tokens[t].relation == Relation::Conjunct
            || parse
                .children(t)
                .any(|c| matches!(parse.tokens[c].relation, Relation::Conjunct | Relation::Coordination))
    };
    if listed(head) || listed(named) {
        return None;
    }
    let above = parse.head(head)?;
    let relation = parse.tokens[head].relation;
    let be = reading.lemmas[above] == "be";
    let mut holder = None;
    let (place, verb) = match relation {
        Relation::PassiveSubject | Relation::Object if CHOOSING.contains(&reading.lemmas[above].as_str()) => {
            (Place::Chosen, above)
        }
        Relation::Subject if be => (Place::Is, above),
        Relation::Subject => (Place::Doer, above),
        Relation::Attribute if be => match cleft(named).or_else(|| cleft(head)) {
            Some(verb) => (Place::Doer, verb),
            None => (Place::Is, above),
        },
        Relation::PrepositionObject if parse.tokens[above].relation == Relation::Agent => {
            (Place::Doer, parse.head(above)?)
        }
        Relation::PrepositionObject => {
            let place = match reading.lemmas[above].as_str() {
                "in" | "at" => Place::At,
                "to" => Place::To,
                "from" => Place::From,
                _ => return None,
            };
            // "the mayor of Lund", "the troops in Sill": told of a noun, not of what happened
            let held = parse.head(above)?;
            let inside = || place == Place::At && !definite(reading, held) && !parse.tokens[held].tag.is_plural();
            holder = reading.concepts[held].filter(|_| parse.tokens[held].tag.is_noun());
            let verb = match parse.tokens[held].tag.is_verb() {
                true => held,
                // "was taken to a hospital in Lund"
                false if inside() => reading.verb_of(held)?,
                false => return None,
            };
            (place, verb)
        }
        _ => return None,
    };
    let by_one = BY_ONE.contains(&reading.lemmas[verb].as_str());
    if !parse.tokens[verb].tag.is_verb() || place == Place::Doer && !person && !by_one {
        return None;
    }
    let words: Vec<TermId> = tokens.clone().filter_map(|t| reading.concepts[t]).collect();
    let phrase = phrase(reading, head, &tokens);
    (!words.is_empty()).then_some(Placed { tokens, phrase, person, words, verb, place, holder })
}

/// A name with all that is said of it, up to a clause that tells something of its own.
fn phrase(reading: &Reading<'_>, head: usize, tokens: &Range<usize>) -> Range<usize> {
    let parse = reading.parse;
    let own = parse.subtree_without(head, &[Relation::RelativeClause, Relation::Preposition]);
    let clause = parse.child(head, Relation::RelativeClause).map_or(own.end, |c| parse.subtree(c).start.min(own.end));
    own.start.min(tokens.start)..clause.max(tokens.end)
}

/// What is told of a name beside it: "Alan Coates, who chaired the talks".
fn beside(reading: &Reading<'_>, tokens: Range<usize>, kind: SpanKind) -> Option<Placed> {
    let parse = reading.parse;
    let head = parse.head_of(tokens.clone());
    let verb = parse.child(head, Relation::RelativeClause).filter(|&v| parse.tokens[v].tag.is_verb())?;
    let who = parse.subject(verb).is_some_and(|s| reading.lemmas[s] == "who") && !reading.is_passive(verb);
    let words: Vec<TermId> = tokens.clone().filter_map(|t| reading.concepts[t]).collect();
    let phrase = phrase(reading, head, &tokens);
    let person = kind == SpanKind::Person;
    (who && person && !words.is_empty()).then_some(Placed {
        tokens,
        phrase,
        person,
        words,
        verb,
        place: Place::Doer,
        holder: None,
    })
}

/// The noun that says what kind of place a name is, where it hangs on that: "the port of Quill".
fn kind_of(reading: &Reading<'_>, name: usize) -> Option<usize> {
    let parse = reading.parse;
    let of = parse
        .head(name)
        .filter(|&p| reading.lemmas[p] == "of" && parse.tokens[name].relation == Relation::PrepositionObject)?;
    parse.head(of).filter(|&n| KINDS.contains(&reading.lemmas[n].as_str()))
}

/// Names of two sentences that cannot both be so.
pub(super) fn find(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    opposite_parts(sides, probability, out);
    origins(sides, probability, out);
    seats(sides, probability, out);
    let (ours, theirs) = (of(sides.left), of(sides.right));
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

/// "killed two peacekeepers from Bangladesh", "the two peacekeepers killed were from Nepal".
fn origins(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    if probability < FROM {
        return;
    }
    let origins = |r: &Reading<'_>| -> Vec<(usize, Range<usize>, Vec<TermId>)> {
        let parse = r.parse;
        let origin = |span: &crate::language::Span| {
            let name = parse.head_of(span.tokens.clone());
            let from = parse.head(name).filter(|&p| r.lemmas[p] == "from")?;
            let above = parse.head(from)?;
            let noun = if r.lemmas[above] == "be" { parse.subject(above)? } else { above };
            let words: Vec<TermId> = span.tokens.clone().filter_map(|t| r.concepts[t]).collect();
            (parse.tokens[noun].tag.is_noun() && !words.is_empty()).then(|| (noun, span.tokens.clone(), words))
        };
        parse.spans.iter().filter(|s| s.kind.is_name() && s.kind != SpanKind::Person).filter_map(origin).collect()
    };
    let number =
        |r: &Reading<'_>, noun: usize| r.parse.child(noun, Relation::NumberModifier).map(|n| r.lemmas[n].clone());
    for (x, a, own) in origins(sides.left) {
        for (y, b, other) in origins(sides.right) {
            let counted = number(sides.left, x).is_some() && number(sides.left, x) == number(sides.right, y);
            let one = definite(sides.left, x) && definite(sides.right, y) || counted;
            if sides.one_word(x, y)
                && one
                && !sides.other_case(x, y)
                && unknown(sides, &own, 1)
                && unknown(sides, &other, 0)
                && !is_variant(sides, &a, &b)
            {
                out.push(Clash { kind: ConflictKind::Name, left: a.clone(), right: b, weight: probability + 0.5 });
            }
        }
    }
}

/// "the Lindqvist Museum in Aalst", "the Lindqvist Museum in Ghent": what has a name is in one place.
fn seats(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
    /// Words of a name from which it is of one thing: there is a "Senate" in many places.
    const NAMED: usize = 2;
    if probability < HELD {
        return;
    }
    for a in sides.left.once.seats.get_or_init(|| seats_of(sides.left)) {
        for b in sides.right.once.seats.get_or_init(|| seats_of(sides.right)) {
            let one = a.holder.len() >= NAMED && a.holder == b.holder;
            if one
                && unknown(sides, &a.words, 1)
                && unknown(sides, &b.words, 0)
                && !is_variant(sides, &a.tokens, &b.tokens)
            {
                let (left, right) = (a.tokens.clone(), b.tokens.clone());
                out.push(Clash { kind: ConflictKind::Name, left, right, weight: probability + 0.8 });
            }
        }
    }
}

/// The place of something that has a name.
pub(super) struct Seat {
    tokens: Range<usize>,
    words: Vec<TermId>,
    /// The words of what is there, ascending.
    holder: Vec<TermId>,
}

fn seats_of(r: &Reading<'_>) -> Vec<Seat> {
    let parse = r.parse;
    let seat = |place: &crate::language::Span| {
        let head = parse.head_of(place.tokens.clone());
        let within = parse.head(head).filter(|&p| matches!(r.lemmas[p].as_str(), "in" | "at"))?;
        let holder = parse.head(within).filter(|&h| parse.tokens[h].tag.is_noun())?;
        let name = parse.span_at(holder).filter(|s| s.kind.is_name() && s.kind != SpanKind::Person)?;
        let of = |tokens: Range<usize>| tokens.filter_map(|t| r.concepts[t]).collect::<Vec<_>>();
        let mut holder = of(name.tokens.clone());
        holder.sort_unstable();
        Some(Seat { tokens: place.tokens.clone(), words: of(place.tokens.clone()), holder })
    };
    parse.spans.iter().filter(|s| s.kind.is_name() && s.kind != SpanKind::Person).filter_map(seat).collect()
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

/// "the north face", "the south face": words that are opposites said of one noun.
fn opposite_parts(sides: &Sides<'_, '_>, probability: f32, out: &mut Vec<Clash>) {
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

/// "the north face": one that is known.
fn definite(reading: &Reading<'_>, noun: usize) -> bool {
    let parse = reading.parse;
    !parse.tokens[noun].tag.is_plural()
        && parse.children(noun).any(|c| reading.lemmas[c] == "the" || parse.tokens[c].relation == Relation::Possessor)
}
