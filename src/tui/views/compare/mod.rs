//! Two accounts side by side. Rows are aligned groups, both sides padded to the taller, so that scrolling is locked.

mod actions;
mod navigation;
pub(crate) mod panel;
mod render;
mod row_text;
pub(crate) mod rows;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::{
    panel::{Item, Tab},
    row_text::{RowForm, RowText},
    rows::{ReadingOrder, Row},
};
use crate::{
    article::SentenceId,
    compare::Side,
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, StoryRow},
    tui::{
        actions::export::Document,
        view::{Flow, View, ViewContext},
        widgets::{canvas::Canvas, finding::Finding, glyphs::Glyphs},
        worker::{cache::ComparedArticles, pool::Priority, responses::Response},
    },
};

/// From this width on a panel stands beside the comparison.
const WIDE: u16 = 150;
/// Its width.
const PANEL: u16 = 36;

/// A comparison on the screen.
#[derive(Default)]
pub(crate) struct CompareView {
    /// The articles, left and right.
    pub(crate) keys: Option<(ArticleKey, ArticleKey)>,
    /// The stories they stand in.
    stories: Vec<StoryRow>,
    pub(crate) compared: Option<Arc<ComparedArticles>>,
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
    texts: Vec<RowText>,
    /// The first line of each row, and the number of lines.
    starts: Vec<usize>,
    laid_out_for: Option<RowForm>,
    glyphs: Option<Glyphs>,
    /// The key that shows a folded run.
    open_key: String,
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
    legend: Option<Rect>,
    form: Option<RowForm>,
    gutter: u16,
}

impl View for CompareView {
    fn context(&self) -> Place {
        Place::Comparing
    }

    fn layout(&mut self, area: Rect, cx: &ViewContext) {
        self.glyphs = Some(cx.glyphs);
        self.open_key = cx.way_to(Place::Comparing, Action::Open);
        let stacked_under = if cx.config.screen_reader { u16::MAX } else { cx.config.stacked_under };
        self.layout = self.placed(area, stacked_under, &cx.glyphs);
        self.lay_out();
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        self.paint(canvas, area, cx);
    }

    fn act(&mut self, action: Action, times: isize, cx: &mut ViewContext) -> Flow {
        self.perform(action, times, cx)
    }

    fn hints(&self, _cx: &ViewContext) -> &'static [(Action, &'static str)] {
        use Action as A;
        if self.in_panel {
            return &[
                (A::Open, "go there"),
                (A::Right, "next tab"),
                (A::Back, "close"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Down, "next"),
            ];
        }
        &[
            (A::Next, "next difference"),
            (A::Help, "help"),
            (A::Quit, "quit"),
            (A::Back, "back"),
            (A::Previous, "previous"),
            (A::Swap, "swap"),
            (A::Quotations, "quotations"),
            (A::Figures, "figures"),
            (A::Open, "open"),
            (A::PickOther, "other source"),
            (A::Stacked, "stacked"),
            (A::Nearest, "nearest"),
            (A::Coverage, "coverage"),
        ]
    }

    fn marks(&self, glyphs: &Glyphs) -> Vec<(&'static str, &'static str)> {
        render::marks(glyphs)
    }

    fn title(&self, _cx: &ViewContext) -> Option<String> {
        let c = self.compared.as_ref()?;
        Some(format!("{} and {}", c.left.source, c.right.source))
    }

    fn status(&self, cx: &ViewContext) -> String {
        match (&self.finding, self.position()) {
            (Some(finding), _) => finding.status(),
            (None, (_, 0)) => String::new(),
            (None, (at, all)) => cx.position("difference", at, all),
        }
    }

    fn is_loading(&self, _cx: &ViewContext) -> bool {
        self.compared.is_none() && self.failed.is_none()
    }

    fn scroll(&mut self, by: isize, _at: (u16, u16), _cx: &mut ViewContext) {
        self.scroll_rows(by);
    }

    fn receive(&mut self, response: &Response, _cx: &mut ViewContext) -> bool {
        let Response::Compared(keys, result) = response else { return false };
        let waits = self.keys == Some(*keys) && self.compared.is_none();
        match result {
            Ok(compared) if waits => self.take(Arc::clone(compared)),
            Err(e) if waits => self.failed = Some(e.clone()),
            _ => {}
        }
        waits
    }

    fn worker_panicked(&mut self, what: &str) {
        if self.compared.is_none() {
            self.failed = Some(what.to_owned());
        }
    }

    fn find(&mut self, query: &str, _cx: &mut ViewContext) -> bool {
        if query.is_empty() {
            self.finding = None;
        } else {
            self.find_words(query);
        }
        true
    }

    fn can_find(&self) -> bool {
        true
    }

    fn export(&self, _cx: &ViewContext) -> Result<Document, String> {
        self.compared.clone().map(Document::Comparison).ok_or_else(|| "the comparison is still being worked out".into())
    }
}

/// Opens a comparison of two articles, which stand in these stories.
pub(crate) fn open(left: ArticleKey, right: ArticleKey, stories: Vec<StoryRow>, cx: &mut ViewContext) {
    let mut view = CompareView::new(left, right, stories);
    if let Some(done) = cx.cache.comparisons.get(&(left, right)) {
        view.take(Arc::clone(done));
    } else {
        cx.request_comparison(left, right, Priority::Now);
    }
    cx.open(view);
}

impl CompareView {
    /// Opens a comparison.
    pub(crate) fn new(left: ArticleKey, right: ArticleKey, stories: Vec<StoryRow>) -> Self {
        Self { keys: Some((left, right)), stories, ..Self::default() }
    }

    /// Takes the result.
    pub(crate) fn take(&mut self, compared: Arc<ComparedArticles>) {
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
        self.laid_out_for = None;
        self.items_for = None;
        self.finding = None;
    }

    /// Exchanges the sides, staying at the same row.
    pub(crate) fn swap(&mut self) {
        let Some(compared) = self.compared.clone() else { return };
        let at = self.sentence().map(|(side, id)| (side.other(), id));
        self.compared = Some(Arc::new(compared.mirrored()));
        self.keys = self.keys.map(|(l, r)| (r, l));
        self.version = self.version.map(|(back, side)| (back, side.other()));
        self.arrange();
        self.lay_out();
        if let Some(to) = at {
            self.go_to(to);
        }
    }

    /// The next order of reading.
    pub(crate) fn reorder(&mut self) -> &'static str {
        let at = self.sentence();
        self.order = self.order.next();
        self.arrange();
        self.lay_out();
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
        let now = side.other();
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

    fn lay_out(&mut self) {
        let (Some(compared), Some(form), Some(glyphs)) = (self.compared.clone(), self.layout.form, self.glyphs) else {
            return;
        };
        if self.laid_out_for != Some(form) {
            // The row under the cursor stays where it is on the screen.
            let from_top = self.starts.get(self.current).map_or(0, |s| s.saturating_sub(self.top));
            let was_top = self.top == 0;
            self.texts = row_text::lay_out(&compared, &self.rows, form, &glyphs, &self.open_key);
            let mut at = 0;
            self.starts = self
                .texts
                .iter()
                .map(|r| {
                    at += r.height;
                    at - r.height
                })
                .collect();
            self.laid_out_for = Some(form);
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

    fn placed(&self, area: Rect, stacked_under: u16, glyphs: &Glyphs) -> Layout {
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
        let legend_lines = render::legend_lines(area.width, glyphs);
        if body.height >= 13 + legend_lines {
            body.height -= legend_lines;
            legend = Some(Rect::new(area.x, body.bottom(), area.width, legend_lines));
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
        // One cell before the sides, a free one and the bar at the right; side by side one more on each side of the gutter.
        let inner = body.width.saturating_sub(3 + 2 * u16::from(!stacked));
        let gutter = if area.width >= 110 { 6 } else { 4 }.min(inner);
        let side = if stacked { inner.saturating_sub(gutter).min(100) } else { (inner - gutter) / 2 };
        let form = Some(RowForm { side: usize::from(side.max(1)), stacked });
        Layout { head, body, panel, legend, form, gutter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        compare::{Nearest, Pair, Relation},
        tui::tests::invented::comparison,
    };

    #[test]
    fn swapping_the_sides_keeps_every_link_and_twice_changes_nothing() {
        let mut comparison = comparison();
        let also = Pair { moved: false, ..comparison.pairs[0].clone() };
        comparison.also.push(also);
        comparison.nearest.push(Nearest {
            side: Side::Right,
            sentence: SentenceId(0),
            candidates: vec![(SentenceId(3), 0.2)],
        });
        let (left, right) = (Arc::new(Article::default()), Arc::new(Article::default()));
        let mut view = CompareView::new(ArticleKey(0), ArticleKey(1), Vec::new());
        view.take(Arc::new(ComparedArticles { left, right, comparison: comparison.clone() }));
        view.swap();
        let swapped = view.compared.clone().unwrap().comparison.clone();
        assert_eq!(swapped.also.len(), 1);
        assert_eq!(swapped.nearest.iter().map(|n| n.side).collect::<Vec<_>>(), [Side::Left, Side::Right]);
        assert_eq!(swapped.only_left, comparison.only_right);
        assert!(swapped.pairs.iter().any(|p| p.relation == Relation::Same));
        view.swap();
        assert_eq!(view.compared.unwrap().comparison, comparison);
    }
}
