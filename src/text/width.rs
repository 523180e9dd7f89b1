//! How many cells a text takes, and lines broken to a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The cells that a text takes in a terminal, measured by grapheme clusters.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Breaks a text into lines of at most `columns` cells, as byte ranges without the white space at the break.
///
/// Follows the Unicode line-breaking rules (UAX #14); a piece longer than a line is broken between grapheme clusters.
/// A cluster wider than a line gets a line of its own. A text that is empty gives one empty line.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let (mut start, mut used, mut last) = (0, 0, 0);
    for (end, kind) in unicode_linebreak::linebreaks(text) {
        let piece = &text[last..end];
        let visible = width(piece.trim_end());
        if used > 0 && used + visible > columns {
            lines.push(trimmed(text, start..last));
            (start, used) = (last, 0);
        }
        if visible > columns {
            let mut at = last;
            for (offset, cluster) in piece.grapheme_indices(true) {
                let cells = cluster.width();
                if used > 0 && used + cells > columns {
                    lines.push(trimmed(text, start..last + offset));
                    (start, used) = (last + offset, 0);
                }
                used += cells;
                at = last + offset + cluster.len();
            }
            last = at;
        } else {
            used += width(piece);
            last = end;
        }
        if kind == unicode_linebreak::BreakOpportunity::Mandatory && (end < text.len() || text.ends_with('\n')) {
            lines.push(trimmed(text, start..last));
            (start, used) = (last, 0);
        }
    }
    if start < text.len() || lines.is_empty() {
        lines.push(trimmed(text, start..text.len()));
    }
    lines
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end().len()
}
