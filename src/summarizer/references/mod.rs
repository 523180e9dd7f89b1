//! What a sentence leans on: words that only tell something together with a sentence before, and what would put it right.
//!
//! The analysis says of names, pronouns and nouns what they mean where that is sure ([`crate::language::references`]): those are
//! put right. [`open`] finds those that nothing makes sure, [`connectives`] "also" and "however". What is not put right is
//! known to lean, and the choice of bullets counts it.

mod connectives;
mod mentioned;
mod open;
mod rewrites;

use std::ops::Range;

use self::mentioned::Mentioned;
use super::{reading::Reading, realization::Edit};
use crate::{
    article::SentenceId,
    language::{Analysis, EntityId, Parse, Reference, ReferenceKind, lexicon},
};

/// Words that lean on another sentence.
#[derive(Clone, Debug)]
pub struct OpenReference {
    /// What sort of words they are.
    pub kind: OpenReferenceKind,
    /// The sentences of which one tells what they mean, as far as that is known.
    pub on: Vec<usize>,
    /// Whom they mean, where it is known.
    pub entity: Option<EntityId>,
    /// The words that would stand alone, and the sentences that those are from.
    pub rewrite: Option<Rewrite>,
}

/// Words that stand alone in the place of some that lean.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// The change to the sentence.
    pub edit: Edit,
    /// The sentences that the new words are from.
    pub cites: Vec<usize>,
    /// The words for somebody whom a bullet above has introduced, where they are others.
    pub again: Option<String>,
}

/// Sorts of words that lean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpenReferenceKind {
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

impl OpenReferenceKind {
    /// What is left of a sentence's worth for one such thing that no bullet tells; set by hand.
    #[must_use]
    pub fn left(self) -> f32 {
        match self {
            Self::Pronoun => 0.05,
            Self::Noun => 0.7,
            Self::Pointer => 0.1,
            Self::Name => 0.9,
            Self::Connective => 0.8,
            Self::Time => 0.6,
        }
    }
}

/// What each of some sentences leans on. Nothing is known of a language that is not parsed.
#[must_use]
pub fn of(reading: &Reading<'_>, lines: &[usize]) -> Vec<Vec<OpenReference>> {
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
            let mut open_references: Vec<OpenReference> = told.iter().filter_map(|r| here.put_right(r)).collect();
            open_references.extend(open::find(&here, told, &mentioned));
            open_references.extend(connectives::find(&here));
            open_references
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
        let quoted = (0..parse.tokens.len()).map(|t| analysis.is_quoted(id, t)).collect();
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
    fn put_right(&self, reference: &Reference) -> Option<OpenReference> {
        let kind = match reference.kind {
            ReferenceKind::Name => OpenReferenceKind::Name,
            ReferenceKind::Pronoun => OpenReferenceKind::Pronoun,
            ReferenceKind::Noun => OpenReferenceKind::Noun,
            ReferenceKind::Speaker => return None,
        };
        let on = reference.told.index();
        let known = kind == OpenReferenceKind::Name
            && lexicon::english().has("known_letters", &self.parse.slice(reference.tokens.clone()).to_lowercase());
        if known {
            return None;
        }
        Some(OpenReference {
            kind,
            on: vec![on],
            entity: reference.entity,
            rewrite: self.rewrite(reference).filter(|_| on <= self.line),
        })
    }
}
