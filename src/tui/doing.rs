//! What reaches beyond the screen: read and starred marks, the clipboard, the browser, files, other programs, and where
//! the reader was.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    Msg,
    answers::Answer,
    app::{App, View},
    jobs::Rank,
    store::Compared,
    views::{
        footer::Note,
        prompt::{Prompt, Purpose},
        reader::Subject,
    },
};
use crate::{
    article::{Article, Briefing, Bullets, Origin, SentenceId},
    report,
    shelf::{ArticleKey, StoryKey},
    text::sanitize,
};

/// The most bytes that go into the clipboard: terminals drop more.
const MOST_COPIED: usize = 74_000;

/// Where the reader was, as it is remembered between runs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Whereabouts {
    story: Option<StoryKey>,
    article: Option<ArticleKey>,
    places: Vec<(ArticleKey, SentenceId)>,
}

/// The most articles whose place is remembered.
const MOST_PLACES: usize = 500;

/// The name under which it is remembered.
const WHEREABOUTS: &str = "viewer.whereabouts";

/// The name under which the theme is remembered that the reader chose.
const THEME: &str = "viewer.theme";

impl App {
    /// Marks an article read or unread, here and on the shelf.
    pub(crate) fn set_read(&mut self, key: ArticleKey, read: bool) {
        self.list.change(key, |a| a.read = read);
        self.keep_on_shelf(move |shelf| shelf.set_read(key, read));
    }

    /// The articles that a mark is for: the one shown, or all of the story that is.
    fn markable(&self) -> Vec<ArticleKey> {
        match self.reader.subject {
            Some(Subject::Article(_, key)) => vec![key],
            Some(Subject::Story(_)) => {
                self.list.row().map(|r| r.articles.iter().map(|a| a.key).collect()).unwrap_or_default()
            }
            None => Vec::new(),
        }
    }

    /// Marks the article, or all of the story, read; where all is read, unread.
    pub(crate) fn toggle_read(&mut self) {
        let keys = self.markable();
        let read = !keys.iter().all(|&k| self.list.article(k).is_some_and(|a| a.read));
        for &key in &keys {
            self.set_read(key, read);
        }
        self.say_marked(keys.len(), if read { "read" } else { "unread" });
    }

    /// Stars the article, or all of the story; where all have a star, takes it away.
    pub(crate) fn toggle_star(&mut self) {
        let keys = self.markable();
        let starred = !keys.iter().all(|&k| self.list.article(k).is_some_and(|a| a.starred));
        for &key in &keys {
            self.list.change(key, |a| a.starred = starred);
            self.keep_on_shelf(move |shelf| shelf.set_starred(key, starred));
        }
        let kept = self.shelf.as_ref().is_some_and(|s| s.keeps());
        self.say_marked(
            keys.len(),
            match (starred, kept) {
                (true, true) => "starred",
                (true, false) => "starred until you leave; the library keeps stars for good",
                (false, _) => "no star any more",
            },
        );
    }

    fn say_marked(&mut self, articles: usize, what: &str) {
        match articles {
            0 => self.say("choose an article first"),
            1 => self.say(what),
            n => self.say(format!("the story’s {n} articles: {what}")),
        }
    }

    fn keep_on_shelf(
        &mut self,
        change: impl FnOnce(&dyn crate::shelf::Shelf) -> crate::shelf::Result<()> + Send + 'static,
    ) {
        let Some(shelf) = self.shelf.clone() else { return };
        self.ask(Rank::Keep, move |_| change(shelf.as_ref()).err().map(|e| told(&e.to_string(), true)));
    }

    /// Opens an article's address in the browser.
    pub(crate) fn browse(&mut self, key: Option<ArticleKey>) {
        let Some(read) = key.and_then(|k| self.store.articles.get(&k)) else {
            return self.say("choose an article first");
        };
        match read.article.url.clone() {
            Some(url) => self.visit(&url),
            None => self.say("this article names no address"),
        }
    }

    /// Opens an address in the browser: http and https only, as an argument, through no shell.
    pub(crate) fn visit(&mut self, url: &str) {
        let Some(mut command) = browser(&self.config.browser, url) else {
            return self.fail("this is no web address: only http and https are opened");
        };
        self.say(format!("opening {url}"));
        self.ask(Rank::Now, move |_| {
            let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let name = silent.get_program().to_string_lossy().into_owned();
            match silent.spawn() {
                Ok(mut child) => {
                    // Somebody has to wait for it, or it stays as a zombie.
                    std::thread::spawn(move || child.wait());
                    None
                }
                Err(e) => Some(told(&format!("{name} cannot be started ({e}); set browser in config.toml"), true)),
            }
        });
    }

    /// Copies the bullet or sentence one is at; otherwise the headline and the bullets.
    pub(crate) fn copy(&mut self) {
        let text = match self.reader.subject {
            Some(Subject::Article(_, key)) => self.store.articles.get(&key).map(|read| {
                let article = &read.article;
                let bullets = read.bullets.as_ref().map_or(&[][..], |b| &b.items);
                let lit = self.reader.lit.and_then(super::typeset::sentence_of);
                match (self.reader.bullet.and_then(|b| bullets.get(b)), lit) {
                    (Some(bullet), _) => format!("{} ({})", bullet.text, article.source),
                    (None, Some(id)) => format!("{} ({})", article.sentence(id), article.source),
                    (None, None) => summary(
                        &article.title,
                        &article.source,
                        article.url.as_deref(),
                        bullets.iter().map(|b| b.text.as_str()),
                    ),
                }
            }),
            Some(Subject::Story(key)) => self.store.stories.get(&key).map(|s| {
                let sources: Vec<&str> = s.row.articles.iter().map(|a| a.source.as_str()).collect();
                summary(&s.row.headline, &sources.join(", "), None, s.bullets.iter().map(|b| b.text.as_str()))
            }),
            None => None,
        };
        match text {
            Some(text) => self.copy_text(text),
            None => self.say("nothing to copy yet"),
        }
    }

    /// Copies a text.
    pub(crate) fn copy_text(&mut self, mut text: String) {
        if text.len() > MOST_COPIED {
            let mut end = MOST_COPIED;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        let words = super::words::count(text.split_whitespace().count(), "word", "words");
        self.say(format!("copied {words}"));
        self.effects.push(super::app::Effect::Copy(text));
    }

    /// Asks which file to write to, and proposes one.
    pub(crate) fn propose_export(&mut self) {
        let name = match self.subject_of_export() {
            Some(Exported::Comparison(c)) => format!("{} and {}", c.left.source, c.right.source),
            Some(Exported::Article(a, _)) => a.title.clone(),
            None => return self.say("open an article or a comparison first"),
        };
        self.prompt = Some(Prompt::new(Purpose::Export, &format!("{}.md", slug(&name))));
    }

    fn subject_of_export(&self) -> Option<Exported> {
        if let Some(View::Comparing(c)) = self.views.last() {
            return c.compared.clone().map(Exported::Comparison);
        }
        let read = self
            .store
            .articles
            .get(&self.reader.article().or_else(|| Some(self.list.row()?.articles.first()?.key))?)?;
        let bullets = read.bullets.as_deref().cloned();
        let bullets = bullets.unwrap_or(Bullets { origin: Origin::Generated, items: Vec::new() });
        Some(Exported::Article(Arc::clone(&read.article), bullets))
    }

    /// Writes what is open to a file: its ending says in which form. A file that is there is not overwritten.
    pub(crate) fn export(&mut self, name: &str) {
        let Some(subject) = self.subject_of_export() else { return };
        if name.is_empty() {
            return;
        }
        let path = self.around.folder.join(name);
        let told_name = sanitize::clean_line(name);
        self.ask(Rank::Keep, move |_| {
            let result = subject.form(&path).and_then(|bytes| {
                let mut file = fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(|e| {
                    let exists = e.kind() == std::io::ErrorKind::AlreadyExists;
                    if exists {
                        "there is a file of this name already; choose another".to_owned()
                    } else {
                        e.to_string()
                    }
                })?;
                file.write_all(&bytes).map_err(|e| e.to_string())
            });
            Some(match result {
                Ok(()) => told(&format!("written to {told_name}"), false),
                Err(e) => told(&format!("{told_name}: {e}"), true),
            })
        });
    }

    /// Gives what is open, as text, to a command of the reader's; says what the command says.
    pub(crate) fn pipe(&mut self, command: &str) {
        let Some(subject) = self.subject_of_export() else { return self.say("open an article or a comparison first") };
        if command.is_empty() {
            return;
        }
        let command = command.to_owned();
        self.say(format!("running {command}"));
        self.effects.push(super::app::Effect::Aside(Box::new(move |_| {
            let outcome = subject.form(Path::new("x.txt")).and_then(|text| run(&command, &text));
            Some(match outcome {
                Ok(said) if said.is_empty() => told(&format!("{command}: done"), false),
                Ok(said) => told(&said, false),
                Err(e) => told(&e, true),
            })
        })));
    }

    /// Writes down where the reader is.
    pub(crate) fn remember(&mut self) {
        self.reader.keep_place();
        let (story, article) = self.list.under().map_or((None, None), |(s, a)| (Some(s), a));
        let places: Vec<_> = self.reader.places.iter().map(|(&k, &v)| (k, v)).take(MOST_PLACES).collect();
        let Ok(text) = serde_json::to_string(&Whereabouts { story, article, places }) else { return };
        self.keep_on_shelf(move |shelf| shelf.remember(WHEREABOUTS, &text));
    }

    /// Puts a theme on that the reader chose, and remembers it.
    pub(crate) fn choose_theme(&mut self, name: &str) {
        self.put_on(name);
        self.say(format!("theme {name}"));
        let name = name.to_owned();
        self.chosen_theme = Some(name.clone());
        self.keep_on_shelf(move |shelf| shelf.remember(THEME, &name));
    }

    /// Puts the theme on that the reader chose another time, unless the configuration names one. A theme that is not
    /// there any more is no error.
    pub(crate) fn recall_theme(&mut self) {
        if self.chosen_theme.is_none()
            && let Some(name) = self.shelf.as_ref().and_then(|s| s.recall(THEME))
            && self.config.theme(&name).is_ok()
        {
            self.chosen_theme = Some(name);
            self.dress();
        }
    }

    /// Goes back to where the reader was, the first time that a list is there.
    pub(crate) fn restore(&mut self) {
        if self.reader.subject.is_some() || self.list.rows.is_empty() {
            return;
        }
        let text = self.shelf.as_ref().and_then(|s| s.recall(WHEREABOUTS));
        let Some(was) = text.and_then(|t| serde_json::from_str::<Whereabouts>(&t).ok()) else { return };
        self.reader.places = was.places.into_iter().collect();
        if let Some(story) = was.story {
            self.list.put_on(story, was.article);
        }
    }
}

fn told(text: &str, error: bool) -> Msg {
    Msg::Answer(Box::new(Answer::Told(Note { text: sanitize::clean_line(text), error })))
}

/// What can be written or piped.
enum Exported {
    Article(Arc<Article>, Bullets),
    Comparison(Arc<Compared>),
}

impl Exported {
    /// The bytes in the form that the path's ending names.
    fn form(&self, path: &Path) -> Result<Vec<u8>, String> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
        let mut out = Vec::new();
        let look = report::Look { width: 80, color: false };
        let written = match self {
            Self::Comparison(c) => {
                let (c, l, r) = (&c.comparison, c.left.as_ref(), c.right.as_ref());
                match ending.as_str() {
                    "md" | "markdown" => report::markdown::compare(c, l, r, &mut out),
                    "html" | "htm" => report::html::compare(c, l, r, &mut out),
                    "json" => report::json::compare(c, l, r, &mut out),
                    "txt" => report::text::compare(c, l, r, look, &mut out),
                    _ => return Err(WRONG_ENDING.to_owned()),
                }
            }
            Self::Article(article, bullets) => {
                let briefing = Briefing {
                    articles: vec![article.as_ref().clone()],
                    bullets: vec![bullets.clone()],
                    ..Briefing::default()
                };
                match ending.as_str() {
                    "md" | "markdown" => report::markdown::brief(&briefing, &mut out),
                    "html" | "htm" => report::html::brief(&briefing, &mut out),
                    "json" => report::json::brief(&briefing, &mut out),
                    "txt" => report::text::brief(&briefing, look, &mut out),
                    _ => return Err(WRONG_ENDING.to_owned()),
                }
            }
        };
        written.map(|()| out).map_err(|e| e.to_string())
    }
}

const WRONG_ENDING: &str = "the name must end in .md, .html, .json or .txt";

/// A title and bullets, for pasting elsewhere.
fn summary<'a>(title: &str, source: &str, url: Option<&str>, bullets: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("{title}\n{source}\n");
    if let Some(url) = url {
        text.push_str(url);
        text.push('\n');
    }
    for bullet in bullets {
        text.push_str("- ");
        text.push_str(bullet);
        text.push('\n');
    }
    text
}

/// A file name made of a title.
fn slug(title: &str) -> String {
    let words: String =
        title.chars().map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { ' ' }).collect();
    let name: Vec<&str> = words.split_whitespace().take(8).collect();
    if name.is_empty() { "article".into() } else { name.join("-") }
}

/// The command that opens an address: the reader's own, else the system's. Nothing for what is no web address.
fn browser(own: &[String], url: &str) -> Option<Command> {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let system: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["explorer"]
    } else {
        &["xdg-open"]
    };
    let mut words = own.iter().map(String::as_str).chain(system.iter().copied().filter(|_| own.is_empty()));
    let mut command = Command::new(words.next()?);
    command.args(words).arg(crate::text::links::without_tracking(url));
    Some(command)
}

/// Runs a command line of the reader's with a text as its input; answers with the first line it says.
fn run(command: &str, text: &[u8]) -> Result<String, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("{shell} cannot be started: {e}"))?;
    let text = text.to_vec();
    let feeder = child.stdin.take().map(|mut stdin| {
        // A command that reads only the beginning is no failure.
        std::thread::spawn(move || {
            let _ = stdin.write_all(&text);
        })
    });
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    if let Some(feeder) = feeder {
        let _ = feeder.join();
    }
    let first = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned();
        let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
        let first = text.lines().find(|l| !l.trim().is_empty()).map(sanitize::clean_line).unwrap_or_default();
        if lines > 1 { format!("{first} (and {} more lines)", lines - 1) } else { first }
    };
    if output.status.success() {
        Ok(first(&output.stdout))
    } else {
        Err(format!("{command}: {} {}", output.status, first(&output.stderr)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_argument_and_nothing_else_is_opened() {
        let url = "https://example.com/?a=1&b=$(reboot);`id`";
        let command = browser(&["lynx".into(), "-accept_all_cookies".into()], url).unwrap();
        let args: Vec<_> = command.get_args().collect();
        assert_eq!(command.get_program(), "lynx");
        assert_eq!(args, ["-accept_all_cookies", url]);
        for wrong in ["file:///etc/passwd", "javascript:alert(1)", "-version", "https://a b", "https://a\u{1b}[2J", ""]
        {
            assert!(browser(&[], wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_title_makes_a_file_name() {
        assert_eq!(slug("U.S. weapons: “What next?” / Ünal"), "u-s-weapons-what-next-ünal");
        assert_eq!(slug("…"), "article");
    }

    #[test]
    #[cfg(unix)]
    fn a_command_gets_the_text_and_its_first_line_comes_back() {
        assert_eq!(run("wc -c | tr -d ' '", b"12345").unwrap(), "5");
        assert_eq!(run("true", &vec![b'x'; 1 << 20]).unwrap(), "");
        assert!(run("echo no >&2; exit 3", b"").unwrap_err().contains("no"));
    }
}
