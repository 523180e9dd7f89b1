//! One sentence as the rules see it: its words in lower case, their classes, where a quotation or bracket is open, which
//! words make a clause.

use std::ops::Range;

use crate::summarizer::{
    lexicon::{self, Classes},
    reading::Reading,
};

/// One sentence under the knife: its chunks in lower case with what the rules ask of them.
pub(in crate::summarizer) struct View<'r, 'a> {
    pub(super) reading: &'r Reading<'a>,
    pub(super) line: usize,
    /// The chunks of the sentence.
    pub(in crate::summarizer) chunks: Range<usize>,
    low: String,
    /// Whether a quotation or bracket is open before each chunk; one entry more than chunks.
    open: Vec<bool>,
    /// The classes of each chunk's word.
    classes: Vec<Classes>,
    /// Whether each chunk is a verb that makes a clause.
    finite: Vec<bool>,
}

impl<'r, 'a> View<'r, 'a> {
    pub(in crate::summarizer) fn new(reading: &'r Reading<'a>, line: usize) -> Self {
        let l = &reading.lines[line];
        // ASCII alone: byte offsets must stay those of the text.
        let low = l.text.to_ascii_lowercase();
        let mut view = Self {
            reading,
            line,
            chunks: l.chunks.clone(),
            low,
            open: Vec::new(),
            classes: Vec::new(),
            finite: Vec::new(),
        };
        view.open = view.openings();
        view.classes = view.chunks.clone().map(|k| lexicon::classes(view.word(k))).collect();
        view.finite = view.chunks.clone().map(|k| view.is_finite(k)).collect();
        view
    }

    /// The word of a chunk, lower case, without punctuation; empty beyond the sentence.
    pub(in crate::summarizer) fn word(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].core.clone()]
    }

    /// The chunk's word is of a class; nothing is beyond the sentence.
    pub(in crate::summarizer) fn is(&self, chunk: usize, class: Classes) -> bool {
        let place = chunk.checked_sub(self.chunks.start);
        place.and_then(|p| self.classes.get(p)).is_some_and(|c| c.has(class))
    }

    /// The chunk as it stands, lower case.
    pub(in crate::summarizer) fn raw(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].span.clone()]
    }

    /// The index of its sentence.
    pub(in crate::summarizer) fn line(&self) -> usize {
        self.line
    }

    /// The reading it is part of.
    pub(in crate::summarizer) fn reading(&self) -> &'r Reading<'a> {
        self.reading
    }

    /// The terms of a chunk.
    pub(in crate::summarizer) fn tokens(&self, chunk: usize) -> &'r [u32] {
        self.reading.chunks.get(chunk).map_or(&[], |c| &self.reading.tokens[c.tokens.clone()])
    }

    /// The chunk opens a quotation.
    pub(in crate::summarizer) fn opens_quote(&self, chunk: usize) -> bool {
        self.raw(chunk).starts_with(['"', '“', '‘', '\'', '„', '«'])
    }

    /// The range says whose words these are: a cut that takes it along would leave a claim without its speaker.
    pub(in crate::summarizer) fn attributes(&self, mut range: Range<usize>) -> bool {
        range.any(|k| self.is(k, lexicon::SAYING) || self.word(k) == "according")
    }

    /// The chunk opens a bracket.
    pub(in crate::summarizer) fn opens_bracket(&self, chunk: usize) -> bool {
        self.raw(chunk).starts_with(['(', '['])
    }

    /// The chunk ends with a comma.
    pub(in crate::summarizer) fn comma(&self, chunk: usize) -> bool {
        self.raw(chunk).ends_with(',')
    }

    /// Punctuation ends the chunk.
    pub(in crate::summarizer) fn stops(&self, chunk: usize) -> bool {
        self.raw(chunk).ends_with([',', '.', ';', ':', '!', '?'])
            && !matches!(self.word(chunk), "mr" | "mrs" | "ms" | "dr")
    }

    /// The article writes this word with a capital inside sentences as a rule.
    pub(in crate::summarizer) fn known_name(&self, chunk: usize) -> bool {
        self.tokens(chunk).first().is_some_and(|&t| {
            let term = &self.reading.terms[t as usize];
            !term.stop && term.capitals >= 1 && term.capitals + 2 >= term.count && term.count >= 2
        })
    }

    /// The article comes to speak of it late: not in its first sentences.
    pub(in crate::summarizer) fn late(&self, chunk: usize) -> bool {
        self.tokens(chunk).first().is_some_and(|&t| self.reading.terms[t as usize].first > 1)
    }

    /// A preposition of place or time stands before it: "in New York".
    pub(in crate::summarizer) fn place(&self, chunk: usize) -> bool {
        chunk > self.chunks.start && matches!(self.word(chunk - 1), "in" | "at" | "on" | "from" | "near" | "of" | "the")
    }

    /// The chunk ends a name that nothing before makes part of a longer phrase: "Edda Lorne", not "all boats in Halden".
    pub(super) fn named(&self, chunk: usize) -> bool {
        let mut first = chunk;
        while first > self.chunks.start && self.capital(first - 1) && !self.stops(first - 1) {
            first -= 1;
        }
        self.capital(chunk) && !(first > self.chunks.start && self.is(first - 1, lexicon::SUBORDINATORS))
    }

    /// The chunk's word has a capital.
    pub(in crate::summarizer) fn capital(&self, chunk: usize) -> bool {
        self.chunks.contains(&chunk)
            && self.reading.core(self.line, chunk).chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn dash(&self, chunk: usize) -> bool {
        is_dash(self.raw(chunk))
    }

    fn openings(&self) -> Vec<bool> {
        let mut open = Vec::with_capacity(self.chunks.len() + 1);
        let (mut double, mut single, mut bracket) = (false, false, 0_i32);
        for k in self.chunks.clone() {
            open.push(double || single || bracket > 0);
            let raw = self.raw(k);
            for c in raw.chars() {
                match c {
                    '"' => double = !double,
                    '“' | '„' | '«' => double = true,
                    '”' | '»' => double = false,
                    '(' | '[' => bracket += 1,
                    ')' | ']' => bracket -= 1,
                    _ => {}
                }
            }
            if raw.starts_with(['\'', '‘']) {
                single = true;
            }
            if single && raw.trim_end_matches(['.', ',', '!', '?', ';', ':']).ends_with(['\'', '’']) {
                single = false;
            }
        }
        open.push(double || single || bracket > 0);
        open
    }

    /// Nothing is open before this chunk.
    pub(in crate::summarizer) fn closed(&self, chunk: usize) -> bool {
        let place = chunk.checked_sub(self.chunks.start);
        !place.and_then(|p| self.open.get(p)).is_some_and(|open| *open)
    }

    /// The range opens and closes its own quotations and brackets.
    pub(super) fn whole_marks(&self, range: &Range<usize>) -> bool {
        range.start < range.end && self.closed(range.start) && self.closed(range.end)
    }

    pub(super) fn sound(&self, range: &Range<usize>) -> bool {
        self.whole_marks(range) && !range.clone().any(|k| self.guarded(k))
    }

    pub(super) fn guarded(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        self.is(chunk, lexicon::GUARDS) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// Some chunk of the range is a verb that makes a clause.
    pub(in crate::summarizer) fn clause(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|k| self.finite(k))
    }

    /// The range has a verb of its own: more verbs than words that open a clause inside it.
    pub(in crate::summarizer) fn whole(&self, range: Range<usize>) -> bool {
        let verbs = range.clone().filter(|&k| self.finite(k)).count();
        let opens = |k: usize| match self.word(k) {
            "who" | "which" | "whose" | "whom" | "where" | "that" | "when" | "while" | "because" | "if"
            | "although" | "though" | "whether" | "what" | "how" | "why" => true,
            "as" | "after" | "before" | "since" | "until" => (k + 1..range.end.min(k + 5)).any(|m| self.finite(m)),
            _ => false,
        };
        verbs > range.clone().filter(|&k| opens(k)).count()
    }

    /// The chunk is a verb that makes a clause.
    pub(in crate::summarizer) fn finite(&self, chunk: usize) -> bool {
        let place = chunk.checked_sub(self.chunks.start);
        place.and_then(|p| self.finite.get(p)).is_some_and(|f| *f)
    }

    fn is_finite(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        // "The left", "its plans": a noun.
        let noun = chunk > self.chunks.start
            && matches!(self.word(chunk - 1), "the" | "a" | "an" | "its" | "their" | "his" | "my" | "our");
        self.is(chunk, lexicon::FINITE) && !noun || self.past(chunk) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// "Opened", not "an opened", "torch-lit" or "Ed".
    fn past(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        let describes = chunk > self.chunks.start && matches!(self.word(chunk - 1), "a" | "an");
        word.len() > 4 && word.ends_with("ed") && !self.capital(chunk) && !word.contains('-') && !describes
    }

    /// The chunk is a word of time or manner that can stand before a subject: "Yesterday,", "Sadly,".
    pub(in crate::summarizer) fn adverb(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        word.ends_with("ly") || self.is(chunk, lexicon::RECENT) && word != "the" && word != "this"
    }

    /// The chunk after which a passage opened by the comma at `k` ends: the next comma before a verb.
    pub(super) fn closing(&self, k: usize, reach: usize) -> Option<usize> {
        let end = self.chunks.end;
        (k + 1..end.min(k + 1 + reach)).find(|&m| self.comma(m) && m + 2 < end && self.finite(m + 1))
    }

    /// After a comma inside the range a clause of its own begins: "after the first, *he scored* the second".
    pub(super) fn goes_on(&self, range: Range<usize>) -> bool {
        let starts = |k: usize| {
            let noun = self.is(k, lexicon::DETERMINERS) || self.capital(k) || self.opens_quote(k);
            let reach = if self.is(k, lexicon::PRONOUNS) || matches!(self.word(k), "i" | "we" | "you") {
                2
            } else if noun {
                6
            } else {
                return false;
            };
            (k + 1..range.end.min(k + reach)).take_while(|&m| !self.comma(m - 1)).any(|m| self.finite(m))
        };
        // "…, resisting arrest, *and is* on trial".
        let joins = |k: usize| matches!(self.word(k), "and" | "but" | "or") && self.finite(k + 1);
        (range.start..range.end.saturating_sub(1)).any(|k| self.comma(k) && (starts(k + 1) || joins(k + 1)))
    }

    /// A clause that its first word opens, with "and" after a comma: what follows may belong to the clause or to the
    /// sentence, as in "between 2002, when it closed, and this year".
    pub(super) fn forks(&self, range: Range<usize>) -> bool {
        let clause = matches!(
            self.word(range.start),
            "who" | "which" | "whose" | "whom" | "where" | "when" | "while" | "as" | "after" | "before"
        );
        let joins = |k: usize| self.comma(k) && matches!(self.word(k + 1), "and" | "but" | "or");
        clause && (range.start..range.end.saturating_sub(1)).any(joins)
    }

    /// The chunk is a word that makes what follows dependent.
    pub(super) fn dependent(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        self.is(chunk, lexicon::SUBORDINATORS)
            || (word.ends_with("ing") && !self.is(chunk, lexicon::NOT_PARTICIPLES) && !self.known_name(chunk))
            || word == "not" && self.word(chunk + 1) == "only"
    }
}

/// The chunk is a dash between words.
pub(in crate::summarizer) fn is_dash(chunk: &str) -> bool {
    matches!(chunk, "--" | "—" | "–" | "-" | "―")
}
