//! What bullets cost: an article of a common length, one of 100,000 words, a story of a hundred articles.
//!
//! `brief --format json --generated` over 500 news articles of 640 words, two cores: 3.34 G instructions and 0.45 s of
//! processor time before a story's articles were read once, stems were kept for all threads, and the cuts of a sentence
//! were weighed once for all its forms; 2.5 G and 0.36 s after. Keeping
//! inserts that restrict, and speakers with their words, costs 4 % more.

use nutgraf::{
    article::{Article, Story},
    briefing,
    loader::{self, Hint},
    summarizer::{self, Options},
};

fn main() {
    divan::main();
}

/// An article of some paragraphs, no two alike.
fn article(seed: usize, paragraphs: usize) -> Article {
    const WHO: [&str; 7] = [
        "The council",
        "Mayor Edda Lorne",
        "The ferry company",
        "A harbour pilot",
        "Inspectors",
        "The island's fishermen",
        "She",
    ];
    const WHAT: [&str; 6] = [
        "voted on Monday to close the old pier",
        "has promised a new landing by spring",
        "warned of losses in the summer season",
        "found rot in most of the piles",
        "asked for berths in the naval basin",
        "did not say who will pay for the work",
    ];
    const MORE: [&str; 5] = [
        ", which serves 3,000 people a day in summer.",
        ", according to a report of the harbour office.",
        " -- a step long awaited -- and will report in May.",
        ", leaving the village without a ferry for weeks.",
        " after a night of talks with residents, officials said.",
    ];
    let mut text = String::new();
    for i in 0..paragraphs * 2 {
        let k = i * 31 + seed * 17;
        text.push_str(&format!("{} {} number {}{}", WHO[k % 7], WHAT[(k / 3) % 6], k % 97, MORE[(k / 5) % 5]));
        text.push_str(if i % 2 == 1 { "\n\n" } else { " " });
    }
    let hint = Hint { path: format!("{seed}.txt"), ..Hint::default() };
    loader::load(text.as_bytes(), &hint).ok().and_then(|mut a| a.pop()).unwrap_or_default()
}

#[divan::bench]
fn article_of_700_words(b: divan::Bencher<'_, '_>) {
    let a = article(1, 17);
    b.bench(|| summarizer::bullets(&a, Options::default()));
}

#[divan::bench]
fn article_of_100_000_words(b: divan::Bencher<'_, '_>) {
    let a = article(1, 2500);
    b.bench(|| summarizer::bullets(&a, Options::default()));
}

#[divan::bench]
fn story_of_100_articles(b: divan::Bencher<'_, '_>) {
    let articles: Vec<Article> = (0..100).map(|i| article(i, 12)).collect();
    let story = Story { articles: (0..100).collect(), ..Story::default() };
    b.bench(|| briefing::story_bullets(&story, &articles, Options::default()));
}
