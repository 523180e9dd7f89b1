//! How many cells a text takes, and lines broken to a width.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Keeps a line from breaking where it stands, and takes no cell; wrapped with, never written.
pub const JOINER: &str = "\u{2060}";

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
    cluster.chars().map(part).sum()
}

/// The most cells that a character takes by the tables of terminals since Unicode 9.
fn part(c: char) -> usize {
    match (c, c.width().unwrap_or(0)) {
        // The filler of Hangul, and two symbols that were emoji for a while.
        ('\u{3164}' | '\u{1f93b}' | '\u{1f946}', _) => 2,
        (_, 0) if is_young(c) => 1,
        (_, cells) => cells,
    }
}

/// Takes no cell by the latest table, and one by that of a terminal which does not know it or takes it for a letter.
fn is_young(c: char) -> bool {
    let at = YOUNG.partition_point(|&(_, last)| last < u32::from(c));
    YOUNG.get(at).is_some_and(|&(first, _)| first <= u32::from(c))
}

/// Marks that came after Unicode 9, and letters without a width: where unicode-width 0.2.3 says 0 and one of the tables 9 to
/// 15.1 of Python's wcwidth says 1.
#[rustfmt::skip]
const YOUNG: [(u32, u32); 60] = [
    (0x7fd, 0x7fd), (0x890, 0x89f), (0x8ca, 0x8d3), (0x9fe, 0x9fe), (0xafa, 0xaff), (0xb55, 0xb55), (0xc04, 0xc04),
    (0xc3c, 0xc3c), (0xd00, 0xd00), (0xd3b, 0xd3c), (0xd4e, 0xd4e), (0xd81, 0xd81), (0xeba, 0xeba), (0x1715, 0x1715),
    (0x180f, 0x180f), (0x1abf, 0x1ace), (0x1df6, 0x1dfa), (0xa82c, 0xa82c), (0xa8fa, 0xa8fa), (0xa8ff, 0xa8ff),
    (0xffa0, 0xffa0), (0x10d24, 0x10d27), (0x10eab, 0x10eac), (0x10f46, 0x10f50), (0x10f82, 0x10f85),
    (0x11070, 0x11070), (0x11073, 0x11074), (0x110c2, 0x110c2), (0x111c2, 0x111c3), (0x111c9, 0x111c9),
    (0x111cf, 0x111cf), (0x1133b, 0x1133b), (0x1145e, 0x1145e), (0x1182f, 0x11837), (0x11839, 0x1183a),
    (0x11930, 0x11930), (0x1193b, 0x1193f), (0x11941, 0x11941), (0x11943, 0x11943), (0x119d4, 0x119db),
    (0x119e0, 0x119e0), (0x11a01, 0x11a0a), (0x11a33, 0x11a38), (0x11a3b, 0x11a3e), (0x11a47, 0x11a47),
    (0x11a51, 0x11a56), (0x11a59, 0x11a5b), (0x11a84, 0x11a96), (0x11a98, 0x11a99), (0x11d31, 0x11d47),
    (0x11d90, 0x11d91), (0x11d95, 0x11d95), (0x11d97, 0x11d97), (0x11ef3, 0x11ef4), (0x16f4f, 0x16f4f),
    (0x16fe4, 0x16ff1), (0x1cf00, 0x1cf46), (0x1e130, 0x1e136), (0x1e2ae, 0x1e2ae), (0x1e2ec, 0x1e2ef),
];

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
    fn where_terminals_disagree_the_most_is_measured() {
        // A mark of Unicode 14, the filler of Hangul, a chain of emoji, Khmer letters one below the other.
        for (text, cells) in
            [("\u{628}\u{8d0}", 2), ("\u{3164}", 2), ("👩\u{200d}👧", 4), ("e\u{301}", 1), ("\u{e17}\u{e35}", 1)]
        {
            assert_eq!(width(text), cells, "{text:?}");
        }
        assert!(is_ambiguous("\u{628}\u{8d0}") && !is_ambiguous("e\u{301}"));
        assert!(YOUNG.is_sorted() && YOUNG.iter().all(|(first, last)| first <= last));
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
