//! Figures of both articles: the same, in conflict, or on one side only.

use std::collections::{BTreeMap, BTreeSet};

use super::{FigureAt, FigureMatch, FigurePair, Pair};
use crate::{
    article::{Article, SentenceId},
    text::{
        figures::{self, Figure},
        words,
    },
};

/// A figure and its sentence.
struct Standing {
    sentence: SentenceId,
    figure: Figure,
    text: String,
}

fn all(article: &Article) -> Vec<Standing> {
    let mut out = Vec::new();
    for (k, s) in article.sentences.iter().enumerate() {
        for figure in figures::find(&s.text, article.published) {
            let text = s.text.get(figure.span.clone()).unwrap_or_default().to_owned();
            out.push(Standing { sentence: SentenceId::from(k), figure, text });
        }
    }
    out
}

/// Matches the figures of two aligned articles, in the order of the left, then those only on the right.
pub(super) fn pair(left: &Article, right: &Article, pairs: &[Pair]) -> Vec<FigurePair> {
    let (ours, theirs) = (all(left), all(right));
    let partners = partners(pairs);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut out = Vec::new();
    for x in &ours {
        let near = |y: &Standing| partners.get(&x.sentence).is_some_and(|p| p.contains(&y.sentence));
        let same = |&k: &usize| !taken.contains(&k) && figures::same(&x.figure, &theirs[k].figure);
        let all = 0..theirs.len();
        let found = all.clone().filter(|&k| near(&theirs[k])).find(same).or_else(|| all.clone().find(same));
        if let Some(k) = found {
            taken.insert(k);
        }
        out.push(FigurePair {
            kind: x.figure.kind,
            matched: if found.is_some() { FigureMatch::Same } else { FigureMatch::OnlyLeft },
            left: Some(at(x)),
            right: found.map(|k| at(&theirs[k])),
        });
    }
    for (_, y) in theirs.iter().enumerate().filter(|(k, _)| !taken.contains(k)) {
        out.push(FigurePair { kind: y.figure.kind, matched: FigureMatch::OnlyRight, left: None, right: Some(at(y)) });
    }
    out
}

fn at(s: &Standing) -> FigureAt {
    FigureAt { sentence: s.sentence, text: s.text.clone(), start: words::span(s.figure.span.clone()).start }
}

/// For each left sentence the right ones of its pair.
fn partners(pairs: &[Pair]) -> BTreeMap<SentenceId, &[SentenceId]> {
    pairs.iter().flat_map(|p| p.left.iter().map(|&l| (l, p.right.as_slice()))).collect()
}
