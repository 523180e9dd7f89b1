//! Two accounts side by side. Rows are aligned groups, both sides padded to the taller, so that scrolling is locked.

mod draw;
pub(crate) mod panel;
pub(crate) mod rows;
mod setting;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::{
    panel::{Item, Tab},
    rows::{ReadingOrder, Row},
    setting::{Form, SetRow},
};
use super::{
    reader::{Finding, spots},
    scroll::Spot,
};
use crate::{
    article::SentenceId,
    compare::{Relation, Side},
    shelf::{ArticleKey, StoryKey},
    tui::{look::Glyphs, store::Compared},
};

/// From this width on a panel stands beside the comparison.
const WIDE: u16 = 150;
/// Its width.
const PANEL: u16 = 36;

/// A comparison on the screen.
#[derive(Default)]
pub(crate) struct Comparing {
    /// The articles, left and right.
    pub(crate) keys: Option<(ArticleKey, ArticleKey)>,
    /// The story they were opened from.
    pub(crate) story: Option<StoryKey>,
    pub(crate) compared: Option<Arc<Compared>>,
    /// One side is a former text of the other's article: the latest or one that much further back, and on which side.
    pub(crate) version: Option<(usize, Side)>,
    /// What went wrong.
    pub(crate) failed: Option<String>,
    /// Side by side or stacked, where the reader said; otherwise the width decides.
    stacked: Option<bool>,
    order: ReadingOrder,
    /// Long runs of one side are shown whole.
    unfolded: bool,
    rows: Vec<Row>,
    set: Vec<SetRow>,
    /// The first line of each row, and the number of lines.
    starts: Vec<usize>,
    set_for: Option<Form>,
    glyphs: Option<Glyphs>,
    /// The row under the cursor.
    pub(crate) current: usize,
    /// The first line shown.
    top: usize,
    /// The panel's tab, where the reader opened one.
    tab: Option<Tab>,
    items: Vec<Item>,
    items_for: Option<(Tab, usize, usize)>,
    item: usize,
    /// The keys move in the panel.
    pub(crate) in_panel: bool,
    pub(crate) finding: Option<Finding>,
    layout: Layout,
}

/// Where things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Layout {
    head: Rect,
    body: Rect,
    panel: Option<Rect>,
    legend: Option<u16>,
    form: Option<Form>,
    gutter: u16,
}

impl Comparing {
    /// Opens a comparison.
    pub(crate) fn new(left: ArticleKey, right: ArticleKey, story: Option<StoryKey>) -> Self {
        Self { keys: Some((left, right)), story, ..Self::default() }
    }

    /// Takes the result.
    pub(crate) fn take(&mut self, compared: Arc<Compared>) {
        self.compared = Some(compared);
        self.arrange();
        self.current = self.rows.iter().position(|&r| self.differs(r)).unwrap_or(0);
        self.top = 0;
    }

    fn arrange(&mut self) {
        if let Some(c) = &self.compared {
            self.rows = rows::arrange(&c.comparison, self.order);
            if !self.unfolded {
                self.rows = rows::folded(&self.rows);
            }
        }
        self.set_for = None;
        self.items_for = None;
        self.finding = None;
    }

    /// Exchanges the sides, staying at the same row.
    pub(crate) fn swap(&mut self) {
        let Some(compared) = self.compared.clone() else { return };
        let at = self.sentence().map(|(side, id)| (rows::other(side), id));
        self.compared = Some(Arc::new(rows::swapped(&compared)));
        self.keys = self.keys.map(|(l, r)| (r, l));
        self.version = self.version.map(|(back, side)| (back, rows::other(side)));
        self.arrange();
        self.lay_again();
        if let Some(to) = at {
            self.go_to(to);
        }
    }

    /// The next order of reading.
    pub(crate) fn reorder(&mut self) -> &'static str {
        let at = self.sentence();
        self.order = self.order.next();
        self.arrange();
        self.lay_again();
        if let Some(to) = at {
            self.go_to(to);
        }
        self.order.name()
    }

    /// Side by side or stacked.
    pub(crate) fn stack(&mut self) {
        let now = self.layout.form.is_some_and(|f| f.stacked);
        self.stacked = Some(!now);
    }

    /// Opens a tab of the panel, or closes it.
    pub(crate) fn open_tab(&mut self, tab: Tab) {
        if self.tab == Some(tab) && self.in_panel {
            self.close_panel();
        } else {
            self.tab = Some(tab);
            self.item = 0;
            self.items_for = None;
            self.in_panel = true;
        }
    }

    /// Leaves the panel. Answers whether there was one to leave.
    pub(crate) fn close_panel(&mut self) -> bool {
        let was = self.in_panel || self.tab.is_some();
        self.in_panel = false;
        self.tab = None;
        self.items_for = None;
        was
    }

    /// Between the rows and the panel.
    pub(crate) fn switch(&mut self) {
        if self.layout.panel.is_some() {
            self.tab = self.tab.or(Some(Tab::default()));
            self.in_panel = !self.in_panel;
        }
    }

    /// To the tab beside.
    pub(crate) fn next_tab(&mut self, by: isize) {
        let at = Tab::ALL.iter().position(|&t| Some(t) == self.tab).unwrap_or(0);
        let n = isize::try_from(Tab::ALL.len()).unwrap_or(1);
        let to = (isize::try_from(at).unwrap_or(0) + by).rem_euclid(n);
        self.tab = usize::try_from(to).ok().and_then(|i| Tab::ALL.get(i)).copied();
        self.item = 0;
        self.items_for = None;
    }

    fn differs(&self, row: Row) -> bool {
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
        if self.finding.as_ref().is_some_and(|f| !f.spots.is_empty()) {
            self.next_found(forward);
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
        let tall = self.set.get(self.current).map_or(1, |r| r.height.saturating_sub(1));
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
        self.lay_again();
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
        let (Some(&start), Some(row)) = (self.starts.get(self.current), self.set.get(self.current)) else { return };
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
        let (Some(&start), Some(row)) = (self.starts.get(self.current), self.set.get(self.current)) else { return };
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
    pub(crate) fn scroll(&mut self, by: isize) {
        if self.in_panel {
            self.step(by.signum() * 5);
            return;
        }
        self.top = self.top.saturating_add_signed(by);
        self.clamp();
        let height = usize::from(self.layout.body.height).max(1);
        let shown = self.top..self.top + height;
        let start = self.starts.get(self.current).copied().unwrap_or(0);
        let end = start + self.set.get(self.current).map_or(0, |r| r.height.saturating_sub(1));
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

    fn clamp(&mut self) {
        let total = self.starts.last().copied().unwrap_or(0) + self.set.last().map_or(0, |r| r.height);
        self.top = self.top.min(total.saturating_sub(usize::from(self.layout.body.height).max(1)));
    }

    fn total(&self) -> usize {
        self.starts.last().copied().unwrap_or(0) + self.set.last().map_or(0, |r| r.height)
    }

    /// Looks for words on both sides.
    pub(crate) fn find(&mut self, query: &str) {
        let Some(c) = self.compared.clone() else { return };
        if !self.unfolded {
            self.unfold(true);
        }
        let mut texts: Vec<(u32, String)> = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            match *row {
                Row::Pair(k) => {
                    let pair = &c.comparison.pairs[k];
                    texts.push((setting::row_key(i, Side::Left), rows::joined(&c.left, &pair.left)));
                    texts.push((setting::row_key(i, Side::Right), rows::joined(&c.right, &pair.right)));
                }
                Row::Only(Side::Left, id) => {
                    texts.push((setting::row_key(i, Side::Left), c.left.sentence(id).to_owned()));
                }
                Row::Only(Side::Right, id) => {
                    texts.push((setting::row_key(i, Side::Right), c.right.sentence(id).to_owned()));
                }
                Row::Stub(_) | Row::More(..) => {}
            }
        }
        let borrowed: Vec<(u32, &str)> = texts.iter().map(|(k, t)| (*k, t.as_str())).collect();
        let found = spots(query, &borrowed);
        let from = setting::row_key(self.current, Side::Left);
        let here = (!found.is_empty()).then(|| found.partition_point(|s| s.key < from) % found.len());
        self.finding = Some(Finding { query: query.to_owned(), spots: found, here });
        self.show_found();
    }

    fn next_found(&mut self, forward: bool) {
        if let Some(f) = self.finding.as_mut()
            && let (Some(here), n @ 1..) = (f.here, f.spots.len())
        {
            f.here = Some(if forward { (here + 1) % n } else { (here + n - 1) % n });
        }
        self.show_found();
    }

    fn show_found(&mut self) {
        let spot: Option<Spot> = self.finding.as_ref().and_then(|f| f.spots.get(f.here?)).copied();
        if let Some(s) = spot {
            self.jump(s.key as usize / 2);
        }
    }

    /// Whether only one side tells the row under the cursor.
    pub(crate) fn one_sided(&self) -> bool {
        matches!(self.rows.get(self.current), Some(Row::Only(..)))
    }

    /// What the keys lead to: the sentence of the panel's entry, or of the row under the cursor.
    pub(crate) fn target(&self) -> Option<(Side, SentenceId)> {
        if self.in_panel { self.items.get(self.item)?.to } else { self.sentence() }
    }

    /// The same as a sentence of the article as it is now, where one side is a former text of it.
    pub(crate) fn present(&self, (side, id): (Side, SentenceId)) -> Option<(Side, SentenceId)> {
        if self.version.is_none_or(|(_, former)| former != side) {
            return Some((side, id));
        }
        let pairs = &self.compared.as_ref()?.comparison.pairs;
        let pair = pairs.iter().find(|p| rows::of(p, side).contains(&id))?;
        let now = rows::other(side);
        rows::of(pair, now).first().map(|&id| (now, id))
    }

    /// From the panel's entry to its row.
    pub(crate) fn choose(&mut self) -> bool {
        let to = self.items.get(self.item).and_then(|i| i.to).filter(|_| self.in_panel);
        if let Some(to) = to {
            self.in_panel = false;
            self.go_to(to);
        }
        to.is_some()
    }

    /// Sets everything for an area; called before a frame is drawn.
    pub(crate) fn lay(&mut self, area: Rect, stacked_under: u16, glyphs: &Glyphs) {
        self.glyphs = Some(*glyphs);
        self.layout = self.placed(area, stacked_under);
        self.lay_again();
    }

    fn lay_again(&mut self) {
        let (Some(compared), Some(form), Some(glyphs)) = (self.compared.clone(), self.layout.form, self.glyphs) else {
            return;
        };
        if self.set_for != Some(form) {
            // The row under the cursor stays where it is on the screen.
            let from_top = self.starts.get(self.current).map_or(0, |s| s.saturating_sub(self.top));
            let was_top = self.top == 0;
            self.set = setting::set_rows(&compared, &self.rows, form, &glyphs);
            let mut at = 0;
            self.starts = self
                .set
                .iter()
                .map(|r| {
                    at += r.height;
                    at - r.height
                })
                .collect();
            self.set_for = Some(form);
            let start = self.starts.get(self.current).copied().unwrap_or(0);
            self.top = if was_top { 0 } else { start.saturating_sub(from_top) };
        }
        self.clamp();
        let columns = usize::from(self.layout.panel.map_or(0, |p| p.width.saturating_sub(2)));
        if columns == 0 {
            return;
        }
        let tab = self.tab.unwrap_or_default();
        let follows = if tab == Tab::Nearest && !self.in_panel { self.current } else { 0 };
        let wanted = (tab, columns, follows);
        if self.items_for != Some(wanted) {
            self.items = panel::items(&compared, tab, &self.rows, self.current, columns, &glyphs);
            self.items_for = Some(wanted);
            self.item = self.item.min(self.items.len().saturating_sub(1));
        }
    }

    fn placed(&self, area: Rect, stacked_under: u16) -> Layout {
        let stacked = self.stacked.unwrap_or(area.width < stacked_under);
        let head_lines = match area.height {
            0..=5 => 0,
            6..=11 => 1,
            12..=17 => 3,
            _ => 4,
        };
        let head = Rect::new(area.x, area.y, area.width, head_lines);
        let mut body = Rect::new(area.x, area.y + head_lines, area.width, area.height - head_lines);
        let mut legend = None;
        if body.height >= 14 {
            body.height -= 1;
            legend = Some(body.bottom());
        }
        let mut panel = None;
        if area.width >= WIDE {
            panel = Some(Rect::new(area.right() - PANEL, body.y, PANEL, body.height));
            body.width -= PANEL + 1;
        } else if self.tab.is_some() && body.height >= 6 {
            let height = (body.height / 3).clamp(3, 14);
            panel = Some(Rect::new(body.x, body.bottom() - height, body.width, height));
            body.height -= height;
        }
        // One cell before the sides, one for the bar at the right.
        let inner = body.width.saturating_sub(2);
        let gutter = if area.width >= 110 { 6 } else { 4 }.min(inner);
        let side = if stacked { inner.saturating_sub(gutter).min(100) } else { (inner - gutter) / 2 };
        let form = Some(Form { side: usize::from(side.max(1)), stacked });
        Layout { head, body, panel, legend, form, gutter }
    }
}
