//! The source list: stories, their sources below, folded or open.

use std::{collections::BTreeSet, ops::Range};

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    config::theme::Role,
    shelf::{ArticleKey, ArticleRow, Filter, Order, Page, StoryKey, StoryRow},
    text::width::{width, wrap},
    tui::{look::Canvas, views::prompt::fuzzy_spots, words},
};

/// Stories asked of the shelf at a time: enough for any screen and some way beyond.
pub(crate) const WINDOW: usize = 400;

/// How close the cursor may come to the end of what is loaded before more is asked for.
const MARGIN: usize = 100;

/// The list: a window on the shelf's stories, and where the reader is in it.
#[derive(Default)]
pub(crate) struct List {
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
    /// The year it is: what is of another shows its own.
    pub(crate) year: Option<i16>,
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    /// What is typed into the filter.
    pub(crate) fuzzy: String,
}

/// A line of the list as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ListLine {
    story: usize,
    source: Option<usize>,
    /// The bytes of the headline that stand in it.
    part: Range<usize>,
    first: bool,
}

/// Lists of at most this many stories start unfolded.
const OPEN_WHEN_FEW: usize = 6;

impl List {
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
        open
    }

    /// To the right: a folded story opens. Answers whether anything happened.
    pub(crate) fn right(&mut self) -> bool {
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
        let to = self.story.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
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

    /// An article's row.
    pub(crate) fn article(&self, key: ArticleKey) -> Option<&ArticleRow> {
        self.rows.iter().flat_map(|r| &r.articles).find(|a| a.key == key)
    }

    /// Sets the list for an area and keeps the cursor in it.
    pub(crate) fn lay(&mut self, area: Rect) {
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
        for (story, row) in self.rows.iter().enumerate() {
            let folded = self.is_folded(row.key);
            let count = usize::from(self.tally_room());
            let all = wrap(&row.headline, room.saturating_sub(INDENT + count + 2).max(4));
            let (mut shown, most) = (all, 2);
            if shown.len() > most {
                let from = shown[most - 1].start;
                shown.truncate(most - 1);
                shown.push(from..row.headline.len());
            }
            for (i, part) in shown.into_iter().enumerate() {
                lines.push(ListLine { story, source: None, part, first: i == 0 });
            }
            if !folded {
                for source in 0..row.articles.len() {
                    lines.push(ListLine { story, source: Some(source), part: 0..0, first: true });
                }
            }
        }
        self.lines = lines;
        let has = |s: usize, a: Option<usize>| self.lines.iter().any(|l| (l.story, l.source) == (s, a));
        if !has(self.story, self.source) {
            self.source = None;
        }
    }

    /// Paints the list.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, state: &Around) {
        let right = area.right();
        let name = if area.width >= 24 { "BRIEFINGS" } else { "" };
        let end = canvas.put(area.x + 1, area.y, name, area.width.saturating_sub(1), Role::Label);
        let room = right.saturating_sub(end + 2);
        // Where the whole does not fit, its second part alone says more than nothing.
        let head = self.head(state.loading);
        let fits = |text: &str| width(text) <= usize::from(room);
        let head = if fits(&head) { head.as_str() } else { head.rsplit(" · ").next().unwrap_or_default() };
        canvas.put_right(right.saturating_sub(1), area.y, head, room, Role::Dim);
        let shown = usize::from(area.height.saturating_sub(HEAD));
        for (i, line) in self.lines.iter().skip(self.top).take(shown).enumerate() {
            let y = area.y + HEAD + u16::try_from(i).unwrap_or(u16::MAX);
            let row = &self.rows[line.story];
            let here = (line.story, line.source) == (self.story, self.source);
            if here {
                let role = if state.focused { Role::Cursor } else { Role::CursorAway };
                canvas.lay(Rect::new(area.x, y, area.width, 1), role);
                canvas.put(area.x, y, canvas.glyphs.cursor, area.width, Role::Unread);
            }
            match line.source {
                None => self.draw_story(canvas, area, y, row, line),
                Some(s) => self.draw_source(canvas, area, y, &row.articles[s], row, state),
            }
        }
        if self.rows.is_empty() && !state.loading {
            let what = self.nothing_matches().unwrap_or_else(|| "nothing to read yet".into());
            let room = area.width.saturating_sub(3);
            for (i, part) in wrap(&what, usize::from(room).max(1)).into_iter().enumerate() {
                let y = area.y + HEAD + u16::try_from(i).unwrap_or(u16::MAX);
                if y < area.bottom() {
                    canvas.put(area.x + 2, y, &what[part], room, Role::Dim);
                }
            }
        }
    }

    /// Says that the filter leaves nothing in, where that is why the list is empty.
    pub(crate) fn nothing_matches(&self) -> Option<String> {
        if !self.rows.is_empty() {
            None
        } else if !self.fuzzy.is_empty() {
            Some(format!("no story matches “{}”; esc clears it", self.fuzzy))
        } else if self.filter.unread {
            Some("no story is unread; esc shows all".into())
        } else if self.filter != Filter::default() {
            Some("no story matches the filter; esc shows all".into())
        } else {
            None
        }
    }

    fn head(&self, loading: bool) -> String {
        if loading && self.rows.is_empty() {
            return "opening".into();
        }
        let [stories, _, unread] = self.totals;
        let stories = words::count(stories, "story", "stories");
        let only = [
            self.filter.group.as_ref().map(|g| format!("group {g}")),
            self.filter.blindspot.as_ref().map(|g| format!("not in {g}")),
            self.filter.source.clone(),
        ];
        let only: Vec<String> = only.into_iter().flatten().collect();
        match (self.filter.unread, self.filter.starred, unread) {
            _ if self.nothing_matches().is_some() => "no match".into(),
            _ if !self.fuzzy.is_empty() => format!("{stories} · like “{}”", self.fuzzy),
            _ if !only.is_empty() => format!("{stories} · {}", only.join(", ")),
            (true, _, _) => format!("{stories} · unread only"),
            (_, true, _) => format!("{stories} · starred only"),
            (_, _, 0) => format!("{stories} · all read"),
            _ => format!("{stories} · {unread} new"),
        }
    }

    fn draw_story(&self, canvas: &mut Canvas<'_>, area: Rect, y: u16, row: &StoryRow, line: &ListLine) {
        let indent = u16::try_from(INDENT).unwrap_or(3);
        let mut room = area.width.saturating_sub(indent + 1);
        if line.first {
            let glyph = if self.is_folded(row.key) { canvas.glyphs.folded } else { canvas.glyphs.open };
            canvas.put(area.x + 1, y, glyph, area.width.saturating_sub(1), Role::Dim);
            self.draw_tally(canvas, area.right().saturating_sub(1), y, row);
            room = room.saturating_sub(self.tally_room() + 1);
        }
        let unread = row.articles.iter().any(|a| !a.read);
        let role = if unread { Role::Title } else { Role::Text };
        canvas.put_cut(area.x + indent, y, &row.headline[line.part.clone()], room, role);
        self.draw_found(canvas, area.x + indent, y, room, &row.headline, line.part.clone());
    }

    /// Marks what the filter's words found in a part of a text that stands on the screen.
    fn draw_found(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, room: u16, text: &str, part: Range<usize>) {
        if self.fuzzy.is_empty() {
            return;
        }
        let before = text[..part.start].graphemes(true).count();
        let clusters: Vec<(usize, &str)> = text[part].grapheme_indices(true).collect();
        for spot in fuzzy_spots(&self.fuzzy, text) {
            let Some(i) = (spot as usize).checked_sub(before) else { continue };
            let Some(&(_, cluster)) = clusters.get(i) else { continue };
            let at: usize = clusters[..i].iter().map(|(_, c)| width(c)).sum();
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            let cells = u16::try_from(width(cluster)).unwrap_or(0);
            if at.saturating_add(cells) < room {
                canvas.lay(Rect::new(x + at, y, cells, 1), Role::Found);
            }
        }
    }

    /// Cells that a story's coverage takes: the bar, and the number of sources.
    fn tally_room(&self) -> u16 {
        if self.columns >= 34 { 6 } else { 2 }
    }

    /// A story's coverage: a bar of independent voices, which six fill, and the number of sources.
    fn draw_tally(&self, canvas: &mut Canvas<'_>, right: u16, y: u16, row: &StoryRow) {
        let room = self.tally_room();
        canvas.put_right(right, y, &row.articles.len().to_string(), room, Role::Dim);
        if room >= 6 {
            let eighths = (row.independent * 4).min(24);
            let eighths = if row.articles.is_empty() { 0 } else { eighths };
            let bar = canvas.glyphs.eighths[7].repeat(eighths / 8);
            let rest = (eighths % 8).checked_sub(1).map_or("", |i| canvas.glyphs.eighths[i]);
            canvas.put(right.saturating_sub(6), y, &format!("{bar}{rest}"), 3, Role::Bar);
        }
    }

    fn draw_source(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        y: u16,
        article: &ArticleRow,
        story: &StoryRow,
        state: &Around,
    ) {
        let g = canvas.glyphs;
        let (glyph, role) = if article.read { (g.read, Role::Dim) } else { (g.unread, Role::Unread) };
        let mut x = area.x + u16::try_from(INDENT).unwrap_or(3);
        canvas.put(x, y, glyph, area.width.saturating_sub(4), role);
        for sign in [(state.marked == Some(article.key), g.marked), (article.starred, g.star)] {
            if sign.0 {
                x += 1;
                canvas.put(x, y, sign.1, area.width.saturating_sub(5), Role::Star);
            }
        }
        let date = article.published.map(|p| words::short_date(p, self.year)).unwrap_or_default();
        let right = area.right().saturating_sub(1);
        let from = canvas.put_right(right, y, &date, area.width / 2, Role::Dim);
        let room = from.saturating_sub(x + 3);
        let role = if article.read { Role::Dim } else { Role::Text };
        let end = canvas.put_cut(x + 2, y, &article.source, room, role);
        self.draw_found(canvas, x + 2, y, room, &article.source, 0..article.source.len());
        let carried = article.carries.and_then(|k| story.articles.iter().find(|a| a.key == k));
        if let Some(first) = carried {
            let room = from.saturating_sub(end + 2);
            let via = format!("= {}", first.source);
            if room >= 8 {
                canvas.put_cut(end + 1, y, &via, room, Role::Dim);
            }
        }
    }
}

/// What the list has to know of the rest.
pub(crate) struct Around {
    pub(crate) focused: bool,
    pub(crate) loading: bool,
    pub(crate) marked: Option<ArticleKey>,
}

/// Lines above the rows.
const HEAD: u16 = 2;

/// Cells before a headline.
const INDENT: usize = 3;
