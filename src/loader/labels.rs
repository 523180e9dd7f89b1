//! The names of publisher-bullet blocks, from `assets/labels.toml`.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

use super::boilerplate::key;

#[derive(Deserialize)]
struct Names {
    bullets: Vec<String>,
    with_list_only: Vec<String>,
    section_heads: Vec<String>,
}

struct Labels {
    bullets: BTreeSet<String>,
    section_heads: BTreeSet<String>,
}

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    // A test below holds the asset to its form; a broken one costs the labels, never the run.
    let names: Names = toml::from_str(include_str!("../../assets/labels.toml")).unwrap_or(Names {
        bullets: Vec::new(),
        with_list_only: Vec::new(),
        section_heads: Vec::new(),
    });
    let keys = |list: &[String]| list.iter().map(|n| key(n)).collect::<BTreeSet<_>>();
    let mut bullets = keys(&names.bullets);
    bullets.extend(keys(&names.with_list_only));
    Labels { bullets, section_heads: keys(&names.section_heads) }
});

/// The most bytes a label can have; longer lines are not looked up.
const LONGEST: usize = 60;

/// Whether a line names a block of bullets, provided that a list stands under it.
pub(super) fn names_bullets(line: &str) -> bool {
    looked_up(line, &LABELS.bullets)
}

/// Whether a line names a passage of the story (Axios' "Why it matters:") and says no more.
pub(super) fn is_section_head(line: &str) -> bool {
    section_head(line) == Some(line.len())
}

/// How many bytes at the start of a line name a passage of the story: the whole line, or what stands before its colon.
pub(super) fn section_head(line: &str) -> Option<usize> {
    if names_passage(line) {
        return Some(line.len());
    }
    let colon = line.find([':', '：']).filter(|at| *at <= LONGEST)?;
    let rest = line[colon..].trim_start_matches([':', '：']);
    // "The latest: the bridge" names a passage only as a label does, with a sentence behind it.
    let opens = |c: char| c.is_uppercase() || c.is_numeric() || "“\"'‘$€£".contains(c);
    (rest.starts_with(' ') && rest.trim_start().starts_with(opens) && names_passage(&line[..colon]))
        .then(|| line.len() - rest.len())
}

/// The listed names, and Semafor's "The view from Oslo" and "Ana's view".
fn names_passage(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let line = line.trim_end_matches([':', '：', ' ']);
    let lower = || line.to_lowercase();
    let words = line.split_whitespace().count();
    looked_up(line, &LABELS.section_heads)
        || ((4..=6).contains(&words) && lower().starts_with("the view from "))
        || ((2..=3).contains(&words) && ["'s view", "’s view"].iter().any(|view| lower().ends_with(view)))
}

fn looked_up(line: &str, set: &BTreeSet<String>) -> bool {
    line.len() <= LONGEST && set.contains(&key(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asset_is_read() {
        assert!(toml::from_str::<Names>(include_str!("../../assets/labels.toml")).is_ok());
        for label in ["What You Need To Know", "KEY POINTS:", "TL;DR", "At a glance", "L’essentiel", "Summary"] {
            assert!(names_bullets(label), "{label}");
        }
        for line in ["Why it matters:", "The big picture", "The mayor said on Friday that the bridge will close"] {
            assert!(!names_bullets(line), "{line}");
        }
        assert!(is_section_head("Why it matters:"));
    }

    #[test]
    fn a_label_of_a_passage_stands_alone_or_before_its_colon() {
        for (line, want) in [
            ("Why it matters:", Some("Why it matters:")),
            ("Why it matters: The bridge closes.", Some("Why it matters:")),
            ("The view from Oslo", Some("The view from Oslo")),
            ("Ana’s view", Some("Ana’s view")),
            ("The view from the bridge was clear, she said: It rained.", None),
            ("The latest: rain", None),
            ("What's next:30", None),
            ("The mayor said: We will rebuild.", None),
        ] {
            assert_eq!(section_head(line).map(|n| &line[..n]), want, "{line}");
        }
    }
}
