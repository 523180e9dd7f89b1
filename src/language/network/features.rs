//! What the network sees of a word: rows of one table of embeddings, found by hashing.
//!
//! Seven rows are added up for each word: the word twice under two hashes (so that two words that share one row rarely
//! share both), its last three and first three letters, its last two, its shape (`Xxx-ddd`), and whether it is
//! capitalized and opens the sentence. Hashing makes a vocabulary needless: an unknown word has an ending and a shape.

/// Rows that are added up for each word.
pub const ROWS: usize = 7;

const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
/// FNV-1a, 64 bits.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let h = bytes.fold(FNV_OFFSET, |h, b| (h ^ u64::from(b)).wrapping_mul(FNV_PRIME));
    // the upper half: taken after mixing, it depends on every bit
    #[allow(clippy::cast_possible_truncation)]
    let upper = ((h ^ (h >> 29)).wrapping_mul(MIX) >> 32) as u32;
    upper | 1
}

fn mix(h: u64, value: u32) -> u64 {
    (h.rotate_left(23) ^ u64::from(value)).wrapping_mul(MIX)
}

/// How many rows each of the seven parts of the table has, for a table of `1 << bits` rows a word.
fn sizes(bits: u32) -> [usize; ROWS] {
    let words = 1_usize << bits;
    [words, words, words / 4, words / 4, words / 4, words / 16, 64]
}

/// Rows of the whole table. The two hashes of the word share the first part.
#[must_use]
pub fn table_rows(bits: u32) -> usize {
    let sizes = sizes(bits);
    sizes[0] + sizes[2..].iter().sum::<usize>()
}

/// The rows of a word.
#[must_use]
pub fn rows(word: &str, opens_sentence: bool, bits: u32) -> [u32; ROWS] {
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
    let sizes = sizes(bits);
    let mut base = 0;
    std::array::from_fn(|k| {
        if k >= 2 {
            base += if k == 2 { sizes[0] } else { sizes[k - 1] };
        }
        let h = if k == ROWS - 1 {
            u64::from(values[k])
        } else {
            mix(mix(0x77, u32::try_from(k).unwrap_or(0)), values[k]) >> 33
        };
        u32::try_from(base as u64 + h % sizes[k] as u64).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_is_in_the_table(word in ".{0,40}", first in any::<bool>(), bits in 6_u32..15) {
            prop_assert!(rows(&word, first, bits).iter().all(|r| (*r as usize) < table_rows(bits)));
        }
    }

    #[test]
    fn marks_of_every_shape_are_one_word() {
        assert_eq!(rows("don’t", false, 14), rows("don't", false, 14));
        assert_ne!(rows("May", false, 14), rows("may", false, 14));
    }
}
