//! Wrong usage, told in one sentence: what, where, what to do. The parser's own words name its types and take five lines.

use std::{error::Error as _, ffi::OsString, fmt::Display, path::Path, str::FromStr};

use clap::{
    CommandFactory, ValueHint,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

use super::Cli;
use crate::text::suggestion;

/// Wrong usage or configuration: exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Usage(pub(super) String);

/// What to say where the first path is not there and is a bare word: `nutgraf brefi`, `nutgraf frobnicate`, or a command behind
/// options. A word with a dot or a slash in it was meant as a path.
pub(super) fn mistyped(path: &Path, arguments: &[OsString]) -> Option<Usage> {
    let is_word = |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let name = path.to_str().filter(is_word).filter(|name| *name != "-" && !path.exists())?;
    let told = match Cli::command().find_subcommand(name) {
        Some(command) => misplaced(command, arguments),
        None => format!("{name}: no such file or folder, and no command; {}", advice(name)),
    };
    Some(Usage(told))
}

/// What to say of options that stand before a command: whether they are the command's, and that they belong behind it.
fn misplaced(command: &clap::Command, arguments: &[OsString]) -> String {
    let name = command.get_name();
    let before = arguments.iter().skip(1).filter_map(|a| a.to_str()).take_while(|a| *a != name);
    let options: Vec<&str> = before
        .filter_map(|a| a.strip_prefix("--"))
        .filter_map(|a| a.split('=').next())
        .filter(|a| !a.is_empty())
        .collect();
    let is_known = |option: &&&str| command.get_arguments().any(|a| a.get_long() == Some(option));
    match (options.iter().find(|option| !is_known(option)), options.first()) {
        (Some(other), _) => {
            format!("--{other}: no option of `nutgraf {name}`; `nutgraf {name} --help` shows what it takes")
        }
        (None, Some(own)) => format!("--{own}: stands before its command; write `nutgraf {name} --{own} …`"),
        (None, None) => format!("{name}: is a command, and a command stands first; write `nutgraf {name} …`"),
    }
}

/// The command that a word may mean, or where all are listed.
pub(super) fn advice(word: &str) -> String {
    let program = Cli::command();
    match suggestion::nearest(word, program.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => format!("did you mean `nutgraf {near}`?"),
        None => "`nutgraf --help` lists the commands".into(),
    }
}

/// A whole number within bounds, as an option takes it.
pub(super) fn whole_number<T>(
    from: T,
    to: Option<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: Copy + Display + FromStr + PartialOrd + TryFrom<u64> + Send + Sync + 'static,
{
    move |text| {
        let number = text.parse::<T>().ok();
        let found = number.filter(|n| *n >= from && to.is_none_or(|to| *n <= to));
        let accepted = || {
            // Of a number that is too large for any it matters how large it may be.
            let too_large = number.is_none() && text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
            match to.or_else(|| largest().filter(|_| too_large)) {
                Some(to) => format!("accepted: a whole number from {from} to {to}"),
                None => format!("accepted: a whole number from {from} on"),
            }
        };
        found.ok_or_else(accepted)
    }
}

/// The largest number of a type.
fn largest<T: TryFrom<u64>>() -> Option<T> {
    (0..u64::BITS).find_map(|zeros| T::try_from(u64::MAX >> zeros).ok())
}

/// The number of something that a list of the program numbers.
pub(super) fn number_in(list: &'static str) -> impl Fn(&str) -> Result<i64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.parse().ok().filter(|&n| n > 0);
        number.ok_or_else(|| format!("accepted: numbers, as {list} gives them"))
    }
}

/// What is wrong with the arguments, in one sentence.
pub(super) fn sentence(error: &Error, arguments: &[OsString]) -> String {
    let program = Cli::command();
    // A command stands first or not at all.
    let named =
        arguments.get(1).and_then(|a| a.to_str()).filter(|a| program.get_subcommands().any(|c| c.get_name() == *a));
    let command = named.map_or("nutgraf".into(), |name| format!("nutgraf {name}"));
    let help = format!("`{command} --help` shows what it takes");
    let all = |kind| strings(error.get(kind));
    let first = |kind| all(kind).into_iter().next().unwrap_or_default();
    let argument = plain(&first(ContextKind::InvalidArg));
    match error.kind() {
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = first(ContextKind::InvalidValue);
            let of_option = argument.starts_with('-');
            let accepted = match (all(ContextKind::ValidValue), error.source()) {
                (known, _) if !known.is_empty() => format!("accepted: {}", known.join(", ")),
                (_, Some(reason)) => reason.to_string(),
                _ => help,
            };
            let near = first(ContextKind::SuggestedValue);
            let near = if near.is_empty() { near } else { format!("did you mean {near}? ") };
            match (of_option, value.is_empty()) {
                (true, true) => format!("{argument} needs a value; {near}{accepted}"),
                (true, false) => format!("{argument} {value}: not understood; {near}{accepted}"),
                (false, _) => format!("{value}: not understood; {near}{accepted}"),
            }
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            if let Some(command) = command_with(&program, &argument, arguments).filter(|_| named.is_none()) {
                return misplaced(command, arguments);
            }
            let argument = whole(&argument, arguments);
            let near = plain(&first(ContextKind::SuggestedArg));
            let advice = if near.is_empty() {
                let otherwise = otherwise(program.find_subcommand(named.unwrap_or_default()).unwrap_or(&program));
                format!("`{command} --help` lists them{}", otherwise.replace("{}", &argument))
            } else {
                format!("did you mean {near}?")
            };
            format!("{argument}: no such option of `{command}`; {advice}")
        }
        ErrorKind::UnknownArgument => format!("{argument}: one more than `{command}` takes; {help}"),
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> = all(ContextKind::InvalidArg).iter().map(|a| plain(a)).collect();
            let are = if missing.len() == 1 { "is" } else { "are" };
            format!("{} {are} missing; {help}", missing.join(" and "))
        }
        ErrorKind::ArgumentConflict => {
            let prior = plain(&first(ContextKind::PriorArg));
            match prior.is_empty() || prior == argument {
                true => format!("{argument}: given twice; give it once"),
                false => format!("{argument} and {prior} exclude each other; leave one of them out"),
            }
        }
        ErrorKind::InvalidSubcommand => {
            let word = first(ContextKind::InvalidSubcommand);
            format!("{word}: no such command; {}", advice(&word))
        }
        _ => {
            let said = error.render().to_string();
            let said = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            format!("{said}; {help}")
        }
    }
}

/// The command among the arguments that has an option.
fn command_with<'a>(program: &'a clap::Command, option: &str, arguments: &[OsString]) -> Option<&'a clap::Command> {
    let wanted = option.strip_prefix("--")?;
    let mut commands = arguments.iter().skip(1).filter_map(|a| program.find_subcommand(a));
    commands.find(|command| command.get_arguments().any(|a| a.get_long() == Some(wanted)))
}

/// An argument as it was typed, where the parser names its first letter alone: "-toll" for "-t".
fn whole(argument: &str, arguments: &[OsString]) -> String {
    let mut typed = arguments.iter().filter_map(|a| a.to_str());
    let letters = !argument.starts_with("--");
    typed.find(|a| letters && a.starts_with(argument)).unwrap_or(argument).to_owned()
}

/// What else may have been meant by an argument that begins with a dash, which stands for `{}`.
fn otherwise(command: &clap::Command) -> &'static str {
    let mut values = command.get_positionals().peekable();
    let takes_any = values.peek().is_some();
    if values.any(|value| value.get_value_hint() == ValueHint::AnyPath) {
        ", and a file of that name is named as ./{}"
    } else if takes_any {
        ", and what is no option stands behind --"
    } else {
        ""
    }
}

fn strings(value: Option<&ContextValue>) -> Vec<String> {
    match value {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(some)) => some.clone(),
        Some(other) => vec![other.to_string()],
        None => Vec::new(),
    }
}

/// An argument by its name alone: `--bullets` for `--bullets <N>`, `QUERY` for `<QUERY>...`.
fn plain(argument: &str) -> String {
    if argument.starts_with('-') {
        return argument.split([' ', '=']).next().unwrap_or_default().to_owned();
    }
    argument.trim_end_matches("...").trim_matches(['<', '>', '[', ']']).to_owned()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn told(line: &str) -> String {
        let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        sentence(&Cli::try_parse_from(&arguments).unwrap_err(), &arguments)
    }

    #[test]
    fn wrong_usage_is_one_sentence_with_what_to_do() {
        for (line, says) in [
            ("nutgraf fetch nope", "nope: not understood; accepted: numbers, as `nutgraf sources` gives them"),
            ("nutgraf restore 3 x", "x: not understood; accepted: numbers, as `nutgraf restore --list` gives them"),
            ("nutgraf brief --bullets x", "--bullets x: not understood; accepted: a whole number from 1 to 50"),
            ("nutgraf brief --bullets=0", "--bullets 0: not understood; accepted: a whole number from 1 to 50"),
            ("nutgraf --bullets 99 a.txt", "--bullets 99: not understood; accepted: a whole number from 1 to 50"),
            ("nutgraf add --keep 0 x", "--keep 0: not understood; accepted: a whole number from 1 on"),
            ("nutgraf search x --limit y", "--limit y: not understood; accepted: a whole number from 0 on"),
            ("nutgraf brief --bullets", "--bullets needs a value; `nutgraf brief --help` shows what it takes"),
            ("nutgraf brief --format", "--format needs a value; accepted: text, markdown, json, html"),
            ("nutgraf brief --format x", "--format x: not understood; accepted: text, markdown, json, html"),
            ("nutgraf completions x", "x: not understood; accepted: bash, elvish, fish, powershell, zsh"),
            (
                "nutgraf compare a b c",
                "c: one more than `nutgraf compare` takes; `nutgraf compare --help` shows what it takes",
            ),
            ("nutgraf compare", "LEFT and RIGHT are missing; `nutgraf compare --help` shows what it takes"),
            ("nutgraf search", "QUERY is missing; `nutgraf search --help` shows what it takes"),
            (
                "nutgraf compare a b --exitcode",
                "--exitcode: no such option of `nutgraf compare`; did you mean --exit-code?",
            ),
            (
                "nutgraf -x",
                "-x: no such option of `nutgraf`; `nutgraf --help` lists them, and a file of that name is named as ./-x",
            ),
            (
                "nutgraf search -toll",
                "-toll: no such option of `nutgraf search`; `nutgraf search --help` lists them, and what is no option \
                 stands behind --",
            ),
            (
                "nutgraf --exit-code compare a b",
                "--exit-code: stands before its command; write `nutgraf compare --exit-code …`",
            ),
            ("nutgraf export -x", "-x: no such option of `nutgraf export`; `nutgraf export --help` lists them"),
            (
                "nutgraf add -x",
                "-x: no such option of `nutgraf add`; `nutgraf add --help` lists them, and a file of that name is named \
                 as ./-x",
            ),
            ("nutgraf stories --limit -1", "--limit -1: not understood; accepted: a whole number from 0 on"),
            ("nutgraf brief --bullets -1", "--bullets -1: not understood; accepted: a whole number from 1 to 50"),
            (
                "nutgraf add --keep 99999999999 x",
                "--keep 99999999999: not understood; accepted: a whole number from 1 to 4294967295",
            ),
            ("nutgraf fetch -1", "-1: not understood; accepted: numbers, as `nutgraf sources` gives them"),
            ("nutgraf brief --width 30 --width 40", "--width: given twice; give it once"),
            ("nutgraf restore --list 3", "--list and NUMBER exclude each other; leave one of them out"),
            ("nutgraf help brefi", "brefi: no such command; did you mean `nutgraf brief`?"),
        ] {
            assert_eq!(told(line), says, "{line}");
        }
    }

    #[test]
    fn an_option_before_its_command_is_told_where_it_belongs() {
        for (line, says) in [
            (
                "nutgraf --bullets 3 compare a b",
                "--bullets: no option of `nutgraf compare`; `nutgraf compare --help` shows what it takes",
            ),
            (
                "nutgraf --format=json compare a b",
                "--format: stands before its command; write `nutgraf compare --format …`",
            ),
            ("nutgraf -- compare a", "compare: is a command, and a command stands first; write `nutgraf compare …`"),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let cli = Cli::try_parse_from(&arguments).unwrap();
            let told = cli.open.paths().first().and_then(|path| mistyped(path, &arguments));
            assert_eq!(told.unwrap().0, says, "{line}");
        }
    }

    #[test]
    fn no_wrong_value_of_any_option_is_told_in_the_words_of_the_parser() {
        for command in Cli::command().get_subcommands() {
            for option in command.get_arguments().filter(|a| a.get_long().is_some() && a.get_action().takes_values()) {
                let name = option.get_long().unwrap();
                let line = format!("nutgraf {} --{name}=\u{1}", command.get_name());
                let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
                let Err(error) = Cli::try_parse_from(&arguments) else { continue };
                let told = sentence(&error, &arguments);
                let own = !told.contains('\n') && !told.contains("invalid") && told.contains("; ");
                assert!(own, "{line}: {told}");
            }
        }
    }
}
