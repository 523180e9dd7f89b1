//! The phrases of a comparison: its counts and signs, its quotations and figures, how each side tells it.

use std::collections::BTreeSet;

use super::count;
use crate::{
    article::{Article, SentenceId},
    compare::{
        self, Comparison, FigureMatch, FigurePair, Framing, Names, Pair, QuotationMatch, QuotationPair, Relation, Side,
    },
};

/// How many pairs of each relation, and how many one-sided sentences, as the JSON's summary gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(in crate::report) struct Summary {
    pub(in crate::report) same: usize,
    pub(in crate::report) reworded: usize,
    pub(in crate::report) overlaps: usize,
    pub(in crate::report) only_left: usize,
    pub(in crate::report) only_right: usize,
    pub(in crate::report) contradicts: usize,
    pub(in crate::report) related: usize,
}

impl Summary {
    pub(in crate::report) fn new(c: &Comparison) -> Self {
        let count = |r| c.pairs.iter().filter(|p| p.relation == r).count();
        Self {
            same: count(Relation::Same),
            reworded: count(Relation::Reworded),
            overlaps: count(Relation::Overlaps),
            only_left: c.only_left.len(),
            only_right: c.only_right.len(),
            contradicts: count(Relation::Contradicts),
            related: count(Relation::Related),
        }
    }
}

/// A comparison in one or two lines.
pub(in crate::report) fn summary(c: &Comparison) -> Vec<String> {
    let s = Summary::new(c);
    let mut counts = vec![
        format!("{} same", s.same),
        format!("{} reworded", s.reworded),
        format!("{} overlapping", s.overlaps),
        format!("{} only left", s.only_left),
        format!("{} only right", s.only_right),
    ];
    if s.related > 0 {
        counts.insert(3, format!("{} related", s.related));
    }
    if s.contradicts > 0 {
        counts.insert(3, format!("{} contradicting", s.contradicts));
    }
    let sentences = counts.join(" · ");
    let mut extras = Vec::new();
    let shared = c.quotations.iter().filter(|q| q.left.is_some() && q.right.is_some()).count();
    if shared > 0 {
        let altered = c.quotations.iter().filter(|q| q.kind == QuotationMatch::Altered).count();
        let mut told = count(shared, "shared quotation", "shared quotations");
        if altered > 0 {
            told.push_str(&format!(" ({altered} altered)"));
        }
        extras.push(told);
    }
    if !c.conflicts.is_empty() {
        extras.push(count(c.conflicts.len(), "contradiction", "contradictions"));
    }
    let moved = c.pairs.iter().filter(|p| p.moved).count();
    if moved > 0 {
        extras.push(format!("{moved} told elsewhere"));
    }
    let mut lines = vec![sentences];
    if !extras.is_empty() {
        lines.push(extras.join(" · "));
    }
    lines
}

/// The sign of a relation.
pub(in crate::report) fn glyph(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "=",
        Relation::Reworded => "≈",
        Relation::Overlaps => "~",
        Relation::Related => "·",
        Relation::Contradicts => "≠",
    }
}

/// Quotations in the order of what a reader should see first: altered, cut, unmarked, verbatim, one-sided.
pub(in crate::report) fn by_weight(quotations: &[QuotationPair]) -> Vec<&QuotationPair> {
    let mut out: Vec<_> = quotations.iter().collect();
    out.sort_by_key(|q| match q.kind {
        QuotationMatch::Altered => 0,
        QuotationMatch::Cut => 1,
        QuotationMatch::Unmarked => 2,
        QuotationMatch::Verbatim => 3,
        QuotationMatch::OnlyLeft => 4,
        QuotationMatch::OnlyRight => 5,
    });
    out
}

/// The same without those that read as one before them: a quotation may come to several passages of the other side.
pub(in crate::report) fn told_once(quotations: &[QuotationPair]) -> Vec<&QuotationPair> {
    let mut seen = BTreeSet::new();
    let mut out = by_weight(quotations);
    let shown = |q: &QuotationPair| match q.kind {
        QuotationMatch::Altered | QuotationMatch::Cut => {
            q.words.iter().map(|w| (w.left.clone(), w.right.clone())).collect()
        }
        _ => vec![(quoted(q).to_owned(), String::new())],
    };
    out.retain(|q| seen.insert((quotation_label(q), shown(q), speakers(q))));
    out
}

/// What became of a quotation.
pub(in crate::report) fn quotation_label(q: &QuotationPair) -> &'static str {
    match q.kind {
        QuotationMatch::Altered => "altered",
        QuotationMatch::Cut => "cut",
        QuotationMatch::Unmarked => "unmarked",
        QuotationMatch::Verbatim => "verbatim",
        QuotationMatch::OnlyLeft => "only left",
        QuotationMatch::OnlyRight => "only right",
    }
}

/// The words of a quotation: of the longer side.
pub(in crate::report) fn quoted(q: &QuotationPair) -> &str {
    [&q.left, &q.right].into_iter().flatten().map(|q| q.text.as_str()).max_by_key(|t| t.len()).unwrap_or_default()
}

/// Who is quoted; both where the sides name different people.
pub(in crate::report) fn speakers(q: &QuotationPair) -> Option<String> {
    let of = |side: &Option<crate::article::Quotation>| side.as_ref().and_then(|q| q.speaker.clone());
    match (of(&q.left), of(&q.right)) {
        // "Blinken" is told by "Antony Blinken".
        (Some(l), Some(r)) if l.contains(&r) => Some(l),
        (Some(l), Some(r)) if r.contains(&l) => Some(r),
        (Some(l), Some(r)) => Some(format!("{l} (left), {r} (right)")),
        (l, r) => l.or(r),
    }
}

/// A figure as each side writes it; empty where a side has none.
pub(in crate::report) fn figure_sides(f: &FigurePair) -> (&str, &str) {
    (f.left.as_ref().map_or("", |f| f.text.as_str()), f.right.as_ref().map_or("", |f| f.text.as_str()))
}

/// The figures that are not in conflict, each once, under a label; no list is empty.
pub(in crate::report) fn figure_lists(figures: &[FigurePair]) -> Vec<(&'static str, Vec<String>)> {
    let mut seen = BTreeSet::new();
    let mut lists: [(&str, Vec<String>); 3] = [("same", vec![]), ("only left", vec![]), ("only right", vec![])];
    for f in figures {
        let (left, right) = figure_sides(f);
        let (at, text) = match f.matched {
            FigureMatch::Conflict => continue,
            FigureMatch::Same if left == right => (0, left.to_owned()),
            FigureMatch::Same => (0, format!("{left} = {right}")),
            FigureMatch::OnlyLeft => (1, left.to_owned()),
            FigureMatch::OnlyRight => (2, right.to_owned()),
        };
        if seen.insert((at, text.clone())) {
            lists[at].1.push(text);
        }
    }
    lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// The names of both sides and of one, under a label; no list is empty.
pub(in crate::report) fn name_lists(names: &Names) -> Vec<(&'static str, &[String])> {
    let lists = [
        ("both", names.both.as_slice()),
        ("only left", names.only_left.as_slice()),
        ("only right", names.only_right.as_slice()),
    ];
    lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// How one side tells it, counted.
pub(in crate::report) fn telling(f: &Framing) -> Vec<String> {
    let share = (f.quoted_words * 100 + f.words / 2).checked_div(f.words).unwrap_or(0);
    let mut quoted = format!("{share}% of {} quoted", count(f.words, "word", "words"));
    if !f.speakers.is_empty() {
        let speakers: Vec<_> = f.speakers.iter().take(4).map(|(who, n)| format!("{who} {n}")).collect();
        quoted.push_str(&format!(" ({})", speakers.join(", ")));
    }
    let mut hedges = count(f.hedges.len(), "hedge", "hedges");
    if !f.hedges.is_empty() {
        let mut said: Vec<&str> = Vec::new();
        for (_, hedge) in &f.hedges {
            if !said.contains(&hedge.as_str()) {
                said.push(hedge);
            }
        }
        hedges.push_str(&format!(" ({})", said.join(", ")));
    }
    vec![quoted, hedges]
}

/// Sentences that show how an article begins.
const OPENING: usize = 3;

/// The first facts of one side as it tells them, each with its place and where the other side tells it.
pub(in crate::report) fn opening(
    comparison: &Comparison,
    left: &Article,
    right: &Article,
    side: Side,
) -> Vec<(String, String)> {
    let (article, there) = match side {
        Side::Left => (left, "right"),
        Side::Right => (right, "left"),
    };
    let ids = (0..article.sentences.len().min(OPENING)).map(SentenceId::from);
    ids.map(|id| {
        let partner = comparison.pairs.iter().find_map(|p: &Pair| match side {
            Side::Left => p.right.first().filter(|_| p.left.contains(&id)),
            Side::Right => p.left.first().filter(|_| p.right.contains(&id)),
        });
        let told = partner.map_or_else(
            || format!("nothing found on the {there}"),
            |other| format!("{} on the {there}", ordinal(other.index() + 1)),
        );
        (ordinal(id.index() + 1), format!("{} ({told})", compare::alone(article, id)))
    })
    .collect()
}

/// "1st", "2nd", "11th".
fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// What the signs of a comparison mean.
pub(in crate::report) const COMPARE_SIGNS: &[(&str, &str)] = &[
    ("=", "the same words"),
    ("≈", "reworded"),
    ("~", "overlapping: each adds something"),
    ("·", "related: no claim in common shown"),
    ("≠", "contradicting: not both can be so"),
    ("<", "only left"),
    (">", "only right"),
    ("⇄", "told elsewhere on the right"),
];
