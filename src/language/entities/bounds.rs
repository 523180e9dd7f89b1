//! Where a name begins and ends: what the network cut short, and what it ran together.

use std::ops::Range;

use super::names::{is_first_name, is_quote_mark};
use crate::language::{
    labels::{Relation, SpanKind, Tag},
    lexicon,
    parse::{Parse, Span},
};

/// Names that stand apart within one marked span: a comma, a bracket or a quotation mark divides it.
pub(super) fn parts(parse: &Parse, tokens: Range<usize>, kind: SpanKind) -> Vec<Range<usize>> {
    let divides = |t: usize| {
        let tag = parse.tokens[t].tag;
        matches!(tag, Tag::BracketOpen | Tag::BracketClose | Tag::Colon | Tag::QuoteOpen | Tag::QuoteClose)
            || tag == Tag::Comma && kind != SpanKind::Other && !is_suffix(parse, t + 1)
            || kind == SpanKind::Person && matches!(tag, Tag::And | Tag::PossessiveEnding)
            // "Skarn Museum in Lund"
            || parse.word(t) == "in"
                && t > tokens.start
                && kind != SpanKind::Other
                && parse.tokens.get(t + 1).is_some_and(|n| n.tag.is_name())
                && lexicon::english().has("bodies", &parse.lower(t - 1))
            || parse.word(t) == "/"
            || tag == Tag::Stop
    };
    let mut out = Vec::new();
    let mut from = tokens.start;
    for t in tokens.clone() {
        if divides(t) {
            out.push(from..t);
            from = t + 1;
        }
    }
    out.push(from..tokens.end);
    out.retain(|r| !r.is_empty());
    out
}

/// "Jr.", "Inc." after a comma belong to the name before it.
fn is_suffix(parse: &Parse, token: usize) -> bool {
    matches!(parse.word(token), "Jr." | "Sr." | "Jr" | "Sr" | "Inc." | "Inc" | "LLC" | "Ltd." | "II" | "III")
}

/// "Bo Sun-hee": the last part of a given name, which the parse takes for the name's head. "Roe-era" tells of what is behind it.
pub(super) fn is_syllable(parse: &Parse, name: usize, part: usize) -> bool {
    let apart = matches!(
        parse.tokens[part].relation,
        Relation::Compound | Relation::Adjective | Relation::NounModifier | Relation::NounAsAdverb
    );
    name > 0
        && parse.head(name) == Some(part)
        && parse.head(name - 1).is_some_and(|h| h == part || h == name)
        && parse.tokens[name - 1].tag.is_name()
        && !apart
        && parse.tokens[part].tag.is_noun()
        && (2..=5).contains(&parse.word(part).chars().count())
        && parse.word(part).chars().all(char::is_lowercase)
}

/// Takes in names that stand against the span and hang together with it: the rest of a person's or a body's name.
pub(super) fn widen(parse: &Parse, tokens: Range<usize>, kind: SpanKind, taken: &[bool]) -> Range<usize> {
    let Range { mut start, mut end } = tokens;
    let initial = |t: usize| {
        parse.word(t).len() == 2
            && parse.word(t).ends_with('.')
            && parse.word(t).starts_with(|c: char| c.is_uppercase())
    };
    let joins = |t: usize, range: &Range<usize>| {
        if kind == SpanKind::Person && t + 1 == range.start && initial(t) {
            return true;
        }
        parse.tokens[t].tag.is_name()
            && !taken[t]
            && parse.word(t).chars().next().is_some_and(char::is_uppercase)
            && (parse.head(t).is_some_and(|h| range.contains(&h)) || range.clone().any(|r| parse.head(r) == Some(t)))
    };
    // First “Nick” Last
    if kind == SpanKind::Person
        && let Some(close) = (end + 2..end + 4).find(|t| is_quote_mark(parse.word(*t)))
        && is_quote_mark(parse.word(end))
        && parse.tokens.get(close + 1).is_some_and(|t| t.tag.is_name())
        && parse.tokens[end].end == parse.tokens[end + 1].start
    {
        end = close + 2;
    }
    if kind == SpanKind::Person || kind == SpanKind::Organization {
        while end < parse.tokens.len() && joins(end, &(start..end)) {
            end += 1;
        }
        while start > 0 && joins(start - 1, &(start..end)) {
            start -= 1;
        }
    }
    // "Bill O’Reilly": a word with a capital behind a lone first name is the surname, whatever the tagger calls it
    if kind == SpanKind::Person && end - start == 1 && is_first_name(parse, start) && is_surname(parse, end, taken) {
        end += 1;
    }
    (start, end) = through_hyphens(parse, start..end);
    if kind == SpanKind::Organization || kind == SpanKind::Other {
        end = with_number(parse, start..end);
        // "Bank of Skarn": a body whose name goes on
        let of = parse.tokens.get(end).is_some_and(|k| (start..end).contains(&(k.head as usize)))
            && matches!(parse.word(end), "of" | "for");
        let body = lexicon::english().has("bodies", &parse.lower(end - 1));
        if of && body {
            let name = |t: usize| parse.tokens.get(t).is_some_and(|k| k.tag.is_name());
            let joins = |t: usize| matches!(parse.word(t), "and" | "&") && name(t - 1) && name(t + 1);
            let rest = (end + 1..parse.tokens.len()).take_while(|t| name(*t) || joins(*t)).count();
            if rest > 0 {
                end += 1 + rest;
            }
        }
    }
    start..end
}

/// "Stoke-on-Skarn": a name does not end within a word. "Skarn-based" does: its last part is no name.
pub(super) fn through_hyphens(parse: &Parse, tokens: Range<usize>) -> (usize, usize) {
    let Range { mut start, mut end } = tokens;
    let glued = |t: usize| t > 0 && parse.tokens.get(t).is_some_and(|k| k.start == parse.tokens[t - 1].end);
    let hyphen = |t: usize| parse.tokens.get(t).is_some_and(|_| parse.word(t) == "-");
    let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
    // The network lets a name end with the hyphen.
    if end > start + 1 && hyphen(end - 1) && glued(end) {
        end -= 1;
    }
    let mut at = end;
    // "D-Calif." is a party and a state
    let long = end > 0 && parse.word(end - 1).chars().count() > 1;
    while long && hyphen(at) && glued(at) && glued(at + 1) {
        at += 2;
        if upper(at - 1) && !parse.tokens[at - 1].tag.is_verb() || is_syllable(parse, end - 1, at - 1) {
            end = at;
        }
    }
    let mut at = start;
    while at > 1 && hyphen(at - 1) && glued(at) && glued(at - 1) {
        at -= 2;
        if upper(at) && parse.tokens[at].tag.is_name() && parse.word(at).chars().count() > 1 {
            start = at;
        }
    }
    (start, end)
}

/// "Arab Spring", "Hollywood Reporter": what stands before an unmarked name in capitals and hangs on it belongs to it.
pub(super) fn joined_before(parse: &Parse, tokens: Range<usize>) -> usize {
    let head = parse.head_of(tokens.clone());
    let mut start = tokens.start;
    let belongs = |t: usize| {
        parse.word(t).chars().next().is_some_and(char::is_uppercase)
            && matches!(parse.tokens[t].relation, Relation::Compound | Relation::NounModifier | Relation::Adjective)
            && parse.ancestors(t).any(|a| a == head)
            && parse.span_at(t).map_or(t > 0, |s| s.kind != SpanKind::Person)
            && !lexicon::english().has("titles", &parse.lower(head))
    };
    while start > 0 && belongs(start - 1) {
        start -= 1;
    }
    start
}

/// A word with a capital that can be nothing but the rest of a name begun before it.
fn is_surname(parse: &Parse, token: usize, taken: &[bool]) -> bool {
    let Some(t) = parse.tokens.get(token) else { return false };
    let word = parse.word(token);
    let function = matches!(
        t.tag,
        Tag::Determiner | Tag::Preposition | Tag::Pronoun | Tag::PossessivePronoun | Tag::WhPronoun | Tag::And
    );
    let upper = word.chars().next().is_some_and(char::is_uppercase);
    upper && !function && !taken[token] && word.chars().count() > 2 && word.chars().any(char::is_lowercase)
}

/// "Boeing 747", "Senate Bill 1062", "Interstate 95": a number that a body's or a thing's name ends with. A year says when.
pub(super) fn with_number(parse: &Parse, tokens: Range<usize>) -> usize {
    let Range { start, end } = tokens;
    let Some(number) = parse.tokens.get(end).filter(|n| n.tag == Tag::Number) else { return end };
    let word = parse.word(end);
    let own = (start..end).contains(&(number.head as usize)) || (start..end).any(|t| parse.head(t) == Some(end));
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let goes_on = parse.tokens.get(end + 1).is_some_and(|k| k.tag.is_noun() || k.tag == Tag::Number)
        || matches!(parse.word(end + 1), "-" | "–" | ":" | "%" | "percent");
    let whole = own && !year && !goes_on && word.chars().all(|c| c.is_ascii_digit());
    end + usize::from(whole)
}

/// "Final *Four*", "Section *Two*": a number as a word with a capital, right behind a name.
pub(super) fn is_number_word(parse: &Parse, token: usize) -> bool {
    let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
    token > 0
        && parse.tokens[token].tag == Tag::Number
        && upper(token)
        && parse.word(token).chars().all(char::is_alphabetic)
        && parse.tokens[token - 1].tag.is_name()
        && upper(token - 1)
}

/// "*March* Madness", "Final *Four*": a span for a date or a number that is a word of the name beside it.
pub(super) fn is_part_of_name(parse: &Parse, span: &Span) -> bool {
    let Range { start, end } = span.tokens;
    if end - start != 1 || span.kind.is_name() {
        return false;
    }
    span.kind == SpanKind::Date && is_month_of_name(parse, start) || is_number_word(parse, start)
}

/// "*March* Madness"
pub(super) fn is_month_of_name(parse: &Parse, token: usize) -> bool {
    let next = parse.tokens.get(token + 1).is_some_and(|t| t.tag.is_name())
        && parse.word(token + 1).chars().next().is_some_and(char::is_uppercase);
    next && parse.tokens[token].relation == Relation::Compound
        && parse.span_at(token + 1).is_none()
        && lexicon::english().has("months", parse.lower(token).trim_end_matches('.'))
}

/// Small words between a first name and a surname.
const PARTICLES: &[&str] = &[
    "ter", "ten", "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "bin", "bint", "ibn",
    "al", "el", "ul", "ur", "zu",
];

/// Joins neighbours that are one name: "Bo" and "Dahl" of "Bo ter Dahl", "Church" and "Nativity" of "Church of the Nativity".
pub(super) fn join(
    parse: &Parse,
    runs: Vec<(Range<usize>, Option<SpanKind>)>,
) -> Vec<(Range<usize>, Option<SpanKind>)> {
    let mut out: Vec<(Range<usize>, Option<SpanKind>)> = Vec::with_capacity(runs.len());
    for (run, kind) in runs {
        let joined = out.last().and_then(|(before, of)| joined_kind(parse, before, *of, &run, kind));
        match (joined, out.last_mut()) {
            (Some(kind), Some(last)) => *last = (last.0.start..run.end, kind),
            _ => out.push((run, kind)),
        }
    }
    out
}

/// The kind of two neighbours as one name, where they are one.
fn joined_kind(
    parse: &Parse,
    a: &Range<usize>,
    a_kind: Option<SpanKind>,
    b: &Range<usize>,
    b_kind: Option<SpanKind>,
) -> Option<Option<SpanKind>> {
    let lexicon = lexicon::english();
    let between: Vec<&str> = (a.end..b.start).map(|t| parse.word(t)).collect();
    let person = |k: Option<SpanKind>| k == Some(SpanKind::Person);
    let (is_person, no_person) = (person(a_kind) || person(b_kind), !person(a_kind) && !person(b_kind));
    let last = |r: &Range<usize>| parse.lower(r.end - 1);
    let hangs = a.contains(&(parse.tokens[parse.head_of(b.clone())].head as usize))
        || parse.head(parse.head_of(b.clone())).is_some_and(|p| parse.head(p).is_some_and(|h| a.contains(&h)));
    // "Abu Rabu Mansour Dahl", found in two halves
    let halves = person(a_kind)
        && person(b_kind)
        && a.len() + b.len() <= 5
        && parse.head(parse.head_of(a.clone())).is_some_and(|h| b.contains(&h))
        && parse.tokens[parse.head_of(a.clone())].relation == Relation::Compound;
    match between[..] {
        [] if halves => Some(Some(SpanKind::Person)),
        [] => None,
        ref small if is_person && small.len() < 3 && small.iter().all(|w| PARTICLES.contains(w)) => {
            Some(Some(SpanKind::Person))
        }
        ["of" | "for", "the"] if no_person && matches!(&*last(b), "year" | "decade" | "century") && b.len() == 1 => {
            Some(Some(SpanKind::Other))
        }
        ["of" | "for" | "on", "the"] | ["of" | "for" | "on"]
            if no_person && hangs && lexicon.has("bodies", &last(a)) && !lexicon.has("offices", &last(a)) =>
        {
            Some(a_kind)
        }
        // "State University of Skarn at Lund"
        ["at"]
            if no_person
                && a.clone().any(|t| parse.word(t) == "University")
                && a.clone().any(|t| parse.word(t) == "of") =>
        {
            Some(a_kind)
        }
        // "Institute of Music and Drama"
        ["and" | "&"]
            if no_person && b_kind.is_none() && hangs && a.clone().any(|t| matches!(parse.word(t), "of" | "for")) =>
        {
            Some(a_kind)
        }
        // "Skarn County's Sheriff's Office"
        ["'s" | "’s" | "'" | "’"]
            if a_kind == Some(SpanKind::Place) && matches!(&*last(b), "office" | "department" | "district") =>
        {
            Some(Some(SpanKind::Organization))
        }
        _ => None,
    }
}
