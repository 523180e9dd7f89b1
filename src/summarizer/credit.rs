//! Whether a sentence of another source tells what a bullet claims, or only speaks of the same people on the same day.

use std::cell::OnceCell;

use super::reading::Reading;
use crate::{
    article::SentenceId,
    language::{self, Claim, Modality, Parse, Relation, lexicon, people},
    text::{
        meanings,
        words::{self, Stemmer},
    },
};

/// The share of a bullet's weight from which a sentence tells the same, in whatever verb.
const SURE: f32 = 0.6;

/// What a bullet claims: the verb of its main clause, or of what somebody in it says, with who does it to whom.
pub(super) struct MainClaim {
    /// The bullet has a clause that grammar could read.
    verb: Option<String>,
    agent: Option<Party>,
    patient: Option<Party>,
    told: Told,
    /// The verbs of all its clauses, each with how it is told.
    clauses: Vec<(String, Told)>,
    /// The stems of the words of its clause that carry meaning.
    words: Vec<String>,
}

/// Who does something or whom it befalls.
struct Party {
    /// The stem of its head, of a name the surname.
    stem: String,
    /// It is a name, so that another name is somebody else.
    name: bool,
    /// It can do what is done: a name, people, a body, and not a bill or a bridge.
    acts: bool,
}

impl PartialEq for Party {
    fn eq(&self, other: &Self) -> bool {
        self.stem == other.stem
    }
}

/// How a claim is told: two sentences that tell a verb otherwise do not say the same.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told {
    negated: bool,
    modality: Modality,
}

impl Told {
    const FACT: Self = Self { negated: false, modality: Modality::Fact };

    fn of(claim: &Claim) -> Self {
        Self { negated: claim.negated, modality: claim.modality }
    }
}

/// Verbs that tell little of what is done: two sentences that share them need not tell the same.
pub(super) const LIGHT: &[&str] = &[
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
                told: Told::FACT,
                clauses: Vec::new(),
                words: Vec::new(),
            };
        };
        let words = claim
            .tokens
            .clone()
            .filter(|t| !is_aside(&parse, *t))
            .map(|t| parse.lower(t))
            .filter(|w| w.chars().any(char::is_alphanumeric) && !words::is_stop_word(w, "en"))
            .map(|w| stem(&w, stemmer))
            .collect();
        let clauses = claims.iter().map(|c| (stem(&c.lemma, stemmer), Told::of(c))).collect();
        Self { clauses, words, ..Self::of_claim(claim, &parse, stemmer) }
    }

    /// One clause, without its words.
    fn of_claim(claim: &Claim, parse: &Parse, stemmer: &Stemmer) -> Self {
        Self {
            verb: Some(stem(&claim.lemma, stemmer)),
            agent: claim.agent.and_then(|t| party(parse, t, stemmer)),
            patient: claim.patient.and_then(|t| party(parse, t, stemmer)),
            told: Told::of(claim),
            clauses: Vec::new(),
            words: Vec::new(),
        }
    }

    /// It tells what is to come or may be: "will invoke", "plans to invoke", "would have been".
    pub(super) fn is_to_come(&self) -> bool {
        const PLANNING: [&str; 5] = ["plan", "prepar", "expect", "intend", "schedul"];
        self.told.modality != Modality::Fact || self.verb.as_ref().is_some_and(|v| PLANNING.contains(&v.as_str()))
    }

    /// A sentence has a claim of the same verb that says it of the same: "declared an emergency". With that a third of the
    /// bullet's words is enough.
    pub(super) fn is_told_outright(&self, sentence: &Sentence<'_>) -> bool {
        let told = |c: &Claim| {
            self.is(&Self::of_claim(c, sentence.parse, sentence.stemmer)) && self.agrees(c, sentence, false)
        };
        self.verb.as_ref().is_some_and(|verb| sentence.claims_of(verb).any(told)) && !self.is_told_otherwise(sentence)
    }

    /// The same is said of the same: the verb, whom it befalls, or who does it where it befalls nobody.
    pub(super) fn is(&self, other: &Self) -> bool {
        let apart = |a: &Option<Party>, b: &Option<Party>| a.is_some() && b.is_some() && a != b;
        let one = |a: &Option<Party>, b: &Option<Party>| a.is_some() && a == b;
        let same_verb = self.verb.as_ref().is_some_and(|v| !LIGHT.contains(&&**v))
            && self.verb.as_ref().zip(other.verb.as_ref()).is_some_and(|(a, b)| is_one_verb(a, b));
        same_verb
            && self.told.negated == other.told.negated
            && !apart(&self.patient, &other.patient)
            && !apart(&self.agent, &other.agent)
            && (one(&self.patient, &other.patient) || self.patient.is_none() && one(&self.agent, &other.agent))
    }

    /// A sentence that has some share of the bullet's words tells its claim too: the verb done by the same to the same, or
    /// the noun made of it beside one of the two. With most of the words it needs no verb of the same stem.
    pub(super) fn is_told_by(&self, share: f32, sentence: &Sentence<'_>) -> bool {
        let Some(verb) = &self.verb else { return share >= SURE };
        if self.is_told_otherwise(sentence) {
            return false;
        }
        // what the two share must be the claim, and not what is told beside it: "…, which ran aground on Friday"
        let held = self.words.iter().filter(|w| sentence.has(w)).count();
        let sure = share >= SURE && held * 2 > self.words.len();
        let mut same = sentence.claims_of(verb).peekable();
        if same.peek().is_some() {
            return same.any(|c| self.agrees(c, sentence, sure));
        }
        sure && !self.is_turned(sentence) || self.is_told_by_noun(verb, sentence)
    }

    /// Who does it befalls there what the other does, whatever the verb: "Lund beat Vell" is not "Vell defeated Lund".
    fn is_turned(&self, sentence: &Sentence<'_>) -> bool {
        let is = |own: &Option<Party>, t: Option<usize>| {
            own.is_some() && *own == t.and_then(|t| party(sentence.parse, t, sentence.stemmer))
        };
        sentence.claims.iter().any(|(_, c)| is(&self.agent, c.patient) && is(&self.patient, c.agent))
    }

    /// One of the bullet's verbs is in the sentence, and always told otherwise: denied, as what may be or will be.
    fn is_told_otherwise(&self, sentence: &Sentence<'_>) -> bool {
        self.clauses.iter().filter(|(verb, _)| !LIGHT.contains(&&**verb)).any(|(verb, _)| {
            let mut same = sentence.claims_of(verb).peekable();
            let own = |told: Told| self.clauses.iter().any(|(v, t)| is_one_verb(v, verb) && *t == told);
            same.peek().is_some() && !same.any(|c| own(Told::of(c)))
        })
    }

    /// A claim with the same verb is told as surely, of the same: "the bill passed the House" and "the House passed the law" are.
    /// `sure`: most words are the same, so that only names that are others part the two.
    fn agrees(&self, claim: &Claim, sentence: &Sentence<'_>, sure: bool) -> bool {
        let parse = sentence.parse;
        // "asked him to have his father tweet a link" tells of no tweet
        let only_asked = parse.tokens[claim.predicate].relation == Relation::ClausalComplement
            && parse.head(claim.predicate).is_some_and(|h| parse.tokens[h].relation == Relation::OpenComplement);
        if only_asked || Told::of(claim) != self.told {
            return false;
        }
        let [agent, patient] = [claim.agent, claim.patient].map(|t| t.and_then(|t| party(parse, t, sentence.stemmer)));
        let one = |a: &Option<Party>, b: &Option<Party>| a.is_some() && a == b;
        // "Lund sued Vell" is not "Vell sued Lund", nor "Lund was sued"; "the bill passed" is "the council passed the bill"
        let (forth, back) = (one(&self.agent, &patient), one(&self.patient, &agent));
        let acts = self.agent.as_ref().is_some_and(|p| p.acts);
        if (forth || back) && acts || forth && back {
            return false;
        }
        let other = |a: &Option<Party>, b: &Option<Party>| match (a, b) {
            (Some(a), Some(b)) => a.name && b.name && a != b && !sentence.has(&a.stem),
            _ => false,
        };
        if other(&self.agent, &agent) || other(&self.patient, &patient) {
            return false;
        }
        let unnamed = self.agent.is_none() && self.patient.is_none() || agent.is_none() && patient.is_none();
        sure || unnamed || forth || back || one(&self.agent, &agent) || one(&self.patient, &patient)
    }

    /// "won the endorsement of Roe" for "Roe was endorsed": the noun of the verb, of the same, as what is so.
    fn is_told_by_noun(&self, verb: &str, sentence: &Sentence<'_>) -> bool {
        let has = |p: &Option<Party>| p.as_ref().is_some_and(|p| sentence.has(&p.stem));
        let of_the_same = self.patient.is_none() && has(&self.agent) || has(&self.patient);
        let parse = sentence.parse;
        of_the_same
            && (0..parse.tokens.len())
                .filter(|t| !parse.tokens[*t].tag.is_verb() && sentence.stems()[*t] == verb)
                .any(|t| sentence.is_so(t, self.told) && !self.is_turned_noun(t, sentence))
    }

    /// "Lee's endorsement of Roe" for "Roe endorsed Lee".
    fn is_turned_noun(&self, noun: usize, sentence: &Sentence<'_>) -> bool {
        let parse = sentence.parse;
        let of = parse.children_by(noun, Relation::Preposition).find(|p| parse.lower(*p) == "of");
        let object = of.and_then(|of| parse.child(of, Relation::PrepositionObject));
        let is = |own: &Option<Party>, t: Option<usize>| {
            own.is_some() && *own == t.and_then(|t| party(parse, t, sentence.stemmer))
        };
        is(&self.agent, object) || object.is_some() && is(&self.patient, parse.child(noun, Relation::Possessor))
    }
}

/// A sentence of another source with its claims.
pub(super) struct Sentence<'a> {
    parse: &'a Parse,
    /// Each claim with the stem of its verb.
    claims: Vec<(String, &'a Claim)>,
    stemmer: &'a Stemmer,
    /// The stem of each token, once they are asked for.
    stems: OnceCell<Vec<String>>,
}

impl<'a> Sentence<'a> {
    pub(super) fn new(reading: &'a Reading<'_>, line: usize) -> Self {
        let parse = reading.analysis.sentence(SentenceId::from(line));
        let claims = reading.analysis.claims.get(line).map_or(&[][..], Vec::as_slice);
        let stemmer = reading.stemmer();
        let claims = claims.iter().map(|c| (stem(&c.lemma, stemmer), c)).collect();
        Self { parse, claims, stemmer, stems: OnceCell::new() }
    }

    fn stems(&self) -> &[String] {
        let of = |t| stem(&self.parse.lower(t), self.stemmer);
        self.stems.get_or_init(|| (0..self.parse.tokens.len()).map(of).collect())
    }

    fn has(&self, stem: &str) -> bool {
        self.stems().iter().any(|s| s == stem)
    }

    /// Its claims of one verb, or of one that says the same.
    fn claims_of<'s>(&'s self, verb: &'s str) -> impl Iterator<Item = &'a Claim> + 's {
        self.claims.iter().filter(move |(stem, _)| is_one_verb(stem, verb)).map(|(_, claim)| *claim)
    }

    /// What a noun names is told so: not "calls for a resignation", "denied the endorsement", "a possible attack".
    fn is_so(&self, noun: usize, told: Told) -> bool {
        let parse = self.parse;
        let l = lexicon::english();
        let leaves_open = |t: usize| ["open", "denials"].iter().any(|class| l.has(class, &parse.lemma(t)));
        let doubted = |t: usize| {
            matches!(
                &*parse.lower(t),
                "alleged" | "possible" | "potential" | "planned" | "proposed" | "attempted" | "suspected" | "no"
            )
        };
        let verb = parse.ancestors(noun).find(|t| parse.tokens[*t].tag.is_verb());
        let above = parse.ancestors(noun).take_while(|t| Some(*t) != verb);
        let claim = verb.and_then(|v| self.claims.iter().map(|(_, c)| *c).find(|c| verb_of(parse, c) == v));
        !above.chain(verb).any(leaves_open)
            && !parse.children(noun).any(doubted)
            && claim.map_or(told == Told::FACT, |c| Told::of(c) == told)
    }
}

/// Two stems of verbs say one thing: "defeated", "beat".
pub(super) fn is_one_verb(a: &str, b: &str) -> bool {
    a == b || meanings::are_synonyms(a, b)
}

/// The claim of the main clause; where that only says that somebody says, what is said.
pub(super) fn main<'a>(parse: &Parse, claims: &'a [Claim]) -> Option<&'a Claim> {
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

/// Who or what a token stands for, unless that is somebody told before.
fn party(parse: &Parse, token: usize, stemmer: &Stemmer) -> Option<Party> {
    let tag = parse.tokens[token].tag;
    // "Bo Dahl Jr." is a Dahl
    let junior = matches!(parse.lower(token).trim_end_matches('.'), "jr" | "sr" | "ii" | "iii");
    let head = token.checked_sub(1).filter(|t| junior && parse.head(*t) == Some(token)).unwrap_or(token);
    let (lexicon, lemma) = (lexicon::english(), parse.lemma(head));
    let acts = tag.is_name()
        || people::is_somebody(&lemma)
        || ["body_nouns", "voices", "kin"].iter().any(|class| lexicon.has(class, &lemma));
    (tag != language::Tag::Pronoun).then(|| Party {
        stem: stem(&parse.lower(head), stemmer),
        name: tag.is_name(),
        acts,
    })
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
        MainClaim::of(bullet, &own).is_told_by(0.52, &Sentence::new(&other, other.lines.len() - 1))
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
        assert!(!MainClaim::of(bullet, &own).is_told_by(0.7, &Sentence::new(&other, other.lines.len() - 1)));
        assert!(told("Ada Lorne beat Tom Roe in the vote", "Tom Roe was defeated in the vote by Ada Lorne."));
        assert!(!told("The club sued the harbour", "The harbour said of the club that it would wait."));
    }

    #[test]
    fn a_denial_a_doubt_and_a_turn_are_credited_to_nobody() {
        let sure = |bullet: &str, sentence: &str| {
            let (own, other) = (article(bullet), article(sentence));
            let (own, other) = (Reading::new(&own), Reading::new(&other));
            MainClaim::of(bullet, &own).is_told_by(0.9, &Sentence::new(&other, other.lines.len() - 1))
        };
        for (bullet, sentence) in [
            ("The council reached a deal on Friday", "The council failed to reach a deal on Friday."),
            ("The council failed to reach a deal on Friday", "The council reached a deal on Friday."),
            ("Ada Lorne did not resign on Friday", "Ada Lorne resigned on Friday and did not apologise."),
            ("Ada Lorne resigned on Friday", "Ada Lorne may resign on Friday."),
            ("The bridge will open on Friday", "The bridge may open on Friday."),
            ("The council closed the old pier on Friday", "The council decided to close the old pier on Friday."),
            ("Bo Lund sued Tom Vell over the fire on Friday", "Tom Vell sued Bo Lund over the fire on Friday."),
            ("Bo Lund beat Tom Vell in the race on Friday", "Tom Vell defeated Bo Lund in the race on Friday."),
            ("Bo Lund beat Tom Vell in the race on Friday", "Bo Lund beat Ada Lorne in the race on Friday."),
        ] {
            assert!(!sure(bullet, sentence), "{bullet} / {sentence}");
            assert!(sure(bullet, &format!("{bullet}.")), "{bullet}");
        }
        assert!(!told("Ada Lorne resigned on Friday", "On Friday Roe called for the resignation of Ada Lorne."));
        assert!(!told("Ada Lorne endorsed Tom Roe on Friday", "On Friday Roe's endorsement of Ada Lorne was printed."));
        assert!(sure("The bill on harbours passed the Senate on Friday", "The Senate passed the new law on harbours."));
        assert!(sure("Bo Lund Jr. faces a charge of theft", "Lund also faces a charge of theft."));
        assert!(sure("The council will close the old pier", "The council voted to close the old pier."));
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
