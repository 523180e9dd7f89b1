//! Marks and edits: read, star, mark for comparison; notes; stories joined and parted; what is copied and exported.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Reading, Subject};
use crate::{
    article::{Bullets, Origin},
    config::{action::Action, keys::Place},
    shelf::{self, ArticleKey, Shelf, Split, StoryKey, StoryRow},
    text::sanitize,
    tui::{
        actions::{clipboard, export::Document},
        prompt::Purpose,
        view::ViewContext,
        views::compare,
        widgets::text_layout::sentence_of,
        worker::{pool::RequestId, responses::Edited},
    },
};

impl Reading {
    /// The article that is shown, or the first of the story that is.
    pub(crate) fn current_article(&self) -> Option<ArticleKey> {
        self.pane.article().or_else(|| self.list.row()?.articles.first().map(|a| a.key))
    }

    /// Marks articles read or unread, here and on the shelf.
    fn set_read(&mut self, cx: &mut ViewContext, marks: Vec<(ArticleKey, bool)>) -> RequestId {
        for &(key, read) in &marks {
            self.list.change(key, |a| a.read = read);
        }
        self.keep_marks(cx, marks, |shelf, key, read| shelf.set_read(key, read))
    }

    /// Marks an article read, and with it the reprints of its text in the story: whoever has read one has read all.
    /// Answers with how many those were.
    pub(super) fn set_read_once(&mut self, cx: &mut ViewContext, key: ArticleKey) -> usize {
        let copies = if cx.config.read_once { self.list.unread_reprints(key) } else { Vec::new() };
        let count = copies.len();
        self.set_read(cx, std::iter::once(key).chain(copies).map(|key| (key, true)).collect());
        count
    }

    fn set_starred(&mut self, cx: &mut ViewContext, marks: Vec<(ArticleKey, bool)>) -> RequestId {
        for &(key, starred) in &marks {
            self.list.change(key, |a| a.starred = starred);
        }
        self.keep_marks(cx, marks, |shelf, key, starred| shelf.set_starred(key, starred))
    }

    /// Has the shelf keep marks that are painted already. Where it cannot, [`Self::not_kept`] paints what holds.
    fn keep_marks(
        &self,
        cx: &mut ViewContext,
        marks: Vec<(ArticleKey, bool)>,
        set: impl Fn(&dyn Shelf, ArticleKey, bool) -> shelf::Result<()> + Send + 'static,
    ) -> RequestId {
        let mut stories: Vec<StoryKey> =
            marks.iter().filter_map(|(key, _)| self.list.story_of(*key)).map(|s| s.key).collect();
        stories.dedup();
        cx.mark(stories, move |shelf| marks.into_iter().try_for_each(|(key, on)| set(shelf, key, on)))
    }

    /// A change was not kept: the marks of its stories are painted as they are, and it cannot be taken back.
    pub(super) fn not_kept(&mut self, id: RequestId, stories: &[StoryRow]) {
        for row in stories.iter().flat_map(|s| &s.articles) {
            self.list.change(row.key, |a| (a.read, a.starred) = (row.read, row.starred));
        }
        self.undo.retain(|(of, _)| *of != id);
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
        let id = self.set_read(cx, keys.iter().map(|&key| (key, read)).collect());
        self.undo.push((id, Undo::Read(was)));
        say_marked(cx, keys.len(), if read { "read" } else { "unread" });
    }

    /// Stars the article, or all of the story; where all have a star, takes it away.
    pub(super) fn toggle_star(&mut self, cx: &mut ViewContext) {
        let keys = self.markable();
        let was: Vec<_> = keys.iter().filter_map(|&k| Some((k, self.list.article(k)?.starred))).collect();
        let starred = !was.iter().all(|(_, starred)| *starred);
        let id = self.set_starred(cx, keys.iter().map(|&key| (key, starred)).collect());
        self.undo.push((id, Undo::Starred(was)));
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
        let kept = cx.cache.articles.get(&key).and_then(|read| read.note.as_ref());
        let text = cx.drafts.get(&key).or(kept).cloned().unwrap_or_default();
        cx.prompt(Purpose::Note(key), &text);
    }

    /// Takes the article that is shown out of its story.
    pub(super) fn split(&mut self, cx: &mut ViewContext) {
        let Some(key) = self.pane.article() else {
            return cx.say("open the article that is to leave its story first");
        };
        if self.list.row().is_none_or(|r| r.articles.len() < 2) {
            return cx.say("the article is its story’s only one");
        }
        let done = Arc::<Mutex<Option<Split>>>::default();
        let split = Arc::clone(&done);
        let id = cx.edit(move |shelf| {
            *lock(&split) = Some(shelf.split(key)?);
            Ok(Edited::Stories("the article is a story of its own now"))
        });
        self.undo.push((id, Undo::Split(done)));
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
                let done = Arc::<Mutex<Vec<ArticleKey>>>::default();
                let held = Arc::clone(&done);
                let id = cx.edit(move |shelf| {
                    *lock(&held) = shelf.merge(into, other)?;
                    Ok(Edited::Stories("the two are one story now"))
                });
                self.undo.push((id, Undo::Merge(articles.iter().map(|a| a.key).collect(), done)));
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
    /// The article that was taken out of its story, once it is.
    Split(Arc<Mutex<Option<Split>>>),
}

impl Reading {
    /// Takes the last change back: marks, stories joined or parted.
    pub(super) fn undo_last(&mut self, cx: &mut ViewContext) {
        let Some((_, change)) = self.undo.pop() else {
            return cx.say("nothing to take back: that is for marks, stars, and stories joined or parted");
        };
        match change {
            Undo::Read(was) => {
                self.set_read(cx, was);
                cx.say("taken back: read and unread as before");
            }
            Undo::Starred(was) => {
                self.set_starred(cx, was);
                cx.say("taken back: stars as before");
            }
            // Both are written in turn: once this is, that was.
            Undo::Split(done) => {
                cx.edit(move |shelf| {
                    if let Some(split) = lock(&done).take() {
                        shelf.unsplit(&split)?;
                    }
                    Ok(Edited::Stories("taken back: the article is in its story again"))
                });
            }
            Undo::Merge(articles, held) => {
                cx.edit(move |shelf| {
                    shelf.unmerge(&articles, &lock(&held))?;
                    Ok(Edited::Stories("taken back: the two are stories of their own again"))
                });
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a note; an empty one takes the note away. What was typed is there again with the next key where it cannot be kept.
pub(crate) fn keep_note(cx: &mut ViewContext, key: ArticleKey, text: &str) {
    let text = sanitize::clean_line(text.trim());
    cx.drafts.insert(key, text.clone());
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
