//! Teaches the network of [`nutgraf::language`] from sentences that a larger model has labelled, and says how good it is.
//!
//! ```text
//! cargo run --release --example learn_language -- tokens FILE … > tokens.jsonl
//! python3 examples/learn_language/label.py tokens.jsonl train.lab
//! cargo rustc --release --example learn_language -- -C target-cpu=native
//! target/release/examples/learn_language train train.lab,headlines.lab dev.lab assets/language/en.weights
//! target/release/examples/learn_language score assets/language/en.weights test.lab [own.lab]
//! ```
//!
//! `tokens` cuts texts as the program itself cuts them. `train` writes a weights file. `score` measures one against labelled
//! sentences, by the very code that ships, and writes what it says of them in the same form.
//!
//! The network is small enough for its gradients to be written by hand: see [`model`].
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

mod batch;
mod labelled;
mod model;
mod noise;
mod parameters;
mod products;
mod score;
mod tokens;
mod train;
mod weights;

use std::env;

const USAGE: &str = "usage: learn_language tokens FILE … | train TRAIN,… DEV WEIGHTS | score WEIGHTS LABELLED [OUT]";

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["tokens", files @ ..] if !files.is_empty() => tokens::print(files),
        ["train", train, dev, weights] => train::run(train, dev, weights),
        ["score", weights, file] => score::print(weights, file, None),
        ["score", weights, file, out] => score::print(weights, file, Some(out)),
        _ => panic!("{USAGE}"),
    }
}
