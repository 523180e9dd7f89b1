//! Who does something in a clause and whom it befalls.

use crate::{
    language::{self, Parse, Relation, lexicon, people},
    text::words::{self, Stemmer},
};

/// Who does something or whom it befalls.
pub(super) struct Party {
    /// The stem of its head, of a name the surname; of "a set of letters" that of "letters".
    pub(super) stem: String,
    /// It is a name, so that another name is somebody else.
    pub(super) name: bool,
    /// It can do what is done: a name, people, a body, and not a bill or a bridge.
    pub(super) acts: bool,
}

impl PartialEq for Party {
    fn eq(&self, other: &Self) -> bool {
        self.stem == other.stem
    }
}

/// Nouns that only say that there are several: what is of them is meant.
const SETS: &[&str] = &[
    "set",
    "series",
    "number",
    "batch",
    "cache",
    "trove",
    "pile",
    "bunch",
    "collection",
    "pair",
    "stack",
    "lot",
    "host",
    "handful",
    "couple",
    "array",
    "range",
    "string",
    "variety",
    "majority",
];

/// Who or what a token stands for, unless that is somebody told before.
pub(super) fn party(parse: &Parse, token: usize, stemmer: &Stemmer) -> Option<Party> {
    let tag = parse.tokens[token].tag;
    // "Bo Dahl Jr." is a Dahl
    let junior = matches!(parse.lower(token).trim_end_matches('.'), "jr" | "sr" | "ii" | "iii");
    let head = token.checked_sub(1).filter(|t| junior && parse.head(*t) == Some(token)).unwrap_or(token);
    let lexicon = lexicon::english();
    // "the former treasurer, Tom Roe"; "his wife, Ada Roe" has his name and is another
    let named = parse.children_by(head, Relation::Apposition).find(|c| parse.tokens[*c].tag.is_name());
    let role = |lemma: &str| !tag.is_name() && people::is_somebody(lemma) && !lexicon.has("kin", lemma);
    let head = named.filter(|_| role(&parse.lemma(head))).unwrap_or(head);
    // "a set of letters"
    let of = |t: usize| parse.children_by(t, Relation::Preposition).find(|p| parse.lower(*p) == "of");
    let held = of(head).filter(|_| SETS.contains(&&*parse.lemma(head)));
    let head = held.and_then(|of| parse.child(of, Relation::PrepositionObject)).unwrap_or(head);
    let lemma = parse.lemma(head);
    let acts = parse.tokens[head].tag.is_name()
        || people::is_somebody(&lemma)
        || ["body_nouns", "voices", "kin"].iter().any(|class| lexicon.has(class, &lemma));
    (tag != language::Tag::Pronoun).then(|| Party {
        stem: stem(&parse.lower(head), stemmer),
        name: parse.tokens[head].tag.is_name(),
        acts,
    })
}

pub(super) fn stem(word: &str, stemmer: &Stemmer) -> String {
    stemmer.stem(&words::fold(word)).into_owned()
}
