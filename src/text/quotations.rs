//! What stands between quotation marks, and who said it.

use std::ops::Range;

/// A quotation found in one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The sentence (index into the paragraph's sentences) it stands in.
    pub sentence: usize,
    /// Its byte range in that sentence, marks excluded.
    pub span: Range<usize>,
    /// Who said it, where the text names one.
    pub speaker: Option<String>,
}

/// The quotations of consecutive paragraphs, each given as its sentences. A quotation that runs over several sentences
/// is one entry a sentence; one that a paragraph opens and does not close goes on in the next if that opens with a mark.
#[must_use]
pub fn find(paragraphs: &[Vec<&str>]) -> Vec<Vec<Found>> {
    paragraphs.iter().map(|sentences| in_paragraph(sentences)).collect()
}

fn in_paragraph(sentences: &[&str]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut open = false;
    for (k, s) in sentences.iter().enumerate() {
        let mut from = 0;
        for (i, c) in s.char_indices() {
            let is_open = matches!(c, '“' | '«' | '„') || (c == '"' && !open);
            let is_close = matches!(c, '”' | '»') || (c == '"' && open);
            if is_open && !open {
                open = true;
                from = i + c.len_utf8();
            } else if is_close && open {
                open = false;
                if i > from {
                    out.push(Found { sentence: k, span: from..i, speaker: None });
                }
            }
        }
        if open && s.len() > from {
            out.push(Found { sentence: k, span: from..s.len(), speaker: None });
        }
    }
    out
}
