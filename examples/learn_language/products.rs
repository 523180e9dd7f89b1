//! Products of matrices of floats. Built for the machine it runs on (`-C target-cpu=native`), the compiler turns the inner
//! loops into its vector instructions.

/// Columns computed together.
const LANES: usize = 16;
/// Rows computed together: as many sums as fit into sixteen vector registers.
const ROWS: usize = 6;

/// Adds `x` (rows × `inner`) · `w` (`inner` × `columns`) to `y` (rows × `columns`).
pub(crate) fn add_product(y: &mut [f32], x: &[f32], w: &[f32], inner: usize, columns: usize) {
    let rows = y.len() / columns;
    let mut panel = vec![[0.0; LANES]; inner];
    for from in (0..columns).step_by(LANES) {
        let count = LANES.min(columns - from);
        for (lanes, w) in panel.iter_mut().zip(w.chunks_exact(columns)) {
            lanes[..count].copy_from_slice(&w[from..from + count]);
        }
        let mut row = 0;
        while row + ROWS <= rows {
            block::<ROWS>(&mut y[row * columns + from..], &x[row * inner..], &panel, columns, count);
            row += ROWS;
        }
        while row < rows {
            block::<1>(&mut y[row * columns + from..], &x[row * inner..], &panel, columns, count);
            row += 1;
        }
    }
}

/// `R` rows of one panel of columns.
fn block<const R: usize>(y: &mut [f32], x: &[f32], panel: &[[f32; LANES]], columns: usize, count: usize) {
    let inner = panel.len();
    let x: [&[f32]; R] = std::array::from_fn(|r| &x[r * inner..(r + 1) * inner]);
    let mut sums = [[0.0; LANES]; R];
    for (p, w) in panel.iter().enumerate() {
        for (sum, x) in sums.iter_mut().zip(x) {
            let x = x[p];
            for (sum, w) in sum.iter_mut().zip(w) {
                *sum = fused(x, *w, *sum);
            }
        }
    }
    for (r, sum) in sums.iter().enumerate() {
        for (y, s) in y[r * columns..][..count].iter_mut().zip(sum) {
            *y += s;
        }
    }
}

fn fused(a: f32, b: f32, c: f32) -> f32 {
    // without the instruction it would be a call
    if cfg!(target_feature = "fma") { a.mul_add(b, c) } else { a * b + c }
}

/// The transpose of a matrix of rows of `columns`.
pub(crate) fn transpose(x: &[f32], columns: usize) -> Vec<f32> {
    let rows = x.len() / columns;
    let mut out = vec![0.0; x.len()];
    for (r, row) in x.chunks_exact(columns).enumerate() {
        for (c, v) in row.iter().enumerate() {
            out[c * rows + r] = *v;
        }
    }
    out
}

/// Sets what is below zero to zero.
pub(crate) fn rectify(x: &mut [f32]) {
    for v in x {
        *v = v.max(0.0);
    }
}

/// Takes from a gradient what [`rectify`] cut off: `x` is what it left.
pub(crate) fn unrectify(gradient: &mut [f32], x: &[f32]) {
    for (g, v) in gradient.iter_mut().zip(x) {
        if *v <= 0.0 {
            *g = 0.0;
        }
    }
}
