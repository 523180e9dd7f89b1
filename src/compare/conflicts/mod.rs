//! What two accounts say that cannot both be so: figures, dates, names, denials, outcomes, quotations, speakers.
//!
//! Sentences whose link is likely enough are read by grammar ([`reading`]) and set against one another, kind by kind. A
//! false alarm costs trust, so a clash needs one claim on both sides: the same thing counted, the same event, the same
//! bearer, and nothing that tells of another case.

mod causes;
mod claims;
mod contests;
mod counts;
mod dates;
mod likeness;
mod names;
mod opposite_parts;
mod opposites;
mod pairs;
mod places;
mod polarity;
mod quantities;
mod quoted;
mod reading;
mod roles;
mod seats;
mod tallies;
mod truth;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use serde::{Deserialize, Serialize};

pub(super) use self::claims::Common;
use self::{
    quantities::Quantity,
    reading::{Event, Party, Reading, shared},
};
use super::{
    QuotationPair,
    evidence::Link,
    prepared::{Line, Prepared, TermId},
};
use crate::{
    article::{Article, Published, SentenceId},
    language::{self, Analysis, MentionForm},
    text::{
        figures::{self, Figure, FigureKind},
        words,
    },
};

/// What kind of thing two accounts tell differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// A count, an amount, a measure.
    Figure,
    /// A day, a year, a time of day.
    Date,
    /// Who or where.
    Name,
    /// One says that it is not so.
    Polarity,
    /// It went one way, or the other.
    Outcome,
    /// The sense of somebody's words.
    Quotation,
    /// Whose words they are.
    Attribution,
}

impl ConflictKind {
    /// What two accounts tell differently, in a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Date => "date",
            Self::Name => "name",
            Self::Polarity => "denied",
            Self::Outcome => "outcome",
            Self::Quotation => "quotation",
            Self::Attribution => "speaker",
        }
    }
}

/// Two passages that cannot both be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What they tell differently.
    pub kind: ConflictKind,
    /// The left wording.
    pub left: Passage,
    /// The right wording.
    pub right: Passage,
}

/// Some words of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Passage {
    /// The sentence.
    pub sentence: SentenceId,
    /// The words.
    pub text: String,
    /// Where they start in the sentence's text, in bytes.
    #[serde(skip)]
    pub start: u32,
}

/// Figures of an article that are looked through for one.
const MOST_FIGURES: usize = 4_000;

/// The share of a figure's value within which another can be the same.
const NEAR: f64 = 0.5;
/// Days within which a date can be the same as another.
const DATES_APART: f64 = 400.0;
/// How many times as much a quantity may be that agrees with another: a bound leaves room for twice as much.
const WITHIN: f64 = 2.5;

/// A clash of two sentences, by their tokens.
struct Clash {
    kind: ConflictKind,
    left: Range<usize>,
    right: Range<usize>,
    /// How sure it is.
    weight: f32,
}

/// Two sentences set against one another.
struct Sides<'a, 'b> {
    left: &'b Reading<'a>,
    right: &'b Reading<'a>,
    texts: &'b Prepared,
}

impl Sides<'_, '_> {
    /// Whether two events befall different numbers: two were rescued, three died.
    fn differ_in_number(&self, a: &Event, b: &Event) -> bool {
        let number = |r: &Reading<'_>, e: &Event| {
            let head = e.theme.head?;
            let number = r.parse.child(head, language::Relation::NumberModifier)?;
            // "all 480 pupils" are whoever there is.
            if r.parse.children(head).any(|c| r.lemmas[c] == "all") {
                return None;
            }
            Some(r.lemmas[number].clone())
        };
        number(self.left, a).zip(number(self.right, b)).is_some_and(|(x, y)| x != y)
    }

    /// Whether each of two lists of concepts has a name that the other side's sentence lacks.
    fn differ_in_name(&self, a: &[TermId], b: &[TermId]) -> bool {
        let lacks = |own: &[TermId], other: &Reading<'_>| {
            own.iter().any(|&t| self.texts.terms[t as usize].name && !other.concepts.contains(&Some(t)))
        };
        lacks(a, self.right) && lacks(b, self.left)
    }

    /// Whether only one of two words is told of another case.
    fn other_case(&self, left: usize, right: usize) -> bool {
        self.left.is_other_case(left) != self.right.is_other_case(right)
    }

    /// How many concepts the two sentences share.
    fn in_common(&self) -> usize {
        let own: std::collections::BTreeSet<TermId> = self.left.concepts.iter().flatten().copied().collect();
        let other: std::collections::BTreeSet<TermId> = self.right.concepts.iter().flatten().copied().collect();
        own.intersection(&other).count()
    }

    /// How many names two lists share.
    fn shared_names(&self, a: &[TermId], b: &[TermId]) -> usize {
        a.iter().filter(|&&t| self.texts.terms[t as usize].name && b.binary_search(&t).is_ok()).count()
    }

    /// Whether two events are told on the word of two different people or bodies.
    fn by_two_people(&self, a: &Event, b: &Event) -> bool {
        let (Some(x), Some(y)) = (&a.owner, &b.owner) else { return false };
        x.is_known()
            && y.is_known()
            && shared(&x.concepts, &y.concepts) == 0
            // "the sprinter" may be Darrow
            && self.has_name(x) == self.has_name(y)
    }

    fn has_name(&self, party: &Party) -> bool {
        party.concepts.iter().any(|&t| self.texts.terms[t as usize].name)
    }

    /// Whether each of two events befalls whoever does the other: "Lund sued Vell", "Vell sued Lund".
    fn is_turned(&self, a: &Event, b: &Event) -> bool {
        let meet = |x: &Party, y: &Party| shared(&x.concepts, &y.concepts) > 0;
        meet(&a.agent, &b.theme) && meet(&a.theme, &b.agent) && !meet(&a.agent, &b.agent) && !meet(&a.theme, &b.theme)
    }

    /// Whether two events go opposite ways: those whom they befall are others.
    fn opposite(&self, a: &Event, b: &Event) -> bool {
        opposites::kinship(&a.answers, &b.answers) == opposites::Kinship::Opposite
    }

    /// Whether two events befall one thing, by the noun that heads it.
    fn one_theme(&self, a: &Event, b: &Event) -> bool {
        let noun = |r: &Reading<'_>, e: &Event| e.theme.head.and_then(|h| r.concepts[h]);
        noun(self.left, a).is_some() && noun(self.left, a) == noun(self.right, b)
    }

    /// Whether two nouns are two words for one thing: both are definite, and neither account has the other's word.
    fn are_two_words_for_one(&self, left: usize, right: usize) -> bool {
        let known =
            |r: &Reading<'_>, t: usize, side: usize| r.concepts[t].is_none_or(|c| self.texts.stands_on(side, c));
        let definite = |r: &Reading<'_>, t: usize| {
            places::definite(r, t) && r.parse.child(t, language::Relation::NumberModifier).is_none()
        };
        definite(self.left, left)
            && definite(self.right, right)
            && !known(self.left, left, 1)
            && !known(self.right, right, 0)
    }

    /// Whether two events befall two things that are told by nouns of their own: a man, a woman.
    fn differ_in_theme(&self, a: Option<&Event>, b: Option<&Event>) -> bool {
        let noun = |r: &Reading<'_>, e: Option<&Event>| e.and_then(|e| e.theme.head).and_then(|h| r.concepts[h]);
        let (x, y) = (noun(self.left, a), noun(self.right, b));
        let name = |t: u32| self.texts.terms[t as usize].name;
        let both = |a: Option<&Event>, b: Option<&Event>| {
            a.zip(b).is_some_and(|(a, b)| shared(&a.theme.concepts, &b.theme.concepts) > 0)
        };
        matches!((x, y), (Some(x), Some(y)) if x != y && name(x) == name(y)) && !both(a, b)
    }

    /// Whether two events are one by what they say: the same word, or one that answers alike.
    fn one_event(&self, a: &Event, b: &Event) -> bool {
        self.one_word(a.token, b.token) && !a.light
            || opposites::kinship(&a.answers, &b.answers) == opposites::Kinship::Alike
    }

    /// Whether two words are one in some form: "drove" and "driven" have one dictionary form and two stems.
    fn one_word(&self, left: usize, right: usize) -> bool {
        let (a, b) = (self.left.concepts[left], self.right.concepts[right]);
        a.is_some() && b.is_some() && (a == b || self.left.lemmas[left] == self.right.lemmas[right])
    }
}

/// One article, read.
struct Account<'a> {
    readings: Vec<Option<Reading<'a>>>,
    quantities: BTreeMap<u32, Vec<Quantity>>,
    /// Those of all sentences by their value, ascending: the value, the sentence, the place in its list.
    by_value: Vec<(f64, u32, usize)>,
    article: &'a Article,
    /// All figures of the article, dates among them; found when first asked for.
    figures: OnceCell<Vec<Figure>>,
    published: Option<Published>,
}

impl Account<'_> {
    /// Whether a figure stands anywhere in the article.
    fn tells(&self, figure: &Figure) -> bool {
        let all = || {
            let found = self.article.sentences.iter().flat_map(|s| figures::find(&s.text, self.published));
            let mut found: Vec<Figure> = found.take(MOST_FIGURES).collect();
            found.sort_by(|a, b| a.value.total_cmp(&b.value));
            found
        };
        let own = self.figures.get_or_init(all);
        let reach = NEAR * figure.value.abs().max(1.0);
        // A date is as near as it is exact: a year leaves half of one open.
        let reach = if figure.kind == FigureKind::Date { DATES_APART } else { reach };
        let from = own.partition_point(|f| f.value < figure.value - reach);
        own[from..].iter().take_while(|f| f.value <= figure.value + reach).any(|own| figures::same(own, figure))
    }

    /// The quantities whose value is near another's: no further than rounding and bounds reach.
    fn near(&self, q: &Quantity) -> impl Iterator<Item = &Quantity> {
        let from = self.by_value.partition_point(|v| v.0 < q.from / WITHIN);
        let near = self.by_value[from..].iter().take_while(move |v| v.0 <= q.to * WITHIN);
        near.filter_map(|(_, s, k)| self.quantities.get(s)?.get(*k))
    }

    /// Whether a word stands anywhere in the article.
    fn has_word(&self, word: &str) -> bool {
        let mut all = self.article.sentences.iter().take(MOST_FIGURES).flat_map(|s| words::words(&s.text));
        all.any(|(_, w)| w.eq_ignore_ascii_case(word))
    }
}

/// What grammar says of two articles.
#[derive(Default)]
pub(super) struct Found {
    /// What cannot both be so, in the order of the left.
    pub(super) conflicts: Vec<Conflict>,
    /// What linked sentences claim in common, by left and right; nothing where the articles are not parsed.
    pub(super) claims: Option<HashMap<(u32, u32), Common>>,
}

/// The probability of a link from which it is asked what its sentences claim in common.
const TOLD: f32 = 0.2;

/// The conflicts of two articles, in the order of the left. `links` are all candidates with their probability, `suspects`
/// figures that differ where words alone make them seem to count the same.
pub(super) fn find(
    left: &Article,
    right: &Article,
    texts: &Prepared,
    links: &[Link],
    quotations: &[QuotationPair],
    suspects: Vec<(FigureKind, Passage, Passage)>,
) -> Found {
    let analyses = [language::of(left), language::of(right)];
    let mut found: Vec<(f32, Conflict)> = Vec::new();
    let mut claims = None;
    let suspect = |(kind, left, right)| {
        let kind = if kind == FigureKind::Date { ConflictKind::Date } else { ConflictKind::Figure };
        (1.5, Conflict { kind, left, right })
    };
    if analyses.iter().all(|a| a.parsed) {
        let worth = pairs::worth_reading(links, texts, [&analyses[0], &analyses[1]]);
        let ours = account(left, &analyses[0], texts, 0, right.published, worth.iter().map(|l| l.left));
        let theirs = account(right, &analyses[1], texts, 1, left.published, worth.iter().map(|l| l.right));
        let mut shared = HashMap::new();
        for l in &worth {
            let (Some(a), Some(b)) = (&ours.readings[l.left as usize], &theirs.readings[l.right as usize]) else {
                continue;
            };
            let sides = Sides { left: a, right: b, texts };
            if l.probability >= TOLD {
                shared.insert((l.left, l.right), claims::common(&sides));
            }
            let mut clashes = Vec::new();
            polarity::find(&sides, l.probability, &mut clashes);
            counts::find(&sides, [&ours, &theirs], l, &mut clashes);
            dates::find(&sides, [&ours, &theirs], l, &mut clashes);
            names::find(&sides, l.probability, &mut clashes);
            causes::find(&sides, l.probability, &mut clashes);
            contests::find(&sides, l.probability, &mut clashes);
            roles::find(&sides, l.probability, &mut clashes);
            tallies::find(&sides, l.probability, &mut clashes);
            for c in clashes {
                let conflict =
                    Conflict { kind: c.kind, left: passage(a, l.left, &c.left), right: passage(b, l.right, &c.right) };
                found.push((c.weight, conflict));
            }
        }
        claims = Some(shared);
        let parted = |kind: FigureKind, c: &Conflict| {
            let readings = (&ours.readings[c.left.sentence.index()], &theirs.readings[c.right.sentence.index()]);
            let (Some(a), Some(b)) = readings else { return true };
            counts::told_apart(&Sides { left: a, right: b, texts }, [&ours, &theirs], c, kind)
        };
        let weighed = suspects.into_iter().map(|s| (s.0, suspect(s)));
        found.extend(weighed.filter(|(kind, (_, c))| !parted(*kind, c)).map(|(_, c)| c));
    } else {
        found.extend(suspects.into_iter().map(suspect));
    }
    found.extend(quoted::find(left, right, [&analyses[0], &analyses[1]], quotations));
    Found { conflicts: choose(found), claims }
}

fn account<'a>(
    article: &'a Article,
    analysis: &'a Analysis,
    texts: &Prepared,
    side: usize,
    other: Option<Published>,
    sentences: impl Iterator<Item = u32>,
) -> Account<'a> {
    let published = article.published.or(other);
    let names = names_of(analysis, &texts.sides[side].lines);
    let mut mentions: Vec<Vec<(Range<usize>, &[TermId])>> = vec![Vec::new(); article.sentences.len()];
    for (entity, name) in analysis.entities.iter().zip(&names) {
        for m in entity.mentions.iter().filter(|m| !matches!(m.form, MentionForm::FullName)) {
            if let Some(place) = mentions.get_mut(m.sentence.index()) {
                place.push((m.tokens.clone(), name));
            }
        }
    }
    let mut readings: Vec<Option<Reading<'a>>> = (0..article.sentences.len()).map(|_| None).collect();
    let mut quantities = BTreeMap::new();
    for s in sentences {
        let (Some(place), Some(parse)) = (readings.get_mut(s as usize), analysis.sentences.get(s as usize)) else {
            continue;
        };
        // What stands beyond the longest article that is read has no tokens.
        if place.is_none() && !parse.tokens.is_empty() {
            let reading = Reading::new(parse, &texts.sides[side].lines[s as usize], texts, &mentions[s as usize]);
            quantities.insert(s, quantities::of(&reading, published));
            *place = Some(reading);
        }
    }
    let values = quantities
        .iter()
        .flat_map(|(&s, list): (&u32, &Vec<Quantity>)| list.iter().enumerate().map(move |(k, q)| (q.to, s, k)));
    let mut by_value: Vec<(f64, u32, usize)> = values.collect();
    by_value.sort_by(|a, b| a.0.total_cmp(&b.0));
    Account { readings, quantities, by_value, article, figures: OnceCell::new(), published }
}

/// The concepts of each entity's name, as its mentions by name give them.
fn names_of(analysis: &Analysis, lines: &[Line]) -> Vec<Vec<TermId>> {
    let name = |e: &language::Entity| {
        let mut out: Vec<TermId> = Vec::new();
        for m in e.mentions.iter().filter(|m| matches!(m.form, MentionForm::FullName | MentionForm::ShortName)) {
            let (parse, Some(line)) = (analysis.sentence(m.sentence), lines.get(m.sentence.index())) else { continue };
            let span = parse.tokens.get(m.tokens.clone()).unwrap_or_default();
            let (Some(first), Some(last)) = (span.first(), span.last()) else { continue };
            let words = line.tokens.iter().filter(|w| w.span.1 > first.start && w.span.0 < last.end);
            out.extend(words.filter(|w| w.content).map(|w| w.meaning));
        }
        out.sort_unstable();
        out.dedup();
        out
    };
    analysis.entities.iter().map(name).collect()
}

fn passage(reading: &Reading<'_>, sentence: u32, tokens: &Range<usize>) -> Passage {
    let start = reading.parse.tokens.get(tokens.start).map_or(0, |t| t.start);
    Passage { sentence: SentenceId(sentence), text: reading.parse.slice(tokens.clone()).to_owned(), start }
}

/// Of clashes of one kind each passage stands in the surest; the same two sentences clash once a kind.
fn choose(mut found: Vec<(f32, Conflict)>) -> Vec<Conflict> {
    found.sort_by(|a, b| {
        let place = |c: &Conflict| (c.kind, c.left.clone(), c.right.clone());
        b.0.total_cmp(&a.0).then_with(|| place(&a.1).cmp(&place(&b.1)))
    });
    let mut out: Vec<Conflict> = Vec::new();
    // Each conflict that was taken, by each of its sentences: no other can be the same.
    let mut taken: HashMap<(bool, SentenceId), Vec<usize>> = HashMap::new();
    for (_, c) in found {
        let is_taken = |o: &Conflict| {
            let pair = o.left.sentence == c.left.sentence && o.right.sentence == c.right.sentence;
            let passage = o.left == c.left || o.right == c.right;
            o.kind == c.kind && (passage || pair) || pair && (o.left == c.left || o.right == c.right)
        };
        let keys = [(false, c.left.sentence), (true, c.right.sentence)];
        if !keys.iter().filter_map(|k| taken.get(k)).flatten().any(|&k| is_taken(&out[k])) {
            keys.into_iter().for_each(|key| taken.entry(key).or_default().push(out.len()));
            out.push(c);
        }
    }
    out.sort_by(|a, b| (&a.left, &a.right, a.kind).cmp(&(&b.left, &b.right, b.kind)));
    out
}

/// The tokens of a figure.
fn tokens_of(reading: &Reading<'_>, figure: &Figure) -> Range<usize> {
    let span = words::span(figure.span.clone());
    let from = reading.parse.tokens.partition_point(|t| t.end <= span.start);
    let to = reading.parse.tokens.partition_point(|t| t.start < span.end);
    from..to.max(from + 1).min(reading.parse.tokens.len().max(from))
}

#[cfg(test)]
mod tests;
