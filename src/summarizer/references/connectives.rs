//! "But", "also", "however": words that tie a sentence to another. Those that can go, go.

use super::{Here, OpenReference, OpenReferenceKind, Rewrite};
use crate::{
    language::{Parse, Relation, Tag, lexicon},
    summarizer::realization::Edit,
};

/// Connectives and what would be left without them.
pub(super) fn find(here: &Here<'_>) -> Vec<OpenReference> {
    let mut out = Vec::new();
    for t in 0..here.parse.tokens.len() {
        if here.quoted[t] {
            continue;
        }
        let word = here.parse.lower(t);
        let opens = !(0..t).any(|b| !here.parse.tokens[b].tag.is_punctuation());
        let tied = opens && is_opener(here, t, &word) || !opens && is_inner(here, t, &word);
        if tied {
            out.push(OpenReference {
                kind: OpenReferenceKind::Connective,
                on: here.before(),
                entity: None,
                rewrite: rewrite(here, t, opens),
            });
        } else if let Some(kind) = phrase(here.parse, t) {
            out.push(OpenReference { kind, on: here.before(), entity: None, rewrite: None });
        } else if word == "others" && here.line > 0 && here.parse.tokens[t].relation.is_subject() {
            // "Others appeared worried": others than whom?
            out.push(OpenReference {
                kind: if opens { OpenReferenceKind::Pointer } else { OpenReferenceKind::Connective },
                on: here.before(),
                entity: None,
                rewrite: None,
            });
        }
    }
    out
}

/// "For example" tells one case of what was said before, "of course" answers it: neither is the same without it.
fn phrase(p: &Parse, t: usize) -> Option<OpenReferenceKind> {
    let ends = matches!(p.word(t + 2), "," | "." | ":");
    let begins = t == 0 || p.tokens[t - 1].tag.is_punctuation();
    match (&*p.lower(t), &*p.lower(t + 1)) {
        ("for", "example" | "instance") if begins || ends => Some(OpenReferenceKind::Pointer),
        ("of", "course") | ("after", "all") if begins && ends => Some(OpenReferenceKind::Connective),
        ("in", "turn" | "contrast" | "addition") | ("by", "contrast") if begins && ends => {
            Some(OpenReferenceKind::Connective)
        }
        _ => None,
    }
}

/// "But the mayor", "However, the mayor"; not "Now that", "Still waters".
fn is_opener(here: &Here<'_>, t: usize, word: &str) -> bool {
    let token = &here.parse.tokens[t];
    let joins = matches!(token.tag, Tag::And) && matches!(word, "and" | "but" | "yet" | "so");
    let comma = here.parse.word(t + 1) == ",";
    lexicon::english().has("connectives", word) && (joins || comma && token.tag == Tag::Adverb)
}

/// ", however," and "also said".
fn is_inner(here: &Here<'_>, t: usize, word: &str) -> bool {
    let p = here.parse;
    let adverb = p.tokens[t].relation == Relation::Adverb && p.tokens[t].is_sure();
    match word {
        "also" => {
            // "not only … but also" is one
            let only = (0..t).any(|b| p.lower(b) == "only");
            // "the sea, also known as": one of two names
            let name = p.tokens.get(t + 1).is_some_and(|n| n.tag == Tag::VerbParticiple);
            adverb && !only && !name && p.lower(t.wrapping_sub(1)) != "but" && is_of_main_clause(p, t)
        }
        "however" | "meanwhile" | "moreover" | "nevertheless" | "nonetheless" | "though" => {
            t > 0 && p.word(t - 1) == "," && matches!(p.word(t + 1), "," | ".")
        }
        _ => false,
    }
}

/// "He also led the ministry", not "when he also led the ministry".
fn is_of_main_clause(p: &Parse, t: usize) -> bool {
    let verb = p.head(t);
    verb.is_some_and(|v| {
        matches!(p.tokens[v].relation, Relation::Root | Relation::ClausalComplement | Relation::Conjunct)
    })
}

fn rewrite(here: &Here<'_>, t: usize, opens: bool) -> Option<Rewrite> {
    let p = here.parse;
    let next = p.tokens.get(t + 1)?;
    let own = &p.tokens[t];
    // "But, the guards said Friday, he": the comma opens an insert that would be left half
    // "And then there are": "then" goes on with what "and" begins
    if opens && own.tag == Tag::And && (p.word(t + 1) == "," || p.lower(t + 1) == "then") {
        return None;
    }
    let span = if opens {
        let to = if p.word(t + 1) == "," { p.tokens.get(t + 2)?.start } else { next.start };
        own.start as usize..to as usize
    } else if p.word(t - 1) == "," {
        let end = if p.word(t + 1) == "," { next.end } else { own.end };
        // "Lorne, captain of the ferry, also said": the comma closes the insert
        if p.lower(t) == "also" {
            return Some(Rewrite {
                edit: Edit::cut(own.start as usize..next.start as usize),
                cites: Vec::new(),
                again: None,
            });
        }
        let before_subject = p.head(t).and_then(|verb| p.subject(verb)).is_some_and(|s| s > t);
        // "She is liked, however, her plan is not": two clauses, and nothing else joins them
        let another = (t + 1..p.tokens.len()).any(|s| p.tokens[s].relation.is_subject());
        if another && (0..t).any(|b| p.tokens[b].tag.is_finite()) {
            return None;
        }
        // "In the old harbour, however, the pilot": a comma stays before the subject
        // "Only lately, however, did she": no comma parts the verb from what it stands behind
        let turned = matches!(p.tokens.get(t + 2), Some(n) if matches!(n.relation, Relation::Auxiliary | Relation::PassiveAuxiliary));
        // "It fined the clubs, however, prompting them to": a clause of its own keeps a comma
        let clause = matches!(
            p.tokens.get(t + 2).map(|n| n.tag),
            Some(Tag::VerbIng | Tag::VerbParticiple | Tag::WhPronoun | Tag::WhDeterminer | Tag::WhAdverb)
        );
        let stays = before_subject && !turned || clause && p.word(t + 1) == ",";
        let start = if stays { own.start } else { p.tokens[t - 1].start };
        start as usize..end as usize
    } else {
        own.start as usize..next.start as usize
    };
    Some(Rewrite { edit: Edit::cut(span), cites: Vec::new(), again: None })
}
