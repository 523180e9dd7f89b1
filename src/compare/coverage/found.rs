//! What the articles of a story have in common, two by two: sentences grouped into claims, figures that differ, shared
//! quotations.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::{
    article::{Article, Quotation, SentenceId},
    compare::{
        Conflict, QuotationMatch, QuotationPair,
        align::{self, Link},
        group::{self, Edge, Node},
        model::Model,
        prepared::Prepared,
    },
    parallel,
};

/// Every article is compared with at most so many others, those that stand first in the story.
pub(super) const MAX_COMPARED: usize = 12;
/// The share of a claim's content that a sentence which says much more must hold to report it in full.
const MOST: f32 = 0.75;

/// The sentences of all voices, grouped.
pub(super) struct Found {
    columns: u32,
    pub(super) groups: Vec<Vec<Node>>,
    ties: HashMap<(Node, Node), Tie>,
    /// What two sentences of different articles give differently, by both.
    pub(super) differences: BTreeMap<Node, Vec<Difference>>,
}

/// What one sentence is to another.
#[derive(Clone, Copy)]
struct Tie {
    probability: f32,
    /// How much of its content the other holds, and the other way round.
    held: [f32; 2],
}

/// What two articles have in common.
struct Compared {
    ties: Vec<(Edge, [f32; 2])>,
    differences: Vec<Difference>,
}

/// A sentence of each of two articles that give the same figure or quotation, or ought to, with what is to be noted of each.
#[derive(Clone)]
pub(super) struct Difference {
    pub(super) nodes: [Node; 2],
    pub(super) notes: [Option<String>; 2],
    pub(super) kind: DifferenceKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DifferenceKind {
    /// None: both quote the same words.
    Quoted,
    /// They cannot both be so.
    Conflict,
    /// One gives a part of the other's quotation.
    Cut,
    /// The words of a quotation differ.
    Altered,
}

impl Difference {
    fn turned(self) -> Self {
        let ([a, b], [of_a, of_b]) = (self.nodes, self.notes);
        Self { nodes: [b, a], notes: [of_b, of_a], kind: self.kind }
    }
}

impl Found {
    pub(super) fn new(texts: &[&Article], voices: &[usize]) -> Self {
        let pairs: Vec<[usize; 2]> = (voices.iter().enumerate())
            .flat_map(|(k, &b)| voices.iter().take(k.min(MAX_COMPARED)).map(move |&a| [a, b]))
            .collect();
        let mut edges = Vec::new();
        let mut ties = HashMap::default();
        let mut differences: BTreeMap<Node, Vec<Difference>> = BTreeMap::new();
        for compared in parallel::map(&pairs, |&columns| compared(columns, texts)) {
            for (e, [a, b]) in compared.ties {
                edges.push(e);
                ties.insert((e.a, e.b), Tie { probability: e.probability, held: [a, b] });
                ties.insert((e.b, e.a), Tie { probability: e.probability, held: [b, a] });
            }
            for d in compared.differences {
                differences.entry(d.nodes[0]).or_default().push(d.clone());
                differences.entry(d.nodes[1]).or_default().push(d.turned());
            }
        }
        let mut groups = group::join(&edges, &[], Model::learned().threshold);
        let taken: BTreeSet<Node> = groups.iter().flatten().copied().collect();
        for &c in voices {
            let alone = (0..texts[c].sentences.len()).map(|s| node(c, s.into())).filter(|n| !taken.contains(n));
            groups.extend(alone.map(|n| vec![n]));
        }
        let columns = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        Self { columns, groups, ties, differences }
    }

    /// The articles whose first sentence tells some of what another's first sentence does: a lede makes several claims and
    /// stands in the group of one of them.
    pub(super) fn ledes(&self, spoken: Node) -> impl Iterator<Item = Node> {
        let threshold = Model::learned().threshold;
        let others = (0..self.columns).map(|column| (column, 0)).filter(move |n| spoken.1 == 0 && n.0 != spoken.0);
        others.filter(move |n| self.ties.get(&(spoken, *n)).is_some_and(|t| t.probability > threshold))
    }

    /// How well a sentence stands for its group: the mean of its links to the other articles' sentences.
    pub(super) fn centrality(&self, node: Node, group: &[Node]) -> f32 {
        let others: Vec<_> = group.iter().filter(|n| n.0 != node.0).collect();
        let sum: f32 = others.iter().map(|&&n| self.ties.get(&(node, n)).map_or(0.0, |t| t.probability)).sum();
        sum / (others.len().max(1) as f32)
    }

    /// Whether sentences of another article hold what a sentence says: each other's half, or most of it and more.
    pub(super) fn hold(&self, spoken: Node, others: &[Node]) -> bool {
        let ties = || others.iter().filter_map(|&n| self.ties.get(&(spoken, n)));
        let held: f32 = ties().map(|t| t.held[0]).sum();
        held >= MOST || held >= align::HALF && ties().any(|t| t.held[1] >= align::HALF)
    }
}

fn node(column: usize, sentence: SentenceId) -> Node {
    (u32::try_from(column).unwrap_or(u32::MAX), sentence.0)
}

/// Compares the articles of two columns.
fn compared(columns: [usize; 2], texts: &[&Article]) -> Compared {
    let [a, b] = columns;
    let prepared = Prepared::new(texts[a], texts[b]);
    let align::Alignment { links, quotations, conflicts, .. } = align::align(texts[a], texts[b], &prepared);
    let mut differences = contradictions(columns, conflicts);
    differences.extend(requoted(columns, quotations));
    let tie = |l: &Link| {
        let (left, right) = (node(a, SentenceId(l.left)), node(b, SentenceId(l.right)));
        let edge = Edge { a: left, b: right, probability: l.probability };
        (edge, align::held(&prepared, &[l.left], &[l.right]))
    };
    // What is less likely joins nothing.
    let likely = links.iter().filter(|l| l.probability > UNLIKELY);
    Compared { ties: likely.map(tie).collect(), differences }
}

/// The probability of a link up to which it says nothing about claims.
const UNLIKELY: f32 = 0.05;

/// What two columns say that cannot both be so.
fn contradictions([a, b]: [usize; 2], conflicts: Vec<Conflict>) -> Vec<Difference> {
    let difference = |c: Conflict| Difference {
        nodes: [node(a, c.left.sentence), node(b, c.right.sentence)],
        notes: [Some(c.left.text), Some(c.right.text)],
        kind: DifferenceKind::Conflict,
    };
    conflicts.into_iter().map(difference).collect()
}

/// Words of a quotation from which it tells something by itself.
const QUOTED_WORDS: usize = 3;

/// Quotations that both columns give, be it in part or in other words.
fn requoted([a, b]: [usize; 2], found: Vec<QuotationPair>) -> Vec<Difference> {
    let difference = |q: QuotationPair| {
        let (l, r) = (q.left?, q.right?);
        let words = |q: &Quotation| q.text.split_whitespace().count();
        if words(&l).min(words(&r)) < QUOTED_WORDS {
            return None;
        }
        let nodes = [node(a, l.sentence), node(b, r.sentence)];
        let cut = |shorter: bool| shorter.then(|| "cut".to_owned());
        match q.kind {
            QuotationMatch::Cut => {
                let notes = [cut(l.text.len() < r.text.len()), cut(r.text.len() < l.text.len())];
                Some(Difference { nodes, notes, kind: DifferenceKind::Cut })
            }
            QuotationMatch::Altered => {
                let notes = [Some("altered".to_owned()), Some("altered".to_owned())];
                Some(Difference { nodes, notes, kind: DifferenceKind::Altered })
            }
            _ => Some(Difference { nodes, notes: [None, None], kind: DifferenceKind::Quoted }),
        }
    };
    found.into_iter().filter_map(difference).collect()
}
