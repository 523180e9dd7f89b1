//! What holds for any text.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::loader::{self, Hint};

/// Text as it comes, as news writes it, and as nobody should.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,80}",
        "(\\PC|\\p{Lu}\\p{Ll}{1,8} |[a-z]{1,9} |[0-9.,]{1,6} |[’“”\"'—–.…,;:!?()-]){0,60}",
        "(Mr\\. |“|,” |said |the |U\\.S\\. |not |who |and |[A-Z][a-z]{2,6} |[0-9]{1,4} |\\. |’s |n’t ){0,60}",
    ]
}

fn check(parse: &Parse) -> Result<(), TestCaseError> {
    let n = parse.tokens.len();
    let mut end = 0;
    for (i, token) in parse.tokens.iter().enumerate() {
        prop_assert!(token.start >= end && token.end > token.start, "tokens in order");
        prop_assert!(parse.text.get(token.start as usize..token.end as usize).is_some(), "on characters");
        end = token.end;
        prop_assert!((token.head as usize) < n);
        prop_assert!(parse.ancestors(i).take(n + 1).count() <= n, "every word ends at a root");
        prop_assert!(parse.children(token.head as usize).any(|c| c == i) || token.head as usize == i);
        let _ = (parse.lemma(i), parse.subject(i), parse.subtree(i));
    }
    let mut from = 0;
    for span in &parse.spans {
        prop_assert!(span.tokens.start >= from && span.tokens.end > span.tokens.start && span.tokens.end <= n);
        from = span.tokens.end;
    }
    prop_assert_eq!(parse.roots().next().is_none(), n == 0);
    Ok(())
}

proptest! {
    // a network is slow without optimization
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_read_as_a_tree(text in any_text()) {
        check(&parse_sentence(&text))?;
    }

    #[test]
    fn any_article_is_analysed(text in any_text()) {
        let text = format!("Headline here\n\n{text}\n\n“{text}” said Ada Lorne. {text}");
        let hint = Hint { path: "a.txt".into(), ..Hint::default() };
        for article in loader::load(text.as_bytes(), &hint).unwrap_or_default() {
            let analysis = analyse(&article);
            prop_assert_eq!(analysis.sentences.len(), article.sentences.len());
            prop_assert_eq!(analysis.speakers.len(), article.quotations.len());
            prop_assert_eq!(analysis.claims.len(), article.sentences.len());
            for (parse, sentence) in analysis.sentences.iter().zip(&article.sentences).filter(|_| analysis.parsed) {
                prop_assert_eq!(&*parse.text, &*sentence.text);
                check(parse)?;
            }
            for mention in analysis.entities.iter().flat_map(|e| &e.mentions) {
                prop_assert!(!mention.tokens.is_empty());
                prop_assert!(mention.tokens.end <= analysis.sentence(mention.sentence).tokens.len());
            }
        }
    }
}

#[test]
fn a_sentence_without_end_is_read_in_pieces() {
    let parse = parse_sentence(&"a pier, ".repeat(200));
    assert_eq!(parse.tokens.len(), 600);
    assert_eq!(parse.roots().count(), 600 / LONGEST);
    check(&parse).unwrap();
}

#[test]
fn weights_that_are_cut_short_are_refused() {
    static WEIGHTS: &[u8] = include_bytes!("../../assets/language/en.weights");
    assert!(network::Network::load(WEIGHTS).is_ok());
    for end in [0, 1, 30, 400, WEIGHTS.len() / 2, WEIGHTS.len() - 1] {
        assert!(network::Network::load(&WEIGHTS[..end]).is_err(), "{end}");
    }
}

#[test]
fn every_word_of_a_plain_sentence_hangs_where_it_should() {
    let parse = parse_sentence("“The pier is unsafe,” Mayor Edda Lorne told reporters in Port Ellery on Monday.");
    let at = |word: &str| (0..parse.tokens.len()).find(|t| parse.word(*t) == word);
    let (told, lorne, is) = (at("told"), at("Lorne"), at("is"));
    assert_eq!(parse.roots().next(), told);
    assert_eq!(lorne.and_then(|t| parse.head(t)), told);
    assert_eq!(is.and_then(|t| parse.head(t)), told);
    let spans: HashSet<(&str, SpanKind)> =
        parse.spans.iter().map(|s| (parse.slice(s.tokens.clone()), s.kind)).collect();
    assert!(spans.contains(&("Edda Lorne", SpanKind::Person)), "{spans:?}");
    assert!(spans.contains(&("Port Ellery", SpanKind::Place)), "{spans:?}");
}
