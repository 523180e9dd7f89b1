//! The state of the viewer, and what it wants done.

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode, sync::Arc};

use ratatui::layout::Rect;

use super::{
    Msg,
    jobs::{JobId, Rank, Work},
    look::{ASCII, Depth, Glyphs, Looks, UNICODE},
    store::{Opening, Store},
    views::{
        compare::Comparing,
        coverage::Matrix,
        footer::Note,
        help::Help,
        list::List,
        prompt::Prompt,
        reader::{Reader, Subject},
        search::Results,
    },
};
use crate::{
    config::{
        self, Config,
        keys::{Key, Place},
    },
    shelf::{ArticleKey, Shelf, Step, StoryKey},
    summarizer,
};

/// Opens what is to be read; hears of no more than it tells: each step, and whether to go on.
pub type Opener = Arc<dyn Fn(&(dyn Fn(Step) -> bool + Sync)) -> Result<Opening, String> + Send + Sync>;

/// What the viewer has to know of the world outside.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The terminal's background is light, where it said.
    pub light: Option<bool>,
    /// No colour is wanted.
    pub no_colour: bool,
    /// The locale has no Unicode.
    pub ascii: bool,
    /// The colours that the terminal can show.
    pub depth: Depth,
    /// The year it is, where that is known: dates of other years show theirs.
    pub year: Option<i16>,
    /// Where files are written to.
    pub folder: PathBuf,
}

/// Where the keyboard is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Focus {
    #[default]
    List,
    Pane,
}

/// What lies over the reading view; the last one shows.
pub(crate) enum View {
    Comparing(Box<Comparing>),
    Coverage(Box<Matrix>),
    Search(Box<Results>),
    Help(Box<Help>),
}

/// A place that one left for an article, and goes back to from there.
pub(crate) struct Left {
    /// The article one went to: elsewhere there is no way back.
    pub(crate) to: ArticleKey,
    pub(crate) views: Vec<View>,
    pub(crate) under: Option<(StoryKey, Option<ArticleKey>)>,
    pub(crate) subject: Option<Subject>,
    pub(crate) top: usize,
    pub(crate) bullet: Option<usize>,
    pub(crate) focus: Focus,
}

/// What update asks the loop to do.
pub(crate) enum Effect {
    /// Give a worker something to do.
    Work(Rank, Work),
    /// The same, for what may take minutes.
    Aside(Work),
    /// Look into the folders subscribed to from now on.
    Watch(Arc<dyn Shelf>),
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

/// Keys pressed that are not an action yet.
#[derive(Default)]
pub(crate) struct Pending {
    pub(crate) keys: Vec<Key>,
    pub(crate) count: Option<usize>,
    /// How the chord can go on is shown.
    pub(crate) hint: bool,
}

/// Numbers of the jobs whose answers are waited for; others are dropped.
#[derive(Default)]
pub(crate) struct Jobs {
    next: JobId,
    pub(crate) opening: Option<JobId>,
    pub(crate) page: Option<JobId>,
    pub(crate) search: Option<JobId>,
    pub(crate) fetch: Option<JobId>,
    /// Articles, and stories, that are being read.
    pub(crate) articles: BTreeSet<ArticleKey>,
    pub(crate) stories: BTreeSet<StoryKey>,
    /// Comparisons that were asked for ahead.
    pub(crate) comparisons: BTreeSet<(ArticleKey, ArticleKey)>,
}

impl Jobs {
    pub(crate) fn number(&mut self) -> JobId {
        self.next += 1;
        self.next
    }
}

/// Where things stand on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) list: Option<Rect>,
    pub(crate) divider: Option<Rect>,
    /// The line above the reading pane.
    pub(crate) head: Option<Rect>,
    pub(crate) pane: Option<Rect>,
    /// All but the last line.
    pub(crate) body: Rect,
    pub(crate) footer: Option<Rect>,
}

/// The viewer.
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) around: Surroundings,
    pub(crate) theme: String,
    /// The theme that the reader chose here, now or another time.
    pub(crate) chosen_theme: Option<String>,
    pub(crate) looks: Looks,
    pub(crate) glyphs: Glyphs,
    pub(crate) size: (u16, u16),
    pub(crate) layout: Layout,
    pub(crate) opener: Opener,
    pub(crate) shelf: Option<Arc<dyn Shelf>>,
    pub(crate) store: Store,
    pub(crate) list: List,
    pub(crate) reader: Reader,
    pub(crate) focus: Focus,
    pub(crate) views: Vec<View>,
    /// Where one came from, the last place last.
    pub(crate) trail: Vec<Left>,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) pending: Pending,
    /// The keys that asked for the action in hand; none if it was asked for by name.
    pub(crate) pressed: Vec<Key>,
    pub(crate) note: Option<Note>,
    /// What goes on in the background.
    pub(crate) progress: Option<Step>,
    /// Tells the work in the background to stop.
    pub(crate) stop: Arc<std::sync::atomic::AtomicBool>,
    pub(crate) mark: Option<ArticleKey>,
    pub(crate) mouse: bool,
    /// The list's width as the reader dragged it.
    pub(crate) list_width: Option<u16>,
    pub(crate) dragging: bool,
    pub(crate) jobs: Jobs,
    pub(crate) effects: Vec<Effect>,
}

impl App {
    /// A viewer that has just begun to open what is to be read.
    pub(crate) fn new(opener: Opener, config: Config, around: Surroundings, size: (u16, u16)) -> Self {
        let mut app = Self {
            theme: String::new(),
            chosen_theme: None,
            looks: Looks::default(),
            glyphs: UNICODE,
            size,
            layout: Layout::default(),
            opener,
            shelf: None,
            store: Store::default(),
            list: List::default(),
            reader: Reader::default(),
            focus: Focus::List,
            views: Vec::new(),
            trail: Vec::new(),
            prompt: None,
            pending: Pending::default(),
            pressed: Vec::new(),
            note: None,
            progress: None,
            stop: Arc::default(),
            mark: None,
            mouse: config.mouse,
            list_width: None,
            dragging: false,
            jobs: Jobs::default(),
            effects: Vec::new(),
            config,
            around,
        };
        app.list.year = app.around.year;
        app.dress();
        if app.mouse {
            app.effects.push(Effect::Mouse(true));
        }
        app.open();
        app
    }

    /// Puts the theme and the glyphs on that configuration and surroundings ask for.
    pub(crate) fn dress(&mut self) {
        let by_itself = match self.around.light {
            _ if self.around.no_colour => "no-colour",
            _ if self.around.depth == Depth::Sixteen => "16-colour",
            Some(true) => "light",
            _ => "dark",
        };
        let name = self.config.theme.clone().or_else(|| self.chosen_theme.clone()).filter(|_| !self.around.no_colour);
        self.put_on(&name.unwrap_or_else(|| by_itself.to_owned()));
        self.glyphs = match self.config.glyphs {
            config::Glyphs::Ascii => ASCII,
            config::Glyphs::Auto if self.around.ascii => ASCII,
            _ => UNICODE,
        };
    }

    /// Puts a theme on.
    pub(crate) fn put_on(&mut self, name: &str) {
        match self.config.theme(name) {
            Ok(theme) => {
                self.looks = Looks::new(&theme, self.around.depth);
                self.theme = theme.name;
            }
            Err(e) => self.fail(&e.to_string()),
        }
    }

    /// Where the keys are: whose bindings hold.
    pub(crate) fn place(&self) -> Place {
        match self.views.last() {
            None => Place::Reading,
            Some(View::Comparing(_)) => Place::Comparing,
            Some(View::Coverage(_)) => Place::Coverage,
            Some(View::Search(_) | View::Help(_)) => Place::Pages,
        }
    }

    /// Says something in the last line.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.note = Some(Note { text: text.into(), error: false });
    }

    /// Says what went wrong.
    pub(crate) fn fail(&mut self, text: &str) {
        self.note = Some(Note { text: text.to_owned(), error: true });
    }

    /// Asks a worker for something.
    pub(crate) fn ask(
        &mut self,
        rank: Rank,
        work: impl FnOnce(&std::sync::mpsc::Sender<Msg>) -> Option<Msg> + Send + 'static,
    ) {
        self.effects.push(Effect::Work(rank, Box::new(work)));
    }

    /// How bullets are made.
    pub(crate) fn options(&self) -> summarizer::Options {
        summarizer::Options { count: usize::from(self.config.bullets), generated: false }
    }

    /// Whether what is to be seen is being worked out at the moment: the next frame may wait for it a little.
    pub(crate) fn waits(&self) -> bool {
        match self.views.last() {
            Some(View::Comparing(c)) => c.compared.is_none() && c.failed.is_none(),
            Some(View::Coverage(m)) => m.covered.is_none() && m.failed.is_none(),
            Some(View::Search(r)) => r.hits.is_none() && r.failed.is_none(),
            Some(View::Help(_)) => false,
            None => {
                self.shelf.is_none() && self.jobs.opening.is_some()
                    || self.jobs.page.is_some()
                    || match self.reader.subject {
                        Some(Subject::Article(_, key)) => self.jobs.articles.contains(&key),
                        Some(Subject::Story(key)) => self.jobs.stories.contains(&key),
                        None => false,
                    }
            }
        }
    }

    /// One pane at a time: the screen is narrow, or read aloud.
    pub(crate) fn single(&self) -> bool {
        self.size.0 < 64 || self.config.screen_reader
    }

    /// Places everything and sets what is to be shown; called before a frame is drawn.
    pub(crate) fn lay(&mut self) {
        self.layout = self.placed();
        let body = self.layout.body;
        let glyphs = self.glyphs;
        let stacked_under = if self.config.screen_reader { u16::MAX } else { self.config.stacked_under };
        match self.views.last_mut() {
            Some(View::Comparing(c)) => return c.lay(body, stacked_under, &glyphs),
            Some(View::Coverage(m)) => return m.lay(body),
            Some(View::Search(r)) => return r.lay(body),
            Some(View::Help(h)) => return h.lay(body),
            None => {}
        }
        if let Some(area) = self.layout.list {
            self.list.lay(area);
        }
        if let Some(pane) = self.layout.pane {
            let columns = Reader::columns(pane, self.config.measure);
            match self.reader.subject {
                Some(Subject::Article(_, key)) => {
                    if let Some(read) = self.store.articles.get(&key) {
                        self.reader.set_article(read, columns);
                    }
                }
                Some(Subject::Story(key)) => {
                    if let Some(briefed) = self.store.stories.get(&key) {
                        self.reader.set_story(briefed, columns);
                    }
                }
                None => {}
            }
            self.reader.lay(usize::from(pane.height));
        }
    }

    fn placed(&self) -> Layout {
        let (width, height) = self.size;
        let footer = (height >= 3).then(|| Rect::new(0, height - 1, width, 1));
        let body = Rect::new(0, 0, width, height - u16::from(footer.is_some()));
        let mut layout = Layout { body, footer, ..Layout::default() };
        let mut right = body;
        if self.single() {
            if self.focus == Focus::List {
                layout.list = Some(body);
                return layout;
            }
        } else {
            let asked = self.list_width.or(Some(self.config.list_width).filter(|&w| w > 0));
            let list = asked.unwrap_or((width / 3).clamp(27, 44)).clamp(12, width.saturating_sub(24).max(12));
            layout.list = Some(Rect::new(0, 0, list, body.height));
            layout.divider = Some(Rect::new(list, 0, 1, body.height));
            right = Rect::new(list + 1, 0, width - list - 1, body.height);
        }
        let head = u16::from(right.height >= 6);
        let gap = u16::from(right.height >= 12);
        layout.head = (head > 0).then(|| Rect::new(right.x, right.y, right.width, 1));
        layout.pane = Some(Rect::new(right.x, right.y + head + gap, right.width, right.height - head - gap));
        layout
    }
}
