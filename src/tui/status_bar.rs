//! The last line: the keys that matter here, or what the program has to say; and where one is.

use ratatui::layout::Rect;

use crate::{
    config::{
        action::Action,
        keys::{Keymap, Place},
        theme::Role,
    },
    text::width::width,
    tui::widgets::canvas::{Canvas, shortened},
};

/// What the line says in place of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) error: bool,
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
        let role = if notice.error { Role::Error } else { Role::Message };
        canvas.put_cut(area.x + 1, y, &notice.text, room, role);
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
