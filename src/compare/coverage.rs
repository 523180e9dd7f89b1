//! A story's claims down, its sources across.
//!
//! The articles of independent voices are compared two by two and their sentences joined into claims; a reprint takes
//! the cells of the text that it carries.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cell, Claim, Column, Coverage, FigureMatch, QuotationMatch, Reports,
    align::{self, Link},
    figures,
    group::{self, Edge, Node},
    model::Model,
    prepared::Prepared,
    quotations,
};
use crate::article::{Article, SentenceId, Story};

/// Every article is compared with at most so many others, those that stand first in the story.
const MAX_COMPARED: usize = 12;

/// The claims of a story across its sources. `articles` are all articles of the briefing.
#[must_use]
pub fn coverage(story: &Story, articles: &[Article]) -> Coverage {
    let shown: Vec<usize> = story.articles.iter().copied().filter(|&a| a < articles.len()).collect();
    let columns: Vec<Column> = shown.iter().map(|&article| column(story, &shown, article)).collect();
    let texts: Vec<&Article> = shown.iter().map(|&a| &articles[a]).collect();
    let voices: Vec<usize> = (0..columns.len()).filter(|&c| columns[c].carries.is_none()).collect();
    let found = Found::new(&texts, &voices);
    let mut claims: Vec<Claim> = found.groups.iter().map(|g| claim(g, &found, &texts, columns.len())).collect();
    let order = |c: &Claim| {
        let reports = c.cells.iter().filter(|cell| cell.state != Reports::Nothing).count();
        let leads = c.cells.iter().filter_map(|cell| cell.sentences.first()).min().copied();
        (std::cmp::Reverse(reports), leads, c.spoken)
    };
    claims.sort_by_key(order);
    for (c, column) in columns.iter().enumerate() {
        if let Some(original) = column.carries {
            reprint(&mut claims, c, original, &texts);
        }
    }
    Coverage { columns, claims, independent: voices.len() }
}

/// The column of an article, and the one whose text it reprints.
fn column(story: &Story, shown: &[usize], article: usize) -> Column {
    let group = story.reprints.iter().find(|g| g.contains(&article));
    let original = group.and_then(|g| g.iter().find(|a| shown.contains(a))).filter(|&&first| first != article);
    Column { article, carries: original.and_then(|o| shown.iter().position(|a| a == o)) }
}

/// The sentences of all voices, grouped.
struct Found {
    groups: Vec<Vec<Node>>,
    probability: BTreeMap<(Node, Node), f32>,
    /// What two sentences of different articles give differently: a figure each, or a quotation that one cuts.
    differences: Vec<Difference>,
}

/// A sentence of each of two articles, with what is to be noted of each.
struct Difference {
    nodes: [Node; 2],
    notes: [Option<String>; 2],
    /// Both give a figure for the same thing.
    conflict: bool,
}

impl Found {
    fn new(texts: &[&Article], voices: &[usize]) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut edges = Vec::new();
        let mut differences = Vec::new();
        for (k, &b) in voices.iter().enumerate() {
            for &a in voices.iter().take(k.min(MAX_COMPARED)) {
                let node =
                    |l: &Link| Edge { a: (number(a), l.left), b: (number(b), l.right), probability: l.probability };
                let prepared = Prepared::new(texts[a], texts[b]);
                let links = align::align(texts[a], texts[b], &prepared).links;
                edges.extend(links.iter().map(node));
                differences.extend(conflicts([a, b], texts, &prepared, &links));
                differences.extend(cuts([a, b], texts, &prepared, &links));
            }
        }
        let mut groups = group::join(&edges, &[], Model::learned().threshold);
        let taken: BTreeSet<Node> = groups.iter().flatten().copied().collect();
        for &c in voices {
            let alone = (0..number(texts[c].sentences.len())).map(|s| (number(c), s)).filter(|n| !taken.contains(n));
            groups.extend(alone.map(|n| vec![n]));
        }
        let probability = edges.iter().flat_map(|e| [((e.a, e.b), e.probability), ((e.b, e.a), e.probability)]);
        Self { groups, probability: probability.collect(), differences }
    }

    /// How well a sentence stands for its group: the mean of its links to the other articles' sentences.
    fn centrality(&self, node: Node, group: &[Node]) -> f32 {
        let others: Vec<_> = group.iter().filter(|n| n.0 != node.0).collect();
        let sum: f32 = others.iter().map(|&&n| self.probability.get(&(node, n)).copied().unwrap_or(0.0)).sum();
        sum / (others.len().max(1) as f32)
    }
}

fn node(column: usize, sentence: SentenceId) -> Node {
    (u32::try_from(column).unwrap_or(u32::MAX), sentence.0)
}

/// Figures of two columns that count the same and differ.
fn conflicts(columns: [usize; 2], texts: &[&Article], prepared: &Prepared, links: &[Link]) -> Vec<Difference> {
    let [a, b] = columns;
    let found = figures::pair(texts[a], texts[b], prepared, links);
    let differs = found.into_iter().filter(|f| f.matched == FigureMatch::Conflict);
    let both = differs.filter_map(|f| Some((f.left?, f.right?)));
    both.map(|(l, r)| Difference {
        nodes: [node(a, l.sentence), node(b, r.sentence)],
        notes: [Some(l.text), Some(r.text)],
        conflict: true,
    })
    .collect()
}

/// Quotations of which one column gives a part.
fn cuts(columns: [usize; 2], texts: &[&Article], prepared: &Prepared, links: &[Link]) -> Vec<Difference> {
    let [a, b] = columns;
    let found = quotations::pair(texts[a], texts[b], prepared, links);
    let cut = found.into_iter().filter(|q| q.kind == QuotationMatch::Cut);
    let both = cut.filter_map(|q| Some((q.left?, q.right?)));
    both.map(|(l, r)| {
        let note = |shorter: bool| shorter.then(|| "cut".to_owned());
        Difference {
            nodes: [node(a, l.sentence), node(b, r.sentence)],
            notes: [note(l.text.len() < r.text.len()), note(r.text.len() < l.text.len())],
            conflict: false,
        }
    })
    .collect()
}

/// One claim: the words that tell it best, and a cell a column.
fn claim(group: &[Node], found: &Found, texts: &[&Article], columns: usize) -> Claim {
    let length = |n: &Node| texts[n.0 as usize].sentence(SentenceId(n.1)).split_whitespace().count();
    let worth = |n: &Node| found.centrality(*n, group) - 0.01 * length(n).abs_diff(18) as f32;
    let spoken = group.iter().copied().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a))).unwrap_or_default();
    let mut cells = vec![Cell::default(); columns];
    for &(column, sentence) in group {
        let cell = &mut cells[column as usize];
        cell.sentences.push(SentenceId(sentence));
        let link = found.probability.get(&(spoken, (column, sentence))).copied().unwrap_or(0.0);
        let full = column == spoken.0 || link >= 0.5;
        cell.state = if full || cell.state == Reports::Full { Reports::Full } else { Reports::Part };
    }
    let mut conflict = false;
    for d in found.differences.iter().filter(|d| d.nodes.iter().all(|n| group.contains(n))) {
        conflict |= d.conflict;
        for (node, note) in d.nodes.iter().zip(&d.notes) {
            let cell = &mut cells[node.0 as usize];
            // A figure says more than that words were cut.
            if note.is_some() && (cell.note.is_none() || d.conflict) {
                cell.note.clone_from(note);
            }
        }
    }
    Claim {
        text: texts[spoken.0 as usize].sentence(SentenceId(spoken.1)).to_owned(),
        spoken: (spoken.0 as usize, SentenceId(spoken.1)),
        cells,
        conflict,
    }
}

/// Fills the column of a reprint from the column that it carries.
fn reprint(claims: &mut [Claim], column: usize, original: usize, texts: &[&Article]) {
    let carried = super::compare(texts[original], texts[column]);
    let mut lies: BTreeMap<SentenceId, &[SentenceId]> = BTreeMap::new();
    for p in &carried.pairs {
        lies.extend(p.left.iter().map(|&l| (l, p.right.as_slice())));
    }
    for claim in claims {
        let mut sentences: Vec<SentenceId> =
            claim.cells[original].sentences.iter().filter_map(|s| lies.get(s)).copied().flatten().copied().collect();
        sentences.sort_unstable();
        sentences.dedup();
        if !sentences.is_empty() {
            claim.cells[column] = Cell { state: Reports::Reprint, sentences, note: claim.cells[original].note.clone() };
        }
    }
}
