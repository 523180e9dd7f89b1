//! What was loaded and worked out already: articles, stories' bullets, comparisons, coverages; and how workers make them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    article::{Article, Bullets, Problem, Story, StoryBullet},
    briefing,
    compare::{self, Comparison, Coverage, Side},
    language, parallel,
    shelf::{ArticleKey, Shelf, StoryKey, StoryRow},
    summarizer,
};

/// An article with its bullets. The bullets of a long article come later.
#[derive(Clone, Debug)]
pub(crate) struct LoadedArticle {
    pub(crate) article: Arc<Article>,
    pub(crate) bullets: Option<Arc<Bullets>>,
    pub(crate) words: usize,
    /// What the reader says about its source.
    pub(crate) source_note: String,
    /// The reader's note on it.
    pub(crate) note: Option<String>,
    /// Its labels on the reader's server.
    pub(crate) labels: Vec<String>,
    /// What the reader says of its source's pictures.
    pub(crate) pictures: Option<bool>,
}

/// A story with its bullets across the sources. Supports refer to [`StoryRow::articles`] by index.
#[derive(Clone, Debug)]
pub(crate) struct StoryBrief {
    pub(crate) row: StoryRow,
    pub(crate) bullets: Vec<StoryBullet>,
}

impl StoryBrief {
    /// The sources that report a bullet, by name.
    pub(crate) fn sources_of(&self, bullet: &StoryBullet) -> Vec<&str> {
        let mut names: Vec<&str> =
            bullet.support.iter().filter_map(|s| Some(self.row.articles.get(s.article)?.source.as_str())).collect();
        names.dedup();
        names
    }
}

/// Two articles and how they differ.
#[derive(Clone, Debug)]
pub(crate) struct ComparedArticles {
    pub(crate) left: Arc<Article>,
    pub(crate) right: Arc<Article>,
    pub(crate) comparison: Comparison,
}

impl ComparedArticles {
    /// The same with left and right exchanged.
    pub(crate) fn mirrored(&self) -> Self {
        Self {
            left: Arc::clone(&self.right),
            right: Arc::clone(&self.left),
            comparison: self.comparison.clone().mirrored(),
        }
    }

    /// The article of a side.
    pub(crate) fn article(&self, side: Side) -> &Article {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }
}

/// Who reports what. Columns refer to [`StoryRow::articles`] by index.
#[derive(Clone, Debug)]
pub(crate) struct StoryCoverage {
    pub(crate) row: StoryRow,
    pub(crate) story: Story,
    pub(crate) articles: Vec<Arc<Article>>,
    pub(crate) coverage: Coverage,
    /// For each claim the column that had it first, where the dates tell.
    pub(crate) firsts: Vec<Option<usize>>,
}

/// What was opened: a shelf, and what could not be read.
#[derive(Clone)]
pub struct Opening {
    /// Where stories and articles come from.
    pub shelf: Arc<dyn Shelf>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// A line that is shown until the first key.
    pub hint: Option<String>,
}

/// The most sources of one story that its page and its coverage look at.
const MOST_SOURCES: usize = 40;

/// Articles beyond this many words get their bullets in a second step, so that the text is there at once.
const LONG: usize = 20_000;

/// What is kept before the cache starts anew.
const MOST_KEPT: usize = 256;

#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) articles: BTreeMap<ArticleKey, LoadedArticle>,
    pub(crate) stories: BTreeMap<StoryKey, Arc<StoryBrief>>,
    pub(crate) comparisons: BTreeMap<(ArticleKey, ArticleKey), Arc<ComparedArticles>>,
    pub(crate) coverages: BTreeMap<StoryKey, Arc<StoryCoverage>>,
}

impl Cache {
    /// Lets go of what was kept, but for one article.
    pub(crate) fn trim(&mut self, current: Option<ArticleKey>) {
        if self.articles.len() > MOST_KEPT {
            self.articles.retain(|&k, _| Some(k) == current);
        }
        if self.stories.len() > MOST_KEPT {
            self.stories.clear();
        }
        if self.comparisons.len() > MOST_KEPT {
            self.comparisons.clear();
        }
        if self.coverages.len() > MOST_KEPT {
            self.coverages.clear();
        }
    }

    /// Lets go of everything: the shelf has changed.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Reads an article; its bullets too unless it is long.
pub(crate) fn load_article(
    shelf: &dyn Shelf,
    key: ArticleKey,
    options: summarizer::Options,
) -> Result<LoadedArticle, String> {
    let article = shelf.article(key).map_err(|e| e.to_string())?;
    let words = article.words();
    let bullets = (words <= LONG).then(|| Arc::new(summarizer::bullets(&article, options)));
    let note = shelf.note(key).map_err(|e| e.to_string())?;
    let labels = shelf.labels(key).map_err(|e| e.to_string())?;
    let outlet = shelf.outlet(&article.source).unwrap_or_default();
    let pictures = outlet.pictures;
    Ok(LoadedArticle { article, bullets, words, source_note: outlet.to_string(), note, labels, pictures })
}

/// A story's bullets.
pub(crate) fn summarize_story(
    shelf: &dyn Shelf,
    row: StoryRow,
    options: summarizer::Options,
) -> Result<StoryBrief, String> {
    let (story, articles) = story_with_articles(shelf, &row)?;
    // Read side by side: the summarizer, which goes from one to the next, finds them analysed.
    let _ = parallel::map(&articles, |article| language::of(article).parsed);
    let bullets = briefing::story_bullets(&story, &articles, options);
    Ok(StoryBrief { row, bullets })
}

/// A comparison of two articles.
pub(crate) fn compare_articles(
    shelf: &dyn Shelf,
    left: ArticleKey,
    right: ArticleKey,
) -> Result<ComparedArticles, String> {
    let load = |key| shelf.article(key).map_err(|e| e.to_string());
    let (left, right) = (load(left)?, load(right)?);
    let comparison = compare::compare(&left, &right);
    Ok(ComparedArticles { left, right, comparison })
}

/// An article beside a former text of it: the latest, or one `back` further; none where none is kept.
pub(crate) fn compare_with_version(
    shelf: &dyn Shelf,
    key: ArticleKey,
    back: usize,
) -> Result<Option<ComparedArticles>, String> {
    let mut versions = shelf.versions(key).map_err(|e| e.to_string())?;
    if back >= versions.len() {
        return Ok(None);
    }
    let mut left = versions.swap_remove(back);
    let right = shelf.article(key).map_err(|e| e.to_string())?;
    let when = match back {
        0 => "as it was before".to_owned(),
        n => format!("as it was {} versions before", n + 1),
    };
    left.source = format!("{}, {when}", left.source);
    let comparison = compare::compare(&left, &right);
    Ok(Some(ComparedArticles { left: Arc::new(left), right, comparison }))
}

/// A story's coverage.
pub(crate) fn cover_story(shelf: &dyn Shelf, row: StoryRow) -> Result<StoryCoverage, String> {
    let (story, articles) = story_with_articles(shelf, &row)?;
    let coverage = compare::coverage(&story, &articles);
    let firsts = coverage.claims.iter().map(|c| compare::first(c, &coverage, &articles)).collect();
    Ok(StoryCoverage { row, story, firsts, articles: articles.into_iter().map(Arc::new).collect(), coverage })
}

/// A story of its own: its articles by their place in the row.
pub(crate) fn story_with_articles(shelf: &dyn Shelf, row: &StoryRow) -> Result<(Story, Vec<Article>), String> {
    let rows = &row.articles[..row.articles.len().min(MOST_SOURCES)];
    let articles: Vec<Article> = rows
        .iter()
        .map(|a| shelf.article(a.key).map(Arc::unwrap_or_clone))
        .collect::<Result<_, _>>()
        .map_err(|e| e.to_string())?;
    let mut groups: BTreeMap<ArticleKey, Vec<usize>> = BTreeMap::new();
    for (i, a) in rows.iter().enumerate() {
        if let Some(first) = a.carries {
            groups.entry(first).or_default().push(i);
        }
    }
    let reprints = groups
        .into_iter()
        .filter_map(|(first, mut others)| {
            let at = rows.iter().position(|a| a.key == first)?;
            others.insert(0, at);
            Some(others)
        })
        .collect();
    let story = Story {
        headline: row.headline.clone(),
        articles: (0..articles.len()).collect(),
        reprints,
        shared_terms: row.shared_terms.clone(),
    };
    Ok((story, articles))
}
