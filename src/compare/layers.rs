//! Bags of weighted terms by sentence, one layer a kind of evidence: stems, names, character n-grams, paragraphs …

use super::prepared::{Line, Prepared, TermId};

/// Lists of ids, one a sentence, in one piece of memory.
#[derive(Default)]
pub(super) struct Lists {
    ids: Vec<u32>,
    ends: Vec<usize>,
}

impl Lists {
    pub(super) fn push(&mut self, ids: impl IntoIterator<Item = u32>) {
        self.ids.extend(ids);
        self.ends.push(self.ids.len());
    }

    pub(super) fn get(&self, k: usize) -> &[u32] {
        let start = k.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ids[start..self.ends[k]]
    }

    fn all(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|k| self.get(k))
    }

    fn retained(&self, keep: impl Fn(u32) -> bool) -> Self {
        let mut out = Self::default();
        self.all().for_each(|list| out.push(list.iter().copied().filter(|&id| keep(id))));
        out
    }
}

/// One kind of evidence: for each sentence of either side the distinct ids it holds, with one weight an id.
pub(super) struct Layer {
    /// Squares of the weights, by id.
    squares: Vec<f32>,
    /// Ids by side and sentence: those that both articles have, no others can be shared.
    lists: [Lists; 2],
    /// Length of each sentence's vector.
    norms: [Vec<f32>; 2],
}

impl Layer {
    fn new(squares: Vec<f32>, lists: &[Lists; 2]) -> Self {
        let norm = |list: &[u32]| list.iter().map(|&t| squares[t as usize]).sum::<f32>().sqrt();
        let norms = [0, 1].map(|side: usize| lists[side].all().map(norm).collect());
        let mut sides = vec![0u8; squares.len()];
        for (bit, side) in [1, 2].into_iter().zip(lists) {
            side.ids.iter().for_each(|&t| sides[t as usize] |= bit);
        }
        let lists = lists.each_ref().map(|side| side.retained(|t| sides[t as usize] == 3));
        Self { squares, lists, norms }
    }
}

/// A layer with one left sentence spread out over all ids, so that a right sentence is laid beside it by looking up its
/// own ids: a sentence has two dozen candidates, and merging lists two by two cost five times as much.
pub(super) struct Spread<'a> {
    layer: &'a Layer,
    /// The left sentence in hand.
    row: Option<usize>,
    /// The squares of what it holds, by id; 0 for the rest.
    held: Vec<f32>,
}

impl<'a> Spread<'a> {
    pub(super) fn new(layer: &'a Layer) -> Self {
        Self { layer, row: None, held: vec![0.0; layer.squares.len()] }
    }

    /// Takes a left sentence in hand.
    pub(super) fn take(&mut self, row: usize) {
        let [left, _] = &self.layer.lists;
        if let Some(before) = self.row.replace(row) {
            left.get(before).iter().for_each(|&t| self.held[t as usize] = 0.0);
        }
        left.get(row).iter().for_each(|&t| self.held[t as usize] = self.layer.squares[t as usize]);
    }

    /// The cosine with a right sentence.
    pub(super) fn cosine(&self, j: usize) -> f32 {
        self.across(self.layer, j)
    }

    /// The sum of the squared weights that both sentences hold.
    pub(super) fn common(&self, j: usize) -> f32 {
        self.common_with(self.layer, j)
    }

    /// The cosine with a right sentence in another layer of the same weights.
    pub(super) fn across(&self, other: &Layer, j: usize) -> f32 {
        let own = self.row.map_or(0.0, |row| self.layer.norms[0][row]);
        self.common_with(other, j) / (own * other.norms[1][j]).max(f32::EPSILON)
    }

    fn common_with(&self, other: &Layer, j: usize) -> f32 {
        other.lists[1].get(j).iter().map(|&t| self.held[t as usize]).sum()
    }
}

/// What a layer holds of a sentence.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Content stems, rare in news and rare in the two articles.
    Stems,
    /// The same with synonyms as one.
    Concepts,
    /// Content stems, rare in news.
    Plain,
    /// Content stems that are no names.
    Common,
    /// Names.
    Names,
    /// Content stems by how unlikely it is that both articles' sentences hold them by chance.
    Chance,
    /// Runs of four or five characters.
    Grams,
    /// Single stems and runs of two, stop words included.
    Shingles,
    /// Runs of two stems with a content word among them, each counted as one.
    Pairs,
    /// Names, those of whoever a pronoun stands for among them.
    CarriedNames,
    /// Content stems with the same.
    Carried,
    /// The paragraph of a sentence.
    Paragraph,
}

impl Kind {
    /// In the order of their numbers.
    pub(super) const ALL: [Self; 12] = [
        Self::Stems,
        Self::Concepts,
        Self::Plain,
        Self::Common,
        Self::Names,
        Self::Chance,
        Self::Grams,
        Self::Shingles,
        Self::Pairs,
        Self::CarriedNames,
        Self::Carried,
        Self::Paragraph,
    ];
}

/// All layers of two articles, by [`Kind`].
pub(super) struct Layers([Layer; Kind::ALL.len()]);

impl Layers {
    pub(super) fn new(texts: &Prepared) -> Self {
        let weight: Vec<f32> = texts.each_term(|t| texts.weight(t).powi(2));
        let of = |f: &dyn Fn(&Line) -> Vec<u32>| [0, 1].map(|side: usize| lists(&texts.sides[side].lines, f));
        let name = |t: &TermId| texts.terms[*t as usize].name;
        let stems = of(&|l| l.stems.clone());
        let carried = [0, 1].map(|side: usize| carried(&texts.sides[side].lines, &name));
        let with_carried = [0, 1].map(|side: usize| {
            let mut out = Lists::default();
            let both = stems[side].all().zip(carried[side].all());
            both.for_each(|(own, names)| out.push(union([own, names].into_iter())));
            out
        });
        let weighed = |lists: &[Lists; 2]| Layer::new(weight.clone(), lists);
        Self(Kind::ALL.map(|kind| match kind {
            Kind::Stems => weighed(&stems),
            Kind::Concepts => weighed(&of(&|l| l.concepts.clone())),
            Kind::Plain => Layer::new(texts.each_term(|t| texts.terms[t as usize].rarity.powi(2)), &stems),
            Kind::Common => weighed(&of(&|l| l.stems.iter().copied().filter(|t| !name(t)).collect())),
            Kind::Names => weighed(&of(&|l| l.stems.iter().copied().filter(name).collect())),
            Kind::Chance => Layer::new(texts.each_term(|t| chance(texts, t)), &stems),
            Kind::Grams => hashed(texts, &|l| l.grams.clone()),
            Kind::Shingles => hashed(texts, &shingles),
            Kind::Pairs => Layer::new(vec![1.0; texts.pairs], &of(&|l| l.pairs.clone())),
            Kind::CarriedNames => weighed(&carried),
            Kind::Carried => weighed(&with_carried),
            Kind::Paragraph => weighed(&[0, 1].map(|side: usize| paragraphs(&texts.sides[side].lines))),
        }))
    }

    pub(super) fn of(&self, kind: Kind) -> &Layer {
        &self.0[kind as usize]
    }
}

fn lists(lines: &[Line], of: &dyn Fn(&Line) -> Vec<u32>) -> Lists {
    let mut out = Lists::default();
    lines.iter().for_each(|l| out.push(of(l)));
    out
}

/// The log odds against both sentences holding a term by chance.
pub(super) fn chance(texts: &Prepared, term: TermId) -> f32 {
    let count = |side: usize| texts.sides[side].frequency[term as usize] as f32 + 0.5;
    let lines = |side: usize| texts.sides[side].lines.len() as f32 + 1.0;
    (lines(0) * lines(1) / (count(0) * count(1))).ln().max(0.0)
}

/// A layer of hashes, weighted by how few sentences of the two articles hold them. Two hashes may share a place in the
/// table of counts; it is large enough that they seldom do.
fn hashed(texts: &Prepared, of: &dyn Fn(&Line) -> Vec<u32>) -> Layer {
    let hashes = [0, 1].map(|side: usize| lists(&texts.sides[side].lines, of));
    let total: usize = hashes.iter().map(|side| side.ids.len()).sum();
    let size = (2 * total).next_power_of_two().clamp(1 << 10, 1 << 20);
    let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
    // By slot: in how many sentences it was seen, and the number of the last of them.
    let mut seen = vec![(0u32, 0u32); size];
    let mut sentence = 0;
    let slots = hashes.map(|side| {
        let mut out = Lists::default();
        for list in side.all() {
            sentence += 1;
            // Fold the high bits in: FNV mixes them best.
            let slots = list.iter().map(|hash| (hash ^ (hash >> 15)) & mask);
            out.push(slots.filter(|&s| {
                let (count, last) = &mut seen[s as usize];
                let new = std::mem::replace(last, sentence) != sentence;
                *count += u32::from(new);
                new
            }));
        }
        out
    });
    // The ids in the order in which they are met: the tables of a layer are as small as its ids are few.
    let lines = sentence as f32;
    let mut squares = Vec::new();
    let mut numbers = vec![u32::MAX; size];
    let lists = slots.map(|mut side| {
        for id in &mut side.ids {
            let slot = *id as usize;
            if numbers[slot] == u32::MAX {
                numbers[slot] = u32::try_from(squares.len()).unwrap_or(u32::MAX);
                squares.push(((lines + 1.0) / (seen[slot].0 as f32 + 0.5)).ln().max(0.0).powi(2));
            }
            *id = numbers[slot];
        }
        side
    });
    Layer::new(squares, &lists)
}

/// Hashes of the single stems and of the runs of two.
fn shingles(line: &Line) -> Vec<u32> {
    let mix = |h: u32, t: TermId| (h ^ t).wrapping_mul(0x9e37_79b1).rotate_left(13);
    let one = line.tokens.iter().map(|t| mix(1, t.stem));
    let two = line.tokens.windows(2).map(|w| mix(mix(2, w[0].stem), w[1].stem));
    one.chain(two).collect()
}

/// The names of each sentence; one that speaks of a person by a pronoun and names nobody has those that were named last.
fn carried(lines: &[Line], name: &dyn Fn(&TermId) -> bool) -> Lists {
    let mut out = Lists::default();
    let mut last: Vec<TermId> = Vec::new();
    for line in lines {
        let names: Vec<TermId> = line.stems.iter().copied().filter(|t| name(t)).collect();
        if names.is_empty() {
            out.push(if line.refers { last.clone() } else { Vec::new() });
        } else {
            out.push(names.iter().copied());
            last = names;
        }
    }
    out
}

/// Each sentence's terms with those of its paragraph, which counts no more than a screenful of sentences.
fn paragraphs(lines: &[Line]) -> Lists {
    const LONGEST: usize = 12;
    let mut out = Lists::default();
    let mut start = 0;
    while start < lines.len() {
        let rest = &lines[start..(start + LONGEST).min(lines.len())];
        let length = rest.iter().take_while(|l| l.block == lines[start].block).count().max(1);
        let stems = union(rest[..length].iter().map(|l| l.stems.as_slice()));
        (0..length).for_each(|_| out.push(stems.iter().copied()));
        start += length;
    }
    out
}

/// What any of some lists holds, ascending.
pub(super) fn union<'a>(lists: impl Iterator<Item = &'a [u32]>) -> Vec<u32> {
    let mut all: Vec<u32> = lists.flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
