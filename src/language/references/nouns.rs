//! What a noun with an article or a demonstrative means.

use std::ops::Range;

use super::{
    AT_HAND, Finder, JUST_BEFORE, LONGEST_PHRASE, REACH, Reference, ReferenceKind,
    naming::{naming, noun_naming},
};
use crate::{
    article::SentenceId,
    language::{
        EntityId, Mention, MentionForm,
        labels::{Relation, SpanKind},
        lexicon,
        parse::Parse,
    },
};

/// Sentences after which a noun need not mean what was brought up by it: "soften the blow", long after "a death blow".
const NEAR: usize = 6;

impl Finder<'_> {
    /// "the company", "this law": the phrase before with the same head, or the one name that has it.
    pub(super) fn noun(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
        let parse = self.analysis.sentence(sentence);
        let determiner = parse.children_by(token, Relation::Determiner).next()?;
        let word = parse.lower(determiner);
        let tells_itself = [
            Relation::RelativeClause,
            Relation::Preposition,
            Relation::AdjectivalClause,
            Relation::Apposition,
            Relation::Possessor,
            Relation::NumberModifier,
        ];
        if !matches!(&*word, "the" | "this" | "that" | "these" | "those")
            || parse.children(token).any(|c| tells_itself.contains(&parse.tokens[c].relation))
            || matches!(parse.tokens[token].relation, Relation::Compound | Relation::NounAsAdverb)
            || lexicon::english().has("times", &parse.lemma(token))
        {
            return None;
        }
        let lemma = parse.lemma(token);
        let own = modifiers(parse, token);
        let tokens = determiner.min(token)..token + 1;
        if own.is_empty()
            && let Some(id) = self.only_named(&lemma, sentence)
            && let Some((told, antecedent, naming)) = naming(self.analysis, id)
        {
            let kind = ReferenceKind::Noun;
            let sure = self.is_only_body(id, sentence);
            return Some(Reference { tokens, kind, told, antecedent, entity: Some(id), naming, sure });
        }
        let plural = parse.tokens[token].tag.is_plural();
        let before = self.nouns.get(&lemma)?;
        // "the girls" that stands somewhere in between was told before itself
        let is_first = |s: &SentenceId, t: &usize| before.first() == Some(&(*s, *t));
        // the one that says most of those with the same head; "the Senate bill" is not the House bill
        let fits = |(s, t): &&(SentenceId, usize)| {
            let there = self.analysis.sentence(*s);
            let theirs = modifiers(there, *t);
            sentence.index() - s.index() <= REACH
                && there.tokens[*t].tag.is_plural() == plural
                && own.iter().all(|m| theirs.contains(m))
                && !theirs.iter().any(|m| lexicon::english().has("other_ones", m))
                && (is_first(s, t) || !is_definite(there, *t))
        };
        let mut candidates: Vec<&(SentenceId, usize)> = before.iter().filter(fits).collect();
        // two that differ in what stands beside them are two things
        candidates.retain(|(s, t)| says_more(self.analysis.sentence(*s), *t, own.len()));
        let richest = |(s, t): &&&(SentenceId, usize)| {
            let there = self.analysis.sentence(*s);
            (richness(there, *t), std::cmp::Reverse((*s, *t)))
        };
        let (told, head) = **candidates.iter().max_by_key(richest)?;
        let first = modifiers(self.analysis.sentence(told), head);
        let one = candidates.iter().all(|(s, t)| {
            let other = modifiers(self.analysis.sentence(*s), *t);
            other.iter().all(|m| first.contains(m)) || first.iter().all(|m| other.contains(m))
        });
        let (naming, antecedent) = noun_naming(self.analysis.sentence(told), head).filter(|_| one)?;
        let near = sentence.index() - told.index() <= NEAR;
        let sure = near && is_first(&told, &head) && is_brought_up(self.analysis.sentence(told), head, &antecedent);
        (told != sentence).then_some(Reference {
            tokens,
            kind: ReferenceKind::Noun,
            told,
            antecedent,
            entity: None,
            naming,
            sure,
        })
    }

    /// The body was spoken of just before, and no other body or place is named in between.
    fn is_only_body(&self, id: EntityId, sentence: SentenceId) -> bool {
        let (mut named, mut others) = (false, false);
        for s in sentence.0.saturating_sub(JUST_BEFORE)..=sentence.0 {
            for (e, mention) in self.analysis.mentions_in(SentenceId(s)) {
                let kind = self.analysis.entities[e.0].kind;
                let own = e == id && mention.sentence < sentence && mention.form != MentionForm::Pronoun;
                named |= own;
                // what is named before the body itself was is no rival
                others |=
                    named && e != id && matches!(kind, SpanKind::Organization | SpanKind::Place | SpanKind::Other);
                others &= !own;
            }
        }
        named && !others
    }

    /// The person was spoken of a few sentences ago at most, and not as one who held an office before.
    pub(super) fn is_at_hand(&self, id: EntityId, sentence: SentenceId) -> bool {
        let entity = &self.analysis.entities[id.0];
        let near = |m: &Mention| m.sentence < sentence && sentence.0 - m.sentence.0 <= AT_HAND;
        let former = |m: &Mention| {
            let parse = self.analysis.sentence(m.sentence);
            (m.tokens.start.saturating_sub(4)..m.tokens.start)
                .any(|t| matches!(&*parse.lower(t), "former" | "late" | "ex" | "then" | "onetime"))
        };
        // "King Lee School" is taken for a person now and then
        let lexicon = lexicon::english();
        let last = entity.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let body = ["bodies", "body_nouns"].iter().any(|c| lexicon.has(c, &last));
        entity.kind == SpanKind::Person
            && !body
            && entity.mentions.iter().any(near)
            && !entity.mentions.iter().any(former)
            && !self.has_successor(id, sentence)
    }

    /// Another person without an office in the article is told of more, and just now: "the Pope" may be that one, and not the
    /// "Pope Benedict" who was before him.
    fn has_successor(&self, id: EntityId, sentence: SentenceId) -> bool {
        let holds_office = |e: usize| self.offices.values().flatten().any(|o| o.0 == e);
        let near = |m: &Mention| m.sentence < sentence && sentence.0 - m.sentence.0 <= AT_HAND;
        self.analysis.entities.iter().enumerate().any(|(k, other)| {
            k != id.0
                && other.kind == SpanKind::Person
                && other.mentions.len() > self.analysis.entities[id.0].mentions.len()
                && other.mentions.iter().any(near)
                && !holds_office(k)
        })
    }

    /// "the attorney general", where the article calls one person so.
    pub(super) fn office(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
        let parse = self.analysis.sentence(sentence);
        let determiner = parse.children_by(token, Relation::Determiner).find(|d| parse.lower(*d) == "the")?;
        let alone = parse.children(token).all(|c| {
            matches!(parse.tokens[c].relation, Relation::Determiner | Relation::Compound | Relation::CaseMark)
                || parse.tokens[c].tag.is_punctuation()
        });
        let role =
            matches!(parse.tokens[token].relation, Relation::Apposition | Relation::Compound | Relation::Attribute);
        if !alone || role || determiner > token {
            return None;
        }
        let phrase = parse.slice(determiner + 1..token + 1).to_lowercase();
        let [id] = self.offices.get(&phrase)?[..] else { return None };
        let known = self.analysis.entities[id.0].mentions.first().is_some_and(|m| m.sentence < sentence);
        let (told, antecedent, naming) = naming(self.analysis, id).filter(|_| known)?;
        let one = !parse.tokens[token].tag.is_plural();
        let (kind, sure) = (ReferenceKind::Noun, one && self.is_at_hand(id, sentence));
        Some(Reference { tokens: determiner..token + 1, kind, told, antecedent, entity: Some(id), naming, sure })
    }

    /// The one entity told before of which a noun is a word of the name: "the university" is Lund University.
    fn only_named(&self, lemma: &str, sentence: SentenceId) -> Option<EntityId> {
        let [id] = self.named.get(lemma)?[..] else { return None };
        let near = |m: &Mention| m.sentence < sentence && sentence.index() - m.sentence.index() <= REACH;
        self.analysis.entities[id.0].mentions.iter().any(near).then_some(id)
    }
}

/// The words beside a noun that tell which one it is: adjectives, nouns, names, owners.
pub(super) fn modifiers(parse: &Parse, token: usize) -> Vec<String> {
    let tells = |r: Relation| {
        matches!(
            r,
            Relation::Adjective
                | Relation::Compound
                | Relation::NounModifier
                | Relation::Possessor
                | Relation::NumberModifier
        )
    };
    parse.children(token).filter(|c| tells(parse.tokens[*c].relation)).map(|c| parse.lower(c)).collect()
}

pub(super) fn is_definite(parse: &Parse, token: usize) -> bool {
    let definite = |d: usize| matches!(&*parse.lower(d), "the" | "this" | "that" | "these" | "those");
    parse.children_by(token, Relation::Determiner).any(definite)
}

/// A phrase that brings its thing up and tells which one it is by more than a quality: "a 41-page response to the suit", but
/// not "a great game" or "This is a case of …". Of "three officers" it is not known that "the officers" are no others.
fn is_brought_up(parse: &Parse, head: usize, tokens: &Range<usize>) -> bool {
    let relation = |t: usize| parse.tokens[t].relation;
    let indefinite =
        parse.children(head).any(|c| relation(c) == Relation::Determiner && matches!(&*parse.lower(c), "a" | "an"));
    let tells = tokens.clone().any(|t| {
        t != head
            && (matches!(relation(t), Relation::Compound | Relation::Preposition) || parse.tokens[t].tag.is_name())
    });
    // "between the rebels and the army" says something else without the army
    let whole = parse.subtree(head).all(|t| t < head || relation(t) != Relation::Conjunct);
    let verbless = tokens.clone().all(|t| !parse.tokens[t].tag.is_verb());
    indefinite && tells && whole && verbless && relation(head) != Relation::Attribute
}

/// How much a phrase tells of which one it is: what stands behind its head tells most.
fn richness(parse: &Parse, token: usize) -> usize {
    let behind = parse.children(token).filter(|c| {
        *c > token
            && matches!(parse.tokens[*c].relation, Relation::Preposition | Relation::AdjectivalClause)
            && parse.subtree(*c).len() < LONGEST_PHRASE
    });
    modifiers(parse, token).len() + 2 * behind.count()
}

/// The phrase has something beside its head that the later one lacks.
fn says_more(parse: &Parse, token: usize, known: usize) -> bool {
    let behind = parse.children(token).any(|c| {
        matches!(
            parse.tokens[c].relation,
            Relation::Preposition | Relation::AdjectivalClause | Relation::RelativeClause
        )
    });
    behind || modifiers(parse, token).len() > known
}
