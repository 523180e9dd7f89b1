//! What is measured once a sentence, for all its candidates.

use crate::compare::{
    adjacent::Neighbours,
    layers::{Layers, Lists, chance, union},
    prepared::{Line, Prepared, TermId, Token},
};

/// How much there is of a sentence, by weight and by count.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) concepts: f32,
    /// Stems that are no names.
    pub(super) common: f32,
    /// Stems that are names and no numbers.
    pub(super) names: f32,
    pub(super) numbers: f32,
    /// Content words between quotation marks.
    quoted: f32,
    quoted_words: usize,
    /// The share of its words that stand between quotation marks.
    pub(super) quoted_share: f32,
}

impl Size {
    fn of(texts: &Prepared, line: &Line) -> Self {
        let weight = |terms: &mut dyn Iterator<Item = TermId>| terms.map(|t| texts.weight(t)).sum::<f32>();
        let term = |t: TermId| &texts.terms[t as usize];
        let stems = || line.stems.iter().copied();
        let between: usize = line.quoted.iter().map(|&(from, to)| to - from).sum();
        Self {
            concepts: weight(&mut line.concepts.iter().copied()).max(1.0),
            common: weight(&mut stems().filter(|&t| !term(t).name)),
            names: weight(&mut stems().filter(|&t| term(t).name && !term(t).number)),
            numbers: stems().filter(|&t| term(t).number).count() as f32,
            quoted: weight(&mut quoted(line).map(|t| t.stem)),
            quoted_words: quoted(line).count(),
            quoted_share: between as f32 / line.tokens.len().max(1) as f32,
        }
    }

    /// How much of what it quotes is covered by so much.
    pub(super) fn quoted_covered(self, covered: f32) -> f32 {
        if self.quoted_words < 2 { 0.0 } else { covered / self.quoted.max(1.0) }
    }
}

/// The content words of a sentence that stand between quotation marks.
pub(super) fn quoted(line: &Line) -> impl Iterator<Item = &Token> {
    line.quoted.iter().flat_map(|&(from, to)| &line.tokens[from..to]).filter(|t| t.content)
}

/// What is measured once a sentence.
pub(super) struct Measured<'a> {
    pub(super) texts: &'a Prepared,
    pub(super) layers: Layers,
    pub(super) neighbours: Neighbours,
    pub(super) sizes: [Vec<Size>; 2],
    /// The concepts of each sentence of the right with those of the one before it.
    pub(super) with_before: Lists,
    /// The same with the one after it.
    pub(super) with_after: Lists,
    /// The log odds against both articles' sentences holding a term by chance, by term.
    pub(super) chances: Vec<f32>,
}

impl<'a> Measured<'a> {
    pub(super) fn new(texts: &'a Prepared) -> Self {
        let right = &texts.sides[1].lines;
        let concepts = |k: usize| right.get(k).map_or(&[][..], |l| l.concepts.as_slice());
        let joined = |step: fn(usize) -> usize| {
            let mut out = Lists::default();
            (0..right.len()).for_each(|k| out.push(union([concepts(k), concepts(step(k))].into_iter())));
            out
        };
        Self {
            texts,
            layers: Layers::new(texts),
            neighbours: Neighbours::new(texts),
            sizes: texts.sides.each_ref().map(|side| side.lines.iter().map(|l| Size::of(texts, l)).collect()),
            with_before: joined(|k| k.wrapping_sub(1)),
            with_after: joined(|k| k + 1),
            chances: texts.each_term(|t| chance(texts, t)),
        }
    }
}
