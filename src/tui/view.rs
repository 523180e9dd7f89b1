//! What a view is, and what it may ask of the rest of the viewer. No view is known here by name.
//!
//! A view keeps its own state, lays itself out for an area, paints itself and acts on what the keys mean. It reaches the
//! rest through a [`ViewContext`] alone: it says something in the last line, asks workers for what takes time, opens
//! another view. What the workers find comes to every view that is open as a [`Response`].

use std::{
    any::Any,
    collections::BTreeMap,
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
};

use ratatui::layout::Rect;

use super::{
    actions::export::Document,
    event::Pointer,
    pictures::Pictures,
    prompt::Purpose,
    status_bar::Notice,
    widgets::{
        canvas::Canvas,
        glyphs::{ASCII, Glyphs, UNICODE},
        styles::{Depth, Styles},
    },
    worker::{
        cache::{Cache, Opening},
        pictures::Graphics,
        pool::{Priority, Work},
        requests::InFlight,
        responses::Response,
    },
};
use crate::{
    article::SentenceId,
    config::{
        self, Config,
        action::Action,
        keys::{Key, Place, spelled},
    },
    shelf::{ArticleKey, Shelf, Step, StoryKey, Visit},
    summarizer,
};

/// A screen of fewer columns is narrow.
const NARROW: u16 = 64;

/// Opens what is to be read; is told each step and says whether to go on.
pub type Opener = Arc<dyn Fn(&(dyn Fn(Step) -> bool + Sync)) -> Result<Opening, String> + Send + Sync>;

/// What the viewer has to know of the world outside.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The terminal's background is light, where it said.
    pub light: Option<bool>,
    /// No colour is wanted.
    pub no_colour: bool,
    /// The locale has no Unicode.
    pub ascii: bool,
    /// The colours that the terminal can show.
    pub depth: Depth,
    /// Tells the moment it is, in seconds since 1970, where that is known.
    pub clock: Option<fn() -> i64>,
    /// Where files are written to.
    pub folder: PathBuf,
    /// How it shows pictures.
    pub graphics: Graphics,
}

impl Environment {
    /// The moment it is, in seconds since 1970.
    pub(crate) fn now(&self) -> Option<i64> {
        self.clock.map(|clock| clock())
    }

    /// The year it is: dates of other years show theirs.
    pub(crate) fn year(&self) -> Option<i16> {
        let now = jiff::Timestamp::from_second(self.now()?).ok()?;
        Some(now.to_zoned(jiff::tz::TimeZone::system()).year())
    }
}

/// A whole screen, or what stands in its place: the reading view, a comparison, help.
pub(crate) trait View: Any {
    /// Whose key bindings hold.
    fn context(&self) -> Place;

    /// Lays everything out for an area; called before each frame.
    fn layout(&mut self, area: Rect, cx: &ViewContext);

    /// Paints. Reads state, changes none.
    fn render(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &ViewContext);

    /// Does an action, some times over if it is one that repeats.
    fn act(&mut self, action: Action, times: isize, cx: &mut ViewContext) -> Flow;

    /// The keys that matter here, the most useful first, each with what it does here.
    fn hints(&self, cx: &ViewContext) -> &'static [(Action, &'static str)];

    /// The marks that it draws beside words, each with what it means here: help lists them.
    fn marks(&self, _glyphs: &Glyphs) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    /// What the terminal's title says of it.
    fn title(&self, _cx: &ViewContext) -> Option<String> {
        None
    }

    /// Where one is, for the right of the last line.
    fn status(&self, _cx: &ViewContext) -> String {
        String::new()
    }

    /// What is to be seen is still being worked out: the next frame may wait for it a little.
    fn is_loading(&self, _cx: &ViewContext) -> bool {
        false
    }

    /// Scrolls by lines, as the wheel does over a cell.
    fn scroll(&mut self, by: isize, at: (u16, u16), cx: &mut ViewContext);

    /// The mouse was pressed, dragged or released. Answers whether anything changed.
    fn pointer(&mut self, _pointer: Pointer, _cx: &mut ViewContext) -> bool {
        false
    }

    /// A key goes to the view itself and is no action now: it waits for a letter.
    fn takes_key(&mut self, _key: Key, _cx: &mut ViewContext) -> bool {
        false
    }

    /// A worker answered; the cache has it already. Answers whether the view looks otherwise now.
    fn receive(&mut self, _response: &Response, _cx: &mut ViewContext) -> bool {
        false
    }

    /// A worker panicked: what waits for it must not wait forever.
    fn worker_panicked(&mut self, _what: &str) {}

    /// Looks for words in what is shown; for none, stops looking. Answers whether it can.
    fn find(&mut self, _query: &str, _cx: &mut ViewContext) -> bool {
        false
    }

    /// Whether [`Self::find`] has a meaning.
    fn can_find(&self) -> bool {
        false
    }

    /// What is written to a file, or piped to a command.
    fn export(&self, _cx: &ViewContext) -> Result<Document, String> {
        Err("open an article, a story, a comparison or a coverage first".into())
    }

    /// Where the terminal's cursor is for a screen reader.
    fn cursor(&self) -> (u16, u16) {
        (0, 0)
    }
}

/// What becomes of a view after it acted.
pub(crate) enum Flow {
    /// It stays; what it opened lies over it.
    Stay,
    /// It closes.
    Close,
    /// An article is shown; back from there leads here again.
    Leave(Destination),
}

/// A story, or an article of it, to go to.
pub(crate) struct Destination {
    pub(crate) story: StoryKey,
    /// An article of the story; none for the story itself.
    pub(crate) article: Option<ArticleKey>,
    /// The sentence to light up.
    pub(crate) sentence: Option<SentenceId>,
    /// Words to look for there.
    pub(crate) query: Option<String>,
}

/// What the loop is to do.
pub(crate) enum Effect {
    /// Give a worker something to do.
    Work(Priority, Work),
    /// The same on a thread of its own, for what may take minutes.
    Background(Work),
    /// Look for what comes into the library from now on.
    WatchLibrary(Arc<dyn Shelf>),
    /// Put a text into the clipboard.
    Copy(String),
    /// Switch the mouse.
    Mouse(bool),
    /// Stop, as Ctrl-Z does.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave.
    Quit(ExitCode),
}

/// What a view asked of the application.
pub(crate) enum Command {
    /// Lay a view over those that are open.
    Open(Box<dyn View>),
    /// Put back views that were left for an article.
    Restore(Vec<Box<dyn View>>),
    /// Let the reader type a line.
    Prompt(Purpose, String),
}

/// What views share, and all that a view can do beyond itself.
pub(crate) struct ViewContext {
    pub(crate) config: Config,
    pub(crate) environment: Environment,
    /// The theme in force, by name.
    pub(crate) theme: String,
    /// The theme that the reader chose here, now or another time.
    pub(crate) chosen_theme: Option<String>,
    pub(crate) styles: Styles,
    pub(crate) glyphs: Glyphs,
    /// The screen's columns and rows.
    pub(crate) size: (u16, u16),
    pub(crate) shelf: Option<Arc<dyn Shelf>>,
    /// Why nothing could be opened, while that is so.
    pub(crate) not_opened: Option<String>,
    pub(crate) cache: Cache,
    pub(crate) in_flight: InFlight,
    pub(crate) pictures: Pictures,
    pub(crate) opener: Opener,
    /// What the last line says.
    pub(crate) notice: Option<Notice>,
    /// Notes that were typed and are not kept yet.
    pub(crate) drafts: BTreeMap<ArticleKey, String>,
    /// When the reader was here before.
    pub(crate) last_visit: Option<Visit>,
    /// What goes on in the background.
    pub(crate) progress: Option<Step>,
    /// Tells the work in the background to stop.
    pub(crate) stop: Arc<AtomicBool>,
    /// The keys that asked for the action in hand; none if it was asked for by name.
    pub(crate) pressed: Vec<Key>,
    /// A line is being typed.
    pub(crate) prompting: bool,
    pub(crate) effects: Vec<Effect>,
    pub(crate) commands: Vec<Command>,
}

impl ViewContext {
    pub(crate) fn new(opener: Opener, config: Config, environment: Environment, size: (u16, u16)) -> Self {
        let mut cx = Self {
            config,
            environment,
            theme: String::new(),
            chosen_theme: None,
            styles: Styles::default(),
            glyphs: UNICODE,
            size,
            shelf: None,
            not_opened: None,
            cache: Cache::default(),
            in_flight: InFlight::default(),
            pictures: Pictures::default(),
            opener,
            notice: None,
            drafts: BTreeMap::new(),
            last_visit: None,
            progress: None,
            stop: Arc::default(),
            pressed: Vec::new(),
            prompting: false,
            effects: Vec::new(),
            commands: Vec::new(),
        };
        cx.apply_appearance();
        cx
    }

    /// Says something in the last line.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), error: false });
    }

    /// Says what went wrong.
    pub(crate) fn fail(&mut self, text: &str) {
        self.notice = Some(Notice { text: text.to_owned(), error: true });
    }

    /// Says that an action has no meaning here, by the keys that were pressed for it, and what has.
    pub(crate) fn refuse(&mut self, place: Place, action: Action, instead: &str) {
        let asked = if self.pressed.is_empty() { action.name().to_owned() } else { spelled(&self.pressed) };
        self.say(format!("{asked} {}", self.keyed(place, instead)));
    }

    /// Lays a view over those that are open.
    pub(crate) fn open(&mut self, view: impl View) {
        self.commands.push(Command::Open(Box::new(view)));
    }

    /// Puts back views that were left for an article.
    pub(crate) fn restore(&mut self, views: Vec<Box<dyn View>>) {
        self.commands.push(Command::Restore(views));
    }

    /// Lets the reader type a line that begins with a text.
    pub(crate) fn prompt(&mut self, purpose: Purpose, text: &str) {
        self.commands.push(Command::Prompt(purpose, text.to_owned()));
    }

    /// How bullets are made.
    pub(crate) fn summarizer_options(&self) -> summarizer::Options {
        summarizer::Options { count: usize::from(self.config.bullets), generated: false }
    }

    /// The first key of an action in a place; none where it has none.
    pub(crate) fn key_of(&self, place: Place, action: Action) -> Option<String> {
        self.config.keymap.keys_of(place, action).into_iter().next()
    }

    /// How an action is asked for in a place: by its first key, or by its name where it has none.
    pub(crate) fn way_to(&self, place: Place, action: Action) -> String {
        self.key_of(place, action).unwrap_or_else(|| format!(":{}", action.name()))
    }

    /// A text in which an action's name in braces stands for the way to it: "{back} goes back". What is in braces and is no
    /// action stays.
    pub(crate) fn keyed(&self, place: Place, text: &str) -> String {
        let mut parts = text.split('{');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('}').and_then(|(name, rest)| Some((Action::named(name)?, rest))) {
                Some((action, rest)) => out.push_str(&format!("{}{rest}", self.way_to(place, action))),
                None => out.push_str(&format!("{{{part}")),
            }
        }
        out
    }

    /// Says something with the keys that it names, as they are in force.
    pub(crate) fn say_keyed(&mut self, place: Place, text: &str) {
        self.say(self.keyed(place, text));
    }

    /// Where one is among things of a kind: "claim 2 of 3"; without the kind where that would leave no room for the keys.
    pub(crate) fn position(&self, what: &str, at: usize, all: usize) -> String {
        if self.size.0 < NARROW { format!("{at} of {all}") } else { format!("{what} {at} of {all}") }
    }

    /// One pane at a time: the screen is narrow, or read aloud.
    pub(crate) fn single_pane(&self) -> bool {
        self.size.0 < NARROW || self.config.screen_reader
    }

    /// Takes on the theme and the glyphs that configuration and environment ask for.
    pub(crate) fn apply_appearance(&mut self) {
        let by_itself = match self.environment.light {
            _ if self.environment.no_colour => "no-colour",
            _ if self.environment.depth == Depth::Sixteen => "16-colour",
            Some(true) => "light",
            _ => "dark",
        };
        let name =
            self.config.theme.clone().or_else(|| self.chosen_theme.clone()).filter(|_| !self.environment.no_colour);
        self.apply_theme(&name.unwrap_or_else(|| by_itself.to_owned()));
        self.glyphs = if self.is_ascii() { ASCII } else { UNICODE };
    }

    /// Draws everything anew, pictures included.
    pub(crate) fn redraw(&mut self) {
        self.pictures.forget();
        self.effects.push(Effect::Redraw);
    }

    /// The screen is drawn in ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        match self.config.glyphs {
            config::Glyphs::Ascii => true,
            config::Glyphs::Auto => self.environment.ascii,
            config::Glyphs::Unicode => false,
        }
    }

    /// Takes on a theme.
    pub(crate) fn apply_theme(&mut self, name: &str) {
        match self.config.theme(name) {
            Ok(theme) => {
                self.styles = Styles::new(&theme, self.environment.depth);
                self.theme = theme.name;
            }
            Err(e) => self.fail(&e.to_string()),
        }
    }
}
