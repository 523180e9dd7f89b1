//! `nutgraf man`: the manual as roff, made from the same words as `--help`.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::CommandFactory;

use super::{Cli, Usage, output::show, usage::advice};

const EXAMPLES: &str = "\
Examples:
  nutgraf man | man -l -          read it
  nutgraf man brief | man -l -    the page of a command
  nutgraf man > ~/.local/share/man/man1/nutgraf.1";

const ENVIRONMENT: &[(&str, &str)] = &[
    ("NUTGRAF_CONFIG_DIR, NUTGRAF_DATA_DIR", "The folders of the configuration and of the library."),
    ("HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY", "The proxy that requests go through, and what needs none."),
    ("NO_COLOR", "Set to anything: no colour unless --color always."),
    ("CLICOLOR_FORCE", "Set to anything but 0: colour even in a pipe."),
    ("COLUMNS", "The width of text where --width gives none."),
];

const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "Done."),
    ("1", "Something failed, or the articles differ under compare --exit-code."),
    ("2", "Wrong usage or configuration."),
];

/// What stands above the examples of a command's help.
const EXAMPLES_HEAD: &str = "Examples:";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The command whose page to print; the program's own without
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| Usage(format!("{name}: no such command; {}", advice(name))))?
        }
    };
    show(|out| page(&command, out))?;
    Ok(ExitCode::SUCCESS)
}

fn page(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.has_subcommands();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if has_commands {
        man.render_subcommands_section(out)?;
    }
    notes(&examples, out)?;
    for (title, entries) in [("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", EXIT_STATUS)] {
        writeln!(out, ".SH {title}")?;
        for (name, meaning) in entries {
            writeln!(out, ".TP\n\\fB{}\\fR\n{}", roff(name), roff(meaning))?;
        }
    }
    Ok(())
}

/// What help says below the options: examples line by line, the rest as paragraphs.
fn notes(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, ".SH {}", if text.starts_with(EXAMPLES_HEAD) { "EXAMPLES" } else { "NOTES" })?;
    // The exit statuses have a section of their own.
    let lines = text.lines().filter(|l| *l != EXAMPLES_HEAD && !l.starts_with("Exit status:"));
    let mut as_it_stands = false;
    for line in lines {
        let indented = line.starts_with(' ');
        if indented != as_it_stands && !line.is_empty() {
            writeln!(out, "{}", if indented { ".nf" } else { ".fi" })?;
            as_it_stands = indented;
        }
        match line.trim_start() {
            "" => writeln!(out, ".PP")?,
            words => writeln!(out, "{}", roff(words))?,
        }
    }
    if as_it_stands { writeln!(out, ".fi") } else { Ok(()) }
}

/// A line of text as roff that sets that text.
fn roff(line: &str) -> String {
    let escaped = line.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}
