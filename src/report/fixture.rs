//! An invented event in an invented town, told by three outlets: what the report tests print.

use crate::{
    article::{
        Article, Block, BlockKind, Briefing, Bullet, Bullets, Origin, OtherAccount, Problem, PublisherBullets,
        Quotation, Section, Sentence, SentenceId, Story, StoryBullet, Support,
    },
    compare::{
        Cell, Claim, Column, Comparison, Conflict, ConflictKind, Coverage, FigureAt, FigureKind, FigureMatch,
        FigurePair, Framing, Names, Op, Pair, Passage, QuotationMatch, QuotationPair, Relation, Reports, WordChange,
    },
};

/// The left of comparisons: a paper with bullets of its own.
pub(crate) const WIRE: usize = 0;
/// The right of comparisons: a station without.
pub(crate) const COURIER: usize = 1;

/// Two stories: a bridge closure by three outlets, one of which reprints another, and a fair by one.
pub(crate) fn briefing() -> Briefing {
    let articles = vec![wire(), courier(), radio(), fair()];
    let bullets = vec![
        Bullets {
            origin: Origin::Publisher,
            items: vec![
                bullet("The Alder Ford bridge is closed until June", &[0]),
                bullet("Mayor Ines Brandt called the cracks “a warning we will not ignore”", &[1]),
            ],
        },
        Bullets {
            origin: Origin::Generated,
            items: vec![bullet("Alder Ford's only road bridge closed on Monday", &[0])],
        },
        Bullets { origin: Origin::Generated, items: vec![bullet("The Alder Ford bridge is closed until June", &[0])] },
        Bullets {
            origin: Origin::Generated,
            items: vec![bullet("The Lund <fair> opens *early* & stays [open] #1", &[0])],
        },
    ];
    let stories = vec![
        Story {
            headline: articles[WIRE].title.clone(),
            articles: vec![WIRE, COURIER, 2],
            reprints: vec![vec![WIRE, 2]],
            shared_terms: vec!["Alder Ford".into(), "bridge".into()],
        },
        Story { headline: articles[3].title.clone(), articles: vec![3], ..Story::default() },
    ];
    let story_bullets = vec![
        vec![
            StoryBullet {
                text: "The Alder Ford bridge is closed until June after inspectors found cracks in two of its piers"
                    .into(),
                support: vec![support(WIRE, &[0]), support(COURIER, &[0]), support(2, &[0])],
                other_figures: Vec::new(),
                contradictions: Vec::new(),
            },
            StoryBullet {
                text: "Detours add 40 minutes".into(),
                support: vec![support(COURIER, &[2])],
                other_figures: Vec::new(),
                contradictions: vec![OtherAccount {
                    text: "an hour".into(),
                    article: WIRE,
                    sentence: SentenceId(1),
                    earlier: true,
                }],
            },
        ],
        vec![StoryBullet {
            text: "The Lund fair opens early".into(),
            support: vec![support(3, &[0])],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        }],
    ];
    let problems = vec![Problem { path: "missing.txt".into(), message: "no such file; check the path".into() }];
    Briefing { stories, story_bullets, articles, bullets, problems, ..Briefing::default() }
}

/// The paper and the station: the same, reworded and told elsewhere, altered words, a figure in conflict.
pub(crate) fn comparison() -> Comparison {
    let briefing = briefing();
    let quotation = |article: usize| briefing.articles[article].quotations.first().cloned();
    let at = |sentence: u32, text: &str| Some(FigureAt { sentence: SentenceId(sentence), text: text.into(), start: 0 });
    let figure = |kind, matched, left, right| FigurePair { kind, matched, left, right };
    Comparison {
        also: Vec::new(),
        pairs: vec![
            Pair {
                relation: Relation::Reworded,
                similarity: 0.876,
                words: words(&[
                    ("The ", "", Op::Delete),
                    ("Alder Ford ", "Alder Ford's ", Op::Equal),
                    ("", "only road ", Op::Insert),
                    ("bridge closed on Monday and will stay shut until ", "", Op::Equal),
                    ("June ", "July ", Op::Replace),
                    ("after inspectors found cracks ", "after inspectors found cracks.", Op::Equal),
                    ("in two piers.", "", Op::Delete),
                ]),
                ..pair(&[0], &[0])
            },
            Pair {
                relation: Relation::Overlaps,
                words: words(&[
                    ("“This ", "“It ", Op::Replace),
                    ("is a ", "", Op::Equal),
                    ("warning we will not ignore,” ", "warning,” ", Op::Replace),
                    ("Mayor Ines Brandt said.", "", Op::Equal),
                ]),
                ..pair(&[1], &[1])
            },
            Pair {
                relation: Relation::Contradicts,
                moved: true,
                words: words(&[
                    ("Repairs will cost ", "", Op::Equal),
                    ("3 ", "4 ", Op::Replace),
                    ("million crowns.", "million crowns, ", Op::Equal),
                    ("", "the council said.", Op::Insert),
                ]),
                ..pair(&[2], &[3])
            },
            Pair { words: words(&[("The bridge opened in 1961.", "", Op::Equal)]), ..pair(&[3], &[4]) },
        ],
        only_right: vec![SentenceId(2)],
        quotations: vec![QuotationPair {
            kind: QuotationMatch::Altered,
            left: quotation(WIRE),
            right: quotation(COURIER),
            words: words(&[
                ("This ", "It ", Op::Replace),
                ("is a warning ", "is a warning,", Op::Equal),
                ("we will not ignore,", "", Op::Delete),
            ]),
        }],
        figures: vec![
            figure(FigureKind::Date, FigureMatch::Same, at(3, "1961"), at(4, "1961")),
            figure(FigureKind::Money, FigureMatch::Conflict, at(2, "3 million crowns"), at(3, "4 million crowns")),
            figure(FigureKind::Duration, FigureMatch::OnlyRight, None, at(2, "40 minutes")),
        ],
        conflicts: vec![Conflict {
            kind: ConflictKind::Figure,
            left: Passage { sentence: SentenceId(2), text: "3 million crowns".into(), start: 0 },
            right: Passage { sentence: SentenceId(3), text: "4 million crowns".into(), start: 0 },
        }],
        names: Names {
            both: vec!["Alder Ford".into(), "Ines Brandt".into()],
            only_left: vec![],
            only_right: vec!["Lund".into()],
        },
        framing: [
            Framing { words: 43, quoted_words: 8, speakers: vec![("Ines Brandt".into(), 8)], hedges: vec![] },
            Framing {
                words: 49,
                quoted_words: 4,
                speakers: vec![("Ines Brandt".into(), 4)],
                hedges: vec![(SentenceId(3), "said to".into())],
            },
        ],
        ..Comparison::default()
    }
}

/// The bridge story's claims: full, in part, reprinted, missing, in conflict.
pub(crate) fn coverages() -> Vec<Coverage> {
    let cell = |state, sentence: Option<u32>, note: Option<&str>| Cell {
        state,
        sentences: sentence.into_iter().map(SentenceId).collect(),
        note: note.map(Into::into),
    };
    let claim = |text: &str, sentence, cells, conflict| Claim {
        text: text.into(),
        spoken: (0, SentenceId(sentence)),
        cells,
        conflict,
    };
    let column = |article, carries| Column { article, carries };
    let bridge = Coverage {
        columns: vec![column(WIRE, None), column(COURIER, None), column(2, Some(0))],
        claims: vec![
            claim(
                "The Alder Ford bridge closed on Monday after inspectors found cracks in two piers",
                0,
                vec![
                    cell(Reports::Full, Some(0), None),
                    cell(Reports::Part, Some(0), None),
                    cell(Reports::Reprint, Some(0), None),
                ],
                false,
            ),
            claim(
                "“This is a warning we will not ignore”",
                1,
                vec![
                    cell(Reports::Full, Some(1), None),
                    cell(Reports::Part, Some(1), Some("cut")),
                    cell(Reports::Nothing, None, None),
                ],
                false,
            ),
            claim(
                "Repairs will cost 3 million crowns",
                2,
                vec![
                    cell(Reports::Full, Some(2), Some("3 million")),
                    cell(Reports::Full, Some(3), Some("4 million")),
                    cell(Reports::Nothing, None, None),
                ],
                true,
            ),
            claim(
                "Detours add 40 minutes to the drive to Lund",
                2,
                vec![
                    cell(Reports::Nothing, None, None),
                    cell(Reports::Full, Some(2), None),
                    cell(Reports::Nothing, None, None),
                ],
                false,
            ),
        ],
        independent: 2,
        ..Coverage::default()
    };
    let fair = Coverage { columns: vec![column(3, None)], independent: 1, ..Coverage::default() };
    vec![bridge, fair]
}

fn pair(left: &[u32], right: &[u32]) -> Pair {
    let ids = |ids: &[u32]| ids.iter().copied().map(SentenceId).collect();
    Pair {
        left: ids(left),
        right: ids(right),
        relation: Relation::Same,
        similarity: 1.0,
        words: Vec::new(),
        moved: false,
    }
}

/// Word changes; an equal stretch whose right is empty reads the same on both sides.
fn words(changes: &[(&str, &str, Op)]) -> Vec<WordChange> {
    changes
        .iter()
        .map(|&(left, right, op)| {
            let right = if op == Op::Equal && right.is_empty() { left } else { right };
            WordChange { op, left: left.into(), right: right.into() }
        })
        .collect()
}

fn wire() -> Article {
    Article {
        authors: vec!["Ann Low".into(), "Bo Hart".into()],
        published: "2031-03-03".parse().ok(),
        url: Some("https://wire.example/bridge?a=1&b=2".into()),
        publisher_bullets: Some(PublisherBullets {
            label: "What You Need To Know".into(),
            items: vec!["The Alder Ford bridge is closed until June".into()],
        }),
        ..article(
            "news/wire.txt",
            "Harbor Wire",
            "Alder Ford bridge closes after inspectors find cracks",
            &[
                "The Alder Ford bridge closed on Monday and will stay shut until June after inspectors found cracks in two piers.",
                "“This is a warning we will not ignore,” Mayor Ines Brandt said.",
                "Repairs will cost 3 million crowns.",
                "The bridge opened in 1961.",
            ],
        )
    }
}

fn courier() -> Article {
    Article {
        published: "2031-03-04T07:30:00+01:00".parse().ok(),
        language: Some("en".into()),
        notices: vec!["1 control character made visible".into()],
        ..article(
            "news/courier.txt",
            "Valley Courier",
            "Alder Ford loses its only road bridge",
            &[
                "Alder Ford's only road bridge closed on Monday and will stay shut until July after inspectors found cracks.",
                "“It is a warning,” Mayor Ines Brandt said.",
                "Detours add 40 minutes to the drive to Lund.",
                "Repairs will cost 4 million crowns, the council said.",
                "The bridge opened in 1961.",
            ],
        )
    }
}

fn radio() -> Article {
    Article {
        agency: Some("Harbor Wire".into()),
        published: "2031-03".parse().ok(),
        ..article(
            "news/radio.txt",
            "Radio North",
            "Bridge shut",
            &[
                "The Alder Ford bridge closed on Monday and will stay shut until June after inspectors found cracks in two piers.",
            ],
        )
    }
}

fn fair() -> Article {
    Article {
        url: Some("javascript:alert(1)".into()),
        ..article(
            "news/`fair`.txt",
            "Lund <b>Post</b>",
            "# The <script>alert(1)</script> \"fair\" & *more*",
            &["The Lund <fair> opens *early* & stays [open] #1.", "橋は六月まで閉鎖される。"],
        )
    }
}

fn article(path: &str, source: &str, title: &str, sentences: &[&str]) -> Article {
    let end = u32::try_from(sentences.len()).unwrap();
    let quotations = sentences
        .iter()
        .enumerate()
        .filter_map(|(i, s)| {
            let (from, to) = (s.find('“')? + '“'.len_utf8(), s.find('”')?);
            let span = u32::try_from(from).unwrap()..u32::try_from(to).unwrap();
            let speaker = Some("Ines Brandt".into());
            Some(Quotation { sentence: SentenceId::from(i), text: s[from..to].into(), span, speaker })
        })
        .collect();
    Article {
        path: path.into(),
        source: source.into(),
        title: title.into(),
        sections: vec![
            Section { heading: None, blocks: vec![paragraph(0..1)] },
            Section { heading: Some("What comes next".into()), blocks: vec![paragraph(1..end)] },
        ],
        sentences: sentences.iter().map(|&text| Sentence { text: text.into(), tight: false }).collect(),
        quotations,
        ..Article::default()
    }
}

fn paragraph(sentences: std::ops::Range<u32>) -> Block {
    Block { kind: BlockKind::Paragraph, sentences, depth: 0, number: None }
}

fn bullet(text: &str, sentences: &[u32]) -> Bullet {
    Bullet { text: text.into(), sentences: sentences.iter().copied().map(SentenceId).collect() }
}

fn support(article: usize, sentences: &[u32]) -> Support {
    Support { article, sentences: sentences.iter().copied().map(SentenceId).collect() }
}
