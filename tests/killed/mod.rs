//! Runs a test of the same file as a program of its own, and kills it.

#![allow(unreachable_pub, clippy::unwrap_used, reason = "every test file compiles its own copy")]

use std::{
    env, fmt,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use nutgraf::{
    library::Library,
    shelf::{ArticleRow, Shelf},
};

const FOLDER: &str = "NUTGRAF_KILLED_FOLDER";
const FROM: &str = "NUTGRAF_KILLED_FROM";

/// The folder to work in and the number to begin with; none where the test is run as a test.
pub fn to_do() -> Option<(PathBuf, usize)> {
    Some((env::var_os(FOLDER)?.into(), env::var(FROM).ok()?.parse().ok()?))
}

/// Says that something is done; a line of its own, whatever else is written.
pub fn say(what: impl fmt::Display) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{what}\n").as_bytes()).unwrap();
}

/// Runs the test and kills it; what it said.
pub fn run_and_kill(test: &str, folder: &Path, from: usize, after: Duration) -> Vec<String> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder)
        .env(FROM, from.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let reader = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<String>>());
    thread::sleep(after);
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

/// How often to kill: `NUTGRAF_KILLS`, for more than a test run can wait for.
pub fn kills(usually: usize) -> usize {
    env::var("NUTGRAF_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(usually)
}

/// Every article of a library whose articles all tell of a ferry. A page of the list holds no more than some hundred of one
/// story, and how many articles a killed program wrote goes by the machine; a search has no such end.
pub fn all_of(library: &Library) -> Vec<ArticleRow> {
    library.search("ferry", 1_000_000).unwrap().into_iter().map(|hit| hit.article).collect()
}
