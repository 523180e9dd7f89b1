//! What is learned, and how a step changes it: Adam (Kingma and Ba, 2015).

use super::products::{add_product, transpose};

const MEAN_DECAY: f32 = 0.9;
const SQUARE_DECAY: f32 = 0.999;
const TINY: f32 = 1e-8;
/// A row of embeddings is seen now and then: its means forget faster.
const ROW_MEAN_DECAY: f32 = 0.5;
const ROW_SQUARE_DECAY: f32 = 0.99;
const ROW_STEP: f32 = 3.0;

/// How far a step goes.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) rate: f32,
    /// The number of the step, from 1.
    pub(crate) number: i32,
    /// What gradients are multiplied by, so that none is too long.
    pub(crate) clip: f32,
}

/// Numbers that are learned, with the gradient of the batch.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) values: Vec<f32>,
    pub(crate) gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Parameter {
    pub(crate) fn new(values: Vec<f32>) -> Self {
        let zeros = vec![0.0; values.len()];
        Self { values, gradient: zeros.clone(), mean: zeros.clone(), square: zeros }
    }

    /// Moves the values against the gradient, which is empty afterwards.
    pub(crate) fn step(&mut self, step: Step) {
        let mean_part = 1.0 - MEAN_DECAY.powi(step.number);
        let square_part = 1.0 - SQUARE_DECAY.powi(step.number);
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((value, gradient), (mean, square)) in self.values.iter_mut().zip(&mut self.gradient).zip(moments) {
            let g = *gradient * step.clip;
            *mean = MEAN_DECAY * *mean + (1.0 - MEAN_DECAY) * g;
            *square = SQUARE_DECAY * *square + (1.0 - SQUARE_DECAY) * g * g;
            *value -= step.rate * (*mean / mean_part) / ((*square / square_part).sqrt() + TINY);
            *gradient = 0.0;
        }
    }
}

/// Embeddings: only the rows of the batch are changed, each with one second moment.
pub(crate) struct Embeddings {
    pub(crate) values: Vec<f32>,
    gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
    touched: Vec<usize>,
    is_touched: Vec<bool>,
    width: usize,
}

impl Embeddings {
    pub(crate) fn new(values: Vec<f32>, width: usize) -> Self {
        let (zeros, rows) = (vec![0.0; values.len()], values.len() / width);
        Self {
            values,
            gradient: zeros.clone(),
            mean: zeros,
            square: vec![0.0; rows],
            touched: Vec::new(),
            is_touched: vec![false; rows],
            width,
        }
    }

    pub(crate) fn row(&self, row: u32) -> &[f32] {
        &self.values[row as usize * self.width..][..self.width]
    }

    pub(crate) fn add_gradient(&mut self, row: u32, gradient: &[f32]) {
        let row = row as usize;
        if !std::mem::replace(&mut self.is_touched[row], true) {
            self.touched.push(row);
        }
        for (sum, g) in self.gradient[row * self.width..].iter_mut().zip(gradient) {
            *sum += g;
        }
    }

    pub(crate) fn step(&mut self, step: Step) {
        for row in self.touched.drain(..) {
            self.is_touched[row] = false;
            let range = row * self.width..(row + 1) * self.width;
            let gradient = &mut self.gradient[range.clone()];
            let power = gradient.iter().map(|g| g * g).sum::<f32>() / self.width as f32;
            self.square[row] = ROW_SQUARE_DECAY * self.square[row] + (1.0 - ROW_SQUARE_DECAY) * power;
            let length = self.square[row].sqrt() + TINY;
            let (values, means) = (&mut self.values[range.clone()], &mut self.mean[range]);
            for ((value, gradient), mean) in values.iter_mut().zip(gradient).zip(means) {
                *mean = ROW_MEAN_DECAY * *mean + (1.0 - ROW_MEAN_DECAY) * *gradient * step.clip;
                *value -= step.rate * (*mean / length).clamp(-ROW_STEP, ROW_STEP);
                *gradient = 0.0;
            }
        }
    }
}

/// A matrix and a bias.
pub(crate) struct Layer {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// `[input][output]`.
    pub(crate) weights: Parameter,
    pub(crate) bias: Parameter,
}

impl Layer {
    pub(crate) fn forward(&self, x: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        let mut y = self.bias.values.repeat(rows);
        add_product(&mut y, x, &self.weights.values, self.inputs, self.outputs);
        y
    }

    /// Adds to the layer's own gradients and gives that of its input.
    pub(crate) fn backward(&mut self, x: &[f32], dy: &[f32]) -> Vec<f32> {
        let rows = x.len() / self.inputs;
        for row in dy.chunks_exact(self.outputs) {
            for (sum, d) in self.bias.gradient.iter_mut().zip(row) {
                *sum += d;
            }
        }
        add_product(&mut self.weights.gradient, &transpose(x, self.inputs), dy, rows, self.outputs);
        let mut dx = vec![0.0; x.len()];
        add_product(&mut dx, dy, &transpose(&self.weights.values, self.outputs), self.outputs, self.inputs);
        dx
    }
}
