//! What an article puts forward for its story, and what each claim is worth there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Source,
    claims::{Claim, Index},
    headline::Headline,
};
use crate::{
    article::{Article, Bullet, SentenceId, Story},
    language::{Relation, Tag},
    summarizer::{
        figure_conflicts::{self as figures, Count},
        selection::{self, Pick, Proposal},
    },
};

/// What one more source that says the same is worth, as a share of the claim's own worth.
const SOURCE: f32 = 0.8;
/// The same for a source that tells a part of it, or tells it otherwise.
const PART: f32 = 0.35;
/// Sentences beside its own best that an article puts forward because others tell the same.
const FURTHER: usize = 4;
/// What a claim is worth more that has all telling words of the headline, as a share of the news.
const HEADLINE: f32 = 0.25;
/// How much more it counts that a claim opens its article, where others report it too: each source begins with the news.
const LEAD: f32 = 1.5;
/// The same of the article whose headline is the story's.
const LEAD_OF_STORY: f32 = 2.0;
/// What the articles after the first of the story are worth less, each.
const RANK: f32 = 0.02;
/// What it is worth to give a figure that overtakes another, as a share of the news.
const LATEST: f32 = 0.2;
/// What is left of a claim of an article that another of the story is a day younger than.
const DATED: f32 = 0.8;
/// What is left of a claim that tells what had been before, or what was to come when a later article was written.
const BACKGROUND: f32 = 0.4;
/// What is left of a bullet that begins with a thing of which nothing says which it is, or whose words are somebody's who is not named.
const BARE: f32 = 0.4;

/// A story's articles, with what its claims are weighed by.
pub(super) struct Weighing<'w, 'a> {
    index: &'w Index<'w, 'a>,
    /// Articles that carry another's text, each with that one.
    carriers: &'w BTreeMap<usize, usize>,
    headline: Headline,
    /// What each article's headline counts, where its own text knows another number.
    latest: Vec<Vec<Count>>,
    of_headlines: Vec<Vec<Count>>,
    /// The article whose headline is the story's.
    of_story: Option<usize>,
}

impl<'w, 'a> Weighing<'w, 'a> {
    pub(super) fn new(
        story: &Story,
        articles: &[Article],
        carriers: &'w BTreeMap<usize, usize>,
        index: &'w Index<'w, 'a>,
    ) -> Self {
        let sources = index.sources;
        Self {
            index,
            carriers,
            headline: Headline::new(story, sources, articles),
            latest: sources.iter().map(|s| Count::overtaking(&s.reading)).collect(),
            of_headlines: sources.iter().map(|s| Count::of_headline(&s.reading)).collect(),
            of_story: sources.iter().position(|s| s.reading.headline == story.headline),
        }
    }

    /// How many independent sources some sources are: reprints of one text count once.
    pub(super) fn independent(&self, sources: impl Iterator<Item = usize>) -> usize {
        let articles = sources.map(|v| self.index.sources[v].article);
        articles.map(|a| self.carriers.get(&a).copied().unwrap_or(a)).collect::<BTreeSet<_>>().len()
    }

    /// What the source that comes `rank`th puts forward, weighed.
    pub(super) fn claims(&self, rank: usize, v: usize, proposal: &Proposal, count: usize) -> Vec<Claim> {
        let (sources, source) = (self.index.sources, &self.index.sources[v]);
        // What the story's headline counts, what an article that knows both leads with, what a later one leads with.
        let mut newest = self.of_story.map_or_else(Vec::new, |k| self.of_headlines[k].clone());
        newest.extend(self.latest.iter().flatten().cloned());
        let later = (0..sources.len()).filter(|&u| sources[u].later_than(source));
        newest.extend(later.flat_map(|u| self.of_headlines[u].iter().cloned()));
        let dated = sources.iter().any(|s| s.later_than(source));
        let picks = proposed(proposal, v, self.index, &self.headline, &self.latest[v], count);
        let wordings = picks.iter().flat_map(|p| wordings(p, proposal, v, self.index));
        let claim = |(pick, bullet): (Pick, Bullet)| {
            let mut claim = self.index.claim(v, bullet, lines(&pick, proposal));
            claim.leads = claim.lines.first() == Some(&SentenceId(0));
            claim.covered = self.headline.covered(&claim);
            claim.worth = self.worth(&claim, &pick, proposal);
            // The article that stands for the story speaks where others say the same as well.
            claim.worth -= RANK * rank.min(5) as f32;
            if figures::gives(&claim.bullet.text, &self.latest[v]) {
                claim.worth += LATEST;
            }
            // A count that a later one has overtaken is told only where nothing else is.
            let overtaken =
                |&s: &SentenceId| figures::superseded(source.reading.analysis.sentence(s), &newest, source.published);
            claim.faulty =
                pick.places.clone().any(|k| proposal.candidates[k].fitness == 0.0) || claim.lines.iter().any(overtaken);
            // What an earlier report says will be, a later one may tell as done.
            let background = pick.places.clone().all(|k| proposal.table.features[k].had_been > 0.0);
            if background || dated && claim.main.is_to_come() {
                claim.worth *= BACKGROUND;
            } else if dated && !(claim.leads && self.of_story == Some(v)) {
                // The lead of the article whose headline stands above the story is its news on any day.
                claim.worth *= DATED;
            }
            claim
        };
        wordings.map(claim).collect()
    }

    /// What a claim is worth for what it tells, where it stands and who else tells it.
    fn worth(&self, claim: &Claim, pick: &Pick, proposal: &Proposal) -> f32 {
        let v = claim.source;
        let tellers = || claim.support.keys().copied();
        let heard = self.independent(tellers());
        let speak_of_it = claim.told_in_part.iter().chain(&claim.contradicted_by).copied();
        let in_part = self.independent(tellers().chain(speak_of_it)) - heard;
        let lead = match claim.leads {
            true if self.of_story == Some(v) => LEAD_OF_STORY,
            true if self.index.is_known_elsewhere(v, SentenceId(0)) => LEAD,
            _ => 1.0,
        };
        let source = &self.index.sources[v];
        let bare = pick.places.len() == 1 && (is_bare(claim, source) || is_said_by_a_pronoun(claim, source));
        let alone = proposal.worth_in_story(pick).unwrap_or_default() * if bare { BARE } else { 1.0 };
        let others = SOURCE * (heard as f32 - 1.0) + PART * in_part as f32;
        alone * lead * (1.0 + others) + HEADLINE * claim.covered
    }
}

/// A bullet begins with a thing of which nothing says which it is: "The line was added in haste".
fn is_bare(claim: &Claim, source: &Source<'_>) -> bool {
    let Some(&line) = claim.lines.first().filter(|l| l.0 > 0) else { return false };
    let parse = source.reading.analysis.sentence(line);
    let as_it_stands = |words: &str| claim.bullet.text.starts_with(words);
    parse.tokens.len() > 2
        && parse.lower(0) == "the"
        && parse.tokens[1].tag.is_noun()
        && !parse.tokens[1].tag.is_name()
        && parse.head(0) == Some(1)
        && parse.children(1).all(|c| c == 0)
        && as_it_stands(parse.slice(0..3))
}

/// What a bullet tells is said by "she", and nothing says who that is.
fn is_said_by_a_pronoun(claim: &Claim, source: &Source<'_>) -> bool {
    let Some(&line) = claim.lines.first() else { return false };
    let parse = source.reading.analysis.sentence(line);
    let root = (0..parse.tokens.len()).find(|t| parse.tokens[*t].relation == Relation::Root);
    let said = root.and_then(|verb| Some((verb, parse.subject(verb)?)));
    said.is_some_and(|(verb, subject)| {
        parse.tokens[subject].tag == Tag::Pronoun
            && matches!(&*parse.lower(subject), "he" | "she" | "they" | "it")
            && claim.bullet.text.contains(parse.slice(verb.min(subject)..verb.max(subject) + 1))
    })
}

/// The sentences of an article that a bullet would be made of.
fn lines(pick: &Pick, proposal: &Proposal) -> Vec<SentenceId> {
    pick.places.clone().map(|k| SentenceId::from(proposal.candidates[k].line)).collect()
}

/// A bullet that could be, in its words; where another source makes the same claim, also without all that only adds to it: so
/// much more sources may tell.
fn wordings(pick: &Pick, proposal: &Proposal, v: usize, index: &Index<'_, '_>) -> Vec<(Pick, Bullet)> {
    let reading = &index.sources[v].reading;
    let told_elsewhere = lines(pick, proposal).iter().any(|&l| index.tellers(v, l) > 0);
    let shortest = if told_elsewhere { proposal.shortest(reading, pick) } else { None };
    let whole = proposal.bullets(reading, std::slice::from_ref(pick)).pop();
    whole.into_iter().chain(shortest).map(|bullet| (pick.clone(), bullet)).collect()
}

/// What an article puts forward: its own best bullets, what tells most of the headline, what gives the figure that
/// overtakes another, and what other sources tell as well.
fn proposed(
    proposal: &Proposal,
    v: usize,
    index: &Index<'_, '_>,
    headline: &Headline,
    latest: &[Count],
    count: usize,
) -> Vec<Pick> {
    let source = &index.sources[v];
    let mut own = proposal.choose(count + 2);
    let line = |p: &Pick| proposal.candidates[p.places.start].line;
    let text = |p: &Pick| source.reading.lines[line(p)].text;
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
    let tellers = |p: &Pick| index.tellers(v, SentenceId::from(line(p)));
    let shared = single().filter(|(_, p)| tellers(p) > 0 && !own.contains(p));
    let mut shared: Vec<(f32, Pick)> = shared.map(|(w, p)| (w * (1.0 + SOURCE * tellers(&p) as f32), p)).collect();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.places.start.cmp(&b.1.places.start)));
    own.extend(shared.into_iter().take(FURTHER).map(|(_, p)| p));
    own
}
