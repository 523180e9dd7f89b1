//! Counts, always with what they count.

/// "1 source", "4 sources".
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Who tells a story: "4 sources, 3 independent"; "5 articles by 3 sources, 4 independent articles" where a source has
/// several. Reprints of one text count once among the independent.
#[must_use]
pub fn told_by(articles: usize, sources: usize, independent: usize) -> String {
    let several = articles > sources;
    let mut out = count(sources, "source", "sources");
    if several {
        out = format!("{} by {out}", count(articles, "article", "articles"));
    }
    if independent < articles {
        out.push_str(&format!(", {independent} independent"));
        if several {
            out.push_str(if independent == 1 { " article" } else { " articles" });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::told_by;

    #[test]
    fn who_tells_a_story_is_counted_with_what_is_counted() {
        for (articles, sources, independent, told) in [
            (1, 1, 1, "1 source"),
            (4, 4, 4, "4 sources"),
            (4, 4, 3, "4 sources, 3 independent"),
            (5, 3, 5, "5 articles by 3 sources"),
            (5, 3, 4, "5 articles by 3 sources, 4 independent articles"),
            (2, 1, 1, "2 articles by 1 source, 1 independent article"),
        ] {
            assert_eq!(told_by(articles, sources, independent), told);
        }
    }
}
