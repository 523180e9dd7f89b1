//! The account to sync with (`sync.toml`), and where its password comes from.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

use crate::{
    inputs,
    library::{LibraryError, Result, error, fetch::address, public_network},
};

/// Where to sync with (`sync.toml`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Account {
    /// The server's address, or that of its API (`https://rss.example/api/greader.php` for FreshRSS).
    pub server: String,
    /// The name to sign in with.
    pub user: String,
    /// A command that prints the password.
    pub password_command: Option<String>,
    /// A file that holds the password, readable by its owner alone.
    pub password_file: Option<PathBuf>,
    /// A server in the reader's own network may be spoken to without encryption.
    #[serde(default)]
    pub unencrypted: bool,
    /// The server is a source: its subscriptions and their articles are taken over, and marks given as they are made.
    #[serde(default)]
    pub articles: bool,
    /// How far back articles are taken over, in days; starred ones are whatever their age.
    #[serde(default = "some_weeks")]
    pub days: u32,
}

fn some_weeks() -> u32 {
    30
}

impl Account {
    /// The file's name in the folder of settings.
    pub const FILE: &str = "sync.toml";

    /// Reads the file where there is one.
    ///
    /// # Errors
    /// When it cannot be understood: says what is accepted.
    pub fn load_if_there(folder: &Path) -> Result<Option<Self>> {
        if folder.join(Self::FILE).exists() { Self::load(folder).map(Some) } else { Ok(None) }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// When there is none, or it cannot be understood: says what is accepted.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        let accepted = "accepted: server = \"https://…\", user = \"…\", password-command = \"…\" or password-file = \"…\"; where wanted \
             articles = true, days = 30, unencrypted = true";
        let wrong = |what: String| LibraryError::Configuration(format!("{}: {what}; {accepted}", path.display()));
        let text = fs::read_to_string(&path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => LibraryError::Configuration(format!(
                "{}: there is no such file yet; `nutgraf sync --help` says what to write into it",
                path.display()
            )),
            _ => wrong(inputs::said(&e)),
        })?;
        let account: Self = toml::from_str(&text).map_err(|e| wrong(error::in_toml(&text, &e)))?;
        if account.password_command.is_some() == account.password_file.is_some() {
            return Err(wrong("the password must come from a command or from a file".into()));
        }
        let server = address(&account.server).map_err(|e| wrong(format!("server: {e}")))?;
        let here = matches!(server.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if server.scheme() != "https" && !here {
            if !public_network::names_own_network(&server) {
                return Err(wrong("server: the password would travel unencrypted; use https".into()));
            }
            if !account.unencrypted {
                let how = "the password would travel unencrypted; use https, or say unencrypted = true where you trust \
                           your network";
                return Err(wrong(format!("server: {how}")));
            }
        }
        if let Some(file) = &account.password_file {
            own_file(file)
                .map_err(|e| LibraryError::Configuration(format!("password-file {}: {e}", file.display())))?;
        }
        Ok(account)
    }

    pub(super) fn password(&self) -> Result<String> {
        let wrong = |what: String| LibraryError::Wrong(format!("{}: {what}", Self::FILE));
        let text = match (&self.password_command, &self.password_file) {
            (Some(command), _) => {
                let output = Command::new("sh")
                    .args(["-c", command])
                    .output()
                    .map_err(|e| wrong(format!("password-command: {}", inputs::said(&e))))?;
                if !output.status.success() {
                    return Err(wrong(format!("password-command failed ({})", output.status)));
                }
                String::from_utf8(output.stdout).map_err(|_| wrong("password-command printed no text".into()))?
            }
            (None, Some(path)) => {
                own_file(path).map_err(|e| wrong(format!("password-file {}: {e}", path.display())))?;
                fs::read_to_string(path)
                    .map_err(|e| wrong(format!("password-file {}: {}", path.display(), inputs::said(&e))))?
            }
            (None, None) => String::new(),
        };
        let password = text.lines().next().unwrap_or_default().to_owned();
        if password.is_empty() { Err(wrong("the password is empty".into())) } else { Ok(password) }
    }
}

/// Refuses a file that others can read.
#[cfg(unix)]
fn own_file(path: &Path) -> std::result::Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_err(|e| inputs::said(&e))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(format!("others can read it; run chmod 600 {}", path.display())) }
}

#[cfg(not(unix))]
fn own_file(_: &Path) -> std::result::Result<(), String> {
    Ok(())
}
