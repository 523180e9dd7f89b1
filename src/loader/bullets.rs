//! The publisher's own "What You Need To Know", taken out of the body.

use super::{labels, piece::Piece};
use crate::article::{BlockKind, PublisherBullets};

/// Takes the first list that stands right under a label out of the pieces, label included.
///
/// The label is a heading or a paragraph of its own. The list has two items or more, or one that is a sentence.
pub(super) fn take(pieces: &mut Vec<Piece>) -> Option<PublisherBullets> {
    for k in 0..pieces.len().saturating_sub(1) {
        if !is_label(&pieces[k]) {
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

fn is_label(piece: &Piece) -> bool {
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
            Piece::paragraph("The bridge closes."),
            Piece::paragraph("Key points:"),
            Piece::block(BlockKind::ListItem, "It closes on Friday"),
            Piece::block(BlockKind::ListItem, "It opens in May"),
            Piece::paragraph("The mayor said so."),
        ];
        let bullets = take(&mut pieces).unwrap();
        assert_eq!((bullets.label.as_str(), bullets.items.len()), ("Key points", 2));
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn a_label_over_running_text_is_a_heading() {
        let mut pieces = vec![Piece::heading(2, "Overview"), Piece::paragraph("The bridge closes.")];
        assert_eq!(take(&mut pieces), None);
        assert_eq!(pieces.len(), 2);
    }
}
