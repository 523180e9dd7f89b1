//! The network in floats, with its gradients.
//!
//! ```text
//! states₀ = dropout(sum of the word's embeddings)
//! statesₖ = statesₖ₋₁ + dropout(relu(window of statesₖ₋₁ · convolutionₖ))
//! scores  = states · heads: tag | name label | distance | word and head side of arcs | of relations
//! arc(i, j)      = relu(word side of i) · arc · relu(head side of j) + distance(i, j)
//! relation(i, j) = relu(word side of i + head side of j + distance(i, j)) · relation
//! ```
//!
//! Every task's loss is the cross entropy with the teacher's label; relations are learned at the teacher's heads.

use std::ops::Range;

use nutgraf::language::network::{DISTANCES, distance, features::Table, spans};

use super::{
    batch::Batch,
    noise::Noise,
    parameters::{Embeddings, Layer, Parameter, Step},
    products::{add_product, rectify, transpose, unrectify},
};

/// The sizes of a network.
pub(crate) struct Shape {
    pub(crate) width: usize,
    pub(crate) arc: usize,
    pub(crate) relation: usize,
    pub(crate) dilations: Vec<usize>,
    pub(crate) table: Table,
    pub(crate) tags: usize,
    pub(crate) relations: usize,
}

/// The columns of a word's scores.
struct Columns {
    tags: Range<usize>,
    spans: Range<usize>,
    distances: Range<usize>,
    arc_word: Range<usize>,
    arc_head: Range<usize>,
    relation_word: Range<usize>,
    relation_head: Range<usize>,
}

impl Shape {
    fn columns(&self) -> Columns {
        let mut at = 0;
        let mut next = |n: usize| {
            at += n;
            at - n..at
        };
        Columns {
            tags: next(self.tags),
            spans: next(spans::LABELS),
            distances: next(DISTANCES),
            arc_word: next(self.arc),
            arc_head: next(self.arc),
            relation_word: next(self.relation),
            relation_head: next(self.relation),
        }
    }
}

/// Loss and right answers of the four tasks: tags, names, arcs, relations.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) words: usize,
    pub(crate) loss: [f64; 4],
    pub(crate) right: [usize; 4],
}

impl Progress {
    fn note(&mut self, task: usize, (loss, right): (f32, bool)) {
        self.loss[task] += f64::from(loss);
        self.right[task] += usize::from(right);
    }
}

pub(crate) struct Model {
    pub(crate) shape: Shape,
    pub(crate) embeddings: Embeddings,
    pub(crate) convolutions: Vec<Layer>,
    pub(crate) heads: Layer,
    pub(crate) arc: Layer,
    pub(crate) relation: Layer,
    /// The state of the root.
    pub(crate) root: Parameter,
    pub(crate) relation_distance: Parameter,
}

/// What a convolution's gradients need of the way forward.
struct Convolved {
    windows: Vec<f32>,
    output: Vec<f32>,
    mask: Vec<f32>,
}

/// The scores of a batch, the root's in the first row, and their gradients.
struct Scores {
    values: Vec<f32>,
    gradient: Vec<f32>,
    columns: usize,
}

impl Scores {
    fn row(&self, row: usize, columns: &Range<usize>) -> &[f32] {
        &self.values[row * self.columns..][columns.clone()]
    }

    fn gradient_row(&mut self, row: usize, columns: &Range<usize>) -> &mut [f32] {
        &mut self.gradient[row * self.columns..][columns.clone()]
    }

    /// Columns of some rows, without what is below zero.
    fn rectified(&self, rows: impl Iterator<Item = usize>, columns: &Range<usize>) -> Vec<f32> {
        let mut x: Vec<f32> = rows.flat_map(|r| self.row(r, columns)).copied().collect();
        rectify(&mut x);
        x
    }
}

fn add(sum: &mut [f32], x: &[f32]) {
    for (s, v) in sum.iter_mut().zip(x) {
        *s += v;
    }
}

/// Turns scores into the gradient of their cross entropy with the right answer, `weight` times. Gives the loss and
/// whether the best was right.
fn cross_entropy(scores: &mut [f32], right: usize, weight: f32) -> (f32, bool) {
    let best = scores.iter().enumerate().fold(0, |b, (i, v)| if *v > scores[b] { i } else { b });
    let top = scores[best];
    for v in scores.iter_mut() {
        *v = (*v - top).exp();
    }
    let sum: f32 = scores.iter().sum();
    let loss = -(scores[right] / sum).max(1e-9).ln();
    for v in scores.iter_mut() {
        *v *= weight / sum;
    }
    scores[right] -= weight;
    (loss, best == right)
}

impl Model {
    pub(crate) fn new(shape: Shape, noise: &mut Noise) -> Self {
        let mut layer = |inputs: usize, outputs: usize, fan: usize| Layer {
            inputs,
            outputs,
            weights: Parameter::new(noise.uniform(inputs * outputs, (3.0 / fan as f32).sqrt())),
            bias: Parameter::new(vec![0.0; outputs]),
        };
        let width = shape.width;
        let convolutions = shape.dilations.iter().map(|_| layer(3 * width, width, 3 * width)).collect();
        let heads = layer(width, shape.columns().relation_head.end, width);
        // the product of two sides is large: it begins small
        let arc = layer(shape.arc, shape.arc, 4 * shape.arc);
        let relation = layer(shape.relation, shape.relations, shape.relation);
        Self {
            embeddings: Embeddings::new(noise.uniform(shape.table.rows() * width, 0.3), width),
            convolutions,
            heads,
            arc,
            relation,
            root: Parameter::new(noise.uniform(width, 1.0)),
            relation_distance: Parameter::new(vec![0.0; DISTANCES * shape.relation]),
            shape,
        }
    }

    /// Learns nothing yet: adds a batch to all gradients.
    pub(crate) fn learn(&mut self, batch: &Batch<'_>, dropout: f32, noise: &mut Noise, progress: &mut Progress) {
        progress.words += batch.words;
        let width = self.shape.width;
        let (kept, input_mask) = (noise.hidden_words(batch.words), noise.mask(batch.words * width, dropout));
        let mut states = self.embed(batch, &kept, &input_mask);
        let mut layers = Vec::new();
        for k in 0..self.convolutions.len() {
            let mask = noise.mask(states.len(), dropout);
            layers.push(self.convolve(k, batch, &mut states, mask));
        }
        let states: Vec<f32> = self.root.values.iter().chain(&states).copied().collect();
        let values = self.heads.forward(&states);
        let mut scores = Scores { gradient: vec![0.0; values.len()], values, columns: self.heads.outputs };
        let columns = self.shape.columns();
        classify(&mut scores, batch, &columns, progress);
        self.attach(&mut scores, batch, &columns, progress);
        self.relate(&mut scores, batch, &columns, progress);
        let gradient = self.heads.backward(&states, &scores.gradient);
        add(&mut self.root.gradient, &gradient[..width]);
        let mut gradient = gradient[width..].to_vec();
        for (k, layer) in layers.iter().enumerate().rev() {
            self.convolve_back(k, batch, layer, &mut gradient);
        }
        for (i, row) in gradient.chunks_exact_mut(width).enumerate() {
            for (g, m) in row.iter_mut().zip(&input_mask[i * width..]) {
                *g *= m;
            }
            for row_of_table in batch.rows_seen(i, kept[i]) {
                self.embeddings.add_gradient(*row_of_table, row);
            }
        }
    }

    fn embed(&self, batch: &Batch<'_>, kept: &[bool], mask: &[f32]) -> Vec<f32> {
        let width = self.shape.width;
        let mut states = vec![0.0; batch.words * width];
        for (i, state) in states.chunks_exact_mut(width).enumerate() {
            for row in batch.rows_seen(i, kept[i]) {
                add(state, self.embeddings.row(*row));
            }
            for (s, m) in state.iter_mut().zip(&mask[i * width..]) {
                *s *= m;
            }
        }
        states
    }

    fn convolve(&self, k: usize, batch: &Batch<'_>, states: &mut [f32], mask: Vec<f32>) -> Convolved {
        let width = self.shape.width;
        let mut windows = vec![0.0; batch.words * 3 * width];
        for (i, window) in windows.chunks_exact_mut(3 * width).enumerate() {
            for (part, at) in window.chunks_exact_mut(width).zip(batch.window(i, self.shape.dilations[k])) {
                if let Some(at) = at {
                    part.copy_from_slice(&states[at * width..(at + 1) * width]);
                }
            }
        }
        let mut output = self.convolutions[k].forward(&windows);
        rectify(&mut output);
        for ((s, o), m) in states.iter_mut().zip(&output).zip(&mask) {
            *s += o * m;
        }
        Convolved { windows, output, mask }
    }

    fn convolve_back(&mut self, k: usize, batch: &Batch<'_>, layer: &Convolved, gradient: &mut [f32]) {
        let width = self.shape.width;
        let mut inner: Vec<f32> = gradient.iter().zip(&layer.mask).map(|(g, m)| g * m).collect();
        unrectify(&mut inner, &layer.output);
        let windows = self.convolutions[k].backward(&layer.windows, &inner);
        for (i, window) in windows.chunks_exact(3 * width).enumerate() {
            for (part, at) in window.chunks_exact(width).zip(batch.window(i, self.shape.dilations[k])) {
                if let Some(at) = at {
                    add(&mut gradient[at * width..(at + 1) * width], part);
                }
            }
        }
    }

    /// Arcs, sentence by sentence: each word chooses among the root and all other words.
    fn attach(&mut self, scores: &mut Scores, batch: &Batch<'_>, columns: &Columns, progress: &mut Progress) {
        let width = self.shape.arc;
        for (start, sentence) in batch.sentences() {
            let n = sentence.heads.len();
            let candidate = |j: usize| if j == 0 { 0 } else { start + j };
            let word_side = scores.rectified((0..n).map(|i| start + 1 + i), &columns.arc_word);
            let head_side = scores.rectified((0..=n).map(candidate), &columns.arc_head);
            let turned = self.arc.forward(&word_side);
            let mut arcs = vec![0.0; n * (n + 1)];
            add_product(&mut arcs, &turned, &transpose(&head_side, width), width, n + 1);
            for (i, arcs) in arcs.chunks_exact_mut(n + 1).enumerate() {
                let by_distance = scores.row(start + 1 + i, &columns.distances);
                for (j, arc) in arcs.iter_mut().enumerate() {
                    *arc += by_distance[distance(i, j)];
                }
                arcs[i + 1] = f32::MIN;
                progress.note(2, cross_entropy(arcs, sentence.heads[i] as usize, batch.weight()));
                let by_distance = scores.gradient_row(start + 1 + i, &columns.distances);
                for (j, arc) in arcs.iter().enumerate() {
                    by_distance[distance(i, j)] += arc;
                }
            }
            let mut d_turned = vec![0.0; n * width];
            add_product(&mut d_turned, &arcs, &head_side, n + 1, width);
            let mut d_head = vec![0.0; (n + 1) * width];
            add_product(&mut d_head, &transpose(&arcs, n + 1), &turned, n, width);
            let mut d_word = self.arc.backward(&word_side, &d_turned);
            unrectify(&mut d_word, &word_side);
            unrectify(&mut d_head, &head_side);
            for (i, d) in d_word.chunks_exact(width).enumerate() {
                add(scores.gradient_row(start + 1 + i, &columns.arc_word), d);
            }
            for (j, d) in d_head.chunks_exact(width).enumerate() {
                add(scores.gradient_row(candidate(j), &columns.arc_head), d);
            }
        }
    }

    /// The relation of each word to its right head.
    fn relate(&mut self, scores: &mut Scores, batch: &Batch<'_>, columns: &Columns, progress: &mut Progress) {
        let width = self.shape.relation;
        let heads: Vec<(usize, usize)> = batch.heads().collect();
        let mut input = Vec::with_capacity(batch.words * width);
        for (i, (head, far)) in heads.iter().enumerate() {
            let above = scores.row(*head, &columns.relation_head);
            let far = &self.relation_distance.values[far * width..][..width];
            let word = scores.row(i + 1, &columns.relation_word);
            input.extend(word.iter().zip(above).zip(far).map(|((a, b), c)| (a + b + c).max(0.0)));
        }
        let mut output = self.relation.forward(&input);
        for (row, right) in output.chunks_exact_mut(self.shape.relations).zip(batch.relations()) {
            progress.note(3, cross_entropy(row, right, batch.weight()));
        }
        let mut gradient = self.relation.backward(&input, &output);
        unrectify(&mut gradient, &input);
        for ((i, (head, far)), d) in heads.iter().enumerate().zip(gradient.chunks_exact(width)) {
            add(scores.gradient_row(*head, &columns.relation_head), d);
            add(scores.gradient_row(i + 1, &columns.relation_word), d);
            add(&mut self.relation_distance.gradient[far * width..][..width], d);
        }
    }

    /// Changes everything by the gradients that were added up.
    pub(crate) fn step(&mut self, rate: f32, number: i32) {
        let (mut dense, embeddings) = self.learned();
        let power: f32 = dense.iter().flat_map(|p| &p.gradient).map(|g| g * g).sum();
        let step = Step { rate, number, clip: (5.0 / power.sqrt()).min(1.0) };
        for parameter in &mut dense {
            parameter.step(step);
        }
        embeddings.step(step);
    }

    /// Everything that is learned.
    fn learned(&mut self) -> (Vec<&mut Parameter>, &mut Embeddings) {
        let layers = self.convolutions.iter_mut().chain([&mut self.heads, &mut self.arc, &mut self.relation]);
        let layers = layers.flat_map(|l| [&mut l.weights, &mut l.bias]);
        (layers.chain([&mut self.root, &mut self.relation_distance]).collect(), &mut self.embeddings)
    }

    /// The values of everything that is learned.
    pub(crate) fn values(&mut self) -> Vec<&mut Vec<f32>> {
        let (dense, embeddings) = self.learned();
        dense.into_iter().map(|p| &mut p.values).chain([&mut embeddings.values]).collect()
    }
}

/// Tags and name labels, word by word.
fn classify(scores: &mut Scores, batch: &Batch<'_>, columns: &Columns, progress: &mut Progress) {
    let weight = batch.weight();
    for (i, (tag, span)) in batch.labels().enumerate() {
        for (task, columns, right) in [(0, &columns.tags, tag), (1, &columns.spans, span)] {
            let mut row = scores.row(i + 1, columns).to_vec();
            progress.note(task, cross_entropy(&mut row, right, weight));
            scores.gradient_row(i + 1, columns).copy_from_slice(&row);
        }
    }
}
