//! What the programs that learn from annotated pairs of articles have in common.

use nutgraf::{
    article::{Article, Block, BlockKind, Quotation, Section, Sentence, SentenceId},
    text::{quotations, words},
};
use serde::Deserialize;

/// An annotated sentence.
#[derive(Deserialize)]
pub(crate) struct Line {
    /// Its text.
    pub(crate) t: String,
    /// The number of its paragraph.
    pub(crate) p: Option<u32>,
}

/// The article of annotated sentences.
pub(crate) fn article(lines: &[Line]) -> Article {
    let mut paragraphs: Vec<(Option<u32>, Vec<String>)> = Vec::new();
    for line in lines {
        let text = line.t.split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraphs.last_mut() {
            Some((number, sentences)) if number.is_some() && *number == line.p => sentences.push(text),
            _ => paragraphs.push((line.p, vec![text])),
        }
    }
    let texts: Vec<Vec<&str>> = paragraphs.iter().map(|p| p.1.iter().map(String::as_str).collect()).collect();
    let mut article = Article { sections: vec![Section::default()], ..Article::default() };
    for (sentences, found) in texts.iter().zip(quotations::find(&texts)) {
        let first = article.sentences.len();
        article.sentences.extend(sentences.iter().map(|s| Sentence { text: (*s).to_owned(), tight: false }));
        article.sections[0].blocks.push(Block {
            kind: BlockKind::Paragraph,
            sentences: words::span(first..article.sentences.len()),
            depth: 0,
            number: None,
        });
        article.quotations.extend(found.into_iter().map(|q| Quotation {
            sentence: SentenceId::from(first + q.sentence),
            text: sentences[q.sentence][q.span.clone()].to_owned(),
            span: words::span(q.span),
            speaker: None,
        }));
    }
    article
}

/// Solves a symmetric positive system given by its lower triangle (Cholesky).
pub(crate) fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = a[i][j] - (0..j).map(|k| a[i][k] * a[j][k]).sum::<f64>();
            a[i][j] = if i == j { sum.max(1e-12).sqrt() } else { sum / a[j][j] };
        }
    }
    for i in 0..n {
        b[i] = (b[i] - (0..i).map(|k| a[i][k] * b[k]).sum::<f64>()) / a[i][i];
    }
    for i in (0..n).rev() {
        b[i] = (b[i] - (i + 1..n).map(|k| a[k][i] * b[k]).sum::<f64>()) / a[i][i];
    }
    b
}
