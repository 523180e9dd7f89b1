//! A text as words and marks, cut as the Penn Treebank cuts them: "don't" is `do` + `n't`, "Lee's" `Lee` + `'s`,
//! "U.S." one token, a full stop one of its own, a hyphen between letters too.

use std::ops::Range;

use super::lexicon::Lexicon;

/// Marks that are cut off before a word.
const BEFORE: &str = "§%=—–…,;:!?¿¡()[]{}<>_#*&'\"“”‘’`´«»$£€¥•|―●►▪·„";
/// Marks that are cut off after a word; the full stop and the hyphen have rules of their own.
const AFTER: &str = "…,;:!?()[]{}>_#*&'\"“”‘’«»—–•|―%·„";
/// Units that stand against their number: 12km, 5pm.
const UNITS: &[&str] = &[
    "km", "kg", "m", "cm", "mm", "ft", "lb", "lbs", "mph", "g", "k", "bn", "mg", "GB", "MB", "°C", "°F", "km²", "+",
    "p", "c",
];
/// No abbreviation or clitic is longer, no address worth keeping whole: a chunk without end is not read anew for each mark
/// that is cut off it.
const LONGEST_LISTED: usize = 32;
const LONGEST_ADDRESS: usize = 2_000;
/// What a word ends with that is a word of its own.
const CLITICS: &[&str] = &["'m", "'re", "'ve", "'ll", "'d"];

/// More tokens are no sentence: what stands behind them is not read.
pub const MOST: usize = 8_000;

/// The byte ranges of the first [`MOST`] tokens of a text, in order; white space is in none.
#[must_use]
pub fn tokenize(text: &str, lexicon: &Lexicon) -> Vec<Range<u32>> {
    let mut cutter = Cutter { lexicon, tokens: Vec::with_capacity(MOST.min(text.len() / 5)) };
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            if let Some(from) = start.take() {
                cutter.chunk(&text[from..at], from);
                if cutter.tokens.len() >= MOST {
                    break;
                }
            }
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        cutter.chunk(&text[from..], from);
    }
    cutter.tokens.truncate(MOST);
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    cutter.tokens.into_iter().map(|t| offset(t.start)..offset(t.end)).collect()
}

struct Cutter<'a> {
    lexicon: &'a Lexicon,
    tokens: Vec<Range<usize>>,
}

fn plain(word: &str) -> String {
    word.replace('’', "'").to_lowercase()
}

fn last(word: &str) -> char {
    word.chars().next_back().unwrap_or(' ')
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if end > start {
            self.tokens.push(start..end);
        }
    }

    /// A run between white space: marks are taken off its front and its end until a word is left.
    fn chunk(&mut self, text: &str, offset: usize) {
        let (mut a, mut b) = (0, text.len());
        let mut behind = Vec::new();
        while a < b {
            let rest = &text[a..b];
            if rest.len() <= LONGEST_LISTED && (self.lexicon.is_abbreviation(rest) || is_clitic(&plain(rest))) {
                break;
            }
            if is_address(rest) {
                self.push(offset + a, offset + b);
                a = b;
                break;
            }
            if let Some(n) = mark_before(rest) {
                self.push(offset + a, offset + a + n);
                a += n;
            } else if let Some(n) = mark_after(rest) {
                behind.push(offset + b - n..offset + b);
                b -= n;
            } else if let Some(n) = unit_after(rest) {
                behind.push(offset + b - n..offset + b);
                b -= n;
                self.push(offset + a, offset + b);
                a = b;
            } else {
                break;
            }
        }
        if a < b {
            let word = &text[a..b];
            if self.lexicon.is_abbreviation(word) {
                self.push(offset + a, offset + b);
            } else {
                self.word(word, offset + a);
            }
        }
        self.tokens.extend(behind.into_iter().rev());
    }

    /// A word without marks around it: a contraction, or parts that marks inside it divide.
    fn word(&mut self, word: &str, offset: usize) {
        if let Some(at) = contraction(word) {
            self.push(offset, offset + at);
            self.push(offset + at, offset + word.len());
            return;
        }
        let chars: Vec<(usize, char)> = word.char_indices().collect();
        let byte = |i: usize| chars.get(i).map_or(word.len(), |c| c.0);
        let (mut from, mut i) = (0, 0);
        while i < chars.len() {
            let n = mark_inside(&chars, i);
            if n > 0 && (i > from || i == 0 && n < chars.len()) {
                self.push(offset + byte(from), offset + byte(i));
                self.push(offset + byte(i), offset + byte(i + n));
                i += n;
                from = i;
            } else {
                i += 1;
            }
        }
        let tail = &word[byte(from)..];
        match contraction(tail).filter(|_| from > 0) {
            Some(at) => {
                self.push(offset + byte(from), offset + byte(from) + at);
                self.push(offset + byte(from) + at, offset + word.len());
            }
            None => self.push(offset + byte(from), offset + word.len()),
        }
    }
}

fn is_clitic(lower: &str) -> bool {
    CLITICS.contains(&lower) || matches!(lower, "'s" | "n't" | "'em" | "'til" | "'cause")
}

/// Bytes of the mark that a chunk begins with.
fn mark_before(chunk: &str) -> Option<usize> {
    let dots = chunk.chars().take_while(|c| *c == '.').count();
    if dots >= 2 {
        return Some(dots);
    }
    let first = chunk.chars().next()?;
    if BEFORE.contains(first) {
        return Some(first.len_utf8());
    }
    let dashes = chunk.chars().take_while(|c| *c == '-').count();
    (dashes >= 2).then_some(dashes)
}

/// Bytes of the mark that a chunk ends with; the possessive ending is one.
fn mark_after(chunk: &str) -> Option<usize> {
    let end = last(chunk);
    let lower_tail: Vec<char> = chunk.chars().rev().take(3).collect();
    if let [s, mark, _] = lower_tail.as_slice()
        && matches!(s, 's' | 'S')
        && matches!(mark, '\'' | '’')
    {
        return Some(s.len_utf8() + mark.len_utf8());
    }
    if AFTER.contains(end) {
        return Some(end.len_utf8());
    }
    match end {
        '.' => {
            let dots = chunk.chars().rev().take_while(|c| *c == '.').count();
            if dots >= 2 {
                return Some(dots);
            }
            // an initial keeps its point: "J."
            let before = chunk.chars().rev().nth(1).unwrap_or(' ');
            let two_before = chunk.chars().rev().nth(2).unwrap_or(' ');
            let initial = before.is_uppercase() && !two_before.is_uppercase();
            (!initial && chunk.len() > 1).then_some(1)
        }
        '-' => {
            let dashes = chunk.chars().rev().take_while(|c| *c == '-').count();
            (dashes >= 2 && dashes < chunk.len()).then_some(dashes)
        }
        _ => None,
    }
}

/// Bytes of the unit that stands against a number.
fn unit_after(chunk: &str) -> Option<usize> {
    let digits = chunk.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
    (digits > 0 && UNITS.contains(&&chunk[digits..])).then(|| chunk.len() - digits)
}

/// Characters of the mark that divides a word at `i`; 0 for none.
fn mark_inside(chars: &[(usize, char)], i: usize) -> usize {
    let at = |k: usize| chars.get(k).map_or(' ', |c| c.1);
    let c = at(i);
    let run = || (i..chars.len()).take_while(|k| at(*k) == c).count();
    let (before, after) = (if i > 0 { at(i - 1) } else { ' ' }, at(i + 1));
    match c {
        '…' => 1,
        '.' if after == '.' => run(),
        _ if i == 0 => 0,
        '-' | '–' | '—' | '―' => {
            let n = run();
            let beyond = at(i + n);
            if before.is_alphabetic() && beyond.is_alphabetic() || c != '-' || n >= 2 {
                n
            } else {
                usize::from(before.is_ascii_digit() && beyond.is_ascii_digit())
            }
        }
        '.' => {
            let sentence_end = (before.is_lowercase() || matches!(before, '"' | '”'))
                && (after.is_uppercase() || matches!(after, '"' | '“'));
            usize::from(sentence_end)
        }
        ',' => usize::from(before.is_alphabetic() && after.is_alphabetic()),
        ':' | '<' | '>' | '=' | '/' => usize::from(before.is_alphanumeric() && after.is_alphabetic()),
        '(' | ')' | '"' | '“' | '”' | '[' | ']' => 1,
        _ => 0,
    }
}

/// The byte at which a contraction falls into two words.
fn contraction(word: &str) -> Option<usize> {
    let lower = plain(word);
    let count = lower.chars().count();
    // `plain` may change a word's length in bytes; places are counted in characters from the end
    let from_end = |n: usize| word.char_indices().rev().nth(n - 1).map(|(at, _)| at).filter(|at| *at > 0);
    if lower.ends_with("n't") && count > 3 {
        return from_end(3);
    }
    match lower.as_str() {
        "cannot" | "gonna" | "gotta" | "wanna" | "lemme" | "gimme" => {
            return word.char_indices().nth(3).map(|(at, _)| at);
        }
        "o'clock" | "ma'am" | "y'all" => return None,
        _ => {}
    }
    for clitic in CLITICS {
        if let Some(head) = lower.strip_suffix(clitic)
            && !head.is_empty()
            && head.chars().all(char::is_alphabetic)
        {
            return from_end(clitic.len());
        }
    }
    let clock = |suffix: &str, digit: fn(char) -> bool| {
        lower
            .strip_suffix(suffix)
            .is_some_and(|head| !head.is_empty() && head.chars().all(digit))
            .then_some(suffix.len())
    };
    let n = clock("am", |c| c.is_ascii_digit())
        .or_else(|| clock("pm", |c| c.is_ascii_digit()))
        .or_else(|| clock("a.m.", |c| c.is_ascii_digit() || c == ':'))
        .or_else(|| clock("p.m.", |c| c.is_ascii_digit() || c == ':'))?;
    from_end(n)
}

/// An address of a page or a person, which no mark divides.
fn is_address(chunk: &str) -> bool {
    let opens = chunk.starts_with(['(', '[', '{', '<', '“', '‘', '«', '"', '\'']);
    let closes = chunk.ends_with(|c: char| c.is_alphanumeric() || c == '/');
    if opens || !closes || !(4..=LONGEST_ADDRESS).contains(&chunk.len()) {
        return false;
    }
    let lower = chunk.to_lowercase();
    let trimmed = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    let ending = trimmed.rfind('.').filter(|at| *at > 0 && !trimmed[..*at].ends_with('.'));
    lower.starts_with("http")
        || lower.starts_with("www.")
        || lower.contains('@') && lower.contains('.') && !lower.starts_with('@')
        || ending.is_some_and(|at| {
            matches!(&trimmed[at + 1..], "com" | "org" | "net" | "gov" | "edu" | "uk" | "co" | "us" | "tv")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::lexicon;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text, lexicon::english()).into_iter().map(|t| &text[t.start as usize..t.end as usize]).collect()
    }

    #[test]
    fn words_and_marks_are_cut_as_the_treebank_cuts_them() {
        for (text, want) in [
            ("Lee's car didn't stop.", "Lee 's car did n't stop ."),
            ("“It’s over,” said Dr. J. Lee (58).", "“ It ’s over , ” said Dr. J. Lee ( 58 ) ."),
            ("The U.S. said so.", "The U.S. said so ."),
            ("a 12-year-old at 5pm, 12km away", "a 12-year - old at 5 pm , 12 km away"),
            ("$1.5bn — or 3%...", "$ 1.5 bn — or 3 % ..."),
            ("See www.example.org, or write to a@example.org.", "See www.example.org , or write to a@example.org ."),
            ("We cannot; they're gone.", "We can not ; they 're gone ."),
            ("north-west and/or Skarn.The end", "north - west and / or Skarn . The end"),
        ] {
            assert_eq!(words(text).join(" "), want);
        }
    }

    #[test]
    fn a_text_without_end_is_read_at_its_beginning() {
        assert_eq!(words(&"word ".repeat(2 * MOST)).len(), MOST);
        assert_eq!(words(&"(".repeat(2 * MOST)).len(), MOST);
    }

    proptest! {
        #[test]
        fn tokens_cover_all_but_white_space(text in "(\\PC|[a-z'’.,\\-“” ]){0,60}") {
            let mut at = 0;
            for t in tokenize(&text, lexicon::english()) {
                let (a, b) = (t.start as usize, t.end as usize);
                prop_assert!(a >= at && b > a && text.is_char_boundary(a) && text.is_char_boundary(b));
                let skipped = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}');
                prop_assert!(text[at..a].chars().all(skipped), "{:?}", &text[at..a]);
                at = b;
            }
        }
    }
}
