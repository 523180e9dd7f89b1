//! Who reports what: a story's claims down, its sources across.

mod legend;
mod order;
mod render;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::order::{Only, Sorted, reporting_sources};
use super::compare;
use crate::{
    article::SentenceId,
    compare::{Claim, Reports},
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, StoryRow},
    text::width::{width, wrap},
    tui::{
        actions::{browser, export::Document},
        view::{Destination, Flow, View, ViewContext},
        widgets::{canvas::Canvas, glyphs::Glyphs},
        worker::{cache::StoryCoverage, pool::Priority, responses::Response},
    },
};

/// The matrix on the screen.
pub(crate) struct CoverageView {
    story: StoryRow,
    covered: Option<Arc<StoryCoverage>>,
    failed: Option<String>,
    /// The claims that show, in the order they stand in: places in the coverage.
    shown: Vec<usize>,
    only: Only,
    sorted: Sorted,
    /// The cell under the cursor: a row of those that show, and a column.
    claim: usize,
    column: usize,
    top: usize,
    first_column: usize,
    area: Rect,
    /// Lines of each claim at the present width, and what the width was.
    claims: Vec<Vec<std::ops::Range<usize>>>,
    claim_width: Option<usize>,
    /// The coverage's columns in the order they stand in: those of one of the reader's groups beside each other.
    order: Vec<usize>,
    /// The reader's groups stand above the columns.
    grouped: bool,
    /// The claim from which on each is one source's alone.
    alone_from: Option<usize>,
    /// The key that opens a sentence.
    open_key: String,
    /// What the marks mean, in lines.
    legend: Vec<String>,
}

/// Cells of a source's column.
const COLUMN: u16 = 13;

impl View for CoverageView {
    fn context(&self) -> Place {
        Place::Coverage
    }

    fn layout(&mut self, area: Rect, cx: &ViewContext) {
        self.open_key = cx.way_to(Place::Coverage, Action::Open);
        self.legend = self.covered.as_ref().map_or(Vec::new(), |c| legend::lines(c, area, &cx.glyphs));
        self.lay_out(area);
    }

    fn render(&self, canvas: &mut Canvas<'_>, _area: Rect, _cx: &ViewContext) {
        self.paint(canvas);
    }

    fn act(&mut self, action: Action, n: isize, cx: &mut ViewContext) -> Flow {
        match action {
            Action::Down => self.step(n),
            Action::Up => self.step(-n),
            Action::PageDown | Action::HalfDown => self.step(self.screen() * n),
            Action::PageUp | Action::HalfUp => self.step(-self.screen() * n),
            Action::Top | Action::Bottom => self.end(action == Action::Bottom),
            Action::Left | Action::PreviousSource => self.across(-n),
            Action::Right | Action::NextSource => self.across(n),
            Action::Next | Action::Previous => {
                if !self.next(action == Action::Next) {
                    cx.say("no further claim that the sources tell differently");
                }
            }
            Action::Open => {
                if let Some((article, id)) = self.target() {
                    cx.say_keyed(Place::Reading, "opened at the sentence; {back} goes back to who reports what");
                    let story = self.story.key;
                    return Flow::Leave(Destination { story, article: Some(article), sentence: Some(id), query: None });
                }
            }
            Action::Compare => {
                let first = self.story.articles.first().map(|a| a.key);
                match (first, self.article()) {
                    (Some(left), Some(right)) if left == right => {
                        cx.say("this column is the story’s first source itself; choose another to compare with it");
                    }
                    (Some(left), Some(right)) => compare::open(left, right, vec![self.story.clone()], cx),
                    _ => {}
                }
            }
            Action::FilterClaims => self.filter(cx),
            Action::SortClaims => {
                self.sorted = self.sorted.next();
                cx.say(self.sorted.says());
                self.arrange();
            }
            Action::Browser => browser::open_article(cx, self.article()),
            Action::Back | Action::Coverage => return Flow::Close,
            other => cx.refuse(Place::Coverage, other, "does nothing here: {back} goes back to reading"),
        }
        Flow::Stay
    }

    fn hints(&self, cx: &ViewContext) -> &'static [(Action, &'static str)] {
        use Action as A;
        if cx.single_pane() {
            return &[(A::Open, "open"), (A::Help, "help"), (A::Back, "back"), (A::Right, "next source")];
        }
        &[
            (A::Open, "open the sentence"),
            (A::Help, "help"),
            (A::Quit, "quit"),
            (A::Back, "back"),
            (A::Right, "next source"),
            (A::Next, "next difference"),
            (A::FilterClaims, "filter"),
            (A::Compare, "compare"),
            (A::SortClaims, "sort"),
        ]
    }

    fn title(&self, _cx: &ViewContext) -> Option<String> {
        Some(self.story.headline.clone())
    }

    fn marks(&self, glyphs: &Glyphs) -> Vec<(&'static str, &'static str)> {
        render::marks(glyphs)
    }

    fn status(&self, cx: &ViewContext) -> String {
        match self.size().0 {
            0 => String::new(),
            claims => cx.position("claim", self.claim + 1, claims),
        }
    }

    fn is_loading(&self, _cx: &ViewContext) -> bool {
        self.covered.is_none() && self.failed.is_none()
    }

    fn scroll(&mut self, by: isize, _at: (u16, u16), _cx: &mut ViewContext) {
        self.step(by.signum());
    }

    fn receive(&mut self, response: &Response, _cx: &mut ViewContext) -> bool {
        match response {
            Response::Coverage(key, Ok(covered)) if *key == self.story.key => self.take(Arc::clone(covered)),
            Response::Coverage(key, Err(e)) if *key == self.story.key => self.failed = Some(e.clone()),
            _ => return false,
        }
        true
    }

    fn worker_panicked(&mut self, what: &str) {
        if self.covered.is_none() {
            self.failed = Some(what.to_owned());
        }
    }

    fn export(&self, _cx: &ViewContext) -> Result<Document, String> {
        self.covered.clone().map(Document::Coverage).ok_or_else(|| "the coverage is still being worked out".into())
    }
}

/// Opens a story's coverage.
pub(crate) fn open(story: StoryRow, cx: &mut ViewContext) {
    let mut view = CoverageView::new(story);
    match cx.cache.coverages.get(&view.story.key) {
        Some(done) => view.take(Arc::clone(done)),
        None => cx.request_coverage(view.story.clone(), Priority::Now),
    }
    cx.open(view);
}

impl CoverageView {
    fn new(story: StoryRow) -> Self {
        Self {
            story,
            covered: None,
            failed: None,
            shown: Vec::new(),
            only: Only::default(),
            sorted: Sorted::default(),
            claim: 0,
            column: 0,
            top: 0,
            first_column: 0,
            area: Rect::default(),
            claims: Vec::new(),
            claim_width: None,
            order: Vec::new(),
            grouped: false,
            alone_from: None,
            open_key: String::new(),
            legend: Vec::new(),
        }
    }

    fn take(&mut self, covered: Arc<StoryCoverage>) {
        let group = |i: &usize| {
            let article = covered.coverage.columns.get(*i).and_then(|c| covered.row.articles.get(c.article));
            article.and_then(|a| a.group.clone())
        };
        self.order = (0..covered.coverage.columns.len()).collect();
        self.order.sort_by_key(|i| (group(i).is_none(), group(i)));
        self.grouped = self.order.iter().any(|i| group(i).is_some());
        self.covered = Some(covered);
        self.arrange();
    }

    /// Works out which claims show, and in which order; the cursor stays on its claim.
    fn arrange(&mut self) {
        let Some(c) = self.covered.clone() else { return };
        let claims = &c.coverage.claims;
        let was = self.shown.get(self.claim).copied();
        self.shown = (0..claims.len()).filter(|&i| self.only.leaves_in(&claims[i])).collect();
        match self.sorted {
            Sorted::AsTold => {}
            Sorted::BySources => self.shown.sort_by_key(|&i| std::cmp::Reverse(reporting_sources(&claims[i]))),
            Sorted::ConflictsFirst => self.shown.sort_by_key(|&i| !claims[i].conflict),
        }
        let shared = self.shown.iter().rposition(|&i| reporting_sources(&claims[i]) > 1).map_or(0, |i| i + 1);
        self.alone_from = (self.sorted == Sorted::AsTold && shared > 0 && shared < self.shown.len()).then_some(shared);
        self.claim = was.and_then(|i| self.shown.iter().position(|&s| s == i)).unwrap_or(0);
        self.claim_width = None;
    }

    /// To the next filter that leaves something in; says so of one that is passed over.
    fn filter(&mut self, cx: &mut ViewContext) {
        let Some(c) = self.covered.clone() else { return };
        let mut none = String::new();
        loop {
            self.only = self.only.next();
            if self.only == Only::All || c.coverage.claims.iter().any(|claim| self.only.leaves_in(claim)) {
                break;
            }
            none.push_str(self.only.says_of_none());
            none.push_str("; ");
        }
        self.arrange();
        cx.say(format!("{none}{}: {}", self.only.says(), self.shown.len()));
    }

    /// The claim of a row.
    fn claim_of<'a>(&self, c: &'a StoryCoverage, row: usize) -> Option<&'a Claim> {
        c.coverage.claims.get(*self.shown.get(row)?)
    }

    /// The coverage's column under the cursor.
    fn here(&self) -> usize {
        self.order.get(self.column).copied().unwrap_or(0)
    }

    fn size(&self) -> (usize, usize) {
        self.covered.as_ref().map_or((0, 0), |c| (self.shown.len(), c.coverage.columns.len()))
    }

    /// Moves the cursor by claims.
    fn step(&mut self, by: isize) {
        self.claim = self.claim.saturating_add_signed(by).min(self.size().0.saturating_sub(1));
    }

    /// Moves the cursor by columns.
    fn across(&mut self, by: isize) {
        self.column = self.column.saturating_add_signed(by).min(self.size().1.saturating_sub(1));
    }

    fn end(&mut self, last: bool) {
        self.claim = if last { self.size().0.saturating_sub(1) } else { 0 };
    }

    fn screen(&self) -> isize {
        isize::try_from(self.area.height / 2).unwrap_or(1).max(1)
    }

    /// The next claim that some independent source does not report, or on which figures differ.
    fn next(&mut self, forward: bool) -> bool {
        let Some(c) = self.covered.clone() else { return false };
        let open = |i: &usize| {
            self.claim_of(&c, *i).is_some_and(|claim| {
                claim.conflict || claim.cells.iter().any(|c| matches!(c.state, Reports::Nothing | Reports::Related))
            })
        };
        let found =
            if forward { (self.claim + 1..self.shown.len()).find(open) } else { (0..self.claim).rev().find(open) };
        self.claim = found.unwrap_or(self.claim);
        found.is_some()
    }

    /// The sentence that the cell under the cursor rests on, the one with its figure where it has several; the claim's own
    /// where the cell has none.
    fn target(&self) -> Option<(ArticleKey, SentenceId)> {
        let c = self.covered.as_ref()?;
        let claim = self.claim_of(c, self.claim)?;
        let here = self.here();
        let told = |column: usize| c.articles.get(c.coverage.columns.get(column)?.article);
        let own = claim.cells.get(here).and_then(|cell| {
            let noted = |id: &&SentenceId| {
                cell.note.as_ref().zip(told(here)).is_some_and(|(note, a)| a.sentence(**id).contains(note.as_str()))
            };
            cell.sentences.iter().find(noted).or(cell.sentences.first()).map(|&id| (here, id))
        });
        let (column, id) = own.unwrap_or(claim.spoken);
        let article = c.coverage.columns.get(column)?.article;
        c.row.articles.get(article).map(|a| (a.key, id))
    }

    /// The article of the column under the cursor.
    fn article(&self) -> Option<ArticleKey> {
        let c = self.covered.as_ref()?;
        c.row.articles.get(c.coverage.columns.get(self.here())?.article).map(|a| a.key)
    }

    /// Sets the matrix for an area.
    fn lay_out(&mut self, area: Rect) {
        self.area = area;
        let Some(c) = self.covered.clone() else { return };
        let columns = self.shown_columns();
        self.first_column = self.first_column.min(self.column).max((self.column + 1).saturating_sub(columns));
        let room = usize::from(self.claim_room());
        if self.claim_width != Some(room) {
            self.claim_width = Some(room);
            self.claims = self
                .shown
                .iter()
                .map(|&i| {
                    let claim = &c.coverage.claims[i];
                    let mut lines = wrap(&claim.text, room.max(1));
                    if lines.len() > 2 {
                        // What is cut is in the detail below, or one enter away.
                        let from = lines[1].start;
                        lines.truncate(1);
                        lines.push(from..claim.text.len());
                    }
                    lines
                })
                .collect();
        }
        let height = usize::from(self.rows_height());
        self.top = self.top.min(self.claim);
        while self.top < self.claim && self.span(self.top, self.claim) > height {
            self.top += 1;
        }
    }

    /// Lines from one claim to the end of another.
    fn span(&self, from: usize, to: usize) -> usize {
        let heading = usize::from(self.alone_from.is_some_and(|i| (from..=to).contains(&i)));
        heading + self.claims.iter().take(to + 1).skip(from).map(Vec::len).sum::<usize>()
    }

    fn shown_columns(&self) -> usize {
        let n = self.size().1;
        let room = self.area.width.saturating_sub(24.min(self.area.width / 2));
        n.min(usize::from(room / COLUMN)).max(1)
    }

    /// Says which of the sources show where not all do.
    fn more_sources(&self) -> String {
        let (shown, all) = (self.shown_columns(), self.size().1);
        let (from, to) = (self.first_column + 1, self.first_column + shown);
        match (shown < all, self.area.width >= 70) {
            (false, _) => String::new(),
            (true, true) if from == to => format!("source {from} of {all}"),
            (true, true) => format!("sources {from} to {to} of {all}"),
            (true, false) => format!("{to}/{all}"),
        }
    }

    fn claim_room(&self) -> u16 {
        let taken = COLUMN * u16::try_from(self.shown_columns()).unwrap_or(1);
        self.area.width.saturating_sub(taken + 5).min(78)
    }

    /// Lines of the panel: what the claim and its sentence need, as far as half of the screen has them; none on a low one.
    fn detail(&self) -> u16 {
        if self.area.height < 16 {
            return 0;
        }
        let needs: usize = self.passages().iter().map(|(whose, text)| self.passage_lines(whose, text).len()).sum();
        u16::try_from(needs + 1).unwrap_or(u16::MAX).clamp(4, self.area.height / 2)
    }

    /// What the panel holds: the claim under the cursor, the sentences that its cell rests on, and where the sources contradict
    /// one another those of the others that do.
    fn passages(&self) -> Vec<(String, String)> {
        let Some(c) = &self.covered else { return Vec::new() };
        let (Some(claim), Some(column)) = (self.claim_of(c, self.claim), c.coverage.columns.get(self.here())) else {
            return Vec::new();
        };
        let name = c.row.articles.get(column.article).map_or("", |a| a.source.as_str());
        let cell = claim.cells.get(self.here());
        let text = match cell.filter(|cell| !cell.sentences.is_empty()).zip(c.articles.get(column.article)) {
            Some((cell, article)) => article.joined(&cell.sentences),
            None => format!("nothing found in {name}; {} opens the sentence the claim is told in", self.open_key),
        };
        let mut passages = vec![("claim".to_owned(), claim.text.clone()), (name.to_owned(), text)];
        let others = self.order.iter().filter(|&&at| claim.conflict && at != self.here());
        for (at, cell) in others.filter_map(|&at| Some((at, claim.cells.get(at)?))) {
            let Some(article) = c.coverage.columns.get(at).and_then(|column| c.articles.get(column.article)) else {
                continue;
            };
            if cell.note.is_some() && !cell.sentences.is_empty() {
                passages.push((article.source.clone(), article.joined(&cell.sentences)));
            }
        }
        passages
    }

    /// A passage in lines beside whose it is.
    fn passage_lines(&self, whose: &str, text: &str) -> Vec<std::ops::Range<usize>> {
        let room = usize::from(self.area.width.saturating_sub(4)).saturating_sub(width(whose));
        if room < 20 { Vec::new() } else { wrap(text, room.min(100)) }
    }

    fn legend_height(&self) -> u16 {
        u16::try_from(self.legend.len()).unwrap_or(0).max(1)
    }

    /// Lines above the claims.
    fn head(&self) -> u16 {
        3 + u16::from(self.grouped)
    }

    fn rows_height(&self) -> u16 {
        self.area.height.saturating_sub(self.head() + self.legend_height() + self.detail())
    }
}
