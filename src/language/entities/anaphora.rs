//! What stands for a name: pronouns, and nouns that tell an office ("the senator"). Only where one candidate fits.

use super::{Entity, EntityId, Gender, Mention, MentionForm};
use crate::{
    article::{Article, SentenceId},
    language::{
        Analysis,
        labels::{Relation, SpanKind, Tag},
        lexicon,
        parse::Parse,
    },
};

/// How many sentences back a pronoun may look.
const REACH: u32 = 4;
/// What it adds that the candidate's gender is known to fit.
const KNOWN_GENDER: f32 = 0.4;
/// What it adds that the candidate is the subject of the sentence before, and the pronoun of this one.
const PARALLEL: f32 = 0.5;
/// What it adds that the candidate stands in the pronoun's own sentence.
const OWN_SENTENCE: f32 = 1.0;
/// How far the best candidate has to be ahead of the next.
const AHEAD: f32 = 0.6;

/// A possible antecedent with what speaks for it.
struct Candidate {
    entity: EntityId,
    weight: f32,
}

/// Adds pronouns and nouns that stand for a name to the mentions.
pub(super) fn resolve(article: &Article, analysis: &Analysis, entities: &mut [Entity]) {
    let quoted = crate::language::attribution::quoted_tokens(article, analysis);
    for (i, parse) in analysis.sentences.iter().enumerate() {
        let sentence = SentenceId::from(i);
        for token in 0..parse.tokens.len() {
            if quoted[i].get(token).copied().unwrap_or(false) {
                continue;
            }
            let found = match parse.tokens[token].tag {
                Tag::Pronoun | Tag::PossessivePronoun => pronoun_gender(&parse.lower(token))
                    .and_then(|gender| antecedent(analysis, entities, sentence, token, gender, &quoted))
                    .map(|e| (e, token..token + 1, MentionForm::Pronoun)),
                Tag::Noun => office(parse, entities, sentence, token),
                _ => None,
            };
            if let Some((EntityId(e), tokens, form)) = found {
                entities[e].mentions.push(Mention { sentence, tokens, form });
                entities[e].mentions.sort_by_key(|m| (m.sentence, m.tokens.start));
                if entities[e].gender.is_none() && form == MentionForm::Pronoun {
                    entities[e].gender = pronoun_gender(&parse.lower(token));
                }
            }
        }
    }
}

/// The gender that a pronoun tells.
pub(super) fn pronoun_gender(lower: &str) -> Option<Gender> {
    match lower {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

/// The person a pronoun stands for, if one is clearly ahead.
fn antecedent(
    analysis: &Analysis,
    entities: &[Entity],
    sentence: SentenceId,
    token: usize,
    gender: Gender,
    quoted: &[Vec<bool>],
) -> Option<EntityId> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let parse = analysis.sentence(sentence);
    for (e, entity) in entities.iter().enumerate() {
        if entity.kind != SpanKind::Person || entity.gender.is_some_and(|g| g != gender) {
            continue;
        }
        let weight = entity
            .mentions
            .iter()
            .filter_map(|m| weight_of(analysis, m, sentence, token, quoted))
            .fold(f32::MIN, f32::max);
        if weight > f32::MIN {
            let known = if entity.gender == Some(gender) { KNOWN_GENDER } else { 0.0 };
            candidates.push(Candidate { entity: EntityId(e), weight: weight + known });
        }
    }
    // "Lee said Roe's son …, and he …": a noun that fits is a candidate without a name
    let unnamed = (0..token).any(|t| {
        !quoted[sentence.index()].get(t).copied().unwrap_or(false)
            && parse.tokens[t].tag == Tag::Noun
            && super::gender::of_noun(&parse.lower(t)) == Some(gender)
            && parse.tokens[t].relation.is_subject()
            && parse.child(t, Relation::Apposition).is_none()
    });
    candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let first = candidates.first()?;
    let ahead = candidates.get(1).is_none_or(|second| first.weight - second.weight >= AHEAD);
    (ahead && !unnamed).then_some(first.entity)
}

/// What speaks for a mention as antecedent: near, a subject, no possessor.
fn weight_of(
    analysis: &Analysis,
    m: &Mention,
    sentence: SentenceId,
    token: usize,
    quoted: &[Vec<bool>],
) -> Option<f32> {
    let before = m.sentence < sentence || m.sentence == sentence && m.tokens.end <= token;
    let distance = sentence.0.saturating_sub(m.sentence.0);
    if !before || distance > REACH || quoted[m.sentence.index()].get(m.tokens.start).copied().unwrap_or(false) {
        return None;
    }
    let parse = analysis.sentence(m.sentence);
    let head = parse.head_of(m.tokens.clone());
    // "Lee told him": the subject and the object of one verb are two
    if m.sentence == sentence && is_coargument(parse, head, token) {
        return None;
    }
    let mut role = parse.tokens[head].relation;
    if role == Relation::Apposition || role == Relation::Compound {
        role = parse.head(head).map_or(role, |h| parse.tokens[h].relation);
    }
    // the sentence's own people come first, even as objects: "When it was sent to Lee, he …"
    let mut weight = if distance == 0 { OWN_SENTENCE } else { -distance_f32(distance) };
    if role.is_subject() {
        weight += 1.6;
        // a subject goes on as the subject of the next sentence
        let root = |p: &Parse, t: usize| p.head(t).is_some_and(|v| p.tokens[v].relation == Relation::Root);
        if distance == 1 && root(parse, head) && analysis.sentence(sentence).tokens[token].relation.is_subject() {
            weight += PARALLEL;
        }
        // whoever spoke last is whom "he said" goes on with
        let verb = parse.ancestors(head).find(|a| parse.tokens[*a].tag.is_verb());
        if verb.is_some_and(|v| lexicon::english().has("saying", &parse.lemma(v))) {
            weight += 0.5;
        }
    }
    if role == Relation::Possessor && m.form != MentionForm::Pronoun {
        weight -= 0.7;
    }
    Some(weight)
}

fn distance_f32(n: u32) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// Both hang on one verb, so that a plain pronoun cannot mean the other ("his" can).
fn is_coargument(parse: &Parse, name: usize, pronoun: usize) -> bool {
    if parse.tokens[pronoun].tag == Tag::PossessivePronoun || parse.lower(pronoun).ends_with("self") {
        return false;
    }
    let verb = |t: usize| parse.ancestors(t).find(|a| parse.tokens[*a].tag.is_verb());
    let (a, b) = (verb(name), verb(pronoun));
    a.is_some() && a == b
}

/// "the senator", where one entity alone is called a senator.
fn office(
    parse: &Parse,
    entities: &[Entity],
    sentence: SentenceId,
    token: usize,
) -> Option<(EntityId, std::ops::Range<usize>, MentionForm)> {
    let definite = parse.children_by(token, Relation::Determiner).find(|d| parse.lower(*d) == "the")?;
    let bare = parse.children(token).all(|c| {
        matches!(parse.tokens[c].relation, Relation::Determiner | Relation::CaseMark)
            || parse.tokens[c].tag.is_punctuation()
    });
    if !bare || matches!(parse.tokens[token].relation, Relation::Apposition | Relation::Compound | Relation::Attribute)
    {
        return None;
    }
    let lemma = parse.lemma(token);
    let before = |e: &Entity| e.mentions.first().is_some_and(|m| m.sentence < sentence);
    let mut bearers = entities.iter().enumerate().filter(|(_, e)| e.roles.contains(&lemma) && before(e));
    let (first, _) = bearers.next()?;
    bearers.next().is_none().then_some((EntityId(first), definite..token + 1, MentionForm::Noun))
}
