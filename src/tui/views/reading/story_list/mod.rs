//! The source list: stories, their sources below, folded or open.

mod render;
mod runs;

use std::{collections::BTreeSet, ops::Range};

use ratatui::layout::Rect;

use crate::{
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, ArticleRow, Filter, Order, Page, StoryKey, StoryRow},
    text::width::wrap,
    tui::{view::ViewContext, worker::requests::PageRequest},
};

/// Stories asked of the shelf at a time: enough for any screen and some way beyond.
pub(crate) const WINDOW: usize = 400;

/// How close the cursor may come to the end of what is loaded before more is asked for.
const MARGIN: usize = 100;

/// The list: a window on the shelf's stories, and where the reader is in it.
#[derive(Default)]
pub(crate) struct StoryList {
    pub(crate) rows: Vec<StoryRow>,
    /// The place of the first row among all stories of the shelf.
    first: usize,
    /// Stories, articles and unread articles in all.
    pub(crate) totals: [usize; 3],
    folded: BTreeSet<StoryKey>,
    unfolded: BTreeSet<StoryKey>,
    /// The story under the cursor, an index into `rows`.
    story: usize,
    /// The source under the cursor; nothing when the cursor is on the story itself.
    source: Option<usize>,
    /// The place among all stories that the cursor goes to with the next page.
    going_to: Option<usize>,
    /// The first line shown.
    top: usize,
    lines: Vec<ListLine>,
    columns: u16,
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    /// What is typed into the filter.
    pub(crate) fuzzy: String,
    /// Stories of one source that may stand in a row; 0 for any number.
    most_in_a_row: usize,
    /// Sources all of whose stories show.
    opened: BTreeSet<String>,
}

/// A line of the list as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ListLine {
    story: usize,
    source: Option<usize>,
    /// The bytes of the headline that stand in it.
    part: Range<usize>,
    first: bool,
    /// It stands for so many stories of one source, of which the story is the first.
    more: usize,
}

/// StoryLists of at most this many stories start unfolded.
const OPEN_WHEN_FEW: usize = 6;

impl StoryList {
    /// Takes a page in; the cursor stays on what it was on.
    pub(crate) fn take(&mut self, first: usize, page: Page) {
        let was = self.under();
        self.totals = [page.stories, page.articles, page.unread];
        self.rows = page.rows;
        let before = self.first + self.story;
        self.first = first;
        match was {
            _ if self.going_to.is_some() => {
                let to = self.going_to.take().unwrap_or_default();
                self.story = to.saturating_sub(first).min(self.rows.len().saturating_sub(1));
                self.source = None;
            }
            // What is typed into the filter is looked for: the best match is what is wanted.
            _ if !self.fuzzy.is_empty() => (self.story, self.source) = (0, None),
            Some((story, article)) if self.rows.iter().any(|r| r.key == story) => self.put_on(story, article),
            _ => {
                self.story = before.saturating_sub(first).min(self.rows.len().saturating_sub(1));
                self.source = None;
            }
        }
        self.set_lines();
    }

    /// The run of stories to ask for when the cursor nears the end of what is loaded.
    pub(crate) fn wanted(&self) -> Option<Range<usize>> {
        let at = self.first + self.story;
        let end = self.first + self.rows.len();
        let low = self.first > 0 && self.story < MARGIN;
        let high = end < self.totals[0] && end - at < MARGIN;
        (low || high).then(|| self.around(at)).filter(|r| *r != (self.first..end))
    }

    /// The run of stories around the cursor.
    pub(crate) fn here(&self) -> Range<usize> {
        self.around(self.first + self.story)
    }

    /// What a run of the list is asked for by.
    pub(crate) fn request(&self, range: Range<usize>) -> PageRequest {
        PageRequest { order: self.order, filter: self.filter.clone(), fuzzy: self.fuzzy.clone(), range }
    }

    fn around(&self, at: usize) -> Range<usize> {
        let start = at.saturating_sub(WINDOW / 2);
        start..start + WINDOW
    }

    /// What is under the cursor.
    pub(crate) fn under(&self) -> Option<(StoryKey, Option<ArticleKey>)> {
        let row = self.rows.get(self.story)?;
        Some((row.key, self.source.and_then(|s| row.articles.get(s)).map(|a| a.key)))
    }

    /// The story under the cursor.
    pub(crate) fn row(&self) -> Option<&StoryRow> {
        self.rows.get(self.story)
    }

    /// A story some rows from the one under the cursor.
    pub(crate) fn beside(&self, by: usize) -> Option<&StoryRow> {
        self.rows.get(self.story + by)
    }

    /// Puts the cursor on a story or one of its articles; the story opens if need be.
    pub(crate) fn put_on(&mut self, story: StoryKey, article: Option<ArticleKey>) {
        let Some(at) = self.rows.iter().position(|r| r.key == story) else { return };
        self.story = at;
        self.show(at);
        self.source = article.and_then(|a| self.rows[at].articles.iter().position(|r| r.key == a));
        if self.source.is_some() && self.is_folded(story) {
            self.fold(story, false);
        }
    }

    fn is_folded(&self, key: StoryKey) -> bool {
        if self.totals[0] <= OPEN_WHEN_FEW { self.folded.contains(&key) } else { !self.unfolded.contains(&key) }
    }

    fn fold(&mut self, key: StoryKey, fold: bool) {
        if fold {
            self.folded.insert(key);
            self.unfolded.remove(&key);
        } else {
            self.folded.remove(&key);
            self.unfolded.insert(key);
        }
        self.set_lines();
    }

    /// Folds or opens the story under the cursor.
    pub(crate) fn toggle(&mut self) {
        if self.open_run() {
            return;
        }
        let Some(key) = self.row().map(|r| r.key) else { return };
        let fold = !self.is_folded(key);
        if fold {
            self.source = None;
        }
        self.fold(key, fold);
    }

    /// To the left: from a source to its story, from an open story to a folded one. Answers whether anything happened.
    pub(crate) fn left(&mut self) -> bool {
        let Some(key) = self.row().map(|r| r.key) else { return false };
        if self.source.take().is_some() {
            return true;
        }
        let open = !self.is_folded(key);
        if open {
            self.fold(key, true);
        }
        open || self.close_run()
    }

    /// To the right: a folded story opens. Answers whether anything happened.
    pub(crate) fn right(&mut self) -> bool {
        if self.open_run() {
            return true;
        }
        match self.row().map(|r| r.key) {
            Some(key) if self.source.is_none() && self.is_folded(key) => {
                self.fold(key, false);
                true
            }
            _ => false,
        }
    }

    /// Moves the cursor by rows, stopping at the ends.
    pub(crate) fn step(&mut self, by: isize) {
        let rows: Vec<(usize, Option<usize>)> =
            self.lines.iter().filter(|l| l.first).map(|l| (l.story, l.source)).collect();
        let at = rows.iter().position(|r| *r == (self.story, self.source)).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        if let Some(&(story, source)) = rows.get(to) {
            (self.story, self.source) = (story, source);
        }
    }

    /// To the first or the last row. Where it is not loaded, answers with the run of stories to ask for; the cursor goes
    /// there as soon as that comes.
    pub(crate) fn end(&mut self, last: bool) -> Option<Range<usize>> {
        self.step(if last { isize::MAX / 2 } else { isize::MIN / 2 });
        let loaded = self.first..self.first + self.rows.len();
        let to = if last { self.totals[0].saturating_sub(1) } else { 0 };
        if loaded.is_empty() || loaded.contains(&to) {
            return None;
        }
        self.going_to = Some(to);
        Some(self.around(to))
    }

    /// Moves to another story: to its source if the cursor was on one.
    pub(crate) fn next_story(&mut self, by: isize) -> bool {
        let shown: Vec<usize> = self.lines.iter().filter(|l| l.first && l.source.is_none()).map(|l| l.story).collect();
        let at = shown.iter().position(|&s| s == self.story).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        let to = shown.get(to).copied().unwrap_or(self.story);
        let moved = to != self.story;
        if moved {
            self.source = self.source.map(|_| 0);
            self.story = to;
            if let Some(key) = self.source.and_then(|_| self.row()).map(|r| r.key)
                && self.is_folded(key)
            {
                self.fold(key, false);
            }
        }
        moved
    }

    /// Moves to another source of the story: round about.
    pub(crate) fn next_source(&mut self, by: isize) {
        let Some(row) = self.rows.get(self.story) else { return };
        let n = isize::try_from(row.articles.len()).unwrap_or(1).max(1);
        let at = match self.source {
            Some(s) => isize::try_from(s).unwrap_or(0) + by,
            None if by > 0 => by - 1,
            None => by,
        };
        let key = row.key;
        self.source = usize::try_from(at.rem_euclid(n)).ok();
        if self.is_folded(key) {
            self.fold(key, false);
        }
    }

    /// The next article that is not read, after the cursor; from the start again at the end.
    pub(crate) fn next_unread(&mut self) -> bool {
        let all: Vec<(usize, usize, bool)> = self
            .rows
            .iter()
            .enumerate()
            .flat_map(|(s, r)| r.articles.iter().enumerate().map(move |(a, row)| (s, a, row.read)))
            .collect();
        let after = |&&(s, a, read): &&(usize, usize, bool)| !read && (s, Some(a)) > (self.story, self.source);
        let found = all.iter().find(after).or_else(|| all.iter().find(|(_, _, read)| !read)).copied();
        let Some((story, source, _)) = found else { return false };
        let (key, article) = (self.rows[story].key, self.rows[story].articles[source].key);
        self.put_on(key, Some(article));
        true
    }

    /// Articles that are not read, of all that the filter leaves in.
    pub(crate) fn unread(&self) -> usize {
        self.totals[2]
    }

    /// Changes an article's row.
    pub(crate) fn change(&mut self, key: ArticleKey, change: impl Fn(&mut ArticleRow)) {
        let mut unread: isize = 0;
        for row in self.rows.iter_mut().flat_map(|r| &mut r.articles).filter(|a| a.key == key) {
            let was = row.read;
            change(row);
            unread += isize::from(was) - isize::from(row.read);
        }
        self.totals[2] = self.totals[2].saturating_add_signed(unread);
    }

    /// The stories that two articles stand in, each once.
    pub(crate) fn stories_of(&self, left: ArticleKey, right: ArticleKey) -> Vec<StoryRow> {
        let has = |r: &&StoryRow| r.articles.iter().any(|a| a.key == left || a.key == right);
        self.rows.iter().filter(has).cloned().collect()
    }

    /// The unread articles of the same story that give the same text as an article.
    pub(crate) fn unread_reprints(&self, key: ArticleKey) -> Vec<ArticleKey> {
        let Some(row) = self.story_of(key) else { return Vec::new() };
        let text_of = |a: &ArticleRow| a.carries.unwrap_or(a.key);
        let Some(own) = row.articles.iter().find(|a| a.key == key).map(text_of) else { return Vec::new() };
        row.articles.iter().filter(|a| a.key != key && !a.read && text_of(a) == own).map(|a| a.key).collect()
    }

    /// The story of an article.
    pub(crate) fn story_of(&self, key: ArticleKey) -> Option<&StoryRow> {
        self.rows.iter().find(|r| r.articles.iter().any(|a| a.key == key))
    }

    /// An article's row.
    pub(crate) fn article(&self, key: ArticleKey) -> Option<&ArticleRow> {
        self.rows.iter().flat_map(|r| &r.articles).find(|a| a.key == key)
    }

    /// Sets the list for an area and keeps the cursor in it.
    pub(crate) fn layout(&mut self, area: Rect) {
        if self.columns != area.width {
            self.columns = area.width;
            self.set_lines();
        }
        let height = usize::from(area.height.saturating_sub(HEAD)).max(1);
        let on = |l: &ListLine| (l.story, l.source) == (self.story, self.source);
        let first = self.lines.iter().position(on).unwrap_or(0);
        let last = self.lines.iter().rposition(on).unwrap_or(first);
        // A little of what is around stays in sight.
        let around = (height / 6).min(3);
        self.top = self.top.min(first.saturating_sub(around)).max((last + around + 1).saturating_sub(height));
        self.top = self.top.min(self.lines.len().saturating_sub(height));
    }

    /// The line of an area that the cursor is on.
    pub(crate) fn cursor_line(&self, area: Rect) -> u16 {
        let at = self.lines.iter().position(|l| (l.story, l.source) == (self.story, self.source)).unwrap_or(0);
        area.y + HEAD + u16::try_from(at.saturating_sub(self.top)).unwrap_or(0)
    }

    /// The row at a line of the area.
    pub(crate) fn at(&self, line: u16) -> Option<(StoryKey, Option<ArticleKey>)> {
        let at = usize::from(line.checked_sub(HEAD)?) + self.top;
        let line = self.lines.get(at)?;
        let row = &self.rows[line.story];
        Some((row.key, line.source.map(|s| row.articles[s].key)))
    }

    fn set_lines(&mut self) {
        let room = usize::from(self.columns);
        let mut lines = Vec::new();
        let hidden = self.hidden_runs();
        for (story, row) in self.rows.iter().enumerate() {
            if let Some(run) = hidden.iter().find(|run| run.contains(&story)) {
                if run.start == story {
                    lines.push(ListLine { story, source: None, part: 0..0, first: true, more: run.len() });
                }
                continue;
            }
            let folded = self.is_folded(row.key);
            let count = usize::from(self.counts_width());
            let all = wrap(&row.headline, room.saturating_sub(usize::from(INDENT) + count + 2).max(4));
            let (mut shown, most) = (all, 2);
            if shown.len() > most {
                let from = shown[most - 1].start;
                shown.truncate(most - 1);
                shown.push(from..row.headline.len());
            }
            for (i, part) in shown.into_iter().enumerate() {
                lines.push(ListLine { story, source: None, part, first: i == 0, more: 0 });
            }
            if !folded {
                for source in 0..row.articles.len() {
                    lines.push(ListLine { story, source: Some(source), part: 0..0, first: true, more: 0 });
                }
            }
        }
        self.lines = lines;
        // The line that stands for a story which does not show is the last before it.
        if let Some(line) = self.lines.iter().rev().find(|l| l.story <= self.story).filter(|l| l.story != self.story) {
            self.story = line.story;
        }
        let has = |s: usize, a: Option<usize>| self.lines.iter().any(|l| (l.story, l.source) == (s, a));
        if !has(self.story, self.source) {
            self.source = None;
        }
    }

    /// Says that the filter leaves nothing in, where that is why the list is empty.
    pub(crate) fn nothing_matches(&self, cx: &ViewContext) -> Option<String> {
        let back = cx.way_to(Place::Reading, Action::Back);
        if !self.rows.is_empty() {
            None
        } else if !self.fuzzy.is_empty() {
            Some(format!("no story matches “{}”; {back} clears it", self.fuzzy))
        } else if (Filter { unread: true, ..Filter::default() }) == self.filter {
            Some(format!("no story is unread; {back} shows all"))
        } else if self.filter != Filter::default() {
            Some(format!("no story matches the filter; {back} shows all"))
        } else {
            None
        }
    }
}

/// What the list has to know of the rest.
pub(crate) struct ListState {
    pub(crate) focused: bool,
    pub(crate) loading: bool,
    pub(crate) marked: Option<ArticleKey>,
    /// The year it is: dates of others show theirs.
    pub(crate) year: Option<i16>,
    /// Why the list is empty, where a filter leaves nothing in.
    pub(crate) nothing_matches: Option<String>,
    /// Nothing could be opened.
    pub(crate) failed: bool,
}

/// Lines above the rows.
const HEAD: u16 = 2;

/// Cells before a headline.
const INDENT: u16 = 3;
