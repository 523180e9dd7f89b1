//! The places of names in an event: who does it, who it is, who is chosen, where it is, goes and comes from.

use std::ops::Range;

use super::reading::Reading;
use crate::{
    compare::prepared::TermId,
    language::{Relation, SpanKind, Tag},
};

/// A name in its place.
pub(super) struct Placed {
    pub(super) tokens: Range<usize>,
    /// With all that is said of it: "the captain, Erik Solheim".
    pub(super) phrase: Range<usize>,
    pub(super) person: bool,
    pub(super) words: Vec<TermId>,
    pub(super) verb: usize,
    pub(super) place: Place,
    /// The noun that it is the place of: "a hospital in Lund".
    pub(super) holder: Option<TermId>,
}

/// The place of a name in an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Who does it.
    Doer,
    /// Who or what it is: "the winner is".
    Is,
    /// Who is chosen for what one has alone: "was appointed head".
    Chosen,
    /// Where it is.
    At,
    /// Where it goes.
    To,
    /// Where it comes from.
    From,
}

/// Nouns for kinds of places that stand before their names: "the town of Lund".
const KINDS: [&str; 13] = [
    "borough", "city", "county", "district", "harbor", "island", "port", "province", "resort", "state", "suburb",
    "town", "village",
];

/// Verbs of what one does alone, be it a person or a body.
pub(super) const BY_ONE: [&str; 10] =
    ["build", "buy", "chair", "direct", "discover", "found", "head", "lead", "own", "win"];

/// Verbs of choosing one for a part that one has alone.
const CHOOSING: [&str; 9] = ["appoint", "choose", "crown", "elect", "name", "nominate", "pick", "promote", "select"];

/// The names of a sentence in their places.
pub(super) fn of<'r>(reading: &'r Reading<'_>) -> &'r [Placed] {
    let spans = || reading.parse.spans.iter().filter(|s| s.kind.is_name());
    let all = || {
        let told = spans().filter_map(|span| placed(reading, span.tokens.clone(), span.kind));
        told.chain(spans().filter_map(|span| beside(reading, span.tokens.clone(), span.kind))).collect()
    };
    reading.once.names.get_or_init(all)
}

/// What somebody is the first to do.
fn first_to(reading: &Reading<'_>, be: usize) -> Option<usize> {
    let parse = reading.parse;
    let first = parse.children(be).find(|&c| {
        c > be && (reading.lemmas[c] == "first" || parse.children(c).any(|m| reading.lemmas[m] == "first"))
    })?;
    std::iter::once(first)
        .chain(parse.children(first))
        .flat_map(|t| parse.children(t))
        .chain(parse.children(be))
        .find(|&v| v > first && parse.tokens[v].tag.is_verb() && reading.is_infinitive(v))
}

fn placed(reading: &Reading<'_>, tokens: Range<usize>, kind: SpanKind) -> Option<Placed> {
    let parse = reading.parse;
    let mut head = parse.head_of(tokens.clone());
    // "the restorer Iwan Petrescu, who": whatever the name alone seems to be
    let who = |c: usize| parse.children(c).any(|s| reading.lemmas[s] == "who");
    let role = |c: usize| parse.tokens[c].tag == Tag::Noun && !tokens.contains(&c);
    let person = kind == SpanKind::Person
        || tokens.len() > 1
            && (parse.children_by(head, Relation::RelativeClause).any(who)
                || parse.children_by(head, Relation::Compound).any(role));
    // "It was the minister, Nora Bast, who took the decision."
    let cleft = |head: usize| {
        let clause = parse.child(head, Relation::RelativeClause)?;
        let be = parse.ancestors(head).find(|&t| reading.lemmas[t] == "be")?;
        let it = parse.subject(be).is_some_and(|s| reading.lemmas[s] == "it");
        it.then_some(clause)
    };
    let mut named = head;
    while parse.tokens[head].relation == Relation::Apposition {
        head = parse.head(head)?;
    }
    // "the port of Quill" is Quill
    if let Some(kind) = kind_of(reading, head) {
        head = kind;
        named = kind;
    }
    // "the Old Brewery" and "St. Olaf's Church" end in what they are
    if !person && matches!(parse.tokens[head].relation, Relation::Compound | Relation::Possessor) {
        head = parse.head(head)?;
        named = head;
    }
    // One of several.
    let listed = |t: usize| {
        parse.tokens[t].relation == Relation::Conjunct
            || parse
                .children(t)
                .any(|c| matches!(parse.tokens[c].relation, Relation::Conjunct | Relation::Coordination))
    };
    if listed(head) || listed(named) {
        return None;
    }
    let above = parse.head(head)?;
    let relation = parse.tokens[head].relation;
    let be = reading.lemmas[above] == "be";
    let mut holder = None;
    let (place, verb) = match relation {
        Relation::PassiveSubject | Relation::Object if CHOOSING.contains(&reading.lemmas[above].as_str()) => {
            (Place::Chosen, above)
        }
        // "Ana Lee was the first to notice it"
        Relation::Subject if be && first_to(reading, above).is_some() => (Place::Doer, first_to(reading, above)?),
        Relation::Subject if be => (Place::Is, above),
        Relation::Subject => (Place::Doer, above),
        Relation::Attribute if be => match cleft(named).or_else(|| cleft(head)) {
            Some(verb) => (Place::Doer, verb),
            None => (Place::Is, above),
        },
        Relation::PrepositionObject if parse.tokens[above].relation == Relation::Agent => {
            (Place::Doer, parse.head(above)?)
        }
        Relation::PrepositionObject => {
            let place = match reading.lemmas[above].as_str() {
                "in" | "at" => Place::At,
                "to" => Place::To,
                "from" => Place::From,
                _ => return None,
            };
            // "the mayor of Lund", "the troops in Sill": told of a noun, not of what happened
            let held = parse.head(above)?;
            let inside = || place == Place::At && !definite(reading, held) && !parse.tokens[held].tag.is_plural();
            holder = reading.concepts[held].filter(|_| parse.tokens[held].tag.is_noun());
            let verb = match parse.tokens[held].tag.is_verb() {
                true => held,
                // "was taken to a hospital in Lund"
                false if inside() => reading.verb_of(held)?,
                false => return None,
            };
            (place, verb)
        }
        _ => return None,
    };
    let by_one = BY_ONE.contains(&reading.lemmas[verb].as_str());
    if !parse.tokens[verb].tag.is_verb() || place == Place::Doer && !person && !by_one {
        return None;
    }
    let words: Vec<TermId> = tokens.clone().filter_map(|t| reading.concepts[t]).collect();
    let phrase = phrase(reading, head, &tokens);
    (!words.is_empty()).then_some(Placed { tokens, phrase, person, words, verb, place, holder })
}

/// A name with all that is said of it, up to a clause that tells something of its own.
fn phrase(reading: &Reading<'_>, head: usize, tokens: &Range<usize>) -> Range<usize> {
    let parse = reading.parse;
    let own = parse.subtree_without(head, &[Relation::RelativeClause, Relation::Preposition]);
    let clause = parse.child(head, Relation::RelativeClause).map_or(own.end, |c| parse.subtree(c).start.min(own.end));
    own.start.min(tokens.start)..clause.max(tokens.end)
}

/// What is told of a name beside it: "Alan Coates, who chaired the talks".
fn beside(reading: &Reading<'_>, tokens: Range<usize>, kind: SpanKind) -> Option<Placed> {
    let parse = reading.parse;
    let head = parse.head_of(tokens.clone());
    let verb = parse.child(head, Relation::RelativeClause).filter(|&v| parse.tokens[v].tag.is_verb())?;
    let who = parse.subject(verb).is_some_and(|s| reading.lemmas[s] == "who") && !reading.is_passive(verb);
    let words: Vec<TermId> = tokens.clone().filter_map(|t| reading.concepts[t]).collect();
    let phrase = phrase(reading, head, &tokens);
    let person = kind == SpanKind::Person;
    (who && person && !words.is_empty()).then_some(Placed {
        tokens,
        phrase,
        person,
        words,
        verb,
        place: Place::Doer,
        holder: None,
    })
}

/// The noun that says what kind of place a name is, where it hangs on that: "the port of Quill".
fn kind_of(reading: &Reading<'_>, name: usize) -> Option<usize> {
    let parse = reading.parse;
    let of = parse
        .head(name)
        .filter(|&p| reading.lemmas[p] == "of" && parse.tokens[name].relation == Relation::PrepositionObject)?;
    parse.head(of).filter(|&n| KINDS.contains(&reading.lemmas[n].as_str()))
}

/// "the north face": one that is known.
pub(super) fn definite(reading: &Reading<'_>, noun: usize) -> bool {
    let parse = reading.parse;
    !parse.tokens[noun].tag.is_plural()
        && parse.children(noun).any(|c| reading.lemmas[c] == "the" || parse.tokens[c].relation == Relation::Possessor)
}
