//! Sentences beside their neighbours: what one outlet tells in one sentence, another tells in two.

use super::{
    layers::{Lists, union},
    prepared::{Prepared, TermId},
};

/// A term stands in the sentence itself.
const OWN: u8 = 1;
/// In the one before it.
const BEFORE: u8 = 2;
/// In the one after it.
const AFTER: u8 = 4;
/// The stretches that a sentence is part of: itself, with the one before, with the one after, with both.
const STRETCHES: [u8; 4] = [OWN, OWN | BEFORE, OWN | AFTER, OWN | BEFORE | AFTER];

/// The stems of every sentence and of the two beside it.
pub(super) struct Neighbours {
    /// Squares of the weights, by term.
    squares: Vec<f32>,
    sides: [Side; 2],
}

#[derive(Default)]
struct Side {
    /// The terms of a sentence and its neighbours that both articles have.
    terms: Lists,
    /// Where each of them stands: [`OWN`], [`BEFORE`], [`AFTER`].
    places: Lists,
    /// Length of the vector of each of the [`STRETCHES`].
    norms: Vec<[f32; 4]>,
}

/// How near two sentences are with their neighbours.
#[derive(Clone, Copy, Default)]
pub(super) struct Nearness {
    /// Cosine of both with the sentences before and after.
    pub(super) three_by_three: f32,
    /// The highest cosine of the left sentence and one neighbour with the right sentence alone.
    pub(super) two_of_left: f32,
    /// The highest of the right sentence and one neighbour with the left one alone.
    pub(super) two_of_right: f32,
    /// The highest of either with one neighbour.
    pub(super) two_by_two: f32,
}

impl Neighbours {
    pub(super) fn new(texts: &Prepared) -> Self {
        let squares = texts.each_term(|t| texts.weight(t).powi(2));
        let both = |t: TermId| texts.sides.iter().all(|s| s.frequency[t as usize] > 0);
        let sides = texts.sides.each_ref().map(|side| {
            let stems = |k: Option<usize>| k.and_then(|k| side.lines.get(k)).map_or(&[][..], |l| l.stems.as_slice());
            let mut out = Side::default();
            for k in 0..side.lines.len() {
                let around = [stems(Some(k)), stems(k.checked_sub(1)), stems(Some(k + 1))];
                let place = |t: &TermId| -> u8 {
                    let holds = around.iter().map(|s| s.binary_search(t).is_ok());
                    holds.zip([OWN, BEFORE, AFTER]).map(|(holds, bit)| if holds { bit } else { 0 }).sum()
                };
                let terms = union(around.into_iter());
                let places: Vec<u8> = terms.iter().map(place).collect();
                let norm = |stretch: u8| {
                    let held = terms.iter().zip(&places).filter(|p| p.1 & stretch != 0);
                    held.map(|(&t, _)| squares[t as usize]).sum::<f32>().sqrt()
                };
                out.norms.push(STRETCHES.map(norm));
                let shared = || terms.iter().zip(&places).filter(|p| both(*p.0));
                out.terms.push(shared().map(|p| *p.0));
                out.places.push(shared().map(|p| u32::from(*p.1)));
            }
            out
        });
        Self { squares, sides }
    }
}

/// The neighbours of one left sentence spread out over all terms.
pub(super) struct Beside<'a> {
    of: &'a Neighbours,
    row: Option<usize>,
    /// Where each term stands, by term; 0 for those that stand nowhere.
    held: Vec<u8>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(of: &'a Neighbours) -> Self {
        Self { of, row: None, held: vec![0; of.squares.len()] }
    }

    /// Takes a left sentence in hand.
    pub(super) fn take(&mut self, row: usize) {
        let left = &self.of.sides[0];
        if let Some(before) = self.row.replace(row) {
            left.terms.get(before).iter().for_each(|&t| self.held[t as usize] = 0);
        }
        for (&t, &place) in left.terms.get(row).iter().zip(left.places.get(row)) {
            self.held[t as usize] = place as u8;
        }
    }

    /// How near a right sentence is.
    pub(super) fn nearness(&self, j: usize) -> Nearness {
        let right = &self.of.sides[1];
        let Some(row) = self.row else { return Nearness::default() };
        // What a stretch of the left shares with a stretch of the right.
        let mut shared = [[0.0f32; 4]; 4];
        for (&t, &place) in right.terms.get(j).iter().zip(right.places.get(j)) {
            let held = self.held[t as usize];
            if held == 0 {
                continue;
            }
            let square = self.of.squares[t as usize];
            for (sums, ours) in shared.iter_mut().zip(STRETCHES) {
                let weight = if held & ours == 0 { 0.0 } else { square };
                for (sum, theirs) in sums.iter_mut().zip(STRETCHES) {
                    *sum += if place as u8 & theirs == 0 { 0.0 } else { weight };
                }
            }
        }
        let (ours, theirs) = (&self.of.sides[0].norms[row], &right.norms[j]);
        let cosine = |a: usize, b: usize| shared[a][b] / (ours[a] * theirs[b]).max(f32::EPSILON);
        Nearness {
            three_by_three: cosine(3, 3),
            two_of_left: cosine(1, 0).max(cosine(2, 0)),
            two_of_right: cosine(0, 1).max(cosine(0, 2)),
            two_by_two: cosine(1, 1).max(cosine(1, 2)).max(cosine(2, 1)).max(cosine(2, 2)),
        }
    }
}
