//! Following a link of the article: each link that shows gets a letter.

use ratatui::layout::Rect;

use super::{Focus, Reading};
use crate::{
    article::Link,
    config::{
        keys::{Code, Key},
        theme::Role,
    },
    tui::{actions::browser, view::ViewContext, widgets::canvas::Canvas},
};

/// Letters for links, those under the fingers first.
const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

impl Reading {
    /// Puts a letter on each link that shows.
    pub(super) fn label_links(&mut self, cx: &mut ViewContext) {
        match self.pane.article().and_then(|k| cx.cache.articles.get(&k)).map(|r| r.article.links.len()) {
            None => cx.say("open an article first"),
            Some(0) => cx.say("this article has no links"),
            Some(_) => {
                self.focus_on(cx, Focus::Pane);
                self.links_labelled = true;
            }
        }
    }

    /// The links one can follow now, each with its letter.
    fn labelled<'a>(&self, cx: &'a ViewContext) -> Vec<(char, &'a Link)> {
        let Some(read) = self.pane.article().and_then(|k| cx.cache.articles.get(&k)) else { return Vec::new() };
        let mut links = self.pane.visible_links(&read.article);
        if links.is_empty() {
            links = (0..read.article.links.len()).collect();
        }
        LETTERS.chars().zip(links.into_iter().map(|i| &read.article.links[i])).collect()
    }

    /// Follows the link of a letter; any other key leaves.
    pub(super) fn follow(&mut self, key: Key, cx: &mut ViewContext) {
        self.links_labelled = false;
        if let Code::Char(c) = key.code {
            let url = self.labelled(cx).into_iter().find(|(letter, _)| *letter == c).map(|(_, l)| l.url.clone());
            match url {
                Some(url) => browser::visit(cx, &url),
                None => cx.say("no link has this letter"),
            }
        }
    }

    /// The links with their letters, over the end of the pane.
    pub(super) fn render_links(&self, canvas: &mut Canvas<'_>, pane: Rect, cx: &ViewContext) {
        let links = self.labelled(cx);
        let height = u16::try_from(links.len() + 1).unwrap_or(u16::MAX).min(pane.height);
        let area = Rect::new(pane.x, pane.bottom() - height, pane.width, height);
        canvas.clear(area, Role::Popup);
        let title = "follow a link: press its letter, any other key leaves";
        canvas.put(area.x + 1, area.y, title, area.width, Role::Label);
        for (i, (letter, link)) in links.iter().enumerate().take(usize::from(height.saturating_sub(1))) {
            let y = area.y + 1 + u16::try_from(i).unwrap_or(0);
            let x = canvas.put(area.x + 2, y, &letter.to_string(), 1, Role::Key) + 2;
            let x = canvas.put_cut(x, y, &link.text, area.width / 2, Role::Text) + 2;
            canvas.put_cut(x, y, &link.url, area.right().saturating_sub(x + 1), Role::Dim);
        }
    }
}
