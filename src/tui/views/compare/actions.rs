//! What keys do in a comparison, and where it leads: to an article, to another source.

use super::{CompareView, open, panel::Tab};
use crate::{
    compare::Side,
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, StoryRow},
    tui::{
        actions::{browser, clipboard},
        view::{Destination, Flow, ViewContext},
        views::coverage,
    },
};

impl CompareView {
    pub(super) fn perform(&mut self, action: Action, n: isize, cx: &mut ViewContext) -> Flow {
        match action {
            Action::Down => self.step(n),
            Action::Up => self.step(-n),
            Action::PageDown => self.scroll_rows(self.screen().saturating_mul(n)),
            Action::PageUp => self.scroll_rows(self.screen().saturating_mul(-n)),
            Action::HalfDown => self.scroll_rows((self.screen() / 2).max(1) * n),
            Action::HalfUp => self.scroll_rows(-(self.screen() / 2).max(1) * n),
            Action::Top | Action::Bottom => self.end(action == Action::Bottom),
            Action::Left | Action::Right if self.in_panel => {
                self.next_tab(if action == Action::Right { n } else { -n });
            }
            Action::SwitchPane => self.switch(),
            Action::Next | Action::Previous => self.next_difference(action == Action::Next, n, cx),
            Action::Partner => {
                if !self.partner() {
                    let (key, mark) = (cx.way_to(Place::Comparing, Action::Partner), cx.glyphs.moved);
                    cx.say(format!(
                        "nothing is moved here: {key} leads from a passage marked {mark} to its other place"
                    ));
                }
            }
            Action::Swap => self.swap(),
            Action::Stacked => self.stack(),
            Action::ReadingOrder => cx.say(self.reorder()),
            Action::Quotations => self.open_tab(Tab::Quotations),
            Action::Figures => self.open_tab(Tab::Figures),
            Action::Names => self.open_tab(Tab::Names),
            Action::Changes => self.open_tab(Tab::Changes),
            Action::Nearest if !self.one_sided() => {
                cx.say("both sides tell this; go to a row with < or > to see what comes nearest to it");
            }
            Action::Nearest => self.open_tab(Tab::Nearest),
            Action::Fold => cx.say(self.toggle_fold()),
            Action::Open if self.on_folded() => self.unfold(true),
            Action::Open => {
                if !self.choose() {
                    return self.leave(cx);
                }
            }
            Action::PickOther | Action::NextSource | Action::PreviousSource => {
                return self.pick_other(if action == Action::PreviousSource { -1 } else { 1 }, cx);
            }
            Action::Compare => return Flow::Close,
            Action::Coverage => {
                if let Some(row) = self.stories.first().cloned() {
                    coverage::open(row, cx);
                }
            }
            Action::Browser => {
                let side = self.target().map_or(Side::Left, |t| t.0);
                browser::open_article(cx, self.keys.map(|(l, r)| if side == Side::Left { l } else { r }));
            }
            Action::Copy => {
                if let (Some((side, id)), Some(compared)) = (self.target(), &self.compared) {
                    let article = compared.article(side);
                    clipboard::copy(cx, format!("{} ({})", article.sentence(id), article.source));
                }
            }
            Action::Back => {
                if self.finding.take().is_none() && !self.close_panel() {
                    return Flow::Close;
                }
            }
            other => cx.refuse(Place::Comparing, other, "does nothing here: {back} goes back to reading"),
        }
        Flow::Stay
    }

    fn next_difference(&mut self, forward: bool, times: isize, cx: &mut ViewContext) {
        for _ in 0..times {
            if !self.next(forward) {
                return cx.say(if forward { "this is the last difference" } else { "this is the first difference" });
            }
        }
    }

    fn story_of(&self, key: ArticleKey) -> Option<&StoryRow> {
        self.stories.iter().find(|r| r.articles.iter().any(|a| a.key == key))
    }

    /// From a row of the comparison to its sentence in the article.
    fn leave(&mut self, cx: &mut ViewContext) -> Flow {
        let (Some(target), Some((left, right))) = (self.target(), self.keys) else { return Flow::Stay };
        let Some((side, id)) = self.present(target) else {
            cx.say_keyed(Place::Comparing, "only the former text says this; {copy} copies it");
            return Flow::Stay;
        };
        let article = if side == Side::Left { left } else { right };
        let Some(story) = self.story_of(article).map(|r| r.key) else {
            cx.say("the article has left the list");
            return Flow::Stay;
        };
        cx.say_keyed(Place::Reading, "opened at the sentence; {back} goes back to the comparison");
        Flow::Leave(Destination { story, article: Some(article), sentence: Some(id), query: None })
    }

    /// Compares with the story's next source, or a former text further back.
    fn pick_other(&mut self, by: isize, cx: &mut ViewContext) -> Flow {
        let Some((left, right)) = self.keys else { return Flow::Stay };
        if let Some((back, _)) = self.version {
            match back.checked_add_signed(by) {
                Some(back) => cx.request_version(left, back),
                None => cx.say("this is the newest of its former texts"),
            }
            return Flow::Stay;
        }
        let row = self.story_of(left);
        let keys: Vec<ArticleKey> =
            row.into_iter().flat_map(|r| &r.articles).map(|a| a.key).filter(|&k| k != left).collect();
        let n = isize::try_from(keys.len()).unwrap_or(0);
        let at = keys.iter().position(|&k| k == right).and_then(|i| isize::try_from(i).ok()).unwrap_or(-1);
        let next = if n == 0 { None } else { usize::try_from((at + by).rem_euclid(n)).ok().map(|i| keys[i]) };
        let Some(other) = next.filter(|&k| k != right) else {
            cx.say("the story has no further source to compare with");
            return Flow::Stay;
        };
        open(left, other, row.cloned().into_iter().collect(), cx);
        Flow::Close
    }
}
