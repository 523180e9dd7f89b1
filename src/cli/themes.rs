//! `nutgraf themes`: the themes there are, where each comes from, and which is in force.

use std::process::ExitCode;

use super::{Usage, output::show};
use crate::{
    config::{Config, THEMES},
    text::sanitize,
};

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let config = Config::load().map_err(|e| Usage(e.to_string()))?;
    let own = |name: &str| {
        let file = config.folder.as_ref()?.join("themes").join(format!("{name}.toml"));
        file.exists().then(|| sanitize::clean_line(&file.to_string_lossy()))
    };
    let mark = |set: bool| if set { '*' } else { ' ' };
    show(|out| {
        writeln!(out, "{} {:<16} by the terminal's background: dark or light", mark(config.theme.is_none()), "auto")?;
        for name in config.themes() {
            let built_in = THEMES.iter().any(|(n, _)| *n == name);
            let from = match own(&name) {
                Some(file) if built_in => format!("built in, changed by {file}"),
                Some(file) => file,
                None => "built in".into(),
            };
            let in_force = config.theme.as_deref() == Some(name.as_str());
            writeln!(out, "{} {:<16} {from}", mark(in_force), sanitize::clean_line(&name))?;
        }
        writeln!(out, "\n* in force. Set another with theme = \"NAME\" in config.toml, or the theme key in the viewer")
    })?;
    Ok(ExitCode::SUCCESS)
}
