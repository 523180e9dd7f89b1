//! Where one is in a comparison: from row to row, to the next difference, over the screen, to what is looked for.

use super::{
    CompareView,
    panel::{self, Tab},
    row_text,
    rows::{self, Row},
};
use crate::{
    article::SentenceId,
    compare::{Relation, Side},
    tui::widgets::finding::{Finding, matches},
};

impl CompareView {
    pub(super) fn differs(&self, row: Row) -> bool {
        match (row, &self.compared) {
            (Row::Pair(k), Some(c)) => c.comparison.pairs[k].relation != Relation::Same,
            (Row::Only(..) | Row::More(..), _) => true,
            _ => false,
        }
    }

    /// The number of the difference under or before the cursor, and how many there are.
    pub(crate) fn position(&self) -> (usize, usize) {
        let all = self.rows.iter().filter(|&&r| self.differs(r)).count();
        let at = self.rows.iter().take(self.current + 1).filter(|&&r| self.differs(r)).count();
        (at, all)
    }

    /// To the next difference, or the next place found. Answers whether there was one.
    pub(crate) fn next(&mut self, forward: bool) -> bool {
        if self.in_panel {
            self.step(if forward { 1 } else { -1 });
            return true;
        }
        if self.finding.as_ref().is_some_and(|f| !f.matches.is_empty()) {
            self.next_found(if forward { 1 } else { -1 });
            return true;
        }
        let found = if forward {
            (self.current + 1..self.rows.len()).find(|&i| self.differs(self.rows[i]))
        } else {
            (0..self.current.min(self.rows.len())).rev().find(|&i| self.differs(self.rows[i]))
        };
        if let Some(row) = found {
            self.jump(row);
        }
        found.is_some()
    }

    /// Puts the cursor on a row and the row into the middle.
    fn jump(&mut self, row: usize) {
        self.current = row.min(self.rows.len().saturating_sub(1));
        let height = usize::from(self.layout.body.height);
        let start = self.starts.get(self.current).copied().unwrap_or(0);
        let tall = self.texts.get(self.current).map_or(1, |r| r.height.saturating_sub(1));
        self.top = if tall >= height { start } else { start.saturating_sub((height - tall) / 2) };
        self.clamp();
    }

    /// Puts the cursor on the row of a sentence.
    pub(crate) fn go_to(&mut self, to: (Side, SentenceId)) {
        let row = |me: &Self| me.compared.as_ref().and_then(|c| panel::row_of(c, &me.rows, to));
        if row(self).is_none() && !self.unfolded {
            self.unfold(true);
        }
        if let Some(row) = row(self) {
            self.jump(row);
        }
    }

    /// Shows long runs of one side whole, or folds them.
    pub(crate) fn unfold(&mut self, whole: bool) {
        let current = self.current;
        let at = self.sentence();
        self.unfolded = whole;
        self.arrange();
        self.lay_out();
        match at.and_then(|to| panel::row_of(self.compared.as_ref()?, &self.rows, to)) {
            Some(row) => self.jump(row),
            None => self.jump(current),
        }
    }

    /// Folds or shows whole. Answers with what it is now.
    pub(crate) fn toggle_fold(&mut self) -> &'static str {
        self.unfold(!self.unfolded);
        if self.unfolded { "everything is shown" } else { "long runs of one side are folded" }
    }

    /// Whether the row under the cursor is a folded run.
    pub(crate) fn on_folded(&self) -> bool {
        !self.in_panel && matches!(self.rows.get(self.current), Some(Row::More(..)))
    }

    /// The first sentence of the row under the cursor.
    pub(crate) fn sentence(&self) -> Option<(Side, SentenceId)> {
        let c = self.compared.as_ref()?;
        match *self.rows.get(self.current)? {
            Row::Pair(k) | Row::Stub(k) => c.comparison.pairs[k].left.first().map(|&id| (Side::Left, id)),
            Row::Only(side, id) => Some((side, id)),
            Row::More(..) => None,
        }
    }

    /// From a moved pair to its stub and back.
    pub(crate) fn partner(&mut self) -> bool {
        let to = match self.rows.get(self.current) {
            Some(Row::Pair(k)) => self.rows.iter().position(|r| *r == Row::Stub(*k)),
            Some(Row::Stub(k)) => self.rows.iter().position(|r| *r == Row::Pair(*k)),
            _ => None,
        };
        if let Some(row) = to {
            self.jump(row);
        }
        to.is_some()
    }

    /// Moves by rows; a row taller than the screen is scrolled through first. In the panel: by entries.
    pub(crate) fn step(&mut self, by: isize) {
        if self.in_panel {
            self.item = self.item.saturating_add_signed(by).min(self.items.len().saturating_sub(1));
            if let Some(to) = self.items.get(self.item).and_then(|i| i.to)
                && self.tab != Some(Tab::Nearest)
            {
                self.go_to(to);
            }
            return;
        }
        for _ in 0..by.unsigned_abs() {
            self.step_once(by > 0);
        }
    }

    fn step_once(&mut self, down: bool) {
        let height = usize::from(self.layout.body.height).max(1);
        let (Some(&start), Some(row)) = (self.starts.get(self.current), self.texts.get(self.current)) else { return };
        let end = start + row.height.saturating_sub(1);
        if down && end > self.top + height {
            self.top += 1;
        } else if !down && start < self.top {
            self.top -= 1;
        } else {
            let last = self.rows.len().saturating_sub(1);
            self.current = if down { (self.current + 1).min(last) } else { self.current.saturating_sub(1) };
            self.reveal(down);
        }
        self.clamp();
    }

    /// Brings the row under the cursor into sight, and something of its neighbours.
    fn reveal(&mut self, down: bool) {
        let height = usize::from(self.layout.body.height).max(1);
        let (Some(&start), Some(row)) = (self.starts.get(self.current), self.texts.get(self.current)) else { return };
        let end = start + row.height.saturating_sub(1);
        let around = (height / 5).min(4);
        if end - start >= height {
            self.top = if down { start } else { end.saturating_sub(height) };
            return;
        }
        if end + around > self.top + height {
            self.top = (end + around).saturating_sub(height).min(start);
        }
        if start < self.top + around {
            self.top = start.saturating_sub(around);
        }
    }

    /// Scrolls by lines; the cursor stays in sight.
    pub(crate) fn scroll_rows(&mut self, by: isize) {
        if self.in_panel {
            self.step(by.signum() * 5);
            return;
        }
        self.top = self.top.saturating_add_signed(by);
        self.clamp();
        let height = usize::from(self.layout.body.height).max(1);
        let shown = self.top..self.top + height;
        let start = self.starts.get(self.current).copied().unwrap_or(0);
        let end = start + self.texts.get(self.current).map_or(0, |r| r.height.saturating_sub(1));
        if start < shown.start && end <= shown.start + 1 || start >= shown.end || start < shown.start && by > 0 {
            let target = if by > 0 { shown.start } else { shown.end.saturating_sub(1) };
            let at = self.starts.partition_point(|&s| s <= target).saturating_sub(1);
            self.current = at.min(self.rows.len().saturating_sub(1));
        }
    }

    /// A screenful, less two lines.
    pub(crate) fn screen(&self) -> isize {
        isize::try_from(self.layout.body.height.saturating_sub(2).max(1)).unwrap_or(1)
    }

    /// To the first or last row.
    pub(crate) fn end(&mut self, last: bool) {
        if self.in_panel {
            self.item = if last { self.items.len().saturating_sub(1) } else { 0 };
            return;
        }
        self.current = if last { self.rows.len().saturating_sub(1) } else { 0 };
        self.top = if last { usize::MAX / 2 } else { 0 };
        self.clamp();
    }

    pub(super) fn clamp(&mut self) {
        self.top = self.top.min(self.total().saturating_sub(usize::from(self.layout.body.height).max(1)));
    }

    pub(super) fn total(&self) -> usize {
        self.starts.last().copied().unwrap_or(0) + self.texts.last().map_or(0, |r| r.height)
    }

    /// Looks for words on both sides.
    pub(crate) fn find_words(&mut self, query: &str) {
        let Some(c) = self.compared.clone() else { return };
        if !self.unfolded {
            self.unfold(true);
        }
        let mut texts: Vec<(u32, String)> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            match *row {
                Row::Pair(k) => {
                    let pair = &c.comparison.pairs[k];
                    texts.push((row_text::row_key(i, Side::Left), rows::joined(&c.left, &pair.left)));
                    texts.push((row_text::row_key(i, Side::Right), rows::joined(&c.right, &pair.right)));
                }
                Row::Only(Side::Left, id) => {
                    texts.push((row_text::row_key(i, Side::Left), c.left.sentence(id).to_owned()));
                }
                Row::Only(Side::Right, id) => {
                    texts.push((row_text::row_key(i, Side::Right), c.right.sentence(id).to_owned()));
                }
                Row::Stub(_) | Row::More(..) => {}
            }
        }
        let borrowed: Vec<(u32, &str)> = texts.iter().map(|(k, t)| (*k, t.as_str())).collect();
        let found = matches(query, &borrowed);
        let from = row_text::row_key(self.current, Side::Left);
        let here = (!found.is_empty()).then(|| found.partition_point(|s| s.key < from) % found.len());
        self.finding = Some(Finding { query: query.to_owned(), matches: found, here });
        self.next_found(0);
    }

    fn next_found(&mut self, by: isize) {
        if let Some(found) = self.finding.as_mut().and_then(|f| f.step(by)) {
            self.jump(found.key as usize / 2);
        }
    }
}
