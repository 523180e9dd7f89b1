//! What is kept of an article to compare it with others: its most telling terms, its date, a sample of its word runs.

use std::sync::Arc;

use foldhash::HashMap;

use super::reprints::{Shingler, Shingles};
use crate::{
    article::{Article, Published},
    text::{
        hash::fnv1a,
        words::{self, Stemmer},
    },
};

/// Terms kept of an article. More bring the common ones in, which makes unlike articles of one topic alike.
pub(super) const KEPT_TERMS: usize = 100;
/// Words read of an article's body: what comes after that is background.
const READ_WORDS: usize = 1500;
/// The words of an opening tell what the article is about, and count twice.
const LEAD_WORDS: usize = 120;
const LEAD_WEIGHT: f32 = 2.0;
const TITLE_WEIGHT: f32 = 2.0;
/// A capital inside a sentence marks a name.
const NAME_WEIGHT: f32 = 1.5;
/// The share of articles that hold a word which no count has seen …
const UNSEEN_SHARE: f32 = 0.0003;
/// … a number …
const NUMBER_SHARE: f32 = 0.01;
/// … and any word of a language that was not counted.
const UNCOUNTED_SHARE: f32 = 0.01;
/// In a language that was not counted, words up to so many letters are taken for words without a meaning of their own.
const SHORT_WORD: usize = 3;

/// One term of an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// A hash of its stem, the same on every machine.
    pub hash: u32,
    /// How much the article speaks of it: grows with the logarithm of its weighted count.
    pub weight: f32,
    /// The share of articles at large that hold it.
    pub background: f32,
}

/// The days an article may have been published on, as days since 1970-01-01, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl Days {
    /// The days that a date can mean.
    #[must_use]
    pub fn of(date: Published) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        let number = |d: jiff::civil::Date| (d - epoch).get_days();
        let first = date.first_day();
        let last = match date {
            Published::Year(_) => first.last_of_year(),
            Published::Month(..) => first.last_of_month(),
            Published::Day(_) | Published::Instant(..) => first,
        };
        Self { first: number(first), last: number(last) }
    }

    /// Days between the two at the least; 0 when they can be the same day.
    #[must_use]
    pub fn gap(self, other: Self) -> i32 {
        (self.first - other.last).max(other.first - self.last).max(0)
    }
}

/// What is kept of an article to compare it with others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signature {
    /// Its most telling terms, by hash.
    pub terms: Vec<Term>,
    /// When it was published, where it says so.
    pub days: Option<Days>,
    /// Words read of its body.
    pub words: usize,
    /// A sample of its word runs.
    pub shingles: Shingles,
}

/// Reads articles into signatures; stems every word once.
#[derive(Default)]
pub struct Reader {
    languages: HashMap<String, Lexicon>,
    spelling: Spelling,
}

/// How terms are spelled, by their hashes.
type Spelling = HashMap<u32, Arc<str>>;

struct Lexicon {
    code: String,
    stemmer: Stemmer,
    /// By word: its term, and the hash of its folded form.
    known: HashMap<String, (Option<(u32, f32)>, u32)>,
}

impl Reader {
    /// The signature of an article.
    #[must_use]
    pub fn read(&mut self, article: &Article) -> Signature {
        let code = article.primary_language().to_lowercase();
        let lexicon = self.languages.entry(code.clone()).or_insert_with(|| Lexicon {
            stemmer: Stemmer::for_language(&code),
            code,
            known: HashMap::default(),
        });
        let mut counts: HashMap<u32, (f32, f32)> = HashMap::default();
        let mut add = |(hash, background): (u32, f32), weight: f32| {
            counts.entry(hash).or_insert((0.0, background)).0 += weight;
        };
        let mut shingler = Shingler::default();
        let mut read = 0;
        'body: for sentence in &article.sentences {
            for (at, word) in words::words(&sentence.text) {
                let (term, form) = lexicon.term(word, &mut self.spelling);
                shingler.word(form);
                let lead = if read < LEAD_WORDS { LEAD_WEIGHT } else { 1.0 };
                read += 1;
                if let Some(term) = term {
                    let name = at > 0 && word.starts_with(char::is_uppercase);
                    add(term, lead * if name { NAME_WEIGHT } else { 1.0 });
                }
                if read >= READ_WORDS {
                    break 'body;
                }
            }
        }
        if !article.title_derived {
            for (_, word) in words::words(&article.title) {
                if let (Some(term), _) = lexicon.term(word, &mut self.spelling) {
                    add(term, TITLE_WEIGHT);
                }
            }
        }
        Signature {
            terms: most_telling(counts),
            days: article.published.map(Days::of),
            words: read,
            shingles: shingler.finish(),
        }
    }

    /// Takes over how another reader's articles spell their terms; its own spelling stays.
    pub(super) fn learn_spelling(&mut self, other: Self) {
        for (hash, word) in other.spelling {
            self.spelling.entry(hash).or_insert(word);
        }
    }

    /// Words known so far: what it takes of memory.
    #[must_use]
    pub fn known_words(&self) -> usize {
        self.languages.values().map(|l| l.known.len()).sum()
    }

    /// A term as some article read so far spells it.
    #[must_use]
    pub fn word(&self, hash: u32) -> Option<Arc<str>> {
        self.spelling.get(&hash).cloned()
    }
}

impl Lexicon {
    /// The term of a word, none for a word that carries no meaning of its own; and the hash of its folded form.
    fn term(&mut self, word: &str, spelling: &mut Spelling) -> (Option<(u32, f32)>, u32) {
        if let Some(&known) = self.known.get(word) {
            return known;
        }
        let folded = words::fold(word);
        let term = self.tells(word, &folded).then(|| {
            let stem = self.stemmer.stem(&folded);
            let hash = hash(stem.bytes());
            spelling.entry(hash).or_insert_with(|| words::alone(word).into());
            (hash, self.share(&folded).max(self.share(&stem)))
        });
        let found = (term, hash(folded.bytes()));
        self.known.insert(word.to_owned(), found);
        found
    }
}

impl Lexicon {
    /// Whether a word can tell one event from another.
    fn tells(&self, word: &str, folded: &str) -> bool {
        let counted = self.code == "en";
        let name = word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
        folded.len() > 1
            && !words::is_stop_word(folded, &self.code)
            && (counted || !COMMON_WORDS.contains(&folded) && (name || folded.chars().count() > SHORT_WORD))
    }

    /// The share of articles at large that hold a word, from its frequency class: a class up is 1.8 times as many.
    fn share(&self, folded: &str) -> f32 {
        if self.code != "en" {
            return UNCOUNTED_SHARE;
        }
        if folded.starts_with(|c: char| c.is_ascii_digit()) {
            return NUMBER_SHARE;
        }
        match words::rarity(folded, &self.code) {
            rare if rare >= 1.0 => UNSEEN_SHARE,
            rare => 0.0045 * (0.577 * 10.0 * (1.0 - rare)).exp(),
        }
    }
}

/// Words of more than three letters that every article of a language has; of languages that were not counted.
const COMMON_WORDS: &[&str] = &[
    // German
    "aber", "alle", "allem", "allen", "aller", "alles", "also", "andere", "anderen", "auch", "beim", "bereits",
    "bisher", "damit", "dann", "daran", "darauf", "dass", "davon", "dazu", "deren", "derzeit", "dessen", "diese",
    "diesem", "diesen", "dieser", "dieses", "doch", "dort", "durch", "ein", "eine", "einem", "einen", "einer", "eines",
    "erst", "etwa", "etwas", "gegen", "gibt", "habe", "haben", "hatte", "hatten", "hätte", "hier", "ihre", "ihrem",
    "ihren", "ihrer", "immer", "jede", "jetzt", "kann", "kein", "keine", "keinen", "können", "könnte", "mehr", "muss",
    "müssen", "nach", "nicht", "noch", "nun", "oder", "ohne", "schon", "sehr", "sein", "seine", "seinem", "seinen",
    "seiner", "seit", "sich", "sind", "sollen", "sollte", "sondern", "sowie", "über", "unter", "viele", "vielen",
    "wegen", "weil", "weiter", "welche", "wenn", "werde", "werden", "wieder", "will", "wird", "wollen", "worden",
    "wurde", "wurden", "würde", "würden", "zwischen", // French
    "ainsi", "alors", "après", "aussi", "autre", "autres", "aux", "avait", "avant", "avec", "avoir", "cela", "celle",
    "celui", "ces", "cette", "ceux", "chez", "comme", "contre", "dans", "depuis", "deux", "dont", "elle", "elles",
    "encore", "entre", "être", "était", "étaient", "fait", "faire", "ils", "leur", "leurs", "lors", "mais", "même",
    "moins", "nous", "notre", "ont", "parce", "pendant", "peut", "plus", "pour", "quand", "que", "quelques", "sans",
    "selon", "sera", "ses", "sont", "sous", "tous", "tout", "toute", "toutes", "très", "une", "vers", "vous",
    // Spanish
    "además", "ahora", "algunos", "años", "ante", "antes", "aunque", "cada", "como", "contra", "cuando", "desde",
    "después", "donde", "durante", "ella", "ellos", "entre", "esta", "está", "están", "estas", "este", "esto", "estos",
    "fueron", "había", "hace", "hacia", "hasta", "mientras", "mismo", "mucho", "muchos", "nada", "otra", "otras",
    "otro", "otros", "para", "pero", "poco", "porque", "puede", "pueden", "según", "será", "sido", "sino", "sobre",
    "también", "tanto", "tiene", "tienen", "toda", "todas", "todo", "todos", "tras", "unos", // Italian
    "alla", "alle", "anche", "ancora", "anni", "aveva", "avere", "che", "come", "così", "cosa", "dalla", "dalle",
    "degli", "dei", "della", "delle", "dello", "dopo", "dove", "essere", "fatto", "fino", "hanno", "invece", "loro",
    "molto", "nella", "nelle", "nello", "ogni", "oltre", "perché", "però", "più", "poi", "prima", "quale", "quando",
    "quella", "quello", "questa", "queste", "questi", "questo", "senza", "sono", "stata", "stati", "stato", "sulla",
    "sulle", "tutti", "tutto", // Dutch
    "alle", "andere", "deze", "door", "haar", "hebben", "heeft", "hier", "hoe", "hun", "kunnen", "maar", "meer",
    "meer", "naar", "niet", "omdat", "onder", "onze", "over", "tegen", "toch", "twee", "veel", "voor", "waar",
    "wanneer", "waren", "werd", "werden", "wordt", "worden", "zegt", "zeggen", "zijn", "zoals", "zullen",
    // Portuguese
    "ainda", "anos", "após", "assim", "até", "cada", "como", "contra", "depois", "desde", "dois", "duas", "durante",
    "ela", "elas", "eles", "entre", "essa", "esse", "esta", "está", "estão", "este", "foram", "isso", "mais", "mesmo",
    "muito", "nas", "nos", "não", "onde", "outra", "outras", "outro", "outros", "para", "pela", "pelas", "pelo",
    "pelos", "pode", "porque", "quando", "quem", "sem", "sendo", "seria", "sobre", "também", "tinha", "toda", "todo",
    "todos", // Swedish, Danish, Norwegian
    "alla", "alle", "andra", "andre", "att", "bara", "blev", "blir", "bliver", "denna", "denne", "detta", "dette",
    "deras", "deres", "efter", "ett", "från", "flera", "flere", "hade", "hadde", "havde", "hans", "har", "ikke",
    "inte", "kan", "kommer", "kunne", "med", "mellan", "mellem", "mellom", "men", "mycket", "många", "mange", "måste",
    "någon", "nogle", "också", "også", "skal", "ska", "skulle", "som", "sedan", "siden", "sina", "sine", "till",
    "under", "vara", "være", "varit", "vært", "været", "ville", "över",
];

fn most_telling(counts: HashMap<u32, (f32, f32)>) -> Vec<Term> {
    let mut terms: Vec<Term> = counts
        .into_iter()
        .map(|(hash, (count, background))| Term {
            hash,
            weight: if count > 1.0 { 1.0 + count.ln() } else { count },
            background,
        })
        .collect();
    let telling = |t: &Term| -t.weight * t.background.ln();
    terms.sort_unstable_by(|a, b| telling(b).total_cmp(&telling(a)).then(a.hash.cmp(&b.hash)));
    terms.truncate(KEPT_TERMS);
    terms.sort_unstable_by_key(|t| t.hash);
    terms
}

/// FNV-1a, folded to 32 bits: stable across machines and runs, because the library keeps it.
pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let wide = fnv1a(bytes);
    (wide ^ (wide >> 32)) as u32
}
