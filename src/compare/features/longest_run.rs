//! The longest run of words that two sentences share.

use crate::compare::prepared::{Line, Prepared, TermId};

/// Words of a sentence that are looked at for runs: the cost may be their square.
const RUN_WORDS: usize = 200;

/// The words of the left sentence in hand by their places.
pub(super) struct Runs {
    /// One more than the last place of a word, by word; 0 for one that it lacks.
    last: Vec<u32>,
    /// The same of the place before, by place.
    before: Vec<u32>,
    /// The words in order, each with what its meaning weighs.
    words: Vec<(TermId, f32)>,
    /// The run that ends at each place.
    runs: Vec<Run>,
}

/// A run of words that ends at one place in both sentences.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Two more than its last place in the right sentence.
    end: usize,
    words: f32,
    weight: f32,
}

impl Runs {
    pub(super) fn new(terms: usize) -> Self {
        Self { last: vec![0; terms], before: Vec::new(), words: Vec::new(), runs: Vec::new() }
    }

    /// Takes a left sentence in hand.
    pub(super) fn take(&mut self, texts: &Prepared, line: &Line) {
        self.words.drain(..).for_each(|(w, _)| self.last[w as usize] = 0);
        self.before.clear();
        for (place, t) in (1..).zip(line.tokens.iter().take(RUN_WORDS)) {
            self.words.push((t.word, if t.content { texts.weight(t.stem) } else { 0.0 }));
            self.before.push(std::mem::replace(&mut self.last[t.word as usize], place));
        }
    }

    /// The longest run of words that both have: its words and the weight of its content.
    pub(super) fn longest(&mut self, b: &Line) -> (f32, f32) {
        self.runs.clear();
        self.runs.resize(self.words.len(), Run::default());
        let (mut best, mut place) = (Run::default(), (0, 0));
        for (y, t) in b.tokens.iter().take(RUN_WORDS).enumerate() {
            // From the last place to the first, so that the run before one is still that of the word before.
            let mut next = self.last[t.word as usize];
            while let Some(x) = next.checked_sub(1) {
                let x = x as usize;
                let before = x.checked_sub(1).map_or(Run::default(), |x| self.runs[x]);
                let before = if before.end == y + 1 { before } else { Run::default() };
                let run = Run { end: y + 2, words: before.words + 1.0, weight: before.weight + self.words[x].1 };
                self.runs[x] = run;
                if run.weight > best.weight || run.weight == best.weight && run.weight > 0.0 && (x, y) < place {
                    (best, place) = (run, (x, y));
                }
                next = self.before[x];
            }
        }
        (best.words, best.weight.ln_1p())
    }
}
