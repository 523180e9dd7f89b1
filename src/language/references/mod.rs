//! What a sentence leaves to others: words that mean something told elsewhere, and what they would have to say to stand alone.
//!
//! Three kinds: a name that stands in full in another sentence ("Dahl"), a pronoun ("she", "it", "I" of a quotation), a noun
//! with an article or a demonstrative ("the company", "this law"). A noun is taken for one told before by strict head
//! matching: the same head, and no word beside it that the one before lacks (Lee et al. 2013). What is unsure is left out.

mod naming;
mod nouns;
mod pronouns;

pub use naming::naming;

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use self::naming::with_titles;
use super::{
    Analysis, EntityId, MentionForm,
    entities::anaphora,
    labels::{Relation, SpanKind, Tag},
    lexicon, people,
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
    /// Sure enough for the naming to be told in the place of the words; otherwise it only says where to look.
    pub sure: bool,
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
/// How many sentences back a body may have been named that a noun of its name alone then means.
const JUST_BEFORE: u32 = 2;
/// How many sentences back a person may have been named whom an office alone then means.
const AT_HAND: u32 = 4;
/// How many sentences back "he" of quoted words may look.
const QUOTED_REACH: u32 = 6;

/// The references of each sentence, in order, none overlapping.
#[must_use]
pub(super) fn find(article: &Article, analysis: &Analysis) -> Vec<Vec<Reference>> {
    let mut finder =
        Finder { analysis, nouns: HashMap::new(), named: HashMap::new(), offices: offices(analysis), out: Vec::new() };
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

    /// A person by more than the network's word: by a first name, a title, an office. "She" never becomes a band or an army.
    fn is_surely_somebody(&self, id: EntityId) -> bool {
        let entity = &self.analysis.entities[id.0];
        let lexicon = lexicon::english();
        let first = entity.name.split(' ').next().unwrap_or_default().to_lowercase();
        let named = lexicon.is_first_name(&first);
        let role = |r: &String| people::is_somebody(r) || lexicon.has("titles", r) || lexicon.has("personal_titles", r);
        entity.kind == SpanKind::Person && (named || entity.roles.iter().any(role))
    }

    /// "Stone quarrelled with her daughter, Ana Stone": the short name first and the whole one behind it are two people.
    fn is_shared(&self, id: EntityId) -> bool {
        let mentions = &self.analysis.entities[id.0].mentions;
        let person = self.analysis.entities[id.0].kind == SpanKind::Person;
        let short = |m: &&super::Mention| m.form == MentionForm::ShortName;
        person
            && mentions.iter().filter(short).any(|s| {
                let behind = |m: &super::Mention| m.sentence == s.sentence && s.tokens.end < m.tokens.start;
                mentions.iter().any(|m| m.form == MentionForm::FullName && behind(m))
            })
    }

    /// Each word of a person's short name stands in the whole one: "Hansen" for "Bo Jansen" is but a guess.
    fn is_of_the_name(&self, id: EntityId, sentence: SentenceId, mention: &super::Mention) -> bool {
        let (entity, parse) = (&self.analysis.entities[id.0], self.analysis.sentence(sentence));
        let whole: Vec<String> = entity.name.split([' ', '-']).map(str::to_lowercase).collect();
        let has = |t: usize| whole.contains(&parse.lower(t)) || parse.tokens[t].tag.is_punctuation();
        entity.kind != SpanKind::Person || mention.tokens.clone().all(has)
    }

    fn is_quoted(&self, sentence: SentenceId, token: usize) -> bool {
        self.analysis.is_quoted(sentence, token)
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
                let sure = match kind {
                    ReferenceKind::Name => !self.is_shared(id) && self.is_of_the_name(id, sentence, mention),
                    ReferenceKind::Noun => self.is_at_hand(id, sentence),
                    _ => self.is_surely_somebody(id),
                };
                found.push(Reference { tokens, kind, told, antecedent, entity: Some(id), naming, sure });
            }
        }
        found
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
            sure: true,
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
                list.push(Reference { tokens: t..t + 1, kind, told, antecedent, entity, naming, sure: true });
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
