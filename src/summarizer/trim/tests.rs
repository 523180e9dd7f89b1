//! What a sentence may lose and what it keeps, in invented sentences.

use super::super::{candidates::candidates, reading::Reading, score::Weights};
use crate::article::{Article, Sentence};

/// Every form that the last of some sentences can stand in.
fn forms(sentences: &[&str]) -> Vec<String> {
    let sentences = sentences.iter().map(|s| Sentence { text: (*s).to_owned(), tight: false }).collect();
    let article = Article { sentences, ..Article::default() };
    let reading = Reading::new(&article);
    let masses = vec![0.0; reading.terms.len()];
    let last = reading.lines.len() - 1;
    candidates(&reading, &[last], &masses, &Weights::default()).iter().map(|c| c.text(&reading)).collect()
}

/// No form of the sentence lacks the passage.
fn keeps(sentence: &str, passage: &str) {
    for form in forms(&[sentence]) {
        assert!(form.contains(passage), "{form}");
    }
}

/// The sentence has a form that ends like this.
fn makes(sentence: &str, form: &str) {
    let made = forms(&[sentence]);
    assert!(made.iter().any(|f| f == form), "{made:#?}");
}

#[test]
fn who_says_it_stays() {
    keeps("A pilot rammed the pier of Skarn with the night ferry on Monday, harbour officials said.", "officials said");
    keeps(
        "The night ferry ran aground off Skarn at full speed, said Sgt. Jan Hale of the harbour department.",
        "Jan Hale",
    );
    keeps("The pilot, police say, struck a guard with an oar and fled over the pier.", "police say");
    keeps(
        "The hull had been painted over to hide the rot -- according to two of the divers -- before the sale.",
        "according to",
    );
}

#[test]
fn what_a_sentence_goes_on_to_say_stays_with_what_opens_it() {
    for (sentence, passage) in [
        (
            "The trouble, the mayor of Skarn found, is that unlike the old ferry, which had sails, \"Orla\" is run by steam.",
            "is run",
        ),
        (
            "The mayor regretted the letter to the council last week, which said the death of Jan Hale, a pilot who was shot in May, was his own fault.",
            "which said",
        ),
        (
            "The council asked all who have been near the reef, such as divers and fishermen, to be seen by a doctor.",
            "to be seen",
        ),
        (
            "The announcement of the mayor that she would step down was followed, hours later, by a letter of the council.",
            "by a letter",
        ),
        (
            "The law would let the doctors of the island give stronger drugs, if they see fit, to patients who are near death.",
            "to patients",
        ),
        (
            "He has never scored against Halden on their own pitch and, after Hale had made it 1-1, he missed the lead.",
            "he missed",
        ),
        (
            "Not only does the new ferry burn less coal, such as it is, it has been shown to be quicker than the old one.",
            "quicker",
        ),
        (
            "The bridge brought the island from a life of oars and nets, to steam and trade, and to visitors by the thousand.",
            "to steam",
        ),
        (
            "The two brothers were convicted of three crimes: taking a boat of the council, selling its load and burning it.",
            "selling its load",
        ),
        (
            "The divers and their friend Orla Finch were shot and killed at the pier of Halden in 2013 by a guard.",
            "and killed",
        ),
        (
            "A gang of fifteen men surrounded the boat as the pilot slept inside, smashed its windows and threw in a torch.",
            "threw in",
        ),
        (
            "Is the scorn in the council of Skarn really about her youth and her island, as some of her friends say?",
            "as some of her friends say?",
        ),
    ] {
        keeps(sentence, passage);
    }
}

#[test]
fn what_bounds_a_claim_stays() {
    for (sentence, passage) in [
        (
            "Skarn went back to the top of the league, for a day at least, with a clear win over Halden on the island.",
            "at least",
        ),
        (
            "The harbour office lifted its ban on the pilot, letting him sail again at once -- albeit under a guard's eye.",
            "albeit",
        ),
        (
            "A call for help from the night ferry -- had it come -- could have told another story about the reef.",
            "had it come",
        ),
        (
            "The company of the night ferry will face ruin within the year -- barring a rescue by the council of Skarn.",
            "barring",
        ),
        ("The island's watch counted that the reef has taken 1,969 boats, since the lamp went out last June.", "since"),
        ("The pilot was last seen on the island of Skarn in the harbour of Halden, in 2014.", "2014"),
        (
            "The office said that more than 12,700 letters had been waiting for an answer for ninety days, as of January.",
            "as of",
        ),
        (
            "Jan Hale said the pilot was held in the old prison of Halden on February 16 and was released to his friends on the day of the great storm.",
            "released",
        ),
        (
            "The pilot's family told the council that he had no boat of his own and had, in fact, been lent one.",
            "been lent one",
        ),
        (
            "The keeper counted the boats lost between 2002, when the lamp went out, and this year as a warning to all.",
            "and this year",
        ),
        (
            "While following the pilot was of use to all, the mayor of Skarn stressed that finding the boat was harder.",
            "While",
        ),
        (
            "The pilot of the night ferry was also charged with the theft of 3,000 crowns in the harbour of Skarn.",
            "also charged",
        ),
        (
            "In the report released Tuesday, the harbour office gave the number of boats lost on the reef since May.",
            "released Tuesday",
        ),
        (
            "The pilot was charged with two counts of theft on the boat, resisting arrest, and is held in the prison of Skarn.",
            "and is held",
        ),
        ("While the pilot has had much luck from the start, the path of the diver has been a harder one.", "While"),
    ] {
        keeps(sentence, passage);
    }
}

#[test]
fn an_insert_is_told_from_a_list_and_a_subject_from_what_opens_a_sentence() {
    keeps("The crew comprises a pilot, four women, three girls and eight boys, said spokesman Jan Hale.", "four women");
    keeps(
        "A day later, the mayor of the island, Edda Lorne, released a second report on the reef.",
        "the mayor of the island",
    );
    keeps("Instead, the people of Skarn saw lights, rope-tied boats and flags on the reef.", "the people of Skarn");
    makes(
        "Edda Lorne, the mayor of the island, opened the new landing at the reef.",
        "Edda Lorne opened the new landing at the reef",
    );
}

#[test]
fn a_half_stands_without_the_other() {
    let split = forms(&[
        "The mayor found that most of the boats would be kept, and more than half would be sold to Halden within the year.",
    ]);
    assert!(split.iter().all(|f| f.contains("The mayor found")), "{split:#?}");
    let split = forms(&[
        "The council would give the fishermen of Skarn a choice of harbours, and many would see the island again within days.",
    ]);
    assert!(split.iter().all(|f| f.contains("The council")), "{split:#?}");
}

#[test]
fn a_pronoun_stands_for_a_person_whose_name_is_whole() {
    let second = "He told the council that the pier was rotten to its last pile.";
    for (first, name) in [
        ("Mayor Jan Hale opened the landing.", Some("Mayor Jan Hale told")),
        ("Jan Hale’s plan failed in the council.", Some("Jan Hale told")),
        ("Jan Hale’s lawyer spoke in the council.", None),
        ("Halden’s Danish striker met the council.", None),
    ] {
        let made = forms(&["Many know Jan Hale and Halden.", first, second]);
        let told = |f: &String| name.is_some_and(|n| f.starts_with(n)) || name.is_none() && f.starts_with("He ");
        assert!(made.iter().all(told), "{first} {made:#?}");
    }
    let body = ["We met the Skarn Alpha of Halden.", "Skarn Alpha spoke of the Skarn Alpha pier.", second];
    assert!(forms(&body).iter().all(|f| f.starts_with("He ")), "{:#?}", forms(&body));
}

#[test]
fn what_is_told_in_passing_can_stand_alone_where_all_is_too_long() {
    let long = "The ferry, which carried the mail of the island for more than forty years, was sold to the council of \
        Halden on Monday for less than the price of its lamp and its bell.";
    makes(long, "The ferry carried the mail of the island for more than forty years");
    let short = "The ferry, which carried the mail of the island for forty years, was sold on Monday.";
    assert!(forms(&[short]).iter().all(|f| f.contains("sold")), "{:#?}", forms(&[short]));
    let doubtful = "The owner of the boats, which carried the mail of the island for more than forty years, was seen at \
        the council of Halden on Monday with the pilot and the keeper of the lamp.";
    assert!(forms(&[doubtful]).iter().all(|f| f.contains("seen")), "{:#?}", forms(&[doubtful]));
}

#[test]
fn a_noun_is_no_verb_and_a_lone_dash_may_be_one_of_two() {
    keeps("The numbers for the left in the vote of Skarn -- a four for Hale suggests it is lost.", "suggests");
    keeps(
        "The mayor called for the council to ban everyone -- from the banker to the pilot from keeping boats.",
        "from keeping",
    );
    keeps(
        "Native to a remote reef of Skarn, this small bird, known to few, doesn't fear the boats.",
        "this small bird",
    );
    keeps("The wage of a pilot was worth nine crowns in the year 1963, using today's dollars.", "dollars");
}

#[test]
fn a_name_in_ing_is_no_participle() {
    keeps("Five years later, armed with a pilot's papers and the old boat, Heying founded the line.", "Heying founded");
}

#[test]
fn a_day_at_the_very_start_is_no_trouble() {
    makes("On Monday, the mayor said that the pier was rotten.", "The mayor said that the pier was rotten");
}

#[test]
fn a_stop_between_words_goes() {
    makes("The mayor has . denied that the pier was rotten .", "The mayor has denied that the pier was rotten");
}
