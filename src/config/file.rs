//! A TOML file read with its lines in mind, so that every complaint names file, line and what would be accepted.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::ConfigError;
use crate::text::suggestion::nearest;

/// A configuration file's text and what people call it.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

/// A key of a table with its value.
pub(super) struct Entry<'a> {
    file: File<'a>,
    span: Range<usize>,
    /// The key.
    pub(super) key: String,
    value: DeValue<'a>,
}

impl<'a> File<'a> {
    /// The entries of the top table, in the order of the file.
    pub(super) fn entries(self) -> Result<Vec<Entry<'a>>, ConfigError> {
        let table = DeTable::parse(self.text)
            .map_err(|e| self.not_toml(e.span().unwrap_or(0..0), e.message().lines().next().unwrap_or("not TOML")))?;
        Ok(self.of_table(table.into_inner()))
    }

    fn of_table(self, table: DeTable<'a>) -> Vec<Entry<'a>> {
        let mut entries: Vec<Entry<'a>> = table
            .into_iter()
            .map(|(key, value)| Entry {
                file: self,
                span: key.span(),
                key: key.into_inner().into_owned(),
                value: value.into_inner(),
            })
            .collect();
        entries.sort_by_key(|e| e.span.start);
        entries
    }

    /// What is wrong with a file that is no TOML; a value that was left out, in plain words.
    fn not_toml(self, span: Range<usize>, what: &str) -> ConfigError {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.lines().last().unwrap_or_default();
        // "theme = dark" has a value, if one without its quotation marks.
        let rest = self.text.get(span.start..).unwrap_or_default().lines().next().unwrap_or_default();
        let nothing = rest.split('#').next().unwrap_or_default().trim().is_empty();
        match line.split('#').next().unwrap_or_default().trim_end().strip_suffix('=') {
            Some(key) if nothing && !key.contains('=') => self.error(span, &format!("`{}` has no value", key.trim())),
            _ => self.error(span, what),
        }
    }

    fn error(self, span: Range<usize>, what: &str) -> ConfigError {
        let line = 1 + self.text.bytes().take(span.start).filter(|&b| b == b'\n').count();
        ConfigError { file: self.name.to_owned(), line: Some(line), what: what.to_owned() }
    }
}

impl<'a> Entry<'a> {
    /// A complaint about this entry.
    pub(super) fn error(&self, what: &str) -> ConfigError {
        self.file.error(self.span.clone(), what)
    }

    /// "file, line" for a second complaint that points here.
    pub(super) fn line(&self) -> usize {
        self.error("").line.unwrap_or(0)
    }

    fn wrong(&self, accepted: &str) -> ConfigError {
        self.error(&format!("`{}` must be {accepted}", self.key))
    }

    /// No such key.
    pub(super) fn unknown(&self, accepted: &[&str]) -> ConfigError {
        let near =
            nearest(&self.key, accepted.iter().copied()).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        self.error(&format!("unknown name `{}`; {near}accepted: {}", self.key, accepted.join(", ")))
    }

    /// The entries of a table.
    pub(super) fn table(self) -> Result<Vec<Entry<'a>>, ConfigError> {
        let wrong = self.wrong("a table");
        match self.value {
            DeValue::Table(table) => Ok(self.file.of_table(table)),
            _ => Err(wrong),
        }
    }

    /// A text.
    pub(super) fn text(&self) -> Result<&str, ConfigError> {
        self.value.as_str().ok_or_else(|| self.wrong("a text in quotation marks"))
    }

    /// true or false.
    pub(super) fn truth(&self) -> Result<bool, ConfigError> {
        self.value.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, range: std::ops::RangeInclusive<u16>) -> Result<u16, ConfigError> {
        self.value
            .as_integer()
            .and_then(|n| u16::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok())
            .filter(|n| range.contains(n))
            .ok_or_else(|| self.wrong(&format!("a whole number from {} to {}", range.start(), range.end())))
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, ConfigError> {
        let names: Vec<String> = choices.iter().map(|(n, _)| format!("\"{n}\"")).collect();
        let text = self.value.as_str();
        choices
            .iter()
            .find(|(name, _)| Some(*name) == text)
            .map(|&(_, value)| value)
            .ok_or_else(|| self.wrong(&names.join(" or ")))
    }

    /// A text, or a list of texts.
    pub(super) fn texts(&self) -> Result<Vec<String>, ConfigError> {
        if let Some(text) = self.value.as_str() {
            return Ok(vec![text.to_owned()]);
        }
        let of = |v: &Spanned<DeValue<'_>>| v.get_ref().as_str().map(str::to_owned);
        self.value
            .as_array()
            .and_then(|list| list.iter().map(of).collect())
            .ok_or_else(|| self.wrong("a text or a list of texts in quotation marks"))
    }
}
