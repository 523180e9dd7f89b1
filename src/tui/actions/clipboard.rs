//! Puts texts into the clipboard, by way of the terminal.

use crate::tui::{
    phrases,
    view::{Effect, ViewContext},
};

/// The most bytes that go into the clipboard: terminals drop more.
const MOST_COPIED: usize = 74_000;

/// Copies a text.
pub(crate) fn copy(cx: &mut ViewContext, mut text: String) {
    if text.len() > MOST_COPIED {
        let mut end = MOST_COPIED;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    let words = phrases::count(text.split_whitespace().count(), "word", "words");
    cx.say(format!("copied {words}"));
    cx.effects.push(Effect::Copy(text));
}

/// A title and bullets, for pasting elsewhere.
pub(crate) fn summary<'a>(
    title: &str,
    source: &str,
    url: Option<&str>,
    bullets: impl Iterator<Item = &'a str>,
) -> String {
    let mut text = format!("{title}\n{source}\n");
    if let Some(url) = url {
        text.push_str(url);
        text.push('\n');
    }
    for bullet in bullets {
        text.push_str("- ");
        text.push_str(bullet);
        text.push('\n');
    }
    text
}
