//! `nutgraf config`: every setting in force, as a `config.toml` that would set it, and where each comes from.

use std::{env, fs, path::Path, process::ExitCode};

use super::{Usage, output::show};
use crate::{
    config::{Align, Config, Glyphs},
    library::{config_folder, data_folder},
    text::sanitize,
};

/// The files of the configuration and where to read how they are written.
const FILES: &[(&str, &str)] = &[
    ("config.toml", "what stands below"),
    ("keymap.toml", "keys; nutgraf keys --default prints one to start from"),
    ("themes", "a folder of themes; nutgraf themes lists them"),
    ("sources.toml", "what you say about sources; nutgraf sources --help"),
    ("sync.toml", "the account to sync with; nutgraf sync --help"),
];

#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args) -> anyhow::Result<ExitCode> {
    let config = Config::load().map_err(|e| Usage(e.to_string()))?;
    let file = config.folder.as_ref().map(|f| f.join("config.toml"));
    // It was read without an error just before: what it holds is a table of known names.
    let table: toml::Table =
        file.as_ref().and_then(|f| fs::read_to_string(f).ok()).and_then(|text| text.parse().ok()).unwrap_or_default();
    let file = file.filter(|f| f.exists()).map(|f| named(&f));
    show(|out| {
        for (name, variable, folder) in [
            ("configuration", "NUTGRAF_CONFIG_DIR", config_folder().ok()),
            ("library", "NUTGRAF_DATA_DIR", data_folder().ok()),
        ] {
            let path = folder.map_or("none: no home folder".into(), |f| named(&f));
            let set = env::var_os(variable).is_some_and(|v| !v.is_empty());
            writeln!(out, "# {name}: {path} ({})", if set { variable } else { "the platform's own" })?;
        }
        if let Ok(folder) = config_folder() {
            writeln!(out, "#\n# files of the configuration:")?;
            for (name, what) in FILES {
                let there = if folder.join(name).exists() { "there" } else { "none yet" };
                writeln!(out, "#   {name:<13} {there:<9} {what}")?;
            }
        }
        writeln!(out)?;
        for (name, value) in settings(&config) {
            let from = match &file {
                Some(file) if table.contains_key(name) => file.as_str(),
                _ => "built in",
            };
            let line = format!("{name} = {}", sanitize::clean_line(&value.to_string()));
            writeln!(out, "{line:<32} # {from}")?;
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

fn named(path: &Path) -> String {
    sanitize::clean_line(&path.to_string_lossy())
}

/// Every setting as its file writes it.
fn settings(c: &Config) -> Vec<(&'static str, toml::Value)> {
    let number = |n: u16| toml::Value::from(i64::from(n));
    vec![
        ("theme", c.theme.as_deref().unwrap_or("auto").into()),
        ("measure", number(c.measure)),
        ("align", if c.align == Align::Left { "left" } else { "centre" }.into()),
        (
            "glyphs",
            match c.glyphs {
                Glyphs::Auto => "auto",
                Glyphs::Unicode => "unicode",
                Glyphs::Ascii => "ascii",
            }
            .into(),
        ),
        ("list_width", number(c.list_width)),
        ("stacked_under", number(c.stacked_under)),
        ("bullets", number(c.bullets)),
        ("mouse", c.mouse.into()),
        ("screen_reader", c.screen_reader.into()),
        ("browser", c.browser.clone().into()),
        ("pipe", c.pipe.as_str().into()),
        ("read_once", c.read_once.into()),
        ("full_text", c.full_text.name().into()),
    ]
}
