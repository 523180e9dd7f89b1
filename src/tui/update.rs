//! A message comes in: the state changes, and what is to be done is noted.

use std::{
    process::ExitCode,
    sync::{Arc, atomic::Ordering},
};

use super::{
    Msg,
    app::{App, Effect, Focus, View},
    input::Pointer,
    jobs::{JobId, Rank},
    store::{self, Briefed, Compared, Covered, Opening, Read},
    views::{
        compare::{Comparing, panel::Tab},
        coverage::Matrix,
        footer::Note,
        help::Help,
        prompt::{Prompt, Purpose, Typed, fuzzy},
        reader::{Subject, texts},
        search::Results,
    },
};
use crate::{
    article::SentenceId,
    compare::Side,
    config::{
        Config,
        action::Action,
        keys::{Code, Key, Meaning, spelled},
    },
    shelf::{ArticleKey, Filter, Hit, Order, Page, Step, StoryKey, StoryRow},
};

/// What a worker found.
pub(crate) enum Answer {
    /// What is to be read is there.
    Opened(JobId, Result<Opening, String>),
    /// How far work in the background is.
    Step(JobId, Step),
    /// A run of the list.
    Page(JobId, usize, Result<Page, String>),
    /// An article.
    Article(ArticleKey, Result<Read, String>),
    /// A story's bullets.
    Story(StoryKey, Result<Briefed, String>),
    /// A comparison.
    Compared((ArticleKey, ArticleKey), Result<Box<Compared>, String>),
    /// A coverage.
    Covered(StoryKey, Result<Box<Covered>, String>),
    /// What a search found.
    Hits(JobId, Result<Vec<Hit>, String>),
    /// The subscriptions are updated.
    Fetched(JobId, Result<(), String>),
    /// Something was done, or could not be.
    Told(Note),
}

/// The most that a count repeats.
const MOST_TIMES: usize = 9999;

/// Letters for links, those under the fingers first.
const HINTS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// Stories that a filter looks through.
const MOST_FILTERED: usize = 20_000;

impl App {
    /// Takes a message in. Answers whether anything is to be drawn.
    pub(crate) fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => match self.prompt.as_mut().map(|p| p.paste(&text)) {
                Some(typed) => self.typed(typed),
                None => return false,
            },
            Msg::Resize(columns, rows) => {
                let same = self.size == (columns, rows);
                self.size = (columns, rows);
                return !same;
            }
            Msg::Mouse(pointer) => return self.pointer(pointer),
            Msg::Answer(answer) => return self.answer(*answer),
            Msg::Broke(what) => self.broke(&what),
            Msg::Stop => self.effects.push(Effect::Suspend),
            Msg::GoesOn => self.effects.push(Effect::Redraw),
            Msg::End(signal) => {
                self.effects.push(Effect::Quit(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))));
                return false;
            }
            Msg::InputLost => {
                self.effects.push(Effect::Quit(ExitCode::FAILURE));
                return false;
            }
            Msg::Paused => {
                self.pending.hint = !self.pending.keys.is_empty();
                return self.pending.hint;
            }
            Msg::ConfigChanged => self.configure(),
        }
        true
    }

    fn key(&mut self, key: Key) {
        self.note = None;
        if let Some(prompt) = self.prompt.as_mut() {
            let typed = prompt.key(key);
            return self.typed(typed);
        }
        if self.reader.hints && self.views.is_empty() {
            return self.hinted(key);
        }
        if key == Key::named("esc") && (self.pending.count.is_some() || !self.pending.keys.is_empty()) {
            self.pending = Default::default();
            return;
        }
        if let (Code::Char(c @ '0'..='9'), false, false, true) =
            (key.code, key.ctrl, key.alt, self.pending.keys.is_empty())
            && (c != '0' || self.pending.count.is_some())
            && self.config.keymap.meaning(self.place(), &[key]) == Meaning::Nothing
        {
            let digit = usize::from(u8::try_from(u32::from(c) - 48).unwrap_or(0));
            self.pending.count = Some((self.pending.count.unwrap_or(0) * 10 + digit).min(MOST_TIMES));
            return;
        }
        self.pending.keys.push(key);
        match self.config.keymap.meaning(self.place(), &self.pending.keys) {
            Meaning::Begins => {}
            Meaning::Action(action) => {
                let times = self.pending.count.unwrap_or(1);
                self.pending = Default::default();
                self.act(action, times);
            }
            Meaning::Nothing => {
                let keys = spelled(&self.pending.keys);
                self.pending = Default::default();
                let help = self.config.keymap.keys_of(self.place(), Action::Help).into_iter().next();
                let help = help.map_or(String::new(), |k| format!("; {k} lists the keys"));
                self.say(format!("{keys} does nothing here{help}"));
            }
        }
    }

    /// Does an action, some times over if it is one that repeats.
    pub(crate) fn act(&mut self, action: Action, times: usize) {
        let n = isize::try_from(if action.repeats() { times.max(1) } else { 1 }).unwrap_or(1);
        if self.everywhere(action) {
            return;
        }
        let Some(view) = self.views.pop() else { return self.act_reading(action, n) };
        // The view is out of the stack while it acts, so that it can change the rest; it goes back unless it closed.
        match view {
            View::Comparing(mut c) => {
                let stays = self.act_comparing(&mut c, action, n);
                self.keep(View::Comparing(c), stays);
            }
            View::Coverage(mut m) => {
                let stays = self.act_coverage(&mut m, action, n);
                self.keep(View::Coverage(m), stays);
            }
            View::Search(mut r) => {
                let stays = self.act_search(&mut r, action, n);
                self.keep(View::Search(r), stays);
            }
            View::Help(mut h) => {
                let stays = self.act_help(&mut h, action, n);
                self.keep(View::Help(h), stays);
            }
        }
    }

    /// Puts a view back below whatever it opened.
    fn keep(&mut self, view: View, stays: Stays) {
        match stays {
            Stays::Yes => self.views.push(view),
            Stays::Below => {
                let at = self.views.len().saturating_sub(1);
                self.views.insert(at, view);
            }
            Stays::No => {}
        }
    }

    /// What means the same in every view. Answers whether the action was one of these.
    fn everywhere(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Mouse => {
                self.mouse = !self.mouse;
                self.effects.push(Effect::Mouse(self.mouse));
                let state = if self.mouse { "on; the terminal's own selection needs shift now" } else { "off" };
                self.say(format!("mouse {state}"));
            }
            Action::Theme => {
                let names = self.config.themes();
                let at = names.iter().position(|n| *n == self.theme).map_or(0, |i| (i + 1) % names.len().max(1));
                if let Some(name) = names.get(at) {
                    self.put_on(&name.clone());
                    self.say(format!("theme {name}"));
                }
            }
            Action::Palette => self.prompt = Some(Prompt::new(Purpose::Palette, "")),
            Action::Search => self.prompt = Some(Prompt::new(Purpose::Search, "")),
            Action::Help if !matches!(self.views.last(), Some(View::Help(_))) => {
                self.views.push(View::Help(Box::new(Help::new(self.place(), &self.config.keymap))));
            }
            Action::Find if !matches!(self.views.last(), Some(View::Coverage(_) | View::Search(_))) => {
                self.prompt = Some(Prompt::new(Purpose::Find, ""));
            }
            Action::Reload => self.reload(),
            Action::Export => self.propose_export(),
            Action::Pipe => {
                let command = self.config.pipe.clone();
                self.prompt = Some(Prompt::new(Purpose::Pipe, &command));
            }
            _ => return false,
        }
        true
    }

    fn quit(&mut self) {
        self.remember();
        self.stop.store(true, Ordering::SeqCst);
        self.effects.push(Effect::Quit(ExitCode::SUCCESS));
    }

    // ---- the reading view ----

    fn act_reading(&mut self, action: Action, n: isize) {
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
            Action::Top | Action::Bottom if in_list => self.move_list(|l| l.end(action == Action::Bottom)),
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
            Action::SortShelf => self.sort(Order::Shelf, "as it comes"),
            Action::SortTime => self.sort(Order::Time, "by time, the latest first"),
            Action::SortCoverage => self.sort(Order::Coverage, "by number of sources"),
            Action::SortSource => self.sort(Order::Source, "by source"),
            Action::Read => self.toggle_read(),
            Action::Star => self.toggle_star(),
            Action::Browser => self.browse(self.reader.article()),
            Action::Copy => self.copy(),
            other => self.say(format!("{} works in the comparison: d opens it", other.name())),
        }
    }

    fn scroll(&mut self, by: isize) {
        self.reader.scroll(by);
        if self.reader.at_end() {
            self.seen();
        }
    }

    /// Moves in the list; what is under its cursor then shows.
    fn move_list(&mut self, step: impl FnOnce(&mut crate::tui::views::list::List)) {
        step(&mut self.list);
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
            Some(Subject::Story(_)) => self.ask_story(),
            None => {}
        }
        let sources: Vec<ArticleKey> =
            self.list.row().map(|r| r.articles.iter().take(12).map(|a| a.key).collect()).unwrap_or_default();
        for key in sources {
            self.ask_article(key, Rank::Soon);
        }
    }

    fn focus_on(&mut self, focus: Focus) {
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
    fn seen(&mut self) {
        if let Some(key) = self.reader.article()
            && self.list.article(key).is_some_and(|a| !a.read)
        {
            self.set_read(key, true);
        }
    }

    fn open_here(&mut self) {
        if self.focus == Focus::List {
            if self.reader.article().is_none() {
                // A story opens in place the first time; what it says is beside it already.
                self.list.right();
            }
            return self.focus_on(Focus::Pane);
        }
        let target = match (self.reader.bullet, self.reader.subject) {
            (Some(b), Some(Subject::Article(_, key))) => self
                .store
                .articles
                .get(&key)
                .and_then(|r| r.bullets.as_ref()?.items.get(b)?.sentences.first().copied())
                .map(|id| (None, id)),
            (Some(b), Some(Subject::Story(key))) => self.store.stories.get(&key).and_then(|s| {
                let support = s.bullets.get(b)?.support.first()?;
                Some((Some((key, s.row.articles.get(support.article)?.key)), *support.sentences.first()?))
            }),
            _ => {
                // From a sentence back to the bullet.
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
            Some((story, key)) => self.go_to(story, key, Some(id)),
        }
    }

    /// Shows an article, at a sentence if one is given.
    pub(crate) fn go_to(&mut self, story: StoryKey, key: ArticleKey, sentence: Option<SentenceId>) {
        self.list.put_on(story, Some(key));
        self.reader.show(Some(Subject::Article(story, key)));
        self.focus = Focus::Pane;
        if let Some(id) = sentence {
            self.reader.go_to = Some(id);
            self.reader.forget_setting();
        }
        self.ask_article(key, Rank::Now);
        self.seen();
    }

    fn go_to_bullets(&mut self) {
        if self.reader.bullet.is_some() {
            return self.reader.on_bullet(None);
        }
        if self.reader.bullets == 0 {
            return self.say("there are no bullets here");
        }
        self.focus_on(Focus::Pane);
        self.reader.on_bullet(Some(self.reader.came_from.unwrap_or(0)));
        self.say("j k choose a bullet, enter goes to its sentence and back, esc leaves");
    }

    /// Closes what is open, the innermost first.
    fn back(&mut self) {
        if self.progress.is_some() {
            self.stop.store(true, Ordering::SeqCst);
            return self.say("stopping …");
        }
        if self.reader.finding.take().is_some() {
            return;
        }
        if self.reader.bullet.is_some() || self.reader.lit.is_some() {
            return self.reader.on_bullet(None);
        }
        if self.focus == Focus::Pane {
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

    fn hint_links(&mut self) {
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

    fn hinted(&mut self, key: Key) {
        self.reader.hints = false;
        if let Code::Char(c) = key.code {
            let url = self.hints().into_iter().find(|(h, _)| *h == c).map(|(_, l)| l.url.clone());
            match url {
                Some(url) => self.visit(&url),
                None => self.say("no link has this letter"),
            }
        }
    }

    // ---- marking, comparing, covering ----

    fn current_article(&self) -> Option<ArticleKey> {
        self.reader.article().or_else(|| self.list.row()?.articles.first().map(|a| a.key))
    }

    fn mark(&mut self) {
        let Some(key) = self.current_article() else { return };
        if self.mark == Some(key) {
            self.mark = None;
            return self.say("not marked any more");
        }
        self.mark = Some(key);
        let source = self.list.article(key).map(|a| a.source.clone()).unwrap_or_default();
        self.say(format!("marked {source}; go to another article and press d to compare"));
    }

    fn compare(&mut self) {
        let Some(key) = self.current_article() else { return };
        let story = self.list.row().cloned();
        let next = || {
            let row = story.as_ref()?;
            let at = row.articles.iter().position(|a| a.key == key).unwrap_or(0);
            let n = row.articles.len();
            // A reprint says the same: another voice is worth more.
            let others = (1..n).map(|i| &row.articles[(at + i) % n]);
            let voice = others.clone().find(|a| a.carries.is_none() && row.articles[at].carries != Some(a.key));
            voice.or_else(|| others.clone().next()).map(|a| a.key)
        };
        let (left, right) = match self.mark.take().filter(|&m| m != key) {
            Some(marked) => (marked, key),
            None => match next() {
                Some(other) => (key, other),
                None => {
                    return self.say("only one source tells this story; mark another article with m, then d");
                }
            },
        };
        self.open_comparison(left, right, story.map(|r| r.key));
    }

    fn open_comparison(&mut self, left: ArticleKey, right: ArticleKey, story: Option<StoryKey>) {
        let mut view = Comparing::new(left, right, story);
        if let Some(done) = self.store.comparisons.get(&(left, right)) {
            view.take(Arc::clone(done));
        } else if let Some(shelf) = self.shelf.clone() {
            self.ask(Rank::Now, move |_| {
                let result = store::compared(shelf.as_ref(), left, right).map(Box::new);
                Some(Msg::Answer(Box::new(Answer::Compared((left, right), result))))
            });
        }
        self.views.push(View::Comparing(Box::new(view)));
    }

    fn cover(&mut self, row: StoryRow) {
        let mut view = Matrix::new(row.key);
        if let Some(done) = self.store.coverages.get(&row.key) {
            view.take(Arc::clone(done));
        } else if let Some(shelf) = self.shelf.clone() {
            self.ask(Rank::Now, move |_| {
                let key = row.key;
                Some(Msg::Answer(Box::new(Answer::Covered(key, store::covered(shelf.as_ref(), row).map(Box::new)))))
            });
        }
        self.views.push(View::Coverage(Box::new(view)));
    }

    fn act_comparing(&mut self, c: &mut Comparing, action: Action, n: isize) -> Stays {
        match action {
            Action::Down => c.step(n),
            Action::Up => c.step(-n),
            Action::PageDown => c.scroll(c.screen().saturating_mul(n)),
            Action::PageUp => c.scroll(c.screen().saturating_mul(-n)),
            Action::HalfDown => c.scroll((c.screen() / 2).max(1) * n),
            Action::HalfUp => c.scroll(-(c.screen() / 2).max(1) * n),
            Action::Top | Action::Bottom => c.end(action == Action::Bottom),
            Action::Left | Action::Right if c.in_panel => c.next_tab(if action == Action::Right { n } else { -n }),
            Action::SwitchPane => c.switch(),
            Action::Next | Action::Previous => {
                let forward = action == Action::Next;
                for _ in 0..n {
                    if !c.next(forward) {
                        self.say(if forward { "this is the last difference" } else { "this is the first difference" });
                        break;
                    }
                }
            }
            Action::Partner => {
                if !c.partner() {
                    self.say("nothing is moved here: the glyph of a moved passage leads to its other place");
                }
            }
            Action::Swap => c.swap(),
            Action::Stacked => c.stack(),
            Action::ReadingOrder => {
                let name = c.reorder();
                self.say(name);
            }
            Action::Quotations => c.open_tab(Tab::Quotations),
            Action::Figures => c.open_tab(Tab::Figures),
            Action::Names => c.open_tab(Tab::Names),
            Action::Changes => c.open_tab(Tab::Changes),
            Action::Nearest => c.open_tab(Tab::Nearest),
            Action::Open => {
                if !c.choose() {
                    return self.leave_for(c);
                }
            }
            Action::PickOther | Action::NextSource | Action::PreviousSource => {
                let by = if action == Action::PreviousSource { -1 } else { 1 };
                return self.pick_other(c, by);
            }
            Action::Compare => return Stays::No,
            Action::Coverage => {
                if let Some(row) = c.story.and_then(|k| self.list.rows.iter().find(|r| r.key == k)).cloned() {
                    self.cover(row);
                    return Stays::Below;
                }
            }
            Action::Browser => {
                let side = c.target().map_or(Side::Left, |t| t.0);
                self.browse(c.keys.map(|(l, r)| if side == Side::Left { l } else { r }));
            }
            Action::Copy => {
                if let (Some((side, id)), Some(compared)) = (c.target(), &c.compared) {
                    let article = if side == Side::Left { &compared.left } else { &compared.right };
                    let text = format!("{} ({})", article.sentence(id), article.source);
                    self.copy_text(text);
                }
            }
            Action::Back => {
                if c.finding.take().is_none() && !c.close_panel() {
                    return Stays::No;
                }
            }
            other => self.say(format!("{} does nothing here: esc goes back to reading", other.name())),
        }
        Stays::Yes
    }

    /// From a row of the comparison to its sentence in the article.
    fn leave_for(&mut self, c: &Comparing) -> Stays {
        let (Some((side, id)), Some((left, right))) = (c.target(), c.keys) else { return Stays::Yes };
        let key = if side == Side::Left { left } else { right };
        let story = self.list.rows.iter().find(|r| r.articles.iter().any(|a| a.key == key)).map(|r| r.key);
        let Some(story) = story.or(c.story) else { return Stays::Yes };
        self.views.clear();
        self.go_to(story, key, Some(id));
        self.say("opened at the sentence; d compares again");
        Stays::No
    }

    fn pick_other(&mut self, c: &Comparing, by: isize) -> Stays {
        let Some((left, right)) = c.keys else { return Stays::Yes };
        let row = self.list.rows.iter().find(|r| r.articles.iter().any(|a| a.key == left));
        let keys: Vec<ArticleKey> =
            row.into_iter().flat_map(|r| &r.articles).map(|a| a.key).filter(|&k| k != left).collect();
        let story = row.map(|r| r.key);
        let n = isize::try_from(keys.len()).unwrap_or(0);
        let at = keys.iter().position(|&k| k == right).and_then(|i| isize::try_from(i).ok()).unwrap_or(-1);
        let next = if n == 0 { None } else { usize::try_from((at + by).rem_euclid(n)).ok().map(|i| keys[i]) };
        match next.filter(|&k| k != right) {
            Some(other) => {
                self.open_comparison(left, other, story);
                Stays::No
            }
            None => {
                self.say("the story has no further source to compare with");
                Stays::Yes
            }
        }
    }

    fn act_coverage(&mut self, m: &mut Matrix, action: Action, n: isize) -> Stays {
        match action {
            Action::Down => m.step(n),
            Action::Up => m.step(-n),
            Action::PageDown | Action::HalfDown => m.step(m.screen() * n),
            Action::PageUp | Action::HalfUp => m.step(-m.screen() * n),
            Action::Top | Action::Bottom => m.end(action == Action::Bottom),
            Action::Left | Action::PreviousSource => m.across(-n),
            Action::Right | Action::NextSource => m.across(n),
            Action::Next | Action::Previous => {
                if !m.next(action == Action::Next) {
                    self.say("no further claim on which the sources part");
                }
            }
            Action::Open => {
                if let (Some(story), Some((key, id))) = (m.story, m.target()) {
                    self.views.clear();
                    self.go_to(story, key, Some(id));
                    return Stays::No;
                }
            }
            Action::Compare => {
                let first = m.covered.as_ref().and_then(|c| c.row.articles.first()).map(|a| a.key);
                if let (Some(left), Some(right)) = (first, m.article()) {
                    if left == right {
                        self.say("choose another column: this one is the story's first source itself");
                    } else {
                        self.open_comparison(left, right, m.story);
                        return Stays::Below;
                    }
                }
            }
            Action::Browser => self.browse(m.article()),
            Action::Back | Action::Coverage => return Stays::No,
            other => self.say(format!("{} does nothing here: esc goes back to reading", other.name())),
        }
        Stays::Yes
    }

    fn act_search(&mut self, r: &mut Results, action: Action, n: isize) -> Stays {
        match action {
            Action::Down | Action::Next => r.step(n),
            Action::Up | Action::Previous => r.step(-n),
            Action::PageDown | Action::HalfDown => r.step(r.screen() * n),
            Action::PageUp | Action::HalfUp => r.step(-r.screen() * n),
            Action::Top | Action::Bottom => r.end(action == Action::Bottom),
            Action::Open | Action::Right => {
                if let Some((story, key)) = r.target() {
                    let query = r.query.clone();
                    self.go_to(story, key, None);
                    self.find(&query);
                    return Stays::No;
                }
            }
            Action::Back | Action::Left => return Stays::No,
            other => self.say(format!("{} does nothing here: enter opens the article", other.name())),
        }
        Stays::Yes
    }

    fn act_help(&mut self, h: &mut Help, action: Action, n: isize) -> Stays {
        match action {
            Action::Down | Action::Next => h.scroll(n),
            Action::Up | Action::Previous => h.scroll(-n),
            Action::PageDown | Action::HalfDown => h.scroll(h.screen() * n),
            Action::PageUp | Action::HalfUp => h.scroll(-h.screen() * n),
            Action::Top => h.scroll(isize::MIN / 2),
            Action::Bottom => h.scroll(isize::MAX / 2),
            Action::Back if !h.query.is_empty() => h.narrow("", &self.config.keymap),
            Action::Back | Action::Help => return Stays::No,
            _ => {}
        }
        Stays::Yes
    }

    // ---- typing into the line ----

    fn typed(&mut self, typed: Typed) {
        let Some(prompt) = &self.prompt else { return };
        let (purpose, text) = (prompt.purpose, prompt.text.clone());
        match typed {
            Typed::Changed => match purpose {
                Purpose::Find => self.find(&text),
                Purpose::Filter => self.filter(text),
                _ => {}
            },
            Typed::Done => {
                let chosen = prompt.actions.get(prompt.chosen).copied();
                self.prompt = None;
                self.done(purpose, &text, chosen);
            }
            Typed::Left => {
                self.prompt = None;
                match purpose {
                    Purpose::Find => self.find(""),
                    Purpose::Filter => self.filter(String::new()),
                    _ => {}
                }
            }
            Typed::Moved | Typed::Nothing => {}
        }
    }

    fn done(&mut self, purpose: Purpose, text: &str, chosen: Option<Action>) {
        match purpose {
            Purpose::Find if text.is_empty() => self.find(""),
            Purpose::Find => self.find(text),
            Purpose::Filter => {}
            Purpose::Search if text.trim().is_empty() => {}
            Purpose::Search => self.search(text.trim()),
            Purpose::Palette => {
                if let Some(action) = chosen {
                    self.act(action, 1);
                }
            }
            Purpose::Export => self.export(text.trim()),
            Purpose::Pipe => self.pipe(text.trim()),
        }
    }

    fn find(&mut self, query: &str) {
        match self.views.last_mut() {
            Some(View::Comparing(c)) if query.is_empty() => c.finding = None,
            Some(View::Comparing(c)) => c.find(query),
            Some(View::Help(h)) => h.narrow(query, &self.config.keymap),
            Some(_) => {}
            None if query.is_empty() => self.reader.finding = None,
            None => {
                if let Some(read) = self.reader.article().and_then(|k| self.store.articles.get(&k)) {
                    self.reader.find(query, &texts(read));
                } else if let Some(Subject::Story(key)) = self.reader.subject
                    && let Some(briefed) = self.store.stories.get(&key)
                {
                    let bullets = briefed.bullets.iter().enumerate();
                    let texts: Vec<(u32, &str)> =
                        std::iter::once((super::typeset::TITLE, briefed.row.headline.as_str()))
                            .chain(bullets.map(|(i, b)| (super::typeset::bullet_key(i), b.text.as_str())))
                            .collect();
                    self.reader.find(query, &texts);
                }
            }
        }
    }

    fn filter(&mut self, text: String) {
        self.list.fuzzy = text;
        self.ask_list();
    }

    fn refilter(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.list.filter);
        self.ask_list();
    }

    fn sort(&mut self, order: Order, words: &str) {
        self.list.order = order;
        self.ask_list();
        self.say(format!("sorted {words}"));
    }

    fn search(&mut self, query: &str) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.jobs.number();
        self.jobs.search = Some(id);
        let wanted = query.to_owned();
        self.ask(Rank::Now, move |_| {
            let hits = shelf.search(&wanted, 200).map_err(|e| e.to_string());
            Some(Msg::Answer(Box::new(Answer::Hits(id, hits))))
        });
        self.views.retain(|v| !matches!(v, View::Search(_)));
        self.views.push(View::Search(Box::new(Results::new(query.to_owned()))));
    }

    // ---- the mouse ----

    fn pointer(&mut self, pointer: Pointer) -> bool {
        match pointer {
            Pointer::Wheel(by, x, _) => {
                let by = by as isize;
                match self.views.last_mut() {
                    Some(View::Comparing(c)) => c.scroll(by),
                    Some(View::Coverage(m)) => m.step(by.signum()),
                    Some(View::Search(r)) => r.step(by.signum()),
                    Some(View::Help(h)) => h.scroll(by),
                    None if self.layout.list.is_some_and(|l| x < l.right()) => self.move_list(|l| l.step(by.signum())),
                    None => self.scroll(by),
                }
            }
            Pointer::Press(x, y) if self.views.is_empty() && self.prompt.is_none() => {
                if self.layout.divider.is_some_and(|d| d.x == x) {
                    self.dragging = true;
                } else if let Some(area) = self.layout.list.filter(|l| x < l.right()) {
                    if let Some((story, article)) = self.list.at(y.saturating_sub(area.y)) {
                        let again = self.list.under() == Some((story, article));
                        self.list.put_on(story, article);
                        if again && article.is_none() {
                            self.list.toggle();
                        }
                        self.focus = Focus::List;
                        self.show_under_cursor();
                    }
                } else {
                    self.focus_on(Focus::Pane);
                }
            }
            Pointer::Drag(x, _) if self.dragging => self.list_width = Some(x.max(12)),
            Pointer::Release => {
                self.dragging = false;
                return false;
            }
            _ => return false,
        }
        true
    }

    // ---- answers ----

    fn answer(&mut self, answer: Answer) -> bool {
        match answer {
            Answer::Opened(id, result) if self.jobs.opening == Some(id) => self.opened(result),
            Answer::Step(id, step) if self.jobs.opening == Some(id) || self.jobs.fetch == Some(id) => {
                let arrived = step.arrived > 0;
                if step.failed {
                    self.fail(&step.what.clone());
                }
                self.progress = Some(step);
                if arrived && self.jobs.fetch == Some(id) {
                    self.store.stories.clear();
                    self.store.coverages.clear();
                    self.ask_list();
                }
            }
            Answer::Page(id, first, result) if self.jobs.page == Some(id) => {
                self.jobs.page = None;
                match result {
                    Ok(page) => {
                        self.list.take(first, page);
                        self.restore();
                        self.show_under_cursor();
                    }
                    Err(e) => self.fail(&e),
                }
            }
            Answer::Hits(id, result) if self.jobs.search == Some(id) => {
                if let Some(View::Search(r)) = self.views.iter_mut().rev().find(|v| matches!(v, View::Search(_))) {
                    match result {
                        Ok(hits) => r.hits = Some(hits),
                        Err(e) => r.failed = Some(e),
                    }
                }
            }
            Answer::Fetched(id, result) if self.jobs.fetch == Some(id) => {
                self.jobs.fetch = None;
                let last = self.progress.take();
                match (result, last) {
                    (Err(e), _) => self.fail(&e),
                    (Ok(()), Some(step)) => self.say(format!("updated {} of {} subscriptions", step.done, step.total)),
                    (Ok(()), None) => self.say("nothing new"),
                }
                self.store.clear();
                self.reader.forget_setting();
                self.ask_list();
            }
            // The answer to a question that nobody asks any more.
            Answer::Opened(..) | Answer::Step(..) | Answer::Page(..) | Answer::Hits(..) | Answer::Fetched(..) => {
                return false;
            }
            Answer::Article(key, result) => {
                self.jobs.articles.remove(&key);
                let shown = self.reader.article() == Some(key);
                match result {
                    Ok(read) => {
                        self.store.trim(self.reader.article());
                        let long = read.bullets.is_none();
                        let article = Arc::clone(&read.article);
                        self.store.articles.insert(key, read);
                        if long {
                            self.ask_bullets(key, article);
                        }
                    }
                    Err(e) if shown => self.fail(&e),
                    Err(_) => {}
                }
                return shown;
            }
            Answer::Story(key, result) => {
                self.jobs.stories.remove(&key);
                match result {
                    Ok(briefed) => {
                        self.store.stories.insert(key, Arc::new(briefed));
                    }
                    Err(e) => self.fail(&e),
                }
                return self.reader.subject == Some(Subject::Story(key));
            }
            Answer::Compared(keys, result) => self.compared(keys, result),
            Answer::Covered(key, result) => self.covered(key, result),
            Answer::Told(note) => self.note = Some(note),
        }
        true
    }

    fn opened(&mut self, result: Result<Opening, String>) {
        self.jobs.opening = None;
        self.progress = None;
        match result {
            Ok(opening) => {
                self.shelf = Some(opening.shelf);
                self.store.clear();
                self.reader.forget_setting();
                if let Some(first) = opening.problems.first() {
                    let more = match opening.problems.len() {
                        1 => String::new(),
                        n => format!(" (and {} more)", n - 1),
                    };
                    self.fail(&format!("{}: {}{more}", first.path, first.message));
                }
                self.ask_list();
            }
            Err(e) => self.fail(&e),
        }
    }

    fn compared(&mut self, keys: (ArticleKey, ArticleKey), result: Result<Box<Compared>, String>) {
        let done = result.map(Arc::<Compared>::from);
        if let Ok(c) = &done {
            self.store.comparisons.insert(keys, Arc::clone(c));
        }
        for view in &mut self.views {
            if let View::Comparing(c) = view
                && c.keys == Some(keys)
                && c.compared.is_none()
            {
                match &done {
                    Ok(compared) => c.take(Arc::clone(compared)),
                    Err(e) => c.failed = Some(e.clone()),
                }
            }
        }
    }

    fn covered(&mut self, key: StoryKey, result: Result<Box<Covered>, String>) {
        let done = result.map(Arc::<Covered>::from);
        if let Ok(c) = &done {
            self.store.coverages.insert(key, Arc::clone(c));
        }
        for view in &mut self.views {
            if let View::Coverage(m) = view
                && m.story == Some(key)
            {
                match &done {
                    Ok(covered) => m.take(Arc::clone(covered)),
                    Err(e) => m.failed = Some(e.clone()),
                }
            }
        }
    }

    /// A worker panicked: whatever waits must not wait forever.
    fn broke(&mut self, what: &str) {
        self.fail(what);
        self.jobs.articles.clear();
        self.jobs.stories.clear();
        self.jobs.page = None;
        self.jobs.opening = None;
        self.jobs.fetch = None;
        self.progress = None;
        for view in &mut self.views {
            match view {
                View::Comparing(c) if c.compared.is_none() => c.failed = Some(what.to_owned()),
                View::Coverage(m) if m.covered.is_none() => m.failed = Some(what.to_owned()),
                View::Search(r) if r.hits.is_none() => r.failed = Some(what.to_owned()),
                _ => {}
            }
        }
    }

    /// Reads the reader's files anew; what is wrong in them changes nothing.
    fn configure(&mut self) {
        let Some(folder) = self.config.folder.clone() else { return };
        match Config::load_from(&folder) {
            Ok(config) => {
                self.config = config;
                self.dress();
                self.reader.forget_setting();
                self.say("configuration read again");
            }
            Err(e) => self.fail(&e.to_string()),
        }
    }

    // ---- asking workers ----

    /// Begins to open what is to be read.
    pub(crate) fn open(&mut self) {
        let id = self.jobs.number();
        self.jobs.opening = Some(id);
        self.stop.store(false, Ordering::SeqCst);
        let (opener, stop) = (Arc::clone(&self.opener), Arc::clone(&self.stop));
        self.effects.push(Effect::Aside(Box::new(move |to| {
            let to = std::sync::Mutex::new(to.clone());
            let tell = move |step: Step| {
                if let Ok(to) = to.lock() {
                    let _ = to.send(Msg::Answer(Box::new(Answer::Step(id, step))));
                }
                !stop.load(Ordering::SeqCst)
            };
            Some(Msg::Answer(Box::new(Answer::Opened(id, opener(&tell)))))
        })));
    }

    /// Updates the subscriptions where there are some; otherwise opens the files anew.
    fn reload(&mut self) {
        if self.progress.is_some() || self.jobs.opening.is_some() || self.jobs.fetch.is_some() {
            return self.say("still at it; esc stops it");
        }
        let Some(shelf) = self.shelf.clone().filter(|s| s.fetches()) else {
            self.say("reading again …");
            return self.open();
        };
        let id = self.jobs.number();
        self.jobs.fetch = Some(id);
        self.stop.store(false, Ordering::SeqCst);
        let stop = Arc::clone(&self.stop);
        self.effects.push(Effect::Aside(Box::new(move |to| {
            let to = std::sync::Mutex::new(to.clone());
            let tell = move |step: Step| {
                if let Ok(to) = to.lock() {
                    let _ = to.send(Msg::Answer(Box::new(Answer::Step(id, step))));
                }
                !stop.load(Ordering::SeqCst)
            };
            let result = shelf.fetch(&tell).map_err(|e| e.to_string());
            Some(Msg::Answer(Box::new(Answer::Fetched(id, result))))
        })));
    }

    /// Asks for the list anew: sorted and filtered as it is to be.
    pub(crate) fn ask_list(&mut self) {
        let range = self.list.here();
        self.ask_page(range);
    }

    fn ask_page(&mut self, range: std::ops::Range<usize>) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.jobs.number();
        self.jobs.page = Some(id);
        let (order, filter, fuzzy_text) = (self.list.order, self.list.filter.clone(), self.list.fuzzy.clone());
        self.ask(Rank::Now, move |_| {
            let first = if fuzzy_text.is_empty() { range.start } else { 0 };
            let wanted = if fuzzy_text.is_empty() { range } else { 0..MOST_FILTERED };
            let page = shelf.page(order, &filter, wanted).map(|p| narrowed(p, &fuzzy_text));
            Some(Msg::Answer(Box::new(Answer::Page(id, first, page.map_err(|e| e.to_string())))))
        });
    }

    fn ask_article(&mut self, key: ArticleKey, rank: Rank) {
        if self.store.articles.contains_key(&key) || (rank == Rank::Soon && self.jobs.articles.contains(&key)) {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.jobs.articles.insert(key);
        let options = self.options();
        self.ask(rank, move |_| {
            Some(Msg::Answer(Box::new(Answer::Article(key, store::read(shelf.as_ref(), key, options)))))
        });
    }

    /// The bullets of a long article, which is shown without them in the meantime.
    fn ask_bullets(&mut self, key: ArticleKey, article: Arc<crate::article::Article>) {
        let options = self.options();
        self.ask(Rank::Soon, move |_| {
            let bullets = Arc::new(crate::summarizer::bullets(&article, options));
            let words = article.words();
            Some(Msg::Answer(Box::new(Answer::Article(key, Ok(Read { article, bullets: Some(bullets), words })))))
        });
    }

    fn ask_story(&mut self) {
        let Some(row) = self.list.row().cloned() else { return };
        let known = self.store.stories.get(&row.key).is_some_and(|s| s.row.articles.len() == row.articles.len());
        if known || self.jobs.stories.contains(&row.key) {
            return;
        }
        let Some(shelf) = self.shelf.clone() else { return };
        self.jobs.stories.insert(row.key);
        let options = self.options();
        self.ask(Rank::Now, move |_| {
            let key = row.key;
            Some(Msg::Answer(Box::new(Answer::Story(key, store::brief(shelf.as_ref(), row, options)))))
        });
    }
}

/// Whether a view stays when it has acted: on top, below what it opened, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stays {
    Yes,
    Below,
    No,
}

/// Leaves in a page what matches words typed loosely.
fn narrowed(page: Page, text: &str) -> Page {
    if text.is_empty() {
        return page;
    }
    let texts: Vec<String> = page
        .rows
        .iter()
        .map(|r| {
            let sources: Vec<&str> = r.articles.iter().map(|a| a.source.as_str()).collect();
            format!("{} {}", r.headline, sources.join(" "))
        })
        .collect();
    let rows: Vec<StoryRow> = fuzzy(text, &texts).into_iter().map(|i| page.rows[i].clone()).collect();
    Page {
        stories: rows.len(),
        articles: rows.iter().map(|r| r.articles.len()).sum(),
        unread: rows.iter().flat_map(|r| &r.articles).filter(|a| !a.read).count(),
        rows,
    }
}
