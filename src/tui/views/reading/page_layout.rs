//! An article, or a story, laid out as a page of lines.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    article::{Article, BlockKind, Bullets, Origin, Picture, SentenceId},
    config::theme::Role,
    summarizer,
    text::{width::width, words::span},
    tui::widgets::text_layout::{
        MARGIN, Margin, Run, StyledLine, TITLE, TextKey, TextPage, bullet_key, sentence_key, sentence_of, wrap_runs,
    },
};

/// What is said about an article besides what it says itself.
pub(crate) struct Remarks<'a> {
    /// What the reader says about its source.
    pub(crate) source_note: &'a str,
    /// The reader's note on it.
    pub(crate) note: Option<&'a str>,
    /// Its labels on the reader's server.
    pub(crate) labels: &'a [String],
    /// That its text changed.
    pub(crate) changed: &'a str,
    /// Why its pictures are not to be seen, and what shows them.
    pub(crate) pictures: &'a str,
    /// Rows that each of its pictures takes, by number, or why it is not there; those that do not show are missing.
    pub(crate) rows: &'a BTreeMap<usize, Result<u16, String>>,
}

/// An article: headline, byline, bullets, body, links.
pub(crate) fn article(
    article: &Article,
    byline: &str,
    remarks: &Remarks<'_>,
    bullets: Option<&Bullets>,
    columns: usize,
) -> TextPage {
    let mut page = TextPage::default();
    let measure = columns.saturating_sub(usize::from(MARGIN)).max(1);
    let title = Run { text: &article.title, role: Role::Title, key: TITLE, at: 0 };
    page.push(wrap_runs(&[title], measure), MARGIN, &Margin::Free, &Margin::Free);
    if !byline.is_empty() {
        page.push(wrap_runs(&[Run::plain(byline, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if !remarks.changed.is_empty() {
        let line = [Run::plain(remarks.changed, Role::Message)];
        page.push(wrap_runs(&line, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if !remarks.pictures.is_empty() {
        let line = [Run::plain(remarks.pictures, Role::Dim)];
        page.push(wrap_runs(&line, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if !remarks.source_note.is_empty() {
        let runs = [Run::plain("Your note on this source: ", Role::Dim), Run::plain(remarks.source_note, Role::Dim)];
        page.push(wrap_runs(&runs, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if !remarks.labels.is_empty() {
        let labels = remarks.labels.join(", ");
        let runs = [Run::plain("Labels: ", Role::Dim), Run::plain(&labels, Role::Dim)];
        page.push(wrap_runs(&runs, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    for notice in &article.notices {
        page.push(wrap_runs(&[Run::plain(notice, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    if let Some(note) = remarks.note {
        page.blank();
        let runs = [Run::plain("Your note: ", Role::Label), Run::plain(note, Role::Message)];
        page.push(wrap_runs(&runs, measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.blank();
    if let Some(bullets) = bullets.filter(|b| !b.items.is_empty()) {
        let label = match (&article.publisher_bullets, bullets.origin) {
            (Some(own), Origin::Publisher) if !own.label.is_empty() => own.label.as_str(),
            _ => "What You Need To Know",
        };
        let whose = match bullets.origin {
            Origin::Publisher => format!("from {}", article.source),
            Origin::Generated if summarizer::is_told_in_first_person(article) => "told in the first person".to_owned(),
            Origin::Generated => "built from its sentences".to_owned(),
        };
        let items: Vec<BulletText<'_>> =
            bullets.items.iter().map(|b| BulletText { text: &b.text, ..BulletText::default() }).collect();
        set_bullets(&mut page, label, &whose, &items, measure);
    }
    page.body = page.lines.len();
    set_body(&mut page, article, bullets, remarks, measure);
    set_links(&mut page, article, measure);
    page.index();
    page
}

/// A bullet, with what stands below it.
#[derive(Default)]
pub(super) struct BulletText<'a> {
    pub(super) text: &'a str,
    /// Who reports it.
    pub(super) from: String,
    /// What contradicts it, and who says that.
    pub(super) otherwise: String,
}

/// The block of bullets: a label that says whose they are, and the bullets beside a bar, numbered.
pub(super) fn set_bullets(page: &mut TextPage, label: &str, whose: &str, items: &[BulletText<'_>], measure: usize) {
    let mut head = wrap_runs(&[Run::plain(label, Role::Label)], measure);
    if let Some(last) = head.last_mut() {
        if width(&last.text) + width(whose) + 2 <= measure {
            whose.clone_into(&mut last.aside);
        } else {
            head.extend(wrap_runs(&[Run::plain(whose, Role::Dim)], measure));
        }
    }
    page.push(head, MARGIN, &Margin::Free, &Margin::Free);
    for (i, item) in items.iter().enumerate() {
        let room = measure.saturating_sub(2).max(1);
        let mut lines = wrap_runs(&[Run { text: item.text, role: Role::Bullet, key: bullet_key(i), at: 0 }], room);
        for (below, role) in [(&item.from, Role::Dim), (&item.otherwise, Role::Altered)] {
            if !below.is_empty() {
                lines.extend(wrap_runs(&[Run::plain(below, role)], room));
            }
        }
        page.push(lines, MARGIN + 2, &Margin::Bar(Some(i + 1)), &Margin::Bar(None));
    }
    page.blank();
}

fn set_body(page: &mut TextPage, article: &Article, bullets: Option<&Bullets>, remarks: &Remarks<'_>, measure: usize) {
    let supports = supports(bullets);
    let links = link_spans(article);
    let mut pictures = article.pictures.iter().enumerate().peekable();
    for section in &article.sections {
        // A picture above a heading stands above it.
        let first = section.blocks.first().map_or(0, |b| b.sentences.start);
        while let Some((number, picture)) = pictures.next_if(|(_, p)| p.before.0 <= first) {
            set_picture(page, number, picture, remarks, measure);
        }
        if let Some(heading) = &section.heading {
            page.blank();
            page.headings.push((page.lines.len(), heading.clone()));
            page.push(wrap_runs(&[Run::plain(heading, Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
            page.blank();
        }
        let mut last = None;
        for block in &section.blocks {
            while let Some((number, picture)) = pictures.next_if(|(_, p)| p.before.0 <= block.sentences.start) {
                set_picture(page, number, picture, remarks, measure);
            }
            let runs_on = matches!(block.kind, BlockKind::ListItem | BlockKind::Code | BlockKind::Row);
            if !(runs_on && last == Some(block.kind)) {
                page.blank();
            }
            last = Some(block.kind);
            let role = match block.kind {
                BlockKind::Paragraph | BlockKind::ListItem => Role::Text,
                BlockKind::Quote => Role::Quote,
                BlockKind::Subheading => Role::Heading,
                BlockKind::Caption | BlockKind::Code | BlockKind::Row => Role::Dim,
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
            page.push(wrap_runs(&runs, room), indent, &margin, &rest);
            mark_supports(&mut page.lines[from..], &supports);
        }
    }
}

/// A picture's rows with its words below, or why it is not there; nothing while it is on its way.
fn set_picture(page: &mut TextPage, number: usize, picture: &Picture, remarks: &Remarks<'_>, measure: usize) {
    let Some(rows) = remarks.rows.get(&number).filter(|rows| !rows.as_ref().is_err_and(String::is_empty)) else {
        return;
    };
    page.blank();
    let words = match rows {
        Ok(rows) => {
            let row = |y| StyledLine { picture: Some((number, y)), ..StyledLine::default() };
            page.lines.extend((0..*rows).map(row));
            picture.alt.clone()
        }
        Err(why) if picture.alt.is_empty() => format!("[picture: {why}]"),
        Err(why) => format!("[picture: {}; {why}]", picture.alt),
    };
    if !words.is_empty() {
        page.push(wrap_runs(&[Run::plain(&words, Role::Dim)], measure), MARGIN, &Margin::Free, &Margin::Free);
    }
    page.blank();
}

/// A sentence's runs: its links are parted from the rest.
fn sentence_runs<'a>(
    article: &'a Article,
    ids: Range<u32>,
    role: Role,
    links: &[(u32, Range<usize>, usize)],
) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    let last = ids.end.saturating_sub(1);
    for id in ids {
        let Some(sentence) = article.sentences.get(id as usize) else { break };
        let text = sentence.text.as_str();
        let key = sentence_key(SentenceId(id));
        let mut from = 0;
        let first = links.partition_point(|(s, ..)| *s < id);
        for (_, range, _) in links[first..].iter().take_while(|(s, ..)| *s == id) {
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

/// Where the links of an article stand: sentence and bytes, in reading order; and which link it is.
fn link_spans(article: &Article) -> Vec<(u32, Range<usize>, usize)> {
    let mut spans: Vec<(u32, Range<usize>, usize)> = article
        .links
        .iter()
        .enumerate()
        .filter(|(_, l)| !l.text.is_empty())
        .filter_map(|(i, l)| {
            let at = article.sentence(l.sentence).find(&l.text)?;
            Some((l.sentence.0, at..at + l.text.len(), i))
        })
        .collect();
    spans.sort_by_key(|(s, r, _)| (*s, r.start));
    spans
}

/// The links of an article: text, where they start in it, address; sorted.
pub(crate) fn link_places(article: &Article) -> Vec<(TextKey, u32, String)> {
    let place = |(sentence, range, link): (u32, Range<usize>, usize)| {
        (sentence_key(SentenceId(sentence)), span(0..range.start).end, article.links[link].url.clone())
    };
    link_spans(article).into_iter().map(place).collect()
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
fn mark_supports(lines: &mut [StyledLine], supports: &[(u32, usize)]) {
    for line in lines.iter_mut().filter(|l| l.margin == Margin::Free) {
        let mut numbers: Vec<usize> = Vec::new();
        for id in line.segments.iter().filter(|p| p.at == 0).filter_map(|p| sentence_of(p.key)) {
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

fn set_links(page: &mut TextPage, article: &Article, measure: usize) {
    if article.links.is_empty() {
        return;
    }
    page.blank();
    page.push(wrap_runs(&[Run::plain("Links", Role::Heading)], measure), MARGIN, &Margin::Free, &Margin::Free);
    for (i, link) in article.links.iter().enumerate() {
        let mark = format!("{}.", i + 1);
        let inner = width(&mark) + 1;
        let runs = [Run::plain(&link.text, Role::Dim), Run::plain("  ", Role::Dim), Run::plain(&link.url, Role::Link)];
        let indent = MARGIN + u16::try_from(inner).unwrap_or(3);
        page.push(wrap_runs(&runs, measure.saturating_sub(inner).max(1)), indent, &Margin::Item(mark), &Margin::Free);
    }
}
