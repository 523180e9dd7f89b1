//! What a reader needs to be told of a thing or somebody at first mention.

use std::ops::Range;

use super::LONGEST_PHRASE;
use crate::{
    article::SentenceId,
    language::{
        Analysis, EntityId, MentionForm,
        labels::{Relation, SpanKind, Tag},
        lexicon,
        parse::Parse,
        people,
    },
};

/// How long a body's name before a title may be, in tokens: "the White House Press Secretary" is told without it.
const LONGEST_BODY: usize = 3;

/// A noun with what tells which one it is, as a definite phrase, and its tokens.
pub(super) fn noun_naming(parse: &Parse, head: usize) -> Option<(String, Range<usize>)> {
    let without = [
        Relation::RelativeClause,
        Relation::Apposition,
        Relation::AdverbialClause,
        Relation::Parataxis,
        Relation::Conjunct,
        Relation::Coordination,
        Relation::Punctuation,
        Relation::ClausalComplement,
        Relation::Predeterminer,
        Relation::Preconjunction,
    ];
    let mut range = parse.subtree_without(head, &without);
    // what the parser is not sure belongs to it stays out
    let unsure = |c: &usize| *c > head && *c < range.end && !without.contains(&parse.tokens[*c].relation);
    if let Some(cut) = parse.children(head).filter(unsure).find(|c| !parse.tokens[*c].is_sure()) {
        range.end = parse.subtree(cut).start.max(head + 1);
    }
    if range.len() > LONGEST_PHRASE {
        range.end = head + 1;
    }
    // a mark inside means that the parse went over the phrase's end
    if let Some(mark) = range.clone().find(|t| matches!(parse.word(*t), "," | ";" | ":" | "—" | "--" | "(")) {
        range = if mark > head { range.start..mark } else { mark + 1..range.end };
    }
    if range.is_empty() || range.len() > LONGEST_PHRASE || !range.contains(&head) {
        return None;
    }
    let determined = parse.child(head, Relation::Determiner) == Some(range.start);
    let owner = parse.child(head, Relation::Possessor);
    let bare = if determined { range.start + 1..range.end } else { range.clone() };
    let text = parse.slice(bare.clone());
    let odd = text.chars().all(|c| !c.is_lowercase()) || text.contains(['"', '“', '”', '(', ')']);
    let function = |t: usize| matches!(parse.tokens[t].tag, Tag::Preposition | Tag::To | Tag::And | Tag::Determiner);
    if bare.is_empty() || odd || function(bare.start) || parse.tokens[bare.start].tag == Tag::PossessivePronoun {
        return None;
    }
    let mut words = parse.slice(bare.clone()).to_owned();
    if bare.start == 0
        && !parse.tokens[0].tag.is_name()
        && let Some(first) = words.chars().next()
    {
        words.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    let text = if owner.is_some_and(|o| o < head) { words } else { format!("the {words}") };
    Some((text, range))
}

/// An entity's name as a reader needs it at first mention, with what the article says it is, and where it stands so.
#[must_use]
pub fn naming(analysis: &Analysis, id: EntityId) -> Option<(SentenceId, Range<usize>, String)> {
    let entity = analysis.entities.get(id.0)?;
    let whole = || entity.mentions.iter().filter(|m| m.form == MentionForm::FullName);
    let first = whole().next()?;
    let role = whole().take(3).find_map(|m| {
        let parse = analysis.sentence(m.sentence);
        let text = if entity.kind == SpanKind::Person { with_role(parse, &m.tokens)? } else { return None };
        Some((m.sentence, m.tokens.clone(), text))
    });
    Some(role.unwrap_or_else(|| (first.sentence, first.tokens.clone(), entity.name.clone())))
}

/// "Mayor Ana Lee", "Bo Dahl, the harbour's deputy director": the name with its titles or what stands in apposition to it.
fn with_role(parse: &Parse, name: &Range<usize>) -> Option<String> {
    let titled = with_titles(parse, name.clone());
    let head = parse.head_of(name.clone());
    let apposition = parse
        .children_by(head, Relation::Apposition)
        .find(|c| *c > head && parse.tokens[*c].tag == Tag::Noun && people::is_somebody(&parse.lower(*c)));
    let without = [
        Relation::RelativeClause,
        Relation::Punctuation,
        Relation::Apposition,
        Relation::Conjunct,
        Relation::Coordination,
    ];
    if let Some(apposition) = apposition {
        let phrase = parse.subtree_without(apposition, &without);
        // "Lee, an official at the court said": the phrase behind the comma begins another clause
        let closed = phrase.end >= parse.tokens.len() || parse.tokens[phrase.end].tag.is_punctuation();
        if closed && phrase.start == name.end + 1 && phrase.len() <= 9 && parse.word(name.end) == "," {
            return Some(format!("{}, {}", with_small_letter(parse, &titled, name), parse.slice(phrase)));
        }
    }
    (titled.start < name.start).then(|| with_small_letter(parse, &titled, name))
}

/// "Author Eva Lund" that opens its sentence is "author Eva Lund" within another; "Mayor" stays.
fn with_small_letter(parse: &Parse, titled: &Range<usize>, name: &Range<usize>) -> String {
    let text = parse.slice(titled.clone());
    let lexicon = lexicon::english();
    let lower = parse.lower(titled.start);
    let bare = lower.trim_end_matches('.');
    let former = bare == "former";
    let title = !former && ["titles", "personal_titles", "offices"].iter().any(|class| lexicon.has(class, bare));
    let opens = titled.start == 0 && titled.start < name.start && !title;
    let noun = former || people::is_somebody(&lower);
    match text.chars().next().filter(|_| opens && noun) {
        Some(first) => format!("{}{}", first.to_lowercase(), &text[first.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// A name's tokens with the titles and nouns that stand before it and hang on it.
pub(super) fn with_titles(parse: &Parse, name: Range<usize>) -> Range<usize> {
    let lexicon = lexicon::english();
    let mut start = name.start;
    while start > 0 {
        let t = start - 1;
        let bare = parse.lower(t).trim_end_matches('.').to_owned();
        let hangs = parse.head(t).is_some_and(|h| name.contains(&h) || (start..name.start).contains(&h));
        // a relative is nothing without whose: "brother Bo"
        let noun = parse.tokens[t].tag == Tag::Noun
            && people::is_somebody(&bare)
            && !["kin", "male_nouns", "female_nouns"].iter().any(|c| lexicon.has(c, &bare));
        if !((lexicon.has("titles", &bare) || noun) && (hangs || parse.tokens[t].tag.is_name())) {
            break;
        }
        // "Secretary of State Ana Lee"
        let of = t > 1 && parse.lower(t - 1) == "of" && lexicon.has("titles", &parse.lower(t - 2));
        start = if of { t - 2 } else { t };
    }
    // "five-time champion Bo Dahl": half of a word is no title
    if start < name.start && start > 0 && matches!(parse.word(start - 1), "-" | "–") {
        return name;
    }
    // "Skarn Police Chief Bo Dahl": the title is nothing without the body
    let mut first = start;
    while first > 0
        && start < name.start
        && parse.tokens[first - 1].tag.is_name()
        && parse.head(first - 1).is_some_and(|h| (first..name.end).contains(&h))
    {
        first -= 1;
    }
    let whole = first.checked_sub(1).is_none_or(|t| {
        use Tag::{Adjective, Determiner, PossessiveEnding, PossessivePronoun};
        let before = parse.tokens[t].tag;
        !before.is_noun() && !matches!(before, Adjective | Determiner | PossessiveEnding | PossessivePronoun)
    });
    start = match start - first {
        0 => start,
        1..=LONGEST_BODY if whole => first,
        _ => name.start,
    };
    start..name.end
}
