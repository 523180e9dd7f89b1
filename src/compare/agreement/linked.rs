//! What two linked sentences, or the groups that they stand in, say alike.

use std::{
    cell::OnceCell,
    collections::{HashMap, HashSet},
};

use super::{CLAIM, Judge, Measured, WHOLE};
use crate::{
    article::{Article, Published, SentenceId},
    compare::{
        Relation,
        evidence::{Claims, Evidence, Link},
        group::Group,
        layers::union,
        prepared::Prepared,
    },
    text::agree::{self, Demand, Given},
};

/// How likely a link is whose sentences make one claim though grammar finds no event of both.
const EVENTLESS: f32 = 0.95;
/// How likely a link is from which its sentences make one claim in a language that is not parsed.
const UNREAD: f32 = 0.9;
/// What tells of each side whether the other tells all of it.
type Wholes = [[f32; WHOLE.len()]; 2];

/// The linked sentences of two articles.
pub(in crate::compare) struct Linked<'a> {
    left: &'a Article,
    right: &'a Article,
    texts: &'a Prepared,
    /// All candidates, ordered by left, then right.
    links: &'a [Link],
    /// Those that give one quotation in two lengths or wordings.
    requoted: HashSet<(u32, u32)>,
    /// Those that give the same words as somebody's.
    quoted: HashSet<(u32, u32)>,
    /// What grammar shows of linked sentences; nothing where they are not parsed.
    claims: Option<&'a Claims>,
    /// [`Self::of_whole`] of each link: several questions ask for it.
    wholes: HashMap<(u32, u32), Wholes>,
    /// The sentences of both sides, read once they are asked for: each stands in many links.
    read: [Vec<OnceCell<Read<'a>>>; 2],
}

/// What a sentence demands of another and gives it.
struct Read<'t> {
    demand: Demand,
    given: Given<'t>,
}

impl<'t> Read<'t> {
    fn of(text: &'t str, published: Option<Published>) -> Self {
        Self { demand: Demand::of(text), given: Given::of(text, published) }
    }
}

impl<'a> Linked<'a> {
    /// The linked sentences of two articles of which is known what `evidence` holds.
    pub(in crate::compare) fn new(
        left: &'a Article,
        right: &'a Article,
        texts: &'a Prepared,
        evidence: &'a Evidence,
    ) -> Self {
        let (links, claims) = (evidence.links.as_slice(), evidence.claims.as_ref());
        let (requoted, quoted) = (evidence.requoted(), evidence.quoted());
        let read = [left, right].map(|side| side.sentences.iter().map(|_| OnceCell::new()).collect());
        let mut linked = Self { left, right, texts, links, requoted, quoted, claims, wholes: HashMap::new(), read };
        let of = |l: &Link| ((l.left, l.right), linked.of_whole(&Group::single(l)));
        linked.wholes = evidence.drawn.iter().map(of).collect();
        linked
    }

    /// How likely two sentences report the same.
    pub(in crate::compare) fn probability(&self, (i, j): (u32, u32)) -> f32 {
        let found = self.links.binary_search_by_key(&(i, j), |l| (l.left, l.right));
        found.map_or(0.0, |k| self.links[k].probability)
    }

    /// What a group is: both sides tell all of each other, they make one claim, or neither is sure.
    pub(in crate::compare) fn relation(&self, g: &Group) -> Relation {
        let told = self.told(g);
        // Words said again are said with the same figures, the same denial and the same quoted words.
        let met = || self.of_whole(g).iter().all(|[.., demand]| *demand > 0.0);
        match () {
            () if told == [true; 2] && met() && !g.cells().any(|c| self.requoted.contains(&c)) => Relation::Reworded,
            () if told.contains(&true) || g.cells().any(|c| self.is_one_claim(c)) => Relation::Overlaps,
            () => Relation::Related,
        }
    }

    /// Whether the right side of a group tells all of the left, and the left all of the right.
    pub(in crate::compare) fn told(&self, g: &Group) -> [bool; 2] {
        if g.cells().all(|c| self.asks(c) && !self.quoted.contains(&c)) {
            return [false; 2];
        }
        let at_odds = self.asked(g, |[left, right]| {
            left.demand.is_at_odds_with(&right.demand) || !agree::same_days(left.given.text(), right.given.text())
        });
        if at_odds {
            return [false; 2];
        }
        let (numbers, chiefly) = (self.of_whole(g), self.told_chiefly(g));
        [0, 1].map(|side| chiefly[side] && Judge::learned().whole.answer(&numbers[side]))
    }

    /// Whether it is shown that two sentences make one claim: both quote the same, or what they share is enough.
    pub(in crate::compare) fn is_one_claim(&self, cell: (u32, u32)) -> bool {
        let shown = || match self.claims {
            None => self.probability(cell) >= UNREAD,
            Some(claims) => {
                let event = claims.get(&cell).is_some_and(|c| c.event > 0.0);
                (event || self.probability(cell) >= EVENTLESS) && Judge::learned().claim.answer(&self.of_claim(cell))
            }
        };
        self.quoted.contains(&cell) || !self.asks(cell) && shown()
    }

    /// "A longer winter?" asks, and claims nothing.
    fn asks(&self, (i, j): (u32, u32)) -> bool {
        let asks = |side: &Article, k: u32| side.sentences.get(k as usize).is_some_and(|s| s.text.ends_with('?'));
        asks(self.left, i) || asks(self.right, j)
    }

    /// Whether both sentences give the same words as somebody's.
    pub(in crate::compare) fn both_quote(&self, cell: (u32, u32)) -> bool {
        self.quoted.contains(&cell)
    }

    /// A link, measured.
    pub(super) fn measured(&self, l: &Link) -> Measured {
        let g = Group::single(l);
        Measured {
            left: l.left,
            right: l.right,
            claim: self.of_claim((l.left, l.right)),
            whole: self.of_whole(&g),
            chiefly: self.told_chiefly(&g),
        }
    }

    /// Whether grammar finds what each side of a group chiefly tells on the other. Where it shows nothing, words alone do not
    /// tell that.
    fn told_chiefly(&self, g: &Group) -> [bool; 2] {
        let Some(claims) = self.claims else { return [false; 2] };
        [0, 1].map(|side| g.cells().all(|c| claims.get(&c).is_none_or(|c| c.told[side])))
    }

    /// What tells whether each side of a group is told by the other: [`WHOLE`].
    fn of_whole(&self, g: &Group) -> Wholes {
        if let ([left], [right]) = (&*g.left, &*g.right)
            && let Some(known) = self.wholes.get(&(*left, *right))
        {
            return *known;
        }
        let likeliest = g.cells().map(|c| self.probability(c)).fold(0.0, f32::max);
        let met = self
            .asked(g, |[left, right]| [left.demand.met_by_given(&right.given), right.demand.met_by_given(&left.given)]);
        let held = held(self.texts, &g.left, &g.right);
        [0, 1].map(|side| [log_odds(likeliest), held[side].share, held[side].lacked, f32::from(u8::from(met[side]))])
    }

    /// Asks the two sides of a group, read.
    fn asked<R>(&self, g: &Group, question: impl FnOnce([&Read<'_>; 2]) -> R) -> R {
        let sides = [self.left, self.right];
        let published = [self.left.published.or(self.right.published), self.right.published.or(self.left.published)];
        if let ([left], [right]) = (&*g.left, &*g.right) {
            let read = |side: usize, i: u32| {
                let of = || Read::of(sides[side].sentence(SentenceId(i)), published[side]);
                self.read[side][i as usize].get_or_init(of)
            };
            return question([read(0, *left), read(1, *right)]);
        }
        let texts = [joined(self.left, &g.left), joined(self.right, &g.right)];
        let read = [0, 1].map(|side| Read::of(&texts[side], published[side]));
        question([&read[0], &read[1]])
    }

    /// What tells whether two sentences make one claim: [`CLAIM`].
    fn of_claim(&self, cell: (u32, u32)) -> [f32; CLAIM.len()] {
        let common = self.claims.and_then(|c| c.get(&cell)).copied().unwrap_or_default();
        let [[.., ours], [.., theirs]] = self.of_whole(&Group::of(cell));
        let concepts = |side: usize, k: u32| self.texts.sides[side].lines[k as usize].concepts.as_slice();
        let (a, b) = (concepts(0, cell.0), concepts(1, cell.1));
        let shared = a.iter().filter(|t| b.binary_search(t).is_ok()).count();
        let quoted = self.quoted.contains(&cell);
        let flag = |yes: bool| f32::from(u8::from(yes));
        [
            log_odds(self.probability(cell)),
            common.event.sqrt(),
            flag(quoted),
            common.owner,
            ours + theirs,
            shared as f32,
        ]
    }
}

/// How much of one side's content the other holds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct HeldContent {
    /// The share of its weight that the other holds, 0 to 1.
    share: f32,
    /// The weight of what the other lacks.
    lacked: f32,
}

/// How much of the left sentences' content the right ones hold, and how much of the right's the left's.
fn held(texts: &Prepared, left: &[u32], right: &[u32]) -> [HeldContent; 2] {
    let content =
        |side: usize, ids: &[u32]| union(ids.iter().map(|&i| texts.sides[side].lines[i as usize].concepts.as_slice()));
    let (a, b) = (content(0, left), content(1, right));
    let sum = |terms: &mut dyn Iterator<Item = &u32>| terms.map(|&t| texts.weight(t)).sum::<f32>();
    let shared = sum(&mut a.iter().filter(|t| b.binary_search(t).is_ok()));
    [&a, &b].map(|own| {
        let whole = sum(&mut own.iter());
        HeldContent { share: shared / whole.max(f32::EPSILON), lacked: whole - shared }
    })
}

/// Sentences of an article as one text.
pub(in crate::compare) fn joined(article: &Article, ids: &[u32]) -> String {
    ids.iter().map(|&i| article.sentence(SentenceId(i))).collect::<Vec<_>>().join(" ")
}

/// A probability as log odds, as far as they tell anything.
fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}
