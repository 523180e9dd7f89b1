//! A sentence with its edits as the words of a bullet: what was cut is closed up, what was replaced is put in, a capital
//! comes first and no stop last.

use std::ops::Range;

/// A change to a sentence: the bytes that go and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the sentence.
    pub span: Range<usize>,
    /// What comes in their place; empty for a cut.
    pub text: String,
}

impl Edit {
    /// Takes words away.
    #[must_use]
    pub fn cut(span: Range<usize>) -> Self {
        Self { span, text: String::new() }
    }

    /// Puts other words in the place of some.
    #[must_use]
    pub fn replace(span: Range<usize>, text: String) -> Self {
        Self { span, text }
    }
}

/// A sentence with its edits applied. Of two that overlap the one that begins first counts.
#[must_use]
pub fn applied(sentence: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end)));
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut from = 0;
    for edit in edits {
        let Some(kept) = sentence.get(from..edit.span.start) else { continue };
        if sentence.get(edit.span.clone()).is_none() {
            continue;
        }
        out.push_str(kept);
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(sentence.get(from..).unwrap_or_default());
    closed_up(&out)
}

/// Sentences as one bullet.
#[must_use]
pub fn bullet(sentences: &[String]) -> String {
    let ready: Vec<String> = sentences.iter().map(|s| opened(without_brackets(s.trim()))).collect();
    ended(ready.join(" "))
}

/// "(The club did not answer.)": what is no aside any more stands without its brackets.
fn without_brackets(text: &str) -> &str {
    let inner = text.strip_prefix('(').and_then(|t| t.strip_suffix(')').or_else(|| t.strip_suffix(").")));
    inner.filter(|t| !t.contains(['(', ')'])).unwrap_or(text)
}

/// Without the gaps that cuts leave: two spaces, a space before a comma, two commas.
fn closed_up(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '.' if is_stray(text, at) => {}
            // "ends in .org"
            '.' if text[at + 1..].starts_with(char::is_alphanumeric) => out.push(c),
            ' ' if out.is_empty() || out.ends_with([' ', '(']) => {}
            ',' | ';' | '.' | '?' | '!' | ')' => {
                while out.ends_with(' ') {
                    out.pop();
                }
                if c == ',' && (out.is_empty() || out.ends_with([',', ';', '('])) {
                    continue;
                }
                if matches!(c, '.' | '?' | '!' | ';') && out.ends_with(',') {
                    out.pop();
                }
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A stop that ends nothing: it stands apart or behind a comma, and the sentence goes on with a small letter.
fn is_stray(text: &str, at: usize) -> bool {
    let goes_on = text[at + 1..].strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
    goes_on && text[..at].ends_with([' ', ','])
}

/// With a capital first, and without a list's marker.
fn opened(text: &str) -> String {
    let text = text.trim_start_matches(['•', '·', '▪', '●', '►', '*', '–', '—', '-', ',', ';', ':', ' ']);
    let mut out = text.to_owned();
    // "eBay" and "iPhone" keep their small letter
    if let Some((i, c)) = out.char_indices().find(|(_, c)| c.is_alphanumeric())
        && c.is_lowercase()
        && !out[i + c.len_utf8()..].starts_with(char::is_uppercase)
    {
        let upper: String = c.to_uppercase().collect();
        out.replace_range(i..i + c.len_utf8(), &upper);
    }
    out
}

/// "U.S.", "p.m.": the word keeps its stop.
fn is_abbreviated(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    stem.len() + 1 == word.len() && stem.contains('.') && stem.split('.').all(|part| part.chars().count() < 3)
}

/// Without a closing stop, also inside closing quotation marks, and with nothing left hanging.
fn ended(mut out: String) -> String {
    loop {
        let end = out.trim_end_matches([' ', '.', ',', ';', ':', '-', '–', '—']).len();
        let word = out.trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        if end == out.len() || is_abbreviated(word) {
            break;
        }
        out.truncate(end);
    }
    if let Some(mark) = out.chars().last().filter(|c| matches!(c, '"' | '”' | '’' | '\'')) {
        let inside = out.len() - mark.len_utf8();
        let word = out[..inside].rsplit([' ', '"', '“', '‘', '\'']).next().unwrap_or_default();
        if word.ends_with('.') && !word.ends_with("..") && !is_abbreviated(word) {
            out.remove(inside - 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_leave_no_gap_and_replacements_fit() {
        let s = "But the mayor (51) said, however, that it fell.";
        let cut = |words: &str| {
            let at = s.find(words).unwrap();
            Edit::cut(at..at + words.len())
        };
        let edits = [cut("But "), cut("(51)"), cut(", however,"), Edit::replace(39..41, "the bridge".into())];
        assert_eq!(bullet(&[applied(s, &edits)]), "The mayor said that the bridge fell");
    }

    #[test]
    fn an_abbreviation_keeps_its_stop() {
        assert_eq!(bullet(&["it opens at 9 p.m.".into()]), "It opens at 9 p.m.");
        assert_eq!(
            bullet(&[applied("In May,. it fell . on the pier at 9 p.m. on Monday.", &[])]),
            "In May, it fell on the pier at 9 p.m. on Monday"
        );
        assert_eq!(bullet(&[applied("It ends in .org here.", &[])]), "It ends in .org here");
        assert_eq!(bullet(&["“It fell.”".into(), "eBay knew.".into()]), "“It fell.” eBay knew");
    }
}
