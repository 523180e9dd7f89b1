//! What a left sentence and a right one both hold: the left one's terms are marked in a table once, and each of its
//! candidates looks its own up.

use super::{
    flag,
    per_sentence::{Measured, quoted},
};
use crate::compare::prepared::{Line, TermId};

/// The left sentence in hand holds a stem.
const STEM: u8 = 1;
/// It holds a concept.
const CONCEPT: u8 = 2;
/// The sentence before it does.
const BEFORE: u8 = 4;
/// The sentence after it does.
const AFTER: u8 = 8;

/// What the left sentence in hand holds.
pub(super) struct Held<'a> {
    measured: &'a Measured<'a>,
    /// [`STEM`], [`CONCEPT`], [`BEFORE`], [`AFTER`], by term.
    marks: Vec<u8>,
    /// The weight of what it quotes, by concept.
    quoted: Vec<f32>,
}

impl<'a> Held<'a> {
    pub(super) fn new(measured: &'a Measured<'a>) -> Self {
        let terms = measured.texts.terms.len();
        Self { measured, marks: vec![0; terms], quoted: vec![0.0; terms] }
    }

    /// Takes a left sentence in hand and puts the one before out of it.
    pub(super) fn take(&mut self, before: Option<u32>, left: u32) {
        let lines = &self.measured.texts.sides[0].lines;
        if let Some(before) = before {
            self.mark(lines, before as usize, |_, _| 0);
            quoted(&lines[before as usize]).for_each(|t| self.quoted[t.concept as usize] = 0.0);
        }
        self.mark(lines, left as usize, |held, bit| held | bit);
        let line = &lines[left as usize];
        quoted(line).for_each(|t| self.quoted[t.concept as usize] += self.measured.texts.weight(t.stem));
    }

    fn mark(&mut self, lines: &[Line], at: usize, of: fn(u8, u8) -> u8) {
        let mut mark = |terms: &[TermId], bit: u8| {
            terms.iter().for_each(|&t| self.marks[t as usize] = of(self.marks[t as usize], bit));
        };
        mark(&lines[at].stems, STEM);
        for (neighbour, bit) in [(Some(at), CONCEPT), (at.checked_sub(1), BEFORE), (Some(at + 1), AFTER)] {
            if let Some(line) = neighbour.and_then(|n| lines.get(n)) {
                mark(&line.concepts, bit);
            }
        }
    }

    fn is_unique(&self, t: TermId) -> bool {
        self.measured.texts.sides.iter().all(|side| side.frequency[t as usize] == 1)
    }

    /// In how many sentences of both articles a term stands.
    fn heard(&self, t: TermId) -> f32 {
        self.measured.texts.sides.iter().map(|side| side.frequency[t as usize] as f32).sum()
    }

    pub(super) fn shared_concepts(&self, b: &Line) -> Concepts {
        let mut out = Concepts::default();
        let (mut before, mut after) = (0.0, 0.0);
        for &t in &b.concepts {
            let held = self.marks[t as usize];
            if held & (CONCEPT | BEFORE | AFTER) == 0 {
                continue;
            }
            let w = self.measured.texts.weight(t);
            before += if held & (CONCEPT | BEFORE) == 0 { 0.0 } else { w };
            after += if held & (CONCEPT | AFTER) == 0 { 0.0 } else { w };
            if held & CONCEPT != 0 {
                out.weight += w;
                out.count += 1.0;
                out.rarest = out.rarest.max(w);
                out.unique += flag(self.is_unique(t));
                out.quoted += self.quoted[t as usize];
            }
        }
        out.with_neighbour = before.max(after);
        out
    }

    pub(super) fn shared_stems(&self, b: &Line) -> Stems {
        let Measured { texts, chances, .. } = self.measured;
        let mut out = Stems::default();
        for &t in b.stems.iter().filter(|&&t| self.marks[t as usize] & STEM != 0) {
            let (term, w) = (&texts.terms[t as usize], texts.weight(t));
            if !term.name {
                out.common += w;
                out.common_count += 1.0;
            }
            if term.number {
                let heard = self.heard(t);
                out.numbers += 1.0;
                out.numbers_rare += 1.0 / heard;
                out.exact += flag(term.exact);
                out.exact_rare += flag(term.exact && heard <= SELDOM);
            } else if term.name {
                out.names += w;
            }
            if self.is_unique(t) {
                out.unique += w;
            }
            out.chance_best = out.chance_best.max(chances[t as usize]);
        }
        out
    }

    /// How much of the left sentence's content a right one holds together with one neighbour.
    pub(super) fn gain_of_right(&self, j: usize) -> f32 {
        let Measured { texts, with_before, with_after, .. } = self.measured;
        let held = |terms: &[TermId]| -> f32 {
            let held = terms.iter().filter(|&&t| self.marks[t as usize] & CONCEPT != 0);
            held.map(|&t| texts.weight(t)).sum()
        };
        held(with_before.get(j)).max(held(with_after.get(j)))
    }

    /// How much of what a right sentence quotes the left one holds.
    pub(super) fn quoted_by(&self, b: &Line) -> f32 {
        let held = quoted(b).filter(|t| self.marks[t.concept as usize] & CONCEPT != 0);
        held.map(|t| self.measured.texts.weight(t.stem)).sum()
    }
}

/// The concepts of two sentences.
#[derive(Default)]
pub(super) struct Concepts {
    pub(super) weight: f32,
    pub(super) count: f32,
    pub(super) rarest: f32,
    /// Those that stand in no other sentence of either article.
    pub(super) unique: f32,
    /// The weight of those that the left sentence quotes.
    pub(super) quoted: f32,
    /// How much of the right sentence the left one holds together with one neighbour.
    pub(super) with_neighbour: f32,
}

/// The stems of two sentences, by weight unless they are counted.
#[derive(Default)]
pub(super) struct Stems {
    pub(super) common: f32,
    pub(super) common_count: f32,
    pub(super) names: f32,
    pub(super) numbers: f32,
    /// Each number by how few sentences hold it.
    pub(super) numbers_rare: f32,
    /// Numbers that are seldom the same by chance.
    pub(super) exact: f32,
    /// Those of them that few sentences hold.
    pub(super) exact_rare: f32,
    pub(super) unique: f32,
    pub(super) chance_best: f32,
}

/// Sentences that hold a number that is rare in two articles, at most.
const SELDOM: f32 = 4.0;
