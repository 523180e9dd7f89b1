//! Front matter: the fields between `---` lines (YAML) or `+++` lines (TOML) at the head of a Markdown file.
//!
//! Of YAML it reads what such heads hold: `key: value`, quoted strings, lists in either form, one level of nesting.
//! Whatever else stands there is passed over; no input makes it recurse.

use super::{build::Draft, dates, people};
use crate::article::PublisherBullets;

/// The most bytes of a head; a longer one is body text that happens to start with dashes.
const LONGEST: usize = 64 << 10;

/// Fields by lower-case key, each with its values in order.
type Fields = Vec<(String, Vec<String>)>;

/// Splits a head off a text and fills the draft's fields from it. Gives the rest, or all when there is no head.
pub(super) fn take<'t>(text: &'t str, draft: &mut Draft) -> &'t str {
    let Some((head, rest, toml)) = split(text) else { return text };
    let fields = if toml { toml_fields(head) } else { Some(yaml_fields(head)) };
    let Some(fields) = fields else { return text };
    for (key, values) in fields {
        fill(draft, &key, values);
    }
    rest
}

/// Whether a text opens with a head.
pub(super) fn opens(text: &str) -> bool {
    split(text).is_some_and(|(head, _, toml)| toml || head.lines().any(|l| l.contains(": ") || l.ends_with(':')))
}

/// The head, the rest, and whether the head is TOML.
fn split(text: &str) -> Option<(&str, &str, bool)> {
    let text = text.trim_start_matches(['\n', '\r', ' ', '\t']);
    let (fence, toml) = if text.starts_with("---") { ("---", false) } else { ("+++", true) };
    let after = text.strip_prefix(fence)?;
    let (blank, body) = after.split_once('\n')?;
    if !blank.trim().is_empty() {
        return None;
    }
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if at > LONGEST {
            return None;
        }
        let end = line.trim_end();
        if end == fence || (!toml && end == "...") {
            return Some((&body[..at], &body[at + line.len()..], toml));
        }
        at += line.len();
    }
    None
}

fn fill(draft: &mut Draft, key: &str, values: Vec<String>) {
    let first = values.first().cloned().unwrap_or_default();
    match key {
        "title" | "headline" => draft.title = first,
        "author" | "authors" | "byline" | "by" | "author.name" | "authors.name" => {
            draft.authors = values.iter().flat_map(|v| people::names(v)).collect();
        }
        "date" | "published" | "pubdate" | "published_at" | "publishdate" | "date_published" | "datepublished" => {
            draft.published = dates::parse(&first).or(draft.published);
        }
        "source" | "outlet" | "publisher" | "site" | "publication" | "source.name" | "publisher.name" => {
            draft.source = first;
        }
        "url" | "link" | "canonical" | "permalink" | "source_url" | "canonical_url" | "original_url" => {
            draft.url = Some(first);
        }
        "lang" | "language" | "locale" => draft.language = Some(first),
        "bullets" | "highlights" | "key_points" | "keypoints" | "takeaways" | "what_you_need_to_know"
            if values.len() > 1 =>
        {
            let label = key.replace('_', " ");
            draft.bullets = Some(PublisherBullets { label, items: values });
        }
        _ => {}
    }
}

fn toml_fields(head: &str) -> Option<Fields> {
    let table: toml::Table = head.parse().ok()?;
    let text = |v: &toml::Value| match v {
        toml::Value::String(s) => Some(s.clone()),
        toml::Value::Datetime(d) => Some(d.to_string()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Table(t) => t.get("name").and_then(|n| n.as_str()).map(str::to_owned),
        _ => None,
    };
    let values = |v: &toml::Value| match v {
        toml::Value::Array(items) => items.iter().filter_map(text).collect(),
        one => text(one).into_iter().collect(),
    };
    Some(table.iter().map(|(k, v)| (k.to_lowercase(), values(v))).collect())
}

fn yaml_fields(head: &str) -> Fields {
    let mut fields: Fields = Vec::new();
    let mut folded = false;
    for line in head.lines() {
        let body = line.trim();
        if body.is_empty() || body.starts_with('#') {
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if let Some(item) = body.strip_prefix("- ").filter(|_| indented || body.starts_with("- ")) {
            if let Some((_, values)) = fields.last_mut() {
                // `- name: Ana Lee` in a list of authors
                let item = item.strip_prefix("name:").map_or(item, str::trim_start);
                values.extend(scalars(item));
            }
            continue;
        }
        match key_value(body) {
            Some((key, value)) if !indented => {
                folded = matches!(value, ">" | ">-" | "|" | "|-");
                let values = if folded { Vec::new() } else { scalars(value) };
                fields.push((key.to_lowercase(), values));
            }
            Some((key, value)) if indented && !folded => {
                if let Some((parent, values)) = fields.last_mut()
                    && key.eq_ignore_ascii_case("name")
                    && values.is_empty()
                    && !parent.is_empty()
                {
                    values.extend(scalars(value));
                }
            }
            // A plain or quoted value runs on over indented lines.
            _ if indented => {
                if let Some((_, values)) = fields.last_mut() {
                    match values.last_mut() {
                        Some(last) => {
                            last.push(' ');
                            last.push_str(body);
                        }
                        None => values.push(body.to_owned()),
                    }
                }
            }
            _ => {}
        }
    }
    fields
}

fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    let plain = !key.is_empty() && key.len() <= 40 && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    (plain && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (key, value.trim()))
}

/// The values of one line: a scalar, or a list in brackets.
fn scalars(value: &str) -> Vec<String> {
    let value = value.trim();
    let Some(inner) = value.strip_prefix('[').and_then(|v| v.strip_suffix(']')) else {
        return Some(scalar(value).0).filter(|s| !s.is_empty() && s != "null" && s != "~").into_iter().collect();
    };
    let mut out = Vec::new();
    let mut rest = inner;
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let quoted = rest.starts_with(['"', '\'']);
        let (text, used) = if quoted {
            scalar(rest)
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            (rest[..end].trim().to_owned(), end)
        };
        if !text.is_empty() {
            out.push(text);
        }
        rest = &rest[used..];
        rest = rest.find(',').map_or("", |at| &rest[at + 1..]);
    }
    out
}

/// A scalar at the start of a text, unquoted, and how many bytes it took.
fn scalar(text: &str) -> (String, usize) {
    match text.chars().next() {
        Some('"') => double_quoted(text),
        Some('\'') => {
            let mut out = String::new();
            let mut chars = text.char_indices().skip(1).peekable();
            while let Some((at, c)) = chars.next() {
                if c != '\'' {
                    out.push(c);
                } else if chars.peek().is_some_and(|(_, c)| *c == '\'') {
                    out.push('\'');
                    chars.next();
                } else {
                    return (out, at + 1);
                }
            }
            (out, text.len())
        }
        _ => {
            let end = text.find(" #").unwrap_or(text.len());
            (text[..end].trim_end().to_owned(), text.len())
        }
    }
}

fn double_quoted(text: &str) -> (String, usize) {
    let mut units: Vec<u16> = Vec::new();
    let mut push = |value: u32| {
        let c = char::from_u32(value);
        match u16::try_from(value) {
            // JSON writes what lies beyond U+FFFF as two halves; they meet again in `from_utf16_lossy`.
            Ok(unit) => units.push(unit),
            Err(_) => units.extend_from_slice(c.unwrap_or('\u{fffd}').encode_utf16(&mut [0; 2])),
        }
    };
    let mut end = text.len();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == '"' {
            end = at + 1;
            break;
        }
        if c != '\\' {
            push(c as u32);
            continue;
        }
        let Some((_, escape)) = chars.next() else { break };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let hex: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
            push(u32::from_str_radix(&hex, 16).unwrap_or(0xfffd));
        } else {
            push(match escape {
                'n' | 'r' | 't' | '_' | 'N' | 'L' | 'P' => ' ',
                '0' => '\0',
                'a' => '\u{7}',
                'b' => '\u{8}',
                'e' => '\u{1b}',
                'f' => '\u{c}',
                'v' => '\u{b}',
                other => other,
            } as u32);
        }
    }
    (String::from_utf16_lossy(&units), end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader::Hint;

    fn read(text: &str) -> (Draft, &str) {
        let mut draft = Draft::new("Markdown", &Hint::default());
        let rest = take(text, &mut draft);
        (draft, rest)
    }

    #[test]
    fn yaml_heads() {
        let (draft, rest) = read(
            "---\ntitle: \"A \\ud83d\\ude00 \\\"bridge\\\"\" # the title\nauthors:\n  - Ana Lee\n  - name: Bo Dahl\nsource: 'Harbor''s Wire'\ndate: 2024-05-31\ntags: [a, \"b, c\"]\nbullets: [\"One, two\", 'Three']\n---\nBody",
        );
        assert_eq!(draft.title, "A 😀 \"bridge\"");
        assert_eq!(draft.authors, ["Ana Lee", "Bo Dahl"]);
        assert_eq!(draft.source, "Harbor's Wire");
        assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), Some("2024-05-31"));
        assert_eq!(draft.bullets.map(|b| b.items), Some(vec!["One, two".to_owned(), "Three".to_owned()]));
        assert_eq!(rest, "Body");
    }

    #[test]
    fn toml_heads() {
        let (draft, rest) = read("+++\ntitle = \"The bridge\"\nauthors = [\"Ana Lee\"]\ndate = 2024-02-16\n+++\nBody");
        assert_eq!((draft.title.as_str(), draft.authors.len(), rest), ("The bridge", 1, "Body"));
        assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), Some("2024-02-16"));
    }

    #[test]
    fn dashes_that_open_no_head_stay() {
        for text in ["--- \nno end", "---- x\n---\n", "+++\nnot = toml = x\n+++\nx"] {
            assert_eq!(read(text).1, text, "{text}");
        }
    }
}
