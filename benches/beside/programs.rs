//! The programs that are measured.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::Outcome;

/// Programs that compare two texts, with what makes them compare prose.
pub(crate) const DIFFERS: &[(&str, &[&str])] =
    &[("wdiff", &[]), ("git", &["diff", "--no-index", "--word-diff"]), ("difft", &["--color=never"])];

/// What is done with each page in Python, by the library that does it.
pub(crate) const SCRIPTS: &[(&str, &str)] = &[
    (
        "trafilatura",
        "import glob, sys, trafilatura\n\
         for f in glob.glob(sys.argv[1] + '/*.html'):\n    trafilatura.bare_extraction(open(f, encoding='utf-8').read(), with_metadata=True)",
    ),
    (
        // Sentences are cut at full stops, which is quicker than its own way; tags are dropped, which takes no time.
        "sumy",
        "import glob, re, sys\n\
         from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence\n\
         from sumy.nlp.stemmers import Stemmer\n\
         from sumy.summarizers.lex_rank import LexRankSummarizer\n\
         class Words:\n    def to_words(self, s): return re.findall(r'\\w+', s)\n\
         for f in glob.glob(sys.argv[1] + '/*.html'):\n    \
             text = ' '.join(re.findall(r'<p>(.*?)</p>', open(f, encoding='utf-8').read()))\n    \
             parts = [Sentence(s, Words()) for s in re.split(r'(?<=[.!?]) ', text)]\n    \
             LexRankSummarizer(Stemmer('english'))(ObjectDocumentModel([Paragraph(parts)]), 4)",
    ),
];

fn done(command: &mut Command) -> Outcome<()> {
    // What compares answers 1 where something differs.
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    match output.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("{:?}: {}", command.get_program(), String::from_utf8_lossy(&output.stderr)).into()),
    }
}

fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

/// What a program says of its version, in a word.
pub(crate) fn version(name: &str) -> Option<String> {
    let output = if SCRIPTS.iter().any(|s| s.0 == name) {
        let ask = format!("import importlib.metadata as m; print(m.version('{name}'))");
        Command::new(interpreter()).args(["-c", &ask]).output().ok()?
    } else {
        Command::new(name).arg("--version").output().ok()?
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    output.status.success().then(|| format!("{name} {number}"))
}

/// The program that is being made, with a library and settings of its own.
pub(crate) struct Nutgraf {
    home: PathBuf,
}

impl Nutgraf {
    pub(crate) fn new(folder: &Path) -> Outcome<Self> {
        let home = folder.join("home");
        fs::create_dir(&home)?;
        Ok(Self { home })
    }

    pub(crate) fn command(&self, arguments: &[&OsStr]) -> (OsString, Vec<OsString>, Vec<(OsString, OsString)>) {
        let variables = ["NUTGRAF_CONFIG_DIR", "NUTGRAF_DATA_DIR"];
        let variables = variables.map(|name| (OsString::from(name), self.home.clone().into_os_string()));
        let arguments = arguments.iter().map(OsString::from).collect();
        (OsString::from(env!("CARGO_BIN_EXE_nutgraf")), arguments, Vec::from(variables))
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome<()> {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let (program, arguments, variables) = self.command(&arguments);
        done(Command::new(program).args(arguments).envs(variables))
    }

    pub(crate) fn run_on(&self, command: &str, paths: &[&Path]) -> Outcome<()> {
        let (program, _, variables) = self.command(&[]);
        done(Command::new(program).arg(command).args(paths).envs(variables))
    }

    pub(crate) fn subscribe(&self, feeds: &[PathBuf]) -> Outcome<()> {
        let (program, _, variables) = self.command(&[]);
        done(Command::new(program).args(["add", "--no-fetch"]).args(feeds).envs(variables))
    }
}

/// Newsboat on the same feeds.
pub(crate) struct Newsboat {
    arguments: Vec<OsString>,
}

impl Newsboat {
    pub(crate) fn find(folder: &Path, feeds: &[PathBuf]) -> Outcome<Option<Self>> {
        if !is_there("newsboat") {
            return Ok(None);
        }
        let [urls, config, cache] = ["urls", "config", "cache.db"].map(|name| folder.join(name));
        fs::write(&urls, feeds.iter().map(|f| format!("file://{}\n", f.display())).collect::<String>())?;
        fs::write(&config, "auto-reload no\nshow-read-feeds yes\nreload-threads 4\nmax-items 0\n")?;
        let arguments = [("-u", urls), ("-C", config), ("-c", cache)];
        let arguments =
            arguments.into_iter().flat_map(|(option, file)| [OsString::from(option), file.into_os_string()]).collect();
        Ok(Some(Self { arguments }))
    }

    pub(crate) fn command(&self) -> (OsString, Vec<OsString>, Vec<(OsString, OsString)>) {
        (OsString::from("newsboat"), self.arguments.clone(), Vec::new())
    }

    pub(crate) fn reload(&self) -> Outcome<()> {
        done(Command::new("newsboat").args(&self.arguments).args(["-x", "reload"]))
    }
}

/// How to compare two files by another program, where it is installed.
pub(crate) fn differ(name: &str, options: &[&str], left: &Path, right: &Path) -> Option<impl Fn() -> Outcome<()>> {
    is_there(name).then_some(move || done(Command::new(name).args(options).args([left, right])))
}

fn interpreter() -> OsString {
    env::var_os("PYTHON").unwrap_or_else(|| "python3".into())
}

/// How to do with a folder of pages what a Python library does, where it is installed.
pub(crate) fn python(name: &str, script: &str, folder: &Path) -> Option<impl Fn() -> Outcome<()>> {
    version(name)?;
    Some(move || done(Command::new(interpreter()).args(["-c", script]).arg(folder)))
}
