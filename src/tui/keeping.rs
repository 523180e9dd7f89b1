//! What the reader keeps with articles and stories: notes, stories put together and taken apart, former texts.

use std::sync::Arc;

use super::{
    Msg,
    answers::{Answer, Arranged},
    app::{App, View},
    jobs::Rank,
    store::{self, Compared},
    views::{
        compare::Comparing,
        footer::Note,
        prompt::{Prompt, Purpose},
    },
};
use crate::{
    compare::Side,
    shelf::{self, ArticleKey, Shelf},
    text::sanitize,
};

impl App {
    /// Opens the line in which the article's note is written.
    pub(crate) fn write_note(&mut self) {
        let Some(key) = self.reader.article() else { return self.say("open an article first: a note is kept with it") };
        if self.shelf.as_ref().is_none_or(|s| !s.keeps()) {
            return self.say("notes are kept in the library alone: add feeds or folders to it with `nutgraf add`");
        }
        let text = self.store.articles.get(&key).and_then(|read| read.note.clone()).unwrap_or_default();
        self.prompt = Some(Prompt::new(Purpose::Note(key), &text));
    }

    /// Keeps a note; an empty one takes the note away.
    pub(crate) fn keep_note(&mut self, key: ArticleKey, text: &str) {
        let text = sanitize::clean_line(text.trim());
        self.arrange(move |shelf| {
            shelf.set_note(key, &text)?;
            Ok(Arranged::Note(key, (!text.is_empty()).then_some(text)))
        });
    }

    /// Takes the article that is shown out of its story.
    pub(crate) fn split(&mut self) {
        let Some(key) = self.reader.article() else {
            return self.say("open the article that is to leave its story first");
        };
        if self.list.row().is_none_or(|r| r.articles.len() < 2) {
            return self.say("the article is its story’s only one");
        }
        self.arrange(move |shelf| shelf.split(key).map(|_| Arranged::Stories("the article is a story of its own now")));
    }

    /// Puts the marked article's story together with the one under the cursor.
    pub(crate) fn merge(&mut self) {
        let Some(into) = self.list.row().map(|r| r.key) else { return };
        let Some(marked) = self.mark else {
            return self.say("mark an article of the other story with m first");
        };
        let other = self.list.rows.iter().find(|r| r.articles.iter().any(|a| a.key == marked)).map(|r| r.key);
        match other {
            Some(other) if other == into => self.say("both are one story already"),
            Some(other) => {
                self.mark = None;
                self.arrange(move |shelf| {
                    shelf.merge(into, other).map(|()| Arranged::Stories("the two are one story now"))
                });
            }
            None => self.say("the marked article is too far away in the list; mark it again with both in the list"),
        }
    }

    fn arrange(&mut self, change: impl FnOnce(&dyn Shelf) -> shelf::Result<Arranged> + Send + 'static) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.ask(Rank::Keep, move |_| {
            Some(Msg::Answer(Box::new(match change(shelf.as_ref()) {
                Ok(done) => Answer::Arranged(done),
                Err(e) => Answer::Told(Note { text: sanitize::clean_line(&e.to_string()), error: true }),
            })))
        });
    }

    /// The library has kept what the reader arranged.
    pub(crate) fn arranged(&mut self, done: Arranged) {
        match done {
            Arranged::Note(key, note) => {
                self.say(if note.is_some() { "note kept" } else { "no note any more" });
                if let Some(read) = self.store.articles.get_mut(&key) {
                    read.note = note;
                }
                self.reader.forget_setting();
            }
            Arranged::Stories(said) => {
                self.store.stories.clear();
                self.store.coverages.clear();
                self.ask_list();
                self.say(said);
            }
        }
    }

    /// Lays the article beside a former text of it: the latest, or one further back.
    pub(crate) fn open_version(&mut self, back: usize) {
        let (Some(key), Some(shelf)) = (self.current_article(), self.shelf.clone()) else { return };
        self.ask(Rank::Now, move |_| {
            let former = store::former(shelf.as_ref(), key, back).map(|c| c.map(Box::new));
            Some(Msg::Answer(Box::new(Answer::Former(key, back, former))))
        });
    }

    /// A former text has come, or there is none.
    pub(crate) fn former(&mut self, key: ArticleKey, back: usize, found: Result<Option<Box<Compared>>, String>) {
        match found {
            Ok(Some(compared)) => {
                let mut view = Comparing::new(key, key, self.list.row().map(|r| r.key));
                view.version = Some((back, Side::Left));
                view.take(Arc::from(compared));
                self.views.retain(|v| !matches!(v, View::Comparing(c) if c.version.is_some()));
                self.views.push(View::Comparing(Box::new(view)));
            }
            Ok(None) if back > 0 => self.say("this is the oldest text that is kept"),
            Ok(None) => self.say("no former text of this article is kept: it has not changed since it came in"),
            Err(e) => self.fail(&e),
        }
    }
}
