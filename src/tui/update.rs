//! A message comes in: the state changes, and what is to be done is noted.

use std::{process::ExitCode, sync::atomic::Ordering};

use super::{
    Msg,
    app::{App, Effect, Focus, View},
    input::Pointer,
    views::{
        help::Help,
        prompt::{Prompt, Purpose},
    },
};
use crate::config::{
    Config,
    action::Action,
    keys::{Code, Key, Meaning, spelled},
};

/// The most that a count repeats.
const MOST_TIMES: usize = 9999;

impl App {
    /// Takes a message in. Answers whether anything is to be drawn.
    pub(crate) fn update(&mut self, msg: Msg) -> bool {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::Paste(text) => match self.prompt.as_mut().map(|p| p.paste(&text)) {
                Some(typed) => self.typed(typed),
                None => return false,
            },
            Msg::Resize(columns, rows) => {
                let same = self.size == (columns, rows);
                self.size = (columns, rows);
                return !same;
            }
            Msg::Mouse(pointer) => return self.pointer(pointer),
            Msg::Answer(answer) => return self.answer(*answer),
            Msg::Broke(what) => self.broke(&what),
            Msg::Stop => self.effects.push(Effect::Suspend),
            Msg::GoesOn => self.effects.push(Effect::Redraw),
            Msg::End(signal) => {
                self.effects.push(Effect::Quit(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))));
                return false;
            }
            Msg::InputLost => {
                self.effects.push(Effect::Quit(ExitCode::FAILURE));
                return false;
            }
            Msg::Paused => {
                self.pending.hint = !self.pending.keys.is_empty();
                return self.pending.hint;
            }
            Msg::ConfigChanged => self.configure(),
            Msg::Arrived(articles) => self.arrived(articles),
        }
        true
    }

    fn key(&mut self, key: Key) {
        #[cfg(debug_assertions)]
        break_down(key);
        self.note = None;
        if let Some(prompt) = self.prompt.as_mut() {
            let typed = prompt.key(key);
            return self.typed(typed);
        }
        if self.reader.hints && self.views.is_empty() {
            return self.hinted(key);
        }
        if key == Key::named("esc") && (self.pending.count.is_some() || !self.pending.keys.is_empty()) {
            self.pending = Default::default();
            return;
        }
        if let (Code::Char(c @ '0'..='9'), false, false, true) =
            (key.code, key.ctrl, key.alt, self.pending.keys.is_empty())
            && (c != '0' || self.pending.count.is_some())
            && self.config.keymap.meaning(self.place(), &[key]) == Meaning::Nothing
        {
            let digit = usize::from(u8::try_from(u32::from(c) - 48).unwrap_or(0));
            self.pending.count = Some((self.pending.count.unwrap_or(0) * 10 + digit).min(MOST_TIMES));
            return;
        }
        self.pending.keys.push(key);
        match self.config.keymap.meaning(self.place(), &self.pending.keys) {
            Meaning::Begins => {}
            Meaning::Action(action) => {
                let times = self.pending.count.unwrap_or(1);
                self.pressed = std::mem::take(&mut self.pending).keys;
                self.act(action, times);
                self.pressed.clear();
            }
            Meaning::Nothing => {
                let keys = spelled(&self.pending.keys);
                self.pending = Default::default();
                let help = self.config.keymap.keys_of(self.place(), Action::Help).into_iter().next();
                let help = help.map_or(String::new(), |k| format!("; {k} lists the keys"));
                self.say(format!("{keys} does nothing here{help}"));
            }
        }
    }

    /// Says that an action has no meaning here, by the keys that were pressed for it, and what has.
    pub(crate) fn refuse(&mut self, action: Action, instead: &str) {
        let asked = if self.pressed.is_empty() { action.name().to_owned() } else { spelled(&self.pressed) };
        self.say(format!("{asked} {instead}"));
    }

    /// Does an action, some times over if it is one that repeats.
    pub(crate) fn act(&mut self, action: Action, times: usize) {
        let n = isize::try_from(if action.repeats() { times.max(1) } else { 1 }).unwrap_or(1);
        if self.everywhere(action) {
            return;
        }
        let Some(view) = self.views.pop() else { return self.act_reading(action, n) };
        // The view is out of the stack while it acts, so that it can change the rest; it goes back unless it closed.
        match view {
            View::Comparing(mut c) => {
                let stays = self.act_comparing(&mut c, action, n);
                self.keep(View::Comparing(c), stays);
            }
            View::Coverage(mut m) => {
                let stays = self.act_coverage(&mut m, action, n);
                self.keep(View::Coverage(m), stays);
            }
            View::Search(mut r) => {
                let stays = self.act_search(&mut r, action, n);
                self.keep(View::Search(r), stays);
            }
            View::Help(mut h) => {
                let stays = self.act_help(&mut h, action, n);
                self.keep(View::Help(h), stays);
            }
        }
    }

    /// Puts a view back below whatever it opened.
    fn keep(&mut self, view: View, stays: Stays) {
        match stays {
            Stays::Yes => self.views.push(view),
            Stays::Below => {
                let at = self.views.len().saturating_sub(1);
                self.views.insert(at, view);
            }
            Stays::No => {}
        }
    }

    /// What means the same in every view. Answers whether the action was one of these.
    fn everywhere(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Mouse => {
                self.mouse = !self.mouse;
                self.effects.push(Effect::Mouse(self.mouse));
                let state = if self.mouse { "on; the terminal's own selection needs shift now" } else { "off" };
                self.say(format!("mouse {state}"));
            }
            Action::Theme => {
                let names = self.config.themes();
                let at = names.iter().position(|n| *n == self.theme).map_or(0, |i| (i + 1) % names.len().max(1));
                if let Some(name) = names.get(at) {
                    self.choose_theme(&name.clone());
                }
            }
            Action::Palette => self.prompt = Some(Prompt::new(Purpose::Palette, "")),
            Action::Search => self.prompt = Some(Prompt::new(Purpose::Search, "")),
            Action::Help if !matches!(self.views.last(), Some(View::Help(_))) => {
                self.views.push(View::Help(Box::new(Help::new(self.place(), &self.config.keymap, &self.glyphs))));
            }
            Action::Find if !matches!(self.views.last(), Some(View::Coverage(_) | View::Search(_))) => {
                self.prompt = Some(Prompt::new(Purpose::Find, ""));
            }
            Action::Reload => self.reload(),
            Action::Export => self.propose_export(),
            Action::Pipe => {
                let command = self.config.pipe.clone();
                self.prompt = Some(Prompt::new(Purpose::Pipe, &command));
            }
            _ => return false,
        }
        true
    }

    fn quit(&mut self) {
        self.remember();
        self.stop.store(true, Ordering::SeqCst);
        self.effects.push(Effect::Quit(ExitCode::SUCCESS));
    }

    fn pointer(&mut self, pointer: Pointer) -> bool {
        match pointer {
            Pointer::Wheel(by, x, _) => {
                let by = by as isize;
                match self.views.last_mut() {
                    Some(View::Comparing(c)) => c.scroll(by),
                    Some(View::Coverage(m)) => m.step(by.signum()),
                    Some(View::Search(r)) => r.step(by.signum()),
                    Some(View::Help(h)) => h.scroll(by),
                    None if self.layout.list.is_some_and(|l| x < l.right()) => self.move_list(|l| l.step(by.signum())),
                    None => self.scroll(by),
                }
            }
            Pointer::Press(x, y) if self.views.is_empty() && self.prompt.is_none() => {
                if self.layout.divider.is_some_and(|d| d.x == x) {
                    self.dragging = true;
                } else if let Some(area) = self.layout.list.filter(|l| x < l.right()) {
                    if let Some((story, article)) = self.list.at(y.saturating_sub(area.y)) {
                        let again = self.list.under() == Some((story, article));
                        self.list.put_on(story, article);
                        if again && article.is_none() {
                            self.list.toggle();
                        }
                        self.focus = Focus::List;
                        self.show_under_cursor();
                    }
                } else {
                    self.focus_on(Focus::Pane);
                }
            }
            Pointer::Drag(x, _) if self.dragging => self.list_width = Some(x.max(12)),
            Pointer::Release => {
                self.dragging = false;
                return false;
            }
            _ => return false,
        }
        true
    }

    /// Reads the reader's files anew; what is wrong in them changes nothing.
    fn configure(&mut self) {
        let Some(folder) = self.config.folder.clone() else { return };
        match Config::load_from(&folder) {
            Ok(config) => {
                self.config = config;
                self.dress();
                self.reader.forget_setting();
                self.say("configuration read again");
            }
            Err(e) => self.fail(&e.to_string()),
        }
    }
}

/// Whether a view stays when it has acted: on top, below what it opened, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stays {
    Yes,
    Below,
    No,
}

/// Panics on a key, in debug builds alone and only where the environment says so: for the test that sees what a panic
/// leaves of the terminal. No key does it by itself.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "what this is for")]
fn break_down(key: Key) {
    if key == (Key { code: Code::F(12), ctrl: true, alt: true }) && std::env::var_os("NUTGRAF_TEST_PANIC").is_some() {
        panic!("asked to panic");
    }
}
