//! The JSON that scripts read: one document, keys in a fixed order, `null` for what is not known.

use std::io::{self, Write};

use serde::Serialize;

use super::words;
use crate::{
    article::{Article, BlockKind, Briefing, Bullets, Problem, Published, Quotation, SentenceId, Story, StoryBullet},
    compare::{Comparison, FigureAt, FigureKind, FigureMatch, Names, QuotationMatch, Relation, WordChange},
};

/// `nutgraf/brief/1`.
///
/// # Errors
/// When `out` cannot be written.
pub fn brief(briefing: &Briefing, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: &'static str,
        stories: Vec<StoryJson<'a>>,
        articles: Vec<ArticleJson<'a>>,
        errors: &'a [Problem],
    }
    print(
        &Document {
            schema: "nutgraf/brief/1",
            stories: briefing
                .stories
                .iter()
                .zip(&briefing.story_bullets)
                .map(|(s, b)| StoryJson::new(s, b, briefing))
                .collect(),
            articles: briefing.articles.iter().zip(&briefing.bullets).map(|(a, b)| ArticleJson::new(a, b)).collect(),
            errors: &briefing.problems,
        },
        out,
    )
}

/// `nutgraf/compare/1`.
///
/// # Errors
/// When `out` cannot be written.
pub fn compare(comparison: &Comparison, left: &Article, right: &Article, out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: &'static str,
        left: SideJson<'a>,
        right: SideJson<'a>,
        pairs: Vec<PairJson<'a>>,
        only_left: &'a [SentenceId],
        only_right: &'a [SentenceId],
        quotations: Vec<QuotationPairJson<'a>>,
        figures: Vec<FigurePairJson<'a>>,
        names: &'a Names,
        summary: Summary,
        notices: &'a [String],
    }
    print(
        &Document {
            schema: "nutgraf/compare/1",
            left: SideJson::new(left),
            right: SideJson::new(right),
            pairs: comparison
                .pairs
                .iter()
                .map(|p| PairJson {
                    left: &p.left,
                    right: &p.right,
                    relation: p.relation,
                    similarity: two_digits(p.similarity),
                    words: &p.words,
                    moved: p.moved,
                })
                .collect(),
            only_left: &comparison.only_left,
            only_right: &comparison.only_right,
            quotations: comparison
                .quotations
                .iter()
                .map(|q| QuotationPairJson {
                    matched: q.kind,
                    left: q.left.as_ref().map(Into::into),
                    right: q.right.as_ref().map(Into::into),
                })
                .collect(),
            figures: comparison
                .figures
                .iter()
                .map(|f| FigurePairJson {
                    kind: f.kind,
                    matched: f.matched,
                    left: f.left.as_ref(),
                    right: f.right.as_ref(),
                })
                .collect(),
            names: &comparison.names,
            summary: Summary::new(comparison),
            notices: &comparison.notices,
        },
        out,
    )
}

fn print(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

fn two_digits(x: f32) -> f64 {
    (f64::from(x) * 100.0).round() / 100.0
}

#[derive(Serialize)]
struct StoryJson<'a> {
    headline: &'a str,
    sources: Vec<&'a str>,
    articles: &'a [usize],
    bullets: &'a [StoryBullet],
    reprints: &'a [Vec<usize>],
    shared_terms: &'a [String],
}

impl<'a> StoryJson<'a> {
    fn new(story: &'a Story, bullets: &'a [StoryBullet], briefing: &'a Briefing) -> Self {
        Self {
            headline: &story.headline,
            sources: words::sources(story, &briefing.articles),
            articles: &story.articles,
            bullets,
            reprints: &story.reprints,
            shared_terms: &story.shared_terms,
        }
    }
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    path: &'a str,
    source: &'a str,
    title: &'a str,
    title_derived: bool,
    authors: &'a [String],
    agency: Option<&'a str>,
    place: Option<&'a str>,
    published: Option<Published>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    words: usize,
    bullets: &'a Bullets,
    sections: Vec<SectionJson<'a>>,
    sentences: Vec<&'a str>,
    quotations: Vec<QuotationJson<'a>>,
    notices: &'a [String],
}

impl<'a> ArticleJson<'a> {
    fn new(a: &'a Article, bullets: &'a Bullets) -> Self {
        Self {
            path: &a.path,
            source: &a.source,
            title: &a.title,
            title_derived: a.title_derived,
            authors: &a.authors,
            agency: a.agency.as_deref(),
            place: a.place.as_deref(),
            published: a.published,
            url: a.url.as_deref(),
            language: a.language.as_deref(),
            words: a.words(),
            bullets,
            sections: a
                .sections
                .iter()
                .map(|s| SectionJson {
                    heading: s.heading.as_deref(),
                    blocks: s.blocks.iter().map(|b| BlockJson { kind: b.kind, sentences: b.ids().collect() }).collect(),
                })
                .collect(),
            sentences: a.sentences.iter().map(|s| s.text.as_str()).collect(),
            quotations: a.quotations.iter().map(Into::into).collect(),
            notices: &a.notices,
        }
    }
}

#[derive(Serialize)]
struct SectionJson<'a> {
    heading: Option<&'a str>,
    blocks: Vec<BlockJson>,
}

#[derive(Serialize)]
struct BlockJson {
    kind: BlockKind,
    sentences: Vec<SentenceId>,
}

#[derive(Serialize)]
struct QuotationJson<'a> {
    sentence: SentenceId,
    text: &'a str,
    speaker: Option<&'a str>,
}

impl<'a> From<&'a Quotation> for QuotationJson<'a> {
    fn from(q: &'a Quotation) -> Self {
        Self { sentence: q.sentence, text: &q.text, speaker: q.speaker.as_deref() }
    }
}

#[derive(Serialize)]
struct SideJson<'a> {
    path: &'a str,
    source: &'a str,
    title: &'a str,
    sentences: Vec<&'a str>,
}

impl<'a> SideJson<'a> {
    fn new(a: &'a Article) -> Self {
        Self {
            path: &a.path,
            source: &a.source,
            title: &a.title,
            sentences: a.sentences.iter().map(|s| s.text.as_str()).collect(),
        }
    }
}

#[derive(Serialize)]
struct PairJson<'a> {
    left: &'a [SentenceId],
    right: &'a [SentenceId],
    relation: Relation,
    similarity: f64,
    words: &'a [WordChange],
    moved: bool,
}

#[derive(Serialize)]
struct QuotationPairJson<'a> {
    #[serde(rename = "match")]
    matched: QuotationMatch,
    left: Option<QuotationJson<'a>>,
    right: Option<QuotationJson<'a>>,
}

#[derive(Serialize)]
struct FigurePairJson<'a> {
    kind: FigureKind,
    #[serde(rename = "match")]
    matched: FigureMatch,
    left: Option<&'a FigureAt>,
    right: Option<&'a FigureAt>,
}

#[derive(Serialize)]
struct Summary {
    same: usize,
    reworded: usize,
    overlaps: usize,
    only_left: usize,
    only_right: usize,
}

impl Summary {
    fn new(c: &Comparison) -> Self {
        let count = |r| c.pairs.iter().filter(|p| p.relation == r).count();
        Self {
            same: count(Relation::Same),
            reworded: count(Relation::Reworded),
            overlaps: count(Relation::Overlaps),
            only_left: c.only_left.len(),
            only_right: c.only_right.len(),
        }
    }
}
