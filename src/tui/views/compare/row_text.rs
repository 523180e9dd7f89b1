//! The rows of a comparison wrapped into lines for a width: side by side, or one above the other.

use super::rows::{Row, joined, of, quoted_as};
use crate::{
    article::Article,
    compare::{self, Op, QuotationMatch, Relation, Side, WordChange},
    config::theme::Role,
    tui::{
        widgets::{
            glyphs::Glyphs,
            text_layout::{NO_KEY, Run, StyledLine, TextKey, wrap_runs},
        },
        worker::cache::ComparedArticles,
    },
};

/// Marks a quotation whose words are others on the other side.
pub(crate) const ALTERED: &str = "\"!";
/// Marks a quotation of which one side gives a part.
pub(crate) const CUT: &str = "\"-";

/// A row as it is drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowText {
    pub(crate) left: Vec<StyledLine>,
    pub(crate) right: Vec<StyledLine>,
    /// What stands in the gutter, line by line.
    pub(crate) gutter: Vec<(String, Role)>,
    /// Lines it takes, the free one below included.
    pub(crate) height: usize,
}

/// How to set rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowForm {
    /// Cells of a side.
    pub(crate) side: usize,
    /// One side above the other.
    pub(crate) stacked: bool,
}

/// The text of a row's side by its key: for finding words.
pub(crate) fn row_key(row: usize, side: Side) -> TextKey {
    u32::try_from(row * 2 + usize::from(side == Side::Right)).unwrap_or(NO_KEY - 1)
}

/// Sets all rows. `open_key` shows a folded run.
pub(crate) fn lay_out(
    compared: &ComparedArticles,
    rows: &[Row],
    form: RowForm,
    glyphs: &Glyphs,
    open_key: &str,
) -> Vec<RowText> {
    let numbers = pair_rows(rows, compared.comparison.pairs.len());
    rows.iter()
        .enumerate()
        .map(|(i, &row)| {
            let mut done = match row {
                Row::Pair(k) => pair_row(compared, i, k, form, glyphs),
                Row::Only(side, id) => {
                    let first = i == 0 || !matches!(rows[i - 1], Row::Only(s, _) if s == side);
                    one_sided_row(compared, i, side, id, first, form)
                }
                Row::More(side, n) => folded_row(side, n, form, glyphs, open_key),
                Row::Stub(k) => stub_row(compared, k, numbers[k], rows, i, form, glyphs),
            };
            let tallest =
                if form.stacked { done.left.len() + done.right.len() } else { done.left.len().max(done.right.len()) };
            done.height = tallest.max(1) + 1;
            done
        })
        .collect()
}

/// The row in which each pair stands.
fn pair_rows(rows: &[Row], pairs: usize) -> Vec<usize> {
    let mut found = vec![0; pairs];
    for (i, row) in rows.iter().enumerate() {
        if let Row::Pair(k) = row {
            found[*k] = i;
        }
    }
    found
}

/// The glyph of a row: what the gutter shows and the overview strip draws.
pub(crate) fn glyph(compared: &ComparedArticles, row: Row, glyphs: &Glyphs) -> (&'static str, Role) {
    match row {
        Row::Pair(k) => match compared.comparison.pairs[k].relation {
            Relation::Same => ("=", Role::Both),
            Relation::Reworded => (glyphs.reworded, Role::Text),
            Relation::Overlaps => ("~", Role::Text),
            Relation::Related => (glyphs.dot, Role::Dim),
            Relation::Contradicts => (glyphs.conflict, Role::Altered),
        },
        Row::Only(Side::Left, _) | Row::More(Side::Left, _) => ("<", Role::Left),
        Row::Only(Side::Right, _) | Row::More(Side::Right, _) => (">", Role::Right),
        Row::Stub(_) => (glyphs.moved, Role::Dim),
    }
}

fn pair_row(compared: &ComparedArticles, row: usize, k: usize, form: RowForm, glyphs: &Glyphs) -> RowText {
    let pair = &compared.comparison.pairs[k];
    let (mark, role) = glyph(compared, Row::Pair(k), glyphs);
    let first = if pair.moved { format!("{mark}{}", glyphs.moved) } else { mark.to_owned() };
    let mut gutter = vec![(first, role)];
    for (kind, mark) in [(QuotationMatch::Altered, ALTERED), (QuotationMatch::Cut, CUT)] {
        if quoted_as(&compared.comparison, k, kind) {
            gutter.push((mark.to_owned(), Role::Altered));
        }
    }
    let side = |side: Side, article: &Article| {
        let key = row_key(row, side);
        if pair.words.is_empty() {
            return wrap_runs(
                &[Run { text: &joined(article, of(pair, side)), role: Role::Both, key, at: 0 }],
                form.side,
            );
        }
        wrap_runs(&word_runs(&pair.words, side, key), form.side)
    };
    let left = side(Side::Left, &compared.left);
    let right = if form.stacked && pair.relation == Relation::Same && !pair.moved {
        Vec::new()
    } else {
        side(Side::Right, &compared.right)
    };
    RowText { left, right, gutter, height: 0 }
}

/// The words of one side: what both say is dim, what is this side's own stands out. The white space around changed
/// words is not part of what stands out.
fn word_runs(words: &[WordChange], side: Side, key: TextKey) -> Vec<Run<'_>> {
    // Where most words differ, marking each of them marks nothing: then the few that both say are set back instead.
    let text = |w: &WordChange| if side == Side::Left { w.left.len() } else { w.right.len() };
    let all: usize = words.iter().map(text).sum();
    let shared: usize = words.iter().filter(|w| w.op == Op::Equal).map(text).sum();
    let own = match (shared * 5 < all * 2, side) {
        (true, Side::Left) => Role::Left,
        (true, Side::Right) => Role::Right,
        (false, Side::Left) => Role::LeftWord,
        (false, Side::Right) => Role::RightWord,
    };
    let mut runs = Vec::with_capacity(words.len());
    let mut at = 0;
    for (tells, text) in compare::words::telling(words, side) {
        let mut push = |text, role| {
            runs.push(Run { text, role, key, at });
            at += u32::try_from(str::len(text)).unwrap_or(0);
        };
        if !tells {
            push(text, Role::Both);
            continue;
        }
        let core = text.trim();
        let start = text.len() - text.trim_start().len();
        push(&text[..start], Role::Both);
        push(core, own);
        push(&text[start + core.len()..], Role::Both);
    }
    runs
}

fn one_sided_row(
    compared: &ComparedArticles,
    row: usize,
    side: Side,
    id: crate::article::SentenceId,
    first: bool,
    form: RowForm,
) -> RowText {
    let (article, mark, role) = match side {
        Side::Left => (&compared.left, "<", Role::Left),
        Side::Right => (&compared.right, ">", Role::Right),
    };
    let text =
        wrap_runs(&[Run { text: article.sentence(id), role: Role::Text, key: row_key(row, side), at: 0 }], form.side);
    let nothing = if first && !form.stacked {
        wrap_runs(&[Run::plain("nothing found on this side", Role::Dim)], form.side)
    } else {
        Vec::new()
    };
    let gutter = vec![(mark.to_owned(), role)];
    match side {
        Side::Left => RowText { left: text, right: nothing, gutter, height: 0 },
        Side::Right => RowText { left: nothing, right: text, gutter, height: 0 },
    }
}

fn folded_row(side: Side, n: usize, form: RowForm, glyphs: &Glyphs, open_key: &str) -> RowText {
    let text = format!("{} {n} more that only this side has; {open_key} shows them", glyphs.more);
    let lines = wrap_runs(&[Run::plain(&text, Role::Dim)], form.side);
    match side {
        Side::Left => RowText { left: lines, gutter: vec![("<".to_owned(), Role::Left)], ..RowText::default() },
        Side::Right => RowText { right: lines, gutter: vec![(">".to_owned(), Role::Right)], ..RowText::default() },
    }
}

fn stub_row(
    compared: &ComparedArticles,
    k: usize,
    number: usize,
    rows: &[Row],
    here: usize,
    form: RowForm,
    glyphs: &Glyphs,
) -> RowText {
    // A stub stands on the side that does not lead: there, what comes before it comes before it in the article too.
    let pair = &compared.comparison.pairs[k];
    let side = if led_by_left(compared, rows) { Side::Right } else { Side::Left };
    let article = if side == Side::Right { &compared.right } else { &compared.left };
    let way = if number < here { "above" } else { "below" };
    let told = joined(article, of(pair, side));
    let words: Vec<&str> = told.trim_start_matches(OPENING).split_whitespace().take(6).collect();
    let text = format!("{} “{} {}” told {way}", glyphs.moved, words.join(" "), glyphs.more);
    let lines = wrap_runs(&[Run::plain(&text, Role::Dim)], form.side);
    let gutter = vec![(glyphs.moved.to_owned(), Role::Dim)];
    match side {
        Side::Left => RowText { left: lines, right: Vec::new(), gutter, height: 0 },
        Side::Right => RowText { left: Vec::new(), right: lines, gutter, height: 0 },
    }
}

/// Marks that a sentence of somebody's words begins with.
const OPENING: [char; 6] = ['"', '“', '„', '«', '‘', '\''];

/// Whether the pairs stand in the order of the left.
fn led_by_left(compared: &ComparedArticles, rows: &[Row]) -> bool {
    let firsts: Vec<u32> = rows
        .iter()
        .filter_map(|r| match r {
            Row::Pair(k) => compared.comparison.pairs[*k].left.first().map(|s| s.0),
            _ => None,
        })
        .collect();
    firsts.is_sorted()
}
