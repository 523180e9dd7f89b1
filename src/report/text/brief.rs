//! A briefing as text: each story's headline, sources and bullets with who reports them, then its articles.

use std::io::{self, Write};

use super::page::{Page, Tone, Toned};
use crate::{
    article::{Article, Briefing, Bullets, Story, StoryBullet},
    report::{Look, words},
};

/// Writes a briefing.
///
/// # Errors
/// When `out` cannot be written.
pub fn brief(briefing: &Briefing, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, look);
    if briefing.stories.len() > 1 {
        let total = format!(
            "{} · {}",
            words::count(briefing.stories.len(), "story", "stories"),
            words::count(briefing.articles.len(), "article", "articles")
        );
        page.paragraph("", &Toned::new(Tone::Dim, &total))?;
        page.blank()?;
    }
    for (i, (story, bullets)) in briefing.stories.iter().zip(&briefing.story_bullets).enumerate() {
        if i > 0 {
            page.blank()?;
            page.rule()?;
            page.blank()?;
        }
        if let &[only] = story.articles.as_slice() {
            article(&mut page, &briefing.articles[only], &briefing.bullets[only], "")?;
        } else {
            one_story(&mut page, story, bullets, briefing)?;
        }
    }
    Ok(())
}

fn one_story(page: &mut Page<'_>, story: &Story, bullets: &[StoryBullet], briefing: &Briefing) -> io::Result<()> {
    page.paragraph("", &Toned::new(Tone::Strong, &story.headline))?;
    let sources = words::sources(story, &briefing.articles).join(", ");
    page.paragraph(
        "",
        &Toned::new(Tone::Dim, &format!("{} · {sources}", words::source_count(story, &briefing.articles))),
    )?;
    if !bullets.is_empty() {
        page.blank()?;
    }
    for bullet in bullets {
        page.paragraph("  • ", &Toned::new(Tone::Plain, &bullet.text))?;
        page.paragraph("    — ", &Toned::new(Tone::Dim, &words::support(bullet, story, briefing)))?;
        let otherwise = words::told_otherwise(bullet, briefing);
        if !otherwise.is_empty() {
            page.paragraph("    ", &Toned::new(Tone::Strong, &otherwise))?;
        }
    }
    for &i in &story.articles {
        page.blank()?;
        article(page, &briefing.articles[i], &briefing.bullets[i], "    ")?;
    }
    Ok(())
}

fn article(page: &mut Page<'_>, article: &Article, bullets: &Bullets, indent: &str) -> io::Result<()> {
    let mut under = words::byline(article);
    under.push(article.path.clone());
    page.paragraph(indent, &Toned::new(Tone::Dim, &words::source_and_date(article)))?;
    page.paragraph(indent, &Toned::new(Tone::Strong, &article.title))?;
    page.paragraph(indent, &Toned::new(Tone::Dim, &under.join(" · ")))?;
    for notice in &article.notices {
        page.paragraph(indent, &Toned::new(Tone::Dim, &format!("Note: {notice}")))?;
    }
    if bullets.items.is_empty() {
        return Ok(());
    }
    let (label, whose) = words::bullets_label(article, bullets.origin);
    page.blank()?;
    let heading = Toned::new(Tone::Plain, label).then(Tone::Dim, &format!(" · {whose}"));
    page.paragraph(&format!("{indent}  "), &heading)?;
    for bullet in &bullets.items {
        page.paragraph(&format!("{indent}  • "), &Toned::new(Tone::Plain, &bullet.text))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn printed(width: usize, color: bool) -> String {
        let mut out = Vec::new();
        brief(&fixture::briefing(), Look { width, color }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn as_a_pipe_sees_it() {
        insta::assert_snapshot!(printed(80, false));
    }

    #[test]
    fn narrow() {
        let text = printed(20, false);
        assert!(text.lines().all(|l| crate::text::width::width(l) <= 20), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let colored = printed(80, true);
        assert!(colored.contains("\x1b[1m"));
        let stripped = colored.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "");
        assert_eq!(stripped, printed(80, false));
    }
}
