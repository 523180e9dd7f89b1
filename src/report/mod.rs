//! Results → plain text, Markdown, JSON, HTML, for pipes and files.
//!
//! One module a format, each with `brief`, `compare` and `coverage`; [`Format::write`] chooses between them. They write to
//! any [`std::io::Write`] as they go, so that a large briefing is never held as one string. Article text was made safe for
//! terminals at the loader's door; escaping it for Markdown and HTML happens here and nowhere else.

pub(crate) mod changes;
#[cfg(test)]
mod fixture;
pub mod html;
pub mod json;
pub mod markdown;
pub(crate) mod other_accounts;
pub mod text;
mod words;

use std::io::{self, Write};

use crate::{
    article::{Article, Briefing},
    compare::{Comparison, Coverage},
};

/// The forms a result is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For reading.
    #[default]
    Text,
    /// For a forge, a wiki or notes.
    Markdown,
    /// One document, for programs.
    Json,
    /// One self-contained page, for a browser.
    Html,
}

/// A result of the stages, to be written.
#[derive(Clone, Copy, Debug)]
pub enum Report<'a> {
    /// Stories and their articles with their bullets.
    Briefing(&'a Briefing),
    /// Two articles and how they differ.
    Comparison {
        /// How they differ.
        comparison: &'a Comparison,
        /// The left article.
        left: &'a Article,
        /// The right article.
        right: &'a Article,
    },
    /// Who reports what.
    Coverage {
        /// The stories.
        briefing: &'a Briefing,
        /// The coverage of each story, in order.
        coverages: &'a [Coverage],
    },
}

impl Format {
    /// All formats.
    pub const ALL: &[Self] = &[Self::Text, Self::Markdown, Self::Json, Self::Html];

    /// The format that a file's name ends in: `txt`, `md`, `json`, `html`, whatever the case.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }

    /// Writes a result in this format. Only text heeds the look.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(self, report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match *report {
            Report::Briefing(briefing) => match self {
                Self::Text => text::brief(briefing, look, out),
                Self::Markdown => markdown::brief(briefing, out),
                Self::Json => json::brief(briefing, out),
                Self::Html => html::brief(briefing, out),
            },
            Report::Comparison { comparison, left, right } => match self {
                Self::Text => text::compare(comparison, left, right, look, out),
                Self::Markdown => markdown::compare(comparison, left, right, out),
                Self::Json => json::compare(comparison, left, right, out),
                Self::Html => html::compare(comparison, left, right, out),
            },
            Report::Coverage { briefing, coverages } => match self {
                Self::Text => text::coverage(briefing, coverages, look, out),
                Self::Markdown => markdown::coverage(briefing, coverages, out),
                Self::Json => json::coverage(briefing, coverages, out),
                Self::Html => html::coverage(briefing, coverages, out),
            },
        }
    }
}

/// How a text report is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Cells a line may take.
    pub width: usize,
    /// Write colours (SGR sequences). Nothing depends on them.
    pub color: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 80, color: false }
    }
}
