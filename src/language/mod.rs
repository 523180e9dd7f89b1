//! Article → [`Analysis`]: each sentence read by grammar, once, for every stage that comes after.
//!
//! [`tokens`] cuts a sentence into words, [`network`] labels them (tag, head, relation, kind of name), [`parse`] is the
//! sentence with its grammar. On that rest [`entities`] (who and what is named, each with all its mentions),
//! [`attribution`] (whose words a quotation gives), [`claims`] (who does what, denied or not, and who says so), [`references`]
//! (what a sentence leaves to others) and [`quantities`] (figures and dates with what they count).
//!
//! [`of`] gives the analysis of an article and remembers the latest ones, so that the bullets, the comparison and the coverage
//! of one article read the same one. It is a pure function of the article's text; nothing is analysed before it is asked for.
//!
//! English is parsed. An article in another language gets an analysis without parses: what rests on grammar is not asserted
//! of it. Its speakers are told by [`unparsed`], by words.

mod address;
pub mod attribution;
pub mod claims;
pub mod entities;
pub mod labels;
pub mod lemma;
pub mod lexicon;
pub mod network;
pub mod parse;
pub(crate) mod people;
pub mod quantities;
pub mod references;
pub mod tokens;
pub mod unparsed;

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    hash::{BuildHasher, Hash, Hasher},
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use crate::article::{Article, SentenceId};
pub use address::asks_reader;
pub use attribution::Speaker;
pub use claims::{Claim, Modality, Owner};
pub use entities::{Entity, EntityId, Gender, Mention, MentionForm};
pub use labels::{Relation, SpanKind, Tag};
pub use parse::{Parse, Span, Token};
pub use quantities::Quantity;
pub use references::{Reference, ReferenceKind};

/// A longer sentence is read in pieces: the tree takes cubic time, and no writer's sentence is that long.
const LONGEST: usize = 120;
/// Tokens of an article that are read; what comes after a book's length has its text alone.
const LONGEST_ARTICLE: usize = 200_000;
/// Analyses remembered, by the tokens they hold together.
const REMEMBERED_TOKENS: usize = 200_000;
/// Analyses remembered whatever they hold: two articles are compared, and each is asked for again and again.
const REMEMBERED_ALWAYS: usize = 2;

/// Everything that grammar says of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The article is in a language that is parsed. Where it is not, parses are empty and nothing is claimed.
    pub parsed: bool,
    /// Each sentence of the article, by its id.
    pub sentences: Vec<Parse>,
    /// The headline; empty where the article has none of its own.
    pub title: Parse,
    /// Everybody and everything named, in order of first mention.
    pub entities: Vec<Entity>,
    /// Who speaks each of [`Article::quotations`].
    pub speakers: Vec<Option<Speaker>>,
    /// The claims of each sentence, by its id.
    pub claims: Vec<Vec<Claim>>,
    /// What each sentence leaves to others, by its id.
    pub references: Vec<Vec<Reference>>,
    /// The figures and dates of each sentence, by its id.
    pub quantities: Vec<Vec<Quantity>>,
    /// For each sentence, whether each token stands between quotation marks; nothing where none does.
    quoted: Vec<Vec<bool>>,
    /// For each sentence its mentions in order: the entity and the index of the mention.
    by_sentence: Vec<Vec<(EntityId, usize)>>,
}

impl Analysis {
    /// A sentence's grammar; empty for an id that is not of the article.
    #[must_use]
    pub fn sentence(&self, id: SentenceId) -> &Parse {
        static EMPTY: LazyLock<Parse> = LazyLock::new(Parse::default);
        self.sentences.get(id.index()).unwrap_or(&EMPTY)
    }

    /// Whether a token stands between quotation marks.
    #[must_use]
    pub fn is_quoted(&self, id: SentenceId, token: usize) -> bool {
        self.quoted.get(id.index()).and_then(|flags| flags.get(token)).copied().unwrap_or(false)
    }

    /// Everything that is mentioned in a sentence, in order: the entity and its mention.
    pub fn mentions_in(&self, id: SentenceId) -> impl Iterator<Item = (EntityId, &Mention)> {
        let here = self.by_sentence.get(id.index()).map_or(&[][..], Vec::as_slice);
        here.iter().filter_map(|(e, m)| Some((*e, self.entities.get(e.0)?.mentions.get(*m)?)))
    }

    /// The entity that a token is (part of) a mention of.
    #[must_use]
    pub fn entity_at(&self, id: SentenceId, token: usize) -> Option<EntityId> {
        self.mentions_in(id).find(|(_, m)| m.tokens.contains(&token)).map(|(e, _)| e)
    }
}

static NETWORK: LazyLock<Option<network::Network>> =
    LazyLock::new(|| network::Network::load(include_bytes!("../../assets/language/en.weights")).ok());

/// Whether sentences of a language are parsed.
#[must_use]
pub fn is_parsed(language: &str) -> bool {
    language == "en"
}

/// One English text as a sentence with its grammar.
///
/// ```
/// use nutgraf::language::{parse_sentence, Relation};
/// let parse = parse_sentence("The mayor did not resign.");
/// let verb = parse.roots().next().unwrap();
/// assert_eq!(parse.word(verb), "resign");
/// assert!(parse.child(verb, Relation::Negation).is_some());
/// ```
#[must_use]
pub fn parse_sentence(text: &str) -> Parse {
    parse_with(text, &mut network::Workspace::default())
}

fn parse_with(text: &str, work: &mut network::Workspace) -> Parse {
    let Some(network) = NETWORK.as_ref() else { return Parse::unread(text) };
    let ranges = tokens::tokenize(text, lexicon::english());
    let words: Vec<&str> = ranges.iter().map(|r| &text[r.start as usize..r.end as usize]).collect();
    let (mut labels, mut starts) = (Vec::new(), Vec::new());
    for (k, piece) in words.chunks(LONGEST).enumerate() {
        labels.push(network.label(piece, work));
        starts.push(k * LONGEST);
    }
    Parse::new(text, &ranges, &labels, &starts)
}

/// Reads an article. [`of`] remembers what this gives.
#[must_use]
pub fn analyse(article: &Article) -> Analysis {
    let nothing = || Analysis {
        sentences: vec![Parse::default(); article.sentences.len()],
        speakers: unparsed::speakers(article).into_iter().map(|s| s.map(Speaker::named)).collect(),
        claims: vec![Vec::new(); article.sentences.len()],
        references: vec![Vec::new(); article.sentences.len()],
        quantities: vec![Vec::new(); article.sentences.len()],
        ..Analysis::default()
    };
    if !is_parsed(article.primary_language()) || NETWORK.is_none() {
        return nothing();
    }
    let mut work = network::Workspace::default();
    let mut read = 0;
    let mut parse = |s: &crate::article::Sentence| {
        if read > LONGEST_ARTICLE {
            return Parse::unread(&s.text);
        }
        let parse = parse_with(&s.text, &mut work);
        read += parse.tokens.len();
        parse
    };
    let sentences: Vec<Parse> = article.sentences.iter().map(&mut parse).collect();
    let title = if article.title_derived { Parse::default() } else { parse_with(&article.title, &mut work) };
    let mut analysis = Analysis { parsed: true, sentences, title, ..Analysis::default() };
    analysis.quoted = quoted(article, &analysis.sentences);
    analysis.entities = entities::find(article, &analysis);
    analysis.by_sentence = by_sentence(&analysis.entities, article.sentences.len());
    analysis.speakers = attribution::find(article, &analysis);
    analysis.claims = claims::find(article, &analysis);
    analysis.references = references::find(article, &analysis);
    analysis.quantities = quantities::find(article, &analysis);
    analysis
}

/// Which tokens of each sentence stand between quotation marks.
fn quoted(article: &Article, sentences: &[Parse]) -> Vec<Vec<bool>> {
    let mut quoted: Vec<Vec<bool>> = sentences.iter().map(|p| vec![false; p.tokens.len()]).collect();
    for q in &article.quotations {
        let Some(flags) = quoted.get_mut(q.sentence.index()) else { continue };
        for (t, flag) in sentences[q.sentence.index()].tokens.iter().zip(flags) {
            *flag |= t.start >= q.span.start && t.end <= q.span.end;
        }
    }
    quoted
}

/// Where each sentence's mentions are.
fn by_sentence(entities: &[Entity], sentences: usize) -> Vec<Vec<(EntityId, usize)>> {
    let mut index = vec![Vec::new(); sentences];
    for (e, entity) in entities.iter().enumerate() {
        for (m, mention) in entity.mentions.iter().enumerate() {
            if let Some(list) = index.get_mut(mention.sentence.index()) {
                list.push((EntityId(e), m));
            }
        }
    }
    for list in &mut index {
        list.sort_by_key(|(e, m)| entities[e.0].mentions[*m].tokens.start);
    }
    index
}

/// What is remembered: the latest analyses, the one asked for last at the end.
#[derive(Default)]
struct Memory {
    entries: VecDeque<(u64, Arc<Analysis>)>,
    tokens: usize,
}

/// The analysis of an article: made when first asked for, remembered while there is room.
#[must_use]
pub fn of(article: &Article) -> Arc<Analysis> {
    static MEMORY: LazyLock<Mutex<Memory>> = LazyLock::new(Mutex::default);
    let key = fingerprint(article);
    {
        let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = memory.entries.iter().position(|(k, _)| *k == key)
            && let Some(entry) = memory.entries.remove(at)
        {
            let analysis = Arc::clone(&entry.1);
            memory.entries.push_back(entry);
            return analysis;
        }
    }
    // made without the lock: articles of a briefing are read side by side
    let analysis = Arc::new(analyse(article));
    let mut memory = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    if memory.entries.iter().all(|(k, _)| *k != key) {
        memory.tokens += size(&analysis);
        memory.entries.push_back((key, Arc::clone(&analysis)));
        while memory.tokens > REMEMBERED_TOKENS
            && memory.entries.len() > REMEMBERED_ALWAYS
            && let Some((_, oldest)) = memory.entries.pop_front()
        {
            memory.tokens -= size(&oldest);
        }
    }
    analysis
}

fn size(analysis: &Analysis) -> usize {
    50 + analysis.sentences.iter().map(|s| s.tokens.len()).sum::<usize>()
}

/// A hash of all that the analysis rests on.
fn fingerprint(article: &Article) -> u64 {
    let mut h = foldhash::fast::FixedState::default().build_hasher();
    article.language.hash(&mut h);
    article.title.hash(&mut h);
    article.authors.hash(&mut h);
    article.published.map(|p| (p.first_day(), p.day().is_some())).hash(&mut h);
    for s in &article.sentences {
        s.text.hash(&mut h);
    }
    for q in &article.quotations {
        (q.sentence, q.span.start, q.span.end).hash(&mut h);
    }
    for b in article.blocks() {
        (b.kind, b.sentences.start).hash(&mut h);
    }
    h.finish()
}
