//! The results as Markdown.

use std::{env, fmt::Write as _, fs, thread};

use super::{
    measure::{Row, Series},
    programs::{self, DIFFERS, SCRIPTS},
};

/// The rows, each with how many times as long the other program takes.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out = String::from("| what | Nutgraf | beside it | it takes |\n| --- | --- | --- | --- |\n");
    for row in rows {
        let (other, ratio) = match row.other {
            None => ("has no such thing".to_owned(), String::new()),
            Some((name, None)) => (format!("{name} is not installed"), String::new()),
            Some((name, Some(time))) => (format!("{name} {}", time_of(time)), times(time / row.own)),
        };
        let _ = writeln!(out, "| {} | {} | {other} | {ratio} |", row.what, time_of(row.own));
    }
    out
}

/// Times by size, what grows tenfold beside how many times as long it takes.
pub(crate) fn growth(series: &[Series]) -> String {
    let mut out = String::from("| what | sizes | times | from the first to the last |\n| --- | --- | --- | --- |\n");
    for one in series.iter().filter(|s| !s.points.is_empty()) {
        let sizes: Vec<String> = one.points.iter().map(|p| p.0.to_string()).collect();
        let each: Vec<String> = one.points.iter().map(|p| time_of(p.1)).collect();
        let whose = if one.other { ", newsboat" } else { "" };
        let grown = one.points.first().zip(one.points.last()).map_or(f64::NAN, |(first, last)| last.1 / first.1);
        let _ = writeln!(
            out,
            "| {}{whose} | {} {} | {} | {} |",
            one.what,
            sizes.join(", "),
            one.unit,
            each.join(", "),
            times(grown)
        );
    }
    out
}

fn time_of(milliseconds: f64) -> String {
    match milliseconds {
        t if t >= 10_000.0 => format!("{:.0} s", t / 1e3),
        t if t >= 1_000.0 => format!("{:.1} s", t / 1e3),
        t if t >= 10.0 => format!("{t:.0} ms"),
        t => format!("{t:.1} ms"),
    }
}

fn times(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}×") } else { format!("{ratio:.1}×") }
}

/// The machine, and the versions of what was measured.
pub(crate) fn machine() -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let after = |text: &str, name: &str, sign: char| {
        let line = text.lines().find(|l| l.starts_with(name))?;
        Some(line.split_once(sign)?.1.trim().trim_matches('"').to_owned())
    };
    let processor = after(&read("/proc/cpuinfo"), "model name", ':').unwrap_or_else(|| env::consts::ARCH.into());
    let system = after(&read("/etc/os-release"), "PRETTY_NAME", '=').unwrap_or_else(|| env::consts::OS.into());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let others = ["newsboat"].into_iter().chain(DIFFERS.iter().map(|d| d.0)).chain(SCRIPTS.iter().map(|s| s.0));
    let versions: Vec<String> = others.filter_map(programs::version).collect();
    let today = jiff::Zoned::now().strftime("%B %Y");
    format!(
        "{processor}, {cores} cores; {system}; {today}. Nutgraf {}, {}.",
        env!("CARGO_PKG_VERSION"),
        versions.join(", ")
    )
}

/// docs/speed.md.
pub(crate) fn whole(rows: &[Row], series: &[Series]) -> String {
    format!(
        "# Speed, beside other programs\n\n\
         This page is written by `cargo bench --bench beside -- --write`, which measures everything on it in one run. The articles\n\
         are invented; nothing asks the network. Times are whole: from the start of a program to its end, or to its first screen.\n\n\
         {}\n\n\
         ## Side by side\n\n\
         The last column says how many times as long the other program takes; less than 1 means that it is quicker. No two\n\
         programs do the same: newsboat keeps articles as they come, Nutgraf also reads them, groups them into stories and indexes\n\
         them; wdiff, git and difftastic compare word by word in order, Nutgraf looks for what says the same anywhere; trafilatura\n\
         takes the text out of pages and sumy chooses sentences, Nutgraf does both and groups the pages into stories.\n\n\
         {}\n\
         ## As it grows\n\n\
         <picture>\n  <source media=\"(prefers-color-scheme: light)\" srcset=\"pictures/growth-light.svg\">\n  \
         <img alt=\"Time by size, both tenfold a step\" src=\"pictures/growth.svg\">\n</picture>\n\n\
         {}",
        machine(),
        table(rows),
        growth(series)
    )
}
