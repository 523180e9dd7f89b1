//! What is known of two articles before their sentences are set beside one another: which are equal, which are linked and how
//! surely, what contradicts, and which quotations and figures stand in both.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::{
    Conflict, FigurePair, QuotationMatch, QuotationPair, candidates, conflicts, figures, model::Model,
    prepared::Prepared, quotations, subsequence,
};
use crate::{
    article::{Article, Quotation},
    text::words,
};

/// The share of anchors in order from which both articles are taken to run in the same order.
const IN_ORDER: f32 = 0.9;
/// Anchors needed to tell.
const ANCHORS: usize = 4;
/// The share of the shorter article's sentences that anchors make up in two versions of one text: reports that quote the
/// same words in the same order still tell the rest in an order of their own.
const ANCHORED: f32 = 0.5;

/// A left and a right sentence with the probability that they report the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) probability: f32,
}

/// What two sentences claim in common, by left and right.
pub(super) type Claims = HashMap<(u32, u32), conflicts::Common>;

/// What is known of two articles before their sentences are paired.
#[derive(Default)]
pub(super) struct Evidence {
    /// Sentences of the same words, right by left.
    pub(super) equal: BTreeMap<u32, u32>,
    /// All candidates with their probability, ordered by left, then right.
    pub(super) links: Vec<Link>,
    /// Those of them that the model links.
    pub(super) drawn: Vec<Link>,
    /// What the sentences of the links say that cannot both be so.
    pub(super) conflicts: Vec<Conflict>,
    /// The quotations of both, matched.
    pub(super) quotations: Vec<QuotationPair>,
    /// The figures of both, matched.
    pub(super) figures: Vec<FigurePair>,
    /// What grammar shows of linked sentences; nothing where they are not parsed.
    pub(super) claims: Option<Claims>,
    /// Frequent words were left out of the search for candidates.
    pub(super) cut: bool,
}

impl Evidence {
    /// Looks at two prepared articles.
    pub(super) fn gather(left: &Article, right: &Article, texts: &Prepared) -> Self {
        let model = Model::learned();
        let equal = equal_sentences(left, right);
        // Of one text twice every sentence has its partner: there is nothing to weigh.
        let one_text = equal.len() == left.sentences.len() && equal.len() == right.sentences.len();
        let (mut links, cut) = if one_text {
            (equal.iter().map(|(&left, &right)| Link { left, right, probability: 1.0 }).collect(), false)
        } else {
            let (candidates, cut) = candidates::find(texts);
            (model.score(texts, &candidates), cut)
        };
        // What contradicts is looked for out of order too.
        let all = links.clone();
        keep_order(&mut links, &equal, left.sentences.len().min(right.sentences.len()), model.threshold);
        let quotations = quotations::pair(left, right, texts, &links);
        let figures = figures::Found::new(left, right, texts, &links, &equal);
        let conflicts::Found { conflicts, claims } = if one_text {
            conflicts::Found::default()
        } else {
            conflicts::find(left, right, texts, &all, &quotations, figures.suspects(&links))
        };
        let figures = figures.pairs(&conflicts);
        raise(&mut links, &conflicts, model.further);
        let drawn = drawn(&links, model);
        Self { equal, links, drawn, conflicts, quotations, figures, claims, cut }
    }

    /// Left and right sentences that contradict one another.
    pub(super) fn clashing(&self) -> HashSet<(u32, u32)> {
        self.conflicts.iter().map(|c| (c.left.sentence.0, c.right.sentence.0)).collect()
    }

    /// Those that give the same words as somebody's.
    pub(super) fn quoted(&self) -> HashSet<(u32, u32)> {
        self.quotations.iter().filter(|q| q.kind != QuotationMatch::Unmarked).filter_map(telling).collect()
    }

    /// Those that give one quotation in two lengths or wordings.
    pub(super) fn requoted(&self) -> HashSet<(u32, u32)> {
        let parted = |q: &&QuotationPair| matches!(q.kind, QuotationMatch::Cut | QuotationMatch::Altered);
        self.quotations.iter().filter(parted).filter_map(telling).collect()
    }
}

/// Words of a quotation from which it tells something by itself.
pub(super) const QUOTED_WORDS: usize = 3;

/// The sentences of a quotation of both sides that is long enough to tell something by itself.
fn telling(pair: &QuotationPair) -> Option<(u32, u32)> {
    let (l, r) = (pair.left.as_ref()?, pair.right.as_ref()?);
    let words = |q: &Quotation| q.text.split_whitespace().count();
    (words(l).min(words(r)) >= QUOTED_WORDS).then_some((l.sentence.0, r.sentence.0))
}

/// Sentences that contradict one another speak of one claim, however few words they share.
fn raise(links: &mut Vec<Link>, conflicts: &[Conflict], enough: f32) {
    for c in conflicts {
        let key = (c.left.sentence.0, c.right.sentence.0);
        match links.binary_search_by_key(&key, |l| (l.left, l.right)) {
            Ok(at) => links[at].probability = links[at].probability.max(enough + 0.01),
            Err(at) => links.insert(at, Link { left: key.0, right: key.1, probability: enough + 0.01 }),
        }
    }
}

/// The candidates that the model links.
fn drawn(links: &[Link], model: &Model) -> Vec<Link> {
    let candidates: Vec<_> = links.iter().map(|l| (l.left, l.right, l.probability)).collect();
    links.iter().zip(model.draw(&candidates)).filter(|(_, drawn)| *drawn).map(|(l, _)| *l).collect()
}

/// Sentences of the same words, the first with the first, the second with the second.
fn equal_sentences(left: &Article, right: &Article) -> BTreeMap<u32, u32> {
    let key = |text: &str| -> String {
        let letters = words::letters(text);
        if letters.is_empty() { text.trim().to_owned() } else { letters }
    };
    let mut waiting: HashMap<String, VecDeque<u32>> = HashMap::new();
    for (j, s) in (0..).zip(&right.sentences) {
        waiting.entry(key(&s.text)).or_default().push_back(j);
    }
    let partner = |s: &str| waiting.get_mut(&key(s)).and_then(VecDeque::pop_front);
    (0..)
        .zip(left.sentences.iter().map(|s| s.text.as_str()))
        .scan(partner, |p, (i, s)| Some((i, p(s))))
        .filter_map(|(i, j)| Some((i, j?)))
        .collect()
}

/// Where the anchors run in the same order in both articles (two versions of one text), a link that crosses them must be
/// an anchor itself.
fn keep_order(links: &mut Vec<Link>, equal: &BTreeMap<u32, u32>, shorter: usize, threshold: f32) {
    const SURE: f32 = 0.85;
    let mut anchors: Vec<(u32, u32)> = equal.iter().map(|(&i, &j)| (i, j)).collect();
    anchors.extend(links.iter().filter(|l| l.probability >= SURE).map(|l| (l.left, l.right)));
    anchors.sort_unstable();
    anchors.dedup();
    let chain = subsequence::increasing(&anchors);
    let chained = chain.len() as f32;
    if chain.len() < ANCHORS || chained < ANCHORED * shorter as f32 || chained < IN_ORDER * anchors.len() as f32 {
        return;
    }
    let chain: Vec<(u32, u32)> = chain.into_iter().map(|k| anchors[k]).collect();
    links.retain(|l| {
        let after = chain.partition_point(|a| a.0 < l.left);
        let floor = after.checked_sub(1).map_or(0, |k| chain[k].1);
        let above = chain.partition_point(|a| a.0 <= l.left);
        let ceiling = chain.get(above).map_or(u32::MAX, |a| a.1);
        l.probability >= SURE || l.probability < threshold || (floor <= l.right && l.right <= ceiling)
    });
}
