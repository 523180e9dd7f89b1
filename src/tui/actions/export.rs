//! Writes what is open to a file, in the format that the file's name ends in.

use std::{
    fs,
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use crate::{
    article::{Article, Briefing, Bullets},
    briefing,
    report::{Format, Look, Report},
    shelf::{Shelf, StoryRow},
    summarizer,
    text::sanitize,
    tui::{
        phrases,
        view::ViewContext,
        worker::{
            cache::{self, ComparedArticles, StoryCoverage},
            pool::Priority,
            requests::notice,
        },
    },
};

/// What can be written or piped.
#[derive(Clone)]
pub(crate) enum Document {
    Article(Arc<Article>, Bullets),
    /// A story with all its articles, which are read when it is written.
    Story(StoryRow),
    Comparison(Arc<ComparedArticles>),
    Coverage(Arc<StoryCoverage>),
}

impl Document {
    /// A file name to propose.
    pub(crate) fn file_name(&self) -> String {
        let title = match self {
            Self::Article(article, _) => article.title.clone(),
            Self::Story(row) => row.headline.clone(),
            Self::Comparison(c) => format!("{} and {}", c.left.source, c.right.source),
            Self::Coverage(c) => format!("coverage {}", c.row.headline),
        };
        format!("{}.md", slug(&title))
    }

    /// The document in a format.
    pub(crate) fn bytes(
        &self,
        format: Format,
        shelf: &dyn Shelf,
        options: summarizer::Options,
    ) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let written = match self {
            Self::Article(article, bullets) => {
                let one = briefing::of_one(article.as_ref().clone(), bullets.clone());
                format.write(&Report::Briefing(&one), Look::default(), &mut out)
            }
            Self::Story(row) => {
                let (story, articles) = cache::story_with_articles(shelf, row)?;
                let all = briefing::of_stories(vec![story], articles, options);
                format.write(&Report::Briefing(&all), Look::default(), &mut out)
            }
            Self::Comparison(c) => {
                let report = Report::Comparison { comparison: &c.comparison, left: &c.left, right: &c.right };
                format.write(&report, Look::default(), &mut out)
            }
            Self::Coverage(c) => {
                let articles = c.articles.iter().map(|a| a.as_ref().clone()).collect();
                let all = Briefing { stories: vec![c.story.clone()], articles, ..Briefing::default() };
                let coverages = std::slice::from_ref(&c.coverage);
                format.write(&Report::Coverage { briefing: &all, coverages }, Look::default(), &mut out)
            }
        };
        written.map_err(|e| e.to_string())?;
        if out.is_empty() { Err("there is nothing to write".into()) } else { Ok(out) }
    }
}

/// Writes a document to a file. A file that is there is not overwritten.
pub(crate) fn export(cx: &mut ViewContext, document: Document, name: &str) {
    let Some(shelf) = cx.shelf.clone().filter(|_| !name.is_empty()) else { return };
    let path = cx.environment.folder.join(name);
    let (name, options) = (sanitize::clean_line(name), cx.summarizer_options());
    cx.say(format!("writing {name} …"));
    cx.request(Priority::Write, move |_| {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let format = Format::from_extension(extension).ok_or_else(|| WRONG_EXTENSION.to_owned());
        let bytes = format.and_then(|f| document.bytes(f, Arc::as_ref(&shelf), options));
        Some(match bytes.and_then(|bytes| create(&path, &bytes).map(|()| bytes.len())) {
            Ok(n) => notice(&format!("written to {name}, {n} bytes"), false),
            Err(why) => notice(&phrases::reason_first(&why, &name), true),
        })
    });
}

const WRONG_EXTENSION: &str = "the name must end in .md, .html, .json or .txt";

/// Writes a new file; what could only be written in part is taken away again.
fn create(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let said = |e: &io::Error| match e.kind() {
        io::ErrorKind::AlreadyExists => "there is a file of this name already; choose another".to_owned(),
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        _ => crate::inputs::said(e),
    };
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(|e| said(&e))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|e| {
        let _ = fs::remove_file(path);
        said(&e)
    })
}

/// A file name made of a title.
fn slug(title: &str) -> String {
    let words: String =
        title.chars().map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { ' ' }).collect();
    let name: Vec<&str> = words.split_whitespace().take(8).collect();
    if name.is_empty() { "article".into() } else { name.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_makes_a_file_name() {
        assert_eq!(slug("U.S. weapons: “What next?” / Ünal"), "u-s-weapons-what-next-ünal");
        assert_eq!(slug("…"), "article");
    }
}
