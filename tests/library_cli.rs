//! The commands of the library, as a script uses them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking; its helpers are not known as tests to the lint")]

mod web;

use std::{fs, process::Output};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::cargo_bin("nutgraf")
            .unwrap()
            .args(args)
            .env("NUTGRAF_DATA_DIR", self.0.path().join("data"))
            .env("NUTGRAF_CONFIG_DIR", self.0.path().join("config"))
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }

    fn ok(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{args:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The exit status and what was said on standard error.
    fn fails(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(args);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A home with a folder of three articles about two events.
    fn filled() -> Self {
        let home = Self::new();
        home.write(
            "articles/wire.txt",
            "date 2024-05-31 The Marlow bridge over the river Tarn reopens on Friday after three years of repairs, the \
             transport office said. Engineers replaced 1,200 hangers, Mayor Odile Renaud told reporters.",
        );
        home.write(
            "articles/post.txt",
            "date 2024-05-31 Mayor Odile Renaud will open the Marlow bridge on Friday. The Tarn crossing was shut for \
             three years while 1,200 hangers were replaced by engineers of the transport office.",
        );
        home.write(
            "articles/probe.txt",
            "date 2024-05-30 The probe Kestrel has brought dust of the asteroid Ilma home.",
        );
        home.ok(&["add", "articles"]);
        home
    }
}

#[test]
fn a_folder_is_added_listed_searched_and_removed() {
    let home = Home::filled();
    let sources: Value = serde_json::from_str(&home.ok(&["sources", "--format", "json"])).unwrap();
    assert_eq!((&sources["articles"], &sources["sources"][0]["kind"]), (&3.into(), &"folder".into()));
    assert!(home.ok(&["sources"]).contains("3 unread of 3"));
    let found: Value = serde_json::from_str(&home.ok(&["search", "asteroid", "--format", "json"])).unwrap();
    assert_eq!(found["schema"], "nutgraf/search/1");
    assert_eq!(found["hits"].as_array().unwrap().len(), 1);
    assert!(home.ok(&["search", "three years", "bridge"]).contains("*three* *years*"));
    let empty = home.run(&["search", ""]);
    assert_eq!(empty.status.code(), Some(2));
    assert!(String::from_utf8(empty.stderr).unwrap().contains("name a word"));
    let nothing = home.run(&["search", "nothing-like-it"]);
    assert_eq!((nothing.status.code(), nothing.stdout.as_slice()), (Some(0), &b""[..]));
    assert_eq!(nothing.stderr, b"nutgraf: no article matches\n");
    let nothing: Value = serde_json::from_str(&home.ok(&["search", "nothing-like-it", "--format", "json"])).unwrap();
    assert_eq!(nothing["hits"], Value::Array(Vec::new()));
    assert!(home.ok(&["remove", "articles"]).starts_with("no longer subscribed: articles"));
    assert!(home.ok(&["sources"]).contains("3 articles"), "articles outlive their subscription");
}

#[test]
fn what_was_removed_with_its_source_is_listed_and_taken_back() {
    let home = Home::filled();
    let said = home.ok(&["remove", "--with-articles", "articles"]);
    assert!(said.ends_with("; 3 articles deleted (`nutgraf restore` brings them back)\n"), "{said}");
    assert!(home.ok(&["sources"]).contains(" 0 articles"));
    let listed = home.ok(&["restore", "--list"]);
    assert!(
        listed.lines().count() == 3 && listed.contains("asteroid Ilma") && listed.contains("deleted 0 days ago"),
        "{listed}"
    );
    let number = listed.lines().find(|l| l.contains("Ilma")).unwrap().split_whitespace().next().unwrap().to_owned();
    assert_eq!(home.ok(&["restore", &number]), "1 article restored\n");
    assert!(home.ok(&["search", "asteroid"]).contains("Ilma"));
    assert!(home.fails(&["restore", &number]).1.contains("no deleted article has this number"));
    assert_eq!(home.ok(&["restore"]), "2 articles restored\n");
    assert!(home.ok(&["sources"]).contains("2 stories, 3 articles, 3 unread"));
    assert!(home.run(&["restore"]).stderr.ends_with(b"there is nothing to restore\n"));
    // What is damaged is no success.
    home.ok(&["add", "articles"]);
    home.ok(&["remove", "--with-articles", "articles"]);
    let file = rusqlite::Connection::open(home.0.path().join("data/library.db")).unwrap();
    file.execute("UPDATE let_go SET content = x'a5a5a5' WHERE title LIKE '%Kestrel%'", []).unwrap();
    drop(file);
    let output = home.run(&["restore"]);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b"2 articles restored\n"[..]));
    assert!(output.stderr.ends_with(b"1 article could not be restored: what is kept of it is damaged\n"));
    assert_eq!(home.ok(&["restore", "--list"]).lines().count(), 1);
}

#[test]
fn no_password_and_no_control_character_reaches_the_terminal() {
    let home = Home::filled();
    let file = rusqlite::Connection::open(home.0.path().join("data/library.db")).unwrap();
    let evil = "a\u{1b}]52;c;ZXZpbA==\u{7}b\u{9b}2Jc\u{202e}d";
    file.execute("UPDATE subscription SET title = ?1, site = ?1, failure = ?1, path = json_array(?1)", [evil]).unwrap();
    file.execute(
        "INSERT INTO subscription (kind, address, title) VALUES ('feed', 'https://x.example/' || ?1, ?1)",
        [evil],
    )
    .unwrap();
    file.execute("UPDATE article SET title = ?1, source = ?1", [evil]).unwrap();
    file.execute("UPDATE story SET headline = ?1, source = ?1", [evil]).unwrap();
    drop(file);
    for args in [
        &["sources"][..],
        &["sources", "--format", "json"],
        &["stories"],
        &["stories", "--format", "json"],
        &["export"],
        &["search", "bridge"],
        &["search", "--format", "json", "bridge"],
        &["remove", "1"],
    ] {
        let output = home.run(args);
        let all = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let acts = |c: char| c != '\n' && c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!all.contains(acts), "{args:?}: {all:?}");
    }
    let secret = "https://me:hunter2@127.0.0.1:1/feed";
    for args in [
        &["brief", secret][..],
        &["add", secret],
        &["remove", secret],
        &["import", secret],
        &["compare", secret, secret],
    ] {
        let (status, told) = home.fails(args);
        assert!(status != 0 && !told.contains("hunter2"), "{args:?}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_says_what_it_is() {
    let home = Home::new();
    std::os::unix::fs::symlink("loop", home.0.path().join("loop")).unwrap();
    assert!(home.fails(&["brief", "loop"]).1.contains("leads back to itself"));
    assert!(home.fails(&["add", "loop"]).1.contains("leads back to itself"));
    let long = "x".repeat(20 << 20);
    home.write(
        "long.opml",
        &format!("<opml><body><outline text='{long}' xmlUrl='https://a.example/f'/></body></opml>"),
    );
    home.ok(&["import", "long.opml"]);
    assert!(home.ok(&["sources"]).len() < 2_000);
}

#[test]
fn how_full_text_is_had_is_set_for_all_and_for_one() {
    let home = Home::filled();
    assert!(home.ok(&["config"]).contains("full_text = \"auto\""));
    home.write("config/config.toml", "full_text = \"never\"");
    assert!(home.ok(&["config"]).contains("full_text = \"never\""));
    assert!(home.ok(&["add", "articles", "--full-text", "always"]).contains("now as you say"));
    assert!(home.ok(&["sources"]).contains("full text: always"));
    // So are its name and its groups.
    let said = home.ok(&["add", "articles", "--title", "Valley Papers", "--group", "News/Valley"]);
    assert!(said.contains("now as you say: Valley Papers"), "{said}");
    let sources = home.ok(&["sources"]);
    assert!(sources.contains("News / Valley") && sources.contains("Valley Papers"), "{sources}");
    assert!(sources.contains("full text: always"), "what is not named stays: {sources}");
    home.write("config/config.toml", "full_text = \"sometimes\"");
    for args in [&["add", "."][..], &["fetch"]] {
        let (code, told) = home.fails(args);
        assert!(code == 2 && told.contains("config.toml:1: `full_text` must be"), "{args:?}: {told}");
    }
    home.write("config/config.toml", "");
    assert_eq!(home.ok(&["sources"]).matches("\n      folder ").count(), 1, "nothing was subscribed to");
}

#[test]
fn stories_are_listed_since_a_day_and_by_blind_spot() {
    let home = Home::filled();
    let stories: Value = serde_json::from_str(&home.ok(&["stories", "--format", "json", "--by-coverage"])).unwrap();
    assert_eq!(stories["stories"][0]["independent"], 2);
    assert_eq!(stories["stories"].as_array().unwrap().len(), 2);
    let since: Value =
        serde_json::from_str(&home.ok(&["stories", "--since", "2024-05-31", "--format", "json"])).unwrap();
    assert_eq!(since["stories"].as_array().unwrap().len(), 1);
    let source = |i: usize| stories["stories"][0]["articles"][i]["source"].as_str().unwrap().to_owned();
    let probe = stories["stories"][1]["articles"][0]["source"].as_str().unwrap().to_owned();
    let mut facts = String::new();
    for (name, group) in [(source(0), "left"), (source(1), "left"), (probe, "right")] {
        facts.push_str(&format!("[\"{name}\"]\ngroup = \"{group}\"\n"));
    }
    home.write("config/sources.toml", &facts);
    let blind: Value = serde_json::from_str(&home.ok(&["stories", "--blindspot", "left", "--format", "json"])).unwrap();
    assert_eq!(blind["stories"].as_array().unwrap().len(), 1);
    assert_eq!(home.fails(&["stories", "--blindspot", "up"]).0, 2);
    assert!(home.ok(&["stories", "--blindspot", "left"]).contains("(1 source)"));
    assert!(home.ok(&["stories", "--group", "left"]).contains("(2 sources)"));
    assert_eq!(home.ok(&["stories", "--blindspot", "left", "--group", "left"]), "");
    let (code, told) = home.fails(&["stories", "--since", "soon"]);
    assert!(code == 2 && told.contains("--since soon is not understood; accepted: today"), "{told}");
}

#[test]
fn a_damaged_article_costs_itself_and_nothing_else() {
    let home = Home::filled();
    let file = rusqlite::Connection::open(home.0.path().join("data/library.db")).unwrap();
    let (id, title): (i64, String) = file
        .query_row("SELECT id, title FROM article WHERE title LIKE '%probe%'", [], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap();
    file.execute("UPDATE body SET content = x'a5a5a5' WHERE article = ?1", [id]).unwrap();
    drop(file);
    for command in ["brief", "coverage"] {
        let output = home.run(&[command, "--format", "json"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), told.lines().count()), (Some(1), 1), "{told}");
        assert!(told.contains(&title) && told.contains("damaged"), "{told}");
        assert!(String::from_utf8(output.stdout).unwrap().contains("Marlow"));
    }
    let found: Value = serde_json::from_str(&home.ok(&["search", "probe", "--format", "json"])).unwrap();
    assert_eq!(found["hits"][0]["title"], title);
    assert_eq!(home.ok(&["fetch"]), "0 new articles, 0 changed\n");
    home.write(
        "articles/probe.txt",
        "date 2024-05-30 The probe Kestrel has brought dust of the asteroid Ilma home. It took years.",
    );
    assert_eq!(home.ok(&["fetch"]), "0 new articles, 1 changed\n", "a new text takes the damaged one's place");
    assert!(home.ok(&["brief"]).contains("Kestrel"));
}

#[test]
fn json_names_its_schema_first_and_repeats_nothing_unsafe() {
    let home = Home::filled();
    for args in [vec!["search", "ferry\u{202e} \u{1b}[2J"], vec!["stories"], vec!["sources"]] {
        let printed = home.ok(&[&args[..], &["--format", "json"]].concat());
        assert!(printed.starts_with("{\n  \"schema\": \"nutgraf/"), "{printed}");
        assert!(!printed.contains(['\u{202e}', '\u{1b}']) && !printed.contains("\\u001b"), "{printed}");
    }
    let named = "da\u{1b}[2Jta";
    home.write(&format!("{named}/a.txt"), "The ferry of Skarn was sold on Monday.");
    let mut printed = home.ok(&["add", named, "--group", "gr\u{1b}[2J\u{202e}oup", "--title", "ti\u{1b}[2Jtle"]);
    printed += &home.ok(&["sources"]);
    printed += &home.ok(&["sources", "--format", "json"]);
    printed += &home.ok(&["remove", named]);
    let library = Command::cargo_bin("nutgraf")
        .unwrap()
        .arg("sources")
        .env("NUTGRAF_DATA_DIR", home.0.path().join(named))
        .output();
    printed += &String::from_utf8_lossy(&library.unwrap().stdout);
    assert!(!printed.contains(['\u{202e}', '\u{1b}']) && !printed.contains("\\u001b"), "{printed}");
}

#[test]
fn reading_makes_no_library() {
    let home = Home::new();
    for (args, status, says) in [
        (vec!["stories"], 0, "the library is empty"),
        (vec!["search", "ferry"], 0, "the library is empty"),
        (vec!["sources"], 0, ""),
        (vec!["export"], 0, ""),
        (vec!["fetch"], 0, "nothing is subscribed to"),
        (vec!["remove", "9"], 1, "no such subscription"),
    ] {
        let (code, told) = home.fails(&args);
        assert!(code == status && told.contains(says), "{args:?}: {told}");
    }
    assert_eq!(fs::read_dir(home.0.path()).unwrap().count(), 0);
}

#[test]
fn opml_goes_in_and_out() {
    let home = Home::new();
    let opml = r#"<opml version="2.0"><body><outline text="World"><outline text="Wire" type="rss"
        xmlUrl="https://wire.example/feed"/></outline><outline text="Run" xmlUrl="exec:touch /tmp/x"/></body></opml>"#;
    home.write("in.opml", opml);
    let output = home.run(&["import", "in.opml"]);
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("subscribed to 1, 0 were there"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("exec:touch"));
    for args in [&["stories"][..], &["search", "ferry"], &["brief"], &["coverage"]] {
        let (code, told) = home.fails(args);
        assert_eq!((code, told.lines().count()), (0, 1), "{args:?}: {told}");
        assert!(told.contains("no article yet") && told.contains("`nutgraf fetch`"), "{args:?}: {told}");
    }
    home.write("out.opml", &home.ok(&["export"]));
    assert!(home.ok(&["import", "out.opml"]).starts_with("subscribed to 0, 1 were there"));
    home.write("wrong.opml", "<html></html>");
    assert_eq!(home.fails(&["import", "wrong.opml"]).0, 1);
    home.ok(&["add", ".", "--no-fetch", "--title", "Zeal"]);
    let sources = home.ok(&["sources"]);
    assert!(sources.find("Zeal") < sources.find("World"), "what stands in no group is not listed under one: {sources}");
    assert!(home.ok(&["add", "/", "--no-fetch"]).starts_with("subscribed: / (folder /)"));
    let piped = assert_cmd::Command::cargo_bin("nutgraf")
        .unwrap()
        .args(["import", "-"])
        .env("NUTGRAF_DATA_DIR", home.0.path().join("other"))
        .write_stdin(opml)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&piped.stdout).starts_with("subscribed to 1"));
}

#[test]
fn what_is_exported_is_imported_again_files_and_folders_as_well() {
    let (home, other) = (Home::new(), Home::new());
    let item = "<item><title>Ferry</title><link>file:///ferry.html</link><description>It sails.</description></item>";
    home.write("quay.xml", &format!("<rss><channel><title>Quay Notes</title>{item}</channel></rss>"));
    home.write("a & b/note.txt", "The ferry sails again. It is early.");
    let settings = ["--full-text", "never", "--keep-days", "30", "--keep", "200", "--title", "My own & best"];
    for (what, group, more) in [("quay.xml", "World/Asia", &settings[..]), ("a & b", "Mine", &[])] {
        let (code, told) = home.fails(&[&["add", what, "--group", group], more].concat());
        // The page that the item names is no page of the web, so that none was promised.
        assert_eq!((code, told.as_str()), (0, ""), "{what}");
    }
    let exported = home.run(&["export"]);
    let told = String::from_utf8_lossy(&exported.stderr).into_owned();
    assert!(told.contains("2 subscriptions are to files or folders of this machine"), "{told}");
    let opml = String::from_utf8(exported.stdout).unwrap();
    other.write("in.opml", &opml);
    assert!(other.ok(&["import", "in.opml"]).starts_with("subscribed to 2, 0 were there"));
    let again = other.ok(&["export"]);
    assert_eq!(again, opml);
    let sources = other.ok(&["sources"]);
    for part in ["My own & best", "World / Asia", "full text: never", "kept: 30 days, 200 articles"] {
        assert!(sources.contains(part), "{part} is missing in {sources}");
    }
    assert!(other.ok(&["import", "in.opml"]).starts_with("subscribed to 0, 2 were there"));
    fs::remove_file(home.0.path().join("quay.xml")).unwrap();
    let third = Home::new();
    third.write("in.opml", &opml);
    let gone = third.run(&["import", "in.opml"]);
    assert!(String::from_utf8_lossy(&gone.stdout).starts_with("subscribed to 1, 0 were there"));
    let told = String::from_utf8_lossy(&gone.stderr).into_owned();
    assert!(told.contains("no such file or folder") && told.contains("left out"), "{told}");
    let web = web::Server::new(move |_, stream| web::send(stream, "200 OK", "", opml.as_bytes()));
    let from_web = third.run(&["import", &web.url("/list.opml")]);
    let told = String::from_utf8_lossy(&from_web.stderr).into_owned();
    assert!(told.contains("a list from the web cannot name files of this machine"), "{told}");
}

#[test]
fn a_feed_in_a_file_is_subscribed_to_and_read_again() {
    let home = Home::new();
    let feed = |items: &str| format!("<rss><channel><title>Quay Notes</title>{items}</channel></rss>");
    let ferry =
        "<item><title>Ferry returns</title><description>The ferry sails again. It is early.</description></item>";
    home.write("quay.xml", &feed(ferry));
    assert!(home.ok(&["add", "quay.xml"]).contains("Quay Notes"));
    let address = format!("file://{}/quay.xml", fs::canonicalize(home.0.path()).unwrap().display());
    assert!(home.ok(&["add", &address]).contains("already"));
    assert!(home.ok(&["fetch"]).starts_with("0 new articles, 0 changed"));
    let lamp =
        "<item><title>New lamp lit</title><description>The lamp was lit on Sunday. It shines far.</description></item>";
    home.write("quay.xml", &feed(&format!("{lamp}{ferry}")));
    home.ok(&["fetch"]);
    let found = home.ok(&["stories"]);
    assert!(found.contains("Ferry returns") && found.contains("New lamp lit"), "{found}");
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let home = Home::filled();
    for (args, status, says) in [
        (vec!["add", "file:///etc/passwd"], 1, "no feed"),
        (vec!["add", "https://me:secret@example.com/"], 1, "password"),
        (vec!["add", "articles/wire.txt"], 1, "folder"),
        (vec!["add", "nope"], 1, "accepted"),
        (vec!["add", "./nope/there"], 1, "accepted"),
        (vec!["add", "nope.invalid"], 1, "no such file or folder"),
        (vec!["fetch", "9"], 1, "nutgraf sources"),
        (vec!["brefi"], 2, "did you mean `nutgraf brief`"),
        (vec!["comapre", "a.txt", "b.txt"], 2, "did you mean `nutgraf compare`"),
        (vec!["notes"], 2, "no such file"),
        (vec!["remove", "none such"], 1, "nutgraf sources"),
        (vec!["search", "since:soon"], 2, "7d"),
        (vec!["import", "none.opml"], 1, "none.opml: no such file"),
        (vec!["import", "articles"], 1, "a folder"),
        (vec!["compare", "articles/wire.txt#2", "articles/post.txt"], 2, "holds one article"),
        (vec!["add", "http://127.0.0.1:1/"], 1, "cannot be reached (Connection refused)"),
        (vec!["sync"], 2, "sync.toml: there is no such file yet; `nutgraf sync --help` says"),
    ] {
        let (code, told) = home.fails(&args);
        assert_eq!((code, told.lines().count()), (status, 1), "{args:?}: {told}");
        assert!(told.contains(says), "{args:?}: {told}");
        assert!(!told.contains("secret"), "{told}");
    }
    home.write("config/sources.toml", "[\"A\"]\ncolour = \"red\"\n");
    let (code, told) = home.fails(&["sources"]);
    assert!(code == 2 && told.contains("sources.toml: line 2"), "{code} {told}");
    fs::write(home.0.path().join("config/sources.toml"), [0xff, 0xfe, 0, 7, b'[']).unwrap();
    let (code, told) = home.fails(&["stories"]);
    assert_eq!((code, told.lines().count()), (2, 1), "{told}");
}

#[test]
fn a_fetch_says_what_came_and_exits_with_1_if_a_source_failed() {
    let home = Home::filled();
    assert_eq!(home.ok(&["fetch"]), "0 new articles, 0 changed\n");
    home.write("articles/late.txt", "A late notice: the ferry across the Tarn stops at dusk.");
    assert_eq!(home.ok(&["fetch"]), "1 new article, 0 changed\n");
    home.write("articles/huge.txt", "");
    let huge = fs::File::options().write(true).open(home.0.path().join("articles/huge.txt")).unwrap();
    huge.set_len((64 << 20) + 1).unwrap();
    home.write("articles/later.txt", "A later notice: the ferry across the Tarn runs again.");
    let (code, told) = home.fails(&["fetch"]);
    assert_eq!((code, told.lines().count()), (1, 1), "{told}");
    assert!(told.contains("huge.txt: larger than 64 MiB"), "what could not be read is told, the rest came: {told}");
    fs::remove_dir_all(home.0.path().join("articles")).unwrap();
    let (code, told) = home.fails(&["fetch"]);
    assert_eq!((code, told.lines().count()), (1, 1), "{told}");
    assert!(told.contains("articles"), "{told}");
    // A feed that breaks off gave a part.
    home.write("cut.xml", "<rss><channel><title>Quay</title><item><title>One</title></item><item><title>Tw");
    let output = home.run(&["add", "cut.xml"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), said.contains("2 new articles")), (Some(1), true), "{said}");
}

#[test]
fn facts_are_shown_and_a_hidden_source_is_left_out_everywhere() {
    let home = Home::new();
    for (name, source, text) in [
        ("wire", "Harbor Wire", "The Marlow bridge over the river Tarn reopens on Friday, Mayor Odile Renaud said."),
        ("probe", "Space Post", "The probe Kestrel has brought dust of the asteroid Ilma home."),
    ] {
        let page = format!("---\nsource: {source}\ntitle: About {name}\ndate: 2024-05-31\n---\n\n{text}\n");
        home.write(&format!("articles/{name}.md"), &page);
    }
    home.ok(&["add", "articles", "--title", "Harbor Wire"]);
    home.write(
        "config/sources.toml",
        "[\"Harbor Wire\"]\nname = \"The Wire\"\ngroup = \"agencies\"\ncountry = \"NL\"\nlean = \"centre\"\n
         [\"Space Post\"]\nhidden = true\n[\"Harber Wire\"]\nagency = true\n",
    );
    let sources = home.run(&["sources"]);
    assert!(String::from_utf8_lossy(&sources.stdout).contains("agencies · NL · leans centre"));
    assert!(String::from_utf8_lossy(&sources.stderr).contains("no article of “Harber Wire”"));
    for args in [&["stories"][..], &["brief"], &["coverage"], &["search", "source:wire"]] {
        let said = home.ok(args);
        assert!(said.contains("wire") && !said.contains("probe"), "{args:?}: {said}");
        assert!(said.contains("The Wire") || args == ["coverage"], "{args:?}: {said}");
    }
    assert_eq!(home.ok(&["search", "asteroid"]), "");
    let config = home.ok(&["config"]);
    assert!(config.contains("sources.toml  there") && config.contains("sync.toml     none yet"), "{config}");
}

#[test]
fn a_feed_in_a_file_may_lead_to_pages_of_the_web_and_to_none_of_this_machine() {
    let home = Home::new();
    let item = "<item><title>Ferry</title><link>http://127.0.0.1:9/a</link><description>It sails.</description></item>";
    home.write("quay.xml", &format!("<rss><channel><title>Quay Notes</title>{item}</channel></rss>"));
    let (_, told) = home.fails(&["add", "quay.xml"]);
    assert!(told.contains("127.0.0.1 is an address of your own network or machine"), "{told}");
}

#[test]
fn a_file_in_place_of_the_library_s_folder_is_told() {
    let home = Home::new();
    home.write("data", "not a folder");
    for command in [["sources"].as_slice(), &["brief"], &["search", "bridge"], &["stories"]] {
        let (status, said) = home.fails(command);
        assert_eq!(status, 1, "{command:?}: {said}");
        assert!(said.contains("this is a file, and the library needs a folder"), "{command:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

#[test]
fn a_feed_whose_items_have_no_page_is_subscribed_to_all_the_same() {
    let feed = "<rss version=\"2.0\"><channel><title>Harbor Wire</title><item><title>Ferry runs late</title>\
        <link>/gone/1</link><description>&lt;p&gt;The Skarn ferry ran two hours late on Friday.&lt;/p&gt;&lt;p&gt;A pump \
        had failed, the harbor master said.&lt;/p&gt;</description></item></channel></rss>";
    let web = web::Server::new(move |seen, stream| match seen.path.as_str() {
        "/feed.xml" => web::send(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes()),
        _ => web::send(stream, "404 Not Found", "", b""),
    });
    let home = Home::new();
    let output = home.run(&["add", "--full-text", "always", &web.url("/feed.xml")]);
    let (out, said) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success() && out.contains("1 new article"), "{out}{said}");
    assert!(said.contains("full texts could not be fetched"), "{said}");
    let brief = home.ok(&["brief"]);
    assert!(brief.contains("The page could not be fetched; this is the feed's text"), "{brief}");
}
