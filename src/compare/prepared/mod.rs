//! Two articles as the aligner reads them: words interned once, content terms with weights, n-grams, quoted stretches.

use super::equations;
use crate::{
    article::Article,
    language,
    text::{meanings, words, words::Stemmer},
};

/// What the rarest term counts for, about the logarithm of how few articles have it.
const MOST_RARE: f32 = 7.0;

/// A distinct term, the same number in both articles.
pub(super) type TermId = u32;

/// A word in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its letters and digits, folded: equal where only case, marks and house style differ.
    pub(super) word: TermId,
    /// Its stem or number.
    pub(super) stem: TermId,
    /// Its group of synonyms, its stem where it has none.
    pub(super) concept: TermId,
    /// What grammar takes it for: the same, or a wider group.
    pub(super) meaning: TermId,
    /// It carries meaning.
    pub(super) content: bool,
    /// Its byte range in the sentence.
    pub(super) span: (u32, u32),
}

/// One sentence.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// All its words in order.
    pub(super) tokens: Vec<Token>,
    /// Its distinct content stems, ascending.
    pub(super) stems: Vec<TermId>,
    /// Its distinct content concepts, ascending.
    pub(super) concepts: Vec<TermId>,
    /// Hashes of its runs of four and five characters.
    pub(super) grams: Vec<u32>,
    /// Its distinct runs of two stems with a content word among them, ascending; each run has a number.
    pub(super) pairs: Vec<u32>,
    /// Token ranges that stand between quotation marks.
    pub(super) quoted: Vec<(usize, usize)>,
    /// The folded surname of whoever is quoted.
    pub(super) speaker: Option<TermId>,
    /// Somebody leaves something unsaid in it: did not say, declined to comment.
    pub(super) unsaid: bool,
    /// The number that it says something is: `Skarn is 19 miles from the sea`.
    pub(super) states: Option<TermId>,
    /// It speaks of a person by a pronoun.
    pub(super) refers: bool,
    /// What it says that something is, as concepts, ascending: "the move marks a shift", "the move, a change".
    pub(super) equates: Vec<(TermId, TermId)>,
    /// The block it stands in.
    pub(super) block: u32,
}

/// One article.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// Its sentences.
    pub(super) lines: Vec<Line>,
    /// In how many of them a term stands, by term.
    pub(super) frequency: Vec<u32>,
}

/// What is known of a term.
#[derive(Clone, Debug)]
pub(super) struct Term {
    /// How rare it is in news at large, 0 to 1.
    pub(super) rarity: f32,
    /// It is always capitalised inside sentences: a name.
    pub(super) name: bool,
    /// It is a number.
    pub(super) number: bool,
    /// It is a number of three digits or more and no year: seldom the same by chance.
    pub(super) exact: bool,
}

/// Both articles and their common vocabulary.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// Left and right.
    pub(super) sides: [Side; 2],
    /// By [`TermId`].
    pub(super) terms: Vec<Term>,
    /// How many distinct runs of two stems there are.
    pub(super) pairs: usize,
    /// What each term says, by [`TermId`].
    weights: Vec<f32>,
}

impl Prepared {
    /// Reads both articles.
    pub(super) fn new(left: &Article, right: &Article) -> Self {
        let mut lexicon = Lexicon::new(left.primary_language(), right.primary_language());
        let mut sides = [lexicon.side(left, 0), lexicon.side(right, 1)];
        for side in &mut sides {
            side.frequency = vec![0; lexicon.terms.len()];
            for line in &side.lines {
                for &t in line.stems.iter().chain(line.concepts.iter().filter(|c| line.stems.binary_search(c).is_err()))
                {
                    side.frequency[t as usize] += 1;
                }
                let wider = line.tokens.iter().filter(|t| t.content && t.meaning != t.concept);
                for t in wider.filter(|t| line.concepts.binary_search(&t.meaning).is_err()) {
                    side.frequency[t.meaning as usize] += 1;
                }
            }
        }
        let pairs = lexicon.pairs.len();
        let terms = lexicon.finish();
        let total = (sides[0].lines.len() + sides[1].lines.len()) as f32;
        let weight = |(t, term): (usize, &Term)| {
            let here = (sides[0].frequency[t] + sides[1].frequency[t]) as f32;
            MOST_RARE * term.rarity * ((total + 1.0) / (here + 0.5)).ln().max(0.1)
        };
        let weights = terms.iter().enumerate().map(weight).collect();
        Self { sides, terms, pairs, weights }
    }

    /// A value for each term, by its number.
    pub(super) fn each_term(&self, of: impl Fn(TermId) -> f32) -> Vec<f32> {
        (0..).take(self.terms.len()).map(of).collect()
    }

    /// Whether a sentence says that something is so much, and another neither gives that number nor any in digits.
    pub(super) fn states_alone(&self, own: &Line, other: &Line) -> bool {
        let counts = || other.stems.iter().any(|&t| self.terms[t as usize].number);
        own.states.is_some_and(|number| other.concepts.binary_search(&number).is_err()) && !counts()
    }

    /// Whether a term stands anywhere in one of the articles.
    pub(super) fn stands_on(&self, side: usize, term: TermId) -> bool {
        self.sides[side].frequency[term as usize] > 0
    }

    /// How much a term says in these two articles: rare in news at large, and rare in them.
    pub(super) fn weight(&self, term: TermId) -> f32 {
        self.weights[term as usize]
    }
}

/// A distinct surface form, looked up once.
#[derive(Clone, Copy)]
struct Form {
    word: TermId,
    stem: TermId,
    concept: TermId,
    meaning: TermId,
    content: bool,
    /// It is `he`, `her` or another word for a person who was named before.
    pronoun: bool,
}

struct Lexicon {
    stemmers: [Stemmer; 2],
    languages: [String; 2],
    forms: [foldhash::HashMap<String, Form>; 2],
    ids: foldhash::HashMap<String, TermId>,
    terms: Vec<Term>,
    /// Times seen with a capital inside a sentence, and times in lower case, by term.
    capitals: Vec<(u32, u32)>,
    /// The number of each run of two stems.
    pairs: foldhash::HashMap<(TermId, TermId), u32>,
}

impl Lexicon {
    fn new(left: &str, right: &str) -> Self {
        Self {
            stemmers: [Stemmer::for_language(left), Stemmer::for_language(right)],
            languages: [left.to_owned(), right.to_owned()],
            forms: Default::default(),
            ids: foldhash::HashMap::default(),
            terms: Vec::new(),
            capitals: Vec::new(),
            pairs: foldhash::HashMap::default(),
        }
    }

    fn id(&mut self, text: &str, number: bool) -> TermId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let id = TermId::try_from(self.terms.len()).unwrap_or(TermId::MAX);
        self.ids.insert(text.to_owned(), id);
        self.terms.push(Term {
            rarity: 1.0,
            name: false,
            number,
            exact: number && text.get(1..).is_some_and(is_exact),
        });
        self.capitals.push((0, 0));
        id
    }

    /// The form of a word as it stands on one side.
    fn form(&mut self, surface: &str, side: usize) -> Form {
        if let Some(&form) = self.forms[side].get(surface) {
            return form;
        }
        let folded = words::fold(surface);
        let letters = words::letters(&folded);
        let number = letters.starts_with(|c: char| c.is_ascii_digit());
        let acronym = surface.len() > letters.len() && surface.contains('.');
        let known: &str = if acronym && letters == "us" { "usa" } else { &letters };
        let stemmed = if number { amount(known).into() } else { self.stemmers[side].stem(known).into_owned() };
        // Word, stem and group are told apart by a prefix, so that the stem "us" is not the pronoun.
        let word = self.id(&format!("w{}", house_style(&letters)), number);
        let stem = self.id(&format!("s{stemmed}"), number);
        let group = (self.languages[side] == "en").then(|| meanings::group(&stemmed)).flatten();
        let concept = match group {
            Some(head) => self.id(&format!("c{head}"), head.starts_with(|c: char| c.is_ascii_digit())),
            None => stem,
        };
        let wider = || (self.languages[side] == "en").then(|| meanings::wider_group(&stemmed)).flatten();
        // "The House" is the chamber, and houses are homes.
        let sense = |head| if head == "house" && surface.starts_with(char::is_lowercase) { "home" } else { head };
        let meaning = match group.or_else(wider).map(sense) {
            Some(head) if !self.terms[concept as usize].number => self.id(&format!("m{head}"), false),
            _ => concept,
        };
        let rarity = words::rarity(&folded, &self.languages[side]);
        for id in [stem, concept, meaning] {
            // The most frequent of its forms tells how rare a stem is.
            let known = &mut self.terms[id as usize].rarity;
            *known = known.min(rarity);
        }
        let content = !letters.is_empty() && !words::is_stop_word(&folded, &self.languages[side]);
        let pronoun = self.languages[side] == "en" && PRONOUNS.contains(&letters.as_str());
        let form = Form { word, stem, concept, meaning, content, pronoun };
        self.forms[side].insert(surface.to_owned(), form);
        form
    }

    fn side(&mut self, article: &Article, side: usize) -> Side {
        let mut lines: Vec<Line> = Vec::with_capacity(article.sentences.len());
        for (sentence, tells) in article.sentences.iter().zip(super::telling(article)) {
            lines.push(self.line(if tells { &sentence.text } else { "" }, side));
        }
        for (number, block) in (0..).zip(article.blocks()) {
            for id in block.ids() {
                if let Some(line) = lines.get_mut(id.index()) {
                    line.block = number;
                }
            }
        }
        let analysis = language::of(article);
        for (line, parse) in lines.iter_mut().zip(&analysis.sentences) {
            line.equates = equations::equated(parse, line);
        }
        for (q, speaker) in article.quotations.iter().zip(&analysis.speakers) {
            let Some(line) = lines.get_mut(q.sentence.index()) else { continue };
            let from = line.tokens.partition_point(|t| t.span.0 < q.span.start);
            let to = line.tokens.partition_point(|t| t.span.0 < q.span.end);
            if from < to {
                line.quoted.push((from, to));
            }
            if let Some(surname) = speaker.as_ref().and_then(|s| s.name.split_whitespace().last()) {
                line.speaker = Some(self.form(surname, side).stem);
            }
        }
        Side { lines, frequency: Vec::new() }
    }

    fn line(&mut self, text: &str, side: usize) -> Line {
        let mut line = Line::default();
        let mut silence = Silence::default();
        let mut being = false;
        for (at, surface) in words::words(text) {
            let form = self.form(surface, side);
            silence.read(surface);
            line.refers |= form.pronoun;
            let is = |list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(surface));
            if being && self.terms[form.concept as usize].number {
                line.states = Some(form.concept);
            }
            being = is(&BEING) || (being && is(&ABOUT));
            let seen = &mut self.capitals[form.stem as usize];
            if !surface.starts_with(char::is_uppercase) {
                seen.1 += 1;
            } else if !line.tokens.is_empty() {
                seen.0 += 1;
            }
            let span = words::span(at..at + surface.len());
            line.tokens.push(Token {
                word: form.word,
                stem: form.stem,
                concept: form.concept,
                meaning: form.meaning,
                content: form.content,
                span: (span.start, span.end),
            });
        }
        let distinct = |of: fn(&Token) -> TermId| {
            let mut ids: Vec<TermId> = line.tokens.iter().filter(|t| t.content).map(of).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        line.stems = distinct(|t| t.stem);
        line.concepts = distinct(|t| t.concept);
        line.grams = grams(text);
        line.unsaid = silence.kept;
        let runs = line.tokens.windows(2).filter(|w| w[0].content || w[1].content);
        line.pairs = runs.map(|w| pair_number(&mut self.pairs, (w[0].stem, w[1].stem))).collect();
        line.pairs.sort_unstable();
        line.pairs.dedup();
        line
    }

    fn finish(mut self) -> Vec<Term> {
        for (term, &(capital, lower)) in self.terms.iter_mut().zip(&self.capitals) {
            term.name = capital > 0 && lower == 0;
        }
        self.terms
    }
}

/// A word as one style book spells it: what somebody said is the same, be it written "okay" or "OK".
fn house_style(word: &str) -> &str {
    const STYLES: [(&str, &str); 11] = [
        ("behaviour", "behavior"),
        ("centre", "center"),
        ("colour", "color"),
        ("defence", "defense"),
        ("favour", "favor"),
        ("honour", "honor"),
        ("labour", "labor"),
        ("neighbour", "neighbor"),
        ("offence", "offense"),
        ("okay", "ok"),
        ("programme", "program"),
    ];
    STYLES.iter().find(|(other, _)| *other == word).map_or(word, |(_, own)| own)
}

fn pair_number(pairs: &mut foldhash::HashMap<(TermId, TermId), u32>, run: (TermId, TermId)) -> u32 {
    let next = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
    *pairs.entry(run).or_insert(next)
}

/// Whether a sentence tells of something that somebody did not say, read word by word.
#[derive(Default)]
struct Silence {
    kept: bool,
    /// Words that a denial still reaches.
    reach: usize,
    /// How far "left open whether" has been read.
    left_open: LeftOpen,
}

/// The words of "left it open whether", as far as they were read.
#[derive(Default, PartialEq)]
enum LeftOpen {
    #[default]
    No,
    Left,
    Open,
}

impl Silence {
    fn read(&mut self, word: &str) {
        const REACH: usize = 4;
        let is = |list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
        self.kept |=
            self.left_open == LeftOpen::Open && is(&["whether", "if", "when", "how", "who", "what", "which", "why"]);
        self.left_open = match self.left_open {
            _ if is(&["left", "leave", "leaves", "leaving"]) => LeftOpen::Left,
            LeftOpen::Left if is(&["open"]) => LeftOpen::Open,
            LeftOpen::Left if is(&["it", "that"]) => LeftOpen::Left,
            _ => LeftOpen::No,
        };
        if is(&["not", "never", "without", "declined", "refused"]) || word.ends_with("n't") || word.ends_with("n’t") {
            self.reach = REACH;
            return;
        }
        self.kept |= self.reach > 0 && is(&SAYING);
        self.reach = self.reach.saturating_sub(1);
    }
}

/// Words for a person who was named before.
const PRONOUNS: [&str; 5] = ["he", "she", "his", "her", "him"];

/// What stands between a thing and the number that it is.
const BEING: [&str; 7] = ["is", "are", "was", "were", "lies", "stands", "measures"];
/// What may stand before that number.
const ABOUT: [&str; 13] =
    ["about", "almost", "around", "at", "just", "least", "more", "nearly", "only", "over", "roughly", "some", "than"];

/// What somebody does who tells something, in the forms that follow `did not`, `declined to` and `without`.
const SAYING: [&str; 22] = [
    "answer",
    "clarify",
    "comment",
    "confirm",
    "confirming",
    "detail",
    "disclose",
    "discuss",
    "elaborate",
    "elaborating",
    "explain",
    "identify",
    "mention",
    "mentioning",
    "name",
    "naming",
    "respond",
    "reveal",
    "say",
    "saying",
    "specify",
    "specifying",
];

/// The digits of a number that has its million written as a letter: `199m`, `2bn`.
fn amount(number: &str) -> &str {
    let digits = number.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if ["k", "m", "mn", "bn", "tn"].contains(&&number[digits.len()..]) { digits } else { number }
}

/// Whether a number has three digits or more and is no year.
fn is_exact(number: &str) -> bool {
    let digits = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    digits.len() >= 3 && !year
}

/// The runs of four and of five letters or digits, words parted by one space, as hashes (FNV-1a).
fn grams(text: &str) -> Vec<u32> {
    let mut window = [' '; 5];
    let mut out = Vec::with_capacity(2 * text.len());
    let hash = |run: &[char]| run.iter().fold(0x811c_9dc5u32, |h, &c| (h ^ c as u32).wrapping_mul(0x0100_0193));
    for c in text.chars().flat_map(char::to_lowercase).chain(std::iter::once(' ')) {
        let c = if c.is_alphanumeric() { c } else { ' ' };
        if c == ' ' && window[4] == ' ' {
            continue;
        }
        window.rotate_left(1);
        window[4] = c;
        out.push(hash(&window));
        out.push(hash(&window[1..]));
    }
    out
}

#[cfg(test)]
mod tests;
