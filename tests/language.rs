//! What grammar says of whole articles: who speaks, who is named, who is meant. All people and places are invented.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use nutgraf::{
    article::Article,
    language::{self, Gender, MentionForm, SpanKind},
    loader::{self, Hint},
};

fn article(text: &str) -> Article {
    // a headline of its own, so that the text is body
    let text = format!("Harbour news\n\n{text}");
    let hint = Hint { path: "test.txt".into(), ..Hint::default() };
    let mut article = loader::load(text.as_bytes(), &hint).unwrap().remove(0);
    article.language = Some("en".into());
    article
}

/// Each quotation with its speaker.
fn speakers(text: &str) -> Vec<(String, Option<String>)> {
    let article = article(text);
    let analysis = language::of(&article);
    let named = analysis.speakers.iter().map(|s| s.as_ref().map(|s| s.name.clone()));
    article.quotations.iter().map(|q| q.text.clone()).zip(named).collect()
}

fn speaker(text: &str) -> Option<String> {
    speakers(text).pop().expect("a quotation").1
}

/// The names of an article that are no nationalities, dates or figures.
fn names(text: &str) -> Vec<String> {
    let analysis = language::of(&article(text));
    analysis.entities.iter().filter(|e| e.kind.is_name()).map(|e| e.name.clone()).collect()
}

#[test]
fn the_subject_of_the_verb_of_saying_speaks() {
    for (text, want) in [
        ("“We will rebuild the old harbour,” Mayor Ana Lee said on Friday.", Some("Ana Lee")),
        ("“We will rebuild the old harbour,” said Ana Lee, the mayor of Skarn.", Some("Ana Lee")),
        ("Ana Lee told Skarn Radio: “We will rebuild the old harbour.”", Some("Ana Lee")),
        ("“We will rebuild the old harbour,” Sen. Ana Lee, D-Calif., told reporters.", Some("Ana Lee")),
        ("“We will rebuild the old harbour,” according to the Harbour Board.", Some("Harbour Board")),
        ("Mother of Ana Lee said: “We will rebuild the old harbour.”", Some("Mother of Ana Lee")),
        ("“We will rebuild the old harbour,” a statement from the Harbour Board said.", Some("Harbour Board")),
        ("To Bo Dahl, the plan “makes no sense at all”.", Some("Bo Dahl")),
        ("“We will rebuild the old harbour,” a police spokesman said.", Some("a police spokesman")),
        // nobody has said it yet, or nobody is named
        ("The law allows a firm to assert “a right to the harbour”.", None),
        ("The sign was painted “with love and care” in the old days.", None),
    ] {
        assert_eq!(speaker(text).as_deref(), want, "{text}");
    }
}

#[test]
fn a_pronoun_speaks_for_the_one_it_fits() {
    let text = "Mayor Ana Lee met Mr. Bo Dahl on Friday.\n\n“We will rebuild the old harbour,” she said.";
    assert_eq!(speaker(text).as_deref(), Some("Ana Lee"));
    let text = "Mayor Ana Lee met Mr. Bo Dahl on Friday.\n\n“We will rebuild the old harbour,” he said.";
    assert_eq!(speaker(text).as_deref(), Some("Bo Dahl"));
    // of two whom it fits none
    let text = "Mr. Carl Roe and Mr. Bo Dahl met on Friday.\n\n“We will rebuild the old harbour,” he said.";
    assert_ne!(speaker(text).as_deref(), Some("Ana Lee"));
}

#[test]
fn a_quotation_goes_on_with_its_speaker() {
    let text = "“We asked for years,” Ana Lee said. “Nobody would listen to us. It had to end.”\n\nIt rained.";
    let all = speakers(text);
    assert!(all.len() >= 2 && all.iter().all(|(_, s)| s.as_deref() == Some("Ana Lee")), "{all:?}");
    let text = "“The bridge is old. We asked for years,” Ana Lee said.";
    let all = speakers(text);
    assert!(all.iter().all(|(_, s)| s.as_deref() == Some("Ana Lee")), "{all:?}");
    let text = "Ben Dahl came to her defence on Friday.\n\n“I know her well, and I trust her.”";
    assert_eq!(speaker(text).as_deref(), Some("Ben Dahl"));
}

#[test]
fn names_are_whole_and_bare_of_titles() {
    let text = "Writer Douglas Preston, who lives in Skarn, met Skarn Rail chief Ana Lee and Sen. Bo Dahl, R-Ky., on Friday. \
                Preston praised the University of Lund (UoL). The UoL did not answer. Mr. Dahl wrote “To Save a Harbour”. \
                Lee spoke in Stoke-on-Skarn.";
    let names = names(text);
    for want in ["Douglas Preston", "Ana Lee", "Bo Dahl", "University of Lund", "To Save a Harbour", "Stoke-on-Skarn"] {
        assert!(names.iter().any(|n| n == want), "{want}: {names:?}");
    }
    for not in ["Writer Douglas Preston", "Preston", "Ky", "Ky.", "Lee", "Dahl", "UoL", "Friday"] {
        assert!(names.iter().all(|n| n != not), "{not}: {names:?}");
    }
}

#[test]
fn one_person_under_several_forms_is_one_entity() {
    let text = "Sen. Ana Lee opened the bridge on Friday. Lee had fought for it for years. The senator was cheered. \
                She thanked the workers.";
    let article = article(text);
    let analysis = language::of(&article);
    let lee = analysis.entities.iter().find(|e| e.name == "Ana Lee").expect("Ana Lee");
    assert_eq!(lee.kind, SpanKind::Person);
    assert_eq!(lee.gender, Some(Gender::Female));
    let forms: Vec<MentionForm> = lee.mentions.iter().map(|m| m.form).collect();
    assert_eq!(forms, [MentionForm::FullName, MentionForm::ShortName, MentionForm::Noun, MentionForm::Pronoun]);
}

#[test]
fn what_is_not_parsed_is_not_claimed() {
    let mut german =
        article("Die Berliner Feuerwehr rettete zwölf Menschen. „Das Feuer war heiß“, sagte Maria Schulz.");
    german.language = Some("de".to_owned());
    let analysis = language::of(&german);
    assert!(!analysis.parsed && analysis.entities.is_empty() && analysis.claims.iter().all(Vec::is_empty));
}
