//! The bullets that could be: every sentence worth a look, trimmed, split where it carries two facts, its opening
//! pronoun resolved.

use std::ops::Range;

use super::{
    lexicon::{self, has},
    reading::Reading,
    score::Weights,
    trim::{self, Cut, Kind, View},
};
use crate::article::{BlockKind, Quotation, SentenceId};

/// The shortest and longest bullet, in words.
pub const WORDS: std::ops::RangeInclusive<usize> = 8..=26;

/// A bullet that could be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its sentence.
    pub line: usize,
    /// The chunks of the sentence that it keeps.
    pub keep: Vec<Range<usize>>,
    /// The name that stands in for the pronoun it opens with.
    pub name: Option<Resolved>,
    /// It is one half of a sentence.
    pub half: bool,
    /// Its length.
    pub words: usize,
    /// Its terms, a resolved name's in place of the pronoun.
    pub terms: Vec<u32>,
    /// What its wording shows.
    pub flags: Flags,
}

/// A name from an earlier sentence.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The sentence it stands in.
    pub line: usize,
    /// Its chunks there.
    pub chunks: Range<usize>,
    /// It stands in for "his" or "her".
    pub possessive: bool,
}

/// What a candidate's wording shows.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// It asks.
    pub question: bool,
    /// The share of words between quotation marks.
    pub quoted: f32,
    /// It opens with a quotation.
    pub quote_first: bool,
    /// "I", "we" outside quotations.
    pub first_person: bool,
    /// A pronoun at its head is not resolved.
    pub pronoun: bool,
    /// It opens with "this", "that", "such" or the like.
    pub demonstrative: bool,
    /// It opens with "the move", "the second", "instead": it leans on something told before.
    pub anaphor: bool,
    /// It opens with a word that ties it to the sentence before.
    pub connective: bool,
    /// No verb was found.
    pub verbless: bool,
    /// It has no main clause: "How the bridge was built", "The mayor in May, when he opened it".
    pub fragment: bool,
    /// A label with a colon opens it, as in captions.
    pub colon: bool,
    /// It had no full stop, or a loose one, as captions and labels.
    pub stopless: bool,
    /// It stands in a list, a caption or a heading.
    pub listed: bool,
    /// An earlier sentence says nearly the same.
    pub repeats: bool,
    /// It speaks of the page, not of the news: "Scroll down for video", "Follow us on Twitter".
    pub housekeeping: bool,
    /// It ends with who said it.
    pub attributed: bool,
    /// A quotation or bracket is left open, or a bracket holds all.
    pub unbalanced: bool,
    /// It is someone's words without their marks, or mostly that without who says it.
    pub unspoken: bool,
    /// The quotation that it opens with began in an earlier sentence: the mark that it opens with here.
    pub opening: Option<char>,
    /// It tells what had been before: the background.
    pub background: bool,
    /// Mostly someone's words, and only "he said" or "they said" tells whose.
    pub faceless: bool,
    /// "That promise", "said so", "about it": it leans on something told elsewhere.
    pub leaning: bool,
}

impl Candidate {
    fn read(&self, reading: &Reading<'_>) -> Vec<u32> {
        let name = self.name.iter().flat_map(|n| n.chunks.clone());
        let skip = usize::from(self.name.is_some());
        let mut terms = Vec::with_capacity(self.words + 4);
        for k in name.chain(self.keep.iter().cloned().flatten().skip(skip)) {
            terms.extend_from_slice(&reading.tokens[reading.chunks[k].tokens.clone()]);
        }
        terms
    }

    /// The sentences it rests on, in reading order.
    #[must_use]
    pub fn sentences(&self) -> Vec<SentenceId> {
        let name = self.name.iter().map(|n| n.line).filter(|&line| line != self.line);
        name.chain([self.line]).map(SentenceId::from).collect()
    }

    /// Its words, ready to show.
    #[must_use]
    pub fn text(&self, reading: &Reading<'_>) -> String {
        let mut out = String::with_capacity(160);
        if let Some(name) = &self.name {
            for k in name.chunks.clone() {
                push(&mut out, reading.chunk(name.line, k));
            }
            let bare = out.trim_end_matches([',', '.', ';', ':']).trim_end_matches("'s").trim_end_matches("’s").len();
            out.truncate(bare);
            if name.possessive {
                out.push_str("’s");
            }
        }
        let mut skip = usize::from(self.name.is_some());
        for (i, range) in self.keep.iter().enumerate() {
            if i > 0 && reading.chunks.get(range.start).is_some() {
                close_gap(&mut out, reading, self.line, &self.keep[i - 1], range);
            }
            for k in range.clone() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                push(&mut out, reading.chunk(self.line, k));
            }
        }
        let mut out = finish(out);
        if let Some(mark) = self.flags.opening {
            out.insert(0, mark);
        }
        out
    }
}

fn push(out: &mut String, chunk: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(chunk);
}

/// Where a passage went, its opening comma goes, and a stop that ended it stays.
fn close_gap(out: &mut String, reading: &Reading<'_>, line: usize, before: &Range<usize>, after: &Range<usize>) {
    let gone = before.end..after.start;
    let bracket = reading.chunk(line, gone.start).starts_with('(');
    if bracket {
        let last = reading.chunk(line, gone.end.saturating_sub(1));
        if let Some(mark @ (',' | ';' | ':')) = last.chars().last() {
            out.push(mark);
        }
    } else if out.ends_with([',', ';']) {
        out.pop();
    } else if reading.chunk(line, gone.end.saturating_sub(1)).ends_with(',') && !dash(reading.chunk(line, gone.start)) {
        out.push(',');
    }
}

fn dash(chunk: &str) -> bool {
    matches!(chunk, "--" | "—" | "–" | "-" | "―")
}

/// "U.S.", "p.m.": the word keeps its stop.
fn abbreviated(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    stem.len() + 1 == word.len() && stem.contains('.') && stem.split('.').all(|part| part.chars().count() < 3)
}

/// Capital first, no closing stop, nothing left hanging.
fn finish(mut out: String) -> String {
    loop {
        let end = out.trim_end_matches([' ', '.', ',', ';', ':', '-', '–', '—']).len();
        if end == out.len() {
            break;
        }
        let word = out.trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
        if abbreviated(word) {
            break;
        }
        out.truncate(end);
    }
    // So is one inside closing marks.
    if let Some(mark) = out.chars().last().filter(|c| matches!(c, '"' | '”' | '’' | '\'')) {
        let inside = out.len() - mark.len_utf8();
        let word = out[..inside].rsplit([' ', '"', '“', '‘', '\'']).next().unwrap_or_default();
        if word.ends_with('.') && !word.ends_with("..") && !abbreviated(word) {
            out.remove(inside - 1);
        }
    }
    let marker = out.len() - out.trim_start_matches(['•', '·', '▪', '●', '►', '*', '–', '—', '-', ' ']).len();
    out.drain(..marker);
    if let Some(i) = out.find(char::is_alphanumeric)
        && let Some(c) = out[i..].chars().next()
        && c.is_lowercase()
        && !out[i + c.len_utf8()..].starts_with(char::is_uppercase)
    {
        let upper: String = c.to_uppercase().collect();
        out.replace_range(i..i + c.len_utf8(), &upper);
    }
    out
}

/// All candidates of some sentences.
pub(super) fn candidates(reading: &Reading<'_>, lines: &[usize], masses: &[f32], weights: &Weights) -> Vec<Candidate> {
    let mut out = Vec::with_capacity(lines.len() + 8);
    for &line in lines {
        let chunks = reading.lines[line].chunks.clone();
        if chunks.is_empty() {
            continue;
        }
        let view = View::new(reading, line);
        let cuts = if reading.english { trim::cuts(&view) } else { Vec::new() };
        let ranked = ranked(&view, &cuts, masses, weights);
        let mut make = |part: Range<usize>, half: bool| {
            // As it stands but for what always goes; without what is not worth its words; without all that can go.
            let from = out.len();
            for below in [f32::MIN, 0.0, f32::MAX] {
                let keep = trimmed(&ranked, part.clone(), below);
                if out[from..].iter().all(|c: &Candidate| c.keep != keep) {
                    out.push(finished(&view, keep, half, line));
                }
                if !ranked.iter().any(|(worth, c)| *worth > f32::MIN && within(&c.range, &part)) {
                    break;
                }
            }
        };
        make(chunks.clone(), false);
        if reading.english
            && let Some((end, start)) = trim::joint(&view)
        {
            make(chunks.start..end, true);
            make(start..chunks.end, true);
        }
    }
    out
}

fn within(range: &Range<usize>, part: &Range<usize>) -> bool {
    range.start >= part.start && range.end <= part.end
}

/// The cuts in the order they are made, each with what its words are worth above the mass they must have to stay: what
/// always goes comes first, then what is worth least.
fn ranked<'c>(view: &View<'_, '_>, cuts: &'c [Cut], masses: &[f32], weights: &Weights) -> Vec<(f32, &'c Cut)> {
    let worth = |c: &Cut| {
        if c.kind == Kind::Loose {
            return f32::MIN;
        }
        let mut mass = 0.0;
        let mut words = 0.0_f32;
        for t in c.range.clone().flat_map(|k| view.tokens(k)) {
            mass += masses[*t as usize];
            words += 1.0;
        }
        mass / words.max(1.0) - weights.keep[c.kind as usize]
    };
    let mut ranked: Vec<(f32, &Cut)> = cuts.iter().map(|c| (worth(c), c)).collect();
    // The sort is stable: what always goes keeps the order in which it was found.
    ranked.sort_by(|a, b| {
        let place = |c: &(f32, &Cut)| if c.1.kind == Kind::Loose { 0 } else { c.1.range.start };
        a.0.total_cmp(&b.0).then(place(a).cmp(&place(b)))
    });
    ranked
}

/// What is left of a part once the cuts worth less than `below` are made.
fn trimmed(ranked: &[(f32, &Cut)], part: Range<usize>, below: f32) -> Vec<Range<usize>> {
    let mut gone = vec![false; part.len()];
    let mut left = part.len();
    for (worth, c) in ranked {
        if c.kind != Kind::Loose && *worth >= below || !within(&c.range, &part) {
            continue;
        }
        let new = c.range.clone().filter(|k| !gone[k - part.start]).count();
        // A bullet needs a body: a cut that would leave less than the shortest bullet stays out.
        if new > 0 && left - new >= 7.min(part.len()) {
            for k in c.range.clone() {
                gone[k - part.start] = true;
            }
            left -= new;
        }
    }
    let mut keep: Vec<Range<usize>> = Vec::new();
    for k in part.clone().filter(|k| !gone[k - part.start]) {
        match keep.last_mut() {
            Some(last) if last.end == k => last.end = k + 1,
            _ => keep.push(k..k + 1),
        }
    }
    keep
}

fn finished(view: &View<'_, '_>, keep: Vec<Range<usize>>, half: bool, line: usize) -> Candidate {
    let reading = view.reading();
    let flags = flags(view, &keep, line);
    let words = keep.iter().map(ExactSizeIterator::len).sum();
    let mut c = Candidate { line, keep, name: None, half, words, terms: Vec::new(), flags };
    if c.flags.pronoun
        && let Some(name) = super::refer::resolve(view, &c)
    {
        c.words += name.chunks.len() - 1;
        c.flags.pronoun = false;
        c.name = Some(name);
    }
    c.terms = c.read(reading);
    if c.terms.len() > 3 * c.words {
        // Scripts without spaces: two characters make about a word.
        c.words = c.terms.len() / 2;
    }
    c
}

fn flags(view: &View<'_, '_>, keep: &[Range<usize>], line: usize) -> Flags {
    let reading = view.reading();
    let l = &reading.lines[line];
    let mut f = Flags::default();
    let Some(first) = keep.first().map(|r| r.start) else { return f };
    let last = keep.last().map_or(first, |r| r.end - 1);
    let raw_last = reading.chunk(line, last);
    f.question = raw_last.trim_end_matches(['"', '”', '’', '\'']).ends_with('?');
    let total: usize = keep.iter().map(ExactSizeIterator::len).sum();
    let mut quoted = 0;
    for k in keep.iter().cloned().flatten() {
        let inside = !view.closed(k) || !view.closed(k + 1);
        quoted += usize::from(inside);
        f.first_person |= !inside && view.is(k, lexicon::FIRST_PERSON);
        f.housekeeping |= view.is(k, lexicon::SHOWN);
    }
    f.quoted = quoted as f32 / total.max(1) as f32;
    f.quote_first = reading.chunk(line, first).starts_with(['"', '“', '‘', '\'', '„', '«']);
    f.unbalanced = !view.closed(first) || !view.closed(last + 1) || view.opens_bracket(first);
    let word = view.word(first);
    f.anaphor = matches!(word, "the" | "this" | "that" | "these" | "those")
        && view.is(first + 1, lexicon::ANAPHORS)
        && (view.finite(first + 2) || view.is(first + 1, lexicon::DETERMINERS) || view.is(first + 1, lexicon::DATING));
    f.anaphor |=
        matches!(word, "instead" | "otherwise" | "similarly" | "likewise" | "afterwards" | "for" | "so" | "then")
            && (view.comma(first) || matches!(word, "so" | "then"));
    f.connective = has(lexicon::CONNECTIVES, word);
    f.demonstrative =
        matches!(word, "this" | "that" | "these" | "those" | "such" | "here" | "there" | "it" | "it's" | "it’s");
    f.verbless = reading.english && !keep.iter().any(|r| view.clause(r.clone()));
    let trimmed = l.text.trim_end_matches(['"', '”', '’', '\'', ')']);
    f.stopless = trimmed.ends_with(" .") || !trimmed.ends_with(['.', '!', '?', '…', '。', '！', '？']);
    let headless = matches!(word, "how" | "why") || !view.whole(first..last + 1);
    f.fragment = reading.english && f.stopless && !f.question && headless;
    f.colon = (first..first + 5.min(total)).any(|k| reading.chunk(line, k).ends_with(':'));
    f.housekeeping |= keep.iter().cloned().flatten().take(6).any(|k| {
        let next = view.word(k + 1);
        match view.word(k) {
            "click" => matches!(next, "here" | "through" | "on"),
            "scroll" => next == "down",
            "follow" => view.raw(k + 1).starts_with('@') || matches!(next, "us" | "him" | "her" | "them" | "me" | "@"),
            "read" => next == "more",
            "sign" => next == "up",
            _ => false,
        }
    });
    f.housekeeping |= keep.iter().cloned().flatten().any(|k| of_the_page(view, k));
    voice(view, keep, &mut f);
    let verb = keep.iter().cloned().flatten().find(|&k| view.finite(k));
    f.background = verb.is_some_and(|k| {
        view.word(k) == "had" && (k + 1..k + 3).any(|m| view.finite(m) || view.word(m).ends_with("en"))
    });
    f.leaning = reading.english && super::refer::leans(view, keep);
    f.listed = l.kind != BlockKind::Paragraph;
    f.attributed = (last.saturating_sub(5).max(first)..=last).any(|k| view.is(k, lexicon::SAYING));
    f.pronoun = reading.english && super::refer::dangles(view, keep);
    f
}

/// A picture's credit, the tail of a post: "pic.example.com/xyz", "(Photo by", "#Harbour".
fn of_the_page(view: &View<'_, '_>, k: usize) -> bool {
    let raw = view.raw(k);
    // "The #Harbour campaign" is news; a tag at the end is a post's.
    let last = || k + 1 == view.chunks.end || view.raw(k + 1).starts_with(['#', '@']) || view.raw(k + 1).contains('/');
    let tag = raw.strip_prefix('#').is_some_and(|t| t.starts_with(char::is_alphabetic)) && last();
    let credit = match view.word(k) {
        "photo" | "image" | "picture" | "photograph" => {
            view.word(k + 1) == "by" || raw.ends_with(':') && k == view.chunks.start
        }
        "getty" => view.word(k + 1).starts_with("images"),
        _ => false,
    };
    tag || credit || raw.len() > 12 && raw.contains('/') && (raw.contains("://") || raw.contains("pic.twitter.com"))
}

/// Whose words they are: what stands in quotations needs its marks, and, where it is most of the candidate, its speaker.
fn voice(view: &View<'_, '_>, keep: &[Range<usize>], f: &mut Flags) {
    let (reading, line) = (view.reading(), view.line());
    let l = &reading.lines[line];
    if l.quotations.is_empty() && l.kind != BlockKind::Quote && !l.text.contains(['"', '“', '”']) {
        return;
    }
    let (mut double, mut curly) = (0_usize, 0_i32);
    let (mut total, mut spoken, mut bare) = (0_usize, 0_usize, false);
    let (mut says, mut named) = (false, false);
    for k in keep.iter().cloned().flatten() {
        total += 1;
        for c in reading.chunk(line, k).chars() {
            match c {
                '"' => double += 1,
                '“' => curly += 1,
                '”' => curly -= 1,
                _ => {}
            }
        }
        let core = &reading.chunks[k].core;
        let within = |q: &&Quotation| q.span.start as usize <= core.start && core.end <= q.span.end as usize;
        if let Some(q) = l.quotations.iter().find(within) {
            spoken += 1;
            bare |= !marked(l.text, q);
        } else {
            says |= view.finite(k) || view.word(k) == "according" || view.raw(k).ends_with(':');
            named |= view.capital(k) && !has(lexicon::PRONOUNS, view.word(k))
                || view.is(k, lexicon::DETERMINERS)
                || view.is(k, lexicon::SPEAKERS);
        }
    }
    f.unbalanced |= double % 2 == 1 || curly != 0;
    // "… they closed it,” Mr Hale said": its opening mark stands in the sentence before.
    if let Some(q) = l.quotations.first().filter(|q| q.span.start == 0)
        && let Some(close) = l.text.get(q.span.end as usize..).and_then(|t| t.chars().next())
        && let Some(open) = match close {
            '”' => Some('“'),
            '"' => Some('"'),
            _ => None,
        }
        && keep.first().is_some_and(|r| r.start == l.chunks.start && r.len() > 1)
    {
        f.opening = Some(open);
        f.unbalanced = if close == '"' { double % 2 == 0 || curly != 0 } else { double % 2 == 1 || curly != -1 };
        bare = false;
    }
    let mostly = spoken * 2 > total || l.kind == BlockKind::Quote;
    f.unspoken = bare || mostly && !says;
    f.faceless = mostly && says && !named;
}

/// The quotation has its own marks in its sentence.
fn marked(text: &str, q: &Quotation) -> bool {
    let before = text.get(..q.span.start as usize).and_then(|t| t.chars().last());
    let after = text.get(q.span.end as usize..).and_then(|t| t.chars().next());
    before.is_some() && after.is_some()
}
