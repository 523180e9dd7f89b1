//! Markdown that a forge or a notes program renders. Article text is escaped: it never becomes markup.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::words;
use crate::article::{Article, Briefing, Bullets, Story, StoryBullet};

/// Writes a briefing.
///
/// # Errors
/// When `out` cannot be written.
pub fn brief(briefing: &Briefing, out: &mut dyn Write) -> io::Result<()> {
    for (i, (story, bullets)) in briefing.stories.iter().zip(&briefing.story_bullets).enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        if let &[only] = story.articles.as_slice() {
            article(out, "#", &briefing.articles[only], &briefing.bullets[only])?;
        } else {
            one_story(out, story, bullets, briefing)?;
        }
    }
    Ok(())
}

fn one_story(out: &mut dyn Write, story: &Story, bullets: &[StoryBullet], briefing: &Briefing) -> io::Result<()> {
    let sources = words::sources(story, &briefing.articles).join(", ");
    writeln!(out, "# {}\n", escape(&story.headline))?;
    writeln!(out, "*{} · {}*", words::voices(story, &briefing.articles), escape(&sources))?;
    if !bullets.is_empty() {
        writeln!(out)?;
    }
    for bullet in bullets {
        let by = words::support(bullet, story, briefing);
        writeln!(out, "- {} — *{}*", escape(&bullet.text), escape(&by))?;
    }
    for &i in &story.articles {
        writeln!(out)?;
        article(out, "##", &briefing.articles[i], &briefing.bullets[i])?;
    }
    Ok(())
}

fn article(out: &mut dyn Write, hashes: &str, article: &Article, bullets: &Bullets) -> io::Result<()> {
    writeln!(out, "{hashes} {}\n", linked(&article.title, article.url.as_deref()))?;
    let mut under = vec![words::source_and_date(article)];
    under.extend(words::byline(article));
    writeln!(out, "*{}* · {}", escape(&under.join(" · ")), code(&article.path))?;
    for notice in &article.notices {
        writeln!(out, "\n> Note: {}", escape(notice))?;
    }
    if bullets.items.is_empty() {
        return Ok(());
    }
    let (label, whose) = words::bullets_label(article, bullets.origin);
    writeln!(out, "\n**{}** · {whose}\n", escape(label))?;
    for bullet in &bullets.items {
        writeln!(out, "- {}", escape(&bullet.text))?;
    }
    Ok(())
}

/// A text as Markdown that renders as that text: what could be markup is escaped, line feeds become spaces.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |b: u8| b < b' ' || b == 0x7f || b"\\`*_[]<>|~$&#+-=.)".contains(&b);
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.trim_start().char_indices().peekable();
    // A list number or a heading begins a line only; the text stands at the start of one or after a marker.
    let mut leading_digits = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '&' if chars.peek().is_some_and(|&(_, next)| next == '#' || next.is_ascii_alphanumeric()) => {
                out.push_str("\\&");
            }
            // A run of # that closes a heading does it after a space.
            '#' if at == 0 || out.ends_with([' ', '#']) => out.push_str("\\#"),
            '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if at > 0 && leading_digits => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        leading_digits &= c.is_ascii_digit();
    }
    Cow::Owned(out)
}

/// A text that links to an http or https address; without one, the text alone.
fn linked(text: &str, url: Option<&str>) -> String {
    let Some(url) = url.filter(|u| u.starts_with("https://") || u.starts_with("http://")) else {
        return escape(text).into_owned();
    };
    let mut to = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => to.push_str("%3C"),
            '>' => to.push_str("%3E"),
            '\\' => to.push_str("%5C"),
            '&' => to.push_str("&amp;"),
            c if c.is_whitespace() || c.is_control() => to.push_str("%20"),
            c => to.push(c),
        }
    }
    format!("[{}](<{to}>)", escape(text))
}

/// A text as a code span, fenced by more backticks than it holds in a row.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What Markdown renders of a text: the text where nothing else, a note of the first other element otherwise.
    fn rendered(markdown: &str) -> String {
        let mut out = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::Start(
                    pulldown_cmark::Tag::List(None) | pulldown_cmark::Tag::Item | pulldown_cmark::Tag::Paragraph,
                )
                | Event::End(_) => {}
                other => return format!("{other:?}"),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn escaped_text_renders_as_itself(text in r#"[ -~“”é]{0,40}|([#=+.)0-9!:|&;a-z`*_<>\[\]()~$^{}-]| ){0,12}"#) {
            let told = text.trim();
            prop_assume!(!told.is_empty());
            prop_assert_eq!(rendered(&format!("- {}", escape(told))), told);
        }

        #[test]
        fn code_spans_hold_any_text(text in "[a-z` ]{1,12}") {
            prop_assume!(!text.trim().is_empty());
            let markdown = code(&text);
            let codes: Vec<_> = Parser::new(&markdown).filter_map(|e| match e {
                Event::Code(c) => Some(c.to_string()),
                _ => None,
            }).collect();
            prop_assert_eq!(codes.len(), 1);
            prop_assert_eq!(codes[0].trim(), text.trim());
        }
    }

    #[test]
    fn a_briefing() {
        let mut out = Vec::new();
        brief(&crate::report::fixture::briefing(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn markup_of_an_article_stays_text() {
        for text in [
            "<script>alert(1)</script>",
            "![x](javascript:alert(1))",
            "# a #",
            "1. one",
            "12) twelve",
            "- dash",
            "+ plus",
            "===",
            "---",
            "| a | b |",
            "~~gone~~",
            "&lt;b&gt; &amp; &#60;",
            "$x$ `code` **bold** _it_",
            "> quoted",
            "[a]: http://example.com",
            "[^1]: note",
            "- [ ] task",
            "\\*not\\*",
            "http://example.com <http://example.com>",
        ] {
            assert_eq!(rendered(&format!("- {}", escape(text))), text);
        }
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(linked("A [b]", Some("javascript:alert(1)")), "A \\[b\\]");
        assert_eq!(linked("A", Some("https://e.example/?a=1&b=<2>")), "[A](<https://e.example/?a=1&amp;b=%3C2%3E>)");
    }
}
