//! Quotations of both articles, matched whatever their marks and cuts.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    QuotationMatch, QuotationPair,
    align::Link,
    prepared::{Line, Prepared, Token},
    words,
};
use crate::article::{Article, Quotation, SentenceId};

/// A quotation of the left and its match on the right.
struct Match {
    left: Quotation,
    right: Quotation,
    kind: QuotationMatch,
}

/// Matches the quotations of two articles; `candidates` are the sentences worth a look.
pub(super) fn pair(left: &Article, right: &Article, texts: &Prepared, candidates: &[Link]) -> Vec<QuotationPair> {
    let found = matches(left, right, texts, candidates);
    let key = |q: &Quotation| (q.sentence, q.span.start);
    let taken_left: BTreeSet<_> = found.iter().map(|m| key(&m.left)).collect();
    let taken_right: BTreeSet<_> = found.iter().map(|m| key(&m.right)).collect();
    let mut pairs: Vec<QuotationPair> = found
        .into_iter()
        .map(|m| QuotationPair {
            words: words::changes(&m.left.text, &m.right.text),
            kind: m.kind,
            left: Some(m.left),
            right: Some(m.right),
        })
        .collect();
    for q in left.quotations.iter().filter(|q| !taken_left.contains(&key(q))) {
        pairs.push(QuotationPair {
            kind: QuotationMatch::OnlyLeft,
            left: Some(q.clone()),
            right: None,
            words: Vec::new(),
        });
    }
    pairs.sort_by_key(|p| p.left.as_ref().map(key));
    for q in right.quotations.iter().filter(|q| !taken_right.contains(&key(q))) {
        pairs.push(QuotationPair {
            kind: QuotationMatch::OnlyRight,
            left: None,
            right: Some(q.clone()),
            words: Vec::new(),
        });
    }
    pairs
}

fn matches(left: &Article, right: &Article, texts: &Prepared, candidates: &[Link]) -> Vec<Match> {
    let by_sentence = |a: &Article| {
        let mut map: BTreeMap<u32, Vec<Quotation>> = BTreeMap::new();
        for q in &a.quotations {
            map.entry(q.sentence.0).or_default().push(q.clone());
        }
        map
    };
    let (quotes_left, quotes_right) = (by_sentence(left), by_sentence(right));
    let mut out = Vec::new();
    for c in candidates {
        let (a, b) = (&texts.sides[0].lines[c.left as usize], &texts.sides[1].lines[c.right as usize]);
        let none = Vec::new();
        let ours = quotes_left.get(&c.left).unwrap_or(&none);
        let theirs = quotes_right.get(&c.right).unwrap_or(&none);
        for x in ours {
            for y in theirs {
                if let Some(kind) = judge(texts, tokens(a, x), tokens(b, y)) {
                    out.push(Match { left: x.clone(), right: y.clone(), kind });
                }
            }
        }
    }
    // Words in marks on one side, without on the other: only where no quotation matched.
    let matched_left: BTreeSet<_> = out.iter().map(|m| (m.left.sentence, m.left.span.start)).collect();
    let matched_right: BTreeSet<_> = out.iter().map(|m| (m.right.sentence, m.right.span.start)).collect();
    for c in candidates {
        let (a, b) = (&texts.sides[0].lines[c.left as usize], &texts.sides[1].lines[c.right as usize]);
        for x in quotes_left.get(&c.left).into_iter().flatten() {
            if !matched_left.contains(&(x.sentence, x.span.start))
                && let Some(passage) = unmarked(texts, tokens(a, x), b, right, SentenceId(c.right))
            {
                out.push(Match { left: x.clone(), right: passage, kind: QuotationMatch::Unmarked });
            }
        }
        for y in quotes_right.get(&c.right).into_iter().flatten() {
            if !matched_right.contains(&(y.sentence, y.span.start))
                && let Some(passage) = unmarked(texts, tokens(b, y), a, left, SentenceId(c.left))
            {
                out.push(Match { left: passage, right: y.clone(), kind: QuotationMatch::Unmarked });
            }
        }
    }
    out
}

fn tokens<'a>(line: &'a Line, q: &Quotation) -> &'a [Token] {
    let from = line.tokens.partition_point(|t| t.span.0 < q.span.start);
    let to = line.tokens.partition_point(|t| t.span.0 < q.span.end);
    &line.tokens[from..to.max(from)]
}

/// How two quotations stand to each other; nothing if they are different ones.
fn judge(texts: &Prepared, a: &[Token], b: &[Token]) -> Option<QuotationMatch> {
    let same = |x: &Token, y: &Token| x.word == y.word;
    let equal = |a: &[Token], b: &[Token]| a.len() == b.len() && a.iter().zip(b).all(|(x, y)| same(x, y));
    let content = |t: &[Token]| t.iter().filter(|t| t.content).count();
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return None;
    }
    if equal(a, b) {
        return Some(QuotationMatch::Verbatim);
    }
    let weighty = content(short) >= 2 || short.len() >= 4;
    if weighty && long.windows(short.len()).any(|w| equal(w, short)) {
        return Some(QuotationMatch::Cut);
    }
    let common = common(a, b);
    let words = common.len() as f32;
    let meaning = common.iter().filter(|&&(i, _)| a[i].content).count();
    let run = longest_run(&common);
    let covered = words / short.len() as f32;
    let _ = texts;
    let enough = meaning >= 2 && (covered >= 0.6 || run >= 5);
    if !enough {
        return None;
    }
    // One ends where the other goes on: each sentence holds another part of one passage.
    let (first, last) = (common[0], common[common.len() - 1]);
    let unbroken = run == common.len();
    let at_edges = (first.0 == 0 && last.1 + 1 == b.len()) || (first.1 == 0 && last.0 + 1 == a.len());
    Some(if unbroken && at_edges { QuotationMatch::Cut } else { QuotationMatch::Altered })
}

/// The passage of a sentence that gives the words of a quotation without marks.
fn unmarked(texts: &Prepared, quoted: &[Token], line: &Line, article: &Article, id: SentenceId) -> Option<Quotation> {
    let _ = texts;
    let found = common(quoted, &line.tokens);
    let meaning = found.iter().filter(|&&(i, _)| quoted[i].content).count();
    let (first, last) = (found.first()?.1, found.last()?.1);
    let spread = last + 1 - first;
    let close = found.len() * 10 >= quoted.len() * 8 && spread * 10 <= quoted.len() * 13;
    if meaning < 3 || quoted.len() < 4 || !close {
        return None;
    }
    let span = line.tokens[first].span.0..line.tokens[last].span.1;
    let text = article.sentence(id).get(span.start as usize..span.end as usize)?.to_owned();
    Some(Quotation { sentence: id, text, span, speaker: None })
}

/// The longest common subsequence of two passages, as pairs of positions.
fn common(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    const MAX_CELLS: usize = 250_000;
    let columns = b.len() + 1;
    if (a.len() + 1) * columns > MAX_CELLS {
        return Vec::new();
    }
    let mut best = vec![0u32; (a.len() + 1) * columns];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let at = i * columns + j;
            best[at] = if a[i].word == b[j].word {
                best[at + columns + 1] + if a[i].content { 3 } else { 1 }
            } else {
                best[at + columns].max(best[at + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let at = i * columns + j;
        if a[i].word == b[j].word {
            out.push((i, j));
            i += 1;
            j += 1;
        } else if best[at + columns] >= best[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

fn longest_run(common: &[(usize, usize)]) -> usize {
    let mut best = 0;
    let mut run = 0;
    for (k, c) in common.iter().enumerate() {
        let goes_on = k > 0 && (c.0, c.1) == (common[k - 1].0 + 1, common[k - 1].1 + 1);
        run = if goes_on { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}
