//! A screen as SVG, or several as frames of an animation.

use std::{collections::HashMap, fmt::Write as _};

use vt100::{Color, Screen};

/// Width and height of a cell, and the margin around all of them.
const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 12.0;

/// How long each frame of a recording stands, in seconds.
const FRAME: f32 = 2.5;

/// A theme of the program, what a terminal that it suits has by itself, and what its files' names end in.
pub(crate) struct Theme {
    pub(crate) name: &'static str,
    pub(crate) suffix: &'static str,
    paper: &'static str,
    ink: &'static str,
}

pub(crate) const THEMES: [Theme; 2] = [
    Theme { name: "dark", suffix: "", paper: "#16181d", ink: "#d7dae0" },
    Theme { name: "light", suffix: "-light", paper: "#fbfaf7", ink: "#24262b" },
];

/// Draws screens of one size, each with a line that is written below it. Where there are several, they follow one another for
/// ever; who asked for less motion sees the last.
pub(crate) fn draw(frames: &[(Screen, &str)], (columns, rows): (u16, u16), theme: &Theme, title: &str) -> String {
    let below = if frames.len() > 1 { CELL.1 + MARGIN } else { 0.0 };
    let (width, height) = (f32::from(columns) * CELL.0 + 2.0 * MARGIN, f32::from(rows) * CELL.1 + 2.0 * MARGIN + below);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        escaped(title),
        theme.paper
    );
    if let [(screen, _)] = frames {
        for (row, drawn) in (0..rows).map(|row| (row, line(screen, row, columns, theme))) {
            out.push_str(&placed(row, &drawn));
        }
    } else {
        animate(&mut out, frames, (columns, rows), theme);
    }
    out.push_str("</svg>\n");
    out
}

/// Frames share the lines that they have in common.
fn animate(out: &mut String, frames: &[(Screen, &str)], (columns, rows): (u16, u16), theme: &Theme) {
    let all = frames.len() as f32;
    let _ = writeln!(
        out,
        "<style>.f{{visibility:hidden;animation:f {}s step-end infinite}}@keyframes f{{0%{{visibility:visible}}\
         {:.3}%{{visibility:hidden}}100%{{visibility:hidden}}}}@media (prefers-reduced-motion:reduce){{\
         .f{{animation:none}}.f:last-child{{visibility:visible}}}}</style>",
        all * FRAME,
        100.0 / all
    );
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut shared, mut shown) = (String::new(), String::new());
    for (i, (screen, caption)) in frames.iter().enumerate() {
        let _ = writeln!(shown, "<g class=\"f\" style=\"animation-delay:{}s\">", i as f32 * FRAME);
        for row in 0..rows {
            let drawn = line(screen, row, columns, theme);
            if drawn.is_empty() {
                continue;
            }
            let next = known.len();
            let id = *known.entry(drawn).or_insert_with_key(|drawn| {
                let _ = writeln!(shared, "<g id=\"l{next}\">{drawn}</g>");
                next
            });
            let _ = writeln!(shown, "<use href=\"#l{id}\" y=\"{}\"/>", top(row));
        }
        let _ = writeln!(
            shown,
            "<text x=\"{MARGIN}\" y=\"{}\" font-weight=\"bold\" xml:space=\"preserve\" fill=\"{}\">{}</text>\n</g>",
            top(rows) + MARGIN + 10.0,
            theme.ink,
            escaped(caption)
        );
    }
    let _ = write!(out, "<defs>\n{shared}</defs>\n{shown}");
}

/// Where a row begins.
fn top(row: u16) -> f32 {
    MARGIN + f32::from(row) * CELL.1
}

fn placed(row: u16, drawn: &str) -> String {
    if drawn.is_empty() { String::new() } else { format!("<g transform=\"translate(0 {})\">\n{drawn}</g>\n", top(row)) }
}

/// A row of the screen, its top at nought.
fn line(screen: &Screen, row: u16, columns: u16, theme: &Theme) -> String {
    let mut out = String::new();
    let mut column = 0;
    while let Some(cell) = screen.cell(row, column).filter(|_| column < columns) {
        let style = style(cell, theme);
        let (start, mut text) = (column, String::new());
        while let Some(next) = screen.cell(row, column).filter(|c| column < columns && self::style(c, theme) == style) {
            if !next.is_wide_continuation() {
                text.push_str(if next.has_contents() { next.contents() } else { " " });
            }
            column += 1;
        }
        run(&mut out, start, column - start, &text, &style);
    }
    out
}

/// How a run of cells is drawn.
#[derive(PartialEq)]
struct Style {
    ink: String,
    paper: Option<String>,
    attributes: String,
}

fn style(cell: &vt100::Cell, theme: &Theme) -> Style {
    let (mut ink, mut paper) = (hex(cell.fgcolor()).unwrap_or_else(|| theme.ink.into()), hex(cell.bgcolor()));
    if cell.inverse() {
        let swapped = paper.unwrap_or_else(|| theme.paper.into());
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

fn run(out: &mut String, column: u16, cells: u16, text: &str, style: &Style) {
    let (x, width) = (MARGIN + f32::from(column) * CELL.0, f32::from(cells) * CELL.0);
    if let Some(paper) = &style.paper {
        let _ = writeln!(out, "<rect x=\"{x:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{paper}\"/>", CELL.1);
    }
    if text.trim().is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"13.5\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \
         fill=\"{}\"{}>{}</text>",
        style.ink,
        style.attributes,
        escaped(text)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
