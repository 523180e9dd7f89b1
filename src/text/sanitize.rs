//! No character of an article acts on a terminal, a file or a shell.
//!
//! The loader passes every field through [`clean`] once, after the last decoding. Controls are replaced one for one by
//! something visible, never stripped: stripping can join what stood apart into a new sequence.

use std::borrow::Cow;

/// Combining marks kept on one base character; more is decoration that spills over other lines.
const MAX_MARKS: usize = 8;

/// A text made safe, and how many characters had to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean<'a> {
    /// The safe text.
    pub text: Cow<'a, str>,
    /// How many controls became visible substitutes.
    pub replaced: usize,
}

/// Replaces each control (C0 but line feed, DEL, C1) and bidi control by a visible substitute, drops invisible format
/// characters, and caps combining marks. A tab becomes a space, CR LF a line feed.
///
/// ```
/// use nutgraf::text::sanitize::clean;
/// assert_eq!(clean("a\u{1b}[31mb").text, "a␛[31mb");
/// assert_eq!(clean("plain").replaced, 0);
/// ```
#[must_use]
pub fn clean(text: &str) -> Clean<'_> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b) || b == b'\n') {
        return Clean { text: Cow::Borrowed(text), replaced: 0 };
    }
    let mut out = String::with_capacity(text.len());
    let (mut replaced, mut marks) = (0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if is_mark(c) {
            marks += 1;
            if marks > MAX_MARKS {
                continue;
            }
        } else {
            marks = 0;
        }
        match c {
            '\n' => out.push('\n'),
            '\t' => out.push(' '),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            c if c < ' ' => {
                replaced += 1;
                out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'));
            }
            '\u{7f}' => {
                replaced += 1;
                out.push('\u{2421}');
            }
            '\u{80}'..='\u{9f}' => {
                replaced += 1;
                out.push('\u{fffd}');
            }
            c if is_bidi_control(c) => {
                replaced += 1;
                out.push('\u{fffd}');
            }
            '\u{200b}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => {}
            c => out.push(c),
        }
    }
    Clean { text: Cow::Owned(out), replaced }
}

/// [`clean`], for a field that is one line: line feeds and runs of white space become one space, the ends are trimmed.
#[must_use]
pub fn clean_line(text: &str) -> String {
    clean(text).text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest prefix of at most so many bytes that ends between characters.
///
/// ```
/// assert_eq!(nutgraf::text::sanitize::prefix("né", 2), "n");
/// ```
#[must_use]
pub fn prefix(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_mark(c: char) -> bool {
    c >= '\u{300}'
        && unicode_width::UnicodeWidthChar::width(c) == Some(0)
        && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}
