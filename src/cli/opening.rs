//! What the arguments name, opened: files, folders, standard input, addresses.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Usage, complain, tell};
use crate::{
    article::{Article, Briefing, Problem, Story},
    briefing,
    inputs::{self, Document, Input},
    library::{
        self, Facts, Library,
        fetch::{Answer, Fetcher, Limits, Wanted},
    },
    shelf::{Filter, Order, Shelf},
    summarizer,
    text::sanitize,
};

/// Stories of the library that are printed: a day's reading.
const STORIES: usize = 30;

/// Said to whoever asked for the bundled briefings.
pub(super) const HOW_TO_BEGIN: &str =
    "these are the bundled briefings; `nutgraf FILE…` reads your own, `nutgraf add URL` subscribes to a news site";

/// The same on the viewer's last line, short enough for 80 columns.
pub(super) const HOW_TO_BEGIN_HERE: &str =
    "bundled briefings; your own: nutgraf FILE… or nutgraf add URL; ? shows help";

/// Why the bundled briefings are opened where nothing was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// Nothing is subscribed to, and there is no article.
    Empty,
    /// Nothing was fetched yet of what is subscribed to.
    Unfetched,
}

impl Instead {
    /// What to say of it.
    pub(super) fn says(self) -> &'static str {
        match self {
            Self::Empty => {
                "no article yet: these are the bundled briefings; `nutgraf add URL` subscribes to a news site, \
                 `nutgraf FILE…` reads your own"
            }
            Self::Unfetched => {
                "no article yet: these are the bundled briefings; `nutgraf fetch` gets the articles of your subscriptions"
            }
        }
    }

    /// The same on the viewer's last line.
    pub(super) fn says_here(self) -> &'static str {
        match self {
            Self::Empty => HOW_TO_BEGIN_HERE,
            Self::Unfetched => "bundled briefings; your subscriptions have no article yet: nutgraf fetch",
        }
    }
}

/// The reader's library, or why the bundled briefings are to be opened instead.
pub(super) fn at_home() -> library::Result<Result<Library, Instead>> {
    let Some(library) = library::open_if_there()? else { return Ok(Err(Instead::Empty)) };
    if library.size()?.articles > 0 {
        return Ok(Ok(library));
    }
    Ok(Err(if library.subscriptions()?.is_empty() { Instead::Empty } else { Instead::Unfetched }))
}

/// What to say of a library without an article. None where it has some.
pub(super) fn nothing_yet(library: &Library) -> library::Result<Option<&'static str>> {
    if library.size()?.articles > 0 {
        return Ok(None);
    }
    Ok(Some(if library.subscriptions()?.is_empty() {
        "the library is empty; add a feed with `nutgraf add URL`"
    } else {
        "no article yet; `nutgraf fetch` gets those of your subscriptions"
    }))
}

/// Opens everything that was named, each once. Where nothing was: the latest stories of the library, or the bundled
/// briefings while it is empty. What cannot be read is told on standard error and kept in the briefing's problems.
pub(super) fn briefing(paths: &[PathBuf], options: summarizer::Options) -> anyhow::Result<Briefing> {
    let briefing = if !paths.is_empty() {
        let (found, problems) = find(paths);
        let facts = said_of_sources()?;
        let mut briefing = briefing::brief(&found, &|a| admit(&facts, a), options);
        briefing.problems.splice(0..0, problems);
        briefing
    } else {
        match at_home()? {
            Ok(library) => latest(&library, options)?,
            Err(why) => {
                let briefing = samples(options)?;
                complain(why.says());
                return Ok(briefing);
            }
        }
    };
    tell(&briefing.problems);
    if let Some(line) = passed_over(&briefing.passed_over) {
        complain(&line);
    }
    if briefing.articles.is_empty() && briefing.problems.is_empty() {
        complain("no article found; name files, or folders that hold articles");
    }
    Ok(briefing)
}

fn samples(options: summarizer::Options) -> anyhow::Result<Briefing> {
    let facts = said_of_sources()?;
    Ok(briefing::brief(&inputs::bundled(), &|a| admit(&facts, a), options))
}

/// The bundled briefings, for whoever asks for them.
pub(super) fn bundled(options: summarizer::Options) -> anyhow::Result<Briefing> {
    let briefing = samples(options)?;
    if io::stderr().is_terminal() {
        complain(HOW_TO_BEGIN);
    }
    Ok(briefing)
}

/// Files of a folder that are named where some of it are no articles, at the most.
const NAMED: usize = 5;

/// "2 files are no articles and were left out: a.txt (empty), b.md (no text)". None where there are none.
pub(super) fn passed_over(files: &[Problem]) -> Option<String> {
    let told: Vec<String> = files.iter().take(NAMED).map(|f| format!("{} ({})", f.path, f.message)).collect();
    let more = match files.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let are = if files.len() == 1 {
        "1 file is no article and was".into()
    } else {
        format!("{} files are no articles and were", files.len())
    };
    (!files.is_empty()).then(|| format!("{are} left out: {}{more}", told.join(", ")))
}

/// What the reader says about sources.
pub(super) fn said_of_sources() -> anyhow::Result<Facts> {
    // A machine without a home folder has no such file.
    Ok(library::config_folder().map_or_else(|_| Ok(Facts::default()), |folder| Facts::load(&folder))?)
}

/// Names an article's source as the reader does; leaves out what the reader hides.
pub(super) fn admit(facts: &Facts, article: &mut Article) -> bool {
    if facts.hides(&article.source) {
        return false;
    }
    article.source = facts.shown(&article.source).to_owned();
    true
}

/// The latest stories of the library, without the articles that cannot be read.
fn latest(library: &Library, options: summarizer::Options) -> anyhow::Result<Briefing> {
    let (mut stories, mut articles, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for mut row in library.page(Order::Shelf, &Filter::default(), 0..STORIES)?.rows {
        let first = articles.len();
        row.articles.retain(|article| match library.article(article.key) {
            Ok(whole) => {
                articles.push(Arc::unwrap_or_clone(whole));
                true
            }
            Err(error) => {
                problems.push(Problem { path: article.title.clone(), message: error.to_string() });
                false
            }
        });
        if row.articles.is_empty() {
            continue;
        }
        let place = |key| row.articles.iter().position(|a| a.key == key).map(|i| first + i);
        let mut reprints: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, article) in row.articles.iter().enumerate() {
            if let Some(carried) = article.carries.and_then(place) {
                reprints.entry(carried).or_insert_with(|| vec![carried]).push(first + i);
            }
        }
        stories.push(Story {
            headline: row.headline,
            articles: (first..articles.len()).collect(),
            reprints: reprints.into_values().collect(),
            shared_terms: row.shared_terms,
        });
    }
    Ok(Briefing { problems, ..briefing::of_stories(stories, articles, options) })
}

/// One article to compare: a file, `-`, an address, or `FILE#N` for the Nth article of a feed.
pub(super) fn article(path: &Path) -> anyhow::Result<Article> {
    let name = sanitize::clean_line(&path.to_string_lossy());
    if path.is_dir() {
        return Err(Usage(format!("{name}: a folder cannot be compared; name an article in it")).into());
    }
    let (file, wanted) = numbered(path).map_or((path, None), |(file, n)| (file, Some(n)));
    let mut articles = briefing::load(&one(file)?).map_err(|p| told(&p))?;
    let count = articles.len();
    if wanted.is_none() && count > 1 {
        complain(&format!("{name}: holds {count} articles; comparing the first (name another as {name}#2)"));
    }
    let at = wanted.unwrap_or(1);
    if at == 0 || at > count {
        let choose = if count == 1 {
            "one article; name it without #".into()
        } else {
            format!("{count} articles; choose one of 1 to {count}")
        };
        return Err(Usage(format!("{name}: holds {choose}")).into());
    }
    Ok(articles.swap_remove(at - 1))
}

/// What a path that is no folder names.
pub(super) fn one(path: &Path) -> anyhow::Result<Input> {
    let (found, problems) = find_one(path);
    let missing = || Problem { path: sanitize::clean_line(&path.to_string_lossy()), message: "nothing to read".into() };
    found.into_iter().next().ok_or_else(|| told(&problems.into_iter().next().unwrap_or_else(missing)))
}

fn told(problem: &Problem) -> anyhow::Error {
    anyhow::anyhow!("{}: {}", problem.path, problem.message)
}

/// `FILE#N` where there is no file of that whole name.
fn numbered(path: &Path) -> Option<(&Path, usize)> {
    let text = path.to_str()?;
    let (file, number) = text.rsplit_once('#')?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if !is_number || path.exists() || address(path).is_some() || !Path::new(file).is_file() {
        return None;
    }
    Some((Path::new(file), number.parse().unwrap_or(usize::MAX)))
}

/// The inputs that were named, each once, and what of it is not there.
pub(super) fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for path in paths {
        // A path that cannot be resolved is told of by the search for it.
        if !seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())) {
            continue;
        }
        let (found, wrong) = find_one(path);
        inputs.extend(found);
        problems.extend(wrong);
    }
    (inputs, problems)
}

fn find_one(path: &Path) -> (Vec<Input>, Vec<Problem>) {
    match address(path) {
        Some(url) => (vec![at_address(url)], Vec::new()),
        None => inputs::find(&[path.to_owned()]),
    }
}

pub(super) fn address(path: &Path) -> Option<&str> {
    path.to_str().filter(|p| p.starts_with("https://") || p.starts_with("http://"))
}

fn at_address(url: &str) -> Input {
    let own = url.to_owned();
    Input::at_address(url, move || {
        match Fetcher::new(Limits::default()).fetch(&Wanted { url: &own, ..Wanted::default() }) {
            Ok(Answer::Document(d)) => Ok(Document { bytes: d.bytes, url: Some(d.url), media_type: d.media_type }),
            Ok(Answer::Unchanged) => Ok(Document::default()),
            Err(error) => Err(io::Error::other(error.to_string())),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::width;

    #[test]
    fn what_the_viewer_s_last_line_says_fits_80_columns() {
        for why in [Instead::Empty, Instead::Unfetched] {
            assert!(width(why.says_here()) <= 78, "{}", why.says_here());
        }
    }
}
