//! What is measured on two sentences to tell whether they report the same.

mod longest_run;
mod per_sentence;
mod ranks;
mod shared_terms;

use self::{
    longest_run::Runs,
    per_sentence::Measured,
    ranks::{Place, places},
    shared_terms::Held,
};
use super::{
    adjacent::Beside,
    candidates::Candidate,
    layers::{Kind, Spread},
    prepared::Prepared,
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

/// One left sentence made ready for all its candidates: what it holds is spread out over tables.
struct Row<'a> {
    measured: &'a Measured<'a>,
    left: Option<u32>,
    /// By [`Kind`].
    spread: [Spread<'a>; Kind::ALL.len()],
    beside: Beside<'a>,
    held: Held<'a>,
    runs: Runs,
}

impl<'a> Row<'a> {
    fn new(measured: &'a Measured<'a>) -> Self {
        Self {
            measured,
            left: None,
            spread: Kind::ALL.map(|kind| Spread::new(measured.layers.of(kind))),
            beside: Beside::new(&measured.neighbours),
            held: Held::new(measured),
            runs: Runs::new(measured.texts.terms.len()),
        }
    }

    /// Takes a left sentence in hand.
    fn take(&mut self, left: u32) {
        if self.left == Some(left) {
            return;
        }
        self.held.take(self.left.replace(left), left);
        self.spread.iter_mut().for_each(|layer| layer.take(left as usize));
        self.beside.take(left as usize);
        self.runs.take(self.measured.texts, &self.measured.texts.sides[0].lines[left as usize]);
    }

    fn features(&mut self, c: &Candidate, row: Place, column: Place) -> Features {
        self.take(c.left);
        let Measured { texts, layers, sizes, .. } = self.measured;
        let (i, j) = (c.left as usize, c.right as usize);
        let [left, right] = &texts.sides;
        let (a, b) = (&left.lines[i], &right.lines[j]);
        let (size_a, size_b) = (sizes[0][i], sizes[1][j]);
        let cosine = |kind: Kind| self.spread[kind as usize].cosine(j);
        let common = |kind: Kind| self.spread[kind as usize].common(j);
        let concepts = self.held.shared_concepts(b);
        let stems = self.held.shared_stems(b);
        let (in_a, in_b) = (concepts.weight / size_a.concepts, concepts.weight / size_b.concepts);
        let (common_a, common_b) = (stems.common / (size_a.common + 1.0), stems.common / (size_b.common + 1.0));
        let near = self.beside.nearness(j);
        let chance_sum = common(Kind::Chance);
        let run = self.runs.longest(b);
        let across = |own: Kind, other: Kind| self.spread[own as usize].across(layers.of(other), j);
        let (to_right, to_left) = (across(Kind::Stems, Kind::Paragraph), across(Kind::Paragraph, Kind::Stems));
        let (at_left, at_right) = (i as f32 / left.lines.len() as f32, j as f32 / right.lines.len() as f32);
        let lengths = (a.concepts.len() as f32, b.concepts.len() as f32);
        let gain = (concepts.with_neighbour / size_b.concepts - in_b)
            .max(self.held.gain_of_right(j) / size_a.concepts - in_a)
            .max(0.0);
        [
            cosine(Kind::Stems),
            cosine(Kind::Concepts),
            cosine(Kind::Plain),
            cosine(Kind::Common),
            cosine(Kind::Names),
            cosine(Kind::Chance),
            cosine(Kind::Grams),
            cosine(Kind::Shingles),
            near.three_by_three,
            near.two_of_left.min(near.two_of_right),
            near.two_of_left.max(near.two_of_right),
            near.two_by_two,
            cosine(Kind::CarriedNames),
            cosine(Kind::Carried),
            cosine(Kind::Paragraph),
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
            common(Kind::Pairs),
            run.0,
            run.1,
            stems.names,
            (0.5 * (size_a.names + size_b.names) - stems.names).max(0.0),
            stems.numbers,
            0.5 * (size_a.numbers - stems.numbers).min(size_b.numbers - stems.numbers),
            stems.numbers_rare,
            flag(stems.exact > 0.0),
            stems.exact_rare,
            size_a.quoted_covered(concepts.quoted).max(size_b.quoted_covered(self.held.quoted_by(b))),
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
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
