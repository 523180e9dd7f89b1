//! Who and what an article names, each with all its mentions.
//!
//! The mentions are gathered in passes, the surest first, in the manner of the sieves of Lee et al. (2013): the same words, a
//! part of a person's name, an acronym, the head of a longer name; then nouns that stand for a name ("the senator") and
//! pronouns, where only one candidate fits. What stays unsure is left out.

pub(super) mod anaphora;
mod bounds;
mod cleaning;
mod frames;
mod gender;
mod headlines;
mod merge;
mod names;
mod opening_word;
mod whole;

use std::ops::Range;

use super::{
    Analysis,
    labels::{Relation, SpanKind},
    parse::Parse,
};
use crate::article::{Article, SentenceId};

/// The index of an entity in [`Analysis::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub usize);

/// What pronoun a person goes by in the article, where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// The longest form that the article gives, without titles.
    pub name: String,
    /// What it is.
    pub kind: SpanKind,
    /// He or she, for persons, where the article lets one know.
    pub gender: Option<Gender>,
    /// What it is said to be, as dictionary forms: "senator" of "Sen. Ana Lee", "lawyer" of "Lee, a lawyer".
    pub roles: Vec<String>,
    /// Its mentions in reading order.
    pub mentions: Vec<Mention>,
}

/// A place where an article speaks of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The sentence.
    pub sentence: SentenceId,
    /// Its tokens there, without titles.
    pub tokens: Range<usize>,
    /// How it is spoken of.
    pub form: MentionForm,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionForm {
    /// By the name at its longest.
    FullName,
    /// By a part of the name or an acronym.
    ShortName,
    /// By a pronoun.
    Pronoun,
    /// By a noun with an article: "the senator".
    Noun,
}

/// The entities of an article, in order of first mention.
#[must_use]
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Entity> {
    let captions = captions(article);
    let mut found = Vec::new();
    for (i, parse) in analysis.sentences.iter().enumerate() {
        let sentence = SentenceId::from(i);
        if !captions.contains(&sentence) && !is_credit(parse, analysis.sentences.len() - i) {
            let names = names::find(parse).into_iter().filter(|n| i > 0 || !is_dateline_agency(parse, &n.tokens));
            found.extend(names.map(|name| (sentence, name)));
        }
    }
    let found = whole::complete(analysis, headlines::confirmed(analysis, found));
    let mut entities = merge::merge(analysis, &found);
    gender::tell(analysis, &mut entities);
    anaphora::resolve(analysis, &mut entities);
    for entity in &mut entities {
        entity.mentions.sort_by_key(|m| (m.sentence, m.tokens.start));
    }
    entities.sort_by_key(|e| e.mentions.first().map(|m| (m.sentence, m.tokens.start)));
    entities
}

/// "Ana Lee and Bo Dahl contributed to this report.": who wrote the article, and nobody in it.
/// "Ana Lee reported from Skarn, and Bo Dahl wrote from Lund." says the same at the end of one.
fn is_credit(parse: &Parse, left: usize) -> bool {
    let verbs: Vec<usize> = (0..parse.tokens.len()).filter(|t| parse.tokens[*t].tag.is_verb()).collect();
    let files = |v: &usize| {
        matches!(&*parse.lemma(*v), "report" | "write" | "contribute")
            && parse
                .children(*v)
                .all(|c| !matches!(parse.tokens[c].relation, Relation::Object | Relation::ClausalComplement))
            && parse.subject(*v).is_some_and(|s| parse.tokens[s].tag.is_name())
    };
    let from = |v: &usize| {
        parse.children_by(*v, Relation::Preposition).any(|p| matches!(&*parse.lower(p), "from" | "in" | "to"))
    };
    if left <= 3 && !verbs.is_empty() && verbs.iter().all(files) && verbs.iter().any(from) {
        return true;
    }
    let verb = (0..parse.tokens.len()).find(|t| parse.tokens[*t].tag.is_verb() && parse.lemma(*t) == "contribute");
    let piece = |t: usize| matches!(&*parse.lower(t), "report" | "story" | "article");
    verb.is_some_and(|v| (v..parse.tokens.len()).any(piece))
}

/// "SKARN (ABC) – The …": letters in brackets where an article opens name its agency.
fn is_dateline_agency(parse: &Parse, tokens: &Range<usize>) -> bool {
    let bracketed = tokens.start > 0 && parse.word(tokens.start - 1) == "(" && parse.word(tokens.end) == ")";
    bracketed && tokens.start < 6 && parse.slice(tokens.clone()).chars().all(char::is_uppercase)
}

/// Sentences under a picture, which credit photographers and agencies, lines of code and rows of tables.
fn captions(article: &Article) -> Vec<SentenceId> {
    let captions = article.blocks().filter(|b| !b.kind.tells());
    captions.flat_map(crate::article::Block::ids).collect()
}
