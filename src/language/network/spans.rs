//! The likeliest sequence of span labels: Viterbi's algorithm over the legal moves of the BILOU scheme
//! (begin, inside, last, outside, unit).

use std::ops::Range;

use super::super::labels::SpanKind;

/// Outside, and four labels for each kind.
pub const LABELS: usize = 1 + SpanKind::ALL.len() * 4;

/// Place of a label within a span.
fn place(label: usize) -> usize {
    (label - 1) % 4
}

/// A span goes on after this label.
fn is_open(label: usize) -> bool {
    label != 0 && place(label) < 2
}

/// The spans of a sentence: ranges of words and their kinds. `scores` holds [`LABELS`] numbers a word, `stride` apart.
pub(super) fn decode(scores: &[f32], stride: usize, n: usize) -> Vec<(Range<u32>, SpanKind)> {
    if n == 0 {
        return Vec::new();
    }
    let mut back = vec![0_u8; n * LABELS];
    let mut now = [f32::MIN; LABELS];
    for label in 0..LABELS {
        if label == 0 || matches!(place(label), 0 | 3) {
            now[label] = scores[label];
        }
    }
    for word in 1..n {
        let closed = (0..LABELS).filter(|l| !is_open(*l)).fold(0, |a, b| if now[b] > now[a] { b } else { a });
        let mut next = [f32::MIN; LABELS];
        for (label, value) in next.iter_mut().enumerate() {
            let before = if label == 0 || matches!(place(label), 0 | 3) {
                closed
            } else {
                let begin = label - place(label);
                if now[begin] > now[begin + 1] { begin } else { begin + 1 }
            };
            *value = now[before] + scores[word * stride + label];
            back[word * LABELS + label] = u8::try_from(before).unwrap_or(0);
        }
        now = next;
    }
    let mut label = (0..LABELS).filter(|l| !is_open(*l)).fold(0, |a, b| if now[b] > now[a] { b } else { a });
    let mut spans = Vec::new();
    let mut end = 0;
    for word in (0..n).rev() {
        let at = u32::try_from(word).unwrap_or(u32::MAX);
        if label != 0 {
            let kind = SpanKind::ALL[(label - 1) / 4];
            match place(label) {
                3 => spans.push((at..at + 1, kind)),
                2 => end = at + 1,
                0 => spans.push((at..end, kind)),
                _ => {}
            }
        }
        label = back[word * LABELS + label] as usize;
    }
    spans.reverse();
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spans_are_in_order_and_never_overlap(n in 0_usize..12, seed in prop::collection::vec(-5.0_f32..5.0, 12 * LABELS)) {
            let mut last = 0;
            for (range, _) in decode(&seed, LABELS, n) {
                prop_assert!(range.start >= last && range.end > range.start && range.end as usize <= n);
                last = range.end;
            }
        }
    }
}
