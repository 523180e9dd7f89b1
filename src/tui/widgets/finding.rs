//! Words looked for in texts.

use super::{styled_lines::TextMatch, text_layout::TextKey};

/// What is looked for, and where it was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    pub(crate) query: String,
    pub(crate) matches: Vec<TextMatch>,
    /// The match one is at.
    pub(crate) here: Option<usize>,
}

impl Finding {
    /// To another match, round about; answers with it.
    pub(crate) fn step(&mut self, by: isize) -> Option<TextMatch> {
        if let (Some(here), n @ 1..) = (self.here, self.matches.len()) {
            let n = isize::try_from(n).unwrap_or(1);
            self.here = usize::try_from((isize::try_from(here).unwrap_or(0) + by).rem_euclid(n)).ok();
        }
        self.current()
    }

    /// The match one is at.
    pub(crate) fn current(&self) -> Option<TextMatch> {
        self.matches.get(self.here?).copied()
    }

    /// "2 of 5 “ferry”".
    pub(crate) fn status(&self) -> String {
        match self.here {
            Some(here) => format!("{} of {} “{}”", here + 1, self.matches.len(), self.query),
            None => format!("no “{}” here", self.query),
        }
    }
}

/// Where some words stand in texts: capitals matter only if there are some among the words.
pub(crate) fn matches(query: &str, texts: &[(TextKey, &str)]) -> Vec<TextMatch> {
    if query.is_empty() {
        return Vec::new();
    }
    let exact = query.chars().any(char::is_uppercase);
    let mut found = Vec::new();
    for &(key, text) in texts {
        let mut push = |start: usize, len: usize| {
            let r = crate::text::words::span(start..start + len);
            found.push(TextMatch { key, start: r.start, end: r.end });
        };
        if exact {
            text.match_indices(query).for_each(|(at, m)| push(at, m.len()));
        } else if text.is_ascii() && query.is_ascii() {
            let lower = text.to_ascii_lowercase();
            lower.match_indices(query).for_each(|(at, m)| push(at, m.len()));
        } else {
            folded_matches(text, query).into_iter().for_each(|(at, len)| push(at, len));
        }
    }
    found.sort_unstable();
    found
}

/// Matches without regard to case where folding may change the length of a text.
fn folded_matches(text: &str, query: &str) -> Vec<(usize, usize)> {
    let mut lower = String::with_capacity(text.len());
    // For each byte of the folded text, the byte of the text it comes from.
    let mut origin = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        for l in c.to_lowercase() {
            lower.push(l);
            origin.resize(lower.len(), at);
        }
    }
    origin.push(text.len());
    let all = lower.match_indices(query);
    let ends = all.map(|(at, m)| {
        let start = origin[at];
        // A match that ends inside of what one character folded to takes all of it.
        let mut end = origin[at + m.len()];
        if end == origin[(at + m.len()).saturating_sub(1)] {
            end += text[end..].chars().next().map_or(0, char::len_utf8);
        }
        (start, end - start)
    });
    ends.collect()
}
