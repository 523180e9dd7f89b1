//! Marks and edits: read, star, mark for comparison; notes; stories joined and parted; what is copied and exported.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Reading, Subject};
use crate::{
    article::{Bullets, Origin},
    config::{action::Action, keys::Place},
    shelf::{ArticleKey, StoryKey, StoryRow},
    text::sanitize,
    tui::{
        actions::{clipboard, export::Document},
        prompt::Purpose,
        view::ViewContext,
        views::compare,
        widgets::text_layout::sentence_of,
        worker::responses::Edited,
    },
};

impl Reading {
    /// The article that is shown, or the first of the story that is.
    pub(crate) fn current_article(&self) -> Option<ArticleKey> {
        self.pane.article().or_else(|| self.list.row()?.articles.first().map(|a| a.key))
    }

    /// Marks an article read or unread, here and on the shelf.
    pub(super) fn set_read(&mut self, cx: &mut ViewContext, key: ArticleKey, read: bool) {
        self.list.change(key, |a| a.read = read);
        cx.keep(move |shelf| shelf.set_read(key, read));
    }

    /// Marks an article read, and with it the reprints of its text in the story: whoever has read one has read all.
    /// Answers with how many those were.
    pub(super) fn set_read_once(&mut self, cx: &mut ViewContext, key: ArticleKey) -> usize {
        self.set_read(cx, key, true);
        if !cx.config.read_once {
            return 0;
        }
        let copies = self.list.unread_reprints(key);
        for &copy in &copies {
            self.set_read(cx, copy, true);
        }
        copies.len()
    }

    fn set_starred(&mut self, cx: &mut ViewContext, key: ArticleKey, starred: bool) {
        self.list.change(key, |a| a.starred = starred);
        cx.keep(move |shelf| shelf.set_starred(key, starred));
    }

    /// The articles that a mark is for: the one shown, or all of the story that is.
    fn markable(&self) -> Vec<ArticleKey> {
        match self.pane.subject {
            Some(Subject::Article(_, key)) => vec![key],
            Some(Subject::Story(_)) => {
                self.list.row().map(|r| r.articles.iter().map(|a| a.key).collect()).unwrap_or_default()
            }
            None => Vec::new(),
        }
    }

    /// Marks the article, or all of the story, read; where all is read, unread.
    pub(super) fn toggle_read(&mut self, cx: &mut ViewContext) {
        let keys = self.markable();
        let was: Vec<_> = keys.iter().filter_map(|&k| Some((k, self.list.article(k)?.read))).collect();
        let read = !was.iter().all(|(_, read)| *read);
        for &key in &keys {
            self.set_read(cx, key, read);
        }
        self.undo.push(Undo::Read(was));
        say_marked(cx, keys.len(), if read { "read" } else { "unread" });
    }

    /// Stars the article, or all of the story; where all have a star, takes it away.
    pub(super) fn toggle_star(&mut self, cx: &mut ViewContext) {
        let keys = self.markable();
        let was: Vec<_> = keys.iter().filter_map(|&k| Some((k, self.list.article(k)?.starred))).collect();
        let starred = !was.iter().all(|(_, starred)| *starred);
        for &key in &keys {
            self.set_starred(cx, key, starred);
        }
        self.undo.push(Undo::Starred(was));
        let kept = cx.shelf.as_ref().is_some_and(|s| s.keeps());
        let what = match (starred, kept) {
            (true, true) => "starred",
            (true, false) => "starred until you leave; the library keeps stars for good",
            (false, _) => "no star any more",
        };
        say_marked(cx, keys.len(), what);
    }

    pub(super) fn mark_for_comparison(&mut self, cx: &mut ViewContext) {
        let Some(key) = self.current_article() else { return };
        if self.mark == Some(key) {
            self.mark = None;
            return cx.say("not marked any more");
        }
        self.mark = Some(key);
        let source = self.list.article(key).map(|a| a.source.clone()).unwrap_or_default();
        let compare = cx.way_to(Place::Reading, Action::Compare);
        cx.say(format!("marked {source}; go to another article and press {compare} to compare"));
    }

    /// The article that one is compared with: the next source of its story. A reprint says the same: another independent
    /// source is worth more.
    pub(super) fn counterpart(&self, key: ArticleKey) -> Option<ArticleKey> {
        let row = self.list.row()?;
        let at = row.articles.iter().position(|a| a.key == key).unwrap_or(0);
        let own = row.articles.get(at)?;
        let others = row.articles.iter().cycle().skip(at + 1).take(row.articles.len() - 1);
        let independent = others.clone().find(|a| a.carries.is_none() && own.carries != Some(a.key));
        independent.or_else(|| others.clone().next()).map(|a| a.key)
    }

    /// Compares the article shown with the marked one, or with the story's next source.
    pub(super) fn compare_here(&mut self, cx: &mut ViewContext) {
        let Some(key) = self.current_article() else { return };
        let (left, right) = match self.mark.take().filter(|&m| m != key) {
            Some(marked) => (marked, key),
            None => match self.counterpart(key) {
                Some(other) => (key, other),
                None => {
                    let [mark, compare] = [Action::Mark, Action::Compare].map(|a| cx.way_to(Place::Reading, a));
                    return cx.say(format!(
                        "only one source tells this story; mark another article with {mark}, then {compare}"
                    ));
                }
            },
        };
        compare::open(left, right, self.list.stories_of(left, right), cx);
    }

    /// Opens the line in which the article's note is written.
    pub(super) fn write_note(&mut self, cx: &mut ViewContext) {
        let Some(key) = self.pane.article() else { return cx.say("open an article first: a note is kept with it") };
        if cx.shelf.as_ref().is_none_or(|s| !s.keeps()) {
            return cx.say("notes are kept in the library alone: add feeds or folders to it with `nutgraf add`");
        }
        let text = cx.cache.articles.get(&key).and_then(|read| read.note.clone()).unwrap_or_default();
        cx.prompt(Purpose::Note(key), &text);
    }

    /// Takes the article that is shown out of its story.
    pub(super) fn split(&mut self, cx: &mut ViewContext) {
        let Some(key) = self.pane.article() else {
            return cx.say("open the article that is to leave its story first");
        };
        let Some(row) = self.list.row().filter(|r| r.articles.len() > 1) else {
            return cx.say("the article is its story’s only one");
        };
        self.undo.push(Undo::Split(row.key, key));
        cx.edit(move |shelf| shelf.split(key).map(|_| Edited::Stories("the article is a story of its own now")));
    }

    /// Puts the marked article's story together with the one under the cursor.
    pub(super) fn merge(&mut self, cx: &mut ViewContext) {
        let Some(into) = self.list.row().map(|r| r.key) else { return };
        let Some(marked) = self.mark else {
            let mark = cx.way_to(Place::Reading, Action::Mark);
            return cx.say(format!("mark an article of the other story with {mark} first"));
        };
        match self.list.story_of(marked).cloned() {
            Some(other) if other.key == into => cx.say("both are one story already"),
            Some(StoryRow { key: other, articles, .. }) => {
                self.mark = None;
                let held = Arc::<Mutex<Vec<ArticleKey>>>::default();
                self.undo.push(Undo::Merge(articles.iter().map(|a| a.key).collect(), Arc::clone(&held)));
                cx.edit(move |shelf| {
                    *held.lock().unwrap_or_else(PoisonError::into_inner) = shelf.merge(into, other)?;
                    Ok(Edited::Stories("the two are one story now"))
                });
            }
            None => cx.say("the marked article is too far away in the list; mark it again with both in the list"),
        }
    }

    /// Copies the bullet or sentence one is at; otherwise the headline and the bullets.
    pub(super) fn copy(&mut self, cx: &mut ViewContext) {
        let text = match self.pane.subject {
            Some(Subject::Article(_, key)) => cx.cache.articles.get(&key).map(|read| {
                let article = &read.article;
                let bullets = read.bullets.as_ref().map_or(&[][..], |b| &b.items);
                let lit = self.pane.lit.and_then(sentence_of);
                match (self.pane.bullet.and_then(|b| bullets.get(b)), lit) {
                    (Some(bullet), _) => format!("{} ({})", bullet.text, article.source),
                    (None, Some(id)) => format!("{} ({})", article.sentence(id), article.source),
                    (None, None) => clipboard::summary(
                        &article.title,
                        &article.source,
                        article.url.as_deref(),
                        bullets.iter().map(|b| b.text.as_str()),
                    ),
                }
            }),
            Some(Subject::Story(key)) => cx.cache.stories.get(&key).map(|s| {
                if let Some(bullet) = self.pane.bullet.and_then(|b| s.bullets.get(b)) {
                    return format!("{} ({})", bullet.text, s.sources_of(bullet).join(", "));
                }
                let sources: Vec<&str> = s.row.articles.iter().map(|a| a.source.as_str()).collect();
                let bullets = s.bullets.iter().map(|b| b.text.as_str());
                clipboard::summary(&s.row.headline, &sources.join(", "), None, bullets)
            }),
            None => None,
        };
        match text {
            Some(text) => clipboard::copy(cx, text),
            None => cx.say("nothing to copy yet"),
        }
    }

    /// What is written to a file or piped: the article shown, or the story with all its articles.
    pub(super) fn document(&self, cx: &ViewContext) -> Result<Document, String> {
        match self.pane.subject {
            Some(Subject::Article(_, key)) => {
                let read = cx.cache.articles.get(&key).ok_or("the article is still being read; try again")?;
                let bullets = read.bullets.as_deref().cloned();
                let bullets = bullets.unwrap_or(Bullets { origin: Origin::Generated, items: Vec::new() });
                Ok(Document::Article(Arc::clone(&read.article), bullets))
            }
            Some(Subject::Story(key)) => {
                let row = self.list.row().filter(|r| r.key == key).ok_or("the story is gone from the list")?;
                Ok(Document::Story(row.clone()))
            }
            None => Err("open an article, a story, a comparison or a coverage first".into()),
        }
    }
}

/// What can be taken back, with what was there before.
pub(super) enum Undo {
    Read(Vec<(ArticleKey, bool)>),
    Starred(Vec<(ArticleKey, bool)>),
    /// The articles of the story that was joined to another, and those that are held together since.
    Merge(Vec<ArticleKey>, Arc<Mutex<Vec<ArticleKey>>>),
    /// The story that an article was taken out of.
    Split(StoryKey, ArticleKey),
}

impl Reading {
    /// Takes the last change back: marks, stories joined or parted.
    pub(super) fn undo_last(&mut self, cx: &mut ViewContext) {
        match self.undo.pop() {
            None => cx.say("nothing to take back: marks, stars and stories joined or parted can be"),
            Some(Undo::Read(was)) => {
                for &(key, read) in &was {
                    self.set_read(cx, key, read);
                }
                cx.say("taken back: read and unread as before");
            }
            Some(Undo::Starred(was)) => {
                for &(key, starred) in &was {
                    self.set_starred(cx, key, starred);
                }
                cx.say("taken back: stars as before");
            }
            Some(Undo::Split(story, key)) => {
                let own = self.list.story_of(key).map(|r| r.key);
                cx.edit(move |shelf| {
                    let own = own.map_or_else(|| shelf.split(key), Ok)?;
                    shelf.merge(story, own)?;
                    Ok(Edited::Stories("taken back: the article is in its story again"))
                });
            }
            Some(Undo::Merge(articles, held)) => cx.edit(move |shelf| {
                shelf.unmerge(&articles, &held.lock().unwrap_or_else(PoisonError::into_inner))?;
                Ok(Edited::Stories("taken back: the two are stories of their own again"))
            }),
        }
    }
}

/// Keeps a note; an empty one takes the note away.
pub(crate) fn keep_note(cx: &mut ViewContext, key: ArticleKey, text: &str) {
    let text = sanitize::clean_line(text.trim());
    cx.edit(move |shelf| {
        shelf.set_note(key, &text)?;
        Ok(Edited::Note(key, (!text.is_empty()).then_some(text)))
    });
}

fn say_marked(cx: &mut ViewContext, articles: usize, what: &str) {
    match articles {
        0 => cx.say("choose an article first"),
        1 => cx.say(what),
        n => cx.say(format!("the story’s {n} articles: {what}")),
    }
}
