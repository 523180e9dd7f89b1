//! Sentences joined into groups that report the same, each sentence in one group.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::evidence::Link;

/// The sentences of one article that join one of another, at most; a third only where it would stand alone and its link
/// is as likely as [`JOINED`].
const PART: usize = 2;
/// How likely every link of a sentence that joins others of its own article is: they are set side by side as one.
const JOINED: f32 = 0.5;
/// Two sentences that both have no better partner pair from this share of the threshold.
const FREE: f32 = 0.88;
/// How much weaker than its present ones a link may be for which a sentence leaves its group.
const LOYAL: f32 = 0.25;

/// A sentence of some article: the article's number, then the sentence's.
pub(super) type Node = (u32, u32);

/// How likely two sentences of different articles report the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub(super) a: Node,
    pub(super) b: Node,
    pub(super) probability: f32,
}

/// Groups of two or more, each sorted, in the order of their first members. Only one article has more than one sentence in
/// a group, so that a reader sees one beside one, or one beside the two that it is told in.
///
/// The likeliest link goes first; two groups become one when every link that crosses between them is likely. `fixed`
/// groups are formed beforehand and never grow. A sentence that a likely link leads to and that would stand alone takes
/// its partner out of a group that can spare it, or joins that group.
pub(super) fn join(edges: &[Edge], fixed: &[(Node, Node)], threshold: f32) -> Vec<Vec<Node>> {
    let mut pool = Pool::new(edges, threshold);
    for &(a, b) in fixed {
        pool.merge(a, b);
        pool.closed.insert(pool.home[&a]);
    }
    let mut order: Vec<&Edge> = edges.iter().filter(|e| e.probability > FREE * threshold).collect();
    order.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
    for e in &order {
        if pool.belong(e.a, e.b) {
            pool.merge(e.a, e.b);
        }
    }
    for e in order.iter().filter(|e| e.probability > threshold) {
        pool.house(e.a, e.b, e.probability);
        pool.house(e.b, e.a, e.probability);
    }
    let mut groups: Vec<Vec<Node>> = pool.groups.into_iter().filter(|g| g.len() > 1).collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

struct Pool {
    groups: Vec<Vec<Node>>,
    home: HashMap<Node, usize>,
    closed: HashSet<usize>,
    /// Of the likely links.
    probability: HashMap<(Node, Node), f32>,
    threshold: f32,
}

impl Pool {
    fn new(edges: &[Edge], threshold: f32) -> Self {
        // A link below what any of the questions asks for is no link.
        let likely = edges.iter().filter(|e| e.probability > FREE * threshold);
        let probability = likely.map(|e| ((e.a, e.b), e.probability)).collect();
        Self { groups: Vec::new(), home: HashMap::new(), closed: HashSet::new(), probability, threshold }
    }

    fn home(&mut self, node: Node) -> usize {
        *self.home.entry(node).or_insert_with(|| {
            self.groups.push(vec![node]);
            self.groups.len() - 1
        })
    }

    fn merge(&mut self, a: Node, b: Node) {
        let (x, y) = (self.home(a), self.home(b));
        if x != y {
            for node in std::mem::take(&mut self.groups[y]) {
                self.home.insert(node, x);
                self.groups[x].push(node);
            }
        }
    }

    /// Finds a place for a sentence that stands alone in spite of a likely link: it takes its partner out of a group that
    /// can spare it, or joins that group.
    fn house(&mut self, single: Node, partner: Node, probability: f32) {
        let (own, other) = (self.home(single), self.home(partner));
        if self.groups[own].len() != 1 || self.groups[other].len() < 2 || self.closed.contains(&other) {
            return;
        }
        let rest: Vec<Node> = self.groups[other].iter().copied().filter(|&n| n != partner).collect();
        let spared = rest.iter().any(|n| n.0 == partner.0) && rest.iter().any(|n| n.0 != partner.0);
        let held = rest.iter().map(|&n| self.between(partner, n)).fold(0.0, f32::max);
        if spared && probability + LOYAL >= held {
            self.groups[other].retain(|&n| n != partner);
            self.groups[own].push(partner);
            self.home.insert(partner, own);
        } else if self.largest(own, other).is_some_and(|n| n <= PART || (n == PART + 1 && probability > JOINED)) {
            self.merge(partner, single);
        }
    }

    /// Whether two groups may become one: every link that crosses between them is likely.
    fn belong(&mut self, a: Node, b: Node) -> bool {
        let (x, y) = (self.home(a), self.home(b));
        if x == y || self.closed.contains(&x) || self.closed.contains(&y) {
            return false;
        }
        let alone = self.groups[x].len() + self.groups[y].len() == 2;
        let least = match self.largest(x, y) {
            Some(1) if alone => FREE * self.threshold,
            Some(1) => self.threshold,
            Some(PART) => self.threshold.max(JOINED),
            _ => return false,
        };
        self.crossing(x, y).all(|p| p > least)
    }

    /// The most sentences that one article has in two groups together; `None` where two articles have more than one.
    fn largest(&self, x: usize, y: usize) -> Option<usize> {
        let mut articles: BTreeMap<u32, usize> = BTreeMap::new();
        for node in self.groups[x].iter().chain(&self.groups[y]) {
            *articles.entry(node.0).or_default() += 1;
        }
        let several = articles.values().filter(|&&n| n > 1).count();
        if several > 1 { None } else { articles.into_values().max() }
    }

    /// The probabilities of the links that cross between two groups.
    fn crossing(&self, x: usize, y: usize) -> impl Iterator<Item = f32> + '_ {
        let (x, y) = (&self.groups[x], &self.groups[y]);
        x.iter().flat_map(move |&p| y.iter().filter(move |q| q.0 != p.0).map(move |&q| self.between(p, q)))
    }

    fn between(&self, a: Node, b: Node) -> f32 {
        let found = self.probability.get(&(a, b)).or_else(|| self.probability.get(&(b, a)));
        found.copied().unwrap_or(0.0)
    }
}

/// Sentences of both sides that report the same.
pub(super) struct Group {
    pub(super) left: Vec<u32>,
    pub(super) right: Vec<u32>,
}

impl Group {
    /// The two sentences of a link.
    pub(super) fn single(l: &Link) -> Self {
        Self::of((l.left, l.right))
    }

    /// A left sentence and a right one.
    pub(super) fn of((left, right): (u32, u32)) -> Self {
        Self { left: vec![left], right: vec![right] }
    }

    /// Each left sentence with each right one.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.left.iter().flat_map(|&i| self.right.iter().map(move |&j| (i, j)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(i: u32, j: u32, probability: f32) -> Edge {
        Edge { a: (0, i), b: (1, j), probability }
    }

    #[test]
    fn one_sentence_takes_two_when_both_links_are_strong() {
        let groups = join(&[edge(0, 0, 0.9), edge(0, 1, 0.8), edge(1, 1, 0.2)], &[], 0.4);
        assert_eq!(groups, [[(0, 0), (1, 0), (1, 1)]]);
    }

    #[test]
    fn two_sentences_stand_by_their_own_partners_however_alike_all_four_are() {
        let edges = [edge(0, 0, 0.9), edge(0, 1, 0.8), edge(1, 0, 0.8), edge(1, 1, 0.99)];
        assert_eq!(join(&edges, &[], 0.4), [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]);
    }

    #[test]
    fn two_that_have_no_better_partner_pair_below_the_threshold() {
        let edges = [edge(0, 0, 0.38), edge(1, 1, 0.9), edge(1, 2, 0.38)];
        assert_eq!(join(&edges, &[], 0.4), [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]);
    }

    #[test]
    fn two_groups_stay_apart_where_a_link_between_them_is_missing() {
        let groups = join(&[edge(0, 0, 0.9), edge(1, 0, 0.5), edge(1, 1, 0.9)], &[], 0.4);
        assert_eq!(groups, [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]);
    }

    #[test]
    fn a_sentence_alone_takes_a_partner_that_can_be_spared() {
        let edges = [edge(0, 0, 0.9), edge(0, 1, 0.7), edge(1, 1, 0.5)];
        assert_eq!(join(&edges, &[], 0.4), [[(0, 0), (1, 0)], [(0, 1), (1, 1)]]);
    }

    #[test]
    fn a_third_sentence_joins_only_by_a_strong_link() {
        let edges = |third| [edge(0, 0, 0.9), edge(0, 1, 0.8), edge(0, 2, third)];
        assert_eq!(join(&edges(0.45), &[], 0.4), [[(0, 0), (1, 0), (1, 1)]]);
        assert_eq!(join(&edges(0.55), &[], 0.4), [[(0, 0), (1, 0), (1, 1), (1, 2)]]);
    }

    #[test]
    fn a_fixed_group_stays_as_it_is() {
        let groups = join(&[edge(0, 1, 0.99)], &[((0, 0), (1, 1))], 0.4);
        assert_eq!(groups, [[(0, 0), (1, 1)]]);
    }
}
