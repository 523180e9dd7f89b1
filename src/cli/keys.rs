//! `nutgraf keys`: what the keys do, view by view, and which of them the reader's own file set.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    process::ExitCode,
};

use super::{Usage, output::show};
use crate::{
    config::{
        Config,
        action::Action,
        keys::{self, Keymap, Place},
    },
    text::{sanitize, width::width},
};

const EXAMPLES: &str = "\
Examples:
  nutgraf keys             what is in force
  nutgraf keys --default   the built-in keymap, to start a file of one's own from:
  nutgraf keys --default > ~/.config/nutgraf/keymap.toml";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Print the built-in keymap as a file
    #[arg(long)]
    default: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.default {
        show(|out| out.write_all(crate::config::KEYMAP.as_bytes()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let config = Config::load().map_err(|e| Usage(e.to_string()))?;
    let built_in = Config::default().keymap;
    let own = config.folder.as_ref().map(|f| f.join("keymap.toml")).filter(|f| f.exists());
    show(|out| {
        for &place in Place::ALL {
            table(out, place, &config.keymap, &built_in)?;
        }
        let own = own.as_ref().map(|f| sanitize::clean_line(&f.to_string_lossy()));
        match own {
            Some(file) => writeln!(out, "Built in; * set in {file}"),
            None => writeln!(out, "All built in; nutgraf keys --help says how to set your own"),
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The bindings of a place, an action a line.
fn table(out: &mut dyn Write, place: Place, map: &Keymap, built_in: &Keymap) -> io::Result<()> {
    let (now, before) = (by_action(map, place), by_action(built_in, place));
    if now.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", place.name())?;
    for (action, keys) in &now {
        let own = if before.get(action) == Some(keys) { ' ' } else { '*' };
        let keys = keys.join("  ");
        let pad = " ".repeat(22_usize.saturating_sub(width(&keys)));
        writeln!(out, "{own} {keys}{pad} {:<18} {}", action.name(), action.does())?;
    }
    writeln!(out)
}

fn by_action(map: &Keymap, place: Place) -> BTreeMap<Action, Vec<String>> {
    let mut out: BTreeMap<Action, Vec<String>> = BTreeMap::new();
    for (chord, action) in map.of(place) {
        out.entry(action).or_default().push(sanitize::clean_line(&keys::spelled(chord)));
    }
    for keys in out.values_mut() {
        keys.sort_by_key(|k| (k.len(), k.clone()));
    }
    out
}
