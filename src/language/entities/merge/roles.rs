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
        if matches!(parse.tokens[child].tag, Tag::Noun) {
            add(parse.lemma(child));
        }
    }
    if parse.tokens[head].relation == Relation::Apposition
        && let Some(above) = parse.head(head)
        && parse.tokens[above].tag == Tag::Noun
    {
        add(parse.lemma(above));
    }
    if parse.tokens[head].relation == Relation::Subject
        && let Some(verb) = parse.head(head)
        && parse.lemma(verb) == "be"
        && let Some(noun) = parse.child(verb, Relation::Attribute)
        && parse.tokens[noun].tag == Tag::Noun
        && parse.child(verb, Relation::Negation).is_none()
    {
        add(parse.lemma(noun));
    }
    roles
}

fn is_capital(parse: &Parse, token: usize) -> bool {
    parse.word(token).starts_with(char::is_uppercase) && !parse.tokens[token].tag.is_punctuation()
}
