//! A figure where it stands: what it gives, how exactly, and the words around it that tell what it counts.

use std::{cmp::Ordering, collections::BTreeSet};

use crate::{
    article::{Article, Published, SentenceId},
    compare::{
        FigureKind, Passage,
        prepared::{Line, Prepared, TermId, Token},
    },
    text::{
        figures::{self, Figure},
        words,
    },
};

/// The part of a figure by which another may differ and be the very same.
const CLOSE: f64 = 0.005;
/// Steps of its last digit in a number from which it is told by its digits.
const DISTINCTIVE: f64 = 1e4;
/// Half the width of a year, in days.
pub(super) const YEAR: f64 = 180.0;
/// Words before and after a figure that tell what it counts.
const REACH: usize = 6;
/// Words after a figure that may say what is counted.
const COUNTED: usize = 3;

/// A figure and its sentence.
pub(super) struct Standing {
    pub(super) sentence: SentenceId,
    pub(super) figure: Figure,
    /// Which way those words before it leave it open that say how exact it is.
    pub(super) bound: Option<Ordering>,
    /// As written, with the words before it that say how exact it is.
    pub(super) text: String,
    /// Where that starts.
    pub(super) start: u32,
    /// The content words around it.
    pub(super) around: BTreeSet<TermId>,
    /// The words that may say what is counted: those that follow.
    pub(super) counted: BTreeSet<TermId>,
    /// Those of them that surely do: no verb that follows the noun.
    pub(super) phrase: BTreeSet<TermId>,
}

impl Standing {
    /// Whether a passage holds some of it.
    pub(super) fn overlaps(&self, p: &Passage) -> bool {
        let (own, other) = (words::span(self.figure.span.clone()), p.start + words::span(0..p.text.len()).end);
        self.sentence == p.sentence && own.start < other && p.start < own.end
    }

    /// A bare number tells nothing by itself, nor does "half".
    pub(super) fn tells(&self) -> bool {
        !self.is_share() && (self.figure.kind != FigureKind::Number || !self.figure.unit.is_empty())
    }

    /// Whether it is a share in words.
    pub(super) fn is_share(&self) -> bool {
        self.figure.unit == figures::SHARE
    }

    /// Whether both give the same value, as exactly as each cares to.
    pub(super) fn equals(&self, other: &Self) -> bool {
        let (a, b) = (&self.figure, &other.figure);
        // A year holds every day of it, and "2018" is not "Friday".
        let as_wide = a.kind != FigureKind::Date || (a.tolerance >= YEAR) == (b.tolerance >= YEAR);
        as_wide && self.allows(other) && other.allows(self) && (figures::same(a, b) || figures::rounded(a, b))
    }

    /// Whether its bound leaves room for the other's value: "at least 600" for 650, not for 570.
    pub(super) fn allows(&self, other: &Self) -> bool {
        let (own, theirs) = (self.figure.value, other.figure.value);
        match (self.bound, other.bound) {
            (Some(Ordering::Greater), None) => theirs >= own * (1.0 - CLOSE),
            (Some(Ordering::Less), None) => theirs <= own * (1.0 + CLOSE),
            _ => true,
        }
    }

    /// Whether both give one value, as far as a unit converted allows: not "about $180m" and "$187m", nor a day and its year.
    pub(super) fn exactly(&self, other: &Self) -> bool {
        let (a, b) = (&self.figure, &other.figure);
        let size = a.value.abs().max(b.value.abs());
        let room = if a.kind == FigureKind::Date { (a.tolerance - b.tolerance).abs() } else { 0.0 };
        a.kind == FigureKind::Distance || room == 0.0 && (a.value - b.value).abs() <= CLOSE * size
    }

    /// Whether it counts a few: two of something are found in any story.
    pub(super) fn is_few(&self) -> bool {
        self.figure.kind == FigureKind::Number && self.figure.value < 10.0
    }

    /// Whether it is written with so many digits that nothing else comes to the same by chance: "273,328".
    pub(super) fn is_distinctive(&self) -> bool {
        self.figure.grain > 0.0 && self.figure.value / self.figure.grain >= DISTINCTIVE
    }

    /// Whether both may count the same: what is counted is told alike, or not told by one of them.
    pub(super) fn may_count(&self, other: &Self) -> Counted {
        let one_number = self.is_distinctive() && other.is_distinctive() && self.exactly(other);
        if self.figure.kind != FigureKind::Number || one_number || !self.counted.is_disjoint(&other.counted) {
            Counted::Same
        } else if self.counted.is_empty() || other.counted.is_empty() {
            Counted::Unknown
        } else {
            Counted::Other
        }
    }
}

/// Whether two figures count the same thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    Same,
    Unknown,
    Other,
}

/// The figures of one side, each with what stands around it.
pub(super) fn all(article: &Article, published: Option<Published>, texts: &Prepared, side: usize) -> Vec<Standing> {
    let mut out = Vec::new();
    for (k, (s, line)) in article.sentences.iter().zip(&texts.sides[side].lines).enumerate() {
        let mut found = figures::find_in(article.primary_language(), &s.text, published);
        if article.primary_language() == "en" {
            let shares = figures::shares(&s.text);
            // "Three-quarters" are no three of anything.
            found.retain(|f| !shares.iter().any(|s| s.span.start < f.span.end && f.span.start < s.span.end));
            found.extend(shares);
            found.sort_by_key(|f| f.span.start);
        }
        for at in 0..found.len() {
            out.push(standing(SentenceId::from(k), &s.text, &found, at, line, texts));
        }
    }
    out
}

fn standing(sentence: SentenceId, whole: &str, found: &[Figure], at: usize, line: &Line, texts: &Prepared) -> Standing {
    let figure = found[at].clone();
    let span = words::span(figure.span.clone());
    let place = |byte: usize| line.tokens.partition_point(|t| (t.span.0 as usize) < byte);
    let (from, to) = (place(figure.span.start), place(figure.span.end));
    // Of a list each figure has the words that stand nearer to it than to the next of its kind.
    let alike = |f: &&Figure| f.kind == figure.kind;
    let left = found[..at].iter().rfind(alike).map_or(0, |f| (place(f.span.end) + from).div_ceil(2));
    let right = found[at + 1..].iter().find(alike).map_or(line.tokens.len(), |f| (to + place(f.span.start)) / 2);
    let reach = left.max(from.saturating_sub(REACH))..right.min(to + REACH);
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
    let (start, bound) = (figures::qualified(whole, &figure).start, figures::bound(whole, &figure));
    let text = whole.get(start..end).unwrap_or_default().to_owned();
    let concepts = |tokens: &[&Token]| tokens.iter().map(|t| t.concept).collect();
    // Of "60 Democrats voted" the phrase is the Democrats; "48-page" goes on to the indictment.
    let hyphened = whole.get(figure.span.end..).is_some_and(|rest| rest.starts_with('-'));
    let noun = follow.iter().position(|t| counts(&t)).filter(|_| !hyphened).map_or(follow.len(), |n| n + 1);
    let (counted, phrase) = (concepts(&follow), concepts(&follow[..noun]));
    Standing { sentence, start: words::span(start..end).start, figure, bound, text, around, counted, phrase }
}
