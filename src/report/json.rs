//! The JSON that scripts read: one document, keys in a fixed order, `null` for what is not known.

use std::io::{self, Write};

use serde::Serialize;

use super::words;
use crate::{
    article::{Article, BlockKind, Briefing, Bullets, Problem, Published, Quotation, SentenceId, Story, StoryBullet},
    compare::{
        self, Comparison, Coverage, FigureAt, FigureKind, FigureMatch, Framing, Names, Nearest, QuotationMatch,
        Relation, Reports, Side, WordChange,
    },
    language::{self, Entity, SpanKind},
    parallel,
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
    // Of a large briefing most analyses are no longer remembered: they are made once more, side by side.
    let told: Vec<(&Article, &Bullets)> = briefing.articles.iter().zip(&briefing.bullets).collect();
    print(
        &Document {
            schema: "nutgraf/brief/1",
            stories: briefing
                .stories
                .iter()
                .zip(&briefing.story_bullets)
                .map(|(s, b)| StoryJson::new(s, b, briefing))
                .collect(),
            articles: parallel::map(&told, |(article, bullets)| ArticleJson::new(article, bullets)),
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
        conflicts: &'a [compare::Conflict],
        names: &'a Names,
        summary: words::Summary,
        nearest: Vec<NearestJson>,
        framing: FramingJson<'a>,
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
                .map(|p| (p, false))
                .chain(comparison.also.iter().map(|p| (p, true)))
                .map(|(p, also)| PairJson {
                    left: &p.left,
                    right: &p.right,
                    relation: p.relation,
                    similarity: two_digits(p.similarity),
                    words: &p.words,
                    moved: p.moved,
                    also,
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
                    words: &q.words,
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
            conflicts: &comparison.conflicts,
            names: &comparison.names,
            summary: words::Summary::new(comparison),
            nearest: comparison.nearest.iter().map(NearestJson::new).collect(),
            framing: FramingJson { left: &comparison.framing[0], right: &comparison.framing[1] },
            notices: &comparison.notices,
        },
        out,
    )
}

/// `nutgraf/coverage/1`.
///
/// # Errors
/// When `out` cannot be written.
pub fn coverage(briefing: &Briefing, coverages: &[Coverage], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: &'static str,
        stories: Vec<CoverageJson<'a>>,
        articles: Vec<SideJson<'a>>,
        errors: &'a [Problem],
    }
    let stories =
        briefing.stories.iter().zip(coverages).map(|(s, c)| CoverageJson::new(s, c, &briefing.articles)).collect();
    let articles = briefing.articles.iter().map(SideJson::new).collect();
    print(&Document { schema: "nutgraf/coverage/1", stories, articles, errors: &briefing.problems }, out)
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
    quotations: Vec<AttributedJson<'a>>,
    entities: Vec<EntityJson>,
    notices: &'a [String],
}

/// A quotation with the speaker that the analysis gives it.
#[derive(Serialize)]
struct AttributedJson<'a> {
    sentence: SentenceId,
    text: &'a str,
    speaker: Option<String>,
}

#[derive(Serialize)]
struct EntityJson {
    name: String,
    kind: SpanKind,
    mentions: Vec<SentenceId>,
}

impl EntityJson {
    fn new(entity: &Entity) -> Self {
        let mut mentions: Vec<SentenceId> = entity.mentions.iter().map(|m| m.sentence).collect();
        mentions.dedup();
        Self { name: entity.name.clone(), kind: entity.kind, mentions }
    }
}

impl<'a> ArticleJson<'a> {
    fn new(a: &'a Article, bullets: &'a Bullets) -> Self {
        let analysis = language::of(a);
        let spoken = a.quotations.iter().zip(&analysis.speakers);
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
            quotations: spoken
                .map(|(q, speaker)| AttributedJson {
                    sentence: q.sentence,
                    text: &q.text,
                    speaker: speaker.as_ref().map(|s| s.name.clone()),
                })
                .collect(),
            entities: analysis.entities.iter().map(EntityJson::new).collect(),
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
    /// A further link: its sentences stand in pairs with other partners.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    also: bool,
}

#[derive(Serialize)]
struct QuotationPairJson<'a> {
    #[serde(rename = "match")]
    matched: QuotationMatch,
    left: Option<QuotationJson<'a>>,
    right: Option<QuotationJson<'a>>,
    words: &'a [WordChange],
}

#[derive(Serialize)]
struct FigurePairJson<'a> {
    kind: FigureKind,
    #[serde(rename = "match")]
    matched: FigureMatch,
    left: Option<&'a FigureAt>,
    right: Option<&'a FigureAt>,
}

/// A one-sided sentence with the closest ones on the other side.
#[derive(Serialize)]
struct NearestJson {
    side: Side,
    sentence: SentenceId,
    candidates: Vec<CandidateJson>,
}

impl NearestJson {
    fn new(nearest: &Nearest) -> Self {
        let candidates = (nearest.candidates.iter())
            .map(|&(sentence, similarity)| CandidateJson { sentence, similarity: two_digits(similarity) })
            .collect();
        Self { side: nearest.side, sentence: nearest.sentence, candidates }
    }
}

#[derive(Serialize)]
struct CandidateJson {
    sentence: SentenceId,
    similarity: f64,
}

#[derive(Serialize)]
struct FramingJson<'a> {
    left: &'a Framing,
    right: &'a Framing,
}

#[derive(Serialize)]
struct CoverageJson<'a> {
    headline: &'a str,
    independent: usize,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notices: &'a [String],
    columns: Vec<ColumnJson>,
    claims: Vec<ClaimJson<'a>>,
}

impl<'a> CoverageJson<'a> {
    fn new(story: &'a Story, coverage: &'a Coverage, articles: &[Article]) -> Self {
        Self {
            headline: &story.headline,
            independent: coverage.independent,
            notices: &coverage.notices,
            columns: coverage.columns.iter().map(|c| ColumnJson { article: c.article, carries: c.carries }).collect(),
            claims: coverage
                .claims
                .iter()
                .map(|c| ClaimJson {
                    text: &c.text,
                    spoken: SpokenJson { column: c.spoken.0, sentence: c.spoken.1 },
                    conflict: c.conflict,
                    first: compare::first(c, coverage, articles),
                    cells: (c.cells.iter().enumerate())
                        .map(|(column, cell)| CellJson {
                            state: cell.state,
                            sentences: &cell.sentences,
                            note: cell.note.as_deref(),
                            leads: coverage.leads(c, column),
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

/// A source; `carries` is the column whose text it reprints.
#[derive(Serialize)]
struct ColumnJson {
    article: usize,
    carries: Option<usize>,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    text: &'a str,
    spoken: SpokenJson,
    conflict: bool,
    /// The column that had it first.
    first: Option<usize>,
    cells: Vec<CellJson<'a>>,
}

#[derive(Serialize)]
struct SpokenJson {
    column: usize,
    sentence: SentenceId,
}

#[derive(Serialize)]
struct CellJson<'a> {
    state: Reports,
    sentences: &'a [SentenceId],
    note: Option<&'a str>,
    /// The source's first sentence reports it.
    leads: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::{self, COURIER, WIRE};

    fn text(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_briefing() {
        insta::assert_snapshot!(text(|out| brief(&fixture::briefing(), out)));
    }

    #[test]
    fn a_comparison() {
        let all = fixture::briefing().articles;
        insta::assert_snapshot!(text(|out| compare(&fixture::comparison(), &all[WIRE], &all[COURIER], out)));
    }

    #[test]
    fn a_coverage() {
        insta::assert_snapshot!(text(|out| coverage(&fixture::briefing(), &fixture::coverages(), out)));
    }
}
