//! `nutgraf demo`: opens the bundled briefings, or prints them where standard output is no terminal.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use super::{brief, open, opening};

const EXAMPLES: &str = "\
Examples:
  nutgraf demo                 read the bundled briefings, whatever your library holds
  nutgraf demo --bullets 3 | less";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    options: brief::Options,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if !io::stdout().is_terminal() || args.options.asks_for_print() {
        return args.options.print(opening::bundled);
    }
    open::bundled(&args.options)
}
