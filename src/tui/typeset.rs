//! Text set into lines once for a width. A frame draws the lines that show and looks at no other.
//!
//! Each piece of a line knows which text it comes from (a key: a sentence, a bullet, the title) and where in it, so that
//! what is found, lit or linked can be laid over the lines without setting them again.

use std::ops::Range;

use crate::{
    article::{Article, BlockKind, Bullets, Origin, SentenceId},
    config::theme::Role,
    text::{
        width::{paragraph, width},
        words::span,
    },
};

/// Which text a piece comes from: the title, the bullets, the sentences, in the order they are read.
pub(super) type TextKey = u32;
/// The headline.
pub(super) const TITLE: TextKey = 0;
const BULLETS: TextKey = 1;
const SENTENCES: TextKey = 1 << 16;
/// A piece that nothing refers to.
pub(super) const NO_KEY: TextKey = u32::MAX;

/// The key of a bullet.
pub(super) fn bullet_key(index: usize) -> TextKey {
    u32::try_from(index).unwrap_or(0).min(SENTENCES - BULLETS - 1) + BULLETS
}

/// The key of a sentence.
pub(super) fn sentence_key(id: SentenceId) -> TextKey {
    id.0.saturating_add(SENTENCES).min(NO_KEY - 1)
}

/// The sentence of a key.
pub(super) fn sentence_of(key: TextKey) -> Option<SentenceId> {
    key.checked_sub(SENTENCES).filter(|_| key != NO_KEY).map(SentenceId)
}

/// A stretch of text with one role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub(super) text: &'a str,
    pub(super) role: Role,
    pub(super) key: TextKey,
    /// Where it starts in the text of its key, in bytes.
    pub(super) at: u32,
}

impl<'a> Run<'a> {
    pub(super) fn plain(text: &'a str, role: Role) -> Self {
        Self { text, role, key: NO_KEY, at: 0 }
    }
}

/// A part of a line: bytes of [`Line::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<u32>,
    pub(super) role: Role,
    pub(super) key: TextKey,
    /// Where it starts in the text of its key, in bytes.
    pub(super) at: u32,
}

/// One line of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    /// Cells left free before it.
    pub(super) indent: u16,
    /// What stands in the margin before it.
    pub(super) margin: Margin,
    /// What stands at the right edge of the measure.
    pub(super) aside: String,
}

/// What stands in the margin before a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Margin {
    /// Nothing.
    #[default]
    Free,
    /// The bar of the bullets, with the number of one where it starts.
    Bar(Option<usize>),
    /// The numbers of the bullets that rest on a sentence that starts here.
    Supports(Vec<String>),
    /// The mark of a list item.
    Item(String),
    /// The bar of a passage set off as quoted.
    Quote,
}

/// A text set into lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    /// The first line of each text, sorted by key.
    firsts: Vec<(TextKey, u32)>,
    /// Headings: line and words.
    pub(super) headings: Vec<(usize, String)>,
    /// Where the body starts.
    pub(super) body: usize,
}

impl Page {
    /// The line that a byte of a text is on.
    pub(super) fn line_of(&self, key: TextKey, at: u32) -> Option<usize> {
        let i = self.firsts.binary_search_by_key(&key, |f| f.0).ok()?;
        let first = self.firsts[i].1 as usize;
        let mut found = first;
        for (n, line) in self.lines.iter().enumerate().skip(first) {
            match line.pieces.iter().rev().find(|p| p.key == key) {
                Some(last) => {
                    found = n;
                    if at < last.at + (last.range.end - last.range.start) {
                        break;
                    }
                }
                None if line.text.is_empty() => {}
                None => break,
            }
        }
        Some(found)
    }

    /// The first sentence at or after a line.
    pub(super) fn sentence_at(&self, line: usize) -> Option<SentenceId> {
        let lines = self.lines.iter().skip(line);
        lines.flat_map(|l| &l.pieces).find_map(|p| sentence_of(p.key))
    }

    fn index(&mut self) {
        let mut firsts: Vec<(TextKey, u32)> = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            for piece in &line.pieces {
                if piece.key != NO_KEY {
                    firsts.push((piece.key, u32::try_from(n).unwrap_or(u32::MAX)));
                }
            }
        }
        firsts.sort_unstable();
        firsts.dedup_by_key(|f| f.0);
        self.firsts = firsts;
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|l| !l.pieces.is_empty() || l.margin != Margin::Free) {
            self.lines.push(Line::default());
        }
    }

    fn push(&mut self, lines: Vec<Line>, indent: u16, first: &Margin, rest: &Margin) {
        for (i, mut line) in lines.into_iter().enumerate() {
            line.indent = indent;
            line.margin = if i == 0 { first.clone() } else { rest.clone() };
            self.lines.push(line);
        }
    }
}

/// Sets runs into lines of at most `columns` cells.
pub(super) fn set(runs: &[Run<'_>], columns: usize) -> Vec<Line> {
    let text: String = runs.iter().map(|r| r.text).collect();
    let mut ends = Vec::with_capacity(runs.len());
    let mut end = 0;
    for run in runs {
        end += run.text.len();
        ends.push(end);
    }
    let mut first = 0;
    paragraph(&text, columns)
        .into_iter()
        .map(|range| {
            while first < ends.len() && ends[first] <= range.start {
                first += 1;
            }
            let mut pieces: Vec<Piece> = Vec::new();
            for (run, &end) in runs.iter().zip(&ends).skip(first) {
                let start = end - run.text.len();
                if start >= range.end {
                    break;
                }
                let (from, to) = (start.max(range.start), end.min(range.end));
                if from < to {
                    pieces.push(Piece {
                        range: span(from - range.start..to - range.start),
                        role: run.role,
                        key: run.key,
                        at: run.at + span(0..from - start).end,
                    });
                }
            }
            Line { text: text[range].to_owned(), pieces, ..Line::default() }
        })
        .collect()
}

/// The cells before the text of an article: a margin for bars and numbers.
pub(super) const MARGIN: u16 = 3;

/// An article: headline, byline, bullets, body, links.
pub(super) fn article(
    article: &Article,
    byline: &str,
    (outlet, note): (&str, Option<&str>),
    bullets: Option<&Bullets>,
    columns: usize,
) -> Page {
    let mut page = Page::default();
    let measure = columns.saturating_sub(usize::from(MARGIN)).max(1);
    let title = Run { text: &article.title, role: Role::Title, key: TITLE, at: 0 };
    page.push(set(&[title], measure), MARGIN, &Margin::Free, &Margin::Free);
    if !byline.is_empty() {
        page.push(set(&[Run::plain(byline, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if !outlet.is_empty() {
        let runs = [Run::plain("You say of it: ", Role::Dim), Run::plain(outlet, Role::Dim)];
        page.push(set(&runs, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    for notice in &article.notices {
        page.push(set(&[Run::plain(notice, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if let Some(note) = note {
        page.blank();
        let runs = [Run::plain("Your note: ", Role::Label), Run::plain(note, Role::Message)];
        page.push(set(&runs, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.blank();
    if let Some(bullets) = bullets.filter(|b| !b.items.is_empty()) {
        let label = match (&article.publisher_bullets, bullets.origin) {
            (Some(own), Origin::Publisher) if !own.label.is_empty() => own.label.as_str(),
            _ => "What You Need To Know",
        };
        let whose = match bullets.origin {
            Origin::Publisher => format!("from {}", article.source),
            Origin::Generated => "drawn from the text".to_owned(),
        };
        let items: Vec<(&str, String)> = bullets.items.iter().map(|b| (b.text.as_str(), String::new())).collect();
        set_bullets(&mut page, label, &whose, &items, measure);
    }
    page.body = page.lines.len();
    set_body(&mut page, article, bullets, measure);
    set_links(&mut page, article, measure);
    page.index();
    page
}

/// The block of bullets: a label that says whose they are, and the bullets beside a bar, numbered.
fn set_bullets(page: &mut Page, label: &str, whose: &str, items: &[(&str, String)], measure: usize) {
    let mut head = set(&[Run::plain(label, Role::Label)], measure);
    if let Some(last) = head.last_mut() {
        if width(&last.text) + width(whose) + 2 <= measure {
            whose.clone_into(&mut last.aside);
        } else {
            head.extend(set(&[Run::plain(whose, Role::Dim)], measure));
        }
    }
    page.push(head, MARGIN, &Margin::Free, &Margin::Free);
    for (i, (text, from)) in items.iter().enumerate() {
        let run = Run { text, role: Role::Bullet, key: bullet_key(i), at: 0 };
        let mut lines = set(&[run], measure.saturating_sub(2).max(1));
        if !from.is_empty() {
            lines.extend(set(&[Run::plain(from, Role::Dim)], measure.saturating_sub(2).max(1)));
        }
        page.push(lines, MARGIN + 2, &Margin::Bar(Some(i + 1)), &Margin::Bar(None));
    }
    page.blank();
}

fn set_body(page: &mut Page, article: &Article, bullets: Option<&Bullets>, measure: usize) {
    let supports = supports(bullets);
    let links = link_spans(article);
    for section in &article.sections {
        if let Some(heading) = &section.heading {
            page.blank();
            page.headings.push((page.lines.len(), heading.clone()));
            page.push(set(&[Run::plain(heading, Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
            page.blank();
        }
        let mut last = None;
        for block in &section.blocks {
            if !(last == Some(BlockKind::ListItem) && block.kind == BlockKind::ListItem) {
                page.blank();
            }
            last = Some(block.kind);
            let role = match block.kind {
                BlockKind::Paragraph | BlockKind::ListItem => Role::Text,
                BlockKind::Quote => Role::Quote,
                BlockKind::Subheading => Role::Heading,
                BlockKind::Caption => Role::Dim,
            };
            let runs = sentence_runs(article, block.sentences.clone(), role, &links);
            let nested = 2 * u16::from(block.depth.min(6));
            let (inner, margin, rest) = match block.kind {
                BlockKind::ListItem => {
                    let mark = block.number.map_or_else(|| "•".to_owned(), |n| format!("{n}."));
                    (width(&mark) + 1, Margin::Item(mark), Margin::Free)
                }
                BlockKind::Quote => (2, Margin::Quote, Margin::Quote),
                _ => (0, Margin::Free, Margin::Free),
            };
            let indent = MARGIN + nested + u16::try_from(inner).unwrap_or(2);
            let room = measure.saturating_sub(usize::from(nested) + inner).max(1);
            let from = page.lines.len();
            page.push(set(&runs, room), indent, &margin, &rest);
            mark_supports(&mut page.lines[from..], &supports);
        }
    }
}

/// A sentence's runs: its links are parted from the rest.
fn sentence_runs<'a>(article: &'a Article, ids: Range<u32>, role: Role, links: &[(u32, Range<usize>)]) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    let last = ids.end.saturating_sub(1);
    for id in ids {
        let Some(sentence) = article.sentences.get(id as usize) else { break };
        let text = sentence.text.as_str();
        let key = sentence_key(SentenceId(id));
        let mut from = 0;
        let first = links.partition_point(|(s, _)| *s < id);
        for (_, range) in links[first..].iter().take_while(|(s, _)| *s == id) {
            if range.start < from {
                continue;
            }
            runs.push(Run { text: &text[from..range.start], role, key, at: span(0..from).end });
            runs.push(Run { text: &text[range.clone()], role: Role::Link, key, at: span(0..range.start).end });
            from = range.end;
        }
        runs.push(Run { text: &text[from..], role, key, at: span(0..from).end });
        if id != last && !sentence.tight {
            runs.push(Run::plain(" ", role));
        }
    }
    runs
}

/// Where the links of an article stand: sentence and bytes, in reading order.
pub(super) fn link_spans(article: &Article) -> Vec<(u32, Range<usize>)> {
    let mut spans: Vec<(u32, Range<usize>)> = article
        .links
        .iter()
        .filter(|l| !l.text.is_empty())
        .filter_map(|l| {
            let at = article.sentence(l.sentence).find(&l.text)?;
            Some((l.sentence.0, at..at + l.text.len()))
        })
        .collect();
    spans.sort_by_key(|(s, r)| (*s, r.start));
    spans
}

/// Which bullets rest on a sentence: sentence and bullet's number, sorted.
fn supports(bullets: Option<&Bullets>) -> Vec<(u32, usize)> {
    let items = bullets.map_or(&[][..], |b| &b.items);
    let mut all: Vec<(u32, usize)> =
        items.iter().enumerate().flat_map(|(i, b)| b.sentences.iter().map(move |s| (s.0, i + 1))).collect();
    all.sort_unstable();
    all
}

/// Puts the numbers of bullets into the margin of the lines where their sentences start.
fn mark_supports(lines: &mut [Line], supports: &[(u32, usize)]) {
    for line in lines.iter_mut().filter(|l| l.margin == Margin::Free) {
        let mut numbers: Vec<usize> = Vec::new();
        for id in line.pieces.iter().filter(|p| p.at == 0).filter_map(|p| sentence_of(p.key)) {
            let first = supports.partition_point(|(s, _)| *s < id.0);
            numbers.extend(supports[first..].iter().take_while(|(s, _)| *s == id.0).map(|(_, n)| n));
        }
        numbers.sort_unstable();
        numbers.dedup();
        if !numbers.is_empty() {
            let text: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            line.margin = Margin::Supports(text);
        }
    }
}

fn set_links(page: &mut Page, article: &Article, measure: usize) {
    if article.links.is_empty() {
        return;
    }
    page.blank();
    page.push(set(&[Run::plain("Links", Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
    for (i, link) in article.links.iter().enumerate() {
        let mark = format!("{}.", i + 1);
        let inner = width(&mark) + 1;
        let runs = [Run::plain(&link.text, Role::Dim), Run::plain("  ", Role::Dim), Run::plain(&link.url, Role::Link)];
        let indent = MARGIN + u16::try_from(inner).unwrap_or(3);
        page.push(set(&runs, measure.saturating_sub(inner).max(1)), indent, &Margin::Item(mark), &Margin::Free);
    }
}

/// One source of a story, for its page.
pub(super) struct SourceLine {
    pub(super) source: String,
    pub(super) note: String,
    pub(super) title: String,
}

/// A story: its headline, its bullets with who reports them, its sources.
pub(super) fn story(
    headline: &str,
    byline: &str,
    bullets: &[(String, String)],
    sources: &[SourceLine],
    columns: usize,
) -> Page {
    let mut page = Page::default();
    let measure = columns.saturating_sub(usize::from(MARGIN)).max(1);
    let title = Run { text: headline, role: Role::Title, key: TITLE, at: 0 };
    page.push(set(&[title], measure), MARGIN, &Margin::Free, &Margin::Free);
    if !byline.is_empty() {
        page.push(set(&[Run::plain(byline, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.blank();
    if !bullets.is_empty() {
        let items: Vec<(&str, String)> = bullets.iter().map(|(t, from)| (t.as_str(), from.clone())).collect();
        set_bullets(&mut page, "What You Need To Know", "across the sources", &items, measure);
    }
    page.body = page.lines.len();
    page.push(set(&[Run::plain("Sources", Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
    for s in sources {
        page.blank();
        let mut head = set(&[Run::plain(&s.source, Role::Label)], measure);
        if let Some(line) = head.last_mut().filter(|l| width(&l.text) + width(&s.note) + 2 <= measure) {
            line.aside.clone_from(&s.note);
        }
        page.push(head, MARGIN, &Margin::Free, &Margin::Free);
        page.push(set(&[Run::plain(&s.title, Role::Text)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.index();
    page
}
