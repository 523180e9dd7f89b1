//! Learns what each feature of a sentence is worth to a bullet (`assets/summarizer/weights.txt`).
//!
//! `cargo run --release --example learn_summarizer -- [--folds N] [--out weights.txt] FILE.jsonl=WEIGHT …`
//!
//! A line of a file is an article with the facts that a reader needs, `{"sentences": [{"t"}], "facts": [{"weight",
//! "sentences"}]}`, or one with a newsroom's highlights, `{"text", "refs": [[highlight]]}`, of which each is a fact that the
//! sentences with most of its words state. The numbers are those of a conditional logit (McFadden 1974): the softmax of the
//! values of an article's sentences comes as near as it can to the shares of the facts that they state. With folds it says
//! how the numbers do on articles that they were not learned from.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports what it learned")]

mod data;
mod logit;

use data::Article;
use nutgraf::summarizer::{self, features::NAMES, weights::Weights};

fn main() {
    let mut folds = 0;
    let mut out = None;
    let mut articles = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--folds" => folds = args.next().and_then(|n| n.parse().ok()).unwrap_or(5),
            "--out" => out = args.next(),
            _ => {
                let (path, weight) = arg.split_once('=').unwrap_or((&arg, "1"));
                let weight = weight.parse().unwrap_or(1.0);
                match data::read(path, weight) {
                    Ok(read) => articles.extend(read),
                    Err(e) => return eprintln!("{path}: {e}"),
                }
            }
        }
    }
    println!("{} articles, {} with facts", articles.len(), articles.iter().filter(|a| a.annotated).count());
    if folds > 1 {
        let weights = |fold: usize| {
            let rest: Vec<&Article> =
                articles.iter().enumerate().filter(|(k, _)| k % folds != fold).map(|(_, a)| a).collect();
            (logit::learn(&rest, true), logit::learn(&rest, false))
        };
        let (mut own, mut bare, mut lead) = (Score::default(), Score::default(), Score::default());
        for fold in 0..folds {
            let (parsed, unparsed) = weights(fold);
            for article in articles.iter().enumerate().filter(|(k, a)| k % folds == fold && a.annotated).map(|(_, a)| a)
            {
                own.add(article, &told(article, &parsed));
                bare.add(article, &told(article, &unparsed));
                lead.add(article, &(0..3).collect::<Vec<_>>());
            }
        }
        println!("worth {own}; without grammar {bare}; first three sentences {lead}");
    }
    if let Some(path) = out {
        let all: Vec<&Article> = articles.iter().collect();
        let (parsed, unparsed) = (logit::learn(&all, true), logit::learn(&all, false));
        let alone = parsed.alone.as_ref().map(|w| w.lines("alone")).unwrap_or_default();
        let text = format!("{}{}{alone}", parsed.news.lines("parsed"), unparsed.news.lines("unparsed"));
        if let Err(e) = std::fs::write(&path, text) {
            eprintln!("{path}: {e}");
        }
        println!("{} numbers for each of two", NAMES.len());
    }
}

/// The sentences that three bullets rest on.
fn told(article: &Article, weights: &Weights) -> Vec<usize> {
    let bullets = summarizer::generated(&article.article, 3, Some(weights));
    bullets.iter().flat_map(|b| b.sentences.iter().map(|s| s.index())).collect()
}

/// How much of what matters is told.
#[derive(Default)]
struct Score {
    articles: f32,
    worth: f32,
    core: f32,
    core_told: f32,
}

impl Score {
    fn add(&mut self, article: &Article, told: &[usize]) {
        let weight = |set: &[usize]| {
            article.facts.iter().filter(|f| f.sentences.iter().any(|s| set.contains(s))).map(|f| f.weight).sum::<f32>()
        };
        self.articles += 1.0;
        self.worth += weight(told) / article.best.max(1.0);
        for fact in article.facts.iter().filter(|f| f.weight >= 3.0) {
            self.core += 1.0;
            self.core_told += f32::from(u8::from(fact.sentences.iter().any(|s| told.contains(s))));
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.3} core {:.3}", self.worth / self.articles.max(1.0), self.core_told / self.core.max(1.0))
    }
}
