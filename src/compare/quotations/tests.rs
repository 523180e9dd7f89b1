//! Which quotations of two accounts are one, over invented articles.

use super::*;
use crate::{article::Sentence, compare::compare};

fn article(sentences: &[&str]) -> Article {
    let found = text::quotations::find(&sentences.iter().map(|s| vec![*s]).collect::<Vec<_>>());
    let mut quotations = Vec::new();
    for (k, found) in found.into_iter().enumerate() {
        quotations.extend(found.into_iter().map(|q| Quotation {
            sentence: k.into(),
            text: sentences[k][q.span.clone()].to_owned(),
            span: text::words::span(q.span),
            speaker: None,
        }));
    }
    Article {
        sentences: sentences.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
        quotations,
        ..Article::default()
    }
}

fn matched(left: &[&str], right: &[&str]) -> Vec<QuotationMatch> {
    compare(&article(left), &article(right)).quotations.into_iter().map(|q| q.kind).collect()
}

#[test]
fn a_quotation_is_known_whatever_became_of_it() {
    use QuotationMatch::{Altered, Cut, OnlyLeft, OnlyRight, Unmarked, Verbatim};
    let told = "“We asked the board twice to mend the pumps before the winter storms,” Mayor Ana Ruiz told reporters.";
    for (other, want) in [
        ("\"We asked the board twice to mend the pumps before the winter storms,\" Ruiz said.", &[Verbatim][..]),
        ("“We begged the board twice to mend the dams before the winter storms,” Ruiz said.", &[Altered]),
        ("“We asked the council twice to mend the locks before the autumn storms,” Ruiz said.", &[Altered]),
        ("“We asked the board twice to mend the pumps,” Ruiz said.", &[Cut]),
        ("“We asked the board twice … before the winter storms,” Ruiz said.", &[Cut]),
        ("“We asked the board before the winter storms,” Ruiz said.", &[Altered]),
        ("“We asked the board twice to mend the (old) pumps before the winter storms,” Ruiz said.", &[Verbatim]),
        ("“We asked the board twice to mend the pumps before the winter-storms,” Ruiz said.", &[Verbatim]),
        ("“Mend the pumps before the winter storms or resign,” Ruiz said.", &[Cut]),
        ("Ruiz said she had asked to mend the pumps before the “winter storms”.", &[Verbatim]),
        ("Ruiz said they had asked the board twice to mend the pumps before the winter storms.", &[Unmarked]),
        ("“The pumps are sound,” board chairman Bo Hart told reporters.", &[OnlyLeft, OnlyRight]),
    ] {
        assert_eq!(matched(&[told], &[other]), want, "{other}");
    }
}

#[test]
fn who_is_interrupted_is_not_cut() {
    use QuotationMatch::{Cut, Verbatim};
    let whole = "“We asked the board for pumps in May and nobody wrote back,” Mayor Ana Ruiz said in Lund on Monday.";
    let parted =
        "“We asked the board for pumps in May,” Mayor Ana Ruiz said in Lund on Monday, “and nobody wrote back.”";
    assert_eq!(matched(&[whole], &[parted]), [Verbatim, Verbatim]);
    let sentences =
        "“We asked the board for pumps in May. And nobody wrote back,” Mayor Ana Ruiz said in Lund on Monday.";
    assert_eq!(matched(&[whole], &[sentences]), [Verbatim]);
    let lost = "“We asked the board for pumps in May,” Mayor Ana Ruiz said in Lund on Monday.";
    assert_eq!(matched(&[whole], &[lost]), [Cut]);
}

#[test]
fn a_quotation_in_two_parts_is_found_in_one() {
    let whole = "“We asked for pumps in May. The board refused us money for them,” Mayor Ana Ruiz said in Lund.";
    let parts = "“We asked for pumps in May,” Mayor Ana Ruiz said in Lund. “The board refused us money for them.”";
    assert_eq!(matched(&[whole], &[parts]), [QuotationMatch::Verbatim, QuotationMatch::Verbatim]);
}

#[test]
fn a_name_between_marks_is_a_quotation_where_the_other_side_writes_it_as_words() {
    let left = "Mayor Ana Ruiz blamed the “Harbour Gang” of Lund for the strike at the docks on Monday.";
    let right = "On Monday, Mayor Ana Ruiz blamed the strike at the docks on a “harbour gang” of Lund.";
    assert_eq!(matched(&[left], &[right]), [QuotationMatch::Verbatim]);
    let both = "On Monday, Mayor Ana Ruiz blamed the strike at the docks on the “Harbour Gang” of Lund.";
    assert_eq!(matched(&[left], &[both]), [QuotationMatch::OnlyLeft, QuotationMatch::OnlyRight]);
}

#[test]
fn a_name_or_a_term_of_art_without_marks_is_nobodys_quotation() {
    let left =
        "“We are concerned about what the Harbour Safety Reform Act of Skarn does to our crews,” the union said.";
    let right = "The union has been at odds with the Harbour Safety Reform Act of Skarn for years.";
    assert_eq!(matched(&[left], &[right]), [QuotationMatch::OnlyLeft]);
    let left = "The minister’s “talking points” on the bridge of Lund were changed twice on Monday.";
    let right = [
        "The talking points on the bridge of Lund were changed on Monday.",
        "Aides wrote the talking points at noon.",
        "Later the talking points were sent to Skarn.",
    ];
    assert_eq!(matched(&[left], &right), [QuotationMatch::OnlyLeft]);
}

#[test]
fn a_style_book_alters_no_quotation() {
    let left = "“The programme is okay with me,” Mayor Ana Ruiz told the council of Lund on Monday.";
    let right = "\"The program is OK with me,\" Ruiz told Lund's council on Monday.";
    assert_eq!(matched(&[left], &[right]), [QuotationMatch::Verbatim]);
}

#[test]
fn two_speakers_who_begin_alike_are_two_quotations() {
    let left = "“The people of Lund deserve to see the full report on the bridge,” Mayor Ana Ruiz said on Monday.";
    let right = "“The people of Lund deserve to hear why nobody was told in time,” Senator Bo Hart said on Monday.";
    assert_eq!(matched(&[left], &[right]), [QuotationMatch::OnlyLeft, QuotationMatch::OnlyRight]);
}

#[test]
fn words_that_the_other_account_gives_as_they_are_elsewhere_are_not_altered() {
    let right = ["“We went way too far with the fees,” Mayor Ana Ruiz told reporters.", "The ferry sails at noon."];
    let left = [
        "“We went way too far with the fees,” Mayor Ana Ruiz said in a video.",
        "“We went much too far with the fees,” Ruiz said again on Monday.",
    ];
    let found = matched(&left, &right);
    assert!(found.contains(&QuotationMatch::Verbatim) && !found.contains(&QuotationMatch::Altered), "{found:?}");
    // Without the true words it is.
    assert!(matched(&left[1..], &right).contains(&QuotationMatch::Altered));
}

#[test]
fn a_sign_for_and_alters_nothing() {
    let told = ["“We believe that fair fees & safe boats are what the harbor needs,” Mayor Ana Ruiz wrote."];
    let whole = ["“We believe that fair fees and safe boats are what the harbor needs,” Ruiz wrote."];
    assert_eq!(matched(&told, &whole), [QuotationMatch::Verbatim]);
    let longer =
        ["“We have talked, and we believe that fair fees and safe boats are what the harbor needs,” Ruiz wrote."];
    assert_eq!(matched(&told, &longer), [QuotationMatch::Cut]);
}
