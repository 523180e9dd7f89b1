//! One self-contained page: no script, nothing fetched, light and dark by the reader's own setting, an anchor on every
//! sentence. Article text is escaped wherever it stands; the page's policy lets nothing run even if that failed.

mod brief;
mod compare;
mod coverage;

use std::{
    borrow::Cow,
    io::{self, Write},
};

pub use brief::brief;
pub use compare::compare;
pub use coverage::coverage;

const STYLE: &str = include_str!("report.css");

/// The head of a page; `class` is the body's.
fn open(out: &mut dyn Write, title: &str, class: &str) -> io::Result<()> {
    writeln!(
        out,
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Nutgraf {version}">
<title>{title}</title>
<style>
{STYLE}</style>
</head>
<body class="{class}">"#,
        version = env!("CARGO_PKG_VERSION"),
        title = escape(title),
    )
}

/// Signs with what they mean, each kept apart from the next by space alone: a sign of its own would look like one of them.
fn legend(out: &mut dyn Write, signs: &[(&str, &str)], more: &str) -> io::Result<()> {
    let entry = |(sign, meaning): &(&str, &str)| {
        let class = if *sign == "≠" { " class=\"not-both\"" } else { "" };
        format!("<span><b{class}>{}</b> {meaning}</span>", escape(sign))
    };
    let signs: Vec<String> = signs.iter().map(entry).collect();
    writeln!(out, "<p class=\"legend\">{} {more}</p>", signs.join(" "))
}

/// The end of a page: what could not be read.
fn close(out: &mut dyn Write, problems: &[crate::article::Problem]) -> io::Result<()> {
    if !problems.is_empty() {
        writeln!(out, "<footer><p>Could not be read:</p>\n<ul>")?;
        for p in problems {
            writeln!(out, "<li>{}: {}</li>", escape(&p.path), escape(&p.message))?;
        }
        writeln!(out, "</ul></footer>")?;
    }
    writeln!(out, "</body>\n</html>")
}

/// A text as HTML that renders as that text, in an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| "&<>\"'".contains(c) || c.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A text that links to an http or https address; without one, the text alone.
fn linked(text: &str, url: Option<&str>) -> String {
    match url.filter(|u| u.starts_with("https://") || u.starts_with("http://")) {
        Some(url) => format!(r#"<a href="{}" rel="noopener noreferrer">{}</a>"#, escape(url), escape(text)),
        None => escape(text).into_owned(),
    }
}

/// ` lang="…"` where the language is known.
fn lang(language: Option<&str>) -> String {
    language.map_or(String::new(), |l| format!(r#" lang="{}""#, escape(l)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escaped_text_is_text(text in "[\\PC\t\n\u{1b}]{0,30}|[<>&\"'a-z;#!-]{0,30}") {
            let html = escape(&text);
            let clean = !html.contains(['<', '>', '"', '\'', '\u{1b}']);
            prop_assert!(clean);
            let document = dom_query::Document::from(format!("<p title=\"{html}\">{html}</p>"));
            let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let p = document.select("p");
            prop_assert_eq!(p.text().to_string(), plain.clone());
            prop_assert_eq!(p.attr("title").unwrap_or_default().to_string(), plain);
        }
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(linked("A", Some("javascript:alert(1)")), "A");
        assert_eq!(
            linked("A & B", Some("https://e.example/\"?a=1&b=2")),
            r#"<a href="https://e.example/&quot;?a=1&amp;b=2" rel="noopener noreferrer">A &amp; B</a>"#
        );
    }
}
