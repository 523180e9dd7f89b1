//! Whether a sentence says what another text says, or only speaks of the same: a source is never credited with a figure,
//! a denial or a quotation that it does not give.

use super::{
    MONTHS,
    figures::{self, Figure, FigureKind},
    words,
};
use crate::article::Published;

/// Words that turn a statement round, of all languages that articles come in: none of them says something else in another.
#[rustfmt::skip]
const DENIALS: &[&str] = &[
    "cannot", "denied", "denies", "deny", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "without",
    // German, Dutch
    "kein", "keine", "keinem", "keinen", "keiner", "keines", "nicht", "nichts", "nie", "niemals", "niemand", "ohne",
    "geen", "niemand", "niet", "niets", "nooit", "zonder",
    // French, Spanish, Portuguese, Italian
    "aucun", "aucune", "jamais", "ne", "pas", "rien", "sans", "jamás", "nada", "nadie", "ningún", "ninguna", "ninguno", "nunca", "sin",
    "não", "nenhum", "nenhuma", "ninguém", "sem", "mai", "nessun", "nessuna", "nessuno", "niente", "non", "senza",
    // Danish, Norwegian, Swedish, Polish
    "aldrig", "aldri", "ikke", "ikkje", "ingen", "inga", "inget", "inte", "uden", "uten", "utan", "bez", "nigdy", "nikt",
];
/// Verbs whose infinitive is not done: "failed to agree".
const UNDONE: [&str; 9] = ["declined", "fail", "failed", "fails", "failing", "refuse", "refused", "refuses", "unable"];
/// Quoted words from which a passage counts as somebody's own.
const QUOTED_WORDS: usize = 4;

/// Half the width of a year, in days: a date that leaves at least so much open is a year.
const YEAR: f64 = 180.0;

/// What a text (a bullet, a claim) holds a source to.
///
/// ```
/// use nutgraf::text::agree::Demand;
/// let claim = Demand::of("The ferry struck a reef with 17 people aboard");
/// assert!(claim.met_by("With 17 people on board, the ferry hit a reef.", None));
/// assert!(!claim.met_by("With 19 people on board, the ferry hit a reef.", None));
/// ```
pub struct Demand {
    figures: Vec<Figure>,
    years: Vec<Figure>,
    denies: bool,
    /// Days of the week, folded.
    weekdays: Vec<String>,
    /// Days of months, as their number and the month.
    days: Vec<(u8, &'static str)>,
    /// Quoted passages, folded, with a blank at each end of each word.
    quoted: Vec<String>,
}

impl Demand {
    /// What a text demands.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let quoted = passages(text).filter(|p| p.split_whitespace().count() >= QUOTED_WORDS).map(folded).collect();
        let (figures, years) = counted(text, None);
        Self { figures, years, denies: denies(text), weekdays: weekdays(text), days: days_of_months(text), quoted }
    }

    /// Somebody's own words stand in it: what meets it has them too.
    #[must_use]
    pub fn quotes(&self) -> bool {
        !self.quoted.is_empty()
    }

    /// Whether a sentence meets it.
    #[must_use]
    pub fn met_by(&self, sentence: &str, published: Option<Published>) -> bool {
        denies(sentence) == self.denies && self.met_but_for_denial(&Given::of(sentence, published))
    }

    /// The same of a sentence that was read before.
    #[must_use]
    pub fn met_by_given(&self, given: &Given<'_>) -> bool {
        given.denies == self.denies && self.met_but_for_denial(given)
    }

    /// The same where what a sentence denies may be beside the claim: for who knows by grammar that the claim itself is told as it is
    /// here. What denies something itself is met by no sentence that does not.
    #[must_use]
    pub fn met_beside_denials(&self, sentence: &str, published: Option<Published>) -> bool {
        !self.denies && self.met_but_for_denial(&Given::of(sentence, published))
    }

    fn met_but_for_denial(&self, given: &Given<'_>) -> bool {
        // A year may be left out, but no other put in its place. "From 1977 through 2006" tells how long: neither may be left out.
        let left_out = given.years.is_empty() && self.years.len() < 2;
        let dated = left_out || self.years.iter().all(|y| given.years.iter().any(|own| figures::same(y, own)));
        // "until Monday" is not "until Tuesday"; a day may be left out
        let one_day = given.weekdays.is_empty()
            || self.weekdays.is_empty()
            || self.weekdays.iter().any(|d| given.weekdays.contains(d));
        let gives = |f: &Figure| given.figures.iter().any(|own| figures::same(f, own));
        // "the June 3 vote" is not "the June 13 vote".
        let dated = dated && !are_other_days(&given.days, &self.days);
        let whole = if self.quoted.is_empty() { String::new() } else { folded(given.text) };
        dated && one_day && self.figures.iter().all(gives) && self.quoted.iter().all(|q| whole.contains(q.as_str()))
    }

    /// Whether two texts part: only one denies something, or each gives a figure of one kind and unit, or a day of a month, that
    /// the other lacks.
    #[must_use]
    pub fn is_at_odds_with(&self, other: &Self) -> bool {
        let one_thing =
            |x: &Figure, y: &Figure| x.kind == y.kind && (x.unit == y.unit || x.unit.is_empty() || y.unit.is_empty());
        let part = |ours: &[Figure], theirs: &[Figure]| {
            let alone = |x: &&Figure, others: &[Figure]| !others.iter().any(|y| figures::same(x, y));
            let mut lacked = ours.iter().filter(|x| alone(x, theirs));
            lacked.any(|x| theirs.iter().filter(|y| alone(y, ours)).any(|y| one_thing(x, y)))
        };
        let days = are_other_days(&self.days, &other.days);
        self.denies != other.denies || part(&self.figures, &other.figures) || part(&self.years, &other.years) || days
    }
}

/// What a sentence gives, read once for all that is asked of it.
pub struct Given<'t> {
    text: &'t str,
    figures: Vec<Figure>,
    years: Vec<Figure>,
    denies: bool,
    weekdays: Vec<String>,
    days: Vec<(u8, &'static str)>,
}

impl<'t> Given<'t> {
    /// What a sentence of an article gives.
    #[must_use]
    pub fn of(text: &'t str, published: Option<Published>) -> Self {
        let (figures, years) = counted(text, published);
        Self { text, figures, years, denies: denies(text), weekdays: weekdays(text), days: days_of_months(text) }
    }

    /// Its words.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }
}

/// Both name days of months, and none is the same.
fn are_other_days(a: &[(u8, &'static str)], b: &[(u8, &'static str)]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|d| b.contains(d))
}

/// Whether neither of two texts names a day of the week or a month in the place of the other's.
#[must_use]
pub fn same_days(left: &str, right: &str) -> bool {
    fn named(text: &str) -> std::collections::BTreeSet<&str> {
        words::words(text).map(|(_, w)| w).filter(|w| is_day_or_month(w)).collect()
    }
    let (own, other) = (named(left), named(right));
    own.is_subset(&other) || other.is_subset(&own)
}

/// "Monday", "June"; "May" is a verb as often.
fn is_day_or_month(word: &str) -> bool {
    let month = word != "May" && MONTHS.contains(&word);
    month || word.starts_with(char::is_uppercase) && figures::WEEKDAYS.contains(&word.to_lowercase().as_str())
}

/// Figures but dates, and years: two accounts of one day date it each in its own way.
fn counted(text: &str, published: Option<Published>) -> (Vec<Figure>, Vec<Figure>) {
    let (dates, figures): (Vec<Figure>, Vec<Figure>) =
        figures::find(text, published).into_iter().partition(|f| f.kind == FigureKind::Date);
    (figures, dates.into_iter().filter(|f| f.tolerance >= YEAR && f.unit.is_empty()).collect())
}

fn weekdays(text: &str) -> Vec<String> {
    let folded = words::words(text).map(|(_, w)| words::fold(w).into_owned());
    folded.filter(|w| figures::WEEKDAYS.contains(&w.as_str())).collect()
}

/// "June 3", "3rd of June": the number with the month.
fn days_of_months(text: &str) -> Vec<(u8, &'static str)> {
    let list: Vec<&str> = words::words(text).map(|(_, w)| w).collect();
    let month = |w: &str| MONTHS.iter().copied().find(|m| *m == w);
    let day = |w: &str| {
        let digits = w.trim_end_matches(|c: char| c.is_ascii_lowercase());
        digits.parse::<u8>().ok().filter(|d| (1..=31).contains(d) && w.len() <= digits.len() + 2)
    };
    let mut out = Vec::new();
    for (k, w) in list.iter().enumerate() {
        let Some(month) = month(w) else { continue };
        let before = k.checked_sub(1).map(|b| list[b]).filter(|w| *w != "of");
        let before = before.or_else(|| k.checked_sub(2).map(|b| list[b]));
        let near = before.and_then(day).or_else(|| list.get(k + 1).copied().and_then(day));
        out.extend(near.map(|d| (d, month)));
    }
    out
}

fn denies(text: &str) -> bool {
    let mut undone = false;
    words::words(text).any(|(_, w)| {
        let folded = words::fold(w);
        let denies = DENIALS.contains(&folded.as_ref())
            || folded.ends_with("n't")
            || folded.starts_with("n'")
            || undone && folded == "to";
        undone = UNDONE.contains(&folded.as_ref());
        denies
    })
}

fn passages(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '“', '”']).skip(1).step_by(2)
}

fn folded(text: &str) -> String {
    let mut out = String::from(" ");
    for (_, w) in words::words(text) {
        out.push_str(&words::fold(w));
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(bullet: &str, sentence: &str) -> bool {
        Demand::of(bullet).met_by(sentence, None)
    }

    #[test]
    fn a_source_is_not_credited_with_what_it_does_not_say() {
        assert!(agree(
            "The ferry struck a reef with 17 people aboard",
            "With 17 people on board, the ferry hit a reef."
        ));
        assert!(agree("The strait is closed until Monday", "The strait is closed."));
        assert!(!agree("The strait is closed until Monday", "The strait is closed until Tuesday."));
        assert!(!agree("17 passengers were taken to hospital", "At least 19 passengers were taken to hospital."));
        assert!(!agree("The plan would cost 40 million euros", "The plan would not cost 40 million euros, she said."));
        assert!(!agree("“We heard a loud bang and ran”, he said", "“We heard a terrible bang and ran,” he said."));
        assert!(agree("“We heard a loud bang and ran”, he said", "He said: \"We heard a loud bang and ran.\""));
        assert!(agree("It was built in 1998 of steel", "The steel bridge was built in 1998."));
        assert!(agree("It was built in 1998 of steel", "The bridge is built of steel."));
        assert!(!agree("It was built in 1998 of steel", "The steel bridge was built in 1989."));
        // How long it was is told by both years.
        let span = "The port opened its books for the years from 1977 through 2006";
        assert!(!agree(span, "The port opened its books dating back to 1977."));
        assert!(!agree(span, "The port opened its books."));
        assert!(agree(span, "For the years from 1977 through 2006 the port opened its books."));
        assert!(!agree("It cost $30", "It cost €30."));
        assert!(!agree("It cost $2.7bn", "It cost 2.8 billion dollars."));
        assert!(agree("It cost $2.7bn", "It cost 2.7 billion dollars."));
        assert!(agree("Kharkiv lies 19 miles from the border", "Kharkiv is about 30 kilometres from the border."));
    }
}
