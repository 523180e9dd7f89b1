//! What the reader named, found: files, folders, standard input, the bundled seeds.

use std::{
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, mpsc},
    thread,
    time::Duration,
};

use crate::{
    article::Problem,
    text::{links, sanitize},
};

/// The most bytes read of one input.
pub const MAX_BYTES: u64 = 64 << 20;

/// How long a pipe that is named may say nothing.
const SILENCE: Duration = Duration::from_secs(20);

/// Something to read articles from.
#[derive(Clone, Debug)]
pub struct Input {
    /// What people call it, safe to print.
    pub path: String,
    /// It was found in a folder: when it turns out to be no article, nobody asked for it.
    pub in_folder: bool,
    from: From,
}

#[derive(Clone, Debug)]
enum From {
    File(PathBuf),
    Stdin,
    Bundled(&'static [u8]),
    Asked(Ask),
}

/// How a document is had that is not read from this machine, or not each time.
#[derive(Clone)]
struct Ask(Arc<dyn Fn() -> io::Result<Document> + Send + Sync>);

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ask")
    }
}

/// What an input holds.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it was found, after redirects.
    pub url: Option<String>,
    /// Its media type as a server declared it.
    pub media_type: Option<String>,
}

impl Input {
    fn file(path: &Path, in_folder: bool) -> Self {
        Self { path: sanitize::clean_line(&path.to_string_lossy()), in_folder, from: From::File(path.to_owned()) }
    }

    /// A document at an address. It is fetched when it is read, by whoever runs the stages and on whatever thread; the
    /// fetching itself is the caller's.
    #[must_use]
    pub fn at_address(url: &str, fetch: impl Fn() -> io::Result<Document> + Send + Sync + 'static) -> Self {
        let path = links::without_passwords(&sanitize::clean_line(url));
        Self { path, in_folder: false, from: From::Asked(Ask(Arc::new(fetch))) }
    }

    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        matches!(self.from, From::Stdin)
    }

    /// The same, read only once however often it is asked: standard input gives what it holds but once.
    #[must_use]
    pub fn read_once(self) -> Self {
        let (path, in_folder, kept) = (self.path.clone(), self.in_folder, OnceLock::new());
        let ask = move || match kept.get() {
            Some(document) => Ok(Document::clone(document)),
            None => self.read().map(|document| kept.get_or_init(|| document).clone()),
        };
        Self { path, in_folder, from: From::Asked(Ask(Arc::new(ask))) }
    }

    /// When a file came to be where it is, or changed last; none where the system does not say, or it is no file.
    ///
    /// The date that people see says something else: it travels with a file that is moved or unpacked, and may lie in the
    /// future.
    #[must_use]
    pub fn changed(&self) -> Option<i64> {
        let From::File(path) = &self.from else { return None };
        let file = fs::metadata(path).ok()?;
        #[cfg(unix)]
        return Some(std::os::unix::fs::MetadataExt::ctime(&file));
        #[cfg(not(unix))]
        {
            let at = file.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            i64::try_from(at.as_secs()).ok()
        }
    }

    /// What it holds.
    ///
    /// # Errors
    /// Whatever the system says, and when it holds more than [`MAX_BYTES`]: what is left out would not be missed.
    pub fn read(&self) -> io::Result<Document> {
        let bytes = match &self.from {
            From::File(path) if path.is_file() => whole(&mut fs::File::open(path)?)?,
            From::File(path) => from_pipe(path)?,
            From::Stdin => whole(&mut io::stdin().lock())?,
            From::Bundled(bytes) => bytes.to_vec(),
            From::Asked(Ask(ask)) => return ask(),
        };
        Ok(Document { bytes, ..Document::default() })
    }
}

/// What a pipe or a device holds. One that nobody writes to is not waited for without end.
fn from_pipe(path: &Path) -> io::Result<Vec<u8>> {
    let (begun, begins) = mpsc::channel();
    let (done, ends) = mpsc::channel();
    let path = path.to_owned();
    thread::spawn(move || {
        let mut first = [0; 1];
        let read = fs::File::open(&path).and_then(|mut file| {
            let count = file.read(&mut first)?;
            let _ = begun.send(());
            whole(&mut first[..count].chain(&mut file))
        });
        let _ = done.send(read);
    });
    let nobody = || io::Error::other("a pipe or device that nobody writes to; name a file, or write to it");
    match begins.recv_timeout(SILENCE) {
        Err(mpsc::RecvTimeoutError::Timeout) => Err(nobody()),
        // It failed at once: why, the other says.
        _ => ends.recv().unwrap_or_else(|_| Err(nobody())),
    }
}

/// What gzip packed, unpacked as it is read; other bytes as they are. A server may say that it packed and not have, and the
/// reverse, and files are packed: only the bytes tell.
///
/// # Errors
/// When the first bytes cannot be read.
pub fn unpacking<'r>(mut from: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    const GZIP: [u8; 3] = *b"\x1f\x8b\x08";
    let mut head = Vec::with_capacity(GZIP.len());
    (&mut from).take(GZIP.len() as u64).read_to_end(&mut head)?;
    let packed = head == GZIP;
    let all = io::Cursor::new(head).chain(from);
    Ok(if packed { Box::new(flate2::read::MultiGzDecoder::new(all)) } else { Box::new(all) })
}

/// What a file holds, unpacked.
///
/// # Errors
/// Whatever the system says, and when it is too large.
pub fn at(path: &Path) -> io::Result<Document> {
    Input::file(path, false).read()
}

fn whole(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    unpacking(from)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let most = MAX_BYTES >> 20;
        return Err(io::Error::other(format!("larger than {most} MiB, which no article is; split it")));
    }
    Ok(bytes)
}

/// Whether another program's output or a file was given as standard input and is not read to its end.
#[cfg(unix)]
#[must_use]
pub fn is_left_on_stdin() -> bool {
    use std::{
        io::Seek,
        os::{fd::AsFd, unix::fs::FileTypeExt},
    };

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let Ok(mut stdin) = io::stdin().as_fd().try_clone_to_owned().map(fs::File::from) else { return false };
    let Ok(about) = stdin.metadata() else { return false };
    if about.is_file() {
        return stdin.stream_position().is_ok_and(|at| at < about.len());
    }
    let mut polled = [PollFd::new(&stdin, PollFlags::IN)];
    // An ended pipe with nothing in it hangs up; one that is only slow does not.
    about.file_type().is_fifo()
        && poll(&mut polled, Some(&Timespec::default())).is_ok()
        && (polled[0].revents().contains(PollFlags::IN) || !polled[0].revents().contains(PollFlags::HUP))
}

/// Whether another program's output was given as standard input: not known on this system.
#[cfg(not(unix))]
#[must_use]
pub fn is_left_on_stdin() -> bool {
    false
}

/// What the system said, without its number: "(os error 5)" says nothing that the words before it don't.
#[must_use]
pub fn said(error: &io::Error) -> String {
    let said = error.to_string();
    said.split(" (os error").next().unwrap_or_default().to_owned()
}

/// The inputs behind the paths named on the command line, and a problem for each that is not there.
#[must_use]
pub fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let told = |message: &str| Problem {
            path: sanitize::clean_line(&path.to_string_lossy()),
            message: message.to_owned(),
        };
        if path.as_os_str() == "-" {
            inputs.push(Input { path: "-".into(), in_folder: false, from: From::Stdin });
        } else if path.is_dir() {
            let (found, wrong) = within(path);
            if found.is_empty() && wrong.is_empty() {
                problems.push(told("no file in this folder; name a folder that holds articles"));
            }
            inputs.extend(found);
            problems.extend(wrong);
        } else {
            match fs::metadata(path) {
                Ok(_) => inputs.push(Input::file(path, false)),
                Err(e) => problems.push(told(&missing(&e))),
            }
        }
    }
    (inputs, problems)
}

/// Why a path that was named leads to nothing that can be read.
#[must_use]
pub fn missing(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder; check the path".into(),
        io::ErrorKind::PermissionDenied => "may not be looked into (permission denied)".into(),
        _ if said(error).contains("symbolic links") => "a link that leads back to itself; remove it".into(),
        _ => said(error),
    }
}

/// The bundled briefings.
#[must_use]
pub fn bundled() -> Vec<Input> {
    crate::seeds::SEEDS
        .iter()
        .map(|(name, bytes)| Input { path: format!("seed:{name}"), in_folder: false, from: From::Bundled(bytes) })
        .collect()
}

/// Names of what a folder of articles may hold beside them. Whatever else is no article is told by its content.
const OTHER_FILES: &[&str] = &[
    "c", "cc", "cpp", "css", "csv", "db", "go", "h", "java", "js", "lock", "log", "mjs", "py", "rs", "sh", "sql",
    "sqlite", "toml", "ts", "tsv", "xsl", "yaml", "yml", "avif", "bmp", "gif", "gz", "ico", "jpeg", "jpg", "mp3",
    "mp4", "pdf", "png", "svg", "tar", "ttf", "webp", "woff", "woff2", "zip",
];

/// The files below a folder, and a problem for each folder there that cannot be read.
#[must_use]
pub fn within(path: &Path) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    folder(path, &mut inputs, &mut problems);
    (inputs, problems)
}

/// Adds the files below a folder in the order of their names. Hidden ones and other kinds of files are passed over; no link
/// is followed, so that nothing outside the folder is read.
fn folder(path: &Path, inputs: &mut Vec<Input>, problems: &mut Vec<Problem>) {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            let path = sanitize::clean_line(&path.to_string_lossy());
            problems.push(Problem { path, message: format!("this folder cannot be read: {}", said(&error)) });
            return;
        }
    };
    let mut entries: Vec<_> = entries.filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Ok(kind) = entry.file_type() else { continue };
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if kind.is_dir() {
            folder(&path, inputs, problems);
        } else if kind.is_file() && !is_other(&path) {
            inputs.push(Input::file(&path, true));
        }
    }
}

fn is_other(path: &Path) -> bool {
    path.extension().is_some_and(|end| OTHER_FILES.iter().any(|other| end.eq_ignore_ascii_case(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_articles_and_nothing_from_outside() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.txt"), "It closed.").unwrap();
        fs::create_dir(root.path().join("deep")).unwrap();
        for name in ["b.txt", "a.md", "deep/c.html", ".hidden.txt", "picture.PNG"] {
            fs::write(root.path().join(name), "It closed.").unwrap();
        }
        #[cfg(unix)]
        for (from, to) in [(outside.path(), "link"), (&outside.path().join("secret.txt"), "link.txt")] {
            std::os::unix::fs::symlink(from, root.path().join(to)).unwrap();
        }
        let (inputs, problems) = find(&[root.path().to_owned()]);
        let names: Vec<_> = inputs.iter().map(|i| i.path.rsplit('/').next().unwrap().to_owned()).collect();
        assert_eq!((names, problems), (vec!["a.md".to_owned(), "b.txt".into(), "c.html".into()], vec![]));
    }

    #[test]
    fn what_is_not_there_is_told() {
        let root = tempfile::tempdir().unwrap();
        let (inputs, problems) = find(&[root.path().to_owned(), root.path().join("none")]);
        assert_eq!((inputs.len(), problems.len()), (0, 2));
    }
}
