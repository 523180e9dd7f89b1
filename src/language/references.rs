//! What a sentence leaves to others: words that mean something told elsewhere, and what they would have to say to stand alone.
//!
//! Three kinds: a name that stands in full in another sentence ("Dahl"), a pronoun ("she", "it", "I" of a quotation), a noun
//! with an article or a demonstrative ("the company", "this law"). A noun is taken for one told before by strict head
//! matching: the same head, and no word beside it that the one before lacks (Lee et al. 2013). What is unsure is left out.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use super::{
    Analysis, EntityId, Gender, MentionForm,
    attribution::quoted_tokens,
    entities::anaphora,
    labels::{Relation, SpanKind, Tag},
    lexicon,
    parse::Parse,
};
use crate::article::{Article, SentenceId};

/// Words of a sentence that mean something told in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The words, as tokens of their sentence: with their article or title.
    pub tokens: Range<usize>,
    /// What kind of words they are.
    pub kind: ReferenceKind,
    /// The sentence that tells what they mean.
    pub told: SentenceId,
    /// What is meant there, as tokens of that sentence.
    pub antecedent: Range<usize>,
    /// Who or what it is, where it has a name.
    pub entity: Option<EntityId>,
    /// What the words would be if the sentence stood alone: "Bo Dahl, the harbour's deputy director", "the plan for the pier".
    /// Not inflected: beside "his" it is the owner.
    pub naming: String,
}

/// How a reference is worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// A part of a name, an acronym.
    Name,
    /// "she", "their", "it".
    Pronoun,
    /// "the company", "this law".
    Noun,
    /// "I", "my" and "we" of quoted words.
    Speaker,
}

/// The longest phrase that is given as what a noun means, in tokens.
const LONGEST_PHRASE: usize = 12;
/// How many sentences back a noun may have been told. Farther back it may be another.
const REACH: usize = 40;
/// How many sentences back "he" of quoted words may look.
const QUOTED_REACH: u32 = 6;

/// The references of each sentence, in order, none overlapping.
#[must_use]
pub(super) fn find(article: &Article, analysis: &Analysis) -> Vec<Vec<Reference>> {
    let quoted = quoted_tokens(article, analysis);
    let mut finder = Finder {
        analysis,
        quoted: &quoted,
        nouns: HashMap::new(),
        named: HashMap::new(),
        offices: offices(analysis),
        out: Vec::new(),
    };
    for i in 0..analysis.sentences.len() {
        let found = finder.sentence(SentenceId::from(i));
        finder.out.push(found);
        finder.remember(SentenceId::from(i));
    }
    finder.speakers(article);
    for references in &mut finder.out {
        references.sort_by_key(|r| r.tokens.start);
        references.dedup_by(|b, a| b.tokens.start < a.tokens.end);
    }
    finder.out
}

struct Finder<'a> {
    analysis: &'a Analysis,
    quoted: &'a [Vec<bool>],
    /// The phrases so far by the lemma of their head, with the head's sentence and token.
    nouns: HashMap<String, Vec<(SentenceId, usize)>>,
    /// Entities by a lower-case word that says what they are: "university" of "Lund University".
    named: HashMap<String, Vec<EntityId>>,
    /// People by an office that the article gives them: "attorney general".
    offices: HashMap<String, Vec<EntityId>>,
    out: Vec<Vec<Reference>>,
}

impl Finder<'_> {
    fn sentence(&self, sentence: SentenceId) -> Vec<Reference> {
        let parse = self.analysis.sentence(sentence);
        let mut found = self.names(sentence);
        for t in 0..parse.tokens.len() {
            if found.iter().any(|r| r.tokens.contains(&t)) || self.is_quoted(sentence, t) {
                continue;
            }
            found.extend(match parse.tokens[t].tag {
                Tag::Noun | Tag::NounPlural => self.office(sentence, t).or_else(|| self.noun(sentence, t)),
                Tag::Name => self.office(sentence, t),
                Tag::Pronoun | Tag::PossessivePronoun => self.pronoun(sentence, t),
                _ => None,
            });
        }
        found
    }

    fn is_quoted(&self, sentence: SentenceId, token: usize) -> bool {
        self.quoted[sentence.index()].get(token).copied().unwrap_or(false)
    }

    /// Parts of names, and what stands for a name, where the sentence doesn't have the name in full before.
    fn names(&self, sentence: SentenceId) -> Vec<Reference> {
        let parse = self.analysis.sentence(sentence);
        let mut found: Vec<Reference> = Vec::new();
        for (id, mention) in self.analysis.mentions_in(sentence) {
            let kind = match mention.form {
                MentionForm::FullName => continue,
                MentionForm::ShortName => ReferenceKind::Name,
                MentionForm::Pronoun => ReferenceKind::Pronoun,
                MentionForm::Noun => ReferenceKind::Noun,
            };
            let whole = |(e, m): (EntityId, &super::Mention)| {
                e == id && m.form == MentionForm::FullName && m.tokens.start < mention.tokens.start
            };
            // what the sentence names itself, before or a word behind, needs nobody else
            if self.analysis.mentions_in(sentence).any(whole) || found.iter().any(|r| r.entity == Some(id)) {
                continue;
            }
            let Some((told, antecedent, naming)) = naming(self.analysis, id) else { continue };
            if told != sentence {
                let tokens = with_titles(parse, mention.tokens.clone());
                found.push(Reference { tokens, kind, told, antecedent, entity: Some(id), naming });
            }
        }
        found
    }

    /// "the company", "this law": the phrase before with the same head, or the one name that has it.
    fn noun(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
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
            return Some(Reference { tokens, kind, told, antecedent, entity: Some(id), naming });
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
        (told != sentence).then_some(Reference {
            tokens,
            kind: ReferenceKind::Noun,
            told,
            antecedent,
            entity: None,
            naming,
        })
    }

    /// "the attorney general", where the article calls one person so.
    fn office(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
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
        let kind = ReferenceKind::Noun;
        Some(Reference { tokens: determiner..token + 1, kind, told, antecedent, entity: Some(id), naming })
    }

    /// The one entity told before of which a noun is a word of the name: "the university" is Lund University.
    fn only_named(&self, lemma: &str, sentence: SentenceId) -> Option<EntityId> {
        let [id] = self.named.get(lemma)?[..] else { return None };
        let near = |m: &super::Mention| m.sentence < sentence && sentence.index() - m.sentence.index() <= REACH;
        self.analysis.entities[id.0].mentions.iter().any(near).then_some(id)
    }

    /// "it", "they" and "he" that no name stands for: the subject of the sentence before, where it is the only one that fits.
    fn pronoun(&self, sentence: SentenceId, token: usize) -> Option<Reference> {
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
        let person = tag == Tag::Noun && anaphora::is_person_noun(&there.lower(antecedent));
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
            return Some(Reference { tokens: token..token + 1, kind, ..earlier.clone() });
        }
        let (naming, range) = match entity {
            Some(id) => naming(self.analysis, id).map(|(_, _, n)| (n, antecedent..antecedent + 1))?,
            None => noun_naming(there, antecedent)?,
        };
        let kind = ReferenceKind::Pronoun;
        Some(Reference { tokens: token..token + 1, kind, told, antecedent: range, entity, naming })
    }

    fn may_be(&self, pronoun: &str, parse: &Parse, token: usize) -> bool {
        let male = matches!(pronoun, "he" | "his");
        anaphora::noun_gender(&parse.lower(token)).is_none_or(|g| (g == Gender::Male) == male)
    }

    fn is_all_quoted(&self, sentence: SentenceId) -> bool {
        let parse = self.analysis.sentence(sentence);
        (0..parse.tokens.len()).all(|t| self.is_quoted(sentence, t) || parse.tokens[t].tag.is_punctuation())
    }

    /// Notes a sentence's phrases and the entities whose first mention it has.
    fn remember(&mut self, sentence: SentenceId) {
        let parse = self.analysis.sentence(sentence);
        for (t, token) in parse.tokens.iter().enumerate() {
            if matches!(token.tag, Tag::Noun | Tag::NounPlural) && token.relation != Relation::Compound {
                self.nouns.entry(parse.lemma(t)).or_default().push((sentence, t));
            }
        }
        let first: Vec<EntityId> = (self.analysis.mentions_in(sentence))
            .filter(|(e, m)| self.analysis.entities[e.0].mentions.first() == Some(*m))
            .map(|(e, _)| e)
            .collect();
        for id in first {
            let entity = &self.analysis.entities[id.0];
            if entity.kind == SpanKind::Person {
                continue;
            }
            let words: Vec<String> = entity.name.split_whitespace().map(str::to_lowercase).collect();
            let class = match words.iter().position(|w| w == "of" || w == "for") {
                Some(of) => of.checked_sub(1).and_then(|k| words.get(k)),
                None => words.last().filter(|_| words.len() > 1),
            };
            if let Some(class) = class.filter(|c| lexicon::english().has("body_nouns", c)) {
                self.named.entry(class.clone()).or_default().push(id);
            }
        }
    }

    /// "he" and "she" of quoted words: the one person of that gender told of before who doesn't speak himself.
    fn quoted_person(&self, sentence: SentenceId, token: usize, speaker: EntityId) -> Option<Reference> {
        let parse = self.analysis.sentence(sentence);
        let gender = anaphora::pronoun_gender(&parse.lower(token))?;
        let mut candidates: Vec<EntityId> = Vec::new();
        for s in sentence.0.saturating_sub(QUOTED_REACH)..=sentence.0 {
            for (id, mention) in self.analysis.mentions_in(SentenceId(s)) {
                let before = SentenceId(s) < sentence || mention.tokens.start < token;
                let entity = &self.analysis.entities[id.0];
                // one whose gender is not known may be meant as well
                let fits = entity.kind == SpanKind::Person && entity.gender.is_none_or(|g| g == gender);
                if before && fits && id != speaker && !candidates.contains(&id) {
                    candidates.push(id);
                }
            }
        }
        let [id] = candidates[..] else { return None };
        self.analysis.entities[id.0].gender?;
        let (told, antecedent, naming) = naming(self.analysis, id)?;
        let here = self.analysis.mentions_in(sentence).any(|(e, _)| e == id);
        let kind = ReferenceKind::Pronoun;
        (told != sentence && !here).then_some(Reference {
            tokens: token..token + 1,
            kind,
            told,
            antecedent,
            entity: Some(id),
            naming,
        })
    }

    /// "I", "my" and "we" between quotation marks, where the sentence doesn't say who speaks.
    fn speakers(&mut self, article: &Article) {
        for (quotation, speaker) in article.quotations.iter().zip(&self.analysis.speakers) {
            let Some(id) = speaker.as_ref().and_then(|s| s.entity) else { continue };
            let parse = self.analysis.sentence(quotation.sentence);
            let inside = |t: &usize| {
                let token = &parse.tokens[*t];
                token.start >= quotation.span.start && token.end <= quotation.span.end
            };
            let others: Vec<Reference> = (0..parse.tokens.len())
                .filter(inside)
                .filter_map(|t| self.quoted_person(quotation.sentence, t, id))
                .collect();
            self.out[quotation.sentence.index()].extend(others);
            if self.analysis.mentions_in(quotation.sentence).any(|(e, _)| e == id) {
                continue;
            }
            let Some((told, antecedent, naming)) = naming(self.analysis, id) else { continue };
            let first_person =
                |t: &usize| matches!(&*parse.lower(*t), "i" | "me" | "my" | "we" | "us" | "our" | "mine");
            let list = &mut self.out[quotation.sentence.index()];
            for t in (0..parse.tokens.len()).filter(inside).filter(first_person).filter(|_| told != quotation.sentence)
            {
                let (kind, entity) = (ReferenceKind::Speaker, Some(id));
                let (antecedent, naming) = (antecedent.clone(), naming.clone());
                list.push(Reference { tokens: t..t + 1, kind, told, antecedent, entity, naming });
            }
        }
    }
}

/// Who is called by which office: the titles before a name, a noun with its own nouns in apposition to it.
fn offices(analysis: &Analysis) -> HashMap<String, Vec<EntityId>> {
    let mut offices: HashMap<String, Vec<EntityId>> = HashMap::new();
    for (e, entity) in analysis.entities.iter().enumerate().filter(|(_, e)| e.kind == SpanKind::Person) {
        for mention in
            entity.mentions.iter().filter(|m| matches!(m.form, MentionForm::FullName | MentionForm::ShortName))
        {
            let parse = analysis.sentence(mention.sentence);
            let titles = with_titles(parse, mention.tokens.clone()).start..mention.tokens.start;
            let head = parse.head_of(mention.tokens.clone());
            let apposed = parse.children_by(head, Relation::Apposition).map(|c| {
                let first = (0..c)
                    .rev()
                    .take_while(|t| parse.head(*t) == Some(c) && parse.tokens[*t].relation == Relation::Compound)
                    .last();
                first.unwrap_or(c)..c + 1
            });
            for range in apposed.chain([titles]).filter(|r| !r.is_empty()) {
                let list = offices.entry(parse.slice(range).to_lowercase()).or_default();
                if !list.contains(&EntityId(e)) {
                    list.push(EntityId(e));
                }
            }
        }
    }
    offices
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

/// The words beside a noun that tell which one it is: adjectives, nouns, names, owners.
fn modifiers(parse: &Parse, token: usize) -> Vec<String> {
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

fn is_definite(parse: &Parse, token: usize) -> bool {
    let definite = |d: usize| matches!(&*parse.lower(d), "the" | "this" | "that" | "these" | "those");
    parse.children_by(token, Relation::Determiner).any(definite)
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

/// A noun with what tells which one it is, as a definite phrase, and its tokens.
fn noun_naming(parse: &Parse, head: usize) -> Option<(String, Range<usize>)> {
    let without = [
        Relation::RelativeClause,
        Relation::Apposition,
        Relation::AdverbialClause,
        Relation::Parataxis,
        Relation::Conjunct,
        Relation::Coordination,
        Relation::Punctuation,
        Relation::ClausalComplement,
        Relation::Predeterminer,
        Relation::Preconjunction,
    ];
    let mut range = parse.subtree_without(head, &without);
    // what the parser is not sure belongs to it stays out
    let unsure = |c: &usize| *c > head && *c < range.end && !without.contains(&parse.tokens[*c].relation);
    if let Some(cut) = parse.children(head).filter(unsure).find(|c| !parse.tokens[*c].is_sure()) {
        range.end = parse.subtree(cut).start.max(head + 1);
    }
    if range.len() > LONGEST_PHRASE {
        range.end = head + 1;
    }
    // a mark inside means that the parse went over the phrase's end
    if let Some(mark) = range.clone().find(|t| matches!(parse.word(*t), "," | ";" | ":" | "—" | "--" | "(")) {
        range = if mark > head { range.start..mark } else { mark + 1..range.end };
    }
    if range.is_empty() || range.len() > LONGEST_PHRASE || !range.contains(&head) {
        return None;
    }
    let determined = parse.child(head, Relation::Determiner) == Some(range.start);
    let owner = parse.child(head, Relation::Possessor);
    let bare = if determined { range.start + 1..range.end } else { range.clone() };
    let text = parse.slice(bare.clone());
    let odd = text.chars().all(|c| !c.is_lowercase()) || text.contains(['"', '“', '”', '(', ')']);
    let function = |t: usize| matches!(parse.tokens[t].tag, Tag::Preposition | Tag::To | Tag::And | Tag::Determiner);
    if bare.is_empty() || odd || function(bare.start) || parse.tokens[bare.start].tag == Tag::PossessivePronoun {
        return None;
    }
    let mut words = parse.slice(bare.clone()).to_owned();
    if bare.start == 0
        && !parse.tokens[0].tag.is_name()
        && let Some(first) = words.chars().next()
    {
        words.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
    }
    let text = if owner.is_some_and(|o| o < head) { words } else { format!("the {words}") };
    Some((text, range))
}

/// An entity's name as a reader needs it at first mention, with what the article says it is, and where it stands so.
#[must_use]
pub fn naming(analysis: &Analysis, id: EntityId) -> Option<(SentenceId, Range<usize>, String)> {
    let entity = analysis.entities.get(id.0)?;
    let whole = || entity.mentions.iter().filter(|m| m.form == MentionForm::FullName);
    let first = whole().next()?;
    let role = whole().take(3).find_map(|m| {
        let parse = analysis.sentence(m.sentence);
        let text = if entity.kind == SpanKind::Person { with_role(parse, &m.tokens)? } else { return None };
        Some((m.sentence, m.tokens.clone(), text))
    });
    Some(role.unwrap_or_else(|| (first.sentence, first.tokens.clone(), entity.name.clone())))
}

/// "Mayor Ana Lee", "Bo Dahl, the harbour's deputy director": the name with its titles or what stands in apposition to it.
fn with_role(parse: &Parse, name: &Range<usize>) -> Option<String> {
    let titled = with_titles(parse, name.clone());
    let head = parse.head_of(name.clone());
    let apposition = parse
        .children_by(head, Relation::Apposition)
        .find(|c| *c > head && parse.tokens[*c].tag == Tag::Noun && anaphora::is_person_noun(&parse.lower(*c)));
    let without = [
        Relation::RelativeClause,
        Relation::Punctuation,
        Relation::Apposition,
        Relation::Conjunct,
        Relation::Coordination,
    ];
    if let Some(apposition) = apposition {
        let phrase = parse.subtree_without(apposition, &without);
        // "Lee, an official at the court said": the phrase behind the comma begins another clause
        let closed = phrase.end >= parse.tokens.len() || parse.tokens[phrase.end].tag.is_punctuation();
        if closed && phrase.start == name.end + 1 && phrase.len() <= 9 && parse.word(name.end) == "," {
            return Some(format!("{}, {}", parse.slice(titled), parse.slice(phrase)));
        }
    }
    (titled.start < name.start).then(|| parse.slice(titled).to_owned())
}

/// A name's tokens with the titles and nouns that stand before it and hang on it.
fn with_titles(parse: &Parse, name: Range<usize>) -> Range<usize> {
    let lexicon = lexicon::english();
    let mut start = name.start;
    while start > 0 {
        let t = start - 1;
        let bare = parse.lower(t).trim_end_matches('.').to_owned();
        let hangs = parse.head(t).is_some_and(|h| name.contains(&h) || (start..name.start).contains(&h));
        // a relative is nothing without whose: "brother Bo"
        let noun = parse.tokens[t].tag == Tag::Noun
            && anaphora::is_person_noun(&bare)
            && !["kin", "male_nouns", "female_nouns"].iter().any(|c| lexicon.has(c, &bare));
        if !((lexicon.has("titles", &bare) || noun) && (hangs || parse.tokens[t].tag.is_name())) {
            break;
        }
        // "Secretary of State Ana Lee"
        let of = t > 1 && parse.lower(t - 1) == "of" && lexicon.has("titles", &parse.lower(t - 2));
        start = if of { t - 2 } else { t };
    }
    start..name.end
}
