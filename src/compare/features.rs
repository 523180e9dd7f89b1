//! What is measured on two sentences to tell whether they report the same.

use std::collections::BTreeMap;

use super::{
    candidates::Candidate,
    prepared::{Line, Prepared, TermId},
};

/// The names of the features, in the order of [`Features`].
pub const NAMES: [&str; COUNT] = [
    "stem_cosine",
    "concept_cosine",
    "background_cosine",
    "gram_cosine",
    "contained_less",
    "contained_more",
    "shared_weight",
    "shared_terms",
    "rarest_shared",
    "unique_shared",
    "exact_share",
    "bigrams",
    "run_words",
    "run_weight",
    "names_shared",
    "names_missing",
    "numbers_shared",
    "numbers_apart",
    "quoted_covered",
    "both_quote",
    "same_speaker",
    "row_rank",
    "column_rank",
    "row_share",
    "column_share",
    "row_margin",
    "column_margin",
    "window_gain",
    "lede_left_or_right",
    "both_lede",
    "place_apart",
    "first_place",
    "last_place",
    "shorter_length",
    "length_ratio",
    "article_overlap",
    "lean_context",
    "row_candidates",
    "column_candidates",
];

/// How many features.
pub const COUNT: usize = 39;

/// The features of one candidate.
pub type Features = [f32; COUNT];

/// The features of every candidate, in their order.
pub(super) fn of_all(texts: &Prepared, candidates: &[Candidate]) -> Vec<Features> {
    let lines = Measured::new(texts);
    let ranks = Ranks::new(texts, candidates);
    candidates.iter().enumerate().map(|(k, c)| of_one(texts, &lines, &ranks, k, c)).collect()
}

/// Sums of weights by sentence, both sides.
struct Measured {
    stems: [Vec<f32>; 2],
    concepts: [Vec<f32>; 2],
    background: [Vec<f32>; 2],
}

impl Measured {
    fn new(texts: &Prepared) -> Self {
        let norms = |of: fn(&Line) -> &[TermId], weight: &dyn Fn(TermId) -> f32| {
            [0, 1].map(|side: usize| {
                let lines = texts.sides[side].lines.iter();
                lines.map(|l| of(l).iter().map(|&t| weight(t).powi(2)).sum::<f32>().sqrt()).collect()
            })
        };
        Self {
            stems: norms(|l| &l.stems, &|t| texts.weight(t)),
            concepts: norms(|l| &l.concepts, &|t| texts.weight(t)),
            background: norms(|l| &l.stems, &|t| texts.terms[t as usize].idf),
        }
    }
}

/// Where a candidate stands among the others of its row and column.
struct Ranks {
    row: Vec<Place>,
    column: Vec<Place>,
    /// Mean over all sentences of the best cosine.
    overlap: f32,
}

#[derive(Clone, Copy, Default)]
struct Place {
    rank: f32,
    share: f32,
    margin: f32,
    count: f32,
}

impl Ranks {
    fn new(texts: &Prepared, candidates: &[Candidate]) -> Self {
        let places = |of: fn(&Candidate) -> u32| {
            let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (k, c) in candidates.iter().enumerate() {
                groups.entry(of(c)).or_default().push(k);
            }
            let mut out = vec![Place::default(); candidates.len()];
            let mut best = 0.0;
            for members in groups.values_mut() {
                members.sort_by(|&a, &b| candidates[b].cosine.total_cmp(&candidates[a].cosine).then(a.cmp(&b)));
                let top = candidates[members[0]].cosine.max(f32::EPSILON);
                let second = members.get(1).map_or(0.0, |&k| candidates[k].cosine);
                best += top;
                for (rank, &k) in members.iter().enumerate() {
                    let own = candidates[k].cosine;
                    let rival = if rank == 0 { second } else { top };
                    out[k] = Place {
                        rank: rank as f32,
                        share: own / top,
                        margin: own - rival,
                        count: members.iter().filter(|&&m| candidates[m].cosine > 0.15).count() as f32,
                    };
                }
            }
            (out, best)
        };
        let (row, left) = places(|c| c.left);
        let (column, right) = places(|c| c.right);
        let sentences = (texts.sides[0].lines.len() + texts.sides[1].lines.len()).max(1) as f32;
        Self { row, column, overlap: (left + right) / sentences }
    }
}

fn of_one(texts: &Prepared, measured: &Measured, ranks: &Ranks, k: usize, c: &Candidate) -> Features {
    let (i, j) = (c.left as usize, c.right as usize);
    let [left, right] = &texts.sides;
    let (a, b) = (&left.lines[i], &right.lines[j]);
    let weight = |t: TermId| texts.weight(t);
    let cosine = |dot: f32, n: &[Vec<f32>; 2]| dot / (n[0][i] * n[1][j]).max(f32::EPSILON);

    let shared: Vec<TermId> = shared(&a.concepts, &b.concepts).collect();
    let sum = |terms: &[TermId]| terms.iter().map(|&t| weight(t)).sum::<f32>();
    let together = sum(&shared);
    let (whole_a, whole_b) = (sum(&a.concepts).max(1.0), sum(&b.concepts).max(1.0));
    let (in_a, in_b) = (together / whole_a, together / whole_b);
    let stem_dot: f32 = self::shared(&a.stems, &b.stems).map(|t| weight(t).powi(2)).sum();
    let background_dot: f32 = self::shared(&a.stems, &b.stems).map(|t| texts.terms[t as usize].idf.powi(2)).sum();
    let grams =
        self::shared(&a.grams, &b.grams).count() as f32 / ((a.grams.len() * b.grams.len()) as f32).sqrt().max(1.0);
    let unique = |t: TermId| left.frequency[t as usize] == 1 && right.frequency[t as usize] == 1;
    let run = longest_run(texts, a, b);
    let kinds = Kinds::new(texts, a, b);
    let (row, column) = (ranks.row[k], ranks.column[k]);
    let (n, m) = (left.lines.len() as f32, right.lines.len() as f32);
    let (at_left, at_right) = (i as f32 / n, j as f32 / m);
    let exact = self::shared(&a.stems, &b.stems).filter(|&t| unique(t)).map(weight).sum::<f32>();
    [
        cosine(stem_dot, &measured.stems),
        cosine(shared.iter().map(|&t| weight(t).powi(2)).sum(), &measured.concepts),
        cosine(background_dot, &measured.background),
        grams,
        in_a.min(in_b),
        in_a.max(in_b),
        together.ln_1p(),
        shared.len() as f32,
        shared.iter().map(|&t| weight(t)).fold(0.0, f32::max),
        shared.iter().filter(|&&t| unique(t)).count() as f32,
        exact / whole_a.min(whole_b),
        bigrams(a, b),
        run.0,
        run.1,
        kinds.names_shared,
        kinds.names_missing,
        kinds.numbers_shared,
        kinds.numbers_apart,
        quoted_covered(texts, a, b).max(quoted_covered(texts, b, a)),
        f32::from(u8::from(!a.quoted.is_empty() && !b.quoted.is_empty())),
        f32::from(u8::from(a.speaker.is_some() && a.speaker == b.speaker)),
        row.rank.min(10.0),
        column.rank.min(10.0),
        row.share,
        column.share,
        row.margin,
        column.margin,
        window_gain(texts, &left.lines, i, b, in_b).max(window_gain(texts, &right.lines, j, a, in_a)),
        f32::from(u8::from(i == 0 || j == 0)),
        f32::from(u8::from(i == 0 && j == 0)),
        (at_left - at_right).abs(),
        at_left.min(at_right),
        at_left.max(at_right),
        (a.concepts.len().min(b.concepts.len()) as f32).ln_1p(),
        (a.concepts.len().max(1) as f32 / b.concepts.len().max(1) as f32).ln().abs(),
        ranks.overlap,
        lean_context(texts, i, j),
        row.count,
        column.count,
    ]
}

/// What two ascending lists have in common.
fn shared<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let mut rest = b.iter().peekable();
    a.iter().copied().filter(move |x| {
        while rest.next_if(|y| *y < x).is_some() {}
        rest.peek() == Some(&x)
    })
}

/// The longest run of words that both have: its words and the weight of its content.
fn longest_run(texts: &Prepared, a: &Line, b: &Line) -> (f32, f32) {
    let mut best = (0.0, 0.0);
    let mut before = vec![(0.0f32, 0.0f32); b.tokens.len() + 1];
    for x in &a.tokens {
        let mut diagonal = (0.0, 0.0);
        for (y, cell) in b.tokens.iter().zip(before[1..].iter_mut()) {
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
    let of = |l: &Line| {
        let mut out: Vec<(TermId, TermId)> =
            l.tokens.windows(2).filter(|w| w[0].content || w[1].content).map(|w| (w[0].stem, w[1].stem)).collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    let (x, y) = (of(a), of(b));
    x.iter().filter(|g| y.binary_search(g).is_ok()).count() as f32
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

/// How much more of `whole` a sentence and one neighbour hold than the sentence alone.
fn window_gain(texts: &Prepared, lines: &[Line], at: usize, whole: &Line, alone: f32) -> f32 {
    let total: f32 = whole.concepts.iter().map(|&t| texts.weight(t)).sum::<f32>().max(1.0);
    let with = |other: usize| {
        let held =
            |t: &&TermId| lines[at].concepts.binary_search(t).is_ok() || lines[other].concepts.binary_search(t).is_ok();
        whole.concepts.iter().filter(held).map(|&t| texts.weight(t)).sum::<f32>() / total - alone
    };
    let before = if at > 0 { with(at - 1) } else { 0.0 };
    let after = if at + 1 < lines.len() { with(at + 1) } else { 0.0 };
    before.max(after)
}

/// A sentence that opens with a pronoun speaks of names before it: how many of them the other sentence has.
fn lean_context(texts: &Prepared, i: usize, j: usize) -> f32 {
    let names = |side: usize, at: usize, other: &Line| {
        let lines = &texts.sides[side].lines;
        if !lines[at].leans || at == 0 {
            return 0.0;
        }
        let named = |t: &&TermId| texts.terms[**t as usize].name && other.stems.binary_search(t).is_ok();
        lines[at - 1].stems.iter().filter(named).count() as f32
    };
    names(0, i, &texts.sides[1].lines[j]) + names(1, j, &texts.sides[0].lines[i])
}
