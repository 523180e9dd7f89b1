//! The pictures of the pages show the screen as it is.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../examples/pictures/scenes.rs"]
mod scenes;
#[path = "../examples/pictures/svg.rs"]
mod svg;
#[path = "../examples/pictures/terminal.rs"]
mod terminal;

use std::{fs, path::Path, thread};

#[test]
fn the_pictures_show_the_screen_as_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = Path::new(env!("CARGO_BIN_EXE_nutgraf"));
    let pictures = scenes::SCENES.iter().flat_map(|scene| svg::THEMES.iter().map(move |theme| (scene, theme)));
    let stale: Vec<String> = thread::scope(|scope| {
        let drawn: Vec<_> = pictures
            .map(|(scene, theme)| {
                scope.spawn(move || {
                    let name = scenes::file_name(scene, theme);
                    let there = fs::read_to_string(root.join("docs/pictures").join(&name)).unwrap_or_default();
                    // On a busy machine a screen may stand still before it is finished: then it is waited for longer.
                    let same = [1, 3, 10].iter().any(|longer| {
                        scenes::draw(program, root, scene, theme, scenes::QUIET * *longer).unwrap() == there
                    });
                    (!same).then_some(name)
                })
            })
            .collect();
        drawn.into_iter().filter_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(
        stale.is_empty(),
        "the screen no longer looks like {} in docs/pictures: look at what changed, then \
         `cargo build --release && cargo run --release --example pictures`",
        stale.join(", ")
    );
}
