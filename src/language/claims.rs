//! What a sentence claims: each clause's verb, who does it to whom, whether it is denied or left open, and who says so.

use std::ops::Range;

use super::{
    Analysis,
    attribution::{self, Speaker},
    labels::{Relation, Tag},
    lexicon,
    parse::Parse,
};
use crate::article::{Article, SentenceId};

/// One clause as a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The token of the verb (or the predicate noun or adjective after a form of "be") in its sentence.
    pub predicate: usize,
    /// The predicate's dictionary form.
    pub lemma: String,
    /// The token that heads who or what does it: the logical subject ("by police" of a passive).
    pub agent: Option<usize>,
    /// The token that heads whom or what it is done to: the object, or the subject of a passive.
    pub patient: Option<usize>,
    /// All tokens of the clause, from the first to the last, without clauses that depend on it.
    pub tokens: Range<usize>,
    /// The clause says that it is not so. Two denials make none.
    pub negated: bool,
    /// Whether it is told as fact.
    pub modality: Modality,
    /// Who says so.
    pub owner: Owner,
}

/// How a claim is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modality {
    /// As a fact.
    Fact,
    /// As what will be or is planned.
    Future,
    /// As what may be, should be, is alleged or asked.
    Open,
}

/// Who says a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The article itself.
    Article,
    /// Somebody in it.
    Speaker(Speaker),
    /// Somebody whom the text does not let one name.
    Unknown,
}

/// The claims of each sentence.
#[must_use]
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Vec<Claim>> {
    let in_sentence = |i: usize| {
        let sentence = SentenceId::from(i);
        // quotations stand in reading order
        let from = article.quotations.partition_point(|q| q.sentence < sentence);
        let quotations: Vec<(Range<u32>, Option<Speaker>)> = article.quotations[from..]
            .iter()
            .zip(&analysis.speakers[from..])
            .take_while(|(q, _)| q.sentence == sentence)
            .map(|(q, speaker)| (q.span.clone(), speaker.clone()))
            .collect();
        Clauses { analysis, sentence, parse: &analysis.sentences[i], quotations }.claims()
    };
    (0..analysis.sentences.len()).map(in_sentence).collect()
}

/// The claims of a text that is no sentence of an article: a headline, a bullet. Nobody is known to say them.
#[must_use]
pub fn of_parse(parse: &Parse) -> Vec<Claim> {
    let analysis = Analysis { sentences: vec![parse.clone()], ..Analysis::default() };
    let clauses = Clauses { analysis: &analysis, sentence: SentenceId(0), parse, quotations: Vec::new() };
    clauses.claims()
}

/// One sentence with what is needed to read its clauses.
struct Clauses<'a> {
    analysis: &'a Analysis,
    sentence: SentenceId,
    parse: &'a Parse,
    quotations: Vec<(Range<u32>, Option<Speaker>)>,
}

/// Classes of nouns and verbs whose content is not told as fact by the one who uses them.
const CONTENT: [&str; 3] = ["open", "saying", "utterances"];

/// Relations by which a clause depends on another.
const CLAUSES: [Relation; 7] = [
    Relation::ClausalComplement,
    Relation::AdverbialClause,
    Relation::RelativeClause,
    Relation::AdjectivalClause,
    Relation::Parataxis,
    Relation::ClausalSubject,
    Relation::PrepositionComplement,
];

impl Clauses<'_> {
    fn claims(&self) -> Vec<Claim> {
        (0..self.parse.tokens.len()).filter(|t| self.is_predicate(*t)).map(|t| self.claim(t)).collect()
    }

    /// A verb that heads a clause of its own.
    fn is_predicate(&self, token: usize) -> bool {
        let t = &self.parse.tokens[token];
        let clause = match t.relation {
            Relation::Root | Relation::OpenComplement => true,
            Relation::Conjunct => self.parse.head(token).is_some_and(|h| self.parse.tokens[h].tag.is_verb()),
            r => CLAUSES.contains(&r),
        };
        let verbless = t.relation == Relation::Root && !t.tag.is_verb();
        (t.tag.is_verb() || t.tag == Tag::Modal) && clause && !verbless
    }

    fn claim(&self, verb: usize) -> Claim {
        let p = self.parse;
        let complement = (p.lemma(verb) == "be")
            .then(|| p.child(verb, Relation::Attribute).or_else(|| p.child(verb, Relation::AdjectivalComplement)))
            .flatten();
        let predicate = complement.unwrap_or(verb);
        let passive = p.child(verb, Relation::PassiveAuxiliary).is_some()
            || p.child(verb, Relation::PassiveSubject).is_some()
            || p.child(verb, Relation::Agent).is_some()
            || p.tokens[verb].tag == Tag::VerbParticiple && p.tokens[verb].relation == Relation::AdjectivalClause;
        let by = p.child(verb, Relation::Agent).and_then(|a| p.child(a, Relation::PrepositionObject));
        let subject = self.subject(verb);
        let (agent, patient) = if passive { (by, subject) } else { (subject, p.child(verb, Relation::Object)) };
        let without: Vec<Relation> = CLAUSES.iter().copied().chain([Relation::Conjunct]).collect();
        Claim {
            predicate,
            lemma: p.lemma(predicate),
            agent,
            patient,
            tokens: p.subtree_without(verb, &without),
            negated: self.is_negated(verb),
            modality: self.modality(verb),
            owner: self.owner(verb),
        }
    }

    /// The subject; of a relative clause what its pronoun stands for.
    fn subject(&self, verb: usize) -> Option<usize> {
        let p = self.parse;
        let subject = p.subject(verb)?;
        let relative = matches!(p.tokens[subject].tag, Tag::WhPronoun | Tag::WhDeterminer);
        if relative && p.tokens[verb].relation == Relation::RelativeClause { p.head(verb) } else { Some(subject) }
    }

    fn has(&self, class: &str, token: usize) -> bool {
        let l = lexicon::english();
        l.has(class, &self.parse.lower(token)) || l.has(class, &self.parse.lemma(token))
    }

    /// Denied an odd number of times: by "not", by "no" on a part of it, by a verb above that denies it.
    fn is_negated(&self, verb: usize) -> bool {
        let p = self.parse;
        let own = p.children(verb).filter(|c| self.negates(*c)).count();
        let through = p.children(verb).filter(|c| self.is_empty(*c));
        let above = match (p.tokens[verb].relation, p.head(verb)) {
            // "stopped to greet" has greeted, whoever "stopped greeting" has not
            (Relation::OpenComplement, Some(h)) if p.lemma(h) == "stop" => !self.is_infinitive(verb),
            (Relation::OpenComplement | Relation::ClausalComplement | Relation::AdjectivalClause, Some(h)) => {
                self.has("denials", h)
            }
            (Relation::PrepositionComplement, Some(h)) => {
                p.lower(h) == "without"
                    || p.head(h).is_some_and(|g| self.has("denials", g) && matches!(&*p.lower(h), "from" | "of" | "to"))
            }
            _ => false,
        };
        let above_negated = above && p.head(verb).is_some_and(|h| p.tokens[h].tag.is_verb() && self.is_negated(h));
        (own + through.count() + usize::from(above) + usize::from(above_negated)) % 2 == 1
    }

    /// "not", "never", "no longer"; not the first half of "not only … but".
    fn negates(&self, token: usize) -> bool {
        let p = self.parse;
        let only = matches!(&*p.lower(token + 1), "only" | "just" | "merely");
        let word = || lexicon::english().has("negations", &p.lower(token));
        let longer = || matches!(&*p.lower(token), "long" | "longer") && p.children(token).any(|c| p.lower(c) == "no");
        match p.tokens[token].relation {
            Relation::Negation => !only,
            Relation::Determiner | Relation::Preconjunction => !only && word(),
            Relation::Adverb => !only && word() || longer(),
            _ => false,
        }
    }

    /// A part of a clause that is nobody or nothing: "Nobody was hurt", "admitted nothing", "has no plan", "was not hungry".
    fn is_empty(&self, token: usize) -> bool {
        let p = self.parse;
        let relation = p.tokens[token].relation;
        let part = relation.is_subject()
            || matches!(relation, Relation::Object | Relation::Attribute | Relation::AdjectivalComplement);
        part && (matches!(&*p.lower(token), "none" | "nobody" | "nothing" | "neither")
            || p.children(token).any(|c| p.tokens[c].relation != Relation::Negation && self.negates(c)))
    }

    /// "the first woman", "the last", "the youngest player".
    fn is_singled_out(&self, noun: usize) -> bool {
        let p = self.parse;
        std::iter::once(noun).chain(p.children(noun)).any(|t| {
            p.tokens[t].tag == Tag::Superlative
                || matches!(&*p.lower(t), "first" | "second" | "third" | "last" | "only" | "latest" | "one")
        })
    }

    /// What somebody says, without "if".
    fn is_said(&self, verb: usize) -> bool {
        let p = self.parse;
        let said = p.head(verb).filter(|_| p.tokens[verb].relation == Relation::ClausalComplement);
        said.is_some_and(|h| {
            p.tokens[h].tag == Tag::VerbPast && matches!(&*p.lemma(h), "say" | "tell" | "announce" | "add")
        }) && p.child(verb, Relation::AdverbialClause).is_none()
    }

    fn is_infinitive(&self, verb: usize) -> bool {
        self.parse.children_by(verb, Relation::Auxiliary).any(|a| self.parse.tokens[a].tag == Tag::To)
    }

    /// The noun whose content a clause is: "the claim that the mayor stole money", and not "the claim that he made".
    fn content_of(&self, verb: usize) -> Option<usize> {
        let p = self.parse;
        let noun = p.head(verb).filter(|h| p.tokens[*h].tag.is_noun())?;
        let told = match p.tokens[verb].relation {
            Relation::ClausalComplement => true,
            Relation::AdjectivalClause | Relation::RelativeClause => {
                p.children_by(verb, Relation::Mark).any(|m| p.lower(m) == "that")
            }
            _ => false,
        };
        (told && CONTENT.iter().any(|class| self.has(class, noun))).then_some(noun)
    }

    /// "accused of stealing", "was told to leave", "the decision to leave": only spoken of. "Began to leave" and "the first to
    /// leave" have left.
    fn is_only_spoken_of(&self, verb: usize) -> bool {
        let p = self.parse;
        let Some(head) = p.head(verb) else { return false };
        match p.tokens[verb].relation {
            Relation::PrepositionComplement => {
                let above = p.head(head).filter(|_| matches!(&*p.lower(head), "of" | "with" | "about" | "against"));
                above.is_some_and(|h| CONTENT.iter().any(|class| self.has(class, h)))
            }
            Relation::OpenComplement if self.is_infinitive(verb) => {
                !self.has("done", head) && !self.has("denials", head)
            }
            Relation::AdjectivalClause if self.is_infinitive(verb) => {
                !self.is_singled_out(head) && !self.has("denials", head)
            }
            Relation::AdverbialClause => self.is_infinitive(verb),
            _ => self.content_of(verb).is_some(),
        }
    }

    fn modality(&self, verb: usize) -> Modality {
        let p = self.parse;
        let l = lexicon::english();
        if p.text.trim_end().ends_with('?') {
            return Modality::Open;
        }
        let mut future = false;
        for c in p.children(verb) {
            let word = p.lower(c);
            match p.tokens[c].relation {
                Relation::Auxiliary if p.tokens[c].tag == Tag::Modal => match p.lemma(c).as_str() {
                    "will" | "shall" => future = true,
                    // "said that it would open": "it will", in the speaker's own words
                    "would" if self.is_said(verb) => future = true,
                    _ => return Modality::Open,
                },
                Relation::Mark if matches!(&*word, "if" | "whether" | "unless") => return Modality::Open,
                Relation::Adverb if l.has("doubts", &word) => return Modality::Open,
                _ => {}
            }
        }
        match (p.tokens[verb].relation, p.head(verb)) {
            // "voted to close"
            (Relation::OpenComplement, Some(h)) if self.is_infinitive(verb) && self.has("planned", h) => {
                Modality::Future
            }
            (Relation::OpenComplement | Relation::ClausalComplement, Some(h)) if self.has("open", h) => Modality::Open,
            _ if self.is_only_spoken_of(verb) => Modality::Open,
            // "will open and close": what is joined shares what stands before the first
            (Relation::Conjunct, Some(h))
                if p.tokens[verb].tag == Tag::VerbBase && !future && p.tokens[h].tag.is_verb() =>
            {
                self.modality(h)
            }
            _ if future => Modality::Future,
            // "may begin to leave", "in order to start building"
            (Relation::OpenComplement, Some(h)) if p.tokens[h].tag.is_verb() => self.modality(h),
            _ => Modality::Fact,
        }
    }

    /// Who says a clause: the speaker of the quotation it stands in, the subject of the verb of saying above it, whom
    /// "according to" names; else the article.
    fn owner(&self, verb: usize) -> Owner {
        let p = self.parse;
        let token = &p.tokens[verb];
        if let Some((_, speaker)) =
            self.quotations.iter().find(|(span, _)| token.start >= span.start && token.end <= span.end)
        {
            return speaker.clone().map_or(Owner::Unknown, Owner::Speaker);
        }
        let mut at = verb;
        for _ in 0..p.tokens.len() {
            if let Some(source) = self.according_to(at) {
                return self.speaker(source);
            }
            let Some(head) = p.head(at) else { break };
            // "Lee's claim that the mayor stole money"
            if let Some(noun) = self.content_of(at) {
                return p.child(noun, Relation::Possessor).map_or(Owner::Unknown, |whose| self.speaker(whose));
            }
            let complement = matches!(p.tokens[at].relation, Relation::ClausalComplement | Relation::OpenComplement);
            if complement && p.tokens[head].tag.is_verb() && lexicon::english().has("saying", &p.lemma(head)) {
                return match p.subject(head) {
                    Some(subject) => self.speaker(subject),
                    None => Owner::Unknown,
                };
            }
            at = head;
        }
        // “…, Lee said” that the parse hangs on what is said
        let saying = p.children_by(verb, Relation::Parataxis).find(|c| lexicon::english().has("saying", &p.lemma(*c)));
        match saying.and_then(|s| p.subject(s)) {
            Some(subject) => self.speaker(subject),
            None => Owner::Article,
        }
    }

    fn according_to(&self, verb: usize) -> Option<usize> {
        let p = self.parse;
        let according = p.children(verb).find(|c| p.lower(*c) == "according")?;
        let to = p.child(according, Relation::Preposition)?;
        p.child(to, Relation::PrepositionObject)
    }

    fn speaker(&self, token: usize) -> Owner {
        attribution::who(self.analysis, self.sentence, token).map_or(Owner::Unknown, Owner::Speaker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse_sentence;

    fn claims(text: &str) -> Vec<(String, bool, Modality)> {
        of_parse(&parse_sentence(text)).into_iter().map(|c| (c.lemma, c.negated, c.modality)).collect()
    }

    fn has(text: &str, lemma: &str, negated: bool, modality: Modality) {
        let found = claims(text);
        assert!(found.contains(&(lemma.to_owned(), negated, modality)), "{text}: {found:?}");
    }

    #[test]
    fn denials_are_seen_wherever_they_stand() {
        has("The driver was not arrested.", "arrest", true, Modality::Fact);
        has("The driver was arrested.", "arrest", false, Modality::Fact);
        has("The company denied that it had paid the mayor.", "pay", true, Modality::Fact);
        has("The crew failed to reach the village.", "reach", true, Modality::Fact);
        has("Nobody was hurt in the fire.", "hurt", true, Modality::Fact);
        has("The council did not fail to act.", "act", false, Modality::Fact);
        has("The blast injured nobody on the pier.", "injure", true, Modality::Fact);
        has("The mayor admitted nothing on Friday.", "admit", true, Modality::Fact);
        has("The council has no plan for the pier.", "have", true, Modality::Fact);
        has("The mayor no longer lives in Skarn.", "live", true, Modality::Fact);
    }

    #[test]
    fn what_only_sounds_like_a_denial_is_none() {
        has("Ada Lorne barely survived the crash.", "survive", false, Modality::Fact);
        has("The mayor stopped to greet the crew.", "greet", false, Modality::Fact);
        has("The council not only closed the pier but sold it.", "close", false, Modality::Fact);
    }

    #[test]
    fn what_a_noun_says_is_nobody_s_fact() {
        has("The claim that the mayor hid money is old.", "hide", false, Modality::Open);
        has("Ada Lorne rejected allegations that the mayor stole money.", "steal", false, Modality::Open);
        has("The mayor was accused of stealing money from the club.", "steal", false, Modality::Open);
        has("The plan to close the pier is old.", "close", false, Modality::Open);
        has("The crew was told to leave the ferry.", "leave", false, Modality::Open);
        has("The council voted to close the pier.", "close", false, Modality::Future);
        has("The crew began to leave the ferry.", "leave", false, Modality::Fact);
        has("The crew may begin to leave the ferry.", "leave", false, Modality::Open);
        has("The letter written by the mayor is old.", "write", false, Modality::Fact);
        has("The first woman to win the cup was Ada Lorne.", "win", false, Modality::Fact);
        let parse = parse_sentence("Ada Lorne rejected allegations that the mayor stole money.");
        let claims = of_parse(&parse);
        assert!(claims.iter().any(|c| c.lemma == "steal" && c.owner == Owner::Unknown), "{claims:?}");
    }

    #[test]
    fn what_may_be_is_not_told_as_fact() {
        has("The bridge will open on Friday.", "open", false, Modality::Future);
        has("The bridge may open on Friday.", "open", false, Modality::Open);
        has("The mayor allegedly took money.", "take", false, Modality::Open);
        has("The bridge opened on Friday.", "open", false, Modality::Fact);
        // "would" behind a verb of saying is what was "will" in the speaker's mouth
        has("The mayor said the bridge would open on Friday.", "open", false, Modality::Future);
    }

    #[test]
    fn who_does_what_to_whom_is_the_same_in_the_passive() {
        let of = |text: &str| {
            let parse = parse_sentence(text);
            let claims = of_parse(&parse);
            let c = claims.iter().find(|c| c.lemma == "arrest").expect("the verb").clone();
            (c.agent.map(|t| parse.lower(t)), c.patient.map(|t| parse.lower(t)))
        };
        assert_eq!(of("Police arrested the driver."), of("The driver was arrested by police."));
    }
}
