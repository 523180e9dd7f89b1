//! The bullets of a story: what most independent sources report comes first, in the words of one of them.
//!
//! Each source proposes its best candidates; an index over the terms of all sentences says which other sources hold the
//! weight of a candidate's words. Reprints of one text count as one source and speak through one article.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::{
    credit::{MainClaim, Sentence},
    figure_conflicts::{self as figures, Count},
    reading::Reading,
    selection::{self, Pick, Proposal},
    weights::Weights,
};
use crate::{
    article::{Article, Bullet, OtherAccount, Published, SentenceId, Story, StoryBullet, Support},
    text::{
        self,
        agree::Demand,
        figures::{Figure, FigureKind},
    },
};

/// Sources that propose candidates; the others of a large story only support.
const PROPOSERS: usize = 12;
/// The share of a candidate's weight that a sentence must hold to support it.
const HELD: f32 = 0.5;
/// The share that is enough where it has the bullet's main claim outright.
const OUTRIGHT: f32 = 0.3;
/// Terms that a supporting sentence must share.
const SHARED: usize = 3;
/// What one more source that says the same is worth, as a share of the claim's own worth.
const SOURCE: f32 = 0.8;
/// What a claim is worth more that has all telling words of the headline, as a share of the news.
const HEADLINE: f32 = 0.25;
/// How much more it counts that a claim opens its article: each source begins with the news.
const LEAD: f32 = 1.5;
/// The same of the article whose headline is the story's.
const LEAD_OF_STORY: f32 = 2.0;
/// The share of the headline that the first bullet tells where any does.
const NEWS: f32 = 0.5;
/// What the articles after the first of the story are worth less, each.
const RANK: f32 = 0.02;
/// What is left of a claim all of whose words chosen claims have.
const AGAIN: f32 = 0.2;
/// The share of a claim's weight that makes it a repetition.
const SAME: f32 = 0.42;
/// The share that is enough where both give the same figure.
const SAME_FIGURE: f32 = 0.25;
/// What it is worth to give a figure that overtakes another, as a share of the news.
const LATEST: f32 = 0.2;
/// What is left of a claim of an article that another of the story is a day younger than.
const DATED: f32 = 0.8;
/// What is left of a claim that tells what had been before, or what was to come when a later article was written.
const BACKGROUND: f32 = 0.4;

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

/// What an article could say, with who else says it.
struct Claim {
    source: usize,
    bullet: Bullet,
    /// It is taken only where nothing sound is left.
    faulty: bool,
    /// Story-wide terms that carry meaning, with their weight.
    terms: Vec<(u32, f32)>,
    /// Those of them that are figures.
    figures: Vec<u32>,
    /// Its lengths, which two sources may give in two units.
    measures: Vec<Figure>,
    /// Sentences by source.
    support: BTreeMap<usize, Vec<SentenceId>>,
    /// Its own sentences, without those that only tell who somebody is.
    lines: Vec<SentenceId>,
    /// Its main claim.
    main: MainClaim,
    /// What others give for its figure.
    other_figures: Vec<OtherAccount>,
    /// It opens its article.
    leads: bool,
    /// How much of the story's headline it tells, 0 to 1.
    covered: f32,
    worth: f32,
}

impl Claim {
    /// The sentences of a source that tell it.
    fn told_in(&self, source: usize) -> &[SentenceId] {
        if source == self.source { &self.lines } else { self.support.get(&source).map_or(&[], Vec::as_slice) }
    }
}

/// The bullets of a story, from its articles in its order.
pub(super) fn bullets(
    story: &Story,
    articles: &[Article],
    mut sources: Vec<Source<'_>>,
    count: usize,
    weights: Option<&Weights>,
) -> Vec<StoryBullet> {
    let index = Index::new(&sources);
    let carriers = story.carriers();
    let independent = (0..sources.len()).filter(|&v| !carriers.contains_key(&sources[v].article));
    let independent: Vec<usize> = independent.take(PROPOSERS).collect();
    let proposals: Vec<(usize, Proposal)> = independent
        .into_iter()
        .map(|v| {
            let known = sources[v].proposal.take();
            (v, known.unwrap_or_else(|| super::propose(&sources[v].reading, weights)))
        })
        .collect();
    let headline = Headline::new(story, &sources, articles);
    let latest: Vec<Vec<Count>> = sources.iter().map(|s| Count::overtaking(&s.reading)).collect();
    let of_headlines: Vec<Vec<Count>> = sources.iter().map(|s| Count::of_headline(&s.reading)).collect();
    let of_story = sources.iter().position(|s| s.reading.headline == story.headline);
    let mut claims = Vec::new();
    for (rank, (v, proposal)) in proposals.iter().enumerate() {
        let source = &sources[*v];
        // What the story's headline counts, what an article that knows both leads with, what a later one leads with.
        let mut newest = of_story.map_or_else(Vec::new, |k| of_headlines[k].clone());
        newest.extend(latest.iter().flatten().cloned());
        let later = (0..sources.len()).filter(|&u| sources[u].later_than(source));
        newest.extend(later.flat_map(|u| of_headlines[u].iter().cloned()));
        for pick in proposed(proposal, source, &headline, &latest[*v], count) {
            let Some(bullet) = proposal.bullets(&source.reading, std::slice::from_ref(&pick)).pop() else { continue };
            let background = pick.places.clone().all(|k| proposal.table.features[k].had_been > 0.0);
            let mut claim = index.claim(&sources, *v, bullet);
            let alone = proposal.worth(&pick, &[]).unwrap_or_default();
            claim.lines = pick.places.clone().map(|k| SentenceId::from(proposal.candidates[k].line)).collect();
            claim.faulty = pick.places.clone().any(|k| proposal.candidates[k].fitness == 0.0);
            let heard = independent_sources(&carriers, claim.support.keys().map(|&k| sources[k].article)) as f32;
            claim.leads = claim.lines.first() == Some(&SentenceId(0));
            let lead = match claim.leads {
                true if of_story == Some(*v) => LEAD_OF_STORY,
                true => LEAD,
                false => 1.0,
            };
            claim.covered = headline.covered(&claim);
            claim.worth = alone * lead * (1.0 + SOURCE * (heard - 1.0)) + HEADLINE * claim.covered;
            // The article that stands for the story speaks where others say the same as well.
            claim.worth -= RANK * rank.min(5) as f32;
            if figures::gives(&claim.bullet.text, &latest[*v]) {
                claim.worth += LATEST;
            }
            let mut own = pick.places.clone().map(|k| SentenceId::from(proposal.candidates[k].line));
            // A count that a later one has overtaken is told only where nothing else is.
            claim.faulty |=
                own.any(|s| figures::superseded(source.reading.analysis.sentence(s), &newest, source.published));
            // What an earlier report says will be, a later one may tell as done.
            let dated = sources.iter().any(|s| s.later_than(source));
            if background || dated && claim.main.is_to_come() {
                claim.worth *= BACKGROUND;
            } else if dated && !(claim.leads && of_story == Some(*v)) {
                // The lead of the article whose headline stands above the story is its news on any day.
                claim.worth *= DATED;
            }
            claims.push(claim);
        }
    }
    claims.sort_by(|a, b| {
        b.worth.total_cmp(&a.worth).then((a.source, &a.bullet.sentences).cmp(&(b.source, &b.bullet.sentences)))
    });
    if claims.iter().any(|c| !c.faulty) {
        claims.retain(|c| !c.faulty);
    }
    let mut chosen: Vec<Claim> = Vec::new();
    while chosen.len() < count {
        claims.retain(|c| chosen.iter().all(|d| !repeats(d, c)));
        let worth = |c: &Claim| c.worth * (1.0 - (1.0 - AGAIN) * told_already(c, &chosen));
        let best = (0..claims.len()).max_by(|&a, &b| worth(&claims[a]).total_cmp(&worth(&claims[b])).then(b.cmp(&a)));
        let Some(best) = best else { break };
        chosen.push(claims.remove(best));
    }
    let heard = |c: &Claim| independent_sources(&carriers, c.support.keys().map(|&k| sources[k].article));
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

/// What an article puts forward: its own best bullets, what tells most of the headline, what gives the figure that
/// overtakes another.
fn proposed(
    proposal: &Proposal,
    source: &Source<'_>,
    headline: &Headline,
    latest: &[Count],
    count: usize,
) -> Vec<Pick> {
    let mut own = proposal.choose(count + 2);
    let text = |p: &Pick| source.reading.lines[proposal.candidates[p.places.start].line].text;
    let single = || {
        let one = proposal.picks().filter(|p| p.places.len() == 1);
        one.filter_map(|p| Some((proposal.worth(&p, &[])?, p)))
    };
    let telling = single().map(|(worth, p)| (worth + HEADLINE * headline.covered_by(source, text(&p)), p));
    let telling = selection::best(telling);
    own.extend(telling.filter(|p| !own.contains(p)));
    let figure = if latest.is_empty() {
        None
    } else {
        selection::best(single().filter(|(_, p)| figures::gives(text(p), latest)))
    };
    own.extend(figure.filter(|p| !own.contains(p)));
    own
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

/// How many independent sources some articles of a story are: reprints of one text count once.
fn independent_sources(carriers: &BTreeMap<usize, usize>, articles: impl Iterator<Item = usize>) -> usize {
    articles.map(|a| carriers.get(&a).copied().unwrap_or(a)).collect::<BTreeSet<_>>().len()
}

/// Story-wide term → the sentences that have it.
struct Index {
    postings: HashMap<u32, Vec<(u32, u32)>>,
}

impl Index {
    fn new(sources: &[Source<'_>]) -> Self {
        let mut postings: HashMap<u32, Vec<(u32, u32)>> = HashMap::default();
        for (v, source) in sources.iter().enumerate() {
            for (l, line) in source.reading.lines.iter().enumerate() {
                for &t in &source.reading.tokens[line.tokens.clone()] {
                    if source.reading.terms[t as usize].stop {
                        continue;
                    }
                    let at = (v as u32, l as u32);
                    let list = postings.entry(source.shared[t as usize]).or_default();
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            }
        }
        Self { postings }
    }

    /// Who holds what a bullet says: in each article the sentence that holds most of it, its own first.
    fn claim(&self, sources: &[Source<'_>], source: usize, bullet: Bullet) -> Claim {
        let own = &sources[source];
        let own_terms: Vec<u32> = own.reading.terms_of(&bullet.text).into_iter().flatten().collect();
        let mut terms: Vec<(u32, f32)> = own_terms
            .iter()
            .copied()
            .filter(|&t| !own.reading.terms[t as usize].stop)
            .map(|t| (own.shared[t as usize], 0.1 + own.reading.terms[t as usize].rarity))
            .collect();
        terms.sort_by_key(|t| t.0);
        terms.dedup_by_key(|t| t.0);
        let whole: f32 = terms.iter().map(|t| t.1).sum();
        let mut held: BTreeMap<(u32, u32), (f32, usize)> = BTreeMap::new();
        for (t, weight) in &terms {
            for &at in self.postings.get(t).into_iter().flatten() {
                let entry = held.entry(at).or_default();
                entry.0 += weight;
                entry.1 += 1;
            }
        }
        let demand = Demand::of(&bullet.text);
        let main = MainClaim::of(&bullet.text, &own.reading);
        let mut apart: BTreeMap<usize, (f32, u32)> = BTreeMap::new();
        let mut best: BTreeMap<usize, (f32, u32)> = BTreeMap::new();
        for ((v, line), (weight, shared)) in held {
            let entry = best.entry(v as usize).or_insert((0.0, 0));
            let close = shared >= SHARED && weight >= OUTRIGHT * whole && weight > entry.0;
            let other = &sources[v as usize];
            let told = || {
                let (share, sentence) = (weight / whole, Sentence::new(&other.reading, line as usize));
                main.is_told_outright(&sentence)
                    || share >= HELD && (demand.quotes() || main.is_told_by(share, &sentence))
            };
            if !close || v as usize != source && !told() {
                continue;
            }
            if demand.met_by(other.reading.lines[line as usize].text, other.published) {
                *entry = (weight, line);
            } else {
                let entry = apart.entry(v as usize).or_insert((0.0, 0));
                if weight > entry.0 {
                    *entry = (weight, line);
                }
            }
        }
        let mut support: BTreeMap<usize, Vec<SentenceId>> =
            best.into_iter().filter(|(_, b)| b.0 > 0.0).map(|(v, b)| (v, vec![SentenceId(b.1)])).collect();
        let mut other_figures: Vec<OtherAccount> = Vec::new();
        for (v, (_, line)) in apart {
            let other = &sources[v];
            if v != source
                && !support.contains_key(&v)
                && let Some(figure) =
                    figures::rival(&bullet.text, other.reading.lines[line as usize].text, other.published)
            {
                other_figures.push(OtherAccount {
                    text: figure.to_owned(),
                    article: other.article,
                    sentence: SentenceId(line),
                    earlier: own.later_than(other),
                });
            }
        }
        support.insert(source, bullet.sentences.clone());
        let number = |t: &&u32| own.reading.terms[**t as usize].number;
        let figures = own_terms.iter().filter(number).map(|&t| own.shared[t as usize]).collect();
        let mut measures = text::figures::find(&bullet.text, own.published);
        measures.retain(|f| f.kind == FigureKind::Distance);
        Claim {
            source,
            bullet,
            faulty: false,
            terms,
            figures,
            measures,
            support,
            main,
            lines: Vec::new(),
            leads: false,
            covered: 0.0,
            other_figures,
            worth: 0.0,
        }
    }
}

/// Two claims say much the same: one holds much of the weight of the other, the less if both give the same figure, or
/// they rest on one sentence.
fn repeats(a: &Claim, b: &Claim) -> bool {
    let shared: f32 = a.terms.iter().filter(|t| b.terms.iter().any(|u| u.0 == t.0)).map(|t| t.1).sum();
    let lighter = f32::min(a.terms.iter().map(|t| t.1).sum(), b.terms.iter().map(|t| t.1).sum());
    let same = a.support.keys().any(|v| a.told_in(*v).iter().any(|id| b.told_in(*v).contains(id)));
    // "19 miles", "30 kilometres"
    let measure = || a.measures.iter().any(|f| b.measures.iter().any(|g| text::figures::same(f, g)));
    let figure = a.figures.iter().any(|f| b.figures.contains(f)) || measure();
    shared >= if figure { SAME_FIGURE } else { SAME } * lighter || same || a.main.is(&b.main)
}

/// The share of a claim's weight that the chosen ones have told together.
fn told_already(claim: &Claim, chosen: &[Claim]) -> f32 {
    let told = |t: u32| chosen.iter().any(|c| c.terms.iter().any(|u| u.0 == t));
    let whole: f32 = claim.terms.iter().map(|t| t.1).sum();
    claim.terms.iter().filter(|t| told(t.0)).map(|t| t.1).sum::<f32>() / whole.max(f32::MIN_POSITIVE)
}

/// The telling words of a story's headline, where an editor wrote one.
struct Headline {
    /// Story-wide terms with their weight; a figure weighs like a rare word.
    terms: BTreeMap<u32, f32>,
    whole: f32,
}

impl Headline {
    fn new(story: &Story, sources: &[Source<'_>], articles: &[Article]) -> Self {
        let derived = |k: &usize| articles.get(*k).is_none_or(|a| a.title_derived);
        let mut terms = BTreeMap::new();
        if !story.articles.first().is_none_or(derived) {
            for source in sources {
                for t in source.reading.terms_of(&story.headline).into_iter().flatten() {
                    let term = &source.reading.terms[t as usize];
                    if !term.stop {
                        let weight = if term.number { 4.0 } else { 0.1 + term.rarity };
                        terms.insert(source.shared[t as usize], weight);
                    }
                }
            }
        }
        let whole = terms.values().sum();
        Self { terms, whole }
    }

    /// The share of the headline's weight that a claim has.
    fn covered(&self, claim: &Claim) -> f32 {
        self.share(&claim.terms.iter().map(|t| t.0).collect())
    }

    /// The share that a sentence has.
    fn covered_by(&self, source: &Source<'_>, text: &str) -> f32 {
        self.share(&source.reading.terms_of(text).into_iter().flatten().map(|t| source.shared[t as usize]).collect())
    }

    fn share(&self, terms: &BTreeSet<u32>) -> f32 {
        terms.iter().filter_map(|t| self.terms.get(t)).sum::<f32>() / self.whole.max(f32::MIN_POSITIVE)
    }
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
