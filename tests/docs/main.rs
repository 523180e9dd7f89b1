//! What the pages say holds: their commands run, the JSON is as its schemas describe it, their links lead somewhere.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod schema;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder to run commands in: the bundled briefings as files, a library and settings of its own.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        copy(&root().join("seeds"), &folder.path().join("seeds"));
        fs::create_dir(folder.path().join("settings")).unwrap();
        Self { folder }
    }

    /// Runs a line as a shell would. The network is not reached: there is no such proxy.
    fn run(&self, line: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_nutgraf")).parent().unwrap();
        let path =
            env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())));
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(self.folder.path()).env("PATH", path.unwrap());
        for (name, folder) in [("NUTGRAF_DATA_DIR", "library"), ("NUTGRAF_CONFIG_DIR", "settings")] {
            shell.env(name, self.folder.path().join(folder));
        }
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            shell.env_remove(name);
        }
        shell.env("ALL_PROXY", "http://127.0.0.1:9").output().unwrap()
    }

    fn json(&self, line: &str) -> Value {
        let output = self.run(line);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{line}: {e}"))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every page that people read, by its name from the root.
fn pages() -> Vec<(String, String)> {
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"].map(str::to_owned);
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let docs = docs.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}"));
    let all = top.into_iter().chain(docs);
    all.map(|name| (name.clone(), fs::read_to_string(root().join(&name)).unwrap())).collect()
}

/// The fenced blocks of a page: what stands behind the fence, and the text.
fn blocks(page: &str) -> Vec<(&str, Vec<&str>)> {
    let mut out: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(info) if !inside => {
                out.push((info.trim(), Vec::new()));
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => out.last_mut().unwrap().1.push(line),
            None => {}
        }
    }
    out
}

#[test]
fn the_commands_of_the_pages_run_and_print_what_is_shown() {
    let mut ran = 0;
    for (name, page) in pages() {
        let home = Home::new();
        for (info, lines) in blocks(&page) {
            if let Some(file) = info.strip_prefix("toml ") {
                let path = home.folder.path().join("settings").join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, lines.join("\n")).unwrap();
            }
            if info != "console" {
                continue;
            }
            let mut shown: Vec<(&str, Vec<&str>)> = Vec::new();
            for line in lines {
                match line.strip_prefix("$ ") {
                    Some(command) => shown.push((command, Vec::new())),
                    None => shown.last_mut().expect("a command comes first").1.push(line.trim()),
                }
            }
            for (command, expected) in shown {
                let output = home.run(command);
                let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                assert!(output.status.success(), "{name}: {command}: {}\n{out}{err}", output.status);
                let mut printed = out.lines().chain(err.lines()).map(str::trim);
                for line in expected.into_iter().filter(|l| !l.is_empty() && *l != "…") {
                    // What ends in an ellipsis is shown in part.
                    let is_it = |p: &str| line.strip_suffix('…').map_or(p == line, |start| p.starts_with(start));
                    assert!(printed.any(is_it), "{name}: {command}: no “{line}” at its place in\n{out}{err}");
                }
                ran += 1;
            }
        }
    }
    assert!(ran > 20, "{ran} commands");
}

#[test]
fn the_links_and_paths_of_the_pages_are_there() {
    for (name, page) in pages() {
        let folder = root().join(&name).parent().unwrap().to_owned();
        let pictures = page.split(['"']).filter(|part| part.ends_with(".svg"));
        for target in pictures {
            assert!(folder.join(target).exists(), "{name}: {target} is not there");
        }
        for rest in page.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default().split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") {
                assert!(folder.join(target).exists(), "{name}: {target} is not there");
            }
        }
        for word in page.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "assets/", "docs/", "tests/", "examples/", "benches/", "packaging/", "seeds/"]
                .iter()
                .any(|f| word.starts_with(f));
            if is_path && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-".contains(&b)) {
                assert!(root().join(word).exists(), "{name}: {word} is not there");
            }
        }
    }
}

/// A wire's text, the same text in another paper, and an account that disputes it.
fn disputed(home: &Home) {
    let wire = "The ferry Alder sank in Kestrel Bay on Monday, killing 41 people, the harbour office said.\n\n\
        \"We did everything that could be done,\" harbour master Ines Dorn said at the quay in Port Ansel.\n\n\
        The company had inspected the hull in March. Reportedly, the pumps failed within ten minutes.\n";
    let other = "The ferry Alder sank in Kestrel Bay on Monday, killing 43 people, the coast guard said.\n\n\
        \"We did everything that we could do,\" harbour master Ines Dorn said in Port Ansel.\n\n\
        The company had not inspected the hull in March. A diver saw the wreck 19 metres down.\n";
    let folder = home.folder.path().join("ferry");
    fs::create_dir(&folder).unwrap();
    for (name, source, text) in
        [("wire", "Bay Wire", wire), ("copy", "Ansel Post", wire), ("other", "Kestrel Times", other)]
    {
        let page = format!("---\ntitle: Ferry sinks in Kestrel Bay\nsource: {source}\ndate: 2024-05-06\n---\n\n{text}");
        fs::write(folder.join(format!("{name}.md")), page).unwrap();
    }
}

#[test]
fn json_is_as_its_schemas_describe_it() {
    let home = Home::new();
    disputed(&home);
    home.run("nutgraf add ferry seeds/strikes --group local");
    fs::write(
        home.folder.path().join("settings/sources.toml"),
        "[\"Bay Wire\"]\ngroup = \"agencies\"\n[ferry]\nlean = \"x\"\n",
    )
    .unwrap();
    for line in [
        "nutgraf brief --format json seeds/bennu seeds/bridge seeds/strikes",
        "nutgraf brief --format json ferry missing.txt",
        "nutgraf compare --format json seeds/bridge/harbor-wire.txt seeds/bridge/strait-gazette.md",
        "nutgraf compare --format json seeds/strikes/harbor-wire.txt seeds/strikes/the-continental.html",
        "nutgraf compare --format json ferry/wire.md ferry/other.md",
        "nutgraf coverage --format json seeds/bennu seeds/bridge seeds/strikes",
        "nutgraf coverage --format json ferry missing.txt",
        "nutgraf search --format json ferry",
        "nutgraf stories --format json",
        "nutgraf sources --format json",
    ] {
        let document = home.json(line);
        let name = document["schema"].as_str().and_then(|s| s.strip_prefix("nutgraf/")?.strip_suffix("/1"));
        let name = name.unwrap_or_else(|| panic!("{line}: {} names no schema", document["schema"]));
        assert!(line.contains(name), "{line} says it is {name}");
        let file = root().join(format!("docs/schema/{name}.json"));
        let schema: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let faults = schema::faults(&schema, &document);
        assert!(faults.is_empty(), "{line}: not as {} says:\n{}", file.display(), faults.join("\n"));
    }
}

#[test]
fn a_schema_finds_what_is_wrong() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": 0}}});
    assert!(schema::faults(&schema, &json!({"a": 1})).is_empty());
    for wrong in [json!({}), json!({"a": "1"}), json!({"a": -1}), json!({"a": 1, "b": 2}), json!([])] {
        assert_eq!(schema::faults(&schema, &wrong).len(), 1, "{wrong}");
    }
}
