//! A story's claims down, its sources across.
//!
//! The articles of independent voices are compared two by two and their sentences joined into claims; a reprint takes
//! the cells of the text that it carries.

mod pairwise;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use self::pairwise::{Difference, DifferenceKind, Found, MAX_COMPARED, Tied};
use super::{
    Cell, Claim, Column, Conflict, Contradiction, Coverage, Others, Relation, Reports, Tie, alone::read_alone,
    group::Node,
};
use crate::{
    article::{Article, Published, SentenceId, Story},
    language::{self, Analysis},
    parallel,
    text::agree::Demand,
};

/// Articles of a story that are laid side by side, at most: those that stand first in it.
const MAX_COLUMNS: usize = 200;
/// Articles of a story among which reprints are laid beside their originals where its bullets are chosen.
const MAX_BESIDE: usize = 24;

/// The claims of a story across its sources. `articles` are all articles of the briefing.
#[must_use]
pub fn coverage(story: &Story, articles: &[Article]) -> Coverage {
    let (columns, voices, carriers) = columns(story, articles.len());
    let texts: Vec<&Article> = columns.iter().map(|c| &articles[c.article]).collect();
    let found = Found::new(&texts, &voices, &carriers);
    let analyses: Vec<Arc<Analysis>> = texts.iter().map(|text| language::of(text)).collect();
    let told = Told { texts: &texts, analyses: &analyses, found: &found };
    let mut claims: Vec<Claim> = found.groups.iter().map(|g| claim(g, &told, columns.len())).collect();
    // An outlet with two articles is one source.
    let sources = |c: &Claim| {
        let reports = (0..c.cells.len()).filter(|&k| c.cells[k].reports());
        reports.map(|k| texts[k].source.as_str()).collect::<BTreeSet<&str>>().len()
    };
    let leads =
        |c: &Claim| c.cells.iter().filter(|c| c.reports()).filter_map(|cell| cell.sentences.first()).min().copied();
    claims.sort_by_cached_key(|c| (std::cmp::Reverse(sources(c)), leads(c), c.spoken));
    // The news comes first: of what opens an article, the claim that most report, where it is not told much less than another.
    let most = claims.first().map_or(0, sources);
    let news =
        claims.iter().position(|c| leads(c) == Some(SentenceId(0)) && sources(c) > 1 && sources(c) * 3 >= most * 2);
    if let Some(news) = news {
        claims[..=news].rotate_right(1);
    }
    reprints(&mut claims, &found);
    let mut notices = Vec::new();
    let all = story.articles.iter().filter(|&&a| a < articles.len()).count();
    if all > MAX_COLUMNS {
        notices.push(format!("the story has {all} articles; the first {MAX_COLUMNS} are shown"));
    }
    if voices.len() > MAX_COMPARED + 1 {
        notices.push(format!(
            "the story has {} independent articles; each was compared with the first {MAX_COMPARED} only",
            voices.len()
        ));
    }
    let others = of_others(&columns, found.conflicts, found.beside);
    Coverage { columns, claims, others, independent: voices.len(), notices }
}

/// What the articles of a story that stand first say of one another's sentences: what a coverage would find, without the rest
/// of it.
pub(super) fn others(story: &Story, articles: &[Article]) -> Others {
    let (columns, mut voices, mut carriers) = columns(story, articles.len());
    voices.truncate(MAX_COMPARED);
    carriers.retain(|&(carrier, original)| carrier < MAX_BESIDE && voices.contains(&original));
    let texts: Vec<&Article> = columns.iter().map(|c| &articles[c.article]).collect();
    let pairs = pairwise::pairs(&voices, &carriers);
    // Each is read once: two threads that begin with one article would both do it.
    let compared: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let compared: Vec<usize> = compared.into_iter().collect();
    let _ = parallel::map(&compared, |&c| language::of(texts[c]).parsed);
    let found = parallel::map(&pairs, |&pair| pairwise::others(pair, &texts));
    let (conflicts, ties): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    of_others(&columns, conflicts.into_iter().flatten(), ties.into_iter().flatten())
}

/// What two columns say of one another, as said of their articles.
fn of_others(
    columns: &[Column],
    conflicts: impl IntoIterator<Item = ([usize; 2], Conflict)>,
    ties: impl IntoIterator<Item = Tied>,
) -> Others {
    let article = |column: usize| columns[column].article;
    let contradiction =
        |([a, b], conflict): ([usize; 2], Conflict)| Contradiction { articles: [article(a), article(b)], conflict };
    let tie = |(nodes, tie): Tied| Tie {
        articles: nodes.map(|n| article(n.0 as usize)),
        sentences: nodes.map(|n| SentenceId(n.1)),
        relation: tie.relation,
        probability: tie.probability,
        told: tie.told,
    };
    Others {
        contradictions: conflicts.into_iter().map(contradiction).collect(),
        ties: ties.into_iter().map(tie).collect(),
    }
}

/// The columns of a story; those that tell it themselves, and those that reprint another, each with that one.
fn columns(story: &Story, articles: usize) -> (Vec<Column>, Vec<usize>, Vec<(usize, usize)>) {
    let shown: Vec<usize> = story.articles.iter().copied().filter(|&a| a < articles).take(MAX_COLUMNS).collect();
    let columns: Vec<Column> = shown.iter().map(|&article| column(story, &shown, article)).collect();
    let voices = (0..columns.len()).filter(|&c| columns[c].carries.is_none()).collect();
    let carriers = columns.iter().enumerate().filter_map(|(c, o)| Some((c, o.carries?))).collect();
    (columns, voices, carriers)
}

/// The column that had a claim first: the one published before all others that report it, if it holds the whole claim. None
/// where a date is missing or not precise enough to tell.
#[must_use]
pub fn first(claim: &Claim, coverage: &Coverage, articles: &[Article]) -> Option<usize> {
    let voices: Vec<usize> = (0..claim.cells.len()).filter(|&k| claim.cells[k].reports()).collect();
    let when = |k: usize| articles.get(coverage.columns.get(k)?.article)?.published;
    let before = |a: Published, b: Published| match (a, b) {
        (Published::Instant(a, _), Published::Instant(b, _)) => a < b,
        (a, b) => a.day().zip(b.day()).is_some_and(|(a, b)| a < b),
    };
    // Whoever is not shown to report it may have had it before.
    let perhaps = (0..claim.cells.len()).filter(|&k| claim.cells[k].state == Reports::Related);
    let perhaps: Vec<usize> = perhaps.collect();
    let earliest = |&k: &usize| {
        let others = voices.iter().filter(|&&other| other != k);
        others.clone().count() > 0
            && others.chain(&perhaps).all(|&o| when(k).zip(when(o)).is_some_and(|(a, b)| before(a, b)))
    };
    voices.iter().copied().find(earliest).filter(|&k| claim.cells[k].state == Reports::Full)
}

/// The column of an article, and the one whose text it reprints.
fn column(story: &Story, shown: &[usize], article: usize) -> Column {
    let group = story.reprints.iter().find(|g| g.contains(&article));
    let original = group.and_then(|g| g.iter().find(|a| shown.contains(a))).filter(|&&first| first != article);
    Column { article, carries: original.and_then(|o| shown.iter().position(|a| a == o)) }
}

/// A story's articles, read.
struct Told<'a> {
    texts: &'a [&'a Article],
    analyses: &'a [Arc<Analysis>],
    found: &'a Found,
}

/// One claim: the words that tell it best, and a cell a column.
fn claim(group: &[Node], told: &Told<'_>, columns: usize) -> Claim {
    let Told { texts, analyses, found } = told;
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
        let full = match found.relation(spoken, own) {
            _ if column == spoken.0 => true,
            Some(Relation::Same | Relation::Reworded) => true,
            Some(Relation::Contradicts) => false,
            _ => found.tell(spoken, own) && demand.as_ref().is_none_or(met),
        };
        let state = if full { Reports::Full } else { Reports::Part };
        cells[column as usize] = Cell { state, sentences: ids, note: None };
    }
    let beside = |other: Node| match found.relation(spoken, &[other]) {
        Some(Relation::Same | Relation::Reworded) => Reports::Full,
        _ => Reports::Part,
    };
    // A source that quotes the claim's words in a sentence of another claim does not leave them out.
    let quoted = |d: &&Difference| d.kind != DifferenceKind::Conflict && !found.copies.contains_key(&d.nodes[1]);
    for d in found.differences.get(&spoken).into_iter().flatten().filter(quoted) {
        let ([_, other], [_, note]) = (&d.nodes, &d.notes);
        let cell = &mut cells[other.0 as usize];
        if cell.state == Reports::Nothing {
            *cell = Cell { state: beside(*other), sentences: vec![SentenceId(other.1)], note: note.clone() };
        }
    }
    // No source is said to leave out what a comparison sets beside the claim.
    for (column, sentence) in found.partners(spoken) {
        let cell = &mut cells[column as usize];
        if cell.state == Reports::Nothing {
            let state = beside((column, sentence));
            *cell = Cell { state, sentences: vec![SentenceId(sentence)], note: None };
        }
    }
    // What only may report the claim is no report of it, and no silence.
    for (column, sentence) in found.related(spoken) {
        let cell = &mut cells[column as usize];
        if cell.state == Reports::Nothing {
            *cell = Cell { state: Reports::Related, sentences: vec![SentenceId(sentence)], note: None };
        }
    }
    let mut conflict = false;
    let inside = group.iter().filter_map(|n| found.differences.get(n)).flatten();
    for d in inside.filter(|d| d.nodes[0] < d.nodes[1] && group.contains(&d.nodes[1])) {
        conflict |= d.kind == DifferenceKind::Conflict;
        let own = d.nodes.contains(&spoken);
        for (node, note) in d.nodes.iter().zip(&d.notes).filter(|(_, note)| note.is_some()) {
            // The words that the claim is told in are nobody's alteration of them.
            if d.kind == DifferenceKind::Altered && (*node == spoken || !own) {
                continue;
            }
            // Two sentences that hold one between them cut nothing.
            let whole = || found.relation(spoken, group_of(group, node.0)) == Some(Relation::Same);
            if d.kind == DifferenceKind::Cut && whole() {
                continue;
            }
            let cell = &mut cells[node.0 as usize];
            if node.0 != spoken.0 && own {
                cell.state = Reports::Part;
            }
            // A figure says more than that words were cut.
            if cell.note.is_none() || d.kind == DifferenceKind::Conflict {
                cell.note.clone_from(note);
            }
        }
    }
    // What stands in the group of another claim can contradict this one too.
    for d in found.differences.get(&spoken).into_iter().flatten().filter(|d| d.kind == DifferenceKind::Conflict) {
        let ([_, other], [_, note]) = (&d.nodes, &d.notes);
        let cell = &mut cells[other.0 as usize];
        if !cell.sentences.contains(&SentenceId(other.1)) {
            continue;
        }
        conflict = true;
        if cell.state == Reports::Full {
            cell.state = Reports::Part;
        }
        if cell.note.is_none() {
            cell.note.clone_from(note);
        }
    }
    Claim {
        text: read_alone(texts[spoken.0 as usize], &analyses[spoken.0 as usize], SentenceId(spoken.1)),
        spoken: (spoken.0 as usize, SentenceId(spoken.1)),
        cells,
        conflict,
    }
}

/// The sentences of a group that stand in one column.
fn group_of(group: &[Node], column: u32) -> &[Node] {
    let from = group.partition_point(|n| n.0 < column);
    let to = group.partition_point(|n| n.0 <= column);
    &group[from..to]
}

/// Fills the columns of reprints: where a sentence of theirs has the words of the original's. What they changed or added is a
/// claim like any other.
fn reprints(claims: &mut [Claim], found: &Found) {
    let mut copies: BTreeMap<Node, Vec<Node>> = BTreeMap::new();
    for (&copy, &original) in &found.copies {
        copies.entry(original).or_default().push(copy);
    }
    for claim in claims {
        let originals: Vec<Node> = (0u32..)
            .zip(&claim.cells)
            .filter(|(_, c)| c.reports() || c.state == Reports::Related)
            .flat_map(|(c, cell)| cell.sentences.iter().map(move |s| (c, s.0)))
            .collect();
        for original in originals {
            for &(column, sentence) in copies.get(&original).into_iter().flatten() {
                let Cell { state: of_original, note, .. } = claim.cells[original.0 as usize].clone();
                // Who carries what is only related is no more than that.
                let state = if of_original == Reports::Related { Reports::Related } else { Reports::Reprint };
                let cell = &mut claim.cells[column as usize];
                match cell.state {
                    Reports::Related if state == Reports::Related => {}
                    Reports::Nothing | Reports::Related => {
                        *cell = Cell { state, sentences: vec![SentenceId(sentence)], note };
                    }
                    Reports::Reprint => cell.sentences.push(SentenceId(sentence)),
                    Reports::Full | Reports::Part => {}
                }
            }
        }
        for cell in &mut claim.cells {
            cell.sentences.sort_unstable();
            cell.sentences.dedup();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Quotation, Sentence},
        text::{quotations, words},
    };

    fn article(source: &str, sentences: &[&str]) -> Article {
        let mut article = Article { source: source.into(), published: "2024-05-31".parse().ok(), ..Article::default() };
        for (k, sentence) in sentences.iter().enumerate() {
            let found = quotations::find(&[vec![*sentence]]).remove(0);
            article.quotations.extend(found.into_iter().map(|q| Quotation {
                sentence: k.into(),
                text: sentence[q.span.clone()].to_owned(),
                span: words::span(q.span),
                speaker: None,
            }));
            article.sentences.push(Sentence { text: (*sentence).into(), tight: false });
        }
        article
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
    fn no_source_leaves_out_what_its_lede_tells_beside_another_claim() {
        let opened = "Mayor Ana Ruiz on Friday opened the longest suspension bridge of the north, which joins both shores of Lund.";
        let built =
            "It was built by a group of Danish and Swedish firms that will run it under a guarantee of the state.";
        let both = "The longest suspension bridge of the north was opened on Friday in Lund, and Swedish firms built it \
                    together with a group of Danish ones that will run it under a guarantee of the state.";
        let articles =
            [article("Wire", &[opened, built]), article("Courier", &[opened, built]), article("Post", &[both])];
        let covered = coverage(&story(&articles), &articles);
        for claim in covered.claims.iter().filter(|c| c.spoken.0 < 2) {
            assert_ne!(claim.cells[2].state, Reports::Nothing, "{}", claim.text);
        }
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
    fn what_a_page_asks_of_its_reader_is_no_claim() {
        let closed = "The council voted on Monday to close the Alder Ford bridge to lorries for two years.";
        let asks = "Read more about the Alder Ford bridge here.";
        let articles = [article("Wire", &[closed, asks]), article("Courier", &[closed])];
        let covered = coverage(&story(&articles), &articles);
        assert_eq!(covered.claims.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), [closed]);
        let compared = crate::compare::compare(&articles[0], &articles[1]);
        assert!(compared.only_left.is_empty() && compared.pairs.len() == 1);
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
        // The words of a claim without its verb are not the claim.
        let approved = "The council approved the budget for the Alder Ford bridge in Lund on Monday.";
        let debated = "The council debated the budget for the Alder Ford bridge in Lund on Monday.";
        assert_ne!(cell(approved, debated).0, Reports::Full);
    }

    #[test]
    fn an_altered_quotation_is_no_full_report() {
        let claim = "“We will never again let the old bridge rot beneath the lorries,” Mayor Ana Ruiz said.";
        let other = "“We will never again let the new bridge rot beneath the lorries,” Mayor Ana Ruiz said.";
        assert_eq!(cell(claim, other), (Reports::Part, Some("altered".into()), true));
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
        assert!(covered.leads(&covered.claims[0], 3) && !covered.leads(&covered.claims[0], 0));
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
    fn a_copy_that_changes_a_figure_and_adds_a_fact_shows_both() {
        let text = [
            "Inspectors found cracks in two piers of the Alder Ford bridge on Monday.",
            "Repairs will cost 4 million crowns, the council said.",
            "Lorries were sent round by Lund.",
        ];
        let mut changed = text.to_vec();
        changed[1] = "Repairs will cost 5 million crowns, the council said.";
        changed.push("A foreman of the builder was arrested at night.");
        let articles = [article("Wire", &text), article("Radio", &text), article("Post", &changed)];
        let covered = coverage(&Story { reprints: vec![vec![0, 1, 2]], ..story(&articles) }, &articles);
        let claim = |text: &str| covered.claims.iter().find(|c| c.text.contains(text)).unwrap();
        let states = |c: &Claim| c.cells.iter().map(|c| c.state).collect::<Vec<_>>();
        use Reports::{Full, Nothing, Part, Reprint};
        assert_eq!(states(claim("Inspectors")), [Full, Reprint, Reprint]);
        let cost = claim("crowns");
        assert!(cost.conflict, "{:?}", cost.cells);
        assert!(matches!(states(cost)[..], [Full, Reprint, Part] | [Part, Reprint, Full]), "{:?}", cost.cells);
        assert_eq!(states(claim("foreman")), [Nothing, Nothing, Full]);
    }

    #[test]
    fn comparison_and_coverage_of_two_say_the_same() {
        let left = [
            "Inspectors found cracks in two piers of the bridge on Monday.",
            "Ana Ruiz, the mayor, closed it.",
            "It rained.",
        ];
        let right = [
            "The bridge was closed by the mayor.",
            "Cracks were found in two of its piers.",
            "A bakery opened in Lund.",
        ];
        let articles = [article("Wire", &left), article("Post", &right)];
        let compared = crate::compare::compare(&articles[0], &articles[1]);
        let covered = coverage(&story(&articles), &articles);
        for claim in &covered.claims {
            let found = claim.cells[1 - claim.spoken.0].state != Reports::Nothing;
            let alone = [&compared.only_left, &compared.only_right][claim.spoken.0].contains(&claim.spoken.1);
            assert_eq!(found, !alone, "{}", claim.text);
        }
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
