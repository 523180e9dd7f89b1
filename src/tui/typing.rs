//! What is typed into the line: find, filter, search, the palette.

use super::{
    Msg,
    answers::Answer,
    app::{App, View},
    jobs::Rank,
    views::{
        prompt::{Purpose, Typed},
        reader::{Subject, texts},
        search::Results,
    },
};
use crate::{
    config::action::Action,
    shelf::{Filter, Order},
};

impl App {
    pub(crate) fn typed(&mut self, typed: Typed) {
        let Some(prompt) = &self.prompt else { return };
        let (purpose, text) = (prompt.purpose, prompt.text.clone());
        match typed {
            Typed::Changed => match purpose {
                Purpose::Find => self.find(&text),
                Purpose::Filter => self.filter(text),
                Purpose::Search => self.search_typed(text.trim()),
                _ => {}
            },
            Typed::Done => {
                let chosen = prompt.actions.get(prompt.chosen).copied();
                self.prompt = None;
                self.done(purpose, &text, chosen);
            }
            Typed::Left => {
                self.prompt = None;
                match purpose {
                    Purpose::Find => self.find(""),
                    Purpose::Filter => self.filter(String::new()),
                    Purpose::Search => self.views.retain(|v| !matches!(v, View::Search(r) if r.typing)),
                    _ => {}
                }
            }
            Typed::Moved | Typed::Nothing => {}
        }
    }

    pub(crate) fn done(&mut self, purpose: Purpose, text: &str, chosen: Option<Action>) {
        match purpose {
            Purpose::Find if text.is_empty() => self.find(""),
            Purpose::Find => self.find(text),
            Purpose::Filter => {}
            Purpose::Search if text.trim().is_empty() => {}
            Purpose::Search => match self.views.last_mut() {
                // Asked for already, as it was typed.
                Some(View::Search(r)) if r.typing && r.query == text.trim() => r.typing = false,
                _ => self.search(text.trim()),
            },
            Purpose::Palette => {
                if let Some(action) = chosen {
                    self.act(action, 1);
                }
            }
            Purpose::Note(key) => self.keep_note(key, text),
            Purpose::Export => self.export(text.trim()),
            Purpose::Pipe => self.pipe(text.trim()),
        }
    }

    pub(crate) fn find(&mut self, query: &str) {
        match self.views.last_mut() {
            Some(View::Comparing(c)) if query.is_empty() => c.finding = None,
            Some(View::Comparing(c)) => c.find(query),
            Some(View::Help(h)) => h.narrow(query, &self.config.keymap),
            Some(_) => {}
            None if query.is_empty() => self.reader.finding = None,
            None => {
                if let Some(read) = self.reader.article().and_then(|k| self.store.articles.get(&k)) {
                    self.reader.find(query, &texts(read));
                } else if let Some(Subject::Story(key)) = self.reader.subject
                    && let Some(briefed) = self.store.stories.get(&key)
                {
                    let bullets = briefed.bullets.iter().enumerate();
                    let texts: Vec<(u32, &str)> =
                        std::iter::once((super::typeset::TITLE, briefed.row.headline.as_str()))
                            .chain(bullets.map(|(i, b)| (super::typeset::bullet_key(i), b.text.as_str())))
                            .collect();
                    self.reader.find(query, &texts);
                }
            }
        }
    }

    pub(crate) fn filter(&mut self, text: String) {
        self.list.fuzzy = text;
        self.ask_list();
    }

    pub(crate) fn refilter(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.list.filter);
        self.ask_list();
    }

    /// Goes through the reader's groups of sources with one part of the filter, and to none after the last.
    pub(crate) fn filter_by_group(&mut self, part: impl Fn(&mut Filter) -> &mut Option<String>) {
        let groups = self.shelf.as_ref().map(|s| s.groups()).unwrap_or_default();
        if groups.is_empty() {
            return self
                .say("no source is in a group: sources.toml in your configuration folder says which is in which");
        }
        let chosen = part(&mut self.list.filter);
        let next = match &*chosen {
            Some(now) => groups.iter().position(|g| g == now).map_or(0, |i| i + 1),
            None => 0,
        };
        *chosen = groups.into_iter().nth(next);
        self.ask_list();
    }

    pub(crate) fn sort(&mut self, order: Order, words: &str) {
        self.list.order = order;
        self.ask_list();
        self.say(format!("sorted {words}"));
    }

    /// Searches while the words are still typed: what was found before stays until there is something better.
    fn search_typed(&mut self, query: &str) {
        const SHORTEST: usize = 2;
        if query.chars().count() < SHORTEST {
            return self.views.retain(|v| !matches!(v, View::Search(r) if r.typing));
        }
        self.search(query);
    }

    /// Searches all articles.
    pub(crate) fn search(&mut self, query: &str) {
        let Some(shelf) = self.shelf.clone() else { return };
        let id = self.jobs.number();
        self.jobs.search = Some(id);
        let wanted = query.to_owned();
        self.ask(Rank::Now, move |_| {
            let hits = shelf.search(&wanted, 200).map_err(|e| e.to_string());
            Some(Msg::Answer(Box::new(Answer::Hits(id, hits))))
        });
        if let Some(View::Search(r)) = self.views.last_mut().filter(|v| matches!(v, View::Search(r) if r.typing)) {
            return r.ask(query);
        }
        self.views.retain(|v| !matches!(v, View::Search(_)));
        let mut results = Results::new(query.to_owned());
        results.typing = self.prompt.is_some();
        self.views.push(View::Search(Box::new(results)));
    }
}
