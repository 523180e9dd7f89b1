//! The publisher's bullets, looked for on the whole tree, because what picks out the story tends to lose them.

use super::signs;
use crate::{
    article::PublisherBullets,
    loader::{
        bullets::{tell, trim_label},
        dom::{Dom, Id},
        labels,
    },
};

/// The most nodes between a label and its list.
const NEAR: usize = 24;

/// The most nodes between a headline and a list without a label.
const BELOW_HEADLINE: usize = 400;

/// The publisher's bullets and the nodes that hold them: the first list right under a label, or one between the headline and
/// the story.
pub(super) fn find(dom: &Dom<'_>, headline: Option<Id>) -> Option<(PublisherBullets, Vec<Id>)> {
    labelled(dom).or_else(|| unlabelled(dom, headline?))
}

/// The first list behind the headline, with no running text between the two.
fn unlabelled(dom: &Dom<'_>, headline: Id) -> Option<(PublisherBullets, Vec<Id>)> {
    let start = dom.end(headline);
    let mut past = start;
    for id in start..dom.all().end.min(start + BELOW_HEADLINE) {
        if id < past {
            continue;
        }
        // Running text, or a line that leads in a list of the story's own.
        let text = if dom.is_text(id) { dom.raw_text(id).trim() } else { "" };
        if text.len() > 120 || (text.len() > 20 && text.ends_with(':')) {
            return None;
        }
        if matches!(dom.name(id), "script" | "style" | "nav" | "aside" | "form" | "noscript" | "figure" | "template") {
            past = dom.end(id);
        }
        if dom.name(id) != "ul" {
            continue;
        }
        past = dom.end(id);
        let around = std::iter::successors(Some(id), |id| dom.parent(*id)).take(5);
        let aside = around
            .take_while(|id| !matches!(dom.name(*id), "article" | "main" | "body"))
            .any(|id| signs::is_hidden(dom, id) || signs::is_boilerplate(dom, id));
        let links = dom.below(id).filter(|n| dom.name(*n) == "a").count();
        let items: Vec<String> =
            dom.children(id).filter(|c| dom.name(*c) == "li").map(|c| dom.words(c)).filter(|t| !t.is_empty()).collect();
        if !aside && links * 2 < items.len() && tell(items.iter().map(String::as_str)) {
            return Some((PublisherBullets { label: String::new(), items }, vec![id]));
        }
    }
    None
}

fn labelled(dom: &Dom<'_>) -> Option<(PublisherBullets, Vec<Id>)> {
    // A page has few labels; one made of labels is not read for each of them.
    let mut tries = 40;
    for id in dom.all().filter(|id| dom.is_text(*id)) {
        let text = dom.text(id);
        if !labels::names_bullets(text.trim()) {
            continue;
        }
        if tries == 0 {
            return None;
        }
        tries -= 1;
        let label = holder(dom, id, text.trim());
        if signs::is_hidden(dom, label) || in_link(dom, id) {
            continue;
        }
        if let Some((list, items)) = list_after(dom, label) {
            return Some((PublisherBullets { label: trim_label(&text), items }, vec![label, list]));
        }
    }
    None
}

/// The outermost element that holds nothing but the label.
fn holder(dom: &Dom<'_>, text: Id, label: &str) -> Id {
    let mut id = text;
    while let Some(parent) = dom.parent(id) {
        let alone = dom
            .below(parent)
            .filter(|n| dom.is_text(*n))
            .take(NEAR)
            .all(|n| n == text || dom.raw_text(n).trim().is_empty() || label.contains(dom.text(n).trim()));
        if !alone || parent == 0 {
            break;
        }
        id = parent;
    }
    id
}

fn in_link(dom: &Dom<'_>, id: Id) -> bool {
    std::iter::successors(Some(id), |id| dom.parent(*id))
        .take(6)
        .any(|id| matches!(dom.name(id), "a" | "button" | "nav"))
}

/// The list that follows a label with no running text between: the list element and its items.
fn list_after(dom: &Dom<'_>, label: Id) -> Option<(Id, Vec<String>)> {
    let start = dom.end(label);
    for id in (start..dom.all().end).take(NEAR) {
        if dom.is_text(id) {
            if dom.raw_text(id).trim().is_empty()
                || dom.parent(id).is_some_and(|p| matches!(dom.name(p), "script" | "style" | "button"))
            {
                continue;
            }
            return None;
        }
        if matches!(dom.name(id), "ul" | "ol") {
            let items: Vec<String> = dom
                .children(id)
                .filter(|c| dom.name(*c) == "li")
                .map(|c| dom.words(c))
                .filter(|t| !t.is_empty())
                .collect();
            let linked = dom.below(id).filter(|n| dom.name(*n) == "a").map(|a| dom.words(a).len()).sum::<usize>();
            let total: usize = items.iter().map(String::len).sum();
            let sentences = items.iter().filter(|i| i.split(' ').count() > 3).count();
            let good = sentences * 2 > items.len() && linked * 2 < total && items.len() <= 12;
            return (good && (items.len() > 1 || total > 40)).then_some((id, items));
        }
        if matches!(dom.name(id), "h1" | "h2" | "h3" | "article" | "table") {
            return None;
        }
    }
    None
}
