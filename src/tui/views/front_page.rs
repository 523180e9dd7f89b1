//! The front page: the stories of the day, each with its first bullet, how many sources tell it, what they
//! contradict each other in, and what is new since the reader was here before.

use ratatui::layout::Rect;

use super::coverage;
use crate::{
    config::{action::Action, keys::Place, theme::Role},
    shelf::{FrontPage, FrontStory, StoryKey},
    text::width::{width, wrap},
    tui::{
        actions::export::Document,
        phrases,
        view::{Destination, Flow, View, ViewContext},
        widgets::{canvas::Canvas, glyphs::Glyphs},
        worker::{pool::Priority, responses::Response},
    },
};

/// Stories whose bullet and contradictions are worked out ahead: a screen or two.
const AHEAD: usize = 24;

/// Cells for the marks before a headline.
const INDENT: u16 = 3;

/// The front page on the screen.
#[derive(Default)]
pub(crate) struct FrontPageView {
    page: Option<FrontPage>,
    failed: Option<String>,
    /// The story under the cursor.
    at: usize,
    top: usize,
    area: Rect,
    /// Lines of each story at the present width, the free one below included.
    heights: Vec<u16>,
    /// Lines above the stories: a low screen has none to give away.
    head: u16,
}

/// Opens the front page.
pub(crate) fn open(cx: &mut ViewContext) {
    cx.request_front_page();
    cx.open(FrontPageView::default());
}

impl View for FrontPageView {
    fn context(&self) -> Place {
        Place::Pages
    }

    fn layout(&mut self, area: Rect, cx: &ViewContext) {
        self.area = area;
        self.head = if area.height < LOW { 1 } else { 2 };
        let room = Self::text_room(area);
        let lines = |text: &str, most| u16::try_from(wrap(text, room).len().clamp(1, most)).unwrap_or(1);
        self.heights = self
            .stories()
            .iter()
            .map(|s| {
                let bullet = first_bullet(s, cx).map_or(0, |b| lines(&b, BULLET_LINES));
                let news = u16::from(is_narrow(area));
                lines(&s.row.headline, HEADLINE_LINES) + bullet + news + 1
            })
            .collect();
        let height = area.height.saturating_sub(self.head);
        self.top = self.top.min(self.at);
        while self.top < self.at && self.heights[self.top..=self.at].iter().sum::<u16>() > height + 1 {
            self.top += 1;
        }
    }

    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        self.render_head(canvas, area, cx);
        let mut y = area.y + self.head;
        for (i, story) in self.stories().iter().enumerate().skip(self.top) {
            if y >= area.bottom() {
                break;
            }
            let height = self.heights.get(i).copied().unwrap_or(1).min(area.bottom() - y);
            let room = Self::text_room(area);
            render_story(canvas, Rect { y, height, ..area }, story, i == self.at, room, cx);
            y += height;
        }
    }

    fn act(&mut self, action: Action, n: isize, cx: &mut ViewContext) -> Flow {
        let screen = isize::try_from(self.area.height / 4).unwrap_or(1).max(1);
        match action {
            Action::Down | Action::Next | Action::NextStory => self.step(n),
            Action::Up | Action::Previous | Action::PreviousStory => self.step(-n),
            Action::PageDown | Action::HalfDown => self.step(screen * n),
            Action::PageUp | Action::HalfUp => self.step(-screen * n),
            Action::Top => self.step(isize::MIN / 2),
            Action::Bottom => self.step(isize::MAX / 2),
            Action::Open | Action::Right => {
                if let Some(story) = self.here() {
                    // A story with one source is that source's article.
                    let article = match story.row.articles.as_slice() {
                        [only] => Some(only.key),
                        _ => None,
                    };
                    let story = story.row.key;
                    return Flow::Leave(Destination { story, article, sentence: None, query: None });
                }
            }
            Action::Coverage => {
                if let Some(story) = self.here() {
                    coverage::open(story.row.clone(), cx);
                }
            }
            Action::Back | Action::Left | Action::FrontPage => return Flow::Close,
            other => {
                cx.refuse(Place::Pages, other, "does nothing here: {open} goes into the story, {back} to the list");
            }
        }
        Flow::Stay
    }

    fn hints(&self, _cx: &ViewContext) -> &'static [(Action, &'static str)] {
        use Action as A;
        &[
            (A::Open, "into the story"),
            (A::Help, "help"),
            (A::Quit, "quit"),
            (A::Back, "list"),
            (A::Down, "next"),
            (A::Coverage, "who reports what"),
            (A::Reload, "update"),
        ]
    }

    fn marks(&self, g: &Glyphs) -> Vec<(&'static str, &'static str)> {
        vec![
            (g.unread, "something in the story is not read"),
            ("3 sources", "beside a story: how many tell it"),
            ("2 new", "articles that came in since you were here"),
            (g.changed, "articles whose text changed since you were here"),
            (g.conflict, "claims in which its sources contradict one another"),
            (g.cursor, "the story that the keys act on"),
        ]
    }

    fn status(&self, cx: &ViewContext) -> String {
        match self.stories().len() {
            0 => String::new(),
            all => cx.position("story", self.at + 1, all),
        }
    }

    fn is_loading(&self, _cx: &ViewContext) -> bool {
        self.page.is_none() && self.failed.is_none()
    }

    fn scroll(&mut self, by: isize, _at: (u16, u16), _cx: &mut ViewContext) {
        self.step(by.signum());
    }

    fn receive(&mut self, response: &Response, cx: &mut ViewContext) -> bool {
        match response {
            Response::FrontPage(Ok(page)) => {
                let was = self.here().map(|s| s.row.key);
                for story in page.stories.iter().take(AHEAD) {
                    cx.request_story(story.row.clone(), Priority::Soon);
                    cx.request_coverage_ahead(story.row.clone());
                }
                self.page = Some(page.clone());
                self.put_on(was);
            }
            Response::FrontPage(Err(e)) => self.failed = Some(e.clone()),
            Response::Fetched(..) => cx.request_front_page(),
            Response::Story(key, _) | Response::Coverage(key, _) => {
                return self.stories().iter().any(|s| s.row.key == *key);
            }
            _ => return false,
        }
        true
    }

    fn worker_panicked(&mut self, what: &str) {
        if self.page.is_none() {
            self.failed = Some(what.to_owned());
        }
    }

    fn export(&self, _cx: &ViewContext) -> Result<Document, String> {
        self.here().map(|s| Document::Story(s.row.clone())).ok_or_else(|| "there is no story here".into())
    }
}

impl FrontPageView {
    fn stories(&self) -> &[FrontStory] {
        self.page.as_ref().map_or(&[], |p| &p.stories)
    }

    fn here(&self) -> Option<&FrontStory> {
        self.stories().get(self.at)
    }

    fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.stories().len().saturating_sub(1));
    }

    /// Keeps the cursor on its story when the page comes anew.
    fn put_on(&mut self, story: Option<StoryKey>) {
        let found = self.stories().iter().position(|s| Some(s.row.key) == story);
        self.at = found.unwrap_or(0);
    }

    /// Cells for headlines and bullets: a measure that reads well, with who tells it and what is new beside it.
    fn text_room(area: Rect) -> usize {
        let news = if is_narrow(area) { 0 } else { NEWS + 2 };
        usize::from(area.width.saturating_sub(INDENT + news + 2).clamp(16, 90))
    }

    fn render_head(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext) {
        let title = if self.page.as_ref().is_none_or(|p| p.today) { "TODAY" } else { "LATEST" };
        let x = canvas.put(area.x + 1, area.y, title, area.width.saturating_sub(1), Role::Label) + 2;
        let room = area.right().saturating_sub(x + 1);
        let text = match (&self.failed, &self.page) {
            (Some(why), _) => why.clone(),
            (None, None) => "looking for today’s stories …".to_owned(),
            (None, Some(page)) if page.stories.is_empty() => {
                let update = cx.way_to(Place::Pages, Action::Reload);
                format!("nothing yet; {update} updates, `nutgraf add` adds a feed")
            }
            (None, Some(page)) => summary(page),
        };
        canvas.put_cut(x, area.y, &text, room, Role::Dim);
    }
}

/// "14 stories · since you were here: 6 new articles, 1 changed".
fn summary(page: &FrontPage) -> String {
    let stories = phrases::count(page.stories.len(), "story", "stories");
    let (new, changed) = page.stories.iter().fold((0, 0), |(n, c), s| (n + s.new, c + s.changed));
    if !page.visited {
        return stories;
    }
    let news = match (new, changed) {
        (0, 0) => "nothing new among them".to_owned(),
        (n, 0) => phrases::count(n, "new article", "new articles"),
        (0, c) => format!("{} changed", phrases::count(c, "article", "articles")),
        (n, c) => format!("{}, {c} changed", phrases::count(n, "new article", "new articles")),
    };
    format!("{stories} · since you were here: {news}")
}

/// Cells for who tells a story and what is new in it, beside its text.
const NEWS: u16 = 19;

/// The most lines of a headline and of a bullet.
const HEADLINE_LINES: usize = 2;
const BULLET_LINES: usize = 3;

/// From this many lines on a screen has one to give away.
const LOW: u16 = 16;

/// Who tells a story and what is new in it stand below its text, not beside it.
fn is_narrow(area: Rect) -> bool {
    area.width < 60
}

/// How many sources tell a story, what is new in it, and in what they contradict each other.
fn news(story: &FrontStory, cx: &ViewContext) -> Vec<(String, Role)> {
    let marks = &cx.glyphs;
    let conflicts = conflicts(story, cx);
    let notes = [
        Some((phrases::count(story.row.sources(), "source", "sources"), Role::Dim)),
        (story.new > 0).then(|| (phrases::count(story.new, "new article", "new articles"), Role::Unread)),
        (story.changed > 0).then(|| (format!("{} {} changed", marks.changed, story.changed), Role::Message)),
        (conflicts > 0).then(|| {
            (
                format!("{} {}", marks.conflict, phrases::count(conflicts, "contradiction", "contradictions")),
                Role::Altered,
            )
        }),
    ];
    notes.into_iter().flatten().collect()
}

/// Claims of a story in which its sources contradict each other, as far as that is worked out.
fn conflicts(story: &FrontStory, cx: &ViewContext) -> usize {
    let coverage = cx.cache.coverages.get(&story.row.key);
    coverage.map_or(0, |c| c.coverage.claims.iter().filter(|claim| claim.conflict).count())
}

/// What the story comes to: its first bullet, once that is there.
fn first_bullet(story: &FrontStory, cx: &ViewContext) -> Option<String> {
    cx.cache.stories.get(&story.row.key)?.bullets.first().map(|b| b.text.clone())
}

fn render_story(canvas: &mut Canvas<'_>, area: Rect, story: &FrontStory, here: bool, room: usize, cx: &ViewContext) {
    if here {
        canvas.style_area(Rect { height: 1, ..area }, Role::Cursor);
        canvas.put(area.x, area.y, canvas.glyphs.cursor, 1, Role::Unread);
    }
    let unread = story.row.articles.iter().any(|a| !a.read);
    if unread {
        canvas.put(area.x + 1, area.y, canvas.glyphs.unread, 1, Role::Unread);
    }
    let mut y = area.y;
    let role = if unread { Role::Title } else { Role::Text };
    let below = |y| Rect { y, height: area.bottom().saturating_sub(y), ..area };
    y = passage(canvas, below(y), &story.row.headline, (room, HEADLINE_LINES), role);
    if let Some(bullet) = first_bullet(story, cx) {
        y = passage(canvas, below(y), &bullet, (room, BULLET_LINES), Role::Bullet);
    }
    let news = news(story, cx);
    if is_narrow(area) {
        let mut x = area.x + INDENT;
        for (text, role) in news {
            if y < area.bottom() {
                x = canvas.put_cut(x, y, &text, area.right().saturating_sub(x + 1), role) + 2;
            }
        }
        return;
    }
    let x = area.x + INDENT + u16::try_from(room).unwrap_or(0) + 2;
    for (i, (text, role)) in news.into_iter().enumerate() {
        let y = area.y + u16::try_from(i).unwrap_or(u16::MAX);
        if y < area.bottom() && width(&text) <= usize::from(NEWS) {
            canvas.put(x, y, &text, area.right().saturating_sub(x), role);
        }
    }
}

/// A text in at most so many lines, the last cut where there is more; answers with the line after it.
fn passage(canvas: &mut Canvas<'_>, area: Rect, text: &str, (room, most): (usize, usize), role: Role) -> u16 {
    let mut lines = wrap(text, room);
    if lines.len() > most {
        let from = lines[most - 1].start;
        lines.truncate(most - 1);
        lines.push(from..text.len());
    }
    let cells = u16::try_from(room).unwrap_or(u16::MAX).min(area.width.saturating_sub(INDENT));
    let mut y = area.y;
    for line in lines {
        if y < area.bottom() {
            canvas.put_cut(area.x + INDENT, y, &text[line], cells, role);
        }
        y += 1;
    }
    y
}
