//! A comparison as text: side by side where the page is wide enough, one under the other where it is not.

use std::io::{self, Write};

use super::page::{Page, Tone, Toned};
use crate::{
    article::Article,
    compare::{Comparison, Conflict, FigurePair, Pair, QuotationMatch, QuotationPair, Relation, Row, Side, rows},
    report::{
        Look,
        changes::{self, Mark, Runs},
        words,
    },
    text::width::JOINER,
};

/// The narrowest page that has room for two columns.
const SIDE_BY_SIDE: usize = 90;
/// Cells between the columns, the glyphs in their middle.
const GUTTER: usize = 6;
/// Cells of the labels in the lists under the rows.
const LABEL: usize = 12;

/// Writes a comparison.
///
/// # Errors
/// When `out` cannot be written.
pub fn compare(
    comparison: &Comparison,
    left: &Article,
    right: &Article,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut report = Report { page: Page::new(out, look), left, right };
    report.heads()?;
    report.summary(comparison)?;
    report.legend()?;
    for row in rows(comparison) {
        report.row(row)?;
        report.page.blank()?;
    }
    report.page.rule()?;
    report.conflicts(&comparison.conflicts)?;
    report.quotations(&comparison.quotations)?;
    report.figures(&comparison.figures)?;
    report.names(comparison)?;
    report.telling(comparison)
}

struct Report<'a> {
    page: Page<'a>,
    left: &'a Article,
    right: &'a Article,
}

impl Report<'_> {
    fn two_columns(&self) -> bool {
        self.page.look.width >= SIDE_BY_SIDE
    }

    /// Who is compared with whom.
    fn heads(&mut self) -> io::Result<()> {
        let line = |tone, article: &Article| Toned::new(tone, &words::source_and_date(article));
        let title = |article: &Article| Toned::new(Tone::Strong, &article.title);
        let path = |article: &Article| Toned::new(Tone::Dim, &article.path);
        let (left, right) = (self.left, self.right);
        if self.two_columns() {
            self.columns(&line(Tone::Left, left), "", &line(Tone::Right, right))?;
            self.columns(&title(left), "", &title(right))?;
            self.columns(&path(left), "", &path(right))?;
        } else {
            for (lead, tone, article) in [("‹ ", Tone::Left, left), ("› ", Tone::Right, right)] {
                self.page.paragraph(lead, &line(tone, article))?;
                self.page.paragraph("  ", &title(article))?;
                self.page.paragraph("  ", &path(article))?;
            }
        }
        self.page.blank()
    }

    fn summary(&mut self, comparison: &Comparison) -> io::Result<()> {
        for line in words::summary(comparison) {
            self.page.paragraph("", &Toned::new(Tone::Strong, &line))?;
        }
        for notice in &comparison.notices {
            self.page.paragraph("", &Toned::new(Tone::Plain, &format!("Note: {notice}")))?;
        }
        Ok(())
    }

    fn legend(&mut self) -> io::Result<()> {
        let marks = if self.page.look.color {
            Toned::default()
                .then(Tone::LeftMark, "left's words")
                .then(Tone::Dim, "  ")
                .then(Tone::RightMark, "right's words")
        } else {
            Toned::new(Tone::Dim, &format!("[-{JOINER}left's words-]  {{+right's words+}}"))
        };
        let glyphs = Toned::legend(words::COMPARE_SIGNS).then(Tone::Plain, "  ");
        self.page.paragraph("", &glyphs.and(&marks))?;
        self.page.rule()?;
        self.page.blank()
    }

    fn row(&mut self, row: Row<'_>) -> io::Result<()> {
        match row {
            Row::Both(pair) => self.pair(pair),
            Row::Left(id) => {
                let text = Toned::new(Tone::Plain, self.left.sentence(id));
                if self.two_columns() {
                    self.columns(&text, "<", &Toned::default())
                } else {
                    self.page.paragraph("<   ", &text)
                }
            }
            Row::Right(id) => {
                let text = Toned::new(Tone::Plain, self.right.sentence(id));
                if self.two_columns() {
                    self.columns(&Toned::default(), ">", &text)
                } else {
                    self.page.paragraph(">   ", &text)
                }
            }
        }
    }

    fn pair(&mut self, pair: &Pair) -> io::Result<()> {
        let glyphs = format!("{}{}", words::glyph(pair.relation), if pair.moved { "⇄" } else { "" });
        let left = self.side(pair, Side::Left);
        let right = self.side(pair, Side::Right);
        if self.two_columns() {
            return self.columns(&left, &glyphs, &right);
        }
        if pair.relation == Relation::Same {
            return self.page.paragraph(&format!("{glyphs:<4}"), &left);
        }
        self.page.paragraph(&format!("{glyphs:<2}‹ "), &left)?;
        self.page.paragraph("  › ", &right)
    }

    fn side(&self, pair: &Pair, side: Side) -> Toned {
        if pair.relation == Relation::Same
            || pair.words.is_empty()
            || changes::alike(&pair.words) < changes::WORTH_MARKING
        {
            let (article, ids) = match side {
                Side::Left => (self.left, &pair.left),
                Side::Right => (self.right, &pair.right),
            };
            return Toned::new(Tone::Plain, &article.joined(ids));
        }
        self.marked(&changes::side(&pair.words, side))
    }

    fn marked(&self, runs: &Runs) -> Toned {
        let mut out = Toned::default();
        let color = self.page.look.color;
        for (mark, text) in runs {
            match mark {
                Mark::Shared => out.push(Tone::Plain, text),
                Mark::Left if color => out.push(Tone::LeftMark, text),
                Mark::Right if color => out.push(Tone::RightMark, text),
                Mark::Left => out.push(Tone::LeftMark, &format!("[-{JOINER}{text}-]")),
                Mark::Right => out.push(Tone::RightMark, &format!("{{+{text}+}}")),
            }
        }
        out
    }

    fn columns(&mut self, left: &Toned, glyphs: &str, right: &Toned) -> io::Result<()> {
        let column = (self.page.look.width - GUTTER) / 2;
        let (left, right) = (left.lines(column), right.lines(column));
        for i in 0..left.len().max(right.len()) {
            let mut runs = left.get(i).cloned().unwrap_or_default();
            let used: usize = runs.iter().map(|(_, text)| crate::text::width::width(text)).sum();
            let pad = " ".repeat(column.saturating_sub(used));
            let gutter = format!("  {:<4}", if i == 0 { glyphs } else { "" });
            runs.extend([(Tone::Plain, pad.as_str()), (Tone::Strong, gutter.as_str())]);
            runs.extend(right.get(i).into_iter().flatten());
            self.page.line(&runs)?;
        }
        Ok(())
    }

    fn section(&mut self, title: &str) -> io::Result<()> {
        self.page.blank()?;
        self.page.paragraph("", &Toned::new(Tone::Strong, title))
    }

    fn entry(&mut self, label: &str, text: &Toned) -> io::Result<()> {
        self.page.paragraph(&format!("  {label:<LABEL$}"), text)
    }

    fn conflicts(&mut self, conflicts: &[Conflict]) -> io::Result<()> {
        if conflicts.is_empty() {
            return Ok(());
        }
        self.section("Contradictions")?;
        for c in conflicts {
            let (left, right) = (c.left.text.as_str(), c.right.text.as_str());
            let text = Toned::new(Tone::LeftMark, left).then(Tone::Strong, " ≠ ").then(Tone::RightMark, right);
            self.entry(c.kind.name(), &text)?;
        }
        Ok(())
    }

    fn quotations(&mut self, quotations: &[QuotationPair]) -> io::Result<()> {
        if quotations.is_empty() {
            return Ok(());
        }
        self.section("Quotations")?;
        for q in words::told_once(quotations) {
            let mut text = Toned::new(Tone::Plain, "“");
            text = match q.kind {
                QuotationMatch::Altered | QuotationMatch::Cut if !q.words.is_empty() => {
                    text.and(&self.marked(&changes::inline(&q.words)))
                }
                _ => text.then(Tone::Plain, words::quoted(q)),
            };
            text.push(Tone::Plain, "”");
            if let Some(speakers) = words::speakers(q) {
                text.push(Tone::Dim, &format!(" — {speakers}"));
            }
            self.entry(words::quotation_label(q), &text)?;
        }
        Ok(())
    }

    fn figures(&mut self, figures: &[FigurePair]) -> io::Result<()> {
        let lists = words::figure_lists(figures);
        if lists.is_empty() {
            return Ok(());
        }
        self.section("Figures")?;
        for (label, list) in lists {
            self.entry(label, &Toned::new(Tone::Plain, &list.join(" · ")))?;
        }
        Ok(())
    }

    fn names(&mut self, comparison: &Comparison) -> io::Result<()> {
        let lists = words::name_lists(&comparison.names);
        if lists.is_empty() {
            return Ok(());
        }
        self.section("Names")?;
        for (label, list) in lists {
            self.entry(label, &Toned::new(Tone::Plain, &list.join(" · ")))?;
        }
        Ok(())
    }

    fn telling(&mut self, comparison: &Comparison) -> io::Result<()> {
        if comparison.framing.iter().all(|f| f.words == 0) {
            return Ok(());
        }
        self.section("How it is told")?;
        for ((label, side), f) in [("left", Side::Left), ("right", Side::Right)].into_iter().zip(&comparison.framing) {
            self.entry(label, &Toned::new(Tone::Plain, &words::telling(f).join("; ")))?;
            for (place, fact) in words::opening(comparison, self.left, self.right, side) {
                self.entry(&format!("  {place}"), &Toned::new(Tone::Plain, &fact))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, COURIER, WIRE};

    fn printed(width: usize, color: bool) -> String {
        let briefing = fixture::briefing();
        let (left, right) = (&briefing.articles[WIRE], &briefing.articles[COURIER]);
        let mut out = Vec::new();
        compare(&fixture::comparison(), left, right, Look { width, color }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn side_by_side() {
        insta::assert_snapshot!(printed(100, false));
    }

    #[test]
    fn stacked() {
        insta::assert_snapshot!(printed(60, false));
    }

    #[test]
    fn in_colour_marks_need_no_brackets() {
        let text = printed(100, true);
        assert!(text.contains("\x1b[4;38;5;33mJune\x1b[0m") && !text.contains("[-"), "{text}");
    }

    #[test]
    fn no_line_is_too_wide() {
        for width in [20, 33, 89, 90, 91, 140] {
            for line in printed(width, false).lines() {
                assert!(crate::text::width::width(line) <= width, "{width}: {line}");
            }
        }
    }

    #[test]
    fn nothing_compared_with_nothing() {
        let (empty, mut out) = (Article::default(), Vec::new());
        compare(&Comparison::default(), &empty, &empty, Look::default(), &mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("0 same"));
    }
}
