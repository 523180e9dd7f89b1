//! Articles that are alike, put together bottom up: the two most alike clusters become one until none are alike enough.
//!
//! Two clusters are as alike as their members are on average, which is the product of their mean vectors. Only pairs
//! that share rare terms are looked at.

use std::collections::{BTreeSet, BinaryHeap};

use foldhash::HashMap;

use super::{
    likeness::{self, RIVAL_DAYS, Rarity, Vector},
    signature::{Days, Signature},
};

/// Articles looked at behind one term: the newest. A term of more articles tells little.
const NEWEST: usize = 256;
/// Neighbours kept of an article or cluster: the most alike.
const NEIGHBOURS: usize = 32;
/// Pairs below this part of what is needed are not worth remembering: no merge brings them up.
const WORTH: f32 = 0.5;
/// Terms kept of a cluster.
const CLUSTER_TERMS: usize = 400;

struct Cluster {
    members: Vec<usize>,
    mean: Vector,
    days: Option<Days>,
    dated: usize,
    needed: f32,
    neighbours: BTreeSet<usize>,
}

/// Two clusters and how alike they are, in parts of what is needed. The most alike come first, then the oldest pair.
#[derive(PartialEq)]
struct Pair {
    alike: f32,
    a: usize,
    b: usize,
}

impl Eq for Pair {}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.alike.total_cmp(&other.alike).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

/// The clusters, each with its members in ascending order, and the vector of every article.
pub(super) fn cluster(signatures: &[Signature]) -> (Vec<Vec<usize>>, Vec<Vector>) {
    let mut rarity = Rarity::with_room(signatures.len());
    signatures.iter().for_each(|s| rarity.count(s));
    let vectors: Vec<Vector> = signatures.iter().map(|s| Vector::new(s, &rarity)).collect();
    let needed = needed(signatures);
    let mut clusters: Vec<Cluster> = (0..signatures.len())
        .map(|i| Cluster {
            members: vec![i],
            mean: vectors[i].clone(),
            days: signatures[i].days,
            dated: usize::from(signatures[i].days.is_some()),
            needed: needed[i],
            neighbours: BTreeSet::new(),
        })
        .collect();
    loop {
        let before = clusters.len();
        let (merged, cut) = round(clusters);
        clusters = merged;
        if !cut || clusters.len() == before {
            break;
        }
    }
    let mut members: Vec<Vec<usize>> = clusters.into_iter().map(|c| c.members).collect();
    members.iter_mut().for_each(|m| m.sort_unstable());
    members.sort_unstable();
    (members, vectors)
}

/// Merges until no two neighbours are alike enough. Also says whether neighbours were left out on the way: then another
/// round may find more.
fn round(clusters: Vec<Cluster>) -> (Vec<Cluster>, bool) {
    let (pairs, mut cut) = pairs(&clusters);
    let mut clusters: Vec<Option<Cluster>> = clusters.into_iter().map(Some).collect();
    let mut queue = BinaryHeap::new();
    for Pair { alike, a, b } in pairs {
        for (x, y) in [(a, b), (b, a)] {
            if let Some(c) = &mut clusters[x] {
                c.neighbours.insert(y);
            }
        }
        if alike >= 1.0 {
            queue.push(Pair { alike, a, b });
        }
    }
    while let Some(Pair { a, b, .. }) = queue.pop() {
        let (x, y) = match (clusters[a].take(), clusters[b].take()) {
            (Some(x), Some(y)) => (x, y),
            (x, y) => {
                (clusters[a], clusters[b]) = (x, y);
                continue;
            }
        };
        let id = clusters.len();
        let mut merged = merge(x, y);
        let near = merged.neighbours.iter().filter_map(|&n| Some((n, alike(&merged, clusters[n].as_ref()?))));
        let (near, left_out) = nearest(near.collect());
        cut |= left_out;
        merged.neighbours = near.iter().map(|&(n, _)| n).collect();
        for &(n, alike) in &near {
            if let Some(c) = &mut clusters[n] {
                c.neighbours.insert(id);
            }
            if alike >= 1.0 {
                queue.push(Pair { alike, a: n, b: id });
            }
        }
        clusters.push(Some(merged));
    }
    let rest = clusters.into_iter().flatten().map(|c| Cluster { neighbours: BTreeSet::new(), ..c });
    (rest.collect(), cut)
}

/// The neighbours worth keeping, and whether more were worth it than are kept.
fn nearest(mut near: Vec<(usize, f32)>) -> (Vec<(usize, f32)>, bool) {
    near.retain(|&(_, alike)| alike >= WORTH);
    near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let cut = near.len() > NEIGHBOURS;
    near.truncate(NEIGHBOURS);
    (near, cut)
}

fn merge(x: Cluster, y: Cluster) -> Cluster {
    let (nx, ny) = (x.members.len() as f32, y.members.len() as f32);
    let mean = x.mean.scaled(nx / (nx + ny)).plus(&y.mean.scaled(ny / (nx + ny)), CLUSTER_TERMS);
    let dated = x.dated + y.dated;
    let days = match (x.days, y.days) {
        (Some(a), Some(b)) => {
            let middle = |p: i32, q: i32| {
                let weighted = i64::from(p) * x.dated as i64 + i64::from(q) * y.dated as i64;
                (weighted / dated.max(1) as i64) as i32
            };
            Some(Days { first: middle(a.first, b.first), last: middle(a.last, b.last) })
        }
        (a, b) => a.or(b),
    };
    // The smaller to the larger, in any order: a story of thousands grows by one article at a time.
    let (mut members, fewer) =
        if x.members.len() >= y.members.len() { (x.members, y.members) } else { (y.members, x.members) };
    members.extend(fewer);
    let mut neighbours = x.neighbours;
    neighbours.extend(y.neighbours);
    Cluster { members, mean, days, dated, needed: x.needed.max(y.needed), neighbours }
}

/// How alike two clusters are, in parts of what is needed.
fn alike(x: &Cluster, y: &Cluster) -> f32 {
    likeness::alike((&x.mean, x.days), (&y.mean, y.days)) / x.needed.max(y.needed)
}

/// How alike each article must be to another, after how many were published around it.
fn needed(signatures: &[Signature]) -> Vec<f32> {
    let dated = || signatures.iter().filter_map(|s| s.days);
    let mut firsts: Vec<i32> = dated().map(|d| d.first).collect();
    let mut lasts: Vec<i32> = dated().map(|d| d.last).collect();
    firsts.sort_unstable();
    lasts.sort_unstable();
    let rivals = |days: Days| {
        let before = lasts.partition_point(|&last| last < days.first - RIVAL_DAYS);
        let after = firsts.len() - firsts.partition_point(|&first| first <= days.last + RIVAL_DAYS);
        signatures.len() - before - after
    };
    signatures.iter().map(|s| likeness::needed(s.days.map_or(signatures.len(), rivals))).collect()
}

/// The pairs worth looking at, and whether more were worth it than are kept.
fn pairs(clusters: &[Cluster]) -> (Vec<Pair>, bool) {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|&i| (clusters[i].days.map(|d| d.first), i));
    let mut postings: HashMap<u32, Vec<(u32, f32)>> = HashMap::default();
    let mut products = vec![0.0_f32; clusters.len()];
    let mut touched = Vec::new();
    let mut out = Vec::new();
    let mut cut = false;
    for &i in &order {
        let c = &clusters[i];
        for &(term, weight) in c.mean.terms() {
            let list = postings.entry(term).or_default();
            for &(k, other) in list.iter().rev().take(NEWEST) {
                let k = k as usize;
                if products[k] == 0.0 {
                    touched.push(k);
                }
                products[k] += weight * other;
            }
            list.push((i as u32, weight));
        }
        let near = touched.drain(..).map(|k| {
            let product = std::mem::take(&mut products[k]);
            let near = likeness::apart(c.days, clusters[k].days);
            (k, near * product / c.needed.max(clusters[k].needed))
        });
        let (near, left_out) = nearest(near.collect());
        cut |= left_out;
        out.extend(near.into_iter().map(|(k, alike)| Pair { alike, a: i.min(k), b: i.max(k) }));
    }
    (out, cut)
}
