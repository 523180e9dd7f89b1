//! From one sentence to the shorter forms it can stand in: what may be cut while grammar stays whole and meaning honest.
//!
//! A cut never takes a negation or a hedge ([`lexicon::GUARDS`]), never opens a quotation, never leaves a clause without
//! its verb. An attribution goes only where the speaker is an institution and the claim neither blames nor judges.

use std::ops::Range;

use super::{
    lexicon::{self, has},
    reading::Reading,
};

/// Why a passage may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Kind {
    /// It ties the sentence to the one before, or stands in brackets: it always goes.
    Loose,
    /// An aside between dashes, or after one.
    Dash,
    /// A relative clause between commas.
    Relative,
    /// A name's description between commas.
    Apposition,
    /// A clause at the end, opened by a participle or conjunction.
    Tail,
    /// When it was said, or where.
    Occasion,
    /// Who said it.
    Attribution,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = 7;
}

/// A passage that may go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its chunks.
    pub range: Range<usize>,
    /// Why.
    pub kind: Kind,
}

/// One sentence under the knife: its chunks in lower case with what the rules ask of them.
pub(super) struct View<'r, 'a> {
    reading: &'r Reading<'a>,
    line: usize,
    /// The chunks of the sentence.
    pub(super) chunks: Range<usize>,
    low: String,
    /// Whether a quotation or bracket is open before each chunk; one entry more than chunks.
    open: Vec<bool>,
}

impl<'r, 'a> View<'r, 'a> {
    pub(super) fn new(reading: &'r Reading<'a>, line: usize) -> Self {
        let l = &reading.lines[line];
        let mut low = l.text.replace('’', "'");
        // Byte offsets must stay those of the text: fold only where nothing moves.
        if low.len() != l.text.len() || !l.text.is_ascii() {
            low = l.text.to_owned();
        }
        low.make_ascii_lowercase();
        let mut view = Self { reading, line, chunks: l.chunks.clone(), low, open: Vec::new() };
        view.open = view.openings();
        view
    }

    /// The word of a chunk, lower case, without punctuation; empty beyond the sentence.
    pub(super) fn word(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].core.clone()]
    }

    /// The chunk as it stands, lower case.
    fn raw(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].span.clone()]
    }

    /// The reading it is part of.
    pub(super) fn reading(&self) -> &'r Reading<'a> {
        self.reading
    }

    /// The terms of a chunk.
    pub(super) fn tokens(&self, chunk: usize) -> &'r [u32] {
        self.reading.chunks.get(chunk).map_or(&[], |c| &self.reading.tokens[c.tokens.clone()])
    }

    /// The chunk opens a quotation.
    pub(super) fn opens_quote(&self, chunk: usize) -> bool {
        self.raw(chunk).starts_with(['"', '“', '‘', '\'', '„', '«'])
    }

    /// Punctuation ends the chunk.
    pub(super) fn stops(&self, chunk: usize) -> bool {
        self.raw(chunk).ends_with([',', '.', ';', ':', '!', '?'])
            && !matches!(self.word(chunk), "mr" | "mrs" | "ms" | "dr")
    }

    /// The article writes this word with a capital inside sentences as a rule.
    pub(super) fn known_name(&self, chunk: usize) -> bool {
        self.tokens(chunk).first().is_some_and(|&t| {
            let term = &self.reading.terms[t as usize];
            !term.stop && term.capitals >= 1 && term.capitals + 2 >= term.count && term.count >= 2
        })
    }

    /// A preposition of place or time stands before it: "in New York".
    pub(super) fn place(&self, chunk: usize) -> bool {
        chunk > self.chunks.start && matches!(self.word(chunk - 1), "in" | "at" | "on" | "from" | "near" | "of" | "the")
    }

    pub(super) fn capital(&self, chunk: usize) -> bool {
        self.chunks.contains(&chunk)
            && self.reading.core(self.line, chunk).chars().next().is_some_and(char::is_uppercase)
    }

    fn comma(&self, chunk: usize) -> bool {
        self.raw(chunk).ends_with(',')
    }

    fn dash(&self, chunk: usize) -> bool {
        matches!(self.raw(chunk), "--" | "—" | "–" | "-")
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
    pub(super) fn closed(&self, chunk: usize) -> bool {
        !self.open[chunk - self.chunks.start]
    }

    fn sound(&self, range: &Range<usize>) -> bool {
        range.start < range.end
            && self.closed(range.start)
            && self.closed(range.end)
            && !range.clone().any(|k| self.guarded(k))
    }

    fn guarded(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        has(lexicon::GUARDS, word) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// Some chunk of the range is a verb that makes a clause.
    pub(super) fn clause(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|k| self.finite(k))
    }

    pub(super) fn finite(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        has(lexicon::FINITE, word)
            || (word.len() > 4 && word.ends_with("ed") && !self.capital(chunk))
            || word.ends_with("n't")
            || word.ends_with("n’t")
    }

    /// The sentence opens with a word that makes what follows dependent.
    fn dependent(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        has(lexicon::SUBORDINATORS, word) || (word.ends_with("ing") && !has(lexicon::NOT_PARTICIPLES, word))
    }
}

/// What may be cut from a sentence, in no order; passages may contain one another.
pub(super) fn cuts(view: &View<'_, '_>) -> Vec<Cut> {
    let mut out = Vec::new();
    opener(view, &mut out);
    brackets(view, &mut out);
    dashes(view, &mut out);
    attribution(view, &mut out);
    for k in view.chunks.clone() {
        if view.comma(k) && k + 1 < view.chunks.end {
            relative(view, k, &mut out);
            apposition(view, k, &mut out);
            tail(view, k, &mut out);
            inserted(view, k, &mut out);
        }
        if has(lexicon::SAYING, view.word(k)) {
            occasion(view, k, &mut out);
        }
    }
    out.retain(|c| c.kind == Kind::Loose || view.sound(&c.range));
    out
}

/// "But", "Meanwhile,", "On Friday,", "LONDON (Reuters) --".
fn opener(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !view.closed(start + 1) {
        return;
    }
    let mut from = start;
    if let Some(dash) = (start..end.min(start + 7)).find(|&k| view.dash(k))
        && (start..dash).any(|k| view.raw(k).starts_with('('))
    {
        from = dash + 1;
    }
    let word = view.word(from);
    let bare = has(lexicon::BARE_CONNECTIVES, word) && !has(lexicon::SUBORDINATORS, view.word(from + 1));
    if bare || (has(lexicon::CONNECTIVES, word) && view.comma(from)) {
        from += 1;
    }
    let phrase: Vec<&str> = (from..end.min(from + 4)).map(|k| view.word(k)).collect();
    let known = [
        &["in", "addition"][..],
        &["in", "fact"],
        &["of", "course"],
        &["for", "example"],
        &["for", "instance"],
        &["as", "a", "result"],
        &["at", "the", "same", "time"],
        &["in", "the", "meantime"],
        &["on", "top", "of", "this"],
        &["what", "is", "more"],
        &["on", "the", "other", "hand"],
        &["in", "other", "words"],
        &["even", "so"],
    ];
    if let Some(k) = known.iter().find(|p| phrase.starts_with(p)).map(|p| from + p.len())
        && view.comma(k - 1)
    {
        from = k;
    }
    if let Some(comma) = (from..end.min(from + 4)).find(|&k| view.comma(k))
        && (from..=comma).all(|k| has(lexicon::RECENT, view.word(k)))
    {
        from = comma + 1;
    }
    if from > start && end - from >= 5 && view.closed(from) {
        out.push(Cut { range: start..from, kind: Kind::Loose });
    }
}

/// "(pictured)", "(left)", "(CNN)".
fn brackets(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let mut k = view.chunks.start;
    while k < view.chunks.end {
        if view.raw(k).starts_with('(') && view.closed(k) {
            let close = (k..view.chunks.end.min(k + 9)).find(|&m| view.raw(m).contains(')'));
            if let Some(m) = close
                && view.raw(m).trim_end_matches(['.', ',', ';', ':']).ends_with(')')
                && view.sound(&(k..m + 1))
            {
                out.push(Cut { range: k..m + 1, kind: Kind::Loose });
                k = m;
            }
        }
        k += 1;
    }
}

fn dashes(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let at: Vec<usize> = (start + 1..end).filter(|&k| view.dash(k) && view.closed(k)).collect();
    match at.as_slice() {
        [a, b] if b - a <= 16 => out.push(Cut { range: *a..b + 1, kind: Kind::Dash }),
        [a] if *a >= start + 7 && view.clause(start..*a) && !view.dependent(start) => {
            out.push(Cut { range: *a..end, kind: Kind::Dash });
        }
        _ => {}
    }
}

/// The chunk after which a passage opened by the comma at `k` ends: the next comma before a verb.
fn closing(view: &View<'_, '_>, k: usize, reach: usize) -> Option<usize> {
    let end = view.chunks.end;
    (k + 1..end.min(k + 1 + reach)).find(|&m| view.comma(m) && m + 2 < end && view.finite(m + 1))
}

/// ", who has a history of fainting,".
fn relative(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !matches!(view.word(k + 1), "who" | "which" | "whose" | "where" | "whom") {
        return;
    }
    if let Some(m) = closing(view, k, 20).filter(|_| !view.dependent(start)) {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Relative });
    } else if k >= start + 4 && view.clause(start..k + 1) && !view.dependent(start) {
        out.push(Cut { range: k + 1..end, kind: Kind::Relative });
    }
}

/// ", a 34-year-old father of two,".
fn apposition(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !view.capital(k) || view.dependent(start) {
        return;
    }
    let word = view.word(k + 1);
    let article = matches!(word, "a" | "an" | "the" | "his" | "her" | "its" | "their" | "former" | "one");
    if let Some(m) = closing(view, k, 12)
        && article
        && !view.clause(k + 1..m + 1)
    {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Apposition });
    } else if matches!(word, "a" | "an")
        && end - k < 16
        && k >= start + 5
        && view.clause(start..k + 1)
        && !view.clause(k + 1..end)
    {
        out.push(Cut { range: k + 1..end, kind: Kind::Apposition });
    }
}

/// ", leaving him one under", ", while others went on", ", including two children".
fn tail(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let word = view.word(k + 1);
    let participle = word.len() > 4 && word.ends_with("ing") && !has(lexicon::NOT_PARTICIPLES, word);
    let opens = participle
        || matches!(word, "as" | "while" | "after" | "when" | "before" | "including" | "following" | "with" | "where");
    if opens && k >= start + 6 && !view.dependent(start) && view.clause(start..k + 1) {
        out.push(Cut { range: k + 1..end, kind: Kind::Tail });
    }
}

/// ", however,", ", meanwhile,".
fn inserted(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    if view.comma(k + 1)
        && matches!(view.word(k + 1), "however" | "meanwhile" | "too" | "also" | "moreover" | "therefore" | "then")
        && view.closed(k + 1)
        && view.closed(k + 2)
    {
        out.push(Cut { range: k + 1..k + 2, kind: Kind::Loose });
    }
}

/// "said *on Friday*", "said *in a statement*".
fn occasion(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let end = view.chunks.end;
    let mut m = k + 1;
    while m < end.min(k + 9) {
        let word = view.word(m);
        if has(lexicon::WEEKDAYS, word) {
            m += 1;
        } else if word == "on" && has(lexicon::WEEKDAYS, view.word(m + 1)) {
            m += 2;
        } else if matches!(word, "morning" | "afternoon" | "evening" | "night") && m > k + 1 {
            m += 1;
        } else if matches!(word, "in" | "at" | "during")
            && matches!(view.word(m + 1), "a" | "an" | "the")
            && let Some(noun) = (m + 2..end.min(m + 5)).find(|&n| {
                matches!(
                    view.word(n),
                    "statement" | "interview" | "conference" | "release" | "briefing" | "tweet" | "email"
                )
            })
        {
            m = noun + 1;
        } else {
            break;
        }
        if view.raw(m - 1).ends_with([',', '.', ';', ':']) {
            break;
        }
    }
    let after = view.word(m);
    if m > k + 1 && (m == end || after == "that" || view.raw(m - 1).ends_with([',', '.'])) {
        out.push(Cut { range: k + 1..m, kind: Kind::Occasion });
    }
}

/// ", police said", ", according to the agency".
fn attribution(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start..end.saturating_sub(1)).rev().find(|&k| view.comma(k)) else { return };
    if end - k > 12 || k < start + 6 || !view.clause(start..k + 1) || view.dependent(start) {
        return;
    }
    let says = view.word(k + 1) == "according" || (k + 1..end).any(|m| has(lexicon::SAYING, view.word(m)));
    let plain = (k + 1..end).any(|m| has(lexicon::SPEAKERS, view.word(m)))
        && (start..=k).all(|m| {
            !has(lexicon::BLAME, view.word(m)) && !view.guarded(m) && !view.raw(m).contains(['"', '“', '‘', '”'])
        });
    if says && plain {
        out.push(Cut { range: k + 1..end, kind: Kind::Attribution });
    }
}

/// Where a sentence falls into two that can each stand: the chunk that joins them ("and"), which neither keeps.
pub(super) fn joint(view: &View<'_, '_>) -> Option<(usize, usize)> {
    let Range { start, end } = view.chunks;
    (start + 6..end.saturating_sub(7)).find_map(|k| {
        let after = if view.raw(k).ends_with(';') {
            k + 1
        } else if view.comma(k) && view.word(k + 1) == "and" {
            k + 2
        } else {
            return None;
        };
        let subject = has(lexicon::DETERMINERS, view.word(after))
            || view.capital(after)
            || matches!(view.word(after), "he" | "she");
        let verb = (after + 1..end.min(after + 5)).find(|&m| view.finite(m))?;
        let listed = (after..verb).any(|m| view.comma(m));
        (subject && !listed && view.closed(after) && !view.dependent(start) && view.clause(start..k + 1))
            .then_some((k + 1, after))
    })
}
