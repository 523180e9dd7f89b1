//! Which of a page's lines are the story.
//!
//! Every line has a worth: running text is worth its length, words of links and stray labels cost theirs. The story is the
//! element whose lines are worth most together; what the page says of itself (its JSON-LD text, its element names) weighs
//! in. Inside that element the lines that are not the story are dropped.

mod container;
mod selection;

use self::{
    container::{Weights, container, one_of_several, skipped},
    selection::{drop_after, drop_captions, drop_last_boxes, drop_teasers, select},
};
use super::{
    lines::{self, Line},
    metadata::Known,
    pictures, signs,
};
use crate::{
    article::BlockKind,
    loader::{
        boilerplate::{self, key},
        dom::{Dom, Id},
        draft_block::DraftBlock,
        labels,
    },
    text::sanitize,
};

/// A story shorter than this (in bytes) was probably not found; elements are then no longer passed over by their names.
const SHORT_STORY: usize = 400;

/// The pieces of a page's story. `taken`: elements that already became something else.
pub(super) fn pieces(dom: &Dom<'_>, known: &Known, taken: &[Id]) -> Vec<DraftBlock> {
    let weights = Weights::of(dom);
    let evidence = Evidence::of(known, dom);
    let size = |pieces: &[DraftBlock]| pieces.iter().map(|p| p.text.len()).sum::<usize>();
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
            body.split('\n').filter(|p| !p.trim().is_empty()).map(DraftBlock::paragraph).collect()
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
pub(super) fn letter(dom: &Dom<'_>) -> Vec<DraftBlock> {
    let lines = lines::of(dom, 0, &|id| signs::is_concealed(dom, id) || matches!(dom.name(id), "figcaption" | "nav"));
    let kept = select(dom, lines, &Known::default(), &Evidence::default());
    finish(kept)
}

/// All pieces of a feed item's body.
pub(super) fn whole(dom: &Dom<'_>) -> Vec<DraftBlock> {
    let mut lines = lines::all_of(dom, 0, &|id| signs::is_hidden(dom, id));
    pictures::place(dom, 0, &|_| false, &mut lines);
    let mut pieces: Vec<DraftBlock> = lines.into_iter().map(|line| headed(line).piece).collect();
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
) -> Vec<DraftBlock> {
    let skip = skipped(dom, weights, known.headline, taken, strict);
    let mut lines = lines::of(dom, 0, &|id| skip[id]);
    drop_teasers(dom, weights, &mut lines, known, evidence);
    let container = container(dom, &lines, evidence);
    let container = one_of_several(dom, weights, container, known).unwrap_or(container);
    lines.retain(|l| inside(dom, container, l.node));
    drop_captions(dom, container, &mut lines, evidence);
    let mut kept = select(dom, lines, known, evidence);
    drop_after(dom, container, &mut kept, evidence);
    drop_last_boxes(dom, container, &mut kept, evidence);
    pictures::place(dom, container, &|id| skip[id], &mut kept);
    let first = kept.iter().find(|l| l.piece.heading.is_none()).map_or(dom.all().end, |l| l.node);
    let head = standfirst(dom, first, known, taken);
    let mut pieces = finish(kept);
    if let Some(head) = head
        && !pieces.iter().take(4).any(|p| boilerplate::same_words(&p.text, &head.text))
    {
        pieces.insert(0, head);
    }
    pieces
}

fn inside(dom: &Dom<'_>, container: Id, node: Id) -> bool {
    node >= container && node < dom.end(container)
}

/// Elements that hold several paragraphs.
fn is_section(name: &str) -> bool {
    matches!(name, "div" | "article" | "section" | "main" | "body" | "td")
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]“".contains(c));
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';'])
}

/// The publisher's standfirst: a line between the headline and the story that the page's own description repeats, or that
/// is named so.
fn standfirst(dom: &Dom<'_>, first: Id, known: &Known, taken: &[Id]) -> Option<DraftBlock> {
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
    let paragraph = |line: &Line| DraftBlock { heading: None, kind: BlockKind::Paragraph, ..line.piece.clone() };
    let root =
        std::iter::successors(dom.parent(headline), |id| dom.parent(*id)).find(|id| dom.end(*id) > first).unwrap_or(0);
    // What only stands as large as a standfirst may be the headline in other words.
    let mut larger = None;
    let between = lines::of(dom, root, &skip);
    let long = |l: &&Line| l.node >= start && l.node < first && (25..=600).contains(&l.size) && !is_linked(l);
    for line in between.iter().filter(long).take(24) {
        let text = line.piece.text.trim();
        if boilerplate::is_boilerplate(text) || boilerplate::is_signature(text) {
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
        if told || named {
            return Some(paragraph(line));
        }
        if larger.is_none() && line.piece.heading == Some(2) && text.len() > 40 {
            larger = Some(paragraph(line));
        }
    }
    larger
}

/// Lines as pieces: bold lines of their own become headings, headings with nothing under them go.
fn finish(lines: Vec<Line>) -> Vec<DraftBlock> {
    let mut pieces: Vec<DraftBlock> = Vec::with_capacity(lines.len());
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
