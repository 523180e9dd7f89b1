//! A story's coverage as a page: a table of claims down and sources across; a claim opens to what each source says.

use std::io::{self, Write};

use super::{close, escape, legend, open};
use crate::{
    article::Briefing,
    compare::{self, Claim, Coverage, Reports},
    report::words,
};

/// Writes the coverage of each story.
///
/// # Errors
/// When `out` cannot be written.
pub fn coverage(briefing: &Briefing, coverages: &[Coverage], out: &mut dyn Write) -> io::Result<()> {
    open(out, "Coverage", "wide")?;
    writeln!(out, "<header><h1>Who reports what</h1>")?;
    legend(out, &words::legend(coverages), "")?;
    writeln!(out, "</header>\n<main>")?;
    for (at, (story, coverage)) in briefing.stories.iter().zip(coverages).enumerate() {
        writeln!(out, "<section class=\"story\" id=\"s{at}\">\n<h2 dir=\"auto\">{}</h2>", escape(&story.headline))?;
        writeln!(out, "<p class=\"meta\">{}</p>", escape(&words::coverage_sources(story, coverage, briefing)))?;
        for notice in &coverage.notices {
            writeln!(out, "<p class=\"meta\">Note: {}</p>", escape(notice))?;
        }
        if coverage.columns.len() < 2 || coverage.claims.is_empty() {
            writeln!(out, "<p>{}</p>", words::nothing_to_lay_out(coverage))?;
        } else {
            let sources = words::columns(coverage, briefing);
            let (shared, alone) = words::by_sources(coverage, &sources);
            if !shared.is_empty() {
                table(out, &shared, coverage, briefing)?;
            }
            for list in alone {
                writeln!(out, "<h3>{}</h3>\n<ul>", escape(&list.heading(&sources)))?;
                for claim in list.claims {
                    writeln!(out, "<li dir=\"auto\">{}</li>", escape(&claim.text))?;
                }
                writeln!(out, "</ul>")?;
            }
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>")?;
    close(out, &briefing.problems)
}

fn table(out: &mut dyn Write, claims: &[&Claim], coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    let sources = words::columns(coverage, briefing);
    // The style shows the hint where so many columns may not fit.
    let class = match sources.len() {
        0..=4 => None,
        5..=8 => Some("many"),
        _ => Some("very many"),
    };
    if let Some(class) = class {
        let hint = format!("{} columns; scroll sideways for those that do not show", sources.len());
        writeln!(out, "<p class=\"meta sideways {class}\">⇆ {hint}</p>")?;
    }
    write!(out, "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Claim</th>")?;
    for source in &sources {
        write!(out, "<th scope=\"col\">{}</th>", escape(source))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for claim in claims {
        let sign = if claim.conflict { " <b class=\"not-both\" title=\"contradiction\">≠</b>" } else { "" };
        writeln!(out, "<tr><th scope=\"row\"><details><summary dir=\"auto\">{}{sign}</summary>", escape(&claim.text))?;
        sentences(out, claim, coverage, briefing)?;
        write!(out, "</details></th>")?;
        let first = compare::first(claim, coverage, &briefing.articles);
        for (i, (cell, source)) in claim.cells.iter().zip(&sources).enumerate() {
            let class = if cell.state == Reports::Nothing { " class=\"nothing\"" } else { "" };
            let text = words::cell(cell, coverage.leads(claim, i), first == Some(i));
            write!(out, "<td{class} data-source=\"{}\">{}</td>", escape(source), escape(&text))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></div>")
}

/// What each source says about a claim.
fn sentences(out: &mut dyn Write, claim: &Claim, coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    writeln!(out, "<dl>")?;
    for (column, cell) in coverage.columns.iter().zip(&claim.cells) {
        let Some(article) = briefing.articles.get(column.article).filter(|_| !cell.sentences.is_empty()) else {
            continue;
        };
        let said = article.joined(&cell.sentences);
        writeln!(out, "<dt>{}</dt><dd dir=\"auto\">{}</dd>", escape(&article.source), escape(&said))?;
    }
    writeln!(out, "</dl>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_page() {
        let mut out = Vec::new();
        coverage(&fixture::briefing(), &fixture::coverages(), &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(page.split_once("</style>").unwrap().1);
        assert!(!page.contains("scroll sideways"), "three sources fit");
        assert!(page.find("had it first") < page.find("<table>"), "the legend stands above the first table");
    }

    #[test]
    fn many_sources_are_told_to_be_scrolled_to() {
        let (mut coverages, mut out) = (fixture::coverages(), Vec::new());
        let first = &mut coverages[0];
        while first.columns.len() < 9 {
            first.columns.push(first.columns[2].clone());
            first.claims.iter_mut().for_each(|claim| claim.cells.push(claim.cells[2].clone()));
        }
        coverage(&fixture::briefing(), &coverages, &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("⇆ 9 columns; scroll sideways"));
    }
}
