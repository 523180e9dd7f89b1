//! From one sentence to the shorter forms it can stand in: what may be cut while grammar stays whole and meaning honest.
//!
//! A cut never takes a negation or a hedge ([`lexicon::GUARDS`]), never opens a quotation, never leaves a clause without
//! its verb, never takes away who says it.
//!
//! The rules stand by what they cut: [`edges`], [`inserts`], `occasion`; [`parts`] makes two of one sentence. The sentence
//! as they see it is a [`View`]; here is their list.

mod edges;
mod inserts;
mod occasion;
mod parts;
#[cfg(test)]
mod tests;
mod view;

use std::ops::Range;

use edges::{also, dateline, label, lead, opener, tail};
use inserts::{apposition, brackets, dashes, inserted, limits, relative, shown, stray, though};
use occasion::{day, occasion};

pub(super) use parts::{aside, joint};
pub(super) use view::{View, is_dash};

use super::lexicon;

/// Why a passage may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Kind {
    /// It ties the sentence to the one before, or stands in brackets: it always goes.
    Loose,
    /// An aside between dashes, or after one.
    Dash,
    /// A relative clause between commas.
    Relative,
    /// A name's description between commas.
    Apposition,
    /// A clause or phrase at the end, after a comma.
    Tail,
    /// A phrase or clause at the head, before a comma.
    Lead,
    /// The second of two things that the subject did.
    Also,
    /// When it was said, or where.
    Occasion,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = 8;
}

/// A passage that may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its chunks.
    pub range: Range<usize>,
    /// Why.
    pub kind: Kind,
}

/// What may be cut from a sentence, in no order; passages may contain one another.
pub(super) fn cuts(view: &View<'_, '_>) -> Vec<Cut> {
    let mut out = Vec::new();
    dateline(view, &mut out);
    opener(view, &mut out);
    label(view, &mut out);
    brackets(view, &mut out);
    stray(view, &mut out);
    dashes(view, &mut out);
    lead(view, &mut out);
    for k in view.chunks.clone() {
        if view.comma(k) && k + 1 < view.chunks.end {
            relative(view, k, &mut out);
            apposition(view, k, &mut out);
            tail(view, k, &mut out);
            inserted(view, k, &mut out);
            shown(view, k, &mut out);
        }
        if view.is(k, lexicon::HINGES) {
            match view.word(k) {
                "and" => also(view, k, &mut out),
                "though" => though(view, k, &mut out),
                "also"
                    if k > view.chunks.start
                        // "Is also responsible": not alone.
                        && !matches!(view.word(k - 1), "but" | "is" | "are" | "was" | "were")
                        && !view.comma(k - 1)
                        && !view.comma(k)
                        && view.closed(k)
                        // One charge of several is not the charge.
                        && !(k.saturating_sub(1)..k + 3).any(|m| view.is(m, lexicon::CHARGES)) =>
                {
                    out.push(Cut { range: k..k + 1, kind: Kind::Loose });
                }
                _ => {}
            }
        }
        if k > view.chunks.start && view.is(k, lexicon::WEEKDAYS) {
            day(view, k, &mut out);
        }
        if view.is(k, lexicon::SAYING) {
            occasion(view, k, &mut out);
        }
    }
    out.retain(|c| keeps_sense(view, c));
    out
}

/// "In addition to the first", "citing the pilot", "where he works, for three years": what is counted besides, whose word it
/// is, how long it went on.
fn adds(view: &View<'_, '_>, range: &Range<usize>) -> bool {
    let lasting = matches!(view.word(range.start), "for" | "since" | "until");
    let lasting = lasting && range.clone().any(|k| view.is(k, lexicon::DATING));
    lasting
        || range.clone().any(|k| {
            matches!(view.word(k), "addition" | "besides" | "apart" | "citing" | "quoting")
                || view.comma(k) && k + 1 < range.end && matches!(view.word(k + 1), "for" | "since" | "until")
        })
}

/// "Edda, who is close to Bo, said he was ill": the passage names whom a later word stands for.
fn names_who_follows(view: &View<'_, '_>, range: &Range<usize>) -> bool {
    let named = range.clone().skip(1).any(|k| view.capital(k) && view.known_name(k));
    let later = (range.end..view.chunks.end).any(|k| matches!(view.word(k), "he" | "she" | "his" | "her" | "him"));
    named && later
}

/// Without the passage the sentence says nothing that it does not say with it.
fn keeps_sense(view: &View<'_, '_>, c: &Cut) -> bool {
    let range = &c.range;
    match c.kind {
        Kind::Loose => return !limits(view, range),
        Kind::Occasion => return view.sound(range),
        _ => {}
    }
    let last = range.end == view.chunks.end;
    // A question keeps its mark, a list its parts, a figure its bounds.
    let asks = last && view.raw(range.end - 1).trim_end_matches(['"', '”', '’', '\'']).ends_with('?');
    let part = range.clone().any(|k| {
        view.raw(k).ends_with(';') || view.word(k) == "at" && matches!(view.word(k + 1), "least" | "most" | "best")
    });
    // ", police say," may no more go than what says it at the end; "who told the court" may.
    let says = (last || c.kind != Kind::Relative) && view.attributes(range.clone());
    if asks || part || says || last && view.forks(range.clone()) || !view.sound(range) {
        return false;
    }
    if adds(view, range) || names_who_follows(view, range) {
        return false;
    }
    match c.kind {
        Kind::Dash => !limits(view, range),
        // One dash of a pair must not go without the other.
        _ => {
            let narrows = matches!(c.kind, Kind::Relative | Kind::Apposition) && limits(view, range);
            !narrows && range.clone().filter(|&k| view.dash(k)).count() % 2 == 0
        }
    }
}
