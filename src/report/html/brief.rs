//! A briefing as a page: stories, their bullets with links to the sentences they rest on, the articles whole.

use std::io::{self, Write};

use super::{close, escape, lang, linked, open};
use crate::{
    article::{Article, Block, BlockKind, Briefing, Bullets, Story, StoryBullet},
    report::words,
};

/// Writes a briefing.
///
/// # Errors
/// When `out` cannot be written.
pub fn brief(briefing: &Briefing, out: &mut dyn Write) -> io::Result<()> {
    let total = format!(
        "{} · {}",
        words::count(briefing.stories.len(), "story", "stories"),
        words::count(briefing.articles.len(), "article", "articles")
    );
    let title = briefing.stories.first().map_or("Briefing", |s| s.headline.as_str());
    open(out, if briefing.stories.len() > 1 { "Briefing" } else { title }, "")?;
    writeln!(out, "<header><h1>Briefing</h1>\n<p class=\"meta\">{total}</p></header>")?;
    if briefing.stories.len() > 1 {
        writeln!(out, "<nav><ul>")?;
        for (i, s) in briefing.stories.iter().enumerate() {
            let sources = words::source_count(s, &briefing.articles);
            writeln!(out, "<li><a href=\"#s{i}\">{}</a> · {sources}</li>", escape(&s.headline))?;
        }
        writeln!(out, "</ul></nav>")?;
    }
    writeln!(out, "<main>")?;
    for (i, (s, bullets)) in briefing.stories.iter().zip(&briefing.story_bullets).enumerate() {
        story(out, i, s, bullets, briefing)?;
    }
    writeln!(out, "</main>")?;
    close(out, &briefing.problems)
}

fn story(out: &mut dyn Write, at: usize, s: &Story, bullets: &[StoryBullet], briefing: &Briefing) -> io::Result<()> {
    let single = s.articles.len() == 1;
    writeln!(out, "<section class=\"story{}\" id=\"s{at}\">", if single { " single" } else { "" })?;
    if !single {
        let sources = words::sources(s, &briefing.articles).join(", ");
        writeln!(out, "<h2 dir=\"auto\">{}</h2>", escape(&s.headline))?;
        writeln!(out, "<p class=\"meta\">{} · {}</p>", words::source_count(s, &briefing.articles), escape(&sources))?;
        if !bullets.is_empty() {
            writeln!(out, "<div class=\"bullets\"><ul>")?;
            for bullet in bullets {
                writeln!(out, "<li dir=\"auto\">{} {}</li>", escape(&bullet.text), support(bullet, briefing))?;
            }
            writeln!(out, "</ul></div>")?;
        }
    }
    for &i in &s.articles {
        article(out, i, &briefing.articles[i], &briefing.bullets[i], if single { "h2" } else { "h3" })?;
    }
    writeln!(out, "</section>")
}

/// The sources of a bullet, each a link to its first sentence.
fn support(bullet: &StoryBullet, briefing: &Briefing) -> String {
    let links: Vec<String> = (bullet.support.iter())
        .map(|s| {
            let source = briefing.articles.get(s.article).map_or("", |a| a.source.as_str());
            let sentence = s.sentences.first().map_or(String::new(), |id| format!("-s{}", id.0));
            format!("<a href=\"#a{}{sentence}\">{}</a>", s.article, escape(source))
        })
        .collect();
    let also = words::other_figures(bullet, briefing);
    let also = if also.is_empty() { also } else { format!(" · {}", escape(&also)) };
    let otherwise = words::told_otherwise(bullet, briefing);
    let otherwise = if otherwise.is_empty() {
        otherwise
    } else {
        format!("<br><strong class=\"conflict\">{}</strong>", escape(&otherwise))
    };
    format!("<span class=\"by\">— {}{also}</span>{otherwise}", links.join(", "))
}

fn article(out: &mut dyn Write, at: usize, a: &Article, bullets: &Bullets, heading: &str) -> io::Result<()> {
    writeln!(out, "<article id=\"a{at}\"{}>", lang(a.language.as_deref()))?;
    writeln!(out, "<p class=\"meta\">{}</p>", escape(&words::source_and_date(a)))?;
    writeln!(out, "<{heading} dir=\"auto\">{}</{heading}>", linked(&a.title, a.url.as_deref()))?;
    let mut under = words::byline(a);
    under.push(a.path.clone());
    writeln!(out, "<p class=\"meta\">{}</p>", escape(&under.join(" · ")))?;
    for notice in &a.notices {
        writeln!(out, "<p class=\"meta\">Note: {}</p>", escape(notice))?;
    }
    if !bullets.items.is_empty() {
        let (label, whose) = words::bullets_label(a, bullets.origin);
        writeln!(
            out,
            "<div class=\"bullets\"><h4>{} <span class=\"label\">· {whose}</span></h4>\n<ul>",
            escape(label)
        )?;
        for bullet in &bullets.items {
            write!(out, "<li dir=\"auto\">{}", escape(&bullet.text))?;
            for id in &bullet.sentences {
                let n = id.0 + 1;
                write!(out, "<a class=\"ref\" href=\"#a{at}-s{}\" title=\"rests on sentence {n}\">{n}</a>", id.0)?;
            }
            writeln!(out, "</li>")?;
        }
        writeln!(out, "</ul></div>")?;
    }
    let length = words::count(a.sentences.len(), "sentence", "sentences");
    writeln!(out, "<details><summary>The article · {length}</summary>")?;
    for section in &a.sections {
        if let Some(heading) = &section.heading {
            writeln!(out, "<h4 dir=\"auto\">{}</h4>", escape(heading))?;
        }
        for b in &section.blocks {
            block(out, at, a, b)?;
        }
    }
    writeln!(out, "</details>\n</article>")
}

fn block(out: &mut dyn Write, at: usize, a: &Article, b: &Block) -> io::Result<()> {
    let (start, end) = match b.kind {
        BlockKind::Paragraph => ("<p dir=\"auto\">", "</p>"),
        BlockKind::ListItem if b.number.is_some() => ("<p dir=\"auto\" class=\"item\">", "</p>"),
        BlockKind::ListItem => ("<p dir=\"auto\" class=\"item\">• ", "</p>"),
        BlockKind::Quote => ("<blockquote dir=\"auto\">", "</blockquote>"),
        BlockKind::Subheading => ("<h4 dir=\"auto\">", "</h4>"),
        BlockKind::Caption | BlockKind::Row => ("<p dir=\"auto\" class=\"caption\">", "</p>"),
        BlockKind::Code => ("<p class=\"caption\"><code>", "</code></p>"),
    };
    out.write_all(start.as_bytes())?;
    if let Some(n) = b.number {
        write!(out, "{n}. ")?;
    }
    for id in b.ids() {
        let Some(s) = a.sentences.get(id.index()) else { continue };
        let space = if s.tight || id.0 + 1 == b.sentences.end { "" } else { " " };
        write!(out, "<span id=\"a{at}-s{}\">{}</span>{space}", id.0, escape(&s.text))?;
    }
    writeln!(out, "{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_page() {
        let mut out = Vec::new();
        brief(&fixture::briefing(), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(page.split_once("</style>").unwrap().1);
        // Every link inside the page leads somewhere.
        let document = dom_query::Document::from(page.as_str());
        assert_eq!(document.select("script").length(), 0);
        for link in &document.select("a") {
            let href = link.attr("href").unwrap().to_string();
            if let Some(id) = href.strip_prefix('#') {
                assert_eq!(document.select(&format!("[id='{id}']")).length(), 1, "{href}");
            } else {
                assert!(href.starts_with("https://"), "{href}");
            }
        }
    }
}
