//! `nutgraf export`: the subscriptions as OPML.

use std::process::ExitCode;

use super::{complain, output::show_safely};
use crate::library::{Kind, Library, opml};

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let all = Library::open_own_as_it_is()?.subscriptions()?;
    show_safely(|out| out.write_all(opml::write(&all).as_bytes()))?;
    let local = all.iter().filter(|s| s.kind == Kind::Folder || s.address.starts_with("file:")).count();
    if local > 0 {
        let these = if local == 1 {
            "1 subscription is to a file or folder".into()
        } else {
            format!("{local} subscriptions are to files or folders")
        };
        complain(&format!(
            "{these} of this machine; `nutgraf import` takes that over here, other machines and programs cannot"
        ));
    }
    Ok(ExitCode::SUCCESS)
}
