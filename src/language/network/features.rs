//! What the network sees of a word: rows of one table of embeddings, found by hashing.
//!
//! Seven rows are added up for each word: the word twice under two hashes (so that two words that share one row rarely
//! share both), its last three and first three letters, its last two, its shape (`Xxx-ddd`), and whether it is
//! capitalized and opens the sentence. Hashing makes a vocabulary needless: an unknown word has an ending and a shape.

use crate::text::hash::fnv1a;

/// Rows that are added up for each word.
pub const ROWS: usize = 7;
/// Rows that tell capitals and openings apart.
const CAPITALS: u32 = 8;

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let h = fnv1a(bytes);
    // the upper half: taken after mixing, it depends on every bit
    #[allow(clippy::cast_possible_truncation)]
    let upper = ((h ^ (h >> 29)).wrapping_mul(MIX) >> 32) as u32;
    upper | 1
}

fn mix(h: u64, value: u32) -> u64 {
    (h.rotate_left(23) ^ u64::from(value)).wrapping_mul(MIX)
}

/// How the table of embeddings is divided among the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Rows of each part: words (under both hashes), three last letters, three first, two last, shapes, capitals.
    sizes: [u32; ROWS - 1],
}

impl Table {
    /// Of the rows of each part; nothing where one has too few to hold anything or all together are too many.
    #[must_use]
    pub fn new(sizes: [u32; ROWS - 1]) -> Option<Self> {
        let fits = sizes.iter().all(|s| (CAPITALS..=1 << 24).contains(s));
        fits.then_some(Self { sizes })
    }

    /// Rows of all parts.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.sizes.iter().map(|s| *s as usize).sum()
    }

    /// Rows of each part.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }
}

/// The rows of a word.
#[must_use]
pub fn rows(word: &str, opens_sentence: bool, table: &Table) -> [u32; ROWS] {
    let mut lower = String::with_capacity(word.len());
    let mut shape = String::with_capacity(word.len());
    let (mut digits, mut count, mut run) = (0, 0, ('\0', 0));
    for c in word.chars() {
        // newsrooms differ in their marks, not in what they mean by them
        let c = match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            _ => c,
        };
        count += 1;
        let class = if c.is_ascii_digit() {
            digits += 1;
            'd'
        } else if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else {
            c
        };
        run = if run.0 == class { (class, run.1 + 1) } else { (class, 1) };
        if run.1 <= 3 {
            shape.push(class);
        }
        lower.extend(c.to_lowercase());
    }
    let norm = match (digits > 0 && digits == count, count) {
        (true, 4) => "!year",
        (true, _) => "!num",
        _ => lower.as_str(),
    };
    let salted = |salt: u8, part: &str| hash(std::iter::once(salt).chain(part.bytes()));
    let ending = |n: usize| &lower[lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i)..];
    let beginning = |n: usize| &lower[..lower.char_indices().nth(n).map_or(lower.len(), |(i, _)| i)];
    let capital = if word.chars().next().is_some_and(char::is_uppercase) { 1 } else { 2 };
    let word = hash(norm.bytes());
    let values = [
        word,
        word,
        salted(3, ending(3)),
        salted(5, beginning(3)),
        salted(2, ending(2)),
        hash(shape.bytes()),
        capital * 2 + u32::from(opens_sentence),
    ];
    let mut base = 0;
    std::array::from_fn(|k| {
        // the two hashes of the word share the first part
        let part = k.saturating_sub(1);
        if k >= 2 {
            base += table.sizes[part - 1];
        }
        let h = if k == ROWS - 1 {
            u64::from(values[k])
        } else {
            mix(mix(0x77, u32::try_from(k).unwrap_or(0)), values[k]) >> 33
        };
        base + u32::try_from(h % u64::from(table.sizes[part])).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_is_in_the_table(word in ".{0,40}", first in any::<bool>(), sizes in prop::array::uniform6(8_u32..9999)) {
            let table = Table::new(sizes).expect("large enough");
            prop_assert!(rows(&word, first, &table).iter().all(|r| (*r as usize) < table.rows()));
        }
    }

    #[test]
    fn marks_of_every_shape_are_one_word() {
        let table = Table::new([999; ROWS - 1]).expect("large enough");
        assert_eq!(rows("don’t", false, &table), rows("don't", false, &table));
        assert_ne!(rows("May", false, &table), rows("may", false, &table));
    }
}
