//! A comparison as a page: aligned rows, one column a side, under each other where the window is narrow.

use std::io::{self, Write};

use super::{close, escape, lang, legend, linked, open};
use crate::{
    article::{Article, Quotation, SentenceId},
    compare::{Comparison, Conflict, Pair, QuotationMatch, QuotationPair, Relation, Row, Side, rows},
    report::{
        changes::{self, Mark, Runs},
        words,
    },
};

/// Writes a comparison.
///
/// # Errors
/// When `out` cannot be written.
pub fn compare(comparison: &Comparison, left: &Article, right: &Article, out: &mut dyn Write) -> io::Result<()> {
    open(out, &format!("{} and {}", left.source, right.source), "wide")?;
    writeln!(out, "<header><h1>Two accounts</h1>\n<div class=\"heads\">")?;
    head(out, "left", left)?;
    writeln!(out, "<div></div>")?;
    head(out, "right", right)?;
    writeln!(out, "</div>")?;
    for line in words::summary(comparison) {
        writeln!(out, "<p class=\"summary\">{line}</p>")?;
    }
    for notice in &comparison.notices {
        writeln!(out, "<p class=\"meta\">Note: {}</p>", escape(notice))?;
    }
    let signs: Vec<_> =
        words::COMPARE_SIGNS.iter().copied().chain(QUOTATION_SIGNS.map(|(_, sign, means)| (sign, means))).collect();
    let marks =
        "<span><mark class=\"l\">left's words</mark></span> <span><mark class=\"r\">right's words</mark></span>";
    legend(out, &signs, marks)?;
    writeln!(out, "</header>\n<main>")?;
    let mut pairs = 0;
    for row in rows(comparison) {
        match row {
            Row::Both(pair) => {
                both(out, pairs, comparison, pair, [left, right])?;
                pairs += 1;
            }
            Row::Left(id) => alone(out, Side::Left, id, left)?,
            Row::Right(id) => alone(out, Side::Right, id, right)?,
        }
    }
    writeln!(out, "</main>")?;
    conflicts(out, &comparison.conflicts)?;
    quotations(out, &comparison.quotations)?;
    lists(out, comparison, left, right)?;
    close(out, &[])
}

fn head(out: &mut dyn Write, class: &str, a: &Article) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"{class}\"><p class=\"meta\">{}</p>\n<h2 dir=\"auto\"{}>{}</h2>\n<p class=\"meta\">{}</p></div>",
        escape(&words::source_and_date(a)),
        lang(a.language.as_deref()),
        linked(&a.title, a.url.as_deref()),
        escape(&a.path)
    )
}

fn both(
    out: &mut dyn Write,
    at: usize,
    comparison: &Comparison,
    pair: &Pair,
    [left, right]: [&Article; 2],
) -> io::Result<()> {
    let said = match pair.relation {
        Relation::Same => "the same words",
        Relation::Reworded => "reworded",
        Relation::Overlaps => "overlapping",
        Relation::Related => "related, no claim in common shown",
        Relation::Contradicts => "contradicting",
    };
    let (moved, elsewhere) =
        if pair.moved { ("<br><span class=\"moved\">⇄</span>", ", told elsewhere on the right") } else { ("", "") };
    let class = if pair.relation == Relation::Contradicts { "row contradicts" } else { "row" };
    writeln!(out, "<div class=\"{class}\" id=\"p{at}\">{}", side(pair, Side::Left, left))?;
    writeln!(
        out,
        "<p class=\"sign\"><a href=\"#p{at}\" title=\"{said}{elsewhere}\">{}{moved}</a>{}</p>",
        escape(words::glyph(pair.relation)),
        quotation_marks(comparison, pair)
    )?;
    writeln!(out, "{}</div>", side(pair, Side::Right, right))
}

/// The signs of quotations that are not the same on both sides.
const QUOTATION_SIGNS: [(QuotationMatch, &str, &str); 2] =
    [(QuotationMatch::Altered, "“!", "quotation altered"), (QuotationMatch::Cut, "“–", "quotation cut")];

/// Marks of quotations in a row that are altered or cut. That it contradicts, its relation says.
fn quotation_marks(comparison: &Comparison, pair: &Pair) -> String {
    let within = |l: Option<SentenceId>, r: Option<SentenceId>| {
        l.is_some_and(|l| pair.left.contains(&l)) && r.is_some_and(|r| pair.right.contains(&r))
    };
    let quoted = |kind: QuotationMatch| {
        let of = |q: &Option<Quotation>| q.as_ref().map(|q| q.sentence);
        comparison.quotations.iter().any(|q| q.kind == kind && within(of(&q.left), of(&q.right)))
    };
    let shown = QUOTATION_SIGNS.iter().filter(|(kind, ..)| quoted(*kind));
    shown.map(|(_, sign, means)| format!("<br><b title=\"{means}\">{sign}</b>")).collect()
}

fn side(pair: &Pair, side: Side, article: &Article) -> String {
    let (ids, class, key) = match side {
        Side::Left => (&pair.left, "left", 'l'),
        Side::Right => (&pair.right, "right", 'r'),
    };
    // The changes run over all sentences of a side, so each sentence's anchor stands at the head of its cell.
    let anchors: String = ids.iter().map(|id| format!("<a id=\"{key}{}\"></a>", id.0)).collect();
    let text = article.joined(ids);
    let plain = pair.relation == Relation::Same || changes::alike(&pair.words) < changes::WORTH_MARKING;
    let text = if plain { escape(&text).into_owned() } else { marked(&changes::side(&pair.words, side), &text) };
    format!(
        "<p class=\"{class}\" dir=\"auto\"{}>{anchors}<span class=\"side-name\">{}</span>{text}</p>",
        lang(article.language.as_deref()),
        escape(&article.source)
    )
}

fn alone(out: &mut dyn Write, side: Side, id: SentenceId, article: &Article) -> io::Result<()> {
    let (class, key, sign) = match side {
        Side::Left => ("left", 'l', "&lt;"),
        Side::Right => ("right", 'r', "&gt;"),
    };
    let text = format!(
        "<p class=\"{class}\" dir=\"auto\"{}><span class=\"side-name\">{}</span>{}</p>",
        lang(article.language.as_deref()),
        escape(&article.source),
        escape(article.sentence(id))
    );
    let sign = format!("<p class=\"sign\"><a href=\"#{key}{0}\" title=\"only {class}\">{sign}</a></p>", id.0);
    let none = "<p class=\"none empty\">nothing found on this side</p>";
    let (a, b) = if side == Side::Left { (text.as_str(), none) } else { (none, text.as_str()) };
    writeln!(out, "<div class=\"row alone\" id=\"{key}{}\">{a}\n{sign}\n{b}</div>", id.0)
}

fn marked(runs: &Runs, plain: &str) -> String {
    if runs.is_empty() {
        return escape(plain).into_owned();
    }
    runs.iter()
        .map(|(mark, text)| match mark {
            Mark::Shared => escape(text).into_owned(),
            Mark::Left => format!("<mark class=\"l\">{}</mark>", escape(text)),
            Mark::Right => format!("<mark class=\"r\">{}</mark>", escape(text)),
        })
        .collect()
}

fn conflicts(out: &mut dyn Write, conflicts: &[Conflict]) -> io::Result<()> {
    if conflicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"list\"><h2>Contradictions</h2>\n<dl>")?;
    for c in conflicts {
        writeln!(
            out,
            "<dt class=\"conflict\">{}</dt><dd><a href=\"#l{}\"><mark class=\"l\">{}</mark></a> \
             <b class=\"not-both\">≠</b> <a href=\"#r{}\"><mark class=\"r\">{}</mark></a></dd>",
            c.kind.name(),
            c.left.sentence.0,
            escape(&c.left.text),
            c.right.sentence.0,
            escape(&c.right.text)
        )?;
    }
    writeln!(out, "</dl></section>")
}

fn quotations(out: &mut dyn Write, quotations: &[QuotationPair]) -> io::Result<()> {
    if quotations.is_empty() {
        return Ok(());
    }
    writeln!(out, "<section class=\"list\"><h2>Quotations</h2>\n<dl>")?;
    for q in words::by_weight(quotations) {
        let text = match (&q.left, &q.right) {
            (Some(l), Some(r)) if l.text != r.text => marked(&changes::inline(&q.words), words::quoted(q)),
            _ => escape(words::quoted(q)).into_owned(),
        };
        let links: Vec<String> = [("l", "left", &q.left), ("r", "right", &q.right)]
            .into_iter()
            .filter_map(|(key, name, q)| q.as_ref().map(|q| format!("<a href=\"#{key}{}\">{name}</a>", q.sentence.0)))
            .collect();
        let by = words::speakers(q).map_or(String::new(), |s| format!("{} · ", escape(&s)));
        writeln!(
            out,
            "<dt>{}</dt><dd dir=\"auto\">“{text}” <span class=\"by\">— {by}{}</span></dd>",
            words::quotation_label(q),
            links.join(" · ")
        )?;
    }
    writeln!(out, "</dl></section>")
}

/// Figures, names and the telling.
fn lists(out: &mut dyn Write, comparison: &Comparison, left: &Article, right: &Article) -> io::Result<()> {
    let entry = |out: &mut dyn Write, label: &str, text: &str| {
        writeln!(out, "<dt>{label}</dt><dd dir=\"auto\">{}</dd>", escape(text))
    };
    let figures = words::figure_lists(&comparison.figures);
    if !figures.is_empty() {
        writeln!(out, "<section class=\"list\"><h2>Figures</h2>\n<dl>")?;
        for (label, list) in figures {
            entry(out, label, &list.join(" · "))?;
        }
        writeln!(out, "</dl></section>")?;
    }
    let names = words::name_lists(&comparison.names);
    if !names.is_empty() {
        writeln!(out, "<section class=\"list\"><h2>Names</h2>\n<dl>")?;
        for (label, list) in names {
            entry(out, label, &list.join(" · "))?;
        }
        writeln!(out, "</dl></section>")?;
    }
    if comparison.framing.iter().any(|f| f.words > 0) {
        writeln!(out, "<section class=\"list\"><h2>How it is told</h2>\n<dl>")?;
        for ((label, side), f) in [("left", Side::Left), ("right", Side::Right)].into_iter().zip(&comparison.framing) {
            entry(out, label, &words::telling(f).join("; "))?;
            for (place, fact) in words::opening(comparison, left, right, side) {
                entry(out, &place, &fact)?;
            }
        }
        writeln!(out, "</dl></section>")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, COURIER, WIRE};

    #[test]
    fn a_page() {
        let (all, mut out) = (fixture::briefing().articles, Vec::new());
        compare(&fixture::comparison(), &all[WIRE], &all[COURIER], &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(page.split_once("</style>").unwrap().1);
        let document = dom_query::Document::from(page.as_str());
        for link in &document.select("a[href^='#']") {
            let id = link.attr("href").unwrap()[1..].to_string();
            assert_eq!(document.select(&format!("[id='{id}']")).length(), 1, "{id}");
        }
    }
}
