//! "Did you mean": the known name that a misspelt one is closest to.

/// The candidate that a name is a misspelling of: at most two typing errors, one in a short name (optimal string
/// alignment distance). None where nothing is that close.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = if name.chars().count() < 5 { 1 } else { 2 };
    let found = candidates.into_iter().map(|c| (strsim::osa_distance(name, c), c)).min_by_key(|&(errors, _)| errors)?;
    (found.0 <= most).then_some(found.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_is_found_and_a_strange_one_is_not() {
        let names = ["brief", "compare", "coverage", "add"];
        for (typed, meant) in [("brefi", "brief"), ("comparre", "compare"), ("coverge", "coverage"), ("ad", "add")] {
            assert_eq!(nearest(typed, names), Some(meant), "{typed}");
        }
        for typed in ["frobnicate", "x", "", "article.html"] {
            assert_eq!(nearest(typed, names), None, "{typed}");
        }
    }
}
