//! What is kept between runs: subscriptions, articles, read state, versions.
//!
//! One SQLite file. [`schema`] says what is in it, [`store`] puts articles in, [`shelf`] shows them to the viewer,
//! [`grouping`] keeps the stories, [`search`] finds words; [`subscriptions`], [`update`] and [`items`] bring new articles,
//! and [`fetch`] is the only place that speaks HTTP; [`retention`] lets old articles go by the [`timeline`], [`restore`]
//! takes them back, and [`sync`] is the reader's own server: marks the same there and here, or all of it taken over.
//!
//! Reading and writing use connections of their own, so that a list is never behind a fetch. A library that cannot be
//! written is read; one that cannot be read is left as it is, and the error says what to do.

mod budget;
mod conditions;
mod discover;
mod error;
mod facts;
pub mod fetch;
mod folder_updates;
mod grouping;
mod items;
pub mod opml;
mod private;
mod public_network;
mod ready;
mod restore;
mod retention;
mod schema;
mod search;
mod shelf;
mod store;
mod story_edits;
mod subscriptions;
pub mod sync;
mod term_index;
mod timeline;
mod update;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, config::DbConfig};

pub use crate::config::FullText;
use crate::{config::Config, folders, inputs, stories};

pub use error::LibraryError;
pub use facts::{Fact, Facts};
use grouping::Grouper;
pub use restore::LetGo;
pub use search::{check_query, since};
pub use store::{Arrival, ArticleCounts, Outcome};
pub use subscriptions::{Added, Adjustment, Kind, Removed, Subscription};
pub use timeline::ClockJump;
pub use update::{Report, deleted};

/// A result of the library.
pub type Result<T> = std::result::Result<T, LibraryError>;

/// How long a write waits for another program's.
const PATIENCE: Duration = Duration::from_secs(10);
/// Readers kept open. More are opened when more threads read at once, and closed again.
const READERS: usize = 4;

/// What is kept between runs.
pub struct Library {
    path: PathBuf,
    /// Before the writer, so that they are closed before it: the last to close writes everything into the one file, which
    /// a reader cannot.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    /// Why it cannot be written, where it cannot.
    read_only: Option<LibraryError>,
    facts: Facts,
    /// What puts new articles into stories; made when first needed.
    grouper: Mutex<Option<Grouper>>,
    /// What reads the words of new articles: one for each thread that does.
    word_readers: Mutex<Vec<stories::Reader>>,
    /// Writes of the reader's that wait for their turn.
    waiting: AtomicUsize,
    /// What the computer's clock shows, in seconds since 1970.
    clock: Clock,
    /// The folder of the reader's settings, of which `config.toml` is read at each fetch; none where they do not count.
    settings: Option<PathBuf>,
    /// The account to sync with, where there is one.
    account: Option<Result<sync::Account>>,
    /// What gives marks to the server; made with the first.
    pusher: OnceLock<sync::Pusher>,
    /// What SQLite said of other connections' writes when that was last asked.
    data_version: AtomicI64,
}

type Clock = Box<dyn Fn() -> i64 + Send + Sync>;

/// The folder of the library.
///
/// # Errors
/// When there is no home folder, or a file in its place.
pub fn data_folder() -> Result<PathBuf> {
    let path = folders::data().ok_or(LibraryError::NoFolder)?;
    if path.is_file() { Err(LibraryError::NotAFolder { path }) } else { Ok(path) }
}

/// The folder of settings.
///
/// # Errors
/// When there is no home folder.
pub fn config_folder() -> Result<PathBuf> {
    folders::config().ok_or(LibraryError::NoFolder)
}

/// The reader's library; none while there is none, and none is made.
///
/// # Errors
/// When there is a library and it cannot be read.
pub fn open_if_there() -> Result<Option<Library>> {
    let folder = match data_folder() {
        Err(LibraryError::NoFolder) => return Ok(None),
        folder => folder?,
    };
    if !folder.join(Library::FILE).exists() {
        return Ok(None);
    }
    Library::open(&folder)?.with_settings().map(Some)
}

/// How much a library holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Stories.
    pub stories: usize,
    /// Articles.
    pub articles: usize,
    /// Unread articles.
    pub unread: usize,
    /// Bytes on the disk.
    pub bytes: u64,
}

impl Library {
    /// The file's name in the data folder.
    pub const FILE: &str = "library.db";

    /// Opens the library in a folder, or makes it. Where it cannot be written it is opened for reading.
    ///
    /// # Errors
    /// When it cannot be made, is damaged, or was written by a newer version.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        if path.is_dir() {
            return Err(LibraryError::Make { path, reason: "a folder stands in its place".into() });
        }
        private::folder(folder).map_err(|e| LibraryError::Make { path: path.clone(), reason: inputs::said(&e) })?;
        if !path.exists() {
            private::file(&path);
        }
        match Self::open_writable(&path) {
            Ok(writer) => Ok(Self::new(path, writer, None)),
            Err(error) if path.exists() && error.forbids_writing() => {
                // Of a library that could not even be made it is the full disk that is told.
                let full = matches!(error, LibraryError::Full { .. });
                let reader = Self::open_immutable(&path).map_err(|e| if full { error.clone() } else { e })?;
                Ok(Self::new(path, reader, Some(error)))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the reader's library, with the reader's settings.
    ///
    /// # Errors
    /// As [`Self::open`], and when `sources.toml` cannot be understood.
    pub fn open_own() -> Result<Self> {
        Self::open(&data_folder()?)?.with_settings()
    }

    /// The same with what the reader's files say: about sources, of a server, and of what is fetched.
    fn with_settings(mut self) -> Result<Self> {
        let folder = config_folder()?;
        self = self.with_facts(Facts::load(&folder)?).with_account(sync::Account::load_if_there(&folder));
        self.settings = Some(folder);
        Ok(self)
    }

    /// Opens the reader's library for what only reads it: where there is none, none is made, and what is read is empty.
    ///
    /// # Errors
    /// As [`Self::open_own`].
    pub fn open_own_as_it_is() -> Result<Self> {
        let path = data_folder()?.join(Self::FILE);
        if path.exists() {
            return Self::open_own();
        }
        let told = |e| LibraryError::told(&path, &e);
        let mut empty = Connection::open_in_memory().map_err(told)?;
        let made = schema::migrate(&mut empty).map_err(told)?;
        made.map_err(|found| LibraryError::newer(&path, found))?;
        let library = Self::new(path, empty, Some(LibraryError::None)).with_settings()?;
        // What a server holds is the reader's to fetch, into a library that is made for it.
        if library.source_server().is_some() { Self::open_own() } else { Ok(library) }
    }

    /// The same with what the reader says about sources.
    #[must_use]
    pub fn with_facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// When pages are fetched for the full text, for subscriptions that say nothing of their own: as `config.toml` says now.
    ///
    /// # Errors
    /// When that cannot be understood.
    pub fn full_text(&self) -> Result<FullText> {
        let config = self.settings.as_deref().map(Config::load_from).transpose();
        Ok(config.map_err(|e| LibraryError::Configuration(e.to_string()))?.map_or(FullText::Auto, |c| c.full_text))
    }

    /// The same under another clock than the computer's.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// What the reader says about sources.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why it cannot be written, where it cannot.
    #[must_use]
    pub fn read_only(&self) -> Option<&LibraryError> {
        self.read_only.as_ref()
    }

    /// How much it holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn size(&self) -> Result<Size> {
        let (stories, articles, unread) = self.read(|c| {
            c.query_row("SELECT stories, articles, unread FROM total", [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        })?;
        let on_disk = |suffix: &str| {
            let mut name = self.path.clone().into_os_string();
            name.push(suffix);
            fs::metadata(name).map_or(0, |m| m.len())
        };
        Ok(Size { stories, articles, unread, bytes: on_disk("") + on_disk("-wal") })
    }

    /// Whether every page and index is sound: for checks, it reads the whole file.
    ///
    /// # Errors
    /// When it cannot be read, or says where it is damaged.
    pub fn check(&self) -> Result<()> {
        let verdict: String = self.read(|c| c.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)))?;
        if verdict == "ok" { Ok(()) } else { Err(LibraryError::Damaged { path: self.path.clone(), reason: verdict }) }
    }

    fn new(path: PathBuf, writer: Connection, read_only: Option<LibraryError>) -> Self {
        let writer = Mutex::new(writer);
        Self {
            path,
            writer,
            readers: Mutex::default(),
            read_only,
            facts: Facts::default(),
            grouper: Mutex::default(),
            word_readers: Mutex::default(),
            waiting: AtomicUsize::new(0),
            clock: Box::new(now),
            settings: None,
            account: None,
            pusher: OnceLock::new(),
            data_version: AtomicI64::new(0),
        }
    }

    fn open_writable(path: &Path) -> Result<Connection> {
        let told = |e| LibraryError::told(path, &e);
        let mut connection = Connection::open(path).map_err(told)?;
        connection.busy_timeout(PATIENCE).map_err(told)?;
        // Nor does closing write, until the file is known to be sound and ours.
        let close_writes = |c: &Connection, on: bool| {
            c.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !on).map(|_| ()).map_err(told)
        };
        close_writes(&connection, false)?;
        // Looked at before anything is set: setting writes, and a file that is not ours must stay as it is.
        let ours = connection.pragma_query_value(None, "user_version", |r| r.get::<_, i32>(0)).map_err(told)?;
        if !schema::is_ours(&connection).map_err(told)? {
            return Err(LibraryError::Foreign { path: path.to_owned() });
        }
        if ours > schema::VERSION {
            return Err(LibraryError::newer(path, ours));
        }
        private::file(path);
        prepare(&connection).map_err(told)?;
        match schema::migrate(&mut connection).map_err(told)? {
            Ok(()) => close_writes(&connection, true).map(|()| connection),
            Err(newer) => Err(LibraryError::newer(path, newer)),
        }
    }

    /// For a folder that takes no writing at all, not even SQLite's own notes beside the file.
    fn open_immutable(path: &Path) -> Result<Connection> {
        let told = |e| LibraryError::told(path, &e);
        let url = url::Url::from_file_path(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
            .map_err(|()| told(rusqlite::Error::InvalidPath(path.to_owned())))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(format!("{url}?immutable=1"), flags).map_err(told)?;
        let version = connection.pragma_query_value(None, "user_version", |r| r.get::<_, i32>(0)).map_err(told)?;
        if !schema::is_ours(&connection).map_err(told)? {
            return Err(LibraryError::Foreign { path: path.to_owned() });
        }
        match version.cmp(&schema::VERSION) {
            std::cmp::Ordering::Equal => Ok(connection),
            std::cmp::Ordering::Greater => Err(LibraryError::newer(path, version)),
            std::cmp::Ordering::Less => {
                Err(LibraryError::Make { path: path.to_owned(), reason: io::ErrorKind::PermissionDenied.to_string() })
            }
        }
    }

    /// Reads, on a connection that no write holds up.
    fn read<T>(&self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let told = |e| LibraryError::told(&self.path, &e);
        if self.read_only.is_some() {
            return f(&lock(&self.writer)).map_err(told);
        }
        let spare = lock(&self.readers).pop();
        let connection = match spare {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.path, flags).map_err(told)?;
                connection.busy_timeout(PATIENCE).map_err(told)?;
                connection
            }
        };
        let result = f(&connection).map_err(told);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(connection);
        }
        result
    }

    /// Whether a reader waits for a turn to write.
    fn is_waited_for(&self) -> bool {
        self.waiting.load(SeqCst) > 0
    }

    /// Lets those write that wait for a turn: a lock does not say who comes next.
    fn give_way(&self) {
        let begun = Instant::now();
        while self.is_waited_for() && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// Writes all of it or nothing, before whatever is written in large amounts.
    fn write<T>(&self, f: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T> {
        if let Some(error) = &self.read_only {
            return Err(error.clone());
        }
        self.waiting.fetch_add(1, SeqCst);
        let turn = lock(&self.writer);
        self.waiting.fetch_sub(1, SeqCst);
        self.write_in(turn, f)
    }

    /// Writes all of it or nothing, when nobody else does.
    fn write_much<T>(&self, f: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) -> Result<T> {
        if let Some(error) = &self.read_only {
            return Err(error.clone());
        }
        self.write_in(lock(&self.writer), f)
    }

    fn write_in<T>(
        &self,
        mut connection: MutexGuard<'_, Connection>,
        f: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let told = |e| LibraryError::told(&self.path, &e);
        // Immediate: a transaction that began by reading could not wait for its turn to write.
        let transaction = Transaction::new(&mut connection, TransactionBehavior::Immediate).map_err(told)?;
        let value = f(&transaction).map_err(told)?;
        transaction.commit().map_err(told)?;
        Ok(value)
    }

    /// Runs what cannot run inside a transaction.
    fn alone<T>(&self, f: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        if let Some(error) = &self.read_only {
            return Err(error.clone());
        }
        f(&lock(&self.writer)).map_err(|e| LibraryError::told(&self.path, &e))
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    // Of a new library: two or three articles fill a page, and half a small one would stay empty.
    connection.pragma_update(None, "page_size", 8_192)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // In write-ahead mode, a program that dies loses nothing; only a machine that dies may lose the last moments.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -48_000)?;
    connection.pragma_update(None, "wal_autocheckpoint", 2_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// A lock that a panic elsewhere does not poison: a transaction that was not committed is rolled back by its drop.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Seconds since 1970-01-01.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}
