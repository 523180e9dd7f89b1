//! Nouns for somebody: told surely, where something is asserted of it, and broadly, where it only forbids.

use super::lexicon;

/// Endings of nouns for people, as long as [`lexicon`]'s class `no_people` has no say.
const ENDINGS: [&str; 8] = ["ist", "man", "woman", "maker", "player", "worker", "writer", "ian"];
/// Endings that nouns for people share with nouns for things: "pitcher", "sticker".
const SHARED_ENDINGS: [&str; 2] = ["er", "or"];

/// A noun for a human being, surely enough to let it speak, bear a name or be meant by "he".
#[must_use]
pub(crate) fn is_somebody(noun: &str) -> bool {
    let l = lexicon::english();
    let ends = |end: &&str| noun.len() > end.len() + 1 && noun.ends_with(*end);
    ["people", "male_nouns", "female_nouns"].iter().any(|class| l.has(class, noun))
        || !l.has("no_people", noun) && ENDINGS.iter().any(ends)
}

/// A noun that may be for a human being, so that nothing is said that it could be taken for: risks only silence.
#[must_use]
pub(crate) fn may_be_somebody(noun: &str) -> bool {
    is_somebody(noun) || noun.len() > 5 && SHARED_ENDINGS.iter().any(|end| noun.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_that_end_like_people_are_nobody() {
        for noun in ["senator", "scientist", "spokesman", "filmmaker", "historian", "barrister"] {
            assert!(is_somebody(noun) && may_be_somebody(noun), "{noun}");
        }
        for noun in
            ["playlist", "checklist", "twist", "wrist", "talisman", "pacemaker", "sticker", "computer", "median"]
        {
            assert!(!is_somebody(noun), "{noun}");
        }
        assert!(may_be_somebody("whittler") && !may_be_somebody("harbour"));
    }
}
