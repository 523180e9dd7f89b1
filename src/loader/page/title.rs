//! A page's headline, its sources weighed against one another: Open Graph, the headline on the page, JSON-LD, `title`.

use super::{json_ld, metadata::Metas};
use crate::loader::{boilerplate::key, dom::Dom};

/// The site's wording of the headline for others (`og:title`), without the site's name; then the page's own.
pub(super) fn read(dom: &Dom<'_>, metas: &Metas, said: &json_ld::Said, source: &str, url: Option<&str>) -> String {
    let own: Vec<String> = dom
        .all()
        .filter(|id| dom.name(*id) == "h1")
        .map(|id| dom.words(id))
        .filter(|t| !t.is_empty())
        .take(8)
        .collect();
    let page = dom.all().find(|id| dom.name(*id) == "title").map(|id| dom.words(id));
    let og = metas
        .first(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"])
        .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "));
    let host = url.and_then(host).unwrap_or_default();
    let mut exact: Vec<String> = own.iter().map(|t| key(t)).collect();
    exact.extend(said.headline.as_deref().map(key));
    let others = og.clone().unwrap_or_default();
    let strip = |title: String| without_site(&title, &exact, &key(source), &host);
    let (og, page) = (og.map(strip), page.map(strip));
    // A wording for others that is the browser's title too was made for search engines: where the headline that readers see
    // is in the page's data as well, the two outweigh it.
    let searched = og.is_some() && og.as_deref().map(key) == page.as_deref().map(key);
    let shown = said.headline.as_deref().map(key).and_then(|said| own.iter().find(|own| key(own) == said)).cloned();
    let candidates = [shown.filter(|_| searched), og, said.headline.clone(), page, own.first().cloned()];
    let is_site = |t: &str| key(t).is_empty() || key(t) == key(source) || key(t) == host;
    let mut found = candidates.into_iter().flatten().filter(|t| !is_site(t));
    let first = found.next().unwrap_or_default();
    let makes_room = |whole: &&String| makes_room(&first, whole, &others);
    if let Some(whole) = own.iter().find(makes_room) {
        return whole.clone();
    }
    own.into_iter().chain(said.headline.clone()).find(|whole| ends_in_dots(&first, whole)).unwrap_or(first)
}

/// Whether a title is the start of another one and was cut off there with an ellipsis.
fn ends_in_dots(title: &str, whole: &str) -> bool {
    let stem = title.trim_end_matches(['…', '.', ' ']);
    let letters = key(stem);
    let dots = stem.len() < title.len() && (title.ends_with("...") || title.ends_with('…'));
    dots && key(whole).len() > letters.len() && key(whole).starts_with(&letters)
}

/// Whether a title is the start of the page's headline and was cut off there: at a quotation mark that its attribute does not
/// escape, or to make room for the site's name. `others`: the wording for others, with that name.
fn makes_room(title: &str, headline: &str, others: &str) -> bool {
    let rest = headline.strip_prefix(title).filter(|_| !title.is_empty());
    let Some(rest) = rest.and_then(|rest| rest.strip_prefix(' ')) else { return false };
    let named = others.strip_prefix(title).is_some_and(|site| !site.is_empty());
    rest.starts_with('"') || named && rest.starts_with(char::is_alphanumeric)
}

/// A title without the site's name at its end.
fn without_site(title: &str, exact: &[String], source: &str, host: &str) -> String {
    let is_name = |part: &str| {
        let name = key(part);
        !name.is_empty()
            && (source.contains(&name)
                || (!source.is_empty() && name.contains(source))
                || (name.len() > 2 && host.contains(&name))
                || (host.len() > 3 && name.contains(host)))
    };
    let mut title = title.trim();
    // The headline as the page shows it, and then names of sections and sites.
    if let Some(headline) =
        splits(title).map(|(rest, _)| rest).find(|rest| rest.len() > 20 && exact.contains(&key(rest)))
    {
        return headline.to_owned();
    }
    for _ in 0..4 {
        if exact.contains(&key(title)) {
            break;
        }
        if let Some((head, rest)) = split_head(title)
            && (exact.contains(&key(rest)) || is_name(head))
            && !is_name(rest)
        {
            title = rest;
            continue;
        }
        let Some((rest, tail)) = split_tail(title) else { break };
        let bar = title[rest.len()..].trim_start().starts_with(['|', '·', '«', '»', ':']);
        let named = is_name(tail);
        let whole = exact.iter().any(|e| *e == key(rest) || (e.len() > 20 && key(rest).starts_with(e.as_str())));
        if named || whole || (bar && tail.split(' ').count() <= 5 && rest.split(' ').count() > 3) {
            title = rest;
        } else {
            break;
        }
    }
    title.to_owned()
}

/// A title parted at its last separator.
pub(super) fn split_tail(title: &str) -> Option<(&str, &str)> {
    splits(title).last()
}

/// A title parted at each of its separators, from the left.
fn splits(title: &str) -> impl Iterator<Item = (&str, &str)> {
    const SEPARATORS: [&str; 11] = [" | ", " - ", " -- ", " – ", " — ", " :: ", " · ", " « ", " » ", "| ", "_"];
    let separator = |at: usize| SEPARATORS.iter().filter(|s| title[at..].starts_with(**s)).map(|s| s.len()).max();
    title.char_indices().filter_map(move |(at, _)| {
        let (rest, tail) = (title[..at].trim_end(), title[at + separator(at)?..].trim());
        (!rest.is_empty() && !tail.is_empty()).then_some((rest, tail))
    })
}

/// A title parted at its first bar, behind which the headline may stand: `Opinion | The bridge`.
fn split_head(title: &str) -> Option<(&str, &str)> {
    let (head, rest) = title.split_once(" | ").or_else(|| title.split_once(" » "))?;
    (!head.trim().is_empty() && !rest.trim().is_empty()).then_some((head.trim(), rest.trim()))
}

/// The letters of a host's name without `www` and ending.
fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(key(host.rsplit_once('.').map_or(host, |(name, _)| name)))
}
