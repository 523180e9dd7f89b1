//! Who a page's own byline says wrote the story.

use super::signs;
use crate::loader::{
    dom::{Dom, Id, is_block},
    people,
};

/// What elements are called that hold a byline.
const NAMES: &[&str] =
    &["byline", "bylines", "author", "authors", "authorname", "autor", "auteur", "writer", "contributor"];
/// The longest text that can be a byline, in bytes.
const LONGEST: usize = 150;
/// How many nodes before the headline a byline may stand.
const BEFORE: usize = 40;
/// How much running text (bytes) may stand between the headline and the byline: a standfirst and a caption.
const RUNNING: usize = 1_200;
/// The most nodes looked at behind the headline.
const AFTER: usize = 1_500;

/// The people named by `rel=author` and its kin; then those of a line by the headline that starts with "By"; then whichever
/// stands nearer to the headline, an element named so or links to people's pages; then an element named so anywhere.
pub(super) fn read(dom: &Dom<'_>, headline: Option<Id>) -> Vec<String> {
    /// More people than sign one story: those of the stories that the page leads to.
    const CROWD: usize = 4;
    let near = headline.map_or(0..0, |headline| around(dom, headline));
    let by_headline = exact(dom, near.clone());
    let marked = if by_headline.is_empty() { exact(dom, dom.all()) } else { by_headline };
    if !marked.is_empty() && marked.len() <= CROWD {
        return marked;
    }
    let signed = signed(dom, near.clone());
    if !signed.is_empty() {
        return signed;
    }
    let from_headline = |(id, _): &(Id, Vec<String>)| headline.unwrap_or_default().abs_diff(*id);
    let ways = [named(dom, near.clone()), linked(dom, near)];
    let nearest = ways.into_iter().flatten().min_by_key(from_headline);
    nearest.or_else(|| named(dom, dom.all())).map_or(marked, |(_, people)| people)
}

fn exact(dom: &Dom<'_>, among: std::ops::Range<Id>) -> Vec<String> {
    const MOST: usize = 8;
    let mut out = Vec::new();
    for id in among.filter(|id| is_shown(dom, *id) && is_exact(dom, *id)) {
        push_people(dom, id, &mut out);
        if out.len() > MOST {
            break;
        }
    }
    out
}

/// The first element that is named for the people in it, and the people.
fn named(dom: &Dom<'_>, near: std::ops::Range<Id>) -> Option<(Id, Vec<String>)> {
    let is_named = |id: &Id| signs::has_word(dom, *id, NAMES) && !signs::has_word(dom, *id, &["comment", "comments"]);
    near.filter(|id| is_shown(dom, *id)).filter(is_named).find_map(|id| {
        let mut people = Vec::new();
        push_people(dom, id, &mut people);
        (!people.is_empty()).then_some((id, people))
    })
}

/// Whether a node is an element of the page's text.
fn is_shown(dom: &Dom<'_>, id: Id) -> bool {
    !dom.is_text(id) && !matches!(dom.name(id), "meta" | "script" | "style" | "link" | "body" | "html" | "input")
}

fn is_exact(dom: &Dom<'_>, id: Id) -> bool {
    dom.raw_attribute(id, "rel").is_some_and(|r| r.split(' ').any(|r| r == "author"))
        || dom.raw_attribute(id, "itemprop").is_some_and(|p| p == "author")
}

/// The nodes in which the story's byline and date stand, if the page shows them by its headline.
pub(super) fn around(dom: &Dom<'_>, headline: Id) -> std::ops::Range<Id> {
    let mut running = 0;
    let start = dom.end(headline);
    let end = (start..dom.all().end.min(start + AFTER))
        .find(|id| {
            let words = if dom.is_text(*id) { dom.raw_text(*id).trim().len() } else { 0 };
            running += if words > LONGEST { words } else { 0 };
            running > RUNNING
        })
        .unwrap_or(dom.all().end.min(start + AFTER));
    headline.saturating_sub(BEFORE)..end
}

fn push_people(dom: &Dom<'_>, id: Id, out: &mut Vec<String>) {
    let Some(text) = dom.words_within(id, LONGEST) else { return };
    for name in people::names(&text) {
        if !out.contains(&name) {
            out.push(name);
        }
    }
}

/// The people of the first line that starts with "By".
fn signed(dom: &Dom<'_>, near: std::ops::Range<Id>) -> Vec<String> {
    for id in near.filter(|id| dom.is_text(*id) && people::opens_byline(&dom.text(*id))) {
        let mut out = Vec::new();
        // The words may stand in elements of their own behind the "By".
        let own = dom.text(id);
        let own = own.trim();
        let line = std::iter::successors(dom.parent(id), |id| dom.parent(*id))
            .take(4)
            .map_while(|around| Some((around, dom.words_within(around, LONGEST)?)))
            .find(|(around, words)| is_block(dom.name(*around)) || words.len() > own.len() + 3);
        let line = match &line {
            Some((_, words)) => words.find(own).and_then(|from| words.get(from..)).unwrap_or_default(),
            None => own,
        };
        if line.len() <= LONGEST && people::opens_byline(line) {
            out.extend(people::names(line));
        }
        if !out.is_empty() {
            return out;
        }
    }
    Vec::new()
}

/// The people whose pages are linked to (`href="/authors/ana-lee"`), and the first of the links.
fn linked(dom: &Dom<'_>, near: std::ops::Range<Id>) -> Option<(Id, Vec<String>)> {
    const MOST: usize = 8;
    let mut people = Vec::new();
    let mut first = None;
    for id in near.filter(|id| dom.name(*id) == "a") {
        if dom.raw_attribute(id, "href").is_some_and(leads_to_a_person) {
            push_people(dom, id, &mut people);
            first = first.or((!people.is_empty()).then_some(id));
        }
    }
    people.truncate(MOST);
    first.map(|id| (id, people))
}

fn leads_to_a_person(href: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "author",
        "authors",
        "autor",
        "autores",
        "autoren",
        "auteur",
        "auteurs",
        "autore",
        "contributor",
        "contributors",
        "columnist",
        "columnists",
        "journalist",
        "journalists",
        "people",
        "person",
        "profile",
        "profiles",
        "reporter",
        "reporters",
        "staff",
        "user",
        "users",
        "writer",
        "writers",
        "by",
        "byline",
        "bylines",
        "correspondents",
        "skribent",
        "profil",
        "journalistes",
        "redakteur",
    ];
    let path = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    // The folder, and somebody in it.
    let mut parts = path.rsplit('/');
    let somebody = |slug: &str| {
        slug.len() > 2 && !["login", "logout", "register", "sign", "feed", "edit"].iter().any(|w| slug.starts_with(w))
    };
    parts.next().is_some_and(somebody) && parts.take(2).any(|folder| FOLDERS.contains(&folder))
}
