//! Two articles → [`Comparison`]; a story → [`Coverage`].
//!
//! What both report, what is reworded, what cannot both be so, what only one mentions. A learned model says which sentences
//! may report the same; grammar has to show that they do before it is said.

mod adjacent;
pub mod agreement;
mod align;
mod alone;
mod candidates;
mod conflicts;
mod contradicted;
mod coverage;
mod equations;
mod evidence;
pub mod features;
mod figures;
mod framing;
mod group;
mod layers;
pub mod model;
mod names;
mod nearest;
mod prepared;
mod quotations;
mod rows;
mod subsequence;
pub mod words;

use serde::{Deserialize, Serialize};

pub use self::{
    alone::alone,
    conflicts::{Conflict, ConflictKind, Passage},
    contradicted::{Contradiction, Others, Tie, others, set_beside},
    coverage::{coverage, first},
    rows::{Row, rows},
};
pub use crate::text::figures::FigureKind;
use crate::{
    article::{Article, Quotation, SentenceId},
    language,
};

/// Two articles, aligned sentence by sentence.
///
/// Every sentence of either side that tells something is in a pair or in one of the one-sided lists, never in both.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Groups of sentences that report the same, in the order of the left article. A sentence stands in one of them, and once
    /// more beside each that has no other partner.
    pub pairs: Vec<Pair>,
    /// Further links, of one sentence with one: both stand in [`Self::pairs`], with other partners. A lede shares a claim
    /// with many sentences that share nothing with one another.
    pub also: Vec<Pair>,
    /// Sentences of the left article with nothing found on the right.
    pub only_left: Vec<SentenceId>,
    /// Sentences of the right article with nothing found on the left.
    pub only_right: Vec<SentenceId>,
    /// For one-sided sentences, the closest on the other side: for a reader who wants to look for herself.
    pub nearest: Vec<Nearest>,
    /// Quotations of both, matched; in the order of the left, then those only on the right.
    pub quotations: Vec<QuotationPair>,
    /// Figures of both, matched.
    pub figures: Vec<FigurePair>,
    /// What cannot both be so, in the order of the left.
    pub conflicts: Vec<Conflict>,
    /// Names of both.
    pub names: Names,
    /// What can be counted about the telling.
    pub framing: [Framing; 2],
    /// What was left out of the comparison because an article is too long or they are in two languages; empty otherwise.
    pub notices: Vec<String>,
}

/// Sentences of both sides that report the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Sentences of the left article, ascending, never empty.
    pub left: Vec<SentenceId>,
    /// Sentences of the right article, ascending, never empty.
    pub right: Vec<SentenceId>,
    /// How close they are.
    pub relation: Relation,
    /// 0 to 1: how sure the alignment is that they report the same.
    pub similarity: f32,
    /// The word changes. The `left` texts joined give the left sentences joined by a space; the same on the right.
    pub words: Vec<WordChange>,
    /// The pair crosses the order of most others: one side tells it elsewhere.
    pub moved: bool,
}

/// How close the two sides of a pair are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The words are equal once case, punctuation and white space are set aside.
    Same,
    /// Both say the same in other words.
    Reworded,
    /// They share a claim and each adds something.
    Overlaps,
    /// They speak of one claim and cannot both be so.
    Contradicts,
    /// They speak of the same people or things; that they share a claim is not shown.
    Related,
}

/// One step of a word-level difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordChange {
    /// What happened from left to right.
    pub op: Op,
    /// The words on the left, white space included.
    pub left: String,
    /// The words on the right, white space included.
    pub right: String,
}

/// What happened to words from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// The same words, case, marks and punctuation set aside.
    Equal,
    /// Only on the left.
    Delete,
    /// Only on the right.
    Insert,
    /// Other words on each side.
    Replace,
}

/// A one-sided sentence and the closest ones on the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// Which side the sentence is on.
    pub side: Side,
    /// The sentence.
    pub sentence: SentenceId,
    /// At most three sentences of the other side with their similarity, the closest first.
    pub candidates: Vec<(SentenceId, f32)>,
}

/// Left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first article.
    Left,
    /// The second article.
    Right,
}

/// How a quotation of one side stands on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotationMatch {
    /// The same words.
    Verbatim,
    /// One side is part of the other, word for word.
    Cut,
    /// Words differ.
    Altered,
    /// One side gives the words without quotation marks.
    Unmarked,
    /// Only the left quotes it.
    OnlyLeft,
    /// Only the right quotes it.
    OnlyRight,
}

/// A quotation on both sides or one.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotationPair {
    /// How they stand to each other.
    pub kind: QuotationMatch,
    /// The left one. For [`QuotationMatch::Unmarked`] one side is the passage without marks.
    pub left: Option<Quotation>,
    /// The right one.
    pub right: Option<Quotation>,
    /// The word changes, where both are there.
    pub words: Vec<WordChange>,
}

/// How a figure of one side stands on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureMatch {
    /// The same value, units converted.
    Same,
    /// The same thing is counted in aligned sentences, with other values.
    Conflict,
    /// Only the left has it.
    OnlyLeft,
    /// Only the right has it.
    OnlyRight,
}

/// A figure on both sides or one.
#[derive(Clone, Debug, PartialEq)]
pub struct FigurePair {
    /// What it counts.
    pub kind: FigureKind,
    /// How they stand to each other.
    pub matched: FigureMatch,
    /// The left one.
    pub left: Option<FigureAt>,
    /// The right one.
    pub right: Option<FigureAt>,
}

/// A figure and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureAt {
    /// The sentence.
    pub sentence: SentenceId,
    /// The figure as written, unit included.
    pub text: String,
    /// Where it starts in the sentence's text, in bytes.
    #[serde(skip)]
    pub start: u32,
}

/// Names of both articles, each in its longest form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// In both, under any of their forms.
    pub both: Vec<String>,
    /// Only on the left.
    pub only_left: Vec<String>,
    /// Only on the right.
    pub only_right: Vec<String>,
}

/// What can be counted about how an article tells its story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    /// Words of the body.
    pub words: usize,
    /// Words between quotation marks.
    pub quoted_words: usize,
    /// Words quoted, by speaker, the most quoted first.
    pub speakers: Vec<(String, usize)>,
    /// Hedges as they stand ("alleged", "reportedly"), in reading order.
    pub hedges: Vec<(SentenceId, String)>,
}

/// Aligns two articles. `compare(b, a)` is `compare(a, b)` seen from the other side.
#[must_use]
pub fn compare(left: &Article, right: &Article) -> Comparison {
    if is_turned(left, right) { compare_in_order(right, left).mirrored() } else { compare_in_order(left, right) }
}

/// For each sentence of an article, whether it tells something: no caption, and nothing that the page asks of its reader.
fn telling(article: &Article) -> Vec<bool> {
    let analysis = language::of(article);
    let mut out = article.telling();
    for (tells, parse) in out.iter_mut().zip(&analysis.sentences) {
        *tells = *tells && !language::asks_reader(parse);
    }
    out
}

/// Whether two articles are compared the other way round and the result mirrored: one orientation is computed, so that no tie
/// is broken by who stands on the left.
fn is_turned(left: &Article, right: &Article) -> bool {
    right.sentences.iter().map(|s| &s.text).lt(left.sentences.iter().map(|s| &s.text))
}

fn compare_in_order(left: &Article, right: &Article) -> Comparison {
    let texts = prepared::Prepared::new(left, right);
    let aligned = align::align(left, right, &texts);
    let alone = |article: &Article, of: fn(&Pair) -> &Vec<SentenceId>| {
        let mut free = telling(article);
        for id in aligned.pairs.iter().flat_map(of) {
            free[id.index()] = false;
        }
        (0..free.len()).filter(|&k| free[k]).map(SentenceId::from).collect::<Vec<_>>()
    };
    let only_left = alone(left, |p| &p.left);
    let only_right = alone(right, |p| &p.right);
    let mut notices = Vec::new();
    if aligned.cut {
        notices.push(
            "the articles are so long that sentences which share only frequent words were not compared".to_owned(),
        );
    }
    if let (Some(ours), Some(theirs)) = (&left.language, &right.language)
        && left.primary_language() != right.primary_language()
    {
        notices.push(format!(
            "the articles are in two languages ({}): only names, numbers and words that both share were compared",
            if ours <= theirs { format!("{ours}, {theirs}") } else { format!("{theirs}, {ours}") }
        ));
    }
    Comparison {
        nearest: nearest::of(&aligned.links, &only_left, &only_right),
        quotations: aligned.quotations,
        figures: aligned.figures,
        names: names::pair(left, right),
        framing: [framing::count(left), framing::count(right)],
        pairs: aligned.pairs,
        also: aligned.also,
        conflicts: aligned.conflicts,
        only_left,
        only_right,
        notices,
    }
}

impl Comparison {
    /// The same comparison with left and right exchanged.
    #[must_use]
    pub fn mirrored(mut self) -> Self {
        for p in self.pairs.iter_mut().chain(&mut self.also) {
            std::mem::swap(&mut p.left, &mut p.right);
            p.words.iter_mut().for_each(WordChange::mirror);
        }
        self.pairs.sort_by_key(|p| (p.left.first().copied(), p.moved, p.right.first().copied()));
        self.also.sort_by_key(|p| (p.left.first().copied(), p.right.first().copied()));
        std::mem::swap(&mut self.only_left, &mut self.only_right);
        for n in &mut self.nearest {
            n.side = n.side.other();
        }
        self.nearest.sort_by_key(|n| (n.side == Side::Right, n.sentence));
        for q in &mut self.quotations {
            std::mem::swap(&mut q.left, &mut q.right);
            q.words.iter_mut().for_each(WordChange::mirror);
            q.kind = match q.kind {
                QuotationMatch::OnlyLeft => QuotationMatch::OnlyRight,
                QuotationMatch::OnlyRight => QuotationMatch::OnlyLeft,
                kind => kind,
            };
        }
        let place =
            |q: &Option<Quotation>| q.as_ref().map_or((true, SentenceId(0), 0), |q| (false, q.sentence, q.span.start));
        self.quotations.sort_by_key(|q| (place(&q.left), place(&q.right)));
        for f in &mut self.figures {
            std::mem::swap(&mut f.left, &mut f.right);
            f.matched = match f.matched {
                FigureMatch::OnlyLeft => FigureMatch::OnlyRight,
                FigureMatch::OnlyRight => FigureMatch::OnlyLeft,
                matched => matched,
            };
        }
        let place =
            |f: &Option<FigureAt>| f.as_ref().map_or((true, SentenceId(0), 0), |f| (false, f.sentence, f.start));
        self.figures.sort_by_key(|f| (place(&f.left), place(&f.right)));
        for c in &mut self.conflicts {
            std::mem::swap(&mut c.left, &mut c.right);
        }
        self.conflicts.sort_by(|a, b| (&a.left, &a.right, a.kind).cmp(&(&b.left, &b.right, b.kind)));
        std::mem::swap(&mut self.names.only_left, &mut self.names.only_right);
        self.framing.reverse();
        self
    }
}

impl WordChange {
    fn mirror(&mut self) {
        std::mem::swap(&mut self.left, &mut self.right);
        self.op = match self.op {
            Op::Delete => Op::Insert,
            Op::Insert => Op::Delete,
            op => op,
        };
    }
}

impl Side {
    /// The opposite side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Who reports what: a story's claims down, its sources across.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// The sources, the one that stands for the story first.
    pub columns: Vec<Column>,
    /// The claims, those of most independent sources first.
    pub claims: Vec<Claim>,
    /// What the sources say of one another's sentences.
    pub others: Others,
    /// Independent voices: reprints of one text count once.
    pub independent: usize,
    /// What was left out because the story has too many articles; empty otherwise.
    pub notices: Vec<String>,
}

/// One source of a coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// An index into [`crate::article::Briefing::articles`].
    pub article: usize,
    /// The column (index into [`Coverage::columns`]) whose text this one reprints.
    pub carries: Option<usize>,
}

/// One claim, with who reports it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The claim in the words of the source that tells it best.
    pub text: String,
    /// Where those words stand: a column and a sentence.
    pub spoken: (usize, SentenceId),
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// Two sources tell it so that not both can be right.
    pub conflict: bool,
}

/// What the note of a cell says where it is no figure, day or name.
pub mod note {
    /// It says that it is not so, or that it went another way.
    pub const OTHERWISE: &str = "otherwise";
    /// It quotes the same words otherwise.
    pub const ALTERED: &str = "altered";
    /// It gives a part of the quotation.
    pub const CUT: &str = "cut";
}

/// One source's part in one claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Whether it reports the claim.
    pub state: Reports,
    /// The sentences in which it does, or which are only related.
    pub sentences: Vec<SentenceId>,
    /// What a reader should see beside the mark or in its place: the figure it gives, or a word of [`note`].
    pub note: Option<String>,
}

impl Cell {
    /// The source reports the claim in words of its own, be it in part.
    #[must_use]
    pub fn reports(&self) -> bool {
        matches!(self.state, Reports::Full | Reports::Part)
    }

    /// The source's first sentence reports the claim in full.
    fn leads(&self) -> bool {
        self.state == Reports::Full && self.sentences.contains(&SentenceId(0))
    }
}

impl Coverage {
    /// Whether a column's source leads with a claim: in full, or as the copy of one that does.
    #[must_use]
    pub fn leads(&self, claim: &Claim, column: usize) -> bool {
        let cell = |c: usize| claim.cells.get(c);
        let original = || self.columns.get(column).and_then(|c| c.carries).and_then(cell);
        match cell(column) {
            Some(own) if own.state == Reports::Reprint => {
                own.sentences.contains(&SentenceId(0)) && original().is_some_and(Cell::leads)
            }
            own => own.is_some_and(Cell::leads),
        }
    }
}

/// Whether a source reports a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reports {
    /// In full: its sentences hold what the claim says, with the same figures, denial and quoted words.
    Full,
    /// In part, or otherwise.
    Part,
    /// As the word-for-word text of another column.
    Reprint,
    /// Its sentences speak of the same people or things; that they report the claim is not shown.
    Related,
    /// Nothing was found.
    #[default]
    Nothing,
}
