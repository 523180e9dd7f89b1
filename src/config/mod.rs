//! `config.toml`, `keymap.toml` and `themes/NAME.toml` → [`Config`].
//!
//! The reader's files are patches over what is built in: a file that is not there changes nothing, a file that is wrong
//! is an error with file, line and what would be accepted. Nothing here knows the screen; colours and keys are plain data.

pub mod action;
mod file;
mod full_text;
pub mod keys;
pub mod theme;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub use self::full_text::FullText;
use self::{
    action::Action,
    file::{Entry, File},
    keys::{Keymap, Place, chord, spelled},
    theme::{Colour, Look, Role, Theme},
};
use crate::{
    folders,
    text::{sanitize, suggestion::nearest},
};

/// What is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}{}{what}", line.map_or(String::new(), |n| format!(":{n}")), if file.is_empty() { "" } else { ": " })]
pub struct ConfigError {
    /// The file, for people; empty where what is wrong stands in none.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong and what would be accepted.
    pub what: String,
}

/// Where a column of text stands in a wide pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
}

/// What the screen is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// As the locale says.
    Auto,
    /// Lines, bars and marks of Unicode.
    Unicode,
    /// ASCII only.
    Ascii,
}

/// Which pictures of articles are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// None.
    Never,
    /// Files beside an article's own, and those of sources that `sources.toml` says `pictures = true` of.
    Local,
    /// All.
    Always,
}

/// The built-in themes.
pub const THEMES: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
    ("16-colour", include_str!("../../assets/themes/16-colour.toml")),
    ("no-colour", include_str!("../../assets/themes/no-colour.toml")),
];

/// The built-in keymap.
pub const KEYMAP: &str = include_str!("../../assets/keymap.toml");

/// Everything the reader can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where it was read from.
    pub folder: Option<PathBuf>,
    /// The theme by name; nothing means: by the terminal's background.
    pub theme: Option<String>,
    /// The widest line of text, in columns.
    pub measure: u16,
    /// Where a column of text stands in a wide pane.
    pub align: Align,
    /// What the screen is drawn with.
    pub glyphs: Glyphs,
    /// The width of the source list in columns; 0 means: by the screen's width.
    pub list_width: u16,
    /// A comparison is stacked on screens with fewer columns.
    pub stacked_under: u16,
    /// Bullets an article, at the most.
    pub bullets: u16,
    /// The mouse works from the start.
    pub mouse: bool,
    /// Linear, without boxes, with the terminal's cursor where the reading is.
    pub screen_reader: bool,
    /// The program and arguments that an address is opened with; empty means: what the system uses.
    pub browser: Vec<String>,
    /// What `pipe` proposes.
    pub pipe: String,
    /// Which pictures of articles are shown.
    pub pictures: Pictures,
    /// Stories that one source alone tells, so many in a row show; one line stands for the rest. 0: all show.
    pub most_in_a_row: u16,
    /// With an article its reprints in the story are marked read.
    pub read_once: bool,
    /// When the page of a feed's item is fetched for its full text, for subscriptions that say nothing else.
    pub full_text: FullText,
    /// What the keys do.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        let keymap = File { name: "built-in keymap", text: KEYMAP };
        Self {
            folder: None,
            theme: None,
            measure: 72,
            align: Align::Left,
            glyphs: Glyphs::Auto,
            list_width: 0,
            stacked_under: 90,
            bullets: 4,
            mouse: false,
            screen_reader: false,
            browser: Vec::new(),
            pipe: String::new(),
            pictures: Pictures::Local,
            most_in_a_row: 3,
            read_once: true,
            full_text: FullText::Auto,
            keymap: patched(Keymap::default(), keymap).unwrap_or_default(),
        }
    }
}

/// The names `config.toml` may hold.
const SETTINGS: &[&str] = &[
    "theme",
    "measure",
    "align",
    "glyphs",
    "list_width",
    "stacked_under",
    "bullets",
    "mouse",
    "screen_reader",
    "browser",
    "pipe",
    "pictures",
    "most_in_a_row",
    "read_once",
    "full_text",
];

impl Config {
    /// Reads the reader's files: those in `NUTGRAF_CONFIG_DIR`, else in the platform's configuration folder.
    ///
    /// # Errors
    /// The first thing that is wrong in them.
    pub fn load() -> Result<Self, ConfigError> {
        folders::config().map_or_else(|| Ok(Self::default()), |f| Self::load_from(&f))
    }

    /// Reads the files of a folder. Files that are not there change nothing.
    ///
    /// # Errors
    /// The first thing that is wrong in them.
    pub fn load_from(folder: &Path) -> Result<Self, ConfigError> {
        let mut config = Self { folder: Some(folder.to_owned()), ..Self::default() };
        if let Some((name, text)) = read(&folder.join("config.toml"))? {
            config.patch(File { name: &name, text: &text })?;
        }
        if let Some((name, text)) = read(&folder.join("keymap.toml"))? {
            config.keymap = patched(config.keymap, File { name: &name, text: &text })?;
        }
        Ok(config)
    }

    fn patch(&mut self, file: File<'_>) -> Result<(), ConfigError> {
        for entry in file.entries()? {
            match entry.key.as_str() {
                "theme" => {
                    self.theme = Some(entry.text()?.to_owned()).filter(|t| t != "auto");
                    if let Some(name) = &self.theme {
                        self.theme(name).map_err(|e| if e.file.is_empty() { entry.error(&e.what) } else { e })?;
                    }
                }
                "measure" => self.measure = entry.number(20..=200)?,
                "align" => self.align = entry.choice(&[("left", Align::Left), ("centre", Align::Centre)])?,
                "glyphs" => {
                    let choices = [("auto", Glyphs::Auto), ("unicode", Glyphs::Unicode), ("ascii", Glyphs::Ascii)];
                    self.glyphs = entry.choice(&choices)?;
                }
                "list_width" => self.list_width = entry.number(0..=120)?,
                "stacked_under" => self.stacked_under = entry.number(0..=1000)?,
                "bullets" => self.bullets = entry.number(1..=50)?,
                "mouse" => self.mouse = entry.truth()?,
                "screen_reader" => self.screen_reader = entry.truth()?,
                "browser" => self.browser = entry.texts()?,
                "pipe" => self.pipe = entry.text()?.to_owned(),
                "pictures" => {
                    let choices =
                        [("never", Pictures::Never), ("local", Pictures::Local), ("always", Pictures::Always)];
                    self.pictures = entry.choice(&choices)?;
                }
                "most_in_a_row" => self.most_in_a_row = entry.number(0..=1000)?,
                "read_once" => self.read_once = entry.truth()?,
                "full_text" => {
                    let choices = [("auto", FullText::Auto), ("always", FullText::Always), ("never", FullText::Never)];
                    self.full_text = entry.choice(&choices)?;
                }
                _ => return Err(entry.unknown(SETTINGS)),
            }
        }
        Ok(())
    }

    /// The names of all themes: the built-in ones, then the reader's own.
    #[must_use]
    pub fn themes(&self) -> Vec<String> {
        let mut names: Vec<String> = THEMES.iter().map(|(n, _)| (*n).to_owned()).collect();
        let files = self.folder.as_ref().and_then(|f| fs::read_dir(f.join("themes")).ok());
        let mut own: Vec<String> = files
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .filter(|name| !names.contains(name))
            .collect();
        own.sort();
        names.extend(own);
        names
    }

    /// A theme by its name: the reader's file laid over the built-in theme that it inherits from.
    ///
    /// # Errors
    /// When there is none of that name, or its file is wrong.
    pub fn theme(&self, name: &str) -> Result<Theme, ConfigError> {
        let built_in = |wanted: &str| THEMES.iter().find(|(n, _)| *n == wanted);
        let plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
        let own = match self.folder.as_ref().filter(|_| plain) {
            Some(folder) => read(&folder.join("themes").join(format!("{name}.toml")))?,
            None => None,
        };
        let base = |of: &str| {
            let (_, text) = built_in(of)?;
            dressed(Theme::default(), File { name: of, text }).ok()
        };
        let mut theme = match own {
            Some((file, text)) => {
                let file = File { name: &file, text: &text };
                let inherits = inherited(file)?;
                let below = base(inherits.as_deref().unwrap_or(name)).or_else(|| base("dark")).unwrap_or_default();
                dressed(below, file)?
            }
            None => base(name).ok_or_else(|| ConfigError {
                file: String::new(),
                line: None,
                what: format!(
                    "there is no theme `{}`; there are auto, {}",
                    sanitize::clean_line(name),
                    self.themes().join(", ")
                ),
            })?,
        };
        name.clone_into(&mut theme.name);
        Ok(theme)
    }
}

/// A file's name for people and its text; nothing if there is no such file.
fn read(path: &Path) -> Result<Option<(String, String)>, ConfigError> {
    let name = sanitize::clean_line(&path.to_string_lossy());
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((name, text))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => {
            Err(ConfigError { file: name, line: None, what: format!("cannot be read: {}", crate::inputs::said(&e)) })
        }
    }
}

/// A keymap with a file's bindings over it. An action named in the file has the keys that stand there and no others.
fn patched(mut map: Keymap, file: File<'_>) -> Result<Keymap, ConfigError> {
    let places: Vec<&str> = Place::ALL.iter().map(|p| p.name()).collect();
    let mut wanted: Vec<(Place, Action, Entry<'_>)> = Vec::new();
    for entry in file.entries()? {
        let Some(place) = Place::named(&entry.key) else { return Err(entry.unknown(&places)) };
        for binding in entry.table()? {
            let names: Vec<&str> = Action::ALL.iter().map(|a| a.name()).collect();
            let Some(action) = Action::named(&binding.key) else {
                let near = nearest(&binding.key, names.iter().copied())
                    .map_or(String::new(), |n| format!("did you mean `{n}`? "));
                let what = format!(
                    "unknown action `{}` (a line is ACTION = \"KEY\"); {near}accepted: {}",
                    binding.key,
                    names.join(", ")
                );
                return Err(binding.error(&what));
            };
            map.unbind(place, action);
            wanted.push((place, action, binding));
        }
    }
    for (i, (place, action, binding)) in wanted.iter().enumerate() {
        for text in binding.texts()? {
            let keys = chord(&text).map_err(|e| binding.error(&format!("{} = \"{text}\": {e}", action.name())))?;
            map.bind(*place, keys.clone(), *action).map_err(|(held, other)| {
                let before = wanted[..i].iter().find(|(p, a, _)| p == place && *a == other);
                let by = before.map_or("by default".to_owned(), |(.., b)| format!("in line {}", b.line()));
                binding.error(&format!(
                    "{} = \"{}\": the key is bound twice in [{}]; {by} {} = \"{}\"; give one of them another key, or none: {} = []",
                    action.name(),
                    spelled(&keys),
                    place.name(),
                    other.name(),
                    spelled(&held),
                    other.name(),
                ))
            })?;
        }
    }
    Ok(map)
}

/// The theme that a theme file builds on.
fn inherited(file: File<'_>) -> Result<Option<String>, ConfigError> {
    let Some(entry) = file.entries()?.into_iter().find(|e| e.key == "inherits") else { return Ok(None) };
    let names: Vec<(&str, &str)> = THEMES.iter().map(|&(n, _)| (n, n)).collect();
    entry.choice(&names).map(|n| Some(n.to_owned()))
}

/// A theme with a file's looks over it.
fn dressed(mut theme: Theme, file: File<'_>) -> Result<Theme, ConfigError> {
    for entry in file.entries()?.into_iter().filter(|e| e.key != "inherits") {
        let Some(role) = Role::named(&entry.key) else {
            let names: Vec<&str> = Role::ALL.iter().map(|r| r.name()).collect();
            return Err(entry.unknown(&names));
        };
        theme.looks.insert(role, look(&entry)?);
    }
    Ok(theme)
}

/// A look as it is written: a colour, `on` a colour, and any of five words.
fn look(entry: &Entry<'_>) -> Result<Look, ConfigError> {
    let mut look = Look::default();
    let mut words = entry.text()?.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "bold" => look.bold = true,
            "dim" => look.dim = true,
            "italic" => look.italic = true,
            "underline" => look.underline = true,
            "reverse" => look.reverse = true,
            _ => {
                let ground = word == "on";
                let text = if ground { words.next().unwrap_or("") } else { word };
                let colour: Colour = text.parse().map_err(|e| {
                    entry.error(&format!("{e}; or bold, dim, italic, underline, reverse, `on` and a colour"))
                })?;
                *(if ground { &mut look.bg } else { &mut look.fg }) = Some(colour);
            }
        }
    }
    Ok(look)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keymap(text: &str) -> Result<Keymap, String> {
        patched(Config::default().keymap, File { name: "keymap.toml", text }).map_err(|e| e.to_string())
    }

    fn config(text: &str) -> Result<Config, String> {
        let mut config = Config::default();
        config.patch(File { name: "config.toml", text }).map_err(|e| e.to_string())?;
        Ok(config)
    }

    #[test]
    fn what_is_built_in_is_right_and_whole() {
        patched(Keymap::default(), File { name: "keymap.toml", text: KEYMAP }).unwrap();
        let map = Config::default().keymap;
        for &action in Action::ALL {
            assert!(Place::ALL.iter().any(|&p| map.of(p).any(|(_, a)| a == action)), "{} has no key", action.name());
        }
        for (name, text) in THEMES {
            let theme = dressed(Theme::default(), File { name, text }).unwrap();
            for &role in Role::ALL {
                assert!(theme.looks.contains_key(&role), "{name} lacks {}", role.name());
            }
        }
    }

    #[test]
    fn no_colour_has_no_colour() {
        let theme = Config::default().theme("no-colour").unwrap();
        assert!(theme.looks.values().all(|l| l.fg.is_none() && l.bg.is_none()));
    }

    #[test]
    fn a_key_bound_twice_an_unknown_action_and_a_misspelt_key_are_one_line_each() {
        let twice = keymap("[everywhere]\nquit = \"Q\"\nhelp = [\"?\", \"Q\"]").unwrap_err();
        assert!(twice.starts_with("keymap.toml:3: help = \"Q\": the key is bound twice in [everywhere]"), "{twice}");
        assert!(twice.contains("in line 2"), "{twice}");
        let taken = keymap("[everywhere]\nquit = \"d\"").unwrap_err();
        assert!(taken.contains("by default compare = \"d\""), "{taken}");
        let unknown = keymap("[everywhere]\ncomparre = \"d\"").unwrap_err();
        assert!(
            unknown.starts_with(
                "keymap.toml:2: unknown action `comparre` (a line is ACTION = \"KEY\"); did you mean `compare`?"
            ),
            "{unknown}"
        );
        let misspelt = keymap("[everywhere]\ncompare = \"strg-d\"").unwrap_err();
        assert!(misspelt.starts_with("keymap.toml:2: compare = \"strg-d\": `strg-d` is no key: write"), "{misspelt}");
        let place = keymap("[all]\ncompare = \"d\"").unwrap_err();
        assert!(place.contains("unknown name `all`; accepted: everywhere, reading"), "{place}");
        for error in [twice, taken, unknown, misspelt, place] {
            assert_eq!(error.lines().count(), 1);
        }
    }

    #[test]
    fn an_action_in_the_file_has_the_keys_that_stand_there() {
        let map = keymap("[everywhere]\ncompare = []\nquit = [\"d\", \"ctrl-q\"]").unwrap();
        assert_eq!(map.keys_of(Place::Everywhere, Action::Quit), ["d", "ctrl-q"]);
        assert!(map.keys_of(Place::Everywhere, Action::Compare).is_empty());
        assert_eq!(map.keys_of(Place::Everywhere, Action::Swap), Vec::<String>::new());
        assert_eq!(map.keys_of(Place::Comparing, Action::Swap), ["x"]);
    }

    #[test]
    fn a_setting_that_is_wrong_names_what_would_be_right() {
        assert_eq!(
            config("\nmeasure = 5").unwrap_err(),
            "config.toml:2: `measure` must be a whole number from 20 to 200"
        );
        assert_eq!(config("align = \"middle\"").unwrap_err(), "config.toml:1: `align` must be \"left\" or \"centre\"");
        let unknown = config("measur = 5").unwrap_err();
        assert!(
            unknown.starts_with("config.toml:1: unknown name `measur`; did you mean `measure`? accepted:"),
            "{unknown}"
        );
        for empty in ["measure = ", "theme =  # which?", "mouse = true\ntheme ="] {
            let line = empty.lines().count();
            let (key, error) =
                (if line > 1 { "theme" } else { &empty[..empty.find(' ').unwrap()] }, config(empty).unwrap_err());
            assert_eq!(error, format!("config.toml:{line}: `{key}` has no value"));
        }
        let bare = config("theme = dark").unwrap_err();
        assert!(bare.starts_with("config.toml:1: ") && !bare.contains("no value"), "{bare}");
        assert_eq!(config("browser = [\"lynx\", \"-x\"]").unwrap().browser, ["lynx", "-x"]);
    }

    #[test]
    fn a_reader_s_theme_is_a_patch() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("themes")).unwrap();
        let put = |text: &str| fs::write(folder.path().join("themes/mine.toml"), text).unwrap();
        put("inherits = \"light\"\nleft = \"#123456 bold on black\"");
        fs::write(folder.path().join("config.toml"), "theme = \"mine\"").unwrap();
        let config = Config::load_from(folder.path()).unwrap();
        let theme = config.theme("mine").unwrap();
        assert_eq!(theme.look(Role::Left).fg, Some(Colour::Rgb(0x12, 0x34, 0x56)));
        assert_eq!(theme.look(Role::Right), config.theme("light").unwrap().look(Role::Right));
        assert!(config.themes().contains(&"mine".to_owned()));
        put("lefft = \"#123456\"");
        let error = config.theme("mine").unwrap_err().to_string();
        assert!(error.contains("mine.toml:1: unknown name `lefft`; did you mean `left`?"), "{error}");
        put("left = \"blau\"");
        assert!(config.theme("mine").unwrap_err().to_string().contains("`blau` is no colour"));
        fs::write(folder.path().join("config.toml"), "theme = \"solarized\"").unwrap();
        let missing = Config::load_from(folder.path()).unwrap_err().to_string();
        assert!(
            missing.contains("config.toml:1: there is no theme `solarized`; there are auto, dark, light"),
            "{missing}"
        );
    }
}
