//! Number words of other languages than English.

use std::sync::LazyLock;

use foldhash::HashMap;

/// A word's meaning among numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Numeral {
    /// A number by itself: "zwölf", "einundzwanzig".
    Value(f64),
    /// What multiplies the one before, as English says it: "million".
    Magnitude(&'static str),
}

type Table = HashMap<String, Numeral>;

/// One table a language; the file says how it is written.
static TABLES: LazyLock<HashMap<&'static str, Table>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/number_words.txt").lines();
    lines.filter(|l| !l.starts_with('#')).filter_map(read).collect()
});

/// What a folded word says in a language, given by its primary subtag.
pub(super) fn find(language: &str, word: &str) -> Option<Numeral> {
    TABLES.get(language)?.get(word).copied()
}

fn read(line: &'static str) -> Option<(&'static str, Table)> {
    let mut parts = line.split('|').map(str::trim);
    let (language, small) = parts.next()?.split_once(' ')?;
    let (tens, large, joined) = (parts.next()?, parts.next()?, parts.next()?);
    let mut table = Table::default();
    let variants = |words: &'static str| words.split('/').filter(|w| *w != "_");
    let mut ones: Vec<(&str, f64)> = Vec::new();
    for (words, n) in small.split_whitespace().zip(0u8..) {
        for word in variants(words) {
            // "ein", "un", "una": an article
            if n != 1 {
                table.insert(word.to_owned(), Numeral::Value(f64::from(n)));
            }
            if (1..10).contains(&n) {
                ones.push((word, f64::from(n)));
            }
        }
    }
    for (words, n) in tens.split_whitespace().zip(2u8..) {
        for ten in variants(words) {
            let value = f64::from(n) * 10.0;
            table.insert(ten.to_owned(), Numeral::Value(value));
            for (one, n) in &ones {
                for pattern in joined.split_whitespace() {
                    let word = pattern.replace('1', one).replace('2', ten);
                    table.insert(word, Numeral::Value(value + n));
                }
            }
        }
    }
    for (words, english) in large.split_whitespace().zip(["hundred", "thousand", "million", "billion"]) {
        table.extend(variants(words).map(|word| (word.to_owned(), Numeral::Magnitude(english))));
    }
    Some((language, table))
}
