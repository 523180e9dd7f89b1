//! `nutgraf export`: the subscriptions as OPML.

use std::process::ExitCode;

use super::{complain, output::show_safely};
use crate::library::{Kind, Library, opml};

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let all = Library::open_own_as_it_is()?.subscriptions()?;
    show_safely(|out| out.write_all(opml::write(&all).as_bytes()))?;
    let folders = all.iter().filter(|s| s.kind == Kind::Folder).count();
    if folders > 0 {
        let folders = if folders == 1 { "one folder".into() } else { format!("{folders} folders") };
        complain(&format!("{folders} left out: folders are not exported, their paths hold on this machine only"));
    }
    Ok(ExitCode::SUCCESS)
}
