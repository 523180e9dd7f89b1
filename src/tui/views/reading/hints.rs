//! What the reading view says where there is nothing else: the keys of the last line, why the list or the pane is empty.

use super::{Focus, Reading, Subject};
use crate::{
    config::{action::Action, keys::Place},
    tui::view::ViewContext,
};

impl Reading {
    /// The keys that matter here, the most useful first.
    pub(super) fn keys_that_matter(&self, cx: &ViewContext) -> &'static [(Action, &'static str)] {
        use Action as A;
        if self.pane.bullet.is_some() {
            &[
                (A::Down, "next bullet"),
                (A::Open, "its sentence"),
                (A::Copy, "copy"),
                (A::Back, "leave"),
                (A::Help, "help"),
                (A::Quit, "quit"),
            ]
        } else if self.focus == Focus::List && self.list.run_here().is_some() {
            &[(A::Open, "show them"), (A::Down, "on"), (A::Help, "help"), (A::Quit, "quit")]
        } else if self.focus == Focus::List {
            &[
                (A::Open, "read"),
                (A::Help, "help"),
                (A::Bullets, "bullets"),
                (A::Compare, "compare"),
                (A::Quit, "quit"),
                (A::NextSource, "next source"),
                (A::Coverage, "who reports what"),
                (A::Mark, "mark"),
                (A::Filter, "filter"),
                (A::Search, "search"),
            ]
        } else if self.history.leads_back(self.pane.subject) && cx.single_pane() {
            &[(A::Back, "back"), (A::Help, "help"), (A::Quit, "quit"), (A::Compare, "compare"), (A::Bullets, "bullets")]
        } else if self.history.leads_back(self.pane.subject) {
            &[
                (A::Back, "back to where you were"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::Compare, "compare"),
                (A::Bullets, "bullets"),
            ]
        } else if cx.single_pane() {
            // The list does not show beside it: how to get there again comes first.
            &[
                (A::Left, "list"),
                (A::Help, "help"),
                (A::Bullets, "bullets"),
                (A::Compare, "compare"),
                (A::Quit, "quit"),
                (A::NextSource, "next source"),
                (A::Find, "find"),
            ]
        } else {
            &[
                (A::Bullets, "bullets"),
                (A::Compare, "compare"),
                (A::Help, "help"),
                (A::Quit, "quit"),
                (A::NextSource, "next source"),
                (A::Find, "find"),
                (A::Left, "list"),
                (A::Coverage, "who reports what"),
            ]
        }
    }

    /// Why there is nothing in the list. Where the pane stands beside it, that says what went wrong.
    pub(super) fn why_empty(&self, cx: &ViewContext) -> Option<String> {
        match (&cx.not_opened, self.layout.pane) {
            (Some(_), Some(_)) => Some("nothing could be opened".into()),
            (Some(_), None) => Some(self.placeholder(cx)),
            (None, _) => self.list.nothing_matches(cx),
        }
    }

    /// What stands in the pane while there is nothing else.
    pub(super) fn placeholder(&self, cx: &ViewContext) -> String {
        if let Some(why) = &cx.not_opened {
            return format!("{why}; {} tries again", cx.way_to(Place::Reading, Action::Reload));
        }
        if let (None, Some(why)) = (self.pane.subject, self.list.nothing_matches(cx)) {
            return why;
        }
        let what = match self.pane.subject {
            _ if cx.shelf.is_none() && cx.in_flight.opening.is_some() => "opening …",
            None => "nothing is open; name files or folders: nutgraf FILE FOLDER …",
            Some(Subject::Article(..)) => "reading …",
            Some(Subject::Story(..)) => "drawing up the bullets …",
        };
        what.to_owned()
    }
}
