//! A page's headline, its sources weighed against one another: Open Graph, the headline on the page, JSON-LD, `title`.

use super::{json_ld, metadata::Metas};
use crate::{
    loader::{boilerplate::key, dom::Dom, entities},
    text::sanitize,
};

/// The most bytes of a wording that are weighed: each of its separators is tried.
const MOST: usize = 2 << 10;

/// The site's wording of the headline for others (`og:title`), without the site's name; then the page's own.
pub(super) fn read(dom: &Dom<'_>, metas: &Metas, said: &json_ld::Said, source: &str, url: Option<&str>) -> String {
    let bounded = |text: &str| sanitize::prefix(text, MOST).to_owned();
    let own: Vec<String> = dom
        .all()
        .filter(|id| dom.name(*id) == "h1")
        .map(|id| bounded(&dom.first_words(id, MOST)))
        .map(|t| t.strip_suffix(" ¶").map_or_else(|| t.clone(), str::to_owned))
        .filter(|t| !t.is_empty())
        .take(8)
        .collect();
    let page = dom.all().find(|id| dom.name(*id) == "title").map(|id| bounded(&dom.first_words(id, MOST)));
    let og = metas
        .first(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"])
        .map(|t| bounded(&t.split_whitespace().collect::<Vec<_>>().join(" ")));
    let authors = said
        .authors
        .iter()
        .map(String::as_str)
        .chain(metas.all("author"))
        .map(key)
        .filter(|name| !name.is_empty())
        .take(20);
    let mut around = Around {
        site: key(source),
        host: url.and_then(host).unwrap_or_default(),
        authors: authors.collect(),
        exact: Vec::new(),
    };
    let [og, page, said] = [og, page, said.headline.as_deref().map(bounded)].map(|t| t.map(|t| unescaped(&t)));
    around.exact.extend(own.iter().chain(&said).map(|t| key(t)));
    let others = og.clone().unwrap_or_default();
    let [og, page] = [og, page].map(|t| t.map(|t| around.without(&t)));
    let site = &around.site;
    let same = |a: &Option<String>, b: &Option<String>| a.as_deref().map(key) == b.as_deref().map(key);
    // The headline that readers see, where it is in the page's data as well.
    let shown = said.as_deref().map(key).and_then(|said| own.iter().find(|own| key(own) == said)).cloned();
    // A wording for others that is the browser's title too was made for search engines: those two outweigh it.
    let searched = og.is_some() && same(&og, &page);
    // Where all of them name the site, software put it there, and what readers see outweighs it alone.
    let names_site = |title: &str| !site.is_empty() && key(title).contains(site.as_str());
    let named = searched && names_site(&others) && said.as_deref().is_none_or(names_site);
    let seen = og.as_deref().filter(|_| named).and_then(|og| own.iter().find(|own| rewords(own, og))).cloned();
    let teases = |headline: &String| og.as_deref().is_some_and(|og| is_teaser(og, headline));
    // One wording against all others.
    let outvoted = || metas.first(&["twitter:title"]).map(|t| key(&unescaped(t))) == shown.as_deref().map(key);
    let agreed = shown.clone().filter(|headline| same(&shown, &page) && (teases(headline) || outvoted()));
    let is_site = |t: &str| key(t).is_empty() || key(t) == *site || key(t) == around.host || around.is_motto(t, &own);
    let candidates = [agreed, shown.filter(|_| searched), seen, og, said.clone(), page, own.first().cloned()];
    let first = candidates.into_iter().flatten().find(|t| !is_site(t)).unwrap_or_default();
    if let Some(both) = own.iter().find_map(|own| below_kickers(&first, own)) {
        return both.to_owned();
    }
    if let Some(whole) = own.iter().find(|whole| makes_room(&first, whole, &others)) {
        return whole.clone();
    }
    own.into_iter().chain(said).find(|whole| ends_in_dots(&first, whole)).unwrap_or(first)
}

/// Whether the page's headline says in other words what the browser's title does, which names the site: a title for search
/// engines, which the site's wording for others repeats.
fn rewords(headline: &str, title: &str) -> bool {
    let (letters, other) = (key(headline), key(title));
    let (said, words) = (words(headline), words(title));
    let shared = shared(&said, &words);
    // One within the other: a date or a kicker stands before it.
    let within = letters.contains(&other) || other.contains(&letters);
    !within && said.len() <= MOST_WORDS && shared >= 3 && shared * 2 >= said.len().min(words.len())
}

/// Whether a site's wording for others is another sentence altogether than the headline, made to be clicked.
fn is_teaser(wording: &str, headline: &str) -> bool {
    let (said, words) = (words(wording), words(headline));
    said.len() >= 4 && words.len() >= 4 && shared(&said, &words) * 4 < said.len()
}

/// The headline that two wordings of it end in, each below a kicker of its own: `Vote in Skarn: The bridge closes` and
/// `The Arda valley - The bridge closes`.
fn below_kickers<'t>(title: &'t str, headline: &str) -> Option<&'t str> {
    /// More words are no kicker.
    const MOST: usize = 6;
    let said = words(headline);
    kickers(title).find_map(|(kicker, rest)| {
        let (kicker, told) = (words(kicker), words(rest));
        let other = said.strip_suffix(&*told).filter(|other| !other.is_empty() && other.len() <= MOST)?;
        // One who speaks stands before a quotation in both.
        (told.len() >= 4 && kicker.len() <= MOST && shared(&kicker, other) == 0).then_some(rest)
    })
}

/// More words are no headline.
const MOST_WORDS: usize = 30;

/// The words of a title, without case.
fn words(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).take(MOST_WORDS + 1).collect()
}

/// How many of the words are among the others.
fn shared(words: &[String], others: &[String]) -> usize {
    words.iter().filter(|word| others.contains(word)).count()
}

/// A title parted where a kicker may end, from the left.
fn kickers(title: &str) -> impl Iterator<Item = (&str, &str)> {
    const ENDS: [&str; 4] = [": ", " - ", " – ", " | "];
    title.char_indices().filter_map(move |(at, _)| {
        let end = ENDS.iter().find(|end| title[at..].starts_with(**end))?;
        let (kicker, rest) = (&title[..at], &title[at + end.len()..]);
        (!kicker.trim().is_empty()).then_some((kicker, rest.trim()))
    })
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

/// What may stand around a headline, and the wordings that have nothing around it; all by their letters.
struct Around {
    site: String,
    host: String,
    authors: Vec<String>,
    exact: Vec<String>,
}

impl Around {
    /// Whether a part of a title names the site.
    fn is_name(&self, part: &str) -> bool {
        let name = key(part);
        let (site, host) = (&self.site, &self.host);
        !name.is_empty()
            && (name == *site
                || (name.len() > 2 && (site.contains(&name) || host.contains(&name)))
                || (!site.is_empty() && name.contains(site.as_str()))
                || (host.len() > 3 && name.contains(host.as_str())))
    }

    /// Whether a part of a title is the site's name and nothing else.
    fn is_whole_name(&self, part: &str) -> bool {
        let name = key(part);
        !name.is_empty() && (name == self.site || name == self.host)
    }

    /// Whether a part of a title names who wrote the article.
    fn is_author(&self, part: &str) -> bool {
        let name = part.strip_prefix("by ").or_else(|| part.strip_prefix("By ")).unwrap_or(part);
        self.authors.contains(&key(name))
    }

    /// Whether a wording is the site's name and what it says of itself, and the page has a headline that is neither.
    fn is_motto(&self, title: &str, own: &[String]) -> bool {
        let head = splits(title).map(|(head, _)| head).chain(title.split_once(": ").map(|(head, _)| head)).next();
        let said = words(title);
        // Articles and prepositions are in all of them.
        let long = |own: &String| words(own).into_iter().filter(|word| word.len() > 3).collect::<Vec<_>>();
        let differs = |own: &String| long(own).len() >= 2 && shared(&long(own), &said) == 0 && !self.is_name(own);
        head.is_some_and(|head| self.is_whole_name(head)) && own.iter().any(differs)
    }

    /// A title without the names of site, section and author that stand before and after it.
    fn without(&self, title: &str) -> String {
        let mut title = title.trim();
        // The headline as the page shows it, and then names of sections and sites.
        if let Some(headline) =
            splits(title).map(|(rest, _)| rest).find(|rest| rest.len() > 20 && self.exact.contains(&key(rest)))
        {
            return headline.to_owned();
        }
        for _ in 0..4 {
            if self.exact.contains(&key(title)) {
                break;
            }
            if let Some((head, rest)) = split_head(title)
                && (self.exact.contains(&key(rest)) || self.is_name(head))
                && !self.is_name(rest)
            {
                title = rest;
                continue;
            }
            if let Some(rest) = self.bracketed(title).or_else(|| self.opened(title)) {
                title = rest;
                continue;
            }
            let Some((rest, tail)) = split_tail(title) else { break };
            let bar = title[rest.len()..].trim_start().starts_with(['|', '·', '«', '»', ':']);
            let named = self.is_name(tail) || self.is_author(tail);
            let whole =
                self.exact.iter().any(|e| *e == key(rest) || (e.len() > 20 && key(rest).starts_with(e.as_str())));
            if named || whole || (bar && tail.split(' ').count() <= 5 && rest.split(' ').count() > 3) {
                title = rest;
            } else {
                break;
            }
        }
        title.to_owned()
    }

    /// A title before the site's name in brackets.
    fn bracketed<'t>(&self, title: &'t str) -> Option<&'t str> {
        let inner = title.strip_suffix([')', ']'])?;
        let (rest, name) = inner.rsplit_once(['(', '['])?;
        (self.is_whole_name(name) && !rest.trim().is_empty()).then(|| rest.trim_end())
    }

    /// A title behind the site's name and a colon.
    fn opened<'t>(&self, title: &'t str) -> Option<&'t str> {
        let (name, rest) = title.split_once(": ")?;
        (self.is_whole_name(name) && rest.split(' ').count() > 1).then(|| rest.trim_start())
    }
}

/// A wording without the marks of HTML that its maker escaped twice.
fn unescaped(title: &str) -> String {
    let text = entities::decode(title);
    if !text.contains("</") && !text.contains("<br") {
        return text.trim().to_owned();
    }
    let mut out = String::new();
    let mut rest = &*text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let opens = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match tag.split_once('>').filter(|_| opens) {
            Some((_, after)) => {
                rest = after;
                if tag.starts_with("br") {
                    out.push(' ');
                }
            }
            None => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title parted at its last separator.
pub(super) fn split_tail(title: &str) -> Option<(&str, &str)> {
    splits(title).last()
}

/// A title parted at each of its separators, from the left.
fn splits(title: &str) -> impl Iterator<Item = (&str, &str)> {
    const SEPARATORS: [&str; 15] =
        [" • ", " ~ ", " › ", " // ", " | ", " - ", " -- ", " – ", " — ", " :: ", " · ", " « ", " » ", "| ", "_"];
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
