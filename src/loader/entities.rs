//! Character references of HTML: `&eacute;`, `&#233;`, `&#xe9;`.

use std::{borrow::Cow, sync::LazyLock};

/// Names and code points, sorted by name: what news pages use of the HTML list (Latin letters, punctuation, signs).
static NAMES: LazyLock<Vec<(&str, char)>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let (name, code) = line.split_once(' ')?;
        Some((name, char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    };
    include_str!("../../assets/entities.txt").lines().filter_map(line).collect()
});

/// The text with its references replaced, once. What is no reference stays as it stands.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((c, used)) => {
                out.push(c);
                rest = &rest[used..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference stands for, and the bytes it takes after the ampersand.
fn reference(text: &str) -> Option<(char, usize)> {
    let semicolon = |n: usize| n + usize::from(text.as_bytes().get(n) == Some(&b';'));
    if let Some(number) = text.strip_prefix('#') {
        let (radix, digits, skip) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (16, hex, 2),
            None => (10, number, 1),
        };
        let n = digits.bytes().take_while(|b| (*b as char).is_digit(radix)).count();
        if n == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..n], radix).unwrap_or(u32::MAX);
        return Some((numbered(code), semicolon(skip + n)));
    }
    let n = text.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(n) == Some(&b';') {
        let found = NAMES.binary_search_by_key(&&text[..n], |(name, _)| name).ok()?;
        return Some((NAMES[found].1, n + 1));
    }
    // Without the semicolon only the oldest names count, so that `?a=1&copy=2` of a link stays what it is.
    let old = ["nbsp", "amp", "lt", "gt", "quot"].into_iter().find(|name| text.starts_with(name))?;
    let next = text[old.len()..].bytes().next();
    if next.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'=') {
        return None;
    }
    let found = NAMES.binary_search_by_key(&old, |(name, _)| name).ok()?;
    Some((NAMES[found].1, old.len()))
}

/// Code points of the C1 range are what windows-1252 means by them, as the HTML standard says.
fn numbered(code: u32) -> char {
    if let Ok(byte @ 0x80..=0x9f) = u8::try_from(code) {
        let bytes = [byte];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        return text.chars().next().unwrap_or('\u{fffd}');
    }
    char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced_once() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        for (text, want) in [
            ("caf&eacute; &amp; bar", "café & bar"),
            ("&amp;#27;", "&#27;"),
            ("&#27;[31m", "\u{1b}[31m"),
            ("&#x201c;a&#8221;", "“a”"),
            ("&#147;a&#148;", "“a”"),
            ("&bogus; & &; &#; &#x;", "&bogus; & &; &#; &#x;"),
            ("&#99999999;&#0;", "\u{fffd}\u{fffd}"),
            ("?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3"),
            ("R&amp", "R&"),
        ] {
            assert_eq!(decode(text), want, "{text}");
        }
    }
}
