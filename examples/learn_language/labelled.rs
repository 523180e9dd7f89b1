//! Sentences with the teacher's labels, as `label.py` writes them.

use std::{fmt::Write, fs, ops::Range};

use nutgraf::language::{Relation, SpanKind, Tag, network::Labels};

/// Names of the kinds of spans, in the order of [`SpanKind::ALL`].
const KINDS: [&str; 7] = ["PERSON", "ORG", "PLACE", "NORP", "DATE", "NUMBER", "MISC"];

/// A sentence and what is right for it.
pub(crate) struct Sentence {
    pub(crate) words: Vec<String>,
    /// White space follows the word.
    spaces: Vec<bool>,
    pub(crate) tags: Vec<Tag>,
    /// 0 for the root, else the number of a word from 1.
    pub(crate) heads: Vec<u16>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) spans: Vec<(Range<u32>, SpanKind)>,
}

fn kind(name: &str) -> SpanKind {
    match name {
        "PERSON" => SpanKind::Person,
        "ORG" => SpanKind::Organization,
        "GPE" | "LOC" | "FAC" | "PLACE" => SpanKind::Place,
        "NORP" => SpanKind::Nationality,
        "DATE" | "TIME" => SpanKind::Date,
        "CARDINAL" | "ORDINAL" | "MONEY" | "PERCENT" | "QUANTITY" | "NUMBER" => SpanKind::Number,
        _ => SpanKind::Other,
    }
}

fn number(kind: SpanKind) -> usize {
    SpanKind::ALL.iter().position(|k| *k == kind).expect("every kind is listed")
}

/// All sentences of a file.
pub(crate) fn read(path: &str) -> Vec<Sentence> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let lines = text.lines().filter(|l| !l.starts_with("#doc ") || l.contains('\t'));
    let lines: Vec<Vec<&str>> = lines.map(|l| l.split('\t').collect()).collect();
    let sentences = lines.split(|fields| fields.len() < 6);
    sentences.filter(|s| !s.is_empty()).map(sentence).collect()
}

fn sentence(lines: &[Vec<&str>]) -> Sentence {
    let tag = |name| Tag::from_name(name).unwrap_or(Tag::Unknown);
    let relation = |name| Relation::from_name(name).unwrap_or(Relation::Unclassified);
    Sentence {
        words: lines.iter().map(|l| l[0].to_owned()).collect(),
        spaces: lines.iter().map(|l| l[1] == "1").collect(),
        tags: lines.iter().map(|l| tag(l[2])).collect(),
        heads: lines.iter().map(|l| l[3].parse().expect("a head")).collect(),
        relations: lines.iter().map(|l| relation(l[4])).collect(),
        spans: spans(lines),
    }
}

/// The spans of a sentence. One that does not begin and end in it is none.
fn spans(lines: &[Vec<&str>]) -> Vec<(Range<u32>, SpanKind)> {
    let mut spans = Vec::new();
    let mut begin = None;
    for (at, line) in (0_u32..).zip(lines) {
        match line[5].split_once('-') {
            Some(("B", _)) => begin = Some(at),
            Some(("I", _)) => {}
            Some(("L", name)) => spans.extend(begin.take().map(|from| (from..at + 1, kind(name)))),
            Some((_, name)) => spans.push((at..at + 1, kind(name))),
            None => begin = None,
        }
    }
    spans
}

impl Sentence {
    /// The spans as a label for each word, in the numbers of the network: 0 outside, then begin, inside, last, unit of
    /// each kind.
    pub(crate) fn span_labels(&self) -> Vec<usize> {
        places(self.words.len(), &self.spans)
            .into_iter()
            .map(|place| place.map_or(0, |(place, kind)| 1 + number(kind) * 4 + place))
            .collect()
    }

    /// The sentence as a file has it, with other labels.
    pub(crate) fn write(&self, labels: &Labels, out: &mut String) {
        let places = places(self.words.len(), &labels.spans);
        for (i, word) in self.words.iter().enumerate() {
            let (space, tag) = (u8::from(self.spaces[i]), labels.tags[i].name());
            let (head, relation) = (labels.heads[i], labels.relations[i].name());
            let span = places[i].map_or_else(
                || "O".to_owned(),
                |(place, kind)| format!("{}-{}", ["B", "I", "L", "U"][place], KINDS[number(kind)]),
            );
            writeln!(out, "{word}\t{space}\t{tag}\t{head}\t{relation}\t{span}").expect("memory");
        }
        out.push('\n');
    }
}

/// For each word of a span its place there (begin, inside, last, unit) and the kind.
fn places(words: usize, spans: &[(Range<u32>, SpanKind)]) -> Vec<Option<(usize, SpanKind)>> {
    let mut places = vec![None; words];
    for (range, kind) in spans {
        for at in range.clone() {
            let place = match (at == range.start, at + 1 == range.end) {
                (true, true) => 3,
                (true, false) => 0,
                (false, true) => 2,
                (false, false) => 1,
            };
            places[at as usize] = Some((place, *kind));
        }
    }
    places
}
