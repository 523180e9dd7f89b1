//! Which of a page's lines are the story.
//!
//! Every line has a worth: running text is worth its length, words of links and stray labels cost theirs. The story is the
//! element whose lines are worth most together; what the page says of itself (its JSON-LD text, its element names) weighs
//! in. Inside that element the lines that are not the story are dropped.

use std::collections::{HashMap, HashSet};

use super::{
    lines::{self, Line},
    metadata::Known,
    signs,
};
use crate::{
    article::BlockKind,
    loader::{
        dom::{Dom, Id},
        furniture::{self, key},
        labels,
        piece::Piece,
    },
    text::sanitize,
};

/// A story shorter than this (in bytes) was probably not found; elements are then no longer passed over by their names.
const SHORT_STORY: usize = 400;

/// So much text beside a headline makes the element that holds both the story's, or one around it.
const STORY_AROUND: u32 = 200;

/// A paragraph of this many letters is not said twice.
const TWICE: usize = 60;

/// The pieces of a page's story. `taken`: elements that already became something else.
pub(super) fn pieces(dom: &Dom<'_>, known: &Known, taken: &[Id]) -> Vec<Piece> {
    let weights = Weights::of(dom);
    let evidence = Evidence::of(known, dom);
    let size = |pieces: &[Piece]| pieces.iter().map(|p| p.text.len()).sum::<usize>();
    let mut best = Vec::new();
    for strict in [true, false] {
        let pieces = story(dom, known, &weights, taken, &evidence, strict);
        if size(&pieces) > size(&best) * 3 / 2 {
            best = pieces;
        }
        if size(&best) >= SHORT_STORY || best.iter().any(|p| evidence.describes(&key(&p.text))) {
            break;
        }
    }
    match &known.body {
        // The page draws its text with a script; its JSON-LD has it.
        Some(body) if size(&best) * 2 < body.len() => {
            body.split('\n').filter(|p| !p.trim().is_empty()).map(Piece::paragraph).collect()
        }
        _ => best,
    }
}

/// What the page says elsewhere of the story's words.
#[derive(Default)]
struct Evidence {
    /// The letters of its text, from JSON-LD; empty where it gives none.
    body: String,
    /// The first letters of its descriptions: many are the story's first words.
    opening: Vec<String>,
}

impl Evidence {
    fn of(known: &Known, dom: &Dom<'_>) -> Self {
        /// Every line is looked for in the body: so many bytes at most for all of them, which cuts no page that was written.
        const SEARCHED: usize = 1 << 30;
        /// Letters compared; descriptions are cut off somewhere.
        const OPENING: usize = 50;
        let opening = |text: &String| {
            let letters: String = key(text).chars().take(OPENING).collect();
            (letters.chars().count() == OPENING).then_some(letters)
        };
        let reach = SEARCHED / dom.all().end.max(1);
        Self {
            body: known.body.as_deref().map(|body| sanitize::prefix(&key(body), reach).to_owned()).unwrap_or_default(),
            opening: known.descriptions.iter().filter_map(opening).collect(),
        }
    }

    /// Whether the page says nothing.
    fn is_silent(&self) -> bool {
        self.body.is_empty() && self.opening.is_empty()
    }

    /// Whether the story's text holds these letters.
    fn tells(&self, letters: &str) -> bool {
        !self.body.is_empty() && memchr::memmem::find(self.body.as_bytes(), letters.as_bytes()).is_some()
    }

    /// Whether these letters start as a description of the story does.
    fn describes(&self, letters: &str) -> bool {
        self.opening.iter().any(|o| letters.starts_with(o.as_str()))
    }
}

/// The pieces of a letter, which nothing has to be chosen from.
pub(super) fn letter(dom: &Dom<'_>) -> Vec<Piece> {
    let lines = lines::of(dom, 0, &|id| signs::is_concealed(dom, id) || matches!(dom.name(id), "figcaption" | "nav"));
    let kept = select(dom, lines, &Known::default(), &Evidence::default());
    finish(kept)
}

/// All pieces of a feed item's body.
pub(super) fn whole(dom: &Dom<'_>) -> Vec<Piece> {
    let lines = lines::all_of(dom, 0, &|id| signs::is_hidden(dom, id));
    let mut pieces: Vec<Piece> = lines.into_iter().map(|line| headed(line).piece).collect();
    // A heading with nothing under it is the end of the text.
    for last in pieces.iter_mut().rev().take_while(|p| p.heading.is_some()) {
        last.heading = None;
    }
    pieces
}

fn story(
    dom: &Dom<'_>,
    known: &Known,
    weights: &Weights,
    taken: &[Id],
    evidence: &Evidence,
    strict: bool,
) -> Vec<Piece> {
    let skip = skipped(dom, weights, known.headline, taken, strict);
    let mut lines = lines::of(dom, 0, &|id| skip[id]);
    drop_teasers(dom, weights, &mut lines, evidence);
    let container = container(dom, &lines, evidence);
    let container = one_of_several(dom, weights, container, known).unwrap_or(container);
    lines.retain(|l| inside(dom, container, l.node));
    drop_captions(dom, container, &mut lines, evidence);
    let mut kept = select(dom, lines, known, evidence);
    drop_after(dom, container, &mut kept, evidence);
    let first = kept.iter().find(|l| l.piece.heading.is_none()).map_or(dom.all().end, |l| l.node);
    let head = standfirst(dom, first, known, taken);
    let mut pieces = finish(kept);
    if let Some(head) = head
        && !pieces.iter().take(4).any(|p| furniture::same_words(&p.text, &head.text))
    {
        pieces.insert(0, head);
    }
    pieces
}

fn inside(dom: &Dom<'_>, container: Id, node: Id) -> bool {
    node >= container && node < dom.end(container)
}

/// How much running text stands below each element.
struct Weights(Vec<u32>);

impl Weights {
    fn of(dom: &Dom<'_>) -> Self {
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
fn skipped(dom: &Dom<'_>, weights: &Weights, headline: Option<Id>, taken: &[Id], strict: bool) -> Vec<bool> {
    // What holds so much of the page's text is the story whatever it is called.
    const MOST: u64 = 45;
    let mut skip = vec![false; dom.all().end];
    let mut articles: Vec<Id> = Vec::new();
    let parts = parts(dom, weights, MOST);
    // What holds the headline and text besides is the story, or more, whatever it is called.
    let told = |id: Id| headline.is_some_and(|h| inside(dom, id, h) && weights.0[id] >= weights.0[h] + STORY_AROUND);
    let is_furniture = |id: Id| {
        signs::is_furniture(dom, id)
            && !signs::is_story(dom, id)
            && !told(id)
            && !dom.raw_attribute(id, "class").is_some_and(|class| parts.contains(class))
    };
    for id in dom.all().filter(|id| !dom.is_text(*id)) {
        let kind = match dom.name(id) {
            "nav" | "footer" | "aside" | "figcaption" | "form" => true,
            "html" | "body" | "main" => false,
            "header" => strict,
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
                card || strict && is_furniture(id)
            }
            "p" if !strict => false,
            _ => signs::is_hidden(dom, id) || (strict && is_furniture(id)) || signs::is_comments(dom, id) && !told(id),
        };
        skip[id] = kind && weights.percent(id) < MOST;
    }
    for id in taken {
        skip[*id] = true;
    }
    skip
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

/// Drops the words of cards: little text under a headline that is a link.
fn drop_teasers(dom: &Dom<'_>, weights: &Weights, lines: &mut Vec<Line>, evidence: &Evidence) {
    const CARD: u32 = 420;
    let mut cards: Vec<Id> = Vec::new();
    for line in
        lines.iter().filter(|l| is_linked(l) && l.size > 15 && (l.piece.heading.is_some() || l.bold || l.marked_up))
    {
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
fn drop_captions(dom: &Dom<'_>, container: Id, lines: &mut Vec<Line>, evidence: &Evidence) {
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
fn drop_after(dom: &Dom<'_>, container: Id, kept: &mut Vec<Line>, evidence: &Evidence) {
    /// In percent.
    const MOST: usize = 70;
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

/// Elements that hold several paragraphs.
fn is_section(name: &str) -> bool {
    matches!(name, "div" | "article" | "section" | "main" | "body" | "td")
}

/// The element whose lines are worth most together.
fn container(dom: &Dom<'_>, lines: &[Line], evidence: &Evidence) -> Id {
    let mut worth = vec![0_i64; dom.all().end];
    for line in lines {
        worth[line.node] += value(line, evidence);
    }
    for id in dom.all().rev() {
        if let Some(parent) = dom.parent(id) {
            worth[parent] += worth[id];
        }
    }
    let (mut best, mut most) = (0, i64::MIN);
    for id in dom.all().filter(|id| !dom.is_text(*id)) {
        // Of equals the inner one.
        if worth[id] >= most {
            (best, most) = (id, worth[id]);
        }
    }
    // An element inside that is named for the story and holds nearly all of it.
    let end = dom.end(best);
    let named = |id: &Id| {
        !dom.is_text(*id) && worth[*id] * 10 > most * 7 && (signs::is_story(dom, *id) || dom.name(*id) == "article")
    };
    (best..end).filter(named).max_by_key(|id| (worth[*id], *id)).unwrap_or(best)
}

/// The `article` that holds the headline, where others of some length stand beside it: the stories that a page goes on with.
fn one_of_several(dom: &Dom<'_>, weights: &Weights, container: Id, known: &Known) -> Option<Id> {
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
    if linked * 2 > size {
        return -size;
    }
    let sentence = ends_sentence(&line.piece.text);
    match line.piece.kind {
        BlockKind::ListItem if !sentence || size < 60 => -linked + (size - linked) / 8,
        _ if size < 40 && !sentence => -10,
        _ if size < 25 => 0,
        _ if !sentence && !line.marked_up => (size - 2 * linked) / 2,
        _ => size - 2 * linked,
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]“".contains(c));
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';'])
}

/// The publisher's standfirst: a line between the headline and the story that the page's own description repeats, or that
/// is named so.
fn standfirst(dom: &Dom<'_>, first: Id, known: &Known, taken: &[Id]) -> Option<Piece> {
    const NAMES: &[&str] = &[
        "standfirst",
        "subtitle",
        "subheadline",
        "subhead",
        "subheading",
        "dek",
        "deck",
        "lead",
        "lede",
        "teaser",
        "summary",
        "intro",
        "excerpt",
        "ingress",
        "chapo",
        "abstract",
        "description",
        "entradilla",
        "sottotitolo",
        "manchet",
        "strapline",
    ];
    let headline = known.headline?;
    let start = dom.end(headline);
    if first <= start {
        return None;
    }
    let own = key(&dom.words(headline));
    let described: Vec<String> = known.descriptions.iter().map(|d| key(d)).filter(|d| d.len() > 20).collect();
    let skip = |id: Id| {
        signs::is_hidden(dom, id)
            || taken.contains(&id)
            || matches!(dom.name(id), "nav" | "aside" | "figcaption" | "figure" | "ul" | "time")
    };
    // The nearest element that holds both the headline and the story's first line.
    let root =
        std::iter::successors(dom.parent(headline), |id| dom.parent(*id)).find(|id| dom.end(*id) > first).unwrap_or(0);
    for line in lines::of(dom, root, &skip).iter().filter(|l| l.node >= start && l.node < first).take(10) {
        let text = line.piece.text.trim();
        if line.size < 25
            || line.size > 600
            || is_linked(line)
            || furniture::is_boilerplate(text)
            || furniture::is_signature(text)
        {
            continue;
        }
        let text = key(text);
        if !own.is_empty() && text.contains(&own) {
            continue;
        }
        let told = described
            .iter()
            .any(|d| *d == text || (text.len() > 40 && (d.starts_with(&text) || text.starts_with(d.as_str()))));
        let named = std::iter::successors(Some(line.node), |id| dom.parent(*id))
            .take(3)
            .any(|id| signs::has_word(dom, id, NAMES));
        let heads = line.piece.heading == Some(2) && text.len() > 40;
        if told || named || heads {
            return Some(Piece { heading: None, kind: BlockKind::Paragraph, ..line.piece.clone() });
        }
    }
    None
}

/// The lines of the story's element that are the story.
fn select(dom: &Dom<'_>, lines: Vec<Line>, known: &Known, evidence: &Evidence) -> Vec<Line> {
    let title = key(&known.title);
    let total: usize = lines.iter().map(|l| l.size).sum();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut seen = 0;
    let mut begun = false;
    let mut long: HashSet<String> = HashSet::new();
    for line in lines {
        seen += line.size;
        let text = key(&line.piece.text);
        // A paragraph that stands twice was laid out once for each width of screen.
        if line.size >= TWICE && !long.insert(text.clone()) {
            continue;
        }
        let told = text.len() > 25 && evidence.tells(&text) && !is_linked(&line);
        let says_title = !title.is_empty()
            && (text == title
                || (!begun && line.piece.heading.is_some() && (text.ends_with(&title) || title.ends_with(&text))));
        if says_title
            || Some(line.node) == known.headline
            || (dom.name(line.node) == "h1" && !begun)
            || furniture::is_boilerplate(line.piece.text.trim())
            || (!told && is_stray(&line))
        {
            continue;
        }
        let last_part = seen * 10 > total * 6;
        if (line.piece.heading.is_some() || line.bold || line.size < 30)
            && last_part
            && furniture::ends_story(&line.piece.text)
        {
            break;
        }
        begun |= line.piece.heading.is_none();
        kept.push(line);
    }
    // What stands last and says who wrote it.
    while kept.last().is_some_and(|l| l.size < 400 && furniture::is_author_note(l.piece.text.trim(), &known.authors)) {
        kept.pop();
    }
    kept
}

/// Lines as pieces: bold lines of their own become headings, headings with nothing under them go.
fn finish(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(lines.len());
    pieces.extend(lines.into_iter().map(|line| headed(line).piece));
    while pieces.last().is_some_and(|p| p.heading.is_some()) {
        pieces.pop();
    }
    pieces
}

/// A line with its heading, where it is one by its type.
fn headed(mut line: Line) -> Line {
    let heads = line.piece.kind == BlockKind::Paragraph && line.bold && line.size < 80;
    let heads = heads && !ends_sentence(&line.piece.text);
    if line.piece.heading.is_none() && (heads || labels::is_section_head(&line.piece.text)) {
        line.piece.heading = Some(3);
    }
    line
}

/// Nearly all of its words are links.
fn is_linked(line: &Line) -> bool {
    line.linked * 10 > line.size * 7
}

/// A line that stands among the story's and is none of it.
fn is_stray(line: &Line) -> bool {
    let text = line.piece.text.trim();
    let sentence = ends_sentence(text);
    // Markup that a broken page shows as text.
    if is_linked(line) || text.contains("</") || text.contains("{{") {
        return true;
    }
    if line.piece.heading.is_some() {
        return false;
    }
    let short = line.size < 100 && !sentence;
    (short && line.italic && line.piece.kind == BlockKind::Paragraph)
        // Who said what is quoted, and when, belongs to the quotation.
        || (short && line.piece.kind != BlockKind::Quote && furniture::is_signature(text))
        || (!line.marked_up && !line.table && line.size < 30 && !sentence)
}
