//! What the reader reads is nobody else's: the library's folder and files are its owner's alone.

use std::{fs, io, path::Path};

/// Makes a folder that its owner alone can enter. One that is there keeps its permissions, unless it is the program's own.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        if path.file_name().is_some_and(|name| name == "nutgraf") {
            restrict(path, 0o700);
        }
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a file that its owner alone can read, where there is none, and restricts one that is there with the files that
/// SQLite keeps beside it. A system that cannot do that is no reason not to read.
pub(super) fn file(path: &Path) {
    #[cfg(unix)]
    if !path.exists() {
        use std::os::unix::fs::OpenOptionsExt;
        let _ = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    }
    restrict(path, 0o600);
    for suffix in ["-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        restrict(Path::new(&beside), 0o600);
    }
}

/// Takes permissions away that others have.
#[cfg(unix)]
fn restrict(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let open = fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0);
    if open {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) {}
