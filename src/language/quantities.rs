//! The figures and dates of each sentence, with what they count: "12 *people*", "three of the *crews*". A relative day
//! ("Friday", "last week") has the value of the day that it means where the article says when it was published.

use std::ops::Range;

use super::{
    Analysis,
    labels::{Relation, Tag},
    parse::Parse,
};
use crate::{
    article::Article,
    text::figures::{self, Figure, FigureKind},
};

/// A figure or a date of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its value, kind and place in the sentence's text.
    pub figure: Figure,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The token of the noun that it counts; nothing for a date, a price or a number that stands alone.
    pub counted: Option<usize>,
}

/// The quantities of each sentence, in order.
#[must_use]
pub(super) fn find(article: &Article, analysis: &Analysis) -> Vec<Vec<Quantity>> {
    let in_sentence = |parse: &Parse| {
        let found = figures::find_in(article.primary_language(), &parse.text, article.published);
        let quantity = |figure: Figure| {
            let tokens = parse.token_at(figure.span.start)..parse.token_at(figure.span.end);
            let counts = matches!(figure.kind, FigureKind::Number | FigureKind::Percent) && !tokens.is_empty();
            let counted = if counts { counted(parse, &tokens) } else { None };
            Quantity { figure, tokens, counted }
        };
        found.into_iter().map(quantity).collect()
    };
    analysis.sentences.iter().map(in_sentence).collect()
}

/// The noun that a number hangs on, or that "of" joins to it.
fn counted(parse: &Parse, tokens: &Range<usize>) -> Option<usize> {
    let head = parse.head_of(tokens.clone());
    let noun = |t: &usize| parse.tokens[*t].tag.is_noun();
    let of = parse.children_by(head, Relation::Preposition).find(|p| parse.lower(*p) == "of");
    let part = of.and_then(|of| parse.child(of, Relation::PrepositionObject)).filter(noun);
    if let Some(part) = part.filter(|_| parse.tokens[head].tag == Tag::Number || parse.lower(head) == "percent") {
        return Some(part);
    }
    if noun(&head) && parse.lower(head) != "percent" {
        return Some(head);
    }
    parse.head(head).filter(|h| noun(h) && parse.tokens[head].relation == Relation::NumberModifier)
}
