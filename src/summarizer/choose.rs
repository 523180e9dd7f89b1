//! Which candidates become the bullets: the best first, each next one worth what it adds.

use std::ops::Range;

use super::{
    candidates::{self, Candidate, WORDS},
    reading::Reading,
    score::{self, BULLET_FEATURES, Closeness, Weights},
    spread,
};

/// Sentences that are looked at closely; the others of a long article only count as context.
const CLOSE_LOOK: usize = 40;

/// Of twenty content words of a candidate, how many the chosen ones may have before it only says the same again.
const REPEATS: usize = 12;

/// What it is worth to give the figure that the headline gives.
const HEADLINE_FIGURE: f32 = 2.0;

/// The words that two bullets of one sentence may share: whom both are about.
const SUBJECT: usize = 6;

/// A candidate with so many faults is no bullet beside sound ones.
pub(super) const WORSE_THAN_NONE: f32 = 50.0;

/// The candidates of an article with what is counted about each.
pub struct Proposal {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// Their features, beside them.
    pub features: Vec<[f32; BULLET_FEATURES.len()]>,
    /// The masses of the article's terms.
    pub masses: Vec<f32>,
}

impl Proposal {
    /// What each candidate is worth on its own.
    #[must_use]
    pub fn values(&self, weights: &Weights) -> Vec<f32> {
        let value = |f: &[f32; BULLET_FEATURES.len()]| f.iter().zip(&weights.bullet).map(|(a, b)| a * b).sum::<f32>();
        let told = |c: &Candidate| if c.flags.headline_figure { HEADLINE_FIGURE } else { 0.0 };
        self.candidates.iter().zip(&self.features).map(|(c, f)| value(f) + told(c) - faulty(c)).collect()
    }
}

/// Everything an article could say in a bullet.
#[must_use]
pub fn propose(reading: &Reading<'_>, weights: &Weights) -> Proposal {
    let masses = score::masses(reading, weights);
    let closeness = Closeness::new(reading);
    let mut lines: Vec<usize> = (0..reading.lines.len()).collect();
    if lines.len() > CLOSE_LOOK {
        let mass = |i: &usize| -> f32 {
            let tokens = &reading.tokens[reading.lines[*i].tokens.clone()];
            tokens.iter().map(|&t| masses[t as usize]).sum::<f32>() / (tokens.len() as f32 + 8.0)
        };
        let mut later: Vec<(f32, usize)> = lines.iter().skip(CLOSE_LOOK / 2).map(|i| (mass(i), *i)).collect();
        later.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        lines.truncate(CLOSE_LOOK / 2);
        lines.extend(later.iter().take(CLOSE_LOOK / 2).map(|l| l.1));
        lines.sort_unstable();
    }
    let mut candidates = candidates::candidates(reading, &lines, &masses, weights);
    mark_repeats(&mut candidates, reading);
    mark_figures(&mut candidates, reading);
    let features = candidates.iter().map(|c| score::bullet_features(c, reading, &masses, &closeness)).collect();
    Proposal { candidates, features, masses }
}

/// Marks who gives the headline's figure, and who another in its place: an estimate that the news has overtaken.
fn mark_figures(candidates: &mut [Candidate], reading: &Reading<'_>) {
    let latest = spread::counted(reading.headline, None);
    if latest.is_empty() {
        return;
    }
    for c in candidates.iter_mut().filter(|c| c.terms.iter().any(|&t| reading.terms[t as usize].number)) {
        let text = c.text(reading);
        c.flags.headline_figure = spread::gives(&text, &latest);
        c.flags.superseded = spread::superseded(&text, &latest, None);
    }
}

/// Marks a sentence whose words nearly all stand in one earlier candidate, as captions repeat the text.
fn mark_repeats(candidates: &mut [Candidate], reading: &Reading<'_>) {
    let mut seen_in: Vec<Vec<u32>> = vec![Vec::new(); reading.terms.len()];
    let mut shared = vec![0_u32; reading.lines.len()];
    for c in candidates.iter_mut().filter(|c| !c.half) {
        let mut own: Vec<u32> = c.terms.iter().copied().filter(|&t| !reading.terms[t as usize].stop).collect();
        own.sort_unstable();
        own.dedup();
        for &t in &own {
            for &line in &seen_in[t as usize] {
                shared[line as usize] += 1;
            }
        }
        let most = shared.iter().copied().max().unwrap_or(0);
        c.flags.repeats = own.len() > 3 && most as usize * 10 >= own.len() * 7;
        for &t in &own {
            for &line in &seen_in[t as usize] {
                shared[line as usize] = 0;
            }
            seen_in[t as usize].push(u32::try_from(c.line).unwrap_or(u32::MAX));
        }
    }
}

/// What a sentence costs that the next one takes back.
const CONCEDED: f32 = 2.0;

/// What no bullet should have: it is taken only where nothing better is left.
pub(super) fn faulty(c: &Candidate) -> f32 {
    let mut cost = 0.0;
    for (fault, weight) in [
        (c.flags.unbalanced, 60.0),
        (c.flags.unspoken, 60.0),
        (c.flags.faceless, 6.0),
        (c.flags.leaning, 4.0),
        (c.flags.conceded, CONCEDED),
        (c.flags.superseded, spread::SUPERSEDED),
        (c.flags.aside, 2.5),
        (c.flags.idle, 3.0),
        (c.flags.pronoun, 30.0),
        (c.words > *WORDS.end(), 0.5),
        (c.words > 40, 20.0 + c.words as f32 / 10.0),
        (c.words < *WORDS.start(), 25.0),
        (c.flags.stopless && c.words < 6, 20.0),
        // A link to another piece, a label.
        (c.flags.stopless && c.words < 10, 4.0),
        (c.flags.stopless && c.flags.verbless, 10.0),
        (c.flags.fragment, 8.0),
        (c.flags.unfinished, 12.0),
        (c.flags.question, 3.0),
        (c.flags.verbless, 2.0),
        (c.flags.demonstrative, 3.0),
        (c.flags.anaphor && c.line > 0, 3.0),
        (c.flags.first_person, 1.0),
        (c.flags.housekeeping, 60.0),
    ] {
        if fault {
            cost += weight;
        }
    }
    cost
}

/// The chosen candidates, in the article's order: indices into [`Proposal::candidates`].
#[must_use]
pub fn choose(proposal: &Proposal, reading: &Reading<'_>, weights: &Weights, count: usize) -> Vec<usize> {
    let base = proposal.values(weights);
    let mut chosen: Vec<usize> = Vec::with_capacity(count);
    let mut covered = vec![false; proposal.masses.len()];
    while chosen.len() < count {
        let value = |i: usize| {
            let c = &proposal.candidates[i];
            let (mut again, mut old, mut all) = (0.0, 0, 0);
            for t in c.terms.iter().map(|&t| t as usize).filter(|&t| !reading.terms[t].stop) {
                all += 1;
                if covered[t] {
                    old += 1;
                    again += proposal.masses[t];
                }
            }
            let repeats = if all > 0 && old * 20 >= all * REPEATS { 25.0 } else { 0.0 };
            base[i] - weights.redundancy * again - repeats
        };
        let free = |i: &usize| chosen.iter().all(|&j| !clash(&proposal.candidates[*i], &proposal.candidates[j]));
        let best =
            (0..base.len()).filter(free).map(|i| (value(i), i)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, best)) = best else { break };
        // A row of a table is better left out, unless there is nothing else.
        if !chosen.is_empty() && faulty(&proposal.candidates[best]) > WORSE_THAN_NONE {
            break;
        }
        for &t in &proposal.candidates[best].terms {
            covered[t as usize] = true;
        }
        chosen.push(best);
    }
    chosen.sort_by_key(|&i| (proposal.candidates[i].line, proposal.candidates[i].keep.first().map_or(0, |r| r.start)));
    chosen
}

/// Two candidates share words of one sentence; what is told in passing shares no more than its subject.
pub(super) fn clash(a: &Candidate, b: &Candidate) -> bool {
    let both = |x: &Range<usize>, y: &Range<usize>| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    let shared = || a.keep.iter().flat_map(|x| b.keep.iter().map(move |y| both(x, y))).sum::<usize>();
    let subject = if a.flags.aside || b.flags.aside { SUBJECT } else { 0 };
    a.line == b.line && shared() > subject
}
