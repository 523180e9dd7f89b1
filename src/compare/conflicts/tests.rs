//! Which two sentences contradict each other, and which only seem to.

use super::*;
use crate::{
    compare::{Relation, compare},
    loader::{self, Hint},
};

fn article(text: &str) -> Article {
    let hint = Hint { path: "a.txt".into(), ..Hint::default() };
    loader::load(text.as_bytes(), &hint).unwrap().remove(0)
}

/// The conflicts of two accounts that both tell of a ferry beside.
fn kinds(left: &str, right: &str) -> Vec<ConflictKind> {
    let about = "The ferry Anna ran onto a reef off the port of Skarn in thick fog.";
    let (left, right) = (article(&format!("{about} {left}")), article(&format!("{about} {right}")));
    let c = compare(&left, &right);
    for p in &c.pairs {
        let clash =
            c.conflicts.iter().any(|o| p.left.contains(&o.left.sentence) && p.right.contains(&o.right.sentence));
        assert!(!clash || p.relation == Relation::Contradicts, "{:?}", p.relation);
    }
    c.conflicts.into_iter().map(|c| c.kind).collect()
}

#[test]
fn what_cannot_both_be_so_is_told() {
    use ConflictKind::{Attribution, Date, Figure, Name, Outcome, Polarity, Quotation};
    for (left, right, kind) in [
        ("The captain was arrested by the coast guard.", "The captain was not arrested by the coast guard.", Polarity),
        (
            "The captain denied that he had slept on the bridge.",
            "The captain admitted that he had slept on the bridge.",
            Polarity,
        ),
        ("No passenger was hurt in the accident.", "Three passengers were hurt in the accident.", Polarity),
        ("The council approved a new pier for the harbor.", "The council rejected a new pier for the harbor.", Outcome),
        ("The ticket prices of the line rose in June.", "The ticket prices of the line fell in June.", Outcome),
        ("Twelve passengers were treated in hospital.", "Nineteen passengers were treated in hospital.", Figure),
        ("Fares will go up by 8 to 12 percent.", "Fares will go up by 20 to 25 percent.", Figure),
        ("The inquiry opens on May 3.", "The inquiry opens on May 13.", Date),
        ("The inquiry is led by Maria Lopez.", "The inquiry is led by Carl Hart.", Name),
        ("The inquest was held in Vell.", "The inquest took place in Orsund.", Name),
        (
            "The captain, Erik Sol, was the last to leave the ship.",
            "First mate Jonas Lie was the last person off the ship.",
            Name,
        ),
        ("The race was won by Abdi Nur.", "The winner of the race was Daniel Roth.", Name),
        (
            "Ana Ruiz was elected chair of the harbor council.",
            "Carl Hart was elected chair of the harbor council.",
            Name,
        ),
        ("A broken fuel pump caused the fire.", "The cause of the fire was a burning cigarette.", Name),
        ("Turnout at the vote was 61 percent.", "Turnout at the vote fell to 52 percent.", Figure),
        ("It was the first accident of the line.", "It was the third accident since the line began.", Figure),
        ("A third of the flats are for crews.", "Half of the flats are for crews.", Figure),
        ("The pumps had passed their latest inspection in May 2021.", "Their last inspection was in March 2020.", Date),
        ("The accident happened at 3:20 p.m.", "It happened at 4:50 in the afternoon.", Date),
        ("Nobody was hurt.", "Two sailors were hurt on deck.", Polarity),
        ("No one was held.", "Four sailors were held.", Polarity),
        ("The ferry was driven by Bo Hart.", "Carl Moe drove the ferry.", Name),
        ("Repairs begin on Monday.", "Repairs will start on Thursday.", Date),
        ("There will be no appeal, the lawyers said.", "The lawyers will appeal.", Polarity),
        ("The crew worked without a radio.", "The crew used a radio.", Polarity),
        (
            "The council rejected a plan for a new pier.",
            "The council gave the go-ahead to a plan for a new pier.",
            Outcome,
        ),
        ("Lund beat Vell in the final on Sunday.", "Vell won the final on Sunday, defeating Lund.", Outcome),
        (
            "The port's captain, Erik Sol, was taken to hospital with a broken arm.",
            "The port's captain, Jonas Lie, suffered a broken arm and is in hospital.",
            Name,
        ),
        ("No charges were brought against the owner.", "The owner has been charged.", Polarity),
        ("Work on the pier begins in spring.", "Work on the pier is to begin in autumn.", Date),
        ("The old captain died at the age of 83.", "The old captain has died aged 81.", Figure),
        ("The owner would not appeal, the lawyer said.", "The owner would appeal, the lawyer said.", Polarity),
        ("No accidents were caused by the fault.", "The fault has caused seven accidents.", Polarity),
        ("The crew had no chart of the channel.", "The crew had a chart of the channel.", Polarity),
        ("All of the sailors had been trained.", "None of the sailors had been trained.", Polarity),
        ("The line allows 40 cars on each crossing.", "The line allows 14 cars on each crossing.", Figure),
        ("The inquiry will close in the third quarter.", "The inquiry will close in the second quarter.", Figure),
        ("The pilot was brought out alive by a diver.", "The pilot died before a diver could get to him.", Outcome),
        (
            "The line confirmed that it plans to close its yard in Lund.",
            "The line denied that it has any plan to shut the Lund works.",
            Polarity,
        ),
        (
            "The talks had been chaired by Petra Wynn, a retired judge.",
            "Alan Coates, who chaired the failed negotiations, said that he was sorry.",
            Name,
        ),
        (
            "The line's marketing director, Helen Marchetti, flew to Italy for the papers.",
            "Stuart Bloom, the line's marketing director, praised the crew.",
            Name,
        ),
        (
            "The stoker, Maria Quint, was found on the reef in the morning.",
            "The stoker, Elena Barr, had been found on the reef at noon.",
            Name,
        ),
        (
            "The fire killed two divers from Lund on Monday.",
            "The two divers killed by the fire on Monday were from Vell.",
            Name,
        ),
        ("The captain kept his license after the inquiry.", "The captain lost his license after the inquiry.", Outcome),
        ("Lucia Fenn was the first to notice the smoke.", "The first person to spot the smoke was Jonas Abara.", Name),
        ("The fire killed 17 sailors and injured 30.", "The fire killed 30 sailors and injured 17.", Figure),
        ("The boat was found shortly after 4 a.m.", "The boat was found just before noon.", Date),
        ("“We will sell the ship,” said Ana Ruiz.", "“We will not sell the ship,” said Ana Ruiz.", Quotation),
        ("The council approved the new pier by 7 to 4.", "The council approved the new pier by 8 votes to 4.", Figure),
        ("The council rejected the new pier, 7-4.", "Councilors voted eight to four to reject the new pier.", Figure),
        ("Lund beat Vell 3-1 in the final.", "In the final Lund beat Vell 3-2.", Figure),
        (
            "“Nobody saw the reef in time,” said Ana Ruiz.",
            "“Nobody saw the reef in time,” said Carl Hart.",
            Attribution,
        ),
        ("The barrier was lifted at 5 a.m.", "The barrier was lifted at seven in the morning.", Date),
        ("Work on the quay is to start in May.", "Work on the quay will begin in September.", Date),
        ("The pilot was on the bridge at the time.", "The pilot was not on the bridge at the time.", Polarity),
        ("Smugglers face fines of up to 5,000 crowns.", "Smugglers can be fined as much as 8,000 crowns.", Figure),
        (
            "The line will shut its yard in Lund with the loss of 640 jobs.",
            "The line is shutting its yard in Lund, putting 460 people out of a job.",
            Figure,
        ),
        (
            "A fire swept the engine room, injuring 26.",
            "Thirty-eight people were injured in a fire in the engine room.",
            Figure,
        ),
        ("“We were never worried,” said Ana Ruiz.", "“We were worried,” said Ana Ruiz.", Quotation),
        ("“My ship was perfectly sound,” said Ana Ruiz.", "“My ship was barely sound,” said Ana Ruiz.", Quotation),
        ("Drinking water in Lund was not affected.", "Drinking water in Lund was contaminated.", Polarity),
        ("The deckhand was unhurt.", "The deckhand broke an arm.", Outcome),
        ("Two thousand homes were without electricity.", "Electricity was cut to 4,500 homes.", Figure),
        ("Nobody was hurt, the coast guard said.", "Six divers were treated for broken bones.", Polarity),
        ("The survey starts on November 4 at the old pier.", "Soundings begin on November 14.", Date),
    ] {
        assert_eq!(kinds(left, right), [kind], "{left} | {right}");
        assert_eq!(kinds(right, left), [kind], "{right} | {left}");
    }
}

#[test]
fn what_only_seems_to_clash_is_none() {
    for (left, right) in [
        ("The police could not confirm that a sailor was missing.", "A sailor was missing, the police said."),
        ("The company did not deny that the radar was broken.", "The company conceded that the radar was broken."),
        (
            "“I spent money that should not have been spent,” Captain Bo Hart said.",
            "“I spent money that should have been spent for the boats,” Captain Bo Hart said.",
        ),
        ("Nearly 300 passengers slept in a school.", "Some 298 passengers slept in a school."),
        ("About 4,000 residents were told to leave.", "More than 5,000 homes lost power."),
        ("The ferry sailed 12 miles from the port.", "The ferry sailed 19 kilometers from the port."),
        ("Six sailors were hurt in the accident.", "In a similar accident nine sailors were hurt."),
        ("The pumps would fail, the captain feared.", "The pumps did not fail."),
        ("The captain wanted to close the hatch.", "The hatch was not closed."),
        ("Two passengers were rescued by a fisherman.", "Three passengers drowned."),
        ("A sailor, Bo Hart, was hurt on deck.", "A cook, Carl Moe, was hurt on deck."),
        ("The captain met Erik Sol in Vell.", "The captain met Jonas Lie in Orsund."),
        ("The minister spoke in Vell.", "The minister spoke in Orsund."),
        ("The channel was closed for two hours.", "The channel reopened after two hours."),
        ("The port stays shut until Sunday.", "The port opens on Sunday."),
        ("The port took 43 million euros in fees.", "The port took 43,885,310 euros in fees."),
        ("Up to 160 cabins were flooded.", "As many as 150 cabins were flooded."),
        ("Fees rose by 4 percent in 2014.", "Fees rose by 6 percent from 2007 to 2013."),
        ("The council met for the first time in weeks.", "The council met for the second time this week."),
        ("Muammar Sol owns the ferry.", "Moammar Sol owns the ferry."),
        ("Bo Hart supports the plan for a pier.", "Carl Moe supports the plan for a pier."),
        ("Lund beat Vell in the final.", "Vell lost to Lund in the final."),
        ("Lund beat Vell on Sunday.", "Vell beat Lund on Friday."),
        ("The ferry barely survived the storm.", "The ferry survived the storm."),
        ("The mayor stopped to greet the crew.", "The mayor greeted the crew."),
        ("It was the second stop of the ferry.", "The line's other ferry sails without a stop."),
        ("The spokesman, Bo Hart, wore a coat.", "The spokesman, Carl Moe, wore a hat."),
        ("Ana Ruiz won the primary.", "Ana Ruiz lost the election."),
        (
            "Ana Ruiz faced a storm of anger on Wednesday as Bo Hart asked her to go.",
            "Bo Hart on Tuesday assailed Ana Ruiz for her words on the race.",
        ),
        ("The old pier will be torn down in May.", "The new pier opened to trucks."),
        ("A storm caused the blackout in Lund.", "A gas leak sparked the fire in Lund."),
        ("Police arrested a cook in Lund on Monday.", "Police arrested a stoker in Lund on Thursday."),
        ("The port paid 4 million euros for new pumps.", "The port paid 5 million euros for the quay."),
        ("Nobody was hurt in the fire.", "Two sailors were hurt in the collision off Lund."),
        ("No deaths were reported in Vell.", "Three deaths were reported in Lund."),
        (
            "“We were all very scared that night,” said Ana Ruiz.",
            "“We were all very frightened that night,” said Ana Ruiz.",
        ),
        ("Mayor Ana Ruiz said Lund needs “law and order”.", "Bo Hart said he stands for “law and order”."),
        ("Ana Ruiz, the deputy finance minister, spoke.", "Bo Hart, the finance minister, spoke."),
        ("Fares have fallen by a third.", "Fares are down 33 percent."),
        ("Shares of the line fell 31 percent.", "Shares of the line lost nearly a third."),
        ("The radio was stolen in Vell.", "The radio of the port was mended in Orsund."),
        ("The stage was won by Abdi Nur.", "Sunday's stage was won by Daniel Roth."),
        ("Lund beat Vell in the final.", "Vell had won the cup in 2012, defeating Lund."),
        (
            "Ana Ruiz was elected chairwoman of the harbor council.",
            "Carl Hart was elected vice chairman of the harbor council.",
        ),
        (
            "Ana Ruiz was re-elected to her post on the harbor council.",
            "Carl Hart was elected clerk of the harbor council.",
        ),
        ("The council approved the new pier by 7 to 4.", "The council approved the new pier, seven votes to four."),
        ("The council approved the new pier 7-4.", "By seven to four, the council approved the new pier."),
        (
            "The House passed the bill on the new pier 220 to 210.",
            "The Senate passed the bill on the new pier 51 to 49.",
        ),
        ("The commission approved the new pier 7 to 4.", "The committee approved the new pier 5 to 2."),
        ("Lund beat Vell 3-1 in the final.", "Vell lost to Lund 1-3 in the final."),
        ("Fares will rise by 7 to 10 percent.", "Fares will rise by 7 to 9 euros."),
        ("The pilots will strike on 14 and 15 August.", "The pilots plan to walk out on August 14 and 15."),
        ("The harbor master does not allow boats using old engines.", "The crew refused to use old engines."),
        ("The captain was banned for two years.", "The captain was banned for 24 months."),
        ("Half a dozen boats sank off Lund.", "Six boats sank off Lund."),
        (
            "About 80 volunteers searched the reef.",
            "In fact 130 volunteers searched the reef, not the 80 given out at first.",
        ),
        ("A cabin costs 9,200 crowns.", "A cabin costs upward of nine thousand crowns."),
        ("Six buoys were laid in the channel.", "Four more buoys are to be laid in the channel."),
        (
            "In March the line turned down an offer of 22 million crowns.",
            "Ten years ago the line turned down an offer of 12 million crowns.",
        ),
        ("Eight of 20 posts on board were vacant.", "Two in five posts on board were vacant."),
        ("The old ship was 31 years old.", "A sister ship, 29 years old, was taken out of service."),
        ("The tax rate was 35.7 percent.", "The tax rate was 36 percent."),
        (
            "By Sunday, 30 tons of oil had been taken from the bay.",
            "The oil taken from the bay reached 52 tons on Thursday.",
        ),
        ("Gusts had reached 70 kilometers an hour.", "In nearby Vell, gusts of 90 kilometers an hour felled trees."),
        (
            "The captain had taken 740,000 crowns, prosecutors said.",
            "According to prosecutors, the captain had taken almost three-quarters of a million crowns.",
        ),
        ("“I think that’s okay with us,” said Ana Ruiz.", "“I think it’s OK with us,” said Ana Ruiz."),
        ("They met in an effort to get the plan approved.", "Failure to approve the plan would be dear."),
    ] {
        assert_eq!(kinds(left, right), [], "{left} | {right}");
    }
}
