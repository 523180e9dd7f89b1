//! Help explains every mark that the view it is opened from can draw.

use super::fixture::Reader;
use crate::{config::keys::Place, tui::widgets::glyphs::UNICODE};

/// Keys that lead to a view, each view in all its forms.
const VIEWS: [&str; 12] =
    ["k", "z", "] l", "m * r", "j V esc", "] d", "] d v", "] d \"", "] d #", "c", "F", "s f e r r y enter"];

/// Glyphs that part, end or frame texts: they need no word. Whatever else there is is a mark.
const NO_MARKS: [&str; 5] = ["vertical", "horizontal", "more", "down", "dash"];

#[test]
fn help_explains_every_mark_that_a_view_draws() {
    let g = UNICODE;
    let all = g.all();
    assert!(NO_MARKS.iter().all(|name| all.iter().any(|(glyph, _)| glyph == name)), "a glyph has another name");
    for keys in VIEWS {
        for (columns, rows) in [(80, 24), (120, 40), (200, 50), (40, 12)] {
            let mut reader = Reader::new(columns, rows);
            reader.press(keys);
            let screen = reader.screen();
            let told = reader.app.top().marks(&g);
            // Elsewhere a dot parts words.
            let dots = matches!(reader.app.top().context(), Place::Comparing | Place::Coverage);
            let is_mark = |name: &str| !NO_MARKS.contains(&name) && (name != "dot" || dots);
            for (name, mark) in all.iter().filter(|(name, mark)| is_mark(name) && screen.contains(mark)) {
                let explained = told.iter().any(|(sign, _)| sign.contains(mark));
                assert!(explained, "{keys}: {name} {mark} stands on the screen and not in its help\n{screen}");
            }
        }
    }
}

#[test]
fn help_tells_of_each_mark_whole_at_any_width() {
    for keys in ["k", "] d", "c", "F"] {
        for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
            let mut reader = Reader::new(columns, rows);
            reader.press(keys);
            let told = reader.app.top().marks(&UNICODE);
            reader.press("?");
            if (columns, rows) == (80, 24) {
                let screen = reader.screen();
                assert!(screen.contains("↓ ") && screen.contains("more · G what the marks mean"), "{screen}");
            }
            let mut seen = String::new();
            reader.press("g");
            for _ in 0..60 {
                seen.push_str(&reader.screen());
                reader.press("pgdn");
            }
            assert!(!seen.lines().any(|line| line.ends_with('…')), "{keys} at {columns}: cut\n{seen}");
            // Lines are wrapped: each word of a meaning stands somewhere.
            for (mark, means) in told {
                assert!(seen.contains(mark), "{keys} at {columns}: {mark}\n{seen}");
                for word in means.split_whitespace() {
                    assert!(seen.contains(word), "{keys} at {columns}: {means}\n{seen}");
                }
            }
        }
    }
}
