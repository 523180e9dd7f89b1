//! Which sentences of two articles report the same, in any order, one to many.
//!
//! Sentences of the same words are paired first. Candidates ([`candidates`]) are measured ([`super::features`]) and weighed
//! ([`Model`]); then sentences are grouped so that the sum of probability over threshold inside groups is high.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    Conflict, FigurePair, Pair, QuotationMatch, QuotationPair, Relation,
    agreement::{self, Judge},
    candidates, conflicts, figures,
    group::{self, Edge},
    layers::union,
    model::Model,
    prepared::Prepared,
    quotations, words,
};
use crate::{
    article::{Article, Quotation, SentenceId},
    text::{
        MONTHS,
        agree::{self, Demand},
        figures::WEEKDAYS,
        words::{self as words_in, words as words_of},
    },
};

/// The share of anchors in order from which both articles are taken to run in the same order.
const IN_ORDER: f32 = 0.9;
/// Anchors needed to tell.
const ANCHORS: usize = 4;
/// The share of the shorter article's sentences that anchors make up in two versions of one text: reports that quote the
/// same words in the same order still tell the rest in an order of their own.
const ANCHORED: f32 = 0.5;

/// How sure a pair of other words may be: 1 is for the same words.
const SUREST: f32 = 0.99;

/// A left and a right sentence with the probability that they report the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) left: u32,
    pub(super) right: u32,
    pub(super) probability: f32,
}

/// What two sentences claim in common, by left and right.
pub(super) type Claims = HashMap<(u32, u32), conflicts::Common>;

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
    let sides = evidence.sides(left, right, texts);
    let groups = grouped(&evidence.drawn, &evidence.equal, Model::learned().threshold);
    let mut pairs = sides.pairs(&groups);
    pairs.extend(sides.again(&pairs, &evidence.drawn));
    pairs.sort_by_key(|p| (p.left.first().copied(), p.moved, p.right.first().copied()));
    let also = sides.across(&pairs, &evidence.drawn);
    let cells = pairs.iter().chain(&also).filter(|p| p.relation != Relation::Related);
    let cells = cells.flat_map(|p| p.left.iter().flat_map(|l| p.right.iter().map(|r| (l.0, r.0))));
    let told = cells.map(|cell| (cell, sides.told(&Group::of(cell)))).collect();
    let Evidence { links, conflicts, quotations, figures, cut, .. } = evidence;
    Alignment { pairs, also, links, told, conflicts, quotations, figures, cut }
}

/// The linked sentences of two prepared articles, measured.
pub(super) fn measured(left: &Article, right: &Article, texts: &Prepared) -> Vec<agreement::Measured> {
    let evidence = Evidence::gather(left, right, texts);
    let sides = evidence.sides(left, right, texts);
    let of = |l: &Link| {
        let g = Group::single(l);
        agreement::Measured {
            left: l.left,
            right: l.right,
            claim: sides.of_claim((l.left, l.right)),
            whole: sides.of_whole(&g),
            chiefly: sides.told_chiefly(&g),
        }
    };
    evidence.drawn.iter().map(of).collect()
}

/// What is known of two articles before their sentences are paired.
struct Evidence {
    equal: BTreeMap<u32, u32>,
    links: Vec<Link>,
    drawn: Vec<Link>,
    conflicts: Vec<Conflict>,
    quotations: Vec<QuotationPair>,
    figures: Vec<FigurePair>,
    claims: Option<Claims>,
    cut: bool,
}

impl Evidence {
    fn gather(left: &Article, right: &Article, texts: &Prepared) -> Self {
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
        let figures = figures::Found::new(left, right, texts, &links);
        let conflicts::Found { conflicts, claims } = if one_text {
            conflicts::Found::default()
        } else {
            conflicts::find(left, right, texts, &all, &quotations, figures.suspects(&links))
        };
        let figures = figures.pairs(&conflicts);
        claim(&mut links, &conflicts, model.further);
        let drawn = drawn(&links, model);
        Self { equal, links, drawn, conflicts, quotations, figures, claims, cut }
    }

    fn sides<'a>(&'a self, left: &'a Article, right: &'a Article, texts: &'a Prepared) -> Sides<'a> {
        let clashing = self.conflicts.iter().map(|c| (c.left.sentence.0, c.right.sentence.0)).collect();
        let requoted = self.quotations.iter().filter_map(requoted).collect();
        let quoted = self.quotations.iter().filter_map(both_quote).collect();
        let (links, claims) = (self.links.as_slice(), self.claims.as_ref());
        let mut sides = Sides { left, right, texts, links, clashing, requoted, quoted, claims, wholes: HashMap::new() };
        sides.wholes = self.drawn.iter().map(|l| ((l.left, l.right), sides.of_whole(&Group::single(l)))).collect();
        sides
    }
}

/// Sentences that contradict one another speak of one claim, however few words they share.
fn claim(links: &mut Vec<Link>, conflicts: &[Conflict], enough: f32) {
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
        let letters = words_in::letters(text);
        if letters.is_empty() { text.trim().to_owned() } else { letters }
    };
    let mut waiting: HashMap<String, std::collections::VecDeque<u32>> = HashMap::new();
    for (j, s) in (0..).zip(&right.sentences) {
        waiting.entry(key(&s.text)).or_default().push_back(j);
    }
    let partner = |s: &str| waiting.get_mut(&key(s)).and_then(std::collections::VecDeque::pop_front);
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
    let chain = increasing(&anchors);
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

/// The indices of a longest run of points that never goes back on either side. `points` ascend.
fn increasing(points: &[(u32, u32)]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; points.len()];
    for (k, p) in points.iter().enumerate() {
        let at = tails.partition_point(|&t| points[t].1 <= p.1);
        before[k] = at.checked_sub(1).map(|b| tails[b]);
        if at == tails.len() {
            tails.push(k);
        } else {
            tails[at] = k;
        }
    }
    let mut chain: Vec<usize> = std::iter::successors(tails.last().copied(), |&k| before[k]).collect();
    chain.reverse();
    chain
}

/// Sentences of both sides that report the same.
struct Group {
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Group {
    fn single(l: &Link) -> Self {
        Self::of((l.left, l.right))
    }

    fn of((left, right): (u32, u32)) -> Self {
        Self { left: vec![left], right: vec![right] }
    }

    /// Each left sentence with each right one.
    fn cells(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.left.iter().flat_map(|&i| self.right.iter().map(move |&j| (i, j)))
    }
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

/// What pairs are made of.
struct Sides<'a> {
    left: &'a Article,
    right: &'a Article,
    texts: &'a Prepared,
    /// All candidates, ordered by left, then right.
    links: &'a [Link],
    /// Left and right sentences that contradict one another.
    clashing: HashSet<(u32, u32)>,
    /// Those that give one quotation in two lengths or wordings.
    requoted: HashSet<(u32, u32)>,
    /// Those that give the same words as somebody's.
    quoted: HashSet<(u32, u32)>,
    /// What grammar shows of linked sentences; nothing where they are not parsed.
    claims: Option<&'a Claims>,
    /// [`Self::of_whole`] of each link: several questions ask for it.
    wholes: HashMap<(u32, u32), Wholes>,
}

/// What tells of each side whether the other tells all of it.
type Wholes = [[f32; agreement::WHOLE.len()]; 2];

impl Sides<'_> {
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
        let mut order: Vec<&Link> = drawn.iter().filter(|l| !housed.unchanged(l)).collect();
        order.sort_by(|x, y| y.probability.total_cmp(&x.probability).then((x.left, x.right).cmp(&(y.left, y.right))));
        // Both are asked: a link may find a place for either sentence or for both.
        order.retain(|l| housed.left.insert(l.left) | housed.right.insert(l.right));
        order.into_iter().map(|l| self.pair(&Group::single(l), true)).collect()
    }

    /// The links between sentences of different pairs.
    fn across(&self, pairs: &[Pair], drawn: &[Link]) -> Vec<Pair> {
        let housed = Housed::of(pairs);
        let cells = pairs.iter().flat_map(|p| p.left.iter().flat_map(|i| p.right.iter().map(|j| (i.0, j.0))));
        let shown: HashSet<(u32, u32)> = cells.collect();
        let crosses = |l: &&Link| !shown.contains(&(l.left, l.right)) && !housed.unchanged(l);
        drawn.iter().filter(crosses).map(|l| self.pair(&Group::single(l), false)).collect()
    }

    /// What a group is: both sides tell all of each other, they make one claim, or neither is sure.
    fn relation(&self, g: &Group) -> Relation {
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
    fn told(&self, g: &Group) -> [bool; 2] {
        let (left, right) = (joined(self.left, &g.left), joined(self.right, &g.right));
        if agree::at_odds(&left, &right) || !same_days(&left, &right) {
            return [false; 2];
        }
        let (numbers, chiefly) = (self.of_whole(g), self.told_chiefly(g));
        [0, 1].map(|side| chiefly[side] && Judge::learned().whole.answer(&numbers[side]))
    }

    /// Whether grammar finds what each side of a group chiefly tells on the other. Where it shows nothing, words alone do not
    /// tell that.
    fn told_chiefly(&self, g: &Group) -> [bool; 2] {
        let Some(claims) = self.claims else { return [false; 2] };
        [0, 1].map(|side| g.cells().all(|c| claims.get(&c).is_none_or(|c| c.told[side])))
    }

    /// What tells whether each side of a group is told by the other: [`agreement::WHOLE`].
    fn of_whole(&self, g: &Group) -> Wholes {
        if let ([left], [right]) = (&*g.left, &*g.right)
            && let Some(known) = self.wholes.get(&(*left, *right))
        {
            return *known;
        }
        let likeliest = g.cells().map(|c| self.probability(c)).fold(0.0, f32::max);
        let texts = [joined(self.left, &g.left), joined(self.right, &g.right)];
        let published = [self.left.published.or(self.right.published), self.right.published.or(self.left.published)];
        let held = held(self.texts, &g.left, &g.right);
        [0, 1].map(|side| {
            let met = Demand::of(&texts[side]).met_by(&texts[1 - side], published[1 - side]);
            [log_odds(likeliest), held[side].share, held[side].lacked, f32::from(u8::from(met))]
        })
    }

    /// What tells whether two sentences make one claim: [`agreement::CLAIM`].
    fn of_claim(&self, cell: (u32, u32)) -> [f32; agreement::CLAIM.len()] {
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

    /// A group without the sentences that do not surely report what the other side does: two sentences set beside one as its
    /// halves say more than that each is like it. They stand beside their partners by themselves.
    fn claimed(&self, g: &Group) -> Group {
        if g.left.len() + g.right.len() == 2 {
            return Group { left: g.left.clone(), right: g.right.clone() };
        }
        let sure = |c: (u32, u32)| {
            self.quoted.contains(&c)
                || self.clashing.contains(&c)
                || self.probability(c) >= HALVES && self.is_one_claim(c)
        };
        let of = |own: &[u32], side: usize| -> Vec<u32> {
            own.iter().copied().filter(|&i| g.cells().any(|c| [c.0, c.1][side] == i && sure(c))).collect()
        };
        let kept = Group { left: of(&g.left, 0), right: of(&g.right, 1) };
        if !kept.left.is_empty() && !kept.right.is_empty() {
            return kept;
        }
        let likeliest =
            g.cells().max_by(|x, y| self.probability(*x).total_cmp(&self.probability(*y)).then_with(|| y.cmp(x)));
        let (left, right) = likeliest.unwrap_or((g.left[0], g.right[0]));
        Group { left: vec![left], right: vec![right] }
    }

    fn probability(&self, (i, j): (u32, u32)) -> f32 {
        let found = self.links.binary_search_by_key(&(i, j), |l| (l.left, l.right));
        found.map_or(0.0, |k| self.links[k].probability)
    }

    /// Whether it is shown that two sentences make one claim: both quote the same, or what they share is enough.
    fn is_one_claim(&self, cell: (u32, u32)) -> bool {
        let shown = || match self.claims {
            None => self.probability(cell) >= UNREAD,
            Some(claims) => {
                let event = claims.get(&cell).is_some_and(|c| c.event > 0.0);
                (event || self.probability(cell) >= EVENTLESS) && Judge::learned().claim.answer(&self.of_claim(cell))
            }
        };
        self.quoted.contains(&cell) || shown()
    }

    fn pair(&self, g: &Group, moved: bool) -> Pair {
        let ids = |ids: &[u32]| ids.iter().map(|&i| SentenceId(i)).collect::<Vec<_>>();
        let (l, r) = (joined(self.left, &g.left), joined(self.right, &g.right));
        let same = words::same(&l, &r);
        let clashes = g.cells().any(|cell| self.clashing.contains(&cell));
        let best = g.cells().map(|c| self.probability(c)).fold(0.0, f32::max);
        Pair {
            left: ids(&g.left),
            right: ids(&g.right),
            relation: match (same, clashes) {
                (_, true) => Relation::Contradicts,
                (true, _) => Relation::Same,
                _ => self.relation(g),
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

/// How likely a link is whose sentences make one claim though grammar finds no event of both.
const EVENTLESS: f32 = 0.95;
/// How likely a link is from which its sentences make one claim in a language that is not parsed.
const UNREAD: f32 = 0.9;
/// How likely each link is of two sentences that are set beside one as its halves.
const HALVES: f32 = 0.93;

/// Whether neither of two texts names a day of the week or a month in the place of the other's.
fn same_days(left: &str, right: &str) -> bool {
    fn named(text: &str) -> BTreeSet<&str> {
        words_of(text).map(|(_, w)| w).filter(|w| is_day_or_month(w)).collect()
    }
    let (own, other) = (named(left), named(right));
    own.is_subset(&other) || other.is_subset(&own)
}

/// "Monday", "June"; "May" is a verb as often.
fn is_day_or_month(word: &str) -> bool {
    let month = word != "May" && MONTHS.contains(&word);
    month || word.starts_with(char::is_uppercase) && WEEKDAYS.contains(&word.to_lowercase().as_str())
}

/// The sentences of a quotation that both sides give.
fn both_quote(pair: &QuotationPair) -> Option<(u32, u32)> {
    let (l, r) = (pair.left.as_ref()?, pair.right.as_ref()?);
    let words = |q: &Quotation| q.text.split_whitespace().count();
    let marked = pair.kind != QuotationMatch::Unmarked;
    (marked && words(l).min(words(r)) >= QUOTED_WORDS).then_some((l.sentence.0, r.sentence.0))
}

/// Words of a quotation from which it tells something by itself.
pub(super) const QUOTED_WORDS: usize = 3;

/// The sentences of a quotation that one side cut or altered.
fn requoted(pair: &QuotationPair) -> Option<(u32, u32)> {
    let (l, r) = (pair.left.as_ref()?, pair.right.as_ref()?);
    let words = |q: &Quotation| q.text.split_whitespace().count();
    let parted = matches!(pair.kind, QuotationMatch::Cut | QuotationMatch::Altered);
    (parted && words(l).min(words(r)) >= QUOTED_WORDS).then_some((l.sentence.0, r.sentence.0))
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

fn joined(article: &Article, ids: &[u32]) -> String {
    ids.iter().map(|&i| article.sentence(SentenceId(i))).collect::<Vec<_>>().join(" ")
}

/// A probability as log odds, as far as they tell anything.
fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
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
        let sides = Sides {
            left,
            right,
            texts: &texts,
            links: &links,
            clashing: HashSet::new(),
            requoted: HashSet::new(),
            quoted: HashSet::new(),
            claims: None,
            wholes: HashMap::new(),
        };
        let first = sides.pair(&Group::single(&links[0]), false);
        let found = sides.again(&[first], &links[..2]);
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
}
