//! What stands around two sentences after the first pass: how likely their neighbours, their rivals and their paragraphs
//! report the same.

use super::{align::Link, prepared::Prepared};

/// The names of what the second pass sees, in their order.
pub const NAMES: [&str; 13] = [
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
pub type Context = [f32; NAMES.len()];

/// What `judge` makes of what stands around every candidate after the first pass; `links` are ordered by left, then right.
pub(super) fn of_all<R>(texts: &Prepared, links: &[Link], mut judge: impl FnMut(usize, &Context) -> R) -> Vec<R> {
    let around = Around::new(texts, links);
    let mut square = Square::new(texts, links);
    let judged = links.iter().enumerate().map(|(k, l)| {
        square.take(l.left as usize);
        judge(k, &around.context(l, &square))
    });
    judged.collect()
}

struct Around<'a> {
    texts: &'a Prepared,
    rows: Vec<Sums>,
    columns: Vec<Sums>,
    /// The best two of two blocks, by the blocks.
    blocks: foldhash::HashMap<(u32, u32), Sums>,
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

/// The probabilities of the rows around the one in hand, by the right sentence.
struct Square<'a> {
    links: &'a [Link],
    /// Where the links of each left sentence start.
    starts: Vec<usize>,
    /// Row `k` stands at `k % SIDE`, with room for [`REACH`] sentences at either end.
    rows: [Vec<f32>; SIDE],
    /// The first row not yet laid out.
    next: usize,
}

/// Sentences before and after one that count as around it.
const REACH: usize = 2;
const SIDE: usize = 2 * REACH + 1;

impl<'a> Square<'a> {
    fn new(texts: &Prepared, links: &'a [Link]) -> Self {
        let [left, right] = texts.sides.each_ref().map(|side| side.lines.len());
        let starts = (0..=left).map(|k| links.partition_point(|l| (l.left as usize) < k)).collect();
        let rows = std::array::from_fn(|_| vec![0.0; right + 2 * REACH]);
        Self { links, starts, rows, next: 0 }
    }

    /// Lays out the rows around one; called with rows in order.
    fn take(&mut self, row: usize) {
        while self.next <= row + REACH {
            let links = |k: usize| match (self.starts.get(k), self.starts.get(k + 1)) {
                (Some(&from), Some(&to)) => &self.links[from..to],
                _ => &[],
            };
            let cells = &mut self.rows[self.next % SIDE];
            for l in self.next.checked_sub(SIDE).map_or(&[][..], links) {
                cells[l.right as usize + REACH] = 0.0;
            }
            for l in links(self.next) {
                cells[l.right as usize + REACH] = l.probability;
            }
            self.next += 1;
        }
    }

    /// The probability of the candidate so many sentences down and across from one of the row in hand, each counted from
    /// [`REACH`] before; 0 where there is none.
    fn at(&self, l: &Link, down: usize, across: usize) -> f32 {
        self.rows[(l.left as usize + SIDE + down - REACH) % SIDE][l.right as usize + across]
    }
}

impl<'a> Around<'a> {
    fn new(texts: &'a Prepared, links: &[Link]) -> Self {
        let [left, right] = &texts.sides;
        let mut rows = vec![Sums::default(); left.lines.len()];
        let mut columns = vec![Sums::default(); right.lines.len()];
        let mut blocks: foldhash::HashMap<_, Sums> = foldhash::HashMap::default();
        let mut sum = 0.0;
        for l in links {
            let (i, j) = (l.left as usize, l.right as usize);
            rows[i].add(l.probability);
            columns[j].add(l.probability);
            blocks.entry((left.lines[i].block, right.lines[j].block)).or_default().add(l.probability);
            sum += l.probability;
        }
        let articles = sum / (rows.len() + columns.len()).max(1) as f32;
        Self { texts, rows, columns, blocks, articles }
    }

    fn context(&self, l: &Link, square: &Square<'_>) -> Context {
        let p = l.probability;
        let (i, j) = (l.left as usize, l.right as usize);
        let (row, column) = (&self.rows[i], &self.columns[j]);
        let (rival_row, rival_column) = (row.rival(p), column.rival(p));
        let (sum_row, sum_column) = (row.sum - p, column.sum - p);
        let (before, here, after) = (REACH - 1, REACH, REACH + 1);
        let beside_left = square.at(l, before, here).max(square.at(l, after, here));
        let beside_right = square.at(l, here, before).max(square.at(l, here, after));
        let cells = (0..SIDE).flat_map(|d| (0..SIDE).map(move |a| (d, a)));
        let blocks = (self.texts.sides[0].lines[i].block, self.texts.sides[1].lines[j].block);
        [
            p,
            ((p + 1e-4) / (1.0 - p + 1e-4)).ln(),
            rival_row.min(rival_column),
            rival_row.max(rival_column),
            sum_row.min(sum_column),
            sum_row.max(sum_column),
            square.at(l, after, after).max(square.at(l, before, before)),
            square.at(l, after, before).max(square.at(l, before, after)),
            beside_left.min(beside_right),
            beside_left.max(beside_right),
            cells.filter(|&s| s != (here, here)).map(|(d, a)| square.at(l, d, a)).sum(),
            self.blocks.get(&blocks).map_or(0.0, |b| b.rival(p)),
            self.articles,
        ]
    }
}
