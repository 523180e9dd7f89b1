//! Articles with what a reader needs to know of them.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    io::BufRead,
};

use nutgraf::{
    article,
    loader::{self, Hint},
    summarizer::{features::NAMES, reading::Reading, selection, weights::Weights},
};
use serde_json::Value;

/// The share of a highlight's words that a sentence must have to state it.
const STATED: f32 = 0.35;
/// The share of what the best sentence has.
const NEAR_BEST: f32 = 0.8;

/// How much more the heavier facts count in learning than in measuring.
const MATTERS: f32 = 1.0;

/// Something that a reader needs to know.
pub(crate) struct Fact {
    pub(crate) weight: f32,
    /// The sentences that state it.
    pub(crate) sentences: Vec<usize>,
}

/// An article to learn from.
pub(crate) struct Article {
    pub(crate) article: article::Article,
    pub(crate) facts: Vec<Fact>,
    /// Its facts were annotated, not made of highlights.
    pub(crate) annotated: bool,
    /// What it counts in learning.
    pub(crate) weight: f32,
    /// The most that any three sentences tell.
    pub(crate) best: f32,
    /// The sentences looked at.
    pub(crate) rows: Vec<Row>,
}

/// A sentence to learn from.
pub(crate) struct Row {
    pub(crate) features: [f32; NAMES.len()],
    /// The share of the facts that it states.
    pub(crate) share: f32,
    /// A reader understands it alone as a bullet, where that was annotated.
    pub(crate) alone: Option<bool>,
}

/// Reads a file.
pub(crate) fn read(path: &str, weight: f32) -> Result<Vec<Article>, Box<dyn Error>> {
    let mut out = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        out.extend(one(&serde_json::from_str(&line?)?, weight));
    }
    Ok(out)
}

fn one(value: &Value, weight: f32) -> Option<Article> {
    let sentences = value["sentences"].as_array();
    let text = match sentences {
        Some(list) => joined(list),
        None => value["text"].as_str()?.to_owned(),
    };
    let article =
        loader::load(text.as_bytes(), &Hint { path: "a.txt".into(), ..Hint::default() }).ok()?.into_iter().next()?;
    let facts = match sentences {
        Some(list) => annotated(value, list, &article),
        None => of_highlights(value, &article),
    };
    let reading = Reading::new(&article);
    let proposal = selection::propose(&reading, Weights::learned(reading.analysis.parsed));
    let table = &proposal.table;
    let matters = |f: &Fact| f.weight.powf(MATTERS);
    let whole: f32 = facts.iter().map(matters).sum();
    let share = |line: &usize| facts.iter().filter(|f| f.sentences.contains(line)).map(matters).sum::<f32>();
    let needs = sentences.map(|list| Needs::read(value, list, &article));
    let row = |k: usize| {
        let alone = needs.as_ref().map(|needs| {
            let pick = selection::Pick { places: k..k + 1 };
            proposal.bullets(&reading, &[pick]).first().is_some_and(|b| needs.are_met(b))
        });
        Row { features: table.features[k].values(), share: share(&table.lines[k]) / whole.max(1.0), alone }
    };
    let rows = (0..table.lines.len()).map(row).collect();
    let best = best(&facts);
    Some(Article { annotated: sentences.is_some(), facts, weight, best, rows, article })
}

fn joined(sentences: &[Value]) -> String {
    let mut text = String::new();
    let mut last = None;
    for s in sentences {
        let block = s["p"].as_i64();
        text.push_str(match last {
            None => "",
            Some(before) if before == block => " ",
            Some(_) => "\n\n",
        });
        text.push_str(&s["t"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "));
        last = Some(block);
    }
    text
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// For each sentence of an article the annotated sentence that it shares most words with.
fn places(sentences: &[Value], article: &article::Article) -> Vec<Option<usize>> {
    let theirs: Vec<Vec<String>> = sentences.iter().map(|s| words(s["t"].as_str().unwrap_or_default())).collect();
    let place = |text: &str| {
        let own = words(text);
        let shared = |other: &Vec<String>| {
            let mut left: HashMap<&str, i32> = HashMap::new();
            for w in other {
                *left.entry(w).or_default() += 1;
            }
            let mut both = 0;
            for w in &own {
                if let Some(n) = left.get_mut(w.as_str()).filter(|n| **n > 0) {
                    *n -= 1;
                    both += 2;
                }
            }
            both - (other.len() as i64 - own.len() as i64).abs()
        };
        (0..theirs.len()).max_by_key(|j| (shared(&theirs[*j]), -(*j as i64)))
    };
    article.sentences.iter().map(|s| place(&s.text)).collect()
}

/// The annotated facts.
fn annotated(value: &Value, sentences: &[Value], article: &article::Article) -> Vec<Fact> {
    let places = places(sentences, article);
    let fact = |f: &Value| {
        let stated: HashSet<u64> = f["sentences"].as_array()?.iter().filter_map(Value::as_u64).collect();
        let sentences =
            (0..places.len()).filter(|k| places[*k].is_some_and(|j| stated.contains(&(j as u64)))).collect();
        Some(Fact { weight: f["weight"].as_f64()? as f32, sentences })
    };
    value["facts"].as_array().into_iter().flatten().filter_map(fact).collect()
}

/// What the sentences of an article lean on.
struct Needs<'a> {
    needs: &'a [Value],
    places: Vec<Option<usize>>,
}

impl<'a> Needs<'a> {
    fn read(value: &'a Value, sentences: &[Value], article: &article::Article) -> Self {
        Self { needs: value["needs"].as_array().map_or(&[], Vec::as_slice), places: places(sentences, article) }
    }

    /// A reader who sees only the bullet understands it.
    fn are_met(&self, bullet: &article::Bullet) -> bool {
        let support: HashSet<usize> = bullet.sentences.iter().filter_map(|s| *self.places.get(s.index())?).collect();
        let text = format!(" {} ", words(&bullet.text).join(" "));
        let says = |phrase: &Value| {
            let phrase = words(phrase.as_str().unwrap_or_default()).join(" ");
            !phrase.is_empty() && text.contains(&format!(" {phrase} "))
        };
        let number = |v: &Value| v.as_u64().map(|n| n as usize);
        self.needs.iter().filter(|n| number(&n["sentence"]).is_some_and(|s| support.contains(&s))).all(|need| {
            let owner = need["kind"].as_str() == Some("owner");
            let gone = !owner && !says(&need["lean"]);
            let told = need["say"].as_array().into_iter().flatten().any(says);
            let on =
                need["on"].as_array().into_iter().flatten().any(|s| number(s).is_some_and(|s| support.contains(&s)));
            gone || told || on
        })
    }
}

/// A newsroom's highlights as facts.
fn of_highlights(value: &Value, article: &article::Article) -> Vec<Fact> {
    let common: HashSet<&str> = "a an the of to in on at by for with from as and or but that this it its he his she her they their was were is are be been has have had will not said".split(' ').collect();
    let content = |text: &str| words(text).into_iter().filter(|w| !common.contains(w.as_str())).collect::<HashSet<_>>();
    let own: Vec<HashSet<String>> = article.sentences.iter().map(|s| content(&s.text)).collect();
    let mut out = Vec::new();
    for highlight in value["refs"][0].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let wanted = content(highlight);
        let held: Vec<f32> =
            own.iter().map(|s| s.intersection(&wanted).count() as f32 / wanted.len().max(1) as f32).collect();
        let best = held.iter().copied().fold(0.0, f32::max);
        let stated: Vec<usize> = (0..held.len()).filter(|k| held[*k] >= STATED.max(NEAR_BEST * best)).collect();
        if !stated.is_empty() {
            out.push(Fact { weight: 2.0, sentences: stated });
        }
    }
    out
}

/// The most weight that any three sentences have.
fn best(facts: &[Fact]) -> f32 {
    let mut useful: Vec<usize> = facts.iter().flat_map(|f| f.sentences.iter().copied()).collect();
    useful.sort_unstable();
    useful.dedup();
    let weight = |set: [usize; 3]| {
        facts.iter().filter(|f| f.sentences.iter().any(|s| set.contains(s))).map(|f| f.weight).sum::<f32>()
    };
    let mut best = 0.0;
    for (i, a) in useful.iter().enumerate() {
        for (j, b) in useful.iter().enumerate().skip(i) {
            for c in useful.iter().skip(j) {
                best = f32::max(best, weight([*a, *b, *c]));
            }
        }
    }
    best
}
