//! Where one was in each article: the sentence at the top of the screen.

use serde::{Deserialize, Serialize};

use crate::{article::SentenceId, shelf::ArticleKey};

/// The most articles whose place is remembered: those that were left last.
const MOST: usize = 500;

/// Where one was in articles, the one that was left last at the end.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Places(Vec<(ArticleKey, SentenceId)>);

impl Places {
    /// The place in an article.
    pub(crate) fn get(&self, article: ArticleKey) -> Option<SentenceId> {
        self.0.iter().find(|(key, _)| *key == article).map(|&(_, sentence)| sentence)
    }

    /// Notes the place in an article that is left; none at its beginning.
    pub(crate) fn set(&mut self, article: ArticleKey, sentence: Option<SentenceId>) {
        self.0.retain(|(key, _)| *key != article);
        self.0.extend(sentence.map(|sentence| (article, sentence)));
        let too_many = self.0.len().saturating_sub(MOST);
        self.0.drain(..too_many);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_that_were_left_last_are_kept_whatever_their_keys() {
        let mut places = Places::default();
        for n in (0..=500).rev() {
            places.set(ArticleKey(n), Some(SentenceId(7)));
        }
        assert_eq!((places.get(ArticleKey(0)), places.get(ArticleKey(500))), (Some(SentenceId(7)), None));
        // They are written and read in this order.
        let text = serde_json::to_string(&places).unwrap();
        let mut again: Places = serde_json::from_str(&text).unwrap();
        again.set(ArticleKey(501), Some(SentenceId(8)));
        assert_eq!((again.get(ArticleKey(499)), again.get(ArticleKey(501))), (None, Some(SentenceId(8))));
        again.set(ArticleKey(501), None);
        assert_eq!(again.get(ArticleKey(501)), None);
    }
}
