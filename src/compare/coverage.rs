//! A story's claims down, its sources across.
//!
//! The articles of independent voices are compared two by two and their sentences joined into claims; a reprint takes
//! the cells of the text that it carries.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::{
    Cell, Claim, Column, Coverage, FigureMatch, QuotationMatch, QuotationPair, Reports,
    align::{self, Link},
    figures,
    group::{self, Edge, Node},
    model::Model,
    prepared::Prepared,
    quotations,
};
use crate::{
    article::{Article, Published, Quotation, SentenceId, Story},
    parallel,
    text::{agree::Demand, words},
};

/// Articles of a story that are laid side by side, at most: those that stand first in it.
const MAX_COLUMNS: usize = 200;
/// Every article is compared with at most so many others, those that stand first in the story.
const MAX_COMPARED: usize = 12;
/// The share of a claim's content that a sentence which says much more must hold to report it in full.
const MOST: f32 = 0.75;

/// The claims of a story across its sources. `articles` are all articles of the briefing.
#[must_use]
pub fn coverage(story: &Story, articles: &[Article]) -> Coverage {
    let all = || story.articles.iter().copied().filter(|&a| a < articles.len());
    let shown: Vec<usize> = all().take(MAX_COLUMNS).collect();
    let columns: Vec<Column> = shown.iter().map(|&article| column(story, &shown, article)).collect();
    let texts: Vec<&Article> = shown.iter().map(|&a| &articles[a]).collect();
    let voices: Vec<usize> = (0..columns.len()).filter(|&c| columns[c].carries.is_none()).collect();
    let found = Found::new(&texts, &voices);
    let mut claims: Vec<Claim> = found.groups.iter().map(|g| claim(g, &found, &texts, columns.len())).collect();
    claims.sort_by_cached_key(|c| {
        // An outlet with two articles is one source.
        let reports = (0..c.cells.len()).filter(|&k| c.cells[k].state != Reports::Nothing);
        let sources: BTreeSet<&str> = reports.map(|k| texts[k].source.as_str()).collect();
        let leads = c.cells.iter().filter_map(|cell| cell.sentences.first()).min().copied();
        (std::cmp::Reverse(sources.len()), leads, c.spoken)
    });
    for (c, column) in columns.iter().enumerate() {
        if let Some(original) = column.carries {
            reprint(&mut claims, c, original, &texts);
        }
    }
    let mut notices = Vec::new();
    if all().count() > MAX_COLUMNS {
        notices.push(format!("the story has {} articles; the first {MAX_COLUMNS} are shown", all().count()));
    }
    if voices.len() > MAX_COMPARED + 1 {
        notices.push(format!(
            "the story has {} independent articles; each was compared with the first {MAX_COMPARED} only",
            voices.len()
        ));
    }
    Coverage { columns, claims, independent: voices.len(), notices }
}

/// The column that had a claim first: the one published before all other independent ones that report it. None where a
/// date is missing or not precise enough to tell.
#[must_use]
pub fn first(claim: &Claim, coverage: &Coverage, articles: &[Article]) -> Option<usize> {
    let reports = |k: &usize| matches!(claim.cells[*k].state, Reports::Full | Reports::Part);
    let voices: Vec<usize> = (0..claim.cells.len()).filter(reports).collect();
    let when = |k: usize| articles.get(coverage.columns.get(k)?.article)?.published;
    let before = |a: Published, b: Published| match (a, b) {
        (Published::Instant(a, _), Published::Instant(b, _)) => a < b,
        (a, b) => a.day().zip(b.day()).is_some_and(|(a, b)| a < b),
    };
    let earliest = |&k: &usize| {
        let others = voices.iter().filter(|&&other| other != k);
        others.clone().count() > 0
            && others.into_iter().all(|&o| when(k).zip(when(o)).is_some_and(|(a, b)| before(a, b)))
    };
    voices.iter().copied().find(earliest)
}

/// The column of an article, and the one whose text it reprints.
fn column(story: &Story, shown: &[usize], article: usize) -> Column {
    let group = story.reprints.iter().find(|g| g.contains(&article));
    let original = group.and_then(|g| g.iter().find(|a| shown.contains(a))).filter(|&&first| first != article);
    Column { article, carries: original.and_then(|o| shown.iter().position(|a| a == o)) }
}

/// The sentences of all voices, grouped.
struct Found {
    groups: Vec<Vec<Node>>,
    ties: HashMap<(Node, Node), Tie>,
    /// What two sentences of different articles give differently, by both.
    differences: BTreeMap<Node, Vec<Difference>>,
}

/// What one sentence is to another.
#[derive(Clone, Copy)]
struct Tie {
    probability: f32,
    /// How much of its content the other holds, and the other way round.
    held: [f32; 2],
}

/// What two articles have in common.
struct Compared {
    ties: Vec<(Edge, [f32; 2])>,
    differences: Vec<Difference>,
}

/// A sentence of each of two articles that give the same figure or quotation, or ought to, with what is to be noted of each.
#[derive(Clone)]
struct Difference {
    nodes: [Node; 2],
    notes: [Option<String>; 2],
    kind: DifferenceKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DifferenceKind {
    /// None: both quote the same words.
    Quoted,
    /// Both give a figure for the same thing.
    Figure,
    /// One gives a part of the other's quotation.
    Cut,
    /// The words of a quotation differ.
    Altered,
}

impl Difference {
    fn turned(self) -> Self {
        let ([a, b], [of_a, of_b]) = (self.nodes, self.notes);
        Self { nodes: [b, a], notes: [of_b, of_a], kind: self.kind }
    }
}

impl Found {
    fn new(texts: &[&Article], voices: &[usize]) -> Self {
        let pairs: Vec<[usize; 2]> = (voices.iter().enumerate())
            .flat_map(|(k, &b)| voices.iter().take(k.min(MAX_COMPARED)).map(move |&a| [a, b]))
            .collect();
        let mut edges = Vec::new();
        let mut ties = HashMap::default();
        let mut differences: BTreeMap<Node, Vec<Difference>> = BTreeMap::new();
        for compared in parallel::map(&pairs, |&columns| compared(columns, texts)) {
            for (e, [a, b]) in compared.ties {
                edges.push(e);
                ties.insert((e.a, e.b), Tie { probability: e.probability, held: [a, b] });
                ties.insert((e.b, e.a), Tie { probability: e.probability, held: [b, a] });
            }
            for d in compared.differences {
                differences.entry(d.nodes[0]).or_default().push(d.clone());
                differences.entry(d.nodes[1]).or_default().push(d.turned());
            }
        }
        let mut groups = group::join(&edges, &[], Model::learned().threshold);
        let taken: BTreeSet<Node> = groups.iter().flatten().copied().collect();
        for &c in voices {
            let alone = (0..texts[c].sentences.len()).map(|s| node(c, s.into())).filter(|n| !taken.contains(n));
            groups.extend(alone.map(|n| vec![n]));
        }
        Self { groups, ties, differences }
    }

    /// How well a sentence stands for its group: the mean of its links to the other articles' sentences.
    fn centrality(&self, node: Node, group: &[Node]) -> f32 {
        let others: Vec<_> = group.iter().filter(|n| n.0 != node.0).collect();
        let sum: f32 = others.iter().map(|&&n| self.ties.get(&(node, n)).map_or(0.0, |t| t.probability)).sum();
        sum / (others.len().max(1) as f32)
    }

    /// Whether sentences of another article hold what a sentence says: each other's half, or most of it and more.
    fn hold(&self, spoken: Node, others: &[Node]) -> bool {
        let ties = || others.iter().filter_map(|&n| self.ties.get(&(spoken, n)));
        let held: f32 = ties().map(|t| t.held[0]).sum();
        held >= MOST || held >= align::HALF && ties().any(|t| t.held[1] >= align::HALF)
    }
}

fn node(column: usize, sentence: SentenceId) -> Node {
    (u32::try_from(column).unwrap_or(u32::MAX), sentence.0)
}

/// Compares the articles of two columns.
fn compared(columns: [usize; 2], texts: &[&Article]) -> Compared {
    let [a, b] = columns;
    let prepared = Prepared::new(texts[a], texts[b]);
    let links = align::align(texts[a], texts[b], &prepared).links;
    let mut differences = conflicts(columns, texts, &prepared, &links);
    differences.extend(requoted(columns, texts, &prepared, &links));
    let tie = |l: &Link| {
        let (left, right) = (node(a, SentenceId(l.left)), node(b, SentenceId(l.right)));
        let edge = Edge { a: left, b: right, probability: l.probability };
        (edge, align::held(&prepared, &[l.left], &[l.right]))
    };
    // What is less likely joins nothing.
    let likely = links.iter().filter(|l| l.probability > UNLIKELY);
    Compared { ties: likely.map(tie).collect(), differences }
}

/// The probability of a link up to which it says nothing about claims.
const UNLIKELY: f32 = 0.05;

/// Figures of two columns that count the same and differ.
fn conflicts(columns: [usize; 2], texts: &[&Article], prepared: &Prepared, links: &[Link]) -> Vec<Difference> {
    let [a, b] = columns;
    let found = figures::pair(texts[a], texts[b], prepared, links);
    let differs = found.into_iter().filter(|f| f.matched == FigureMatch::Conflict);
    let both = differs.filter_map(|f| Some((f.left?, f.right?)));
    both.map(|(l, r)| Difference {
        nodes: [node(a, l.sentence), node(b, r.sentence)],
        notes: [Some(l.text), Some(r.text)],
        kind: DifferenceKind::Figure,
    })
    .collect()
}

/// Words of a quotation from which it tells something by itself.
const QUOTED_WORDS: usize = 3;

/// Quotations that both columns give, be it in part or in other words.
fn requoted(columns: [usize; 2], texts: &[&Article], prepared: &Prepared, links: &[Link]) -> Vec<Difference> {
    let [a, b] = columns;
    let found = quotations::pair(texts[a], texts[b], prepared, links);
    let difference = |q: QuotationPair| {
        let (l, r) = (q.left?, q.right?);
        let words = |q: &Quotation| q.text.split_whitespace().count();
        if words(&l).min(words(&r)) < QUOTED_WORDS {
            return None;
        }
        let nodes = [node(a, l.sentence), node(b, r.sentence)];
        let cut = |shorter: bool| shorter.then(|| "cut".to_owned());
        match q.kind {
            QuotationMatch::Cut => {
                let notes = [cut(l.text.len() < r.text.len()), cut(r.text.len() < l.text.len())];
                Some(Difference { nodes, notes, kind: DifferenceKind::Cut })
            }
            QuotationMatch::Altered => {
                let notes = [Some("altered".to_owned()), Some("altered".to_owned())];
                Some(Difference { nodes, notes, kind: DifferenceKind::Altered })
            }
            _ => Some(Difference { nodes, notes: [None, None], kind: DifferenceKind::Quoted }),
        }
    };
    found.into_iter().filter_map(difference).collect()
}

/// One claim: the words that tell it best, and a cell a column.
fn claim(group: &[Node], found: &Found, texts: &[&Article], columns: usize) -> Claim {
    let text = |n: &Node| texts[n.0 as usize].sentence(SentenceId(n.1));
    let worth = |n: &Node| {
        let length = text(n).split_whitespace().count();
        found.centrality(*n, group) - 0.01 * length.abs_diff(18) as f32
    };
    let spoken = group.iter().copied().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a))).unwrap_or_default();
    let mut cells = vec![Cell::default(); columns];
    // Most claims are one source's alone and demand nothing of others.
    let demand = group.iter().any(|n| n.0 != spoken.0).then(|| Demand::of(text(&spoken)));
    for own in group.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(column, _)) = own.first() else { continue };
        let ids: Vec<SentenceId> = own.iter().map(|n| SentenceId(n.1)).collect();
        let article = texts[column as usize];
        let met = |d: &Demand| d.met_by(&article.joined(&ids), article.published);
        let full = column == spoken.0 || found.hold(spoken, own) && demand.as_ref().is_none_or(met);
        let state = if full { Reports::Full } else { Reports::Part };
        cells[column as usize] = Cell { state, sentences: ids, note: None };
    }
    // A source that quotes the claim's words in a sentence of another claim does not leave them out.
    for d in found.differences.get(&spoken).into_iter().flatten().filter(|d| d.kind != DifferenceKind::Figure) {
        let ([_, other], [_, note]) = (&d.nodes, &d.notes);
        let cell = &mut cells[other.0 as usize];
        if cell.state == Reports::Nothing {
            *cell = Cell { state: Reports::Part, sentences: vec![SentenceId(other.1)], note: note.clone() };
        }
    }
    let mut conflict = false;
    let inside = group.iter().filter_map(|n| found.differences.get(n)).flatten();
    for d in inside.filter(|d| d.nodes[0] < d.nodes[1] && group.contains(&d.nodes[1])) {
        conflict |= d.kind == DifferenceKind::Figure;
        let own = d.nodes.contains(&spoken);
        for (node, note) in d.nodes.iter().zip(&d.notes).filter(|(_, note)| note.is_some()) {
            // The words that the claim is told in are nobody's alteration of them.
            if d.kind == DifferenceKind::Altered && (*node == spoken || !own) {
                continue;
            }
            let cell = &mut cells[node.0 as usize];
            if node.0 != spoken.0 && own {
                cell.state = Reports::Part;
            }
            // A figure says more than that words were cut.
            if cell.note.is_none() || d.kind == DifferenceKind::Figure {
                cell.note.clone_from(note);
            }
        }
    }
    Claim {
        text: told(texts[spoken.0 as usize], SentenceId(spoken.1)),
        spoken: (spoken.0 as usize, SentenceId(spoken.1)),
        cells,
        conflict,
    }
}

/// A sentence as it can stand by itself: somebody's words that run over several sentences with both their marks, and with
/// their speaker where the sentence names none.
fn told(article: &Article, id: SentenceId) -> String {
    let text = article.sentence(id);
    let size = words::span(0..text.len()).end;
    let within: Vec<_> = article.quotations.iter().filter(|q| q.sentence == id).collect();
    let inside = within.first().is_some_and(|q| q.span.start == 0);
    let goes_on = within.last().is_some_and(|q| q.span.end == size);
    let (open, close) = if text.contains('"') { ('"', '"') } else { ('“', '”') };
    let mut out = String::with_capacity(text.len());
    out.extend(inside.then_some(open));
    out.push_str(text);
    out.extend(goes_on.then_some(close));
    // Marks and a stop are all that the sentence has beside the words of one speaker.
    if let [only] = within.as_slice()
        && only.span.start <= 3
        && size - only.span.end <= 3
        && let Some(speaker) = &only.speaker
    {
        out.push_str(" — ");
        out.push_str(speaker);
    }
    out
}

/// Fills the column of a reprint from the column that it carries.
fn reprint(claims: &mut [Claim], column: usize, original: usize, texts: &[&Article]) {
    let carried = super::compare(texts[original], texts[column]);
    let mut lies: BTreeMap<SentenceId, &[SentenceId]> = BTreeMap::new();
    for p in &carried.pairs {
        lies.extend(p.left.iter().map(|&l| (l, p.right.as_slice())));
    }
    for claim in claims {
        let mut sentences: Vec<SentenceId> =
            claim.cells[original].sentences.iter().filter_map(|s| lies.get(s)).copied().flatten().copied().collect();
        sentences.sort_unstable();
        sentences.dedup();
        if !sentences.is_empty() {
            claim.cells[column] = Cell { state: Reports::Reprint, sentences, note: claim.cells[original].note.clone() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Sentence;

    fn article(source: &str, sentences: &[&str]) -> Article {
        let found = crate::text::quotations::find(&sentences.iter().map(|s| vec![*s]).collect::<Vec<_>>());
        let quotation = |(k, q): (usize, crate::text::quotations::Found)| Quotation {
            sentence: k.into(),
            text: sentences[k][q.span.clone()].to_owned(),
            span: crate::text::words::span(q.span),
            speaker: q.speaker,
        };
        Article {
            source: source.into(),
            sentences: sentences.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
            quotations: found
                .into_iter()
                .enumerate()
                .flat_map(|(k, f)| f.into_iter().map(move |q| (k, q)))
                .map(quotation)
                .collect(),
            published: "2024-05-31".parse().ok(),
            ..Article::default()
        }
    }

    fn story(articles: &[Article]) -> Story {
        Story { articles: (0..articles.len()).collect(), ..Story::default() }
    }

    /// What becomes of the second source's only sentence in the claim of the first's.
    fn cell(claim: &str, other: &str) -> (Reports, Option<String>, bool) {
        let articles = [article("Wire", &[claim]), article("Courier", &[other])];
        let covered = coverage(&story(&articles), &articles);
        let Some(claim) = covered.claims.iter().find(|c| c.cells.iter().all(|c| c.state != Reports::Nothing)) else {
            return (Reports::Nothing, None, false);
        };
        let other = &claim.cells[1 - claim.spoken.0];
        (other.state, other.note.clone(), claim.conflict)
    }

    #[test]
    fn who_quotes_a_claim_s_words_elsewhere_does_not_leave_them_out() {
        let flood = "The storm flooded three hundred homes on the northern shore of Lund on Monday night.";
        let asked = "“We asked the board twice to mend the old pumps,” Mayor Ana Ruiz told reporters at the town hall.";
        let both = "The storm flooded three hundred homes on the northern shore of Lund on Monday night, after “we asked the \
                    board twice” for help, as the mayor put it.";
        let articles =
            [article("Wire", &[flood, asked]), article("Courier", &[asked, flood]), article("Post", &[both])];
        let covered = coverage(&story(&articles), &articles);
        let claim = covered.claims.iter().find(|c| c.text == asked).unwrap();
        assert_eq!((claim.cells[2].state, claim.cells[2].note.as_deref()), (Reports::Part, Some("cut")));
    }

    #[test]
    fn a_claim_from_within_a_quotation_has_its_marks_and_its_speaker() {
        let text = ["“The pumps are old.", "We asked for new ones in May.", "Nobody answered,” Mayor Ana Ruiz said."];
        let mut wire = article("Wire", &text);
        let found = crate::text::quotations::find(&[text.to_vec()]).remove(0);
        wire.quotations = found
            .into_iter()
            .map(|q| Quotation {
                sentence: q.sentence.into(),
                text: text[q.sentence][q.span.clone()].to_owned(),
                span: words::span(q.span),
                speaker: q.speaker,
            })
            .collect();
        let other = article("Courier", &["A storm is on its way to Lund."]);
        let articles = [wire, other];
        let told: Vec<String> = coverage(&story(&articles), &articles).claims.into_iter().map(|c| c.text).collect();
        for claim in [
            "“The pumps are old.” — Ana Ruiz",
            "“We asked for new ones in May.” — Ana Ruiz",
            "“Nobody answered,” Mayor Ana Ruiz said.",
        ] {
            assert!(told.contains(&claim.to_owned()), "{told:?}");
        }
    }

    #[test]
    fn a_full_mark_means_that_the_source_says_so() {
        let claim = "The council voted on Monday to close the Alder Ford bridge to lorries for two years.";
        let same = "On Monday the council voted to close the Alder Ford bridge to lorries for two years, it said.";
        assert_eq!(cell(claim, same), (Reports::Full, None, false));
        let denied = "The council voted on Monday not to close the Alder Ford bridge to lorries for two years.";
        assert_eq!(cell(claim, denied).0, Reports::Part);
        let other = "The council voted on Monday to close the Alder Ford bridge to lorries for three years.";
        let (state, note, conflict) = cell(claim, other);
        assert_eq!((state, conflict), (Reports::Part, true));
        assert!(note.is_some_and(|n| n.ends_with("years")));
        assert_eq!(cell(claim, "A bakery opened in Lund.").0, Reports::Nothing);
    }

    #[test]
    fn an_altered_quotation_is_no_full_report() {
        let claim = "“We will never again let the old bridge rot beneath the lorries,” Mayor Ana Ruiz said.";
        let other = "“We will never again let the new bridge rot beneath the lorries,” Mayor Ana Ruiz said.";
        assert_eq!(cell(claim, other), (Reports::Part, Some("altered".into()), false));
        assert_eq!(cell(claim, claim), (Reports::Full, None, false));
    }

    #[test]
    fn what_more_sources_have_comes_first_and_an_outlet_counts_once() {
        let twice = "Divers searched the river Alder beneath the bridge until nightfall on Monday.";
        let thrice = "Inspectors found cracks in two piers of the Alder Ford bridge on Monday morning.";
        let articles = [
            article("Wire", &[twice, thrice]),
            article("Wire", &[twice]),
            article("Wire", &[twice]),
            article("Courier", &[thrice]),
        ];
        let covered = coverage(&story(&articles), &articles);
        assert_eq!(covered.claims[0].text, thrice);
        assert!(covered.claims[0].cells[3].leads() && !covered.claims[0].cells[0].leads());
        assert!(covered.notices.is_empty());
    }

    #[test]
    fn a_reprint_is_no_voice_and_has_no_first() {
        let text =
            ["Inspectors found cracks in two piers of the bridge.", "Lorries were sent round by Lund on Monday."];
        let mut articles = [article("Wire", &text), article("Radio", &text), article("Courier", &text[..1])];
        articles[2].published = "2024-05-30".parse().ok();
        let story = Story { reprints: vec![vec![0, 1]], ..story(&articles) };
        let covered = coverage(&story, &articles);
        assert_eq!((covered.independent, covered.columns[1].carries), (2, Some(0)));
        let claim = &covered.claims[0];
        assert_eq!(claim.cells[1].state, Reports::Reprint);
        assert_eq!(first(claim, &covered, &articles), Some(2));
        assert_eq!(first(&covered.claims[1], &covered, &articles), None);
        articles[0].published = None;
        assert_eq!(first(claim, &covered, &articles), None);
    }

    #[test]
    fn a_large_story_says_what_was_not_compared() {
        let articles: Vec<Article> =
            (0..14).map(|k| article(&format!("Source {k}"), &["Rain fell on Lund."])).collect();
        let covered = coverage(&story(&articles), &articles);
        assert_eq!(covered.notices.len(), 1);
        assert!(covered.notices[0].contains("14 independent"), "{:?}", covered.notices);
        assert_eq!(coverage(&Story::default(), &articles).claims, []);
    }
}
