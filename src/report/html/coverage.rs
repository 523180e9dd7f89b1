//! A story's coverage as a page: a table of claims down and sources across; a claim opens to what each source says.

use std::io::{self, Write};

use super::{close, escape, open};
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
    writeln!(out, "<header><h1>Who reports what</h1></header>\n<main>")?;
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
                    let carried = words::reprinted_by(claim, &sources);
                    writeln!(out, "<li dir=\"auto\">{}{}</li>", escape(&claim.text), escape(&carried))?;
                }
                writeln!(out, "</ul>")?;
            }
        }
        writeln!(out, "</section>")?;
    }
    let signs: Vec<_> =
        words::COVERAGE_SIGNS.iter().map(|(sign, meaning)| format!("<b>{sign}</b> {meaning}")).collect();
    writeln!(out, "<p class=\"legend\">{}</p>\n</main>", signs.join(" · "))?;
    close(out, &briefing.problems)
}

fn table(out: &mut dyn Write, claims: &[&Claim], coverage: &Coverage, briefing: &Briefing) -> io::Result<()> {
    write!(out, "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Claim</th>")?;
    for source in words::columns(coverage, briefing) {
        write!(out, "<th scope=\"col\">{}</th>", escape(source))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for claim in claims {
        let sign = if claim.conflict { " <b title=\"contradiction\">≠</b>" } else { "" };
        writeln!(out, "<tr><th scope=\"row\"><details><summary dir=\"auto\">{}{sign}</summary>", escape(&claim.text))?;
        sentences(out, claim, coverage, briefing)?;
        write!(out, "</details></th>")?;
        let first = compare::first(claim, coverage, &briefing.articles);
        for (i, cell) in claim.cells.iter().enumerate() {
            let class = if cell.state == Reports::Nothing { " class=\"nothing\"" } else { "" };
            write!(out, "<td{class}>{}</td>", escape(&words::cell(cell, coverage.leads(claim, i), first == Some(i))))?;
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
    }
}
