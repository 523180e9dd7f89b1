//! Invented articles, and what the stages would make of them, given by hand.

use crate::{
    article::{
        Article, Block, BlockKind, Briefing, Bullet, Bullets, Link, Origin, Quotation, Section, Sentence, SentenceId,
        Story, StoryBullet, Support,
    },
    compare::{
        Cell, Claim, Column, Comparison, Conflict, ConflictKind, Contradiction, Coverage, FigureAt, FigureKind,
        FigureMatch, FigurePair, Names, Nearest, Op, Others, Pair, Passage, QuotationMatch, QuotationPair, Relation,
        Reports, Side, WordChange,
    },
};

pub(crate) fn article(source: &str, title: &str, date: &str, sections: &[(Option<&str>, &[&[&str]])]) -> Article {
    let mut article = Article {
        path: format!("{source}.txt"),
        source: source.into(),
        title: title.into(),
        published: date.parse().ok(),
        url: Some(format!("https://example.org/{}", source.len())),
        ..Article::default()
    };
    for (heading, paragraphs) in sections {
        let mut section = Section { heading: heading.map(str::to_owned), blocks: Vec::new() };
        for sentences in *paragraphs {
            let start = u32::try_from(article.sentences.len()).unwrap();
            let end = start + u32::try_from(sentences.len()).unwrap();
            article.sentences.extend(sentences.iter().map(|t| Sentence { text: (*t).to_owned(), tight: false }));
            section.blocks.push(Block { kind: BlockKind::Paragraph, sentences: start..end, depth: 0, number: None });
        }
        article.sections.push(section);
    }
    article
}

/// Two stories: a ferry that ran aground, told by three, and a library, told by one.
pub(crate) fn briefing() -> Briefing {
    let mut wire = article(
        "Harbor Wire",
        "Ferry with 214 aboard runs aground off Skarn",
        "2024-03-08T09:10:00Z",
        &[
            (
                None,
                &[
                    &["A ferry with 214 people aboard ran aground off Skarn early on Friday.", "Nobody was hurt."],
                    &["“We heard one long scrape and then nothing at all,” the mate, Ada Lind, said."],
                    &["The coast guard took everyone off within two hours."],
                ],
            ),
            (
                Some("What is not known"),
                &[&["Why the ship left its course is not known.", "An inquiry begins on Monday."]],
            ),
        ],
    );
    wire.authors = vec!["Ida Holm".into()];
    wire.links =
        vec![Link { sentence: SentenceId(5), text: "An inquiry".into(), url: "https://example.org/inquiry".into() }];
    let gazette = article(
        "The Skarn Gazette",
        "“One long scrape”: the Friday ferry and the rock",
        "2024-03-08T16:40:00Z",
        &[(
            None,
            &[
                &["The rock they call the Sow has been on every chart since 1841."],
                &["Early on Friday a ferry with 209 people aboard ran onto it.", "Nobody was hurt."],
                &["“One long scrape and then nothing,” said the mate, Ada Lind."],
                &["The mayor, Per Olsen, thanked the coast guard, who had everybody ashore by eight."],
            ],
        )],
    );
    let radio = article(
        "Radio 北",
        "Ferry aground, all safe",
        "2024-03",
        &[(None, &[&["船は岩に乗り上げた。", "Everyone is safe 👍🏽."]])],
    );
    let library = article(
        "Town Notes",
        "Library opens late",
        "2023-11-02",
        &[(None, &[&["The library opens at noon this week.", "The boiler is being mended."]])],
    );
    let mut carried =
        article("Coast FM", "Ferry runs aground", "2024-03-08", &[(None, &[&["A ferry ran aground off Skarn."]])]);
    carried.url = None;
    Briefing {
        stories: vec![
            Story {
                headline: wire.title.clone(),
                articles: vec![0, 1, 2, 4],
                reprints: vec![vec![0, 4]],
                shared_terms: vec!["Skarn".into(), "ferry".into(), "Ada Lind".into()],
            },
            Story { headline: library.title.clone(), articles: vec![3], ..Story::default() },
        ],
        articles: vec![wire, gazette, radio, library, carried],
        ..Briefing::default()
    }
}

pub(crate) fn ids(ids: &[u32]) -> Vec<SentenceId> {
    ids.iter().copied().map(SentenceId).collect()
}

pub(crate) fn bullets(article: &Article) -> Bullets {
    let items =
        article.sentences.iter().enumerate().take(2).map(|(i, s)| Bullet {
            text: s.text.trim_end_matches('.').to_owned(),
            sentences: vec![SentenceId::from(i)],
        });
    Bullets { origin: Origin::Generated, items: items.collect() }
}

pub(crate) fn story_bullets(sources: usize) -> Vec<StoryBullet> {
    let support = |article, sentence| Support { article, sentences: ids(&[sentence]) };
    if sources < 2 {
        return vec![StoryBullet {
            text: "The library opens at noon this week".into(),
            support: vec![support(0, 0)],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        }];
    }
    vec![
        StoryBullet {
            text: "A ferry with 214 people aboard ran aground off Skarn early on Friday".into(),
            support: vec![support(0, 0), support(1, 1)],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        },
        StoryBullet {
            text: "Nobody was hurt".into(),
            support: vec![support(0, 1), support(1, 2)],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        },
        StoryBullet {
            text: "An inquiry begins on Monday".into(),
            support: vec![support(0, 5)],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        },
    ]
}

pub(crate) fn change(op: Op, left: &str, right: &str) -> WordChange {
    WordChange { op, left: left.into(), right: right.into() }
}

/// Harbor Wire beside The Skarn Gazette.
pub(crate) fn comparison() -> Comparison {
    let quotation = |sentence, text: &str| Quotation {
        sentence: SentenceId(sentence),
        text: text.into(),
        span: 3..3 + u32::try_from(text.len()).unwrap(),
        speaker: Some("Ada Lind".into()),
    };
    Comparison {
        pairs: vec![
            Pair {
                left: ids(&[0]),
                right: ids(&[1]),
                relation: Relation::Contradicts,
                similarity: 0.8,
                words: vec![
                    change(Op::Insert, "", "Early on Friday "),
                    change(Op::Equal, "A ferry with ", "a ferry with "),
                    change(Op::Replace, "214 ", "209 "),
                    change(Op::Equal, "people aboard ran ", "people aboard ran "),
                    change(Op::Replace, "aground off Skarn early on Friday.", "onto it."),
                ],
                moved: false,
            },
            Pair {
                left: ids(&[1]),
                right: ids(&[2]),
                relation: Relation::Same,
                similarity: 1.0,
                words: vec![change(Op::Equal, "Nobody was hurt.", "Nobody was hurt.")],
                moved: false,
            },
            Pair {
                left: ids(&[2]),
                right: ids(&[3]),
                relation: Relation::Reworded,
                similarity: 0.7,
                words: vec![
                    change(Op::Replace, "“We heard one ", "“One "),
                    change(Op::Equal, "long scrape and then ", "long scrape and then "),
                    change(Op::Replace, "nothing at all,” the ", "nothing,” said the "),
                    change(Op::Equal, "mate, Ada ", "mate, Ada "),
                    change(Op::Replace, "Lind, said.", "Lind."),
                ],
                moved: false,
            },
        ],
        only_left: ids(&[3, 4, 5]),
        only_right: ids(&[0, 4]),
        nearest: vec![Nearest { side: Side::Left, sentence: SentenceId(3), candidates: vec![(SentenceId(4), 0.41)] }],
        quotations: vec![QuotationPair {
            kind: QuotationMatch::Altered,
            left: Some(quotation(2, "We heard one long scrape and then nothing at all")),
            right: Some(quotation(3, "One long scrape and then nothing")),
            words: vec![
                change(Op::Replace, "We heard one ", "One "),
                change(Op::Equal, "long scrape and then ", "long scrape and then "),
                change(Op::Replace, "nothing at all", "nothing"),
            ],
        }],
        figures: vec![FigurePair {
            kind: FigureKind::Number,
            matched: FigureMatch::Conflict,
            left: Some(FigureAt { sentence: SentenceId(0), text: "214 people".into(), start: 13 }),
            right: Some(FigureAt { sentence: SentenceId(1), text: "209 people".into(), start: 29 }),
        }],
        conflicts: vec![Conflict {
            kind: ConflictKind::Figure,
            left: Passage { sentence: SentenceId(0), text: "214 people".into(), start: 13 },
            right: Passage { sentence: SentenceId(1), text: "209 people".into(), start: 29 },
        }],
        names: Names {
            both: vec!["Ada Lind".into()],
            only_left: vec!["Skarn".into()],
            only_right: vec!["Per Olsen".into(), "the Sow".into()],
        },
        ..Comparison::default()
    }
}

pub(crate) fn coverage(sources: usize) -> Coverage {
    let full = |sentence| Cell { state: Reports::Full, sentences: ids(&[sentence]), note: None };
    let part =
        |sentence, note: &str| Cell { state: Reports::Part, sentences: ids(&[sentence]), note: Some(note.into()) };
    let claim = |text: &str, spoken, cells: [Cell; 4], conflict| Claim {
        text: text.into(),
        spoken: (0, SentenceId(spoken)),
        cells: cells.into_iter().take(sources).collect(),
        conflict,
    };
    let none = Cell::default;
    let reprint = Cell { state: Reports::Reprint, sentences: ids(&[0]), note: None };
    Coverage {
        columns: (0..sources).map(|article| Column { article, carries: (article == 3).then_some(0) }).collect(),
        claims: vec![
            claim(
                "A ferry with 214 people aboard ran aground off Skarn early on Friday.",
                0,
                [part(0, "214"), Cell { sentences: ids(&[0, 1]), ..part(1, "209") }, full(0), reprint],
                true,
            ),
            claim("Nobody was hurt.", 1, [full(1), full(2), full(1), none()], false),
            claim("An inquiry begins on Monday.", 5, [full(5), none(), none(), none()], false),
        ],
        others: Others {
            contradictions: vec![Contradiction { articles: [0, 1], conflict: comparison().conflicts.remove(0) }],
            ties: Vec::new(),
        },
        independent: 3,
        ..Coverage::default()
    }
}
