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
        let mut votes = [0_u32; 2];
        for mention in &entity.mentions {
            let parse = analysis.sentence(mention.sentence);
            if let Some(gender) = by_words(parse, mention.tokens.start, parse.head_of(mention.tokens.clone())) {
                votes[gender as usize] += 4;
            }
        }
        if let Some(gender) = entity.name.split_whitespace().next().and_then(of_first_name) {
            votes[gender as usize] += 3;
        }
        for role in &entity.roles {
            if let Some(gender) = of_noun(role) {
                votes[gender as usize] += 4;
            }
        }
        entity.gender = match votes {
            [m, f] if m > f => Some(Gender::Male),
            [m, f] if f > m => Some(Gender::Female),
            _ => None,
        };
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

fn of_first_name(name: &str) -> Option<Gender> {
    let l = lexicon::english();
    let lower = name.to_lowercase();
    let first = lower.split('-').next().unwrap_or(&lower);
    match (l.has("male_names", first), l.has("female_names", first)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// By the title before the name or a noun in apposition to it.
fn by_words(parse: &Parse, start: usize, head: usize) -> Option<Gender> {
    let title = start.checked_sub(1).map(|t| parse.lower(t).trim_end_matches('.').to_owned());
    let l = lexicon::english();
    if let Some(title) = title {
        if l.has("male_titles", &title) {
            return Some(Gender::Male);
        }
        if l.has("female_titles", &title) {
            return Some(Gender::Female);
        }
    }
    let appositions = parse.children_by(head, Relation::Apposition).chain(parse.children_by(head, Relation::Compound));
    appositions.map(|t| parse.lower(t)).find_map(|noun| of_noun(&noun))
}
