//! What keys do in the reading view: moving in the list, in the text, from bullets to sentences and back.

use std::sync::atomic::Ordering;

use super::{Focus, Reading, Subject, history::Visited, story_list::StoryList};
use crate::{
    article::SentenceId,
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, Filter, Order},
    tui::{
        actions::browser,
        phrases,
        prompt::Purpose,
        view::{View, ViewContext},
        views::{coverage, front_page},
        widgets::text_layout::sentence_key,
        worker::pool::Priority,
    },
};

impl Reading {
    pub(super) fn perform(&mut self, cx: &mut ViewContext, action: Action, n: isize) {
        let in_list = self.focus == Focus::List;
        match action {
            Action::Down | Action::Up => {
                let by = if action == Action::Down { n } else { -n };
                match self.pane.bullet {
                    _ if in_list => self.move_list(cx, |l| l.step(by)),
                    Some(b) => self.pane.on_bullet(Some(b.saturating_add_signed(by))),
                    None => self.scroll_pane(cx, by),
                }
            }
            Action::PageDown | Action::PageUp | Action::HalfDown | Action::HalfUp => {
                let screen = self.pane.screen();
                let by = match action {
                    Action::PageDown => screen,
                    Action::PageUp => -screen,
                    Action::HalfDown => (screen / 2).max(1),
                    _ => -(screen / 2).max(1),
                };
                if in_list && self.layout.pane.is_none() {
                    self.move_list(cx, |l| l.step(by * n / 2));
                } else {
                    self.scroll_pane(cx, by.saturating_mul(n));
                }
            }
            Action::Top | Action::Bottom if in_list => {
                let mut wanted = None;
                self.move_list(cx, |l| wanted = l.end(action == Action::Bottom));
                if let Some(range) = wanted {
                    cx.request_page(self.list.request(range));
                }
            }
            Action::Top | Action::Bottom => self.pane.end(action == Action::Bottom),
            Action::Left => {
                if in_list {
                    self.move_list(cx, |l| {
                        l.left();
                    });
                } else {
                    self.focus_on(cx, Focus::List);
                }
            }
            Action::Right => {
                if in_list && !self.list.right() {
                    self.focus_on(cx, Focus::Pane);
                }
            }
            Action::SwitchPane => self.focus_on(cx, if in_list { Focus::Pane } else { Focus::List }),
            Action::Open => self.open_here(cx),
            Action::Back => self.back(cx),
            Action::NextSource => (0..n).for_each(|_| self.move_list(cx, |l| l.next_source(1))),
            Action::PreviousSource => (0..n).for_each(|_| self.move_list(cx, |l| l.next_source(-1))),
            Action::NextStory | Action::PreviousStory => {
                let by = if action == Action::NextStory { n } else { -n };
                let mut moved = false;
                self.move_list(cx, |l| moved = l.next_story(by));
                if !moved {
                    cx.say(if by > 0 { "this is the last story" } else { "this is the first story" });
                }
            }
            Action::NextUnread => {
                let mut found = false;
                self.move_list(cx, |l| found = l.next_unread());
                if found {
                    self.focus_on(cx, Focus::Pane);
                } else if self.list.unread() == 0 {
                    cx.say("everything here is read");
                } else {
                    // Of a long list only what is near is at hand.
                    let only = cx.way_to(Place::Reading, Action::OnlyUnread);
                    let unread = phrases::count(self.list.unread(), "article", "articles");
                    cx.say(format!("everything near here is read; {only} shows the {unread} that are not"));
                }
            }
            Action::Fold => self.move_list(cx, StoryList::toggle),
            Action::Bullets => self.go_to_bullets(cx),
            Action::Next | Action::Previous => {
                if self.pane.finding.is_some() {
                    self.pane.next_found(if action == Action::Next { n } else { -n });
                } else {
                    cx.say_keyed(
                        Place::Reading,
                        "nothing is being looked for: {find} finds in the article, {compare} compares",
                    );
                }
            }
            Action::FollowLink => self.label_links(cx),
            Action::Mark => self.mark_for_comparison(cx),
            Action::Compare => self.compare_here(cx),
            Action::Coverage => {
                if let Some(row) = self.list.row().cloned() {
                    coverage::open(row, cx);
                }
            }
            Action::Filter => {
                let text = self.list.fuzzy.clone();
                self.focus = Focus::List;
                cx.prompt(Purpose::Filter, &text);
            }
            Action::OnlyUnread => self.refilter(cx, |f| f.unread = !f.unread),
            Action::OnlyStarred => self.refilter(cx, |f| f.starred = !f.starred),
            Action::OnlyGroup => self.filter_by_group(cx, |f| &mut f.group),
            Action::OnlyBlindspot => self.filter_by_group(cx, |f| &mut f.blindspot),
            Action::SortShelf => self.sort(cx, Order::Shelf, "as it comes"),
            Action::SortTime => self.sort(cx, Order::Time, "by time, the latest first"),
            Action::SortCoverage => self.sort(cx, Order::Coverage, "by number of sources"),
            Action::SortSource => self.sort(cx, Order::Source, "by source"),
            Action::Read => self.toggle_read(cx),
            Action::Star => self.toggle_star(cx),
            Action::Note => self.write_note(cx),
            Action::FrontPage => front_page::open(cx),
            Action::Undo => self.undo_last(cx),
            Action::Pictures => self.toggle_pictures(cx),
            Action::Versions => {
                if let Some(key) = self.current_article() {
                    cx.request_version(key, 0);
                }
            }
            Action::Merge => self.merge(cx),
            Action::Split => self.split(cx),
            Action::Browser => browser::open_article(cx, self.pane.article()),
            Action::Copy => self.copy(cx),
            other => cx.refuse(Place::Reading, other, "works in the comparison: {compare} opens it"),
        }
    }

    pub(crate) fn scroll_pane(&mut self, cx: &mut ViewContext, by: isize) {
        self.pane.scroll(by);
        if self.pane.at_end() {
            self.seen(cx);
        }
    }

    /// Moves in the list; what is under its cursor then shows.
    pub(crate) fn move_list(&mut self, cx: &mut ViewContext, step: impl FnOnce(&mut StoryList)) {
        step(&mut self.list);
        self.history.clear();
        self.show_under_cursor(cx);
        if let Some(range) = self.list.wanted()
            && self.list.fuzzy.is_empty()
            && cx.in_flight.page.is_none()
        {
            cx.request_page(self.list.request(range));
        }
    }

    /// Shows what is under the list's cursor, and reads what will probably come next.
    pub(crate) fn show_under_cursor(&mut self, cx: &mut ViewContext) {
        let under = self.list.under();
        let subject = under.map(|(story, article)| match article {
            Some(key) => Subject::Article(story, key),
            None => match self.list.row().map(|r| r.articles.as_slice()) {
                // A story with one source is that source's article.
                Some([only]) => Subject::Article(story, only.key),
                _ => Subject::Story(story),
            },
        });
        self.pane.show(subject);
        match subject {
            Some(Subject::Article(_, key)) => {
                cx.request_article(key, Priority::Now);
                if self.focus == Focus::Pane {
                    self.seen(cx);
                }
            }
            Some(Subject::Story(_)) => {
                self.request_contradictions(cx);
                if let Some(row) = self.list.row().cloned() {
                    cx.request_story(row, Priority::Now);
                }
            }
            None => {}
        }
        self.read_ahead(cx);
    }

    /// Has workers do what will probably be asked for next.
    pub(crate) fn read_ahead(&mut self, cx: &mut ViewContext) {
        let sources: Vec<ArticleKey> =
            self.list.row().map(|r| r.articles.iter().take(12).map(|a| a.key).collect()).unwrap_or_default();
        for key in sources {
            cx.request_article(key, Priority::Soon);
        }
        if let Some(row) = self.list.beside(1).cloned().filter(|r| r.articles.len() > 1) {
            cx.request_story(row, Priority::Soon);
        }
        let here = self.current_article();
        if let Some((left, right)) = here.and_then(|key| Some((key, self.counterpart(key)?))) {
            cx.request_comparison_ahead(left, right);
        }
    }

    /// Asks for what contradicts the bullets of the story that shows, whose page is there meanwhile: one story at a time,
    /// however quickly the reader goes through the list.
    pub(super) fn request_contradictions(&mut self, cx: &mut ViewContext) {
        let Some(Subject::Story(key)) = self.pane.subject else { return };
        if self.covering.is_some_and(|k| cx.in_flight.coverages.contains(&k)) || cx.cache.coverages.contains_key(&key) {
            return;
        }
        if let Some(row) = cx.cache.stories.get(&key).map(|brief| brief.row.clone()) {
            self.covering = Some(key);
            cx.request_coverage_ahead(row);
        }
    }

    /// Asks for what the pane shows: an article, or a story's bullets.
    pub(super) fn request_subject(&mut self, cx: &mut ViewContext) {
        match self.pane.subject {
            Some(Subject::Article(_, key)) => cx.request_article(key, Priority::Now),
            Some(Subject::Story(_)) => {
                if let Some(row) = self.list.row().cloned() {
                    cx.request_story(row, Priority::Now);
                }
            }
            None => {}
        }
    }

    pub(crate) fn focus_on(&mut self, cx: &mut ViewContext, focus: Focus) {
        if focus == Focus::Pane && self.pane.subject.is_none() {
            return;
        }
        self.focus = focus;
        if focus == Focus::Pane {
            self.seen(cx);
        } else {
            // Opened again, it is read again.
            self.seen = None;
            self.pane.on_bullet(None);
        }
    }

    /// The article shown counts as read.
    pub(crate) fn seen(&mut self, cx: &mut ViewContext) {
        let key = self.pane.article();
        if self.seen == key {
            return;
        }
        self.seen = None;
        if let Some(key) = key
            && self.list.article(key).is_some_and(|a| !a.read)
        {
            self.seen = Some(key);
            let copies = self.set_read_once(cx, key);
            if copies > 0 && cx.notice.is_none() {
                cx.say(format!("read, and with it {} of the same text", phrases::count(copies, "reprint", "reprints")));
            }
        }
    }

    pub(crate) fn open_here(&mut self, cx: &mut ViewContext) {
        if self.focus == Focus::List {
            if self.list.open_run() {
                return;
            }
            if self.pane.article().is_none() {
                // A story opens in place the first time; what it says is beside it already.
                self.list.right();
            }
            return self.focus_on(cx, Focus::Pane);
        }
        let target = match (self.pane.bullet, self.pane.subject) {
            (Some(b), Some(Subject::Article(_, key))) => {
                cx.cache.articles.get(&key).and_then(|r| r.bullets.as_ref()?.place(b)).map(|id| (None, id))
            }
            (Some(b), Some(Subject::Story(key))) => cx.cache.stories.get(&key).and_then(|s| {
                let support = s.bullets.get(b)?.support.first()?;
                Some((Some((key, s.row.articles.get(support.article)?.key)), *support.sentences.first()?))
            }),
            _ => {
                // From a sentence back to the bullet.
                if self.pane.came_from.is_none() && self.pane.lit.is_some() && self.go_back(cx) {
                    return;
                }
                if let Some(b) = self.pane.came_from.take() {
                    self.pane.on_bullet(Some(b));
                } else if self.pane.bullets > 0 {
                    self.pane.on_bullet(Some(0));
                    cx.say_keyed(Place::Reading, "{open} leads from a bullet to its sentence, and back");
                }
                return;
            }
        };
        let Some((article, id)) = target else {
            return cx.say("this bullet names no sentence of the text");
        };
        let bullet = self.pane.bullet.take();
        match article {
            None => {
                self.pane.came_from = bullet;
                self.pane.lead_to(sentence_key(id));
            }
            Some((story, key)) => {
                self.pane.bullet = bullet;
                self.set_off(Vec::new(), Subject::Article(story, key), None);
                self.go_to(cx, Subject::Article(story, key), Some(id));
            }
        }
    }

    /// Notes where one is before an article is opened from there, and the views that lay over it.
    pub(crate) fn set_off(&mut self, views: Vec<Box<dyn View>>, to: Subject, query: Option<String>) {
        self.history.push(Visited {
            to,
            views,
            query,
            under: self.list.under(),
            subject: self.pane.subject,
            top: self.pane.top,
            bullet: self.pane.bullet,
            focus: self.focus,
        });
    }

    /// Goes back to where the article shown was opened from. Answers whether there is such a place.
    fn go_back(&mut self, cx: &mut ViewContext) -> bool {
        let Some(visited) = self.history.pop(self.pane.subject) else { return false };
        if let Some((story, article)) = visited.under {
            self.list.put_on(story, article);
        }
        self.pane.show(visited.subject);
        self.pane.return_to(visited.top, visited.bullet);
        self.focus = visited.focus;
        self.request_subject(cx);
        if !visited.views.is_empty() {
            cx.restore(visited.views);
        }
        true
    }

    /// Shows an article or a story, at a sentence if one is given.
    pub(crate) fn go_to(&mut self, cx: &mut ViewContext, to: Subject, sentence: Option<SentenceId>) {
        match to {
            Subject::Article(story, key) => self.list.put_on(story, Some(key)),
            Subject::Story(story) => self.list.put_on(story, None),
        }
        self.pane.show(Some(to));
        (self.pane.came_from, self.pane.bullet) = (None, None);
        self.focus = Focus::Pane;
        if let Some(id) = sentence {
            self.pane.go_to = Some(id);
            self.pane.invalidate();
        }
        self.request_subject(cx);
        self.seen(cx);
    }

    pub(crate) fn go_to_bullets(&mut self, cx: &mut ViewContext) {
        if self.pane.bullet.is_some() {
            return self.pane.on_bullet(None);
        }
        if self.pane.bullets == 0 {
            return cx.say("there are no bullets here");
        }
        self.focus_on(cx, Focus::Pane);
        self.pane.on_bullet(Some(self.pane.came_from.unwrap_or(0)));
        cx.say_keyed(Place::Reading, "{down} {up} choose a bullet, {open} goes to its sentence, {back} leads back");
    }

    /// Closes what is open, the innermost first.
    pub(crate) fn back(&mut self, cx: &mut ViewContext) {
        if cx.progress.is_some() {
            cx.stop.store(true, Ordering::SeqCst);
            return cx.say("stopping …");
        }
        // What a search over all articles looked for goes with the article that it found.
        let brought = self.history.query(self.pane.subject);
        let own = self.pane.finding.as_ref().is_some_and(|f| Some(f.query.as_str()) != brought);
        if own {
            self.pane.finding = None;
            return;
        }
        if self.pane.bullet.is_some() {
            return self.pane.on_bullet(None);
        }
        if self.pane.lit.is_some() && self.pane.came_from.is_some() {
            let bullet = self.pane.came_from.take();
            return self.pane.on_bullet(bullet);
        }
        if self.focus == Focus::Pane && self.go_back(cx) {
            return;
        }
        if self.pane.finding.take().is_some() {
            return;
        }
        if self.pane.lit.is_some() {
            return self.pane.on_bullet(None);
        }
        if self.focus == Focus::Pane && self.pane.subject.is_some() {
            return self.focus_on(cx, Focus::List);
        }
        if !self.list.fuzzy.is_empty() || self.list.filter != Filter::default() {
            self.list.fuzzy.clear();
            self.list.filter = Filter::default();
            return self.request_list(cx);
        }
        if self.mark.take().is_some() {
            return cx.say("no article is marked any more");
        }
        let quit = cx.key_of(Place::Reading, Action::Quit);
        cx.say(format!("{} quits", quit.unwrap_or_else(|| ":quit".into())));
    }

    fn refilter(&mut self, cx: &mut ViewContext, change: impl FnOnce(&mut Filter)) {
        change(&mut self.list.filter);
        self.request_list(cx);
    }

    /// Goes through the reader's groups of sources with one part of the filter, and to none after the last.
    fn filter_by_group(&mut self, cx: &mut ViewContext, part: impl Fn(&mut Filter) -> &mut Option<String>) {
        let groups = cx.shelf.as_ref().map(|s| s.groups()).unwrap_or_default();
        if groups.is_empty() {
            return cx.say("no source is in a group: sources.toml in your configuration folder says which is in which");
        }
        let chosen = part(&mut self.list.filter);
        let next = match &*chosen {
            Some(now) => groups.iter().position(|g| g == now).map_or(0, |i| i + 1),
            None => 0,
        };
        *chosen = groups.into_iter().nth(next);
        self.request_list(cx);
    }

    fn sort(&mut self, cx: &mut ViewContext, order: Order, name: &str) {
        self.list.order = order;
        self.request_list(cx);
        cx.say(format!("sorted {name}"));
    }
}
