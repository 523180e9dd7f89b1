//! Where a sentence names somebody or something: what the network marks, cleaned by the form of names, and runs of
//! capitalized names that it did not mark.

use std::ops::Range;

use super::{Gender, bounds, frames, gender};
use crate::{
    language::{
        labels::{SpanKind, Tag},
        lexicon::{self, Lexicon},
        parse::Parse,
        people,
    },
    text::words,
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
    /// What the words around it say it is: "the resort of X".
    pub(super) told: Option<SpanKind>,
    /// It opens the sentence with a single word, so that its capital letter says nothing.
    pub(super) opens: bool,
    /// He or she by the title before it: "Ms. Lee".
    pub(super) titled: Option<Gender>,
}

/// Small words that stand inside names.
const INSIDE: &[&str] = &[
    "of", "the", "and", "for", "de", "la", "le", "les", "du", "des", "da", "do", "dos", "das", "di", "del", "della",
    "der", "den", "van", "von", "bin", "ibn", "al", "el", "al-", "&", "-", "–", "'", "’", "y", "e", "to", "in", "on",
    "a", "at", "’s", "'s", "/", ".", "no",
];

/// The names of a sentence in order; none overlap.
pub(super) fn find(parse: &Parse) -> Vec<NameSpan> {
    let lexicon = lexicon::english();
    let mut taken = vec![false; parse.tokens.len()];
    let mut found = Vec::new();
    for work in quoted_works(parse) {
        taken[work.clone()].fill(true);
        let with_title = work.clone();
        found.push(NameSpan {
            tokens: work,
            with_title,
            kind: Some(SpanKind::Other),
            told: None,
            opens: false,
            titled: None,
        });
    }
    let mut runs = marked_runs(parse, &mut taken);
    let mut at = 0;
    while at < parse.tokens.len() {
        if taken[at] || !is_unmarked(parse, at, lexicon) {
            at += 1;
            continue;
        }
        let end = (at..parse.tokens.len())
            .find(|t| taken[*t] || !is_unmarked(parse, *t, lexicon) && !bounds::is_number_word(parse, *t))
            .unwrap_or(parse.tokens.len());
        let (start, end) = bounds::through_hyphens(parse, bounds::joined_before(parse, at..end)..end);
        let end = bounds::with_number(parse, start..end);
        runs.retain(|(r, _)| r.end <= start || r.start >= end);
        runs.push((start..end, None));
        at = end;
    }
    runs.sort_by_key(|(r, _)| r.start);
    for (run, kind) in bounds::join(parse, runs) {
        found.extend(clean(parse, run, kind, lexicon));
    }
    found.sort_by_key(|n| n.tokens.start);
    found.dedup_by(|b, a| b.tokens.start < a.tokens.end);
    found
}

/// What the network marks as names, cut and widened to whole names.
fn marked_runs(parse: &Parse, taken: &mut [bool]) -> Vec<(Range<usize>, Option<SpanKind>)> {
    let mut runs: Vec<(Range<usize>, Option<SpanKind>)> = Vec::new();
    for span in &parse.spans {
        let begun = taken[span.tokens.start] && runs.last().is_none_or(|(r, _)| !r.contains(&span.tokens.start));
        if begun || taken[span.tokens.end - 1] || bounds::is_part_of_name(parse, span) {
            continue;
        }
        taken[span.tokens.clone()].fill(true);
        if !span.kind.is_name() {
            continue;
        }
        for part in bounds::parts(parse, span.tokens.clone(), span.kind) {
            let mut widened = bounds::widen(parse, part, span.kind, taken);
            // "The Department of" and "Interior" are joined once the first ends with its noun
            let trails = |t: usize| {
                parse.tokens[t].tag == Tag::PossessiveEnding || matches!(parse.word(t), "of" | "for" | "on" | "the")
            };
            while widened.len() > 1 && trails(widened.end - 1) {
                widened.end -= 1;
            }
            taken[widened.clone()].fill(true);
            // "Zaki" and "Rehman Roe" of "Zaki-ur-Rehman Roe"
            if let Some((last, _)) = runs.pop_if(|(r, _)| r.end > widened.start) {
                widened.start = widened.start.min(last.start);
            }
            runs.push((widened, Some(span.kind)));
        }
    }
    runs
}

/// “To Save a Harbor”: two to six quoted words, capitalized as titles of works are, without a mark at the end.
fn quoted_works(parse: &Parse) -> Vec<Range<usize>> {
    let open = |t: usize| matches!(parse.word(t), "“" | "‘" | "\"" | "'" | "«");
    let close = |t: usize| matches!(parse.word(t), "”" | "’" | "\"" | "'" | "»");
    let mut works = Vec::new();
    for from in (0..parse.tokens.len()).filter(|t| open(*t)) {
        let Some(to) = (from + 2..parse.tokens.len().min(from + 9)).find(|t| close(*t)) else { continue };
        // “To Save a Harbor,” with the mark that follows it
        let comma = parse.word(to - 1) == ",";
        let inner = from + 1..to - usize::from(comma);
        let glued = parse.tokens[from].end == parse.tokens[from + 1].start
            && parse.tokens[to - 1].end == parse.tokens[to].start;
        let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
        let title = inner.clone().all(|t| {
            upper(t)
                || INSIDE.contains(&parse.word(t))
                || parse.word(t).len() < 3 && parse.word(t) != "," && !parse.tokens[t].tag.is_finite()
        });
        let count = inner.clone().filter(|t| upper(*t)).count();
        let last = inner.end - 1;
        let stop = inner.len() < 2 || matches!(parse.word(last), "," | "." | "!" | "?");
        if glued && title && count >= 2 && inner.len() <= 6 && upper(from + 1) && upper(last) && !stop {
            works.push(inner);
        }
    }
    works.dedup_by(|b, a| b.start < a.end);
    works
}

/// A capitalized name that the network did not mark, and no title, day or month.
fn is_unmarked(parse: &Parse, token: usize, lexicon: &Lexicon) -> bool {
    let t = &parse.tokens[token];
    let word = parse.word(token);
    let bare = word.trim_end_matches('.').to_lowercase();
    t.tag.is_name()
        && word.chars().next().is_some_and(char::is_uppercase)
        && (bounds::is_month_of_name(parse, token) || !["months", "weekdays"].iter().any(|c| lexicon.has(c, &bare)))
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
        // "House Democrats" are of the House
        let camp = end - start == 2
            && matches!(parse.word(start), "House" | "Senate")
            && lexicon.has("camps", &parse.lower(end - 1));
        if tag == Tag::PossessiveEnding || tag.is_punctuation() || !upper(end - 1) || camp {
            end -= 1;
        } else {
            break;
        }
    }
    if end == start {
        return None;
    }
    // "Harbour Board President Bo Dahl", "Skarn Rail Chairman and Director Bo Dahl": the office is no part of the body's name
    let mut kind = kind;
    let goes_on = parse.tokens.get(end).is_some_and(|t| t.tag.is_name() || matches!(t.tag, Tag::Comma | Tag::And));
    let office = |t: usize, kind| {
        lexicon.has(if kind == Some(SpanKind::Person) { "offices" } else { "titles" }, &parse.lower(t))
    };
    // "Office of Special Counsel, which …" ends with one
    let of = (start..end).any(|t| matches!(parse.word(t), "of" | "for"))
        && !parse.tokens.get(end).is_some_and(|t| t.tag.is_name());
    while goes_on && !of && kind != Some(SpanKind::Place) && end - start > 1 && office(end - 1, kind) && !small(end - 2)
    {
        end -= 1;
        kind = kind.map(|_| SpanKind::Organization);
    }
    // "District Attorney", "Home Secretary": an office without anybody
    let bears_title = lexicon.has("personal_titles", parse.lower(start).trim_end_matches('.'));
    let offices = kind.is_none() && end - start > 1 && !bears_title && lexicon.has("offices", &parse.lower(end - 1));
    // "Skarn City Manager Bo Dahl": the city's manager, and the place is Skarn
    let next_is_office =
        parse.tokens.get(end).is_some_and(|t| t.tag.is_name()) && lexicon.has("offices", &parse.lower(end));
    if next_is_office && end - start > 1 && matches!(parse.word(end - 1), "City" | "County" | "State") {
        end -= 1;
    }
    // "Election Day": a day, as in a calendar
    let day = matches!(parse.word(end - 1), "Day" | "Eve") && kind.is_none_or(|k| k == SpanKind::Other);
    if (offices && !is_first_name(parse, start) || day && end - start == 2) && !is_quoted(parse, start..end) {
        return None;
    }
    // "Suspected arsonist …", "Slain officer …": the word that opens a sentence is no name for its capital
    if start == 0
        && end > 1
        && matches!(parse.tokens[0].tag, Tag::VerbParticiple | Tag::VerbIng | Tag::VerbPast | Tag::Adjective)
        && kind != Some(SpanKind::Other)
    {
        start = 1;
    }
    // "Follow Skarn Rail on …": an order to the reader opens the sentence
    if start == 0
        && end > 1
        && kind != Some(SpanKind::Other)
        && lexicon.has("orders", &parse.lower(0))
        && parse.word(0).chars().skip(1).all(char::is_lowercase)
    {
        start = 1;
    }
    // "Mayor Ana Lee" is a person, whatever the network takes her for
    // "Outgoing Fashion Police host …"
    let apart = |t: usize| parse.head(t).is_some_and(|h| h >= end);
    let qualifies = |t| matches!(t, Tag::Adjective | Tag::VerbIng | Tag::VerbParticiple | Tag::Adverb);
    if kind.is_none() && start == 0 && end > 2 && apart(0) && !is_first_name(parse, 0) && opens_as(parse, qualifies) {
        start = 1;
    }
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
            // "Khalid Sheikh Dahl": a part of the name
            .filter(|t| !(end - start == 3 && *t == start + 1 && lexicon.has("names_and_titles", &parse.lower(*t))))
        {
            start = title;
        }
        if start == 0 && end > 2 && is_known_word(parse, 0) && opens_with_common_noun(parse) {
            start = 1;
        }
        // "Meet Ana Lee, the captain": an order opens the sentence, and a whole name is left
        let order = start == 0 && end > 2 && !is_first_name(parse, 0) && is_first_name(parse, 1);
        if order && opens_as(parse, Tag::is_verb) {
            start = 1;
        }
        // "Actor Ben Dahl": the role goes while a whole name remains
        while end - start > 2 && people::is_somebody(&parse.lower(start)) && !is_first_name(parse, start) {
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
        let nationality = more
            && (kind == Some(SpanKind::Person) && tag == Tag::Adjective
                || lexicon.has("demonyms", &bare) && names_person_after(parse, start..end, kind));
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
        // "Skarn, SK Dahl Arena": a state; "Jul 3 Skarn": a day
        let state = more
            && word.len() == 2
            && word.chars().all(|c| c.is_ascii_uppercase())
            && start > 0
            && parse.word(start - 1) == ","
            && lexicon.has("state_codes", &bare);
        let day = more
            && kind != Some(SpanKind::Other)
            && (word.chars().all(|c| c.is_ascii_digit()) && word.len() < 3
                || lexicon.has("months", &bare) && parse.word(start + 1).chars().all(|c| c.is_ascii_digit()));
        if article
            || state
            || day
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
    // "the minister for Foreign Affairs": what somebody is minister of is a part of the office
    let of_office = start > 1
        && !matches!(kind, Some(SpanKind::Person | SpanKind::Place))
        && matches!(parse.word(start - 1), "of" | "for")
        && matches!(&*parse.lemma(start - 2), "minister" | "secretary" | "undersecretary");
    // "Washington, D.C.," is one place
    let capital = end - start == 1 && parse.word(start) == "D.C." && start > 0 && parse.word(start - 1) == ",";
    // "District Judge Bo Dahl", "by the City Manager": a field, and with the next word an office
    let field = !matches!(kind, Some(SpanKind::Person | SpanKind::Place))
        && (start..end).all(|t| lexicon.has("fields", &parse.lower(t)))
        && parse.tokens.get(end).is_some_and(|t| t.tag.is_noun())
        && parse.word(end).starts_with(char::is_uppercase)
        && ["offices", "titles"].iter().any(|c| lexicon.has(c, &parse.lower(end)));
    // "the Dahls": a family, of whom no one is meant
    let family = end - start == 1
        && parse.tokens[start].tag == Tag::NamePlural
        && kind != Some(SpanKind::Person)
        && start > 0
        && parse.lower(start - 1) == "the"
        && is_plural_of_a_name(parse, start);
    if of_office || capital || field || family {
        return None;
    }
    let first = parse.word(start).trim_end_matches('.').to_lowercase();
    let lone = end - start == 1;
    let tag = parse.tokens[start].tag;
    // "Ms Bishop" is somebody, whatever else the word means
    let by_title = start > 0 && lexicon.has("personal_titles", parse.lower(start - 1).trim_end_matches('.'));
    let no_name = lone
        && !by_title
        && (["months", "weekdays", "titles", "male_nouns", "female_nouns", "demonyms", "camps"]
            .iter()
            .any(|c| lexicon.has(c, &first))
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
    let title = start > 1
        && kind == Some(SpanKind::Other)
        && matches!(parse.word(start - 1), "The" | "A" | "An")
        && is_quoted(parse, start - 1..end);
    if bears_the || title {
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
    let first = (0..start).all(|t| parse.tokens[t].tag.is_punctuation());
    // “Yup.”, not “Tosca”
    let begins = kind.is_none()
        && start > 0
        && is_quote_mark(parse.word(start - 1))
        && matches!(parse.word(end), "." | "!" | "?");
    let opens = lone && !capitals && (first || begins);
    let before = start.checked_sub(1).map(|t| parse.lower(t).trim_end_matches('.').to_owned());
    let personal = before.is_some_and(|t| lexicon.has("male_titles", &t) || lexicon.has("female_titles", &t));
    let kind =
        if personal && kind.is_some_and(|k| k != SpanKind::Organization) { Some(SpanKind::Person) } else { kind };
    let told = frames::kind(parse, start..end, kind);
    let titled = gender::of_title(parse, start);
    Some(NameSpan { tokens: start..end, with_title: with_title.min(start)..end, kind, told, opens, titled })
}

/// Nothing but these words, and a mark perhaps, stands between two quotation marks.
fn is_quoted(parse: &Parse, tokens: Range<usize>) -> bool {
    let close = (tokens.end..tokens.end + 2).find(|t| is_quote_mark(parse.word(*t)));
    tokens.start > 0
        && is_quote_mark(parse.word(tokens.start - 1))
        && close.is_some_and(|c| (tokens.end..c).all(|t| parse.tokens[t].tag.is_punctuation()))
}

/// "fellow Russian Bo Dahl": a whole name is left behind the nationality, and it is somebody's.
fn names_person_after(parse: &Parse, tokens: Range<usize>, kind: Option<SpanKind>) -> bool {
    let whole = tokens.len() > 2 && parse.word(tokens.start + 1).chars().next().is_some_and(char::is_uppercase);
    let fellow = tokens.start > 0 && parse.lower(tokens.start - 1) == "fellow";
    whole && (kind == Some(SpanKind::Person) || fellow || is_first_name(parse, tokens.start + 1))
}

/// Right behind a mark that lets a sentence begin.
fn opens_clause(parse: &Parse, token: usize) -> bool {
    token.checked_sub(1).is_none_or(|t| {
        is_quote_mark(parse.word(t))
            || matches!(parse.word(t), ":" | "." | "-" | "—" | "–" | "--" | ";" | ")" | "?" | "!")
    })
}

pub(super) fn is_quote_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "‘" | "’" | "\"" | "'" | "«" | "»")
}

/// A word of the language, and not one that only names have.
fn is_known_word(parse: &Parse, token: usize) -> bool {
    words::rarity(&parse.lower(token), "en") < 1.0
}

/// "Dahls", where the sentence or the word itself is no plural of a thing.
fn is_plural_of_a_name(parse: &Parse, token: usize) -> bool {
    let lower = parse.lower(token);
    lower.strip_suffix('s').is_some_and(|one| words::rarity(&lower, "en") >= 1.0 && words::rarity(one, "en") >= 1.0)
}

/// Whether the sentence's first word is a noun like any other that only its place capitalizes: "Writer Ana Lee said …".
fn opens_with_common_noun(parse: &Parse) -> bool {
    !is_first_name(parse, 0)
        && opens_as(parse, |t| matches!(t, Tag::Noun | Tag::NounPlural | Tag::VerbThird | Tag::Adjective))
}

/// What the sentence's first word is without its capital.
fn opens_as(parse: &Parse, wanted: impl Fn(Tag) -> bool) -> bool {
    let end = parse.tokens.len().min(12);
    let mut text = parse.slice(0..end).to_owned();
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    let again = crate::language::parse_sentence(&text);
    again.tokens.first().is_some_and(|t| wanted(t.tag))
}

pub(super) fn is_first_name(parse: &Parse, token: usize) -> bool {
    lexicon::english().is_first_name(&parse.lower(token))
}

/// A state behind a party ("D-Calif.", "(R-TX)"), or letters with points that are no name ("A.D.", "M.D.").
fn is_address_part(parse: &Parse, start: usize, lone: bool, lexicon: &Lexicon) -> bool {
    if !lone {
        return false;
    }
    let word = parse.word(start);
    let two_capitals = word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase());
    let state = lexicon.has("states", &word.trim_end_matches('.').to_lowercase()) || two_capitals;
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
