//! Which element of a page holds its story.

use std::collections::{HashMap, HashSet};

use super::{
    super::{lines::Line, metadata::Known, signs},
    Evidence, ends_sentence, inside,
};
use crate::{
    article::BlockKind,
    loader::{
        boilerplate::{self, key},
        dom::{Dom, Id, is_block},
    },
};

/// So much text beside a headline makes the element that holds both the story's, or one around it.
const STORY_AROUND: u32 = 200;

/// How much running text stands below each element.
pub(super) struct Weights(pub(super) Vec<u32>);

impl Weights {
    pub(super) fn of(dom: &Dom<'_>) -> Self {
        let mut weights = vec![0_u32; dom.all().end];
        for id in dom.all().filter(|id| dom.is_text(*id)) {
            let text = dom.raw_text(id).trim();
            // Short texts are labels, however many there are of them.
            let silent =
                |p| matches!(dom.name(p), "script" | "style" | "a" | "noscript" | "option" | "button" | "template");
            if text.len() >= 40 && !dom.parent(id).is_some_and(silent) {
                weights[id] = u32::try_from(text.len()).unwrap_or(u32::MAX);
            }
        }
        // Parents come before their children.
        for id in dom.all().rev() {
            if let Some(parent) = dom.parent(id) {
                weights[parent] = weights[parent].saturating_add(weights[id]);
            }
        }
        Self(weights)
    }

    /// Its share of the page's running text, in percent.
    fn percent(&self, id: Id) -> u64 {
        u64::from(self.0[id]) * 100 / u64::from(self.0[0].max(1))
    }
}

/// The elements that are not the story by what they are or are called.
pub(super) fn skipped(dom: &Dom<'_>, weights: &Weights, headline: Option<Id>, taken: &[Id], strict: bool) -> Vec<bool> {
    // What holds so much of the page's text is the story whatever it is called.
    const MOST: u64 = 45;
    // So much is the story even in the footer of an article: a transcript under a video.
    const NEARLY_ALL: u64 = 70;
    let mut skip = vec![false; dom.all().end];
    let mut articles: Vec<Id> = Vec::new();
    let parts = parts(dom, weights, MOST);
    // What holds the headline and text besides is the story, or more, whatever it is called.
    let told = |id: Id| headline.is_some_and(|h| inside(dom, id, h) && weights.0[id] >= weights.0[h] + STORY_AROUND);
    let is_boilerplate = |id: Id| {
        signs::is_boilerplate(dom, id)
            && !signs::is_story(dom, id)
            && !told(id)
            && !dom.raw_attribute(id, "class").is_some_and(|class| parts.contains(class))
    };
    for id in dom.all().filter(|id| !dom.is_text(*id)) {
        let dialog = weights.0[id] > 0 && signs::is_dialog(dom, id);
        let never = headline.is_some() && (dialog || matches!(dom.name(id), "nav" | "footer" | "aside"));
        let kind = match dom.name(id) {
            "nav" | "footer" | "aside" | "figcaption" | "form" => true,
            _ if dialog => !told(id),
            "html" | "body" | "main" => false,
            "header" => strict && !heads_part(dom, id),
            "figure" => {
                dom.below(id).any(|n| matches!(dom.name(n), "img" | "picture" | "video" | "iframe" | "amp-img"))
            }
            "article" => {
                while articles.last().is_some_and(|outer| !inside(dom, *outer, id)) {
                    articles.pop();
                }
                // An article in an article is a card that leads to another one, unless it is a part of a whole.
                let card =
                    articles.last().is_some_and(|outer| weights.0[id] < 400 && weights.0[*outer] > 4 * weights.0[id]);
                articles.push(id);
                card || strict && is_boilerplate(id)
            }
            "p" if !strict => false,
            _ => {
                let comments = || signs::is_comments(dom, id);
                let shown = || weights.0[id] >= STORY_AROUND && signs::is_shown(dom, id);
                let opens = || weights.0[id] > 0 && signs::is_panel(dom, id);
                signs::is_hidden(dom, id) && !shown() && !opens()
                    || match strict && is_boilerplate(id) {
                        // The heading of the comments says where the story ends.
                        true => weights.0[id] > 0 || !is_block(dom.name(id)) || !comments(),
                        false => weights.0[id] > 0 && comments() && !told(id),
                    }
            }
        };
        let share = weights.percent(id);
        skip[id] = kind && (share < MOST || never && !(share >= NEARLY_ALL && in_article(dom, id)) && !told(id));
    }
    for id in taken {
        skip[*id] = true;
    }
    skip
}

fn in_article(dom: &Dom<'_>, id: Id) -> bool {
    std::iter::successors(dom.parent(id), |id| dom.parent(*id)).take(8).any(|id| dom.name(id) == "article")
}

/// Whether a `header` has a sub-heading and nothing else: it opens a part of the story.
fn heads_part(dom: &Dom<'_>, id: Id) -> bool {
    let mut heads = 0;
    dom.below(id).take(8).all(|n| match dom.name(n) {
        "h2" | "h3" | "h4" => {
            heads += 1;
            true
        }
        name => name.is_empty() || matches!(name, "span" | "b" | "strong" | "em" | "br"),
    }) && heads == 1
}

/// The classes that are called parts and hold together as much of the page's text as the story does.
fn parts<'t>(dom: &Dom<'t>, weights: &Weights, most: u64) -> HashSet<&'t str> {
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    for id in dom.all().filter(|id| !dom.is_text(*id) && weights.0[*id] > 0) {
        if let Some(class) = dom.raw_attribute(id, "class").filter(|_| signs::is_part(dom, id)) {
            *sizes.entry(class).or_default() += u64::from(weights.0[id]);
        }
    }
    let whole = u64::from(weights.0[0].max(1));
    sizes.into_iter().filter(|(_, size)| size * 100 / whole >= most).map(|(class, _)| class).collect()
}

/// The element whose lines are worth most together.
pub(super) fn container(dom: &Dom<'_>, lines: &[Line], evidence: &Evidence) -> Id {
    /// The most that one element's links take from what is around it: they are dropped from the story, and cost it nothing.
    const BOX: i64 = 200;
    let mut worth = vec![0_i64; dom.all().end];
    for line in lines {
        worth[line.node] += value(line, evidence);
    }
    for id in dom.all().rev() {
        if let Some(parent) = dom.parent(id) {
            worth[parent] += worth[id].max(-BOX);
        }
    }
    let (mut best, mut most) = (0, i64::MIN);
    // A paragraph or a list is part of a story.
    let part =
        |name: &str| matches!(name, "p" | "li" | "dd" | "dt" | "ul" | "ol" | "dl" | "blockquote" | "tr" | "table");
    let holds = |id: &Id| !dom.is_text(*id) && !part(dom.name(*id));
    for id in dom.all().filter(holds) {
        // Of equals the inner one.
        if worth[id] >= most {
            (best, most) = (id, worth[id]);
        }
    }
    narrowed(dom, &worth, best)
}

/// The element inside the one of most worth that is named for the story: it holds nearly all of it, or it is the only one so
/// named, beside columns of what the page leads to.
fn narrowed(dom: &Dom<'_>, worth: &[i64], best: Id) -> Id {
    /// What is named for the story and holds less is not all of it.
    const SHORT: i64 = 600;
    let most = worth[best];
    let named = |id: &Id| {
        !dom.is_text(*id) && worth[*id] * 10 > most * 7 && (signs::is_story(dom, *id) || dom.name(*id) == "article")
    };
    let whole =
        |id: &Id| !dom.is_text(*id) && worth[*id] > 0 && (signs::is_story(dom, *id) || signs::is_main(dom, *id));
    let nearly_all = (best..dom.end(best)).filter(named).max_by_key(|id| (worth[*id], *id));
    let mut story = nearly_all.unwrap_or(best);
    loop {
        let mut inner = (story + 1..dom.end(story)).filter(whole);
        let Some(next) = inner.next() else { return story };
        let alone = inner.all(|id| inside(dom, next, id));
        if !alone || worth[next] < SHORT || worth[next] * 10 < most * 4 {
            return story;
        }
        story = next;
    }
}

/// The `article` that holds the headline, where others of some length stand beside it: the stories that a page goes on with.
pub(super) fn one_of_several(dom: &Dom<'_>, weights: &Weights, container: Id, known: &Known) -> Option<Id> {
    const STORY: u32 = 400;
    let headline = known.headline?;
    let is_story = |id: &Id| dom.name(*id) == "article" && weights.0[*id] >= STORY;
    let own = std::iter::successors(dom.parent(headline), |id| dom.parent(*id))
        .take_while(|id| *id > container)
        .filter(is_story)
        .last()?;
    let others =
        (container..dom.end(container)).filter(is_story).any(|id| !inside(dom, own, id) && !inside(dom, id, own));
    (inside(dom, container, headline) && others).then_some(own)
}

/// What a line adds to the element that holds it.
fn value(line: &Line, evidence: &Evidence) -> i64 {
    let size = i64::try_from(line.size).unwrap_or(i64::MAX / 4);
    let linked = i64::try_from(line.linked).unwrap_or(size);
    if line.piece.heading.is_some() {
        return if linked * 2 > size { -size } else { 0 };
    }
    if line.size > 25 && !evidence.is_silent() {
        let letters = key(&line.piece.text);
        if evidence.tells(&letters) || evidence.describes(&letters) {
            return size * 3;
        }
    }
    if boilerplate::is_imprint(&line.piece.text) {
        return if size < 100 { 0 } else { -size };
    }
    if linked * 2 > size || boilerplate::is_message_of_software(line.piece.text.trim()) {
        return -size;
    }
    let sentence = ends_sentence(&line.piece.text);
    match line.piece.kind {
        BlockKind::Code => size / 4,
        BlockKind::ListItem if size < 60 => -linked + (size - linked) / 8,
        BlockKind::ListItem if !sentence => (size - 2 * linked) / 4,
        _ if size < 40 && !sentence => -10,
        _ if size < 25 => 0,
        _ if !sentence && !line.marked_up => (size - 2 * linked) / 2,
        _ => size - 2 * linked,
    }
}
