//! Who and what an article names, each with all its mentions.

use std::ops::Range;

use super::{Analysis, labels::SpanKind};
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
    /// Its mentions in reading order.
    pub mentions: Vec<Mention>,
}

/// A place where an article speaks of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The sentence.
    pub sentence: SentenceId,
    /// Its tokens there.
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

/// The entities of an article.
#[must_use]
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Entity> {
    let _ = (article, analysis);
    Vec::new()
}
