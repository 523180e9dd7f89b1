//! Where an article speaks of a thing, by its noun or by the verb of the same act: "was attacked", "the attack".

use foldhash::HashMap;

use crate::language::{Analysis, Parse, Relation, Tag};

/// Endings of nouns that are made of a verb.
const OF_VERBS: [&str; 9] = ["ation", "ition", "tion", "sion", "ment", "ance", "ence", "ure", "al"];
/// Letters of a verb that make sure it is the one of a noun.
const STEM: usize = 4;

/// The sentences of an article by the nouns and verbs in them.
pub(super) struct Mentioned {
    nouns: HashMap<String, Vec<usize>>,
    verbs: HashMap<String, Vec<usize>>,
}

impl Mentioned {
    pub(super) fn new(analysis: &Analysis) -> Self {
        let mut it = Self { nouns: HashMap::default(), verbs: HashMap::default() };
        for (line, parse) in analysis.sentences.iter().enumerate() {
            for (t, token) in parse.tokens.iter().enumerate() {
                let words = match token.tag {
                    Tag::Noun | Tag::NounPlural => &mut it.nouns,
                    tag if tag.is_verb() && is_told(parse, t) => &mut it.verbs,
                    _ => continue,
                };
                let lines = words.entry(parse.lemma(t)).or_default();
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
        }
        it
    }

    /// The sentences before a sentence that speak of what a noun names, in order.
    pub(super) fn before(&self, noun: &str, line: usize) -> Vec<usize> {
        let earlier = |lines: &Vec<usize>| lines.iter().copied().take_while(|l| *l < line).collect::<Vec<_>>();
        let mut told = self.nouns.get(noun).map(earlier).unwrap_or_default();
        told.extend(self.verbs.get(noun).map(earlier).unwrap_or_default());
        for stem in OF_VERBS.iter().filter_map(|end| noun.strip_suffix(end)).filter(|s| s.len() >= STEM) {
            for verb in [stem.to_owned(), format!("{stem}e"), format!("{stem}t"), format!("{stem}ate")] {
                told.extend(self.verbs.get(&verb).map(earlier).unwrap_or_default());
            }
        }
        told.sort_unstable();
        told.dedup();
        told
    }
}

/// A verb that tells of an act, and does not only help another.
fn is_told(parse: &Parse, token: usize) -> bool {
    !matches!(parse.tokens[token].relation, Relation::Auxiliary | Relation::PassiveAuxiliary)
        && !matches!(&*parse.lemma(token), "be" | "have" | "do" | "say" | "get" | "make" | "take" | "go" | "come")
}
