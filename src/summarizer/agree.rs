//! Whether a sentence says what a bullet says, or only speaks of the same: a source is never credited with a figure, a
//! denial or a quotation that it does not give.

use crate::{
    article::Published,
    text::{
        figures::{self, FigureKind},
        words,
    },
};

/// Words that turn a statement round.
const DENIALS: &[&str] =
    &["cannot", "denied", "denies", "deny", "neither", "never", "no", "nobody", "none", "nor", "not", "without"];
/// Quoted words from which a passage counts as somebody's own.
const QUOTED_WORDS: usize = 4;

/// What a bullet holds a source to.
pub(super) struct Demand {
    figures: Vec<(FigureKind, f64, f64)>,
    denies: bool,
    /// Quoted passages, folded, with a blank at each end of each word.
    quoted: Vec<String>,
}

impl Demand {
    /// What a text demands.
    pub(super) fn of(text: &str) -> Self {
        let quoted = passages(text).filter(|p| p.split_whitespace().count() >= QUOTED_WORDS).map(folded).collect();
        Self { figures: counted(text, None), denies: denies(text), quoted }
    }

    /// Whether a sentence meets it.
    pub(super) fn met_by(&self, sentence: &str, published: Option<Published>) -> bool {
        if denies(sentence) != self.denies {
            return false;
        }
        let own = counted(sentence, published);
        let given = |f: &(FigureKind, f64, f64)| {
            own.iter().any(|o| o.0 == f.0 && (o.1 - f.1).abs() <= o.2 + f.2 + 0.02 * f.1.abs().min(o.1.abs()))
        };
        let whole = if self.quoted.is_empty() { String::new() } else { folded(sentence) };
        self.figures.iter().all(given) && self.quoted.iter().all(|q| whole.contains(q.as_str()))
    }
}

/// Figures but dates: two accounts of one day date it each in its own way.
fn counted(text: &str, published: Option<Published>) -> Vec<(FigureKind, f64, f64)> {
    let figures = figures::find(text, published).into_iter();
    figures.filter(|f| f.kind != FigureKind::Date).map(|f| (f.kind, f.value, f.tolerance)).collect()
}

fn denies(text: &str) -> bool {
    words::words(text).any(|(_, w)| {
        let folded = words::fold(w);
        DENIALS.contains(&folded.as_ref()) || folded.ends_with("n't")
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
        assert!(!agree("17 passengers were taken to hospital", "At least 19 passengers were taken to hospital."));
        assert!(!agree("The plan would cost 40 million euros", "The plan would not cost 40 million euros, she said."));
        assert!(!agree("“We heard a loud bang and ran”, he said", "“We heard a terrible bang and ran,” he said."));
        assert!(agree("“We heard a loud bang and ran”, he said", "He said: \"We heard a loud bang and ran.\""));
        assert!(agree("Kharkiv lies 19 miles from the border", "Kharkiv is about 30 kilometres from the border."));
    }
}
