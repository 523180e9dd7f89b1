//! What is measured on two sentences to tell whether they report the same.
//!
//! What the first pass then finds around them is measured in [`super::around`].

use super::{
    candidates::Candidate,
    layers::{Layers, Lists, Spread, chance, union},
    neighbours::{Beside, Neighbours},
    prepared::{Line, Prepared, TermId, Token},
};
use crate::parallel;

/// The names of the features, in their order.
pub const NAMES: [&str; 61] = [
    "stem_cosine",
    "concept_cosine",
    "plain_cosine",
    "common_cosine",
    "name_cosine",
    "chance_cosine",
    "gram_cosine",
    "shingle_cosine",
    "window_cosine",
    "two_cosine_less",
    "two_cosine_more",
    "two_by_two_cosine",
    "carried_name_cosine",
    "carried_cosine",
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
    "numbers_rare",
    "exact_shared",
    "exact_rare",
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

/// Candidates from which measuring is worth a second thread.
const MANY: usize = 4_000;
/// Pieces that many candidates are dealt into.
const PIECES: usize = 4;

/// What `judge` makes of every candidate's features, in their order. `candidates` are ordered by left, then right.
pub(super) fn of_all<R: Send>(
    texts: &Prepared,
    candidates: &[Candidate],
    judge: impl Fn(&Candidate, &Features) -> R + Sync,
) -> Vec<R> {
    let measured = Measured::new(texts);
    let [rows, columns] = texts.sides.each_ref().map(|side| side.lines.len());
    let rows = places(candidates, rows, |c| c.left);
    let columns = places(candidates, columns, |c| c.right);
    let size = if candidates.len() < MANY { candidates.len() } else { candidates.len() / PIECES };
    let starts: Vec<usize> = (0..candidates.len()).step_by(size.max(1)).collect();
    let pieces = parallel::map(&starts, |&start| {
        let mut row = Row::new(&measured);
        let piece = start..(start + size).min(candidates.len());
        let features = piece.map(|k| judge(&candidates[k], &row.features(&candidates[k], rows[k], columns[k])));
        features.collect::<Vec<R>>()
    });
    pieces.into_iter().flatten().collect()
}

/// Where a candidate stands among the others of its row or column.
#[derive(Clone, Copy, Default)]
struct Place {
    rank: f32,
    share: f32,
    margin: f32,
    rivals: f32,
}

fn places(candidates: &[Candidate], count: usize, of: fn(&Candidate) -> u32) -> Vec<Place> {
    // The candidates of one sentence after those of another.
    let mut starts = vec![0usize; count + 1];
    candidates.iter().for_each(|c| starts[of(c) as usize + 1] += 1);
    (0..count).for_each(|k| starts[k + 1] += starts[k]);
    let mut next = starts.clone();
    let mut order = vec![0usize; candidates.len()];
    for (k, c) in candidates.iter().enumerate() {
        order[next[of(c) as usize]] = k;
        next[of(c) as usize] += 1;
    }
    let mut out = vec![Place::default(); candidates.len()];
    for group in starts.windows(2) {
        let members = &mut order[group[0]..group[1]];
        members.sort_unstable_by(|&a, &b| candidates[b].cosine.total_cmp(&candidates[a].cosine).then(a.cmp(&b)));
        let Some(&best) = members.first() else { continue };
        let top = candidates[best].cosine.max(f32::EPSILON);
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

/// What is measured once a sentence.
struct Measured<'a> {
    texts: &'a Prepared,
    layers: Layers,
    neighbours: Neighbours,
    sizes: [Vec<Size>; 2],
    /// The concepts of each sentence of the right with those of the one before it.
    with_before: Lists,
    /// The same with the one after it.
    with_after: Lists,
    /// The log odds against both articles' sentences holding a term by chance, by term.
    chances: Vec<f32>,
}

/// How much there is of a sentence, by weight and by count.
#[derive(Clone, Copy)]
struct Size {
    concepts: f32,
    /// Stems that are no names.
    common: f32,
    /// Stems that are names and no numbers.
    names: f32,
    numbers: f32,
    /// Content words between quotation marks.
    quoted: f32,
    quoted_words: usize,
    /// The share of its words that stand between quotation marks.
    quoted_share: f32,
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
    fn quoted_covered(self, covered: f32) -> f32 {
        if self.quoted_words < 2 { 0.0 } else { covered / self.quoted.max(1.0) }
    }
}

/// The content words of a sentence that stand between quotation marks.
fn quoted(line: &Line) -> impl Iterator<Item = &Token> {
    line.quoted.iter().flat_map(|&(from, to)| &line.tokens[from..to]).filter(|t| t.content)
}

impl<'a> Measured<'a> {
    fn new(texts: &'a Prepared) -> Self {
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

/// The left sentence in hand holds a stem.
const STEM: u8 = 1;
/// It holds a concept.
const CONCEPT: u8 = 2;
/// The sentence before it does.
const BEFORE: u8 = 4;
/// The sentence after it does.
const AFTER: u8 = 8;

/// One left sentence made ready for all its candidates: what it holds is spread out over tables.
struct Row<'a> {
    measured: &'a Measured<'a>,
    left: Option<u32>,
    stems: Spread<'a>,
    concepts: Spread<'a>,
    plain: Spread<'a>,
    common: Spread<'a>,
    names: Spread<'a>,
    chance: Spread<'a>,
    grams: Spread<'a>,
    shingles: Spread<'a>,
    pairs: Spread<'a>,
    carried_names: Spread<'a>,
    carried: Spread<'a>,
    paragraph: Spread<'a>,
    beside: Beside<'a>,
    /// [`STEM`], [`CONCEPT`], [`BEFORE`], [`AFTER`], by term.
    held: Vec<u8>,
    /// The weight of what it quotes, by concept.
    quoted: Vec<f32>,
    runs: Runs,
}

impl<'a> Row<'a> {
    fn new(measured: &'a Measured<'a>) -> Self {
        let layers = &measured.layers;
        let terms = measured.texts.terms.len();
        Self {
            measured,
            left: None,
            stems: Spread::new(&layers.stems),
            concepts: Spread::new(&layers.concepts),
            plain: Spread::new(&layers.plain),
            common: Spread::new(&layers.common),
            names: Spread::new(&layers.names),
            chance: Spread::new(&layers.chance),
            grams: Spread::new(&layers.grams),
            shingles: Spread::new(&layers.shingles),
            pairs: Spread::new(&layers.pairs),
            carried_names: Spread::new(&layers.carried_names),
            carried: Spread::new(&layers.carried),
            paragraph: Spread::new(&layers.paragraph),
            beside: Beside::new(&measured.neighbours),
            held: vec![0; terms],
            quoted: vec![0.0; terms],
            runs: Runs::new(terms),
        }
    }

    fn layers(&mut self) -> [&mut Spread<'a>; 12] {
        [
            &mut self.stems,
            &mut self.concepts,
            &mut self.plain,
            &mut self.common,
            &mut self.names,
            &mut self.chance,
            &mut self.grams,
            &mut self.shingles,
            &mut self.pairs,
            &mut self.carried_names,
            &mut self.carried,
            &mut self.paragraph,
        ]
    }

    /// Takes a left sentence in hand.
    fn take(&mut self, left: u32) {
        if self.left == Some(left) {
            return;
        }
        let lines = &self.measured.texts.sides[0].lines;
        if let Some(before) = self.left.replace(left) {
            self.mark(lines, before as usize, |_, _| 0);
            quoted(&lines[before as usize]).for_each(|t| self.quoted[t.concept as usize] = 0.0);
        }
        self.layers().into_iter().for_each(|layer| layer.take(left as usize));
        self.beside.take(left as usize);
        self.mark(lines, left as usize, |held, bit| held | bit);
        let line = &lines[left as usize];
        quoted(line).for_each(|t| self.quoted[t.concept as usize] += self.measured.texts.weight(t.stem));
        self.runs.take(self.measured.texts, line);
    }

    fn mark(&mut self, lines: &[Line], at: usize, of: fn(u8, u8) -> u8) {
        let mut mark = |terms: &[TermId], bit: u8| {
            terms.iter().for_each(|&t| self.held[t as usize] = of(self.held[t as usize], bit));
        };
        mark(&lines[at].stems, STEM);
        for (neighbour, bit) in [(Some(at), CONCEPT), (at.checked_sub(1), BEFORE), (Some(at + 1), AFTER)] {
            if let Some(line) = neighbour.and_then(|n| lines.get(n)) {
                mark(&line.concepts, bit);
            }
        }
    }

    fn features(&mut self, c: &Candidate, row: Place, column: Place) -> Features {
        self.take(c.left);
        let Measured { texts, layers, sizes, .. } = self.measured;
        let (i, j) = (c.left as usize, c.right as usize);
        let [left, right] = &texts.sides;
        let (a, b) = (&left.lines[i], &right.lines[j]);
        let (size_a, size_b) = (sizes[0][i], sizes[1][j]);
        let concepts = self.shared_concepts(b);
        let stems = self.shared_stems(b);
        let (in_a, in_b) = (concepts.weight / size_a.concepts, concepts.weight / size_b.concepts);
        let (common_a, common_b) = (stems.common / (size_a.common + 1.0), stems.common / (size_b.common + 1.0));
        let near = self.beside.nearness(j);
        let chance_sum = self.chance.common(j);
        let run = self.runs.longest(b);
        let (to_right, to_left) = (self.stems.across(&layers.paragraph, j), self.paragraph.across(&layers.stems, j));
        let (at_left, at_right) = (i as f32 / left.lines.len() as f32, j as f32 / right.lines.len() as f32);
        let lengths = (a.concepts.len() as f32, b.concepts.len() as f32);
        let gain = (concepts.with_neighbour / size_b.concepts - in_b)
            .max(self.gain_of_right(j) / size_a.concepts - in_a)
            .max(0.0);
        [
            self.stems.cosine(j),
            self.concepts.cosine(j),
            self.plain.cosine(j),
            self.common.cosine(j),
            self.names.cosine(j),
            self.chance.cosine(j),
            self.grams.cosine(j),
            self.shingles.cosine(j),
            near.three_by_three,
            near.two_of_left.min(near.two_of_right),
            near.two_of_left.max(near.two_of_right),
            near.two_by_two,
            self.carried_names.cosine(j),
            self.carried.cosine(j),
            self.paragraph.cosine(j),
            to_right.min(to_left),
            to_right.max(to_left),
            in_a.min(in_b),
            in_a.max(in_b),
            common_a.min(common_b),
            common_a.max(common_b),
            concepts.weight.ln_1p(),
            concepts.count,
            stems.common_count,
            chance_sum,
            stems.chance_best,
            chance_sum / (1.0 + (lengths.0 * lengths.1).ln_1p()),
            concepts.rarest,
            concepts.unique,
            stems.unique / size_a.concepts.min(size_b.concepts),
            self.pairs.common(j),
            run.0,
            run.1,
            stems.names,
            (0.5 * (size_a.names + size_b.names) - stems.names).max(0.0),
            stems.numbers,
            0.5 * (size_a.numbers - stems.numbers).min(size_b.numbers - stems.numbers),
            stems.numbers_rare,
            flag(stems.exact > 0.0),
            stems.exact_rare,
            size_a.quoted_covered(concepts.quoted).max(size_b.quoted_covered(self.quoted_by(b))),
            flag(!a.quoted.is_empty() && !b.quoted.is_empty()),
            size_a.quoted_share * size_b.quoted_share,
            size_a.quoted_share + size_b.quoted_share,
            flag(a.speaker.is_some() && a.speaker == b.speaker),
            row.rank.min(column.rank),
            row.rank.max(column.rank),
            row.share.min(column.share),
            row.share.max(column.share),
            row.margin.min(column.margin),
            row.margin.max(column.margin),
            row.rivals.min(column.rivals),
            row.rivals.max(column.rivals),
            gain,
            flag(i == 0 || j == 0),
            flag(i == 0 && j == 0),
            (at_left - at_right).abs(),
            at_left.min(at_right),
            at_left.max(at_right),
            lengths.0.min(lengths.1).ln_1p(),
            (lengths.0.max(1.0) / lengths.1.max(1.0)).ln().abs(),
        ]
    }

    fn is_unique(&self, t: TermId) -> bool {
        self.measured.texts.sides.iter().all(|side| side.frequency[t as usize] == 1)
    }

    /// In how many sentences of both articles a term stands.
    fn heard(&self, t: TermId) -> f32 {
        self.measured.texts.sides.iter().map(|side| side.frequency[t as usize] as f32).sum()
    }

    fn shared_concepts(&self, b: &Line) -> Concepts {
        let mut out = Concepts::default();
        let (mut before, mut after) = (0.0, 0.0);
        for &t in &b.concepts {
            let held = self.held[t as usize];
            if held & (CONCEPT | BEFORE | AFTER) == 0 {
                continue;
            }
            let w = self.measured.texts.weight(t);
            before += if held & (CONCEPT | BEFORE) == 0 { 0.0 } else { w };
            after += if held & (CONCEPT | AFTER) == 0 { 0.0 } else { w };
            if held & CONCEPT != 0 {
                out.weight += w;
                out.count += 1.0;
                out.rarest = out.rarest.max(w);
                out.unique += flag(self.is_unique(t));
                out.quoted += self.quoted[t as usize];
            }
        }
        out.with_neighbour = before.max(after);
        out
    }

    fn shared_stems(&self, b: &Line) -> Stems {
        let Measured { texts, chances, .. } = self.measured;
        let mut out = Stems::default();
        for &t in b.stems.iter().filter(|&&t| self.held[t as usize] & STEM != 0) {
            let (term, w) = (&texts.terms[t as usize], texts.weight(t));
            if !term.name {
                out.common += w;
                out.common_count += 1.0;
            }
            if term.number {
                let heard = self.heard(t);
                out.numbers += 1.0;
                out.numbers_rare += 1.0 / heard;
                out.exact += flag(term.exact);
                out.exact_rare += flag(term.exact && heard <= SELDOM);
            } else if term.name {
                out.names += w;
            }
            if self.is_unique(t) {
                out.unique += w;
            }
            out.chance_best = out.chance_best.max(chances[t as usize]);
        }
        out
    }

    /// How much of the left sentence's content a right one holds together with one neighbour.
    fn gain_of_right(&self, j: usize) -> f32 {
        let Measured { texts, with_before, with_after, .. } = self.measured;
        let held = |terms: &[TermId]| -> f32 {
            let held = terms.iter().filter(|&&t| self.held[t as usize] & CONCEPT != 0);
            held.map(|&t| texts.weight(t)).sum()
        };
        held(with_before.get(j)).max(held(with_after.get(j)))
    }

    /// How much of what a right sentence quotes the left one holds.
    fn quoted_by(&self, b: &Line) -> f32 {
        let held = quoted(b).filter(|t| self.held[t.concept as usize] & CONCEPT != 0);
        held.map(|t| self.measured.texts.weight(t.stem)).sum()
    }
}

/// The concepts of two sentences.
#[derive(Default)]
struct Concepts {
    weight: f32,
    count: f32,
    rarest: f32,
    /// Those that stand in no other sentence of either article.
    unique: f32,
    /// The weight of those that the left sentence quotes.
    quoted: f32,
    /// How much of the right sentence the left one holds together with one neighbour.
    with_neighbour: f32,
}

/// The stems of two sentences, by weight unless they are counted.
#[derive(Default)]
struct Stems {
    common: f32,
    common_count: f32,
    names: f32,
    numbers: f32,
    /// Each number by how few sentences hold it.
    numbers_rare: f32,
    /// Numbers that are seldom the same by chance.
    exact: f32,
    /// Those of them that few sentences hold.
    exact_rare: f32,
    unique: f32,
    chance_best: f32,
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// Sentences that hold a number that is rare in two articles, at most.
const SELDOM: f32 = 4.0;

/// Words of a sentence that are looked at for runs: the cost may be their square.
const RUN_WORDS: usize = 200;

/// The words of the left sentence in hand by their places.
struct Runs {
    /// One more than the last place of a word, by word; 0 for one that it lacks.
    last: Vec<u32>,
    /// The same of the place before, by place.
    before: Vec<u32>,
    /// The words in order, each with what its meaning weighs.
    words: Vec<(TermId, f32)>,
    /// The run that ends at each place.
    runs: Vec<Run>,
}

/// A run of words that ends at one place in both sentences.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Two more than its last place in the right sentence.
    end: usize,
    words: f32,
    weight: f32,
}

impl Runs {
    fn new(terms: usize) -> Self {
        Self { last: vec![0; terms], before: Vec::new(), words: Vec::new(), runs: Vec::new() }
    }

    fn take(&mut self, texts: &Prepared, line: &Line) {
        self.words.drain(..).for_each(|(w, _)| self.last[w as usize] = 0);
        self.before.clear();
        for (place, t) in (1..).zip(line.tokens.iter().take(RUN_WORDS)) {
            self.words.push((t.word, if t.content { texts.weight(t.stem) } else { 0.0 }));
            self.before.push(std::mem::replace(&mut self.last[t.word as usize], place));
        }
    }

    /// The longest run of words that both have: its words and the weight of its content.
    fn longest(&mut self, b: &Line) -> (f32, f32) {
        self.runs.clear();
        self.runs.resize(self.words.len(), Run::default());
        let (mut best, mut place) = (Run::default(), (0, 0));
        for (y, t) in b.tokens.iter().take(RUN_WORDS).enumerate() {
            // From the last place to the first, so that the run before one is still that of the word before.
            let mut next = self.last[t.word as usize];
            while let Some(x) = next.checked_sub(1) {
                let x = x as usize;
                let before = x.checked_sub(1).map_or(Run::default(), |x| self.runs[x]);
                let before = if before.end == y + 1 { before } else { Run::default() };
                let run = Run { end: y + 2, words: before.words + 1.0, weight: before.weight + self.words[x].1 };
                self.runs[x] = run;
                if run.weight > best.weight || run.weight == best.weight && run.weight > 0.0 && (x, y) < place {
                    (best, place) = (run, (x, y));
                }
                next = self.before[x];
            }
        }
        (best.words, best.weight.ln_1p())
    }
}
