//! What else an action says it did: pictures of the web, a source that floods the list, and what is kept in the library. Each
//! is seen at a real terminal, failures included.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod reader;
mod web;

use std::{fs, thread, time::Duration};

use reader::{Reader, homes, nutgraf};
use tempfile::TempDir;
use web::{Server, send};

/// A server of one picture and of nothing else, and a home with an article of that server that shows a picture of it.
fn illustrated(picture: &str, settings: &[(&str, &str)]) -> (TempDir, Server) {
    let server = Server::new(|seen, stream| match seen.path.as_str() {
        "/ferry.png" => send(stream, "200 OK", "Content-Type: image/png\r\n", &homes::png()),
        "/page.png" => send(stream, "200 OK", "Content-Type: image/png\r\n", b"<html>no picture</html>"),
        _ => send(stream, "404 Not Found", "", b""),
    });
    let home = tempfile::tempdir().unwrap();
    let text = format!(
        "---\ntitle: Ferry aground off Skarn\nsource: Harbor Wire\nurl: {}\n---\nA ferry ran aground off Skarn on Friday.\n\n\
         ![The ferry]({})\n\nNobody was hurt, the coast guard said.\n",
        server.url("/ferry"),
        server.url(picture)
    );
    fs::write(home.path().join("a.md"), text).unwrap();
    for (name, text) in settings {
        fs::write(home.path().join(name), text).unwrap();
    }
    (home, server)
}

fn open(home: TempDir) -> Reader {
    let mut r = Reader::start_in(home, 110, 32, &["a.md"]);
    r.wait_for("Nobody was hurt, the coast guard said.");
    r
}

#[test]
fn a_picture_of_the_web_is_fetched_only_where_that_is_allowed() {
    let (home, server) = illustrated("/ferry.png", &[]);
    let mut r = open(home);
    r.wait_for("1 picture on the network");
    r.press("I");
    r.wait_for("pictures = true");
    r.press("jk");
    thread::sleep(Duration::from_millis(300));
    assert!(server.paths().is_empty() && !r.screen().contains('▀'), "{:?}\n{}", server.paths(), r.screen());

    let of_the_source = ("sources.toml", "[\"Harbor Wire\"]\npictures = true\n");
    let always = ("config.toml", "pictures = \"always\"\n");
    for allowed in [of_the_source, always] {
        let (home, server) = illustrated("/ferry.png", &[allowed]);
        let mut r = open(home);
        r.wait_for("▀");
        r.wait_for("The ferry");
        r.press("I");
        r.wait_for("1 picture hidden");
        r.press("I");
        r.wait_for("▀");
        assert_eq!(server.paths(), ["/ferry.png"], "asked for once");
    }

    let refused = ("sources.toml", "[\"Harbor Wire\"]\npictures = false\n");
    let (home, server) = illustrated("/ferry.png", &[always, refused]);
    let mut r = open(home);
    thread::sleep(Duration::from_millis(300));
    r.press("jk");
    assert!(server.paths().is_empty() && !r.screen().contains('▀'), "{}", r.screen());
}

#[test]
fn a_picture_that_cannot_be_had_says_why_in_its_place() {
    let always = ("config.toml", "pictures = \"always\"\n");
    for (path, why) in [("/none.png", "404"), ("/page.png", "no JPEG, PNG, GIF or WebP")] {
        let (home, _server) = illustrated(path, &[always]);
        let mut r = open(home);
        r.wait_for("[picture: The ferry; ");
        r.wait_for(why);
    }
    // Another machine of the same network is not asked, whatever the article says.
    let (home, server) = illustrated("/ferry.png", &[always]);
    let text = fs::read_to_string(home.path().join("a.md")).unwrap();
    fs::write(home.path().join("a.md"), text.replace(&server.url("/ferry\n"), "https://example.org/ferry\n")).unwrap();
    let mut r = open(home);
    r.wait_for("[picture: The ferry; ");
    assert!(server.paths().is_empty(), "{:?}", server.paths());
}

/// The bodies of escape sequences that begin and end in a certain way.
fn sequences<'a>(written: &'a str, begins: &str, ends: &str) -> Vec<&'a str> {
    written.split(begins).skip(1).filter_map(|rest| rest.split(ends).next()).collect()
}

/// What a comma-separated list says of a key.
fn value(list: &str, key: &str) -> u16 {
    let found = list.split([',', ';']).find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
    found.and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[test]
fn kitty_gets_a_picture_once_and_whole_and_lets_go_of_it() {
    use base64::Engine;
    let answers = "\x1b]11;rgb:0000/0000/0000\x1b\\\x1bP>|kitty(0.35.2)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c";
    let (home, _server) = illustrated("/ferry.png", &[("config.toml", "pictures = \"always\"\n")]);
    let mut r = Reader::start_answered(home, &["a.md"], answers);
    r.wait_for("The ferry");
    r.wait_until("placeholders", |s| s.contains('\u{10eeee}'));
    let written = r.written();
    let parts: Vec<&str> = sequences(&written, "\x1b_G", "\x1b\\").into_iter().filter(|p| !p.contains("a=q")).collect();
    let head = parts[0];
    assert!(head.contains("a=T") && head.contains("U=1") && head.contains("f=32"), "{}", &head[..80]);
    let (wide, high) = (value(head, "s"), value(head, "v"));
    let data: String = parts.iter().filter_map(|p| p.split(';').nth(1)).collect();
    let pixels = base64::engine::general_purpose::STANDARD.decode(data).unwrap();
    assert_eq!(pixels.len(), usize::from(wide) * usize::from(high) * 4);
    assert_eq!(&pixels[..4], [200, 0, 0, 255], "red above");
    // As many cells as the pixels take, and nothing but the last part says that it is the last.
    let cells = r.screen().matches('\u{10eeee}').count();
    let rows = high / reader::CELL.1;
    assert_eq!((wide % reader::CELL.0, high % reader::CELL.1), (0, 0));
    assert!(cells >= usize::from(rows), "{cells} placeholders of {rows} rows");
    assert!(parts[..parts.len() - 1].iter().all(|p| value(p, "m") == 1) && value(parts[parts.len() - 1], "m") == 0);
    r.press("I");
    r.wait_for("1 picture hidden");
    assert!(!r.screen().contains('\u{10eeee}'), "{}", r.screen());
    r.press("q");
    assert_eq!(r.status(), 0);
    let gone = format!("\x1b_Ga=d,d=I,i={},q=2\x1b\\", head.split(",").find_map(|p| p.strip_prefix("i=")).unwrap());
    assert!(r.wrote(&gone), "{gone:?}");
}

#[test]
fn sixels_have_the_size_of_their_cells_and_old_kittys_get_half_blocks() {
    let (home, _server) = illustrated("/ferry.png", &[("config.toml", "pictures = \"always\"\n")]);
    let mut r = Reader::start_answered(home, &["a.md"], "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62;4;22c");
    r.wait_for("The ferry");
    let written = r.written();
    // One a row: `"1;1;WIDTH;HEIGHT` are its raster attributes.
    let rows: Vec<Vec<u16>> = sequences(&written, "\x1bP", "\x1b\\")
        .iter()
        .filter_map(|s| Some(s.split_once("q\"")?.1.split(['#', '$', '-']).next()?.split(';')))
        .map(|numbers| numbers.filter_map(|n| n.parse().ok()).collect())
        .collect();
    assert_eq!(rows.len(), 80 / usize::from(reader::CELL.1), "{rows:?}");
    assert!(rows.iter().all(|r| r[..] == [1, 1, 80, reader::CELL.1]), "{rows:?}");
    r.press("I");
    r.wait_for("1 picture hidden");

    let old = "\x1b]11;rgb:0000/0000/0000\x1b\\\x1bP>|kitty(0.26.5)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c";
    let (home, _server) = illustrated("/ferry.png", &[("config.toml", "pictures = \"always\"\n")]);
    let mut r = Reader::start_answered(home, &["a.md"], old);
    r.wait_for("▀");
}

const SUBJECTS: [&str; 7] = [
    "The library opens at noon this week because the boiler is being mended by two plumbers from the valley.",
    "Tomatoes ripen late this summer, and gardeners blame cold nights in June for green fruit.",
    "A choir of sixty singers rehearses a requiem in the old granary every Tuesday evening.",
    "Chess players from nine schools met in the gymnasium, where a girl of eleven won every game.",
    "The bakery on Mill Lane sells rye bread again after its oven cracked in February.",
    "Skiers found the lift closed on Sunday: a cable inspector had seen rust on a pulley.",
    "Council members voted to plant four hundred lindens along the ring road before winter.",
];

#[test]
fn a_source_that_floods_the_list_is_folded_into_one_line_that_opens() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("news")).unwrap();
    for (i, text) in SUBJECTS.iter().enumerate() {
        let text = format!("---\ntitle: Notice number {i}\nsource: Town Notes\n---\n{text}\n");
        fs::write(home.path().join(format!("news/{i}.md")), text).unwrap();
    }
    let other =
        "---\ntitle: Ferry aground\nsource: Harbor Wire\n---\nA ferry with 214 people aboard ran aground off Skarn.\n";
    fs::write(home.path().join("news/9.md"), other).unwrap();
    let mut r = Reader::start_in(home, 110, 40, &["news"]);
    r.wait_for("8 stories");
    r.wait_for("+4 more from Town Notes");
    r.wait_for("Ferry aground");
    assert!(!r.screen().contains("Notice number 6"), "{}", r.screen());
    // Looking for something shows all of it.
    r.press("f");
    r.wait_for("filter titles, sources: ");
    r.press("number 6");
    r.wait_for("Notice number 6");
    // What was found stays under the cursor, and with it the others of its source; to the left they are folded again.
    r.press("\x1b");
    r.wait_for("Notice number 0");
    r.wait_for("Notice number 6");
    r.press("h");
    r.wait_for("+4 more from Town Notes");
    r.press("kj");
    r.wait_for("enter show them");
    r.press("\r");
    r.wait_for("Notice number 6");
    assert!(!r.screen().contains("more from Town Notes"), "{}", r.screen());
    // The settings switch it off.
    fs::write(r.home().join("config.toml"), "most_in_a_row = 0\n").unwrap();
    let mut r = Reader::start_in(moved(&r), 110, 40, &["news"]);
    r.wait_for("Notice number 6");
}

/// A copy of a reader's home.
fn moved(r: &Reader) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    fs::create_dir(to.path().join("news")).unwrap();
    for file in fs::read_dir(r.home().join("news")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.path().join("news").join(file.file_name())).unwrap();
    }
    fs::copy(r.home().join("config.toml"), to.path().join("config.toml")).unwrap();
    to
}

/// Opens the library's list on the article about the ferry.
fn at_the_ferry(home: TempDir) -> Reader {
    let mut r = Reader::start_in(home, 120, 34, &[]);
    r.wait_for("TODAY");
    r.wait_for("Ferry aground off Skarn");
    r.press("\x1b");
    r.wait_for("BRIEFINGS");
    r.press("s");
    r.wait_for("search all: ");
    r.press("ferry\r");
    r.wait_for("1 article for");
    r.press("\r");
    r.wait_for("1 of 1 source");
    r
}

#[test]
fn what_changed_is_marked_and_laid_beside_the_former_text() {
    let mut r = at_the_ferry(homes::library());
    r.press("V");
    r.wait_for("no former text of this article is kept");
    homes::write_feed(r.home(), 209);
    r.press("R");
    r.wait_for("1 subscription updated: nothing new, 1 changed");
    r.wait_for("changed on ");
    r.press("V");
    r.wait_for("as it was before");
    r.wait_for("214");
    r.wait_for("209");
    r.press("\x1b");
    r.wait_for("changed on ");
    // As it is told where nothing is drawn, too.
    assert!(nutgraf(r.home(), &["fetch"]).contains("0 new articles, 0 changed"));
}

#[test]
fn notes_stars_and_joined_stories_are_kept_and_taken_back() {
    let mut r = at_the_ferry(homes::library());
    r.press("i");
    r.wait_for("note: ");
    r.press("ask the harbor master\r");
    r.wait_for("Your note: ask the harbor master");
    r.wait_for("note kept");
    r.press("*");
    r.wait_for("starred");
    r.press("m");
    r.wait_for("marked Harbor Wire");
    r.press("}");
    r.wait_for("Tomatoes ripen late this summer");
    r.press("Em");
    r.wait_for("the two are one story now");
    r.wait_for("2 of 2 articles");
    r.press("U");
    r.wait_for("taken back: the two are stories of their own again");
    r.press("Es");
    r.wait_for("the article is its story’s only one");
    r.press("q");
    assert_eq!(r.status(), 0);
    // The next run has them.
    let found = nutgraf(r.home(), &["search", "ferry"]);
    assert!(found.contains("Ferry aground off Skarn"), "{found}");
    let stories = nutgraf(r.home(), &["stories", "--format", "json"]);
    assert_eq!(stories.matches("\"headline\"").count(), 2, "{stories}");
}

#[test]
fn what_belongs_to_the_library_says_so_among_files() {
    let (home, _server) = illustrated("/ferry.png", &[]);
    let mut r = open(home);
    r.press("j");
    r.walk(&[
        ("i", "notes are kept in the library alone"),
        ("V", "no former text of this article is kept"),
        ("Y", "only a library is synced with a server"),
        ("U", "nothing to take back"),
        ("Lg", "no source is in a group"),
        ("u", "this article has no links"),
        ("d", "only one source tells this story"),
        ("Es", "the article is its story’s only one"),
    ]);
}

#[test]
fn an_article_leaves_its_story_and_is_taken_back_as_it_was() {
    let home = homes::three_accounts();
    nutgraf(home.path(), &["add", "news"]);
    let before = nutgraf(home.path(), &["stories"]);
    let mut r = Reader::start_in(home, 120, 40, &[]);
    r.wait_for("TODAY");
    r.walk(&[("\x1b", "BRIEFINGS")]);
    r.press_until("}", "Ferry aground");
    r.walk(&[
        ("]", "1 of 3 sources"),
        ("Es", "the article is a story of its own now"),
        ("U", "taken back: the article is in its story again"),
    ]);
    // The story or its article is chosen, as the list was loaded before the key or after it.
    r.wait_for("3 sources");
    r.press("q");
    assert_eq!(r.status(), 0);
    assert_eq!(nutgraf(r.home(), &["stories"]), before);
    let file = rusqlite::Connection::open(r.home().join("library.db")).unwrap();
    let held: usize = file.query_row("SELECT count(*) FROM article WHERE pinned", [], |r| r.get(0)).unwrap();
    assert_eq!(held, 0, "nothing is held in its place");
}

#[test]
fn what_cannot_be_kept_is_said_and_what_holds_is_shown() {
    let home = homes::three_accounts();
    nutgraf(home.path(), &["add", "news"]);
    let file = rusqlite::Connection::open(home.path().join("library.db")).unwrap();
    for (name, change) in [
        ("of_article", "UPDATE OF read, starred, story ON article"),
        ("of_note", "INSERT ON note"),
        ("of_story", "INSERT ON story"),
    ] {
        let refuse = "BEGIN SELECT RAISE(ABORT, 'refused for this test'); END";
        file.execute_batch(&format!("CREATE TRIGGER refused_{name} BEFORE {change} {refuse}")).unwrap();
    }
    drop(file);
    let refused = "refused for this test";
    let mut r = Reader::start_in(home, 200, 40, &[]);
    r.wait_for("TODAY");
    r.walk(&[("\x1b", "BRIEFINGS")]);
    r.press_until("}", "Ferry aground");
    r.walk(&[("]", "1 of 3 sources"), ("[", "3 of 3 sources"), ("]", "1 of 3 sources")]);
    for keys in ["r", "*", "Es"] {
        r.walk(&[(keys, refused), ("j", &format!("!{refused}")), ("[", "1 of 3 sources")]);
        assert!(r.screen().contains("5 articles unread") && !r.screen().contains('★'), "{keys}: {}", r.screen());
    }
    r.walk(&[
        ("i", "note: "),
        ("ask the harbor master\r", refused),
        ("i", "note: ask the harbor master"),
        ("\x1b", "!note: "),
    ]);
    r.walk(&[("m", "marked Harbor Wire")]);
    r.press_until("{", "Valley Notes");
    r.walk(&[("Em", refused), ("U", "nothing to take back")]);
    r.press("q");
    assert_eq!(r.status(), 0, "{}", r.screen());
}

#[test]
fn the_end_waits_for_a_library_that_another_program_writes_to() {
    let mut r = at_the_ferry(homes::library());
    let other = rusqlite::Connection::open(r.home().join("library.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    r.walk(&[("*", "starred")]);
    r.press("q");
    thread::sleep(Duration::from_secs(4));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(r.status(), 0, "{}", r.screen());
    let starred: usize = other.query_row("SELECT count(*) FROM article WHERE starred", [], |r| r.get(0)).unwrap();
    assert_eq!(starred, 1);

    // One that is written to for too long takes nothing, and that is said.
    let mut r = at_the_ferry(homes::library());
    let other = rusqlite::Connection::open(r.home().join("library.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    r.walk(&[("*", "starred")]);
    r.press("q");
    assert_eq!(r.status(), 1);
    assert!(r.screen().contains("what you changed last was not kept"), "{}", r.screen());
    assert!(r.is_restored());
}
