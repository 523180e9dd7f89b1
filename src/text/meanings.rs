//! Words that stand for one thing in news prose.

use std::sync::LazyLock;

use foldhash::HashMap;

/// One group a line, the first names the group; written for this project.
const GROUPS: &str = include_str!("../../assets/text/synonyms.txt");
/// Further groups, and further words of the same: what only grammar reads.
const WIDER: &str = include_str!("../../assets/text/meanings.txt");

/// English stem → the name of its group. The stems are written down: working out a thousand of them cost an eighth of a
/// small comparison.
static GROUP_OF: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| stems(GROUPS));
static WIDER_OF: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| stems(WIDER));

/// The name of the group of an English stem, by which sentences are measured.
#[must_use]
pub fn group(stem: &str) -> Option<&'static str> {
    GROUP_OF.get(stem).copied()
}

/// The same among the groups that are read only where grammar sets two claims against one another.
#[must_use]
pub fn wider_group(stem: &str) -> Option<&'static str> {
    WIDER_OF.get(stem).copied()
}

/// Whether two English stems stand for one thing.
///
/// ```
/// use nutgraf::text::meanings::are_synonyms;
/// assert!(are_synonyms("vessel", "ship") && !are_synonyms("ship", "pier"));
/// ```
#[must_use]
pub fn are_synonyms(a: &str, b: &str) -> bool {
    let of = |stem: &str| group(stem).or_else(|| wider_group(stem));
    of(a).is_some_and(|group| of(b) == Some(group))
}

fn stems(table: &'static str) -> HashMap<&'static str, &'static str> {
    let mut map = HashMap::default();
    for group in groups(table) {
        for &(_, stem) in &group {
            map.entry(stem).or_insert(group[0].0);
        }
    }
    map
}

/// The words of each group, each with its stem.
fn groups(table: &'static str) -> impl Iterator<Item = Vec<(&'static str, &'static str)>> {
    let lines = table.lines().filter(|l| !l.starts_with('#'));
    let group = |line: &'static str| -> Vec<_> {
        line.split_whitespace().map(|word| word.split_once('/').unwrap_or((word, word))).collect()
    };
    lines.map(group).filter(|g| !g.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::Stemmer;

    #[test]
    fn the_stems_of_synonyms_are_what_the_stemmer_gives() {
        let stemmer = Stemmer::for_language("en");
        for (word, stem) in groups(GROUPS).chain(groups(WIDER)).flatten() {
            assert_eq!(stemmer.stem(word), stem, "write {word}/{}", stemmer.stem(word));
        }
    }
}
