//! Which word of a sentence heads the one who says the quoted words.

use std::ops::Range;

use super::{Reader, is_mark, is_word};
use crate::language::{
    entities::EntityId,
    labels::{Relation, SpanKind, Tag},
    lexicon, people,
};

impl Reader<'_> {
    fn is_saying(&self, token: usize, class: &str) -> bool {
        let parse = self.parse();
        parse.tokens[token].tag.is_verb()
            && lexicon::english().has(class, &parse.lemma(token))
            && !self.is_mere_purpose(token)
    }

    /// "allows a business to assert": nobody has said it yet. "went on to say" has.
    fn is_mere_purpose(&self, verb: usize) -> bool {
        let parse = self.parse();
        let to = parse.children_by(verb, Relation::Auxiliary).any(|a| parse.tokens[a].tag == Tag::To);
        to && !parse
            .head(verb)
            .is_some_and(|h| matches!(&*parse.lemma(h), "go" | "continue" | "begin" | "proceed" | "rush" | "say"))
    }

    /// "she added", "the actor went on": whoever is meant is the one who spoke before.
    pub(super) fn goes_on_speaking(&self, subject: usize) -> bool {
        let parse = self.parse();
        let verb = parse.head(subject).is_some_and(|v| matches!(&*parse.lemma(v), "add" | "continue" | "conclude"));
        let the = parse.children_by(subject, Relation::Determiner).any(|d| parse.lower(d) == "the");
        let pronoun = matches!(&*parse.lower(subject), "he" | "she");
        verb && parse.tokens[subject].relation == Relation::Subject
            && (pronoun || the && parse.tokens[subject].tag == Tag::Noun && people::is_somebody(&parse.lower(subject)))
    }

    /// "Lee asked Roe": the subject of a verb that waits for somebody's answer.
    pub(super) fn asks_somebody(&self, subject: usize) -> bool {
        let parse = self.parse();
        let asks = |v: &usize| matches!(&*parse.lemma(*v), "ask" | "question");
        // An audience ("reporters", "the jury") does not answer.
        let somebody = |o: usize| {
            let named = self.analysis.entity_at(self.sentence, o).map(|e| self.analysis.entities[e.0].kind);
            self.is_outside(o) && (named == Some(SpanKind::Person) || matches!(&*parse.lower(o), "him" | "her"))
        };
        parse.head(subject).filter(asks).is_some_and(|v| {
            [Relation::Object, Relation::Dative].iter().any(|r| parse.children_by(v, *r).any(somebody))
        })
    }

    /// The subject of a verb, outside quotation marks. A passive's subject does not speak: "Lee was told".
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        let parse = self.parse();
        if let Some(agent) = parse.child(verb, Relation::Agent) {
            return parse.child(agent, Relation::PrepositionObject).filter(|t| self.is_outside(*t));
        }
        if parse.child(verb, Relation::PassiveAuxiliary).is_some() {
            // "was quoted as saying" is the one passive whose subject speaks
            return (parse.lemma(verb) == "quote").then(|| parse.subject(verb)).flatten();
        }
        // "Lee, told by Roe to go, …" leaves open who speaks
        if parse.tokens[verb].tag == Tag::VerbParticiple && parse.tokens[verb].relation == Relation::AdjectivalClause {
            return None;
        }
        let mut own =
            parse.children(verb).filter(|c| parse.tokens[*c].relation.is_subject() && self.is_outside(*c)).peekable();
        // ", accusing the agency of …": whom a participle behind a comma tells of does not speak
        if parse.tokens[verb].tag == Tag::VerbIng && own.peek().is_none() && self.inverted(verb).is_some() {
            return None;
        }
        own.min_by_key(|c| c.abs_diff(verb))
            .or_else(|| self.inverted(verb))
            .or_else(|| self.just_before(verb).filter(|s| !self.is_object(*s)))
            .or_else(|| parse.subject(verb).filter(|s| self.is_outside(*s)))
            .or_else(|| self.just_before(verb))
    }

    fn is_object(&self, token: usize) -> bool {
        matches!(self.parse().tokens[token].relation, Relation::Object | Relation::PrepositionObject | Relation::Dative)
    }

    /// "At the inquest, Mr Lee, said: …": a person named right before the verb, where the parse gives it no subject. Of
    /// several the one that governs the others: "Lee, who lives with Ana, added".
    fn just_before(&self, verb: usize) -> Option<usize> {
        let parse = self.parse();
        let ends: Vec<usize> = match verb.checked_sub(1)? {
            last if parse.tokens[last].tag == Tag::Comma => vec![last, last + 1],
            last => vec![last + 1],
        };
        let people = self.analysis.mentions_in(self.sentence).filter(|(e, m)| {
            self.analysis.entities[e.0].kind == SpanKind::Person
                && m.tokens.end <= verb
                && self.is_outside(m.tokens.start)
        });
        let heads = people.map(|(_, m)| parse.head_of(m.tokens.clone()));
        heads.filter(|h| ends.contains(&parse.subtree(*h).end)).min_by_key(|h| parse.subtree(*h).start)
    }

    /// “It works,” said the mayor: right behind the verb that follows the marks, whatever the parse calls it.
    fn inverted(&self, verb: usize) -> Option<usize> {
        let parse = self.parse();
        let before = verb.checked_sub(1)?;
        if !is_mark(parse, before) && parse.tokens[before].tag != Tag::Comma {
            return None;
        }
        let next = parse.tokens.get(verb + 1)?;
        // "told CNN": whoever stands there hears
        if matches!(&*parse.lemma(verb), "tell" | "inform" | "remind" | "assure") {
            return None;
        }
        let opens = next.tag.is_noun()
            || matches!(next.tag, Tag::Determiner | Tag::Adjective | Tag::Pronoun | Tag::PossessivePronoun);
        let behind = |c: &usize| {
            *c > verb && self.is_outside(*c) && (parse.tokens[*c].tag.is_noun() || parse.tokens[*c].tag == Tag::Pronoun)
        };
        let phrase = parse.children(verb).find(behind)?;
        (opens && parse.subtree(phrase).start == verb + 1).then_some(phrase)
    }

    /// The token that heads who speaks the words between `tokens`.
    pub(super) fn speaking(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        if !(0..parse.tokens.len()).any(|t| self.is_outside(t) && is_word(parse, t)) {
            return None;
        }
        self.asked_by(tokens)
            .or_else(|| self.governing(tokens, "saying"))
            .or_else(|| self.governed(tokens, "saying"))
            .or_else(|| self.by_colon(tokens))
            .or_else(|| self.nearest(tokens))
            .or_else(|| self.beside(tokens))
            .or_else(|| self.to_somebody(tokens))
            .map(|subject| self.behind_apposition(subject))
            // "was seen that October praising …"
            .filter(|&subject| parse.span_at(subject).is_none_or(|s| s.kind != SpanKind::Date))
    }

    /// "A defender of the port, she said …": what somebody is, set before the pronoun that speaks.
    fn behind_apposition(&self, subject: usize) -> usize {
        let parse = self.parse();
        let phrase = parse.subtree(subject);
        let next = phrase.end + usize::from(parse.word(phrase.end) == ",");
        let opens = phrase.start == 0 && next > phrase.end && parse.tokens[subject].tag == Tag::Noun;
        let speaks = parse.tokens.get(next).is_some_and(|t| t.relation.is_subject() && t.tag == Tag::Pronoun);
        if opens && speaks && self.is_outside(next) { next } else { subject }
    }

    /// The name of a work, which nobody says: two to eight words in capitals but for small ones, without a mark at the end.
    pub(super) fn is_title(&self, tokens: &Range<usize>) -> bool {
        let parse = self.parse();
        let upper = |t: usize| parse.word(t).chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let small = |t: usize| {
            parse.word(t).chars().count() < 4 && !parse.tokens[t].tag.is_finite()
                || matches!(parse.tokens[t].tag, Tag::Preposition | Tag::And)
                || parse.tokens[t].tag.is_punctuation()
        };
        let all = tokens.clone().all(|t| upper(t) || !is_word(parse, t));
        let ends = !all && tokens.end.checked_sub(1).is_some_and(|t| matches!(parse.word(t), "." | "!" | "?"));
        let words = tokens.clone().filter(|t| is_word(parse, *t)).count();
        (2..=8).contains(&words)
            && !ends
            && upper(tokens.start)
            && tokens.clone().all(|t| upper(t) || small(t))
            && tokens.clone().filter(|t| upper(*t)).count() > 1
    }

    /// "Asked by an aide, “Is it done?”, Lee replied …": the words right behind belong to whoever asks.
    fn asked_by(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let verb = (0..tokens.start).rev().find(|t| self.is_outside(*t) && parse.tokens[*t].tag.is_verb())?;
        let asked = parse.lemma(verb) == "ask" && parse.tokens[verb].tag == Tag::VerbParticiple;
        let by = parse.child(verb, Relation::Agent).filter(|_| asked)?;
        parse.child(by, Relation::PrepositionObject).filter(|t| self.is_outside(*t))
    }

    /// A verb of saying (of one class of them) above the quoted words.
    pub(super) fn governing(&self, tokens: &Range<usize>, class: &str) -> Option<usize> {
        let parse = self.parse();
        let distance = |v: usize| if v < tokens.start { tokens.start - v } else { v - tokens.end.min(v) };
        let mut best: Option<(usize, usize, usize)> = None;
        for inside in tokens.clone() {
            if parse.head(inside).is_none_or(|h| tokens.contains(&h)) {
                continue;
            }
            for (steps, verb) in parse.ancestors(inside).enumerate().take(6) {
                // "Roe called Lee “to say …,” a spokesman said": why he called is not what he said
                let purpose = parse.lemma(verb) == "call" && parse.tokens[tokens.start].tag == Tag::To;
                if self.is_outside(verb)
                    && self.is_saying(verb, class)
                    && !purpose
                    && let Some(subject) = self.subject(verb)
                {
                    let found = (steps, distance(verb), subject);
                    if best.is_none_or(|b| found < b) {
                        best = Some(found);
                    }
                    break;
                }
            }
        }
        best.map(|(.., subject)| subject)
    }

    /// A verb of saying that hangs on the quoted words: “It works,” Lee said.
    pub(super) fn governed(&self, tokens: &Range<usize>, class: &str) -> Option<usize> {
        let parse = self.parse();
        let hangs = |v: &usize| {
            parse.head(*v).is_some_and(|h| tokens.contains(&h))
                && matches!(
                    parse.tokens[*v].relation,
                    Relation::Parataxis
                        | Relation::ClausalComplement
                        | Relation::AdverbialClause
                        | Relation::Unclassified
                        | Relation::RelativeClause
                        | Relation::Conjunct
                        | Relation::AdjectivalClause
                )
        };
        let verbs = (0..parse.tokens.len()).filter(|v| self.is_outside(*v) && self.is_saying(*v, class)).filter(hangs);
        verbs.filter_map(|v| self.subject(v)).next()
    }

    /// “It works,” grumbled Lee; Lee grumbled, “It works.”: a verb that stands between the marks of a whole sentence and somebody
    /// tells who speaks, whatever verb it is.
    fn beside(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let told = |v: &usize| self.is_outside(*v) && parse.tokens[*v].tag.is_verb() && !self.is_mere_purpose(*v);
        let somebody = |t: &usize| {
            let named = || self.analysis.entity_at(self.sentence, *t);
            let person = || named().is_some_and(|e| self.analysis.entities[e.0].kind == SpanKind::Person);
            self.is_outside(*t) && (self.is_for_a_person(*t) || matches!(&*parse.lower(*t), "he" | "she") || person())
        };
        let last = tokens.end.checked_sub(1).map(|t| parse.word(t));
        let behind = (tokens.end..parse.tokens.len()).find(|t| !is_mark(parse, *t));
        let after = behind.filter(|v| told(v) && matches!(last, Some("," | "!" | "?"))).and_then(|v| self.inverted(v));
        let whole = parse.word(tokens.start).starts_with(char::is_uppercase);
        let before = || {
            let comma = tokens.start.checked_sub(2).filter(|t| whole && matches!(parse.word(*t), "," | ":"))?;
            let verb = comma.checked_sub(1).filter(told)?;
            parse.children(verb).find(|c| *c < verb && parse.tokens[*c].relation == Relation::Subject)
        };
        after.filter(somebody).or_else(|| before().filter(somebody))
    }

    /// "Lee: “It works.”"
    fn by_colon(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let before: Vec<usize> = (0..tokens.start).filter(|t| !is_mark(parse, *t)).collect();
        let (last, name) = before.split_last()?;
        let short = (1..=6).contains(&name.len())
            && name.iter().all(|t| self.is_outside(*t) && !parse.tokens[*t].tag.is_finite());
        if parse.word(*last) != ":" {
            return None;
        }
        if !short {
            // "Lee put the question in a message: “…”"
            // "One of them, the student Ana Lee, summed it up: “…”": the parse may find two subjects
            let verb = parse.roots().find(|r| *r < tokens.start)?;
            let person = |s: &usize| {
                let entity = self.analysis.entity_at(self.sentence, *s);
                entity.is_some_and(|e| self.analysis.entities[e.0].kind == SpanKind::Person)
            };
            let named = |s: usize| {
                let beside = parse.children_by(s, Relation::Apposition);
                std::iter::once(s).chain(beside).find(|t| person(t))
            };
            let mut subjects = parse.children_by(verb, Relation::Subject).filter(|s| self.is_outside(*s));
            return subjects.find_map(named).filter(|_| *last + 2 >= tokens.start);
        }
        // "Ana Lee, mayor of Skarn: “It works.”", not "A sign near Skarn: “Keep out.”": the name heads what stands there
        let head = parse.head_of(name[0]..*last);
        let speaks =
            |e: EntityId| matches!(self.analysis.entities[e.0].kind, SpanKind::Person | SpanKind::Organization);
        let named = self.analysis.entity_at(self.sentence, head).filter(|e| speaks(*e)).map(|_| head);
        // "Roe's son: “It works.”"
        let kin = name.iter().copied().find(|t| parse.child(*t, Relation::Possessor).is_some_and(|p| p < *t));
        kin.filter(|t| parse.tokens[*t].tag == Tag::Noun && people::is_somebody(&parse.lower(*t))).or(named)
    }

    /// "To Lee, the plan “makes no sense”", "To Lee, it was “odd”": the opinion of whom the sentence opens with.
    fn to_somebody(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let opens = matches!(parse.word(0), "To" | "For");
        let object = parse.child(0, Relation::PrepositionObject).filter(|o| opens && *o < tokens.start)?;
        // "To Lee, the club gave a cup engraved “best of all”" tells of no opinion
        let judged = parse.roots().all(|r| {
            tokens.contains(&r)
                || matches!(&*parse.lemma(r), "be" | "seem" | "appear" | "look" | "sound" | "feel" | "remain" | "mean")
        });
        let person = self.analysis.entity_at(self.sentence, object).filter(|_| judged)?;
        (self.analysis.entities[person.0].kind == SpanKind::Person).then_some(object)
    }

    /// A verb that leaves no doubt, or "according to", anywhere outside the marks: the nearest.
    fn nearest(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let distance = |v: usize| if v < tokens.start { tokens.start - v } else { v.saturating_sub(tokens.end) };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for v in (0..parse.tokens.len()).filter(|v| self.is_outside(*v)) {
            if self.is_saying(v, "speech") {
                found.extend(self.subject(v).map(|s| (distance(v), s)));
            } else if parse.lower(v) == "according" {
                let object = (v + 1..parse.tokens.len().min(v + 12))
                    .find(|t| parse.tokens[*t].relation == Relation::PrepositionObject);
                found.extend(object.filter(|t| self.is_outside(*t)).map(|s| (distance(v), s)));
            }
        }
        found.into_iter().min().map(|(_, s)| s)
    }
}
