//! What a publisher's own bullets rest on: the body sentences that hold their words.

use super::reading::Reading;
use crate::article::{Article, Bullet, SentenceId};

/// The share of a bullet's weight that its sentences must hold.
const ENOUGH: f32 = 0.4;
/// The share that one more sentence must add.
const MORE: f32 = 0.2;
/// Sentences that one bullet may rest on.
const MOST: usize = 3;

/// The publisher's bullets with what they rest on.
pub(super) fn bullets(article: &Article, items: &[String]) -> Vec<Bullet> {
    let reading = Reading::new(article);
    items
        .iter()
        .map(|item| item.trim())
        .filter(|item| !item.is_empty())
        .map(|item| Bullet { text: item.to_owned(), sentences: sentences(&reading, item) })
        .collect()
}

/// Takes the sentence that holds most of what is not held yet, until too little is left to find.
fn sentences(reading: &Reading<'_>, item: &str) -> Vec<SentenceId> {
    // A word that the body does not have weighs like a rare one.
    let mut missing = 0.0;
    let mut wanted: Vec<(u32, f32)> = Vec::new();
    for term in reading.terms_of(item) {
        match term {
            None => missing += 0.8,
            Some(t) if !reading.terms[t as usize].stop => wanted.push((t, 0.1 + reading.terms[t as usize].rarity)),
            Some(_) => {}
        }
    }
    wanted.sort_by_key(|w| w.0);
    wanted.dedup_by_key(|w| w.0);
    let whole = missing + wanted.iter().map(|w| w.1).sum::<f32>();
    let mut found: Vec<(usize, f32)> = Vec::new();
    while found.len() < MOST && whole > 0.0 {
        let best = (0..reading.lines.len())
            .map(|line| {
                let tokens = &reading.tokens[reading.lines[line].tokens.clone()];
                (line, wanted.iter().filter(|w| tokens.contains(&w.0)).map(|w| w.1).sum::<f32>() / whole)
            })
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let Some((line, share)) = best.filter(|b| b.1 >= MORE) else { break };
        let tokens = &reading.tokens[reading.lines[line].tokens.clone()];
        wanted.retain(|w| !tokens.contains(&w.0));
        found.push((line, share));
    }
    if found.iter().map(|f| f.1).sum::<f32>() < ENOUGH {
        return Vec::new();
    }
    found.sort_unstable_by_key(|f| f.0);
    found.into_iter().map(|f| SentenceId::from(f.0)).collect()
}
