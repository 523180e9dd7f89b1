//! The command line as scripts rely on it: exit statuses, which stream says what, one line a failure.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    io::{Read, Write},
};

use assert_cmd::Command;
use tempfile::TempDir;

const WIRE: &str = "tests/news/wire.txt";
const COURIER: &str = "tests/news/courier.txt";

struct Told {
    status: i32,
    out: String,
    err: String,
}

impl Told {
    /// Standard error is one line that names the input and what is wrong with it.
    fn complains(&self, status: i32, about: &[&str]) {
        assert_eq!(self.status, status, "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("nutgraf: "), "{}", self.err);
        for part in about {
            assert!(self.err.contains(part), "no {part:?} in {}", self.err);
        }
    }
}

fn nutgraf(args: &[&str]) -> Told {
    with_input(args, "")
}

fn with_input(args: &[&str], input: &str) -> Told {
    let mut command = Command::cargo_bin("nutgraf").unwrap();
    for variable in ["COLUMNS", "NO_COLOR", "CLICOLOR_FORCE", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(variable);
    }
    let output = command.args(args).write_stdin(input).output().unwrap();
    Told {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_can_be_read_is_printed_and_the_rest_told() {
    let told = nutgraf(&["brief", WIRE, "no/such/file.txt"]);
    told.complains(1, &["no/such/file.txt: no such file"]);
    assert!(told.out.contains("Alder Ford"), "{}", told.out);
}

#[test]
fn all_is_well() {
    let told = nutgraf(&["brief", WIRE, COURIER]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    assert!(!told.out.contains('\x1b'), "no colour in a pipe");
}

#[test]
fn nothing_readable_is_a_failure_of_one_line() {
    let folder = TempDir::new().unwrap();
    let empty = file(&folder, "empty.txt", b"");
    nutgraf(&["brief", &empty]).complains(1, &["empty.txt: ", "empty"]);
    nutgraf(&["compare", &empty, WIRE]).complains(1, &["empty.txt: ", "empty"]);
    let binary = file(&folder, "binary.txt", &[0, 159, 146, 150, 0, 1, 2, 255, 254, 0].repeat(50));
    nutgraf(&["brief", &binary]).complains(1, &["binary.txt: "]);
    let bare = TempDir::new().unwrap();
    nutgraf(&["brief", bare.path().to_str().unwrap()]).complains(1, &["no file in this folder"]);
    nutgraf(&["brief", "-"]).complains(1, &["-: "]);
}

#[test]
fn a_folder_and_standard_input_are_read() {
    let folder = TempDir::new().unwrap();
    file(&folder, "a.txt", &fs::read(WIRE).unwrap());
    file(&folder, "b.txt", &fs::read(COURIER).unwrap());
    let told = nutgraf(&["brief", "--format", "json", folder.path().to_str().unwrap()]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["articles"].as_array().unwrap().len(), 2);
    let told = with_input(&["brief", "--format", "json", "-"], &fs::read_to_string(WIRE).unwrap());
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["articles"][0]["path"], "-");
    assert_eq!(json["articles"][0]["published"], "2031-03");
}

#[test]
fn an_input_named_twice_is_one_article() {
    let told = nutgraf(&["brief", "--format", "json", WIRE, "./tests/../tests/news/wire.txt"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["articles"].as_array().unwrap().len(), 1);
}

#[test]
fn the_json_keeps_its_promise() {
    let told = nutgraf(&["brief", "--format", "json", WIRE, "missing.txt"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["schema"], "nutgraf/brief/1");
    assert_eq!(json["errors"][0]["path"], "missing.txt");
    let article = &json["articles"][0];
    for key in ["path", "source", "title", "title_derived", "authors", "published", "url", "language", "words"] {
        assert!(article.get(key).is_some(), "{key}");
    }
    assert!(article["url"].is_null(), "what is not known is null");
    let sentences = article["sentences"].as_array().unwrap();
    assert_eq!(sentences.len(), 4);
    assert_eq!(article["quotations"][0]["sentence"], 1);
    assert!(article["bullets"]["items"].as_array().unwrap().len() <= 4);
}

#[test]
fn bullets_and_width_are_the_reader_s() {
    let told = nutgraf(&["brief", "--format", "json", "--bullets", "1", WIRE]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["articles"][0]["bullets"]["items"].as_array().unwrap().len(), 1);
    let told = nutgraf(&["brief", "--width", "40", WIRE]);
    assert!(told.out.lines().all(|l| l.chars().count() <= 40), "{}", told.out);
}

#[test]
fn the_configuration_is_heeded_where_bullets_are_printed() {
    let folder = TempDir::new().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::cargo_bin("nutgraf").unwrap();
        command.env("NUTGRAF_CONFIG_DIR", folder.path()).args(args).output().unwrap()
    };
    let bullets = |args: &[&str]| {
        let json: serde_json::Value = serde_json::from_slice(&run(args).stdout).unwrap();
        json["articles"][0]["bullets"]["items"].as_array().unwrap().len()
    };
    file(&folder, "config.toml", b"bullets = 1\n");
    assert_eq!(bullets(&["brief", "--format", "json", WIRE]), 1);
    assert_eq!(bullets(&["--format", "json", WIRE]), 1);
    assert_eq!(bullets(&["brief", "--format", "json", "--bullets", "2", WIRE]), 2);
    file(&folder, "config.toml", b"bullets = \"many\"\n");
    let wrong = run(&["brief", WIRE]);
    assert_eq!((wrong.status.code(), wrong.stdout.as_slice()), (Some(2), &b""[..]));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("config.toml:1: `bullets` must be"));
    file(&folder, "config.toml", b"");
    file(&folder, "keymap.toml", b"[everywhere]\ndown = \"strg-d\"\n");
    let wrong = String::from_utf8(run(&["keys"]).stderr).unwrap();
    assert!(wrong.contains("keymap.toml:2: down = \"strg-d\": `strg-d` is no key"), "{wrong}");
}

#[test]
fn every_command_tells_of_a_broken_file_of_settings_with_its_line() {
    let (folder, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    fs::create_dir(folder.path().join("themes")).unwrap();
    let commands: [&[&str]; 16] = [
        &["brief", WIRE],
        &["compare", WIRE, COURIER],
        &["coverage", WIRE],
        &[WIRE],
        &["brief"],
        &["demo"],
        &["add", "."],
        &["remove", "1"],
        &["sources"],
        &["fetch"],
        &["restore"],
        &["search", "ferry"],
        &["stories"],
        &["import", "none.opml"],
        &["export"],
        &["sync"],
    ];
    for (name, text, says) in [
        ("config.toml", "measure = 60\nbullets = \"many\"\n", "config.toml:2: "),
        ("keymap.toml", "[everywhere]\ndown = \"strg-d\"\n", "keymap.toml:2: "),
        ("sources.toml", "[\"A\"]\ncolour = \"red\"\n", "sources.toml: line 2"),
        ("themes/mine.toml", "text = \"bluish\"\n", "mine.toml:1: "),
    ] {
        file(&folder, name, text.as_bytes());
        if name.starts_with("themes") {
            file(&folder, "config.toml", b"theme = \"mine\"\n");
        }
        for args in commands {
            let output = Command::cargo_bin("nutgraf")
                .unwrap()
                .env("NUTGRAF_CONFIG_DIR", folder.path())
                .env("NUTGRAF_DATA_DIR", data.path())
                .args(args)
                .output()
                .unwrap();
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!((output.status.code(), told.lines().count()), (Some(2), 1), "{args:?}: {told}");
            assert!(told.contains(says) && output.stdout.is_empty(), "{args:?}: {told}");
        }
        fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[test]
fn what_the_reader_says_of_sources_holds_for_files_too() {
    let folder = TempDir::new().unwrap();
    let articles = TempDir::new().unwrap();
    file(
        &articles,
        "a.md",
        b"---\nsource: Harbor Wire\ntitle: Ferry sold\n---\nThe ferry of Skarn was sold on Monday.\n",
    );
    file(&articles, "b.md", b"---\nsource: Gossip Daily\ntitle: Mayor\n---\nThe mayor of Skarn bought a hat.\n");
    file(&folder, "sources.toml", b"[\"Harbor Wire\"]\nname = \"The Wire\"\n[\"Gossip Daily\"]\nhidden = true\n");
    let run = || {
        let mut command = Command::cargo_bin("nutgraf").unwrap();
        let output = command.env("NUTGRAF_CONFIG_DIR", folder.path()).arg("brief").arg(articles.path()).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, out, _) = run();
    assert_eq!(status, Some(0));
    assert!(out.contains("The Wire") && !out.contains("Harbor Wire") && !out.contains("hat"), "{out}");
    file(&folder, "sources.toml", b"[\"Harbor Wire\"]\nhiden = true\n");
    let (status, _, err) = run();
    assert!(status == Some(2) && err.contains("sources.toml") && err.contains("hiden"), "{err}");
}

#[test]
fn a_word_that_is_neither_a_file_nor_a_command_is_said_to_be_so() {
    nutgraf(&["frobnicate"]).complains(2, &["frobnicate: no such file or folder, and no command", "nutgraf --help"]);
    nutgraf(&["brefi"]).complains(2, &["did you mean `nutgraf brief`?"]);
    nutgraf(&["article.html"]).complains(1, &["article.html: no such file"]);
}

#[test]
fn colour_is_asked_for() {
    assert!(nutgraf(&["brief", "--color", "always", WIRE]).out.contains("\x1b[1m"));
    assert!(!nutgraf(&["brief", "--color", "never", WIRE]).out.contains('\x1b'));
}

#[test]
fn comparing_needs_two_articles() {
    nutgraf(&["compare", "-", "-"]).complains(2, &["-: standard input"]);
    nutgraf(&["compare", "tests/news", WIRE]).complains(2, &["tests/news: a folder"]);
    nutgraf(&["compare", WIRE, "no/such"]).complains(1, &["no/such: no such file"]);
    nutgraf(&["compare", WIRE, &format!("{WIRE}#2")]).complains(2, &["holds one article"]);
    assert_eq!(nutgraf(&["compare", WIRE]).status, 2);
}

#[test]
fn differing_is_a_status_when_asked_for() {
    assert_eq!(nutgraf(&["compare", WIRE, COURIER]).status, 0);
    assert_eq!(nutgraf(&["compare", "--exit-code", WIRE, COURIER]).status, 1);
}

#[test]
fn wrong_usage_is_2_and_cannot_act_on_the_terminal() {
    let told = nutgraf(&["brief", "--no-such-option\x1b[31m"]);
    assert_eq!(told.status, 2);
    assert!(told.err.starts_with("nutgraf: ") && !told.err.contains('\x1b'), "{}", told.err);
    for args in [
        &["brief", "--bullets", "0", WIRE][..],
        &["brief", "--width", "3", WIRE],
        &["brief", "--format", "pdf", WIRE],
        &["compare"],
    ] {
        let told = nutgraf(args);
        assert_eq!((told.status, told.out.as_str()), (2, ""), "{args:?}");
        assert!(!told.err.is_empty());
    }
}

#[test]
fn the_program_explains_itself_to_shells_and_man() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let told = nutgraf(&["completions", shell]);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{shell}");
        assert!(told.out.contains("compare") && told.out.contains("exit-code"), "{shell}");
    }
    assert_eq!(nutgraf(&["completions", "tcsh"]).status, 2);
    let told = nutgraf(&["man"]);
    assert!(told.out.contains(".SH \"EXIT STATUS\"") || told.out.contains(".SH EXIT STATUS"), "{}", told.out);
    assert!(nutgraf(&["man", "compare"]).out.contains("exit\\-code"));
    nutgraf(&["man", "nonsense"]).complains(2, &["nonsense: no such command", "`nutgraf --help`"]);
    nutgraf(&["man", "breif"]).complains(2, &["did you mean `nutgraf brief`?"]);
    let sync = nutgraf(&["man", "sync"]).out;
    assert!(sync.contains(".SH NOTES") && sync.contains("The password is that of the API"), "{sync}");
    assert!(!nutgraf(&["man", "themes"]).out.contains("EXAMPLES"), "a section without anything in it");
}

#[test]
fn what_is_in_force_is_told_with_where_it_comes_from() {
    let folder = TempDir::new().unwrap();
    let with = |args: &[&str]| {
        let output =
            Command::cargo_bin("nutgraf").unwrap().env("NUTGRAF_CONFIG_DIR", folder.path()).args(args).output();
        let output = output.unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(with(&["config"]).contains("measure = 72                     # built in"), "{}", with(&["config"]));
    assert!(with(&["themes"]).starts_with("* auto"));
    file(&folder, "config.toml", b"measure = 60\ntheme = \"light\"\n");
    file(&folder, "keymap.toml", b"[everywhere]\ndown = \"x\"\n");
    let config = with(&["config"]);
    assert!(config.contains("measure = 60                     # ") && config.contains("config.toml"), "{config}");
    assert!(with(&["themes"]).contains("* light "));
    let keys = with(&["keys"]);
    assert!(keys.lines().any(|l| l.starts_with("* x ") && l.contains("down")), "{keys}");
    assert!(with(&["keys", "--default"]).contains("[everywhere]"));
    file(&folder, "config.toml", b"measure = \"wide\"\n");
    let wrong = Command::cargo_bin("nutgraf").unwrap().env("NUTGRAF_CONFIG_DIR", folder.path()).arg("config").output();
    let wrong = wrong.unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("config.toml:1"));
}

#[test]
fn without_a_path_the_bundled_briefings_are_printed_while_the_library_is_empty() {
    let folder = TempDir::new().unwrap();
    let output = Command::cargo_bin("nutgraf")
        .unwrap()
        .env("NUTGRAF_DATA_DIR", folder.path())
        .args(["brief", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json["articles"][0]["path"].as_str().unwrap().starts_with("seed:"));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("nutgraf: no article yet: these are the bundled briefings; `nutgraf add URL`"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "printing makes no library");
}

#[test]
fn what_a_folder_holds_beside_articles_is_told_in_one_line() {
    let folder = TempDir::new().unwrap();
    file(&folder, "a.txt", b"The ferry of Skarn was sold on Monday.");
    file(&folder, "b.txt", b"");
    file(&folder, "c.html", b"\0\x01\x02\0\xff");
    file(&folder, "d.json", b"{\"a\": 1}");
    let told = nutgraf(&["brief", folder.path().to_str().unwrap()]);
    told.complains(
        0,
        &["3 files are no articles and were left out: ", "b.txt (empty)", "c.html (not text)", "d.json (a JSON"],
    );
    for i in 0..9 {
        file(&folder, &format!("e{i}.txt"), b" ");
    }
    nutgraf(&["brief", folder.path().to_str().unwrap()]).complains(0, &["12 files are", "e1.txt (empty) and 7 more"]);
}

#[test]
fn what_is_too_large_is_told_and_not_cut() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "large.txt", b"The ferry of Skarn was sold on Monday.");
    fs::File::options().write(true).open(&path).unwrap().set_len((64 << 20) + 1).unwrap();
    nutgraf(&["brief", &path]).complains(1, &["large.txt", "larger than 64 MiB"]);
    nutgraf(&["import", &path]).complains(1, &["large.txt", "larger than 64 MiB"]);
}

#[cfg(unix)]
#[test]
fn what_is_piped_in_and_not_named_is_told_of() {
    use std::process::{Command, Stdio};
    let folder = TempDir::new().unwrap();
    let article = file(&folder, "a.txt", b"The ferry of Skarn was sold to a farmer.");
    let empty = file(&folder, "empty.txt", b"");
    let told = |args: &[&str], stdin: Stdio| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"));
        let output = command.env("NUTGRAF_DATA_DIR", folder.path()).args(args).stdin(stdin).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        let told = String::from_utf8(output.stderr).unwrap();
        // That the bundled briefings are printed is told besides.
        told.lines().filter(|line| !line.contains("no article yet")).map(|line| format!("{line}\n")).collect::<String>()
    };
    let redirected = |path: &str| Stdio::from(fs::File::open(path).unwrap());
    // The shell's `echo TEXT |`, over before the program starts.
    let piped = |text: &[u8]| {
        let (reader, mut writer) = std::io::pipe().unwrap();
        writer.write_all(text).unwrap();
        Stdio::from(reader)
    };
    for command in ["brief", "coverage"] {
        let says = format!("nutgraf: standard input was not read; name it to read it: … | nutgraf {command} -\n");
        assert_eq!(told(&[command], redirected(&article)), says);
        assert_eq!(told(&[command], piped(b"The ferry of Skarn was sold.")), says);
        for nothing in [redirected(&empty), piped(b""), Stdio::null()] {
            assert_eq!(told(&[command], nothing), "");
        }
        assert_eq!(told(&[command, "-"], redirected(&article)), "");
    }
}

#[test]
fn every_format_prints_every_result() {
    for command in ["brief", "compare", "coverage"] {
        for (format, start) in [("text", ""), ("markdown", "# "), ("json", "{"), ("html", "<!doctype html>")] {
            let told = nutgraf(&[command, "--format", format, WIRE, COURIER]);
            assert_eq!((told.status, told.err.as_str()), (0, ""), "{command} {format}");
            assert!(told.out.starts_with(start) && told.out.ends_with('\n'), "{command} {format}: {}", told.out);
        }
    }
}

#[test]
fn an_address_is_fetched() {
    let (address, server) = served("text/plain; charset=utf-8", fs::read(WIRE).unwrap());
    let told = nutgraf(&["brief", "--format", "json", &address]);
    server.join().unwrap();
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(json["articles"][0]["path"], address);
    assert_eq!(json["articles"][0]["sentences"].as_array().unwrap().len(), 4);
    // Nobody listens there any more.
    nutgraf(&["brief", &address]).complains(1, &[&address, "cannot be reached (Connection refused)"]);
    nutgraf(&["compare", &address, WIRE]).complains(1, &[&address]);
}

/// An address on this machine that answers one request.
fn served(media_type: &'static str, body: Vec<u8>) -> (String, std::thread::JoinHandle<()>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/article", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            request.push(byte[0]);
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&body).unwrap();
    });
    (address, server)
}

#[test]
fn an_article_is_the_same_as_itself() {
    let told = nutgraf(&["compare", "--exit-code", WIRE, WIRE]);
    assert_eq!((told.status, told.err.as_str()), (0, ""), "{}", told.out);
}

#[test]
fn help_is_a_result() {
    for args in [&["--help"][..], &["brief", "--help"], &["compare", "--help"], &["--version"]] {
        let told = nutgraf(args);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{args:?}");
        assert!(told.out.contains("nutgraf"), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("nutgraf"))
        .args(["brief", "--format", "json", WIRE])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
