//! What stands beside a comparison: its differences, quotations, figures, names, the nearest sentences.

use super::rows::{Row, joined, of};
use crate::{
    article::SentenceId,
    compare::{FigureMatch, QuotationMatch, Relation, Side},
    config::{action::Action, theme::Role},
    report::changes::{self, Mark},
    text::width::JOINER,
    tui::{
        phrases,
        widgets::{
            canvas::shortened,
            glyphs::Glyphs,
            text_layout::{Run, StyledLine, wrap_runs},
        },
        worker::cache::ComparedArticles,
    },
};

/// A tab of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tab {
    /// Quotations of both.
    #[default]
    Quotations,
    /// Figures of both.
    Figures,
    /// Names of both.
    Names,
    /// All differences.
    Changes,
    /// The nearest sentences to a one-sided one.
    Nearest,
}

impl Tab {
    pub(crate) const ALL: [Self; 4] = [Self::Quotations, Self::Figures, Self::Names, Self::Changes];

    /// The action that opens it.
    pub(crate) fn action(self) -> Action {
        match self {
            Self::Quotations => Action::Quotations,
            Self::Figures => Action::Figures,
            Self::Names => Action::Names,
            Self::Changes => Action::Changes,
            Self::Nearest => Action::Nearest,
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Quotations => "quotations",
            Self::Figures => "figures",
            Self::Names => "names",
            Self::Changes => "changes",
            Self::Nearest => "nearest",
        }
    }
}

/// One entry of the panel.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    pub(crate) lines: Vec<StyledLine>,
    /// The sentence it leads to.
    pub(crate) to: Option<(Side, SentenceId)>,
}

/// The entries of a tab, set for a width.
pub(crate) fn items(
    compared: &ComparedArticles,
    tab: Tab,
    rows: &[Row],
    current: usize,
    columns: usize,
    g: &Glyphs,
) -> Vec<Item> {
    let found = match tab {
        Tab::Quotations => quotations(compared, columns, g),
        Tab::Figures => figures(compared, columns, g),
        Tab::Names => names(compared, columns),
        Tab::Changes => changes(compared, rows, columns, g),
        Tab::Nearest => nearest(compared, rows.get(current).copied(), columns),
    };
    if found.is_empty() {
        let none = match tab {
            Tab::Nearest => "nothing on the other side comes near it".to_owned(),
            _ => format!("no {}", tab.title()),
        };
        return vec![Item { lines: wrap_runs(&[Run::plain(&none, Role::Dim)], columns), to: None }];
    }
    found
}

fn item(runs: &[Run<'_>], columns: usize, to: Option<(Side, SentenceId)>) -> Item {
    Item { lines: wrap_runs(runs, columns), to }
}

fn quotations(compared: &ComparedArticles, columns: usize, g: &Glyphs) -> Vec<Item> {
    let order = |k: QuotationMatch| match k {
        QuotationMatch::Altered => 0,
        QuotationMatch::Cut => 1,
        QuotationMatch::Unmarked => 2,
        QuotationMatch::OnlyLeft => 3,
        QuotationMatch::OnlyRight => 4,
        QuotationMatch::Verbatim => 5,
    };
    let mut all: Vec<_> = compared.comparison.quotations.iter().collect();
    all.sort_by_key(|q| order(q.kind));
    all.into_iter()
        .filter_map(|q| {
            let (mark, role) = match q.kind {
                QuotationMatch::Verbatim => ("=  verbatim", Role::Dim),
                QuotationMatch::Cut => ("\"- cut", Role::Altered),
                QuotationMatch::Altered => ("\"! altered", Role::Altered),
                QuotationMatch::Unmarked => ("~  without marks", Role::Dim),
                QuotationMatch::OnlyLeft => ("<  only left", Role::Left),
                QuotationMatch::OnlyRight => (">  only right", Role::Right),
            };
            let (side, first) = match (&q.left, &q.right) {
                (Some(l), _) => (Side::Left, l),
                (None, Some(r)) => (Side::Right, r),
                _ => return None,
            };
            let speaker = first.speaker.as_ref().map(|s| format!("  {s}")).unwrap_or_default();
            let mut lines = wrap_runs(&[Run::plain(mark, role), Run::plain(&speaker, Role::Dim)], columns);
            if let (Some(l), Some(r), true) =
                (&q.left, &q.right, q.words.is_empty() && q.kind != QuotationMatch::Verbatim)
            {
                for (mark, text, role) in [("< ", &l.text, Role::Left), ("> ", &r.text, Role::Right)] {
                    let short = shortened(text, 160, g.more);
                    lines.extend(wrap_runs(&[Run::plain(mark, role), Run::plain(&short, Role::Text)], columns));
                }
            } else if q.words.is_empty() || q.kind == QuotationMatch::Verbatim {
                let base = if q.kind == QuotationMatch::Verbatim { Role::Both } else { Role::Text };
                lines.extend(wrap_runs(&[Run::plain(&shortened(&first.text, 110, g.more), base)], columns));
            } else {
                let marked = changes::inline(&q.words);
                let runs = marked.iter().flat_map(|(mark, text)| match mark {
                    Mark::Shared => vec![Run::plain(text, Role::Both)],
                    Mark::Left => ["[-", JOINER, text, "-]"].map(|t| Run::plain(t, Role::LeftWord)).to_vec(),
                    Mark::Right => ["{+", text, "+}"].map(|t| Run::plain(t, Role::RightWord)).to_vec(),
                });
                let runs: Vec<Run<'_>> = runs.collect();
                lines.extend(wrap_runs(&runs, columns));
            }
            Some(Item { lines, to: Some((side, first.sentence)) })
        })
        .collect()
}

fn figures(compared: &ComparedArticles, columns: usize, g: &Glyphs) -> Vec<Item> {
    let order = |m: FigureMatch| match m {
        FigureMatch::Conflict => 0,
        FigureMatch::OnlyLeft => 1,
        FigureMatch::OnlyRight => 2,
        FigureMatch::Same => 3,
    };
    let contradiction = |kind: &str, l: &str, r: &str, to| {
        let (mark, kind) = (format!("{}  ", g.conflict), format!("{kind} "));
        let runs = [
            Run::plain(&mark, Role::Altered),
            Run::plain(&kind, Role::Dim),
            Run::plain(l, Role::LeftWord),
            Run::plain(" · ", Role::Dim),
            Run::plain(r, Role::RightWord),
        ];
        item(&runs, columns, Some(to))
    };
    let contradictions = compared
        .comparison
        .conflicts
        .iter()
        .map(|c| contradiction(c.kind.name(), &c.left.text, &c.right.text, (Side::Left, c.left.sentence)));
    let mut items: Vec<Item> = contradictions.collect();
    let mut all: Vec<_> = compared.comparison.figures.iter().filter(|f| f.matched != FigureMatch::Conflict).collect();
    all.sort_by_key(|f| order(f.matched));
    items.extend(all.into_iter().filter_map(|f| {
        let left = f.left.as_ref();
        let right = f.right.as_ref();
        let to = left.map(|l| (Side::Left, l.sentence)).or(right.map(|r| (Side::Right, r.sentence)));
        let (l, r) = (left.map_or("", |l| l.text.as_str()), right.map_or("", |r| r.text.as_str()));
        let runs = match f.matched {
            // Told above, as a contradiction.
            FigureMatch::Conflict => return None,
            FigureMatch::OnlyLeft => vec![Run::plain("<  ", Role::Left), Run::plain(l, Role::Left)],
            FigureMatch::OnlyRight => vec![Run::plain(">  ", Role::Right), Run::plain(r, Role::Right)],
            FigureMatch::Same if l == r => vec![Run::plain("=  ", Role::Dim), Run::plain(l, Role::Both)],
            FigureMatch::Same => {
                vec![
                    Run::plain("=  ", Role::Dim),
                    Run::plain(l, Role::Both),
                    Run::plain(" · ", Role::Dim),
                    Run::plain(r, Role::Both),
                ]
            }
        };
        to.map(|to| item(&runs, columns, Some(to)))
    }));
    items
}

fn names(compared: &ComparedArticles, columns: usize) -> Vec<Item> {
    let n = &compared.comparison.names;
    let find = |side: Side, name: &str| {
        let article = if side == Side::Left { &compared.left } else { &compared.right };
        let at = article.sentences.iter().position(|s| s.text.contains(name))?;
        Some((side, SentenceId::from(at)))
    };
    let mut out = Vec::new();
    for (list, mark, side, role) in [
        (&n.only_left, "<  ", Side::Left, Role::Left),
        (&n.only_right, ">  ", Side::Right, Role::Right),
        (&n.both, "=  ", Side::Left, Role::Both),
    ] {
        for name in list {
            out.push(item(&[Run::plain(mark, role), Run::plain(name, role)], columns, find(side, name)));
        }
    }
    out
}

fn changes(compared: &ComparedArticles, rows: &[Row], columns: usize, g: &Glyphs) -> Vec<Item> {
    rows.iter()
        .filter_map(|&row| {
            let (mark, role) = super::row_text::glyph(compared, row, g);
            let (text, to) = match row {
                Row::Pair(k) => {
                    let pair = &compared.comparison.pairs[k];
                    if pair.relation == Relation::Same {
                        return None;
                    }
                    (joined(&compared.left, &pair.left), (Side::Left, *pair.left.first()?))
                }
                Row::Only(side, id) => {
                    let article = if side == Side::Left { &compared.left } else { &compared.right };
                    (article.sentence(id).to_owned(), (side, id))
                }
                Row::Stub(_) | Row::More(..) => return None,
            };
            let text = shortened(&text, columns.saturating_sub(3), g.more);
            Some(item(
                &[Run::plain(mark, role), Run::plain("  ", Role::Dim), Run::plain(&text, Role::Text)],
                columns,
                Some(to),
            ))
        })
        .collect()
}

fn nearest(compared: &ComparedArticles, row: Option<Row>, columns: usize) -> Vec<Item> {
    let Some(Row::Only(side, id)) = row else {
        let text = "the row under the cursor has both sides: go to one with < or > first";
        return vec![item(&[Run::plain(text, Role::Dim)], columns, None)];
    };
    let (across, article) = match side {
        Side::Left => (Side::Right, &compared.right),
        Side::Right => (Side::Left, &compared.left),
    };
    let found = compared.comparison.nearest.iter().find(|n| n.side == side && n.sentence == id);
    found
        .map_or(&[][..], |n| &n.candidates)
        .iter()
        .map(|&(id, likeness)| {
            let share = format!("{:>3.0}% alike  ", likeness.clamp(0.0, 1.0) * 100.0);
            item(
                &[Run::plain(&share, Role::Dim), Run::plain(article.sentence(id), Role::Text)],
                columns,
                Some((across, id)),
            )
        })
        .collect()
}

/// What the comparison comes to, in words.
pub(crate) fn summary(compared: &ComparedArticles) -> Vec<(String, Role)> {
    let c = &compared.comparison;
    let count = |r: Relation| c.pairs.iter().filter(|p| p.relation == r).count();
    let quoted = |kind: QuotationMatch| c.quotations.iter().filter(|q| q.kind == kind).count();
    let (altered, cut) = (quoted(QuotationMatch::Altered), quoted(QuotationMatch::Cut));
    let quotations = |n| phrases::count(n, "quotation", "quotations");
    // What matters most stands first: a narrow screen cuts the end. What there is none of is not worth the room.
    let cut_too = if altered > 0 { cut.to_string() } else { quotations(cut) };
    let parts = [
        (c.conflicts.len(), phrases::count(c.conflicts.len(), "contradiction", "contradictions"), Role::Altered),
        (altered, format!("{} altered", quotations(altered)), Role::Altered),
        (cut, format!("{cut_too} cut"), Role::Altered),
        (c.only_left.len(), format!("{} only left", c.only_left.len()), Role::Left),
        (c.only_right.len(), format!("{} only right", c.only_right.len()), Role::Right),
        (count(Relation::Overlaps), format!("{} overlapping", count(Relation::Overlaps)), Role::Text),
        (count(Relation::Reworded), format!("{} reworded", count(Relation::Reworded)), Role::Text),
        (count(Relation::Same), format!("{} same", count(Relation::Same)), Role::Both),
        (count(Relation::Related), format!("{} related", count(Relation::Related)), Role::Dim),
    ];
    parts.into_iter().filter(|(n, ..)| *n > 0).map(|(_, text, role)| (text, role)).collect()
}

/// The row in which a sentence stands.
pub(crate) fn row_of(compared: &ComparedArticles, rows: &[Row], to: (Side, SentenceId)) -> Option<usize> {
    rows.iter().position(|row| match *row {
        Row::Pair(k) => of(&compared.comparison.pairs[k], to.0).contains(&to.1),
        Row::Only(side, id) => (side, id) == to,
        Row::Stub(_) | Row::More(..) => false,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{article::Article, compare::QuotationPair, tui::tests::invented::comparison};

    #[test]
    fn what_is_cut_is_not_counted_as_altered() {
        let mut comparison = comparison();
        let altered = comparison.quotations[0].clone();
        comparison.quotations.push(QuotationPair { kind: QuotationMatch::Cut, ..altered });
        let compared = |comparison| ComparedArticles {
            comparison,
            left: Arc::new(Article::default()),
            right: Arc::new(Article::default()),
        };
        let said = |c: &ComparedArticles| summary(c).into_iter().map(|(t, _)| t).collect::<Vec<_>>().join(" · ");
        let text = said(&compared(comparison.clone()));
        assert!(text.starts_with("1 contradiction · 1 quotation altered · 1 cut"), "{text}");
        comparison.quotations.remove(0);
        let text = said(&compared(comparison));
        assert!(text.contains("1 quotation cut") && !text.contains("altered"), "{text}");
    }
}
