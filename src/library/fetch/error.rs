//! Why a document could not be fetched, in one sentence for people.

use std::time::Duration;

use jiff::Timestamp;
use ureq::{
    Body,
    http::{Response, header},
};
use url::Url;

use super::{LONGEST_WAIT, text};
use crate::text::sanitize;

/// Why a document could not be fetched. The address is the caller's to name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// No http or https address.
    #[error("not an http or https address")]
    Address,
    /// A name and password stand in the address.
    #[error("the address holds a password, which would be kept and shown; use one without")]
    Password,
    /// The server asks to come back later.
    #[error("the server asks to wait {} (status {status})", duration(*after))]
    Later {
        /// How long.
        after: Duration,
        /// The status that it answered with.
        status: u16,
    },
    /// Any other status than success.
    #[error("the server answered {status}{}", meaning(*status))]
    Status {
        /// The status.
        status: u16,
    },
    /// Redirects that lead nowhere.
    #[error("redirected more than {0} times; the address may be out of date")]
    Redirects(usize),
    /// A redirect away from http and https, or from https to http.
    #[error("redirected to {0}, which is not followed")]
    Scheme(String),
    /// A page or a redirect leads into a private network, or to this machine.
    #[error("{0} is an address of your own network or machine; only what you subscribe to is asked there")]
    Private(String),
    /// The certificate does not show that the server is who it says.
    #[error("the server's certificate is not trusted ({0})")]
    Certificate(String),
    /// It took too long.
    #[error("no answer within {}", duration(*.0))]
    Slow(Duration),
    /// The source it belongs to took too long.
    #[error("the source and its pages take more than {}", duration(*.0))]
    Late(Duration),
    /// It is too long.
    #[error("larger than {} MiB", .0 >> 20)]
    Large(u64),
    /// The connection ended before the document did, or what came cannot be unpacked.
    #[error("the document is cut short or damaged ({0})")]
    Truncated(String),
    /// No connection.
    #[error("cannot be reached ({0})")]
    Unreachable(String),
}

impl FetchError {
    /// The server had its say: asking again at once would be impolite.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        matches!(
            self,
            Self::Later { .. } | Self::Status { .. } | Self::Redirects(_) | Self::Scheme(_) | Self::Private(_)
        )
    }
}

pub(super) fn private(url: &Url) -> FetchError {
    FetchError::Private(sanitize::clean_line(url.host_str().unwrap_or_default()))
}

/// What a status other than success says.
pub(super) fn refusal(response: &Response<Body>) -> FetchError {
    let status = response.status().as_u16();
    match text(response.headers(), header::RETRY_AFTER).and_then(|v| wait(&v, Timestamp::now())) {
        Some(after) if matches!(status, 429 | 503) => FetchError::Later { after, status },
        None if status == 429 => FetchError::Later { after: Duration::from_secs(15 * 60), status },
        _ => FetchError::Status { status },
    }
}

/// The wait that `Retry-After` asks for: seconds, or a date.
fn wait(value: &str, now: Timestamp) -> Option<Duration> {
    let asked = match value.trim().parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let until = jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp();
            Duration::from_secs(u64::try_from(until.as_second() - now.as_second()).unwrap_or(0))
        }
    };
    Some(asked.min(LONGEST_WAIT))
}

fn duration(d: Duration) -> String {
    match d.as_secs() {
        s @ 0..=119 => format!("{s} s"),
        s @ 120..=7_199 => format!("{} min", s / 60),
        s => format!("{} h", s / 3_600),
    }
}

fn meaning(status: u16) -> &'static str {
    match status {
        201..300 => ": that is not the whole document",
        401 | 403 => ": it does not let this program in",
        404 => ": there is nothing at this address",
        410 => ": it is gone for good; remove it with `nutgraf remove`",
        500..=599 => ": it has a fault of its own",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date_and_has_an_end() {
        let now = "2024-05-31T12:00:00Z".parse().unwrap();
        assert_eq!(wait("120", now), Some(Duration::from_secs(120)));
        assert_eq!(wait("Fri, 31 May 2024 12:10:00 GMT", now), Some(Duration::from_secs(600)));
        assert_eq!(wait("Fri, 31 May 2019 12:10:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(wait("99999999999", now), Some(LONGEST_WAIT));
        assert_eq!(wait("soon", now), None);
    }
}
