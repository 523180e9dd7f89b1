//! Screens as text, and what keys lead to: before, keys, after.

use super::{
    super::{event::Event, worker::responses::Response},
    fixture::Reader,
};
use crate::{config::Config, shelf::StoryKey};

/// The sizes every view is looked at in.
const SIZES: [(u16, u16); 7] = [(80, 24), (120, 40), (200, 50), (40, 12), (40, 10), (20, 5), (1, 1)];

fn at_all_sizes(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut reader = Reader::new(columns, rows);
        reader.press(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), reader.screen());
    }
}

#[test]
fn a_story() {
    for (columns, rows) in SIZES {
        let mut reader = Reader::new(columns, rows);
        insta::assert_snapshot!(format!("story_{columns}x{rows}"), reader.screen());
    }
}

#[test]
fn an_article() {
    at_all_sizes("article", "] l");
}

#[test]
fn a_comparison() {
    at_all_sizes("comparison", "] d n");
}

#[test]
fn a_coverage() {
    at_all_sizes("coverage", "c j");
}

#[test]
fn what_a_search_found() {
    at_all_sizes("search", "s f e r r y enter j");
}

#[test]
fn the_front_page() {
    at_all_sizes("front_page", "F j");
    let mut reader = Reader::new(100, 30);
    reader.press("F enter");
    assert!(reader.screen().contains("STORY  4 sources, 3 independent"), "{}", reader.screen());
    reader.press("esc");
    // What was published before the last day is not of today.
    assert!(reader.screen().contains("story 1 of 1"), "{}", reader.screen());
}

#[test]
fn the_panel_of_a_coverage_holds_all_that_the_cell_under_the_cursor_rests_on() {
    let mut reader = Reader::new(100, 30);
    reader.press("c l");
    let screen = reader.screen();
    let panel = screen.split("─────").last().unwrap();
    assert!(panel.contains("The Skarn Gazette") && panel.contains("The rock they call the Sow"), "{screen}");
    assert!(panel.contains("209 people"), "the sentence with the figure of the cell: {screen}");
    reader.press("enter");
    assert!(reader.screen().contains("opened at the sentence"), "{}", reader.screen());
}

#[test]
fn a_coverage_is_worked_out_ahead_where_a_story_has_several_articles() {
    let mut reader = Reader::new(100, 30);
    let ahead =
        |reader: &Reader| reader.app.cx.cache.coverages.values().map(|c| c.row.articles.len()).collect::<Vec<_>>();
    assert_eq!(ahead(&reader), [4]);
    // The next story has one article alone.
    reader.press("}");
    assert!(reader.screen().contains("Library opens late"), "{}", reader.screen());
    assert_eq!(ahead(&reader), [4]);
    // One text in two outlets has a coverage as well: who reprints whom.
    let (mut row, key) = (reader.app.cx.cache.coverages.values().next().unwrap().row.clone(), StoryKey(99));
    row.articles.truncate(2);
    (row.independent, row.key) = (1, key);
    reader.app.cx.request_coverage_ahead(row.clone());
    assert!(reader.app.cx.in_flight.coverages.contains(&key));
    row.articles.truncate(1);
    row.key = StoryKey(98);
    reader.app.cx.request_coverage_ahead(row);
    assert!(!reader.app.cx.in_flight.coverages.contains(&StoryKey(98)));
}

#[test]
fn a_coverage_is_filtered_and_sorted() {
    let mut reader = Reader::new(100, 30);
    reader.press("c f");
    assert!(reader.screen().contains("only contradictions: 1"), "{}", reader.screen());
    assert!(!reader.screen().contains("Nobody was hurt"), "{}", reader.screen());
    reader.press("f f O");
    assert!(reader.screen().contains("sorted by number of sources"), "{}", reader.screen());
}

#[test]
fn a_message_names_the_keys_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let rebound =
        "[everywhere]\nback = \"X\"\nopen = \"ctrl-o\"\nfind = \"ctrl-f\"\npage_down = \"pgdn\"\ncompare = \"D\"\n";
    std::fs::write(folder.path().join("keymap.toml"), rebound).unwrap();
    for (keys, says) in [
        ("n", "ctrl-f finds in the article, D compares"),
        ("f z", "no story"),
        ("w", "j k choose a bullet, ctrl-o goes to its sentence, X leads back"),
        ("c ctrl-o", "X goes back to who reports what"),
        ("c y", "does nothing here: X goes back to reading"),
        ("? D", "does nothing here: X closes help"),
        ("?", "ctrl-f narrows down, X goes back"),
        ("] D h", "does nothing here: X goes back to reading"),
        ("F D", "does nothing here: ctrl-o goes into the story, X to the list"),
        ("k L s", "no story matches the filter; X shows all"),
    ] {
        let mut reader = Reader::with(110, 30, Config::load_from(folder.path()).unwrap());
        reader.press(keys);
        let screen = reader.screen();
        assert!(screen.contains(says), "{keys}: {screen}");
        let words = || screen.split(|c: char| !c.is_alphanumeric());
        assert!(!words().any(|word| matches!(word, "esc" | "enter")), "{keys}: {screen}");
    }
}

#[test]
fn help_begins_with_what_only_the_view_has() {
    for (keys, heading, key) in [
        ("k ?", "In the list and the article", "filter the list as you type"),
        ("] d ?", "In the comparison", "swap the sides"),
        ("c ?", "In who reports what", "sort claims"),
    ] {
        let mut reader = Reader::new(80, 24);
        reader.press(keys);
        let screen = reader.screen();
        assert_eq!(screen.lines().nth(2).unwrap().trim(), heading, "{screen}");
        assert!(screen.contains(key), "{screen}");
    }
}

#[test]
fn the_last_mark_is_taken_back() {
    let mut reader = Reader::new(100, 30);
    reader.press("r U");
    assert!(reader.screen().contains("taken back: read and unread as before"), "{}", reader.screen());
    assert!(reader.screen().contains("● Coast FM"), "{}", reader.screen());
    reader.press("U");
    assert!(reader.screen().contains("nothing to take back"), "{}", reader.screen());
}

#[test]
fn help() {
    at_all_sizes("help", "?");
}

#[test]
fn what_stands_out_without_colour() {
    let mut reader = Reader::new(120, 40);
    reader.press("] d");
    insta::assert_snapshot!("comparison_looks", reader.looks());
    let mut reader = Reader::new(120, 40);
    reader.press("] l w");
    insta::assert_snapshot!("article_looks", reader.looks());
}

#[test]
fn light_and_dark_screens_say_the_same_and_hide_nothing() {
    for keys in ["k", "] l", "] d n", "c j", "F j", "?"] {
        for (columns, rows) in [(40, 12), (80, 24), (120, 40), (200, 50)] {
            let [dark, light] = ["dark", "light"].map(|theme| {
                let config = Config { theme: Some(theme.into()), ..Config::default() };
                let mut reader = Reader::with(columns, rows, config);
                reader.press(keys);
                let hidden = reader.hidden();
                assert!(hidden.is_empty(), "{keys} {theme} at {columns}: {hidden:?} in the colour of its ground");
                reader.screen()
            });
            assert_eq!(dark, light, "{keys} at {columns}");
        }
    }
}

#[test]
fn panels_and_lines_to_type_into() {
    let mut reader = Reader::new(80, 24);
    reader.press("] d \"");
    insta::assert_snapshot!("quotations_80x24", reader.screen());
    reader.press("esc v");
    insta::assert_snapshot!("side_by_side_80x24", reader.screen());
    let mut reader = Reader::new(80, 24);
    reader.press(":").type_in("swap");
    insta::assert_snapshot!("palette_80x24", reader.screen());
}

#[test]
fn in_ascii_nothing_else_is_drawn() {
    let config = Config { glyphs: crate::config::Glyphs::Ascii, ..Config::default() };
    let mut reader = Reader::with(100, 30, config);
    for keys in ["j j", "d n", "esc c", "esc ?"] {
        reader.press(keys);
        let screen = reader.screen();
        let odd: String =
            screen.chars().filter(|c| !c.is_ascii() && !"“”北船は岩に乗り上げた。👍🏽·…".contains(*c)).collect();
        assert!(odd.is_empty(), "{odd}\n{screen}");
    }
}

#[test]
fn keys_lead_where_they_should() {
    // Before: the story is under the cursor. Keys; then something that is on the screen, and something that is not.
    let cases = [
        ("j", "1 of 4 sources", "STORY"),
        ("2 j", "2 of 4 sources", "STORY"),
        ("] ]", "2 of 4 sources", "STORY"),
        ("[", "4 of 4 sources", "STORY"),
        ("}", "Library opens late", "1 of 4 sources"),
        ("G", "The boiler is being mended", "inquiry"),
        ("j m j d", "< Harbor Wire", "BRIEFINGS"),
        ("] d", "difference 1 of 7", "BRIEFINGS"),
        ("] d n n", "difference 3 of 7", "BRIEFINGS"),
        ("] d n N N", "this is the first difference", "BRIEFINGS"),
        ("] d x", "< The Skarn Gazette", "< Harbor Wire"),
        ("] d i", "names", "nothing is bound"),
        ("] d p", "> Radio 北", "> The Skarn Gazette"),
        ("] d esc", "BRIEFINGS", "difference"),
        ("] d enter", "opened at the sentence", "difference 1"),
        ("c l enter", "2 of 4 sources", "claim 1"),
        ("c j j l enter esc", "claim 3 of 3", "BRIEFINGS"),
        ("w j enter", "1 of 4 sources", "STORY"),
        ("w j enter esc", "STORY", "1 of 4 sources"),
        ("w j enter enter", "STORY", "1 of 4 sources"),
        ("] d enter esc", "difference 1 of 7", "BRIEFINGS"),
        ("] d enter d enter esc esc", "difference 1 of 7", "BRIEFINGS"),
        ("c enter d enter esc esc esc", "claim 1 of 3", "BRIEFINGS"),
        ("w enter esc esc esc", "STORY", "1 of 4 sources"),
        ("s b o i l e r enter enter esc", "1 article for “boiler”", "BRIEFINGS"),
        ("s b o i l e r enter enter esc esc", "BRIEFINGS", "SEARCH"),
        ("?", "KEYS", "BRIEFINGS"),
        ("? esc", "BRIEFINGS", "KEYS"),
        ("h", "2 stories", "● Coast FM"),
        ("h l", "● Coast FM", "KEYS"),
        ("f t o w n enter", "Town Notes", "Harbor Wire"),
        ("f t o w n esc", "Harbor Wire", "filter titles"),
        ("f z z z", "no story matches “zzz”; esc clears it", "all read"),
        ("f z z z enter", "no story matches “zzz”; esc clears it", "nothing is open"),
        ("f z z z enter esc", "Harbor Wire", "no story matches"),
        ("j / l i n d enter", "1 of 1 “lind”", "find:"),
        ("j / z z enter", "no “zz” here", "find:"),
        ("s b o i l e r enter", "1 article for “boiler”", "BRIEFINGS"),
        ("s b o i l e r enter enter", "Town Notes", "SEARCH"),
        ("j l r", "unread", "KEYS"),
        ("r", "the story’s 4 articles: read", "articles: unread"),
        ("r r", "the story’s 4 articles: unread", "KEYS"),
        ("*", "★ Coast FM", "● Harbor Wire"),
        ("L u", "unread only", "KEYS"),
        ("S t", "by time", "KEYS"),
        ("Q", "Q does nothing here; ? lists the keys", "KEYS"),
        ("c tab", "tab does nothing here: esc goes back to reading", "switch_pane"),
        ("j l u", "follow a link", "KEYS"),
        ("t", "theme dark", "KEYS"),
        (": q u i t", "quit", "KEYS"),
        ("s b o i", "1 article for “boi”", "BRIEFINGS"),
        ("s b", "BRIEFINGS", "SEARCH"),
        ("s b o i esc", "BRIEFINGS", "SEARCH"),
        ("s b o i l e r enter s t o w n esc", "BRIEFINGS", "SEARCH"),
        ("i", "open an article first: a note is kept with it", "note: "),
        ("j i h i enter", "note kept", "enter: keep"),
        ("j i h i enter i backspace backspace enter", "no note any more", "Your note"),
        ("j i h i enter i ! enter", "Your note: hi!", "enter: keep"),
        ("j V", "Harbor Wire, as it was before", "BRIEFINGS"),
        ("j V p", "this is the oldest text that is kept", "BRIEFINGS"),
        ("j V esc", "BRIEFINGS", "as it was before"),
        ("j V enter", "opened at the sentence", "as it was before"),
        ("j j V", "no former text of this article is kept", "as it was before"),
        ("E s", "open the article that is to leave its story first", "KEYS"),
        ("j E s", "the article is a story of its own now", "KEYS"),
        ("E m", "mark an article of the other story with m first", "KEYS"),
        ("j m E m", "both are one story already", "KEYS"),
        ("j m } E m", "the two are one story now", "KEYS"),
        ("3 j l", "Your note on this source: JP · leans centre", "KEYS"),
        ("L g", "group agencies", "KEYS"),
        ("L g L g", "group local", "agencies"),
        ("L g L g L g", "2 stories", "group"),
        ("L b", "not in agencies", "KEYS"),
        ("L b esc", "2 stories", "agencies"),
        ("] d ? G", "only the right has it", "BRIEFINGS"),
    ];
    for (keys, there, gone) in cases {
        let mut reader = Reader::new(120, 40);
        reader.press(keys);
        let screen = reader.screen();
        assert!(screen.contains(there), "{keys}: no {there:?} in\n{screen}");
        assert!(!screen.contains(gone), "{keys}: {gone:?} in\n{screen}");
    }
}

#[test]
fn what_is_folded_opens() {
    // A comparison in which nothing meets: by hand there is none for these two.
    let mut reader = Reader::new(100, 30);
    reader.press("j m } j d z");
    assert!(reader.screen().contains("everything is shown"), "{}", reader.screen());
}

#[test]
fn from_a_bullet_to_its_sentence_and_back() {
    let mut reader = Reader::new(80, 24);
    reader.press("j w j");
    assert_eq!(reader.app.reading.pane.bullet, Some(1));
    reader.press("enter");
    assert_eq!(reader.app.reading.pane.bullet, None);
    assert!(reader.looks().contains("UUUUUUUU"), "the sentence is lit");
    reader.press("enter");
    assert_eq!(reader.app.reading.pane.bullet, Some(1));
    reader.press("y");
    assert_eq!(reader.copied, ["Nobody was hurt (Harbor Wire)"]);
}

#[test]
fn from_a_story_to_a_sentence_and_back_to_the_bullet() {
    let mut reader = Reader::new(80, 24);
    reader.press("w j");
    let before = reader.screen();
    for back in ["esc", "enter"] {
        reader.press("enter");
        assert!(reader.app.reading.pane.article().is_some());
        reader.press(back);
        assert_eq!(reader.app.reading.pane.bullet, Some(1), "{back}");
        let top = |s: &str| s.lines().rev().skip(1).map(|l| l.chars().skip(27).collect::<String>()).collect::<Vec<_>>();
        assert_eq!(top(&reader.screen()), top(&before), "{back}");
    }
    // The list moved on: what was left is left.
    reader.press("enter ] esc");
    assert!(reader.app.reading.pane.article().is_some());
}

#[test]
fn bullets_that_come_late_leave_a_note_written_meanwhile() {
    let mut reader = Reader::new(80, 24);
    reader.press("j i h i enter");
    let key = reader.app.reading.pane.article().unwrap();
    let bullets = crate::article::Bullets { origin: crate::article::Origin::Generated, items: Vec::new() };
    reader.tell(Event::Response(Box::new(Response::Bullets(key, bullets))));
    assert!(reader.screen().contains("Your note: hi"), "{}", reader.screen());
    assert!(!reader.screen().contains("What You Need To Know"), "{}", reader.screen());
}

#[test]
fn the_comparison_is_locked_side_by_side() {
    let mut reader = Reader::new(100, 30);
    reader.press("] d G");
    for line in reader.screen().lines().filter(|l| l.matches('│').count() == 2) {
        let at: Vec<usize> =
            line.char_indices().filter(|(_, c)| *c == '│').map(|(i, _)| line[..i].chars().count()).collect();
        assert_eq!(at[1] - at[0], 3, "{line}");
    }
}

#[test]
fn a_chord_that_waits_says_how_it_can_go_on() {
    let mut reader = Reader::new(80, 24);
    reader.press("S");
    reader.tell(Event::ChordTimeout);
    assert!(reader.screen().contains("sort by time"));
    reader.press("esc");
    assert!(!reader.screen().contains("sort by time"));
}

#[test]
fn the_list_keeps_its_place_when_it_comes_anew() {
    let mut reader = Reader::new(80, 24);
    reader.press("] ]");
    let before = reader.app.reading.list.under();
    reader.press("R");
    assert_eq!(reader.app.reading.list.under(), before);
}

#[test]
fn quitting_is_one_key_from_anywhere() {
    for keys in ["q", "] d q", "c q", "? q", "ctrl-c", "s x enter q"] {
        let mut reader = Reader::new(80, 24);
        reader.press(keys);
        assert!(reader.left, "{keys}");
    }
}

/// Any keys at any size: nothing panics. (None of them starts another program or writes a file.)
#[test]
fn no_key_at_no_size_breaks_it() {
    use proptest::prelude::*;
    let keys = "jkhlgGdcnNmwx\"#@CipvOz/f*r?ytM]}[{ab0159 ";
    let strategy = (proptest::collection::vec(0..keys.len() + 6, 0..40), 0u16..130, 0u16..50);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 60, ..ProptestConfig::default() });
    let named = ["enter", "esc", "tab", "backspace", "pgdn", "end"];
    runner
        .run(&strategy, |(presses, columns, rows)| {
            let mut reader = Reader::new(100, 30);
            for (i, press) in presses.into_iter().enumerate() {
                if i == 5 {
                    reader.tell(Event::Resize(columns, rows));
                }
                match keys.chars().nth(press) {
                    Some(c) => reader.tell(Event::Key(crate::config::keys::Key::char(c))),
                    None => reader.tell(Event::Key(crate::config::keys::Key::named(named[press - keys.len()]))),
                }
                reader.screen();
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_long_message_stands_whole_above_the_keys() {
    let says = "1 of 3 subscriptions failed: Harbor Wire (https://wire.example/feed.xml): the server said 404 Not Found; \
                `nutgraf remove 2` ends it";
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut reader = Reader::new(columns, rows);
        reader.app.cx.fail(says);
        let screen = reader.screen();
        let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(says), "{screen}");
        assert!(screen.lines().last().unwrap().contains("? help"), "{screen}");
        reader.press("j");
        assert!(!reader.screen().contains("subscriptions failed"), "{}", reader.screen());
    }
}

#[test]
fn what_cannot_be_opened_is_told_for_as_long_as_that_is_so() {
    let damaged =
        "/data/library.db: the library is damaged (file is not a database) and was left as it is; move the file away";
    for (columns, rows) in [(80, 24), (40, 12)] {
        let mut reader = Reader::unopened(columns, rows, damaged);
        reader.press("j");
        let screen = reader.screen();
        assert!(!screen.contains("opening") && !screen.contains("nothing is open"), "{screen}");
        for part in ["not opened", "left as it is;", "R tries again"] {
            assert!(screen.contains(part), "{part}: {screen}");
        }
    }
}

#[test]
fn a_narrow_article_says_how_to_get_back_and_to_help() {
    let mut reader = Reader::new(40, 12);
    reader.press("] l j");
    let screen = reader.screen();
    assert!(["h list", "? help"].iter().all(|hint| screen.lines().last().unwrap().contains(hint)), "{screen}");
}

#[test]
fn the_panel_of_a_contradiction_holds_every_side_of_it() {
    let mut reader = Reader::new(100, 40);
    reader.press("c");
    let screen = reader.screen();
    let panel = screen.split("─────").last().unwrap();
    assert!(panel.contains("214 people") && panel.contains("209 people"), "{screen}");
    for mark in ["≠ contradict", "¹ leads", "† "] {
        assert!(panel.contains(mark), "{mark}: {screen}");
    }
    let mut narrow = Reader::new(40, 12);
    narrow.press("c");
    for mark in ["≠ contradicts", "¹ leads", "† first"] {
        assert!(narrow.screen().contains(mark), "{mark}: {}", narrow.screen());
    }
}
