//! How many cells a text takes, and lines broken to a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The cells that a text takes in a terminal, measured by grapheme clusters; where terminals disagree, the most it takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(cells).sum()
}

/// The most cells that a grapheme cluster takes. Terminals that know clusters draw one of several emoji, or of several
/// Khmer letters, in the place of one; others draw its characters one after the other.
#[must_use]
pub fn cells(cluster: &str) -> usize {
    cluster.width().max(by_parts(cluster))
}

/// Whether terminals disagree on how many cells a cluster takes.
#[must_use]
pub fn is_ambiguous(cluster: &str) -> bool {
    !cluster.is_ascii() && cluster.width() != by_parts(cluster)
}

fn by_parts(cluster: &str) -> usize {
    cluster.chars().map(|c| c.width().unwrap_or(0)).sum()
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
                let cells = cells(cluster);
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

/// [`wrap`] for running text: a last line of one short word takes a second one along, so that no word stands alone.
#[must_use]
pub fn paragraph(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = wrap(text, columns);
    let [.., before, last] = lines.as_mut_slice() else { return lines };
    let widow = width(&text[last.clone()]);
    if widow * 4 > columns || text[last.clone()].contains(' ') {
        return lines;
    }
    // Parted only at a space: every other place needs the line-breaking rules to be a good one.
    if let Some(at) = text[before.clone()].rfind(' ').map(|at| before.start + at) {
        let kept = text[before.start..at].trim_end();
        let joined = at + 1..last.end;
        if kept.contains(' ') && width(&text[joined.clone()]) <= columns && !kept.ends_with('\u{a0}') {
            before.end = before.start + kept.len();
            last.start = joined.start;
        }
    }
    lines
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str, columns: usize) -> Vec<&str> {
        paragraph(text, columns).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn lines_break_where_unicode_allows() {
        assert_eq!(set("one two three", 7), ["one two", "three"]);
        assert_eq!(set("well-known", 6), ["well-", "known"]);
        assert_eq!(set("日本語の文章です", 6), ["日本語", "の文章", "です"]);
        assert_eq!(set("extraordinarily", 6), ["extrao", "rdinar", "ily"]);
        assert_eq!(set("a\u{1f31e}b", 2), ["a", "\u{1f31e}", "b"]);
        assert_eq!(set("", 10), [""]);
    }

    #[test]
    fn no_word_is_left_alone_on_the_last_line() {
        assert_eq!(
            set("The decision was first reported there by it.", 40),
            ["The decision was first reported there", "by it."]
        );
        assert_eq!(set("Wait for it", 9), ["Wait for", "it"], "nothing to take along without emptying the line");
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_lost_and_no_line_is_too_wide(text in "[ a-z\u{e9}\u{4e00}-\u{4e10}\u{1f600}\u{301}-]{0,80}", columns in 1usize..30) {
            let lines = paragraph(&text, columns);
            let told: String = lines.iter().map(|r| &text[r.clone()]).collect();
            let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&told), bare(&text));
            for r in lines {
                let line = &text[r];
                let wide = UnicodeSegmentation::graphemes(line, true).filter(|g| g.width() > 0).count();
                prop_assert!(width(line) <= columns || wide == 1, "{:?}", line);
            }
        }
    }
}
