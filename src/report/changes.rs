//! Word changes as runs to mark: one side of a pair, or both sides in one line.

use crate::compare::{Op, Side, WordChange, words};

/// Where a run of words stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// On both sides.
    Shared,
    /// Only on the left.
    Left,
    /// Only on the right.
    Right,
}

/// Runs of one mark each. White space and punctuation at its ends stand in shared runs, so that a mark hugs its words.
pub(crate) type Runs = Vec<(Mark, String)>;

/// One side of a pair, with what the other side lacks: not the words that only the telling needs.
pub(super) fn side(steps: &[WordChange], side: Side) -> Runs {
    let mark = if side == Side::Left { Mark::Left } else { Mark::Right };
    let mut runs = Runs::new();
    for (tells, text) in words::telling(steps, side) {
        push(&mut runs, if tells { mark } else { Mark::Shared }, text);
    }
    runs
}

/// One side of a quotation, with every word that the other side lacks.
pub(super) fn quoted_side(steps: &[WordChange], side: Side) -> Runs {
    let mut runs = Runs::new();
    for change in steps {
        let (text, mark) = match side {
            Side::Left => (&change.left, Mark::Left),
            Side::Right => (&change.right, Mark::Right),
        };
        push(&mut runs, if change.op == Op::Equal { Mark::Shared } else { mark }, text);
    }
    runs
}

/// Both sides in one line: what only the left has before what only the right has; shared words as the left writes them, and
/// the punctuation around changed words too: it is set aside, and stands once.
pub(crate) fn inline(words: &[WordChange]) -> Runs {
    let mut runs = Runs::new();
    for stretch in words.chunk_by(|a, b| (a.op == Op::Equal) == (b.op == Op::Equal)) {
        let left: String = stretch.iter().map(|c| c.left.as_str()).collect();
        if stretch[0].op == Op::Equal {
            push(&mut runs, Mark::Shared, &left);
            continue;
        }
        let right: String = stretch.iter().map(|c| c.right.as_str()).collect();
        let (of_left, of_right) = (hugged(&left), hugged(&right));
        let [before, _, after] = if of_left[1].is_empty() { of_right } else { of_left };
        append(&mut runs, Mark::Shared, before);
        append(&mut runs, Mark::Left, of_left[1]);
        append(&mut runs, Mark::Right, of_right[1]);
        append(&mut runs, Mark::Shared, after.trim_end());
        if left.ends_with(' ') || right.ends_with(' ') {
            append(&mut runs, Mark::Shared, " ");
        }
    }
    runs
}

/// The share of the letters of both sides that stand in equal words, 0 to 1. Where it is small, marks would cover
/// nearly everything and tell nothing.
pub(super) fn alike(words: &[WordChange]) -> f32 {
    let (mut equal, mut all) = (0, 0);
    for change in words {
        let letters = change.left.len() + change.right.len();
        all += letters;
        if change.op == Op::Equal {
            equal += letters;
        }
    }
    if all == 0 { 1.0 } else { equal as f32 / all as f32 }
}

/// The least [`alike`] at which changed words are worth marking.
pub(super) const WORTH_MARKING: f32 = 0.35;

/// The words of a text, with what stands before and after them: white space, and the punctuation that a word difference sets
/// aside.
fn hugged(text: &str) -> [&str; 3] {
    let start = text.len() - text.trim_start_matches(edge).len();
    let mut end = start + text[start..].trim_end_matches(edge).len();
    // The stop of "U.S." belongs to it.
    if text[end..].starts_with('.') && text[start..end].rsplit(' ').next().is_some_and(|word| word.contains('.')) {
        end += 1;
    }
    [&text[..start], &text[start..end], &text[end..]]
}

fn push(runs: &mut Runs, mark: Mark, text: &str) {
    let [before, core, after] = hugged(text);
    if mark == Mark::Shared || core.is_empty() {
        append(runs, Mark::Shared, text);
        return;
    }
    append(runs, Mark::Shared, before);
    // "a b" rather than "a" and "b" each marked.
    if let [.., (before, said), (Mark::Shared, space)] = runs.as_mut_slice()
        && *before == mark
        && space.trim().is_empty()
    {
        said.push_str(space);
        said.push_str(core);
        runs.pop();
    } else {
        append(runs, mark, core);
    }
    append(runs, Mark::Shared, after);
}

fn edge(c: char) -> bool {
    c.is_whitespace() || "\"'“”‘’«»„,.;:!?()[]…–—-".contains(c)
}

fn append(runs: &mut Runs, mark: Mark, text: &str) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some((last, said)) if *last == mark => said.push_str(text),
        _ => runs.push((mark, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(op: Op, left: &str, right: &str) -> WordChange {
        WordChange { op, left: left.into(), right: right.into() }
    }

    fn written(runs: &Runs) -> String {
        runs.iter()
            .map(|(mark, text)| match mark {
                Mark::Shared => text.clone(),
                Mark::Left => format!("[-{text}-]"),
                Mark::Right => format!("{{+{text}+}}"),
            })
            .collect()
    }

    #[test]
    fn marks_hug_their_words() {
        let words = [
            change(Op::Replace, "That ", "And that "),
            change(
                Op::Equal,
                "went right to the President, he's approved ",
                "went right to the president, he's approved ",
            ),
            change(Op::Delete, "the ", ""),
            change(Op::Delete, "full ", ""),
            change(Op::Equal, "use", "use"),
            change(Op::Insert, "", " in the U.S., he said."),
        ];
        assert_eq!(
            written(&side(&words, Side::Left)),
            "That went right to the President, he's approved the [-full-] use"
        );
        assert_eq!(
            written(&side(&words, Side::Right)),
            "And that went right to the president, he's approved use in the {+U.S.+}, he said."
        );
        assert_eq!(
            written(&inline(&words)),
            "[-That-]{+And that+} went right to the President, he's approved [-the full-] use {+in the U.S., he said+}."
        );
        // The comma of both stands once, the left's where they differ.
        let words = [
            change(Op::Equal, "We did everything that could ", "We did everything that could "),
            change(Op::Replace, "be done, ", "help, "),
            change(Op::Equal, "believe ", "believe "),
            change(Op::Replace, "me: ", "us, "),
            change(Op::Delete, "and ", ""),
            change(Op::Equal, "more", "more"),
        ];
        assert_eq!(
            written(&inline(&words)),
            "We did everything that could [-be done-]{+help+}, believe [-me: and-]{+us+} more"
        );
        assert!(alike(&words) > 0.5);
        assert!((alike(&[]) - 1.0).abs() < f32::EPSILON);
    }
}
