//! What the marks of a coverage mean, in the lines below it.

use ratatui::layout::Rect;

use crate::{
    compare::{Cell, Reports},
    text::width::width,
    tui::{widgets::glyphs::Glyphs, worker::cache::StoryCoverage},
};

/// The lowest view that has a second line for it.
const HIGH: u16 = 10;

/// A mark, what it means at length, shorter and shortest, and whether it stands in the coverage.
type Entry = (&'static str, [&'static str; 3], bool);

/// The lines of the legend: all marks where they fit, else those that stand in the coverage.
pub(super) fn lines(c: &StoryCoverage, area: Rect, g: &Glyphs) -> Vec<String> {
    let room = usize::from(area.width.saturating_sub(1));
    let all = entries(c, g);
    let there: Vec<Entry> = all.iter().copied().filter(|entry| entry.2).collect();
    let whole = [all.as_slice(), &there].into_iter().flat_map(|entries| (0..3).map(|k| line(entries, k)));
    if let Some(line) = whole.into_iter().find(|line| width(line) <= room) {
        return vec![line];
    }
    // As many as fit, in two lines where the view is high enough.
    let mut lines = Vec::new();
    let mut rest = there.as_slice();
    while !rest.is_empty() && lines.len() < if area.height < HIGH { 1 } else { 2 } {
        let fits = |n: &usize| width(&line(&rest[..*n], 2)) <= room;
        let Some(n) = (1..=rest.len()).rev().find(fits) else { break };
        lines.push(line(&rest[..n], 2));
        rest = &rest[n..];
    }
    lines
}

fn line(entries: &[Entry], length: usize) -> String {
    let entries: Vec<String> = entries.iter().map(|(mark, means, _)| format!("{mark} {}", means[length])).collect();
    entries.join("  ")
}

fn entries(c: &StoryCoverage, g: &Glyphs) -> [Entry; 8] {
    let claims = &c.coverage.claims;
    let any = |is: &dyn Fn(&Cell) -> bool| claims.iter().flat_map(|claim| &claim.cells).any(is);
    let leads = claims.iter().any(|claim| (0..claim.cells.len()).any(|k| c.coverage.leads(claim, k)));
    let state = |state: Reports| any(&|cell| cell.state == state);
    [
        (g.full, ["reports"; 3], state(Reports::Full)),
        (g.part, ["in part", "in part", "part"], state(Reports::Part)),
        (g.reprint, ["same as another", "same text", "same"], state(Reports::Reprint)),
        (g.dot, ["related"; 3], state(Reports::Related)),
        (g.nothing, ["nothing found", "none", "none"], state(Reports::Nothing)),
        (g.conflict, ["contradiction", "contradicts", "contradicts"], claims.iter().any(|claim| claim.conflict)),
        (g.leads, ["leads with it", "leads", "leads"], leads),
        (g.first, ["had it first", "first", "first"], c.firsts.iter().any(Option::is_some)),
    ]
}
