//! Every dependency is used, and ARCHITECTURE.md says what for.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

/// Everything that is written in Rust below a folder, or the file itself.
fn sources(path: &Path, out: &mut String) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), out);
        }
    } else if path.extension().is_some_and(|e| e == "rs") {
        out.push_str(&fs::read_to_string(path).unwrap());
    }
}

/// The names of a table's dependencies, whatever the platform.
fn names(manifest: &toml::Table, table: &str) -> BTreeSet<String> {
    let of = |t: &toml::Table| -> Vec<String> {
        t.get(table).and_then(|d| d.as_table()).into_iter().flat_map(|d| d.keys().cloned()).collect()
    };
    let platforms = manifest.get("target").and_then(|t| t.as_table()).into_iter().flat_map(|t| t.values());
    of(manifest).into_iter().chain(platforms.filter_map(|p| p.as_table()).flat_map(of)).collect()
}

#[test]
fn each_dependency_is_used_and_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let page = page.split("## What each dependency is for").nth(1).expect("ARCHITECTURE.md explains the dependencies");
    let mut told = page.split('`').skip(1).step_by(2).collect::<BTreeSet<_>>();
    for (table, folders) in
        [("dependencies", &["src"][..]), ("dev-dependencies", &["src", "tests", "benches", "examples"])]
    {
        let mut text = String::new();
        folders.iter().for_each(|folder| sources(&root.join(folder), &mut text));
        let found = names(&manifest, table);
        assert!(found.len() > 5, "{table}: {found:?}");
        for name in found {
            let path = name.replace('-', "_");
            let used =
                [format!("{path}::"), format!("use {path};"), format!("{path} as ")].iter().any(|u| text.contains(u));
            assert!(used, "{name} stands in Cargo.toml and is used nowhere in {}", folders.join(", "));
            assert!(told.remove(name.as_str()), "ARCHITECTURE.md does not say what {name} is for");
        }
    }
    // Names that are explained and no longer there; what a sentence says besides is not a name of one word.
    let gone: Vec<_> =
        told.into_iter().filter(|name| !name.contains([' ', '.', '/'])).filter(|name| *name != "unsafe").collect();
    assert!(gone.is_empty(), "ARCHITECTURE.md explains what is no dependency: {}", gone.join(", "));
}
