//! The chance in training: xorshift (Marsaglia, 2003) from a fixed seed, so that a training can be run again.

/// The share of words whose own rows are hidden, so that their endings, shapes and neighbours must do.
const HIDDEN: f32 = 0.08;

pub(crate) struct Noise(u64);

impl Noise {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 up to 1.
    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// Numbers between minus and plus `range`.
    pub(crate) fn uniform(&mut self, count: usize, range: f32) -> Vec<f32> {
        (0..count).map(|_| (self.unit() * 2.0 - 1.0) * range).collect()
    }

    /// Dropout: nothing for a share of the places, correspondingly more for the others.
    pub(crate) fn mask(&mut self, count: usize, dropout: f32) -> Vec<f32> {
        let kept = 1.0 / (1.0 - dropout);
        (0..count).map(|_| if self.unit() < dropout { 0.0 } else { kept }).collect()
    }

    /// For each word whether its own rows are seen.
    pub(crate) fn hidden_words(&mut self, count: usize) -> Vec<bool> {
        (0..count).map(|_| self.unit() >= HIDDEN).collect()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.next() as usize % (i + 1));
        }
    }
}
