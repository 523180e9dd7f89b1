//! `nutgraf import`: subscribes to everything in an OPML file.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};

use super::{complain, opening, output::show_safely};
use crate::{
    inputs,
    library::{Added, Library, LibraryError, opml},
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An OPML file, as other readers export it; its address, or - for standard input
    #[arg(value_name = "FILE.opml")]
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let name = || args.file.display().to_string();
    if args.file.is_dir() {
        bail!("{}: a folder; name the OPML file in it, or subscribe to its articles with `nutgraf add`", name());
    }
    let document =
        opening::one(&args.file)?.read().map_err(|e| anyhow::anyhow!(inputs::said(&e))).with_context(name)?;
    let outlines = opml::read(&opml::text(&document.bytes)).map_err(anyhow::Error::msg).with_context(name)?;
    let library = Library::open_own()?;
    let (mut new, mut known) = (0_usize, 0_usize);
    let mut count = |added: Added| if added.known { known += 1 } else { new += 1 };
    for s in &outlines.subscriptions {
        count(library.subscribe(s)?);
    }
    for s in &outlines.local {
        // What the web gives has nothing to say about this machine.
        if opening::address(&args.file).is_some() {
            let address = s.shown_address();
            complain(&format!("{address}: left out; a list from the web cannot name files of this machine"));
            continue;
        }
        match library.subscribe_local(s) {
            Ok(added) => count(added),
            Err(LibraryError::Wrong(why)) => complain(&format!("{why}; left out")),
            Err(error) => return Err(error.into()),
        }
    }
    for refused in &outlines.refused {
        complain(&format!(
            "{refused}: left out; only http and https addresses are subscribed to, and files and folders of this machine"
        ));
    }
    if let Some(damage) = &outlines.damage {
        complain(&format!("{}: {damage}; what stands after that was not read", name()));
    }
    show_safely(|out| writeln!(out, "subscribed to {new}, {known} were there; `nutgraf fetch` gets their articles"))?;
    Ok(if outlines.damage.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
