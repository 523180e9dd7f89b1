//! The phrases of a coverage: its signs, what stands in a cell, what only one text reports, who reprints whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{count, list, source_count};
use crate::{
    article::{Briefing, Story},
    compare::{Cell, Claim, Coverage, Reports, note},
    text::counts::told_by,
};

/// Claims of one source.
pub(in crate::report) struct Alone<'a> {
    pub(in crate::report) column: usize,
    /// Others speak of the same people or things: that they do not report it is not sure.
    perhaps: bool,
    /// Who carries the same text, by name.
    reprints: Vec<&'a str>,
    pub(in crate::report) claims: Vec<&'a Claim>,
}

impl Alone<'_> {
    /// What stands above them: "Only Harbor Wire", "One text: Harbor Wire and 1 reprint (Radio North)".
    pub(in crate::report) fn heading(&self, sources: &[&str]) -> String {
        let source = sources.get(self.column).copied().unwrap_or_default();
        let reprints = count(self.reprints.len(), "reprint", "reprints");
        match (self.perhaps, self.reprints.as_slice()) {
            (false, []) => format!("Only {source}"),
            (true, []) => format!("{source}, and perhaps others"),
            (false, by) => format!("One text: {source} and {reprints} ({})", list(by)),
            (true, by) => format!("{source} and {reprints} ({}), and perhaps others", list(by)),
        }
    }
}

/// The claims of several independent sources, and those of one text alone, source by source: who reprints another's text
/// tells nothing more, and is named beside it.
pub(in crate::report) fn by_sources<'c>(
    coverage: &'c Coverage,
    sources: &[&'c str],
) -> (Vec<&'c Claim>, Vec<Alone<'c>>) {
    let name = |k: usize| sources.get(k).copied().unwrap_or_default();
    // An outlet with two articles is one source: both stand under the first.
    let column_of = |k: usize| sources.iter().position(|s| *s == name(k)).unwrap_or(k);
    let mut shared = Vec::new();
    let mut alone: BTreeMap<(usize, bool, Vec<&str>), Vec<&Claim>> = BTreeMap::new();
    for claim in &coverage.claims {
        let with = |state: &dyn Fn(&Cell) -> bool| -> BTreeSet<usize> {
            (0..claim.cells.len()).filter(|&k| state(&claim.cells[k])).map(column_of).collect()
        };
        let own = with(&Cell::reports);
        let Some(&column) = own.first().filter(|_| own.len() == 1) else {
            shared.push(claim);
            continue;
        };
        let perhaps = with(&|cell| cell.state == Reports::Related).iter().any(|&k| k != column);
        let reprints = with(&|cell| cell.state == Reports::Reprint);
        let reprints = reprints.into_iter().filter(|&k| k != column).map(name).collect();
        alone.entry((column, perhaps, reprints)).or_default().push(claim);
    }
    let lists =
        alone.into_iter().map(|((column, perhaps, reprints), claims)| Alone { column, perhaps, reprints, claims });
    (shared, lists.collect())
}

/// The sign of a claim in a source's first sentence.
const LEADS: &str = "¹";
/// The sign of the source that was published before all others that report a claim.
const FIRST: &str = "†";

/// What the signs of a coverage mean.
const SIGNS: &[(&str, &str)] = &[
    ("●", "reports"),
    ("◐", "in part"),
    ("◌", "same as another"),
    ("·", "related"),
    ("○", "nothing found"),
    ("≠", "contradiction"),
    (LEADS, "leads with it"),
    (FIRST, "had it first"),
];

/// The signs of coverages with what they mean, and the words that stand in their cells.
pub(in crate::report) fn legend(coverages: &[Coverage]) -> Vec<(&'static str, &'static str)> {
    let cells = || coverages.iter().flat_map(|c| &c.claims).flat_map(|claim| &claim.cells);
    let notes: BTreeSet<&str> = cells().filter_map(|cell| cell.note.as_deref()).collect();
    let words = [
        (note::OTHERWISE, "says that it is not so, or went another way"),
        (note::ALTERED, "quotes the same words otherwise"),
        (note::CUT, "gives a part of the quotation"),
    ];
    let is_word = |n: &&str| words.iter().any(|(word, _)| word == n);
    let figure = notes.iter().any(|n| !is_word(n)).then_some(("12", "what this source gives: a figure, day or name"));
    let words = words.into_iter().filter(|(word, _)| notes.contains(word));
    SIGNS.iter().copied().chain(figure).chain(words).collect()
}

/// The sign of a source's part in a claim.
fn state_glyph(state: Reports) -> &'static str {
    match state {
        Reports::Full => "●",
        Reports::Part => "◐",
        Reports::Reprint => "◌",
        Reports::Related => "·",
        Reports::Nothing => "○",
    }
}

/// A cell: its sign, whether the source leads with the claim or had it first, and its note: "◐¹ 3,000". The longest form
/// first, then what is left of it where there is less room: no figure is cut.
pub(in crate::report) fn cell_forms(cell: &Cell, leads: bool, first: bool) -> Vec<String> {
    let state = state_glyph(cell.state);
    let signs = format!("{state}{}{}", if leads { LEADS } else { "" }, if first { FIRST } else { "" });
    let notes = cell.note.iter().flat_map(|note| [format!("{signs} {note}"), format!("{state} {note}")]);
    notes.chain([signs.clone(), state.to_owned()]).collect()
}

/// A cell in its longest form.
pub(in crate::report) fn cell(cell: &Cell, leads: bool, first: bool) -> String {
    cell_forms(cell, leads, first).swap_remove(0)
}

/// The names over the columns.
pub(in crate::report) fn columns<'a>(coverage: &Coverage, briefing: &'a Briefing) -> Vec<&'a str> {
    coverage.columns.iter().map(|c| briefing.articles.get(c.article).map_or("", |a| a.source.as_str())).collect()
}

/// "4 sources, 3 independent (Public Radio North reprints Harbor Wire)".
pub(in crate::report) fn coverage_sources(story: &Story, coverage: &Coverage, briefing: &Briefing) -> String {
    let sources = columns(coverage, briefing);
    let mut out = match sources.len() {
        0 => source_count(story, &briefing.articles),
        articles => told_by(articles, sources.iter().collect::<BTreeSet<_>>().len(), coverage.independent),
    };
    let mut reprints: Vec<(&str, Vec<&str>)> = Vec::new();
    for (column, &source) in coverage.columns.iter().zip(&sources) {
        let Some(&original) = column.carries.and_then(|c| sources.get(c)).filter(|&&c| c != source) else { continue };
        match reprints.iter_mut().find(|c| c.0 == original) {
            Some((_, known)) if known.contains(&source) => {}
            Some((_, known)) => known.push(source),
            None => reprints.push((original, vec![source])),
        }
    }
    let phrase = |(original, by): &(&str, Vec<&str>)| {
        format!("{} {} {original}", list(by), if by.len() == 1 { "reprints" } else { "reprint" })
    };
    if !reprints.is_empty() {
        out.push_str(&format!(" ({})", reprints.iter().map(phrase).collect::<Vec<_>>().join("; ")));
    }
    out
}

/// Why a coverage has no rows or columns to show.
pub(in crate::report) fn nothing_to_lay_out(coverage: &Coverage) -> &'static str {
    if coverage.columns.len() < 2 {
        "Only one source tells this story: there is nothing to lay side by side."
    } else {
        "No claim was found that could be laid side by side."
    }
}
