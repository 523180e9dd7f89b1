//! A story laid out as a page: its bullets with who reports them and who contradicts them, its sources.

use super::page_layout::{BulletText, set_bullets};
use crate::{
    compare,
    config::theme::Role,
    report::other_accounts,
    shelf::StoryRow,
    text::width::width,
    tui::{
        phrases,
        widgets::{
            glyphs::Glyphs,
            text_layout::{MARGIN, Margin, Run, TITLE, TextPage, wrap_runs},
        },
        worker::cache::{StoryBrief, StoryCoverage},
    },
};

/// A story: its headline, its bullets with who reports them and who contradicts them, its sources. In a large story the coverage,
/// once it is worked out, finds more of both.
pub(super) fn story_page(
    briefed: &StoryBrief,
    covered: Option<&StoryCoverage>,
    columns: usize,
    glyphs: &Glyphs,
) -> TextPage {
    let row = &briefed.row;
    let mut page = TextPage::default();
    let measure = columns.saturating_sub(usize::from(MARGIN)).max(1);
    let title = Run { text: &row.headline, role: Role::Title, key: TITLE, at: 0 };
    page.push(wrap_runs(&[title], measure), MARGIN, &Margin::Free, &Margin::Free);
    let why = why_together(row);
    if !why.is_empty() {
        page.push(wrap_runs(&[Run::plain(&why, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.blank();
    let mut bullets = briefed.bullets.clone();
    if let Some(covered) = covered {
        compare::set_beside(&mut bullets, &covered.coverage.others, |k| covered.articles.get(k).map(AsRef::as_ref));
    }
    let named = |i: usize| row.articles.get(i).map_or("", |a| a.source.as_str());
    let items: Vec<BulletText<'_>> = bullets
        .iter()
        .map(|b| {
            let mut names: Vec<&str> = b.support.iter().map(|s| named(s.article)).collect();
            names.dedup();
            let figures = other_accounts::figures(b, &named);
            let also = Some(figures).filter(|text| !text.is_empty());
            let from = names.iter().map(ToString::to_string).chain(also).collect::<Vec<_>>().join(" · ");
            let otherwise = other_accounts::contradictions(b, glyphs.conflict, &named);
            BulletText { text: &b.text, from, otherwise }
        })
        .collect();
    if !items.is_empty() {
        set_bullets(&mut page, "What You Need To Know", "across the sources", &items, measure);
    }
    page.body = page.lines.len();
    page.push(wrap_runs(&[Run::plain("Sources", Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
    for article in &row.articles {
        page.blank();
        let mut head = wrap_runs(&[Run::plain(&article.source, Role::Label)], measure);
        let carried = article.carries.and_then(|k| row.articles.iter().find(|o| o.key == k));
        let note = match (article.published, carried) {
            (_, Some(first)) => format!("carries {}’s text", first.source),
            (Some(p), None) => phrases::long_date(p),
            (None, None) => String::new(),
        };
        if let Some(line) = head.last_mut().filter(|l| width(&l.text) + width(&note) + 2 <= measure) {
            line.aside.clone_from(&note);
        }
        page.push(head, MARGIN, &Margin::Free, &Margin::Free);
        page.push(wrap_runs(&[Run::plain(&article.title, Role::Text)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.index();
    page
}

/// The names and terms that put a story's articles together.
fn why_together(row: &StoryRow) -> String {
    let terms: Vec<&str> = row.shared_terms.iter().take(6).map(String::as_str).collect();
    if terms.is_empty() || row.articles.len() < 2 {
        String::new()
    } else {
        format!("what they share: {}", terms.join(", "))
    }
}

/// What the marks of the list, of a story's page and of an article mean, for help.
pub(super) fn marks(g: &Glyphs) -> Vec<(&'static str, &'static str)> {
    vec![
        (g.unread, "an article that is not read"),
        (g.read, "an article that is read"),
        (g.star, "starred"),
        (g.marked, "marked for comparison"),
        (g.changed, "its text changed after it came in"),
        ("= Wire", "a reprint: it carries the text of the source named"),
        (g.open, "a story that is open"),
        (g.folded, "a story that is folded; open it to see its sources"),
        (g.eighths[7], "a story's bar: its independent articles; six fill it"),
        ("4", "after a story's headline: how many sources it has"),
        (g.bar, "the bullets, numbered"),
        ("1", "before a line: the bullet with this number rests on a sentence that begins here"),
        ("1+", "the same, and more bullets rest on it"),
        (g.conflict, "another source says what cannot be so if the bullet is"),
        (g.vertical, "before a line: a passage that is set off as quoted"),
        (g.cursor, "what the keys act on"),
        (g.tick, "at the right edge: where a place found is"),
        (g.thumb, "at the right edge: the part that shows"),
    ]
}
