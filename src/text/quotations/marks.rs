//! Where quotations open and close.

use super::Found;

/// A quotation that stands open.
#[derive(Clone, Copy)]
struct Open {
    mark: char,
    /// The first byte of its words in the sentence we are in.
    from: usize,
    /// The sentence it was opened in.
    sentence: usize,
}

/// Whether a text starts with a mark that opens a quotation.
pub(super) fn opens(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| is_double(c) || is_single(c)) && chars.next().is_some_and(|c| !c.is_whitespace())
        || text.starts_with("``")
}

/// The quotations of one paragraph, and whether its last one stands open at the end. `runs_on`: the next paragraph opens
/// with a mark, so that an open one is meant to go on.
pub(super) fn scan(sentences: &[&str], runs_on: bool) -> (Vec<Found>, bool) {
    let mut out = Vec::new();
    if let Some(found) = dialogue(sentences) {
        return (found, false);
    }
    let mut open: Option<Open> = None;
    let mut singles = Singles::default();
    for (k, text) in sentences.iter().enumerate() {
        if let Some(open) = &mut open {
            open.from = 0;
        }
        if text.bytes().any(|b| b == b'"' || b == b'\'' || b == b'`' || b >= 0xc2) {
            sentence(k, text, sentences, &mut open, &mut singles, &mut out);
        }
        if let Some(open) = open {
            push(&mut out, text, k, open.from, text.len());
        }
    }
    let unclosed = open.is_some();
    if let Some(open) = open.filter(|_| !runs_on) {
        // A mark that nothing closes says nothing about the sentences after its own.
        out.retain(|f| f.sentence <= open.sentence);
    }
    (out, unclosed)
}

fn sentence(
    k: usize,
    text: &str,
    sentences: &[&str],
    open: &mut Option<Open>,
    singles: &mut Singles,
    out: &mut Vec<Found>,
) {
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut after = at + c.len_utf8();
        // `` and '' are two keys of a typewriter and one mark.
        let doubled = matches!(c, '`' | '\'') && chars.peek().is_some_and(|(_, next)| *next == c);
        let mark = match c {
            '`' | '\'' if doubled => {
                chars.next();
                after += 1;
                '"'
            }
            '`' => '‘',
            c => c,
        };
        let next = text[after..].chars().next();
        if is_double(mark) {
            match *open {
                Some(o) if closes(o.mark, mark, before, next) => {
                    push(out, text, k, o.from, at);
                    *open = None;
                    // `“a “b”`: the second opens anew, the first was never closed.
                    if reopens(o.mark, mark, before, next) {
                        *open = Some(Open { mark, from: after, sentence: k });
                    }
                }
                None if can_open(mark, before, next) => *open = Some(Open { mark, from: after, sentence: k }),
                _ => {}
            }
        } else if is_single(mark) && !doubled {
            match *open {
                // “It is so.' and the next mark opens again: the hand slipped
                Some(o) if o.mark == '“' && ends_by_slip(before, next, &text[after..], &sentences[k + 1..]) => {
                    push(out, text, k, o.from, at);
                    *open = None;
                }
                Some(o)
                    if is_single(o.mark) && single_closes(before, next) && single_ends(text, after, before, next) =>
                {
                    push(out, text, k, o.from, at);
                    *open = None;
                }
                None if single_opens(before, next) && singles.is_closed(k, &text[after..], &sentences[k + 1..]) => {
                    *open = Some(Open { mark, from: after, sentence: k });
                }
                _ => {}
            }
        }
        before = Some(c);
    }
}

/// A single mark behind a stop ends what a double one opened, where no double mark closes it: the next one opens, or none
/// is left.
fn ends_by_slip(before: Option<char>, next: Option<char>, rest: &str, sentences: &[&str]) -> bool {
    let ends = matches!(before, Some('.' | ',' | '!' | '?')) && next.is_none_or(char::is_whitespace);
    let mut later = std::iter::once(rest).chain(sentences.iter().copied()).flat_map(str::chars);
    ends && later.find(|c| is_double(*c)).is_none_or(|c| c == '“')
}

fn push(out: &mut Vec<Found>, text: &str, sentence: usize, from: usize, to: usize) {
    let Some(words) = text.get(from..to) else { return };
    let start = from + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if words.chars().any(char::is_alphanumeric) {
        out.push(Found { sentence, span: start..end });
    }
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』')
}

fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | '‚' | '‹' | '›')
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Nothing, a space or an opening sign stands before a mark that opens.
fn at_start(before: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '‘' | '\'' | '/' | '…' | '¿' | '¡' | ':')
    })
}

fn can_open(mark: char, before: Option<char>, next: Option<char>) -> bool {
    match mark {
        '“' | '„' | '‟' | '「' | '『' | '〝' => next.is_some(),
        '«' => next.is_some(),
        '」' | '』' | '〞' => false,
        '»' | '”' => at_start(before) && next.is_some_and(|c| !c.is_whitespace()),
        _ => {
            next.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ';'))
                && (!is_word(before) || is_word(next))
        }
    }
}

/// Whether `mark` ends the quotation that `open` began.
fn closes(open: char, mark: char, before: Option<char>, next: Option<char>) -> bool {
    match (open, mark) {
        ('「', '」') | ('『', '』') | ('«', '»') | ('»', '«') | ('〝', '〞') => true,
        ('「' | '『' | '〝', _) | (_, '「' | '」' | '『' | '』') => false,
        ('«', '«') | ('»', '»') => at_start(before) && is_word(next),
        ('«' | '»', _) => false,
        (_, '«' | '»') => false,
        ('„' | '‟', '“' | '”' | '"') => true,
        (_, '„' | '‟') => at_start(before) && is_word(next),
        // The same shape on both sides: by its place. What ends a quotation here may also begin the next.
        (_, '“') => at_start(before) || !is_word(next),
        (_, '”' | '"' | '＂') => true,
        _ => false,
    }
}

/// Whether a mark that ends a quotation stands where one opens: the one before was never closed.
fn reopens(open: char, mark: char, before: Option<char>, next: Option<char>) -> bool {
    let placed =
        before.is_none_or(char::is_whitespace) && next.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.'));
    match mark {
        '“' => placed && !matches!(open, '„' | '‟'),
        '„' | '‟' => true,
        '"' => placed && before.is_none() || placed && is_word(next) && before.is_some(),
        '«' | '»' => open == mark,
        _ => false,
    }
}

fn single_opens(before: Option<char>, next: Option<char>) -> bool {
    // '90s and 'em lack their mates; the search for a closing mark sorts them out.
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '“' | '"'))
        && next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '“' | '"' | '£' | '$' | '…' | '.'))
}

fn single_closes(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && !is_word(next)
}

/// What is known of the apostrophes ahead, so that none is looked at again and again.
#[derive(Default)]
struct Singles {
    /// No mark that closes for sure stands in the rest of the paragraph.
    none_sure: bool,
    /// In this sentence nothing ahead closes.
    none_in: Option<usize>,
}

impl Singles {
    /// Whether an opening mark is closed: in its own sentence by a mark after a word that nothing but a closing can
    /// explain, or anywhere later in the paragraph by one after a sign of punctuation.
    fn is_closed(&mut self, k: usize, rest: &str, later: &[&str]) -> bool {
        if self.none_in != Some(k) {
            if closings(rest).any(|(at, before, next)| is_sure(before) || after_word(at, before, next)) {
                return true;
            }
            self.none_in = Some(k);
        }
        if !self.none_sure {
            if later.iter().any(|text| closings(text).any(|(_, before, _)| is_sure(before))) {
                return true;
            }
            self.none_sure = true;
        }
        false
    }
}

/// The apostrophes that can close: where they stand, and what stands before and after.
fn closings(text: &str) -> impl Iterator<Item = (usize, Option<char>, Option<char>)> {
    let mut last = None;
    text.char_indices().filter_map(move |(at, c)| {
        let before = last.replace(c);
        let next = text[at + c.len_utf8()..].chars().next();
        (is_single(c) && single_closes(before, next)).then_some((at, before, next))
    })
}

fn is_sure(before: Option<char>) -> bool {
    before.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…' | ';'))
}

/// A mark after a word closes, unless it may be the possessive of a plural (`the players' union`).
fn after_word(at: usize, before: Option<char>, next: Option<char>) -> bool {
    match before {
        Some('s') => !next.is_some_and(char::is_whitespace),
        Some(c) => c.is_alphanumeric() && at > 1,
        None => false,
    }
}

/// Whether a mark after a letter is the end of the quotation rather than a possessive: no surer end comes before the
/// next opening.
fn single_ends(text: &str, after: usize, before: Option<char>, next: Option<char>) -> bool {
    if before != Some('s') || !next.is_some_and(char::is_whitespace) {
        return true;
    }
    const FAR: usize = 400;
    let mut before = None;
    for (at, c) in text[after..].char_indices().take_while(|(at, _)| *at < FAR) {
        if is_single(c) {
            let next = text[after + at + c.len_utf8()..].chars().next();
            if single_opens(before, next) {
                return true;
            }
            if single_closes(before, next) && before.is_some_and(|c| matches!(c, ',' | '.' | '!' | '?' | '…')) {
                return false;
            }
        }
        before = Some(c);
    }
    true
}

/// Dialogue after a leading dash, as Danish, Norwegian and others write it: `– Vi skal bygge den, sier hun.` The words up
/// to the clause that names who speaks.
fn dialogue(sentences: &[&str]) -> Option<Vec<Found>> {
    let first = sentences.first()?;
    let rest = first.strip_prefix(['–', '—', '―'])?.strip_prefix(' ')?;
    let start = first.len() - rest.len();
    let said = said_clause(rest);
    let all_said = sentences.len() > 1;
    let end = said.map_or(first.len(), |at| start + at);
    let mut out = Vec::new();
    push(&mut out, first, 0, start, end);
    // Without a clause that says who speaks, the sentences after it are spoken too, up to the one that has it.
    if all_said && said.is_none() {
        for (k, s) in sentences.iter().enumerate().skip(1) {
            let said = said_clause(s);
            push(&mut out, s, k, 0, said.unwrap_or(s.len()));
            if said.is_some() {
                break;
            }
        }
    }
    Some(out)
}

/// Where the words end that a clause like `, sier hun` follows.
fn said_clause(text: &str) -> Option<usize> {
    text.match_indices([',', '?', '!', '.']).map(|(at, _)| at + 1).find(|at| {
        let rest = text[*at..].trim_start();
        let verb = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        super::saying::is_saying(verb)
    })
}
