//! Draws the README's pictures: runs the program in a pseudo-terminal, presses keys, writes the screen as SVG, once in each
//! of the two themes (`NAME.svg` dark, `NAME-light.svg`).
//!
//! ```text
//! cargo build --release
//! cargo run --release --example screenshot -- target/release/nutgraf assets/screenshots
//! ```

use std::{
    error::Error,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    io::{Read, Write},
    num::NonZero,
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use vt100::{Color, Parser};

/// A picture: its file's name, columns and rows, the keys that lead to it.
struct Shot {
    name: &'static str,
    columns: u16,
    rows: u16,
    keys: &'static [&'static str],
}

const SHOTS: &[Shot] = &[
    shot("reading", 110, 32, &["]"]),
    shot("compare", 110, 32, &["}", "]", "]", "]", "d", "n"]),
    shot("coverage", 110, 24, &["}", "c"]),
];

const fn shot(name: &'static str, columns: u16, rows: u16, keys: &'static [&'static str]) -> Shot {
    Shot { name, columns, rows, keys }
}

/// Width and height of a cell in the picture.
const CELL: (f32, f32) = (8.4, 18.0);

/// What a terminal has by itself, and the theme that suits it.
struct Terminal {
    theme: &'static str,
    suffix: &'static str,
    paper: &'static str,
    ink: &'static str,
}

const TERMINALS: [Terminal; 2] = [
    Terminal { theme: "dark", suffix: "", paper: "#16181d", ink: "#d7dae0" },
    Terminal { theme: "light", suffix: "-light", paper: "#fbfaf7", ink: "#24262b" },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(program), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: screenshot PROGRAM FOLDER".into());
    };
    // A pseudo-terminal looks a relative path up in PATH.
    let program = fs::canonicalize(program)?;
    fs::create_dir_all(&folder)?;
    for shot in SHOTS {
        for terminal in &TERMINALS {
            let screen = take(program.as_os_str(), shot, terminal)?;
            let name = format!("{}{}.svg", shot.name, terminal.suffix);
            fs::write(Path::new(&folder).join(name), svg(&screen, shot, terminal))?;
        }
    }
    Ok(())
}

/// Runs the program, presses the keys one after another once the screen is quiet, and returns what stands there.
fn take(program: &OsStr, shot: &Shot, terminal: &Terminal) -> Result<vt100::Screen, Box<dyn Error>> {
    let empty = tempfile::tempdir()?;
    fs::write(empty.path().join("config.toml"), format!("theme = \"{}\"\n", terminal.theme))?;
    let pty = native_pty_system().openpty(PtySize { rows: shot.rows, cols: shot.columns, ..PtySize::default() })?;
    let mut command = CommandBuilder::new(program);
    for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
        command.env(name, value);
    }
    for name in ["NUTGRAF_CONFIG_DIR", "NUTGRAF_DATA_DIR"] {
        command.env(name, empty.path());
    }
    command.env_remove("NO_COLOR");
    let mut child = pty.slave.spawn_command(command)?;
    let mut output = pty.master.try_clone_reader()?;
    let mut input = pty.master.take_writer()?;
    let (Some(rows), Some(columns)) = (NonZero::new(shot.rows), NonZero::new(shot.columns)) else {
        return Err("a picture has cells".into());
    };
    let state = Arc::new(Mutex::new((Parser::new(rows, columns, 0), Instant::now())));
    let fed = Arc::clone(&state);
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = output.read(&mut bytes) {
            if let Ok(mut state) = fed.lock() {
                state.0.process(&bytes[..n]);
                state.1 = Instant::now();
            }
        }
    });
    let settle = || {
        thread::sleep(Duration::from_millis(400));
        while state.lock().is_ok_and(|s| s.1.elapsed() < Duration::from_millis(300)) {
            thread::sleep(Duration::from_millis(50));
        }
    };
    settle();
    for key in shot.keys {
        input.write_all(key.as_bytes())?;
        settle();
    }
    let screen = state.lock().map_err(|_| "the reader failed")?.0.screen().clone();
    child.kill()?;
    child.wait()?;
    Ok(screen)
}

fn svg(screen: &vt100::Screen, shot: &Shot, terminal: &Terminal) -> String {
    let (columns, rows) = (shot.columns, shot.rows);
    let (width, height) = (f32::from(columns) * CELL.0 + 24.0, f32::from(rows) * CELL.1 + 24.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        terminal.paper
    );
    for row in 0..rows {
        let mut column = 0;
        while let Some(cell) = screen.cell(row, column).filter(|_| column < columns) {
            let style = style(cell, terminal);
            let (start, mut text) = (column, String::new());
            while let Some(next) =
                screen.cell(row, column).filter(|c| column < columns && self::style(c, terminal) == style)
            {
                if !next.is_wide_continuation() {
                    text.push_str(if next.has_contents() { next.contents() } else { " " });
                }
                column += 1;
            }
            run(&mut out, (row, start), column - start, &text, &style);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// How a run of cells is drawn.
#[derive(PartialEq)]
struct Style {
    ink: String,
    paper: Option<String>,
    attributes: String,
}

fn style(cell: &vt100::Cell, terminal: &Terminal) -> Style {
    let (mut ink, mut paper) = (hex(cell.fgcolor()).unwrap_or_else(|| terminal.ink.into()), hex(cell.bgcolor()));
    if cell.inverse() {
        let swapped = paper.unwrap_or_else(|| terminal.paper.into());
        paper = Some(std::mem::replace(&mut ink, swapped));
    }
    let attributes = [
        (cell.bold(), " font-weight=\"bold\""),
        (cell.italic(), " font-style=\"italic\""),
        (cell.underline(), " text-decoration=\"underline\""),
        (cell.dim(), " opacity=\"0.6\""),
    ];
    Style { ink, paper, attributes: attributes.into_iter().filter(|a| a.0).map(|a| a.1).collect() }
}

fn run(out: &mut String, (row, column): (u16, u16), cells: u16, text: &str, style: &Style) {
    let (x, y) = (12.0 + f32::from(column) * CELL.0, 12.0 + f32::from(row) * CELL.1);
    let width = f32::from(cells) * CELL.0;
    if let Some(paper) = &style.paper {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"{}\"{}>{escaped}</text>",
        y + 13.5,
        style.ink,
        style.attributes
    );
}

/// A colour as xterm draws it; nothing for the default.
fn hex(color: Color) -> Option<String> {
    const SIXTEEN: [&str; 16] = [
        "#1d1f24", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dae0", "#5c6370", "#ef7a85",
        "#a9d48a", "#f0d399", "#7cc0ff", "#d694ee", "#6cc7d3", "#ffffff",
    ];
    match color {
        Color::Default => None,
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Idx(i @ 0..=15) => Some(SIXTEEN[usize::from(i)].into()),
        Color::Idx(i @ 16..=231) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let i = i - 16;
            Some(format!("#{:02x}{:02x}{:02x}", level(i / 36), level(i / 6 % 6), level(i % 6)))
        }
        Color::Idx(i) => {
            let grey = 8 + 10 * (i - 232);
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}
