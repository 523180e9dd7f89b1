//! What keys do in the reading view: moving in the list, in the text, from bullets to sentences.

use std::sync::atomic::Ordering;

use super::{
    app::{App, Focus, Left, View},
    jobs::Rank,
    views::{
        prompt::{Prompt, Purpose},
        reader::Subject,
    },
};
use crate::{
    article::SentenceId,
    config::{
        action::Action,
        keys::{Code, Key},
    },
    shelf::{ArticleKey, Filter, Order, StoryKey},
};

/// Letters for links, those under the fingers first.
const HINTS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// The most places that one can go back to.
const LONGEST_TRAIL: usize = 50;

impl App {
    pub(crate) fn act_reading(&mut self, action: Action, n: isize) {
        let in_list = self.focus == Focus::List;
        match action {
            Action::Down | Action::Up => {
                let by = if action == Action::Down { n } else { -n };
                match self.reader.bullet {
                    _ if in_list => self.move_list(|l| l.step(by)),
                    Some(b) => self.reader.on_bullet(Some(b.saturating_add_signed(by))),
                    None => self.scroll(by),
                }
            }
            Action::PageDown | Action::PageUp | Action::HalfDown | Action::HalfUp => {
                let screen = self.reader.screen();
                let by = match action {
                    Action::PageDown => screen,
                    Action::PageUp => -screen,
                    Action::HalfDown => (screen / 2).max(1),
                    _ => -(screen / 2).max(1),
                };
                if in_list && self.layout.pane.is_none() {
                    self.move_list(|l| l.step(by * n / 2));
                } else {
                    self.scroll(by.saturating_mul(n));
                }
            }
            Action::Top | Action::Bottom if in_list => {
                let mut wanted = None;
                self.move_list(|l| wanted = l.end(action == Action::Bottom));
                if let Some(range) = wanted {
                    self.ask_page(range);
                }
            }
            Action::Top | Action::Bottom => self.reader.end(action == Action::Bottom),
            Action::Left => {
                if in_list {
                    self.move_list(|l| {
                        l.left();
                    });
                } else {
                    self.focus_on(Focus::List);
                }
            }
            Action::Right => {
                if in_list && !self.list.right() {
                    self.focus_on(Focus::Pane);
                }
            }
            Action::SwitchPane => self.focus_on(if in_list { Focus::Pane } else { Focus::List }),
            Action::Open => self.open_here(),
            Action::Back => self.back(),
            Action::NextSource => (0..n).for_each(|_| self.move_list(|l| l.next_source(1))),
            Action::PreviousSource => (0..n).for_each(|_| self.move_list(|l| l.next_source(-1))),
            Action::NextStory | Action::PreviousStory => {
                let by = if action == Action::NextStory { n } else { -n };
                let mut moved = false;
                self.move_list(|l| moved = l.next_story(by));
                if !moved {
                    self.say(if by > 0 { "this is the last story" } else { "this is the first story" });
                }
            }
            Action::NextUnread => {
                let mut found = false;
                self.move_list(|l| found = l.next_unread());
                if found {
                    self.focus_on(Focus::Pane);
                } else {
                    self.say("everything here is read");
                }
            }
            Action::Fold => self.list.toggle(),
            Action::Bullets => self.go_to_bullets(),
            Action::Next | Action::Previous => {
                if self.reader.finding.is_some() {
                    self.reader.next_found(if action == Action::Next { n } else { -n });
                } else {
                    self.say("nothing is being looked for: / finds in the article, d compares");
                }
            }
            Action::FollowLink => self.hint_links(),
            Action::Mark => self.mark(),
            Action::Compare => self.compare(),
            Action::Coverage => {
                if let Some(row) = self.list.row().cloned() {
                    self.cover(row);
                }
            }
            Action::Filter => {
                let text = self.list.fuzzy.clone();
                self.focus = Focus::List;
                self.prompt = Some(Prompt::new(Purpose::Filter, &text));
            }
            Action::OnlyUnread => self.refilter(|f| f.unread = !f.unread),
            Action::OnlyStarred => self.refilter(|f| f.starred = !f.starred),
            Action::OnlyGroup => self.filter_by_group(|f| &mut f.group),
            Action::OnlyBlindspot => self.filter_by_group(|f| &mut f.blindspot),
            Action::SortShelf => self.sort(Order::Shelf, "as it comes"),
            Action::SortTime => self.sort(Order::Time, "by time, the latest first"),
            Action::SortCoverage => self.sort(Order::Coverage, "by number of sources"),
            Action::SortSource => self.sort(Order::Source, "by source"),
            Action::Read => self.toggle_read(),
            Action::Star => self.toggle_star(),
            Action::Note => self.write_note(),
            Action::Versions => self.open_version(0),
            Action::Merge => self.merge(),
            Action::Split => self.split(),
            Action::Browser => self.browse(self.reader.article()),
            Action::Copy => self.copy(),
            other => self.refuse(other, "works in the comparison: d opens it"),
        }
    }

    pub(crate) fn scroll(&mut self, by: isize) {
        self.reader.scroll(by);
        if self.reader.at_end() {
            self.seen();
        }
    }

    /// Moves in the list; what is under its cursor then shows.
    pub(crate) fn move_list(&mut self, step: impl FnOnce(&mut crate::tui::views::list::List)) {
        step(&mut self.list);
        self.trail.clear();
        self.show_under_cursor();
        if let Some(range) = self.list.wanted()
            && self.list.fuzzy.is_empty()
            && self.jobs.page.is_none()
        {
            self.ask_page(range);
        }
    }

    /// Shows what is under the list's cursor, and reads what will probably come next.
    pub(crate) fn show_under_cursor(&mut self) {
        let under = self.list.under();
        let subject = under.map(|(story, article)| match article {
            Some(key) => Subject::Article(story, key),
            None => match self.list.row().map(|r| r.articles.as_slice()) {
                // A story with one source is that source's article.
                Some([only]) => Subject::Article(story, only.key),
                _ => Subject::Story(story),
            },
        });
        self.reader.show(subject);
        match subject {
            Some(Subject::Article(_, key)) => {
                self.ask_article(key, Rank::Now);
                if self.focus == Focus::Pane {
                    self.seen();
                }
            }
            Some(Subject::Story(_)) => {
                if let Some(row) = self.list.row().cloned() {
                    self.ask_story(row, Rank::Now);
                }
            }
            None => {}
        }
        self.read_ahead();
    }

    /// Has workers do what will probably be asked for next.
    pub(crate) fn read_ahead(&mut self) {
        let sources: Vec<ArticleKey> =
            self.list.row().map(|r| r.articles.iter().take(12).map(|a| a.key).collect()).unwrap_or_default();
        for key in sources {
            self.ask_article(key, Rank::Soon);
        }
        if let Some(row) = self.list.beside(1).cloned().filter(|r| r.articles.len() > 1) {
            self.ask_story(row, Rank::Soon);
        }
        let here = self.current_article();
        if let Some((left, right)) = here.and_then(|key| Some((key, self.other_voice(key)?))) {
            self.ask_comparison_ahead(left, right);
        }
    }

    pub(crate) fn focus_on(&mut self, focus: Focus) {
        if focus == Focus::Pane && self.reader.subject.is_none() {
            return;
        }
        self.focus = focus;
        if focus == Focus::Pane {
            self.seen();
        } else {
            self.reader.on_bullet(None);
        }
    }

    /// The article shown counts as read.
    pub(crate) fn seen(&mut self) {
        if let Some(key) = self.reader.article()
            && self.list.article(key).is_some_and(|a| !a.read)
        {
            self.set_read(key, true);
        }
    }

    pub(crate) fn open_here(&mut self) {
        if self.focus == Focus::List {
            if self.reader.article().is_none() {
                // A story opens in place the first time; what it says is beside it already.
                self.list.right();
            }
            return self.focus_on(Focus::Pane);
        }
        let target = match (self.reader.bullet, self.reader.subject) {
            (Some(b), Some(Subject::Article(_, key))) => {
                self.store.articles.get(&key).and_then(|r| r.bullets.as_ref()?.place(b)).map(|id| (None, id))
            }
            (Some(b), Some(Subject::Story(key))) => self.store.stories.get(&key).and_then(|s| {
                let support = s.bullets.get(b)?.support.first()?;
                Some((Some((key, s.row.articles.get(support.article)?.key)), *support.sentences.first()?))
            }),
            _ => {
                // From a sentence back to the bullet.
                if self.reader.came_from.is_none() && self.reader.lit.is_some() && self.go_back() {
                    return;
                }
                if let Some(b) = self.reader.came_from.take() {
                    self.reader.on_bullet(Some(b));
                } else if self.reader.bullets > 0 {
                    self.reader.on_bullet(Some(0));
                    self.say("enter leads from a bullet to its sentence, and back");
                }
                return;
            }
        };
        let Some((article, id)) = target else {
            return self.say("this bullet names no sentence of the text");
        };
        let bullet = self.reader.bullet.take();
        match article {
            None => {
                self.reader.came_from = bullet;
                self.reader.lead_to(super::typeset::sentence_key(id));
            }
            Some((story, key)) => {
                self.reader.bullet = bullet;
                self.set_off(None, key);
                self.go_to(story, key, Some(id));
            }
        }
    }

    /// Notes where one is before an article is opened from there: in a view that is open, or in the reading view.
    pub(crate) fn set_off(&mut self, view: Option<View>, to: ArticleKey) {
        let mut views = std::mem::take(&mut self.views);
        views.extend(view);
        self.trail.push(Left {
            to,
            views,
            under: self.list.under(),
            subject: self.reader.subject,
            top: self.reader.top,
            bullet: self.reader.bullet,
            focus: self.focus,
        });
        if self.trail.len() > LONGEST_TRAIL {
            self.trail.remove(0);
        }
    }

    /// Goes back to where the article shown was opened from. Answers whether there is such a place.
    fn go_back(&mut self) -> bool {
        let here = self.reader.article();
        let Some(left) = self.trail.pop_if(|l| here == Some(l.to)) else {
            self.trail.clear();
            return false;
        };
        if let Some((story, article)) = left.under {
            self.list.put_on(story, article);
        }
        self.reader.show(left.subject);
        self.reader.return_to(left.top, left.bullet);
        self.focus = left.focus;
        match left.subject {
            Some(Subject::Article(_, key)) => self.ask_article(key, Rank::Now),
            Some(Subject::Story(_)) => {
                if let Some(row) = self.list.row().cloned() {
                    self.ask_story(row, Rank::Now);
                }
            }
            None => {}
        }
        self.views = left.views;
        true
    }

    /// Shows an article, at a sentence if one is given.
    pub(crate) fn go_to(&mut self, story: StoryKey, key: ArticleKey, sentence: Option<SentenceId>) {
        self.list.put_on(story, Some(key));
        self.reader.show(Some(Subject::Article(story, key)));
        (self.reader.came_from, self.reader.bullet) = (None, None);
        self.focus = Focus::Pane;
        if let Some(id) = sentence {
            self.reader.go_to = Some(id);
            self.reader.forget_setting();
        }
        self.ask_article(key, Rank::Now);
        self.seen();
    }

    pub(crate) fn go_to_bullets(&mut self) {
        if self.reader.bullet.is_some() {
            return self.reader.on_bullet(None);
        }
        if self.reader.bullets == 0 {
            return self.say("there are no bullets here");
        }
        self.focus_on(Focus::Pane);
        self.reader.on_bullet(Some(self.reader.came_from.unwrap_or(0)));
        self.say("j k choose a bullet, enter goes to its sentence, esc leads back");
    }

    /// Closes what is open, the innermost first.
    pub(crate) fn back(&mut self) {
        if self.progress.is_some() {
            self.stop.store(true, Ordering::SeqCst);
            return self.say("stopping …");
        }
        let brought = match self.trail.last().and_then(|l| l.views.last()) {
            Some(View::Search(r)) => Some(r.query.as_str()),
            _ => None,
        };
        // What a search over all articles looked for goes with the article that it found.
        let own = self.reader.finding.as_ref().is_some_and(|f| Some(f.query.as_str()) != brought);
        if own {
            self.reader.finding = None;
            return;
        }
        if self.reader.bullet.is_some() {
            return self.reader.on_bullet(None);
        }
        if self.reader.lit.is_some() && self.reader.came_from.is_some() {
            let bullet = self.reader.came_from.take();
            return self.reader.on_bullet(bullet);
        }
        if self.focus == Focus::Pane && self.go_back() {
            return;
        }
        if self.reader.finding.take().is_some() {
            return;
        }
        if self.reader.lit.is_some() {
            return self.reader.on_bullet(None);
        }
        if self.focus == Focus::Pane && self.reader.subject.is_some() {
            return self.focus_on(Focus::List);
        }
        if !self.list.fuzzy.is_empty() || self.list.filter != Filter::default() {
            self.list.fuzzy.clear();
            self.list.filter = Filter::default();
            return self.ask_list();
        }
        if self.mark.take().is_some() {
            return self.say("no article is marked any more");
        }
        let quit = self.config.keymap.keys_of(self.place(), Action::Quit).into_iter().next();
        self.say(format!("{} quits", quit.unwrap_or_else(|| ":quit".into())));
    }

    pub(crate) fn hint_links(&mut self) {
        let links = self.reader.article().and_then(|k| self.store.articles.get(&k)).map(|r| r.article.links.len());
        match links {
            None => self.say("open an article first"),
            Some(0) => self.say("this article has no links"),
            Some(_) => {
                self.focus_on(Focus::Pane);
                self.reader.hints = true;
            }
        }
    }

    /// The links one can follow now, each with its letter.
    pub(crate) fn hints(&self) -> Vec<(char, &crate::article::Link)> {
        let Some(read) = self.reader.article().and_then(|k| self.store.articles.get(&k)) else { return Vec::new() };
        let mut links = self.reader.visible_links(&read.article);
        if links.is_empty() {
            links = (0..read.article.links.len()).collect();
        }
        HINTS.chars().zip(links.into_iter().map(|i| &read.article.links[i])).collect()
    }

    pub(crate) fn hinted(&mut self, key: Key) {
        self.reader.hints = false;
        if let Code::Char(c) = key.code {
            let url = self.hints().into_iter().find(|(h, _)| *h == c).map(|(_, l)| l.url.clone());
            match url {
                Some(url) => self.visit(&url),
                None => self.say("no link has this letter"),
            }
        }
    }
}
