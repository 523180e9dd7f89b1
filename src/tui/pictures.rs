//! The pictures of the article that is read: which may be shown, which are there, which are hidden.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use image::DynamicImage;
use ratatui::layout::Size;

use super::{
    event::Event,
    view::ViewContext,
    widgets::styles::Depth,
    worker::{
        cache::LoadedArticle,
        pictures::{self, DrawnPicture, PictureFetcher},
        pool::RequestId,
        responses::Response,
    },
};
use crate::{article::Picture, config, shelf::ArticleKey};

/// Pictures with less room than this show nothing.
const LEAST: Size = Size::new(8, 3);

/// Decoded pictures of one article, by number: another width needs no other request.
type Decoded = Arc<Mutex<BTreeMap<usize, DynamicImage>>>;

/// The pictures of one article.
#[derive(Default)]
pub(crate) struct Pictures {
    /// The reader does not want to see them.
    pub(crate) hidden: bool,
    /// Fetches those of the web.
    pub(crate) fetch: Option<PictureFetcher>,
    /// Counts what changed, so that a page is set anew.
    pub(crate) version: u64,
    request: Option<(RequestId, ArticleKey, Size)>,
    drawn: BTreeMap<usize, Result<Arc<DrawnPicture>, String>>,
    decoded: Decoded,
    /// Tells the work in the background to stop.
    stop: Arc<AtomicBool>,
}

/// What is to be seen of an article's pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// It has none.
    None,
    /// They are shown.
    Shown,
    /// The reader hid them.
    Hidden,
    /// They are on the network, and nobody said that they may be fetched.
    NotAllowed,
    /// This terminal cannot show them.
    Impossible,
}

impl Pictures {
    /// A picture of an article, as far as it is there.
    pub(crate) fn get(&self, key: ArticleKey, number: usize) -> Option<&Result<Arc<DrawnPicture>, String>> {
        self.drawn.get(&number).filter(|_| !self.hidden && self.request.is_some_and(|(_, k, _)| k == key))
    }

    /// Takes in one that is ready.
    pub(crate) fn take(&mut self, id: RequestId, number: usize, picture: &Result<Arc<DrawnPicture>, String>) {
        if self.request.is_some_and(|(wanted, ..)| wanted == id) {
            self.drawn.insert(number, picture.clone());
            self.version += 1;
        }
    }

    /// Lets go of what is ready: the terminal may have forgotten what it was sent.
    pub(crate) fn forget(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.request = None;
        self.drawn.clear();
        self.version += 1;
    }
}

impl ViewContext {
    /// Whether an article's pictures are shown, and why not.
    pub(crate) fn visibility(&self, read: &LoadedArticle) -> Visibility {
        let poor = self.environment.no_colour || self.environment.depth == Depth::Sixteen;
        let never = self.config.pictures == config::Pictures::Never || read.pictures == Some(false);
        if read.article.pictures.is_empty() || never {
            Visibility::None
        } else if poor || self.config.screen_reader || self.is_ascii() {
            Visibility::Impossible
        } else if !read.article.pictures.iter().any(|p| self.may_show(read, p)) {
            Visibility::NotAllowed
        } else if self.pictures.hidden {
            Visibility::Hidden
        } else {
            Visibility::Shown
        }
    }

    fn may_show(&self, read: &LoadedArticle, picture: &Picture) -> bool {
        !pictures::is_of_the_web(picture) || self.may_fetch(read)
    }

    fn may_fetch(&self, read: &LoadedArticle) -> bool {
        self.config.pictures == config::Pictures::Always || read.pictures == Some(true)
    }

    /// Asks for the pictures of an article, no larger than so many cells; one after the other, on a thread of their own.
    pub(crate) fn request_pictures(&mut self, key: ArticleKey, room: Size) {
        let Some(read) = self.cache.articles.get(&key) else { return };
        let shown =
            self.visibility(read) == Visibility::Shown && room.width >= LEAST.width && room.height >= LEAST.height;
        if !shown || self.pictures.request.is_some_and(|(_, k, r)| (k, r) == (key, room)) {
            return;
        }
        let read = read.clone();
        let wanted: Vec<(usize, Picture)> = read.article.pictures.iter().cloned().enumerate().collect();
        let wanted: Vec<_> = wanted.into_iter().filter(|(_, p)| self.may_show(&read, p)).collect();
        let another = self.pictures.request.is_none_or(|(_, k, _)| k != key);
        self.pictures.forget();
        if another {
            self.pictures.decoded = Decoded::default();
        }
        self.pictures.stop = Arc::default();
        let id = self.in_flight.number();
        self.pictures.request = Some((id, key, room));
        let (graphics, light) = (self.environment.graphics, self.environment.light == Some(true));
        let (stop, decoded) = (Arc::clone(&self.pictures.stop), Arc::clone(&self.pictures.decoded));
        let fetch = self.pictures.fetch.clone().filter(|_| self.may_fetch(&read));
        self.request_in_background(move |to| {
            for (number, picture) in wanted {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let known = decoded.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned();
                let image = known.map_or_else(
                    || {
                        pictures::bytes(&read.article, &picture, fetch.as_ref())
                            .and_then(|b| pictures::decode(&b, light))
                    },
                    Ok,
                );
                let drawn = image.and_then(|image| {
                    let drawn = pictures::draw(&image, graphics, room);
                    decoded.lock().unwrap_or_else(PoisonError::into_inner).insert(number, image);
                    drawn.map(Arc::new)
                });
                let _ = to.send(Event::Response(Box::new(Response::Picture(id, number, drawn))));
            }
            None
        });
    }
}
