//! What stands for a name: pronouns, and nouns that tell an office ("the senator"). Only where one candidate fits.

use foldhash::HashMap;

use super::{Entity, EntityId, Gender, Mention, MentionForm};
use crate::{
    article::SentenceId,
    language::{
        Analysis,
        labels::{Relation, SpanKind, Tag},
        lexicon,
        parse::Parse,
        people,
    },
};

/// How many sentences back a pronoun may look; of those that are quoted from end to end each counts half.
const REACH: u32 = 4;
/// The same with those, so that a long quotation costs no time.
const FARTHEST: usize = 12;
/// What it adds that the candidate's gender is known to fit.
const KNOWN_GENDER: f32 = 0.4;
/// What it adds that the candidate is the subject of the sentence before, and the pronoun of this one.
const PARALLEL: f32 = 0.5;
/// What it adds that the candidate is an owner: "Lee's speech".
const POSSESSOR: f32 = 1.0;
/// What it adds that the candidate stands in the pronoun's own sentence.
const OWN_SENTENCE: f32 = 1.0;
/// What it adds that the candidate stands in the clause before the pronoun's own: "When it was sent to Lee, he …".
const CLAUSE_BEFORE: f32 = 1.0;
/// The least weight of a candidate whose gender is not known: a subject two sentences back has it, an object of the one before
/// has not.
const SUBJECT_BEFORE: f32 = -0.5;
/// How far the best candidate has to be ahead of the next.
const AHEAD: f32 = 0.6;

/// A possible antecedent with what speaks for it.
struct Candidate {
    entity: EntityId,
    weight: f32,
}

/// The mentions of each sentence so far, to look back a few sentences without going through all.
struct Recent {
    by_sentence: Vec<Vec<(EntityId, Mention)>>,
    /// For each sentence the half sentences before it: two for each, one where it is quoted from end to end.
    halves_before: Vec<u32>,
}

impl Recent {
    fn new(analysis: &Analysis, entities: &[Entity]) -> Self {
        let mut by_sentence = vec![Vec::new(); analysis.sentences.len()];
        let mut halves_before = Vec::with_capacity(by_sentence.len());
        let mut halves = 0;
        for (i, parse) in analysis.sentences.iter().enumerate() {
            halves_before.push(halves);
            let inside = |t: usize| analysis.is_quoted(SentenceId::from(i), t);
            let bare = (0..parse.tokens.len()).all(|t| inside(t) || parse.tokens[t].tag.is_punctuation());
            halves += if bare { 1 } else { 2 };
        }
        for (e, entity) in entities.iter().enumerate() {
            for mention in &entity.mentions {
                by_sentence[mention.sentence.index()].push((EntityId(e), mention.clone()));
            }
        }
        Self { by_sentence, halves_before }
    }

    /// How far back a sentence is.
    fn distance(&self, from: SentenceId, back: SentenceId) -> u32 {
        let halves = |s: SentenceId| self.halves_before.get(s.index()).copied().unwrap_or(0);
        halves(from).saturating_sub(halves(back)).div_ceil(2)
    }

    /// The mentions of a sentence and those within reach before it.
    fn near(&self, sentence: SentenceId) -> impl Iterator<Item = &(EntityId, Mention)> {
        let to = sentence.index() + 1;
        self.by_sentence[to.saturating_sub(FARTHEST + 1)..to].iter().flatten()
    }
}

/// Adds pronouns and nouns that stand for a name to the mentions.
pub(super) fn resolve(analysis: &Analysis, entities: &mut [Entity]) {
    let mut recent = Recent::new(analysis, entities);
    let mut bearers: HashMap<String, Vec<usize>> = HashMap::default();
    // "the governor" is not a former one
    let holds = |entity: &Entity| !entity.roles.iter().any(|r| r == "former");
    for (e, entity) in entities.iter().enumerate().filter(|(_, entity)| holds(entity)) {
        for role in &entity.roles {
            bearers.entry(role.clone()).or_default().push(e);
        }
    }
    for (i, parse) in analysis.sentences.iter().enumerate() {
        let sentence = SentenceId::from(i);
        for token in 0..parse.tokens.len() {
            if analysis.is_quoted(sentence, token) || is_either(parse, token) {
                continue;
            }
            let found = match parse.tokens[token].tag {
                Tag::Pronoun | Tag::PossessivePronoun => pronoun_gender(&parse.lower(token))
                    .and_then(|gender| antecedent(analysis, entities, &recent, (sentence, token), gender))
                    .map(|(e, alone)| (e, token..token + 1, MentionForm::Pronoun, alone)),
                Tag::Noun | Tag::Name => {
                    office(parse, entities, &bearers, sentence, token).map(|(e, t, f)| (e, t, f, false))
                }
                _ => None,
            };
            if let Some((id, tokens, form, alone)) = found {
                let mention = Mention { sentence, tokens, form };
                recent.by_sentence[i].push((id, mention.clone()));
                let entity = &mut entities[id.0];
                entity.mentions.push(mention);
                // what was chosen among several tells nothing about the chosen
                if entity.gender.is_none() && alone {
                    entity.gender = pronoun_gender(&parse.lower(token));
                }
            }
        }
    }
}

/// "he or she": anybody.
fn is_either(parse: &Parse, token: usize) -> bool {
    let or = |t: Option<usize>| t.is_some_and(|t| parse.lower(t) == "or");
    parse.tokens[token].tag == Tag::Pronoun
        && (or(Some(token + 1)) && pronoun_gender(&parse.lower(token + 2)).is_some()
            || or(token.checked_sub(1)) && token > 1 && pronoun_gender(&parse.lower(token - 2)).is_some())
}

/// The gender that a pronoun tells.
pub(crate) fn pronoun_gender(lower: &str) -> Option<Gender> {
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
    recent: &Recent,
    (sentence, token): (SentenceId, usize),
    gender: Gender,
) -> Option<(EntityId, bool)> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let parse = analysis.sentence(sentence);
    for (id, mention) in recent.near(sentence) {
        let entity = &entities[id.0];
        if entity.kind != SpanKind::Person || entity.gender.is_some_and(|g| g != gender) {
            continue;
        }
        let distance = recent.distance(sentence, mention.sentence);
        let Some(weight) = weight_of(analysis, mention, (sentence, token), distance) else { continue };
        let known = if entity.gender == Some(gender) { KNOWN_GENDER } else { 0.0 };
        let weight = weight + known;
        match candidates.iter_mut().find(|c| c.entity == *id) {
            Some(c) => c.weight = c.weight.max(weight),
            None => candidates.push(Candidate { entity: *id, weight }),
        }
    }
    // "Lee said Roe's son …, and he …": a noun that fits is a candidate without a name
    let unnamed = (0..token).any(|t| {
        !analysis.is_quoted(sentence, t)
            && parse.tokens[t].tag == Tag::Noun
            && super::gender::of_noun(&parse.lower(t)) == Some(gender)
            && parse.tokens[t].relation.is_subject()
            && parse.child(t, Relation::Apposition).is_none()
    });
    candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let first = candidates.first()?;
    // one of whom nothing tells that it is he or she has at least to be what its sentence is about
    if entities[first.entity.0].gender.is_none() && first.weight < SUBJECT_BEFORE {
        return None;
    }
    let ahead = candidates.get(1).is_none_or(|second| first.weight - second.weight >= AHEAD);
    let unnamed = unnamed || unnamed_subject(analysis, recent, sentence, token);
    (ahead && !unnamed).then_some((first.entity, candidates.len() == 1))
}

/// The subject told last before a pronoun is somebody without a name: "The vigilante fled. He …" means nobody named.
fn unnamed_subject(analysis: &Analysis, recent: &Recent, sentence: SentenceId, token: usize) -> bool {
    let own = (analysis.sentence(sentence), (0..token).rev().collect::<Vec<_>>(), sentence);
    let before = sentence.0.checked_sub(1).map(SentenceId);
    let before = before.map(|s| {
        (
            analysis.sentence(s),
            // "One man died, Lee said. Police identified him …": whoever is told of first
            (0..analysis.sentence(s).tokens.len()).collect(),
            s,
        )
    });
    for (parse, tokens, at) in std::iter::once(own).chain(before) {
        let subject = tokens.into_iter().find(|t| {
            parse.tokens[*t].relation.is_subject()
                && !analysis.is_quoted(at, *t)
                && !matches!(parse.tokens[*t].tag, Tag::WhPronoun | Tag::WhDeterminer)
        });
        let Some(subject) = subject else { continue };
        // "the senator" may be known by name already
        let known = recent.by_sentence[at.index()].iter().any(|(_, m)| m.tokens.contains(&subject));
        let person = !known
            && matches!(parse.tokens[subject].tag, Tag::Noun)
            && (people::is_somebody(&parse.lower(subject)) || lexicon::english().has("animals", &parse.lower(subject)))
            && parse.child(subject, Relation::Apposition).is_none()
            && !parse.children(subject).any(|c| parse.tokens[c].tag.is_name())
            // "singer and guitarist Ana Lee called …"
            && !parse.spans.iter().any(|s| s.kind == SpanKind::Person && s.tokens.start > subject && parse.head(subject).is_some_and(|v| s.tokens.end <= v));
        return person;
    }
    false
}

/// He or she, where a noun tells.
pub(crate) fn noun_gender(noun: &str) -> Option<Gender> {
    super::gender::of_noun(noun)
}

/// What speaks for a mention as antecedent: near, a subject, no possessor.
fn weight_of(analysis: &Analysis, m: &Mention, (sentence, token): (SentenceId, usize), distance: u32) -> Option<f32> {
    let before = m.sentence < sentence || m.sentence == sentence && m.tokens.end <= token;
    if !before || distance > REACH || analysis.is_quoted(m.sentence, m.tokens.start) {
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
    if is_subject_without_comma(parse, head) {
        role = Relation::Subject;
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
    if m.sentence == sentence && is_in_clause_before(parse, head, token) {
        weight += CLAUSE_BEFORE;
    }
    // "Lee's speech moved thousands. He …": an owner is as much in mind as a subject
    if role == Relation::Possessor {
        weight += POSSESSOR;
    }
    Some(weight)
}

/// "A year after the attack Ana Lee, a guard, agrees": nobody is an apposition to a thing, and the verb has no subject.
fn is_subject_without_comma(parse: &Parse, name: usize) -> bool {
    let first = (0..=name).rev().take_while(|t| parse.tokens[*t].tag.is_name()).last();
    let before = first.and_then(|f| f.checked_sub(1));
    let is_thing =
        |t: usize| matches!(parse.tokens[t].tag, Tag::Noun | Tag::NounPlural) && !people::is_somebody(&parse.lower(t));
    before.is_some_and(is_thing)
        && parse
            .ancestors(name)
            .find(|a| parse.tokens[*a].tag.is_finite())
            .is_some_and(|v| name < v && parse.subject(v).is_none())
}

fn distance_f32(n: u32) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// The pronoun is the subject of a verb that a clause with the name stands before: "When it was sent to Lee, he …".
fn is_in_clause_before(parse: &Parse, name: usize, pronoun: usize) -> bool {
    let Some(verb) = parse.head(pronoun).filter(|_| parse.tokens[pronoun].relation.is_subject()) else { return false };
    parse.children(verb).any(|c| {
        c < pronoun
            && matches!(parse.tokens[c].relation, Relation::AdverbialClause | Relation::ClausalComplement)
            && parse.children_by(c, Relation::Adverb).chain(parse.children_by(c, Relation::Mark)).any(|m| m < c)
            && parse.subtree(c).contains(&name)
    })
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
    bearers: &HashMap<String, Vec<usize>>,
    sentence: SentenceId,
    token: usize,
) -> Option<(EntityId, std::ops::Range<usize>, MentionForm)> {
    let definite = parse.children_by(token, Relation::Determiner).find(|d| parse.lower(*d) == "the")?;
    // "the Foreign Secretary": what stands between is a part of the office
    let within = |c: usize| (definite + 1..token).contains(&c) && parse.word(c).starts_with(char::is_uppercase);
    let bare = parse.children(token).all(|c| {
        matches!(parse.tokens[c].relation, Relation::Determiner | Relation::CaseMark)
            || parse.tokens[c].tag.is_punctuation()
            || within(c)
    });
    if !bare || matches!(parse.tokens[token].relation, Relation::Apposition | Relation::Compound | Relation::Attribute)
    {
        return None;
    }
    // "the President" as much as "the president"
    let lemma = parse.lemma(token).to_lowercase();
    // "the sheriff's office" is about the office
    if parse.children(token).any(|c| parse.tokens[c].tag == Tag::PossessiveEnding) {
        return None;
    }
    let fits = |e: &&usize| match entities[**e].kind {
        SpanKind::Person => people::is_somebody(&lemma) || lexicon::english().has("titles", &lemma),
        SpanKind::Organization => lexicon::english().has("body_nouns", &lemma),
        _ => false,
    };
    let before = |e: &&usize| entities[**e].mentions.first().is_some_and(|m| m.sentence < sentence);
    let words: Vec<String> = (definite + 1..token).map(|t| parse.lower(t)).collect();
    let role = if words.is_empty() { lemma.clone() } else { format!("{} {lemma}", words.join(" ")) };
    let mut bearers = bearers.get(&role)?.iter().filter(fits).filter(before);
    let first = *bearers.next()?;
    bearers.next().is_none().then_some((EntityId(first), definite..token + 1, MentionForm::Noun))
}
