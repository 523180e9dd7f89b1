//! Plain text: paragraphs parted by blank lines, lists, a bullet block under a label, an inline `date 2024-05` marker.

use std::borrow::Cow;

use super::{Hint, build::Draft, dates, draft_block::DraftBlock, labels, opening};
use crate::article::BlockKind;

/// Marks that only a list item opens with.
const BULLETS: [char; 10] = ['•', '▪', '●', '◦', '‣', '■', '▸', '►', '∙', '⁃'];

/// The most bytes of a field of a text's head.
const MAX_FIELD: usize = 400;

/// Reads plain text.
pub(super) fn read(text: &str, hint: &Hint) -> Draft {
    let mut draft = Draft::new("plain text", hint);
    let text = unified(text);
    let mut rest = header(marker(&text, &mut draft), &mut draft);
    if draft.title.is_empty() {
        rest = opening::take(rest, &mut draft);
    }
    draft.pieces = pieces(rest);
    title(&mut draft);
    headings(&mut draft.pieces);
    draft
}

/// The pieces of a text that has its title elsewhere: all of it is text, its first line too.
pub(super) fn body(text: &str) -> Vec<DraftBlock> {
    let mut found = pieces(&unified(text));
    headings(&mut found);
    found
}

fn pieces(text: &str) -> Vec<DraftBlock> {
    let mut found = Vec::new();
    for group in groups(text) {
        add(&group, &mut found);
    }
    found
}

/// A text whose lines end with a line feed alone: "\r\n" is one end of a line, and not two.
fn unified(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}

/// Takes the marker ` date 2024-05 ` from the start of the text.
fn marker<'t>(text: &'t str, draft: &mut Draft) -> &'t str {
    let start = text.trim_start();
    let Some((word, rest)) = start.split_once(char::is_whitespace) else { return text };
    if !word.trim_end_matches(':').eq_ignore_ascii_case("date") {
        return text;
    }
    let rest = rest.trim_start();
    let (value, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    match value.parse() {
        Ok(date) => {
            draft.published = Some(date);
            after
        }
        Err(_) => text,
    }
}

/// Takes a head of `Title: …` lines, if the text opens with one that a blank line ends.
fn header<'t>(text: &'t str, draft: &mut Draft) -> &'t str {
    let text = text.trim_start_matches(['\n', '\r']);
    let mut rest = text;
    let mut fields = Vec::new();
    while let Some((key, value)) = first_line(rest).and_then(|(line, _)| line.split_once(": ")) {
        // A field is a line; a whole text that opens with `PUBLISHED: ` is none.
        if fields.len() > 8
            || value.len() > MAX_FIELD
            || !["title", "headline", "author", "by", "source", "date", "published", "url", "language"]
                .contains(&key.trim().to_lowercase().as_str())
        {
            return text;
        }
        fields.push((key.trim().to_lowercase(), value.trim().to_owned()));
        rest = first_line(rest).map_or("", |(_, after)| after);
    }
    if fields.is_empty()
        || !first_line(rest).is_some_and(|(line, after)| line.trim().is_empty() && !after.trim().is_empty())
    {
        return text;
    }
    for (key, value) in fields {
        match key.as_str() {
            "title" | "headline" => draft.title = value,
            "author" | "by" => draft.authors = super::people::names(&value),
            "source" => draft.source = value,
            "url" => draft.url = Some(value),
            "language" => draft.language = Some(value),
            _ => draft.published = draft.published.or_else(|| dates::parse(&value)),
        }
    }
    rest
}

fn first_line(text: &str) -> Option<(&str, &str)> {
    (!text.is_empty()).then(|| text.split_once('\n').unwrap_or((text, "")))
}

/// The lines between blank lines.
fn groups(text: &str) -> Vec<Vec<&str>> {
    let mut out = Vec::new();
    let mut group = Vec::new();
    for line in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        if !line.trim().is_empty() {
            group.push(line);
        } else if !group.is_empty() {
            out.push(std::mem::take(&mut group));
        }
    }
    if !group.is_empty() {
        out.push(group);
    }
    out
}

/// Whether some line of a paragraph opens with a mark that only list items have.
pub(super) fn has_list(text: &str) -> bool {
    text.contains(BULLETS) && text.lines().any(|l| bullet_item(l.trim()).is_some())
}

/// The pieces of a paragraph that [`has_list`].
pub(super) fn add_lines(text: &str, pieces: &mut Vec<DraftBlock>) {
    add(&text.lines().collect::<Vec<_>>(), pieces);
}

/// The pieces of one group of lines.
fn add(lines: &[&str], pieces: &mut Vec<DraftBlock>) {
    let widest = lines.iter().map(|l| l.len()).max().unwrap_or(0);
    let dashes = lines.iter().filter(|l| dash_item(l).is_some()).count();
    let numbers = lines.iter().filter(|l| number_item(l).is_some()).count();
    let labelled = pieces.last().is_some_and(|p| labels::names_bullets(&p.text));
    // What the next line belongs to: a list item, a paragraph, or nothing yet.
    let mut open = false;
    for (k, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        let mut item = bullet_item(trimmed).map(|text| (text, None));
        if item.is_none() && (dashes > 1 || labelled) {
            item = dash_item(line).map(|text| (text, None));
        }
        if item.is_none() && numbers > 1 {
            item = number_item(line).map(|(n, text)| (text, Some(n)));
        }
        if let Some((text, number)) = item {
            let indent = line.len() - line.trim_start().len();
            pieces.push(DraftBlock {
                kind: BlockKind::ListItem,
                depth: u8::from(indent > 4),
                number,
                text: text.to_owned(),
                ..DraftBlock::default()
            });
            open = true;
            continue;
        }
        let ended = k > 0 && ends_paragraph(lines[k - 1], widest);
        match pieces.last_mut().filter(|_| open && !ended) {
            Some(last) => {
                last.text.push('\n');
                last.text.push_str(line);
            }
            None => pieces.push(DraftBlock::paragraph(*line)),
        }
        open = true;
    }
}

/// Whether a line break after this line ends the paragraph: it does where lines are paragraphs, and it doesn't where
/// they are wrapped to a width.
fn ends_paragraph(line: &str, widest: usize) -> bool {
    const WRAPPED: usize = 110;
    let line = line.trim_end();
    let stops = line.ends_with(['.', '!', '?', '"', '”', '’', ':', '…', '。', '」', '»', ')']);
    widest > WRAPPED || (stops && line.len() * 4 < widest * 3) || labels::names_bullets(line)
}

fn bullet_item(line: &str) -> Option<&str> {
    line.strip_prefix(BULLETS).or_else(|| line.strip_prefix("· ")).map(str::trim_start)
}

fn dash_item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix(['-', '*', '–', '—', '+'])
        .and_then(|rest| rest.strip_prefix(char::is_whitespace))
        .map(str::trim_start)
}

fn number_item(line: &str) -> Option<(u32, &str)> {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits).filter(|_| (1..=3).contains(&digits))?.parse().ok()?;
    let rest = line[digits..].strip_prefix(['.', ')'])?.strip_prefix(char::is_whitespace)?;
    Some((number, rest.trim_start()))
}

/// The first paragraph is the title when it is one short line that is no sentence and running text follows.
fn title(draft: &mut Draft) {
    if !draft.title.is_empty() {
        return;
    }
    let Some((first, rest)) = draft.pieces.split_first() else { return };
    // A byline and a date may stand between.
    let Some(next) = rest.iter().take(3).find(|p| !super::boilerplate::is_signature(p.text.trim())) else { return };
    let line = first.text.trim();
    let words = line.split_whitespace().count();
    if first.is(BlockKind::Paragraph)
        && next.is(BlockKind::Paragraph)
        && (3..=20).contains(&words)
        && !line.contains('\n')
        && is_head(line)
        && !opens_article(line)
        && next.text.split_whitespace().count() > 8
    {
        draft.title = line.to_owned();
        draft.pieces.remove(0);
    }
}

/// A byline or a caption that a headline could be taken for.
fn opens_article(line: &str) -> bool {
    line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) || line.starts_with(['(', '[', '©'])
}

/// Short lines that are no sentences, between paragraphs of running text, are headings.
fn headings(pieces: &mut [DraftBlock]) {
    for k in 1..pieces.len().saturating_sub(1) {
        let [before, line, after] = &pieces[k - 1..=k + 1] else { continue };
        let running = |p: &DraftBlock| p.is(BlockKind::Paragraph) && p.text.split_whitespace().count() > 12;
        let text = line.text.trim();
        if line.is(BlockKind::Paragraph)
            && before.heading.is_none()
            && running(after)
            && text.split_whitespace().count() <= 8
            && text.len() <= 70
            && !text.contains('\n')
            && is_head(text)
        {
            pieces[k].heading = Some(2);
        }
    }
}

/// Starts like a sentence and doesn't end like one.
fn is_head(line: &str) -> bool {
    let starts = line.chars().find(|c| !"'\"‘“«„".contains(*c)).is_some_and(|c| c.is_uppercase() || c.is_numeric());
    starts
        && line.ends_with(|c: char| c.is_alphanumeric() || "?'’\"”)!%".contains(c))
        && !line.contains(". ")
        && !line.contains("http")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text, &Hint::default()).pieces.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn the_marker_is_the_date_and_not_the_text() {
        let draft = read(" date 2024-05 The council met on Tuesday.", &Hint::default());
        assert_eq!(draft.published.map(|d| d.to_string()).as_deref(), Some("2024-05"));
        assert_eq!(draft.pieces[0].text, "The council met on Tuesday.");
        assert_eq!(texts(" date night was fun."), [" date night was fun."]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_long_lines_one_each() {
        assert_eq!(texts("The council met on Tuesday and voted to\nclose the bridge.\n\nIt was late.").len(), 2);
        let line = "The council met on Tuesday and voted to close the bridge. ".repeat(3);
        assert_eq!(texts(&format!("{line}\n{line}\n{line}")).len(), 3);
    }

    #[test]
    fn a_head_of_fields_is_read_and_a_sentence_with_a_colon_is_not() {
        let draft =
            read("Title: The bridge\nBy: Ana Lee and Bo Dahl\nDate: May 31, 2024\n\nIt closed.", &Hint::default());
        assert_eq!((draft.title.as_str(), draft.authors.len(), draft.pieces.len()), ("The bridge", 2, 1));
        assert_eq!(texts("Title: it is a long story that\nran on.").len(), 1);
        // A head alone, and a text of one line that scraping left, are no head.
        assert_eq!(texts("PUBLISHED: . 07:04 EST, 9 January 2014 . The bridge closed. It rained.").len(), 1);
        assert_eq!(texts(&format!("PUBLISHED: {}\n\nIt rained.", "The bridge closed. ".repeat(40))).len(), 2);
    }

    #[test]
    fn a_dash_opens_a_list_only_in_company() {
        assert_eq!(texts("– Jeg er glad, sier hun.").len(), 1);
        let draft = read("- one thing\n- another thing", &Hint::default());
        assert!(draft.pieces.iter().all(|p| p.is(BlockKind::ListItem)));
    }
}
