//! The reading view: the stories and their sources in a list, the story or article under its cursor beside it.

mod article_pane;
mod hints;
mod history;
mod links;
pub(crate) mod marks;
mod navigation;
mod page_layout;
mod places;
mod story_list;
mod story_page;

use ratatui::layout::{Rect, Size};

pub(crate) use self::{article_pane::Subject, places::Places};
use self::{
    article_pane::{ArticlePane, PaneSettings},
    history::History,
    story_list::{ListState, StoryList},
};
use crate::{
    config::{
        action::Action,
        keys::{Key, Place},
        theme::Role,
    },
    shelf::{ArticleKey, StoryKey},
    tui::{
        actions::export::Document,
        event::Pointer,
        phrases,
        pictures::Visibility,
        view::{Destination, Flow, View, ViewContext},
        widgets::{
            canvas::Canvas,
            glyphs::Glyphs,
            text_layout::{MARGIN, TITLE, bullet_key},
        },
        worker::{
            pool::RequestId,
            responses::{Edited, Response},
        },
    },
};

/// Where the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Focus {
    #[default]
    List,
    Pane,
}

/// Where things stand on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Layout {
    list: Option<Rect>,
    divider: Option<Rect>,
    /// The line above the pane.
    head: Option<Rect>,
    pane: Option<Rect>,
}

/// The view that lies below all others.
#[derive(Default)]
pub(crate) struct Reading {
    pub(crate) list: StoryList,
    pub(crate) pane: ArticlePane,
    pub(crate) focus: Focus,
    history: History,
    /// The article marked for comparison.
    mark: Option<ArticleKey>,
    /// What can be taken back, the latest last, each with the number of its request.
    undo: Vec<(RequestId, marks::Undo)>,
    /// The story whose coverage was asked for, for what contradicts its bullets.
    covering: Option<StoryKey>,
    /// The article that was last marked read by being shown: it is not marked so again while it shows.
    seen: Option<ArticleKey>,
    /// Letters stand on the links; the next key chooses one.
    links_labelled: bool,
    /// The list's width as the reader dragged it.
    list_width: Option<u16>,
    dragging: bool,
    layout: Layout,
}

impl View for Reading {
    fn context(&self) -> Place {
        Place::Reading
    }

    fn layout(&mut self, area: Rect, cx: &ViewContext) {
        self.layout = self.placed(area, cx);
        self.list.set_most_in_a_row(usize::from(cx.config.most_in_a_row));
        if let Some(area) = self.layout.list {
            self.list.layout(area);
        }
        let Some(pane) = self.layout.pane else { return };
        let columns = ArticlePane::columns(pane, cx.config.measure);
        match self.pane.subject {
            Some(Subject::Article(_, key)) => {
                if let Some(read) = cx.cache.articles.get(&key) {
                    let changed = self.list.article(key).and_then(|a| a.changed);
                    self.pane.lay_out_article(read, changed, columns, cx);
                }
            }
            Some(Subject::Story(key)) => {
                if let Some(brief) = cx.cache.stories.get(&key) {
                    let covered = cx.cache.coverages.get(&key);
                    self.pane.lay_out_story(brief, covered.map(AsRef::as_ref), columns, &cx.glyphs);
                }
            }
            None => {}
        }
        self.pane.set_height(usize::from(pane.height));
    }

    fn render(&self, canvas: &mut Canvas<'_>, _area: Rect, cx: &ViewContext) {
        if let Some(area) = self.layout.list {
            let state = ListState {
                focused: self.focus == Focus::List && !cx.prompting,
                loading: cx.shelf.is_none() && cx.not_opened.is_none() || cx.in_flight.page.is_some(),
                marked: self.mark,
                year: cx.environment.year(),
                nothing_matches: self.why_empty(cx),
                failed: cx.not_opened.is_some(),
            };
            self.list.render(canvas, area, &state);
        }
        if let Some(divider) = self.layout.divider {
            canvas.vertical_rule(divider.x, divider.top(), divider.bottom(), Role::Rule);
        }
        if let Some(head) = self.layout.head {
            self.render_head(canvas, head);
        }
        if let Some(pane) = self.layout.pane {
            let settings = PaneSettings { pictures: &cx.pictures, measure: cx.config.measure, align: cx.config.align };
            self.pane.render(canvas, pane, &settings, &self.placeholder(cx));
            if self.links_labelled {
                self.render_links(canvas, pane, cx);
            }
        }
    }

    fn act(&mut self, action: Action, times: isize, cx: &mut ViewContext) -> Flow {
        self.perform(cx, action, times);
        Flow::Stay
    }

    fn hints(&self, cx: &ViewContext) -> &'static [(Action, &'static str)] {
        self.keys_that_matter(cx)
    }

    fn marks(&self, glyphs: &Glyphs) -> Vec<(&'static str, &'static str)> {
        story_page::marks(glyphs)
    }

    fn title(&self, _cx: &ViewContext) -> Option<String> {
        match self.pane.subject? {
            Subject::Article(_, key) => self.list.article(key).map(|a| a.title.clone()),
            Subject::Story(_) => self.list.row().map(|r| r.headline.clone()),
        }
    }

    fn status(&self, _cx: &ViewContext) -> String {
        if self.layout.pane.is_none() { String::new() } else { self.pane.position() }
    }

    fn is_loading(&self, cx: &ViewContext) -> bool {
        cx.shelf.is_none() && cx.in_flight.opening.is_some()
            || cx.in_flight.page.is_some()
            || match self.pane.subject {
                Some(Subject::Article(_, key)) => cx.in_flight.articles.contains(&key),
                Some(Subject::Story(key)) => cx.in_flight.stories.contains(&key),
                None => false,
            }
    }

    fn scroll(&mut self, by: isize, (x, _): (u16, u16), cx: &mut ViewContext) {
        if self.layout.list.is_some_and(|l| x < l.right()) {
            self.move_list(cx, |l| l.step(by.signum()));
        } else {
            self.scroll_pane(cx, by);
        }
    }

    fn pointer(&mut self, pointer: Pointer, cx: &mut ViewContext) -> bool {
        match pointer {
            Pointer::Press(x, y) => {
                self.press(x, y, cx);
                true
            }
            Pointer::Drag(x, _) if self.dragging => {
                self.list_width = Some(x.max(12));
                true
            }
            Pointer::Release => {
                self.dragging = false;
                false
            }
            Pointer::Drag(..) | Pointer::Wheel(..) => false,
        }
    }

    fn takes_key(&mut self, key: Key, cx: &mut ViewContext) -> bool {
        let takes = self.links_labelled;
        if takes {
            self.follow(key, cx);
        }
        takes
    }

    fn receive(&mut self, response: &Response, cx: &mut ViewContext) -> bool {
        match response {
            Response::Page(_, first, Ok(page)) => {
                self.list.take(*first, page.clone());
                self.restore_session(cx);
                self.show_under_cursor(cx);
            }
            Response::Progress(_, step) if step.arrived > 0 => self.request_list(cx),
            Response::Article(key, result) => {
                let shown = self.pane.article() == Some(*key);
                match result {
                    Ok(_) => {
                        let here = self.current_article();
                        if here.is_some_and(|here| here == *key || self.counterpart(here) == Some(*key)) {
                            self.read_ahead(cx);
                        }
                    }
                    Err(e) if shown => cx.fail(e),
                    Err(_) => {}
                }
                return shown;
            }
            Response::Picture(..) => {}
            Response::Bullets(key, _) => {
                let shown = self.pane.article() == Some(*key);
                if shown {
                    self.pane.invalidate();
                }
                return shown;
            }
            Response::Story(key, result) => {
                let shown = self.pane.subject == Some(Subject::Story(*key));
                if shown && result.is_ok() {
                    self.request_contradictions(cx);
                }
                return shown;
            }
            Response::Coverage(key, _) => {
                self.request_contradictions(cx);
                return self.pane.subject == Some(Subject::Story(*key));
            }
            Response::Edited(Edited::Note(..)) => self.pane.invalidate(),
            Response::NotKept { id, stories, .. } => self.not_kept(*id, stories),
            Response::Edited(Edited::Stories(_)) | Response::Fetched(..) => {
                self.pane.invalidate();
                self.request_list(cx);
            }
            Response::Opened(_, Ok(_)) => {
                self.history.clear();
                self.pane.invalidate();
                self.request_list(cx);
            }
            _ => return false,
        }
        true
    }

    fn find(&mut self, query: &str, cx: &mut ViewContext) -> bool {
        if query.is_empty() {
            self.pane.finding = None;
            return true;
        }
        match self.pane.subject {
            Some(Subject::Article(_, key)) => {
                if let Some(read) = cx.cache.articles.get(&key) {
                    self.pane.find(query, &article_pane::texts(read));
                }
            }
            Some(Subject::Story(key)) => {
                if let Some(brief) = cx.cache.stories.get(&key) {
                    let bullets = brief.bullets.iter().enumerate();
                    let texts: Vec<(u32, &str)> = std::iter::once((TITLE, brief.row.headline.as_str()))
                        .chain(bullets.map(|(i, b)| (bullet_key(i), b.text.as_str())))
                        .collect();
                    self.pane.find(query, &texts);
                }
            }
            None => {}
        }
        true
    }

    fn can_find(&self) -> bool {
        true
    }

    fn export(&self, cx: &ViewContext) -> Result<Document, String> {
        self.document(cx)
    }

    fn cursor(&self) -> (u16, u16) {
        match (self.layout.pane, self.layout.list) {
            (Some(pane), _) => (pane.x, pane.y),
            (None, Some(list)) => (list.x, self.list.cursor_line(list)),
            (None, None) => (0, 0),
        }
    }
}

impl Reading {
    /// Shows what another view leads to; back from there leads to the views one left.
    pub(crate) fn visit(&mut self, views: Vec<Box<dyn View>>, to: Destination, cx: &mut ViewContext) {
        let subject = match to.article {
            Some(article) => Subject::Article(to.story, article),
            None => Subject::Story(to.story),
        };
        self.set_off(views, subject, to.query.clone());
        self.go_to(cx, subject, to.sentence);
        if let Some(query) = to.query {
            self.find(&query, cx);
        }
    }

    /// Asks for the pictures of the article that shows, once for each size of the pane.
    pub(crate) fn request_pictures(&mut self, cx: &mut ViewContext) {
        let (Some(key), Some(pane)) = (self.pane.article(), self.layout.pane) else { return };
        let columns = ArticlePane::columns(pane, cx.config.measure).saturating_sub(usize::from(MARGIN));
        let room = Size::new(u16::try_from(columns).unwrap_or(u16::MAX), (pane.height * 2 / 3).min(24));
        cx.request_pictures(key, room);
    }

    /// Hides the pictures or shows them; where they may not be fetched, says how that is changed.
    fn toggle_pictures(&mut self, cx: &mut ViewContext) {
        let Some(read) = self.pane.article().and_then(|key| cx.cache.articles.get(&key)) else {
            return cx.say("pictures stand in articles: open one first");
        };
        match cx.visibility(read) {
            Visibility::Shown | Visibility::Hidden => {
                cx.pictures.hidden = !cx.pictures.hidden;
                cx.pictures.version += 1;
                cx.say(if cx.pictures.hidden { "pictures hidden" } else { "pictures shown" });
            }
            Visibility::NotAllowed => {
                let source = read.article.source.replace('"', "\\\"");
                cx.say(format!("to fetch them, put into sources.toml: [\"{source}\"] pictures = true"));
            }
            Visibility::Impossible => cx.say("no pictures here: they need 256 colours, Unicode, and screen_reader off"),
            Visibility::None if read.article.pictures.is_empty() => cx.say("this article has no pictures"),
            Visibility::None => {
                cx.say("pictures are switched off: pictures = \"never\" in config.toml, or for this source");
            }
        }
    }

    fn press(&mut self, x: u16, y: u16, cx: &mut ViewContext) {
        if self.layout.divider.is_some_and(|d| d.x == x) {
            self.dragging = true;
        } else if let Some(area) = self.layout.list.filter(|l| x < l.right()) {
            let Some((story, article)) = self.list.at(y.saturating_sub(area.y)) else { return };
            let again = self.list.under() == Some((story, article));
            self.list.put_on(story, article);
            if again && article.is_none() {
                self.list.toggle();
            }
            self.focus = Focus::List;
            self.show_under_cursor(cx);
        } else {
            self.focus_on(cx, Focus::Pane);
        }
    }

    fn placed(&self, body: Rect, cx: &ViewContext) -> Layout {
        let mut layout = Layout::default();
        let mut right = body;
        if cx.single_pane() {
            if self.focus == Focus::List {
                layout.list = Some(body);
                return layout;
            }
        } else {
            let width = body.width;
            let asked = self.list_width.or(Some(cx.config.list_width).filter(|&w| w > 0));
            let list = asked.unwrap_or((width / 3).clamp(27, 44)).clamp(12, width.saturating_sub(24).max(12));
            layout.list = Some(Rect::new(0, 0, list, body.height));
            layout.divider = Some(Rect::new(list, 0, 1, body.height));
            right = Rect::new(list + 1, 0, width - list - 1, body.height);
        }
        let head = u16::from(right.height >= 6);
        let gap = u16::from(right.height >= 12);
        layout.head = (head > 0).then(|| Rect::new(right.x, right.y, right.width, 1));
        layout.pane = Some(Rect::new(right.x, right.y + head + gap, right.width, right.height - head - gap));
        layout
    }

    /// The line above the pane: whose article it is, and which of the story's sources.
    fn render_head(&self, canvas: &mut Canvas<'_>, head: Rect) {
        let x = head.x + MARGIN;
        let right = head.right().saturating_sub(2);
        let row = self.list.row();
        match self.pane.subject {
            Some(Subject::Article(_, key)) => {
                // Where a source has several articles they are counted, and not the sources.
                let at = row.and_then(|r| Some((r.articles.iter().position(|a| a.key == key)?, r)));
                let which = at.map(|(i, r)| {
                    let n = r.articles.len();
                    let (one, many) = if r.sources() == n { ("source", "sources") } else { ("article", "articles") };
                    format!("{} of {}", i + 1, phrases::count(n, one, many))
                });
                let which = which.unwrap_or_default();
                let end = canvas.put_right(right, head.y, &which, head.width, Role::Dim);
                let Some(article) = self.list.article(key) else { return };
                let room = end.saturating_sub(x + 1);
                let x = canvas.put_cut(x, head.y, &article.source, room, Role::Label);
                // Once the headline is out of sight it stands here.
                if self.pane.top > 0 {
                    let room = end.saturating_sub(x + 3);
                    canvas.put_cut(x + 2, head.y, &article.title, room, Role::Dim);
                }
            }
            Some(Subject::Story(_)) => {
                let end = canvas.put(x, head.y, "STORY", head.width, Role::Label);
                if let Some(r) = row {
                    canvas.put_cut(end + 2, head.y, &r.told_by(), right.saturating_sub(end + 2), Role::Dim);
                }
            }
            None => {}
        }
    }

    /// Asks for the list anew: sorted and filtered as it is to be.
    pub(crate) fn request_list(&mut self, cx: &mut ViewContext) {
        let range = self.list.here();
        cx.request_page(self.list.request(range));
    }

    /// Sets what is typed into the filter.
    pub(crate) fn filter(&mut self, text: &str, cx: &mut ViewContext) {
        text.clone_into(&mut self.list.fuzzy);
        self.request_list(cx);
    }
}
