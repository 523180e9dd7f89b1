//! An invented event in an invented town, told by three outlets: what the report tests print.

use crate::article::{
    Article, Block, BlockKind, Briefing, Bullet, Bullets, Origin, Problem, PublisherBullets, Quotation, Section,
    Sentence, SentenceId, Story, StoryBullet, Support,
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
            },
            StoryBullet { text: "Detours add 40 minutes".into(), support: vec![support(COURIER, &[2])] },
        ],
        vec![StoryBullet { text: "The Lund fair opens early".into(), support: vec![support(3, &[0])] }],
    ];
    let problems = vec![Problem { path: "missing.txt".into(), message: "no such file; check the path".into() }];
    Briefing { stories, story_bullets, articles, bullets, problems }
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
