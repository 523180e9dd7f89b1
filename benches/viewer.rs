//! What a key press costs: from the key to the finished frame, at 200x50, on a short article and on one of a megabyte.

use std::sync::Arc;

use divan::{Bencher, black_box};
use nutgraf::{
    article::{Article, Block, BlockKind, Briefing, Section, Sentence, Story},
    config::Config,
    shelf::Opened,
    text::width,
    tui::{Depth, Environment, Headless, Opening},
};

fn main() {
    divan::main();
}

/// An article of about so many bytes.
fn article(source: &str, bytes: usize) -> Article {
    let text =
        "The ferry ran aground off Skarn early on Friday, and the coast guard took everyone off within two hours.";
    let count = (bytes / text.len()).max(3);
    let sentences = (0..count).map(|i| Sentence { text: format!("{text} ({i})"), tight: false }).collect();
    let ends = (0..count).step_by(3).map(|i| (i, (i + 3).min(count)));
    let block = |(from, to): (usize, usize)| Block {
        kind: BlockKind::Paragraph,
        sentences: u32::try_from(from).unwrap_or(0)..u32::try_from(to).unwrap_or(0),
        depth: 0,
        number: None,
    };
    Article {
        source: source.into(),
        title: "Ferry runs aground".into(),
        sections: vec![Section { heading: None, blocks: ends.map(block).collect() }],
        sentences,
        ..Article::default()
    }
}

fn viewer(bytes: usize, keys: &str) -> Headless {
    let briefing = Briefing {
        stories: vec![Story { headline: "Ferry runs aground".into(), articles: vec![0, 1], ..Story::default() }],
        articles: vec![article("Harbor Wire", bytes), article("The Skarn Gazette", bytes.min(8_000))],
        ..Briefing::default()
    };
    let shelf = Arc::new(Opened::new(briefing));
    let opener: nutgraf::tui::Opener =
        Arc::new(move |_| Ok(Opening { shelf: shelf.clone(), problems: Vec::new(), hint: None }));
    let environment = Environment {
        light: None,
        no_colour: false,
        ascii: false,
        depth: Depth::True,
        clock: None,
        folder: std::env::temp_dir(),
        graphics: Default::default(),
    };
    let mut viewer = Headless::new(opener, Config::default(), environment, (200, 50));
    let _ = viewer.press(keys);
    viewer
}

/// A line down and up again, at the beginning and at the end.
#[divan::bench(args = [(8_000, "j l"), (8_000, "j l G"), (1_000_000, "j l"), (1_000_000, "j l G")])]
fn scroll(bencher: Bencher<'_, '_>, (bytes, keys): (usize, &str)) {
    let mut viewer = viewer(bytes, keys);
    bencher.bench_local(move || viewer.press(black_box("k j")));
}

/// The cursor of the list down and up again.
#[divan::bench]
fn move_in_the_list(bencher: Bencher<'_, '_>) {
    let mut viewer = viewer(8_000, "j");
    bencher.bench_local(move || viewer.press(black_box("j k")));
}

/// To the next difference and back.
#[divan::bench]
fn next_difference(bencher: Bencher<'_, '_>) {
    let mut viewer = viewer(8_000, "j d");
    bencher.bench_local(move || viewer.press(black_box("n N")));
}

/// Setting an article anew for another width.
#[divan::bench(args = [8_000, 1_000_000])]
fn resize(bencher: Bencher<'_, '_>, bytes: usize) {
    let mut viewer = viewer(bytes, "j l");
    let mut wide = false;
    bencher.bench_local(move || {
        wide = !wide;
        viewer.resize(if wide { 100 } else { 90 }, 50);
    });
}

/// Breaking a megabyte into lines.
#[divan::bench]
fn wrap_a_megabyte(bencher: Bencher<'_, '_>) {
    let text = "The ferry ran aground off Skarn early on Friday. ".repeat(21_000);
    bencher.bench_local(|| width::paragraph(black_box(&text), 72).len());
}
