//! Sentences joined into groups that report the same, each sentence in one group.

use std::collections::HashMap;

/// Sentences of one article that a group may hold.
const MAX_SIDE: usize = 4;
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

/// Groups of two or more, each sorted, in the order of their first members.
///
/// The likeliest link goes first; two groups become one when every link that crosses between them is likely. `fixed`
/// groups are formed beforehand and never grow. A sentence that a likely link leads to and that would stand alone takes
/// its partner out of a group that can spare it, or joins that group.
pub(super) fn join(edges: &[Edge], fixed: &[(Node, Node)], threshold: f32) -> Vec<Vec<Node>> {
    let mut pool = Pool::new(edges, threshold);
    for &(a, b) in fixed {
        pool.merge(a, b);
        pool.closed.insert(pool.home[&a], ());
    }
    let mut order: Vec<&Edge> = edges.iter().filter(|e| e.probability > threshold).collect();
    order.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
    for e in order {
        if pool.belong(e.a, e.b) {
            pool.merge(e.a, e.b);
        }
    }
    pool.house(edges);
    let mut groups: Vec<Vec<Node>> = pool.groups.into_iter().filter(|g| g.len() > 1).collect();
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

struct Pool {
    groups: Vec<Vec<Node>>,
    home: HashMap<Node, usize>,
    closed: HashMap<usize, ()>,
    probability: HashMap<(Node, Node), f32>,
    threshold: f32,
}

impl Pool {
    fn new(edges: &[Edge], threshold: f32) -> Self {
        let probability = edges.iter().map(|e| ((e.a, e.b), e.probability)).collect();
        Self { groups: Vec::new(), home: HashMap::new(), closed: HashMap::new(), probability, threshold }
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

    /// Finds a place for the sentences that stand alone in spite of a likely link: they take their partner out of a group
    /// that can spare it, or join that group as a whole.
    fn house(&mut self, edges: &[Edge]) {
        let mut order: Vec<&Edge> = edges.iter().filter(|e| e.probability > self.threshold).collect();
        order.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b))));
        for e in order {
            for (single, partner) in [(e.a, e.b), (e.b, e.a)] {
                let (own, other) = (self.home(single), self.home(partner));
                if self.groups[own].len() != 1 || self.groups[other].len() < 2 || self.closed.contains_key(&other) {
                    continue;
                }
                let rest: Vec<Node> = self.groups[other].iter().copied().filter(|&n| n != partner).collect();
                let spared = rest.iter().any(|n| n.0 == partner.0) && rest.iter().any(|n| n.0 != partner.0);
                let held = rest.iter().map(|&n| self.between(partner, n)).fold(0.0, f32::max);
                if spared && e.probability + LOYAL >= held {
                    self.groups[other].retain(|&n| n != partner);
                    self.groups[own].push(partner);
                    self.home.insert(partner, own);
                } else if self.fits(own, other) && self.mean(own, other) > self.threshold / 2.0 {
                    self.merge(partner, single);
                }
            }
        }
    }

    /// Whether two groups may become one: every link that crosses between them is likely.
    fn belong(&mut self, a: Node, b: Node) -> bool {
        let (x, y) = (self.home(a), self.home(b));
        if x == y || self.closed.contains_key(&x) || self.closed.contains_key(&y) || !self.fits(x, y) {
            return false;
        }
        self.crossing(x, y).all(|p| p > self.threshold)
    }

    fn fits(&self, x: usize, y: usize) -> bool {
        let nodes = || self.groups[x].iter().chain(&self.groups[y]);
        nodes().all(|node| nodes().filter(|n| n.0 == node.0).count() <= MAX_SIDE)
    }

    fn mean(&self, x: usize, y: usize) -> f32 {
        let (sum, n) = self.crossing(x, y).fold((0.0, 0.0), |(sum, n), p| (sum + p, n + 1.0));
        sum / f32::max(n, 1.0)
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
    fn a_fixed_group_stays_as_it_is() {
        let groups = join(&[edge(0, 1, 0.99)], &[((0, 0), (1, 1))], 0.4);
        assert_eq!(groups, [[(0, 0), (1, 1)]]);
    }
}
