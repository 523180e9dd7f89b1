//! The small phrases that every format shares: dates, bylines, counts, who reports what.

use std::collections::{BTreeMap, BTreeSet};

pub(super) use crate::text::counts::count;
use crate::{
    article::{Article, Briefing, Origin, OtherAccount, Published, SentenceId, Story, StoryBullet},
    compare::{
        self, Cell, Claim, Comparison, Coverage, FigureMatch, FigurePair, Framing, Names, Pair, QuotationMatch,
        QuotationPair, Relation, Reports, Side,
    },
    text::counts::told_by,
};

/// A date as people write it, as precise as it is known: "May 31, 2024".
pub(super) fn date(published: Published) -> String {
    match published {
        Published::Year(year) => format!("{year:04}"),
        Published::Month(..) => published.first_day().strftime("%B %Y").to_string(),
        Published::Day(day) => day.strftime("%B %-d, %Y").to_string(),
        Published::Instant(time, offset) => offset.to_datetime(time).strftime("%B %-d, %Y, %H:%M").to_string(),
    }
}

/// "Ann Low, Bo Hart and Cy Ito".
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(if i + 1 == items.len() { " and " } else { ", " });
        }
        out.push_str(item.as_ref());
    }
    out
}

/// What stands under a title: who signed it, the agency, its length, where it was read from.
pub(super) fn byline(article: &Article) -> Vec<String> {
    let mut parts = Vec::new();
    if !article.authors.is_empty() {
        parts.push(format!("By {}", list(&article.authors)));
    }
    if let Some(agency) = article.agency.as_deref().filter(|&agency| agency != article.source) {
        parts.push(format!("via {agency}"));
    }
    parts.push(count(article.words(), "word", "words"));
    parts
}

/// Who told it and when: "Harbor Wire · May 31, 2024".
pub(super) fn source_and_date(article: &Article) -> String {
    article.published.map_or_else(|| article.source.clone(), |p| format!("{} · {}", article.source, date(p)))
}

/// The sources of a story, each once, the one that stands for the story first.
pub(super) fn sources<'a>(story: &Story, articles: &'a [Article]) -> Vec<&'a str> {
    names(story.articles.iter().copied(), articles)
}

/// "3 sources, 2 independent"; says so where one outlet has several articles.
pub(super) fn source_count(story: &Story, articles: &[Article]) -> String {
    let reprints: usize = story.reprints.iter().map(|group| group.len().saturating_sub(1)).sum();
    let all = story.articles.len();
    told_by(all, sources(story, articles).len(), all.saturating_sub(reprints))
}

/// The sources that report a bullet; "all 4 sources" where more than two do and none is missing.
pub(super) fn support(bullet: &StoryBullet, story: &Story, briefing: &Briefing) -> String {
    let by = names(bullet.support.iter().map(|s| s.article), &briefing.articles);
    let all = sources(story, &briefing.articles).len();
    let by = if by.len() > 2 && by.len() == all { format!("all {all} sources") } else { by.join(", ") };
    let also = other_figures(bullet, briefing);
    if also.is_empty() { by } else { format!("{by} · {also}") }
}

/// What other sources give for a bullet's figure: "also 43 people, River Post". Empty where none differs.
pub(super) fn other_figures(bullet: &StoryBullet, briefing: &Briefing) -> String {
    let source = |k: usize| briefing.articles.get(k).map_or("", |a| a.source.as_str());
    let word = |f: &OtherAccount| if f.earlier { "earlier" } else { "also" };
    let told = bullet.figures_beside().map(|f| format!("{} {}, {}", word(f), f.text, source(f.article)));
    told.collect::<Vec<_>>().join("; ")
}

/// What other sources say that contradicts a bullet, with who says it: "≠ told otherwise: 43 (River Post)". Empty where none does.
pub(super) fn told_otherwise(bullet: &StoryBullet, briefing: &Briefing) -> String {
    let source = |k: usize| briefing.articles.get(k).map_or("", |a| a.source.as_str());
    let one =
        |c: &OtherAccount| format!("{} ({}{})", c.text, source(c.article), if c.earlier { ", earlier" } else { "" });
    match bullet.contradictions.as_slice() {
        [] => String::new(),
        all => format!("≠ told otherwise: {}", all.iter().map(one).collect::<Vec<_>>().join("; ")),
    }
}

/// The heading over an article's bullets: whose they are.
pub(super) fn bullets_label(article: &Article, origin: Origin) -> (&str, &'static str) {
    match origin {
        Origin::Publisher => {
            let own = article.publisher_bullets.as_ref().map_or("", |b| b.label.as_str());
            (if own.is_empty() { "Summary" } else { own }, "as published")
        }
        Origin::Generated => ("In brief", "generated"),
    }
}

/// How many pairs of each relation, and how many one-sided sentences, as the JSON's summary gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Summary {
    pub(super) same: usize,
    pub(super) reworded: usize,
    pub(super) overlaps: usize,
    pub(super) only_left: usize,
    pub(super) only_right: usize,
    pub(super) contradicts: usize,
    pub(super) related: usize,
}

impl Summary {
    pub(super) fn new(c: &Comparison) -> Self {
        let count = |r| c.pairs.iter().filter(|p| p.relation == r).count();
        Self {
            same: count(Relation::Same),
            reworded: count(Relation::Reworded),
            overlaps: count(Relation::Overlaps),
            only_left: c.only_left.len(),
            only_right: c.only_right.len(),
            contradicts: count(Relation::Contradicts),
            related: count(Relation::Related),
        }
    }
}

/// A comparison in one or two lines.
pub(super) fn summary(c: &Comparison) -> Vec<String> {
    let s = Summary::new(c);
    let mut counts = vec![
        format!("{} same", s.same),
        format!("{} reworded", s.reworded),
        format!("{} overlapping", s.overlaps),
        format!("{} only left", s.only_left),
        format!("{} only right", s.only_right),
    ];
    if s.related > 0 {
        counts.insert(3, format!("{} related", s.related));
    }
    if s.contradicts > 0 {
        counts.insert(3, format!("{} contradicting", s.contradicts));
    }
    let sentences = counts.join(" · ");
    let mut extras = Vec::new();
    let shared = c.quotations.iter().filter(|q| q.left.is_some() && q.right.is_some()).count();
    if shared > 0 {
        let altered = c.quotations.iter().filter(|q| q.kind == QuotationMatch::Altered).count();
        let mut told = count(shared, "shared quotation", "shared quotations");
        if altered > 0 {
            told.push_str(&format!(" ({altered} altered)"));
        }
        extras.push(told);
    }
    if !c.conflicts.is_empty() {
        extras.push(count(c.conflicts.len(), "contradiction", "contradictions"));
    }
    let moved = c.pairs.iter().filter(|p| p.moved).count();
    if moved > 0 {
        extras.push(format!("{moved} told elsewhere"));
    }
    let mut lines = vec![sentences];
    if !extras.is_empty() {
        lines.push(extras.join(" · "));
    }
    lines
}

/// Claims of one source.
pub(super) struct Alone<'a> {
    pub(super) column: usize,
    /// Others speak of the same people or things: that they do not report it is not sure.
    perhaps: bool,
    pub(super) claims: Vec<&'a Claim>,
}

impl Alone<'_> {
    /// What stands above them.
    pub(super) fn heading(&self, sources: &[&str]) -> String {
        let source = sources.get(self.column).copied().unwrap_or_default();
        if self.perhaps { format!("{source}, and perhaps others") } else { format!("Only {source}") }
    }
}

/// The claims of several independent sources, and those of one alone, source by source: who reprints another's text tells
/// nothing more.
pub(super) fn by_sources<'c>(coverage: &'c Coverage, sources: &[&str]) -> (Vec<&'c Claim>, Vec<Alone<'c>>) {
    let name = |k: usize| sources.get(k).copied().unwrap_or_default();
    // An outlet with two articles is one source: both stand under the first.
    let column_of = |k: usize| sources.iter().position(|s| *s == name(k)).unwrap_or(k);
    let mut shared = Vec::new();
    let mut alone: BTreeMap<(usize, bool), Vec<&Claim>> = BTreeMap::new();
    for claim in &coverage.claims {
        let with = |state: &dyn Fn(&Cell) -> bool| -> BTreeSet<usize> {
            (0..claim.cells.len()).filter(|&k| state(&claim.cells[k])).map(column_of).collect()
        };
        let own = with(&Cell::reports);
        let Some(&column) = own.first().filter(|_| own.len() == 1) else {
            shared.push(claim);
            continue;
        };
        let perhaps = with(&|cell| cell.state == Reports::Related).iter().any(|&k| k != column);
        alone.entry((column, perhaps)).or_default().push(claim);
    }
    let lists = alone.into_iter().map(|((column, perhaps), claims)| Alone { column, perhaps, claims });
    (shared, lists.collect())
}

/// Who reprints a claim of one source, after it: " (reprinted by the Post)".
pub(super) fn reprinted_by(claim: &Claim, sources: &[&str]) -> String {
    let own = claim.cells.iter().position(Cell::reports);
    let own = own.and_then(|c| sources.get(c)).copied().unwrap_or_default();
    let cells = claim.cells.iter().zip(sources).filter(|(cell, _)| cell.state == Reports::Reprint);
    let mut names: Vec<&str> = Vec::new();
    for name in cells.map(|(_, source)| *source).filter(|&source| source != own) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { String::new() } else { format!(" (reprinted by {})", list(&names)) }
}

/// The sign of a relation.
pub(super) fn glyph(relation: Relation) -> &'static str {
    match relation {
        Relation::Same => "=",
        Relation::Reworded => "≈",
        Relation::Overlaps => "~",
        Relation::Related => "·",
        Relation::Contradicts => "≠",
    }
}

/// Quotations in the order of what a reader should see first: altered, cut, unmarked, verbatim, one-sided.
pub(super) fn by_weight(quotations: &[QuotationPair]) -> Vec<&QuotationPair> {
    let mut out: Vec<_> = quotations.iter().collect();
    out.sort_by_key(|q| match q.kind {
        QuotationMatch::Altered => 0,
        QuotationMatch::Cut => 1,
        QuotationMatch::Unmarked => 2,
        QuotationMatch::Verbatim => 3,
        QuotationMatch::OnlyLeft => 4,
        QuotationMatch::OnlyRight => 5,
    });
    out
}

/// The same without those that read as one before them: a quotation may come to several passages of the other side.
pub(super) fn told_once(quotations: &[QuotationPair]) -> Vec<&QuotationPair> {
    let mut seen = BTreeSet::new();
    let mut out = by_weight(quotations);
    let shown = |q: &QuotationPair| match q.kind {
        QuotationMatch::Altered | QuotationMatch::Cut => {
            q.words.iter().map(|w| (w.left.clone(), w.right.clone())).collect()
        }
        _ => vec![(quoted(q).to_owned(), String::new())],
    };
    out.retain(|q| seen.insert((quotation_label(q), shown(q), speakers(q))));
    out
}

/// What became of a quotation.
pub(super) fn quotation_label(q: &QuotationPair) -> &'static str {
    match q.kind {
        QuotationMatch::Altered => "altered",
        QuotationMatch::Cut => "cut",
        QuotationMatch::Unmarked => "unmarked",
        QuotationMatch::Verbatim => "verbatim",
        QuotationMatch::OnlyLeft => "only left",
        QuotationMatch::OnlyRight => "only right",
    }
}

/// The words of a quotation: of the longer side.
pub(super) fn quoted(q: &QuotationPair) -> &str {
    [&q.left, &q.right].into_iter().flatten().map(|q| q.text.as_str()).max_by_key(|t| t.len()).unwrap_or_default()
}

/// Who is quoted; both where the sides name different people.
pub(super) fn speakers(q: &QuotationPair) -> Option<String> {
    let of = |side: &Option<crate::article::Quotation>| side.as_ref().and_then(|q| q.speaker.clone());
    match (of(&q.left), of(&q.right)) {
        // "Blinken" is told by "Antony Blinken".
        (Some(l), Some(r)) if l.contains(&r) => Some(l),
        (Some(l), Some(r)) if r.contains(&l) => Some(r),
        (Some(l), Some(r)) => Some(format!("{l} (left), {r} (right)")),
        (l, r) => l.or(r),
    }
}

/// A figure as each side writes it; empty where a side has none.
pub(super) fn figure_sides(f: &FigurePair) -> (&str, &str) {
    (f.left.as_ref().map_or("", |f| f.text.as_str()), f.right.as_ref().map_or("", |f| f.text.as_str()))
}

/// The figures that are not in conflict, each once, under a label; no list is empty.
pub(super) fn figure_lists(figures: &[FigurePair]) -> Vec<(&'static str, Vec<String>)> {
    let mut seen = BTreeSet::new();
    let mut lists: [(&str, Vec<String>); 3] = [("same", vec![]), ("only left", vec![]), ("only right", vec![])];
    for f in figures {
        let (left, right) = figure_sides(f);
        let (at, text) = match f.matched {
            FigureMatch::Conflict => continue,
            FigureMatch::Same if left == right => (0, left.to_owned()),
            FigureMatch::Same => (0, format!("{left} = {right}")),
            FigureMatch::OnlyLeft => (1, left.to_owned()),
            FigureMatch::OnlyRight => (2, right.to_owned()),
        };
        if seen.insert((at, text.clone())) {
            lists[at].1.push(text);
        }
    }
    lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// The names of both sides and of one, under a label; no list is empty.
pub(super) fn name_lists(names: &Names) -> Vec<(&'static str, &[String])> {
    let lists = [
        ("both", names.both.as_slice()),
        ("only left", names.only_left.as_slice()),
        ("only right", names.only_right.as_slice()),
    ];
    lists.into_iter().filter(|(_, list)| !list.is_empty()).collect()
}

/// How one side tells it, counted.
pub(super) fn telling(f: &Framing) -> Vec<String> {
    let share = (f.quoted_words * 100 + f.words / 2).checked_div(f.words).unwrap_or(0);
    let mut quoted = format!("{share}% of {} quoted", count(f.words, "word", "words"));
    if !f.speakers.is_empty() {
        let speakers: Vec<_> = f.speakers.iter().take(4).map(|(who, n)| format!("{who} {n}")).collect();
        quoted.push_str(&format!(" ({})", speakers.join(", ")));
    }
    let mut hedges = count(f.hedges.len(), "hedge", "hedges");
    if !f.hedges.is_empty() {
        let mut said: Vec<&str> = Vec::new();
        for (_, hedge) in &f.hedges {
            if !said.contains(&hedge.as_str()) {
                said.push(hedge);
            }
        }
        hedges.push_str(&format!(" ({})", said.join(", ")));
    }
    vec![quoted, hedges]
}

/// Sentences that show how an article begins.
const OPENING: usize = 3;

/// The first facts of one side as it tells them, each with its place and where the other side tells it.
pub(super) fn opening(comparison: &Comparison, left: &Article, right: &Article, side: Side) -> Vec<(String, String)> {
    let (article, there) = match side {
        Side::Left => (left, "right"),
        Side::Right => (right, "left"),
    };
    let ids = (0..article.sentences.len().min(OPENING)).map(SentenceId::from);
    ids.map(|id| {
        let partner = comparison.pairs.iter().find_map(|p: &Pair| match side {
            Side::Left => p.right.first().filter(|_| p.left.contains(&id)),
            Side::Right => p.left.first().filter(|_| p.right.contains(&id)),
        });
        let told = partner.map_or_else(
            || format!("nothing found on the {there}"),
            |other| format!("{} on the {there}", ordinal(other.index() + 1)),
        );
        (ordinal(id.index() + 1), format!("{} ({told})", compare::alone(article, id)))
    })
    .collect()
}

/// "1st", "2nd", "11th".
fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The sign of a claim in a source's first sentence.
const LEADS: &str = "¹";
/// The sign of the source that was published before all others that report a claim.
const FIRST: &str = "†";

/// What the signs of a coverage mean.
pub(super) const COVERAGE_SIGNS: &[(&str, &str)] = &[
    ("●", "reports"),
    ("◐", "in part"),
    ("◌", "same as another"),
    ("·", "related"),
    ("○", "nothing found"),
    ("≠", "contradiction"),
    (LEADS, "leads with it"),
    (FIRST, "had it first"),
];

/// What the signs of a comparison mean.
pub(super) const COMPARE_SIGNS: &[(&str, &str)] = &[
    ("=", "the same words"),
    ("≈", "reworded"),
    ("~", "overlapping: each adds something"),
    ("·", "related: no claim in common shown"),
    ("≠", "contradicting: not both can be so"),
    ("<", "only left"),
    (">", "only right"),
    ("⇄", "told elsewhere on the right"),
];

/// The sign of a source's part in a claim.
pub(super) fn state_glyph(state: Reports) -> &'static str {
    match state {
        Reports::Full => "●",
        Reports::Part => "◐",
        Reports::Reprint => "◌",
        Reports::Related => "·",
        Reports::Nothing => "○",
    }
}

/// A cell with its note: the figure in place of the sign, anything else after it. `first`: the source had it first.
pub(super) fn cell(cell: &Cell, first: bool) -> String {
    let signs = format!("{}{}", if cell.leads() { LEADS } else { "" }, if first { FIRST } else { "" });
    match cell.note.as_deref() {
        Some(note) if note.contains(|c: char| c.is_numeric()) => format!("{note}{signs}"),
        Some(note) => format!("{}{signs} {note}", state_glyph(cell.state)),
        None => format!("{}{signs}", state_glyph(cell.state)),
    }
}

/// The names over the columns.
pub(super) fn columns<'a>(coverage: &Coverage, briefing: &'a Briefing) -> Vec<&'a str> {
    coverage.columns.iter().map(|c| briefing.articles.get(c.article).map_or("", |a| a.source.as_str())).collect()
}

/// "4 sources, 3 independent (Public Radio North reprints Harbor Wire)".
pub(super) fn coverage_sources(story: &Story, coverage: &Coverage, briefing: &Briefing) -> String {
    let sources = columns(coverage, briefing);
    let mut out = match sources.len() {
        0 => source_count(story, &briefing.articles),
        articles => told_by(articles, sources.iter().collect::<BTreeSet<_>>().len(), coverage.independent),
    };
    let mut reprints: Vec<(&str, Vec<&str>)> = Vec::new();
    for (column, &source) in coverage.columns.iter().zip(&sources) {
        let Some(&original) = column.carries.and_then(|c| sources.get(c)).filter(|&&c| c != source) else { continue };
        match reprints.iter_mut().find(|c| c.0 == original) {
            Some((_, known)) if known.contains(&source) => {}
            Some((_, known)) => known.push(source),
            None => reprints.push((original, vec![source])),
        }
    }
    let phrase = |(original, by): &(&str, Vec<&str>)| {
        format!("{} {} {original}", list(by), if by.len() == 1 { "reprints" } else { "reprint" })
    };
    if !reprints.is_empty() {
        out.push_str(&format!(" ({})", reprints.iter().map(phrase).collect::<Vec<_>>().join("; ")));
    }
    out
}

/// Why a coverage has no rows or columns to show.
pub(super) fn nothing_to_lay_out(coverage: &Coverage) -> &'static str {
    if coverage.columns.len() < 2 {
        "Only one source tells this story: there is nothing to lay side by side."
    } else {
        "No claim was found that could be laid side by side."
    }
}

fn names(articles: impl Iterator<Item = usize>, all: &[Article]) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for source in articles.filter_map(|i| all.get(i)).map(|a| a.source.as_str()) {
        if !out.contains(&source) {
            out.push(source);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_says_no_more_than_is_known() {
        for (date_as_given, told) in [
            ("2024", "2024"),
            ("2024-05", "May 2024"),
            ("2024-05-31", "May 31, 2024"),
            ("2024-05-31T23:30:00-04:00", "May 31, 2024, 23:30"),
        ] {
            assert_eq!(date(date_as_given.parse().unwrap()), told);
        }
    }

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}
