//! Articles made ready to be put in: all that needs no turn to write, on all cores.

use std::{
    borrow::Cow,
    io::{self, Read, Write},
    sync::Arc,
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::{Arrival, Library, Result, lock, store};
use crate::{
    article::Article,
    parallel,
    stories::{Reader, Signature},
};

/// The longest text put into the search index, in bytes: what a 100-page report takes.
const SEARCHED_BYTES: usize = 1 << 20;
/// Words that one reader of signatures remembers.
const REMEMBERED_WORDS: usize = 50_000;

/// An article that waits for its turn to be written.
pub(super) struct Ready<'a> {
    pub(super) arrival: Cow<'a, Arrival>,
    pub(super) made: Made,
}

/// What is made of an article before it is written.
pub(super) struct Made {
    /// By what it is known again.
    pub(super) identity: String,
    /// A hash of what the source gave.
    pub(super) given: i64,
    /// A hash of what it says.
    pub(super) text_hash: i64,
    pub(super) words: usize,
    /// The article, compressed.
    pub(super) content: Vec<u8>,
    /// The words that it is found by.
    pub(super) searched: String,
    pub(super) signature: Signature,
    /// How it spells its terms, in their order.
    pub(super) spelled: Vec<Option<Arc<str>>>,
}

impl Library {
    /// Makes articles ready to be written.
    pub(super) fn make_ready<'a>(&self, arrivals: Cow<'a, [Arrival]>) -> Result<Vec<Ready<'a>>> {
        let made = parallel::map(&arrivals, |arrival| self.make(arrival)).into_iter();
        match arrivals {
            Cow::Borrowed(all) => {
                all.iter().zip(made).map(|(a, made)| Ok(Ready { arrival: Cow::Borrowed(a), made: made? })).collect()
            }
            Cow::Owned(all) => {
                all.into_iter().zip(made).map(|(a, made)| Ok(Ready { arrival: Cow::Owned(a), made: made? })).collect()
            }
        }
    }

    /// Makes one article ready.
    pub(super) fn make_one_ready<'a>(&self, arrival: &'a Arrival) -> Result<Ready<'a>> {
        Ok(Ready { made: self.make(arrival)?, arrival: Cow::Borrowed(arrival) })
    }

    fn make(&self, arrival: &Arrival) -> Result<Made> {
        let article = &arrival.article;
        let mut reader = lock(&self.word_readers).pop().unwrap_or_default();
        if reader.known_words() > REMEMBERED_WORDS {
            reader = Reader::default();
        }
        let signature = reader.read(article);
        let spelled = signature.terms.iter().map(|t| reader.word(t.hash)).collect();
        lock(&self.word_readers).push(reader);
        let content = serde_json::to_vec(article)
            .map(|json| squeeze(&json))
            .map_err(|e| super::LibraryError::Article { reason: e.to_string() })?;
        let text_hash = store::text_hash(article);
        Ok(Made {
            identity: store::identity(arrival),
            given: if arrival.given == 0 { text_hash } else { arrival.given },
            text_hash,
            words: article.words(),
            content,
            searched: searched(article),
            signature,
            spelled,
        })
    }
}

fn searched(article: &Article) -> String {
    let mut body = String::new();
    for sentence in &article.sentences {
        if body.len() + sentence.text.len() > SEARCHED_BYTES {
            break;
        }
        body.push_str(&sentence.text);
        body.push('\n');
    }
    body
}

/// Compresses.
fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// How hard texts are compressed: a higher level takes twice the time for a twentieth of the size.
const LEVEL: u32 = 4;

/// An article from its compressed JSON.
pub(super) fn unpack(content: &[u8]) -> rusqlite::Result<Article> {
    let wrong = |e: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, e)
    };
    let json = stretch(content).map_err(|e| wrong(Box::new(e)))?;
    serde_json::from_slice(&json).map_err(|e| wrong(Box::new(e)))
}

fn stretch(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() * 3);
    DeflateDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}
