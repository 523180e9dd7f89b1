//! Lines of toned text on a page of one width: the only place where a colour is written.

use std::io::{self, Write};

use crate::{
    report::Look,
    text::{
        sanitize,
        width::{JOINER, width, wrap},
    },
};

/// What a run of text means. Colour follows meaning, and every meaning shows without it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Plain,
    /// Titles, conflicts.
    Strong,
    /// What a reader may pass over.
    Dim,
    /// The left side, by name.
    Left,
    /// The right side, by name.
    Right,
    /// Words that only the left has.
    LeftMark,
    /// Words that only the right has.
    RightMark,
}

impl Tone {
    fn sgr(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\x1b[1m",
            Self::Dim => "\x1b[2m",
            // Blue and orange of the 256 colours that read on dark and on light.
            Self::Left => "\x1b[1;38;5;33m",
            Self::Right => "\x1b[1;38;5;172m",
            Self::LeftMark => "\x1b[4;38;5;33m",
            Self::RightMark => "\x1b[4;38;5;172m",
        }
    }
}

/// A text in runs of one tone each.
#[derive(Clone, Debug, Default)]
pub(super) struct Toned {
    text: String,
    /// Where each run ends in the text, and its tone.
    runs: Vec<(usize, Tone)>,
}

impl Toned {
    /// A text of one tone.
    pub(super) fn new(tone: Tone, text: &str) -> Self {
        Self::default().then(tone, text)
    }

    /// Adds a run.
    pub(super) fn then(mut self, tone: Tone, text: &str) -> Self {
        self.push(tone, text);
        self
    }

    /// Signs with what they mean; no sign stands on another line than its meaning.
    pub(super) fn legend(signs: &[(&str, &str)]) -> Self {
        let entries: Vec<_> = signs.iter().map(|(sign, meaning)| format!("{sign} {JOINER}{meaning}")).collect();
        Self::new(Tone::Dim, &entries.join("  "))
    }

    /// Adds the runs of another text.
    pub(super) fn and(mut self, other: &Self) -> Self {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|&(end, tone)| (start + end, tone)));
        self
    }

    /// Adds a run. A control character cannot pass: article text has none left, and this holds if a caller errs.
    pub(super) fn push(&mut self, tone: Tone, text: &str) {
        if text.chars().any(char::is_control) {
            self.text.push_str(&sanitize::clean_line(text));
        } else {
            self.text.push_str(text);
        }
        self.runs.push((self.text.len(), tone));
    }

    /// Its lines at a width.
    pub(super) fn lines(&self, columns: usize) -> Vec<Vec<(Tone, &str)>> {
        let mut at = 0;
        let start_of = |k: usize| k.checked_sub(1).map_or(0, |before| self.runs[before].0);
        wrap(&self.text, columns)
            .into_iter()
            .map(|line| {
                while at < self.runs.len() && self.runs[at].0 <= line.start {
                    at += 1;
                }
                let runs = (at..self.runs.len()).take_while(|&k| start_of(k) < line.end);
                runs.map(|k| (self.runs[k].1, &self.text[line.start.max(start_of(k))..line.end.min(self.runs[k].0)]))
                    .filter(|(_, text)| !text.is_empty())
                    .collect()
            })
            .collect()
    }
}

/// Where a text report is written.
pub(super) struct Page<'a> {
    out: &'a mut dyn Write,
    pub(super) look: Look,
}

impl<'a> Page<'a> {
    pub(super) fn new(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, look }
    }

    /// An empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// A rule across the page.
    pub(super) fn rule(&mut self) -> io::Result<()> {
        self.line(&[(Tone::Dim, &"─".repeat(self.look.width))])
    }

    /// A paragraph: `lead` stands before its first line, the others are indented as far.
    pub(super) fn paragraph(&mut self, lead: &str, text: &Toned) -> io::Result<()> {
        let indent = width(lead);
        let blank = " ".repeat(indent);
        for (i, line) in text.lines(self.look.width.saturating_sub(indent).max(1)).into_iter().enumerate() {
            let mut runs = vec![(Tone::Plain, if i == 0 { lead } else { &blank })];
            runs.extend(line);
            self.line(&runs)?;
        }
        Ok(())
    }

    /// One line of runs; white space at its end is left out.
    pub(super) fn line(&mut self, runs: &[(Tone, &str)]) -> io::Result<()> {
        let last = runs.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (i, &(tone, text)) in runs.iter().enumerate().take(last.map_or(0, |l| l + 1)) {
            let text = if Some(i) == last { text.trim_end() } else { text };
            let text = text.replace(JOINER, "");
            let sgr = if self.look.color { tone.sgr() } else { "" };
            self.out.write_all(sgr.as_bytes())?;
            self.out.write_all(text.as_bytes())?;
            if !sgr.is_empty() {
                self.out.write_all(b"\x1b[0m")?;
            }
        }
        self.blank()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_the_tones_of_their_words() {
        let text = Toned::new(Tone::Plain, "one ").then(Tone::Strong, "two three ").then(Tone::Dim, "four");
        let lines = text.lines(7);
        let expected: [&[(Tone, &str)]; 3] =
            [&[(Tone::Plain, "one "), (Tone::Strong, "two")], &[(Tone::Strong, "three")], &[(Tone::Dim, "four")]];
        assert_eq!(lines, expected);
        assert_eq!(Toned::default().lines(7), [Vec::new()]);
    }

    #[test]
    fn no_control_character_passes() {
        let mut out = Vec::new();
        let mut page = Page::new(&mut out, Look::default());
        page.paragraph("", &Toned::new(Tone::Strong, "a\u{1b}[31mb\r\nc")).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a␛[31mb c\n");
    }
}
