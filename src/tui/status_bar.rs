//! The last line: the keys that matter here, or what the program has to say; and where one is. What is longer than the line
//! stands whole above it.

use ratatui::layout::Rect;

use crate::{
    config::{
        action::Action,
        keys::{Keymap, Place},
        theme::Role,
    },
    text::width::{width, wrap},
    tui::widgets::canvas::{Canvas, shortened},
};

/// What the line says in place of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) error: bool,
}

/// The lowest screen on which a message may take several lines.
const HIGH: u16 = 8;

/// The lines of a message that does not fit into one; none of one that does, and on a low screen.
fn lines_above(notice: &Notice, screen: (u16, u16)) -> Vec<std::ops::Range<usize>> {
    let (columns, rows) = screen;
    let room = usize::from(columns.saturating_sub(2));
    if rows < HIGH || width(&notice.text) <= room || room == 0 {
        return Vec::new();
    }
    let mut lines = wrap(&notice.text, room);
    if let Some(last) = lines.get(usize::from(rows / 3).saturating_sub(1)).cloned() {
        lines.truncate(usize::from(rows / 3));
        if let Some(line) = lines.last_mut() {
            *line = last.start..notice.text.len();
        }
    }
    lines
}

/// Whether a message stands above the line.
pub(crate) fn is_above(notice: Option<&Notice>, screen: (u16, u16)) -> bool {
    notice.is_some_and(|notice| !lines_above(notice, screen).is_empty())
}

/// Paints a message that is longer than the line above it. Answers whether it was one.
pub(crate) fn draw_above(canvas: &mut Canvas<'_>, line: Rect, notice: &Notice) -> bool {
    let lines = lines_above(notice, (line.width, line.y + 1));
    let height = u16::try_from(lines.len()).unwrap_or(0);
    let area = Rect { y: line.y.saturating_sub(height), height, ..line };
    canvas.clear(area, Role::Popup);
    for (y, part) in (area.y..).zip(&lines) {
        canvas.put_cut(area.x + 1, y, &notice.text[part.clone()], area.width.saturating_sub(2), role_of(notice));
    }
    height > 0
}

fn role_of(notice: &Notice) -> Role {
    if notice.error { Role::Error } else { Role::Message }
}

/// Paints the line.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    notice: Option<&Notice>,
    position: &str,
    hints: &[(Action, &str)],
    keymap: &Keymap,
    place: Place,
) {
    let y = area.y;
    let right = area.right().saturating_sub(1);
    // What is said goes before where one is: that is there again at the next key.
    let said = notice.map_or(0, |notice| width(&notice.text) + 3);
    let fits = said + width(position) < usize::from(area.width);
    let position = if notice.is_none() || fits { position } else { "" };
    let position = shortened(position, usize::from(area.width / 2), canvas.glyphs.more);
    let end = canvas.put_right(right, y, &position, area.width, Role::Dim);
    if let Some(notice) = notice {
        let room = end.saturating_sub(area.x + 1);
        canvas.put_cut(area.x + 1, y, &notice.text, room, role_of(notice));
        return;
    }
    let mut x = area.x + 1;
    for (action, means) in hints {
        let Some(key) = keymap.keys_of(place, *action).into_iter().next() else { continue };
        let needs = width(&key) + 1 + width(means);
        if usize::from(x) + needs > usize::from(end.saturating_sub(2)) {
            break;
        }
        let room = u16::try_from(needs).unwrap_or(0);
        x = canvas.put(x, y, &key, room, Role::Key) + 1;
        x = canvas.put(x, y, means, room, Role::Hint) + 2;
    }
}
