//! What a candidate's wording shows, good and bad: what [`super::score`] counts and what [`super::choose`] takes for faults.
//!
//! What only the sentence decides is found out once ([`Signs`]); a sentence stands as up to nine candidates.

use std::ops::Range;

use super::{lexicon, trim::View};
use crate::article::{BlockKind, Quotation};

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
    /// It breaks off, or only announces what follows: "The talks with the", "He listed three points:".
    pub unfinished: bool,
    /// It stands in a list, a caption or a heading.
    pub listed: bool,
    /// It tells that there is nothing to tell: "declined to comment".
    pub idle: bool,
    /// It is what a longer sentence tells in passing.
    pub aside: bool,
    /// It counts what the headline counts, as the headline does.
    pub headline_figure: bool,
    /// It gives another number for what the headline counts.
    pub superseded: bool,
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
    /// The next sentence goes on with "But": by itself it may say the opposite of what the writer is coming to.
    pub conceded: bool,
    /// "That promise", "said so", "about it": it leans on something told elsewhere.
    pub leaning: bool,
}

/// What every form of a sentence is asked about its words, found out once.
pub(super) struct Signs {
    /// Chunks that speak of the page, not of the news.
    of_the_page: Vec<usize>,
    /// Chunks that ask the reader to do something, where they stand at the head.
    asks: Vec<usize>,
    /// Whose words its chunks are; empty where the sentence quotes nothing.
    speech: Vec<Speech>,
}

/// Whose words a chunk is, and what it does to the quotation signs.
struct Speech {
    /// It stands in a quotation, with its marks or without.
    quoted: Option<bool>,
    /// Straight marks in it.
    straight: usize,
    /// Curly marks that open in it, less those that close.
    curly: i32,
}

impl Signs {
    pub(super) fn new(view: &View<'_, '_>) -> Self {
        let l = &view.reading().lines[view.line()];
        let quotes = !l.quotations.is_empty() || l.kind == BlockKind::Quote || l.text.contains(['"', '“', '”']);
        Self {
            of_the_page: view.chunks.clone().filter(|&k| of_the_page(view, k)).collect(),
            asks: view.chunks.clone().filter(|&k| asks(view, k)).collect(),
            speech: if quotes { view.chunks.clone().map(|k| Speech::of(view, k)).collect() } else { Vec::new() },
        }
    }
}

impl Speech {
    fn of(view: &View<'_, '_>, k: usize) -> Self {
        let (reading, line) = (view.reading(), view.line());
        let l = &reading.lines[line];
        let core = &reading.chunks[k].core;
        let within = |q: &&Quotation| q.span.start as usize <= core.start && core.end <= q.span.end as usize;
        let (mut straight, mut curly) = (0, 0);
        for c in reading.chunk(line, k).chars() {
            match c {
                '"' => straight += 1,
                '“' => curly += 1,
                '”' => curly -= 1,
                _ => {}
            }
        }
        Self { quoted: l.quotations.iter().find(within).map(|q| marked(l.text, q)), straight, curly }
    }
}

/// What a candidate that keeps these chunks of a sentence shows.
pub(super) fn flags(view: &View<'_, '_>, signs: &Signs, keep: &[Range<usize>]) -> Flags {
    let (reading, line) = (view.reading(), view.line());
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
    }
    f.quoted = quoted as f32 / total.max(1) as f32;
    f.quote_first = view.opens_quote(first);
    f.unbalanced = !view.closed(first) || !view.closed(last + 1) || view.opens_bracket(first);
    let word = view.word(first);
    f.anaphor = matches!(word, "the" | "this" | "that" | "these" | "those")
        && view.is(first + 1, lexicon::ANAPHORS)
        && (view.finite(first + 2) || view.is(first + 1, lexicon::DETERMINERS) || view.is(first + 1, lexicon::DATING));
    f.anaphor |= word == "another"
        || word == "the"
            && matches!(view.word(first + 1), "second" | "third" | "fourth" | "next" | "other" | "latter" | "same")
            && !view.is(first + 2, lexicon::DATING)
            && view.word(first + 2) != "of";
    f.anaphor |=
        matches!(word, "instead" | "otherwise" | "similarly" | "likewise" | "afterwards" | "for" | "so" | "then")
            && (view.comma(first) || matches!(word, "so" | "then"));
    f.connective = view.is(first, lexicon::CONNECTIVES);
    f.demonstrative =
        matches!(word, "this" | "that" | "these" | "those" | "such" | "here" | "there" | "it" | "it's" | "it’s");
    f.verbless = reading.english && !keep.iter().any(|r| view.clause(r.clone()));
    let trimmed = l.text.trim_end_matches(['"', '”', '’', '\'', ')']);
    f.stopless = trimmed.ends_with(" .") || !trimmed.ends_with(['.', '!', '?', '…', '。', '！', '？']);
    f.unfinished = reading.english && f.stopless && view.is(last, lexicon::UNFINISHED)
        || trimmed.trim_end_matches([' ', '.']).ends_with(':') && last + 2 >= view.chunks.end;
    let headless = matches!(word, "how" | "why") || !view.whole(first..last + 1);
    f.fragment = reading.english && f.stopless && !f.question && headless;
    f.colon = (first..first + 5.min(total)).any(|k| reading.chunk(line, k).ends_with(':'));
    f.housekeeping = signs.of_the_page.iter().any(|k| keep.iter().any(|r| r.contains(k)))
        || !signs.asks.is_empty() && keep.iter().cloned().flatten().take(6).any(|k| signs.asks.contains(&k));
    f.idle = keep.iter().cloned().flatten().any(|k| {
        matches!(view.word(k), "comment" | "comments")
            && (k.saturating_sub(6)..k + 4)
                .any(|m| keep.iter().any(|r| r.contains(&m)) && view.is(m, lexicon::REFUSALS))
    });
    voice(view, signs, keep, &mut f);
    let verb = keep.iter().cloned().flatten().find(|&k| view.finite(k));
    f.background = verb.is_some_and(|k| {
        view.word(k) == "had" && (k + 1..k + 3).any(|m| view.finite(m) || view.word(m).ends_with("en"))
    });
    let next = reading.lines.get(line + 1).map_or("", |next| next.text);
    f.conceded = ["But ", "However, ", "Yet "].iter().any(|opener| next.starts_with(opener));
    f.leaning = reading.english && super::leans::leans(view, keep);
    f.listed = l.kind != BlockKind::Paragraph;
    f.attributed = (last.saturating_sub(5).max(first)..=last).any(|k| view.is(k, lexicon::SAYING));
    f.pronoun = reading.english && super::leans::dangles(view, keep);
    f
}

/// "Click here", "follow us": what a page asks of its reader.
fn asks(view: &View<'_, '_>, k: usize) -> bool {
    let next = view.word(k + 1);
    match view.word(k) {
        "click" => matches!(next, "here" | "through" | "on"),
        "scroll" => next == "down",
        "follow" => view.raw(k + 1).starts_with('@') || matches!(next, "us" | "him" | "her" | "them" | "me" | "@"),
        "read" => next == "more",
        "sign" => next == "up",
        _ => false,
    }
}

/// A word to whoever sees the picture, its credit, the tail of a post: "pictured", "(Photo by", "pic.example.com/xyz",
/// "#Harbour".
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
    view.is(k, lexicon::SHOWN)
        || tag
        || credit
        || raw.len() > 12 && raw.contains('/') && (raw.contains("://") || raw.contains("pic.twitter.com"))
}

/// Whose words they are: what stands in quotations needs its marks, and, where it is most of the candidate, its speaker.
fn voice(view: &View<'_, '_>, signs: &Signs, keep: &[Range<usize>], f: &mut Flags) {
    let (reading, line) = (view.reading(), view.line());
    let l = &reading.lines[line];
    if signs.speech.is_empty() {
        return;
    }
    let (mut double, mut curly) = (0_usize, 0_i32);
    let (mut total, mut spoken, mut bare) = (0_usize, 0_usize, false);
    let (mut says, mut named) = (false, false);
    for k in keep.iter().cloned().flatten() {
        total += 1;
        let speech = &signs.speech[k - view.chunks.start];
        double += speech.straight;
        curly += speech.curly;
        if let Some(marked) = speech.quoted {
            spoken += 1;
            bare |= !marked;
        } else {
            says |= view.finite(k) || view.word(k) == "according" || view.raw(k).ends_with(':');
            named |= view.capital(k) && !view.is(k, lexicon::PRONOUNS)
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
    q.span.start > 0 && (q.span.end as usize) < text.len()
}
