//! `nutgraf config`: every setting in force, as a `config.toml` that would set it, and where each comes from; with `--write`,
//! such a file to begin with.

use std::{
    env, fs,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use anyhow::bail;

use super::{Usage, output::show};
use crate::{
    config::{Align, Config, Glyphs, Pictures},
    inputs,
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

const EXAMPLES: &str = "\
Examples:
  nutgraf config            what is in force, and where the files are looked for
  nutgraf config --write    make a config.toml to begin with, every setting explained and commented out";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Write a config.toml with every setting explained and commented out; one that is there is left alone
    #[arg(long)]
    write: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.write {
        return write();
    }
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

/// Makes the file where there is none.
fn write() -> anyhow::Result<ExitCode> {
    let folder = config_folder()?;
    let path = folder.join("config.toml");
    let made =
        fs::create_dir_all(&folder).and_then(|()| fs::OpenOptions::new().write(true).create_new(true).open(&path));
    match made.and_then(|mut file| file.write_all(commented().as_bytes())) {
        Ok(()) => show(|out| writeln!(out, "wrote {}", named(&path)))?,
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            bail!("{}: is there already and was left alone; `nutgraf config` prints what is in force", named(&path))
        }
        Err(e) => bail!("{}: cannot be written: {}", named(&path), inputs::said(&e)),
    }
    Ok(ExitCode::SUCCESS)
}

/// A `config.toml` that sets nothing: what each setting is for, and its built-in value behind a `#`.
fn commented() -> String {
    let mut out = String::from("# Settings of Nutgraf. Take the # away before a setting to change it.\n");
    for (name, value) in settings(&Config::default()) {
        out.push_str(&format!("\n# {}\n# {name} = {value}\n", about(name)));
    }
    out
}

/// What a setting is for and what it may be.
fn about(name: &str) -> &'static str {
    match name {
        "theme" => "Colours: \"auto\" (by the terminal's background), or a name that `nutgraf themes` lists.",
        "measure" => "The widest line of text, in columns: 20 to 200.",
        "align" => "Where a column of text stands in a wide pane: \"left\" or \"centre\".",
        "glyphs" => "What lines and marks are drawn with: \"auto\" (by the locale), \"unicode\" or \"ascii\".",
        "list_width" => "Columns of the source list, up to 120; 0: by the screen's width.",
        "stacked_under" => "A comparison is stacked on screens with fewer columns than this: 0 to 1000.",
        "bullets" => "Bullets for a story and an article, at the most: 1 to 50.",
        "mouse" => "Whether the mouse works from the start.",
        "screen_reader" => "A linear screen without boxes; the terminal's cursor stands where you read.",
        "browser" => {
            "The program that opens addresses, with its arguments: [\"firefox\", \"--new-tab\"]; []: the system's."
        }
        "pipe" => "The command that the pipe key proposes.",
        "pictures" => {
            "Pictures of articles: \"never\", \"local\" (files beside an article; sources.toml allows others) or \"always\"."
        }
        "most_in_a_row" => "Stories of one source alone that show in a row before a line stands for the rest; 0: all.",
        "read_once" => "Whether an article's reprints in its story are marked read with it.",
        "full_text" => {
            "When the page of a feed's item is fetched: \"auto\" (where the feed gives a summary only), \"always\", \"never\"."
        }
        _ => "",
    }
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
        (
            "pictures",
            match c.pictures {
                Pictures::Never => "never",
                Pictures::Local => "local",
                Pictures::Always => "always",
            }
            .into(),
        ),
        ("most_in_a_row", number(c.most_in_a_row)),
        ("read_once", c.read_once.into()),
        ("full_text", c.full_text.name().into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_file_explains_every_setting_and_changes_nothing() {
        let text = commented();
        let folder = tempfile::tempdir().unwrap();
        let uncommented: Vec<&str> =
            text.lines().filter_map(|l| l.strip_prefix("# ")).filter(|l| l.contains(" = ")).collect();
        assert_eq!(uncommented.len(), settings(&Config::default()).len());
        for file in [text.clone(), uncommented.join("\n")] {
            fs::write(folder.path().join("config.toml"), file).unwrap();
            let read = Config::load_from(folder.path()).unwrap();
            assert_eq!(read, Config { folder: read.folder.clone(), ..Config::default() });
        }
        for (name, _) in settings(&Config::default()) {
            assert!(!about(name).is_empty(), "{name} is not explained");
        }
    }
}
