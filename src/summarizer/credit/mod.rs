//! Whether a sentence of another source tells what a bullet claims, or only speaks of the same people on the same day.

mod party;

use std::cell::OnceCell;

use self::party::{Party, party, stem};
use super::reading::Reading;
use crate::{
    article::SentenceId,
    language::{self, Claim, Modality, Parse, Relation, Tag, lexicon},
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
    /// A pronoun tells who does it, and nothing whom that means.
    by_somebody_unnamed: bool,
    patient: Option<Party>,
    /// To whom or where: "sent the letters to the council".
    goal: Option<Party>,
    told: Told,
    /// The verbs of all its clauses, each with how it is told.
    clauses: Vec<(String, Told)>,
    /// The stems of the words of its clause that carry meaning.
    words: Vec<String>,
    /// The stems of its names.
    names: Vec<String>,
    /// The verbs of what is told beside the main claim in the same breath: "… but has not kept that promise".
    joined: Vec<String>,
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
        let parse = language::parse_sentence(bullet);
        let claims = language::claims::of_parse(&parse);
        Self::of_claims(&parse, &claims, own)
    }

    /// The main claim of a sentence.
    pub(super) fn of_sentence(own: &Reading<'_>, line: SentenceId) -> Self {
        let claims = own.analysis.claims.get(line.index()).map_or(&[][..], Vec::as_slice);
        Self::of_claims(own.analysis.sentence(line), claims, own)
    }

    fn of_claims(parse: &Parse, claims: &[Claim], own: &Reading<'_>) -> Self {
        let stemmer = own.stemmer();
        let Some(claim) = main(parse, claims).filter(|_| own.english) else {
            return Self {
                verb: None,
                agent: None,
                by_somebody_unnamed: false,
                patient: None,
                goal: None,
                told: Told::FACT,
                clauses: Vec::new(),
                words: Vec::new(),
                names: Vec::new(),
                joined: Vec::new(),
            };
        };
        let words = claim
            .tokens
            .clone()
            .filter(|t| !is_aside(parse, *t))
            .map(|t| parse.lower(t))
            .filter(|w| w.chars().any(char::is_alphanumeric) && !words::is_stop_word(w, "en"))
            .map(|w| stem(&w, stemmer))
            .collect();
        let clauses = claims.iter().map(|c| (stem(&c.lemma, stemmer), Told::of(c))).collect();
        let named = (0..parse.tokens.len()).filter(|t| parse.tokens[*t].tag.is_name());
        let names = named.map(|t| stem(&parse.lower(t), stemmer)).collect();
        let beside = |c: &&Claim| {
            let verb = verb_of(parse, c);
            parse.tokens[verb].relation == Relation::Conjunct && !is_aside(parse, verb)
        };
        let joined = claims.iter().filter(beside).map(|c| stem(&c.lemma, stemmer)).collect();
        // "Lund said he would resign": of the two it is Lund who would
        let pronoun = claim.agent.is_some_and(|t| parse.tokens[t].tag == Tag::Pronoun);
        let root = claims.iter().find(|c| parse.tokens[verb_of(parse, c)].relation == Relation::Root);
        let somebody = claim.agent.is_some_and(|t| matches!(&*parse.lower(t), "he" | "she"));
        let speaker = root.filter(|r| somebody && !std::ptr::eq(*r, claim)).and_then(|r| r.agent);
        // "police said he": another
        let speaker = speaker.filter(|t| parse.tokens[*t].tag == Tag::Name);
        let main = Self::of_claim(claim, parse, stemmer);
        let agent = main.agent.or_else(|| speaker.and_then(|t| party(parse, t, stemmer)));
        let by_somebody_unnamed = pronoun && agent.is_none();
        Self { clauses, words, names, joined, agent, by_somebody_unnamed, ..main }
    }

    /// One clause, without its words.
    fn of_claim(claim: &Claim, parse: &Parse, stemmer: &Stemmer) -> Self {
        Self {
            verb: Some(stem(&claim.lemma, stemmer)),
            agent: claim.agent.and_then(|t| party(parse, t, stemmer)),
            by_somebody_unnamed: false,
            patient: claim.patient.and_then(|t| party(parse, t, stemmer)),
            goal: goal(parse, claim).and_then(|t| party(parse, t, stemmer)),
            told: Told::of(claim),
            clauses: Vec::new(),
            words: Vec::new(),
            names: Vec::new(),
            joined: Vec::new(),
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

    /// A sentence that a comparison sets beside the bullet has its verb as nothing that tells the claim: the verb tells little ("seemed
    /// calm", "seemed to tire"), or is said of somebody whom the bullet does not name.
    pub(super) fn is_of_another(&self, sentence: &Sentence<'_>) -> bool {
        let Some(verb) = &self.verb else { return false };
        let mut same = sentence.claims_of(verb).peekable();
        let named = |c: &Claim| {
            let agent = doer(sentence.parse, c).and_then(|t| party(sentence.parse, t, sentence.stemmer));
            let passive = self.agent.is_none() && !self.by_somebody_unnamed;
            agent.is_none_or(|a| {
                passive || !a.name && !a.acts || self.agent.as_ref() == Some(&a) || self.names.contains(&a.stem)
            })
        };
        let light = LIGHT.contains(&verb.as_str());
        // "sent the keys" is not "sent the boat"; "seeks a second term" tells what it does in its object
        let patient = |c: &Claim| c.patient.and_then(|t| party(sentence.parse, t, sentence.stemmer));
        let of_one = |c: &Claim| match (&self.patient, patient(c)) {
            (Some(own), Some(other)) => *own == other,
            _ => !light,
        };
        same.peek().is_some() && !same.any(|c| named(c) && of_one(c))
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
            && !apart(&self.goal, &other.goal)
            && !apart(&self.agent, &other.agent)
            && (one(&self.patient, &other.patient) || self.patient.is_none() && one(&self.agent, &other.agent))
    }

    /// A sentence tells as well what the bullet tells beside its main claim in the same breath, in a verb or its noun.
    pub(super) fn is_joined_by_the_same(&self, sentence: &Sentence<'_>) -> bool {
        let told = |verb: &String| sentence.claims_of(verb).next().is_some() || sentence.has(verb);
        self.joined.iter().filter(|v| !LIGHT.contains(&v.as_str())).all(told)
    }

    /// The same verb of other people, and not to the same: "Lund pleaded guilty" and "Lund's wife pleaded guilty".
    pub(super) fn is_done_by_another(&self, other: &Self) -> bool {
        let one_verb = self.verb.is_some() && self.verb == other.verb;
        let apart = self.agent.as_ref().zip(other.agent.as_ref()).is_some_and(|(a, b)| a.acts && b.acts && a != b);
        // "Skarn opened the bridge" and "the mayor opened the bridge" are one
        let same_thing = self.patient.is_some() && self.patient == other.patient;
        one_verb && apart && !same_thing
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
    /// Its main claim.
    main: Option<&'a Claim>,
    stemmer: &'a Stemmer,
    /// The stem of each token, once they are asked for.
    stems: OnceCell<Vec<String>>,
}

impl<'a> Sentence<'a> {
    pub(super) fn new(reading: &'a Reading<'_>, line: usize) -> Self {
        let parse = reading.analysis.sentence(SentenceId::from(line));
        let claims = reading.analysis.claims.get(line).map_or(&[][..], Vec::as_slice);
        let stemmer = reading.stemmer();
        let main = main(parse, claims);
        let claims = claims.iter().map(|c| (stem(&c.lemma, stemmer), c)).collect();
        Self { parse, claims, main, stemmer, stems: OnceCell::new() }
    }

    /// What it chiefly says is that something is not so: what it denies beside that is another matter.
    pub(super) fn denies(&self) -> bool {
        self.main.is_none_or(|c| c.negated || lexicon::english().has("denials", &c.lemma))
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

/// To whom or where something is done.
fn goal(parse: &Parse, claim: &Claim) -> Option<usize> {
    let to = parse.children_by(claim.predicate, Relation::Preposition).find(|p| parse.lower(*p) == "to")?;
    parse.child(to, Relation::PrepositionObject)
}

/// Who does what a claim tells: "the league, which opposes the toll" does.
fn doer(parse: &Parse, claim: &Claim) -> Option<usize> {
    let verb = verb_of(parse, claim);
    let relative = parse.tokens[verb].relation == Relation::RelativeClause;
    let bare = claim.agent.is_none_or(|t| !parse.tokens[t].tag.is_noun());
    if relative && bare { parse.head(verb) } else { claim.agent }
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

#[cfg(test)]
mod tests;
