//! Addresses that may be asked: http and https, without a password, on every redirect anew.

use std::borrow::Cow;

use url::Url;

use super::FetchError;
use crate::text::sanitize;

/// An address that may be asked.
///
/// # Errors
/// When it is no http or https address, or holds a password.
pub fn address(text: &str) -> Result<Url, FetchError> {
    let url = Url::parse(&of_feed_scheme(text.trim())).map_err(|_| FetchError::Address)?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(FetchError::Address);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Password);
    }
    Ok(url)
}

/// `feed://host/path` and `feed:https://host/path`, as links to feeds are written: an address of the web in disguise.
fn of_feed_scheme(text: &str) -> Cow<'_, str> {
    let Some(rest) = text.get(..5).filter(|head| head.eq_ignore_ascii_case("feed:")).map(|_| &text[5..]) else {
        return Cow::Borrowed(text);
    };
    let host = rest.trim_start_matches('/');
    if host.len() == rest.len() && rest.contains("://") {
        Cow::Borrowed(rest)
    } else {
        Cow::Owned(format!("http://{host}"))
    }
}

/// Where a redirect leads.
pub(super) fn follow(from: &Url, location: &str) -> Result<Url, FetchError> {
    let to = from.join(location).map_err(|_| FetchError::Address)?;
    if !matches!((from.scheme(), to.scheme()), ("http", "http" | "https") | ("https", "https")) {
        return Err(FetchError::Scheme(sanitize::clean_line(&format!("{}:", to.scheme()))));
    }
    address(to.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_and_https_without_a_password_is_asked() {
        for wrong in ["file:///etc/passwd", "gopher://a/", "javascript:alert(1)", "", "a b", "http://"] {
            assert_eq!(address(wrong), Err(FetchError::Address), "{wrong}");
        }
        assert_eq!(address("https://me:secret@example.com/"), Err(FetchError::Password));
        for (given, asked) in [
            ("https://example.com/feed", "https://example.com/feed"),
            (" https://example.com/feed\n", "https://example.com/feed"),
            ("feed://example.com/feed", "http://example.com/feed"),
            ("FEED:https://example.com/feed", "https://example.com/feed"),
            ("feed:example.com/feed", "http://example.com/feed"),
        ] {
            assert_eq!(address(given).unwrap().as_str(), asked);
        }
        assert_eq!(address("feed:file:///etc/passwd"), Err(FetchError::Address));
    }

    #[test]
    fn a_redirect_stays_on_the_web_and_does_not_give_up_encryption() {
        let from = Url::parse("https://example.com/a/b").unwrap();
        assert_eq!(follow(&from, "../c").unwrap().as_str(), "https://example.com/c");
        assert_eq!(follow(&from, "http://example.com/"), Err(FetchError::Scheme("http:".into())));
        assert_eq!(follow(&from, "file:///etc/passwd"), Err(FetchError::Scheme("file:".into())));
        assert_eq!(follow(&from, "//other.example/x").unwrap().as_str(), "https://other.example/x");
    }
}
