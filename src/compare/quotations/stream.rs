//! All that an article quotes as one run of words: what somebody said is one quotation, be it told in one sentence or in two, or
//! interrupted by "he said".

use std::ops::Range;

use foldhash::HashMap;

use super::tokens;
use crate::{
    article::Quotation,
    compare::prepared::{Side, TermId},
    text,
};

/// The quoted words of an article in order.
pub(super) struct Stream {
    words: Vec<TermId>,
    /// Where each word stands in it.
    places: HashMap<TermId, Vec<usize>>,
    /// Where each quotation stands in [`Self::words`], by sentence and start, ascending.
    pieces: Vec<((u32, u32), Range<usize>)>,
}

/// Places of one run of words that are looked at.
const MOST_PLACES: usize = 64;

/// Stands where one quotation does not go on in the next: no word has this number.
const BREAK: TermId = TermId::MAX;

impl Stream {
    /// `quotations` are those of an article in reading order, with their speakers.
    pub(super) fn new(quotations: &[Quotation], side: &Side) -> Self {
        let mut out = Self { words: Vec::new(), places: HashMap::default(), pieces: Vec::new() };
        let mut before: Option<&Quotation> = None;
        for q in quotations {
            if before.is_some_and(|b| !goes_on(b, q)) {
                out.words.push(BREAK);
            }
            let Some(line) = side.lines.get(q.sentence.index()) else { continue };
            let start = out.words.len();
            out.words.extend(tokens(line, q).iter().map(|t| t.word));
            out.pieces.push(((q.sentence.0, q.span.start), start..out.words.len()));
            before = Some(q);
        }
        for (at, &word) in out.words.iter().enumerate() {
            out.places.entry(word).or_default().push(at);
        }
        out
    }

    /// Where a run of words stands in one piece with a quotation of this article: among all that it quotes, the place that
    /// shares most with that quotation.
    pub(super) fn find(&self, words: &[TermId], beside: &Quotation) -> Option<Place> {
        let key = (beside.sentence.0, beside.span.start);
        let own = self.pieces.binary_search_by_key(&key, |p| p.0).map(|k| self.pieces[k].1.clone()).ok()?;
        let first = *words.first()?;
        let starts = self.places.get(&first).into_iter().flatten().copied();
        let places = starts.filter(|&s| self.words.get(s..s + words.len()) == Some(words)).take(MOST_PLACES);
        let shares = |s: usize| s.max(own.start)..(s + words.len()).min(own.end);
        let best = places.max_by_key(|&s| shares(s).len())?;
        let shared = shares(best);
        if shared.is_empty() {
            return Some(Place::Elsewhere);
        }
        Some(Place::Here {
            of_words: shared.start - best..shared.end - best,
            of_quotation: shared.start - own.start..shared.end - own.start,
        })
    }
}

/// Where some words stand beside a quotation that is much like them.
pub(super) enum Place {
    /// They run through it: which of them it holds, and which words of it they are.
    Here { of_words: Range<usize>, of_quotation: Range<usize> },
    /// In other quotations of its article.
    Elsewhere,
}

/// Whether a quotation may be the next words of the same speaker.
fn goes_on(before: &Quotation, next: &Quotation) -> bool {
    let surname = |q: &Quotation| {
        let name = q.speaker.as_deref()?.split_whitespace().last()?;
        Some(text::words::fold(name).into_owned())
    };
    next.sentence.0.saturating_sub(before.sentence.0) <= 1
        && surname(before).zip(surname(next)).is_none_or(|(a, b)| a == b)
}
