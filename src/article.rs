//! The vocabulary as plain data: source, article, section, block, sentence, bullets, story, briefing.
//!
//! Nothing here needs a stage. The loader makes an [`Article`], the summarizer makes [`Bullets`] of it, the stories
//! stage groups articles into a [`Story`], and a [`Briefing`] holds all of that for a reader.
//! Every string in these types has passed [`crate::text::sanitize`] at the loader's door: none holds a control
//! or bidi-control character.

use std::{collections::BTreeMap, fmt, ops::Range, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The index of a sentence in [`Article::sentences`]; stable for one text of an article.
///
/// Bullets, comparison, search and links all refer to a sentence by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SentenceId(pub u32);

impl SentenceId {
    /// The index into [`Article::sentences`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl From<usize> for SentenceId {
    /// Articles are bounded far below `u32::MAX` sentences by the loader; the conversion saturates.
    fn from(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// One piece by one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Where it came from, for people: a file's path, a URL, `-` for standard input, `seed:NAME` for a bundled one;
    /// an item of a feed adds `#N`, the number of the item from 1.
    pub path: String,
    /// The outlet that published it, by its name; falls back on the site's host or the file's stem.
    pub source: String,
    /// The headline.
    pub title: String,
    /// The article has no title of its own: [`Self::title`] was made from its first sentence.
    pub title_derived: bool,
    /// The people it is signed by, in order; no "Staff", no e-mail address.
    pub authors: Vec<String>,
    /// The agency that its dateline or byline credits (`Reuters`, `AP`).
    pub agency: Option<String>,
    /// The place its dateline names.
    pub place: Option<String>,
    /// When it was published, as precisely as it says.
    pub published: Option<Published>,
    /// Its address: http or https only.
    pub url: Option<String>,
    /// Its language as a BCP 47 tag, declared or detected (`en`, `de-AT`).
    pub language: Option<String>,
    /// The bullets that the publisher put into the article; not among [`Self::sentences`].
    pub publisher_bullets: Option<PublisherBullets>,
    /// The body, as runs of blocks under a heading. The first has no heading.
    pub sections: Vec<Section>,
    /// All sentences of the body in reading order.
    pub sentences: Vec<Sentence>,
    /// All quotations of the body in reading order.
    pub quotations: Vec<Quotation>,
    /// Links of the body in reading order.
    pub links: Vec<Link>,
    /// Pictures of the body in reading order: where they are, never what they show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// What the reader should know about how it was read: "12 control characters made visible", "cut after 4 MiB".
    pub notices: Vec<String>,
}

impl Article {
    /// The text of a sentence; empty for an id that is not of this article.
    #[must_use]
    pub fn sentence(&self, id: SentenceId) -> &str {
        self.sentences.get(id.index()).map_or("", |s| s.text.as_str())
    }

    /// The texts of sentences, joined by a space.
    #[must_use]
    pub fn joined(&self, ids: &[SentenceId]) -> String {
        ids.iter().map(|&id| self.sentence(id)).collect::<Vec<_>>().join(" ")
    }

    /// For each sentence, whether its block tells something.
    #[must_use]
    pub fn telling(&self) -> Vec<bool> {
        let mut out = vec![true; self.sentences.len()];
        for id in self.blocks().filter(|b| !b.kind.tells()).flat_map(Block::ids) {
            if let Some(tells) = out.get_mut(id.index()) {
                *tells = false;
            }
        }
        out
    }

    /// Words of the body, counted as runs between white space.
    #[must_use]
    pub fn words(&self) -> usize {
        self.sentences.iter().map(|s| s.text.split_whitespace().count()).sum()
    }

    /// All blocks in reading order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|s| &s.blocks)
    }

    /// The two-letter language, `en` where it is not known.
    #[must_use]
    pub fn primary_language(&self) -> &str {
        self.language.as_deref().and_then(|tag| tag.split(['-', '_']).next()).filter(|l| !l.is_empty()).unwrap_or("en")
    }
}

/// The "What You Need To Know" block that stood in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublisherBullets {
    /// The block's own heading, as the publisher wrote it.
    pub label: String,
    /// Its items, as they stand.
    pub items: Vec<String>,
}

/// A run of blocks under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Absent in the first section of an article.
    pub heading: Option<String>,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A paragraph or its like: consecutive sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its sentences: a half-open range of [`Article::sentences`].
    pub sentences: Range<u32>,
    /// Nesting of a list item or block quote, 0 at the outermost.
    pub depth: u8,
    /// The number of an item in an ordered list.
    pub number: Option<u32>,
}

impl Block {
    /// The ids of its sentences.
    pub fn ids(&self) -> impl Iterator<Item = SentenceId> + use<> {
        self.sentences.clone().map(SentenceId)
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    #[default]
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A passage set off as quoted.
    Quote,
    /// A heading below the section's own.
    Subheading,
    /// The words under a picture.
    Caption,
    /// One line of a program, or of what a machine says.
    Code,
    /// One row of a table.
    Row,
}

impl BlockKind {
    /// Whether its sentences tell something: the words under a picture, code and the rows of a table stand in no bullet, and no
    /// name or claim is drawn from them.
    #[must_use]
    pub fn tells(self) -> bool {
        !matches!(self, Self::Caption | Self::Code | Self::Row)
    }
}

/// The unit that bullets, comparison and search refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its text, white space folded to single spaces, trimmed.
    pub text: String,
    /// No space stands between it and the next one of its block (Chinese, Japanese).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tight: bool,
}

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The sentence it starts in. A quotation that runs on is one entry a sentence.
    pub sentence: SentenceId,
    /// Its words, without the marks.
    pub text: String,
    /// Where it stands in the sentence's text, marks excluded, in bytes.
    pub span: Range<u32>,
    /// Who said it, where that was asked of the analysis, as the comparison does. A loaded article doesn't know.
    pub speaker: Option<String>,
}

/// A link in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The sentence it stands in.
    pub sentence: SentenceId,
    /// Its words.
    pub text: String,
    /// Where it leads: http or https only.
    pub url: String,
}

/// A picture in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The sentence that it stands before; the first one for a lead picture.
    pub before: SentenceId,
    /// Where it is: an http or https address, or a path as the article's own file names it.
    pub url: String,
    /// What it shows, in the article's words; may be empty.
    pub alt: String,
}

/// A date as precise as the article gives it.
///
/// ```
/// use nutgraf::article::Published;
/// let month: Published = "2024-05".parse().unwrap();
/// assert_eq!(month.to_string(), "2024-05");
/// assert_eq!(month.day(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// Only the year.
    Year(i16),
    /// Year and month.
    Month(i16, i8),
    /// A day, no time.
    Day(jiff::civil::Date),
    /// A moment, with the offset it was written in.
    Instant(jiff::Timestamp, jiff::tz::Offset),
}

impl Published {
    /// The calendar day where it was published, if it is that precise.
    #[must_use]
    pub fn day(self) -> Option<jiff::civil::Date> {
        match self {
            Self::Year(_) | Self::Month(..) => None,
            Self::Day(d) => Some(d),
            Self::Instant(t, offset) => Some(offset.to_datetime(t).date()),
        }
    }

    /// The first day it can mean: for sorting and for time windows.
    #[must_use]
    pub fn first_day(self) -> jiff::civil::Date {
        let first = |year, month| jiff::civil::Date::new(year, month, 1).unwrap_or_default();
        match self {
            Self::Year(y) => first(y, 1),
            Self::Month(y, m) => first(y, m),
            Self::Day(d) => d,
            Self::Instant(t, offset) => offset.to_datetime(t).date(),
        }
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Self::Day(d) => write!(f, "{d}"),
            Self::Instant(t, offset) => write!(f, "{}", t.display_with_offset(*offset)),
        }
    }
}

/// A text that is no date of the four forms `2024`, `2024-05`, `2024-05-31`, RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: expected 2024, 2024-05, 2024-05-31 or 2024-05-31T14:02:00Z")]
pub struct NoDate;

impl FromStr for Published {
    type Err = NoDate;

    fn from_str(s: &str) -> Result<Self, NoDate> {
        let s = s.trim();
        let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = s.split('-').collect();
        match parts.as_slice() {
            [y] if digits(y, 4) => y.parse().map(Self::Year).map_err(|_| NoDate),
            [y, m] if digits(y, 4) && digits(m, 2) => {
                let (y, m) = (y.parse().map_err(|_| NoDate)?, m.parse().map_err(|_| NoDate)?);
                jiff::civil::Date::new(y, m, 1).map(|_| Self::Month(y, m)).map_err(|_| NoDate)
            }
            [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => s.parse().map(Self::Day).map_err(|_| NoDate),
            _ => {
                let time: jiff::Timestamp = s.parse().map_err(|_| NoDate)?;
                let offset = jiff::fmt::temporal::Pieces::parse(s)
                    .ok()
                    .and_then(|p| p.to_numeric_offset())
                    .unwrap_or(jiff::tz::Offset::UTC);
                Ok(Self::Instant(time, offset))
            }
        }
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Who made a list of bullets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// They stood in the article.
    Publisher,
    /// The summarizer built them.
    Generated,
}

/// The "What You Need To Know" of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bullets {
    /// Who made them.
    pub origin: Origin,
    /// The bullets, in the order to read them.
    pub items: Vec<Bullet>,
}

impl Bullets {
    /// The sentence to show for a bullet: the first that a publisher's rests on; of a built one the last, as those before it
    /// only tell who is spoken of.
    #[must_use]
    pub fn place(&self, bullet: usize) -> Option<SentenceId> {
        let sentences = &self.items.get(bullet)?.sentences;
        match self.origin {
            Origin::Publisher => sentences.first().copied(),
            Origin::Generated => sentences.last().copied(),
        }
    }
}

/// One bullet of one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bullet {
    /// What it says.
    pub text: String,
    /// The body sentences it rests on, in reading order. Only a publisher's bullet may have none.
    pub sentences: Vec<SentenceId>,
}

/// One event, as one or more articles report it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The headline of the article that stands for the story.
    pub headline: String,
    /// Its articles: indices into [`Briefing::articles`], the one that stands for the story first.
    pub articles: Vec<usize>,
    /// Groups of articles (two or more each) that carry the same text, as agency copy is reprinted. They count as one
    /// source.
    pub reprints: Vec<Vec<usize>>,
    /// The names and terms that put the articles together: the answer to "why together?".
    pub shared_terms: Vec<String>,
}

impl Story {
    /// Each article that carries the text of another, with that one: the first of their group.
    ///
    /// ```
    /// let story = nutgraf::article::Story { reprints: vec![vec![4, 2, 7]], ..Default::default() };
    /// assert_eq!(story.carriers().into_iter().collect::<Vec<_>>(), [(2, 4), (7, 4)]);
    /// ```
    #[must_use]
    pub fn carriers(&self) -> BTreeMap<usize, usize> {
        let of_group = |group: &[usize]| match group {
            [] => Vec::new(),
            [first, rest @ ..] => rest.iter().map(|&article| (article, *first)).collect(),
        };
        self.reprints.iter().flat_map(|group| of_group(group)).collect()
    }
}

/// One bullet of a story, with who supports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryBullet {
    /// What it says.
    pub text: String,
    /// The articles that report it, the one whose words it uses first.
    pub support: Vec<Support>,
    /// What other articles give for the figure that it gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_figures: Vec<OtherAccount>,
    /// What other articles say that cannot be so if the bullet is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<OtherAccount>,
}

impl StoryBullet {
    /// The figures of others that are not told as a contradiction already.
    pub fn figures_beside(&self) -> impl Iterator<Item = &OtherAccount> {
        let told = |f: &&OtherAccount| !self.contradictions.iter().any(|c| c.article == f.article);
        self.other_figures.iter().filter(told)
    }
}

/// What another article says in the place of something that a story's bullet says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAccount {
    /// The words as the article writes them: "43 people".
    pub text: String,
    /// An index into [`Briefing::articles`].
    pub article: usize,
    /// The sentence there.
    pub sentence: SentenceId,
    /// That article was published on an earlier day: what the bullet says replaces it.
    pub earlier: bool,
}

/// The sentences of one article that support a story's bullet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// An index into [`Briefing::articles`].
    pub article: usize,
    /// The sentences there.
    pub sentences: Vec<SentenceId>,
}

/// What a reader opens: stories with their bullets and sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Briefing {
    /// The stories, the most covered and latest first.
    pub stories: Vec<Story>,
    /// The bullets of each story, beside [`Self::stories`].
    pub story_bullets: Vec<Vec<StoryBullet>>,
    /// All articles, in the order they were opened.
    pub articles: Vec<Article>,
    /// The bullets of each article, beside [`Self::articles`].
    pub bullets: Vec<Bullets>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files of a folder that are no articles, and what they are instead.
    pub passed_over: Vec<Problem>,
}

/// An input that could not be read, told in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The input.
    pub path: String,
    /// What went wrong and what to do.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_its_precision() {
        for text in ["2024", "2024-05", "2024-05-31", "2024-05-31T14:02:00Z", "2024-05-31T14:02:00+02:00"] {
            let date: Published = text.parse().unwrap();
            let back: Published = date.to_string().parse().unwrap();
            assert_eq!(date, back, "{text}");
        }
        for text in ["", "24", "2024-13", "2024-02-30", "yesterday", "2024-5"] {
            assert!(text.parse::<Published>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_is_the_day_it_was_where_it_was_written() {
        let date: Published = "2024-05-31T23:30:00-04:00".parse().unwrap();
        assert_eq!(date.day().unwrap().to_string(), "2024-05-31");
    }
}
