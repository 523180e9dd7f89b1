//! What stands between quotation marks, and who said it.
//!
//! Marks are read by their place as much as by their shape, because newsrooms mix them: a curly mark opens and a straight
//! one closes, `„` is closed by `“`, Swedish opens and closes with `”`, and the British use the apostrophe.

mod marks;
mod speakers;

pub(in crate::text) use speakers::is_saying;

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
///
/// ```
/// let paragraph = vec!["“We will rebuild,\" Mayor Ana Lee said.", "\"It takes time.\""];
/// let found = &nutgraf::text::quotations::find(&[paragraph])[0];
/// assert_eq!(found.len(), 2);
/// assert!(found.iter().all(|f| f.speaker.as_deref() == Some("Ana Lee")));
/// ```
#[must_use]
pub fn find(paragraphs: &[Vec<&str>]) -> Vec<Vec<Found>> {
    let mut speakers = speakers::Speakers::default();
    let mut out = Vec::with_capacity(paragraphs.len());
    let mut goes_on = false;
    for (k, sentences) in paragraphs.iter().enumerate() {
        let next_opens = paragraphs.get(k + 1).and_then(|p| p.first()).is_some_and(|s| marks::opens(s));
        let (mut found, unclosed) = marks::scan(sentences, next_opens);
        speakers.name(sentences, &mut found, goes_on);
        goes_on = unclosed && next_opens;
        out.push(found);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(paragraphs: &[Vec<&'a str>]) -> Vec<(&'a str, Option<String>)> {
        let found = find(paragraphs);
        let mut out = Vec::new();
        for (sentences, found) in paragraphs.iter().zip(found) {
            for f in found {
                out.push((&sentences[f.sentence][f.span.clone()], f.speaker));
            }
        }
        out
    }

    fn spans<'a>(sentences: &[&'a str]) -> Vec<&'a str> {
        texts(&[sentences.to_vec()]).into_iter().map(|(t, _)| t).collect()
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
    fn an_unclosed_quotation_runs_on_only_where_the_next_paragraph_opens_with_a_mark() {
        let first = vec!["\"We asked,\" Blinken said.", "\"And that went right to him.", "He approved."];
        let next = vec!["\"Going forward, we will.\""];
        let found = texts(&[first.clone(), next]);
        let said: Vec<_> = found.iter().map(|(t, s)| (*t, s.as_deref())).collect();
        let b = Some("Blinken");
        assert_eq!(
            said,
            [("We asked,", b), ("And that went right to him.", b), ("He approved.", b), ("Going forward, we will.", b)]
        );
        assert_eq!(texts(&[first, vec!["It rained."]]).len(), 2);
    }

    #[test]
    fn speakers_are_named_as_the_text_names_them() {
        for (sentences, want) in [
            (&["“It works,” said Ana Lee, the mayor."][..], "Ana Lee"),
            (&["“It works,” Secretary of State Antony Blinken said on Friday."], "Antony Blinken"),
            (&["“It works,” said Ana Lee of the University of Skarn, who leads the mission."], "Ana Lee"),
            (&["Sen. Ana Lee, D-Calif., the committee's top Democrat, said on Sunday that it “will work.”"], "Ana Lee"),
            (&["Ana Lee, the chair of the Skarn Council, waved it off, saying that “it will work.”"], "Ana Lee"),
            (&["On Sunday, Sen. Ana Lee, R-S.C., had doubts.", "“It will not work,” she said on Monday."], "Ana Lee"),
            (&["The mayor this morning says “it works.”"], "The mayor"),
            (&["“It works,” Skarn Rail CFO Ana Lee said."], "Ana Lee"),
            (&["“It works,” said CTO Ana Lee."], "Ana Lee"),
            (&["“It works,” NASA Administrator Bill Nelson said."], "Bill Nelson"),
            (&["Ana Lee told reporters: “It works.”"], "Ana Lee"),
            (&["Lee, speaking in Prague, said, \"It works.\""], "Lee"),
            (&["Mayor Ana Lee opened the bridge.", "“It works,” she said."], "Ana Lee"),
            (&["“It works,” according to the National Safety Board."], "National Safety Board"),
            (&["“It works,” the senators said in a letter."], "the senators"),
            (&["„Es geht“, sagte Ana Lee am Freitag."], "Ana Lee"),
            (&["“It works,” Ms. Lee said.", "“It always did.”"], "Lee"),
        ] {
            let found = texts(&[sentences.to_vec()]);
            assert!(!found.is_empty(), "{sentences:?}");
            for (_, speaker) in found {
                assert_eq!(speaker.as_deref(), Some(want), "{sentences:?}");
            }
        }
    }

    #[test]
    fn what_is_not_certain_names_nobody() {
        for sentences in [
            // several cannot be the one named last
            &["Ana Lee resigned.", "“It does not work,” they said."][..],
            // words that run on into the sentence are not attributed by what follows them
            &["The “sound” plan and said rules stand."],
            &["But “doubters” have demanded proof."],
        ] {
            let found = texts(&[sentences.to_vec()]);
            assert!(found.iter().all(|(_, speaker)| speaker.is_none()), "{found:?}");
        }
        // the name of a programme is not something that somebody says
        let found = texts(&[vec!["“It works,” Ana Lee told NBC's “Today” show."]]);
        assert_eq!(found[1], ("Today", None));
    }

    #[test]
    fn a_last_name_alone_is_a_name_once_it_was_given_in_full() {
        let found = texts(&[
            vec!["Ana Lee resigned, Mayor Bo Dahl said."],
            vec!["“It works,” said Mayor Bo Dahl."],
            vec!["Lee, however, denied it."],
            vec!["“It does not,” she said."],
        ]);
        let said: Vec<_> = found.iter().map(|(_, s)| s.as_deref()).collect();
        assert_eq!(said, [Some("Bo Dahl"), Some("Lee")]);
        let found = texts(&[vec!["“No,” said Bo Dahl.", "In a video, Ms. Lee denied it, but she called it “odd”."]]);
        assert_eq!(found[1], ("odd", Some("Lee".into())));
    }

    #[test]
    fn a_word_in_marks_has_no_speaker_of_its_own() {
        assert_eq!(texts(&[vec!["The so-called “bridge” closed."]])[0].1, None);
    }
}
