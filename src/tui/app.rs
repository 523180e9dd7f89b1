//! The application: the reading view and the views that lie over it, and how events reach them.

use std::{any::Any, process::ExitCode, sync::atomic::Ordering};

use ratatui::layout::Rect;

use super::{
    actions::session,
    event::{Event, Pointer},
    prompt::{Prompt, Purpose},
    view::{Command, Effect, Environment, Flow, Opener, View, ViewContext},
    views::{help::HelpView, reading::Reading},
};
use crate::config::{
    Config,
    action::Action,
    keys::{Code, Key, Meaning, spelled},
};

/// The most that a count repeats.
const MOST_TIMES: usize = 9999;

/// Keys pressed that are not an action yet.
#[derive(Default)]
pub(crate) struct Pending {
    pub(crate) keys: Vec<Key>,
    pub(crate) count: Option<usize>,
    /// How the chord can go on is shown.
    pub(crate) hint: bool,
}

/// The most keys that are kept while the first screen is on its way.
const MOST_EARLY: usize = 64;

/// The viewer.
pub(crate) struct App {
    pub(crate) cx: ViewContext,
    pub(crate) reading: Reading,
    /// What lies over the reading view; the last one shows.
    pub(crate) views: Vec<Box<dyn View>>,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) pending: Pending,
    /// Keys pressed before there was anything to act on: they act once it is there.
    early: Vec<Key>,
    mouse: bool,
}

impl App {
    /// A viewer that has just begun to open what is to be read.
    pub(crate) fn new(opener: Opener, config: Config, environment: Environment, size: (u16, u16)) -> Self {
        let mouse = config.mouse;
        let mut cx = ViewContext::new(opener, config, environment, size);
        if mouse {
            cx.effects.push(Effect::Mouse(true));
        }
        cx.request_opening();
        Self {
            cx,
            reading: Reading::default(),
            views: Vec::new(),
            prompt: None,
            pending: Pending::default(),
            early: Vec::new(),
            mouse,
        }
    }

    /// The view that shows.
    pub(crate) fn top(&self) -> &dyn View {
        match self.views.last() {
            Some(view) => view.as_ref(),
            None => &self.reading,
        }
    }

    /// The view that shows, to be changed, and what it may ask for.
    pub(crate) fn top_mut(&mut self) -> (&mut dyn View, &mut ViewContext) {
        match self.views.last_mut() {
            Some(view) => (view.as_mut(), &mut self.cx),
            None => (&mut self.reading, &mut self.cx),
        }
    }

    /// A view of a kind that is open, the innermost first.
    pub(crate) fn view_mut<V: View>(&mut self) -> Option<&mut V> {
        self.views.iter_mut().rev().find_map(|view| {
            let view: &mut dyn Any = view.as_mut();
            view.downcast_mut()
        })
    }

    /// Closes the views of a kind for which something holds.
    pub(crate) fn close_views<V: View>(&mut self, closes: impl Fn(&V) -> bool) {
        self.views.retain(|view| {
            let view: &dyn Any = view.as_ref();
            !view.downcast_ref().is_some_and(&closes)
        });
    }

    /// What the terminal's window is called.
    pub(crate) fn title(&self) -> String {
        match self.top().title(&self.cx) {
            Some(what) => format!("{what} – Nutgraf"),
            None => "Nutgraf".into(),
        }
    }

    /// All of the screen but the last line, which is the status bar where there is room for one.
    pub(crate) fn body(&self) -> Rect {
        let (width, height) = self.cx.size;
        Rect::new(0, 0, width, height - u16::from(height >= 3))
    }

    /// Places everything; called before a frame is drawn.
    pub(crate) fn layout(&mut self) {
        let body = self.body();
        self.cx.prompting = self.prompt.is_some();
        let (view, cx) = self.top_mut();
        view.layout(body, cx);
        if self.views.is_empty() {
            self.reading.request_pictures(&mut self.cx);
        }
    }

    /// Whether what is to be seen is being worked out at the moment: the next frame may wait for it a little.
    pub(crate) fn is_loading(&self) -> bool {
        self.top().is_loading(&self.cx)
    }

    /// Nothing is there yet: neither the list nor what lies over it.
    pub(crate) fn is_empty(&self) -> bool {
        self.is_opening() || self.cx.in_flight.page.is_some() || !self.views.is_empty() && self.is_loading()
    }

    /// Takes an event in. Answers whether anything is to be drawn.
    pub(crate) fn update(&mut self, event: Event) -> bool {
        let changed = self.dispatch(event);
        self.obey();
        self.act_on_early_keys();
        changed
    }

    /// What is to be read is being opened for the first time: no key has anything to act on.
    fn is_opening(&self) -> bool {
        self.cx.shelf.is_none() && self.cx.in_flight.opening.is_some()
    }

    /// Acts on the keys that were pressed while there was nothing to act on yet.
    fn act_on_early_keys(&mut self) {
        if self.early.is_empty() || self.is_opening() || self.cx.shelf.is_some() && self.is_loading() {
            return;
        }
        for key in std::mem::take(&mut self.early) {
            self.layout();
            self.key(key);
            self.obey();
        }
    }

    fn dispatch(&mut self, event: Event) -> bool {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => match self.prompt.as_mut().map(|p| p.paste(&text)) {
                Some(typed) => self.typed(typed),
                None => return false,
            },
            Event::Resize(columns, rows) => {
                let same = self.cx.size == (columns, rows);
                self.cx.size = (columns, rows);
                return !same;
            }
            Event::Mouse(pointer) => return self.pointer(pointer),
            Event::Response(response) => return self.respond(&response),
            Event::WorkerPanicked(what) => self.worker_panicked(&what),
            Event::Suspend => self.cx.effects.push(Effect::Suspend),
            Event::Resumed => self.cx.redraw(),
            Event::Terminate(signal) => {
                self.cx.effects.push(Effect::Quit(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))));
                return false;
            }
            Event::InputLost => {
                self.cx.effects.push(Effect::Quit(ExitCode::FAILURE));
                return false;
            }
            Event::ChordTimeout => {
                self.pending.hint = !self.pending.keys.is_empty();
                return self.pending.hint;
            }
            Event::Capabilities(light, graphics) => {
                let environment = &mut self.cx.environment;
                environment.light = light.or(environment.light);
                environment.graphics = graphics.unwrap_or(environment.graphics);
                self.cx.apply_appearance();
                self.cx.pictures.forget();
                self.reading.pane.invalidate();
            }
            Event::ConfigChanged => self.reload_config(),
            Event::LibraryChanged(news) => self.library_changed(&news),
        }
        true
    }

    /// Does what views asked for.
    fn obey(&mut self) {
        while !self.cx.commands.is_empty() {
            for command in std::mem::take(&mut self.cx.commands) {
                match command {
                    Command::Open(view) => self.views.push(view),
                    Command::Restore(views) => self.views = views,
                    Command::Prompt(purpose, text) => self.prompt = Some(Prompt::new(purpose, &text)),
                }
            }
        }
    }

    fn key(&mut self, key: Key) {
        #[cfg(debug_assertions)]
        panic_for_test(key);
        self.cx.notice = None;
        if let Some(prompt) = self.prompt.as_mut() {
            let typed = prompt.key(key);
            return self.typed(typed);
        }
        let (view, cx) = self.top_mut();
        if view.takes_key(key, cx) {
            return;
        }
        if key == Key::named("esc") && (self.pending.count.is_some() || !self.pending.keys.is_empty()) {
            self.pending = Pending::default();
            return;
        }
        let place = self.top().context();
        if let (Code::Char(c @ '0'..='9'), false, false, true) =
            (key.code, key.ctrl, key.alt, self.pending.keys.is_empty())
            && (c != '0' || self.pending.count.is_some())
            && self.cx.config.keymap.meaning(place, &[key]) == Meaning::Nothing
        {
            let digit = usize::from(u8::try_from(u32::from(c) - 48).unwrap_or(0));
            self.pending.count = Some((self.pending.count.unwrap_or(0) * 10 + digit).min(MOST_TIMES));
            return;
        }
        self.pending.keys.push(key);
        match self.cx.config.keymap.meaning(place, &self.pending.keys) {
            Meaning::Begins => {}
            Meaning::Action(action) if self.is_opening() && self.views.is_empty() && waits(action) => {
                let pending = std::mem::take(&mut self.pending);
                let count = pending.count.map_or(String::new(), |n| n.to_string());
                let keys = count.chars().map(Key::char).chain(pending.keys);
                self.early.extend(keys.take(MOST_EARLY.saturating_sub(self.early.len())));
            }
            Meaning::Action(action) => {
                if action == Action::Back {
                    self.early.clear();
                }
                let times = self.pending.count.unwrap_or(1);
                self.cx.pressed = std::mem::take(&mut self.pending).keys;
                self.act(action, times);
                self.cx.pressed.clear();
            }
            Meaning::Nothing => {
                let keys = spelled(&self.pending.keys);
                self.pending = Pending::default();
                let help = self.cx.key_of(place, Action::Help);
                let help = help.map_or(String::new(), |k| format!("; {k} lists the keys"));
                self.cx.say(format!("{keys} does nothing here{help}"));
            }
        }
    }

    /// Does an action, some times over if it is one that repeats.
    pub(crate) fn act(&mut self, action: Action, times: usize) {
        let n = isize::try_from(if action.repeats() { times.max(1) } else { 1 }).unwrap_or(1);
        if self.act_globally(action) {
            return;
        }
        let (view, cx) = self.top_mut();
        match view.act(action, n, cx) {
            Flow::Stay => {}
            Flow::Close => {
                self.views.pop();
            }
            Flow::Leave(destination) => {
                let views = std::mem::take(&mut self.views);
                self.reading.visit(views, destination, &mut self.cx);
            }
        }
    }

    /// What means the same in every view. Answers whether the action was one of these.
    fn act_globally(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.quit(),
            Action::Suspend => self.cx.effects.push(Effect::Suspend),
            Action::Redraw => self.cx.redraw(),
            Action::Mouse => {
                self.mouse = !self.mouse;
                self.cx.effects.push(Effect::Mouse(self.mouse));
                let state = if self.mouse { "on; the terminal's own selection needs shift now" } else { "off" };
                self.cx.say(format!("mouse {state}"));
            }
            Action::Theme => {
                let names = self.cx.config.themes();
                let at = names.iter().position(|n| *n == self.cx.theme).map_or(0, |i| (i + 1) % names.len().max(1));
                if let Some(name) = names.get(at) {
                    session::choose_theme(&mut self.cx, name);
                }
            }
            Action::Palette => self.prompt = Some(Prompt::new(Purpose::Palette, "")),
            Action::Search => self.prompt = Some(Prompt::new(Purpose::Search, "")),
            Action::Help if self.view_mut::<HelpView>().is_none() => {
                let help =
                    HelpView::new(self.top().context(), self.top().marks(&self.cx.glyphs), &self.cx.config.keymap);
                self.cx.open(help);
            }
            Action::Find if self.top().can_find() => self.prompt = Some(Prompt::new(Purpose::Find, "")),
            Action::Reload => self.cx.request_reload(),
            Action::Sync => self.cx.request_sync(),
            Action::Export => match self.top().export(&self.cx) {
                Ok(document) => self.prompt = Some(Prompt::new(Purpose::Export, &document.file_name())),
                Err(why) => self.cx.say(why),
            },
            Action::Pipe => match self.top().export(&self.cx) {
                Ok(_) => self.prompt = Some(Prompt::new(Purpose::Pipe, &self.cx.config.pipe)),
                Err(why) => self.cx.say(why),
            },
            _ => return false,
        }
        true
    }

    fn quit(&mut self) {
        self.reading.remember_session(&mut self.cx);
        self.cx.stop.store(true, Ordering::SeqCst);
        self.cx.effects.push(Effect::Quit(ExitCode::SUCCESS));
    }

    fn pointer(&mut self, pointer: Pointer) -> bool {
        let prompting = self.prompt.is_some();
        let (view, cx) = self.top_mut();
        match pointer {
            Pointer::Wheel(by, x, y) => {
                view.scroll(by as isize, (x, y), cx);
                true
            }
            Pointer::Press(..) if prompting => false,
            _ => view.pointer(pointer, cx),
        }
    }

    /// Reads the reader's files anew; what is wrong in them changes nothing.
    fn reload_config(&mut self) {
        let Some(folder) = self.cx.config.folder.clone() else { return };
        match Config::load_from(&folder) {
            Ok(config) => {
                self.cx.config = config;
                self.cx.apply_appearance();
                self.reading.pane.invalidate();
                self.cx.say("configuration read again");
            }
            Err(e) => self.cx.fail(&e.to_string()),
        }
    }
}

/// An action that has nothing to act on until something is open.
fn waits(action: Action) -> bool {
    use Action as A;
    !matches!(action, A::Quit | A::Back | A::Suspend | A::Redraw | A::Help | A::Palette | A::Theme | A::Mouse)
}

/// Panics on a key, in debug builds alone and only where the environment says so: for the test that sees what a panic
/// leaves of the terminal. No key does it by itself.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "what this is for")]
fn panic_for_test(key: Key) {
    if key == (Key { code: Code::F(12), ctrl: true, alt: true }) && std::env::var_os("NUTGRAF_TEST_PANIC").is_some() {
        panic!("asked to panic");
    }
}
