//! What an article could say, and who else says it: by the words that other sentences hold, and by what a comparison shows.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::Source;
use crate::{
    article::{Bullet, OtherAccount, SentenceId},
    summarizer::{
        credit::{MainClaim, Sentence},
        evidence::{Evidence, Partner},
        figure_conflicts as figures,
        reading::Reading,
    },
    text::{
        self,
        agree::Demand,
        figures::{Figure, FigureKind},
    },
};

/// The share of a candidate's weight that a sentence must hold to support it.
const HELD: f32 = 0.5;
/// The share that is enough where it has the bullet's main claim outright.
const OUTRIGHT: f32 = 0.3;
/// Terms that a supporting sentence must share.
const SHARED: usize = 3;
/// How likely a comparison's link is from which it may stand for shared words.
const LIKELY: f32 = 0.5;
/// How likely it is from which the verb of the main claim is enough beside it.
const SURE: f32 = 0.9;
/// How likely the link of two articles' openings is from which both tell the news: each source begins with it, and calls it by verbs of
/// its own.
const NEWS: f32 = 0.95;
/// The share of a bullet's weight that the opening of another article then has.
const OPENING: f32 = 0.44;
/// The share that is enough where both quote the same words.
const SAID: f32 = 0.35;
/// The sentences that open an article.
const FIRST: u32 = 2;
/// How likely a source's further sentence is linked that gives what its first one lacks.
const FURTHER: f32 = 0.8;
/// The share of a bullet's weight that several sentences of a source have together.
const TOGETHER: f32 = 0.6;

/// What an article could say, with who else says it.
pub(super) struct Claim {
    pub(super) source: usize,
    pub(super) bullet: Bullet,
    /// It is taken only where nothing sound is left.
    pub(super) faulty: bool,
    /// Story-wide terms that carry meaning, with their weight.
    pub(super) terms: Vec<(u32, f32)>,
    /// Those of them that are figures.
    pub(super) figures: Vec<u32>,
    /// Its lengths, which two sources may give in two units.
    pub(super) measures: Vec<Figure>,
    /// Sentences by source.
    pub(super) support: BTreeMap<usize, Vec<SentenceId>>,
    /// Its own sentences, without those that only tell who somebody is.
    pub(super) lines: Vec<SentenceId>,
    /// Its main claim.
    pub(super) main: MainClaim,
    /// What others give for its figure.
    pub(super) other_figures: Vec<OtherAccount>,
    /// It opens its article.
    pub(super) leads: bool,
    /// How much of the story's headline it tells, 0 to 1.
    pub(super) covered: f32,
    pub(super) worth: f32,
    /// The sources that tell it in part: a comparison sets a sentence of theirs beside its own as making one claim.
    pub(super) told_in_part: Vec<usize>,
    /// Those that contradict it: they speak of it as well.
    pub(super) contradicted_by: Vec<usize>,
}

impl Claim {
    /// The sentences of a source that tell it.
    pub(super) fn told_in(&self, source: usize) -> &[SentenceId] {
        if source == self.source { &self.lines } else { self.support.get(&source).map_or(&[], Vec::as_slice) }
    }
}

/// Where the words of a story's sources stand, and what a comparison shows of their sentences.
pub(super) struct Index<'i, 'a> {
    pub(super) sources: &'i [Source<'a>],
    evidence: &'i Evidence,
    /// Story-wide term → the sentences that have it.
    postings: HashMap<u32, Vec<(u32, u32)>>,
}

/// What a bullet says, made ready to be looked for elsewhere.
struct Wanted<'w> {
    source: usize,
    lines: &'w [SentenceId],
    /// Story-wide terms that carry meaning, with their weight.
    terms: &'w [(u32, f32)],
    whole: f32,
    demand: Demand,
    main: &'w MainClaim,
    /// It begins with somebody's words: they are what it tells.
    is_said: bool,
}

impl<'i, 'a> Index<'i, 'a> {
    pub(super) fn new(sources: &'i [Source<'a>], evidence: &'i Evidence) -> Self {
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
        Self { sources, evidence, postings }
    }

    /// The sentences of other sources that a comparison sets beside one, each with its source.
    pub(super) fn partners(&self, source: usize, line: SentenceId) -> impl Iterator<Item = (usize, &'i Partner)> + '_ {
        let article = self.sources[source].article;
        let found = self.evidence.of(article, line).iter();
        found.filter_map(|p| Some((self.sources.iter().position(|s| s.article == p.article)?, p)))
    }

    /// How many other sources make the claim of a sentence, by what a comparison shows.
    pub(super) fn tellers(&self, source: usize, line: SentenceId) -> usize {
        let mut found: Vec<usize> = self.partners(source, line).filter(|(_, p)| p.one_claim).map(|(v, _)| v).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// Another source may report what a sentence does.
    pub(super) fn is_known_elsewhere(&self, source: usize, line: SentenceId) -> bool {
        self.partners(source, line).any(|(_, p)| p.probability >= LIKELY)
    }

    /// A bullet that rests on some sentences of a source, with who else says it.
    pub(super) fn claim(&self, source: usize, bullet: Bullet, lines: Vec<SentenceId>) -> Claim {
        let own = &self.sources[source];
        let own_terms: Vec<u32> = own.reading.terms_of(&bullet.text).into_iter().flatten().collect();
        let mut terms: Vec<(u32, f32)> = own_terms
            .iter()
            .copied()
            .filter(|&t| !own.reading.terms[t as usize].stop)
            .map(|t| (own.shared[t as usize], 0.1 + own.reading.terms[t as usize].rarity))
            .collect();
        terms.sort_by_key(|t| t.0);
        terms.dedup_by_key(|t| t.0);
        let main = main_claim(&bullet, &lines, &own.reading);
        let whole = terms.iter().map(|t| t.1).sum();
        let demand = Demand::of(&bullet.text);
        let is_said = bullet.text.starts_with(['"', '“']);
        let wanted = Wanted { source, lines: &lines, terms: &terms, whole, demand, main: &main, is_said };
        let (mut support, apart) = self.by_words(&wanted);
        self.by_comparison(&wanted, &mut support);
        let other_figures = self.other_figures(&bullet, source, &support, apart);
        support.insert(source, bullet.sentences.clone());
        let beside = || lines.iter().flat_map(|&l| self.partners(source, l)).filter(|(v, _)| !support.contains_key(v));
        let told_in_part = beside().filter(|(_, p)| p.one_claim).map(|(v, _)| v).collect();
        let contradicted_by = beside().filter(|(_, p)| p.contradicts).map(|(v, _)| v).collect();
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
            lines,
            leads: false,
            covered: 0.0,
            other_figures,
            worth: 0.0,
            told_in_part,
            contradicted_by,
        }
    }

    /// In each article the sentence that holds most of a bullet's words, where it tells the bullet's claim and gives its figures;
    /// and those that hold most of the words and give other figures.
    fn by_words(&self, wanted: &Wanted<'_>) -> (BTreeMap<usize, Vec<SentenceId>>, BTreeMap<usize, u32>) {
        let mut held: BTreeMap<(u32, u32), (f32, usize)> = BTreeMap::new();
        for (t, weight) in wanted.terms {
            for &at in self.postings.get(t).into_iter().flatten() {
                let entry = held.entry(at).or_default();
                entry.0 += weight;
                entry.1 += 1;
            }
        }
        let Wanted { whole, demand, main, source, .. } = wanted;
        let mut apart: BTreeMap<usize, (f32, u32)> = BTreeMap::new();
        let mut best: BTreeMap<usize, (f32, u32)> = BTreeMap::new();
        for ((v, line), (weight, shared)) in held {
            let entry = best.entry(v as usize).or_insert((0.0, 0));
            let close = shared >= SHARED && weight >= OUTRIGHT * whole && weight > entry.0;
            let other = &self.sources[v as usize];
            let told = || {
                let (share, sentence) = (weight / whole, Sentence::new(&other.reading, line as usize));
                let told = main.is_told_outright(&sentence) || share >= HELD && main.is_told_by(share, &sentence);
                told && main.is_joined_by_the_same(&sentence) && !main.is_of_another(&sentence)
                    || share >= HELD && demand.quotes()
            };
            if v as usize == *source || !close || !told() {
                continue;
            }
            let met = demand.met_by(other.reading.lines[line as usize].text, other.published);
            if met && !self.is_contradicted(wanted, v as usize) {
                *entry = (weight, line);
            } else {
                let entry = apart.entry(v as usize).or_insert((0.0, 0));
                if weight > entry.0 {
                    *entry = (weight, line);
                }
            }
        }
        let best = best.into_iter().filter(|(_, b)| b.0 > 0.0).map(|(v, b)| (v, vec![SentenceId(b.1)]));
        (best.collect(), apart.into_iter().map(|(v, a)| (v, a.1)).collect())
    }

    /// A comparison shows that a source contradicts what a bullet rests on.
    fn is_contradicted(&self, wanted: &Wanted<'_>, v: usize) -> bool {
        let beside = wanted.lines.iter().flat_map(|&l| self.partners(wanted.source, l));
        beside.into_iter().any(|(u, p)| u == v && p.contradicts)
    }

    /// Adds the sources that a comparison shows to tell a bullet: in one sentence, or in one with what others add to it. A source that
    /// contradicts anything of the bullet's sentence tells it otherwise.
    fn by_comparison(&self, wanted: &Wanted<'_>, support: &mut BTreeMap<usize, Vec<SentenceId>>) {
        let &[line] = wanted.lines else { return };
        let mut beside: BTreeMap<usize, Vec<&Partner>> = BTreeMap::new();
        for (v, partner) in self.partners(wanted.source, line) {
            beside.entry(v).or_default().push(partner);
        }
        for (v, mut partners) in beside {
            if support.contains_key(&v) || partners.iter().any(|p| p.contradicts) {
                continue;
            }
            partners.retain(|p| p.one_claim && p.probability >= LIKELY);
            partners.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.sentence.cmp(&b.sentence)));
            let alone = partners.iter().find(|p| self.tells(wanted, v, p)).map(|p| vec![p.sentence]);
            if let Some(found) = alone.or_else(|| self.tell_together(wanted, v, &partners)) {
                support.insert(v, found);
            }
        }
    }

    /// A sentence that a comparison sets beside a bullet's tells the bullet.
    fn tells(&self, wanted: &Wanted<'_>, v: usize, partner: &Partner) -> bool {
        let other = &self.sources[v];
        let text = other.reading.lines[partner.sentence.index()].text;
        let Wanted { demand, main, .. } = wanted;
        let sentence = Sentence::new(&other.reading, partner.sentence.index());
        if main.is_of_another(&sentence) || !main.is_joined_by_the_same(&sentence) {
            return partner.tells_all && demand.met_by(text, other.published);
        }
        let share = self.share(wanted, v, &[partner.sentence]);
        let likely = |least: f32| partner.probability >= least;
        let open = partner.sentence.0 < FIRST && wanted.lines.iter().all(|l| l.0 < FIRST);
        let outright = || (likely(SURE) || share >= HELD) && main.is_told_outright(&sentence);
        if demand.met_by(text, other.published) {
            return partner.tells_all
                || outright()
                || likely(SURE) && main.is_told_by(share, &sentence)
                || likely(SURE) && share >= SAID && demand.quotes() && wanted.is_said
                || open && likely(NEWS) && share >= OPENING && main.is_told_by(1.0, &sentence);
        }
        // "who did not resign" beside the claim denies nothing of it: grammar has seen how the claim itself is told
        let beside = demand.met_beside_denials(text, other.published);
        let told = || {
            let opening = || likely(NEWS) && share >= OPENING && main.is_told_by(1.0, &sentence);
            outright()
                || open && !sentence.denies() && (opening() || share >= HELD && main.is_told_by(share, &sentence))
        };
        beside && told()
    }

    /// One sentence of a source tells a bullet's main claim, and what the comparison sets beside the bullet's as well gives what it
    /// lacks: "… pleaded guilty to fraud." "He had taken 400,000 crowns."
    fn tell_together(&self, wanted: &Wanted<'_>, v: usize, partners: &[&Partner]) -> Option<Vec<SentenceId>> {
        let reading = &self.sources[v].reading;
        let tells = |p: &&&Partner| {
            let sentence = Sentence::new(reading, p.sentence.index());
            let main = wanted.main;
            p.probability >= SURE
                && main.is_told_outright(&sentence)
                && main.is_joined_by_the_same(&sentence)
                && !main.is_of_another(&sentence)
        };
        let main = partners.iter().find(tells)?;
        let mut sentences = vec![main.sentence];
        sentences.extend(partners.iter().filter(|p| p.probability >= FURTHER).map(|p| p.sentence));
        sentences.sort_unstable();
        sentences.dedup();
        let text: Vec<&str> = sentences.iter().map(|s| reading.lines[s.index()].text).collect();
        let met = wanted.demand.met_by(&text.join(" "), self.sources[v].published);
        (met && self.share(wanted, v, &sentences) >= TOGETHER).then_some(sentences)
    }

    /// The share of a bullet's weight that some sentences of a source have.
    fn share(&self, wanted: &Wanted<'_>, v: usize, sentences: &[SentenceId]) -> f32 {
        let Source { reading, shared, .. } = &self.sources[v];
        let tokens = sentences.iter().flat_map(|s| &reading.tokens[reading.lines[s.index()].tokens.clone()]);
        let mut has: Vec<u32> = tokens.map(|&t| shared[t as usize]).collect();
        has.sort_unstable();
        let held = wanted.terms.iter().filter(|t| has.binary_search(&t.0).is_ok());
        held.map(|t| t.1).sum::<f32>() / wanted.whole.max(f32::MIN_POSITIVE)
    }

    /// What sources that hold most of a bullet's words give for its figure.
    fn other_figures(
        &self,
        bullet: &Bullet,
        source: usize,
        support: &BTreeMap<usize, Vec<SentenceId>>,
        apart: BTreeMap<usize, u32>,
    ) -> Vec<OtherAccount> {
        let rival = |(v, line): (usize, u32)| {
            let other = &self.sources[v];
            let text = figures::rival(&bullet.text, other.reading.lines[line as usize].text, other.published)?;
            let earlier = self.sources[source].later_than(other);
            Some(OtherAccount { text: text.to_owned(), article: other.article, sentence: SentenceId(line), earlier })
        };
        apart.into_iter().filter(|(v, _)| *v != source && !support.contains_key(v)).filter_map(rival).collect()
    }
}

/// The main claim of a bullet. One that is its sentence as it stands was parsed already.
fn main_claim(bullet: &Bullet, lines: &[SentenceId], own: &Reading<'_>) -> MainClaim {
    match lines {
        &[line] if own.lines[line.index()].text.trim_end_matches('.') == bullet.text => {
            MainClaim::of_sentence(own, line)
        }
        _ => MainClaim::of(&bullet.text, own),
    }
}
