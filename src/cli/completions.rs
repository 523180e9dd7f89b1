//! `nutgraf completions`: what a shell needs to complete a command line.

use std::process::ExitCode;

use clap::CommandFactory;

use super::{Cli, output::show};

const EXAMPLES: &str = "\
Where to put it:
  bash  nutgraf completions bash > ~/.local/share/bash-completion/completions/nutgraf
  zsh   nutgraf completions zsh > \"${fpath[1]}/_nutgraf\"
  fish  nutgraf completions fish > ~/.config/fish/completions/nutgraf.fish";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "nutgraf", &mut script);
    show(|out| out.write_all(&script))?;
    Ok(ExitCode::SUCCESS)
}
