//! The bundled briefings, compiled in: opened when there is nothing else to open.
//!
//! Three events whose facts are settled, each told by outlets that do not exist. The officials' quoted words are on the
//! record; no other sentence is anyone's but ours. Between them the files hold what the loader must read right: an
//! inline date marker, a bullet block in mid-article, mixed quotation marks, double hyphens, front matter of both kinds,
//! pages with and without structured metadata, agency copy carried by another outlet.

macro_rules! seeds {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../seeds/", $path)))),*]
    };
}

/// Name and bytes of each bundled article.
pub const SEEDS: &[(&str, &[u8])] = seeds![
    "strikes/meridian-news.txt",
    "strikes/harbor-wire.txt",
    "strikes/public-radio-north.md",
    "strikes/the-continental.html",
    "bennu/meridian-news.html",
    "bennu/desert-courier.md",
    "bennu/harbor-wire.txt",
    "bennu/orbit-monthly.md",
    "bridge/strait-gazette.md",
    "bridge/harbor-wire.txt",
    "bridge/peninsula-post.html",
];
