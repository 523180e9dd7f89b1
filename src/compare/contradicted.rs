//! Bullets of a story beside what its other sources say: who tells the same whole, and who contradicts it.

use std::collections::BTreeSet;

use super::{Conflict, Passage, Relation, coverage};
use crate::{
    article::{Article, OtherAccount, Published, SentenceId, Story, StoryBullet, Support},
    text::{
        agree::Demand,
        words::{fold, words},
    },
};

/// What two articles of a story say that cannot both be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Indices into [`crate::article::Briefing::articles`]: whose the left wording is, and whose the right one.
    pub articles: [usize; 2],
    /// What they say.
    pub conflict: Conflict,
}

/// Two sentences of two articles that a comparison sets beside one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// Indices into [`crate::article::Briefing::articles`].
    pub articles: [usize; 2],
    /// A sentence of each.
    pub sentences: [SentenceId; 2],
    /// What the comparison of the two articles says of them.
    pub relation: Relation,
    /// 0 to 1: how sure it is that they report the same.
    pub probability: f32,
    /// Whether the second tells all that the first does, and the first all that the second does.
    pub told: [bool; 2],
}

impl Tie {
    /// The same with the second sentence first.
    #[must_use]
    pub fn turned(self) -> Self {
        let ([a, b], [s, t], [all_of_a, all_of_b]) = (self.articles, self.sentences, self.told);
        Self { articles: [b, a], sentences: [t, s], told: [all_of_b, all_of_a], ..self }
    }
}

/// What the sources of a story say of one another's sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Others {
    /// What cannot both be so.
    pub contradictions: Vec<Contradiction>,
    /// What is set beside one another.
    pub ties: Vec<Tie>,
}

/// What the sources of a story say of one another's sentences, as far as its bullets are chosen by it: what its coverage would
/// find in the articles that stand first.
#[must_use]
pub fn others(story: &Story, articles: &[Article]) -> Others {
    coverage::others(story, articles)
}

/// Credits each bullet to the sources that tell all of its sentence, and sets beside it what others say that contradicts it.
/// `article` gives the articles of the briefing by their numbers.
pub fn set_beside<'a>(bullets: &mut [StoryBullet], others: &Others, article: impl Fn(usize) -> Option<&'a Article>) {
    let published = |k: usize| article(k)?.published;
    for bullet in bullets {
        let own = bullet.support.clone();
        let both = others.ties.iter().flat_map(|t| [*t, t.turned()]);
        let whole = both.filter(|t| t.told[0] && tells(bullet, &own, t, &article));
        let credited: Vec<Support> =
            whole.map(|t| Support { article: t.articles[1], sentences: vec![t.sentences[1]] }).collect();
        for support in credited {
            if bullet.support.iter().all(|s| s.article != support.article) {
                bullet.support.push(support);
            }
        }
        let found = &others.contradictions;
        let mut told: Vec<_> = found.iter().filter_map(|c| told_otherwise(bullet, c, &published)).collect();
        told.sort_by_key(|c| (c.earlier, c.article, c.sentence));
        told.dedup_by(|a, b| (&a.text, a.article) == (&b.text, b.article));
        bullet.contradictions = told;
    }
}

/// Whether another source tells all that a bullet says: all of the one sentence that it rests on, with its figures, its denial and
/// its quoted words.
fn tells<'a>(
    bullet: &StoryBullet,
    own: &[Support],
    told: &Tie,
    article: &impl Fn(usize) -> Option<&'a Article>,
) -> bool {
    let rests = own.iter().any(|s| s.article == told.articles[0] && s.sentences == [told.sentences[0]]);
    let sentence = || {
        let other = article(told.articles[1])?;
        Some((&other.sentences.get(told.sentences[1].index())?.text, other.published))
    };
    rests && sentence().is_some_and(|(text, published)| Demand::of(&bullet.text).met_by(text, published))
}

/// What the other article says, where the bullet rests on the sentence of one and has the words that are contradicted: what it
/// leaves out of its sentence is not contradicted.
fn told_otherwise(
    bullet: &StoryBullet,
    c: &Contradiction,
    published: &impl Fn(usize) -> Option<Published>,
) -> Option<OtherAccount> {
    let [a, b] = c.articles;
    let (left, right) = (&c.conflict.left, &c.conflict.right);
    [(a, left, b, right), (b, right, a, left)].into_iter().find_map(|(own, said, other, text)| {
        let rests = bullet.support.iter().any(|s| s.article == own && s.sentences.contains(&said.sentence));
        let day = |k: usize| published(k).and_then(Published::day);
        (rests && has_words(&bullet.text, said)).then(|| OtherAccount {
            text: text.text.clone(),
            article: other,
            sentence: text.sentence,
            earlier: matches!((day(other), day(own)), (Some(other), Some(own)) if other < own),
        })
    })
}

/// Whether a text has all words of a passage.
fn has_words(text: &str, passage: &Passage) -> bool {
    let has: BTreeSet<_> = words(text).map(|(_, w)| fold(w)).collect();
    let mut said = words(&passage.text).peekable();
    said.peek().is_some() && said.all(|(_, w)| has.contains(&fold(w)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{Sentence, SentenceId, Support},
        compare::coverage,
    };

    fn article(source: &str, day: &str, sentences: &[&str]) -> Article {
        let sentence = |s: &&str| Sentence { text: (*s).into(), tight: false };
        Article {
            source: source.into(),
            published: day.parse().ok(),
            sentences: sentences.iter().map(sentence).collect(),
            ..Article::default()
        }
    }

    fn bullet(text: &str, article: usize, sentence: u32) -> StoryBullet {
        StoryBullet {
            text: text.into(),
            support: vec![Support { article, sentences: vec![SentenceId(sentence)] }],
            other_figures: Vec::new(),
            contradictions: Vec::new(),
        }
    }

    #[test]
    fn a_bullet_is_contradicted_in_what_it_says_alone() {
        let articles = [
            article(
                "Wire",
                "2024-05-31",
                &[
                    "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 41 people, the harbor office said.",
                    "The company had inspected the hull in March.",
                ],
            ),
            article(
                "Courier",
                "2024-05-30",
                &[
                    "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 43 people, the coast guard said.",
                    "The company had not inspected the hull in March.",
                ],
            ),
        ];
        let story = Story { articles: vec![0, 1], ..Story::default() };
        let covered = coverage(&story, &articles);
        for known in [None, Some(covered.others)] {
            let mut bullets = [
                bullet("The ferry Alder sank in Kestrel Bay before dawn, killing 41 people", 0, 0),
                bullet("The ferry Alder sank in Kestrel Bay before dawn on Monday", 0, 0),
                bullet("The company had inspected the hull in March", 0, 1),
                bullet("The company had not inspected the hull in March", 1, 1),
            ];
            let found = known.unwrap_or_else(|| others(&story, &articles));
            set_beside(&mut bullets, &found, |k| articles.get(k));
            let told = |b: &StoryBullet| {
                b.contradictions.iter().map(|c| (c.text.clone(), c.article, c.earlier)).collect::<Vec<_>>()
            };
            assert_eq!(told(&bullets[0]), [("43".to_owned(), 1, true)]);
            assert_eq!(told(&bullets[1]), []);
            assert_eq!(told(&bullets[2]), [("had not inspected the hull".to_owned(), 1, true)]);
            assert_eq!(told(&bullets[3]), [("had inspected the hull".to_owned(), 0, false)]);
        }
    }

    #[test]
    fn who_tells_all_of_a_bullet_is_credited_and_who_gives_another_figure_is_not() {
        let articles = [
            article(
                "Wire",
                "2024-05-31",
                &[
                    "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 41 people, the harbor office said.",
                ],
            ),
            article(
                "Courier",
                "2024-05-31",
                &[
                    "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 41 people, the harbor office said, and left oil \
                   on the beaches.",
                ],
            ),
            article(
                "Post",
                "2024-05-31",
                &[
                    "The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 43 people, the harbor office said.",
                ],
            ),
        ];
        let story = Story { articles: vec![0, 1, 2], ..Story::default() };
        let mut bullets =
            [bullet("The ferry Alder sank in Kestrel Bay before dawn on Monday, killing 41 people", 0, 0)];
        let found = others(&story, &articles);
        set_beside(&mut bullets, &found, |k| articles.get(k));
        assert_eq!(bullets[0].support.iter().map(|s| s.article).collect::<Vec<_>>(), [0, 1]);
    }
}
