//! He or she: by title, by a noun that says so, by a first name that only one of the two bears.

use super::{Entity, Gender};
use crate::language::{
    Analysis,
    labels::{Relation, SpanKind},
    lexicon,
    parse::Parse,
};

/// Fills in the gender of persons where the article lets one know.
pub(super) fn tell(analysis: &Analysis, entities: &mut [Entity]) {
    for entity in entities.iter_mut().filter(|e| e.kind == SpanKind::Person) {
        let places = || entity.mentions.iter().map(|m| (analysis.sentence(m.sentence), &m.tokens));
        let titles = places().filter_map(|(parse, tokens)| of_title(parse, tokens.start));
        if let Some(titled) = majority(titles) {
            entity.gender = Some(titled);
            continue;
        }
        let apposed = places().filter_map(|(parse, tokens)| of_apposition(parse, parse.head_of(tokens.clone())));
        let noun = majority(apposed.chain(entity.roles.iter().filter_map(|r| of_noun(r))));
        let first = entity.name.split_whitespace().next().and_then(of_first_name);
        // "the spokesman, Ana Lee": a noun alone makes no man of her, nor does her name make her one who is called he
        entity.gender = match (noun, first) {
            (Some(a), Some(b)) => (a == b).then_some(a),
            (a, b) => a.or(b),
        };
    }
}

/// What most say, if most do.
fn majority(genders: impl Iterator<Item = Gender>) -> Option<Gender> {
    let mut votes = [0_u32; 2];
    for gender in genders {
        votes[gender as usize] += 1;
    }
    match votes {
        [m, f] if m > f => Some(Gender::Male),
        [m, f] if f > m => Some(Gender::Female),
        _ => None,
    }
}

/// The gender that a noun tells: "actress", "spokesman".
pub(super) fn of_noun(noun: &str) -> Option<Gender> {
    let l = lexicon::english();
    if l.has("male_nouns", noun) || l.has("male_titles", noun) {
        Some(Gender::Male)
    } else if l.has("female_nouns", noun) || l.has("female_titles", noun) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// The gender of a first name that only one of the two bears.
pub(super) fn of_first_name(name: &str) -> Option<Gender> {
    lexicon::english().gender_of_first_name(&name.to_lowercase())
}

/// By the title before a name, where it is one of address or rank: "Ms.", "Sir". Of an office ("Chairman") the noun tells.
pub(super) fn of_title(parse: &Parse, start: usize) -> Option<Gender> {
    let title = parse.lower(start.checked_sub(1)?).trim_end_matches('.').to_owned();
    let l = lexicon::english();
    match (l.has("male_titles", &title), l.has("female_titles", &title)) {
        _ if title.ends_with("man") => None,
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// By a noun in apposition to a name: "her aunt, Ana Lee".
fn of_apposition(parse: &Parse, head: usize) -> Option<Gender> {
    let appositions = parse.children_by(head, Relation::Apposition).chain(parse.children_by(head, Relation::Compound));
    appositions.map(|t| parse.lower(t)).find_map(|noun| of_noun(&noun))
}
