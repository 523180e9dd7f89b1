//! How a candidate reads: its kept words joined, gaps closed, a capital first and no stop last.

use std::ops::Range;

use super::{candidates::Candidate, reading::Reading, trim::is_dash};

impl Candidate {
    /// Its words, ready to show.
    #[must_use]
    pub fn text(&self, reading: &Reading<'_>) -> String {
        let mut out = String::with_capacity(160);
        if let Some(name) = &self.name {
            for k in name.chunks.clone() {
                push(&mut out, reading.chunk(name.line, k));
            }
            let bare = out.trim_end_matches([',', '.', ';', ':']).trim_end_matches("'s").trim_end_matches("’s").len();
            out.truncate(bare);
            if name.possessive {
                out.push_str("’s");
            }
        }
        let mut skip = usize::from(self.name.is_some());
        for (i, range) in self.keep.iter().enumerate() {
            if i > 0 && reading.chunks.get(range.start).is_some() {
                close_gap(&mut out, reading, self.line, &self.keep[i - 1], range);
            }
            for k in range.clone() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                push(&mut out, reading.chunk(self.line, k));
            }
        }
        let mut out = finish(out);
        if let Some(mark) = self.flags.opening {
            out.insert(0, mark);
        }
        out
    }
}

fn push(out: &mut String, chunk: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(chunk);
}

/// Where a passage went, its opening comma goes, and a stop that ended it stays.
fn close_gap(out: &mut String, reading: &Reading<'_>, line: usize, before: &Range<usize>, after: &Range<usize>) {
    let gone = before.end..after.start;
    let bracket = reading.chunk(line, gone.start).starts_with('(');
    if bracket {
        let last = reading.chunk(line, gone.end.saturating_sub(1));
        if let Some(mark @ (',' | ';' | ':')) = last.chars().last() {
            out.push(mark);
        }
    } else if out.ends_with([',', ';']) {
        out.pop();
    } else if reading.chunk(line, gone.end.saturating_sub(1)).ends_with(',')
        && !is_dash(reading.chunk(line, gone.start))
    {
        out.push(',');
    }
}

/// "U.S.", "p.m.": the word keeps its stop.
fn abbreviated(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    stem.len() + 1 == word.len() && stem.contains('.') && stem.split('.').all(|part| part.chars().count() < 3)
}

/// Capital first, no closing stop, nothing left hanging.
fn finish(mut out: String) -> String {
    loop {
        let end = out.trim_end_matches([' ', '.', ',', ';', ':', '-', '–', '—']).len();
        if end == out.len() {
            break;
        }
        let word = out.trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        if abbreviated(word) {
            break;
        }
        out.truncate(end);
    }
    // So is one inside closing marks.
    if let Some(mark) = out.chars().last().filter(|c| matches!(c, '"' | '”' | '’' | '\'')) {
        let inside = out.len() - mark.len_utf8();
        let word = out[..inside].rsplit([' ', '"', '“', '‘', '\'']).next().unwrap_or_default();
        if word.ends_with('.') && !word.ends_with("..") && !abbreviated(word) {
            out.remove(inside - 1);
        }
    }
    let marker = out.len() - out.trim_start_matches(['•', '·', '▪', '●', '►', '*', '–', '—', '-', ' ']).len();
    out.drain(..marker);
    if let Some(i) = out.find(char::is_alphanumeric)
        && let Some(c) = out[i..].chars().next()
        && c.is_lowercase()
        && !out[i + c.len_utf8()..].starts_with(char::is_uppercase)
    {
        let upper: String = c.to_uppercase().collect();
        out.replace_range(i..i + c.len_utf8(), &upper);
    }
    out
}
