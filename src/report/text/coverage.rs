//! A story's coverage as a matrix: claims down, sources across, as many columns as the page has room for.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation;

use super::page::{Page, Tone, Toned};
use crate::{
    article::{Briefing, Story},
    compare::{self, Cell, Claim, Coverage},
    report::{Look, words},
    text::width::{width, wrap},
};

/// The fewest cells that a claim is squeezed into.
const CLAIM: usize = 24;
/// The fewest and the most cells of a source's column, the space before it included.
const COLUMN: (usize, usize) = (4, 14);
/// Cells of the sign of a conflict at the end of a row.
const SIGN: usize = 2;

/// Writes the coverage of each story.
///
/// # Errors
/// When `out` cannot be written.
pub fn coverage(briefing: &Briefing, coverages: &[Coverage], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, look);
    for (i, (story, coverage)) in briefing.stories.iter().zip(coverages).enumerate() {
        if i > 0 {
            page.blank()?;
            page.rule()?;
            page.blank()?;
        }
        one_story(&mut page, story, coverage, briefing)?;
    }
    Ok(())
}

fn one_story(page: &mut Page<'_>, story: &Story, coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    page.paragraph("", &Toned::new(Tone::Strong, &story.headline))?;
    page.paragraph("", &Toned::new(Tone::Dim, &words::coverage_sources(story, coverage, briefing)))?;
    for notice in &coverage.notices {
        page.paragraph("", &Toned::new(Tone::Plain, &format!("Note: {notice}")))?;
    }
    page.blank()?;
    if coverage.columns.len() < 2 || coverage.claims.is_empty() {
        return page.paragraph("", &Toned::new(Tone::Plain, words::nothing_to_lay_out(coverage)));
    }
    let sources = words::columns(coverage, briefing);
    let (shared, alone) = words::by_sources(coverage, &sources);
    if !shared.is_empty() {
        matrix(page, &shared, coverage, briefing)?;
    }
    // A list a source, where a matrix would be all blanks.
    for list in alone {
        page.blank()?;
        page.paragraph("", &Toned::new(Tone::Strong, &list.heading(&sources)))?;
        for claim in list.claims {
            page.paragraph("  • ", &Toned::new(Tone::Plain, &claim.text))?;
        }
    }
    Ok(())
}

fn matrix(page: &mut Page<'_>, claims: &[&Claim], coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    let room = page.look.width.saturating_sub(CLAIM + SIGN).max(COLUMN.0);
    let cells = (room / coverage.columns.len()).clamp(COLUMN.0, COLUMN.1);
    let most = (room / cells).max(1);
    let sources: Vec<&str> = words::columns(coverage, briefing);
    let labels = labels(&sources, cells - 1);
    for first in (0..sources.len()).step_by(most) {
        let columns = first..(first + most).min(sources.len());
        if first > 0 {
            page.blank()?;
        }
        let matrix = Matrix { claim: page.look.width - SIGN - columns.len() * cells, cells, columns };
        matrix.heads(page, &labels)?;
        for claim in claims {
            matrix.row(page, coverage, claim, compare::first(claim, coverage, &briefing.articles))?;
            matrix.notes_without_room(page, claim, &labels)?;
        }
    }
    page.blank()?;
    for (label, source) in labels.iter().zip(&sources).filter(|(label, source)| label != *source) {
        page.paragraph(&format!("{label:<cells$}"), &Toned::new(Tone::Dim, source))?;
    }
    page.paragraph("", &Toned::legend(&words::legend(std::slice::from_ref(coverage))))
}

/// Some columns of a coverage, laid out.
struct Matrix {
    /// Cells for the claim.
    claim: usize,
    /// Cells for a column, the space before it included.
    cells: usize,
    columns: std::ops::Range<usize>,
}

impl Matrix {
    fn heads(&self, page: &mut Page<'_>, labels: &[String]) -> io::Result<()> {
        let mut line = " ".repeat(self.claim);
        for label in &labels[self.columns.clone()] {
            line.push(' ');
            line.push_str(&padded(label, self.cells - 1));
        }
        page.line(&[(Tone::Strong, &line)])
    }

    fn row(&self, page: &mut Page<'_>, coverage: &Coverage, claim: &Claim, first: Option<usize>) -> io::Result<()> {
        let sign = if claim.conflict { " ≠" } else { "" };
        let cells = self.columns.clone().map(|i| {
            claim.cells.get(i).map_or(String::new(), |c| self.cell(c, coverage.leads(claim, i), first == Some(i)))
        });
        let cells: String = cells.collect();
        for (i, line) in wrap(&claim.text, self.claim - 3).into_iter().enumerate() {
            let text = &claim.text[line];
            if i == 0 {
                let text = padded(text, self.claim);
                page.line(&[(Tone::Plain, &text), (Tone::Plain, &cells), (Tone::Strong, sign)])?;
            } else {
                page.line(&[(Tone::Plain, "  "), (Tone::Plain, text)])?;
            }
        }
        Ok(())
    }

    /// What contradicting sources give, below the claim, where a column has no room for it.
    fn notes_without_room(&self, page: &mut Page<'_>, claim: &Claim, labels: &[String]) -> io::Result<()> {
        let noted: Vec<_> = self
            .columns
            .clone()
            .filter_map(|i| Some((labels.get(i)?, claim.cells.get(i)?)))
            .filter_map(|(label, cell)| Some((label, cell, cell.note.as_deref()?)))
            .collect();
        if !claim.conflict || noted.iter().all(|(_, cell, note)| self.cell(cell, false, false).contains(note)) {
            return Ok(());
        }
        let notes: Vec<String> = noted.iter().map(|(label, _, note)| format!("{label}: {note}")).collect();
        page.paragraph("    ", &Toned::new(Tone::Strong, "≠ ").then(Tone::Plain, &notes.join("; ")))
    }

    fn cell(&self, cell: &Cell, leads: bool, first: bool) -> String {
        let room = self.cells - 1;
        let text =
            words::cell_forms(cell, leads, first).into_iter().find(|text| width(text) <= room).unwrap_or_default();
        format!(" {}", padded(&text, room))
    }
}

/// Names that fit a column and are told apart: whole where they fit, cut where the rest still differs, else letters.
fn labels(sources: &[&str], room: usize) -> Vec<String> {
    let cut: Vec<String> = sources.iter().map(|s| shortened(s, room)).collect();
    let told_apart = (1..cut.len()).all(|i| !cut[..i].contains(&cut[i]));
    if told_apart && room >= 6 {
        return cut;
    }
    (0..sources.len()).map(letters).collect()
}

/// A name in at most `room` cells, a sign where it is cut: after whole words where some fit.
fn shortened(name: &str, room: usize) -> String {
    if width(name) <= room {
        return name.to_owned();
    }
    let left = room.saturating_sub(1);
    let line = wrap(name, left.max(1)).into_iter().next().unwrap_or(0..0);
    let words = name[line.clone()].trim_end();
    if name[line.end..].starts_with(' ') && 2 * width(words) >= room {
        return format!("{words}…");
    }
    let mut out = String::new();
    for cluster in name.graphemes(true) {
        if width(&out) + width(cluster) > left {
            break;
        }
        out.push_str(cluster);
    }
    format!("{}…", out.trim_end())
}

/// A, B, … Z, AA, AB, …
fn letters(mut n: usize) -> String {
    let mut out = String::new();
    loop {
        out.insert(0, char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        if n < 26 {
            return out;
        }
        n = n / 26 - 1;
    }
}

fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn printed(width: usize) -> String {
        let look = Look { width, color: false };
        let mut out = Vec::new();
        coverage(&fixture::briefing(), &fixture::coverages(), look, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_where_there_is_room() {
        insta::assert_snapshot!(printed(80));
    }

    #[test]
    fn letters_with_a_key_where_there_is_none() {
        insta::assert_snapshot!(printed(40));
    }

    #[test]
    fn a_text_and_its_reprints_are_one() {
        let (mut coverages, mut out) = (fixture::coverages(), Vec::new());
        coverages[0].claims[3].cells[2].state = compare::Reports::Reprint;
        let look = Look { width: 80, color: false };
        coverage(&fixture::briefing(), &coverages, look, &mut out).unwrap();
        let printed = String::from_utf8(out).unwrap();
        assert!(printed.contains("One text: Valley Courier and 1 reprint (Radio North)\n  • Detours"), "{printed}");
        assert!(!printed.contains("Only Valley Courier"), "{printed}");
    }

    #[test]
    fn columns_that_do_not_fit_go_below() {
        for width in [20, 30, 36, 57] {
            for line in printed(width).lines() {
                assert!(crate::text::width::width(line) <= width.max(CLAIM + COLUMN.0 + SIGN), "{width}: {line}");
            }
        }
    }

    #[test]
    fn labels_are_told_apart() {
        assert_eq!(labels(&["Public Radio North", "The Continental"], 9), ["Public…", "The Cont…"]);
        assert_eq!(labels(&["Public Radio North", "Public Radio South"], 9), ["A", "B"]);
        assert_eq!(
            (letters(0), letters(25), letters(26), letters(27)),
            ("A".into(), "Z".into(), "AA".into(), "AB".into())
        );
    }
}
