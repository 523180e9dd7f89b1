//! What a comparison promises for any two articles.

use std::collections::BTreeSet;

use nutgraf::{
    article::{Article, SentenceId, Story},
    compare::{Comparison, Op, Pair, QuotationMatch, Relation, Reports, compare, coverage},
    loader::{self, Hint},
};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    let hint = Hint { path: "a.txt".into(), ..Hint::default() };
    loader::load(text.as_bytes(), &hint).ok().and_then(|a| a.into_iter().next()).unwrap_or_default()
}

const EARLY: &str = "The city council approved the harbour bridge on Tuesday after a nine-hour session.\n\n\
    “We have waited forty years for this bridge,” Mayor Ana Ruiz said. “That ends tonight.”\n\n\
    The bridge will cost $120 million, the council said. Work is to begin in March.\n\n\
    Opponents, who fear for the salt marsh, announced a lawsuit.\n\n\
    A ferry has carried commuters across the bay since 1911.";
const LATE: &str = "After nine hours of debate, councillors voted on Tuesday to approve the bridge over the harbour.\n\n\
    The project is expected to cost $135 million.\n\n\
    \"And that all ends tonight,\" Mayor Ruiz said.\n\n\
    Environmental groups said they would sue to protect the salt marsh.\n\n\
    The vote was 7 to 2.";

fn complete(c: &Comparison, left: &Article, right: &Article) {
    for (n, ids) in [
        (left.sentences.len(), c.pairs.iter().flat_map(|p| &p.left).chain(&c.only_left).collect::<Vec<_>>()),
        (right.sentences.len(), c.pairs.iter().flat_map(|p| &p.right).chain(&c.only_right).collect::<Vec<_>>()),
    ] {
        let distinct: BTreeSet<_> = ids.iter().map(|id| id.index()).collect();
        assert_eq!(distinct, (0..n).collect(), "every sentence stands somewhere");
    }
    let alone = |ids: &[SentenceId], paired: fn(&Pair) -> &Vec<SentenceId>| {
        ids.iter().collect::<BTreeSet<_>>().len() == ids.len()
            && !c.pairs.iter().flat_map(paired).any(|id| ids.contains(id))
    };
    assert!(alone(&c.only_left, |p| &p.left) && alone(&c.only_right, |p| &p.right), "and nowhere else");
    let mut cells =
        c.pairs.iter().chain(&c.also).flat_map(|p| p.left.iter().flat_map(|&i| p.right.iter().map(move |&j| (i, j))));
    let mut seen = BTreeSet::new();
    assert!(cells.all(|cell| seen.insert(cell)), "no link is shown twice");
    let joined = |a: &Article, ids: &[SentenceId]| ids.iter().map(|&i| a.sentence(i)).collect::<Vec<_>>().join(" ");
    for p in &c.also {
        assert!(!c.only_left.contains(&p.left[0]) && !c.only_right.contains(&p.right[0]), "also: of paired sentences");
    }
    for p in c.pairs.iter().chain(&c.also) {
        assert!(!p.left.is_empty() && !p.right.is_empty());
        assert_eq!(p.words.iter().map(|w| w.left.as_str()).collect::<String>(), joined(left, &p.left));
        assert_eq!(p.words.iter().map(|w| w.right.as_str()).collect::<String>(), joined(right, &p.right));
        assert!((0.0..=1.0).contains(&p.similarity));
        assert_eq!(p.similarity >= 1.0, p.relation == Relation::Same, "1 is for the same words");
        assert_eq!(p.relation == Relation::Same, p.words.iter().all(|w| w.op == Op::Equal));
    }
}

#[test]
fn two_reports_of_one_vote() {
    let (left, right) = (article(EARLY), article(LATE));
    let c = compare(&left, &right);
    complete(&c, &left, &right);
    let partner = |l: u32| {
        let pair = c.pairs.iter().find(|p| p.left.contains(&SentenceId(l)));
        pair.map(|p| p.right.iter().map(|r| r.0).collect::<Vec<_>>())
    };
    assert_eq!(partner(0), Some(vec![0]), "the ledes");
    assert_eq!(partner(2), Some(vec![2]), "the mayor's words");
    assert_eq!(partner(6), None, "only the first has the ferry");
    assert!(c.only_right.contains(&SentenceId(4)), "only the second has the count of the vote");
    let altered = c.quotations.iter().find(|q| q.kind == QuotationMatch::Altered).expect("an altered quotation");
    assert_eq!(altered.words.iter().filter(|w| w.op != Op::Equal).count(), 2, "{altered:?}");
}

#[test]
fn rows_of_two_reports_of_one_decision_hold_one_claim_each() {
    let left = article(include_str!("../seeds/strikes/meridian-news.txt"));
    let right = article(include_str!("../seeds/strikes/harbor-wire.txt"));
    let c = compare(&left, &right);
    complete(&c, &left, &right);
    let at = |a: &Article, start: &str| {
        let found = a.sentences.iter().position(|s| s.text.trim_start_matches(['“', '"']).starts_with(start));
        SentenceId::from(found.expect(start))
    };
    for (l, r) in [
        ("Over the past few weeks", "Over the past few weeks"),
        ("That went right", "And that went right"),
        ("Going forward", "Going forward"),
    ] {
        let pair = c.pairs.iter().find(|p| p.left.contains(&at(&left, l))).expect(l);
        assert_eq!((&pair.left, &pair.right), (&vec![at(&left, l)], &vec![at(&right, r)]), "{l}: a row of its own");
    }
    let lede = c.pairs.iter().find(|p| p.left.contains(&SentenceId(0))).expect("the lede has a partner");
    assert!(lede.right.contains(&SentenceId(0)), "the ledes");
    for start in ["POLITICO", "Washington and its allies"] {
        assert!(c.only_left.contains(&at(&left, start)), "{start}");
    }
    for start in ["Kharkiv, the second", "U.S. officials said", "The United States is the largest"] {
        assert!(c.only_right.contains(&at(&right, start)), "{start}");
    }
}

#[test]
fn a_sentence_that_gives_a_distance_stands_alone_where_the_other_side_gives_none() {
    let left = article(
        "The harbour council opened the northern road to trucks on Monday.\n\n\
         The mayor's remark, during a visit to the port, confirmed reports that drivers may now use it by day, but only to \
         supply the shops and schools of Lund, the second largest town.\n\n\
         He did not say whether other roads will follow.\n\n\
         Shops in Lund, once the largest town, had asked for the road since spring.",
    );
    let right = article(
        "The council of the harbour has opened the northern road to trucks, it said on Monday.\n\n\
         Lund, the second largest town, is 19 miles from the border.\n\n\
         The mayor did not specifically say if it would open other roads.",
    );
    let c = compare(&left, &right);
    complete(&c, &left, &right);
    assert_eq!(c.only_right, [SentenceId(1)]);
    assert!(c.pairs.iter().any(|p| p.left.contains(&SentenceId(2)) && p.right == [SentenceId(2)]), "{:?}", c.pairs);
}

#[test]
fn a_denial_or_another_count_is_not_the_same_in_other_words() {
    let relation = |left: &str, right: &str| {
        let found = compare(&article(left), &article(right)).pairs;
        found.first().map(|p| p.relation).expect("the two sentences pair")
    };
    let plain = "The council of Skarn approved the harbour bridge on Monday after a long debate.";
    assert_eq!(
        relation(plain, "After a long debate on Monday, Skarn's council has approved the harbour bridge."),
        Relation::Reworded
    );
    assert_eq!(
        relation(plain, "The council of Skarn has not approved the harbour bridge on Monday after a long debate."),
        Relation::Contradicts
    );
    let count = "The ferry struck a reef off Skarn with 17 passengers aboard, the coast guard said.";
    assert_eq!(
        relation(count, "With 17 passengers aboard, a ferry struck a reef off Skarn, said the coast guard."),
        Relation::Reworded
    );
    assert_eq!(
        relation(count, "With 19 passengers aboard, a ferry struck a reef off Skarn, said the coast guard."),
        Relation::Contradicts
    );
}

#[test]
fn who_does_it_and_whether_it_is_done_is_part_of_what_both_say() {
    for (left, right) in [
        ("Lund sued Vell over the broken pumps on Friday.", "Vell sued Lund over the broken pumps on Friday."),
        ("The mayor may resign on Friday, the council said.", "The mayor resigned on Friday, the council said."),
        (
            "Ana Ruiz was appointed head of the Lund harbor board after a secret ballot of the council on Monday.",
            "Bo Hart was appointed head of the Lund harbor board after a secret ballot of the council on Monday.",
        ),
        ("The harbor deal of Lund was worth $1.5 million.", "The harbor deal of Lund was worth $15 million."),
        (
            "The board ordered the two other ferries of the company to stay in port until they are examined.",
            "The board ordered the two other ferries of the company to stay in port on Friday.",
        ),
        ("The council of Lund reached a deal on Friday.", "The council of Lund failed to reach a deal on Friday."),
        ("Ruiz called the June 3 vote a disgrace to Lund.", "Ruiz called the June 13 vote a disgrace to Lund."),
        (
            "Der Rat hat den Plan für die Brücke in Lund am Montag gebilligt.",
            "Der Rat hat den Plan für die Brücke in Lund am Montag nicht gebilligt.",
        ),
        (
            "Der Rat hat den Plan für die Brücke in Lund am Montag gebilligt.",
            "Der Rat hat den Plan für die Brücke in Lund am Montag abgelehnt.",
        ),
    ] {
        let pairs = compare(&article(left), &article(right)).pairs;
        let agrees = |p: &Pair| matches!(p.relation, Relation::Same | Relation::Reworded);
        assert!(!pairs.iter().any(agrees), "{left} | {right}: {:?}", pairs[0].relation);
    }
}

#[test]
fn sentences_that_share_names_and_no_claim_are_only_related() {
    let opening = "The harbour council of Skarn approved a bridge to the island of Lund on Monday.";
    let left = article(&format!(
        "{opening}\n\nMayor Ana Ruiz of Skarn has fought for the bridge to Lund since her first election.\n\n\
         The bridge will carry 400 lorries a day."
    ));
    let right = article(&format!(
        "{opening}\n\nMayor Ana Ruiz of Skarn wore a green coat on the bridge of the ferry to Lund.\n\n\
         Some 400 lorries will cross the bridge each day."
    ));
    let c = compare(&left, &right);
    complete(&c, &left, &right);
    let relation = |i: u32, j: u32| {
        let beside = |p: &&Pair| p.left == [SentenceId(i)] && p.right == [SentenceId(j)];
        c.pairs.iter().find(beside).map(|p| p.relation)
    };
    assert_eq!(relation(0, 0), Some(Relation::Same));
    assert!(matches!(relation(1, 1), None | Some(Relation::Related)), "{:?}", c.pairs);
    assert!(!matches!(relation(2, 2), None | Some(Relation::Related)), "{:?}", c.pairs);
}

#[test]
fn another_day_or_the_opposite_is_not_the_same_in_other_words() {
    let relation = |left: &str, right: &str| compare(&article(left), &article(right)).pairs.first().map(|p| p.relation);
    let open = "The harbour bridge of Skarn will open to lorries in September, the council said.";
    let later = "Lorries may cross the harbour bridge of Skarn from November, said the council.";
    assert_ne!(relation(open, later), Some(Relation::Reworded));
    let gate = "A keeper of the Skarn zoo had left the gate of the tigers open, director Rita Sand said.";
    let shut = "The gate of the tigers had been closed, said Rita Sand, director of the Skarn zoo.";
    assert_ne!(relation(gate, shut), Some(Relation::Reworded));
}

#[test]
fn an_article_is_all_same_as_itself() {
    let left = article(EARLY);
    let c = compare(&left, &left);
    assert!(c.only_left.is_empty() && c.only_right.is_empty());
    assert!(c.pairs.iter().all(|p| p.relation == Relation::Same && !p.moved && p.left == p.right));
    assert!(c.quotations.iter().all(|q| q.kind == QuotationMatch::Verbatim));
}

#[test]
fn anything_can_be_laid_beside_anything() {
    let poem = "O wild\n\nand wide\n\nthe tide, the tide.\n\nO wild\n\nand wide.";
    let prices = "Bread 2.40\n\nMilk 1.19\n\nMilk 1.19\n\n***\n\n---\n\n1,000,000%";
    let chinese = "市议会周二批准了大桥。“我们等了四十年。”市长说。造价为1.2亿美元。";
    let all = ["", poem, prices, chinese, EARLY, "…", "\"\"\"\"", "“ ” “"].map(article);
    for left in &all {
        for right in &all {
            let c = compare(left, right);
            complete(&c, left, right);
        }
    }
}

/// A comparison of two articles and the coverage of a story of both say the same of any two sentences.
fn agree(left: &Article, right: &Article) {
    let mut both = [left.clone(), right.clone()];
    (both[0].source, both[1].source) = ("Wire".into(), "Courier".into());
    let c = compare(&both[0], &both[1]);
    let covered = coverage(&Story { articles: vec![0, 1], ..Story::default() }, &both);
    for claim in &covered.claims {
        let (column, spoken) = claim.spoken;
        let cell = &claim.cells[1 - column];
        for other in (0..both[1 - column].sentences.len()).map(SentenceId::from) {
            let (i, j) = if column == 0 { (spoken, other) } else { (other, spoken) };
            let mut beside = c.pairs.iter().chain(&c.also).filter(|p| p.left.contains(&i) && p.right.contains(&j));
            let relation = beside.next().map(|p| p.relation);
            let here = cell.sentences.contains(&other);
            let clash = c.conflicts.iter().any(|o| (o.left.sentence, o.right.sentence) == (i, j));
            let told = format!("{} | {} | {relation:?} {cell:?}", claim.text, both[1 - column].sentence(other));
            match relation {
                Some(Relation::Same) => assert_eq!(cell.state, Reports::Full, "{told}"),
                Some(Relation::Reworded) if here => assert_eq!(cell.state, Reports::Full, "{told}"),
                // A relation in words or topic is no report.
                Some(Relation::Related) => assert!(!here || cell.state != Reports::Full, "{told}"),
                Some(_) => assert_ne!(cell.state, Reports::Nothing, "{told}"),
                None => assert!(!here || cell.sentences.len() > 1 || cell.state != Reports::Full, "{told}"),
            }
            assert!(!clash || !here || claim.conflict && cell.state != Reports::Full, "{told}");
        }
    }
}

#[test]
fn comparison_and_coverage_say_the_same() {
    agree(&article(EARLY), &article(LATE));
    agree(&article(LATE), &article(EARLY));
}

/// A text of a few sentences over a small vocabulary, with quotation marks and figures here and there.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "bridge", "council", "the", "of", "Ruiz", "Tuesday", "12", "$3", "million", "“", "”", "said", "harbour",
        "vote", "miles", "May",
    ]);
    prop::collection::vec(prop::collection::vec(word, 1..9), 0..7)
        .prop_map(|s| s.iter().map(|w| format!("{}.", w.join(" "))).collect::<Vec<_>>().join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_sentence_stands_in_one_place_and_the_mirror_agrees(a in text(), b in text()) {
        let (left, right) = (article(&a), article(&b));
        let c = compare(&left, &right);
        complete(&c, &left, &right);
        prop_assert_eq!(compare(&right, &left), c.clone().mirrored());
        let own = compare(&left, &left);
        prop_assert!(own.pairs.iter().all(|p| p.relation == Relation::Same) && own.only_left.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_coverage_contradicts_its_comparisons(a in text(), b in text()) {
        agree(&article(&a), &article(&b));
    }
}

#[test]
fn a_bare_question_claims_nothing_that_another_could_report() {
    let tail = "The council of Lund met on Monday. A ferry has crossed the bay since 1911.";
    let left =
        article(&format!("The bank warned on Friday of a second recession in Skarn before the winter.\n\n{tail}"));
    let right = article(
        "A second recession in Skarn before the winter? The bank warned of it on Friday.\n\nPrices rose in May.",
    );
    let c = compare(&left, &right);
    let claimed = c.pairs.iter().chain(&c.also).filter(|p| p.relation != Relation::Related);
    assert!(claimed.flat_map(|p| &p.right).all(|id| !right.sentence(*id).ends_with('?')), "{:?}", c.pairs);
}
