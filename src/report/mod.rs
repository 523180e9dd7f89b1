//! Results → plain text, Markdown, JSON, HTML, for pipes and files.

pub mod json;
