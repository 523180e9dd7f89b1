//! `nutgraf [PATH…]`: opens the viewer, or prints what `brief` prints where standard output is no terminal.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::{
    Usage, brief, complain,
    opening::{self, Instead},
    tell, tell_of_stdin,
};
use crate::{
    article::Problem,
    briefing,
    config::Config,
    inputs::{self, Input},
    library::{
        Facts,
        fetch::{Answer, Fetcher, Limits, Wanted},
    },
    shelf::{Marks, Opened, Shelf, Sources, Step},
    tui,
};

pub(super) fn run(args: &brief::Args) -> anyhow::Result<ExitCode> {
    if !io::stdout().is_terminal() || args.options().asks_for_print() {
        return brief::run(args);
    }
    let paths = args.paths();
    let (told, samples) = (Arc::<Mutex<Told>>::default(), Arc::<Mutex<Option<Instead>>>::default());
    let opener = if paths.is_empty() {
        at_home(Arc::clone(&samples))
    } else {
        let (found, missing) = opening::find(paths);
        let nothing = found.is_empty();
        told.lock().unwrap_or_else(PoisonError::into_inner).problems.clone_from(&missing);
        if nothing {
            tell(&missing);
            return Ok(ExitCode::FAILURE);
        }
        named(paths.to_vec(), opening::said_of_sources()?, Arc::clone(&told))
    };
    let (code, not_kept) = view(opener, args.options())?;
    if let Some(why) = *samples.lock().unwrap_or_else(PoisonError::into_inner) {
        complain(why.says());
    }
    tell_of_stdin(paths, "");
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    tell(&told.problems);
    told.passed_over.iter().for_each(|line| complain(line));
    Ok(if told.problems.is_empty() && not_kept.is_empty() { code } else { ExitCode::FAILURE })
}

/// Opens the bundled briefings.
pub(super) fn bundled(options: &brief::Options) -> anyhow::Result<ExitCode> {
    let (facts, marks) = (Arc::new(opening::said_of_sources()?), Arc::<Marks>::default());
    let opener: tui::Opener =
        Arc::new(move |tell: &(dyn Fn(Step) -> bool + Sync)| Ok(bundled_opening(&facts, &marks, tell)));
    let (code, not_kept) = view(opener, options)?;
    complain(opening::HOW_TO_BEGIN);
    Ok(if not_kept.is_empty() { code } else { ExitCode::FAILURE })
}

/// What the viewer's last opening came to, besides what it shows.
#[derive(Default)]
struct Told {
    /// What could not be read.
    problems: Vec<Problem>,
    /// Files of folders that are no articles, in one line.
    passed_over: Option<String>,
}

/// Runs the viewer, and says what it could not keep.
fn view(opener: tui::Opener, options: &brief::Options) -> anyhow::Result<(ExitCode, Vec<String>)> {
    let mut config = Config::load().map_err(|e| Usage(e.to_string()))?;
    config.bullets = options.bullets().unwrap_or(config.bullets);
    let tui::Outcome { code, not_kept } = tui::run(opener, config, picture_fetcher())?;
    not_kept.iter().for_each(|what| complain(what));
    Ok((code, not_kept))
}

/// Fetches pictures. An article, not the reader, names them: none is asked for in a private network unless the article
/// itself came from that server.
fn picture_fetcher() -> tui::PictureFetcher {
    let fetcher = OnceLock::new();
    Arc::new(move |url: &str, article: Option<&str>| {
        let fetcher = fetcher.get_or_init(|| Fetcher::new(Limits::default()));
        let named_by = Some(article.unwrap_or("https://nobody.invalid/"));
        let wanted = Wanted { url, named_by, most: Some(tui::MAX_PICTURE), ..Wanted::default() };
        match fetcher.fetch(&wanted).map_err(|e| e.to_string())? {
            Answer::Document(document) => Ok(document.bytes),
            Answer::Unchanged => Err("the server sent nothing".into()),
        }
    })
}

/// Opens what was named. It is looked for anew each time, so that opening again finds new files of a folder.
fn named(paths: Vec<PathBuf>, facts: Facts, told: Arc<Mutex<Told>>) -> tui::Opener {
    let (facts, marks) = (Arc::new(facts), Arc::<Marks>::default());
    let stdin: OnceLock<Input> = OnceLock::new();
    Arc::new(move |tell: &(dyn Fn(Step) -> bool + Sync)| {
        let (mut found, mut problems) = opening::find(&paths);
        for input in found.iter_mut().filter(|i| i.is_stdin()) {
            *input = stdin.get_or_init(|| input.clone().read_once()).clone();
        }
        let mut opening = of_inputs(&found, &facts, &marks, tell);
        problems.append(&mut opening.problems);
        let passed_over = opening.hint.clone();
        *told.lock().unwrap_or_else(PoisonError::into_inner) = Told { problems: problems.clone(), passed_over };
        Ok(tui::Opening { problems, ..opening })
    })
}

/// Opens the library; the bundled briefings while there is nothing in it.
fn at_home(samples: Arc<Mutex<Option<Instead>>>) -> tui::Opener {
    let (facts, marks) = (Arc::<Facts>::default(), Arc::<Marks>::default());
    Arc::new(move |tell: &(dyn Fn(Step) -> bool + Sync)| {
        let library = opening::at_home().map_err(|e| e.to_string())?;
        *samples.lock().unwrap_or_else(PoisonError::into_inner) = library.as_ref().err().copied();
        Ok(match library {
            Ok(library) => tui::Opening { shelf: Arc::new(library), problems: Vec::new(), hint: None },
            Err(why) => tui::Opening { hint: Some(why.says_here().into()), ..bundled_opening(&facts, &marks, tell) },
        })
    })
}

fn bundled_opening(facts: &Arc<Facts>, marks: &Arc<Marks>, tell: &(dyn Fn(Step) -> bool + Sync)) -> tui::Opening {
    let hint = Some(opening::HOW_TO_BEGIN_HERE.to_owned());
    tui::Opening { hint, ..of_inputs(&inputs::bundled(), facts, marks, tell) }
}

fn of_inputs(
    found: &[Input],
    facts: &Arc<Facts>,
    marks: &Arc<Marks>,
    tell: &(dyn Fn(Step) -> bool + Sync),
) -> tui::Opening {
    let total = found.len();
    let step = |done: usize, path: &str| {
        // A few files are read before anybody could see how far it is.
        total < 50 || tell(Step { done, total, what: format!("reading {path}"), failed: false, arrived: 0 })
    };
    let mut briefing = briefing::open(found, &|a| opening::admit(facts, a), &step);
    let problems = std::mem::take(&mut briefing.problems);
    let hint = opening::passed_over(&briefing.passed_over);
    let shelf: Arc<dyn Shelf> =
        Arc::new(Opened::with_marks(briefing, Arc::clone(marks)).with_sources(Arc::clone(facts) as Arc<dyn Sources>));
    tui::Opening { shelf, problems, hint }
}
