//! Products of small integer matrices: 8-bit weights, 16-bit activations, 32-bit sums.
//!
//! Integers make the result the same to the bit on every machine, and a vector unit multiplies eight at once.

use wide::{f32x4, i16x8, i32x4};

/// Vectors of outputs computed together, for [`ROWS`] rows: as many sums as the registers of a small machine hold, so that
/// each number fetched is used several times.
const VECTORS: usize = 4;
const ROWS: usize = 2;
/// Sums in a vector.
const LANES: usize = 4;
/// Outputs computed together.
const BLOCK: usize = VECTORS * LANES;

/// The weights from two inputs to a block of outputs: those of the two stand side by side for each output.
type Pair = [i16x8; VECTORS];

/// A matrix of `inputs` × `outputs` weights with a scale and a bias for each output.
pub struct Matrix {
    inputs: usize,
    /// Outputs rounded up to whole blocks: the distance between rows of a product.
    pub stride: usize,
    /// `[block][pair of inputs]`.
    weights: Vec<Pair>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// From 8-bit weights, `[input][output]`, with a scale and a bias for each output. An odd number of inputs has no place
    /// here.
    #[must_use]
    pub fn new(inputs: usize, outputs: usize, weights: &[i8], scale: &[f32], bias: &[f32]) -> Self {
        let blocks = outputs.div_ceil(BLOCK);
        let at = |input: usize, output: usize| if output < outputs { weights[input * outputs + output] } else { 0 };
        let mut pairs = Vec::with_capacity(blocks * inputs / 2);
        for block in 0..blocks {
            for pair in 0..inputs / 2 {
                pairs.push(std::array::from_fn(|vector| {
                    let from = block * BLOCK + vector * LANES;
                    i16x8::from(std::array::from_fn::<i16, 8, _>(|k| i16::from(at(2 * pair + k % 2, from + k / 2))))
                }));
            }
        }
        let stride = blocks * BLOCK;
        let padded = |values: &[f32]| values.iter().copied().chain(std::iter::repeat(0.0)).take(stride).collect();
        Self { inputs, stride, weights: pairs, scale: padded(scale), bias: padded(bias) }
    }

    /// Writes `rows` × `stride` products of `x` (`rows` × `inputs`) into `y`.
    pub fn multiply(&self, y: &mut Vec<f32>, x: &[i16], rows: usize) {
        y.clear();
        y.resize(rows * self.stride, 0.0);
        let pairs = self.inputs / 2;
        if pairs == 0 {
            return;
        }
        // block by block: its weights stay in the nearest cache for all rows
        for (block, weights) in self.weights.chunks_exact(pairs).enumerate() {
            let mut row = 0;
            while row + ROWS <= rows {
                self.block::<ROWS>(y, x, row, block, weights);
                row += ROWS;
            }
            while row < rows {
                self.block::<1>(y, x, row, block, weights);
                row += 1;
            }
        }
    }

    /// A block of outputs of `R` rows.
    fn block<const R: usize>(&self, y: &mut [f32], x: &[i16], row: usize, block: usize, weights: &[Pair]) {
        let inputs = std::array::from_fn(|r| {
            let from = (row + r) * self.inputs;
            &x[from..from + self.inputs].as_chunks::<2>().0[..weights.len()]
        });
        for (r, sums) in products::<R>(weights, inputs).into_iter().enumerate() {
            for (vector, sum) in sums.into_iter().enumerate() {
                let output = block * BLOCK + vector * LANES;
                // The conversion rounds to nearest, on every machine alike; product and sum are two operations.
                let value = sum.round_float() * four(&self.scale[output..]) + four(&self.bias[output..]);
                let at = (row + r) * self.stride + output;
                y[at..at + LANES].copy_from_slice(&value.to_array());
            }
        }
    }
}

fn four(values: &[f32]) -> f32x4 {
    f32x4::new([values[0], values[1], values[2], values[3]])
}

/// The sums of a block of outputs for `R` rows, each given as pairs of inputs.
fn products<const R: usize>(weights: &[Pair], inputs: [&[[i16; 2]]; R]) -> [[i32x4; VECTORS]; R] {
    let mut sums = [[i32x4::ZERO; VECTORS]; R];
    for (pair, weights) in weights.iter().enumerate() {
        for (sums, input) in sums.iter_mut().zip(inputs) {
            // the pair in every lane
            let input: i16x8 = bytemuck::cast(i32x4::splat(bytemuck::cast(input[pair])));
            for (sum, weights) in sums.iter_mut().zip(weights) {
                *sum += input.dot(*weights);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_product_is_what_plain_arithmetic_says(
            rows in 0_usize..7, half in 1_usize..5, outputs in 1_usize..40,
            w in prop::collection::vec(any::<i8>(), 8 * 40), x in prop::collection::vec(any::<i16>(), 7 * 8),
        ) {
            let inputs = 2 * half;
            // −32768 does not occur: activations are clamped.
            let x: Vec<i16> = x.iter().map(|v| (*v).max(-32767)).collect();
            let m = Matrix::new(inputs, outputs, &w, &vec![0.5; outputs], &vec![1.0; outputs]);
            let mut y = Vec::new();
            m.multiply(&mut y, &x, rows);
            for r in 0..rows {
                for o in 0..outputs {
                    let sum: i32 = (0..inputs).map(|i| i32::from(x[r * inputs + i]) * i32::from(w[i * outputs + o])).sum();
                    #[allow(clippy::cast_precision_loss)]
                    let want = sum as f32 * 0.5 + 1.0;
                    prop_assert_eq!(y[r * m.stride + o], want);
                }
            }
        }
    }
}
