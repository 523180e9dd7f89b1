use proptest::prelude::*;

use super::group;
use crate::{
    article::{Article, Story},
    loader::{Hint, load},
};

const BRIDGE_ONE: &str = "The Marlow suspension bridge over the river Tarn will reopen to traffic on Friday after three \
    years of repairs, the regional transport office said. Engineers replaced 1,200 hangers and both expansion joints. \
    Mayor Odile Renaud called the work the largest since the bridge was built in 1937. Lorries above 40 tonnes stay \
    banned until an inspection in spring.";
const BRIDGE_TWO: &str = "After three years behind scaffolding, the bridge at Marlow opens again. Odile Renaud, the mayor, \
    said the Tarn crossing would carry cars from Friday, while heavy lorries of more than 40 tonnes have to wait for \
    another inspection. Some 1,200 hangers were replaced, engineers of the transport office reported.";
const PROBE: &str = "The probe Kestrel has brought dust of the asteroid Ilma back to Earth, mission control in Darmstadt \
    announced. Its capsule came down in the Australian desert at dawn. Scientists expect some 60 grams of material, \
    and will open the canister in a clean room next month.";
const ELECTION: &str = "Voters in Sarvia elected a new parliament on Sunday. The Farmers' Union of Ilya Petran won 41 of \
    the 120 seats, the election commission said, and must look for partners. Turnout was the lowest since independence.";

fn article(text: &str, date: Option<&str>) -> Article {
    let hint = Hint { path: "a.txt".into(), ..Hint::default() };
    let mut article = load(text.as_bytes(), &hint).unwrap().remove(0);
    article.published = date.map(|d| d.parse().unwrap());
    article
}

fn members(stories: &[Story]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = stories
        .iter()
        .map(|s| {
            let mut m = s.articles.clone();
            m.sort_unstable();
            m
        })
        .collect();
    all.sort();
    all
}

#[test]
fn two_accounts_of_one_event_are_one_story_and_say_why() {
    let stories = group(&[article(PROBE, None), article(BRIDGE_TWO, None), article(BRIDGE_ONE, None)]);
    assert_eq!(members(&stories), [vec![0], vec![1, 2]]);
    assert_eq!(stories[0].articles, [2, 1], "the longer account stands for the story, the most covered comes first");
    assert!(stories[0].reprints.is_empty());
    assert!(stories[0].shared_terms.iter().any(|t| t == "Marlow"), "{:?}", stories[0].shared_terms);
    assert!(stories[1].shared_terms.is_empty());
}

#[test]
fn what_articles_share_stands_in_each_of_them() {
    let stories = group(&[article(BRIDGE_TWO, None), article(BRIDGE_ONE, None)]);
    let terms = &stories[0].shared_terms;
    assert!(!terms.is_empty() && terms.iter().all(|t| BRIDGE_ONE.contains(t) && BRIDGE_TWO.contains(t)), "{terms:?}");
}

#[test]
fn the_same_words_weeks_apart_are_two_events() {
    let (early, late) = (Some("2024-05-03"), Some("2024-06-14"));
    assert_eq!(group(&[article(BRIDGE_ONE, early), article(BRIDGE_TWO, late)]).len(), 2);
    assert_eq!(group(&[article(BRIDGE_ONE, early), article(BRIDGE_TWO, early)]).len(), 1);
}

#[test]
fn a_date_known_only_to_the_month_or_not_at_all_parts_nothing() {
    let dates = [None, Some("2024-05"), Some("2024-05-28"), Some("2024")];
    for a in dates {
        for b in dates {
            assert_eq!(group(&[article(BRIDGE_ONE, a), article(BRIDGE_TWO, b)]).len(), 1, "{a:?} {b:?}");
        }
    }
}

#[test]
fn what_a_language_says_all_the_time_puts_nothing_together() {
    let german = |text: &str| Article { language: Some("de".into()), ..article(text, None) };
    let fire = "Nach einem Brand in der Altstadt von Wendelau haben die Behörden noch keine Ursache gefunden. Es wurde \
        niemand verletzt, aber mehrere Familien können nicht mehr in ihre Wohnungen, sagte die Feuerwehr.";
    let vote = "In Sarvien haben die Bürger ein neues Parlament gewählt. Die Partei von Ilja Petran wurde stärkste Kraft, \
        kann aber noch keine Mehrheit bilden und muss nach Angaben der Wahlleitung mit mehreren Partnern verhandeln.";
    let again = "Wendelau: Feuerwehr sucht nach dem Brand in der Altstadt weiter die Ursache, Familien bleiben vorerst ohne \
        Wohnungen.";
    assert_eq!(members(&group(&[german(fire), german(vote), german(again)])), [vec![0, 2], vec![1]]);
}

#[test]
fn agency_copy_under_another_opening_is_one_voice() {
    let copy = [PROBE, BRIDGE_ONE].join("\n\n");
    let edited = format!("By our own staff, with agency reports.\n\n{PROBE}");
    let stories = group(&[article(&copy, None), article(PROBE, None), article(&edited, None), article(ELECTION, None)]);
    assert_eq!(stories.len(), 2);
    let mut voice = stories[0].reprints[0].clone();
    voice.sort_unstable();
    assert_eq!((stories[0].reprints.len(), voice), (1, vec![0, 1, 2]));
}

#[test]
fn nothing_and_next_to_nothing_are_no_trouble() {
    assert!(group(&[]).is_empty());
    assert_eq!(group(&[article("a", None), article("the of and", None)]).len(), 2);
    assert_eq!(group(&vec![article(ELECTION, None); 700]).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn every_article_is_in_one_story(picks in prop::collection::vec((0..5_usize, 0..4_u8), 0..40)) {
        let texts = [PROBE, BRIDGE_ONE, BRIDGE_TWO, ELECTION, "Short."];
        let articles: Vec<Article> = picks
            .iter()
            .map(|&(t, day)| article(texts[t], (day > 0).then(|| format!("2024-05-{:02}", day * 9)).as_deref()))
            .collect();
        let stories = group(&articles);
        let mut all: Vec<usize> = stories.iter().flat_map(|s| s.articles.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..articles.len()).collect::<Vec<_>>());
        for s in &stories {
            prop_assert_eq!(&s.headline, &articles[s.articles[0]].title);
            prop_assert!(s.reprints.iter().all(|r| r.len() > 1 && r.iter().all(|i| s.articles.contains(i))));
        }
        prop_assert_eq!(&stories, &group(&articles));
    }
}
