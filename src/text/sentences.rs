//! Where sentences end.

use std::ops::Range;

/// Words that end with a full stop and do not end a sentence, lower case, without the stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "col", "lt", "sgt", "capt",
    "cmdr", "maj", "adm", "st", "jr", "sr", "vs", "v", "inc", "ltd", "co", "corp", "no", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "etc", "mt", "ft", "e.g", "i.e", "a.m", "p.m", "d.c",
    "calif", "ariz", "conn", "fla", "ill", "mass", "mich", "minn", "tenn", "tex", "wash", "wis", "pa", "va", "ga",
    "ala", "ark", "colo", "ind", "kan", "ky", "la", "md", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "vt",
    "wyo", "rev", "hon", "pres", "supt", "det", "dept", "univ", "assn", "bros", "approx", "al",
];

/// The sentences of one paragraph, as byte ranges without the white space around them.
///
/// ```
/// let text = "Mr. Hale met the U.S. envoy. “It went well,” he said.";
/// let parts: Vec<_> = nutgraf::text::sentences::split(text).into_iter().map(|r| &text[r]).collect();
/// assert_eq!(parts, ["Mr. Hale met the U.S. envoy.", "“It went well,” he said."]);
/// ```
#[must_use]
pub fn split(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i].1;
        let wide = matches!(c, '。' | '！' | '？');
        if !wide && !matches!(c, '.' | '!' | '?' | '…') {
            i += 1;
            continue;
        }
        let mut j = i + 1;
        while j < chars.len()
            && (matches!(chars[j].1, '.' | '!' | '?' | '…' | '。' | '！' | '？') || is_closing(chars[j].1))
        {
            j += 1;
        }
        let end = chars.get(j).map_or(text.len(), |c| c.0);
        let spaced = chars.get(j).is_none_or(|c| c.1.is_whitespace());
        let next = chars[j..].iter().map(|c| c.1).find(|c| !c.is_whitespace());
        let opens = next.is_none_or(|c| !c.is_lowercase());
        let abbreviated = c == '.' && j == i + 1 && is_abbreviation(&text[start..chars[i].0], next);
        if wide || (spaced && opens && !abbreviated) {
            push(text, start..end, &mut out);
            start = end;
        }
        i = j;
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + (part.len() - part.trim_start().len());
        out.push(start..start + trimmed.len());
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»' | '」' | '』' | '）')
}

fn is_abbreviation(before: &str, next: Option<char>) -> bool {
    let word =
        before.rsplit(char::is_whitespace).next().unwrap_or("").trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = word.to_lowercase();
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return next.is_some();
    }
    let initials =
        !word.is_empty() && word.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic));
    initials && next.is_some_and(char::is_alphanumeric)
}
