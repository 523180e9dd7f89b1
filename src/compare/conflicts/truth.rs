//! Whether a clause is so, and by whose word: denied, left open, to come.

use super::reading::{LIGHT, Party, Reading};
use crate::language::{Relation, Tag, lexicon};

/// Verbs whose infinitive is done, or is to be: "began to fall", "decided to close".
const DOES: [&str; 21] = [
    "admit", "agree", "appear", "be", "become", "begin", "bother", "cease", "choose", "come", "continue", "dare",
    "decide", "elect", "get", "go", "happen", "manage", "proceed", "start", "vote",
];

/// Words whose infinitive is what will be.
const PLANNED: [&str; 7] = ["about", "due", "intend", "plan", "schedule", "set", "slate"];

/// Whether and by whose word something is so.
#[derive(Default)]
pub(super) struct Truth {
    pub(super) negated: bool,
    pub(super) open: Option<usize>,
    pub(super) owner: Option<Party>,
}

impl Reading<'_> {
    /// Whether a word is denied where it stands: "did not open", "no homes were lost", "never".
    fn is_denied(&self, token: usize) -> bool {
        self.is_denied_beside(token, None)
    }

    /// The same without what one of its own words denies: "no" in "has no weapon" is told once.
    fn is_denied_beside(&self, token: usize, beside: Option<usize>) -> bool {
        let parse = self.parse;
        // "not only" denies nothing.
        let only = |c: usize| self.lemmas.get(c + 1).is_some_and(|l| matches!(l.as_str(), "only" | "just" | "merely"));
        let denies = |c: usize| {
            parse.tokens[c].relation == Relation::Negation && !only(c)
                || !only(c) && matches!(self.lemmas[c].as_str(), "not" | "never" | "hardly" | "scarcely" | "nowhere")
                || self.lemmas[c] == "long" && parse.children(c).any(|n| self.lemmas[n] == "no")
                || self.lemmas[c] == "longer" && parse.children(c).any(|n| self.lemmas[n] == "no")
        };
        let empty = |c: usize| {
            let relation = parse.tokens[c].relation;
            (relation.is_subject() || matches!(relation, Relation::Object | Relation::Attribute))
                && (parse.children_by(c, Relation::Determiner).any(|d| self.lemmas[d] == "no")
                    || matches!(self.lemmas[c].as_str(), "nobody" | "none" | "nothing" | "neither"))
        };
        let own = parse.children(token).filter(|&c| Some(c) != beside && (denies(c) || empty(c))).count();
        let lone = usize::from(parse.tokens[token].tag.is_noun() && self.is_denied_noun(token));
        let within = usize::from(
            parse.tokens[token].relation == Relation::PrepositionComplement
                && parse.head(token).is_some_and(|h| self.lemmas[h] == "without"),
        );
        (own + lone + within) % 2 == 1
    }

    pub(super) fn truth(&self, token: usize) -> Truth {
        let parse = self.parse;
        let english = lexicon::english();
        let mut truth = Truth { negated: self.is_denied(token), ..Truth::default() };
        let mut at = token;
        for _ in 0..8 {
            for c in parse.children(at) {
                let lemma = self.lemmas[c].as_str();
                let modal = parse.tokens[c].tag == Tag::Modal;
                let leaves_open = modal && matches!(lemma, "may" | "might" | "should" | "must")
                    || modal && matches!(lemma, "could" | "can") && !truth.negated
                    || parse.tokens[c].relation == Relation::Mark && matches!(lemma, "if" | "whether" | "unless");
                if leaves_open || matches!(lemma, "reportedly" | "allegedly" | "perhaps" | "possibly" | "probably") {
                    truth.open = truth.open.or(Some(c));
                }
            }
            let Some(head) = parse.head(at) else { break };
            let relation = parse.tokens[at].relation;
            // What somebody pleads is his word.
            if self.lemmas[head] == "plead" {
                truth.open = truth.open.or(Some(head));
            }
            match relation {
                Relation::AdjectivalComplement | Relation::Attribute | Relation::ObjectPredicate
                    if parse.tokens[head].tag.is_verb() =>
                {
                    // "Nobody has been reported dead": so far, by whoever reports
                    if self.lemmas[head] == "report" {
                        truth.open = truth.open.or(Some(head));
                    }
                    truth.negated ^= self.is_denied_beside(head, Some(at));
                }
                Relation::Object if self.is_light(head) => truth.negated ^= self.is_denied_beside(head, Some(at)),
                Relation::Conjunct => {}
                Relation::OpenComplement | Relation::ClausalComplement => {
                    self.governed(at, head, english, &mut truth);
                }
                // "denied having", "kept from going": what is under a preposition is only spoken of.
                Relation::PrepositionComplement if self.lemmas[head] != "without" => {
                    truth.open = truth.open.or(Some(head));
                    break;
                }
                // "Attempts to pull the ferry free failed": not done.
                Relation::AdjectivalClause
                    if self.is_infinitive(at)
                        && matches!(self.lemmas[head].as_str(), "attempt" | "bid" | "effort")
                        && parse.head(head).is_some_and(|v| self.lemmas[v] == "fail") =>
                {
                    truth.negated ^= true;
                    break;
                }
                // "the decision to start", "in order to stop": meant, not done.
                Relation::AdjectivalClause | Relation::AdverbialClause | Relation::ClausalSubject
                    if self.is_infinitive(at) =>
                {
                    truth.open = truth.open.or(Some(head));
                    break;
                }
                // "efforts to get a deal passed": what is got done is as open as the getting
                Relation::AdjectivalClause
                    if parse.tokens[at].tag == Tag::VerbParticiple
                        && parse.tokens[head].relation == Relation::Object
                        && parse.head(head).is_some_and(|v| matches!(self.lemmas[v].as_str(), "get" | "have")) =>
                {
                    // The loop goes on from the verb above.
                    at = parse.head(head).unwrap_or(head);
                    continue;
                }
                // "did not enable attacks using weapons": nobody says that they were used.
                Relation::AdverbialClause | Relation::AdjectivalClause
                    if self.is_denied(head) || self.verb_of(head).is_some_and(|v| self.is_denied(v)) =>
                {
                    truth.open = truth.open.or(Some(head));
                    break;
                }
                Relation::RelativeClause | Relation::AdjectivalClause if self.has_modal(at) => {
                    truth.open = truth.open.or(Some(head));
                    break;
                }
                Relation::Parataxis if self.is_saying(head) => truth.owner = truth.owner.or_else(|| self.speaker(head)),
                _ => break,
            }
            at = head;
        }
        truth.owner = truth.owner.or_else(|| self.according(token));
        truth
    }

    fn is_light(&self, token: usize) -> bool {
        self.parse.tokens[token].tag.is_verb() && LIGHT.contains(&self.lemmas[token].as_str())
    }

    pub(super) fn is_infinitive(&self, verb: usize) -> bool {
        self.parse.children(verb).any(|c| self.parse.tokens[c].tag == Tag::To)
    }

    /// Whether a word, or the verb that it belongs to, stands under "will" or "would", or tells what is to be.
    pub(super) fn is_future(&self, token: usize) -> bool {
        let verb = self.verb_of(token).unwrap_or(token);
        // What will remain as it is is so by now.
        if verb != token && matches!(self.lemmas[verb].as_str(), "remain" | "stay") {
            return false;
        }
        if self.is_to_be(verb) {
            return true;
        }
        let will = |t: usize| {
            self.parse.tokens[t].tag == Tag::Modal && matches!(self.lemmas[t].as_str(), "will" | "would" | "shall")
        };
        self.parse.children(verb).any(will)
    }

    /// "is to open", "is due to open", "plans to open"
    fn is_to_be(&self, verb: usize) -> bool {
        let head = self.parse.head(verb).filter(|_| self.is_infinitive(verb));
        let relation = self.parse.tokens[verb].relation;
        head.is_some_and(|h| match self.lemmas[h].as_str() {
            "be" => matches!(relation, Relation::OpenComplement | Relation::ClausalComplement),
            word => PLANNED.contains(&word),
        })
    }

    fn has_modal(&self, verb: usize) -> bool {
        self.parse.children(verb).any(|c| self.parse.tokens[c].tag == Tag::Modal)
    }

    /// What a word does to the truth of the clause that depends on it.
    fn governed(&self, clause: usize, head: usize, english: &lexicon::Lexicon, truth: &mut Truth) {
        let lemma = self.lemmas[head].as_str();
        let denied = self.is_denied(head);
        let whole = self.parse.tokens[clause].relation == Relation::ClausalComplement;
        let complement = self.is_infinitive(clause)
            || self.parse.tokens[clause].tag == Tag::VerbIng
            || self.parse.children(clause).any(|c| {
                self.parse.tokens[c].tag == Tag::VerbIng && self.parse.tokens[c].relation == Relation::Auxiliary
            });
        // "stopped to greet the crew" did greet it.
        let stopped = lemma == "stop" && self.is_infinitive(clause);
        if english.has("denials", lemma)
            && !stopped
            && (!whole && complement || matches!(lemma, "deny" | "refute" | "dismiss" | "reject"))
        {
            truth.negated ^= !denied;
            if matches!(lemma, "deny" | "refute" | "dismiss") {
                truth.owner = truth.owner.take().or_else(|| self.speaker(head));
            }
        } else if self.is_saying(head) && whole {
            truth.owner = truth.owner.take().or_else(|| self.speaker(head));
            if denied {
                truth.open = truth.open.or(Some(head));
            }
        } else if whole {
            // "did not know that"
            if denied || english.has("open", lemma) {
                truth.open = truth.open.or(Some(head));
            }
            truth.negated ^= denied;
        } else if self.is_infinitive(clause) && !DOES.contains(&lemma) && !PLANNED.contains(&lemma) {
            truth.open = truth.open.or(Some(head));
            truth.negated ^= denied;
        } else {
            truth.negated ^= denied;
        }
    }

    /// Who says what a verb of saying gives.
    fn speaker(&self, verb: usize) -> Option<Party> {
        let subject = self.subject(verb)?;
        Some(self.party(subject))
    }

    /// The tokens of "according to the police".
    pub(super) fn according_tokens(&self) -> std::ops::Range<usize> {
        let found = (0..self.lemmas.len()).find(|&t| {
            matches!(self.lemmas[t].as_str(), "accord" | "according")
                && self.lemmas.get(t + 1).is_some_and(|l| l == "to")
        });
        found.map_or(0..0, |t| self.parse.subtree(t))
    }

    /// Who stands behind "according to".
    fn according(&self, token: usize) -> Option<Party> {
        let parse = self.parse;
        let to = parse.children(token).find(|&c| self.lemmas[c] == "accord" || self.lemmas[c] == "according")?;
        let to = parse.children(to).find(|&c| self.lemmas[c] == "to")?;
        parse.child(to, Relation::PrepositionObject).map(|o| self.party(o))
    }
}
