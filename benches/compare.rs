//! What a comparison costs as articles grow: from two typical ones to two of book length.
//!
//! `cargo bench --bench compare`
//!
//! Two articles of 25, 100, 1,000 and 10,000 sentences, on two cores: 7.0 ms, 35 ms, 580 ms and 5.6 s while each candidate
//! merged the lists of its two sentences; 2.0 ms, 8.5 ms, 89 ms and 1.7 s since it looks its terms up in tables, windows of
//! two sentences and carried names included (the machine doing other work besides). From 1,000 sentences on a sentence keeps two dozen candidates, so that the cost grows with the length and not with its square.

#![allow(missing_docs)]

use nutgraf::{
    article::{Article, Block, BlockKind, Section, Sentence},
    compare,
};

fn main() {
    divan::main();
}

/// Words of very different frequency, always the same: no random numbers are drawn from outside.
struct Words(u64);

impl Words {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// A word; low numbers are frequent, as in any language.
    fn word(&mut self) -> String {
        let reach = 1 << self.next(13);
        let number = self.next(reach + 1);
        format!("{}{}", ["ka", "lo", "mi", "ru", "se", "ta", "vo"][(number % 7) as usize], number)
    }

    fn sentence(&mut self) -> String {
        let length = 12 + self.next(16);
        (0..length).map(|_| self.word()).collect::<Vec<_>>().join(" ") + "."
    }
}

/// Two articles of so many sentences; every other sentence of the second takes half its words from one of the first.
fn articles(sentences: usize) -> (Article, Article) {
    let mut words = Words(7);
    let left: Vec<String> = (0..sentences).map(|_| words.sentence()).collect();
    let right = (0..sentences).map(|k| {
        let new = words.sentence();
        if k % 2 == 0 {
            return new;
        }
        let source: Vec<&str> = left[words.next(sentences as u64) as usize].split(' ').collect();
        format!("{} {new}", source[..source.len() / 2].join(" "))
    });
    let right: Vec<String> = right.collect();
    (article(left), article(right))
}

fn article(sentences: Vec<String>) -> Article {
    let count = u32::try_from(sentences.len()).unwrap_or(u32::MAX);
    let block = |start: u32| Block {
        kind: BlockKind::Paragraph,
        sentences: start..(start + 2).min(count),
        depth: 0,
        number: None,
    };
    Article {
        sentences: sentences.into_iter().map(|text| Sentence { text, tight: false }).collect(),
        sections: vec![Section { heading: None, blocks: (0..count).step_by(2).map(block).collect() }],
        ..Article::default()
    }
}

#[divan::bench(args = [25, 100, 1_000, 10_000], sample_count = 5)]
fn two_articles(bencher: divan::Bencher<'_, '_>, sentences: usize) {
    let (left, right) = articles(sentences);
    bencher.bench(|| compare::compare(&left, &right));
}

#[divan::bench(args = [25, 1_000, 10_000], sample_count = 5)]
fn an_article_with_itself(bencher: divan::Bencher<'_, '_>, sentences: usize) {
    let (left, _) = articles(sentences);
    bencher.bench(|| compare::compare(&left, &left));
}
