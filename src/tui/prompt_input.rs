//! What is typed into the line: find, filter, search, the palette, notes, files and commands.

use super::{
    actions::{export, pipe},
    app::App,
    prompt::{Purpose, Typed},
    view::View,
    views::{reading::marks, search::SearchView},
};
use crate::config::action::Action;

/// A search begins with this many letters.
const SHORTEST_QUERY: usize = 2;

impl App {
    pub(crate) fn typed(&mut self, typed: Typed) {
        let Some(prompt) = &self.prompt else { return };
        let (purpose, text) = (prompt.purpose, prompt.text.clone());
        match typed {
            Typed::Changed => match purpose {
                Purpose::Find => self.find(&text),
                Purpose::Filter => self.reading.filter(&text, &mut self.cx),
                Purpose::Search => self.search_while_typing(text.trim()),
                _ => {}
            },
            Typed::Submitted => {
                let chosen = prompt.actions.get(prompt.chosen).copied();
                self.prompt = None;
                self.submit(purpose, &text, chosen);
            }
            Typed::Cancelled => {
                self.prompt = None;
                match purpose {
                    Purpose::Find => self.find(""),
                    Purpose::Filter => self.reading.filter("", &mut self.cx),
                    Purpose::Search => self.close_views(|r: &SearchView| r.typing),
                    _ => {}
                }
            }
            Typed::Moved | Typed::Ignored => {}
        }
    }

    fn submit(&mut self, purpose: Purpose, text: &str, chosen: Option<Action>) {
        match purpose {
            Purpose::Find => self.find(text),
            Purpose::Filter => {}
            Purpose::Search if text.trim().is_empty() => {}
            Purpose::Search => match self.view_mut::<SearchView>() {
                // Asked for already, as it was typed.
                Some(view) if view.typing && view.query == text.trim() => view.typing = false,
                _ => self.search(text.trim(), false),
            },
            Purpose::Palette => {
                if let Some(action) = chosen {
                    self.act(action, 1);
                }
            }
            Purpose::Note(key) => marks::keep_note(&mut self.cx, key, text),
            Purpose::Export | Purpose::Pipe => match self.top().export(&self.cx) {
                Ok(document) if purpose == Purpose::Export => export::export(&mut self.cx, document, text.trim()),
                Ok(document) => pipe::pipe(&mut self.cx, document, text.trim()),
                Err(why) => self.cx.say(why),
            },
        }
    }

    fn find(&mut self, query: &str) {
        let (view, cx) = self.top_mut();
        view.find(query, cx);
    }

    /// Searches while the words are still typed: what was found before stays until there is something better.
    fn search_while_typing(&mut self, query: &str) {
        if query.chars().count() < SHORTEST_QUERY {
            return self.close_views(|r: &SearchView| r.typing);
        }
        self.search(query, true);
    }

    /// Searches all articles.
    fn search(&mut self, query: &str, typing: bool) {
        self.cx.request_search(query);
        if self.view_mut::<SearchView>().is_none_or(|r| !r.typing) {
            self.close_views(|_: &SearchView| true);
            let view: Box<dyn View> = Box::new(SearchView::new(query, typing));
            return self.views.push(view);
        }
        if let Some(view) = self.view_mut::<SearchView>() {
            view.ask(query, typing);
        }
    }
}
