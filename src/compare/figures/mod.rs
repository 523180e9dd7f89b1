//! Figures of both articles: the same, in conflict, or on one side only.

mod in_context;

use std::collections::{BTreeMap, BTreeSet};

use self::in_context::{Counted, Standing, YEAR, all};
use super::{
    Conflict, ConflictKind, FigureAt, FigureKind, FigureMatch, FigurePair, Passage, evidence::Link, prepared::Prepared,
};
use crate::{
    article::{Article, SentenceId},
    text::words,
};

/// The probability of a link from which two different figures may be a conflict: that of a candidate taken at random, of
/// whose sentences no more is known than that they share a rare word.
const LIKELY: f32 = 0.05;
/// The same from which equal numbers are one figure though another noun follows them: "17 aboard", "17 passengers".
const TOLD_ALIKE: f32 = 0.3;
/// The same from which different years may be one: a year says little of what happened in it.
const DATED_ALIKE: f32 = 0.3;
/// The same from which different percentages may be of one thing: so many shares are told of so many wholes.
const SHARED_OUT: f32 = 0.85;
/// The same from which a number may be in conflict that agrees with another elsewhere.
const CERTAIN: f32 = 0.5;
/// The most years that an error parts.
const YEARS_APART: f64 = 10.0 * 366.0;
/// Words around two figures that they share: so many make up for an unlikely link.
const TELLING: usize = 3;

/// The figures of two articles, those of one value matched.
pub(super) struct Found {
    ours: Vec<Standing>,
    theirs: Vec<Standing>,
    /// Right ones by left ones.
    same: BTreeMap<usize, usize>,
}

impl Found {
    /// Finds and matches the figures of two articles; `links` are the sentences worth a look, `equal` those of the same words.
    pub(super) fn new(
        left: &Article,
        right: &Article,
        texts: &Prepared,
        links: &[Link],
        equal: &BTreeMap<u32, u32>,
    ) -> Self {
        // One side's date tells the other's weekdays: both report the same days.
        let ours = all(left, left.published.or(right.published), texts, 0);
        let theirs = all(right, right.published.or(left.published), texts, 1);
        let same = same(&ours, &theirs, links, equal);
        Self { ours, theirs, same }
    }

    /// Figures of linked sentences that seem to count the same and differ: a left and a right passage each.
    pub(super) fn suspects(&self, links: &[Link]) -> Vec<(FigureKind, Passage, Passage)> {
        let passage = |s: &Standing| Passage { sentence: s.sentence, text: s.text.clone(), start: s.start };
        let found = conflicts(&self.ours, &self.theirs, &self.same, links);
        found
            .into_iter()
            .map(|(x, y)| (self.ours[x].figure.kind, passage(&self.ours[x]), passage(&self.theirs[y])))
            .collect()
    }

    /// The figures as pairs, in the order of the left, then those only on the right. What one side says again and the other
    /// has is told once. `conflicts` are all of the two articles.
    pub(super) fn pairs(&self, conflicts: &[Conflict]) -> Vec<FigurePair> {
        let Self { ours, theirs, same } = self;
        let meant = |figures: &[Standing], p: &Passage| figures.iter().position(|s| s.overlaps(p));
        let told = |c: &Conflict| matches!(c.kind, ConflictKind::Figure | ConflictKind::Date);
        let conflicts: Vec<(f32, usize, usize)> = (conflicts.iter().filter(|c| told(c)))
            .filter_map(|c| Some((0.0, meant(ours, &c.left)?, meant(theirs, &c.right)?)))
            .filter(|&(_, x, y)| ours[x].figure.kind == theirs[y].figure.kind)
            .collect();
        let conflicts = once(conflicts);
        let pair = |matched, left: Option<usize>, right: Option<usize>| {
            let (left, right) = (left.map(|k| &ours[k]), right.map(|k| &theirs[k]));
            let kind = left.or(right).map_or(FigureKind::Number, |x| x.figure.kind);
            FigurePair { kind, matched, left: left.map(at), right: right.map(at) }
        };
        let mut out = Vec::new();
        let again_right = Again::of(same.values().map(|&y| &theirs[y]));
        let again_left = Again::of(same.keys().map(|&x| &ours[x]));
        for (k, x) in ours.iter().enumerate() {
            if let Some(&y) = same.get(&k) {
                out.push(pair(FigureMatch::Same, Some(k), Some(y)));
            }
            if let Some(&y) = conflicts.get(&k) {
                out.push(pair(FigureMatch::Conflict, Some(k), Some(y)));
            } else if !same.contains_key(&k) && x.tells() && !again_right.holds(x) {
                out.push(pair(FigureMatch::OnlyLeft, Some(k), None));
            }
        }
        let taken: BTreeSet<usize> = same.values().chain(conflicts.values()).copied().collect();
        for (k, y) in theirs.iter().enumerate().filter(|(k, _)| !taken.contains(k)) {
            if y.tells() && !again_left.holds(y) {
                out.push(pair(FigureMatch::OnlyRight, None, Some(k)));
            }
        }
        out
    }
}

/// The figures of one side that the other side has too, to know them when they are said again.
struct Again<'a>(BTreeMap<&'static str, Vec<&'a Standing>>);

impl<'a> Again<'a> {
    fn of(matched: impl Iterator<Item = &'a Standing>) -> Self {
        let mut by_kind: BTreeMap<&'static str, Vec<&Standing>> = BTreeMap::new();
        for x in matched {
            by_kind.entry(name(x.figure.kind)).or_default().push(x);
        }
        by_kind.values_mut().for_each(|list| list.sort_by(|a, b| a.figure.value.total_cmp(&b.figure.value)));
        Self(by_kind)
    }

    fn holds(&self, x: &Standing) -> bool {
        let list = self.0.get(name(x.figure.kind)).map_or(&[][..], Vec::as_slice);
        // Said again, a figure is written about as it was.
        let reach = x.figure.tolerance + 0.05 * x.figure.value.abs() + 1e-6;
        let start = list.partition_point(|y| y.figure.value < x.figure.value - reach);
        let near = list[start..].iter().take_while(|y| y.figure.value <= x.figure.value + reach).take(MOST_EQUAL);
        near.into_iter().any(|y| x.equals(y) && x.may_count(y) != Counted::Other)
    }
}

/// Figures of the same value: of linked sentences before any others, each matched once.
fn same(ours: &[Standing], theirs: &[Standing], links: &[Link], equal: &BTreeMap<u32, u32>) -> BTreeMap<usize, usize> {
    // By kind, ordered by value, so that a search sees only its neighbours.
    let mut by_value: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (k, y) in theirs.iter().enumerate() {
        by_value.entry(name(y.figure.kind)).or_default().push(k);
    }
    for list in by_value.values_mut() {
        list.sort_by(|&a, &b| theirs[a].figure.value.total_cmp(&theirs[b].figure.value).then(a.cmp(&b)));
    }
    let widest = theirs.iter().map(|y| y.figure.tolerance).fold(0.0, f64::max);
    let mut found = in_equal_sentences(ours, theirs, equal);
    for (k, x) in ours.iter().enumerate() {
        let list = by_value.get(name(x.figure.kind)).map_or(&[][..], Vec::as_slice);
        let reach = x.figure.tolerance + widest + 0.02 * x.figure.value.abs() + 1e-6;
        let start = list.partition_point(|&y| theirs[y].figure.value < x.figure.value - reach);
        let near = list[start..].iter().take_while(|&&y| theirs[y].figure.value <= x.figure.value + reach);
        let equal = near.filter(|&&y| x.equals(&theirs[y])).take(MOST_EQUAL);
        let weighed = equal.map(|&y| (probability(links, x.sentence, theirs[y].sentence), k, y));
        // The same number of other things is another figure.
        found.extend(weighed.filter(|&(p, _, y)| match x.may_count(&theirs[y]) {
            Counted::Same => p >= LIKELY || x.exactly(&theirs[y]) && !x.is_few(),
            Counted::Unknown if !x.is_few() => p >= LIKELY,
            _ => p >= TOLD_ALIKE,
        }));
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    once(found)
}

/// In sentences of the same words the same figures are told, whatever day each account makes of "Friday".
fn in_equal_sentences(ours: &[Standing], theirs: &[Standing], equal: &BTreeMap<u32, u32>) -> Vec<(f32, usize, usize)> {
    let by_place = |figures: &[Standing]| {
        let mut of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        figures.iter().enumerate().for_each(|(k, x)| of.entry(x.sentence.0).or_default().push(k));
        of.values_mut().for_each(|list| list.sort_by_key(|&k| figures[k].start));
        of
    };
    let (of_left, of_right) = (by_place(ours), by_place(theirs));
    let lists = equal.iter().filter_map(|(l, r)| of_left.get(l).zip(of_right.get(r)));
    let pairs = lists.flat_map(|(a, b)| a.iter().copied().zip(b.iter().copied()));
    pairs
        .filter(|&(x, y)| words::fold(&ours[x].text) == words::fold(&theirs[y].text))
        .map(|(x, y)| (2.0, x, y))
        .collect()
}

/// Figures of equal value looked at for one.
const MOST_EQUAL: usize = 32;
/// Figures of one sentence that may contradict others: what a longer list means by each cannot be told.
const MOST_LISTED: usize = 64;

/// Figures of linked sentences that count the same and differ, the closest link first. Of two figures one may be the same as
/// another elsewhere, where an account says now this and now that.
fn conflicts(
    ours: &[Standing],
    theirs: &[Standing],
    same: &BTreeMap<usize, usize>,
    links: &[Link],
) -> BTreeMap<usize, usize> {
    let taken: BTreeSet<usize> = same.values().copied().collect();
    let by_sentence = |figures: &[Standing]| {
        let mut of: BTreeMap<SentenceId, Vec<usize>> = BTreeMap::new();
        for (k, x) in figures.iter().enumerate() {
            let list = of.entry(x.sentence).or_default();
            if list.len() < MOST_LISTED {
                list.push(k);
            }
        }
        of
    };
    let (of_left, of_right) = (by_sentence(ours), by_sentence(theirs));
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for l in links {
        for &x in of_left.get(&SentenceId(l.left)).into_iter().flatten() {
            for &y in of_right.get(&SentenceId(l.right)).into_iter().flatten() {
                let told = usize::from(same.contains_key(&x)) + usize::from(taken.contains(&y));
                if let Some(shared) = in_conflict(&ours[x], &theirs[y])
                    && least(&ours[x], &theirs[y], shared, told).is_some_and(|least| l.probability >= least)
                {
                    found.push((l.probability + shared as f32 - told as f32 * AFTER_ALL, x, y));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    once(found)
}

/// Conflicts of figures that are told nowhere else come before those of figures that are.
const AFTER_ALL: f32 = 1e3;

/// The probability of a link from which two different figures in its sentences are a conflict; none where `told` of the two
/// are the same as others and that is too many.
fn least(x: &Standing, y: &Standing, shared: usize, told: usize) -> Option<f32> {
    let few = x.is_few() && y.is_few();
    match (told, x.figure.kind) {
        (0, FigureKind::Date) => Some(DATED_ALIKE),
        (0, FigureKind::Percent) => Some(SHARED_OUT),
        (0, FigureKind::Number) if few => Some(TOLD_ALIKE),
        // "The 48-page indictment", "the 47-page indictment".
        (0, _) if shared >= TELLING || x.phrase.intersection(&y.phrase).count() >= 2 => Some(0.0),
        (0, _) => Some(LIKELY),
        (1, FigureKind::Number) if !few => Some(CERTAIN),
        _ => None,
    }
}

/// How many words around them two different figures share, if they count the same.
fn in_conflict(x: &Standing, y: &Standing) -> Option<usize> {
    let (a, b) = (&x.figure, &y.figure);
    // Shares in words are weighed by grammar.
    if a.kind != b.kind || x.equals(y) || a.value <= 0.0 || b.value <= 0.0 || x.is_share() || y.is_share() {
        return None;
    }
    let ratio = (a.value / b.value).max(b.value / a.value);
    let shared = x.around.intersection(&y.around).count();
    let counted = !x.phrase.is_disjoint(&y.phrase);
    let likely = match a.kind {
        FigureKind::Date => {
            let years = a.tolerance >= YEAR && b.tolerance >= YEAR && (a.value - b.value).abs() <= YEARS_APART;
            years && a.unit == b.unit && shared >= 2
        }
        // Two times of day in two time zones may be one moment.
        FigureKind::Number if a.is_time() || b.is_time() => a.unit == b.unit && counted && shared >= 1,
        FigureKind::Number => counted && ratio <= 2.0 && shared >= 1,
        FigureKind::Money => a.unit == b.unit && ratio <= 1.5 && shared >= 2,
        FigureKind::Percent | FigureKind::Duration | FigureKind::Distance => ratio <= 1.5 && shared >= 2,
    };
    likely.then_some(shared)
}

/// Takes the best of each, each once.
fn once(found: Vec<(f32, usize, usize)>) -> BTreeMap<usize, usize> {
    let mut taken = BTreeSet::new();
    let mut out = BTreeMap::new();
    for (_, x, y) in found {
        if !out.contains_key(&x) && taken.insert(y) {
            out.insert(x, y);
        }
    }
    out
}

fn probability(links: &[Link], left: SentenceId, right: SentenceId) -> f32 {
    let found = links.binary_search_by_key(&(left.0, right.0), |l| (l.left, l.right));
    found.map_or(0.0, |k| links[k].probability)
}

fn at(s: &Standing) -> FigureAt {
    FigureAt { sentence: s.sentence, text: s.text.clone(), start: s.start }
}

fn name(kind: FigureKind) -> &'static str {
    match kind {
        FigureKind::Number => "number",
        FigureKind::Money => "money",
        FigureKind::Percent => "percent",
        FigureKind::Date => "date",
        FigureKind::Duration => "duration",
        FigureKind::Distance => "distance",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Sentence, compare::compare};

    fn article(sentences: &[&str]) -> Article {
        Article {
            sentences: sentences.iter().map(|s| Sentence { text: (*s).into(), tight: false }).collect(),
            ..Article::default()
        }
    }

    fn told(left: &[&str], right: &[&str]) -> Vec<(FigureMatch, String, String)> {
        let text = |f: Option<FigureAt>| f.map_or(String::new(), |f| f.text);
        let found = compare(&article(left), &article(right)).figures;
        found.into_iter().map(|f| (f.matched, text(f.left), text(f.right))).collect()
    }

    fn one(left: &str, right: &str) -> (FigureMatch, String, String) {
        let found = told(&[left], &[right]);
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn the_same_thing_counted_otherwise_is_a_conflict_in_any_unit() {
        use FigureMatch::{Conflict, Same};
        for (left, right, want) in [
            (
                "The fire crossed 12 miles of pine forest by evening.",
                "The fire crossed 25 km of pine forest by evening.",
                Conflict,
            ),
            (
                "The fire crossed 12 miles of pine forest by evening.",
                "The fire crossed 19 km of pine forest by evening.",
                Same,
            ),
            ("The power cut in Lund lasted an hour.", "The power cut in Lund lasted an hour and a half.", Conflict),
            ("The harbor deal was worth $2.7bn.", "The harbor deal was worth $2.8 billion.", Conflict),
            ("The harbor deal was worth $2.7bn.", "The harbor deal was worth 2.7 billion dollars.", Same),
            ("The harbor deal was worth $3 billion.", "The harbor deal was worth $2.5 billion.", Conflict),
            ("The harbor deal was worth at least $600m.", "The harbor deal was worth $570m.", Conflict),
            (
                "The old lighthouse of Skarn was built in 1998.",
                "The old lighthouse of Skarn was built in 1989.",
                Conflict,
            ),
            ("The ferry had 40 crew aboard at Skarn.", "The ferry had 43 crew aboard at Skarn.", Conflict),
            ("A 48-page indictment names the mayor.", "The mayor is named in a 47-page indictment.", Conflict),
        ] {
            assert_eq!(one(left, right).0, want, "{left} | {right}");
        }
    }

    #[test]
    fn what_only_looks_like_a_contradiction_is_none() {
        for (left, right) in [
            // Rounded.
            ("The mayor bought a $43,350 gold watch in Lund.", "The mayor bought a $43,000 gold watch in Lund."),
            // A bound, and a value within it.
            ("The harbor deal is worth more than $600 million.", "The harbor deal is worth $650 million."),
            // One moment in two time zones.
            (
                "The ferry docked at Skarn at 8:52 a.m. local time.",
                "The ferry docked at Skarn at 10:52 a.m. Eastern time.",
            ),
            // Of one thing, in two other things.
            (
                "More than 60 members voted against Ana Low as leader of the Lund council on Monday.",
                "Ana Low, the leader of the Lund council, lost just 43 votes to Bo Hart on Monday.",
            ),
            // Items of two lists.
            (
                "In the poll Speaker Ana Low had 11 percent, while Governor Bo Hart of Lund had 10 percent.",
                "The poll has Cy Ito first (20 percent), then Eve Dahl (17 percent), Hart (12 percent) and Low (9 percent).",
            ),
            // Terms of office that follow on one another.
            ("Ana Low was mayor of Lund from 1986 to 2000.", "Bo Hart was mayor of Lund from 2000 to 2014."),
        ] {
            let found = told(&[left], &[right]);
            assert!(found.iter().all(|f| f.0 != FigureMatch::Conflict), "{found:?}");
        }
    }

    #[test]
    fn what_the_other_side_tells_in_other_units_or_words_is_not_told_by_one_alone() {
        let about = "The ferry Anna ran onto a reef off the port of Skarn in thick fog.";
        for (left, right) in [
            (
                "The reef lies 19 miles from the lighthouse.",
                "It is about 30 kilometers from the lighthouse to the reef.",
            ),
            ("A 19-mile stretch of coast was searched.", "Boats searched 30 km of the shore."),
            ("The ferry had a dozen crew.", "There were 12 crew on the ferry."),
            ("The ferry had twelve crew.", "A crew of 12 worked on the ferry."),
            ("Some two dozen boats searched the bay.", "The bay was searched by 24 boats."),
            ("Half of the boats were lost.", "Some 50 percent of the boats were lost."),
            ("A third of the passengers were children.", "Children made up 33 percent of the passengers."),
            ("Three-quarters of the cars were saved.", "Divers saved 75% of the cars."),
            ("Repairs will take two weeks.", "The repairs are to last 14 days."),
            ("Repairs will take a year and a half.", "The repairs are to last 18 months."),
            ("It was the worst wreck in a decade.", "No wreck was as bad in 10 years."),
            ("The search took an hour.", "For 60 minutes boats searched the bay."),
            ("The search took 90 minutes.", "Boats searched for an hour and a half."),
            ("The wreck lies 500 meters off the beach.", "The wreck is half a kilometer from the beach."),
            ("The wreck lies at a depth of 60 feet.", "The wreck is 18 meters deep."),
            ("The ferry cost $2.7bn.", "The price of the ferry was 2.7 billion dollars."),
            ("The ferry cost $1,200.", "The ferry was bought for 1200 dollars."),
            ("Some 1.5 million people live on the coast.", "The coast has 1,500,000 people."),
        ] {
            let found = told(&[about, left], &[about, right]);
            let alone: Vec<_> =
                found.iter().filter(|f| matches!(f.0, FigureMatch::OnlyLeft | FigureMatch::OnlyRight)).collect();
            assert!(alone.is_empty(), "{alone:?}");
        }
        // Half of one thing is not half of the other's.
        let found =
            told(&[about, "Half of the boats were lost."], &[about, "Fares rose by 50 percent in Lund last year."]);
        assert!(found.iter().any(|f| f.0 == FigureMatch::OnlyRight), "{found:?}");
    }

    #[test]
    fn an_account_that_says_now_this_and_now_that_contradicts_the_other_once() {
        let left = "Police said two men were found dead on the 900 block of Harbor Drive in Lund.";
        let right = [
            "The two men were found dead on the 900 block of Harbor Drive in Lund, police said.",
            "Police said the men found dead in Lund had rented a house on the 800 block of Harbor Drive.",
        ];
        let found = told(&[left], &right);
        let of = |kind| found.iter().filter(|f| f.0 == kind && f.1.contains("block")).count();
        assert_eq!((of(FigureMatch::Same), of(FigureMatch::Conflict)), (1, 1), "{found:?}");
    }

    #[test]
    fn a_figure_stands_with_the_words_that_say_how_exact_it_is() {
        assert_eq!(
            one("The harbor deal was worth more than $2.7bn.", "The harbor deal was worth about 2.7 billion dollars."),
            (FigureMatch::Same, "more than $2.7bn".into(), "about 2.7 billion dollars".into())
        );
    }

    #[test]
    fn a_number_stands_with_its_noun_and_a_bare_one_alone_tells_nothing() {
        assert_eq!(
            one("The ferry had 40 crew aboard at Skarn.", "The ferry ran aground at Skarn."),
            (FigureMatch::OnlyLeft, "40 crew".into(), String::new())
        );
        assert!(told(&["The ferry is number 40."], &["The ferry ran aground."]).is_empty());
    }

    #[test]
    fn a_figure_of_both_sides_is_told_once_however_often_it_is_said() {
        let left =
            ["The ferry had 40 crew aboard at Skarn.", "Boats took the 40 crew to the quay.", "The 40 crew slept."];
        let right = ["The ferry had 40 crew aboard at Skarn."];
        assert_eq!(told(&left, &right), [(FigureMatch::Same, "40 crew".into(), "40 crew".into())]);
        assert_eq!(told(&right, &left).len(), 1);
    }

    #[test]
    fn equal_numbers_of_other_things_are_no_match() {
        let found = told(&["Divers searched 40 wrecks off Lund."], &["Rain closed 40 schools in Oslo."]);
        assert!(found.iter().all(|f| f.0 != FigureMatch::Same), "{found:?}");
    }
}
