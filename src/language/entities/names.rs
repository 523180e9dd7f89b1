//! Where a sentence names somebody or something: what the network marks, cleaned by the form of names, and runs of
//! capitalized names that it did not mark.

use std::ops::Range;

use super::{Gender, bounds, cleaning};
use crate::language::{
    labels::{SpanKind, Tag},
    lexicon::{self, Lexicon},
    parse::Parse,
};

/// A name as it stands in a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NameSpan {
    /// Its tokens, without titles, articles and possessive ending.
    pub(super) tokens: Range<usize>,
    /// Its tokens with the titles before it.
    pub(super) with_title: Range<usize>,
    /// What it is taken for; nothing where only its capital letters tell.
    pub(super) kind: Option<SpanKind>,
    /// What the words around it say it is: "the resort of X".
    pub(super) told: Option<SpanKind>,
    /// It opens the sentence with a single word, so that its capital letter says nothing.
    pub(super) opens: bool,
    /// He or she by the title before it: "Ms. Lee".
    pub(super) titled: Option<Gender>,
}

/// Small words that stand inside names.
pub(super) const INSIDE: &[&str] = &[
    "of", "the", "and", "for", "de", "la", "le", "les", "du", "des", "da", "do", "dos", "das", "di", "del", "della",
    "der", "den", "van", "von", "bin", "ibn", "al", "el", "al-", "&", "-", "–", "'", "’", "y", "e", "to", "in", "on",
    "a", "at", "’s", "'s", "/", ".", "no",
];

/// The names of a sentence in order; none overlap.
pub(super) fn find(parse: &Parse) -> Vec<NameSpan> {
    let lexicon = lexicon::english();
    let mut taken = vec![false; parse.tokens.len()];
    let mut found = Vec::new();
    for work in quoted_works(parse) {
        taken[work.clone()].fill(true);
        let with_title = work.clone();
        found.push(NameSpan {
            tokens: work,
            with_title,
            kind: Some(SpanKind::Other),
            told: None,
            opens: false,
            titled: None,
        });
    }
    let mut runs = marked_runs(parse, &mut taken);
    let mut at = 0;
    while at < parse.tokens.len() {
        if taken[at] || !is_unmarked(parse, at, lexicon) {
            at += 1;
            continue;
        }
        let end = (at..parse.tokens.len())
            .find(|t| taken[*t] || !is_unmarked(parse, *t, lexicon) && !bounds::is_number_word(parse, *t))
            .unwrap_or(parse.tokens.len());
        let (start, end) = bounds::through_hyphens(parse, bounds::joined_before(parse, at..end)..end);
        let end = bounds::with_number(parse, start..end);
        runs.retain(|(r, _)| r.end <= start || r.start >= end);
        runs.push((start..end, None));
        at = end;
    }
    runs.sort_by_key(|(r, _)| r.start);
    for (run, kind) in bounds::join(parse, runs) {
        found.extend(cleaning::clean(parse, run, kind));
    }
    found.sort_by_key(|n| n.tokens.start);
    found.dedup_by(|b, a| b.tokens.start < a.tokens.end);
    found
}

/// What the network marks as names, cut and widened to whole names.
fn marked_runs(parse: &Parse, taken: &mut [bool]) -> Vec<(Range<usize>, Option<SpanKind>)> {
    let mut runs: Vec<(Range<usize>, Option<SpanKind>)> = Vec::new();
    for span in &parse.spans {
        let begun = taken[span.tokens.start] && runs.last().is_none_or(|(r, _)| !r.contains(&span.tokens.start));
        if begun || taken[span.tokens.end - 1] || bounds::is_part_of_name(parse, span) {
            continue;
        }
        taken[span.tokens.clone()].fill(true);
        if !span.kind.is_name() {
            continue;
        }
        for part in bounds::parts(parse, span.tokens.clone(), span.kind) {
            let mut widened = bounds::widen(parse, part, span.kind, taken);
            // "The Department of" and "Interior" are joined once the first ends with its noun
            let trails = |t: usize| {
                parse.tokens[t].tag == Tag::PossessiveEnding || matches!(parse.word(t), "of" | "for" | "on" | "the")
            };
            while widened.len() > 1 && trails(widened.end - 1) {
                widened.end -= 1;
            }
            taken[widened.clone()].fill(true);
            // "Zaki" and "Rehman Roe" of "Zaki-ur-Rehman Roe"
            if let Some((last, _)) = runs.pop_if(|(r, _)| r.end > widened.start) {
                widened.start = widened.start.min(last.start);
            }
            runs.push((widened, Some(span.kind)));
        }
    }
    runs
}

/// “To Save a Harbor”: two to six quoted words, capitalized as titles of works are, without a mark at the end.
fn quoted_works(parse: &Parse) -> Vec<Range<usize>> {
    let open = |t: usize| matches!(parse.word(t), "“" | "‘" | "\"" | "'" | "«");
    let close = |t: usize| matches!(parse.word(t), "”" | "’" | "\"" | "'" | "»");
    let mut works = Vec::new();
    for from in (0..parse.tokens.len()).filter(|t| open(*t)) {
        let Some(to) = (from + 2..parse.tokens.len().min(from + 9)).find(|t| close(*t)) else { continue };
        // “To Save a Harbor,” with the mark that follows it
        let comma = parse.word(to - 1) == ",";
        let inner = from + 1..to - usize::from(comma);
        let glued = parse.tokens[from].end == parse.tokens[from + 1].start
            && parse.tokens[to - 1].end == parse.tokens[to].start;
        let upper = |t: usize| parse.word(t).chars().next().is_some_and(char::is_uppercase);
        let title = inner.clone().all(|t| {
            upper(t)
                || INSIDE.contains(&parse.word(t))
                || parse.word(t).len() < 3 && parse.word(t) != "," && !parse.tokens[t].tag.is_finite()
        });
        let count = inner.clone().filter(|t| upper(*t)).count();
        let last = inner.end - 1;
        let stop = inner.len() < 2 || matches!(parse.word(last), "," | "." | "!" | "?");
        if glued && title && count >= 2 && inner.len() <= 6 && upper(from + 1) && upper(last) && !stop {
            works.push(inner);
        }
    }
    works.dedup_by(|b, a| b.start < a.end);
    works
}

/// A capitalized name that the network did not mark, and no title, day or month.
fn is_unmarked(parse: &Parse, token: usize, lexicon: &Lexicon) -> bool {
    let t = &parse.tokens[token];
    let word = parse.word(token);
    let bare = word.trim_end_matches('.').to_lowercase();
    t.tag.is_name()
        && word.chars().next().is_some_and(char::is_uppercase)
        && (bounds::is_month_of_name(parse, token) || !["months", "weekdays"].iter().any(|c| lexicon.has(c, &bare)))
}

pub(super) fn is_quote_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "‘" | "’" | "\"" | "'" | "«" | "»")
}

pub(super) fn is_first_name(parse: &Parse, token: usize) -> bool {
    lexicon::english().is_first_name(&parse.lower(token))
}
