//! One sentence, read by grammar: its words, what each is, and how they hang together.

use std::ops::Range;

use super::{
    labels::{Relation, SpanKind, Tag},
    lemma,
    network::Labels,
};

/// A word or a mark of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands in the sentence's text, in bytes.
    pub start: u32,
    /// The byte after it.
    pub end: u32,
    /// What it is.
    pub tag: Tag,
    /// How it hangs on its head.
    pub relation: Relation,
    /// The index of its head in the sentence; its own for the root.
    pub head: u16,
    /// How far the head is ahead of the next best; see [`Token::is_sure`].
    pub margin: f32,
}

impl Token {
    /// Whether the parse of this word is sure enough to build a cut or a statement on.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.margin >= Labels::SURE
    }
}

/// A named thing, a date or a figure in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it is.
    pub kind: SpanKind,
}

/// A sentence with its grammar. Token indices are of this sentence alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parse {
    /// The sentence's text.
    pub text: Box<str>,
    /// Its words and marks in order.
    pub tokens: Vec<Token>,
    /// Named things, dates and figures in order; none overlap.
    pub spans: Vec<Span>,
    /// For each token the tokens that hang on it, in order.
    children: Vec<Vec<u16>>,
}

impl Parse {
    /// A sentence of which only the text is known.
    pub(super) fn unread(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn new(text: &str, ranges: &[Range<u32>], labels: &[Labels], starts: &[usize]) -> Self {
        let mut tokens = Vec::with_capacity(ranges.len());
        let mut spans = Vec::new();
        for (labels, &start) in labels.iter().zip(starts) {
            for i in 0..labels.tags.len() {
                let own = start + i;
                let head = match labels.heads[i] {
                    0 => own,
                    h => start + h as usize - 1,
                };
                tokens.push(Token {
                    start: ranges[own].start,
                    end: ranges[own].end,
                    tag: labels.tags[i],
                    relation: labels.relations[i],
                    head: u16::try_from(head).unwrap_or(u16::MAX),
                    margin: labels.margins[i],
                });
            }
            spans.extend(labels.spans.iter().map(|(range, kind)| Span {
                tokens: start + range.start as usize..start + range.end as usize,
                kind: *kind,
            }));
        }
        let mut children = vec![Vec::new(); tokens.len()];
        for (i, t) in tokens.iter().enumerate() {
            if t.head as usize != i {
                children[t.head as usize].push(u16::try_from(i).unwrap_or(u16::MAX));
            }
        }
        Self { text: text.into(), tokens, spans, children }
    }

    /// A word as it stands.
    #[must_use]
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    /// A word in lower case.
    #[must_use]
    pub fn lower(&self, token: usize) -> String {
        self.word(token).to_lowercase()
    }

    /// A word's dictionary form in lower case: "said" is "say", "talks" as a noun "talk".
    #[must_use]
    pub fn lemma(&self, token: usize) -> String {
        self.tokens.get(token).map_or_else(String::new, |t| lemma::of(self.word(token), t.tag))
    }

    /// The text of a run of tokens, with the white space between them.
    #[must_use]
    pub fn slice(&self, tokens: Range<usize>) -> &str {
        let Some(last) = tokens.end.checked_sub(1) else { return "" };
        match (self.tokens.get(tokens.start), self.tokens.get(last)) {
            (Some(a), Some(b)) if a.start <= b.end => &self.text[a.start as usize..b.end as usize],
            _ => "",
        }
    }

    /// A word's head; nothing for the root.
    #[must_use]
    pub fn head(&self, token: usize) -> Option<usize> {
        let head = self.tokens.get(token)?.head as usize;
        (head != token).then_some(head)
    }

    /// What hangs on a word, in order.
    pub fn children(&self, token: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children.get(token).into_iter().flatten().map(|c| *c as usize)
    }

    /// What hangs on a word by one relation.
    pub fn children_by(&self, token: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.children(token).filter(move |c| self.tokens[*c].relation == relation)
    }

    /// The first that hangs on a word by one relation.
    #[must_use]
    pub fn child(&self, token: usize, relation: Relation) -> Option<usize> {
        self.children_by(token, relation).next()
    }

    /// The words between a word and the root, the word's own head first.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(token), |t| self.head(*t))
    }

    /// The run of tokens that a word governs: from the first to the last that hangs on it, however deep.
    #[must_use]
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.subtree_without(token, &[])
    }

    /// The same without what hangs on it (or on its dependents) by the relations given.
    #[must_use]
    pub fn subtree_without(&self, token: usize, without: &[Relation]) -> Range<usize> {
        let (mut first, mut last, mut open) = (token, token, vec![token]);
        while let Some(t) = open.pop() {
            first = first.min(t);
            last = last.max(t);
            open.extend(self.children(t).filter(|c| !without.contains(&self.tokens[*c].relation)));
        }
        first..last + 1
    }

    /// The roots: one for a sentence, more where it was too long to be read at once.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|t| self.tokens[*t].head as usize == *t)
    }

    /// The subject of a verb: its own, else the one it shares with the verb it is joined to or completes.
    #[must_use]
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut verb = verb;
        // bounded by the sentence: each step goes one head up
        for _ in 0..self.tokens.len() {
            if let Some(s) = self.children(verb).find(|c| self.tokens[*c].relation.is_subject()) {
                return Some(s);
            }
            let t = &self.tokens[verb];
            let shares = match t.relation {
                Relation::Conjunct | Relation::OpenComplement => true,
                Relation::AdverbialClause | Relation::PrepositionComplement => t.tag == Tag::VerbIng,
                Relation::RelativeClause | Relation::AdjectivalClause => return self.head(verb),
                _ => false,
            };
            verb = self.head(verb).filter(|_| shares)?;
        }
        None
    }

    /// The span that a token is in.
    #[must_use]
    pub fn span_at(&self, token: usize) -> Option<&Span> {
        self.spans.iter().find(|s| s.tokens.contains(&token))
    }

    /// The token of a run that the others of it hang on.
    #[must_use]
    pub fn head_of(&self, tokens: Range<usize>) -> usize {
        tokens.clone().find(|t| self.head(*t).is_none_or(|h| !tokens.contains(&h))).unwrap_or(tokens.start)
    }

    /// The token that begins at or after a byte of the text.
    #[must_use]
    pub fn token_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|t| (t.start as usize) < byte)
    }
}
