//! Pronouns and nouns that speak of something told before, of which nothing makes sure what it is.

use super::{Here, Mentioned, OpenReference, OpenReferenceKind};
use crate::language::{Parse, Reference, Relation, Span, SpanKind, Tag, Token, lexicon};

/// Words that lean and that the references do not know.
pub(super) fn find(here: &Here<'_>, told: &[Reference], mentioned: &Mentioned) -> Vec<OpenReference> {
    let known = |t: usize| told.iter().any(|r| r.tokens.contains(&t)) || here.analysis.entity_at(here.id, t).is_some();
    let mut out = Vec::new();
    for t in (0..here.parse.tokens.len()).filter(|t| !here.quoted[*t] && !known(*t)) {
        let open = match () {
            () if is_open_pronoun(here, t) => Some(OpenReferenceKind::Pronoun),
            () if is_latter(here.parse, t) || is_place_before(here.parse, t) || is_counted(here.parse, t) => {
                Some(OpenReferenceKind::Pointer)
            }
            () if is_later(here.parse, t) => Some(OpenReferenceKind::Time),
            () => None,
        };
        let open_reference = open.map(|kind| (kind, here.before())).or_else(|| noun(here, t, mentioned));
        out.extend(open_reference.map(|(kind, on)| OpenReference { kind, on, entity: None, rewrite: None }));
    }
    out
}

/// "the latter", "the two", with no noun behind.
fn is_latter(p: &Parse, t: usize) -> bool {
    let the = t.checked_sub(1).is_some_and(|b| p.lower(b) == "the");
    let goes_on = |n: &Token| n.tag.is_noun() || matches!(n.tag, Tag::Adjective | Tag::Preposition | Tag::Number);
    let alone = !p.tokens.get(t + 1).is_some_and(goes_on);
    the && alone && matches!(&*p.lower(t), "latter" | "former" | "two" | "three" | "same")
}

/// "Second, nobody asked": one of several that begin in a sentence before.
fn is_counted(p: &Parse, t: usize) -> bool {
    let opens = !(0..t).any(|b| !p.tokens[b].tag.is_punctuation());
    opens
        && p.word(t + 1) == ","
        && matches!(&*p.lower(t), "second" | "third" | "fourth" | "fifth" | "secondly" | "thirdly" | "lastly")
}

/// "Here, the role of the king was praised": a place that the sentence before tells.
fn is_place_before(p: &Parse, t: usize) -> bool {
    let opens = !(0..t).any(|b| !p.tokens[b].tag.is_punctuation());
    opens && matches!(&*p.lower(t), "here" | "there") && p.tokens[t].tag == Tag::Adverb && p.word(t + 1) == ","
}

/// "Two days later", "in the years since": from a day that another sentence tells.
fn is_later(p: &Parse, t: usize) -> bool {
    let unit = |b: usize| matches!(&*p.lemma(b), "minute" | "hour" | "day" | "week" | "month" | "year" | "decade");
    let after = p.tokens.get(t + 1).is_some_and(|n| matches!(n.tag, Tag::Name | Tag::Number | Tag::Preposition));
    matches!(&*p.lower(t), "later" | "earlier" | "before" | "afterwards" | "since")
        && p.children(t).all(|c| c < t)
        && t.checked_sub(1).is_some_and(unit)
        && !after
        // "she left in May and died two days later": the sentence itself tells
        && !(0..t).any(|b| p.tokens[b].tag.is_finite())
}

/// "The remarks", "that day", "another", and the sentences that may tell which.
fn noun(here: &Here<'_>, noun: usize, mentioned: &Mentioned) -> Option<(OpenReferenceKind, Vec<usize>)> {
    let p = here.parse;
    let token = &p.tokens[noun];
    if !matches!(token.tag, Tag::Noun | Tag::NounPlural) || token.relation == Relation::Compound {
        return None;
    }
    let article = p.children_by(noun, Relation::Determiner).next()?;
    let word = p.lower(article);
    if p.span_at(noun).is_some_and(|s| s.kind == SpanKind::Date) {
        let next = |c: usize| matches!(&*p.lower(c), "next" | "same" | "following" | "previous");
        let open_references = word == "that" || word == "the" && p.children(noun).any(next);
        return open_references.then(|| (OpenReferenceKind::Time, here.before()));
    }
    if word == "another" || word == "the" && is_one_of_several(p, noun) {
        return Some((OpenReferenceKind::Connective, here.before()));
    }
    let pointing = matches!(word.as_str(), "this" | "that" | "these" | "those" | "such");
    let lex = lexicon::english();
    let lemma = p.lemma(noun);
    if !pointing && (word != "the" || here.line == 0 || lex.has("known_things", &lemma))
        || is_specified(p, noun, pointing)
    {
        return None;
    }
    let in_sentence = (0..article).any(|t| p.tokens[t].tag.is_noun() && p.lemma(t) == lemma);
    let bare = p.children(noun).filter(|c| !p.tokens[*c].tag.is_punctuation()).count() == 1;
    let anaphor = bare && lex.has("anaphors", &p.lower(noun));
    let mut on = mentioned.before(&lemma, here.line);
    if in_sentence || !(pointing || anaphor || !on.is_empty()) {
        return None;
    }
    // "the incident" is the one just told, or what the article is about
    if on.is_empty() {
        on = here.before();
        on.extend((here.line > 1).then_some(0));
    }
    Some((if pointing { OpenReferenceKind::Pointer } else { OpenReferenceKind::Noun }, on))
}

/// "The other boat", "the older man", with nothing behind that says of which.
fn is_one_of_several(p: &Parse, noun: usize) -> bool {
    let told = |c: usize| {
        matches!(p.tokens[c].relation, Relation::Preposition | Relation::RelativeClause | Relation::AdjectivalClause)
    };
    let compares = |c: usize| {
        p.lower(c) == "other"
            || p.tokens[c].tag == Tag::Comparative && matches!(&*p.lower(c), "older" | "younger" | "elder")
    };
    let own = |c: &usize| *c < noun && p.tokens[*c].relation == Relation::Adjective;
    !p.tokens[noun].tag.is_plural()
        && p.children(noun).filter(own).any(compares)
        && !p.children(noun).any(|c| c > noun && told(c))
        && !matches!(&*p.lower(noun), "day" | "side" | "hand" | "way" | "end" | "half" | "night" | "week")
}

/// Something beside its article tells which one is meant: "the mayor of Skarn", "the ferry that sank".
fn is_specified(p: &Parse, noun: usize, pointing: bool) -> bool {
    p.children(noun).any(|c| match p.tokens[c].relation {
        Relation::Preposition | Relation::RelativeClause | Relation::AdjectivalClause | Relation::Apposition => {
            c > noun
        }
        Relation::Possessor | Relation::Compound | Relation::NounModifier => !pointing,
        Relation::NumberModifier => false,
        Relation::Adjective => !pointing && matches!(p.tokens[c].tag, Tag::Superlative),
        _ => false,
    }) || !pointing && p.children(noun).any(|c| p.span_at(c).is_some_and(|s| s.kind != SpanKind::Number))
}

/// A pronoun of which neither the sentence nor a chain says whom it means.
fn is_open_pronoun(here: &Here<'_>, t: usize) -> bool {
    let p = here.parse;
    let word = p.lower(t);
    let before = |test: &dyn Fn(usize) -> bool| (0..t).any(test);
    match word.as_str() {
        "he" | "him" | "his" | "she" | "her" | "hers" => {
            let person = |s: usize| {
                p.span_at(s).is_some_and(|s| s.kind == SpanKind::Person)
                    || p.tokens[s].tag == Tag::Noun && lexicon::english().has("people", &p.lower(s))
                    || p.tokens[s].tag.is_noun() && p.tokens[s].relation.is_subject()
            };
            !here.quoted[t] && !before(&person)
        }
        "they" | "them" | "their" => {
            let several = |s: usize| {
                p.tokens[s].tag.is_plural() || p.tokens[s].tag.is_noun() && p.tokens[s].relation.is_subject()
            };
            !here.quoted[t] && !before(&several)
        }
        "it" => {
            let named = |s: &Span| matches!(s.kind, SpanKind::Organization | SpanKind::Other);
            let thing = |s: usize| match p.tokens[s].tag {
                Tag::Noun => {
                    p.span_at(s).is_none_or(|s| s.kind != SpanKind::Date)
                        && !lexicon::english().has("people", &p.lower(s))
                }
                Tag::Name => {
                    p.span_at(s).is_some_and(named)
                        || p.tokens[s].relation.is_subject() && p.span_at(s).is_none_or(|s| s.kind != SpanKind::Person)
                }
                _ => false,
            };
            !here.quoted[t] && !is_expletive(here, t) && !before(&thing)
        }
        // "said so"
        "so" => {
            p.head(t).is_some_and(|v| v + 1 == t && matches!(&*p.lemma(v), "say" | "do" | "think"))
                && p.children(t).next().is_none()
        }
        "its" => !here.quoted[t] && !before(&|s: usize| p.tokens[s].tag.is_noun()),
        "this" | "that" | "these" | "those" => {
            let alone = p.tokens[t].tag == Tag::Determiner && p.tokens[t].relation != Relation::Determiner;
            // "those who", "that of"
            let goes_on = p.children(t).any(|c| c > t) || matches!(&*p.lower(t + 1), "who" | "of");
            alone && !goes_on && !here.quoted[t]
        }
        _ => false,
    }
}

/// "It is clear that", "it took a week to": it means nothing.
fn is_expletive(here: &Here<'_>, t: usize) -> bool {
    let p = here.parse;
    let Some(verb) = p.head(t) else { return false };
    let clause = p.children(verb).any(|c| {
        c > t
            && matches!(
                p.tokens[c].relation,
                Relation::ClausalComplement
                    | Relation::OpenComplement
                    | Relation::AdverbialClause
                    | Relation::ClausalSubject
            )
    });
    p.tokens[t].relation == Relation::Expletive
        || clause && matches!(&*p.lemma(verb), "be" | "seem" | "appear" | "take" | "remain" | "become" | "make")
}
