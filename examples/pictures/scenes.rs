//! Which pictures there are, and the keys that lead to each.

use std::{error::Error, path::Path, time::Duration};

use crate::{
    svg::{self, Theme},
    terminal::Terminal,
};

/// A picture, or a recording with a frame for each step.
pub(crate) struct Scene {
    name: &'static str,
    /// What it shows, for those who do not see it.
    title: &'static str,
    /// What is opened; the bundled briefings where it is nothing.
    arguments: &'static [&'static str],
    columns: u16,
    rows: u16,
    steps: &'static [Step],
    recorded: bool,
}

/// A key, what the screen shows once it has done its work, and what a recording says of it.
struct Step {
    key: &'static str,
    until: &'static str,
    caption: &'static str,
}

const fn step(key: &'static str, until: &'static str, caption: &'static str) -> Step {
    Step { key, until, caption }
}

/// How long nothing must change on a screen before it counts as finished.
pub(crate) const QUIET: Duration = Duration::from_millis(300);

/// The ferry is invented, and so are its three newsrooms: no true story contradicts itself so neatly.
const FERRY: &[&str] = &["examples/ferry"];

pub(crate) const SCENES: &[Scene] = &[
    Scene {
        name: "reading",
        title: "Reading: the story's sources on the left, the article with its bullets on the right",
        arguments: &[],
        columns: 110,
        rows: 32,
        steps: &[step("", "across the sources", ""), step("]", "Key Points", "")],
        recorded: false,
    },
    Scene {
        name: "compare",
        title: "Two accounts of one event side by side, a contradiction marked",
        arguments: FERRY,
        columns: 110,
        rows: 32,
        steps: &[
            step("", "across the sources", ""),
            step("]", "built from its sentences", ""),
            step("d", "difference 1", ""),
        ],
        recorded: false,
    },
    Scene {
        name: "coverage",
        title: "A story's claims down, its sources across",
        arguments: FERRY,
        columns: 110,
        rows: 32,
        steps: &[step("", "across the sources", ""), step("c", "claim 1 of", "")],
        recorded: false,
    },
    Scene {
        name: "demo",
        title: "From the list to an article, its bullets, the comparison with another source and the story's coverage",
        arguments: FERRY,
        columns: 100,
        rows: 28,
        steps: &[
            step("", "across the sources", "nutgraf examples/ferry: one event, three invented sources"),
            step("]", "built from its sentences", "]  the story's first source, its bullets on top"),
            step("w", "choose a bullet", "w  to the bullets"),
            step("\r", "d compare", "enter  to the sentence that a bullet rests on"),
            step(
                "d",
                "difference 1",
                "d  beside the next source, aligned by what both say; contradictions are marked ≠",
            ),
            step("n", "difference 2", "n  to the next difference"),
            step("n", "difference 3", "n  and the next"),
            step("\x1b", "BRIEFINGS", "esc  back"),
            step("c", "claim 1 of", "c  who reports what: claims down, sources across"),
        ],
        recorded: true,
    },
];

pub(crate) fn file_name(scene: &Scene, theme: &Theme) -> String {
    format!("{}{}.svg", scene.name, theme.suffix)
}

/// Runs the program, presses the keys and draws what stands on the screen.
pub(crate) fn draw(
    program: &Path,
    root: &Path,
    scene: &Scene,
    theme: &Theme,
    quiet: Duration,
) -> Result<String, Box<dyn Error>> {
    let size = (scene.columns, scene.rows);
    let mut terminal = Terminal::start(program, root, scene.arguments, theme.name, size)?;
    let mut frames = Vec::new();
    for step in scene.steps {
        terminal.press(step.key)?;
        let screen = terminal.settled(step.until, quiet).map_err(|e| format!("{}: {e}", scene.name))?;
        frames.push((screen, step.caption));
    }
    if !scene.recorded {
        frames.drain(..frames.len() - 1);
    }
    Ok(svg::draw(&frames, size, theme, scene.title))
}
