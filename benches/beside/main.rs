//! Nutgraf beside what one would use instead, in one run on one machine, and how its cost grows.
//!
//! ```text
//! cargo bench --bench beside                  # prints the table
//! cargo bench --bench beside -- --write       # and writes docs/speed.md and the plots in docs/pictures/
//! cargo bench --bench beside -- --quick       # small sizes, one round: does it run?
//! ```
//!
//! What it is measured beside is looked for and left out where it is missing: newsboat, wdiff, git, difft (difftastic), and
//! sumy and trafilatura in the Python that `PYTHON` names (else `python3`). All articles are invented on the spot. Nothing
//! asks the network. It takes some minutes on a quiet machine, and says nothing on a busy one.

#![allow(missing_docs, clippy::print_stdout, reason = "a bench prints, and has no reader but its own file")]

mod invented;
mod measure;
mod page;
mod plot;
mod programs;
mod terminal;

use std::{env, error::Error, fs, path::Path};

use measure::{Row, Series, median};
use programs::{Newsboat, Nutgraf};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Sizes grow tenfold twice; the table shows the middle one.
const TIMES: [usize; 3] = [1, 10, 100];

/// How large the smallest of each is, and how often what is quick is repeated.
struct Scale {
    feeds: usize,
    sentences: usize,
    pages: usize,
    rounds: usize,
    times: &'static [usize],
}

const FULL: Scale = Scale { feeds: 3, sentences: 25, pages: 20, rounds: 9, times: &TIMES };
const QUICK: Scale = Scale { feeds: 1, sentences: 10, pages: 3, rounds: 2, times: &[1, 2] };

/// Articles a feed.
const ITEMS: usize = 100;

fn main() -> Outcome<()> {
    let asked = |option: &str| env::args().any(|a| a == option);
    let scale = if asked("--quick") { &QUICK } else { &FULL };
    let mut found = Found { rows: Vec::new(), series: Vec::new() };
    libraries(scale, &mut found)?;
    comparisons(scale, &mut found)?;
    pages(scale, &mut found)?;
    let table = page::table(&found.rows);
    println!("{}\n\n{table}\n{}", page::machine(), page::growth(&found.series));
    if asked("--write") {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        fs::write(docs.join("speed.md"), page::whole(&found.rows, &found.series))?;
        for (name, light) in [("growth.svg", false), ("growth-light.svg", true)] {
            fs::write(docs.join("pictures").join(name), plot::draw(&found.series, light))?;
        }
    }
    Ok(())
}

/// What was measured: rows of the table at the middle size, and times by size.
struct Found {
    rows: Vec<Row>,
    series: Vec<Series>,
}

/// A library of feeds: taking it in, asking it again, the first screen, a key, a search.
fn libraries(scale: &Scale, found: &mut Found) -> Outcome<()> {
    const WHAT: [&str; 5] = ["import", "fetch, nothing new", "first screen", "key (median)", "search"];
    let mut mine: Vec<Series> = WHAT.iter().map(|&what| Series::new(what, "articles", false)).collect();
    let mut theirs: Vec<Series> = WHAT[..4].iter().map(|&what| Series::new(what, "articles", true)).collect();
    for (step, times) in scale.times.iter().enumerate() {
        let folder = tempfile::tempdir()?;
        let feeds = invented::feeds(folder.path(), scale.feeds * times, ITEMS)?;
        let count = feeds.len() * ITEMS;
        let nutgraf = Nutgraf::new(folder.path())?;
        nutgraf.subscribe(&feeds)?;
        let first = measure::once(|| nutgraf.run(&["fetch"]))?;
        let again = median(scale.rounds.min(3), || measure::once(|| nutgraf.run(&["fetch"])))?;
        let searched = median(scale.rounds, || measure::once(|| nutgraf.run(&["search", "lighthouse"])))?;
        let screen = terminal::measure(scale.rounds, || nutgraf.command(&[]), "question")?;
        let values = [first, again, screen.first, screen.key, searched];
        mine.iter_mut().zip(values).for_each(|(series, value)| series.add(count, value));
        let beside = Newsboat::find(folder.path(), &feeds)?.map(|newsboat| -> Outcome<[f64; 4]> {
            let first = measure::once(|| newsboat.reload())?;
            let again = median(scale.rounds.min(3), || measure::once(|| newsboat.reload()))?;
            let screen = terminal::measure(scale.rounds, || newsboat.command(), "Harbor Wire")?;
            Ok([first, again, screen.first, screen.key])
        });
        let beside = beside.transpose()?;
        if let Some(values) = beside {
            theirs.iter_mut().zip(values).for_each(|(series, value)| series.add(count, value));
        }
        if step == 1 {
            for (i, what) in WHAT.iter().enumerate() {
                let other = (i < 4).then(|| ("newsboat", beside.map(|values| values[i])));
                found.rows.push(Row::new(
                    format!("{what}, {count} articles of {} feeds", feeds.len()),
                    values[i],
                    other,
                ));
            }
        }
    }
    found.series.extend(mine);
    found.series.extend(theirs);
    Ok(())
}

/// Two accounts of one event, by their length.
fn comparisons(scale: &Scale, found: &mut Found) -> Outcome<()> {
    let mut mine = Series::new("comparison", "sentences a side", false);
    for (step, times) in scale.times.iter().enumerate() {
        let folder = tempfile::tempdir()?;
        let count = scale.sentences * times;
        let (left, right) = invented::accounts(folder.path(), count)?;
        let nutgraf = Nutgraf::new(folder.path())?;
        let own = median(scale.rounds.min(5), || measure::once(|| nutgraf.run_on("compare", &[&left, &right])))?;
        mine.add(count, own);
        if step == 1 {
            for (name, options) in programs::DIFFERS {
                let time = programs::differ(name, options, &left, &right)
                    .map(|run| median(scale.rounds.min(5), || measure::once(&run)))
                    .transpose()?;
                found.rows.push(Row::new(format!("compare two texts of {count} sentences"), own, Some((*name, time))));
            }
        }
    }
    found.series.push(mine);
    Ok(())
}

/// Saved pages, read and given bullets.
fn pages(scale: &Scale, found: &mut Found) -> Outcome<()> {
    let mut mine = Series::new("pages and bullets", "pages", false);
    for (step, times) in scale.times.iter().enumerate() {
        let folder = tempfile::tempdir()?;
        let count = scale.pages * times;
        let pages = invented::pages(folder.path(), count)?;
        let nutgraf = Nutgraf::new(folder.path())?;
        let own = median(scale.rounds.min(3), || measure::once(|| nutgraf.run_on("brief", &[&pages])))?;
        mine.add(count, own);
        if step == 1 {
            for (name, script) in programs::SCRIPTS {
                let time = programs::python(name, script, &pages)
                    .map(|run| median(scale.rounds.min(3), || measure::once(&run)))
                    .transpose()?;
                let what = format!("{count} saved pages: their text, bullets and stories");
                found.rows.push(Row::new(what, own, Some((*name, time))));
            }
        }
    }
    found.series.push(mine);
    Ok(())
}
