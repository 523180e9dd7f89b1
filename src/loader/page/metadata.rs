//! Title, source, authors, date, language and address of a page: JSON-LD, Open Graph, `meta`, `time`, bylines, URL.

use super::{
    byline, json_ld, signs,
    title::{self, split_tail},
};
use crate::{
    article::Published,
    loader::{
        Hint,
        boilerplate::key,
        dates,
        dom::{Dom, Id, is_block},
        is_web_address, people,
    },
};

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) title: String,
    pub(super) source: String,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Published>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// The article's text as JSON-LD has it.
    pub(super) body: Option<String>,
    /// Its own summary of the article, in every wording it gives.
    pub(super) descriptions: Vec<String>,
    /// The element of the headline.
    pub(super) headline: Option<Id>,
    /// The address of the picture that it shows for the article elsewhere.
    pub(super) picture: Option<String>,
}

/// The `meta` elements of a page.
pub(super) struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(dom: &Dom<'_>) -> Self {
        let mut out = Vec::new();
        for id in dom.all().filter(|id| dom.name(*id) == "meta") {
            let Some(content) = dom.attribute(id, "content") else { continue };
            let content = content.trim();
            if content.is_empty() || content.len() > 4_096 {
                continue;
            }
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = dom.attribute(id, key) {
                    out.push((name.trim().to_ascii_lowercase(), content.to_owned()));
                }
            }
        }
        Self(out)
    }

    pub(super) fn all<'m, 'n>(&'m self, name: &'n str) -> impl Iterator<Item = &'m str> + use<'m, 'n> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()))
    }
}

/// Reads what the page says of itself.
pub(super) fn read(dom: &Dom<'_>, hint: &Hint) -> Known {
    let metas = Metas::of(dom);
    let said = json_ld::read(dom);
    let url = address(dom, &metas, &said, hint);
    let source = source(dom, &metas, &said);
    let title = title::read(dom, &metas, &said, &source, url.as_deref());
    let headline = headline(dom, &title);
    let descriptions = ["og:description", "description", "twitter:description", "dc.description", "lead", "abstract"]
        .iter()
        .flat_map(|name| metas.all(name).map(str::to_owned))
        .chain(said.description.clone())
        .collect();
    let language = dom
        .all()
        .find(|id| dom.name(*id) == "html")
        .and_then(|id| dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang")))
        .map(|l| l.trim().to_owned())
        .filter(|l| !l.is_empty())
        .or_else(|| said.language.clone())
        .or_else(|| metas.first(&["og:locale", "content-language", "language", "dc.language"]).map(str::to_owned));
    Known {
        authors: authors(dom, &metas, &said, &source, headline),
        published: published(dom, &metas, &said, url.as_deref(), headline),
        title,
        source,
        language,
        url,
        body: said.body,
        descriptions,
        headline,
        picture: metas.first(&["og:image", "og:image:url", "twitter:image"]).map(str::to_owned),
    }
}

fn address(dom: &Dom<'_>, metas: &Metas, said: &json_ld::Said, hint: &Hint) -> Option<String> {
    let canonical = dom
        .all()
        .find(|id| {
            dom.name(*id) == "link"
                && dom.raw_attribute(*id, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
        })
        .and_then(|id| dom.attribute(id, "href"));
    let found =
        [canonical.as_deref(), metas.first(&["og:url", "twitter:url"]), said.url.as_deref(), hint.url.as_deref()];
    found.into_iter().flatten().map(str::trim).find(|u| is_web_address(u)).map(str::to_owned)
}

fn source(dom: &Dom<'_>, metas: &Metas, said: &json_ld::Said) -> String {
    const NAMES: [&str; 6] = [
        "og:site_name",
        "application-name",
        "al:android:app_name",
        "apple-mobile-web-app-title",
        "dc.publisher",
        "publisher",
    ];
    // Some pages put their headline where the site's name belongs.
    let heads: Vec<String> =
        dom.all().filter(|id| dom.name(*id) == "h1").take(8).map(|id| key(&dom.words(id))).collect();
    let names_site = |name: &&str| name.split(' ').count() <= 4 || !heads.contains(&key(name));
    let name = NAMES.iter().flat_map(|name| metas.all(name)).find(names_site);
    let name = name.map(str::to_owned).or_else(|| said.publisher.clone());
    let name = name.or_else(|| {
        let title = dom.all().find(|id| dom.name(*id) == "title")?;
        let title = dom.words(title);
        let (_, tail) = split_tail(&title)?;
        (tail.split(' ').count() <= 4).then(|| tail.to_owned())
    });
    name.filter(|n| n.len() <= 80).unwrap_or_default().trim().trim_start_matches('@').to_owned()
}

/// The element of the headline: the `h1` that says the title, or the only one.
fn headline(dom: &Dom<'_>, title: &str) -> Option<Id> {
    let heads: Vec<Id> = dom.all().filter(|id| dom.name(*id) == "h1").take(20).collect();
    let wanted = key(title);
    let same = heads.iter().copied().find(|id| !wanted.is_empty() && key(&dom.words(*id)) == wanted);
    same.or_else(|| {
        dom.all()
            .filter(|id| matches!(dom.name(*id), "h2" | "h1"))
            .take(40)
            .find(|id| !wanted.is_empty() && key(&dom.words(*id)) == wanted)
    })
    .or_else(|| titled(dom, &wanted))
    .or_else(|| {
        heads
            .iter()
            .copied()
            .filter(|id| !signs::is_hidden(dom, *id))
            .max_by_key(|id| (dom.first_words(*id, 60).len().min(60), usize::MAX - id))
    })
}

/// The first block that says the title and is named for it, where the page's headline is in no heading.
fn titled(dom: &Dom<'_>, wanted: &str) -> Option<Id> {
    const NAMES: &[&str] = &["title", "headline", "head", "heading"];
    /// Fewer letters may stand anywhere.
    const LETTERS: usize = 20;
    let named = |id: &Id| wanted.len() > LETTERS && is_block(dom.name(*id)) && signs::has_word(dom, *id, NAMES);
    let says = |id: &Id| dom.words_within(*id, wanted.len() * 2).is_some_and(|words| key(&words) == wanted);
    dom.all().filter(named).find(says)
}

fn authors(dom: &Dom<'_>, metas: &Metas, said: &json_ld::Said, source: &str, headline: Option<Id>) -> Vec<String> {
    let people = |texts: &[String]| {
        let mut out: Vec<String> = Vec::new();
        for name in texts.iter().flat_map(|t| people::names(t)) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
        out
    };
    let visible = byline::read(dom, headline);
    let meta: Vec<String> = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "cxenseparse:author",
        "article:author_name",
    ]
    .iter()
    .flat_map(|name| metas.all(name))
    .filter(|v| !v.starts_with("http"))
    .map(str::to_owned)
    .collect();
    let candidates = [people(&said.authors), people(&meta), visible];
    // A body for a person is what a site says when it leaves the person to the byline.
    let is_body = |name: &str| key(name) == key(source) || people::is_organisation(name);
    let is_person = |names: &&Vec<String>| names.first().is_some_and(|n| !is_body(n));
    if let Some(names) = candidates.iter().find(is_person) {
        // "By Ana Lee, Harbor Wire" names for whom she writes.
        return names.iter().filter(|name| !is_body(name)).cloned().collect();
    }
    // What follows the name of a body is its seat.
    candidates.into_iter().find(|names| !names.is_empty()).into_iter().flatten().take(1).collect()
}

fn published(
    dom: &Dom<'_>,
    metas: &Metas,
    said: &json_ld::Said,
    url: Option<&str>,
    headline: Option<Id>,
) -> Option<Published> {
    const NAMES: &[&str] = &[
        "article:published_time",
        "og:published_time",
        "datepublished",
        "article.published",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "publishdate",
        "publish_date",
        "publish-date",
        "published",
        "pubdate",
        "publication_date",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "dc.date.created",
        "dcterms.date",
        "date",
        "article:published",
        "article_date_original",
        "originalpublicationdate",
        "datecreated",
        "cse_publishdate",
        "displaydate",
        "iso-8601-publish-date",
        "last-modified-by-date",
    ];
    let from_meta = || NAMES.iter().flat_map(|name| metas.all(name)).find_map(dates::parse);
    let marked = |props: &[&str]| {
        dom.all()
            .filter(|id| {
                dom.raw_attribute(*id, "itemprop").is_some_and(|p| props.contains(&p))
                    || dom.raw_attribute(*id, "pubdate").is_some()
            })
            .find_map(|id| {
                let value = dom.attribute(id, "datetime").or_else(|| dom.attribute(id, "content"));
                value.and_then(|v| dates::parse(&v)).or_else(|| dates::parse(&dom.first_words(id, 200)))
            })
    };
    let times = |from: Id| {
        (from..dom.all().end).filter(|id| dom.name(*id) == "time").take(6).find_map(|id| {
            dom.attribute(id, "datetime")
                .and_then(|v| dates::parse(&v))
                .or_else(|| dates::parse(&dom.first_words(id, 200)))
        })
    };
    let said = said.published.as_deref().and_then(dates::parse);
    said.or_else(from_meta)
        .or_else(|| marked(&["datePublished", "dateCreated"]))
        .or_else(|| times(headline.unwrap_or(0)))
        .or_else(|| in_text(dom))
        .or_else(|| url.and_then(in_url))
        .or_else(|| headline.and_then(|headline| beside(dom, headline)))
        .or_else(|| {
            metas
                .first(&["article:modified_time", "og:updated_time", "last-modified", "datemodified", "lastmod"])
                .and_then(dates::parse)
        })
}

/// A date in an element that is named for it.
fn in_text(dom: &Dom<'_>) -> Option<Published> {
    const WORDS: &[&str] = &[
        "date",
        "published",
        "publish",
        "pubdate",
        "posted",
        "dateline",
        "timestamp",
        "datum",
        "fecha",
        "time",
        "pub",
    ];
    dom.all()
        .filter(|id| {
            !dom.is_text(*id)
                && !matches!(dom.name(*id), "body" | "html" | "script" | "style" | "input")
                && signs::has_word(dom, *id, WORDS)
        })
        .take(200)
        .find_map(|id| dates::parse(&dom.first_words(id, 80)).filter(|d| d.day().is_some()))
}

/// A short text beside the headline that is a date and little else.
fn beside(dom: &Dom<'_>, headline: Id) -> Option<Published> {
    byline::around(dom, headline).filter(|id| dom.is_text(*id)).find_map(|id| {
        let text = dom.text(id);
        let text = text.trim();
        let short = (8..=60).contains(&text.len()) && text.split_whitespace().count() <= 8;
        let date = short && text.bytes().any(|b| b.is_ascii_digit()) && !text.ends_with(['.', '!', '?']);
        date.then(|| dates::parse(text)).flatten().filter(|d| d.day().is_some())
    })
}

/// `/2024/05/31/`, `/2024-05-31-`, `/20240531/`.
fn in_url(url: &str) -> Option<Published> {
    let digits: Vec<&str> = url.split(|c: char| !c.is_ascii_digit()).filter(|d| !d.is_empty()).collect();
    let year = |d: &str| d.len() == 4 && (d.starts_with("19") || d.starts_with("20"));
    digits
        .windows(3)
        .find(|w| year(w[0]) && w[1].len() == 2 && w[2].len() == 2)
        .and_then(|w| format!("{}-{}-{}", w[0], w[1], w[2]).parse().ok())
        .or_else(|| {
            let run = digits.iter().find(|d| d.len() == 8 && year(&d[..4]))?;
            dates::parse(run)
        })
}
