//! Whatever the text, it is read as sentences whose words form a tree, and an article of it is analysed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nutgraf::{
    language::{analyse, parse_sentence},
    loader::{Hint, load},
};

fuzz_target!(|text: &str| {
    let parse = parse_sentence(text);
    for token in 0..parse.tokens.len() {
        assert!(parse.ancestors(token).take(parse.tokens.len() + 1).count() <= parse.tokens.len());
    }
    let hint = Hint { path: "a.txt".into(), ..Hint::default() };
    for article in load(text.as_bytes(), &hint).unwrap_or_default() {
        let _ = analyse(&article);
    }
});
