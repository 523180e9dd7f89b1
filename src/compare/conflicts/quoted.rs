//! Quotations whose sense was turned, and the same words given to two speakers.

use super::{
    Conflict, ConflictKind, Passage,
    opposites::{self, Kinship},
};
use crate::{
    article::{Article, Quotation},
    compare::{Op, QuotationMatch, QuotationPair},
    language::{Analysis, Relation, SpanKind, parse_sentence},
    text::{meanings, words},
};

/// Words of a quotation from which its speaker is told for certain by it: two may speak of "law and order".
const WORDS: usize = 4;

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
            && !says_both([left, right], &pair.words)
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

/// Whether one of the articles has both of the words that stand for one another: it quotes the same twice, in two ways.
fn says_both(articles: [&Article; 2], changes: &[crate::compare::WordChange]) -> bool {
    let mut replaced = changes.iter().filter(|c| c.op == Op::Replace);
    let (Some(c), None) = (replaced.next(), replaced.next()) else { return false };
    let quotes = |article: &Article, word: &str| {
        let own = |q: &Quotation| words::words(&q.text).any(|(_, w)| w.eq_ignore_ascii_case(word.trim()));
        !word.trim().is_empty() && article.quotations.iter().any(own)
    };
    quotes(articles[0], &c.right) || quotes(articles[1], &c.left)
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
        analysis.speakers.get(at)?.as_ref().map(|s| s.name.clone()).or_else(|| governor(analysis, q))
    };
    let (x, y) = (of(left, analyses[0], a)?, of(right, analyses[1], b)?);
    let parts = |name: &str| -> Vec<String> { words::words(name).map(|(_, w)| words::fold(w).into_owned()).collect() };
    let named = |name: &str| name.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase));
    let (p, q) = (parts(&x), parts(&y));
    // Who is only "she" beside the words may be taken for another, if both accounts know both.
    let named_there = |article: &Article, q: &Quotation, name: &[String]| {
        let text = article.sentence(q.sentence);
        words::words(text).any(|(_, w)| name.contains(&words::fold(w).into_owned()))
    };
    let knows = |article: &Article, name: &[String]| {
        let has = |s: &crate::article::Sentence| {
            name.last().is_some_and(|last| words::words(&s.text).any(|(_, w)| words::fold(w) == last.as_str()))
        };
        article.sentences.iter().any(has)
    };
    let sure = (named_there(left, a, &p) || !knows(left, &q)) && (named_there(right, b, &q) || !knows(right, &p));
    (sure && named(&x) && named(&y) && p.iter().all(|w| !q.contains(w))).then_some((x, y))
}

/// Whoever the verb above quoted words is told of, whatever verb it is: "Obando radioed", "the judge, Lenka Mraz, called it".
fn governor(analysis: &Analysis, q: &Quotation) -> Option<String> {
    let parse = analysis.sentence(q.sentence);
    let from = parse.tokens.partition_point(|t| t.end <= q.span.start);
    let to = parse.tokens.partition_point(|t| t.start < q.span.end);
    // "spoke of": a preposition may stand between.
    let verb = parse.ancestors(parse.head_of(from..to)).take(2).find(|&v| parse.tokens[v].tag.is_verb())?;
    let verb = (!(from..to).contains(&verb)).then_some(verb)?;
    if !parse.tokens[verb].tag.is_verb() {
        return None;
    }
    // A verb that the parser does not know as one of saying may seem to be told by a name: "Obando radioed".
    let before = || verb.checked_sub(1).filter(|&t| parse.head(t) == Some(verb) && parse.span_at(t).is_some());
    let subject = parse.subject(verb).or_else(before).filter(|s| !(from..to).contains(s))?;
    let beside = || parse.child(subject, Relation::Apposition);
    let person = |t: usize| parse.span_at(t).filter(|s| s.kind == SpanKind::Person);
    let span = person(subject).or_else(|| beside().and_then(person))?;
    Some(parse.slice(span.tokens.clone()).to_owned())
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
    // "money that should have been used for my campaign" and "that should not have been used": what for is left open.
    let purpose = changes.last().filter(|c| matches!(c.op, Op::Insert | Op::Delete)).is_some_and(|c| {
        let first = words::words(&c.left).chain(words::words(&c.right)).next().map(|(_, w)| w.to_lowercase());
        first.is_some_and(|w| matches!(w.as_str(), "for" | "to" | "as"))
    });
    if more != less && (more + less) % 2 == 1 && 2 * few <= total + 2 && !purpose {
        return true;
    }
    // "explosions" for "explosion" goes with another number.
    let inflected = |c: &crate::compare::WordChange| {
        let stem = |t: &str| words::Stemmer::for_language("en").stem(&words::fold(t.trim())).into_owned();
        c.op == Op::Replace && stem(&c.left) == stem(&c.right)
    };
    let mut real = changed.iter().filter(|c| !inflected(c));
    let (Some(only), None) = (real.next(), real.next()) else { return false };
    let (x, y) = differing(&only.left, &only.right);
    one_for_another(&x, &y) && words::words(a).count() >= 4
}

/// Two passages without the words that only the number of a noun parts: "three explosions", "one explosion".
fn differing(left: &str, right: &str) -> (String, String) {
    let stemmer = words::Stemmer::for_language("en");
    let of = |text: &str| -> Vec<String> { words::words(text).map(|(_, w)| w.to_owned()).collect() };
    let (l, r) = (of(left), of(right));
    if l.len() != r.len() {
        return (left.to_owned(), right.to_owned());
    }
    let stem = |w: &str| stemmer.stem(&words::fold(w)).into_owned();
    let kept: Vec<(String, String)> = l.into_iter().zip(r).filter(|(x, y)| stem(x) != stem(y)).collect();
    let join = |list: Vec<String>| list.join(" ");
    (join(kept.iter().map(|p| p.0.clone()).collect()), join(kept.into_iter().map(|p| p.1).collect()))
}

/// Whether one word of meaning stands for another that does not say the same.
fn one_for_another(left: &str, right: &str) -> bool {
    let of = |text: &str| -> Vec<String> { words::words(text).map(|(_, w)| w.to_owned()).collect() };
    let (mut l, mut r) = (of(left), of(right));
    let single = l.len() == 1 || r.len() == 1;
    // "listened to", "sacrificed": the small words go with the verb; "that's okay", "it's OK" differ in them as well
    for side in [&mut l, &mut r].into_iter().filter(|_| single) {
        let meant = side.iter().filter(|w| !words::is_stop_word(&words::fold(w), "en")).count();
        if side.len() > 1 && meant == 1 {
            side.retain(|w| !words::is_stop_word(&words::fold(w), "en"));
        }
    }
    let ([x], [y]) = (l.as_slice(), r.as_slice()) else { return false };
    let number = |w: &str| crate::text::figures::find(&format!("{w} homes"), None).first().map(|f| f.value);
    if let (Some(a), Some(b)) = (number(x).or((*x == "one").then_some(1.0)), number(y).or((*y == "one").then_some(1.0)))
    {
        return (a - b).abs() > f64::EPSILON;
    }
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
    p != q
        && stem(x) != stem(y)
        && !meanings::are_synonyms(&stem(x), &stem(y))
        && opposites::kinship(&a, &b) != Kinship::Alike
}
