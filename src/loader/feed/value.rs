//! How the text of a field is written: as text, as HTML in references or as it is, in base64.

use std::borrow::Cow;

use base64::Engine;

use super::item::{Markup, has_tags};

/// What the attributes of an element say of its text (RFC 4287, 3.1 and 4.1.3; Atom 0.3 has `mode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// It does not say, and is no Atom.
    Unsaid,
    /// It does not say, and is Atom.
    UnsaidText,
    Text,
    /// HTML in references.
    Html,
    /// Elements.
    Markup,
    Base64,
    /// An id that is no address.
    NoAddress,
}

impl Written {
    pub(super) fn of(atom: bool, attribute: impl Fn(&str) -> Option<String>) -> Self {
        if !atom {
            return Self::Unsaid;
        }
        let mode = attribute("mode").map(|m| m.trim().to_ascii_lowercase());
        let Some(kind) = attribute("type").map(|kind| kind.trim().to_ascii_lowercase()) else {
            return if mode.as_deref() == Some("base64") { Self::Base64 } else { Self::UnsaidText };
        };
        let kind = kind.split(';').next().unwrap_or_default().trim_end();
        match (mode.as_deref(), kind) {
            (Some("base64"), _) => Self::Base64,
            (Some("xml"), "text/html") | (_, "xhtml" | "application/xhtml+xml") => Self::Markup,
            (_, "html" | "text/html") => Self::Html,
            (_, "" | "text" | "text/plain" | "plain") => Self::Text,
            (_, kind) if kind.ends_with("+xml") || kind.ends_with("/xml") => Self::Markup,
            (None, kind) if kind.contains('/') && !kind.starts_with("text/") => Self::Base64,
            _ => Self::UnsaidText,
        }
    }
}

/// The text and what it is. `elements`: it was taken as it stands, with its elements.
pub(super) fn read(text: &str, written: Written, elements: bool) -> (Markup, Cow<'_, str>) {
    if elements {
        return (Markup::Html, Cow::Borrowed(text));
    }
    let text = uncovered(text);
    match written {
        Written::Markup | Written::Html => (Markup::Html, Cow::Borrowed(text)),
        Written::Text | Written::NoAddress => (Markup::Text, Cow::Borrowed(text)),
        // Text, unless it has end tags: those are nobody's words.
        Written::UnsaidText if is_marked_up(text) => (Markup::Html, Cow::Borrowed(text)),
        Written::UnsaidText => (Markup::Text, Cow::Borrowed(text)),
        Written::Base64 => match unpacked(text) {
            Some(Ok(text)) if has_tags(&text) => (Markup::Html, Cow::Owned(text)),
            Some(Ok(text)) => (Markup::Either, Cow::Owned(text)),
            // A picture, say.
            Some(Err(())) => (Markup::Text, Cow::Borrowed("")),
            None => (Markup::Either, Cow::Borrowed(text)),
        },
        Written::Unsaid => (Markup::Either, Cow::Borrowed(text)),
    }
}

/// Without a `CDATA` mark that was itself put in references.
fn uncovered(text: &str) -> &str {
    let inside = text.trim().strip_prefix("<![CDATA[").map(|rest| rest.strip_suffix("]]>").unwrap_or(rest));
    inside.unwrap_or(text)
}

fn is_marked_up(text: &str) -> bool {
    let lower = || text.to_ascii_lowercase();
    text.contains("</")
        && ["</p>", "</a>", "</div>", "</li>", "</em>", "</strong>", "</i>", "</b>", "</span>"]
            .iter()
            .any(|tag| lower().contains(tag))
}

/// What base64 stands for; none where it is none, an error where it is no text.
fn unpacked(text: &str) -> Option<Result<String, ()>> {
    let packed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '=').collect();
    let bytes = base64::engine::general_purpose::STANDARD_NO_PAD.decode(packed).ok()?;
    Some(String::from_utf8(bytes).map_err(|_| ()))
}

/// Markup with the prefix of its XHTML taken off: `<x:p>` is `<p>`.
pub(super) fn unprefixed<'t>(markup: &'t str, prefix: Option<&str>) -> Cow<'t, str> {
    match prefix {
        Some(prefix) => {
            let open = markup.replace(&format!("<{prefix}:"), "<");
            Cow::Owned(open.replace(&format!("</{prefix}:"), "</"))
        }
        None => Cow::Borrowed(markup),
    }
}
