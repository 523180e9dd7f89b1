//! What the elements of feeds are called: namespaces by their addresses whatever the prefix, and the fields they fill.

use super::item::Field;

/// The vocabularies that are read; all others are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Rss,
    Atom,
    DublinCore,
    /// `content:encoded`.
    Content,
    /// Podcasts.
    Podcast,
    Xhtml,
    Rdf,
    Other,
}

impl Space {
    /// The vocabulary at an address; scheme, case and closing marks are set aside, as feeds do.
    pub(super) fn at(address: &str) -> Option<Self> {
        let address = address.trim().to_ascii_lowercase();
        let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).trim_end_matches(['/', '#']);
        Some(match address {
            ""
            | "purl.org/rss/1.0"
            | "channel.netscape.com/rdf/simple/0.9"
            | "my.netscape.com/rdf/simple/0.9"
            | "purl.org/net/rss1.1"
            | "my.netscape.com/publish/formats/rss-0.91.dtd" => Self::Rss,
            _ if address.starts_with("backend.userland.com/rss")
                || address.starts_with("blogs.law.harvard.edu/tech/rss") =>
            {
                Self::Rss
            }
            "www.w3.org/2005/atom" => Self::Atom,
            _ if address.starts_with("purl.org/atom/ns") => Self::Atom,
            _ if address.starts_with("purl.org/dc/") => Self::DublinCore,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "www.w3.org/1999/xhtml" => Self::Xhtml,
            "www.w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            _ if address.starts_with("www.itunes.com/dtds/podcast")
                || address.starts_with("www.google.com/schemas/play-podcasts") =>
            {
                Self::Podcast
            }
            "search.yahoo.com/mrss" | "www.w3.org/2000/svg" | "www.w3.org/1998/math/mathml" => Self::Other,
            _ => return None,
        })
    }

    /// What a prefix commonly stands for, where the feed does not say.
    pub(super) fn of_prefix(prefix: &str) -> Self {
        match prefix {
            "rss" => Self::Rss,
            "atom" | "atom10" | "a10" | "atom03" => Self::Atom,
            "dc" | "dcterms" => Self::DublinCore,
            "content" => Self::Content,
            "itunes" | "googleplay" => Self::Podcast,
            "xhtml" => Self::Xhtml,
            "rdf" => Self::Rdf,
            _ => Self::Other,
        }
    }

    /// Whether it is a feed's own.
    pub(super) fn is_feed(self) -> bool {
        matches!(self, Self::Rss | Self::Atom)
    }
}

/// The field that an element of an item or of the feed's head fills.
pub(super) fn field(space: Space, name: &str) -> Option<Field> {
    Some(match (space, name) {
        (Space::Rss | Space::Atom, "title") => Field::Title,
        (Space::Rss | Space::Atom, "link") => Field::Link,
        (Space::Rss | Space::Atom, "guid" | "id") => Field::Id,
        (Space::Rss | Space::Atom, "content" | "fullitem")
        | (Space::Rss | Space::Xhtml, "body")
        | (Space::Xhtml, "div")
        | (_, "encoded") => Field::Content,
        (Space::Rss | Space::Atom, "description" | "summary" | "tagline" | "subtitle") => Field::Summary,
        (Space::Rss | Space::Atom, "author") | (Space::DublinCore, "creator" | "author") => Field::Author,
        (Space::Rss, "source") => Field::SourceTitle,
        (Space::Rss | Space::Atom, "pubDate" | "published" | "issued" | "date")
        | (Space::DublinCore, "date" | "issued" | "available") => Field::Published,
        (Space::Rss | Space::Atom | Space::DublinCore, "created") => Field::Created,
        (Space::Rss | Space::Atom, "updated" | "modified") | (Space::DublinCore, "modified") => Field::Updated,
        (Space::Rss | Space::Atom | Space::DublinCore, "language") => Field::Language,
        (Space::DublinCore | Space::Podcast, "title") => Field::OtherTitle,
        (Space::DublinCore | Space::Podcast, "description" | "summary" | "subtitle") => Field::OtherSummary,
        (Space::Podcast, "author") => Field::OtherAuthor,
        _ => return None,
    })
}
