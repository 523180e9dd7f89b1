//! Markdown that a forge or a notes program renders. Article text is escaped: it never becomes markup.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use super::{
    changes::{self, Mark},
    words,
};
use crate::{
    article::{Article, Briefing, Bullets, Story, StoryBullet},
    compare::{self, Claim, Comparison, Coverage, Pair, Relation, Row, Side, rows},
};

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
    writeln!(out, "*{} · {}*", words::source_count(story, &briefing.articles), escape(&sources))?;
    if !bullets.is_empty() {
        writeln!(out)?;
    }
    for bullet in bullets {
        let by = words::support(bullet, story, briefing);
        writeln!(out, "- {} — *{}*{}", escape(&bullet.text), escape(&by), contradicted(bullet, briefing))?;
    }
    for &i in &story.articles {
        writeln!(out)?;
        article(out, "##", &briefing.articles[i], &briefing.bullets[i])?;
    }
    Ok(())
}

/// What contradicts a bullet, after it.
fn contradicted(bullet: &StoryBullet, briefing: &Briefing) -> String {
    match words::told_otherwise(bullet, briefing) {
        none if none.is_empty() => none,
        otherwise => format!(" **{}**", escape(&otherwise)),
    }
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

/// Writes a comparison: a table of aligned rows, then what became of quotations, figures and names.
///
/// # Errors
/// When `out` cannot be written.
pub fn compare(comparison: &Comparison, left: &Article, right: &Article, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {} and {}\n", escape(&left.source), escape(&right.source))?;
    for (side, article) in [("Left", left), ("Right", right)] {
        let title = linked(&article.title, article.url.as_deref());
        writeln!(
            out,
            "- **{side}:** {title} · {} · {}",
            escape(&words::source_and_date(article)),
            code(&article.path)
        )?;
    }
    for line in words::summary(comparison) {
        writeln!(out, "\n**{line}**")?;
    }
    for notice in &comparison.notices {
        writeln!(out, "\n> Note: {}", escape(notice))?;
    }
    writeln!(out, "\n| | {} | {} |\n| :-: | --- | --- |", cell(&left.source), cell(&right.source))?;
    for row in rows(comparison) {
        match row {
            Row::Both(pair) => {
                let moved = if pair.moved { " ⇄" } else { "" };
                let (l, r) = (side(pair, Side::Left, left), side(pair, Side::Right, right));
                writeln!(out, "| {}{moved} | {l} | {r} |", escape(words::glyph(pair.relation)))?;
            }
            Row::Left(id) => writeln!(out, "| \\< | {} | |", cell(left.sentence(id)))?,
            Row::Right(id) => writeln!(out, "| \\> | | {} |", cell(right.sentence(id)))?,
        }
    }
    let legend: Vec<_> = words::COMPARE_SIGNS.iter().map(|(s, meaning)| format!("{} {meaning}", escape(s))).collect();
    writeln!(out, "\n{}; **bold** words that differ", legend.join("; "))?;
    if !comparison.conflicts.is_empty() {
        writeln!(out, "\n## Contradictions\n")?;
        for c in &comparison.conflicts {
            let (l, r) = (cell(&c.left.text), cell(&c.right.text));
            writeln!(out, "- *{}* **{l}** ≠ **{r}**", c.kind.name())?;
        }
    }
    if !comparison.quotations.is_empty() {
        writeln!(out, "\n## Quotations\n")?;
        for q in words::told_once(&comparison.quotations) {
            let text = match (&q.left, &q.right) {
                (Some(l), Some(r)) if l.text != r.text => format!(
                    "“{}” / “{}”",
                    marked(&changes::quoted_side(&q.words, Side::Left), &l.text),
                    marked(&changes::quoted_side(&q.words, Side::Right), &r.text)
                ),
                _ => format!("“{}”", cell(words::quoted(q))),
            };
            let by = words::speakers(q).map_or(String::new(), |s| format!(" — {}", cell(&s)));
            writeln!(out, "- *{}* {text}{by}", words::quotation_label(q))?;
        }
    }
    lists(comparison, left, right, out)
}

/// Figures, names and the telling, as lists.
fn lists(comparison: &Comparison, left: &Article, right: &Article, out: &mut dyn Write) -> io::Result<()> {
    let figures = words::figure_lists(&comparison.figures);
    if !figures.is_empty() {
        writeln!(out, "\n## Figures\n")?;
        for (label, list) in figures {
            writeln!(out, "- *{label}* {}", cell(&list.join(" · ")))?;
        }
    }
    let names = words::name_lists(&comparison.names);
    if !names.is_empty() {
        writeln!(out, "\n## Names\n")?;
        for (label, list) in names {
            writeln!(out, "- *{label}* {}", cell(&list.join(" · ")))?;
        }
    }
    if comparison.framing.iter().any(|f| f.words > 0) {
        writeln!(out, "\n## How it is told\n")?;
        for ((label, side), f) in [("left", Side::Left), ("right", Side::Right)].into_iter().zip(&comparison.framing) {
            writeln!(out, "- *{label}* {}", cell(&words::telling(f).join("; ")))?;
            for (place, fact) in words::opening(comparison, left, right, side) {
                writeln!(out, "  - *{place}* {}", cell(&fact))?;
            }
        }
    }
    Ok(())
}

/// Writes the coverage of each story: a table of claims down and sources across.
///
/// # Errors
/// When `out` cannot be written.
pub fn coverage(briefing: &Briefing, coverages: &[Coverage], out: &mut dyn Write) -> io::Result<()> {
    for (i, (story, coverage)) in briefing.stories.iter().zip(coverages).enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}\n", escape(&story.headline))?;
        writeln!(out, "*{}*\n", escape(&words::coverage_sources(story, coverage, briefing)))?;
        for notice in &coverage.notices {
            writeln!(out, "Note: {}\n", escape(notice))?;
        }
        if coverage.columns.len() < 2 || coverage.claims.is_empty() {
            writeln!(out, "{}", words::nothing_to_lay_out(coverage))?;
            continue;
        }
        let sources = words::columns(coverage, briefing);
        let (shared, alone) = words::by_sources(coverage, &sources);
        if !shared.is_empty() {
            table(out, &shared, coverage, briefing)?;
        }
        for list in alone {
            writeln!(out, "\n## {}\n", escape(&list.heading(&sources)))?;
            for claim in list.claims {
                writeln!(out, "- {}", escape(&claim.text))?;
            }
        }
    }
    Ok(())
}

fn table(out: &mut dyn Write, claims: &[&Claim], coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    let sources = words::columns(coverage, briefing);
    write!(out, "| |")?;
    for source in &sources {
        write!(out, " {} |", cell(source))?;
    }
    writeln!(out, "\n| --- |{}", " :-: |".repeat(sources.len()))?;
    for claim in claims {
        write!(out, "| {}{} |", if claim.conflict { "**≠** " } else { "" }, cell(&claim.text))?;
        let first = compare::first(claim, coverage, &briefing.articles);
        for (i, part) in claim.cells.iter().enumerate() {
            write!(out, " {} |", cell(&words::cell(part, coverage.leads(claim, i), first == Some(i))))?;
        }
        writeln!(out)?;
    }
    let legend: Vec<_> = words::legend(std::slice::from_ref(coverage))
        .iter()
        .map(|(sign, meaning)| format!("{sign} {meaning}"))
        .collect();
    writeln!(out, "\n{}", legend.join("; "))
}

/// One side of a pair, the words that the other side lacks in bold.
fn side(pair: &Pair, side: Side, article: &Article) -> String {
    let ids = match side {
        Side::Left => &pair.left,
        Side::Right => &pair.right,
    };
    let text = article.joined(ids);
    if pair.relation == Relation::Same || changes::alike(&pair.words) < changes::WORTH_MARKING {
        return cell(&text);
    }
    marked(&changes::side(&pair.words, side), &text)
}

/// Runs with the words of one side in bold; the plain text where there are none.
fn marked(runs: &changes::Runs, plain: &str) -> String {
    if runs.is_empty() {
        return cell(plain);
    }
    runs.iter()
        .map(|(mark, text)| match mark {
            Mark::Shared => cell(text),
            Mark::Left | Mark::Right => format!("**{}**", cell(text)),
        })
        .collect()
}

/// A text inside a line or a table: escaped, its outer spaces kept.
fn cell(text: &str) -> String {
    let body = text.trim_start_matches(' ');
    format!("{}{}", &text[..text.len() - body.len()], escape(body))
}

/// A text as Markdown that renders as that text: what could be markup is escaped, line feeds become spaces.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |b: u8| b < b' ' || b == 0x7f || b"\\`*_[]<>|~$^{&#+-=:.)".contains(&b);
    if !text.bytes().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.trim_start().char_indices().peekable();
    // A list number or a heading begins a line only; the text stands at the start of one or after a marker.
    let mut leading_digits = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '^' | '{' => {
                out.push('\\');
                out.push(c);
            }
            '&' if chars.peek().is_some_and(|&(_, next)| next == '#' || next.is_ascii_alphanumeric()) => {
                out.push_str("\\&");
            }
            // A run of # that closes a heading does it after a space.
            '#' if at == 0 || out.ends_with([' ', '#']) => out.push_str("\\#"),
            '+' | '-' | '=' | ':' if at == 0 => {
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
    fn a_comparison() {
        let (all, mut out) = (crate::report::fixture::briefing().articles, Vec::new());
        let (left, right) = (&all[crate::report::fixture::WIRE], &all[crate::report::fixture::COURIER]);
        compare(&crate::report::fixture::comparison(), left, right, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }

    #[test]
    fn a_coverage() {
        let mut out = Vec::new();
        coverage(&crate::report::fixture::briefing(), &crate::report::fixture::coverages(), &mut out).unwrap();
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
