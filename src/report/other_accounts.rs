//! What stands beside a story's bullet: other figures, and what contradicts it, each with who says so.

use crate::article::{OtherAccount, StoryBullet};

/// What other sources give for a bullet's figure: "also 43 people, River Post". Empty where none differs.
pub(crate) fn figures<'a>(bullet: &StoryBullet, source: &dyn Fn(usize) -> &'a str) -> String {
    let one = |f: &OtherAccount| {
        let when = if f.earlier { "earlier" } else { "also" };
        format!("{when} {}, {}", f.text, source(f.article))
    };
    bullet.figures_beside().map(one).collect::<Vec<_>>().join("; ")
}

/// What other sources say that contradicts a bullet: "≠ told otherwise: 43 (River Post)". Empty where none does. `sign` is
/// how a contradiction is marked where this is shown.
pub(crate) fn contradictions<'a>(bullet: &StoryBullet, sign: &str, source: &dyn Fn(usize) -> &'a str) -> String {
    let one = |c: &OtherAccount| {
        let when = if c.earlier { ", earlier" } else { "" };
        format!("{} ({}{when})", c.text, source(c.article))
    };
    match bullet.contradictions.as_slice() {
        [] => String::new(),
        all => format!("{sign} told otherwise: {}", all.iter().map(one).collect::<Vec<_>>().join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::SentenceId;

    #[test]
    fn what_others_say_bears_its_source_and_whether_it_is_older() {
        let other = |text: &str, article, earlier| OtherAccount {
            text: text.into(),
            article,
            sentence: SentenceId(0),
            earlier,
        };
        let mut bullet = StoryBullet {
            text: "40 people died.".into(),
            support: Vec::new(),
            other_figures: vec![other("43 people", 1, false), other("12 people", 2, true)],
            contradictions: Vec::new(),
        };
        let source = |k: usize| ["Wire", "Post", "Courier"][k];
        assert_eq!(figures(&bullet, &source), "also 43 people, Post; earlier 12 people, Courier");
        assert_eq!(contradictions(&bullet, "≠", &source), "");
        // A figure that is told as a contradiction is not told twice.
        bullet.contradictions = vec![other("43", 1, false), other("12", 2, true)];
        assert_eq!(figures(&bullet, &source), "");
        assert_eq!(contradictions(&bullet, "!", &source), "! told otherwise: 43 (Post); 12 (Courier, earlier)");
    }
}
