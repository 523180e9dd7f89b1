//! Figures of both articles: the same, in conflict, or on one side only.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FigureAt, FigureKind, FigureMatch, FigurePair,
    align::Link,
    prepared::{Prepared, TermId},
};
use crate::{
    article::{Article, SentenceId},
    text::{
        figures::{self, Figure},
        words,
    },
};

/// The probability of a link from which two different figures may be a conflict.
const LIKELY: f32 = 0.08;
/// Words around two figures that they share: so many make up for an unlikely link.
const TELLING: usize = 3;
/// Words before and after a figure that tell what it counts.
const REACH: usize = 6;
/// Words after a figure that may say what is counted.
const COUNTED: usize = 3;

/// A figure and its sentence.
struct Standing {
    sentence: SentenceId,
    figure: Figure,
    text: String,
    /// The content words around it.
    around: BTreeSet<TermId>,
    /// The words that may say what is counted: those that follow.
    counted: BTreeSet<TermId>,
}

/// Matches the figures of two aligned articles, in the order of the left, then those only on the right.
pub(super) fn pair(left: &Article, right: &Article, texts: &Prepared, links: &[Link]) -> Vec<FigurePair> {
    let (ours, theirs) = (all(left, texts, 0), all(right, texts, 1));
    let mut partner = same(&ours, &theirs, links);
    let conflicts = conflicts(&ours, &theirs, &partner, links);
    let matched = |k: usize| if conflicts.contains_key(&k) { FigureMatch::Conflict } else { FigureMatch::Same };
    let kinds: Vec<FigureMatch> = (0..ours.len()).map(matched).collect();
    partner.extend(&conflicts);
    let taken: BTreeSet<usize> = partner.values().copied().collect();
    let mut out: Vec<FigurePair> = ours
        .iter()
        .enumerate()
        .map(|(k, x)| FigurePair {
            kind: x.figure.kind,
            matched: if partner.contains_key(&k) { kinds[k] } else { FigureMatch::OnlyLeft },
            left: Some(at(x)),
            right: partner.get(&k).map(|&p| at(&theirs[p])),
        })
        .collect();
    let alone = theirs.iter().enumerate().filter(|(k, _)| !taken.contains(k));
    out.extend(alone.map(|(_, y)| FigurePair {
        kind: y.figure.kind,
        matched: FigureMatch::OnlyRight,
        left: None,
        right: Some(at(y)),
    }));
    out
}

fn all(article: &Article, texts: &Prepared, side: usize) -> Vec<Standing> {
    let mut out = Vec::new();
    for (k, (s, line)) in article.sentences.iter().zip(&texts.sides[side].lines).enumerate() {
        for figure in figures::find(&s.text, article.published) {
            let text = s.text.get(figure.span.clone()).unwrap_or_default().to_owned();
            let span = words::span(figure.span.clone());
            let from = line.tokens.partition_point(|t| t.span.0 < span.start);
            let to = line.tokens.partition_point(|t| t.span.0 < span.end);
            let reach = from.saturating_sub(REACH)..(to + REACH).min(line.tokens.len());
            let near = line.tokens[reach.clone()].iter().zip(reach).filter(|(_, n)| !(from..to).contains(n));
            let plain = |t: TermId| !texts.terms[t as usize].number;
            let around = near.map(|(t, _)| t).filter(|t| t.content && plain(t.concept)).map(|t| t.concept).collect();
            let follow = line.tokens[to..].iter().take(COUNTED).scan(span.end, |end, t| {
                let gap = s.text.get(*end as usize..t.span.0 as usize).unwrap_or(".");
                *end = t.span.1;
                matches!(gap, " " | "-" | "").then_some(t)
            });
            let counted = follow.take_while(|t| t.content).map(|t| t.concept).collect();
            out.push(Standing { sentence: SentenceId::from(k), figure, text, around, counted });
        }
    }
    out
}

/// Figures of the same value: of linked sentences before any others, each matched once.
fn same(ours: &[Standing], theirs: &[Standing], links: &[Link]) -> BTreeMap<usize, usize> {
    // By kind, ordered by value, so that a search sees only its neighbours.
    let mut by_value: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (k, y) in theirs.iter().enumerate() {
        by_value.entry(name(y.figure.kind)).or_default().push(k);
    }
    for list in by_value.values_mut() {
        list.sort_by(|&a, &b| theirs[a].figure.value.total_cmp(&theirs[b].figure.value).then(a.cmp(&b)));
    }
    let widest = theirs.iter().map(|y| y.figure.tolerance).fold(0.0, f64::max);
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for (k, x) in ours.iter().enumerate() {
        let list = by_value.get(name(x.figure.kind)).map_or(&[][..], Vec::as_slice);
        let reach = x.figure.tolerance + widest + 0.02 * x.figure.value.abs() + 1e-6;
        let start = list.partition_point(|&y| theirs[y].figure.value < x.figure.value - reach);
        let near = list[start..].iter().take_while(|&&y| theirs[y].figure.value <= x.figure.value + reach);
        let equal = near.filter(|&&y| figures::same(&x.figure, &theirs[y].figure)).take(MOST_EQUAL);
        found.extend(equal.map(|&y| (probability(links, x.sentence, theirs[y].sentence), k, y)));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    once(found)
}

/// Figures of equal value looked at for one.
const MOST_EQUAL: usize = 32;

/// Figures of linked sentences that count the same and differ, the closest link first.
fn conflicts(
    ours: &[Standing],
    theirs: &[Standing],
    same: &BTreeMap<usize, usize>,
    links: &[Link],
) -> BTreeMap<usize, usize> {
    let taken: BTreeSet<usize> = same.values().copied().collect();
    let mut of_left: BTreeMap<SentenceId, Vec<usize>> = BTreeMap::new();
    let mut of_right: BTreeMap<SentenceId, Vec<usize>> = BTreeMap::new();
    for (k, x) in ours.iter().enumerate().filter(|(k, _)| !same.contains_key(k)) {
        of_left.entry(x.sentence).or_default().push(k);
    }
    for (k, y) in theirs.iter().enumerate().filter(|(k, _)| !taken.contains(k)) {
        of_right.entry(y.sentence).or_default().push(k);
    }
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for l in links {
        let lefts = of_left.get(&SentenceId(l.left)).into_iter().flatten();
        for &x in lefts {
            for &y in of_right.get(&SentenceId(l.right)).into_iter().flatten() {
                if let Some(shared) = in_conflict(&ours[x], &theirs[y])
                    && (l.probability >= LIKELY || shared >= TELLING)
                {
                    found.push((l.probability + shared as f32, x, y));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    once(found)
}

/// How many words around them two different figures share, if they count the same.
fn in_conflict(x: &Standing, y: &Standing) -> Option<usize> {
    let (a, b) = (&x.figure, &y.figure);
    if a.kind != b.kind || figures::same(a, b) || a.value <= 0.0 || b.value <= 0.0 {
        return None;
    }
    let ratio = (a.value / b.value).max(b.value / a.value);
    let shared = x.around.intersection(&y.around).count();
    let counted = !x.counted.is_disjoint(&y.counted);
    let likely = match a.kind {
        FigureKind::Date => false,
        FigureKind::Number => counted && ratio <= 2.0 && shared >= 1,
        FigureKind::Money => a.unit == b.unit && ratio <= 1.5 && shared >= 2,
        FigureKind::Percent | FigureKind::Duration | FigureKind::Distance => ratio <= 1.5 && shared >= 2,
    };
    likely.then_some(shared)
}

/// Takes the best of each, each once.
fn once(found: Vec<(f32, usize, usize)>) -> BTreeMap<usize, usize> {
    let mut taken = BTreeSet::new();
    let mut out = BTreeMap::new();
    for (_, x, y) in found {
        if !out.contains_key(&x) && taken.insert(y) {
            out.insert(x, y);
        }
    }
    out
}

fn probability(links: &[Link], left: SentenceId, right: SentenceId) -> f32 {
    let found = links.binary_search_by_key(&(left.0, right.0), |l| (l.left, l.right));
    found.map_or(0.0, |k| links[k].probability)
}

fn at(s: &Standing) -> FigureAt {
    FigureAt { sentence: s.sentence, text: s.text.clone(), start: words::span(s.figure.span.clone()).start }
}

fn name(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Number => "number",
        FigureKind::Money => "money",
        FigureKind::Percent => "percent",
        FigureKind::Date => "date",
        FigureKind::Duration => "duration",
        FigureKind::Distance => "distance",
    }
}
