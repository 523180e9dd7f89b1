//! The word changes between two texts, and whether they are the same words.

use std::collections::{HashMap, HashSet};

use super::{Op, Side, WordChange, subsequence};
use crate::text::words;

/// Cells of the table that finds the common words; longer texts are compared from both ends only.
const MAX_CELLS: usize = 1_000_000;

/// A word with the marks and white space around it: the units of a text, joined, are the text.
struct Unit<'a> {
    text: &'a str,
    /// Its letters and digits in lower case.
    key: String,
    /// It carries meaning.
    content: bool,
}

/// The steps that turn one text into the other, by words. Case, punctuation and white space make no difference.
///
/// The `left` texts of all steps joined are `left`, the `right` texts `right`.
///
/// ```
/// use nutgraf::compare::{Op, words::changes};
/// let steps = changes("He said it was approved.", "He said that it was refused.");
/// let ops: Vec<_> = steps.iter().map(|s| (s.op, s.left.trim(), s.right.trim())).collect();
/// assert_eq!(ops[1], (Op::Insert, "", "that"));
/// assert_eq!(ops[3], (Op::Replace, "approved.", "refused."));
/// ```
#[must_use]
pub fn changes(left: &str, right: &str) -> Vec<WordChange> {
    let (a, b) = (units(left), units(right));
    let (keys_a, keys_b) = intern(&a, &b);
    let prefix = keys_a.iter().zip(&keys_b).take_while(|(x, y)| x == y).count();
    let longest = keys_a.len().min(keys_b.len()) - prefix;
    let suffix = keys_a.iter().rev().zip(keys_b.iter().rev()).take(longest).take_while(|(x, y)| x == y).count();
    let (end_a, end_b) = (a.len() - suffix, b.len() - suffix);
    let mut matched: Vec<(usize, usize)> = (0..prefix).map(|k| (k, k)).collect();
    let content: Vec<bool> = a.iter().map(|u| u.content).collect();
    // Content words before stop words, and unbroken runs before scattered ones.
    let weight = |i: usize| if content[prefix + i] { 6 } else { 3 };
    let middle = subsequence::common(&keys_a[prefix..end_a], &keys_b[prefix..end_b], weight, 1, MAX_CELLS);
    matched.extend(middle.into_iter().map(|(i, j)| (prefix + i, prefix + j)));
    matched.extend((0..suffix).map(|k| (end_a + k, end_b + k)));
    drop_islands(&mut matched, &a, b.len());
    steps(&a, &b, &matched)
}

/// The text of one side in order, in pieces, each with whether it is worth marking: words that carry meaning, figures and denials
/// that the other side has in no form and no place. Function words are marked between two of them alone.
///
/// ```
/// use nutgraf::compare::{Side, words::{changes, telling}};
/// let steps = changes("It was closed for two years.", "For three years it has been closed.");
/// let marked: Vec<_> = telling(&steps, Side::Right).into_iter().filter(|p| p.0).map(|p| p.1).collect();
/// assert_eq!(marked, ["three "]);
/// ```
#[must_use]
pub fn telling(steps: &[WordChange], side: Side) -> Vec<(bool, &str)> {
    fn of(step: &WordChange, side: Side) -> &str {
        if side == Side::Left { &step.left } else { &step.right }
    }
    let stemmer = words::Stemmer::for_language("en");
    let stem = |word: &str| stemmer.stem(&words::fold(word)).into_owned();
    let others = steps.iter().flat_map(|s| words::words(of(s, side.other())));
    let other: HashSet<String> = others.map(|(_, w)| stem(w)).collect();
    let denied = steps.iter().any(|s| words::words(of(s, side.other())).any(|(_, w)| denies(w)));
    let tells = |unit: &Unit<'_>| {
        words::words(unit.text)
            .any(|(_, w)| if denies(w) { !denied } else { unit.content && !other.contains(&stem(w)) })
    };
    let mut out: Vec<(bool, &str)> = Vec::new();
    for step in steps {
        let text = of(step, side);
        if step.op == Op::Equal {
            out.push((false, text));
            continue;
        }
        let mut at = 0;
        let marked: Vec<(bool, usize)> = units(text)
            .iter()
            .map(|u| {
                at += u.text.len();
                (tells(u), at)
            })
            .collect();
        let (first, last) = (marked.iter().position(|m| m.0), marked.iter().rposition(|m| m.0));
        let (Some(first), Some(last)) = (first, last) else {
            out.push((false, text));
            continue;
        };
        // From the first to the last of them, where no long run of words that both have stands between.
        let mut start = 0;
        let near = |k: usize| {
            let before = marked[..k].iter().rev().take(BETWEEN).any(|m| m.0);
            let after = marked[k + 1..].iter().take(BETWEEN).any(|m| m.0);
            (first..=last).contains(&k) && (marked[k].0 || before && after)
        };
        for k in 0..marked.len() {
            let end = marked[k].1;
            if k + 1 == marked.len() || near(k) != near(k + 1) {
                out.push((near(k), &text[start..end]));
                start = end;
            }
        }
    }
    out
}

/// Words between two that are marked which are marked with them, at most.
const BETWEEN: usize = 2;

/// Whether a word turns what is said round.
fn denies(word: &str) -> bool {
    let folded = words::fold(word);
    matches!(
        folded.as_ref(),
        "no" | "not" | "never" | "nobody" | "none" | "nothing" | "neither" | "nor" | "without" | "cannot"
    ) || folded.ends_with("n't")
}

/// Whether two texts have the same words once case, punctuation and white space are set aside.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    let (a, b) = (words::letters(left), words::letters(right));
    if a.is_empty() && b.is_empty() { left.trim() == right.trim() } else { a == b }
}

/// Cuts a text into its words. What stands before a word without white space between them belongs to it (an opening
/// mark), and so does what follows it up to and with the white space.
fn units(text: &str) -> Vec<Unit<'_>> {
    let found: Vec<(usize, &str)> = words::words(text).collect();
    let mut out = Vec::with_capacity(found.len().max(1));
    let mut start = 0;
    for (k, &(at, word)) in found.iter().enumerate() {
        let after = at + word.len();
        let end = match found.get(k + 1) {
            None => text.len(),
            Some(&(next, _)) => {
                let gap = &text[after..next];
                gap.rfind(char::is_whitespace)
                    .map_or(next, |space| after + space + gap[space..].chars().next().map_or(0, char::len_utf8))
            }
        };
        let folded = words::fold(word);
        let key = words::letters(&text[start..end]);
        out.push(Unit { text: &text[start..end], key, content: !words::is_stop_word(&folded, "en") });
        start = end;
    }
    if found.is_empty() && !text.is_empty() {
        out.push(Unit { text, key: text.trim().to_owned(), content: false });
    }
    out
}

fn intern(a: &[Unit<'_>], b: &[Unit<'_>]) -> (Vec<u32>, Vec<u32>) {
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut number = |units: &[Unit<'_>]| -> Vec<u32> {
        units
            .iter()
            .map(|u| {
                let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                *ids.entry(u.key.clone()).or_insert(next)
            })
            .collect()
    };
    (number(a), number(b))
}

/// Drops a match of one stop word alone between words replaced on both sides: it reads as noise.
fn drop_islands(matched: &mut Vec<(usize, usize)>, a: &[Unit<'_>], right_len: usize) {
    let all = matched.clone();
    let mut k = 0usize;
    matched.retain(|&(i, j)| {
        let before = k.checked_sub(1).map_or((0, 0), |p| (all[p].0 + 1, all[p].1 + 1));
        let after = all.get(k + 1).copied().unwrap_or((a.len(), right_len));
        k += 1;
        let replaced_before = before.0 < i && before.1 < j;
        let replaced_after = i + 1 < after.0 && j + 1 < after.1;
        a[i].content || !replaced_before || !replaced_after
    });
}

fn steps(a: &[Unit<'_>], b: &[Unit<'_>], matched: &[(usize, usize)]) -> Vec<WordChange> {
    let text = |units: &[Unit<'_>]| units.iter().map(|u| u.text).collect::<String>();
    let mut out: Vec<WordChange> = Vec::new();
    let mut push = |op, left: &[Unit<'_>], right: &[Unit<'_>]| match out.last_mut() {
        Some(last) if last.op == op => {
            last.left.push_str(&text(left));
            last.right.push_str(&text(right));
        }
        _ => out.push(WordChange { op, left: text(left), right: text(right) }),
    };
    let (mut i, mut j) = (0, 0);
    for &(x, y) in matched.iter().chain(std::iter::once(&(a.len(), b.len()))) {
        match (i < x, j < y) {
            (true, true) => push(Op::Replace, &a[i..x], &b[j..y]),
            (true, false) => push(Op::Delete, &a[i..x], &[]),
            (false, true) => push(Op::Insert, &[], &b[j..y]),
            (false, false) => {}
        }
        if x < a.len() && y < b.len() {
            push(Op::Equal, &a[x..=x], &b[y..=y]);
        }
        (i, j) = (x + 1, y + 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(left: &str, right: &str) -> Vec<(Op, String, String)> {
        changes(left, right).into_iter().map(|c| (c.op, c.left.trim().to_owned(), c.right.trim().to_owned())).collect()
    }

    #[test]
    fn a_trimmed_quotation_shows_the_two_words_that_went() {
        let got = read(
            "“And that went right to the mayor and, as you’ve heard, she’s approved use of our pumps.”",
            "\"That went right to the Mayor and, as you've heard, she's approved the use of our pumps.\"",
        );
        let changed: Vec<_> = got.iter().filter(|c| c.0 != Op::Equal).collect();
        assert_eq!(changed.len(), 2, "{got:?}");
        assert_eq!((changed[0].0, changed[0].1.as_str()), (Op::Delete, "“And"));
        assert_eq!((changed[1].0, changed[1].2.as_str()), (Op::Insert, "the"));
    }

    #[test]
    fn case_marks_and_space_are_no_difference() {
        assert!(same("“The U.S. won’t – ever.”", "\"the US won't - EVER\""));
        assert!(!same("ten boats", "ten boat"));
        assert!(!same("* * *", "---"));
        assert!(same("", ""));
    }

    #[test]
    fn a_lonely_stop_word_between_changes_is_part_of_them() {
        let got = read("Rain of record strength fell.", "Snow of unseen depth fell.");
        assert_eq!(got[0], (Op::Replace, "Rain of record strength".into(), "Snow of unseen depth".into()));
    }

    #[test]
    fn very_long_texts_are_compared_from_their_ends() {
        let long = |word: &str| format!("start {} end", format!("{word} ").repeat(3000));
        let got = read(&long("a"), &long("b"));
        assert_eq!(got.iter().map(|c| c.0).collect::<Vec<_>>(), [Op::Equal, Op::Replace, Op::Equal]);
    }

    proptest! {
        #[test]
        fn steps_rebuild_both_sides(left in "[a-c .,“”\u{4e00}-\u{4e03}-]{0,40}", right in "[a-c .,“”\u{4e00}-\u{4e03}-]{0,40}") {
            let steps = changes(&left, &right);
            prop_assert_eq!(steps.iter().map(|s| s.left.as_str()).collect::<String>(), left.clone());
            prop_assert_eq!(steps.iter().map(|s| s.right.as_str()).collect::<String>(), right.clone());
            for s in &steps {
                match s.op {
                    Op::Equal => prop_assert!(same(&s.left, &s.right)),
                    Op::Delete => prop_assert!(s.right.is_empty() && !s.left.is_empty()),
                    Op::Insert => prop_assert!(s.left.is_empty() && !s.right.is_empty()),
                    Op::Replace => prop_assert!(!s.left.is_empty() && !s.right.is_empty()),
                }
            }
        }
    }
}
