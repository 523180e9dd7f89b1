//! An invented article for the tests of this room.

use crate::{
    article::Article,
    loader::{self, Hint},
};

/// An English article with a headline of its own, so that all of `text` is its body.
pub(super) fn article(text: &str) -> Article {
    let text = format!("---\ntitle: Harbour news\n---\n\n{text}");
    let hint = Hint { path: "a.md".into(), ..Hint::default() };
    let mut article = loader::load(text.as_bytes(), &hint).expect("Markdown").remove(0);
    article.language = Some("en".into());
    article
}
