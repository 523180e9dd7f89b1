//! What stands between quotation marks.
//!
//! Marks are read by their place as much as by their shape, because newsrooms mix them: a curly mark opens and a straight
//! one closes, `„` is closed by `“`, Swedish opens and closes with `”`, and the British use the apostrophe.

mod marks;
mod saying;

pub(crate) use saying::is_saying;

use std::ops::Range;

/// A quotation found in one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The sentence (index into the paragraph's sentences) it stands in.
    pub sentence: usize,
    /// Its byte range in that sentence, marks excluded.
    pub span: Range<usize>,
}

/// The quotations of consecutive paragraphs, each given as its sentences. A quotation that runs over several sentences
/// is one entry a sentence; one that a paragraph opens and does not close goes on in the next if that opens with a mark.
///
/// ```
/// let paragraph = vec!["“We will rebuild,\" Mayor Ana Lee said.", "\"It takes time.\""];
/// let found = &nutgraf::text::quotations::find(&[paragraph])[0];
/// assert_eq!((found.len(), found[1].sentence), (2, 1));
/// ```
#[must_use]
pub fn find(paragraphs: &[Vec<&str>]) -> Vec<Vec<Found>> {
    let next_opens = |k: usize| paragraphs.get(k + 1).and_then(|p| p.first()).is_some_and(|s| marks::opens(s));
    paragraphs.iter().enumerate().map(|(k, sentences)| marks::scan(sentences, next_opens(k)).0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(paragraphs: &[Vec<&'a str>]) -> Vec<&'a str> {
        let found = find(paragraphs);
        let mut out = Vec::new();
        for (sentences, found) in paragraphs.iter().zip(found) {
            for f in found {
                out.push(&sentences[f.sentence][f.span.clone()]);
            }
        }
        out
    }

    fn spans<'a>(sentences: &[&'a str]) -> Vec<&'a str> {
        texts(&[sentences.to_vec()])
    }

    #[test]
    fn marks_of_every_kind_and_mixed() {
        for (sentence, want) in [
            ("“We will,” she said.", &["We will,"][..]),
            ("“We will,\" she said.", &["We will,"]),
            ("\"We will,\" she said. \"We must.\"", &["We will,", "We must."]),
            ("„Wir werden“, sagte sie.", &["Wir werden"]),
            ("»Wir werden«, sagte sie.", &["Wir werden"]),
            ("« Nous allons », dit-elle.", &["Nous allons"]),
            ("”Vi ska”, sade hon.", &["Vi ska"]),
            ("'We will,' she said, of the players' union.", &["We will,"]),
            ("‘We will,’ she said.", &["We will,"]),
            ("It does not “encourage” or “enable” attacks.", &["encourage", "enable"]),
            ("「行きます」と述べた。", &["行きます"]),
            ("He is 6'2\" tall and likes rock 'n' roll.", &[]),
            ("The players' and the fans' anger grew.", &[]),
            ("– Vi skal bygge den opp igjen, sier hun.", &["Vi skal bygge den opp igjen,"]),
            ("``We will,'' she said.", &["We will,"]),
        ] {
            assert_eq!(spans(&[sentence]), want, "{sentence}");
        }
    }

    #[test]
    fn a_single_mark_by_a_slip_closes_a_double_one() {
        let found = spans(&["“As soon as we knew it we went.'", "He left.", "“It is late,” she said."]);
        assert_eq!(found, ["As soon as we knew it we went.", "It is late,"]);
        assert_eq!(spans(&["“He said 'no.' to me,” she said."]), ["He said 'no.' to me,"]);
    }

    #[test]
    fn an_unclosed_quotation_runs_on_only_where_the_next_paragraph_opens_with_a_mark() {
        let first = vec!["\"We asked,\" Blinken said.", "\"And that went right to him.", "He approved."];
        let next = vec!["\"Going forward, we will.\""];
        let found = texts(&[first.clone(), next]);
        assert_eq!(found, ["We asked,", "And that went right to him.", "He approved.", "Going forward, we will."]);
        assert_eq!(texts(&[first, vec!["It rained."]]).len(), 2);
    }
}
