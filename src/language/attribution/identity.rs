//! Who it is that a noun or pronoun names as the one who speaks.

use super::{Reader, Speaker};
use crate::{
    article::SentenceId,
    language::{
        Entity,
        entities::{EntityId, MentionForm},
        labels::{Relation, SpanKind, Tag},
        lexicon, people,
    },
};

impl Reader<'_> {
    /// Who a noun or pronoun is.
    pub(super) fn who(&self, token: usize, depth: usize) -> Option<Speaker> {
        let parse = self.parse();
        if depth > 3 || !self.is_outside(token) {
            return None;
        }
        let lower = parse.lower(token);
        let tag = parse.tokens[token].tag;
        if matches!(tag, Tag::WhPronoun | Tag::WhDeterminer) {
            let clause = parse.ancestors(token).find(|v| parse.tokens[*v].relation == Relation::RelativeClause);
            return self.who(clause.and_then(|c| parse.head(c)).or_else(|| self.cleft(token))?, depth + 1);
        }
        if let Some(person) = self.person_of_body(token) {
            return self.named(person);
        }
        if let Some(entity) = self.analysis.entity_at(self.sentence, token) {
            return self.named(entity);
        }
        if matches!(&*lower, "it" | "its" | "they" | "their") {
            return self.body_before();
        }
        let of = parse.children_by(token, Relation::Preposition).any(|p| parse.lower(p) == "of");
        if matches!(tag, Tag::Pronoun | Tag::Determiner | Tag::There) || tag == Tag::Number && !of {
            return None;
        }
        // "Skarn Rail chairman and director Bo Dahl said"
        if let Some(entity) = self.office_holder(token) {
            return self.named(entity);
        }
        // "the mayor, Ana Lee," and "a spokesman, Bo Dahl"
        let apposed =
            parse.children_by(token, Relation::Apposition).find_map(|c| self.analysis.entity_at(self.sentence, c));
        if let Some(entity) = apposed.filter(|e| self.analysis.entities[e.0].kind == SpanKind::Person) {
            return self.named(entity);
        }
        if let Some(speaker) = self.named_beside(token) {
            return Some(speaker);
        }
        if parse.tokens[token].relation == Relation::Apposition
            && depth == 0
            && let Some(head) = parse.head(token).filter(|h| self.is_outside(*h))
        {
            return self.who(head, depth + 1);
        }
        let without = [
            Relation::RelativeClause,
            Relation::Apposition,
            Relation::AdjectivalClause,
            Relation::Punctuation,
            Relation::AdverbialClause,
            Relation::Coordination,
            Relation::Conjunct,
            Relation::ClausalComplement,
        ];
        let document = lexicon::english().has("documents", &parse.lemma(token));
        if lexicon::english().has("utterances", &parse.lemma(token)) {
            let author = self.author(token, depth);
            if author.is_some() || !document {
                return author;
            }
        }
        if self.may_be_named(token) {
            return None;
        }
        let mut phrase = parse.subtree_without(token, &without);
        // "Mr. Lee's office about the meeting": only what tells whose or of what
        let aside = parse
            .children_by(token, Relation::Preposition)
            .find(|p| *p > token && !matches!(&*parse.lower(*p), "of" | "for" | "from" | "at" | "with" | "in"));
        if let Some(aside) = aside {
            phrase.end = phrase.end.min(aside);
        }
        // "said director of Skarn Rail, Bo Dahl."
        if let Some(entity) = self.named_behind(token, phrase.end) {
            return self.named(entity);
        }
        if phrase.len() > 12 || !tag.is_noun() && tag != Tag::Number || !self.can_speak(token) {
            return None;
        }
        let phrase = if phrase.len() > 9 { phrase.start.max(token.saturating_sub(4))..token + 1 } else { phrase };
        Some(Speaker::named(parse.slice(phrase).to_owned()))
    }

    /// "It was Ana Lee who said": whom the sentence picks out.
    fn cleft(&self, token: usize) -> Option<usize> {
        let parse = self.parse();
        let be = parse.ancestors(token).find(|v| parse.lemma(*v) == "be")?;
        let it = parse.child(be, Relation::Subject).is_some_and(|s| parse.lower(s) == "it");
        parse.child(be, Relation::Attribute).filter(|a| it && *a < token && parse.lower(token) == "who")
    }

    /// "the chairman, Lord Lee": a name set beside what somebody is, whatever kind of name it is taken for.
    fn named_beside(&self, token: usize) -> Option<Speaker> {
        let parse = self.parse();
        let is_name = |t: usize| parse.tokens[t].tag == Tag::Name;
        let apposed = parse.children_by(token, Relation::Apposition).find(|c| is_name(*c) && *c > token);
        // The parse may take both for subjects.
        let beside = || {
            let subject = |c: &usize| is_name(*c) && *c > token && parse.tokens[*c].relation.is_subject();
            parse.children(parse.head(token)?).find(subject)
        };
        // "the head of nursing, Ana Lee": it may hang on the noun behind "of"
        let of = || {
            let of = parse.children_by(token, Relation::Preposition).find(|p| parse.lower(*p) == "of")?;
            let noun = parse.child(of, Relation::PrepositionObject).filter(|n| !is_name(*n))?;
            parse.children_by(noun, Relation::Apposition).find(|c| is_name(*c))
        };
        let name = apposed.or_else(beside).or_else(of)?;
        let from = (token + 1..=name).rev().take_while(|t| is_name(*t)).last()?;
        let comma = from.checked_sub(1).is_some_and(|t| parse.tokens[t].tag == Tag::Comma);
        // Of "a man in Skarn, Norway" the place may be taken for his name.
        let adjacent = parse.tokens[token].tag == Tag::Noun && (from == token + 2 || apposed.is_none());
        if !comma || !adjacent && !self.is_for_a_person(token) {
            return None;
        }
        let known = self.analysis.entity_at(self.sentence, name).and_then(|e| self.named(e));
        Some(known.unwrap_or_else(|| Speaker::named(parse.slice(from..name + 1).to_owned())))
    }

    /// A noun for one person: what somebody is or does, or whose kin.
    pub(super) fn is_for_a_person(&self, token: usize) -> bool {
        let (parse, l) = (self.parse(), lexicon::english());
        let lower = parse.lower(token);
        parse.tokens[token].tag == Tag::Noun
            && (people::is_somebody(&lower) || ["titles", "kin"].iter().any(|class| l.has(class, &lower)))
    }

    /// "Ana Lee from the broker Skarn Rail said": the person, where the parse takes the body for the one who speaks.
    fn person_of_body(&self, token: usize) -> Option<EntityId> {
        let parse = self.parse();
        let from = (token.saturating_sub(6)..token).rev().find(|t| parse.tokens[*t].tag == Tag::Preposition)?;
        let joins = matches!(&*parse.lower(from), "from" | "of" | "at");
        let plain = (from + 1..token).all(|t| parse.tokens[t].tag.is_noun() || parse.tokens[t].tag == Tag::Determiner);
        let ends = |m: &crate::language::Mention| m.tokens.end == from && m.form != MentionForm::Pronoun;
        let (person, mention) = self.analysis.mentions_in(self.sentence).find(|(_, m)| joins && plain && ends(m))?;
        // "the wife of Lee said": whoever stands before "of" speaks only where it is a person by name
        let own = self.analysis.entity_at(self.sentence, token) != Some(person);
        let opens = mention.tokens.start == 0 || !parse.tokens[mention.tokens.start - 1].tag.is_verb();
        (own && opens && self.analysis.entities[person.0].kind == SpanKind::Person).then_some(person)
    }

    /// A person between commas right behind somebody's office.
    fn named_behind(&self, token: usize, end: usize) -> Option<EntityId> {
        let parse = self.parse();
        let lower = parse.lower(token);
        let office = lexicon::english().has("titles", &lower) || people::is_somebody(&lower);
        let (entity, mention) = self.analysis.mentions_in(self.sentence).find(|(_, m)| m.tokens.start == end + 1)?;
        let closed = parse.tokens.get(mention.tokens.end).is_none_or(|t| matches!(t.tag, Tag::Comma | Tag::Stop));
        let person = self.analysis.entities[entity.0].kind == SpanKind::Person;
        (office && person && closed && parse.word(end) == ",").then_some(entity)
    }

    /// "chairman and chief executive Bo Dahl": the person whose offices are joined.
    fn office_holder(&self, token: usize) -> Option<EntityId> {
        let parse = self.parse();
        // "lawyer and prominent feminist Ana Lee"
        let title = |t: usize| {
            let lower = parse.lower(t);
            lexicon::english().has("titles", &lower) || people::is_somebody(&lower)
        };
        let (entity, mention) =
            self.analysis.mentions_in(self.sentence).find(|(_, m)| m.tokens.start > token).filter(|_| title(token))?;
        let between = token + 1..mention.tokens.start;
        let person = self.analysis.entities[entity.0].kind == SpanKind::Person;
        // no mark and no verb parts them: "former ambassador to Skarn and Air Force General Bo Dahl"
        let offices = (2..8).contains(&between.len())
            && parse.tokens[token].tag != Tag::NounPlural
            && between.clone().any(|t| parse.tokens[t].tag == Tag::And)
            && title(between.end - 1)
            && between.clone().all(|t| !parse.tokens[t].tag.is_punctuation() && !parse.tokens[t].tag.is_verb());
        (person && offices).then_some(entity)
    }

    /// "It said", "their statement read": the body that is the subject of the sentence before, if it is one.
    fn body_before(&self) -> Option<Speaker> {
        let before = SentenceId(self.sentence.0.checked_sub(1)?);
        let parse = self.analysis.sentence(before);
        let first = || (0..parse.tokens.len()).find(|t| parse.tokens[*t].relation == Relation::Subject);
        let subject = parse.subject(parse.roots().next()?).or_else(first)?;
        let entity = self.analysis.entity_at(before, subject)?;
        (self.analysis.entities[entity.0].kind == SpanKind::Organization)
            .then(|| Speaker::entity(self.analysis, entity))
    }

    /// "The actor said": somebody whom the sentences before may have named, so that the description is no answer.
    fn may_be_named(&self, token: usize) -> bool {
        let parse = self.parse();
        let definite = parse.children_by(token, Relation::Determiner).any(|d| parse.lower(d) == "the");
        let person = parse.tokens[token].tag == Tag::Noun && people::is_somebody(&parse.lower(token));
        let owned = parse.child(token, Relation::Possessor).is_some()
            || parse.children_by(token, Relation::Preposition).next().is_some();
        let from = self.sentence.0.saturating_sub(3);
        definite
            && person
            && !owned
            && !lexicon::english().has("anonymous", &parse.lower(token))
            && (from..self.sentence.0)
                .flat_map(|s| self.analysis.mentions_in(SentenceId(s)))
                .any(|(e, _)| self.analysis.entities[e.0].kind == SpanKind::Person)
    }

    /// A noun for people, a body or a paper: "images from the show" say nothing.
    fn can_speak(&self, token: usize) -> bool {
        let parse = self.parse();
        let l = lexicon::english();
        let (lower, lemma) = (parse.lower(token), parse.lemma(token));
        let classes = [
            "people",
            "male_nouns",
            "female_nouns",
            "kin",
            "titles",
            "offices",
            "anonymous",
            "bodies",
            "body_nouns",
            "documents",
            "utterances",
            "camps",
            "demonyms",
            "voices",
        ];
        let tag = parse.tokens[token].tag;
        !matches!(tag, Tag::Noun | Tag::NounPlural)
            || people::is_somebody(&lemma)
            || [&lower, &lemma].iter().any(|w| classes.iter().any(|c| l.has(c, w)) || w.contains('-'))
    }

    /// Whose statement it is: "a statement from the club said", "their statement read".
    fn author(&self, token: usize, depth: usize) -> Option<Speaker> {
        let parse = self.parse();
        if let Some(owner) = parse.child(token, Relation::Possessor) {
            return self.who(owner, depth + 1);
        }
        let from =
            parse.children_by(token, Relation::Preposition).find(|p| matches!(&*parse.lower(*p), "from" | "by" | "of"));
        if let Some(from) = from {
            return self.who(parse.child(from, Relation::PrepositionObject)?, depth + 1);
        }
        // "Lee issued a statement that said: …"
        let verb = parse.head(token).filter(|_| parse.tokens[token].relation == Relation::Object)?;
        self.who(parse.subject(verb)?, depth + 1)
    }

    fn named(&self, entity: EntityId) -> Option<Speaker> {
        let e: &Entity = self.analysis.entities.get(entity.0)?;
        let speaks = matches!(e.kind, SpanKind::Person | SpanKind::Organization | SpanKind::Place | SpanKind::Other);
        let named = e.mentions.iter().any(|m| matches!(m.form, MentionForm::FullName | MentionForm::ShortName));
        (speaks && named).then(|| Speaker::entity(self.analysis, entity))
    }
}
