//! Whom and what pronouns mean.

use super::{
    Finder, Reference, ReferenceKind,
    naming::{naming, noun_naming},
};
use crate::{
    article::SentenceId,
    language::{
        Gender,
        entities::anaphora,
        labels::{Relation, SpanKind, Tag},
        parse::Parse,
        people,
    },
};

impl Finder<'_> {
    /// "it", "they" and "he" that no name stands for: the subject of the sentence before, where it is the only one that fits.
    pub(super) fn pronoun(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
        let parse = self.analysis.sentence(sentence);
        let lower = parse.lower(token);
        let subject = parse.roots().next().and_then(|r| parse.subject(r));
        let opens = subject == Some(token)
            || parse.tokens[token].relation == Relation::Possessor && subject == parse.head(token);
        // a noun before it in the sentence may be what it means
        let nouns_before = (0..token).any(|t| parse.tokens[t].tag.is_noun() && parse.tokens[t].relation.is_subject());
        if !opens || nouns_before || is_empty_it(parse, token) {
            return None;
        }
        let told = SentenceId((0..sentence.0).rev().take(3).find(|s| !self.is_all_quoted(SentenceId(*s)))?);
        let there = self.analysis.sentence(told);
        let antecedent = there.subject(there.roots().next()?).filter(|t| !self.is_quoted(told, *t))?;
        let tag = there.tokens[antecedent].tag;
        let joined = there.child(antecedent, Relation::Conjunct).is_some();
        let entity = self.analysis.entity_at(told, antecedent);
        let kind = entity.map(|e| self.analysis.entities[e.0].kind);
        let person = tag == Tag::Noun && people::is_somebody(&there.lower(antecedent));
        let fits = match &*lower {
            "it" | "its" => {
                !joined && !tag.is_plural() && !person && tag.is_noun() && kind.is_none_or(|k| k != SpanKind::Person)
            }
            "they" | "their" => {
                (tag.is_plural() || there.lower(antecedent) == "police")
                    && !joined
                    && kind.is_none_or(|k| k != SpanKind::Place)
            }
            "he" | "his" | "she" | "her" => {
                entity.is_none() && person && !joined && self.may_be(&lower, there, antecedent)
            }
            _ => false,
        };
        if !fits {
            return None;
        }
        // what stands there may itself be told elsewhere: "The company …. It …"
        if let Some(earlier) = self.out[told.index()].iter().find(|r| r.tokens.contains(&antecedent)) {
            let kind = ReferenceKind::Pronoun;
            let sure = earlier.sure && anaphora::pronoun_gender(&lower).is_some();
            return Some(Reference { tokens: token..token + 1, kind, sure, ..earlier.clone() });
        }
        let (naming, range) = match entity {
            Some(id) => naming(self.analysis, id).map(|(_, _, n)| (n, antecedent..antecedent + 1))?,
            None => noun_naming(there, antecedent)?,
        };
        // whom or what "it" and "they" mean is told right too seldom to be put in words
        let sure = entity.is_some() && anaphora::pronoun_gender(&lower).is_some();
        let kind = ReferenceKind::Pronoun;
        Some(Reference { tokens: token..token + 1, kind, told, antecedent: range, entity, naming, sure })
    }

    pub(super) fn may_be(&self, pronoun: &str, parse: &Parse, token: usize) -> bool {
        let male = matches!(pronoun, "he" | "his");
        anaphora::noun_gender(&parse.lower(token)).is_none_or(|g| (g == Gender::Male) == male)
    }

    pub(super) fn is_all_quoted(&self, sentence: SentenceId) -> bool {
        let parse = self.analysis.sentence(sentence);
        (0..parse.tokens.len()).all(|t| self.is_quoted(sentence, t) || parse.tokens[t].tag.is_punctuation())
    }
}

/// "It rained", "It is clear that …", "It was Lee who …": an "it" that means nothing.
fn is_empty_it(parse: &Parse, token: usize) -> bool {
    if parse.lower(token) != "it" {
        return false;
    }
    let Some(verb) = parse.head(token) else { return true };
    let clause = parse.children(verb).any(|c| {
        matches!(
            parse.tokens[c].relation,
            Relation::ClausalComplement | Relation::OpenComplement | Relation::ClausalSubject
        )
    });
    parse.tokens[token].relation == Relation::Expletive
        || parse.lemma(verb) == "be"
        || clause && parse.lemma(verb) == "seem"
}
