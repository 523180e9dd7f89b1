//! Figures that differ from source to source: told beside the bullet with the source that gives them, never inside it; and
//! figures that a later report has overtaken.

use std::ops::Range;

use super::reading::Reading;
use crate::{
    article::{Published, SentenceId},
    language::{Parse, Relation, lexicon},
    text::{
        agree::Demand,
        figures::{self, Figure, FigureKind},
    },
};

/// Beyond this many times the lower figure, two sentences hardly count the same thing.
const APART: f64 = 2.0;

/// The one number of `sentence` that differs from the bullet's, where the sentence says all else that the bullet says.
pub(super) fn rival<'s>(bullet: &str, sentence: &'s str, published: Option<Published>) -> Option<&'s str> {
    let own = counted(bullet, None);
    let other = counted(sentence, published);
    let mut differing = own.iter().filter(|f| !other.iter().any(|o| figures::same(f, o)));
    let figure = differing.next().filter(|_| differing.next().is_none())?;
    let mut same_thing = other.iter().filter(|o| o.kind == figure.kind && o.unit == figure.unit);
    let found = same_thing.next().filter(|_| same_thing.next().is_none())?;
    if own.iter().filter(|o| o.kind == figure.kind && o.unit == figure.unit).count() > 1 {
        return None;
    }
    let (low, high) = (figure.value.min(found.value), figure.value.max(found.value));
    let (mine, theirs) = (number(bullet, figure)?, number(sentence, found)?);
    // "1.2 million" beside "900,000": what follows the number must be the same.
    let rest =
        |text: &str, f: &Figure, n: &Range<usize>| text.get(n.end..f.span.end).unwrap_or_default().to_lowercase();
    if low <= 0.0 || high > APART * low || rest(bullet, figure, &mine) != rest(sentence, found, &theirs) {
        return None;
    }
    let swapped = format!("{}{}{}", &bullet[..mine.start], &sentence[theirs.clone()], &bullet[mine.end..]);
    Demand::of(&swapped).met_by(sentence, published).then(|| counted_thing(sentence, found)).flatten()
}

/// A figure with the word behind it that says what it counts: "43 people".
fn counted_thing<'s>(sentence: &'s str, figure: &Figure) -> Option<&'s str> {
    let rest = sentence.get(figure.span.end..)?;
    let word =
        rest.strip_prefix(' ').map_or("", |r| r.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or(""));
    let end = figure.span.end + if word.is_empty() { 0 } else { word.len() + 1 };
    sentence.get(figure.span.start..end)
}

/// A figure of a headline, with what is said of the counted: "3 people *die*" is not overtaken by "12 people were *hurt*".
#[derive(Clone)]
pub(super) struct Count {
    figure: Figure,
    /// What the headline says of them or its article where it gives the same figure.
    told: Vec<String>,
}

impl Count {
    /// The figures of an article's headline. Nothing in a language that is not parsed.
    pub(super) fn of_headline(reading: &Reading<'_>) -> Vec<Self> {
        let mut counts = Self::of(reading.headline, &reading.analysis.title, None);
        if !counts.is_empty() {
            for (figure, states) in numbered(reading) {
                for count in counts.iter_mut().filter(|c| c.counts_like(&figure) && figures::same(&c.figure, &figure)) {
                    count.told.extend(states.iter().cloned());
                }
            }
        }
        counts
    }

    /// The figures of a text that count something, exactly.
    pub(super) fn of(text: &str, parse: &Parse, published: Option<Published>) -> Vec<Self> {
        if parse.tokens.is_empty() {
            return Vec::new();
        }
        let count = |figure: Figure| {
            let told = states(parse, &figure);
            Self { figure, told }
        };
        counted(text, published).into_iter().map(count).collect()
    }

    /// A headline's figures that overtake others: of an article whose own text knows another number for the same thing.
    pub(super) fn overtaking(reading: &Reading<'_>) -> Vec<Self> {
        let mut latest = Self::of_headline(reading);
        if !latest.is_empty() {
            let known: Vec<(Figure, Vec<String>)> = numbered(reading).collect();
            latest.retain(|c| known.iter().any(|(f, states)| c.is_of(f, states) && !figures::same(&c.figure, f)));
        }
        latest
    }

    fn counts_like(&self, other: &Figure) -> bool {
        self.figure.kind == other.kind && self.figure.unit == other.unit
    }

    /// The same thing is counted, and the same is said of it; or nothing is but that there are so many.
    fn is_of(&self, other: &Figure, states: &[String]) -> bool {
        let tells = |s: &&String| !matches!(s.as_str(), "be" | "have");
        let same = || self.told.iter().filter(tells).any(|s| states.contains(s));
        self.counts_like(other) && (states.is_empty() || same())
    }
}

/// The sentence gives another number for something that a headline counts (`latest`), and not the headline's.
pub(super) fn superseded(parse: &Parse, latest: &[Count], published: Option<Published>) -> bool {
    let own = if latest.is_empty() { Vec::new() } else { measured(&parse.text, published) };
    let alike = |c: &&Count| own.iter().any(|o| c.counts_like(o) && c.is_of(o, &states(parse, o)));
    latest.iter().find(alike).is_some_and(|c| !own.iter().any(|o| figures::same(&c.figure, o)))
}

/// The text gives one of the figures.
pub(super) fn gives(text: &str, counts: &[Count]) -> bool {
    !counts.is_empty()
        && measured(text, None)
            .iter()
            .any(|own| counts.iter().any(|c| c.counts_like(own) && figures::same(&c.figure, own)))
}

/// The figures of an article's sentences, with what is said of the counted.
fn numbered<'a>(reading: &'a Reading<'_>) -> impl Iterator<Item = (Figure, Vec<String>)> + 'a {
    let has_number = |line: &usize| {
        reading.tokens[reading.lines[*line].tokens.clone()].iter().any(|&t| reading.terms[t as usize].number)
    };
    (0..reading.lines.len()).filter(has_number).flat_map(|line| {
        let parse = reading.analysis.sentence(SentenceId::from(line));
        let found = measured(reading.lines[line].text, None).into_iter();
        found.map(|f| {
            let states = states(parse, &f);
            (f, states)
        })
    })
}

/// What is said of what a figure counts: the verb that it hangs on, what stands beside it ("three people dead"). Who "spoke of
/// 60 people" says nothing of them but their number.
fn states(parse: &Parse, figure: &Figure) -> Vec<String> {
    let tokens = parse.token_at(figure.span.start)..parse.token_at(figure.span.end);
    if tokens.is_empty() {
        return Vec::new();
    }
    let head = parse.head_of(tokens);
    let mut out = Vec::new();
    for t in std::iter::once(head).chain(parse.ancestors(head)) {
        let verb = parse.tokens[t].tag.is_verb();
        let tells = |c: &usize| match parse.tokens[*c].relation {
            Relation::AdjectivalComplement | Relation::Attribute => verb,
            Relation::Adjective | Relation::AdjectivalClause | Relation::RelativeClause | Relation::Adverb => !verb,
            // "43 passengers aboard", "had 43 passengers aboard"
            Relation::Preposition => parse.lower(*c) == "aboard",
            _ => false,
        };
        out.extend(parse.children(t).filter(tells).map(|c| parse.lemma(c)));
        if verb {
            out.push(parse.lemma(t));
            break;
        }
    }
    out.retain(|s| !COUNTING.contains(&&**s) && !lexicon::english().has("saying", s));
    out.iter().map(|s| plain(s).to_owned()).collect()
}

/// Verbs that only say that there are so many.
const COUNTING: [&str; 9] = ["count", "speak", "put", "include", "number", "total", "reach", "rise", "about"];

/// One word for those who are dead, one for those who are hurt.
fn plain(state: &str) -> &str {
    match state {
        "die" | "kill" | "perish" | "slay" => "dead",
        "injure" | "wound" | "injured" | "wounded" => "hurt",
        _ => state,
    }
}

/// The figures that count something, exactly or about.
fn measured(text: &str, published: Option<Published>) -> Vec<Figure> {
    let counts = |f: &Figure| f.kind == FigureKind::Number && !f.unit.is_empty();
    figures::find(text, published).into_iter().filter(counts).collect()
}

/// The figures that count something, exactly.
fn counted(text: &str, published: Option<Published>) -> Vec<Figure> {
    let mut all = measured(text, published);
    all.retain(|f| f.tolerance == 0.0);
    all
}

/// The digits that a figure opens with.
fn number(text: &str, figure: &Figure) -> Option<Range<usize>> {
    let written = text.get(figure.span.clone())?;
    let digits = written.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(written.len());
    let digits = written[..digits].trim_end_matches([',', '.']).len();
    let start = figure.span.start;
    (digits > 0 && written.starts_with(|c: char| c.is_ascii_digit())).then_some(start..start + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_number_for_the_same_thing_is_told_as_the_source_writes_it() {
        let bullet = "The ferry struck a reef with 41 people aboard";
        for (other, want) in [
            ("With 43 people aboard, the ferry struck a reef.", Some("43 people")),
            ("The ferry struck a reef with 41 people aboard.", None),
            // not the same thing, too far apart, or denied
            ("The ferry struck a reef with 41 cars aboard.", None),
            ("The ferry can carry 400 people.", None),
            ("The ferry did not have 43 people aboard.", None),
        ] {
            assert_eq!(rival(bullet, other, None), want, "{other}");
        }
    }

    #[test]
    fn a_headline_overtakes_only_what_is_said_of_the_same() {
        let parse = crate::language::parse_sentence;
        let overtaken = |headline: &str, sentence: &str| {
            let counts = Count::of(headline, &parse(headline), None);
            assert!(!counts.is_empty(), "{headline}");
            superseded(&parse(sentence), &counts, None)
        };
        let headline = "Three people die in Skarn fire";
        assert!(overtaken(headline, "Two people died in the fire in Skarn, the fire service said."));
        assert!(overtaken(headline, "Two people were killed in the fire in Skarn."));
        assert!(!overtaken(headline, "Twelve people were hurt in the fire in Skarn."));
        assert!(!overtaken(headline, "The house in Skarn was home to 40 people."));
        assert!(!overtaken(headline, "Three people died and twelve people were hurt in Skarn."));
    }

    #[test]
    fn a_second_figure_must_agree() {
        let bullet = "The ferry struck 2 reefs with 41 people aboard";
        assert_eq!(rival(bullet, "With 43 people aboard, the ferry struck 3 reefs.", None), None);
        assert_eq!(rival(bullet, "With 43 people aboard, the ferry struck 2 reefs.", None), Some("43 people"));
    }
}
