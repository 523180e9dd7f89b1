//! The small phrases that every format shares: here dates, bylines and who supports a bullet.

mod comparison;
mod coverage;

pub(super) use self::{
    comparison::{
        COMPARE_SIGNS, Summary, by_weight, figure_lists, glyph, name_lists, opening, quotation_label, quoted, speakers,
        summary, telling, told_once,
    },
    coverage::{by_sources, cell, cell_forms, columns, coverage_sources, legend, nothing_to_lay_out},
};
pub(super) use crate::text::{counts::count, dates::long as date};
use crate::{
    article::{Article, Briefing, Origin, Story, StoryBullet},
    report::other_accounts,
    summarizer,
    text::counts::told_by,
};

/// "Ann Low, Bo Hart and Cy Ito".
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(if i + 1 == items.len() { " and " } else { ", " });
        }
        out.push_str(item.as_ref());
    }
    out
}

/// What stands under a title: who signed it, the agency, its length, where it was read from.
pub(super) fn byline(article: &Article) -> Vec<String> {
    let mut parts = Vec::new();
    if !article.authors.is_empty() {
        parts.push(format!("By {}", list(&article.authors)));
    }
    if let Some(agency) = article.agency.as_deref().filter(|&agency| agency != article.source) {
        parts.push(format!("via {agency}"));
    }
    parts.push(count(article.words(), "word", "words"));
    parts
}

/// Who told it and when: "Harbor Wire · May 31, 2024".
pub(super) fn source_and_date(article: &Article) -> String {
    article.published.map_or_else(|| article.source.clone(), |p| format!("{} · {}", article.source, date(p)))
}

/// The sources of a story, each once, the one that stands for the story first.
pub(super) fn sources<'a>(story: &Story, articles: &'a [Article]) -> Vec<&'a str> {
    names(story.articles.iter().copied(), articles)
}

/// "3 sources, 2 independent"; says so where one outlet has several articles.
pub(super) fn source_count(story: &Story, articles: &[Article]) -> String {
    let reprints: usize = story.reprints.iter().map(|group| group.len().saturating_sub(1)).sum();
    let all = story.articles.len();
    told_by(all, sources(story, articles).len(), all.saturating_sub(reprints))
}

/// The sources that report a bullet; "all 4 sources" where more than two do and none is missing.
pub(super) fn support(bullet: &StoryBullet, story: &Story, briefing: &Briefing) -> String {
    let by = names(bullet.support.iter().map(|s| s.article), &briefing.articles);
    let all = sources(story, &briefing.articles).len();
    let by = if by.len() > 2 && by.len() == all { format!("all {all} sources") } else { by.join(", ") };
    let also = other_figures(bullet, briefing);
    if also.is_empty() { by } else { format!("{by} · {also}") }
}

/// What other sources give for a bullet's figure, as [`other_accounts::figures`] says it.
pub(super) fn other_figures(bullet: &StoryBullet, briefing: &Briefing) -> String {
    other_accounts::figures(bullet, &|k| source_of(briefing, k))
}

/// What contradicts a bullet, as [`other_accounts::contradictions`] says it.
pub(super) fn told_otherwise(bullet: &StoryBullet, briefing: &Briefing) -> String {
    other_accounts::contradictions(bullet, "≠", &|k| source_of(briefing, k))
}

fn source_of(briefing: &Briefing, article: usize) -> &str {
    briefing.articles.get(article).map_or("", |a| a.source.as_str())
}

/// The heading over an article's bullets: whose they are.
pub(super) fn bullets_label(article: &Article, origin: Origin) -> (&str, &'static str) {
    match origin {
        Origin::Publisher => {
            let own = article.publisher_bullets.as_ref().map_or("", |b| b.label.as_str());
            (if own.is_empty() { "Summary" } else { own }, "as published")
        }
        Origin::Generated if summarizer::is_told_in_first_person(article) => {
            ("In brief", "generated; told in the first person")
        }
        Origin::Generated => ("In brief", "generated"),
    }
}

fn names(articles: impl Iterator<Item = usize>, all: &[Article]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for source in articles.filter_map(|i| all.get(i)).map(|a| a.source.as_str()) {
        if !out.contains(&source) {
            out.push(source);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_says_no_more_than_is_known() {
        for (date_as_given, told) in [
            ("2024", "2024"),
            ("2024-05", "May 2024"),
            ("2024-05-31", "May 31, 2024"),
            ("2024-05-31T23:30:00-04:00", "May 31, 2024, 23:30"),
        ] {
            assert_eq!(date(date_as_given.parse().unwrap()), told);
        }
    }

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
