//! Whether a sentence of another source tells what a bullet claims, or only speaks of the same people on the same day.

use super::reading::Reading;
use crate::{
    language::{self, Claim, Modality, Parse, Relation, lexicon},
    text::words::{self, Stemmer},
};

/// The share of a bullet's weight from which a sentence tells the same, in whatever verb.
const SURE: f32 = 0.6;

/// What a bullet claims: the verb of its main clause, or of what somebody in it says, with who does it to whom.
pub(super) struct MainClaim {
    /// The bullet has a clause that grammar could read.
    verb: Option<String>,
    agent: Option<String>,
    patient: Option<String>,
    modality: Modality,
    negated: bool,
    /// The stems of the words of its clause that carry meaning.
    words: Vec<String>,
}

/// Verbs that tell little of what is done: two sentences that share them need not tell the same.
const LIGHT: &[&str] = &[
    "be", "have", "do", "make", "take", "get", "go", "come", "give", "say", "tell", "see", "want", "hold", "call",
    "meet", "use", "show", "become", "keep", "put", "set", "seek", "face", "continue", "begin", "start", "try",
    "appear", "seem",
];

impl MainClaim {
    /// The main claim of a bullet.
    pub(super) fn of(bullet: &str, own: &Reading<'_>) -> Self {
        let stemmer = own.stemmer();
        let parse = language::parse_sentence(bullet);
        let claims = language::claims::of_parse(&parse);
        let Some(claim) = main(&parse, &claims).filter(|_| own.english) else {
            return Self {
                verb: None,
                agent: None,
                patient: None,
                modality: Modality::Fact,
                negated: false,
                words: Vec::new(),
            };
        };
        Self {
            verb: Some(stem(&claim.lemma, stemmer)),
            agent: claim.agent.and_then(|t| named(&parse, t, stemmer)),
            patient: claim.patient.and_then(|t| named(&parse, t, stemmer)),
            modality: claim.modality,
            negated: claim.negated,
            words: claim
                .tokens
                .clone()
                .filter(|t| !is_aside(&parse, *t))
                .map(|t| parse.lower(t))
                .filter(|w| w.chars().any(char::is_alphanumeric) && !words::is_stop_word(w, "en"))
                .map(|w| stem(&w, stemmer))
                .collect(),
        }
    }

    /// A sentence has a claim of the same verb that says it of the same: "declared an emergency". With that a third of the
    /// bullet's words is enough.
    pub(super) fn is_told_outright(&self, other: &Reading<'_>, line: usize) -> bool {
        let stemmer = other.stemmer();
        let Some(parse) = other.analysis.sentences.get(line) else { return false };
        let claims = other.analysis.claims.get(line).map_or(&[][..], Vec::as_slice);
        claims.iter().any(|c| {
            let other = Self {
                verb: Some(stem(&c.lemma, stemmer)),
                agent: c.agent.and_then(|t| named(parse, t, stemmer)),
                patient: c.patient.and_then(|t| named(parse, t, stemmer)),
                modality: c.modality,
                negated: c.negated,
                words: Vec::new(),
            };
            self.is(&other) && self.agrees(c, parse, stemmer)
        })
    }

    /// The same is said of the same: the verb, whom it befalls, or who does it where it befalls nobody.
    pub(super) fn is(&self, other: &Self) -> bool {
        let apart = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let one = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        let same_verb = self.verb.as_ref().is_some_and(|v| !LIGHT.contains(&&**v)) && self.verb == other.verb;
        same_verb
            && self.negated == other.negated
            && !apart(&self.patient, &other.patient)
            && !apart(&self.agent, &other.agent)
            && (one(&self.patient, &other.patient) || self.patient.is_none() && one(&self.agent, &other.agent))
    }

    /// A sentence that has some share of the bullet's words tells its claim too: the verb done by the same to the same, or
    /// the noun made of it beside one of the two. With most of the words it needs no verb of the same stem.
    pub(super) fn is_told_by(&self, share: f32, other: &Reading<'_>, line: usize) -> bool {
        let stemmer = other.stemmer();
        let (Some(verb), Some(parse)) = (&self.verb, other.analysis.sentences.get(line)) else { return share >= SURE };
        let stems: Vec<String> = (0..parse.tokens.len()).map(|t| stem(&parse.lower(t), stemmer)).collect();
        // what the two share must be the claim, and not what is told beside it: "…, which ran aground on Friday"
        let held = self.words.iter().filter(|w| stems.contains(w)).count();
        let sure = share >= SURE && held * 2 > self.words.len();
        let claims = other.analysis.claims.get(line).map_or(&[][..], Vec::as_slice);
        let same_verb = |c: &&Claim| stem(&c.lemma, stemmer) == *verb;
        let mut same = claims.iter().filter(same_verb).peekable();
        if same.peek().is_some() {
            let turned = same.clone().all(|c| self.is_turned(c, parse, stemmer));
            return same.any(|c| self.agrees(c, parse, stemmer)) || sure && !turned;
        }
        let has = |word: &Option<String>| word.as_ref().is_some_and(|w| stems.contains(w));
        let noun = (0..parse.tokens.len()).any(|t| !parse.tokens[t].tag.is_verb() && stems[t] == *verb);
        sure || noun && (self.patient.is_none() && has(&self.agent) || has(&self.patient))
    }

    /// A claim with the same verb is told as surely, of the same: "the bill passed the House" and "the House passed the law" are.
    fn agrees(&self, claim: &Claim, parse: &Parse, stemmer: &Stemmer) -> bool {
        // "asked him to have his father tweet a link" tells of no tweet
        let only_asked = parse.tokens[claim.predicate].relation == Relation::ClausalComplement
            && parse.head(claim.predicate).is_some_and(|h| parse.tokens[h].relation == Relation::OpenComplement);
        let as_surely = (self.modality == Modality::Fact) == (claim.modality == Modality::Fact);
        let own = [&self.agent, &self.patient];
        let other = [claim.agent, claim.patient].map(|t| t.and_then(|t| named(parse, t, stemmer)));
        let unnamed = own.iter().all(|o| o.is_none()) || other.iter().all(Option::is_none);
        let one = own.into_iter().flatten().any(|o| other.iter().flatten().any(|t| t == o));
        as_surely && !only_asked && (unnamed || one)
    }

    /// Who does it there is whom it befalls here.
    fn is_turned(&self, claim: &Claim, parse: &Parse, stemmer: &Stemmer) -> bool {
        let is =
            |own: &Option<String>, t: Option<usize>| own.is_some() && *own == t.and_then(|t| named(parse, t, stemmer));
        is(&self.agent, claim.patient) && is(&self.patient, claim.agent)
    }
}

/// The claim of the main clause; where that only says that somebody says, what is said.
fn main<'a>(parse: &Parse, claims: &'a [Claim]) -> Option<&'a Claim> {
    let above = |c: &Claim| claims.iter().position(|d| parse.head(verb_of(parse, c)) == Some(verb_of(parse, d)));
    let root = claims.iter().find(|c| parse.tokens[verb_of(parse, c)].relation == Relation::Root)?;
    let said = claims.iter().find(|c| {
        parse.tokens[verb_of(parse, c)].relation == Relation::ClausalComplement
            && above(c).is_some_and(|k| std::ptr::eq(&raw const claims[k], root))
    });
    if lexicon::english().has("saying", &root.lemma) { said.or(Some(root)) } else { Some(root) }
}

/// The verb of a claim: the form of "be" where its predicate is a noun or adjective.
fn verb_of(parse: &Parse, claim: &Claim) -> usize {
    let attribute =
        matches!(parse.tokens[claim.predicate].relation, Relation::Attribute | Relation::AdjectivalComplement);
    if attribute { parse.head(claim.predicate).unwrap_or(claim.predicate) } else { claim.predicate }
}

/// A word of a clause that only adds: "…, which ran aground on Friday".
fn is_aside(parse: &Parse, token: usize) -> bool {
    std::iter::once(token).chain(parse.ancestors(token)).any(|t| {
        matches!(
            parse.tokens[t].relation,
            Relation::RelativeClause | Relation::AdjectivalClause | Relation::AdverbialClause | Relation::Apposition
        )
    })
}

/// The stem of who or what a token stands for, unless it stands for somebody told before.
fn named(parse: &Parse, token: usize, stemmer: &Stemmer) -> Option<String> {
    let pronoun = matches!(parse.tokens[token].tag, language::Tag::Pronoun);
    (!pronoun).then(|| stem(&parse.lower(token), stemmer))
}

fn stem(word: &str, stemmer: &Stemmer) -> String {
    stemmer.stem(&words::fold(word)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Article, loader};

    fn article(text: &str) -> Article {
        let text = format!("Harbour news\n\n{text}");
        let hint = loader::Hint { path: "a.txt".into(), ..loader::Hint::default() };
        let mut article = loader::load(text.as_bytes(), &hint).expect("plain text").remove(0);
        article.language = Some("en".into());
        article
    }

    /// Whether a sentence that shares half of a bullet's words tells its claim.
    fn told(bullet: &str, sentence: &str) -> bool {
        let own = article(bullet);
        let other = article(sentence);
        let (own, other) = (Reading::new(&own), Reading::new(&other));
        MainClaim::of(bullet, &own).is_told_by(0.52, &other, other.lines.len() - 1)
    }

    #[test]
    fn a_source_is_credited_with_what_it_tells_and_not_with_who_and_when() {
        assert!(told(
            "Mayor Ada Lorne resigned on Friday",
            "Lorne, mayor of Skarn, abruptly resigned on Friday afternoon."
        ));
        assert!(told("Ada Lorne endorsed Tom Roe on Friday", "On Friday Roe won the endorsement of a former mayor."));
        assert!(told("The harbour bill passed the council", "The council passed the new law on harbours on Friday."));
        assert!(!told(
            "Tom Roe posted a link to the letters",
            "The club asked Lorne to have her son post a link to the letters."
        ));
        assert!(!told(
            "Tom Roe posted a link to the letters",
            "In a series of posts Tom Roe showed what the club had sent him."
        ));
        assert!(!told(
            "Ada Lorne urged the council to listen to Roe",
            "Lorne told the council in Skarn that Roe made lemonade."
        ));
        // seven in ten words, and all of them beside the claim
        let (own, other) = (
            article("Passengers spent a night on the ferry Solveig, which ran aground off Skarn on Friday."),
            article("The ferry Solveig ran aground off Skarn on Friday with 214 people aboard."),
        );
        let (own, other) = (Reading::new(&own), Reading::new(&other));
        let bullet = own.lines.last().expect("a line").text;
        assert!(!MainClaim::of(bullet, &own).is_told_by(0.7, &other, other.lines.len() - 1));
        assert!(!told("The club sued the harbour", "The harbour said of the club that it would wait."));
    }

    #[test]
    fn one_declaration_is_one_claim_in_whoever_s_words() {
        let main = |text: &str| MainClaim::of(text, &Reading::new(&article(text)));
        let a = main(
            "Mayor Ada Lorne said on Friday she is declaring an emergency on the coast, and asks for money for a wall",
        );
        let b = main(
            "Mayor Ada Lorne declared an emergency on the coast on Friday in order to get at the money of the council",
        );
        assert!(a.is(&b) && b.is(&a));
        assert!(!main("Ada Lorne declared no emergency on Friday").is(&b));
        assert!(!main("Ada Lorne declared a holiday on Friday").is(&b));
        assert!(!main("Tom Roe made a long speech").is(&main("Ada Lorne made a long speech")));
    }
}
