//! What a reader relies on in bullets, over invented articles.
#![allow(clippy::unwrap_used)]

use nutgraf::{
    article::{Article, BlockKind, Bullet, Bullets, Origin, Story},
    briefing,
    loader::{self, Hint},
    summarizer::{self, Options, reading::Reading},
};
use proptest::prelude::*;

fn article(text: &str) -> Article {
    let hint = Hint { path: "article.txt".into(), ..Hint::default() };
    loader::load(text.as_bytes(), &hint).unwrap().remove(0)
}

fn bullets(text: &str) -> Vec<Bullet> {
    summarizer::bullets(&article(text), Options::default()).items
}

fn texts(text: &str) -> Vec<String> {
    bullets(text).into_iter().map(|b| b.text).collect()
}

const FERRY: &str =
    "The island council voted on Monday to close the old ferry harbour, a wooden pier from 1911, after \
    inspectors found rot in most of its piles.

Mayor Edda Lorne said the decision was “the hardest in my twenty years here” and promised a new landing by spring.

But the ferry company, which carries 3,000 people a day in summer, warned that it could lose half of its passengers.

She told residents that the council had set aside 4.2 million crowns for the work.

Meanwhile, fishermen who use the pier have been offered berths in the naval basin, the harbour master said.

The pier will not be pulled down before an archaeologist has looked at the piles.";

#[test]
fn bullets_are_short_stand_alone_and_follow_the_article() {
    let a = article(FERRY);
    let made = summarizer::bullets(&a, Options::default());
    assert_eq!(made.origin, Origin::Generated);
    assert_eq!(made.items.len(), 4);
    for b in &made.items {
        let words = b.text.split_whitespace().count();
        assert!((4..=30).contains(&words), "{words} words: {}", b.text);
        assert!(!b.text.ends_with('.'), "{}", b.text);
        assert!(!["But", "Meanwhile", "She"].contains(&b.text.split(' ').next().unwrap()), "{}", b.text);
        assert!(!b.sentences.is_empty());
    }
    let places: Vec<_> = made.items.iter().map(|b| *b.sentences.last().unwrap()).collect();
    assert!(places.is_sorted());
}

#[test]
fn a_cut_keeps_negations_and_whole_quotations() {
    for text in texts(FERRY) {
        assert_eq!(text.matches('“').count(), text.matches('”').count(), "{text}");
        if text.contains("pulled down") {
            assert!(text.contains("not"), "{text}");
        }
    }
}

#[test]
fn a_pronoun_at_the_head_is_resolved_and_both_sentences_are_cited() {
    let text = "Ruth Calder will leave the orchestra after eleven seasons as its conductor. \
        She recorded all nine symphonies of the cycle with the ensemble in Halden.";
    let made = bullets(text);
    let second = made.iter().find(|b| b.text.contains("symphonies")).unwrap();
    // alone with the name, or behind the sentence that has it
    let named = second.text.starts_with("Ruth Calder recorded") || second.text.contains("conductor. She recorded");
    assert!(named, "{}", second.text);
    assert_eq!(second.sentences.len(), 2);
}

#[test]
fn an_accusation_keeps_its_speaker() {
    let text = "A clerk stole 40,000 crowns from the harbour office over three years, police said.";
    assert_eq!(texts(text), ["A clerk stole 40,000 crowns from the harbour office over three years, police said"]);
    let text =
        "The pilot steered the ferry onto the rocks on purpose, leaving 12 people hurt, officials said on Thursday.";
    assert!(texts(text)[0].contains("officials said"));
    let text =
        "Police said the owner of the yard set fire to the boats, and the watchman helped him to flee that night.";
    assert!(texts(text).iter().all(|t| t.starts_with("Police said")));
}

#[test]
fn a_publisher_s_bullets_stand_as_they_are_with_what_they_rest_on() {
    let mut a = article(FERRY);
    let items = vec![
        " The council set aside 4.2 million crowns for the work".to_owned(),
        "Fishermen have been offered berths in the naval basin ".to_owned(),
        "Nothing of the kind stands anywhere".to_owned(),
    ];
    a.publisher_bullets = Some(nutgraf::article::PublisherBullets { label: "Key points".into(), items });
    let Bullets { origin, items } = summarizer::bullets(&a, Options::default());
    assert_eq!(origin, Origin::Publisher);
    assert_eq!(items[0].text, "The council set aside 4.2 million crowns for the work");
    let cited = |i: usize| -> Vec<&str> { items[i].sentences.iter().map(|&id| a.sentence(id)).collect() };
    assert!(cited(0)[0].contains("4.2 million"));
    assert!(cited(1)[0].contains("fishermen"));
    assert!(cited(2).is_empty());
    let generated = summarizer::bullets(&a, Options { generated: true, count: 2 });
    assert_eq!((generated.origin, generated.items.len()), (Origin::Generated, 2));
}

#[test]
fn a_cut_leaves_no_stump() {
    for (sentence, want) in [
        (
            "Talks between the pilots and the ferry company went on all night, though.",
            "Talks between the pilots and the ferry company went on all night",
        ),
        (
            "Mayor Edda Lorne (above with Orla Finch and the pilot Jan Hale) opened the new landing in the old harbour.",
            "Mayor Edda Lorne opened the new landing in the old harbour",
        ),
        (
            "On any other Wednesday morning, the steps of the harbour school would be full of children.",
            "On any other Wednesday morning, the steps of the harbour school would be full of children",
        ),
        (
            "The night ferry that (kind of) served the islands of the strait has been sold.",
            "The night ferry that (kind of) served the islands of the strait has been sold",
        ),
        (
            "The two crews were taken back to the harbour by the pilot early on Monday.",
            "The two crews were taken back to the harbour by the pilot early on Monday",
        ),
        (
            "A ticket costs 20 crowns (2 euros) on weekdays and 30 crowns (3 euros) in the summer.",
            "A ticket costs 20 crowns (2 euros) on weekdays and 30 crowns (3 euros) in the summer",
        ),
        (
            "The mayor of the island called the end of the old pier \"the hardest day.\"",
            "The mayor of the island called the end of the old pier \"the hardest day\"",
        ),
        (
            "Over the weekend, a total of 40 ferries lay in the harbour, said the pilot of the island.",
            "Over the weekend, a total of 40 ferries lay in the harbour, said the pilot of the island",
        ),
        (
            "Mayor Edda Lorne (51) opened the new landing in the old harbour of the island.",
            "Mayor Edda Lorne opened the new landing in the old harbour of the island",
        ),
        (
            "In the old harbour, however, the pilot Jan Hale opened the new landing on his own.",
            "In the old harbour, the pilot Jan Hale opened the new landing on his own",
        ),
        (
            "The least that a rope must bear is 34 kg (push) and 35 kg (pull) in the old harbour.",
            "The least that a rope must bear is 34 kg (push) and 35 kg (pull) in the old harbour",
        ),
        (
            "The ferry company is also responsible for the rot in the piles of the old pier.",
            "The ferry company is responsible for the rot in the piles of the old pier",
        ),
        ("The next ferry leaves the new landing at 5 a.m.", "The next ferry leaves the new landing at 5 a.m."),
    ] {
        assert_eq!(texts(sentence), [want]);
    }
}

#[test]
fn rows_of_a_table_are_no_bullets_beside_sentences() {
    let text = "# Pier\n\nThe old pier of the island closes in May after 112 years.\n\n| what | figure |\n| --- | --- |\n\
        | main span | 40 metres |\n| piles | 311 |\n\nA new landing opens next spring in the naval basin.";
    let hint = Hint { path: "pier.md".into(), ..Hint::default() };
    let article = loader::load(text.as_bytes(), &hint).unwrap().remove(0);
    let made = summarizer::bullets(&article, Options::default()).items;
    assert_eq!(made.len(), 2, "{made:?}");
}

#[test]
fn a_list_a_recipe_a_poem_and_a_live_blog_give_lines_of_their_own() {
    let list = "- Milk, two litres\n- Bread\n- Four eggs\n";
    let recipe = "Pancakes\n\n200 g flour\n\n2 eggs\n\nBeat the eggs into the flour and add the milk slowly.\n\nFry in \
        butter until both sides are brown.";
    let poem = "The tide came in,\nthe tide went out,\nand nobody asked\nwhat it was about.";
    let blog = "14:02 The first boats are back in the harbour and all crews are safe, the harbour office says.\n\n13:40 \
        We are hearing that a ferry has run aground.\n\n13:05 Good afternoon and welcome to our live coverage.";
    for text in [list, recipe, poem, blog] {
        let article = article(text);
        let whole: String = article.sentences.iter().map(|s| s.text.to_lowercase() + " ").collect();
        let made = summarizer::bullets(&article, Options::default()).items;
        assert!(!made.is_empty(), "{text}");
        for b in made {
            let words = b.text.to_lowercase();
            assert!(words.split_whitespace().all(|w| whole.contains(w)), "{words}");
        }
    }
    assert!(texts(blog).iter().any(|t| t.contains("all crews are safe")));
}

#[test]
fn odd_articles_give_sensible_bullets_or_none() {
    assert!(summarizer::bullets(&Article::default(), Options::default()).items.is_empty());
    assert_eq!(summarizer::bullets(&article(FERRY), Options { count: 0, generated: true }).items, []);
    assert_eq!(texts("The bridge is closed."), ["The bridge is closed"]);
    assert!(!texts("Milk. Bread. Four eggs.").is_empty());
    let interview = "Q: What did you see?\n\nA: I saw the roof come down.\n\nQ: When?\n\nA: It was shortly after six in \
        the morning, before the first shift came in.";
    assert!(texts(interview).iter().any(|t| t.contains("shortly after six")));
    let chinese = "市政府周一宣布关闭旧渡轮码头。检查人员发现大部分木桩已经腐烂。新码头预计明年春天完工。";
    assert_eq!(texts(chinese).len(), 3);
    let german = "Der Stadtrat hat am Montag die Sperrung der alten Fähre beschlossen. Prüfer fanden Fäulnis in den \
        meisten Pfählen des Stegs. Ein neuer Anleger soll im Frühjahr fertig werden.";
    assert_eq!(texts(german).len(), 3);
}

#[test]
fn a_very_long_article_is_summarized_from_all_of_it() {
    let filler =
        "The committee heard another witness on the state of the roads in the valley this morning. ".repeat(1200);
    let made = texts(&format!("{FERRY}\n\n{filler}"));
    assert_eq!(made.len(), 4);
    assert!(made[0].contains("council"), "{made:?}");
    let refrain =
        texts(&format!("{FERRY}\n\n{}", "The bells rang out over the harbour all morning again. ".repeat(1200)));
    assert!(refrain.iter().filter(|t| t.contains("bells")).count() <= 1, "{refrain:?}");
}

#[test]
fn a_story_tells_first_what_independent_sources_share() {
    let reprint = FERRY.replace("wooden pier", "timber pier");
    let other = "Rot has closed the island's ferry harbour. The island council voted to close the old harbour after \
        inspectors found rot in the piles of the pier. Shopkeepers near the landing fear an empty summer season.";
    let articles = vec![article(FERRY), article(&reprint), article(other)];
    let story = Story { articles: vec![0, 1, 2], reprints: vec![vec![0, 1]], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options::default());
    let voices = |s: &nutgraf::article::StoryBullet| {
        let all: Vec<usize> = s.support.iter().map(|x| x.article).collect();
        usize::from(all.contains(&0) || all.contains(&1)) + usize::from(all.contains(&2))
    };
    assert_eq!(voices(&told[0]), 2, "{told:?}");
    assert!(told.iter().map(voices).rev().collect::<Vec<_>>().is_sorted(), "{told:?}");
    for bullet in &told {
        for s in &bullet.support {
            assert!(s.sentences.iter().all(|id| id.index() < articles[s.article].sentences.len()));
        }
    }
}

#[test]
fn a_measure_that_two_sources_give_in_two_units_is_told_once() {
    let articles = vec![
        article(
            "The tanker Marit lies aground on a sandbank 19 miles off Halden, the coast guard said on Sunday. Two tugs are \
            on their way from Brisk and will try to free her at high water.",
        ),
        article(
            "Oil has not leaked from the tanker Marit so far, according to the harbour office in Brisk. The ship ran onto a \
            sandbank 30 kilometres off Halden in the night. Fishermen have been told to keep their boats in port.",
        ),
    ];
    let story = Story { articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options { count: 5, ..Options::default() });
    let off = told.iter().filter(|b| b.text.contains("19 miles") || b.text.contains("30 kilometres")).count();
    assert_eq!(off, 1, "{told:?}");
}

#[test]
fn figures_that_differ_are_told_and_their_sources_named() {
    let of = |n: &str, more: &str| {
        article(&format!(
            "A night ferry struck a reef off Halden with {n} passengers aboard, the coast guard said. {more}"
        ))
    };
    let articles = vec![
        of("41", "The crew launched both of its boats within minutes."),
        of("43", "The harbour office has opened an inquiry into the course of the ship."),
    ];
    let story = Story { articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options::default());
    // the other figure stands beside the bullet, and its source is not credited with this one
    assert!(told[0].text.contains("with 41 passengers"), "{told:?}");
    assert_eq!(told[0].support.len(), 1);
    assert_eq!(told[0].other_figures.len(), 1);
    assert_eq!((told[0].other_figures[0].text.as_str(), told[0].other_figures[0].article), ("43 passengers", 1));
    assert!(told.iter().skip(1).all(|b| !b.text.contains("43") && b.support.len() == 1), "{told:?}");
}

/// Sentences out of parts that invite every trim.
fn sentence() -> impl Strategy<Value = String> {
    let subject = prop::sample::select(vec![
        "Edda Lorne",
        "The council",
        "She",
        "He",
        "It",
        "Police",
        "Mr. Hale, 41,",
        "Orla Finch, a baker from Tarn,",
        "The pier -- built in 1911 --",
        "But officials",
        "\"We",
        "“The piles",
        "This",
        "On Monday, the mayor",
        "After a night of talks, the ministers",
        "Das Boot",
        "市政府",
        "(Reporting",
    ]);
    let verb = prop::sample::select(vec![
        "said",
        "closed the harbour",
        "was not told",
        "has promised a new landing",
        "told reporters on Friday that it would open",
        "found rot in 40 piles (pictured)",
        "could not say",
        "werden gesperrt",
        "宣布关闭",
    ]);
    let rest = prop::sample::select(vec![
        ".",
        ", police said.",
        ", which serves 3,000 people.",
        ", leaving nobody behind.",
        " and will be paid in May.",
        ", according to the harbour office.",
        ",\" she said in a statement.",
        "”.",
        "?",
        " -- a first.",
        ", and the mayor has agreed to the plan.",
        " on Tuesday night.",
        "",
        ", however, was late.",
        ") .",
        "。",
    ]);
    (subject, verb, rest).prop_map(|(s, v, r)| format!("{s} {v}{r}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bullet_has_a_content_word_that_its_sentences_lack(
        sentences in prop::collection::vec(sentence(), 0..14), breaks in any::<u16>(), count in 0_usize..6,
    ) {
        let mut text = String::new();
        for (i, s) in sentences.iter().enumerate() {
            text.push_str(s);
            text.push_str(if breaks >> (i % 16) & 1 == 1 { "\n\n" } else { " " });
        }
        let Ok(mut loaded) = loader::load(text.as_bytes(), &Hint { path: "p.txt".into(), ..Hint::default() }) else {
            return Ok(());
        };
        let a = loaded.remove(0);
        let made = summarizer::bullets(&a, Options { count, generated: true });
        prop_assert!(made.items.len() <= count);
        prop_assert!(count == 0 || !made.items.is_empty() || a.sentences.iter().all(|s| !s.text.contains(char::is_alphanumeric)));
        for b in &made.items {
            prop_assert!(!b.sentences.is_empty() && b.sentences.is_sorted());
            let mut cited = Article::default();
            for &id in &b.sentences {
                cited.sentences.push(a.sentences[id.index()].clone());
            }
            let reading = Reading::new(&cited);
            prop_assert!(reading.terms_of(&b.text).iter().all(Option::is_some), "{} | {:?}", b.text, cited.sentences);
        }
        prop_assert_eq!(made, summarizer::bullets(&a, Options { count, generated: true }));
    }

    #[test]
    fn any_text_is_summarized_without_a_panic(text in ".{0,400}", kind in 0..3) {
        let mut a = Article::default();
        for (i, part) in text.split('.').enumerate() {
            a.sentences.push(nutgraf::article::Sentence { text: part.trim().to_owned(), tight: i % 2 == 0 });
        }
        let kind = [BlockKind::Paragraph, BlockKind::ListItem, BlockKind::Caption][kind as usize];
        let block = nutgraf::article::Block { kind, sentences: 0..a.sentences.len() as u32, depth: 0, number: None };
        a.sections.push(nutgraf::article::Section { heading: None, blocks: vec![block] });
        let _ = summarizer::bullets(&a, Options { count: 4, generated: true });
    }
}

#[test]
fn an_insert_that_narrows_its_noun_stays() {
    for (sentence, must) in [
        (
            "The minister asked for all boats seized or stopped — and later found to carry no papers — to be sold in Halden.",
            "found to carry no papers",
        ),
        (
            "The council will pay all families -- only those on the island -- for the loss of the old ferry harbour.",
            "only those on the island",
        ),
        (
            "The pilots who steered the ferries, convicted of fraud in May, have lost their licences to sail in the strait.",
            "convicted of fraud",
        ),
        (
            "The harbour office will refund all tickets — bought before the storm in May — to passengers of the night ferry.",
            "bought before the storm",
        ),
    ] {
        let all = format!("{sentence} The piles of the pier rotted.");
        let made = texts(&all);
        assert!(
            made.iter().any(|t| t.contains(must)) && made.iter().all(|t| t.contains(must) || t.contains("piles")),
            "{made:?}"
        );
    }
    let made =
        texts("Mayor Edda Lorne — who was elected in May — opened the new landing in the old harbour of Halden.");
    assert!(made[0].contains("Edda Lorne"), "{made:?}");
}

#[test]
fn someone_s_words_keep_their_marks_and_their_speaker() {
    let text = "Mayor Edda Lorne attacked the pilot Jan Hale in the council of Halden on Monday. “Jan Hale stole from \
        the harbour office for years. He took the money of the island’s widows and nobody in the council stopped him. \
        They closed the harbour for it and the island lost its ferry,” Mayor Lorne said. Inspectors found rot in most of \
        the piles of the pier. The council set aside 4.2 million crowns for the new landing in the naval basin.";
    for t in texts(text) {
        let stolen = ["stole", "widows", "They closed"].iter().any(|w| t.contains(w));
        assert!(!stolen || t.contains("Lorne said"), "{t}");
        assert_eq!(t.matches('“').count(), t.matches('”').count(), "{t}");
    }
    let alone = "The pilots met the mayor of Halden on Monday. “The council has lied to every family on this island \
        about the ferry.” The council set aside 4.2 million crowns for a new landing.";
    assert!(texts(alone).iter().all(|t| !t.contains("lied")), "{:?}", texts(alone));
}

#[test]
fn a_bullet_leans_on_nothing_outside_and_speaks_not_of_the_page() {
    let text = "HALDEN — The council closed the old ferry harbour on Monday after inspectors found rot in the pier. \
        A spokeswoman did not say whether the mayor had fulfilled that promise. The council set aside 4.2 million \
        crowns for a new landing in the naval basin. The pilots of Halden can't do it, and neither can the crews of the old ferry boats. \
        The effects of this will be felt in all the harbours along the strait. The council of the island declined to comment on the ferry. Harbour officials said so on Friday, the day before the vote. \
        The harbour looked empty all morning from the ferry #HaldenFerry pic.twitter.com/abc123. Fishermen have been \
        offered berths in the naval basin until next spring. The pier of 1911 carried its last ferry in October.";
    let made = texts(text);
    assert_eq!(made.len(), 4);
    for bad in ["comment", "that promise", "said so", "can't do it", "of this", "#Halden", "HALDEN"] {
        assert!(made.iter().all(|t| !t.contains(bad)), "{bad}: {made:?}");
    }
}

#[test]
fn a_story_tells_what_its_headline_tells() {
    let first = "# Halden ferry recovered at last: 43 passengers aboard\n\nThe recovered Halden ferry lies in the naval \
        basin of the island. On the day of the storm, the harbour office had spoken of about 60 passengers. Divers \
        raised the hull with two cranes in a week. The harbour office counted 43 passengers aboard the ferry. A new \
        landing opens in the spring.";
    let second = "# Storm sinks ferry off Halden\n\nA storm sank the night ferry off Halden and the harbour office spoke \
        of about 60 passengers. Inspectors had warned of the old hull for years.";
    let load = |text: &str| {
        let hint = Hint { path: "ferry.md".into(), ..Hint::default() };
        loader::load(text.as_bytes(), &hint).unwrap().remove(0)
    };
    let articles = vec![load(first), load(second)];
    let story = Story { headline: articles[0].title.clone(), articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options { count: 2, generated: true });
    assert!(told.iter().any(|b| b.text.contains("43 passengers")), "{told:?}");
    assert!(told.iter().all(|b| !b.text.contains("60")), "{told:?}");
}

#[test]
fn a_period_a_list_and_two_words_before_one_noun_are_not_cut_apart() {
    for (text, broken) in [
        (
            "Last year, the coast guard of the islands stopped nearly 18,000 boats that were on their way to the reef.",
            "The coast",
        ),
        (
            "The charges against the harbour master of Skarn included burglary, kidnapping, fraud and arson, the court said.",
            "burglary",
        ),
        (
            "Four decades later a crowd has gathered at the same hall in this sweating, sprawling city for another contest.",
            "sweating",
        ),
    ] {
        for bullet in texts(text) {
            assert!(!bullet.starts_with(broken) && !bullet.ends_with(broken), "{bullet}");
        }
    }
}

#[test]
fn a_figure_that_the_news_has_overtaken_is_told_with_the_new_one_or_not_at_all() {
    let load = |text: &str| {
        let hint = Hint { path: "ferry.md".into(), ..Hint::default() };
        loader::load(text.as_bytes(), &hint).unwrap().remove(0)
    };
    // One source counts what the other had guessed, and says that it was a guess.
    let guess = "---\ntitle: A storm sinks the night ferry off Halden\ndate: 2024-03-01\n---\n\nA storm sank the night ferry \
        off Halden on Friday. The harbour office spoke of about 60 passengers aboard the ferry. Divers will look for the \
        hull in the morning.";
    let count = "---\ntitle: \"Halden's ferry is counted at last: 43 passengers\"\n---\n\nThe night ferry of Halden sank \
        in a storm. On the day of the storm, the harbour office had spoken of about 60 passengers. The office reported \
        after a week of diving that the ferry had 43 passengers aboard. A new landing opens in the spring of next year.";
    let articles = vec![load(guess), load(count)];
    let options = Options { count: 3, generated: true };
    let own = summarizer::bullets(&articles[1], options).items;
    assert!(own.iter().any(|b| b.text.contains("43 passengers")), "{own:?}");
    assert!(own.iter().all(|b| !b.text.contains("60")), "{own:?}");
    let story = Story { headline: articles[0].title.clone(), articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, options);
    assert!(told.iter().any(|b| b.text.contains("43 passengers")), "{told:?}");
    assert!(told.iter().all(|b| !b.text.contains("60")), "{told:?}");
    // A later day's headline overtakes an earlier day's count.
    let later = load(
        "---\ntitle: 43 passengers lost with Halden ferry\ndate: 2024-03-04\n---\n\nThe night ferry of Halden had 43 \
         passengers aboard when it sank. Divers found the hull on a reef.",
    );
    let articles = vec![articles[0].clone(), later];
    let told = briefing::story_bullets(&story, &articles, options);
    assert!(told.iter().all(|b| !b.text.contains("60")), "{told:?}");
}

#[test]
fn a_person_is_introduced_by_the_whole_name() {
    let told = bullets(
        "The ferry Skarn ran aground off the island of Lund on Monday with 40 people aboard, the coast guard said.\n\n\
         At the wheel was Ada Lorne.\n\n\
         Lorne said the rudder had failed in the storm, and 12 passengers were hurt when the ferry struck the rocks.\n\n\
         Two tugs pulled the ferry into the harbor of Lund on Tuesday, and its owner has offered every passenger 200 crowns.",
    );
    let rudder = told.iter().find(|b| b.text.contains("the rudder had failed")).expect("the cause is told");
    assert!(rudder.text.contains("Ada Lorne"), "{told:?}");
    assert_eq!(rudder.sentences.len(), 2, "the name's sentence is cited: {rudder:?}");
}

#[test]
fn his_is_not_said_of_a_wife() {
    let of = |opener: &str| {
        texts(&format!(
            "Bo Lorne, captain of the Skarn ferry for 20 years, was born on a farm but always wanted to sail.\n\n\
             {opener} Edda says they have a good life and can not wait to start a school.\n\n\
             His operations have given the harbor a new pier, a school and 40 berths for fishing boats.",
        ))
    };
    assert!(!of("Wife").iter().any(|t| t.contains("Edda's operations") || t.contains("Edda’s operations")));
    assert!(
        of("Captain").iter().any(|t| t.contains("Edda’s operations") || t.contains("Edda's operations")),
        "{:?}",
        of("Captain")
    );
}

#[test]
fn what_the_next_sentence_takes_back_is_told_last() {
    let told = texts(
        "The council of Skarn will close the wooden pier in spring, and the ferry must land in the naval basin.\n\n\
         The closure will not touch many of the 3,000 passengers who use the ferry on a summer day in Skarn.\n\n\
         But the fishermen of the island lose 40 berths and the only crane, and many will have to sell their boats.\n\n\
         Inspectors found rot in most of the 200 piles of the pier in March, and the council set aside 4 million crowns.\n\n\
         The naval basin is two miles north of the town, and buses will run there every 20 minutes from May.\n\n\
         Work on a new stone pier begins in the autumn, the council said.",
    );
    assert!(!told.iter().any(|t| t.contains("will not touch")), "{told:?}");
}

#[test]
fn a_name_is_put_into_no_other_name_and_beside_nobody_nameless() {
    let told = |middle: &str| {
        let text = format!(
            "Ada Lorne of Skarn won the long race across the bay on Monday in a small wooden boat of her own.\n\n\
             {middle}\n\n\
             The prize is 400 crowns and a silver cup, and the next race across the bay is in the spring of the year."
        );
        let made = summarizer::bullets(&article(&text), Options { count: 3, ..Options::default() });
        made.items.into_iter().map(|b| b.text).collect::<Vec<_>>()
    };
    assert!(
        !told("The club wrote to Bay/Lorne about the silver cup on Monday evening.").iter().any(|t| t.contains("/Ada"))
    );
    let two = told("The 19-year-old was ill when the judges of the race first saw her on Sunday.");
    assert!(!two.iter().any(|t| t.contains("saw Ada")), "{two:?}");
}

#[test]
fn what_joins_two_clauses_stays() {
    let joined = texts(
        "Skarn will close its wooden pier in spring.\n\n\
         The plan is liked by the council, however, the fishermen of the island are against it.\n\n\
         The fishermen, however, will get 40 berths in the naval basin and a crane.",
    );
    assert!(!joined.iter().any(|t| t.contains("the council the fishermen")), "{joined:?}");
    assert!(!joined.iter().any(|t| t.contains("fishermen, however")), "{joined:?}");
}

#[test]
fn the_attack_is_told_by_the_sentence_in_which_somebody_was_attacked() {
    // beside the sentence that tells of the closing, "the closure" leans on nothing that is not there
    let told = texts(
        "The council of Skarn closed the wooden pier on Monday after inspectors found rot in most of its piles.\n\n\
         Edda Lorne has led the council for 20 years and was born on the island of Lund.\n\n\
         The closure costs the ferry company half of its 3,000 passengers a day and the fishermen 40 berths.",
    );
    assert!(told.iter().any(|t| t.contains("closure costs")), "{told:?}");
}

#[test]
fn a_word_put_in_reads_as_one_person_and_as_an_editor_writes_it() {
    let all = |text: &str| texts(text).join("\n");
    // "the owner" may be the one whom "him" means
    let text = "Scrap, a young dog from Skarn, was taken away after he bit Tom Roe, a boy of the harbour. Tara ran towards her \
                owner as Scrap shook him.";
    assert!(!all(text).contains("shook Tom Roe"), "{}", all(text));
    // the former pitcher is Roe
    let text = "The vote for father of the year goes to Tom Roe of Skarn. The former pitcher of the island wrote on Monday to \
                all who had mocked Roe's daughter on the web.";
    assert!(!all(text).contains("mocked Tom Roe's"), "{}", all(text));
    // the cop is Roe
    let text = "Officer Tom Roe of Skarn left his post on Monday after a shooting at the harbour. The police soon began looking \
                for the 27-year-old cop to question him, but so far he has not been seen on the island.";
    assert!(!all(text).contains("question Tom Roe"), "{}", all(text));
    // no "Airlines's"
    let text = "Skarn Airlines has a new fare, and tells of it in a joke on Monday. “We have waited for it for years,” reads \
                the offer on Skarn's website.";
    assert!(!all(text).contains("s's "), "{}", all(text));
    // he is not convicted for her deeds
    let text = "A court of Skarn has sent the former first lady Simone Roe to prison. Roe was convicted on Monday for her role \
                in the crimes of the island in 2010.";
    assert!(!all(text).contains("for Simone Roe's"), "{}", all(text));
    // what is said of the home's tenant is not said of the home
    let text = "Those sent away on Monday were the last divers of the navy on the wide island, which is home to the Skarn League of \
                the Sea, the band of rowers also known as the Lions, in all the years of the long war.";
    assert!(!all(text).contains("island, the band"), "{}", all(text));
    // the one told of before him is no pope now
    let text = "Franco, who was chosen in May after Pope Bendt XVI stepped down, praised him. Franco said he missed the sea. \
                Franco spoke of it in August. On Friday the Pope opened the old church of Skarn.";
    assert!(!all(text).contains("Bendt XVI opened"), "{}", all(text));
    // "her" may be whom it befalls
    let text = "Edda Lorne of Skarn spoke of the old pier on Monday. The members of the council are calling her evasive, and on \
                Friday 43 of them voted against her ― a stunning level of dissent in Skarn.";
    assert!(!all(text).contains("Lorne's evasive") && !all(text).contains("Lorne's ―"), "{}", all(text));
    // what an article calls by its short name before it ever gives more of it
    let text = "Roemart pays its cooks too little, a court in Skarn heard on Monday. The cooks have sued Roemart for years. A \
                manual called the Roemart Way says how they must stand. Roemart cooks earn less than the men of the harbour.";
    assert!(!all(text).contains("Way cooks"), "{}", all(text));
}

#[test]
fn a_name_is_put_in_only_where_it_is_surely_the_right_one() {
    let all = |text: &str| {
        let made = summarizer::bullets(&article(text), Options { count: 5, ..Options::default() });
        made.items.into_iter().map(|b| b.text).collect::<Vec<_>>().join("\n")
    };
    // the article tells of two of that surname, and "his" friend is Roe's
    let text = "Tara Roe, the widow of the diver, wrote him a letter on Monday. She put it on the Tom Roe page of the harbour \
                club. Bo Dahl was praised for his part of Roe in a film. Roe and his friend Carl Moe were shot in 2013 at a \
                range near Skarn.";
    assert!(!all(text).contains("Tara Roe and") && !all(text).contains("Dahl's friend"), "{}", all(text));
    // born so
    let text = "Police want to find Tom Roe of Skarn after his wife was found dead. Jane Lorne, nee Roe, was found in her flat \
                near the harbour on Friday.";
    assert!(!all(text).contains("nee Tom"), "{}", all(text));
    // "her" is Lorne already
    let text = "Jane Lorne was found dead in her flat near the harbour on Friday. Police are hunting her husband Tom Roe over \
                Ms Lorne's death, and have asked all who saw him in Skarn to call.";
    assert!(!all(text).contains("over Jane Lorne's"), "{}", all(text));
    // the surname stands there
    let text = "Ada Lorne and her brother Tom Lorne sail for Skarn. Ada Lorne, who is close to Tom, told the paper on Monday \
                that she would not sail in the spring.";
    assert!(!all(text).contains("close to Tom Lorne"), "{}", all(text));
    // what he is stands nowhere else
    let text = "Skarn lost again on Monday, and the side of Bo Dahl is last. His goals may have Skarn boss Dahl checking the \
                contract of the young forward for a way to call him back before the spring.";
    assert!(!all(text).contains("have Bo Dahl checking"), "{}", all(text));
    // no half of a word
    let text = "The pupils of the old pier master, among them five-time boat champion Bo Dahl, have won 20 races. The pier master \
                still works with Dahl before each of the races in the bay, and has done so for years.";
    assert!(!all(text).contains("with boat champion"), "{}", all(text));
    // the name takes its article each time
    let text = "The University of Skarn will pay a teacher 335,000 crowns to end her suit. For five years US denied what she had \
                said of it. US has 20,000 students and a new hall by the harbour of the town.";
    assert!(!all(text).to_lowercase().replace("the university", "").contains("university of skarn"), "{}", all(text));
}

#[test]
fn an_entry_of_a_list_and_a_caption_are_no_bullets_beside_sentences() {
    let text = "Scam: Edda Lorne cheated five couples who had booked the hall of the harbour club .\n\n\
                A planner of weddings has been sent to prison for the theft of 40,000 euros from five couples in Skarn.\n\n\
                Edda Lorne, 43, booked no hall, no cook and no band for any of the five weddings in Skarn.\n\n\
                The five couples found the doors of the harbour club locked on the morning of the day.\n\n\
                The judge told her on Monday that she had taken the best day of their lives from them.\n\n\
                1. The old hall of the harbour club, open on Mondays to all who ask for a key.\n\n\
                (The harbour club did not answer a letter of the court in all of May.)";
    let texts = texts(text);
    assert!(texts.iter().all(|t| !t.starts_with("Scam") && !t.starts_with("1.") && !t.starts_with('(')), "{texts:?}");
}

#[test]
fn a_sentence_that_only_tells_who_somebody_is_makes_no_repetition() {
    let one = article(
        "Skarn will close its wooden pier in spring, Mayor Edda Lorne said on Monday after a long meeting of the council.\n\n\
         Lorne promised a new landing for the ferries of the island and 40 berths in the naval basin.\n\n\
         The ferry company fears that it could lose half of its 3,000 passengers a day in summer.",
    );
    let other = article(
        "The wooden pier of Skarn will be closed in spring, the council of the island decided on Monday.\n\n\
         Inspectors had found rot in most of the piles of the pier, which stand in the water since 1911.",
    );
    let story = Story { articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &[one, other], Options { count: 4, ..Options::default() });
    assert!(told.iter().any(|b| b.text.contains("Edda Lorne promised")), "{told:?}");
}

#[test]
fn what_the_next_sentence_takes_back_is_no_bullet_of_its_own() {
    let told = texts(
        "The council of Skarn opened a new pier on Monday after two years of work, its harbour master said.\n\n\
         The harbour agency says the berths stay empty because fishers do not want to pay for them. \
         That could not be further from the truth.\n\n\
         Forty boats waited for a berth in Skarn last week, the fishers' union said, and nine sailed on to Lund.\n\n\
         The pier cost 4 million crowns, and the council will vote on the fees in June.\n\n\
         The union's chairman, Bo Dahl, told the council on Tuesday that fifty of its members would pay for a berth.",
    );
    assert!(told.len() == 4 && told.iter().all(|b| !b.contains("do not want to pay")), "{told:?}");
}

#[test]
fn a_note_on_the_author_and_a_sentence_run_together_are_no_bullets() {
    let told = texts(
        "Edda Lorne teaches the law of harbours at Lund University. The views expressed in this commentary are solely \
         those of the author.\n\n\
         The council of Skarn voted on Monday to close the ferry harbour after inspectors found rot in its piles.\n\n\
         The fault stands in many ferries. from the yard of Lund where a bolt can shear off a. hull in a storm.\n\n\
         The closure will cost the island 40 jobs, the mayor said, and the last boat sails on Friday.\n\n\
         A new landing will open in spring, and until then goods will be flown in from Lund twice a day.\n\n\
         The ferry company, which carried 3,000 people a day last summer, said on Tuesday that it would sue the council.",
    );
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|b| !b.contains("teaches") && !b.contains("views expressed")), "{told:?}");
    assert!(told.iter().all(|b| !b.contains("ferries. from")), "{told:?}");
}

/// An article on a resignation, of a source.
fn on_the_resignation(lead: &str, letter: &str, more: &str) -> Article {
    let said = "“I have served the harbour of Skarn for thirty years and I owe it the truth about the accident,”";
    article(&format!("{lead}\n\n{said} {letter}\n\n{more}"))
}

#[test]
fn a_claim_is_told_once_in_the_words_that_all_its_sources_tell() {
    let articles = vec![
        on_the_resignation(
            "Ada Lorne resigned as head of the ferry company on Friday, two weeks after the Alder ran onto a reef off Skarn.",
            "Lorne said in a letter to the council, adding that her deputy would lead the company until August.",
            "The company will sell two of its oldest ferries in the autumn.",
        ),
        on_the_resignation(
            "The head of the ferry company, Ada Lorne, has resigned, the company announced on Friday.",
            "Lorne said in a letter on Friday.",
            "Fishermen in Skarn had asked for her to go since the accident in April.",
        ),
        on_the_resignation(
            "Ada Lorne, who led the ferry company for nine years, resigned on Friday after the accident off Skarn.",
            "she said in the letter.",
            "Prosecutors in Halden are looking into the course that the ship had taken.",
        ),
    ];
    let story = Story { articles: vec![0, 1, 2], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options { count: 5, ..Options::default() });
    let resigned: Vec<_> = told.iter().filter(|b| b.text.contains("resigned")).collect();
    assert!(resigned.len() == 1 && resigned[0].support.len() == 3, "{told:?}");
    let said: Vec<_> = told.iter().filter(|b| b.text.contains("thirty years")).collect();
    assert!(said.len() == 1 && said[0].support.len() == 3, "{told:?}");
    assert!(!said[0].text.contains("deputy"), "{told:?}");
}

#[test]
fn the_same_done_by_two_is_two_claims_and_half_of_one_is_none() {
    let articles = vec![
        article(
            "Tom Roe pleaded guilty on Friday to taking 400,000 crowns from the harbour fund, the court in Skarn said.\n\n\
             Roe's wife, Ada Roe, pleaded guilty later on Friday to hiding part of the money in a boathouse.\n\n\
             Roe promised in March that he would pay the money back, but has not sold his house.",
        ),
        article(
            "The former treasurer of the harbour, Tom Roe, pleaded guilty to fraud in a court in Skarn on Friday.\n\n\
             He was accused of taking 400,000 crowns from the harbour fund for a yacht.\n\n\
             Roe promised in March that he would pay the money back.",
        ),
    ];
    let story = Story { articles: vec![0, 1], ..Story::default() };
    let told = briefing::story_bullets(&story, &articles, Options::default());
    let of = |words: &str| told.iter().find(|b| b.text.contains(words));
    assert!(of("Ada Roe").is_some_and(|b| b.support.len() == 1), "{told:?}");
    assert!(of("has not sold").is_none_or(|b| b.support.len() == 1), "{told:?}");
    // two sentences of the other source tell the first together
    assert!(of("400,000").is_some_and(|b| b.support.len() == 2), "{told:?}");
}
