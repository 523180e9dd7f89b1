//! Text set into lines once for a width. A frame draws the lines that show and looks at no other.
//!
//! Each segment of a line knows which text it comes from (a key: a sentence, a bullet, the title) and where in it, so that
//! what is found, lit or linked can be laid over the lines without setting them again.

use std::ops::Range;

use crate::{
    article::SentenceId,
    config::theme::Role,
    text::{width::paragraph, words::span},
};

/// Which text a segment comes from: the title, the bullets, the sentences, in the order they are read.
pub(crate) type TextKey = u32;
/// The headline.
pub(crate) const TITLE: TextKey = 0;
const BULLETS: TextKey = 1;
const SENTENCES: TextKey = 1 << 16;
/// A segment that nothing refers to.
pub(crate) const NO_KEY: TextKey = u32::MAX;

/// The key of a bullet.
pub(crate) fn bullet_key(index: usize) -> TextKey {
    u32::try_from(index).unwrap_or(0).min(SENTENCES - BULLETS - 1) + BULLETS
}

/// The key of a sentence.
pub(crate) fn sentence_key(id: SentenceId) -> TextKey {
    id.0.saturating_add(SENTENCES).min(NO_KEY - 1)
}

/// The sentence of a key.
pub(crate) fn sentence_of(key: TextKey) -> Option<SentenceId> {
    key.checked_sub(SENTENCES).filter(|_| key != NO_KEY).map(SentenceId)
}

/// A stretch of text with one role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run<'a> {
    pub(crate) text: &'a str,
    pub(crate) role: Role,
    pub(crate) key: TextKey,
    /// Where it starts in the text of its key, in bytes.
    pub(crate) at: u32,
}

impl<'a> Run<'a> {
    pub(crate) fn plain(text: &'a str, role: Role) -> Self {
        Self { text, role, key: NO_KEY, at: 0 }
    }
}

/// A part of a line: bytes of [`StyledLine::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub(crate) range: Range<u32>,
    pub(crate) role: Role,
    pub(crate) key: TextKey,
    /// Where it starts in the text of its key, in bytes.
    pub(crate) at: u32,
}

/// One line of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StyledLine {
    pub(crate) text: String,
    pub(crate) segments: Vec<Segment>,
    /// Cells left free before it.
    pub(crate) indent: u16,
    /// What stands in the margin before it.
    pub(crate) margin: Margin,
    /// What stands at the right edge of the measure.
    pub(crate) aside: String,
    /// A row of a picture: the picture's number and the row's.
    pub(crate) picture: Option<(usize, u16)>,
}

/// What stands in the margin before a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Margin {
    /// Nothing.
    #[default]
    Free,
    /// The bar of the bullets, with the number of one where it starts.
    Bar(Option<usize>),
    /// The numbers of the bullets that rest on a sentence that starts here.
    Supports(Vec<String>),
    /// The mark of a list item.
    Item(String),
    /// The bar of a passage set off as quoted.
    Quote,
}

/// A text set into lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextPage {
    pub(crate) lines: Vec<StyledLine>,
    /// The first line of each text, sorted by key.
    firsts: Vec<(TextKey, u32)>,
    /// Headings: line and words.
    pub(crate) headings: Vec<(usize, String)>,
    /// Where the body starts.
    pub(crate) body: usize,
}

impl TextPage {
    /// The line that a byte of a text is on.
    pub(crate) fn line_of(&self, key: TextKey, at: u32) -> Option<usize> {
        let i = self.firsts.binary_search_by_key(&key, |f| f.0).ok()?;
        let first = self.firsts[i].1 as usize;
        let mut found = first;
        for (n, line) in self.lines.iter().enumerate().skip(first) {
            match line.segments.iter().rev().find(|p| p.key == key) {
                Some(last) => {
                    found = n;
                    if at < last.at + (last.range.end - last.range.start) {
                        break;
                    }
                }
                None if line.text.is_empty() => {}
                None => break,
            }
        }
        Some(found)
    }

    /// The first sentence at or after a line.
    pub(crate) fn sentence_at(&self, line: usize) -> Option<SentenceId> {
        let lines = self.lines.iter().skip(line);
        lines.flat_map(|l| &l.segments).find_map(|p| sentence_of(p.key))
    }

    /// Makes the texts findable; called once all lines are there.
    pub(crate) fn index(&mut self) {
        let mut firsts: Vec<(TextKey, u32)> = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            for segment in &line.segments {
                if segment.key != NO_KEY {
                    firsts.push((segment.key, u32::try_from(n).unwrap_or(u32::MAX)));
                }
            }
        }
        firsts.sort_unstable();
        firsts.dedup_by_key(|f| f.0);
        self.firsts = firsts;
    }

    /// Leaves a line free, but never two.
    pub(crate) fn blank(&mut self) {
        let is_free = |l: &StyledLine| l.segments.is_empty() && l.margin == Margin::Free && l.picture.is_none();
        if self.lines.last().is_some_and(|l| !is_free(l)) {
            self.lines.push(StyledLine::default());
        }
    }

    /// Adds lines with an indent and what stands in their margin.
    pub(crate) fn push(&mut self, lines: Vec<StyledLine>, indent: u16, first: &Margin, rest: &Margin) {
        for (i, mut line) in lines.into_iter().enumerate() {
            line.indent = indent;
            line.margin = if i == 0 { first.clone() } else { rest.clone() };
            self.lines.push(line);
        }
    }
}

/// Sets runs into lines of at most `columns` cells.
pub(crate) fn wrap_runs(runs: &[Run<'_>], columns: usize) -> Vec<StyledLine> {
    let text: String = runs.iter().map(|r| r.text).collect();
    let mut ends = Vec::with_capacity(runs.len());
    let mut end = 0;
    for run in runs {
        end += run.text.len();
        ends.push(end);
    }
    let mut first = 0;
    paragraph(&text, columns)
        .into_iter()
        .map(|range| {
            while first < ends.len() && ends[first] <= range.start {
                first += 1;
            }
            let mut segments: Vec<Segment> = Vec::new();
            for (run, &end) in runs.iter().zip(&ends).skip(first) {
                let start = end - run.text.len();
                if start >= range.end {
                    break;
                }
                let (from, to) = (start.max(range.start), end.min(range.end));
                if from < to {
                    segments.push(Segment {
                        range: span(from - range.start..to - range.start),
                        role: run.role,
                        key: run.key,
                        at: run.at + span(0..from - start).end,
                    });
                }
            }
            StyledLine { text: text[range].to_owned(), segments, ..StyledLine::default() }
        })
        .collect()
}

/// The cells before the text of an article: a margin for bars and numbers.
pub(crate) const MARGIN: u16 = 3;
