//! Figures of both articles: the same, in conflict, or on one side only.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FigureAt, FigureKind, FigureMatch, FigurePair,
    align::Link,
    prepared::{Line, Prepared, TermId, Token},
};
use crate::{
    article::{Article, Published, SentenceId},
    text::{
        figures::{self, Figure},
        words,
    },
};

/// The probability of a link from which two different figures may be a conflict: that of a candidate taken at random, of
/// whose sentences no more is known than that they share a rare word.
const LIKELY: f32 = 0.05;
/// The same from which equal numbers are one figure though another noun follows them: "17 aboard", "17 passengers".
const TOLD_ALIKE: f32 = 0.3;
/// The same from which different years may be one: a year says little of what happened in it.
const DATED_ALIKE: f32 = 0.3;
/// Half the width of a year, in days.
const YEAR: f64 = 180.0;
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

/// Matches the figures of two aligned articles, in the order of the left, then those only on the right. What one side
/// says again and the other has is told once.
pub(super) fn pair(left: &Article, right: &Article, texts: &Prepared, links: &[Link]) -> Vec<FigurePair> {
    // One side's date tells the other's weekdays: both report the same days.
    let (ours, theirs) = (
        all(left, left.published.or(right.published), texts, 0),
        all(right, right.published.or(left.published), texts, 1),
    );
    let same = same(&ours, &theirs, links);
    let conflicts = conflicts(&ours, &theirs, &same, links);
    let pair = |matched, left: Option<usize>, right: Option<usize>| {
        let (left, right) = (left.map(|k| &ours[k]), right.map(|k| &theirs[k]));
        let kind = left.or(right).map_or(FigureKind::Number, |x| x.figure.kind);
        FigurePair { kind, matched, left: left.map(at), right: right.map(at) }
    };
    let mut out = Vec::new();
    let again_right = Again::of(same.values().map(|&y| &theirs[y]));
    let again_left = Again::of(same.keys().map(|&x| &ours[x]));
    for (k, x) in ours.iter().enumerate() {
        if let Some(&y) = same.get(&k) {
            out.push(pair(FigureMatch::Same, Some(k), Some(y)));
        } else if let Some(&y) = conflicts.get(&k) {
            out.push(pair(FigureMatch::Conflict, Some(k), Some(y)));
        } else if x.tells() && !again_right.holds(x) {
            out.push(pair(FigureMatch::OnlyLeft, Some(k), None));
        }
    }
    let taken: BTreeSet<usize> = same.values().chain(conflicts.values()).copied().collect();
    for (k, y) in theirs.iter().enumerate().filter(|(k, _)| !taken.contains(k)) {
        if y.tells() && !again_left.holds(y) {
            out.push(pair(FigureMatch::OnlyRight, None, Some(k)));
        }
    }
    out
}

impl Standing {
    /// A bare number tells nothing by itself.
    fn tells(&self) -> bool {
        self.figure.kind != FigureKind::Number || !self.figure.unit.is_empty()
    }

    /// Whether both may count the same: what is counted is told alike, or not told by one of them.
    fn may_count(&self, other: &Self) -> Counted {
        if self.figure.kind != FigureKind::Number || !self.counted.is_disjoint(&other.counted) {
            Counted::Same
        } else if self.counted.is_empty() || other.counted.is_empty() {
            Counted::Unknown
        } else {
            Counted::Other
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Same,
    Unknown,
    Other,
}

/// The figures of one side that the other side has too, to know them when they are said again.
struct Again<'a>(BTreeMap<&'static str, Vec<&'a Standing>>);

impl<'a> Again<'a> {
    fn of(matched: impl Iterator<Item = &'a Standing>) -> Self {
        let mut by_kind: BTreeMap<&'static str, Vec<&Standing>> = BTreeMap::new();
        for x in matched {
            by_kind.entry(name(x.figure.kind)).or_default().push(x);
        }
        by_kind.values_mut().for_each(|list| list.sort_by(|a, b| a.figure.value.total_cmp(&b.figure.value)));
        Self(by_kind)
    }

    fn holds(&self, x: &Standing) -> bool {
        let list = self.0.get(name(x.figure.kind)).map_or(&[][..], Vec::as_slice);
        // Said again, a figure is written about as it was.
        let reach = x.figure.tolerance + 0.05 * x.figure.value.abs() + 1e-6;
        let start = list.partition_point(|y| y.figure.value < x.figure.value - reach);
        let near = list[start..].iter().take_while(|y| y.figure.value <= x.figure.value + reach).take(MOST_EQUAL);
        near.into_iter().any(|y| figures::same(&x.figure, &y.figure) && x.may_count(y) != Counted::Other)
    }
}

/// The figures of one side, each with what stands around it.
fn all(article: &Article, published: Option<Published>, texts: &Prepared, side: usize) -> Vec<Standing> {
    let mut out = Vec::new();
    for (k, (s, line)) in article.sentences.iter().zip(&texts.sides[side].lines).enumerate() {
        for figure in figures::find(&s.text, published) {
            out.push(standing(SentenceId::from(k), &s.text, figure, line, texts));
        }
    }
    out
}

fn standing(sentence: SentenceId, whole: &str, figure: Figure, line: &Line, texts: &Prepared) -> Standing {
    let span = words::span(figure.span.clone());
    let from = line.tokens.partition_point(|t| t.span.0 < span.start);
    let to = line.tokens.partition_point(|t| t.span.0 < span.end);
    let reach = from.saturating_sub(REACH)..(to + REACH).min(line.tokens.len());
    let near = line.tokens[reach.clone()].iter().zip(reach).filter(|(_, n)| !(from..to).contains(n));
    let plain = |t: TermId| !texts.terms[t as usize].number;
    let around = near.map(|(t, _)| t).filter(|t| t.content && plain(t.concept)).map(|t| t.concept).collect();
    let follow = line.tokens[to..].iter().take(COUNTED).scan(span.end, |end, t| {
        let gap = whole.get(*end as usize..t.span.0 as usize).unwrap_or(".");
        *end = t.span.1;
        matches!(gap, " " | "-" | "").then_some(t)
    });
    let follow: Vec<&Token> = follow.take_while(|t| t.content).collect();
    // A bare number is shown with the noun that it counts.
    let said = |t: &Token| whole.get(t.span.0 as usize..t.span.1 as usize).map(words::fold);
    let counts = |t: &&&Token| figure.kind == FigureKind::Number && said(t).is_some_and(|w| w == figure.unit);
    let end = follow.iter().find(counts).map_or(figure.span.end, |t| t.span.1 as usize);
    let text = whole.get(figure.span.start..end).unwrap_or_default().to_owned();
    let counted = follow.iter().map(|t| t.concept).collect();
    Standing { sentence, figure, text, around, counted }
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
        let weighed = equal.map(|&y| (probability(links, x.sentence, theirs[y].sentence), k, y));
        // The same number of other things is another figure.
        found.extend(weighed.filter(|&(p, _, y)| match x.may_count(&theirs[y]) {
            Counted::Same => true,
            Counted::Unknown => p >= LIKELY,
            Counted::Other => p >= TOLD_ALIKE,
        }));
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
                let dated = ours[x].figure.kind == FigureKind::Date;
                if let Some(shared) = in_conflict(&ours[x], &theirs[y])
                    && if dated { l.probability >= DATED_ALIKE } else { l.probability >= LIKELY || shared >= TELLING }
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
        FigureKind::Date => a.tolerance >= YEAR && b.tolerance >= YEAR && a.unit == b.unit && shared >= 2,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Sentence, compare::compare};

    fn article(sentences: &[&str]) -> Article {
        Article {
            sentences: sentences.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
            ..Article::default()
        }
    }

    fn told(left: &[&str], right: &[&str]) -> Vec<(FigureMatch, String, String)> {
        let text = |f: Option<FigureAt>| f.map_or(String::new(), |f| f.text);
        let found = compare(&article(left), &article(right)).figures;
        found.into_iter().map(|f| (f.matched, text(f.left), text(f.right))).collect()
    }

    fn one(left: &str, right: &str) -> (FigureMatch, String, String) {
        let found = told(&[left], &[right]);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn the_same_thing_counted_otherwise_is_a_conflict_in_any_unit() {
        use FigureMatch::{Conflict, Same};
        for (left, right, want) in [
            (
                "The fire crossed 12 miles of pine forest by noon.",
                "The fire crossed 25 km of pine forest by noon.",
                Conflict,
            ),
            (
                "The fire crossed 12 miles of pine forest by noon.",
                "The fire crossed 19 km of pine forest by noon.",
                Same,
            ),
            ("The power cut in Lund lasted an hour.", "The power cut in Lund lasted an hour and a half.", Conflict),
            ("The harbor deal was worth $2.7bn.", "The harbor deal was worth $2.8 billion.", Conflict),
            ("The harbor deal was worth $2.7bn.", "The harbor deal was worth 2.7 billion dollars.", Same),
            (
                "The old lighthouse of Skarn was built in 1998.",
                "The old lighthouse of Skarn was built in 1989.",
                Conflict,
            ),
            ("The ferry had 40 crew aboard at Skarn.", "The ferry had 43 crew aboard at Skarn.", Conflict),
        ] {
            assert_eq!(one(left, right).0, want, "{left} | {right}");
        }
    }

    #[test]
    fn a_number_stands_with_its_noun_and_a_bare_one_alone_tells_nothing() {
        assert_eq!(
            one("The ferry had 40 crew aboard at Skarn.", "The ferry ran aground at Skarn."),
            (FigureMatch::OnlyLeft, "40 crew".into(), String::new())
        );
        assert!(told(&["The ferry is number 40."], &["The ferry ran aground."]).is_empty());
    }

    #[test]
    fn a_figure_of_both_sides_is_told_once_however_often_it_is_said() {
        let left =
            ["The ferry had 40 crew aboard at Skarn.", "Boats took the 40 crew to the quay.", "The 40 crew slept."];
        let right = ["The ferry had 40 crew aboard at Skarn."];
        assert_eq!(told(&left, &right), [(FigureMatch::Same, "40 crew".into(), "40 crew".into())]);
        assert_eq!(told(&right, &left).len(), 1);
    }

    #[test]
    fn equal_numbers_of_other_things_are_no_match() {
        let found = told(&["Divers searched 40 wrecks off Lund."], &["Rain closed 40 schools in Oslo."]);
        assert!(found.iter().all(|f| f.0 != FigureMatch::Same), "{found:?}");
    }
}
