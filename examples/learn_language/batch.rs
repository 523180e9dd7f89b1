//! Sentences in the numbers of the network, and some of them taken together.

use nutgraf::language::{
    Relation, Tag,
    network::{
        distance,
        features::{self, ROWS, Table},
    },
};

use super::labelled::Sentence;

/// The rows of a table that say which word it is: they come first.
const OWN_ROWS: usize = 2;

/// The tags and relations that occur, in the order of their numbers.
pub(crate) struct Inventory {
    pub(crate) tags: Vec<Tag>,
    pub(crate) relations: Vec<Relation>,
}

impl Inventory {
    pub(crate) fn of(sentences: &[Sentence]) -> Self {
        let mut inventory = Self { tags: Vec::new(), relations: Vec::new() };
        for tag in sentences.iter().flat_map(|s| &s.tags) {
            if !inventory.tags.contains(tag) {
                inventory.tags.push(*tag);
            }
        }
        for relation in sentences.iter().flat_map(|s| &s.relations) {
            if !inventory.relations.contains(relation) {
                inventory.relations.push(*relation);
            }
        }
        inventory
    }
}

/// A sentence in numbers.
pub(crate) struct Example {
    rows: Vec<[u32; ROWS]>,
    tags: Vec<usize>,
    spans: Vec<usize>,
    pub(crate) heads: Vec<u16>,
    relations: Vec<usize>,
}

fn number<T: PartialEq>(list: &[T], item: &T) -> usize {
    list.iter().position(|i| i == item).unwrap_or(0)
}

impl Example {
    pub(crate) fn new(sentence: &Sentence, inventory: &Inventory, table: &Table) -> Self {
        let words = sentence.words.iter().enumerate();
        Self {
            rows: words.map(|(i, word)| features::rows(word, i == 0, table)).collect(),
            tags: sentence.tags.iter().map(|t| number(&inventory.tags, t)).collect(),
            spans: sentence.span_labels(),
            heads: sentence.heads.clone(),
            relations: sentence.relations.iter().map(|r| number(&inventory.relations, r)).collect(),
        }
    }
}

/// Some sentences, their words in one row after the other.
pub(crate) struct Batch<'a> {
    examples: Vec<&'a Example>,
    /// For each word its sentence and its place there.
    places: Vec<(usize, usize)>,
    /// Words before each sentence.
    starts: Vec<usize>,
    pub(crate) words: usize,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(examples: Vec<&'a Example>) -> Self {
        let lengths = examples.iter().map(|e| e.rows.len());
        let starts: Vec<usize> = lengths.clone().scan(0, |at, n| Some(std::mem::replace(at, *at + n))).collect();
        let places: Vec<_> = lengths.enumerate().flat_map(|(s, n)| (0..n).map(move |i| (s, i))).collect();
        Self { examples, words: places.len(), places, starts }
    }

    /// What a word counts for.
    pub(crate) fn weight(&self) -> f32 {
        1.0 / self.words as f32
    }

    /// Each sentence with the number of words before it.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = (usize, &Example)> {
        self.starts.iter().copied().zip(self.examples.iter().copied())
    }

    /// The rows of the table for a word; those of the word itself only where it is not hidden.
    pub(crate) fn rows_seen(&self, word: usize, seen: bool) -> &[u32] {
        let (sentence, i) = self.places[word];
        &self.examples[sentence].rows[i][if seen { 0 } else { OWN_ROWS }..]
    }

    /// The words that a convolution sees for a word: `step` before, itself, `step` behind, within the sentence.
    pub(crate) fn window(&self, word: usize, step: usize) -> [Option<usize>; 3] {
        let (sentence, i) = self.places[word];
        let behind = i + step < self.examples[sentence].rows.len();
        [(i >= step).then(|| word - step), Some(word), behind.then(|| word + step)]
    }

    /// Tag and name label of each word.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().map(|(s, i)| (self.examples[*s].tags[*i], self.examples[*s].spans[*i]))
    }

    /// For each word the row of its head (0 for the root, else a word's number from 1) and the class of its distance.
    pub(crate) fn heads(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().map(|(s, i)| {
            let head = self.examples[*s].heads[*i] as usize;
            (if head == 0 { 0 } else { self.starts[*s] + head }, distance(*i, head))
        })
    }

    pub(crate) fn relations(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|(s, i)| self.examples[*s].relations[*i])
    }
}
