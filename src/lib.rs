//! Nutgraf, a terminal news-briefing viewer: what you need to know, source by source, and how two accounts of one event
//! differ. Offline, deterministic, and never a word that no article says.
//!
//! The way of an article through the house, room by room:
//!
//! 1. [`inputs`] reads what the reader named: files, folders, standard input, the bundled [`seeds`].
//! 2. [`loader`] turns bytes into an [`article::Article`]: its sections, sentences, quotations, the publisher's bullets.
//! 3. [`stories`] puts articles that report one event into one story.
//! 4. [`summarizer`] makes the bullets, each with the sentences that it rests on.
//! 5. [`briefing`] runs 2 to 4 over everything that was opened.
//! 6. [`compare`] aligns two articles, or all of a story.
//! 7. [`library`] keeps articles between runs; [`shelf`] is how the viewer asks for them, kept or just opened.
//! 8. [`report`] writes any of it as text, Markdown, JSON or HTML; [`tui`] shows it on the screen.
//!
//! [`article`] is the vocabulary all of them share and [`text`] is what any of them may ask of a string. The imports run
//! one way: `article ← text ← {loader, summarizer, compare, stories} ← briefing ← shelf ← library ← {report, tui} ← cli ← main`.

pub mod article;
pub mod briefing;
pub mod cli;
pub mod compare;
pub mod config;
pub mod folders;
pub mod inputs;
pub mod language;
pub mod library;
pub mod loader;
pub mod parallel;
pub mod report;
pub mod seeds;
pub mod shelf;
pub mod stories;
pub mod summarizer;
pub mod text;
pub mod tui;
