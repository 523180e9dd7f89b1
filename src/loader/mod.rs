//! Bytes → [`Article`]s: encoding, format, body, metadata, publisher bullets, quotations.
//!
//! A pure function of its input: it opens no file and follows no link.

mod boilerplate;
mod build;
mod bullets;
mod dateline;
mod dates;
mod dom;
mod draft_block;
mod encoding;
mod entities;
mod feed;
mod format;
mod front_matter;
mod headline;
mod labels;
mod language;
mod mail;
mod markdown;
mod opening;
mod page;
mod people;
mod pictures;
mod plain;

pub use self::feed::Feed;
use self::format::Format;
pub(crate) use self::page::{FeedLink, page_links};
use crate::article::Article;

/// What is known of an input besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct Hint {
    /// What people call it: a path, a URL, `-`.
    pub path: String,
    /// The address it was fetched from, where it was.
    pub url: Option<String>,
    /// The media type that a server declared, parameters included (`text/html; charset=shift_jis`).
    pub media_type: Option<String>,
}

/// Why an input gave no article. Each message says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// No bytes, or white space only.
    #[error("the file is empty")]
    Empty,
    /// The bytes are no text in any format known.
    #[error(
        "not an article: the bytes are no text (accepted: plain text, Markdown, HTML, RSS, Atom, JSON Feed, e-mail)"
    )]
    Binary,
    /// The text was read, and no sentence was found in it.
    #[error("no article found in this {format}")]
    NoArticle {
        /// The format that was told from the content.
        format: &'static str,
    },
    /// It was read, and is no article by its kind.
    #[error("not an article but a {kind} (accepted: plain text, Markdown, HTML, RSS, Atom, JSON Feed, e-mail)")]
    Other {
        /// What it is.
        kind: &'static str,
    },
    /// The format was told and its parser gave up.
    #[error("this {format} cannot be read: {reason}")]
    Malformed {
        /// The format that was told from the content.
        format: &'static str,
        /// What the parser said.
        reason: String,
    },
}

impl LoadError {
    /// What the input is instead, where it is clearly no article: a folder may hold such things beside its articles.
    #[must_use]
    pub fn instead_of_article(&self) -> Option<String> {
        match self {
            Self::Empty => Some("empty".into()),
            Self::Binary => Some("not text".into()),
            Self::Other { kind } => Some(format!("a {kind}")),
            Self::NoArticle { .. } | Self::Malformed { .. } => None,
        }
    }
}

/// The articles of one input: one for a file or page, one an item for a feed.
///
/// # Errors
/// [`LoadError`] when the input holds no article.
pub fn load(bytes: &[u8], hint: &Hint) -> Result<Vec<Article>, LoadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(LoadError::Empty);
    }
    let text = encoding::decode(bytes, hint).ok_or(LoadError::Binary)?;
    if text.trim().is_empty() {
        return Err(LoadError::Empty);
    }
    let draft = match format::of(&text, hint) {
        Format::Plain => plain::read(&text, hint),
        Format::Markdown => markdown::read(&text, hint),
        Format::Page => page::read(&text, hint),
        Format::Feed => return Feed::of_xml(text, hint).articles(),
        Format::JsonFeed => return Feed::of_json(&text, hint)?.articles(),
        // A message declares the encoding of each of its parts.
        Format::Mail => {
            mail::read(bytes, hint).ok_or(LoadError::Malformed { format: "e-mail", reason: "it has no text".into() })?
        }
        Format::Other(kind) => return Err(LoadError::Other { kind }),
    };
    draft.finish().map(|a| vec![a])
}

/// The feed in some bytes, none of its items made into an article yet; none where they hold something else.
///
/// # Errors
/// When it is a feed and cannot be read.
pub fn load_feed<'b>(bytes: &'b [u8], hint: &Hint) -> Result<Option<Feed<'b>>, LoadError> {
    let Some(text) = encoding::decode(bytes, hint) else { return Ok(None) };
    match format::of(&text, hint) {
        Format::Feed => Ok(Some(Feed::of_xml(text, hint))),
        Format::JsonFeed => Feed::of_json(&text, hint).map(Some),
        _ => Ok(None),
    }
}

/// Whether an address is one that a reader's browser may be sent to.
fn is_web_address(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    (scheme("http://") || scheme("https://")) && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}
