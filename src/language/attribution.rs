//! Whose words a quotation gives.
//!
//! The verb of saying that governs the quoted words, or that they govern, tells by its subject; "according to", a name and a
//! colon tell as well. Quoted sentences without a word around them go on with the speaker beside them. Whoever stays unsure
//! is not named: no speaker is better than a wrong one.

use std::ops::Range;

use super::{
    Analysis, Entity,
    entities::{EntityId, MentionForm, anaphora},
    labels::{Relation, SpanKind, Tag},
    lexicon,
    parse::Parse,
};
use crate::article::{Article, SentenceId};

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name in the longest form that the article gives, or the words that stand for the speaker ("a police spokesman").
    pub name: String,
    /// The entity that speaks, where it has a name.
    pub entity: Option<EntityId>,
}

impl Speaker {
    /// A speaker of whom only the name is known.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self { name, entity: None }
    }

    fn entity(analysis: &Analysis, id: EntityId) -> Self {
        Self { name: analysis.entities[id.0].name.clone(), entity: Some(id) }
    }
}

/// A quotation with its place in the grammar.
struct Quote {
    sentence: SentenceId,
    /// The tokens between the marks.
    tokens: Range<usize>,
    paragraph: usize,
    /// No word of its sentence stands outside quotation marks.
    bare: bool,
    /// It goes on from the quotation before: that was not closed, or nothing but marks stands between them.
    goes_on: bool,
    speaker: Option<Speaker>,
    /// The speaker was told beside these very words.
    told: bool,
    /// "he added": whoever it is has just spoken.
    adds: bool,
}

/// The speakers of an article's quotations.
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Option<Speaker>> {
    let quoted = quoted_tokens(article, analysis);
    let mut quotes = quotes(article, analysis, &quoted);
    for quote in &mut quotes {
        let reader = Reader { analysis, sentence: quote.sentence, quoted: &quoted[quote.sentence.index()] };
        if reader.is_title(&quote.tokens)
            && reader.governing(&quote.tokens).is_none()
            && reader.governed(&quote.tokens).is_none()
        {
            quote.told = true;
            continue;
        }
        if let Some(subject) = reader.speaking(&quote.tokens) {
            quote.speaker = reader.who(subject, 0);
            quote.told = true;
            quote.adds = quote.speaker.is_none() && reader.goes_on_speaking(subject);
        }
    }
    join_parts(&mut quotes);
    carry_on(&mut quotes);
    introduce(analysis, &quoted, &mut quotes);
    carry_on(&mut quotes);
    quotes.into_iter().map(|q| q.speaker).collect()
}

/// Who a noun or pronoun that heads a subject of saying is, if that is sure.
pub(super) fn who(analysis: &Analysis, sentence: SentenceId, quoted: &[bool], token: usize) -> Option<Speaker> {
    Reader { analysis, sentence, quoted }.who(token, 0)
}

/// For each sentence, whether each token stands between quotation marks.
#[must_use]
pub fn quoted_tokens(article: &Article, analysis: &Analysis) -> Vec<Vec<bool>> {
    let mut quoted: Vec<Vec<bool>> = analysis.sentences.iter().map(|p| vec![false; p.tokens.len()]).collect();
    for q in &article.quotations {
        let Some(flags) = quoted.get_mut(q.sentence.index()) else { continue };
        for (t, flag) in analysis.sentences[q.sentence.index()].tokens.iter().zip(flags) {
            *flag |= t.start >= q.span.start && t.end <= q.span.end;
        }
    }
    quoted
}

fn quotes(article: &Article, analysis: &Analysis, quoted: &[Vec<bool>]) -> Vec<Quote> {
    let mut paragraph_of = vec![0; article.sentences.len()];
    for (k, block) in article.blocks().enumerate() {
        for id in block.ids() {
            if let Some(p) = paragraph_of.get_mut(id.index()) {
                *p = k;
            }
        }
    }
    let mut out: Vec<Quote> = Vec::with_capacity(article.quotations.len());
    for q in &article.quotations {
        let parse = analysis.sentence(q.sentence);
        let tokens = parse.token_at(q.span.start as usize)..parse.token_at(q.span.end as usize);
        let flags = quoted.get(q.sentence.index()).map_or(&[][..], Vec::as_slice);
        let bare = flags.iter().enumerate().all(|(t, inside)| *inside || !is_word(parse, t));
        let opens = (0..tokens.start).any(|t| is_mark(parse, t));
        let closed_before = out.last().is_none_or(|b: &Quote| {
            let before = analysis.sentence(b.sentence);
            (b.tokens.end..before.tokens.len()).any(|t| is_mark(before, t))
        });
        let paragraph = paragraph_of.get(q.sentence.index()).copied().unwrap_or(0);
        let goes_on = out.last().is_some_and(|b| {
            let next = b.sentence.0 + 1 == q.sentence.0 || b.sentence == q.sentence;
            next && (!closed_before && (!opens || b.paragraph + 1 == paragraph))
        });
        out.push(Quote {
            sentence: q.sentence,
            tokens,
            paragraph,
            bare,
            goes_on,
            speaker: None,
            told: false,
            adds: false,
        });
    }
    out
}

fn is_word(parse: &Parse, token: usize) -> bool {
    parse.word(token).chars().any(char::is_alphanumeric)
}

fn is_mark(parse: &Parse, token: usize) -> bool {
    matches!(parse.word(token), "\"" | "“" | "”" | "‘" | "’" | "'" | "''" | "``" | "«" | "»" | "„")
}

/// A quotation that goes on over sentences has one speaker, wherever that is told: “It is. / I know it,” she said.
fn join_parts(quotes: &mut [Quote]) {
    let mut from = 0;
    while from < quotes.len() {
        let to = (from + 1..quotes.len()).find(|i| !quotes[*i].goes_on).unwrap_or(quotes.len());
        let mut told = quotes[from..to].iter().filter_map(|q| q.speaker.as_ref().filter(|_| q.told));
        if let Some(speaker) = told.next().cloned()
            && told.all(|s| *s == speaker)
        {
            for part in quotes[from..to].iter_mut().filter(|q| !q.told) {
                part.speaker = Some(speaker.clone());
            }
        }
        from = to;
    }
}

/// Hands a speaker on to quotations that say nothing of theirs: the one that a quotation goes on from, the one beside it in
/// its paragraph, before or after.
fn carry_on(quotes: &mut [Quote]) {
    for i in 1..quotes.len() {
        let (before, rest) = quotes.split_at_mut(i);
        let (before, quote) = (&before[i - 1], &mut rest[0]);
        let near = quote.sentence.0.saturating_sub(before.sentence.0) <= 1;
        let same_paragraph = before.paragraph == quote.paragraph;
        let next_paragraph = before.paragraph + 1 == quote.paragraph && before.bare && quote.bare;
        let continues = quote.goes_on
            || before.sentence == quote.sentence
            || quote.bare && near && (same_paragraph || next_paragraph);
        let added = quote.adds && quote.sentence.0.saturating_sub(before.sentence.0) <= 2;
        if quote.speaker.is_none() && (!quote.told && continues || added) {
            quote.speaker.clone_from(&before.speaker);
        }
    }
    // “It is. I know it,” she said: what precedes the words beside which the speaker is told
    for i in (1..quotes.len()).rev() {
        let (before, rest) = quotes.split_at_mut(i);
        let (quote, next) = (&mut before[i - 1], &rest[0]);
        let one = next.goes_on || next.sentence == quote.sentence;
        if quote.speaker.is_none() && !quote.told && quote.bare && one && next.paragraph == quote.paragraph {
            quote.speaker.clone_from(&next.speaker);
        }
    }
}

/// A quotation that fills its sentence is spoken by whom the sentence before it lets speak: "Lee was asked about it.", no;
/// "Lee told reporters:" or "She explained why.", yes.
fn introduce(analysis: &Analysis, quoted: &[Vec<bool>], quotes: &mut [Quote]) {
    for i in 0..quotes.len() {
        if quotes[i].speaker.is_some() || quotes[i].told || !quotes[i].bare || quotes[i].sentence.0 == 0 {
            continue;
        }
        let sentence = SentenceId(quotes[i].sentence.0 - 1);
        let reader = Reader { analysis, sentence, quoted: &quoted[sentence.index()] };
        let parse = reader.parse();
        let colon = (0..parse.tokens.len())
            .rev()
            .find(|t| is_word(parse, *t) || parse.word(*t) == ":")
            .is_some_and(|t| parse.word(t) == ":");
        let is_root = |t: usize| parse.tokens[t].relation == Relation::Root;
        let verbs = || (0..parse.tokens.len()).filter(|t| reader.is_outside(*t) && parse.tokens[*t].tag.is_verb());
        let class = if colon { "saying" } else { "speech" };
        let speech = verbs()
            .filter(|t| lexicon::english().has(class, &parse.lemma(*t)) && (colon || is_root(*t)))
            .find_map(|t| reader.subject(t))
            .or_else(|| {
                // "Lee came to her defence. “I know her.”": the one whom the sentence before is about speaks of himself
                let person = |s: &usize| {
                    reader
                        .analysis
                        .entity_at(sentence, *s)
                        .is_some_and(|e| analysis.entities[e.0].kind == SpanKind::Person)
                };
                let root = verbs().find(|t| is_root(*t))?;
                let broad = lexicon::english().has("saying", &parse.lemma(root));
                reader.subject(root).filter(person).filter(|_| broad || speaks_of_self(analysis, &quotes[i..]))
            });
        if let Some(subject) = speech {
            quotes[i].speaker = reader.who(subject, 0);
        }
    }
}

/// Whether a quotation (the first of these, as long as it goes on) says "I" or "we".
fn speaks_of_self(analysis: &Analysis, quotes: &[Quote]) -> bool {
    let own = 1 + quotes.iter().skip(1).take_while(|q| q.goes_on).count();
    quotes[..own].iter().any(|q| {
        let parse = analysis.sentence(q.sentence);
        q.tokens.clone().any(|t| matches!(&*parse.lower(t), "i" | "my" | "me" | "we" | "our" | "us"))
    })
}

/// One sentence and what is quoted in it.
struct Reader<'a> {
    analysis: &'a Analysis,
    sentence: SentenceId,
    quoted: &'a [bool],
}

impl Reader<'_> {
    fn parse(&self) -> &Parse {
        self.analysis.sentence(self.sentence)
    }

    fn is_outside(&self, token: usize) -> bool {
        !self.quoted.get(token).copied().unwrap_or(true)
    }

    fn is_saying(&self, token: usize) -> bool {
        let parse = self.parse();
        parse.tokens[token].tag.is_verb()
            && lexicon::english().has("saying", &parse.lemma(token))
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
    fn goes_on_speaking(&self, subject: usize) -> bool {
        let parse = self.parse();
        let verb = parse.head(subject).is_some_and(|v| matches!(&*parse.lemma(v), "add" | "continue" | "conclude"));
        let the = parse.children_by(subject, Relation::Determiner).any(|d| parse.lower(d) == "the");
        let pronoun = matches!(&*parse.lower(subject), "he" | "she");
        verb && parse.tokens[subject].relation == Relation::Subject
            && (pronoun
                || the && parse.tokens[subject].tag == Tag::Noun && anaphora::is_person_noun(&parse.lower(subject)))
    }

    /// The subject of a verb, outside quotation marks. A passive's subject does not speak: "Lee was told".
    fn subject(&self, verb: usize) -> Option<usize> {
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
        let own = parse.children(verb).filter(|c| parse.tokens[*c].relation.is_subject() && self.is_outside(*c));
        own.min_by_key(|c| c.abs_diff(verb))
            .or_else(|| self.inverted(verb))
            .or_else(|| parse.subject(verb).filter(|s| self.is_outside(*s)))
            .or_else(|| self.just_before(verb))
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
    fn speaking(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        if !(0..parse.tokens.len()).any(|t| self.is_outside(t) && is_word(parse, t)) {
            return None;
        }
        self.asked_by(tokens)
            .or_else(|| self.governing(tokens))
            .or_else(|| self.governed(tokens))
            .or_else(|| self.by_colon(tokens))
            .or_else(|| self.nearest(tokens))
            .or_else(|| self.to_somebody(tokens))
    }

    /// The name of a work, which nobody says: two to eight words in capitals but for small ones, without a mark at the end.
    fn is_title(&self, tokens: &Range<usize>) -> bool {
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

    /// A verb of saying above the quoted words.
    fn governing(&self, tokens: &Range<usize>) -> Option<usize> {
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
                    && self.is_saying(verb)
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
    fn governed(&self, tokens: &Range<usize>) -> Option<usize> {
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
        let verbs = (0..parse.tokens.len()).filter(|v| self.is_outside(*v) && self.is_saying(*v)).filter(hangs);
        verbs.filter_map(|v| self.subject(v)).next()
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
            let subject = parse.subject(parse.roots().find(|r| *r < tokens.start)?)?;
            let entity = self.analysis.entity_at(self.sentence, subject)?;
            let person = self.analysis.entities[entity.0].kind == SpanKind::Person;
            return (person && *last + 2 >= tokens.start && self.is_outside(subject)).then_some(subject);
        }
        let named = name.iter().rev().copied().find(|t| self.analysis.entity_at(self.sentence, *t).is_some());
        // "Roe's son: “It works.”"
        let kin = name.iter().copied().find(|t| parse.child(*t, Relation::Possessor).is_some_and(|p| p < *t));
        kin.filter(|t| parse.tokens[*t].tag == Tag::Noun && anaphora::is_person_noun(&parse.lower(*t))).or(named)
    }

    /// "To Lee, the plan “makes no sense”": the opinion of whom the sentence opens with.
    fn to_somebody(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let opens = matches!(parse.word(0), "To" | "For");
        let object = parse.child(0, Relation::PrepositionObject).filter(|o| opens && *o < tokens.start)?;
        let person = self.analysis.entity_at(self.sentence, object)?;
        (self.analysis.entities[person.0].kind == SpanKind::Person).then_some(object)
    }

    /// A verb that leaves no doubt, or "according to", anywhere outside the marks: the nearest.
    fn nearest(&self, tokens: &Range<usize>) -> Option<usize> {
        let parse = self.parse();
        let distance = |v: usize| if v < tokens.start { tokens.start - v } else { v.saturating_sub(tokens.end) };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for v in (0..parse.tokens.len()).filter(|v| self.is_outside(*v)) {
            if self.is_saying(v) && lexicon::english().has("speech", &parse.lemma(v)) {
                found.extend(self.subject(v).map(|s| (distance(v), s)));
            } else if parse.lower(v) == "according" {
                let object = (v + 1..parse.tokens.len().min(v + 12))
                    .find(|t| parse.tokens[*t].relation == Relation::PrepositionObject);
                found.extend(object.filter(|t| self.is_outside(*t)).map(|s| (distance(v), s)));
            }
        }
        found.into_iter().min().map(|(_, s)| s)
    }

    /// Who a noun or pronoun is.
    fn who(&self, token: usize, depth: usize) -> Option<Speaker> {
        let parse = self.parse();
        if depth > 3 || !self.is_outside(token) {
            return None;
        }
        let lower = parse.lower(token);
        let tag = parse.tokens[token].tag;
        if matches!(tag, Tag::WhPronoun | Tag::WhDeterminer) {
            let clause = parse.ancestors(token).find(|v| parse.tokens[*v].relation == Relation::RelativeClause)?;
            return self.who(parse.head(clause)?, depth + 1);
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
        if phrase.len() > 12 || !tag.is_noun() && tag != Tag::Number {
            return None;
        }
        let phrase = if phrase.len() > 9 { phrase.start.max(token.saturating_sub(4))..token + 1 } else { phrase };
        Some(Speaker::named(parse.slice(phrase).to_owned()))
    }

    /// A person between commas right behind somebody's office.
    fn named_behind(&self, token: usize, end: usize) -> Option<EntityId> {
        let parse = self.parse();
        let lower = parse.lower(token);
        let office = lexicon::english().has("titles", &lower) || anaphora::is_person_noun(&lower);
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
            lexicon::english().has("titles", &lower) || anaphora::is_person_noun(&lower)
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
        let person = parse.tokens[token].tag == Tag::Noun && anaphora::is_person_noun(&parse.lower(token));
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
