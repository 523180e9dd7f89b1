//! Draws the pictures of the pages from the real screen: runs the program in a pseudo-terminal, presses keys and writes what
//! stands there as SVG, in the dark and in the light theme. A test says when they are stale.
//!
//! ```text
//! cargo build --release && cargo run --release --example pictures
//! ```
//!
//! Another program or folder can be named: `--example pictures -- PROGRAM FOLDER`.

mod scenes;
mod svg;
mod terminal;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    // Cargo puts examples into a folder beside the program.
    let beside = || Some(env::current_exe().ok()?.parent()?.parent()?.join("nutgraf"));
    let program = arguments.next().or_else(beside).ok_or("usage: pictures [PROGRAM [FOLDER]]")?;
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = arguments.next().unwrap_or_else(|| root.join("docs/pictures"));
    fs::create_dir_all(&folder)?;
    for scene in scenes::SCENES {
        for theme in &svg::THEMES {
            let picture = scenes::draw(&program, &root, scene, theme, scenes::QUIET)?;
            fs::write(folder.join(scenes::file_name(scene, theme)), picture)?;
        }
    }
    Ok(())
}
