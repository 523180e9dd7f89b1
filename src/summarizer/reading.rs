//! An article as the summarizer reads it: sentences as runs of chunks, chunks as terms, terms counted over the article.
//!
//! Everything that costs (folding, stemming, look-ups) happens here, once a distinct word.

use std::{ops::Range, sync::Arc};

use foldhash::{HashMap, fast::RandomState};

use crate::{
    article::{Article, BlockKind, Quotation},
    language::{self, Analysis},
    text::words,
};

/// An article, read.
pub struct Reading<'a> {
    /// Its sentences, in order.
    pub lines: Vec<Line<'a>>,
    /// What stands between white space, sentence after sentence.
    pub chunks: Vec<Chunk>,
    /// The terms of all chunks: indices into [`Self::terms`].
    pub tokens: Vec<u32>,
    /// The distinct terms.
    pub terms: Vec<Term>,
    /// The article is in English.
    pub english: bool,
    /// Its grammar.
    pub analysis: Arc<Analysis>,
    /// The headline that an editor wrote; empty where it was made from the text.
    pub headline: &'a str,
    /// Stem → term.
    stems: HashMap<Arc<str>, u32>,
    stemmer: words::Stemmer,
}

/// One sentence.
pub struct Line<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its chunks: a range of [`Reading::chunks`].
    pub chunks: Range<usize>,
    /// Its terms: a range of [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// What block it stands in.
    pub kind: BlockKind,
    /// The number of its block, from 0.
    pub block: usize,
    /// Its place in its block, from 0.
    pub place: usize,
    /// What of it is someone's own words.
    pub quotations: &'a [Quotation],
}

/// What stands between two runs of white space.
pub struct Chunk {
    /// Its bytes in the sentence.
    pub span: Range<usize>,
    /// The same without the punctuation around it.
    pub core: Range<usize>,
    /// Its terms: a range of [`Reading::tokens`].
    pub tokens: Range<usize>,
}

/// A word of the article under all of its forms.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// How often it stands in the article.
    pub count: u32,
    /// In how many sentences.
    pub lines: u32,
    /// The first sentence that has it.
    pub first: u32,
    /// How often it has a capital where a sentence does not ask for one.
    pub capitals: u32,
    /// It carries no meaning of its own.
    pub stop: bool,
    /// It starts with a digit.
    pub number: bool,
    /// It stands in the headline.
    pub title: bool,
    /// How rare it is in news, 0 to 1.
    pub rarity: f32,
    last: u32,
}

impl<'a> Reading<'a> {
    /// Reads an article.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        let language = article.primary_language();
        let mut interner = Interner::new(language);
        let mut reading = Self {
            lines: Vec::with_capacity(article.sentences.len()),
            chunks: Vec::new(),
            tokens: Vec::new(),
            terms: Vec::new(),
            english: language == "en",
            analysis: language::of(article),
            headline: if article.title_derived { "" } else { &article.title },
            stems: HashMap::default(),
            stemmer: words::Stemmer::for_language(language),
        };
        let mut places = vec![(BlockKind::Paragraph, 0, 0); article.sentences.len()];
        for (number, block) in article.blocks().enumerate() {
            for (place, id) in block.ids().enumerate() {
                if let Some(entry) = places.get_mut(id.index()) {
                    *entry = (block.kind, number, place);
                }
            }
        }
        for (sentence, (kind, block, place)) in article.sentences.iter().zip(places) {
            reading.line(&sentence.text, &mut interner, kind, block, place);
        }
        // Quotations stand in reading order: each run of one sentence goes to its line.
        for run in article.quotations.chunk_by(|a, b| a.sentence == b.sentence) {
            if let Some(line) = run.first().and_then(|q| reading.lines.get_mut(q.sentence.index())) {
                line.quotations = run;
            }
        }
        for (_, run) in runs(reading.headline) {
            interner.buffer(run);
            if let Some(&id) = interner.ids.get(interner.folded.as_str()) {
                interner.terms[id as usize].title = true;
            }
        }
        reading.terms = interner.terms;
        reading.stems = interner.stems;
        reading
    }

    /// The stems of the terms, beside [`Self::terms`].
    #[must_use]
    pub fn stems(&self) -> Vec<&str> {
        let mut out = vec![""; self.terms.len()];
        for (stem, &id) in &self.stems {
            out[id as usize] = stem;
        }
        out
    }

    /// What makes its words terms.
    #[must_use]
    pub fn stemmer(&self) -> &words::Stemmer {
        &self.stemmer
    }

    /// The terms of another text, in order, as far as the article has them; `None` for a word that it has not.
    pub fn terms_of(&self, text: &str) -> Vec<Option<u32>> {
        let mut folded = String::new();
        runs(text)
            .map(|(_, run)| {
                fold_into(&mut folded, run);
                let whole = self.stems.get(folded.as_str());
                whole.or_else(|| self.stems.get(self.stemmer.stem(&folded).as_ref())).copied()
            })
            .collect()
    }

    fn line(&mut self, text: &'a str, interner: &mut Interner<'_>, kind: BlockKind, block: usize, place: usize) {
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let (first_chunk, first_token) = (self.chunks.len(), self.tokens.len());
        let mut from = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            let chunk = piece.trim_end();
            let at = from;
            from += piece.len();
            if chunk.is_empty() {
                continue;
            }
            let tokens = self.tokens.len();
            let mut core: Option<Range<usize>> = None;
            for (i, run) in runs(chunk) {
                let end = i + run.len();
                core = Some(core.map_or(i..end, |c| c.start..end));
                let capital = at + i > 0 && run.chars().next().is_some_and(char::is_uppercase);
                let id = interner.count(run, number, capital);
                self.tokens.push(id);
            }
            let core = core.unwrap_or(0..0);
            self.chunks.push(Chunk {
                span: at..at + chunk.len(),
                core: at + core.start..at + core.end,
                tokens: tokens..self.tokens.len(),
            });
        }
        self.lines.push(Line {
            text,
            chunks: first_chunk..self.chunks.len(),
            tokens: first_token..self.tokens.len(),
            kind,
            block,
            place,
            quotations: &[],
        });
    }

    /// The words of a sentence with their places in its text, without the punctuation around them.
    pub fn words(&self, line: usize) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        let text = self.lines[line].text;
        self.chunks[self.lines[line].chunks.clone()].iter().map(move |c| (c.core.start, &text[c.core.clone()]))
    }
}

/// The runs of letters and digits of a chunk, possessives left out; scripts without spaces fall into characters.
fn runs(chunk: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    let ascii = chunk.is_ascii();
    std::iter::from_fn(move || {
        loop {
            let range = if ascii { ascii_run(chunk.as_bytes(), rest) } else { run(chunk, rest) }?;
            rest = range.end;
            let (before, run) = (&chunk[..range.start], &chunk[range.clone()]);
            let possessive = run.eq_ignore_ascii_case("s") && before.ends_with(['\'', '’']);
            if !possessive {
                return Some((range.start, run));
            }
        }
    })
}

fn ascii_run(chunk: &[u8], from: usize) -> Option<Range<usize>> {
    let start = from + chunk[from..].iter().position(u8::is_ascii_alphanumeric)?;
    let end = chunk[start..].iter().position(|b| !b.is_ascii_alphanumeric()).map_or(chunk.len(), |n| start + n);
    Some(start..end)
}

fn run(chunk: &str, from: usize) -> Option<Range<usize>> {
    let start = from + chunk[from..].find(char::is_alphanumeric)?;
    for (i, c) in chunk[start..].char_indices() {
        if is_ideograph(c) {
            return Some(start..if i == 0 { start + c.len_utf8() } else { start + i });
        }
        if !c.is_alphanumeric() {
            return Some(start..start + i);
        }
    }
    Some(start..chunk.len())
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn fold_into(folded: &mut String, run: &str) {
    folded.clear();
    if run.is_ascii() {
        folded.push_str(run);
        folded.make_ascii_lowercase();
    } else {
        folded.extend(run.chars().flat_map(char::to_lowercase));
    }
}

/// Gives every term a number, under its stem.
struct Interner<'l> {
    language: &'l str,
    stemmer: words::Stemmer,
    /// Folded form → term, so that a form is stemmed once.
    ids: HashMap<Arc<str>, u32>,
    stems: HashMap<Arc<str>, u32>,
    terms: Vec<Term>,
    folded: String,
}

impl<'l> Interner<'l> {
    fn new(language: &'l str) -> Self {
        Self {
            language,
            stemmer: words::Stemmer::for_language(language),
            ids: HashMap::with_capacity_and_hasher(512, RandomState::default()),
            stems: HashMap::with_capacity_and_hasher(512, RandomState::default()),
            terms: Vec::with_capacity(512),
            folded: String::new(),
        }
    }

    fn buffer(&mut self, run: &str) {
        fold_into(&mut self.folded, run);
    }

    fn count(&mut self, run: &str, line: u32, capital: bool) -> u32 {
        self.buffer(run);
        let id = match self.ids.get(self.folded.as_str()) {
            Some(&id) => id,
            None => self.add(line),
        };
        let term = &mut self.terms[id as usize];
        term.count += 1;
        term.capitals += u32::from(capital);
        if term.lines == 0 || term.last != line {
            term.lines += 1;
            term.last = line;
        }
        id
    }

    fn add(&mut self, line: u32) -> u32 {
        let words::Known { form, stem, stop, rarity } = words::look_up(&self.folded, self.language, &self.stemmer);
        let id = match self.stems.get(&stem) {
            Some(&id) => id,
            None => {
                let id = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
                self.terms.push(Term {
                    first: line,
                    stop,
                    number: form.starts_with(|c: char| c.is_ascii_digit()),
                    rarity,
                    ..Term::default()
                });
                self.stems.insert(stem, id);
                id
            }
        };
        self.ids.insert(form, id);
        id
    }
}
