//! Figures that differ from source to source: told as "41 to 43", in the words of those who give them, never averaged
//! and none picked silently.

use std::ops::Range;

use crate::{
    article::Published,
    text::{
        agree::Demand,
        figures::{self, Figure, FigureKind},
    },
};

/// Beyond this many times the lower figure, two sentences hardly count the same thing.
const APART: f64 = 2.0;

/// What a figure costs that the headline gives otherwise.
pub(super) const SUPERSEDED: f32 = 4.0;

/// Another source's number for a figure of a bullet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rival {
    /// The bytes of the bullet that hold its own number.
    pub(super) at: Range<usize>,
    value: f64,
    /// The number as the other source writes it.
    number: String,
}

/// The one number of `sentence` that differs from the bullet's, where the sentence says all else that the bullet says.
pub(super) fn rival(bullet: &str, sentence: &str, published: Option<Published>) -> Option<Rival> {
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
    Demand::of(&swapped).met_by(sentence, published).then(|| Rival {
        at: mine,
        value: found.value,
        number: sentence[theirs].to_owned(),
    })
}

/// The bullet with "41 to 43" in the place of the number that others give otherwise.
pub(super) fn told(bullet: &str, rivals: &[Rival]) -> String {
    let Some(at) = rivals.first().map(|r| r.at.clone()) else { return bullet.to_owned() };
    let own = counted(bullet, None).into_iter().find(|f| number(bullet, f).as_ref() == Some(&at));
    let Some(own) = own else { return bullet.to_owned() };
    let mut numbers: Vec<(f64, &str)> =
        rivals.iter().filter(|r| r.at == at).map(|r| (r.value, r.number.as_str())).collect();
    numbers.push((own.value, &bullet[at.clone()]));
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    match (numbers.first(), numbers.last()) {
        (Some(low), Some(high)) if low.0 < high.0 => {
            format!("{}{} to {}{}", &bullet[..at.start], low.1, high.1, &bullet[at.end..])
        }
        _ => bullet.to_owned(),
    }
}

/// The bullet gives another number for something that the headline counts (`latest`), and not the headline's.
pub(super) fn superseded(bullet: &str, latest: &[Figure], published: Option<Published>) -> bool {
    let own = if latest.is_empty() { Vec::new() } else { measured(bullet, published) };
    let alike = |f: &&Figure| own.iter().any(|o| same_thing(o, f));
    latest.iter().find(alike).is_some_and(|f| !own.iter().any(|o| figures::same(f, o)))
}

/// The text gives one of the figures.
pub(super) fn gives(text: &str, figures: &[Figure]) -> bool {
    measured(text, None).iter().any(|own| figures.iter().any(|f| same_thing(f, own) && figures::same(f, own)))
}

/// A headline's figures that overtake others: of an article whose own text knows another number for the same thing.
/// `numbered`: its sentences that have a number.
pub(super) fn overtaking<'t>(headline: &str, numbered: impl Iterator<Item = &'t str>) -> Vec<Figure> {
    let mut latest = counted(headline, None);
    if !latest.is_empty() {
        let known: Vec<Figure> = numbered.flat_map(|s| measured(s, None)).collect();
        latest.retain(|f| known.iter().any(|k| same_thing(f, k) && !figures::same(f, k)));
    }
    latest
}

fn same_thing(a: &Figure, b: &Figure) -> bool {
    a.kind == b.kind && a.unit == b.unit
}

/// The figures that count something, exactly or about.
fn measured(text: &str, published: Option<Published>) -> Vec<Figure> {
    let counts = |f: &Figure| f.kind == FigureKind::Number && !f.unit.is_empty();
    figures::find(text, published).into_iter().filter(counts).collect()
}

/// The figures that count something, exactly.
pub(super) fn counted(text: &str, published: Option<Published>) -> Vec<Figure> {
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

    fn spread(bullet: &str, others: &[&str]) -> String {
        let rivals: Vec<Rival> = others.iter().filter_map(|s| rival(bullet, s, None)).collect();
        told(bullet, &rivals)
    }

    #[test]
    fn numbers_that_differ_are_told_as_a_span() {
        let bullet = "The ferry struck a reef with 41 people aboard";
        for (others, want) in [
            (
                &["With 43 people aboard, the ferry struck a reef."][..],
                "The ferry struck a reef with 41 to 43 people aboard",
            ),
            (
                &["A reef held the ferry, 39 people aboard.", "It had 45 people aboard."],
                "The ferry struck a reef with 39 to 45 people aboard",
            ),
            (&["The ferry struck a reef with 41 people aboard."], bullet),
            // Not the same thing, too far apart, or denied.
            (&["The ferry struck a reef with 41 cars aboard."], bullet),
            (&["The ferry can carry 400 people."], bullet),
            (&["The ferry did not have 43 people aboard."], bullet),
        ] {
            assert_eq!(spread(bullet, others), want, "{others:?}");
        }
    }

    #[test]
    fn a_second_figure_must_agree() {
        let bullet = "The ferry struck 2 reefs with 41 people aboard";
        assert_eq!(spread(bullet, &["With 43 people aboard, the ferry struck 3 reefs."]), bullet);
        assert_eq!(
            spread(bullet, &["With 43 people aboard, the ferry struck 2 reefs."]),
            "The ferry struck 2 reefs with 41 to 43 people aboard"
        );
    }
}
