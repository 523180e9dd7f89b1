//! The shelf over what was opened in memory: files, folders, addresses, what came through a pipe.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    ArticleKey, ArticleRow, Filter, Hit, Order, Outlet, Page, Result, Shelf, ShelfError, Sources, StoryKey, StoryRow,
};
use crate::article::{Article, Briefing, Published, Story};

/// A briefing held in memory: what `nutgraf FILE …` opens. Marks last as long as the program runs.
pub struct Opened {
    articles: Vec<Arc<Article>>,
    stories: Vec<Story>,
    /// Each article's key, and where the article of a key is.
    keys: Vec<ArticleKey>,
    places: BTreeMap<ArticleKey, usize>,
    marks: Arc<Marks>,
    sources: Option<Arc<dyn Sources>>,
}

/// Keys and marks of articles that were opened from files: the same article has them again when it is opened anew.
#[derive(Default)]
pub struct Marks(Mutex<Known>);

#[derive(Default)]
struct Known {
    keys: BTreeMap<Identity, ArticleKey>,
    read: BTreeMap<ArticleKey, bool>,
    starred: BTreeMap<ArticleKey, bool>,
}

/// What an article is known again by: its file; of several in one file also the address, else the title; and which of those
/// that have all this in common it is.
type Identity = (String, String, usize);

impl Marks {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A key for each article, the one it had before where it was open before.
    fn keys(&self, articles: &[Arc<Article>]) -> Vec<ArticleKey> {
        let mut known = self.lock();
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        let identify = |article: &Arc<Article>| {
            let (file, own) = match article.path.rsplit_once('#') {
                Some((file, number)) if number.bytes().all(|b| b.is_ascii_digit()) => {
                    (file, article.url.as_deref().unwrap_or(&article.title))
                }
                _ => (article.path.as_str(), ""),
            };
            let name = (file.to_owned(), own.to_owned());
            let nth = seen.entry(name.clone()).or_default();
            *nth += 1;
            let identity = (name.0, name.1, *nth);
            let next = ArticleKey(i64::try_from(known.keys.len()).unwrap_or(i64::MAX));
            *known.keys.entry(identity).or_insert(next)
        };
        articles.iter().map(identify).collect()
    }
}

impl Opened {
    /// A shelf over a briefing.
    #[must_use]
    pub fn new(briefing: Briefing) -> Self {
        Self::with_marks(briefing, Arc::default())
    }

    /// A shelf over a briefing, with the marks that its articles had when they were open before.
    #[must_use]
    pub fn with_marks(briefing: Briefing, marks: Arc<Marks>) -> Self {
        let articles: Vec<Arc<Article>> = briefing.articles.into_iter().map(Arc::new).collect();
        let keys = marks.keys(&articles);
        let places = keys.iter().enumerate().map(|(i, &key)| (key, i)).collect();
        Self { articles, stories: briefing.stories, keys, places, marks, sources: None }
    }

    /// The same with what the reader says about sources.
    #[must_use]
    pub fn with_sources(mut self, sources: Arc<dyn Sources>) -> Self {
        self.sources = Some(sources);
        self
    }

    fn index(&self, key: ArticleKey) -> Result<usize> {
        self.places.get(&key).copied().ok_or_else(|| ShelfError("this article is no longer open".into()))
    }

    fn row(&self, i: usize, carries: Option<usize>) -> ArticleRow {
        let (article, key) = (&self.articles[i], self.keys[i]);
        let known = self.marks.lock();
        ArticleRow {
            key,
            source: article.source.clone(),
            group: self.outlet(&article.source).and_then(|o| o.group),
            title: article.title.clone(),
            published: article.published,
            carries: carries.map(|first| self.keys[first]),
            read: known.read.get(&key).copied().unwrap_or_default(),
            starred: known.starred.get(&key).copied().unwrap_or_default(),
            changed: None,
        }
    }

    /// A story is known by its first article, so that it is the same when it is opened anew.
    fn story_key(&self, i: usize) -> StoryKey {
        let first = self.stories[i].articles.first().map(|&a| self.keys[a]);
        StoryKey(first.map_or(-1, |key| key.0))
    }

    fn story_row(&self, i: usize) -> StoryRow {
        let s = &self.stories[i];
        let carriers = s.carriers();
        let articles: Vec<_> = s.articles.iter().map(|&a| self.row(a, carriers.get(&a).copied())).collect();
        let independent = articles.iter().filter(|a| a.carries.is_none()).count();
        StoryRow {
            key: self.story_key(i),
            headline: s.headline.clone(),
            articles,
            independent,
            shared_terms: s.shared_terms.clone(),
        }
    }
}

/// Whether a filter leaves a story in.
fn passes(filter: &Filter, s: &StoryRow) -> bool {
    let of = |group: &String| s.articles.iter().any(|a| a.group.as_ref() == Some(group));
    let of_others = |group: &String| s.articles.iter().any(|a| a.group.as_ref().is_some_and(|g| g != group));
    // An article that names no day is of none; one that names a day may be of its last moment.
    let since = |moment: i64| {
        let of = |p: Published| match p {
            Published::Instant(at, _) => at.as_second() >= moment,
            day => day.first_day().tomorrow().is_ok_and(|next| {
                next.to_zoned(jiff::tz::TimeZone::UTC).is_ok_and(|next| next.timestamp().as_second() > moment)
            }),
        };
        s.articles.iter().filter_map(|a| a.published).any(of)
    };
    filter.since.is_none_or(since)
        && (!filter.unread || s.articles.iter().any(|a| !a.read))
        && (!filter.starred || s.articles.iter().any(|a| a.starred))
        && filter.source.as_ref().is_none_or(|f| s.articles.iter().any(|a| a.source == *f))
        && filter.group.as_ref().is_none_or(of)
        && filter.blindspot.as_ref().is_none_or(|g| of_others(g) && !of(g))
}

impl Shelf for Opened {
    fn page(&self, order: Order, filter: &Filter, range: Range<usize>) -> Result<Page> {
        let mut rows: Vec<StoryRow> = (0..self.stories.len()).map(|i| self.story_row(i)).collect();
        rows.retain(|s| passes(filter, s));
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
        let i = (0..self.stories.len()).find(|&i| self.story_key(i) == key);
        i.map(|i| self.story_row(i)).ok_or_else(|| ShelfError("this story is no longer open".into()))
    }

    fn article(&self, key: ArticleKey) -> Result<Arc<Article>> {
        self.index(key).map(|i| Arc::clone(&self.articles[i]))
    }

    fn set_read(&self, key: ArticleKey, read: bool) -> Result<()> {
        self.index(key)?;
        self.marks.lock().read.insert(key, read);
        Ok(())
    }

    fn set_starred(&self, key: ArticleKey, starred: bool) -> Result<()> {
        self.index(key)?;
        self.marks.lock().starred.insert(key, starred);
        Ok(())
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        let wanted: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let stories = self.stories.iter().enumerate();
        let articles = stories.flat_map(|(s, story)| story.articles.iter().map(move |&i| (s, i)));
        let found = articles.filter_map(|(s, i)| {
            let passage = passage(&self.articles[i], &wanted)?;
            Some(Hit { article: self.row(i, None), story: self.story_key(s), snippet: marked(passage, &wanted) })
        });
        Ok(found.take(limit).collect())
    }

    fn outlet(&self, source: &str) -> Option<Outlet> {
        self.sources.as_ref()?.outlet(source)
    }

    fn groups(&self) -> Vec<String> {
        self.sources.as_ref().map(|s| s.groups()).unwrap_or_default()
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
    fn what_is_opened_anew_keeps_its_marks_and_keys_wherever_it_stands_now() {
        let article =
            |path: &str, title: &str| Article { path: path.into(), title: title.into(), ..Article::default() };
        let open = |articles: Vec<Article>, marks: &Arc<Marks>| {
            let stories = (0..articles.len()).map(|i| Story { articles: vec![i], ..Story::default() }).collect();
            Opened::with_marks(Briefing { articles, stories, ..Briefing::default() }, Arc::clone(marks))
        };
        let marks = Arc::default();
        let before = open(vec![article("b.txt", "Boiler"), article("feed.xml#1", "Ferry")], &marks);
        let [boiler, ferry] = [before.keys[0], before.keys[1]];
        before.set_read(ferry, true).unwrap();
        before.set_starred(boiler, true).unwrap();
        let anew = vec![
            article("a.txt", "New"),
            article("b.txt", "Boiler mended"),
            article("feed.xml#1", "Newer"),
            article("feed.xml#2", "Ferry"),
        ];
        let now = open(anew, &marks);
        let rows = now.page(Order::Shelf, &Filter::default(), 0..9).unwrap().rows;
        let marked: Vec<_> = rows.iter().map(|r| (r.articles[0].read, r.articles[0].starred)).collect();
        assert_eq!(marked, [(false, false), (false, true), (false, false), (true, false)]);
        assert_eq!((rows[1].articles[0].key, rows[3].articles[0].key), (boiler, ferry));
        assert_eq!(now.story(rows[3].key).unwrap().articles[0].title, "Ferry");
    }

    #[test]
    fn what_is_older_than_a_moment_is_not_of_it() {
        let article = |date: &str| Article { published: date.parse().ok(), ..Article::default() };
        let dates = ["2031-03-07", "2031-03-06", "2031-03-07T10:00:00Z", "2031-03-07T08:00:00Z", "2031", ""];
        let stories = (0..dates.len()).map(|i| Story { articles: vec![i], ..Story::default() }).collect();
        let articles = dates.into_iter().map(article).collect();
        let opened = Opened::new(Briefing { articles, stories, ..Briefing::default() });
        let moment: jiff::Timestamp = "2031-03-07T09:00:00Z".parse().unwrap();
        let filter = Filter { since: Some(moment.as_second()), ..Filter::default() };
        let rows = opened.page(Order::Shelf, &filter, 0..9).unwrap().rows;
        let left: Vec<_> = rows.iter().filter_map(|r| r.articles[0].published.map(|p| p.to_string())).collect();
        assert_eq!(left.len(), 2, "{left:?}");
        assert!(left.iter().all(|d| d.starts_with("2031-03-07")) && !left.iter().any(|d| d.contains("08:00")));
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
