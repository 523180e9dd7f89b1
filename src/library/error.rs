//! What can go wrong with the library, each told in one sentence: what, where, what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::schema;
use crate::shelf::ShelfError;

/// What went wrong with the library.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// There is no place to keep it.
    #[error("no home folder to keep the library in; set NUTGRAF_DATA_DIR to a folder")]
    NoFolder,
    /// What was named for its folder is none.
    #[error("{}: this is a file, and the library needs a folder; set NUTGRAF_DATA_DIR to a folder", path.display())]
    NotAFolder {
        /// What was named.
        path: PathBuf,
    },
    /// There is none yet.
    #[error("there is no library yet; add a feed with `nutgraf add URL`")]
    None,
    /// It cannot be made.
    #[error("{}: the library cannot be made: {reason}; set NUTGRAF_DATA_DIR to a folder you can write", path.display())]
    Make {
        /// Its file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no library, or parts of it are destroyed.
    #[error(
        "{}: the library is damaged ({reason}) and was left as it is; move the file away to start a new one, and your \
         backup back to keep the old",
        path.display()
    )]
    Damaged {
        /// Its file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// Another program's database stands in its place.
    #[error(
        "{}: this is another program's database and was left as it is; move it away, or set NUTGRAF_DATA_DIR to another \
         folder",
        path.display()
    )]
    Foreign {
        /// Its file.
        path: PathBuf,
    },
    /// A later version of the program wrote it.
    #[error(
        "{}: a newer version of Nutgraf wrote this library (format {found}, this one knows {known}) and it was left as \
         it is; update Nutgraf",
        path.display()
    )]
    Newer {
        /// Its file.
        path: PathBuf,
        /// The version of its schema.
        found: i32,
        /// The newest version known.
        known: i32,
    },
    /// It can be read and not written.
    #[error("{}: the library is read-only; check the folder's permissions", path.display())]
    ReadOnly {
        /// Its file.
        path: PathBuf,
    },
    /// Another program writes to it for too long.
    #[error("{}: another Nutgraf is writing to the library; try again when it is done", path.display())]
    Busy {
        /// Its file.
        path: PathBuf,
    },
    /// No space is left.
    #[error("{}: the disk is full and nothing more was kept; make room and try again", path.display())]
    Full {
        /// Its file.
        path: PathBuf,
    },
    /// What is kept of an article cannot be understood any more; the rest of the library can.
    #[error("the stored text of this article is damaged ({reason}); all others can be read")]
    Article {
        /// What is wrong with it.
        reason: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: the library cannot be used: {reason}", path.display())]
    Database {
        /// Its file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// The disk fails, or has no room for what SQLite needs beside the file.
    #[error("{}: the library cannot be read or written on this disk ({reason}); check that it is whole and has room", path.display())]
    Disk {
        /// Its file.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A file of the reader's settings that cannot be understood.
    #[error("{0}")]
    Configuration(String),
    /// A file beside the library, or a question, that cannot be understood.
    #[error("{0}")]
    Wrong(String),
}

impl LibraryError {
    pub(super) fn newer(path: &Path, found: i32) -> Self {
        Self::Newer { path: path.to_owned(), found, known: schema::VERSION }
    }

    /// What SQLite said, told to people.
    pub(super) fn told(path: &Path, error: &rusqlite::Error) -> Self {
        if let rusqlite::Error::FromSqlConversionFailure(_, _, damage) = error {
            return Self::Article { reason: damage.to_string() };
        }
        let path = path.to_owned();
        let reason = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            // A file-size limit is told as a failed write.
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { path, reason },
            Some(ErrorCode::CannotOpen) if path.exists() => Self::ReadOnly { path },
            Some(ErrorCode::CannotOpen) => Self::Make { path, reason },
            _ => Self::Database { path, reason },
        }
    }

    pub(super) fn forbids_writing(&self) -> bool {
        matches!(self, Self::ReadOnly { .. } | Self::Full { .. })
    }
}

/// What is wrong with a file of settings, and on which line.
pub(super) fn in_toml(text: &str, error: &toml::de::Error) -> String {
    let at = error.span().map_or(0, |s| s.start);
    let line = 1 + text.bytes().take(at).filter(|&b| b == b'\n').count();
    format!("line {line}: {}", error.message().replace('\n', " "))
}

impl From<LibraryError> for ShelfError {
    fn from(error: LibraryError) -> Self {
        Self(error.to_string())
    }
}
