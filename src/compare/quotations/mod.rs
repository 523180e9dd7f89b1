//! Quotations of both articles, matched whatever their marks and cuts.

mod one_word;
mod stream;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use self::{
    one_word::one_word_apart,
    stream::{Place, Stream},
};
use super::{
    QuotationMatch, QuotationPair,
    evidence::Link,
    prepared::{Line, Prepared, TermId, Token},
    subsequence, words,
};
use crate::{
    article::{Article, Quotation, SentenceId},
    language, text,
};

/// The probability of a link from which two words quoted on both sides are the same quotation.
const POSSIBLE: f32 = 0.12;
/// The same for a single word.
const LIKELY: f32 = 0.4;
/// The same for a single word that few articles have.
const RARE_POSSIBLE: f32 = 0.05;
/// How rare that is.
const RARE: f32 = 0.95;

/// Sentences of an account that have the rarer of two words which it gives without marks, at most.
const SELDOM: u32 = 2;

/// The share of the words of one quotation that stand in order in another of much its length, by the same person in
/// sentences that report the same, from which it is the same one altered.
const FEW_CHANGED: f32 = 0.7;

/// The share of the words of one that stand in another from which it is that one with words left out, where one says so.
const ELIDED: f32 = 0.6;

/// Words of a quotation from which it is known by all its words, whether they carry meaning or not.
const FEW_WORDS: usize = 4;

/// A quotation of the left and its match on the right.
struct Match {
    left: Quotation,
    right: Quotation,
    kind: QuotationMatch,
    /// The two as they stand, where the match is of a part of them.
    whole: [Key; 2],
}

/// The place of a quotation: its sentence and where it starts there.
type Key = (SentenceId, u32);

fn key(q: &Quotation) -> Key {
    (q.sentence, q.span.start)
}

impl Match {
    fn new(left: Quotation, right: Quotation, kind: QuotationMatch) -> Self {
        let whole = [key(&left), key(&right)];
        Self { left, right, kind, whole }
    }
}

/// Matches the quotations of two articles; `links` are the sentences worth a look.
pub(super) fn pair(left: &Article, right: &Article, texts: &Prepared, links: &[Link]) -> Vec<QuotationPair> {
    let all = [spoken(left), spoken(right)];
    let found = matches([left, right], &all, texts, links);
    let [taken_left, taken_right] =
        [0, 1].map(|side: usize| found.iter().map(|m| m.whole[side]).collect::<BTreeSet<_>>());
    let mut pairs: Vec<QuotationPair> = found
        .into_iter()
        .map(|m| QuotationPair {
            words: words::changes(&m.left.text, &m.right.text),
            kind: m.kind,
            left: Some(m.left),
            right: Some(m.right),
        })
        .collect();
    for q in all[0].iter().filter(|q| !taken_left.contains(&key(q))) {
        pairs.push(QuotationPair {
            kind: QuotationMatch::OnlyLeft,
            left: Some(q.clone()),
            right: None,
            words: Vec::new(),
        });
    }
    pairs.sort_by_key(|p| p.left.as_ref().map(key));
    for q in all[1].iter().filter(|q| !taken_right.contains(&key(q))) {
        pairs.push(QuotationPair {
            kind: QuotationMatch::OnlyRight,
            left: None,
            right: Some(q.clone()),
            words: Vec::new(),
        });
    }
    pairs
}

/// The quotations of an article, each with its speaker as the analysis knows them.
fn spoken(article: &Article) -> Vec<Quotation> {
    let analysis = language::of(article);
    let speaker = |k: usize| analysis.speakers.get(k).and_then(Option::as_ref).map(|s| s.name.clone());
    let with = |(k, q): (usize, &Quotation)| Quotation { speaker: speaker(k), ..q.clone() };
    article.quotations.iter().enumerate().map(with).collect()
}

fn matches([left, right]: [&Article; 2], all: &[Vec<Quotation>; 2], texts: &Prepared, links: &[Link]) -> Vec<Match> {
    let by_sentence = |all: &[Quotation]| {
        let mut map: BTreeMap<u32, Vec<Quotation>> = BTreeMap::new();
        for q in all {
            map.entry(q.sentence.0).or_default().push(q.clone());
        }
        map
    };
    let (quotes_left, quotes_right) = (by_sentence(&all[0]), by_sentence(&all[1]));
    let streams = [0, 1].map(|side: usize| Stream::new(&all[side], &texts.sides[side]));
    let none = Vec::new();
    let mut out = Vec::new();
    for l in links {
        let (a, b) = (&texts.sides[0].lines[l.left as usize], &texts.sides[1].lines[l.right as usize]);
        let ours = quotes_left.get(&l.left).unwrap_or(&none);
        let theirs = quotes_right.get(&l.right).unwrap_or(&none);
        let before = out.len();
        for x in ours {
            for y in theirs {
                let kind = Quoted::new((a, x), (b, y), l.probability).judge(texts);
                if let Some(kind) = kind.filter(|&kind| quotes([x, y], kind)) {
                    out.push(joined([left, right], &streams, (a, x), (b, y), kind));
                }
            }
        }
        // Words in marks on one side, without on the other.
        let kind = QuotationMatch::Unmarked;
        let found: Vec<Match> = out.split_off(before);
        let free_left = ours.iter().filter(|x| !is_title(&x.text) && found.iter().all(|m| m.whole[0] != key(x)));
        let free_right = theirs.iter().filter(|y| !is_title(&y.text) && found.iter().all(|m| m.whole[1] != key(y)));
        out.extend(free_left.filter_map(|x| {
            let passage = unmarked(tokens(a, x), (texts, 1, b), l.probability, right, SentenceId(l.right))?;
            Some(Match::new(x.clone(), passage, kind))
        }));
        out.extend(free_right.filter_map(|y| {
            let passage = unmarked(tokens(b, y), (texts, 0, a), l.probability, left, SentenceId(l.left))?;
            Some(Match::new(passage, y.clone(), kind))
        }));
        out.extend(found);
    }
    for (x, y) in one_word_apart(&all[0], &all[1], texts) {
        if out.iter().all(|m| m.whole[0] != key(x) && m.whole[1] != key(y)) {
            out.push(Match::new(x.clone(), y.clone(), QuotationMatch::Altered));
        }
    }
    // Nobody altered words that the other account gives as they are in another place.
    let verbatim: BTreeSet<(usize, Key, u32)> = out
        .iter()
        .filter(|m| m.kind == QuotationMatch::Verbatim)
        .flat_map(|m| [&m.left, &m.right].map(|q| (key(q), q.span.end)).into_iter().enumerate())
        .map(|(side, (key, end))| (side, key, end))
        .collect();
    let given = |side: usize, q: &Quotation| verbatim.contains(&(side, key(q), q.span.end));
    out.retain(|m| m.kind != QuotationMatch::Altered || !given(0, &m.left) && !given(1, &m.right));
    out
}

/// A match of two quotations that seem cut or altered, told as what it is where one side only parts the words otherwise: in two
/// sentences, around "he said". What stands in both as it stands is the same; that the words go on is not a cut.
fn joined(
    articles: [&Article; 2],
    streams: &[Stream; 2],
    (a, x): (&Line, &Quotation),
    (b, y): (&Line, &Quotation),
    kind: QuotationMatch,
) -> Match {
    let whole = Match::new(x.clone(), y.clone(), kind);
    if !matches!(kind, QuotationMatch::Cut | QuotationMatch::Altered) {
        return whole;
    }
    let words = |line: &Line, q: &Quotation| tokens(line, q).iter().map(|t| t.word).collect::<Vec<_>>();
    let (own, other) = (words(a, x), words(b, y));
    let (of_left, of_right) = (streams[1].find(&own, y), streams[0].find(&other, x));
    let verbatim = |left: Range<usize>, right: Range<usize>| {
        let part = |article: &Article, line: &Line, q: &Quotation, words: Range<usize>| {
            let tokens = tokens(line, q).get(words)?;
            let span = tokens.first()?.span.0..tokens.last()?.span.1;
            let text = article.sentence(q.sentence).get(span.start as usize..span.end as usize)?.to_owned();
            Some(Quotation { text, span, ..q.clone() })
        };
        // A quotation that is matched whole keeps its marks.
        let cut = |article: &Article, line: &Line, q: &Quotation, words: Range<usize>, all: usize| {
            if words.len() == all { Some(q.clone()) } else { part(article, line, q, words) }
        };
        let left = cut(articles[0], a, x, left, own.len());
        let right = cut(articles[1], b, y, right, other.len());
        left.zip(right).map(|(left, right)| Match { left, right, kind: QuotationMatch::Verbatim, whole: whole.whole })
    };
    let window = |long: &[TermId], short: &[TermId]| {
        let start = long.windows(short.len().max(1)).position(|w| w == short)?;
        Some(start..start + short.len())
    };
    let left_is_longer = own.len() >= other.len();
    // A word or two that both put between marks are those words.
    if kind == QuotationMatch::Cut && own.len().min(other.len()) < FRAGMENT {
        let words = if left_is_longer {
            window(&own, &other).map(|w| (w, 0..other.len()))
        } else {
            window(&other, &own).map(|w| (0..own.len(), w))
        };
        return words.and_then(|(left, right)| verbatim(left, right)).unwrap_or(whole);
    }
    let found = match if left_is_longer { of_left } else { of_right } {
        Some(Place::Here { of_words, of_quotation }) if left_is_longer => verbatim(of_words, of_quotation),
        Some(Place::Here { of_words, of_quotation }) => verbatim(of_quotation, of_words),
        // The article has all of it in another place: here it only takes it up again.
        Some(Place::Elsewhere) if left_is_longer => window(&own, &other).and_then(|w| verbatim(w, 0..other.len())),
        Some(Place::Elsewhere) => window(&other, &own).and_then(|w| verbatim(0..own.len(), w)),
        None => None,
    };
    found.unwrap_or(whole)
}

/// Words from which a part of a quotation is more than a turn of phrase.
const FRAGMENT: usize = 3;

/// Whether what two passages between marks share is a quotation: a name is none, unless one side writes the same words as
/// words ("Deep State", "deep state").
fn quotes(passages: [&Quotation; 2], kind: QuotationMatch) -> bool {
    match passages.map(|q| is_title(&q.text)) {
        [false, false] => true,
        [true, true] => false,
        _ => kind == QuotationMatch::Verbatim,
    }
}

/// The name of a programme, book or film stands between marks as well: a few words, all of them capitalised.
fn is_title(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let small = |w: &str| matches!(w, "a" | "an" | "and" | "for" | "in" | "of" | "on" | "the" | "to" | "with");
    text.split_whitespace().count() <= 8 && words.all(|w| small(w) || !w.starts_with(char::is_lowercase))
}

fn tokens<'a>(line: &'a Line, q: &Quotation) -> &'a [Token] {
    let from = line.tokens.partition_point(|t| t.span.0 < q.span.start);
    let to = line.tokens.partition_point(|t| t.span.0 < q.span.end);
    &line.tokens[from..to.max(from)]
}

/// Two quotations laid side by side.
struct Quoted {
    tokens: [Vec<Token>; 2],
    /// One says that it leaves words out.
    elided: bool,
    /// They are one but for where words are parted: "work force", "workforce".
    one_spelling: bool,
    speakers: Speakers,
    /// How likely their sentences report the same.
    probability: f32,
}

/// What is known of who said two quotations.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Speakers {
    Same,
    Other,
    Unknown,
}

impl Speakers {
    fn of(a: &Quotation, b: &Quotation) -> Self {
        let names = |q: &Quotation| -> Option<Vec<String>> {
            let fold = |w: &str| text::words::fold(w).into_owned();
            Some(q.speaker.as_deref()?.split_whitespace().map(fold).collect()).filter(|n: &Vec<_>| !n.is_empty())
        };
        // A title alone is nobody's name.
        let one_name = |short: &[String], long: &[String]| match short {
            [only] => long.contains(only) && !language::lexicon::english().has("titles", only),
            _ => false,
        };
        match names(a).zip(names(b)) {
            Some((a, b)) if a.last() == b.last() => Self::Same,
            // "his daughter, Lavinia" and "Lavinia Roe"
            Some((a, b)) if one_name(&a, &b) || one_name(&b, &a) => Self::Same,
            Some(_) => Self::Other,
            None => Self::Unknown,
        }
    }
}

impl Quoted {
    fn new(a: (&Line, &Quotation), b: (&Line, &Quotation), probability: f32) -> Self {
        let elided = |q: &Quotation| q.text.contains('…') || q.text.contains("...");
        let mut tokens = [said(a.0, a.1), said(b.0, b.1)];
        // "conservation & healthy herds": the sign is no token, and so the word is none beside it.
        if a.1.text.contains('&') != b.1.text.contains('&') {
            for (tokens, (_, q)) in tokens.iter_mut().zip([a, b]) {
                tokens.retain(|t| !is_and(t, q));
            }
        }
        Self {
            tokens,
            elided: elided(a.1) || elided(b.1),
            one_spelling: words::same(&a.1.text, &b.1.text),
            speakers: Speakers::of(a.1, b.1),
            probability,
        }
    }

    /// How they stand to each other; nothing if they are different ones. The fewer words, the likelier their sentences must
    /// report the same.
    fn judge(&self, texts: &Prepared) -> Option<QuotationMatch> {
        let ([a, b], probability) = (self.tokens.each_ref().map(Vec::as_slice), self.probability);
        let equal = |a: &[Token], b: &[Token]| a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.word == y.word);
        let content = |t: &[Token]| t.iter().filter(|t| t.content).count();
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let enough = match (content(short), short.len()) {
            (0, _) => false,
            (1, 0..=3) => {
                let rare = |t: &Token| t.content && texts.terms[t.stem as usize].rarity >= RARE;
                probability >= if short.iter().any(rare) { RARE_POSSIBLE } else { LIKELY }
            }
            (_, 0..=2) => probability >= POSSIBLE,
            // "law and order" is a turn of phrase that two people use.
            (_, 0..FEW_WORDS) if self.speakers == Speakers::Other => probability >= POSSIBLE,
            _ => true,
        };
        // So many words by one person in sentences that report the same: function words are words too.
        let one = self.speakers == Speakers::Same && probability >= LIKELY && short.len() >= FEW_WORDS;
        // "We were never worried", "We were worried"
        let denied = self.speakers == Speakers::Same
            && probability >= LIKELY
            && short.len() >= DENIED
            && is_one_more(short, long);
        if denied {
            return Some(QuotationMatch::Altered);
        }
        if !enough && !one {
            return None;
        }
        if equal(a, b) || self.one_spelling {
            return Some(QuotationMatch::Verbatim);
        }
        if long.windows(short.len()).any(|w| equal(w, short)) {
            return Some(QuotationMatch::Cut);
        }
        if goes_on(a, b) || goes_on(b, a) {
            return Some(QuotationMatch::Cut);
        }
        // All that follows asks for a word of meaning in both.
        if !one && !a.iter().any(|t| t.content && b.iter().any(|o| o.word == t.word)) {
            return None;
        }
        let common = common(a, b);
        let (first, last) = (common.first()?, common.last()?);
        let meaning = common.iter().filter(|&&(i, _)| a[i].content).count();
        let run = longest_run(&common);
        let covered = common.len() as f32 / short.len() as f32;
        let meaning_covered = meaning as f32 / content(short) as f32;
        let whole = covered == 1.0 && meaning >= 2;
        let most = covered >= 0.6 && meaning_covered >= 0.7 && (meaning >= 5 || meaning >= 3 && probability >= LIKELY);
        // Two speakers may begin alike.
        let one_voice = self.speakers != Speakers::Other;
        let long_run = one_voice && (meaning >= 3 && run >= 6 || meaning >= 2 && run >= 5 && probability >= LIKELY);
        let sure = probability >= LIKELY || self.speakers == Speakers::Same && probability >= POSSIBLE;
        let few_changed = one_voice
            && sure
            && covered >= FEW_CHANGED
            && 2 * long.len() <= 3 * short.len()
            && (short.len() >= 5 || one);
        if !whole && !most && !long_run && !few_changed {
            return None;
        }
        // One ends where the other goes on (each sentence holds another part of one passage), or says that it leaves words out.
        let unbroken = run == common.len();
        let at_edges = (first.0 == 0 && last.1 + 1 == b.len()) || (first.1 == 0 && last.0 + 1 == a.len());
        let cut = unbroken && at_edges || self.elided && covered >= ELIDED;
        Some(if cut { QuotationMatch::Cut } else { QuotationMatch::Altered })
    }
}

/// The words of a quotation without those that the writer put in: "these (local) supervisors".
fn said(line: &Line, q: &Quotation) -> Vec<Token> {
    let put_in = |t: &&Token| {
        let before = q.text.get(..t.span.0.saturating_sub(q.span.start) as usize).unwrap_or_default();
        let open =
            |open: char, close: char| before.rfind(open).is_some_and(|o| before.rfind(close).is_none_or(|c| c < o));
        open('[', ']') || open('(', ')')
    };
    let all = tokens(line, q);
    let own: Vec<Token> = all.iter().filter(|t| !put_in(t)).copied().collect();
    if own.is_empty() { all.to_vec() } else { own }
}

/// Whether a token of a quotation is the word "and".
fn is_and(token: &Token, q: &Quotation) -> bool {
    let from = |at: u32| at.saturating_sub(q.span.start) as usize;
    q.text.get(from(token.span.0)..from(token.span.1)).is_some_and(|w| w.eq_ignore_ascii_case("and"))
}

/// Whether a passage is another with one word put in, not at its edges.
fn is_one_more(short: &[Token], long: &[Token]) -> bool {
    let same = |x: &Token, y: &Token| x.word == y.word;
    let ahead = short.iter().zip(long).take_while(|(x, y)| same(x, y)).count();
    long.len() == short.len() + 1
        && (1..short.len()).contains(&ahead)
        && short[ahead..].iter().zip(&long[ahead + 1..]).all(|(x, y)| same(x, y))
}

/// Words of a quotation from which one word more makes another of it.
const DENIED: usize = 3;

/// Whether one passage begins with what another ends with: each holds another part of what was said.
fn goes_on(first: &[Token], next: &[Token]) -> bool {
    (FEW_WORDS..first.len().min(next.len())).any(|n| {
        let (end, start) = (&first[first.len() - n..], &next[..n]);
        end.iter().zip(start).all(|(x, y)| x.word == y.word) && end.iter().filter(|t| t.content).count() >= 1
    })
}

/// The passage of a sentence that gives the words of a quotation without marks.
fn unmarked(
    quoted: &[Token],
    (texts, side, line): (&Prepared, usize, &Line),
    probability: f32,
    article: &Article,
    id: SentenceId,
) -> Option<Quotation> {
    // Two words of meaning at the least, and most sentences have not even their stems.
    if quoted.iter().filter(|t| t.content && line.stems.binary_search(&t.stem).is_ok()).take(2).count() < 2 {
        return None;
    }
    let found = common(quoted, &line.tokens);
    let meaning = found.iter().filter(|&&(i, _)| quoted[i].content).count();
    let (first, last) = (found.first()?.1, found.last()?.1);
    let spread = last + 1 - first;
    let shorter = quoted.len().min(line.tokens.len());
    let whole = found.len() == shorter && spread == found.len();
    let most = found.len() * 10 >= shorter * 8 && spread * 10 <= found.len() * 15;
    let all_meaning = quoted.iter().filter(|t| t.content).count() == meaning && spread <= quoted.len() + 1;
    let long_run = longest_run(&found) >= 5 && spread <= 2 * found.len();
    // Two words that one account uses all the time are its words, and nobody's.
    let seldom = || {
        let told = |&(i, _): &(usize, usize)| texts.sides[side].frequency[quoted[i].stem as usize];
        found.iter().filter(|&&(i, _)| quoted[i].content).map(told).min().is_some_and(|n| n <= SELDOM)
    };
    let enough = match meaning {
        0 | 1 => false,
        2 => seldom() && (whole && shorter >= 4 || (whole || all_meaning) && probability >= POSSIBLE),
        _ => whole || most && shorter >= 4 || long_run && probability >= POSSIBLE,
    };
    // What both share is a name, however long: "the Religious Freedom Restoration Act".
    let sentence = article.sentence(id);
    let capital = |t: &Token| sentence.get(t.span.0 as usize..).is_some_and(|s| s.starts_with(char::is_uppercase));
    let named = found.iter().filter(|&&(i, _)| quoted[i].content).all(|&(_, j)| capital(&line.tokens[j]));
    if !enough || named || line.quoted.iter().any(|&(from, to)| from < last + 1 && first < to) {
        return None;
    }
    let span = line.tokens[first].span.0..line.tokens[last].span.1;
    let text = sentence.get(span.start as usize..span.end as usize)?.to_owned();
    (!is_title(&text)).then_some(Quotation { sentence: id, text, span, speaker: None })
}

/// The longest common subsequence of two passages, as pairs of positions; words of meaning count more.
fn common(a: &[Token], b: &[Token]) -> Vec<(usize, usize)> {
    const MAX_CELLS: usize = 250_000;
    let words = |tokens: &[Token]| tokens.iter().map(|t| t.word).collect::<Vec<_>>();
    let weight = |i: usize| if a[i].content { 3 } else { 1 };
    subsequence::common(&words(a), &words(b), weight, 0, MAX_CELLS)
}

fn longest_run(common: &[(usize, usize)]) -> usize {
    let mut best = 0;
    let mut run = 0;
    for (k, c) in common.iter().enumerate() {
        let goes_on = k > 0 && (c.0, c.1) == (common[k - 1].0 + 1, common[k - 1].1 + 1);
        run = if goes_on { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}

#[cfg(test)]
mod tests;
