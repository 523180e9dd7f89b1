//! Every action that has no journey of its own: its key is pressed at a real terminal, in order, and what it leads to is seen.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reader;

use std::fs;

use reader::{Reader, homes};

#[test]
fn keys_of_the_list_and_the_article() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("What You Need To Know");
    r.walk(&[
        ("j", "1 of 4 sources"),
        ("]", "2 of 4 sources"),
        ("[", "1 of 4 sources"),
        ("}", "Public Radio North · "),
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
        ("St", "sorted by time"),
        ("Sc", "sorted by number of sources"),
        ("Ss", "sorted by source"),
        ("Sd", "sorted as it comes"),
        ("z", "▸"),
        ("z", "!▸"),
        (":", " actions"),
        ("\x1b", "enter read"),
    ]);
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
    r.walk(&[
        ("d", "< Meridian News"),
        ("x", "> Meridian News"),
        ("x", "< Meridian News"),
        ("v", "!│ ~  │"),
        ("v", "│ ~  │"),
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
    ]);
    r.press("q");
    assert_eq!(r.status(), 0);
}

#[test]
fn groups_stars_and_sorts_leave_in_and_order_what_they_say() {
    let mut r = Reader::start_in(homes::three_accounts(), 120, 40, &["news"]);
    r.wait_for("What You Need To Know");
    let (ferry, choir, tomatoes) = ("▾ Ferry", "▾ Choir", "▾ Tomatoes");
    r.walk(&[
        ("Lg", "1 story · group agencies"),
        ("Lg", "2 stories · group local"),
        ("Lg", "3 stories"),
        ("Lb", "1 story · not in agencies"),
        ("\x1b", "3 stories"),
        ("St", "sorted by time"),
    ]);
    r.wait_for_order(&[choir, ferry, tomatoes]);
    r.walk(&[("Ss", "sorted by source")]);
    r.wait_for_order(&[ferry, tomatoes, choir]);
    r.walk(&[("Sc", "sorted by number of sources")]);
    r.wait_for_order(&[ferry, choir, tomatoes]);
    r.walk(&[("St", "sorted by time"), ("Sd", "sorted as it comes")]);
    r.wait_for_order(&[ferry, choir, tomatoes]);
    // What is read goes from the unread, what has a star is left in.
    r.press_until("}", "Tomatoes");
    r.walk(&[
        ("r", "4 unread"),
        ("Lu", "2 stories · unread only"),
        ("\x1b", "3 stories"),
        ("*", "★"),
        ("Ls", "1 story · starred only"),
        ("\x1b", "3 stories"),
        ("U", "!★"),
    ]);
}

#[test]
fn links_bullets_rows_and_claims_lead_where_they_say() {
    let mut r = Reader::start_in(homes::three_accounts(), 120, 40, &["news"]);
    r.wait_for("What You Need To Know");
    r.walk(&[
        ("w", "j k choose a bullet"),
        ("\r", "back to where you were"),
        ("\x7f", "STORY  3 sources"),
        ("\x1b", "!next bullet"),
        ("\x1b", "enter read"),
        ("]", "1 of 3 sources"),
        ("ua", "opening https://example.org/plan"),
    ]);
    let opened = r.home().join("opened.txt");
    r.wait_until("the file", |_| fs::read_to_string(&opened).is_ok_and(|t| t == "https://example.org/plan"));
    // Harbor Wire beside The Skarn Gazette.
    r.walk(&[
        ("d", "difference 1 of"),
        ("\"", "enter go there"),
        ("#", "figure 214 · 209"),
        ("@", ">  Lund"),
        ("C", "<  The harbor plan of Skarn"),
        ("\x1b", "n next difference"),
    ]);
    let (fog, tugs) = ("│ ≈  │ Fog lay", "│ =⇄ │ Two tugs");
    r.wait_for_order(&[fog, tugs]);
    r.walk(&[("O", "in the order of the right")]);
    r.wait_for_order(&["│ =⇄ │ Two tugs", "│ ≈  │ The rock"]);
    r.press_until("j", "⇄ │");
    let moved = r.cursor_line();
    r.press("m");
    r.wait_until("its other place", |s| s.lines().any(|l| l.starts_with('▌') && l != moved && l.contains('⇄')));
    r.press_until("k", "≠");
    r.walk(&[
        ("\r", "opened at the sentence; esc goes back to the comparison"),
        ("\x1b", "difference 1 of"),
        ("p", "> Radio Lund"),
    ]);
    r.press_until("n", "The harbor plan");
    r.walk(&[("i", "% alike"), ("\x1b", "!% alike"), ("\x1b", "1 of 3 sources")]);
    // Who reports what.
    r.walk(&[("c", "claim 1 of"), ("O", "!in one text only")]);
    r.walk(&[
        ("f", "only contradictions: 1"),
        ("\r", "opened at the sentence; esc goes back to who reports what"),
        ("\x1b", "claim 1 of 1"),
        ("n", "no further claim that the sources tell differently"),
        ("\x1b", "1 of 3 sources"),
    ]);
    // A long run of one side is one line, until it is asked for.
    r.press_until("}", "Zebra Post");
    r.walk(&[("m", "marked Zebra Post")]);
    r.press_until("}", "Valley Notes");
    r.walk(&[("d", "only left"), ("z", "everything is shown"), ("z", "long runs of one side are folded")]);
    r.press("\x03");
    assert_eq!(r.status(), 0, "ctrl-c quits");
}

#[test]
fn keys_that_have_names_do_as_the_letters_do() {
    let mut r = Reader::start_in(homes::three_accounts(), 80, 24, &["news"]);
    r.wait_for("What You Need To Know");
    r.walk(&[
        ("\x1bOP", "KEYS"),
        ("\x1b", "!KEYS"),
        ("]", "1 of 3 sources"),
        ("l", "/ find"),
        ("\x1b[F", "100%"),
        ("\x1b[H", "0% ·"),
        ("\x1b[6~", "!0% ·"),
        ("\x1b[5~", "0% ·"),
        ("\x06", "!0% ·"),
        ("\x02", "0% ·"),
        ("\x1b[D", "enter read"),
        ("\x1b[B", "2 of 3 sources"),
        ("\x1b[A", "1 of 3 sources"),
        ("\x1b[C", "/ find"),
        ("\x1b[Z", "enter read"),
    ]);
}
