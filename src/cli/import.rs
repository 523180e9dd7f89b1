//! `nutgraf import`: subscribes to everything in an OPML file.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context;

use super::{complain, output::show};
use crate::library::{Library, opml};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An OPML file, as other readers export it
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let name = || args.file.display().to_string();
    let bytes = fs::read(&args.file).with_context(name)?;
    let text = String::from_utf8_lossy(&bytes);
    let outlines = opml::read(text.trim_start_matches('\u{feff}')).map_err(anyhow::Error::msg).with_context(name)?;
    let library = Library::open_own()?;
    let (mut new, mut known) = (0_usize, 0_usize);
    for s in &outlines.subscriptions {
        if library.subscribe(s)?.known {
            known += 1;
        } else {
            new += 1;
        }
    }
    for refused in &outlines.refused {
        complain(&format!("{refused}: left out; only http and https addresses are subscribed to"));
    }
    show(|out| writeln!(out, "subscribed to {new}, {known} were there; `nutgraf fetch` gets their articles"))?;
    Ok(ExitCode::SUCCESS)
}
