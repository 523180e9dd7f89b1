//! Which lines of the story's element are the story.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    super::{lines::Line, metadata::Known},
    Evidence,
    container::Weights,
    ends_sentence, inside, is_linked, is_section,
};
use crate::{
    article::BlockKind,
    loader::{
        boilerplate::{self, key},
        dom::{Dom, Id},
    },
};

/// A paragraph of this many letters is not said twice.
const TWICE: usize = 60;

/// Drops the words of cards: little text under a headline that is a link.
pub(super) fn drop_teasers(
    dom: &Dom<'_>,
    weights: &Weights,
    lines: &mut Vec<Line>,
    known: &Known,
    evidence: &Evidence,
) {
    const CARD: u32 = 420;
    let site = known.url.as_deref().and_then(site);
    let mut cards: Vec<Id> = Vec::new();
    let heads = |l: &&Line| is_linked(l) && l.size > 15 && (l.piece.heading.is_some() || l.bold || l.marked_up);
    for line in lines.iter().filter(heads).filter(|l| !leads_away(l, site.as_deref())) {
        // The outermost element around the headline that is still a card.
        let around = std::iter::successors(dom.parent(line.node), |id| dom.parent(*id));
        let card = around
            .take(5)
            .take_while(|id| weights.0[*id] <= CARD && !matches!(dom.name(*id), "body" | "article" | "main" | "ul"))
            .last();
        cards.extend(card.filter(|id| line.piece.heading.is_some() || line.bold || dom.name(*id) == "li"));
    }
    if cards.is_empty() {
        return;
    }
    cards.sort_unstable();
    lines.retain(|l| {
        let told = evidence.tells(&key(&l.piece.text));
        let at = cards.partition_point(|c| *c <= l.node);
        told || is_linked(l) || !cards[..at].iter().rev().take(3).any(|c| inside(dom, *c, l.node))
    });
}

/// Drops short lines that stand alone beside a picture.
pub(super) fn drop_captions(dom: &Dom<'_>, container: Id, lines: &mut Vec<Line>, evidence: &Evidence) {
    let mut size = vec![0_usize; dom.all().end];
    for line in lines.iter() {
        for id in std::iter::successors(Some(line.node), |id| dom.parent(*id)).take(5) {
            size[id] += line.size;
        }
    }
    lines.retain(|line| {
        let text = line.piece.text.trim();
        if line.piece.heading.is_some() || line.size > 200 || (ends_sentence(text) && line.size > 90) {
            return true;
        }
        let around = std::iter::successors(Some(line.node), |id| dom.parent(*id).filter(|p| *p > container)).take(6);
        let alone = around.take_while(|id| size[*id] == line.size).last();
        evidence.describes(&key(text))
            || !alone
                .is_some_and(|id| dom.below(id).take(60).any(|n| matches!(dom.name(n), "img" | "picture" | "amp-img")))
    });
}

/// Drops what follows the innermost element that holds most of the story: sign-ups, other stories, notes on the author.
pub(super) fn drop_after(dom: &Dom<'_>, container: Id, kept: &mut Vec<Line>, evidence: &Evidence) {
    /// In percent.
    const MOST: usize = 60;
    let total: usize = kept.iter().map(|l| l.size).sum();
    let mut sizes: HashMap<Id, usize> = HashMap::new();
    for line in kept.iter() {
        for id in std::iter::successors(Some(line.node), |id| dom.parent(*id).filter(|p| *p >= container)) {
            *sizes.entry(id).or_default() += line.size;
        }
    }
    let holds = |(id, size): (&Id, &usize)| (size * 100 >= total * MOST && is_section(dom.name(*id))).then_some(*id);
    let Some(inner) = sizes.iter().filter_map(holds).max() else { return };
    let end = dom.end(inner);
    // A story may go on in elements like the one before.
    let goes_on = |node: Id| {
        let outer = std::iter::successors(Some(node), |id| dom.parent(*id));
        let apart = outer.take_while(|id| !inside(dom, *id, inner)).last()?;
        let within = std::iter::successors(Some(inner), |id| dom.parent(*id));
        let like = within.take_while(|id| !inside(dom, *id, apart)).last()?;
        let called = |id: Id| (dom.name(id), dom.raw_attribute(id, "class"));
        Some(is_section(dom.name(apart)) && called(apart) == called(like))
    };
    kept.retain(|line| {
        line.node < end || goes_on(line.node).unwrap_or_default() || evidence.tells(&key(&line.piece.text))
    });
}

/// Drops what stands last in boxes that the story's own paragraphs do not stand in: offers, sign-ups, what to read next.
pub(super) fn drop_last_boxes(dom: &Dom<'_>, container: Id, kept: &mut Vec<Line>, evidence: &Evidence) {
    /// A way of standing in the page that so much of the text shares, in percent, is the story's.
    const SHARED: usize = 20;
    /// The story's ways together hold at least so much, or paragraphs have no way in common.
    const TOGETHER: usize = 60;
    let total: usize = kept.iter().map(|l| l.size).sum();
    let boxes: Vec<u64> = kept.iter().map(|line| boxes_around(dom, container, line.node)).collect();
    let mut sizes: HashMap<u64, usize> = HashMap::new();
    for (line, around) in kept.iter().zip(&boxes) {
        *sizes.entry(*around).or_default() += line.size;
    }
    let own = |around: &u64| sizes[around] * 100 >= total * SHARED;
    let together: usize = sizes.iter().filter(|(around, _)| own(around)).map(|(_, size)| size).sum();
    if together * 100 < total * TOGETHER {
        return;
    }
    let ends = |(line, around): (&Line, &u64)| {
        own(around) || line.size >= 250 && line.marked_up && line.linked == 0 || evidence.tells(&key(&line.piece.text))
    };
    let end = kept.iter().zip(&boxes).rposition(ends).map_or(0, |at| at + 1);
    kept.truncate(end);
}

/// The elements between a line and the story's that hold several paragraphs, by name and class (without its numbers), as a
/// hash.
fn boxes_around(dom: &Dom<'_>, container: Id, node: Id) -> u64 {
    /// So many elements tell one way of standing from another, and so many bytes of their classes.
    const MOST: usize = 12;
    const LONGEST: usize = 80;
    let around = std::iter::successors(Some(node), |id| dom.parent(*id)).take_while(|id| *id > container);
    let mut hasher = DefaultHasher::new();
    for id in around.filter(|id| is_section(dom.name(*id)) || dom.name(*id) == "aside").take(MOST) {
        dom.name(id).hash(&mut hasher);
        let class = dom.raw_attribute(id, "class").unwrap_or_default();
        class.bytes().take(LONGEST).filter(|b| !b.is_ascii_digit()).for_each(|b| hasher.write_u8(b));
    }
    hasher.finish()
}

/// The lines of the story's element that are the story.
pub(super) fn select(dom: &Dom<'_>, lines: Vec<Line>, known: &Known, evidence: &Evidence) -> Vec<Line> {
    /// What stands before the readers' comments is no shorter.
    const STORY_BEFORE: usize = 300;
    let title = key(&known.title);
    let total: usize = lines.iter().map(|l| l.size).sum();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut seen = 0;
    let mut told_so_far = 0;
    let mut begun = false;
    let mut long: HashSet<String> = HashSet::new();
    let text_beside = TextBeside::of(dom, &lines);
    let site = known.url.as_deref().and_then(site);
    for line in lines {
        seen += line.size;
        if line.piece.kind == BlockKind::Code {
            kept.push(line);
            continue;
        }
        let text = key(&line.piece.text);
        // A paragraph that stands twice was laid out once for each width of screen.
        if line.size >= TWICE && !long.insert(text.clone()) {
            continue;
        }
        let last_part = seen * 10 > total * 6;
        let goes_on = || text_beside.goes_on(dom, kept.last(), &line);
        if (last_part && line.piece.heading.is_some() || told_so_far >= STORY_BEFORE && !goes_on())
            && is_label(&line)
            && opens_comments(dom, &line)
        {
            break;
        }
        let told = text.len() > 25 && evidence.tells(&text) && !is_linked(&line);
        let says_title = !title.is_empty()
            && (text == title
                || (!begun && line.piece.heading.is_some() && (text.ends_with(&title) || title.ends_with(&text))));
        if says_title
            || Some(line.node) == known.headline
            || (dom.name(line.node) == "h1" && !begun)
            || boilerplate::is_boilerplate(line.piece.text.trim())
            || (!told && is_stray(&line, text_beside.holds(dom, &line) || leads_away(&line, site.as_deref())))
        {
            continue;
        }
        if last_part && is_label(&line) && boilerplate::ends_story(&line.piece.text) {
            break;
        }
        begun |= line.piece.heading.is_none();
        told_so_far += line.size;
        kept.push(line);
    }
    while kept.last().is_some_and(|l| l.size < 400 && is_last_note(l, known, evidence)) {
        kept.pop();
    }
    kept
}

/// Whether a heading is a link to another site: it is what the text speaks of, and no other story of this one.
pub(super) fn leads_away(line: &Line, own: Option<&str>) -> bool {
    let Some(own) = own.filter(|_| line.piece.heading.is_some()) else {
        return false;
    };
    let mut links = line.piece.links.iter().filter_map(|(_, url)| site(url)).peekable();
    links.peek().is_some() && links.all(|site| site != own)
}

/// The last two parts of an address's host.
pub(super) fn site(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let mut parts = host.rsplit('.');
    let (end, name) = (parts.next()?, parts.next()?);
    Some(format!("{name}.{end}").to_ascii_lowercase())
}

/// Whether a line may head a part of the page.
fn is_label(line: &Line) -> bool {
    line.piece.heading.is_some() || line.bold || line.size < 30
}

/// Whether a line opens what readers say of the story; a link only counts them, and a table has columns for them.
fn opens_comments(dom: &Dom<'_>, line: &Line) -> bool {
    let in_table = line.table || dom.parent(line.node).is_some_and(|id| matches!(dom.name(id), "td" | "th"));
    let link = line.piece.heading.is_none() && is_linked(line);
    !in_table && !link && boilerplate::opens_comments(&line.piece.text)
}

/// Whether a line that stands last says who wrote the story, asks for something, or opens what is not there.
fn is_last_note(line: &Line, known: &Known, evidence: &Evidence) -> bool {
    let text = line.piece.text.trim();
    boilerplate::is_author_note(text, &known.authors) || boilerplate::asks_reader(text) && !evidence.tells(&key(text))
}

/// How much text, and how much of it in links, stands directly in each element of a story.
struct TextBeside {
    shares: HashMap<Id, (usize, usize)>,
    /// The last of its paragraphs.
    ends: HashMap<Id, Id>,
    total: usize,
}

impl TextBeside {
    fn of(dom: &Dom<'_>, lines: &[Line]) -> Self {
        /// A line of so many letters is more than a label.
        const PARAGRAPH: usize = 60;
        let mut shares: HashMap<Id, (usize, usize)> = HashMap::new();
        let mut ends = HashMap::new();
        let mut total = 0;
        for line in lines.iter().filter(|l| l.piece.heading.is_none()) {
            let around = dom.parent(line.node).unwrap_or(0);
            let share = shares.entry(around).or_default();
            *share = (share.0 + line.size, share.1 + line.linked);
            total += line.size;
            if line.size >= PARAGRAPH {
                ends.insert(around, line.node);
            }
        }
        Self { shares, ends, total }
    }

    /// Whether more paragraphs stand behind a line in the element of the one before it.
    fn goes_on(&self, dom: &Dom<'_>, last: Option<&Line>, line: &Line) -> bool {
        let end = last.and_then(|last| dom.parent(last.node)).and_then(|around| self.ends.get(&around));
        end.is_some_and(|end| *end > line.node)
    }

    /// Whether a link is one of the story's own: an item of a list that is not made of links, a sub-heading right among the
    /// paragraphs.
    fn holds(&self, dom: &Dom<'_>, line: &Line) -> bool {
        let Some((size, linked)) = dom.parent(line.node).and_then(|id| self.shares.get(&id)) else { return false };
        let text = linked * 10 <= size * 6;
        match line.piece.heading {
            Some(_) => text && size * 10 > self.total * 3,
            None => text && line.piece.kind == BlockKind::ListItem && dom.name(line.node) == "li",
        }
    }
}

/// A line that stands among the story's and is none of it. `beside`: its links are the story's.
fn is_stray(line: &Line, beside: bool) -> bool {
    let text = line.piece.text.trim();
    let sentence = ends_sentence(text);
    // Markup that a broken page shows as text.
    if is_linked(line) && !beside || text.contains("</") || text.contains("{{") {
        return true;
    }
    if line.piece.heading.is_some() || beside {
        return false;
    }
    let short = line.size < 100 && !sentence;
    (short && line.italic && line.piece.kind == BlockKind::Paragraph)
        // Who said what is quoted, and when, belongs to the quotation.
        || (short && line.piece.kind != BlockKind::Quote && boilerplate::is_signature(text))
        || (!line.marked_up && !line.table && line.size < 30 && !sentence)
}
