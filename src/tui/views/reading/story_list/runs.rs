//! Runs of stories that one source alone tells: in a list of many sources no single one floods it. The first of a run
//! show, one line stands for the rest.

use std::ops::Range;

use super::StoryList;
use crate::shelf::{Order, StoryRow};

/// A line that stands for fewer stories than this saves nothing.
const FEWEST_HIDDEN: usize = 2;

/// The source that alone tells a story.
fn only_source(row: &StoryRow) -> Option<&str> {
    let first = row.articles.first()?.source.as_str();
    row.articles.iter().all(|a| a.source == first).then_some(first)
}

impl StoryList {
    /// Sets how many stories of one source may stand in a row.
    pub(crate) fn set_most_in_a_row(&mut self, most: usize) {
        if self.most_in_a_row != most {
            self.most_in_a_row = most;
            self.set_lines();
        }
    }

    /// The stories that do not show, by their places. Who looks for something, asks for one source or sorts by source sees
    /// all; where there is one source only there is nobody to make room for.
    pub(super) fn hidden_runs(&self) -> Vec<Range<usize>> {
        let asked = !self.fuzzy.is_empty() || self.filter.source.is_some() || self.order == Order::Source;
        let sources: Vec<Option<&str>> = self.rows.iter().map(only_source).collect();
        if self.most_in_a_row == 0 || asked || sources.windows(2).all(|pair| pair[0] == pair[1]) {
            return Vec::new();
        }
        let mut hidden = Vec::new();
        let mut start = 0;
        for run in sources.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            let from = start + self.most_in_a_row;
            let closed = run.first().copied().flatten().is_some_and(|source| !self.opened.contains(source));
            if closed && end >= from + FEWEST_HIDDEN {
                hidden.push(from..end);
            }
            start = end;
        }
        hidden
    }

    /// The stories that the line under the cursor stands for, where it does; and whose they are.
    pub(crate) fn run_here(&self) -> Option<(usize, &str)> {
        let line = self.lines.iter().find(|l| l.story == self.story && l.more > 0)?;
        Some((line.more, only_source(self.rows.get(line.story)?)?))
    }

    /// Shows what the line under the cursor stands for. Answers whether it stands for anything.
    pub(crate) fn open_run(&mut self) -> bool {
        let Some(source) = self.run_here().map(|(_, source)| source.to_owned()) else { return false };
        self.opened.insert(source);
        self.set_lines();
        true
    }

    /// Folds the runs of the source under the cursor again. Answers whether they were open.
    pub(super) fn close_run(&mut self) -> bool {
        let source = self.row().and_then(only_source).map(str::to_owned);
        let closed = source.is_some_and(|source| self.opened.remove(&source));
        if closed {
            self.set_lines();
        }
        closed
    }

    /// Lets a story show.
    pub(super) fn show(&mut self, story: usize) {
        if self.hidden_runs().iter().any(|run| run.contains(&story)) {
            self.opened.extend(self.rows.get(story).and_then(only_source).map(str::to_owned));
            self.set_lines();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shelf::{ArticleKey, ArticleRow, Page, StoryKey};

    fn list(sources: &str) -> StoryList {
        let row = |(key, source): (usize, char)| {
            let key = i64::try_from(key).unwrap();
            let article = ArticleRow {
                key: ArticleKey(key),
                source: source.to_string(),
                group: None,
                title: String::new(),
                published: None,
                carries: None,
                read: false,
                starred: false,
                changed: None,
            };
            let headline = format!("{source}{key}");
            StoryRow { key: StoryKey(key), headline, articles: vec![article], independent: 1, shared_terms: Vec::new() }
        };
        let rows: Vec<StoryRow> = sources.chars().enumerate().map(row).collect();
        let mut list = StoryList::default();
        list.layout(ratatui::layout::Rect::new(0, 0, 40, 30));
        list.set_most_in_a_row(3);
        list.take(0, Page { stories: rows.len(), articles: rows.len(), unread: rows.len(), rows });
        list
    }

    /// The rows of stories, a number for those that a line stands for.
    fn shown(list: &StoryList) -> String {
        let lines = list.lines.iter().filter(|l| l.first && l.source.is_none());
        let said = lines
            .map(|l| if l.more > 0 { format!("+{}", l.more) } else { list.rows[l.story].articles[0].source.clone() });
        said.collect()
    }

    #[test]
    fn a_source_that_floods_the_list_is_folded_into_one_line() {
        assert_eq!(shown(&list("aaaaaaabccccdde")), "aaa+4bccccdde");
        assert_eq!(shown(&list("aaaaaaaa")), "aaaaaaaa", "there is nobody else");
        let mut list = list("aaaaaaabb");
        for _ in 0..3 {
            list.next_story(1);
        }
        assert_eq!(list.run_here(), Some((4, "a")));
        list.next_story(1);
        assert_eq!(list.under(), Some((StoryKey(7), None)), "what is hidden is passed over");
        list.next_story(-1);
        assert!(list.right());
        assert_eq!(shown(&list), "aaaaaaabb");
        assert!(list.left(), "the story is folded already: the run folds");
        assert_eq!(shown(&list), "aaa+4bb");
    }

    #[test]
    fn what_is_gone_to_shows() {
        let mut list = list("aaaaaaabb");
        list.put_on(StoryKey(5), None);
        assert_eq!((shown(&list).as_str(), list.under()), ("aaaaaaabb", Some((StoryKey(5), None))));
    }

    #[test]
    fn who_asks_for_one_source_or_for_words_sees_all() {
        let mut list = list("aaaaaaabb");
        list.fuzzy = "a".into();
        list.set_lines();
        assert_eq!(shown(&list), "aaaaaaabb");
        list.fuzzy.clear();
        list.set_most_in_a_row(0);
        assert_eq!(shown(&list), "aaaaaaabb");
    }
}
