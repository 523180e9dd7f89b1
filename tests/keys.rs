//! Every action that has no journey of its own: its key is pressed at a real terminal, in order, and what it leads to is seen.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reader;

use reader::Reader;

/// Presses keys one after the other and waits for what each leads to; what begins with `!` has to go.
fn walk(r: &mut Reader, steps: &[(&str, &str)]) {
    for (keys, there) in steps {
        r.press(keys);
        match there.strip_prefix('!') {
            Some(gone) => r.wait_until(&format!("{keys:?}: no {gone}"), |s| !s.contains(gone)),
            None => r.wait_until(&format!("{keys:?}: {there}"), |s| s.contains(there)),
        }
        if *keys == "\x1b" {
            // Escape and the next key at once would be another key.
            std::thread::sleep(std::time::Duration::from_millis(150));
        }
    }
}

#[test]
fn keys_of_the_list_and_the_article() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("What You Need To Know");
    walk(
        &mut r,
        &[
            ("j", "1 of 4 sources"),
            ("]", "2 of 4 sources"),
            ("[", "1 of 4 sources"),
            ("}", "Public Radio North   "),
            ("}", "1 of 3 sources"),
            ("G", "3 of 3 sources"),
            ("{", "1 of 4 sources"),
            ("g", "STORY  4 sources"),
            ("l", "h list"),
            ("h", "enter read"),
            ("\t", "h list"),
            ("\t", "enter read"),
            ("j", "0% ·"),
            ("l", "h list"),
            ("G", "100%"),
            ("g", "0% ·"),
            (" ", "100%"),
            ("b", "0% ·"),
            ("\x04", "100%"),
            ("\x15", "0% ·"),
            ("/", "find: "),
            ("capsule\r", "1 of 5 “capsule”"),
            ("n", "2 of 5 “capsule”"),
            ("N", "1 of 5 “capsule”"),
            ("\x1b", "0% ·"),
            ("w", "j k choose a bullet"),
            ("\x1b", "h list"),
            ("a", "2 of 4 sources"),
            ("t", "theme light"),
            ("M", "mouse on"),
            ("M", "mouse off"),
            ("Lu", "unread only"),
            ("Ls", "no story matches the filter"),
            ("\x1b", "STORY  4 sources"),
            ("h", "enter read"),
            ("Lb", "no source is in a group"),
            ("Lg", "no source is in a group"),
            ("St", "sorted by time"),
            ("Sc", "sorted by number of sources"),
            ("Ss", "sorted by source"),
            ("Sd", "sorted as it comes"),
            ("z", "▸"),
            ("z", "!▸"),
            (":", " actions"),
            ("\x1b", "enter read"),
        ],
    );
    let drawn = r.written().matches("\x1b[2J").count();
    r.press("\x0c");
    let start = std::time::Instant::now();
    while r.written().matches("\x1b[2J").count() == drawn {
        assert!(start.elapsed().as_secs() < 20, "nothing was drawn anew");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn keys_of_the_comparison_and_the_coverage() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("What You Need To Know");
    walk(
        &mut r,
        &[
            ("d", "< Meridian News"),
            ("x", "> Meridian News"),
            ("x", "< Meridian News"),
            ("v", "!│ ~  │"),
            ("v", "│ ~  │"),
            ("\"", "enter go there"),
            ("#", "enter go there"),
            ("@", "enter go there"),
            ("C", "enter go there"),
            ("\x1b", "n next difference"),
            ("i", "both sides tell this"),
            ("O", "in the order of the right"),
            ("m", "nothing is moved here"),
            ("p", "> Desert Courier"),
            ("\x1b", "STORY"),
            ("c", "claim 1 of"),
            ("f", "only what one source reports"),
            ("O", "sorted by number of sources"),
            ("n", "claim 2 of"),
            ("N", "claim 1 of"),
            ("l", "Orbit Monthly"),
            ("\x1b", "STORY"),
            ("F", "story 1 of"),
            ("\x1b", "BRIEFINGS"),
        ],
    );
    r.press("q");
    assert_eq!(r.status(), 0);
}
