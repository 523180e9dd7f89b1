//! Which sentences of two articles are set beside one another, in any order, one to many.
//!
//! Sentences of the same words are paired first ([`Evidence`]). Then sentences are grouped so that the sum of probability over
//! threshold inside groups is high, and what is left over stands once more beside a partner.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Conflict, FigurePair, Pair, QuotationPair, Relation,
    agreement::{Linked, joined},
    evidence::{Evidence, Link},
    group::{self, Edge, Group},
    model::Model,
    prepared::Prepared,
    subsequence::increasing,
    words,
};
use crate::article::{Article, SentenceId};

/// How sure a pair of other words may be: 1 is for the same words.
const SUREST: f32 = 0.99;

/// How likely each link is of two sentences that are set beside one as its halves.
const HALVES: f32 = 0.93;

/// What the aligner found.
pub(super) struct Alignment {
    /// In the order of the left article.
    pub(super) pairs: Vec<Pair>,
    /// Links across pairs, in order of left, then right.
    pub(super) also: Vec<Pair>,
    /// All candidates with their probability, ordered by left, then right.
    pub(super) links: Vec<Link>,
    /// Left and right sentences, each with whether the right tells all of the left, and the left all of the right.
    pub(super) told: HashMap<(u32, u32), [bool; 2]>,
    /// What the sentences of the links say that cannot both be so.
    pub(super) conflicts: Vec<Conflict>,
    /// The quotations of both, matched.
    pub(super) quotations: Vec<QuotationPair>,
    /// The figures of both, matched.
    pub(super) figures: Vec<FigurePair>,
    /// Frequent words were left out of the search for candidates.
    pub(super) cut: bool,
}

/// Aligns two prepared articles.
pub(super) fn align(left: &Article, right: &Article, texts: &Prepared) -> Alignment {
    let evidence = Evidence::gather(left, right, texts);
    let placing = Placing::new(left, right, texts, &evidence);
    let groups = grouped(&evidence.drawn, &evidence.equal, Model::learned().threshold);
    let mut pairs = placing.pairs(&groups);
    pairs.extend(placing.again(&pairs, &evidence.drawn));
    pairs.sort_by_key(|p| (p.left.first().copied(), p.moved, p.right.first().copied()));
    let also = placing.across(&pairs, &evidence.drawn);
    let cells = pairs.iter().chain(&also).filter(|p| p.relation != Relation::Related);
    let cells = cells.flat_map(|p| p.left.iter().flat_map(|l| p.right.iter().map(|r| (l.0, r.0))));
    let told = cells.map(|cell| (cell, placing.linked.told(&Group::of(cell)))).collect();
    let Evidence { links, conflicts, quotations, figures, cut, .. } = evidence;
    Alignment { pairs, also, links, told, conflicts, quotations, figures, cut }
}

/// Groups in the order of the left.
fn grouped(links: &[Link], equal: &BTreeMap<u32, u32>, threshold: f32) -> Vec<Group> {
    let edges: Vec<Edge> =
        links.iter().map(|l| Edge { a: (0, l.left), b: (1, l.right), probability: l.probability }).collect();
    let fixed: Vec<_> = equal.iter().map(|(&i, &j)| ((0, i), (1, j))).collect();
    let side = |g: &[group::Node], side: u32| g.iter().filter(|n| n.0 == side).map(|n| n.1).collect();
    let groups = group::join(&edges, &fixed, threshold);
    groups.into_iter().map(|g| Group { left: side(&g, 0), right: side(&g, 1) }).collect()
}

/// Sentences of two articles, being set beside one another.
struct Placing<'a> {
    left: &'a Article,
    right: &'a Article,
    linked: Linked<'a>,
    /// Left and right sentences that contradict one another.
    clashing: HashSet<(u32, u32)>,
}

impl<'a> Placing<'a> {
    fn new(left: &'a Article, right: &'a Article, texts: &'a Prepared, evidence: &'a Evidence) -> Self {
        let linked = Linked::new(left, right, texts, evidence);
        Self { left, right, linked, clashing: evidence.clashing() }
    }

    fn pairs(&self, groups: &[Group]) -> Vec<Pair> {
        let mut points: Vec<(u32, u32)> = groups.iter().map(|g| (g.left[0], g.right[0])).collect();
        points.sort_unstable();
        let mut moved = vec![true; groups.len()];
        for k in increasing(&points) {
            moved[k] = false;
        }
        groups.iter().zip(moved).map(|(g, moved)| self.pair(&self.claimed(g), moved)).collect()
    }

    /// Pairs for sentences that are linked, but only with sentences that have found their place: these stand once more,
    /// beside them. The likeliest link goes first.
    fn again(&self, pairs: &[Pair], drawn: &[Link]) -> Vec<Pair> {
        let mut housed = Housed::of(pairs);
        let mut order: Vec<&Link> = drawn.iter().filter(|l| self.has_same_words(l) || !housed.unchanged(l)).collect();
        order.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.left, x.right).cmp(&(y.left, y.right))));
        // Both are asked: a link may find a place for either sentence or for both.
        order.retain(|l| housed.left.insert(l.left) | housed.right.insert(l.right));
        order.into_iter().map(|l| self.pair(&Group::single(l), true)).collect()
    }

    /// Whether a link is of the same words: a sentence that is said twice has its partner each time.
    fn has_same_words(&self, l: &Link) -> bool {
        words::same(self.left.sentence(SentenceId(l.left)), self.right.sentence(SentenceId(l.right)))
    }

    /// The links between sentences of different pairs.
    fn across(&self, pairs: &[Pair], drawn: &[Link]) -> Vec<Pair> {
        let housed = Housed::of(pairs);
        let cells = pairs.iter().flat_map(|p| p.left.iter().flat_map(|i| p.right.iter().map(|j| (i.0, j.0))));
        let shown: HashSet<(u32, u32)> = cells.collect();
        let crosses = |l: &&Link| !shown.contains(&(l.left, l.right)) && !housed.unchanged(l);
        drawn.iter().filter(crosses).map(|l| self.pair(&Group::single(l), false)).collect()
    }

    /// A group without the sentences that do not surely report what the other side does: two sentences set beside one as its
    /// halves say more than that each is like it. They stand beside their partners by themselves.
    fn claimed(&self, g: &Group) -> Group {
        if g.left.len() + g.right.len() == 2 {
            return Group { left: g.left.clone(), right: g.right.clone() };
        }
        let sure = |c: (u32, u32)| {
            self.linked.both_quote(c)
                || self.clashing.contains(&c)
                || self.linked.probability(c) >= HALVES && self.linked.is_one_claim(c)
        };
        let of = |own: &[u32], side: usize| -> Vec<u32> {
            own.iter().copied().filter(|&i| g.cells().any(|c| [c.0, c.1][side] == i && sure(c))).collect()
        };
        let kept = Group { left: of(&g.left, 0), right: of(&g.right, 1) };
        if !kept.left.is_empty() && !kept.right.is_empty() {
            return kept;
        }
        let likeliest = g
            .cells()
            .max_by(|x, y| self.linked.probability(*x).total_cmp(&self.linked.probability(*y)).then_with(|| y.cmp(x)));
        let (left, right) = likeliest.unwrap_or((g.left[0], g.right[0]));
        Group { left: vec![left], right: vec![right] }
    }

    fn pair(&self, g: &Group, moved: bool) -> Pair {
        let ids = |ids: &[u32]| ids.iter().map(|&i| SentenceId(i)).collect::<Vec<_>>();
        let (l, r) = (joined(self.left, &g.left), joined(self.right, &g.right));
        let same = words::same(&l, &r);
        let clashes = g.cells().any(|cell| self.clashing.contains(&cell));
        let best = g.cells().map(|c| self.linked.probability(c)).fold(0.0, f32::max);
        Pair {
            left: ids(&g.left),
            right: ids(&g.right),
            relation: match (same, clashes) {
                (_, true) => Relation::Contradicts,
                (true, _) => Relation::Same,
                _ => self.linked.relation(g),
            },
            similarity: if same { 1.0 } else { best.min(SUREST) },
            words: words::changes(&l, &r),
            moved,
        }
    }
}

/// The sentences that stand in pairs.
#[derive(Default)]
struct Housed {
    left: HashSet<u32>,
    right: HashSet<u32>,
    /// Those whose partner has the same words: nothing else is set beside them.
    same: [HashSet<u32>; 2],
}

impl Housed {
    fn of(pairs: &[Pair]) -> Self {
        let mut housed = Self::default();
        for p in pairs {
            housed.left.extend(p.left.iter().map(|id| id.0));
            housed.right.extend(p.right.iter().map(|id| id.0));
            if p.relation == Relation::Same {
                housed.same[0].extend(p.left.iter().map(|id| id.0));
                housed.same[1].extend(p.right.iter().map(|id| id.0));
            }
        }
        housed
    }

    /// Whether a sentence of the link stands unchanged on the other side.
    fn unchanged(&self, l: &Link) -> bool {
        self.same[0].contains(&l.left) || self.same[1].contains(&l.right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sentence;

    fn article(sentences: &[&str]) -> Article {
        let sentence = |s: &&str| Sentence { text: (*s).to_owned(), tight: false };
        Article { sentences: sentences.iter().map(sentence).collect(), ..Article::default() }
    }

    /// The pairs that come a second time, given what pairs the first sentences.
    fn second(left: &Article, right: &Article) -> Vec<(Vec<SentenceId>, Vec<SentenceId>, bool)> {
        let texts = Prepared::new(left, right);
        let links =
            [(0, 0, 0.9), (1, 0, 0.6), (2, 0, 0.2)].map(|(left, right, p)| Link { left, right, probability: p });
        let evidence = Evidence { links: links.to_vec(), ..Evidence::default() };
        let placing = Placing::new(left, right, &texts, &evidence);
        let first = placing.pair(&Group::single(&links[0]), false);
        let found = placing.again(&[first], &links[..2]);
        found.into_iter().map(|p| (p.left, p.right, p.moved)).collect()
    }

    #[test]
    fn a_sentence_linked_with_one_that_has_its_partner_stands_beside_it_once_more() {
        let right = article(&["The ferry ran aground off Skarn at night."]);
        let left =
            article(&["A ferry ran aground off Skarn.", "It was night when the ferry struck.", "Nobody drowned."]);
        assert_eq!(second(&left, &right), [(vec![SentenceId(1)], vec![SentenceId(0)], true)]);
    }

    #[test]
    fn nothing_is_set_beside_a_sentence_that_stands_unchanged() {
        let right = article(&["A ferry ran aground off Skarn."]);
        let left =
            article(&["A ferry ran aground off Skarn.", "It was night when the ferry struck.", "Nobody drowned."]);
        assert_eq!(second(&left, &right), []);
    }

    #[test]
    fn a_sentence_said_twice_stands_beside_its_partner_each_time() {
        let right = article(&["The ferry ran aground off Skarn at night."]);
        let said = "The ferry ran aground off Skarn at night.";
        let left = article(&[said, said, "Nobody drowned."]);
        assert_eq!(second(&left, &right), [(vec![SentenceId(1)], vec![SentenceId(0)], true)]);
    }
}
