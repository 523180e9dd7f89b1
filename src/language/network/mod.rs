//! The small network that reads a sentence: hashed embeddings, four dilated convolutions, and from their states a tag,
//! a kind of name, a head and a relation for each word.
//!
//! It was taught by a larger public model; `assets/language/MODEL_CARD.md` says which, on what, and how well it learned.
//! All arithmetic that decides is in integers or in sums of a fixed order: the same input gives the same output anywhere.

pub mod features;
pub mod matrix;
pub mod spans;
mod tree;

use std::ops::Range;

use super::labels::{Relation, SpanKind, Tag};
use matrix::Matrix;

/// The scale of 16-bit activations.
const ACTIVATION_SCALE: f32 = 256.0;
/// Classes of the distance between a word and its head.
pub const DISTANCES: usize = 19;
/// The widest state of a word that there is room for.
const WIDEST: usize = 256;
/// The first line of a weights file.
pub const MAGIC: &str = "nutgraf-analyser 2";

/// What the network says of one sentence. All lists but `spans` have an entry a word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Part-of-speech tags.
    pub tags: Vec<Tag>,
    /// Heads: 0 for the root, else the number of a word from 1.
    pub heads: Vec<u16>,
    /// How each word hangs on its head.
    pub relations: Vec<Relation>,
    /// How far the head is ahead of the next best, from 0 to [`Labels::SURE`] and above: a margin of scores.
    pub margins: Vec<f32>,
    /// Named things, dates and figures: ranges of words.
    pub spans: Vec<(Range<u32>, SpanKind)>,
}

impl Labels {
    /// A margin from which a head can be built upon.
    pub const SURE: f32 = 2.0;
}

/// The weights, ready to use.
pub struct Network {
    width: usize,
    arc_width: usize,
    label_width: usize,
    table: features::Table,
    dilations: Vec<usize>,
    tags: Vec<Tag>,
    relations: Vec<Relation>,
    embeddings: &'static [u8],
    embedding_scale: f32,
    convolutions: Vec<Matrix>,
    heads: Matrix,
    arc: Matrix,
    relation: Matrix,
    root: Vec<f32>,
    relation_distance: Vec<f32>,
}

/// Memory that is used again from sentence to sentence.
#[derive(Default)]
pub struct Workspace {
    states: Vec<f32>,
    quantized: Vec<i16>,
    windows: Vec<i16>,
    product: Vec<f32>,
    scores: Vec<f32>,
    arcs: Vec<f32>,
    head_side: Vec<f32>,
    input: Vec<i16>,
    tables: tree::Tables,
}

/// The class of the distance between a word (from 0) and its head (0 for the root, else from 1).
#[must_use]
pub fn distance(word: usize, head: usize) -> usize {
    /// The class of each number of words between; the last is for all that are further away.
    const CLASSES: [u8; 27] = [0, 0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8];
    let Some(head) = head.checked_sub(1) else { return DISTANCES - 1 };
    let class = usize::from(CLASSES[head.abs_diff(word).min(CLASSES.len() - 1)]);
    if head < word { class } else { class + DISTANCES / 2 }
}

/// A number in 256ths, rounded to the nearest; beyond what 16 bits hold it takes the end.
///
/// A number of this size that 1.5 · 2²³ is added to has its whole part in the lowest bits: that rounds alike on every
/// machine, and many at once, which the plain conversion does not.
fn quantize(x: f32) -> i16 {
    const WHOLE: f32 = 12_582_912.0;
    let shifted = (x * ACTIVATION_SCALE).clamp(-32767.0, 32767.0) + WHOLE;
    #[allow(clippy::cast_possible_truncation)]
    let low = shifted.to_bits() as u16;
    low.cast_signed()
}

/// A weights file that is cut short or of another make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the analyser's weights are damaged or of another version")]
pub struct BadWeights;

/// Reads a weights file piece by piece.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, n: usize) -> Result<&'static [u8], BadWeights> {
        let (head, rest) = self.0.split_at_checked(n).ok_or(BadWeights)?;
        self.0 = rest;
        Ok(head)
    }

    fn line(&mut self) -> Result<&'static str, BadWeights> {
        let end = memchr::memchr(b'\n', self.0).ok_or(BadWeights)?;
        let line = std::str::from_utf8(self.take(end)?).map_err(|_| BadWeights)?;
        self.take(1)?;
        Ok(line)
    }

    fn numbers(&mut self) -> Result<Vec<usize>, BadWeights> {
        let small = |n: &str| n.parse().ok().filter(|n| *n < 1 << 24).ok_or(BadWeights);
        self.line()?.split(' ').map(small).collect()
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, BadWeights> {
        let bytes = self.take(n.checked_mul(4).ok_or(BadWeights)?)?;
        Ok(bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    /// Pairs of scale and bias for each output, then the weights.
    fn matrix(&mut self, inputs: usize, outputs: usize) -> Result<Matrix, BadWeights> {
        let pairs = self.floats(2 * outputs)?;
        let scale: Vec<f32> = pairs.iter().step_by(2).map(|s| s / ACTIVATION_SCALE).collect();
        let bias: Vec<f32> = pairs.iter().skip(1).step_by(2).copied().collect();
        let weights: Vec<i8> = self.take(inputs * outputs)?.iter().map(|b| b.cast_signed()).collect();
        Ok(Matrix::new(inputs, outputs, &weights, &scale, &bias))
    }
}

impl Network {
    /// Reads weights as the training program writes them. The embeddings stay where they are.
    ///
    /// # Errors
    ///
    /// [`BadWeights`] where the file is no such file or ends too soon.
    pub fn load(bytes: &'static [u8]) -> Result<Self, BadWeights> {
        let mut r = Reader(bytes);
        if r.line()? != MAGIC {
            return Err(BadWeights);
        }
        let [width, arc_width, label_width, span_labels] = r.numbers()?[..] else { return Err(BadWeights) };
        let dilations = r.numbers()?;
        let parts: Vec<u32> = r.numbers()?.into_iter().map(|n| u32::try_from(n).unwrap_or(0)).collect();
        let table = parts.try_into().ok().and_then(features::Table::new).ok_or(BadWeights)?;
        let tags = r.line()?.split(' ').map(Tag::from_name).collect::<Option<Vec<_>>>().ok_or(BadWeights)?;
        let relations = r.line()?.split(' ').map(Relation::from_name).collect::<Option<Vec<_>>>().ok_or(BadWeights)?;
        let fits = |n: usize| n.is_multiple_of(2) && (2..=WIDEST).contains(&n);
        if ![width, arc_width, label_width].into_iter().all(fits) || span_labels != spans::LABELS {
            return Err(BadWeights);
        }
        let embedding_scale = r.floats(1)?[0];
        let embeddings = r.take(table.rows() * width)?;
        let convolutions = dilations.iter().map(|_| r.matrix(3 * width, width)).collect::<Result<_, _>>()?;
        let outputs = tags.len() + spans::LABELS + DISTANCES + 2 * arc_width + 2 * label_width;
        let relation_count = relations.len();
        Ok(Self {
            width,
            arc_width,
            label_width,
            table,
            dilations,
            tags,
            relations,
            embeddings,
            embedding_scale,
            convolutions,
            heads: r.matrix(width, outputs)?,
            arc: r.matrix(arc_width, arc_width)?,
            relation: r.matrix(label_width, relation_count)?,
            root: r.floats(width)?,
            relation_distance: r.floats(DISTANCES * label_width)?,
        })
    }

    /// Labels one sentence, given as its words.
    pub fn label(&self, words: &[&str], work: &mut Workspace) -> Labels {
        let n = words.len();
        if n == 0 {
            return Labels::default();
        }
        self.embed(words, work);
        self.convolve(n, work);
        work.quantized.clear();
        work.quantized.extend(work.states.iter().map(|x| quantize(*x)));
        self.heads.multiply(&mut work.scores, &work.quantized, n + 1);
        let stride = self.heads.stride;
        let row = |i: usize| &work.scores[i * stride..(i + 1) * stride];
        let tags = (0..n).map(|i| self.tags[best(&row(i + 1)[..self.tags.len()])]).collect();
        let spans = spans::decode(&work.scores[stride + self.tags.len()..], stride, n);
        let (heads, margins) = self.attach(n, work);
        let relations = self.relate(&heads, work);
        Labels { tags, heads, relations, margins, spans }
    }

    /// The first states: the root's own, then the sum of each word's rows.
    fn embed(&self, words: &[&str], work: &mut Workspace) {
        let width = self.width;
        work.states.clear();
        work.states.extend_from_slice(&self.root);
        for (i, word) in words.iter().enumerate() {
            let mut sum = [0_i16; WIDEST];
            for row in features::rows(word, i == 0, &self.table) {
                let from = row as usize * width;
                for (s, e) in sum.iter_mut().zip(&self.embeddings[from..from + width]) {
                    *s += i16::from(e.cast_signed());
                }
            }
            work.states.extend(sum[..width].iter().map(|s| f32::from(*s) * self.embedding_scale));
        }
    }

    /// Each layer adds to a word what it makes of the word and its neighbours at the layer's distance.
    fn convolve(&self, n: usize, work: &mut Workspace) {
        let width = self.width;
        for (matrix, &step) in self.convolutions.iter().zip(&self.dilations) {
            work.quantized.clear();
            work.quantized.resize((n + 2 * step) * width, 0);
            for (q, x) in work.quantized[step * width..].iter_mut().zip(&work.states[width..]) {
                *q = quantize(*x);
            }
            work.windows.clear();
            for i in 0..n {
                for at in [i, i + step, i + 2 * step] {
                    work.windows.extend_from_slice(&work.quantized[at * width..(at + 1) * width]);
                }
            }
            matrix.multiply(&mut work.product, &work.windows, n);
            for (state, product) in
                work.states[width..].chunks_exact_mut(width).zip(work.product.chunks_exact(matrix.stride))
            {
                for (s, p) in state.iter_mut().zip(product) {
                    *s += p.max(0.0);
                }
            }
        }
    }

    /// Where the parts of a word's scores begin: distances, word side and head side of arcs, of relations.
    fn parts(&self) -> [usize; 5] {
        let distance = self.tags.len() + spans::LABELS;
        let word = distance + DISTANCES;
        let head = word + self.arc_width;
        let relation_word = head + self.arc_width;
        [distance, word, head, relation_word, relation_word + self.label_width]
    }

    /// The tree of most weight, and for each head how far it is ahead of the next.
    fn attach(&self, n: usize, work: &mut Workspace) -> (Vec<u16>, Vec<f32>) {
        let (stride, width, columns) = (self.heads.stride, self.arc_width, n + 1);
        let [distances, word_side, head_side, ..] = self.parts();
        let row = |i: usize| &work.scores[i * stride..(i + 1) * stride];
        work.input.clear();
        for i in 1..=n {
            work.input.extend(row(i)[word_side..word_side + width].iter().map(|x| quantize(x.max(0.0))));
        }
        self.arc.multiply(&mut work.product, &work.input, n);
        work.head_side.clear();
        work.head_side.resize(width * columns, 0.0);
        for j in 0..columns {
            for (k, x) in row(j)[head_side..head_side + width].iter().enumerate() {
                work.head_side[k * columns + j] = x.max(0.0);
            }
        }
        work.arcs.clear();
        work.arcs.resize(n * columns, 0.0);
        for (i, out) in work.arcs.chunks_exact_mut(columns).enumerate() {
            for (k, x) in work.product[i * self.arc.stride..][..width].iter().enumerate() {
                for (o, h) in out.iter_mut().zip(&work.head_side[k * columns..(k + 1) * columns]) {
                    *o += x * h;
                }
            }
            let by_distance = &row(i + 1)[distances..distances + DISTANCES];
            for (j, o) in out.iter_mut().enumerate() {
                *o += by_distance[distance(i, j)];
            }
            out[i + 1] = -1e9;
        }
        let mut heads = vec![0; n];
        tree::decode(&work.arcs, n, &mut heads, &mut work.tables);
        let margins = work.arcs.chunks_exact(columns).zip(&heads).map(|(scores, &head)| {
            let chosen = scores[head as usize];
            let next =
                scores.iter().enumerate().filter(|(j, _)| *j != head as usize).fold(f32::MIN, |a, (_, s)| a.max(*s));
            chosen - next
        });
        let margins = margins.collect();
        (heads, margins)
    }

    fn relate(&self, heads: &[u16], work: &mut Workspace) -> Vec<Relation> {
        let (stride, width) = (self.heads.stride, self.label_width);
        let [.., word_side, head_side] = self.parts();
        work.input.clear();
        for (i, &head) in heads.iter().enumerate() {
            let head = head as usize;
            let word = &work.scores[(i + 1) * stride + word_side..][..width];
            let above = &work.scores[head * stride + head_side..][..width];
            let far = &self.relation_distance[distance(i, head) * width..][..width];
            let sums = word.iter().zip(above).zip(far).map(|((a, b), c)| quantize((a + b + c).max(0.0)));
            work.input.extend(sums);
        }
        self.relation.multiply(&mut work.product, &work.input, heads.len());
        let scores = work.product.chunks_exact(self.relation.stride);
        scores.map(|s| self.relations[best(&s[..self.relations.len()])]).collect()
    }
}

/// The index of the greatest value; the first of equals.
fn best(values: &[f32]) -> usize {
    values.iter().enumerate().fold(0, |b, (i, v)| if *v > values[b] { i } else { b })
}
