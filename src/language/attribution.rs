//! Whose words a quotation gives.

use super::{Analysis, entities::EntityId};
use crate::article::Article;

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name in the longest form that the article gives, or the words that stand for the speaker ("a police spokesman").
    pub name: String,
    /// The entity that speaks, where it has a name.
    pub entity: Option<EntityId>,
}

impl Speaker {
    /// A speaker of whom only the name is known.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self { name, entity: None }
    }
}

/// The speakers of an article's quotations.
pub fn find(article: &Article, analysis: &mut Analysis) -> Vec<Option<Speaker>> {
    let _ = analysis;
    article.quotations.iter().map(|q| q.speaker.clone().map(Speaker::named)).collect()
}
