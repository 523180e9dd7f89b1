//! Journeys at a real terminal: what a reader does, seen through a terminal emulator's eyes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reader;

use reader::Reader;

#[test]
fn open_move_mark_compare_help_and_quit() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("What You Need To Know");
    // Whoever sees the bundled briefings is told how to begin, until the first key.
    r.wait_for("your own: nutgraf FILE");
    assert!(r.alternate());
    r.press("j");
    r.wait_for("1 of ");
    r.press("m");
    r.wait_for("marked ");
    r.press("j");
    r.wait_for("2 of ");
    r.press("d");
    r.wait_for("difference ");
    r.wait_for("only left");
    let first = r.screen();
    r.press("n");
    r.wait_until("the next difference", |s| s != first);
    r.press("N");
    r.wait_until("the difference before", |s| s.contains("difference 1 of"));
    r.press("?");
    r.wait_for("KEYS");
    r.press("\x1b");
    // Help speaks of differences too, and two escapes at once would be another key.
    r.wait_until("help closed", |s| !s.contains("KEYS") && s.contains("difference 1 of"));
    r.press("\x1b");
    r.wait_for("BRIEFINGS");
    r.press("q");
    assert_eq!(r.status(), 0);
    assert!(r.is_restored(), "{}", r.screen());
    // The window's title is put aside, set, and given back.
    assert!(r.wrote("\x1b[22;2t") && r.wrote(" – Nutgraf\x07") && r.wrote("\x1b[23;2t"));
}

#[test]
fn signals_leave_a_sane_terminal() {
    for (signal, code) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130), ("-QUIT", 131), ("-USR1", 138), ("-ALRM", 142)]
    {
        let mut r = Reader::start(80, 24, &[]);
        r.wait_for("BRIEFINGS");
        r.signal(signal);
        assert_eq!(r.status(), code, "{signal}");
        assert!(r.is_restored(), "{signal}: {}", r.screen());
    }
}

#[test]
fn stopped_and_gone_on_with_it_is_as_before() {
    let mut r = Reader::start(80, 24, &[]);
    r.wait_for("BRIEFINGS");
    r.press("\x1a");
    r.wait_to_be_stopped();
    r.signal("-CONT");
    r.wait_for("BRIEFINGS");
    r.press("j");
    r.wait_for("1 of ");
    r.press("q");
    assert_eq!(r.status(), 0);
    assert!(r.is_restored(), "{}", r.screen());
}

#[test]
fn a_storm_of_resizes_ends_in_a_whole_screen() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("BRIEFINGS");
    r.press("jd");
    r.wait_for("difference ");
    for i in 0..60u16 {
        r.resize(1 + (i * 37) % 200, 1 + (i * 13) % 60);
    }
    r.resize(100, 30);
    r.wait_until("the comparison at its new size", |s| s.contains("only left") && s.contains("difference "));
    r.press("q");
    assert_eq!(r.status(), 0);
}

#[test]
fn a_megabyte_pasted_acts_as_no_key() {
    let mut r = Reader::start(80, 24, &[]);
    r.wait_for("BRIEFINGS");
    r.press("\x1b[200~");
    r.press(&"q ctrl-c jd\n".repeat(90_000));
    r.press("\x1b[201~");
    r.press("?");
    r.wait_for("KEYS");
    r.press("q");
    assert_eq!(r.status(), 0);
}

#[test]
fn a_panic_leaves_a_sane_terminal_and_says_so() {
    if !cfg!(debug_assertions) {
        return;
    }
    let mut r = Reader::start(80, 24, &[]);
    r.wait_for("BRIEFINGS");
    r.press("\x1b[24;7~");
    assert_eq!(r.status(), 101);
    assert!(r.is_restored(), "{}", r.screen());
    assert!(r.screen().contains("asked to panic"), "{}", r.screen());
}

#[test]
fn the_bundled_briefings_open_whatever_the_library_holds() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("notes")).unwrap();
    std::fs::write(home.path().join("notes/a.txt"), "The library opens at noon. The boiler is mended.").unwrap();
    reader::nutgraf(home.path(), &["add", "notes"]);
    let mut r = Reader::start_in(home, 120, 30, &["demo"]);
    r.wait_for("your own: nutgraf FILE");
    assert!(!r.screen().contains("boiler"), "{}", r.screen());
    r.press("q");
    assert_eq!(r.status(), 0);
}

#[test]
fn what_a_folder_holds_beside_articles_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "The library opens at noon this week. The boiler is mended.").unwrap();
    std::fs::write(folder.path().join("b.txt"), "").unwrap();
    std::fs::write(folder.path().join("c.html"), b"\0\x01\x02\0\xff").unwrap();
    let mut r = Reader::start(160, 30, &[folder.path()]);
    r.wait_for("2 files are no articles and were left out: ");
    r.press("q");
    assert_eq!(r.status(), 0);
    assert!(r.screen().contains("c.html (not text)"), "{}", r.screen());
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (folder.path().join("good.txt"), folder.path().join("empty.txt"));
    std::fs::write(&good, "The library opens at noon this week. The boiler is being mended.").unwrap();
    std::fs::write(&bad, "").unwrap();
    let mut r = Reader::start(120, 30, &[&good, &bad]);
    r.wait_for("the file is empty");
    assert!(r.screen().lines().last().unwrap().contains("empty.txt"), "{}", r.screen());
    r.wait_for("The boiler is being mended");
    r.press("q");
    assert_eq!(r.status(), 1);
    assert!(r.is_restored() && r.screen().contains("nutgraf: "), "{}", r.screen());

    let mut r = Reader::start(120, 30, &[&folder.path().join("none.txt")]);
    assert_eq!(r.status(), 1);
    assert!(!r.alternate() && r.screen().contains("none.txt: no such file"), "{}", r.screen());
}

#[test]
fn what_came_through_a_pipe_is_still_there_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("article.txt");
    std::fs::write(&article, "The library opens at noon this week. The boiler is being mended.").unwrap();
    let mut r = Reader::start_behind_a_pipe(120, 30, &article);
    r.wait_for("The boiler is being mended");
    r.press("R");
    r.wait_until("opened again", |s| !s.contains("reading again"));
    r.wait_for("The boiler is being mended");
    r.press("q");
    assert_eq!(r.status(), 0, "{}", r.screen());
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    for keys in ["?", "jd", "jjjj]]dnnnn"] {
        let mut r = Reader::start(120, 40, &[]);
        r.wait_for("BRIEFINGS");
        let mut child = r.hang_up(keys);
        let start = std::time::Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(start.elapsed().as_secs() < 20, "it lives on");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_it_too() {
    let mut r = Reader::start_in_a_session_of_its_own(100, 30);
    r.wait_for("BRIEFINGS");
    let id = std::fs::read_to_string(r.home().join("id")).unwrap();
    let home = r.hang_up_and_keep_home();
    let start = std::time::Instant::now();
    let lives = || {
        let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", id.trim()]).output().unwrap().stdout;
        !state.is_empty() && !state.starts_with(b"Z")
    };
    while lives() {
        assert!(start.elapsed().as_secs() < 20, "it lives on");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    drop(home);
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let mut r = Reader::start(120, 40, &[]);
    r.wait_for("What You Need To Know");
    // What is read ahead comes in, and says nothing.
    let settled = |r: &Reader| {
        let mut before = 0;
        while before < r.written().len() {
            before = r.written().len();
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
        before
    };
    // The line that says how to begin goes with the first key.
    settled(&r);
    r.press("k");
    let before = settled(&r);
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(r.written().len(), before, "drawn though nothing happened");
    // Up from the first line is nowhere, and a size that it has already is none.
    r.press("k");
    r.resize(120, 40);
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(r.written().len(), before, "drawn though nothing changed");
    r.press("j");
    r.wait_for("1 of ");
    let moved = settled(&r);
    assert!(moved > before);
}
