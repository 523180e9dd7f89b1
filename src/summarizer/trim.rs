//! From one sentence to the shorter forms it can stand in: what may be cut while grammar stays whole and meaning honest.
//!
//! A cut never takes a negation or a hedge ([`lexicon::GUARDS`]), never opens a quotation, never leaves a clause without
//! its verb. An attribution goes only where the speaker is an institution and the claim neither blames nor judges.

use std::ops::Range;

use super::{
    lexicon::{self, Classes},
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
    /// A clause or phrase at the end, after a comma.
    Tail,
    /// A phrase or clause at the head, before a comma.
    Lead,
    /// The second of two things that the subject did.
    Also,
    /// When it was said, or where.
    Occasion,
    /// Who said it.
    Attribution,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = 9;
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
    /// The classes of each chunk's word.
    classes: Vec<Classes>,
    /// Whether each chunk is a verb that makes a clause.
    finite: Vec<bool>,
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
    pub(super) fn word(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].core.clone()]
    }

    /// The chunk's word is of a class; nothing is beyond the sentence.
    pub(super) fn is(&self, chunk: usize, class: Classes) -> bool {
        let place = chunk.checked_sub(self.chunks.start);
        place.and_then(|p| self.classes.get(p)).is_some_and(|c| c.has(class))
    }

    /// The chunk as it stands, lower case.
    pub(super) fn raw(&self, chunk: usize) -> &str {
        if !self.chunks.contains(&chunk) {
            return "";
        }
        &self.low[self.reading.chunks[chunk].span.clone()]
    }

    /// The index of its sentence.
    pub(super) fn line(&self) -> usize {
        self.line
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

    /// The range says whose words these are: a cut that takes it along would leave a claim without its speaker.
    pub(super) fn attributes(&self, mut range: Range<usize>) -> bool {
        range.any(|k| self.is(k, lexicon::SAYING) || self.word(k) == "according")
    }

    /// The chunk opens a bracket.
    pub(super) fn opens_bracket(&self, chunk: usize) -> bool {
        self.raw(chunk).starts_with(['(', '['])
    }

    /// The chunk ends with a comma.
    pub(super) fn comma(&self, chunk: usize) -> bool {
        self.raw(chunk).ends_with(',')
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

    /// The chunk ends a name that nothing before makes part of a longer phrase: "Edda Lorne", not "all boats in Halden".
    fn named(&self, chunk: usize) -> bool {
        let mut first = chunk;
        while first > self.chunks.start && self.capital(first - 1) && !self.stops(first - 1) {
            first -= 1;
        }
        self.capital(chunk) && !(first > self.chunks.start && self.is(first - 1, lexicon::SUBORDINATORS))
    }

    pub(super) fn capital(&self, chunk: usize) -> bool {
        self.chunks.contains(&chunk)
            && self.reading.core(self.line, chunk).chars().next().is_some_and(char::is_uppercase)
    }

    fn dash(&self, chunk: usize) -> bool {
        matches!(self.raw(chunk), "--" | "—" | "–" | "-" | "―")
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

    /// The range opens and closes its own quotations and brackets.
    fn whole_marks(&self, range: &Range<usize>) -> bool {
        range.start < range.end && self.closed(range.start) && self.closed(range.end)
    }

    fn sound(&self, range: &Range<usize>) -> bool {
        self.whole_marks(range) && !range.clone().any(|k| self.guarded(k))
    }

    fn guarded(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        self.is(chunk, lexicon::GUARDS) || word.ends_with("n't") || word.ends_with("n’t")
    }

    /// Some chunk of the range is a verb that makes a clause.
    pub(super) fn clause(&self, range: Range<usize>) -> bool {
        range.into_iter().any(|k| self.finite(k))
    }

    /// The range has a verb of its own: more verbs than words that open a clause inside it.
    pub(super) fn whole(&self, range: Range<usize>) -> bool {
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
    pub(super) fn finite(&self, chunk: usize) -> bool {
        let place = chunk.checked_sub(self.chunks.start);
        place.and_then(|p| self.finite.get(p)).is_some_and(|f| *f)
    }

    fn is_finite(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        self.is(chunk, lexicon::FINITE)
            || (word.len() > 4 && word.ends_with("ed") && !self.capital(chunk))
            || word.ends_with("n't")
            || word.ends_with("n’t")
    }

    /// The chunk is a word of time or manner that can stand before a subject: "Yesterday,", "Sadly,".
    pub(super) fn adverb(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        word.ends_with("ly") || self.is(chunk, lexicon::RECENT) && word != "the" && word != "this"
    }

    /// The sentence opens with a word that makes what follows dependent.
    fn dependent(&self, chunk: usize) -> bool {
        let word = self.word(chunk);
        self.is(chunk, lexicon::SUBORDINATORS) || (word.ends_with("ing") && !self.is(chunk, lexicon::NOT_PARTICIPLES))
    }
}

/// What may be cut from a sentence, in no order; passages may contain one another.
pub(super) fn cuts(view: &View<'_, '_>) -> Vec<Cut> {
    let mut out = Vec::new();
    dateline(view, &mut out);
    opener(view, &mut out);
    label(view, &mut out);
    brackets(view, &mut out);
    dashes(view, &mut out);
    attribution(view, &mut out);
    lead(view, &mut out);
    for k in view.chunks.clone() {
        if view.comma(k) && k + 1 < view.chunks.end {
            relative(view, k, &mut out);
            apposition(view, k, &mut out);
            tail(view, k, &mut out);
            inserted(view, k, &mut out);
            shown(view, k, &mut out);
        }
        if view.is(k, lexicon::HINGES) {
            match view.word(k) {
                "and" => also(view, k, &mut out),
                "though" => though(view, k, &mut out),
                "also"
                    if k > view.chunks.start
                        && view.word(k - 1) != "but"
                        && !view.comma(k - 1)
                        && !view.comma(k)
                        && view.closed(k) =>
                {
                    out.push(Cut { range: k..k + 1, kind: Kind::Loose });
                }
                _ => {}
            }
        }
        if k > view.chunks.start && view.is(k, lexicon::WEEKDAYS) {
            day(view, k, &mut out);
        }
        if view.is(k, lexicon::SAYING) {
            occasion(view, k, &mut out);
        }
    }
    out.retain(|c| match c.kind {
        Kind::Loose => !limits(view, &c.range),
        Kind::Attribution => view.whole_marks(&c.range),
        Kind::Occasion => view.sound(&c.range),
        _ if c.range.end == view.chunks.end && view.attributes(c.range.clone()) => false,
        Kind::Dash | Kind::Relative | Kind::Apposition if limits(view, &c.range) => false,
        Kind::Dash => view.sound(&c.range),
        // One dash of a pair must not go without the other.
        _ => view.sound(&c.range) && c.range.clone().filter(|&k| view.dash(k)).count() % 2 == 0,
    });
    out
}

/// An insert that narrows the noun before it: "all people detained — *and later found to have no papers* —". What
/// describes a name may go; what may tell which of a kind are meant stays.
fn limits(view: &View<'_, '_>, range: &Range<usize>) -> bool {
    let Some(noun) = range.start.checked_sub(1).filter(|&k| k > view.chunks.start) else { return false };
    let from = if view.dash(range.start) { range.start + 1 } else { range.start };
    let bracket = view.opens_bracket(range.start);
    if from >= range.end || (!bracket && from == range.start && !view.comma(noun)) {
        return false;
    }
    let head = view.word(from);
    if matches!(head, "and" | "or" | "but" | "if" | "unless" | "except" | "only" | "that" | "not" | "provided") {
        return true;
    }
    // What it is called, or where it is in a picture, narrows nothing.
    let told = matches!(head, "pictured" | "seen" | "shown" | "called" | "named" | "known" | "dubbed" | "nicknamed");
    if told || view.named(noun) {
        return false;
    }
    let narrows = |k: usize| matches!(view.word(k), "who" | "whom" | "whose" | "that") || participle(view, k);
    (from..range.end.min(from + 2)).any(narrows)
}

/// "Arrested", "found", "held".
fn participle(view: &View<'_, '_>, k: usize) -> bool {
    let word = view.word(k);
    let irregular = matches!(
        word,
        "born"
            | "bought"
            | "brought"
            | "built"
            | "caught"
            | "chosen"
            | "drawn"
            | "driven"
            | "found"
            | "given"
            | "held"
            | "hit"
            | "hurt"
            | "kept"
            | "known"
            | "left"
            | "lost"
            | "made"
            | "paid"
            | "seen"
            | "sent"
            | "shot"
            | "sold"
            | "spent"
            | "taken"
            | "thought"
            | "told"
            | "written"
    );
    !view.capital(k) && (irregular || word.len() > 4 && word.ends_with("ed"))
}

/// "WASHINGTON —", "HALDEN, Tarn (AP) —" at the head.
fn dateline(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start + 1..end.min(start + 7)).find(|&k| view.dash(k)) else { return };
    let shouts = |m: usize| {
        let core = view.reading.core(view.line, m);
        core.len() > 2 && core.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
    };
    if shouts(start) && (start..k).all(|m| view.capital(m) || view.opens_bracket(m)) && end - k > 5 {
        out.push(Cut { range: start..k + 1, kind: Kind::Loose });
    }
}

/// "But", "Meanwhile,", "On Friday,".
fn opener(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if !view.closed(start + 1) {
        return;
    }
    let mut from = start;
    let bare = view.is(from, lexicon::BARE_CONNECTIVES) && !matches!(view.word(from + 1), "for" | "not" | "if" | "so")
        || view.word(from) == "so"
            && matches!(view.word(from + 1), "his" | "her" | "he" | "she" | "the" | "they" | "their");
    if bare || (view.is(from, lexicon::CONNECTIVES) && view.comma(from)) {
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
        && (from..=comma).all(|k| view.is(k, lexicon::RECENT))
    {
        from = comma + 1;
    }
    if from > start && end - from >= 5 && view.closed(from) {
        out.push(Cut { range: start..from, kind: Kind::Loose });
    }
}

/// "Reward:" before what a caption says.
fn label(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start..end.min(start + 4)).find(|&k| view.raw(k).ends_with(':')) else { return };
    let says = (start..=k).any(|m| view.finite(m));
    if !says
        && end - k > 8
        && view.capital(k + 1)
        && view.closed(k + 1)
        && !view.opens_quote(k + 1)
        && view.clause(k + 1..end)
    {
        out.push(Cut { range: start..k + 1, kind: Kind::Loose });
    }
}

/// "(pictured)", "(left)", "(he was 40 at the time)"; what may belong to a name ("(USA)", "(R-Ala.)") stays.
fn brackets(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    // "20 naira (10 cents)": of a list of such sums some would go and some stay. "(41)" is an age.
    let figures =
        |r: Range<usize>| r.len() > 1 && r.into_iter().any(|k| view.raw(k).contains(|c: char| c.is_ascii_digit()));
    let mut k = view.chunks.start;
    while k < view.chunks.end {
        if view.raw(k).starts_with('(') && view.closed(k) {
            // "(above with Orla Finch)" tells what a picture shows, whoever it names.
            let picture = matches!(
                view.word(k),
                "pictured" | "seen" | "shown" | "above" | "below" | "left" | "right" | "centre" | "center" | "inset"
            );
            let reach = if picture { 16 } else { 9 };
            let close = (k..view.chunks.end.min(k + reach)).find(|&m| view.raw(m).contains(')'));
            if let Some(m) = close
                && view.raw(m).trim_end_matches(['.', ',', ';', ':']).ends_with(')')
                && view.sound(&(k..m + 1))
                && !matches!(
                    view.word(k),
                    "kind" | "sort" | "almost" | "nearly" | "mostly" | "partly" | "maybe" | "perhaps"
                )
                && (picture || ((m > k || !view.capital(k)) && !view.capital(m) && !figures(k..m + 1)))
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
        [a] if *a >= start + 7 && view.whole(start..*a) && !view.dependent(start) => {
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
    // With an earlier comma open, the closing one may be that one's as well.
    let nested = (start..k).any(|m| view.comma(m));
    if let Some(m) = closing(view, k, 20).filter(|_| !view.dependent(start) && !nested) {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Relative });
    } else if k >= start + 4 && view.whole(start..k + 1) && !view.dependent(start) && closing(view, k, end).is_none() {
        // The main clause stands before it: the rest goes.
        out.push(Cut { range: k + 1..end, kind: Kind::Relative });
    }
}

/// ", a 34-year-old father of two,", ", known for his sermons,".
fn apposition(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if view.dependent(start) || view.adverb(start) {
        return;
    }
    let word = view.word(k + 1);
    let article = matches!(word, "a" | "an" | "the" | "his" | "her" | "its" | "their" | "former" | "one");
    // Only the subject has been named so far: whatever stands between its commas describes it.
    let nested = (start..k).any(|m| view.comma(m));
    let subject = !view.clause(start..k + 1) && (view.is(start, lexicon::DETERMINERS) || view.capital(k));
    if let Some(m) = closing(view, k, 14)
        && !nested
        && ((article && view.capital(k) && !view.clause(k + 1..m + 1)) || (subject && m > k + 1))
    {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Apposition });
    } else if matches!(word, "a" | "an")
        && view.capital(k)
        && end - k < 16
        && k >= start + 5
        && view.whole(start..k + 1)
        && !view.clause(k + 1..end)
        // "Said Orla Finch, a pilot": who speaks keeps the office.
        && !view.attributes(k.saturating_sub(5).max(start)..k + 1)
    {
        out.push(Cut { range: k + 1..end, kind: Kind::Apposition });
    }
}

/// ", leaving him one under", ", while others went on", ", including two children".
fn tail(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let word = view.word(k + 1);
    let participle = word.len() > 4 && word.ends_with("ing") && !view.is(k + 1, lexicon::NOT_PARTICIPLES);
    // "burglary, kidnapping, fraud" is a list, "this sweating, sprawling city" two words before one noun.
    let listed =
        view.comma(k + 1) || k > start && view.word(k).ends_with("ing") && view.is(k - 1, lexicon::DETERMINERS);
    let opens = participle && !listed || view.is(k + 1, lexicon::TAILS);
    // A verb after a later comma may be the main one.
    let goes_on = closing(view, k, end).is_some();
    if opens && !goes_on && k >= start + 6 && !view.dependent(start) && view.whole(start..k + 1) {
        out.push(Cut { range: k + 1..end, kind: Kind::Tail });
    }
}

/// "*After a night of talks,* the ministers agreed": the main clause names its own subject, and the phrase holds no
/// date, without which what follows would seem to be of today.
fn lead(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let opens = view.is(start, lexicon::LEADS);
    if !opens {
        return;
    }
    let Some(k) = (start + 1..end.min(start + 18)).find(|&k| view.comma(k) && view.closed(k + 1)) else { return };
    let dated = (start..=k).any(|m| view.word(m).contains(|c: char| c.is_ascii_digit()) || view.is(m, lexicon::DATING));
    let word = view.word(k + 1);
    let subject = view.is(k + 1, lexicon::DETERMINERS)
        || !(view.is(k + 1, lexicon::PRONOUNS)
            || view.dependent(k + 1)
            || view.finite(k + 1)
            || word.ends_with("ly")
            || matches!(word, "and" | "or" | "but" | "not" | "then" | "there" | "i" | "we" | "you"));
    let verb = (k + 2..end.min(k + 9)).find(|&m| view.finite(m));
    let listed = verb.is_some_and(|v| (k + 1..v).any(|m| view.comma(m)));
    if !dated && subject && verb.is_some() && !listed && end - k > 7 {
        out.push(Cut { range: start..k + 1, kind: Kind::Lead });
    }
}

/// "The figures were presented on Friday *and total more than 60 million*".
fn also(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let verb = view.is(k + 1, lexicon::FINITE) && !view.capital(k + 1);
    let nested = (start..k).any(|m| {
        matches!(
            view.word(m),
            "who"
                | "which"
                | "that"
                | "whose"
                | "where"
                | "when"
                | "both"
                | "either"
                | "to"
                | "will"
                | "would"
                | "can"
                | "could"
        )
    });
    if verb && !nested && k >= start + 7 && view.whole(start..k) && !view.dependent(start) {
        out.push(Cut { range: k..end, kind: Kind::Also });
    }
}

/// ", however,", ", meanwhile,".
fn inserted(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    if view.comma(k + 1)
        && matches!(view.word(k + 1), "however" | "meanwhile" | "too" | "also" | "moreover" | "therefore" | "then")
        && (view.finite(k + 2) || !view.clause(view.chunks.start..k + 1))
        && view.closed(k + 1)
        && view.closed(k + 2)
    {
        out.push(Cut { range: k + 1..k + 2, kind: Kind::Loose });
    }
}

/// "The talks went on*, though*", "the mayor *though* said".
fn though(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let last = k + 1 == end && k > start + 4 && view.comma(k - 1);
    let between = k > start && !view.comma(k - 1) && !view.comma(k) && view.finite(k + 1) && !view.clause(start..k);
    if (last || between) && view.closed(k) && view.closed(k + 1) {
        out.push(Cut { range: k..k + 1, kind: Kind::Loose });
    }
}

/// ", pictured right,", ", pictured above with his wife": a word to whoever sees the picture.
fn shown(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let end = view.chunks.end;
    if view.word(k + 1) != "pictured" || k < view.chunks.start + 1 {
        return;
    }
    let close = (k + 1..end.min(k + 9)).find(|&m| view.comma(m) || m + 1 == end);
    if let Some(m) = close.filter(|&m| view.sound(&(k + 1..m + 1))) {
        out.push(Cut { range: k + 1..m + 1, kind: Kind::Loose });
    }
}

/// "said *in a statement*", "said *at a news conference*".
fn occasion(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let end = view.chunks.end;
    let opens = matches!(view.word(k + 1), "in" | "at" | "during") && matches!(view.word(k + 2), "a" | "an" | "the");
    let noun = (k + 3..end.min(k + 7)).find(|&n| {
        matches!(view.word(n), "statement" | "interview" | "conference" | "release" | "briefing" | "tweet" | "email")
    });
    if let Some(n) = noun.filter(|_| opens)
        && (n + 1 == end || view.word(n + 1) == "that" || view.raw(n).ends_with([',', '.']))
    {
        out.push(Cut { range: k + 1..n + 1, kind: Kind::Occasion });
    }
}

/// "on Tuesday night", "Tuesday": a day of the week where nothing hangs on it ("since Tuesday", "Black Friday").
fn day(view: &View<'_, '_>, k: usize, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    if view.word(k).len() < view.reading.chunks[k].core.len() || view.raw(k).contains(['\'', '’', '-']) {
        return;
    }
    let before = view.word(k - 1);
    let mut from = k;
    if before == "on" {
        from = k - 1;
        // "early on Monday" would leave "early".
        if from > start && matches!(view.word(from - 1), "early" | "late" | "earlier" | "later" | "only" | "even") {
            return;
        }
    } else if view.capital(k - 1) && k - 1 > start
        || view.is(k - 1, lexicon::HOLD_DAYS)
        || view.raw(k - 1).ends_with([',', ':', ';'])
        || view.dash(k - 1)
    {
        return;
    }
    let mut to = k + 1;
    if matches!(view.word(to), "morning" | "afternoon" | "evening" | "night") && !view.raw(k).ends_with(',') {
        to += 1;
    }
    let after = view.word(to);
    let hangs = matches!(after, "and" | "or" | "to" | "through" | "until" | "after" | "before" | "when" | "at")
        || (to < end && view.capital(to) && !view.raw(to - 1).ends_with([',', ';']));
    // "On Thursday, a day before the vote" explains the day.
    let hangs = hangs || view.comma(to - 1) && (to..end.min(to + 3)).any(|m| view.is(m, lexicon::DATING));
    let opens = view.raw(from.saturating_sub(1)).ends_with(['.', ',', ';', ':', '?', '!']);
    if from > start && !hangs && !opens && view.closed(from) && view.closed(to) {
        out.push(Cut { range: from..to, kind: Kind::Occasion });
    }
}

/// ", police said", ", according to the agency".
fn attribution(view: &View<'_, '_>, out: &mut Vec<Cut>) {
    let Range { start, end } = view.chunks;
    let Some(k) = (start..end.saturating_sub(1)).rev().find(|&k| view.comma(k)) else { return };
    if end - k > 12 || k < start + 6 || !view.whole(start..k + 1) || view.dependent(start) {
        return;
    }
    let says = view.word(k + 1) == "according" || (k + 1..end).any(|m| view.is(m, lexicon::SAYING));
    let plain = (k + 1..end).any(|m| view.is(m, lexicon::SPEAKERS))
        && (start..=k)
            .all(|m| !view.is(m, lexicon::BLAME) && !view.guarded(m) && !view.raw(m).contains(['"', '“', '‘', '”']));
    if says && plain {
        out.push(Cut { range: k + 1..end, kind: Kind::Attribution });
    }
}

/// Where a sentence falls into two that can each stand: the chunk that joins them ("and"), which neither keeps.
pub(super) fn joint(view: &View<'_, '_>) -> Option<(usize, usize)> {
    let Range { start, end } = view.chunks;
    // Who says it may say both.
    if view.attributes(start..end) {
        return None;
    }
    (start + 6..end.saturating_sub(7)).find_map(|k| {
        let after = if view.raw(k).ends_with(';') {
            k + 1
        } else if view.comma(k) && view.word(k + 1) == "and" {
            k + 2
        } else {
            return None;
        };
        let subject =
            view.is(after, lexicon::DETERMINERS) || view.capital(after) || matches!(view.word(after), "he" | "she");
        let verb = (after + 1..end.min(after + 5)).find(|&m| view.finite(m))?;
        let listed = (after..verb).any(|m| view.comma(m));
        (subject && !listed && view.closed(after) && !view.dependent(start) && view.whole(start..k + 1))
            .then_some((k + 1, after))
    })
}
