//! Sentences of one article that tell one event twice: "An aide resigned on Monday", "Ana Lee, 31, had resigned".

use super::{
    credit::{self, LIGHT},
    reading::Reading,
};
use crate::{
    article::SentenceId,
    language::{Claim, Modality, Parse, Relation, Tag, lexicon, people},
    text::{agree, words::fold},
};

/// What a sentence chiefly tells.
pub(super) struct Event<'a> {
    parse: &'a Parse,
    id: SentenceId,
    claim: &'a Claim,
    /// The verb's stem.
    verb: String,
}

/// The event of a sentence, where grammar shows one that is told as fact.
pub(super) fn event<'a>(reading: &'a Reading<'_>, line: usize) -> Option<Event<'a>> {
    let id = SentenceId::from(line);
    let parse = reading.analysis.sentence(id);
    let claims = reading.analysis.claims.get(line)?;
    let claim = credit::main(parse, claims).filter(|c| c.modality == Modality::Fact)?;
    let verb = reading.stemmer().stem(&fold(&claim.lemma)).into_owned();
    let tells = !LIGHT.contains(&&*verb) && !lexicon::english().has("saying", &claim.lemma);
    tells.then_some(Event { parse, id, claim, verb })
}

impl Event<'_> {
    /// Whether another sentence of the article tells this event again, and no figure that this one lacks.
    pub(super) fn is_told_again(&self, reading: &Reading<'_>, other: &Self) -> bool {
        credit::is_one_verb(&self.verb, &other.verb)
            && self.claim.negated == other.claim.negated
            && self.is_one(reading, self.claim.agent, other, other.claim.agent)
            && match (self.claim.patient, other.claim.patient) {
                (None, None) => true,
                (Some(own), Some(theirs)) => self.is_one(reading, Some(own), other, Some(theirs)),
                _ => false,
            }
            && other.figures().all(|f| self.figures().any(|own| own == f))
            && agree::same_days(&self.parse.text, &other.parse.text)
    }

    /// Whether two words stand for one: the same name, the same noun, or somebody unnamed who is then named.
    fn is_one(&self, reading: &Reading<'_>, own: Option<usize>, other: &Self, theirs: Option<usize>) -> bool {
        let (Some(own), Some(theirs)) = (own, theirs) else { return own.is_none() && theirs.is_none() };
        let analysis = &reading.analysis;
        match (analysis.entity_at(self.id, own), analysis.entity_at(other.id, theirs)) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.parse.lemma(own) == other.parse.lemma(theirs),
            (None, Some(_)) => self.is_somebody_unnamed(own),
            (Some(_), None) => other.is_somebody_unnamed(theirs),
        }
    }

    /// "a young aide"
    fn is_somebody_unnamed(&self, token: usize) -> bool {
        let p = self.parse;
        let indefinite = p.children_by(token, Relation::Determiner).any(|d| matches!(&*p.lower(d), "a" | "an"));
        indefinite && people::is_somebody(&p.lower(token))
    }

    fn figures(&self) -> impl Iterator<Item = &str> {
        let p = self.parse;
        // "Ana Lee, 31, …": ages say who somebody is.
        let is_age = move |t: usize| t > 0 && p.word(t - 1) == "," && p.word(t + 1) == ",";
        (0..p.tokens.len()).filter(move |t| p.tokens[*t].tag == Tag::Number && !is_age(*t)).map(|t| p.word(t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summarizer::fixture::article;

    fn again(first: &str, second: &str) -> bool {
        let article = article(&format!("{first} {second}"));
        let reading = Reading::new(&article);
        let last = reading.lines.len() - 1;
        let events = event(&reading, last - 1).zip(event(&reading, last));
        events.is_some_and(|(a, b)| a.is_told_again(&reading, &b))
    }

    #[test]
    fn an_event_told_of_somebody_unnamed_and_then_by_name_is_one() {
        assert!(again(
            "A young aide of the council resigned on Monday over a post on the harbor.",
            "Eva Lund, 31, had resigned by noon after many people complained."
        ));
        assert!(again("The council closed the old pier on Monday.", "The council has shut the pier for good."));
        assert!(!again("The council closed the old pier on Monday.", "The council closed the market on Friday."));
        assert!(!again(
            "Ana Roe beat Bo Lund in the first race on Monday.",
            "Ana Roe beat Bo Lund in the last race on Friday."
        ));
        assert!(!again("A guard hurt a driver on Monday.", "Eva Lund hurt 12 people on Friday."));
        assert!(!again("The council will close the pier.", "The council closed the pier on Monday."));
    }
}
