//! What a publisher's own bullets rest on: the body sentences that hold their words.

use super::reading::Reading;
use crate::{
    article::{Article, Bullet, SentenceId},
    text::agree::Demand,
};

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

/// Takes the sentence that holds most of what is not held yet and says nothing else, until too little is left to find.
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
    // a sentence that denies what the bullet says, or counts otherwise, is not what it rests on
    let own = Demand::of(item);
    let agreeing: Vec<usize> =
        (0..reading.lines.len()).filter(|&l| !own.is_at_odds_with(&Demand::of(reading.lines[l].text))).collect();
    while found.len() < MOST && whole > 0.0 {
        let best = agreeing
            .iter()
            .copied()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loader;

    #[test]
    fn a_bullet_rests_on_no_sentence_that_denies_it_or_counts_otherwise() {
        let text = "Harbour news\n\nThe council of Skarn did not close the wooden pier in spring. The council of Skarn closed the \
                    wooden pier with 40 berths. The council of Skarn closed the wooden pier with 60 berths on Friday.";
        let hint = loader::Hint { path: "a.txt".into(), ..loader::Hint::default() };
        let mut article = loader::load(text.as_bytes(), &hint).expect("plain text").remove(0);
        article.language = Some("en".into());
        let of = |item: &str| bullets(&article, &[item.to_owned()]).remove(0).sentences;
        let last = article.sentences.len() - 1;
        assert_eq!(of("The council of Skarn closed the wooden pier with 60 berths"), [SentenceId::from(last)]);
        assert_eq!(of("The council did not close the wooden pier of Skarn in spring"), [SentenceId::from(last - 2)]);
    }
}
