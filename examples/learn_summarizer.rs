//! Learns the summarizer's weights from articles with a newsroom's own bullets, and says how good they are by
//! cross-validation.
//!
//! ```text
//! cargo run --release --example learn_summarizer -- [--folds 5] [--out weights.txt] [--check] FILE.jsonl[=WEIGHT] …
//! ```
//!
//! Each line of a file is `{"text": "…", "refs": [["bullet", …]]}`. First the words: a logistic regression of whether a
//! bullet has them. Then the candidates: least squares of the words and pairs of words that each shares with the
//! newsroom's bullets, less a price for every word of its own; the price is what makes the sum over three bullets stand
//! for their F1. `--check` only measures the weights that ship.
#![allow(clippy::needless_range_loop, clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::{collections::HashMap, env, fs, thread};

use nutgraf::{
    article::Article,
    loader::{self, Hint},
    summarizer::{
        choose::{self, Proposal},
        reading::Reading,
        score::{self, BULLET_FEATURES, WORD_FEATURES, Weights},
    },
};

const COUNT: usize = 3;
const W: usize = WORD_FEATURES.len();
const B: usize = BULLET_FEATURES.len();

struct Document {
    article: Article,
    reference: Vec<String>,
    file: usize,
}

/// A document made ready for one set of word weights.
struct Ready<'a> {
    reading: Reading<'a>,
    proposal: Proposal,
    /// Token ids of each candidate and of the reference.
    tokens: Vec<Vec<u32>>,
    reference: Vec<u32>,
    file: usize,
}

fn main() {
    let mut files: Vec<(String, f64)> = Vec::new();
    let (mut folds, mut out, mut check) = (5_usize, None, false);
    let mut args = env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--folds" => folds = args.next().and_then(|n| n.parse().ok()).expect("--folds N"),
            "--out" => out = args.next(),
            "--check" => check = true,
            _ => {
                let (path, weight) = arg.split_once('=').map_or((arg.as_str(), "1"), |(p, w)| (p, w));
                files.push((path.to_owned(), weight.parse().expect("a weight")));
            }
        }
    }
    let documents: Vec<Document> = files.iter().enumerate().flat_map(|(i, (path, _))| read(path, i)).collect();
    let shares: Vec<f64> = files.iter().map(|f| f.1).collect();
    println!("{} documents", documents.len());
    if check {
        let all: Vec<&Document> = documents.iter().collect();
        let ready = prepare(&all, &score::LEARNED);
        report("shipped", &outcomes(&ready, &score::LEARNED), files.len());
        let best: Vec<_> = ready.iter().map(hindsight).collect();
        report("hindsight", &best, files.len());
        return;
    }
    let mut unseen = Vec::new();
    for fold in 0..folds {
        let (test, train): (Vec<_>, Vec<_>) = documents.iter().enumerate().partition(|(i, _)| i % folds == fold);
        let (test, train): (Vec<_>, Vec<_>) =
            (test.into_iter().map(|d| d.1).collect(), train.into_iter().map(|d| d.1).collect());
        let (weights, ready) = learn(&train, &shares);
        report(&format!("fold {fold} seen"), &outcomes(&ready, &weights), files.len());
        let result = outcomes(&prepare(&test, &weights), &weights);
        report(&format!("fold {fold} unseen"), &result, files.len());
        unseen.extend(result);
    }
    if folds > 1 {
        report("cross-validated", &unseen, files.len());
    }
    if let Some(path) = out {
        let all: Vec<&Document> = documents.iter().collect();
        let (weights, ready) = learn(&all, &shares);
        report("seen", &outcomes(&ready, &weights), files.len());
        fs::write(path, weights.print()).unwrap();
    }
}

fn read(path: &str, file: usize) -> Vec<Document> {
    let text = fs::read_to_string(path).expect("a readable file");
    text.lines()
        .filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            let reference = value["refs"][0].as_array()?.iter().filter_map(|r| Some(r.as_str()?.to_owned())).collect();
            let hint = Hint { path: "article.txt".into(), ..Hint::default() };
            let article = loader::load(value["text"].as_str()?.as_bytes(), &hint).ok()?.pop()?;
            Some(Document { article, reference, file })
        })
        .collect()
}

/// Google's rouge-score: lower case, runs of ASCII letters and digits, stemmed where longer than three.
struct Rouge {
    stemmer: rust_stemmers::Stemmer,
    ids: HashMap<String, u32>,
}

impl Rouge {
    fn new() -> Self {
        Self { stemmer: rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English), ids: HashMap::new() }
    }

    fn tokens(&mut self, text: &str) -> Vec<u32> {
        text.to_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| {
                let stem = if w.len() > 3 { self.stemmer.stem(w) } else { w.into() };
                let next = self.ids.len() as u32;
                *self.ids.entry(stem.into_owned()).or_insert(next)
            })
            .collect()
    }
}

fn parallel<T: Sync, R: Send>(items: &[T], f: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let half = items.len() / 2;
    let f = &f;
    thread::scope(|s| {
        let left = s.spawn(move || items[..half].iter().map(f).collect::<Vec<R>>());
        let right: Vec<R> = items[half..].iter().map(f).collect();
        let mut all = left.join().unwrap();
        all.extend(right);
        all
    })
}

fn prepare<'a>(documents: &[&'a Document], weights: &Weights) -> Vec<Ready<'a>> {
    parallel(documents, |d: &&'a Document| {
        let reading = Reading::new(&d.article);
        let proposal = choose::propose(&reading, weights);
        let mut rouge = Rouge::new();
        let reference = rouge.tokens(&d.reference.join("\n"));
        let tokens = proposal.candidates.iter().map(|c| rouge.tokens(&c.text(&reading))).collect();
        Ready { reading, proposal, tokens, reference, file: d.file }
    })
}

#[derive(Clone, Copy, Default)]
struct Outcome {
    file: usize,
    one: f64,
    two: f64,
    words: f64,
    count: f64,
}

fn outcomes(ready: &[Ready<'_>], weights: &Weights) -> Vec<Outcome> {
    parallel(ready, |r| outcome(r, &choose::choose(&r.proposal, &r.reading, weights, COUNT)))
}

fn outcome(r: &Ready<'_>, chosen: &[usize]) -> Outcome {
    let said: Vec<u32> = chosen.iter().flat_map(|&i| r.tokens[i].iter().copied()).collect();
    Outcome {
        file: r.file,
        one: f1(hits(&said, &r.reference, 1), said.len(), r.reference.len()),
        two: f1(hits(&said, &r.reference, 2), said.len().saturating_sub(1), r.reference.len().saturating_sub(1)),
        words: chosen.iter().map(|&i| r.proposal.candidates[i].words as f64).sum(),
        count: chosen.len() as f64,
    }
}

fn hits(said: &[u32], reference: &[u32], n: usize) -> usize {
    let mut left: Vec<&[u32]> = reference.windows(n).collect();
    left.sort_unstable();
    let mut mine: Vec<&[u32]> = said.windows(n).collect();
    mine.sort_unstable();
    let (mut i, mut j, mut hits) = (0, 0, 0);
    while i < left.len() && j < mine.len() {
        match left[i].cmp(mine[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                hits += 1;
                i += 1;
                j += 1;
            }
        }
    }
    hits
}

fn f1(hits: usize, said: usize, reference: usize) -> f64 {
    if hits == 0 { 0.0 } else { 200.0 * hits as f64 / (said + reference) as f64 }
}

fn hindsight(r: &Ready<'_>) -> Outcome {
    let mut chosen: Vec<usize> = Vec::new();
    for _ in 0..COUNT {
        let sum = |c: &[usize]| {
            let o = outcome(r, c);
            o.one + o.two
        };
        let best = (0..r.tokens.len())
            .filter(|i| chosen.iter().all(|&j| r.proposal.candidates[j].line != r.proposal.candidates[*i].line))
            .map(|i| (sum(&[chosen.as_slice(), &[i]].concat()), i))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((value, i)) = best
            && value > sum(&chosen)
        {
            chosen.push(i);
        }
    }
    outcome(r, &chosen)
}

fn mean(outcomes: &[Outcome], file: usize) -> Outcome {
    let of: Vec<_> = outcomes.iter().filter(|o| o.file == file).collect();
    let n = of.len().max(1) as f64;
    let sum = |f: fn(&Outcome) -> f64| of.iter().map(|o| f(o)).sum::<f64>() / n;
    Outcome { file, one: sum(|o| o.one), two: sum(|o| o.two), words: sum(|o| o.words), count: sum(|o| o.count) }
}

fn report(name: &str, outcomes: &[Outcome], files: usize) {
    print!("{name:16}");
    for file in 0..files {
        let m = mean(outcomes, file);
        print!("  R1 {:6.2} R2 {:6.2} words {:5.1} count {:4.2} |", m.one, m.two, m.words, m.count);
    }
    println!();
}

fn learn<'a>(documents: &[&'a Document], shares: &[f64]) -> (Weights, Vec<Ready<'a>>) {
    let mut weights = Weights { word: learn_words(documents), ..score::LEARNED.clone() };
    let ready = prepare(documents, &weights);
    let per_file: Vec<f64> = (0..shares.len())
        .map(|f| shares[f] / shares.iter().sum::<f64>() / ready.iter().filter(|r| r.file == f).count().max(1) as f64)
        .collect();
    weights.bullet = least_squares(&ready, &per_file);
    let value = |redundancy: f32| -> f64 {
        let o = outcomes(&ready, &Weights { redundancy, ..weights.clone() });
        let total: f64 = shares.iter().sum();
        (0..shares.len()).map(|f| mean(&o, f)).map(|m| shares[m.file] / total * (m.one + m.two)).sum()
    };
    weights.redundancy = [0.5, 1.0, 1.25, 1.5, 2.0].into_iter().max_by(|a, b| value(*a).total_cmp(&value(*b))).unwrap();
    (weights, ready)
}

/// Logistic regression by Newton's method.
fn learn_words(documents: &[&Document]) -> [f32; W] {
    let mut rows: Vec<([f64; W], f64)> = Vec::new();
    for d in documents {
        let reading = Reading::new(&d.article);
        let mut rouge = Rouge::new();
        let reference: std::collections::HashSet<u32> = rouge.tokens(&d.reference.join(" ")).into_iter().collect();
        let mut label: Vec<Option<bool>> = vec![None; reading.terms.len()];
        for line in &reading.lines {
            for chunk in &reading.chunks[line.chunks.clone()] {
                let words = rouge.tokens(&line.text[chunk.span.clone()]);
                for (&t, w) in reading.tokens[chunk.tokens.clone()].iter().zip(&words) {
                    let label = &mut label[t as usize];
                    *label = Some(label.unwrap_or(false) || reference.contains(w));
                }
            }
        }
        let top = reading.terms.iter().filter(|t| !t.stop).map(|t| t.count).max().unwrap_or(1);
        for (term, label) in reading.terms.iter().zip(label) {
            if let Some(label) = label.filter(|_| !term.stop) {
                let x = score::word_features(term, &reading, top).map(f64::from);
                rows.push((x, f64::from(u8::from(label))));
            }
        }
    }
    let mut w = [0.0_f64; W];
    for _ in 0..12 {
        let mut hessian = vec![vec![0.0; W]; W];
        let mut gradient = vec![0.0; W];
        for (x, y) in &rows {
            let p = 1.0 / (1.0 + (-x.iter().zip(&w).map(|(a, b)| a * b).sum::<f64>()).exp());
            let v = p * (1.0 - p);
            for i in 0..W {
                gradient[i] += x[i] * (y - p);
                for j in 0..=i {
                    hessian[i][j] += v * x[i] * x[j];
                }
            }
        }
        for i in 0..W {
            gradient[i] -= w[i];
            hessian[i][i] += 1.0;
            for j in 0..i {
                hessian[j][i] = hessian[i][j];
            }
        }
        for (w, step) in w.iter_mut().zip(solve(hessian, gradient)) {
            *w += step;
        }
    }
    let loss: f64 = rows
        .iter()
        .map(|(x, y)| {
            let z: f64 = x.iter().zip(&w).map(|(a, b)| a * b).sum();
            (1.0 + (-z).exp()).ln() + (1.0 - y) * z
        })
        .sum::<f64>()
        / rows.len() as f64;
    println!("words: log loss {loss:.4} over {} words", rows.len());
    w.map(|v| v as f32)
}

/// What a word costs in hits. F1 = 2 hits / (said + reference): a word is worth saying if it adds more than F1 / 2 hits,
/// and where the bullets are good that is about 0.2 for words and 0.1 for pairs.
const PRICE: f64 = 0.2 + 0.1;

/// Least squares with a ridge: what a candidate adds to the hits, less what its length costs.
fn least_squares(ready: &[Ready<'_>], per_file: &[f64]) -> [f32; B] {
    let mut left = vec![vec![0.0; B + 1]; B + 1];
    let mut right = vec![0.0; B + 1];
    for r in ready {
        for (tokens, features) in r.tokens.iter().zip(&r.proposal.features) {
            let gain =
                (hits(tokens, &r.reference, 1) + hits(tokens, &r.reference, 2)) as f64 - PRICE * tokens.len() as f64;
            let y = 100.0 * gain / (r.reference.len() as f64 + 45.0);
            let weight = per_file[r.file] * 1000.0 / r.tokens.len() as f64;
            let x: Vec<f64> = features.iter().map(|&f| f64::from(f)).chain([1.0]).collect();
            for i in 0..=B {
                right[i] += weight * x[i] * y;
                for j in 0..=B {
                    left[i][j] += weight * x[i] * x[j];
                }
            }
        }
    }
    for (i, row) in left.iter_mut().enumerate() {
        row[i] += 1.0;
    }
    let w = solve(left, right);
    std::array::from_fn(|i| w[i] as f32)
}

fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let p = (i..n).max_by(|&x, &y| a[x][i].abs().total_cmp(&a[y][i].abs())).unwrap();
        a.swap(i, p);
        b.swap(i, p);
        for r in i + 1..n {
            let f = a[r][i] / a[i][i];
            for c in i..n {
                a[r][c] -= f * a[i][c];
            }
            b[r] -= f * b[i];
        }
    }
    for i in (0..n).rev() {
        let tail: f64 = (i + 1..n).map(|c| a[i][c] * b[c]).sum();
        b[i] = (b[i] - tail) / a[i][i];
    }
    b
}
