//! The only place that speaks HTTP: one document by its address, politely and within limits.
//!
//! http and https only, on every redirect anew, and no address of the reader's own network that the reader did not name
//! ([`public_network`]). A server that says "not changed", "moved for good" or "come back later" is listened to. What is too
//! slow, too large, cut short or not to be trusted is an error that says so.

mod address;
mod error;

use std::{
    collections::HashMap,
    io::{self, Read},
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use ureq::{
    Agent, Body,
    http::{HeaderMap, Response, StatusCode, header},
    unversioned::{resolver::DefaultResolver, transport::DefaultConnector},
};
use url::Url;

use super::{
    budget::{self, Budget, Share},
    lock,
    public_network::{self, Private, PublicResolver},
};
use crate::inputs;

pub use address::address;
use address::follow;
pub use error::FetchError;
use error::{private, refusal};

/// What is said to servers about who asks.
const USER_AGENT: &str = concat!("Nutgraf/", env!("CARGO_PKG_VERSION"), " (terminal news reader)");
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                      text/html;q=0.9, text/plain;q=0.8, */*;q=0.5";
/// Requests to one host at once.
const PER_HOST: usize = 2;
/// The longest wait that a server can ask for.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What a fetch may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte sent to the last received, redirects included.
    pub time: Duration,
    /// Bytes of a document, unpacked.
    pub bytes: u64,
    /// Redirects followed.
    pub redirects: usize,
    /// For a source with all the pages of its items.
    pub source: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let (time, source) = (Duration::from_secs(30), Duration::from_secs(60));
        Self { time, bytes: inputs::MAX_BYTES, redirects: 8, source }
    }
}

/// A document asked for, with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Its address.
    pub url: &'a str,
    /// The entity tag it had.
    pub etag: Option<&'a str>,
    /// When it was last modified, as the server wrote it.
    pub last_modified: Option<&'a str>,
    /// The address that the reader named and that led to this one; none where the reader named this one. Only the
    /// reader's own may lie in a private network.
    pub named_by: Option<&'a str>,
    /// When it is given up at the latest.
    pub until: Option<Instant>,
    /// The most bytes it may have, where that is fewer than usual.
    pub most: Option<u64>,
}

/// What a server answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It has not changed.
    Unchanged,
    /// The document.
    Document(Document),
}

/// A fetched document.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Where it was found, after redirects.
    pub url: String,
    /// Its new address, where it moved for good.
    pub moved: Option<String>,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// Its media type as declared.
    pub media_type: Option<String>,
    /// Its entity tag.
    pub etag: Option<String>,
    /// When it was last modified, as the server writes it.
    pub last_modified: Option<String>,
    /// What it takes of the memory that documents share.
    _held: Option<Arc<Share>>,
}

impl Document {
    /// One that was not asked for over the network.
    #[must_use]
    pub fn at_hand(url: String, bytes: Vec<u8>) -> Self {
        Self { url, bytes, ..Self::default() }
    }
}

/// Fetches documents.
pub struct Fetcher {
    /// Asks any address …
    agent: Agent,
    /// … and those of the public internet alone.
    public: Agent,
    limits: Limits,
    budget: Arc<Budget>,
    busy: Mutex<HashMap<String, usize>>,
    freed: Condvar,
}

impl Fetcher {
    /// A fetcher. `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` are honoured.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(limits.time))
            .user_agent(USER_AGENT)
            .accept(ACCEPT)
            .accept_encoding("gzip, br")
            .build();
        Self {
            agent: Agent::with_parts(config.clone(), DefaultConnector::default(), DefaultResolver::default()),
            public: Agent::with_parts(config, DefaultConnector::default(), PublicResolver::default()),
            limits,
            budget: Arc::default(),
            busy: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// What a fetch may take.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Fetches a document.
    ///
    /// # Errors
    /// [`FetchError`] says why it could not be fetched.
    pub fn fetch(&self, wanted: &Wanted<'_>) -> Result<Answer, FetchError> {
        self.follow_to_the_end(wanted).map_err(|error| match error {
            FetchError::Slow(_) if wanted.until.is_some_and(|until| until <= Instant::now()) => {
                FetchError::Late(self.limits.source)
            }
            other => other,
        })
    }

    fn follow_to_the_end(&self, wanted: &Wanted<'_>) -> Result<Answer, FetchError> {
        let mut url = address(wanted.url)?;
        // A feed in a file leads to pages of the web as any other does; no server is its reader's own.
        let named = match wanted.named_by {
            Some(by) => Url::parse(by).map_err(|_| FetchError::Address)?,
            None => url.clone(),
        };
        let mut moved_for_good = true;
        let mut until = wanted.until;
        for _ in 0..=self.limits.redirects {
            let _turn = self.turn(&url, until)?;
            // One end for the whole request with its redirects: it begins when the server is asked, not in the queue.
            let end = Instant::now() + self.limits.time;
            let end = *until.insert(until.map_or(end, |until| until.min(end)));
            let mut response = self.ask(&url, &named, wanted, end)?;
            let status = response.status();
            let location = || text(response.headers(), header::LOCATION);
            match status {
                StatusCode::NOT_MODIFIED => return Ok(Answer::Unchanged),
                _ if status.is_redirection() && location().is_some() => {
                    moved_for_good &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
                    url = follow(&url, &location().unwrap_or_default())?;
                }
                // Any other success is of something else than the whole document: a part of it, or nothing.
                StatusCode::OK | StatusCode::NON_AUTHORITATIVE_INFORMATION => {
                    let moved = (moved_for_good && url.as_str() != wanted.url && address(wanted.url)? != url)
                        .then(|| url.to_string());
                    let most = wanted.most.unwrap_or(self.limits.bytes).min(self.limits.bytes);
                    let (bytes, held) = self.read(response.body_mut(), most, end)?;
                    return Ok(Answer::Document(Document {
                        url: url.to_string(),
                        moved,
                        media_type: text(response.headers(), header::CONTENT_TYPE),
                        etag: text(response.headers(), header::ETAG),
                        last_modified: text(response.headers(), header::LAST_MODIFIED),
                        bytes,
                        _held: Some(Arc::new(held)),
                    }));
                }
                _ => return Err(refusal(&response)),
            }
        }
        Err(FetchError::Redirects(self.limits.redirects))
    }

    /// Posts a form and gives the answer's bytes. Headers carry what must not stand in an address.
    ///
    /// # Errors
    /// [`FetchError`], where the server refuses, too.
    pub fn post(&self, url: &str, headers: &[(&str, &str)], form: &[(&str, &str)]) -> Result<Vec<u8>, FetchError> {
        let url = address(url)?;
        let _turn = self.turn(&url, None)?;
        let mut request = self.agent.post(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send_form(form.iter().copied()).map_err(|e| self.told(&e))?;
        self.success(response)
    }

    /// Gets bytes with headers of one's own; no redirect is followed, so that they go to one host alone.
    ///
    /// # Errors
    /// [`FetchError`], where the server refuses, too.
    pub fn get(&self, url: &str, headers: &[(&str, &str)]) -> Result<Vec<u8>, FetchError> {
        let url = address(url)?;
        let _turn = self.turn(&url, None)?;
        let mut request = self.agent.get(url.as_str());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.call().map_err(|e| self.told(&e))?;
        self.success(response)
    }

    fn success(&self, mut response: Response<Body>) -> Result<Vec<u8>, FetchError> {
        if response.status() != StatusCode::OK {
            return Err(refusal(&response));
        }
        let end = Instant::now() + self.limits.time;
        Ok(self.read(response.body_mut(), self.limits.bytes, end)?.0)
    }

    fn ask(&self, url: &Url, named: &Url, wanted: &Wanted<'_>, end: Instant) -> Result<Response<Body>, FetchError> {
        let is_the_readers = public_network::same_server(url, named);
        if !is_the_readers && public_network::names_private(url) {
            return Err(private(url));
        }
        let agent = if is_the_readers { &self.agent } else { &self.public };
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::Slow(self.limits.time));
        }
        let mut request = agent.get(url.as_str()).config().timeout_global(Some(left)).build();
        if let Some(etag) = wanted.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = wanted.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        request.call().map_err(|e| match e {
            ureq::Error::Other(e) if e.is::<Private>() => private(url),
            e => self.told(&e),
        })
    }

    /// Reads a body, unpacked, no further than the limit: what a small packed body unpacks to is counted, not its own size.
    fn read(&self, body: &mut Body, most: u64, end: Instant) -> Result<(Vec<u8>, Share), FetchError> {
        let told = usize::try_from(body.content_length().unwrap_or(0).min(most)).unwrap_or(0);
        let mut share = Share::of(&self.budget);
        let mut reader = inputs::unpacking(body.as_reader()).map_err(|e| self.told_io(&e))?;
        // In pieces: growing one would take the body's size over again, and it may come to nothing.
        let (mut pieces, mut length, mut room) = (Vec::new(), 0, budget::FREE);
        loop {
            let mut piece = Vec::with_capacity(if length == 0 { told.min(room) + 1 } else { room + 1 });
            (&mut reader).take(room as u64).read_to_end(&mut piece).map_err(|e| self.told_io(&e))?;
            length += piece.len();
            if length as u64 > most {
                return Err(FetchError::Large(most));
            }
            if piece.is_empty() {
                break;
            }
            pieces.push(piece);
            room = budget::FREE.max(length / 4);
            if !share.take(room, end) {
                return Err(FetchError::Slow(self.limits.time));
            }
        }
        let bytes = if pieces.len() < 2 { pieces.pop().unwrap_or_default() } else { pieces.concat() };
        share.read();
        Ok((bytes, share))
    }

    fn told(&self, error: &ureq::Error) -> FetchError {
        match error {
            ureq::Error::Timeout(_) => FetchError::Slow(self.limits.time),
            ureq::Error::Io(e) => match self.told_io(e) {
                FetchError::Truncated(reason) => FetchError::Unreachable(reason),
                other => other,
            },
            ureq::Error::HostNotFound => FetchError::Unreachable("no such host, or no network".into()),
            ureq::Error::BadUri(_) => FetchError::Address,
            ureq::Error::Rustls(e) => FetchError::Certificate(e.to_string()),
            ureq::Error::Tls(e) => FetchError::Certificate((*e).to_owned()),
            other => FetchError::Unreachable(other.to_string()),
        }
    }

    fn told_io(&self, error: &io::Error) -> FetchError {
        let inner = error.get_ref().and_then(|e| e.downcast_ref::<ureq::Error>());
        let mut reason = inputs::said(error);
        // What the resolver says of a name that it does not know is the library's own wording, and no sentence.
        if reason.starts_with("failed to lookup address information") {
            reason = "no such host, or no network".into();
        }
        match (inner, error.kind()) {
            (Some(ureq::Error::Timeout(_)), _) | (_, io::ErrorKind::TimedOut) => FetchError::Slow(self.limits.time),
            _ if reason.contains("certificate") => FetchError::Certificate(reason),
            _ => FetchError::Truncated(reason),
        }
    }

    /// Waits until the host may be asked once more, no longer than until a moment; until the turn is dropped it counts as
    /// asked.
    fn turn(&self, url: &Url, until: Option<Instant>) -> Result<Turn<'_>, FetchError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut busy = lock(&self.busy);
        while busy.get(&host).is_some_and(|&n| n >= PER_HOST) {
            let left = match until {
                Some(until) => until.saturating_duration_since(Instant::now()),
                None => Duration::from_secs(3_600),
            };
            if left.is_zero() {
                return Err(FetchError::Slow(self.limits.time));
            }
            busy = self.freed.wait_timeout(busy, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *busy.entry(host.clone()).or_default() += 1;
        Ok(Turn { fetcher: self, host })
    }

    /// Whether a host would have to be waited for.
    pub(super) fn is_busy(&self, url: &str) -> bool {
        let host = Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default();
        lock(&self.busy).get(&host).is_some_and(|&n| n >= PER_HOST)
    }
}

struct Turn<'a> {
    fetcher: &'a Fetcher,
    host: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut busy = lock(&self.fetcher.busy);
        if let Some(n) = busy.get_mut(&self.host) {
            *n -= 1;
            if *n == 0 {
                busy.remove(&self.host);
            }
        }
        drop(busy);
        self.fetcher.freed.notify_all();
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
