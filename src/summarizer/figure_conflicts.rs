//! Figures that differ from source to source: told beside the bullet with the source that gives them, never inside it; and
//! figures that a later report has overtaken.

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

/// What is left of the worth of a claim whose figure the headline gives otherwise.
pub(super) const SUPERSEDED: f32 = 0.1;

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
    fn a_second_figure_must_agree() {
        let bullet = "The ferry struck 2 reefs with 41 people aboard";
        assert_eq!(rival(bullet, "With 43 people aboard, the ferry struck 3 reefs.", None), None);
        assert_eq!(rival(bullet, "With 43 people aboard, the ferry struck 2 reefs.", None), Some("43 people"));
    }
}
