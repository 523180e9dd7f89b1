//! A theme's roles as the screen's styles, in the colours that the terminal can show.

use ratatui::style::{Color, Modifier, Style};

use crate::config::theme::{Colour, Look, Role, Theme};

/// A theme as styles, one a role.
#[derive(Clone, Debug, Default)]
pub(crate) struct Styles(Vec<Style>);

/// The colours that a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// The sixteen.
    Sixteen,
    /// 256 of them.
    Many,
    /// All.
    #[default]
    True,
}

impl Styles {
    pub(crate) fn new(theme: &Theme, depth: Depth) -> Self {
        Self(Role::ALL.iter().map(|&role| style(theme.look(role), depth)).collect())
    }

    pub(crate) fn of(&self, role: Role) -> Style {
        self.0.get(role as usize).copied().unwrap_or_default()
    }
}

/// The nearest of the 216 colours of the cube and the 24 greys.
fn nearest(r: u8, g: u8, b: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let far = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    let step = |v: u8| (0..6u8).min_by_key(|&i| far(v, STEPS[usize::from(i)])).unwrap_or(0);
    let (x, y, z) = (step(r), step(g), step(b));
    let distance = |c: [u8; 3]| far(r, c[0]) + far(g, c[1]) + far(b, c[2]);
    let cube = distance([x, y, z].map(|i| STEPS[usize::from(i)]));
    let grey = |i: u8| 8 + 10 * i;
    let shade = (0..24u8).min_by_key(|&i| distance([grey(i); 3])).unwrap_or(0);
    if distance([grey(shade); 3]) < cube { 232 + shade } else { 16 + 36 * x + 6 * y + z }
}

/// A colour as one of 256.
pub(crate) fn reduced(colour: Color) -> Color {
    match colour {
        Color::Rgb(r, g, b) => Color::Indexed(nearest(r, g, b)),
        other => other,
    }
}

fn style(look: Look, depth: Depth) -> Style {
    let colour = |c: Colour| match c {
        Colour::Default => Color::Reset,
        Colour::Indexed(n) => Color::Indexed(n),
        Colour::Rgb(r, g, b) if depth != Depth::True => Color::Indexed(nearest(r, g, b)),
        Colour::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    let mut style = Style { fg: look.fg.map(colour), bg: look.bg.map(colour), ..Style::default() };
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_brought_down_to_the_nearest() {
        assert_eq!(nearest(0, 0, 0), 16);
        assert_eq!(nearest(255, 255, 255), 231);
        assert_eq!(nearest(0x8a, 0x8a, 0x8a), 245);
        assert_eq!(nearest(255, 175, 95), 215);
    }
}
