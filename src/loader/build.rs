//! The one way to make an [`Article`]: every field passes through here and leaves it clean.

use super::{Hint, LoadError};
use crate::{
    article::{Article, Block, BlockKind, Quotation, Section, Sentence, SentenceId},
    text::{quotations, sanitize, sentences, words},
};

/// An article in the making.
pub(super) struct Draft {
    pub(super) article: Article,
    replaced: usize,
}

impl Draft {
    pub(super) fn new(hint: &Hint) -> Self {
        let article = Article {
            path: sanitize::clean_line(&hint.path),
            url: hint.url.as_deref().map(sanitize::clean_line),
            sections: vec![Section::default()],
            ..Article::default()
        };
        Self { article, replaced: 0 }
    }

    /// Adds a block to the current section.
    pub(super) fn block(&mut self, kind: BlockKind, text: &str) {
        let clean = sanitize::clean(text);
        self.replaced += clean.replaced;
        let line = clean.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let first = self.article.sentences.len();
        for range in sentences::split(&line) {
            self.article.sentences.push(Sentence { text: line[range].to_owned(), tight: false });
        }
        let range = words::span(first..self.article.sentences.len());
        if !range.is_empty()
            && let Some(section) = self.article.sections.last_mut()
        {
            section.blocks.push(Block { kind, sentences: range, depth: 0, number: None });
        }
    }

    /// Finds quotations, derives what is missing, and says what had to be replaced.
    pub(super) fn finish(mut self, format: &'static str) -> Result<Article, LoadError> {
        let a = &mut self.article;
        if a.sentences.is_empty() {
            return Err(LoadError::NoArticle { format });
        }
        let blocks: Vec<_> = a.blocks().cloned().collect();
        let texts: Vec<Vec<&str>> = blocks.iter().map(|b| b.ids().map(|id| a.sentence(id)).collect()).collect();
        let mut quotes = Vec::new();
        for (block, found) in blocks.iter().zip(quotations::find(&texts)) {
            for f in found {
                let sentence = SentenceId(block.sentences.start + words::span(0..f.sentence).end);
                quotes.push(Quotation {
                    sentence,
                    text: a.sentence(sentence)[f.span.clone()].to_owned(),
                    span: words::span(f.span),
                    speaker: f.speaker,
                });
            }
        }
        a.quotations = quotes;
        if a.title.is_empty() {
            a.title = a.sentences[0].text.clone();
            a.title_derived = true;
        }
        if a.source.is_empty() {
            a.source = a.path.rsplit('/').next().unwrap_or_default().to_owned();
        }
        if self.replaced > 0 {
            a.notices.push(format!("{} control characters made visible", self.replaced));
        }
        Ok(self.article)
    }
}
