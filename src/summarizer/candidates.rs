//! The bullets that could be: every sentence worth a look, trimmed, split where it carries two facts, its opening
//! pronoun resolved.

use std::ops::Range;

use super::{
    flags::{self, Flags, Signs},
    reading::Reading,
    score::Weights,
    trim::{self, Cut, Kind, View},
};
use crate::article::SentenceId;

/// The shortest and longest bullet, in words.
pub const WORDS: std::ops::RangeInclusive<usize> = 8..=26;

/// A bullet that could be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its sentence.
    pub line: usize,
    /// The chunks of the sentence that it keeps.
    pub keep: Vec<Range<usize>>,
    /// The name that stands in for the pronoun it opens with.
    pub name: Option<Resolved>,
    /// It is one half of a sentence.
    pub half: bool,
    /// Its length.
    pub words: usize,
    /// Its terms, a resolved name's in place of the pronoun.
    pub terms: Vec<u32>,
    /// What its wording shows.
    pub flags: Flags,
}

/// A name from an earlier sentence.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The sentence it stands in.
    pub line: usize,
    /// Its chunks there.
    pub chunks: Range<usize>,
    /// It stands in for "his" or "her".
    pub possessive: bool,
}

impl Candidate {
    fn read(&self, reading: &Reading<'_>) -> Vec<u32> {
        let name = self.name.iter().flat_map(|n| n.chunks.clone());
        let skip = usize::from(self.name.is_some());
        let mut terms = Vec::with_capacity(self.words + 4);
        for k in name.chain(self.keep.iter().cloned().flatten().skip(skip)) {
            terms.extend_from_slice(&reading.tokens[reading.chunks[k].tokens.clone()]);
        }
        terms
    }

    /// The sentences it rests on, in reading order.
    #[must_use]
    pub fn sentences(&self) -> Vec<SentenceId> {
        let name = self.name.iter().map(|n| n.line).filter(|&line| line != self.line);
        name.chain([self.line]).map(SentenceId::from).collect()
    }
}

/// All candidates of some sentences.
pub(super) fn candidates(reading: &Reading<'_>, lines: &[usize], masses: &[f32], weights: &Weights) -> Vec<Candidate> {
    let mut out = Vec::with_capacity(lines.len() + 8);
    for &line in lines {
        let chunks = reading.lines[line].chunks.clone();
        if chunks.is_empty() {
            continue;
        }
        let view = View::new(reading, line);
        let cuts = if reading.english { trim::cuts(&view) } else { Vec::new() };
        let ranked = ranked(&view, &cuts, masses, weights);
        let signs = Signs::new(&view);
        let mut make = |part: Range<usize>, half: bool| {
            // As it stands but for what always goes; without what is not worth its words; without all that can go.
            let from = out.len();
            for below in [f32::MIN, 0.0, f32::MAX] {
                let keep = trimmed(&ranked, part.clone(), below);
                if out[from..].iter().all(|c: &Candidate| c.keep != keep) {
                    out.push(finished(&view, &signs, keep, half));
                }
                if !ranked.iter().any(|(worth, c)| *worth > f32::MIN && within(&c.range, &part)) {
                    break;
                }
            }
        };
        make(chunks.clone(), false);
        if reading.english
            && let Some((end, start)) = trim::joint(&view)
        {
            make(chunks.start..end, true);
            make(start..chunks.end, true);
        }
        if reading.english
            && chunks.len() > *WORDS.end()
            && let Some(keep) = trim::aside(&view)
        {
            let mut aside = finished(&view, &signs, keep.to_vec(), true);
            aside.flags.aside = true;
            out.push(aside);
        }
    }
    out
}

fn within(range: &Range<usize>, part: &Range<usize>) -> bool {
    range.start >= part.start && range.end <= part.end
}

/// The cuts in the order they are made, each with what its words are worth above the mass they must have to stay: what
/// always goes comes first, then what is worth least.
fn ranked<'c>(view: &View<'_, '_>, cuts: &'c [Cut], masses: &[f32], weights: &Weights) -> Vec<(f32, &'c Cut)> {
    let worth = |c: &Cut| {
        if c.kind == Kind::Loose {
            return f32::MIN;
        }
        let mut mass = 0.0;
        let mut words = 0.0_f32;
        for t in c.range.clone().flat_map(|k| view.tokens(k)) {
            mass += masses[*t as usize];
            words += 1.0;
        }
        mass / words.max(1.0) - weights.keep[c.kind as usize]
    };
    let mut ranked: Vec<(f32, &Cut)> = cuts.iter().map(|c| (worth(c), c)).collect();
    // The sort is stable: what always goes keeps the order in which it was found.
    ranked.sort_by(|a, b| {
        let place = |c: &(f32, &Cut)| if c.1.kind == Kind::Loose { 0 } else { c.1.range.start };
        a.0.total_cmp(&b.0).then(place(a).cmp(&place(b)))
    });
    ranked
}

/// What is left of a part once the cuts worth less than `below` are made.
fn trimmed(ranked: &[(f32, &Cut)], part: Range<usize>, below: f32) -> Vec<Range<usize>> {
    let mut gone = vec![false; part.len()];
    let mut left = part.len();
    for (worth, c) in ranked {
        if c.kind != Kind::Loose && *worth >= below || !within(&c.range, &part) {
            continue;
        }
        let new = c.range.clone().filter(|k| !gone[k - part.start]).count();
        // A bullet needs a body: a cut that would leave less than the shortest bullet stays out.
        if new > 0 && left - new >= 7.min(part.len()) {
            for k in c.range.clone() {
                gone[k - part.start] = true;
            }
            left -= new;
        }
    }
    let mut keep: Vec<Range<usize>> = Vec::new();
    for k in part.clone().filter(|k| !gone[k - part.start]) {
        match keep.last_mut() {
            Some(last) if last.end == k => last.end = k + 1,
            _ => keep.push(k..k + 1),
        }
    }
    keep
}

fn finished(view: &View<'_, '_>, signs: &Signs, keep: Vec<Range<usize>>, half: bool) -> Candidate {
    let (reading, line) = (view.reading(), view.line());
    let flags = flags::flags(view, signs, &keep);
    let words = keep.iter().map(ExactSizeIterator::len).sum();
    let mut c = Candidate { line, keep, name: None, half, words, terms: Vec::new(), flags };
    if c.flags.pronoun
        && let Some(name) = super::refer::resolve(view, &c)
    {
        c.words += name.chunks.len() - 1;
        c.flags.pronoun = false;
        c.name = Some(name);
    }
    c.terms = c.read(reading);
    if c.terms.len() > 3 * c.words {
        // Scripts without spaces: two characters make about a word.
        c.words = c.terms.len() / 2;
    }
    c
}
