//! Where a sentence names somebody or something: what the network marks, cleaned by the form of names, and runs of
//! capitalized names that it did not mark.

use std::ops::Range;

use super::anaphora;
use crate::language::{
    labels::{Relation, SpanKind, Tag},
    lexicon::{self, Lexicon},
    parse::Parse,
};

/// A name as it stands in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NameSpan {
    /// Its tokens, without titles, articles and possessive ending.
    pub(super) tokens: Range<usize>,
    /// Its tokens with the titles before it.
    pub(super) with_title: Range<usize>,
    /// What it is taken for; nothing where only its capital letters tell.
    pub(super) kind: Option<SpanKind>,
    /// It opens the sentence with a single word, so that its capital letter says nothing.
    pub(super) opens: bool,
}

/// Small words that stand inside names.
const INSIDE: &[&str] = &[
    "of", "the", "and", "for", "de", "la", "le", "les", "du", "des", "da", "do", "dos", "das", "di", "del", "della",
    "der", "den", "van", "von", "bin", "ibn", "al", "el", "al-", "&", "-", "–", "'", "’", "y", "e", "to", "in", "on",
    "a", "’s", "'s", "/", ".", "no",
];

/// The names of a sentence in order; none overlap.
pub(super) fn find(parse: &Parse) -> Vec<NameSpan> {
    let lexicon = lexicon::english();
    let mut found = Vec::new();
    let mut taken = vec![false; parse.tokens.len()];
    for work in quoted_works(parse) {
        taken[work.clone()].fill(true);
        let with_title = work.clone();
        found.push(NameSpan { tokens: work, with_title, kind: Some(SpanKind::Other), opens: false });
    }
    for span in &parse.spans {
        if taken[span.tokens.start] || taken[span.tokens.end - 1] {
            continue;
        }
        taken[span.tokens.clone()].fill(true);
        if !span.kind.is_name() {
            continue;
        }
        for part in parts(parse, span.tokens.clone(), span.kind) {
            let widened = widen(parse, part, span.kind, &taken);
            taken[widened.clone()].fill(true);
            found.extend(clean(parse, widened, Some(span.kind), lexicon));
        }
    }
    let mut at = 0;
    while at < parse.tokens.len() {
        if taken[at] || !is_unmarked(parse, at, lexicon) {
            at += 1;
            continue;
        }
        let end = (at..parse.tokens.len())
            .find(|t| taken[*t] || !is_unmarked(parse, *t, lexicon))
            .unwrap_or(parse.tokens.len());
        let (start, end) = through_hyphens(parse, joined_before(parse, at..end)..end);
        found.retain(|n: &NameSpan| n.tokens.end <= start || n.tokens.start >= end);
        found.extend(clean(parse, start..end, None, lexicon));
        at = end;
    }
    found.sort_by_key(|n| n.tokens.start);
    found.dedup_by(|b, a| b.tokens.start < a.tokens.end);
    found
}

/// “To Save a Harbor”: two to six quoted words, capitalized as titles of works are, without a mark at the end.
fn quoted_works(parse: &Parse) -> Vec<Range<usize>> {
    let open = |t: usize| matches!(parse.word(t), "“" | "‘" | "\"" | "'" | "«");
    let close = |t: usize| matches!(parse.word(t), "”" | "’" | "\"" | "'" | "»");
    let mut works = Vec::new();
    for from in (0..parse.tokens.len()).filter(|t| open(*t)) {
        let Some(to) = (from + 2..parse.tokens.len().min(from + 9)).find(|t| close(*t)) else { continue };
        let inner = from + 1..to;
        let glued = parse.tokens[from].end == parse.tokens[from + 1].start
            && parse.tokens[to - 1].end == parse.tokens[to].start;
        let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
        let title = inner.clone().all(|t| {
            upper(t)
                || INSIDE.contains(&parse.word(t))
                || parse.word(t).len() < 3 && parse.word(t) != "," && !parse.tokens[t].tag.is_finite()
        });
        let count = inner.clone().filter(|t| upper(*t)).count();
        let stop = matches!(parse.word(to - 1), "," | "." | "!" | "?");
        if glued && title && count >= 2 && inner.len() <= 6 && upper(from + 1) && upper(to - 1) && !stop {
            works.push(inner);
        }
    }
    works.dedup_by(|b, a| b.start < a.end);
    works
}

/// "Arab Spring", "Hollywood Reporter": what stands before an unmarked name in capitals and hangs on it belongs to it.
fn joined_before(parse: &Parse, tokens: Range<usize>) -> usize {
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

/// A capitalized name that the network did not mark, and no title, day or month.
fn is_unmarked(parse: &Parse, token: usize, lexicon: &Lexicon) -> bool {
    let t = &parse.tokens[token];
    let word = parse.word(token);
    let bare = word.trim_end_matches('.').to_lowercase();
    t.tag.is_name()
        && word.chars().next().is_some_and(char::is_uppercase)
        && !["months", "weekdays"].iter().any(|c| lexicon.has(c, &bare))
}

/// Names that stand apart within one marked span: a comma, a bracket or a quotation mark divides it.
fn parts(parse: &Parse, tokens: Range<usize>, kind: SpanKind) -> Vec<Range<usize>> {
    let divides = |t: usize| {
        let tag = parse.tokens[t].tag;
        matches!(tag, Tag::BracketOpen | Tag::BracketClose | Tag::Colon | Tag::QuoteOpen | Tag::QuoteClose)
            || tag == Tag::Comma && kind != SpanKind::Other && !is_suffix(parse, t + 1)
            || kind == SpanKind::Person && tag == Tag::And
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

/// Takes in names that stand against the span and hang together with it: the rest of a person's or a body's name.
fn widen(parse: &Parse, tokens: Range<usize>, kind: SpanKind, taken: &[bool]) -> Range<usize> {
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
    (start, end) = through_hyphens(parse, start..end);
    if kind == SpanKind::Organization || kind == SpanKind::Other {
        // "Boeing 747", "Senate Bill 1062"
        let number = |t: usize| {
            parse.tokens.get(t).is_some_and(|k| k.tag == Tag::Number && (start..end).contains(&(k.head as usize)))
                && parse.word(t).chars().all(|c| c.is_ascii_digit())
                && !parse.tokens.get(t + 1).is_some_and(|k| k.tag.is_noun())
        };
        if number(end) {
            end += 1;
        }
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
fn through_hyphens(parse: &Parse, tokens: Range<usize>) -> (usize, usize) {
    let Range { mut start, mut end } = tokens;
    let glued = |t: usize| t > 0 && parse.tokens.get(t).is_some_and(|k| k.start == parse.tokens[t - 1].end);
    let hyphen = |t: usize| parse.tokens.get(t).is_some_and(|_| parse.word(t) == "-");
    let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
    let mut at = end;
    // "D-Calif." is a party and a state
    let long = end > 0 && parse.word(end - 1).chars().count() > 1;
    while long && hyphen(at) && glued(at) && glued(at + 1) {
        at += 2;
        if upper(at - 1) && !parse.tokens[at - 1].tag.is_verb() {
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

/// A run as a name: titles, articles, adjectives and endings off. Nothing where no name is left.
fn clean(parse: &Parse, tokens: Range<usize>, kind: Option<SpanKind>, lexicon: &Lexicon) -> Option<NameSpan> {
    let Range { mut start, mut end } = tokens;
    let upper = |t: usize| parse.word(t).chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let small =
        |t: usize| INSIDE.contains(&parse.word(t)) || is_quote_mark(parse.word(t)) && kind == Some(SpanKind::Person);
    // the end: possessive endings, marks, words in lower case
    while end > start {
        let tag = parse.tokens[end - 1].tag;
        if tag == Tag::PossessiveEnding || tag.is_punctuation() || !upper(end - 1) {
            end -= 1;
        } else {
            break;
        }
    }
    // "NCAA President Bo Dahl", "Skarn Rail Chairman and CEO Bo Dahl": the office is no part of the body's name
    let mut kind = kind;
    let goes_on = parse.tokens.get(end).is_some_and(|t| t.tag.is_name() || matches!(t.tag, Tag::Comma | Tag::And));
    let office = |t: usize, kind| {
        lexicon.has(if kind == Some(SpanKind::Person) { "offices" } else { "titles" }, &parse.lower(t))
    };
    while goes_on && kind != Some(SpanKind::Place) && end - start > 1 && office(end - 1, kind) && !small(end - 2) {
        end -= 1;
        kind = kind.map(|_| SpanKind::Organization);
    }
    // "Suspected arsonist …", "Slain officer …": the word that opens a sentence is no name for its capital
    if start == 0
        && end > 1
        && matches!(parse.tokens[0].tag, Tag::VerbParticiple | Tag::VerbIng | Tag::VerbPast | Tag::Adjective)
        && kind != Some(SpanKind::Other)
    {
        start = 1;
    }
    // "Mayor Ana Lee" is a person, whatever the network takes her for
    let of_person = lexicon.has("personal_titles", parse.lower(start).trim_end_matches('.'));
    if of_person && end - start > 1 && kind.is_some() && !is_body(parse, start..end) {
        kind = Some(SpanKind::Person);
    }
    let with_title = start;
    if kind == Some(SpanKind::Person) {
        // "Skarn Rail chief Ana Lee": what stands before a title is another name
        if let Some(title) = (start + 1..end.saturating_sub(1))
            .rev()
            .find(|t| lexicon.has("titles", parse.lower(*t).trim_end_matches('.')) && !is_first_name(parse, *t))
        {
            start = title;
        }
        if start == 0 && end > 2 && opens_with_common_noun(parse) {
            start = 1;
        }
        // "Actor Ben Dahl": the role goes while a whole name remains
        while end - start > 2 && anaphora::is_person_noun(&parse.lower(start)) && !is_first_name(parse, start) {
            start += 1;
        }
    }
    while start < end {
        let word = parse.word(start);
        let bare = word.trim_end_matches('.').to_lowercase();
        let tag = parse.tokens[start].tag;
        let more = end - start > 1;
        let article = matches!(bare.as_str(), "the" | "a" | "an");
        let title = more
            && lexicon.has("titles", &bare)
            && kind.is_none_or(|k| k == SpanKind::Person)
            && !is_body(parse, start..end);
        let nationality = more && tag == Tag::Adjective && kind == Some(SpanKind::Person);
        let function = matches!(
            tag,
            Tag::Determiner
                | Tag::Preposition
                | Tag::And
                | Tag::Pronoun
                | Tag::PossessivePronoun
                | Tag::Adverb
                | Tag::WhAdverb
                | Tag::WhPronoun
        ) && !(kind == Some(SpanKind::Other) && start > 0 && upper(start));
        if article
            || title
            || nationality
            || function
            || tag.is_punctuation()
            || !upper(start) && !is_particle(parse, start, end)
        {
            start += 1;
        } else {
            break;
        }
    }
    // inside: a name goes on over small words only
    if let Some(cut) = (start..end).find(|t| !upper(*t) && !small(*t) && !parse.tokens[*t].tag.is_name()) {
        end = cut;
        while end > start && !upper(end - 1) {
            end -= 1;
        }
    }
    if start >= end || !(start..end).any(|t| parse.word(t).chars().any(char::is_alphabetic)) {
        return None;
    }
    let first = parse.word(start).trim_end_matches('.').to_lowercase();
    let lone = end - start == 1;
    let tag = parse.tokens[start].tag;
    let no_name = lone
        && (["months", "weekdays", "titles", "male_nouns", "female_nouns"].iter().any(|c| lexicon.has(c, &first))
            || tag.is_verb()
            || matches!(
                tag,
                Tag::Pronoun | Tag::Determiner | Tag::Preposition | Tag::Number | Tag::WhPronoun | Tag::Interjection
            ));
    // codes and tags: "H2O", "#news"
    let code = lone && kind.is_none() && parse.word(start).chars().any(|c| c.is_ascii_digit() || c == '#');
    if no_name || code || lone && parse.word(start).chars().count() < 2 {
        return None;
    }
    // "The Skarn Reporter": an article that bears a capital within the sentence is part of the name
    let bears_the = start > 1
        && kind != Some(SpanKind::Person)
        && parse.word(start - 1) == "The"
        && (0..start - 1).any(|t| !parse.tokens[t].tag.is_punctuation())
        && !opens_clause(parse, start - 1);
    if bears_the {
        start -= 1;
    }
    if lone
        && kind == Some(SpanKind::Person)
        && start > with_title
        && lexicon.has("royal_titles", &parse.lower(start - 1))
    {
        start -= 1;
    }
    let lone = end - start == 1;
    let adjectives = (start..end).all(|t| parse.tokens[t].tag == Tag::Adjective);
    if adjectives && kind != Some(SpanKind::Other) || is_address_part(parse, start, lone, lexicon) {
        return None;
    }
    let capitals = parse.word(start).chars().count() > 1 && parse.word(start).chars().all(char::is_uppercase);
    let opens = lone && !capitals && (0..start).all(|t| parse.tokens[t].tag.is_punctuation());
    let before = start.checked_sub(1).map(|t| parse.lower(t).trim_end_matches('.').to_owned());
    let personal = before.is_some_and(|t| lexicon.has("male_titles", &t) || lexicon.has("female_titles", &t));
    let kind =
        if personal && kind.is_some_and(|k| k != SpanKind::Organization) { Some(SpanKind::Person) } else { kind };
    Some(NameSpan { tokens: start..end, with_title: with_title.min(start)..end, kind, opens })
}

/// Right behind a mark that lets a sentence begin.
fn opens_clause(parse: &Parse, token: usize) -> bool {
    token.checked_sub(1).is_none_or(|t| {
        is_quote_mark(parse.word(t))
            || matches!(parse.word(t), ":" | "." | "-" | "—" | "–" | "--" | ";" | ")" | "?" | "!")
    })
}

fn is_quote_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "‘" | "’" | "\"" | "'" | "«" | "»")
}

/// Whether the sentence's first word is a noun like any other that only its place capitalizes: "Writer Ana Lee said …".
fn opens_with_common_noun(parse: &Parse) -> bool {
    if is_first_name(parse, 0) {
        return false;
    }
    let end = parse.tokens.len().min(12);
    let mut text = parse.slice(0..end).to_owned();
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    let again = crate::language::parse_sentence(&text);
    again.tokens.first().is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::NounPlural | Tag::VerbThird | Tag::Adjective))
}

fn is_first_name(parse: &Parse, token: usize) -> bool {
    let l = lexicon::english();
    let lower = parse.lower(token);
    l.has("male_names", &lower) || l.has("female_names", &lower)
}

/// A state behind a party ("D-Calif.", "(R-TX)"), or letters with points that are no name ("A.D.", "M.D.").
fn is_address_part(parse: &Parse, start: usize, lone: bool, lexicon: &Lexicon) -> bool {
    if !lone {
        return false;
    }
    let word = parse.word(start);
    let two_capitals = word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let state = lexicon.has("states", &format!("{}.", word.trim_end_matches('.').to_lowercase())) || two_capitals;
    let after_hyphen = start > 1 && matches!(parse.word(start - 1), "-" | "–");
    let bracketed = start > 0
        && matches!(parse.word(start - 1), "(" | ",")
        && two_capitals
        && lexicon.has("state_codes", &word.to_lowercase());
    let lettered = word.contains('.')
        && word.len() <= 4
        && !matches!(word, "U.S." | "U.N." | "U.K." | "L.A." | "D.C." | "E.U.")
        && !state;
    state && after_hyphen || bracketed || lettered
}

/// "van Dahl", "bin Salman": a particle that opens a name.
fn is_particle(parse: &Parse, start: usize, end: usize) -> bool {
    end - start > 1
        && matches!(parse.word(start), "de" | "van" | "von" | "bin" | "ibn" | "al" | "el" | "da" | "di" | "du" | "del")
        || parse.word(start).contains(|c: char| c.is_uppercase())
}

/// A body that a title opens: "Justice Department", "General Motors", "Prince Street".
fn is_body(parse: &Parse, tokens: Range<usize>) -> bool {
    let last = parse.word(tokens.end - 1).to_lowercase();
    lexicon::english().has("bodies", &last) || tokens.clone().any(|t| matches!(parse.word(t), "of" | "for" | "&"))
}
