//! Two accounts side by side. Rows are aligned groups, both sides padded to the taller, so that scrolling is locked.

mod draw;
mod moving;
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
use super::reader::Finding;
use crate::{
    article::SentenceId,
    compare::Side,
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
