//! What a sentence says that something is: a claim that two accounts may put in sentences of quite different shape.

use super::prepared::{Line, TermId};
use crate::language::{Parse, Relation, Tag};

/// Verbs that say what something is.
const EQUATING: [&str; 6] = ["be", "become", "constitute", "mark", "represent", "signal"];

/// The concepts of what is said to be something and of what that is: "the move marks a shift", "the move, a change in policy".
pub(super) fn equated(parse: &Parse, line: &Line) -> Vec<(TermId, TermId)> {
    let concept = |token: usize| {
        let start = parse.tokens.get(token)?.start;
        let at = line.tokens.partition_point(|t| t.span.1 <= start);
        line.tokens.get(at).filter(|t| t.span.0 <= start && t.content).map(|t| t.concept)
    };
    // "the move, a change in policy", whatever the parse makes of the second noun
    let beside = |token: usize| {
        let start = parse
            .children_by(token, Relation::Determiner)
            .next()
            .filter(|&d| parse.lower(d) == "a" || parse.lower(d) == "an")?;
        let comma = start.checked_sub(1).filter(|&c| parse.tokens[c].tag == Tag::Comma)?;
        let listed = parse.tokens[token].relation == Relation::Conjunct;
        comma.checked_sub(1).filter(|_| !listed)
    };
    let noun = |t: &usize| matches!(parse.tokens[*t].tag, Tag::Noun | Tag::NounPlural);
    let pair = |token: usize| {
        let head = parse.head(token)?;
        let what = match parse.tokens[token].relation {
            Relation::Apposition => head,
            Relation::Attribute | Relation::Object if EQUATING.contains(&parse.lemma(head).as_str()) => {
                parse.subject(head)?
            }
            _ => beside(token)?,
        };
        (what != token && noun(&what)).then_some(())?;
        Some((concept(what)?, concept(token)?))
    };
    let mut out: Vec<_> = (0..parse.tokens.len()).filter(noun).filter_map(pair).collect();
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{Article, Sentence},
        compare::prepared::Prepared,
    };

    /// How much two sentences both say that something is.
    fn both(left: &str, right: &str) -> usize {
        let article = |text: &str| Article {
            sentences: vec![Sentence { text: text.to_owned(), tight: false }],
            language: Some("en".into()),
            ..Article::default()
        };
        let texts = Prepared::new(&article(left), &article(right));
        let [a, b] = texts.sides.each_ref().map(|s| &s.lines[0].equates);
        a.iter().filter(|s| b.contains(s)).count()
    }

    #[test]
    fn what_a_verb_says_and_what_stands_beside_a_noun_is_one_statement() {
        let marks = "The vote marks a clear turn for the harbor board, which has long refused to sell the pier.";
        let beside = "Ruiz said the vote, a sharp turn in policy by the board, came after months of talks.";
        assert_eq!(both(marks, beside), 1);
        assert_eq!(both(marks, "The board will turn to the vote on the pier."), 0);
    }
}
