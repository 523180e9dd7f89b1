//! Which of a page's lines are the story.
//!
//! Every line has a worth: running text is worth its length, words of links and stray labels cost theirs. The story is the
//! element whose lines are worth most together; what the page says of itself (its JSON-LD text, its element names) weighs
//! in. Inside that element the lines that are not the story are dropped.

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
};

/// The pieces of a page's story. `taken`: elements that already became something else.
pub(super) fn pieces(dom: &Dom<'_>, known: &Known, taken: Vec<Id>) -> Vec<Piece> {
    let weights = Weights::of(dom);
    let evidence = known.body.as_deref().map(key).unwrap_or_default();
    let mut best = Vec::new();
    for strict in [true, false] {
        let skip = skipped(dom, &weights, &taken, strict);
        let mut lines = lines::of(dom, 0, &|id| skip[id]);
        let container = container(dom, &lines, &evidence);
        let head = standfirst(dom, &lines, container, known);
        lines.retain(|l| inside(dom, container, l.node));
        let mut pieces = select(dom, lines, known, &evidence);
        if let Some(head) = head
            && !pieces.iter().take(3).any(|p| furniture::same_words(&p.text, &head.text))
        {
            pieces.insert(0, head);
        }
        let size = |pieces: &[Piece]| pieces.iter().map(|p| p.text.len()).sum::<usize>();
        if size(&pieces) > size(&best) * 3 / 2 {
            best = pieces;
        }
        if size(&best) >= 400 {
            break;
        }
    }
    if let Some(body) = &known.body
        && best.iter().map(|p| p.text.len()).sum::<usize>() * 2 < body.len()
    {
        return body.split('\n').filter(|p| !p.trim().is_empty()).map(Piece::paragraph).collect();
    }
    best
}

/// All pieces of a fragment that nothing has to be chosen from.
pub(super) fn all(dom: &Dom<'_>) -> Vec<Piece> {
    let lines = lines::of(dom, 0, &|id| signs::is_hidden(dom, id) || matches!(dom.name(id), "figcaption" | "nav"));
    select(dom, lines, &Known::default(), "")
}

fn inside(dom: &Dom<'_>, container: Id, node: Id) -> bool {
    node >= container && node < dom.end(container)
}

/// How much running text stands in paragraphs below each element.
struct Weights(Vec<u32>);

impl Weights {
    fn of(dom: &Dom<'_>) -> Self {
        let mut weights = vec![0_u32; dom.all().end];
        for id in dom.all().filter(|id| dom.is_text(*id)) {
            let text = dom.raw_text(id).trim();
            // Short texts are labels, however many there are of them.
            if text.len() < 40
                || dom
                    .parent(id)
                    .is_some_and(|p| matches!(dom.name(p), "script" | "style" | "a" | "noscript" | "option" | "button"))
            {
                continue;
            }
            weights[id] = u32::try_from(text.len()).unwrap_or(u32::MAX);
        }
        // Parents come before their children.
        for id in dom.all().rev() {
            if let Some(parent) = dom.parent(id) {
                weights[parent] = weights[parent].saturating_add(weights[id]);
            }
        }
        Self(weights)
    }

    /// Whether an element holds so much of the page's text that no name of its own can make it furniture.
    fn is_most(&self, id: Id) -> bool {
        u64::from(self.0[id]) * 100 > u64::from(self.0[0]) * 45
    }
}

/// The elements that are not the story by what they are or are called.
fn skipped(dom: &Dom<'_>, weights: &Weights, taken: &[Id], strict: bool) -> Vec<bool> {
    let mut skip = vec![false; dom.all().end];
    for id in dom.all().filter(|id| !dom.is_text(*id)) {
        let kind = match dom.name(id) {
            "nav" | "footer" | "aside" | "figcaption" | "form" => true,
            "html" | "body" | "main" => false,
            "article" | "p" if !strict => false,
            _ => signs::is_hidden(dom, id) || (strict && signs::is_furniture(dom, id) && !signs::is_story(dom, id)),
        };
        skip[id] = kind && !weights.is_most(id);
    }
    for id in taken {
        skip[*id] = true;
    }
    skip
}

/// The element whose lines are worth most together.
fn container(dom: &Dom<'_>, lines: &[Line], evidence: &str) -> Id {
    let mut worth = vec![0_i64; dom.all().end];
    for line in lines {
        worth[line.node] += value(line, evidence);
    }
    for id in dom.all().rev() {
        if let Some(parent) = dom.parent(id) {
            worth[parent] += worth[id];
        }
    }
    let mut best = 0;
    let mut most = i64::MIN;
    for id in dom.all().filter(|id| !dom.is_text(*id)) {
        let mut w = worth[id];
        if w > 0 && (signs::is_story(dom, id) || dom.name(id) == "article") {
            w += w / 8;
        }
        // Of equals the inner one.
        if w >= most {
            (best, most) = (id, w);
        }
    }
    best
}

/// What a line adds to the element that holds it.
fn value(line: &Line, evidence: &str) -> i64 {
    let size = i64::try_from(line.size).unwrap_or(i64::MAX / 4);
    let linked = i64::try_from(line.linked).unwrap_or(size);
    if line.piece.heading.is_some() {
        return if linked * 2 > size { -size } else { 0 };
    }
    if !evidence.is_empty() && line.size > 25 && evidence.contains(&key(&line.piece.text)) {
        return size * 3;
    }
    if linked * 2 > size {
        return -size;
    }
    let text = line.piece.text.trim_end();
    let sentence = ends_sentence(text);
    match line.piece.kind {
        BlockKind::ListItem if !sentence || size < 60 => -linked + (size - linked) / 8,
        _ if size < 40 && !sentence => -10,
        _ if size < 25 => 0,
        _ if !sentence && !line.marked_up => (size - 2 * linked) / 2,
        _ => size - 2 * linked,
    }
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| "\"'”’»)]“ \u{a0}".contains(c));
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';'])
}

/// The publisher's standfirst: a line near the headline that the page's own description repeats, or that is named so.
fn standfirst(dom: &Dom<'_>, lines: &[Line], container: Id, known: &Known) -> Option<Piece> {
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
        "kicker",
        "abstract",
        "description",
        "underline",
        "entradilla",
        "sottotitolo",
        "manchet",
    ];
    let headline = known.headline?;
    let end = dom.end(headline);
    let described: Vec<String> = known.descriptions.iter().map(|d| key(d)).filter(|d| d.len() > 20).collect();
    let near = lines.iter().filter(|l| l.node >= end && !inside(dom, container, l.node)).take(6);
    for line in near {
        if line.size < 20 || line.size > 600 || line.linked * 2 > line.size {
            continue;
        }
        let text = key(&line.piece.text);
        let told = described.iter().any(|d| {
            *d == text || (text.len() > 40 && (d.starts_with(&text) || text.starts_with(d.trim_end_matches('…'))))
        });
        let named = std::iter::successors(Some(line.node), |id| dom.parent(*id))
            .take(3)
            .any(|id| signs::has_word(dom, id, NAMES));
        if told || named || line.piece.heading == Some(2) && line.size > 40 && line.node < container {
            let mut piece = line.piece.clone();
            piece.heading = None;
            piece.kind = BlockKind::Paragraph;
            return Some(piece);
        }
    }
    None
}

/// The lines of the story's element that are the story.
fn select(dom: &Dom<'_>, lines: Vec<Line>, known: &Known, evidence: &str) -> Vec<Piece> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let title = key(&known.title);
    for line in lines {
        let text = key(&line.piece.text);
        let told = !evidence.is_empty() && text.len() > 25 && evidence.contains(&text);
        if !told && is_stray(&line)
            || (text == title && !title.is_empty())
            || Some(line.node) == known.headline
            || dom.name(line.node) == "h1" && kept.is_empty()
        {
            continue;
        }
        kept.push(line);
    }
    let mut pieces: Vec<Piece> = Vec::with_capacity(kept.len());
    for line in kept {
        let mut piece = line.piece;
        let short = line.size < 80;
        if piece.heading.is_none()
            && piece.kind == BlockKind::Paragraph
            && line.bold
            && short
            && !ends_sentence(&piece.text)
            || labels::is_section_head(&piece.text)
        {
            piece.heading = Some(3);
        }
        pieces.push(piece);
    }
    // A heading needs text under it.
    let mut k = 0;
    while k < pieces.len() {
        let empty = pieces[k].heading.is_some() && pieces.get(k + 1).is_none();
        if empty {
            pieces.remove(k);
            k = k.saturating_sub(1);
        } else {
            k += 1;
        }
    }
    pieces
}

/// A line that stands among the story's and is none of it.
fn is_stray(line: &Line) -> bool {
    let text = line.piece.text.trim();
    if line.linked * 10 > line.size * 7 && !(line.piece.kind == BlockKind::ListItem && ends_sentence(text)) {
        return true;
    }
    if furniture::is_boilerplate(text) {
        return true;
    }
    line.piece.heading.is_none() && !line.marked_up && line.size < 30 && !ends_sentence(text)
}
