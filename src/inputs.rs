//! What the reader named, found: files, folders, standard input, the bundled seeds.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{article::Problem, text::sanitize};

/// The most bytes read of one input.
pub const MAX_BYTES: u64 = 64 << 20;

/// Something to read articles from.
#[derive(Clone, Debug)]
pub struct Input {
    /// What people call it, safe to print.
    pub path: String,
    from: From,
}

#[derive(Clone, Debug)]
enum From {
    File(PathBuf),
    Stdin,
    Bundled(&'static [u8]),
}

impl Input {
    fn file(path: &Path) -> Self {
        Self { path: sanitize::clean_line(&path.to_string_lossy()), from: From::File(path.to_owned()) }
    }

    /// The bytes, at most [`MAX_BYTES`].
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &self.from {
            From::File(path) => fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?,
            From::Stdin => io::stdin().lock().take(MAX_BYTES).read_to_end(&mut bytes)?,
            From::Bundled(b) => return Ok(b.to_vec()),
        };
        Ok(bytes)
    }
}

/// The inputs behind the paths named on the command line, and a problem for each that is not there.
#[must_use]
pub fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input { path: "-".into(), from: From::Stdin });
        } else if path.is_dir() {
            folder(path, &mut inputs);
        } else if path.exists() {
            inputs.push(Input::file(path));
        } else {
            let path = sanitize::clean_line(&path.to_string_lossy());
            problems.push(Problem { path, message: "no such file or folder; check the path".into() });
        }
    }
    (inputs, problems)
}

/// The bundled briefings.
#[must_use]
pub fn bundled() -> Vec<Input> {
    crate::seeds::SEEDS
        .iter()
        .map(|(name, bytes)| Input { path: format!("seed:{name}"), from: From::Bundled(bytes) })
        .collect()
}

fn folder(path: &Path, inputs: &mut Vec<Input>) {
    let Ok(entries) = fs::read_dir(path) else { return };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            folder(&entry.path(), inputs);
        } else if kind.is_file() {
            inputs.push(Input::file(&entry.path()));
        }
    }
}
