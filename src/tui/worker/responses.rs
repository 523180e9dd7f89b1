//! What workers send back.

use std::sync::Arc;

use super::{
    cache::{ComparedArticles, LoadedArticle, Opening, StoryBrief, StoryCoverage},
    pictures::DrawnPicture,
    pool::RequestId,
};
use crate::{
    article::Bullets,
    shelf::{ArticleKey, FetchSummary, FrontPage, Hit, Page, Step, StoryKey, StoryRow},
    tui::status_bar::Notice,
};

/// What a worker found. Those with a [`RequestId`] are dropped when a later request has taken their place.
pub(crate) enum Response {
    /// What is to be read is there.
    Opened(RequestId, Result<Opening, String>),
    /// How far work in the background is.
    Progress(RequestId, Step),
    /// A run of the list that begins with a row.
    Page(RequestId, usize, Result<Page, String>),
    /// An article.
    Article(ArticleKey, Result<LoadedArticle, String>),
    /// The bullets of a long article, which is shown already.
    Bullets(ArticleKey, Bullets),
    /// One picture of an article, by its number.
    Picture(RequestId, usize, Result<Arc<DrawnPicture>, String>),
    /// A story's bullets.
    Story(StoryKey, Result<Arc<StoryBrief>, String>),
    /// A comparison.
    Compared((ArticleKey, ArticleKey), Result<Arc<ComparedArticles>, String>),
    /// A coverage.
    Coverage(StoryKey, Result<Arc<StoryCoverage>, String>),
    /// The stories of the day.
    FrontPage(Result<FrontPage, String>),
    /// What the reader edited is kept.
    Edited(Edited),
    /// What the reader marked or edited could not be kept: which request that was, why, and its stories as they are.
    NotKept { id: RequestId, why: String, stories: Vec<StoryRow> },
    /// The article beside a former text of it, so many versions back; none where none is kept.
    Version(ArticleKey, usize, Result<Option<Arc<ComparedArticles>>, String>),
    /// What a search found.
    SearchHits(RequestId, Result<Vec<Hit>, String>),
    /// The subscriptions are updated.
    Fetched(RequestId, Result<FetchSummary, String>),
    /// Something was done, or could not be.
    Notice(Notice),
}

/// What the library has kept.
pub(crate) enum Edited {
    /// The note of an article, or that it has none any more.
    Note(ArticleKey, Option<String>),
    /// Other articles stand together; and what that is called.
    Stories(&'static str),
}
