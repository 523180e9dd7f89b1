//! The publisher's own "What You Need To Know", taken out of the body.

use super::{draft_block::DraftBlock, labels};
use crate::article::{BlockKind, PublisherBullets};

/// Takes the first list that stands right under a label out of the pieces, label included; failing that, a list that
/// stands before the story's first paragraph.
pub(super) fn take(pieces: &mut Vec<DraftBlock>) -> Option<PublisherBullets> {
    labelled(pieces).or_else(|| leading(pieces))
}

/// The label is a heading or a paragraph of its own. The list has two items or more, or one that is a sentence.
fn labelled(pieces: &mut Vec<DraftBlock>) -> Option<PublisherBullets> {
    for k in 0..pieces.len().saturating_sub(1) {
        if !is_label(&pieces[k]) || recurs(pieces, k) {
            continue;
        }
        let items = pieces[k + 1..].iter().take_while(|p| p.is(BlockKind::ListItem)).count();
        if items >= 2 || (items == 1 && pieces[k + 1].text.split(' ').count() > 3) {
            let mut taken = pieces.drain(k..=k + items);
            let label = taken.next().map(|p| trim_label(&p.text)).unwrap_or_default();
            return Some(PublisherBullets { label, items: taken.map(|p| p.text).collect() });
        }
    }
    None
}

/// Whether a label stands over more than one part of the text: each part then has a list of its own ("Key developments").
fn recurs(pieces: &[DraftBlock], label: usize) -> bool {
    let text = trim_label(&pieces[label].text);
    let alike = |p: &DraftBlock| p.text.len() < text.len() + 8 && trim_label(&p.text).eq_ignore_ascii_case(&text);
    pieces.iter().filter(|p| alike(p)).nth(1).is_some()
}

/// A list with no label, where nothing but headings and short lines (a byline, a date) stands before it and the story after it.
fn leading(pieces: &mut Vec<DraftBlock>) -> Option<PublisherBullets> {
    // A line with a colon leads in the list, and both are the story's own.
    let short = |p: &DraftBlock| {
        p.heading.is_some()
            || (p.is(BlockKind::Paragraph) && p.text.split(' ').count() <= 8 && !p.text.ends_with([':', '：']))
    };
    let start = pieces.iter().take(5).position(|p| !short(p))?;
    let items = pieces[start..].iter().take_while(|p| p.is(BlockKind::ListItem)).count();
    let texts = pieces[start..start + items].iter().map(|p| p.text.as_str());
    let nested = pieces[start..start + items].iter().any(|p| p.depth > 0 || p.number.is_some());
    let story = pieces[start + items..].iter().filter(|p| p.is(BlockKind::Paragraph) && p.text.len() > 80).count();
    if nested || story < 3 || !tell(texts) {
        return None;
    }
    let taken = pieces.drain(start..start + items);
    Some(PublisherBullets { label: String::new(), items: taken.map(|p| p.text).collect() })
}

/// Whether the items of a list without a label read as what an article says: two to seven statements.
pub(super) fn tell<'t>(items: impl Iterator<Item = &'t str>) -> bool {
    let (mut count, mut words) = (0, 0);
    for item in items {
        let own = item.split_whitespace().count();
        if own < 4 || item.len() > 320 {
            return false;
        }
        count += 1;
        words += own;
    }
    (2..=7).contains(&count) && words >= count * 7
}

fn is_label(piece: &DraftBlock) -> bool {
    (piece.heading.is_some() || piece.is(BlockKind::Paragraph)) && labels::names_bullets(&piece.text)
}

/// A label without its colon.
pub(super) fn trim_label(text: &str) -> String {
    text.trim().trim_end_matches([':', '：']).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_under_a_label_is_the_publishers() {
        let mut pieces = vec![
            DraftBlock::paragraph("The bridge closes."),
            DraftBlock::paragraph("Key points:"),
            DraftBlock::block(BlockKind::ListItem, "It closes on Friday"),
            DraftBlock::block(BlockKind::ListItem, "It opens in May"),
            DraftBlock::paragraph("The mayor said so."),
        ];
        let bullets = take(&mut pieces).unwrap();
        assert_eq!((bullets.label.as_str(), bullets.items.len()), ("Key points", 2));
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn a_list_before_the_story_is_the_publishers_without_a_label() {
        let item = |text: &str| DraftBlock::block(BlockKind::ListItem, text);
        let told = "The council closed the old bridge on Friday, and the mayor said that it will open again in May.";
        let mut pieces = vec![
            DraftBlock::paragraph("By Ana Lee"),
            item("The old bridge over the Arda closes on Friday"),
            item("Its repair takes until the end of May"),
            DraftBlock::paragraph(told),
            DraftBlock::paragraph(told),
            DraftBlock::paragraph(told),
        ];
        let bullets = take(&mut pieces).unwrap();
        assert_eq!((bullets.label.as_str(), bullets.items.len(), pieces.len()), ("", 2, 4));
        let mut shopping = vec![
            item("Two eggs"),
            item("Flour"),
            DraftBlock::paragraph(told),
            DraftBlock::paragraph(told),
            DraftBlock::paragraph(told),
        ];
        assert_eq!(take(&mut shopping), None);
        let mut inside = vec![
            DraftBlock::paragraph(told),
            item("The old bridge over the Arda closes on Friday"),
            item("Its repair takes until the end of May"),
        ];
        assert_eq!(take(&mut inside), None);
    }

    #[test]
    fn a_label_that_each_part_of_the_text_has_is_a_heading() {
        let item = |text: &str| DraftBlock::block(BlockKind::ListItem, text);
        let part = || [DraftBlock::heading(3, "Key points"), item("It closes on Friday"), item("It opens in May")];
        let mut pieces: Vec<DraftBlock> =
            part().into_iter().chain([DraftBlock::paragraph("The other bridge:")]).chain(part()).collect();
        assert_eq!(take(&mut pieces), None);
        assert_eq!(pieces.len(), 7);
    }

    #[test]
    fn a_label_over_running_text_is_a_heading() {
        let mut pieces = vec![DraftBlock::heading(2, "Overview"), DraftBlock::paragraph("The bridge closes.")];
        assert_eq!(take(&mut pieces), None);
        assert_eq!(pieces.len(), 2);
    }
}
