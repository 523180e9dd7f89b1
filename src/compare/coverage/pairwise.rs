//! What the articles of a story have in common, two by two: sentences grouped into claims, figures that differ, shared
//! quotations.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use crate::{
    article::{Article, BlockKind, Quotation, SentenceId},
    compare::{
        Conflict, ConflictKind, QuotationMatch, QuotationPair, Relation, align, evidence,
        group::{self, Edge, Node},
        is_turned,
        model::Model,
        note,
        prepared::Prepared,
    },
    language, parallel,
};

/// Every article is compared with at most so many others, those that stand first in the story.
pub(super) const MAX_COMPARED: usize = 12;

/// The sentences of all voices, grouped.
pub(super) struct Found {
    pub(super) groups: Vec<Vec<Node>>,
    ties: HashMap<(Node, Node), Tie>,
    /// The sentences that comparisons set beside each.
    partners: BTreeMap<Node, Vec<Node>>,
    /// Those of which they do not show that they share a claim with it.
    related: BTreeMap<Node, Vec<Node>>,
    /// The sentences of reprints that stand in the original word for word, with those.
    pub(super) copies: BTreeMap<Node, Node>,
    /// What two sentences of different articles give differently, by both.
    pub(super) differences: BTreeMap<Node, Vec<Difference>>,
    /// What two columns say that cannot both be so.
    pub(super) conflicts: Vec<([usize; 2], Conflict)>,
    /// What is set beside one another.
    pub(super) beside: Vec<Tied>,
}

/// What one sentence is to another.
#[derive(Clone, Copy)]
pub(super) struct Tie {
    pub(super) probability: f32,
    /// Whether the other tells all that it tells, and the other way round.
    pub(super) told: [bool; 2],
    /// What the comparison of the two articles says of them.
    pub(super) relation: Relation,
}

/// Two sentences with what one is to the other.
pub(super) type Tied = ([Node; 2], Tie);

impl Tie {
    fn turned(self) -> Self {
        Self { told: [self.told[1], self.told[0]], ..self }
    }
}

/// What two articles have in common.
struct Compared {
    ties: Vec<(Edge, Tie)>,
    related: Vec<Tied>,
    differences: Vec<Difference>,
    conflicts: Vec<([usize; 2], Conflict)>,
    /// Sentences of the second article that have the words of one of the first.
    copies: Vec<(Node, Node)>,
}

impl Compared {
    /// All that is set beside one another.
    fn beside(&self) -> Vec<Tied> {
        let ties = self.ties.iter().map(|(e, tie)| ([e.a, e.b], *tie));
        ties.chain(self.related.iter().copied()).collect()
    }
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
    /// `carriers` are columns that reprint another's text, each with that one.
    pub(super) fn new(texts: &[&Article], voices: &[usize], carriers: &[(usize, usize)]) -> Self {
        let pairs = pairs(voices, carriers);
        let carries: BTreeSet<usize> = carriers.iter().map(|c| c.0).collect();
        let mut copies: BTreeMap<Node, Node> = BTreeMap::new();
        let mut edges = Vec::new();
        let mut partners: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        let mut related: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
        let mut ties = HashMap::default();
        let mut differences: BTreeMap<Node, Vec<Difference>> = BTreeMap::new();
        let mut conflicts = Vec::new();
        let mut beside = Vec::new();
        for (pair, compared) in pairs.iter().zip(parallel::map(&pairs, |&columns| compared(columns, texts))) {
            if carries.contains(&pair[1]) {
                copies.extend(compared.copies.iter().copied());
            }
            beside.extend(compared.beside());
            for (e, tie) in compared.ties {
                edges.push(e);
                ties.insert((e.a, e.b), tie);
                ties.insert((e.b, e.a), tie.turned());
                partners.entry(e.a).or_default().push(e.b);
                partners.entry(e.b).or_default().push(e.a);
            }
            for ([a, b], _) in compared.related {
                related.entry(a).or_default().push(b);
                related.entry(b).or_default().push(a);
            }
            conflicts.extend(compared.conflicts);
            for d in compared.differences {
                differences.entry(d.nodes[0]).or_default().push(d.clone());
                differences.entry(d.nodes[1]).or_default().push(d.turned());
            }
        }
        // What a copy has word for word is the original's.
        edges.retain(|e| !copies.contains_key(&e.a) && !copies.contains_key(&e.b));
        // Every edge was drawn by a comparison, be it below the threshold.
        let floor = |e: &Edge| Edge { probability: e.probability.max(Model::learned().threshold + DRAWN), ..*e };
        let edges: Vec<Edge> = edges.iter().map(floor).collect();
        let mut groups = group::join(&edges, &[], Model::learned().threshold);
        let taken: BTreeSet<Node> = groups.iter().flatten().copied().collect();
        for (c, text) in texts.iter().enumerate().filter(|(c, _)| voices.contains(c) || carries.contains(c)) {
            let alone = (0..text.sentences.len()).map(|s| node(c, s.into()));
            let alone = alone.filter(|n| !taken.contains(n) && !copies.contains_key(n));
            groups.extend(alone.map(|n| vec![n]));
        }
        let told: Vec<Vec<bool>> = parallel::map(texts, |text| claims_something(text));
        let tells = |n: &Node| told[n.0 as usize].get(n.1 as usize).copied().unwrap_or(false);
        groups.iter_mut().for_each(|g| g.retain(tells));
        groups.retain(|g| !g.is_empty());
        Self { groups, ties, partners, related, copies, differences, conflicts, beside }
    }

    /// The sentences of other articles that a comparison sets beside one, those of its group among them: a sentence makes
    /// several claims and stands in the group of one of them.
    pub(super) fn partners(&self, spoken: Node) -> impl Iterator<Item = Node> {
        self.partners.get(&spoken).into_iter().flatten().copied().filter(|n| !self.copies.contains_key(n))
    }

    /// The sentences of other articles that may report what one does.
    pub(super) fn related(&self, spoken: Node) -> impl Iterator<Item = Node> {
        self.related.get(&spoken).into_iter().flatten().copied().filter(|n| !self.copies.contains_key(n))
    }

    /// How well a sentence stands for its group: the mean of its links to the other articles' sentences.
    pub(super) fn centrality(&self, node: Node, group: &[Node]) -> f32 {
        let others: Vec<_> = group.iter().filter(|n| n.0 != node.0).collect();
        let sum: f32 = others.iter().map(|&&n| self.ties.get(&(node, n)).map_or(0.0, |t| t.probability)).sum();
        sum / (others.len().max(1) as f32)
    }

    /// What a comparison says of a sentence and those of another article: the strongest that it says of any.
    pub(super) fn relation(&self, spoken: Node, others: &[Node]) -> Option<Relation> {
        let found = || others.iter().filter_map(|&n| self.ties.get(&(spoken, n))).map(|t| t.relation);
        let order = [Relation::Same, Relation::Contradicts, Relation::Reworded, Relation::Overlaps];
        order.into_iter().find(|r| found().any(|f| f == *r))
    }

    /// Whether a sentence of another article tells all that a sentence does.
    pub(super) fn tell(&self, spoken: Node, others: &[Node]) -> bool {
        others.iter().filter_map(|&n| self.ties.get(&(spoken, n))).any(|t| t.told[0])
    }
}

fn node(column: usize, sentence: SentenceId) -> Node {
    (u32::try_from(column).unwrap_or(u32::MAX), sentence.0)
}

/// The columns that are compared two by two.
pub(super) fn pairs(voices: &[usize], carriers: &[(usize, usize)]) -> Vec<[usize; 2]> {
    let before = |k: usize| voices.iter().take(k.min(MAX_COMPARED));
    let of_voices = voices.iter().enumerate().flat_map(|(k, &b)| before(k).map(move |&a| [a, b]));
    of_voices.chain(carriers.iter().map(|&(carrier, original)| [original, carrier])).collect()
}

/// Two columns and what they say that cannot both be so.
pub(super) type Clash = ([usize; 2], Conflict);

/// What two columns say that cannot both be so, and what is set beside one another.
pub(super) fn others(columns: [usize; 2], texts: &[&Article]) -> (Vec<Clash>, Vec<Tied>) {
    let compared = compared(columns, texts);
    let beside = compared.beside();
    (compared.conflicts, beside)
}

/// Compares the articles of two columns.
fn compared(columns: [usize; 2], texts: &[&Article]) -> Compared {
    // As a comparison of the two takes them, so that both see the same.
    let turned = is_turned(texts[columns[0]], texts[columns[1]]);
    let [a, b] = if turned { [columns[1], columns[0]] } else { columns };
    let prepared = Prepared::new(texts[a], texts[b]);
    let align::Alignment { pairs, also, links, told, quotations, conflicts, .. } =
        align::align(texts[a], texts[b], &prepared);
    let conflicts: Vec<_> = conflicts.into_iter().map(|c| ([a, b], c)).collect();
    let mut differences: Vec<_> = conflicts.iter().cloned().map(contradiction).collect();
    differences.extend(requoted([a, b], quotations));
    let mut ties = Vec::new();
    let mut copies = Vec::new();
    let mut related = Vec::new();
    for p in pairs.iter().chain(&also) {
        for (&l, &r) in p.left.iter().flat_map(|l| p.right.iter().map(move |r| (l, r))) {
            let (left, right) = (node(a, l), node(b, r));
            let at = links.binary_search_by_key(&(l.0, r.0), |link| (link.left, link.right));
            let same = p.relation == Relation::Same;
            let probability = if same { 1.0 } else { at.map_or(0.0, |k| links[k].probability) };
            if p.relation == Relation::Related {
                related.push(([left, right], Tie { probability, told: [false; 2], relation: p.relation }));
                continue;
            }
            let told = told.get(&(l.0, r.0)).copied().unwrap_or_default();
            let told = told.map(|told| told && p.relation != Relation::Contradicts);
            ties.push((Edge { a: left, b: right, probability }, Tie { probability, told, relation: p.relation }));
            if same {
                // The second column may carry the first.
                copies.push(if turned { (left, right) } else { (right, left) });
            }
        }
    }
    Compared { ties, related, differences, conflicts, copies }
}

/// By how much a link that a comparison drew is above the threshold of groups.
const DRAWN: f32 = 0.01;

/// Which sentences of an article can be claims: no captions, headings, or rows of a table.
fn claims_something(article: &Article) -> Vec<bool> {
    let analysis = language::of(article);
    let mut out: Vec<bool> = (0..article.sentences.len())
        .map(|k| {
            let text = article.sentences[k].text.trim_end();
            let ends = text.ends_with(['.', '!', '?', '"', '”', '’', ')', '…', ':', '。', '！', '？', '」']);
            let parse = analysis.sentences.get(k).filter(|_| analysis.parsed);
            let verb = parse.is_none_or(|p| p.tokens.iter().any(|t| t.tag.is_verb()));
            (ends || verb) && !parse.is_some_and(language::asks_reader)
        })
        .collect();
    for block in article.blocks().filter(|b| !b.kind.tells() || b.kind == BlockKind::Subheading) {
        block.ids().for_each(|id| {
            if let Some(told) = out.get_mut(id.index()) {
                *told = false;
            }
        });
    }
    out
}

/// A conflict of two columns as what is to be noted in their cells.
fn contradiction(([a, b], c): ([usize; 2], Conflict)) -> Difference {
    let told = |text: String| match c.kind {
        ConflictKind::Quotation => note::ALTERED.to_owned(),
        ConflictKind::Polarity | ConflictKind::Outcome => note::OTHERWISE.to_owned(),
        _ => text,
    };
    Difference {
        nodes: [node(a, c.left.sentence), node(b, c.right.sentence)],
        notes: [Some(told(c.left.text)), Some(told(c.right.text))],
        kind: DifferenceKind::Conflict,
    }
}

/// Quotations that both columns give, be it in part or in other words.
fn requoted([a, b]: [usize; 2], found: Vec<QuotationPair>) -> Vec<Difference> {
    let difference = |q: QuotationPair| {
        let (l, r) = (q.left?, q.right?);
        let words = |q: &Quotation| q.text.split_whitespace().count();
        if words(&l).min(words(&r)) < evidence::QUOTED_WORDS {
            return None;
        }
        let nodes = [node(a, l.sentence), node(b, r.sentence)];
        let cut = |shorter: bool| shorter.then(|| note::CUT.to_owned());
        match q.kind {
            QuotationMatch::Cut => {
                let notes = [cut(l.text.len() < r.text.len()), cut(r.text.len() < l.text.len())];
                Some(Difference { nodes, notes, kind: DifferenceKind::Cut })
            }
            QuotationMatch::Altered => {
                let notes = [(); 2].map(|()| Some(note::ALTERED.to_owned()));
                Some(Difference { nodes, notes, kind: DifferenceKind::Altered })
            }
            _ => Some(Difference { nodes, notes: [None, None], kind: DifferenceKind::Quoted }),
        }
    };
    found.into_iter().filter_map(difference).collect()
}
