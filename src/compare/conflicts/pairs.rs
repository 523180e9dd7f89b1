//! Which sentences of two accounts are read against one another: those whose link is likely enough, and those that share what
//! they mean, what they count or whom it befell, though no word that would have made them candidates.

use std::collections::HashMap;

use crate::{
    compare::{
        evidence::Link,
        prepared::{Line, Prepared, TermId},
    },
    language::{self, Analysis},
};

/// Links that are read for each sentence of the two articles, at most.
const MOST_LINKS: usize = 2;

/// The probability of a link from which its sentences are set against one another.
const WORTH: f32 = 0.004;

/// The pairs of sentences to read, in order of left, then right.
pub(super) fn worth_reading(links: &[Link], texts: &Prepared, analyses: [&Analysis; 2]) -> Vec<Link> {
    let mut further = by_meaning(links, texts, analyses);
    further.extend(of_nobody(links, &further, analyses));
    let mut worth = likeliest(links, texts.sides.iter().map(|s| s.lines.len()).sum());
    worth.extend(further);
    worth.sort_by_key(|l| (l.left, l.right));
    worth
}

/// Sentences that share two words or more by what they mean and no rarer word that would have made them candidates: "was the
/// first to notice it", "the first person to spot it"; or only what they count: "eleven houses", "seventeen homes".
fn by_meaning(links: &[Link], texts: &Prepared, analyses: [&Analysis; 2]) -> Vec<Link> {
    const SHARED: usize = 2;
    let meanings = |side: usize, line: &Line| -> Vec<TermId> {
        let told = line.tokens.iter().filter(|t| t.content || texts.terms[t.concept as usize].number);
        let mut out: Vec<TermId> = told.map(|t| t.meaning).filter(|&t| texts.stands_on(1 - side, t)).collect();
        out.sort_unstable();
        out.dedup();
        out
    };
    let counted = |side: usize, k: usize| -> Vec<TermId> {
        let (line, parse) = (&texts.sides[side].lines[k], analyses[side].sentences.get(k));
        let nouns = parse.into_iter().flat_map(|p| {
            (0..p.tokens.len())
                .filter(|&t| p.child(t, language::Relation::NumberModifier).is_some())
                .map(|t| &p.tokens[t])
        });
        let meaning =
            |n: &language::Token| line.tokens.iter().find(|w| w.content && w.span.0 == n.start).map(|w| w.meaning);
        nouns.filter_map(meaning).collect()
    };
    let counts: [Vec<Vec<TermId>>; 2] =
        [0, 1].map(|side: usize| (0..texts.sides[side].lines.len()).map(|k| counted(side, k)).collect());
    let mut postings: HashMap<TermId, Vec<u32>> = HashMap::new();
    for (j, line) in (0..).zip(&texts.sides[1].lines) {
        meanings(1, line).into_iter().for_each(|t| postings.entry(t).or_default().push(j));
    }
    let mut out = Vec::new();
    for (i, line) in (0..).zip(&texts.sides[0].lines) {
        let mut near: Vec<u32> = meanings(0, line)
            .iter()
            .filter_map(|t| postings.get(t))
            .filter(|list| list.len() <= MOST_ALIKE)
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        let one_count = |j: u32| {
            let theirs = &counts[1][j as usize];
            counts[0][i as usize]
                .iter()
                .any(|t| theirs.contains(t) && postings.get(t).is_some_and(|l| l.len() <= SHARED))
        };
        for group in near.chunk_by(|a, b| a == b).filter(|g| g.len() >= SHARED || one_count(g[0])) {
            let found = links.binary_search_by_key(&(i, group[0]), |l| (l.left, l.right));
            if found.is_err() || found.is_ok_and(|k| links[k].probability < WORTH) {
                out.push(Link { left: i, right: group[0], probability: WORTH });
            }
        }
    }
    out
}

/// "Nobody was hurt", "The police made no arrests": sentences that say so share no other word with one that tells of the
/// hurt or the held.
fn of_nobody(links: &[Link], known: &[Link], analyses: [&Analysis; 2]) -> Vec<Link> {
    /// Sentences that tell of it, at most.
    const MOST: usize = 4;
    let told = |analysis: &Analysis| -> [Vec<(u32, bool)>; 2] {
        let mut out = [Vec::new(), Vec::new()];
        let hints = ["hurt", "injur", "kill", "die", "dying", "wound", "treat", "arrest", "detain"];
        let may = |p: &&language::Parse| hints.iter().any(|w| p.text.to_lowercase().contains(w));
        for (k, parse) in (0..).zip(&analysis.sentences).filter(|(_, p)| may(p)) {
            let lemmas: Vec<String> = (0..parse.tokens.len()).map(|t| parse.lemma(t)).collect();
            for (kind, words) in [HARMED, HELD].iter().enumerate() {
                if lemmas.iter().any(|l| words.contains(&l.as_str())) {
                    // "no" and "nobody" deny what they hang on: "no trains ran after six were hurt" denies no hurt.
                    let none = (0..lemmas.len()).any(|t| {
                        matches!(lemmas[t].as_str(), "nobody" | "no" | "none")
                            && parse.ancestors(t).take(2).any(|h| words.contains(&lemmas[h].as_str()))
                    });
                    out[kind].push((k, none));
                }
            }
        }
        out
    };
    let [ours, theirs] = analyses.map(told);
    let mut out = Vec::new();
    for (a, b) in ours.iter().zip(&theirs).filter(|(a, b)| a.len() <= MOST && b.len() <= MOST) {
        for (&(left, no), &(right, none)) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
            let same = |l: &Link| (l.left, l.right) == (left, right);
            let linked = links.binary_search_by_key(&(left, right), |l| (l.left, l.right));
            let likely = linked.is_ok_and(|k| links[k].probability >= WORTH);
            if no != none && !likely && !known.iter().chain(&out).any(same) {
                out.push(Link { left, right, probability: OF_NOBODY });
            }
        }
    }
    out
}

/// The probability with which a sentence that says so of nobody is set against one of the few that tell of it.
const OF_NOBODY: f32 = 0.05;
/// Words of what befalls the hurt.
const HARMED: &[&str] = &["die", "hurt", "injure", "injury", "kill", "treat", "wound"];
/// Words of what befalls the held.
const HELD: &[&str] = &["arrest", "detain"];

/// Sentences of an article with one meaning that are looked at for it.
const MOST_ALIKE: usize = 12;

/// The likeliest links, in their order.
fn likeliest(links: &[Link], sentences: usize) -> Vec<Link> {
    let mut worth: Vec<Link> = links.iter().copied().filter(|l| l.probability >= WORTH).collect();
    worth.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.left, a.right).cmp(&(b.left, b.right))));
    worth.truncate(MOST_LINKS * sentences);
    worth.sort_by_key(|l| (l.left, l.right));
    worth
}
