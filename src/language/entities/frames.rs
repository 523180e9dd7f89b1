//! What the words around a name say it is: "the USS X", "the resort of X", "X, 47, a nurse".

use std::ops::Range;

use super::names::{is_first_name, is_quote_mark};
use crate::language::{
    labels::{Relation, SpanKind, Tag},
    lexicon,
    parse::Parse,
    people,
};

/// The kind that the frame of a name tells, whatever the network takes it for.
pub(super) fn kind(parse: &Parse, tokens: Range<usize>, marked: Option<SpanKind>) -> Option<SpanKind> {
    let lexicon = lexicon::english();
    let vessel = |word: &str| lexicon.has("vessels", word);
    let prefixed =
        |t: usize| parse.word(t).chars().all(char::is_uppercase) && lexicon.has("vessel_prefixes", &parse.lower(t));
    if prefixed(tokens.start) || tokens.start > 0 && prefixed(tokens.start - 1) {
        return Some(SpanKind::Other);
    }
    if tokens.len() == 1 && lexicon.has("services", &parse.lower(tokens.start)) {
        return Some(SpanKind::Organization);
    }
    // "the Skarn Evening Herald"
    if tokens.len() > 1
        && marked.is_none_or(|k| k == SpanKind::Other)
        && lexicon.has("papers", &parse.lower(tokens.end - 1))
        && tokens.start > 0
        && parse.lower(tokens.start - 1) == "the"
    {
        return Some(SpanKind::Organization);
    }
    if is_in_a_place(parse, &tokens, marked) {
        return Some(SpanKind::Place);
    }
    // "Skarn Police", "the Harbour Council"
    let body = lexicon.has("bodies", &parse.lower(tokens.end - 1));
    let quoted = tokens.start > 0 && is_quote_mark(parse.word(tokens.start - 1));
    if tokens.len() > 1 && marked == Some(SpanKind::Other) && body && !quoted {
        return Some(SpanKind::Organization);
    }
    let head = parse.head_of(tokens.clone());
    let above = parse.head(head).filter(|h| !tokens.contains(h));
    let relation = parse.tokens[head].relation;
    if let Some(above) = above {
        let noun = parse.lemma(above);
        let apposed = relation == Relation::Apposition;
        if apposed && vessel(&noun) {
            return Some(SpanKind::Other);
        }
        // "the resort of X"
        let of = relation == Relation::PrepositionObject && parse.lower(above) == "of";
        let of_place = of
            && parse.head(above).is_some_and(|h| {
                parse.tokens[h].tag == Tag::Noun && lexicon.has("place_nouns", &parse.lower(h)) && h + 1 == above
            });
        // "X province"
        let compound = relation == Relation::Compound
            && above == tokens.end
            && parse.tokens[above].tag == Tag::Noun
            && lexicon.has("regions", &noun);
        if of_place || compound {
            return Some(SpanKind::Place);
        }
    }
    // "a stolen Honda Accord"
    let one_of_many = parse.children_by(head, Relation::Determiner).any(|d| matches!(&*parse.lower(d), "a" | "an"));
    if marked == Some(SpanKind::Person) && one_of_many && tokens.len() == 2 && !is_first_name(parse, tokens.start) {
        return Some(SpanKind::Other);
    }
    // "Paris Ruiz's mother"
    let has_kin = relation == Relation::Possessor
        && above.is_some_and(|noun| parse.tokens[noun].tag == Tag::Noun && lexicon.has("kin", &parse.lower(noun)));
    // "Ana Ruiz, who …", not "the Skarn Giants, who …" nor "the Supreme Court, a …"
    let last = tokens.end - 1;
    let thing = parse.tokens[last].tag == Tag::NamePlural
        || lexicon.has("bodies", &parse.lower(last))
        || parse.child(head, Relation::Determiner).is_some();
    let who = parse.word(tokens.end) == "," && parse.lower(tokens.end + 1) == "who" && !thing;
    let described = who && marked != Some(SpanKind::Place)
        || (marked != Some(SpanKind::Organization) || tokens.len() == 2)
            && !thing
            && is_described_as_person(parse, head);
    let person = tokens.len() > 1
        && (has_age(parse, tokens.end) || has_age_in_years(parse, head) || described || has_kin && !thing);
    person.then_some(SpanKind::Person)
}

/// "in Dahl, Norway", "Lund, Skarn, …": a place within the one named behind it, or the one before it is in.
fn is_in_a_place(parse: &Parse, tokens: &Range<usize>, marked: Option<SpanKind>) -> bool {
    let place = |t: usize| parse.span_at(t).is_some_and(|s| s.kind == SpanKind::Place);
    let led = tokens.start > 0 && matches!(&*parse.lower(tokens.start - 1), "in" | "near" | "from" | "outside" | "at");
    let within = parse.word(tokens.end) == "," && place(tokens.end + 1);
    let around = tokens.start > 1 && parse.word(tokens.start - 1) == "," && place(tokens.start - 2);
    let open = marked.is_none_or(|k| k == SpanKind::Other);
    tokens.len() < 3
        && (led && within && marked != Some(SpanKind::Person)
            || open && around && parse.word(tokens.end) == "," && !parse.tokens[tokens.start].tag.is_verb())
}

/// "Ana Ruiz, 47, …"
fn has_age(parse: &Parse, end: usize) -> bool {
    let age = parse.word(end + 1);
    parse.word(end) == ","
        && (1..=3).contains(&age.len())
        && age.parse::<u32>().is_ok_and(|n| (1..=115).contains(&n))
        && matches!(parse.word(end + 2), "," | "." | ";" | "and" | "of" | "from")
}

/// "Ana Ruiz, a 47-year-old from Skarn"
fn has_age_in_years(parse: &Parse, head: usize) -> bool {
    let of_years = |t: usize| parse.lower(t) == "old" && t > 1 && parse.lower(t - 2) == "year";
    parse.children_by(head, Relation::Apposition).any(|c| (parse.subtree(c).start..c).any(of_years))
}

/// "Ana Ruiz, a lawyer", "the mayor, Ana Ruiz".
fn is_described_as_person(parse: &Parse, head: usize) -> bool {
    let office = |word: &str| people::is_somebody(word) || lexicon::english().has("titles", word);
    let person = |t: usize| parse.tokens[t].tag == Tag::Noun && office(&parse.lower(t));
    parse.children_by(head, Relation::Apposition).any(person)
        || parse.tokens[head].relation == Relation::Apposition && parse.head(head).is_some_and(person)
}
