//! What the reader says about sources (`sources.toml`): shown, filtered by, never guessed.
//!
//! ```toml
//! ["Harbor Wire"]
//! name = "The Harbor Wire"     # how to show it
//! group = "agencies"
//! country = "NL"
//! lean = "centre"
//! owner = "a foundation"
//! agency = true                # a text that others print too is its own
//! hidden = false               # its articles are not shown
//! pictures = true              # its pictures are fetched as its articles are read
//! ```

use std::{collections::BTreeMap, fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{LibraryError, Result, error};
use crate::{
    inputs,
    shelf::{Outlet, Sources},
    text::sanitize,
};

/// What the reader says about one source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a table of what you say about a source")]
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
    /// It is an agency: a text that others print too is its own.
    pub agency: bool,
    /// Its articles are not shown.
    pub hidden: bool,
    /// Its pictures are fetched, or never shown.
    pub pictures: Option<bool>,
}

/// What the reader says about sources, by the source's name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    known: BTreeMap<String, Fact>,
    sources: Vec<String>,
}

impl Sources for Facts {
    fn shown(&self, source: &str) -> Option<String> {
        self.of(source)?.name.clone()
    }

    fn is_hidden(&self, source: &str) -> bool {
        self.hides(source)
    }

    fn outlet(&self, source: &str) -> Option<Outlet> {
        let Fact { group, country, lean, owner, agency, pictures, .. } = self.of(source)?.clone();
        Some(Outlet { group, country, lean, owner, agency, pictures }).filter(|o| *o != Outlet::default())
    }

    fn groups(&self) -> Vec<String> {
        Facts::groups(self).into_iter().map(str::to_owned).collect()
    }
}

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
            Err(e) => return Err(LibraryError::Configuration(format!("{}: {}", path.display(), inputs::said(&e)))),
        };
        Self::parse(&text).map_err(|e| LibraryError::Configuration(format!("{}: {e}", path.display())))
    }

    /// Understands the file's text.
    ///
    /// # Errors
    /// Says the line and what is accepted.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        let facts: BTreeMap<String, Fact> = toml::from_str(text).map_err(|e| {
            let accepted =
                "name, group, country, lean, owner, agency = true|false, hidden = true|false, pictures = true|false";
            format!("{}; accepted in a [\"Source\"] table: {accepted}", error::in_toml(text, &e))
        })?;
        let clean = |field: Option<String>| field.map(|f| sanitize::clean_line(&f)).filter(|f| !f.is_empty());
        let mut known: BTreeMap<String, Fact> = BTreeMap::new();
        let mut sources = Vec::new();
        for (source, fact) in facts {
            let Fact { name, group, country, lean, owner, agency, hidden, pictures } = fact;
            let fact = Fact {
                name: clean(name),
                group: clean(group),
                country: clean(country),
                lean: clean(lean),
                owner: clean(owner),
                agency,
                hidden,
                pictures,
            };
            // Found by the name that it is shown under, too.
            if let Some(shown) = &fact.name {
                known.entry(key(shown)).or_insert_with(|| fact.clone());
            }
            known.insert(key(&source), fact);
            sources.push(sanitize::clean_line(&source));
        }
        Ok(Self { known, sources })
    }

    /// The sources of which something is said, as the file names them.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The name to show a source under.
    #[must_use]
    pub fn shown<'a>(&'a self, source: &'a str) -> &'a str {
        self.of(source).and_then(|f| f.name.as_deref()).unwrap_or(source)
    }

    /// What is said about a source.
    #[must_use]
    pub fn of(&self, source: &str) -> Option<&Fact> {
        self.known.get(&key(source))
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
        self.known.values().any(|f| f.hidden)
    }

    /// Whether any source is an agency.
    #[must_use]
    pub fn any_agency(&self) -> bool {
        self.known.values().any(|f| f.agency)
    }

    /// All groups, in order.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self.known.values().filter_map(|f| f.group.as_deref()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
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
    fn a_source_is_shown_under_the_name_that_the_reader_gave_it_and_found_by_both() {
        let facts = Facts::parse("[\"hw\"]\nname = \"The Harbor Wire\"\nlean = \"centre\"\n").unwrap();
        assert_eq!((facts.shown("HW"), facts.shown("Post")), ("The Harbor Wire", "Post"));
        assert_eq!(facts.of("the harbor wire").unwrap().lean.as_deref(), Some("centre"));
        assert_eq!(facts.sources(), ["hw"]);
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line() {
        let error = Facts::parse("[\"A\"]\ngroup = \"x\"\n\n[\"B\"]\ncolour = \"red\"\n").unwrap_err();
        assert!(error.starts_with("line 5:") && error.contains("colour") && error.contains("lean"), "{error}");
    }
}
