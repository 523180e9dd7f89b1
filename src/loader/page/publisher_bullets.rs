//! The publisher's bullets, looked for on the whole tree, because what picks out the story tends to lose them.

use crate::{
    article::PublisherBullets,
    loader::{
        bullets::trim_label,
        dom::{Dom, Id},
        labels,
    },
};

/// The most nodes between a label and its list.
const NEAR: usize = 24;

/// The bullets under the first label that a list stands right under, and the nodes that hold label and list.
pub(super) fn find(dom: &Dom<'_>) -> Option<(PublisherBullets, Vec<Id>)> {
    for id in dom.all().filter(|id| dom.is_text(*id)) {
        let text = dom.text(id);
        if !labels::names_bullets(text.trim()) {
            continue;
        }
        let label = holder(dom, id, text.trim());
        if super::signs::is_hidden(dom, label) || in_link(dom, id) {
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
