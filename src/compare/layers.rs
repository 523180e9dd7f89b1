//! Bags of weighted terms by sentence, one layer a kind of evidence: stems, names, character n-grams, paragraphs …

use super::prepared::{Line, Prepared, TermId};

/// One kind of evidence: for each sentence of either side the distinct ids it holds, with one weight an id.
pub(super) struct Layer {
    /// Squares of the weights, by id.
    squares: Vec<f32>,
    /// Ascending ids by side and sentence.
    lists: [Vec<Vec<u32>>; 2],
    /// Length of each sentence's vector.
    norms: [Vec<f32>; 2],
}

impl Layer {
    fn new(squares: Vec<f32>, lists: [Vec<Vec<u32>>; 2]) -> Self {
        let norm = |list: &Vec<u32>| list.iter().map(|&t| squares[t as usize]).sum::<f32>().sqrt();
        let norms = [0, 1].map(|side: usize| lists[side].iter().map(norm).collect());
        Self { squares, lists, norms }
    }

    /// The cosine of a left and a right sentence.
    pub(super) fn cosine(&self, i: usize, j: usize) -> f32 {
        self.dot(&self.lists[0][i], &self.lists[1][j]) / (self.norms[0][i] * self.norms[1][j]).max(f32::EPSILON)
    }

    /// The sum of the squared weights that both sentences hold.
    pub(super) fn common(&self, i: usize, j: usize) -> f32 {
        self.dot(&self.lists[0][i], &self.lists[1][j])
    }

    /// The cosine of a left sentence in this layer and a right one in another of the same weights.
    pub(super) fn across(&self, i: usize, other: &Self, j: usize) -> f32 {
        self.dot(&self.lists[0][i], &other.lists[1][j]) / (self.norms[0][i] * other.norms[1][j]).max(f32::EPSILON)
    }

    fn dot(&self, a: &[u32], b: &[u32]) -> f32 {
        shared(a, b).map(|t| self.squares[t as usize]).sum()
    }
}

/// All layers of two articles.
pub(super) struct Layers {
    /// Content stems, rare in news and rare in the two articles.
    pub(super) stems: Layer,
    /// The same with synonyms as one.
    pub(super) concepts: Layer,
    /// Content stems, rare in news.
    pub(super) plain: Layer,
    /// Content stems that are no names.
    pub(super) common: Layer,
    /// Names.
    pub(super) names: Layer,
    /// Content stems by how unlikely it is that both articles' sentences hold them by chance.
    pub(super) chance: Layer,
    /// Runs of four or five characters.
    pub(super) grams: Layer,
    /// Single stems and runs of two, stop words included.
    pub(super) shingles: Layer,
    /// A sentence with the one before and after it.
    pub(super) window: Layer,
    /// The paragraph of a sentence.
    pub(super) paragraph: Layer,
}

impl Layers {
    pub(super) fn new(texts: &Prepared) -> Self {
        let weight: Vec<f32> = texts.each_term(|t| texts.weight(t).powi(2));
        let of = |f: &dyn Fn(&Line) -> Vec<u32>| {
            [0, 1].map(|side: usize| texts.sides[side].lines.iter().map(f).collect::<Vec<_>>())
        };
        let name = |t: &TermId| texts.terms[*t as usize].name;
        let stems = of(&|l| l.stems.clone());
        Self {
            concepts: Layer::new(weight.clone(), of(&|l| l.concepts.clone())),
            plain: Layer::new(texts.each_term(|t| texts.terms[t as usize].rarity.powi(2)), stems.clone()),
            common: Layer::new(weight.clone(), of(&|l| l.stems.iter().copied().filter(|t| !name(t)).collect())),
            names: Layer::new(weight.clone(), of(&|l| l.stems.iter().copied().filter(name).collect())),
            chance: Layer::new(texts.each_term(|t| chance(texts, t)), stems.clone()),
            grams: hashed(texts, &|l| l.grams.clone()),
            shingles: hashed(texts, &shingles),
            window: Layer::new(weight.clone(), stems.each_ref().map(|s| windows(s))),
            paragraph: Layer::new(weight.clone(), [0, 1].map(|side: usize| paragraphs(&texts.sides[side].lines))),
            stems: Layer::new(weight, stems),
        }
    }
}

/// The log odds against both sentences holding a term by chance.
pub(super) fn chance(texts: &Prepared, term: TermId) -> f32 {
    let count = |side: usize| texts.sides[side].frequency[term as usize] as f32 + 0.5;
    let lines = |side: usize| texts.sides[side].lines.len() as f32 + 1.0;
    (lines(0) * lines(1) / (count(0) * count(1))).ln().max(0.0)
}

/// What two ascending lists have in common.
pub(super) fn shared<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut rest = b.iter().peekable();
    a.iter().copied().filter(move |x| {
        while rest.next_if(|y| *y < x).is_some() {}
        rest.peek() == Some(&x)
    })
}

/// A layer of hashes, weighted by how few sentences of the two articles hold them. Two hashes may share a place in the
/// table of counts; it is large enough that they seldom do.
fn hashed(texts: &Prepared, of: &dyn Fn(&Line) -> Vec<u32>) -> Layer {
    let mut lists = [0, 1].map(|side: usize| texts.sides[side].lines.iter().map(of).collect::<Vec<_>>());
    let total: usize = lists.iter().flatten().map(Vec::len).sum();
    let size = (2 * total).next_power_of_two().clamp(1 << 10, 1 << 20);
    let mut counts = vec![0.0f32; size];
    for list in lists.iter_mut().flatten() {
        for hash in list.iter_mut() {
            // Fold the high bits in: FNV mixes them best.
            *hash = (*hash ^ (*hash >> 15)) & u32::try_from(size - 1).unwrap_or(u32::MAX);
        }
        list.sort_unstable();
        list.dedup();
        for &slot in list.iter() {
            counts[slot as usize] += 1.0;
        }
    }
    let lines = (texts.sides[0].lines.len() + texts.sides[1].lines.len()) as f32;
    let squares = counts.into_iter().map(|n| ((lines + 1.0) / (n + 0.5)).ln().max(0.0).powi(2)).collect();
    Layer::new(squares, lists)
}

/// Hashes of the single stems and of the runs of two.
fn shingles(line: &Line) -> Vec<u32> {
    let mix = |h: u32, t: TermId| (h ^ t).wrapping_mul(0x9e37_79b1).rotate_left(13);
    let one = line.tokens.iter().map(|t| mix(1, t.stem));
    let two = line.tokens.windows(2).map(|w| mix(mix(2, w[0].stem), w[1].stem));
    one.chain(two).collect()
}

/// Each sentence's terms with its neighbours'.
fn windows(lists: &[Vec<u32>]) -> Vec<Vec<u32>> {
    (0..lists.len()).map(|k| union(&lists[k.saturating_sub(1)..(k + 2).min(lists.len())])).collect()
}

/// Each sentence's terms with those of its paragraph, which counts no more than a screenful of sentences.
fn paragraphs(lines: &[Line]) -> Vec<Vec<u32>> {
    const LONGEST: usize = 12;
    let mut out = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start..(start + LONGEST).min(lines.len())];
        let length = rest.iter().take_while(|l| l.block == lines[start].block).count().max(1);
        let stems: Vec<Vec<u32>> = rest[..length].iter().map(|l| l.stems.clone()).collect();
        out.extend(std::iter::repeat_n(union(&stems), length));
        start += length;
    }
    out
}

fn union(lists: &[Vec<u32>]) -> Vec<u32> {
    let mut all = lists.concat();
    all.sort_unstable();
    all.dedup();
    all
}
