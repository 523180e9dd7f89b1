//! The places one left for a story or an article, to go back to.

use super::{Focus, Subject};
use crate::{
    shelf::{ArticleKey, StoryKey},
    tui::view::View,
};

/// The most places that one can go back to.
const MOST: usize = 50;

/// A place that one left for a story or an article.
pub(crate) struct Visited {
    /// What one went to: elsewhere there is no way back.
    pub(crate) to: Subject,
    /// The views that lay over the reading view.
    pub(crate) views: Vec<Box<dyn View>>,
    /// What was looked for there.
    pub(crate) query: Option<String>,
    pub(crate) under: Option<(StoryKey, Option<ArticleKey>)>,
    pub(crate) subject: Option<Subject>,
    pub(crate) top: usize,
    pub(crate) bullet: Option<usize>,
    pub(crate) focus: Focus,
}

/// The places one came from, the last one last.
#[derive(Default)]
pub(crate) struct History(Vec<Visited>);

impl History {
    pub(crate) fn push(&mut self, place: Visited) {
        self.0.push(place);
        if self.0.len() > MOST {
            self.0.remove(0);
        }
    }

    /// The place that what shows was opened from; the rest is forgotten where it was not opened from the last.
    pub(crate) fn pop(&mut self, here: Option<Subject>) -> Option<Visited> {
        let found = self.0.pop_if(|v| here == Some(v.to));
        if found.is_none() {
            self.0.clear();
        }
        found
    }

    /// Whether one can go back from what shows.
    pub(crate) fn leads_back(&self, here: Option<Subject>) -> bool {
        self.0.last().is_some_and(|v| here == Some(v.to))
    }

    /// What was looked for where that was opened from.
    pub(crate) fn query(&self, here: Option<Subject>) -> Option<&str> {
        self.0.last().filter(|v| here == Some(v.to))?.query.as_deref()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
