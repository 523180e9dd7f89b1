//! What a text is, told from its content first and from its name only where the content leaves it open.

use super::{Hint, front_matter};

/// The formats that hold articles, and what holds none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Markdown,
    Page,
    /// RSS or Atom.
    Feed,
    JsonFeed,
    Mail,
    /// No article, and what it is instead.
    Other(&'static str),
}

/// How much of a text is looked at.
const HEAD: usize = 8 << 10;

pub(super) fn of(text: &str, hint: &Hint) -> Format {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head = crate::text::sanitize::prefix(start, HEAD);
    match head.bytes().next() {
        Some(b'<') => return markup(head).unwrap_or(Format::Plain),
        Some(b'{' | b'[') => {
            if let Some(format) = json(start, head) {
                return format;
            }
        }
        _ => {}
    }
    if is_mail(head) {
        return Format::Mail;
    }
    if front_matter::opens(start) || has_ending(hint, &["md", "markdown", "mdown", "mkd"]) {
        return Format::Markdown;
    }
    let plain = has_ending(hint, &["txt", "text"]);
    if !plain && has_ending(hint, &["html", "htm", "xhtml"]) || declares(hint, "text/html") {
        return Format::Page;
    }
    if !plain && (looks_like_markdown(head) || declares(hint, "text/markdown")) {
        Format::Markdown
    } else {
        Format::Plain
    }
}

fn declares(hint: &Hint, media_type: &str) -> bool {
    hint.media_type.as_deref().is_some_and(|m| m.trim_start().to_ascii_lowercase().starts_with(media_type))
}

fn has_ending(hint: &Hint, endings: &[&str]) -> bool {
    let name = hint.path.split(['?', '#']).next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, end)| endings.iter().any(|e| end.eq_ignore_ascii_case(e)))
}

/// What a text that opens with `<` is.
fn markup(head: &str) -> Option<Format> {
    let lower = head.to_ascii_lowercase();
    // The first element: comments, declarations and a document type stand before it.
    let mut rest = lower.as_str();
    let first = loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        let end = if rest.starts_with("!--") { "-->" } else { ">" };
        if rest.starts_with(['!', '?']) {
            if rest.starts_with("!doctype html") {
                return Some(Format::Page);
            }
            rest = rest.split_once(end).map_or("", |(_, after)| after);
            continue;
        }
        break rest.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    };
    // Whatever the prefix is that a feed's namespace goes by.
    match first.rsplit(':').next().unwrap_or_default() {
        "rss" | "feed" | "channel" => Some(Format::Feed),
        "rdf" if first.contains(':') => Some(Format::Feed),
        "opml" => Some(Format::Other("list of subscriptions (nutgraf import reads it)")),
        "svg" | "urlset" | "sitemapindex" | "plist" | "project" => Some(Format::Other("XML file")),
        "html" | "head" | "body" => Some(Format::Page),
        _ if head.starts_with("<?xml") => Some(Format::Other("XML file")),
        _ if ["<p", "<div", "<article", "<h1", "<br", "<table", "<meta", "<title"]
            .iter()
            .any(|tag| lower.contains(tag)) =>
        {
            Some(Format::Page)
        }
        _ => None,
    }
}

/// What a text that opens with `{` or `[` is; `None` when it is no JSON.
fn json(start: &str, head: &str) -> Option<Format> {
    if head.starts_with('{')
        && (head.contains("jsonfeed.org/version") || (head.contains("\"items\"") && head.contains("\"content_")))
    {
        return Some(Format::JsonFeed);
    }
    let next = head[1..].trim_start().chars().next();
    let opens = if head.starts_with('{') {
        matches!(next, Some('"' | '}'))
    } else {
        matches!(next, Some('{' | '"' | '[' | ']'))
    };
    (opens && (head.contains("\":") || head.contains("\" :") || start.trim_end().ends_with(['}', ']'])))
        .then_some(Format::Other("JSON file"))
}

/// Header lines as RFC 5322 has them, and at least two that only a mail has.
fn is_mail(head: &str) -> bool {
    const FIELDS: [&str; 12] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "received",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
        "dkim-signature",
    ];
    let mut known = 0;
    let mut from = false;
    for (n, line) in head.lines().enumerate().take(80) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || (n == 0 && line.starts_with("From ")) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return false;
        }
        known += usize::from(FIELDS.iter().any(|f| name.eq_ignore_ascii_case(f)));
        from |= ["from", "received", "message-id", "mime-version"].iter().any(|f| name.eq_ignore_ascii_case(f));
    }
    from && known >= 3
}

/// Headings, links or fences that nobody types in plain text.
fn looks_like_markdown(head: &str) -> bool {
    let heading = |l: &str| {
        l.starts_with('#')
            && l.trim_start_matches('#').starts_with(' ')
            && l.len() - l.trim_start_matches('#').len() <= 6
    };
    let link = head.find("](").is_some_and(|at| head[at + 2..].starts_with("http"));
    link || head.lines().any(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        let named = |path: &str| Hint { path: path.into(), ..Hint::default() };
        for (text, path, want) in [
            ("<!-- saved --><!DOCTYPE html><html>", "a.txt", Format::Page),
            ("<p>The bridge", "-", Format::Page),
            ("<?xml version='1.0'?><!-- x --><rss version='2.0'>", "a", Format::Feed),
            ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", "a", Format::Feed),
            ("<?xml version='1.0'?><a:feed xmlns:a='http://www.w3.org/2005/Atom'>", "a", Format::Feed),
            ("<?xml version='1.0'?><html>", "a", Format::Page),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"}", "a", Format::JsonFeed),
            ("{\"a\": 1}", "a", Format::Other("JSON file")),
            ("[Photo: the bridge] It closed.", "a", Format::Plain),
            ("From: a@example.org\nTo: b@example.org\nSubject: x\n\nHello", "a", Format::Mail),
            ("Title: x\nDate: y\n\nHello", "a", Format::Plain),
            ("---\ntitle: x\n---\nHello", "a.txt", Format::Markdown),
            ("Hello", "a.md", Format::Markdown),
            ("# Hello\n\nx", "-", Format::Markdown),
            ("Hello", "-", Format::Plain),
            ("< 5 people came", "-", Format::Plain),
        ] {
            assert_eq!(of(text, &named(path)), want, "{text}");
        }
    }
}
