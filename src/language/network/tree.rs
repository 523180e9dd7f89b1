//! The projective tree of most weight over a sentence: Eisner's algorithm (1996), cubic in the words.

/// Tables that are filled anew for each sentence and keep their memory.
#[derive(Default)]
pub(super) struct Tables {
    /// Complete spans headed at their left (`[i][j]`) or right end (`[j][i]`).
    complete: Vec<f32>,
    /// Incomplete spans: an arc from left to right (`[i][j]`) or from right to left (`[j][i]`).
    arc: Vec<f32>,
    complete_split: Vec<u16>,
    arc_split: Vec<u16>,
}

/// What is still to be read off the tables: a span by its two ends.
enum Span {
    RightOpen(usize, usize),
    LeftOpen(usize, usize),
    RightArc(usize, usize),
    LeftArc(usize, usize),
}

/// Writes each word's head into `heads`: 0 for the root, else the word's number from 1. `scores[d * (n + 1) + h]` is the
/// weight of head `h` for word `d` (from 0). Exactly one word hangs on the root.
pub(super) fn decode(scores: &[f32], n: usize, heads: &mut [u16], tables: &mut Tables) {
    if n == 0 {
        return;
    }
    let m = n + 1;
    let weight = |head: usize, word: usize| scores[(word - 1) * m + head];
    for table in [&mut tables.complete, &mut tables.arc] {
        table.clear();
        table.resize(m * m, 0.0);
    }
    for table in [&mut tables.complete_split, &mut tables.arc_split] {
        table.clear();
        table.resize(m * m, 0);
    }
    for length in 1..n {
        for i in 1..=n - length {
            let j = i + length;
            fill(tables, m, i, j, &weight);
        }
    }
    let mut root = (f32::MIN, 1);
    for r in 1..=n {
        let value = tables.complete[r * m + 1] + tables.complete[r * m + n] + weight(0, r);
        if value > root.0 {
            root = (value, r);
        }
    }
    heads[root.1 - 1] = 0;
    let mut open = vec![Span::LeftOpen(1, root.1), Span::RightOpen(root.1, n)];
    while let Some(span) = open.pop() {
        match span {
            Span::RightOpen(i, j) | Span::LeftOpen(i, j) | Span::RightArc(i, j) | Span::LeftArc(i, j) if i >= j => {}
            Span::RightOpen(i, j) => {
                let at = tables.complete_split[i * m + j] as usize;
                open.extend([Span::RightArc(i, at), Span::RightOpen(at, j)]);
            }
            Span::LeftOpen(i, j) => {
                let at = tables.complete_split[j * m + i] as usize;
                open.extend([Span::LeftOpen(i, at), Span::LeftArc(at, j)]);
            }
            Span::RightArc(i, j) => {
                heads[j - 1] = u16::try_from(i).unwrap_or(0);
                let at = tables.arc_split[i * m + j] as usize;
                open.extend([Span::RightOpen(i, at), Span::LeftOpen(at + 1, j)]);
            }
            Span::LeftArc(i, j) => {
                heads[i - 1] = u16::try_from(j).unwrap_or(0);
                let at = tables.arc_split[j * m + i] as usize;
                open.extend([Span::RightOpen(i, at), Span::LeftOpen(at + 1, j)]);
            }
        }
    }
}

/// Fills the four entries of the span from `i` to `j` from all shorter ones.
fn fill(tables: &mut Tables, m: usize, i: usize, j: usize, weight: &impl Fn(usize, usize) -> f32) {
    let split = |at: usize| u16::try_from(at).unwrap_or(0);
    // an arc between i and j: the left part is headed by i, the right part by j
    let (mut best, mut at) = (f32::MIN, i);
    let left = &tables.complete[i * m + i..i * m + j];
    let right = &tables.complete[j * m + i + 1..=j * m + j];
    for (k, (a, b)) in left.iter().zip(right).enumerate() {
        let value = a + b;
        if value > best {
            (best, at) = (value, i + k);
        }
    }
    tables.arc[i * m + j] = best + weight(i, j);
    tables.arc[j * m + i] = best + weight(j, i);
    tables.arc_split[i * m + j] = split(at);
    tables.arc_split[j * m + i] = split(at);
    // headed by i, complete to the right
    let (mut best, mut at) = (f32::MIN, j);
    for q in i + 1..=j {
        let value = tables.arc[i * m + q] + tables.complete[q * m + j];
        if value > best {
            (best, at) = (value, q);
        }
    }
    tables.complete[i * m + j] = best;
    tables.complete_split[i * m + j] = split(at);
    // headed by j, complete to the left
    let (mut best, mut at) = (f32::MIN, i);
    for q in i..j {
        let value = tables.complete[q * m + i] + tables.arc[j * m + q];
        if value > best {
            (best, at) = (value, q);
        }
    }
    tables.complete[j * m + i] = best;
    tables.complete_split[j * m + i] = split(at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The weight of a tree, or nothing where `heads` is none: a cycle, several roots, crossing arcs.
    fn weight_of(scores: &[f32], heads: &[u16]) -> Option<f32> {
        let n = heads.len();
        if heads.iter().filter(|h| **h == 0).count() != 1 {
            return None;
        }
        for word in 1..=n {
            let (mut at, mut steps) = (word, 0);
            while at != 0 {
                at = heads[at - 1] as usize;
                steps += 1;
                if steps > n {
                    return None;
                }
            }
        }
        let arcs: Vec<(usize, usize)> =
            (1..=n).map(|w| (w.min(heads[w - 1] as usize), w.max(heads[w - 1] as usize))).collect();
        let crossing = arcs.iter().any(|a| arcs.iter().any(|b| a.0 < b.0 && b.0 < a.1 && a.1 < b.1));
        (!crossing).then(|| (0..n).map(|w| scores[w * (n + 1) + heads[w] as usize]).sum())
    }

    proptest! {
        #[test]
        fn the_tree_weighs_as_much_as_the_best_of_all(n in 1_usize..5, seed in prop::collection::vec(-9.0_f32..9.0, 30)) {
            let scores = &seed[..n * (n + 1)];
            let mut heads = vec![0; n];
            decode(scores, n, &mut heads, &mut Tables::default());
            let mine = weight_of(scores, &heads).expect("a projective tree with one root");
            let mut best = f32::MIN;
            for code in 0..(n + 1).pow(u32::try_from(n).unwrap()) {
                let all: Vec<u16> = (0..n).map(|w| u16::try_from(code / (n + 1).pow(u32::try_from(w).unwrap()) % (n + 1)).unwrap()).collect();
                if all.iter().enumerate().all(|(w, h)| *h as usize != w + 1) {
                    best = best.max(weight_of(scores, &all).unwrap_or(f32::MIN));
                }
            }
            prop_assert!((mine - best).abs() < 1e-3, "{mine} {best}");
        }
    }
}
