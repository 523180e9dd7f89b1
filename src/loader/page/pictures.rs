//! The pictures that stand between a page's lines.

use super::{lines::Line, signs};
use crate::loader::{
    dom::{Dom, Id},
    draft_block::RawPicture,
};

/// A picture declared to be smaller than this, in pixels, counts readers or is an ornament.
const SMALLEST: u32 = 48;

/// Gives each line the pictures that stand before it, of those inside the element that holds the lines.
pub(super) fn place(dom: &Dom<'_>, container: Id, skip: &dyn Fn(Id) -> bool, lines: &mut [Line]) {
    let mut at = 0;
    for id in dom.below(container).filter(|id| matches!(dom.name(*id), "img" | "amp-img")) {
        while lines.get(at).is_some_and(|line| line.node < id) {
            at += 1;
        }
        let Some(line) = lines.get_mut(at) else { break };
        if is_of_the_story(dom, container, id, skip) {
            line.piece.pictures.extend(picture(dom, id));
        }
    }
}

/// No element around it is passed over, but for the figure, which is passed over for its words.
fn is_of_the_story(dom: &Dom<'_>, container: Id, id: Id, skip: &dyn Fn(Id) -> bool) -> bool {
    std::iter::successors(Some(id), |id| dom.parent(*id).filter(|p| *p > container))
        .all(|id| dom.name(id) == "figure" || !skip(id) && !signs::is_concealed(dom, id))
}

/// The picture of an element; none where it has no address or is tiny. A page that loads its pictures late has them in
/// attributes of its own.
fn picture(dom: &Dom<'_>, id: Id) -> Option<RawPicture> {
    let tiny =
        |name| dom.raw_attribute(id, name).and_then(|n| n.trim().parse::<u32>().ok()).is_some_and(|n| n < SMALLEST);
    if tiny("width") || tiny("height") {
        return None;
    }
    let given = |name: &str| dom.attribute(id, name).map(|a| a.trim().to_owned());
    let is_address = |url: &String| !url.is_empty() && !url.starts_with("data:");
    let first_of_set = |set: String| set.split_whitespace().next().map(|u| u.trim_end_matches(',').to_owned());
    let url = ["src", "data-src", "data-lazy-src", "data-original"].into_iter().filter_map(given).find(is_address);
    let set = || ["srcset", "data-srcset"].into_iter().filter_map(given).filter_map(first_of_set).find(is_address);
    Some(RawPicture { url: url.or_else(set)?, alt: given("alt").unwrap_or_default() })
}
