//! Results → plain text, Markdown, JSON, HTML, for pipes and files.
//!
//! One module a format, each with `brief`, `compare` and `coverage`. They write to any [`std::io::Write`] as they go, so
//! that a large briefing is never held as one string. Article text was made safe for terminals at the loader's door;
//! escaping it for Markdown and HTML happens here and nowhere else.

mod changes;
#[cfg(test)]
mod fixture;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;
mod words;

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
