//! The longest common subsequence of two lists, weighed (Wagner and Fischer's table, filled from the end), and the longest
//! run of points that never goes back (patience sorting).

/// Pairs of positions of the common subsequence that weighs most: `weight` is that of an item of `a`, and each item that goes on
/// an unbroken run adds `run` to it. Nothing where the table would have more than `most` cells.
pub(super) fn common<T: PartialEq>(
    a: &[T],
    b: &[T],
    weight: impl Fn(usize) -> u32,
    run: u32,
    most: usize,
) -> Vec<(usize, usize)> {
    let columns = b.len() + 1;
    if a.is_empty() || b.is_empty() || (a.len() + 1).saturating_mul(columns) > most {
        return Vec::new();
    }
    // score[i][j]: the best for a[i..], b[j..]; joined[i][j]: the best that starts by matching i with j.
    let mut score = vec![0u32; (a.len() + 1) * columns];
    let mut joined = vec![0u32; (a.len() + 1) * columns];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let at = i * columns + j;
            let mut best = score[at + columns].max(score[at + 1]);
            if a[i] == b[j] {
                let next = at + columns + 1;
                let on = if joined[next] > 0 { joined[next] + run } else { 0 };
                joined[at] = weight(i) + on.max(score[next]);
                best = best.max(joined[at]);
            }
            score[at] = best;
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let at = i * columns + j;
        if joined[at] > 0 && joined[at] == score[at] {
            out.push((i, j));
            i += 1;
            j += 1;
            // The score of a run counts on its going on.
            while i < a.len() && j < b.len() {
                let next = i * columns + j;
                if joined[next] == 0 || joined[next] + run < score[next] {
                    break;
                }
                out.push((i, j));
                i += 1;
                j += 1;
            }
        } else if score[at + columns] >= score[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// The indices of a longest run of points that never goes back on either side. `points` ascend.
pub(super) fn increasing(points: &[(u32, u32)]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; points.len()];
    for (k, p) in points.iter().enumerate() {
        let at = tails.partition_point(|&t| points[t].1 <= p.1);
        before[k] = at.checked_sub(1).map(|b| tails[b]);
        if at == tails.len() {
            tails.push(k);
        } else {
            tails[at] = k;
        }
    }
    let mut chain: Vec<usize> = std::iter::successors(tails.last().copied(), |&k| before[k]).collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::{common, increasing};

    #[test]
    fn what_weighs_more_is_kept_and_a_run_before_what_is_scattered() {
        let of = |a: &str, b: &str, run| {
            let weight = |i: usize| if a.as_bytes()[i].is_ascii_uppercase() { 6 } else { 3 };
            common(a.as_bytes(), b.as_bytes(), weight, run, 1_000)
        };
        assert_eq!(of("abcd", "xbycd", 1), [(1, 1), (2, 3), (3, 4)]);
        assert_eq!(of("aB", "Ba", 0), [(1, 0)]);
        assert_eq!(of("ab", "axxab", 1), [(0, 3), (1, 4)]);
        assert_eq!(of("", "ab", 1), []);
        assert_eq!(common(&[1; 40], &[1; 40], |_| 1, 0, 1_000), []);
    }

    #[test]
    fn the_longest_run_of_points_never_goes_back() {
        let points = [(0, 5), (1, 0), (2, 1), (3, 1), (4, 0), (5, 9)];
        assert_eq!(increasing(&points), [1, 2, 3, 5]);
        assert_eq!(increasing(&[]), [0; 0]);
    }
}
