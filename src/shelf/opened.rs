//! The shelf over what was opened in memory: files, folders, addresses, what came through a pipe.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
};

use super::{ArticleKey, ArticleRow, Filter, Hit, Order, Page, Result, Shelf, ShelfError, StoryKey, StoryRow};
use crate::article::{Article, Briefing, Published};

/// A briefing held in memory: what `nutgraf FILE …` opens. Read and starred state last as long as it does.
pub struct Opened {
    briefing: Briefing,
    marks: Mutex<Vec<(bool, bool)>>,
}

impl Opened {
    /// A shelf over a briefing.
    #[must_use]
    pub fn new(briefing: Briefing) -> Self {
        let marks = Mutex::new(vec![(false, false); briefing.articles.len()]);
        Self { briefing, marks }
    }

    /// The briefing.
    #[must_use]
    pub fn briefing(&self) -> &Briefing {
        &self.briefing
    }

    fn index(&self, key: ArticleKey) -> Result<usize> {
        usize::try_from(key.0)
            .ok()
            .filter(|&i| i < self.briefing.articles.len())
            .ok_or_else(|| ShelfError("this article is no longer open".into()))
    }

    fn row(&self, i: usize, carries: Option<usize>) -> ArticleRow {
        let a = &self.briefing.articles[i];
        let (read, starred) = self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i];
        ArticleRow {
            key: key(i),
            source: a.source.clone(),
            group: None,
            title: a.title.clone(),
            published: a.published,
            carries: carries.map(key),
            read,
            starred,
        }
    }

    fn story_row(&self, i: usize) -> StoryRow {
        let s = &self.briefing.stories[i];
        let carriers = s.carriers();
        let articles: Vec<_> = s.articles.iter().map(|&a| self.row(a, carriers.get(&a).copied())).collect();
        let independent = articles.iter().filter(|a| a.carries.is_none()).count();
        StoryRow {
            key: StoryKey(i64::try_from(i).unwrap_or(i64::MAX)),
            headline: s.headline.clone(),
            articles,
            independent,
            shared_terms: s.shared_terms.clone(),
        }
    }
}

fn key(index: usize) -> ArticleKey {
    ArticleKey(i64::try_from(index).unwrap_or(i64::MAX))
}

impl Shelf for Opened {
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> Result<Page> {
        let mut rows: Vec<StoryRow> = (0..self.briefing.stories.len()).map(|i| self.story_row(i)).collect();
        rows.retain(|s| {
            (!filter.unread || s.articles.iter().any(|a| !a.read))
                && (!filter.starred || s.articles.iter().any(|a| a.starred))
                && filter.source.as_ref().is_none_or(|f| s.articles.iter().any(|a| a.source == *f))
        });
        let newest = |s: &StoryRow| s.articles.iter().filter_map(|a| a.published).map(Published::first_day).max();
        match order {
            Order::Shelf => {}
            Order::Time => rows.sort_by_key(|s| std::cmp::Reverse(newest(s))),
            Order::Coverage => rows.sort_by_key(|s| std::cmp::Reverse(s.independent)),
            Order::Source => rows.sort_by_cached_key(|s| s.articles.first().map(|a| a.source.to_lowercase())),
        }
        let articles = rows.iter().map(|s| s.articles.len()).sum();
        let unread = rows.iter().flat_map(|s| &s.articles).filter(|a| !a.read).count();
        let stories = rows.len();
        let rows = rows.into_iter().skip(range.start).take(range.len()).collect();
        Ok(Page { stories, articles, unread, rows })
    }

    fn story(&self, key: StoryKey) -> Result<StoryRow> {
        let i = usize::try_from(key.0).ok().filter(|&i| i < self.briefing.stories.len());
        i.map(|i| self.story_row(i)).ok_or_else(|| ShelfError("this story is no longer open".into()))
    }

    fn article(&self, key: ArticleKey) -> Result<Article> {
        self.index(key).map(|i| self.briefing.articles[i].clone())
    }

    fn set_read(&self, key: ArticleKey, read: bool) -> Result<()> {
        let i = self.index(key)?;
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i].0 = read;
        Ok(())
    }

    fn set_starred(&self, key: ArticleKey, starred: bool) -> Result<()> {
        let i = self.index(key)?;
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)[i].1 = starred;
        Ok(())
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let wanted: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let stories = self.briefing.stories.iter().enumerate();
        let articles = stories.flat_map(|(s, story)| story.articles.iter().map(move |&i| (s, i)));
        let found = articles.filter_map(|(s, i)| {
            let passage = passage(&self.briefing.articles[i], &wanted)?;
            Some(Hit {
                article: self.row(i, None),
                story: StoryKey(i64::try_from(s).unwrap_or(i64::MAX)),
                snippet: marked(passage, &wanted),
            })
        });
        Ok(found.take(limit).collect())
    }
}

/// The sentence of an article that holds most of the words looked for, the first of such, or the headline; none where a
/// word stands nowhere in the article.
fn passage<'a>(article: &'a Article, words: &[String]) -> Option<&'a str> {
    let mut missing: Vec<&String> = words.iter().collect();
    let mut held = |text: &str| {
        let text = text.to_lowercase();
        missing.retain(|w| !text.contains(*w));
        words.iter().filter(|w| text.contains(*w)).count()
    };
    held(&article.title);
    let mut best: (usize, &str) = (0, &article.title);
    for sentence in &article.sentences {
        let count = held(&sentence.text);
        if count > best.0 {
            best = (count, &sentence.text);
        }
        if count == words.len() {
            break;
        }
    }
    missing.is_empty().then_some(best.1)
}

/// A passage in runs, those that are words looked for marked: longest first where several start at one place.
fn marked(passage: &str, words: &[String]) -> Vec<(String, bool)> {
    let length_at = |at: usize| -> Option<usize> {
        let rest = &passage[at..];
        let lengths = words.iter().filter_map(|w| {
            let mut wanted = w.chars();
            let mut next = wanted.next();
            for (i, c) in rest.char_indices() {
                if next.is_none() {
                    return Some(i);
                }
                for folded in c.to_lowercase() {
                    if next != Some(folded) {
                        return None;
                    }
                    next = wanted.next();
                }
            }
            next.is_none().then_some(rest.len())
        });
        lengths.filter(|&n| n > 0).max()
    };
    let (mut runs, mut from, mut at) = (Vec::new(), 0, 0);
    while let Some(c) = passage[at..].chars().next() {
        if let Some(length) = length_at(at) {
            runs.push((passage[from..at].to_owned(), false));
            runs.push((passage[at..at + length].to_owned(), true));
            at += length;
            from = at;
        } else {
            at += c.len_utf8();
        }
    }
    runs.push((passage[from..].to_owned(), false));
    runs.retain(|(text, _)| !text.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_looked_for_are_marked_whatever_their_case() {
        let words: Vec<String> = ["ferry", "ran"].map(str::to_owned).to_vec();
        let runs = marked("The Ferry RAN aground", &words);
        let text: String = runs.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(text, "The Ferry RAN aground");
        let found: Vec<&str> = runs.iter().filter(|(_, m)| *m).map(|(t, _)| t.as_str()).collect();
        assert_eq!(found, ["Ferry", "RAN"]);
        assert_eq!(marked("İstanbul", &["i\u{307}s".to_owned()])[0], ("İs".to_owned(), true));
        assert!(marked("", &words).is_empty());
    }

    #[test]
    fn a_search_wants_every_word_and_shows_the_sentence_that_holds_most() {
        let hint = crate::loader::Hint { path: "wire.txt".into(), ..Default::default() };
        let text = "The harbor\n\nThe ferry waits for rain. A FERRY ran aground at noon. The ferry ran late again.\n";
        let opened = Opened::new(crate::briefing::of_articles(
            crate::loader::load(text.as_bytes(), &hint).unwrap(),
            crate::summarizer::Options::default(),
        ));
        let found = |query: &str, limit| -> Vec<String> {
            let hits = opened.search(query, limit).unwrap();
            hits.into_iter().map(|h| h.snippet.into_iter().map(|(t, _)| t).collect()).collect()
        };
        assert_eq!(found("ran Ferry", 9), ["A FERRY ran aground at noon."]);
        assert_eq!(found("waits noon", 9), ["The ferry waits for rain."], "words may stand in several sentences");
        assert_eq!(found("harbor", 9).len(), 1);
        assert!(found("ferry bridge", 9).is_empty() && found(" \t", 9).is_empty() && found("f", 0).is_empty());
    }
}
