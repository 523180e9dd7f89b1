//! A sentence taken out of its article.

use crate::{
    article::{Article, SentenceId},
    language::{self, Analysis},
    text::words,
};

/// A sentence as it can stand alone: somebody's words that run over several sentences with both their marks, and with their
/// speaker where the sentence names none.
#[must_use]
pub fn alone(article: &Article, id: SentenceId) -> String {
    read_alone(article, &language::of(article), id)
}

/// The same where the article's analysis is at hand.
pub(super) fn read_alone(article: &Article, analysis: &Analysis, id: SentenceId) -> String {
    let text = article.sentence(id);
    let size = words::span(0..text.len()).end;
    let within: Vec<_> = article.quotations.iter().enumerate().filter(|(_, q)| q.sentence == id).collect();
    let inside = within.first().is_some_and(|(_, q)| q.span.start == 0);
    let goes_on = within.last().is_some_and(|(_, q)| q.span.end == size);
    let (open, close) = if text.contains('"') { ('"', '"') } else { ('“', '”') };
    let mut out = String::with_capacity(text.len());
    out.extend(inside.then_some(open));
    out.push_str(text);
    out.extend(goes_on.then_some(close));
    // Marks and a stop are all that the sentence has beside the words of one speaker.
    if let [(at, only)] = within.as_slice()
        && only.span.start <= 3
        && size - only.span.end <= 3
        && let Some(Some(speaker)) = analysis.speakers.get(*at)
    {
        out.push_str(" — ");
        out.push_str(&speaker.name);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Quotation, Sentence},
        text::quotations,
    };

    #[test]
    fn what_stood_within_a_quotation_has_its_marks_and_its_speaker() {
        let text = ["“The pumps are old.", "We asked for new ones in May.", "Nobody answered,” Mayor Ana Ruiz said."];
        let found = quotations::find(&[text.to_vec()]).remove(0);
        let quotation = |q: quotations::Found| Quotation {
            sentence: q.sentence.into(),
            text: text[q.sentence][q.span.clone()].to_owned(),
            span: words::span(q.span),
            speaker: None,
        };
        let article = Article {
            sentences: text.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
            quotations: found.into_iter().map(quotation).collect(),
            ..Article::default()
        };
        for (k, want) in [
            "“The pumps are old.” — Ana Ruiz",
            "“We asked for new ones in May.” — Ana Ruiz",
            "“Nobody answered,” Mayor Ana Ruiz said.",
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(alone(&article, k.into()), want);
        }
    }
}
