//! How far the network agrees with labelled sentences.

use std::fs;

use nutgraf::language::{
    Relation,
    network::{Labels, Network, Workspace},
};

use super::labelled::{self, Sentence};

/// Counts over sentences.
#[derive(Default)]
pub(crate) struct Score {
    words: usize,
    tags: usize,
    /// Words that are no punctuation: only their heads count.
    headed: usize,
    heads: usize,
    relations: usize,
    spans: usize,
    spans_found: usize,
    spans_right: usize,
}

impl Score {
    fn add(&mut self, right: &Sentence, found: &Labels) {
        for i in 0..right.words.len() {
            self.words += 1;
            self.tags += usize::from(right.tags[i] == found.tags[i]);
            if right.relations[i] != Relation::Punctuation {
                let head = right.heads[i] == found.heads[i];
                self.headed += 1;
                self.heads += usize::from(head);
                self.relations += usize::from(head && right.relations[i] == found.relations[i]);
            }
        }
        self.spans += right.spans.len();
        self.spans_found += found.spans.len();
        self.spans_right += right.spans.iter().filter(|s| found.spans.contains(s)).count();
    }

    /// Tags, heads (UAS), heads with relation (LAS), F1 of spans.
    fn shares(&self) -> [f64; 4] {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        [
            share(self.tags, self.words),
            share(self.heads, self.headed),
            share(self.relations, self.headed),
            share(2 * self.spans_right, self.spans + self.spans_found),
        ]
    }

    /// One number to compare trainings by.
    pub(crate) fn mean(&self) -> f64 {
        self.shares().iter().sum::<f64>() / 4.0
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [tags, heads, relations, spans] = self.shares();
        write!(f, "{} words: tags {tags:.4}  UAS {heads:.4}  LAS {relations:.4}  names {spans:.4}", self.words)
    }
}

/// Labels every sentence and compares.
pub(crate) fn measure(network: &Network, sentences: &[Sentence]) -> Score {
    let (mut score, mut work) = (Score::default(), Workspace::default());
    for sentence in sentences {
        score.add(sentence, &network.label(&words(sentence), &mut work));
    }
    score
}

fn words(sentence: &Sentence) -> Vec<&str> {
    sentence.words.iter().map(String::as_str).collect()
}

/// Prints how far a weights file agrees with a labelled file; writes its own labels to a third.
pub(crate) fn print(weights: &str, file: &str, out: Option<&str>) {
    let bytes = fs::read(weights).unwrap_or_else(|e| panic!("{weights}: {e}"));
    let network = Network::load(bytes.leak()).unwrap_or_else(|e| panic!("{weights}: {e}"));
    let sentences = labelled::read(file);
    println!("{}", measure(&network, &sentences));
    if let Some(out) = out {
        let (mut text, mut work) = (String::new(), Workspace::default());
        for sentence in &sentences {
            sentence.write(&network.label(&words(sentence), &mut work), &mut text);
        }
        fs::write(out, text).unwrap_or_else(|e| panic!("{out}: {e}"));
    }
}
