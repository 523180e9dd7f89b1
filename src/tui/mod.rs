//! The viewer: source list, article pane, side-by-side comparison, coverage.
