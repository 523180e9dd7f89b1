//! What keys do with several accounts: marking and comparing, coverage; in search results and help as well.

use std::sync::Arc;

use super::{
    Msg,
    answers::Answer,
    app::{App, View},
    jobs::Rank,
    store,
    update::Stays,
    views::{
        compare::{Comparing, panel::Tab},
        coverage::Matrix,
        help::Help,
        search::Results,
    },
};
use crate::{
    compare::Side,
    config::action::Action,
    shelf::{ArticleKey, StoryKey, StoryRow},
};

impl App {
    pub(crate) fn current_article(&self) -> Option<ArticleKey> {
        self.reader.article().or_else(|| self.list.row()?.articles.first().map(|a| a.key))
    }

    pub(crate) fn mark(&mut self) {
        let Some(key) = self.current_article() else { return };
        if self.mark == Some(key) {
            self.mark = None;
            return self.say("not marked any more");
        }
        self.mark = Some(key);
        let source = self.list.article(key).map(|a| a.source.clone()).unwrap_or_default();
        self.say(format!("marked {source}; go to another article and press d to compare"));
    }

    /// The article that one is compared with: the next source of its story. A reprint says the same: another voice is
    /// worth more.
    pub(crate) fn other_voice(&self, key: ArticleKey) -> Option<ArticleKey> {
        let row = self.list.row()?;
        let at = row.articles.iter().position(|a| a.key == key).unwrap_or(0);
        let own = row.articles.get(at)?;
        let others = row.articles.iter().cycle().skip(at + 1).take(row.articles.len() - 1);
        let voice = others.clone().find(|a| a.carries.is_none() && own.carries != Some(a.key));
        voice.or_else(|| others.clone().next()).map(|a| a.key)
    }

    pub(crate) fn compare(&mut self) {
        let Some(key) = self.current_article() else { return };
        let story = self.list.row().cloned();
        let (left, right) = match self.mark.take().filter(|&m| m != key) {
            Some(marked) => (marked, key),
            None => match self.other_voice(key) {
                Some(other) => (key, other),
                None => {
                    return self.say("only one source tells this story; mark another article with m, then d");
                }
            },
        };
        self.open_comparison(left, right, story.map(|r| r.key));
    }

    pub(crate) fn open_comparison(&mut self, left: ArticleKey, right: ArticleKey, story: Option<StoryKey>) {
        let mut view = Comparing::new(left, right, story);
        if let Some(done) = self.store.comparisons.get(&(left, right)) {
            view.take(Arc::clone(done));
        } else {
            self.ask_comparison(left, right, Rank::Now);
        }
        self.views.push(View::Comparing(Box::new(view)));
    }

    pub(crate) fn cover(&mut self, row: StoryRow) {
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

    pub(crate) fn act_comparing(&mut self, c: &mut Comparing, action: Action, n: isize) -> Stays {
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
            Action::Nearest if !c.one_sided() => {
                self.say("both sides tell this; go to a row with < or > to see what comes nearest to it");
            }
            Action::Nearest => c.open_tab(Tab::Nearest),
            Action::Fold => {
                let now = c.toggle_fold();
                self.say(now);
            }
            Action::Open if c.on_folded() => c.unfold(true),
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
            other => self.refuse(other, "does nothing here: esc goes back to reading"),
        }
        Stays::Yes
    }

    /// From a row of the comparison to its sentence in the article.
    pub(crate) fn leave_for(&mut self, c: &mut Comparing) -> Stays {
        let (Some(target), Some((left, right))) = (c.target(), c.keys) else { return Stays::Yes };
        let Some((side, id)) = c.present(target) else {
            self.say("only the former text says this; y copies it");
            return Stays::Yes;
        };
        let key = if side == Side::Left { left } else { right };
        let story = self.list.rows.iter().find(|r| r.articles.iter().any(|a| a.key == key)).map(|r| r.key);
        let Some(story) = story.or(c.story) else { return Stays::Yes };
        self.set_off(Some(View::Comparing(Box::new(std::mem::take(c)))), key);
        self.go_to(story, key, Some(id));
        self.say("opened at the sentence; esc goes back to the comparison");
        Stays::No
    }

    pub(crate) fn pick_other(&mut self, c: &Comparing, by: isize) -> Stays {
        if let Some((back, _)) = c.version {
            match back.checked_add_signed(by) {
                Some(back) => self.open_version(back),
                None => self.say("this is the latest of its former texts"),
            }
            return Stays::Yes;
        }
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

    pub(crate) fn act_coverage(&mut self, m: &mut Matrix, action: Action, n: isize) -> Stays {
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
                    self.set_off(Some(View::Coverage(Box::new(std::mem::take(m)))), key);
                    self.go_to(story, key, Some(id));
                    self.say("opened at the sentence; esc goes back to who reports what");
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
            other => self.refuse(other, "does nothing here: esc goes back to reading"),
        }
        Stays::Yes
    }

    pub(crate) fn act_search(&mut self, r: &mut Results, action: Action, n: isize) -> Stays {
        match action {
            Action::Down | Action::Next => r.step(n),
            Action::Up | Action::Previous => r.step(-n),
            Action::PageDown | Action::HalfDown => r.step(r.screen() * n),
            Action::PageUp | Action::HalfUp => r.step(-r.screen() * n),
            Action::Top | Action::Bottom => r.end(action == Action::Bottom),
            Action::Open | Action::Right => {
                if let Some((story, key)) = r.target() {
                    let query = first_word(&r.query);
                    self.set_off(Some(View::Search(Box::new(std::mem::take(r)))), key);
                    self.go_to(story, key, None);
                    self.find(&query);
                    return Stays::No;
                }
            }
            Action::Back | Action::Left => return Stays::No,
            other => self.refuse(other, "does nothing here: enter opens the article"),
        }
        Stays::Yes
    }

    pub(crate) fn act_help(&mut self, h: &mut Help, action: Action, n: isize) -> Stays {
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
}

/// The first word of a question that can stand in a text: neither a field (`source:`) nor what is not wanted (`-word`).
fn first_word(query: &str) -> String {
    let plain = |w: &&str| !w.contains(':') && !w.starts_with('-');
    let word = query.split_whitespace().find(plain).unwrap_or_default();
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
