//! Bytes → [`Article`]s: encoding, format, body, metadata, publisher bullets, quotations.
//!
//! A pure function of its input: it opens no file and follows no link.

mod build;
mod bullets;
mod dateline;
mod dates;
mod dom;
mod entities;
mod front_matter;
mod furniture;
mod headline;
mod labels;
mod language;
mod markdown;
mod page;
mod people;
mod piece;
mod plain;

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
    /// The format was told and its parser gave up.
    #[error("this {format} cannot be read: {reason}")]
    Malformed {
        /// The format that was told from the content.
        format: &'static str,
        /// What the parser said.
        reason: String,
    },
}

/// The articles of one input: one for a file or page, one an item for a feed.
///
/// # Errors
/// [`LoadError`] when the input holds no article.
pub fn load(bytes: &[u8], hint: &Hint) -> Result<Vec<Article>, LoadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(LoadError::Empty);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| LoadError::Binary)?;
    let draft = if looks_like_page(text) {
        page::read(text, hint)
    } else if front_matter::opens(text) || names_markdown(&hint.path) {
        markdown::read(text, hint)
    } else {
        plain::read(text, hint)
    };
    draft.finish().map(|a| vec![a])
}

fn looks_like_page(text: &str) -> bool {
    let head = text.trim_start().get(..9).unwrap_or_default().to_ascii_lowercase();
    head.starts_with("<!doctype") || head.starts_with("<html")
}

fn names_markdown(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, end)| ["md", "markdown", "mdown", "mkd"].iter().any(|e| end.eq_ignore_ascii_case(e)))
}

/// Whether an address is one that a reader's browser may be sent to.
fn is_web_address(url: &str) -> bool {
    let scheme = |s: &str| url.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    (scheme("http://") || scheme("https://")) && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}
