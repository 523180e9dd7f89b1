//! Prints the features of every candidate of annotated pairs (JSON lines), to learn the weights of the alignment from.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use nutgraf::{
    article::*,
    compare,
    text::{quotations, words},
};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    println!("pair i j label {}", compare::features::NAMES.join(" "));
    for (k, line) in std::fs::read_to_string(path).unwrap().lines().enumerate() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        let l = article(&v["left"]);
        let r = article(&v["right"]);
        let set = |key: &str| -> std::collections::BTreeSet<(u64, u64)> {
            v[key].as_array().into_iter().flatten().map(|p| (p[0].as_u64().unwrap(), p[1].as_u64().unwrap())).collect()
        };
        let (sure, possible) = (set("sure"), set("possible"));
        for (i, j, f) in compare::dump(&l, &r) {
            let key = (u64::from(i), u64::from(j));
            let label = if sure.contains(&key) { 2 } else { u8::from(possible.contains(&key)) };
            println!("{k} {i} {j} {label} {}", f.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
        }
    }
}
fn article(v: &serde_json::Value) -> Article {
    let mut a = Article::default();
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    let mut last = None;
    for s in v.as_array().unwrap() {
        let p = s["p"].as_u64();
        if p.is_none() || p != last || paragraphs.is_empty() {
            paragraphs.push(Vec::new());
        }
        last = p;
        paragraphs.last_mut().unwrap().push(s["t"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let borrowed: Vec<Vec<&str>> = paragraphs.iter().map(|p| p.iter().map(String::as_str).collect()).collect();
    let found = quotations::find(&borrowed);
    let mut section = Section::default();
    for (p, f) in borrowed.iter().zip(found) {
        let first = a.sentences.len();
        for s in p {
            a.sentences.push(Sentence { text: (*s).to_owned(), tight: false });
        }
        section.blocks.push(Block {
            kind: BlockKind::Paragraph,
            sentences: words::span(first..a.sentences.len()),
            depth: 0,
            number: None,
        });
        for q in f {
            a.quotations.push(Quotation {
                sentence: SentenceId::from(first + q.sentence),
                text: p[q.sentence][q.span.clone()].to_owned(),
                span: words::span(q.span),
                speaker: q.speaker,
            });
        }
    }
    a.sections.push(section);
    a
}
