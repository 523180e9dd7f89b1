//! Which sentences of two articles are worth a closer look: those that share rare words, found through an inverted index.

use super::prepared::{Prepared, TermId};

/// Candidates kept for a sentence, from either side.
const KEPT: usize = 24;
/// Products of postings visited at most: what a comparison of two books may cost.
const BUDGET: usize = 12_000_000;

/// A left and a right sentence with the first, cheap score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// The left sentence.
    pub(super) left: u32,
    /// The right sentence.
    pub(super) right: u32,
    /// Cosine of the concepts, each weighted by how rare it is.
    pub(super) cosine: f32,
}

/// The candidates in order of left, then right, and whether frequent words had to be left out.
pub(super) fn find(texts: &Prepared) -> (Vec<Candidate>, bool) {
    let [left, right] = &texts.sides;
    let norms: Vec<Vec<f32>> =
        texts.sides.iter().map(|s| s.lines.iter().map(|l| norm(texts, &l.concepts)).collect()).collect();
    let usable = usable_terms(texts);
    let mut postings: Vec<Vec<u32>> = vec![Vec::new(); texts.terms.len()];
    for (j, line) in (0..).zip(&right.lines) {
        for &t in line.concepts.iter().filter(|&&t| usable.allowed[t as usize]) {
            postings[t as usize].push(j);
        }
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut score = vec![0.0f32; right.lines.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut best_of_right: Vec<Vec<(f32, u32)>> = vec![Vec::new(); right.lines.len()];
    for (i, line) in (0u32..).zip(&left.lines) {
        for &t in &line.concepts {
            let w = texts.weight(t);
            for &j in &postings[t as usize] {
                if score[j as usize] == 0.0 {
                    touched.push(j);
                }
                score[j as usize] += w * w;
            }
        }
        let mut row: Vec<(f32, u32)> = touched
            .drain(..)
            .map(|j| {
                let dot = std::mem::take(&mut score[j as usize]);
                (dot / (norms[0][i as usize] * norms[1][j as usize]).max(f32::EPSILON), j)
            })
            .collect();
        for &(s, j) in &row {
            keep_best(&mut best_of_right[j as usize], (s, i));
        }
        strongest(&mut row);
        found.extend(row.into_iter().map(|(cosine, right)| Candidate { left: i, right, cosine }));
    }
    for (j, mut column) in (0..).zip(best_of_right) {
        strongest(&mut column);
        found.extend(column.into_iter().map(|(cosine, left)| Candidate { left, right: j, cosine }));
    }
    found.sort_unstable_by_key(|c| (c.left, c.right));
    found.dedup_by_key(|c| (c.left, c.right));
    (found, usable.cut)
}

struct Usable {
    allowed: Vec<bool>,
    cut: bool,
}

/// The terms whose postings are walked: the rarest first, as far as the budget goes.
fn usable_terms(texts: &Prepared) -> Usable {
    let [left, right] = &texts.sides;
    let cost = |t: usize| left.frequency[t] as usize * right.frequency[t] as usize;
    let mut order: Vec<TermId> = (0..).take(texts.terms.len()).filter(|&t| cost(t as usize) > 0).collect();
    order.sort_by_key(|&t| (cost(t as usize), t));
    let mut usable = Usable { allowed: vec![false; texts.terms.len()], cut: false };
    let mut spent = 0;
    for t in order {
        spent += cost(t as usize);
        if spent > BUDGET {
            usable.cut = true;
            break;
        }
        usable.allowed[t as usize] = true;
    }
    usable
}

fn norm(texts: &Prepared, terms: &[TermId]) -> f32 {
    terms.iter().map(|&t| texts.weight(t).powi(2)).sum::<f32>().sqrt()
}

/// Keeps the strongest of a row or column; the earlier sentence wins a tie.
fn strongest(scored: &mut Vec<(f32, u32)>) {
    let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if scored.len() > KEPT {
        scored.select_nth_unstable_by(KEPT, order);
        scored.truncate(KEPT);
    }
}

/// Adds to a column, cutting it back now and then so that it stays short.
fn keep_best(column: &mut Vec<(f32, u32)>, entry: (f32, u32)) {
    column.push(entry);
    if column.len() >= 4 * KEPT {
        strongest(column);
    }
}
