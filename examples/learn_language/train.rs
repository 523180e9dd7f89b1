//! The training: some epochs over shuffled batches, the step growing at first and shrinking to nothing at the end.

use std::{fs, time::Instant};

use nutgraf::language::network::{Network, features::Table};

use super::{
    batch::{Batch, Example, Inventory},
    labelled::{self, Sentence},
    model::{Model, Progress, Shape},
    noise::Noise,
    score::{self, Score},
    weights,
};

const EPOCHS: usize = 12;
/// Sentences a step.
const BATCH: usize = 24;
const RATE: f32 = 1.5e-3;
/// Steps in which the rate grows.
const WARM_UP: f32 = 300.0;
const DROPOUT: f32 = 0.10;
/// Longer sentences are left out.
const LONGEST: usize = 110;
/// The last part of the training, whose weights are averaged, and how often one is taken.
const AVERAGED: f32 = 0.15;
const TAKE_EVERY: usize = 20;

const DILATIONS: [usize; 5] = [1, 1, 2, 4, 8];
/// Rows for words, three last letters, three first, two last, shapes, capitals.
const TABLE: [u32; 6] = [19_900, 4_096, 3_600, 1_000, 400, 8];

fn shape(inventory: &Inventory) -> Shape {
    Shape {
        width: 96,
        arc: 64,
        relation: 64,
        dilations: DILATIONS.to_vec(),
        table: Table::new(TABLE).expect("large enough"),
        tags: inventory.tags.len(),
        relations: inventory.relations.len(),
    }
}

/// The mean of a model's weights at several steps.
#[derive(Default)]
struct Average {
    sums: Vec<Vec<f32>>,
    count: f32,
}

impl Average {
    fn take(&mut self, model: &mut Model) {
        let values = model.values();
        if self.sums.is_empty() {
            self.sums = values.iter().map(|v| vec![0.0; v.len()]).collect();
        }
        self.count += 1.0;
        for (sums, values) in self.sums.iter_mut().zip(values) {
            for (sum, value) in sums.iter_mut().zip(values.iter()) {
                *sum += value;
            }
        }
    }

    fn put(&self, model: &mut Model) {
        for (sums, values) in self.sums.iter().zip(model.values()) {
            for (sum, value) in sums.iter().zip(values.iter_mut()) {
                *value = sum / self.count;
            }
        }
    }
}

/// Learns from the sentences of some files (parted by commas), says after each epoch how well it does on another's, and
/// writes the weights that do best at the end.
pub(crate) fn run(train: &str, dev: &str, target: &str) {
    let mut sentences: Vec<Sentence> = train.split(',').flat_map(labelled::read).collect();
    sentences.retain(|s| s.words.len() <= LONGEST);
    let dev = labelled::read(dev);
    let inventory = Inventory::of(&sentences);
    let mut noise = Noise::new(1);
    let mut model = Model::new(shape(&inventory), &mut noise);
    let examples: Vec<Example> = sentences.iter().map(|s| Example::new(s, &inventory, &model.shape.table)).collect();
    eprintln!("{} sentences, {} words", examples.len(), sentences.iter().map(|s| s.words.len()).sum::<usize>());
    let check = |name: &str, model: &Model| {
        let bytes = weights::bytes(model, &inventory);
        let network = Network::load(bytes.clone().leak()).expect("what was written can be read");
        let score = score::measure(&network, &dev);
        eprintln!("{name}: {score}  {} bytes", bytes.len());
        (score, bytes)
    };
    let mut average = Average::default();
    let total = examples.len().div_ceil(BATCH) * EPOCHS;
    let mut step = 0;
    for epoch in 1..=EPOCHS {
        let (mut progress, begun) = (Progress::default(), Instant::now());
        let mut order: Vec<&Example> = examples.iter().collect();
        noise.shuffle(&mut order);
        for batch in order.chunks(BATCH) {
            step += 1;
            let left = 1.0 - step as f32 / total as f32;
            model.learn(&Batch::new(batch.to_vec()), DROPOUT, &mut noise, &mut progress);
            model.step(
                RATE * (step as f32 / WARM_UP).min(1.0) * left.max(0.02),
                i32::try_from(step).unwrap_or(i32::MAX),
            );
            if left < AVERAGED && step % TAKE_EVERY == 0 {
                average.take(&mut model);
            }
        }
        report(epoch, &progress, begun);
        let bytes = check("  last", &model).1;
        fs::write(target, bytes).expect("the weights can be written");
    }
    let last = check("last", &model);
    average.put(&mut model);
    let mean = check("mean", &model);
    let better = |a: &(Score, _), b: &(Score, _)| a.0.mean() > b.0.mean();
    let best = if better(&mean, &last) { mean } else { last };
    fs::write(target, best.1).expect("the weights can be written");
}

fn report(epoch: usize, progress: &Progress, begun: Instant) {
    let words = progress.words as f64;
    let share = |n: usize| n as f64 / words;
    let [tags, names, arcs, relations] = std::array::from_fn(|k| (progress.loss[k] / words, share(progress.right[k])));
    eprintln!(
        "epoch {epoch}, {:.0} s: tags {tags:.4?} names {names:.4?} arcs {arcs:.4?} relations {relations:.4?}",
        begun.elapsed().as_secs_f32()
    );
}
