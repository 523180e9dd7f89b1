//! Where articles come from: feeds, single pages, folders.

use std::{fmt, fs, io, path::Path};

use rusqlite::{Row, params};
use url::Url;

use super::{
    Library, LibraryError, Result,
    discover::{self, Found, NothingFound},
    fetch::{self, FetchError, Fetcher, address},
    retention::{self, NOT_THE_READERS},
};
use crate::{
    config::FullText,
    inputs,
    loader::{self, Hint},
    text::sanitize,
};

/// The longest name of a source or group, in bytes.
const MAX_NAME: usize = 500;

/// What a subscription is to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// RSS, Atom or JSON Feed.
    #[default]
    Feed,
    /// One page, watched for changes.
    Page,
    /// A folder of files.
    Folder,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
            Self::Folder => "folder",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "page" => Self::Page,
            "folder" => Self::Folder,
            _ => Self::Feed,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub id: i64,
    /// What it is to.
    pub kind: Kind,
    /// The feed's or page's address, or the folder's path.
    pub address: String,
    /// Its name.
    pub title: String,
    /// The site that a feed belongs to.
    pub site: Option<String>,
    /// The groups it is filed under, the outermost first.
    pub path: Vec<String>,
    /// Whether pages are fetched for the full text.
    pub full_text: FullText,
    /// Articles older than this many days go.
    pub keep_days: Option<u32>,
    /// Articles beyond this many go, the oldest first.
    pub keep_articles: Option<u32>,
    /// The entity tag of the last answer.
    pub etag: Option<String>,
    /// When the last answer said it was last modified.
    pub last_modified: Option<String>,
    /// When it last answered, in seconds since 1970.
    pub checked: Option<i64>,
    /// It is not asked before this, in seconds since 1970.
    pub next_check: i64,
    /// How often in a row it failed.
    pub failures: u32,
    /// Why it failed last.
    pub failure: Option<String>,
    /// What the reader's server calls it, where its articles come through that.
    pub remote: Option<String>,
    /// Articles it brought that are kept.
    pub articles: usize,
    /// Of those, unread.
    pub unread: usize,
}

impl Subscription {
    /// Its address, safe to print: a folder may be named with anything.
    #[must_use]
    pub fn shown_address(&self) -> String {
        sanitize::clean_line(&self.address)
    }
}

impl fmt::Display for Subscription {
    /// `Harbor Wire (feed https://harbor.example/feed)`, safe to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.title, self.kind, self.shown_address())
    }
}

/// What is to be otherwise about a subscription; what is not given stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjustment {
    /// Its name.
    pub title: Option<String>,
    /// The groups it is filed under, the outermost first.
    pub path: Option<Vec<String>>,
    /// Whether pages are fetched for the full text.
    pub full_text: Option<FullText>,
    /// Articles older than this many days go.
    pub keep_days: Option<u32>,
    /// Articles beyond this many go, the oldest first.
    pub keep_articles: Option<u32>,
}

/// What removing a subscription came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The subscription.
    pub subscription: Subscription,
    /// Articles that were deleted with it.
    pub deleted: usize,
    /// Articles that stay: all, or those that the reader starred, annotated or put into a story.
    pub kept: usize,
}

/// What adding something came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The subscription.
    pub subscription: Subscription,
    /// It was there before.
    pub known: bool,
    /// Other feeds that the page names, with their titles.
    pub others: Vec<(String, String)>,
}

/// The longest that a source is left alone, in seconds: what a server can ask for.
const LONGEST_WAIT: i64 = fetch::LONGEST_WAIT.as_secs().cast_signed();

/// Those that stand in no group come first: in a list, what follows a group's name stands in it.
const ORDER: &str = "s.path <> '[]', s.path COLLATE NOCASE, s.title COLLATE NOCASE, s.id";

impl Library {
    /// All subscriptions, by group and name.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>> {
        self.read(|c| {
            c.prepare_cached(&format!(
                "SELECT s.*, count(a.id) AS articles, coalesce(sum(NOT a.read), 0) AS unread
                 FROM subscription s LEFT JOIN article a ON a.subscription = s.id
                 GROUP BY s.id ORDER BY {ORDER}"
            ))?
            .query_map([], subscription)?
            .collect()
        })
    }

    /// All subscriptions, their articles not counted: that takes the longer the more articles there are. What a clock noted
    /// that was ahead of today's is not believed, or a folder would stay unread until then.
    pub(super) fn subscribed(&self) -> Result<Vec<Subscription>> {
        let now = self.now();
        let mut all: Vec<Subscription> = self.read(|c| {
            c.prepare_cached(&format!("SELECT s.*, 0 AS articles, 0 AS unread FROM subscription s ORDER BY {ORDER}"))?
                .query_map([], subscription)?
                .collect()
        })?;
        for s in &mut all {
            s.checked = s.checked.filter(|&at| at <= now);
            s.next_check = if s.next_check > now.saturating_add(LONGEST_WAIT) { 0 } else { s.next_check };
        }
        Ok(all)
    }

    /// The same as they are fetched: what the settings say of all stands where one says nothing of its own.
    pub(super) fn to_fetch(&self) -> Result<Vec<Subscription>> {
        let for_all = self.full_text()?;
        let mut all = self.subscribed()?;
        all.iter_mut().for_each(|s| s.full_text = s.full_text.or(for_all));
        Ok(all)
    }

    /// Subscribes to what an address or path leads to: a feed, the feed that a page names, a page, a folder.
    ///
    /// # Errors
    /// Says why nothing there can be subscribed to, or why it cannot be kept.
    pub fn add(&self, fetcher: &Fetcher, what: &str, wished: &Subscription, as_page: bool) -> Result<Added> {
        let path = Path::new(what);
        let as_address =
            Url::parse(what).ok().filter(|url| url.scheme() == "file").and_then(|url| url.to_file_path().ok());
        if let Some(there) = as_address.or_else(|| (path.is_dir() || path.is_file()).then(|| path.to_owned())) {
            return self.add_at(&there, what, wished);
        }
        if let Err(error) = fs::metadata(path)
            && error.kind() != io::ErrorKind::NotFound
            && !what.contains("://")
        {
            return Err(LibraryError::Wrong(format!("{}: {}", sanitize::clean_line(what), inputs::missing(&error))));
        }
        let guessed = !what.contains("://");
        if guessed && !is_like_a_host(what) {
            let accepted = "no such file or folder, and no address; accepted: the address of a feed or page, a folder";
            return Err(LibraryError::Wrong(format!("{}: {accepted}", sanitize::clean_line(what))));
        }
        let url = if guessed { format!("https://{what}") } else { what.to_owned() };
        // A password in it is not repeated.
        let name = what.rsplit_once('@').map_or(what, |(_, host)| host);
        let told = |e: &dyn fmt::Display| LibraryError::Wrong(format!("{}: {e}", sanitize::clean_line(name)));
        let url = address(&url).map_err(|e| told(&e))?;
        let Found { kind, address, title, site, others } =
            discover::discover(fetcher, url.as_str(), as_page).map_err(|e| match e {
                NothingFound::Fetch(FetchError::Unreachable(_)) if guessed => {
                    told(&format!("no such file or folder, and as an address it {e}"))
                }
                e => told(&e),
            })?;
        let title = if wished.title.is_empty() { title } else { wished.title.clone() };
        let found = Subscription { kind, address, title, site: site.or_else(|| wished.site.clone()), ..wished.clone() };
        self.keep(&found, others)
    }

    /// Subscribes to a folder, or to the feed in a file. `what` is how the reader named it.
    fn add_at(&self, path: &Path, what: &str, wished: &Subscription) -> Result<Added> {
        let wrong =
            |e: &io::Error| LibraryError::Wrong(format!("{}: {}", sanitize::clean_line(what), inputs::missing(e)));
        let path = fs::canonicalize(path).map_err(|e| wrong(&e))?;
        let found = if path.is_dir() { folder(&path, wished)? } else { feed_file(&path, what, wished)? };
        self.keep(&found, Vec::new())
    }

    /// Subscribes to the folder, or the feed in a file, that an imported subscription names by its `file:` address.
    ///
    /// # Errors
    /// Says why nothing there can be subscribed to, or why it cannot be kept.
    pub fn subscribe_local(&self, wanted: &Subscription) -> Result<Added> {
        let path = Url::parse(&wanted.address).ok().and_then(|url| url.to_file_path().ok()).unwrap_or_default();
        self.add_at(&path, &wanted.address, wanted)
    }

    /// Keeps a subscription as it is given; one to the same address stays as it was.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn subscribe(&self, wanted: &Subscription) -> Result<Added> {
        self.keep(wanted, Vec::new())
    }

    fn keep(&self, wanted: &Subscription, others: Vec<(String, String)>) -> Result<Added> {
        let (subscription, known) = self.write(|t| {
            let new = t.execute(
                "INSERT INTO subscription (kind, address, title, site, path, full_text, keep_days, keep_articles)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (address) DO NOTHING",
                params![
                    wanted.kind.name(),
                    wanted.address,
                    clean_name(&wanted.title),
                    wanted.site,
                    groups(&wanted.path),
                    wanted.full_text.name(),
                    wanted.keep_days,
                    wanted.keep_articles,
                ],
            )?;
            let kept = t.query_row(
                "SELECT *, 0 AS articles, 0 AS unread FROM subscription WHERE address = ?1",
                [&wanted.address],
                subscription,
            )?;
            Ok((kept, new == 0))
        })?;
        Ok(Added { subscription, known, others })
    }

    /// Ends the subscription of an address, a name or a number. Its articles stay unless `with_articles`, and those that
    /// the reader starred, annotated or put into a story stay in any case; what goes can be restored for a while.
    ///
    /// # Errors
    /// When there is none or more than one such, or the library cannot be written.
    pub fn remove(&self, what: &str, with_articles: bool) -> Result<Removed> {
        let all = self.subscribed()?;
        let folder = fs::canonicalize(what).ok().map(|p| p.to_string_lossy().into_owned());
        let named: Vec<&Subscription> = all
            .iter()
            .filter(|s| {
                s.address == what
                    || folder.as_deref() == Some(&s.address)
                    || s.site.as_deref() == Some(what)
                    || s.title.eq_ignore_ascii_case(what)
                    || what.parse() == Ok(s.id)
            })
            .collect();
        let one = match named.as_slice() {
            [one] => (*one).clone(),
            [] => {
                let instead = "no such subscription; `nutgraf sources` lists them";
                return Err(LibraryError::Wrong(format!("{}: {instead}", sanitize::clean_line(what))));
            }
            several => {
                let addresses: Vec<String> = several.iter().map(|s| s.shown_address()).collect();
                let (what, which) = (sanitize::clean_line(what), addresses.join(", "));
                return Err(LibraryError::Wrong(format!("{what}: more than one is called that; name one of {which}")));
            }
        };
        if one.remote.is_some() && self.source_server().is_some() {
            let instead = "comes from your server; unsubscribe there, and the next sync ends it here";
            return Err(LibraryError::Wrong(format!("{}: {instead}", one.title)));
        }
        let now = self.timeline()?.now;
        let (deleted, kept) = self.write(|t| {
            let mut deleted = 0;
            if with_articles {
                let sql = format!("SELECT id FROM article WHERE subscription = ?1 AND {NOT_THE_READERS} ORDER BY id");
                let articles: Vec<i64> =
                    t.prepare(&sql)?.query_map([one.id], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
                retention::delete(t, &articles, now)?;
                deleted = articles.len();
            }
            let of_it = "SELECT count(*) FROM article WHERE subscription = ?1";
            let kept = t.query_row(of_it, [one.id], |r| r.get(0))?;
            t.execute("DELETE FROM subscription WHERE id = ?1", [one.id])?;
            Ok((deleted, kept))
        })?;
        Ok(Removed { subscription: one, deleted, kept })
    }

    /// Sets anew what is given of how a subscription is called, filed and kept, and gives it as it is then. The name and the
    /// groups of one that comes through the reader's server are the server's.
    ///
    /// # Errors
    /// When it is not there, its name or groups are the server's, or the library cannot be written.
    pub fn adjust(&self, id: i64, to: &Adjustment) -> Result<Subscription> {
        let wrong = |what: &str| LibraryError::Wrong(what.into());
        let all = self.subscribed()?;
        let one = all.iter().find(|s| s.id == id).ok_or_else(|| wrong("no such subscription"))?;
        if (to.title.is_some() || to.path.is_some()) && one.remote.is_some() && self.source_server().is_some() {
            let instead = "comes from your server; rename it or move it there, and the next sync takes that over";
            return Err(wrong(&format!("{}: {instead}", one.title)));
        }
        self.write(|t| {
            t.execute(
                "UPDATE subscription SET title = coalesce(?2, title), path = coalesce(?3, path),
                   full_text = coalesce(?4, full_text), keep_days = coalesce(?5, keep_days),
                   keep_articles = coalesce(?6, keep_articles) WHERE id = ?1",
                params![
                    id,
                    to.title.as_deref().map(clean_name),
                    to.path.as_deref().map(groups),
                    to.full_text.map(FullText::name),
                    to.keep_days,
                    to.keep_articles,
                ],
            )?;
            let sql = "SELECT *, 0 AS articles, 0 AS unread FROM subscription WHERE id = ?1";
            t.query_row(sql, [id], subscription)
        })
    }

    /// What a fetch found out about a subscription.
    pub(super) fn note_check(&self, s: &Subscription) -> Result<()> {
        self.write(|t| {
            // Its address may have become another subscription's: then this one keeps the old.
            t.execute(
                "UPDATE OR IGNORE subscription SET address = ?2 WHERE id = ?1 AND address <> ?2",
                params![s.id, s.address],
            )?;
            t.execute(
                "UPDATE subscription SET title = ?2, site = ?3, etag = ?4, last_modified = ?5, checked = ?6,
                   next_check = ?7, failures = ?8, failure = ?9 WHERE id = ?1",
                params![s.id, s.title, s.site, s.etag, s.last_modified, s.checked, s.next_check, s.failures, s.failure],
            )
        })?;
        Ok(())
    }
}

/// A name of a source or group, of a length that can be shown.
pub(super) fn clean_name(name: &str) -> String {
    sanitize::clean_line(sanitize::prefix(name, MAX_NAME))
}

/// Groups as a row has them.
pub(super) fn groups(path: &[String]) -> String {
    let path = path.iter().map(|g| clean_name(g)).filter(|g| !g.is_empty());
    serde_json::json!(path.collect::<Vec<_>>()).to_string()
}

/// Whether something without `https://` may be an address all the same: it begins with a host.
fn is_like_a_host(what: &str) -> bool {
    let host = what.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    name == "localhost" || (name.contains('.') && name.split('.').all(|part| !part.is_empty()))
}

/// A feed that stands in a file: programs make such ones.
fn feed_file(path: &Path, what: &str, wished: &Subscription) -> Result<Subscription> {
    let wrong = |told: &str| LibraryError::Wrong(format!("{}: {told}", sanitize::clean_line(what)));
    let instead = "this is no feed, and no other file can be subscribed to; add its folder, or import it if it is OPML";
    // A pipe or a device might never end.
    if !path.is_file() {
        return Err(wrong(instead));
    }
    let document = inputs::at(path).map_err(|e| wrong(&inputs::said(&e)))?;
    let hint = Hint { path: path.to_string_lossy().into_owned(), ..Hint::default() };
    let feed = loader::load_feed(&document.bytes, &hint).ok().flatten();
    let title = feed.ok_or_else(|| wrong(instead))?.title();
    let name = || path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let title = Some(&wished.title).filter(|t| !t.is_empty()).cloned().unwrap_or(title);
    let title = if title.is_empty() { name() } else { title };
    let address = Url::from_file_path(path).map_err(|()| wrong(instead))?;
    Ok(Subscription { kind: Kind::Feed, address: address.into(), title, ..wished.clone() })
}

fn folder(path: &Path, wished: &Subscription) -> Result<Subscription> {
    let address = path.to_str().ok_or_else(|| {
        LibraryError::Wrong(format!("{}: the folder's name is not valid UTF-8; rename it", path.to_string_lossy()))
    })?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let title = if wished.title.is_empty() { name } else { wished.title.clone() };
    Ok(Subscription { kind: Kind::Folder, address: address.to_owned(), title, ..wished.clone() })
}

fn subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let (kind, full_text, path): (String, String, String) = (row.get("kind")?, row.get("full_text")?, row.get("path")?);
    Ok(Subscription {
        id: row.get("id")?,
        kind: Kind::of(&kind),
        address: row.get("address")?,
        title: row.get("title")?,
        site: row.get("site")?,
        path: serde_json::from_str(&path).unwrap_or_default(),
        full_text: FullText::of(&full_text),
        keep_days: row.get("keep_days")?,
        keep_articles: row.get("keep_articles")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        checked: row.get("checked")?,
        next_check: row.get("next_check")?,
        failures: row.get("failures")?,
        failure: row.get("failure")?,
        remote: row.get("remote")?,
        articles: row.get("articles")?,
        unread: row.get("unread")?,
    })
}
