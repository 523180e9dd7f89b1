//! What an action says it did, it did: seen at a real terminal and in what it left behind, failures included.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reader;

use std::fs;

use base64::Engine;
use reader::{Reader, homes, nutgraf};
use tempfile::TempDir;

const WIRE: &str = "---\ntitle: Ferry aground off Skarn\nsource: Harbor Wire\ndate: 2031-03-07\nurl: https://example.org/ferry\n---\n\
    A ferry with 214 people aboard ran aground off Skarn on Friday. Nobody was hurt, the coast guard said. \
    “We heard one long scrape and then nothing,” the mate, Ada Lind, said. The harbor master has closed the strait until Monday. \
    An inquiry into the course that the ship took begins in April, the ministry of transport said.\n";
const GAZETTE: &str = "---\ntitle: Skarn ferry hits the Sow\nsource: The Skarn Gazette\ndate: 2031-03-07\n---\n\
    On Friday a ferry with 209 people aboard ran aground off Skarn. Nobody was hurt, the coast guard said. \
    “One long scrape and then nothing,” said the mate, Ada Lind. The rock called the Sow is on every chart.\n";

/// A home with two accounts of one event.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("news")).unwrap();
    fs::write(home.path().join("news/wire.md"), WIRE).unwrap();
    fs::write(home.path().join("news/gazette.md"), GAZETTE).unwrap();
    home
}

fn start(home: TempDir) -> Reader {
    let mut r = Reader::start_in(home, 110, 32, &["news"]);
    r.wait_for("What You Need To Know");
    r
}

/// Writes what is open to a file of a name and waits for what is said about it.
fn export(r: &mut Reader, name: &str, says: &str) {
    r.press("e");
    r.wait_for("write to: ");
    r.press(&format!("\x15{name}\r"));
    r.wait_for(says);
}

#[test]
fn each_thing_that_is_open_is_written_whole_in_each_format() {
    let mut r = start(home());
    let things = [
        ("story", "", "STORY", &["Harbor Wire", "The Skarn Gazette", "aground off Skarn"][..]),
        ("article", "]", "1 of 2 sources", &["Ferry aground", "aground off Skarn on Friday"]),
        ("comparison", "d", "difference ", &["214", "209", "Harbor Wire", "The Skarn Gazette"]),
        ("coverage", "\x1bc", "claim 1 of", &["Harbor Wire", "The Skarn Gazette", "aground off Skarn"]),
    ];
    for (thing, keys, there, holds) in things {
        for key in keys.chars() {
            r.press(&key.to_string());
            // Escape and the next key at once would be another key.
            std::thread::sleep(std::time::Duration::from_millis(150));
        }
        r.wait_for(there);
        for ending in ["md", "txt", "html", "json"] {
            let name = format!("{thing}.{ending}");
            export(&mut r, &name, &format!("written to {name}"));
            let text = fs::read_to_string(r.home().join(&name)).unwrap();
            for part in holds {
                assert!(text.contains(part), "{name} lacks {part}: {text}");
            }
        }
    }
    r.press("q");
    assert_eq!(r.status(), 0);
}

#[test]
fn an_export_that_fails_says_why_and_leaves_nothing() {
    let mut r = start(home());
    fs::write(r.home().join("there.md"), "mine").unwrap();
    export(&mut r, "there.md", "there is a file of this name already; choose another: there.md");
    assert_eq!(fs::read_to_string(r.home().join("there.md")).unwrap(), "mine");
    export(&mut r, "story.pdf", "the name must end in .md, .html, .json or .txt: story.pdf");
    export(&mut r, "none/story.md", "there is no such folder: none/story.md");
    assert!(!r.home().join("story.pdf").exists() && !r.home().join("none").exists());
}

#[test]
fn a_command_gets_the_whole_text_and_its_failure_is_told() {
    let mut r = start(home());
    for (keys, there, part) in [("", "STORY", "Skarn Gazette"), ("]", "1 of 2 sources", "aground off Skarn")] {
        r.press(keys);
        r.wait_for(there);
        r.press("|");
        r.wait_for("pipe to: ");
        r.press("\x15cat > piped.txt\r");
        r.wait_for("cat > piped.txt: done");
        let text = fs::read_to_string(r.home().join("piped.txt")).unwrap();
        assert!(text.contains(part), "{text}");
    }
    r.press("|");
    r.wait_for("pipe to: ");
    r.press("\x15echo no paper >&2; exit 3\r");
    r.wait_for("exit status: 3 no paper");
}

#[test]
fn what_is_copied_is_what_is_shown() {
    let mut r = start(home());
    r.press("]");
    r.wait_for("1 of 2 sources");
    r.press("y");
    r.wait_for("copied ");
    r.press("q");
    assert_eq!(r.status(), 0);
    let coded = base64::engine::general_purpose::STANDARD;
    let raw = r.written();
    let text = raw.split("\x1b]52;c;").nth(1).and_then(|rest| rest.split('\x07').next()).unwrap();
    let text = String::from_utf8(coded.decode(text).unwrap()).unwrap();
    assert!(text.contains("Ferry aground off Skarn") && text.contains("https://example.org/ferry"), "{text}");
}

#[test]
fn the_browser_gets_the_address_and_its_absence_is_told() {
    let at = home();
    let script = at.path().join("browser.sh");
    fs::write(&script, "printf %s \"$1\" > opened.txt\n").unwrap();
    fs::write(at.path().join("config.toml"), format!("browser = [\"sh\", \"{}\"]\n", script.display())).unwrap();
    let mut r = start(at);
    r.press("]");
    r.wait_for("1 of 2 sources");
    r.press("o");
    r.wait_for("opening https://example.org/ferry");
    let opened = r.home().join("opened.txt");
    r.wait_until("the file", |_| fs::read_to_string(&opened).is_ok_and(|t| t == "https://example.org/ferry"));
    r.press("]");
    r.wait_for("2 of 2 sources");
    r.press("o");
    r.wait_for("this article names no address");

    let at = home();
    fs::write(at.path().join("config.toml"), "browser = [\"no-such-browser\"]\n").unwrap();
    let mut r = start(at);
    r.press("]");
    r.wait_for("1 of 2 sources");
    r.press("o");
    r.wait_for("no-such-browser cannot be started");
}

#[test]
fn a_link_of_the_text_is_one_for_the_terminal_too() {
    let at = tempfile::tempdir().unwrap();
    let text =
        "The [harbor plan](https://example.org/plan) of Skarn was adopted on Monday. The mayor, Per Olsen, said so.\n";
    fs::write(at.path().join("a.md"), text).unwrap();
    let mut r = Reader::start_in(at, 100, 30, &["a.md"]);
    r.wait_for("Per Olsen");
    let link = "\x1b]8;;https://example.org/plan\x1b\\";
    r.press("q");
    assert_eq!(r.status(), 0);
    assert!(r.wrote(link) && r.wrote("\x1b]8;;\x1b\\"), "{:?}", r.written());
}

#[test]
fn what_is_opened_again_is_as_read_as_before_and_what_is_new_is_there() {
    let mut r = start(home());
    r.wait_for("2 unread");
    r.press("]");
    r.wait_for("1 of 2 sources");
    r.press("r");
    r.wait_for("1 unread");
    r.press("*");
    r.wait_for("★");
    fs::write(
        r.home().join("news/a-new.txt"),
        "Tomatoes ripen late this summer. Gardeners in the valley blame cold nights.",
    )
    .unwrap();
    r.press("R");
    r.wait_for("read again");
    r.wait_for("2 stories");
    r.wait_for("★");
    r.wait_for("1 of 2 sources");
    assert!(!r.screen().contains("reading again"), "{}", r.screen());
    r.wait_for("2 unread");
    r.press("U");
    r.wait_until("no star", |s| !s.contains("★"));
    r.wait_for("taken back: stars as before");
}

#[test]
fn pictures_beside_a_file_show_and_one_key_hides_them() {
    let home = home();
    fs::write(home.path().join("news/ferry.png"), homes::png()).unwrap();
    let text = WIRE.replace("Nobody was hurt", "\n\n![The ferry](ferry.png)\n\nNobody was hurt");
    fs::write(home.path().join("news/wire.md"), text).unwrap();
    let mut r = start(home);
    r.press("]");
    r.wait_for("▀");
    r.wait_for("The ferry");
    r.press("I");
    r.wait_for("1 picture hidden");
    assert!(!r.screen().contains('▀'), "{}", r.screen());
    r.press("I");
    r.wait_for("▀");
    // What is printed has no picture.
    let printed = nutgraf(r.home(), &["brief", "news"]);
    assert!(!printed.contains('▀') && !printed.contains("ferry.png"), "{printed}");
}

#[test]
fn an_update_says_what_came_and_what_failed() {
    let mut r = Reader::start_in(homes::library(), 120, 30, &[]);
    r.wait_for("TODAY");
    r.walk(&[("R", "1 subscription updated: nothing new")]);
    fs::remove_file(r.home().join("feed.xml")).unwrap();
    r.walk(&[("R", "1 of 1 subscription failed: Harbor Wire")]);
    // What is asked while that goes on, or waits, is not called updated.
    let file = rusqlite::Connection::open(r.home().join("library.db")).unwrap();
    let soon = jiff::Timestamp::now().as_second() + 600;
    file.execute("UPDATE subscription SET next_check = ?1", [soon]).unwrap();
    r.walk(&[("R", "nothing was fetched: 1 subscription must wait")]);
}

#[test]
fn the_library_opens_on_the_front_page_and_a_story_is_one_key_away() {
    let mut r = Reader::start_in(homes::library(), 100, 30, &[]);
    r.wait_for("TODAY");
    r.wait_for("Ferry aground off Skarn");
    r.wait_for("2 stories");
    r.wait_for("ran aground off Skarn on Friday");
    r.press_until("j", "Ferry aground");
    r.press("\r");
    r.wait_for("1 of 1 source");
    r.press("\x1b");
    r.wait_for("TODAY");
    r.press("\x1b");
    r.wait_for("BRIEFINGS");
    r.press("F");
    r.wait_for("TODAY");
    r.press("q");
    assert_eq!(r.status(), 0);
}
