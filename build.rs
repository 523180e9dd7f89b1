//! Names the commit that a release is built from, for `nutgraf --version`: `NUTGRAF_COMMIT` where it is set, what Cargo wrote
//! into a packed crate, or what git says of this folder. Without any of them the version stands alone.

use std::{env, fs, path::Path, process::Command};

fn main() {
    println!("cargo::rerun-if-env-changed=NUTGRAF_COMMIT");
    println!("cargo::rerun-if-changed=build.rs");
    // Not while one develops: each commit would build the whole program again.
    if env::var_os("NUTGRAF_COMMIT").is_some() || env::var("OPT_LEVEL").is_ok_and(|level| level != "3") {
        return;
    }
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    if let Some(commit) = packed(Path::new(&root)).or_else(|| checked_out(&root)) {
        println!("cargo::rustc-env=NUTGRAF_COMMIT={commit}");
    }
}

/// The commit in the file that `cargo package` adds to a crate.
fn packed(root: &Path) -> Option<String> {
    let info = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let commit = info.split("\"sha1\": \"").nth(1)?.split('"').next()?;
    commit.get(..7).map(str::to_owned)
}

/// The commit of a checkout. A folder that only lies in somebody else's checkout has none.
fn checked_out(root: &str) -> Option<String> {
    let top = git(root, &["rev-parse", "--show-toplevel"])?;
    if fs::canonicalize(top).ok()? != fs::canonicalize(root).ok()? {
        return None;
    }
    for file in ["HEAD", "logs/HEAD"] {
        println!(
            "cargo::rerun-if-changed={}",
            git(root, &["rev-parse", "--path-format=absolute", "--git-path", file])?
        );
    }
    git(root, &["rev-parse", "--short", "HEAD"])
}

fn git(root: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
