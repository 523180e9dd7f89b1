//! What the text says somebody is.

use super::fold;
use crate::language::{
    entities::names::NameSpan,
    labels::{Relation, Tag},
    lexicon,
    parse::Parse,
};

/// What the text says somebody is: titles before the name, nouns in apposition to it, a noun after a form of "be".
pub(super) fn roles_of(parse: &Parse, name: &NameSpan) -> Vec<String> {
    let mut roles = Vec::new();
    let mut add = |role: String| {
        if role.len() > 2 && !roles.contains(&role) {
            roles.push(role);
        }
    };
    let lexicon = lexicon::english();
    let mut at = name.tokens.start;
    while at > 0 {
        let bare = fold(parse.word(at - 1));
        let word = lexicon.expansion(&bare).map_or(bare.as_str(), |w| w).to_owned();
        let noun = matches!(parse.tokens[at - 1].tag, Tag::Noun)
            && parse.head(at - 1).is_some_and(|h| name.tokens.contains(&h));
        if !lexicon.has("titles", &bare) && !noun {
            break;
        }
        // "Foreign Secretary" is the whole office
        if let Some(before) = at.checked_sub(2).filter(|b| is_capital(parse, *b) && parse.head(*b) != Some(*b))
            && lexicon.has("titles", &bare)
        {
            add(format!("{} {word}", fold(parse.word(before))));
        }
        add(word);
        at -= 1;
    }
    // "Pope Bo" bears the title in the name
    let first = fold(parse.word(name.tokens.start));
    if name.tokens.len() > 1 && lexicon.has("royal_titles", &first) {
        add(first);
    }
    let head = parse.head_of(name.tokens.clone());
    for child in parse.children_by(head, Relation::Apposition) {
        add_office(parse, child, &mut add);
    }
    if parse.tokens[head].relation == Relation::Apposition
        && let Some(above) = parse.head(head)
    {
        add_office(parse, above, &mut add);
    }
    if parse.tokens[head].relation == Relation::Subject
        && let Some(verb) = parse.head(head)
        && parse.lemma(verb) == "be"
        // "was the governor" once, "could be the governor" some day
        && matches!(parse.tokens[verb].tag, Tag::VerbThird | Tag::VerbPresent)
        && let Some(noun) = parse.child(verb, Relation::Attribute)
        && parse.child(verb, Relation::Negation).is_none()
        && parse.child(verb, Relation::Mark).is_none()
    {
        add_office(parse, noun, &mut add);
    }
    roles
}

/// A noun that says what somebody is: not "no governor" and not "the next governor". Of "a former governor" it is told that
/// the office is no more.
fn add_office(parse: &Parse, noun: usize, add: &mut impl FnMut(String)) {
    let beside = |words: &[&str]| parse.children(noun).any(|c| words.contains(&&*parse.lower(c)));
    if parse.tokens[noun].tag != Tag::Noun
        || beside(&["no", "next", "future", "would-be", "possible", "potential", "likely"])
    {
        return;
    }
    if beside(&["former", "late", "then", "onetime"]) {
        add("former".to_owned());
    }
    add(parse.lemma(noun));
}

fn is_capital(parse: &Parse, token: usize) -> bool {
    parse.word(token).starts_with(char::is_uppercase) && !parse.tokens[token].tag.is_punctuation()
}
