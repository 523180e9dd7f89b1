//! Whose words a quotation gives.
//!
//! The verb of saying that governs the quoted words, or that they govern, tells by its subject; "according to", a name and a
//! colon tell as well. Quoted sentences without a word around them go on with the speaker beside them. Whoever stays unsure
//! is not named: no speaker is better than a wrong one.

use std::ops::Range;

use super::{
    Analysis,
    entities::EntityId,
    labels::{Relation, SpanKind},
    lexicon,
    parse::Parse,
};
mod identity;
mod saying;

use crate::article::{Article, SentenceId};

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name in the longest form that the article gives, or the words that stand for the speaker ("a police spokesman").
    pub name: String,
    /// The entity that speaks, where it has a name.
    pub entity: Option<EntityId>,
}

impl Speaker {
    /// A speaker of whom only the name is known.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self { name, entity: None }
    }

    fn entity(analysis: &Analysis, id: EntityId) -> Self {
        Self { name: analysis.entities[id.0].name.clone(), entity: Some(id) }
    }
}

/// A quotation with its place in the grammar.
struct Quote {
    sentence: SentenceId,
    /// The tokens between the marks.
    tokens: Range<usize>,
    paragraph: usize,
    /// No word of its sentence stands outside quotation marks.
    bare: bool,
    /// It goes on from the quotation before: that was not closed, or nothing but marks stands between them.
    goes_on: bool,
    speaker: Option<Speaker>,
    /// The speaker was told beside these very words.
    told: bool,
    /// "he added": whoever it is has just spoken.
    adds: bool,
    /// “Do you work?” Lee asked Roe: the words behind may be the answer.
    asks: bool,
}

/// The speakers of an article's quotations.
pub fn find(article: &Article, analysis: &Analysis) -> Vec<Option<Speaker>> {
    let mut quotes = quotes(article, analysis);
    for quote in &mut quotes {
        let reader = Reader { analysis, sentence: quote.sentence };
        // "posted “A Day in Skarn”": a title is spoken only where somebody says it aloud
        if reader.is_title(&quote.tokens)
            && reader.governing(&quote.tokens, "aloud").is_none()
            && reader.governed(&quote.tokens, "aloud").is_none()
        {
            quote.told = true;
            continue;
        }
        if let Some(subject) = reader.speaking(&quote.tokens) {
            quote.speaker = reader.who(subject, 0);
            quote.told = true;
            quote.adds = quote.speaker.is_none() && reader.goes_on_speaking(subject);
            quote.asks = reader.asks_somebody(subject);
        }
    }
    join_parts(&mut quotes);
    carry_on(&mut quotes);
    introduce(analysis, &mut quotes);
    carry_on(&mut quotes);
    quotes.into_iter().map(|q| q.speaker).collect()
}

/// Who a noun or pronoun that heads a subject of saying is, if that is sure.
pub(super) fn who(analysis: &Analysis, sentence: SentenceId, token: usize) -> Option<Speaker> {
    Reader { analysis, sentence }.who(token, 0)
}

fn quotes(article: &Article, analysis: &Analysis) -> Vec<Quote> {
    let mut paragraph_of = vec![0; article.sentences.len()];
    for (k, block) in article.blocks().enumerate() {
        for id in block.ids() {
            if let Some(p) = paragraph_of.get_mut(id.index()) {
                *p = k;
            }
        }
    }
    let mut out: Vec<Quote> = Vec::with_capacity(article.quotations.len());
    for q in &article.quotations {
        let parse = analysis.sentence(q.sentence);
        let tokens = parse.token_at(q.span.start as usize)..parse.token_at(q.span.end as usize);
        let bare = (0..parse.tokens.len()).all(|t| analysis.is_quoted(q.sentence, t) || !is_word(parse, t));
        let opens = (0..tokens.start).any(|t| is_mark(parse, t));
        let closed_before = out.last().is_none_or(|b: &Quote| {
            let before = analysis.sentence(b.sentence);
            (b.tokens.end..before.tokens.len()).any(|t| is_mark(before, t))
        });
        let paragraph = paragraph_of.get(q.sentence.index()).copied().unwrap_or(0);
        let goes_on = out.last().is_some_and(|b| {
            let next = b.sentence.0 + 1 == q.sentence.0 || b.sentence == q.sentence;
            next && (!closed_before && (!opens || b.paragraph + 1 == paragraph))
        });
        out.push(Quote {
            sentence: q.sentence,
            tokens,
            paragraph,
            bare,
            goes_on,
            speaker: None,
            told: false,
            adds: false,
            asks: false,
        });
    }
    out
}

fn is_word(parse: &Parse, token: usize) -> bool {
    parse.word(token).chars().any(char::is_alphanumeric)
}

fn is_mark(parse: &Parse, token: usize) -> bool {
    matches!(parse.word(token), "\"" | "“" | "”" | "‘" | "’" | "'" | "''" | "``" | "«" | "»" | "„")
}

/// A quotation that goes on over sentences has one speaker, wherever that is told: “It is. / I know it,” she said.
fn join_parts(quotes: &mut [Quote]) {
    let mut from = 0;
    while from < quotes.len() {
        let to = (from + 1..quotes.len()).find(|i| !quotes[*i].goes_on).unwrap_or(quotes.len());
        let mut told = quotes[from..to].iter().filter_map(|q| q.speaker.as_ref().filter(|_| q.told));
        if let Some(speaker) = told.next().cloned()
            && told.all(|s| *s == speaker)
        {
            for part in quotes[from..to].iter_mut().filter(|q| !q.told) {
                part.speaker = Some(speaker.clone());
            }
        }
        from = to;
    }
}

/// Hands a speaker on to quotations that say nothing of theirs: the one that a quotation goes on from, the one beside it in
/// its paragraph, before or after.
fn carry_on(quotes: &mut [Quote]) {
    for i in 1..quotes.len() {
        let (before, rest) = quotes.split_at_mut(i);
        let (before, quote) = (&before[i - 1], &mut rest[0]);
        let near = quote.sentence.0.saturating_sub(before.sentence.0) <= 1;
        let same_paragraph = before.paragraph == quote.paragraph;
        let next_paragraph = before.paragraph + 1 == quote.paragraph && before.bare && quote.bare;
        let continues = quote.goes_on
            || before.sentence == quote.sentence
            || quote.bare && near && !before.asks && (same_paragraph || next_paragraph);
        let added = quote.adds && quote.sentence.0.saturating_sub(before.sentence.0) <= 2;
        if quote.speaker.is_none() && (!quote.told && continues || added) {
            quote.speaker.clone_from(&before.speaker);
        }
    }
    // “It is. I know it,” she said: what precedes the words beside which the speaker is told
    for i in (1..quotes.len()).rev() {
        let (before, rest) = quotes.split_at_mut(i);
        let (quote, next) = (&mut before[i - 1], &rest[0]);
        let one = next.goes_on || next.sentence == quote.sentence;
        if quote.speaker.is_none() && !quote.told && quote.bare && one && next.paragraph == quote.paragraph {
            quote.speaker.clone_from(&next.speaker);
        }
    }
}

/// A quotation that fills its sentence is spoken by whom the sentence before it lets speak: "Lee was asked about it.", no;
/// "Lee told reporters:" or "She explained why.", yes.
fn introduce(analysis: &Analysis, quotes: &mut [Quote]) {
    for i in 0..quotes.len() {
        if quotes[i].speaker.is_some() || quotes[i].told || !quotes[i].bare || quotes[i].sentence.0 == 0 {
            continue;
        }
        let sentence = SentenceId(quotes[i].sentence.0 - 1);
        let reader = Reader { analysis, sentence };
        let parse = reader.parse();
        let colon = (0..parse.tokens.len())
            .rev()
            .find(|t| is_word(parse, *t) || parse.word(*t) == ":")
            .is_some_and(|t| parse.word(t) == ":");
        let is_root = |t: usize| parse.tokens[t].relation == Relation::Root;
        let verbs = || (0..parse.tokens.len()).filter(|t| reader.is_outside(*t) && parse.tokens[*t].tag.is_verb());
        let class = if colon { "saying" } else { "speech" };
        let speech = verbs()
            .filter(|t| lexicon::english().has(class, &parse.lemma(*t)) && (colon || is_root(*t)))
            .find_map(|t| reader.subject(t))
            .or_else(|| {
                // "Lee came to her defence. “I know her.”": the one whom the sentence before is about speaks of himself
                let person = |s: &usize| {
                    reader
                        .analysis
                        .entity_at(sentence, *s)
                        .is_some_and(|e| analysis.entities[e.0].kind == SpanKind::Person)
                };
                let root = verbs().find(|t| is_root(*t))?;
                let broad = lexicon::english().has("saying", &parse.lemma(root));
                reader.subject(root).filter(person).filter(|_| broad || speaks_of_self(analysis, &quotes[i..]))
            });
        // “Do you work?” / Lee asked Roe. / “Yes.”: whoever asks has spoken already
        let answers = |subject: &usize| !colon && reader.asks_somebody(*subject);
        if let Some(subject) = speech.filter(|s| !answers(s)) {
            quotes[i].speaker = reader.who(subject, 0);
        }
    }
}

/// Whether a quotation (the first of these, as long as it goes on) says "I" or "we".
fn speaks_of_self(analysis: &Analysis, quotes: &[Quote]) -> bool {
    let own = 1 + quotes.iter().skip(1).take_while(|q| q.goes_on).count();
    quotes[..own].iter().any(|q| {
        let parse = analysis.sentence(q.sentence);
        q.tokens.clone().any(|t| matches!(&*parse.lower(t), "i" | "my" | "me" | "we" | "our" | "us"))
    })
}

/// One sentence of an article.
struct Reader<'a> {
    analysis: &'a Analysis,
    sentence: SentenceId,
}

impl Reader<'_> {
    fn parse(&self) -> &Parse {
        self.analysis.sentence(self.sentence)
    }

    fn is_outside(&self, token: usize) -> bool {
        token < self.parse().tokens.len() && !self.analysis.is_quoted(self.sentence, token)
    }
}
