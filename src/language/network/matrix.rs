//! Products of small integer matrices: 8-bit weights, 16-bit activations, 32-bit sums.
//!
//! Integers make the result the same to the bit on every machine, and a vector unit multiplies eight at once.

use wide::{f32x4, i16x8, i32x4};

/// Columns computed together: two vectors of four sums for each of two rows of weights.
const LANES: usize = 8;

/// A matrix of `inputs` × `outputs` weights with a scale and a bias for each output.
pub struct Matrix {
    inputs: usize,
    /// Outputs rounded up to whole vectors: the distance between rows of a product.
    pub stride: usize,
    /// Pairs of inputs of eight outputs stand together: `[block][pair]` vectors, two for each.
    weights: Vec<[i16x8; 2]>,
    scale: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// From 8-bit weights, `[input][output]`, with a scale and a bias for each output. An odd number of inputs has no place here.
    pub fn new(inputs: usize, outputs: usize, weights: &[i8], scale: &[f32], bias: &[f32]) -> Self {
        let blocks = outputs.div_ceil(LANES);
        let at = |input: usize, output: usize| if output < outputs { weights[input * outputs + output] } else { 0 };
        let mut vectors = Vec::with_capacity(blocks * inputs / 2);
        for block in 0..blocks {
            for pair in 0..inputs / 2 {
                vectors.push([0, 4].map(|half| {
                    i16x8::from(std::array::from_fn::<i16, 8, _>(|lane| {
                        i16::from(at(2 * pair + lane % 2, block * LANES + half + lane / 2))
                    }))
                }));
            }
        }
        let stride = blocks * LANES;
        let padded = |values: &[f32]| values.iter().copied().chain(std::iter::repeat(0.0)).take(stride).collect();
        Self { inputs, stride, weights: vectors, scale: padded(scale), bias: padded(bias) }
    }

    /// Writes `rows` × `stride` products of `x` (`rows` × `inputs`) into `y`.
    pub fn multiply(&self, y: &mut Vec<f32>, x: &[i16], rows: usize) {
        y.clear();
        y.resize(rows * self.stride, 0.0);
        let pairs = self.inputs / 2;
        if pairs == 0 {
            return;
        }
        // Four rows at a time: each vector of weights that was fetched is used four times.
        let mut row = 0;
        while row < rows {
            let count = (rows - row).min(4);
            let input = |t: usize| {
                let from = (row + t.min(count - 1)) * self.inputs;
                x[from..from + self.inputs].as_chunks::<2>().0
            };
            let inputs = [input(0), input(1), input(2), input(3)];
            for (block, weights) in self.weights.chunks_exact(pairs).enumerate() {
                let sums = products(weights, inputs);
                for (t, sum) in sums.iter().enumerate().take(count) {
                    self.write(&mut y[(row + t) * self.stride + block * LANES..], block, *sum);
                }
            }
            row += count;
        }
    }

    fn write(&self, y: &mut [f32], block: usize, sums: [i32x4; 2]) {
        let from = block * LANES;
        for (half, sum) in sums.into_iter().enumerate() {
            let at = from + half * 4;
            // The conversion rounds to nearest, on every machine alike; product and sum are two operations.
            let value = sum.round_float() * four(&self.scale[at..]) + four(&self.bias[at..]);
            y[half * 4..half * 4 + 4].copy_from_slice(&value.to_array());
        }
    }
}

fn four(values: &[f32]) -> f32x4 {
    f32x4::new([values[0], values[1], values[2], values[3]])
}

/// The sums of eight outputs for four rows.
fn products(weights: &[[i16x8; 2]], inputs: [&[[i16; 2]]; 4]) -> [[i32x4; 2]; 4] {
    let mut sums = [[i32x4::ZERO; 2]; 4];
    let [a, b, c, d] = inputs;
    for ((((w, a), b), c), d) in weights.iter().zip(a).zip(b).zip(c).zip(d) {
        for (sum, pair) in sums.iter_mut().zip([a, b, c, d]) {
            // a pair of inputs in every lane
            let input: i16x8 = bytemuck::cast(i32x4::splat(bytemuck::cast(*pair)));
            sum[0] += input.dot(w[0]);
            sum[1] += input.dot(w[1]);
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
            rows in 0_usize..7, half in 1_usize..5, outputs in 1_usize..20,
            w in prop::collection::vec(any::<i8>(), 8 * 20), x in prop::collection::vec(any::<i16>(), 7 * 8),
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
