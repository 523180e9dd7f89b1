//! The bullets of a story: what most independent sources report comes first, in the words of one of them.
//!
//! Each source proposes its best candidates; an index over the terms of all sentences says which other sources hold the
//! weight of a candidate's words. Reprints of one text count as one source and speak through one article.

mod claims;
mod headline;
mod repetition;
mod weighing;

use foldhash::HashMap;

use self::{
    claims::{Claim, Index},
    repetition::{is_linked, is_surely_one, repeats, told_already},
    weighing::Weighing,
};
use super::{evidence::Evidence, reading::Reading, selection::Proposal};
use crate::article::{Article, Published, SentenceId, Story, StoryBullet, Support};

/// Sources that propose candidates; the others of a large story only support.
const PROPOSERS: usize = 12;
/// What other words of a claim that more sources tell are worth at least, as a share of the best.
const WORDING: f32 = 0.3;
/// The share of the headline that the first bullet tells where any does.
const NEWS: f32 = 0.5;
/// What is left of a claim all of whose words chosen claims have.
const AGAIN: f32 = 0.2;

/// One source's article, read.
pub(super) struct Source<'a> {
    /// Its index in the briefing.
    article: usize,
    published: Option<Published>,
    reading: Reading<'a>,
    /// Everything it could say, where that was found out already.
    proposal: Option<Proposal>,
    /// The story-wide number of each of its terms.
    shared: Vec<u32>,
}

impl Source<'_> {
    /// It was published on a later day.
    fn later_than(&self, other: &Self) -> bool {
        let day = |v: &Self| v.published.and_then(Published::day);
        matches!((day(self), day(other)), (Some(own), Some(other)) if own > other)
    }
}

/// The bullets of a story, from its articles in its order.
pub(super) fn bullets(
    story: &Story,
    articles: &[Article],
    mut sources: Vec<Source<'_>>,
    evidence: &Evidence,
    count: usize,
) -> Vec<StoryBullet> {
    let carriers = story.carriers();
    let independent = (0..sources.len()).filter(|&v| !carriers.contains_key(&sources[v].article));
    let independent: Vec<usize> = independent.take(PROPOSERS).collect();
    let proposals: Vec<(usize, Proposal)> = independent
        .into_iter()
        .map(|v| {
            let known = sources[v].proposal.take();
            (v, known.unwrap_or_else(|| super::propose(&sources[v].reading, None)))
        })
        .collect();
    let sources = sources;
    let index = Index::new(&sources, evidence);
    let weighing = Weighing::new(story, articles, &carriers, &index);
    let mut claims: Vec<Claim> =
        proposals.iter().enumerate().flat_map(|(rank, (v, p))| weighing.claims(rank, *v, p, count)).collect();
    claims.sort_by(|a, b| {
        b.worth.total_cmp(&a.worth).then((a.source, &a.bullet.sentences).cmp(&(b.source, &b.bullet.sentences)))
    });
    if claims.iter().any(|c| !c.faulty) {
        claims.retain(|c| !c.faulty);
    }
    let heard = |c: &Claim| weighing.independent(c.support.keys().copied());
    let mut chosen: Vec<Claim> = Vec::new();
    while chosen.len() < count {
        claims.retain(|c| chosen.iter().all(|d| !repeats(d, c) && !is_linked(d, c, &index)));
        let worth = |c: &Claim| c.worth * (1.0 - (1.0 - AGAIN) * told_already(c, &chosen));
        let best = (0..claims.len()).max_by(|&a, &b| worth(&claims[a]).total_cmp(&worth(&claims[b])).then(b.cmp(&a)));
        let Some(best) = best else { break };
        let best = told_by_more(best, &claims, &index, &heard);
        chosen.push(claims.remove(best));
    }
    chosen.sort_by_key(|c| std::cmp::Reverse(heard(c)));
    // The news comes first, however many tell it in these words: what opens an article, and best the one that tells the headline.
    let news = |c: &Claim| if c.covered >= NEWS { c.covered } else { 0.0 };
    let first = (0..chosen.len()).filter(|&k| chosen[k].leads).max_by(|&a, &b| {
        let (x, y) = (&chosen[a], &chosen[b]);
        news(x).total_cmp(&news(y)).then(x.worth.total_cmp(&y.worth)).then(b.cmp(&a))
    });
    if let Some(first) = first {
        chosen[..=first].rotate_right(1);
    }
    chosen.into_iter().map(|claim| told(claim, &sources)).collect()
}

/// Where the same claim as one of them stands in words that more sources tell: those words say what the sources share. The lead of an
/// article stays.
fn told_by_more(best: usize, claims: &[Claim], index: &Index<'_, '_>, heard: &impl Fn(&Claim) -> usize) -> usize {
    let own = &claims[best];
    if own.leads {
        return best;
    }
    let says_it = |c: &Claim| c.worth >= WORDING * own.worth && heard(c) > heard(own) && is_surely_one(own, c, index);
    let by_tellers = |&a: &usize, &b: &usize| heard(&claims[a]).cmp(&heard(&claims[b])).then(b.cmp(&a));
    (0..claims.len()).filter(|&k| says_it(&claims[k])).max_by(by_tellers).unwrap_or(best)
}

/// The articles of a story, with their places in the briefing, as sources.
pub(super) fn sources<'a>(
    read: impl Iterator<Item = (usize, &'a Article, Reading<'a>, Option<Proposal>)>,
) -> Vec<Source<'a>> {
    let mut numbers: HashMap<String, u32> = HashMap::default();
    read.map(|(article, a, reading, proposal)| {
        let shared = reading
            .stems()
            .into_iter()
            .map(|stem| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                if let Some(&number) = numbers.get(stem) {
                    return number;
                }
                numbers.insert(stem.to_owned(), next);
                next
            })
            .collect();
        Source { article, published: a.published, reading, proposal, shared }
    })
    .collect()
}

fn told(claim: Claim, sources: &[Source<'_>]) -> StoryBullet {
    let one =
        |k: usize, sentences: &[SentenceId]| Support { article: sources[k].article, sentences: sentences.to_vec() };
    let first = claim.support.get(&claim.source).map(|s| one(claim.source, s));
    let others = claim.support.iter().filter(|(k, _)| **k != claim.source).map(|(k, s)| one(*k, s));
    StoryBullet {
        support: first.into_iter().chain(others).collect(),
        text: claim.bullet.text,
        other_figures: claim.other_figures,
        contradictions: Vec::new(),
    }
}
