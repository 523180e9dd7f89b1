//! What the reader says about sources (`sources.toml`): shown, filtered by, never guessed.
//!
//! ```toml
//! ["Harbor Wire"]
//! name = "The Harbor Wire"     # how to show it
//! group = "agencies"
//! country = "NL"
//! lean = "centre"
//! owner = "a foundation"
//! agency = true                # what it writes, others reprint
//! hidden = false               # its articles are not shown
//! ```

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{LibraryError, Result};
use crate::text::sanitize;

/// What the reader says about one source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fact {
    /// How to show it.
    pub name: Option<String>,
    /// The group that lists and blind spots are made by.
    pub group: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// Where it leans.
    pub lean: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
    /// It is an agency: what it writes, others reprint.
    pub agency: bool,
    /// Its articles are not shown.
    pub hidden: bool,
}

/// What the reader says about sources, by the source's name or host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// The file's name in the folder of settings.
    pub const FILE: &str = "sources.toml";

    /// Reads the file; none is the same as an empty one.
    ///
    /// # Errors
    /// When it cannot be read or understood: says the line and what is accepted.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(LibraryError::Wrong(format!("{}: {e}", path.display()))),
        };
        Self::parse(&text).map_err(|e| LibraryError::Wrong(format!("{}: {e}", path.display())))
    }

    /// Understands the file's text.
    ///
    /// # Errors
    /// Says the line and what is accepted.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let facts: BTreeMap<String, Fact> = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].matches('\n').count() + 1);
            let accepted = "name, group, country, lean, owner, agency = true|false, hidden = true|false";
            format!("line {line}: {}; accepted in a [\"Source\"] table: {accepted}", e.message().replace('\n', " "))
        })?;
        let clean = |field: Option<String>| field.map(|f| sanitize::clean_line(&f)).filter(|f| !f.is_empty());
        let facts = facts.into_iter().map(|(source, fact)| {
            let Fact { name, group, country, lean, owner, agency, hidden } = fact;
            let fact = Fact {
                name: clean(name),
                group: clean(group),
                country: clean(country),
                lean: clean(lean),
                owner: clean(owner),
                agency,
                hidden,
            };
            (key(&source), fact)
        });
        Ok(Self(facts.collect()))
    }

    /// What is said about a source.
    #[must_use]
    pub fn of(&self, source: &str) -> Option<&Fact> {
        self.0.get(&key(source))
    }

    /// The group of a source.
    #[must_use]
    pub fn group(&self, source: &str) -> Option<&str> {
        self.of(source)?.group.as_deref()
    }

    /// Whether a source's articles are not shown.
    #[must_use]
    pub fn hides(&self, source: &str) -> bool {
        self.of(source).is_some_and(|f| f.hidden)
    }

    /// Whether any source is not shown.
    #[must_use]
    pub fn any_hidden(&self) -> bool {
        self.0.values().any(|f| f.hidden)
    }

    /// All groups, in order.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self.0.values().filter_map(|f| f.group.as_deref()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Sources are told apart without regard to case.
fn key(source: &str) -> String {
    source.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_found_by_its_name_in_any_case() {
        let facts = Facts::parse("[\"Harbor Wire\"]\ngroup = \"agencies\"\nhidden = true\n").unwrap();
        assert_eq!(facts.group("HARBOR wire"), Some("agencies"));
        assert!(facts.hides("Harbor Wire") && !facts.hides("Another"));
        assert_eq!(facts.groups(), ["agencies"]);
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line() {
        let error = Facts::parse("[\"A\"]\ngroup = \"x\"\n\n[\"B\"]\ncolour = \"red\"\n").unwrap_err();
        assert!(error.starts_with("line 5:") && error.contains("colour") && error.contains("lean"), "{error}");
    }
}
