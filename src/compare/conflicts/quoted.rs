//! Quotations whose sense was turned, and the same words given to two speakers.

use super::{
    Conflict, ConflictKind, Passage,
    opposites::{self, Kinship},
};
use crate::{
    article::{Article, Quotation},
    compare::{Op, QuotationMatch, QuotationPair},
    language::{Analysis, parse_sentence},
    text::words,
};

/// Words of a quotation from which its speaker is told for certain by it.
const WORDS: usize = 3;

/// Quotation pairs that clash.
pub(super) fn find(
    left: &Article,
    right: &Article,
    analyses: [&Analysis; 2],
    pairs: &[QuotationPair],
) -> Vec<(f32, Conflict)> {
    let mut out = Vec::new();
    for pair in pairs {
        let (Some(a), Some(b)) = (&pair.left, &pair.right) else { continue };
        let passage = |q: &Quotation| Passage { sentence: q.sentence, text: q.text.clone(), start: q.span.start };
        let conflict = |kind| Conflict { kind, left: passage(a), right: passage(b) };
        if matches!(pair.kind, QuotationMatch::Altered | QuotationMatch::Cut | QuotationMatch::Unmarked)
            && turned(&a.text, &b.text, &pair.words)
        {
            out.push((2.0, conflict(ConflictKind::Quotation)));
        }
        let count = |q: &Quotation| q.text.split_whitespace().count();
        if matches!(pair.kind, QuotationMatch::Verbatim | QuotationMatch::Cut)
            && count(a).min(count(b)) >= WORDS
            && let Some((x, y)) = speakers(left, right, analyses, a, b)
        {
            let speaker =
                |q: &Quotation, name: String| Passage { sentence: q.sentence, text: name, start: q.span.start };
            let (left, right) = (speaker(a, x), speaker(b, y));
            out.push((2.0, Conflict { kind: ConflictKind::Attribution, left, right }));
        }
    }
    out
}

/// The two speakers, where they are two.
fn speakers(
    left: &Article,
    right: &Article,
    analyses: [&Analysis; 2],
    a: &Quotation,
    b: &Quotation,
) -> Option<(String, String)> {
    let of = |article: &Article, analysis: &Analysis, q: &Quotation| -> Option<String> {
        let at = article.quotations.iter().position(|o| o.sentence == q.sentence && o.span == q.span)?;
        analysis.speakers.get(at)?.as_ref().map(|s| s.name.clone())
    };
    let (x, y) = (of(left, analyses[0], a)?, of(right, analyses[1], b)?);
    let parts = |name: &str| -> Vec<String> { words::words(name).map(|(_, w)| words::fold(w).into_owned()).collect() };
    let named = |name: &str| name.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase));
    let (p, q) = (parts(&x), parts(&y));
    (named(&x) && named(&y) && p.iter().all(|w| !q.contains(w))).then_some((x, y))
}

/// Whether what was changed in a quotation turns its sense: a denial more or less, an opposite, or one word of meaning for
/// another where all the rest stands.
fn turned(a: &str, b: &str, changes: &[crate::compare::WordChange]) -> bool {
    let denials = |text: &str| {
        let negating = |w: &str| {
            matches!(
                w,
                "not" | "never" | "no" | "nobody" | "nothing" | "none" | "neither" | "nor" | "cannot" | "without"
            ) || w.ends_with("n't")
                || w.ends_with("n’t")
        };
        words::words(text).filter(|(_, w)| negating(&w.to_lowercase())).count()
    };
    let changed: Vec<_> = changes.iter().filter(|c| c.op != Op::Equal).collect();
    // What only begins or ends elsewhere is cut, not changed.
    let inner = |k: usize| k > 0 && k + 1 < changes.len();
    let edge = |k: usize| !inner(k) && changes[k].op != Op::Replace;
    let (mut more, mut less) = (0, 0);
    for (k, c) in changes.iter().enumerate().filter(|(_, c)| c.op != Op::Equal) {
        if !edge(k) || words::words(&c.left).count() + words::words(&c.right).count() <= 2 {
            more += denials(&c.left);
            less += denials(&c.right);
        }
    }
    let few = changed.iter().map(|c| words::words(&c.left).count().max(words::words(&c.right).count())).sum::<usize>();
    let total = words::words(a).count().max(words::words(b).count());
    if more != less && (more + less) % 2 == 1 && 2 * few <= total + 2 {
        return true;
    }
    let [only] = changed.as_slice() else { return false };
    one_for_another(&only.left, &only.right) && words::words(a).count() >= 4
}

/// Whether one word of meaning stands for another that does not say the same.
fn one_for_another(left: &str, right: &str) -> bool {
    let of = |text: &str| -> Vec<String> { words::words(text).map(|(_, w)| w.to_owned()).collect() };
    let (l, r) = (of(left), of(right));
    let ([x], [y]) = (l.as_slice(), r.as_slice()) else { return false };
    if words::is_stop_word(&words::fold(x), "en") || words::is_stop_word(&words::fold(y), "en") {
        return false;
    }
    let lemma = |w: &str| {
        let parse = parse_sentence(w);
        let lemmas = vec![parse.lemma(0)];
        (opposites::answers(&parse, 0, &lemmas), lemmas)
    };
    let ((a, p), (b, q)) = (lemma(x), lemma(y));
    let stem = |w: &str| words::Stemmer::for_language("en").stem(&words::fold(w)).into_owned();
    p != q && stem(x) != stem(y) && opposites::kinship(&a, &b) != Kinship::Alike
}
