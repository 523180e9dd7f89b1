//! What a candidate is worth: a linear blend of what can be counted, with weights that were learned.
//!
//! Two layers. [`Weights::word`] give every content word of the article a *mass*, the probability that a newsroom's
//! bullets would have it (logistic regression). [`Weights::bullet`] blend the mass that a candidate carries with its
//! place, its closeness to the rest of the article and flags of its wording. The weights are in `assets/summarizer`,
//! written by `examples/learn_summarizer.rs`.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet, fast::RandomState};

use super::{
    candidates::Candidate,
    reading::{Reading, Term},
    trim::Kind,
};

/// What is counted about a word, by name.
pub const WORD_FEATURES: [&str; 15] = [
    "bias",
    "count",
    "frequent",
    "lines",
    "in_first",
    "in_second",
    "in_third",
    "early",
    "depth",
    "capital",
    "number",
    "rarity",
    "title",
    "rare_and_frequent",
    "day",
];

/// What is counted about a candidate, by name.
pub const BULLET_FEATURES: [&str; 34] = [
    "mass",
    "pair_mass",
    "content",
    "stops",
    "first",
    "second",
    "third",
    "early",
    "depth",
    "log_place",
    "centroid",
    "forward",
    "mean_mass",
    "figures",
    "names",
    "question",
    "quoted",
    "quote_first",
    "first_person",
    "pronoun",
    "demonstrative",
    "connective",
    "verbless",
    "colon",
    "stopless",
    "listed",
    "long",
    "short",
    "repeats",
    "attributed",
    "words",
    "lead_words",
    "said_again",
    "like_first",
];

/// The learned numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One a word feature.
    pub word: [f32; WORD_FEATURES.len()],
    /// One a candidate feature.
    pub bullet: [f32; BULLET_FEATURES.len()],
    /// What a mass that an earlier bullet already carries costs.
    pub redundancy: f32,
    /// The mass a word of a passage must have for the passage to stay, by kind of cut.
    pub keep: [f32; Kind::COUNT],
}

impl Default for Weights {
    fn default() -> Self {
        Self { word: [0.0; _], bullet: [0.0; _], redundancy: 1.0, keep: [0.2; _] }
    }
}

/// The weights that ship with the program.
pub static LEARNED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../../assets/summarizer/weights.txt")));

const CUTS: [&str; Kind::COUNT] = ["loose", "dash", "relative", "apposition", "tail", "lead", "also", "occasion"];

impl Weights {
    /// Reads lines of a name and a number. What is missing stays at its default; what is unknown is passed over.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut weights = Self::default();
        for line in text.lines() {
            if let Some((name, value)) = line.split_once(' ')
                && let Ok(value) = value.trim().parse()
                && let Some(slot) = weights.slot(name)
            {
                *slot = value;
            }
        }
        weights
    }

    fn slot(&mut self, name: &str) -> Option<&mut f32> {
        let at = |names: &[&str], name: &str| names.iter().position(|n| *n == name);
        match name.split_once('.') {
            Some(("word", n)) => at(&WORD_FEATURES, n).map(|i| &mut self.word[i]),
            Some(("bullet", n)) => at(&BULLET_FEATURES, n).map(|i| &mut self.bullet[i]),
            Some(("keep", n)) => at(&CUTS, n).map(|i| &mut self.keep[i]),
            _ => (name == "redundancy").then_some(&mut self.redundancy),
        }
    }

    /// The text that [`Self::parse`] reads.
    #[must_use]
    pub fn print(&self) -> String {
        let names = |prefix: &str, names: &[&str], values: &[f32]| -> String {
            names.iter().zip(values).map(|(n, v)| format!("{prefix}.{n} {v:.4}\n")).collect()
        };
        names("word", &WORD_FEATURES, &self.word)
            + &names("bullet", &BULLET_FEATURES, &self.bullet)
            + &names("keep", &CUTS, &self.keep)
            + &format!("redundancy {:.4}\n", self.redundancy)
    }
}

/// The natural logarithm of a small count; every word asks for three.
fn ln(n: u32) -> f32 {
    static OF: LazyLock<[f32; 32]> = LazyLock::new(|| std::array::from_fn(|n| (n.max(1) as f32).ln()));
    OF.get(n as usize).copied().unwrap_or_else(|| (n as f32).ln())
}

/// What is counted about a word.
#[must_use]
pub fn word_features(term: &Term, reading: &Reading<'_>, top: u32) -> [f32; WORD_FEATURES.len()] {
    let lines = reading.lines.len().max(1) as f32;
    // Beyond some count a word is a refrain, not a subject.
    let count = term.count.min(30) as f32;
    let flag = |b: bool| if b { 1.0 } else { 0.0 };
    let first = term.first as f32;
    [
        1.0,
        ln(term.count.min(30)),
        count / top.clamp(1, 30) as f32,
        ln(1 + term.lines.min(30)),
        flag(term.first == 0),
        flag(term.first == 1),
        flag(term.first == 2),
        1.0 / (1.0 + first),
        first / lines,
        term.capitals as f32 / term.count.max(1) as f32,
        flag(term.number),
        term.rarity,
        flag(term.title),
        term.rarity * ln(term.count.min(30)),
        flag(term.day),
    ]
}

/// The mass of every term: 0 for words without meaning of their own.
#[must_use]
pub fn masses(reading: &Reading<'_>, weights: &Weights) -> Vec<f32> {
    let top = reading.terms.iter().filter(|t| !t.stop).map(|t| t.count).max().unwrap_or(1);
    reading
        .terms
        .iter()
        .map(|t| {
            if t.stop {
                return 0.0;
            }
            let x: f32 = word_features(t, reading, top).iter().zip(&weights.word).map(|(a, b)| a * b).sum();
            1.0 / (1.0 + (-x).exp())
        })
        .collect()
}

/// How close every sentence is to the article as a whole, to its first sentence, and to the sentences after it.
pub(super) struct Closeness {
    /// Cosine with the sum of all sentences.
    pub(super) centroid: Vec<f32>,
    /// Cosine with the sum of the sentences that follow.
    pub(super) forward: Vec<f32>,
    /// What a term weighs.
    weight: Vec<f32>,
    /// The first sentence, by term, scaled to length 1.
    first: Vec<f32>,
    /// Pairs of neighbouring words that two sentences have.
    again: HashSet<(u32, u32)>,
}

impl Closeness {
    /// One pass from the end: the cost is that of the words, not of the pairs of sentences.
    pub(super) fn new(reading: &Reading<'_>) -> Self {
        let weight: Vec<f32> = reading.terms.iter().map(|t| if t.stop { 0.0 } else { 0.1 + t.rarity }).collect();
        let mut whole = vec![0.0_f32; reading.terms.len()];
        for &t in &reading.tokens {
            whole[t as usize] += weight[t as usize];
        }
        let whole_norm = norm(whole.iter().map(|v| v * v).sum());
        let mut after = vec![0.0_f32; reading.terms.len()];
        let mut after_square = 0.0_f32;
        let n = reading.lines.len();
        let (mut centroid, mut forward) = (vec![0.0; n], vec![0.0; n]);
        for (i, line) in reading.lines.iter().enumerate().rev() {
            let tokens = &reading.tokens[line.tokens.clone()];
            let own: f32 = tokens.iter().map(|&t| weight[t as usize] * weight[t as usize]).sum();
            let dot = |with: &[f32]| tokens.iter().map(|&t| weight[t as usize] * with[t as usize]).sum::<f32>();
            centroid[i] = dot(&whole) / (norm(own) * whole_norm);
            forward[i] = dot(&after) / (norm(own) * norm(after_square));
            for &t in tokens {
                let t = t as usize;
                after_square += weight[t] * (2.0 * after[t] + weight[t]);
                after[t] += weight[t];
            }
        }
        let mut first = vec![0.0_f32; reading.terms.len()];
        if let Some(line) = reading.lines.first() {
            for &t in &reading.tokens[line.tokens.clone()] {
                first[t as usize] += weight[t as usize];
            }
            let length = norm(first.iter().map(|v| v * v).sum());
            first.iter_mut().for_each(|v| *v /= length);
        }
        Self { centroid, forward, weight, first, again: pairs_said_again(reading) }
    }
}

fn norm(square: f32) -> f32 {
    square.sqrt().max(1e-6)
}

fn pairs_said_again(reading: &Reading<'_>) -> HashSet<(u32, u32)> {
    let mut seen: HashMap<(u32, u32), usize> =
        HashMap::with_capacity_and_hasher(reading.tokens.len(), RandomState::default());
    let mut again = HashSet::default();
    for (i, line) in reading.lines.iter().enumerate() {
        for pair in reading.tokens[line.tokens.clone()].windows(2) {
            let pair = (pair[0], pair[1]);
            if *seen.entry(pair).or_insert(i) != i {
                again.insert(pair);
            }
        }
    }
    again
}

/// What is counted about a candidate.
pub(super) fn bullet_features(
    c: &Candidate,
    reading: &Reading<'_>,
    masses: &[f32],
    closeness: &Closeness,
) -> [f32; BULLET_FEATURES.len()] {
    let flag = |b: bool| if b { 1.0 } else { 0.0 };
    let place = c.line as f32;
    let lines = reading.lines.len().max(1) as f32;
    let (mut mass, mut pairs, mut content, mut stops, mut figures, mut names) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let (mut before, mut of_lead) = (0.0, 0.0);
    let mut seen: Vec<u32> = Vec::with_capacity(32);
    let (mut like_first, mut square) = (0.0, 0.0);
    for &t in &c.terms {
        let term = &reading.terms[t as usize];
        let m = masses[t as usize];
        if term.stop {
            stops += 1.0;
            continue;
        }
        content += 1.0;
        let weight = closeness.weight[t as usize];
        like_first += weight * closeness.first[t as usize];
        square += weight * weight;
        of_lead += flag(term.first == 0 && c.line > 0);
        pairs += before * m;
        before = m;
        if !seen.contains(&t) {
            seen.push(t);
            mass += m;
            figures += flag(term.number);
            names += flag(term.capitals * 2 > term.count);
        }
    }
    let again = c.terms.windows(2).filter(|p| closeness.again.contains(&(p[0], p[1]))).count();
    [
        mass,
        pairs,
        content,
        stops,
        flag(c.line == 0),
        flag(c.line == 1),
        flag(c.line == 2),
        1.0 / (1.0 + place),
        place / lines,
        (1.0 + place).ln(),
        closeness.centroid[c.line],
        closeness.forward[c.line],
        if content > 0.0 { mass / content } else { 0.0 },
        f32::min(figures, 3.0),
        f32::min(names, 5.0),
        flag(c.flags.question),
        c.flags.quoted,
        flag(c.flags.quote_first),
        flag(c.flags.first_person),
        flag(c.flags.pronoun),
        flag(c.flags.demonstrative),
        flag(c.flags.connective),
        flag(c.flags.verbless),
        flag(c.flags.colon),
        flag(c.flags.stopless),
        flag(c.flags.listed),
        (c.words as f32 - 26.0).max(0.0) / 4.0,
        (10.0 - c.words as f32).max(0.0) / 4.0,
        flag(c.flags.repeats),
        flag(c.flags.attributed),
        c.words as f32 / 10.0,
        of_lead / f32::max(content, 1.0),
        again as f32 / c.words.max(1) as f32,
        if c.line == 0 { 0.0 } else { like_first / norm(square) },
    ]
}
