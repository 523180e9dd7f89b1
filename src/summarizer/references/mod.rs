//! What a sentence leans on: words that only tell something together with a sentence before, and what would put it right.
//!
//! The analysis says of names, pronouns and nouns what they mean where that is sure ([`crate::language::references`]): those are
//! put right. [`open`] finds those that nothing makes sure, [`connectives`] "also" and "however". What is not put right is
//! known to lean, and the choice of bullets counts it.

mod connectives;
mod mentioned;
mod open;

use std::ops::Range;

use self::mentioned::Mentioned;
use super::{reading::Reading, realization::Edit};
use crate::{
    article::SentenceId,
    language::{
        Analysis, EntityId, Mention, MentionForm, Parse, Reference, ReferenceKind, Relation, SpanKind, Tag, lexicon,
    },
};

/// Words up to which a sentence has room for what somebody is, behind the name.
const ROOM: usize = 16;

/// Words that lean on another sentence.
#[derive(Clone, Debug)]
pub struct Lean {
    /// What sort of words they are.
    pub kind: LeanKind,
    /// The sentences of which one tells what they mean, as far as that is known.
    pub on: Vec<usize>,
    /// Whom they mean, where it is known.
    pub entity: Option<EntityId>,
    /// The words that would stand alone, and the sentences that those are from.
    pub fix: Option<Fix>,
}

/// Words that stand alone in the place of some that lean.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The change to the sentence.
    pub edit: Edit,
    /// The sentences that the new words are from.
    pub cites: Vec<usize>,
    /// The words for somebody whom a bullet above has introduced, where they are others.
    pub again: Option<String>,
}

/// Sorts of words that lean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeanKind {
    /// "He", "they", "this".
    Pronoun,
    /// "The remarks".
    Noun,
    /// "These women", "such statements", "the latter".
    Pointer,
    /// "Lorne", of whom only an earlier sentence says who that is.
    Name,
    /// "Also", "others".
    Connective,
    /// "The next day".
    Time,
}

impl LeanKind {
    /// What is left of a sentence's worth for one such thing that no bullet tells; set by hand.
    #[must_use]
    pub fn left(self) -> f32 {
        match self {
            Self::Pronoun => 0.1,
            Self::Noun => 0.7,
            Self::Pointer => 0.25,
            Self::Name => 0.9,
            Self::Connective => 0.8,
            Self::Time => 0.6,
        }
    }
}

/// What each of some sentences leans on. Nothing is known of a language that is not parsed.
#[must_use]
pub fn of(reading: &Reading<'_>, lines: &[usize]) -> Vec<Vec<Lean>> {
    let analysis = &*reading.analysis;
    if !analysis.parsed {
        return vec![Vec::new(); lines.len()];
    }
    let mentioned = Mentioned::new(analysis);
    lines
        .iter()
        .map(|&line| {
            let here = Here::new(reading, analysis, line);
            let told = analysis.references.get(line).map_or(&[][..], Vec::as_slice);
            let mut leans: Vec<Lean> = told.iter().filter_map(|r| here.put_right(r)).collect();
            leans.extend(open::find(&here, told, &mentioned));
            leans.extend(connectives::find(&here));
            leans
        })
        .collect()
}

/// A sentence with what is asked of it again and again.
struct Here<'a> {
    reading: &'a Reading<'a>,
    analysis: &'a Analysis,
    line: usize,
    id: SentenceId,
    parse: &'a Parse,
    /// Its tokens that stand between quotation marks.
    quoted: Vec<bool>,
}

impl<'a> Here<'a> {
    fn new(reading: &'a Reading<'a>, analysis: &'a Analysis, line: usize) -> Self {
        let id = SentenceId::from(line);
        let parse = analysis.sentence(id);
        let within = |t: usize| {
            let token = &parse.tokens[t];
            reading.lines[line].quotations.iter().any(|q| q.span.start <= token.start && token.end <= q.span.end)
        };
        let quoted = (0..parse.tokens.len()).map(within).collect();
        Self { reading, analysis, line, id, parse, quoted }
    }

    /// The sentence before it.
    fn before(&self) -> Vec<usize> {
        self.line.checked_sub(1).into_iter().collect()
    }

    /// The bytes of a run of tokens.
    fn span(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.parse.tokens.get(tokens.start).map_or(0, |t| t.start as usize);
        let end = self.parse.tokens.get(tokens.end.wrapping_sub(1)).map_or(start, |t| t.end as usize);
        start..end
    }

    /// Words whose meaning the analysis knows, with what says it.
    fn put_right(&self, reference: &Reference) -> Option<Lean> {
        let kind = match reference.kind {
            ReferenceKind::Name => LeanKind::Name,
            ReferenceKind::Pronoun => LeanKind::Pronoun,
            ReferenceKind::Noun => LeanKind::Noun,
            ReferenceKind::Speaker => return None,
        };
        let on = reference.told.index();
        let known = kind == LeanKind::Name
            && lexicon::english().has("known_letters", &self.parse.slice(reference.tokens.clone()).to_lowercase());
        if known {
            return None;
        }
        Some(Lean {
            kind,
            on: vec![on],
            entity: reference.entity,
            fix: self.fix(reference).filter(|_| on <= self.line),
        })
    }

    /// The sentence names the one meant elsewhere: "In her speech, Ana Lee …".
    fn names_it_too(&self, reference: &Reference) -> bool {
        let named = |m: &Mention| m.form != MentionForm::Pronoun && !reference.tokens.contains(&m.tokens.start);
        reference.kind != ReferenceKind::Name
            && self.analysis.mentions_in(self.id).any(|(e, m)| Some(e) == reference.entity && named(m))
    }

    /// The words are a part of something longer: an address, the name of an account.
    fn is_within_another(&self, tokens: &Range<usize>) -> bool {
        let span = self.span(tokens);
        let before = self.parse.text[..span.start].chars().next_back();
        let after = self.parse.text[span.end..].chars().next();
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–' | '“' | '"'))
            || after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@' | '-' | '_'))
    }

    /// "The midfielder made his debut", "the 19-year-old was seen": beside somebody or something without a name, the name put in
    /// would be read as that of another.
    fn has_rival(&self, reference: &Reference) -> bool {
        let p = self.parse;
        let lex = lexicon::english();
        let classes: &[&str] = match reference.kind {
            ReferenceKind::Pronoun => &["people", "male_nouns", "female_nouns", "titles"],
            _ => &["people", "male_nouns", "female_nouns", "titles", "body_nouns", "bodies"],
        };
        (0..reference.tokens.start).any(|t| {
            let token = &p.tokens[t];
            let word = p.lower(t);
            let pointed =
                p.children_by(t, Relation::Determiner).any(|d| matches!(&*p.lower(d), "the" | "this" | "that"));
            let aged = word.ends_with("-old") || p.children(t).any(|c| p.lower(c).ends_with("-old"));
            // whatever is the subject of a clause before the pronoun may be what it means
            let subject = reference.kind == ReferenceKind::Pronoun && token.relation.is_subject();
            let may_be = classes.iter().any(|c| lex.has(c, &word)) || aged || subject;
            let named = self.analysis.entity_at(self.id, t).and_then(|e| self.analysis.entities.get(e.0));
            pointed && may_be && named.is_none_or(|e| e.kind != SpanKind::Person)
        })
    }

    /// "Kappa Delta fraternity … the fraternity": the sentence has the noun itself, and the name put in would be that of another.
    /// "CNN Journalist of the Year": the words go on.
    fn repeats_its_noun(&self, reference: &Reference) -> bool {
        let p = self.parse;
        let Some(last) = reference.tokens.end.checked_sub(1) else { return false };
        let noun = reference.kind == ReferenceKind::Noun
            && (0..reference.tokens.start).any(|t| p.tokens[t].tag.is_noun() && p.lemma(t) == p.lemma(last));
        let goes_on = p.lower(reference.tokens.end) == "of" && p.tokens[last].tag.is_name();
        noun || goes_on
    }

    /// The words are spoken of as words: "Ada means “noble”", "she was called Ada".
    fn is_only_a_word(&self, tokens: &Range<usize>) -> bool {
        let head = self.parse.head_of(tokens.clone());
        let verb = self.parse.head(head).map(|v| self.parse.lemma(v)).unwrap_or_default();
        matches!(&*verb, "mean" | "call" | "name" | "dub" | "nickname" | "rename" | "spell")
    }

    /// A name that shares no word with the whole name and is not its initials: "America" is known as well as "United States".
    fn is_known_by_it(&self, reference: &Reference) -> bool {
        let words = self.parse.slice(reference.tokens.clone());
        let initials: String =
            reference.naming.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
        let letters: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
        let shares = words.split([' ', '-']).any(|w| reference.naming.split([' ', '-', ',']).any(|n| n == w));
        reference.kind == ReferenceKind::Name && !shares && !initials.contains(&letters)
    }

    /// The article writes the name with "the": "the University of Skarn".
    fn takes_article(&self, reference: &Reference) -> bool {
        let parse = self.analysis.sentence(reference.told);
        let person =
            reference.entity.and_then(|e| self.analysis.entities.get(e.0)).is_some_and(|e| e.kind == SpanKind::Person);
        let led = reference.antecedent.start.checked_sub(1).is_some_and(|t| parse.lower(t) == "the");
        !person && led && reference.entity.is_some()
    }

    fn fix(&self, reference: &Reference) -> Option<Fix> {
        let p = self.parse;
        let tokens = reference.tokens.clone();
        let last = p.tokens.get(tokens.end.checked_sub(1)?)?;
        let next = p.word(tokens.end);
        // "he's" may be "he is" or "he has"; "himself" stays
        let joined = p.tokens.get(tokens.end).is_some_and(|t| t.start == last.end && !t.tag.is_punctuation());
        let pronoun = reference.kind == ReferenceKind::Pronoun;
        let quoted = tokens.clone().any(|t| self.quoted[t]);
        let word = p.lower(tokens.start);
        if !reference.sure
            || quoted
            || self.names_it_too(reference)
            || self.is_within_another(&tokens)
            || self.has_rival(reference)
            || self.is_only_a_word(&tokens)
            || self.is_known_by_it(reference)
            || self.repeats_its_noun(reference)
            || pronoun && (joined || next == "own" || word.ends_with("self") || word.ends_with("rs"))
        {
            return None;
        }
        let possessive = pronoun && p.tokens[tokens.start].tag == Tag::PossessivePronoun;
        let (name, role) = match reference.naming.split_once(", ") {
            Some((name, role)) => (name, Some(role)),
            None => (reference.naming.as_str(), None),
        };
        let whole = p.slice(tokens.clone());
        let mut text = name.to_owned();
        let words = self.reading.lines[self.line].chunks.len();
        match role {
            _ if possessive => text.push_str(if text.ends_with('s') { "’" } else { "’s" }),
            Some(role) if words <= ROOM && !joined && next != "," => text = format!("{name}, {role},"),
            _ => {}
        }
        // "the committee" is "the Harbour Committee", and no name has two articles
        let led = tokens.start.checked_sub(1).is_some_and(|t| p.lower(t) == "the");
        let article = word == "the" && last.tag == Tag::Noun && name.to_lowercase().ends_with(&p.lower(tokens.end - 1));
        let bare = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).map(str::to_owned);
        match bare {
            Some(bare) if led => text = bare,
            None if article || !led && self.takes_article(reference) && !text.starts_with("the ") => {
                text.insert_str(0, "the ")
            }
            _ => {}
        }
        let again = reference.entity.and_then(|e| self.analysis.entities.get(e.0)).map(|e| e.name.clone());
        let again = again.map(|name| {
            if possessive { format!("{name}{}", if name.ends_with('s') { "’" } else { "’s" }) } else { name }
        });
        let edit = Edit::replace(self.span(&tokens), text);
        (edit.text != whole).then(|| Fix { edit, cites: vec![reference.told.index()], again })
    }
}
