//! What is measured on two sentences to tell whether they report the same.
//!
//! [`Features`] are measured on the words; [`Context`] on what the first pass found around them.

use std::collections::BTreeMap;

use super::{
    align::Link,
    candidates::Candidate,
    layers::{self, Layers, shared},
    prepared::{Line, Prepared, TermId},
};

/// The names of the features, in their order.
pub const NAMES: [&str; 53] = [
    "stem_cosine",
    "concept_cosine",
    "plain_cosine",
    "common_cosine",
    "name_cosine",
    "chance_cosine",
    "gram_cosine",
    "shingle_cosine",
    "window_cosine",
    "paragraph_cosine",
    "sentence_paragraph_less",
    "sentence_paragraph_more",
    "contained_less",
    "contained_more",
    "common_contained_less",
    "common_contained_more",
    "shared_weight",
    "shared_terms",
    "shared_common_terms",
    "chance_sum",
    "chance_best",
    "chance_by_length",
    "rarest_shared",
    "unique_shared",
    "unique_share",
    "bigrams",
    "run_words",
    "run_weight",
    "names_shared",
    "names_missing",
    "numbers_shared",
    "numbers_apart",
    "quoted_covered",
    "both_quote",
    "quoted_product",
    "quoted_sum",
    "same_speaker",
    "rank_less",
    "rank_more",
    "share_less",
    "share_more",
    "margin_less",
    "margin_more",
    "rivals_less",
    "rivals_more",
    "window_gain",
    "lede",
    "both_lede",
    "place_apart",
    "first_place",
    "last_place",
    "shorter_length",
    "length_ratio",
];

/// The features of one candidate.
pub type Features = [f32; NAMES.len()];

/// The names of what the second pass sees, in their order.
pub const CONTEXT_NAMES: [&str; 13] = [
    "first_pass",
    "first_pass_odds",
    "rival_less",
    "rival_more",
    "rivals_sum_less",
    "rivals_sum_more",
    "diagonal",
    "crossing",
    "beside_less",
    "beside_more",
    "around",
    "paragraphs",
    "articles",
];

/// What the second pass sees of one candidate.
pub type Context = [f32; CONTEXT_NAMES.len()];

/// The features of every candidate, in their order.
pub(super) fn of_all(texts: &Prepared, candidates: &[Candidate]) -> Vec<Features> {
    let measured = Measured { texts, layers: Layers::new(texts) };
    let rows = places(candidates, |c| c.left);
    let columns = places(candidates, |c| c.right);
    let ranks = rows.into_iter().zip(columns);
    candidates.iter().zip(ranks).map(|(c, (row, column))| measured.features(c, row, column)).collect()
}

/// Where a candidate stands among the others of its row or column.
#[derive(Clone, Copy, Default)]
struct Place {
    rank: f32,
    share: f32,
    margin: f32,
    rivals: f32,
}

fn places(candidates: &[Candidate], of: fn(&Candidate) -> u32) -> Vec<Place> {
    let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (k, c) in candidates.iter().enumerate() {
        groups.entry(of(c)).or_default().push(k);
    }
    let mut out = vec![Place::default(); candidates.len()];
    for members in groups.values_mut() {
        members.sort_by(|&a, &b| candidates[b].cosine.total_cmp(&candidates[a].cosine).then(a.cmp(&b)));
        let top = candidates[members[0]].cosine.max(f32::EPSILON);
        let second = members.get(1).map_or(0.0, |&k| candidates[k].cosine);
        let rivals = members.iter().filter(|&&m| candidates[m].cosine > 0.15).count() as f32;
        for (rank, &k) in members.iter().enumerate() {
            let own = candidates[k].cosine;
            let margin = own - if rank == 0 { second } else { top };
            out[k] = Place { rank: (rank as f32).min(10.0), share: own / top, margin, rivals };
        }
    }
    out
}

struct Measured<'a> {
    texts: &'a Prepared,
    layers: Layers,
}

impl Measured<'_> {
    fn weight(&self, terms: &[TermId]) -> f32 {
        terms.iter().map(|&t| self.texts.weight(t)).sum()
    }

    fn features(&self, c: &Candidate, row: Place, column: Place) -> Features {
        let (i, j) = (c.left as usize, c.right as usize);
        let [left, right] = &self.texts.sides;
        let (a, b) = (&left.lines[i], &right.lines[j]);
        let layers = &self.layers;
        let both: Vec<TermId> = shared(&a.concepts, &b.concepts).collect();
        let stems: Vec<TermId> = shared(&a.stems, &b.stems).collect();
        let together = self.weight(&both);
        let (whole_a, whole_b) = (self.weight(&a.concepts).max(1.0), self.weight(&b.concepts).max(1.0));
        let (in_a, in_b) = (together / whole_a, together / whole_b);
        let common = self.common_contained(a, b, &stems);
        let unique = |t: TermId| left.frequency[t as usize] == 1 && right.frequency[t as usize] == 1;
        let unique_weight: f32 = stems.iter().filter(|&&t| unique(t)).map(|&t| self.texts.weight(t)).sum();
        let chances = layers.chance.common(i, j);
        let run = longest_run(self.texts, a, b);
        let kinds = Kinds::new(self.texts, a, b);
        let (to_right, to_left) =
            (layers.stems.across(i, &layers.paragraph, j), layers.paragraph.across(i, &layers.stems, j));
        let (at_left, at_right) = (i as f32 / left.lines.len() as f32, j as f32 / right.lines.len() as f32);
        let (quoted_a, quoted_b) = (quoted_share(a), quoted_share(b));
        let lengths = (a.concepts.len() as f32, b.concepts.len() as f32);
        [
            layers.stems.cosine(i, j),
            layers.concepts.cosine(i, j),
            layers.plain.cosine(i, j),
            layers.common.cosine(i, j),
            layers.names.cosine(i, j),
            layers.chance.cosine(i, j),
            layers.grams.cosine(i, j),
            layers.shingles.cosine(i, j),
            layers.window.cosine(i, j),
            layers.paragraph.cosine(i, j),
            to_right.min(to_left),
            to_right.max(to_left),
            in_a.min(in_b),
            in_a.max(in_b),
            common.less,
            common.more,
            together.ln_1p(),
            both.len() as f32,
            common.terms,
            chances,
            stems.iter().map(|&t| layers::chance(self.texts, t)).fold(0.0, f32::max),
            chances / (1.0 + (lengths.0 * lengths.1).ln_1p()),
            both.iter().map(|&t| self.texts.weight(t)).fold(0.0, f32::max),
            both.iter().filter(|&&t| unique(t)).count() as f32,
            unique_weight / whole_a.min(whole_b),
            bigrams(a, b),
            run.0,
            run.1,
            kinds.names_shared,
            kinds.names_missing,
            kinds.numbers_shared,
            kinds.numbers_apart,
            quoted_covered(self.texts, a, b).max(quoted_covered(self.texts, b, a)),
            flag(!a.quoted.is_empty() && !b.quoted.is_empty()),
            quoted_a * quoted_b,
            quoted_a + quoted_b,
            flag(a.speaker.is_some() && a.speaker == b.speaker),
            row.rank.min(column.rank),
            row.rank.max(column.rank),
            row.share.min(column.share),
            row.share.max(column.share),
            row.margin.min(column.margin),
            row.margin.max(column.margin),
            row.rivals.min(column.rivals),
            row.rivals.max(column.rivals),
            self.window_gain(&left.lines, i, b, in_b).max(self.window_gain(&right.lines, j, a, in_a)),
            flag(i == 0 || j == 0),
            flag(i == 0 && j == 0),
            (at_left - at_right).abs(),
            at_left.min(at_right),
            at_left.max(at_right),
            lengths.0.min(lengths.1).ln_1p(),
            (lengths.0.max(1.0) / lengths.1.max(1.0)).ln().abs(),
        ]
    }

    /// How much of each sentence's content other than names the other has.
    fn common_contained(&self, a: &Line, b: &Line, both: &[TermId]) -> Contained {
        let common = |terms: &[TermId]| -> (f32, f32) {
            let plain = terms.iter().filter(|&&t| !self.texts.terms[t as usize].name);
            plain.fold((0.0, 0.0), |(sum, n), &t| (sum + self.texts.weight(t), n + 1.0))
        };
        let (together, terms) = common(both);
        let (x, y) = (together / (common(&a.stems).0 + 1.0), together / (common(&b.stems).0 + 1.0));
        Contained { less: x.min(y), more: x.max(y), terms }
    }

    /// How much more of `whole` a sentence and one neighbour hold than the sentence alone.
    fn window_gain(&self, lines: &[Line], at: usize, whole: &Line, alone: f32) -> f32 {
        let total = self.weight(&whole.concepts).max(1.0);
        let with = |other: usize| {
            let held = |t: &&TermId| {
                lines[at].concepts.binary_search(t).is_ok() || lines[other].concepts.binary_search(t).is_ok()
            };
            whole.concepts.iter().filter(held).map(|&t| self.texts.weight(t)).sum::<f32>() / total - alone
        };
        let before = if at > 0 { with(at - 1) } else { 0.0 };
        let after = if at + 1 < lines.len() { with(at + 1) } else { 0.0 };
        before.max(after)
    }
}

struct Contained {
    less: f32,
    more: f32,
    terms: f32,
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The share of a sentence's words that stand between quotation marks.
fn quoted_share(line: &Line) -> f32 {
    let quoted: usize = line.quoted.iter().map(|&(from, to)| to - from).sum();
    quoted as f32 / line.tokens.len().max(1) as f32
}

/// Words of a sentence that are looked at for runs: the cost is their square.
const RUN_WORDS: usize = 200;

/// The longest run of words that both have: its words and the weight of its content.
fn longest_run(texts: &Prepared, a: &Line, b: &Line) -> (f32, f32) {
    let mut best = (0.0, 0.0);
    let tokens = &b.tokens[..b.tokens.len().min(RUN_WORDS)];
    let mut before = vec![(0.0f32, 0.0f32); tokens.len()];
    for x in a.tokens.iter().take(RUN_WORDS) {
        let mut diagonal = (0.0, 0.0);
        for (y, cell) in tokens.iter().zip(before.iter_mut()) {
            let up_left = std::mem::replace(&mut diagonal, *cell);
            *cell = if x.word == y.word {
                let w = if x.content { texts.weight(x.stem) } else { 0.0 };
                (up_left.0 + 1.0, up_left.1 + w)
            } else {
                (0.0, 0.0)
            };
            if cell.1 > best.1 {
                best = *cell;
            }
        }
    }
    (best.0, f32::ln_1p(best.1))
}

/// Runs of two stems that both have and that hold at least one content word.
fn bigrams(a: &Line, b: &Line) -> f32 {
    a.pairs.iter().filter(|g| b.pairs.binary_search(g).is_ok()).count() as f32
}

/// Names and numbers of both.
#[derive(Default)]
struct Kinds {
    names_shared: f32,
    names_missing: f32,
    numbers_shared: f32,
    numbers_apart: f32,
}

impl Kinds {
    fn new(texts: &Prepared, a: &Line, b: &Line) -> Self {
        let mut out = Self::default();
        let (mut only_a, mut only_b) = (0.0f32, 0.0f32);
        for (own, other, alone) in [(a, b, &mut only_a), (b, a, &mut only_b)] {
            for &t in &own.stems {
                let term = &texts.terms[t as usize];
                let both = other.stems.binary_search(&t).is_ok();
                if term.number {
                    *(if both { &mut out.numbers_shared } else { &mut *alone }) += 0.5;
                } else if term.name {
                    *(if both { &mut out.names_shared } else { &mut out.names_missing }) += 0.5 * texts.weight(t);
                }
            }
        }
        out.numbers_apart = only_a.min(only_b);
        out
    }
}

/// How much of what `a` quotes stands in `b`, by weight.
fn quoted_covered(texts: &Prepared, a: &Line, b: &Line) -> f32 {
    let (mut whole, mut covered, mut words) = (0.0, 0.0, 0);
    for t in a.quoted.iter().flat_map(|&(from, to)| &a.tokens[from..to]).filter(|t| t.content) {
        let w = texts.weight(t.stem);
        whole += w;
        words += 1;
        if b.concepts.binary_search(&t.concept).is_ok() {
            covered += w;
        }
    }
    if words < 2 { 0.0 } else { covered / f32::max(whole, 1.0) }
}

/// What stands around every candidate after the first pass; `links` are ordered by left, then right.
pub(super) fn context(texts: &Prepared, links: &[Link]) -> Vec<Context> {
    let around = Around::new(texts, links);
    links.iter().map(|l| around.context(l)).collect()
}

struct Around<'a> {
    texts: &'a Prepared,
    links: &'a [Link],
    rows: Vec<Sums>,
    columns: Vec<Sums>,
    /// The best two of two blocks, by the blocks.
    blocks: BTreeMap<(u32, u32), Sums>,
    /// Links expected a sentence.
    articles: f32,
}

/// The sum and the two highest of a run of probabilities.
#[derive(Clone, Copy, Default)]
struct Sums {
    sum: f32,
    best: f32,
    second: f32,
}

impl Sums {
    fn add(&mut self, p: f32) {
        self.sum += p;
        if p > self.best {
            (self.best, self.second) = (p, self.best);
        } else if p > self.second {
            self.second = p;
        }
    }

    /// The highest but one's own.
    fn rival(&self, own: f32) -> f32 {
        if own >= self.best { self.second } else { self.best }
    }
}

impl<'a> Around<'a> {
    fn new(texts: &'a Prepared, links: &'a [Link]) -> Self {
        let [left, right] = &texts.sides;
        let mut rows = vec![Sums::default(); left.lines.len()];
        let mut columns = vec![Sums::default(); right.lines.len()];
        let mut blocks: BTreeMap<_, Sums> = BTreeMap::new();
        let mut sum = 0.0;
        for l in links {
            let (i, j) = (l.left as usize, l.right as usize);
            rows[i].add(l.probability);
            columns[j].add(l.probability);
            blocks.entry((left.lines[i].block, right.lines[j].block)).or_default().add(l.probability);
            sum += l.probability;
        }
        let articles = sum / (rows.len() + columns.len()).max(1) as f32;
        Self { texts, links, rows, columns, blocks, articles }
    }

    /// The probability of the candidate so many sentences away; 0 where there is none.
    fn at(&self, l: &Link, down: i64, across: i64) -> f32 {
        let step = |from: u32, by: i64| u32::try_from(i64::from(from) + by).ok();
        let (Some(left), Some(right)) = (step(l.left, down), step(l.right, across)) else { return 0.0 };
        let found = self.links.binary_search_by_key(&(left, right), |l| (l.left, l.right));
        found.map_or(0.0, |k| self.links[k].probability)
    }

    fn context(&self, l: &Link) -> Context {
        let p = l.probability;
        let (i, j) = (l.left as usize, l.right as usize);
        let (row, column) = (&self.rows[i], &self.columns[j]);
        let (rival_row, rival_column) = (row.rival(p), column.rival(p));
        let (sum_row, sum_column) = (row.sum - p, column.sum - p);
        let beside_left = self.at(l, -1, 0).max(self.at(l, 1, 0));
        let beside_right = self.at(l, 0, -1).max(self.at(l, 0, 1));
        let square = (-2..=2).flat_map(|d| (-2..=2).map(move |a| (d, a)));
        let blocks = (self.texts.sides[0].lines[i].block, self.texts.sides[1].lines[j].block);
        [
            p,
            ((p + 1e-4) / (1.0 - p + 1e-4)).ln(),
            rival_row.min(rival_column),
            rival_row.max(rival_column),
            sum_row.min(sum_column),
            sum_row.max(sum_column),
            self.at(l, 1, 1).max(self.at(l, -1, -1)),
            self.at(l, 1, -1).max(self.at(l, -1, 1)),
            beside_left.min(beside_right),
            beside_left.max(beside_right),
            square.filter(|&s| s != (0, 0)).map(|(d, a)| self.at(l, d, a)).sum(),
            self.blocks.get(&blocks).map_or(0.0, |b| b.rival(p)),
            self.articles,
        ]
    }
}
