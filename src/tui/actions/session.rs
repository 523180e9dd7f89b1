//! What is remembered between runs: where the reader was, and the theme that was chosen.

use serde::{Deserialize, Serialize};

use crate::{
    shelf::{self, ArticleKey, Shelf, StoryKey, Visit},
    tui::{
        view::ViewContext,
        views::reading::{Places, Reading},
    },
};

/// Where the reader was.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Session {
    story: Option<StoryKey>,
    article: Option<ArticleKey>,
    places: Places,
}

/// The names under which the shelf keeps these.
const SESSION: &str = "viewer.whereabouts";
const THEME: &str = "viewer.theme";
const VISIT: &str = "viewer.visit";

impl Reading {
    /// Writes down where the reader is.
    pub(crate) fn remember_session(&mut self, cx: &mut ViewContext) {
        self.pane.keep_place();
        let (story, article) = self.list.under().map_or((None, None), |(s, a)| (Some(s), a));
        let Ok(text) = serde_json::to_string(&Session { story, article, places: self.pane.places.clone() }) else {
            return;
        };
        let visit = cx.environment.now();
        cx.remember(move |shelf| {
            let _ = shelf.remember(SESSION, &text);
            let _ = remember_visit(shelf, visit);
        });
    }

    /// Goes back to where the reader was, the first time that a list is there.
    pub(crate) fn restore_session(&mut self, cx: &ViewContext) {
        if self.pane.subject.is_some() || self.list.rows.is_empty() {
            return;
        }
        let text = cx.shelf.as_ref().and_then(|s| s.recall(SESSION));
        let Some(was) = text.and_then(|t| serde_json::from_str::<Session>(&t).ok()) else { return };
        self.pane.places = was.places;
        if let Some(story) = was.story {
            self.list.put_on(story, was.article);
        }
    }
}

/// Finds out when the reader was here the time before, and notes that it is now.
pub(crate) fn note_visit(cx: &mut ViewContext) {
    let before = cx.shelf.as_ref().and_then(|shelf| shelf.recall(VISIT));
    cx.last_visit = before.and_then(|text| {
        let (at, newest) = text.split_once(' ')?;
        Some(Visit { at: at.parse().ok()?, newest: ArticleKey(newest.parse().ok()?) })
    });
    let now = cx.environment.now();
    cx.keep(move |shelf| remember_visit(shelf, now));
}

/// Notes that the reader is here, and what there is.
fn remember_visit(shelf: &dyn Shelf, now: Option<i64>) -> shelf::Result<()> {
    match now.zip(shelf.newest()) {
        Some((now, newest)) => shelf.remember(VISIT, &format!("{now} {}", newest.0)),
        None => Ok(()),
    }
}

/// Takes on a theme that the reader chose, and remembers it.
pub(crate) fn choose_theme(cx: &mut ViewContext, name: &str) {
    cx.apply_theme(name);
    cx.say(format!("theme {name}"));
    let name = name.to_owned();
    cx.chosen_theme = Some(name.clone());
    cx.keep(move |shelf| shelf.remember(THEME, &name));
}

/// Takes on the theme that the reader chose another time, unless the configuration names one. A theme that is not there
/// any more is no error.
pub(crate) fn recall_theme(cx: &mut ViewContext) {
    if cx.chosen_theme.is_none()
        && let Some(name) = cx.shelf.as_ref().and_then(|s| s.recall(THEME))
        && cx.config.theme(&name).is_ok()
    {
        cx.chosen_theme = Some(name);
        cx.apply_appearance();
    }
}
