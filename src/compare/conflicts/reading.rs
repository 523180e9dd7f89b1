//! A sentence as statements: its events (what is done or is so, to whom, denied or not, by whose word) with the words that
//! say what each is about.

use std::cell::OnceCell;

use super::{
    causes::Cause,
    contests::Contest,
    dates::Dated,
    opposites::{self, Answer},
    places::Placed,
    roles::Role,
    seats::Seat,
    tallies::Tally,
};
use crate::{
    compare::prepared::{Line, Prepared, TermId},
    language::{Parse, Relation, SpanKind, Tag, lexicon},
};

/// A sentence ready to be set against others.
pub(super) struct Reading<'a> {
    pub(super) parse: &'a Parse,
    /// The dictionary form of each token.
    pub(super) lemmas: Vec<String>,
    /// The concept of each token that carries meaning.
    pub(super) concepts: Vec<Option<TermId>>,
    /// The concepts of the name of whoever a token stands for: a pronoun, "the senator".
    pub(super) stands_for: Vec<Vec<TermId>>,
    /// Which tokens stand between quotation marks.
    pub(super) quoted: Vec<bool>,
    pub(super) events: Vec<Event>,
    /// Words that tell of another case than the one in hand: "a similar outbreak", "a year ago".
    other_case: Vec<usize>,
    pub(super) once: Once,
}

/// What each kind of conflict looks for in a sentence: found once, however many sentences it is set against.
#[derive(Default)]
pub(super) struct Once {
    pub(super) dates: OnceCell<Vec<Dated>>,
    pub(super) names: OnceCell<Vec<Placed>>,
    pub(super) seats: OnceCell<Vec<Seat>>,
    pub(super) causes: OnceCell<Vec<Cause>>,
    pub(super) contests: OnceCell<Vec<Contest>>,
    pub(super) roles: OnceCell<Vec<Role>>,
    pub(super) tallies: OnceCell<Vec<Tally>>,
}

/// Something done, happening or being so.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// Its verb, adjective or noun.
    pub(super) token: usize,
    pub(super) concept: Option<TermId>,
    /// Its verb only carries what its object says.
    pub(super) light: bool,
    pub(super) answers: Vec<Answer>,
    /// It is said not to be so.
    pub(super) negated: bool,
    /// It is told as what will be.
    pub(super) future: bool,
    /// The token that leaves it open: "may", "urged", "if".
    pub(super) open: Option<usize>,
    /// Whom or what it befalls: the concepts of the object, or of the subject where there is none.
    pub(super) theme: Party,
    /// Who does it, where that is another.
    pub(super) agent: Party,
    /// Concepts of everything that hangs on it, clauses apart; ascending.
    pub(super) about: Vec<TermId>,
    /// Whose word it is, where somebody's.
    pub(super) owner: Option<Party>,
}

/// Somebody or something that takes part in an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Party {
    /// The token that heads it.
    pub(super) head: Option<usize>,
    /// The concepts of its words, ascending; none for a pronoun.
    pub(super) concepts: Vec<TermId>,
}

impl Party {
    pub(super) fn is_known(&self) -> bool {
        !self.concepts.is_empty()
    }
}

/// Words that tell of another case, before or beside the one in hand.
const OTHER_CASE: [&str; 17] = [
    "another",
    "elsewhere",
    "formerly",
    "historically",
    "nearby",
    "nearest",
    "neighboring",
    "neighbouring",
    "predecessor",
    "previous",
    "previously",
    "separate",
    "separately",
    "similar",
    "successor",
    "unrelated",
    "counter-demonstration",
];

/// Verbs that only carry what their object says.
pub(super) const LIGHT: [&str; 12] =
    ["be", "become", "do", "get", "give", "have", "hold", "keep", "make", "remain", "stay", "take"];

/// Relations of clauses that tell something of their own.
const CLAUSES: [Relation; 7] = [
    Relation::RelativeClause,
    Relation::AdjectivalClause,
    Relation::AdverbialClause,
    Relation::ClausalComplement,
    Relation::OpenComplement,
    Relation::Parataxis,
    Relation::Conjunct,
];

impl<'a> Reading<'a> {
    /// `mentions` are the tokens that stand for somebody, each with the concepts of the name.
    pub(super) fn new(
        parse: &'a Parse,
        line: &Line,
        texts: &Prepared,
        mentions: &[(std::ops::Range<usize>, &[TermId])],
    ) -> Self {
        let n = parse.tokens.len();
        let lemmas: Vec<String> = (0..n).map(|t| parse.lemma(t)).collect();
        let mut concepts = vec![None; n];
        let mut quoted = vec![false; n];
        for (k, token) in parse.tokens.iter().enumerate() {
            let at = line.tokens.partition_point(|t| t.span.1 <= token.start);
            if let Some(word) = line.tokens.get(at).filter(|w| w.span.0 <= token.start) {
                let number = texts.terms[word.concept as usize].number;
                concepts[k] = (word.content && !number).then_some(word.meaning);
                quoted[k] = line.quoted.iter().any(|&(from, to)| (from..to).contains(&at));
            }
        }
        // A date is no name and tells nothing of what happened on it.
        for span in parse.spans.iter().filter(|s| s.kind == SpanKind::Date) {
            concepts[span.tokens.clone()].fill(None);
        }
        let mut stands_for = vec![Vec::new(); n];
        for (tokens, name) in mentions {
            if let Some(place) = stands_for.get_mut(parse.head_of(tokens.clone())) {
                place.extend(*name);
            }
        }
        let mut reading = Self {
            parse,
            lemmas,
            concepts,
            stands_for,
            quoted,
            events: Vec::new(),
            other_case: Vec::new(),
            once: Once::default(),
        };
        reading.other_case = reading.other_cases();
        reading.events = (0..n).filter_map(|t| reading.event(t)).collect();
        reading
    }

    /// Whether a word is told of another case.
    pub(super) fn is_other_case(&self, token: usize) -> bool {
        const REACH: usize = 7;
        // "Ten years ago the family turned down a bid of 12 million": what says when hangs on the verb, however far off.
        let verb = self.verb_of(token);
        let dates = |t: usize| self.lemmas[t] == "ago" && self.parse.ancestors(t).take(2).any(|h| Some(h) == verb);
        self.other_case.iter().any(|&t| t.abs_diff(token) <= REACH || dates(t))
    }

    fn other_cases(&self) -> Vec<usize> {
        let parse = self.parse;
        let listed =
            |t: usize| OTHER_CASE.contains(&self.lemmas[t].as_str()) || OTHER_CASE.contains(&parse.lower(t).as_str());
        // "her brother", not "the brothers"
        let related = |t: usize| {
            matches!(self.lemmas[t].as_str(), "brother" | "partner" | "sister")
                && parse
                    .child(t, Relation::Possessor)
                    .is_some_and(|p| parse.tokens[p].tag == Tag::PossessivePronoun || parse.span_at(p).is_some())
                && (parse.tokens[t].relation.is_subject() || parse.tokens[t].relation == Relation::Object)
        };
        // "a sister ship"
        let twin = |t: usize| {
            matches!(self.lemmas[t].as_str(), "sister" | "twin") && parse.tokens[t].relation == Relation::Compound
        };
        // "a second whale", "a year ago", "last winter"
        let after = |t: usize, words: &[&str]| t > 0 && words.contains(&self.lemmas[t - 1].as_str());
        let adjective = |t: usize| parse.tokens[t].relation == Relation::Adjective;
        let counted = |t: usize| {
            after(t, &["a"]) && adjective(t) && matches!(self.lemmas[t].as_str(), "second" | "third" | "fourth")
        };
        let past = |t: usize| {
            self.lemmas[t] == "ago" && after(t, &["year", "month", "decade"])
                || after(t, &["last"])
                    && matches!(self.lemmas[t].as_str(), "year" | "winter" | "summer" | "spring" | "fall" | "autumn")
        };
        // "the station's other reactor"
        let other = |t: usize| {
            self.lemmas[t] == "other" && adjective(t) && parse.head(t).is_some_and(|h| !parse.tokens[h].tag.is_plural())
        };
        // "four more lynx", not "more than four"
        let more = |t: usize| {
            self.lemmas[t] == "more"
                && t > 0
                && parse.tokens[t - 1].tag == Tag::Number
                && self.lemmas.get(t + 1).is_none_or(|l| l != "than")
        };
        let other_case =
            |&t: &usize| listed(t) || other(t) || related(t) || counted(t) || past(t) || more(t) || twin(t);
        (0..parse.tokens.len()).filter(other_case).collect()
    }

    fn event(&self, token: usize) -> Option<Event> {
        let parse = self.parse;
        let t = &parse.tokens[token];
        let verb = t.tag.is_verb() && !matches!(t.relation, Relation::Auxiliary | Relation::PassiveAuxiliary);
        let answers = opposites::answers(parse, token, &self.lemmas);
        let adjective = matches!(t.tag, Tag::Adjective | Tag::Comparative | Tag::Superlative)
            || matches!(t.relation, Relation::AdjectivalComplement);
        let predicate = matches!(t.relation, Relation::Attribute | Relation::ObjectPredicate) && !answers.is_empty();
        let denied_noun = t.tag.is_noun() && (self.is_denied_noun(token) || predicate);
        // "is out of control", "remains on duty"
        let state = matches!(t.tag, Tag::Preposition | Tag::Adverb)
            && opposites::begins_phrase(parse, token, &self.lemmas)
            && parse.head(token).is_some_and(|h| parse.tokens[h].tag.is_verb());
        if !(verb || adjective && !matches!(t.relation, Relation::Compound) || denied_noun || state) {
            return None;
        }
        let truth = self.truth(token);
        let (mut theme, agent) = if verb { self.parties(token) } else { (self.bearer(token), Party::default()) };
        if denied_noun && !theme.is_known() {
            theme = self.beside(token);
        }
        if let Some(word) = opposites::in_phrase(parse, token, &self.lemmas).filter(|_| verb && !answers.is_empty()) {
            theme = self.theme_of_phrase(token, word).unwrap_or(theme);
        }
        Some(Event {
            token,
            concept: self.concepts[token],
            light: verb && LIGHT.contains(&self.lemmas[token].as_str()) && answers.is_empty(),
            answers,
            negated: truth.negated,
            future: self.is_future(token),
            open: truth.open,
            about: self.about(token),
            theme,
            agent,
            owner: truth.owner,
        })
    }

    /// "no ransom", "without a signature".
    pub(super) fn is_denied_noun(&self, token: usize) -> bool {
        let parse = self.parse;
        parse.children_by(token, Relation::Determiner).any(|d| self.lemmas[d] == "no")
            || parse.tokens[token].relation == Relation::PrepositionObject
                && parse.head(token).is_some_and(|h| self.lemmas[h] == "without")
    }

    /// The words of a phrase, clauses in it left out.
    pub(super) fn party(&self, head: usize) -> Party {
        let range = self.parse.subtree_without(head, &CLAUSES);
        let mut concepts: Vec<TermId> = range.filter_map(|t| self.concepts[t]).collect();
        concepts.extend(&self.stands_for[head]);
        concepts.extend(self.it_is(head));
        concepts.sort_unstable();
        concepts.dedup();
        Party { head: Some(head), concepts }
    }

    /// What "it" stands for where the sentence begins with it: "The levy is dead: members voted it down."
    fn it_is(&self, token: usize) -> Option<TermId> {
        let parse = self.parse;
        if self.lemmas[token] != "it" || !self.stands_for[token].is_empty() {
            return None;
        }
        let subject = parse.roots().next().and_then(|r| parse.subject(r)).filter(|&s| s < token)?;
        let thing = parse.tokens[subject].tag == Tag::Noun && !parse.subtree(subject).contains(&token);
        self.concepts[subject].filter(|_| thing)
    }

    /// What an adjective or noun is said of.
    fn bearer(&self, token: usize) -> Party {
        let parse = self.parse;
        let Some(head) = parse.head(token) else { return Party::default() };
        let noun = match parse.tokens[token].relation {
            Relation::Adjective => Some(head),
            _ if parse.tokens[head].tag.is_verb() => {
                let object = parse.child(head, Relation::Object).filter(|&o| o != token);
                object.or_else(|| self.subject(head))
            }
            _ => None,
        };
        noun.filter(|&n| n != token).map(|n| self.party(n)).unwrap_or_default()
    }

    /// Whom a verb befalls that says what it says with another word: "gave the go-ahead to the plan", "voted against it",
    /// "recovered the bodies of two miners", "made a loss".
    fn theme_of_phrase(&self, verb: usize, word: usize) -> Option<Party> {
        let parse = self.parse;
        match parse.tokens[word].relation {
            Relation::Preposition => parse.child(word, Relation::PrepositionObject).map(|o| self.party(o)),
            Relation::Object | Relation::PassiveSubject => {
                let to = parse.child(verb, Relation::Dative);
                let to = to.map(|d| parse.child(d, Relation::PrepositionObject).unwrap_or(d));
                let theme = to.map_or_else(|| self.beside(word), |t| self.party(t));
                let theme = if theme.is_known() { theme } else { self.owner_of(word) };
                if theme.is_known() {
                    Some(theme)
                } else {
                    self.subject(verb).filter(|&s| s != word).map(|s| self.party(s))
                }
            }
            _ => None,
        }
    }

    /// Whose something is: "her body was found", "a girl whose body was found".
    fn owner_of(&self, noun: usize) -> Party {
        let parse = self.parse;
        let Some(owner) = parse.child(noun, Relation::Possessor) else { return Party::default() };
        let told = || parse.ancestors(noun).find(|&t| parse.tokens[t].relation == Relation::RelativeClause);
        let who = if self.lemmas[owner] == "whose" { told().and_then(|verb| parse.head(verb)) } else { Some(owner) };
        who.map(|w| self.party(w)).unwrap_or_default()
    }

    /// Whom a noun is told of by a preposition: "no charges against the owner", "no charges were brought against the owner".
    fn beside(&self, noun: usize) -> Party {
        let parse = self.parse;
        let verb = parse.head(noun).filter(|&h| parse.tokens[h].tag.is_verb());
        let places = std::iter::once(noun).chain(verb).flat_map(|t| parse.children_by(t, Relation::Preposition));
        let object = places
            .filter(|&p| matches!(self.lemmas[p].as_str(), "against" | "among" | "for" | "of" | "on" | "to"))
            .find_map(|p| parse.child(p, Relation::PrepositionObject));
        object.map(|o| self.party(o)).unwrap_or_default()
    }

    /// The subject of a verb; of "that" and "who" the noun that they stand for.
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        let beside = self.parse.tokens[verb].relation == Relation::AdjectivalComplement;
        // "The whale stuck on a sandbar died": read as if "stuck" were the verb, it leaves "died" without a subject.
        let bare = self.parse.tokens[verb].relation == Relation::ClausalComplement
            && self.parse.tokens[verb].tag == Tag::VerbPast
            && self.parse.tokens.get(..verb).is_some_and(|t| t.iter().all(|t| t.tag != Tag::Comma));
        let above = || self.parse.head(verb).filter(|_| beside || bare).and_then(|v| self.parse.subject(v));
        let subject = self.parse.subject(verb).or_else(above)?;
        let tag = self.parse.tokens[subject].tag;
        if matches!(tag, Tag::WhDeterminer | Tag::WhPronoun) { self.parse.head(verb) } else { Some(subject) }
    }

    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let parse = self.parse;
        parse.child(verb, Relation::PassiveAuxiliary).is_some()
            || parse.child(verb, Relation::PassiveSubject).is_some()
            || parse.tokens[verb].tag == Tag::VerbParticiple
                && matches!(
                    parse.tokens[verb].relation,
                    Relation::AdjectivalClause | Relation::RelativeClause | Relation::Adjective
                )
    }

    /// Whom it befalls and who does it.
    fn parties(&self, verb: usize) -> (Party, Party) {
        let parse = self.parse;
        let party = |t: Option<usize>| t.map(|t| self.party(t)).unwrap_or_default();
        if self.is_passive(verb) {
            let subject = self.subject(verb).or_else(|| parse.head(verb));
            let by = parse.child(verb, Relation::Agent).and_then(|by| parse.child(by, Relation::PrepositionObject));
            return (party(subject), party(by));
        }
        // In "rose 3 percent" it is not the percent that rose.
        let amount =
            |o: usize| parse.span_at(o).is_some_and(|s| s.kind == SpanKind::Number) || self.lemmas[o] == "percent";
        match parse.child(verb, Relation::Object).filter(|&o| !amount(o)) {
            Some(object) => (party(Some(object)), party(self.subject(verb))),
            None => (party(self.subject(verb)), Party::default()),
        }
    }

    /// Everything that hangs on a word, clauses apart, and its subject.
    pub(super) fn about(&self, token: usize) -> Vec<TermId> {
        let parse = self.parse;
        let mut open = vec![token];
        let mut found: Vec<TermId> = Vec::new();
        let tag = parse.tokens[token].tag;
        // A noun or adjective belongs to what the verb above it tells.
        let verb = if tag.is_verb() { Some(token) } else { self.verb_of(token) };
        open.extend(verb);
        let joined = verb.filter(|&v| parse.tokens[v].relation == Relation::Conjunct);
        open.extend(joined.and_then(|v| parse.head(v)));
        open.extend(verb.and_then(|v| self.subject(v)));
        let mut seen = vec![false; parse.tokens.len()];
        while let Some(t) = open.pop() {
            if std::mem::replace(&mut seen[t], true) {
                continue;
            }
            if t != token {
                found.extend(self.concepts[t]);
                found.extend(&self.stands_for[t]);
            }
            open.extend(parse.children(t).filter(|&c| !CLAUSES.contains(&parse.tokens[c].relation)));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The tokens from the first to the last of a verb's clause and of what it completes.
    pub(super) fn clause_tokens(&self, verb: usize) -> std::ops::Range<usize> {
        let parse = self.parse;
        let own = parse.subtree(verb);
        let within = matches!(parse.tokens[verb].relation, Relation::RelativeClause | Relation::AdjectivalClause);
        match parse.head(verb).filter(|_| within) {
            Some(noun) => {
                let around = parse.subtree(noun);
                around.start.min(own.start)..around.end.max(own.end)
            }
            None => own,
        }
    }

    /// The event that a word belongs to: the nearest verb above it that says more than "be".
    pub(super) fn event_of(&self, token: usize) -> Option<&Event> {
        let above = std::iter::once(token).chain(self.parse.ancestors(token));
        let verb = above.into_iter().find(|&t| self.parse.tokens[t].tag.is_verb())?;
        self.events.iter().find(|e| e.token == verb)
    }

    /// The verb above a word.
    pub(super) fn verb_of(&self, token: usize) -> Option<usize> {
        std::iter::once(token).chain(self.parse.ancestors(token)).find(|&t| self.parse.tokens[t].tag.is_verb())
    }

    /// Whether a verb gives words as somebody's: it has a clause or stands beside one.
    pub(super) fn is_saying(&self, token: usize) -> bool {
        let parse = self.parse;
        // In "admitted the charge, his lawyer said" it is the lawyer who says.
        let says = |c: usize| lexicon::english().has("saying", &self.lemmas[c]);
        let clause = |c: usize| match parse.tokens[c].relation {
            Relation::ClausalComplement => true,
            Relation::Parataxis => !says(c),
            _ => false,
        };
        // "asked for a tax" gives no words.
        let wish = |c: usize| self.lemmas[c] == "for" && parse.tokens[c].relation == Relation::Preposition;
        parse.tokens[token].tag.is_verb()
            && lexicon::english().has("saying", &self.lemmas[token])
            && !parse.children(token).any(wish)
            && (parse.children(token).any(clause)
                || parse.child(token, Relation::Object).is_none() && !self.is_passive(token))
    }
}

/// How many ids two ascending lists share.
pub(super) fn shared(a: &[TermId], b: &[TermId]) -> usize {
    a.iter().filter(|t| b.binary_search(t).is_ok()).count()
}
