use super::*;
use crate::summarizer::fixture::article;

/// Whether a sentence that shares half of a bullet's words tells its claim.
fn told(bullet: &str, sentence: &str) -> bool {
    let own = article(bullet);
    let other = article(sentence);
    let (own, other) = (Reading::new(&own), Reading::new(&other));
    MainClaim::of(bullet, &own).is_told_by(0.52, &Sentence::new(&other, other.lines.len() - 1))
}

#[test]
fn a_source_is_credited_with_what_it_tells_and_not_with_who_and_when() {
    assert!(told(
        "Mayor Ada Lorne resigned on Friday",
        "Lorne, mayor of Skarn, abruptly resigned on Friday afternoon."
    ));
    assert!(told("Ada Lorne endorsed Tom Roe on Friday", "On Friday Roe won the endorsement of a former mayor."));
    assert!(told("The harbour bill passed the council", "The council passed the new law on harbours on Friday."));
    assert!(!told(
        "Tom Roe posted a link to the letters",
        "The club asked Lorne to have her son post a link to the letters."
    ));
    assert!(!told(
        "Tom Roe posted a link to the letters",
        "In a series of posts Tom Roe showed what the club had sent him."
    ));
    assert!(!told(
        "Ada Lorne urged the council to listen to Roe",
        "Lorne told the council in Skarn that Roe made lemonade."
    ));
    // seven in ten words, and all of them beside the claim
    let (own, other) = (
        article("Passengers spent a night on the ferry Solveig, which ran aground off Skarn on Friday."),
        article("The ferry Solveig ran aground off Skarn on Friday with 214 people aboard."),
    );
    let (own, other) = (Reading::new(&own), Reading::new(&other));
    let bullet = own.lines.last().expect("a line").text;
    assert!(!MainClaim::of(bullet, &own).is_told_by(0.7, &Sentence::new(&other, other.lines.len() - 1)));
    assert!(told("Ada Lorne beat Tom Roe in the vote", "Tom Roe was defeated in the vote by Ada Lorne."));
    assert!(!told("The club sued the harbour", "The harbour said of the club that it would wait."));
}

#[test]
fn a_denial_a_doubt_and_a_turn_are_credited_to_nobody() {
    let sure = |bullet: &str, sentence: &str| {
        let (own, other) = (article(bullet), article(sentence));
        let (own, other) = (Reading::new(&own), Reading::new(&other));
        MainClaim::of(bullet, &own).is_told_by(0.9, &Sentence::new(&other, other.lines.len() - 1))
    };
    for (bullet, sentence) in [
        ("The council reached a deal on Friday", "The council failed to reach a deal on Friday."),
        ("The council failed to reach a deal on Friday", "The council reached a deal on Friday."),
        ("Ada Lorne did not resign on Friday", "Ada Lorne resigned on Friday and did not apologise."),
        ("Ada Lorne resigned on Friday", "Ada Lorne may resign on Friday."),
        ("The bridge will open on Friday", "The bridge may open on Friday."),
        ("The council closed the old pier on Friday", "The council decided to close the old pier on Friday."),
        ("Bo Lund sued Tom Vell over the fire on Friday", "Tom Vell sued Bo Lund over the fire on Friday."),
        ("Bo Lund beat Tom Vell in the race on Friday", "Tom Vell defeated Bo Lund in the race on Friday."),
        ("Bo Lund beat Tom Vell in the race on Friday", "Bo Lund beat Ada Lorne in the race on Friday."),
    ] {
        assert!(!sure(bullet, sentence), "{bullet} / {sentence}");
        assert!(sure(bullet, &format!("{bullet}.")), "{bullet}");
    }
    assert!(!told("Ada Lorne resigned on Friday", "On Friday Roe called for the resignation of Ada Lorne."));
    assert!(!told("Ada Lorne endorsed Tom Roe on Friday", "On Friday Roe's endorsement of Ada Lorne was printed."));
    assert!(sure("The bill on harbours passed the Senate on Friday", "The Senate passed the new law on harbours."));
    assert!(sure("Bo Lund Jr. faces a charge of theft", "Lund also faces a charge of theft."));
    assert!(sure("The council will close the old pier", "The council voted to close the old pier."));
}

#[test]
fn one_declaration_is_one_claim_in_whoever_s_words() {
    let main = |text: &str| MainClaim::of(text, &Reading::new(&article(text)));
    let a = main(
        "Mayor Ada Lorne said on Friday she is declaring an emergency on the coast, and asks for money for a wall",
    );
    let b = main(
        "Mayor Ada Lorne declared an emergency on the coast on Friday in order to get at the money of the council",
    );
    assert!(a.is(&b) && b.is(&a));
    assert!(!main("Ada Lorne declared no emergency on Friday").is(&b));
    assert!(!main("Ada Lorne declared a holiday on Friday").is(&b));
    assert!(!main("Tom Roe made a long speech").is(&main("Ada Lorne made a long speech")));
}

#[test]
fn a_comparison_s_sentence_is_not_enough_where_another_does_it_or_half_is_missing() {
    let asked = |bullet: &str, sentence: &str| {
        let (own, other) = (article(bullet), article(sentence));
        let (own, other) = (Reading::new(&own), Reading::new(&other));
        let sentence = Sentence::new(&other, other.lines.len() - 1);
        let main = MainClaim::of(bullet, &own);
        (main.is_of_another(&sentence), main.is_joined_by_the_same(&sentence))
    };
    let own = "Ada Lorne opposes the toll on the bridge";
    assert!(asked(own, "Tom Roe of the Skarn League opposes the toll.").0);
    assert!(!asked(own, "Lorne again opposes the toll.").0);
    assert!(
        asked(
            "The council appeared willing to sell the pier",
            "The council appeared puzzled by the price of the pier."
        )
        .0
    );
    assert!(!asked("Ada Lorne will not seek a second term", "Lorne does not seek a second term in Skarn.").0);
    let own = "Ada Lorne promised a new bridge but cancelled the tram";
    assert!(!asked(own, "Lorne promised a new bridge.").1);
    assert!(asked(own, "Lorne promised a new bridge and cancelled the tram to Halden.").1);
}

#[test]
fn the_same_done_by_another_is_another_claim_and_a_set_of_things_is_those_things() {
    let main = |text: &str| MainClaim::of(text, &Reading::new(&article(text)));
    let a = main("Ada Lorne pleaded guilty to fraud on Friday");
    assert!(a.is_done_by_another(&main("Her husband pleaded guilty to theft on Friday")));
    assert!(!a.is_done_by_another(&main("On Friday Lorne pleaded guilty in a court in Skarn")));
    assert!(main("The council released a set of letters").is(&main("The council released the letters on Friday")));
    assert!(!main("The council released a set of letters").is(&main("The council released a prisoner")));
    assert!(!main("Skarn opened the bridge").is_done_by_another(&main("Mayor Ada Lorne opened the bridge")));
    let a = main("Ada Lorne mailed the keys to the harbour office");
    assert!(!a.is(&main("Ada Lorne mailed the keys to her brother")));
    assert!(a.is(&main("Ada Lorne mailed the keys in March")));
}
