//! The phrases of a coverage: its signs, what stands in a cell, who reports a claim alone, who reprints whom.

use std::collections::{BTreeMap, BTreeSet};

use super::{list, source_count};
use crate::{
    article::{Briefing, Story},
    compare::{Cell, Claim, Coverage, Reports},
    text::counts::told_by,
};

/// Claims of one source.
pub(in crate::report) struct Alone<'a> {
    pub(in crate::report) column: usize,
    /// Others speak of the same people or things: that they do not report it is not sure.
    perhaps: bool,
    pub(in crate::report) claims: Vec<&'a Claim>,
}

impl Alone<'_> {
    /// What stands above them.
    pub(in crate::report) fn heading(&self, sources: &[&str]) -> String {
        let source = sources.get(self.column).copied().unwrap_or_default();
        if self.perhaps { format!("{source}, and perhaps others") } else { format!("Only {source}") }
    }
}

/// The claims of several independent sources, and those of one alone, source by source: who reprints another's text tells
/// nothing more.
pub(in crate::report) fn by_sources<'c>(coverage: &'c Coverage, sources: &[&str]) -> (Vec<&'c Claim>, Vec<Alone<'c>>) {
    let name = |k: usize| sources.get(k).copied().unwrap_or_default();
    // An outlet with two articles is one source: both stand under the first.
    let column_of = |k: usize| sources.iter().position(|s| *s == name(k)).unwrap_or(k);
    let mut shared = Vec::new();
    let mut alone: BTreeMap<(usize, bool), Vec<&Claim>> = BTreeMap::new();
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
        alone.entry((column, perhaps)).or_default().push(claim);
    }
    let lists = alone.into_iter().map(|((column, perhaps), claims)| Alone { column, perhaps, claims });
    (shared, lists.collect())
}

/// Who reprints a claim of one source, after it: " (reprinted by the Post)".
pub(in crate::report) fn reprinted_by(claim: &Claim, sources: &[&str]) -> String {
    let own = claim.cells.iter().position(Cell::reports);
    let own = own.and_then(|c| sources.get(c)).copied().unwrap_or_default();
    let cells = claim.cells.iter().zip(sources).filter(|(cell, _)| cell.state == Reports::Reprint);
    let mut names: Vec<&str> = Vec::new();
    for name in cells.map(|(_, source)| *source).filter(|&source| source != own) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { String::new() } else { format!(" (reprinted by {})", list(&names)) }
}

/// The sign of a claim in a source's first sentence.
const LEADS: &str = "¹";
/// The sign of the source that was published before all others that report a claim.
const FIRST: &str = "†";

/// What the signs of a coverage mean.
pub(in crate::report) const COVERAGE_SIGNS: &[(&str, &str)] = &[
    ("●", "reports"),
    ("◐", "in part"),
    ("◌", "same as another"),
    ("·", "related"),
    ("○", "nothing found"),
    ("≠", "contradiction"),
    (LEADS, "leads with it"),
    (FIRST, "had it first"),
];

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
