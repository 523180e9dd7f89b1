//! Texts → tokens and sentences as the program itself makes them, for the teacher to label.

use std::{collections::HashSet, fs, ops::Range, path::Path};

use nutgraf::{
    language::{is_parsed, lexicon, tokens},
    loader::{self, Hint},
    text::sentences,
};
use serde_json::{Value, json};

/// Prints a line for each text: `{"id": …, "sents": [[[token, white space follows], …], …]}`. A `.jsonl` file holds
/// texts (`{"id": …, "text": …}`), any other is read as the program reads it. A paragraph is taken once.
pub(crate) fn print(files: &[&str]) {
    let mut seen = HashSet::new();
    for file in files {
        for (id, paragraphs) in texts(file) {
            let fresh = paragraphs.iter().filter(|p| seen.insert((*p).clone()));
            let sentences: Vec<Value> = fresh.flat_map(|p| cut(p)).collect();
            if !sentences.is_empty() {
                println!("{}", json!({ "id": id, "sents": sentences }));
            }
        }
    }
}

/// The texts of a file, each with its name and its paragraphs. What cannot be read, or is in a language that is not
/// parsed, gives none.
fn texts(file: &str) -> Vec<(String, Vec<String>)> {
    let Ok(bytes) = fs::read(file) else { return Vec::new() };
    if Path::new(file).extension().is_some_and(|e| e == "jsonl") {
        let lines = String::from_utf8_lossy(&bytes).into_owned();
        let rows = lines.lines().filter_map(|l| serde_json::from_str::<Value>(l).ok());
        return rows
            .filter_map(|row| {
                let text = row["text"].as_str()?;
                Some((row["id"].as_str()?.to_owned(), text.lines().map(str::to_owned).collect()))
            })
            .collect();
    }
    let articles = loader::load(&bytes, &Hint { path: file.to_owned(), ..Hint::default() }).unwrap_or_default();
    let english = articles.into_iter().filter(|a| is_parsed(a.primary_language()));
    english
        .map(|a| {
            let title = a.title.clone();
            let sentences = a.sentences.into_iter().map(|s| s.text);
            (file.to_owned(), std::iter::once(title).chain(sentences).collect())
        })
        .collect()
}

/// The sentences of a paragraph, each as its tokens.
fn cut(paragraph: &str) -> Vec<Value> {
    let sentence = |range: Range<usize>| {
        let text = &paragraph[range];
        let tokens = tokens::tokenize(text, lexicon::english());
        let token = |t: &Range<u32>| {
            let rest = &text[t.end as usize..];
            json!([&text[t.start as usize..t.end as usize], rest.starts_with(char::is_whitespace) || rest.is_empty()])
        };
        Value::Array(tokens.iter().map(token).collect())
    };
    sentences::split(paragraph)
        .into_iter()
        .map(sentence)
        .filter(|s| s.as_array().is_some_and(|t| !t.is_empty()))
        .collect()
}
