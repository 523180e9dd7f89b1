//! Plain text: paragraphs parted by blank lines, a bullet block under a label, an inline `date 2024-05` marker.

use super::{Hint, LoadError, build::Draft};
use crate::article::{Article, BlockKind};

/// Reads plain text.
pub(super) fn load(text: &str, hint: &Hint) -> Result<Article, LoadError> {
    let mut draft = Draft::new(hint);
    let mut rest = text.trim_start();
    if let Some(marked) = rest.strip_prefix("date ") {
        let (date, after) = marked.split_once(' ').unwrap_or((marked, ""));
        if let Ok(date) = date.parse() {
            draft.article.published = Some(date);
            rest = after;
        }
    }
    for paragraph in paragraphs(rest) {
        draft.block(BlockKind::Paragraph, &paragraph);
    }
    draft.finish("plain text")
}

fn paragraphs(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push_str(line);
            last.push('\n');
        }
    }
    out.retain(|p| !p.is_empty());
    out
}
